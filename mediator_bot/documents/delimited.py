"""A CSV register goes in; a document for each row comes out."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mediator_bot.documents.encoding import decode
from mediator_bot.documents.headers import target_of
from mediator_bot.documents.mapping import ColumnMap, columns_beside
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.documents.rows import Table, propose_for, read_tables

_DELIMITERS = ",;\t"
_SAMPLE = 20


def parse(path: Path, limits: Limits) -> Reading:
    """Read the rows, parted by commas, semicolons or tabs; a value in quotation marks may hold line ends.

    Rows count from 1 with the header, as a spreadsheet counts them. Raises DocumentError.
    """
    return read_tables([_table(path)], path)


def propose(path: Path, limits: Limits) -> ColumnMap:
    """The column map, saved or proposed. Raises DocumentError."""
    return propose_for([_table(path)], path)


def _table(path: Path) -> Table:
    text = page_text(decode(path.read_bytes(), path.name))
    saved = columns_beside(path)
    known = set(saved.targets) if saved else set()
    csv.field_size_limit(max(len(text), csv.field_size_limit()))  # a value may be as long as the file
    lines = text.split("\n")
    delimiter = max(_DELIMITERS, key=lambda delimiter: _fit(lines, delimiter, known))
    rows, problems = [], []
    for number, cells, problem in _records(lines, delimiter):
        rows.append((number, cells))
        problems += [f"{path.name}:{number}: {problem}"] if problem else []
    return Table(path.name, tuple(rows), tuple(problems), delimited=True)


def _fit(lines: list[str], delimiter: str, known: set[str]) -> tuple[int, int]:
    """How many columns a header row among the first has that are known, and how many at all."""
    rows = [cells for _, cells, _ in islice(_records(lines, delimiter), _SAMPLE)]
    return max(
        ((sum(bool(cell.strip() in known or target_of(cell)) for cell in cells), len(cells)) for cells in rows),
        default=(0, 0),
    )


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """The rows in order: number, values, and what is wrong with it.

    After a row whose quotation marks do not close, reading goes on with the next line.
    """
    number, start = 0, 0
    while start < len(lines):
        reader = csv.reader((line + "\n" for line in islice(lines, start, None)), delimiter=delimiter, strict=True)
        begun = 0
        try:
            for cells in reader:
                number += 1
                yield number, [cell.strip() for cell in cells], ""
                begun = reader.line_num
            return
        except csv.Error:
            number += 1
            yield (
                number,
                [],
                'has a quotation mark that does not close, or a character after it. Write "" for one inside a value',
            )
            start += begun + 1
