"""The opened source of a visit in; the HTML of its page with the quoted words marked out."""

from html import escape

from mediator_bot.errors import MediatorError
from mediator_bot.library.library import Library
from mediator_bot.library.reading import Opened
from mediator_bot.types import Citation, Language, Person
from mediator_bot.web.markup import button, marked
from mediator_bot.web.people import HTML_LANGUAGE
from mediator_bot.web.thread import marks
from mediator_bot.web.visit import Visit
from mediator_bot.web.words import word


def evidence_html(visit: Visit, library: Library, by: Person) -> str:
    """The Evidence panel; empty where nothing is open.

    A page that this person may not read, or that was erased since, is answered with the reason in one line.
    """
    citation = visit.citation(visit.opened) if visit.opened else None
    if citation is None or visit.opened is None:
        return ""
    page = None if visit.opened.whole else citation.page
    last = citation.page
    try:
        opened = library.read(citation.document_id, by, citation.version, page)
    except MediatorError as error:
        pages = f'<p class="trouble" role="alert">{escape(str(error))}</p>'
    else:
        last = opened.numbers[-1]
        pages = _whole(citation, opened, visit.language) if page is None else _page(citation, opened)
    name = escape(word("evidence", visit.language))
    head = _head(visit, citation, last)
    return (
        f'<article class="evidence" aria-label="{name}" lang="{HTML_LANGUAGE[visit.language]}">{head}{pages}</article>'
    )


def _page(citation: Citation, opened: Opened) -> str:
    return _text(marked(opened.pages[citation.page], citation.start, citation.end), citation)


def _whole(citation: Citation, opened: Opened, language: Language) -> str:
    """Every page of the quoted version in order; the quoted words stay marked in theirs."""
    parts = []
    for number, text in opened.pages.items():
        body = marked(text, citation.start, citation.end) if number == citation.page else escape(text)
        parts.append(
            f"<h3>{escape(_page_name(citation, number, opened.numbers[-1], language))}</h3>{_text(body, citation)}"
        )
    return "".join(parts)


def _text(html: str, citation: Citation) -> str:
    return f'<div class="page" lang="{HTML_LANGUAGE[citation.language]}">{html}</div>'


def _page_name(citation: Citation, number: int, last: int, language: Language) -> str:
    if number == 0:
        return word("record" if citation.kind == "case" else "cover", language)
    return word("page", language, number=number, last=last)


def _head(visit: Visit, citation: Citation, last: int) -> str:
    language = visit.language
    facts = [
        _page_name(citation, citation.page, last, language),
        word("version", language, number=citation.version),
        word("as_of", language, date=citation.law_as_of) if citation.law_as_of else "",
    ]
    return (
        f'<header><h2 tabindex="-1">{escape(citation.title)}</h2>{button("collapse", word("close", language), {})}'
        f'<p class="marks">{escape(marks(citation, language))}</p>'
        f'<p class="place">{escape(" · ".join(filter(None, facts)))}</p>{_steps(visit, citation)}</header>'
    )


def _steps(visit: Visit, citation: Citation) -> str:
    """The ways on: the source before and after this one, and the whole document."""
    opened, language = visit.opened, visit.language
    citations = visit.citations(opened.turn) if opened else ()
    at = citations.index(citation)
    place = word("place", language, n=at + 1, last=len(citations))
    whole = bool(opened and opened.whole)
    toggle = button("expand", word("one_page" if whole else "whole", language), {"data-whole": int(not whole)})
    before = _step(visit, "previous", citations[at - 1] if at > 0 else None)
    after = _step(visit, "next", citations[at + 1] if at + 1 < len(citations) else None)
    return f'<nav aria-label="{escape(place)}">{before}<span>{escape(place)}</span>{after}{toggle}</nav>'


def _step(visit: Visit, way: str, citation: Citation | None) -> str:
    target: dict[str, str | int] = {"class": way, "disabled": ""}
    if citation and visit.opened:
        target = {"class": way, "data-turn": visit.opened.turn, "data-n": citation.n}
    return button("select", word(way, visit.language), target)
