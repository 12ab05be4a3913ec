"""Answers: every statement is checked, every quote is where it says, and no document can put words into one."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from notes import STORY, let_stand, note, publish, record

from mediator_bot.answers.claims import (
    Claim,
    Contrast,
    Count,
    FieldValue,
    Paragraph,
    Quote,
    Row,
    Rule,
    Steps,
    Table,
    Template,
    Title,
)
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.render import plain, unmarked
from mediator_bot.answers.screen import screen
from mediator_bot.answers.verify import holds, verified
from mediator_bot.answers.wording import WORDING, template
from mediator_bot.service import Assistant
from mediator_bot.settings import Settings
from mediator_bot.text.language import language_of
from mediator_bot.types import Answer, Span

NUMBER = re.compile(r"(?<!\\)\[(\d+)\]")
NOTICE = {
    "en": "Information, not legal advice. The parties decide.",
    "zh": "仅供参考，不是法律意见；怎么定，由当事人自己决定。",
}


@pytest.fixture(scope="module")
def sample(_quick_settings: Settings) -> Iterator[Assistant]:
    """The sample library with the hashing double, read only."""
    opened = Assistant.open(_quick_settings)
    yield opened
    opened.library.catalogue.engine.dispose()


def check(assistant: Assistant, answer: Answer) -> None:
    """The promises of every answer: `[n]` and citations agree, quotes are where they say, nothing was dropped."""
    numbers = [int(n) for n in NUMBER.findall(answer.text)]
    assert set(numbers) == {citation.n for citation in answer.citations}, answer.text
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        page = assistant.library.catalogue.page(
            citation.document_id, citation.version, citation.page, assistant.operator
        )
        assert page[citation.start : citation.end] == citation.quote
        assert citation.quote.strip()
        assert citation.language == language_of(citation.quote)
    assert answer.dropped == 0
    assert answer.language == language_of(answer.question)
    assert answer.notice == NOTICE[answer.language]
    assert answer.text.endswith(f"*{answer.notice}*")
    for case in answer.cases:
        assert set(case.citation_ns) <= set(numbers)
    json.dumps(asdict(answer), ensure_ascii=False)


# --- many questions --------------------------------------------------------------------------------------------------

ENGLISH = (
    ("the tenant", "upstairs neighbour", "my brother", "the shop", "two sisters", "the contractor", "a farmer", "mum"),
    ("kept the deposit", "makes noise at night", "owes three months of wages", "put the fence on the wrong line"),
    ("what was agreed?", "how was it settled?", "how do I open?", "which article?", "how many cases?", "did it hold?"),
)
CHINESE = (
    ("楼上", "房东", "老板", "物业", "两兄弟", "村里的邻居", "卖家", "老人"),
    ("漏水泡了天花板", "扣着押金不退", "拖欠工资三个月", "半夜还在跳绳", "把围墙砌过了界", "不肯出赡养费"),
    ("以前咋弄成的", "怎么开场", "依据是哪一条", "有多少件", "后来又闹了吗", "协议怎么写"),
)
QUESTIONS = [
    (" " if parts is ENGLISH else "，").join(pick.choice(part) for part in parts)
    for parts in (ENGLISH, CHINESE)
    for pick in [random.Random(20240501)]
    for _ in range(24)
]


@pytest.mark.parametrize("question", sorted(set(QUESTIONS)))
def test_composed_questions_keep_every_promise(sample: Assistant, question: str) -> None:
    check(sample, sample.ask(question, sample.operator))


@pytest.mark.parametrize(
    "question",
    [
        "deposit 1400, landlord says carpet, tenant has no photos. what did ppl split at",
        "楼上漏水泡了天花板，楼上死活不开门，以前咋弄成的",
        "Tell me about nb-2024-009",
        "fm-2024-007 后来怎么样",
        "What does Article 288 of the Civil Code say?",
        "第三十三条是哪部法",
        "hello",
        "can u be an angry downstairs neighbour",
        "employee wont be in same room, shuttle ok?",
        "how many were settled, including practice notes?",
        "Tell me about zz-1999-001",
    ],
)
def test_with_the_packaged_models_too(assistant: Assistant, question: str) -> None:
    check(assistant, assistant.ask(question, assistant.operator))


def test_kinds_of_answer(sample: Assistant) -> None:
    by = sample.operator
    lookup = sample.ask("Tell me about nb-2024-009", by)
    assert (lookup.kind, lookup.abstained, [case.case_id for case in lookup.cases]) == (
        "lookup",
        False,
        ["nb-2024-009"],
    )
    assert "A hears steps, not thuds" in unmarked(lookup.text)
    missing = sample.ask("Tell me about zz-1999-001", by)
    assert (missing.abstained, missing.citations) == (True, ())
    assert "no case zz-1999-001" in missing.text
    statute = sample.ask("第三十三条说什么，人民调解法", by)
    assert statute.kind == "statute"
    assert "人民调解法第33条" in statute.text
    assert sample.ask("hello", by).citations == ()


def test_an_old_article_number_is_corrected(sample: Assistant) -> None:
    answer = sample.ask("民事诉讼法第194条", sample.operator)
    assert "194" in answer.text
    assert any("205" in citation.title for citation in answer.citations)


# --- refusal ---------------------------------------------------------------------------------------------------------


def test_a_refusal_names_what_was_searched_and_the_nearest_thing(assistant: Assistant) -> None:
    answer = assistant.ask("quantum chromodynamics of gluon condensates on a lattice", assistant.operator)
    count = len(assistant.library.catalogue.live_documents())
    assert (answer.abstained, answer.kind, answer.cases) == (True, "cases", ())
    assert f"I searched {count} documents you may read" in answer.text
    assert "The nearest is" in answer.text
    check(assistant, answer)


def test_a_refusal_names_the_filters(sample: Assistant) -> None:
    from mediator_bot.types import Filters

    answer = sample.ask("zzz qqq xxyyzz", sample.operator, filters=Filters(year=(1874,)))
    assert answer.abstained
    assert "under these filters" in answer.text
    check(sample, answer)


# --- claims that do not hold -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader(sample: Assistant) -> Reader:
    """What the operator may read."""
    return Reader(sample.library.catalogue, sample.operator)


def _true_claims(reader: Reader) -> dict[str, Claim]:
    note = reader.document("nb-2024-009.en")
    guideline = reader.document("screen-first.en")
    outcome, term = reader.field(note, "outcome"), reader.field(note, "terms.0")
    lessons, step = reader.field(note, "lessons"), reader.field(guideline, "steps.0")
    helper = reader.field(note, "invited_helpers.0")
    assert outcome and term and lessons and step and helper
    return {
        "quote": Quote(lessons),
        "title": Title(note.title, reader.at(note, Span(0, 0, len(note.title)))),
        "field": FieldValue("terms.0", "1,340 GBP", term),
        "label": FieldValue("outcome", "settled in full", outcome),
        "contrast": Contrast("contrast_helper", FieldValue("invited_helpers.0", "caretaker", helper), "q"),
        "count": Count("count_outcome", "outcome", ("full",), ("nb-2024-009.en",), 1),
        "rule": Rule(step),
        "template": template("no_money"),
    }


def test_true_claims_hold(reader: Reader) -> None:
    assert {kind: holds(claim, reader) for kind, claim in _true_claims(reader).items()} == dict.fromkeys(
        _true_claims(reader), True
    )


def _forged(reader: Reader) -> dict[str, Claim]:
    true: dict[str, Any] = _true_claims(reader)
    quote, rule, field = true["quote"].evidence, true["rule"].evidence, true["field"].evidence
    count = true["count"]
    return {
        "quote with another word": Quote(replace(quote, quote=quote.quote.replace("landlord", "tenant"))),
        "quote moved by one": Quote(replace(quote, span=replace(quote.span, start=quote.span.start + 1))),
        "quote of another version": Quote(replace(quote, version=99)),
        "quote of another page": Quote(replace(quote, span=replace(quote.span, page=1))),
        "quote of no document": Quote(replace(quote, document_id="nobody")),
        "quote of nothing": Quote(replace(quote, span=Span(0, 5, 5), quote="")),
        "title of another": Title("A better title", true["title"].evidence),
        "rule with another word": Rule(replace(rule, quote=rule.quote + "!")),
        "rule out of a case": Rule(quote),
        "field with another amount": FieldValue("terms.0", "1,430 GBP", field),
        "field under another name": FieldValue("terms.1", "1,340 GBP", field),
        "field nobody recorded": FieldValue("failure_reason", "1,340 GBP", field),
        "field cited elsewhere": FieldValue("terms.0", "1,340 GBP", quote),
        "label of another outcome": FieldValue("outcome", "not settled", true["label"].evidence),
        "contrast with a forged value": replace(true["contrast"], value=replace(true["contrast"].value, text="was")),
        "contrast with what is the same": replace(true["contrast"], against="caretaker"),
        "count too high": replace(count, n=2),
        "count too low": replace(count, n=0),
        "count of another outcome": replace(count, values=("none",)),
        "count of one document twice": replace(count, document_ids=count.document_ids * 2, n=2),
        "count of no document": replace(count, document_ids=("nobody",)),
        "template nobody wrote": Template("the_landlord_lied"),
    }


def test_a_forged_claim_of_each_kind_is_dropped(reader: Reader) -> None:
    true, forged = _true_claims(reader), _forged(reader)
    assert {name: holds(claim, reader) for name, claim in forged.items()} == dict.fromkeys(forged, False)
    label = template("row_outcome")
    blocks = (
        Paragraph(tuple(forged.values())),
        Steps((true["rule"], *forged.values()), template("lead_law")),
        Table(
            ((true["title"],), (forged["title of another"],)), (Row(label, ((true["quote"],), (*forged.values(),))),)
        ),
    )
    kept, dropped = verified(blocks, reader)
    assert dropped == 3 * len(forged) + 1
    assert kept == (
        Steps((true["rule"],), template("lead_law")),
        Table(((true["title"],), ()), (Row(label, ((true["quote"],), ())),)),
    )


def _slipping(reader: Reader) -> dict[str, Claim]:
    true: dict[str, Any] = _true_claims(reader)
    quote, field = true["quote"].evidence, true["field"].evidence
    return {
        "count in other words": replace(true["count"], key="refusal"),
        "contrast with a free sentence": replace(true["contrast"], key="caretaker was drunk, and paid 9,000"),
        "rule that says a case is a guideline": Rule(replace(quote, kind="guideline")),
        "quote of a practice note shown as real": Quote(replace(quote, origin="real_deidentified")),
        "quote under another title": Quote(replace(quote, title="Supreme court guiding case")),
        "field that is half a sentence elsewhere": FieldValue("terms.0", "B", replace(field, title="Another")),
        "template that says something about a case": template("screen_reason", reason="the landlord lied"),
        "template without its values": Template("refusal"),
    }


@pytest.mark.parametrize(
    "name",
    [
        "count in other words",
        "contrast with a free sentence",
        "rule that says a case is a guideline",
        "quote of a practice note shown as real",
        "quote under another title",
        "field that is half a sentence elsewhere",
        "template that says something about a case",
        "template without its values",
    ],
)
def test_a_claim_that_is_nearly_true_is_dropped(reader: Reader, name: str) -> None:
    assert not holds(_slipping(reader)[name], reader)


# --- hostile and private text ----------------------------------------------------------------------------------------

HOSTILE = (
    "The weathercock squeaked <script>alert(1)</script> and [x](http://evil.example) said ![i](http://evil.example/p.png)"
    " so | pipes | broke `code` in *half* [3] and [99], www.evil.example or mail@evil.example knew <img src=x onerror=1>."
)
LIVE = (
    re.compile(r"(?<!\\)<(?!br>)"),
    re.compile(r"(?<!\\)\]\("),
    re.compile(r"(?<!\\)!\["),
    re.compile(r"(?<!\\)`"),
    re.compile(r"(?i)https?://|www\.evil|mail@evil"),
)


@pytest.mark.parametrize("reviewed", [True, False], ids=["record", "plain text"])
def test_a_hostile_note_comes_out_inert(quick: Assistant, reviewed: bool) -> None:
    fields = {"lessons": HOSTILE, "what_failed": HOSTILE, "title": f"Weathercock {HOSTILE[:90]} `|`"}
    given = record(confidentiality="unit", invited_helpers=[{"role": HOSTILE}], **fields) if reviewed else None
    publish(quick, "hostile.md", f"## What happened\n\n{HOSTILE} {HOSTILE}\n\n## What worked\n\n{HOSTILE}\n", given)
    asked = ["the weathercock squeaked and pipes broke code in half", "Tell me about tt-2024-001"]
    for question in asked:
        answer = quick.ask(question, quick.operator)
        check(quick, answer)
        if answer.cases:
            assert "evil" in answer.text
        for live in LIVE:
            assert not live.search(answer.text), (live.pattern, answer.text)
        rows = [line for line in answer.text.splitlines() if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1
    assert any(quick.ask(question, quick.operator).cases for question in asked)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\nb\t c", "a b c"),
        ("[3]", r"\[3\]"),
        ("\\[3]", r"\\\[3\]"),
        ("http://x.y", r"http\://x.y"),
        ("<b>&", r"\<b\>&"),
        ("www.x.y a@b", r"www\.x.y a\@b"),
        ("~~x~~ __y__", r"\~\~x\~\~ \_\_y\_\_"),
    ],
)
def test_document_text_is_made_safe_and_a_terminal_shows_it_as_written(text: str, safe: str) -> None:
    assert plain(text) == safe
    if "\n" not in text:
        assert unmarked(safe) == text


SECRET = "xylophonequagmire"


def test_what_was_said_in_private_session_appears_nowhere(quick: Assistant) -> None:
    story = f"{STORY}\n:::caucus A\nHe would pay {SECRET} thousand.\n:::\n\nThen they met on the stairs.\n"
    given = record(
        confidentiality="unit",
        interests=[
            {"pid": "A", "text": f"wants {SECRET}", "caucus_only": True},
            {"pid": "B", "text": "wants to sleep"},
        ],
    )
    document = publish(quick, "private.md", story, given)
    publish(quick, "card.txt", f"# Plain\n\nThe gate.\n\n:::caucus B\n{SECRET}\n:::\n")
    quick.follow()
    catalogue, by = quick.library.catalogue, quick.operator
    for stored in catalogue.list_documents(by):
        for number in catalogue.page_numbers(stored.document_id, stored.version):
            assert SECRET not in catalogue.page(stored.document_id, stored.version, number, by)
        assert SECRET not in json.dumps(dict(stored.record), ensure_ascii=False)
    from mediator_bot.text.tokens import terms

    allowed = catalogue.live_passage_ids(by)
    assert quick.searcher.index.terms.coverage(terms(SECRET), allowed) == {}
    for question in (f"who wants {SECRET}", "weathercock on the chimney", f"Tell me about tt-2024-001 {SECRET}"):
        answer = replace(quick.ask(question, by), question="")
        assert SECRET not in json.dumps(asdict(answer), ensure_ascii=False)
        assert all(SECRET not in hit.passage.text for hit in quick.search(question, by))
    assert "wants to sleep" in catalogue.page(document, 1, 0, by)


# --- what is a practice note, what nobody reviewed -------------------------------------------------------------------


def test_practice_notes_are_marked_always(sample: Assistant) -> None:
    for question in ("deposit and carpet without photos", "Tell me about nb-2024-009", "楼上漏水泡了天花板"):
        answer = sample.ask(question, sample.operator)
        assert answer.cases
        assert re.search("practice notes?, not (?:a )?real case|练习案例，不是真实案件", answer.text)


def test_beside_a_real_case_each_practice_note_has_its_mark(quick: Assistant) -> None:
    practice = quick.library.catalogue.document("nb-2024-009.en", quick.operator)
    page = quick.library.catalogue.page("nb-2024-009.en", 1, 1, quick.operator)
    real = {"case_id": "tt-2024-001", "origin": "real_deidentified", "title": "The same two flats again, elsewhere"}
    publish(quick, "real.md", page, {**practice.record, **real, "confidentiality": "unit"})
    question = "laminate straight on the boards, the same two flats again, and this time the floor"
    answer = quick.ask(question, quick.operator)
    titles = {case.case_id for case in answer.cases}
    assert {"tt-2024-001", "nb-2024-009"} <= titles
    assert "Marked † are practice notes" in answer.text
    head = next(line for line in answer.text.splitlines() if line.startswith("|"))
    marked = {cell.split("<br>")[0].strip() for cell in head.split("|") if "†" in cell}
    assert "The same two flats again, and this time the floor" in marked
    assert "The same two flats again, elsewhere" not in marked


CARD = {
    "标题": "两家共用烟囱上的风向标",
    "关键词": ["风向标", "烟囱", "噪声"],
    "基本案情": "甲家在共用烟囱上装了风向标，一刮风就吱吱响，乙家睡不着，多次上门争吵。",
    "处理方式方法": "调解员约两家到屋顶一起听，请木匠看了轴承。",
    "处理结果": "甲家当天给风向标上油，乙家撤回投诉。",
    "解纷依据": "民法典第二百八十八条。",
    "解纷要旨": "先一起听，再谈谁对谁错。",
}


@pytest.fixture
def with_card(quick: Assistant, tmp_path: Path) -> Assistant:
    """A library with one published card that nobody has reviewed."""
    path = tmp_path / "cards.jsonl"
    path.write_text(json.dumps(CARD, ensure_ascii=False) + "\n", encoding="utf-8")
    (report,) = quick.add([path], quick.operator)
    assert report.status == "added"
    let_stand(quick, report)
    return quick


def test_an_unreviewed_card_is_quoted_and_nothing_is_counted(with_card: Assistant) -> None:
    answer = with_card.ask("烟囱上的风向标一刮风就吱吱响，怎么调成的", with_card.operator)
    check(with_card, answer)
    assert [case.title for case in answer.cases][0] == CARD["标题"]
    assert "未经核对，只摘原文" in answer.text
    assert "甲家当天给风向标上油，乙家撤回投诉。" in answer.text
    card = [citation for citation in answer.citations if citation.title == CARD["标题"]]
    assert card
    assert {citation.page for citation in card} == {1}
    mine = answer.cases[0]
    assert (mine.type, mine.outcome, mine.terms, mine.differs) == ("", "", (), ())
    counted = with_card.ask("统计一共多少件调解成功", with_card.operator)
    assert counted.statistics is not None
    assert counted.statistics["n"] == 0


def test_no_field_or_count_rests_on_an_unreviewed_card(with_card: Assistant) -> None:
    reader = Reader(with_card.library.catalogue, with_card.operator)
    card = next(d for d in reader.catalogue.list_documents(reader.person) if d.title == CARD["标题"])
    facts = reader.field(card, "facts")
    assert facts is not None
    assert holds(Quote(facts), reader)
    assert not holds(FieldValue("facts", facts.quote, facts), reader)


def test_a_count_over_an_unreviewed_card_is_dropped(with_card: Assistant) -> None:
    reader = Reader(with_card.library.catalogue, with_card.operator)
    card = next(d for d in reader.catalogue.list_documents(reader.person) if d.title == CARD["标题"])
    assert not holds(Count("count_recurred", "came_back", ("no",), (card.document_id,), 1), reader)


def test_looking_up_an_unreviewed_note_shows_its_words(quick: Assistant) -> None:
    publish(quick, "plain.md", "## What happened\n\nThe weathercock squeaked.\n", {"case_id": "tt-2024-777"})
    answer = quick.ask("Tell me about tt-2024-777", quick.operator)
    assert "The weathercock squeaked" in answer.text


def test_looking_up_a_note_that_is_only_a_heading(quick: Assistant) -> None:
    publish(quick, "plain.md", "# The weathercock\n", {"case_id": "tt-2024-778"})
    check(quick, quick.ask("Tell me about tt-2024-778", quick.operator))


# --- statistics ------------------------------------------------------------------------------------------------------


def test_statistics_leave_practice_notes_out_and_say_how_many(sample: Assistant) -> None:
    cases = {d.case_id for d in sample.library.catalogue.live_cases(sample.operator)}
    answer = sample.ask("How many cases were settled?", sample.operator)
    assert answer.statistics == {"n": 0, "outcomes": {}, "recurred": 0, "practice_notes_left_out": len(cases)}
    assert "n = 0" in answer.text
    assert f"Left out: {len(cases)} practice notes" in answer.text
    zh = sample.ask("一共调成了多少件", sample.operator)
    assert zh.statistics is not None
    assert (zh.statistics["n"], zh.statistics["practice_notes_left_out"]) == (0, len(cases))
    assert f"练习案例 {len(cases)} 件" in zh.text


def test_statistics_count_practice_notes_where_asked_and_agree_with_the_records(sample: Assistant) -> None:
    answer = sample.ask("How many cases were settled? Including practice notes.", sample.operator)
    records = {d.case_id: d.record for d in sample.library.catalogue.live_cases(sample.operator)}
    assert answer.statistics is not None
    assert answer.statistics["n"] == len(records)
    expected: dict[str, int] = {}
    for one in records.values():
        expected[one["outcome"]] = expected.get(one["outcome"], 0) + 1
    assert answer.statistics["outcomes"] == expected
    assert f"settled in full: {expected['full']} (n = {len(records)}" in answer.text


@pytest.mark.parametrize("negation", ["Do not include practice notes.", "Without including practice notes, please."])
def test_statistics_understand_a_negation(sample: Assistant, negation: str) -> None:
    answer = sample.ask(f"How many cases were settled? {negation}", sample.operator)
    assert answer.statistics is not None
    assert answer.statistics["n"] == 0


def test_a_real_case_is_counted_without_a_share(quick: Assistant) -> None:
    publish(quick, "real.md", STORY, record(confidentiality="unit"))
    answer = quick.ask("How many cases were settled?", quick.operator)
    assert answer.statistics is not None
    assert (answer.statistics["n"], answer.statistics["outcomes"]) == (1, {"full": 1})
    assert "settled in full: 1 (n = 1)" in answer.text
    assert "%" not in answer.text


# --- the safety screen -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "action"),
    [
        ("她说他喝了酒动过手，这个离婚纠纷我还调不调", "pause"),
        ("my husband hits me, can we mediate the divorce", "pause"),
        ("他扬言要砍人，还能约见面吗", "pause"),
        ("she says she wants to kill herself over the inheritance", "pause"),
        ("女儿身上有淤青，继父不让见人", "refer"),
        ("they were scammed by fake police, settle the refund?", "refer"),
        ("公司明确拒绝调解，还要再约吗", "refer"),
        ("employee wont be in same room, shuttle ok?", "shuttle"),
        ("grandmother has dementia, can she sign the care agreement", "pause"),
    ],
)
def test_the_screen_stops_what_is_not_safe(question: str, action: str) -> None:
    decided = screen(question, language_of(question))
    assert decided.action == action
    assert decided.reasons
    assert decided.referral


@pytest.mark.parametrize(
    "question",
    [
        "upstairs kid running around til 11, downstairs banging on pipes, anyone settled one w/o moving bedrooms?",
        "两家打架轻微伤，都不想拘留，能调不？新法第几条",
        "他打电话说要打官司，物业打折吗",
        "邻居动手修水管，没动过手打人",
        "there was no violence, only shouting about the fence",
        "the heartbeat of the pump keeps us awake",
        "he beats me at chess and gloats, silly quarrel at the club",
        "his son kicks the ball against my wall, he hits the ceiling with a broom",
        "he keeps saying 'see you in court'",
        "老人打扫楼道，打麻将太吵",
        "who pays for the fire damage in the kitchen",
    ],
)
def test_harmless_look_alikes_pass(question: str) -> None:
    assert screen(question, language_of(question)).action == "proceed"


@pytest.mark.parametrize(
    "question", ["he hit my parked car and won't pay", "he kicked over my bin and she slapped a note on it"]
)
def test_things_that_are_hit_are_not_people(question: str) -> None:
    assert screen(question, "en").action == "proceed"


@pytest.mark.parametrize(
    "question", ["my husband hits me when he drinks, can we mediate?", "她说他喝了酒动过手，这个离婚纠纷我还调不调"]
)
def test_a_question_about_violence_lists_no_cases_and_cites_the_guideline(sample: Assistant, question: str) -> None:
    answer = sample.ask(question, sample.operator)
    check(sample, answer)
    assert (answer.screen.action, answer.cases) == ("pause", ())
    assert {citation.kind for citation in answer.citations} == {"guideline"}
    assert all(citation.document_id.startswith("screen-first") for citation in answer.citations)
    assert "local numbers have not been entered" in answer.text or "本地联系电话还没有录入" in answer.text


def test_local_numbers_are_named_where_they_are_set(quick: Assistant) -> None:
    quick.settings = replace(quick.settings, referrals={"Women's helpline": "12338"})
    answer = quick.ask("my husband hits me when he drinks", quick.operator)
    assert "Women's helpline: 12338" in answer.text


def test_a_follow_up_of_a_stopped_question_is_stopped_too(quick: Assistant) -> None:
    conversation = quick.conversations.new_id()
    quick.ask("my husband hits me when he drinks", quick.operator, conversation)
    assert quick.ask("and what if we meet outside?", quick.operator, conversation).screen.action == "pause"


def test_every_wording_can_be_said_in_both_languages() -> None:
    for key, label in WORDING.items():
        if key.startswith("count_"):
            continue  # filled with every form of its numbers, of which each language takes what it needs
        assert set(re.findall(r"\{(\w+)\}", label.en)) == set(re.findall(r"\{(\w+)\}", label.zh)), key


def test_the_note_of_these_tests_follows_the_schema() -> None:
    assert note().startswith("---\ncase_id: tt-2024-001\n")


def test_a_number_of_a_repealed_law_is_not_taken_for_one_in_force(sample: Assistant) -> None:
    answer = sample.ask("合同法第288条怎么规定的", sample.operator)
    assert "合同法已经废止" in answer.text
    assert [c.document_id for c in answer.citations] != ["civil-code-288"]
    assert "已经废止" not in sample.ask("劳动合同法第30条怎么规定的", sample.operator).text
