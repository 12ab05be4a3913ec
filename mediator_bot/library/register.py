"""Prepared documents in; versions, pages and passages in the catalogue out, and a line in the change feed for search."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from mediator_bot.cases.prepare import Prepared
from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import now, unknown
from mediator_bot.library.chunks import split
from mediator_bot.library.rights import may_read, require_admin
from mediator_bot.library.tables import (
    changes,
    deidentified,
    documents,
    named_people,
    pages,
    passages,
    versions,
    writing,
)
from mediator_bot.library.tables import quarantine as quarantined_files
from mediator_bot.types import Person

# Told of each document in the transaction that keeps it: id, version and what it is; says what it counts as.
Account = Callable[[Connection, str, int, str], str]


def as_it_is(connection: Connection, document_id: str, version: int, status: str) -> str:
    """The account of whoever keeps none."""
    return status


def store(
    engine: Engine,
    prepared: Prepared,
    *,
    sha256: str,
    source: str,
    original: str | None,
    by: Person,
    account: Account = as_it_is,
) -> tuple[str, int, str]:
    """Keep a new document or a new version of a known one, unpublished.

    Returns (document id, version, `added` | `updated` | `duplicate`). The same content under the same id is a
    duplicate; changed content is the next version.
    """
    with writing(engine) as connection:
        kept = _keep(connection, prepared, sha256, source, original, by)
        return (*kept[:2], account(connection, *kept))


def _keep(
    connection: Connection, prepared: Prepared, sha256: str, source: str, original: str | None, by: Person
) -> tuple[str, int, str]:
    document_id = _identity(connection, prepared, source)
    latest = _version_row(connection, document_id)
    if latest is None:
        _require_own_unit(prepared, by)
        _insert_document(connection, document_id, prepared, source)
    else:
        _require_own(connection, document_id, by)
        known = latest.sha256 == sha256 or _without_names(connection, latest, sha256)
        if known or _corrected_since(connection, latest, sha256, original):
            return document_id, latest.version, "duplicate"
        if latest.confidentiality == "restricted":
            # A file cannot say who may no longer be kept out: a new version never widens a named circle.
            prepared = replace(prepared, confidentiality="restricted")
    version = latest.version + 1 if latest else 1
    _insert_version(connection, document_id, version, prepared, sha256, original, by)
    _name(connection, document_id, by)
    append(connection, by, "add", document_id, {"version": version})
    return document_id, version, "updated" if latest else "added"


def revise(
    engine: Engine,
    document_id: str,
    prepared: Prepared,
    sha256: str,
    by: Person,
    seen: int,
    level: str | None = None,
) -> int:
    """Keep a reviewer's corrected reading of the version they saw as the next one; returns its number.

    It is meant for the same level as that version unless `level` names another. Raises LibraryError where a newer
    version is there already: two people correct one note, and the second is told.
    """
    with writing(engine) as connection:
        _require_own(connection, document_id, by)
        latest = _version_row(connection, document_id)
        if latest is None:
            raise unknown(document_id, None)
        if latest.version != seen:
            raise LibraryError(
                f"{document_id!r} has version {latest.version} by {latest.added_by} of {latest.added_at}, newer than version"
                f" {seen} that you saw. Nothing of yours was stored; compare with it, then correct that version."
            )
        if latest.sha256 == sha256 and level in (None, latest.confidentiality):
            return seen
        kept = latest.confidentiality if latest.confidentiality == "restricted" or level is None else level
        prepared = replace(prepared, confidentiality=kept)
        _insert_version(connection, document_id, seen + 1, prepared, sha256, latest.original, by, [by.name])
        connection.execute(
            update(documents).where(documents.c.document_id == document_id).values(case_id=prepared.case_id)
        )
        _name(connection, document_id, by)
        append(connection, by, "correct", document_id, {"version": seen + 1})
        return seen + 1


def _corrected_since(connection: Connection, latest: Row[Any], sha256: str, original: str | None) -> bool:
    """Whether the same file was read the same way before, and a reviewer has corrected that reading since."""
    if not original or latest.original != original:
        return False
    query = select(versions.c.version).filter_by(document_id=latest.document_id, sha256=sha256, original=original)
    before = select(deidentified.c.version).filter_by(document_id=latest.document_id, sha256_before=sha256)
    return bool(connection.execute(query).first() or connection.execute(before).first())


def _without_names(connection: Connection, latest: Row[Any], sha256: str) -> bool:
    """Whether the latest version is this very text, its names replaced since."""
    query = select(deidentified.c.version).filter_by(
        document_id=latest.document_id, version=latest.version, sha256_before=sha256
    )
    return connection.execute(query).first() is not None


def _version_row(connection: Connection, document_id: str, version: int | None = None) -> Row[Any] | None:
    """One version, the newest where none is named."""
    query = select(versions).where(versions.c.document_id == document_id)
    query = query.where(versions.c.version == version) if version else query.order_by(versions.c.version.desc())
    return connection.execute(query.limit(1)).first()


def _identity(connection: Connection, prepared: Prepared, source: str) -> str:
    """A case number keeps its id wherever the file lies; a file without one is known by its place."""
    if prepared.reviewed:
        return prepared.key
    known = connection.execute(select(documents.c.document_id).where(documents.c.source == source)).scalar()
    return str(known or prepared.key)


def _require_own_unit(prepared: Prepared, by: Person) -> None:
    if not by.every_unit and prepared.unit not in by.units:
        raise RightsError(
            f"{prepared.key!r} is a note of {prepared.unit!r}, which is not a unit of {by.name}."
            " Correct its unit, or ask the admin of that unit to add it."
        )


def _require_own(connection: Connection, document_id: str, by: Person) -> None:
    """An admin manages the own units' documents and nobody else's."""
    query = select(documents.c.document_id).where(documents.c.document_id == document_id)
    if connection.execute(query).first() and not connection.execute(query.where(may_read(by))).first():
        raise RightsError(f"{document_id!r} belongs to another unit. Ask its admin, or give the note another case_id.")


def _insert_document(connection: Connection, document_id: str, prepared: Prepared, source: str) -> None:
    # After an erasure its row is still there, for the rights.
    connection.execute(delete(documents).where(documents.c.document_id == document_id))
    connection.execute(
        insert(documents).values(
            document_id=document_id,
            kind=prepared.kind,
            case_id=prepared.case_id,
            source=source,
            confidentiality="restricted" if prepared.confidentiality == "restricted" else "unit",
            unit=prepared.unit,
        )
    )


def _name(connection: Connection, document_id: str, person: Person) -> None:
    """Who brings a text may read it, also once it is restricted to named people."""
    place = {"document_id": document_id, "person": person.name}
    if not connection.execute(select(named_people).filter_by(**place)).first():
        connection.execute(insert(named_people).values(place))


def _insert_version(
    connection: Connection,
    document_id: str,
    version: int,
    prepared: Prepared,
    sha256: str,
    original: str | None,
    by: Person,
    reviewed_by: Sequence[str] = (),
) -> None:
    connection.execute(
        insert(versions).values(
            document_id=document_id,
            version=version,
            title=prepared.title,
            language=prepared.language,
            origin=prepared.origin,
            sha256=sha256,
            original=original,
            added_by=by.name,
            added_at=now(),
            reviewed_by=list(reviewed_by),
            confidentiality=prepared.confidentiality,
            reviewed=prepared.reviewed,
            record=dict(prepared.record),
            fields={name: [span.page, span.start, span.end] for name, span in prepared.fields.items()},
            proposals=[asdict(proposal) for proposal in prepared.proposals],
            warnings=list(prepared.warnings),
            type=prepared.filters.get("type"),
            outcome=prepared.filters.get("outcome"),
            level=prepared.filters.get("level"),
            year=prepared.filters.get("year"),
        )
    )
    place = {"document_id": document_id, "version": version}
    connection.execute(insert(pages), [{**place, "number": n, "text": text} for n, text in prepared.pages.items()])
    if chunks := split(prepared):
        connection.execute(
            insert(passages),
            [
                {
                    **place,
                    "page": chunk.page,
                    "start": chunk.start,
                    "end": chunk.end,
                    "language": chunk.language,
                    "heading": chunk.heading,
                }
                for chunk in chunks
            ],
        )


def publish(
    engine: Engine, document_id: str, by: Person, version: int | None = None, *, reviewers: Sequence[str] = ()
) -> str:
    """Let search see a version (the newest by default) and return the level it is published at.

    A note meant for `training` or the `public` stays with its unit until someone other than the one who added it
    has reviewed it. Raises RightsError for anyone but an admin, LibraryError for an unknown version.
    """
    require_admin(by, "publish documents")
    with writing(engine) as connection:
        _require_own(connection, document_id, by)
        row = _version_row(connection, document_id, version)
        if row is None:
            raise unknown(document_id, version)
        people = sorted({*row.reviewed_by, *reviewers, by.name})
        wide = row.confidentiality in ("public", "training")
        second_pair_of_eyes = any(person != row.added_by for person in people)
        level = "unit" if wide and not second_pair_of_eyes else row.confidentiality
        shown = connection.execute(select(documents).where(documents.c.document_id == document_id)).one()
        if (shown.live_version, shown.confidentiality) == (row.version, level):
            return str(level)  # it is there already: search has nothing to follow
        connection.execute(
            update(versions)
            .where(versions.c.document_id == document_id, versions.c.version == row.version)
            .values(published_at=now(), published_as=level, reviewed_by=people)
        )
        connection.execute(
            update(documents)
            .where(documents.c.document_id == document_id)
            .values(live_version=row.version, confidentiality=level, removed_at=None)
        )
        _record_change(connection, document_id, "publish")
        append(connection, by, "publish", document_id, {"version": row.version, "level": level})
    return str(level)


def withdraw(engine: Engine, document_ids: Iterable[str], by: Person) -> int:
    """Take documents out of search at once; their versions stay. Returns how many there were."""
    require_admin(by, "withdraw documents")
    count = 0
    with writing(engine) as connection:
        for document_id in document_ids:
            _require_own(connection, document_id, by)
            found = connection.execute(
                update(documents)
                .where(documents.c.document_id == document_id)
                .values(live_version=None, removed_at=now())
            ).rowcount
            if found:
                _record_change(connection, document_id, "withdraw")
                append(connection, by, "withdraw", document_id)
            count += found
    return count


def quarantine(engine: Engine, path: str, reason: str, by: Person) -> None:
    """Remember a file that could not be taken in, and why. The newest reason for a path replaces the older."""
    with writing(engine) as connection:
        connection.execute(delete(quarantined_files).where(quarantined_files.c.path == path))
        connection.execute(insert(quarantined_files).values(path=path, reason=reason, added_by=by.name, at=now()))
        # Without the path: names stand in those of bad files, and this line stays.
        append(connection, by, "quarantine")


def _record_change(connection: Connection, document_id: str, action: str) -> None:
    connection.execute(insert(changes).values(document_id=document_id, action=action, at=now()))
