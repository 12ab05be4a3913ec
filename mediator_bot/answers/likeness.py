"""A question goes in, the kind of danger it resembles comes out: a kernel over examples, learned beforehand, nothing random."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mediator_bot.index.centring import LANGUAGES
from mediator_bot.models.embeddings import Encoder
from mediator_bot.models.vectors import Vectors, unit_rows
from mediator_bot.text.language import language_of
from mediator_bot.text.sentences import sentence_spans

WEIGHTS = Path(__file__).parent / "screen_weights.npz"
# Characters encoded at once: the models weigh every word, and a sign would drown in more than this.
WINDOW = 600
NEAREST = 5  # examples of a kind that speak for it: one alone may be near by chance
REMEMBERED = 512  # questions of running conversations, asked again with every follow-up


class Likeness:
    """What `scripts/build_screen.py` learned, for the encoders it learned it with. Safe to share between threads."""

    def __init__(self, encoders: Sequence[Encoder], weights: Path = WEIGHTS) -> None:
        self.encoders = tuple(encoders)
        with np.load(weights, allow_pickle=False) as stored:
            self._examples = stored["vectors"].astype(np.float32) * stored["scales"][:, None]
            self._weights, self._means = stored["weights"], stored["means"]
            self._kinds, self._of = stored["kinds"].tolist(), stored["of"]
            self._width, self._least = float(stored["width"]), float(stored["least"])
        self._remembered: dict[str, tuple[str, ...]] = {}

    @classmethod
    def open(cls, encoders: Sequence[Encoder], weights: Path = WEIGHTS) -> "Likeness | None":
        """None where other encoders are in use than those it was learned with: then the rules stand alone."""
        with np.load(weights, allow_pickle=False) as stored:
            fits = stored["encoders"].tolist() == [encoder.fingerprint for encoder in encoders]
        return cls(encoders, weights) if fits else None

    def kinds(self, question: str) -> tuple[str, ...]:
        """The two rules whose examples a question is nearest to; none where it resembles the harmless ones more."""
        if question not in self._remembered:
            kept = self._remembered if len(self._remembered) < REMEMBERED else {}
            self._remembered = kept | {question: self._nearest(question)}
        return self._remembered[question]

    def _nearest(self, question: str) -> tuple[str, ...]:
        near = self._vectors(windows(question)) @ self._examples.T
        scores = np.exp(-self._width * (2 - 2 * near)) @ self._weights
        worst = int(scores.argmax())
        if scores[worst] < self._least:
            return ()

        def closeness(kind: str) -> float:
            return float(np.sort(near[worst, self._of == self._kinds.index(kind)])[-NEAREST:].mean())

        nearest = sorted((kind for kind in self._kinds if kind != "harmless"), key=closeness)[-2:]
        # To keep two people apart is too little where it may be danger.
        return tuple(sorted(nearest, key=lambda kind: (kind == "shuttle", -closeness(kind))))

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        return side_by_side([encoder.encode(texts) for encoder in self.encoders], texts, self._means)


def side_by_side(parts: Sequence[Vectors], texts: Sequence[str], means: Vectors) -> Vectors:
    """One unit row a text: each encoder's part less the mean of its language (a row of `means`), made unit again."""
    rows = np.concatenate(parts, axis=1) - means[[LANGUAGES.index(language_of(text)) for text in texts]]
    edges = np.cumsum([part.shape[1] for part in parts])[:-1]
    pieces = [unit_rows(piece) for piece in np.split(rows, edges, axis=1)]
    return np.asarray(np.concatenate(pieces, axis=1) / np.sqrt(len(pieces)), np.float32)


def kernel(rows: Vectors, others: Vectors, width: float) -> Vectors:
    """exp(-width · squared distance) of unit rows, shape (len(rows), len(others))."""
    return np.asarray(np.exp(-width * (2 - 2 * rows @ others.T)), np.float32)


def windows(text: str) -> list[str]:
    """The text in runs of whole sentences of at most WINDOW characters; a longer sentence is cut."""
    if len(text) <= WINDOW:
        return [text]
    runs = [""]
    for start, end in sentence_spans(text):
        for cut in range(start, end, WINDOW):
            piece = text[cut : min(end, cut + WINDOW)]
            if len(runs[-1]) + len(piece) >= WINDOW:
                runs.append(piece)
            else:
                runs[-1] = f"{runs[-1]} {piece}".strip()
    return [run for run in runs if run]
