"""From files to passages: what is stored, what changes, what search is told, and what two people at once may not break."""

import re
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from mediator_bot.cases.prepare import Prepared
from mediator_bot.documents import Reading
from mediator_bot.errors import DocumentError, LibraryError, RightsError
from mediator_bot.library import register
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.conversations import Conversations
from mediator_bot.library.library import AUTHORS, AddReport, Library
from mediator_bot.library.tables import metadata, named_people, versions
from mediator_bot.settings import Settings
from mediator_bot.types import Filters, Person, RawDocument

pytestmark = pytest.mark.both_catalogues
ADMIN = Person("admin", "admin", frozenset({"Lake"}))
NOTE = """---
case_id: tn-1
lang: en
title: {title}
origin: real_deidentified
venue_type: other
level: {level}
type_l1: tenancy
closed_on: 2024-05
parties: [{{pid: A, role: tenant}}]
outcome: {outcome}
confidentiality: {confidentiality}
---
## What happened

{text}
"""


def note(text: str = "B kept the deposit.", case_id: str = "tn-1", **fields: str) -> str:
    given = {"title": "The carpet", "level": "community", "outcome": "full", "confidentiality": "unit", **fields}
    return NOTE.replace("tn-1", case_id).format(text=text, **given)


@pytest.fixture
def library(tmp_path: Path, catalogue_url: str) -> Iterator[Library]:
    """A library without reference material."""
    settings = Settings(home=tmp_path / "home", catalogue_url=catalogue_url)
    Catalogue(settings.home, catalogue_url).engine.dispose()
    opened = Library(settings)
    yield opened
    opened.catalogue.engine.dispose()


def read(texts: dict[str, str]) -> Callable[[Path], Reading]:
    """A reader that knows some documents by heart, in place of a parser."""

    def known(path: Path) -> Reading:
        return Reading(tuple(RawDocument(name, (text,), None) for name, text in texts.items()))

    return known


def ids(catalogue: Catalogue, person: Person = ADMIN, **filters: Any) -> set[str]:
    """The documents whose passages a person may search."""
    found = catalogue.passages(catalogue.live_passage_ids(person, Filters(**filters)).tolist())
    return {passage.document_id for passage, _ in found}


# --- adding files ----------------------------------------------------------------------------------------------------


def test_a_new_note_waits_for_review(library: Library, write: Callable[[str, str], Path]) -> None:
    path = write("tn-1.md", note())
    report = library.add(path, ADMIN)
    (added,) = report.documents
    assert (report.path, report.status, report.reason) == (str(path), "added", None)
    assert (added.document_id, added.case_id, added.version, added.status) == ("tn-1.en", "tn-1", 1, "pending")
    stored = library.catalogue.document("tn-1.en", ADMIN)
    assert (added.passages, added.fields_found) == (2, len(stored.fields))
    assert (stored.status, stored.confidentiality, stored.unit, stored.added_by) == ("pending", "unit", "Lake", "admin")
    assert library.catalogue.page_numbers("tn-1.en", 1) == [0, 1]
    assert library.catalogue.page("tn-1.en", 1, 1, ADMIN) == "## What happened\n\nB kept the deposit.\n"
    assert ids(library.catalogue) == set()
    assert library.catalogue.sequence() == 0


def test_a_published_note_can_be_searched(library: Library, write: Callable[[str, str], Path]) -> None:
    report = library.add(write("tn-1.md", note()), ADMIN, publish=True)
    assert report.documents[0].status == "published"
    found = library.catalogue.passages(library.catalogue.live_passage_ids(ADMIN).tolist())
    assert [(p.document_id, p.version, p.kind, p.case_id, p.span.page) for p, _ in found] == [
        ("tn-1.en", 1, "case", "tn-1", 0),
        ("tn-1.en", 1, "case", "tn-1", 1),
    ]
    passage, heading = found[1]
    assert (passage.text, passage.language, heading) == (
        "## What happened\n\nB kept the deposit.",
        "en",
        "What happened",
    )
    assert (passage.title, passage.origin) == ("The carpet", "real_deidentified")


def test_the_same_content_twice_is_a_duplicate(library: Library, write: Callable[[str, str], Path]) -> None:
    library.add(write("tn-1.md", note()), ADMIN, publish=True)
    sequence = library.catalogue.sequence()
    again = library.add(write("moved/copy.md", note()), ADMIN)
    assert (again.status, again.documents[0].version, again.documents[0].status) == ("duplicate", 1, "published")
    assert library.add(write("tn-1.md", note()), ADMIN, publish=True).status == "duplicate"
    assert library.catalogue.sequence() == sequence


def test_changed_content_is_the_next_version_and_the_old_pages_stay(
    library: Library, write: Callable[[str, str], Path]
) -> None:
    library.add(write("tn-1.md", note()), ADMIN, publish=True)
    old = library.catalogue.live_passage_ids(ADMIN).tolist()
    report = library.add(write("tn-1.md", note("B gave it back.")), ADMIN)
    assert (report.status, report.documents[0].version, report.documents[0].status) == ("updated", 2, "pending")
    assert library.catalogue.live_passage_ids(ADMIN).tolist() == old
    library.publish("tn-1.en", ADMIN)
    live = library.catalogue.live_passage_ids(ADMIN).tolist()
    assert len(live) == 2
    assert min(live) > max(old)
    assert [library.catalogue.page("tn-1.en", version, 1, ADMIN).split("\n")[2] for version in (1, 2)] == [
        "B kept the deposit.",
        "B gave it back.",
    ]
    statuses = [library.catalogue.document("tn-1.en", ADMIN, version).status for version in (1, 2)]
    assert statuses == ["replaced", "published"]
    assert library.publish("tn-1.en", ADMIN, 1) == "unit"  # the first one restored
    assert library.catalogue.document("tn-1.en", ADMIN).version == 1
    assert library.catalogue.live_passage_ids(ADMIN).tolist() == old


def test_a_text_without_a_record_is_known_by_its_place(library: Library, write: Callable[[str, str], Path]) -> None:
    first = library.add(write("a.txt", "The hedge grew."), ADMIN)
    second = library.add(write("a.txt", "The hedge was cut."), ADMIN)
    assert (second.status, second.documents[0].version) == ("updated", 2)
    assert second.documents[0].document_id == first.documents[0].document_id
    assert library.add(write("renamed.txt", "The hedge was cut."), ADMIN).status == "added"
    assert library.catalogue.document(first.documents[0].document_id, ADMIN).title == "a.txt"


def test_twins_are_two_documents_of_one_case(library: Library, write: Callable[[str, str], Path]) -> None:
    library.add(write("tn-1.en.md", note()), ADMIN, publish=True)
    library.add(write("tn-1.zh.md", note("房东不退押金。").replace("lang: en", "lang: zh")), ADMIN, publish=True)
    cases = library.catalogue.live_cases(ADMIN)
    assert [(case.document_id, case.case_id, case.language) for case in cases] == [
        ("tn-1.en", "tn-1", "en"),
        ("tn-1.zh", "tn-1", "zh"),
    ]


def test_a_level_named_on_the_way_in_wins(library: Library, write: Callable[[str, str], Path]) -> None:
    library.add(write("tn-1.md", note(confidentiality="training")), ADMIN, confidentiality="restricted", publish=True)
    assert library.catalogue.document("tn-1.en", ADMIN).confidentiality == "restricted"


def test_a_note_for_training_says_that_it_waits(library: Library, write: Callable[[str, str], Path]) -> None:
    report = library.add(write("tn-1.md", note(confidentiality="training")), ADMIN, publish=True)
    assert report.reason == "tn-1.en: published to the unit only; a second person must review it for training"
    assert library.catalogue.document("tn-1.en", ADMIN).confidentiality == "unit"
    assert library.publish("tn-1.en", Person("second", "admin", frozenset({"Lake"}))) == "training"


@pytest.mark.parametrize(
    ("person", "unit"),
    [
        (Person("a", "admin", frozenset({"Lake", "Hill"})), "Hill"),
        (Person("operator", "admin", every_unit=True), "local"),
    ],
)
def test_a_note_without_a_unit_gets_that_of_its_person(
    library: Library, write: Callable[[str, str], Path], person: Person, unit: str
) -> None:
    library.add(write("tn-1.md", note()), person)
    assert library.catalogue.document("tn-1.en", person).unit == unit


def test_only_an_admin_adds(library: Library, write: Callable[[str, str], Path]) -> None:
    with pytest.raises(RightsError, match=r"m \(mediator\) may not add documents. Ask an admin of your unit."):
        library.add(write("tn-1.md", note()), Person("m", "mediator", frozenset({"Lake"})))


def test_the_original_is_kept_for_the_service_alone(library: Library, write: Callable[[str, str], Path]) -> None:
    path = write("tn-1.md", note(":::caucus A\nwould take 300\n:::\nB kept it."))
    library.add(path, ADMIN)
    (original,) = (library.settings.home / "library" / "originals").iterdir()
    assert original.read_bytes() == path.read_bytes()
    assert stat.S_IMODE(original.stat().st_mode) == 0o600
    assert stat.S_IMODE(original.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(original.parents[1].stat().st_mode) == 0o700
    with library.catalogue.engine.connect() as connection:
        kept = [row for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert kept
    assert "300" not in str(kept)


# --- files that cannot be taken in -----------------------------------------------------------------------------------


def test_a_bad_file_stops_only_itself(library: Library, write: Callable[[str, str], Path]) -> None:
    texts = {
        "1.md": note(case_id="a-1"),
        "2.md": note(case_id="b-1", outcome="won", level="moon"),
        "3.xyz": "what is this",
        "4.md": "---\ntype_l1: [a, b]\ntags: {x: y}\n---\nText.",
        "5.md": note(case_id="c-1", title="T\nunit: Hill"),
        "6.md": note(case_id="d-1"),
    }
    folder = [write(f"folder/{name}", text) for name, text in texts.items()][0].parent
    reports = {Path(report.path).name: report for report in library.add_all([folder], ADMIN)}
    assert [(name, report.status) for name, report in reports.items()] == [
        ("1.md", "added"),
        ("2.md", "quarantined"),
        ("3.xyz", "quarantined"),
        ("4.md", "added"),
        ("5.md", "quarantined"),
        ("6.md", "added"),
    ]
    assert reports["2.md"].reason == (
        "2.md: level: 'moon' is not one of: household, community, town, county, court; "
        "2.md: outcome: 'won' is not one of: full, partial, none, withdrawn, referred, terminated"
    )
    assert reports["5.md"].reason is not None
    assert reports["5.md"].reason.startswith("'c-1.en' is a note of 'Hill', which is not a unit of admin.")
    listed = library.catalogue.quarantined(ADMIN)
    assert [Path(row["path"]).name for row in listed] == ["5.md", "3.xyz", "2.md"]
    assert listed[2]["reason"] == reports["2.md"].reason
    assert (listed[0]["added_by"], len(library.catalogue.list_documents(ADMIN))) == ("admin", 3)
    # A second try replaces the reason of the first.
    library.add(write("folder/2.md", note(case_id="b-1", outcome="lost")), ADMIN)
    assert [Path(row["path"]).name for row in library.catalogue.quarantined(ADMIN)] == ["2.md", "5.md", "3.xyz"]
    assert library.catalogue.quarantined(ADMIN)[0]["reason"].startswith("2.md: outcome: 'lost'")


def test_quarantine_shows_everyone_the_own_files(library: Library, write: Callable[[str, str], Path]) -> None:
    other, operator = Person("other", "admin", frozenset({"Lake"})), Person("operator", "admin", every_unit=True)
    library.add(write("a.xyz", "a"), ADMIN)
    library.add(write("b.xyz", "b"), other)
    shown = {
        person.name: [Path(row["path"]).name for row in library.catalogue.quarantined(person)]
        for person in (
            ADMIN,
            other,
            operator,
            Person("auditor", "auditor"),
            Person("m", "mediator", frozenset({"Lake"})),
        )
    }
    both = ["b.xyz", "a.xyz"]
    assert shown == {"admin": ["a.xyz"], "other": ["b.xyz"], "operator": both, "auditor": both, "m": []}


def test_one_bad_document_of_many_leaves_the_others(library: Library, write: Callable[[str, str], Path]) -> None:
    path = write("many.jsonl", "")
    texts = {f"many.jsonl:{number}": text for number, text in enumerate(["One.", " \n", "Three."], start=1)}
    report = library.add(path, ADMIN, read(texts))
    assert (report.status, len(report.documents)) == ("partly", 2)
    assert report.reason == "many.jsonl:2 is empty once private passages are cut. Check the file."
    assert [row["reason"] for row in library.catalogue.quarantined(ADMIN)] == [report.reason]
    # Known by what they say, for lines move.
    moved = dict(zip(texts, ["Three.", "New.", "One."], strict=True))
    assert [d.version for d in library.add(path, ADMIN, read(moved)).documents] == [1, 1, 1]
    assert len(library.catalogue.list_documents(ADMIN)) == 3


def test_what_nobody_can_read_is_not_kept(library: Library, write: Callable[[str, str], Path]) -> None:
    def broken(path: Path) -> Reading:
        raise DocumentError(f"{path.name} is damaged. Save it again.")

    report = library.add(write("a.pdf", "%PDF"), ADMIN, broken)
    assert report == AddReport(report.path, "quarantined", (), "a.pdf is damaged. Save it again.")
    assert not (library.settings.home / "library" / "originals").exists()


# --- withdrawing, filters, the feed ----------------------------------------------------------------------------------


def test_a_withdrawn_document_leaves_search_at_once(library: Library, write: Callable[[str, str], Path]) -> None:
    for number in (1, 2):
        library.add(write(f"{number}.md", note(case_id=f"tn-{number}")), ADMIN, publish=True)
    assert library.withdraw(["tn-1.en"], ADMIN) == 1
    assert ids(library.catalogue) == {"tn-2.en"}
    assert library.catalogue.live_documents() == ["tn-2.en"]
    assert library.catalogue.live_ids_of(["tn-1.en"]) == []
    assert [case.document_id for case in library.catalogue.live_cases(ADMIN)] == ["tn-2.en"]
    assert [(d.document_id, d.status) for d in library.catalogue.list_documents(ADMIN)] == [
        ("tn-1.en", "removed"),
        ("tn-2.en", "published"),
    ]
    library.publish("tn-1.en", ADMIN)
    assert ids(library.catalogue) == {"tn-1.en", "tn-2.en"}
    assert library.catalogue.document("tn-1.en", ADMIN).status == "published"


def test_the_feed_names_each_changed_document_once(library: Library, write: Callable[[str, str], Path]) -> None:
    catalogue = library.catalogue
    assert (catalogue.sequence(), catalogue.changed_since(0)) == (0, [])
    for number in (1, 2, 3):
        library.add(write(f"{number}.md", note(case_id=f"tn-{number}")), ADMIN, publish=number < 3)
    assert (catalogue.sequence(), catalogue.changed_since(0)) == (2, ["tn-1.en", "tn-2.en"])
    library.withdraw(["tn-1.en"], ADMIN)
    library.publish("tn-1.en", ADMIN)
    library.publish("tn-1.en", ADMIN)  # there already: nothing to follow
    assert (catalogue.sequence(), catalogue.changed_since(2)) == (4, ["tn-1.en"])
    assert (library.withdraw(["no such"], ADMIN), catalogue.sequence()) == (0, 4)
    assert catalogue.changed_since(4) == []


def test_filters(library: Library, write: Callable[[str, str], Path]) -> None:
    library.add(write("1.md", note(case_id="a", outcome="full", level="town")), ADMIN, publish=True)
    library.add(write("2.md", note(case_id="b", outcome="none").replace("2024-05", "2023")), ADMIN, publish=True)
    library.add(write("3.txt", "漏水三天了。"), ADMIN, publish=True)
    (plain,) = [d.document_id for d in library.catalogue.live_cases(ADMIN) if not d.reviewed]
    catalogue = library.catalogue
    assert ids(catalogue, outcome=("none",)) == {"b.en"}
    assert ids(catalogue, outcome=("none", "full"), year=(2024,)) == {"a.en"}
    assert ids(catalogue, level=("town",), type=("tenancy",)) == {"a.en"}
    assert ids(catalogue, type=("neighbours",)) == set()
    assert ids(catalogue, language=("zh",)) == {plain}
    assert ids(catalogue, origin=("real_deidentified",), kind=("case",)) == {"a.en", "b.en", plain}
    assert ids(catalogue, kind=("statute",)) == set()
    assert [d.document_id for d in catalogue.list_documents(ADMIN, Filters(year=(2023,)))] == ["b.en"]
    assert [d.document_id for d in catalogue.live_cases(ADMIN, Filters(outcome=("full",)))] == ["a.en"]


def test_passages_come_in_the_order_asked_for(library: Library, write: Callable[[str, str], Path]) -> None:
    library.add(write("1.md", note()), ADMIN, publish=True)
    first, second = library.catalogue.live_passage_ids(ADMIN).tolist()
    found = library.catalogue.passages([second, 999_999, first])
    assert [passage.id for passage, _ in found] == [second, first]
    assert library.catalogue.passages([]) == []
    assert library.catalogue.live_passage_ids(ADMIN).dtype == np.int64


def test_numbers_of_passages_are_never_used_again(library: Library, write: Callable[[str, str], Path]) -> None:
    library.add(write("1.md", note()), ADMIN, publish=True)
    old = library.catalogue.live_passage_ids(ADMIN).tolist()
    with library.catalogue.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM passages")
    library.add(write("2.md", note(case_id="tn-2")), ADMIN, publish=True)
    assert min(library.catalogue.live_passage_ids(ADMIN).tolist()) > max(old)


def test_what_is_not_there(library: Library, write: Callable[[str, str], Path]) -> None:
    library.add(write("1.md", note()), ADMIN)
    with pytest.raises(LibraryError, match="no document 'x'. See `mediator-bot library list`."):
        library.catalogue.document("x", ADMIN)
    with pytest.raises(LibraryError, match="no document 'tn-1.en' in version 7"):
        library.catalogue.document("tn-1.en", ADMIN, 7)
    with pytest.raises(LibraryError, match="no page 9 in version 1 of 'tn-1.en'"):
        library.catalogue.page("tn-1.en", 1, 9, ADMIN)
    with pytest.raises(LibraryError, match="no document 'tn-1.en' in version 2"):
        library.publish("tn-1.en", ADMIN, 2)
    with pytest.raises(LibraryError, match="There is no library in .*nowhere. Make one with `mediator-bot init`."):
        Library(Settings(home=library.settings.home / "nowhere"))


def test_who_reviewed_is_remembered(library: Library, write: Callable[[str, str], Path]) -> None:
    library.add(write("1.md", note(confidentiality="training")), ADMIN, publish=True)
    library.publish("tn-1.en", Person("second", "admin", frozenset({"Lake"})))
    with library.catalogue.engine.connect() as connection:
        row = connection.execute(select(versions)).one()
        named = connection.execute(select(named_people.c.person)).scalars().all()
    assert (row.reviewed_by, row.published_as, row.confidentiality) == (["admin", "second"], "training", "training")
    assert named == ["admin"]


# --- several at once -------------------------------------------------------------------------------------------------


def test_several_people_at_once_lose_nothing(tmp_path: Path, catalogue_url: str) -> None:
    catalogue = Catalogue(tmp_path, catalogue_url)
    conversations = Conversations(catalogue.engine)

    def work(number: int) -> None:
        document = Prepared("case", "k", "T", "en", "synthetic", {0: "T", 1: f"text {number}"}, {}, {}, "k")
        register.store(catalogue.engine, document, sha256=str(number), source="k", original=None, by=AUTHORS)
        register.publish(catalogue.engine, "k", AUTHORS)
        conversations.record("talk", AUTHORS, f"question {number}", {})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(24)))
    texts = {catalogue.page("k", version, 1, AUTHORS) for version in range(1, 25)}
    assert texts == {f"text {number}" for number in range(24)}
    assert sorted(conversations.questions("talk", AUTHORS)) == sorted(f"question {number}" for number in range(24))
    catalogue.engine.dispose()


def test_two_openings_see_each_other(library: Library, write: Callable[[str, str], Path]) -> None:
    other = Library(library.settings)
    library.add(write("1.md", note()), ADMIN, publish=True)
    assert ids(other.catalogue) == {"tn-1.en"}
    other.catalogue.engine.dispose()


# --- conversations ---------------------------------------------------------------------------------------------------


def test_a_conversation_belongs_to_one_person(library: Library) -> None:
    conversations = Conversations(library.catalogue.engine)
    own, other = Person("own", "trainee"), Person("other", "admin", every_unit=True)
    conversations.record("talk", own, "first?", {"text": "一", "citations": ()})
    conversations.record("talk", own, "second?", {})
    for attempt in (
        lambda: conversations.questions("talk", other),
        lambda: conversations.record("talk", other, "mine now?", {}),
    ):
        with pytest.raises(RightsError, match="This conversation belongs to someone else. Start a new one."):
            attempt()
    assert conversations.questions("talk", own) == ["first?", "second?"]
    assert conversations.questions("unknown", other) == []
    assert len({conversations.new_id() for _ in range(100)}) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", conversations.new_id()) for _ in range(3))
