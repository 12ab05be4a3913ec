"""Phrases of a text in; every file of a home in which they still stand, whatever the file is, out.

Files are read as they lie on the disk: a database page that is free, a log that was not yet written back and a segment that
no manifest names are searched like anything else; archives are searched unpacked, also inside each other.
"""

import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

# A phrase has at least this many bytes in UTF-8 and this many characters: 24 Latin letters, or 10 Chinese characters.
BYTES, LETTERS = 24, 10
# How text may lie in a file; `json` is how our database keeps Chinese inside JSON.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "json")
_PIECE = 1 << 23
_DEPTH = 4
# What Markdown escapes stands differently in an answer than in the text.
_RUN = re.compile(r"[^\s\\`*_\[\]<>|~:.@\"](?:[^\n\\`*_\[\]<>|~:.@\"]*[^\s\\`*_\[\]<>|~:.@\"])?")


@dataclass(frozen=True)
class Trace:
    """A place where words of the text still stand: a file below the home, and the member of an archive within it."""

    file: str
    phrase: str


@dataclass(frozen=True)
class Search:
    """What was searched, and what was found; `unread` names files that could not be searched through."""

    files: int
    megabytes: float
    phrases: int
    found: tuple[Trace, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found and nothing was left unsearched."""
        return not self.found and not self.unread


def phrases_of(texts: Iterable[str]) -> list[str]:
    """A text cut into phrases, end to end: whoever kept twice the length of a phrase of it kept one whole."""
    return list(dict.fromkeys(phrase for text in texts for run in _RUN.findall(text) for phrase in _cut(run)))


def _cut(run: str) -> Iterator[str]:
    start = 0
    for end in range(LETTERS, len(run) + 1):
        phrase = run[start:end]
        if end - start >= LETTERS and len(phrase.encode()) >= BYTES:
            yield phrase
            start = end


class Needles:
    """Some phrases, to be looked for in many bytes at once."""

    def __init__(self, phrases: Sequence[str], encodings: Sequence[str] = ENCODINGS) -> None:
        self._phrases: dict[int, list[tuple[bytes, str]]] = {}
        for phrase in phrases:
            for code in {_encoded(phrase, encoding) for encoding in encodings}:
                self._phrases.setdefault(int(_keys(code[:16])[0]), []).append((code, phrase))
        self._sorted = np.array(sorted(self._phrases), dtype=np.uint64)
        self.longest = max((len(code) for found in self._phrases.values() for code, _ in found), default=0)

    def found(self, content: bytes) -> set[str]:
        """The phrases that the bytes hold."""
        hits: set[str] = set()
        for offset in range(min(8, max(0, len(content) - 15)) if len(self._sorted) else 0):
            keys = _keys(content[offset:])
            places = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
            for place in np.flatnonzero(self._sorted[places] == keys):
                start = int(place) * 8 + offset
                for code, phrase in self._phrases[int(keys[place])]:
                    if content.startswith(code, start):
                        hits.add(phrase)
        return hits


def _encoded(phrase: str, encoding: str) -> bytes:
    if encoding == "json":
        return json.dumps(phrase)[1:-1].encode()
    return phrase.encode(encoding)


def _keys(content: bytes) -> NDArray[np.uint64]:
    """For every eighth byte a number that stands for the sixteen bytes from there."""
    words = np.frombuffer(content, dtype="<u8", count=len(content) // 8)
    return np.asarray(words[:-1] * np.uint64(0x9E3779B97F4A7C15) + words[1:], dtype=np.uint64)


def traces(home: Path, phrases: Sequence[str]) -> Search:
    """Search every file below a home for phrases, as `phrases_of` cuts them."""
    needles = Needles(phrases)
    found: list[Trace] = []
    unread: list[str] = []
    files = size = 0
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        name = str(path.relative_to(home))
        try:
            size += path.stat().st_size
            files += 1
            with path.open("rb") as stream:
                found += [Trace(place, phrase) for place, phrase in _in_stream(name, stream, needles, unread)]
        except FileNotFoundError:
            continue  # a log that was written back meanwhile
        except OSError as error:
            unread.append(f"{name}: {error.strerror}")
        found += [Trace(name, phrase) for phrase in phrases if phrase in name]
    return Search(files, round(size / 1e6, 1), len(phrases), tuple(dict.fromkeys(found)), tuple(unread))


def _in_stream(
    name: str, stream: IO[bytes] | gzip.GzipFile, needles: Needles, unread: list[str], depth: int = 0
) -> Iterator[tuple[str, str]]:
    head = stream.read(4)
    stream.seek(0)
    yield from ((name, phrase) for phrase in sorted(_in_bytes(stream, needles)))
    if depth == _DEPTH:
        return
    try:
        if head == b"PK\x03\x04":
            stream.seek(0)
            with zipfile.ZipFile(stream) as archive:
                for member in archive.infolist():
                    with archive.open(member) as inner:
                        yield from _in_stream(f"{name}: {member.filename}", inner, needles, unread, depth + 1)
        elif head[:2] == b"\x1f\x8b":
            stream.seek(0)
            with gzip.open(stream) as unpacked:
                yield from _in_stream(f"{name}: unpacked", unpacked, needles, unread, depth + 1)
    except (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        unread.append(f"{name}: {error}")


def _in_bytes(stream: IO[bytes] | gzip.GzipFile, needles: Needles) -> set[str]:
    hits: set[str] = set()
    tail = b""
    while piece := stream.read(_PIECE):
        hits |= needles.found(tail + piece)
        tail = (tail + piece)[-needles.longest :] if needles.longest else b""
    return hits
