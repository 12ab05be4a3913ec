"""A note in; the articles of law it names out, each with the law named beside it or shortly before."""

import re
from collections.abc import Iterator

from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Prose
from mediator_bot.text.numbers import chinese_number

# How laws are called for short.
_FULL_NAMES = {
    "民诉法": "民事诉讼法",
    "民诉法解释": "最高人民法院关于适用民事诉讼法的解释",
    "治安处罚法": "治安管理处罚法",
    "治安法": "治安管理处罚法",
    "消法": "消费者权益保护法",
    "消保法": "消费者权益保护法",
    "劳动仲裁法": "劳动争议调解仲裁法",
    "反家暴法": "反家庭暴力法",
    "土地法": "土地管理法",
}
# 办法, 方法 and 说法 are no laws, nor is the first half of 法院.
_CHINESE_LAW = (
    r"《[^》\n]{2,40}》(?:[（(]\d{4}[^）)]{0,6}[）)])?"
    r"|(?:中华人民共和国)?(?:民法典|民诉法(?:解释)?|消法|(?:(?![的按照据依和与及在是从引用现对看于到了讲这有\da-zA-Z])\w){2,14}?"
    r"(?:(?<![办方做说看想违合司执立语无写用手守普讲疗书])法|条例|程序规定|司法解释))(?![院官律规定庭治人医子典])"
)
_ENGLISH_LAW = (
    r"\b(?:[A-Z][\w’'-]*(?: (?:of|on|and|for|the|to))* ){1,7}?"
    r"(?:Code|Law|Act|Regulations?|Rules|Ordinance|Interpretation)\b(?: \d{4})?"
)
_NUMERAL = r"(?:\d{1,4}|[零〇一二两三四五六七八九十百千]{1,9})"
_AND = r"\s?(?:[、，,和及与]|以及|至|到|[-–—~～])\s?"
_REFERENCE = re.compile(
    # Contracts and the parties' own agreements have articles too.
    r"(?P<contract>(?:合同|协议|公约|租约|规约)书?[的里中]?(?=第)|(?i:\b(?:contract|agreement|lease|policy)),? (?=[Aa]rt|[Ss]ection))"
    rf"|(?P<law>{_CHINESE_LAW}|{_ENGLISH_LAW})"
    # 第288条; 第205、206条; 第二百零五条至第二百零六条
    rf"|第\s?(?P<zh>{_NUMERAL}(?:条?{_AND}第?\s?{_NUMERAL}){{0,12}})\s?条"
    # 民法典288条, only close behind a law or another article
    rf"|(?P<bare>{_NUMERAL}(?:{_AND}{_NUMERAL}){{0,12}})\s?条"
    r"|(?:\b[Aa]rt(?:icle)?s?\.?|\b[Ss]ections?|§§?)\s?"
    r"(?P<en>\d{1,4}(?:\(\d\))?(?:(?:,? (?:and|or|to) |, ?| ?[-–—&] ?)\d{1,4}(?:\(\d\))?){0,12})"
)
_LAW_AFTER = re.compile(rf"(?: of| in| under)?(?: the)? (?P<law>{_ENGLISH_LAW})")
_CONTRACT_AFTER = re.compile(
    r" (?:of|in|under) (?:\w+ ){1,4}?(?:contract|agreement|lease|policy|tenancy|constitution)\b"
)
_HOUSE_RULES = re.compile(r"(?:规约|公约|合同|协议书?|章程|守则)》")
_OPENING = re.compile(r"^(?:中华人民共和国|(?:(?:Under|By|In|See|As|And|PRC|Chinese|China’s|China's|[Tt]he) )+)")
_YEAR = re.compile(r"[（(]\d{4}.*[）)]$| \d{4}$")
_RANGE = re.compile(r"至|到|[-–—~～]|\bto\b")
WIDEST_RANGE = 12
# For how many sentences a law stays the one that is meant, and how close `bare` has to follow.
MEMORY, CLOSE = 2, 3


def legal_basis(prose: Prose) -> Iterator[Proposal]:
    """One proposal for each article that a law is named for; none for the clauses of a contract."""
    seen: set[tuple[str, str]] = set()
    law, named_in = "", -MEMORY
    for sentence in prose.sentences:
        law = law if sentence.number - named_in <= MEMORY else ""
        begin = end = -CLOSE - 1
        for match in _REFERENCE.finditer(sentence.text):
            is_close = match.start() - end <= CLOSE
            if match["law"] and not _HOUSE_RULES.search(match["law"]):
                law, named_in, (begin, end) = _name(match["law"]), sentence.number, match.span()
            elif match["contract"] or match["law"]:
                law = ""
            elif not match["bare"] or is_close:
                named, stop = _law_after(sentence.text, match, law)
                is_beside = named_in == sentence.number or stop > match.end()
                rule = "legal_basis.beside" if is_beside else "legal_basis.before"
                span = sentence.span(begin if is_close and begin >= 0 else match.start(), stop)
                for article in _articles(match):
                    if named and (named, article) not in seen:
                        seen.add((named, article))
                        yield proposed("legal_basis", {"law": named, "article": article}, span, rule)
                begin, end = -1, stop


def _law_after(text: str, match: re.Match[str], law: str) -> tuple[str, int]:
    """The law an article belongs to, and where the reference ends: `Article 288 of the Civil Code`, else the one before."""
    if match["en"] and _CONTRACT_AFTER.match(text, match.end()):
        return "", match.end()
    after = _LAW_AFTER.match(text, match.end()) if match["en"] else None
    return (_name(after["law"]), after.end()) if after else (law, match.end())


def _name(written: str) -> str:
    """`民法典` for 《中华人民共和国民法典》, `Civil Code` for Under the PRC Civil Code."""
    plain = _OPENING.sub("", _YEAR.sub("", written).strip("《》"))
    return _FULL_NAMES.get(plain, plain)


def _articles(match: re.Match[str]) -> list[str]:
    """Each number of a list; all of a range, or its two ends where it is a wide one."""
    written = match["zh"] or match["bare"] or match["en"]
    found: list[int] = []
    end = 0
    for number in re.finditer(rf"(?<!\(){_NUMERAL}", written):
        value = int(number.group()) if number.group().isdecimal() else chinese_number(number.group())
        is_range = bool(found) and bool(_RANGE.search(written, end, number.start()))
        if is_range and 0 < value - found[-1] <= WIDEST_RANGE:
            found += range(found[-1] + 1, value)
        found.append(value)
        end = number.end()
    return [str(value) for value in dict.fromkeys(found)]
