"""Ruled lines and words go in; the tables that the lines draw come out, a line of text for each row."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mediator_bot.documents.boxes import Line, Piece, Rule, Table
from mediator_bot.documents.columns import in_reading_order, row_text
from mediator_bot.documents.layout import in_one_line

# Lines that nearly meet do meet, in letter heights; double lines are one.
_NEAR = 0.35
# More corners than this are a drawing.
_MOST_CELLS = 5000

Cell = tuple[int, int]


def ruled_tables(pieces: Sequence[Piece], rules: Sequence[Rule], unit: float) -> tuple[list[Table], list[Piece]]:
    """The tables of a page, and the pieces that stand outside them. `unit` is the height of a line of text.

    Cells that no line parts are one cell and stand where they begin. The words of a cell come on one line; where a
    row is one single cell, its lines stay lines.
    """
    tables, rest = [], list(pieces)
    for group in sorted(_groups(_merged(rules, _NEAR * unit), _NEAR * unit), key=_area):
        table = _table(group, rest, unit)
        if table:
            tables.append(table)
            rest = [piece for piece in rest if not _holds(table, piece)]
    return tables, rest


def _merged(rules: Sequence[Rule], near: float) -> list[Rule]:
    """Rules that go on where another ends, as one: many programs draw each side of each cell by itself."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: _along(rule, near)):
        last = merged[-1] if merged else None
        if last and _along(last, near)[:2] == _along(rule, near)[:2] and _touch(last, rule, near):
            rule = Rule(last.left, last.top, max(last.right, rule.right), max(last.bottom, rule.bottom))
            merged.pop()
        merged.append(rule)
    return merged


def _along(rule: Rule, near: float) -> tuple[bool, int, float]:
    """Its direction, the line it lies on, and where on that line it begins."""
    level = rule.is_level
    return level, round((rule.top if level else rule.left) / near), rule.left if level else rule.top


def _groups(rules: Sequence[Rule], near: float) -> list[list[Rule]]:
    """Rules that touch one another, directly or over others."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other, near) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule, *(other for group in touching for other in group)])
    return groups


def _touch(one: Rule, other: Rule, near: float) -> bool:
    return (
        one.left - near <= other.right
        and other.left <= one.right + near
        and one.top - near <= other.bottom
        and other.top <= one.bottom + near
    )


def _area(group: Sequence[Rule]) -> float:
    width = max(rule.right for rule in group) - min(rule.left for rule in group)
    return width * (max(rule.bottom for rule in group) - min(rule.top for rule in group))


def _holds(table: Table, piece: Piece) -> bool:
    across, down = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    return table.left <= across <= table.right and table.top <= down <= table.bottom


def _table(group: Sequence[Rule], pieces: Sequence[Piece], unit: float) -> Table | None:
    """None where the lines enclose fewer than two cells, or no words."""
    near = _NEAR * unit
    xs = _places([(rule.left + rule.right) / 2 for rule in group if not rule.is_level], near)
    ys = _places([(rule.top + rule.bottom) / 2 for rule in group if rule.is_level], near)
    if not 1 < len(xs) * len(ys) <= _MOST_CELLS or min(len(xs), len(ys)) < 2 or len(xs) + len(ys) < 5:
        return None
    owners = _owners(xs, ys, group, near)
    words: dict[Cell, list[Piece]] = {}
    for piece in pieces:
        place = (_interval(ys, (piece.top + piece.bottom) / 2), _interval(xs, (piece.left + piece.right) / 2))
        if place in owners:
            words.setdefault(owners[place], []).append(piece)
    if not words:
        return None
    lines = [line for row in range(len(ys) - 1) for line in _row(row, len(xs) - 1, owners, words)]
    return Table(tuple(lines), xs[0], ys[0], xs[-1], ys[-1])


def _places(values: list[float], near: float) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > near:
            places.append(value)
    return places


def _interval(places: Sequence[float], value: float) -> int:
    return sum(place <= value for place in places) - 1


def _owners(xs: Sequence[float], ys: Sequence[float], group: Sequence[Rule], near: float) -> dict[Cell, Cell]:
    """For each field of the grid the first field (row, column) of the cell it belongs to."""
    upright = [rule for rule in group if not rule.is_level]
    level = [rule for rule in group if rule.is_level]
    owners: dict[Cell, Cell] = {}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            across, down = (left + right) / 2, (top + bottom) / 2
            own = (row, column)
            if column and not any(
                abs(rule.left - left) <= near and rule.top <= down <= rule.bottom for rule in upright
            ):
                own = owners[row, column - 1]
            elif row and not any(abs(rule.top - top) <= near and rule.left <= across <= rule.right for rule in level):
                own = owners[row - 1, column]
            owners[row, column] = own
    return owners


def _row(row: int, columns: int, owners: dict[Cell, Cell], words: dict[Cell, list[Piece]]) -> Iterator[Line]:
    """The cells that begin in a row; one that began above leaves its place empty, one that spans columns is one."""
    cells = list(dict.fromkeys(owners[row, column] for column in range(columns)))
    read = [in_reading_order(words.get(cell, [])) if cell[0] == row else [] for cell in cells]
    if len(cells) == 1:
        yield from read[0]
        return
    text = row_text([in_one_line([line.text for line in lines]) for lines in read])
    if text:
        yield Line(text, joins=False)
