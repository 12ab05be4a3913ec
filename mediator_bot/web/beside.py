"""Two ways of one talk in; the page that lays them side by side out."""

from collections.abc import Mapping, Sequence
from html import escape

from mediator_bot.cases.taxonomy import label
from mediator_bot.practice import Comparison, Scenario, Session, Turn
from mediator_bot.practice.replay import Change
from mediator_bot.practice.vocabulary import ITEMS
from mediator_bot.training import Exercise
from mediator_bot.types import Language
from mediator_bot.web.markup import button
from mediator_bot.web.people import HTML_LANGUAGE, colour, line_html
from mediator_bot.web.room import Room
from mediator_bot.web.talk import frame, messages_html
from mediator_bot.web.words import word


def beside_html(comparison: Comparison, first: Session, second: Exercise, room: Room) -> str:
    """The whole page."""
    scenario, language = first.scenario, room.language
    back = button("select", word("back_to_session", language), {"data-do": "open", "data-session": second.kept.id})
    about = escape(word("beside_about", language, turn=comparison.turn))
    parts = (
        f'<header class="session"><h2>{escape(word("beside", language))}</h2>'
        f'<p class="marks">{escape(scenario.title)} · {about}</p><nav>{back}</nav></header>{messages_html(room)}',
        _section("items", _items(comparison, language), language),
        _section("agreements", _agreements(comparison, scenario, language), language),
        _section("stand", _stand(comparison, scenario, language), language),
        _section("what_was_said", _talks(comparison.turn, first, second.session, language), language),
    )
    return frame(room, "".join(parts))


def _section(key: str, body: str, language: Language) -> str:
    return f"<section><h3>{escape(word(key, language))}</h3>{body}</section>"


def _items(comparison: Comparison, language: Language) -> str:
    first, second = comparison.scores
    after = {item.id: item.score for item in second.items}
    rows = [_row(word("all_items", language), first.total, second.total, comparison.total)]
    rows += [
        _row(label(ITEMS, item.id, language), item.score, after[item.id], comparison.items.get(item.id))
        for item in first.items
    ]
    keys = ("item", "first_way", "second_way", "difference")
    heads = "".join(f'<th scope="col">{escape(word(key, language))}</th>' for key in keys)
    return f'<div class="ways-table" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _row(name: str, first: int | None, second: int | None, moved: int | None) -> str:
    cells = "".join(f"<td>{'–' if value is None else value}</td>" for value in (first, second))
    change = "" if not moved else f"+{moved}" if moved > 0 else f"−{-moved}"
    side = "" if not moved else ' class="up"' if moved > 0 else ' class="down"'
    return f'<tr><th scope="row">{escape(name)}</th>{cells}<td{side}>{change}</td></tr>'


def _agreements(comparison: Comparison, scenario: Scenario, language: Language) -> str:
    texts = {option.id: option.text for option in scenario.options}
    found = (("won", comparison.agreed), ("lost", comparison.lost))
    lines = "".join(
        f'<li>{escape(texts[option])} <span class="mark">{escape(word(key, language))}</span></li>'
        for key, options in found
        for option in options
    )
    return f"<ul>{lines}</ul>" if lines else f'<p class="faint">{escape(word("no_change", language))}</p>'


# --- the parties -----------------------------------------------------------------------------------------------------


def _stand(comparison: Comparison, scenario: Scenario, language: Language) -> str:
    lines = []
    for party in scenario.parties:
        texts = {part.id: part.text for part in party.hidden}
        facts = "".join(f"<li>{escape(fact)}</li>" for fact in _changes(comparison.parties[party.pid], texts, language))
        who = colour(scenario, party.pid)
        lines.append(f'<div class="party {who}"><h4>{escape(party.name)}</h4><ul>{facts}</ul></div>')
    return f'<div class="parties">{"".join(lines)}</div>'


def _changes(change: Change, texts: Mapping[str, str], language: Language) -> list[str]:
    """How one party stands otherwise, in words."""
    found = []
    if change.trust:
        found.append(word("more_trust" if change.trust > 0 else "less_trust", language, n=f"{abs(change.trust):.2g}"))
    if change.heat:
        found.append(word("hotter" if change.heat > 0 else "calmer", language, n=f"{abs(change.heat):.2g}"))
    for key, names in (("came_out", change.told), ("stayed_in", change.kept)):
        if names:
            found.append(word(key, language, texts="; ".join(texts[name] for name in names)))
    return found or [word("as_before", language)]


# --- what was said ---------------------------------------------------------------------------------------------------


def _talks(turn: int, first: Session, second: Session, language: Language) -> str:
    columns = (("first_way", first), ("second_way", second))
    return '<div class="two-ways">' + "".join(
        f"<div><h4>{escape(word(key, language))}</h4>{_lines(session.scenario, session.transcript, turn, language)}</div>"
        for key, session in columns
    ) + "</div>"  # fmt: skip


def _lines(scenario: Scenario, turns: Sequence[Turn], start: int, language: Language) -> str:
    lines = [line_html(scenario, turn, n, language, anchored=False) for n, turn in enumerate(turns, 1) if n >= start]
    return f'<ol class="talk" lang="{HTML_LANGUAGE[scenario.language]}">{"".join(lines)}</ol>'
