"""The Library page in a real browser: import, review, correct, publish, ask; and a new case with a reload in the middle."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from e2e.conftest import serving
from e2e.test_chat import ask
from mediator_bot.service import Assistant

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
STORY = (
    "Mediation record. A keeps bees on the flat roof. B, who lives below, was stung twice and asked for 300 yuan for the doctor.\n"
    "After two meetings both sides signed a written agreement: A moves the beehives behind the hedge before 2024-06-01 and pays "
    "B 300 yuan.\n"
)


def test_a_file_is_imported_reviewed_corrected_published_and_quoted(
    quick: Assistant, visit: Visit, tmp_path: Path
) -> None:
    path, bad = tmp_path / "beehives on the roof.txt", tmp_path / "empty.docx"
    path.write_text(STORY, encoding="utf-8")
    bad.write_bytes(b"")
    with serving(quick) as site:
        page = visit(site)
        page.locator("#views button[data-view=library]").click()
        page.locator(".shelf table").wait_for()
        page.get_by_role("button", name="Import", exact=True).click()
        page.locator("#drop input[type=file]").set_input_files([path, bad])
        page.locator(".job", has_text="finished").wait_for(timeout=30_000)
        report = page.locator(".job table")
        assert "empty.docx is empty (0 bytes)" in report.inner_text()
        assert not list((quick.settings.home / "library" / "incoming").glob("*"))

        report.get_by_role("button", name="case-").click()
        page.locator(".review").wait_for()
        assert quick.search("beehives", quick.operator)[0].passage.title != "beehives on the roof.txt"
        quoted = page.locator(".proposal .quoted").first
        words = quoted.inner_text().strip("“”")
        quoted.click()
        page.locator(".review mark").wait_for()
        assert page.locator(".review mark").inner_text() == words

        page.get_by_role("button", name="Publish").click()
        page.locator(".trouble", has_text="waits for a person").wait_for()
        page.get_by_role("button", name="Hide all of them").click()
        page.locator(".names").wait_for(state="detached")
        page.get_by_role("button", name="Publish").click()
        page.locator(".notice", has_text="Published for").wait_for()
        form = page.locator("form.sheet")
        form.locator("[name=title]").fill("The beehives above the balcony")
        page.get_by_role("button", name="Save as a new version").click()
        page.locator(".trouble", has_text="Parties, without names: is missing").wait_for()
        assert form.locator("[name=title]").input_value() == "The beehives above the balcony"
        for name, value in (("lang", "en"), ("type_l1", "neighbours"), ("outcome", "full"), ("level", "community")):
            form.locator(f"[name={name}]").select_option(value)
        form.locator("[name=venue_type]").select_option("community_centre")
        form.locator("[name=origin]").select_option("real_deidentified")
        form.locator("[name=parties]").fill("A: keeper of the bees\nB: neighbour below | vulnerable: allergic")
        form.locator("[name=terms]").fill("A: moves the beehives behind the hedge | due: 2024-06-01")
        page.get_by_role("button", name="Publish").click()
        page.locator(".trouble", has_text="waits for a person").wait_for()
        assert form.locator("[name=title]").input_value() == "The beehives above the balcony"
        page.get_by_role("button", name="Hide all of them").click()
        page.locator(".names").wait_for(state="detached")
        page.get_by_role("button", name="Publish").click()
        page.locator(".notice", has_text="Published for: own unit.").wait_for()

        page.locator("#views button[data-view=ask]").click()
        ask(page, "A neighbour keeps beehives on the roof and B was stung. How was that settled?")
        answer = page.locator(".turn").last.inner_text()
        assert "The beehives above the balcony" in answer
        assert "moves the beehives behind the hedge" in answer


def test_a_case_is_logged_with_a_reload_in_the_middle(quick: Assistant, visit: Visit) -> None:
    with serving(quick) as site:
        page = visit(site, "zh-CN")
        page.locator("#views button[data-view=library]").click()
        page.get_by_role("button", name="登记新案").click()
        form = page.locator("form.sheet")
        form.locator("[name=title]").fill("楼道里的鞋柜")
        form.locator("[name=story]").fill(
            "甲方在楼道里放了鞋柜，乙方推婴儿车过不去。\n\n双方谈了两次，甲方同意把鞋柜搬回家。"
        )
        page.locator("#kept", has_text="草稿已保存").wait_for()
        page.wait_for_timeout(1200)
        page.reload()
        form.wait_for()
        assert form.locator("[name=title]").input_value() == "楼道里的鞋柜"
        page.get_by_role("button", name="提交审核").click()
        page.locator(".trouble", has_text="调解结果：还没有填").wait_for()
        for name, value in (("lang", "zh"), ("type_l1", "neighbours"), ("outcome", "full"), ("level", "community")):
            form.locator(f"[name={name}]").select_option(value)
        form.locator("[name=venue_type]").select_option("community_centre")
        form.locator("[name=parties]").fill("A：放鞋柜的住户\nB：推婴儿车的邻居")
        page.get_by_role("button", name="提交审核").click()
        page.locator(".notice", has_text="已提交").wait_for()
        (stored,) = [one for one in quick.library.catalogue.list_documents(quick.operator) if one.status == "pending"]
        assert (stored.title, stored.reviewed, stored.record["parties"][1]["role"]) == (
            "楼道里的鞋柜",
            True,
            "推婴儿车的邻居",
        )
