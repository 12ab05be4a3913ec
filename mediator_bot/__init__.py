"""A knowledge assistant for mediation: case notes and guidelines go in, answers that quote them come out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediator_bot.errors import MediatorError
    from mediator_bot.library.library import Library
    from mediator_bot.service import Assistant
    from mediator_bot.settings import Settings
    from mediator_bot.types import Answer, Citation, Hit

__all__ = ["Answer", "Assistant", "Citation", "Hit", "Library", "MediatorError", "Settings"]
_HOMES = {
    "Answer": "types",
    "Assistant": "service",
    "Citation": "types",
    "Hit": "types",
    "Library": "library.library",
    "MediatorError": "errors",
    "Settings": "settings",
}


def __getattr__(name: str) -> Any:
    # Imported on first use, so that `mediator-bot --help` does not wait for an index library.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
