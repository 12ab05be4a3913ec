"""The pages of a document in; passages out, each with its span, its language and the heading it stands under."""

import re
from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from mediator_bot.cases.prepare import Prepared
from mediator_bot.text.language import language_of
from mediator_bot.types import Language

# About the same amount of meaning: a Chinese character says what two and a half English letters say.
LENGTHS: dict[Language, int] = {"zh": 320, "en": 800}
CHUNKING = f"recursive zh={LENGTHS['zh']} en={LENGTHS['en']}"
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
    """Passages of every page in order. Statute pages stay whole; nothing but white space is left out."""
    return [chunk for number, page in sorted(document.pages.items()) for chunk in _split_page(number, page, document)]


def _split_page(number: int, page: str, document: Prepared) -> list[Chunk]:
    if document.kind != "case" and number == 0:
        return []  # a title and its sources: said again on the pages that follow
    if document.kind == "statute":
        return [Chunk(number, 0, len(page), language_of(page), "")]
    pieces = _splitter(language_of(page)).create_documents([page])
    starts = [(piece.metadata["start_index"], piece.page_content) for piece in pieces]
    return [
        Chunk(number, start, start + len(text), language_of(text), _heading(page, start))
        for start, text in starts
        if text and not _HEADING.fullmatch(text)
    ]


def _splitter(language: Language) -> RecursiveCharacterTextSplitter:
    return RecursiveCharacterTextSplitter(
        chunk_size=LENGTHS[language],
        chunk_overlap=0,
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="start",
        add_start_index=True,
    )


def _heading(page: str, position: int) -> str:
    heading = ""
    for match in _HEADING.finditer(page, 0, position + 1):
        heading = match.group(1)
    return heading
