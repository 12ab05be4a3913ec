"""A document and a reason in; nothing of the document left in the catalogue, and a tombstone that says so, out.

What the catalogue forgets in one transaction, the files forget afterwards: originals here, the index in `erasing.py`. Until
that is done the tombstone is unfinished, and the next start goes on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Engine, Row, Table, Text, delete, func, insert, select, update

from mediator_bot.errors import LibraryError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import Catalogue, Stored, now
from mediator_bot.library.excerpts import in_text, scrubbed, without
from mediator_bot.library.holds import require_not_held, require_own
from mediator_bot.library.rights import may_read, require_admin
from mediator_bot.library.tables import (
    audit,
    changes,
    deidentified,
    documents,
    feedback,
    metadata,
    pages,
    passages,
    quarantine,
    tombstones,
    turns,
    versions,
    writing,
)
from mediator_bot.library.traces import Needles, phrases_of
from mediator_bot.types import Person

# What is kept of an erased document: that there was one, what was done to it, and the feed that search follows.
_KEPT = (documents, changes, audit, tombstones)


@dataclass(frozen=True)
class Tombstone:
    """What is left of a document: checksums, why and by whom it was erased; unfinished where files may hold something."""

    id: int
    document_id: str
    sha256: tuple[str, ...]
    originals: tuple[str, ...]
    reason: str
    erased_by: str
    at: str
    passages: tuple[int, ...]
    finished_at: str | None


def distinctive(catalogue: Catalogue, document_id: str, by: Person) -> list[str]:
    """The phrases of every version of a document that no other document of the library holds."""
    own = [
        text for stored in catalogue.versions(document_id, by) for text in (stored.title, *_texts(catalogue, stored))
    ]
    phrases = phrases_of(own)
    return sorted(set(phrases) - _elsewhere(catalogue.engine, document_id, in_text(phrases)))


def _texts(catalogue: Catalogue, stored: Stored) -> list[str]:
    place = {"document_id": stored.document_id, "version": stored.version}
    with catalogue.engine.connect() as connection:
        return list(connection.execute(select(pages.c.text).filter_by(**place)).scalars())


def _elsewhere(engine: Engine, document_id: str, needles: Needles) -> set[str]:
    found: set[str] = set()
    with engine.connect() as connection:
        query = select(pages.c.text).where(pages.c.document_id != document_id)
        for text in connection.execution_options(yield_per=500).execute(query).scalars():
            found |= needles.found(text.encode())
    return found


def erase(catalogue: Catalogue, document_id: str, by: Person, reason: str, phrases: Sequence[str]) -> Tombstone:
    """Take a document out of every table at once, with what answers quote of it, and leave a tombstone.

    Raises LibraryError where it, or another document of the same original file, is on hold; where no reason is given; and
    for what comes with the program. Raises RightsError for anyone but an admin of its unit.
    """
    stored = catalogue.document(document_id, by)
    require_own(stored, by, "erase documents")
    if stored.kind != "case":
        raise LibraryError(f"{document_id!r} comes with the program. Take it out of search with remove instead.")
    if not reason.strip():
        raise LibraryError("An erasure needs a reason. Say why with --reason; it is kept.")
    with writing(catalogue.engine) as connection:
        originals = _originals(connection, document_id)
        require_not_held(connection, [document_id, *_sharing(connection, document_id, originals)])
        tombstone = _bury(connection, stored, by, reason.strip(), originals)
        _forget(connection, document_id, originals)
        _clean_excerpts(connection, stored, phrases)
        connection.execute(insert(changes).values(document_id=document_id, action="erase", at=now()))
        append(connection, by, "erase", document_id, {"tombstone": tombstone})
    return next(stone for stone in all_tombstones(catalogue.engine) if stone.id == tombstone)


def _originals(connection: Connection, document_id: str) -> list[str]:
    query = select(versions.c.original).where(versions.c.document_id == document_id).distinct()
    return sorted(name for name in connection.execute(query).scalars() if name)


def _sharing(connection: Connection, document_id: str, originals: Sequence[str]) -> list[str]:
    """Other documents of the same files, such as the rows of one register."""
    query = select(versions.c.document_id).where(versions.c.original.in_(originals)).distinct()
    return [name for name in connection.execute(query).scalars() if name != document_id]


def _bury(connection: Connection, stored: Stored, by: Person, reason: str, originals: Sequence[str]) -> int:
    own = select(versions.c.sha256).where(versions.c.document_id == stored.document_id)
    as_read = select(deidentified.c.sha256_before).where(deidentified.c.document_id == stored.document_id)
    known = [*connection.execute(own).scalars(), *connection.execute(as_read).scalars()]
    numbers = select(passages.c.id).where(passages.c.document_id == stored.document_id)
    row = {
        "document_id": stored.document_id,
        "sha256": list(dict.fromkeys(known)),
        "originals": list(originals),
        "reason": reason,
        "erased_by": by.name,
        "at": now(),
        "passages": list(connection.execute(numbers).scalars()),
    }
    return int(connection.execute(insert(tombstones).values(row).returning(tombstones.c.id)).scalar_one())


def _forget(connection: Connection, document_id: str, originals: Sequence[str]) -> None:
    """Every row of the document, in whatever table, and every way to its original files."""
    source = select(documents.c.source).where(documents.c.document_id == document_id)
    path = str(connection.execute(source).scalar_one()).partition("#")[0]
    for table in reversed(metadata.sorted_tables):
        if "document_id" in table.c and table not in _KEPT:
            connection.execute(delete(table).where(table.c.document_id == document_id))
    connection.execute(update(versions).where(versions.c.original.in_(originals)).values(original=None))
    connection.execute(delete(quarantine).where(quarantine.c.path == path))
    # The row stays for the rights of whoever reads the log; a file name may say who a note is about.
    gone = {"source": "", "live_version": None, "removed_at": now()}
    connection.execute(update(documents).where(documents.c.document_id == document_id).values(gone))


# --- what people were told of it --------------------------------------------------------------------------------------


def _clean_excerpts(connection: Connection, stored: Stored, phrases: Sequence[str]) -> None:
    names = {stored.title, stored.case_id or stored.document_id}
    for table in (turns, feedback):
        for row in connection.execute(select(table)).all():
            cleaned = without(row.answer, {stored.document_id}, names)
            if cleaned != row.answer:
                connection.execute(update(table).where(*_this(table, row)).values(answer=cleaned))
    for table in metadata.sorted_tables:
        # The rest of what belongs to other documents is theirs: none of it holds a phrase that is only here.
        if table not in _KEPT and "document_id" not in table.c:
            _scrub(connection, table, in_text(phrases))


def _scrub(connection: Connection, table: Table, needles: Needles) -> None:
    """Whatever else holds words of it: a question that pasted them, a practice that was drafted from it."""
    texts: list[Column[Any]] = [column for column in table.c if isinstance(column.type, (JSON, Text))]
    for row in connection.execute(select(table)).all():
        values = {column.name: getattr(row, column.name) for column in texts}
        cleaned = {name: scrubbed(value, needles) for name, value in values.items()}
        if cleaned != values:
            connection.execute(update(table).where(*_this(table, row)).values(cleaned))


def _this(table: Table, row: Row[Any]) -> list[Any]:
    return [column == row._mapping[column.name] for column in table.primary_key]


def without_erased(connection: Connection, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer about to be kept, without what was erased while it was being made."""
    cited = {citation["document_id"] for citation in answer.get("citations", [])}
    query = select(tombstones.c.document_id).where(tombstones.c.document_id.in_(cited))
    gone = set(
        connection.execute(query.where(tombstones.c.document_id.not_in(select(versions.c.document_id)))).scalars()
    )
    return without(answer, gone) if gone else answer


# --- what is left, and the same content coming again ------------------------------------------------------------------


def all_tombstones(engine: Engine) -> list[Tombstone]:
    """What was erased, oldest first; no rights are asked."""
    with engine.connect() as connection:
        return [_tombstone(row) for row in connection.execute(select(tombstones).order_by(tombstones.c.id))]


def tombstones_for(engine: Engine, by: Person) -> list[Tombstone]:
    """What was erased, oldest first: in their units for an admin, all for an auditor. Raises RightsError for anyone else."""
    if by.role == "auditor":
        return all_tombstones(engine)
    require_admin(by, "read what was erased")
    with engine.connect() as connection:
        own = set(connection.execute(select(documents.c.document_id).where(may_read(by))).scalars())
    return [stone for stone in all_tombstones(engine) if stone.document_id in own]


def erased_before(engine: Engine, document_id: str, sha256: str) -> Tombstone | None:
    """The tombstone of this document, or of the same content under another number; None also once it was added again."""
    with engine.connect() as connection:
        if connection.execute(select(versions.c.version).filter_by(document_id=document_id)).first():
            return None
    stones = all_tombstones(engine)
    return next((stone for stone in stones if stone.document_id == document_id or sha256 in stone.sha256), None)


def _tombstone(row: Row[Any]) -> Tombstone:
    lists = {name: tuple(getattr(row, name)) for name in ("sha256", "originals", "passages")}
    return Tombstone(**{**row._mapping, **lists})


# --- what lies in files -----------------------------------------------------------------------------------------------


def unfinished(engine: Engine) -> list[Tombstone]:
    """Erasures whose files may still hold something."""
    return [stone for stone in all_tombstones(engine) if stone.finished_at is None]


def delete_originals(catalogue: Catalogue, names: Collection[str]) -> None:
    """Delete original files that no version leads to any more."""
    with catalogue.engine.connect() as connection:
        used = set(connection.execute(select(versions.c.original).where(versions.c.original.in_(names))).scalars())
    folder: Path = catalogue.home / "library" / "originals"
    for name in set(names) - used:
        (folder / name).unlink(missing_ok=True)
        (folder / f"{name}.new").unlink(missing_ok=True)


def compact(engine: Engine) -> None:
    """Write the catalogue anew without what was deleted. Raises LibraryError where another program has it open.

    SQLite: the log is written back, the file is built anew and the log is cut to nothing. PostgreSQL: every table is
    rewritten; its own log keeps old pages until it is recycled or archived.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA temp_store=MEMORY")  # else the copy being built lies in a temporary file
            _write_back(connection)
            connection.exec_driver_sql("VACUUM")
            _write_back(connection)
        else:
            for table in metadata.sorted_tables:
                connection.exec_driver_sql(f'VACUUM (FULL) "{table.name}"')


def _write_back(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
        raise LibraryError("Another program is reading the catalogue: its log could not be written back.")


def finish(catalogue: Catalogue, stones: Sequence[Tombstone]) -> None:
    """Note that nothing of these is left in any file."""
    with writing(catalogue.engine) as connection:
        done = update(tombstones).where(tombstones.c.id.in_([stone.id for stone in stones]))
        connection.execute(done.values(finished_at=func.coalesce(tombstones.c.finished_at, now())))
