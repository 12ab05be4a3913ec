"""Versions side by side, rolled back and corrected; two people who correct one note at once."""

from collections.abc import Callable
from pathlib import Path

import notes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediator_bot.errors import LibraryError, RightsError, SchemaError
from mediator_bot.library.compare import compare, marked
from mediator_bot.service import Assistant
from mediator_bot.types import Person

pytestmark = pytest.mark.both_catalogues
ALICE = Person("alice", "admin", frozenset({"Lake"}))
BOB = Person("bob", "admin", frozenset({"Lake"}))
MEDIATOR = Person("m", "mediator", frozenset({"Lake"}))
ID = "tt-2024-001.en"
Write = Callable[[str, str], Path]


def add(assistant: Assistant, write: Write, text: str, by: Person = ALICE, **options: bool) -> None:
    list(assistant.add([write("note.md", text)], by, **options))  # type: ignore[arg-type]


def test_versions_are_listed_with_what_became_of_them(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake"), publish=True)
    add(empty, write, notes.note("Another story.", unit="Lake"), publish=True)
    add(empty, write, notes.note("A third.", unit="Lake"))
    found = empty.library.catalogue.versions(ID, ALICE)
    assert [(v.version, v.status, v.reviewed_by) for v in found] == [
        (1, "replaced", ("alice",)),
        (2, "published", ("alice",)),
        (3, "pending", ()),
    ]
    with pytest.raises(LibraryError, match="no document"):
        empty.library.catalogue.versions(ID, Person("t", "trainee"))


def test_a_roll_back_changes_what_search_sees_and_old_citations_still_open(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake"), publish=True)
    (quoted,) = [c for c in empty.ask("weathercock chimney", ALICE).citations if c.page == 1][:1]
    add(empty, write, notes.note("## What happened\n\nA bell rang at night.\n", unit="Lake"), publish=True)
    assert {hit.passage.version for hit in empty.search("bell", ALICE) if hit.passage.document_id == ID} == {2}
    page = empty.library.catalogue.page(quoted.document_id, quoted.version, quoted.page, MEDIATOR)
    assert page[quoted.start : quoted.end] == quoted.quote
    assert empty.library.restore(ID, 1, ALICE) == "unit"
    empty.follow()
    assert {hit.passage.version for hit in empty.search("weathercock", ALICE) if hit.passage.document_id == ID} == {1}


def test_what_was_never_published_cannot_be_rolled_back_to(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake"))
    with pytest.raises(LibraryError, match="never published"):
        empty.library.restore(ID, 1, ALICE)


def test_two_versions_side_by_side(empty: Assistant, write: Write) -> None:
    story = "## What happened\n\nThe cock squeaked.\n\nB could not sleep for a week.\n"
    add(empty, write, notes.note(story, unit="Lake"))
    add(empty, write, notes.note(story.replace("a week", "ten days") + "\nA oiled it.\n", unit="Lake"))
    found = compare(empty.library.catalogue, (ID, 1), (ID, 2), ALICE)
    different = [line for line in found.lines if line.change != "same"]
    assert [(line.change, line.left_page, line.right_page) for line in different] == [
        ("changed", 1, 1),
        ("added", None, 1),
    ]
    assert [part for part in different[0].left if part[1]] == [("a", True), ("week", True)]
    assert [part for part in different[0].right if part[1]] == [("ten", True), ("days", True)]
    assert 0.9 < found.share < 1
    with pytest.raises(LibraryError):
        compare(empty.library.catalogue, (ID, 1), (ID, 2), Person("t", "trainee"))


def test_a_text_is_all_common_with_itself(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake"))
    found = compare(empty.library.catalogue, (ID, None), (ID, 1), ALICE)
    assert found.share == 1
    assert {line.change for line in found.lines} == {"same"}


@given(st.text("abc 电梯。", max_size=40), st.text("abc 电梯。", max_size=40))
def test_the_pieces_of_a_line_make_up_the_line_and_what_is_common_is_equal(one: str, other: str) -> None:
    left, right = marked(one, other)
    assert ("".join(text for text, _ in left), "".join(text for text, _ in right)) == (one, other)
    common = ["".join(text for text, differs in side if not differs) for side in (left, right)]
    assert common[0] == common[1]


def test_a_correction_is_the_next_version_reviewed_by_whoever_made_it(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake", confidentiality="training"))
    version = empty.library.correct(ID, {"title": "The cock on the chimney", "closed_on": None}, BOB, seen=1)
    stored = empty.library.catalogue.document(ID, ALICE)
    assert (version, stored.version, stored.status, stored.title) == (2, 2, "pending", "The cock on the chimney")
    assert (stored.added_by, stored.reviewed_by, stored.unit) == ("bob", ("bob",), "Lake")
    assert "closed_on" not in stored.record
    assert empty.library.catalogue.page(ID, 2, 0, ALICE).startswith("The cock on the chimney\n")
    assert empty.library.publish(ID, BOB) == "unit"  # nobody else has seen what bob wrote
    assert empty.library.publish(ID, ALICE) == "training"


def test_a_misread_page_can_be_put_right(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note("## What happened\n\nThe c0ck squeaked.\n", unit="Lake"))
    page = empty.library.catalogue.page(ID, 1, 1, ALICE)
    empty.library.correct(ID, {}, ALICE, seen=1, pages={1: page.replace("c0ck", "cock")})
    assert "The cock squeaked." in empty.library.catalogue.page(ID, 2, 1, ALICE)
    assert "The c0ck squeaked." in empty.library.catalogue.page(ID, 1, 1, ALICE)
    with pytest.raises(LibraryError, match="no page 7"):
        empty.library.correct(ID, {}, ALICE, seen=2, pages={7: "x"})


def test_the_second_of_two_who_correct_one_note_is_told(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake"))
    assert empty.library.correct(ID, {"title": "By alice"}, ALICE, seen=1) == 2
    with pytest.raises(LibraryError, match="version 2 by alice of .* newer than version 1 that you saw"):
        empty.library.correct(ID, {"lessons": "By bob"}, BOB, seen=1)
    assert empty.library.correct(ID, {"lessons": "By bob"}, BOB, seen=2) == 3
    stored = empty.library.catalogue.document(ID, ALICE)
    assert (stored.title, stored.record["lessons"]) == ("By alice", "By bob")


def test_a_correction_that_changes_nothing_is_no_version(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake"))
    assert empty.library.correct(ID, {"title": notes.RECORD["title"]}, BOB, seen=1) == 1


def test_a_correction_is_held_to_the_schema_and_to_the_rights(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake"))
    with pytest.raises(SchemaError, match="outcome"):
        empty.library.correct(ID, {"outcome": "perhaps"}, ALICE, seen=1)
    with pytest.raises(RightsError):
        empty.library.correct(ID, {"title": "x"}, MEDIATOR, seen=1)
    with pytest.raises(LibraryError):
        empty.library.correct(ID, {"title": "x"}, Person("c", "admin", frozenset({"Hill"})), seen=1)


def test_a_text_becomes_a_reviewed_note(empty: Assistant, write: Write) -> None:
    (report,) = empty.add([write("scan.txt", "The hedge grew over the fence.")], ALICE)
    document = report.documents[0].document_id
    fields = notes.record(title="The hedge")
    empty.library.correct(document, fields, BOB, seen=1)
    stored = empty.library.catalogue.document(document, ALICE)
    assert (stored.reviewed, stored.case_id, stored.proposals) == (True, "tt-2024-001", ())
    again = next(iter(empty.add([write("scan.txt", "The hedge grew over the fence.")], ALICE)))
    assert (again.status, again.documents[0].version) == ("duplicate", 2)  # the file does not undo the review
    changed = next(iter(empty.add([write("scan.txt", "The hedge was cut.")], ALICE)))
    assert (changed.status, changed.documents[0].version) == ("updated", 3)


def test_a_correction_never_widens_a_named_circle(empty: Assistant, write: Write) -> None:
    add(empty, write, notes.note(unit="Lake", confidentiality="restricted"))
    empty.library.correct(ID, {"confidentiality": "public", "title": "x"}, ALICE, seen=1)
    assert empty.library.publish(ID, ALICE) == "restricted"
