"""What a person looks up on the Words page in, what the page shows out."""

from typing import Any

import gradio as gr

from mediator_bot.service import Assistant
from mediator_bot.types import Language
from mediator_bot.web.events import language_of_visit
from mediator_bot.web.glossary import glossary_html
from mediator_bot.web.words import word


class WordsPage:
    """Serves every visitor of one assistant; it remembers a language and what was typed."""

    def __init__(self, assistant: Assistant) -> None:
        self._glossary = assistant.glossary

    def arrive(self, request: gr.Request, remembered: str) -> tuple[Any, ...]:
        """A new tab."""
        return self._worded(language_of_visit(remembered, request), "")

    def switch(self, language: Language, typed: str) -> tuple[Any, ...]:
        """The other language; what was typed stays."""
        return self._worded("en" if language == "zh" else "zh", typed)

    def look_up(self, language: Language, typed: str) -> str:
        """The words that may be meant."""
        return glossary_html(self._glossary, typed, language)

    def _worded(self, language: Language, typed: str) -> tuple[Any, ...]:
        head = f"<h2>{word('glossary', language)}</h2><p>{word('glossary_about', language)}</p>"
        box = gr.update(label=word("find_word", language), placeholder=word("find_word_hint", language))
        return language, head, box, self.look_up(language, typed)
