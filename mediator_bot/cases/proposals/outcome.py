"""A note in; what came of the mediation out, with the words that say so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediator_bot.cases.proposals.outcome_words import CUES
from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Prose, Sentence, cues
from mediator_bot.types import Span

_OUTCOMES = tuple(dict.fromkeys(slug for slug, _, _ in CUES))
_TABLE = tuple((slug, points, cues(words)) for slug, points, words in CUES)
# What would be, what is asked and what somebody feared did not happen.
_UNREAL = re.compile(
    r"(?:如果|要是|假如|若|万一|一旦|是否|能不能|能否|要不要|可以不|怕|不然|否则|哪怕|可要|除非|等到|想|要求|希望|可以)[^，。；]{0,10}$"
    r"|\b(?:if|whether|unless|would|could|might|should|until|in case|hoped|wanted|before|may|to be|when)\b[^,.;]{0,24}$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:没有?|未能?|不|无法|难以|拒绝|尚未|不肯|不愿|不同意|从未)[^，。；、]{0,4}$|(?:\b(?:not|never|no|nothing|nor|nobody|neither|refused to|failed to|without|yet to)\b|n['’]t)[^,.;]{0,12}$",
    re.IGNORECASE,
)
# An earlier round, the other case, the court's own business: not what this note came to.
_ELSEWHERE = re.compile(
    r"第一次|头一[次回稿]|前两[次回轮]|那[天次回]|头天|上[次回]|先前|原先|起初|最初|前两次|仲裁庭上|起诉后|诉讼中|判决|老协议|\b(?:first (?:draft|agreement|meeting|version)|old agreement|the year before|last time|earlier)\b",
    re.IGNORECASE,
)
# What weighs where: the title and the result say it, the story of the quarrel says little.
_WEIGHT = {"title": 2.0, "agreement": 1.5, "reflection": 0.7, "followup": 0.6, "facts": 0.7, "law": 0.3, "other": 1.0}

# From how many points on an outcome is said outright, and from how many it is likely enough to outweigh another.
SAID, LIKELY = 2.4, 2.3


@dataclass(frozen=True)
class Evidence:
    """Words that speak for an outcome: how much, and where."""

    slug: str
    points: float
    span: Span


def outcome(prose: Prose, promised: Sequence[Proposal]) -> Iterator[Proposal]:
    """The one outcome that the words of the note speak for most; `promised`, its terms, speak where no word does."""
    found = [evidence for sentence in prose.sentences for evidence in _evidence(sentence)]
    parts = [evidence.span for evidence in found if evidence.slug == "partial"]
    # 利息一项没有谈成 is about one point, so that 没有谈成 in it does not stand for the whole.
    found = [e for e in found if e.slug != "none" or not any(_holds(part, e.span) for part in parts)]
    if chosen := _choose(found):
        rule = "said" if chosen.points >= SAID else "hinted"
        yield proposed("outcome", chosen.slug, chosen.span, f"outcome.{rule}")
    elif promised:
        yield proposed("outcome", "full", promised[0].span, "outcome.by_terms")


def _evidence(sentence: Sentence) -> Iterator[Evidence]:
    weight = _WEIGHT[sentence.part]
    for slug, points, pattern in _TABLE:
        for match in pattern.finditer(sentence.told):
            if _is_supposed(sentence.told, match.start()):
                continue
            is_denied = slug == "full" and _is_denied(sentence.told, match.start())
            elsewhere = 0.3 if _ELSEWHERE.search(sentence.told) else 1.0
            # Meetings that led nowhere stand before the one that did not.
            late = 0.8 + 0.4 * sentence.reach
            score = (1 if is_denied else points) * weight * elsewhere * late
            yield Evidence("none" if is_denied else slug, score, sentence.span(*match.span()))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.page == inner.page and outer.start <= inner.start and inner.end <= outer.end


def is_unreal(text: str, start: int) -> bool:
    """Whether the words before `start` deny or only suppose what stands there."""
    return _is_supposed(text, start) or _is_denied(text, start)


def _is_supposed(text: str, start: int) -> bool:
    return bool(_UNREAL.search(text, max(0, start - 40), start))


def _is_denied(text: str, start: int) -> bool:
    return bool(_DENIED.search(text, max(0, start - 40), start))


def _weight(evidence: Evidence) -> tuple[float, int]:
    return evidence.points, evidence.span.end - evidence.span.start


def _choose(found: list[Evidence]) -> Evidence | None:
    best: dict[str, Evidence] = {}
    for evidence in found:
        # Of words that say as much, the longer show better what was meant.
        if evidence.slug not in best or _weight(evidence) > _weight(best[evidence.slug]):
            best[evidence.slug] = evidence
    points = {slug: best[slug].points if slug in best else 0.0 for slug in _OUTCOMES}
    for slug in ("withdrawn", "referred", "terminated"):
        if points[slug] >= LIKELY and points[slug] >= points["full"]:
            return best[slug]
    # Some of it was settled, some not.
    if points["partial"] >= LIKELY and points["full"] >= LIKELY:
        return best["partial"]
    if points["none"] >= points["partial"]:
        best.pop("partial", None)
    ranked = sorted(best.values(), key=lambda e: e.points)
    return ranked[-1] if ranked else None
