"""A note in; the sides of the dispute out: the letter or word each goes by, its role, and whether it is a person or a body."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Prose, Sentence, cues, places
from mediator_bot.cases.proposals.role_words import (
    ORGANISATIONS_EN,
    ORGANISATIONS_ZH,
    PAIRS,
    PEOPLE_EN,
    PEOPLE_ZH,
)
from mediator_bot.types import Span

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹"
    "薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤祝"
)
# What de-identified notes call people: A, 甲, 张某, 赵女士, 老徐, 某装饰公司, Ms P.
_NAME_ONLY = (
    rf"[{_SURNAMES}]某(?:某|[甲乙丙丁])?|某(?:(?![与和诉])[\u4e00-\u9fff]){{0,6}}?(?:公司|医院|学校|店|厂|合作社|银行|酒店|商行)"
    rf"|[{_SURNAMES}](?:女士|先生|大爷|大妈|大娘|阿姨|奶奶|婆婆|老汉|大姐|大哥|大嫂)|[{_SURNAMES}]家(?![村里长具庭属湾庄屯店港人])|[老小阿][{_SURNAMES}](?![师板乡婆人伙区时家子头])"
    r"|\b(?:Mr|Mrs|Ms|Miss)\.? [A-Z](?:[a-z]+)?\b"
)
NAME = (
    r"(?:(?<![A-Za-z0-9\-'’./])[A-HX-Z](?![A-Za-z0-9\-/栋座区楼室型股超类证照级]|['’][a-rt-z])"
    r"|(?<![指花装盔龟])甲方?(?![醛板亢级沟状虫])|乙方?(?![肝醇烯型])|丙方?(?![烯酮肝])|(?<!园)丁方?(?![点字香零])|戊"
    rf"|{_NAME_ONLY})"
)
_NAMES = re.compile(NAME)
# Flat B is a place and plan B a plan; M-07 and old Zhou the mediator are not in dispute.
_NOT_PARTY = re.compile(
    r"(?:\b(?:flat|block|plan|option|room|building|unit|exhibit|annex|appendix|grade|class|group|type|vitamin|hepatitis|section|schedule|stage|line|house"
    r"|wing|mediator|officer|judge|lawyer)|调解员|民警|法官|律师|支书|主任|书记|所长|村医|校长|老师)[ 、]?$",
    re.IGNORECASE,
)
# At the start of a sentence `A` is mostly an article; a party is followed by a verb, a mark or another party.
_PARTY_A = re.compile(
    r"A(?:['’]s\b|[,;:(]| \(|[、/]| (?:and|or) [B-H]\b| (?:was|had|has|is|did|does|said|would|will|wants?|wanted|asked|told|paid|pays|gave|took|left"
    r"|came|kept|let|put|then|also|could|may|must|shall|never|\w+ed|(?!les|bus|gas)\w+[^s\W]s)\b|[\u2e80-\uffff])"
)
_BEFORE_ZH = "(?:楼上|楼下|隔壁|对门|原|前|新|老|女|男|外地|退休|个体|邻村|本村|受伤|年轻)?"
_BODY_ZH = rf"(?:(?![由与和向对被把给让到在是说称为及因将，的])[\u4e00-\u9fff]){{0,6}}?(?:{ORGANISATIONS_ZH})(?:公司|管理处|单位)?"
ROLE_ZH = rf"(?:{_BEFORE_ZH}(?:{PEOPLE_ZH})|{_BODY_ZH})"
ROLE_EN = rf"(?:(?:[a-z][\w’'-]* ){{0,3}}?(?:{PEOPLE_EN}|{ORGANISATIONS_EN}))"
# 楼上业主B、C; 申请人：王某; landlord (B); the landlord, B
_ROLE_BEFORE = re.compile(
    rf"(?P<role>{ROLE_ZH})(?:[：:]|[（(])?\s?(?P<names>{NAME}(?:[、和及与]{NAME})*)"
    rf"|\b(?P<role_en>{ROLE_EN})(?:,? \(?| ?[:：] ?)(?P<names_en>{NAME})(?![\w'’]| (?:and|or) )"
)
# A（楼下业主）; B系物业公司; A (dog owner); B, the letting agency; A is the upstairs tenant
_ROLE_AFTER = re.compile(
    rf"(?P<names>{NAME})(?:[（(：:]|，|是|系|为|——|—)\s?(?P<role>[^，。；（）()：:\n]{{0,10}}?{ROLE_ZH}(?:[^，。；（）()\n]{{0,6}}?(?=[）)])|(?=[，。；、）)\n]|$)))"
    rf"|(?P<names_en>{NAME})(?: \(|, | is | was |: | [–—-] )(?:an? |the |his |her )?(?P<role_en>{ROLE_EN}(?: (?:who|with|of|on|in|from|living|next) [^,.;()\n]{{1,40}})?)(?=[,.;)\n]|$)"
)
_ALIAS = re.compile(rf"(?P<pid>[甲乙丙丁]方?)\s?[（(：:]\s?(?P<name>{_NAME_ONLY})")
_BODY = re.compile(rf"(?:{ORGANISATIONS_ZH})$|(?i:\b(?:{ORGANISATIONS_EN})\b)")
_PAIRS = tuple((cues(one), cues(other)) for one, other in PAIRS)
_ATTRIBUTES = re.compile(r"\b(?:an?|the|one|our) ((?:[a-z][\w-]* ){1,2})$", re.IGNORECASE)
# A role that says, asks or does something is a side, or helps one.
_ACTING = re.compile(
    rf"(?P<zh>{ROLE_ZH})(?=称|说|认为|要求|主张|表示|提出|不同意|同意|愿意|拒绝|承诺|答应|支付|赔偿|退还|付了|诉称|反映|投诉|不肯|坚持|索赔)"
    rf"|\b(?P<en>{PEOPLE_EN}|{ORGANISATIONS_EN})(?= (?:also |then |now )?(?:said|says|claims?|claimed|wants?|wanted|asked|asks|refused|refuses|offered|offers|agreed|agrees"
    r"|pays|paid|will|returns|returned|complained|complains|demanded|demands|denied|denies|accepted|accepts|keeps|kept|promised|apologi[sz]ed|withdrew|disputes|disputed|owes|owed)\b)"
)
MOST_SIDES = 4
_NOBODY = {"zh": "当事人", "en": "party"}


@dataclass(frozen=True)
class Actor:
    """One side: what it is called, its role as written, and where that stands. `rule` says how it was told."""

    pid: str
    role: str
    span: Span
    rule: str

    @property
    def kind(self) -> str:
        """Whether it is a body or a person, by the last word of its role or its name."""
        return "organisation" if _BODY.search(self.role) or _BODY.search(self.pid) else "person"


def actors(prose: Prose) -> tuple[Actor, ...]:
    """The sides in the order they appear: those with a letter or a name, and where fewer than two have one, a pair of roles."""
    named = _named(prose)
    if len(named) < 2:
        taken = {side.role for side in named.values()} | named.keys()
        roles = _paired(prose) or _acting(prose)
        named |= {side.pid: side for side in roles if not any(side.pid in other for other in taken)}
    return tuple(sorted(named.values(), key=lambda actor: (actor.span.page, actor.span.start)))


def parties(prose: Prose, sides: tuple[Actor, ...]) -> Iterator[Proposal]:
    """One proposal a side."""
    for side in sides:
        # A letter alone does not say whether it is a body.
        kind = {} if side.rule == "name" and side.kind == "person" else {"kind": side.kind}
        yield proposed("parties", {"pid": side.pid, "role": side.role, **kind}, side.span, f"parties.{side.rule}")


def _named(prose: Prose) -> dict[str, Actor]:
    first: dict[str, Span] = {}
    for sentence, match in places(_NAMES, prose):
        if _is_party(sentence.text, match):
            first.setdefault(short_name(match.group()), sentence.span(*match.span()))
    # One letter alone is more often something else.
    letters = {pid[0] for pid in first}
    lone = ("" if letters & set("BCDEFGH") else "A") + ("" if letters >= set("甲乙") else "甲乙丙丁戊")
    first = {pid: span for pid, span in first.items() if pid[0] not in lone}
    # 徐家 is 老徐 by another name.
    first = {
        pid: span
        for pid, span in first.items()
        if pid[1:] != "家" or not any(pid[0] in name for name in first if name != pid)
    }
    roles = _roles(prose, first)
    for _, match in places(_ALIAS, prose):
        # 甲方：刘某（出租人） is one side, and goes by the word the agreement uses.
        pid = short_name(match["pid"])
        if match["name"] in first and pid in first:
            del first[match["name"]]
            if match["name"] in roles:
                roles.setdefault(pid, roles[match["name"]])
    nobody = _NOBODY[prose.language]
    return {
        pid: Actor(pid, *roles[pid], "role") if pid in roles else Actor(pid, nobody, span, "name")
        for pid, span in first.items()
    }


def short_name(written: str) -> str:
    """`甲` for 甲方: both mean the side."""
    return written[0] if written[1:] == "方" else written


def _is_party(text: str, match: re.Match[str]) -> bool:
    if _NOT_PARTY.search(text, max(0, match.start() - 14), match.start()):
        return False
    is_first = not text[: match.start()].strip(" \"'“‘(（-*#")
    return match.group() != "A" or not is_first or bool(_PARTY_A.match(text, match.start()))


def _roles(prose: Prose, names: Mapping[str, Span]) -> dict[str, tuple[str, Span]]:
    """The first role each name is given, and where."""
    found: dict[str, tuple[str, Span]] = {}
    naming = replace(prose, sentences=tuple(s for s in prose.sentences if _NAMES.search(s.text)))
    for pattern in (_ROLE_BEFORE, _ROLE_AFTER):
        for sentence, match in places(pattern, naming):
            group = "role" if match["role"] else "role_en"
            span = sentence.span(*match.span())
            role = prose.words(sentence.span(*match.span(group)))
            for name in _NAMES.finditer(match["names"] or match["names_en"]):
                if short_name(name.group()) in names:
                    found.setdefault(short_name(name.group()), (role.strip(), span))
    return found


def _paired(prose: Prose) -> list[Actor]:
    """The two roles of the pair that is named most often, weighed by its rarer side."""
    best: list[Actor] = []
    most = 0
    for pair in _PAIRS:
        found = [list(places(side, prose)) for side in pair]
        if (least := min(map(len, found))) > most:
            called = [_called(prose, side) for side in found]
            if called[0].pid != called[1].pid:
                most, best = least, called
    return best


def _acting(prose: Prose) -> list[Actor]:
    """The roles that say, ask or do something, where there are two to four of them."""
    found: dict[str, list[tuple[Sentence, re.Match[str]]]] = {}
    for sentence, match in places(_ACTING, prose):
        found.setdefault((match["zh"] or match["en"]).lower(), []).append((sentence, match))
    sides = [_called(prose, there, "acting") for there in found.values()]
    return sides if 2 <= len(sides) <= MOST_SIDES else []


def _called(prose: Prose, found: list[tuple[Sentence, re.Match[str]]], rule: str = "pair") -> Actor:
    """One side by the word it mostly goes by, with its attributes where they are first given: a cleaning company."""
    words = [(match["zh"] or match["en"] if rule == "acting" else match.group()).lower() for _, match in found]
    word = Counter(words).most_common(1)[0][0]
    sentence, match = found[words.index(word)]
    end = match.start() + len(word)
    attributes = _ATTRIBUTES.search(sentence.text, 0, match.start())
    start = attributes.start(1) if attributes else match.start()
    return Actor(word, prose.words(sentence.span(start, end)).lower(), sentence.span(start, end), rule)
