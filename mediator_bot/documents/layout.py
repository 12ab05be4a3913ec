"""The text of a printed page goes in; the same text as a person would have typed it comes out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mediator_bot.documents.boxes import Line
from mediator_bot.documents.reading import page_text

# Ligatures and Kangxi radicals, which fonts put in place of letters; Unicode maps each to the ordinary form.
_STAND_INS = re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06]")
# The simplified radicals, for which Unicode has no such mapping (its EquivalentUnifiedIdeograph.txt has).
_RADICALS = str.maketrans(
    "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻑⻁", "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙長虎"
)
# Punctuation turned for vertical lines, and its small forms; what Unicode maps them to is partly ASCII.
_UPRIGHT = str.maketrans(
    "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈﹐﹑﹒﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞",
    "，、。：；！？〖〗…：—–（）｛｝〔〕【】《》〈〉「」『』［］，、．；：？！（）｛｝〔〕",
)
# The commonest signs of Word's symbol fonts (Symbol, Wingdings), which a PDF has at these places.
_SYMBOLS = str.maketrans(
    "\uf06c\uf06e\uf06f\uf071\uf076\uf0a3\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0e8\uf0fc\uf0fb\uf0fd\uf0fe\uf052\uf0d6\uf0b4",
    "●■□□❖□▪□•➢→→✓✗☒☑☑√×",
)
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ％]|(?<=[０-９])[．，：／－](?=[０-９])")
_CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uff60\U00020000-\U0003ffff"
WIDE = re.compile(f"[{_CJK}]")
# 调 解 协 议: justified or spread over the line; four in a row are no accident.
_SPACED_OUT = re.compile(f"(?<![\u3400-\u9fff])[{_CJK}](?: [{_CJK}]){{3,}}")
# What a Chinese sign of punctuation has around it is its own white.
_STRAY_SPACE = re.compile("(?<=[\u3400-\u9fff]) (?=[，。、；：？！）」』》】])")
_CLOSE_UP = re.compile(rf"[{_CJK}]$|\S[-–/]$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_HYPHENATED = re.compile(r"(?<=[a-zß-öø-ÿ])[-\u00ad\u2010]$")
_ROW = re.compile(r" \| |^\||\|$")
_LOWER = re.compile(r"[a-zß-öø-ÿ]")
# A line that begins so begins something new: a heading, a list item, a label, an indented paragraph, a page number.
_BEGINS = re.compile(
    r"""\s|\||\W*\d+\W*$|\#|【|[-–—•·●○■□◆◇▪▶*✓]\s*\S|[①-⑳]
    |(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:\.\d{1,2})*|[A-Za-z])[、．.)）]\s*(?!\d)
    |\d{1,2}(?:\.\d{1,2})+\s|[（(][一二三四五六七八九十\da-z]{1,3}[)）]
    |第[一二三四五六七八九十百\d]+[章节編编部]""",
    re.VERBOSE,
)
_LABEL = re.compile(r"[^\s，。；,.;]{1,6}[:：]")
_STOPS = re.compile(r"[。！？：.!?:…][”’」』\"')）]*$")
_PAUSES = re.compile(r"[；;][”’」』\"')）]*$|[”」』]$")
_EMPTY = re.compile(r"_$|^$")
# Columns (a Chinese character takes two) below which a line is a cell or a heading and not a full line of text.
# A capital or a figure often begins a table row, so that it takes a line as wide as prose to run on into one.
_SHORT_CJK, _SHORT_LATIN, _SHORT_BEFORE_CAPITAL = 12, 28, 60
# A full line is nearly as wide as the lines around it; the last line of a paragraph and a heading mostly are not.
_FULL, _AROUND = 0.8, 4


def readable(text: str) -> str:
    """Undo what printing did to a page: `typed` for lines of which nothing is known but their text."""
    return typed([Line(line) for line in page_text(text).split("\n")])


def typed(lines: Sequence[Line]) -> str:
    """Undo what printing did to a page: ligatures, radicals for characters, soft hyphens, wrapped lines.

    A word hyphenated at a line end becomes one again; a wrapped line is joined to the next, without a space
    between Chinese characters. Blank lines, headings, list items, rows and short lines stay as they are.
    """
    whole = _unwrapped([replace(line, text=_ordinary(line.text)) for line in lines]) if lines else ""
    return re.sub(r"\n{3,}", "\n\n", whole.replace("\u00ad", "")).strip("\n")


def in_one_line(lines: Sequence[str]) -> str:
    """The lines of a cell as one: hyphenated words whole, no space between Chinese characters."""
    text = ""
    for line in filter(None, (line.strip() for line in lines)):
        if _HYPHENATED.search(text) and _LOWER.match(line):
            text = text[:-1] + line
        else:
            text += (_gap(text, line) if text else "") + line
    return text


def half_width(text: str) -> str:
    """１２３ＡＢＣ as 123ABC, and the point, comma, colon, slash or dash between such digits; other punctuation stays."""
    return _FULL_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def ordinary_characters(text: str) -> str:
    """Ligatures, radicals, vertical punctuation and full-width letters and digits as the characters people type."""
    plain = _STAND_INS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return half_width(plain.translate(_RADICALS | _UPRIGHT | _SYMBOLS))


def _ordinary(line: str) -> str:
    plain = _STRAY_SPACE.sub("", _CONTROL.sub("", ordinary_characters(page_text(line))))
    return _SPACED_OUT.sub(lambda found: found.group().replace(" ", ""), plain).rstrip()


def _unwrapped(lines: Sequence[Line]) -> str:
    widths = [_width(line.text) for line in lines]
    text = lines[0].text
    for number, (line, following) in enumerate(pairwise(lines)):
        widest = max(widths[max(0, number - _AROUND) : number + _AROUND + 1])
        full = widths[number] >= _FULL * widest if following.joins is None else following.joins
        if following.joins is not False and _HYPHENATED.search(line.text) and _LOWER.match(following.text):
            text = text[:-1] + following.text
        elif full and _is_wrapped(line.text, following):
            text += _gap(line.text, following.text) + following.text
        else:
            text += "\n" + following.text
    return text


def _is_wrapped(line: str, following: Line) -> bool:
    """Whether a sentence seems to run on into the following line, or a paragraph where the place shows it."""
    if _ROW.search(line) or _EMPTY.search(line) or not following.text or _BEGINS.match(following.text):
        return False
    if _STOPS.search(line) and (not following.within or _LABEL.match(following.text)):
        return False
    if not following.joins and (_PAUSES.search(line) or _LABEL.match(following.text)):
        return False
    if not _gap(line, following.text):
        return _width(line) >= _SHORT_CJK
    return _width(line) >= (_SHORT_LATIN if following.joins or following.text[0].islower() else _SHORT_BEFORE_CAPITAL)


def _gap(line: str, following: str) -> str:
    return "" if _CLOSE_UP.search(line) or WIDE.match(following) else " "


def _width(line: str) -> int:
    return len(line) + sum(unicodedata.east_asian_width(character) in "WF" for character in line)
