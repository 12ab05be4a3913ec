"""Accounts and the door: who manages whom, what a password must be, when a session ends, and what a wrong one costs."""

import datetime
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from mediator_bot.errors import LibraryError, QuestionError, RightsError
from mediator_bot.library import sign_in
from mediator_bot.library.audit import Audit
from mediator_bot.library.engine import open_engine
from mediator_bot.library.passwords import hashed, matches
from mediator_bot.library.people import People
from mediator_bot.library.sign_in import SignIn
from mediator_bot.library.tables import accounts, sessions
from mediator_bot.types import Person

OPERATOR = Person("operator", "admin", frozenset({"local"}), every_unit=True)
LAKE = Person("Lena", "admin", frozenset({"Lake"}))
AUDITOR = Person("Otto", "auditor")
PASSWORD = "three herons by the weir"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine("", tmp_path)
    yield opened
    opened.dispose()


@pytest.fixture
def people(engine: Engine) -> People:
    return People(engine, {"operator"})


@pytest.fixture
def door(engine: Engine, people: People) -> SignIn:
    people.add(OPERATOR, "Mei", "mediator", ["Lake"], password=PASSWORD)
    return SignIn(engine, people)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime.datetime]:
    """The moment it is at the door, to be moved by the test."""
    at = [datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)]
    monkeypatch.setattr(sign_in, "_now", lambda: at[0])
    return at


# --- accounts --------------------------------------------------------------------------------------------------------


def test_an_account_gives_its_role_and_units(people: People) -> None:
    added = people.add(OPERATOR, "  Li   Wei ", "mediator", ["Lake", " Hill ", ""])
    assert (added.name, added.units, added.has_password, added.disabled) == ("Li Wei", ("Hill", "Lake"), False, False)
    assert added.person == Person("Li Wei", "mediator", frozenset({"Lake", "Hill"}))
    assert people.find("Li Wei") == added
    changed = people.change(OPERATOR, "Li Wei", role="trainee", units=[])
    assert changed.person == Person("Li Wei", "trainee")
    assert people.disable(OPERATOR, "Li Wei").disabled
    assert people.find("Li Wei") is None
    people.disable(OPERATOR, "Li Wei", disabled=False)
    assert people.find("Li Wei") is not None


@pytest.mark.parametrize("name", ["", "  ", "operator", "a\x00b", "a\u202eb", "x" * 101])
def test_a_name_nobody_can_have(people: People, name: str) -> None:
    with pytest.raises(QuestionError):
        people.add(OPERATOR, name, "mediator")


def test_a_name_is_given_once(people: People) -> None:
    people.add(OPERATOR, "Mei", "mediator")
    with pytest.raises(QuestionError, match="There is an account 'Mei' already"):
        people.add(OPERATOR, "Mei", "admin")


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "x" * 257, "Mei Lin Chang"])
def test_a_password_that_is_easily_guessed_is_refused(people: People, password: str) -> None:
    people.add(OPERATOR, "mei lin chang", "mediator")
    with pytest.raises(QuestionError):
        people.set_password(OPERATOR, "mei lin chang", password)


def test_a_password_is_kept_as_argon2id_and_never_twice_alike() -> None:
    kept = hashed(PASSWORD, "Mei")
    assert kept.startswith("$argon2id$") and PASSWORD not in kept and kept != hashed(PASSWORD, "Mei")
    assert [matches(kept, one) for one in (PASSWORD, PASSWORD + "x", "")] == [True, False, False]
    assert not matches("", "no account has this one")


def test_an_admin_manages_the_accounts_of_the_own_units(people: People) -> None:
    people.add(LAKE, "mine", "mediator", ["Lake"])
    people.add(OPERATOR, "hers", "mediator", ["Hill"])
    people.add(OPERATOR, "both", "mediator", ["Hill", "Lake"])
    people.add(OPERATOR, "chief", "admin", every_unit=True)
    assert [account.name for account in people.listed(LAKE)] == ["mine"]
    assert [account.name for account in people.listed(AUDITOR)] == ["both", "chief", "hers", "mine"]
    for name in ("hers", "both", "chief", "nobody"):
        for change in (people.disable, people.unlock):
            with pytest.raises(LibraryError, match="no account .* that you manage"):
                change(LAKE, name)
        with pytest.raises(LibraryError):
            people.set_password(LAKE, name, PASSWORD)
        with pytest.raises(LibraryError):
            people.change(LAKE, name, units=["Lake"])
    for units, every in ((["Hill"], False), ([], False), ([], True)):
        with pytest.raises(RightsError, match="own units only"):
            people.add(LAKE, "new", "admin", units, every_unit=every)
        with pytest.raises(RightsError, match="own units only"):
            people.change(LAKE, "mine", role="admin", units=units, every_unit=every)
    assert people.find("mine") == people.listed(LAKE)[0]


@pytest.mark.parametrize("role", ["mediator", "trainee", "auditor"])
def test_nobody_else_manages_accounts(people: People, role: str) -> None:
    person = Person("p", role, frozenset({"Lake"}))  # type: ignore[arg-type]
    people.add(OPERATOR, "p", role, ["Lake"])
    with pytest.raises(RightsError):
        people.add(person, "x", "mediator", ["Lake"])
    with pytest.raises(RightsError):
        people.change(person, "p", role="admin")
    with pytest.raises(RightsError):
        people.disable(person, "p")
    if role != "auditor":
        with pytest.raises(RightsError):
            people.listed(person)
    assert people.set_password(person, "p", PASSWORD).has_password  # one's own


def test_only_an_admin_stands_for_every_unit(people: People) -> None:
    with pytest.raises(QuestionError, match="Only an admin stands for every unit"):
        people.add(OPERATOR, "Mei", "mediator", every_unit=True)
    assert not people.has_admin()
    people.add(OPERATOR, "chief", "admin", every_unit=True)
    assert not people.has_admin()  # without a password nobody can sign in
    people.set_password(OPERATOR, "chief", PASSWORD)
    assert people.has_admin()
    people.disable(OPERATOR, "chief")
    assert not people.has_admin()


# --- the door --------------------------------------------------------------------------------------------------------


def test_a_session_is_whose_name_and_password_were_given(door: SignIn, engine: Engine) -> None:
    token = door.sign_in("Mei", PASSWORD)
    assert door.person(token) == Person("Mei", "mediator", frozenset({"Lake"}))
    assert door.person(token + "x") is None and door.person("") is None
    with engine.connect() as connection:
        assert token not in repr(connection.execute(select(sessions)).all())
    door.sign_out(token)
    assert door.person(token) is None


def test_every_way_to_fail_says_the_same(door: SignIn, people: People) -> None:
    people.add(OPERATOR, "no password", "mediator", ["Lake"])
    people.add(OPERATOR, "closed", "mediator", ["Lake"], password=PASSWORD)
    people.disable(OPERATOR, "closed")
    said = set()
    tries = (("Mei", "wrong"), ("nobody", PASSWORD), ("no password", ""), ("closed", PASSWORD), ("", ""), ("Mei", ""))
    for name, password in tries:
        with pytest.raises(RightsError) as caught:
            door.sign_in(name, password)
        said.add(str(caught.value))
    assert len(said) == 1


def fail(door: SignIn, times: int = 1, name: str = "Mei") -> None:
    for _ in range(times):
        with pytest.raises(RightsError):
            door.sign_in(name, "not the password")


def test_after_five_failures_the_door_stays_shut_for_longer_each_time(
    door: SignIn, people: People, clock: list[datetime.datetime]
) -> None:
    minute = datetime.timedelta(minutes=1)
    fail(door, 4)
    door.sign_in("Mei", PASSWORD)  # and the count begins anew
    fail(door, 5)
    for minutes in (1, 2, 4):
        clock[0] += minute * minutes - datetime.timedelta(seconds=1)
        with pytest.raises(RightsError):
            door.sign_in("Mei", PASSWORD)  # the right one: not before the time is over
        clock[0] += datetime.timedelta(seconds=1)
        fail(door)
    people.unlock(OPERATOR, "Mei")
    door.sign_in("Mei", PASSWORD)
    found = people.find("Mei")
    assert found is not None and (found.failed, found.locked_until) == (0, None)


def test_a_lock_is_a_day_at_most() -> None:
    assert [sign_in._lock(failed) for failed in (5, 6, 15, 16, 9999)] == [
        datetime.timedelta(minutes=1),
        datetime.timedelta(minutes=2),
        datetime.timedelta(minutes=1024),
        datetime.timedelta(days=1),
        datetime.timedelta(days=1),
    ]


def test_many_attempts_at_once_are_five(door: SignIn, engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: fail(door), range(8)))
    with engine.connect() as connection:
        assert connection.execute(select(accounts.c.failed)).scalar() == 5


def test_a_session_ends_when_it_is_left_alone_and_after_a_day_of_work(
    door: SignIn, clock: list[datetime.datetime]
) -> None:
    left, used = door.sign_in("Mei", PASSWORD), door.sign_in("Mei", PASSWORD)
    for _ in range(23):  # every half hour, until just before twelve hours
        clock[0] += datetime.timedelta(minutes=30)
        assert door.person(used) is not None
    assert door.person(left) is None
    clock[0] += datetime.timedelta(minutes=30)
    assert door.person(used) is None


def test_a_change_of_rights_ends_every_session(door: SignIn, people: People) -> None:
    changes = (
        lambda: people.change(OPERATOR, "Mei", role="trainee"),
        lambda: people.set_password(OPERATOR, "Mei", PASSWORD),
        lambda: (people.disable(OPERATOR, "Mei"), people.disable(OPERATOR, "Mei", disabled=False)),
    )
    for change in changes:
        token = door.sign_in("Mei", PASSWORD)
        assert door.person(token) is not None
        change()
        assert door.person(token) is None


def test_a_disabled_account_has_no_session_whoever_disabled_it(door: SignIn, engine: Engine) -> None:
    token = door.sign_in("Mei", PASSWORD)
    with engine.begin() as connection:
        connection.execute(update(accounts).values(disabled=True))
    assert door.person(token) is None


def test_what_happens_at_the_door_is_written_down_without_secrets(door: SignIn, people: People, engine: Engine) -> None:
    fail(door)
    fail(door, name="hunter2 typed in the wrong field")
    door.sign_out(door.sign_in("Mei", PASSWORD))
    people.set_password(OPERATOR, "Mei", "another four word phrase")
    people.change(OPERATOR, "Mei", units=["Hill", "Lake"])
    written = Audit(engine).entries(AUDITOR)
    assert [(entry.person, entry.action, entry.target) for entry in written] == [
        ("operator", "add account", "Mei"),
        ("Mei", "sign-in refused", "Mei"),
        ("(nobody)", "sign-in refused", ""),
        ("Mei", "sign in", "Mei"),
        ("Mei", "sign out", "Mei"),
        ("operator", "set password", "Mei"),
        ("operator", "change account", "Mei"),
    ]
    assert written[-1].details == {"role": "mediator", "units": "Hill\nLake", "every_unit": 0}
    assert not any(word in repr(written) for word in ("hunter2", "herons", "phrase", "argon2"))
