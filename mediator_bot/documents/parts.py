"""The values and rules of files that hold other files: what is read one by one, and what becomes of it together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from mediator_bot.documents.names import shown
from mediator_bot.documents.reading import Reading
from mediator_bot.errors import DocumentError

# Nobody packs so many notes by hand; a folder of them needs no archive.
MEMBERS = 1000
_SHOWN = 3
# The name a member has on disk: its own may be too long, reserved, or made to deceive.
_STEM = "~member~"


@dataclass(frozen=True)
class Part:
    """One thing to read in a file: the file itself, or a member of an archive or a mail, under its full name.

    `read` raises DocumentError, which costs this part only.
    """

    name: str
    read: Callable[[], Reading]


def joined(readings: Iterable[Reading]) -> Reading:
    """The documents of all parts, and all their problems.

    Raises DocumentError with the problems, shortened to the first few, where there is not one document.
    """
    tried = tuple(readings)
    documents = tuple(replace(item, name=shown(item.name)) for reading in tried for item in reading.documents)
    problems = tuple(shown(problem) for reading in tried for problem in reading.problems)
    if not documents:
        more = f" And {len(problems) - _SHOWN} more." if len(problems) > _SHOWN else ""
        raise DocumentError(" ".join(problems[:_SHOWN]) + more)
    return Reading(documents, problems)


def read_member(name: str, contents: dict[str, bytes], read: Callable[[Path], Reading]) -> Reading:
    """Read a member from a folder of its own, and tell of it under its full name, such as `cases.zip/a.pdf`.

    `contents` maps endings to bytes: the member's own first, then those of what stands beside it (`.yaml`).
    Raises DocumentError.
    """
    stem = name.removesuffix(next(iter(contents)))
    with TemporaryDirectory() as folder:
        paths = [Path(folder, _STEM + suffix) for suffix in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
        try:
            reading = read(paths[0])
        except DocumentError as error:
            raise DocumentError(str(error).replace(_STEM, stem)) from error
    documents = (
        replace(
            document,
            name=document.name.replace(_STEM, stem),
            warnings=tuple(warning.replace(_STEM, stem) for warning in document.warnings),
        )
        for document in reading.documents
    )
    return Reading(tuple(documents), tuple(problem.replace(_STEM, stem) for problem in reading.problems))
