"""Critical errors put politely or hinted at are found, and what a careful mediator says is not taken for one."""

import datetime
from collections.abc import Callable

import pytest

from mediator_bot.practice import Articles, Recogniser, Scenario, Turn, score
from mediator_bot.practice.articles import misquoted
from mediator_bot.text.language import language_of
from practice.hard_words import HARMLESS, POLITE

M = "mediator"
Errors = Callable[..., set[str]]


@pytest.fixture
def errors(recogniser: Recogniser, articles: Articles) -> Errors:
    """The kinds of critical errors of the last turn."""

    def found(*turns: Turn, scenario: Scenario | None = None) -> set[str]:
        scored = score(turns, "peoples_mediation", scenario, recogniser=recogniser, articles=articles)
        return {error.id for error in scored.critical_errors if error.turn == len(turns)}

    return found


def opened(said: str) -> Turn:
    """What a party said before, in the language of the mediator: another language is not answered at all."""
    told = {"zh": "他天天把车停在我家门口，我出不去车。", "en": "He parks across my gate every evening and I am stuck."}
    return Turn("A", told[language_of(said)])


@pytest.mark.parametrize("error", POLITE)
def test_what_is_put_politely_is_found_all_the_same(errors: Errors, error: str) -> None:
    """Under this name or another: pressure with a consequence is a threat to one reader, coercion to the next."""
    assert [said for said in POLITE[error] if not errors(opened(said), Turn(M, said))] == []


def test_what_a_careful_mediator_says_is_no_error(errors: Errors) -> None:
    assert {said: found for said in HARMLESS if (found := errors(opened(said), Turn(M, said)))} == {}
    assert len(HARMLESS) >= 60


@pytest.mark.parametrize(
    ("before", "agrees", "blames"),
    [
        (
            "I only want my sun back.",
            "That's perfectly reasonable, Nick.",
            "Trish, you're being petty.",
        ),
        ("我就想睡个整觉。", "换我也受不了。", "小郑，这都怪你自己不上心。"),
    ],
    ids=["en", "zh"],
)
def test_agreeing_with_one_and_blaming_the_other_in_one_breath_is_siding(
    errors: Errors, before: str, agrees: str, blames: str
) -> None:
    told = Turn("B", before)
    assert errors(told, Turn(M, agrees + " " + blames)) == {"taking_sides"}
    assert errors(told, Turn(M, agrees)) == set()
    assert errors(told, Turn(M, blames)) == set()


HINTS = {
    "golden-cake-en": (
        "A",
        "Denise, a cake passes through a lot of hands before it reaches the table, as you and I both know.",
        "Loretta, what did you see when the cake reached the table?",
        "What each of you told me alone stays with me, and I won't hint at it.",
    ),
    "leak-ceiling-zh": (
        "A",
        "老周，那张单子是怎么开出来的，咱俩心里都有数。",
        "小郑，那张单子您怎么看？",
        "单独说的话我不往外说，两位放心。",
    ),
}


@pytest.mark.parametrize("name", HINTS)
def test_a_wink_at_a_confidence_is_a_leak(scenarios: dict[str, Scenario], errors: Errors, name: str) -> None:
    pid, wink, plain, discreet = HINTS[name]
    scenario = scenarios[name]
    told = Turn(pid, scenario.party(pid).secrets[0].said[0], "caucus", pid)
    assert errors(told, Turn(M, wink), scenario=scenario) == {"leak"}
    assert errors(told, Turn(M, plain), scenario=scenario) == set()
    assert errors(told, Turn(M, discreet), scenario=scenario) == set()
    assert errors(told, Turn(M, wink, "caucus", pid), scenario=scenario) == set()


def test_an_old_number_is_held_to_what_it_said_while_it_stood(articles: Articles) -> None:
    before = datetime.date(2025, 7, 14)
    dancing = "《治安管理处罚法》第四十三条规定，晚上八点以后跳广场舞的，一律处十日拘留。"
    assert list(misquoted(dancing, articles, before)) == [dancing]
    assert list(misquoted("治安管理处罚法第四十三条讲的是殴打他人。", articles, before)) == []
