"""The verbs about people: list, add, set, password, disable, enable, unlock."""

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from mediator_bot.cli_shared import library_of, show

if TYPE_CHECKING:
    from mediator_bot.library.people import Account


def users(words: argparse.Namespace) -> int:
    """Manage accounts."""
    return ACTIONS[words.action](words)


def _list(words: argparse.Namespace) -> int:
    library = library_of(words)
    found = library.people.listed(library.person(words.person))
    show(words, [asdict(one) for one in found], lambda: "\n".join(map(_line, found)) or "There are no accounts yet.")
    return 0


def _line(account: "Account") -> str:
    units = "every unit" if account.every_unit else ", ".join(account.units) or "no unit"
    states = {
        "disabled": account.disabled,
        "no password yet": not account.has_password,
        f"locked until {account.locked_until}": bool(account.locked_until),
    }
    return "  ".join(
        [f"{account.name:20} {account.role:9} {units}", *(state for state, holds in states.items() if holds)]
    )


def _add(words: argparse.Namespace) -> int:
    library = library_of(words)
    by, units = library.person(words.person), words.unit or []
    added = library.people.add(by, words.name, words.role, units, every_unit=bool(words.every_unit))
    show(words, asdict(added), lambda: f"{_line(added)}\nmediator-bot users password {added.name!r} sets the password.")
    return 0


def _set(words: argparse.Namespace) -> int:
    library = library_of(words)
    by = library.person(words.person)
    changed = library.people.change(by, words.name, role=words.role, units=words.unit, every_unit=words.every_unit)
    show(words, asdict(changed), lambda: _line(changed))
    return 0


def _password(words: argparse.Namespace) -> int:
    from mediator_bot.errors import QuestionError

    library = library_of(words)
    if words.source == "-":
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise QuestionError("The two are not the same. Nothing was changed; try again.")
    changed = library.people.set_password(library.person(words.person), words.name, password)
    show(words, asdict(changed), lambda: f"The password of {changed.name} is set, and its sessions are ended.")
    return 0


def _disable(words: argparse.Namespace) -> int:
    library = library_of(words)
    changed = library.people.disable(library.person(words.person), words.name, disabled=words.action == "disable")
    show(words, asdict(changed), lambda: _line(changed))
    return 0


def _unlock(words: argparse.Namespace) -> int:
    library = library_of(words)
    changed = library.people.unlock(library.person(words.person), words.name)
    show(words, asdict(changed), lambda: _line(changed))
    return 0


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "add": _add,
    "set": _set,
    "password": _password,
    "disable": _disable,
    "enable": _disable,
    "unlock": _unlock,
}
