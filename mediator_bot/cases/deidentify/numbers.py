"""Text in, the numbers that stand for one person or one account out: papers, cards, accounts, by form and check digit."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.cn import ric, uscc

from mediator_bot.cases.deidentify.finding import Finding, found

_GAP = r"[ -]?"
# The birth date inside the number is what tells it from any other eighteen figures.
_CHINESE_ID = re.compile(
    rf"(?<![\dA-Za-z])(?:\d{_GAP}){{6}}(?:1[89]|20){_GAP}(?:\d{_GAP}){{2}}(?:\d{_GAP}){{7}}[\dXx](?![\dA-Za-z])"
)
_OLD_ID = re.compile(r"(?<![\d])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_MASKED = re.compile(r"(?<![\dA-Za-z])\d{2,10}[*＊×xX●]{3,14}(?:\d{1,6}[Xx]?)?(?![\dA-Za-z])")
_CREDIT_CODE = re.compile(r"(?<![\dA-Za-z])[1-9A-HJNPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![\dA-Za-z])")
_FORMS = (
    (re.compile(r"(?<![A-Za-z\d])[A-Z]{1,2}\d{6} ?\([\dA]\)(?!\d)"), 0.97, "Hong Kong identity card"),
    (re.compile(r"(?<![A-Za-z\d])[157]\d{6}\(\d\)"), 0.9, "Macau identity card"),
    (re.compile(r"(?<![A-Za-z\d])[A-Z][1289]\d{8}(?![A-Za-z\d])"), 0.9, "Taiwan identity card or passport"),
    (
        re.compile(r"(?<![A-Za-z\d])(?:E[A-HJ-NP-Z]|[EGDSPHMKC])\d{7,10}(?![A-Za-z\d])"),
        0.85,
        "passport or travel permit",
    ),
    (re.compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])"), 0.9, "US social security number"),
    (
        re.compile(
            r"(?<![A-Za-z\d])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z\d])", re.I
        ),
        0.95,
        "UK National Insurance number",
    ),
)
_PAPERS = (
    r"[\u4e00-\u9fff]证(?:件)?(?:号码?)?|身份证(?:件)?(?:号码?)?|证件(?:号码?)?|护照(?:号码?)?|通行证(?:号码?)?|驾驶?证(?:号码?)?|驾照(?:号码?)?|军官证(?:号码?)?|居住证(?:号码?)?|社保(?:卡)?号码?|医保(?:卡)?号码?"
    r"|社会保障号码?|学号|工号|病历号|住院号|信用代码|执业证(?:号码?)?|不动产权(?:证)?(?:号码?)?|房产证(?:号码?)?|结婚证(?:字号)?|出生证(?:号码?)?"
    r"|passport|identity card|ID(?: card)?|national insurance|NINO|NHS|SSN|social security|driv(?:er|ing)['’]?s? licen[cs]e|licen[cs]e|medicare|patient|policy|student|employee|staff|membership"
)
_ACCOUNTS = (
    r"[账帐]号|[账帐]户(?:号码?)?|存折(?:号码?)?|户号|公积金(?:账号|号)|客户编?号|缴费号|水表号|电表号|燃气表?号|支付宝(?:[账帐]号)?|收款码|保单号|合同编?号|订单编?号|快递单号|房卡号"
    r"|a/c|acct|account|sort code|routing|customer|tenancy|booking|order|invoice|claim|reference|ref"
)
_SAID = r"\s?(?:no\.?|number|code|#|num)?(?:\s?(?:[:：#]|是|为|is|was|of|（|\())?\s?"
_LABELLED_PAPER = re.compile(
    rf"(?:{_PAPERS}){_SAID}(?P<it>[A-Z]{{0,3}}[- ]?\d[\dA-Z /()-]{{3,22}}(?:[\dA-Z]|\([\dA-Z]\)))(?![\dA-Za-z])", re.I
)
_LABELLED_ACCOUNT = re.compile(
    rf"(?:{_ACCOUNTS}){_SAID}(?P<it>[A-Z]{{0,4}}[- ]?\d[\dA-Z -]{{2,28}}[\dA-Z])(?![\dA-Za-z])", re.I
)
_LOGIN = re.compile(
    r"(?:[账帐]号|ID|昵称|户名)(?:均|都)?(?:[:：]|是|为)\s?(?P<it>[A-Za-z][\w-]{5,19})(?![\w@])", re.A | re.I
)
_BANK_WORDS = re.compile(
    r"卡号?|银行|[工农中建交招邮浦][商业设通]?行|信用社|农商|储蓄|存折|转账|打款|汇款|\b(?:card|visa|master|amex|debit|credit|bank)",
    re.I,
)
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){11,18}(?![\d-]|\.\d)")
_TAIL = re.compile(
    r"(?:尾号|末四位|后四位|ending(?: in| with)?|last four(?: digits)?)\s?(?:[:：]|是|为|are|is)?\s?(?P<it>\d{4})(?!\d)",
    re.I,
)
_IBAN = re.compile(r"(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?(?![A-Za-z\d])")
_SORT_CODE = re.compile(r"(?<![\d-])\d{2}-\d{2}-\d{2}(?=\D{0,30}\d{8}(?!\d))")
_DEED = re.compile(r"[\u4e00-\u9fff]{1,3}[(（]\d{4}[)）][\u4e00-\u9fff]{2,14}第?\s?\d{4,9}号")
NEAR = 16


def numbers(text: str) -> Iterator[Finding]:
    """Papers, cards and accounts in a folded text. What fails its check digit is proposed all the same, less surely:
    people misread a figure, and the number is no less somebody's."""
    yield from _papers(text)
    yield from _cards(text)
    for match in _IBAN.finditer(text):
        right = iban.is_valid(match.group())
        yield found(
            "account", match, 0.99 if right else 0.6, "IBAN" if right else "looks like an IBAN, check digits differ"
        )
    for match in _LOGIN.finditer(text):
        kind = "wechat" if "微信" in text[max(0, match.start() - 40) : match.start()] else "account"
        yield found(kind, match, 0.7, "follows the word for an account", "it")
    for pattern, confidence, why in (
        (_LABELLED_ACCOUNT, 0.85, "follows the word for an account"),
        (_SORT_CODE, 0.8, "sort code before an account number"),
    ):
        group = "it" if "it" in pattern.groupindex else 0
        yield from (found("account", match, confidence, why, group) for match in pattern.finditer(text))


def _papers(text: str) -> Iterator[Finding]:
    for match in _CHINESE_ID.finditer(text):
        right = ric.is_valid(match.group().upper())
        yield found(
            "id_number",
            match,
            0.99 if right else 0.75,
            "identity card, check digit right" if right else "like an identity card, check digit wrong",
        )
    for match in _CREDIT_CODE.finditer(text):
        if uscc.is_valid(match.group()):
            yield found("id_number", match, 0.95, "credit code, check digit right")
    for pattern, confidence, why in _FORMS:
        yield from (found("id_number", match, confidence, why) for match in pattern.finditer(text))
    yield from (found("id_number", match, 0.7, "fifteen figures with a birth date") for match in _OLD_ID.finditer(text))
    yield from (found("id_number", match, 0.6, "partly covered number") for match in _MASKED.finditer(text))
    yield from (
        found("id_number", match, 0.85, "follows the word for a paper", "it")
        for match in _LABELLED_PAPER.finditer(text)
    )
    yield from (found("id_number", match, 0.85, "number of a deed") for match in _DEED.finditer(text))


def _cards(text: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        figures = re.sub(r"\D", "", match.group())
        named = bool(_BANK_WORDS.search(text, max(0, match.start() - NEAR), match.start()))
        if luhn.is_valid(figures):
            yield found("bank_card", match, 0.97 if named else 0.9, "card number, check digit right")
        elif named or len(figures) in (16, 19):
            yield found("bank_card", match, 0.75 if named else 0.6, "like a card number, check digit wrong")
    yield from (found("bank_card", match, 0.6, "last figures of a card", "it") for match in _TAIL.finditer(text))
