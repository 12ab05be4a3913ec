"""A stored record in; the values that answers may show or count out."""

from collections.abc import Mapping
from typing import Any

from mediator_bot.cases import taxonomy
from mediator_bot.cases.render import money
from mediator_bot.cases.taxonomy import label
from mediator_bot.library.catalogue import Stored
from mediator_bot.types import Language

VOCABULARIES: dict[str, taxonomy.Vocabulary] = {
    "type_l1": taxonomy.DISPUTE_TYPES,
    "level": taxonomy.LEVELS,
    "venue_type": taxonomy.VENUES,
    "outcome": taxonomy.OUTCOMES,
}


def recorded_text(record: Mapping[str, Any], name: str) -> set[str]:
    """Every way a field of a record may be shown: the value as written, or its label in either language.

    `name` is a field or an item of a list field (`terms.0`), of which each text, amount and date may be shown.
    """
    field, _, number = name.partition(".")
    value = record.get(field)
    if number and isinstance(value, list):
        value = value[int(number)] if int(number) < len(value) else None
    vocabulary = VOCABULARIES.get(name, {})
    if isinstance(value, str) and value in vocabulary:
        return {value, label(vocabulary, value, "en"), label(vocabulary, value, "zh")}
    return set(_texts(value))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        shown = [text for item in value.values() for text in _texts(item)]
        if value.get("amount") is not None:
            shown.append(money(value["amount"], value.get("currency")))
        if value.get("performed") in taxonomy.PERFORMANCE:
            shown += taxonomy.PERFORMANCE[value["performed"]]
        return shown
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def came_back(record: Mapping[str, Any]) -> bool:
    """Whether a follow-up recorded that the dispute came back."""
    return any(visit.get("recurrence") for visit in record.get("followups", []))


def values_of(document: Stored, field: str) -> set[str]:
    """What a document counts as under a field: its value, `came_back` yes/no, its origin or its year."""
    if field == "came_back":
        return {"yes" if came_back(document.record) else "no"}
    if field == "origin":
        return {document.origin}
    if field == "year":
        return {year_of(document.record)}
    return {str(document.record.get(field, ""))}


def year_of(record: Mapping[str, Any]) -> str:
    """The year a case closed, or was accepted; empty where neither is recorded."""
    return str(record.get("closed_on") or record.get("accepted_on") or "")[:4]


def type_label(record: Mapping[str, Any], language: Language) -> str:
    """The dispute type in the reader's language; empty where nobody recorded it."""
    slug = record.get("type_l1")
    return label(taxonomy.DISPUTE_TYPES, slug, language) if slug else ""
