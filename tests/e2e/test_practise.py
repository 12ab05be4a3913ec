"""Practice in a real browser: a whole session to its score in each language, a reload, two windows, another way from a turn."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from practice.talks import GOOD_EN, GOOD_ZH

from e2e.conftest import Site
from mediator_bot.service import Assistant
from mediator_bot.training import Exercise
from mediator_bot.types import Person
from mediator_bot.web import practise

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
RIVAL = Person("plays the same without a browser", "trainee")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practise, "PAUSE", 0.02)


def begun(assistant: Assistant, scenario: str, lines: list[str] | None = None) -> Exercise:
    exercise = assistant.training.begin(assistant.operator, scenario, seed=1)
    for line in lines or []:
        exercise, _ = assistant.training.say(exercise, assistant.operator, line)
    return exercise


def enter(page: "Page", site: Site, exercise: Exercise) -> None:
    page.goto(f"{site.address}?view=practise&session={exercise.kept.id}")
    page.locator("#audience .audience").wait_for()


def say(page: "Page", line: str) -> None:
    """Say a line as a trainee would: choose whom to speak to, type, press Enter, hear everybody out."""
    pid, _, text = line.rpartition("|")
    choice = page.locator(f"#audience [data-pid='{pid}']")
    if choice.get_attribute("aria-pressed") == "false":
        choice.click()
        page.locator(f"#audience [data-pid='{pid}'][aria-pressed=true]").wait_for()
    own = page.locator(".line.who-me").count()
    page.locator("#line textarea").fill(text)
    page.locator("#line textarea").press("Enter")
    page.locator(".line.who-me").nth(own).locator("[data-do=coach]").wait_for(state="attached")


@pytest.mark.parametrize(
    ("locale", "scenario", "lines", "settled"),
    [
        ("en-GB", "deposit-carpet-en", GOOD_EN, "1,185 EUR, by 2025-05-28"),
        ("zh-CN", "leak-ceiling-zh", GOOD_ZH, "2025-09-20前"),
    ],
)
def test_a_whole_session_comes_to_a_written_agreement_and_its_score(
    site: Site, visit: Visit, assistant: Assistant, locale: str, scenario: str, lines: list[str], settled: str
) -> None:
    training = assistant.training
    expected = training.begin(RIVAL, scenario, seed=1)
    for line in lines:
        pid, bar, text = line.rpartition("|")
        expected, _ = training.say(expected, RIVAL, text, "caucus" if bar else "joint", pid or None)
    page = visit(site, locale)
    enter(page, site, begun(assistant, scenario))
    for number, line in enumerate(lines):
        if number == len(lines) // 2:
            page.reload()
            page.locator("#audience .audience").wait_for()
        say(page, line)
    turns = expected.session.transcript
    assert page.locator(".line .words").all_text_contents() == [turn.text for turn in turns]
    privately = page.locator(".line.caucus .private").count()
    assert privately == sum(turn.mode == "caucus" for turn in turns) > 0
    agreed = [option.text for option in expected.session.scenario.options if option.id in expected.session.agreed]
    shown = page.locator("#notes .table li:has(.settled) p:first-child").all_text_contents()
    assert sorted(shown) == sorted(agreed)
    assert settled in (page.locator("#notes .table").text_content() or "")

    finish = page.locator("[data-do=finish]")
    finish.click()
    page.locator("[data-asked]").wait_for()
    finish.click()
    page.locator(".total").wait_for()
    score = training.finish(expected, RIVAL).kept.score
    assert score is not None
    assert str(score["total"]) in page.locator(".figure").inner_text()
    assert page.locator(".items > ol > li").count() == 10
    assert page.locator("#line").is_hidden()
    evidence = next(item["evidence"][0] for item in score["items"] if item["evidence"])
    page.locator(".quotes [data-act=jump]").first.click()
    assert page.evaluate("document.activeElement.id") == f"turn-{evidence['turn']}"
    page.reload()
    page.locator(".total").wait_for()


def test_a_scenario_is_chosen_by_its_card_and_the_talk_stays_while_another_page_is_open(
    site: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit(site)
    page.get_by_role("button", name="Practise").click()
    page.get_by_label("Difficulty").select_option("1")
    page.wait_for_function("document.querySelectorAll('.scenarios .card').length === 3")
    assert page.locator(".scenarios .marks").filter(has_not_text="easy").filter(has_text="minutes").count() == 0
    card = page.locator(".scenarios .card", has_text="Fourteen hundred")
    card.get_by_label("Style of mediating").select_option("peoples_mediation")
    card.get_by_role("button", name="Start").click()
    page.locator("#audience .audience").wait_for()
    assert "people's mediation" in page.locator(".session .marks").first.inner_text()

    monkeypatch.setattr(practise, "PAUSE", 1.0)
    page.locator("#line textarea").fill("Good morning, Nora, Mr Hale. I'm the mediator; I don't decide. Any questions?")
    page.locator("#line textarea").press("Enter")
    page.locator(".thinking", has_text="takes a moment").wait_for()
    assert page.locator(".line").count() == 1
    assert page.locator(".session nav button").count() == 0
    assert page.locator("#line textarea").input_value() == ""
    page.locator(".line.who-0").wait_for()
    page.locator("[data-do=coach]").wait_for(state="attached")

    page.locator("#line textarea").fill("half a sentence")
    page.get_by_role("button", name="Words").click()
    page.locator("#look-up").wait_for()
    page.get_by_role("button", name="Practise").click()
    page.locator(".line.who-0").wait_for()
    assert page.locator("#line textarea").input_value() == "half a sentence"
    page.go_back()
    page.locator("#look-up").wait_for()
    page.locator("#switch-language").click()
    page.get_by_role("button", name="练习", exact=True).click()
    page.locator("#audience", has_text="大家一起").wait_for()


def test_the_second_window_is_told_and_goes_on_after_reloading(site: Site, visit: Visit, assistant: Assistant) -> None:
    exercise = begun(assistant, "deposit-carpet-en")
    one, other = visit(site), visit(site)
    enter(one, site, exercise)
    enter(other, site, exercise)
    say(one, "Good morning, Nora, Mr Hale.")
    other.locator("#line textarea").fill("Shall we begin?")
    other.locator("#line textarea").press("Enter")
    other.get_by_role("button", name="Reload").wait_for()
    assert "went on in another window" in other.locator("#stage .trouble").inner_text()
    assert other.locator("#line textarea").input_value() == "Shall we begin?"
    other.get_by_role("button", name="Reload").click()
    other.locator(".line .words", has_text="Good morning").wait_for()
    say(other, "Shall we begin?")
    kept = assistant.training.open(exercise.kept.id, assistant.operator).session
    assert [done.said.text for done in kept.steps] == ["Good morning, Nora, Mr Hale.", "Shall we begin?"]


def test_silence_is_a_turn_and_the_coach_speaks_when_asked(site: Site, visit: Visit, assistant: Assistant) -> None:
    exercise = begun(assistant, "deposit-carpet-en", GOOD_EN[:2])
    page = visit(site)
    enter(page, site, exercise)
    page.get_by_role("button", name="Say nothing").click()
    page.locator(".line.who-me").nth(2).locator("[data-do=coach]").wait_for(state="attached")
    assert page.locator(".line.who-me .words").nth(2).inner_text() == "(says nothing)"
    say(page, "Mr Hale, you are to blame and you should just pay.")
    kept = assistant.training.open(exercise.kept.id, assistant.operator)
    own = [n for n, turn in enumerate(kept.session.transcript, 1) if turn.by_mediator]
    coached = assistant.training.coached(kept, own[-1])
    page.locator("[data-do=coach]").click()
    page.locator(".coach").wait_for()
    assert coached.instead.split("”")[0] in page.locator(".coach").inner_text()
    page.locator("[data-do=uncoach]").click()
    page.locator(".coach").wait_for(state="detached")


def test_another_way_from_a_turn_is_kept_and_compared(site: Site, visit: Visit, assistant: Assistant) -> None:
    training, operator = assistant.training, assistant.operator
    exercise = training.finish(begun(assistant, "deposit-carpet-en", GOOD_EN[:8]), operator)
    page = visit(site)
    page.goto(f"{site.address}?view=practise&session={exercise.kept.id}")
    page.locator(".total").wait_for()
    page.locator("#stage [data-do=replay]").nth(2).click()
    page.locator("#audience .audience").wait_for()
    assert page.locator("#line textarea").input_value() == GOOD_EN[2]
    say(page, "Nora, stop complaining. You are to blame.")
    page.get_by_role("button", name="Compare with the first way").click()
    page.locator(".ways-table").wait_for()
    (branch,) = [one for one in training.practices.of(operator) if one.branch_of == exercise.kept.id]
    comparison = training.compared(training.open(branch.id, operator), operator)
    row = page.locator(".ways-table tbody tr").first.locator("td").all_inner_texts()
    assert row[:2] == [str(score.total) for score in comparison.scores]
    columns = page.locator(".two-ways > div")
    assert GOOD_EN[2] in columns.nth(0).inner_text()
    assert "stop complaining" in columns.nth(1).inner_text()
    page.goto(f"{site.address}?view=practise&session={exercise.kept.id}")
    page.locator(".mine li", has_text="replay from turn").wait_for()


def test_a_session_is_erased_with_the_second_click(site: Site, visit: Visit, assistant: Assistant) -> None:
    exercise = begun(assistant, "gym-card-zh")
    page = visit(site, "zh-CN")
    page.get_by_role("button", name="练习", exact=True).click()
    erase = page.locator(f"[data-do=erase][data-session='{exercise.kept.id}']")
    erase.click()
    page.get_by_role("button", name="确定删除？").click()
    page.locator(".notice", has_text="已删除").wait_for()
    assert exercise.kept.id not in [one.id for one in assistant.training.practices.of(assistant.operator)]


def test_an_address_of_nobody_leads_to_the_list_with_the_reason(site: Site, visit: Visit) -> None:
    page = visit(site)
    page.goto(f"{site.address}?view=practise&session=0123456789abcdef")
    page.locator("#stage .trouble").wait_for()
    assert "no such practice session among yours" in page.locator("#stage .trouble").inner_text()
    assert page.locator(".cards").is_visible()


def test_practice_fits_a_narrow_screen(site: Site, visit: Visit, assistant: Assistant) -> None:
    exercise = begun(assistant, "deposit-carpet-en", GOOD_EN[:4])
    page = visit(site, width=390)
    enter(page, site, exercise)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#stage [data-act=notes]").click()
    assert page.locator("#notes").evaluate("e => e.getBoundingClientRect().width") == 390
    page.locator("#notes [data-act=notes]").click()
    assert page.locator("#notes").is_hidden()
