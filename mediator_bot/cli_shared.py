"""What the verbs of the command line share: settings, the assistant, progress, and one way to print."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediator_bot.library.library import Library
    from mediator_bot.service import Assistant
    from mediator_bot.settings import Settings
    from mediator_bot.types import Answer, Person


def settings_of(words: argparse.Namespace) -> "Settings":
    """The settings that the options name."""
    from mediator_bot.settings import Settings

    return Settings.load(words.config, words.home)


def library_of(words: argparse.Namespace) -> "Library":
    """The library of the home alone: no model is loaded and nothing is indexed."""
    from mediator_bot.library.library import Library

    return Library(settings_of(words))


def person_of_words(words: argparse.Namespace) -> "Person":
    """The person that `--as` names, the operator for none."""
    return library_of(words).person(words.person)


def assistant_of(words: argparse.Namespace, *, follow: bool = True) -> "Assistant":
    """The assistant of the home, its index brought up to date under a progress bar."""
    from mediator_bot.service import Assistant

    with Bar("indexing", "passages") as progress:
        return Assistant.open(settings_of(words), progress=progress, follow=follow)


class Bar:
    """A progress bar on standard error, shown only where the work takes longer than two seconds."""

    def __init__(self, doing: str, unit: str) -> None:
        self._doing, self._unit = doing, unit
        self._tqdm: Any = None

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def _show(self, done: int, total: int) -> None:
        from tqdm import tqdm

        if self._tqdm is None:
            self._tqdm = tqdm(total=total, desc=self._doing, unit=f" {self._unit}", delay=2, disable=None)
        self._tqdm.total = total
        self._tqdm.update(done - self._tqdm.n)

    def __exit__(self, *_: object) -> None:
        if self._tqdm is not None:
            self._tqdm.close()


def question_of(words: argparse.Namespace) -> str:
    """The question, or standard input for `-`."""
    return sys.stdin.read() if words.question == "-" else words.question


def show(words: argparse.Namespace, value: Any, plain: Callable[[], str]) -> None:
    """One JSON value with `--json`, else plain words."""
    if words.json:
        json.dump(value, sys.stdout, ensure_ascii=False, default=str)
        print()
    else:
        print(plain())


def terminal_text(answer: "Answer") -> str:
    """An answer for a terminal: its text, then its sources with their places."""
    from mediator_bot.answers.render import unmarked

    return f"{unmarked(answer.text)}\n\n{_below(answer)}".rstrip()


def _below(answer: "Answer") -> str:
    """The sources with their places, what was removed and why, and what to ask next."""
    from mediator_bot.answers.removed import HEAD, removed_lines, said
    from mediator_bot.text.controls import without_steering

    sources = [f"[{c.n}] {without_steering(c.title)}, {c.document_id} p. {c.page}" for c in answer.citations]
    removed = [f"  ✗ {text} ({why})" for text, why in removed_lines(answer)]
    parts = (sources, [said(HEAD, answer), *removed] if removed else [], [f"→ {q}" for q in answer.next_questions])
    return "\n\n".join("\n".join(part) for part in parts if part)


class Streamed:
    """Prints an answer as it comes: what is there at once, then each sentence once it was checked."""

    def __init__(self) -> None:
        self._printed = ""
        self._answer: Answer | None = None

    def show(self, answer: "Answer") -> None:
        """Print what is new in the answer."""
        from mediator_bot.answers.render import unmarked

        text = unmarked(answer.text.removesuffix(f"*{answer.notice}*").rstrip())
        shared = text.startswith(self._printed)
        # What was printed cannot be taken back, so that its withdrawal is said in its place.
        new = text[len(self._printed) :] if shared else f"\n\n✗ {text.rpartition(chr(10) * 2)[2]}"
        print(new, end="", flush=True)
        self._printed, self._answer = text, answer

    def end(self) -> None:
        """Print the notice, the sources and the rest."""
        if self._answer:
            print(f"\n\n{self._answer.notice}\n\n{_below(self._answer)}".rstrip())
