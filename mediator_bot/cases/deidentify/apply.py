"""Pages, a record and the replacements for them in; the pages and the record without what was replaced out, every span moved along."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mediator_bot.cases.deidentify.finding import Finding
from mediator_bot.cases.deidentify.pseudonyms import Replacement
from mediator_bot.cases.deidentify.shift import shifted
from mediator_bot.types import Span

# What the library is ordered by, and words of fixed vocabularies.
_KEPT = frozenset(
    "case_id schema_version lang origin venue_type unit team level type_l1 outcome confidentiality agreement_form licence law_as_of retention_until version_date law article".split()
)
_DATES = frozenset("date due done performed_on accepted_on closed_on agreement_effective_on".split())


def everywhere(
    pages: Mapping[int, str], accepted: Sequence[tuple[int, Finding]], rejected: Sequence[tuple[int, Finding]]
) -> list[tuple[int, Finding]]:
    """The accepted findings, and each other place where the same words stand: who is hidden once is hidden throughout.

    Dates are left to their places (`May` is a word too), and so is what a reviewer rejected.
    """
    decided = [*accepted, *rejected]
    taken = {(page, place) for page, finding in decided for place in range(finding.start, finding.end)}
    found = list(accepted)
    words = {finding.text: finding for _, finding in accepted if finding.kind != "date" and len(finding.text) > 1}
    for text in sorted(words, key=len, reverse=True):
        for number, page in pages.items():
            for match in re.finditer(_whole(text), page):
                places = {(number, place) for place in range(*match.span())}
                if not places & taken:
                    taken |= places
                    model = words[text]
                    found.append((number, Finding(model.kind, *match.span(), text, model.confidence, model.why)))
    return found


def _whole(text: str) -> str:
    """A pattern for the words as they are; of Latin letters only whole words."""
    start = r"(?<![A-Za-zÀ-ɏ0-9])" if text[0].isascii() else ""
    end = r"(?![A-Za-zÀ-ɏ0-9])" if text[-1].isascii() else ""
    return start + re.escape(text) + end


def replaced(
    pages: Mapping[int, str], replacements: Sequence[Replacement]
) -> tuple[dict[int, str], Callable[[Span], Span]]:
    """The pages with every replacement made, and where any span of the old pages lies in the new ones.

    A span that begins or ends inside something replaced begins or ends with what replaced it.
    """
    new, moves = {}, {}
    for number, page in pages.items():
        here = sorted((item for item in replacements if item.page == number), key=lambda item: item.start)
        pieces, last = [], 0
        for item in here:
            pieces += [page[last : item.start], item.words]
            last = item.end
        new[number] = "".join([*pieces, page[last:]])
        moves[number] = here

    def moved(span: Span) -> Span:
        here = moves[span.page]
        return Span(span.page, _moved(here, span.start, is_end=False), _moved(here, span.end, is_end=True))

    return new, moved


def _moved(here: Sequence[Replacement], place: int, *, is_end: bool) -> int:
    # The replacements that lie before the place, and the one it lies in.
    count = bisect_right([item.start for item in here], place - is_end)
    growth = sum(len(item.words) - (item.end - item.start) for item in here[:count])
    if count and place < here[count - 1].end:
        item = here[count - 1]
        before = growth - (len(item.words) - (item.end - item.start))
        return item.start + before + (len(item.words) if is_end else 0)
    return place + growth


def in_record(record: Any, words: Mapping[str, str], days: int | None, name: str = "") -> Any:
    """A record with the same words replaced in everything it says, and its dates moved by `days` (None leaves them).

    `words` maps what was accepted to what stands for it; the names of the library's own order, such as the unit, stay.
    """
    if isinstance(record, Mapping):
        return {key: value if key in _KEPT else in_record(value, words, days, key) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [in_record(item, words, days, name) for item in record]
    if not isinstance(record, str):
        return record
    if name in _DATES:
        return record if days is None else shifted(record, days, 0) or record
    return in_text(record, words)


def in_text(text: str, words: Mapping[str, str]) -> str:
    """A text with each of `words` replaced, the longest first."""
    if not words:
        return text
    pattern = "|".join(_whole(old) for old in sorted(words, key=len, reverse=True))
    return re.sub(pattern, lambda match: words[match.group()], text)
