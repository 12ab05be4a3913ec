"""The values between the readers of a page and its reading order: words, ruled lines and tables with their places.

Lengths count from the top left corner of the page as it is read, in points of a PDF or pixels of a picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# Left, bottom, right and top in PDF space, where y grows upwards.
Bounds = tuple[float, float, float, float]


class Box(Protocol):
    """Anything that takes up a rectangle of the page."""

    @property
    def left(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def bottom(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand close together on one line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, upright or level: the border of a cell, an underline."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or the row of a table.

    `joins` tells whether the line above it is full, so that it may run on into this one; None where nothing is known
    but the text. `within` is true where its place shows that it goes on with a paragraph, even after a full stop.
    """

    text: str
    joins: bool | None = None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on one page, turned so that most of its words are upright. `turned` holds those that are not,
    each direction by itself and turned upright in its own frame."""

    pieces: tuple[Piece, ...] = ()
    rules: tuple[Rule, ...] = ()
    height: float = 1.0
    turned: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its rows, already read, and the rectangle they take up."""

    lines: tuple[Line, ...]
    left: float
    top: float
    right: float
    bottom: float


def letter_height(pieces: Sequence[Piece]) -> float:
    """The height of a line of the text that there is most of, in the unit of the page; 1 where there is no text."""
    heights = sorted((piece.bottom - piece.top, len(piece.text)) for piece in pieces if piece.text)
    half, seen = sum(count for _, count in heights) / 2, 0
    for height, count in heights:
        seen += count
        if seen >= half:
            return max(height, 1e-3)
    return 1.0
