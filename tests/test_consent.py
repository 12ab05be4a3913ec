"""Consent: what may leave for a chat model, once an admin has allowed it and the person was told; and for whom not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO

import pytest
from notes import STORY, publish, record
from sqlalchemy import insert
from test_writer import DEPOSIT, DOUBLE, Double, double, first_quote

from mediator_bot.cli import main
from mediator_bot.errors import LibraryError, ModelError, QuestionError, RightsError
from mediator_bot.library.audit import Audit
from mediator_bot.library.consent import LEVELS, may_go, notice
from mediator_bot.library.tables import named_people, writing
from mediator_bot.models.endpoint import endpoint_of
from mediator_bot.service import Assistant
from mediator_bot.types import Person
from mediator_bot.web.filters import NAMES
from mediator_bot.web.page import AskPage
from mediator_bot.web.visit import Visit

Run = Callable[..., tuple[int, str, str]]
REMOTE = "openai:m@https://llm.example.org/v1"
HOST = "llm.example.org"
LI = Person("li", "mediator", frozenset({"local"}))
WEATHERCOCK = "the weathercock on the chimney squeaked whenever the wind turned, B could not sleep"


@pytest.fixture(autouse=True)
def no_addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("OLLAMA_HOST", "OPENAI_API_BASE", "OPENAI_BASE_URL", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    yield


# --- where words go --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "provider", "is_local"),
    [
        ("ollama:qwen3", "127.0.0.1", True),
        ("ollama:gpt-oss:120b-cloud", "ollama.com", False),
        ("ollama:qwen3@http://10.0.0.7:11434", "10.0.0.7", False),
        ("openai:m@http://127.0.0.1:8080/v1", "127.0.0.1", True),
        ("openai:m@http://localhost:8080/v1", "localhost", True),
        ("openai:m@http://[::1]:8080/v1", "::1", True),
        ("openai:m@http://127.0.0.1.example.org/v1", "127.0.0.1.example.org", False),
        ("openai:m@http://127.0.0.1@example.org/v1", "example.org", False),
        ("openai:m@http://192.168.1.20:8080/v1", "192.168.1.20", False),
        (REMOTE, HOST, False),
        ("openai:gpt-5-mini", "openai", False),
        ("anthropic:claude-x", "anthropic", False),
    ],
)
def test_only_a_loopback_address_is_this_machine(name: str, provider: str, is_local: bool) -> None:
    endpoint = endpoint_of(name)
    assert (endpoint.provider, endpoint.is_local) == (provider, is_local)


def test_the_environment_can_send_words_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "gpu.example.org:11434")
    assert not endpoint_of("ollama:qwen3").is_local
    monkeypatch.setenv("OLLAMA_HOST", "0.0.0.0")
    assert endpoint_of("ollama:qwen3").is_local
    monkeypatch.setenv("OPENAI_BASE_URL", "https://gateway.example.org/v1")
    assert endpoint_of("openai:m").provider == "gateway.example.org"
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.org:3128")
    assert not endpoint_of("openai:m@http://127.0.0.1:8080/v1").is_local
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert endpoint_of("openai:m@http://127.0.0.1:8080/v1").is_local


def test_an_address_that_a_client_would_not_follow_is_refused() -> None:
    with pytest.raises(ModelError, match="openai and ollama only"):
        endpoint_of("anthropic:claude-x@http://127.0.0.1:1/v1")


# --- who allows, who agrees ------------------------------------------------------------------------------------------


def remote(assistant: Assistant) -> Double:
    """A model that stands for one elsewhere, and remembers what it got."""
    assistant.chat_models[REMOTE] = model = double(first_quote)
    return model


def agree(assistant: Assistant, by: Person, writer: str = REMOTE) -> None:
    standing = assistant.standing(by, writer)
    assert standing
    assistant.consents.agree(standing, by)


def test_nothing_leaves_before_an_admin_allows_it_and_the_person_agrees(quick: Assistant) -> None:
    model = remote(quick)
    answer = quick.ask(DEPOSIT, LI, writer=REMOTE)
    assert f"Nothing was sent to a chat model: {HOST} is not this machine, and no admin has allowed it." in answer.text
    with pytest.raises(RightsError, match="may not allow a chat model"):
        quick.consents.allow(HOST, ["public"], LI)
    quick.consents.allow(HOST, ["public", "training"], quick.operator)
    assert f"Nothing was sent to {HOST}: you have not agreed to it yet." in quick.ask(DEPOSIT, LI, writer=REMOTE).text
    assert model.prompts == []
    agree(quick, LI)
    assert "**In short** (worded by openai:m," in quick.ask(DEPOSIT, LI, writer=REMOTE).text
    # Each person for themselves.
    assert "you have not agreed" in quick.ask(DEPOSIT, quick.operator, writer=REMOTE).text
    quick.consents.forbid(HOST, quick.operator)
    assert "no admin has allowed it" in quick.ask(DEPOSIT, LI, writer=REMOTE).text
    assert len(model.prompts) == 1
    with pytest.raises(LibraryError, match="was not allowed"):
        quick.consents.forbid(HOST, quick.operator)


def test_every_step_is_in_the_account(quick: Assistant) -> None:
    quick.consents.allow(HOST, ["unit", "public"], quick.operator)
    agree(quick, LI)
    quick.consents.forbid(HOST, quick.operator)
    entries = list(Audit(quick.library.catalogue.engine).entries(quick.operator))
    told = [(e.person, e.action, dict(e.details)) for e in entries if e.target == HOST]
    assert sorted(told, key=lambda line: line[1]) == [
        ("li", "agree to chat model", {"levels": "public, unit"}),
        ("operator", "allow chat model", {"levels": "public, unit"}),
        ("operator", "forbid chat model", {}),
    ]


def test_who_agreed_to_less_is_asked_again(quick: Assistant) -> None:
    quick.consents.allow(HOST, ["public"], quick.operator)
    agree(quick, LI)
    quick.consents.allow(HOST, ["public", "unit"], quick.operator)
    assert "you have not agreed" in quick.ask(DEPOSIT, LI, writer=REMOTE).text
    agree(quick, LI)
    quick.consents.allow(HOST, ["public"], quick.operator)
    standing = quick.standing(LI, REMOTE)
    assert standing
    assert standing.may_send
    assert standing.levels == ("public",)


@pytest.mark.parametrize("levels", [[], ["secret"], ["public", "Unit"]])
def test_levels_are_named_as_they_are(quick: Assistant, levels: list[str]) -> None:
    with pytest.raises(QuestionError, match="name levels among public, training, unit, restricted"):
        quick.consents.allow(HOST, levels, quick.operator)


def test_a_model_on_this_machine_needs_no_leave(quick: Assistant) -> None:
    quick.chat_models[DOUBLE] = double(first_quote)
    assert "**In short**" in quick.ask(DEPOSIT, LI, writer=DOUBLE).text


def test_a_person_is_told_who_gets_what(quick: Assistant) -> None:
    quick.consents.allow(HOST, ["public", "unit"], quick.operator)
    standing = quick.standing(LI, REMOTE)
    assert standing
    for said, levels in ((notice(standing, "en"), "public, unit"), (notice(standing, "zh"), "公开、本单位")):
        assert HOST in said
        assert levels in said


# --- what goes -------------------------------------------------------------------------------------------------------


def stored_at(assistant: Assistant, level: str) -> str:
    document_id = publish(assistant, "weathercock.md", STORY, record(), confidentiality=level)
    if level in ("public", "training"):
        assistant.library.publish(document_id, assistant.operator)  # a second person's review opens it beyond the unit
    return document_id


@pytest.mark.parametrize("level", LEVELS)
def test_a_version_goes_where_its_own_level_may_go(quick: Assistant, level: str) -> None:
    document_id, catalogue = stored_at(quick, level), quick.library.catalogue
    with writing(catalogue.engine) as connection:
        connection.execute(insert(named_people).values(document_id=document_id, person="operator"))
    for allowed in LEVELS:
        assert may_go(catalogue, document_id, 1, quick.operator, (allowed,)) == (allowed == level)


def test_a_unit_s_note_goes_only_where_an_admin_named_that_level(quick: Assistant) -> None:
    document_id = stored_at(quick, "unit")
    quick.follow()
    model = double(first_quote)
    quick.chat_models[DOUBLE] = model
    answer = quick.ask(WEATHERCOCK, quick.operator, writer=DOUBLE)
    assert document_id in {citation.document_id for citation in answer.citations}
    assert "weathercock" not in "".join(prompt.split("Question:")[0] for prompt in model.prompts)
    model.prompts.clear()
    quick.consents.allow("127.0.0.1", ["public", "training", "unit"], quick.operator)
    quick.ask(WEATHERCOCK, quick.operator, writer=DOUBLE)
    assert "weathercock" in model.prompts[0].split("Question:")[0]


def test_where_no_quote_may_go_the_answer_says_so(quick: Assistant) -> None:
    model = remote(quick)
    quick.consents.allow(HOST, ["restricted"], quick.operator)
    agree(quick, LI)
    assert "none of these quotes may go to it" in quick.ask(DEPOSIT, LI, writer=REMOTE).text
    assert model.prompts == []


def test_proposals_pass_the_same_gate(quick: Assistant) -> None:
    document_id = stored_at(quick, "unit")
    model = double('[{"field": "outcome", "value": "none", "quote": "squeaked"}]')
    quick.settings, quick.chat_models[REMOTE] = replace(quick.settings, chat_model=REMOTE), model
    with pytest.raises(RightsError, match=f"no admin has allowed it.*mediator-bot models allow {HOST}"):
        quick.propose(document_id, quick.operator)
    quick.consents.allow(HOST, ["public"], quick.operator)
    with pytest.raises(RightsError, match="sent to llm.example.org yet"):
        quick.propose(document_id, quick.operator)
    agree(quick, quick.operator)
    with pytest.raises(RightsError, match="unit material, which is not sent to this model"):
        quick.propose(document_id, quick.operator)
    assert model.prompts == []
    quick.consents.allow(HOST, ["public", "unit"], quick.operator)
    agree(quick, quick.operator)
    quick.propose(document_id, quick.operator)
    assert "weathercock" in model.prompts[0]


def test_practice_passes_the_same_gate(quick: Assistant) -> None:
    settings = replace(quick.settings, chat_model=REMOTE)
    quick.library.catalogue.engine.dispose()
    assistant = Assistant.open(settings)
    assistant.chat_models[REMOTE] = model = Double(says=lambda _: "", prompts=[])
    scenario = next(iter(assistant.training.scenarios))

    def speak() -> None:
        exercise = assistant.training.begin(LI, scenario, seed=1)
        assistant.training.say(exercise, LI, "Welcome to you both. What brings you here today?")

    speak()
    assistant.consents.allow(HOST, ["public"], assistant.operator)
    agree(assistant, LI)
    speak()
    assert model.prompts == []
    assistant.consents.allow(HOST, ["training"], assistant.operator)
    agree(assistant, LI)
    speak()
    assert model.prompts != []
    assistant.library.catalogue.engine.dispose()


# --- in the terminal -------------------------------------------------------------------------------------------------


@pytest.fixture
def run(quick: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line on a home whose chat model stands for one elsewhere."""
    home = str(quick.settings.home)
    monkeypatch.setenv("MEDIATOR_EMBEDDINGS", "hashing")
    monkeypatch.setenv("MEDIATOR_CHAT_MODEL", REMOTE)
    monkeypatch.setattr("mediator_bot.service.open_chat_model", lambda _: double(first_quote))

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--home", home])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_the_terminal_sends_nothing_unasked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no admin has allowed it" in run("ask", DEPOSIT)[1]
    assert run("models", "allow", HOST)[1] == f"{HOST} may get public, training material.\n"
    _, out, err = run("ask", DEPOSIT)
    assert f"{HOST} runs it" in err
    assert f"由 {HOST} 运行" in err
    assert "you have not agreed to it yet" in out
    assert run("ask", DEPOSIT, "--send-to", "elsewhere.org") == (
        1,
        "",
        f"--send-to elsewhere.org: the chat model is at {HOST}.\n",
    )
    _, out, _ = run("ask", DEPOSIT, "--send-to", HOST)
    assert "In short" in out
    assert "✗ The court ordered 9,999 EUR. (a number, date or article in it is not in its quotes)" in out
    assert run("ask", DEPOSIT)[2] == ""


@pytest.mark.parametrize(("said", "sent"), [("y\n", True), ("是\n", True), ("\n", False), ("no\n", False)])
def test_a_terminal_is_asked_once(run: Run, monkeypatch: pytest.MonkeyPatch, said: str, sent: bool) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    run("models", "allow", HOST)
    monkeypatch.setattr("sys.stdin", Terminal(said))
    _, out, err = run("ask", DEPOSIT)
    assert f"Send to {HOST}" in err
    assert ("In short" in out) == sent
    assert (run("ask", DEPOSIT)[2] == "") == sent


def test_the_verbs_say_how_it_stands(run: Run) -> None:
    assert run("models", "list")[1].startswith(f"openai:m at {HOST}, not on this machine; it may get: nothing")
    assert run("models", "agree", HOST)[0] == 1
    run("models", "allow", HOST, "--level", "public", "--level", "unit")
    assert run("models", "agree", HOST)[1].endswith("Agreed.\n")
    assert "it may get: public, unit; you have agreed." in run("models", "list")[1]
    run("models", "forbid", HOST)
    assert "No provider elsewhere is allowed." in run("models", "list")[1]


# --- on the page -----------------------------------------------------------------------------------------------------


class Click:
    """What the page gets for a key press in the box."""

    _data = None


def test_the_page_tells_asks_and_shows_what_was_removed(quick: Assistant) -> None:
    quick.settings = replace(quick.settings, chat_model=REMOTE)
    model = remote(quick)
    quick.consents.allow(HOST, ["public", "training"], quick.operator)
    page, nothing = AskPage(quick), [[] for _ in NAMES]
    visit = Visit("zh", quick.conversations.new_id(), by=quick.operator)
    *_, (visit, html, *_) = page.ask(Click(), visit, DEPOSIT, *nothing)  # type: ignore[arg-type]
    assert f"由 {HOST} 运行" in html
    assert 'data-act="apply"' in html
    assert model.prompts == []
    visit, html = page.agree(visit)
    assert "您已同意" in html
    *before, (visit, html, *_) = page.ask(Click(), visit, DEPOSIT, *nothing)  # type: ignore[arg-type]
    assert 'data-act="apply"' not in html
    assert '<details class="removed">' in html
    assert "<li><s>The court ordered 9,999 EUR.</s> a number, date or article in it is not in its quotes</li>" in html
    # The quotes were there before the model was asked, and nothing unchecked ever was.
    assert any("In short" not in shown[1] and "[1]" in shown[1] for shown in before[-8:])
    assert not any("9,999" in shown[1] for shown in before)
