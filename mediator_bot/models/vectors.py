"""What the encoders share: rows made unit, and turns at a model that only one caller may use at a time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]


def unit_rows(rows: Vectors) -> Vectors:
    """Scale each row of (n, dimension) to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)


class Turns:
    """A queue before a model that is not safe to call from two threads.

    One thread owns the model and takes `size` texts at a time, first come, first served. A plain lock would
    let a long indexing run take it again and again while a person's question waits.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._owner = ThreadPoolExecutor(max_workers=1)

    def encode(
        self, model: Callable[[list[str]], Vectors], texts: Sequence[str], dimension: int, progress: Progress | None
    ) -> Vectors:
        """Return the (len(texts), dimension) rows that `model` gives; `progress` gets the texts of each turn."""
        rows = np.empty((len(texts), dimension), np.float32)
        for start in range(0, len(texts), self._size):
            chunk = list(texts[start : start + self._size])
            rows[start : start + len(chunk)] = self._owner.submit(model, chunk).result()
            if progress:
                progress(len(chunk))
        return rows
