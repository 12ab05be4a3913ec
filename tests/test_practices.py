"""Kept practice sessions: whose they are, who sees them, and that two windows cannot undo each other."""

from dataclasses import replace

import pytest

from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.practices import Practices
from mediator_bot.service import Assistant
from mediator_bot.types import Person

pytestmark = pytest.mark.both_catalogues
LIN, MAY = Person("lin", "trainee"), Person("may", "mediator", frozenset({"north"}))
ADMIN = Person("root", "admin", every_unit=True)


@pytest.fixture
def practices(empty: Assistant) -> Practices:
    return Practices(empty.library.catalogue.engine)


def test_a_session_is_kept_and_found_again(practices: Practices) -> None:
    begun = practices.begin(LIN, "leak", "facilitative", {"turns": []})
    saved = practices.save(begun, LIN, {"turns": ["你好"]}, None)
    finished = practices.save(saved, LIN, {"turns": ["你好", "再见"]}, {"total": 61})
    assert practices.open(begun.id, LIN) == finished
    assert (finished.revision, finished.state, finished.score) == (3, {"turns": ["你好", "再见"]}, {"total": 61})
    second = practices.begin(LIN, "dog", "facilitative", {})
    assert {practice.id for practice in practices.of(LIN)} == {begun.id, second.id}


def test_nobody_else_sees_it_until_it_is_shared(practices: Practices) -> None:
    mine = practices.begin(LIN, "leak", "facilitative", {"turns": []})
    for other in (MAY, ADMIN):
        assert practices.of(other) == []
        with pytest.raises(RightsError, match="no such practice session"):
            practices.open(mine.id, other)
    practices.share(mine.id, LIN, "may")
    practices.share(mine.id, LIN, "may")
    assert practices.of(MAY, owner="lin") == [mine]
    assert practices.of(ADMIN) == []
    for change in (
        lambda: practices.save(mine, MAY, {}, None),
        lambda: practices.share(mine.id, MAY, "root"),
        lambda: practices.forget(mine.id, MAY),
    ):
        with pytest.raises(RightsError, match="not yours"):
            change()
    practices.unshare(mine.id, LIN, "may")
    assert practices.of(MAY) == []


def test_the_owner_sees_who_may_read_and_nobody_else_does(practices: Practices) -> None:
    mine = practices.begin(LIN, "leak", "facilitative", {})
    practices.begin(LIN, "dog", "facilitative", {})
    for reader in ("wu", "may"):
        practices.share(mine.id, LIN, reader)
    assert practices.readers(LIN) == {mine.id: ["may", "wu"]}
    assert practices.readers(MAY) == practices.readers(ADMIN) == {}
    practices.unshare(mine.id, LIN, "may")
    assert practices.readers(LIN) == {mine.id: ["wu"]}


def test_sessions_of_one_second_keep_their_order(practices: Practices) -> None:
    begun = [practices.begin(LIN, "leak", "facilitative", {}).id for _ in range(6)]
    assert [one.id for one in practices.of(LIN)] == begun[::-1]


def test_the_second_window_is_told(practices: Practices) -> None:
    first = second = practices.begin(LIN, "leak", "facilitative", {"turns": []})
    practices.save(first, LIN, {"turns": ["one"]}, None)
    with pytest.raises(LibraryError, match="another window"):
        practices.save(second, LIN, {"turns": ["two"]}, None)
    assert practices.open(first.id, LIN).state == {"turns": ["one"]}


def test_a_branch_knows_where_it_comes_from(practices: Practices) -> None:
    begun = practices.begin(LIN, "leak", "facilitative", {"turns": ["a", "b"]})
    branch = practices.begin(LIN, "leak", "facilitative", {"turns": ["a"]}, branch=(begun.id, 2))
    assert (branch.branch_of, branch.branch_turn) == (begun.id, 2)
    with pytest.raises(RightsError):
        practices.begin(MAY, "leak", "facilitative", {}, branch=(begun.id, 2))


def test_a_forgotten_session_is_gone(practices: Practices) -> None:
    begun = practices.begin(LIN, "leak", "facilitative", {})
    practices.share(begun.id, LIN, "may")
    practices.forget(begun.id, LIN)
    assert practices.of(LIN) == practices.of(MAY) == []
    with pytest.raises(RightsError):
        practices.save(replace(begun, revision=1), LIN, {}, None)
