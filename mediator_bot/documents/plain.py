"""A text file in any common encoding goes in; its one page comes out."""

from pathlib import Path

from mediator_bot.documents.encoding import decode
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument


def parse(path: Path, limits: Limits) -> Reading:
    """Read a text file as one page. Raises DocumentError for a binary or an empty one."""
    page = page_text(decode(path.read_bytes(), path.name))
    if not page.strip():
        raise DocumentError(f"{path.name} is empty: it holds nothing but white space. Check that it was saved.")
    return Reading((RawDocument(path.name, (page,)),))
