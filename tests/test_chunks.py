"""The passages of a page: they cover it in order, slice it exactly and know the heading they stand under."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediator_bot.cases.prepare import Prepared
from mediator_bot.library import register
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.chunks import LENGTHS, Chunk, split
from mediator_bot.library.library import AUTHORS
from mediator_bot.types import Kind, Span

# A slow machine is no failure.
unhurried = settings(deadline=None)
lines = st.one_of(
    st.text(st.sampled_from("ab .,!?;#-1"), max_size=30),
    st.text(st.sampled_from("押金漏水。！？；，、 "), max_size=30),
    st.sampled_from(["", "## What happened", "# 一", "long " * 50, "长" * 200, "a" * 900, "#### deep", "##", "  \t"]),
)
pages = st.lists(lines, max_size=40).map("\n".join)


def prepared(text: str, kind: Kind = "case", reviewed: bool = False) -> Prepared:
    return Prepared(kind, "key", "Title", "en", "synthetic", {0: "Title", 1: text}, {}, {}, reviewed=reviewed)


@unhurried
@given(pages)
def test_passages_hold_all_of_a_page_in_order_but_white_space_and_lone_headings(page: str) -> None:
    chunks = split(prepared(page))
    edges = [0, *(edge for chunk in chunks for edge in (chunk.start, chunk.end)), len(page)]
    assert edges == sorted(edges)
    for chunk in chunks:
        text = page[chunk.start : chunk.end]
        assert chunk.page == 1
        assert text == text.strip() != ""
        assert len(text) <= max(LENGTHS.values())
    for end, start in zip(edges[::2], edges[1::2], strict=True):
        assert all(re.fullmatch(r"\s*|\s*#{1,3}[ \t].*", line) for line in page[end:start].split("\n"))


@unhurried
@given(pages)
def test_the_heading_of_a_passage_is_the_last_one_that_begins_before_it_ends(page: str) -> None:
    headings = [(m.start(), m[1]) for m in re.finditer(r"^#{1,3}[ \t]+(\S.*?)[ \t]*$", page, re.MULTILINE)]
    for chunk in split(prepared(page)):
        above = [heading for start, heading in headings if start <= chunk.start]
        assert chunk.heading == (above[-1] if above else "")


def test_passages_break_at_headings() -> None:
    page = "Before.\n\n## One\n\n" + "Body of one. " * 50 + "\n\n## Two\n\n" + "Body of two. " * 50
    two = page.index("## Two")
    assert split(prepared(page)) == [
        Chunk(1, 0, two - 3, "en", ""),
        Chunk(1, two, len(page) - 1, "en", "Two"),
    ]


def test_what_is_passages_and_what_is_not() -> None:
    page = "## 押金\n\n退了七百元。"
    assert split(prepared(page)) == [Chunk(1, 0, len(page), "zh", "押金")]  # page 0 is but a title
    assert [chunk.page for chunk in split(prepared(page, reviewed=True))] == [0, 1]
    assert [chunk.page for chunk in split(prepared(page, kind="guideline", reviewed=True))] == [1]
    long = "条" * 900
    assert split(prepared(long, kind="statute", reviewed=True)) == [Chunk(1, 0, 900, "zh", "")]
    assert len(split(prepared(long))) == 3
    assert split(prepared(" \n")) == []


@settings(deadline=None, max_examples=20)
@given(st.lists(pages.filter(str.strip), min_size=1, max_size=3))
def test_a_passage_is_the_text_of_its_place(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    catalogue = Catalogue(tmp_path_factory.mktemp("passages"))
    given_pages = dict(enumerate(texts, start=1))
    document = Prepared("case", "k", "Title", "en", "synthetic", {0: "Title", **given_pages}, {}, {}, "k")
    register.store(catalogue.engine, document, sha256="1", source="k", original=None, by=AUTHORS)
    register.publish(catalogue.engine, "k", AUTHORS)
    found = catalogue.passages(catalogue.live_passage_ids(AUTHORS).tolist())
    assert [passage.span for passage, _ in found] == [Span(c.page, c.start, c.end) for c in split(document)]
    for passage, _ in found:
        page = catalogue.page("k", 1, passage.span.page, AUTHORS)
        assert page == texts[passage.span.page - 1]
        assert passage.text == page[passage.span.start : passage.span.end]
    catalogue.engine.dispose()
