"""The library as people import it: the exported names, one conversation a person, and what other processes publish."""

from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from notes import STORY, note, publish, record

import mediator_bot
from mediator_bot import Answer, Assistant, Citation, Hit, Library, MediatorError, Settings
from mediator_bot.cases.prepare import prepare_case
from mediator_bot.errors import LibraryError, QuestionError, RightsError
from mediator_bot.library import register
from mediator_bot.types import Person, RawDocument

pytestmark = pytest.mark.both_catalogues
DEPOSIT = "deposit 1400, landlord says carpet, tenant has no photos"
WEATHERCOCK = "the weathercock on the chimney squeaks when the wind turns"


def test_exactly_these_names_are_exported() -> None:
    names = ["Answer", "Assistant", "Citation", "Hit", "Library", "MediatorError", "Settings"]
    assert mediator_bot.__all__ == dir(mediator_bot) == names
    for name in names:
        assert getattr(mediator_bot, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Searcher'"):
        _ = mediator_bot.Searcher  # type: ignore[attr-defined]


def test_open_and_ask(quick: Assistant) -> None:
    opened = Assistant.open(quick.settings)
    answer = opened.ask("Who returned the deposit when there were no photos?", by=opened.operator)
    assert isinstance(answer, Answer)
    assert all(isinstance(citation, Citation) for citation in answer.citations)
    assert "tn-2024-052" in {case.case_id for case in answer.cases}
    assert all(isinstance(hit, Hit) for hit in opened.search(DEPOSIT, opened.operator))
    assert set(answer.timings_ms) >= {"understand", "compose", "verify"}
    assert all(spent >= 0 for spent in answer.timings_ms.values())


def test_a_missing_home_says_how_to_make_one(tmp_path: Any) -> None:
    for opening in (Library, Assistant.open):
        with pytest.raises(MediatorError, match=r"There is no library in .*`mediator-bot init`"):
            opening(Settings(home=tmp_path / "nowhere", embeddings="hashing"))
    assert not (tmp_path / "nowhere").exists()


def test_answers_do_not_change_from_one_asking_to_the_next(quick: Assistant) -> None:
    first, second = (quick.ask(DEPOSIT, quick.operator) for _ in range(2))
    assert (first.text, first.citations, first.cases) == (second.text, second.citations, second.cases)


# --- conversations ---------------------------------------------------------------------------------------------------


def test_a_conversation_continues(quick: Assistant) -> None:
    by, conversation = quick.operator, quick.conversations.new_id()
    first = quick.ask(DEPOSIT, by, conversation)
    follow_up = "and if they refuse to come?"
    leaning = quick.ask(follow_up, by, conversation)
    alone = quick.ask(follow_up, by)
    assert first.cases[0].case_id in {case.case_id for case in leaning.cases}
    assert leaning.text != alone.text
    assert quick.conversations.questions(conversation, by) == [DEPOSIT, follow_up]
    assert quick.conversations.questions(quick.conversations.new_id(), by) == []


def test_a_conversation_belongs_to_its_person(quick: Assistant) -> None:
    conversation = quick.conversations.new_id()
    quick.ask(DEPOSIT, quick.operator, conversation)
    other = Person("chen", "trainee")
    with pytest.raises(RightsError, match="belongs to someone else"):
        quick.ask("and then?", other, conversation)
    assert quick.conversations.questions(conversation, quick.operator) == [DEPOSIT]


def test_a_question_that_cannot_be_asked_is_not_recorded(quick: Assistant) -> None:
    conversation = quick.conversations.new_id()
    with pytest.raises(QuestionError):
        quick.ask("?!", quick.operator, conversation)
    assert quick.conversations.questions(conversation, quick.operator) == []


# --- what others publish ---------------------------------------------------------------------------------------------


def test_what_another_process_publishes_and_withdraws_is_seen(quick: Assistant) -> None:
    other = Assistant.open(quick.settings)
    document = publish(other, "note.md", STORY, record(confidentiality="unit"))
    other.follow()
    assert quick.search(WEATHERCOCK, quick.operator)[0].passage.document_id == document
    second = publish(other, "second.md", STORY + "The wind turned again.", record(case_id="tt-2024-002"))
    assert second in {hit.passage.document_id for hit in quick.search(WEATHERCOCK, quick.operator)}
    assert "tt-2024-001" in {case.case_id for case in quick.ask(WEATHERCOCK, quick.operator).cases}
    other.library.withdraw([document, second], other.operator)
    found = {hit.passage.document_id for hit in quick.search(WEATHERCOCK, quick.operator)}
    assert not found & {document, second}


def test_an_old_citation_opens_the_version_it_quoted(quick: Assistant) -> None:
    publish(quick, "note.md", STORY, record(confidentiality="unit"))
    before = quick.ask(WEATHERCOCK, quick.operator)
    publish(quick, "note.md", STORY.replace("squeaked", "sang"), record(confidentiality="unit"))
    after = quick.ask(WEATHERCOCK, quick.operator)
    mine = [citation for citation in before.citations if citation.document_id == "tt-2024-001.en"]
    assert mine
    assert {citation.version for citation in mine} == {1}
    assert {c.version for c in after.citations if c.document_id == "tt-2024-001.en"} == {2}
    for citation in mine:
        page = quick.library.catalogue.page(citation.document_id, 1, citation.page, quick.operator)
        assert page[citation.start : citation.end] == citation.quote


# --- adding ----------------------------------------------------------------------------------------------------------


def test_add_reports_each_file_and_the_index_follows(quick: Assistant, write: Any) -> None:
    path, seen = write("weathercock.md", note(confidentiality="unit")), []
    reports = list(
        quick.add([path], quick.operator, publish=True, progress=lambda done, total: seen.append((done, total)))
    )
    assert [(r.status, [d.status for d in r.documents]) for r in reports] == [("added", ["published"])]
    assert seen == [(1, 1)]
    assert quick.searcher.search(WEATHERCOCK, quick.operator)[0].passage.case_id == "tt-2024-001"
    with pytest.raises(RightsError):
        list(quick.add([path], Person("tao", "trainee")))


def test_what_is_not_published_is_not_found(quick: Assistant, write: Any) -> None:
    list(quick.add([write("weathercock.md", note())], quick.operator))
    assert "tt-2024-001" not in {h.passage.case_id for h in quick.search(WEATHERCOCK, quick.operator)}
    quick.library.publish("tt-2024-001.en", quick.operator)
    assert quick.search(WEATHERCOCK, quick.operator)[0].passage.case_id == "tt-2024-001"


def test_a_version_nobody_published_is_not_read_by_those_who_may_read_the_published_one(quick: Assistant) -> None:
    open_to_all = quick.library.catalogue.document("nb-2024-009.en", quick.operator)
    trainee = Person("tao", "trainee")
    given = {**open_to_all.record, "confidentiality": "restricted"}
    prepared = prepare_case(RawDocument("draft.md", ("The full name of the party is still in this draft.",), given))
    engine = quick.library.catalogue.engine
    _, version, _ = register.store(
        engine, prepared, sha256="draft", source="test:draft", original=None, by=quick.operator
    )
    with pytest.raises(LibraryError):
        quick.library.catalogue.page("nb-2024-009.en", version, 1, trainee)


# --- LangChain -------------------------------------------------------------------------------------------------------


def test_the_retriever_is_langchains_and_keeps_the_rights(quick: Assistant) -> None:
    publish(quick, "note.md", STORY, record(confidentiality="unit", unit="Our unit"))
    quick.follow()
    member, stranger = Person("mei", "mediator", frozenset({"Our unit"})), Person("lin", "mediator")
    retriever = quick.retriever_for(member)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.invoke(WEATHERCOCK)
    assert isinstance(found[0], Document)
    assert found[0].metadata["document_id"] == "tt-2024-001.en"
    place = found[0].metadata
    page = quick.library.catalogue.page(place["document_id"], place["version"], place["page"], member)
    assert page[place["start"] : place["end"]] == found[0].page_content
    names = {
        document.metadata["document_id"] for document in quick.retriever_for(stranger, top_k=50).invoke(WEATHERCOCK)
    }
    assert names
    assert "tt-2024-001.en" not in names
    assert len(quick.retriever_for(member, top_k=3).invoke(WEATHERCOCK)) == 3


def test_the_retriever_sees_what_another_process_publishes(quick: Assistant) -> None:
    retriever = quick.retriever_for(quick.operator)
    other = Assistant.open(quick.settings)
    publish(other, "note.md", STORY, record(confidentiality="unit"))
    assert retriever.invoke(WEATHERCOCK)[0].metadata["document_id"] == "tt-2024-001.en"
