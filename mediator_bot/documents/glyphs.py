"""A page of a PDF goes in; its words, ruled lines and pictures with their places come out."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import c_float, c_int
from dataclasses import dataclass
from itertools import pairwise
from math import degrees
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfMatrix, PdfObject, PdfPage

from mediator_bot.documents.boxes import Bounds, Piece, Rule, Sheet
from mediator_bot.documents.fields import filled_in

# In letter heights. Words further apart are pieces of their own, such as the cells of a row.
_WIDE_GAP, _BACKWARD, _LEVEL = 1.1, 1.0, 0.4
# In points. A filled shape thinner than this is a drawn line.
_THIN, _SHORTEST, _STRAIGHT = 3.0, 4.0, 0.5
# A drawing with more lines than this is no table; objects nested deeper than this are left out.
_MOST_RULES, _DEPTH = 20_000, 6
_BREAKS, _SPACES = "\r\n", " \t\xa0\u3000"
# What a font without a character table gives instead of letters: control codes, private use, replacement marks.
# Word writes the signs of its symbol fonts as U+F020 to F0FF: bullets and boxes to tick, which have their table.
_UNMAPPED = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf01f\uf100-\uf8ff\ufffd-\uffff]")
_HAN = re.compile("[\u3400-\u9fff]")


class Glyph(NamedTuple):
    """A letter, its rectangle in PDF space (y grows upwards), and how far its line is turned, clockwise."""

    letter: str
    left: float
    bottom: float
    right: float
    top: float
    turn: int
    spaced: bool


@dataclass(frozen=True)
class Printed:
    """What a page shows. `letters` counts those that the fonts name, `unmapped` those that they only draw.

    `pictured` is the share of the page under pictures, from 0 to 1; `drawn` whether there is anything on the page.
    """

    sheet: Sheet
    letters: int
    unmapped: int
    pictured: float
    drawn: bool


def printed(page: PdfPage) -> Printed:
    """Read the letters and lines of a page, turned so that most of its text reads from left to right.

    Lines of Chinese that run downwards count as turned by 90 degrees, which puts the rightmost one on top.
    """
    bounds = page.get_bbox()
    glyphs = _turned_down(list(_glyphs(page, bounds)))
    turns = [turn for turn, _ in Counter(glyph.turn for glyph in glyphs).most_common()] or [0]
    objects = list(page.get_objects(max_depth=_DEPTH))
    drawn = _rules(objects)
    read = [_pieces(glyphs, turn, bounds, [Rule(*_upright(rule, turn, bounds)) for rule in drawn]) for turn in turns]
    read[0] += [Piece(text, *_upright(place, turns[0], bounds)) for text, place in filled_in(page)]
    rules = tuple(Rule(*_upright(rule, turns[0], bounds)) for rule in drawn)
    _, top, _, bottom = _upright(bounds, turns[0], bounds)
    unmapped = sum(_UNMAPPED.match(glyph.letter) is not None for glyph in glyphs)
    return Printed(
        Sheet(tuple(read[0]), rules, bottom - top, tuple(map(tuple, read[1:]))),
        len(glyphs) - unmapped,
        unmapped,
        _pictured(objects, bounds),
        bool(objects),
    )


def _glyphs(page: PdfPage, bounds: Bounds) -> Iterator[Glyph]:
    text = page.get_textpage()
    box, spaced = pdfium.FS_RECTF(), False
    for index in range(text.count_chars()):
        letter = _letter(text.raw, index)
        if letter in _BREAKS or letter in _SPACES:
            spaced = True
            continue
        pdfium.FPDFText_GetLooseCharBox(text.raw, index, box)
        if _is_within(box, bounds):
            turn = round(degrees(pdfium.FPDFText_GetCharAngle(text.raw, index)) / 90) * 90 % 360
            yield Glyph(letter, box.left, box.bottom, box.right, box.top, turn, spaced)
            spaced = False


def _letter(text: Any, index: int) -> str:
    if pdfium.FPDFText_IsHyphen(text, index) == 1:
        return "-"
    code = pdfium.FPDFText_GetUnicode(text, index)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _is_within(box: Any, bounds: Bounds) -> bool:
    """Whether the middle of a letter is on the page: what is outside nobody sees."""
    left, bottom, right, top = bounds
    return bool(left <= (box.left + box.right) / 2 <= right and bottom <= (box.bottom + box.top) / 2 <= top)


def _turned_down(glyphs: list[Glyph]) -> list[Glyph]:
    """The same, with upright Chinese letters turned by 90 degrees where they mostly follow below each other."""
    han = [glyph for glyph in glyphs if glyph.turn == 0 and _HAN.match(glyph.letter)]
    down = sum(_is_below(above, glyph) for above, glyph in pairwise(han))
    beside = sum(_is_below(_swapped(before), _swapped(glyph)) for before, glyph in pairwise(han))
    if down <= beside:
        return glyphs
    return [glyph._replace(turn=90) if glyph.turn == 0 else glyph for glyph in glyphs]


def _is_below(above: Glyph, glyph: Glyph) -> bool:
    size = max(glyph.right - glyph.left, 1e-3)
    aside = abs(above.left + above.right - glyph.left - glyph.right) / 2
    down = (above.top + above.bottom - glyph.top - glyph.bottom) / 2
    return aside < size / 2 and size / 2 < down < 2 * size


def _swapped(glyph: Glyph) -> Glyph:
    return glyph._replace(left=-glyph.top, right=-glyph.bottom, bottom=-glyph.right, top=-glyph.left)


def _upright(box: Bounds, turn: int, bounds: Bounds) -> Bounds:
    """A rectangle of PDF space as (left, top, right, bottom) of the page turned so that such text stands upright."""
    left, bottom, right, top = box
    page_left, page_bottom, page_right, page_top = bounds
    if turn == 90:
        return page_top - top, page_right - right, page_top - bottom, page_right - left
    if turn == 180:
        return page_right - right, bottom - page_bottom, page_right - left, top - page_bottom
    if turn == 270:
        return bottom - page_bottom, left - page_left, top - page_bottom, right - page_left
    return left - page_left, page_top - top, right - page_left, page_top - bottom


def _pieces(glyphs: Sequence[Glyph], turn: int, bounds: Bounds, rules: Sequence[Rule]) -> list[Piece]:
    borders = sorted((rule.left, rule.top, rule.bottom) for rule in rules if not rule.is_level)
    pieces: list[Piece] = []
    for glyph in (glyph for glyph in glyphs if glyph.turn == turn):
        placed = Piece(glyph.letter, *_upright(glyph[1:5], turn, bounds))
        if pieces and _follows(pieces[-1], placed) and not _parted(pieces[-1], placed, borders):
            last = pieces[-1]
            text = last.text + (" " if glyph.spaced else "") + placed.text
            top, bottom = min(last.top, placed.top), max(last.bottom, placed.bottom)
            pieces[-1] = Piece(text, last.left, top, max(last.right, placed.right), bottom)
        else:
            pieces.append(placed)
    return pieces


def _follows(piece: Piece, letter: Piece) -> bool:
    """Whether a letter stands on the same line, right after the piece."""
    height = min(piece.bottom - piece.top, letter.bottom - letter.top)
    shared = min(piece.bottom, letter.bottom) - max(piece.top, letter.top)
    size = max(letter.bottom - letter.top, height)
    return shared >= _LEVEL * height and -_BACKWARD * size <= letter.left - piece.right <= _WIDE_GAP * size


def _parted(piece: Piece, letter: Piece, borders: Sequence[tuple[float, float, float]]) -> bool:
    """Whether the border of a cell runs between them."""
    middle = (letter.top + letter.bottom) / 2
    first = bisect(borders, (piece.right - _THIN, float("-inf"), 0.0))
    for place, top, bottom in borders[first:]:
        if place > letter.left + _THIN:
            return False
        if top <= middle <= bottom and place < (letter.left + letter.right) / 2:
            return True
    return False


def _rules(objects: Sequence[PdfObject]) -> list[Bounds]:
    rules: list[Bounds] = []
    for path in objects:
        if path.type == pdfium.FPDF_PAGEOBJ_PATH:
            rules += _drawn_lines(path)
        if len(rules) > _MOST_RULES:
            return []
    return rules


def _drawn_lines(path: PdfObject) -> Iterator[Bounds]:
    """The straight lines of a path, level or upright: strokes, and filled shapes that are thin."""
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    for points in _outlines(path):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        whole = (min(xs), min(ys), max(xs), max(ys))
        if _is_line(whole) and (fill.value or stroke.value):
            yield whole
        elif stroke.value:
            for (x, y), (u, v) in pairwise(points):
                side = (min(x, u), min(y, v), max(x, u), max(y, v))
                if _is_line(side) and min(abs(x - u), abs(y - v)) < _STRAIGHT:
                    yield side


def _is_line(box: Bounds) -> bool:
    sides = sorted((box[2] - box[0], box[3] - box[1]))
    return sides[0] <= _THIN and sides[1] >= _SHORTEST


def _outlines(path: PdfObject) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path, in PDF space. Parts with curves are left out."""
    matrix, x, y = _matrix(path), c_float(), c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(pdfium.FPDFPath_CountSegments(path.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(path.raw, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.on_point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _matrix(item: PdfObject) -> PdfMatrix:
    matrix = item.get_matrix()
    while item.container is not None:
        item = item.container
        matrix = matrix.multiply(item.get_matrix())
    return matrix


def _pictured(objects: Sequence[PdfObject], bounds: Bounds) -> float:
    pictures = [item.get_bounds() for item in objects if item.type == pdfium.FPDF_PAGEOBJ_IMAGE]
    page = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
    return min(1.0, sum(_shared_area(picture, bounds) for picture in pictures) / max(1e-6, page))


def _shared_area(one: Bounds, other: Bounds) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)
