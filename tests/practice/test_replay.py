"""Another way from any turn, what could have been said, skills over time, and drafts from case notes."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from mediator_bot.cases.schema import parse_note
from mediator_bot.errors import QuestionError, SchemaError
from mediator_bot.library.library import corpus_folder
from mediator_bot.practice import (
    Articles,
    Played,
    Recogniser,
    Scenario,
    Session,
    Turn,
    branch,
    coach,
    compare,
    draft_scenario,
    parse_scenario,
    read_transcript,
    skills,
    suggest_next,
    write_transcript,
)
from mediator_bot.practice.cast import BLANK
from practice.talks import GOOD_EN

Play = Callable[..., Session]
EN = "deposit-carpet-en"


def test_a_branch_keeps_what_came_before_and_leaves_the_first_as_it_was(play: Play) -> None:
    first = play(EN, GOOD_EN[:6])
    before = list(first.transcript)
    turn = next(n for n, one in enumerate(before, 1) if one.text == GOOD_EN[2])
    other = branch(first, turn)
    assert other.transcript == before[: turn - 1]
    other.say("Nora, this is all your own fault.")
    assert first.transcript == before
    assert other.transcript[: turn - 1] == before[: turn - 1]
    assert other.transcript[turn - 1].text == "Nora, this is all your own fault."


def test_a_branch_said_the_same_way_is_the_same(play: Play) -> None:
    first = play(EN, GOOD_EN[:8])
    again = branch(first, 1)
    for line in GOOD_EN[:8]:
        again.say(line)
    assert again.transcript == first.transcript
    assert branch(first, 2).transcript == first.transcript[: 1 + len(first.steps[0].answers)]
    with pytest.raises(QuestionError, match=r"There is no turn 0\. Name one from 1 to"):
        branch(first, 0)


def test_two_ways_are_compared(play: Play, articles: Articles) -> None:
    first = play(EN, GOOD_EN[:7])
    turn = next(n for n, one in enumerate(first.transcript, 1) if one.text == GOOD_EN[2])
    worse = branch(first, turn)
    worse.say("Nora, frankly, Mr Hale is right and you are wrong.")
    worse.say("Nora, what would the money make possible for you?")
    compared = compare(first, worse, articles)
    assert compared.turn == turn
    assert compared.parties["A"].trust < 0 < compared.parties["A"].heat
    assert compared.parties["A"].kept == ("new_flat",)
    assert compared.parties["A"].told == ()
    assert compared.total < 0
    assert compared.items["conduct"] < 0
    assert [error.id for error in compared.scores[1].critical_errors] == ["taking_sides"]


def test_a_transcript_survives_writing_and_reading(play: Play) -> None:
    turns = play(EN, GOOD_EN[:12]).transcript
    written = write_transcript(turns)
    assert read_transcript(written) == turns
    assert '"mode": "caucus", "with": "A"' in written
    with pytest.raises(SchemaError, match="talk.jsonl, line 2: is no JSON"):
        read_transcript('{"speaker": "mediator", "text": "Hello"}\n{', "talk.jsonl")
    with pytest.raises(SchemaError, match="mode 'loud' is neither joint nor caucus"):
        read_transcript('{"speaker": "mediator", "text": "Hello", "mode": "loud"}')


COACHED = {
    "opening": [("mediator", "So, Nora, what happened?")],
    "conduct": [("A", "He has my money."), ("mediator", "Nora, this is all your own fault.")],
    "safety": [("A", "My husband hits me and I am afraid to go home."), ("mediator", "And the rent?")],
    "listening": [
        ("A", "I am so tired of being ignored by everybody in this house!"),
        ("mediator", "Was it a Tuesday?"),
    ],
}


@pytest.mark.parametrize("item", COACHED)
def test_the_coach_speaks_of_what_the_turn_left_out(recogniser: Recogniser, item: str) -> None:
    told = [
        Turn("A", "I moved out in March and have had nothing of my deposit back since then."),
        Turn("B", "Well, there is a mark on the carpet and it will not come out again."),
    ]
    opening = [Turn("mediator", GOOD_EN[0])] if item != "opening" else []
    turns = [*opening, *(told if item != "opening" else []), *(Turn(who, text) for who, text in COACHED[item])]
    coached = coach(turns, len(turns), "facilitative", recogniser=recogniser)
    assert coached.item == item
    assert coached.instead.startswith("Try: “")
    assert coached.said == COACHED[item][-1][1]


def test_the_coach_uses_the_scenarios_own_sentence(
    play: Play, recogniser: Recogniser, scenarios: dict[str, Scenario]
) -> None:
    session = play(EN, [*GOOD_EN[:5], "Mr Hale, could you live with half of it?"])
    turn = max(n for n, one in enumerate(session.transcript, 1) if one.by_mediator)
    coached = coach(session.transcript, turn, "facilitative", scenarios[EN], recogniser=recogniser)
    assert coached.item == "issues"
    assert coached.instead == (
        "Try: “So the questions are: how to account for the mark, how to account for the key, and when the rest goes back."
        " Is anything missing?” See guideline deposit-disputes."
    )
    with pytest.raises(QuestionError, match="Turn 2 is not one of yours"):
        coach(session.transcript, 2, "facilitative", scenarios[EN], recogniser=recogniser)


def scored(**points: int | None) -> dict[str, Any]:
    return {"items": [{"id": item, "score": score} for item, score in points.items()]}


PLAYED = [
    Played("deposit-carpet-en", "2025-01-03", scored(opening=1, interests=0, safety=None)),
    Played("deposit-carpet-en", "2025-01-05", scored(opening=3, interests=1, safety=None)),
    Played("noise-sewing-en", "2025-01-04", scored(opening=2, interests=1, safety=None)),
]


def test_skills_over_time_weakest_first() -> None:
    found = skills(PLAYED, "en")
    assert [(skill.item, skill.now, skill.moved) for skill in found] == [
        ("interests", 0.67, 0.0),
        ("opening", 2.0, 0.0),
    ]
    assert found[1].points == (("2025-01-03", 1), ("2025-01-04", 2), ("2025-01-05", 3))
    later = [*PLAYED, Played("hedge-lens-en", "2025-02-01", scored(interests=3))]
    assert (skills(later, "zh")[0].name, skills(later, "zh")[0].moved) == ("各方的需要", 1.0)


def test_the_next_scenario_is_new_and_for_the_weakest_skill(scenarios: dict[str, Scenario]) -> None:
    suggested = suggest_next(scenarios.values(), PLAYED, "en")
    assert suggested is not None
    assert suggested.item == "interests"
    assert suggested.reason == "Your weakest skill lately: Interests of each party, 0.67 of 3 on average."
    assert suggested.scenario_id not in {one.scenario_id for one in PLAYED}
    assert scenarios[suggested.scenario_id].language == "en"
    first = suggest_next(scenarios.values(), [], "zh", "police_public_order")
    assert first is not None
    assert "police_public_order" in scenarios[first.scenario_id].profiles
    danger = suggest_next(scenarios.values(), [Played("x", "2025-01-01", scored(safety=0, opening=3))], "zh")
    assert danger is not None
    assert scenarios[danger.scenario_id].safety is not None
    assert suggest_next([], PLAYED, "en") is None


def test_a_draft_holds_what_the_case_note_says_and_marks_the_rest() -> None:
    text = (corpus_folder() / "cases/tn-2024-052.md").read_text("utf-8")
    record = yaml.safe_load(text.split("---\n")[1])
    record["interests"].append({"pid": "A", "text": "her own secret worry", "caucus_only": True})
    draft = draft_scenario(parse_note(record))
    assert (draft["scenario_id"], draft["type_l1"], draft["currency"]) == ("from-tn-2024-052", "tenancy", "EUR")
    assert [party["pid"] for party in draft["parties"]] == ["A", "B"]
    assert draft["parties"][0]["interests"][0]["text"] == "The deposit for a new flat is due on 12 August"
    assert "her own secret worry" not in str(draft)
    assert draft["brief"].startswith(BLANK)
    with pytest.raises(SchemaError) as caught:
        parse_scenario(draft)
    problems = str(caught.value).splitlines()
    assert (
        problems[0] == "scenario: brief: is still to be written: what the mediator is told beforehand, without secrets"
    )
    assert all("is still to be written" in problem for problem in problems)


def test_a_finished_draft_is_a_scenario() -> None:
    text = (corpus_folder() / "cases/ls-2024-019.md").read_text("utf-8")
    draft = draft_scenario(parse_note(yaml.safe_load(text.split("---\n")[1])))
    finished = parse_scenario(_finished(draft))
    assert finished.cases == ["ls-2024-019"]
    assert len(finished.parties) >= 2


def _finished(value: Any) -> Any:
    """Every blank filled in."""
    if isinstance(value, dict):
        return {key: _finished(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finished(inner) for inner in value]
    return value.replace(BLANK, "写好：") if isinstance(value, str) else value
