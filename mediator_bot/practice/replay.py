"""A session and a turn go in, a session that goes another way from there comes out; two of them compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from mediator_bot.errors import QuestionError
from mediator_bot.practice.articles import Articles
from mediator_bot.practice.score import Score, score
from mediator_bot.practice.session import Session


@dataclass(frozen=True)
class Change:
    """How one party stands in the second session beside the first; positive is more."""

    trust: float
    heat: float
    told: tuple[str, ...]  # what only the second session brought out
    kept: tuple[str, ...]  # what only the first one did


@dataclass(frozen=True)
class Comparison:
    """Two ways of the same talk. `items` are differences of scores where both had an opportunity."""

    turn: int  # the first turn that differs, over all speakers
    parties: Mapping[str, Change]
    agreed: tuple[str, ...]  # options that only the second session settled
    lost: tuple[str, ...]  # options that only the first one did
    total: int
    items: Mapping[str, int]
    scores: tuple[Score, Score]


def branch(session: Session, turn: int) -> Session:
    """The session as it was before `turn`, counted from 1 over all speakers, ready to go on otherwise.

    A party's turn belongs to what the mediator had said before it: the branch begins with the mediator's next one. The
    first session stays as it is. Raises QuestionError where there is no such turn.
    """
    if not 1 <= turn <= len(session.transcript):
        raise QuestionError(
            f"There is no turn {turn}. Name one from 1 to {len(session.transcript)}.",
            zh=f"没有第{turn}轮。请从1到{len(session.transcript)}里选一轮。",
        )
    kept, place = 0, 1
    for done in session.steps:
        if turn <= place:
            break
        kept, place = kept + 1, place + 1 + len(done.answers)
    return Session(
        session.scenario,
        session.recogniser,
        profile=session.profile,
        seed=session.seed,
        steps=session.steps[:kept],
        voice=session.voice,
    )


def compare(first: Session, second: Session, articles: Articles = ()) -> Comparison:
    """How the second session differs from the first; both are scored by the first one's profile."""
    scores = tuple(
        score(one.transcript, first.profile, one.scenario, recogniser=one.recogniser, articles=articles)
        for one in (first, second)
    )
    before, after = scores[0], scores[1]
    points = {item.id: item.score for item in before.items if item.score is not None}
    items = {
        item.id: item.score - points[item.id] for item in after.items if item.score is not None and item.id in points
    }
    parties = {pid: _change(first, second, pid) for pid in first.state.standings}
    return Comparison(
        _parting(first, second),
        parties,
        _only(second.agreed, first.agreed),
        _only(first.agreed, second.agreed),
        after.total - before.total,
        items,
        (before, after),
    )


def _change(first: Session, second: Session, pid: str) -> Change:
    was, now = first.state.of(pid), second.state.of(pid)
    return Change(now.trust - was.trust, now.heat - was.heat, _only(now.told, was.told), _only(was.told, now.told))


def _only(these: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in these if name not in others)


def _parting(first: Session, second: Session) -> int:
    pairs = zip(first.transcript, second.transcript, strict=False)
    same = next((n for n, (one, other) in enumerate(pairs, 1) if one != other), None)
    return same or min(len(first.transcript), len(second.transcript)) + 1
