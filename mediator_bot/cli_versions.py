"""The verbs about what becomes of a document: versions, restore, compare, correct, purge, hold, retain, erased."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mediator_bot.cli_shared import assistant_of, library_of, person_of_words, show

if TYPE_CHECKING:
    from mediator_bot.erasing import Erased
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


def purge(words: argparse.Namespace) -> int:
    """Erase documents for good. Exit 1 where something of one is left."""
    from dataclasses import asdict

    from mediator_bot.errors import LibraryError

    if not words.documents or words.origin:
        raise LibraryError("Name each document that is to be erased by its id; an origin alone is not enough.")
    assistant = assistant_of(words)
    by = assistant.person(words.person)
    erased = [assistant.purge(document, by, words.reason) for document in words.documents]
    show(words, [asdict(one) for one in erased], lambda: "\n\n".join(map(_erased, erased)))
    return 0 if all(one.search.clean and not one.unfinished for one in erased) else 1


def _erased(one: "Erased") -> str:
    stone, search = one.tombstone, one.search
    return "\n".join(
        [
            f"{stone.document_id} is erased: {len(stone.sha256)} versions, {len(stone.passages)} passages,"
            f" {len(stone.originals)} original files. Reason kept: {stone.reason}",
            f"Searched {search.files} files ({search.megabytes} MB, archives unpacked) for {search.phrases} phrases that only"
            f" this document held: {len(search.found)} found.",
            *(f"Still there, in {trace.file}: {trace.phrase}" for trace in search.found[:_SHOWN]),
            *(f"Could not be searched: {place}" for place in search.unread[:_SHOWN]),
            *([f"The same case is also told in {', '.join(one.same_case)}."] if one.same_case else []),
            *filter(None, [one.unfinished]),
            "Backups and copies outside this home were not searched: they hold it until they are deleted.",
        ]
    )


def _hold(words: argparse.Namespace) -> int:
    from mediator_bot.library import holds

    catalogue, by = library_of(words).catalogue, person_of_words(words)
    if words.release:
        holds.release(catalogue, words.document, by)
    else:
        holds.hold(catalogue, words.document, by, words.reason)
    said = "may be erased again" if words.release else "is on hold and cannot be erased"
    show(words, {"document_id": words.document, "held": not words.release}, lambda: f"{words.document} {said}.")
    return 0


def _retain(words: argparse.Namespace) -> int:
    from mediator_bot.library.holds import retain

    retain(library_of(words).catalogue, words.document, person_of_words(words), words.until)
    until = f"is kept until {words.until}" if words.until else "has no day of its own any more"
    show(words, {"document_id": words.document, "until": words.until or None}, lambda: f"{words.document} {until}.")
    return 0


def _tombstones(words: argparse.Namespace) -> int:
    from mediator_bot.library.erasure import tombstones_for

    found = tombstones_for(library_of(words).catalogue.engine, person_of_words(words))
    names = ("document_id", "at", "erased_by", "reason", "sha256", "finished_at")
    rows = [{name: getattr(stone, name) for name in names} for stone in found]
    show(
        words,
        rows,
        lambda: (
            "\n".join(f"{r['document_id']}  {r['at'][:10]} by {r['erased_by']}: {r['reason']}" for r in rows)
            or "Nothing was erased."
        ),
    )
    return 0


def _upkeep(words: argparse.Namespace) -> int:
    import datetime
    from dataclasses import asdict

    from mediator_bot.library.upkeep import upkeep

    library = library_of(words)
    years, by = library.settings.retention_years, person_of_words(words)
    found = upkeep(library.catalogue, by, datetime.date.today(), retention_years=years, language=words.language)
    show(
        words,
        [asdict(row) for row in found],
        lambda: (
            "\n".join(f"{row.due or '-':10}  {row.document_id}  {row.why}  →  {row.to_do}" for row in found)
            or "Nothing is due."
        ),
    )
    return 0


# How many places are named one by one.
_SHOWN = 10
ACTIONS: dict[str, Callable[[argparse.Namespace], Any]] = {
    "versions": _versions,
    "restore": _restore,
    "compare": _compare,
    "correct": _correct,
    "hold": _hold,
    "retain": _retain,
    "erased": _tombstones,
    "upkeep": _upkeep,
}
