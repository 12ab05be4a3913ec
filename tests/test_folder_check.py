"""What the doctor says of a folder of notes: the file, the line, the words of a colleague."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mediator_bot.cases.checks import check_text
from mediator_bot.library.folder_check import Fault, check_examples, check_folder, files_below, known_articles
from mediator_bot.library.library import corpus_folder

NOTE = """---
case_id: nb-2026-901
lang: en
title: A gate left open
origin: synthetic
venue_type: community_centre
level: community
type_l1: neighbours
accepted_on: 2026-03
closed_on: 2026-04
parties:
  - {pid: A, role: tenant}
  - {pid: B, role: owner}
outcome: full
terms:
  - {who: B, does: close the gate at night, to_whom: A, due: 2026-04-30}
  - who: A
    does: ring before coming over
legal_basis:
  - {law: Civil Code, article: "288", verified: true}
---
## What happened
The gate stood open.
"""


def faults_of(path: Path) -> list[tuple[int, str]]:
    return [(fault.line, fault.what) for fault in check_folder(path, corpus_folder())]


def changed(old: str, new: str) -> str:
    assert old in NOTE
    return NOTE.replace(old, new)


def test_a_note_in_order_has_no_faults(write: Callable[[str, str], Path]) -> None:
    assert faults_of(write("nb-2026-901.md", NOTE)) == []


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (changed("outcome: full", "outcome: settled"), 14, "outcome: 'settled' is not one of: full"),
        (changed("level: community\n", ""), 2, "level: is missing"),
        (changed("closed_on: 2026-04", "closed_on: 2026-02"), 10, "closed on 2026-02, before it was accepted"),
        (changed("who: A", "who: C"), 17, "C is none of the parties (A, B)"),
        (changed("due: 2026-04-30", "due: 2026-01-30"), 16, "2026-01-30 is before the case was accepted"),
        (changed("{who: B,", "{who: B, amount: 40,"), 16, "is missing for 40"),
        (changed("outcome: full", "outcome: none"), 14, "not settled, yet terms are written down"),
        (changed("title: A gate left open", "title: A gate: left open"), 4, "is not valid YAML"),
        (changed('article: "288"', 'article: "999"'), 20, "Civil Code 999 is not among the verified articles"),
        (changed("{pid: B, role: owner}", "{pid: A, role: owner}"), 13, "two parties are called A"),
        (changed("The gate stood open.", ":::caucus A\nShe is afraid."), 23, "never ends"),
        (changed("The gate stood open.", "Call 13812345678 after six."), 23, "looks like a mobile number"),
        (
            changed("outcome: full", "recurrence_of: nb-2019-001\noutcome: full"),
            14,
            "there is no case nb-2019-001 here",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(write: Callable[[str, str], Path], text: str, line: int, what: str) -> None:
    found = faults_of(write("nb-2026-901.md", text))
    assert [number for number, words in found if what in words] == [line], found


def test_a_number_that_moved_is_told_with_the_new_one(write: Callable[[str, str], Path]) -> None:
    note = changed('{law: Civil Code, article: "288", verified: true}', '{law: 治安管理处罚法, article: "43"}')
    assert faults_of(write("a.md", note)) == [
        (20, "legal_basis.0.article: Article 43 was the old number; since 2026-01-01 it is 51")
    ]
    older = note.replace("2026-0", "2024-0")
    assert faults_of(write("b/a.md", older)) == []


def test_two_notes_with_one_number(write: Callable[[str, str], Path]) -> None:
    write("a.md", NOTE)
    write("b.md", NOTE)
    folder = write("c.md", NOTE.replace("lang: en", "lang: zh")).parent
    assert faults_of(folder) == [(0, "a.md is also case nb-2026-901")]
    assert files_below(folder) == 3


def test_a_record_beside_a_document_is_named_with_its_own_file(write: Callable[[str, str], Path]) -> None:
    record, story = NOTE.split("---\n")[1:]
    document = write("nb-2026-901.txt", story)
    write("nb-2026-901.yaml", record.replace("outcome: full", "outcome: settled"))
    (fault,) = check_folder(document, corpus_folder())
    assert (fault.file.name, fault.line) == ("nb-2026-901.yaml", 13)


def test_what_cannot_be_read_is_told_like_in_quarantine(write: Callable[[str, str], Path]) -> None:
    folder = write("empty.md", "").parent
    assert [str(fault) for fault in check_folder(folder, corpus_folder())] == [
        "empty.md: empty.md is empty (0 bytes). Check that it was copied completely."
    ]


def test_reference_files_are_checked_too(write: Callable[[str, str], Path]) -> None:
    write("guidelines/x.en.md", "---\ntitle: X\n---\n1. Do it.\n")
    write("glossary/x.yaml", "words:\n  - {zh: 押金}\n")
    folder = write("statutes/x.yaml", "rows:\n - {article: [}\n").parents[1]
    assert [(fault.file.name, fault.line) for fault in check_folder(folder, corpus_folder())] == [
        ("x.en.md", 0),
        ("x.yaml", 2),
        ("x.yaml", 0),
    ]


def test_the_sample_library_has_no_faults() -> None:
    assert [str(fault) for fault in check_folder(corpus_folder(), corpus_folder())] == []


def test_articles_known_from_the_statute_tables() -> None:
    articles = known_articles(corpus_folder())
    assert ("民法典", "288") in articles.verified
    assert (articles.moved or {})["Public Security Administration Punishments Law", "43"] == ("51", "2026-01-01")


def test_examples_of_the_documentation(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n```yaml\ncase_id: x-1\nlang: en\noutcome: good\n```\n", encoding="utf-8")
    checked, faults = check_examples([page])
    assert checked == 1
    assert Fault(page, 6, faults[-1].what, faults[-1].advice) in faults
    assert any("outcome" in fault.what and fault.line == 6 for fault in faults)


def test_a_private_passage_that_begins_inside_another() -> None:
    assert list(check_text(":::caucus A\nx\n:::caucus B\ny\n:::\n")) == [
        (3, "a private passage begins before the one of line 1 has ended")
    ]
