"""Made-up case notes for the tests: their text, and a short way to put one into a library."""

import hashlib
from dataclasses import replace
from typing import Any

import yaml

from mediator_bot.cases.prepare import prepare_case
from mediator_bot.library import register
from mediator_bot.library.library import AUTHORS, AddReport
from mediator_bot.service import Assistant
from mediator_bot.types import RawDocument

RECORD: dict[str, Any] = {
    "case_id": "tt-2024-001",
    "schema_version": "1",
    "lang": "en",
    "title": "The weathercock on the shared chimney",
    "origin": "real_deidentified",
    "venue_type": "community_centre",
    "level": "community",
    "type_l1": "neighbours",
    "closed_on": "2024-05",
    "parties": [
        {"pid": "A", "role": "owner of the chimney", "kind": "person"},
        {"pid": "B", "role": "neighbour below", "kind": "person"},
    ],
    "outcome": "full",
    "terms": [{"who": "A", "does": "oil the weathercock every spring", "amount": 45, "currency": "EUR"}],
}
STORY = "## What happened\n\nThe weathercock on the chimney squeaked whenever the wind turned, and B could not sleep.\n"


def record(**fields: Any) -> dict[str, Any]:
    """A record that follows the schema, with some fields changed."""
    return {**RECORD, **fields}


def note(story: str = STORY, **fields: Any) -> str:
    """A case note as a person writes it: a record between `---` lines, then the story."""
    return f"---\n{yaml.safe_dump(record(**fields), allow_unicode=True, sort_keys=False)}---\n{story}"


def publish(assistant: Assistant, name: str, text: str, given: dict[str, Any] | None = None, **prepared: Any) -> str:
    """Store and publish a note without a file; search does not follow yet. Returns the document's id."""
    document = replace(prepare_case(RawDocument(name, (text,), given)), **prepared)
    sha256 = hashlib.sha256(f"{text}{given}".encode()).hexdigest()
    engine = assistant.library.catalogue.engine
    document_id, version, _ = register.store(
        engine, document, sha256=sha256, source=f"test:{name}", original=None, by=AUTHORS
    )
    assistant.library.publish(document_id, AUTHORS, version)
    return document_id


def let_stand(assistant: Assistant, report: AddReport) -> None:
    """Publish what a file held with every word in it, as a reviewer may who knows that nobody real is named."""
    for document in report.documents:
        if document.names_open:
            assistant.library.decide_names(document.document_id, assistant.operator, reject="all")
        assistant.library.publish(document.document_id, assistant.operator)
    assistant.follow()
