"""The verbs about what becomes of a document: versions, restore, compare, correct."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mediator_bot.cli_shared import assistant_of, library_of, person_of_words, show

if TYPE_CHECKING:
    from mediator_bot.library.compare import Comparison, Line


def _versions(words: argparse.Namespace) -> int:
    found = library_of(words).catalogue.versions(words.document, person_of_words(words))
    names = ("version", "status", "title", "added_by", "added_at", "reviewed_by", "published_at", "sha256")
    rows = [{name: getattr(stored, name) for name in names} for stored in found]
    show(
        words,
        rows,
        lambda: "\n".join(
            f"v{r['version']}  {r['status']:9}  {r['added_at'][:10]} by {r['added_by']}"
            f"{'  reviewed by ' + ', '.join(r['reviewed_by']) if r['reviewed_by'] else ''}  {r['title']}"
            for r in rows
        ),
    )
    return 0


def _restore(words: argparse.Namespace) -> int:
    assistant = assistant_of(words)
    level = assistant.library.restore(words.document, words.version, assistant.person(words.person))
    assistant.follow()
    value = {"document_id": words.document, "version": words.version, "level": level}
    show(words, value, lambda: f"{words.document} v{words.version} is what search sees again, at the level {level}.")
    return 0


def _compare(words: argparse.Namespace) -> int:
    from dataclasses import asdict

    from mediator_bot.library.compare import compare

    found = compare(library_of(words).catalogue, _named(words.left), _named(words.right), person_of_words(words))
    sides = {
        name: {"document_id": side.document_id, "version": side.version, "title": side.title}
        for name, side in (("left", found.left), ("right", found.right))
    }
    value = {**sides, "share": round(found.share, 4), "lines": [asdict(line) for line in found.lines]}
    show(words, value, lambda: _side_by_side(found))
    return 0


def _named(text: str) -> tuple[str, int | None]:
    """A document, or one version of it: `ID` or `ID@V`."""
    document, mark, version = text.rpartition("@")
    return (document, int(version)) if mark and version.isdecimal() else (text, None)


def _side_by_side(found: "Comparison") -> str:
    heads = [f"{sign} {side.document_id} v{side.version}" for sign, side in (("-", found.left), ("+", found.right))]
    lines = [text for line in found.lines if line.change != "same" for text in _signed(line)]
    return "\n".join([*heads, f"{found.share:.0%} of the text is common.", *lines])


def _signed(line: "Line") -> list[str]:
    """A line that differs, as it stands on each side, with [ ] around what the other side does not say."""
    sides = (("-", line.left_page, line.left), ("+", line.right_page, line.right))
    marked = [
        (sign, page, "".join(f"[{text}]" if differs and line.change == "changed" else text for text, differs in parts))
        for sign, page, parts in sides
        if parts
    ]
    return [f"{sign} p. {page}: {text}" for sign, page, text in marked]


def _correct(words: argparse.Namespace) -> int:
    from mediator_bot.documents.encoding import decode
    from mediator_bot.documents.records import parse_record
    from mediator_bot.errors import DocumentError

    try:
        text = decode(words.fields.read_bytes(), words.fields.name)
    except OSError as error:
        raise DocumentError(f"{words.fields} cannot be read: {error.strerror}. Check the name.") from error
    fields = parse_record(text, words.fields.name) or {}
    version = library_of(words).correct(words.document, fields, person_of_words(words), seen=words.version)
    value = {"document_id": words.document, "version": version, "changed": version != words.version}
    show(
        words,
        value,
        lambda: (
            f"{words.document} v{version} is kept. `mediator-bot library publish {words.document}` lets search see it."
            if version != words.version
            else "Nothing differs from what is stored."
        ),
    )
    return 0


ACTIONS: dict[str, Callable[[argparse.Namespace], Any]] = {
    "versions": _versions,
    "restore": _restore,
    "compare": _compare,
    "correct": _correct,
}
