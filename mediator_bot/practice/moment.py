"""What the rules of a party look at when it is its turn to answer, and the answer they give."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mediator_bot.practice.cast import Reaction, ScenarioParty
from mediator_bot.practice.cues import ABOUT, LITERAL, SAME, cue_in
from mediator_bot.practice.lines import lines_for, say
from mediator_bot.practice.meaning import Meaning
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.state import Offer, Standing, State


@dataclass(frozen=True)
class Reply:
    """One line of a party, why it is said, and where the party stands afterwards.

    `meant` is the id of the interest, secret or option that the line is about; `agrees` lists options said yes to.
    """

    text: str
    situation: str
    standing: Standing
    meant: str | None = None
    agrees: tuple[str, ...] = ()
    brings: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Moment:
    """A party that was spoken to: the words and moves of the mediator, and everything the party may go by."""

    scenario: Scenario
    party: ScenarioParty
    standing: Standing  # already moved by the mediator's words
    state: State
    text: str
    moves: frozenset[str]
    private: bool
    offers: tuple[Offer, ...]  # options named in the mediator's words
    leaked: bool  # a confidence of this party was just repeated
    meaning: Meaning
    seed: int

    def has(self, *moves: str) -> bool:
        """Whether the mediator made one of these moves."""
        return not self.moves.isdisjoint(moves)

    def about(self, cues: Sequence[str], least: float = ABOUT) -> bool:
        """Whether the mediator spoke of one of `cues`; an empty list is about anything."""
        return not cues or cue_in(self.text, cues, self.meaning, least) is not None

    def hit(self, reactions: Sequence[Reaction], by: str = "mediator") -> Reaction | None:
        """The first reaction whose cue the mediator's words hit."""
        heard = (reaction for reaction in reactions if reaction.by in (by, "anyone"))
        # Whoever takes up what was said uses its words; only the very words of a trigger hurt then.
        least = LITERAL if self.has("paraphrase", "acknowledge", "summary", "check_back") else SAME
        return next((reaction for reaction in heard if cue_in(self.text, reaction.cues, self.meaning, least)), None)

    def line(self, situation: str, variants: Sequence[str] = (), **more: object) -> Reply:
        """The next line of a situation, or of `variants` instead."""
        key = f"{situation}/{more['meant']}" if more.get("meant") else situation
        key = f"{key}/own" if variants and not more.get("meant") else key
        chosen = variants or lines_for(self.party, situation, self.scenario.language)
        text, standing = say(self.party, self.standing, key, chosen, self.seed)
        return replace(Reply(text, situation, standing), **more)  # type: ignore[arg-type]

    def moved(self, trust: float = 0, heat: float = 0) -> "Moment":
        """The same moment with this party's mood moved."""
        return replace(self, standing=self.standing.moved(trust, heat))
