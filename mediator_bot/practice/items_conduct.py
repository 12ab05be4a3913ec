"""Items 9 and 10 of the rubric: a danger noticed and routed, and a talk without what harms it."""

import re
from collections.abc import Sequence

from mediator_bot.practice.critical import CriticalError, Danger
from mediator_bot.practice.judged import Evidence, Judged, nothing, shown
from mediator_bot.practice.proceedings import Proceedings
from mediator_bot.practice.profiles import Profile

# So many kinds of moves show that somebody mediated at all.
FEWEST_KINDS, FEWEST_TURNS = 4, 3
# What is held against somebody must be clear.
SURE = 0.45
# Moves towards a settlement, and how clear they must be to say that the talk went on.
SETTLING = ("agreement", "evaluation", "option_generation", "proposal")
LIKELY = 0.36
_ENDS = re.compile(
    r"\b(?:end|clos|stopp)ing (?:the |this |our )?(?:mediation|meeting|talks?)\b|\bmediation (?:ends|stops)\b|\bnothing is settled today\b"
    r"|调解[^。？！]{0,6}(?:结束|停)|今天(?:就)?到这(?:儿|里)停|今天不(?:再)?(?:往下)?(?:谈|调)",
    re.IGNORECASE,
)
_GOOD = ("impartial", "no_decision", "voluntary", "acknowledge", "respect_refusal", "paraphrase", "summary")


def safety(talk: Proceedings, dangers: Sequence[Danger]) -> Judged:
    """The weakest answer to a danger: 3 taken up at once and routed, 2 only one of the two, 0 passed over."""
    scores: list[int] = []
    evidence: list[Evidence] = []
    for danger in dangers:
        evidence += [*danger.noticed, *danger.routed]
        if danger.noticed or danger.passed:
            at_once = danger.passed is None
            scores.append(0 if not danger.noticed else 3 if at_once and danger.routed else 2)
    if not scores:
        return nothing("safety")
    return Judged("safety", min(scores), tuple(dict.fromkeys(evidence)), "route", dangers[0].said.by)


def is_stopped(talk: Proceedings, dangers: Sequence[Danger]) -> bool:
    """Whether the talk was rightly broken off: a danger was routed, and nothing was settled afterwards."""
    routed = [turn for danger in dangers for turn, _ in danger.routed]
    ended = [said.n for said in talk.of_mediator if _ENDS.search(said.text)]
    if routed and any(n > min(routed) for n in ended) and not talk.answered("agreement"):
        return True
    settled = [done for done in talk.answered(*SETTLING) if done.move.score >= LIKELY]
    return bool(routed) and not any(done.n > min(routed) for done in settled)


def conduct(talk: Proceedings, profile: Profile, errors: Sequence[CriticalError]) -> Judged:
    """3 without a mistake of the style, one less for each of the first two, 0 with a critical error."""
    kinds = {done.move.id for done in talk.done if done.replies} - profile.mistakes
    wrong = [done for done in talk.moves(*profile.mistakes) if done.move.score >= SURE]
    if errors:
        return Judged("conduct", 0, tuple((error.turn, error.quote) for error in errors), errors[0].id)
    if len(kinds) < FEWEST_KINDS or len(talk.of_mediator) < FEWEST_TURNS:
        return nothing("conduct")
    if not wrong:
        return Judged("conduct", 3, shown(talk.moves(*_GOOD)[:2]))
    return Judged("conduct", max(1, 3 - len(wrong)), shown(wrong), wrong[0].move.id)
