"""The values that travel between the modules; frozen, and free of any logic but their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["zh", "en"]
Kind = Literal["case", "guideline", "statute"]
Role = Literal["mediator", "trainee", "admin", "auditor"]
QuestionKind = Literal["cases", "guideline", "statute", "statistics", "lookup", "draft", "practice", "smalltalk"]
ScreenAction = Literal["proceed", "pause", "refer", "shuttle"]


@dataclass(frozen=True)
class Span:
    """Where words stand: 0-based half-open code points `start:end` of a page; page 0 is the record."""

    page: int
    start: int
    end: int


@dataclass(frozen=True)
class OcrPage:
    """A page read by text recognition: its mean confidence over all letters and that of its worst line, 0 to 1."""

    page: int
    confidence: float
    lowest: float


@dataclass(frozen=True)
class RawDocument:
    """What a parser read from one file: pages as printed (page 1 first), and a record where one was given.

    `ocr` names the pages that were read by text recognition; `warnings` says what a person should look at. A row
    `from_register` gives the few fields that its columns had, and is not held to the whole schema.
    """

    name: str
    pages: tuple[str, ...]
    record: Mapping[str, Any] | None = None
    ocr: tuple[OcrPage, ...] = ()
    warnings: tuple[str, ...] = ()
    from_register: bool = False


@dataclass(frozen=True)
class Person:
    """Whose rights count. `every_unit` is the operator of the machine, who stands for each unit."""

    name: str
    role: Role
    units: frozenset[str] = frozenset()
    every_unit: bool = False


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; an empty tuple leaves that side open."""

    type: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    origin: tuple[str, ...] = ()
    kind: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A piece of one page, as search knows it. `text` equals `span` of that page of that version."""

    id: int
    document_id: str
    version: int
    kind: Kind
    title: str
    language: Language
    origin: str
    case_id: str | None
    span: Span
    text: str


@dataclass(frozen=True)
class Hit:
    """A passage found for a question; a higher score is a better match.

    `coverage` is the share of the question's words that the passage holds, `heading` what it stands under. `gain` is what the
    score has from reading the passage word by word beside the others found: it orders them, and says nothing about how near
    the question any of them is.
    """

    passage: Passage
    score: float
    heading: str = ""
    coverage: float = 0.0
    gain: float = 0.0

    @property
    def nearness(self) -> float:
        """The score by itself, whatever else was found."""
        return self.score - self.gain


@dataclass(frozen=True)
class Screen:
    """What the safety screen decided before anything was searched."""

    action: ScreenAction = "proceed"
    reasons: tuple[str, ...] = ()
    referral: str | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Citation:
    """The words an answer relies on; `quote` is `start:end` of that page of that version, to the character."""

    n: int
    document_id: str
    version: int
    title: str
    kind: Kind
    page: int
    start: int
    end: int
    quote: str
    origin: str
    language: Language
    law_as_of: str | None = None


@dataclass(frozen=True)
class ComparedCase:
    """One column of the comparison: a case beside the question."""

    case_id: str
    title: str
    type: str
    outcome: str
    similarity: float
    why_similar: tuple[str, ...]
    differs: tuple[str, ...]
    terms: tuple[str, ...]
    worked: str | None
    failed: str | None
    citation_ns: tuple[int, ...]


@dataclass(frozen=True)
class Removed:
    """A sentence of a chat model that its quotes do not carry, and the check it failed; no fact, and shown as none.

    The words are left out where they held a link, markup or hidden characters.
    """

    text: str
    why: str


@dataclass(frozen=True)
class Answer:
    """What a person gets: Markdown whose every `[n]` is in `citations`. Nothing of `removed` is in `text`."""

    question: str
    language: Language
    kind: QuestionKind
    text: str
    abstained: bool
    screen: Screen
    citations: tuple[Citation, ...]
    cases: tuple[ComparedCase, ...]
    next_questions: tuple[str, ...]
    notice: str
    writer: str
    statistics: Mapping[str, Any] | None = None
    filters: Filters = Filters()
    dropped: int = 0
    removed: tuple[Removed, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
