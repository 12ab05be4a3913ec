"""A path and limits go in; what the parser of its format read comes out."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from mediator_bot.documents.reading import Limits, Parser, Reading
from mediator_bot.documents.records import record_beside
from mediator_bot.errors import DocumentError

# Modules by name, so that reading a text file does not wait for the PDF and DOCX libraries to load.
PARSERS: dict[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".pdf": "pdf",
    ".docx": "word",
    ".jsonl": "cards",
    ".json": "cards",
}


def check(path: Path, limits: Limits) -> None:
    """Refuse what need not be opened to be refused.

    Raises DocumentError for a missing or empty file, a folder, a suffix nobody reads, and a file over `megabytes`.
    """
    if not path.is_file():
        what = "is not a file" if path.exists() else "does not exist"
        raise DocumentError(f"{path.name} {what}. Check the path.")
    if path.suffix.lower() not in PARSERS:
        raise DocumentError(
            f"{path.name} is not a kind of file this version reads (Markdown, text, PDF, DOCX, JSON lines). "
            "Save it as one of these."
        )
    size = path.stat().st_size
    if not size:
        raise DocumentError(f"{path.name} is empty (0 bytes). Check that it was copied completely.")
    if size > limits.megabytes * 1_000_000:
        raise DocumentError(f"{path.name} is larger than {limits.megabytes} MB. Split it, or remove its pictures.")


def parse(path: Path, limits: Limits) -> Reading:
    """Parse in this process; hostile files belong in a `Reader`'s. Raises DocumentError."""
    parser: Parser = import_module(f"{__package__}.{PARSERS[path.suffix.lower()]}").parse
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
