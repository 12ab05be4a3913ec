"""The verbs about what was asked and what people thought of the answers: list, show, delete; give, list, question."""

import argparse
from collections.abc import Callable
from dataclasses import asdict

from mediator_bot.cli_shared import assistant_of, show, terminal_text


def conversations(words: argparse.Namespace) -> int:
    """Manage one's own conversations."""
    return CONVERSATIONS[words.action](words)


def feedback(words: argparse.Namespace) -> int:
    """Give feedback, or read it."""
    return FEEDBACK[words.action](words)


def _list(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    rows = [asdict(kept) for kept in assistant.conversations.of(assistant.person(words.person), words.words)]
    lines = [f"{row['last_at'][:10]}  {row['id']}  ({row['turns']})  {row['first_question']}" for row in rows]
    show(words, rows, lambda: "\n".join(lines) or "There are no conversations.")
    return 0


def _show(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    answers = assistant.reopen(words.conversation, assistant.person(words.person))
    show(
        words,
        [asdict(answer) for answer in answers],
        lambda: "\n\n".join(f"> {answer.question}\n\n{terminal_text(answer)}" for answer in answers),
    )
    return 0


def _delete(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    gone = assistant.conversations.delete(words.conversation, assistant.person(words.person))
    show(words, {"deleted": gone}, lambda: f"{gone} questions and their answers are deleted.")
    return 0


def _give(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    by = assistant.person(words.person)
    number = assistant.feedback.give(words.conversation, words.turn, by, words.verdict, words.words)
    show(
        words, {"id": number}, lambda: f"Kept as feedback {number}. Admins can read it, with this question and answer."
    )
    return 0


def _remarks(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    rows = [asdict(remark) for remark in assistant.feedback.remarks(assistant.person(words.person))]
    lines = [f"{row['id']}  {row['at'][:10]}  {row['verdict']}  {row['question']}  {row['words']}" for row in rows]
    show(words, rows, lambda: "\n".join(lines) or "Nobody has said anything yet.")
    return 0


def _question(words: argparse.Namespace) -> int:
    import json

    assistant = assistant_of(words, follow=False)
    line = assistant.feedback.as_question(words.number, assistant.person(words.person))
    show(words, line, lambda: json.dumps(line, ensure_ascii=False))
    return 0


CONVERSATIONS: dict[str, Callable[[argparse.Namespace], int]] = {"list": _list, "show": _show, "delete": _delete}
FEEDBACK: dict[str, Callable[[argparse.Namespace], int]] = {"give": _give, "list": _remarks, "question": _question}
