"""A file's name, or a sentence that holds one, goes in; what may be shown of it comes out."""

import os
import re

from mediator_bot.documents.encoding import decode_name
from mediator_bot.text.controls import without_controls, without_steering

_LINE_BREAKS = re.compile(r"\s*[\n\r\t\x0b\f\x85\u2028\u2029]+\s*")
_UNDECODED = re.compile("[\udc80-\udcff]")


def shown(name: str) -> str:
    """The name in one line, without characters that steer the terminal or the direction of reading.

    A name whose bytes are not UTF-8, as old Chinese archives leave them, is read as plausible Chinese.
    """
    if _UNDECODED.search(name):
        name = decode_name(os.fsencode(name)) or _UNDECODED.sub("?", name)
    return without_steering(without_controls(_LINE_BREAKS.sub(" ", name)))
