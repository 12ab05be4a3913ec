"""A document in; nothing of it left in any file of the home, and the search that shows it, out.

The order matters: the catalogue forgets first, in one transaction, so that nobody can read the document from then on; the files
follow, and an erasure that was cut short is finished when the library is opened next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mediator_bot.errors import LibraryError, MediatorError, StaleIndexError
from mediator_bot.index.index import Index
from mediator_bot.library import erasure
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.erasure import Tombstone
from mediator_bot.library.traces import Search, traces
from mediator_bot.types import Filters, Person


@dataclass(frozen=True)
class Erased:
    """What was erased, and what a search of every file of the home found of it afterwards.

    `same_case` are other documents of the same case that this person may read, such as its telling in another language.
    `unfinished` says why files could not be cleaned yet; empty where they were.
    """

    tombstone: Tombstone
    search: Search
    same_case: tuple[str, ...]
    unfinished: str


def purge(catalogue: Catalogue, index: Index, document_id: str, by: Person, reason: str) -> Erased:
    """Erase a document for good: text, record, vectors, terms, original files, and what kept answers quote of it.

    Raises as `erasure.erase`.
    """
    stored = catalogue.document(document_id, by)
    same_case = [
        other.document_id
        for other in catalogue.list_documents(by, Filters(kind=("case",)))
        if other.case_id == stored.case_id and other.document_id != document_id
    ]
    phrases = erasure.distinctive(catalogue, document_id, by)
    tombstone = erasure.erase(catalogue, document_id, by, reason, phrases)
    unfinished = ""
    try:
        finish(catalogue, index)
    except MediatorError as error:
        unfinished = f"{error} The document is erased and out of search; its files are cleaned at the next start."
    return Erased(tombstone, traces(catalogue.home, phrases), tuple(same_case), unfinished)


def finish(catalogue: Catalogue, index: Index) -> Sequence[Tombstone]:
    """Clean the files of every erasure that is not finished; returns those. Does nothing where there is none.

    Raises LibraryError or StaleIndexError where another program keeps a file in use.
    """
    waiting = erasure.unfinished(catalogue.engine)
    if not waiting:
        return ()
    erasure.delete_originals(catalogue, {name for stone in waiting for name in stone.originals})
    index.follow(catalogue)
    index.forget(number for stone in waiting for number in stone.passages)
    erasure.compact(catalogue.engine)
    erasure.finish(catalogue, waiting)
    return waiting


def finish_if_possible(catalogue: Catalogue, index: Index) -> None:
    """The same at a start, which must not fail because another program is at work: it will try again itself."""
    try:
        finish(catalogue, index)
    except (LibraryError, StaleIndexError):
        return
