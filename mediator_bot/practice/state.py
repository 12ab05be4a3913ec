"""Where a session stands, as plain values: each party's mood and what is out, and what is on the table."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from mediator_bot.practice.cast import MOST
from mediator_bot.practice.scenario import Scenario

STEP = 0.0625  # trust and heat move in sixteenths, which a float holds exactly


@dataclass(frozen=True)
class Standing:
    """Where one party stands.

    `told` are interests and secrets that are out, `shared` secrets that may be passed on, `bits` how much of the account
    was told, `unheard` how many turns in a row nobody took up what was said, `refused` 1 once they refuse and 2 once they
    have left, `said` how many lines of each situation were used.
    """

    trust: float
    heat: float
    told: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    opened: bool = False
    bits: int = 0
    unheard: int = 0
    refused: int = 0
    seen_alone: bool = False
    said: Mapping[str, int] = field(default_factory=dict)

    def moved(self, trust: float = 0, heat: float = 0) -> "Standing":
        """The standing with trust and heat moved, both kept between 0 and 5."""
        return replace(self, trust=_kept(self.trust + trust), heat=_kept(self.heat + heat))


@dataclass(frozen=True)
class Offer:
    """An option on the table: who brought it, the sum and day named with it, and who can live with it."""

    option: str
    by: str
    amount: float | None = None
    due: datetime.date | None = None
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """The whole state: the same state and the same words of the mediator give the same next state."""

    standings: Mapping[str, Standing]
    table: tuple[Offer, ...] = ()
    turns: int = 0  # of the mediator
    addressed: tuple[str, ...] = ()
    rules: bool = False  # ground rules were agreed
    elements: tuple[str, ...] = ()  # of the opening, said so far
    before: tuple[str, ...] = ()  # moves of the mediator's last turn
    cue: int | None = None  # at which of the mediator's turns the planted danger showed

    def of(self, pid: str) -> Standing:
        """One party's standing."""
        return self.standings[pid]

    def with_standing(self, pid: str, standing: Standing) -> "State":
        """The state with one party's standing changed."""
        return replace(self, standings={**self.standings, pid: standing})


def first_state(scenario: Scenario) -> State:
    """How the parties walk in."""
    return State({party.pid: Standing(float(party.start.trust), float(party.start.heat)) for party in scenario.parties})


def state_as_json(state: State) -> dict[str, Any]:
    """The state as plain JSON values."""
    plain = asdict(state)
    for offer in plain["table"]:
        offer["due"] = offer["due"].isoformat() if offer["due"] else None
    return plain


def state_from_json(plain: Mapping[str, Any]) -> State:
    """The state that `state_as_json` wrote."""
    standings = {
        pid: Standing(**{**one, "told": tuple(one["told"]), "shared": tuple(one["shared"])})
        for pid, one in plain["standings"].items()
    }
    table = tuple(
        Offer(
            one["option"],
            one["by"],
            one["amount"],
            datetime.date.fromisoformat(one["due"]) if one["due"] else None,
            tuple(one["agreed"]),
        )
        for one in plain["table"]
    )
    lists = {name: tuple(plain[name]) for name in ("addressed", "elements", "before")}
    return State(standings, table, plain["turns"], rules=plain["rules"], cue=plain["cue"], **lists)


def _kept(value: float) -> float:
    return min(float(MOST), max(0.0, round(value / STEP) * STEP))
