"""An assistant in, its web app out: the pages laid out and wired, served behind a gate that knows who asks."""

import ipaddress
import logging
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from mediator_bot.errors import SettingsError
from mediator_bot.service import Assistant
from mediator_bot.web.gate import SessionGate, TokenGate
from mediator_bot.web.layout import Bar, ask_view, library_view, practise_view, words_view
from mediator_bot.web.library_page import LibraryPage
from mediator_bot.web.page import AskPage
from mediator_bot.web.practise import PractisePage
from mediator_bot.web.saving import saving
from mediator_bot.web.sign_in import Door, signing_in
from mediator_bot.web.theme import STYLE, VIEWS, theme
from mediator_bot.web.words import word
from mediator_bot.web.words_page import WordsPage

# How many answers are worked on at the same time; further questions wait for their turn.
AT_ONCE = 4


def build(assistant: Assistant) -> gr.Blocks:
    """Four pages under one bar: Ask, Practise, Library and Words. Each keeps what stands on it while another one is open."""
    with gr.Blocks(title="Mediator Bot", fill_width=True, analytics_enabled=False) as blocks:
        remembered = gr.BrowserState("", storage_key="mediator-bot-language", secret="a language is no secret")
        address = gr.Textbox(visible=False)
        with gr.Row(elem_id="bar"):
            title = gr.HTML(elem_id="title", apply_default_css=False)
            views = gr.HTML(elem_id="views", js_on_load=VIEWS.read_text(encoding="utf-8"), apply_default_css=False)
            who = gr.HTML(elem_id="who", apply_default_css=False)
            open_drawer = gr.Button(word("open_drawer", "en"), size="sm", elem_id="open-filters")
            start_over = gr.Button(word("new_question", "en"), size="sm", elem_id="new-question")
            switch = gr.Button(word("switch", "en"), size="sm", elem_id="switch-language")
        bar = Bar(remembered, address, title, views, who, open_drawer, start_over, switch)
        ask_view(AskPage(assistant), bar, blocks)
        practise_view(PractisePage(assistant), bar, blocks)
        library_view(LibraryPage(assistant), bar, blocks)
        words_view(WordsPage(assistant), bar, blocks)
    return blocks.queue(default_concurrency_limit=AT_ONCE)


def application(assistant: Assistant, host: str, token: str | None, door: Door | None = None) -> ASGIApp:
    """The web app as ASGI. With a door people sign in there; else the token, if any, makes its holder the operator."""
    host_app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    host_app.include_router(saving(assistant))
    if door:
        host_app.include_router(signing_in(door))
    app = gr.mount_gradio_app(
        host_app,
        build(assistant),
        path="/",
        theme=theme(),
        css_paths=STYLE,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        max_file_size=assistant.settings.max_file_mb * 1_000_000,
        pwa=False,
    )
    # A page elsewhere cannot reach this one through a name of its own that resolves to this machine.
    names = ["localhost", "127.0.0.1", host, *([str(urlsplit(door.public).hostname)] if door and door.public else [])]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names)
    if door:
        return SessionGate(app, door.cookie, assistant.library.door.person)
    return TokenGate(app, token, assistant.operator)


def serve(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    token: str | None,
    door: Door | None = None,
    certificate: tuple[Path, Path] | None = None,
    listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve the web app until it is stopped, to those who sign in at `door`, else to whoever has the token.

    Without either it is open to everyone on this machine. `certificate` are the files of a certificate and its key; without
    them something before this program speaks https. `listening` is called once the port is ours: only then is there an
    address to tell.

    Raises SettingsError for an address that other machines reach without https, for a port that is taken, and for a
    certificate that cannot be used.
    """
    _require_https(host, door)
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise SettingsError(f"Cannot listen on {host}, port {port}: {error}. Choose another with --port.") from error
    app = application(assistant, host, token, door)
    config = uvicorn.Config(
        app,
        log_level="warning",
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate[0] if certificate else None,
        ssl_keyfile=certificate[1] if certificate else None,
    )
    try:
        config.load()
    except OSError as error:
        raise SettingsError(f"The certificate or its key cannot be used: {error}. Check both files.") from error
    listening()
    _Server(config).run(sockets=[listener])


def _require_https(host: str, door: Door | None) -> None:
    if door and door.public and not (door.public.startswith("https://") and urlsplit(door.public).hostname):
        raise SettingsError(
            f"--public {door.public} is no https address. Write it as people type it: https://name.example."
        )
    if not _is_loopback(host) and not (door and door.public):
        raise SettingsError(
            f"Cannot serve on {host}: other machines reach it, and passwords and case notes would cross the network for all to "
            "read. Name the https address that people type with --public, and give --certificate and --key, or let a proxy "
            "speak https. For yourself, serve on 127.0.0.1 and use a tunnel such as `ssh -L`."
        )


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Every open page keeps a connection. That it is cut off now is what Ctrl-C asked for, and no error to report.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
