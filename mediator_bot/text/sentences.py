"""Text in, its sentences out, each as a half-open pair of code points that slices it."""

import re
from itertools import pairwise

# A full stop ends a sentence only before white space, so that 0.5, e.g.x and 3.2.1 stay whole.
_END = re.compile(r"""[。！？；!?…]+[”’」』）》】"')\]]*|\.[”’"')\]]*(?=\s|$)|\n+""")
_ABBREVIATION = re.compile(r"\b(?:cf|mr|mrs|ms|dr|st|vs|approx|[A-Z]\.[A-Z])$", re.IGNORECASE)
_BEFORE_A_NUMBER = re.compile(r"\b(?:no|arts?)$", re.IGNORECASE)
# No editor wraps a line earlier than this; what opens a line of its own is a mark of a list, a heading, a table or a fence.
WRAP = 60
_OPENS_A_LINE = re.compile(r"[ \t]*(?:[-*•|>#:]|\d{1,2}[.、)）]|$)", re.MULTILINE)
# A figure such as 3.5 that begins a sentence is no list mark.
_LEAD = re.compile(r"\s*(?:#{1,6}\s+|[-*•]\s+|\d{1,2}(?:[、)）]|\.(?!\d))\s*)?")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence stands, without the white space and list marks around it; empty ones are left out."""
    cuts = [0]
    for match in _END.finditer(text):
        if match.group() == "\n":
            runs_on = _is_wrapped(text, match.start())
        else:
            runs_on = match.group().startswith(".") and _runs_on(text, cuts[-1], match.start())
        if not runs_on:
            cuts.append(match.end())
    cuts.append(len(text))
    return [span for start, end in pairwise(cuts) if (span := _trim(text, start, end))]


def _runs_on(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation in the sentence that begins at `start`."""
    before = text[max(start, stop - 8) : stop]
    if _BEFORE_A_NUMBER.search(before):
        return text[stop + 1 : stop + 3].strip().isdigit()
    # Parties go by letters, so a letter may well end a sentence; it is never a sentence of its own.
    return bool(_ABBREVIATION.search(before)) or (len(text[start:stop].strip()) == 1 and text[stop - 1].isalpha())


def _is_wrapped(text: str, newline: int) -> bool:
    """Whether a line break was set for the width of the page: after a long line, before ordinary words."""
    is_long = newline - (text.rfind("\n", 0, newline) + 1) >= WRAP
    return is_long and not _OPENS_A_LINE.match(text, newline + 1)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    body = text[start:end]
    lead = _LEAD.match(body)
    start += lead.end() if lead else 0
    end -= len(body) - len(body.rstrip())
    return (start, end) if end > start else None
