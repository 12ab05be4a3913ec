"""What a person does on the Ask page in, what the page shows out; each method answers one kind of click."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from mediator_bot.answers.evidence import Reader
from mediator_bot.errors import MediatorError
from mediator_bot.service import Assistant
from mediator_bot.types import Language
from mediator_bot.web.evidence import evidence_html
from mediator_bot.web.filters import chosen_html, filters_of, relabelled, without
from mediator_bot.web.thread import blocks_of, thread_html
from mediator_bot.web.visit import Opened, Turn, Visit
from mediator_bot.web.words import word

Update = dict[str, Any]


class AskPage:
    """Serves every visitor of one assistant; what belongs to a visitor is passed in and out as a `Visit`."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._reader = Reader(assistant.library.catalogue, assistant.operator)

    # --- coming and going ----------------------------------------------------------------------------------------

    def arrive(self, request: gr.Request, remembered: str, *chosen: Any) -> tuple[Any, ...]:
        """A new visit, in the language chosen here before or else in the browser's."""
        visit = Visit(language=_language(remembered or request.headers.get("accept-language", "")))
        return self._worded(self._fresh(visit), chosen)

    def switch(self, visit: Visit, *chosen: Any) -> tuple[Any, ...]:
        """The other language, everywhere; what has been asked and answered stays as it was."""
        other: Language = "en" if visit.language == "zh" else "zh"
        return other, *self._worded(replace(visit, language=other), chosen)

    def start_over(self, visit: Visit) -> tuple[Visit, str, str]:
        """A new conversation. The filters stay as they are."""
        visit = self._fresh(visit)
        return visit, thread_html(visit), ""

    def _fresh(self, visit: Visit) -> Visit:
        return Visit(visit.language, self._assistant.conversations.new_id())

    def _worded(self, visit: Visit, chosen: tuple[Any, ...]) -> tuple[Any, ...]:
        """Everything on the page that has words, in the order of the outputs in `app.build`."""
        language = visit.language
        return (
            visit,
            f"<h1>{word('title', language)}</h1>",
            *(word(key, language) for key in ("filters", "new_question", "switch")),
            f"<p>{word('filters_about', language)}</p>",
            *relabelled(language),
            word("done", language),
            thread_html(visit),
            chosen_html(filters_of(chosen), language),
            gr.update(
                placeholder=word("placeholder", language),
                label=word("question", language),
                submit_btn=word("send", language),
            ),
            evidence_html(visit, self._reader),
        )

    # --- asking --------------------------------------------------------------------------------------------------

    def ask(self, event: gr.EventData, visit: Visit, typed: str, *chosen: Any) -> Iterator[tuple[Visit, str, str, Any]]:
        """The answer, block by block, to what was typed or to the suggestion that was clicked."""
        question = str(_said(event).get("question", typed)).strip()
        if not question:
            visit = replace(visit, turns=(*visit.turns, Turn("", trouble=word("empty", visit.language))), opened=None)
            yield visit, thread_html(visit), "", ""
            return
        visit = replace(visit, turns=(*visit.turns, Turn(question)), opened=None)
        yield visit, thread_html(visit), "", ""
        try:
            answer = self._assistant.ask(
                question, by=self._assistant.operator, conversation=visit.conversation, filters=filters_of(chosen)
            )
        except MediatorError as error:
            visit = visit.with_last(Turn(question, trouble=str(error)))
            yield visit, thread_html(visit), "", gr.skip()
            return
        visit = visit.with_last(Turn(question, answer))
        for blocks in range(1, len(blocks_of(answer))):
            yield visit, thread_html(visit, blocks), "", gr.skip()
        yield visit, thread_html(visit), "", gr.skip()

    def give_up(self, visit: Visit) -> tuple[Visit, str]:
        """One line where an answer broke off; the details are in the log of the server."""
        if visit.turns and visit.turns[-1].answer is None:
            visit = visit.with_last(replace(visit.turns[-1], trouble=word("broken", visit.language)))
        return visit, thread_html(visit)

    # --- evidence ------------------------------------------------------------------------------------------------

    def open_source(self, event: gr.EventData, visit: Visit) -> tuple[Visit, str, str]:
        """The page of a source, with its words marked."""
        said = _said(event)
        return self._show(visit, Opened(_number(said.get("turn")), _number(said.get("n"))))

    def show_whole(self, event: gr.EventData, visit: Visit) -> tuple[Visit, str, str]:
        """Every page of the open document, or again only the one."""
        opened = visit.opened and replace(visit.opened, whole=_said(event).get("whole") == "1")
        return self._show(visit, opened)

    def close(self, visit: Visit) -> tuple[Visit, str, str]:
        """No page."""
        return self._show(visit, None)

    def _show(self, visit: Visit, opened: Opened | None) -> tuple[Visit, str, str]:
        visit = replace(visit, opened=opened if opened and visit.citation(opened) else None)
        return visit, thread_html(visit), evidence_html(visit, self._reader)

    # --- filters -------------------------------------------------------------------------------------------------

    def describe(self, visit: Visit, *chosen: Any) -> str:
        """What is chosen, in plain words."""
        return chosen_html(filters_of(chosen), visit.language)

    def clear(self, event: gr.EventData, *chosen: Any) -> list[list[Any]]:
        """The controls without the value that was taken away."""
        said = _said(event)
        return without(chosen, said.get("name"), said.get("value"))


def _language(wanted: str) -> Language:
    """The interface language for a choice or an Accept-Language header."""
    return "zh" if wanted.strip().lower().startswith("zh") else "en"


def _said(event: gr.EventData) -> dict[str, Any]:
    """The `data-…` of the button that was pressed; nothing for a key press in the question box."""
    return event._data if isinstance(event._data, dict) else {}


def _number(value: Any) -> int:
    """A number as the browser says it; -1, which nothing has, for anything else."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 6 else -1
