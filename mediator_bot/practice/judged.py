"""The result of one item of the rubric before anybody words it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediator_bot.practice.proceedings import Done

Evidence = tuple[int, str]
MOST_EVIDENCE = 6


@dataclass(frozen=True)
class Judged:
    """`score` 0 to 3, None without an opportunity; `lacks` names what the advice is about, `for_` the party it concerns."""

    item: str
    score: int | None
    evidence: tuple[Evidence, ...] = ()
    lacks: str = ""
    for_: str | None = None


def nothing(item: str) -> Judged:
    """The talk gave no opportunity for it."""
    return Judged(item, None)


def shown(done: Sequence[Done]) -> tuple[Evidence, ...]:
    """The words that show these moves, each once, in the order of the talk."""
    placed = sorted(done, key=lambda one: (one.n, one.move.start))
    return tuple(dict.fromkeys(one.evidence for one in placed))[:MOST_EVIDENCE]
