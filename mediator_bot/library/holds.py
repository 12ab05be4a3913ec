"""A reason to keep a document, or a day until which it is kept, in; whether it may be erased, and when, out."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select

from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import Catalogue, Stored, now
from mediator_bot.library.rights import require_admin
from mediator_bot.library.tables import holds, retention, writing
from mediator_bot.types import Person

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Hold:
    """Why a document must not be erased, who said so, and when."""

    document_id: str
    reason: str
    placed_by: str
    at: str


def require_own(stored: Stored, by: Person, action: str) -> None:
    """Raises RightsError unless the person is an admin of the unit that the document belongs to."""
    require_admin(by, action)
    if not by.every_unit and stored.unit not in by.units:
        raise RightsError(f"{stored.document_id!r} belongs to another unit. Ask its admin.")


def hold(catalogue: Catalogue, document_id: str, by: Person, reason: str) -> None:
    """Forbid that a document is erased. Raises LibraryError where it is held already or no reason is given."""
    require_own(catalogue.document(document_id, by), by, "hold documents")
    if not reason.strip():
        raise LibraryError("A hold needs a reason. Say which matter it is for.")
    with writing(catalogue.engine) as connection:
        if there := held(connection, [document_id]):
            raise LibraryError(f"{_said(there[document_id])} Release that hold first.")
        row = {"document_id": document_id, "reason": reason.strip(), "placed_by": by.name, "at": now()}
        connection.execute(insert(holds).values(row))
        append(connection, by, "hold", document_id)


def release(catalogue: Catalogue, document_id: str, by: Person) -> None:
    """End a hold. Raises LibraryError where there is none."""
    require_own(catalogue.document(document_id, by), by, "release holds")
    with writing(catalogue.engine) as connection:
        if not connection.execute(delete(holds).where(holds.c.document_id == document_id)).rowcount:
            raise LibraryError(f"{document_id!r} is not on hold. Nothing was changed.")
        append(connection, by, "release", document_id)


def held(connection: Connection, document_ids: list[str]) -> dict[str, Hold]:
    """The holds on some documents."""
    query = select(holds).where(holds.c.document_id.in_(document_ids))
    return {row.document_id: Hold(**row._mapping) for row in connection.execute(query)}


def all_holds(engine: Engine) -> dict[str, Hold]:
    """Every hold, by document; no rights are asked."""
    with engine.connect() as connection:
        return {row.document_id: Hold(**row._mapping) for row in connection.execute(select(holds))}


def require_not_held(connection: Connection, document_ids: list[str]) -> None:
    """Raises LibraryError where one of the documents is on hold."""
    for found in held(connection, document_ids).values():
        raise LibraryError(f"{_said(found)} It cannot be erased before the hold is released.")


def _said(found: Hold) -> str:
    return f"{found.document_id!r} is on hold since {found.at[:10]} by {found.placed_by}: {found.reason}."


# --- how long a document is kept --------------------------------------------------------------------------------------


def retain(catalogue: Catalogue, document_id: str, by: Person, until: str) -> None:
    """Set the last day that a document is kept for, as 2031-12-31; empty takes the day away again."""
    require_own(catalogue.document(document_id, by), by, "set retention dates")
    if until and not _is_day(until):
        raise LibraryError(f"{until!r} is not a day. Write it as 2031-12-31.")
    with writing(catalogue.engine) as connection:
        connection.execute(delete(retention).where(retention.c.document_id == document_id))
        if until:
            row = {"document_id": document_id, "until": until, "set_by": by.name, "at": now()}
            connection.execute(insert(retention).values(row))
        append(connection, by, "retain", document_id, {"until": until})


def retention_days(engine: Engine) -> dict[str, str]:
    """The days that people set, by document; no rights are asked."""
    with engine.connect() as connection:
        return {row.document_id: row.until for row in connection.execute(select(retention))}


def kept_until(stored: Stored, days: Mapping[str, str], years: int) -> datetime.date | None:
    """The last day that a document is kept for: a person's, else its record's, else `years` after it was closed.

    Without a day of closing the years count from the day it was added; 0 years and no day mean for ever.
    """
    if day := days.get(stored.document_id):
        return datetime.date.fromisoformat(day)
    if day := str(stored.record.get("retention_until") or ""):
        return last_day(day)
    if not years:
        return None
    closed = last_day(str(stored.record.get("closed_on") or stored.added_at[:10]))
    return closed.replace(year=closed.year + years, day=min(closed.day, 28)) if closed else None


def last_day(date: str) -> datetime.date | None:
    """The last day that a date of the schema may mean: 2024, 2024-03 or 2024-03-15."""
    parts = [int(part) for part in date.split("-") if part.isdecimal()]
    if len(parts) == 3:
        return datetime.date(*parts)
    if not parts:
        return None
    year, month = (parts[0], 12) if len(parts) == 1 else parts
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False
