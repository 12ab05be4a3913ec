"""Texts go in, vectors of hashed words and characters come out: a tiny deterministic double for unit tests."""

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from mediator_bot.models.vectors import Progress, Vectors, unit_rows

_LATIN_WORD = re.compile(r"[^\W_\u3400-\u9fff]+")
_CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+")
MOST_WORDS = 4


class HashingEncoder:
    """Texts that share words, letter triples or Chinese characters are close; it knows no meaning."""

    fingerprint = "hashing/1"
    dimension = 256

    def encode(self, texts: Sequence[str], *, query: bool = False, progress: Progress | None = None) -> Vectors:
        """Return (len(texts), 256) unit rows; questions and documents are treated alike."""
        rows = _hashed(texts)
        if progress:
            progress(len(texts))
        return rows

    def encode_words(self, texts: Sequence[str], *, progress: Progress | None = None) -> tuple[Vectors, list[Vectors]]:
        """The rows of `encode`, and one vector for each of a text's first words."""
        words = [_hashed(_words(text)[:MOST_WORDS]) for text in texts]
        return self.encode(texts, progress=progress), words

    def question_words(self, question: str) -> tuple[Vectors, Vectors]:
        """The vectors of a question's words; all are equally rare."""
        words = _words(question)
        return _hashed(words), np.ones(len(words), np.float32)


def _hashed(texts: Sequence[str]) -> Vectors:
    rows = np.zeros((len(texts), HashingEncoder.dimension), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for feature in _features(text.lower()):
            # Not hash(): it is salted, and an index outlives the process.
            number = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest())
            row[number % len(row)] += 1 if number >> 63 else -1
        if not row.any():
            row[0] = 1
    return unit_rows(rows)


def _words(text: str) -> list[str]:
    return _LATIN_WORD.findall(text.lower()) + list("".join(_CHINESE_RUN.findall(text))) or [text]


def _features(text: str) -> Iterator[str]:
    for word in _LATIN_WORD.findall(text):
        yield word
        yield from (word[start : start + 3] for start in range(len(word) - 2))
    for run in _CHINESE_RUN.findall(text):
        yield from run
        yield from (run[start : start + 2] for start in range(len(run) - 1))
