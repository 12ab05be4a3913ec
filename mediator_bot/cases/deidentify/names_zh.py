"""Chinese text in, the people it names out: full names, 老王 and 王阿姨, 张某, given names alone; patterns and LAC together."""

import re
from collections.abc import Iterator, Sequence

from mediator_bot.cases.deidentify.finding import Finding, found
from mediator_bot.cases.deidentify.name_words import (
    COMPOUND,
    KIN_ZH,
    NOT_NAMES_IN_CHINESE,
    NOT_NAMES_ZH,
    ROLES_ZH,
    SURNAMES,
)

INTRODUCED = "introduced with age or papers"
_S = rf"(?:{COMPOUND}|[{SURNAMES}])"
# What stands right after a name and is no part of it.
_AFTER = "(?=[，。、；：:,（()）\\s“”‘’和与跟及系说称因在向对于的为由是将把被也就同与之已未不并曾表认要提同拒愿男女诉先女]|$|[A-Za-z0-9])"
_LABELLED = re.compile(
    rf"(?:{ROLES_ZH})\s?[）)]?\s?(?:[：:]|是|为)?\s?(?:[（(][一二三四\d][）)])?(?P<it>(?:{COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|[ \u3000][\u4e00-\u9fff]))(?:[（(][^）)]{{0,8}}[）)])?{_AFTER}"
)
_INTRODUCED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<it>{_S}[\u4e00-\u9fff]{{1,2}})(?=\s?[，,（(]\s?(?:男|女|身份证|汉族|\d{{2}}岁|19\d\d|20\d\d|系|电话|手机|联系|[甲乙丙]方|申请人|被申请|原告|被告|户主|以下简?称|化名|房东|租客|业主)|\s*\n\s*身份证)"
)
_FAMILIAR = re.compile(
    rf"(?<![\u4e00-\u9fff])?(?P<it>[老小阿][{SURNAMES}](?![师板乡婆公人伙区时子头孩学组说便明路向和]|[{SURNAMES}]?[师板]))"
)
_TITLED = re.compile(
    rf"(?<![一二两三四五六七八九十几半每这那]张)(?<![\d一二两三四五六七八九十几每这那](?=张))(?P<it>{_S}[\u4e00-\u9fff]?(?:{KIN_ZH}))"
)
_SOME = re.compile(rf"(?P<it>{_S}(?:某某?(?:[甲乙丙丁])?|[ＸX×xｘ○*]{{1,2}}(?![A-Za-z\d])))")
_NICK = re.compile(
    r"(?P<it>阿[\u4e00-\u9fff](?![姨婆公伯叔妈爸哥姐里拉])|[胖瘦黑矮麻瘸憨傻](?:嫂子?|哥|叔|婶|爷|姐|妹|娃|墩))"
    r"|(?:外号|绰号|小名|乳名|昵称|人称|名字|都[叫喊][他她])(?:就|都|是|叫|为|作|做)*[“\"‘「](?P<nick>[\u4e00-\u9fff]{2,5})"
    r"|(?:外号|绰号|小名|乳名|人称|真名|本名|原名|曾用名|又名|别名|名叫|取名|改名)(?:就|叫|是|为|作|做)*(?P<named>[\u4e00-\u9fff]{2,3})(?=[，。、；）)]|$)"
    r"|(?:^|[，。；“\s])(?P<first>[\u4e00-\u9fff]{2,4})(?=(?:是|这个)(?:[他她我](?:的)?)?(?:外号|绰号|小名|名字|真名|乳名))"
    r"|(?<=[把和跟与让叫给被、，。；\s“])(?P<son>[强军伟刚勇明亮辉斌杰磊涛龙虎柱栓铁根顺福旺狗]子)(?=[把和跟与，。说拉也就都在家的不没来去])"
    r"|(?:^|(?<=[把和跟与让叫给被、，。；\s“了]))(?P<given>[\u4e00-\u9fff][根花英兰芳梅珍桂凤莲霞燕娟琴萍娜柱栓旺妮丫娃])(?=家|[是说把和跟与，、在也就不没])"
)
_LISTED = re.compile(
    rf"(?:{_S}[\u4e00-\u9fff]{{1,2}}[、和与及])+(?P<it>{_S}[\u4e00-\u9fff]{{1,2}}?)(?=[一二两三四五六七八九十]人|[，。；]|等)"
)
# Particles that no given name holds.
_PARTICLE = re.compile(
    r".[的是在了于与和将把被应须需可均各都就也要会能向从让使给]|.{2}[的是在了于与和将把被应须需可均各都就也要会能向从让使给说称]"
)
_LATIN = re.compile(r"(?<![A-Za-z0-9@._-])(?P<it>[A-Z][a-z]{2,14}(?: [A-Z][a-z]+)?)(?![A-Za-z0-9@_-]|\.[a-z])")
_NOT_TITLED = re.compile(
    r"高工|石工|时工|全家|和平|成家|安家|方总|常总|应总|同工|农工|和总|明白|关系|路人|文明|包工|管家|连姐|单老|和老人|于老人|向老|连老|和妈妈|和爸爸|和哥哥?|和弟弟?|和姐姐?|和妹妹?|和嫂子?|和婆婆|和公公|向(?:婆婆|公公|老师|法官|律师|医生|经理|房东|主任|书记|老板|阿姨|奶奶|爷爷)|和(?:老师|法官|律师|医生|经理|房东|主任|书记|老板|阿姨|奶奶|爷爷|调解员|网格员)|由(?:老师|法官|律师|医生|调解员)|时(?:老板|法官|律师|房东|调解员)|于(?:老师|法官|律师)|单(?:位)|全(?:家|总)|商(?:家|总)|师(?:傅|父)|管(?:总|工)|施工|农家|文书|金工|温婆|成年人|查(?:房|工)|解(?:调)|和(?:先生|女士|丈夫)|连(?:法官|老师|老板|医生)|应(?:法官)|安总|阳总|关(?:大爷)?总"
)
_BAD_START = re.compile(r"^(?:[和向由于时连应全单成]|明)(?:老|大|小|法|律|医|经|主|书|阿|奶|爷|调|网|房)")


def chinese_names(text: str, tags: Sequence[tuple[int, int, str]]) -> Iterator[Finding]:
    """Every mention of a person in a folded text; `tags` are the words that LAC saw in it."""
    first = [*_by_pattern(text), *_by_model(text, tags)]
    first = [
        finding
        for finding in first
        if finding.why == INTRODUCED or not (finding.text in NOT_NAMES_ZH or _PARTICLE.match(finding.text))
    ]
    yield from first
    yield from _again(text, {finding.text for finding in first})


def _by_pattern(text: str) -> Iterator[Finding]:
    yield from (found("name", match, 0.85, "follows a role", "it") for match in _LABELLED.finditer(text))
    yield from (found("name", match, 0.9, INTRODUCED, "it") for match in _INTRODUCED.finditer(text))
    yield from (found("name", match, 0.75, "familiar form", "it") for match in _FAMILIAR.finditer(text))
    for match in _TITLED.finditer(text):
        if not (_NOT_TITLED.match(match.group()) or _BAD_START.match(match.group())):
            yield found("name", match, 0.75, "surname with a title", "it")
    yield from (found("name", match, 0.6, "surname with 某", "it") for match in _SOME.finditer(text))
    for match in _NICK.finditer(text):
        yield found("name", match, 0.6, "nickname", match.lastgroup or 0)
    yield from (found("name", match, 0.6, "in a list of names", "it") for match in _LISTED.finditer(text))
    for match in _LATIN.finditer(text):
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        if match["it"].lower() not in NOT_NAMES_IN_CHINESE and re.search(r"[\u4e00-\u9fff，。、；：（）]", around):
            yield found("name", match, 0.5, "Latin name in Chinese text", "it")


def _by_model(text: str, tags: Sequence[tuple[int, int, str]]) -> Iterator[Finding]:
    """People as LAC reads them; pieces that touch are one, and a short name takes the stray letter after it."""
    place = 0
    while place < len(tags):
        start, end, tag = tags[place]
        place += 1
        if tag != "PER":
            continue
        while place < len(tags) and tags[place][2] == "PER" and tags[place][0] == end and end - start < 3:
            end, place = tags[place][1], place + 1
        if end - start == 2 and place < len(tags) and tags[place][1] - end == 1 and tags[place][2] in ("n", "nz", "a"):
            end += text[end] not in "家等"
        words = text[start:end]
        if len(words.strip()) > 1 and not words.isascii():
            yield Finding("name", start, end, words, 0.85, "read as a person")


def _again(text: str, names: set[str]) -> Iterator[Finding]:
    """The same name elsewhere, and its given name alone: 建国 where 陈建国 stands."""
    full = re.compile(rf"^(?:{_S})([\u4e00-\u9fff]{{2}})$")
    given = {
        match[1] for name in names if (match := full.match(name)) and not re.search(KIN_ZH, name) and "某" not in name
    }
    for name in names - NOT_NAMES_ZH:
        if len(name) > 1:
            yield from (
                found("name", match, 0.8, "named elsewhere in the text") for match in re.finditer(re.escape(name), text)
            )
    for name in given - NOT_NAMES_ZH:
        yield from (
            found("name", match, 0.6, "given name of somebody named in full")
            for match in re.finditer(rf"{name}(?!人民共和|以来|际|家)", text)
        )
