"""The header of a column goes in; the field of a case, or the section of a card, that it names comes out."""

import re
import unicodedata
from functools import cache

from mediator_bot.documents.cards import SECTIONS
from mediator_bot.text.tokens import simplified

TEXT = "text"
# The prose of a document: the six sections of a published card, or running text.
PROSE = (*SECTIONS.values(), TEXT)
# Fields of a case note that one cell can fill, those that hold a list, and those that only a nested record fills.
DATES = ("law_as_of", "accepted_on", "closed_on", "agreement_effective_on", "retention_until")
LISTS = ("tags", "mediators", "facts_disputed", "techniques", "customs")
NESTED = (
    "parties invited_helpers screening issues mood positions interests emotions sessions options terms followups "
    "legal_basis"
).split()  # fmt: skip
FIELDS = (
    "case_id", "schema_version", "lang", "title", "origin", "source_citation", "licence", "venue_type", "unit", "team",
    "region", "level", "jurisdiction", "type_l1", "type_l2", "facts_agreed", "outcome", "failure_reason",
    "agreement_form", "confirmation_status", "recurrence_of", "escalated", "lessons", "what_failed", "confidentiality",
    *DATES, *LISTS, *NESTED,
)  # fmt: skip
TARGETS = (*PROSE, *FIELDS)

# What registers and exports call them, besides their own names; names of more than one word end at the comma.
_NAMES = {
    "case_id": "案号, 案件编号, 案件号, 卷宗号, 案卷号, 卷号, 登记编号, 受理编号, id, case number, case no, case ref, reference",
    "title": "标题, 案件标题, 案件名称, 案例标题, 案例名称, 题目, case title, case name",
    "lang": "语言, 语种, language",
    "venue_type": "调解组织类型, 调委会类型, 调解机构类型, venue",
    "team": "调解室, 调解团队, 调解工作室",
    "region": "地区, 区域, 所属地区, 所属区域, 辖区, 发生地区, area, district",
    "level": "层级, 化解层级, 调处层级, 调解层级",
    "type_l1": "纠纷类型, 纠纷类别, 矛盾类型, 矛盾纠纷类型, 案件类型, 案件类别, 类型, 类别, 一级类型, 纠纷种类, "
    "type, dispute type, case type, category",
    "type_l2": "案由, 具体类型, 二级类型, 纠纷小类, 细类, subtype, sub type, cause",
    "tags": "标签, labels, tag",
    "accepted_on": "登记日期, 登记时间, 受理日期, 受理时间, 收案日期, 收案时间, 接案日期, 接案时间, 立案日期, 申请日期, "
    "申请时间, accepted, date accepted, date opened, opened on, opened, registered, date registered, intake date, received on",
    "closed_on": "结案日期, 结案时间, 办结日期, 办结时间, 调结日期, 调解成功日期, closed, date closed, closing date",
    "agreement_effective_on": "协议生效日期, 协议签订日期, 协议签订时间, 签订日期, 签约日期, agreement date, date of agreement",
    "agreement_form": "协议形式",
    "mediators": "调解员, 主持调解员, 承办人, 经办人, 调解人, 人民调解员, mediator",
    "techniques": "调解技巧, 技巧, technique",
    "outcome": "结案方式, 调解结论, 协议达成情况, 是否达成协议, outcome type",
    "failure_reason": "失败原因, 调解失败原因, 未成功原因, 不成功原因, reason for failure",
    "confirmation_status": "司法确认, 司法确认情况, 确认情况, judicial confirmation",
    "confidentiality": "密级, 保密级别, 公开范围",
    "law_as_of": "法律截至日期",
    "retention_until": "保存期限至, 保存至",
    "facts": "简要案情, 案情简介, 案情简述, 案情概要, 案情概况, 案情介绍, 案情, 案件事实, 纠纷简况, 纠纷情况, 纠纷简要情况, "
    "纠纷事实, 纠纷概况, 主要事实, 事实, 事由, 纠纷事由, 事件经过, 事情经过, 矛盾纠纷简要情况, "
    "case summary, summary, description, background, case facts, story, what happened",
    "method": "处理过程, 处理方式, 处理方法, 调解过程, 调解经过, 调解方法, 调解方式方法, 调解情况, 调处过程, 调处经过, 调处情况, "
    "化解过程, 化解情况, 调解方案, process, mediation process, how it went, approach",
    "result": "调解结果, 调处结果, 化解结果, 处理情况, 协议内容, 调解协议内容, 协议主要内容, results, settlement, agreement terms, resolution",
    "basis": "法律依据, 依据, 适用法律, 法律法规依据, law, laws, legal basis",
    "gist": "要旨, 启示, 案例启示, 案例点评, 案例评析, 点评, 经验, 经验做法, 经验总结, 典型意义, lesson, lessons learned",
    "keywords": "关键字, 主题词, keyword, key words",
    TEXT: "正文, 全文, 内容, 文本, 案例正文, 案例内容, 案例全文, body, content, full text",
}  # fmt: skip
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]")
_NOT_LETTERS = re.compile(r"[\W_]+")


def target_of(header: str) -> str | None:
    """The target that a header names, in English or Chinese of either script; None where it is none of them.

    What stands in brackets, such as a unit, and marks such as `*` or `：` do not count.
    """
    return _targets().get(_key(header))


def _key(header: str) -> str:
    plain = simplified(unicodedata.normalize("NFKC", header)).lower()
    return _NOT_LETTERS.sub("", _ASIDE.sub("", plain) or plain)


@cache
def _targets() -> dict[str, str]:
    named = {name: target for target, names in _NAMES.items() for name in names.split(", ")}
    return {_key(name): target for name, target in {**SECTIONS, **named, **{own: own for own in TARGETS}}.items()}
