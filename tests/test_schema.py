"""What a record must say, in which words, and how its mistakes are told."""

import datetime
import re
from typing import Any

import pytest

from mediator_bot.cases import taxonomy
from mediator_bot.cases.schema import CaseNote, parse_note
from mediator_bot.cases.taxonomy import Vocabulary, label
from mediator_bot.errors import SchemaError

NEEDED: dict[str, Any] = {
    "case_id": "nb-2024-001",
    "lang": "en",
    "title": "Hedge",
    "origin": "synthetic",
    "venue_type": "other",
    "level": "community",
    "type_l1": "neighbours",
    "parties": [{"pid": "A", "role": "owner"}],
    "outcome": "full",
}
VOCABULARIES: dict[str, Vocabulary] = {
    name: value for name, value in vars(taxonomy).items() if name.isupper() and name != "FILTERS"
}


def problems(fields: dict[Any, Any]) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        parse_note({**NEEDED, **fields}, "note.md")
    return str(caught.value).splitlines()


def test_the_least_a_note_may_say() -> None:
    note = parse_note(NEEDED)
    assert (note.schema_version, note.confidentiality, note.tags, note.screening) == ("1", "unit", [], None)
    assert note.parties[0].kind == "person"


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_needed(name: str) -> None:
    with pytest.raises(SchemaError, match=f"^note.md: {name}: is missing$"):
        parse_note({key: value for key, value in NEEDED.items() if key != name}, "note.md")


@pytest.mark.parametrize("name", ["case_id", "title"])
def test_a_name_must_say_something(name: str) -> None:
    assert problems({name: "  "}) == [f"note.md: {name}: is empty"]


def test_every_problem_is_named_in_one_line() -> None:
    assert problems({"outcome": "won", "parties": [{"role": "owner"}], "colour": "red"}) == [
        "note.md: parties.0.pid: is missing",
        "note.md: outcome: 'won' is not one of: full, partial, none, withdrawn, referred, terminated",
        "note.md: colour: is not a field of the schema",
    ]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"type_l1": ["neighbours", "tenancy"]}, "type_l1: ['neighbours', 'tenancy'] is not one of: neighbours,"),
        ({"level": {"town": 1}}, "level: {'town': 1} is not one of: household,"),
        ({"lang": None}, "lang: None is not one of: zh, en, mixed"),
        ({"outcome": False}, "outcome: False is not one of: full,"),
        ({"parties": "A and B"}, "parties: Input should be a valid list"),
        ({"title": True}, "title: put the words in quotes"),
        ({"terms": [{"who": "A", "does": "pay", "amount": float("nan")}]}, "terms.0.amount: Input should be a finite"),
        ({"terms": [{"who": "A", "does": "pay", "amount": "1,400"}]}, "terms.0.amount: Input should be a valid number"),
        ({"followups": [{"due": "2024-05", "satisfaction": 6}]}, "followups.0.satisfaction: Input should be less than"),
        ({"followups": [{"due": "2024-05", "satisfaction": 0}]}, "followups.0.satisfaction: Input should be greater"),
        ({"mood": {"before": "angry"}}, "mood.after: is missing"),
        ({1: "x"}, "1: Keys should be strings"),
    ],
)
def test_values_that_cannot_be(fields: dict[Any, Any], named: str) -> None:
    assert [line for line in problems(fields) if line.startswith(f"note.md: {named}")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        ("2024-02", "2024-02"),
        ("2024-02-29", "2024-02-29"),
        (datetime.date(2024, 3, 15), "2024-03-15"),
    ],
)
def test_dates(given: Any, kept: str) -> None:
    assert parse_note({**NEEDED, "closed_on": given}).closed_on == kept


@pytest.mark.parametrize(
    "given", ["2023-02-29", "2024-13", "2024-00", "0000", "24-05", "2024-5-1", "May 2024", "", 2024.5, True]
)
def test_dates_that_do_not_exist(given: Any) -> None:
    (line,) = problems({"closed_on": given})
    assert line.endswith(
        "put the words in quotes" if given is True else "is not a date: write 2024, 2024-03 or 2024-03-15"
    )


def test_a_bare_yes_or_no_of_yaml_is_a_word() -> None:
    note = parse_note({**NEEDED, "screening": {"violence": True, "threat": False, "minor": "unknown"}})
    assert note.screening is not None
    assert (note.screening.violence, note.screening.threat, note.screening.minor) == ("yes", "no", "unknown")
    assert (note.screening.crime, note.screening.action) == ("unknown", "proceed")


def test_figures_are_text_where_text_is_asked() -> None:
    note = parse_note(
        {**NEEDED, "schema_version": 1, "legal_basis": [{"law": "Civil Code", "article": 288}], "team": 3.5}
    )
    assert (note.schema_version, note.legal_basis[0].article, note.team) == ("1", "288", "3.5")


def test_white_space_around_a_value_is_no_part_of_it() -> None:
    assert parse_note({**NEEDED, "title": " Hedge \n"}).title == "Hedge"


def test_as_many_parties_as_there_are() -> None:
    parties = [{"pid": pid, "role": "owner", "kind": "organisation"} for pid in "ABCDEF"]
    assert [party.pid for party in parse_note({**NEEDED, "parties": parties}).parties] == list("ABCDEF")


def test_a_note_survives_being_written_down() -> None:
    note = parse_note({**NEEDED, "sessions": [{"n": 1, "mode": "caucus", "techniques": ["listening"]}]})
    assert CaseNote.model_validate(note.model_dump(mode="json", exclude_none=True)) == note


# --- the vocabularies ------------------------------------------------------------------------------------------------


def test_the_kinds_of_dispute() -> None:
    assert (
        list(taxonomy.DISPUTE_TYPES)
        == (
            "neighbours marriage_family housing_homestead property_management contract business damages hills_forests_land"
            " expropriation environment labour consumer medical road_traffic tenancy elder_care inheritance school"
            " online_trade ip other"
        ).split()
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("OUTCOMES", "full partial none withdrawn referred terminated"),
        ("LEVELS", "household community town county court"),
        ("ORIGINS", "real_deidentified synthetic published"),
        ("CONFIDENTIALITY", "public training unit restricted"),
        ("SCREENING_ACTIONS", "proceed shuttle pause refer"),
        ("SCREENING_ANSWERS", "yes no unknown"),
        ("SESSION_MODES", "joint caucus phone online onsite"),
        ("DISPOSITIONS", "agreed rejected open"),
        ("AGREEMENT_FORMS", "written oral none"),
        ("PERFORMANCE", "full partly none unknown"),
        (
            "VENUES",
            "village_committee community_centre street_committee police_station court_annexed trade_union industry_body"
            " medical_committee labour_station consumer_body school online other",
        ),
    ],
)
def test_the_other_vocabularies(name: str, words: str) -> None:
    assert list(VOCABULARIES[name]) == words.split()


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_has_its_own_label_in_both_languages(name: str) -> None:
    labels = VOCABULARIES[name].values()
    assert all(re.search(r"[a-z]", shown.en) and re.search(r"[\u4e00-\u9fff]", shown.zh) for shown in labels)
    assert len({shown.en for shown in labels}) == len({shown.zh for shown in labels}) == len(labels)


def test_a_label_in_the_language_of_the_reader() -> None:
    assert label(taxonomy.OUTCOMES, "none", "en") == "not settled"
    assert label(taxonomy.OUTCOMES, "none", "zh") == "未达成协议"
    assert label(taxonomy.OUTCOMES, "won", "zh") == "won"
