"""Text in, the dates in it out, as exact as they are written; a year that is not written comes from the dates before it."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mediator_bot.text.numbers import MONTH, chinese_number

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DIGITS = "〇零一二三四五六七八九"
_SMALL = "(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = rf"(?P<y>(?:19|20)\d{{2}}|[{_DIGITS}]{{4}})"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
# 三月初五, 腊月 and 正月 are lunar; the last week of May is no day, and 三月 in 每三月 no month.
_LUNAR = re.compile(r"农历|阴历|旧历|[每满近整]$|(?:week|weeks) (?:of|in) $", re.IGNORECASE)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d{_DIGITS}]){_YEAR}\s?年\s?(?:(?P<m>\d{{1,2}}|{_SMALL})\s?月(?!初[一二三四五六七八九十])(?:份|\s?(?P<d>\d{{1,2}}|{_SMALL})\s?[日号])?(?P<end>月?底|末)?)?",
        r"(?<![\d.])(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?(?![\d/-]|\.\d)",
        r"(?<![\d./-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<y>(?:19|20)\d{2})(?!\d)",
        rf"(?P<same>同年|当年|次年|第二年|翌年)?(?<![\d{_DIGITS}十个])(?P<m>\d{{1,2}}|{_SMALL})月(?!初[一二三四五六七八九十]|[一二两三四五六七八九十]?[天搬个周])(?:份|(?P<d>\d{{1,2}}|{_SMALL})[日号])?(?P<end>月?底|末)?",
        rf"(?<!\d)(?:(?P<end>end of )|{_DAY} (?:of )?)(?P<m>{MONTH})\b\.?(?:,? (?:of )?{_YEAR})?",
        rf"\b(?P<m>{MONTH})\.? {_DAY}(?!\d)(?:,? {_YEAR})?",
        rf"\b(?P<m>{MONTH})\.?,? (?:of )?{_YEAR}(?!\d)",
        r"\b(?P<m>(?:January|February|March|April|June|July|August|September|October|November|December)|(?<=in )May|(?<=since )May)\b",
    )
)
LOOKS_BACK = 3
_ANY = re.compile(rf"\d|月|年|\b{MONTH}\b", re.IGNORECASE)
_NEXT_YEAR = ("次年", "第二年", "翌年")


@dataclass(frozen=True)
class Dated:
    """A date at `start:end` of its text: `2024`, `2024-03` or `2024-03-15`.

    `sure` is False where the year comes from elsewhere or day and month could be read either way. `last` is the last
    day it can mean, so that `by the end of May` and `by 31 May` are one.
    """

    value: str
    start: int
    end: int
    sure: bool
    is_end: bool = False

    @property
    def deadline(self) -> str:
        """The day meant by `before the end of May`; otherwise the date as written."""
        if not self.is_end or len(self.value) != 7:
            return self.value
        year, month = map(int, self.value.split("-"))
        return f"{self.value}-{calendar.monthrange(year, month)[1]:02}"


def dates(text: str, near: str | None = None, *, forward: bool = False) -> Iterator[Dated]:
    """Every date, in order, without overlaps.

    Where the year is not written, it is that of the date before in the text, or of `near` (a date written earlier),
    or one beside it: a note goes forward, so that a month is one of the `LOOKS_BACK` before the other date or one of
    those after it; with `forward`, never before. Without either, such a date is
    left out, as are lunar dates and stretches such as the last week of May.
    """
    for match in _matches(text):
        found = match.groupdict()
        written = _year(found.get("y"))
        month, day, is_sure = _month_and_day(found)
        year = written or _near(near, month, forward=forward, same=found.get("same"))
        if year is None or (value := _iso(year, month, day)) is None:
            continue
        near = value
        yield Dated(value, *match.span(), sure=is_sure and written is not None, is_end=bool(found.get("end")))


def _matches(text: str) -> list[re.Match[str]]:
    """The longest match at each place; of several forms the first in the table."""
    found: list[re.Match[str]] = []
    if not _ANY.search(text):
        return found
    taken = bytearray(len(text))
    for form in _FORMS:
        for match in form.finditer(text):
            is_free = not any(taken[match.start() : match.end()])
            if is_free and not _LUNAR.search(text, max(0, match.start() - 9), match.start()):
                found.append(match)
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return sorted(found, key=lambda match: match.start())


def _month_and_day(found: dict[str, str | None]) -> tuple[int | None, int | None, bool]:
    if found.get("a"):
        first, second = int(found["a"] or 0), int(found["b"] or 0)
        # 5/3/2024 is the fifth of March to most and the third of May to some; 3/15/2024 can only be one.
        return (first, second, True) if second > 12 else (second, first, first > 12)
    month, day = found.get("m"), found.get("d")
    return (_month(month) if month else None), (_number(day) if day else None), True


def _month(written: str) -> int:
    return _MONTHS.index(written[:3].lower()) + 1 if written[0].isalpha() and written[0].isascii() else _number(written)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else chinese_number(written)


def _year(written: str | None) -> int | None:
    return _number(written) if written else None


def _near(near: str | None, month: int | None, *, forward: bool, same: str | None) -> int | None:
    if near is None or month is None:
        return None
    year, other = int(near[:4]), int(near[5:7] or 0)
    if same:
        return year + (same in _NEXT_YEAR)
    if not other:
        return year
    return year + (month - other < -LOOKS_BACK * (not forward)) - (month - other >= 12 - LOOKS_BACK * (not forward))


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    if month is None:
        return f"{year}"
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")
