"""Words and tables with their places go in; lines come out in the order in which a person reads them.

Columns are read one after the other; the rows of a table without borders stay rows, ` | ` between their cells.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from mediator_bot.documents.boxes import Line, Piece, Table, letter_height
from mediator_bot.documents.layout import in_one_line
from mediator_bot.documents.paragraphs import CELL_GAP, INDENT, MARKER, MARKER_GAP, paragraphs
from mediator_bot.documents.strips import Item, Strip, distance, is_level, left, level, right, strips_of

Gap = tuple[float, float]

# All lengths are in heights of a line of text, a little more than an em.
# The least white between two columns; justified words hardly stand so far apart in two lines at one place.
_GUTTER = 0.75
# Two lines of one column never follow each other as closely as this, from the letters of one to those of the next.
_STEP = 0.35
# Level white that ends a table, and puts what follows below both columns.
_BREAK = 3.0
# Prose fills its column: the median line takes up this share of the width, and is so long.
_FILLED, _PROSE, _FEWEST = 0.6, 8.0, 3
# So many lines beside something tall are no cell of a row.
_ASIDE = 4
# A line may cross the white between two columns of a table in this share of the rows.
_CROSSED = 0.15
# The second line of a cell is nearer to the first than this, and the last line of a column to the one above it.
_NEAR = 1.0


def in_reading_order(items: Sequence[Item]) -> list[Line]:
    """The lines of a page, a column or a cell; an empty line stands where white space parts two paragraphs."""
    unit = letter_height([item for item in items if isinstance(item, Piece)])
    return _lines(_with_markers(items, unit), unit)


def _with_markers(items: Sequence[Item], unit: float) -> list[Item]:
    """Each list marker made one with the text it stands before: the two are no table."""
    found = list(items)
    for marker in [item for item in found if isinstance(item, Piece) and MARKER.fullmatch(item.text)]:
        beside = [
            item
            for item in found
            if isinstance(item, Piece) and is_level(marker, item) and 0 < item.left - marker.left <= MARKER_GAP * unit
        ]
        if beside and marker in found:  # one marker may have been joined to another
            text = min(beside, key=lambda item: item.left)
            found[found.index(text)] = replace(text, text=f"{marker.text} {text.text}", left=marker.left)
            found.remove(marker)
    return found


def _lines(items: Sequence[Item], unit: float) -> list[Line]:
    strips = _beside(strips_of(items), unit)
    found: list[Line] = []
    plain: list[Strip] = []
    while strips:
        count = _run(strips, unit)
        if not count:
            plain.append(strips.pop(0))
            continue
        found += [*paragraphs(plain, unit), *_block(strips[:count], unit)]
        plain, strips = [], strips[count:]
    return found + paragraphs(plain, unit)


def _beside(strips: Sequence[Strip], unit: float) -> list[Strip]:
    """The same, but lines of two columns that are out of step, with white between them, make one strip."""
    found: list[Strip] = []
    for strip in strips:
        if found and distance(found[-1], strip) < _STEP * unit:
            both = sorted([*found[-1], *strip], key=lambda item: item.left)
            if len(_gaps(both, unit)) == len(_gaps(found[-1], unit)) + len(_gaps(strip, unit)) - 1:
                found[-1] = both
                continue
        found.append(strip)
    return found


def _gaps(items: Sequence[Item], unit: float) -> list[Gap]:
    """The white between neighbours, and without end on both sides. The items are sorted from the left."""
    gaps, reach = [], float("-inf")
    for item in items:
        if item.left - reach >= _GUTTER * unit:
            gaps.append((reach, item.left))
        reach = max(reach, item.right)
    return [*gaps, (reach, float("inf"))]


def _shared(gaps: Sequence[Gap], others: Sequence[Gap], unit: float) -> list[Gap]:
    both = ((max(a, c), min(b, d)) for a, b in gaps for c, d in others)
    return [(start, end) for start, end in both if end - start >= _GUTTER * unit]


def _run(strips: Sequence[Strip], unit: float) -> int:
    """How many strips, from the first, share white that parts the first one; 0 where nothing parts it."""
    shared = _gaps(strips[0], unit)[1:-1]
    parted = 0
    for count, (above, strip) in enumerate(pairwise([strips[0], *strips]), start=1):
        gaps = _gaps(strip, unit)
        shared = _shared(shared, gaps, unit)
        if not shared or distance(above, strip) > _BREAK * unit:
            break
        # A line on one side only belongs to the column above it where it is near.
        if len(gaps) > 2 or (parted == count - 1 and distance(above, strip) < _NEAR * unit):
            parted = count
    # Words far apart on one line, with nothing like it below, are a line.
    return parted if parted > 1 or len(list(level(strips[0]))) > 1 else 0


def _block(strips: Sequence[Strip], unit: float) -> list[Line]:
    """Strips that share white: columns of prose, the rows of a table, or words far apart on one line."""
    sides = _sides(strips, unit)
    holds_table = any(isinstance(item, Table) for strip in strips for item in strip)
    beside = any(len(strips_of(side)) >= _ASIDE for strip in strips for side in _sides([strip], unit))
    if holds_table or beside or all(_is_prose(side, unit) for side in sides):
        return _one_after_another(sides, unit)
    if len(strips) == 1:
        return [Line(row_text([_cell(side, unit) for side in sides]), joins=False)]
    return _rows(strips, unit)


def _one_after_another(sides: Sequence[list[Item]], unit: float) -> list[Line]:
    """Columns. One that begins without an indent may go on with the sentence in which the one before ends."""
    found = _lines(sides[0], unit)
    for before, side in pairwise(sides):
        first, *others = _lines(side, unit)
        flush = left(strips_of(side)[0]) - left(side) < INDENT * unit
        full = right(before) - right(strips_of(before)[-1]) < INDENT * unit
        found += [replace(first, joins=True) if flush and full and first.joins is False else first, *others]
    return found


def _sides(strips: Sequence[Strip], unit: float) -> list[list[Item]]:
    sides: list[list[Item]] = []
    reach = float("-inf")
    for item in sorted((item for strip in strips for item in strip), key=lambda item: item.left):
        if item.left - reach >= _GUTTER * unit:
            sides.append([])
        sides[-1].append(item)
        reach = max(reach, item.right)
    return sides


def _is_prose(side: Sequence[Item], unit: float) -> bool:
    widths = [right(strip) - left(strip) for strip in strips_of(side)]
    usual = median(widths)
    return len(widths) >= _FEWEST and usual >= max(_PROSE * unit, _FILLED * (right(side) - left(side)))


def _rows(strips: Sequence[Strip], unit: float) -> list[Line]:
    borders = _borders(strips, unit)
    rows: list[list[str]] = []
    for above, strip in pairwise([strips[0], *strips]):
        cells: list[list[Item]] = [[] for _ in range(len(borders) + 1)]
        for item in strip:
            cells[bisect(borders, item.left)].append(item)
        texts = [_cell(cell, unit) for cell in cells]
        if rows and _is_wrapped(texts) and distance(above, strip) < _NEAR * unit:
            rows[-1] = [in_one_line([first, second]) for first, second in zip(rows[-1], texts, strict=True)]
        else:
            rows.append(texts)
    # Where nothing is drawn, white at the end of a row is no cell.
    return [Line(row_text(row).rstrip(" |"), joins=False) for row in rows]


def _borders(strips: Sequence[Strip], unit: float) -> list[float]:
    """Where one column of a table ends and the next begins: white in nearly all rows."""
    ends: Counter[float] = Counter()
    for strip in strips:
        for before, after in pairwise(_gaps(strip, unit)):
            ends[before[1]] += 1
            ends[after[0]] -= 1
    borders, crossing, since = [], 0, float("-inf")
    for place in sorted(ends):
        open_before = crossing <= _CROSSED * len(strips)
        crossing += ends[place]
        open_now = crossing <= _CROSSED * len(strips)
        if open_now and not open_before:
            since = place
        elif open_before and not open_now and since > float("-inf") and place - since >= _GUTTER * unit:
            borders.append((since + place) / 2)
    return borders


def _is_wrapped(cells: Sequence[str]) -> bool:
    """Whether a row looks like the rest of the one above: nothing but a second line in one of its later cells."""
    return not cells[0] and sum(map(bool, cells)) == 1


def row_text(cells: Sequence[str]) -> str:
    """A row of a table on one line; the one cell of a row that is otherwise empty stands alone."""
    filled = [cell for cell in cells if cell]
    return CELL_GAP.join(cells).strip() if len(filled) > 1 else "".join(filled)


def _cell(items: Sequence[Item], unit: float) -> str:
    return in_one_line([line.text for line in _lines(items, unit) if line.text])
