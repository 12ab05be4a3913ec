"""The verbs `users` and `audit`."""

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest

from mediator_bot.cli import main
from mediator_bot.library.library import Library
from mediator_bot.library.tables import audit as table
from mediator_bot.settings import Settings
from mediator_bot.types import Person

PASSWORD = "three herons by the weir"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDIATOR_EMBEDDINGS", "hashing")
    Library.create(Settings(home=tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def ran(*words: str, stdin: str = "", code: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        assert main([*words, "--home", str(home)]) == code
        captured = capsys.readouterr()
        return captured.err if code else captured.out

    return ran


def test_an_account_from_the_first_day_to_the_last(run: Any, home: Path) -> None:
    assert "There are no accounts yet." in run("users", "list")
    assert "users password 'Mei'" in run(
        "users", "add", "Mei", "--role", "mediator", "--unit", "Lake", "--unit", "Hill"
    )
    assert run("users", "list").split() == ["Mei", "mediator", "Hill,", "Lake", "no", "password", "yet"]
    run("users", "password", "Mei", "-", stdin=f"{PASSWORD}\n")
    library = Library(Settings(home=home))
    assert library.door.person(library.door.sign_in("Mei", PASSWORD)) == library.person("Mei")
    assert json.loads(run("users", "set", "Mei", "--role", "trainee", "--json"))["units"] == ["Hill", "Lake"]
    assert json.loads(run("users", "disable", "Mei", "--json"))["disabled"] is True
    assert "Nobody is called 'Mei'" in run("search", "x", "--as", "Mei", code=1)
    assert json.loads(run("users", "enable", "Mei", "--json"))["disabled"] is False
    run("users", "unlock", "Mei")
    assert "may not list accounts" in run("users", "list", "--as", "Mei", code=1)


def test_a_password_is_no_word_of_the_command_line(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run("users", "add", "Mei", "--role", "mediator")
    with pytest.raises(SystemExit):
        main(["users", "password", "Mei", PASSWORD])
    assert "A password has 12 to 256 characters" in run("users", "password", "Mei", "-", stdin="short\n", code=1)


def test_two_different_passwords_change_nothing(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run("users", "add", "Mei", "--role", "mediator")
    typed = iter([PASSWORD, PASSWORD + "."])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert "The two are not the same" in run("users", "password", "Mei", code=1)
    assert "no password yet" in run("users", "list")


def test_who_opened_a_guideline_this_week(run: Any, home: Path) -> None:
    run("library", "show", "deposit-disputes.en")
    run("users", "add", "Otto", "--role", "auditor")
    run("users", "add", "Mei", "--role", "mediator")
    run("library", "show", "deposit-disputes.en", "--page", "1", "--as", "Mei")
    rows = json.loads(
        run("audit", "--target", "deposit-disputes.en", "--action", "open", "--since", "7d", "--json", "--as", "Otto")
    )
    assert [(row["person"], row["details"]) for row in rows] == [
        ("operator", {"version": 1}),
        ("Mei", {"version": 1, "page": 1}),
    ]
    lines = run("audit", "--who", "Mei").splitlines()
    assert len(lines) == 1 and lines[0].endswith("Mei (mediator)  open  deposit-disputes.en  version=1  page=1")
    today = datetime.datetime.now().astimezone().date()
    assert run("audit", "--who", "Mei", "--until", str(today)).splitlines() == lines
    assert "Nothing of that kind." in run("audit", "--who", "Mei", "--until", str(today - datetime.timedelta(days=1)))
    assert "is no moment" in run("audit", "--since", "last week", code=1)
    assert "may not read the log" in run("audit", "--as", "Mei", code=1)
    assert "may not read the log" in run("audit", "verify", "--as", "Mei", code=1)


def test_the_account_is_checked(run: Any, home: Path) -> None:
    said = run("audit", "verify")
    assert "entries, each as it was written. Note the last hash elsewhere: " in said
    noted = said.split()[-1]
    run("library", "show", "deposit-disputes.en")
    assert json.loads(run("audit", "verify", "--noted", noted, "--json"))["broken"] is None
    engine = Library(Settings(home=home)).catalogue.engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.execute(table.update().where(table.c.n == 3).values(person="somebody else"))
    assert run("audit", "verify", code=1) == ""
    assert Library(Settings(home=home)).audit.verify(noted).broken == 3


def test_an_account_cannot_take_the_name_of_somebody_in_the_settings(tmp_path: Path) -> None:
    lin = Person("lin", "mediator", frozenset({"Lake"}))
    library = Library.create(Settings(home=tmp_path, people={"lin": lin}))
    assert library.person("lin") == lin
    for name in ("lin", "operator", "(nobody)", "authors of the sample library"):
        with pytest.raises(Exception, match="means somebody else already"):
            library.people.add(library.person(None), name, "admin")
