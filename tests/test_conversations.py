"""Conversations and feedback: kept per person, found, reopened under today's rights, deleted, learned from."""

from dataclasses import replace

import pytest
from notes import STORY, publish, record

from mediator_bot.answers.kept import restored
from mediator_bot.errors import LibraryError, QuestionError, RightsError
from mediator_bot.service import Assistant
from mediator_bot.types import Person

pytestmark = pytest.mark.both_catalogues
DEPOSIT = "The landlord keeps the deposit over a carpet and nobody took photos"
WEATHERCOCK = "a squeaking weathercock on the chimney keeps the neighbour awake"
CHEN = Person("chen", "trainee")


def ask(assistant: Assistant, *questions: str, by: Person | None = None) -> str:
    conversation = assistant.conversations.new_id()
    for question in questions:
        assistant.ask(question, by or assistant.operator, conversation)
    return conversation


def test_conversations_are_listed_and_searched(quick: Assistant) -> None:
    deposit, noise = ask(quick, DEPOSIT, "and if she refuses?"), ask(quick, "楼上漏水泡了天花板")
    ask(quick, DEPOSIT, by=CHEN)
    kept = quick.conversations.of(quick.operator)
    assert {(line.id, line.first_question, line.turns) for line in kept} == {
        (deposit, DEPOSIT, 2),
        (noise, "楼上漏水泡了天花板", 1),
    }
    assert [line.id for line in quick.conversations.of(quick.operator, "CARPET")] == [deposit]
    assert [line.id for line in quick.conversations.of(quick.operator, "樓上漏水")] == [noise]
    assert quick.conversations.of(quick.operator, "no such words") == []


def test_a_conversation_reopens_as_it_was(quick: Assistant) -> None:
    conversation = quick.conversations.new_id()
    answer = quick.ask(DEPOSIT, quick.operator, conversation)
    (again,) = quick.reopen(conversation, quick.operator)
    assert again == replace(answer, timings_ms=again.timings_ms)
    with pytest.raises(RightsError, match="someone else"):
        quick.reopen(conversation, CHEN)


def test_what_may_not_be_read_any_more_is_not_shown_again(quick: Assistant) -> None:
    trainee = CHEN
    document = publish(quick, "note.md", STORY, record(confidentiality="training"))
    quick.library.publish(document, quick.operator, reviewers=["second person"])
    quick.follow()
    conversation = ask(quick, WEATHERCOCK, by=trainee)
    (before,) = quick.reopen(conversation, trainee)
    assert document in {citation.document_id for citation in before.citations}
    quick.library.withdraw([document], quick.operator)
    (after,) = quick.reopen(conversation, trainee)
    assert after.text.startswith("This answer quoted a document that you may not read any more")
    assert (after.citations, after.cases) == ((), ())
    assert "weathercock" not in after.text


def test_a_deleted_conversation_is_gone(quick: Assistant) -> None:
    conversation = ask(quick, DEPOSIT, "and then?")
    with pytest.raises(RightsError):
        quick.conversations.delete(conversation, CHEN)
    assert quick.conversations.delete(conversation, quick.operator) == 2
    assert quick.conversations.of(quick.operator) == []
    with pytest.raises(LibraryError, match="deleted"):
        quick.reopen(conversation, quick.operator)


def test_an_answer_with_every_part_survives_being_kept(quick: Assistant) -> None:
    for question in (DEPOSIT, "How many cases came back, including practice notes?", "她说他喝了酒动过手，还调不调"):
        conversation = ask(quick, question)
        (turn,) = quick.conversations.turns(conversation, quick.operator)
        answer = quick.ask(question, quick.operator)
        assert restored(turn.answer) == replace(answer, timings_ms=restored(turn.answer).timings_ms)


def test_feedback_reaches_the_admins_and_becomes_a_question(quick: Assistant) -> None:
    conversation = ask(quick, DEPOSIT, by=CHEN)
    number = quick.feedback.give(conversation, 1, CHEN, "useful", "the split\nhelped")
    (remark,) = quick.feedback.remarks(quick.operator)
    assert (remark.id, remark.person, remark.verdict, remark.words) == (number, "chen", "useful", "the split helped")
    line = quick.feedback.as_question(number, quick.operator)
    shown = {case["case_id"]: 2 for case in remark.answer["cases"]}
    assert (line["question"], line["relevant"], line["unanswerable"]) == (DEPOSIT, shown, False)
    assert shown
    wrong = quick.feedback.give(conversation, 1, CHEN, "wrong")
    assert quick.feedback.as_question(wrong, quick.operator)["relevant"] == {}
    quick.conversations.delete(conversation, CHEN)
    assert [remark.question for remark in quick.feedback.remarks(quick.operator)] == [DEPOSIT, DEPOSIT]


def test_feedback_that_cannot_be_given_or_read(quick: Assistant) -> None:
    conversation = ask(quick, DEPOSIT, by=CHEN)
    with pytest.raises(QuestionError, match="useful, wrong, unsafe"):
        quick.feedback.give(conversation, 1, CHEN, "nice")
    with pytest.raises(LibraryError, match="no answer 2"):
        quick.feedback.give(conversation, 2, CHEN, "useful")
    with pytest.raises(RightsError):
        quick.feedback.give(conversation, 1, quick.operator, "useful")
    with pytest.raises(RightsError, match="Ask an admin"):
        quick.feedback.remarks(CHEN)
    with pytest.raises(LibraryError, match="no feedback 7"):
        quick.feedback.as_question(7, quick.operator)
