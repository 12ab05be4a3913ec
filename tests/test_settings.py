"""Where each setting comes from, and how a wrong one is told."""

from dataclasses import fields
from pathlib import Path

import pytest

from mediator_bot import errors
from mediator_bot.errors import MediatorError, SettingsError
from mediator_bot.settings import Settings
from mediator_bot.types import Person

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without settings, and an environment without them."""
    for item in fields(Settings):
        monkeypatch.delenv(f"MEDIATOR_{item.name.upper()}", raising=False)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a settings file may be written; not the working folder."""
    (tmp_path / "etc").mkdir()
    return tmp_path / "etc" / "room.toml"


# --- where the values come from --------------------------------------------------------------------------------------


def test_without_a_file_everything_has_its_default() -> None:
    loaded = Settings.load()
    assert loaded == Settings(home=loaded.home)
    assert loaded.home.is_absolute()
    assert "mediator-bot" in loaded.home.parts
    assert (loaded.embeddings, loaded.chat_model, loaded.threads, loaded.unit) == ("packaged", "", 0, "local")
    assert (loaded.max_file_mb, loaded.max_pages, loaded.parse_seconds) == (50, 2000, 50)


def test_a_file_says_everything(file: Path) -> None:
    file.write_text(
        'home = "lib"\ncatalogue_url = "sqlite:///c"\nembeddings = "m"\nchat_model = "ollama:x"\nthreads = 2\n'
        'max_file_mb = 3\nmax_pages = 4\nparse_seconds = 5\nunit = "Maple Court"\n[referrals]\nPolice = "110"\n'
        '[people]\nchen = { role = "mediator", units = ["Maple Court", "Lake"] }\nlin = { role = "auditor" }\n',
        encoding="utf-8",
    )
    assert Settings.load(file) == Settings(
        home=file.parent / "lib",
        catalogue_url="sqlite:///c",
        embeddings="m",
        chat_model="ollama:x",
        threads=2,
        max_file_mb=3,
        max_pages=4,
        parse_seconds=5,
        unit="Maple Court",
        referrals={"Police": "110"},
        people={
            "chen": Person("chen", "mediator", frozenset({"Maple Court", "Lake"})),
            "lin": Person("lin", "auditor", frozenset()),
        },
    )


def test_the_file_of_the_working_folder_is_the_default(elsewhere: Path) -> None:
    (elsewhere / "mediator.toml").write_bytes('\ufeffunit = "枫林"\n'.encode())  # as Notepad writes it
    assert Settings.load().unit == "枫林"


def test_the_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('threads = 2\nunit = "file"\nchat_model = "ollama:x"\n')
    monkeypatch.setenv("MEDIATOR_THREADS", "4")
    monkeypatch.setenv("MEDIATOR_CHAT_MODEL", "")
    loaded = Settings.load(file)
    assert (loaded.threads, loaded.unit, loaded.chat_model) == (4, "file", "")


def test_a_home_counts_from_where_it_was_named(file: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('home = "."\n')
    assert Settings.load(file).home == file.parent
    monkeypatch.setenv("MEDIATOR_HOME", "from-environment")
    assert Settings.load(file).home == elsewhere / "from-environment"
    assert Settings.load(file, Path("from-command-line")).home == elsewhere / "from-command-line"
    assert Settings.load(home=Path("/srv/room")).home == Path("/srv/room")
    assert Settings.load(home=Path("~/room")).home == Path.home() / "room"


def test_the_settings_of_the_repository_explain_every_key() -> None:
    loaded = Settings.load(ROOT / "mediator.toml")
    assert loaded == Settings(home=ROOT)
    text = (ROOT / "mediator.toml").read_text(encoding="utf-8")
    assert [
        item.name for item in fields(Settings) if f"\n{item.name} = " not in text and f"\n[{item.name}]" not in text
    ] == []


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "colour = 1",
            "room.toml: unknown key 'colour'. Known keys: catalogue_url, chat_model, embeddings, home, max_",
        ),
        ('threads = "two"', "room.toml: threads = 'two' is not a whole number from 0 up. Write one, such as 2."),
        ("threads = 2.5", "room.toml: threads = 2.5 is not a whole number"),
        ("threads = true", "room.toml: threads = True is not a whole number"),
        ("max_pages = -1", "room.toml: max_pages = -1 is not a whole number from 0 up"),
        ("home = 5", "room.toml: home = 5 is not text. Put it in quotes"),
        ("embeddings = false", "room.toml: embeddings = False is not text"),
        ('referrals = "110"', "room.toml: referrals = '110' is not a table. Write it as [referrals]"),
        ("[referrals]\nPolice = 110", "room.toml: referrals.Police = 110 is not text"),
        ("people = 3", "room.toml: people = 3 is not a table"),
        ('[people]\nchen = "admin"', "room.toml: people.chen needs role = one of mediator, trainee, admin, auditor"),
        ('[people]\nchen = { role = "boss" }', "room.toml: people.chen needs role"),
        ('[people]\nchen = { role = "admin", units = "Lake" }', "room.toml: people.chen needs role"),
        ('[people]\nchen = { role = "admin", units = [1] }', "room.toml: people.chen needs role"),
        ('[people]\nchen = { role = "admin", unit = "Lake" }', "room.toml: people.chen: unknown key 'unit'"),
        ("threads 2", "room.toml is not valid TOML"),
    ],
)
def test_a_wrong_file_says_where_and_what_to_do(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Settings.load(file)
    assert str(caught.value).startswith(f"{file.parent}/{said}")


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIATOR_MAX_PAGES", "many")
    with pytest.raises(SettingsError, match=r"^MEDIATOR_MAX_PAGES = 'many' is not a whole number from 0 up\."):
        Settings.load()


def test_files_that_cannot_be_read(file: Path) -> None:
    with pytest.raises(SettingsError, match=r"There is no settings file .*room\.toml\. Check the name"):
        Settings.load(file)
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        Settings.load(file.parent)
    file.write_bytes(b'unit = "\xff"')
    with pytest.raises(SettingsError, match="is not valid TOML"):
        Settings.load(file)


# --- the errors ------------------------------------------------------------------------------------------------------


def test_every_error_is_in_the_tree_and_explained() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind is not MediatorError]
    assert all(issubclass(kind, MediatorError) for kind in kinds)
    drawn = [line.split()[1] for line in (errors.__doc__ or "").splitlines() if line.startswith(("├", "└"))]
    assert drawn == [kind.__name__ for kind in kinds]
