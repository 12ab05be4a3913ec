"""A path and limits go in; what the parser of its format read comes out."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any

from mediator_bot.documents.kinds import check_kind
from mediator_bot.documents.mapping import ColumnMap
from mediator_bot.documents.names import shown
from mediator_bot.documents.parts import Part, joined
from mediator_bot.documents.reading import Limits, Parser, Reading
from mediator_bot.documents.records import record_beside
from mediator_bot.errors import DocumentError

# Modules by name, so that reading a text file does not wait for the PDF and DOCX libraries to load.
PARSERS: dict[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"), "image"),
    ".docx": "word",
    ".doc": "office",
    ".wps": "office",
    ".odt": "odt",
    ".rtf": "rtf",
    ".jsonl": "entries",
    ".json": "entries",
    ".csv": "delimited",
    ".xlsx": "workbook",
    ".eml": "mail",
    ".zip": "archive",
}
# They hold other files, each of which may fail for itself; their modules have `parts`.
CONTAINERS = (".eml", ".zip")
# They hold a document in each row; their modules have `headers`.
REGISTERS = (".csv", ".xlsx", ".jsonl", ".json")


def check(path: Path, limits: Limits) -> None:
    """Refuse what need not be opened to be refused.

    Raises DocumentError for a missing or empty file, a folder, a suffix nobody reads, and a file over `megabytes`.
    """
    name = shown(path.name)
    if not path.is_file():
        what = "is not a file" if path.exists() else "does not exist"
        raise DocumentError(f"{name} {what}. Check the path.")
    check_suffix(name)
    size = path.stat().st_size
    if not size:
        raise DocumentError(f"{name} is empty (0 bytes). Check that it was copied completely.")
    if size > limits.megabytes * 1_000_000:
        raise DocumentError(f"{name} is larger than {limits.megabytes} MB. Split it, or remove its pictures.")


def check_suffix(name: str) -> None:
    """Raises DocumentError where nobody reads files of such a name."""
    if PurePath(name).suffix.lower() not in PARSERS:
        raise DocumentError(
            f"{name} is not a kind of file this version reads ({' '.join(PARSERS)}). Save it as one of these."
        )


def parts(path: Path, limits: Limits) -> list[Part]:
    """What is to be read in a file, one by one: the members of an archive or a mail, else the file itself.

    Raises DocumentError where the file is of another kind than it is named, or cannot be opened at all.
    """
    suffix = path.suffix.lower()
    check_kind(path, tuple(PARSERS))
    if suffix in CONTAINERS:
        found: list[Part] = _module(suffix).parts(path, limits)
        return found
    return [Part(path.name, lambda: _parse_one(path, limits))]


def parse(path: Path, limits: Limits) -> Reading:
    """Parse in this process; hostile files belong in a `Reader`'s. Raises DocumentError."""
    return joined(map(_tried, parts(path, limits)))


def parse_inside(path: Path, limits: Limits) -> Reading:
    """Parse a member of an archive or a mail; what it holds itself is not opened in turn. Raises DocumentError."""
    check(path, limits)
    if path.suffix.lower() == ".zip":
        raise DocumentError(f"{path.name} is an archive inside another file. Unpack it and add its files.")
    itself, *others = parts(path, limits)
    reading = itself.read()
    left = (f"{part.name} is attached to a mail inside another file. Save it and add it by itself." for part in others)
    return replace(reading, problems=(*reading.problems, *left))


def propose_columns(path: Path, limits: Limits) -> ColumnMap:
    """The column map of a register: the saved one, or one proposed from its header rows. Raises DocumentError."""
    if path.suffix.lower() not in REGISTERS:
        raise DocumentError(f"{path.name} has no columns. Give a table: {' '.join(REGISTERS)}.")
    check_kind(path, tuple(PARSERS))
    proposed: ColumnMap = _module(path.suffix.lower()).propose(path, limits)
    return proposed


def _tried(part: Part) -> Reading:
    try:
        return part.read()
    except DocumentError as error:
        return Reading((), (str(error),))


def _module(suffix: str) -> Any:
    return import_module(f"{__package__}.{PARSERS[suffix]}")


def _parse_one(path: Path, limits: Limits) -> Reading:
    parser: Parser = _module(path.suffix.lower()).parse
    reading = parser(path, limits)
    if any(len(document.pages) > limits.pages for document in reading.documents):
        raise DocumentError(f"{path.name} has more than {limits.pages} pages. Split it.")
    return _with_record(reading, path)


def _with_record(reading: Reading, path: Path) -> Reading:
    record = record_beside(path)
    if record is None:
        return reading
    (document,) = reading.documents  # only formats of one document a file have a record beside them
    return replace(reading, documents=(replace(document, record=record),))
