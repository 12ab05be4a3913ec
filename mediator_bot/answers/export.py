"""An answer in; a Markdown or a Word document of it out, with every source it quotes written below it."""

import io
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mediator_bot.answers.removed import HEAD, removed_lines, said
from mediator_bot.answers.render import plain, unmarked
from mediator_bot.cases.taxonomy import KINDS, ORIGINS, Label, label
from mediator_bot.errors import LibraryError
from mediator_bot.text.controls import without_steering
from mediator_bot.types import Answer, Citation, Language

SOURCES = Label("Sources", "出处")
_PAGE = Label("page {page}, version {version}", "第{page}页，第{version}版")
_RECORD = Label("record, version {version}", "案例要素，第{version}版")
# Only what answers are written with, so that a document's own words can never become a link or a picture.
_MARKDOWN = MarkdownIt("zero").enable(["table", "list", "emphasis", "escape", "newline"])
_EAST_ASIAN_FONT = "SimSun"


def as_markdown(answer: Answer) -> str:
    """The answer as a Markdown document: the question, the text, and its sources with the words quoted."""
    lines = [f"# {plain(answer.question)}", "", answer.text]
    if answer.citations:
        lines += ["", f"## {_say(SOURCES, answer.language)}", ""]
        lines += [f"- {source_line(c, answer.language)}: “{plain(c.quote)}”" for c in answer.citations]
    if answer.removed:
        lines += ["", f"## {said(HEAD, answer)}", ""]
        lines += [f"- ~~{plain(text)}~~ ({why})" for text, why in removed_lines(answer)]
    return "\n".join(lines) + "\n"


def as_docx(answer: Answer) -> bytes:
    """The same as a Word document."""
    document = docx.Document()
    set_fonts(document)
    document.add_heading(answer.question, level=1)
    write_markdown(document, answer.text)
    if answer.citations:
        document.add_heading(_say(SOURCES, answer.language), level=2)
    for citation in answer.citations:
        line = document.add_paragraph()
        line.add_run(unmarked(source_line(citation, answer.language)) + "\n")
        line.add_run(f"“{without_steering(citation.quote)}”").italic = answer.language == "en"
    if answer.removed:
        document.add_heading(said(HEAD, answer), level=2)
    for text, why in removed_lines(answer):
        line = document.add_paragraph(style="List Bullet")
        line.add_run(text).font.strike = True
        line.add_run(f" ({why})")
    return _bytes(document)


FORMATS: dict[str, Callable[[Answer], bytes]] = {
    ".md": lambda answer: as_markdown(answer).encode(),
    ".docx": as_docx,
}


def save(answer: Answer, path: Path) -> None:
    """Write an answer to a file whose ending says the format.

    Raises LibraryError for an ending nobody writes, and where the file cannot be written.
    """
    if path.suffix.lower() not in FORMATS:
        raise LibraryError(
            f"{path.name} is no kind of file an answer is saved as. Name it {' or '.join(f'*{e}' for e in FORMATS)}."
        )
    try:
        path.write_bytes(FORMATS[path.suffix.lower()](answer))
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error


def write_markdown(document: Document, text: str) -> None:
    """Append the Markdown of an answer to a Word document: paragraphs, lists, tables, bold and italics."""
    tokens = iter(_MARKDOWN.parse(text))
    for token in tokens:
        if token.type == "table_open":
            _add_table(document, list(_until(tokens, "table_close")))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            style = "List Number" if token.type.startswith("ordered") else "List Bullet"
            for item in _until(tokens, token.type.replace("open", "close")):
                if item.type == "inline":
                    _write_runs(document.add_paragraph(style=style), item)
        elif token.type == "inline":
            _write_runs(document.add_paragraph(), token)


def _until(tokens: Iterator[Token], closing: str) -> Iterator[Token]:
    return takewhile(lambda token: token.type != closing, tokens)


def _add_table(document: Document, tokens: list[Token]) -> None:
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    table.style = "Table Grid"
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, token in zip(row.cells, cells, strict=False):
            _write_runs(cell.paragraphs[0], token, bold=cells is rows[0])


def _write_runs(paragraph: Paragraph, inline: Token, bold: bool = False) -> None:
    strong, italic = bold, False
    for token in inline.children or []:
        if token.type in ("strong_open", "strong_close"):
            strong = bold or token.type == "strong_open"
        elif token.type in ("em_open", "em_close"):
            italic = token.type == "em_open"
        elif token.type in ("softbreak", "hardbreak"):
            paragraph.add_run("\n")
        else:
            run = paragraph.add_run(token.content.replace("<br>", "\n"))
            run.bold, run.italic = strong or None, italic or None


def set_fonts(document: Document) -> None:
    """Word takes Chinese characters from a font of their own; without one named it may show boxes."""
    for style in (document.styles["Normal"], document.styles["Heading 1"], document.styles["Heading 2"]):
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _EAST_ASIAN_FONT)
    document.styles["Normal"].font.size = Pt(10.5)


def source_line(citation: Citation, language: Language) -> str:
    """A source as it is listed: number, title, place, and what kind of material it is."""
    place = _RECORD if citation.page == 0 and citation.kind == "case" else _PAGE
    marks = [label(KINDS, citation.kind, language)]
    marks += [label(ORIGINS, citation.origin, language)] if citation.origin in ORIGINS else []
    where = _say(place, language).format(page=citation.page, version=citation.version)
    return f"[{citation.n}] {plain(citation.title)} ({citation.document_id}, {where}; {', '.join(marks)})"


def _say(label_: Label, language: Language) -> str:
    return label_.zh if language == "zh" else label_.en


def _bytes(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
