"""The words and lines on all pages of a document go in; the text of each page comes out as a person would type it."""

from collections.abc import Sequence

from mediator_bot.documents.boxes import Sheet, letter_height
from mediator_bot.documents.columns import in_reading_order
from mediator_bot.documents.grids import ruled_tables
from mediator_bot.documents.layout import typed
from mediator_bot.documents.margins import without_running_lines


def page_texts(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """One text a page, in reading order; tables as `cell | cell`, running lines and page numbers left out."""
    return tuple(_text(sheet) for sheet in without_running_lines(sheets))


def _text(sheet: Sheet) -> str:
    tables, pieces = ruled_tables(sheet.pieces, sheet.rules, letter_height(sheet.pieces))
    lines = in_reading_order([*pieces, *tables])
    for turned in sheet.turned:
        lines += in_reading_order(turned)
    return typed(lines)
