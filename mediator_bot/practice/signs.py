"""`moves.yaml` goes in, how each move sounds in each language comes out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import yaml

from mediator_bot.types import Language

# Examples of what is no move, so that nothing else is taken for one.
NO_MOVES = ("none", "fact")


@dataclass(frozen=True)
class Signs:
    """How one move sounds in one language."""

    patterns: tuple[re.Pattern[str], ...]
    denied: tuple[re.Pattern[str], ...]
    needs: tuple[re.Pattern[str], ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class MoveSigns:
    """How one move sounds; `form` says whether only a question or only a statement can be it."""

    form: Literal["question", "statement", "any"]
    signs: Mapping[Language, Signs]


def read_signs() -> dict[str, MoveSigns]:
    """The examples and patterns of `moves.yaml`."""
    table = yaml.safe_load(files("mediator_bot.practice").joinpath("moves.yaml").read_text("utf-8"))
    return {
        move: MoveSigns(entry.get("form", "any"), {"en": _signs(entry["en"]), "zh": _signs(entry["zh"])})
        for move, entry in table.items()
    }


def _signs(entry: Mapping[str, Sequence[str]]) -> Signs:
    def compiled(key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in entry.get(key, ()))

    return Signs(compiled("patterns"), compiled("denied"), compiled("needs"), tuple(entry["sentences"]))
