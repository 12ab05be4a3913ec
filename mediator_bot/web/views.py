"""A language in; the bar's way to each page out."""

from html import escape

from mediator_bot.types import Language
from mediator_bot.web.words import word

VIEWS = ("ask", "practise", "library", "words")


def views_html(language: Language) -> str:
    """The pages, as buttons; `views.js` says which one is open and keeps its address."""
    buttons = "".join(f'<button type="button" data-view="{view}">{escape(word(view, language))}</button>' for view in VIEWS)  # fmt: skip
    return f'<nav aria-label="{escape(word("pages", language))}">{buttons}</nav>'
