"""An Excel workbook goes in; a document for each row of each of its sheets comes out."""

import datetime
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from mediator_bot.documents.mapping import ColumnMap
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.documents.rows import Cells, Table, propose_for, read_tables
from mediator_bot.documents.unfolding import check_unfolded
from mediator_bot.errors import DocumentError

_SAVE_AGAIN = "Open it in a spreadsheet program and save it again as .xlsx."
# A SyntaxError is XML that is none.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, SyntaxError)


def parse(path: Path, limits: Limits) -> Reading:
    """Read every sheet with a header row; hidden sheets are left out.

    Of a formula its value is read, as the program that saved it worked it out. Raises DocumentError.
    """
    return read_tables(_tables(path, limits), path)


def propose(path: Path, limits: Limits) -> ColumnMap:
    """The column map, saved or proposed. Raises DocumentError."""
    return propose_for(_tables(path, limits), path)


def _tables(path: Path, limits: Limits) -> list[Table]:
    try:
        with zipfile.ZipFile(path) as package:
            check_unfolded(package.infolist(), path.name, limits, "Save its rows as .csv.")
        with (
            closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as values,
            closing(openpyxl.load_workbook(path, read_only=True)) as formulas,
        ):
            sheets = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
            names = [path.name if len(sheets) == 1 else f"{path.name}:{sheet.title}" for sheet in sheets]
            return [_table(sheet, formulas[sheet.title], name) for sheet, name in zip(sheets, names, strict=True)]
    except _DAMAGED as error:
        raise DocumentError(f"{path.name} is damaged or cut off ({error}). {_SAVE_AGAIN}") from error


def _table(values: Any, formulas: Any, name: str) -> Table:
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what a file says of its size is often wrong
    rows: list[tuple[int, Cells]] = []
    problems: list[str] = []
    for number, (cells, written) in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=False), start=1):
        texts = [_text(cell.value) for cell in cells]
        if any(texts):
            rows.append((number, texts))
        if any(_lacks_value(*pair) for pair in zip(cells, written, strict=False)):
            problems.append(f"{name}:{number}: holds a formula whose value was not saved. {_SAVE_AGAIN}")
    return Table(name, tuple(rows), tuple(problems))


def _lacks_value(cell: Any, written: Any) -> bool:
    # "str" without a value is the empty text, which a formula may well give.
    return cell.value is None and written.value is not None and cell.data_type != "str"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return f"{value:%Y-%m-%d}" if midnight else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return page_text(unescape(str(value))).strip()
