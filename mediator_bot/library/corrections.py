"""A reviewer's corrections of a note in; a new version of it, ready to be published, out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mediator_bot.cases.prepare import Prepared, prepare_case
from mediator_bot.errors import LibraryError
from mediator_bot.library import register
from mediator_bot.library.catalogue import Catalogue, Stored
from mediator_bot.library.fingerprint import fingerprint
from mediator_bot.library.rights import require_admin
from mediator_bot.types import Person, RawDocument


def correct(
    catalogue: Catalogue,
    document_id: str,
    fields: Mapping[str, Any],
    by: Person,
    *,
    seen: int,
    pages: Mapping[int, str] | None = None,
) -> int:
    """Keep a note with some fields of its record changed (None takes one away), and pages where their text was misread.

    `seen` is the version the reviewer had before them. Returns the number of the new version, or `seen` where nothing
    differs. It is not published by this; whoever corrects counts as having reviewed it. Raises LibraryError where somebody
    stored a newer version meanwhile, SchemaError naming each field that is wrong, RightsError for anyone but an admin.
    """
    require_admin(by, "correct documents")
    stored = catalogue.document(document_id, by, seen)
    if stored.kind != "case":
        raise LibraryError(f"{document_id!r} comes with the program. Correct the file it is made from instead.")
    record = {name: value for name, value in {**stored.record, **fields}.items() if value is not None}
    prepared = prepared_again(catalogue, stored, by, record, pages or {})
    level = prepared.confidentiality if fields.get("confidentiality") else None
    return register.revise(catalogue.engine, document_id, prepared, fingerprint(prepared), by, seen, level)


def prepared_again(
    catalogue: Catalogue, stored: Stored, by: Person, record: Mapping[str, Any], changed: Mapping[int, str]
) -> Prepared:
    """A stored version as if it had just been read, with another record and some pages changed."""
    numbers = [n for n in catalogue.page_numbers(stored.document_id, stored.version) if n]
    if unknown := sorted(set(changed) - set(numbers)):
        raise LibraryError(f"{stored.document_id!r} has no page {unknown[0]}. Its pages are 1 to {len(numbers)}.")
    texts = [changed[n] if n in changed else catalogue.page(stored.document_id, stored.version, n, by) for n in numbers]
    prepared = prepare_case(RawDocument(stored.title, tuple(texts), dict(record)))
    return replace(prepared, unit=stored.unit)
