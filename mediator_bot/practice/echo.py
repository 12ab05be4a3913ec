"""What the mediator says and what a party said before go in, the stretches that give it back in other words come out."""

import re
from collections.abc import Iterator, Mapping, Sequence

from mediator_bot.practice.clauses import Stretch, stretches
from mediator_bot.practice.meaning import Meaning
from mediator_bot.types import Language

# How near a paraphrase comes to what it repeats, and how much of it may be the party's very words.
ECHO = 0.38
VERBATIM = 0.9
# A question that gives back what was heard.
_CHECKS = re.compile(
    r"\b(?:right|is that|is it|have I|did I|do I|you mean|you're saying|you feel|yes)\b[^?]*\?|(?:对吧|是吧|对不对|是不是(?:这|您|你)|是这么|这个意思|您是说|你是说|您的意思|对吗|是吗)[^？?]*[？?]?$",
    re.IGNORECASE,
)
# What the mediator will do or thinks is no paraphrase, however near it comes.
_OWN = re.compile(
    r"\bI(?:'ll| will|'d| would| won't| can't| cannot| could| don't| suggest| think|'m going| need| must| have to)\b(?! (?:hear|understand|see|guess|imagine|say that you))"
    r"|我(?:会|不会|不|要|来|去|得|可以|建议|觉得|认为|给你|陪)(?!听|理解|明白|懂)|咱们?(?:先|就|把|再)",
    re.IGNORECASE,
)
_TO_SOMEONE: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:you|your|yours|so|he|she|they|both|says?|said|feels?|wants?)\b", re.I),
    "zh": re.compile(r"您|你|他|她|两家|双方|意思|说|觉得|也就是|听下来|希望"),
}


def echoes(said: Sequence[Stretch], heard: Sequence[str], meaning: Meaning) -> Iterator[tuple[Stretch, float]]:
    """Paraphrases with their nearness: what a party said a moment ago, in the mediator's words, said to somebody."""
    told = [stretch for stretch in said if _TO_SOMEONE[stretch.language].search(stretch.text)]
    lines = [line.text for text in heard for line in stretches(text)]
    if not told or not lines:
        return
    nearness = meaning.closeness([stretch.text for stretch in told], lines).max(axis=1)
    for stretch, near in zip(told, nearness.tolist(), strict=True):
        is_asking = (stretch.asks and not _CHECKS.search(stretch.text)) or _OWN.search(stretch.text)
        if near >= ECHO and not is_asking and not _copied(stretch.text, heard):
            yield stretch, near


def _copied(text: str, heard: Sequence[str]) -> bool:
    """Whether a stretch only says a party's words again, letter by letter."""
    triples = {text[n : n + 3].casefold() for n in range(len(text) - 2)}
    if not triples:
        return True
    return any(len([t for t in triples if t in line.casefold()]) / len(triples) > VERBATIM for line in heard)
