"""The header row of a register goes in; which field each of its columns fills comes out, proposed or as a person saved it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from mediator_bot.documents.encoding import decode
from mediator_bot.documents.headers import PROSE, TARGETS, target_of
from mediator_bot.documents.records import parse_record
from mediator_bot.errors import DocumentError

COLUMNS_SUFFIX = ".columns.yaml"


@dataclass(frozen=True)
class ColumnMap:
    """What each column fills: a field of a case note, a section of a card, or `text`.

    Where that is None, or a header is not among the keys, the column is kept as a `Header: value` line of the text.
    """

    targets: Mapping[str, str | None]

    @property
    def fits(self) -> bool:
        """Whether these are the columns of a register of cases: one of prose, or two of fields."""
        filled = [target for target in self.targets.values() if target]
        return len(filled) > 1 or any(target in PROSE for target in filled)

    @property
    def prose(self) -> tuple[str, ...]:
        """The headers of the columns that make up the text."""
        return tuple(header for header, target in self.targets.items() if target in PROSE)


def propose(headers: Iterable[str]) -> ColumnMap:
    """What the headers seem to name. Several may fill one field: of those the first counts that a row has filled."""
    return ColumnMap({header: target_of(header) for header in headers if header})


def columns_path(path: Path) -> Path:
    """Where the column map of a register is saved: `cases.columns.yaml` beside `cases.xlsx`."""
    return path.with_name(path.stem + COLUMNS_SUFFIX)


def save_columns(path: Path, columns: ColumnMap) -> Path:
    """Save the column map of the register at `path` beside it, for a person to change and for `parse` to follow."""
    beside = columns_path(path)
    table = dict(columns.targets)
    beside.write_text(yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
    return beside


def columns_beside(path: Path) -> ColumnMap | None:
    """The column map saved beside a register, if there is one.

    Raises DocumentError, naming the key, where it is not a column map.
    """
    beside = columns_path(path)
    if not beside.is_file():
        return None
    table = parse_record(decode(beside.read_bytes(), beside.name), beside.name) or {}
    targets = {str(header).strip(): target for header, target in table.items()}
    for header, target in targets.items():
        if target is not None and target not in TARGETS:
            raise DocumentError(
                f"{beside.name}: {header}: {target!r} is not a field. Use one of: {', '.join(TARGETS)}."
            )
    if not any(targets.values()):
        raise DocumentError(
            f"{beside.name}: no column fills a field. Write `header: field`, such as `{next(iter(targets), 'Facts')}: facts`."
        )
    return ColumnMap(targets)


def check_headers(columns: ColumnMap, headers: Iterable[str], path: Path) -> None:
    """Raises DocumentError where a saved map names a column that the register has not; `headers` are all it has."""
    present = list(dict.fromkeys(header for header in headers if header))
    if unknown := next((header for header in columns.targets if header not in present), None):
        raise DocumentError(
            f"{columns_path(path).name}: {unknown!r} is not a column of {path.name}. Its columns: {', '.join(present)}."
        )
