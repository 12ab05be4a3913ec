"""What the mediator does goes in, how it moves a party's trust and heat comes out: one table."""

from collections.abc import Set
from dataclasses import replace

from mediator_bot.practice.state import Standing

OPENING = (
    "role voluntary confidential limits impartial no_decision ground_rules private_talks questions_welcome".split()
)
# What lets a party feel that it was taken up.
LISTENING = frozenset(
    {"paraphrase", "acknowledge", "reframe", "summary", "check_back", "safety_check", "respect_refusal"}
)
# move → (trust, heat) of the party spoken to. A first opening element counts a quarter each, once a session.
EFFECTS: dict[str, tuple[float, float]] = {
    "open_question": (0.125, 0),
    "interest_probe": (0.125, -0.25),
    "paraphrase": (0.5, -0.5),
    "acknowledge": (0.5, -0.75),
    "reframe": (0.5, -0.5),
    "summary": (0.5, -0.5),
    "check_back": (0.125, -0.25),
    "issue_list": (0.25, -0.25),
    "praise": (0.125, -0.25),
    "perspective": (0, 0.25),
    "permission": (0.5, 0),
    "safety_check": (0.5, -0.5),
    "respect_refusal": (0.5, -1),
    "defuse": (0, -0.5),
    "ground_rules": (0, -0.5),
    "option_generation": (0.125, 0),
    "blame": (-1, 1),
    "advice": (-0.5, 0.5),
    "pressing": (-1, 1),
    "prediction": (-0.5, 0.75),
    "threat": (-2, 2),
    "insult": (-2, 2),
}
# Whoever is not taken sides with.
SLIGHTED = (-1.5, 1.0)
# One turn wins so much trust and takes so much heat, however much is packed into it.
MOST_TRUST = 0.75
MOST_COOLING = 1.25
UNHEARD_TRUST, UNHEARD_HEAT = -0.25, 0.5


# By the scenario's difficulty: how much of what wins trust is won.
GAIN = {1: 1.0, 2: 0.75, 3: 0.6}


def tempered(standing: Standing, moves: Set[str], before: Set[str], new_elements: int, difficulty: int = 1) -> Standing:
    """The standing of a party that was spoken to.

    A kind move that was made in the turn before as well counts half: a formula wears off. Losses count in full.
    """
    effects = [(move, EFFECTS[move]) for move in sorted(moves & EFFECTS.keys())]
    won = sum(value * (0.5 if move in before else 1) for move, (value, _) in effects if value > 0)
    lost = sum(value for _, (value, _) in effects if value < 0)
    heat = sum(value for _, (_, value) in effects)
    trust = min(won + 0.125 * new_elements, MOST_TRUST) * GAIN[difficulty] + lost
    return _heard(standing, moves).moved(trust, max(heat, -MOST_COOLING))


def slighted(standing: Standing) -> Standing:
    """The standing of a party whose opponent the mediator sided with."""
    return standing.moved(*SLIGHTED)


def _heard(standing: Standing, moves: Set[str]) -> Standing:
    """Counts the turns in which nobody took up what this party said; from the second on it costs trust."""
    if moves & LISTENING or not standing.opened or moves & {"open_question", "interest_probe"}:
        return replace(standing, unheard=0)
    left = replace(standing, unheard=standing.unheard + 1)
    return left.moved(UNHEARD_TRUST, UNHEARD_HEAT) if left.unheard >= 2 else left
