"""A chat model words lines: it never sees a secret, and what it says is checked or dropped."""

from collections.abc import Iterator

import pytest
from langchain_core.language_models import BaseChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage

from mediator_bot.practice import Recogniser, Scenario, Session, Turn, Voice
from mediator_bot.practice.step import Spoken
from mediator_bot.practice.voice import fault
from practice.talks import GOOD_EN, GOOD_ZH


class Recorder(GenericFakeChatModel):
    """Keeps what it was asked, and answers with the same words always."""

    asked: list[str] = []

    def _generate(self, messages: list[BaseMessage], *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        self.asked.extend(str(message.content) for message in messages)
        return super()._generate(messages, *args, **kwargs)  # type: ignore[arg-type]


def saying(words: str) -> Recorder:
    def replies() -> Iterator[AIMessage]:
        while True:
            yield AIMessage(words)

    return Recorder(messages=replies(), asked=[])


class Broken(GenericFakeChatModel):
    """Fails whenever it is asked."""

    def _generate(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        raise ConnectionError("no such host")


def played(scenario: Scenario, recogniser: Recogniser, lines: list[str], model: BaseChatModel) -> Session:
    session = Session.start(scenario, recogniser, seed=1, voice=Voice(model, seconds=5))
    for line in lines:
        pid, bar, text = line.partition("|")
        session.say(text, "caucus", pid) if bar and len(pid) == 1 else session.say(line)
    return session


@pytest.mark.parametrize(("name", "lines"), [("deposit-carpet-en", GOOD_EN), ("leak-ceiling-zh", GOOD_ZH)])
def test_what_is_not_out_is_in_no_prompt(
    scenarios: dict[str, Scenario], recogniser: Recogniser, name: str, lines: list[str]
) -> None:
    scenario, model = scenarios[name], saying("……")
    session = played(scenario, recogniser, lines, model)
    prompts = "\n".join(model.asked)
    silent = [
        line
        for party in scenario.parties
        for part in party.hidden
        if part.id not in session.known[party.pid]
        for line in (part.text, *part.said)
    ]
    assert len(model.asked) == 2 * sum(len(step.answers) for step in session.steps)
    assert [line for line in silent if line in prompts] == []
    assert [
        line for line in lines if len(line) > 12 and line.partition("|")[2] and line.partition("|")[2] in prompts
    ] == []


def test_a_wording_that_keeps_the_meaning_is_said(scenarios: dict[str, Scenario], recogniser: Recogniser) -> None:
    scenario = scenarios["deposit-carpet-en"]
    plain = Session.start(scenario, recogniser, seed=1)
    line = plain.say("Nora, would you tell us what happened?")[0].text
    words = "Look, I paid fourteen hundred and got nothing back, all because of one mark on a carpet."
    session = played(scenario, recogniser, ["Nora, would you tell us what happened?"], saying(words))
    assert session.transcript[1] == Turn("A", words)
    assert session.state == plain.state
    assert line != words


def test_a_model_that_fails_is_not_missed(scenarios: dict[str, Scenario], recogniser: Recogniser) -> None:
    scenario = scenarios["deposit-carpet-en"]
    plain = Session.start(scenario, recogniser, seed=1)
    plain.say("Nora, would you tell us what happened?")
    broken = played(scenario, recogniser, ["Nora, would you tell us what happened?"], Broken(messages=iter([])))
    assert broken.transcript == plain.transcript


LINE = "It's simple, really. It's my deposit, he has it, and all I get is messages about a carpet that was old when I came."


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("", "length"),
        ("It's my deposit. " * 24, "length"),
        ("It's my deposit,\nand he has it.", "length"),
        ("押金是我的，他拿着不还，就会发消息说地毯旧。", "language"),
        ("As an AI language model, I'd say it's my deposit and he keeps it over an old carpet.", "role"),
        ("It's my deposit, 1,400 of it, and all he writes about is that old carpet.", "number"),
        ("It's my deposit, he has it, and yes, I spilled wine on that old carpet.", "secret"),
        ("The boiler broke and he keeps my deposit because of an old carpet.", "secret"),
        ("I like football on a Saturday afternoon.", "meaning"),
        ("It's simple: the deposit is mine, he's sitting on it, and writes to me about an old carpet.", None),
    ],
)
def test_each_fault_is_seen(
    scenarios: dict[str, Scenario], recogniser: Recogniser, words: str, wrong: str | None
) -> None:
    scenario = scenarios["deposit-carpet-en"]
    assert fault(words, Spoken(Turn("A", LINE), "opening"), scenario, recogniser.meaning) == wrong
