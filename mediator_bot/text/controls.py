"""Text in, the same without control characters out: a document must not steer the terminal that shows it."""

import re

# Tab and line feed stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def without_controls(text: str) -> str:
    """The text without ESC, NUL and their like."""
    return _CONTROLS.sub("", text)
