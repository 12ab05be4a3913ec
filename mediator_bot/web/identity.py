"""A request that a gate let in; the person it belongs to, out."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from starlette.requests import HTTPConnection
from starlette.types import Scope

from mediator_bot.errors import RightsError
from mediator_bot.types import Person

# Where a gate writes down who asks. A browser cannot: a scope is made by the server, key by key.
_KEY = "mediator_bot.person"
# Whose a tab is before anybody is known: it reads and owns nothing.
NOBODY = Person("", "auditor")


def belonging_to(scope: Scope, person: Person) -> Scope:
    """The scope of a request that this person makes."""
    return {**scope, _KEY: person}


def who_asks(request: "gr.Request | HTTPConnection") -> Person:
    """The person of a request. Raises RightsError where no gate has let it in."""
    scope: Any = getattr(request.request if isinstance(request, gr.Request) else request, "scope", {})
    person = scope.get(_KEY)
    if not isinstance(person, Person):
        raise RightsError("Nobody is signed in. Open the address of the assistant again.")
    return person


def theirs(act: Callable[..., Any]) -> Callable[..., Any]:
    """The function of an event, called with the tab's state as the person who asks may have it.

    `act` takes the event first if it asks for one, then the state, which has `for_person`, then the other inputs.
    """
    first = next(iter(inspect.signature(act).parameters.values()))
    wants_event = first.annotation is gr.EventData

    def inputs(request: gr.Request, event: gr.EventData, state: Any, values: tuple[Any, ...]) -> tuple[Any, ...]:
        own = state.for_person(who_asks(request))
        return (event, own, *values) if wants_event else (own, *values)

    def once(request: gr.Request, event: gr.EventData, state: Any, *values: Any) -> Any:
        return act(*inputs(request, event, state, values))

    def steps(request: gr.Request, event: gr.EventData, state: Any, *values: Any) -> Iterator[Any]:
        yield from act(*inputs(request, event, state, values))

    # Gradio looks at the function itself for whether it answers in steps.
    acted = steps if inspect.isgeneratorfunction(act) else once
    acted.__name__ = act.__name__
    return acted
