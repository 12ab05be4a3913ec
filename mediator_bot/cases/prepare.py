"""What a parser read in; a document ready for the catalogue out: pages, record, and where each field stands."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mediator_bot.cases.card import card_sections
from mediator_bot.cases.confidences import cut_fences, cut_private
from mediator_bot.cases.proposals.proposal import Proposal
from mediator_bot.cases.proposals.propose import propose
from mediator_bot.cases.register_row import render_row, usable
from mediator_bot.cases.render import render_record
from mediator_bot.cases.schema import CaseNote, parse_note, problems_of
from mediator_bot.cases.taxonomy import CONFIDENTIALITY, DISPUTE_TYPES, LEVELS, ORIGINS, Vocabulary
from mediator_bot.errors import DocumentError, SchemaError
from mediator_bot.text.language import language_of
from mediator_bot.types import Kind, Language, RawDocument, Span

TITLE_LENGTH = 60
CARD_TITLE_PART = 24
# The schema asks for all of these: a record that has two of them claims to be a case note and is held to the schema.
_CLAIMS = ("case_id", "type_l1", "outcome", "venue_type", "parties", "schema_version")
_HEADING = re.compile(r"^#{1,3}[ \t]+(.+?)[ \t]*$", re.MULTILINE)
# What a heading looks like once printing has taken its marks away.
_SHORT_LINE = re.compile(r"^(?![-*•|\d])([^\n。！？.!?：:,，]{2,40})$", re.MULTILINE)
_STEP = re.compile(r"^[ \t]*\d{1,2}[.、)．][ \t]*(.+?)[ \t]*$", re.MULTILINE)
_ROLES = {
    "facts": re.compile(
        r"happened|facts|background|dispute|story|complain|事情|案情|起因|由来|怎么回事|(?<!调解)经过", re.I
    ),
    # Shown as what worked, so a heading that says what did not is left alone.
    "gist": re.compile(
        r"^(?!.*(?:n['’]t\b|\bnot?\b|fail|wrong|没|未|不))"
        r".*(?:\bwork(?:s|ed)\b|it work\b|lesson|learn|hindsight|afterthought|成功|成在|[调谈办]成|经验|启示|点评|体会|想法|教训)",
        re.I,
    ),
    "method": re.compile(r"how it went|went|mediat|session|meeting|talk|怎么调|调解|做法|过程", re.I),
}


@dataclass(frozen=True)
class Prepared:
    """A document as the catalogue keeps it.

    `pages` maps page numbers to their published text (0 is the rendered record); `fields` maps field names to spans
    in those pages. `reviewed` says whether a person wrote or checked the record; where nobody did, `proposals` are what
    rules read from the text. `filters` are its searchable values, `warnings` what a person should look at first.
    """

    kind: Kind
    key: str
    title: str
    language: Language
    origin: str
    pages: Mapping[int, str]
    fields: Mapping[str, Span]
    record: Mapping[str, Any]
    case_id: str | None = None
    confidentiality: str = "unit"
    unit: str | None = None
    reviewed: bool = False
    filters: Mapping[str, Any] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    warnings: tuple[str, ...] = ()


def prepare_case(raw: RawDocument) -> Prepared:
    """A case from a file: a note with a full record, a published six-field card, or plain text.

    Raises SchemaError where a record claims to be a case note and is not one, DocumentError where nothing is left to read.
    """
    record = cut_private(dict(raw.record or {}))
    pages = dict(enumerate(cut_fences(raw.pages), start=1))
    if not any(page.strip() for page in pages.values()):
        raise DocumentError(f"{raw.name} is empty once private passages are cut. Check the file.")
    if claims_a_record(record) and not (raw.from_register and problems_of(record)):
        return replace(_noted(parse_note(record, raw.name), pages), warnings=raw.warnings)
    return replace(_plain(raw.name, record, pages, raw.from_register), warnings=raw.warnings)


def claims_a_record(record: Mapping[str, Any]) -> bool:
    """Whether a record means to be that of a case note, and so is held to the schema."""
    return sum(name in record for name in _CLAIMS) >= 2


def _noted(note: CaseNote, pages: dict[int, str]) -> Prepared:
    page, spans = render_record(note)
    language: Language = (
        language_of("\n".join(pages.values())) if note.lang == "mixed" else ("zh" if note.lang == "zh" else "en")
    )
    return Prepared(
        kind="case",
        key=f"{note.case_id}.{language}",
        case_id=note.case_id,
        title=note.title,
        language=language,
        origin=note.origin,
        pages={0: page, **pages},
        fields={**sections(pages), **spans},
        record=note.model_dump(mode="json", exclude_none=True),
        confidentiality=note.confidentiality,
        unit=note.unit,
        reviewed=True,
        filters={
            "type": note.type_l1,
            "outcome": note.outcome,
            "level": note.level,
            "year": _year(note.closed_on or note.accepted_on),
        },
    )


def _plain(name: str, record: dict[str, Any], pages: dict[int, str], from_register: bool) -> Prepared:
    """A document without a full record: what it says can be quoted, nothing about it is counted."""
    if from_register:
        record = usable(record)
    # Front matter of any kind may come along; nothing has checked it, so only plain values are kept.
    plain = {str(key): str(value) for key, value in record.items() if isinstance(value, str | int | float)}
    text = "\n".join(pages.values())
    card = card_sections([pages[number] for number in sorted(pages)])
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    case_id = plain.get("case_id") or f"case-{digest}"
    language = language_of(text)
    title = " ".join(plain.get("title", "").split()) or _title(name, pages, card)
    # A card in the six published fields was published; anything else a person brings is their own de-identified note.
    origin = record.get("origin") or ("published" if card and not from_register else "real_deidentified")
    front, known = render_row(title, record if from_register else {}, language)
    return Prepared(
        kind="case",
        key=f"{case_id}.{language}",
        case_id=case_id,
        title=title,
        language=language,
        origin=_known(origin, ORIGINS, f"{name}: origin"),
        pages={0: front, **pages},
        fields={**known, **(card or sections(pages))},
        proposals=propose(pages, language),
        record={**plain, "case_id": case_id, "title": title},
        confidentiality=_known(record.get("confidentiality") or "unit", CONFIDENTIALITY, f"{name}: confidentiality"),
        unit=plain.get("unit"),
        filters={
            "type": plain.get("type_l1") if plain.get("type_l1") in DISPUTE_TYPES else None,
            "level": plain.get("level") if plain.get("level") in LEVELS else None,
            "year": _year(plain.get("closed_on") or plain.get("accepted_on")),
        },
    )


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and re.match(r"\d{4}", date) else None


def _known(word: Any, vocabulary: Vocabulary, where: str) -> str:
    if not isinstance(word, str) or word not in vocabulary:
        raise SchemaError(f"{where}: {word!r} is not one of: {', '.join(vocabulary)}")
    return word


def _title(name: str, pages: Mapping[int, str], card: Mapping[str, Span]) -> str:
    if heading := _HEADING.search(pages[min(pages)]):
        return heading.group(1)[:TITLE_LENGTH]
    opening = [
        " ".join(pages[span.page][span.start : span.end].split())
        for name in ("keywords", "facts")
        if (span := card.get(name))
    ]
    return " · ".join(part[:CARD_TITLE_PART] for part in opening) or name


def sections(pages: Mapping[int, str]) -> dict[str, Span]:
    """The parts of a free note that play a known role (`facts`, `method`, `gist`), told by their headings."""
    found: dict[str, Span] = {}
    for number, page in pages.items():
        headings = list(_HEADING.finditer(page)) or list(_SHORT_LINE.finditer(page))
        ends = [heading.start() for heading in headings[1:]] + [len(page)] * bool(headings)
        for heading, end in zip(headings, ends, strict=True):
            role = next((role for role, words in _ROLES.items() if words.search(heading.group(1))), None)
            body = page[heading.end() : end]
            start = heading.end() + len(body) - len(body.lstrip())
            if role and role not in found and body.strip():
                found[role] = Span(number, start, heading.end() + len(body.rstrip()))
    return found


def prepare_guideline(raw: RawDocument) -> Prepared:
    """A guideline of the reference material; each numbered line is a step: fields `steps.0`, `steps.1`, …"""
    record = dict(raw.record or {})
    if missing := [name for name in ("guideline_id", "title", "lang", "profile") if not record.get(name)]:
        raise SchemaError(f"{raw.name}: {missing[0]}: is missing")
    page = raw.pages[0]
    steps = {f"steps.{n}": Span(1, match.start(1), match.end(1)) for n, match in enumerate(_STEP.finditer(page))}
    sources = "\n".join(record.get("sources", []))
    return Prepared(
        kind="guideline",
        key=f"{record['guideline_id']}.{record['lang']}",
        title=str(record["title"]),
        language="zh" if record["lang"] == "zh" else "en",
        origin="reference",
        pages={0: f"{record['title']}\n{sources}".strip(), 1: page},
        fields={"title": Span(0, 0, len(str(record["title"]))), **steps},
        record=record,
        confidentiality="public",
        reviewed=True,
    )


def prepare_statutes(table: Mapping[str, Any], name: str) -> list[Prepared]:
    """One document a statute row: page 1 says it in Chinese, page 2 in English; `gist.zh` and `gist.en` are fields."""
    try:
        return [_statute(table, row) for row in table["rows"]]
    except (KeyError, TypeError) as error:
        raise SchemaError(f"{name}: a statute row lacks {error}. See corpus/README.md for the shape.") from error


def _statute(table: Mapping[str, Any], row: Mapping[str, Any]) -> Prepared:
    law, article, gist = table["law"], str(row["article"]), row["gist"]
    title = f"{law['zh']}第{article}条 · {law['en']}, Article {article}"
    zh = [f"{law['zh']}第{article}条", gist["zh"], *_standing(row, "zh")]
    en = [f"{law['en']}, Article {article}", gist["en"], *_standing(row, "en")]
    return Prepared(
        kind="statute",
        key=f"{table['law_id']}-{article}",
        title=title,
        language="zh",
        origin="reference",
        pages={0: title, 1: "\n".join(zh), 2: "\n".join(en)},
        fields={"title": Span(0, 0, len(title)), **_line_spans(1, zh, "zh"), **_line_spans(2, en, "en")},
        record={
            **row,
            "article": article,
            "law": law,
            "law_id": table["law_id"],
            "in_force": str(row.get("in_force") or ""),
        },
        confidentiality="public",
        reviewed=True,
    )


def _standing(row: Mapping[str, Any], language: str) -> Sequence[str]:
    zh, verified = language == "zh", bool(row.get("verified"))
    old = [f"{item['law'][language]} {item['article']}" for item in row.get("superseded") or []]
    lines = [
        row.get("in_force") and (f"施行日期：{row['in_force']}" if zh else f"In force since {row['in_force']}"),
        old and (f"旧条号：{'；'.join(old)}" if zh else f"Older numbers: {'; '.join(old)}"),
        ("已对照公开文本核对" if verified else "未经核对，使用前请查原文")
        if zh
        else ("Checked against a public source" if verified else "Unverified: look the text up before relying on it"),
    ]
    return [str(line) for line in lines if line]


def _line_spans(page: int, lines: Sequence[str], language: str) -> dict[str, Span]:
    start = len(lines[0]) + 1
    return {
        f"number.{language}": Span(page, 0, len(lines[0])),
        f"gist.{language}": Span(page, start, start + len(lines[1])),
        f"standing.{language}": Span(page, start + len(lines[1]) + 1, len("\n".join(lines))),
    }
