"""The values of this package: how much a file may cost to read, and what reading it gave."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mediator_bot.text.controls import without_controls
from mediator_bot.types import RawDocument


@dataclass(frozen=True)
class Limits:
    """What one file may cost: its size, its pages, and the time and memory of the process that parses it."""

    megabytes: int = 50
    pages: int = 2000
    seconds: int = 50
    memory_mb: int = 2048


STANDARD = Limits()


@dataclass(frozen=True)
class Reading:
    """The documents of one file, and one line for each part of it that could not be read."""

    documents: tuple[RawDocument, ...]
    problems: tuple[str, ...] = ()


Parser = Callable[[Path, Limits], Reading]


def page_text(text: str) -> str:
    """The one form every stored page has: NFC, lines ending in `\\n`, no control characters; otherwise as read."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\f", "\n")
    return unicodedata.normalize("NFC", without_controls(plain))
