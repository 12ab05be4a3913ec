"""What lies around an answer, in a real browser: earlier conversations, a verdict, a saved document, words understood."""

import io
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from e2e.conftest import Site, serving
from e2e.test_chat import ask
from mediator_bot.service import Assistant

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
FIRST = "How do I open the first joint meeting?"
SECOND = "A neighbour's tree drops leaves on my yard"


def test_earlier_conversations_are_found_opened_and_deleted(quick: Assistant, visit: Visit) -> None:
    with serving(quick) as site:
        page = visit(site)
        page.locator("#open-filters").click()
        page.locator(".history li", has_text="No conversations yet").wait_for()
        page.get_by_role("button", name="Done").click()
        ask(page, FIRST)
        page.locator("#new-question").click()
        page.locator(".welcome").wait_for()
        ask(page, SECOND)
        page.locator("#open-filters").click()
        page.locator(".history .open").nth(1).wait_for()
        assert sorted(page.locator(".history .open").all_inner_texts()) == [SECOND, FIRST]

        page.get_by_label("Search your conversations").fill("first joint")
        page.wait_for_function("document.querySelectorAll('.history .open').length === 1")
        page.locator(".history .open").click()
        page.locator(".question", has_text=FIRST).wait_for()
        (kept,) = [one for one in quick.conversations.of(quick.operator) if one.first_question == FIRST]
        (answer,) = quick.reopen(kept.id, quick.operator)
        assert page.locator(".sources .chip").count() == len(answer.citations)
        assert page.locator("#drawer").is_hidden()
        ask(page, "And what then?")
        assert [turn.n for turn in quick.conversations.turns(kept.id, quick.operator)] == [1, 2]

        page.locator("#open-filters").click()
        page.locator(".history li", has_text="2 questions").wait_for()
        page.locator(".history [data-act=delete]").click()
        page.get_by_role("button", name="Delete for good?").click()
        page.locator(".welcome").wait_for()
        assert [one.first_question for one in quick.conversations.of(quick.operator)] == [SECOND]


def test_a_verdict_is_kept_with_its_line_and_an_answer_is_saved(quick: Assistant, visit: Visit) -> None:
    with serving(quick) as site:
        page = visit(site)
        ask(page, "   ")
        ask(page, FIRST)
        page.get_by_placeholder("in a line, if you like").fill("the third step is missing")
        page.get_by_role("button", name="not right").click()
        page.locator(".remarks", has_text="Thank you, kept: not right.").wait_for()
        (remark,) = quick.feedback.remarks(quick.operator)
        assert (remark.verdict, remark.words, remark.question) == ("wrong", "the third step is missing", FIRST)

        with page.expect_download() as download:
            page.get_by_role("link", name="Word").click()
        assert download.value.suggested_filename == "answer-1.docx"
        saved = docx.Document(io.BytesIO(Path(download.value.path()).read_bytes()))
        assert saved.paragraphs[0].text == FIRST
        address = page.get_by_role("link", name="Word").evaluate("e => e.href")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(address)
        assert refusal.value.code == 403
        for place in ("2.docx", "0.md", "1.exe", "x.md"):
            assert page.request.get(address.replace("1.docx", place)).status == 404
        assert page.request.get(address.replace("/answers/", "/answers/0")).status == 404


def test_words_are_looked_up_and_an_answer_says_how_it_understood_them(
    site: Site, visit: Visit, assistant: Assistant
) -> None:
    glossary = assistant.glossary
    entry = next(word for word in glossary.words if any(len(said) > 1 for said in word.said_zh))
    said = next(said for said in entry.said_zh if len(said) > 1)
    page = visit(site, "zh-CN")
    page.get_by_role("button", name="词汇").click()
    page.locator(".glossary tbody tr").first.wait_for()
    assert page.locator(".glossary tbody tr").count() == len(glossary.words)
    page.locator("#look-up :is(input, textarea)").fill(said)
    found = [word.zh for word in glossary.matching(said)]
    page.wait_for_function(f"document.querySelectorAll('.glossary tbody tr').length === {len(found)}")
    assert page.locator(".glossary tbody th").all_inner_texts() == found
    page.locator("#look-up :is(input, textarea)").fill("没有这个词吧")
    page.locator("#glossary", has_text="没有找到").wait_for()

    page.get_by_role("button", name="提问", exact=True).first.click()
    ask(page, f"{said}怎么办？")
    assert entry.zh in page.locator(".understood").inner_text()
