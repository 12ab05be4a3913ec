"""A DOCX file goes in; its text comes out, a page for each hard page break."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import ErrorTypes, XMLSyntaxError

from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

_MAIN_PART = "word/document.xml"
# XML shrinks about tenfold in a ZIP; what unfolds further was made to do harm.
_UNFOLDING = 10
_PAGE_BREAK = "\f"  # XML cannot hold one, so it marks the break until the pages are cut
_HEADING_STYLES = ("heading", "标题")
_BODY_TEXT_LEVEL = "9"
# What another reader would see twice or not at all: the old form of a drawing, deleted and moved words, pinyin.
_UNSEEN = {"pPr", "rPr", "sdtPr", "tcPr", "tblPr", "Fallback", "del", "moveFrom", "rt"}
_BREAKS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}


def parse(path: Path, limits: Limits) -> Reading:
    """Read paragraphs and tables in the order of the document: a heading as `## text`, a row as `cell | cell`.

    Pages end at hard page breaks only. Headers, footers, notes and generated numbers are left out.
    Raises DocumentError.
    """
    _check_package(path, limits)
    try:
        document = docx.Document(str(path))
        text = "\n".join(_lines(document.element.body, _heading_marks(document)))
    except (PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, KeyError, ValueError) as error:
        if isinstance(error, XMLSyntaxError) and error.code == ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise DocumentError(f"{path.name} is damaged ({error}). Open it in Word and save it again.") from error
    pages = tuple(_page(part) for part in text.strip().split(_PAGE_BREAK))
    if not any(pages):
        raise DocumentError(f"{path.name} is empty: it holds no text. Check that it was saved.")
    return Reading((RawDocument(path.name, pages),))


def _check_package(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            sizes = {part.filename: part.file_size for part in package.infolist()}
    except zipfile.BadZipFile as error:
        raise DocumentError(
            f"{path.name} is not a DOCX file: an old .doc, one with a password, or cut off. "
            "Open it in Word and save it as .docx without a password."
        ) from error
    if _MAIN_PART not in sizes:
        raise DocumentError(f"{path.name} is a ZIP but not a Word document. Save the text as .docx.")
    if sum(sizes.values()) > _UNFOLDING * limits.megabytes * 1_000_000:
        raise DocumentError(
            f"{path.name} unfolds to more than {_UNFOLDING * limits.megabytes} MB. Save its text as a new document."
        )


def _page(text: str) -> str:
    lines = (line.rstrip() for line in page_text(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _heading_marks(document: Any) -> dict[str, str]:
    """The Markdown mark of each style that is a heading, by style id."""
    marks = {}
    for style in document.styles:
        name, level = (style.name or "").lower(), style.element.find(f".//{qn('w:outlineLvl')}")
        if name == "title":
            marks[style.style_id] = "# "
        elif name.startswith(_HEADING_STYLES) or (level is not None and level.get(qn("w:val")) != _BODY_TEXT_LEVEL):
            marks[style.style_id] = "## "
    return marks


def _name(element: Any) -> str:
    # A comment in the XML has a function for a tag.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _lines(parent: Any, marks: dict[str, str]) -> Iterator[str]:
    """The lines of a body, cell or text box. Content controls and tracked insertions are seen through."""
    for child in parent:
        name = _name(child)
        if name == "p":
            yield _paragraph(child, marks)
        elif name == "tbl":
            for row in _inside(child, "tr"):
                yield from _row(list(_inside(row, "tc")), marks)
        elif name not in _UNSEEN:
            yield from _lines(child, marks)


def _inside(parent: Any, wanted: str) -> Iterator[Any]:
    for child in parent:
        if _name(child) == wanted:
            yield child
        elif _name(child) not in _UNSEEN:
            yield from _inside(child, wanted)


def _row(cells: list[Any], marks: dict[str, str]) -> Iterator[str]:
    if len(cells) == 1:  # a frame around text, not a row of values
        yield from _lines(cells[0], marks)
        return
    texts = [" ".join(" ".join(_lines(cell, {})).split()) for cell in cells]
    if any(texts):
        yield " | ".join(texts)


def _paragraph(paragraph: Any, marks: dict[str, str]) -> str:
    text = "".join(_inline(paragraph))
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    mark = marks.get(style.get(qn("w:val")), "") if style is not None else ""
    breaks = paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
    if breaks is not None and breaks.get(qn("w:val")) not in ("0", "false", "off"):
        text = _PAGE_BREAK + text
    return re.sub(r"^\f*", rf"\g<0>{mark}", text) if mark and text.strip() else text


def _inline(parent: Any) -> Iterator[str]:
    for child in parent:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name == "br":
            yield _PAGE_BREAK if child.get(qn("w:type")) == "page" else "\n"
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name == "txbxContent":
            yield "\n".join(("", *_lines(child, {}), ""))
        elif name not in _UNSEEN:
            yield from _inline(child)
