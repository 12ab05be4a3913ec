"""The values of this package: how much a file may cost to read, and what reading it gave."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mediator_bot.text.controls import without_controls
from mediator_bot.types import RawDocument


@dataclass(frozen=True)
class Limits:
    """What one file may cost: its size, its pages, and the time and memory of the process that parses it.

    Text recognition is slow: `ocr_pages` are the most it is asked for in one file, each with `ocr_seconds` more
    (a page takes 2 to 3 seconds on two quiet processors, and up to 20 on busy ones).
    """

    megabytes: int = 50
    pages: int = 2000
    seconds: int = 50
    memory_mb: int = 3072  # of address space: text recognition takes 1.8 GB of it, and 0.9 GB of real memory
    ocr_pages: int = 30
    ocr_seconds: int = 30


STANDARD = Limits()


@dataclass(frozen=True)
class Reading:
    """The documents of one file, and one line for each part of it that could not be read."""

    documents: tuple[RawDocument, ...]
    problems: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was read but should be looked at by a person, one line each."""
        return tuple(warning for document in self.documents for warning in document.warnings)


Parser = Callable[[Path, Limits], Reading]


def page_text(text: str) -> str:
    """The one form every stored page has: NFC, lines ending in `\\n`, no control characters; otherwise as read."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\f", "\n")
    return unicodedata.normalize("NFC", without_controls(plain))
