"""How a person stands with a chat model elsewhere in; the line that tells them who gets what, with a button, out."""

from html import escape

from mediator_bot.library.consent import Standing, notice
from mediator_bot.types import Language
from mediator_bot.web.markup import button
from mediator_bot.web.words import word


def consent_html(standing: Standing | None, language: Language) -> str:
    """The notice with its button; a line once they agreed; nothing where there is nothing to ask."""
    if standing is None:
        return ""
    if standing.agreed:
        words = word("consent_given", language, provider=standing.endpoint.provider)
        return f'<p class="consent" role="status">{escape(words)}</p>'
    agree = button("apply", word("consent_agree", language, provider=standing.endpoint.provider), {"class": "agree"})
    return f'<div class="consent"><p>{escape(notice(standing, language))}</p>{agree}</div>'
