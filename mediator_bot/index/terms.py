"""Terms of passages in, how well a question's words are covered out: an inverted index in one SQLite file.

Every count that a score rests on (how many passages, how long, how many hold a word) is taken over the allowed passages
alone, so that nobody's ranking depends on notes they may not read.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediator_bot.errors import StaleIndexError

Ids = NDArray[np.int64]
# Robertson and Zaragoza (2009), the usual constants.
K1, B = 1.2, 0.75
# A question longer than this says the rest in its first words; SQLite takes at most 32,766 values.
MOST_TERMS = 2000

_TABLES = """
PRAGMA journal_mode=WAL;
CREATE TABLE IF NOT EXISTS postings (term TEXT, passage INTEGER, count INTEGER, PRIMARY KEY (term, passage)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS postings_of ON postings (passage);
CREATE TABLE IF NOT EXISTS lengths (passage INTEGER PRIMARY KEY, document TEXT NOT NULL, length INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of ON lengths (document);
"""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction in a file of the index. Raises StaleIndexError where it is damaged or no database."""
    connection = sqlite3.connect(path, timeout=30)
    try:
        # What is deleted is overwritten; a setting of the connection, not of the file.
        connection.execute("PRAGMA secure_delete=ON")
        with connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise StaleIndexError(
            f"The index file {path.name} cannot be used: {error}. Run `mediator-bot index --rebuild`."
        ) from error
    finally:
        connection.close()


def compact(path: Path) -> None:
    """Write a file of the index anew without what was removed, and cut its log to nothing.

    Raises StaleIndexError where it cannot be used, also because another program is reading it.
    """
    with opened(path) as connection:
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("VACUUM")
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise StaleIndexError(f"{path.name} is being read by another program. Stop it, then try again.")


class TermStore:
    """The terms of all indexed passages. Safe to use from several threads: each call has its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._connection() as connection:
            connection.executescript(_TABLES)

    def _connection(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self._path)

    def add(self, passages: Mapping[int, tuple[str, Sequence[str]]]) -> None:
        """Keep the terms of passages: number → (document, terms). A passage known already is replaced."""
        with self._connection() as connection:
            connection.executemany("DELETE FROM postings WHERE passage = ?", [(number,) for number in passages])
            connection.executemany(
                "INSERT INTO postings VALUES (?, ?, ?)",
                (
                    (term, number, count)
                    for number, (_, words) in passages.items()
                    for term, count in Counter(words).items()
                ),
            )
            connection.executemany(
                "INSERT OR REPLACE INTO lengths VALUES (?, ?, ?)",
                [(number, document, len(words)) for number, (document, words) in passages.items()],
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Forget passages."""
        with self._connection() as connection:
            for table in ("postings", "lengths"):
                connection.executemany(f"DELETE FROM {table} WHERE passage = ?", [(number,) for number in ids])

    def ids_of(self, documents: Sequence[str]) -> set[int]:
        """The numbers of the indexed passages of some documents."""
        with self._connection() as connection:
            found: set[int] = set()
            for document in documents:
                found |= {
                    row[0] for row in connection.execute("SELECT passage FROM lengths WHERE document = ?", (document,))
                }
            return found

    def all_ids(self) -> Ids:
        """The numbers of every indexed passage, ascending."""
        with self._connection() as connection:
            rows = connection.execute("SELECT passage FROM lengths ORDER BY passage")
            return np.fromiter((row[0] for row in rows), dtype=np.int64)

    def passage_count(self) -> int:
        """How many passages are indexed."""
        return self._count("count(*)")

    def document_count(self) -> int:
        """How many documents they belong to."""
        return self._count("count(DISTINCT document)")

    def _count(self, what: str) -> int:
        with self._connection() as connection:
            return int(connection.execute(f"SELECT {what} FROM lengths").fetchone()[0])

    def coverage(self, question: Sequence[str], allowed: Ids) -> dict[int, float]:
        """How much of the question each allowed passage covers, for those that share a word with it.

        BM25 divided by the summed idf of the question's words: 0 where nothing is shared, about 1 where every word
        occurs once in a passage of average length. A word no passage holds counts as asked and not found.
        """
        words = list(dict.fromkeys(question))[:MOST_TERMS]
        if not words or not len(allowed):
            return {}
        lengths = self._lengths(allowed)
        mean_length = max(float(lengths.mean()), 1.0)
        scores, mass = np.zeros(len(allowed)), 0.0
        for ids, counts in self._postings(words).values():
            places = np.searchsorted(allowed, ids)
            places[places == len(allowed)] = 0
            held = allowed[places] == ids
            places, counts = places[held], counts[held]
            idf = _idf(len(allowed), len(places))
            mass += idf
            scores[places] += idf * counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths[places] / mean_length))
        matched = np.flatnonzero(scores)
        return dict(zip(allowed[matched].tolist(), (scores[matched] / mass).tolist(), strict=True))

    def _postings(self, words: Sequence[str]) -> dict[str, tuple[Ids, NDArray[np.float64]]]:
        rows: dict[str, list[tuple[int, int]]] = {word: [] for word in words}
        with self._connection() as connection:
            marks = ",".join("?" * len(words))
            for term, passage, count in connection.execute(
                f"SELECT term, passage, count FROM postings WHERE term IN ({marks})", list(words)
            ):
                rows[term].append((passage, count))
        return {
            word: (np.array([p for p, _ in found], dtype=np.int64), np.array([c for _, c in found], dtype=np.float64))
            for word, found in rows.items()
        }

    def _lengths(self, allowed: Ids) -> NDArray[np.float64]:
        with self._connection() as connection:
            known = np.array(connection.execute("SELECT passage, length FROM lengths ORDER BY passage").fetchall())
        if not len(known):
            return np.ones(len(allowed))
        places = np.minimum(np.searchsorted(known[:, 0], allowed), len(known) - 1)
        return np.where(known[places, 0] == allowed, known[places, 1], 1).astype(np.float64)


def _idf(total: int, holding: int) -> float:
    return float(np.log(1 + (total - holding + 0.5) / (holding + 0.5)))
