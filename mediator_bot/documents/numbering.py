"""The list definitions of a Word document go in; the number that Word shows before a paragraph comes out."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("〇一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰")
_ROMAN = {
    1000: "m",
    900: "cm",
    500: "d",
    400: "cd",
    100: "c",
    90: "xc",
    50: "l",
    40: "xl",
    10: "x",
    9: "ix",
    5: "v",
    4: "iv",
    1: "i",
}
_PLACE = re.compile(r"%(\d)")
_CLOSED = re.compile(r"[、。．：；）】」』]$")
_BULLET = "•"
_ID, _NUMBER, _DEPTH = qn("w:abstractNumId"), qn("w:numId"), qn("w:ilvl")
# Styles rest on one another; a circle of them must not hold us up.
_MOST_BASES = 10
# Nobody counts further; a file that does was made to do harm.
_MOST = 1000


@dataclass(frozen=True)
class _Level:
    """How one level of a list counts: `text` holds `%1` to `%9` for the counts of the levels."""

    count: Callable[[int], str]
    text: str
    start: int


@dataclass(frozen=True)
class _List:
    """One list: the kind of its levels, and where single levels of it start anew."""

    kind: str
    starts: dict[int, int]

    @classmethod
    def of(cls, element: Any) -> "_List":
        starts = {
            int(override.get(_DEPTH, 0)): int(_value(override, "w:startOverride", "1"))
            for override in element.iter(qn("w:lvlOverride"))
            if override.find(qn("w:startOverride")) is not None
        }
        return cls(_value(element, "w:abstractNumId", ""), starts)


class Numbering:
    """Counts the paragraphs of one document, which have to come in their order."""

    def __init__(self, part: Any | None, styles: Any | None) -> None:
        """`part` is the root of numbering.xml, `styles` that of styles.xml; both may be missing."""
        found = part if part is not None else ()
        self._levels = {item.get(_ID): _levels(item) for item in found if item.tag == qn("w:abstractNum")}
        self._lists = {item.get(_NUMBER): _List.of(item) for item in found if item.tag == qn("w:num")}
        self._styles = {
            item.get(qn("w:styleId")): item
            for item in (styles if styles is not None else ())
            if item.tag == qn("w:style")
        }
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Any) -> str:
        """What stands before the text, with the space after it: `1. `, `（一）`, `• `; empty for no list item."""
        number, depth = self._place(paragraph.find(qn("w:pPr")))
        listed = self._lists.get(number)
        level = self._levels.get(listed.kind, {}).get(depth) if listed else None
        if listed is None or level is None:
            return ""
        counts = self._counts[listed.kind]
        if depth in listed.starts and (number, depth) not in self._begun:
            counts[depth] = listed.starts[depth] - 1
        self._begun.add((number, depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        text = _PLACE.sub(lambda found: self._count(listed.kind, int(found[1]) - 1), level.text)
        return text if not text or _CLOSED.search(text) else f"{text} "

    def _place(self, properties: Any | None) -> tuple[str, int]:
        """The list and the level of a paragraph. What it does not say itself, its style says, or that one's base."""
        number, depth = _numbered(properties)
        style = self._styles.get(_value(properties, "w:pStyle", ""))
        for _ in range(_MOST_BASES):
            if style is None or number:
                break
            number, inherited = _numbered(style.find(qn("w:pPr")))
            depth = depth or inherited
            style = self._styles.get(_value(style, "w:basedOn", ""))
        return number, int(depth or 0)

    def _count(self, kind: str, depth: int) -> str:
        level = self._levels[kind].get(depth)
        if level is None:
            return ""
        count = self._counts[kind].get(depth, level.start)
        return level.count(count) if 0 <= count < _MOST else str(count)


def _numbered(properties: Any | None) -> tuple[str, str]:
    """The number of the list and the level as written, empty where they are not."""
    found = properties.find(qn("w:numPr")) if properties is not None else None
    return _value(found, "w:numId", ""), _value(found, "w:ilvl", "")


def _levels(abstract: Any) -> dict[int, _Level]:
    return {int(level.get(_DEPTH, 0)): _level(level) for level in abstract.iter(qn("w:lvl"))}


def _level(element: Any) -> _Level:
    kind, text = _value(element, "w:numFmt", "decimal"), _value(element, "w:lvlText", "")
    if kind == "bullet":
        return _Level(str, _BULLET, 1)
    start = _value(element, "w:start", "1")
    return _Level(_COUNTS.get(kind, str), text, int(start))


def _value(element: Any | None, name: str, default: str) -> str:
    found = element.find(qn(name)) if element is not None else None
    return default if found is None else str(found.get(qn("w:val"), default))


def _chinese(number: int) -> str:
    """Counting numbers as they are read: 十, 十一, 二十, 一百零五."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not number else "")


def _legal(number: int) -> str:
    return re.sub("^拾", "壹拾", _chinese(number).translate(_LEGAL))


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    """a to z, then aa, bb."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN.items():
        text += sign * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


_COUNTS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"), _chinese
    ),
    **dict.fromkeys(("japaneseCounting", "ideographTraditional"), _chinese),
    "chineseLegalSimplified": _legal,
    "ideographDigital": _digits,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda _: "",
}
