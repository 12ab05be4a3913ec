"""The opened source of a visit in; the HTML of its page with the quoted words marked out."""

from html import escape

from mediator_bot.answers.evidence import Reader
from mediator_bot.errors import LibraryError
from mediator_bot.types import Citation, Language
from mediator_bot.web.markup import button, marked
from mediator_bot.web.people import HTML_LANGUAGE
from mediator_bot.web.thread import marks
from mediator_bot.web.visit import Visit
from mediator_bot.web.words import word


def evidence_html(visit: Visit, reader: Reader) -> str:
    """The Evidence panel; empty where nothing is open.

    A page that this person may not read, or that was erased since, is answered with the reason in one line.
    """
    citation = visit.citation(visit.opened) if visit.opened else None
    if citation is None or visit.opened is None:
        return ""
    try:
        pages = _whole(citation, reader, visit.language) if visit.opened.whole else _page(citation, reader)
    except LibraryError as error:
        pages = f'<p class="trouble" role="alert">{escape(str(error))}</p>'
    name = escape(word("evidence", visit.language))
    head = _head(visit, citation, reader)
    return (
        f'<article class="evidence" aria-label="{name}" lang="{HTML_LANGUAGE[visit.language]}">{head}{pages}</article>'
    )


def _page(citation: Citation, reader: Reader) -> str:
    text = reader.catalogue.page(citation.document_id, citation.version, citation.page, reader.person)
    return _text(marked(text, citation.start, citation.end), citation)


def _whole(citation: Citation, reader: Reader, language: Language) -> str:
    """Every page of the quoted version in order; the quoted words stay marked in theirs."""
    catalogue, parts = reader.catalogue, []
    numbers = catalogue.page_numbers(citation.document_id, citation.version)
    for number in numbers:
        text = catalogue.page(citation.document_id, citation.version, number, reader.person)
        body = marked(text, citation.start, citation.end) if number == citation.page else escape(text)
        parts.append(f"<h3>{escape(_page_name(citation, number, numbers[-1], language))}</h3>{_text(body, citation)}")
    return "".join(parts)


def _text(html: str, citation: Citation) -> str:
    return f'<div class="page" lang="{HTML_LANGUAGE[citation.language]}">{html}</div>'


def _page_name(citation: Citation, number: int, last: int, language: Language) -> str:
    if number == 0:
        return word("record" if citation.kind == "case" else "cover", language)
    return word("page", language, number=number, last=last)


def _head(visit: Visit, citation: Citation, reader: Reader) -> str:
    language = visit.language
    last = max(reader.catalogue.page_numbers(citation.document_id, citation.version), default=citation.page)
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
