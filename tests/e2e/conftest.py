"""A served app and a real browser for the tests of the pages; they skip, and say so, where there is no Chromium."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import uvicorn

from mediator_bot.service import Assistant
from mediator_bot.web.app import application

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TOKEN = "the-token-of-the-tests"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Site:
    """Where an app is served."""

    address: str

    @property
    def entrance(self) -> str:
        """The address that would be printed."""
        return f"{self.address}?token={TOKEN}"


@contextmanager
def serving(assistant: Assistant) -> Iterator[Site]:
    """An app on a free port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = application(assistant, "127.0.0.1", TOKEN)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def site(assistant: Assistant) -> Iterator[Site]:
    """The sample library, served."""
    with serving(assistant) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A real Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install it (apt install chromium) to run the browser tests")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (pip install playwright)"
    )
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Callable[..., "Page"]]:
    """Opens a site as a new person would: `visit(site, locale="zh-CN", width=390)`.

    Afterwards: nothing was asked of any other machine, and no script failed.
    """
    contexts: list[BrowserContext] = []
    addresses: list[tuple[Site, str]] = []
    failures: list[str] = []

    def opened(site: Site, locale: str = "en-GB", width: int = 1280) -> "Page":
        context = browser.new_context(locale=locale, viewport={"width": width, "height": 860})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: addresses.append((site, request.url)))
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(site.entrance)
        page.locator(".welcome").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for site, url in addresses if not url.startswith((site.address, "data:", "blob:"))] == []
    assert failures == []
