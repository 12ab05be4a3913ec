"""Ids of guidelines and cases in; buttons that open them, and the open document beside the practice room, out."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from mediator_bot.answers.evidence import Reader
from mediator_bot.errors import LibraryError, MediatorError
from mediator_bot.library.catalogue import Stored
from mediator_bot.library.library import Library
from mediator_bot.practice import Scenario
from mediator_bot.types import Language, Person
from mediator_bot.web.markup import button
from mediator_bot.web.people import HTML_LANGUAGE
from mediator_bot.web.words import word

Titles = Mapping[str, Stored]


def named_in(scenario: Scenario, reader: Reader) -> Titles:
    """The guidelines and cases a scenario names, by the id it names them with; those this person may read."""
    coached = (name for coaching in scenario.coaching.values() for name in (coaching.guideline, coaching.case) if name)
    names = dict.fromkeys([*scenario.guidelines, *scenario.cases, *coached])
    found = ((name, _document(name, scenario.language, reader)) for name in names)
    return {name: document for name, document in found if document}


def _document(name: str, language: Language, reader: Reader) -> Stored | None:
    """The telling in the scenario's language, else the other one."""
    for document_id in (f"{name}.{language}", f"{name}.en", f"{name}.zh", name):
        try:
            return reader.document(document_id)
        except LibraryError:
            continue
    return None


def linked(text: str, titles: Titles) -> str:
    """Advice as HTML, in which the id of a document is a button with its title."""
    if not titles:
        return escape(text)
    pieces = re.split(f"({'|'.join(re.escape(name) for name in sorted(titles, key=len, reverse=True))})", text)
    return "".join(_opens(titles[piece]) if piece in titles else escape(piece) for piece in pieces)


def opening_buttons(titles: Titles, names: Iterable[str]) -> str:
    """A button for each named document that can be read."""
    return "".join(f"<li>{_opens(titles[name])}</li>" for name in names if name in titles)


def _opens(document: Stored) -> str:
    return button("select", document.title, {"class": "link", "data-do": "document", "data-id": document.document_id})


def document_html(document_id: str, library: Library, by: Person, language: Language) -> str:
    """A whole document to read beside the talk; one line where it is not there for this person."""
    try:
        opened = library.read(document_id, by)
    except MediatorError as error:
        return f'<p class="trouble" role="alert">{escape(str(error))}</p>'
    close = button("collapse", word("close", language), {"data-do": "close"})
    tongue = HTML_LANGUAGE["zh" if document_id.endswith(".zh") else "en"]
    texts = "".join(
        f'<div class="page" lang="{tongue}">{escape(page)}</div>' for number, page in opened.pages.items() if number > 0
    )
    head = f'<header><h2 tabindex="-1">{escape(opened.stored.title)}</h2>{close}</header>'
    return f'<article class="evidence" aria-label="{escape(word("evidence", language))}">{head}{texts}</article>'
