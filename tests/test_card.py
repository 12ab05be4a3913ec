"""The sections of a published card: every usual form of heading, and exactly the bodies that were rendered."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediator_bot.cases.card import card_sections
from mediator_bot.documents.cards import SECTIONS, render_card
from mediator_bot.types import Span

FACTS, RESULT = "甲租乙屋一年，搬走后乙不退押金。", "乙三日内退还一千四百元。"


def bodies(*pages: str) -> dict[str, str]:
    return {name: pages[span.page - 1][span.start : span.end] for name, span in card_sections(pages).items()}


@pytest.mark.parametrize(
    "form",
    [
        "【{}】\n{}", "【{}】{}", "【{}】：{}", "[{}]\n{}", "［{}］{}", "〔{}〕\n{}", "{}：{}", "{}:{}", "{} ：\n\n{}", "{}\n{}",
        "一、{}\n{}", "二、{}：{}", "（三）{}\n{}", "1. {}\n{}", "2、{}\n{}", "(4){}\n{}", "## {}\n\n{}", "###### {}：{}", "#{}\n{}",
        "**{}**\n{}", "**{}：**{}", "**{}**：{}", "## **{}**\n{}", "**【{}】**\n{}", "## 一、{}\n{}", "　　{}\n{}", "{} | {}",
    ],
)  # fmt: skip
def test_every_form_of_heading(form: str) -> None:
    page = f"押金一案\n\n{form.format('基本案情', FACTS)}\n\n{form.format('处理结果', RESULT)}\n"
    assert bodies(page) == {"facts": FACTS, "result": RESULT}


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("關鍵詞", "keywords"),
        ("调解过程", "method"),
        ("调解方法", "method"),
        ("处理方法", "method"),
        ("处理方式方法", "method"),
        ("调解结果", "result"),
        ("法律依据", "basis"),
        ("依据", "basis"),
        ("案例点评", "gist"),
        ("要旨", "gist"),
        ("启示", "gist"),
    ],
)
def test_other_names_of_the_sections(heading: str, section: str) -> None:
    assert bodies(f"案情简介：{FACTS}\n{heading}：写在这里") == {"facts": FACTS, section: "写在这里"}


def test_a_card_in_english() -> None:
    page = "Keywords: deposit, flat\n\n## Facts\n\nA kept it.\nAll of it.\n\n**Method:** listened\nRESULT\nHalf back.\n[Gist] Ask early."
    assert bodies(page) == {
        "keywords": "deposit, flat",
        "facts": "A kept it.\nAll of it.",
        "method": "listened",
        "result": "Half back.",
        "gist": "Ask early.",
    }


def test_a_name_inside_a_line_is_no_heading() -> None:
    page = f"基本案情：{FACTS}\n双方对处理结果：满意。\n处理结果令人满意\nFacts matter here\n[Facts](a.html)\n调解结果：{RESULT}"
    assert bodies(page) == {
        "facts": f"{FACTS}\n双方对处理结果：满意。\n处理结果令人满意\nFacts matter here\n[Facts](a.html)",
        "result": RESULT,
    }


@pytest.mark.parametrize(
    "page",
    [
        "",
        FACTS,
        f"基本案情：{FACTS}",
        f"关键词：押金\n处理结果：{RESULT}",
        f"基本案情：\n\n处理结果：{RESULT}",
        "Facts\nResult\n",
    ],
)
def test_no_card_without_facts_and_another_section(page: str) -> None:
    assert card_sections([page]) == {}


def test_sections_over_page_breaks() -> None:
    pages = [
        "【关键词】押金\n【基本案情】\n第一页的案情，",
        "接着说的案情。\n【处理结果】",
        "\n乙退还押金。\n【解纷要旨】早谈。",
    ]
    assert card_sections(pages) == {
        "keywords": Span(1, 5, 7),
        "facts": Span(1, 15, 22),
        "result": Span(3, 1, 7),
        "gist": Span(3, 14, 17),
    }


def test_the_first_of_two_sections_counts() -> None:
    assert bodies(f"【基本案情】\n【基本案情】{FACTS}\n【处理结果】{RESULT}\n【处理结果】另一个") == {
        "facts": FACTS,
        "result": RESULT,
    }


def _is_body(text: str) -> bool:
    names = [*SECTIONS, *SECTIONS.values(), "案情", "调解", "依据", "要旨", "启示", "点评", "处理"]
    return bool(text) and not any(name in text.lower() for name in names)


BODY = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n　：【】[]#*|、。一1")).map(
    lambda text: unicodedata.normalize("NFC", text).strip()
)


@given(st.dictionaries(st.sampled_from(list(SECTIONS)), BODY.filter(_is_body)), BODY.filter(_is_body))
def test_a_rendered_card_gives_exactly_its_bodies_back(sections: dict[str, str], facts: str) -> None:
    card = {**sections, "基本案情": facts}
    page = render_card(card)
    assert bodies(page) == ({SECTIONS[name]: body for name, body in card.items()} if len(card) > 1 else {})
    assert all(span.page == 1 and 0 <= span.start < span.end <= len(page) for span in card_sections([page]).values())


FRAGMENT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["\n【基本案情】", "\n", "\nResult:"])


@given(st.lists(st.lists(FRAGMENT).map("".join)))
def test_spans_lie_within_their_page_and_are_trimmed(pages: list[str]) -> None:
    for span in card_sections(pages).values():
        body = pages[span.page - 1][span.start : span.end]
        assert len(body) == span.end - span.start
        assert body and body == body.strip()
