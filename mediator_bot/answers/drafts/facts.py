"""A YAML or JSON file of what the parties said in; the facts a draft is made from out, or the field that is wrong."""

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from mediator_bot.cases.confidences import cut_fences, cut_private
from mediator_bot.errors import SchemaError
from mediator_bot.types import Language


def _day(value: Any) -> Any:
    # YAML reads 2026-03-15 as a date; pydantic alone would also take numbers for moments.
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{value!r} is not a whole date: write 2026-03-15, or leave it out for a blank") from error


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("put the words in quotes")
    return str(value) if isinstance(value, int | float | datetime.date) else value


def _not_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is not an amount: write a number such as 1950 or 1950.50")
    return value


Words = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
# Followed by half a year of visits, which must still be dates.
Day = Annotated[datetime.date, BeforeValidator(_day), Field(ge=datetime.date(1900, 1, 1), le=datetime.date(2999, 1, 1))]
Amount = Annotated[Decimal, BeforeValidator(_not_truth), Field(ge=0, max_digits=15, decimal_places=2)]


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PartyFact(_Facts):
    """One side: a name, a role, or both."""

    role: Words | None = None
    name: Words | None = None

    @model_validator(mode="after")
    def _known_somehow(self) -> "PartyFact":
        if not (self.role or self.name):
            raise ValueError("needs a name or a role")
        return self

    @property
    def called(self) -> str:
        """What the draft calls this party."""
        return self.name or self.role or ""


class TermFact(_Facts):
    """One promise; whatever is left out becomes a blank to fill."""

    does: Words
    who: Words | None = None
    to_whom: Words | None = None
    amount: Amount | None = None
    currency: Words | None = None
    due: Day | None = None
    place: Words | None = None
    on_default: Words | None = None


class Facts(_Facts):
    """What is known of one dispute and of what its parties agreed."""

    language: Language
    parties: Annotated[tuple[PartyFact, ...], Field(min_length=2)]
    date: Day | None = None
    place: Words | None = None
    issues: tuple[Words, ...] = ()
    terms: tuple[TermFact, ...] = ()
    notes: Words | None = None


def parse_facts(value: Any, where: str = "facts") -> Facts:
    """Validate facts; what they mark as said in private session is cut first.

    Raises SchemaError with one line a problem: `where: field: what is wrong`.
    """
    try:
        return Facts.model_validate(_without_fences(cut_private(value)))
    except ValidationError as error:
        raise SchemaError("\n".join(f"{where}: {_plain(problem)}" for problem in error.errors())) from error


def read_facts(path: Path) -> Facts:
    """The facts of a .yaml, .yml or .json file. Raises SchemaError where it cannot be read or a field is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        value = json.loads(text) if path.suffix.lower() == ".json" else yaml.safe_load(text)
    except OSError as error:
        raise SchemaError(f"{path} cannot be read: {error.strerror}. Check the name.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        kind = "JSON" if path.suffix.lower() == ".json" else "YAML"
        raise SchemaError(f"{path.name} is not valid {kind}: {error}. Correct that line.") from error
    return parse_facts(value, path.name)


def _without_fences(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_fences(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_fences(item) for item in value]
    # A text that was private as a whole is as good as not given.
    return (cut_fences([value])[0].strip() or None) if isinstance(value, str) and ":::" in value else value


def _plain(problem: Any) -> str:
    said = {
        "missing": "is missing",
        "string_too_short": "is empty",
        "too_short": "needs at least two parties",
        "extra_forbidden": f"is not a known field; known are {', '.join(Facts.model_fields)}; of a term {', '.join(TermFact.model_fields)}",
    }
    field = ".".join(map(str, problem["loc"])) or "the whole file"
    return f"{field}: {said.get(problem['type'], problem['msg'].removeprefix('Value error, '))}"
