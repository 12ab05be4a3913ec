"""A case note in; what in it cannot be right, although the schema allows it, out: dates, people, sums, numbers that moved.

These are questions to the person who wrote the note, each with the field or the words it is about.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mediator_bot.cases.schema import CaseNote, Problem

# Party letters standing alone, as in `A`, `A and B`, `B、C`; a written-out role is never taken for one.
_LETTERS = re.compile(r"(?<![A-Za-z0-9-])[A-Z](?![A-Za-z0-9'’-])")
_OPENING, _CLOSING = re.compile(r"^[:：]{3,}\s*caucus", re.IGNORECASE), re.compile(r"^[:：]{3,}\s*$")
PERSONAL: Mapping[str, re.Pattern[str]] = {
    "a mobile number": re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
    "an identity number": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "a bank card number": re.compile(r"(?<!\d)\d{16,19}(?!\d)"),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE),
    "a number plate": re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁][A-Z][·\s]?[A-Z0-9]{5,6}"
    ),
}


@dataclass(frozen=True)
class Articles:
    """What the statute table knows: which articles there are, which are verified, and which numbers were given up.

    `moved` maps (law, old number) to (number now, in force since).
    """

    verified: frozenset[tuple[str, str]] = frozenset()
    moved: Mapping[tuple[str, str], tuple[str, str]] | None = None


def check_note(note: CaseNote, articles: Articles = Articles()) -> Iterator[Problem]:
    """What in a record contradicts itself."""
    yield from _dates(note)
    yield from _people(note)
    yield from _outcome(note)
    yield from _sums(note)
    yield from _articles(note, articles)


def check_text(text: str) -> Iterator[tuple[int, str]]:
    """(line, what) of words that should not stand in a note: an open private passage, personal data."""
    opened = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if _OPENING.match(line):
            if opened:
                yield number, f"a private passage begins before the one of line {opened} has ended"
            opened = number
        elif _CLOSING.match(line):
            opened = 0
        for what, pattern in PERSONAL.items():
            if found := pattern.search(line):
                yield number, f"{found.group()} looks like {what}"
                break
    if opened:
        yield opened, "a private passage begins here and never ends, so everything after it is hidden: add a line ':::'"


def _dates(note: CaseNote) -> Iterator[Problem]:
    if _earlier(note.closed_on, note.accepted_on):
        yield Problem(("closed_on",), f"closed on {note.closed_on}, before it was accepted on {note.accepted_on}")
    if _earlier(note.agreement_effective_on, note.accepted_on):
        yield Problem(
            ("agreement_effective_on",), f"in force on {note.agreement_effective_on}, before the case was accepted"
        )
    for n, term in enumerate(note.terms):
        for name, date in (("due", term.due), ("performed_on", term.performed_on)):
            if _earlier(date, note.accepted_on):
                yield Problem(("terms", n, name), f"{date} is before the case was accepted on {note.accepted_on}")
    for n, visit in enumerate(note.followups):
        if _earlier(visit.done, note.accepted_on):
            yield Problem(
                ("followups", n, "done"), f"{visit.done} is before the case was accepted on {note.accepted_on}"
            )


def _earlier(date: str | None, than: str | None) -> bool:
    """Whether a date is surely earlier: 2024 and 2024-03 may be the same day."""
    if not date or not than:
        return False
    shared = min(len(date), len(than))
    return date[:shared] < than[:shared]


def _people(note: CaseNote) -> Iterator[Problem]:
    parties = [party.pid for party in note.parties]
    for n, pid in enumerate(parties):
        if pid in parties[:n]:
            yield Problem(("parties", n, "pid"), f"two parties are called {pid}")
    for name in ("positions", "interests", "emotions"):
        for n, said in enumerate(getattr(note, name)):
            if said.pid not in parties:
                yield Problem((name, n, "pid"), f"{said.pid} is none of the parties ({', '.join(parties)})")
    named = [(("terms", n, "who"), term.who) for n, term in enumerate(note.terms)]
    named += [(("terms", n, "to_whom"), term.to_whom or "") for n, term in enumerate(note.terms)]
    if all(_LETTERS.fullmatch(pid) for pid in parties):
        for place, words in named:
            if strangers := [letter for letter in _LETTERS.findall(words) if letter not in parties]:
                yield Problem(place, f"{strangers[0]} is none of the parties ({', '.join(parties)})")


def _outcome(note: CaseNote) -> Iterator[Problem]:
    settled = note.outcome in ("full", "partial")
    if settled and not note.terms:
        yield Problem(("terms",), f"the outcome is {note.outcome}, but nothing that was agreed is written down")
    if note.outcome == "none" and note.terms:
        yield Problem(("outcome",), "not settled, yet terms are written down: should it be partial?")
    if note.recurrence_of == note.case_id:
        yield Problem(("recurrence_of",), "a case cannot come back from itself")


def _sums(note: CaseNote) -> Iterator[Problem]:
    for n, term in enumerate(note.terms):
        if term.amount is not None and term.amount < 0:
            yield Problem(("terms", n, "amount"), f"{term.amount:g} is less than nothing")
        if note.lang == "en" and term.amount is not None and not term.currency:
            yield Problem(("terms", n, "currency"), f"is missing for {term.amount:g}")


def _articles(note: CaseNote, articles: Articles) -> Iterator[Problem]:
    written = note.closed_on or note.accepted_on or ""
    for n, basis in enumerate(note.legal_basis):
        law = basis.law.removeprefix("中华人民共和国")
        moved = (articles.moved or {}).get((law, basis.article))
        if moved and basis.version_date is None and written and not _earlier(written, moved[1]):
            yield Problem(
                ("legal_basis", n, "article"),
                f"Article {basis.article} was the old number; since {moved[1]} it is {moved[0]}",
            )
        if basis.verified and (law, basis.article) not in articles.verified:
            yield Problem(("legal_basis", n, "verified"), f"{law} {basis.article} is not among the verified articles")
