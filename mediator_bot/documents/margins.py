"""The words of all pages go in; the same without running heads, running feet and page numbers come out."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from mediator_bot.documents.boxes import Box, Piece, Sheet, letter_height
from mediator_bot.documents.strips import level_lines

# Running lines stand in this part of the page from its upper and its lower edge, or are so many first or last ones.
_MARGIN, _OUTERMOST = 0.12, 2
# Type so much higher than most of the page's is that of a title, and stays however often it comes.
_TITLE = 1.25
# A page's number alone stands further down than this.
_FOOT = 0.8
# The same line stands at the same height, but for this share of the page, on half of the pages or on so many.
_SAME_HEIGHT, _ENOUGH = 0.015, 3
# Pages that share more of their lines than this are copies of one form, not a text with running lines.
_COPIES = 0.5
_DIGITS = 9
_NUMBER = r"[\d一二三四五六七八九十百]+"
_PAGE_LABEL = re.compile(
    rf"第{_NUMBER}页(?:[,，/、（(]*[共总]{_NUMBER}页[)）]?)?|[共总]{_NUMBER}页[,，/、]*第{_NUMBER}页"
    r"|page\d+(?:(?:of|/)\d+)?|p\.\d+",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[-–—·]?[ivxlc]{1,7}[-–—·]?")
_BARE_NUMBER = re.compile(r"[-–—·~～]*(\d{1,6})[-–—·~～]*(?:(?:/|of)\d{1,6})?")


@dataclass(frozen=True)
class _Edge:
    """A line near the upper or lower edge of a page: `place` is its height as a share of the page's height."""

    page: int
    text: str
    place: float
    pieces: tuple[Piece, ...]


def without_running_lines(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Each page without lines that come again page after page at the edge, and without page numbers.

    A number in such a line is the same on each page or counts them. A page with nothing else becomes empty and stays.
    """
    edges = [edge for page, sheet in enumerate(sheets, start=1) for edge in _edges(page, sheet)]
    running = [edge for edge in edges if _is_label(edge) or _is_own_number(edge)]
    if not _are_copies(sheets):
        running += [edge for group in _alike(edges) for edge in group if _is_running(group, len(sheets))]
    gone = {id(piece) for edge in running for piece in edge.pieces}
    return [replace(sheet, pieces=tuple(piece for piece in sheet.pieces if id(piece) not in gone)) for sheet in sheets]


def _edges(page: int, sheet: Sheet) -> list[_Edge]:
    found = []
    lines, usual = level_lines(sheet.pieces), letter_height(sheet.pieces)
    for number, line in enumerate(lines):
        pieces = tuple(item for item in line if isinstance(item, Piece))
        place = median((piece.top + piece.bottom) / 2 for piece in pieces) / max(1e-6, sheet.height)
        outermost = min(number, len(lines) - 1 - number) < _OUTERMOST
        title = max(piece.bottom - piece.top for piece in pieces) > _TITLE * usual
        if not title and (outermost or not _MARGIN < place < 1 - _MARGIN):
            found.append(_Edge(page, _text(pieces), place, pieces))
    return found


def _text(line: Sequence[Box]) -> str:
    return " ".join(" ".join(item.text.split()) for item in line if isinstance(item, Piece))


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _is_label(edge: _Edge) -> bool:
    return _PAGE_LABEL.fullmatch(_without_spaces(edge.text)) is not None and not _MARGIN < edge.place < _FOOT


def _is_own_number(edge: _Edge) -> bool:
    """Whether a line says nothing but the number of its own page."""
    if _MARGIN < edge.place < _FOOT:
        return False
    found = _BARE_NUMBER.fullmatch(_without_spaces(edge.text))
    return int(found[1]) == edge.page if found else _ROMAN.fullmatch(_without_spaces(edge.text)) is not None


def _are_copies(sheets: Sequence[Sheet]) -> bool:
    texts = [{_text(line) for line in level_lines(sheet.pieces)} for sheet in sheets]
    shared = sum(len(one & other) for one, other in zip(texts, texts[1:], strict=False))
    return shared > _COPIES * sum(map(len, texts[1:]))


def _alike(edges: Sequence[_Edge]) -> list[list[_Edge]]:
    """Lines that differ in nothing but numbers and stand at nearly the same height, one a page."""
    groups: dict[str, list[list[_Edge]]] = defaultdict(list)
    for edge in edges:
        same = groups[_without_spaces(re.sub(r"\d+", "#", edge.text))]
        group = next((group for group in same if abs(group[0].place - edge.place) < _SAME_HEIGHT), None)
        if group is None:
            same.append([edge])
        elif group[-1].page != edge.page:
            group.append(edge)
    return [group for same in groups.values() for group in same]


def _is_running(group: Sequence[_Edge], pages: int) -> bool:
    if len(group) < 2 or len(group) < min(_ENOUGH, pages / 2):
        return False
    if all(_BARE_NUMBER.fullmatch(_without_spaces(edge.text)) and edge.place > _FOOT for edge in group):
        return True  # page numbers that begin anew
    numbers = [[int(number[-_DIGITS:]) for number in re.findall(r"\d+", edge.text)] for edge in group]
    return all(
        len(set(column)) == 1 or len({number - edge.page for number, edge in zip(column, group, strict=True)}) == 1
        for column in zip(*numbers, strict=True)
    )
