"""What a person does on the Ask page in, what the page shows out; each method answers one kind of click."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from mediator_bot.errors import MediatorError
from mediator_bot.service import Assistant
from mediator_bot.types import Language
from mediator_bot.web.events import language_of_visit, number, said_with
from mediator_bot.web.evidence import evidence_html
from mediator_bot.web.filters import chosen_html, filters_of, relabelled, without
from mediator_bot.web.glossary import understood
from mediator_bot.web.history import history_html
from mediator_bot.web.identity import who_asks
from mediator_bot.web.remarks import LONGEST
from mediator_bot.web.thread import blocks_of, thread_html
from mediator_bot.web.views import views_html
from mediator_bot.web.visit import Opened, Turn, Visit
from mediator_bot.web.who import who_html
from mediator_bot.web.words import word

Update = dict[str, Any]


class AskPage:
    """Serves every visitor of one assistant; what belongs to a visitor is passed in and out as a `Visit`."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    # --- coming and going ----------------------------------------------------------------------------------------

    def arrive(self, request: gr.Request, remembered: str, *chosen: Any) -> tuple[Any, ...]:
        """A new visit, in the language chosen here before or else in the browser's."""
        visit = Visit(language_of_visit(remembered, request), by=who_asks(request))
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
        return Visit(visit.language, self._assistant.conversations.new_id(), by=visit.by)

    def _worded(self, visit: Visit, chosen: tuple[Any, ...]) -> tuple[Any, ...]:
        """Everything on the page that has words, in the order of the outputs in `layout.ask_view`."""
        language = visit.language
        return (
            visit,
            f"<h1>{word('title', language)}</h1>",
            views_html(language),
            who_html(visit.by, language),
            *(word(key, language) for key in ("open_drawer", "new_question", "switch")),
            self.list_earlier(visit),
            f"<h2>{word('filters', language)}</h2><p>{word('filters_about', language)}</p>",
            *relabelled(language),
            word("done", language),
            thread_html(visit),
            chosen_html(filters_of(chosen), language),
            gr.update(
                placeholder=word("placeholder", language),
                label=word("question", language),
                submit_btn=word("send", language),
            ),
            evidence_html(visit, self._assistant.library, visit.by),
        )

    # --- asking --------------------------------------------------------------------------------------------------

    def ask(self, event: gr.EventData, visit: Visit, typed: str, *chosen: Any) -> Iterator[tuple[Visit, str, str, Any]]:
        """The answer, block by block, to what was typed or to the suggestion that was clicked."""
        question = str(said_with(event).get("question", typed)).strip()
        if not question:
            visit = replace(visit, turns=(*visit.turns, Turn("", trouble=word("empty", visit.language))), opened=None)
            yield visit, thread_html(visit), "", ""
            return
        visit = replace(visit, turns=(*visit.turns, Turn(question)), opened=None)
        yield visit, thread_html(visit), "", ""
        by, words = visit.by, understood(question, self._assistant.glossary)
        try:
            stream = self._assistant.ask_streaming(question, by, visit.conversation, filters_of(chosen))
            for n, answer in enumerate(stream):
                visit = visit.with_last(Turn(question, answer, understood=words))
                blocks = len(blocks_of(answer))
                # The quoted answer block by block; then each sentence of a chat model below it, once it was checked.
                for shown in range(blocks if n else 1, blocks + 1):
                    yield visit, thread_html(visit, shown), "", gr.skip()
            standing = self._assistant.standing(by)
        except MediatorError as error:
            visit = visit.with_last(Turn(question, trouble=str(error)))
            yield visit, thread_html(visit), "", gr.skip()
            return
        if standing and standing.levels and not standing.agreed:
            visit = visit.with_last(replace(visit.turns[-1], standing=standing))
        yield visit, thread_html(visit), "", gr.skip()

    def agree(self, visit: Visit) -> tuple[Visit, str]:
        """The person was told who gets what, and agreed to just that."""
        turn = visit.turns[-1] if visit.turns else None
        if turn and turn.standing:
            self._assistant.consents.agree(turn.standing, visit.by)
            visit = visit.with_last(replace(turn, standing=replace(turn.standing, agreed=True)))
        return visit, thread_html(visit)

    def give_up(self, visit: Visit) -> tuple[Visit, str]:
        """One line where an answer broke off; the details are in the log of the server."""
        if visit.turns and visit.turns[-1].answer is None:
            visit = visit.with_last(replace(visit.turns[-1], trouble=word("broken", visit.language)))
        return visit, thread_html(visit)

    # --- what was asked before -----------------------------------------------------------------------------------

    def list_earlier(self, visit: Visit) -> str:
        """The earlier conversations that hold what is looked for."""
        return history_html(self._assistant.conversations.of(visit.by, visit.find), visit)

    def find(self, event: gr.EventData, visit: Visit) -> tuple[Visit, str]:
        """Other words are looked for."""
        visit = replace(visit, find=str(said_with(event).get("words", "")))
        return visit, self.list_earlier(visit)

    def reopen(self, event: gr.EventData, visit: Visit) -> tuple[Visit, str, str, str]:
        """An earlier conversation as this person may see it today; the next question goes on with it."""
        conversation = str(said_with(event).get("conversation"))
        try:
            answers = self._assistant.reopen(conversation, visit.by)
        except MediatorError as error:
            visit = replace(visit, turns=(*visit.turns, Turn("", trouble=str(error))))
            return visit, thread_html(visit), "", self.list_earlier(visit)
        words = self._assistant.glossary
        turns = tuple(Turn(one.question, one, understood=understood(one.question, words)) for one in answers)
        visit = Visit(visit.language, conversation, turns, find=visit.find, by=visit.by)
        return visit, thread_html(visit), "", self.list_earlier(visit)

    def delete(self, event: gr.EventData, visit: Visit) -> tuple[Visit, str, str, str]:
        """A conversation is erased; where it lies open, a new one begins."""
        conversation = str(said_with(event).get("conversation"))
        try:
            self._assistant.conversations.delete(conversation, visit.by)
        except MediatorError as error:
            visit = replace(visit, turns=(*visit.turns, Turn("", trouble=str(error))))
        if conversation == visit.conversation:
            visit = replace(self._fresh(visit), find=visit.find)
        return (
            visit,
            thread_html(visit),
            evidence_html(visit, self._assistant.library, visit.by),
            self.list_earlier(visit),
        )

    def give(self, event: gr.EventData, visit: Visit) -> tuple[Visit, str]:
        """A verdict on an answer, with a line of one's own, is kept."""
        said = said_with(event)
        turn, verdict = number(said.get("turn")), str(said.get("verdict"))
        place = visit.place(turn)
        if place:
            words = str(said.get("words", ""))[:LONGEST]
            try:
                self._assistant.feedback.give(visit.conversation, place, visit.by, verdict, words)
                visit = visit.with_turn(turn, replace(visit.turns[turn], verdict=verdict))
            except MediatorError as error:
                visit = replace(visit, turns=(*visit.turns, Turn("", trouble=str(error))))
        return visit, thread_html(visit)

    # --- evidence ------------------------------------------------------------------------------------------------

    def open_source(self, event: gr.EventData, visit: Visit) -> tuple[Visit, str, str]:
        """The page of a source, with its words marked."""
        said = said_with(event)
        return self._show(visit, Opened(number(said.get("turn")), number(said.get("n"))))

    def show_whole(self, event: gr.EventData, visit: Visit) -> tuple[Visit, str, str]:
        """Every page of the open document, or again only the one."""
        opened = visit.opened and replace(visit.opened, whole=said_with(event).get("whole") == "1")
        return self._show(visit, opened)

    def close(self, visit: Visit) -> tuple[Visit, str, str]:
        """No page."""
        return self._show(visit, None)

    def _show(self, visit: Visit, opened: Opened | None) -> tuple[Visit, str, str]:
        visit = replace(visit, opened=opened if opened and visit.citation(opened) else None)
        return visit, thread_html(visit), evidence_html(visit, self._assistant.library, visit.by)

    # --- filters -------------------------------------------------------------------------------------------------

    def describe(self, visit: Visit, *chosen: Any) -> str:
        """What is chosen, in plain words."""
        return chosen_html(filters_of(chosen), visit.language)

    def clear(self, event: gr.EventData, *chosen: Any) -> list[list[Any]]:
        """The controls without the value that was taken away."""
        said = said_with(event)
        return without(chosen, said.get("name"), said.get("value"))
