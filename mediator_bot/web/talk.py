"""An opened practice session in; the HTML of the room out: the brief, the conversation, and who is spoken to."""

from dataclasses import dataclass
from html import escape

from mediator_bot.cases.taxonomy import DISPUTE_TYPES
from mediator_bot.practice import Coached, Scenario, Turn
from mediator_bot.practice.vocabulary import PROFILES
from mediator_bot.training import Exercise
from mediator_bot.types import Language
from mediator_bot.web.documents import Titles, linked
from mediator_bot.web.markup import button
from mediator_bot.web.people import HTML_LANGUAGE, line_html, name_of, named
from mediator_bot.web.room import Room
from mediator_bot.web.words import word


@dataclass(frozen=True)
class OnTheWay:
    """A turn that is being answered: the talk before it, what was said, the answers shown so far, who speaks next if known."""

    before: tuple[Turn, ...]
    said: Turn
    answers: tuple[Turn, ...] = ()
    next: str = ""


def room_html(
    exercise: Exercise,
    room: Room,
    *,
    own: bool,
    coming: OnTheWay | None = None,
    coached: Coached | None = None,
    titles: Titles | None = None,
) -> str:
    """The room of a session that goes on; `own` is whether this person may speak in it."""
    scenario, language = exercise.session.scenario, room.language
    turns = [*coming.before, coming.said, *coming.answers] if coming else exercise.session.transcript
    lines = [
        line_html(scenario, turn, n, language, _below(turn, n, turns, room, own and coming is None))
        for n, turn in enumerate(turns, 1)
    ]
    if coached is not None and coming is None:
        lines.insert(coached.turn, _advice(coached, language, titles or {}))
    if coming is not None:
        lines.append(_thinking(scenario, coming, language))
    talk = "".join(lines) or f'<li class="hint">{escape(word("begin_hint", language))}</li>'
    log = f'<ol class="talk going-on" role="log" aria-label="{escape(word("the_talk", language))}">{talk}</ol>'
    said = messages_html(room) if coming is None else ""
    return frame(
        room, f"{head_html(exercise, room, own, waiting=coming is not None)}{_told(scenario, language)}{log}{said}"
    )


def frame(room: Room, inside: str) -> str:
    """The column every place of the practice room stands in, with the address that leads back to it."""
    return f'<div class="column" data-address="{escape(room.address)}" lang="{HTML_LANGUAGE[room.language]}">{inside}</div>'


def messages_html(room: Room) -> str:
    """What is to be said about the last click: trouble, a notice, or that another window went on."""
    parts = []
    if room.stale:
        again = button("select", word("reload", room.language), {"data-do": "reload", "class": "chief"})
        parts.append(f'<div class="trouble" role="alert">{escape(word("stale", room.language))} {again}</div>')
    if room.trouble:
        parts.append(f'<p class="trouble" role="alert">{escape(room.trouble)}</p>')
    if room.notice:
        parts.append(f'<p class="notice" role="status">{escape(room.notice)}</p>')
    return "".join(parts)


# --- above the talk --------------------------------------------------------------------------------------------------


def head_html(exercise: Exercise, room: Room, own: bool, *, waiting: bool = False) -> str:
    """The title of a session with the ways out of it; there are none for the moment in which the parties are `waiting` to speak."""
    scenario, language = exercise.session.scenario, room.language
    marks = [
        named(DISPUTE_TYPES, scenario.type_l1, language),
        named(PROFILES, exercise.session.profile, language),
        escape(word("minutes", language, minutes=scenario.minutes)),
    ]
    back = button("select", word("back_to_list", language), {"data-do": "list"})
    notes = button("notes", word("notes", language), {"class": "only-narrow"})
    ways = [back, notes] if not exercise.is_finished else [back]
    if exercise.kept.branch_of is not None and own and exercise.session.steps:
        ways.append(button("select", word("compare", language), {"data-do": "beside"}))
    if own and not exercise.is_finished and exercise.session.steps:
        sure = {"data-do": "finish", "data-sure": word("finish_sure", language)}
        ways.append(button("select", word("finish", language), sure))
    origin = ""
    if exercise.kept.branch_turn is not None:
        origin = f'<p class="marks">{escape(word("branch_from", language, turn=exercise.kept.branch_turn))}</p>'
    if not own:
        shared = word("reading_only", language, person=exercise.kept.person)
        origin += f'<p class="notice">{escape(shared)}</p>'
    return (
        f'<header class="session"><h2>{escape(scenario.title)}</h2><p class="marks">{" · ".join(marks)}</p>'
        f"{origin}<nav>{'' if waiting else ''.join(ways)}</nav></header>"
    )


def _told(scenario: Scenario, language: Language) -> str:
    people = "".join(f"<li><b>{escape(p.name)}</b>, {escape(p.role)}</li>" for p in scenario.parties)
    facts = "".join(f"<li>{escape(fact)}</li>" for fact in scenario.common_facts)
    return (
        f'<section class="told" lang="{HTML_LANGUAGE[scenario.language]}"><h3>{escape(word("brief", language))}</h3>'
        f"<p>{escape(scenario.brief)}</p><h3>{escape(word('parties', language))}</h3><ul>{people}</ul>"
        f"<h3>{escape(word('facts', language))}</h3><ul>{facts}</ul></section>"
    )


# --- in the talk -----------------------------------------------------------------------------------------------------


def _below(turn: Turn, number: int, turns: list[Turn], room: Room, own: bool) -> str:
    """What may be done with a turn of the trainee's: the newest first asks for advice, each can be said otherwise."""
    if not turn.by_mediator or not own:
        return ""
    is_last = not any(later.by_mediator for later in turns[number:])
    target = {"data-turn": number}
    asks = button("select", word("coach", room.language), {"data-do": "coach", **target}) if is_last else ""
    again = button("select", word("replay", room.language), {"data-do": "replay", **target})
    return f'<p class="ways{" last" if is_last else ""}">{asks}{again}</p>'


def _advice(coached: Coached, language: Language, titles: Titles) -> str:
    words = linked(coached.instead, titles) if coached.instead else escape(word("coach_fine", language))
    name = f" · {escape(coached.name)}" if coached.name else ""
    close = button("select", word("coach_close", language), {"data-do": "uncoach"})
    head = escape(word("coach_said", language))
    return f'<li class="coach" role="status"><p class="by"><b>{head}</b>{name}</p><p>{words}</p>{close}</li>'


def _thinking(scenario: Scenario, coming: OnTheWay, language: Language) -> str:
    name = name_of(scenario, coming.next, language) if coming.next else ""
    words = word("thinking", language, name=name) if name else word("everyone_thinking", language)
    return f'<li class="thinking" role="status">{escape(words)}</li>'


# --- below the talk --------------------------------------------------------------------------------------------------


def audience_html(exercise: Exercise, room: Room) -> str:
    """Whom the trainee speaks to: everybody, or one party alone; always in view, the choice in words and not only in colour."""
    language = room.language
    choices = [("", word("everybody", language))]
    choices += [(p.pid, word("alone", language, name=p.name)) for p in exercise.session.scenario.parties]
    buttons = "".join(
        button(
            "select",
            words,
            {"data-do": "to", "data-pid": pid, "aria-pressed": "true" if pid == room.alone else "false"},
        )
        for pid, words in choices
    )
    silent = button("submit", word("say_nothing", language), {"class": "silent", "data-do": "silence"})
    head = escape(word("speak_to", language))
    return f'<div class="audience" role="group" aria-label="{head}" lang="{HTML_LANGUAGE[language]}"><span>{head}</span>{buttons}{silent}</div>'
