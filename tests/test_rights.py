"""Who may do what: the table of rights cell by cell, and what may not slip past it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mediator_bot.cases.prepare import Prepared
from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library import register
from mediator_bot.library.catalogue import Catalogue, Stored
from mediator_bot.types import Person, Role, Span

pytestmark = pytest.mark.both_catalogues
AUTHOR = Person("author", "admin", frozenset({"Lake"}))
REVIEWER = Person("reviewer", "admin", frozenset({"Lake"}))
ROLES: tuple[Role, ...] = ("trainee", "mediator", "admin", "auditor")


@pytest.fixture
def catalogue(tmp_path: Path, catalogue_url: str) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path, catalogue_url)
    yield opened
    opened.engine.dispose()


def note(level: str = "unit", key: str = "note", text: str = "what was said", unit: str | None = "Lake") -> Prepared:
    return Prepared(
        kind="case",
        key=key,
        case_id=key,
        title=f"about {key}",
        language="en",
        origin="synthetic",
        pages={0: f"about {key}\nOutcome: full", 1: text},
        fields={"title": Span(0, 0, len(key) + 6)},
        record={"case_id": key, "lessons": text},
        confidentiality=level,
        unit=unit,
        reviewed=True,
    )


def store(catalogue: Catalogue, prepared: Prepared, by: Person = AUTHOR) -> tuple[str, int, str]:
    return register.store(
        catalogue.engine, prepared, sha256=str(hash(repr(prepared))), source="f", original=None, by=by
    )


def published(catalogue: Catalogue, prepared: Prepared, *reviewers: Person) -> str:
    document_id, version, _ = store(catalogue, prepared)
    for person in reviewers or (AUTHOR,):
        register.publish(catalogue.engine, document_id, person, version)
    return document_id


def reads(catalogue: Catalogue, person: Person, document_id: str, version: int | None = None) -> bool:
    """Whether a person may read a document; every way to its text must agree."""
    try:
        stored: Stored | None = catalogue.document(document_id, person, version)
    except LibraryError:
        stored = None
    try:
        text = catalogue.page(document_id, version or 1, 1, person)
    except LibraryError:
        text = None
    assert (stored is None) == (text is None)
    return stored is not None


def searches(catalogue: Catalogue, person: Person, document_id: str) -> bool:
    ids = [int(number) for number in catalogue.live_passage_ids(person)]
    assert ids == sorted(ids)
    return any(passage.document_id == document_id for passage, _ in catalogue.passages(ids))


def lists(catalogue: Catalogue, person: Person, document_id: str) -> bool:
    return any(stored.document_id == document_id for stored in catalogue.list_documents(person))


# --- the table -------------------------------------------------------------------------------------------------------

# role → level → who may read it: anyone, the own unit's people, those who are named, nobody
TABLE = {
    "trainee": {"public": "anyone", "training": "anyone", "unit": "nobody", "restricted": "nobody"},
    "mediator": {"public": "anyone", "training": "anyone", "unit": "own", "restricted": "named"},
    "admin": {"public": "anyone", "training": "anyone", "unit": "own", "restricted": "named"},
    "auditor": {"public": "nobody", "training": "nobody", "unit": "nobody", "restricted": "nobody"},
}


@pytest.mark.parametrize("named", [True, False], ids=["named", "not named"])
@pytest.mark.parametrize("own", [True, False], ids=["own unit", "other unit"])
@pytest.mark.parametrize("level", ["public", "training", "unit", "restricted"])
@pytest.mark.parametrize("role", ROLES)
def test_the_table_of_rights(catalogue: Catalogue, role: Role, level: str, own: bool, named: bool) -> None:
    document_id = published(catalogue, note(level), AUTHOR, *([] if level == "restricted" else [REVIEWER]))
    # Who brings a note is named in it.
    person = Person(AUTHOR.name if named else "visitor", role, frozenset({"Lake"} if own else {"Hill"}))
    allowed = {"anyone": True, "own": own, "named": named, "nobody": False}[TABLE[role][level]]
    assert reads(catalogue, person, document_id) == allowed
    assert searches(catalogue, person, document_id) == allowed
    assert lists(catalogue, person, document_id) == (allowed or role == "auditor")
    if role == "auditor":
        with pytest.raises(RightsError, match="An auditor sees metadata and the log"):
            catalogue.live_cases(person)
    else:
        assert [stored.document_id for stored in catalogue.live_cases(person)] == [document_id] * allowed


def test_the_operator_stands_for_every_unit_and_is_not_named_everywhere(catalogue: Catalogue) -> None:
    operator = Person("operator", "admin", every_unit=True)
    unit, restricted = published(catalogue, note("unit", "a")), published(catalogue, note("restricted", "b"))
    without, _, _ = store(catalogue, note("unit", "c", unit=None), operator)
    assert [reads(catalogue, operator, document) for document in (unit, restricted, without)] == [True, False, True]
    assert not reads(catalogue, AUTHOR, without)


def test_a_person_without_units_reads_what_is_open(catalogue: Catalogue) -> None:
    published(catalogue, note("unit", "a"))
    document_id = published(catalogue, note("training", "b"), AUTHOR, REVIEWER)
    assert [stored.document_id for stored in catalogue.live_cases(Person("new", "mediator"))] == [document_id]


def test_an_auditor_sees_metadata_and_not_the_record(catalogue: Catalogue) -> None:
    published(catalogue, note("public"), AUTHOR, REVIEWER)
    (seen,) = catalogue.list_documents(Person("auditor", "auditor"))
    assert (seen.title, seen.status, seen.confidentiality, seen.added_by) == (
        "about note",
        "published",
        "public",
        "author",
    )
    assert (seen.record, seen.fields) == ({}, {})
    (full,) = catalogue.list_documents(AUTHOR)
    assert full.record == {"case_id": "note", "lessons": "what was said"}


# --- a second pair of eyes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["training", "public"])
def test_a_note_leaves_its_unit_only_after_a_second_review(catalogue: Catalogue, level: str) -> None:
    trainee = Person("trainee", "trainee")
    document_id, version, _ = store(catalogue, note(level))
    assert catalogue.document(document_id, AUTHOR).confidentiality == "unit"
    assert register.publish(catalogue.engine, document_id, AUTHOR) == "unit"
    assert register.publish(catalogue.engine, document_id, AUTHOR, version) == "unit"  # twice is not two people
    assert not reads(catalogue, trainee, document_id)
    assert register.publish(catalogue.engine, document_id, REVIEWER) == level
    assert reads(catalogue, trainee, document_id)
    assert catalogue.document(document_id, trainee).confidentiality == level


@pytest.mark.parametrize("level", ["unit", "restricted"])
def test_one_person_is_enough_within_the_unit(catalogue: Catalogue, level: str) -> None:
    document_id, _, _ = store(catalogue, note(level))
    assert register.publish(catalogue.engine, document_id, AUTHOR) == level


def test_a_changed_text_is_reviewed_again(catalogue: Catalogue) -> None:
    trainee = Person("trainee", "trainee")
    document_id = published(catalogue, note("training"), AUTHOR, REVIEWER)
    store(catalogue, note("training", text="a name slipped in"))
    # The draft is the unit's own; the text that was reviewed stays open.
    assert [reads(catalogue, trainee, document_id, version) for version in (1, 2)] == [True, False]
    assert catalogue.document(document_id, trainee).version == 1
    assert reads(catalogue, Person("m", "mediator", frozenset({"Lake"})), document_id, 2)
    assert not reads(catalogue, Person("m", "mediator", frozenset({"Hill"})), document_id, 2)
    assert register.publish(catalogue.engine, document_id, AUTHOR) == "unit"
    assert not searches(catalogue, trainee, document_id)


def test_a_text_that_was_never_reviewed_stays_with_the_unit_when_a_better_one_is_opened(catalogue: Catalogue) -> None:
    trainee = Person("trainee", "trainee")
    document_id = published(catalogue, note("training", text="at the only bakery of the village"))
    store(catalogue, note("training", text="at a shop"))
    register.publish(catalogue.engine, document_id, REVIEWER)
    assert [reads(catalogue, trainee, document_id, version) for version in (1, 2)] == [False, True]
    assert reads(catalogue, AUTHOR, document_id, 1)


def test_a_draft_for_named_people_is_theirs_from_the_start(catalogue: Catalogue) -> None:
    document_id = published(catalogue, note("unit"))
    store(catalogue, note("restricted", text="names"), REVIEWER)
    colleague = Person("colleague", "mediator", frozenset({"Lake"}))
    assert [reads(catalogue, colleague, document_id, version) for version in (1, 2)] == [True, False]
    assert reads(catalogue, REVIEWER, document_id, 2)
    register.publish(catalogue.engine, document_id, REVIEWER)
    assert not reads(catalogue, colleague, document_id, 1)
    assert reads(catalogue, AUTHOR, document_id, 1)


# --- who may change what ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["trainee", "mediator", "auditor"])
def test_only_an_admin_publishes_and_withdraws(catalogue: Catalogue, role: Role) -> None:
    document_id = published(catalogue, note())
    person = Person("p", role, frozenset({"Lake"}))
    with pytest.raises(RightsError, match=rf"p \({role}\) may not publish documents. Ask an admin of your unit."):
        register.publish(catalogue.engine, document_id, person)
    with pytest.raises(RightsError, match="may not withdraw documents"):
        register.withdraw(catalogue.engine, [document_id], person)


@pytest.mark.parametrize("level", ["unit", "training", "restricted"])
def test_an_admin_of_another_unit_changes_nothing(catalogue: Catalogue, level: str) -> None:
    stranger = Person("stranger", "admin", frozenset({"Hill"}))
    document_id = published(catalogue, note(level))
    before, sequence = catalogue.document(document_id, AUTHOR), catalogue.sequence()
    belongs = "'note' belongs to another unit. Ask its admin, or give the note another case_id."
    with pytest.raises(RightsError, match=belongs):
        store(catalogue, note(level, text="overwritten"), stranger)
    with pytest.raises(RightsError, match=belongs):
        store(catalogue, note(level), stranger)
    with pytest.raises(RightsError, match=belongs):
        register.publish(catalogue.engine, document_id, stranger)
    with pytest.raises(RightsError, match=belongs):
        register.withdraw(catalogue.engine, [document_id], stranger)
    assert (catalogue.document(document_id, AUTHOR), catalogue.sequence()) == (before, sequence)


def test_one_foreign_document_keeps_the_others_from_being_withdrawn(catalogue: Catalogue) -> None:
    own = published(catalogue, note("unit", "a"))
    foreign, version, _ = store(catalogue, note("unit", "b", unit="Hill"), Person("h", "admin", frozenset({"Hill"})))
    with pytest.raises(RightsError):
        register.withdraw(catalogue.engine, [own, foreign], AUTHOR)
    assert catalogue.document(own, AUTHOR).status == "published"


def test_every_admin_manages_what_is_open_to_all(catalogue: Catalogue) -> None:
    document_id = published(catalogue, note("training"), AUTHOR, REVIEWER)
    assert register.withdraw(catalogue.engine, [document_id], Person("h", "admin", frozenset({"Hill"}))) == 1


def test_an_admin_brings_no_note_into_another_unit(catalogue: Catalogue) -> None:
    with pytest.raises(
        RightsError, match="'note' is a note of 'Hill', which is not a unit of author. Correct its unit"
    ):
        store(catalogue, note(unit="Hill"))
    assert catalogue.list_documents(Person("operator", "admin", every_unit=True)) == []


def test_a_withdrawn_note_is_for_admins_alone(catalogue: Catalogue) -> None:
    document_id = published(catalogue, note("training"), AUTHOR, REVIEWER)
    register.withdraw(catalogue.engine, [document_id], AUTHOR)
    people = [Person("p", role, frozenset({"Lake"})) for role in ROLES]
    assert [reads(catalogue, person, document_id) for person in people] == [False, False, True, False]
    assert [lists(catalogue, person, document_id) for person in people] == [False, False, True, True]
    assert catalogue.document(document_id, AUTHOR).status == "removed"


def test_nobody_learns_of_what_they_may_not_read(catalogue: Catalogue) -> None:
    published(catalogue, note())
    stranger = Person("stranger", "mediator", frozenset({"Hill"}))
    messages = set()
    for document_id in ("note", "none"):
        with pytest.raises(LibraryError) as caught:
            catalogue.document(document_id, stranger)
        messages.add(str(caught.value).replace(document_id, "…"))
    assert messages == {"The library has no document '…'. See `mediator-bot library list`."}


def test_a_title_is_known_to_those_who_may_read_the_text(catalogue: Catalogue) -> None:
    published(catalogue, note("training"), AUTHOR, REVIEWER)
    store(catalogue, replace(note("training", text="changed"), title="of the only baker"))
    trainee = Person("t", "trainee")
    assert [catalogue.has_title(title, trainee) for title in ("about note", "of the only baker", "x")] == [
        True,
        False,
        False,
    ]
    assert catalogue.has_title("of the only baker", AUTHOR)


def test_a_person_is_told_by_name(catalogue: Catalogue) -> None:
    document_id = published(catalogue, note("restricted"))
    assert reads(catalogue, replace(AUTHOR, role="mediator", units=frozenset()), document_id)
    assert not reads(catalogue, replace(AUTHOR, name="author "), document_id)
