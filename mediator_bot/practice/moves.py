"""What a mediator says goes in, the moves in it come out, each with the words that show it.

A move is recognised by words that show it outright or by its meaning: the cosine with the examples of `moves.yaml`. What
is denied ("I won't say this is confidential"), recited from a rubric or quoted from somebody else is no move.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import numpy as np
import yaml

from mediator_bot.models.embeddings import Encoder
from mediator_bot.practice.clauses import Stretch, size, stretches
from mediator_bot.practice.meaning import Meaning
from mediator_bot.practice.recital import is_denied, is_recital, is_reported
from mediator_bot.types import Language

# Examples of what is no move, so that nothing else is taken for one.
NO_MOVES = ("none", "fact")
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
# How near a paraphrase comes to what it repeats, and how much of it may be the party's very words.
ECHO = 0.38
VERBATIM = 0.9
# A question that gives back what was heard.
_CHECKS = re.compile(
    r"\b(?:right|is that|is it|have I|did I|do I|you mean|you're saying|you feel|yes)\b[^?]*\?|(?:对吧|是吧|对不对|是不是(?:这|您|你)|是这么|这个意思|您是说|你是说|您的意思|对吗|是吗)[^？?]*[？?]?$",
    re.IGNORECASE,
)
# What the mediator will do or thinks is no paraphrase, however near it comes.
_OWN = re.compile(
    r"\bI(?:'ll| will|'d| would| won't| can't| cannot| could| don't| suggest| think|'m going| need| must| have to)\b(?! (?:hear|understand|see|guess|imagine|say that you))"
    r"|我(?:会|不会|不|要|来|去|得|可以|建议|觉得|认为|给你|陪)(?!听|理解|明白|懂)|咱们?(?:先|就|把|再)",
    re.IGNORECASE,
)
_TO_SOMEONE: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:you|your|yours|so|he|she|they|both|says?|said|feels?|wants?)\b", re.I),
    "zh": re.compile(r"您|你|他|她|两家|双方|意思|说|觉得|也就是|听下来|希望"),
}


@dataclass(frozen=True)
class Move:
    """`quote` is `start:end` of the utterance; `score` is 1 where words show it outright, else the nearness."""

    id: str
    quote: str
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Signs:
    """How one move sounds in one language."""

    patterns: tuple[re.Pattern[str], ...]
    denied: tuple[re.Pattern[str], ...]
    needs: tuple[re.Pattern[str], ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class MoveSigns:
    """How one move sounds; `form` says whether only a question or only a statement can be it."""

    form: Literal["question", "statement", "any"]
    signs: Mapping[Language, Signs]


def read_signs() -> dict[str, MoveSigns]:
    """The examples and patterns of `moves.yaml`."""
    table = yaml.safe_load(files("mediator_bot.practice").joinpath("moves.yaml").read_text("utf-8"))
    return {
        move: MoveSigns(entry.get("form", "any"), {"en": _signs(entry["en"]), "zh": _signs(entry["zh"])})
        for move, entry in table.items()
    }


def _signs(entry: Mapping[str, Sequence[str]]) -> Signs:
    def compiled(key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in entry.get(key, ()))

    return Signs(compiled("patterns"), compiled("denied"), compiled("needs"), tuple(entry["sentences"]))


class Recogniser:
    """Knows the examples of every move; made once from the encoders, shared by all sessions."""

    def __init__(self, encoders: Sequence[Encoder]) -> None:
        self.signs = read_signs()
        examples: dict[Language, list[str]] = {"zh": [], "en": []}
        for known in self.signs.values():
            for language, signs in known.signs.items():
                examples[language] += signs.sentences
        self.meaning = Meaning(encoders, examples)
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
        found = [*shown, *self._meant(told, shown), *self._echoes(told, heard)]
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

    def _echoes(self, said: Sequence[Stretch], heard: Sequence[str]) -> Iterator[Move]:
        """Paraphrases: what a party said a moment ago, in the mediator's words, said to somebody."""
        told = [stretch for stretch in said if _TO_SOMEONE[stretch.language].search(stretch.text)]
        lines = [line.text for text in heard for line in stretches(text)]
        if not told or not lines:
            return
        nearness = self.meaning.closeness([stretch.text for stretch in told], lines).max(axis=1)
        for stretch, near in zip(told, nearness.tolist(), strict=True):
            is_asking = (stretch.asks and not _CHECKS.search(stretch.text)) or _OWN.search(stretch.text)
            if near >= ECHO and not is_asking and not _copied(stretch.text, heard):
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


def _copied(text: str, heard: Sequence[str]) -> bool:
    """Whether a stretch only says a party's words again, letter by letter."""
    triples = {text[n : n + 3].casefold() for n in range(len(text) - 2)}
    if not triples:
        return True
    return any(len([t for t in triples if t in line.casefold()]) / len(triples) > VERBATIM for line in heard)
