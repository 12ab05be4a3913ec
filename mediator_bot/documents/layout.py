"""The text of a printed page goes in; the same text as a person would have typed it comes out."""

import re
import unicodedata
from itertools import pairwise

from mediator_bot.documents.reading import page_text

# Ligatures and Kangxi radicals, which fonts put in place of letters; Unicode maps each to the ordinary form.
_STAND_INS = re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06]")
# The simplified radicals, for which Unicode has no such mapping (its EquivalentUnifiedIdeograph.txt has).
_RADICALS = str.maketrans(
    "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻑⻁", "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙長虎"
)
_CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uff60\U00020000-\U0003ffff"
_WIDE = re.compile(f"[{_CJK}]")
# 调 解 协 议: justified or spread over the line; four in a row are no accident.
_SPACED_OUT = re.compile(f"(?<![\u3400-\u9fff])[{_CJK}](?: [{_CJK}]){{3,}}")
_CLOSE_UP = re.compile(rf"[{_CJK}]$|\S[-–/]$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_HYPHENATED = re.compile(r"(?<=[a-zß-öø-ÿ])[-\u00ad\u2010]$")
_LOWER = re.compile(r"[a-zß-öø-ÿ]")
# A line that begins so begins something new: a heading, a list item, a label, an indented paragraph, a page number.
_BEGINS = re.compile(
    r"""\s|\W*\d+\W*$|\#|【|[-–—•·●○■□◆◇▪▶*✓]\s*\S|[①-⑳]
    |(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:\.\d{1,2})*|[A-Za-z])[、．.)）]\s*(?!\d)
    |\d{1,2}(?:\.\d{1,2})+\s|[（(][一二三四五六七八九十\da-z]{1,3}[)）]
    |第[一二三四五六七八九十百\d]+[章节編编部]|[^\s，。；,.;]{1,6}[:：]""",
    re.VERBOSE,
)
_ENDS = re.compile(r"[。！？；：.!?:;…][”’」』\"')）]*$|[”」』]$|^$")
# Columns (a Chinese character takes two) below which a line is a cell or a heading and not a full line of text.
# A capital or a figure often begins a table row, so that it takes a line as wide as prose to run on into one.
_SHORT_CJK, _SHORT_LATIN, _SHORT_BEFORE_CAPITAL = 12, 28, 60
# A full line is nearly as wide as the lines around it; the last line of a paragraph and a heading mostly are not.
_FULL, _AROUND = 0.8, 4


def readable(text: str) -> str:
    """Undo what printing did to a page: ligatures, radicals for characters, soft hyphens, wrapped lines.

    A word hyphenated at a line end becomes one again; a wrapped line is joined to the next, without a space
    between Chinese characters. Blank lines, headings, list items and short lines stay as they are.
    """
    plain = _STAND_INS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), page_text(text))
    plain = _CONTROL.sub("", plain.translate(_RADICALS))
    plain = _SPACED_OUT.sub(lambda found: found.group().replace(" ", ""), plain)
    lines = [line.rstrip() for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", _unwrapped(lines).replace("\u00ad", "")).strip("\n")


def _unwrapped(lines: list[str]) -> str:
    widths = [_width(line) for line in lines]
    parts = []
    for number, (line, following) in enumerate(pairwise(lines)):
        widest = max(widths[max(0, number - _AROUND) : number + _AROUND + 1])
        if _HYPHENATED.search(line) and _LOWER.match(following):
            parts.append(line[:-1])
        elif _is_wrapped(line, following) and widths[number] >= _FULL * widest:
            parts.append(line + _gap(line, following))
        else:
            parts.append(line + "\n")
    return "".join([*parts, lines[-1]])


def _is_wrapped(line: str, following: str) -> bool:
    """Whether a sentence seems to run on into the following line."""
    if _ENDS.search(line) or not following or _BEGINS.match(following):
        return False
    if not _gap(line, following):
        return _width(line) >= _SHORT_CJK
    return _width(line) >= (_SHORT_LATIN if following[0].islower() else _SHORT_BEFORE_CAPITAL)


def _gap(line: str, following: str) -> str:
    return "" if _CLOSE_UP.search(line) or _WIDE.match(following) else " "


def _width(line: str) -> int:
    return len(line) + sum(unicodedata.east_asian_width(character) in "WF" for character in line)
