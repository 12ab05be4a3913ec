"""An answered turn in; below it, what may be said of the answer and how it may be saved, out."""

from html import escape

from mediator_bot.answers.export import FORMATS
from mediator_bot.library.feedback import VERDICTS
from mediator_bot.types import Language
from mediator_bot.web.markup import button
from mediator_bot.web.visit import Visit
from mediator_bot.web.words import word

LONGEST = 500  # characters of the line that goes with a verdict
FORMAT_WORDS = {".docx": "save_word", ".md": "save_markdown"}


def remarks_html(visit: Visit, number: int) -> str:
    """Nothing where the answer is not kept: then there is nothing to speak of or to save."""
    place = visit.place(number)
    if not place or not visit.conversation:
        return ""
    return f'<div class="remarks">{_verdict(visit, number)}{_save(visit.conversation, place, visit.language)}</div>'


def _verdict(visit: Visit, number: int) -> str:
    language, given = visit.language, visit.turns[number].verdict
    if given:
        kept = word("verdict_kept", language, verdict=word(given, language))
        return f'<p class="faint" role="status">{escape(kept)}</p>'
    choices = "".join(
        button("like", word(verdict, language), {"data-verdict": verdict, "data-turn": number}) for verdict in VERDICTS
    )
    line, about = escape(word("verdict_line", language)), escape(word("verdict_about", language))
    return (
        f'<form class="verdict" title="{about}"><span>{escape(word("verdict", language))}</span>{choices}'
        f'<input name="words" maxlength="{LONGEST}" placeholder="{line}" aria-label="{line}" autocomplete="off"></form>'
    )


def _save(conversation: str, place: int, language: Language) -> str:
    links = "".join(
        f'<a download href="{escape(address(conversation, place, ending))}">{escape(word(FORMAT_WORDS[ending], language))}</a>'
        for ending in FORMATS
    )
    return f'<p class="save"><span>{escape(word("save_as", language))}</span>{links}</p>'


def address(conversation: str, place: int, ending: str) -> str:
    """Where `saving.py` serves an answer as a document; relative to the page."""
    return f"answers/{conversation}/{place}{ending}"
