"""A transcript goes in, the same turns come out with what each does: moves, to whom, and who answered. The score reads this.

What cannot be meant counts for nothing here already: sentences said again word for word, and a turn that packs in the
whole mediation at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mediator_bot.practice.audience import segments
from mediator_bot.practice.clauses import size, stretches
from mediator_bot.practice.moves import MISTAKES, Move, Recogniser
from mediator_bot.practice.oddities import oddity
from mediator_bot.practice.phrases import flat
from mediator_bot.practice.recital import is_recital
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.signals import assents
from mediator_bot.practice.step import FOR_ALL, HEARD
from mediator_bot.practice.temper import OPENING
from mediator_bot.practice.transcript import Turn, party_ids
from mediator_bot.text.language import language_of
from mediator_bot.text.tokens import terms
from mediator_bot.types import Language

# The part of a mediation that a move belongs to. Nobody does all of them in one breath.
PARTS: Mapping[str, frozenset[str]] = {
    "opening": frozenset(OPENING),
    "exploring": frozenset({"open_question", "interest_probe"}),
    "listening": frozenset({"paraphrase", "acknowledge", "summary"}),
    "issues": frozenset({"issue_list"}),
    "options": frozenset({"option_generation", "proposal"}),
    "testing": frozenset({"reality_test", "evaluation"}),
    "agreeing": frozenset({"agreement"}),
}
MOST_PARTS = 4
# From here on a talk is a recitation. Of the 30 talks of the benchmark that mean it, none has even one such turn.
FEWEST_RECITED, RECITED = 2, 0.1
# Terms that words share with the dispute, so that they are about it.
GROUNDED = 2
# What a statement, and an answer that says something, is at least.
STATEMENT: Mapping[Language, int] = {"en": 8, "zh": 12}
ACCOUNT: Mapping[Language, int] = {"en": 13, "zh": 18}
ANSWER: Mapping[Language, int] = {"en": 3, "zh": 4}


@dataclass(frozen=True)
class Done:
    """A move at turn `n` to the parties `to`; `replies` are the turns that answered it."""

    n: int
    move: Move
    to: tuple[str, ...]
    private: bool
    replies: tuple["Said", ...]

    @property
    def answered_by(self) -> frozenset[str]:
        """Who answered."""
        return frozenset(said.by for said in self.replies)

    @property
    def evidence(self) -> tuple[int, str]:
        """The turn and the words that show it."""
        return self.n, self.move.quote


@dataclass(frozen=True)
class Said:
    """One turn, counted from 1 over all speakers."""

    n: int
    by: str
    text: str
    private: str | None  # with whom

    @property
    def says_something(self) -> bool:
        """Whether it is more than a word or two."""
        return size(self.text) >= ANSWER[language_of(self.text)]

    @property
    def is_statement(self) -> bool:
        """Whether it tells something."""
        return size(self.text) >= STATEMENT[language_of(self.text)]


@dataclass(frozen=True)
class Proceedings:
    """A whole transcript as read."""

    turns: tuple[Said, ...]
    done: tuple[Done, ...]
    pids: tuple[str, ...]
    names: Mapping[str, Sequence[str]]
    language: Language
    scenario: Scenario | None

    @property
    def recited(self) -> tuple[tuple[int, str], ...]:
        """Where the mediator recites a rubric: the turn and the words."""
        said = ((one.n, stretch.text) for one in self.of_mediator for stretch in stretches(one.text))
        recited = [(n, words) for n, words in said if is_recital(words)]
        return tuple(sorted(dict(reversed(recited)).items()))

    @property
    def is_recitation(self) -> bool:
        """Whether reciting is what this talk is about."""
        count = len(self.recited)
        return count >= FEWEST_RECITED and count >= RECITED * len(self.of_mediator)

    def moves(self, *ids: str) -> list[Done]:
        """Every move of these kinds, in order."""
        return [done for done in self.done if done.move.id in ids]

    def answered(self, *ids: str) -> list[Done]:
        """Those that a party it was meant for answered."""
        return [done for done in self.moves(*ids) if done.answered_by]

    def text_of(self, n: int) -> str:
        """What was said at turn `n`."""
        return self.turns[n - 1].text

    def replies(self, said: Said) -> tuple[Said, ...]:
        """The parties' turns between this turn of the mediator and the next one, in the same room."""
        return _replies(self.turns, said)

    def is_grounded(self, done: Done, of_turn: bool = False) -> bool:
        """Whether the words of a move, or of its whole turn, speak of what parties have said: two terms at least."""
        own = set(terms(self.text_of(done.n) if of_turn else done.move.quote))
        told = {term for said in self.of_parties if said.n < done.n for term in terms(said.text)}
        if self.scenario:
            told |= {term for fact in (*self.scenario.common_facts, *self.scenario.issues) for term in terms(fact)}
        return done.move.id == "paraphrase" or len(own & told) >= GROUNDED

    @property
    def of_mediator(self) -> list[Said]:
        """The mediator's turns that say anything."""
        return [said for said in self.turns if said.by == "mediator" and said.text.strip()]

    @property
    def of_parties(self) -> list[Said]:
        """The parties' turns."""
        return [said for said in self.turns if said.by != "mediator"]

    def first_account(self, pid: str) -> int | None:
        """The turn at which a party first tells its side; None where it never does."""
        told = (said for said in self.turns if said.by == pid)
        return next((said.n for said in told if size(said.text) >= ACCOUNT[language_of(said.text)]), None)

    def is_yes(self, said: Said) -> bool:
        """Whether a party's answer is a yes: by the scenario's own lines where they are known, else by its words."""
        if self.scenario and said.by in self.pids:
            party, line = self.scenario.party(said.by), flat(said.text)
            if any(line == flat(known) for a in party.accepts for known in a.declining):
                return False
            yes = [known for a in party.accepts for known in a.accepting]
            yes += [known for name in ("heard", "agreeing") for known in party.lines[name]]
            if line in {flat(known) for known in yes}:
                return True
        return assents(said.text)

    @property
    def all_heard_at(self) -> int | None:
        """The turn from which every party has told something."""
        first = [self.first_account(pid) for pid in self.pids]
        known = [n for n in first if n is not None]
        return max(known) if known and len(known) == len(first) else None

    def next_by_mediator(self, n: int, with_: str | None, most: int) -> list[Said]:
        """The mediator's next turns after turn `n` that the party `with_` hears."""
        later = [said for said in self.of_mediator if said.n > n and (said.private is None or said.private == with_)]
        return later[:most]


def read_proceedings(turns: Sequence[Turn], recogniser: Recogniser, scenario: Scenario | None = None) -> Proceedings:
    """Recognise every move of the mediator and whom it is for."""
    said = tuple(
        Said(n, turn.speaker, turn.text, turn.with_ if turn.mode == "caucus" else None)
        for n, turn in enumerate(turns, 1)
    )
    pids = tuple(party.pid for party in scenario.parties) if scenario else party_ids(turns)
    names: dict[str, Sequence[str]] = {pid: (pid,) for pid in pids}
    if scenario:
        names = {party.pid: (party.name, *party.called, party.pid) for party in scenario.parties}
    text = " ".join(turn.text for turn in turns)
    language = scenario.language if scenario else language_of(text)
    return Proceedings(said, tuple(_done(said, names, recogniser, language)), pids, names, language, scenario)


def _done(
    turns: Sequence[Said], names: Mapping[str, Sequence[str]], recogniser: Recogniser, language: Language
) -> Iterator[Done]:
    seen: set[str] = set()
    last: tuple[str, ...] = ()
    for said in turns:
        if said.by != "mediator" or oddity(said.text, language) in ("silence", "trick", "other_language"):
            continue
        present = {pid: own for pid, own in names.items() if said.private in (None, pid)}
        replies = _replies(turns, said)
        found = _meant(recogniser.moves(said.text, _heard(turns, said, present)), said.text, seen)
        for_all = any(move.id in FOR_ALL and move.score == 1.0 for move in found)
        parts = segments(said.text, present, () if for_all else last)
        for move in found:
            to = next((part.to for part in parts if part.start <= move.start < part.end), tuple(present))
            own = tuple(reply for reply in replies if reply.by in to)
            # Without a scenario nobody's name is known: whoever answers was spoken to.
            if not own and replies:
                to, own = tuple(dict.fromkeys(reply.by for reply in replies)), replies
            yield Done(said.n, move, to, said.private is not None, own)
        last = tuple(dict.fromkeys(reply.by for reply in replies)) or (parts[-1].to if parts else last)
        seen.add(flat(said.text))


def _replies(turns: Sequence[Said], said: Said) -> tuple[Said, ...]:
    """The parties' turns between this turn of the mediator and the next one, in the same room."""
    replies = []
    for later in turns[said.n :]:
        if later.by == "mediator":
            break
        if later.private == said.private and later.text.strip():
            replies.append(later)
    return tuple(replies)


def _heard(turns: Sequence[Said], said: Said, present: Mapping[str, Sequence[str]]) -> list[str]:
    """What those present said last, openly or in this room."""
    before = [one.text for one in turns[: said.n - 1] if one.by in present and one.private in (None, said.private)]
    return before[-HEARD * len(present) :]


def _meant(found: Sequence[Move], text: str, seen: set[str]) -> list[Move]:
    """The moves that count: none where the turn was said before, only mistakes where it packs in everything."""
    if flat(text) in seen:
        return [move for move in found if move.id in MISTAKES]
    kinds = {part for part, ids in PARTS.items() for move in found if move.id in ids}
    return [move for move in found if move.id in MISTAKES] if len(kinds) > MOST_PARTS else list(found)
