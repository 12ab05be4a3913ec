"""Role × level × unit × action: the table of rights at every way in, as library functions and over plain HTTP."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import pytest
import yaml
from fastapi.testclient import TestClient
from notes import note, publish

from mediator_bot.errors import LibraryError, MediatorError, RightsError
from mediator_bot.library.library import AUTHORS
from mediator_bot.service import Assistant
from mediator_bot.types import Answer, Citation, Person, Role, Screen
from mediator_bot.web.app import application
from mediator_bot.web.sign_in import Door

PASSWORD = "three herons by the weir"
LEVELS = ("public", "training", "unit", "restricted")
UNITS = ("Lake", "Hill")
PEOPLE = [
    Person(f"{role} of {unit}", role, frozenset({unit}))
    for role in ("mediator", "trainee", "admin", "auditor")
    for unit in UNITS
]
# A word for each note that stands nowhere else in the library.
WORDS = {(level, unit): f"zq{level}{unit}".lower() for level in LEVELS for unit in UNITS}


@dataclass(frozen=True)
class Shelf:
    """A library with one note for each level and unit."""

    assistant: Assistant
    ids: dict[tuple[str, str], str]


@pytest.fixture
def shelf(empty: Assistant) -> Shelf:
    ids = {}
    for n, ((level, unit), word) in enumerate(WORDS.items(), start=1):
        story = f"## What happened\n\nThey spoke of the {word} for an hour, and then of the {word} again.\n"
        text = note(story, case_id=f"tt-2024-{n:03}", title=f"About {word}")
        _, front, body = text.split("---\n", 2)
        document = publish(empty, f"{word}.md", body, yaml.safe_load(front), confidentiality=level, unit=unit)
        empty.library.publish(document, AUTHORS, reviewers=["second author"])
        ids[level, unit] = document
    empty.follow()
    return Shelf(empty, ids)


def may(person: Person, level: str, unit: str) -> bool:
    """The table of docs/people.md; nobody here is named in a restricted note."""
    if person.role == "auditor" or level == "restricted":
        return False
    if level in ("public", "training"):
        return True
    return person.role != "trainee" and unit in person.units


def tries(act: Callable[[], object]) -> bool:
    """Whether it is allowed; whoever may not is told so, or that there is nothing."""
    try:
        act()
    except MediatorError as error:
        assert isinstance(error, (RightsError, LibraryError)), error
        return False
    return True


# --- library functions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_a_person_reads(shelf: Shelf, person: Person) -> None:
    catalogue = shelf.assistant.library.catalogue
    counted = set() if person.role == "auditor" else {stored.document_id for stored in catalogue.live_cases(person)}
    for (level, unit), document in shelf.ids.items():
        word, allowed = WORDS[level, unit], may(person, level, unit)
        found = {hit.passage.document_id for hit in shelf.assistant.search(word, person)}
        retrieved = {one.metadata["document_id"] for one in shelf.assistant.retriever_for(person).invoke(word)}
        answer = (
            shelf.assistant.ask(f"Who spoke of the {word}?", person)
            if person.role != "auditor" and unit == "Lake"
            else None
        )
        seen = {
            "search": document in found,
            "retriever": document in retrieved,
            "statistics": document in counted,
            "read": tries(lambda document=document: shelf.assistant.library.read(document, person)),
            "title": catalogue.has_title(f"About {word}", person),
            "quote": allowed if answer is None else any(c.document_id == document for c in answer.citations),
        }
        if not allowed and answer is not None:
            assert word not in answer.text.replace(answer.question, "") and word not in " ".join(answer.next_questions)
        assert seen == dict.fromkeys(seen, allowed), (level, unit)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_a_person_changes(shelf: Shelf, person: Person) -> None:
    library = shelf.assistant.library
    for (level, unit), document in shelf.ids.items():
        allowed = person.role == "admin" and may(person, level, unit)
        assert tries(lambda document=document: library.publish(document, person)) == allowed, (level, unit)
        assert tries(lambda document=document: library.withdraw([document], person)) == allowed, (level, unit)
        assert not tries(lambda document=document: library.page_image(document, None, 1, person)), "no original is kept"


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_a_person_sees_of_others(shelf: Shelf, person: Person) -> None:
    assistant, listed = shelf.assistant, person.role in ("admin", "auditor")
    documents = {document for key, document in shelf.ids.items() if may(person, *key) or person.role == "auditor"}
    assert {one.document_id for one in assistant.library.catalogue.list_documents(person)} & set(
        shelf.ids.values()
    ) == documents
    assert tries(lambda: assistant.library.audit.entries(person)) == listed
    assert tries(lambda: assistant.library.people.listed(person)) == listed
    assert tries(lambda: assistant.feedback.remarks(person)) == (person.role == "admin")
    if listed:
        told = {entry.target for entry in assistant.library.audit.entries(person, action="publish")}
        assert told & set(shelf.ids.values()) == documents


def kept(shelf: Shelf, key: tuple[str, str], by: Person) -> str:
    """A conversation of this person in which a note was quoted, at a time when it was open to them."""
    document, word = shelf.ids[key], WORDS[key]
    page = shelf.assistant.library.catalogue.page(document, 1, 1, AUTHORS)
    at = page.index(word)
    quoted = Citation(1, document, 1, "t", "case", 1, at, at + len(word), word, "real_deidentified", "en")
    parts = {"citations": (quoted,), "cases": (), "next_questions": (), "notice": "", "writer": "none"}
    answer = Answer("q", "en", "cases", f"They said {word} [1].", False, Screen(), **parts)  # type: ignore[arg-type]
    conversation = shelf.assistant.conversations.new_id()
    shelf.assistant.conversations.record(conversation, by, "q", asdict(answer))
    return conversation


def test_a_remark_shows_an_admin_no_quote_of_another_unit(shelf: Shelf) -> None:
    mediator = Person("m", "mediator", frozenset({"Lake"}))
    shelf.assistant.feedback.give(kept(shelf, ("unit", "Lake"), mediator), 1, mediator, "wrong", "why this?")
    for unit in UNITS:
        (remark,) = shelf.assistant.feedback.remarks(Person("a", "admin", frozenset({unit})))
        assert remark.words == "why this?"
        assert (WORDS["unit", "Lake"] in repr(remark.answer)) == (unit == "Lake")


# --- plain HTTP ------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(shelf: Shelf) -> Iterator[TestClient]:
    door = Door(shelf.assistant.library)
    door.code = None
    with TestClient(application(shelf.assistant, "127.0.0.1", None, door), base_url="http://127.0.0.1") as client:
        yield client


def test_a_kept_answer_over_http(shelf: Shelf, served: TestClient) -> None:
    for person in PEOPLE:
        conversations = {key: kept(shelf, key, person) for key in WORDS}
        shelf.assistant.library.people.add(AUTHORS, person.name, person.role, person.units, password=PASSWORD)
        token = shelf.assistant.library.door.sign_in(person.name, PASSWORD)
        session = {"cookie": f"mediator-bot-session={token}"}
        for (level, unit), conversation in conversations.items():
            for ending in ("md", "docx"):
                address = f"/answers/{conversation}/1.{ending}"
                assert served.get(address).status_code == 401
                got = served.get(address, headers=session)
                assert got.status_code == 200
                if ending == "md":
                    assert (WORDS[level, unit] in got.text) == may(person, level, unit), (person.name, level, unit)
        other = kept(shelf, ("public", "Lake"), Person("somebody else", "mediator"))
        assert served.get(f"/answers/{other}/1.md", headers=session).status_code == 404
        bar = served.get("/", headers=session)
        assert bar.status_code == 200 and not re.search(r"zq[a-z]+", bar.text)


def test_no_role_is_left_out() -> None:
    assert {person.role for person in PEOPLE} == set(Role.__args__)  # type: ignore[attr-defined]
