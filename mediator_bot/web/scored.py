"""A finished session in; its score page out: what to keep and to change, ten items with the words they rest on, the talk."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from mediator_bot.cases.taxonomy import label
from mediator_bot.library.practices import Practice
from mediator_bot.practice.vocabulary import CRITICAL, ITEMS
from mediator_bot.training import Exercise
from mediator_bot.types import Language
from mediator_bot.web.documents import Titles, linked, opening_buttons
from mediator_bot.web.markup import button
from mediator_bot.web.notes import agreement_html
from mediator_bot.web.people import HTML_LANGUAGE, line_html
from mediator_bot.web.room import Room
from mediator_bot.web.talk import frame, head_html, messages_html
from mediator_bot.web.words import word

MOST = 3  # points of an item


def score_html(
    exercise: Exercise, room: Room, titles: Titles, replays: Sequence[Practice], *, own: bool, has_model: bool = False
) -> str:
    """The whole page. `replays` are the sessions that went another way; with `has_model`, a model may be asked as well."""
    score, language = exercise.kept.score or {}, room.language
    scenario = exercise.session.scenario
    parts = (
        head_html(exercise, room, own),
        messages_html(room),
        f'<div lang="{HTML_LANGUAGE[scenario.language]}">{_total(score, titles, language)}</div>',
        _errors(score, language),
        f"<section><h3>{escape(word('agreed', language))}</h3>{agreement_html(exercise.session, language, settled_only=True)}</section>",
        _items(score, titles, language, asks=own and has_model),
        _replays(replays, language),
        _documents(exercise, titles, language),
        _talk(exercise, room, own),
    )
    return frame(room, "".join(parts))


def _total(score: Mapping[str, Any], titles: Titles, language: Language) -> str:
    held = f' <span class="mark">{escape(word("capped", language))}</span>' if score["capped"] else ""
    total = escape(word("total", language, total=score["total"]))
    return (
        f'<section class="total"><h3>{escape(word("score", language))}</h3><p class="figure">{total}{held}</p>'
        f'<p class="faint">{escape(word("score_about", language))}</p><p>{linked(score["summary"], titles)}</p></section>'
    )


def _errors(score: Mapping[str, Any], language: Language) -> str:
    if not score["critical_errors"]:
        return ""
    lines = "".join(
        f"<li><b>{escape(label(CRITICAL, error['id'], language))}</b>{_quote(error, language)}</li>"
        for error in score["critical_errors"]
    )
    return f'<section class="errors"><h3>{escape(word("errors", language))}</h3><ul>{lines}</ul></section>'


# --- items -----------------------------------------------------------------------------------------------------------


def _items(score: Mapping[str, Any], titles: Titles, language: Language, asks: bool) -> str:
    opinions = {one["item"]: one for one in score.get("opinion", ())}
    lines = "".join(_item(item, opinions.get(item["id"]), titles, language) for item in score["items"])
    beside = f'<p class="faint">{escape(word("opinion_about", language))}</p>' if opinions else ""
    if asks and not opinions:
        beside = f"<p>{button('select', word('ask_model', language), {'data-do': 'opinion'})}</p>"
    return f'<section class="items"><h3>{escape(word("items", language))}</h3>{beside}<ol>{lines}</ol></section>'


def _opinion(opinion: Mapping[str, Any] | None, language: Language) -> str:
    """The model's points with the words they rest on, set apart from those of the rules."""
    if opinion is None:
        return ""
    if opinion["points"] is None:
        return f'<p class="faint">{escape(word("no_opinion", language))}</p>'
    words = escape(word("opinion", language, points=opinion["points"]))
    return f'<div class="quotes faint"><p>{words}</p>{_quote(opinion, language)}</div>'


def _item(item: Mapping[str, Any], opinion: Mapping[str, Any] | None, titles: Titles, language: Language) -> str:
    quotes = "".join(_quote(evidence, language) for evidence in item["evidence"])
    advice = f'<p class="advice">{linked(item["advice"], titles)}</p>' if item["advice"] else ""
    name = escape(label(ITEMS, item["id"], language))
    return f'<li><h4>{name}{points_html(item["score"], language)}</h4><div class="quotes">{quotes}</div>{advice}{_opinion(opinion, language)}</li>'


def points_html(points: int | None, language: Language) -> str:
    """An item's points as dots and in words."""
    if points is None:
        return f'<span class="points">{escape(word("no_occasion", language))}</span>'
    dots = "●" * points + "○" * (MOST - points)
    words = escape(word("points", language, score=points))
    return f'<span class="points"><span aria-hidden="true">{dots}</span> {words}</span>'


def _quote(evidence: Mapping[str, Any], language: Language) -> str:
    """The words with the way to the turn they were said in."""
    turn = word("to_turn", language, turn=evidence["turn"])
    jump = button("jump", turn, {"data-to": f"turn-{evidence['turn']}", "class": "link"})
    return f"<p><q>{escape(evidence['quote'])}</q> {jump}</p>"


# --- below the items -------------------------------------------------------------------------------------------------


def _replays(replays: Sequence[Practice], language: Language) -> str:
    lines = "".join(_replay(one, language) for one in replays)
    return (
        f'<section class="mine"><h3>{escape(word("replays", language))}</h3><ul>{lines}</ul></section>' if lines else ""
    )


def _replay(one: Practice, language: Language) -> str:
    facts = [word("replay_of", language, turn=one.branch_turn or 0)]
    facts += [word("total", language, total=one.score["total"])] if one.score is not None else []
    ways = button("select", word("open", language), {"data-do": "open", "data-session": one.id})
    ways += button("select", word("compare", language), {"data-do": "beside", "data-session": one.id})
    return f'<li><span class="marks">{escape(" · ".join(facts))}</span><span class="ways">{ways}</span></li>'


def _documents(exercise: Exercise, titles: Titles, language: Language) -> str:
    scenario = exercise.session.scenario
    listed = opening_buttons(titles, dict.fromkeys([*scenario.guidelines, *scenario.cases]))
    head = escape(word("to_read", language))
    return f'<section class="to-read"><h3>{head}</h3><ul>{listed}</ul></section>' if listed else ""


def _talk(exercise: Exercise, room: Room, own: bool) -> str:
    scenario, language = exercise.session.scenario, room.language
    lines = []
    for n, turn in enumerate(exercise.session.transcript, 1):
        again = button("select", word("replay", language), {"data-do": "replay", "data-turn": n})
        below = f'<p class="ways last">{again}</p>' if own and turn.by_mediator else ""
        lines.append(line_html(scenario, turn, n, language, below))
    head = escape(word("the_talk", language))
    return f'<section><h3>{head}</h3><ol class="talk">{"".join(lines)}</ol></section>'
