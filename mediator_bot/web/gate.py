"""A request in; the app's answer out for the browser that opened the printed address, a short refusal for any other."""

import secrets

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

REFUSAL = (
    "This address alone does not open the assistant. Use the whole address that was printed when it started, with its "
    "token.\n只有这个地址还不够：请用启动时打印出来的、带 token 的完整地址打开。\n"
)


class TokenGate:
    """Stands before every path, the API of the pages included.

    `/?token=…` with the right token sets a cookie and leads to the page; the cookie opens everything else. Both are
    random and live as long as the program.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token
        self._session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        # Cookies do not know ports: two assistants on one machine need two names.
        name = f"mediator-bot-{(scope.get('server') or ('', 0))[1]}"
        if scope["type"] == "http" and _same(connection.query_params.get("token"), self._token):
            await self._welcome(name)(scope, receive, send)
        elif _same(connection.cookies.get(name), self._session):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(REFUSAL, status_code=403)(scope, receive, send)

    def _welcome(self, name: str) -> Response:
        # Without the token in its address the page cannot leak it through history or a copied link.
        response = RedirectResponse("/", status_code=303, headers={"Cache-Control": "no-store"})
        response.set_cookie(name, self._session, httponly=True, samesite="strict")
        return response


def _same(given: str | None, expected: str) -> bool:
    return given is not None and secrets.compare_digest(given.encode(), expected.encode())
