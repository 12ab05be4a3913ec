"""Drafts of new cases: the form loses nothing of a record, two windows cannot undo each other, what is missing is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notes import record

from mediator_bot.cases.schema import parse_note
from mediator_bot.cases.sheet import changes, filled, missing, record_of
from mediator_bot.errors import LibraryError, RightsError, SchemaError
from mediator_bot.library.drafts import Drafts
from mediator_bot.service import Assistant
from mediator_bot.types import Person

HU = Person("hu", "mediator", frozenset({"Lake"}))
TEXTS = {
    "case_id": "lake-7",
    "title": "The shoe rack on the stairs",
    "lang": "en",
    "origin": "real_deidentified",
    "venue_type": "community_centre",
    "level": "community",
    "type_l1": "neighbours",
    "outcome": "full",
    "parties": "A: owner of the rack\nB: neighbour with a pram | vulnerable: pregnant, unwell",
    "terms": "A: takes the rack inside: all of it | due: 2024-06-01",
    "story": "A left a shoe rack on the stairs.\n\n:::caucus A\nwould pay 90\n:::\nThey talked twice.",
}


def drafts(assistant: Assistant) -> Drafts:
    return Drafts(assistant.library.catalogue.engine)


def test_a_form_that_nobody_touched_changes_no_record(quick: Assistant) -> None:
    cases = [one for one in quick.library.catalogue.list_documents(quick.operator) if one.kind == "case"]
    assert len(cases) > 60
    assert [one.document_id for one in cases if changes(one.record, filled(one.record))] == []


def test_a_form_that_was_filled_in_makes_the_record_again(quick: Assistant) -> None:
    for one in quick.library.catalogue.list_documents(quick.operator):
        if one.kind != "case" or "|" in str(one.record):
            continue
        again = parse_note(record_of(filled(one.record)))
        whole = parse_note(dict(one.record))
        for name in ("parties", "terms", "sessions", "options", "legal_basis", "followups", "techniques", "outcome"):
            assert getattr(again, name) == getattr(whole, name), (one.document_id, name)


@given(st.text(alphabet="甲A: |\n", max_size=30))
def test_whatever_is_typed_is_a_value_or_a_line_that_says_what_is_wrong(text: str) -> None:
    try:
        record_of({"parties": text, "terms": text})
    except SchemaError as error:
        assert "write " in str(error).lower()


def test_what_is_missing_is_named_in_the_readers_language() -> None:
    lacking = record(title="", outcome="won")
    assert missing(lacking, "zh")[0] == "标题：还没有填"
    assert missing(lacking, "en") == ["Title: is empty", missing(lacking, "en")[1]]
    assert missing(lacking, "en")[1].startswith("Outcome: 'won' is not one of: full")


def test_a_draft_is_ones_own_and_of_two_windows_the_second_is_told(empty: Assistant) -> None:
    kept = drafts(empty)
    first = kept.open(HU)
    assert first.revision == 0
    saved = kept.save(HU, first.revision, TEXTS)
    assert kept.open(HU).texts == TEXTS
    with pytest.raises(LibraryError, match="another window"):
        kept.save(HU, first.revision, {"title": "Other"})
    assert kept.open(HU).texts == TEXTS
    assert kept.open(Person("lin", "admin", frozenset({"Lake"}))).revision == 0
    with pytest.raises(RightsError):
        kept.open(Person("tao", "trainee"))
    with pytest.raises(LibraryError, match="longer than"):
        kept.save(HU, saved.revision, {"story": "x" * 500_000})


def test_a_draft_becomes_a_document_that_waits_for_review(empty: Assistant) -> None:
    kept, catalogue = drafts(empty), empty.library.catalogue
    draft = kept.save(HU, 0, {**TEXTS, "outcome": ""})
    with pytest.raises(SchemaError, match="调解结果：还没有填"):
        kept.hand_in(catalogue, HU, draft.revision, "local", "zh")
    draft = kept.save(HU, draft.revision, TEXTS)
    document = kept.hand_in(catalogue, HU, draft.revision, "local", "en")
    stored = catalogue.document(document, HU)
    assert (stored.status, stored.reviewed, stored.unit, stored.added_by) == ("pending", True, "Lake", "hu")
    assert stored.record["terms"][0] == {"who": "A", "does": "takes the rack inside: all of it", "due": "2024-06-01"}
    assert stored.record["parties"][1]["vulnerable"] == ["pregnant", "unwell"]
    assert "90" not in catalogue.page(document, 1, 1, HU)
    assert kept.open(HU).revision == 0
    assert [hit for hit in empty.search("shoe rack on the stairs", HU) if hit.passage.document_id == document] == []
    again = kept.save(HU, 0, TEXTS)
    with pytest.raises(LibraryError, match="another note's already"):
        kept.hand_in(catalogue, HU, again.revision, "local", "en")
