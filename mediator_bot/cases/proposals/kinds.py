"""A note in; what kind of dispute it is, where it was mediated and at which level, out."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from mediator_bot.cases.proposals.kind_words import HERE, TYPES, VENUES
from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Prose, Sentence, cues, places
from mediator_bot.types import Span

_POINTS = {"names": 8, "strong": 3, "weak": 1}
_WORDS = [
    (slug, strength, word)
    for slug, row in TYPES.items()
    for strength, words in row._asdict().items()
    for word in words.split("|")
]
_VENUES = [(slug, level, cues(words), "venue_type") for slug, level, words in VENUES] + [
    ("community_centre", "community", cues(HERE), "venue_type.here")
]
_TYPE_LINE = re.compile(
    r"^(?:纠纷类型|案件类型|案由|类型|type(?: of dispute)?|kind of dispute|dispute type|category)\s?[:：]",
    re.IGNORECASE,
)
# How much more a word says in the title, or in a form's line of its own.
HEADED = 3
# The share of all points from which a kind counts as clear.
CLEAR = 0.45


def dispute_type(prose: Prose) -> Iterator[Proposal]:
    """The kind whose cue words weigh most, at the place of the weightiest one."""
    points: Counter[str] = Counter()
    best: dict[str, tuple[int, str, Span]] = {}
    for slug, strength, sentence, span in _found(prose):
        is_headed = sentence.part == "title" or _TYPE_LINE.match(sentence.text)
        score = _POINTS[strength] * (HEADED if is_headed else 1)
        points[slug] += score
        if slug not in best or score > best[slug][0]:
            best[slug] = (score, strength, span)
    if points:
        slug, most = points.most_common(1)[0]
        _, strength, span = best[slug]
        rule = "named" if strength == "names" else "clear" if most >= CLEAR * points.total() else "close"
        yield proposed("type_l1", slug, span, f"type_l1.{rule}")


def _found(prose: Prose) -> Iterator[tuple[str, str, Sentence, Span]]:
    """Each cue word of a kind, with its sentence and place. Looked for in the whole note at once: there are a thousand."""
    texts = [sentence.text for sentence in prose.sentences]
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    text = "\n".join(texts)
    lower = text.lower() if len(text.lower()) == len(text) else text
    for slug, strength, word in _WORDS:
        for start, end in _occurrences(lower, word):
            number = bisect_right(starts, start) - 1
            sentence = prose.sentences[number]
            yield slug, strength, sentence, sentence.span(start - starts[number], end - starts[number])


def _occurrences(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands: a Latin one whole, in the plural, or with any end where it is written with `*`."""
    stem = word.removesuffix("*")
    is_latin = stem[0] < "\u2e80"
    start = text.find(stem)
    while start >= 0:
        end = start + len(stem)
        if not is_latin:
            yield start, end
        elif not _is_latin_letter(text[start - 1 : start]):
            plural = end + (text[end : end + 1] == "s")
            if stem != word or not _is_latin_letter(text[plural : plural + 1]):
                yield start, plural
        start = text.find(stem, end)


def _is_latin_letter(character: str) -> bool:
    return "a" <= character <= "z"


def venue(prose: Prose) -> Iterator[Proposal]:
    """Where it was mediated, and the level such cases are mostly resolved at."""
    for slug, level, pattern, rule in _VENUES:
        if found := next(places(pattern, prose), None):
            sentence, match = found
            yield proposed("venue_type", slug, sentence.span(*match.span()), rule)
            if level:
                yield proposed("level", level, sentence.span(*match.span()), "level.of_venue")
            return
