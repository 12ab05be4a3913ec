"""Documents in, their versions, pages and passages out; every change that search must follow is written to a feed.

The catalogue is the truth. It knows no index.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, and_, func, select

from mediator_bot.cases.proposals.proposal import Proposal
from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.engine import open_engine
from mediator_bot.library.rights import may_list, may_read, may_read_version
from mediator_bot.library.tables import (
    changes,
    documents,
    pages,
    passages,
    quarantine,
    versions,
)
from mediator_bot.types import Filters, Passage, Person, Span

_FILTER_COLUMNS = {
    "type": versions.c.type,
    "outcome": versions.c.outcome,
    "level": versions.c.level,
    "language": versions.c.language,
    "year": versions.c.year,
    "origin": versions.c.origin,
    "kind": documents.c.kind,
}
_NEWEST = select(func.max(versions.c.version)).where(versions.c.document_id == documents.c.document_id)
_SHOWN = func.coalesce(documents.c.live_version, _NEWEST.correlate(documents).scalar_subquery())
_STORED = select(
    versions,
    documents.c.kind,
    documents.c.case_id,
    documents.c.unit,
    documents.c.live_version,
    documents.c.removed_at,
    documents.c.confidentiality.label("shown_to"),
).join(documents, documents.c.document_id == versions.c.document_id)
# SQLite takes at most 32,766 values a statement.
_BATCH = 10_000


@dataclass(frozen=True)
class Stored:
    """One version of a document as the catalogue has it.

    `status` is published, pending (never published), replaced (by a later version) or removed; `confidentiality` is that
    of the document now.
    """

    document_id: str
    version: int
    kind: str
    case_id: str | None
    title: str
    language: str
    origin: str
    confidentiality: str
    unit: str | None
    status: str
    added_by: str
    added_at: str
    sha256: str
    reviewed: bool
    record: Mapping[str, Any]
    fields: Mapping[str, Span]
    proposals: tuple[Proposal, ...] = ()
    warnings: tuple[str, ...] = ()
    reviewed_by: tuple[str, ...] = ()
    published_at: str | None = None


def now() -> str:
    """The present moment, UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


class Catalogue:
    """The catalogue of one home. Safe to use from several threads and processes."""

    def __init__(self, home: Path, url: str = "") -> None:
        self.home = home
        self.engine = open_engine(url, home)

    def sequence(self) -> int:
        """The number of the newest change; it only grows."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.max(changes.c.sequence))).scalar() or 0

    def changed_since(self, sequence: int) -> list[str]:
        """The documents published or withdrawn after a change number, each once."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(changes.c.document_id).where(changes.c.sequence > sequence).order_by(changes.c.sequence)
            )
            return list(dict.fromkeys(row.document_id for row in rows))

    def live_passage_ids(self, person: Person, filters: Filters = Filters()) -> NDArray[np.int64]:
        """The numbers, ascending, of the published passages this person may read under the filters."""
        query = (
            select(passages.c.id)
            .join(documents, _is_live(passages))
            .join(versions, _same_version(passages))
            .where(may_read(person), *_conditions(filters))
            .order_by(passages.c.id)
        )
        with self.engine.connect() as connection:
            return np.fromiter(connection.execute(query).scalars(), dtype=np.int64)

    def live_ids_of(self, document_ids: Sequence[str]) -> list[int]:
        """The numbers of the published passages of some documents, for the index; no rights are asked."""
        found: list[int] = []
        with self.engine.connect() as connection:
            for start in range(0, len(document_ids), _BATCH):
                some = document_ids[start : start + _BATCH]
                query = (
                    select(passages.c.id).join(documents, _is_live(passages)).where(passages.c.document_id.in_(some))
                )
                found += connection.execute(query.order_by(passages.c.id)).scalars()
        return found

    def live_documents(self) -> list[str]:
        """The ids of all published documents, for the index."""
        with self.engine.connect() as connection:
            query = select(documents.c.document_id).where(documents.c.live_version.is_not(None))
            return list(connection.execute(query.order_by(documents.c.document_id)).scalars())

    def passages(self, ids: Sequence[int]) -> list[tuple[Passage, str]]:
        """Passages by number, in the order asked for, each with the heading it stands under."""
        found: dict[int, tuple[Passage, str]] = {}
        query = (
            select(passages, documents.c.kind, documents.c.case_id, versions.c.title, versions.c.origin, pages.c.text)
            .join(documents, documents.c.document_id == passages.c.document_id)
            .join(versions, _same_version(passages))
            .join(pages, and_(_same_version(passages, pages), pages.c.number == passages.c.page))
        )
        with self.engine.connect() as connection:
            for start in range(0, len(ids), _BATCH):
                some = [int(number) for number in ids[start : start + _BATCH]]
                for row in connection.execute(query.where(passages.c.id.in_(some))):
                    found[row.id] = (_passage(row), row.heading)
        return [found[int(number)] for number in ids if int(number) in found]

    def document(self, document_id: str, person: Person, version: int | None = None) -> Stored:
        """One version (the published or else the newest by default) of a document the person may read.

        Raises LibraryError where there is none, also where the person may not know of it.
        """
        wanted = versions.c.version == (version or _SHOWN)
        query = _STORED.where(documents.c.document_id == document_id, wanted, may_read_version(person))
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise unknown(document_id, version)
        return _stored(row)

    def versions(self, document_id: str, person: Person) -> list[Stored]:
        """Every version of a document that the person may read, oldest first. Raises LibraryError where there is none."""
        query = _STORED.where(documents.c.document_id == document_id, may_read_version(person))
        with self.engine.connect() as connection:
            found = [_stored(row) for row in connection.execute(query.order_by(versions.c.version))]
        if not found:
            raise unknown(document_id, None)
        return found

    def pending(self, person: Person) -> list[Stored]:
        """Newest versions that were never published, of documents that are not removed: what waits for review."""
        query = _STORED.where(
            versions.c.version == _NEWEST.correlate(documents).scalar_subquery(),
            versions.c.published_at.is_(None),
            documents.c.removed_at.is_(None),
            may_read_version(person),
        )
        with self.engine.connect() as connection:
            return [_stored(row) for row in connection.execute(query.order_by(documents.c.document_id))]

    def original(self, document_id: str, person: Person, version: int | None = None) -> str:
        """The name under which the original file of a version is kept. Raises LibraryError where there is none."""
        stored = self.document(document_id, person, version)
        query = select(versions.c.original).filter_by(document_id=document_id, version=stored.version)
        with self.engine.connect() as connection:
            name = connection.execute(query).scalar()
        if not name:
            raise LibraryError(f"No original file of {document_id!r} is kept. Show its text instead.")
        return str(name)

    def page(self, document_id: str, version: int, number: int, person: Person) -> str:
        """The text that spans count in. Raises LibraryError where the page is not there for this person."""
        with self.engine.connect() as connection:
            text = connection.execute(
                select(pages.c.text)
                .join(documents, documents.c.document_id == pages.c.document_id)
                .join(versions, _same_version(pages))
                .where(
                    pages.c.document_id == document_id,
                    pages.c.version == version,
                    pages.c.number == number,
                    may_read_version(person),
                )
            ).scalar()
        if text is None:
            raise LibraryError(f"There is no page {number} in version {version} of {document_id!r}.")
        return str(text)

    def has_title(self, title: str, person: Person) -> bool:
        """Whether a document the person may read has this title."""
        query = select(versions.c.version).join(documents, documents.c.document_id == versions.c.document_id)
        with self.engine.connect() as connection:
            return (
                connection.execute(query.where(versions.c.title == title, may_read_version(person)).limit(1)).first()
                is not None
            )

    def passage_count(self, document_id: str, version: int) -> int:
        """How many passages a version was split into."""
        query = select(func.count()).where(passages.c.document_id == document_id, passages.c.version == version)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def page_numbers(self, document_id: str, version: int) -> list[int]:
        """The pages a version has, ascending; 0 is the record."""
        with self.engine.connect() as connection:
            query = select(pages.c.number).where(pages.c.document_id == document_id, pages.c.version == version)
            return list(connection.execute(query.order_by(pages.c.number)).scalars())

    def list_documents(self, person: Person, filters: Filters = Filters()) -> list[Stored]:
        """The published, or else the newest, version of each document whose metadata the person may see, by kind and id.

        An auditor gets case notes without their record, which is their text.
        """
        query = _STORED.where(versions.c.version == _SHOWN, may_list(person), *_conditions(filters)).order_by(
            documents.c.kind, documents.c.document_id
        )
        with self.engine.connect() as connection:
            found = [_stored(row) for row in connection.execute(query)]
        if person.role == "auditor":
            return [
                replace(stored, record={}, fields={}, proposals=()) if stored.kind == "case" else stored
                for stored in found
            ]
        return found

    def live_cases(self, person: Person, filters: Filters = Filters()) -> list[Stored]:
        """The published case documents the person may read: what counts are made of."""
        if person.role == "auditor":
            raise RightsError("An auditor sees metadata and the log. Ask a mediator for the answer.")
        cases = [stored for stored in self.list_documents(person, filters) if stored.kind == "case"]
        return [stored for stored in cases if stored.status == "published"]

    def quarantined(self, person: Person) -> list[dict[str, str]]:
        """Files that could not be taken in, newest first: all for the operator and an auditor, else one's own."""
        query = select(quarantine).order_by(quarantine.c.id.desc())
        if not (person.every_unit or person.role == "auditor"):
            query = query.where(quarantine.c.added_by == person.name)
        with self.engine.connect() as connection:
            rows = connection.execute(query)
            return [{"path": row.path, "reason": row.reason, "added_by": row.added_by, "at": row.at} for row in rows]


def unknown(document_id: str, version: int | None) -> LibraryError:
    """The error for a document, or a version of it, that is not there."""
    named = f"{document_id!r} in version {version}" if version else repr(document_id)
    return LibraryError(f"The library has no document {named}. See `mediator-bot library list`.")


def _is_live(table: Any) -> Any:
    return and_(documents.c.document_id == table.c.document_id, documents.c.live_version == table.c.version)


def _same_version(table: Any, other: Any = versions) -> Any:
    return and_(other.c.document_id == table.c.document_id, other.c.version == table.c.version)


def _conditions(filters: Filters) -> list[Any]:
    return [column.in_(values) for name, column in _FILTER_COLUMNS.items() if (values := getattr(filters, name))]


def _passage(row: Row[Any]) -> Passage:
    return Passage(
        id=row.id,
        document_id=row.document_id,
        version=row.version,
        kind=row.kind,
        title=row.title,
        language=row.language,
        origin=row.origin,
        case_id=row.case_id,
        span=Span(row.page, row.start, row.end),
        text=row.text[row.start : row.end],
    )


def _stored(row: Row[Any]) -> Stored:
    return Stored(
        document_id=row.document_id,
        version=row.version,
        kind=row.kind,
        case_id=row.case_id,
        title=row.title,
        language=row.language,
        origin=row.origin,
        confidentiality=row.shown_to,
        unit=row.unit,
        status=_status(row),
        added_by=row.added_by,
        added_at=row.added_at,
        sha256=row.sha256,
        reviewed=row.reviewed,
        record=row.record,
        fields={name: Span(*place) for name, place in row.fields.items()},
        proposals=tuple(Proposal(**{**proposal, "span": Span(**proposal["span"])}) for proposal in row.proposals),
        warnings=tuple(row.warnings),
        reviewed_by=tuple(row.reviewed_by),
        published_at=row.published_at,
    )


def _status(row: Row[Any]) -> str:
    if row.live_version == row.version:
        return "published"
    if row.removed_at:
        return "removed"
    return "replaced" if row.published_at else "pending"
