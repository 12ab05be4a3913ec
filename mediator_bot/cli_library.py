"""The verbs that manage documents: list, show, image, columns, publish, remove, quarantine; `cli_versions` has more."""

import argparse
from collections.abc import Callable
from typing import Any

from mediator_bot import cli_names, cli_versions
from mediator_bot.cli_imports import imports
from mediator_bot.cli_models import agreed_first
from mediator_bot.cli_shared import assistant_of, library_of, person_of_words, show


def library(words: argparse.Namespace) -> int:
    """Manage documents."""
    return ACTIONS[words.action](words)


def _library_list(words: argparse.Namespace) -> int:
    assistant = library_of(words)
    rows = [_document(stored) for stored in assistant.catalogue.list_documents(person_of_words(words))]
    show(
        words,
        rows,
        lambda: "\n".join(
            f"{r['document_id']}  v{r['version']}  {r['status']}  {r['confidentiality']}  {r['title']}" for r in rows
        ),
    )
    return 0


def _document(stored: Any) -> dict[str, Any]:
    names = (
        "document_id",
        "version",
        "status",
        "title",
        "kind",
        "case_id",
        "language",
        "origin",
        "confidentiality",
        "added_by",
        "added_at",
        "sha256",
    )
    return {name: getattr(stored, name) for name in names}


def _library_show(words: argparse.Namespace) -> int:
    opened, by = library_of(words), person_of_words(words)
    found = opened.read(words.document, by, words.version, words.page, reason=words.reason)
    stored, text = found.stored, "\n\n".join(found.pages.values())
    value = {**_document(stored), "page": words.page, "pages": found.numbers, "text": text}
    value["warnings"] = list(stored.warnings)
    if words.page is None:
        value["record"] = stored.record
        value["proposals"] = [_proposal(proposal) for proposal in stored.proposals]
    show(words, value, lambda: "\n\n".join(filter(None, (value["text"], *stored.warnings, _proposed(value)))))
    return 0


def _proposal(proposal: Any) -> dict[str, Any]:
    span = proposal.span
    place = {"page": span.page, "start": span.start, "end": span.end}
    return {"field": proposal.field, "value": proposal.value, "confidence": proposal.confidence, **place}


def _proposed(value: dict[str, Any]) -> str:
    """The proposals in lines, the surest of each field first, each marked as nobody's yet."""
    rows = sorted(value.get("proposals", []), key=lambda row: (row["field"], -row["confidence"]))
    lines = [
        f"  {r['field']}: {r['value']} ({r['confidence']:.0%}, p. {r['page']}, {r['start']}:{r['end']})" for r in rows
    ]
    return "\n".join(["Read from the text, not reviewed:", *lines]) if lines else ""


def _library_propose(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    by = assistant.person(words.person)
    agreed_first(words, assistant.consents, assistant.standing(by), by)
    found = assistant.propose(words.document, by)
    rows = [_proposal(proposal) for proposal in found.proposals]
    value = {"proposals": rows, "dropped": dict(found.dropped)}
    show(
        words,
        value,
        lambda: "\n".join([_proposed(value) or "Nothing that the text bears out.", f"dropped: {dict(found.dropped)}"]),
    )
    return 0


def _library_image(words: argparse.Namespace) -> int:
    from pathlib import Path

    from mediator_bot.errors import LibraryError

    opened, by = library_of(words), person_of_words(words)
    image = opened.page_image(words.document, words.version, words.page, by)
    target = words.out or Path(f"{words.document}-p{words.page}.png")
    try:
        target.write_bytes(image)
    except OSError as error:
        raise LibraryError(f"{target} cannot be written: {error.strerror}. Name another with --out.") from error
    show(words, {"path": str(target)}, lambda: str(target))
    return 0


def _library_columns(words: argparse.Namespace) -> int:
    from mediator_bot import documents

    columns = documents.propose_columns(words.path)
    value: dict[str, Any] = {"columns": dict(columns.targets), "saved": None}
    if words.save:
        value["saved"] = str(documents.save_columns(words.path, columns))
    lines = [f"{header}: {target or '(kept as a line of the text)'}" for header, target in columns.targets.items()]
    show(words, value, lambda: "\n".join([*lines, *([f"saved as {value['saved']}"] if value["saved"] else [])]))
    return 0


def _library_publish(words: argparse.Namespace) -> int:
    assistant = assistant_of(words)
    level = assistant.library.publish(words.document, assistant.person(words.person), words.version)
    assistant.follow()
    stored = assistant.library.catalogue.document(words.document, assistant.operator)
    show(words, _document(stored), lambda: f"{stored.document_id} v{stored.version} is published at the level {level}.")
    return 0


def _library_remove(words: argparse.Namespace) -> int:
    if words.purge:
        return cli_versions.purge(words)
    assistant = assistant_of(words)
    by = assistant.person(words.person)
    catalogue = assistant.library.catalogue
    of_origin = [
        stored.document_id for stored in catalogue.list_documents(by) if words.origin and stored.origin == words.origin
    ]
    for document in words.documents:
        catalogue.document(document, by)
    removed = list(dict.fromkeys([*words.documents, *of_origin]))
    assistant.library.withdraw(removed, by)
    assistant.follow()
    rows = [_document(stored) for stored in catalogue.list_documents(by) if stored.document_id in removed]
    show(words, rows, lambda: f"{len(removed)} documents taken out of search.")
    return 0


def _library_quarantine(words: argparse.Namespace) -> int:
    rows = library_of(words).catalogue.quarantined(person_of_words(words))
    show(
        words, rows, lambda: "\n".join(f"{row['path']}: {row['reason']}" for row in rows) or "Nothing is in quarantine."
    )
    return 0


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _library_list,
    "show": _library_show,
    "propose": _library_propose,
    "image": _library_image,
    "columns": _library_columns,
    "publish": _library_publish,
    "remove": _library_remove,
    "quarantine": _library_quarantine,
    "import": imports,
    **cli_versions.ACTIONS,
    **cli_names.ACTIONS,
}
