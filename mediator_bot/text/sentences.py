"""Text in, its sentences out, each as a half-open pair of code points that slices it."""

import re
from itertools import pairwise

# A full stop ends a sentence only before white space, so that 0.5, e.g.x and 3.2.1 stay whole.
_END = re.compile(r"""[。！？；!?…]+[”』」"')\]]*|\.["')\]]*(?=\s|$)|\n+""")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|cf|no|art|arts|mr|mrs|ms|dr|st|vs|approx)|\b[A-Z])\.$", re.IGNORECASE)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence stands, without the white space and list marks around it; empty ones are left out."""
    cuts = [0]
    for match in _END.finditer(text):
        is_stop = match.group().startswith(".")
        if not (is_stop and _ABBREVIATION.search(text, max(0, match.start() - 8), match.start() + 1)):
            cuts.append(match.end())
    cuts.append(len(text))
    return [span for start, end in pairwise(cuts) if (span := _trim(text, start, end))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    body = text[start:end]
    lead = re.match(r"\s*(?:#{1,6}\s+|[-*•]\s+|\d{1,2}[.、)]\s*)?", body)
    start += lead.end() if lead else 0
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
