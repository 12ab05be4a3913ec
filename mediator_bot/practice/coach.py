"""A transcript and one of the mediator's turns go in, what could have been said instead comes out, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mediator_bot.cases.taxonomy import label
from mediator_bot.errors import QuestionError
from mediator_bot.practice.advice import advise
from mediator_bot.practice.articles import Articles
from mediator_bot.practice.critical import CriticalError, critical_errors, find_dangers
from mediator_bot.practice.items_process import opening
from mediator_bot.practice.items_substance import agreement
from mediator_bot.practice.judged import Judged
from mediator_bot.practice.moves import Recogniser
from mediator_bot.practice.proceedings import Proceedings, Said, read_proceedings
from mediator_bot.practice.profiles import PROFILES, Profile
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.signals import is_emotional, refuses
from mediator_bot.practice.transcript import Turn
from mediator_bot.practice.vocabulary import ITEMS

HEARD = frozenset({"paraphrase", "acknowledge", "reframe", "summary", "check_back"})


@dataclass(frozen=True)
class Coached:
    """`instead` is a whole sentence of advice, empty where the turn did what was needed; `item` is what it is about."""

    turn: int
    said: str
    instead: str
    item: str = ""
    name: str = ""


@dataclass(frozen=True)
class _Look:
    """The talk up to the turn, the turn, what was said just before it, and what the turn does."""

    talk: Proceedings
    turn: Said
    before: Said | None
    moves: frozenset[str]
    errors: Sequence[CriticalError]
    profile: Profile
    recogniser: Recogniser


Check = Callable[[_Look], Judged | None]


def coach(
    transcript: Sequence[Turn],
    turn: int,
    profile: str,
    scenario: Scenario | None = None,
    *,
    recogniser: Recogniser,
    articles: Articles = (),
) -> Coached:
    """What could have been said instead of the mediator's turn `turn`, counted from 1 over all speakers.

    The first of `CHECKS` that finds something speaks. Raises QuestionError where the turn is not the mediator's.
    """
    if not 1 <= turn <= len(transcript) or not transcript[turn - 1].by_mediator:
        raise QuestionError(
            f"Turn {turn} is not one of yours. Choose a turn of the mediator.",
            zh=f"第{turn}轮不是您说的。请选自己说的一轮。",
        )
    talk = read_proceedings(transcript[:turn], recogniser, scenario)
    errors = [error for error in critical_errors(talk, recogniser.meaning, articles) if error.turn == turn]
    said = talk.turns[turn - 1]
    earlier = [one for one in talk.turns[: turn - 1] if one.by != "mediator" and one.private in (None, said.private)]
    moves = frozenset(done.move.id for done in talk.done if done.n == turn)
    look = _Look(talk, said, earlier[-1] if earlier else None, moves, errors, PROFILES[profile], recogniser)
    found = next((judged for check in CHECKS if (judged := check(look))), None)
    if found is None:
        return Coached(turn, said.text, "")
    return Coached(turn, said.text, advise(found, talk), found.item, label(ITEMS, found.item, talk.language))


def _error(look: _Look) -> Judged | None:
    if look.errors:
        return Judged("conduct", 0, (), look.errors[0].id)
    wrong = sorted(look.moves & look.profile.mistakes)
    return Judged("conduct", 0, (), wrong[0]) if wrong else None


def _danger(look: _Look) -> Judged | None:
    signs = [d for d in find_dangers(look.talk, look.recogniser.meaning) if d.said == look.before and not d.noticed]
    return Judged("safety", 0, (), "route", signs[0].said.by) if signs else None


def _refusal(look: _Look) -> Judged | None:
    is_refused = look.before is not None and refuses(look.before.text)
    return Judged("conduct", 0, (), "ignoring_refusal") if is_refused and "respect_refusal" not in look.moves else None


def _no_opening(look: _Look) -> Judged | None:
    judged = opening(look.talk, look.profile)
    is_early = all(look.talk.first_account(pid) is None for pid in look.talk.pids)
    return judged if is_early and judged.score is not None and judged.score < 2 else None


def _feeling(look: _Look) -> Judged | None:
    if look.before is None or not is_emotional(look.before.text) or look.moves & HEARD:
        return None
    return Judged("listening", 0, (), "feeling", look.before.by)


def _closed(look: _Look) -> Judged | None:
    if "closed_question" not in look.moves or look.moves & {"open_question", "interest_probe", "evaluation"}:
        return None
    return Judged("listening", 0, (), "open", look.before.by if look.before else None)


def _unheard(look: _Look) -> Judged | None:
    silent = [pid for pid in look.talk.pids if look.talk.first_account(pid) is None]
    is_moving_on = look.moves & {"issue_list", "option_generation", "proposal", "evaluation", "agreement"}
    return Judged("balance", 0, (), "quiet", silent[0]) if silent and is_moving_on else None


def _no_list(look: _Look) -> Judged | None:
    is_moving_on = look.moves & {"option_generation", "proposal", "evaluation"}
    return Judged("issues", 0, (), "list") if is_moving_on and not look.talk.moves("issue_list") else None


def _no_interest(look: _Look) -> Judged | None:
    asked = {pid for done in look.talk.moves("interest_probe") for pid in done.to}
    left = [pid for pid in look.talk.pids if pid not in asked]
    is_moving_on = look.moves & {"option_generation", "proposal", "evaluation", "agreement"}
    return Judged("interests", 0, (), "probe", left[0]) if left and is_moving_on else None


def _no_options(look: _Look) -> Judged | None:
    asked = look.talk.moves("option_generation")
    return Judged("options", 0, (), "ask") if look.moves & {"proposal", "evaluation"} and not asked else None


def _loose(look: _Look) -> Judged | None:
    if "agreement" not in look.moves:
        return None
    judged = agreement(look.talk, look.profile)
    return judged if judged.lacks not in ("", "yes") else None


def _empty(look: _Look) -> Judged | None:
    """Nothing was done: ask whoever spoke last to go on."""
    if look.moves:
        return None
    return Judged("listening", 0, (), "open", look.before.by if look.before else None)


CHECKS: tuple[Check, ...] = (
    _danger,
    _error,
    _refusal,
    _no_opening,
    _feeling,
    _unheard,
    _no_list,
    _no_interest,
    _no_options,
    _loose,
    _closed,
    _empty,
)
