"""The pages of a document in; passages out, each with its span, its language and the heading it stands under."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from langchain_text_splitters import RecursiveCharacterTextSplitter

from mediator_bot.cases.prepare import Prepared
from mediator_bot.text.language import language_of
from mediator_bot.types import Language

# About the same amount of meaning: a Chinese character says what two and a half English letters say.
LENGTHS: dict[Language, int] = {"zh": 320, "en": 800}
CHUNKING = f"lines of guidelines; recursive zh={LENGTHS['zh']} en={LENGTHS['en']}"
# Look-arounds, so that a separator stays where it is read: a heading with what follows, a stop with what it ends.
_SEPARATORS = [
    r"(?=\n#{1,3} )",
    r"(?<=\n\n)",
    r"(?<=\n)",
    r"(?<=[。！？；])",
    r"(?<=[.!?;] )",
    r"(?<=[，,、])",
    r"(?<= )",
    "",
]
_LINE = re.compile(r"\S.*\S|\S")
_HEADING = re.compile(r"^#{1,3}[ \t]+(.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Chunk:
    """One passage before it has a number."""

    page: int
    start: int
    end: int
    language: Language
    heading: str


def split(document: Prepared) -> list[Chunk]:
    """Passages of every page in order. Statute pages stay whole; only white space and lone headings are left out."""
    return [chunk for number, page in sorted(document.pages.items()) for chunk in _split_page(number, page, document)]


def _split_page(number: int, page: str, document: Prepared) -> list[Chunk]:
    if number == 0 and not (document.kind == "case" and document.reviewed):
        return []  # a title alone: every passage is indexed with it
    if document.kind == "statute":
        return [Chunk(number, 0, len(page), language_of(page), "")]
    headings = [(heading.start(), heading.group(1)) for heading in _HEADING.finditer(page)]
    starts = _lines(page) if document.kind == "guideline" else _pieces(page)
    return [
        Chunk(number, start, start + len(text), language_of(text), _heading(headings, start))
        for start, text in starts
        if text and not _HEADING.fullmatch(text)
    ]


def _lines(page: str) -> list[tuple[int, str]]:
    """Each line of a guideline by itself: a step is found, and quoted, alone."""
    return [(line.start(), line.group()) for line in _LINE.finditer(page)]


def _pieces(page: str) -> list[tuple[int, str]]:
    pieces = _splitter(language_of(page)).create_documents([page])
    return [(piece.metadata["start_index"], piece.page_content) for piece in pieces]


def _splitter(language: Language) -> RecursiveCharacterTextSplitter:
    return RecursiveCharacterTextSplitter(
        chunk_size=LENGTHS[language],
        chunk_overlap=0,
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="start",
        add_start_index=True,
    )


def _heading(headings: Sequence[tuple[int, str]], position: int) -> str:
    """The last heading at or before a position; empty before the first."""
    found = bisect_right(headings, position, key=itemgetter(0))
    return headings[found - 1][1] if found else ""
