"""An import job in; the right to work on it, which only one process has at a time and keeps only while it lives, out."""

import datetime
import os
import socket
import sys
import threading
import uuid
from contextlib import suppress
from types import TracebackType

from sqlalchemy import Connection, Engine, select, update

from mediator_bot.errors import LibraryError
from mediator_bot.library.engine import writing
from mediator_bot.library.tables import import_jobs

# Seconds that a lease lasts; it is renewed four times as often, so that a busy machine does not lose it.
_LASTS = 60


class Lease:
    """Held inside a `with`; a thread renews it, for one file may take longer than it lasts.

    A lease ends by itself where its holder was killed: at once where that can be seen on this machine, else a minute
    later. Raises LibraryError on entering where another process works on the job.
    """

    def __init__(self, engine: Engine, job: str) -> None:
        self.job = job
        self._engine = engine
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex}"
        self._over = threading.Event()

    def __enter__(self) -> "Lease":
        with writing(self._engine) as connection:
            row = connection.execute(select(import_jobs).where(import_jobs.c.id == self.job)).one()
            if is_held(row.holder, row.held_until):
                raise LibraryError(
                    f"Import {self.job} is being worked on already. Look at it with `library import show`."
                )
            self._write(connection, self._holder, state="running", reason=None, cancelled=False, ended_at=None)
        threading.Thread(target=self._renew, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        # On a full disk even this may not be written; then the lease ends by itself.
        with suppress(LibraryError), writing(self._engine) as connection:
            mine = (import_jobs.c.id == self.job) & (import_jobs.c.holder == self._holder)
            connection.execute(update(import_jobs).where(mine).values(holder=None, held_until=None))

    def require(self, connection: Connection) -> None:
        """Raises LibraryError where somebody else has taken over; what this transaction did is then undone."""
        holder = connection.execute(select(import_jobs.c.holder).where(import_jobs.c.id == self.job)).scalar()
        if holder != self._holder:
            raise LibraryError(f"Another process goes on with import {self.job}; this one stops.")

    def _renew(self) -> None:
        while not self._over.wait(_LASTS / 4):
            with suppress(LibraryError), writing(self._engine) as connection:
                if connection.execute(select(import_jobs.c.holder).filter_by(id=self.job)).scalar() != self._holder:
                    return
                self._write(connection, self._holder)

    def _write(self, connection: Connection, holder: str, **values: str | bool | None) -> None:
        until = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=_LASTS)).isoformat(timespec="seconds")
        row = update(import_jobs).where(import_jobs.c.id == self.job)
        connection.execute(row.values(holder=holder, held_until=until, **values))


def is_held(holder: str | None, until: str | None) -> bool:
    """Whether a process that still lives, as far as can be seen from here, holds a lease."""
    if holder is None or until is None or until < datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"):
        return False
    machine, pid, _ = holder.rsplit(":", 2)
    return machine != socket.gethostname() or _lives(int(pid))


def _lives(pid: int) -> bool:
    if sys.platform == "win32":  # there a signal of 0 ends the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
