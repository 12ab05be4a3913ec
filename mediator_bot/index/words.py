"""The vectors of a passage's words in, how well a passage meets each word of a question out: one SQLite file.

A question is met by the mean, over its words weighted by their rarity, of the greatest cosine that any word of the passage
has with it (MaxSim; Khattab and Zaharia, 2020). A passage's one vector says what it is about; its words say whether what was
asked is in it. They are asked of the best passages only.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from mediator_bot.index.centring import unit
from mediator_bot.index.terms import opened
from mediator_bot.models.vectors import Vectors

# Four bits a number lose nothing measurable against sixteen, in a quarter of the space (benchmarks/README.md).
STEPS = 7
# The rarest words of a longer question say what it is about.
MOST_WORDS = 64

_TABLE = """
PRAGMA journal_mode=WAL;
PRAGMA secure_delete=ON;
CREATE TABLE IF NOT EXISTS words (passage INTEGER PRIMARY KEY, vectors BLOB NOT NULL);
"""


class WordStore:
    """The words of all indexed passages. Safe to use from several threads: each call has its own connection."""

    def __init__(self, path: Path, dimension: int) -> None:
        """`dimension` is that of a word's vector, an even number."""
        self._path, self._dimension = path, dimension
        with opened(path) as connection:
            connection.executescript(_TABLE)

    def ids(self) -> set[int]:
        """The numbers of every passage whose words are kept."""
        with opened(self._path) as connection:
            return {row[0] for row in connection.execute("SELECT passage FROM words")}

    def add(self, passages: Mapping[int, Vectors]) -> None:
        """Keep the centred vectors (words, dimension) of passages. A passage known already is replaced."""
        rows = [(number, packed(vectors)) for number, vectors in passages.items()]
        with opened(self._path) as connection:
            connection.executemany("INSERT OR REPLACE INTO words VALUES (?, ?)", rows)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget passages."""
        with opened(self._path) as connection:
            connection.executemany("DELETE FROM words WHERE passage = ?", [(number,) for number in ids])

    def met(self, asked: Vectors, weights: Vectors, ids: Sequence[int]) -> dict[int, float]:
        """How well each of the passages meets the question, about -1 to 1; passages without words are left out.

        `asked` are the centred vectors (words, dimension) of the question's words, `weights` what each counts.
        """
        rarest = np.argsort(-weights, kind="stable")[:MOST_WORDS]
        asked, weights = unit(asked[rarest]), weights[rarest] / max(float(weights[rarest].sum()), 1e-9)
        found = self._vectors(ids)
        if not found or not len(asked):
            return {}
        # One product for all passages; then the best word of each, where one passage ends and the next begins.
        cosines = asked @ np.concatenate(list(found.values())).T
        starts = np.cumsum([0, *(len(vectors) for vectors in found.values())])[:-1]
        best = np.maximum.reduceat(cosines, starts, axis=1)
        return dict(zip(found, (weights @ best).tolist(), strict=True))

    def _vectors(self, ids: Sequence[int]) -> dict[int, Vectors]:
        marks = ",".join("?" * len(ids))
        with opened(self._path) as connection:
            rows = connection.execute(f"SELECT passage, vectors FROM words WHERE passage IN ({marks})", list(ids))
            return {number: unpacked(stored, self._dimension) for number, stored in rows.fetchall() if stored}


def packed(vectors: Vectors) -> bytes:
    """Rows of an even dimension in half a byte a number, each row to the scale of its greatest number.

    The scale is not kept, for only the direction of a word counts.
    """
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    codes = (np.rint(vectors / largest * STEPS) + STEPS).astype(np.uint8)
    half = vectors.shape[1] // 2
    return bytes((codes[:, :half] | codes[:, half:] << 4).tobytes())


def unpacked(stored: bytes, dimension: int) -> Vectors:
    """The unit rows of `packed`."""
    codes = np.frombuffer(stored, dtype=np.uint8).reshape(-1, dimension // 2)
    both = np.concatenate([codes & 15, codes >> 4], axis=1).astype(np.float32) - STEPS
    return unit(both)
