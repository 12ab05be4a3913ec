"""A person's earlier conversations in; the list of them in the drawer out."""

from collections.abc import Sequence
from html import escape

from mediator_bot.library.conversations import Conversation
from mediator_bot.web.markup import button
from mediator_bot.web.people import HTML_LANGUAGE
from mediator_bot.web.visit import Visit
from mediator_bot.web.words import word

SHOWN = 40
LONGEST = 90  # characters of the first question


def history_html(kept: Sequence[Conversation], visit: Visit) -> str:
    """A box to search in, and the latest conversations: each opens with a click and goes with two."""
    language = visit.language
    find = escape(word("earlier_find", language))
    box = f'<input type="search" name="words" data-act="input" aria-label="{find}" placeholder="{find}" autocomplete="off">'
    lines = "".join(_line(one, visit) for one in kept[:SHOWN])
    if not lines:
        key = "earlier_nothing" if visit.find.strip() else "earlier_none"
        lines = f'<li class="faint" role="status">{escape(word(key, language))}</li>'
    head = escape(word("earlier", language))
    return f'<section class="history" lang="{HTML_LANGUAGE[language]}"><h2>{head}</h2><form>{box}</form><ul>{lines}</ul></section>'


def _line(one: Conversation, visit: Visit) -> str:
    question = one.first_question
    words = question if len(question) <= LONGEST else f"{question[: LONGEST - 1]}…"
    target = {"data-conversation": one.id}
    is_open = {"aria-current": "true"} if one.id == visit.conversation else {}
    opens = button("select", words, {"class": "open", "title": question, **target, **is_open})
    sure = word("delete_sure", visit.language)
    gone = button("delete", word("delete", visit.language), {"data-sure": sure, **target})
    facts = f"{one.last_at[:10]} · {word('earlier_turns', visit.language, n=one.turns)}"
    return f'<li>{opens}<span class="marks">{escape(facts)}</span>{gone}</li>'
