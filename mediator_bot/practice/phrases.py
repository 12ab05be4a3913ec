"""Texts go in, whether a phrase occurs in them comes out: whatever the case, the spaces and the punctuation."""

import re
import unicodedata
from collections.abc import Sequence


def holds(text: str, phrases: Sequence[str]) -> str | None:
    """The first phrase that occurs in a text, whatever the case, spaces and punctuation; None where none does.

    A Latin phrase begins where a word begins and may go on, so that `gambling debt` is found in "gambling debts".
    """
    plain = flat(text)
    return next((phrase for phrase in phrases if flat(phrase).rstrip() in plain), None)


def flat(text: str) -> str:
    """Lower case, punctuation and white space made one space, none beside a Chinese character."""
    spaced = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r" ?([\u3400-\u9fff]) ?", r"\1", f" {spaced.strip()} ")
