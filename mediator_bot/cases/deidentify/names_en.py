"""English text in, the people it names out, and the bodies: titles, kin, introductions, proper nouns, and spaCy together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mediator_bot.cases.deidentify.finding import Finding, found
from mediator_bot.cases.deidentify.name_words import KIN_EN, LARGE_EN, NOT_NAMES_EN, TITLES_EN
from mediator_bot.cases.deidentify.tagger import Word

_CAP = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĐĆ][\w'’À-ɏ-]*[\wÀ-ɏ]|[A-Z]\."
_NAME = rf"(?:{_CAP})(?:[ ](?:(?:{_CAP})|[A-Z]\b\.?|van|von|de|der|den|da|dos|del|di|la|le|bin|al|ter|O['’][A-Z]\w+))*"
_TITLED = re.compile(
    rf"\b(?P<it>(?:{TITLES_EN})\b\.? ?(?:{_NAME}))|(?i:\b(?:mr|mrs|ms|miss|dr)\b\.? )(?P<low>[a-z]{{3,}}(?: [a-z]{{3,}})?)(?= (?:said|says|was|is|has|had)\b|[.,?!]|$)"
)
_KIN = re.compile(rf"\b(?i:{KIN_EN}),? (?:is |was |called |named )?(?P<it>{_NAME})")
_SAID = re.compile(
    rf"\b(?i:(?:my|his|her|the|full|first|last|sur|maiden|given|family)[ -]?name(?:'s)? (?:is|was)|name:|called|named|known as|goes by|calls? (?:me|him|her)|call me|i am|i'm|this is|signed(?: by)?|regards,|sincerely,|contact|cc:|attn:?|dear|hi|hello|hey|from:|to:)\s+(?P<it>{_NAME})"
    r"|\b(?i:my name is|name's|call me|name:)\s+(?P<low>[a-zà-ɏ]{3,}(?: [a-zà-ɏ]{1,})?(?: [a-zà-ɏ]{3,})?)"
)
_SPEAKER = re.compile(rf"^(?P<it>{_NAME})(?=:\s)", re.M)
_OPENS = re.compile(
    rf"(?:^|[.!?\n]\s+)(?P<it>{_NAME})(?=(?:['’]s)? (?:lives?|lived|said|says|agreed|asked|told|wants?|wanted|refused|paid|owes|owed|moved|works?|worked|called|rang|signed|claims?|claimed|offered|felt|and [A-Z]\w+ (?:are|were|have|had|agreed|said)|is|was|has|had|will|did|does)\b|, (?:can|could|please|who|aged|\d\d|from|a |an |the ))"
)
_PART = re.compile(r"[^\W\d_][\w'’-]*")
_INITIAL = re.compile(r" [A-Z]\.?(?= [A-Z])")
_BODY = re.compile(
    rf"\b(?:(?:{_CAP})(?: (?:&|and|of|for) | )){{1,5}}(?:Ltd|Limited|LLC|Inc|PLC|plc|LLP|Corp|Corporation|Company|Co|Group|Bank|School|Academy|Hospital|Clinic|Surgery|Church|Mosque|Temple|College|University|Association|Trust|Nursery|Restaurant|Caf[ée]|Bakery|Garage|Plumbing|Builders|Construction|Properties|Lettings|Estates|Motors|Services|Solutions|Club|Centre|Center)\b\.?"
)
_BODY_TAGS = frozenset({"ORG"})
_PLACE_TAGS = frozenset({"GPE", "LOC", "FAC"})
_NEVER = frozenset(
    {
        "DATE",
        "TIME",
        "MONEY",
        "PERCENT",
        "CARDINAL",
        "ORDINAL",
        "QUANTITY",
        "LAW",
        "LANGUAGE",
        "NORP",
        "WORK_OF_ART",
        "EVENT",
        "PRODUCT",
    }
)


def english_names(text: str, words: Sequence[Word]) -> Iterator[Finding]:
    """Every mention of a person, a body or a place in a text; `words` are what the tagger saw in it."""
    seen = (*_by_pattern(text), *_by_model(text, words))
    first = [_without_opening(finding) for finding in seen if _is_name(finding.text)]
    yield from first
    people = {
        part
        for finding in first
        if finding.kind == "name" and finding.confidence > 0.6
        for part in _PART.findall(finding.text)
    }
    for part in {part for part in people if len(part) > 2 and _is_name(part) and not re.fullmatch(TITLES_EN, part)}:
        again = re.finditer(rf"(?<![\w@.]){re.escape(part)}(?![\w@]|\.\w)", text)
        yield from (found("name", match, 0.7, "named elsewhere in the text") for match in again)
    yield from (found("organisation", match, 0.7, "form of a company or body") for match in _BODY.finditer(text))


def _by_pattern(text: str) -> Iterator[Finding]:
    for pattern, confidence, why in (
        (_TITLED, 0.95, "follows a title"),
        (_KIN, 0.85, "follows a role"),
        (_SAID, 0.85, "introduced by name"),
        (_SPEAKER, 0.7, "speaks in a transcript"),
        (_OPENS, 0.7, "opens a sentence and acts"),
    ):
        for match in pattern.finditer(text):
            group = "it" if match["it"] else "low"
            yield found("name", match, confidence, why, group)


def _by_model(text: str, words: Sequence[Word]) -> Iterator[Finding]:
    """Runs of proper nouns, by what most of their words were read as."""
    for run in _runs(text, words):
        start, end = run[0].start, run[-1].end
        kind, confidence, why = _read(run, text[start:end])
        if kind:
            yield Finding(kind, start, end, text[start:end], confidence, why)


def _runs(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        written = text[word.start : word.end]
        is_in = (word.entity not in _NEVER and word.pos == "PROPN" and written[:1].isupper()) or word.entity == "PERSON"
        is_in = is_in or (bool(run) and bool(re.fullmatch(r"[A-Z]\.?", written)) and word.entity not in _NEVER)
        joined = bool(run) and text[run[-1].end : word.start] in (" ", "-", "")
        if run and not (is_in and joined and run[-1].entity == word.entity):
            yield run
            run = []
        if is_in and written.lower().rstrip(".") not in NOT_NAMES_EN and _PART.match(written):
            run.append(word)
    if run:
        yield run


def _read(run: Sequence[Word], written: str) -> tuple[str | None, float, str]:
    entities = {word.entity for word in run}
    if "PERSON" in entities:
        return "name", 0.85, "read as a person"
    if entities & _PLACE_TAGS:
        known = all(part.lower() in LARGE_EN for part in _PART.findall(written))
        return (None if known else "small_place"), 0.6, "read as a place"
    if entities & _BODY_TAGS:
        return (None if written.isupper() else "organisation"), 0.6, "read as a body"
    is_place = all(part.lower() in LARGE_EN for part in _PART.findall(written))
    return (None if is_place or written.isupper() else "name"), 0.5, "a proper noun"


def _without_opening(finding: Finding) -> Finding:
    """`Mrs Alvarez` for `Then Mrs Alvarez`: ordinary words at the start are no part of a name."""
    start = 0
    for part in _PART.finditer(finding.text):
        start = part.start()
        if part.group().lower() not in NOT_NAMES_EN or re.fullmatch(TITLES_EN, part.group(), re.I):
            break
    return replace(finding, start=finding.start + start, text=finding.text[start:])


def _is_name(words: str) -> bool:
    """Whether anything is left once ordinary words are taken away."""
    return any(part.lower() not in NOT_NAMES_EN and len(part) > 1 for part in _PART.findall(words))
