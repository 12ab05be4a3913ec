"""What is due, by when and why; who is told; each rule at its edges."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import notes
import pytest

from mediator_bot.library import holds
from mediator_bot.library.upkeep import Due, upkeep
from mediator_bot.service import Assistant
from mediator_bot.types import Person

ALICE = Person("alice", "admin", frozenset({"Lake"}))
MEDIATOR = Person("m", "mediator", frozenset({"Lake"}))
TODAY = datetime.date(2026, 3, 1)


def due(assistant: Assistant, kind: str, by: Person = ALICE, today: datetime.date = TODAY, **options: Any) -> list[Due]:
    return [row for row in upkeep(assistant.library.catalogue, by, today, **options) if row.kind == kind]


def add(assistant: Assistant, story: str = notes.STORY, **fields: Any) -> str:
    fields = {"unit": "Lake", "case_id": "tt-1", "closed_on": "2019-05", **fields}
    return notes.publish(assistant, f"{fields['case_id']}.md", story, notes.record(**fields))


@pytest.mark.parametrize(
    ("visit", "days"),
    [
        ({"due": "2026-03-15"}, ["2026-03-15"]),
        ({"due": "2026-03-16"}, []),
        ({"due": "2026-03"}, ["2026-03-31"]),
        ({"due": "2025-12", "done": "2026-01"}, []),
        ({"due": "2025-12"}, ["2025-12-31"]),
    ],
)
def test_a_visit_is_listed_two_weeks_before_its_day_until_it_is_done(
    empty: Assistant, visit: dict[str, str], days: list[str]
) -> None:
    add(empty, followups=[visit])
    assert [row.due for row in due(empty, "visit")] == days


def test_visits_nobody_wrote_down_are_asked_for_after_a_month_and_half_a_year(empty: Assistant) -> None:
    add(empty, agreement_effective_on="2026-01-20", closed_on="2026-01-20")
    assert [(row.due, row.why) for row in due(empty, "visit")] == [
        ("2026-02-19", "no follow-up is written down a month after the agreement")
    ]
    assert [row.due for row in due(empty, "visit", today=datetime.date(2026, 7, 10))] == ["2026-02-19", "2026-07-21"]
    assert due(empty, "visit", today=datetime.date(2028, 1, 1)) == []


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({}, ["2026-03-05"]),
        ({"agreement_effective_on": "2026-01-31"}, ["2026-03-01"]),
        ({"agreement_effective_on": "2026-01-30"}, []),
        ({"confirmation_status": "told, not wanted"}, []),
        ({"jurisdiction": "Ireland"}, []),
        ({"outcome": "none", "terms": []}, []),
    ],
)
def test_thirty_days_for_confirmation_count_the_first_day(
    empty: Assistant, fields: dict[str, Any], days: list[str]
) -> None:
    given = {"jurisdiction": "mainland China", "agreement_effective_on": "2026-02-04", **fields}
    add(empty, followups=[{"due": "2026-02-20", "done": "2026-02-20"}], **given)
    assert [row.due for row in due(empty, "confirmation")] == days


@pytest.mark.parametrize(
    ("basis", "listed"),
    [
        ({"law": "治安管理处罚法", "article": "43"}, True),
        ({"law": "Public Security Administration Punishments Law", "article": "43"}, True),
        ({"law": "治安管理处罚法", "article": "43", "version_date": "2026-01-01"}, False),
        ({"law": "治安管理处罚法", "article": "3"}, False),
    ],
)
def test_notes_that_still_cite_the_old_number_are_named(empty: Assistant, basis: dict[str, str], listed: bool) -> None:
    document = add(empty, legal_basis=[basis])
    found = due(empty, "superseded")
    assert [row.document_id for row in found] == [document] * listed
    if listed:
        assert "43" in found[0].why
        assert "2026-01-01" in found[0].why


def test_an_old_number_in_the_text_is_found_too(empty: Assistant) -> None:
    document = add(empty, "## What happened\n\nThe officer read out《治安管理处罚法》第43条, not 第4条.\n")
    assert [row.document_id for row in due(empty, "superseded", language="zh")] == [document]
    assert "第43条" in due(empty, "superseded", language="zh")[0].why


def test_a_dispute_that_came_back_is_shown_with_its_chain(empty: Assistant) -> None:
    add(empty, case_id="tt-1", followups=[{"due": "2020-01", "done": "2020-01", "recurrence": True}])
    assert [row.why for row in due(empty, "came_back")] == ["a follow-up says that the trouble returned"]
    add(empty, case_id="tt-2", recurrence_of="tt-1")
    add(empty, case_id="tt-3", recurrence_of="tt-2")
    assert [(row.case_id, row.why) for row in due(empty, "came_back")] == [("tt-3", "came back: tt-1 → tt-2 → tt-3")]


def test_what_waits_for_review_is_listed_also_over_a_published_version(
    empty: Assistant, write: Callable[[str, str], Path]
) -> None:
    path = write("note.md", notes.note(unit="Lake"))
    list(empty.add([path], ALICE, publish=True))
    assert due(empty, "unreviewed") == []
    path.write_text(notes.note("Another story.", unit="Lake"), encoding="utf-8")
    list(empty.add([path], ALICE))
    assert [row.why for row in due(empty, "unreviewed")] == ["version 2 waits for review"]
    empty.library.publish("tt-2024-001.en", ALICE)
    (report,) = empty.add([write("scan.txt", "The hedge grew.")], ALICE, publish=True)
    assert [row.document_id for row in due(empty, "unreviewed")] == [report.documents[0].document_id]


def test_the_end_of_retention_proposes_erasure_unless_a_hold_is_there(empty: Assistant) -> None:
    document = add(empty, closed_on="2021-03-20")
    assert due(empty, "retention") == []
    assert [row.due for row in due(empty, "retention", retention_years=5)] == ["2026-03-20"]
    holds.hold(empty.library.catalogue, document, ALICE, "court case 12")
    assert "on hold: court case 12" in due(empty, "retention", retention_years=5)[0].why
    holds.retain(empty.library.catalogue, document, ALICE, "2031-12-31")
    assert due(empty, "retention", retention_years=5) == []


def test_nobody_is_told_of_notes_they_may_not_read(empty: Assistant) -> None:
    add(empty, followups=[{"due": "2026-01"}], legal_basis=[{"law": "治安管理处罚法", "article": "43"}])
    assert {row.kind for row in upkeep(empty.library.catalogue, MEDIATOR, TODAY)} == {"visit", "superseded"}
    for person in (Person("t", "trainee"), Person("h", "admin", frozenset({"Hill"})), Person("a", "auditor")):
        assert upkeep(empty.library.catalogue, person, TODAY) == []
