"""Work on the library's disk in; where the disk is full, one line that says so and what to do out."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediator_bot.errors import LibraryError

# EFBIG is how a limit on the size of files, and some network disks, say it.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# PostgreSQL: insufficient resources, disk full.
_SQLSTATE_FULL = "53100"
# What the catalogue and its log may grow by while one file is taken in.
_SPARE = 4_000_000


@contextmanager
def room_on(home: Path, then: str) -> Iterator[None]:
    """Raises LibraryError, which ends in `then`, where what is done inside finds no room on the disk.

    What was written before stays as it is; a transaction that found no room has changed nothing.
    """
    try:
        yield
    except (OSError, LibraryError) as error:
        if not _is_full(error):
            raise
        raise LibraryError(f"The disk of {home} is full. Make room. {then}") from error


def require_room(home: Path, size: int, then: str) -> None:
    """Raises LibraryError, which ends in `then`, where a file of `size` bytes would not fit any more."""
    free = shutil.disk_usage(home).free
    if free < size + _SPARE:
        raise LibraryError(f"The disk of {home} is full ({free // 1_000_000} MB left). Make room. {then}")


def _is_full(error: OSError | LibraryError) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    refused = error.__cause__
    # SQLite names a refused write an input/output error where the system gave another reason than a full disk.
    code = getattr(refused, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR) or getattr(refused, "sqlstate", None) == _SQLSTATE_FULL
