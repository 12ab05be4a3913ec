"""A name and a password in; a session cookie, or the form again with the reason, out. Plain pages: no script runs here."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from mediator_bot.errors import MediatorError, QuestionError, RightsError
from mediator_bot.library.library import Library, operator_of
from mediator_bot.types import Language
from mediator_bot.web.identity import who_asks
from mediator_bot.web.sign_in_page import form_html

# More than any name, password and code together.
LONGEST_FORM = 8_000
WRONG_CODES = 5
# No script, no picture, nothing from elsewhere, inside no other page; forms lead back here only.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


@dataclass
class Door:
    """Where people sign in. `public` is the https address they type, empty for plain http on this machine.

    `code` makes the first admin, once; it is None where somebody can sign in who manages every account.
    """

    library: Library
    public: str = ""
    code: str | None = None
    _wrong: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        if not self.library.people.has_admin():
            self.code = secrets.token_urlsafe(12)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; with the prefix a browser takes it over https and from this host only."""
        return "__Host-mediator-bot" if self.public else "mediator-bot-session"

    def first_admin(self, code: str, name: str, password: str) -> str:
        """Make the first admin and sign them in. Raises RightsError for a wrong or spent code, else as `People.add`."""
        with self._lock:
            if self.code is None or self.library.people.has_admin():
                raise RightsError("There is an admin already. Sign in, or ask them for an account.")
            if not secrets.compare_digest(code.strip().encode(), self.code.encode()):
                self._wrong += 1
                self.code = None if self._wrong >= WRONG_CODES else self.code
                raise RightsError(
                    "This is not the code that was printed. After five wrong ones, start the program again."
                )
            operator = operator_of(self.library.settings)
            account = self.library.people.add(
                operator, name, "admin", operator.units, every_unit=True, password=_needed(password)
            )
            self.code = None
        return self.library.door.sign_in(account.name, password)

    def change_password(self, name: str, old: str, new: str) -> str:
        """Change one's own password; every session ends and a new one begins. Raises as `SignIn.sign_in`, `set_password`."""
        own = self.library.door.person(self.library.door.sign_in(name, old))
        if own is None:
            raise RightsError("The session has ended. Sign in again.")
        self.library.people.set_password(own, name, new)
        return self.library.door.sign_in(name, new)


def _needed(password: str) -> str:
    if not password:
        raise QuestionError("A password is needed. A few words in a row are easy to keep.")
    return password


def signing_in(door: Door) -> APIRouter:
    """`/sign-in`, `/sign-out`, `/first-admin` and `/password`."""
    router = APIRouter()

    @router.get("/sign-in")
    def ask(request: Request) -> Response:
        if door.code is not None:
            return RedirectResponse("/first-admin", status_code=303)
        return _form(door, request, "sign-in")

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        return await _answer(door, request, "sign-in", lambda s: door.library.door.sign_in(s["name"], s["password"]))

    @router.get("/first-admin")
    def ask_first(request: Request) -> Response:
        return _form(door, request, "first-admin") if door.code is not None else RedirectResponse("/sign-in", 303)

    @router.post("/first-admin")
    async def first(request: Request) -> Response:
        return await _answer(
            door, request, "first-admin", lambda s: door.first_admin(s["code"], s["name"], s["password"])
        )

    @router.get("/password")
    def ask_password(request: Request) -> Response:
        return _form(door, request, "password")

    @router.post("/password")
    async def change(request: Request) -> Response:
        name = who_asks(request).name
        return await _answer(door, request, "password", lambda s: door.change_password(name, s["password"], s["new"]))

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        # The cookie is not sent from other sites, so that nobody else can do this.
        door.library.door.sign_out(request.cookies.get(door.cookie, ""))
        response = RedirectResponse("/sign-in", status_code=303, headers={"Clear-Site-Data": '"cache"'})
        response.delete_cookie(door.cookie, secure=bool(door.public), httponly=True, samesite="strict")
        return response

    return router


# --- forms -----------------------------------------------------------------------------------------------------------

FIELDS = ("name", "password", "code", "new", "seal")


def _form(door: Door, request: Request, page: str, trouble: str = "", status: int = 200) -> Response:
    """A form with a seal that its own cookie must match when it comes back: no other site can send one."""
    seal = secrets.token_urlsafe(24)
    html = form_html(page, _language(request), seal, trouble)
    response = HTMLResponse(html, status_code=status, headers=HEADERS)
    response.set_cookie(_seal(door), seal, httponly=True, samesite="strict", secure=bool(door.public))
    return response


async def _answer(door: Door, request: Request, page: str, enter: Callable[[dict[str, str]], str]) -> Response:
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LONGEST_FORM:
        return PlainTextResponse("", status_code=413)
    sent = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=20)
    said = {name: sent.get(name, [""])[0] for name in FIELDS}
    if not secrets.compare_digest(said["seal"].encode(), request.cookies.get(_seal(door), "-").encode()):
        return _form(door, request, page, "stale", 403)
    try:
        token = await run_in_threadpool(enter, said)
    except RightsError:
        return _form(door, request, page, "refused" if page != "first-admin" else "wrong_code", 403)
    except QuestionError as error:
        return _form(door, request, page, str(error), 400)
    except MediatorError as error:
        return _form(door, request, page, str(error), 500)
    response = RedirectResponse("/", status_code=303, headers={"Cache-Control": "no-store"})
    response.set_cookie(door.cookie, token, httponly=True, samesite="strict", secure=bool(door.public))
    return response


def _seal(door: Door) -> str:
    return "__Host-mediator-bot-form" if door.public else "mediator-bot-form"


def _language(request: Request) -> Language:
    wanted = request.query_params.get("language") or request.headers.get("accept-language", "")
    return "zh" if wanted.strip().lower().startswith("zh") else "en"
