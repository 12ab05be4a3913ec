"""A real small model on a real llama.cpp server: it invents freely, and nothing it invents is shown."""

import pytest
from llama import llama as llama  # a fixture
from llama import name_of, start
from supported import active, unsupported
from test_consent import no_addresses as no_addresses  # this machine is this machine, whatever the environment says

from mediator_bot.answers import writer
from mediator_bot.answers.writer import Writer, summaries
from mediator_bot.models import asking
from mediator_bot.models.chat import open_chat_model
from mediator_bot.service import Assistant

QUESTIONS = (
    "deposit, landlord says carpet, tenant has no photos",
    "楼上漏水泡了天花板，以前怎么调的？",
    "How do I open the first joint meeting?",
)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of evidence takes such a machine half a minute to read; a few quotes make the same point."""
    monkeypatch.setattr(asking, "MOST_TOKENS", 70)
    monkeypatch.setattr(writer, "EVIDENCE_CHARACTERS", 700)


@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_it_says_nothing_unsupported_is_shown(quick: Assistant, llama: str, question: str) -> None:
    quoted, *_, whole = quick.ask_streaming(question, quick.operator, writer=llama)
    assert unsupported(whole, quick, quick.operator) == []
    assert active(whole) == []
    assert whole.text.startswith(quoted.text.removesuffix(f"*{quoted.notice}*").rstrip())
    # It was asked, and the answer says what came of it.
    assert whole.removed or whole.text != quoted.text


def test_it_is_held_to_the_schema_and_streams(llama: str) -> None:
    from mediator_bot.answers.reply import SCHEMA, sentences_said

    prompt = (
        ("system", "Summarise the quotes as JSON."),
        ("human", "[1] B returned the deposit.\n[2] A kept the key."),
    )
    said = list(asking.replies(llama, open_chat_model(llama), prompt, {}, SCHEMA, seconds=120))
    assert len(said) > 3
    assert said[-1].end == "done"
    assert said[-1].text.lstrip().startswith("{")
    assert isinstance(sentences_said(said[-1].text, whole=True), list)


def test_a_server_that_is_gone_leaves_the_quotes(quick: Assistant) -> None:
    server = start()
    name = name_of(server)
    del server
    answer = quick.ask(QUESTIONS[0], quick.operator, writer=name)
    assert answer.writer == "none"
    assert "The chat model openai:smollm2 failed. This answer is quoted only." in answer.text


def test_one_that_takes_too_long_is_not_waited_for(quick: Assistant, llama: str) -> None:
    citations = quick.ask(QUESTIONS[0], quick.operator).citations
    slow = Writer(llama, llama, lambda: open_chat_model(llama), lambda _: True, seconds=0.01)
    *_, last = summaries(slow, QUESTIONS[0], "en", citations)
    assert (last.sentences, last.trouble) == ((), "writer_late")
