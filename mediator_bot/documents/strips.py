"""Words and tables with their places go in; what stands on one level comes out together, from the top down."""

from collections.abc import Iterator, Sequence

from mediator_bot.documents.boxes import Box, Piece, Table

Item = Piece | Table
Strip = list[Item]

# Letters reach less high than their boxes, which overlap in tightly set lines: what counts is this part of them.
_CORE = 0.6
# Two boxes stand on one line where their middles are nearer than this share of the lower one.
_SAME_LINE = 0.5


def strips_of(items: Sequence[Item]) -> list[Strip]:
    """Groups between level white lines, from the top down: one line of text, or as many as columns interlock."""
    found: list[Strip] = []
    floor = float("-inf")
    for item in sorted(items, key=_roof):
        if _roof(item) >= floor:
            found.append([])
        found[-1].append(item)
        floor = max(floor, _floor(item))
    return [sorted(strip, key=lambda item: item.left) for strip in found]


def _roof(item: Item) -> float:
    return item.top if isinstance(item, Table) else item.top + (1 - _CORE) / 2 * (item.bottom - item.top)


def _floor(item: Item) -> float:
    return item.bottom if isinstance(item, Table) else item.bottom - (1 - _CORE) / 2 * (item.bottom - item.top)


def distance(above: Strip, below: Strip) -> float:
    return min(map(_roof, below)) - max(map(_floor, above))


def level_lines(items: Sequence[Item]) -> list[list[Item]]:
    """What stands on one line, for each line from the top down, each from the left."""
    return [line for strip in strips_of(items) for line in level(strip)]


def level(strip: Strip) -> Iterator[Strip]:
    """The lines of text in a strip whose boxes overlap from line to line."""
    rest = sorted(strip, key=lambda item: item.top + item.bottom)
    while rest:
        line = [item for item in rest if item is rest[0] or is_level(rest[0], item)]
        rest = [item for item in rest if item not in line]
        yield sorted(line, key=lambda item: item.left)


def is_level(one: Box, other: Box) -> bool:
    apart = abs(one.top + one.bottom - other.top - other.bottom) / 2
    return apart < _SAME_LINE * min(one.bottom - one.top, other.bottom - other.top)


def step(above: Strip, below: Strip) -> float:
    return max(map(_floor, below)) - max(map(_floor, above))


def left(items: Sequence[Box]) -> float:
    return min(item.left for item in items)


def right(items: Sequence[Box]) -> float:
    return max(item.right for item in items)
