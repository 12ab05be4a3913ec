"""The account of everything: what is written, who may read it, and that no entry changes unnoticed."""

import datetime
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from mediator_bot.cases.prepare import Prepared
from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library import register
from mediator_bot.library.audit import BEGINNING, Audit, append
from mediator_bot.library.engine import open_engine, writing
from mediator_bot.library.tables import audit
from mediator_bot.service import Assistant
from mediator_bot.types import Person

ADMIN = Person("Ana", "admin", frozenset({"Lake"}))
AUDITOR = Person("Otto", "auditor")
MEDIATOR = Person("Mei", "mediator", frozenset({"Lake"}))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine("", tmp_path)
    yield opened
    opened.dispose()


def note(key: str, level: str = "unit", unit: str = "Lake") -> Prepared:
    pages = {0: f"about {key}", 1: "what was said"}
    return Prepared(
        kind="case", key=key, case_id=key.removesuffix(".en"), title=f"about {key}", language="en", origin="synthetic",
        pages=pages, fields={}, record={}, confidentiality=level, unit=unit, reviewed=True,
    )  # fmt: skip


def store(engine: Engine, prepared: Prepared, by: Person = ADMIN) -> None:
    register.store(engine, prepared, sha256=prepared.key, source=prepared.key, original=None, by=by)


def test_each_entry_holds_the_hash_of_the_one_before(engine: Engine) -> None:
    log = Audit(engine)
    log.record(MEDIATOR, "open", "0117.en", {"version": 1})
    log.record(ADMIN, "export")
    first, second = log.entries(AUDITOR)
    assert (first.n, first.person, first.role, first.action, first.target) == (1, "Mei", "mediator", "open", "0117.en")
    assert (first.details, first.before, second.before) == ({"version": 1}, BEGINNING, first.hash)
    assert (second.n, second.target, second.details) == (2, "", {})
    assert log.verify() == log.verify(first.hash)
    assert (log.verify().entries, log.verify().last, log.verify().broken) == (2, second.hash, None)


def test_an_empty_log_is_whole(engine: Engine) -> None:
    assert (Audit(engine).verify().entries, Audit(engine).verify().broken) == (0, None)


def test_a_change_and_its_entry_are_one_transaction(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        append(connection, ADMIN, "publish", "a")
        raise ZeroDivisionError
    assert Audit(engine).entries(AUDITOR) == []


# --- that nothing changes unnoticed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["UPDATE audit SET person = 'Bob'", "DELETE FROM audit"])
def test_the_table_is_only_added_to(engine: Engine, change: str) -> None:
    Audit(engine).record(MEDIATOR, "open", "a")
    with pytest.raises(IntegrityError, match="the audit log is only added to"), engine.begin() as connection:
        connection.execute(text(change))


def forge(engine: Engine, home: Path, statement: str, *values: object) -> None:
    """What someone can do who has the file of the database."""
    engine.dispose()
    with sqlite3.connect(home / "library" / "catalogue.sqlite") as connection:
        connection.execute("DROP TRIGGER IF EXISTS audit_no_update")
        connection.execute("DROP TRIGGER IF EXISTS audit_no_delete")
        connection.execute(statement, values)
    connection.close()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    column=st.sampled_from(["at", "person", "role", "action", "target", "details", "before", "hash"]),
    n=st.integers(1, 4),
)
def test_any_change_is_named(tmp_path_factory: pytest.TempPathFactory, column: str, n: int) -> None:
    home = tmp_path_factory.mktemp("forged")
    engine = open_engine("", home)
    log = Audit(engine)
    for number in range(1, 5):
        log.record(MEDIATOR, "open", f"case {number}", {"page": number})
    assert log.verify().broken is None
    forge(engine, home, f"UPDATE audit SET {column} = ? WHERE n = ?", '{"page": 9}', n)
    assert log.verify().broken == n
    engine.dispose()


def test_a_missing_entry_is_named(engine: Engine, tmp_path: Path) -> None:
    log = Audit(engine)
    for number in range(1, 5):
        log.record(MEDIATOR, "open", f"case {number}")
    forge(engine, tmp_path, "DELETE FROM audit WHERE n = 2")
    assert (log.verify().broken, log.verify().reason) == (2, "entry 2 is missing")


def test_a_cut_off_end_shows_against_a_hash_that_was_noted(engine: Engine, tmp_path: Path) -> None:
    log = Audit(engine)
    for number in range(1, 4):
        log.record(MEDIATOR, "open", f"case {number}")
    noted = log.verify().last
    log.record(MEDIATOR, "open", "case 4")
    assert log.verify(noted).broken is None
    forge(engine, tmp_path, "DELETE FROM audit WHERE n > 2")
    assert log.verify().broken is None
    assert log.verify(noted).broken == 3


def test_two_programs_write_one_chain(engine: Engine, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from mediator_bot.library.audit import Audit\n"
        "from mediator_bot.library.engine import open_engine\n"
        "from mediator_bot.types import Person\n"
        "log = Audit(open_engine('', pathlib.Path(sys.argv[1])))\n"
        "for n in range(25): log.record(Person(sys.argv[2], 'mediator'), 'open', str(n))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name]) for name in ("A", "B")]
    assert [one.wait(timeout=120) for one in running] == [0, 0]
    log = Audit(engine)
    assert (log.verify().entries, log.verify().broken) == (50, None)
    assert [entry.target for entry in log.entries(AUDITOR, who="B")] == [str(n) for n in range(25)]


# --- questions to it -------------------------------------------------------------------------------------------------


def test_who_opened_a_case(engine: Engine) -> None:
    store(engine, note("0117.en"))
    log = Audit(engine)
    log.record(MEDIATOR, "open", "0117.en", {"version": 1})
    log.record(Person("Tom", "trainee"), "ask", details={"kind": "cases", "cited": "9.en\n0117.en"})
    log.record(Person("Tom", "trainee"), "ask", details={"kind": "cases", "cited": "90117.en\n0117.en2"})
    log.record(MEDIATOR, "open", "9.en")
    about = log.entries(AUDITOR, target="0117")
    assert [(entry.person, entry.action) for entry in about] == [("Ana", "add"), ("Mei", "open"), ("Tom", "ask")]
    assert [entry.target for entry in log.entries(AUDITOR, who="Mei", action="open")] == ["0117.en", "9.en"]
    assert log.entries(AUDITOR, target="%") == []


def test_a_span_of_time(engine: Engine) -> None:
    log = Audit(engine)
    log.record(MEDIATOR, "open", "a")
    with engine.connect() as connection:
        at = datetime.datetime.fromisoformat(connection.execute(select(audit.c.at)).scalar_one())
    second = datetime.timedelta(seconds=1)
    zone = datetime.timezone(datetime.timedelta(hours=8))
    assert len(log.entries(AUDITOR, since=at.astimezone(zone), until=at + second)) == 1
    assert log.entries(AUDITOR, since=at + second) == []
    assert log.entries(AUDITOR, until=at) == []


@pytest.mark.parametrize("role", ["mediator", "trainee"])
def test_only_admins_and_auditors_read_it(engine: Engine, role: str) -> None:
    with pytest.raises(RightsError, match="may not read the log. Ask an admin or an auditor."):
        Audit(engine).entries(Person("p", role, frozenset({"Lake"})))  # type: ignore[arg-type]


def test_an_admin_learns_nothing_of_what_is_not_theirs(engine: Engine) -> None:
    other = Person("Ute", "admin", frozenset({"Hill"}))
    store(engine, note("lake"))
    store(engine, note("hill", unit="Hill"), other)
    log = Audit(engine)
    log.record(MEDIATOR, "ask", details={"cited": "lake\nhill"})
    assert [entry.target for entry in log.entries(ADMIN)] == ["lake", ""]
    assert log.entries(ADMIN)[-1].details["cited"] == "lake"
    assert log.entries(other)[-1].details["cited"] == "hill"
    assert log.entries(AUDITOR)[-1].details["cited"] == "lake\nhill"
    assert log.entries(other, target="lake") == []


def test_the_library_writes_what_changes(engine: Engine) -> None:
    store(engine, note("a"))
    store(engine, note("a"))  # a duplicate changes nothing
    register.publish(engine, "a", ADMIN)
    register.publish(engine, "a", ADMIN)
    register.withdraw(engine, ["a"], ADMIN)
    register.quarantine(engine, "Li Wei divorce.pdf", "it is empty", ADMIN)
    written = [
        (entry.person, entry.action, entry.target, dict(entry.details)) for entry in Audit(engine).entries(ADMIN)
    ]
    assert written == [
        ("Ana", "add", "a", {"version": 1}),
        ("Ana", "publish", "a", {"version": 1, "level": "unit"}),
        ("Ana", "withdraw", "a", {}),
        ("Ana", "quarantine", "", {}),
    ]


# --- what is asked, read and taken away ------------------------------------------------------------------------------

QUESTION = "Nora wants the deposit of 1150 back, who is Zebedee?"


def test_a_question_leaves_its_kind_and_what_was_quoted_and_no_word_of_it(quick: Assistant, tmp_path: Path) -> None:
    by, log = Person("Mei", "mediator"), quick.library.audit
    conversation = quick.conversations.new_id()
    answer = quick.ask(QUESTION, by, conversation)
    quick.search(QUESTION, by, top_k=3)
    quick.reopen(conversation, by)
    quick.save(answer, tmp_path / "answer.md", by)
    quick.exported(answer, ".docx", by)
    quick.feedback.give(conversation, 1, by, "wrong", "Zebedee is nowhere")
    quick.conversations.delete(conversation, by)
    written = log.entries(AUDITOR, who="Mei")
    assert [entry.action for entry in written] == [
        "ask", "search", "reopen", "export", "export", "give feedback", "erase conversation"
    ]  # fmt: skip
    asked, searched, reopened, *_ = written
    cited = list(dict.fromkeys(citation.document_id for citation in answer.citations))
    assert cited and asked.details["cited"] == "\n".join(cited) == reopened.details["cited"]
    assert (asked.details["kind"], asked.details["quotes"]) == (answer.kind, len(answer.citations))
    assert searched.details["hits"] == 3
    assert not any(word in repr(written) for word in ("Nora", "1150", "Zebedee", "deposit of"))
    assert [entry.action for entry in log.entries(AUDITOR, target=cited[0], who="Mei")][:1] == ["ask"]


def test_opening_a_text_is_written_down(quick: Assistant) -> None:
    by = Person("Mei", "mediator", frozenset({"local"}))
    document = next(stored for stored in quick.library.catalogue.list_documents(by) if stored.kind == "case")
    opened = quick.library.read(document.document_id, by, page=1)
    assert opened.pages == {1: quick.library.catalogue.page(document.document_id, document.version, 1, by)}
    assert set(quick.library.read(document.document_id, by).pages) == set(opened.numbers)
    about = quick.library.audit.entries(AUDITOR, target=str(document.case_id), action="open")
    assert [dict(entry.details) for entry in about] == [{"version": 1, "page": 1}, {"version": 1}]


def test_an_auditor_opens_a_text_for_a_reason_only(quick: Assistant) -> None:
    document = next(s for s in quick.library.catalogue.list_documents(AUDITOR) if s.kind == "case")
    with pytest.raises(RightsError, match="say for what reason; it is logged"):
        quick.library.read(document.document_id, AUDITOR, reason=" \n ")
    assert quick.library.audit.entries(AUDITOR, who="Otto") == []
    opened = quick.library.read(document.document_id, AUDITOR, page=1, reason="complaint 12 of November")
    assert opened.pages[1]
    (entry,) = quick.library.audit.entries(AUDITOR, who="Otto")
    assert entry.details == {"version": 1, "page": 1, "reason": "complaint 12 of November"}


def test_a_refused_reading_leaves_nothing_open(quick: Assistant) -> None:
    with pytest.raises(LibraryError):
        quick.library.read("no-such", ADMIN)
    assert quick.library.audit.entries(AUDITOR, who="Ana") == []


def test_shared_practice_is_written_down(quick: Assistant) -> None:
    practices, by = quick.training.practices, Person("Tom", "trainee")
    kept = practices.begin(by, "deposit-carpet-en", "facilitative", {"steps": []})
    practices.share(kept.id, by, "Mei")
    practices.share(kept.id, by, "Mei")
    practices.unshare(kept.id, by, "Mei")
    practices.unshare(kept.id, by, "Mei")
    practices.forget(kept.id, by)
    written = [(entry.action, dict(entry.details)) for entry in quick.library.audit.entries(AUDITOR, target=kept.id)]
    assert written == [
        ("share practice", {"with": "Mei"}),
        ("unshare practice", {"with": "Mei"}),
        ("erase practice", {}),
    ]
