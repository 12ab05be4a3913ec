"""What is said when the catalogue cannot be used: one line, without the password and without a word of a note."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from mediator_bot.errors import LibraryError, MediatorError, SettingsError
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.engine import open_engine, writing
from mediator_bot.library.tables import pages
from mediator_bot.settings import Settings

SECRET = "geheim-7319"


@pytest.mark.parametrize(
    ("url", "error", "said"),
    [
        (f"postgresql+psycopg://mia:{SECRET}@127.0.0.1:1/none", LibraryError, "could not be read or written"),
        (f"postgresql+psycopg://mia:{SECRET}@127.0.0.1:x/none", SettingsError, "is not an address"),
        (f"postgresql+pigeon://mia:{SECRET}@127.0.0.1/none", SettingsError, "is not an address"),
        (f"{SECRET}", SettingsError, "is not an address"),
    ],
)
def test_an_address_that_does_not_work_is_said_without_its_password(
    tmp_path: Path, url: str, error: type[MediatorError], said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        open_engine(url, tmp_path)
    told = f"{caught.value!r} {caught.value.__cause__!r}"
    assert SECRET not in told
    assert SECRET not in repr(Settings(home=tmp_path, catalogue_url=url))


def test_a_full_disk_is_said_and_what_was_confirmed_stays(tmp_path: Path) -> None:
    engine = open_engine("", tmp_path)
    page = {"document_id": "a", "version": 1, "number": 1, "text": "kept"}
    with writing(engine) as connection:
        connection.execute(insert(pages), page)

    def fill() -> None:
        with writing(engine) as connection:
            # What SQLite answers on a full disk, it answers here too.
            connection.exec_driver_sql(
                f"PRAGMA max_page_count = {connection.exec_driver_sql('PRAGMA page_count').scalar()}"
            )
            connection.execute(insert(pages), {**page, "number": 2, "text": "what nobody may read " * 10_000})

    with pytest.raises(LibraryError, match="database or disk is full. What was confirmed before is kept") as caught:
        fill()
    assert "nobody" not in str(caught.value)
    engine.dispose()
    with Catalogue(tmp_path).engine.connect() as connection:
        assert list(connection.execute(text("SELECT text FROM pages")).scalars()) == ["kept"]


def test_writers_on_postgres_take_turns(tmp_path: Path, new_database: Callable[..., str]) -> None:
    engine = open_engine(new_database(), tmp_path)
    with writing(engine), engine.begin() as other:
        assert other.execute(text("SELECT pg_try_advisory_xact_lock(1835361385)")).scalar() is False
    with engine.begin() as other:
        assert other.execute(text("SELECT pg_try_advisory_xact_lock(1835361385)")).scalar() is True
    engine.dispose()
