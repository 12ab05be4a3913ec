"""What somebody did in; a line that cannot be changed unnoticed in the account of everything out.

Each entry holds the SHA-256 of its canonical content, in which the hash of the entry before stands: whoever changes or
removes one breaks the chain there. Only a hash that was noted down elsewhere shows that the end was cut off or the whole
chain was made anew: `Audit.verify` takes it.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, false, insert, literal, not_, or_, select

from mediator_bot.errors import RightsError
from mediator_bot.library.rights import may_read
from mediator_bot.library.tables import audit, documents, writing
from mediator_bot.types import Person

# The hash before the first entry.
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One act: who, in which role, when (UTC), what, on which document, session or account.

    `details` are short words and numbers; never what was asked or said, never a secret. `cited` in them lists document
    ids, one a line.
    """

    n: int
    at: str
    person: str
    role: str
    action: str
    target: str
    details: Mapping[str, str | int]
    before: str
    hash: str


@dataclass(frozen=True)
class Verified:
    """How the chain stands: `broken` is the first entry that is wrong or missing, with the reason in words."""

    entries: int
    last: str
    broken: int | None = None
    reason: str = ""


def append(
    connection: Connection,
    by: Person,
    action: str,
    target: str = "",
    details: Mapping[str, str | int] | None = None,
) -> None:
    """Write one entry in the transaction of the change that it tells of, which `engine.writing` began.

    Safe with several processes: in such a transaction nobody else writes.
    """
    last = connection.execute(select(audit.c.n, audit.c.hash).order_by(audit.c.n.desc()).limit(1)).first()
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    number, before = (last.n + 1, last.hash) if last else (1, BEGINNING)
    entry = Entry(number, at, by.name, by.role, action, target, dict(details or {}), before, "")
    row = {**vars(entry), "details": dict(entry.details), "hash": _hash(entry)}
    connection.execute(insert(audit).values(row))


class Audit:
    """The account of everything of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, by: Person, action: str, target: str = "", details: Mapping[str, str | int] | None = None) -> None:
        """Write one entry in a transaction of its own: for what changes nothing else, such as reading."""
        with writing(self._engine) as connection:
            append(connection, by, action, target, details)

    def entries(
        self,
        by: Person,
        *,
        who: str | None = None,
        action: str | None = None,
        target: str | None = None,
        since: datetime.datetime | None = None,
        until: datetime.datetime | None = None,
    ) -> list[Entry]:
        """The entries that fit, oldest first; `since` counts in, `until` does not; both need a time zone.

        `target` is what was acted on; for a document its id or its case number, and then also the answers that quoted
        it. An admin sees nothing about documents that are not theirs to read, an auditor all. Raises RightsError for
        anyone else.
        """
        require_log_reader(by)
        query = select(audit).where(_about_known(by)).order_by(audit.c.n)
        for column, value in ((audit.c.person, who), (audit.c.action, action)):
            query = query.where(column == value) if value is not None else query
        if since is not None:
            query = query.where(audit.c.at >= _utc(since))
        if until is not None:
            query = query.where(audit.c.at < _utc(until))
        with self._engine.connect() as connection:
            unknown = _unknown_documents(connection, by)
            if target is not None:
                query = query.where(_is_about(connection, target, unknown))
            return [_without(_entry(row), unknown) for row in connection.execute(query)]

    def verify(self, noted: str | None = None) -> Verified:
        """Reckon every hash anew and name the first entry that is wrong.

        `noted` is a hash that an earlier verification gave as its last: it must still be there.
        """
        before, count, found = BEGINNING, 0, noted is None
        with self._engine.connect() as connection:
            for row in connection.execute(select(audit).order_by(audit.c.n)):
                entry = _entry(row)
                if reason := _wrong(entry, count + 1, before):
                    return Verified(count, before, count + 1, reason)
                before, count, found = entry.hash, entry.n, found or entry.hash == noted
        if not found:
            return Verified(count, before, count + 1, "the hash that was noted is not in the chain: its end is missing")
        return Verified(count, before)


def _wrong(entry: Entry, expected: int, before: str) -> str:
    """Why an entry does not fit where it stands; empty where it does."""
    if entry.n != expected:
        return f"entry {expected} is missing"
    if entry.before != before:
        return "it does not follow the entry before it"
    return "" if entry.hash == _hash(entry) else "its content was changed"


def _hash(entry: Entry) -> str:
    """SHA-256, in hexadecimal, of the entry as JSON with sorted keys and without its own hash."""
    content = {**vars(entry), "details": dict(entry.details)}
    del content["hash"]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _entry(row: Row[Any]) -> Entry:
    return Entry(**row._mapping)


# --- who may see which entries ---------------------------------------------------------------------------------------


def require_log_reader(by: Person) -> None:
    """Raises RightsError unless the person may read the account of everything."""
    if by.role not in ("admin", "auditor"):
        raise RightsError(f"{by.name} ({by.role}) may not read the log. Ask an admin or an auditor.")


def _about_known(by: Person) -> ColumnElement[bool]:
    if by.role == "auditor":
        return literal(True)
    return not_(audit.c.target.in_(select(documents.c.document_id).where(not_(may_read(by)))))


def _unknown_documents(connection: Connection, by: Person) -> frozenset[str]:
    if by.role == "auditor":
        return frozenset()
    return frozenset(connection.execute(select(documents.c.document_id).where(not_(may_read(by)))).scalars())


def _without(entry: Entry, unknown: frozenset[str]) -> Entry:
    """The entry without the ids of documents that the reader may not know of."""
    cited = str(entry.details.get("cited", "")).split("\n")
    if not unknown.intersection(cited):
        return entry
    left = "\n".join(one for one in cited if one not in unknown)
    return replace(entry, details={**entry.details, "cited": left})


def _is_about(connection: Connection, target: str, unknown: frozenset[str]) -> ColumnElement[bool]:
    of_case = connection.execute(select(documents.c.document_id).where(documents.c.case_id == target)).scalars()
    named = sorted({target, *of_case} - unknown)
    # Line feeds on both sides, so that an id is not found inside a longer one.
    cited = literal("\n") + audit.c.details["cited"].as_string() + literal("\n")
    quoted = [cited.contains(f"\n{one}\n", autoescape=True) for one in named]
    return or_(
        audit.c.target.in_(named), and_(audit.c.details["cited"].as_string().is_not(None), or_(false(), *quoted))
    )


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")
