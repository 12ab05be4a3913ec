"""What the encoders share: the type of their vectors, rows made unit, and texts encoded side by side."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
Model = Callable[[Sequence[str]], Vectors]
T = TypeVar("T")


def unit_rows(rows: Vectors) -> Vectors:
    """Scale each row of (n, dimension) to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def in_pieces(texts: Sequence[str], size: int) -> list[Sequence[str]]:
    """Cut `texts` into runs of `size`, the last one shorter."""
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def encode_side_by_side(
    model: Model, pieces: Sequence[Sequence[str]], dimension: int, threads: int, progress: Progress | None
) -> Vectors:
    """Run `model` on `threads` pieces at a time; its rows (texts, dimension) come back in the order of the texts.

    `progress` gets the number of texts of each finished piece, in this thread.
    """
    rows = side_by_side(model, pieces, threads, progress)
    return np.concatenate([np.empty((0, dimension), np.float32), *rows])


def side_by_side(
    model: Callable[[Sequence[str]], T], pieces: Sequence[Sequence[str]], threads: int, progress: Progress | None
) -> list[T]:
    """What `model` makes of each piece, `threads` of them at a time, in their order."""
    made = []
    pool = ThreadPoolExecutor(threads)
    try:
        for piece, result in zip(pieces, pool.map(model, pieces), strict=True):
            made.append(result)
            if progress:
                progress(len(piece))
    finally:
        pool.shutdown(cancel_futures=True)  # an interrupted run drops the pieces that wait
    return made
