"""Signing in over plain HTTP: what is refused without a session, what a session of one person gives another, which is nothing."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest
from fastapi.testclient import TestClient

from mediator_bot.library.audit import Entry
from mediator_bot.service import Assistant
from mediator_bot.types import Person
from mediator_bot.web.app import application
from mediator_bot.web.gate import SessionGate
from mediator_bot.web.sign_in import Door

PASSWORD = "three herons by the weir"
Client = Callable[[], TestClient]


@pytest.fixture
def door(quick: Assistant) -> Door:
    return Door(quick.library)


@pytest.fixture
def client(quick: Assistant, door: Door) -> Iterator[Client]:
    """Browsers of different people at one assistant."""
    app = application(quick, "127.0.0.1", None, door)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as first:

        def another() -> TestClient:
            browser = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
            browser.portal = first.portal  # one event loop, as on a server
            return browser

        yield another


def send(browser: TestClient, page: str, **fields: str) -> int:
    """Fill in a form as a browser does, its seal included."""
    form = browser.get(f"/{page}")
    seal = re.search(r'name="seal" value="([^"]+)"', form.text)
    return browser.post(f"/{page}", data={**fields, "seal": seal[1] if seal else ""}).status_code


def account(quick: Assistant, name: str, role: str = "mediator", units: tuple[str, ...] = ("local",)) -> Person:
    return quick.library.people.add(quick.operator, name, role, units, password=PASSWORD).person


def signed_in(quick: Assistant, client: Client, name: str, role: str = "mediator") -> TestClient:
    if quick.library.people.find(name) is None:
        account(quick, name, role)
    browser = client()
    assert send(browser, "sign-in", name=name, password=PASSWORD) == 303
    return browser


@pytest.fixture
def admin(quick: Assistant, door: Door) -> Person:
    """The first admin, so that the door asks others for their names."""
    door.first_admin(door.code or "", "Ana", PASSWORD)
    return quick.library.person("Ana")


# --- nobody ----------------------------------------------------------------------------------------------------------

PATHS = [
    "/", "/config", "/theme.css", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x", "/gradio_api/startup-events",
    "/gradio_api/heartbeat/x", "/answers/x/1.md", "/answers/x/1.docx", "/gradio_api/file=/etc/passwd", "/assets/x.js",
    "/password", "/openapi.json", "/docs", "/monitoring", "/nothing", "/sign-in/", "//sign-in", "/sign-in/../config",
]  # fmt: skip
POSTS = [
    "/gradio_api/queue/join",
    "/gradio_api/run/predict",
    "/gradio_api/call/ask",
    "/gradio_api/upload",
    "/sign-out",
    "/password",
]


def test_without_a_session_nothing_is_answered(client: Client, admin: Person) -> None:
    browser = client()
    for path in PATHS:
        assert browser.get(path).status_code == 401, path
        page = browser.get(path, headers={"accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/sign-in"), path
    for path in POSTS:
        for headers in ({}, {"cookie": "mediator-bot-session=x"}, {"accept": "text/html"}):
            assert browser.post(path, json={"data": []}, headers=headers).status_code == 401, path
    assert browser.get("/sign-in", headers={"host": "evil.example"}).status_code == 400


def test_a_token_of_the_address_opens_nothing_where_people_sign_in(client: Client, admin: Person) -> None:
    assert client().get("/?token=").status_code == 401


# --- the door --------------------------------------------------------------------------------------------------------


def test_the_first_admin_comes_with_a_code_and_only_once(quick: Assistant, client: Client, door: Door) -> None:
    browser, code = client(), door.code or ""
    assert len(code) >= 16
    assert browser.get("/sign-in").headers["location"] == "/first-admin"
    assert send(browser, "first-admin", code="wrong", name="Eve", password=PASSWORD) == 403
    assert send(browser, "first-admin", code=code, name="Ana", password="short") == 400
    assert send(browser, "first-admin", code=code, name="Ana", password="") == 400
    assert quick.library.people.find("Ana") is None
    assert send(browser, "first-admin", code=code, name="Ana", password=PASSWORD) == 303
    assert browser.get("/").status_code == 200
    assert quick.library.person("Ana").every_unit
    assert client().get("/first-admin").headers["location"] == "/sign-in"
    assert client().post("/first-admin", data={"code": code, "name": "Eve", "password": PASSWORD}).status_code == 403
    assert Door(quick.library).code is None


def test_a_code_is_guessed_five_times(client: Client, door: Door) -> None:
    browser, code = client(), door.code or ""
    for _ in range(5):
        assert send(browser, "first-admin", code="guess", name="Eve", password=PASSWORD) == 403
    assert browser.post("/first-admin", data={"code": code}).status_code == 403
    assert door.code is None


def test_a_session_begins_ends_and_is_kept_by_the_browser_alone(
    quick: Assistant, client: Client, admin: Person
) -> None:
    account(quick, "Mei")
    browser = client()
    assert send(browser, "sign-in", name="Mei", password="not the password") == 403
    assert browser.get("/").status_code == 401
    assert send(browser, "sign-in", name="Mei", password=PASSWORD) == 303
    assert browser.get("/").status_code == 200
    assert browser.post("/sign-out").status_code == 303
    assert browser.get("/").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(quick: Assistant) -> None:
    account(quick, "Mei")
    for public, marks in (
        ("https://office.example", {"Secure", "__Host-mediator-bot"}),
        ("", {"mediator-bot-session"}),
    ):
        door = Door(quick.library, public)
        door.code = None
        app = application(quick, "127.0.0.1", None, door)
        host = "https://office.example" if public else "http://127.0.0.1"
        with TestClient(app, base_url=host, follow_redirects=False) as browser:
            form = browser.get("/sign-in")
            seal = re.search(r'name="seal" value="([^"]+)"', form.text)
            assert seal
            said = browser.post("/sign-in", data={"name": "Mei", "password": PASSWORD, "seal": seal[1]})
        for line in (form.headers["set-cookie"], said.headers["set-cookie"]):
            assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(line.split("; "))
            assert ("Secure" in line) == bool(public)
        assert all(mark in said.headers["set-cookie"] for mark in marks)
        assert "frame-ancestors 'none'" in form.headers["content-security-policy"]


def test_a_form_from_elsewhere_signs_nobody_in(quick: Assistant, client: Client, admin: Person) -> None:
    account(quick, "Mei")
    browser = client()
    fields = {"name": "Mei", "password": PASSWORD}
    assert browser.post("/sign-in", data=fields).status_code == 403
    browser.get("/sign-in")
    assert browser.post("/sign-in", data={**fields, "seal": "x"}).status_code == 403
    assert browser.post("/sign-in", content=b"x" * 9000).status_code == 413
    assert browser.get("/").status_code == 401


def test_the_form_speaks_both_languages_and_takes_nothing_as_markup(client: Client, admin: Person) -> None:
    browser = client()
    assert "<h1>Sign in</h1>" in browser.get("/sign-in", headers={"accept-language": "de"}).text
    assert "<h1>登录</h1>" in browser.get("/sign-in", headers={"accept-language": "zh-CN"}).text
    assert "<h1>登录</h1>" in browser.get("/sign-in?language=zh").text
    assert "<script" not in browser.get("/sign-in?language=<script>").text


def test_a_person_changes_the_own_password(quick: Assistant, client: Client, admin: Person) -> None:
    elsewhere, browser = signed_in(quick, client, "Mei"), signed_in(quick, client, "Mei")
    new = "four quiet otters at dawn"
    assert send(browser, "password", password="wrong", new=new) == 403
    assert send(browser, "password", password=PASSWORD, new="short") == 400
    assert send(browser, "password", password=PASSWORD, new=new) == 303
    assert (browser.get("/").status_code, elsewhere.get("/").status_code) == (200, 401)
    assert quick.library.door.sign_in("Mei", new)


def test_a_disabled_account_is_out_at_once(quick: Assistant, client: Client, admin: Person) -> None:
    browser = signed_in(quick, client, "Mei")
    quick.library.people.disable(quick.operator, "Mei")
    assert browser.get("/").status_code == 401
    assert send(client(), "sign-in", name="Mei", password=PASSWORD) == 403


# --- two people at once ----------------------------------------------------------------------------------------------


def call(browser: TestClient, name: str, values: list[object], tab: str) -> list[object]:
    """What the page gets for an event: joined to the queue and listened to, by plain HTTP."""
    config = browser.get("/config").json()
    found = next(one for one in config["dependencies"] if one["api_name"] == name)
    body = {"data": values, "fn_index": found["id"], "session_hash": tab, "event_data": None, "trigger_id": None}
    joined = browser.post("/gradio_api/queue/join", json=body)
    assert joined.status_code == 200, joined.text
    with browser.stream("GET", f"/gradio_api/queue/data?session_hash={tab}") as stream:
        for line in stream.iter_lines():
            if line.startswith("data:") and (message := json.loads(line[5:]))["msg"] == "process_completed":
                assert message["success"], message
                return list(message["output"]["data"])
    raise AssertionError("no answer")


def test_an_answer_is_saved_by_whoever_asked(quick: Assistant, client: Client, admin: Person) -> None:
    mei, tom = signed_in(quick, client, "Mei"), signed_in(quick, client, "Tom", "trainee")
    conversation = quick.conversations.new_id()
    quick.ask("Who returned the deposit when there were no photos?", quick.library.person("Mei"), conversation)
    assert mei.get(f"/answers/{conversation}/1.md").status_code == 200
    assert tom.get(f"/answers/{conversation}/1.md").status_code == 404
    entries = quick.library.audit.entries(Person("Otto", "auditor"), action="export")
    assert [entry.person for entry in entries] == ["Mei"]


def test_a_tab_of_one_person_is_closed_to_another(quick: Assistant) -> None:
    people = {"a": Person("Mei", "mediator"), "b": Person("Tom", "trainee")}

    async def hello(scope: object, receive: object, send: Callable[..., object]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[misc]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[misc]

    gate = SessionGate(hello, "c", people.get)  # type: ignore[arg-type]
    browser = TestClient(gate, base_url="http://127.0.0.1")

    def status(path: str, who: str) -> int:
        return browser.get(path, headers={"cookie": f"c={who}"}).status_code

    for tab in ("/gradio_api/queue/data?session_hash=tab", "/gradio_api/heartbeat/tab2"):
        assert [status(tab, "a"), status(tab, "b"), status(tab, "a"), status("/", "b")] == [200, 401, 200, 200]


def test_what_happened_at_the_door_is_in_the_account(quick: Assistant, client: Client, admin: Person) -> None:
    signed_in(quick, client, "Mei").post("/sign-out")
    written: list[Entry] = quick.library.audit.entries(admin, target="Mei")
    assert [entry.action for entry in written] == ["add account", "sign in", "sign out"]
    assert PASSWORD not in repr([asdict(entry) for entry in written])
