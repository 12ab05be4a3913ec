"""The verbs about who is named in a note: names, reveal."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mediator_bot.cli_shared import library_of, person_of_words, show

if TYPE_CHECKING:
    from mediator_bot.library.names import Looked


def _names(words: argparse.Namespace) -> int:
    opened, by = library_of(words), person_of_words(words)
    for pair in words.mark:
        kind, _, missed = pair.partition("=")
        opened.mark_name(words.document, by, kind, missed, words.version)
    looked = opened.names(words.document, by, words.version)
    if words.accept or words.reject:
        looked = opened.decide_names(words.document, by, words.version, accept=words.accept, reject=words.reject)
    hints = opened.telling(words.document, by, looked.version)
    value = {**asdict(looked), "open": looked.open, "hints": list(hints)}
    show(words, value, lambda: "\n".join([*_lines(looked), *hints]))
    return 0


def _lines(looked: "Looked") -> list[str]:
    if looked.settled:
        return [f"{looked.document_id} v{looked.version}: published, or ready to be."]
    rows = [
        f"{f.n:>4}  {f.decision:8}  {f.kind:12}  p. {f.page}  {f.text!r}  ({f.confidence:.0%}, {f.why})"
        for f in looked.findings
    ]
    return [*rows, f"{looked.open} of {len(rows)} undecided. What is missing here, add with --mark KIND=WORDS."]


def _reveal(words: argparse.Namespace) -> int:
    book = library_of(words).reveal(words.document, person_of_words(words))
    value: dict[str, Any] = book.as_json()
    people = [f"{person.letter}: {', '.join(person.written)}" for person in book.people]
    marks = [f"{mark} {said}" for mark, said in book.marks]
    show(words, value, lambda: "\n".join([*people, *marks, f"Dates moved by {book.days:+} days."]))
    return 0


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {"names": _names, "reveal": _reveal}
