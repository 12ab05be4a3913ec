"""A party and a situation go in, a line from the scenario comes out: shuffled by the seed, none again before the rest."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from mediator_bot.practice.cast import ScenarioParty
from mediator_bot.practice.state import Standing
from mediator_bot.types import Language


@cache
def ready_lines() -> Mapping[Language, Mapping[str, Sequence[str]]]:
    """The lines for situations that need no story, in both languages."""
    table: Mapping[Language, Mapping[str, Sequence[str]]] = yaml.safe_load(
        files("mediator_bot.practice").joinpath("ready_lines.yaml").read_text("utf-8")
    )
    return table


def lines_for(party: ScenarioParty, situation: str, language: Language) -> Sequence[str]:
    """The scenario's lines for a situation, else the ready-made ones."""
    return party.lines.get(situation) or ready_lines()[language][situation]


def say(party: ScenarioParty, standing: Standing, key: str, variants: Sequence[str], seed: int) -> tuple[str, Standing]:
    """The next of `variants` for this party, and the standing that remembers it.

    The order is a shuffle by the seed, the party and the `key`; a new round is shuffled anew.
    """
    used = standing.said.get(key, 0)
    round_, place = divmod(used, len(variants))
    # Seeded with text, which Python digests with SHA-512: the same everywhere, unlike hash().
    order = random.Random(f"{seed}/{party.pid}/{key}/{round_}").sample(range(len(variants)), len(variants))
    return variants[order[place]], replace(standing, said={**standing.said, key: used + 1})


def happens(chance: float, seed: int, *where: object) -> bool:
    """Whether something of this chance happens here: the same answer for the same seed and place."""
    return random.Random("/".join(map(str, (seed, *where)))).random() < chance
