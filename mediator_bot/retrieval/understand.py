"""A question and what was said before in; its language, what kind of answer it asks for, and what to search for out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mediator_bot.text.language import language_of
from mediator_bot.types import Language, QuestionKind

# Not \b, for in Chinese a case number stands between characters without a space.
# People's own numbers, and those the library gives to a text that came without one.
CASE_ID = re.compile(r"(?<![a-z0-9])(?:[a-z]{2,6}-\d{4}-\d{2,5}|case-[0-9a-f]{10})(?![a-z0-9])", re.IGNORECASE)
ABOUT_THE_LIBRARY = re.compile(
    r"\b(?:uploaded|imported)\b|missing from search|quarantine|which case notes still cite|怎么撤下来|撤(?:下|出)检索|索引里.{0,6}删|上传了|没导进",
    re.I,
)
NATIONAL = re.compile(
    r"全国(?:一共|总共|合计)?[^，。]{0,10}(?:多少|总数)|(?:多少|几|数).{0,12}全国|1206\s*万|\b12\.06\b|\bnation(?:al|wide|ally)\b.{0,40}(?:figure|total|number|how many)|how many\b.{0,60}\b(?:nation(?:al|wide|ally)|in (?:all of )?china)\b",
    re.I,
)
ARTICLE = re.compile(
    r"(?:第\s*([0-9]{1,4}|[一二三四五六七八九十百零千]{1,8})\s*条)|(?:(?:\bart(?:icle|\.)?s?|\bsection|§)\s*([0-9]{1,4})\b)",
    re.I,
)

# Tried in order; the first that matches decides. Anything else asks for cases, the main job.
_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    (
        "smalltalk",
        re.compile(
            r"^\W*(?:hi|hello|hey|thanks?|thank you|good (?:morning|evening|afternoon)|who are you|what can you do|你好|您好|谢谢|在吗|你是谁|你能做什么)\W*$",
            re.I,
        ),
    ),
    (
        "practice",
        re.compile(
            r"\b(?:can|could|will) (?:yo)?u be (?:an?|my)\b|role ?-?play|let me practi[sc]e|陪我练|扮演|我说一遍你|给我挑毛病|模拟(?:一下|当事人)|\blos(?:e|t) points\b",
            re.I,
        ),
    ),
    (
        "statistics",
        re.compile(
            r"\bhow many\b|\bpercentage|success rate|settle(?:ment)? rate|\bstatistics\b|\bwhich of ours came back|成功率|反复率|复发率|多少件|有多少|几件|几起|多少起|how many of|调解数|统计|占比",
            re.I,
        ),
    ),
    (
        "statute",
        re.compile(
            r"\bwhich (?:article|law|section)|what does (?:the )?(?:law|article|civil code)|\blegal basis\b|第几条|哪一?条|哪部法|什么法|法律(?:怎么|是怎么)?规定|依据(?:是|哪)",
            re.I,
        ),
    ),
    (
        "guideline",
        re.compile(
            r"\bhow (?:do|should|can|to|would) (?:i|we|you|one|a mediator)?\b|\bsteps?\b|\bchecklist|what should (?:i|we)|what do i (?:say|ask|do)|\bwording\b|\btoo vague\b|(?:give me|need) (?:a (?:[a-z]+ ){0,3}line|wording)|ok\?|\bcan i\b"
            r"|怎么(?:开场|办|写|问|说|做|约|安排)|步骤|流程|注意什么|要不要|能不能|可不可以|还能.{0,12}吗|该(?:怎么|不该)|开场白|措辞|话术",
            re.I,
        ),
    ),
)
_CASES = re.compile(
    r"\b(?:anyone|anybody|similar|settled|split|cases?|how (?:was|were|did|have)|what did (?:ppl|people|they))\b|以前|类似|案例|案子|怎么(?:调成|弄成|调的|解决|了结)|咋(?:弄|调|解决)|有没有.{0,8}(?:成|调)",
    re.I,
)
_LEANS_ON_BEFORE = re.compile(
    r"^\W*(?:and|but|what if|what about|then|so|ok(?:ay)?)\b|^\W*(?:那|要是|如果|然后|还有|再|这个|它|他们呢|她|他)",
    re.I,
)
SHORT = 40
_CHINESE_DIGITS = {character: digit for digit, character in enumerate("零一二三四五六七八九")}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True)
class Understanding:
    """What a question asks. `search_text` is the question, with those before it that it leans on."""

    language: Language
    kind: QuestionKind
    search_text: str
    case_ids: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


def understand(question: str, before: Sequence[str] = ()) -> Understanding:
    """Tell language, kind and references from the words alone; `before` are earlier questions, oldest first."""
    language = language_of(question)
    case_ids = tuple(dict.fromkeys(match.lower() for match in CASE_ID.findall(question)))
    articles = tuple(_number(first or second) for first, second in ARTICLE.findall(question))
    return Understanding(
        language=language,
        kind="lookup" if case_ids else _kind(question, articles),
        search_text=_with_what_it_leans_on(question, before),
        case_ids=case_ids,
        articles=articles,
    )


def _with_what_it_leans_on(question: str, before: Sequence[str]) -> str:
    asked = [question]
    for earlier in reversed(before):
        if not _leans(asked[0]):
            break
        asked.insert(0, earlier)
    return "\n".join(asked)


def _leans(question: str) -> bool:
    longest = SHORT * (1 if language_of(question) == "zh" else 2)
    return len(question) <= longest and bool(_LEANS_ON_BEFORE.search(question))


def _number(written: str) -> str:
    """An article's number in digits: `1042` for 1042 and for 一千零四十二."""
    if written.isdecimal():
        return str(int(written))
    total = digit = 0
    for character in written:
        if character in _CHINESE_UNITS:
            total, digit = total + (digit or 1) * _CHINESE_UNITS[character], 0
        else:
            digit = _CHINESE_DIGITS[character]
    return str(total + digit)


def _kind(question: str, articles: Sequence[str]) -> QuestionKind:
    if ABOUT_THE_LIBRARY.search(question):
        return "smalltalk"
    if asks_too_late(question):
        return "guideline"
    if NATIONAL.search(question):
        return "guideline"  # figures that were published, not counts over this library
    kind: QuestionKind = next((kind for kind, words in _KINDS if words.search(question)), "cases")
    if kind in ("guideline", "statute") and _CASES.search(question):
        return "cases"
    return "statute" if kind in ("cases", "guideline") and articles and not _CASES.search(question) else kind


_CONFIRMATION = re.compile(r"司法确认|法院.{0,4}确认|确认.{0,4}法院|\bconfirm", re.I)
_LONG = re.compile(
    r"一个半月|[两二三四五六七八九十]个(?:多)?月|半年|[一两]年|过了三十天|超过三十|过期|six weeks|(?:two|three|four|five|six|\d+) months|a year|too late",
    re.I,
)
_DAYS = re.compile(r"(\d{1,3})\s*(?:天|日|days?)", re.I)
CONFIRMATION_DAYS = 30


def asks_too_late(question: str) -> bool:
    """Whether a question about judicial confirmation says that more than thirty days have gone (People's Mediation Law 33)."""
    if not _CONFIRMATION.search(question):
        return False
    return bool(_LONG.search(question)) or any(int(days) > CONFIRMATION_DAYS for days in _DAYS.findall(question))
