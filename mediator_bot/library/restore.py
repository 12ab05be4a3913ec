"""A backup in; the library it was made of, in a home or a database that has none, out."""

import base64
import itertools
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, LargeBinary, MetaData, Table, func, insert, inspect, select, text

from mediator_bot.errors import LibraryError
from mediator_bot.library.backup import Manifest, verified
from mediator_bot.library.engine import address_of, engine_at, writing
from mediator_bot.library.migrations import HEAD, newer, upgrade

_BATCH = 500


def restore(file: Path, home: Path, url: str = "") -> Manifest:
    """Put a backup into a home without a library; with `url`, its tables into a database without one.

    The library is there whole or not at all, and as this version of the program has it. The index is not in a backup: it is
    made when the library is opened. Raises LibraryError where the backup is damaged or newer, or the place is not empty.
    """
    manifest = verified(file)
    if manifest.schema > HEAD:
        raise newer(manifest.schema)
    _require_empty(home)
    try:
        with _built_beside(home / "library") as scratch, zipfile.ZipFile(file) as archive:
            _files(archive, manifest, scratch)
            beside = URL.create("sqlite", database=str(scratch / "catalogue.sqlite"))
            engine = engine_at(address_of(url) if url else beside)
            _tables(archive, manifest, engine)
            engine.dispose()
    except FileExistsError as error:
        raise LibraryError(
            f"{error.filename} is there already: another restore is running, or one was stopped. Once none runs, delete it."
        ) from error
    except OSError as error:
        raise LibraryError(
            f"The backup could not be restored to {home}: {error.strerror}. Make room, or choose another."
        ) from error
    return manifest


@contextmanager
def _built_beside(folder: Path) -> Iterator[Path]:
    """A place to build a folder in; it takes the folder's name once it is whole, else it is gone."""
    scratch = folder.with_name(f"{folder.name}.restoring")
    scratch.mkdir(mode=0o700, parents=True)
    try:
        yield scratch
        if folder.exists():
            folder.rmdir()
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _require_empty(home: Path) -> None:
    for name in ("library", "indexes"):
        folder = home / name
        # The index of the repository is a folder with a README.
        if folder.is_dir() and any(path.name != "README.md" for path in folder.iterdir()):
            raise LibraryError(
                f"{home} has a library or an index already, which a restore never writes over. Name an empty folder with --home."
            )


def _files(archive: zipfile.ZipFile, manifest: Manifest, library: Path) -> None:
    (library / "originals").mkdir(mode=0o700)
    for name in manifest.sha256:
        folder, _, file = name.partition("/")
        if folder == "tables":
            continue
        place = {"originals": library / "originals", "keys": library}.get(folder)
        if place is None or Path(file).name != file or file.startswith("."):
            raise LibraryError(
                f"The backup holds {name!r}, which no backup does. Nothing was changed; take another one."
            )
        private = lambda path, flags: os.open(path, flags, 0o600)  # noqa: E731
        with archive.open(name) as part, open(place / file, "xb", opener=private) as written:
            shutil.copyfileobj(part, written)
            written.flush()
            os.fsync(written.fileno())


def _tables(archive: zipfile.ZipFile, manifest: Manifest, engine: Engine) -> None:
    with writing(engine) as connection:
        if inspect(connection).get_table_names():
            raise LibraryError(
                "The database that catalogue_url names has tables already, which a restore never writes over. Name an empty one."
            )
        upgrade(connection, manifest.schema)
        # As they were in the version that made the backup, which may be an earlier one.
        then = MetaData()
        then.reflect(connection)
        for table in then.sorted_tables:
            if table.name in manifest.rows:
                for rows in _batches(archive, table):
                    connection.execute(insert(table), rows)
        upgrade(connection)
        for name, expected in manifest.rows.items():
            found = connection.execute(select(func.count()).select_from(then.tables[name])).scalar_one()
            if found != expected:
                raise LibraryError(
                    f"The backup names {expected} rows of {name} and holds {found}. Nothing was changed; take another."
                )
        if engine.dialect.name == "postgresql":
            _count_on(connection, then)


def _batches(archive: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    in_bytes = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
    with archive.open(f"tables/{table.name}.jsonl") as part:
        while some := [json.loads(line) for line in itertools.islice(part, _BATCH)]:
            for row in some:
                row.update({name: base64.b64decode(row[name]) for name in in_bytes})
            yield some


def _count_on(connection: Connection, tables: MetaData) -> None:
    """PostgreSQL counts numbers apart from the rows: let it go on after the greatest."""
    for table in tables.sorted_tables:
        for column in table.primary_key:
            names = {"table": table.name, "column": column.name}
            sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), names).scalar()
            greatest = connection.execute(select(func.max(column))).scalar() if sequence else None
            if greatest:
                connection.execute(
                    text("SELECT setval(:sequence, :greatest)"), {"sequence": sequence, "greatest": greatest}
                )
