"""A written date and a number of days in; the later or earlier date out, written the same way."""

import datetime
import re
from dataclasses import dataclass

from mediator_bot.cases.deidentify.fold import fold
from mediator_bot.text.numbers import MONTH, chinese_number

_FULL = "January February March April May June July August September October November December".split()
_MONTHS = [name[:3].lower() for name in _FULL]
_CHINESE = "[〇零一二三四五六七八九十]+"
_ZH = re.compile(
    rf"(?:(?P<y>\d{{4}}|{_CHINESE})\s?年\s?)?(?P<m>\d{{1,2}}|{_CHINESE})\s?月(?:\s?(?P<d>\d{{1,2}}|{_CHINESE})\s?(?=[日号]))?"
)
_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<s>[-/.])(?P<m>\d{1,2})(?:(?P=s)(?P<d>\d{1,2}))?(?!\d)")
_PACKED = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_SLASHED = re.compile(r"(?<![\d])(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? (?P<m>{MONTH})\b\.?(?:,? ?(?:of )?(?P<y>\d{{4}}))?", re.I
)
_MONTH_FIRST = re.compile(
    rf"(?P<m>{MONTH})\b\.?(?: (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,? ?(?:of )?(?P<y>\d{{4}}))?", re.I
)
_LUNAR = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|闰|月(?:初|十[一-九]|廿|二十|三十|十五)|^[上下本当这]")
MIDDLE = 15


@dataclass(frozen=True)
class _Read:
    """What a date says, and where each part of it stands in the text."""

    year: int | None
    month: int
    day: int | None
    places: dict[str, tuple[int, int]]


def shifted(written: str, days: int, near: int) -> str | None:
    """The date `days` later, as it was written: numerals, order, words; None where it is no date of the calendar.

    `near` is the year meant where none is written; none is written then either. A month without a day moves as its middle
    does. A date of the moon calendar, and a day of a month that is not named, cannot be moved.
    """
    plain = fold(written)
    read = None if _LUNAR.search(plain) else _read(plain)
    if read is None:
        return None
    try:
        moved = datetime.date(read.year or near, read.month, read.day or MIDDLE) + datetime.timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    # 2024-05-09 keeps its noughts in every month.
    width = 2 if _PACKED.fullmatch(plain) or re.search(r"[-/.]0\d|\d{4}-\d\d-\d\d", plain) else 1
    for part, value in sorted(
        (("y", moved.year), ("m", moved.month), ("d", moved.day)), key=lambda item: -read.places.get(item[0], (0, 0))[0]
    ):
        if part in read.places:
            start, end = read.places[part]
            plain = plain[:start] + _like(plain[start:end], value, part, width) + _ordinal(plain[end:], value, part)
    return plain


def year_of(written: str) -> int | None:
    """The year a date names, if it does."""
    read = _read(fold(written))
    return read.year if read else None


def _read(plain: str) -> _Read | None:
    if match := _PACKED.fullmatch(plain) or _ISO.search(plain):
        return _parts({part: (match, part) for part in "ymd"})
    if match := _SLASHED.search(plain):
        # Day first, as most of the world writes; a second figure above twelve can only be the day.
        month, day = ("a", "b") if int(match["b"]) > 12 else ("b", "a")
        return _parts({"y": (match, "y"), "m": (match, month), "d": (match, day)})
    for match in (_ZH.search(plain), _DAY_FIRST.search(plain), _MONTH_FIRST.search(plain)):
        if match:
            return _parts({part: (match, part) for part in "ymd"})
    return None


def _parts(found: dict[str, tuple[re.Match[str], str]]) -> _Read | None:
    values: dict[str, int] = {}
    places = {}
    for part, (match, group) in found.items():
        if match[group]:
            try:
                values[part] = _value(match[group])
            except ValueError:
                return None
            places[part] = match.span(group)
    year = values.get("y")
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    return _Read(year, values["m"], values.get("d"), places) if 1 <= values.get("m", 0) <= 12 else None


def _value(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if written[0].isascii():
        return _MONTHS.index(written[:3].lower()) + 1
    return chinese_number(written)


def _like(old: str, value: int, part: str, width: int) -> str:
    """A figure written as the one it replaces."""
    if old.isdecimal():
        return (
            f"{value % 100:02}" if part == "y" and len(old) == 2 else f"{value:0{len(old) if old[0] == '0' else width}}"
        )
    if old[0].isascii():
        name = _FULL[value - 1]
        return name if len(old) > 4 or (old.lower() in ("may", "june", "july")) else name[:3]
    if part == "y":
        return "".join("〇一二三四五六七八九"[int(figure)] for figure in str(value))
    tens, ones = divmod(value, 10)
    return (
        ("" if tens < 2 else "一二三"[tens - 1])
        + ("十" if tens else "")
        + ("" if not ones else "一二三四五六七八九"[ones - 1])
    )


def _ordinal(rest: str, value: int, part: str) -> str:
    if part != "d" or not re.match(r"st|nd|rd|th", rest):
        return rest
    ending = "th" if 10 < value < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return ending + rest[2:]
