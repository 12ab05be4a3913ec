"""A scenario and a turn in; who speaks, by name and colour, as HTML out."""

from html import escape

from mediator_bot.cases.taxonomy import Vocabulary, label
from mediator_bot.practice import Scenario, Turn
from mediator_bot.types import Language
from mediator_bot.web.words import word

HTML_LANGUAGE = {"zh": "zh-Hans", "en": "en"}
# How many colours the style sheet has for speakers; the name always stands beside the colour.
COLOURS = 4


def name_of(scenario: Scenario, speaker: str, language: Language) -> str:
    """How a speaker is called: a party by name, the trainee as 'you'."""
    names = {party.pid: party.name for party in scenario.parties}
    return names.get(speaker) or word("you", language)


def colour(scenario: Scenario, speaker: str) -> str:
    """The class of a speaker's colour; the mediator has none of the parties' colours."""
    pids = [party.pid for party in scenario.parties]
    return f"who-{pids.index(speaker) % COLOURS}" if speaker in pids else "who-me"


def line_html(
    scenario: Scenario, turn: Turn, number: int, language: Language, below: str = "", *, anchored: bool = True
) -> str:
    """One turn: the name, whether it is private and with whom, the words, and what may be done with it below.

    An anchored one can be jumped to; then it stands on its page only once.
    """
    who = f'<b class="name">{escape(name_of(scenario, turn.speaker, language))}</b>'
    private = ""
    if turn.with_:
        words = word("alone_with", language, name=name_of(scenario, turn.with_, language))
        private = f'<span class="private">{escape(words)}</span>'
    classes = f"line {colour(scenario, turn.speaker)}{' caucus' if turn.with_ else ''}"
    text = escape(turn.text) if turn.text.strip() else f"<em>{escape(word('silence', language))}</em>"
    anchor = f' id="turn-{number}" tabindex="-1"' if anchored else ""
    return (
        f'<li class="{classes}"{anchor}><p class="by">{who}<span class="n">{number}</span>{private}</p>'
        f'<p class="words" lang="{HTML_LANGUAGE[scenario.language]}">{text}</p>{below}</li>'
    )


def named(vocabulary: Vocabulary, slug: str, language: Language) -> str:
    """The label of a slug as HTML text."""
    return escape(label(vocabulary, slug, language))
