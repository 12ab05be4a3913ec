"""The words of the glossary in; their table, and those an answer had to understand, out."""

from collections.abc import Sequence
from html import escape

from mediator_bot.text.glossary import Glossary, Word
from mediator_bot.text.tokens import plain
from mediator_bot.types import Language
from mediator_bot.web.people import HTML_LANGUAGE
from mediator_bot.web.words import word


def glossary_html(glossary: Glossary, text: str, language: Language) -> str:
    """The table of the words that `text` may mean, all of them for an empty one; a line where there is none."""
    found = glossary.matching(text) if text.strip() else glossary.words
    if not found:
        key = "glossary_nothing" if glossary.words else "glossary_none"
        return f'<p class="faint" role="status">{escape(word(key, language))}</p>'
    first, second = ("chinese", "english") if language == "zh" else ("english", "chinese")
    heads = "".join(
        f'<th scope="col">{escape(word(key, language))}</th>' for key in (first, second, "people_say", "meaning")
    )
    rows = "".join(_row(one, language) for one in found)
    count = escape(word("glossary_found", language, n=len(found)))
    return (
        f'<p class="faint" role="status">{count}</p>'
        f'<table class="glossary"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(one: Word, language: Language) -> str:
    other: Language = "en" if language == "zh" else "zh"
    official = f'<th scope="row">{escape(one.official(language))}</th>'
    official += f'<td lang="{HTML_LANGUAGE[other]}">{escape(one.official(other))}</td>'
    said = " · ".join((*one.said(language), *one.said(other)))
    return f"<tr>{official}<td>{escape(said)}</td><td>{escape(one.meaning(language))}</td></tr>"


def understood(question: str, glossary: Glossary) -> tuple[Word, ...]:
    """The words of a question that were said otherwise than case notes and the law say them."""
    asked = plain(question)
    return tuple(one for one in glossary.used_in(question) if plain(one.zh) not in asked and plain(one.en) not in asked)


def understood_html(words: Sequence[Word], language: Language) -> str:
    """A line for each word: what people say, the official words for it."""
    if not words:
        return ""
    lines = "".join(_understood(one, language) for one in words)
    return f'<div class="understood"><h3>{escape(word("understood", language))}</h3><ul>{lines}</ul></div>'


def _understood(one: Word, language: Language) -> str:
    other: Language = "en" if language == "zh" else "zh"
    meaning = escape(one.meaning(language))
    return f'<li title="{meaning}">{escape(one.official(language))} <span class="marks">{escape(one.official(other))} · {meaning}</span></li>'
