"""Text in, the sums of money in it out: value, currency and place, in the written forms of both languages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mediator_bot.text.numbers import ENGLISH_NUMBER, chinese_number, english_number

_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "us$": "USD", "hk$": "HKD", "¥": "CNY"}
_NAMES = {
    "CNY": "人民币 元 圆 块钱 块 yuan rmb cny kuai",
    "EUR": "欧元 euro euros eur",
    "GBP": "英镑 pound pounds gbp quid",
    "USD": "美元 美金 dollar dollars usd",
    "HKD": "港元 港币 hkd",
}
_CURRENCIES = _SIGNS | {name: code for code, names in _NAMES.items() for name in names.split()}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_NUMERALS = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "k": 1000}
_SCALES |= {"hundred": 100, "thousand": 1000, "million": 1_000_000}

# 1,400 and 1，400; 3.2万, 1万2, 3万2千; 1.8k; 三万二; fourteen hundred.
_FIGURES = r"(?<![\d.])(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d{1,2}(?!\d))?"
_SCALED = (
    rf"{_FIGURES}(?: ?[百千万亿](?:[\d一二三四五六七八九]千?(?![\d{_NUMERALS}]))?| ?(?:k|hundred|thousand|million)\b)?"
)
# 块 counts bricks too; as money it stands before 钱, a mark, a verb or the end.
_NAME = (
    r"欧元|英镑|美[元金]|港[元币]|人民币|[元圆](?![旦月宵])|块钱|块(?=[，。；、！？,.;）)”\s]|$|[还付给赔退没到])"
    r"|(?:yuan|RMB|CNY|kuai|euros?|EUR|pounds?|GBP|quid|dollars?|USD|HKD)\b"
)
_SUM = re.compile(
    rf"(?:(?P<sign>(?:US|HK)?\$|[£€¥]|人民币|港币|美[元金]|欧元|英镑|(?<![A-Za-z])(?:EUR|GBP|USD|CNY|RMB|HKD)(?![A-Za-z])) ?)?"
    rf"(?P<number>{_SCALED}|[{_NUMERALS}]{{1,20}}|{ENGLISH_NUMBER.pattern})(?:[ -]?[余多]?(?P<name>{_NAME}))?",
    re.IGNORECASE,
)
# What makes a bare number money: a word of paying or of worth before it …
_PAYING = re.compile(
    r"(?:[赔付给退扣出欠还补垫收交剩卡款费钱值减罚价]|押金|工资|借|索|承担|损失|要求?|报|各|算|折|共|加|计)[^，。；：、？！\d]{0,6}$"
    r"|\b(?:pa(?:y|ys|id|ying)|return\w*|refund\w*|repa(?:y|id)\w*|deposits?|claim\w*|ow(?:e|es|ed|ing)|costs?|charg\w+|offer\w*"
    r"|wants?|wanted|ask(?:s|ed|ing)?|demand\w*|worth|price\w*|fees?|bills?|billed|balance|sums?|waive\w*|takes?|took|accept\w*|settled?"
    r"|less|keeps?|kept|value\w*|quote|send\w*|gives?|gave|received?|of|for|at|contribut\w+|instalments?)\b[^.;:!?\n\d]{0,24}$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r" (?:back|each|a month|per month|off|up front|towards|in full|this week)\b|[，。；、）)]|给|一次|的押金", re.I
)
# … and no word after it that counts something else.
_UNIT = re.compile(
    r"[多余来几]?(?: ?%| ?％|[个人户天日号年月周岁次条项间张本份页层楼栋期遍句字里步斤吨亩棵只头辆台套件位名口点分时秒度倍成折平公米尺寸厘毫]|块|小时|钟"
    r"|st\b|nd\b|rd\b|th\b|:\d|[-–]\w| ?(?:a\.?m|p\.?m)\b"
    r"|[ -](?:per ?cent|days?|weeks?|months?|years?|hours?|minutes?|times?|metres?|meters?|cm\b|km\b|m\b|people|persons?|children|boys?|girls?"
    r"|pages?|pictures?|photo\w*|items?|flats?|rooms?|keys?|sessions?|meetings?|steps?|terms?|lines?|parties|sides|men|women|crossings?|shifts?"
    r"|nights?|instalments?|working|calendar|o'clock|decibels|square|different|others?|of (?:us|them|the|those|these|my|our|her|his)\b))",
    re.IGNORECASE,
)
LEAST_BARE = 20


@dataclass(frozen=True)
class Amount:
    """A sum at `start:end` of its text. `currency` is an ISO code, or None where none is written."""

    value: float
    currency: str | None
    start: int
    end: int


def amounts(text: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Amount]:
    """Every sum, in order. A number without a currency counts where it is paid, asked for or owed.

    `taken` are places that are something else, such as dates.
    """
    for match in _SUM.finditer(text):
        start, end = match.span()
        if any(first < end and start < last for first, last in taken):
            continue
        marked = match["sign"] or match["name"]
        value = _value(match["number"].lower())
        if value and (marked or _is_paid(text, match, value)):
            yield Amount(value, _CURRENCIES.get(marked.lower()) if marked else None, start, end)


def _value(written: str) -> float:
    if figures := re.match(r"[\d,，.]+", written):
        base = Decimal(re.sub("[,，]", "", figures.group()).rstrip("."))
        rest = written[figures.end() :].strip()
        scale = next((_SCALES[name] for name in (rest, rest[:1]) if name in _SCALES), 1)
        tail = rest[1:] if rest[:1] in "百千万亿" else ""
        digit = int(tail[0]) if tail[:1].isdecimal() else chinese_number(tail[0]) if tail else 0
        # 3万2千 says the unit of its last digit, 1万2 leaves it to be a tenth.
        return float(base * scale + digit * (1000 if tail.endswith("千") else scale // 10))
    if written[0] in _NUMERALS:
        return float(chinese_number(written.translate(_FORMAL)))
    return float(english_number(written))


def _is_paid(text: str, match: re.Match[str], value: float) -> bool:
    start, end = match.span()
    if _UNIT.match(text, end) or text[max(0, start - 1) : start] in ("第", "/", "-", "–", "#", "§"):
        return False
    written = match["number"]
    if written[0] in _NUMERALS and not re.search("[百千万亿佰仟]", written):
        return False
    is_year = written.isdecimal() and len(written) == 4 and 1900 <= value <= 2100
    # 要求换整套，一万六；: a clause of its own.
    is_clause = written[0] in _NUMERALS and text[start - 1 : start] in "，：、" and text[end : end + 1] in "，；。"
    is_paid = is_clause or bool(_PAYING.search(text, max(0, start - 40), start))
    return value >= LEAST_BARE and not is_year and is_paid
