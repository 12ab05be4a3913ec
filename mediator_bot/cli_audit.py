"""The verb about the account of everything: who did what, and whether the account is whole."""

import argparse
import datetime
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from mediator_bot.cli_shared import library_of, show

if TYPE_CHECKING:
    from mediator_bot.library.audit import Entry, Verified


def audit(words: argparse.Namespace) -> int:
    """The entries that fit, oldest first; with `verify` whether the chain is whole, and exit 1 where it is not."""
    return _verify(words) if words.check else _entries(words)


def _entries(words: argparse.Namespace) -> int:
    library = library_of(words)
    found = library.audit.entries(
        library.person(words.person),
        who=words.who,
        action=words.action,
        target=words.target,
        since=_moment(words.since, last=False),
        until=_moment(words.until, last=True),
    )
    show(words, [asdict(entry) for entry in found], lambda: "\n".join(map(_line, found)) or "Nothing of that kind.")
    return 0


def _line(entry: "Entry") -> str:
    at = datetime.datetime.fromisoformat(entry.at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    details = "  ".join(
        f"{name}={str(value).replace(chr(10), ',')}" for name, value in entry.details.items() if value != ""
    )
    return "  ".join(filter(None, (at, f"{entry.person} ({entry.role})", entry.action, entry.target, details)))


def _verify(words: argparse.Namespace) -> int:
    from mediator_bot.library.audit import require_log_reader

    library = library_of(words)
    require_log_reader(library.person(words.person))
    found = library.audit.verify(words.noted)
    show(words, asdict(found), lambda: _told(found))
    return 0 if found.broken is None else 1


def _told(found: "Verified") -> str:
    if found.broken is not None:
        return f"Broken at entry {found.broken}: {found.reason}. What stands before it is as it was written."
    return f"{found.entries} entries, each as it was written. Note the last hash elsewhere: {found.last}"


def _moment(text: str | None, *, last: bool) -> datetime.datetime | None:
    """A point in local time; a whole day begins it, or for `last` ends it. Raises QuestionError for anything else."""
    from mediator_bot.errors import QuestionError

    if text is None:
        return None
    if found := re.fullmatch(r"(\d{1,4})d", text):
        return datetime.datetime.now().astimezone() - datetime.timedelta(days=int(found[1]))
    try:
        moment = datetime.datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise QuestionError(f"{text!r} is no moment. Write 2026-11-16, 2026-11-16T14:00 or 7d.") from error
    return moment + datetime.timedelta(days=1) if last and len(text) == 10 else moment
