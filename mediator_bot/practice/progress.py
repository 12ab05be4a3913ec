"""The scores of past sessions go in, how each skill has moved and what to practise next come out."""

import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mediator_bot.cases.taxonomy import label
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.vocabulary import ITEMS
from mediator_bot.types import Language

# Sessions that say how it stands now; what lies further back says where it began.
RECENT = 3
READY_FOR_MORE = 2.25


@dataclass(frozen=True)
class Played:
    """A finished session: which scenario, when (ISO date or time), and its score as JSON."""

    scenario_id: str
    at: str
    score: Mapping[str, Any]


@dataclass(frozen=True)
class Skill:
    """One item over time: `now` is the mean of the last three scores (0 to 3), `moved` how far that is from the first three."""

    item: str
    name: str
    now: float
    moved: float
    points: tuple[tuple[str, int], ...]  # (when, score), the oldest first


@dataclass(frozen=True)
class Suggestion:
    """The scenario to practise next and the skill it is for."""

    scenario_id: str
    item: str | None
    reason: str


def skills(played: Sequence[Played], language: Language) -> list[Skill]:
    """Every item that was scored at least once, the weakest first."""
    found = []
    for item in ITEMS:
        points = tuple(
            (one.at, int(scored["score"]))
            for one in sorted(played, key=lambda one: one.at)
            for scored in one.score["items"]
            if scored["id"] == item and scored["score"] is not None
        )
        if points:
            values = [value for _, value in points]
            now = statistics.mean(values[-RECENT:])
            moved = now - statistics.mean(values[:RECENT])
            found.append(Skill(item, label(ITEMS, item, language), round(now, 2), round(moved, 2), points))
    return sorted(found, key=lambda skill: (skill.now, list(ITEMS).index(skill.item)))


def suggest_next(
    scenarios: Collection[Scenario], played: Sequence[Played], language: Language, profile: str | None = None
) -> Suggestion | None:
    """The scenario that gives most occasion for the weakest skill: not played yet before played, of a fitting difficulty.

    None where no scenario is in the language and suits the profile.
    """
    fitting = [one for one in scenarios if one.language == language and (not profile or profile in one.profiles)]
    if not fitting:
        return None
    known = skills(played, language)
    weakest = known[0] if known and known[0].now < 3 else None
    level = _level(scenarios, played, known)
    times = {one.scenario_id: sum(past.scenario_id == one.scenario_id for past in played) for one in fitting}
    best = min(
        fitting,
        key=lambda one: (
            times[one.scenario_id],
            -(_occasions(one, weakest.item) if weakest else 0),
            abs(one.difficulty - level),
            one.scenario_id,
        ),
    )
    return Suggestion(best.scenario_id, weakest.item if weakest else None, _reason(weakest, language))


def _level(scenarios: Collection[Scenario], played: Sequence[Played], known: Sequence[Skill]) -> int:
    """The difficulty of the last scenario played, one more once all skills stand well; 1 to begin with."""
    if not played:
        return 1
    difficulty = {one.scenario_id: one.difficulty for one in scenarios}
    last = difficulty.get(max(played, key=lambda one: one.at).scenario_id, 1)
    return min(3, last + (bool(known) and statistics.mean(skill.now for skill in known) >= READY_FOR_MORE))


def _occasions(scenario: Scenario, item: str) -> int:
    """How much there is in a scenario to practise an item on, 0 to 3."""
    hidden = sum(len(party.interests) for party in scenario.parties)
    heat = max(party.start.heat for party in scenario.parties)
    secrets = any(party.secrets for party in scenario.parties)
    found = {
        "safety": 3 if scenario.safety else 0,
        "balance": min(3, len(scenario.parties)),
        "interests": min(3, hidden // 2),
        "listening": min(3, heat),
        "conduct": min(3, heat) if secrets else 1,
        "options": min(3, len(scenario.options) - 1),
        "agreement": min(3, len(scenario.options) - 1),
        "issues": min(3, len(scenario.issues) - 1),
    }
    return found.get(item, 1)


def _reason(weakest: Skill | None, language: Language) -> str:
    if weakest is None:
        return "先练一个，再看哪里要加强。" if language == "zh" else "Practise one, and see what to work on."
    if language == "zh":
        return f"最近{len(weakest.points[-RECENT:])}次里，“{weakest.name}”平均{weakest.now:g}分（满分3分），最该练。"
    return f"Your weakest skill lately: {weakest.name}, {weakest.now:g} of 3 on average."
