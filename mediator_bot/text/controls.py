"""Text in, the same without control characters out: a document must not steer what shows it."""

import re

# Tab and line feed stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def without_controls(text: str) -> str:
    """The text without ESC, NUL and their like."""
    return _CONTROLS.sub("", text)


# What has no width or turns the direction of the words around it, so that they read otherwise than they are written.
_STEERING = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def without_steering(text: str) -> str:
    """The text without what cannot be seen and changes how the rest is seen."""
    return _STEERING.sub("", text)
