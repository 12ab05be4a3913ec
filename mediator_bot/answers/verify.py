"""Claims in, the ones that hold out: each kind of claim has its own check, run on every answer before it leaves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mediator_bot.answers.claims import (
    Block,
    Claim,
    Contrast,
    Count,
    FieldValue,
    Paragraph,
    Quote,
    Row,
    Rule,
    Steps,
    Table,
    Template,
    Title,
)
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.records import recorded_text, values_of
from mediator_bot.answers.wording import WORDING
from mediator_bot.errors import LibraryError


def holds(claim: Claim, reader: Reader) -> bool:
    """Whether a claim is true of the library as this person may read it."""
    try:
        return CHECKS[type(claim)](claim, reader)
    except LibraryError:
        return False


def _quote(claim: Quote | Rule, reader: Reader) -> bool:
    evidence = claim.evidence
    words = reader.words(evidence.document_id, evidence.version, evidence.span)
    return bool(words.strip()) and words == evidence.quote


def _title(claim: Title, reader: Reader) -> bool:
    document = reader.document(claim.evidence.document_id, claim.evidence.version)
    return claim.text == document.title


def _rule(claim: Rule, reader: Reader) -> bool:
    return claim.evidence.kind in ("guideline", "statute") and _quote(claim, reader)


def _field(claim: FieldValue, reader: Reader) -> bool:
    """The record itself must say this under this field, the place cited must hold the field, and a person must have
    written or checked the record."""
    document = reader.document(claim.evidence.document_id, claim.evidence.version)
    span, cited = document.fields.get(claim.name), claim.evidence.span
    if span is None or not (span.page == cited.page and cited.start <= span.start and span.end <= cited.end):
        return False
    line = reader.words(document.document_id, document.version, span)
    said = claim.text in recorded_text(document.record, claim.name) or claim.text == line
    return document.reviewed and said and _quote(Quote(claim.evidence), reader)


def _contrast(claim: Contrast, reader: Reader) -> bool:
    return claim.value.text != claim.against and claim.value.text in claim.text and _field(claim.value, reader)


def _count(claim: Count, reader: Reader) -> bool:
    documents = [reader.document(document_id) for document_id in claim.document_ids]
    counted = [document for document in documents if values_of(document, claim.field) & set(claim.values)]
    return len(set(claim.document_ids)) == len(claim.document_ids) and len(counted) == claim.n


def _template(claim: Template, _: Reader) -> bool:
    return claim.key in WORDING


CHECKS: dict[type, Callable[[Any, Reader], bool]] = {
    Quote: _quote,
    Title: _title,
    FieldValue: _field,
    Contrast: _contrast,
    Count: _count,
    Rule: _rule,
    Template: _template,
}


def verified(blocks: tuple[Block, ...], reader: Reader) -> tuple[tuple[Block, ...], int]:
    """The blocks with only the claims that hold, and how many were dropped. A block left with nothing goes too."""
    dropped = 0

    def keep(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        nonlocal dropped
        kept = tuple(claim for claim in claims if holds(claim, reader))
        dropped += len(claims) - len(kept)
        return kept

    checked: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            rows = tuple(Row(row.label, tuple(keep(cell) for cell in row.cells)) for row in block.rows)
            checked.append(Table(tuple(keep(head) for head in block.heads), rows))
        elif isinstance(block, Paragraph | Steps) and (claims := keep(block.claims)):
            checked.append(replace(block, claims=claims))
    return tuple(checked), dropped
