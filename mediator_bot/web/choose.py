"""Scenarios, kept sessions and progress in; the page on which a practice session is chosen out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from mediator_bot.cases.taxonomy import DISPUTE_TYPES, LANGUAGES, label
from mediator_bot.library.practices import Practice
from mediator_bot.practice import Scenario, Skill, Suggestion
from mediator_bot.practice.vocabulary import PROFILES
from mediator_bot.types import Language
from mediator_bot.web.markup import button
from mediator_bot.web.people import HTML_LANGUAGE, named
from mediator_bot.web.room import Room, Wanted
from mediator_bot.web.skills import skills_html
from mediator_bot.web.talk import frame, messages_html
from mediator_bot.web.words import word

SHOWN = 5  # sessions that stand open in the list


@dataclass(frozen=True)
class Choice:
    """What there is to choose from for one person, called `name`."""

    scenarios: Mapping[str, Scenario]
    kept: Sequence[Practice]
    skills: Sequence[Skill]
    suggestion: Suggestion | None
    name: str
    readers: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of one's own sessions, by their ids


def choose_html(choice: Choice, room: Room) -> str:
    """The whole page."""
    language = room.language
    head = f"<h2>{escape(word('choose', language))}</h2><p>{escape(word('choose_about', language))}</p>"
    parts = (
        f'<header class="choose">{head}</header>{messages_html(room)}',
        _suggested(choice, language),
        _mine(choice, room),
        _scenarios(choice, room),
        skills_html(choice.skills, language),
    )
    return frame(room, "".join(parts))


# --- scenarios -------------------------------------------------------------------------------------------------------


def fitting(scenarios: Mapping[str, Scenario], wanted: Wanted) -> list[Scenario]:
    """The scenarios that the filters leave, the easiest first."""
    left = [
        one
        for one in scenarios.values()
        if wanted.language in ("", one.language)
        and wanted.type in ("", one.type_l1)
        and wanted.difficulty in ("", str(one.difficulty))
    ]
    return sorted(left, key=lambda one: (one.difficulty, one.minutes, one.scenario_id))


def _suggested(choice: Choice, language: Language) -> str:
    if choice.suggestion is None:
        return ""
    scenario = choice.scenarios[choice.suggestion.scenario_id]
    reason = f'<p class="reason">{escape(choice.suggestion.reason)}</p>'
    head = escape(word("suggested", language))
    return f'<section class="suggested"><h3>{head}</h3>{_card(scenario, language, reason)}</section>'


def _scenarios(choice: Choice, room: Room) -> str:
    found = fitting(choice.scenarios, room.wanted)
    cards = "".join(f"<li>{_card(scenario, room.language)}</li>" for scenario in found)
    listed = f'<ul class="cards">{cards}</ul>' if found else f"<p>{escape(word('none_fits', room.language))}</p>"
    head = escape(word("scenarios", room.language))
    return f'<section class="scenarios"><h3>{head}</h3>{_filters(choice, room)}{listed}</section>'


def _card(scenario: Scenario, language: Language, above: str = "") -> str:
    marks = " · ".join(
        (
            named(DISPUTE_TYPES, scenario.type_l1, language),
            named(LANGUAGES, scenario.language, language),
            escape(word(f"difficulty_{scenario.difficulty}", language)),
            escape(word("minutes", language, minutes=scenario.minutes)),
        )
    )
    people = "、".join if scenario.language == "zh" else " · ".join
    roles = escape(people(f"{party.name}, {party.role}" if scenario.language == "en" else f"{party.name}（{party.role}）" for party in scenario.parties))  # fmt: skip
    start = button(
        "select",
        word("start", language),
        {"data-do": "begin", "data-scenario": scenario.scenario_id, "class": "chief"},
    )
    tongue = HTML_LANGUAGE[scenario.language]
    return (
        f'<form class="card">{above}<h4 lang="{tongue}">{escape(scenario.title)}</h4><p class="marks">{marks}</p>'
        f'<p class="roles" lang="{tongue}">{roles}</p><div class="go">{_profiles(scenario, language)}{start}</div></form>'
    )


def _profiles(scenario: Scenario, language: Language) -> str:
    """A choice where the scenario has several styles, else the one it has."""
    if len(scenario.profiles) == 1:
        return f'<span class="marks">{named(PROFILES, scenario.profiles[0], language)}</span>'
    options = [(slug, label(PROFILES, slug, language)) for slug in scenario.profiles]
    return select("profile", word("style", language), options, scenario.profiles[0])


def _filters(choice: Choice, room: Room) -> str:
    language, wanted = room.language, room.wanted
    everything = choice.scenarios.values()
    types = dict.fromkeys(one.type_l1 for one in everything)
    languages = dict.fromkeys(one.language for one in everything)
    sides: tuple[tuple[str, str, list[tuple[str, str]]], ...] = (
        ("language", wanted.language, [(slug, label(LANGUAGES, slug, language)) for slug in languages]),
        ("type", wanted.type, [(slug, label(DISPUTE_TYPES, slug, language)) for slug in types]),
        ("difficulty", wanted.difficulty, [(str(n), word(f"difficulty_{n}", language)) for n in (1, 2, 3)]),
    )
    act = {"data-act": "select", "data-do": "narrow"}
    fields = "".join(
        select(name, word(f"filter_{name}", language), [("", word("any", language)), *options], chosen, act)
        for name, chosen, options in sides
    )
    return f'<form class="narrow">{fields}</form>'


def select(
    name: str, words: str, options: Sequence[tuple[str, str]], chosen: str, more: Mapping[str, str] | None = None
) -> str:
    """A field to choose one of several in, with its name above."""
    listed = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in options
    )
    rest = "".join(f' {key}="{escape(value)}"' for key, value in (more or {}).items())
    return f'<label class="field"><span>{escape(words)}</span><select name="{name}"{rest}>{listed}</select></label>'


# --- kept sessions ---------------------------------------------------------------------------------------------------


def _mine(choice: Choice, room: Room) -> str:
    head = f"<h3>{escape(word('mine', room.language))}</h3>"
    if not choice.kept:
        return f'<section class="mine">{head}<p class="faint">{escape(word("none_yet", room.language))}</p></section>'
    lines = [_session(one, choice, room.language) for one in choice.kept]
    older = ""
    if len(lines) > SHOWN:
        words = escape(word("older", room.language, n=len(lines) - SHOWN))
        older = f"<details><summary>{words}</summary><ul>{''.join(lines[SHOWN:])}</ul></details>"
    return f'<section class="mine">{head}<ul>{"".join(lines[:SHOWN])}</ul>{older}</section>'


def _session(one: Practice, choice: Choice, language: Language) -> str:
    scenario = choice.scenarios.get(one.scenario)
    own = one.person == choice.name
    facts = [one.changed_at[:10], _stand(one, language)]
    if one.branch_turn is not None:
        facts.append(word("replay_of", language, turn=one.branch_turn))
    if not own:
        facts.append(word("from_person", language, person=one.person))
    title = scenario.title if scenario else one.scenario
    key = "see_score" if one.score is not None else "go_on" if own else "read"
    target = {"data-session": one.id}
    ways = button("select", word(key, language), {"data-do": "open", **target}) if scenario else ""
    if own:
        ways += button("select", word("erase", language), {"data-do": "erase", "data-sure": word("erase_sure", language), **target})  # fmt: skip
        ways += _share(one, choice.readers.get(one.id, ()), language)
    return f'<li><b>{escape(title)}</b><span class="marks">{escape(" · ".join(facts))}</span><span class="ways">{ways}</span></li>'


def _stand(one: Practice, language: Language) -> str:
    if one.score is not None:
        return word("total", language, total=one.score["total"])
    steps = len(one.state.get("steps", ()))
    return word("going_on", language, n=steps) if steps else word("not_begun", language)


def _share(one: Practice, readers: Sequence[str], language: Language) -> str:
    """Who may read a session, each to be taken back, and a field for one more."""
    about = escape(word("share_about", language))
    target = {"data-session": one.id}
    back = "".join(
        f"<li>{escape(person)} "
        f"{button('select', word('unshare', language), {'data-do': 'unshare', 'data-person': person, **target})}</li>"
        for person in readers
    )
    listed = f'<p class="faint">{escape(word("readers", language))}</p><ul class="readers">{back}</ul>' if back else ""
    summary = word("share", language) if not readers else word("shared_with", language, n=len(readers))
    return (
        f"<details><summary>{escape(summary)}</summary>{listed}"
        f'<form><label class="field"><span>{about}</span><input name="person" maxlength="200" autocomplete="off"></label>'
        f"{button('select', word('share', language), {'data-do': 'share', **target})}</form></details>"
    )
