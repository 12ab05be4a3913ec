"""The verbs about imports: list, show, cancel, resume."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mediator_bot.cli_shared import Bar, assistant_of, library_of, person_of_words, show

if TYPE_CHECKING:
    from mediator_bot.library.imports import Imports
    from mediator_bot.library.jobs import ImportFile, Job


def imports(words: argparse.Namespace) -> int:
    """Look at imports, stop them, go on with them."""
    return _ACTIONS[words.what](words)


def added(report: Any) -> str:
    """What became of one file, in a line."""
    ids = ", ".join(f"{document.document_id} v{document.version} ({document.status})" for document in report.documents)
    return "  ".join(part for part in (report.status, report.path, ids, report.reason) if part)


def _list(words: argparse.Namespace) -> int:
    jobs = _imports(words).of(person_of_words(words))
    show(words, [_job(job) for job in jobs], lambda: "\n".join(map(_line, jobs)) or "Nothing was imported yet.")
    return 0


def _show(words: argparse.Namespace) -> int:
    kept, by = _imports(words), person_of_words(words)
    job, files = kept.get(words.job, by), kept.files(words.job, by)
    value = {**_job(job), "files": [_file(file) for file in files]}
    show(words, value, lambda: "\n".join([_line(job), *_reasons(files)]))
    return 0


def _cancel(words: argparse.Namespace) -> int:
    job = _imports(words).cancel(words.job, person_of_words(words))
    show(words, _job(job), lambda: f"{_line(job)}\nWhat was taken in stays.")
    return 0


def _resume(words: argparse.Namespace) -> int:
    """One import, or each that a kill or a full disk left unfinished."""
    from dataclasses import asdict

    assistant = assistant_of(words)
    by = assistant.person(words.person)
    jobs = [words.job] if words.job else [job.id for job in assistant.imports.unfinished(by)]
    with Bar("reading", "files") as progress:
        reports = [report for job in jobs for report in assistant.resume(job, by, progress)]
    show(
        words,
        [asdict(report) for report in reports],
        lambda: "\n".join(map(added, reports)) or "Nothing was left to do.",
    )
    return 0


def _imports(words: argparse.Namespace) -> "Imports":
    from mediator_bot.library.imports import Imports

    return Imports(library_of(words))


def _job(job: "Job") -> dict[str, Any]:
    names = ("id", "person", "state", "reason", "publish", "created_at", "ended_at", "total", "done", "counts")
    return {**{name: getattr(job, name) for name in (*names, "per_minute", "seconds_left")}}


def _file(file: "ImportFile") -> dict[str, Any]:
    documents = [{"document_id": document, "version": version} for document, version in file.documents]
    return {"path": file.name, "status": file.status, "reason": file.reason, "documents": documents}


def _line(job: "Job") -> str:
    counts = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(job.counts.items()))
    pace = f"about {job.per_minute:.0f} files a minute" if job.per_minute else ""
    left = f"{job.seconds_left:.0f} s left" if job.seconds_left else ""
    facts = (f"{job.id}  {job.state}  {job.done} of {job.total} files", counts, pace, left, job.reason)
    return "; ".join(fact for fact in facts if fact)


def _reasons(files: "list[ImportFile]") -> list[str]:
    """What was not simply taken in, and why; of a duplicate, where the library has it."""
    lines = []
    for file in files:
        if file.status in ("added", "updated") and not file.reason:
            continue
        there = ", ".join(f"{document} v{version}" for document, version in file.documents)
        reason = file.reason or (f"the library has it as {there}" if there else "not read yet")
        lines.append(f"  {file.status.replace('_', ' ')}  {file.name}: {reason}")
    return lines


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "show": _show,
    "cancel": _cancel,
    "resume": _resume,
}
