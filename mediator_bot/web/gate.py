"""A request in; the app's answer out for a person who is known, a short refusal for anybody else.

Two gates: on this machine the printed address lets the operator in; where people sign in, their session does. Either
stands before every path, the API of the pages included, and writes down in the request who asks.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mediator_bot.types import Person
from mediator_bot.web.identity import belonging_to

REFUSAL = (
    "This address alone does not open the assistant. Use the whole address that was printed when it started, with its "
    "token.\n只有这个地址还不够：请用启动时打印出来的、带 token 的完整地址打开。\n"
)
ENDED = "Nobody is signed in, or the session has ended. Sign in again.\n还没有登录，或者登录已过期。请重新登录。\n"
# What may be seen before signing in; `sign_in.py` serves it.
OPEN_PATHS = ("/sign-in", "/first-admin")
# How many open tabs are remembered as somebody's.
TABS = 10_000


class TokenGate:
    """Lets in whoever opened the printed address, as `person`; without a token everyone on this machine.

    `/?token=…` with the right token sets a cookie and leads to the page; the cookie opens everything else. Both are
    random and live as long as the program.
    """

    def __init__(self, app: ASGIApp, token: str | None, person: Person) -> None:
        self._app = app
        self._token = token
        self._person = person
        self._session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        # Cookies do not know ports: two assistants on one machine need two names.
        name = f"mediator-bot-{(scope.get('server') or ('', 0))[1]}"
        if scope["type"] == "http" and self._token and _same(connection.query_params.get("token"), self._token):
            await self._welcome(name)(scope, receive, send)
        elif self._token is None or _same(connection.cookies.get(name), self._session):
            await self._app(belonging_to(scope, self._person), receive, send)
        else:
            await _refuse(scope, receive, send, PlainTextResponse(REFUSAL, status_code=403))

    def _welcome(self, name: str) -> Response:
        # Without the token in its address the page cannot leak it through history or a copied link.
        response = RedirectResponse("/", status_code=303, headers={"Cache-Control": "no-store"})
        response.set_cookie(name, self._session, httponly=True, samesite="strict")
        return response


class SessionGate:
    """Lets in whoever has signed in, as the person that `person_of` tells for the session in the cookie."""

    def __init__(self, app: ASGIApp, cookie: str, person_of: Callable[[str], Person | None]) -> None:
        self._app = app
        self._cookie = cookie
        self._person_of = person_of
        self._tabs: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        token = connection.cookies.get(self._cookie)
        person = await run_in_threadpool(self._person_of, token) if token else None
        if person and self._is_own(connection, person):
            await self._app(belonging_to(scope, person), receive, send)
        elif not person and scope["type"] == "http" and connection.url.path in OPEN_PATHS:
            await self._app(scope, receive, send)
        elif not person and scope.get("method") == "GET" and "text/html" in connection.headers.get("accept", ""):
            await RedirectResponse("/sign-in", status_code=303)(scope, receive, send)
        else:
            await _refuse(scope, receive, send, PlainTextResponse(ENDED, status_code=401))

    def _is_own(self, connection: HTTPConnection, person: Person) -> bool:
        """Whether a tab is this person's: the first to listen to it owns what the server sends there."""
        path = connection.url.path
        tab = connection.query_params.get("session_hash") or ("/heartbeat/" in path and path.rpartition("/")[2])
        if not tab:
            return True
        owner = self._tabs.setdefault(tab, person.name)
        if len(self._tabs) > TABS:
            self._tabs.popitem(last=False)
        return owner == person.name


async def _refuse(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await response(scope, receive, send)


def _same(given: str | None, expected: str) -> bool:
    return given is not None and secrets.compare_digest(given.encode(), expected.encode())
