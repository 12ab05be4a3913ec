"""A person in; their name, role and the way out of the bar, as HTML, out."""

from html import escape

from mediator_bot.library.library import OPERATOR
from mediator_bot.types import Language, Person
from mediator_bot.web.words import word


def who_html(person: Person, language: Language) -> str:
    """Who is signed in, with buttons to change the password and to sign out; nothing for the operator, who is not."""
    if person.name == OPERATOR:
        return ""
    role = escape(word(f"role_{person.role}", language))
    return (
        f'<details class="who"><summary>{escape(person.name)} · {role}</summary>'
        f'<a href="/password?language={language}">{escape(word("new_password", language))}</a>'
        f'<form method="post" action="/sign-out"><button>{escape(word("sign_out", language))}</button></form></details>'
    )
