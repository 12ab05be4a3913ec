"""An RTF file goes in; its text comes out, as one page."""

import re
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

# Pictures are long runs of hexadecimal digits, which cost time and hold no words.
_PICTURE = re.compile(r"[0-9a-f\r\n]{400,}", re.I)
_DELETED = re.compile(r"\{[^{}]*\\deleted(?![a-z0-9])[^{}]*\}", re.I)
_HIGH = re.compile(r"[\x80-\xff]")
_PAIR = re.compile(r"\\'([89a-f][0-9a-f])(?:\\'([0-9a-f]{2})|([@-\[\]-z|~]))", re.I)
_CHINESE_SYSTEM = {"936": "134", "950": "136"}
_SYSTEM = re.compile(r"\\ansicpg(\d+)")


def parse(path: Path, limits: Limits) -> Reading:
    """Read the text, a table row as `cell | cell`; headings are not told from other paragraphs.

    Raises DocumentError.
    """
    source = path.read_bytes().decode("latin-1")
    if not source.lstrip().startswith("{\\rtf"):
        raise DocumentError(f"{path.name} is not an RTF file. Open it in a word processor and save it as .docx.")
    try:
        text = rtf_to_text(_prepared(source), errors="replace")  # type: ignore[no-untyped-call, unused-ignore]
    except (ValueError, IndexError, RecursionError) as error:
        raise DocumentError(
            f"{path.name} is damaged ({error}). Open it in a word processor and save it again."
        ) from error
    # Characters beyond the first 65,536 are written as two halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = (_row(line) if line.endswith("|") else line.rstrip() for line in page_text(text).split("\n"))
    page = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if not page.strip():
        raise DocumentError(f"{path.name} is empty: it holds no text. Check that it was saved.")
    return Reading((RawDocument(path.name, (page,)),))


def _prepared(source: str) -> str:
    """Put into the one form that striprtf reads what Chinese programs write otherwise."""
    source = _DELETED.sub("", _PICTURE.sub("", source))
    source = _HIGH.sub(lambda byte: f"\\'{ord(byte[0]):02x}", source)  # bytes written as they are
    # Of a Chinese character's two bytes the second is often a letter, and written as one.
    source = _PAIR.sub(lambda pair: f"\\'{pair[1]}\\'{pair[2] or f'{ord(pair[3]):02x}'}", source)
    system = _SYSTEM.search(source)
    charset = _CHINESE_SYSTEM.get(system[1]) if system else None
    # Fonts of "charset 0" hold what the system that wrote the file held.
    return re.sub(r"\\fcharset0(?!\d)", rf"\\fcharset{charset}", source) if charset else source


def _row(line: str) -> str:
    return " | ".join(cell.strip() for cell in line.removesuffix("|").split("|"))
