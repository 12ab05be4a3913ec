"""A transcript and a profile go in, a score out of 100 comes out, each item with the turn and the words that earned it.

No language model is asked. The total is the mean of the items that had an opportunity, weighted by the profile, times
100 / 3; a critical error caps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mediator_bot.cases.taxonomy import label
from mediator_bot.errors import QuestionError
from mediator_bot.practice import items_conduct, items_process, items_substance
from mediator_bot.practice.advice import advise, summarise
from mediator_bot.practice.articles import Articles
from mediator_bot.practice.critical import CriticalError, critical_errors, find_dangers
from mediator_bot.practice.judged import Evidence, Judged
from mediator_bot.practice.moves import Recogniser
from mediator_bot.practice.proceedings import Proceedings, read_proceedings
from mediator_bot.practice.profiles import PROFILES, Profile
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.transcript import Turn
from mediator_bot.practice.vocabulary import ITEMS

CAP = 40
# What a talk that was rightly broken off gave no occasion for.
LATE = ("options", "reality", "agreement")
BEST = 3
# Which stages of a scenario an item is practised in; an item of none of a scenario's stages has no opportunity.
STAGES_OF = {
    "opening": {"opening"},
    "issues": {"issues"},
    "interests": {"exploration", "private"},
    "options": {"options", "negotiation"},
    "reality": {"options", "negotiation", "private", "agreement"},
    "agreement": {"agreement"},
}


@dataclass(frozen=True)
class ItemScore:
    """One item; `score` is None where there was no opportunity for it."""

    id: str
    name: str
    score: int | None
    evidence: tuple[Evidence, ...]
    advice: str

    @property
    def opportunity(self) -> bool:
        """Whether the talk gave occasion for it."""
        return self.score is not None


@dataclass(frozen=True)
class Score:
    """A whole score, as the interfaces write it."""

    profile: str
    items: tuple[ItemScore, ...]
    critical_errors: tuple[CriticalError, ...]
    total: int
    capped: bool
    summary: str

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; turns count from 1 over all speakers."""
        return {
            "profile": self.profile,
            "items": [
                {
                    "id": item.id,
                    "name": item.name,
                    "score": item.score,
                    "opportunity": item.opportunity,
                    "evidence": [{"turn": turn, "quote": quote} for turn, quote in item.evidence],
                    "advice": item.advice,
                }
                for item in self.items
            ],
            "critical_errors": [
                {"id": error.id, "turn": error.turn, "quote": error.quote} for error in self.critical_errors
            ],
            "total": self.total,
            "capped": self.capped,
            "summary": self.summary,
        }


def score(
    transcript: Sequence[Turn],
    profile: str,
    scenario: Scenario | None = None,
    *,
    recogniser: Recogniser,
    articles: Articles = (),
) -> Score:
    """Score any transcript; `scenario` adds its secrets, interests and planted danger.

    Raises QuestionError where there is no such profile.
    """
    if profile not in PROFILES:
        raise QuestionError(f"There is no profile {profile!r}. Choose one of {', '.join(PROFILES)}.")
    style = PROFILES[profile]
    talk = read_proceedings(transcript, recogniser, scenario)
    errors = tuple(critical_errors(talk, recogniser.meaning, articles))
    judged = [_in_stage(one, scenario) for one in _judge(talk, style, errors, recogniser)]
    items = tuple(
        ItemScore(
            one.item,
            label(ITEMS, one.item, talk.language),
            one.score,
            tuple(dict.fromkeys(one.evidence)),
            advise(one, talk),
        )
        for one in judged
    )
    total = weighted(judged, style)
    capped = bool(errors) and total > CAP
    return Score(
        profile, items, errors, min(total, CAP) if errors else total, capped, summarise(judged, errors, talk, style)
    )


def _judge(talk: Proceedings, style: Profile, errors: Sequence[CriticalError], recogniser: Recogniser) -> list[Judged]:
    if not talk.of_parties:
        # Nobody else spoke: whatever was said, it was no mediation.
        return [Judged(item, None) for item in ITEMS]
    dangers = find_dangers(talk, recogniser.meaning)
    judged = [
        items_process.opening(talk, style),
        items_process.balance(talk, style),
        items_process.listening(talk, style),
        items_process.issues(talk, style),
        items_substance.interests(talk, style, recogniser.meaning),
        items_substance.options(talk, style),
        items_substance.reality(talk, style),
        items_substance.agreement(talk, style),
        items_conduct.safety(talk, dangers),
        items_conduct.conduct(talk, style, errors),
    ]
    if talk.is_recitation:
        # Words of the rubric in place of a mediation: nothing of it was done.
        return [one if one.score is None else replace(one, score=0, evidence=talk.recited[:3]) for one in judged]
    if items_conduct.is_stopped(talk, dangers):
        return [Judged(one.item, None) if one.item in LATE else one for one in judged]
    return judged


def _in_stage(judged: Judged, scenario: Scenario | None) -> Judged:
    stages = STAGES_OF.get(judged.item)
    if scenario is None or stages is None or stages & set(scenario.stages):
        return judged
    return Judged(judged.item, None)


def weighted(judged: Sequence[Judged], style: Profile) -> int:
    """0 to 100: the mean of what had an opportunity, weighted by the profile; 0 where nothing had."""
    counted = [(style.weights[one.item], one.score) for one in judged if one.score is not None]
    weight = sum(part for part, _ in counted)
    return round(100 * sum(part * points for part, points in counted) / (BEST * weight)) if weight else 0
