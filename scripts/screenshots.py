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
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of the app on a new home with the sample library."""
    settings = Settings(home=home)
    list(Library.create(settings).add_samples())
    listener = socket.create_server(("127.0.0.1", 0))
    app = application(Assistant.open(settings), "127.0.0.1", None)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
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


def take(browser: Browser, address: str) -> None:
    """Every picture."""
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
        served(Path(home)) as address,
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=chromium, args=ARGUMENTS) as browser,
    ):
        take(browser, address)
    return 0


if __name__ == "__main__":
    sys.exit(main())
