"""A state and what the mediator says go in, the next state and what the parties say come out. Nothing is left to chance:
where something may or may not happen, the seed decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mediator_bot.practice.audience import Segment, answering, segments
from mediator_bot.practice.bargain import offers_in, put_on_table
from mediator_bot.practice.cast import ScenarioParty
from mediator_bot.practice.confidences import hint, leak
from mediator_bot.practice.cues import cue_in
from mediator_bot.practice.lines import happens, lines_for, say
from mediator_bot.practice.meaning import Meaning
from mediator_bot.practice.moment import Moment, Reply
from mediator_bot.practice.moves import Move, Recogniser
from mediator_bot.practice.oddities import oddity
from mediator_bot.practice.rules import answer
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.state import Offer, State
from mediator_bot.practice.temper import OPENING, slighted, tempered
from mediator_bot.practice.transcript import MEDIATOR, Turn

HEARD = 3  # lines back that a paraphrase may take up


@dataclass(frozen=True)
class Spoken:
    """A party's line, why it is said, and what it is about where it is about something."""

    turn: Turn
    situation: str
    meant: str | None = None


# Moves that are for everybody where nobody is named.
FOR_ALL = frozenset({"issue_list", "summary", "agreement", "closing", "ground_rules", "follow_up"})
# Without one of these, words about a way out are no offer.
OFFERING = frozenset({"proposal", "evaluation", "agreement"})


@dataclass(frozen=True)
class Utterance:
    """What the mediator says, read once: to whom, with which moves for whom, with which offers."""

    turn: Turn
    present: tuple[ScenarioParty, ...]
    to: tuple[str, ...]
    moves: Mapping[str, frozenset[str]]  # by pid
    offers: tuple[Offer, ...]
    odd: bool = False  # no sentence of a mediator: nothing in it, a trick, another language

    @property
    def private(self) -> bool:
        """Whether only one party hears it."""
        return self.turn.mode == "caucus"

    @property
    def all_moves(self) -> frozenset[str]:
        """The moves, whoever they are for."""
        return frozenset().union(*self.moves.values())


def read_utterance(
    scenario: Scenario, state: State, turn: Turn, before: Sequence[Turn], recogniser: Recogniser
) -> Utterance:
    """Who is spoken to, what is done and what is offered."""
    present = tuple(p for p in scenario.parties if turn.mode == "joint" or p.pid == turn.with_)
    here = tuple(party for party in present if state.of(party.pid).refused < 2)
    names = {party.pid: (party.name, *party.called) for party in here}
    if oddity(turn.text, scenario.language):
        to = answering(segments(turn.text, names, state.addressed), tuple(names))
        return Utterance(turn, here, to[:1], {pid: frozenset() for pid in names}, (), odd=True)
    heard = [said.text for said in before if said.speaker in names and _hears(turn, said)][-HEARD * len(names) :]
    found = recogniser.moves(turn.text, heard)
    is_for_all = any(move.id in FOR_ALL and move.score == 1.0 for move in found)
    parts = segments(turn.text, names, () if is_for_all else state.addressed)
    to = answering(parts, tuple(names))
    moves = {pid: frozenset(move.id for move in found if pid in _spoken_to(parts, move, to)) for pid in names}
    if not OFFERING & {move.id for move in found}:
        return Utterance(turn, here, to, moves, ())
    return Utterance(turn, here, to, moves, tuple(offers_in(turn.text, MEDIATOR, scenario, recogniser.meaning)))


def _spoken_to(parts: Sequence[Segment], move: Move, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    return next((part.to for part in parts if part.start <= move.start < part.end), otherwise)


def _hears(now: Turn, said: Turn) -> bool:
    """Whether what was said may be taken up here: in private also what was said openly."""
    return said.mode == "joint" or (now.mode == "caucus" and said.with_ == now.with_)


def step(
    scenario: Scenario, state: State, turn: Turn, before: Sequence[Turn], recogniser: Recogniser, seed: int
) -> tuple[State, list[Spoken]]:
    """One turn of the mediator, answered. `before` are all turns up to now."""
    said = read_utterance(scenario, state, turn, before, recogniser)
    state = _after_words(scenario, state, said, recogniser.meaning)
    spoken: list[Spoken] = []
    for pid in said.to:
        reply = answer(_moment(scenario, state, said, pid, recogniser, seed))
        state = _after_reply(state, pid, reply, said.private)
        spoken.append(Spoken(Turn(pid, reply.text, turn.mode, turn.with_), reply.situation, reply.meant))
        if not said.private and len(spoken) == 1 and len(said.to) == 1:
            state, cut_in = _interruption(scenario, state, said, reply, recogniser, seed)
            spoken += cut_in
    return replace(state, addressed=said.to), spoken


def _after_words(scenario: Scenario, state: State, said: Utterance, meaning: Meaning) -> State:
    """Everybody who hears it is moved by the mediator's words before anyone answers."""
    all_moves = said.all_moves
    new = all_moves.intersection(OPENING) - set(state.elements)
    for party in said.present:
        standing, own = state.of(party.pid), said.moves[party.pid]
        if own or (party.pid in said.to and not said.odd):
            standing = tempered(standing, own, frozenset(state.before), len(new), scenario.difficulty)
            if any(r.by != "parties" and cue_in(said.turn.text, r.cues, meaning) for r in party.calms):
                standing = standing.moved(trust=0.25, heat=-0.5)
        elif "taking_sides" in all_moves:
            standing = slighted(standing)
        state = state.with_standing(party.pid, standing)
    return replace(
        state,
        turns=state.turns + 1,
        rules=state.rules or "ground_rules" in all_moves,
        elements=tuple(element for element in OPENING if element in new or element in state.elements),
        before=tuple(sorted(all_moves)),
        table=put_on_table(state.table, said.offers),
    )


def _moment(scenario: Scenario, state: State, said: Utterance, pid: str, recogniser: Recogniser, seed: int) -> Moment:
    party = scenario.party(pid)
    return Moment(
        scenario,
        party,
        state.of(pid),
        state,
        said.turn.text,
        said.moves[pid],
        said.private,
        said.offers,
        _is_betrayed(party, state, said, recogniser),
        recogniser.meaning,
        seed,
    )


def _is_betrayed(party: ScenarioParty, state: State, said: Utterance, recogniser: Recogniser) -> bool:
    """Whether this party hears its own confidence told to others."""
    standing = state.of(party.pid)
    if said.private:
        return False
    kept = [s for s in party.secrets if s.id in standing.told and s.id not in standing.shared]
    words, meaning = said.turn.text, recogniser.meaning
    return any(leak(words, secret, meaning) or hint(words, secret, meaning) for secret in kept)


def _after_reply(state: State, pid: str, reply: Reply, private: bool) -> State:
    standing = replace(reply.standing, seen_alone=reply.standing.seen_alone or private)
    table = put_on_table(state.table, reply.brings)
    table = tuple(
        replace(offer, agreed=tuple(dict.fromkeys((*offer.agreed, pid)))) if offer.option in reply.agrees else offer
        for offer in table
    )
    state = replace(state.with_standing(pid, standing), table=table)
    return replace(state, cue=state.turns) if reply.situation == "safety" else state


def _interruption(
    scenario: Scenario, state: State, said: Utterance, reply: Reply, recogniser: Recogniser, seed: int
) -> tuple[State, list[Spoken]]:
    """Another party cuts in: always where the line hits a trigger, else the hotter the likelier."""
    for party in said.present:
        standing = state.of(party.pid)
        if party.pid in said.to or standing.refused:
            continue
        reaction = next(
            (r for r in party.triggers if r.by != "mediator" and cue_in(reply.text, r.cues, recogniser.meaning)), None
        )
        chance = 0.15 * standing.heat - 0.15 - (0.2 if state.rules else 0)
        if reaction is None and not happens(chance, seed, state.turns, party.pid):
            continue
        situation = "heated" if reaction else "interrupting"
        variants = (reaction.lines if reaction else ()) or lines_for(party, situation, scenario.language)
        hotter = standing.moved(heat=0.5) if reaction else standing
        text, kept = say(party, hotter, f"{situation}/cut", variants, seed)
        return state.with_standing(party.pid, kept), [Spoken(Turn(party.pid, text), situation)]
    return state, []
