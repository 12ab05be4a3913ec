"""The sample library in; the pictures of `docs/screenshots/` out, taken from the real app in a real browser."""

import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from mediator_bot.library.library import Library
from mediator_bot.service import Assistant
from mediator_bot.settings import Settings
from mediator_bot.web.app import application

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
ENGLISH = "Children upstairs run and jump until late and the neighbour below cannot sleep. How did others settle it?"
CHINESE = "楼上孩子晚上跑来跑去太吵，楼下邻居睡不好觉，以前怎么调的？"
# What the mediator says in the pictures of practice; `A|…` is said to A alone.
TALKS = {
    "deposit-carpet-en": (
        "Good morning, Nora, Mr Hale. I'm the mediator; I help you talk, I don't decide and I'm on nobody's side. You can stop"
        " at any time. Later I may talk with each of you alone. Do you have any questions?",
        "Nora, would you tell us what happened, as you see it?",
        "Six weeks of waiting, and then a message about one mark. That sounds frustrating. Have I got that right?",
        "Mr Hale, how do you see it?",
        "Nora, what would the money make possible for you?",
        "Before we judge anything, what ideas do you both have?",
        "B|Mr Hale, what happens for you if there is no agreement?",
    ),
    "leak-ceiling-zh": (
        "各位好，我是社区的调解员，来帮三家把话说清楚。我不断谁对谁错，也不偏哪一家。半路不想谈了随时可以停。有没有要问的？",
        "周叔，您先说说，怎么回事？",
        "漏了两回，吊顶也鼓了，找谁都不认，您心里憋屈，是不是这样？",
        "小郑，您那边是什么情况？",
        "周叔，您最担心的是什么？",
        "先不说行不行，大家各有什么办法？",
        "B|小郑，要是谈不成，您打算怎么办？",
    ),
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def served(home: Path) -> Iterator[tuple[str, Assistant]]:
    """The address of the app on a new home with the sample library, and what answers there."""
    settings = Settings(home=home)
    list(Library.create(settings).add_samples())
    listener = socket.create_server(("127.0.0.1", 0))
    assistant = Assistant.open(settings)
    app = application(assistant, "127.0.0.1", None)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/", assistant
    server.should_exit = True
    thread.join()


def asked(browser: Browser, address: str, question: str, locale: str, width: int = 1280, scheme: str = "light") -> Page:
    """A page on which the question has been answered."""
    height = 844 if width < 600 else 860
    page = browser.new_page(
        locale=locale, viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(address)
    page.locator(".welcome").wait_for()
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    page.locator(".answer.done").wait_for()
    # The keyboard's mark is for readers, not for the picture.
    page.locator("#box textarea").blur()
    return page


def practised(assistant: Assistant, scenario: str, *, finished: bool) -> str:
    """The id of a session in which a mediator said what `TALKS` says."""
    exercise = assistant.training.begin(assistant.operator, scenario, seed=1)
    for line in TALKS[scenario]:
        pid, bar, text = line.rpartition("|")
        exercise, _ = assistant.training.say(
            exercise, assistant.operator, text, "caucus" if bar else "joint", pid or None
        )
    if finished:
        exercise = assistant.training.finish(exercise, assistant.operator)
    return exercise.kept.id


def opened(
    browser: Browser, address: str, waits_for: str, locale: str, width: int = 1280, scheme: str = "light"
) -> Page:
    """A page at an address, once what it is about stands there."""
    height = 844 if width < 600 else 860
    page = browser.new_page(
        locale=locale, viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(address)
    page.locator(waits_for).wait_for()
    page.wait_for_timeout(300)
    return page


def take_practice(browser: Browser, address: str, assistant: Assistant) -> None:
    """The pictures of practice and of the words."""
    practice = f"{address}?view=practise"
    talks = {scenario: practised(assistant, scenario, finished=False) for scenario in TALKS}
    scored = practised(assistant, "deposit-carpet-en", finished=True)
    practised(assistant, "leak-ceiling-zh", finished=True)
    room, stage = "#audience .audience", "#stage .cards"
    english, chinese = (f"{practice}&session={talks[name]}" for name in ("deposit-carpet-en", "leak-ceiling-zh"))
    for name, page in (
        ("practise-choose", opened(browser, practice, stage, "en-GB")),
        ("practise-room", opened(browser, english, room, "en-GB")),
        ("practise-room-zh", opened(browser, chinese, room, "zh-CN", scheme="dark")),
        ("practise-narrow", opened(browser, chinese, room, "zh-CN", width=390)),
        ("practise-score", opened(browser, f"{practice}&session={scored}", ".total", "en-GB")),
        ("words", opened(browser, f"{address}?view=words", "#glossary p", "zh-CN")),
    ):
        page.screenshot(path=FOLDER / f"{name}.png")


def take(browser: Browser, address: str) -> None:
    """Every picture of questions and answers."""
    page = asked(browser, address, ENGLISH, "en-GB")
    page.screenshot(path=FOLDER / "ask-en.png")
    page.locator(".text .cite").first.click()
    page.locator("#evidence mark").wait_for()
    page.screenshot(path=FOLDER / "evidence.png")
    asked(browser, address, CHINESE, "zh-CN").screenshot(path=FOLDER / "ask-zh.png")
    asked(browser, address, ENGLISH, "en-GB", width=390).screenshot(path=FOLDER / "narrow.png")
    page = asked(browser, address, CHINESE, "zh-CN", scheme="dark")
    page.locator(".text .cite").first.click()
    page.locator("#evidence mark").wait_for()
    page.screenshot(path=FOLDER / "dark.png")


def main() -> int:
    """Take the pictures; returns 1, with one line, where there is no Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("There is no Chromium on this machine. Install it (apt install chromium) and try again.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        served(Path(home)) as (address, assistant),
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=chromium, args=ARGUMENTS) as browser,
    ):
        take(browser, address)
        take_practice(browser, address, assistant)
    return 0


if __name__ == "__main__":
    sys.exit(main())
