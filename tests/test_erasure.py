"""What is erased is gone from every file; what forbids it, what it leaves, and a kill in the middle."""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import notes
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediator_bot.answers.kept import restored
from mediator_bot.answers.render import plain
from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library import erasure, holds
from mediator_bot.library.audit import Audit
from mediator_bot.library.excerpts import ERASED, without
from mediator_bot.library.traces import LETTERS, Needles, phrases_of, traces
from mediator_bot.service import Assistant
from mediator_bot.settings import Settings
from mediator_bot.types import Person

ALICE = Person("alice", "admin", frozenset({"Lake"}))
HILL = Person("h", "admin", frozenset({"Hill"}))
MEDIATOR = Person("m", "mediator", frozenset({"Lake"}))
ID = "tt-2024-001.en"
SECRET = "the zinc weathercock was bought from a travelling tinker in Ballymoreish"
STORY = f"## What happened\n\nB said that {SECRET}, and that it squeaked whenever the wind turned to the north.\n"
ZH = "## 事情经过\n\n楼上阳台的旧鸟笼夜里被风吹得吱呀作响，住在五楼的退休锁匠连着九晚没有合眼。\n"
Write = Callable[[str, str], Path]


def add(assistant: Assistant, path: Path, by: Person = ALICE, **options: bool) -> str:
    (report,) = assistant.add([path], by, publish=True, **options)  # type: ignore[arg-type]
    return report.documents[0].document_id if report.documents else str(report.reason)


# --- looking for traces -----------------------------------------------------------------------------------------------


@given(st.text("abcdefgh ijk电梯坏了三天", min_size=1, max_size=200), st.integers(0, 64))
def test_every_phrase_of_a_text_is_found_in_it_however_it_is_written(text: str, before: int) -> None:
    phrases = phrases_of([text])
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        assert Needles(phrases).found(b"\xff" * before + text.encode(encoding) + b"\xff") == set(phrases)
    assert Needles(phrases).found(json.dumps({"x": text}).encode()) == set(phrases)


@given(st.binary(max_size=400))
def test_nothing_is_found_where_nothing_is(content: bytes) -> None:
    phrases = phrases_of([STORY, ZH])
    assert Needles(phrases).found(content) == {p for p in phrases if p.encode() in content}


def test_a_phrase_is_long_enough_to_mean_this_text_and_short_enough_to_be_in_an_excerpt() -> None:
    phrases = phrases_of([STORY, ZH])
    assert {len(phrase.encode()) >= 24 and len(phrase) >= LETTERS for phrase in phrases} == {True}
    assert any(phrase in SECRET for phrase in phrases)
    assert any(phrase in "楼上阳台的旧鸟笼夜里被风吹得吱呀作响" for phrase in phrases)


def test_archives_are_searched_unpacked_also_inside_each_other(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.txt", STORY)
    home = tmp_path / "home"
    home.mkdir()
    (home / "backup.gz").write_bytes(gzip.compress(inner.read_bytes()))
    (home / "broken.zip").write_bytes(b"PK\x03\x04 no archive")
    (home / "plain.txt").write_text("nothing here", encoding="utf-8")
    found = traces(home, phrases_of([STORY]))
    assert {trace.file for trace in found.found} == {"backup.gz: unpacked: note.txt"}
    assert (found.files, found.clean, [place.split(":")[0] for place in found.unread]) == (3, False, ["broken.zip"])


# --- erasing ----------------------------------------------------------------------------------------------------------


def test_nothing_is_left_in_any_file(quick: Assistant, write: Write) -> None:
    home = quick.settings.home
    document = add(
        quick, write("note.md", notes.note(STORY, unit="Lake", lessons="Ask who bought the old weathercock."))
    )
    add(quick, write("note.md", notes.note(STORY + "\nA oiled the hinge at last.\n", unit="Lake")))
    talk = quick.conversations.new_id()
    asked = f"They say that {SECRET}. How was that settled?"
    answer = quick.ask(asked, MEDIATOR, talk)
    assert document in {citation.document_id for citation in answer.citations}
    quick.feedback.give(talk, 1, MEDIATOR, "useful", SECRET)
    phrases = erasure.distinctive(quick.library.catalogue, document, ALICE)
    before = traces(home, phrases)
    assert {Path(trace.file).parts[0] for trace in before.found} == {"library"}
    assert len({trace.phrase for trace in before.found}) == len(phrases)
    numbers = quick.searcher.index.terms.ids_of([document])

    erased = quick.purge(document, ALICE, "the parties asked for it")

    assert (erased.search.found, erased.search.unread, erased.unfinished) == ((), (), "")
    assert erased.search.phrases == len(phrases) > 10
    assert traces(home, phrases).clean
    assert b"weathercock" not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    index = quick.searcher.index
    assert (index.terms.ids_of([document]), index.vectors.held(numbers)) == (set(), set())
    assert not any(hit.passage.document_id == document for hit in quick.search("weathercock", ALICE))
    (kept,) = quick.conversations.turns(talk, MEDIATOR)
    assert kept.question == ERASED["en"]
    assert document not in json.dumps(kept.answer)
    assert ERASED["en"] in restored(kept.answer).text
    (remark,) = quick.feedback.remarks(ALICE)
    assert (remark.words, remark.question) == (ERASED["en"], ERASED["en"])
    assert Audit(quick.library.catalogue.engine).entries(ALICE, action="erase")[0].target == document
    with pytest.raises(LibraryError):
        quick.library.catalogue.document(document, ALICE)


def test_others_keep_what_they_have(quick: Assistant, write: Write) -> None:
    before = {d.document_id: d.sha256 for d in quick.library.catalogue.list_documents(quick.operator)}
    live = quick.library.catalogue.live_passage_ids(quick.operator).tolist()
    document = add(quick, write("note.md", notes.note(STORY, unit="Lake")))
    quick.purge(document, ALICE, "asked for")
    assert {d.document_id: d.sha256 for d in quick.library.catalogue.list_documents(quick.operator)} == before
    index = quick.searcher.index
    assert index.terms.all_ids().tolist() == live == sorted(index.vectors.held(set(live)))


PIECES = st.text("abcdefghij klmnop 电梯坏了三天物业没来\n", min_size=60, max_size=300).filter(
    lambda t: len(phrases_of([t])) > 1
)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES, PIECES, st.booleans())
def test_nothing_is_left_whatever_the_text(empty: Assistant, write: Write, one: str, two: str, ask: bool) -> None:
    document = add(empty, write("note.md", notes.note(f"{STORY}{one}\n", unit="Lake")), again=True)
    add(empty, write("note.md", notes.note(f"{STORY}{two}\n", unit="Lake")), again=True)
    if ask:
        empty.ask(one[:80] + " weathercock?", MEDIATOR, empty.conversations.new_id())
    phrases = erasure.distinctive(empty.library.catalogue, document, ALICE)
    assert {phrase for phrase in phrases_of([one, two]) if phrase in one or phrase in two} & set(phrases)
    assert empty.purge(document, ALICE, "asked for").search.clean


def test_a_chinese_note_is_erased_from_kept_answers_too(empty: Assistant, write: Write) -> None:
    document = add(empty, write("note.md", notes.note(ZH, lang="zh", title="吱呀响的鸟笼", unit="Lake")))
    talk = empty.conversations.new_id()
    empty.ask("阳台的鸟笼夜里被风吹得响，睡不着，怎么调解？", MEDIATOR, talk)
    assert "吱呀" in json.dumps(empty.conversations.turns(talk, MEDIATOR)[0].answer, ensure_ascii=False)
    assert empty.purge(document, ALICE, "当事人要求").search.clean
    (kept,) = empty.conversations.turns(talk, MEDIATOR)
    assert "吱呀" not in json.dumps(kept.answer, ensure_ascii=False)
    assert ERASED["zh"] in kept.answer["text"]


def test_a_kept_answer_loses_what_it_says_of_one_document(assistant: Assistant) -> None:
    answer = assistant.ask("My landlord keeps the deposit for a stain on the carpet.", assistant.operator)
    cited = {c.document_id: c for c in answer.citations if c.kind == "case"}
    document, gone = next(iter(cited.items()))
    others = [c for c in answer.citations if c.document_id != document]
    kept = without(json.loads(json.dumps(asdict(answer))), {document})
    assert [c["n"] for c in kept["citations"]] == [c.n for c in others]
    assert gone.title not in kept["text"]
    own = [plain(c.quote) for c in answer.citations if c.document_id == document]
    assert not any(quote in kept["text"] for quote in own if len(quote) > LETTERS * 2)
    assert all(f"[{c.n}]" in kept["text"] for c in others)
    assert len(kept["cases"]) == len(answer.cases) - 1
    assert without(kept, {document}) == kept


def test_a_table_loses_one_column_and_keeps_the_others() -> None:
    def cited(n: int) -> dict[str, object]:
        return {"n": n, "document_id": f"c-{n}.en", "title": f"Case {n}", "quote": f"words {n}"}

    text = "| | Case 1 | Case 2 |\n| --- | --- | --- |\n| **Agreed** | “words 1” [1] | “words 2” [2] |\n\nWords 1 [1].\nNone."
    cases = [{"case_id": f"c-{n}", "citation_ns": [n]} for n in (1, 2)]
    answer = {"language": "en", "text": text, "citations": [cited(1), cited(2)], "cases": cases}
    gone = ERASED["en"]
    assert without(answer, {"c-1.en"}) == {
        "language": "en",
        "text": f"| | {gone} | Case 2 |\n| --- | --- | --- |\n| **Agreed** | {gone} | “words 2” [2] |\n\n{gone}\nNone.",
        "citations": [cited(2)],
        "cases": [cases[1]],
    }


def test_the_text_of_a_register_goes_with_its_file_and_the_other_rows_stay(empty: Assistant, write: Write) -> None:
    table = f"case_id,title,facts\nr-1,One,{SECRET}\nr-2,Two,The gate stood open all summer long.\n"
    (report,) = empty.add([write("register.csv", table)], ALICE, publish=True)
    one, two = (document.document_id for document in report.documents)
    holds.hold(empty.library.catalogue, two, ALICE, "court case 12")
    with pytest.raises(LibraryError, match=f"'{two}' is on hold since .* by alice: court case 12"):
        empty.purge(one, ALICE, "asked for")
    holds.release(empty.library.catalogue, two, ALICE)
    assert empty.purge(one, ALICE, "asked for").search.clean
    assert empty.library.catalogue.document(two, ALICE).status == "published"
    with pytest.raises(LibraryError, match="No original file"):
        empty.library.catalogue.original(two, ALICE)


def test_what_was_erased_does_not_come_back_unnoticed(empty: Assistant, write: Write) -> None:
    path = write("note.md", notes.note(STORY, unit="Lake"))
    document = add(empty, path)
    empty.purge(document, ALICE, "the parties asked for it")
    (report,) = empty.add([path], ALICE)
    assert report.status == "quarantined"
    assert "was erased on " in str(report.reason)
    assert "by alice: the parties asked for it" in str(report.reason)
    assert not list((empty.settings.home / "library" / "originals").iterdir())
    assert add(empty, path, again=True) == document
    assert empty.library.catalogue.document(document, ALICE).version == 1
    assert [hit.passage.document_id for hit in empty.search("weathercock", ALICE)][0] == document


def test_the_tombstone_says_why_and_holds_no_word_of_the_text(empty: Assistant, write: Write) -> None:
    document = add(empty, write("note.md", notes.note(STORY, unit="Lake")))
    sha256 = empty.library.catalogue.document(document, ALICE).sha256
    empty.purge(document, ALICE, "asked for")
    engine = empty.library.catalogue.engine
    (stone,) = erasure.tombstones_for(engine, ALICE)
    assert (stone.document_id, stone.sha256, stone.reason, stone.erased_by) == (
        document,
        (sha256,),
        "asked for",
        "alice",
    )
    assert stone.finished_at
    assert erasure.tombstones_for(engine, HILL) == []
    assert len(erasure.tombstones_for(engine, Person("a", "auditor"))) == 1
    with pytest.raises(RightsError):
        erasure.tombstones_for(engine, MEDIATOR)


def test_who_may_not_and_what_may_not_be_erased(empty: Assistant, write: Write) -> None:
    document = add(empty, write("note.md", notes.note(STORY, unit="Lake", confidentiality="public")))
    empty.library.publish(document, empty.operator)
    for person in (MEDIATOR, HILL):
        with pytest.raises(RightsError):
            empty.purge(document, person, "x")
    with pytest.raises(LibraryError, match="needs a reason"):
        empty.purge(document, ALICE, " ")
    with pytest.raises(LibraryError, match="comes with the program"):
        empty.purge("civil-code-10", empty.operator, "x")
    holds.hold(empty.library.catalogue, document, ALICE, "audit 2026")
    with pytest.raises(LibraryError, match="on hold"):
        holds.hold(empty.library.catalogue, document, ALICE, "another")
    with pytest.raises(LibraryError, match="audit 2026. It cannot be erased before the hold is released"):
        empty.purge(document, ALICE, "x")
    assert empty.library.catalogue.document(document, ALICE).status == "published"


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("delete_originals", marks=pytest.mark.soak),
        "compact",
        pytest.param("finish", marks=pytest.mark.soak),
    ],
)
def test_an_erasure_cut_short_is_finished_at_the_next_start(empty: Assistant, write: Write, step: str) -> None:
    document = add(empty, write("note.md", notes.note(STORY, unit="Lake")))
    phrases = erasure.distinctive(empty.library.catalogue, document, ALICE)
    home = empty.settings.home
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from mediator_bot.library import erasure\n"
        "from mediator_bot.service import Assistant\n"
        "from mediator_bot.settings import Settings\n"
        "from mediator_bot.types import Person\n"
        f"setattr(erasure, {step!r}, lambda *given: os._exit(9))\n"
        "assistant = Assistant.open(Settings(home=Path(sys.argv[1]), embeddings='hashing'))\n"
        f"assistant.purge({document!r}, Person('alice', 'admin', frozenset({{'Lake'}})), 'asked for')\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(home)], env={**os.environ}, capture_output=True)
    assert killed.returncode == 9, killed.stderr
    assert len(erasure.unfinished(empty.library.catalogue.engine)) == 1
    with pytest.raises(LibraryError):
        empty.library.catalogue.document(document, ALICE)
    empty.library.catalogue.engine.dispose()
    again = Assistant.open(Settings(home=home, embeddings="hashing"))
    assert erasure.unfinished(again.library.catalogue.engine) == []
    assert traces(home, phrases).clean
    again.library.catalogue.engine.dispose()


def test_a_reader_elsewhere_delays_only_the_cleaning_of_files(empty: Assistant, write: Write) -> None:
    document = add(empty, write("note.md", notes.note(STORY, unit="Lake")))
    phrases = erasure.distinctive(empty.library.catalogue, document, ALICE)
    engine = empty.library.catalogue.engine
    with engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM pages").all()
        with engine.connect() as connection:  # do not wait half a minute for the reader in a test
            connection.exec_driver_sql("PRAGMA busy_timeout=200")
        erased = empty.purge(document, ALICE, "asked for")
    assert "next start" in erased.unfinished
    assert empty.search("weathercock", ALICE) == [] or document not in {
        hit.passage.document_id for hit in empty.search("weathercock", ALICE)
    }
    again = Assistant.open(empty.settings)
    assert traces(empty.settings.home, phrases).clean
    again.library.catalogue.engine.dispose()


# --- how long a document is kept --------------------------------------------------------------------------------------


def test_a_persons_day_counts_before_the_records_and_the_years(empty: Assistant, write: Write) -> None:
    document = add(empty, write("note.md", notes.note(STORY, unit="Lake", closed_on="2024-02")))
    catalogue = empty.library.catalogue
    stored = catalogue.document(document, ALICE)

    def until(years: int) -> str:
        return str(holds.kept_until(stored, holds.retention_days(catalogue.engine), years))

    assert (until(0), until(5)) == ("None", "2029-02-28")
    holds.retain(catalogue, document, ALICE, "2031-12-31")
    assert until(5) == "2031-12-31"
    holds.retain(catalogue, document, ALICE, "")
    assert until(5) == "2029-02-28"
    for wrong in ("2031", "2031-02-30", "soon"):
        with pytest.raises(LibraryError, match="is not a day"):
            holds.retain(catalogue, document, ALICE, wrong)
    with pytest.raises(LibraryError):
        holds.retain(catalogue, document, HILL, "2031-12-31")


@pytest.mark.parametrize(
    ("date", "last"), [("2024", "2024-12-31"), ("2024-02", "2024-02-29"), ("2023-12", "2023-12-31")]
)
def test_a_date_in_part_ends_with_its_last_day(date: str, last: str) -> None:
    assert str(holds.last_day(date)) == last
