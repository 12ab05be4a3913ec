"""A field and a proposed value in; the value as the schema of a case note has it, or None where it has no such value, out."""

from typing import Any, get_origin

from mediator_bot.cases.schema import CaseNote, parse_note
from mediator_bot.errors import SchemaError

# What people fill in and nobody can propose from the prose.
_NEVER = frozenset(
    "case_id schema_version lang title origin source_citation licence confidentiality retention_until".split()
)
LISTED = frozenset(name for name, info in CaseNote.model_fields.items() if get_origin(info.annotation) is list)
FIELDS = (frozenset(CaseNote.model_fields) | {"amounts"}) - _NEVER
# The least record there can be; a value is tried in it.
_LEAST = {
    "case_id": "x",
    "title": "x",
    "lang": "en",
    "origin": "synthetic",
    "venue_type": "other",
    "level": "community",
    "type_l1": "other",
    "outcome": "none",
    "parties": [],
}
_NO_QUESTION = "-"


def shaped(field: str, value: Any) -> Any | None:
    """One value of a field, an item where the field is a list, as JSON with only what was given.

    `amounts` holds what an issue says of money: `amount_claimed` and `currency`. None for a field nobody may propose,
    and for a value the schema refuses.
    """
    if field == "amounts":
        has_sum = (
            isinstance(value, dict) and value.get("amount_claimed") is not None and "neutral_statement" not in value
        )
        issue = shaped("issues", {"neutral_statement": _NO_QUESTION, **value}) if has_sum else None
        return {name: part for name, part in issue.items() if name != "neutral_statement"} if issue else None
    if field not in FIELDS or value is None:
        return None
    try:
        note = parse_note({**_LEAST, field: [value] if field in LISTED else value})
    except SchemaError:
        return None
    kept = note.model_dump(mode="json", exclude_none=True, exclude_unset=True)[field]
    return kept[0] if field in LISTED else kept
