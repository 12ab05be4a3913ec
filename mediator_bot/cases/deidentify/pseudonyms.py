"""The findings a reviewer accepted in; what stands in the place of each out, the same throughout a case.

People become 当事人A or Person A, dates move by the case's one secret number of weeks, everything else becomes a mark that
says what stood there. The book that leads back is a value: who seals it, and where it is kept, is the library's business.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from mediator_bot.cases.deidentify.finding import KINDS, Finding
from mediator_bot.cases.deidentify.name_words import ROLES_ZH
from mediator_bot.cases.deidentify.people import Somebody, told_apart
from mediator_bot.cases.deidentify.shift import shifted, year_of
from mediator_bot.text.language import language_of
from mediator_bot.types import Language

# Whole weeks, so that a Tuesday stays one and `last Tuesday` needs no change; far enough that no day can be guessed.
WEEKS = range(5, 27)
_ROLE_BEFORE = re.compile(rf"(?:{ROLES_ZH})[：:]?$")
_LONE_LETTER = re.compile(r"(?<![A-Za-z0-9'’.-])[A-Z](?![A-Za-z0-9'’-])")
# Years from this on are read without a century; used where a note names no year at all.
_ANY_YEAR = 2023


@dataclass(frozen=True)
class Book:
    """What leads back from a published case to the people in it: kept sealed, never beside the text.

    `days` is what every date moved by; `marks` are (mark, what stood there) of everything that is neither a person nor a
    date that could be moved.
    """

    days: int
    people: tuple[Somebody, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, for sealing."""
        return asdict(self)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Book":
        """The book that `as_json` gave."""
        people = tuple(Somebody(row["letter"], tuple(row["written"])) for row in value["people"])
        return cls(int(value["days"]), people, tuple((mark, words) for mark, words in value["marks"]))


@dataclass(frozen=True)
class Replacement:
    """What goes to `start:end` of a page."""

    page: int
    start: int
    end: int
    words: str


def new_book() -> Book:
    """The book of a case nobody has replaced anything in."""
    return Book(days=7 * secrets.choice(WEEKS) * secrets.choice((-1, 1)))


def replacements(
    pages: Mapping[int, str], accepted: Sequence[tuple[int, Finding]], book: Book
) -> tuple[tuple[Replacement, ...], Book]:
    """A replacement for every accepted (page, finding), in order, and the book with what they stand for."""
    in_order = sorted(accepted, key=lambda item: (item[0] == 0, item[0], item[1].start))
    names = [finding.text for _, finding in in_order if finding.kind == "name"]
    people = told_apart(names, book.people, _letters_in_use(pages))
    letter_of = {written: person.letter for person in people for written in person.written}
    language = language_of("\n".join(pages.values()))
    made, marks, year = [], list(book.marks), _first_year(in_order)
    for page, finding in in_order:
        words = None
        if finding.kind == "name":
            words = _person(letter_of[finding.text], pages[page][: finding.start], language)
        elif finding.kind == "date":
            year = year_of(finding.text) or year
            words = shifted(finding.text, book.days, year)
        if words is None:
            words = mark_of(finding.kind, language)
            marks += [] if (words, finding.text) in marks else [(words, finding.text)]
        made.append(Replacement(page, finding.start, finding.end, words))
    return tuple(sorted(made, key=lambda item: (item.page, item.start))), replace(
        book, people=people, marks=tuple(marks)
    )


def mark_of(kind: str, language: Language) -> str:
    """The mark that says what stood there: ［电话］, [phone]."""
    return f"［{KINDS[kind].zh}］" if language == "zh" else f"[{KINDS[kind].en}]"


def _person(letter: str, before: str, language: Language) -> str:
    """`当事人A`, and the letter alone after a word that says who it is: 调解员A, 邻居A."""
    if language == "en":
        return f"Person {letter}"
    return letter if _ROLE_BEFORE.search(before[-8:]) else f"当事人{letter}"


def _letters_in_use(pages: Mapping[int, str]) -> frozenset[str]:
    """Letters that stand for somebody in the text already; a lone A or I may be an English word."""
    found = set(_LONE_LETTER.findall("\n".join(pages.values())))
    return frozenset(found - {"I"} if found & set("BCDEF") else found - {"I", "A"})


def _first_year(accepted: Sequence[tuple[int, Finding]]) -> int:
    years = (year_of(finding.text) for _, finding in accepted if finding.kind == "date")
    return next((year for year in years if year), _ANY_YEAR)
