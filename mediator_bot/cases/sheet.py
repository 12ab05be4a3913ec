"""The record of a case in; the fields of a form out, and back: each field a text, a word of a closed list, or lines.

A list has a line an item. An item of several parts is written `A: oils the weathercock | amount: 45 | currency: EUR`: the two
parts that lead, then the others by name. Nothing of the record is lost on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mediator_bot.cases.schema import SCHEMA_VERSION, problems_of
from mediator_bot.cases.taxonomy import (
    AGREEMENT_FORMS,
    CONFIDENTIALITY,
    DISPUTE_TYPES,
    LANGUAGES,
    LEVELS,
    ORIGINS,
    OUTCOMES,
    VENUES,
    Label,
    Vocabulary,
    label,
)
from mediator_bot.errors import SchemaError

Shape = Literal["text", "long", "choice", "lines", "items"]


@dataclass(frozen=True)
class Field:
    """One field of the form; `leads` are the parts that an item begins with."""

    name: str
    label: Label
    shape: Shape = "text"
    words: Vocabulary | None = None
    leads: tuple[str, ...] = ()
    needed: bool = False


FIELDS: tuple[Field, ...] = (
    Field("case_id", Label("Case number", "案号"), needed=True),
    Field("title", Label("Title", "标题"), needed=True),
    Field("lang", Label("Language", "语言"), "choice", LANGUAGES, needed=True),
    Field("type_l1", Label("Kind of dispute", "纠纷类型"), "choice", DISPUTE_TYPES, needed=True),
    Field("outcome", Label("Outcome", "调解结果"), "choice", OUTCOMES, needed=True),
    Field("level", Label("Resolved at", "化解层级"), "choice", LEVELS, needed=True),
    Field("venue_type", Label("Venue", "调解地点"), "choice", VENUES, needed=True),
    Field("origin", Label("Origin", "来源"), "choice", ORIGINS, needed=True),
    Field("confidentiality", Label("For whom", "谁可以看"), "choice", CONFIDENTIALITY),
    Field("accepted_on", Label("Accepted on", "受理日期")),
    Field("closed_on", Label("Closed on", "办结日期")),
    Field(
        "parties", Label("Parties, without names", "当事人（不写姓名）"), "items", leads=("pid", "role"), needed=True
    ),
    Field("mediators", Label("Mediators", "调解员"), "lines"),
    Field("invited_helpers", Label("Invited to help", "邀请参与"), "items", leads=("role",)),
    Field("facts_agreed", Label("Agreed facts", "无争议事实"), "long"),
    Field("facts_disputed", Label("Disputed facts", "争议事实"), "lines"),
    Field("issues", Label("Questions to settle", "要谈的问题"), "items", leads=("neutral_statement",)),
    Field("positions", Label("Positions", "诉求"), "items", leads=("pid", "text")),
    Field("interests", Label("Interests", "真正在意的"), "items", leads=("pid", "text")),
    Field("techniques", Label("Techniques", "方法"), "lines"),
    Field("sessions", Label("Sessions", "调解过程"), "items", leads=("n", "mode")),
    Field("options", Label("Options on the table", "提出的方案"), "items", leads=("proposer", "text")),
    Field("terms", Label("What was agreed", "约定"), "items", leads=("who", "does")),
    Field("agreement_form", Label("Form of the agreement", "协议形式"), "choice", AGREEMENT_FORMS),
    Field("confirmation_status", Label("Confirmation", "司法确认")),
    Field("followups", Label("Follow-up", "回访"), "items", leads=("due",)),
    Field("legal_basis", Label("Legal basis", "依据"), "items", leads=("law", "article")),
    Field("failure_reason", Label("Why it was not settled", "未成原因"), "long"),
    Field("lessons", Label("What made it work", "成在哪里"), "long"),
    Field("what_failed", Label("What failed", "没成在哪里"), "long"),
)
BY_NAME = {field.name: field for field in FIELDS}
_UNSAID = {"kind": "person", "caucus_only": False}
_LISTS_IN_ITEMS = ("techniques", "vulnerable")


def filled(record: Mapping[str, Any]) -> dict[str, str]:
    """The text of each field of the form for a record."""
    return {field.name: text_of(field, record.get(field.name)) for field in FIELDS}


def text_of(field: Field, value: Any) -> str:
    """The text of a field for its value in a record."""
    if value in (None, [], ""):
        return ""
    if field.shape == "lines":
        return "\n".join(map(str, value))
    if field.shape == "items":
        return "\n".join(_line(field, item) for item in value)
    return str(value)


def value_of(field: Field, text: str) -> Any:
    """The value of a field for what was typed, None for nothing. Raises SchemaError where a line cannot be understood."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    if field.shape == "lines":
        return lines
    if field.shape == "items":
        return [_item(field, line) for line in lines]
    return text.strip()


def changes(record: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a record that a form says otherwise, None where it takes one away. Raises SchemaError."""
    before = filled(record)
    return {
        name: value_of(BY_NAME[name], text)
        for name, text in typed.items()
        if name in BY_NAME and _flat(text) != _flat(before[name])
    }


def record_of(typed: Mapping[str, str]) -> dict[str, Any]:
    """The record that a form makes. Raises SchemaError where a line cannot be understood."""
    values = {field.name: value_of(field, typed.get(field.name, "")) for field in FIELDS}
    return {"schema_version": SCHEMA_VERSION, **{name: value for name, value in values.items() if value is not None}}


def missing(record: Mapping[str, Any], language: str) -> list[str]:
    """What a record lacks or says wrongly, a line each in the reader's language."""
    lines = []
    for problem in problems_of(dict(record)):
        field = BY_NAME.get(str(problem.place[0]))
        name = (field.label.zh if language == "zh" else field.label.en) if field else str(problem.place[0])
        where = f"{name} {int(problem.place[1]) + 1}" if len(problem.place) > 1 and str(problem.place[1]).isdecimal() else name  # fmt: skip
        what = {"is missing": "还没有填", "is empty": "还没有填"}.get(problem.what, problem.what)
        lines.append(f"{where}：{what}" if language == "zh" else f"{where}: {problem.what}")
    return lines


def shown_value(field: str, value: Any, language: str) -> str:
    """One value of a field, such as a proposal has it, in words."""
    known = BY_NAME.get(field)
    if known is None:
        return str(value)
    if known.words is not None:
        return label(known.words, str(value), language)
    return _line(known, value) if isinstance(value, Mapping) else str(value)


def _flat(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def _line(field: Field, item: Mapping[str, Any]) -> str:
    # Empty parts and the schema's own defaults are not worth a reader's time.
    said = {name: value for name, value in item.items() if value not in (None, [], "") and _UNSAID.get(name) != value}
    parts = {name: _said(value) for name, value in said.items()}
    leading = ": ".join(parts.pop(name, "") for name in field.leads)
    return " | ".join([leading, *(f"{name}: {text}" for name, text in parts.items())])


def _said(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(text.replace("|", "/").split())


def _item(field: Field, line: str) -> dict[str, Any]:
    leading, *rest = (part.strip() for part in line.replace("｜", "|").split("|"))
    texts = leading.replace("：", ":", len(field.leads) - 1).split(":", len(field.leads) - 1)
    if len(texts) < len(field.leads):
        raise SchemaError(f"{field.label.en} / {field.label.zh}: write {line!r} as `{': '.join(field.leads)}`.")
    item: dict[str, Any] = dict(zip(field.leads, (text.strip() for text in texts), strict=True))
    for part in rest:
        name, colon, text = part.replace("：", ":", 1).partition(":")
        if not colon:
            raise SchemaError(
                f"{field.label.en} / {field.label.zh}: {part!r} has no name. Write it as `due: 2024-05-01`."
            )
        listed = [one.strip() for one in text.split(",") if one.strip()]
        item[name.strip()] = listed if name.strip() in _LISTS_IN_ITEMS else text.strip()
    return item
