"""Raw vectors of several encoders in, one comparable vector a text out.

What texts of one language, or of one manner, have in common is taken away before they are compared, for otherwise the
language and the manner are what two texts share most. There are three manners: a case is told (text), summed up field by
field (record), and asked about (question). On our own questions over the sample library the language means alone reach a
reciprocal rank of .64, with those of records .70, with those of questions too .74 (benchmarks/README.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mediator_bot.types import Language

Vectors = NDArray[np.float32]
Manner = Literal["text", "record", "question"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
MANNERS: tuple[Manner, ...] = ("text", "record", "question")
# Below this many passages a mean says more about them than about their language.
ENOUGH = 20
# A question is moved this far from the mean of texts to that of questions: half way is best or nearly so on every set
# measured, all the way helps our own questions and hurts those of other kinds.
TOWARDS_QUESTIONS = 0.5


@dataclass(frozen=True)
class Sort:
    """What the mean of a text depends on."""

    language: Language
    manner: Manner = "text"


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def means_of(parts: Sequence[Vectors], sorts: Sequence[Sort], are_cases: Sequence[bool]) -> Vectors:
    """The mean vectors over all parts side by side, shape (manners, languages, total dimension).

    Cases are what is compared, so their mean counts. A language with too few of them borrows the other's mean, moved by
    the distance between the languages in the reference material, which says the same things in both. Without records or
    questions of their own, those of a language have the mean of its texts.
    """
    vectors, cases = np.concatenate(parts, axis=1), np.array(are_cases)

    def rows(language: Language, manner: Manner) -> Vectors:
        return vectors[[sort == Sort(language, manner) for sort in sorts]]

    texts = np.array([sort.manner == "text" for sort in sorts])
    written = np.array([sort.language for sort in sorts])
    of_cases = [_mean(vectors[(written == language) & texts & cases]) for language in LANGUAGES]
    of_reference = [_mean(vectors[(written == language) & texts & ~cases]) for language in LANGUAGES]
    told = [_language_mean(n, of_cases, of_reference, vectors.shape[1]) for n in (0, 1)]
    means = np.stack([told, told, told])
    for n, language in enumerate(LANGUAGES):
        if (record := _mean(rows(language, "record"))) is not None:
            means[1, n] = record
        if (question := _mean(rows(language, "question"))) is not None:
            means[2, n] += TOWARDS_QUESTIONS * (question - told[n])
    return means.astype(np.float32)


def _language_mean(
    n: int, of_cases: list[Vectors | None], of_reference: list[Vectors | None], dimension: int
) -> Vectors:
    own, other, here, there = of_cases[n], of_cases[1 - n], of_reference[n], of_reference[1 - n]
    if own is not None:
        return own
    if here is None:
        return np.zeros(dimension, dtype=np.float32)
    return other + here - there if other is not None and there is not None else here


def _mean(rows: Vectors) -> Vectors | None:
    return np.asarray(rows.mean(axis=0)) if len(rows) >= ENOUGH else None


def centred(parts: Sequence[Vectors], sorts: Sequence[Sort], means: Vectors) -> Vectors:
    """One unit vector a text: each encoder's part less the mean of its sort, scaled to equal length, side by side.

    The inner product of two results is the mean of the encoders' centred cosines, between -1 and 1.
    """
    places = [(MANNERS.index(sort.manner), LANGUAGES.index(sort.language)) for sort in sorts]
    own = means[tuple(np.array(places).reshape(-1, 2).T)]
    columns = np.cumsum([0] + [part.shape[1] for part in parts])
    pieces = [unit(part - own[:, start:end]) for part, start, end in zip(parts, columns, columns[1:], strict=False)]
    return np.asarray(np.concatenate(pieces, axis=1) / np.sqrt(len(pieces)), dtype=np.float32)
