"""Pages and a record in; the same without what was said in private session out.

What a party told the mediator alone is cut before anything is stored, so that no search, count or
answer can leak it.
"""

import re
from collections.abc import Iterable
from typing import Any

_FENCE = re.compile(r"[ \t]*[:：]{3,}[ \t]*(caucus\b[^\n]*)?\n?", re.IGNORECASE)


def cut_fences(pages: Iterable[str]) -> tuple[str, ...]:
    """The pages without their `:::caucus PID … :::` passages.

    A fence may run over several pages; one that is never closed hides all that follows, which is the safe mistake.
    """
    inside = False
    kept_pages = []
    for page in pages:
        kept, position = [], 0
        for mark in _FENCE.finditer(page):
            opens = mark.group(1) is not None
            if not inside:
                kept.append(page[position : mark.start()])
                position = mark.end() if opens else mark.start()
            elif not opens:
                position = mark.end()
            inside = opens
        if not inside:
            kept.append(page[position:])
        kept_pages.append(re.sub(r"\n{3,}", "\n\n", "".join(kept)))
    return tuple(kept_pages)


def cut_private(value: Any) -> Any:
    """A record without the entries marked `caucus_only`, at any depth."""
    if isinstance(value, dict):
        return {key: cut_private(item) for key, item in value.items() if not _is_private(item)}
    if isinstance(value, list):
        return [cut_private(item) for item in value if not _is_private(item)]
    return value


def _is_private(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("caucus_only", False)).lower() in ("true", "yes", "1")
