"""The name of an embedding model goes in; the encoders that turn texts into unit vectors come out."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from mediator_bot.errors import ModelError
from mediator_bot.models.vectors import Progress, Vectors


class Encoder(Protocol):
    """One dense signal. Two encoders with the same `fingerprint` give the same vectors for the same text."""

    fingerprint: str
    dimension: int

    def encode(self, texts: Sequence[str], *, query: bool = False, progress: Progress | None = None) -> Vectors:
        """Return (len(texts), dimension) unit rows, in the order of `texts`.

        `query` marks questions, for models that tell them from documents. `progress` gets the number of
        texts done since its last call. May be called from several threads at once.
        """
        ...


@runtime_checkable
class WordEncoder(Encoder, Protocol):
    """An encoder that can also tell the words of a text apart."""

    def encode_words(self, texts: Sequence[str], *, progress: Progress | None = None) -> tuple[Vectors, list[Vectors]]:
        """The rows of `encode`, and for each text the vectors (words, dimension) of its words, in half precision."""
        ...

    def question_words(self, question: str) -> tuple[Vectors, Vectors]:
        """The vectors (words, dimension) of a question's words and how rare each word is in general (words,)."""
        ...


def open_encoders(name: str, threads: int, cache: Path) -> tuple[Encoder, ...]:
    """Load the encoders that `name` stands for; each is a signal of its own, not centred.

    `packaged` is multilingual-e5-small and USE-multilingual from their wheels, `hashing` the double of the
    tests, anything else the name or folder of a sentence-transformers model. `threads` 0 means every core.
    `cache` is a folder for what a model derives from its files; the models of today load too fast to need it.
    Raises ModelError where the model or a package it needs is missing.
    """
    cores = threads or _available_cores()
    try:
        if name == "packaged":
            from mediator_bot.models.e5 import E5Encoder
            from mediator_bot.models.use import UseEncoder

            return E5Encoder(cores), UseEncoder(cores)
        if name == "hashing":
            from mediator_bot.models.hashing import HashingEncoder

            return (HashingEncoder(),)
        from mediator_bot.models.sentence_transformer import SentenceTransformerEncoder

        return (SentenceTransformerEncoder(name, cores),)
    except ImportError as error:
        raise ModelError(
            f"The embedding model {name!r} needs the package {error.name}, which cannot be imported: {error}. "
            "Run `make install`, or choose other embeddings in the settings."
        ) from error


def _available_cores() -> int:
    # A container may own fewer cores than the machine has; macOS and Windows cannot tell.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
