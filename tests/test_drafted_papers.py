"""Drafts: nothing stands in one but what the facts, a quoted source or the form says; what is missing is a blank."""

import datetime
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from notes import STORY, publish, record

from mediator_bot.answers.drafts.document import DraftDocument, DraftKind, Sentence, faults, months_later, numbers_in
from mediator_bot.answers.drafts.facts import parse_facts, read_facts
from mediator_bot.answers.drafts.render import as_docx, as_markdown
from mediator_bot.answers.drafts.wording import FORM, vague_words
from mediator_bot.answers.evidence import Reader
from mediator_bot.cli import main
from mediator_bot.errors import LibraryError, QuestionError, SchemaError
from mediator_bot.service import Assistant
from mediator_bot.types import Person, Span

KINDS = get_args(DraftKind)
GUIDE = (Path(__file__).parents[1] / "docs" / "drafts.md").read_text(encoding="utf-8")
LEAK: dict[str, Any] = {
    "language": "zh",
    "date": "2026-11-02",
    "parties": [{"name": "周某", "role": "楼上住户"}, {"name": "李某"}],
    "terms": [
        {"who": "周某", "does": "请人重做卫生间防水", "to_whom": "李某", "due": "2026-11-30"},
        {"who": "周某", "does": "尽快赔偿粉刷费", "amount": 1600, "currency": "元"},
    ],
}


def sentences(draft: DraftDocument, *, aside: bool | None = None) -> list[Sentence]:
    chosen = [section for section in draft.sections if aside in (None, section.aside)]
    return [sentence for section in chosen for sentence in section.sentences]


def texts(draft: DraftDocument, source: str) -> list[str]:
    return [sentence.text for sentence in sentences(draft) if sentence.source == source]


def test_a_clause_says_what_is_known_and_leaves_blanks_for_the_rest(quick: Assistant) -> None:
    draft = quick.draft("agreement", parse_facts(LEAK), [], quick.operator)
    first = next(section for section in draft.sections if section.heading == "第1条").sentences
    assert [(one.text, one.source) for one in first] == [
        ("谁来做：周某。", "user"),
        ("做什么：请人重做卫生间防水。", "user"),
        ("向谁：李某。", "user"),
        ("金额：＿＿＿（数额和币种；不涉及钱的划掉）。", "blank"),
        ("期限：2026年11月30日前（含当日）。", "user"),
        ("在哪里：＿＿＿（地点、账户或者交付方式）。", "blank"),
        ("没做到怎么办：＿＿＿（从哪天起，怎么办）。", "blank"),
    ]
    assert "金额：1,600 元。" in texts(draft, "user")


def test_one_sided_and_vague_terms_are_pointed_out_beside_the_text(quick: Assistant) -> None:
    draft = quick.draft("agreement", parse_facts(LEAK), ["ls-2024-019"], quick.operator)
    flagged = [section for section in draft.sections if section.heading == FORM["h_flags"].zh]
    assert [section.aside for section in flagged] == [True]
    said = [one.text for one in flagged[0].sentences]
    assert "这里没有写李某要做什么。两边都愿意这样吗？" in said
    assert "“尽快”两边可能各有各的理解。" in said
    quoted = [one for one in flagged[0].sentences if one.source == "case"]
    assert quoted
    assert all(re.search(r"\d{4}-\d{2}|CNY", one.text) for one in quoted)
    assert not any(one.source == "case" for one in sentences(draft, aside=False))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("尽快付清", ["尽快"]),
        ("keep noise down after ten", ["keep noise down"]),
        ("use best efforts and pay as soon as possible", ["best efforts", "as soon as possible"]),
        ("use reasonable efforts", ["reasonable efforts"]),
        ("pay 300 GBP by 1 May", []),
    ],
)
def test_vague_words_are_found_as_written(text: str, words: list[str]) -> None:
    assert sorted(found for found, _ in vague_words(text)) == sorted(words)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_case_did_is_quoted_and_never_written_into_the_text(quick: Assistant, kind: DraftKind) -> None:
    by = quick.operator
    alone, beside = (quick.draft(kind, parse_facts(LEAK), cases, by) for cases in ([], ["ls-2024-019"]))
    own = [one for one in sentences(alone, aside=False) if one.n is None]
    assert [one for one in sentences(beside, aside=False) if one.n is None] == own
    for citation in beside.citations:
        page = quick.library.catalogue.page(citation.document_id, citation.version, citation.page, by)
        assert page[citation.start : citation.end] == citation.quote
    cited = {one.n for one in sentences(beside)} - {None}
    assert cited == {citation.n for citation in beside.citations}


def test_dates_are_computed_from_the_day_of_the_agreement(quick: Assistant) -> None:
    plan = quick.draft("follow-up", parse_facts(LEAK), ["ls-2024-019"], quick.operator)
    fixed = texts(plan, "form")
    assert "满一个月：2026年12月2日。" in fixed
    assert "满半年：2027年5月2日。" in fixed
    assert "第30天（协议当天不算）：2026年12月2日，按协议当天生效推算。" in fixed
    assert "2026年11月30日：问这一件办了没有。" in fixed
    (article,) = [one for one in sentences(plan) if one.n and one.source == "form"]
    assert article.text.startswith("人民调解法第33条")
    undated = quick.draft("follow-up", parse_facts({**LEAK, "date": None}), [], quick.operator)
    assert FORM["b_day_30"].zh in texts(undated, "blank")


def test_a_month_later_stays_within_the_month() -> None:
    assert months_later(datetime.date(2026, 1, 31), 1) == datetime.date(2026, 2, 28)
    assert months_later(datetime.date(2026, 8, 31), 6) == datetime.date(2027, 2, 28)
    assert months_later(datetime.date(2026, 11, 2), 1) == datetime.date(2026, 12, 2)
    assert months_later(datetime.date(2026, 6, 30), 6) == datetime.date(2026, 12, 30)


def test_a_summary_tells_each_party_both_sides_without_legal_words(quick: Assistant) -> None:
    draft = quick.draft("summary", parse_facts(LEAK), [], quick.operator)
    zhou, li, call = draft.sections
    assert (zhou.heading, li.heading) == ("给周某", "给李某")
    assert "您答应：请人重做卫生间防水。" in [one.text for one in zhou.sentences]
    assert "周某答应：" in [one.text for one in li.sentences]
    assert FORM["b_call"].zh in [one.text for one in call.sentences]
    own = " ".join(one.text for one in sentences(draft))
    assert not re.search(r"履行|违约|司法|申请人|强制|效力", own)


def test_the_check_finds_a_number_of_nobody_and_a_quote_that_is_not_there(quick: Assistant) -> None:
    facts, reader = parse_facts(LEAK), Reader(quick.library.catalogue, quick.operator)
    draft = quick.draft("agreement", facts, ["ls-2024-019"], quick.operator)
    assert faults(draft, facts, reader, {}) == []
    changed = draft.sections[0].__class__("x", (Sentence("金额：1,950 元。", "user"), Sentence("编的", "case", 1)))
    assert len(faults(DraftDocument("agreement", "zh", "x", (changed,), draft.citations), facts, reader, {})) == 2


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    str.strip
)
MAYBE = st.none() | WORDS
DAY = st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1))
TERM = st.fixed_dictionaries(
    {
        "does": WORDS | st.sampled_from(["尽快付款", "return the deposit as soon as possible", "重做防水"]),
        "who": MAYBE | st.sampled_from(["甲", "both"]),
        "to_whom": MAYBE,
        "amount": st.none() | st.decimals(0, 10**9, places=2),
        "currency": MAYBE,
        "due": DAY,
        "place": MAYBE,
        "on_default": MAYBE,
    }
)
FACTS = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["zh", "en"]),
        "date": DAY,
        "place": MAYBE,
        "parties": st.lists(st.fixed_dictionaries({"name": WORDS, "role": MAYBE}), min_size=2, max_size=3),
        "issues": st.lists(WORDS, max_size=2),
        "terms": st.lists(TERM, max_size=3),
        "notes": MAYBE,
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=FACTS, kind=st.sampled_from(KINDS))
def test_no_facts_bring_a_number_of_another_case_into_a_draft(
    quick: Assistant, value: dict[str, Any], kind: DraftKind
) -> None:
    facts = parse_facts(value)
    draft = quick.draft(kind, facts, ["ls-2024-019", "tn-2025-009"], quick.operator)
    # Counted here without the check of the program: every number of a sentence of the user's stands in the facts.
    given = numbers_in(" ".join(map(str, _leaves(facts.model_dump()))))
    given |= {f"{term.amount:f}" for term in facts.terms if term.amount is not None}
    dates = [one for one in (facts.date, *(term.due for term in facts.terms)) if one]
    digits = {part for text in [*given, *map(str, dates)] for part in re.findall(r"\d+", text)}
    for text in texts(draft, "user"):
        for part in re.findall(r"\d+", text.replace(",", "")):
            assert part.lstrip("0") in {one.lstrip("0") for one in digits}, text
    reader = Reader(quick.library.catalogue, quick.operator)
    quotes = {citation.n: citation for citation in draft.citations}
    for sentence in sentences(draft):
        if sentence.source == "case":
            one = quotes[sentence.n or 0]
            assert sentence.text == reader.words(one.document_id, one.version, Span(one.page, one.start, one.end))
    as_docx(draft)


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict | list | tuple):
        items = value.values() if isinstance(value, dict) else value
        return [leaf for item in items for leaf in _leaves(item)]
    return [] if value is None else [value]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"language": None}, "language"),
        ({"parties": [{"name": "周某"}]}, "parties: needs at least two parties"),
        ({"parties": [{}, {"name": "李某"}]}, "parties.0: needs a name or a role"),
        ({"terms": [{"who": "周某"}]}, "terms.0.does: is missing"),
        ({"terms": [{"does": "付款", "due": "下周"}]}, "terms.0.due: '下周' is not a whole date"),
        ({"terms": [{"does": "付款", "amount": -1}]}, "terms.0.amount"),
        ({"price": 3}, "price: is not a known field"),
    ],
)
def test_wrong_facts_name_the_field(change: dict[str, Any], named: str) -> None:
    with pytest.raises(SchemaError, match=re.escape(named)):
        parse_facts({**LEAK, **change}, "facts.yaml")


def test_what_was_said_in_private_is_cut() -> None:
    facts = parse_facts({**LEAK, "notes": "公开的\n:::caucus A\n底价一千\n:::\n"})
    assert facts.notes == "公开的"
    assert parse_facts({**LEAK, "notes": ":::caucus A\n底价一千\n:::"}).notes is None


def test_a_case_one_may_not_read_is_as_if_it_were_not_there(quick: Assistant) -> None:
    publish(quick, "secret-1.md", STORY, record(case_id="secret-1", confidentiality="restricted", unit="Elsewhere"))
    outsider = Person("gao", "mediator", frozenset({"Lake"}))
    with pytest.raises(LibraryError) as hidden:
        quick.draft("agreement", parse_facts(LEAK), ["secret-1"], outsider)
    with pytest.raises(LibraryError) as absent:
        quick.draft("agreement", parse_facts(LEAK), ["secret-2"], outsider)
    assert str(hidden.value) == str(absent.value).replace("secret-2", "secret-1")


def test_a_statute_is_no_case(quick: Assistant) -> None:
    statute = next(one for one in quick.library.catalogue.list_documents(quick.operator) if one.kind == "statute")
    with pytest.raises(QuestionError, match="not a case"):
        quick.draft("agreement", parse_facts(LEAK), [statute.document_id], quick.operator)


def test_it_is_written_down_without_the_facts(quick: Assistant) -> None:
    quick.draft("agreement", parse_facts(LEAK), ["ls-2024-019"], quick.operator)
    (entry,) = quick.library.audit.entries(quick.operator, action="draft")
    assert entry.details["kind"] == "agreement"
    assert "ls-2024-019" in str(entry.details["cited"])
    assert "周某" not in str(entry)


def test_word_and_markdown_say_the_same_and_mark_each_sentence(quick: Assistant) -> None:
    draft = quick.draft("agreement", parse_facts(LEAK), ["ls-2024-019"], quick.operator)
    written, markdown = docx.Document(io.BytesIO(as_docx(draft))), as_markdown(draft)
    lines = "\n".join(line.text for line in written.paragraphs)
    assert FORM["notice"].zh in lines
    assert FORM["legend"].zh in lines
    for sentence in sentences(draft):
        words = " ".join(sentence.text.split())
        shown = {"user": f"{words}°", "case": f"[{sentence.n}] 中写：“{words}”"}
        assert shown.get(sentence.source, words) in lines
    assert "期限：2026年11月30日前（含当日）。°" in markdown
    for citation in draft.citations:
        assert f"[{citation.n}]" in lines
        assert citation.document_id in lines


def test_words_of_the_user_are_no_markup(quick: Assistant) -> None:
    hostile = {**LEAK, "notes": "[打开](http://x.example) **粗** | <b>"}
    markdown = as_markdown(quick.draft("record", parse_facts(hostile), [], quick.operator))
    assert r"\[打开\](http\://x.example) \*\*粗\*\* \| \<b\>" in markdown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_example_of_the_guide_is_what_the_program_writes(quick: Assistant, tmp_path: Path, language: str) -> None:
    facts, case, shown = _example(language)
    path = tmp_path / "facts.yaml"
    path.write_text(facts, encoding="utf-8")
    assert as_markdown(quick.draft("agreement", read_facts(path), [case], quick.operator)).strip() == shown


def _example(language: str) -> tuple[str, str, str]:
    found = re.search(
        rf"```yaml\n(language: {language}\n.+?)```.+?--cases (\S+).+?````markdown\n(.+?)\n````", GUIDE, re.DOTALL
    )
    assert found
    return found.group(1), found.group(2), found.group(3)


def test_the_verb_writes_a_file_and_one_json_value(
    quick: Assistant, write: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    facts, out = write("facts.json", json.dumps(LEAK, ensure_ascii=False)), tmp_path / "draft.docx"
    config = write("m.toml", f'home = "{quick.settings.home}"\nembeddings = "hashing"\n')
    words = ["draft", "summary", str(facts), "--cases", "ls-2024-019", "--save", str(out), "--config", str(config)]
    assert main([*words, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["kind"], value["language"]) == ("summary", "zh")
    assert docx.Document(str(out)).paragraphs[0].text == FORM["summary"].zh
    assert main(["draft", "summary", str(tmp_path / "none.yaml"), "--config", str(config)]) == 1
    assert "none.yaml cannot be read" in capsys.readouterr().err
