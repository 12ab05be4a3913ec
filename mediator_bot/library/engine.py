"""An address in, an engine for the catalogue out (SQLite beside the library, or a PostgreSQL server), and transactions on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from mediator_bot.errors import LibraryError, SettingsError
from mediator_bot.library.migrations import HEAD, revision_of, upgrade

# Any number that means this program to a PostgreSQL server: the lock that writers take in turn.
_WRITERS = 0x6D656469


def open_engine(url: str, home: Path) -> Engine:
    """An engine, the schema brought up to this version. An empty `url` means SQLite in `home/library/catalogue.sqlite`.

    Raises SettingsError where the address cannot be used, LibraryError where the catalogue cannot be reached or was
    written by a newer version.
    """
    folder = _folder(home)
    engine = engine_at(address_of(url) if url else URL.create("sqlite", database=str(folder / "catalogue.sqlite")))
    with engine.connect() as connection:
        present = revision_of(connection)
    if present != HEAD:
        # Of two that start together one waits, and then finds the work done.
        with writing(engine) as connection:
            upgrade(connection)
    return engine


def engine_at(address: URL) -> Engine:
    """An engine that says in plain words what goes wrong, and never the values of a statement: they are case notes.

    SQLite runs in WAL mode, so that people read while one writes, overwrites what it deletes, and has what it confirms on
    the disk.
    """
    try:
        engine = create_engine(address, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"catalogue_url names a driver that is not installed ({error.name}). Run `pip install 'mediator-bot[postgres]'`."
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise _unusable() from error
    event.listen(engine, "handle_error", _in_plain_words)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that nobody else writes in: what it has read still holds when it ends.

    So the changes of the feed are there in the order of their numbers.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Else SQLite begins with the first change, after the reading that the change rests on.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(select(func.pg_advisory_xact_lock(_WRITERS)))
        yield connection


def _folder(home: Path) -> Path:
    """Where originals lie, and SQLite: for the account of the program alone."""
    folder = home / "library"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"No library can be made in {home}: {error.strerror}. Choose another --home.") from error
    return folder


def address_of(url: str) -> URL:
    """An address as the settings name it. Raises SettingsError, which shows no part of it."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        # Not chained: what could not be read may be a piece of the password.
        raise _unusable() from None


def _unusable() -> SettingsError:
    return SettingsError(
        "catalogue_url is not an address that can be used. Write it as postgresql+psycopg://user:password@host:5432/database,"
        " with signs such as @ or / in the password written as %40 or %2F."
    )


def _in_plain_words(context: ExceptionContext) -> None:
    """A full disk, a server that is gone: one line that a person can act on, in place of a statement."""
    failed = context.sqlalchemy_exception
    if isinstance(failed, OperationalError):
        reason = " ".join(str(context.original_exception).split())
        raise LibraryError(
            f"The catalogue could not be read or written: {reason}. What was confirmed before is kept, this change is not."
            " Look at the disk or the database server, then try again."
        ) from context.original_exception


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
