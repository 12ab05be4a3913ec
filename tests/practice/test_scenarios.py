"""Scenario files: what the check refuses and how it says so, and that every shipped one can really be played."""

import copy
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from mediator_bot.errors import SchemaError
from mediator_bot.library.library import corpus_folder
from mediator_bot.practice import Recogniser, Scenario, load_scenarios, parse_scenario, read_scenario
from mediator_bot.practice.bargain import judged, offers_in
from mediator_bot.practice.cast import Acceptance, ScenarioParty
from mediator_bot.practice.cues import is_pattern
from mediator_bot.practice.state import Offer, Standing, first_state
from mediator_bot.practice.step import step
from mediator_bot.practice.transcript import Turn

FOLDER = corpus_folder() / "scenarios"


@pytest.fixture
def record() -> dict[str, Any]:
    """The English example as YAML reads it, to be spoilt."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "deposit-carpet-en.yaml").read_text("utf-8"))
    return copy.deepcopy(loaded)


def refusal(record: dict[str, Any]) -> str:
    with pytest.raises(SchemaError) as caught:
        parse_scenario(record, "x.yaml")
    return str(caught.value)


def test_a_missing_situation_is_named_with_the_party(record: dict[str, Any]) -> None:
    del record["parties"][1]["lines"]["deflecting"]
    assert refusal(record) == "x.yaml: parties.B: lines for deflecting are missing"


def test_a_word_outside_the_lists_is_answered_with_the_list(record: dict[str, Any]) -> None:
    record["parties"][0]["interests"][0]["earned"]["moves"] = ["kindness"]
    assert refusal(record).startswith(
        "x.yaml: parties.A.interests.new_flat.earned.moves.0: 'kindness' is not one of: role, "
    )


def test_an_unknown_field_and_a_bare_number_are_told_apart(record: dict[str, Any]) -> None:
    record["colour"] = "red"
    record["title"] = 7
    assert refusal(record).splitlines() == [
        "x.yaml: title: put the words in quotes",
        "x.yaml: colour: is not a field of the schema",
    ]


def test_a_secret_in_a_line_that_others_hear_is_refused(record: dict[str, Any]) -> None:
    record["parties"][0]["lines"]["heard"][0] = "Yes, and I knocked over a glass, so what."
    assert "A.lines.heard.0: the key phrase 'knocked over a glass' of the secret 'wine' occurs" in refusal(record)


def test_a_secret_told_without_a_key_phrase_is_refused(record: dict[str, Any]) -> None:
    record["parties"][0]["secrets"][0]["said"][0] = "It was me."
    assert "A.secrets.wine.said: no key phrase occurs in 'It was me.'" in refusal(record)


def test_an_option_nobody_defined_is_refused(record: dict[str, Any]) -> None:
    record["parties"][0]["accepts"][0]["option"] = "raffle"
    assert "A.accepts: 'raffle' is none of the options" in refusal(record)


def test_a_broken_pattern_is_refused(record: dict[str, Any]) -> None:
    record["options"][0]["cues"][0] = "/pay (/"
    assert "options.carpet_share.cues.0: '/pay (/' is not a pattern" in refusal(record)


def test_a_file_that_is_no_yaml_or_has_another_name_is_refused(tmp_path: Path, record: dict[str, Any]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: [", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"broken\.yaml: cannot be read as YAML: .* Mend that line first\."):
        read_scenario(broken)
    other = tmp_path / "other.yaml"
    other.write_text(yaml.safe_dump(record), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"Name the file deposit-carpet-en\.yaml\."):
        read_scenario(other)


def test_the_commented_example_of_the_readme_follows_the_schema() -> None:
    block = re.search(r"```yaml\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"), re.DOTALL)
    assert block
    record = yaml.safe_load(block[1].replace("[...]", "[one way of saying it, another way]"))
    record["parties"].append({**record["parties"][0], "pid": "B", "secrets": []})
    record["options"].append(
        {"id": "wall_report", "text": "A surveyor reports", "cues": ["ask a surveyor", "have it looked at"]}
    )
    scenario = parse_scenario(record)
    assert scenario.safety is not None
    assert (scenario.safety.kind, scenario.safety.right) == ("threat", "pause")
    assert scenario.party("A").interests[0].earned.trust == 2


def test_every_scenario_names_guidelines_and_cases_that_exist(scenarios: dict[str, Scenario]) -> None:
    guidelines = {path.name.split(".")[0] for path in (corpus_folder() / "guidelines").glob("*.md")}
    cases = {path.name.split(".")[0] for path in (corpus_folder() / "cases").iterdir()}
    named = [coached for one in scenarios.values() for coached in one.coaching.values()]
    asked = {name for one in scenarios.values() for name in one.guidelines} | {
        c.guideline for c in named if c.guideline
    }
    taught = {name for one in scenarios.values() for name in one.cases} | {c.case for c in named if c.case}
    assert (asked - guidelines, taught - cases) == (set(), set())


def test_scenarios_come_in_both_languages_with_three_parties_and_dangers(scenarios: dict[str, Scenario]) -> None:
    languages = [one.language for one in scenarios.values()]
    assert min(languages.count("zh"), languages.count("en")) >= 1
    assert any(len(one.parties) >= 3 for one in scenarios.values())
    assert list(load_scenarios(FOLDER)) == sorted(scenarios)


def ready(party: ScenarioParty, without: str) -> Standing:
    """A calm party that trusts and has told everything else."""
    told = tuple(part.id for part in party.hidden if part.id != without)
    return Standing(5.0, 0.0, told=told, opened=True, bits=99, seen_alone=True)


def test_whatever_is_hidden_comes_out_when_it_is_earned(recogniser: Recogniser, scenarios: dict[str, Scenario]) -> None:
    """Every question of `about`, asked in private of a party that trusts, brings out what it is about."""
    missed = []
    count = 0
    for scenario in scenarios.values():
        for party in scenario.parties:
            for part in party.hidden:
                state = first_state(scenario).with_standing(party.pid, ready(party, part.id))
                for cue in (cue for cue in part.earned.about if not is_pattern(cue)):
                    text = f"{party.name}, {cue}?" if scenario.language == "en" else f"{party.name}，{cue}？"
                    _, answers = step(
                        scenario, state, Turn("mediator", text, "caucus", party.pid), [], recogniser, seed=1
                    )
                    count += 1
                    if answers[0].meant != part.id:
                        missed.append((scenario.scenario_id, text))
    # A question may hit a trigger as well; that is for the scenario to decide.
    assert len(missed) <= count / 50, missed


def test_every_option_is_recognised_by_its_own_cues(recogniser: Recogniser, scenarios: dict[str, Scenario]) -> None:
    missed = []
    for scenario in scenarios.values():
        for option in scenario.options:
            for cue in (cue for cue in option.cues if not is_pattern(cue)):
                asked = f"Could you live with this: {cue}?" if scenario.language == "en" else f"{cue}，您看行不行？"
                named = [offer.option for offer in offers_in(asked, "mediator", scenario, recogniser.meaning)]
                if option.id not in named:
                    missed.append((scenario.scenario_id, option.id, cue))
    assert missed == []


def test_at_least_one_option_can_be_agreed_in_every_scenario_that_may_end_in_an_agreement(
    scenarios: dict[str, Scenario],
) -> None:
    """Everybody whose yes is needed can give it to the same sum on the same day."""
    stuck = [one.scenario_id for one in scenarios.values() if not one.safety and not _settled(one)]
    assert stuck == []


def _settled(scenario: Scenario) -> list[str]:
    table = {option.id for option in scenario.options}
    found = []
    for option in table:
        wanted = [(p, a) for p in scenario.parties for a in p.accepts if a.option == option]
        amounts = [a.amount for _, a in wanted if a.amount]
        least = max((one.min for one in amounts), default=0)
        days = [a.due for _, a in wanted if a.due]
        day = max((one.earliest for one in days if one.earliest), default=None)
        day = day or min((one.latest for one in days if one.latest), default=None)
        offer = Offer(option, "mediator", least if amounts else None, day)
        if wanted and all(_accepts(party, acceptance, offer, table) for party, acceptance in wanted):
            found.append(option)
    return found


def _accepts(party: ScenarioParty, acceptance: Acceptance, offer: Offer, table: set[str]) -> bool:
    calm = replace(ready(party, ""), told=tuple(part.id for part in party.hidden))
    return judged(acceptance, calm, offer, table) == "accepts"
