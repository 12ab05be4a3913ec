"""The three styles of mediating: what each item weighs, what an opening needs, and what counts as a mistake."""

from collections.abc import Mapping
from dataclasses import dataclass

from mediator_bot.practice.temper import OPENING


@dataclass(frozen=True)
class Profile:
    """`weights` by item, summing to 100; `mistakes` are moves this style does without, not critical by themselves."""

    id: str
    weights: Mapping[str, int]
    opening: tuple[str, ...]
    mistakes: frozenset[str]
    may_propose: bool


# Each column sums to 100.
#                       facilitative, people's mediation, police
WEIGHTS: Mapping[str, tuple[int, int, int]] = {
    "opening": (12, 10, 12),
    "balance": (10, 10, 12),
    "listening": (14, 12, 10),
    "issues": (10, 8, 8),
    "interests": (14, 12, 8),
    "options": (12, 10, 8),
    "reality": (8, 10, 8),
    "agreement": (10, 16, 16),
    "safety": (5, 6, 10),
    "conduct": (5, 6, 8),
}
_ALWAYS = frozenset({"blame", "advice", "pressing", "insult"})
# What is said at a police station may have to go on file: nothing is promised confidential there.
_POLICE_OPENING = ("role", "voluntary", "impartial", "no_decision", "ground_rules", "questions_welcome")


def _weights(column: int) -> dict[str, int]:
    return {item: row[column] for item, row in WEIGHTS.items()}


PROFILES: dict[str, Profile] = {
    profile.id: profile
    for profile in (
        # Neither advice, nor law, nor a solution of the mediator's own.
        Profile("facilitative", _weights(0), tuple(OPENING), _ALWAYS | {"proposal", "law"}, may_propose=False),
        # People's Mediation Law 22: may explain law and propose a solution; telling people to give in stays a mistake.
        Profile("peoples_mediation", _weights(1), tuple(OPENING), _ALWAYS, may_propose=True),
        # Public order: voluntariness, fairness and safety weigh more.
        Profile("police_public_order", _weights(2), _POLICE_OPENING, _ALWAYS, may_propose=True),
    )
}
