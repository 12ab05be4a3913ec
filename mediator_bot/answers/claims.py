"""The kinds of statement an answer is made of, and the blocks they stand in; nothing else can be said.

A case is spoken of in quotes and fields only. `answers/verify.py` holds the check of each kind.
"""

from dataclasses import dataclass

from mediator_bot.types import Kind, Language, Span


@dataclass(frozen=True)
class Evidence:
    """The exact place a statement is read from, and the words there."""

    document_id: str
    version: int
    title: str
    kind: Kind
    origin: str
    language: Language
    span: Span
    quote: str
    law_as_of: str | None = None


@dataclass(frozen=True)
class Quote:
    """Words from a document, shown in quotation marks; equal to their span."""

    evidence: Evidence


@dataclass(frozen=True)
class Title:
    """The title of a document, as the head of its column; the cells below carry the numbers."""

    text: str
    evidence: Evidence


@dataclass(frozen=True)
class FieldValue:
    """A value of a reviewed record, shown as `text`; `name` is the field, `evidence` a place that holds it."""

    name: str
    text: str
    evidence: Evidence


@dataclass(frozen=True)
class Contrast:
    """A value of a case that the question does not have or another case does not share.

    Said in the fixed words of `wording.WORDING[key]`, whose one blank is the value.
    """

    key: str
    value: FieldValue
    against: str


@dataclass(frozen=True)
class Count:
    """A number computed from the records of named documents: how many have `field` among `values`.

    Said in the fixed words of `wording.WORDING[key]`, whose blanks are numbers and the label of the value counted.
    """

    key: str
    field: str
    values: tuple[str, ...]
    document_ids: tuple[str, ...]
    n: int


@dataclass(frozen=True)
class Rule:
    """A guideline step or the gist of an article, word for word."""

    evidence: Evidence


@dataclass(frozen=True)
class Template:
    """Fixed wording that says nothing about a case: `wording.WORDING[key]` filled with `values`."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


Claim = Quote | Title | FieldValue | Contrast | Count | Rule | Template


@dataclass(frozen=True)
class Paragraph:
    """Statements in a row; `lead` (a template) is set in bold before them, and is dropped with them."""

    claims: tuple[Claim, ...]
    lead: Template | None = None


@dataclass(frozen=True)
class Steps:
    """Statements as a list, numbered where their order matters."""

    claims: tuple[Claim, ...]
    lead: Template | None = None
    numbered: bool = True


@dataclass(frozen=True)
class Row:
    """One line of the comparison: a label and a cell for each case."""

    label: Template
    cells: tuple[tuple[Claim, ...], ...]


@dataclass(frozen=True)
class Table:
    """The cases side by side; `heads` are their titles."""

    heads: tuple[tuple[Claim, ...], ...]
    rows: tuple[Row, ...]


Block = Paragraph | Steps | Table
