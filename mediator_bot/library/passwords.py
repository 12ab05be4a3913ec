"""A password in; what is kept of it out, and whether another one is the same."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mediator_bot.errors import QuestionError

SHORTEST, LONGEST = 12, 256
# Argon2id with the library's values, those of RFC 9106 for a machine with little memory: 64 MiB and some 50 ms each.
_HASHER = PasswordHasher()
# So that many attempts at once cannot take all the memory.
_TURNS = threading.BoundedSemaphore(2)


def hashed(password: str, name: str) -> str:
    """The Argon2 hash of a new password. Raises QuestionError for one that is too short or easily guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise QuestionError(
            f"A password has {SHORTEST} to {LONGEST} characters. A few words in a row are easy to keep."
        )
    if len(set(password)) < 5 or name.casefold() == password.casefold():
        raise QuestionError("This password is easily guessed. Take a few words in a row that only you would put so.")
    with _TURNS:
        return _HASHER.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether this is the password; it takes as long where none is kept."""
    with _TURNS:
        try:
            return _HASHER.verify(kept or _nobodys(), password[:LONGEST]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _HASHER.hash("no account has this one")
