"""Raw vectors of several encoders in, one comparable vector a text out.

Each language's mean is taken away before the vectors are compared, for otherwise what two texts share most is their
language: on the 48 paraphrased questions over a mixed index this lifts nDCG@10 from .64 to .86 (benchmarks/README.md).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mediator_bot.types import Language

Vectors = NDArray[np.float32]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
# Below this many passages a mean says more about them than about their language.
ENOUGH = 20


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def language_means(parts: Sequence[Vectors], languages: Sequence[Language]) -> Vectors:
    """The mean vector of each language over all parts side by side, shape (2, total dimension); zeros where too few."""
    vectors, written = np.concatenate(parts, axis=1), np.array(languages)
    rows = [vectors[written == language] for language in LANGUAGES]
    return np.stack([row.mean(axis=0) if len(row) >= ENOUGH else np.zeros(vectors.shape[1]) for row in rows]).astype(
        np.float32
    )


def centred(parts: Sequence[Vectors], languages: Sequence[Language], means: Vectors) -> Vectors:
    """One unit vector a text: each encoder's part centred by the text's language, scaled to equal length, side by side.

    The inner product of two results is the mean of the encoders' centred cosines, between -1 and 1.
    """
    rows = [LANGUAGES.index(language) for language in languages]
    columns = np.cumsum([0] + [part.shape[1] for part in parts])
    pieces = [
        unit(part - means[rows, start:end]) for part, start, end in zip(parts, columns, columns[1:], strict=False)
    ]
    return np.asarray(np.concatenate(pieces, axis=1) / np.sqrt(len(pieces)), dtype=np.float32)
