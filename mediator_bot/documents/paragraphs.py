"""Lines of text with their places go in; the same lines come out with what their places say about paragraphs."""

import re
from collections.abc import Sequence
from itertools import pairwise

from mediator_bot.documents.boxes import Line, Piece, Table
from mediator_bot.documents.strips import Strip, distance, left, level, right, step

CELL_GAP = " | "
# All lengths are in heights of a line of text, a little more than an em.
INDENT, _MOST_INDENT = 0.8, 4.0
MARKER = re.compile(r"[•·●○■□◆◇▪▶*✓–—-]|[（(]?[\dA-Za-z一二三四五六七八九十]{1,3}[.．、)）]|[①-⑳]")
MARKER_GAP = 4.0
_LISTED = re.compile(rf"(?:{MARKER.pattern})")
# Lines that are further apart than this many usual distances are two paragraphs.
_APART = 1.35
# Of so few lines the step may be anything, but hardly more than this.
_FEW_STEPS, _MOST_STEP = 4, 2.0
# A line with so many gaps so wide is the row of a table, even alone; words nearer than the last are one.
_ROW_GAP, _ROW_GAPS, _NO_SPACE = 1.5, 2, 0.15
# The right margin is that of so many lines around; type is another where it is so much higher.
_AROUND, _LIKE = 4, 1.25
# The width of a letter is known so well.
_SLACK = 0.3
# What cannot be parted at the end of a line: a word and the space before it; a Chinese character and its punctuation.
_FIRST_WORD = re.compile(r"[（“‘「『《〈【〔]*[\u3400-\u9fff][，。、；：？！）”’」』》〉】〕…]*|[^\s\u3400-\u9fff]+\s?")


def paragraphs(strips: Sequence[Strip], unit: float) -> list[Line]:
    """One line of text after the other; indented ones begin a paragraph, and so do those after white space."""
    lines = [line for strip in strips for line in level(strip)]
    steps = [_step(above, line, unit) for above, line in pairwise(lines)]
    usual = _usual(steps, unit)
    edge, first = _edge(lines, unit), min(map(left, lines), default=0.0)
    apart = [
        far > _APART * max(usual, _height(above), _height(line))
        for far, (above, line) in zip(steps, pairwise(lines), strict=True)
    ]
    marked = any(apart) or any(INDENT * unit < left(line) - first < _MOST_INDENT * unit for line in lines)
    found: list[Line] = []
    for number, line in enumerate(lines):
        if number and apart[number - 1]:
            found.append(Line(""))
        if isinstance(line[0], Table):
            found += line[0].lines
            continue
        margin = max(map(right, lines[max(0, number - _AROUND) : number + _AROUND]))
        runs_on = number > 0 and _runs_on(lines[number - 1], line, edge, margin, unit)
        within = runs_on and marked and left(line) - first < INDENT * unit
        found.append(Line(_line_text(line, unit), runs_on, within))
    return found


def _step(above: Strip, line: Strip, unit: float) -> float:
    """How far a line is below the one above; a table counts as a line that ends, or begins, at its border."""
    beside_table = isinstance(above[0], Table) or isinstance(line[0], Table)
    return distance(above, line) + unit if beside_table else step(above, line)


def _usual(steps: Sequence[float], unit: float) -> float:
    """The step from line to line within a paragraph. Where paragraphs are short, most steps are those between them."""
    if len(steps) < _FEW_STEPS:
        return min([_MOST_STEP * unit, *steps])
    return sorted(steps)[len(steps) // 4]


def _edge(lines: Sequence[Strip], unit: float) -> float:
    """Where most lines begin."""
    lefts = sorted(map(left, lines))
    return max(lefts, key=lambda left: sum(abs(left - other) < INDENT * unit for other in lefts), default=0.0)


def _runs_on(above: Strip, line: Strip, edge: float, margin: float, unit: float) -> bool:
    """Whether the line above is full, so that this one may go on with its sentence.

    It is full where the first word of this line had no room left. A line in other type begins something new, and so
    does one that is indented further than the line above and than most, unless it hangs under a list marker.
    """
    if isinstance(above[0], Table) or not _is_like(above, line):
        return False
    shift = left(line) - left(above)
    hangs = 0 < shift < MARKER_GAP * unit and _LISTED.match(_line_text(above, unit))
    if not hangs and shift > INDENT * unit and abs(left(line) - edge) > INDENT * unit:
        return False
    text = _line_text(line, unit)
    found = _FIRST_WORD.match(text)
    word = len(found.group()) if found else 1
    return right(above) + word * (right(line) - left(line)) / len(text) > margin - _SLACK * unit


def _is_like(above: Strip, line: Strip) -> bool:
    return 1 / _LIKE <= _height(above) / _height(line) <= _LIKE


def _height(line: Strip) -> float:
    return max(1e-3, 1e-3, *(item.bottom - item.top for item in line if isinstance(item, Piece)))


def _line_text(line: Strip, unit: float) -> str:
    pieces = [item for item in line if isinstance(item, Piece)]
    if all(len(piece.text) == 1 and not piece.text.isascii() for piece in pieces):
        return "".join(piece.text for piece in pieces)  # a title spread over the line
    gaps = [piece.left - before.right for before, piece in pairwise(pieces)]
    wide = CELL_GAP if sum(gap >= _ROW_GAP * unit for gap in gaps) >= _ROW_GAPS else " "
    text = pieces[0].text
    for gap, piece in zip(gaps, pieces[1:], strict=True):
        between = wide if gap >= _ROW_GAP * unit else " " if gap >= _NO_SPACE * unit else ""
        text += between + piece.text
    return text
