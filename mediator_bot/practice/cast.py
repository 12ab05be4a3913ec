"""What a scenario says of one party: what they want, hide, say and accept. Checked where it is read."""

import datetime
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from mediator_bot.cases.taxonomy import Vocabulary
from mediator_bot.practice.vocabulary import MOVES, READY_SITUATIONS, WRITTEN_SITUATIONS

# Begins a text that a person still has to write.
BLANK = "〔?〕"
MOST = 5  # trust and heat run from 0 to this
SITUATIONS: Vocabulary = WRITTEN_SITUATIONS | READY_SITUATIONS
SLUG = re.compile(r"[a-z][a-z0-9_]*")


def one_of(vocabulary: Vocabulary) -> Any:
    def check(word: str) -> str:
        if word not in vocabulary:
            raise ValueError(f"{word!r} is not one of: {', '.join(vocabulary)}")
        return word

    return AfterValidator(check)


def _slug(word: str) -> str:
    if not SLUG.fullmatch(word):
        raise ValueError(f"{word!r} must be a short name of small letters, digits and _")
    return word


def _pattern(cue: str) -> str:
    if cue.startswith("/") and cue.endswith("/") and len(cue) > 2:
        try:
            re.compile(cue[1:-1])
        except re.error as error:
            raise ValueError(f"{cue!r} is not a pattern: {error}") from error
    return cue


def _as_text(value: Any) -> Any:
    if isinstance(value, (bool, int, float)):
        raise ValueError("put the words in quotes")
    if isinstance(value, str) and value.startswith(BLANK):
        raise ValueError(f"is still to be written: {value.removeprefix(BLANK)}")
    return value


def _as_date(value: Any) -> Any:
    # YAML reads a bare 2025-06-30 as a date already.
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))


Words = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Slug = Annotated[Words, AfterValidator(_slug)]
Cue = Annotated[Words, AfterValidator(_pattern)]
Level = Annotated[int, Field(ge=0, le=MOST)]
Date = Annotated[datetime.date, BeforeValidator(_as_date)]
Lines = Annotated[list[Words], Field(min_length=2)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class Mood(Part):
    """Where a party stands when the session begins."""

    trust: Level = 1
    heat: Level = 2


class Earned(Part):
    """What brings something out: one of `moves` spoken to this party, about one of `about`, with trust enough.

    An empty list asks for nothing on that side.
    """

    moves: list[Annotated[str, one_of(MOVES)]] = ["open_question", "interest_probe"]
    about: list[Cue] = []
    trust: Level = 2
    heat: Level = 3  # no hotter than this
    after: list[Slug] = []  # interests or secrets of the same party that must be out first


class Hidden(Part):
    """What comes out only when it is earned; one of the wordings in `said` is said."""

    id: Slug
    text: Words
    said: Lines
    earned: Earned = Earned()


class Interest(Hidden):
    """A need behind the position; told in joint session or in private."""


class Secret(Hidden):
    """A confidence: told in private only; whoever repeats a key phrase elsewhere has leaked it."""

    key_phrases: Annotated[list[Words], Field(min_length=1)]
    earned: Earned = Earned(trust=3)
    may_be_told: bool = False  # what the party answers to "may I tell the others?"


class Reaction(Part):
    """Words that heat or calm this party. `by` says whose words count."""

    cues: Annotated[list[Cue], Field(min_length=1)]
    by: Literal["mediator", "parties", "anyone"] = "anyone"
    lines: list[Words] = []  # said instead of the lines of the situation


class AmountRange(Part):
    """Both ends included, in the scenario's currency."""

    min: float = 0
    max: float | None = None


class DateRange(Part):
    """Both ends included."""

    earliest: Date | None = None
    latest: Date | None = None


class Acceptance(Part):
    """When this party can live with an option, and how it says so."""

    option: Slug
    trust: Level = 1
    heat: Level = 3
    after: list[Slug] = []
    amount: AmountRange | None = None
    due: DateRange | None = None
    needs: list[Slug] = []  # other options that have to be part of the deal
    offers: list[Words] = []  # how the party proposes it itself when asked for ideas; empty: it never does
    accepting: Lines
    declining: Lines


class Reservation(Part):
    """What the party does if nothing is agreed; better than that it will accept, worse never."""

    text: Words
    amount: float | None = None


class ScenarioParty(Part):
    """One simulated party."""

    pid: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]?$")]
    name: Words
    called: list[Words] = []
    role: Words
    voice: Words
    position: Words
    start: Mood = Mood()
    interests: Annotated[list[Interest], Field(min_length=1)]
    secrets: list[Secret] = []
    emotions: Annotated[list[Words], Field(min_length=1)]
    triggers: list[Reaction] = []
    calms: list[Reaction] = []
    account: Annotated[list[Words], Field(min_length=3)]
    lines: dict[Annotated[str, one_of(SITUATIONS)], Lines]
    accepts: list[Acceptance] = []
    reservation: Reservation

    @model_validator(mode="after")
    def _lines_for_each_situation(self) -> "ScenarioParty":
        if missing := [situation for situation in WRITTEN_SITUATIONS if situation not in self.lines]:
            raise ValueError(f"lines for {', '.join(missing)} are missing")
        return self

    @model_validator(mode="after")
    def _ids(self) -> "ScenarioParty":
        parts = self.hidden
        hidden = [part.id for part in parts]
        if twice := sorted({name for name in hidden if hidden.count(name) > 1}):
            raise ValueError(f"two interests or secrets are called {twice[0]!r}")
        asked = [name for part in parts for name in part.earned.after]
        asked += [name for acceptance in self.accepts for name in acceptance.after]
        if unknown := [name for name in asked if name not in hidden]:
            raise ValueError(f"`after` names {unknown[0]!r}, which is no interest or secret of this party")
        return self

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """Interests and secrets."""
        return (*self.interests, *self.secrets)

    def open_texts(self) -> Iterator[tuple[str, str]]:
        """Every text that others may hear from this party, with the field it stands in."""
        yield "name", self.name
        yield "role", self.role
        yield "position", self.position
        yield from ((f"account.{n}", text) for n, text in enumerate(self.account))
        for situation, variants in self.lines.items():
            yield from ((f"lines.{situation}.{n}", text) for n, text in enumerate(variants))
        for interest in self.interests:
            yield from ((f"interests.{interest.id}.said.{n}", text) for n, text in enumerate(interest.said))
        for kind, reactions in (("triggers", self.triggers), ("calms", self.calms)):
            for n, reaction in enumerate(reactions):
                yield from ((f"{kind}.{n}.lines", text) for text in reaction.lines)
        for acceptance in self.accepts:
            for field in ("offers", "accepting", "declining"):
                yield from ((f"accepts.{acceptance.option}.{field}", text) for text in getattr(acceptance, field))
