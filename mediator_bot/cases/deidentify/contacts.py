"""Text in, the ways to reach a person out: telephone, e-mail, WeChat, QQ, web addresses, and number plates."""

import re
from collections.abc import Iterator

import phonenumbers

from mediator_bot.cases.deidentify.finding import Finding, found

_AT = r"\s?(?:@|[\[(（]at[\])）]|#at#)\s?"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[A-Za-z0-9][\w.+%-]{{0,63}}?{_AT}[A-Za-z0-9-]+(?:\s?(?:\.|\s(?:dot|点)\s|点)\s?[A-Za-z]{{2,}}|\.[A-Za-z0-9-]+)+"
    r"|(?<![\w.+-])[A-Za-z0-9][\w.+-]{1,63} at [A-Za-z0-9-]+ dot [A-Za-z]{2,}(?: dot [A-Za-z]{2,})?",
    re.A,
)
_URL = re.compile(
    r"(?:https?|ftp)://[^\s，。；、（）()<>\"“”\u4e00-\u9fff]+|\bwww\.[^\s，。；、（）()<>\"“”\u4e00-\u9fff]+", re.I
)
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|biz|io|me|cc|top|cn|hk|tw|uk|de|fr|es|it|nl|be|at|ch|se|no|dk|fi|pl|cz|hu|pt|br|au|ca|us|jp|kr)(?:\.[a-z]{2})?(?:/\S*)?(?![\w-])",
    re.I | re.A,
)
_IP = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])", re.I
)

_WECHAT = re.compile(
    r"(?:微信(?:号码?|帐号|账号|ID|名|昵称)?|加[我他她]?微信|[vV]信|(?<![A-Za-z])(?:vx|VX|Vx|wx|WX|we ?chat)(?: ?(?:id|ID|account|handle|name))?)"
    r"(?:\s?(?:[:：=]|是|为|叫|is|was|\())?\s?[“\"'‘「]?(?P<it>(?-i:[A-Za-z0-9])[\w-]{4,29})",
    re.I | re.A,
)
_WECHAT_NICK = re.compile(
    r"(?:微信|昵称|网名)(?:名|号|昵称|里)?(?:是|叫|为|[:：])?\s?[“\"‘「『](?P<it>[^”\"’」』\n]{1,16})[”\"’」』]"
)
_WECHAT_BARE = re.compile(r"(?<![A-Za-z0-9_])wxid_[a-z0-9]{6,24}(?![\w-])", re.I | re.A)
_NOT_ID = re.compile(
    r"(?:group|message|transfer|record|screenshot|chat|moments|account|handle|about|and|with|pay|that|which|voice|number)s?$",
    re.I,
)
_QQ = re.compile(
    r"(?:QQ(?:号码?|群)?|扣扣号?|企鹅号)(?:\s?(?:[:：=]|是|为|number|is))*\s?(?P<it>[1-9]\d{4,11})(?!\d)", re.I
)

_SEP = r"[ .·-]?"
_MOBILE = re.compile(rf"(?<![\d.])(?:(?:\+|00)?86{_SEP})?1{_SEP}[3-9](?:{_SEP}\d){{9}}(?![\d])")
_LANDLINE = re.compile(
    r"(?<![\d.-])(?:\(0\d{2,3}\)|0\d{2,3})[ -]?[2-9]\d{2,3}[ -]?\d{4}(?:(?:转|-|ext\.?|x) ?\d{1,6})?(?!\d)"
)
_SERVICE = re.compile(r"(?<!\d)[48]00[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)")
_CALLED = re.compile(
    r"(?:电话(?:号码)?|手机(?:号码?)?|座机|号码|联系方式|致电|拨打|传真|小灵通|tele?phone|phone|mobile|cell|call(?:ed|ing)?|ring|rang|text(?:ed)?|fax|tel|reach (?:me|him|her|them)|contact)"
    r"[^\d\n。；]{0,14}?(?P<it>\+?\(?\d[\d ()./-]{5,20}\d)(?:\s?(?:ext\.?|x|转)\s?\d{1,6})?(?!\d)",
    re.I,
)
_GROUPS = re.compile(
    r"(?<![\d.,$£€¥:/-])(?:\+\d[\d ().-]{7,20}\d|\(?0\d{1,4}\)?(?:[ .-]\d{2,4}){2,4}|\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,4}|\(\d{2,4}\) ?\d{3,5}[ -]?\d{3,4}|\d{3}[ .-]\d{4}|\d{4}[ -]\d{4}|0\d{2,4}[ -]\d{5,8})(?:\s?(?:ext\.?|x)\s?\d{1,6})?(?![\d,:/]|[.-]\d)"
)
_REGIONS = ("CN", "GB", "US", "HK")

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_PLATE_ZH = re.compile(
    rf"[{_PROVINCES}]\s?[A-Za-z]\s?[·•.\-・]?\s?(?:[A-Za-z0-9]\s?){{3,5}}[A-Za-z0-9挂学警港澳领试超](?![A-Za-z0-9])"
)
_PLATE_UK = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2} ?[A-Z]{3}(?![A-Za-z0-9])")
_PLATE_SAID = re.compile(
    r"(?:车牌(?:号码?)?|牌照(?:号码?)?|车号|(?:number |licen[cs]e )?plates?|registration|\breg\b|registered)(?: (?:number|no\.?|mark))?(?:\s?(?:[:：]|是|为|is|was|尾号))?\s?(?P<it>(?=[A-Z0-9 -]*\d)[A-Z0-9](?:[ -]?[A-Z0-9]){3,7})(?![A-Za-z0-9])"
)


def contacts(text: str) -> Iterator[Finding]:
    """Everything but telephone numbers that reaches somebody, in a folded text."""
    yield from (found("email", match, 0.98, "e-mail address") for match in _EMAIL.finditer(text))
    yield from (found("url", match, 0.95, "web address") for match in _URL.finditer(text))
    yield from (found("url", match, 0.7, "domain name") for match in _DOMAIN.finditer(text))
    yield from (found("url", match, 0.8, "IP address") for match in _IP.finditer(text))
    yield from (found("wechat", match, 0.95, "WeChat id") for match in _WECHAT_BARE.finditer(text))
    yield from (
        found("wechat", match, 0.7, "nickname in quotation marks", "it") for match in _WECHAT_NICK.finditer(text)
    )
    for match in _WECHAT.finditer(text):
        if not _NOT_ID.search(match["it"]):
            yield found("wechat", match, 0.9, "follows the word for WeChat", "it")
    yield from (found("qq", match, 0.95, "follows QQ", "it") for match in _QQ.finditer(text))


def plates(text: str) -> Iterator[Finding]:
    """Number plates in a folded text; one with an odd length, or with an I or O, is proposed less surely."""
    for match in _PLATE_ZH.finditer(text):
        letters = re.sub(r"[\s·•.\-・]", "", match.group())[1:]
        sure = len(letters) in (6, 7) and not re.search(r"[IO]", letters[1:].upper())
        if re.search(r"\d", letters):
            yield found("plate", match, 0.97 if sure else 0.7, "number plate" if sure else "like a number plate")
    yield from (found("plate", match, 0.8, "UK number plate") for match in _PLATE_UK.finditer(text))
    yield from (
        found("plate", match, 0.8, "follows the word for a plate", "it") for match in _PLATE_SAID.finditer(text)
    )


def phones(text: str) -> Iterator[Finding]:
    """Telephone numbers in a folded text, those that the numbering plans know more surely than the rest."""
    for pattern, why in ((_MOBILE, "mobile number"), (_LANDLINE, "landline"), (_SERVICE, "service number")):
        yield from (found("phone", match, 0.95, why) for match in pattern.finditer(text))
    yield from (
        found("phone", match, 0.85, "follows the word for a telephone", "it")
        for match in _CALLED.finditer(text)
        if 7 <= _figures(match["it"]) <= 16
    )
    for match in _GROUPS.finditer(text):
        if 7 <= _figures(match.group()) <= 17:
            known = any(_possible(match.group(), region) for region in _REGIONS)
            yield found(
                "phone", match, 0.8 if known else 0.5, "number of a numbering plan" if known else "figures in groups"
            )


def _figures(written: str) -> int:
    return sum(character.isdigit() for character in written)


def _possible(written: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False
