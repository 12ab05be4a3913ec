"""Short texts go in, how near they are in meaning comes out: cosines, each language centred on its own examples."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from mediator_bot.models.embeddings import Encoder
from mediator_bot.models.vectors import Vectors, unit_rows
from mediator_bot.text.language import language_of
from mediator_bot.types import Language

REMEMBERED = 4096  # texts; a vector of both packaged encoders takes 3.5 kB
LONGEST = 400  # characters: a spoken sentence, not a page


class Meaning:
    """Remembers what it has encoded, for a scenario's lines are compared again and again. Safe to share."""

    def __init__(
        self, encoders: Sequence[Encoder], examples: Mapping[Language, Sequence[str]], cache: Path | None = None
    ) -> None:
        """`examples` are sentences of every kind in each language: their mean is what a language adds by itself."""
        self.encoders = tuple(encoders)
        parts = {language: self._kept(texts, cache) for language, texts in examples.items()}
        self._means = {language: [part.mean(axis=0) for part in encoded] for language, encoded in parts.items()}
        self._remembered: dict[str, Vectors] = {}
        for language, texts in examples.items():
            rows = _side_by_side([p - m for p, m in zip(parts[language], self._means[language], strict=True)])
            self._remembered |= dict(zip(texts, rows, strict=True))

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit rows (len(texts), dimension)."""
        short = [text[:LONGEST] for text in texts]
        known = self._remembered
        if new := [text for text in dict.fromkeys(short) if text not in known]:
            # A copy goes on where there are too many: another thread may be reading the old one.
            if len(known) + len(new) > REMEMBERED:
                known = {text: known[text] for text in short if text in known}
            known |= dict(zip(new, self._centred(new), strict=True))
            self._remembered = known
        return np.stack([known[text] for text in short]) if short else np.empty((0, self._dimension), np.float32)

    def closeness(self, texts: Sequence[str], others: Sequence[str]) -> Vectors:
        """Cosines (len(texts), len(others)), between -1 and 1."""
        return np.asarray(self.vectors(texts) @ self.vectors(others).T, dtype=np.float32)

    def nearest(self, texts: Sequence[str], others: Sequence[str]) -> float:
        """The largest cosine between any of `texts` and any of `others`; -1 where either is empty."""
        return float(self.closeness(texts, others).max()) if texts and others else -1.0

    @property
    def _dimension(self) -> int:
        return sum(encoder.dimension for encoder in self.encoders)

    def _kept(self, texts: Sequence[str], cache: Path | None) -> list[Vectors]:
        """The vectors of the examples, from a file of the cache where these encoders have made it."""
        if cache is None:
            return self._encoded(texts)
        named = "\n".join([*(encoder.fingerprint for encoder in self.encoders), *texts])
        path = cache / f"moves-{hashlib.blake2b(named.encode(), digest_size=12).hexdigest()}.npz"
        if path.exists():
            with np.load(path, allow_pickle=False) as stored:
                return [stored[f"arr_{number}"] for number in range(len(self.encoders))]
        parts = self._encoded(texts)
        cache.mkdir(parents=True, exist_ok=True)
        # Written whole or not at all: another process may start at the same time.
        with tempfile.NamedTemporaryFile(dir=cache, delete=False) as file:
            np.savez(file, *parts)
        Path(file.name).replace(path)
        return parts

    def _encoded(self, texts: Sequence[str]) -> list[Vectors]:
        return [encoder.encode(texts) for encoder in self.encoders]

    def _centred(self, texts: Sequence[str]) -> Vectors:
        languages = [language_of(text) for text in texts]
        return _side_by_side(
            [
                part - np.stack([self._means[language][number] for language in languages])
                for number, part in enumerate(self._encoded(texts))
            ]
        )


def _side_by_side(parts: Sequence[Vectors]) -> Vectors:
    """Each encoder's part made unit, then all of them together: the inner product is the mean of their cosines."""
    return np.asarray(np.concatenate([unit_rows(part) for part in parts], axis=1) / np.sqrt(len(parts)), np.float32)
