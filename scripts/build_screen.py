"""Examples and the tuning half of the questions go in; the weights of the safety screen come out.

`python scripts/build_screen.py` writes mediator_bot/answers/screen_weights.npz and prints what ten-fold cross-validation inside
the tuning half promises. The locked half is never read here. Kernel ridge regression: weights = (K + RIDGE / w)^-1 y, where
both classes weigh the same.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from mediator_bot.answers.likeness import WEIGHTS, kernel, side_by_side
from mediator_bot.answers.screen import is_abstract, screen
from mediator_bot.index.centring import LANGUAGES
from mediator_bot.models.embeddings import open_encoders
from mediator_bot.text.language import language_of

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks" / "screen"
WIDTH, RIDGE, FOLDS = 1.5, 0.1, 10
# The share of the tuning half's harmless questions that may be stopped, rules included: recall goes first.
FALSE_ALARMS = 0.075
KINDS = {"crime": "fraud", "lookalike": "harmless", "about": "harmless"}


@dataclass(frozen=True)
class Example:
    """`is_measured` marks a question of the tuning half."""

    text: str
    kind: str
    is_measured: bool = False


def examples() -> list[Example]:
    """Our own sentences, then the tuning half."""
    table = yaml.safe_load((FOLDER / "examples.yaml").read_text("utf-8"))
    own = [Example(text, kind) for kind, by in table.items() for texts in by.values() for text in texts]
    rows = [
        json.loads(line) for name in ("zh", "en") for line in (FOLDER / f"screen-{name}.jsonl").open(encoding="utf-8")
    ]
    tuning = [row for row in rows if row["half"] == "tune"]
    return own + [Example(row["text"], KINDS.get(row["kind"], row["kind"]), True) for row in tuning]


def fitted(near: np.ndarray, is_danger: np.ndarray) -> np.ndarray:
    """The weight of each example, positive for danger."""
    share = np.where(is_danger, is_danger.mean(), 1 - is_danger.mean())
    return np.asarray(np.linalg.solve(near + RIDGE * np.diag(2 * share), np.where(is_danger, 1.0, -1.0)))


def cross_validated(near: np.ndarray, is_danger: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """A score for each measured example from weights that never saw it."""
    order = np.random.default_rng(0).permutation(measured)
    scores = np.zeros(len(near))
    for fold in np.array_split(order, FOLDS):
        rest = np.setdiff1d(np.arange(len(near)), fold)
        scores[fold] = near[np.ix_(fold, rest)] @ fitted(near[np.ix_(rest, rest)], is_danger[rest])
    return scores[measured]


def main() -> None:
    """Learn, choose the threshold by cross-validation, write."""
    known = examples()
    texts = [example.text for example in known]
    encoders = open_encoders("packaged", 0, Path())
    parts = [encoder.encode(texts) for encoder in encoders]
    own = [n for n, example in enumerate(known) if not example.is_measured]
    means = np.stack(
        [
            np.concatenate(parts, 1)[[n for n in own if language_of(texts[n]) == language]].mean(0)
            for language in LANGUAGES
        ]
    )
    rows = side_by_side(parts, texts, means)
    is_danger = np.array([example.kind != "harmless" for example in known])
    near = kernel(rows, rows, WIDTH).astype(np.float64)
    measured = np.array([n for n, example in enumerate(known) if example.is_measured])
    scores, danger = cross_validated(near, is_danger, measured), is_danger[measured]
    ruled = np.array([screen(texts[n], language_of(texts[n])).action != "proceed" for n in measured])
    abstract = np.array([is_abstract(texts[n]) for n in measured])
    allowed = int(FALSE_ALARMS * (~danger).sum()) - int((ruled & ~danger).sum())
    least = float(np.sort(scores[~danger & ~ruled & ~abstract])[::-1][max(allowed, 0)]) + 1e-6
    stopped = ruled | (scores >= least) & ~abstract
    print(
        f"threshold {least:.3f}; rules alone: recall {ruled[danger].mean():.3f}, false alarms {ruled[~danger].mean():.3f}"
    )
    print(f"cross-validated: recall {stopped[danger].mean():.3f}, false alarms {stopped[~danger].mean():.3f}")
    if "--misses" in sys.argv:
        for n in measured[danger != stopped]:
            print("MISS " if is_danger[n] else "ALARM", known[n].kind, texts[n][:160])
    kinds = sorted({example.kind for example in known})
    scales = np.abs(rows).max(axis=1) / 127
    np.savez_compressed(
        WEIGHTS,
        encoders=np.array([encoder.fingerprint for encoder in encoders]),
        vectors=np.round(rows / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
        weights=fitted(near, is_danger).astype(np.float32),
        means=means.astype(np.float32),
        kinds=np.array(kinds),
        of=np.array([kinds.index(example.kind) for example in known], np.int8),
        width=WIDTH,
        least=least,
    )


if __name__ == "__main__":
    main()
