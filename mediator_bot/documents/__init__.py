"""Files go in; their pages come out, read in a process that a hostile file cannot leave.

>>> with Reader(Limits(seconds=20)) as reader:
...     for path in find([Path("notes")]):
...         reading = reader.read(path)
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mediator_bot.documents.formats import PARSERS, REGISTERS
from mediator_bot.documents.isolation import Reader
from mediator_bot.documents.mapping import ColumnMap, columns_path, save_columns
from mediator_bot.documents.page_image import page_image
from mediator_bot.documents.reading import STANDARD, Limits, Reading
from mediator_bot.documents.records import record_beside, record_path

__all__ = [
    "SUFFIXES",
    "ColumnMap",
    "Limits",
    "Reader",
    "Reading",
    "find",
    "left_out",
    "page_image",
    "propose_columns",
    "read",
    "record_beside",
    "save_columns",
]

SUFFIXES: tuple[str, ...] = tuple(PARSERS)


def read(path: Path, *, limits: Limits = STANDARD) -> Reading:
    """Read one file in a process of its own. For many files a `Reader` saves starting one each time.

    Raises DocumentError with the reason in one line: what happened, then what to do.
    """
    with Reader(limits) as reader:
        return reader.read(path)


def propose_columns(path: Path, *, limits: Limits = STANDARD) -> ColumnMap:
    """Which field each column of a register (CSV, XLSX, JSON) fills, read in a process of its own.

    That is the map saved beside it, else one proposed from its headers, for a person to look at and `save_columns`.
    Raises DocumentError.
    """
    with Reader(limits) as reader:
        return reader.columns(path)


def find(paths: Sequence[Path]) -> list[Path]:
    """The files to read: those named, and all in the folders named, sorted, each once.

    Left out of folders are hidden files, the lock files of Word, and records and column maps that stand beside their
    document.
    Files of other kinds stay in: that nobody can read them is for `read` to say.
    """
    found = [file for path in paths for file in (_below(path) if path.is_dir() else [path])]
    beside = {record for file in found if (record := record_path(file))}
    beside |= {columns_path(file) for file in found if file.suffix.lower() in REGISTERS}
    return [file for file in dict.fromkeys(found) if file not in beside]


def left_out(paths: Sequence[Path]) -> list[Path]:
    """The files in the folders named that `find` passes over, although there is a reader for their kind, for being hidden."""
    hidden = [path for folder in paths if folder.is_dir() for path in _hidden(folder)]
    return [path for path in dict.fromkeys(hidden) if path.suffix.lower() in PARSERS]


def _below(folder: Path) -> Iterator[Path]:
    hidden = set(_hidden(folder))
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and path not in hidden)


def _hidden(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        names = path.relative_to(folder).parts
        if path.is_file() and any(name.startswith((".", "~$")) for name in names):
            yield path
