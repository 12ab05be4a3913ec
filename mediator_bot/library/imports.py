"""Files, folders and uploads in; each taken in as one step of a job that survives a kill, a full disk and a restart."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import Any

from sqlalchemy import Connection, insert, select, update

from mediator_bot import documents
from mediator_bot.documents.names import shown
from mediator_bot.errors import LibraryError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import now
from mediator_bot.library.disk import require_room, room_on
from mediator_bot.library.engine import writing
from mediator_bot.library.jobs import WAITING, ImportFile, Job, Jobs, new_id
from mediator_bot.library.leases import Lease
from mediator_bot.library.library import AddReport, Library
from mediator_bot.library.rights import require_admin
from mediator_bot.library.tables import import_documents, import_files, import_jobs
from mediator_bot.types import Person

_HIDDEN = "It is hidden, or the lock file of an open document; folders are read without these. Name it to add it."


@dataclass(frozen=True)
class Upload:
    """A file that came in: the name it had, with its folders, and where its content lies now."""

    name: str
    content: Path


class Imports(Jobs):
    """The import jobs of one library, with the work itself."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.catalogue.engine)
        self._library = library
        self._home = library.settings.home

    # --- a new job -----------------------------------------------------------------------------------------------

    def begin(
        self,
        paths: Sequence[Path],
        by: Person,
        *,
        publish: bool = False,
        confidentiality: str | None = None,
        again: bool = False,
    ) -> Job:
        """A job over files and folders where they lie; `again` also takes in what was erased before. Raises RightsError for anyone but an admin."""
        # From now on it may be resumed from another folder.
        files = [(path.absolute(), str(path)) for path in documents.find(paths)]
        left = [(path.absolute(), _HIDDEN) for path in documents.left_out(paths)]
        return self.get(self.create(files, left, by, publish=publish, confidentiality=confidentiality, again=again), by)

    def receive(
        self, uploads: Sequence[Upload], by: Person, *, publish: bool = False, confidentiality: str | None = None
    ) -> Job:
        """A job over copies of what was uploaded, which lie in the library until all is taken in.

        Nothing is kept, and LibraryError raised, where the disk has no room for all of them.
        """
        require_admin(by, "add documents")
        job = new_id()
        folder = self._incoming(job)
        try:
            with room_on(self._home, "Then upload the files again."):
                require_room(self._home, sum(one.content.stat().st_size for one in uploads), "Then upload them again.")
                _copy(uploads, folder)
        except LibraryError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        files = [(path, path.relative_to(folder).as_posix()) for path in documents.find([folder])]
        left = [(path.relative_to(folder), _HIDDEN) for path in documents.left_out([folder])]
        self.create(files, left, by, publish=publish, confidentiality=confidentiality, uploaded=job)
        return self.get(job, by)

    def _incoming(self, job: str) -> Path:
        return self._home / "library" / "incoming" / job

    # --- the work ------------------------------------------------------------------------------------------------

    def run(self, job: str, by: Person) -> Iterator[AddReport]:
        """Take in what waits, one report a file once its outcome is kept; also goes on with what was broken off.

        Raises LibraryError where another process works on the job, and where the disk is full: the job then is
        `stopped`, and goes on from the same file once it is run again. Raises RightsError for anyone but an admin.
        """
        require_admin(by, "add documents")
        kept = self.get(job, by)
        if kept.state == "done":
            return
        waiting = [file for file in self.files(job, by) if file.status == WAITING]
        with Lease(self._engine, job) as lease:
            end, reason = "stopped", f"It was broken off. `mediator-bot library import resume {job}` goes on."
            try:
                with documents.Reader(self._library.limits) as reader:
                    for file in waiting:
                        if self._is_cancelled(job):
                            break
                        yield self._take_in(kept, file, by, reader.read, lease)
                end, reason = ("cancelled" if self._is_cancelled(job) else "done"), ""
            except LibraryError as error:
                reason = str(error)
                raise
            finally:
                # On a full disk there may be no room for this either: then the job counts as interrupted.
                with suppress(LibraryError):
                    self._end(lease, by, end, reason)
        if end == "done":
            shutil.rmtree(self._incoming(job), ignore_errors=True)

    def _take_in(self, job: Job, file: ImportFile, by: Person, read: Callable[[Path], Any], lease: Lease) -> AddReport:
        began, again = monotonic(), f"Then `mediator-bot library import resume {job.id}` goes on with {file.name}."
        called = f"upload {job.id}/{file.name}" if job.uploaded else None
        with room_on(self._home, again):
            require_room(self._home, file.path.stat().st_size if file.path.is_file() else 0, again)
            report = self._library.add(
                file.path,
                by,
                read,
                publish=job.publish,
                confidentiality=job.confidentiality,
                again=job.again,
                called=called,
                account=partial(_account, lease, file.n),
            )
            self._acknowledge(lease, file, report, monotonic() - began)
        return replace(report, path=file.name)

    def _acknowledge(self, lease: Lease, file: ImportFile, report: AddReport, seconds: float) -> None:
        with writing(self._engine) as connection:
            lease.require(connection)
            connection.execute(
                update(import_files)
                .where(import_files.c.job == lease.job, import_files.c.n == file.n)
                .values(status=report.status, reason=report.reason, seconds=round(seconds, 3), at=now())
            )

    def _is_cancelled(self, job: str) -> bool:
        with self._engine.connect() as connection:
            return bool(connection.execute(select(import_jobs.c.cancelled).where(import_jobs.c.id == job)).scalar())

    def _end(self, lease: Lease, by: Person, state: str, reason: str) -> None:
        with writing(self._engine) as connection:
            lease.require(connection)
            ended = {"state": state, "reason": reason or None, "ended_at": now()}
            connection.execute(update(import_jobs).where(import_jobs.c.id == lease.job).values(ended))
            append(connection, by, "import.end", lease.job, {"state": state})

    # --- after a restart -----------------------------------------------------------------------------------------

    def unfinished(self, by: Person) -> list[Job]:
        """What a kill or a stop left to do, the oldest first; what was cancelled is left alone."""
        return [job for job in reversed(self.of(by)) if job.may_go_on and job.state != "cancelled"]


def _account(lease: Lease, n: int, connection: Connection, document_id: str, version: int, status: str) -> str:
    """What a document counts as: what it was when this job first met it, for it may be met again after a kill."""
    lease.require(connection)
    place = {"job": lease.job, "n": n, "document_id": document_id, "version": version}
    known = connection.execute(select(import_documents.c.status).filter_by(**place)).scalar()
    if known is None:
        connection.execute(insert(import_documents).values(**place, status=status))
    return str(known or status)


def _copy(uploads: Sequence[Upload], folder: Path) -> None:
    """Copies under the names they had, for nobody else on this machine to read."""
    taken: set[PurePosixPath] = set()
    for upload in uploads:
        place = safe_name(upload.name)
        while place in taken:
            place = place.with_name(f"_{place.name}")
        taken.add(place)
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(upload.content, target)
        target.chmod(0o600)
    folder.chmod(0o700)


def safe_name(name: str) -> PurePosixPath:
    """A path below any folder, whatever an upload is called: no way up, no steering characters, no endless names."""
    parts = [shown(part).strip() for part in name.replace("\\", "/").split("/")]
    kept = [_short(part) for part in parts if part.strip(". ")]
    return PurePosixPath(*kept[-8:]) if kept else PurePosixPath("unnamed")


def _short(part: str) -> str:
    """At most 200 bytes, with the suffix left on."""
    path = PurePosixPath(part)
    room = 200 - len(path.suffix.encode())
    stem = path.stem.encode()[: max(room, 20)].decode(errors="ignore")
    return stem + path.suffix if len(part.encode()) > 200 else part
