"""Text in, the dates that are exact enough to find a case by out: days in any calendar, and months beside them."""

import re
from collections.abc import Iterator

from mediator_bot.cases.deidentify.finding import Finding, found
from mediator_bot.text.numbers import MONTH

_N = "[〇零一二三四五六七八九十]"
_YEAR = r"(?:(?:19|20)\d{2}|[〇零一二三四五六七八九]{4}|(?<!\d)\d{2}(?=年))"
_MON = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|廿[一二三四五六七八九]?|[①-⑳])"
_DAYS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?:(?:公元)?{_YEAR}\s?年\s?|(?:今|去|前|同|当|次|翌|本|明)年\s?)?(?<![\d.十]){_MON}\s?月\s?{_DAY}\s?[日号]",
        rf"(?:(?:{_YEAR}\s?年|(?:今|去|前|同|当|次|翌|明)年)\s?)?(?:农历|阴历|旧历)?\s?(?:[闰]?(?:正|腊|冬|[一二三四五六七八九十]{{1,2}}|1[0-2]|[1-9])月)(?:初[一二三四五六七八九十]|十[一二三四五六七八九]|廿[一二三四五六七八九]|二十[一二三四五六七八九]?|三十|十五)(?![天个日号多几\d月年万元])",
        r"(?<![\d.])(?:19|20)\d{2}(?P<s>[-/.])(?:1[0-2]|0?[1-9])(?P=s)(?:3[01]|[12]\d|0?[1-9])(?![\d/-]|\.\d)(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?",
        r"(?<![\d.])(?:19|20)\d{2}(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])(?!\d)",
        r"(?<![\d./-])(?:3[01]|[12]\d|0?[1-9])(?P<t>[/.-])(?:3[01]|[12]\d|0?[1-9])(?P=t)(?:(?:19|20)\d{2}|\d{2})(?![\d/-]|\.\d)",
        rf"(?:\b(?:the )?)?(?<![\d.])(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?: day)?(?: of)? {MONTH}\b\.?(?:,? ?(?:(?:19|20)\d{{2}}|of (?:19|20)\d{{2}}|['’]\d{{2}}))?",
        rf"\b{MONTH}\.? (?:the )?(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|:| ?(?:per|%))(?:,? ?(?:19|20)\d{{2}})?",
        rf"(?:上个?|本|这个|当|下个?)月\s?{_DAY}\s?[日号]",
        r"(?<!\d)(?:3[01]|[12]\d|[1-9])号(?=[早上下中晚凌那当之开到去来我他她双调]|[，。])",
        r"\bthe (?:3[01]|[12]?\d)(?:st|nd|rd|th)(?: of (?:last|this|next|that) month)?(?! (?:floor|time|session|year|day|visit|week|month|meeting|article|of [A-Z]?[a-z]+ ))(?=[,.;]| (?:of (?:last|this|next|that) month|and|when|at|in the|he|she|they))",
    )
)
# Of use only beside a day: once the days move, the months must.
_MONTHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_YEAR}\s?年\s?|(?:今|去|前|同|当|次|翌|明)年\s?)(?<![\d十]){_MON}\s?月(?:份|底|初|末|中旬|上旬|下旬)?(?!\s?\d)",
        rf"(?<![\d.十个第几数每半满整近]){_MON}月(?:份|底|初|末|中旬|上旬|下旬)?(?!\s?\d|初|[一二两三四五六七八九十]?[天搬个周])",
        r"(?<![\d.])(?:19|20)\d{2}[-/](?:1[0-2]|0[1-9])(?![\d/-])",
        rf"\b{MONTH}\.?,? (?:of )?(?:19|20)\d{{2}}(?!\d)",
        r"\b(?:January|February|April|June|July|August|September|October|November|December)\b|(?<=[Ii]n )(?:March|May)\b|(?<=[Ss]ince )(?:March|May)\b|(?<=[Bb]y )(?:March|May)\b|(?<=of )(?:March|May)\b",
    )
)
# 第三十二条第1月 is no date, nor is a version or a paragraph.
_NO_DATE = re.compile(r"(?:版本|第|v|version |section |article |para(?:graph)? |clause )$", re.I)


def exact_dates(text: str) -> Iterator[Finding]:
    """Every day that is written out, in a folded text."""
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            if not _NO_DATE.search(text, max(0, match.start() - 10), match.start()):
                yield found("date", match, 0.9, "a day")


def months(text: str) -> Iterator[Finding]:
    """Every month without a day, with or without its year."""
    for pattern in _MONTHS:
        yield from (found("date", match, 0.7, "a month in a note that gives days") for match in pattern.finditer(text))
