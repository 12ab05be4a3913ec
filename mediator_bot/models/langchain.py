"""Encoders go in, a LangChain `Embeddings` comes out: one vector a text, for anyone's chain."""

import math
from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from mediator_bot.models.embeddings import Encoder


class BilingualEmbeddings(Embeddings):
    """The encoders' unit vectors side by side, divided by √(number of encoders), so that each is a unit vector.

    >>> BilingualEmbeddings(open_encoders("packaged", threads=0, cache=Path("cache"))).embed_query("押金")
    """

    def __init__(self, encoders: Sequence[Encoder]) -> None:
        self._encoders = tuple(encoders)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a document; its length is the sum of the encoders' dimensions."""
        return self._embed(texts, query=False)

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._embed([text], query=True)[0]

    def _embed(self, texts: list[str], query: bool) -> list[list[float]]:
        parts = [encoder.encode(texts, query=query) for encoder in self._encoders]
        vectors: list[list[float]] = (np.concatenate(parts, axis=1) / math.sqrt(len(parts))).tolist()
        return vectors
