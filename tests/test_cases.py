"""A note's record on page 0 and what a file becomes before it is stored: exact pages, spans that slice, and refusals."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediator_bot.cases.prepare import Prepared, prepare_case, prepare_guideline, prepare_statutes, sections
from mediator_bot.cases.render import money, render_record
from mediator_bot.cases.schema import parse_note
from mediator_bot.errors import DocumentError, SchemaError
from mediator_bot.types import RawDocument, Span

# A slow machine is no failure.
unhurried = settings(deadline=None)

RECORD: dict[str, Any] = {
    "case_id": "tn-2024-001",
    "lang": "en",
    "title": "The carpet",
    "origin": "synthetic",
    "venue_type": "community_centre",
    "level": "community",
    "type_l1": "tenancy",
    "type_l2": "deposit",
    "tags": ["carpet"],
    "accepted_on": "2024-03",
    "closed_on": "2024-04",
    "parties": [{"pid": "A", "role": "tenant", "relation": "flatmate of C"}, {"pid": "B", "role": "landlord"}],
    "invited_helpers": [{"role": "caretaker"}],
    "screening": {"threat": False, "action": "shuttle", "referral_to": "women's\n centre"},
    "issues": [{"neutral_statement": "Who pays for the carpet", "amount_claimed": 1400, "currency": "GBP"}],
    "positions": [
        {"pid": "A", "text": "All of it back"},
        {"pid": "B", "text": "would take 300", "caucus_only": True},
        {"pid": "B", "text": "Not a penny"},
    ],
    "mood": {"before": "cold", "after": "civil"},
    "techniques": ["reality test", "instalments"],
    "sessions": [{"n": 1, "date": "2024-03-08", "mode": "onsite", "minutes": 40, "summary": "Looked at the stain"}],
    "options": [{"text": "half each", "proposer": "A", "disposition": "agreed"}],
    "outcome": "full",
    "terms": [
        {
            "who": "B",
            "does": "pay back",
            "to_whom": "A",
            "amount": 700.5,
            "currency": "GBP",
            "due": "2024-04-30",
            "place": "the desk",
            "on_default": "10 a week",
            "performed_on": "2024-04-29",
        }
    ],
    "agreement_form": "written",
    "agreement_effective_on": "2024-04-02",
    "followups": [
        {"due": "2024-06", "done": "2024-06", "performed": "full", "satisfaction": 4, "recurrence": False},
        {"due": "2025-01"},
        {"due": "2025-02", "done": "2025-02", "recurrence": True, "note": "new stain"},
    ],
    "escalated": False,
    "legal_basis": [
        {"law": "Civil Code", "article": "710", "verified": True},
        {"law": "Civil Code", "article": "733"},
    ],
    "lessons": "Count the years\nthat were left.",
}
STORY = "## What happened\n\nB kept the deposit.\n\n## What worked\n\nCounting years.\n"


def sliced(pages: Mapping[int, str], fields: Mapping[str, Span]) -> dict[str, str]:
    return {name: pages[span.page][span.start : span.end] for name, span in fields.items()}


def prepared(*pages: str, name: str = "note.md", **record: Any) -> Prepared:
    return prepare_case(RawDocument(name, pages, record or None))


# --- page 0 ----------------------------------------------------------------------------------------------------------


def test_the_record_as_a_page_in_english() -> None:
    page, spans = render_record(parse_note({**RECORD, "positions": RECORD["positions"][::2]}))
    assert page.splitlines() == [
        "The carpet",
        "Dispute: tenancy · deposit · carpet",
        "Resolved at: village or community",
        "Venue: community centre",
        "Accepted and closed: 2024-03 – 2024-04",
        "Party: A — tenant (flatmate of C)",
        "Party: B — landlord",
        "Invited to help: caretaker",
        "Safety screening: shuttle only → women's centre",
        "Question: Who pays for the carpet (1,400 GBP)",
        "Position: A — All of it back",
        "Position: B — Not a penny",
        "Mood: cold → civil",
        "Techniques: reality test, instalments",
        "Session: 1 · on site · 2024-03-08 · Looked at the stain",
        "Option: half each (A, agreed)",
        "Outcome: settled in full",
        "Agreed: B — pay back; to A; 700.50 GBP; by 2024-04-30; at the desk; on default: 10 a week; done 2024-04-29",
        "Agreement: written agreement",
        "Agreement in force from: 2024-04-02",
        "Follow-up: 2024-06; kept; did not come back; satisfaction 4 of 5",
        "Follow-up: due 2025-01, not made yet",
        "Follow-up: 2025-02; came back; new stain",
        "Escalated: no",
        "Legal basis: Civil Code, Article 710",
        "Legal basis: Civil Code, Article 733 (unverified)",
        "What made it work: Count the years that were left.",
    ]
    values = sliced({0: page}, spans)
    assert values["title"] == "The carpet"
    assert values["type_l1"] == "tenancy · deposit · carpet"
    assert values["parties.1"] == "B — landlord"
    assert values["agreement_effective_on"] == "2024-04-02"
    assert values["followups.2"] == "2025-02; came back; new stain"
    assert values["lessons"] == "Count the years that were left."


def test_the_record_as_a_page_in_chinese() -> None:
    note = {
        "case_id": "xz-1",
        "lang": "zh",
        "title": "三本工账",
        "origin": "synthetic",
        "venue_type": "labour_station",
        "unit": "枫林站",
        "region": "北方小城",
        "level": "town",
        "type_l1": "labour",
        "parties": [{"pid": "甲", "role": "工人"}],
        "facts_agreed": "干了四十天",
        "facts_disputed": ["工价"],
        "interests": [{"pid": "甲", "text": "回家过年"}],
        "outcome": "partial",
        "terms": [{"who": "乙", "does": "付工钱", "to_whom": "甲", "amount": 12000, "currency": "CNY", "due": "2024-02-01", "on_default": "加付百元"}],
        "confirmation_status": "已申请",
        "followups": [{"due": "2024-03", "done": "2024-03", "performed": "partly", "satisfaction": 3, "recurrence": True}],
        "recurrence_of": "xz-0",
        "escalated": True,
        "legal_basis": [{"law": "劳动合同法", "article": "30"}],
        "customs": ["腊月结账"],
        "what_failed": "没有写工价",
    }  # fmt: skip
    assert render_record(parse_note(note))[0].splitlines() == [
        "三本工账",
        "纠纷类型：劳动争议",
        "化解层级：乡镇（街道）",
        "调解地点：劳动争议调解站",
        "地区：北方小城",
        "单位：枫林站",
        "当事人：甲 — 工人",
        "无争议事实：干了四十天",
        "争议事实：工价",
        "真正在意的：甲 — 回家过年",
        "结果：部分达成协议",
        "约定：乙 — 付工钱；对甲；12,000 CNY；2024-02-01 前；不履行则加付百元",
        "司法确认：已申请",
        "回访：2024-03；部分履行；复发；满意度 3/5",
        "由此复发：xz-0",
        "有无激化：有",
        "依据：劳动合同法第30条（未核对）",
        "风俗习惯：腊月结账",
        "没成在哪里：没有写工价",
    ]


words = st.text(st.sampled_from("ab 押金\n\u3000:：.1"), max_size=20)
said = words.filter(str.strip)
note_records = st.builds(
    lambda lang, **fields: {**RECORD, "lang": lang, **{name: value for name, value in fields.items() if value is not None}},
    lang=st.sampled_from(["zh", "en", "mixed"]),
    title=said,
    type_l2=words | st.none(),
    region=words | st.none(),
    facts_agreed=words | st.none(),
    facts_disputed=st.lists(words, max_size=3),
    tags=st.lists(words, max_size=2),
    customs=st.lists(said, max_size=3),
    interests=st.lists(st.builds(lambda text: {"pid": "A", "text": text}, words), max_size=2),
    terms=st.lists(st.builds(lambda who, does: {"who": who, "does": does}, said, said), max_size=3),
    escalated=st.booleans() | st.none(),
)  # fmt: skip


@unhurried
@given(note_records)
def test_every_field_stands_behind_its_label_on_a_line_of_its_own(record: dict[str, Any]) -> None:
    note = parse_note(record)
    page, spans = render_record(note)
    title, *rest = spans.items()
    assert title == ("title", Span(0, 0, len(note.title)))
    assert page.startswith(note.title)
    position = len(note.title)
    for _, span in rest:
        opening = page[position : span.start]
        assert opening[0] == "\n"
        assert opening[1:].endswith(": " if note.lang == "en" else "：")
        assert "\n" not in opening[1:]
        value = page[span.start : span.end]
        assert value == " ".join(value.split()) != ""
        position = span.end
    assert position == len(page)
    values = sliced({0: page}, spans)
    for number, custom in enumerate(note.customs):
        assert values[f"customs.{number}"] == " ".join(custom.split())
    for number, term in enumerate(note.terms):
        assert values[f"terms.{number}"] == " ".join(f"{term.who} — {term.does}".split())


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [(1400, "GBP", "1,400 GBP"), (0.5, None, "0.50"), (1234567.891, "CNY", "1,234,567.89 CNY"), (-20, "CNY", "-20 CNY"), (100.0, None, "100")],
)  # fmt: skip
def test_amounts(amount: float, currency: str | None, shown: str) -> None:
    assert money(amount, currency) == shown


# --- a note with its record ------------------------------------------------------------------------------------------


def test_a_note_with_a_record() -> None:
    note = prepared(STORY + "\n:::caucus A\nwould take 300\n:::\n", **RECORD, confidentiality="training", unit="Lake")
    assert (note.kind, note.key, note.case_id, note.title) == ("case", "tn-2024-001.en", "tn-2024-001", "The carpet")
    assert (note.language, note.origin, note.confidentiality, note.unit) == ("en", "synthetic", "training", "Lake")
    assert note.reviewed
    assert note.filters == {"type": "tenancy", "outcome": "full", "level": "community", "year": 2024}
    assert note.pages[1] == STORY + "\n"
    assert note.pages[0].startswith("The carpet\nDispute: tenancy")
    assert "300" not in "".join(note.pages.values()) + str(note.record)
    values = sliced(note.pages, note.fields)
    assert (values["facts"], values["gist"]) == ("B kept the deposit.", "Counting years.")
    assert (values["positions.1"], values["outcome"]) == ("B — Not a penny", "settled in full")
    assert note.record["positions"][1] == {"pid": "B", "text": "Not a penny", "caucus_only": False}


@pytest.mark.parametrize(
    ("dates", "year"),
    [
        ({"accepted_on": "2023-12", "closed_on": "2024-01"}, 2024),
        ({"accepted_on": "2023-12", "closed_on": None}, 2023),
        ({"accepted_on": None, "closed_on": None}, None),
    ],
)
def test_the_year_of_a_case(dates: dict[str, str], year: int | None) -> None:
    assert prepared(STORY, **{**RECORD, **dates}).filters["year"] == year


def test_twins_share_a_case_and_not_a_document() -> None:
    twin = prepared("## 经过\n\n房东不退押金。", **{**RECORD, "lang": "zh"})
    assert (twin.key, twin.case_id) == ("tn-2024-001.zh", "tn-2024-001")
    assert prepared("押金没退。", **{**RECORD, "lang": "mixed"}).key == "tn-2024-001.zh"
    assert prepared("Not returned.", **{**RECORD, "lang": "mixed"}).key == "tn-2024-001.en"


def test_what_claims_to_be_a_case_note_is_held_to_the_schema() -> None:
    with pytest.raises(SchemaError, match="note.md: lang: is missing"):
        prepared(STORY, case_id="x", outcome="full")
    with pytest.raises(SchemaError, match="note.md: type_l1: 'noise' is not one of: neighbours"):
        prepared(STORY, **{**RECORD, "type_l1": "noise"})


@pytest.mark.parametrize(
    "pages", [(), ("",), (" \n", "\n"), (":::caucus A\nall of it\n:::\n",), (":::caucus A", "all of it")]
)
def test_nothing_left_to_read(pages: tuple[str, ...]) -> None:
    with pytest.raises(DocumentError, match="note.md is empty once private passages are cut. Check the file."):
        prepared(*pages, **RECORD)


# --- a text without a full record ------------------------------------------------------------------------------------


def test_a_text_without_a_record() -> None:
    note = prepared("# 楼上漏水\n\n## 事情经过\n\n漏了三天。\n\n## 怎么调的\n\n上门看。", "第二页", name="漏水.txt")
    assert (note.title, note.language, note.origin, note.confidentiality) == (
        "楼上漏水",
        "zh",
        "real_deidentified",
        "unit",
    )
    assert (note.reviewed, note.filters) == (False, {"type": None, "level": None, "year": None})
    assert note.case_id is not None
    assert note.key == f"{note.case_id}.zh"
    assert note.case_id == prepared(note.pages[1], "第二页", name="other.txt").case_id != prepared("其他").case_id
    assert note.pages[0] == "楼上漏水"
    assert sliced(note.pages, note.fields) == {"title": "楼上漏水", "facts": "漏了三天。", "method": "上门看。"}


def test_a_text_with_a_few_words_about_it() -> None:
    note = prepared(
        "Text.",
        name="a.txt",
        title="Two\n  lines",
        case_id=7,
        confidentiality="restricted",
        unit="Lake",
    )
    assert (note.title, note.key, note.confidentiality, note.unit) == ("Two lines", "7.en", "restricted", "Lake")
    assert prepared("Text.", type_l1="tenancy").filters == {"type": "tenancy", "level": None, "year": None}
    assert prepared("Text.", name="scan 4.txt").title == "scan 4.txt"


def test_front_matter_of_any_kind_may_come_along() -> None:
    note = prepared(
        "Text.",
        type_l1=["a", "b"],
        unit={"x": 1},
        tags=["t"],
        aliases=None,
        law_as_of=2024,
        scan=b"\0",
        weight=float("nan"),
    )
    assert note.record == {"law_as_of": "2024", "weight": "nan", "case_id": note.case_id, "title": "note.md"}
    assert (note.unit, note.filters) == (None, {"type": None, "level": None, "year": None})


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"confidentiality": "secret"}, "confidentiality: 'secret' is not one of: public, training, unit, restricted"),
        ({"confidentiality": ["restricted"]}, r"confidentiality: \['restricted'\] is not one of"),
        ({"origin": "found"}, "origin: 'found' is not one of: real_deidentified, synthetic, published"),
    ],
)
def test_who_may_read_is_never_guessed(record: dict[str, Any], said: str) -> None:
    with pytest.raises(SchemaError, match=f"note.md: {said}"):
        prepared("Text.", **record)


def test_a_published_card() -> None:
    card = "【关键词】\n押金、地毯\n\n【基本案情】\n甲租乙屋。\n\n【处理结果】\n退还七百元。"
    note = prepared(card, name="cards.jsonl:1")
    assert (note.origin, note.title, note.reviewed) == ("published", "押金、地毯 · 甲租乙屋。", False)
    assert sliced(note.pages, note.fields) == {
        "title": "押金、地毯 · 甲租乙屋。",
        "keywords": "押金、地毯",
        "facts": "甲租乙屋。",
        "result": "退还七百元。",
    }
    assert prepared(card, origin="real_deidentified").origin == "real_deidentified"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("What happened", "facts"),
        ("Background", "facts"),
        ("事情的由来", "facts"),
        ("调解经过", "method"),
        ("How it went", "method"),
        ("What worked", "gist"),
        ("几点体会", "gist"),
        ("怎么谈成的", "gist"),
        ("What didn't work", None),
        ("What did not work", None),
        ("没谈成的原因", None),
        ("Work clothes", None),
        ("Weather", None),
    ],
)
def test_the_role_of_a_section(heading: str, role: str | None) -> None:
    page = f"## {heading}\n\n Body. \n\n## Weather\n\nRain."
    assert sections({1: page}) == ({role: Span(1, page.index("Body."), page.index("Body.") + 5)} if role else {})


def test_headings_that_printing_left_bare() -> None:
    page = "What happened\nThe deposit was kept.\n| 2024 | what worked |\nThe end."
    assert sections({1: page}) == {"facts": Span(1, 14, len(page))}


# --- the reference material ------------------------------------------------------------------------------------------


def test_a_guideline_and_its_steps() -> None:
    front = {
        "guideline_id": "open",
        "title": "Opening",
        "lang": "en",
        "profile": "all",
        "sources": ["Standards 2005", "CEDR"],
    }
    guideline = prepare_guideline(
        RawDocument("open.en.md", ("Before.\n\n1. Welcome. \n2) Say who you are.\n   3、先坐下",), front)
    )
    assert (guideline.kind, guideline.key, guideline.confidentiality) == ("guideline", "open.en", "public")
    assert guideline.pages[0] == "Opening\nStandards 2005\nCEDR"
    assert sliced(guideline.pages, guideline.fields) == {
        "title": "Opening",
        "steps.0": "Welcome.",
        "steps.1": "Say who you are.",
        "steps.2": "先坐下",
    }
    with pytest.raises(SchemaError, match="x.md: profile: is missing"):
        prepare_guideline(RawDocument("x.md", ("1. Go",), {**front, "profile": ""}))


def test_a_statute_row() -> None:
    law = {"zh": "民法典", "en": "Civil Code"}
    old = {"law": {"zh": "物权法", "en": "Property Law"}, "article": "84"}
    rows = [
        {"article": 288, "gist": {"zh": "相邻要方便。", "en": "Neighbours help."}, "in_force": "2021-01-01", "superseded": [old], "verified": True},
        {"article": "289", "gist": {"zh": "看习惯。", "en": "Look at custom."}},
    ]  # fmt: skip
    first, second = prepare_statutes({"law_id": "civil-code", "law": law, "rows": rows}, "civil.yaml")
    assert (first.kind, first.key, first.title) == (
        "statute",
        "civil-code-288",
        "民法典第288条 · Civil Code, Article 288",
    )
    assert first.pages[1].splitlines() == [
        "民法典第288条",
        "相邻要方便。",
        "施行日期：2021-01-01",
        "旧条号：物权法 84",
        "已对照公开文本核对",
    ]
    assert first.pages[2].splitlines() == [
        "Civil Code, Article 288",
        "Neighbours help.",
        "In force since 2021-01-01",
        "Older numbers: Property Law 84",
        "Checked against a public source",
    ]
    values = sliced(first.pages, first.fields)
    assert (values["number.zh"], values["gist.en"]) == ("民法典第288条", "Neighbours help.")
    assert values["standing.zh"] == "施行日期：2021-01-01\n旧条号：物权法 84\n已对照公开文本核对"
    assert sliced(second.pages, second.fields)["standing.en"] == "Unverified: look the text up before relying on it"
    assert (first.record["article"], second.record["in_force"]) == ("288", "")
    with pytest.raises(SchemaError, match="civil.yaml: a statute row lacks 'gist'"):
        prepare_statutes({"law_id": "c", "law": law, "rows": [{"article": 1}]}, "civil.yaml")
