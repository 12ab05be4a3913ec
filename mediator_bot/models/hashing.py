"""Texts go in, vectors of hashed words and characters come out: a tiny deterministic double for unit tests."""

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from mediator_bot.models.vectors import Progress, Vectors, unit_rows

_LATIN_WORD = re.compile(r"[^\W_\u3400-\u9fff]+")
_CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+")


class HashingEncoder:
    """Texts that share words, letter triples or Chinese characters are close; it knows no meaning."""

    fingerprint = "hashing/1"
    dimension = 256

    def encode(self, texts: Sequence[str], *, query: bool = False, progress: Progress | None = None) -> Vectors:
        """Return (len(texts), 256) unit rows; questions and documents are treated alike."""
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature in _features(text.lower()):
                # Not hash(): it is salted, and an index outlives the process.
                number = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest())
                row[number % self.dimension] += 1 if number >> 63 else -1
            if not row.any():
                row[0] = 1
            if progress:
                progress(1)
        return unit_rows(rows)


def _features(text: str) -> Iterator[str]:
    for word in _LATIN_WORD.findall(text):
        yield word
        yield from (word[start : start + 3] for start in range(len(word) - 2))
    for run in _CHINESE_RUN.findall(text):
        yield from run
        yield from (run[start : start + 2] for start in range(len(run) - 1))
