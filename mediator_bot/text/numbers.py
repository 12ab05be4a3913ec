"""Text in, the figures it states out, each in one form however it is written: 1,400 and 一千四百 and fourteen hundred."""

import re
import unicodedata
from decimal import Decimal

_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?: ?([百千万亿]|hundred\b|thousand\b|million\b|k\b))?( ?(?:%|per ?cent))?", re.I)
_SCALES = {"百": 100, "千": 1000, "k": 1000, "万": 10_000, "亿": 100_000_000}
_SCALES |= {"hundred": 100, "thousand": 1000, "million": 1_000_000}

# A lone 一 or `one` is mostly an article; before a unit of measure it is a number. Runs are bounded, so that no text
# can spell a number too great to write down.
_CHINESE_UNIT = "个?(?:月|年|天|日|周|元|块|万|千|百|次|号|条|岁|小时|分钟|成|倍)"
_CHINESE = re.compile(
    rf"(?:万一|十分(?!钟)|百姓)|(?<![\d.])(?!一(?!{_CHINESE_UNIT}|[零〇一二两三四五六七八九十百千万亿]))[零〇一二两三四五六七八九十百千万亿]{{1,20}}"
)
_DIGITS = {character: digit for digit, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ALL_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_SPOKEN = re.compile(r"([百千万亿])[一二三四五六七八九]$")

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split(), 1)} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), 2)
}
_ORDINALS = {
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_OTHERS = {"half": "0.5", "twice": "2", "dozen": "12"} | {word: str(n) for word, n in _ORDINALS.items()}
_SMALL = (
    rf"(?:(?:{_TENS.replace(' ', '|')})(?:[- ](?:{'|'.join(_ONES.split()[:9])}))?|{'|'.join(reversed(_ONES.split()))})"
)
ENGLISH_NUMBER = re.compile(
    rf"\b(?:a(?= (?:hundred|thousand|million)\b)|{_SMALL})\b(?:[- ](?:hundred|thousand|million)\b(?:,?(?: and)? {_SMALL}\b)?){{0,6}}",
    re.I,
)
_ENGLISH_UNIT = re.compile(r"[- ](?:day|night|week|month|year|hour|minute|time|metre|per ?cent)", re.I)
_OTHER = re.compile(rf"\b(?:{'|'.join(_OTHERS)})\b|半(?!夜|路)", re.I)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4}) ?[-/年] ?(?P<m>\d{1,2})(?!\d)(?: ?[-/月] ?(?P<d>\d{1,2})(?!\d)[日号]?|月)?",
        r"(?<!\d)(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]?)?",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{MONTH})\b(?:,? (?P<y>\d{{4}}))?",
        rf"\b(?P<m>{MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y>\d{{4}}))?",
        rf"\b(?P<m>{MONTH}),? (?P<y>\d{{4}})(?!\d)",
    )
)


def figures(text: str) -> frozenset[str]:
    """The numbers, shares and dates of a text: `1400`, `12.5`, `90%`, `2024-09-05`.

    A date also gives what it implies (`2024-09`, `2024`, `--09-05`, `--09`), so that a text whose figures are all
    among those of another states no number that the other does not.
    """
    joined = _THOUSANDS.sub(lambda amount: amount.group().replace(",", ""), text)
    plain = unicodedata.normalize("NFKC", joined).replace("百分之", "之")
    plain = _CHINESE.sub(_from_chinese, plain)
    plain = _OTHER.sub(
        lambda found: f" {_OTHERS.get(found.group().lower(), '0.5')} ", ENGLISH_NUMBER.sub(_from_english, plain)
    )
    plain = re.sub(r"之 ?(\d+(?:\.\d+)?)", r" \1% ", plain)
    found: set[str] = set()
    for pattern in _DATES:
        found |= {form for date in pattern.finditer(plain) for form in _implied(date.groupdict())}
        plain = pattern.sub(" ", plain)
    return frozenset(found | {_canonical(number) for number in _NUMBER.finditer(plain)})


def _canonical(number: re.Match[str]) -> str:
    value = Decimal(number[1]) * _SCALES.get((number[2] or "").lower(), 1)
    return f"{value.normalize():f}" + ("%" if number[3] else "")


def _implied(date: dict[str, str | None]) -> set[str]:
    year, day = date.get("y"), date.get("d")
    named = date["m"] or ""
    month = f"{int(named) if named.isdecimal() else _MONTHS.index(named[:3].lower()) + 1:02}"
    forms = {f"--{month}"}
    if year:
        forms |= {year, f"{year}-{month}"}
    if day:
        forms |= {f"{start}-{month}-{int(day):02}" for start in (year, "-") if start}
    return forms


def _from_chinese(found: re.Match[str]) -> str:
    """`1400` for 一千四百, `2024` for 二〇二四; words that only look like a number stay."""
    written = found.group()
    is_word = written == "万一" or not _ALL_NUMERAL.fullmatch(written)
    return written if is_word else str(chinese_number(written))


def chinese_number(written: str) -> int:
    """`1400` for 一千四百 and for the spoken 一千四; `2024` for 二〇二四. Raises ValueError for anything but numerals."""
    if not _ALL_NUMERAL.fullmatch(written):
        raise ValueError(f"{written!r} is no Chinese numeral")
    if set(written) <= set(_DIGITS):
        return int("".join(str(_DIGITS[character]) for character in written))
    total = section = digit = 0
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "万亿":
            total, section, digit = (total + section + digit or 1) * _SCALES[character], 0, 0
        else:
            section, digit = section + (digit or 1) * {"十": 10, **_SCALES}[character], 0
    # 三万二 is thirty-two thousand: the last digit counts what stands before it down by ten. 三万零二 says so itself.
    spoken = _SPOKEN.search(written)
    return total + section + digit * (_SCALES[spoken[1]] // 10 if spoken else 1)


def _from_english(found: re.Match[str]) -> str:
    """`250` for two hundred and fifty; a lone `one` stays where nothing is counted."""
    written = found.group().lower()
    if written == "one" and not _ENGLISH_UNIT.match(found.string, found.end()):
        return found.group()
    return str(english_number(written))


def english_number(written: str) -> int:
    """`250` for two hundred and fifty; words that are no numbers count nothing."""
    total = current = 0
    for word in re.findall(r"[a-z]+", written.lower()):
        if word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0
        else:
            current += _WORDS.get(word, 1 if word == "a" else 0)
    return total + current
