"""A document asked for in; its text out, once the account holds who opened it."""

from collections.abc import Mapping
from dataclasses import dataclass

from mediator_bot.errors import RightsError
from mediator_bot.library.audit import Audit
from mediator_bot.library.catalogue import Catalogue, Stored
from mediator_bot.library.rights import Inspector
from mediator_bot.types import Person

LONGEST_REASON = 300


@dataclass(frozen=True)
class Opened:
    """A version of a document with the pages that were asked for, by number, and the numbers of all it has."""

    stored: Stored
    pages: Mapping[int, str]
    numbers: tuple[int, ...]


def read(
    catalogue: Catalogue,
    document_id: str,
    by: Person,
    version: int | None = None,
    page: int | None = None,
    reason: str = "",
) -> Opened:
    """One page of a document, or all of it, for a person to read; nothing is shown before it is written down.

    An auditor says for what reason, which is written down too. Raises RightsError for an auditor without one,
    LibraryError where there is no such document or page for this person.
    """
    said = " ".join(reason.split())[:LONGEST_REASON]
    if by.role == "auditor" and not said:
        raise RightsError("An auditor sees metadata and the log. To open a text, say for what reason; it is logged.")
    reader = Inspector(by.name, by.role, by.units) if by.role == "auditor" else by
    stored = catalogue.document(document_id, reader, version)
    numbers = tuple(catalogue.page_numbers(document_id, stored.version))
    shown = numbers if page is None else (page,)
    pages = {number: catalogue.page(document_id, stored.version, number, reader) for number in shown}
    details: dict[str, str | int] = {"version": stored.version}
    if page is not None:
        details["page"] = page
    if said:
        details["reason"] = said
    Audit(catalogue.engine).record(by, "open", document_id, details)
    return Opened(stored, pages, numbers)
