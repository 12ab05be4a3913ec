"""A note in; what several rules need to know of it out: its sentences, its sides, its dates and its sums."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from mediator_bot.cases.proposals.amounts import Amount, amounts
from mediator_bot.cases.proposals.parties import Actor, actors
from mediator_bot.cases.proposals.prose import Prose, read_prose
from mediator_bot.cases.proposals.timeline import Timeline, read_timeline
from mediator_bot.types import Language

_SIDE = re.compile(r"([甲乙丙丁])方")
_TITLE = re.compile(r"^(?:the|party) ", re.IGNORECASE)


@dataclass(frozen=True)
class Story:
    """A note as the rules read it. `sums` holds the sums of money of each sentence, by its number."""

    prose: Prose
    sides: tuple[Actor, ...]
    timeline: Timeline
    sums: tuple[tuple[Amount, ...], ...]

    @property
    def currency(self) -> str | None:
        """The currency it writes most; yuan in a Chinese note that writes none."""
        written = Counter(amount.currency for there in self.sums for amount in there if amount.currency)
        return written.most_common(1)[0][0] if written else ("CNY" if self.prose.language == "zh" else None)

    def pid(self, written: str) -> str:
        """What the note calls a side: `A` for the tenant where A is the tenant, else the words themselves."""
        plain = _TITLE.sub("", written.strip())
        for side in self.sides:
            if plain.lower() in (side.pid.lower(), side.role.lower()):
                return side.pid
        for side in self.sides:
            plain = plain.replace(f"{side.role}{side.pid}", side.pid)
        return _SIDE.sub(r"\1", plain)


def read_story(pages: Mapping[int, str], language: Language) -> Story:
    """Read a note once for all rules."""
    prose = read_prose(pages, language)
    timeline = read_timeline(prose)
    sums = tuple(
        tuple(amounts(sentence.text, [(date.start, date.end) for date in timeline.dates[sentence.number]]))
        for sentence in prose.sentences
    )
    return Story(prose, actors(prose), timeline, sums)
