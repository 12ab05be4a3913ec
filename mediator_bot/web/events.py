"""What the browser sends with a click in; plain values out. Whatever it sends, nothing but text and small numbers comes out."""

from typing import Any

import gradio as gr

from mediator_bot.types import Language


def said_with(event: gr.EventData) -> dict[str, Any]:
    """The `data-…` of the button that was pressed, with what was filled in beside it; nothing for a key press in a box."""
    return event._data if isinstance(event._data, dict) else {}


def number(value: Any) -> int:
    """A number as the browser says it; -1, which nothing has, for anything else."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 6 else -1


def language_of_visit(remembered: str, request: gr.Request) -> Language:
    """The language chosen here before, or else the browser's."""
    wanted = remembered or request.headers.get("accept-language", "")
    return "zh" if wanted.strip().lower().startswith("zh") else "en"
