"""A text and a scenario's cues go in, the cue that the text hits comes out: by pattern, by words or by meaning."""

import re
from collections.abc import Sequence

from mediator_bot.practice.clauses import stretches
from mediator_bot.practice.meaning import Meaning
from mediator_bot.practice.phrases import holds

# Cosines with a cue from which a text means the same: what an option is, or what heats, must be surer than what a question
# is about, for there the move is known already.
SAME = 0.46
ABOUT = 0.34
LITERAL = 0.7


def cue_in(text: str, cues: Sequence[str], meaning: Meaning, least: float = SAME) -> str | None:
    """The first cue that the text hits outright, else the nearest one in meaning if it is near enough."""
    for cue in cues:
        if is_pattern(cue):
            if re.search(cue[1:-1], text, re.IGNORECASE):
                return cue
        elif holds(text, [cue]):
            return cue
    sentences = [cue for cue in cues if not is_pattern(cue)]
    said = [stretch.text for stretch in stretches(text)]
    if not sentences or not said:
        return None
    nearness = meaning.closeness(said, sentences).max(axis=0)
    best = int(nearness.argmax())
    return sentences[best] if nearness[best] >= least else None


def is_pattern(cue: str) -> bool:
    """Whether a cue is a regular expression between slashes."""
    return len(cue) > 2 and cue.startswith("/") and cue.endswith("/")
