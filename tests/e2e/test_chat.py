"""The chat in a real browser: what is asked is answered as the library answers, and every source opens on its words."""

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from notes import let_stand

from e2e.conftest import TOKEN, Site, serving
from mediator_bot.service import Assistant
from mediator_bot.types import Filters

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
ENGLISH = "Children upstairs run and jump until late and the neighbour below cannot sleep. How did others settle it?"
CHINESE = "楼上漏水泡了天花板，以前怎么调的？"


def ask(page: "Page", question: str) -> None:
    before = page.locator(".turn").count()
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    page.locator(f".turn:nth-child({before + 1}) :is(.answer.done, .trouble)").wait_for()


def marked(page: "Page") -> str:
    return page.locator("#evidence mark").text_content() or ""


@pytest.mark.parametrize(("locale", "question"), [("en-GB", ENGLISH), ("zh-CN", CHINESE)])
def test_a_question_is_answered_with_a_table_and_its_sources_open_on_the_quoted_words(
    site: Site, visit: Visit, assistant: Assistant, locale: str, question: str
) -> None:
    expected = assistant.ask(question, by=assistant.operator)
    page = visit(site, locale)
    ask(page, question)

    heads = page.locator(".answer thead th").all_inner_texts()[1:]
    assert [head.splitlines()[0].removesuffix(" †") for head in heads] == [case.title for case in expected.cases]
    assert page.locator(".sources .chip").count() == len(expected.citations)

    page.locator(".sources .chip").first.click()
    page.locator("#evidence mark").wait_for()
    first, second = expected.citations[:2]
    assert marked(page) == first.quote
    assert page.locator("#evidence h2").inner_text() == first.title
    assert page.locator("#evidence .page").text_content() == assistant.library.catalogue.page(
        first.document_id, first.version, first.page, assistant.operator
    )
    assert page.locator("#evidence mark").evaluate("e => e.getBoundingClientRect().bottom < innerHeight")

    page.locator("#evidence .next").click()
    page.locator(f".chip[data-n='{second.n}'][aria-pressed=true]").wait_for()
    assert marked(page) == second.quote


def test_a_number_in_the_text_opens_its_source_and_the_whole_document(
    site: Site, visit: Visit, assistant: Assistant
) -> None:
    expected = assistant.ask(ENGLISH, by=assistant.operator)
    page = visit(site)
    ask(page, ENGLISH)
    page.locator(".text .cite[data-n='3']").first.click()
    page.locator("#evidence mark").wait_for()
    citation = expected.citations[2]
    assert marked(page) == citation.quote

    page.locator("#evidence [data-act=expand]").click()
    catalogue, place = assistant.library.catalogue, (citation.document_id, citation.version)
    numbers = catalogue.page_numbers(*place)
    page.locator("#evidence h3").first.wait_for()
    assert page.locator("#evidence .page").all_text_contents() == [
        catalogue.page(*place, number, assistant.operator) for number in numbers
    ]
    assert marked(page) == citation.quote


def test_the_keyboard_alone_opens_and_closes_a_source(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, ENGLISH)
    chip = page.locator(".sources .chip").nth(1)
    chip.focus()
    page.keyboard.press("Enter")
    page.locator("#evidence mark").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    page.locator("#evidence article").wait_for(state="detached")
    assert chip.evaluate("e => e === document.activeElement")


def test_the_language_switch_changes_every_label_and_keeps_the_conversation(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, ENGLISH)
    answer = page.locator(".answer .text").inner_text()
    page.locator("#switch-language").click()
    page.get_by_role("button", name="新问题").wait_for()
    assert page.locator(".sources h3").inner_text() == "出处"
    assert page.locator("#box textarea").get_attribute("placeholder") == "用您自己的话说说这件纠纷"
    assert page.locator("#switch-language").inner_text() == "English"
    assert page.locator(".answer .text").inner_text() == answer
    page.reload()
    page.locator(".welcome h2", has_text="别人是怎么调成的").wait_for()


def test_filters_narrow_the_answer_and_each_can_be_taken_away(site: Site, visit: Visit, assistant: Assistant) -> None:
    narrowed = assistant.ask(ENGLISH, by=assistant.operator, filters=Filters(outcome=("partial", "none")))
    wide = assistant.ask(ENGLISH, by=assistant.operator)
    assert narrowed.text != wide.text
    page = visit(site)
    page.locator("#open-filters").click()
    for outcome in ("settled in part", "not settled"):
        page.get_by_label("Outcome").click()
        page.get_by_role("option", name=outcome, exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Done").click()
    page.locator("#only button", has_text="not settled").wait_for()
    assert page.locator("#only .only").inner_text().split("\n") == [
        "Only:", "settled in part ×", "not settled ×", "clear all",
    ]  # fmt: skip
    ask(page, ENGLISH)
    assert _titles(page) == list(dict.fromkeys(citation.title for citation in narrowed.citations))

    page.get_by_role("button", name="Remove the filter not settled").click()
    page.locator("#only button", has_text="not settled").wait_for(state="detached")
    page.get_by_role("button", name="Remove the filter settled in part").click()
    page.locator("#only .only").wait_for(state="detached")
    ask(page, ENGLISH)
    assert _titles(page) == list(dict.fromkeys(citation.title for citation in wide.citations))


def _titles(page: "Page") -> list[str]:
    chips = page.locator(".turn:last-child .sources li .chip:first-child").all_inner_texts()
    return [chip.split("] ", 1)[1] for chip in chips]


def test_an_empty_question_gets_one_friendly_line(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, "   ")
    assert page.locator(".turn").all_inner_texts() == [
        "There is no question yet. Describe the dispute in a sentence or two."
    ]


def test_a_question_without_words_gets_the_reason_and_no_traceback(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, "?!")
    assert page.locator(".trouble").inner_text() == (
        "The question has no words. Describe the dispute in a sentence or two."
    )


def test_an_example_is_asked_by_a_click_and_a_new_question_begins_anew(site: Site, visit: Visit) -> None:
    page = visit(site)
    examples = page.locator(".examples button")
    assert examples.count() == 6
    question = examples.nth(3).inner_text()
    examples.nth(3).click()
    page.locator(".answer.done").wait_for()
    assert page.locator(".question").inner_text() == question
    page.locator(".follow button").first.click()
    page.locator(".turn:nth-child(2) .answer.done").wait_for()
    page.locator("#new-question").click()
    page.locator(".welcome").wait_for()
    assert page.locator(".turn").count() == 0


def test_what_the_safety_screen_stops_is_set_apart(site: Site, visit: Visit) -> None:
    page = visit(site, "zh-CN")
    ask(page, "她说他喝了酒动过手，这个离婚纠纷我还调不调")
    assert page.locator(".answer.screened strong").first.inner_text().startswith("先别安排见面调解")


def test_two_people_do_not_see_each_other(site: Site, visit: Visit) -> None:
    one, other = visit(site), visit(site)
    ask(one, ENGLISH)
    assert other.locator(".turn").count() == 0
    ask(other, "How do I open the first joint meeting?")
    assert one.locator(".question").all_inner_texts() == [ENGLISH]
    assert other.locator(".question").all_inner_texts() == ["How do I open the first joint meeting?"]


def test_nothing_runs_out_of_a_narrow_screen(site: Site, visit: Visit) -> None:
    page = visit(site, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    ask(page, ENGLISH)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".sources .chip").first.click()
    page.locator("#evidence mark").wait_for()
    assert page.locator("#evidence").evaluate("e => e.getBoundingClientRect().width") == 390


@pytest.mark.parametrize("path", ["", "config", "gradio_api/info", "gradio_api/queue/data", "gradio_api/file=x", "theme.css", "?token=wrong"])  # fmt: skip
def test_without_the_token_nothing_is_served(site: Site, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(site.address + path)
    assert refusal.value.code == 403
    assert "printed when it started" in refusal.value.read().decode()


def test_the_cookie_is_out_of_reach_of_scripts_and_the_token_leaves_the_address(site: Site, visit: Visit) -> None:
    page = visit(site)
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert TOKEN not in cookie["value"]
    assert page.url == site.address


HOSTILE = """A keeps a cart in the hallway and B cannot pass with the pram.

<script>document.title = 'taken'</script> <img src="http://example.org/a.png" onerror="document.title = 'taken'">
![seen](http://example.org/b.png) [press](javascript:alert(1)) ${document.title = 'taken'} {{document}} `x` \\u0041 [1]
"""


def test_a_hostile_document_is_shown_as_the_text_it_is(quick: Assistant, visit: Visit, tmp_path: Path) -> None:
    note = tmp_path / "hallway <b>cart<b>.md"
    note.write_text(f"# The <i>cart</i> in the hallway ![x](http://example.org/c.png)\n\n{HOSTILE}", encoding="utf-8")
    (report,) = quick.add([note], quick.operator)
    let_stand(quick, report)
    question = "keeps a cart in the hallway and B cannot pass with the pram"
    cited = [
        c for c in quick.ask(question, by=quick.operator).citations if c.document_id == report.documents[0].document_id
    ]
    assert cited
    with serving(quick) as site:
        page = visit(site)
        ask(page, question)
        page.locator(f".chip[data-n='{cited[0].n}']").click()
        page.locator("#evidence mark").wait_for()
        assert page.locator("#evidence .page").text_content() == quick.library.catalogue.page(
            cited[0].document_id, 1, cited[0].page, quick.operator
        )
        assert HOSTILE.strip() in (page.locator("#evidence .page").text_content() or "")
        assert page.locator("#evidence h2").inner_text() == cited[0].title
        assert (
            page.locator(
                "#thread :is(img, script, a:not([download]), i, b), #evidence :is(img, script, a, i, b)"
            ).count()
            == 0
        )
        assert page.title() != "taken"
