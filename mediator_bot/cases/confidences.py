"""Pages and a record in; the same without what was said in private session out.

What a party told the mediator alone is cut before anything is stored, so that no search, count or
answer can leak it.
"""

import re
from collections.abc import Iterable
from typing import Any

from mediator_bot.text.controls import without_controls

# Whatever stands between the colons and the word, be it a wide space or a line end: a miss would be a leak.
_OPENING = re.compile(r"[:：]{3,}[^\w\n]*\n?[^\w\n]*caucus[^\n]*", re.IGNORECASE)
_FENCE = re.compile(r"[:：]{3,}+[^\S\n]*([^\n]*)\n*")
_NOT_PRIVATE = ("", "false", "no", "off", "f", "n", "0", "none")


def cut_fences(pages: Iterable[str]) -> tuple[str, ...]:
    """The pages without their `:::caucus PID … :::` passages.

    The opening fence takes the rest of its line; the closing one is `:::` with nothing behind it, and each fence opened
    inside needs its own. A passage may run over several pages; one that is never closed hides all that follows, which
    is the safe mistake.
    """
    depth = 0
    kept_pages = []
    for page in pages:
        kept, position = [], 0
        while mark := (_FENCE if depth else _OPENING).search(page, position):
            if depth:
                depth += 1 if mark.group(1) else -1
            else:
                kept.append(page[position : mark.start()])
                depth = 1
            position = mark.end()
        if not depth:
            kept.append(page[position:])
        kept_pages.append("".join(kept))
    return tuple(kept_pages)


def cut_private(value: Any) -> Any:
    """A record without the entries marked `caucus_only`, at any depth. Whatever does not clearly say no is private."""
    if isinstance(value, dict):
        return {key: cut_private(item) for key, item in value.items() if not _is_private(item)}
    if isinstance(value, list):
        return [cut_private(item) for item in value if not _is_private(item)]
    return without_controls(value) if isinstance(value, str) else value


def _is_private(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("caucus_only", False)).strip().lower() not in _NOT_PRIVATE
