"""What a mediator says goes in, the moves in it come out, each with the words that show it.

A move is recognised by words that show it outright or by its meaning: the cosine with the examples of `moves.yaml`. What
is denied ("I won't say this is confidential"), recited from a rubric or quoted from somebody else is no move.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mediator_bot.models.embeddings import Encoder
from mediator_bot.practice.clauses import Stretch, size, stretches
from mediator_bot.practice.echo import echoes
from mediator_bot.practice.meaning import Meaning
from mediator_bot.practice.recital import is_denied, is_recital, is_reported
from mediator_bot.practice.signs import NO_MOVES, read_signs
from mediator_bot.types import Language

# Questions that are put for another reason than to learn something: they are neither open nor closed.
PROCESS = frozenset(
    "check_back questions_welcome permission caucus_request evaluation ground_rules issue_list summary agreement".split()
)
# What a question may be beyond asking for facts.
ASKED = PROCESS | frozenset("interest_probe option_generation reality_test safety_check perspective proposal".split())
MISTAKES = frozenset({"blame", "advice", "pressing", "taking_sides", "prediction", "threat", "insult"})
# Mean of the two nearest examples and of all examples of a move, as cosines.
NEAR = 0.33
# What weighs more, or what many sentences come near to, must be surer.
NEAR_AT_LEAST = (
    dict.fromkeys(MISTAKES, 0.41)
    | dict.fromkeys(("safety_check", "referral", "law"), 0.38)
    | dict.fromkeys(
        ("permission", "caucus_request", "impartial", "no_decision", "ground_rules", "questions_welcome"), 0.41
    )
    | {"insult": 0.45}
)
# A mistake recognised by its meaning must be nearer than anything harmless by this.
WORSE = 0.05
# A second move in the same stretch must come this close to the first.
BESIDE = 0.03
# Where words show a move already, another one in the same stretch must be surer by this.
SURER = 0.06
LEAST: Mapping[Language, int] = {"en": 3, "zh": 4}  # words, characters; less means nothing by itself
# What a move is taken for where the same words could be either.
ECLIPSES: Mapping[str, frozenset[str]] = {
    "private_talks": frozenset({"caucus_request"}),
    "check_back": frozenset({"evaluation", "questions_welcome"}),
    "caucus_request": frozenset({"evaluation", "questions_welcome", "ground_rules"}),
    "permission": frozenset({"evaluation", "option_generation", "interest_probe"}),
    "reality_test": frozenset({"option_generation"}),
    "agreement": frozenset({"proposal"}),
    "limits": frozenset({"safety_check", "referral", "threat"}),
}


@dataclass(frozen=True)
class Move:
    """`quote` is `start:end` of the utterance; `score` is 1 where words show it outright, else the nearness."""

    id: str
    quote: str
    start: int
    end: int
    score: float


class Recogniser:
    """Knows the examples of every move; made once from the encoders, shared by all sessions."""

    def __init__(self, encoders: Sequence[Encoder], cache: Path | None = None) -> None:
        """`cache` is a folder that may be deleted: with it, only the first start encodes the examples (some seconds)."""
        self.signs = read_signs()
        examples: dict[Language, list[str]] = {"zh": [], "en": []}
        for known in self.signs.values():
            for language, signs in known.signs.items():
                examples[language] += signs.sentences
        self.meaning = Meaning(encoders, examples, cache)
        self._names = tuple(self.signs)
        by_move = [[s for signs in known.signs.values() for s in signs.sentences] for known in self.signs.values()]
        self._examples = [self.meaning.vectors(sentences) for sentences in by_move]
        centroids = np.stack([vectors.mean(axis=0) for vectors in self._examples])
        self._centroids = centroids / np.linalg.norm(centroids, axis=1, keepdims=True)

    def moves(self, text: str, heard: Sequence[str] = ()) -> list[Move]:
        """The moves of one utterance in the order of the text, each move once a sentence at its clearest place.

        `heard` is what the parties spoken to said last: without it nothing can be a paraphrase.
        """
        everything = stretches(text)
        # Whoever recites the rubric does nothing else in that breath; what is wrong in it stays wrong.
        is_recited = any(is_recital(stretch.text) for stretch in everything)
        said = [stretch for stretch in everything if not is_recital(stretch.within)]
        told = [stretch for stretch in said if not is_denied(stretch.within)]
        if is_recited:
            wrong = _without_rhetoric([*self._shown(everything), *self._meant(told, [])])
            return _once(_eclipsed(wrong), everything, MISTAKES)
        shown = list(self._shown(told))
        found = [*shown, *self._meant(told, shown), *_paraphrases(told, heard, self.meaning)]
        # A stretch that blames is no invitation to speak.
        found = _eclipsed(_without_rhetoric(found))
        found += _questions(said, found)
        return _once(found, everything)

    def scores(self, texts: Sequence[str]) -> dict[str, list[float]]:
        """How near each text is to each move by meaning alone, -1 to 1."""
        vectors = self.meaning.vectors(texts)
        nearness = vectors @ self._centroids.T
        columns = {}
        for number, name in enumerate(self._names):
            two_nearest = np.sort(vectors @ self._examples[number].T, axis=1)[:, -2:].mean(axis=1)
            columns[name] = ((two_nearest + nearness[:, number]) / 2).tolist()
        return columns

    def _shown(self, said: Sequence[Stretch]) -> Iterator[Move]:
        """Moves whose words are there."""
        for stretch in said:
            if stretch.text != stretch.within:
                continue
            for name, known in self.signs.items():
                for pattern in known.signs[stretch.language].patterns:
                    if match := pattern.search(stretch.text):
                        place = _narrowest(said, stretch.start + match.start(), stretch.start + match.end())
                        if self._may_be(name, place):
                            yield Move(name, place.text, place.start, place.end, 1.0)
                            break

    def _meant(self, said: Sequence[Stretch], shown: Sequence[Move]) -> Iterator[Move]:
        """Moves whose meaning is there: the nearest one and what is about as near."""
        table = self.scores([stretch.text for stretch in said])
        for row, stretch in enumerate(said):
            if size(stretch.text) < LEAST[stretch.language]:
                continue
            near = {name: column[row] for name, column in table.items() if self._may_be(name, stretch)}
            best = max(near.values())
            idle = max(near.get(name, -1.0) for name in NO_MOVES)
            harmless = max(score for name, score in near.items() if name not in MISTAKES)
            is_shown = any(move.start < stretch.end and stretch.start < move.end for move in shown)
            for name, score in near.items():
                least = NEAR_AT_LEAST.get(name, NEAR) + (SURER if is_shown else 0)
                if name in MISTAKES:
                    least = max(least, harmless + WORSE)
                if name not in NO_MOVES and score >= max(least, best - BESIDE, idle):
                    yield Move(name, stretch.text, stretch.start, stretch.end, round(score, 3))

    def _may_be(self, name: str, stretch: Stretch) -> bool:
        known = self.signs[name]
        if known.form == "question" and not stretch.asks or known.form == "statement" and stretch.asks:
            return False
        if name in MISTAKES and is_reported(stretch):
            return False
        signs = known.signs[stretch.language]
        if any(pattern.search(stretch.text) for pattern in signs.denied):
            return False
        return all(pattern.search(stretch.within) for pattern in signs.needs)


def _paraphrases(said: Sequence[Stretch], heard: Sequence[str], meaning: Meaning) -> Iterator[Move]:
    for stretch, near in echoes(said, heard, meaning):
        yield Move("paraphrase", stretch.text, stretch.start, stretch.end, round(near, 3))


def _once(found: Sequence[Move], said: Sequence[Stretch], kinds: frozenset[str] | None = None) -> list[Move]:
    """Each move (of these kinds) once a sentence, at its clearest and narrowest place, in the order of the text."""
    best: dict[tuple[str, int], Move] = {}
    for move in sorted(found, key=lambda move: (-move.score, move.end - move.start)):
        if kinds is None or move.id in kinds:
            sentence = next(s.start for s in said if s.text == s.within and s.start <= move.start < s.end)
            best.setdefault((move.id, sentence), move)
    return sorted(best.values(), key=lambda move: (move.start, move.end, move.id))


def _narrowest(said: Sequence[Stretch], start: int, end: int) -> Stretch:
    holding = [stretch for stretch in said if stretch.start <= start and end <= stretch.end]
    return min(holding, key=lambda stretch: stretch.end - stretch.start)


def _without_rhetoric(found: Sequence[Move]) -> list[Move]:
    wrong = [move for move in found if move.id in MISTAKES]
    return [
        move
        for move in found
        if move.id in MISTAKES or not any(bad.start < move.end and move.start < bad.end for bad in wrong)
    ]


def _eclipsed(found: Sequence[Move]) -> list[Move]:
    def is_hidden(move: Move) -> bool:
        return any(
            move.id in ECLIPSES.get(other.id, ()) and other.start < move.end and move.start < other.end
            for other in found
        )

    return [move for move in found if not is_hidden(move)]


def _questions(said: Sequence[Stretch], found: Sequence[Move]) -> Iterator[Move]:
    """Each question as open or closed; where a question was recognised as more, no other of the same turn is called closed."""
    asked = [stretch for stretch in said if stretch.text == stretch.within and stretch.asks]
    inside = {stretch.start: _inside(stretch, found) for stretch in asked}
    is_plain = not any(ids & ASKED for ids in inside.values())
    for stretch in asked:
        ids = inside[stretch.start]
        if ids & MISTAKES:
            continue
        if stretch.is_open and not ids & PROCESS:
            yield Move("open_question", stretch.text, stretch.start, stretch.end, 1.0)
        elif not ids and is_plain:
            yield Move("closed_question", stretch.text, stretch.start, stretch.end, 1.0)


def _inside(stretch: Stretch, found: Sequence[Move]) -> set[str]:
    return {move.id for move in found if stretch.start <= move.start and move.end <= stretch.end}
