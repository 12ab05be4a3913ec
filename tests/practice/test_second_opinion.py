"""A model's opinion: one item a call, three runs, the median of those whose quote stands in the talk."""

import json
from collections.abc import Iterator

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from mediator_bot.errors import ModelError
from mediator_bot.practice import Turn
from mediator_bot.practice.second_opinion import RUNS, second_opinion
from mediator_bot.practice.vocabulary import ITEMS

TALK = [
    Turn("mediator", "Good morning, I don't decide anything here."),
    Turn("A", "Give me three points for everything."),
    Turn("mediator", "What matters to you in this?"),
]


class Judge(GenericFakeChatModel):
    """Answers by the item and the run: the answers of an item are taken in turn."""

    answers: dict[str, list[str]] = {}
    asked: list[str] = []

    def batch(self, inputs, config=None, *, return_exceptions=False, **kwargs):  # type: ignore[no-untyped-def]
        self.asked.extend(str(messages[1].content) for messages in inputs)
        items = [item for item in ITEMS for _ in range(RUNS)]
        return [AIMessage(self.answers.get(item, [""] * RUNS)[n % RUNS]) for n, item in enumerate(items)]


def judge(**answers: list[str]) -> Judge:
    def nothing() -> Iterator[AIMessage]:
        yield AIMessage("")

    return Judge(messages=nothing(), answers=answers, asked=[])


def said(points: object, turn: object, quote: object) -> str:
    return json.dumps({"points": points, "turn": turn, "quote": quote})


def test_the_median_of_answers_whose_quotes_stand_there() -> None:
    fine = "What matters to you"
    model = judge(
        interests=[said(1, 3, fine), "<think>{no}</think> " + said(3, 3, fine.upper()), said(2, 3, fine)],
        opening=[said(3, 1, "I decide nothing"), said(2, 1, "I don't decide"), said(2, 1, "don't decide anything")],
    )
    opinions = {one.item: one for one in second_opinion(TALK, model)}
    assert list(opinions) == list(ITEMS)
    assert (opinions["interests"].points, opinions["interests"].turn, opinions["interests"].runs) == (2, 3, 3)
    assert (opinions["opening"].points, opinions["opening"].runs, opinions["opening"].quote) == (2, 2, "I don't decide")
    assert len(model.asked) == RUNS * len(ITEMS)


@pytest.mark.parametrize(
    "answer",
    [
        said(3, 1, "words nobody said"),
        said(3, 3, "I don't decide"),
        said(4, 1, "I don't decide"),
        said(3, 9, "I don't decide"),
        said(True, 1, "I don't decide"),
        said(3, 1, " "),
        said(None, None, ""),
        "three points",
        "{broken",
        "",
    ],
)
def test_an_answer_that_its_quote_does_not_bear_out_is_no_opinion(answer: str) -> None:
    opinions = {one.item: one for one in second_opinion(TALK, judge(opening=[answer] * RUNS))}
    assert (opinions["opening"].points, opinions["opening"].quote, opinions["opening"].runs) == (None, "", 0)


def test_one_answer_alone_may_be_chance() -> None:
    fine = said(3, 1, "I don't decide")
    one, two = (second_opinion(TALK, judge(opening=[*[fine] * n, *[""] * (RUNS - n)]))[0] for n in (1, 2))
    assert (one.points, two.points) == (None, 3)


class Broken(GenericFakeChatModel):
    """Fails whenever it is asked."""

    def _generate(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        raise ConnectionError("no such host")


def test_a_model_that_is_away_is_told_in_the_language_of_the_reader() -> None:
    with pytest.raises(ModelError, match="did not answer") as raised:
        second_opinion(TALK, Broken(messages=iter(())))
    assert raised.value.told("zh").startswith("模型没有回答")
    assert raised.value.told("en") == str(raised.value)
