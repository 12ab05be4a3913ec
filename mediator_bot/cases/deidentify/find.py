"""A text in; everything in it that may tell who somebody is out, in order of place, for a person to accept or reject."""

from collections.abc import Iterator, Mapping

from mediator_bot.cases.deidentify.contacts import contacts, phones, plates
from mediator_bot.cases.deidentify.finding import Finding, without_overlaps
from mediator_bot.cases.deidentify.fold import fold
from mediator_bot.cases.deidentify.jobs import rare_jobs
from mediator_bot.cases.deidentify.names_en import english_names
from mediator_bot.cases.deidentify.names_zh import chinese_names
from mediator_bot.cases.deidentify.numbers import numbers
from mediator_bot.cases.deidentify.places import chinese_places, english_places
from mediator_bot.cases.deidentify.segmenter import tagged
from mediator_bot.cases.deidentify.tagger import words
from mediator_bot.cases.deidentify.when import exact_dates, months
from mediator_bot.text.language import is_chinese

# A Latin word or two in a Chinese text is an abbreviation; the English rules read longer stretches.
ENGLISH_WORDS = 3
_SEPARATOR = "\n\f\n"


def find(text: str) -> tuple[Finding, ...]:
    """Findings in either language, or in a text that mixes them; spans count in `text` as it is.

    Raises ModelError where a language's model is not installed.
    """
    plain = fold(text)
    seen = [*numbers(plain), *contacts(plain), *plates(plain), *phones(plain), *rare_jobs(text), *exact_dates(plain)]
    if any(finding.kind == "date" for finding in seen):
        seen += months(plain)
    if any(map(is_chinese, text)):
        tags = tuple(tagged(plain))
        seen += [*chinese_names(plain, tags), *chinese_places(plain, tags)]
    if len(_latin_words(plain)) >= ENGLISH_WORDS:
        seen += [*english_names(plain, tuple(words(plain))), *english_places(plain)]
    return tuple(_as_written(finding, text) for finding in without_overlaps(seen))


def find_in_pages(pages: Mapping[int, str]) -> Iterator[tuple[int, Finding]]:
    """(page, finding) of a whole document, read as one, so that a name on one page is known on the next."""
    numbers_of = sorted(pages)
    starts, place = {}, 0
    for number in numbers_of:
        starts[number] = place
        place += len(pages[number]) + len(_SEPARATOR)
    everything = find(_SEPARATOR.join(pages[number] for number in numbers_of))
    for finding in everything:
        page = max((number for number in numbers_of if starts[number] <= finding.start), key=lambda n: starts[n])
        start = finding.start - starts[page]
        end = min(finding.end - starts[page], len(pages[page]))
        if start < end:
            yield page, Finding(finding.kind, start, end, pages[page][start:end], finding.confidence, finding.why)


def _latin_words(text: str) -> list[str]:
    return [word for word in text.split() if len(word) > 1 and word[0].isalpha() and word[0].isascii()]


def _as_written(finding: Finding, text: str) -> Finding:
    written = text[finding.start : finding.end]
    return Finding(finding.kind, finding.start, finding.end, written, finding.confidence, finding.why)
