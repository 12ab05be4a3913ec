"""Homes of every earlier version are opened and keep their rows; what they become is what a new home is."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect, make_url, text

from mediator_bot.errors import LibraryError
from mediator_bot.library import migrations
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.engine import engine_at, open_engine, writing
from mediator_bot.library.migrations import HEAD, revision_of, upgrade
from mediator_bot.library.tables import metadata
from mediator_bot.types import Person

HOMES = Path(__file__).parent / "homes"
STEPS = ("0001", "0002")
CHEN = Person("chen", "mediator", frozenset({"Maple Court"}))


def as_json(value: object) -> object:
    """JSON columns as values: how they are spaced is nobody's business."""
    try:
        return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
    except ValueError:
        return value


def rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Everything a database holds, by table."""
    kept = {}
    with engine.connect() as connection:
        for table in set(inspect(engine).get_table_names()) - {"alembic_version"}:
            found = connection.execute(text(f"SELECT * FROM {table}")).mappings()
            kept[table] = [{name: as_json(value) for name, value in row.items()} for row in found]
    return kept


def old_home(home: Path, dump: str) -> Engine:
    """A SQLite catalogue as an earlier version left it, from its own SQL."""
    (home / "library").mkdir(parents=True)
    with sqlite3.connect(home / "library" / "catalogue.sqlite") as connection:
        connection.executescript((HOMES / dump).read_text(encoding="utf-8"))
    connection.close()
    return engine_at(make_url(f"sqlite:///{home / 'library' / 'catalogue.sqlite'}"))


def assert_kept(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> None:
    """Every row is there, with every value it had; only columns, and what is empty in them, were added."""
    for table, old in before.items():
        now = [{name: row[name] for name in old[0]} for row in after[table]] if old else []
        assert all(row in now for row in old), table
        assert len(now) == len(old), table


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine of a database with nothing in it, of either kind."""
    url = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("new_database")()
    engine = engine_at(make_url(url))
    yield engine
    engine.dispose()


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_steps_lead_to_the_tables(fresh: Engine) -> None:
    with writing(fresh) as connection:
        upgrade(connection)
    found = differences(fresh)
    assert not found, (
        f"tables.py and the migrations disagree: {found}. Add each table or column to the newest file in"
        f" mediator_bot/library/migrations/versions (step {HEAD}), in the same commit."
    )


@pytest.mark.parametrize("dump", ["0001.sql", "between.sql", "0002.sql"])
def test_a_home_of_an_earlier_version_keeps_its_rows(tmp_path: Path, dump: str) -> None:
    old = old_home(tmp_path, dump)
    before = rows(old)
    old.dispose()
    catalogue = Catalogue(tmp_path)
    assert_kept(before, rows(catalogue.engine))
    assert not differences(catalogue.engine)
    # What was said then can be read now, by the same people.
    assert catalogue.page("md-1", 2, 1, CHEN) == "The landlord kept the deposit.\n押金"
    assert catalogue.document("md-1", Person("li", "trainee")).confidentiality == "training"
    assert catalogue.changed_since(0) == ["md-1", "md-2"]
    assert list(catalogue.live_passage_ids(CHEN)) == [7]
    catalogue.engine.dispose()


@pytest.mark.parametrize("step", STEPS)
def test_each_step_keeps_the_rows(fresh: Engine, step: str) -> None:
    with writing(fresh) as connection:
        upgrade(connection, step)
        kept = [
            {"document_id": name, "kind": "case", "source": name, "confidentiality": "training", "live_version": 1}
            for name in ("a", "押金")
        ]
        connection.execute(insert(metadata.tables["documents"]), kept)
        connection.execute(text("INSERT INTO changes (document_id, action, at) VALUES ('a', 'publish', 'now')"))
    before = rows(fresh)
    with writing(fresh) as connection:
        upgrade(connection)
    assert_kept(before, rows(fresh))
    assert not differences(fresh)


def test_numbers_are_never_used_again(fresh: Engine) -> None:
    """An index may still hold the number of a passage that is gone."""
    with writing(fresh) as connection:
        upgrade(connection)
    passage = {"document_id": "a", "version": 1, "page": 1, "start": 0, "end": 1, "language": "en", "heading": ""}
    kept = metadata.tables["passages"]
    with fresh.begin() as connection:
        connection.execute(insert(kept), [passage, passage])
        connection.execute(kept.delete())
        assert connection.execute(insert(kept).returning(kept.c.id), passage).scalar() == 3


def test_a_step_that_fails_leaves_nothing_behind(fresh: Engine) -> None:
    def fails() -> None:
        with writing(fresh) as connection:
            upgrade(connection)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert inspect(fresh).get_table_names() == []


def test_several_starts_at_once_make_one_library(tmp_path: Path, new_database: Any) -> None:
    for url in ("", new_database()):
        with ThreadPoolExecutor(4) as pool:
            opened = list(pool.map(lambda _, url=url: open_engine(url, tmp_path), range(4)))
        for engine in opened:
            with engine.connect() as connection:
                assert revision_of(connection) == HEAD
            engine.dispose()


def test_a_home_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    with catalogue.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    catalogue.engine.dispose()
    said = "A newer version of mediator-bot has written this library .schema 0999, this program knows up to 0003"
    with pytest.raises(LibraryError, match=said):
        Catalogue(tmp_path)


def test_the_newest_step_is_the_one_that_counts() -> None:
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == HEAD
