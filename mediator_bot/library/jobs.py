"""Import jobs in the catalogue: what is to be read, what became of each file and why, how fast it goes, whose it is."""

import os
import statistics
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, insert, select, update

from mediator_bot.documents.names import shown
from mediator_bot.errors import LibraryError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import now
from mediator_bot.library.engine import writing
from mediator_bot.library.leases import is_held
from mediator_bot.library.rights import require_admin
from mediator_bot.library.tables import import_documents, import_files, import_jobs
from mediator_bot.types import Person

State = Literal["waiting", "running", "interrupted", "stopped", "cancelled", "done"]
WAITING, LEFT_OUT = "waiting", "left_out"
# What stands in the way of a file with these endings is worth asking after.
TO_ASK_AFTER = ("partly", "quarantined", LEFT_OUT, WAITING)


@dataclass(frozen=True)
class ImportFile:
    """One file of a job: what became of it, and why it was not, or not wholly, taken in.

    `status` is waiting, left_out, added, updated, duplicate, partly or quarantined; `documents` are the ids and versions
    it holds (of a duplicate: where the library has them already).
    """

    n: int
    path: Path
    name: str
    status: str
    reason: str | None
    documents: tuple[tuple[str, int], ...]
    seconds: float | None


@dataclass(frozen=True)
class Job:
    """One import. `interrupted` is a job whose process was killed; `stopped` gives the reason in `reason`.

    `total` counts the files to be read, `counts` all of them by status. `per_minute` is how fast it went so far,
    `seconds_left` follows from the medians of what was read, file kind by file kind; both are None before the first file.
    """

    id: str
    person: str
    state: State
    reason: str | None
    publish: bool
    confidentiality: str | None
    again: bool
    uploaded: bool
    created_at: str
    ended_at: str | None
    total: int
    done: int
    counts: Mapping[str, int]
    per_minute: float | None
    seconds_left: float | None

    @property
    def may_go_on(self) -> bool:
        """Whether there is something to resume."""
        return self.state in ("waiting", "interrupted", "stopped", "cancelled")


class Jobs:
    """The import jobs of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(
        self,
        files: Sequence[tuple[Path, str]],
        left_out: Iterable[tuple[Path, str]],
        by: Person,
        *,
        publish: bool,
        confidentiality: str | None,
        again: bool = False,
        uploaded: str | None = None,
    ) -> str:
        """Keep a job over files, each with the name people know it by; `uploaded` is the id under which they came.

        `left_out` are files that nobody will read, each with the reason. Raises RightsError for anyone but an admin.
        """
        require_admin(by, "add documents")
        job = uploaded or new_id()
        rows = [_waiting(job, n, path, name) for n, (path, name) in enumerate(files, start=1)]
        rows += [
            {**_waiting(job, n, path, shown(str(path))), "status": LEFT_OUT, "reason": reason}
            for n, (path, reason) in enumerate(left_out, start=len(rows) + 1)
        ]
        with writing(self._engine) as connection:
            connection.execute(
                insert(import_jobs).values(
                    id=job,
                    person=by.name,
                    state="waiting",
                    publish=publish,
                    confidentiality=confidentiality,
                    again=again,
                    uploaded=uploaded is not None,
                    cancelled=False,
                    created_at=now(),
                )
            )
            if rows:
                connection.execute(insert(import_files), rows)
            append(connection, by, "import", job, {"files": len(files)})
        return job

    def of(self, by: Person) -> list[Job]:
        """The jobs of a person, all for the operator, the newest first."""
        query = select(import_jobs).order_by(import_jobs.c.created_at.desc(), import_jobs.c.id)
        if not by.every_unit:
            query = query.where(import_jobs.c.person == by.name)
        with self._engine.connect() as connection:
            return [_job(connection, row) for row in connection.execute(query).all()]

    def get(self, job: str, by: Person) -> Job:
        """One job. Raises LibraryError where there is none of this person's."""
        with self._engine.connect() as connection:
            return _job(connection, _owned(connection, job, by))

    def files(self, job: str, by: Person) -> list[ImportFile]:
        """Every file of a job with its outcome, in order. Raises LibraryError as `get`."""
        with self._engine.connect() as connection:
            _owned(connection, job, by)
            found: dict[int, list[tuple[str, int]]] = {}
            for row in connection.execute(select(import_documents).where(import_documents.c.job == job)):
                found.setdefault(row.n, []).append((row.document_id, row.version))
            query = select(import_files).where(import_files.c.job == job).order_by(import_files.c.n)
            return [_file(row, found.get(row.n, ())) for row in connection.execute(query)]

    def cancel(self, job: str, by: Person) -> Job:
        """Stop after the file that is being read; what was taken in stays. Raises LibraryError as `get`."""
        with writing(self._engine) as connection:
            row = _owned(connection, job, by)
            if row.state != "done":
                held = is_held(row.holder, row.held_until)
                ended: dict[str, Any] = {} if held else {"state": "cancelled", "ended_at": now()}
                connection.execute(update(import_jobs).filter_by(id=job).values(cancelled=True, **ended))
                append(connection, by, "import.cancel", job)
            return _job(connection, _owned(connection, job, by))


def new_id() -> str:
    """An id for a job; short enough to be typed."""
    return uuid.uuid4().hex[:10]


def _waiting(job: str, n: int, path: Path, name: str) -> dict[str, Any]:
    place = os.fsencode(path)
    return {"job": job, "n": n, "path": place, "name": shown(name), "status": WAITING, "reason": None}


def _owned(connection: Connection, job: str, by: Person) -> Row[Any]:
    query = select(import_jobs).where(import_jobs.c.id == job)
    if not by.every_unit:
        query = query.where(import_jobs.c.person == by.name)
    row = connection.execute(query).first()
    if row is None:
        raise LibraryError(f"There is no import {job!r} among yours. See `mediator-bot library import list`.")
    return row


def _job(connection: Connection, row: Row[Any]) -> Job:
    query = select(import_files.c.name, import_files.c.status, import_files.c.seconds)
    files = connection.execute(query.where(import_files.c.job == row.id)).all()
    counts = Counter(file.status for file in files)
    total = len(files) - counts[LEFT_OUT]
    took = [(_kind(file.name), file.seconds) for file in files if file.seconds is not None]
    waiting = [_kind(file.name) for file in files if file.status == WAITING]
    per_minute, seconds_left = pace(took, waiting)
    held = is_held(row.holder, row.held_until)
    return Job(
        id=row.id,
        person=row.person,
        state="interrupted" if row.state == "running" and not held else row.state,
        reason=row.reason,
        publish=row.publish,
        confidentiality=row.confidentiality,
        again=row.again,
        uploaded=row.uploaded,
        created_at=row.created_at,
        ended_at=row.ended_at,
        total=total,
        done=total - len(waiting),
        counts=dict(counts),
        per_minute=per_minute,
        seconds_left=seconds_left if waiting else 0.0,
    )


def pace(took: Sequence[tuple[str, float]], waiting: Sequence[str]) -> tuple[float | None, float | None]:
    """Files a minute so far, and the seconds that the waiting ones will take; both None before anything was read.

    `took` are the kinds of the files read and their seconds, `waiting` the kinds of the others. A kind will take the median
    of its files, one not met yet the median of all: one scan of an hour says nothing about a thousand notes.
    """
    if not took:
        return None, None
    overall = statistics.median(seconds for _, seconds in took)
    by_kind: dict[str, list[float]] = {}
    for kind, seconds in took:
        by_kind.setdefault(kind, []).append(seconds)
    medians = {kind: statistics.median(seconds) for kind, seconds in by_kind.items()}
    left = sum(medians.get(kind, overall) for kind in waiting)
    return 60 * len(took) / max(sum(seconds for _, seconds in took), 0.001), left


def _kind(name: str) -> str:
    return PurePath(name).suffix.lower()


def _file(row: Row[Any], documents: Sequence[tuple[str, int]]) -> ImportFile:
    path = Path(os.fsdecode(row.path))
    return ImportFile(row.n, path, row.name, row.status, row.reason, tuple(sorted(documents)), row.seconds)
