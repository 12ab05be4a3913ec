"""An assistant in, its web app out: the page laid out and wired, served behind a token on this machine only."""

import ipaddress
import logging
import socket
from collections.abc import Callable

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from mediator_bot.errors import SettingsError
from mediator_bot.service import Assistant
from mediator_bot.web.gate import TokenGate
from mediator_bot.web.layout import Bar, ask_view, practise_view, words_view
from mediator_bot.web.page import AskPage
from mediator_bot.web.practise import PractisePage
from mediator_bot.web.saving import saving
from mediator_bot.web.theme import STYLE, VIEWS, theme
from mediator_bot.web.words import word
from mediator_bot.web.words_page import WordsPage

# How many answers are worked on at the same time; further questions wait for their turn.
AT_ONCE = 4


def build(assistant: Assistant) -> gr.Blocks:
    """Three pages under one bar: Ask, Practise and Words. Each keeps what stands on it while another one is open."""
    with gr.Blocks(title="Mediator Bot", fill_width=True, analytics_enabled=False) as blocks:
        remembered = gr.BrowserState("", storage_key="mediator-bot-language", secret="a language is no secret")
        address = gr.Textbox(visible=False)
        with gr.Row(elem_id="bar"):
            title = gr.HTML(elem_id="title", apply_default_css=False)
            views = gr.HTML(elem_id="views", js_on_load=VIEWS.read_text(encoding="utf-8"), apply_default_css=False)
            open_drawer = gr.Button(word("open_drawer", "en"), size="sm", elem_id="open-filters")
            start_over = gr.Button(word("new_question", "en"), size="sm", elem_id="new-question")
            switch = gr.Button(word("switch", "en"), size="sm", elem_id="switch-language")
        bar = Bar(remembered, address, title, views, open_drawer, start_over, switch)
        ask_view(AskPage(assistant), bar, blocks)
        practise_view(PractisePage(assistant), bar, blocks)
        words_view(WordsPage(assistant), bar, blocks)
    return blocks.queue(default_concurrency_limit=AT_ONCE)


def application(assistant: Assistant, host: str, token: str | None) -> ASGIApp:
    """The web app as ASGI; with a token every path asks for it."""
    host_app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    host_app.include_router(saving(assistant))
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
        pwa=False,
    )
    # A page elsewhere cannot reach this one through a name of its own that resolves to this machine.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", host])
    return TokenGate(app, token) if token else app


def serve(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    token: str | None,
    listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve the web app until it is stopped. `token=None` opens it to everyone on this machine.

    `listening` is called once the port is ours: only then is there an address to tell.

    Raises SettingsError for an address that other machines reach, and for a port that is taken.
    """
    if not _is_loopback(host):
        raise SettingsError(
            f"Cannot serve on {host}: other machines reach it, and sign-in comes with a later version. "
            "Serve on 127.0.0.1; from elsewhere use a tunnel such as `ssh -L`."
        )
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise SettingsError(f"Cannot listen on {host}, port {port}: {error}. Choose another with --port.") from error
    listening()
    app = application(assistant, host, token)
    config = uvicorn.Config(app, log_level="warning", proxy_headers=False, timeout_graceful_shutdown=1)
    _Server(config).run(sockets=[listener])


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
