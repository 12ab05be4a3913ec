"""The verbs about chat models elsewhere: list, allow, forbid, agree; and the question asked before the first words leave."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from mediator_bot.cli_shared import library_of, person_of_words, settings_of, show

if TYPE_CHECKING:
    from mediator_bot.library.consent import Consents, Standing
    from mediator_bot.types import Person


def models(words: argparse.Namespace) -> int:
    """Say what may be sent to which chat model."""
    return ACTIONS[words.action](words)


def agreed_first(words: argparse.Namespace, consents: "Consents", standing: "Standing | None", by: "Person") -> None:
    """Tell a person who gets what before the first words leave, and remember a yes.

    Without a terminal only `--send-to PROVIDER` is a yes; else nothing is sent, which the answer says. Raises QuestionError
    where `--send-to` names another provider than the model's.
    """
    from mediator_bot.errors import QuestionError
    from mediator_bot.library.consent import notice

    provider = standing.endpoint.provider if standing else ""
    if words.send_to and words.send_to != provider:
        raise QuestionError(f"--send-to {words.send_to}: the chat model is at {provider or 'no place, none is named'}.")
    if standing is None or not standing.levels or standing.agreed:
        return
    print(f"{notice(standing, 'en')}\n{notice(standing, 'zh')}", file=sys.stderr)
    if words.send_to or (sys.stdin.isatty() and not words.json and _says_yes(provider)):
        consents.agree(standing, by)


def _says_yes(provider: str) -> bool:
    print(
        f"Send to {provider}, now and from now on? / 现在及以后都可以发给 {provider} 吗？ [y/N] ",
        end="",
        file=sys.stderr,
    )
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "可以")


def _list(words: argparse.Namespace) -> int:
    from mediator_bot.models.endpoint import endpoint_of

    name, consents = settings_of(words).chat_model, _consents(words)
    standing = consents.standing(endpoint_of(name), person_of_words(words)) if name not in ("", "none") else None
    rows = [asdict(allowed) for allowed in consents.allowed()]
    lines = [
        f"{row['provider']}  {', '.join(row['levels'])}  allowed by {row['allowed_by']}, {row['at'][:10]}"
        for row in rows
    ]
    value = {"configured": asdict(standing) if standing else None, "allowed": rows}
    show(words, value, lambda: "\n".join([_configured(standing), *(lines or ["No provider elsewhere is allowed."])]))
    return 0


def _configured(standing: "Standing | None") -> str:
    if standing is None:
        return "No chat model is configured: nothing is sent anywhere."
    endpoint, levels = standing.endpoint, ", ".join(standing.levels) or "nothing, it is not allowed"
    where = "on this machine" if endpoint.is_local else f"at {endpoint.provider}, not on this machine"
    return f"{endpoint.shown} {where}; it may get: {levels}; you have {'' if standing.agreed else 'not '}agreed."


def _allow(words: argparse.Namespace) -> int:
    from mediator_bot.library.rights import OPEN_LEVELS

    allowed = _consents(words).allow(words.provider, words.level or OPEN_LEVELS, person_of_words(words))
    show(words, asdict(allowed), lambda: f"{allowed.provider} may get {', '.join(allowed.levels)} material.")
    return 0


def _forbid(words: argparse.Namespace) -> int:
    _consents(words).forbid(words.provider, person_of_words(words))
    show(words, {"provider": words.provider}, lambda: f"Nothing is sent to {words.provider} any more.")
    return 0


def _agree(words: argparse.Namespace) -> int:
    from mediator_bot.errors import QuestionError
    from mediator_bot.library.consent import notice
    from mediator_bot.models.endpoint import endpoint_of

    name, consents, by = settings_of(words).chat_model, _consents(words), person_of_words(words)
    standing = consents.standing(endpoint_of(name), by) if name not in ("", "none") else None
    if standing is None or standing.endpoint.provider != words.provider or not standing.levels:
        raise QuestionError(
            f"{words.provider!r} is not where the configured chat model is, or is not allowed. See `models list`."
        )
    consents.agree(standing, by)
    show(words, asdict(standing), lambda: f"{notice(standing, 'en')}\n{notice(standing, 'zh')}\nAgreed.")
    return 0


def _consents(words: argparse.Namespace) -> "Consents":
    from mediator_bot.library.consent import Consents

    return Consents(library_of(words).catalogue.engine)


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "allow": _allow,
    "forbid": _forbid,
    "agree": _agree,
}
