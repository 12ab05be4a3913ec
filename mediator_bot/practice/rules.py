"""A moment goes in, what the party answers comes out: a list of rules, the first that applies speaks.

The state machine is this list. Nothing else decides what a party says; nothing here reads a secret but `_hidden`.
"""

from collections.abc import Callable
from dataclasses import replace

from mediator_bot.practice.bargain import judged
from mediator_bot.practice.cast import MOST, Earned, Secret
from mediator_bot.practice.clauses import size
from mediator_bot.practice.cues import SAME
from mediator_bot.practice.moment import Moment, Reply
from mediator_bot.practice.moves import MISTAKES
from mediator_bot.practice.oddities import oddity
from mediator_bot.practice.state import Offer
from mediator_bot.practice.temper import LISTENING, OPENING

Rule = Callable[[Moment], Reply | None]
# What brings a party that refused back to the table.
GIVES_ROOM = ("respect_refusal", "acknowledge", "defuse", "caucus_request", "voluntary", "safety_check", "referral")
# "Is that all right?" after one of these asks about the procedure, not about an option.
PROCEDURE = ("caucus_request", "questions_welcome", "issue_list", "check_back", "ground_rules", "helpers", "follow_up")
ASKING = frozenset({"open_question", "interest_probe"})
QUESTIONS = (
    "reality_test",
    "evaluation",
    "option_generation",
    "perspective",
    "safety_check",
    "permission",
    "check_back",
)
SOFT_TRUST, SOFT_HEAT = 3, 1.5


def _odd(moment: Moment) -> Reply | None:
    situation = oddity(moment.text, moment.scenario.language)
    return moment.line(situation) if situation else None


def _insulted(moment: Moment) -> Reply | None:
    return moment.line("insulted") if moment.has("insult") else None


def _left(moment: Moment) -> Reply | None:
    """Who refused comes back only if given room; who is pushed on repeats it and is gone."""
    if not moment.standing.refused:
        return None
    if moment.has(*GIVES_ROOM) and not moment.has(*MISTAKES):
        back = replace(moment.standing, refused=0).moved(heat=-1)
        return replace(moment, standing=back).line("agreeing")
    return replace(moment, standing=replace(moment.standing, refused=2)).line("refusing")


def _betrayed(moment: Moment) -> Reply | None:
    if not moment.leaked:
        return None
    gone = replace(moment.standing, refused=1).moved(trust=-MOST, heat=2)
    return replace(moment, standing=gone).line("refusing")


def _danger(moment: Moment) -> Reply | None:
    """The planted sign of danger, once, where and when the scenario says."""
    cue = moment.scenario.safety
    if cue is None or cue.party != moment.party.pid or moment.state.cue is not None:
        return None
    if moment.private != (cue.where == "caucus") or moment.state.turns < cue.turn:
        return None
    return moment.line("safety", cue.lines)


def _triggered(moment: Moment) -> Reply | None:
    reaction = moment.hit(moment.party.triggers)
    if reaction is None:
        return None
    hot = moment.moved(heat=1)
    return _boils(hot) or hot.line("heated", reaction.lines)


def _pushed(moment: Moment) -> Reply | None:
    """Blamed, pressed, advised, threatened, told what a court will do."""
    if not moment.has(*MISTAKES):
        return None
    return _boils(moment) or moment.line("heated" if moment.has("threat", "blame") else "pressed")


def _boils(moment: Moment) -> Reply | None:
    if moment.standing.heat < MOST:
        return None
    return replace(moment, standing=replace(moment.standing, refused=1)).line("refusing")


def _permission(moment: Moment) -> Reply | None:
    """May I tell the others? Asked in private, about the last confidence that was told."""
    secrets = {secret.id: secret for secret in moment.party.secrets}
    told = [secrets[name] for name in moment.standing.told if name in secrets]
    if not moment.private or not moment.has("permission"):
        return None
    if not told:
        return moment.line("permission_yes")
    asked = told[-1]
    if not asked.may_be_told:
        return moment.line("permission_no")
    shared = tuple(dict.fromkeys((*moment.standing.shared, asked.id)))
    return replace(moment, standing=replace(moment.standing, shared=shared)).line("permission_yes")


def _hidden(moment: Moment) -> Reply | None:
    """An interest that is earned, or in private a secret; a calm party tells one at a time."""
    secrets = moment.party.secrets if moment.private else []
    for part in (*secrets, *moment.party.interests):
        if part.id not in moment.standing.told and _earned(moment, part.earned):
            told = replace(moment.standing, told=(*moment.standing.told, part.id), opened=True)
            situation = "secret" if isinstance(part, Secret) else "interest"
            return replace(moment, standing=told).line(situation, part.said, meant=part.id)
    return None


def _earned(moment: Moment, earned: Earned) -> bool:
    standing = moment.standing
    return (
        standing.trust >= earned.trust
        and standing.heat <= earned.heat
        and set(earned.after) <= set(standing.told)
        and _is_asked(moment, earned)
    )


def _is_asked(moment: Moment, earned: Earned) -> bool:
    """The right kind of move about the right thing; any question will do that is the very one the scenario hopes for."""
    if not earned.moves or moment.has(*earned.moves):
        return moment.about(earned.about)
    is_question = not ASKING.isdisjoint(earned.moves) and moment.has("closed_question", *QUESTIONS)
    return is_question and bool(earned.about) and moment.about(earned.about, SAME)


def _weighs(moment: Moment) -> Reply | None:
    return moment.line("reality") if moment.has("reality_test") else None


def _offers(moment: Moment) -> Reply | None:
    """Asked for ideas: an option of its own that the party could live with, each once."""
    if not moment.has("option_generation"):
        return None
    for acceptance in moment.party.accepts:
        ready = moment.standing.trust >= acceptance.trust and moment.standing.heat <= acceptance.heat
        heard = set(acceptance.after) <= set(moment.standing.told)
        key = f"offers/{acceptance.option}"
        if acceptance.offers and ready and heard and not moment.standing.said.get(key):
            brings = (Offer(acceptance.option, moment.party.pid, agreed=(moment.party.pid,)),)
            return moment.line("offers", acceptance.offers, meant=acceptance.option, brings=brings)
    return moment.line("no_ideas")


def _deal(moment: Moment) -> Reply | None:
    """Asked about options: declines the first it cannot live with, else says yes to all of them."""
    if not moment.has("evaluation", "proposal", "agreement") and not moment.offers:
        return None
    if not moment.offers and (not moment.state.table or moment.has(*PROCEDURE)):
        return None
    named = {offer.option for offer in moment.offers} or {offer.option for offer in moment.state.table[-1:]}
    table = {offer.option: offer for offer in moment.state.table}
    own = [acceptance for acceptance in moment.party.accepts if acceptance.option in named & table.keys()]
    if not own:
        return moment.line("evaluating") if moment.has("evaluation", "proposal", "agreement") else None
    verdicts = {a.option: judged(a, moment.standing, table[a.option], table) for a in own}
    yes = tuple(option for option, verdict in verdicts.items() if verdict == "accepts")
    for acceptance in own:
        if verdicts[acceptance.option] == "declines":
            return moment.line("declining", acceptance.declining, meant=acceptance.option, agrees=yes)
    if not yes:
        return moment.line("evaluating")
    first = next(acceptance for acceptance in own if acceptance.option in yes)
    return moment.line("accepting", first.accepting, meant=first.option, agrees=yes)


def _deflects(moment: Moment) -> Reply | None:
    if not moment.has("interest_probe"):
        return None
    told = [part for part in moment.party.hidden if part.id in moment.standing.told]
    is_told = any(part.earned.about and moment.about(part.earned.about) for part in told)
    return moment.line("told_already" if is_told or len(told) == len(moment.party.hidden) else "deflecting")


def _tells(moment: Moment) -> Reply | None:
    """The first account, then bit by bit what happened."""
    standing = moment.standing
    if not moment.has("open_question", "closed_question"):
        return None
    if not standing.opened:
        return replace(moment, standing=replace(standing, opened=True)).line("opening")
    if standing.unheard >= 2:
        return moment.line("not_heard")
    if standing.bits < len(moment.party.account):
        bit = moment.party.account[standing.bits]
        return Reply(bit, "account", replace(standing, bits=standing.bits + 1))
    return moment.line("told_already")


def _is_heard(moment: Moment) -> Reply | None:
    if not moment.has(*LISTENING, "praise") or not moment.standing.opened:
        return None
    soft = moment.standing.trust >= SOFT_TRUST and moment.standing.heat <= SOFT_HEAT
    return moment.line("softened" if soft and moment.standing.said.get("heard") else "heard")


def _goes_along(moment: Moment) -> Reply | None:
    return moment.line("agreeing") if moment.has("caucus_request") else None


def _nods(moment: Moment) -> Reply | None:
    if moment.private and not moment.standing.seen_alone:
        return moment.line("caucus_opening")
    return moment.line("agreeing") if moment.has(*OPENING, "issue_list", "helpers", "follow_up", "defuse") else None


def _parts(moment: Moment) -> Reply | None:
    # Nobody says goodbye before having said anything: "let me just listen to you today" is no closing.
    is_last = (
        moment.standing.opened
        and moment.has("closing")
        and not moment.has("open_question", "closed_question", "check_back")
    )
    return moment.line("closing") if is_last else None


def _puzzled(moment: Moment) -> Reply | None:
    return moment.line("unclear") if size(moment.text) <= 2 else None


def _passed_over(moment: Moment) -> Reply:
    """Nothing was asked and nothing taken up."""
    if not moment.standing.opened:
        opened = replace(moment.standing, opened=True)
        return replace(moment, standing=opened).line("opening")
    hot = moment.standing.heat >= 3 and not moment.private
    return moment.line("talking_past" if hot else "not_heard")


RULES: tuple[Rule, ...] = (
    _odd,
    _insulted,
    _betrayed,
    _left,
    _danger,
    _triggered,
    _pushed,
    _permission,
    _hidden,
    _goes_along,
    _offers,
    _weighs,
    _deal,
    _deflects,
    _tells,
    _parts,
    _is_heard,
    _nods,
    _puzzled,
)


def answer(moment: Moment) -> Reply:
    """What the party says, by the first rule that applies."""
    return next((reply for rule in RULES if (reply := rule(moment))), None) or _passed_over(moment)
