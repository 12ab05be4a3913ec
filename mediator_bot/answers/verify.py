"""Claims in, the ones that hold out: each kind of claim has its own check, run on every answer before it leaves."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mediator_bot.answers.claims import (
    Block,
    Claim,
    Contrast,
    Count,
    Evidence,
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
from mediator_bot.answers.screen import RULES, is_reason
from mediator_bot.answers.wording import REPEALED_LAWS, WORDING, blanks
from mediator_bot.errors import LibraryError


def holds(claim: Claim, reader: Reader) -> bool:
    """Whether a claim is true of the library as this person may read it."""
    try:
        return CHECKS[type(claim)](claim, reader)
    except LibraryError:
        return False


def _grounded(evidence: Evidence, reader: Reader) -> bool:
    """Whether the words stand there, and the document is the one it is said to be: title, kind, origin, language."""
    document = reader.document(evidence.document_id, evidence.version)
    return bool(evidence.quote.strip()) and reader.at(document, evidence.span) == evidence


def _quote(claim: Quote, reader: Reader) -> bool:
    return _grounded(claim.evidence, reader)


def _title(claim: Title, reader: Reader) -> bool:
    return _grounded(claim.evidence, reader) and claim.text == claim.evidence.title


def _rule(claim: Rule, reader: Reader) -> bool:
    return _grounded(claim.evidence, reader) and claim.evidence.kind in ("guideline", "statute")


def _field(claim: FieldValue, reader: Reader) -> bool:
    """The record itself must say this under this field, the place cited must hold the field, and a person must have
    written or checked the record."""
    document = reader.document(claim.evidence.document_id, claim.evidence.version)
    span, cited = document.fields.get(claim.name), claim.evidence.span
    if span is None or not (span.page == cited.page and cited.start <= span.start and span.end <= cited.end):
        return False
    line = reader.words(document.document_id, document.version, span)
    said = claim.text in recorded_text(document.record, claim.name) or claim.text == line
    return document.reviewed and said and _grounded(claim.evidence, reader)


def _contrast(claim: Contrast, reader: Reader) -> bool:
    worded = claim.key.startswith("contrast_") and claim.key in WORDING
    return worded and claim.value.text != claim.against and _field(claim.value, reader)


def _count(claim: Count, reader: Reader) -> bool:
    documents = [reader.document(document_id) for document_id in claim.document_ids]
    counted = [document for document in documents if values_of(document, claim.field) & set(claim.values)]
    once = len(set(claim.document_ids)) == len(claim.document_ids)
    worded = claim.key.startswith("count_") and claim.key in WORDING
    return worded and once and all(document.reviewed for document in documents) and len(counted) == claim.n


def _template(claim: Template, reader: Reader) -> bool:
    """Fixed words whose blanks hold nothing but what each may hold: a known title, a number, a reason of the screen."""
    fixed = claim.key in WORDING and not claim.key.startswith(("count_", "contrast_"))
    filled = {name for name, _ in claim.values} == blanks(claim.key) if fixed else False
    return filled and all(BLANKS[name](value, reader) for name, value in claim.values)


def _title_known(value: str, reader: Reader) -> bool:
    return reader.catalogue.has_title(value, reader.person)


def _titles_known(value: str, reader: Reader) -> bool:
    return all(_title_known(title, reader) for title in value.split("; "))


def _a_number(value: str, _: Reader) -> bool:
    return re.fullmatch(r"[\w.-]+", value) is not None


def _a_repealed_law(value: str, _: Reader) -> bool:
    return value in REPEALED_LAWS


def _of_the_screen(value: str, _: Reader) -> bool:
    return is_reason(value) or any(value in rule.route for rule in RULES)


def _set_by_the_institution(_value: str, _: Reader) -> bool:
    return True  # telephone numbers from the settings, filters in their fixed labels: they are not about a case


BLANKS: dict[str, Callable[[str, Reader], bool]] = {
    "title": _title_known,
    "titles": _titles_known,
    "new": _title_known,
    "documents": _a_number,
    "practice": _a_number,
    "unreviewed": _a_number,
    "law": _a_repealed_law,
    "old": _a_number,
    "case": _a_number,
    "reason": _of_the_screen,
    "route": _of_the_screen,
    "numbers": _set_by_the_institution,
    "filters": _set_by_the_institution,
}
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
