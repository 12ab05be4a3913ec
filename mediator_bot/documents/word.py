"""A DOCX file goes in; its text comes out, a page for each hard page break."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import ErrorTypes, XMLSyntaxError

from mediator_bot.documents.layout import ordinary_characters
from mediator_bot.documents.numbering import Numbering
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

_MAIN_PART = "word/document.xml"
# XML shrinks about tenfold in a ZIP; what unfolds further was made to do harm.
_UNFOLDING = 10
# XML cannot hold these signs, so they mark breaks and notes until the pages are cut.
_PAGE_BREAK, _NOTE = "\f", "\x0e"
_NOTED = re.compile(f"{_NOTE}(.*?){_NOTE}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEADING_STYLES = ("heading", "标题")
_BODY_TEXT_LEVEL = "9"
_OFF = ("0", "false", "off")
# What another reader would see twice or not at all: the old form of a drawing, deleted and moved words, pinyin.
_UNSEEN = {"pPr", "rPr", "sdtPr", "tcPr", "tblPr", "Fallback", "del", "moveFrom", "rt"}
_BREAKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
# Word's symbol fonts have their signs from here on, where it is not said already.
_SYMBOLS = 0xF000


@dataclass(frozen=True)
class _Look:
    """What a paragraph needs to look as in Word: marks of heading styles, and numbers of lists."""

    marks: dict[str, str] = field(default_factory=dict)
    numbering: Numbering | None = None


def parse(path: Path, limits: Limits) -> Reading:
    """Read paragraphs and tables in the order of the document: a heading as `## text`, a row as `cell | cell`.

    Pages end at hard page breaks only. List numbers stand as Word shows them; footnotes come at the end of their page.
    Headers and footers, comments, deleted and hidden words are left out. Raises DocumentError.
    """
    _check_package(path, limits)
    try:
        document = docx.Document(str(path))
        text = "\n".join(_lines(document.element.body, _look(document)))
        notes = _notes(document)
    except (PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, KeyError, ValueError) as error:
        if isinstance(error, XMLSyntaxError) and error.code == ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise DocumentError(f"{path.name} is damaged ({error}). Open it in Word and save it again.") from error
    pages = tuple(_pages(text, notes))
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


def _pages(text: str, notes: dict[str, str]) -> Iterator[str]:
    """The pages, each with its notes below it; notes are counted through the document, as Word does."""
    count = 0
    for part in text.strip().split(_PAGE_BREAK):
        cited = [key for key in _NOTED.findall(part) if notes.get(key)]
        numbers = {key: str(count + number).translate(_RAISED) for number, key in enumerate(cited, start=1)}
        count += len(cited)
        body = part
        for key in _NOTED.findall(part):
            body = body.replace(f"{_NOTE}{key}{_NOTE}", numbers.get(key, ""))
        yield _page("\n".join([body, "", *(f"{numbers[key]} {notes[key]}" for key in cited)] if cited else [body]))


def _page(text: str) -> str:
    lines = (line.rstrip() for line in ordinary_characters(page_text(text)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _notes(document: Any) -> dict[str, str]:
    """The text of each footnote and endnote, by the kind of its part and its number."""
    notes = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in _NOTES.values() and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                lines = (line.strip() for line in _lines(note, _Look()))
                notes[f"{kind}{note.get(qn('w:id'))}"] = " ".join(line for line in lines if line)
    return notes


def _look(document: Any) -> _Look:
    parts = {relation.reltype.rpartition("/")[2]: relation for relation in document.part.rels.values()}
    numbering = document.part.numbering_part.element if "numbering" in parts else None
    return _Look(_heading_marks(document), Numbering(numbering, document.styles.element))


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


def _lines(parent: Any, look: _Look, tables: bool = True) -> Iterator[str]:
    """The lines of a body, cell or text box. Content controls and tracked insertions are seen through."""
    for child in parent:
        name = _name(child)
        if name == "p":
            yield _paragraph(child, look)
            for box in _inside(child, "txbxContent"):
                yield from _lines(box, look)
        elif name == "tbl":
            yield from _table(child, look) if tables else ()
        elif name not in _UNSEEN:
            yield from _lines(child, look, tables)


def _inside(parent: Any, wanted: str) -> Iterator[Any]:
    for child in parent:
        if _name(child) == wanted:
            yield child
        elif _name(child) not in _UNSEEN:
            yield from _inside(child, wanted)


def _table(table: Any, look: _Look) -> Iterator[str]:
    for row in _inside(table, "tr"):
        yield from _row(list(_inside(row, "tc")), look)


def _row(cells: list[Any], look: _Look) -> Iterator[str]:
    """One line; the rows of tables inside its cells follow as lines of their own."""
    if len(cells) == 1:  # a frame around text, not a row of values
        yield from _lines(cells[0], look)
        return
    plain = replace(look, marks={})
    texts = [" ".join(" ".join(_lines(cell, plain, tables=False)).split()) for cell in cells]
    if any(texts):
        yield " | ".join(texts)
    for cell in cells:
        for table in _inside(cell, "tbl"):
            yield from _table(table, look)


def _paragraph(paragraph: Any, look: _Look) -> str:
    text = "".join(_inline(paragraph))
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    mark = look.marks.get(style.get(qn("w:val")), "") if style is not None else ""
    if look.numbering:
        mark += look.numbering.label(paragraph)
    breaks = paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
    if breaks is not None and breaks.get(qn("w:val")) not in _OFF:
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
        elif name == "sym":
            yield chr(int(child.get(qn("w:char"), "0"), 16) % _SYMBOLS + _SYMBOLS)
        elif name in _NOTES:
            yield f"{_NOTE}{_NOTES[name]}{child.get(qn('w:id'))}{_NOTE}"
        elif name not in _UNSEEN and name != "txbxContent" and not _is_hidden(child):
            yield from _inline(child)


def _is_hidden(run: Any) -> bool:
    hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return hidden is not None and hidden.get(qn("w:val")) not in _OFF
