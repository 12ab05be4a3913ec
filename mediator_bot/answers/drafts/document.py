"""The parts of a draft, and the check that it says nothing but what its facts, its sources or its form say."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mediator_bot.answers.drafts.facts import Facts
from mediator_bot.answers.drafts.wording import ALL_FIXED, day
from mediator_bot.answers.evidence import Reader
from mediator_bot.cases.render import money
from mediator_bot.types import Citation, Language, Span

DraftKind = Literal["agreement", "record", "follow-up", "summary"]
Source = Literal["user", "case", "blank", "form"]
_TOKEN = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d{2}-\d{2}|\d+(?:[.,]\d+)*"
    r"|[零〇一二三四五六七八九十百千万两]+(?=[元块天日号月年])"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it comes from; with `n` it is word for word the quote of that citation.

    `user` is from the facts, `case` from a chosen case, `blank` is to be filled in, `form` is fixed wording or an article.
    """

    text: str
    source: Source
    n: int | None = None


@dataclass(frozen=True)
class Section:
    """Sentences under a heading. An `aside` is said to the mediator and is no text of the document."""

    heading: str
    sentences: tuple[Sentence, ...]
    aside: bool = False


@dataclass(frozen=True)
class DraftDocument:
    """A draft for a person to read; every `n` of its sentences is in `citations`."""

    kind: DraftKind
    language: Language
    title: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]


def computed_days(facts: Facts) -> dict[str, datetime.date]:
    """The days that follow from the date of the agreement; empty without one.

    Visits after one month and after six, as the guideline on follow-up has it. Day 30 of the joint application to the
    court (People's Mediation Law 33) does not count the day of the agreement; the day before is the safe one.
    """
    if facts.date is None:
        return {}
    return {
        "month": months_later(facts.date, 1),
        "half_year": months_later(facts.date, 6),
        "day_30": facts.date + datetime.timedelta(days=30),
        "safe": facts.date + datetime.timedelta(days=29),
    }


def months_later(start: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(start.month - 1 + months, 12)
    first_after = datetime.date(start.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_after - datetime.timedelta(days=1)).day
    return datetime.date(start.year + year, month + 1, min(start.day, last))


def faults(draft: DraftDocument, facts: Facts, reader: Reader, referrals: Mapping[str, str]) -> list[str]:
    """What is wrong with a draft, in words: a quote that is not its span, a number or date that nobody gave."""
    quotes = {citation.n: citation for citation in draft.citations}
    known = _known(facts, referrals)
    found = []
    for sentence in (sentence for section in draft.sections for sentence in section.sentences):
        if sentence.n is not None or sentence.source == "case":
            citation = quotes.get(sentence.n or 0)
            if citation is None or sentence.text != citation.quote or not _stands(citation, reader):
                found.append(f"the quote {sentence.text!r} does not stand in its source")
        elif strange := sorted(numbers_in(sentence.text) - known - (set() if sentence.source == "user" else _FIXED)):
            found.append(f"{strange[0]!r} in {sentence.text!r} was given by nobody")
    return found


def _stands(citation: Citation, reader: Reader) -> bool:
    span = Span(citation.page, citation.start, citation.end)
    return bool(citation.quote.strip()) and reader.words(citation.document_id, citation.version, span) == citation.quote


def numbers_in(text: str) -> set[str]:
    """The numbers and whole dates of a text, thousands marks aside."""
    return {token.replace(",", "") for token in _TOKEN.findall(text)}


# Fixed wording has numbers of its own: "from 1 to 5", "day 30".
_FIXED = {token for words in ALL_FIXED for token in numbers_in(words)}


def _known(facts: Facts, referrals: Mapping[str, str]) -> set[str]:
    """Every number and date that may stand in a sentence without a quote."""
    value = facts.model_dump()
    dates = {facts.date, *(term.due for term in facts.terms)} - {None}
    days = {*dates, *computed_days(facts).values()}
    said = [*_texts(value), *referrals, *referrals.values()]
    said += [day(one, language) for one in days if one for language in ("en", "zh")]
    said += [money(float(term.amount), None) for term in facts.terms if term.amount is not None]
    return {token for text in said for token in numbers_in(text)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
