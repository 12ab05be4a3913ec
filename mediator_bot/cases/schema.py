"""The record of a case note: one schema for the corpus, imports, forms and examples."""

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from mediator_bot.cases import taxonomy
from mediator_bot.cases.taxonomy import Vocabulary
from mediator_bot.errors import SchemaError

SCHEMA_VERSION = "1"
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def _one_of(vocabulary: Vocabulary) -> Any:
    def check(value: Any) -> str:
        # YAML reads a bare yes/no as a boolean; people write them all the same.
        word = ("yes" if value else "no") if isinstance(value, bool) else value
        if not isinstance(word, str) or word not in vocabulary:
            raise ValueError(f"{value!r} is not one of: {', '.join(vocabulary)}")
        return word

    return Annotated[str, BeforeValidator(check)]


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("put the words in quotes")
    return str(value) if isinstance(value, (int, float, datetime.date)) else value


def _as_date(value: Any) -> Any:
    text = _as_text(value)
    if not isinstance(text, str) or not _PARTIAL_DATE.fullmatch(text) or not _exists(text):
        raise ValueError(f"{value!r} is not a date: write 2024, 2024-03 or 2024-03-15")
    return text


def _exists(date: str) -> bool:
    try:
        datetime.date.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        return False
    return True


Text = Annotated[str, BeforeValidator(_as_text)]
# What must say something: a case without a number would share its place in the library with the next one.
Words = Annotated[str, Field(min_length=1), BeforeValidator(_as_text)]
PartialDate = Annotated[str, BeforeValidator(_as_date)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class Party(_Record):
    """One side of the dispute, known by a letter and a role, never by name."""

    pid: Text
    role: Text
    kind: _one_of(taxonomy.PARTY_KINDS) = "person"  # type: ignore[valid-type]
    relation: Text | None = None
    represented: bool | None = None
    vulnerable: list[Text] = []


class Helper(_Record):
    """Someone invited to help, such as a floor warden or a household chief."""

    role: Text


class Screening(_Record):
    """What was asked about safety before the first meeting, and what was decided."""

    violence: _one_of(taxonomy.SCREENING_ANSWERS) = "unknown"  # type: ignore[valid-type]
    threat: _one_of(taxonomy.SCREENING_ANSWERS) = "unknown"  # type: ignore[valid-type]
    minor: _one_of(taxonomy.SCREENING_ANSWERS) = "unknown"  # type: ignore[valid-type]
    elder_abuse: _one_of(taxonomy.SCREENING_ANSWERS) = "unknown"  # type: ignore[valid-type]
    coercion: _one_of(taxonomy.SCREENING_ANSWERS) = "unknown"  # type: ignore[valid-type]
    fraud: _one_of(taxonomy.SCREENING_ANSWERS) = "unknown"  # type: ignore[valid-type]
    capacity: _one_of(taxonomy.SCREENING_ANSWERS) = "unknown"  # type: ignore[valid-type]
    crime: _one_of(taxonomy.SCREENING_ANSWERS) = "unknown"  # type: ignore[valid-type]
    action: _one_of(taxonomy.SCREENING_ACTIONS) = "proceed"  # type: ignore[valid-type]
    referral_to: Text | None = None


class Issue(_Record):
    """A question both sides could agree is the question."""

    neutral_statement: Text
    amount_claimed: float | None = None
    currency: Text | None = None


class Statement(_Record):
    """A position, interest or emotion of one party; `caucus_only` ones are cut before storage."""

    pid: Text
    text: Text
    caucus_only: bool = False


class Mood(_Record):
    """How the parties came in and how they left."""

    before: Text
    after: Text


class Session(_Record):
    """One meeting."""

    n: int
    date: PartialDate | None = None
    mode: _one_of(taxonomy.SESSION_MODES)  # type: ignore[valid-type]
    minutes: int | None = None
    techniques: list[Text] = []
    summary: Text | None = None


class Option(_Record):
    """A way out that was put on the table."""

    text: Text
    proposer: Text
    disposition: _one_of(taxonomy.DISPOSITIONS)  # type: ignore[valid-type]


class Term(_Record):
    """One promise of the agreement."""

    who: Text
    does: Text
    to_whom: Text | None = None
    amount: float | None = None
    currency: Text | None = None
    due: PartialDate | None = None
    place: Text | None = None
    on_default: Text | None = None
    performed_on: PartialDate | None = None


class FollowUp(_Record):
    """A visit or call after the agreement, due or done."""

    due: PartialDate
    done: PartialDate | None = None
    performed: _one_of(taxonomy.PERFORMANCE) | None = None  # type: ignore[valid-type]
    satisfaction: Annotated[int, Field(ge=1, le=5)] | None = None
    recurrence: bool | None = None
    note: Text | None = None


class LegalBasis(_Record):
    """An article the note relies on."""

    law: Text
    article: Text
    version_date: PartialDate | None = None
    verified: bool | None = None


class CaseNote(_Record):
    """A case as people reviewed it: the unit of truth of every answer."""

    case_id: Words
    schema_version: Text = SCHEMA_VERSION
    lang: _one_of(taxonomy.LANGUAGES)  # type: ignore[valid-type]
    title: Words
    origin: _one_of(taxonomy.ORIGINS)  # type: ignore[valid-type]
    source_citation: Text | None = None
    licence: Text | None = None
    venue_type: _one_of(taxonomy.VENUES)  # type: ignore[valid-type]
    unit: Text | None = None
    team: Text | None = None
    region: Text | None = None
    level: _one_of(taxonomy.LEVELS)  # type: ignore[valid-type]
    jurisdiction: Text | None = None
    law_as_of: PartialDate | None = None
    type_l1: _one_of(taxonomy.DISPUTE_TYPES)  # type: ignore[valid-type]
    type_l2: Text | None = None
    tags: list[Text] = []
    accepted_on: PartialDate | None = None
    closed_on: PartialDate | None = None
    agreement_effective_on: PartialDate | None = None
    parties: list[Party]
    mediators: list[Text] = []
    invited_helpers: list[Helper] = []
    screening: Screening | None = None
    facts_agreed: Text | None = None
    facts_disputed: list[Text] = []
    issues: list[Issue] = []
    mood: Mood | None = None
    positions: list[Statement] = []
    interests: list[Statement] = []
    emotions: list[Statement] = []
    techniques: list[Text] = []
    sessions: list[Session] = []
    options: list[Option] = []
    outcome: _one_of(taxonomy.OUTCOMES)  # type: ignore[valid-type]
    failure_reason: Text | None = None
    terms: list[Term] = []
    agreement_form: _one_of(taxonomy.AGREEMENT_FORMS) | None = None  # type: ignore[valid-type]
    confirmation_status: Text | None = None
    followups: list[FollowUp] = []
    recurrence_of: Text | None = None
    escalated: bool | None = None
    legal_basis: list[LegalBasis] = []
    customs: list[Text] = []
    lessons: Text | None = None
    what_failed: Text | None = None
    confidentiality: _one_of(taxonomy.CONFIDENTIALITY) = "unit"  # type: ignore[valid-type]
    retention_until: PartialDate | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a record; `place` leads to it: `("terms", 0, "due")`."""

    place: tuple[str | int, ...]
    what: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.place))}: {self.what}"


def parse_note(record: dict[str, Any], where: str = "record") -> CaseNote:
    """Validate a record.

    Raises SchemaError with one line a problem: `where: field: what is wrong`.
    """
    try:
        return CaseNote.model_validate(record)
    except ValidationError as error:
        raise SchemaError("\n".join(f"{where}: {problem}" for problem in _plain(error))) from error


def problems_of(record: dict[str, Any]) -> list[Problem]:
    """What `parse_note` would refuse a record for."""
    try:
        CaseNote.model_validate(record)
    except ValidationError as error:
        return _plain(error)
    return []


def _plain(error: ValidationError) -> list[Problem]:
    said = {"missing": "is missing", "string_too_short": "is empty", "extra_forbidden": "is not a field of the schema"}
    return [
        Problem(problem["loc"], said.get(problem["type"], problem["msg"].removeprefix("Value error, ")))
        for problem in error.errors()
    ]
