"""What is chosen in the filter controls in; `Filters` for a question, and the choice in plain words, out."""

import datetime
from collections.abc import Sequence
from dataclasses import fields
from html import escape
from typing import Any

import gradio as gr

from mediator_bot.cases.taxonomy import FILTERS, label
from mediator_bot.types import Filters, Language
from mediator_bot.web.markup import button
from mediator_bot.web.words import word

NAMES = tuple(item.name for item in fields(Filters))
YEARS_BACK = 20

Chosen = Sequence[Sequence[Any] | None]


def controls(language: Language) -> list[gr.Dropdown]:
    """One control for each field of `Filters`, in its order."""
    return [
        gr.Dropdown(_choices(name, language), label=word(name, language), multiselect=True, value=[], filterable=True)
        for name in NAMES
    ]


def relabelled(language: Language) -> list[dict[str, Any]]:
    """The controls in another language; what is chosen stays chosen."""
    return [gr.update(choices=_choices(name, language), label=word(name, language)) for name in NAMES]


def _choices(name: str, language: Language) -> list[tuple[str, Any]]:
    if name == "year":
        latest = datetime.date.today().year
        return [(str(year), year) for year in range(latest, latest - YEARS_BACK, -1)]
    return [(label(FILTERS[name], slug, language), slug) for slug in FILTERS[name]]


def filters_of(chosen: Chosen) -> Filters:
    """The values of the controls as `Filters`."""
    return Filters(**{name: tuple(values or ()) for name, values in zip(NAMES, chosen, strict=True)})


def chosen_html(filters: Filters, language: Language) -> str:
    """The filters as a sentence in which each value can be taken away; empty where there is none."""
    values = [(name, value) for name in NAMES for value in getattr(filters, name)]
    if not values:
        return ""
    parts = [_removable(name, value, language) for name, value in values]
    if len(parts) > 1:
        parts.append(button("clear", word("clear_all", language), {"class": "all"}))
    return f'<p class="only"><span>{escape(word("only", language))}</span>{"".join(parts)}</p>'


def _removable(name: str, value: str | int, language: Language) -> str:
    words = label(FILTERS.get(name, {}), str(value), language)
    about = word("clear", language, value=words)
    return button("clear", f"{words} ×", {"data-name": name, "data-value": value, "aria-label": about, "title": about})


def without(chosen: Chosen, name: str | None, value: str | None) -> list[list[Any]]:
    """The values of the controls without one value, or without any where none is named."""
    if name is None:
        return [[] for _ in NAMES]
    return [
        [item for item in values or () if (field, str(item)) != (name, value)]
        for field, values in zip(NAMES, chosen, strict=True)
    ]
