"""A library that people go on using in; one file with all of it, as it was at one moment, out.

The file is a ZIP: `tables/NAME.jsonl`, `originals/NAME`, and `manifest.json` with the rows and the SHA-256 of each. Tables
are written as values, not as a database's own file, so that it can be restored on SQLite and on PostgreSQL alike.
"""

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, Table, select

from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.audit import Audit
from mediator_bot.library.catalogue import now
from mediator_bot.library.migrations import HEAD
from mediator_bot.library.tables import metadata, versions
from mediator_bot.types import Person

FORMAT = 1
MANIFEST = "manifest.json"
# People sign in again where a library is restored.
LEFT_OUT = ("sessions",)
_STEP = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `missing` are originals that a version names and the library no longer had."""

    made_at: str
    schema: str
    rows: dict[str, int]
    sha256: dict[str, str]
    missing: tuple[str, ...]
    keys: bool
    format: int = FORMAT


def back_up(engine: Engine, home: Path, file: Path, by: Person, *, with_keys: bool = False) -> Manifest:
    """Write a backup that is there whole or not at all, readable by its owner alone, and read it again to be sure.

    Others may write meanwhile: what they confirm later is not in it. Raises RightsError for anyone but an admin of every
    unit, LibraryError where the file cannot be written.
    """
    if by.role != "admin" or not by.every_unit:
        raise RightsError(
            f"{by.name} ({by.role}) may not make a backup: it holds every unit's notes. Ask the operator."
        )
    scratch = file.with_name(file.name + ".new")
    try:
        with open(scratch, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as written:
            manifest = _write(engine, home / "library", written, with_keys)
            written.flush()
            os.fsync(written.fileno())
        verified(scratch)
        scratch.replace(file)
    except OSError as error:
        raise LibraryError(
            f"The backup {file} could not be written: {error.strerror}. An earlier file of that name is as it was;"
            " choose another place, or make room."
        ) from error
    finally:
        scratch.unlink(missing_ok=True)
    Audit(engine).record(by, "backup", file.name, {"keys": "yes" if with_keys else "no"})
    return manifest


def verified(file: Path) -> Manifest:
    """The manifest of a backup, each part of which is what was written. Raises LibraryError where one is not."""
    try:
        with zipfile.ZipFile(file) as archive:
            table = json.loads(archive.read(MANIFEST))
            if table.get("format") != FORMAT:
                raise LibraryError(
                    f"{file.name} is a backup of another version of mediator-bot. Restore it with that one."
                )
            manifest = Manifest(**{**table, "missing": tuple(table["missing"])})
            for name, sha256 in manifest.sha256.items():
                with archive.open(name) as part:
                    if hashlib.file_digest(part, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]
                        raise _damaged(file, name)
            return manifest
    except OSError as error:
        raise LibraryError(f"{file} cannot be read: {error.strerror}. Check the name.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, NotImplementedError) as error:
        raise _damaged(file, str(error)) from error


def _damaged(file: Path, what: str) -> LibraryError:
    return LibraryError(
        f"{file.name} is damaged or no backup of a library ({what}). Nothing was changed; take another one."
    )


def _write(engine: Engine, library: Path, written: IO[bytes], with_keys: bool) -> Manifest:
    rows, sums, missing = {}, {}, []
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        with _one_moment(engine) as connection:
            for table in metadata.sorted_tables:
                if table.name not in LEFT_OUT:
                    name = f"tables/{table.name}.jsonl"
                    rows[table.name], sums[name] = _table(archive, name, connection, table)
            query = (
                select(versions.c.original).distinct().where(versions.c.original != "").order_by(versions.c.original)
            )
            originals = list(connection.execute(query).scalars())
        for original in originals:
            try:
                sums[f"originals/{original}"] = _copy(
                    archive, f"originals/{original}", library / "originals" / original
                )
            except FileNotFoundError:
                missing.append(original)
        for key in sorted(library.glob("*.key")) if with_keys else ():
            sums[f"keys/{key.name}"] = _copy(archive, f"keys/{key.name}", key)
        manifest = Manifest(now(), HEAD, rows, sums, tuple(missing), with_keys)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """All that is read here is of one moment, whatever others write."""
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        yield connection


def _table(archive: zipfile.ZipFile, name: str, connection: Connection, table: Table) -> tuple[int, str]:
    """Write the rows of a table, a JSON object each; how many there were, and the SHA-256 of it all."""
    count, digest = 0, hashlib.sha256()
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=500)
    with archive.open(name, "w", force_zip64=True) as part:
        for row in connection.execute(query).mappings():
            line = json.dumps(dict(row), ensure_ascii=False, default=_as_text).encode() + b"\n"
            part.write(line)
            digest.update(line)
            count += 1
    return count, digest.hexdigest()


def _as_text(value: bytes) -> str:
    """JSON has no bytes; the column says where they are."""
    return base64.b64encode(value).decode()


def _copy(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as part:
        while some := file.read(_STEP):
            part.write(some)
            digest.update(some)
    return digest.hexdigest()
