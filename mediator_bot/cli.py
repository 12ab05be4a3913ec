"""The command line: verbs in, the same library functions called, words or one JSON value out."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from typing import Any

from mediator_bot.cli_audit import audit
from mediator_bot.cli_conversations import conversations, feedback
from mediator_bot.cli_drafts import draft
from mediator_bot.cli_imports import added
from mediator_bot.cli_library import library
from mediator_bot.cli_models import agreed_first, models
from mediator_bot.cli_practice import practice
from mediator_bot.cli_shared import Bar, Streamed, assistant_of, question_of, settings_of, show
from mediator_bot.cli_store import backup, restore
from mediator_bot.cli_users import users
from mediator_bot.usage import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns 0 done, 1 with one line on standard error; wrong usage exits with 2."""
    words = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # Chinese in a terminal that was set up for something else
    from mediator_bot.errors import MediatorError

    try:
        return VERBS[words.verb](words)
    except MediatorError as error:
        print(" ".join(str(error).splitlines()), file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept.", file=sys.stderr)
    return 1


# --- the verbs -------------------------------------------------------------------------------------------------------


def init(words: argparse.Namespace) -> int:
    """Make a home."""
    from mediator_bot.library.library import Library

    library = Library.create(settings_of(words))
    if not words.empty:
        with Bar("reading the sample library", "files") as progress:
            for done, _ in enumerate(library.add_samples(), start=1):
                progress(done, done)
    count = len(library.catalogue.live_documents())
    show(words, {"documents": count}, lambda: f"{count} documents in {library.settings.home / 'library'}.")
    return 0


def index(words: argparse.Namespace) -> int:
    """Build or refresh the index."""
    from mediator_bot.service import Assistant

    with Bar("indexing", "passages") as progress:
        if words.rebuild:
            report = Assistant.rebuild(settings_of(words), progress)
        else:
            report = Assistant.open(settings_of(words), follow=False).follow(progress)
    value = {
        "passages": report.passages,
        "documents": report.documents,
        "seconds": round(report.seconds, 2),
        "generation": report.generation,
    }
    show(words, value, lambda: f"{report.passages} passages of {report.documents} documents, {report.seconds:.1f} s.")
    return 0


def add(words: argparse.Namespace) -> int:
    """Add files. A file that cannot be read is in the report; exit 1 only where a named path is not there."""
    from dataclasses import asdict

    from mediator_bot.library.library import Library

    settings = settings_of(words)
    if not (settings.home / "library").exists() and not settings.catalogue_url:
        Library.create(settings)
    assistant = assistant_of(words)
    by, reports = assistant.person(words.person), []
    with Bar("reading", "files") as progress:
        for report in assistant.add(
            words.paths,
            by,
            publish=words.publish,
            confidentiality=words.confidentiality,
            again=words.again,
            progress=progress,
        ):
            reports.append(report)
    show(words, [asdict(report) for report in reports], lambda: "\n".join(map(added, reports)))
    missing = [path for path in words.paths if not path.exists()]
    if missing:
        print(f"There is no file {missing[0]}. Check the name.", file=sys.stderr)
    return 1 if missing else 0


def search(words: argparse.Namespace) -> int:
    """Find passages."""
    from mediator_bot.service import parse_filters

    kinds = [f"kind={words.kind}"] if words.kind else []
    assistant = assistant_of(words)
    hits = assistant.search(
        question_of(words), assistant.person(words.person), parse_filters([*words.filter, *kinds]), words.top_k
    )
    rows = [_hit(rank, hit) for rank, hit in enumerate(hits, start=1)]
    show(
        words,
        rows,
        lambda: (
            "\n\n".join(
                f"{r['rank']}. {r['title']} · {r['document_id']} p. {r['page']} · {r['score']:.3f}\n   {' '.join(r['text'].split())[:300]}"
                for r in rows
            )
            or "Nothing found."
        ),
    )
    return 0


def _hit(rank: int, hit: Any) -> dict[str, Any]:
    passage = hit.passage
    return {
        "rank": rank,
        "score": hit.score,
        "document_id": passage.document_id,
        "version": passage.version,
        "case_id": passage.case_id,
        "kind": passage.kind,
        "title": passage.title,
        "page": passage.span.page,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
        "language": passage.language,
        "origin": passage.origin,
    }


def ask(words: argparse.Namespace) -> int:
    """Ask a question."""
    from dataclasses import asdict

    from mediator_bot.service import parse_filters

    assistant = assistant_of(words)
    by, filters = assistant.person(words.person), parse_filters(words.filter)
    agreed_first(words, assistant.consents, assistant.standing(by, words.writer), by)
    printed = Streamed()
    for answer in assistant.ask_streaming(question_of(words), by, words.conversation, filters, writer=words.writer):
        if not words.json:
            printed.show(answer)
    if words.save:
        assistant.save(answer, words.save, by)
    if words.json:
        show(words, asdict(answer), str)
    else:
        printed.end()
    return 0


def chat(words: argparse.Namespace) -> int:
    """A conversation until an empty line or the end of the input."""
    from mediator_bot.errors import MediatorError

    assistant = assistant_of(words)
    by, conversation = assistant.person(words.person), assistant.conversations.new_id()
    agreed_first(words, assistant.consents, assistant.standing(by), by)
    print("Describe the dispute; an empty line ends. / 说说这件纠纷；空行结束。", file=sys.stderr)
    while (question := _line()).strip():
        try:
            printed = Streamed()
            for answer in assistant.ask_streaming(question, by, conversation):
                printed.show(answer)
            printed.end()
            print()
        except MediatorError as error:
            print(error, file=sys.stderr)
    return 0


def _line() -> str:
    try:
        return input("> ")
    except EOFError:
        return ""


def evaluate(words: argparse.Namespace) -> int:
    """Measure retrieval."""
    from mediator_bot.evaluation.beir import evaluate_folder

    with Bar("embedding", "passages") as progress:
        value = evaluate_folder(
            words.folder,
            settings_of(words),
            exclude_self=words.exclude_self,
            candidates=words.candidates,
            run=words.run,
            progress=progress,
        )
    show(
        words,
        value,
        lambda: "\n".join(
            f"{name:20} {number:.4f}" if isinstance(number, float) else f"{name:20} {number}"
            for name, number in value.items()
        ),
    )
    return 0


def doctor(words: argparse.Namespace) -> int:
    """Say what is wrong; exit 1 where something is."""
    from dataclasses import asdict

    from mediator_bot.doctor import examine, mend

    if words.mend:
        mend(settings_of(words))
    findings = examine(settings_of(words), words.folder)
    value = [asdict(finding) for finding in findings]
    show(
        words,
        value,
        lambda: "\n".join(f"{'ok ' if f.ok else '!! '} {f.what}{'' if f.ok else '  →  ' + f.advice}" for f in findings),
    )
    return 0 if all(finding.ok for finding in findings) else 1


def serve(words: argparse.Namespace) -> int:
    """The web app until it is stopped."""
    import secrets

    assistant = assistant_of(words)
    from mediator_bot.web.app import serve as serve_web
    from mediator_bot.web.sign_in import Door

    door = Door(assistant.library, words.public) if words.sign_in or words.public else None
    token = None if words.no_token or door else secrets.token_urlsafe(24)
    address = f"{words.public.rstrip('/')}/" if words.public else f"http://{words.host}:{words.port}/"

    def told() -> None:
        print(f"Open {address}" + (f"?token={token}" if token else ""), flush=True)
        if token:
            print(
                "The address holds a key that is made anew at every start: open it once, your browser then remembers.",
                flush=True,
            )
        if door and door.code:
            print(f"No admin can sign in yet. Whoever gives this code there becomes the first: {door.code}", flush=True)

    files = (words.certificate, words.key) if words.certificate and words.key else None
    serve_web(assistant, words.host, words.port, token=token, door=door, certificate=files, listening=told)
    return 0


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "init": init,
    "index": index,
    "add": add,
    "search": search,
    "ask": ask,
    "draft": draft,
    "chat": chat,
    "conversations": conversations,
    "feedback": feedback,
    "practice": practice,
    "library": library,
    "models": models,
    "users": users,
    "audit": audit,
    "backup": backup,
    "restore": restore,
    "evaluate": evaluate,
    "doctor": doctor,
    "serve": serve,
}

if __name__ == "__main__":
    sys.exit(main())
