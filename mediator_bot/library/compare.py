"""Two versions, or two documents, in; their texts side by side, line by line, with what differs marked, out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from mediator_bot.library.catalogue import Catalogue, Stored
from mediator_bot.types import Person

Change = Literal["same", "changed", "removed", "added"]
# A piece of a line, and whether the other side says something else there.
Part = tuple[str, bool]
# Lines of which less than this is common are two lines, not one that was changed.
ALIKE = 0.4
_WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One line of the view; a side is empty where the other has nothing like it. Pages count as in the document."""

    change: Change
    left: tuple[Part, ...] = ()
    right: tuple[Part, ...] = ()
    left_page: int | None = None
    right_page: int | None = None


@dataclass(frozen=True)
class Comparison:
    """Two texts beside each other; `share` is how much of both is common, 0 to 1."""

    left: Stored
    right: Stored
    share: float
    lines: tuple[Line, ...]


def compare(
    catalogue: Catalogue, left: tuple[str, int | None], right: tuple[str, int | None], by: Person
) -> Comparison:
    """Hold (document, version) against (document, version); None is the published, or else the newest, version.

    Raises LibraryError where this person may not read one of them.
    """
    first, second = (catalogue.document(name, by, version) for name, version in (left, right))
    one, other = _lines(catalogue, first, by), _lines(catalogue, second, by)
    lines = tuple(_side_by_side(one, other))
    return Comparison(first, second, _share(lines), lines)


def _lines(catalogue: Catalogue, stored: Stored, by: Person) -> list[tuple[int, str]]:
    """(page, line) of everything that says something; page 0 is the record."""
    numbers = catalogue.page_numbers(stored.document_id, stored.version)
    pages = [(number, catalogue.page(stored.document_id, stored.version, number, by)) for number in numbers]
    return [(number, line.strip()) for number, text in pages for line in text.split("\n") if line.strip()]


def _side_by_side(one: Sequence[tuple[int, str]], other: Sequence[tuple[int, str]]) -> Iterator[Line]:
    # A page break that moved is no difference: lines are matched by their words alone.
    matcher = SequenceMatcher(None, [text for _, text in one], [text for _, text in other], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for (page, text), (there, _) in zip(one[a:b], other[c:d], strict=True):
                yield Line("same", ((text, False),), ((text, False),), page, there)
        else:
            yield from _replaced(one[a:b], other[c:d])


def _replaced(one: Sequence[tuple[int, str]], other: Sequence[tuple[int, str]]) -> Iterator[Line]:
    """Lines that stand in each other's place, paired in order where they are alike; the rest alone."""
    waiting = list(other)
    for page, text in one:
        place = next((n for n, (_, line) in enumerate(waiting) if _alike(text, line)), None)
        if place is None:
            yield Line("removed", left=((text, True),), left_page=page)
            continue
        yield from (Line("added", right=((line, True),), right_page=there) for there, line in waiting[:place])
        there, line = waiting[place]
        left, right = marked(text, line)
        yield Line("changed", left, right, page, there)
        del waiting[: place + 1]
    yield from (Line("added", right=((line, True),), right_page=there) for there, line in waiting)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def marked(one: str, other: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Two lines as pieces, each marked where the other line differs; the pieces of a side make up its line."""
    words, others = _WORD.findall(one), _WORD.findall(other)
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        left.append(("".join(words[a:b]), kind != "equal"))
        right.append(("".join(others[c:d]), kind != "equal"))
    return tuple(part for part in left if part[0]), tuple(part for part in right if part[0])


def _share(lines: Sequence[Line]) -> float:
    parts = [part for line in lines for part in (*line.left, *line.right)]
    whole = sum(len(text) for text, _ in parts)
    return sum(len(text) for text, differs in parts if not differs) / whole if whole else 1.0
