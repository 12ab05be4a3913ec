"""What the mediator says and who is present go in, whom each sentence is spoken to comes out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediator_bot.practice.clauses import stretches

_EVERYONE = re.compile(
    r"\b(?:both|all (?:of you|three|four)|each of you|everyone|everybody|you (?:two|three|all)|either of you|the (?:two|three) of you)\b"
    r"|你们|您们|两家|三家|双方|大家|各位|二位|两位|三位|各方|各人|你俩|您二位|两边",
    re.IGNORECASE,
)
# A name called out: at the beginning or the end of a clause, with a comma.
_CALLED = r"(?:^|[.!?。！？…\n,，]\s*|\b(?:and|so|now|okay|thank you|thanks),? |那|那么|好|来|谢谢)({name})\s*[,，:：?？]|[,，]\s*({name})\s*(?:[.?!。？！]|$)"


@dataclass(frozen=True)
class Segment:
    """A sentence `start:end` of the utterance and the pids it is spoken to."""

    start: int
    end: int
    to: tuple[str, ...]
    asks: bool


def segments(text: str, names: Mapping[str, Sequence[str]], last: Sequence[str] = ()) -> list[Segment]:
    """Each sentence with those it is spoken to: whom it calls, or names, or else whom the sentence before was for.

    The first one goes on with who was spoken to `last`; everybody where nobody was.
    """
    found: list[Segment] = []
    current = tuple(pid for pid in last if pid in names) or tuple(names)
    for stretch in stretches(text):
        if stretch.text == stretch.within:
            current = _called(stretch.text, names) or current
            found.append(Segment(stretch.start, stretch.end, current, stretch.asks))
    return found


def answering(said: Sequence[Segment], names: Sequence[str]) -> tuple[str, ...]:
    """Who is to answer: everybody who was asked something, in order; else whoever was spoken to at the end."""
    asked = [pid for segment in said if segment.asks for pid in segment.to]
    # Who is asked last by name answers alone where the question before it was for everybody.
    final = next((segment.to for segment in reversed(said) if segment.asks), ())
    if len(final) < len(names) and any(len(segment.to) == len(names) for segment in said if segment.asks):
        return final
    return tuple(dict.fromkeys(asked)) or (said[-1].to if said else tuple(names))


def _called(text: str, names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Called by name counts first, then all where all are meant, then who is named at all."""
    return _order(text, names, _CALLED) or (tuple(names) if _EVERYONE.search(text) else _order(text, names, "({name})"))


def _order(text: str, names: Mapping[str, Sequence[str]], frame: str) -> tuple[str, ...]:
    places: dict[str, int] = {}
    for pid, known in names.items():
        for name in known:
            pattern = frame.replace("{name}", _bounded(name))
            found = [match.start() for match in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE)]
            if found:
                places[pid] = min(found[0], places.get(pid, found[0]))
    return tuple(sorted(places, key=lambda pid: places[pid]))


def _bounded(name: str) -> str:
    # A is a party and also an article: a single letter counts only as a capital.
    if len(name) == 1 and name.isascii():
        return (
            rf"(?<![A-Za-z])(?-i:{name})(?![A-Za-z'’]| (?:lot|few|bit|little|good|fair|new|year|month|day|week|moment))"
        )
    escaped = re.escape(name)
    return rf"\b{escaped}\b" if name[0].isascii() else escaped
