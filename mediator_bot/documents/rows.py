"""The rows of a register and the map of its columns go in; a document for each row comes out."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediator_bot.documents.cards import SECTIONS, render_card
from mediator_bot.documents.headers import DATES, LISTS, NESTED, TEXT
from mediator_bot.documents.mapping import ColumnMap, check_headers, columns_beside, columns_path, propose
from mediator_bot.documents.reading import Reading, page_text
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

Cells = Sequence[str]
# A title and a date often stand above the header row.
_ABOVE = 10
_SHOWN = 3
_SEPARATORS = re.compile(r"[、,，;；\n]")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?(?:[ T]\d.*)?")
_CLOSE_DATE = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")


@dataclass(frozen=True)
class Table:
    """One sheet: its rows with their numbers, and what its own reading has to tell. `name` is `a.csv` or `a.xlsx:Sheet`.

    `delimited` says that a value too many shows a row whose values slipped, not a remark beside the table.
    """

    name: str
    rows: tuple[tuple[int, Cells], ...]
    problems: tuple[str, ...] = ()
    delimited: bool = False


def read_tables(tables: Sequence[Table], path: Path) -> Reading:
    """A document a row, by the column map saved beside the file or by the proposed one; a bad row becomes a problem.

    Raises DocumentError where there is not one document, or where the saved map does not fit the file.
    """
    saved = columns_beside(path)
    if saved:
        check_headers(saved, _headers(tables, saved), path)
    documents: list[RawDocument] = []
    problems = [problem for table in tables for problem in table.problems]
    for table in tables:
        found = _header(table, saved)
        if found is None:
            problems += _without_header(table, path)
            continue
        place, columns = found
        for name, cells in _below(table, place, columns):
            try:
                documents.append(document_of(_paired(table, place, cells), columns, name))
            except (ValueError, TypeError) as error:
                problems.append(f"{name}: {error}")
    if not documents:
        listed = "; ".join(problems[:_SHOWN]) or f"{path.name} has no rows below its header. Check that it was saved."
        raise DocumentError(listed)
    return Reading(tuple(documents), tuple(problems))


def propose_for(tables: Sequence[Table], path: Path) -> ColumnMap:
    """The saved column map, or one proposed from the header rows of all sheets.

    Where no header is known it has those of the widest row among the first, for a person to say what they are.
    Raises DocumentError where the file has no cells.
    """
    saved = columns_beside(path)
    if saved:
        return saved
    first = [_names(cells) for table in tables for _, cells in table.rows[:_ABOVE]]
    headers = _headers(tables, None) or max(first, key=lambda names: sum(map(bool, names)), default=[])
    if not any(headers):
        raise DocumentError(f"{path.name} has no cells with anything in them. Check that it was saved.")
    return propose(headers)


def _headers(tables: Sequence[Table], saved: ColumnMap | None) -> list[str]:
    found = ((table, _header(table, saved)) for table in tables)
    return [name for table, header in found if header for name in _names(table.rows[header[0]][1])]


def _header(table: Table, saved: ColumnMap | None) -> tuple[int, ColumnMap] | None:
    """The place of the header row among the first rows, which is the one that names most, and the map of its columns."""
    best: tuple[int, int, ColumnMap] | None = None
    for place, (_, cells) in enumerate(table.rows[:_ABOVE]):
        names = _names(cells)
        columns = saved or propose(names)
        known = sum(columns.targets.get(name) is not None for name in names)
        if known and columns.fits and (best is None or known > best[0]):
            best = known, place, columns
    return best[1:] if best else None


def _names(cells: Cells) -> list[str]:
    return [" ".join(cell.split()) for cell in cells]


def _without_header(table: Table, path: Path) -> list[str]:
    if not any(cell.strip() for _, cells in table.rows for cell in cells):
        return []
    return [
        f"{table.name} has no header row that names the columns of a case, such as 案号, 简要案情, facts. "
        f"Add one, or say what each column is in {columns_path(path).name}."
    ]


def _below(table: Table, place: int, columns: ColumnMap) -> Iterator[tuple[str, Cells]]:
    """The rows that say something, each with its name: not the empty ones, the header repeated, or a title across."""
    names = _names(table.rows[place][1])
    may_be_title = len(names) > 2 and names[0] not in columns.prose
    for number, cells in table.rows[place + 1 :]:
        filled = [column for column, cell in enumerate(cells) if cell.strip()]
        if filled and _names(cells) != names and not (filled == [0] and may_be_title):
            yield f"{table.name}:{number}", cells


def _paired(table: Table, place: int, cells: Cells) -> list[tuple[str, str]]:
    names = _names(table.rows[place][1])
    beyond = cells[len(names) :]
    if table.delimited and any(beyond):
        raise ValueError(
            f"has {len(cells)} values for {len(names)} columns; put a value that holds the separator in quotation marks"
        )
    return list(zip([*names, *[""] * len(beyond)], cells, strict=False))


def document_of(cells: Iterable[tuple[str, Any]], columns: ColumnMap, name: str) -> RawDocument:
    """The document of one row, given as pairs of header and value.

    Raises ValueError where the row has no text, and TypeError where a value is not what its column is for.
    """
    lines: list[str] = []
    prose: dict[str, list[str]] = {}
    record: dict[str, Any] = {}
    for header, value in cells:
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            continue
        target = columns.targets.get(header)
        if target is None or (target in NESTED and isinstance(value, str)) or target in record:
            lines.append(_line(header, value))
        elif target == TEXT or target in SECTIONS.values():
            prose.setdefault(target, []).append(_text(header, value, "、" if target == "keywords" else "\n"))
        else:
            record[target] = _value(target, value)
    if not any(text for texts in prose.values() for text in texts) and (columns.prose or not lines):
        raise ValueError(f"has no text in {'、'.join(columns.prose)}" if columns.prose else "has no text")
    card = {zh: ("、" if en == "keywords" else "\n").join(prose.get(en, [])) for zh, en in SECTIONS.items()}
    page = "\n\n".join(part for part in ("\n".join(prose.get(TEXT, [])), "\n".join(lines), render_card(card)) if part)
    return RawDocument(name, (page,), record or None, from_register=True)


def _line(header: str, value: Any) -> str:
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
        if '"caucus_only"' in value:  # cut from fields of the schema, but nobody would look for it in a line of text
            raise ValueError(f"{header} is not a field of the schema and holds private passages (caucus_only)")
    text = page_text(str(value)).strip()
    if not header:
        return text
    return f"{header}:\n{text}" if "\n" in text else f"{header}: {text}"


def _text(header: str, value: Any, separator: str) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = separator.join(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(f"{header} is not text")
    return page_text(str(value)).strip()


def _value(field: str, value: Any) -> Any:
    """A value as the schema has it where that is plain from its form; otherwise as it is, for the schema to judge."""
    if isinstance(value, bool | dict | list) or field in NESTED:
        return value
    text = page_text(str(value)).strip()
    if field in LISTS:
        return [item.strip() for item in _SEPARATORS.split(text) if item.strip()]
    if field in DATES and (date := _DATE.fullmatch(text) or _CLOSE_DATE.fullmatch(text)):
        return "-".join(f"{int(part):02}" for part in date.groups() if part)
    return text
