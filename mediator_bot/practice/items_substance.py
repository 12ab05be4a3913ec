"""Items 5 to 8 of the rubric: interests of each party, options before evaluation, reality tests, an agreement that holds."""

from mediator_bot.practice.confidences import shows
from mediator_bot.practice.judged import Evidence, Judged, nothing, shown
from mediator_bot.practice.meaning import Meaning
from mediator_bot.practice.phrases import flat
from mediator_bot.practice.proceedings import Done, Proceedings, Said
from mediator_bot.practice.profiles import Profile
from mediator_bot.practice.signals import agrees, has_no_idea, proposes, refuses, rejects
from mediator_bot.practice.terms import TermRead, read_terms

SURE = 0.45  # a proposal of the mediator's own
# Turns of the mediator after which a talk had room for these.
ROOM, ROOM_TO_TEST, ROOM_TO_SIGN = 3, 8, 12


def interests(talk: Proceedings, profile: Profile, meaning: Meaning) -> Judged:
    """For each party: was it asked what lies behind, and did it tell more than its position?

    3 where every party told a need and one more than once; 2 where all did, or all but one of several; 1 where one did, or each
    was asked in vain.
    """
    if len(talk.of_mediator) < ROOM or not talk.pids:
        return nothing("interests")
    asked = {pid: [d for d in talk.moves("interest_probe") if pid in d.to] for pid in talk.pids}
    told = {pid: _tellings(talk, pid, meaning) for pid in talk.pids}
    full = [pid for pid in talk.pids if told[pid]]
    count = sum(len({done.n for done in told[pid]}) for pid in talk.pids)
    score = 1 if full or all(asked.values()) else 0
    if len(full) == len(talk.pids):
        score = 3 if count > len(talk.pids) else 2
    elif len(talk.pids) > 2 and len(full) == len(talk.pids) - 1:
        score = 2
    evidence = shown([done for pid in talk.pids for done in (told[pid][:2] or asked[pid][:1])])
    left = next((pid for pid in talk.pids if pid not in full), None)
    return Judged("interests", score, evidence, "probe", left)


def _tellings(talk: Proceedings, pid: str, meaning: Meaning) -> list[Done]:
    """The moves that a need of this party answered: one of the scenario's where it is known, else a whole statement."""
    eliciting = talk.moves("interest_probe", "open_question", "acknowledge", "paraphrase", "reframe", "reality_test")
    if talk.scenario:
        needs = [line for part in talk.scenario.party(pid).interests for line in part.said]
        told = [d for d in eliciting if any(r.by == pid and shows(r.text, needs, meaning) for r in d.replies)]
        first = {done.n: done for done in reversed(told)}
        return [first[n] for n in sorted(first)]
    probes = [done for done in talk.moves("interest_probe") if pid in done.to]
    return [
        done for done in probes if any(r.by == pid and r.is_statement and not refuses(r.text) for r in done.replies)
    ]


def options(talk: Proceedings, profile: Profile) -> Judged:
    """Ways out that the parties found, once they were asked: 3 from two of them before one is judged, 2 two at all, 1 one."""
    ideas = _ideas(talk)
    if len(talk.of_mediator) < ROOM or (talk.all_heard_at is None and not ideas):
        return nothing("options")
    asked = talk.answered("option_generation")
    own = [idea for idea in ideas if idea.by != "mediator" and asked and idea.n > asked[0].n]
    judged = [done for done in talk.answered("evaluation") if own and done.n > own[0].n]
    before = [idea for idea in own if not judged or idea.n < judged[0].n]
    proposed = [done for done in talk.moves("proposal") if done.move.score >= SURE]
    score = 1 if own or (ideas and proposed and profile.may_propose and asked) else 0
    if len(own) >= 2:
        is_shared = len({idea.by for idea in before}) >= 2
        score = 3 if is_shared and not any(done.n < before[-1].n for done in proposed) else 2
    if not profile.may_propose and len(proposed) > len(own):
        score = min(score, 1)
    evidence: list[Evidence] = [*shown(asked[:3]), *((idea.n, idea.text) for idea in own[:3])]
    return Judged("options", score, tuple(sorted(evidence)), "own" if asked else "ask")


def _ideas(talk: Proceedings) -> list[Said]:
    """Turns in which a way out is offered: by a party in its own words, or by the mediator as a proposal."""
    proposed = {done.n for done in talk.moves("proposal") if done.move.score >= SURE}
    replies = {reply.n for done in talk.moves("option_generation") for reply in done.replies}
    return [said for said in talk.turns if said.n in proposed or _is_own_idea(said, said.n in replies, talk)]


def _is_own_idea(said: Said, is_asked: bool, talk: Proceedings) -> bool:
    """An offer; asked for ideas, whoever tells something that is no refusal has one."""
    if said.by == "mediator" or not said.says_something or refuses(said.text) or has_no_idea(said.text):
        return False
    if talk.scenario and said.by in talk.pids:
        party = talk.scenario.party(said.by)
        if flat(said.text) in {flat(line) for line in party.lines["no_ideas"]}:
            return False
    return _is_offer(said, talk) or proposes(said.text) or (is_asked and talk.scenario is None and said.is_statement)


def _is_offer(said: Said, talk: Proceedings) -> bool:
    if not talk.scenario:
        return False
    lines = (line for acceptance in talk.scenario.party(said.by).accepts for line in acceptance.offers)
    return flat(said.text) in {flat(line) for line in lines}


def reality(talk: Proceedings, profile: Profile) -> Judged:
    """What happens without an agreement, and can it be carried out: 3 asked of each party, 2 of all at once, 1 of one."""
    tests = talk.moves("reality_test")
    has_room = bool(_ideas(talk)) and len(talk.of_mediator) >= ROOM_TO_TEST // 2
    if not tests and not has_room and len(talk.of_mediator) < ROOM_TO_TEST:
        return nothing("reality")
    alone = {pid for done in tests if len(done.answered_by) == 1 for pid in done.answered_by}
    tested = {pid for done in tests for pid in done.answered_by}
    score = 1 if tested else 0
    if len(tested) == len(talk.pids):
        score = 3 if len(alone) == len(talk.pids) else 2
    elif len(talk.pids) > 2 and len(tested) >= 2:
        score = 2
    left = next((pid for pid in talk.pids if pid not in tested), None)
    return Judged("reality", score, shown(tests), "test", left)


def agreement(talk: Proceedings, profile: Profile) -> Judged:
    """Terms with who, what, how much or when; duties on both sides; what follows a default; and a yes from each side."""
    written = talk.moves("agreement")
    if not written:
        is_late = len(talk.of_mediator) >= ROOM_TO_SIGN and bool(_ideas(talk))
        return Judged("agreement", 0, (), "write") if is_late else nothing("agreement")
    by_turn = {done.n: read_terms(talk.text_of(done.n), talk.names) for done in written}
    terms = [term for found in by_turn.values() for term in found]
    whole = [term for term in terms if term.is_whole]
    answers = [said for said in talk.of_parties if said.n > written[0].n]
    last = {
        said.by: not rejects(said.text)
        for said in answers
        if talk.is_yes(said) or agrees(said.text) or rejects(said.text)
    }
    lacks = _lacks(terms, whole, talk, written[0].n)
    is_named = any(term.amount is not None or term.due for term in terms)
    score = 1 if terms and (any(last.values()) or is_named) else 0
    if whole and any(last.values()):
        score = 3 if not lacks and all(last.values()) else 2
    evidence = tuple((n, term.quote) for n, found in by_turn.items() for term in found)[:6] or shown(written)
    return Judged("agreement", score, evidence, lacks or "yes")


def _lacks(terms: list[TermRead], whole: list[TermRead], talk: Proceedings, since: int) -> str:
    """The first thing a stranger would miss; what follows a default may be settled in the turns after."""
    bound = {pid for term in terms if term.acts for pid in term.who}
    if not whole:
        return "who"
    if len(bound) < min(2, len(talk.pids)):
        return "both"
    if not any(term.due for term in whole):
        return "date"
    later = [term for said in talk.turns if said.n >= since for term in read_terms(said.text, talk.names)]
    return "" if any(term.default for term in later) else "default"
