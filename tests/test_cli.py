"""The command line: one JSON value on standard output and nothing else, one line for what went wrong, no traceback."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from notes import RECORD, STORY, note

from mediator_bot.cli import VERBS, main
from mediator_bot.cli_library import ACTIONS
from mediator_bot.settings import Settings

Run = Callable[..., tuple[int, str, str]]
HIT = {"rank", "score", "document_id", "case_id", "kind", "title", "page", "start", "end", "text", "language", "origin"}
ANSWER = {
    *("question", "language", "kind", "text", "abstained", "screen", "citations", "cases", "next_questions", "notice"),
    *("writer", "timings_ms"),
}
CITATION = {"n", "document_id", "version", "title", "kind", "page", "start", "end", "quote", "origin", "law_as_of"}
CASE = {
    *("case_id", "title", "type", "outcome", "similarity", "why_similar", "differs", "terms", "worked", "failed"),
    "citation_ns",
}
DOCUMENT = {
    *("document_id", "version", "status", "title", "kind", "confidentiality", "added_by", "added_at", "sha256"),
}


@pytest.fixture
def home(_quick_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the sample library, with the hashing double as its model, and no settings file near."""
    monkeypatch.setenv("MEDIATOR_EMBEDDINGS", "hashing")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(_quick_settings.home, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one verb on that home: exit code, standard output, standard error."""

    def ran(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        arguments = list(words)
        if "--home" not in words:
            arguments += ["--home", str(home)]
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ran


def value(result: tuple[int, str, str], code: int = 0) -> Any:
    """The one JSON value of a verb that ended as it should."""
    assert result[0] == code, result
    assert result[1].count("\n") == 1
    return json.loads(result[1])


def one_line(result: tuple[int, str, str]) -> str:
    """The line of a verb that could not do it."""
    code, out, error = result
    assert (code, out) == (1, ""), result
    assert error.endswith("\n")
    assert error.count("\n") == 1
    assert "Traceback" not in error
    return error


# --- reading ---------------------------------------------------------------------------------------------------------


def test_search(run: Run) -> None:
    rows = value(run("search", "deposit carpet photos", "--top-k", "4", "--json"))
    assert [row["rank"] for row in rows] == [1, 2, 3, 4]
    assert all(set(row) >= HIT for row in rows)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    shown = value(
        run("library", "show", rows[0]["document_id"], "--version", "1", "--page", str(rows[0]["page"]), "--json")
    )
    assert shown["text"][rows[0]["start"] : rows[0]["end"]] == rows[0]["text"]
    assert {row["kind"] for row in value(run("search", "noise", "--kind", "guideline", "--json"))} == {"guideline"}
    filtered = value(run("search", "noise", "--filter", "type=tenancy", "--filter", "language=en", "--json"))
    assert {(row["kind"], row["language"]) for row in filtered} == {("case", "en")}
    assert value(run("search", "noise", "--filter", "year=1874", "--json")) == []


def test_search_in_words(run: Run) -> None:
    code, out, _ = run("search", "deposit carpet photos", "--top-k", "2")
    assert code == 0
    assert out.startswith("1. ")
    assert "\n\n2. " in out


def test_ask(run: Run) -> None:
    answer = value(run("ask", "deposit, landlord says carpet, tenant has no photos", "--json"))
    assert set(answer) >= ANSWER
    assert set(answer["screen"]) == {"action", "reasons", "referral", "rules"}
    assert answer["citations"]
    assert answer["cases"]
    assert all(set(citation) >= CITATION for citation in answer["citations"])
    assert all(set(case) >= CASE for case in answer["cases"])
    assert (answer["writer"], answer["kind"], answer["abstained"]) == ("none", "cases", False)
    for citation in answer["citations"]:
        words = ["library", "show", citation["document_id"], "--version", str(citation["version"])]
        shown = value(run(*words, "--page", str(citation["page"]), "--json"))
        assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
    statistics = value(run("ask", "how many cases were settled?", "--json"))["statistics"]
    assert statistics["n"] == 0


def test_ask_reads_standard_input_and_continues_a_conversation(run: Run) -> None:
    first = value(run("ask", "-", "--json", "--conversation", "c1", stdin="deposit and carpet\n"))
    assert first["question"] == "deposit and carpet"
    again = value(run("ask", "and if they refuse?", "--json", "--conversation", "c1"))
    assert {case["case_id"] for case in again["cases"]} & {case["case_id"] for case in first["cases"]}
    assert value(run("search", "-", "--json", "--top-k", "1", stdin="押金不退"))[0]["language"] == "zh"


def test_ask_in_words_shows_sources_and_no_escapes(run: Run) -> None:
    code, out, _ = run("ask", "Tell me about nb-2024-009")
    assert code == 0
    assert "[1] The same two flats again, and this time the floor, nb-2024-009.en p. " in out
    assert "\\" not in out


def test_chat(run: Run) -> None:
    code, out, error = run("chat", stdin="deposit and carpet\n?!\n\n")
    assert code == 0
    assert "The parties decide" in out
    assert "The question has no words" in error


def test_library_list_show_and_quarantine(run: Run) -> None:
    rows = value(run("library", "list", "--json"))
    assert all(set(row) >= DOCUMENT for row in rows)
    assert {row["kind"] for row in rows} == {"case", "guideline", "statute"}
    assert {row["status"] for row in rows} == {"published"}
    shown = value(run("library", "show", "nb-2024-009.en", "--json"))
    assert set(shown) >= DOCUMENT | {"text", "pages", "record"}
    assert shown["pages"] == [0, 1]
    code, out, _ = run("library", "show", "nb-2024-009.en", "--page", "1")
    assert (code, out.startswith("## Coming back")) == (0, True)
    assert value(run("library", "quarantine", "--json")) == []


def test_rights_narrow_a_look(run: Run, home: Path, tmp_path: Path) -> None:
    settings = tmp_path / "people.toml"
    settings.write_text('embeddings = "hashing"\n[people]\ntao = { role = "trainee", units = [] }\n')
    path = tmp_path / "weathercock.md"
    path.write_text(note(confidentiality="unit"))
    value(run("add", str(path), "--publish", "--json"))
    tao = ("--config", str(settings), "--as", "tao")
    assert value(run("search", "weathercock", "--top-k", "1", "--json"))[0]["case_id"] == "tt-2024-001"
    assert "tt-2024-001" not in {row["case_id"] for row in value(run("search", "weathercock", "--json", *tao))}
    assert "no document 'tt-2024-001.en'" in one_line(run("library", "show", "tt-2024-001.en", *tao))
    assert "may not add documents" in one_line(run("add", str(path), *tao))
    assert "Nobody is called 'ghost'" in one_line(run("search", "noise", "--as", "ghost"))


# --- adding ----------------------------------------------------------------------------------------------------------


def test_add_says_what_became_of_each_file(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(note(confidentiality="unit"))
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "c.md").write_text(note(case_id="tt-2024-002", outcome="splendid"))
    cards = [json.dumps({"基本案情": "甲家的风向标吱吱响。", "处理结果": "上了油。"}, ensure_ascii=False), "not a card"]
    (folder / "d.jsonl").write_text("\n".join(cards))
    rows = value(run("add", str(folder), "--publish", "--json"))
    assert all(set(row) == {"path", "status", "reason", "documents"} for row in rows)
    assert {Path(row["path"]).name: row["status"] for row in rows} == {
        "a.md": "added",
        "b.pdf": "quarantined",
        "c.md": "quarantined",
        "d.jsonl": "partly",
    }
    by_name = {Path(row["path"]).name: row for row in rows}
    assert "outcome" in by_name["c.md"]["reason"]
    assert "d.jsonl:2" in by_name["d.jsonl"]["reason"]
    added = by_name["a.md"]["documents"]
    assert {name: added[0][name] for name in ("document_id", "case_id", "version", "status")} == {
        "document_id": "tt-2024-001.en",
        "case_id": "tt-2024-001",
        "version": 1,
        "status": "published",
    }
    assert added[0]["passages"] > 0
    assert added[0]["fields_found"] > 0
    assert {Path(row["path"]).name for row in value(run("library", "quarantine", "--json"))} == {
        "b.pdf",
        "c.md",
        "d.jsonl",
    }
    assert value(run("search", "weathercock on the chimney", "--top-k", "1", "--json"))[0]["case_id"] == "tt-2024-001"


def test_add_again_and_add_changed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(note())
    first = value(run("add", str(path), "--json"))[0]
    assert (first["status"], first["documents"][0]["status"]) == ("added", "pending")
    assert value(run("add", str(path), "--json"))[0]["status"] == "duplicate"
    path.write_text(note(STORY + "Later it squeaked again.\n"))
    changed = value(run("add", str(path), "--json"))[0]
    assert (changed["status"], changed["documents"][0]["version"]) == ("updated", 2)
    published = value(run("library", "publish", "tt-2024-001.en", "--json"))
    assert (published["status"], published["version"]) == ("published", 2)


def test_add_reports_what_cannot_be_read_and_fails_only_for_a_path_that_is_not_there(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "b.pdf"
    path.write_bytes(b"%PDF-1.4 broken")
    rows = value(run("add", str(path), "--json"))
    assert rows[0]["status"] == "quarantined"
    code, out, error = run("add", str(tmp_path / "nowhere.md"), "--json")
    assert code == 1
    assert json.loads(out)[0]["status"] == "quarantined"
    assert error.strip().splitlines()[-1] == f"There is no file {tmp_path / 'nowhere.md'}. Check the name."


def test_add_starts_an_empty_home(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(note(confidentiality="unit"))
    fresh = str(tmp_path / "fresh")
    assert value(run("add", str(path), "--publish", "--json", "--home", fresh))[0]["status"] == "added"
    cases = [row for row in value(run("library", "list", "--json", "--home", fresh)) if row["kind"] == "case"]
    assert [row["document_id"] for row in cases] == ["tt-2024-001.en"]


def test_samples_leave_by_their_origin(run: Run) -> None:
    value(run("library", "remove", "--origin", "synthetic", "--json"))
    assert value(run("search", "deposit", "--kind", "case", "--json")) == []


# --- making and mending ----------------------------------------------------------------------------------------------


def test_init_index_doctor(run: Run, tmp_path: Path) -> None:
    fresh = str(tmp_path / "fresh")
    made = value(run("init", "--empty", "--json", "--home", fresh))
    assert set(made) == {"documents"}
    built = value(run("index", "--json", "--home", fresh))
    assert set(built) == {"passages", "documents", "seconds", "generation"}
    assert built["documents"] == made["documents"]
    again = value(run("index", "--rebuild", "--json", "--home", fresh))
    assert (again["passages"], again["generation"] > built["generation"]) == (built["passages"], True)
    findings = value(run("doctor", "--json", "--home", fresh))
    assert all(set(finding) == {"ok", "what", "advice", "file", "line"} for finding in findings)
    assert any(
        finding["what"] == f"{built['passages']} passages indexed, {built['passages']} published"
        for finding in findings
    )


@pytest.mark.parametrize("name", ["manifest.json", "terms.sqlite", "vectors"])
def test_doctor_finds_what_is_wrong_with_the_index(run: Run, home: Path, name: str) -> None:
    damaged = next(path for path in sorted((home / "indexes").iterdir()) if path.name.startswith(name))
    damaged.write_bytes(b"not this")
    findings = value(run("doctor", "--json"), code=1)
    wrong = [finding["what"] for finding in findings if not finding["ok"]]
    assert len(wrong) == 1
    assert "index --rebuild" in wrong[0]
    assert "mediator-bot index --rebuild" in one_line(run("search", "noise"))
    value(run("index", "--rebuild", "--json"))
    value(run("doctor", "--json"))


def test_evaluate(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "title": "", "text": "a goose bit the baker"}\n')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "goose and baker"}\n')
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    figures = value(run("evaluate", str(tmp_path), "--json"))
    assert set(figures) == {
        *("queries", "documents", "passages", "ndcg@10", "recall@10", "recall@100", "p@5", "mrr", "map"),
        *("seconds_index", "seconds_query_p50", "seconds_query_p95"),
    }
    assert (figures["queries"], figures["documents"], figures["passages"], figures["mrr"]) == (1, 1, 1, 1.0)


# --- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("search", "noise"),
        ("ask", "noise"),
        ("index",),
        ("library", "list"),
        ("library", "show", "x"),
        ("library", "quarantine"),
    ],
    ids=lambda words: " ".join(words),
)
def test_a_missing_home_is_one_line_that_says_how_to_make_one(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    error = one_line(run(*words, "--json", "--home", str(tmp_path / "nowhere")))
    assert "There is no library in" in error
    assert "`mediator-bot init`" in error
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "?!"), "has no words"),
        (("ask", "noise", "--filter", "colour=red"), "Unknown filter 'colour=red'"),
        (("search", "noise", "--filter", "type=nois"), "Use one of"),
        (("ask", "noise", "--writer", "shakespeare"), "no chat model 'shakespeare'"),
        (("library", "show", "nobody"), "no document 'nobody'"),
        (("library", "show", "nb-2024-009.en", "--page", "9"), "no page 9"),
        (("library", "show", "nb-2024-009.en", "--version", "9"), "version 9"),
        (("library", "publish", "nobody"), "nobody"),
        (("library", "remove", "nobody"), "no document 'nobody'"),
        (("evaluate", "nowhere"), "not a BEIR-style folder"),
        (("search", "noise", "--config", "nowhere.toml"), "no settings file nowhere.toml"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_what_cannot_be_done_is_told_in_one_line(run: Run, words: tuple[str, ...], said: str) -> None:
    assert said in one_line(run(*words, "--json"))


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("ask",),
        ("search", "noise", "--top-k", "many"),
        ("search", "noise", "--top-k", "0"),
        ("search", "noise", "--top-k", "-3"),
        ("library", "fold"),
        ("add",),
        ("search", "noise", "--kind", "poem"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(run: Run, words: tuple[str, ...]) -> None:
    code, out, error = run(*words, *(("--home", "x") if not words else ()))
    assert (code, out) == (2, "")
    assert "usage: mediator-bot" in error


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        (("search", "noise", "--filter", "year=²"), "a superscript is a digit, but no number"),
        (("search", "noise", "--filter", "year=99999999999999999999"), "more than SQLite can hold"),
        (("library", "show", "nb-2024-009.en", "--page", "99999999999999999999"), "more than SQLite can hold"),
        (("init", "--home", "/dev/null/home"), "a home that cannot be made"),
    ],
    ids=lambda item: item if isinstance(item, str) else "",
)
def test_no_traceback_reaches_a_person(run: Run, words: tuple[str, ...], trouble: str) -> None:
    assert "Traceback" not in one_line(run(*words, "--json")), trouble


def test_a_document_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(note(STORY + "The weathercock \x1b]0;pwned\x07 \x1b[2J squeaked.\n", confidentiality="unit"))
    assert value(run("add", str(path), "--publish", "--json"))[0]["status"] == "added"
    for words in (
        ("ask", "weathercock squeaked"),
        ("search", "weathercock squeaked"),
        ("library", "show", "tt-2024-001.en"),
    ):
        assert "\x1b" not in run(*words)[1]


# --- as a program ----------------------------------------------------------------------------------------------------


def _program(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "mediator_bot.cli", *words],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "MEDIATOR_EMBEDDINGS": "hashing", **environment},
        cwd=Path(__file__).parents[1],
        check=False,
    )


def test_as_a_program_it_prints_json_only(home: Path) -> None:
    done = _program("ask", "楼上漏水", "--json", "--home", str(home))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["language"] == "zh"
    assert done.stdout.count("\n") == 1


def test_a_terminal_that_knows_no_chinese_gets_no_traceback(home: Path) -> None:
    done = _program("ask", "楼上漏水", "--home", str(home), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("--help",), ("ask", "--help"), ("--version",)], ids=" ".join)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom mediator_bot.cli import main\n"
        f"try:\n    main({list(words)!r})\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "gradio", "torch", "faiss", "onnxruntime", "sqlalchemy", "langchain_core"}
    assert heavy & set(done.stderr.split()) == set()
    assert done.stdout


def test_every_verb_has_a_function() -> None:
    from mediator_bot.usage import parser

    choices = next(action.choices for action in parser()._actions if action.choices)  # argparse names no public way
    assert set(choices) == set(VERBS)  # type: ignore[arg-type]
    assert {"list", "show", "publish", "remove", "quarantine"} <= set(ACTIONS)


def test_versions_are_listed_compared_corrected_and_restored(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text(note(), encoding="utf-8")
    (tmp_path / "fields.yaml").write_text("title: The cock on the chimney\nclosed_on: null\n", encoding="utf-8")
    name = "tt-2024-001.en"
    run("add", str(tmp_path / "n.md"), "--publish")
    correct = ("library", "correct", name, str(tmp_path / "fields.yaml"), "--version", "1")
    assert value(run(*correct, "--json")) == {"document_id": name, "version": 2, "changed": True}
    assert "newer than version 1 that you saw" in one_line(run(*correct))
    rows = value(run("library", "versions", name, "--json"))
    assert [(row["version"], row["status"]) for row in rows] == [(1, "published"), (2, "pending")]
    compared = value(run("library", "compare", f"{name}@1", f"{name}@2", "--json"))
    assert {line["change"] for line in compared["lines"]} == {"same", "changed", "removed"}
    assert "[" in run("library", "compare", f"{name}@1", f"{name}@2")[1]
    assert "never published" in one_line(run("library", "restore", name, "--version", "2"))
    run("library", "publish", name)
    assert value(run("library", "restore", name, "--version", "1", "--json"))["version"] == 1
    assert value(run("library", "show", name, "--json"))["title"] == RECORD["title"]


def test_a_document_is_held_released_and_erased(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text(note(), encoding="utf-8")
    run("add", str(tmp_path / "n.md"), "--publish")
    name, purge = "tt-2024-001.en", ("library", "remove", "tt-2024-001.en", "--purge")
    assert "needs a reason" in one_line(run(*purge))
    assert "Name each document" in one_line(run("library", "remove", "--origin", "synthetic", "--purge"))
    assert value(run("library", "hold", name, "--reason", "court case 12", "--json"))["held"] is True
    assert "court case 12" in one_line(run(*purge, "--reason", "asked for"))
    assert value(run("library", "hold", name, "--release", "--json"))["held"] is False
    assert value(run("library", "retain", name, "--until", "2031-12-31", "--json"))["until"] == "2031-12-31"
    code, out, _ = run(*purge, "--reason", "asked for")
    assert code == 0
    assert "2 passages" in out
    assert ": 0 found." in out
    assert value(run("library", "erased", "--json"))[0]["reason"] == "asked for"
    assert "no document" in one_line(run("library", "show", name))
    assert "was erased on" in str(value(run("add", str(tmp_path / "n.md"), "--json"))[0]["reason"])
    assert value(run("add", str(tmp_path / "n.md"), "--again", "--json"))[0]["status"] == "added"


def test_what_is_due_is_listed_in_either_language(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text(note(followups=[{"due": "2020-01"}]), encoding="utf-8")
    run("add", str(tmp_path / "n.md"))
    for language, words in (("en", "a follow-up was due"), ("zh", "到了约定的回访日子")):
        rows = value(run("library", "upkeep", "--language", language, "--json"))
        own = [row for row in rows if row["document_id"] == "tt-2024-001.en"]
        assert [(row["kind"], row["due"]) for row in own] == [("visit", "2020-01-31"), ("unreviewed", "")]
        assert own[0]["why"] == words
    assert "a follow-up was due" in run("library", "upkeep")[1]
