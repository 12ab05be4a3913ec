"""A Markdown file goes in; its one page comes out, and the record of its front matter."""

from pathlib import Path

from mediator_bot.documents.encoding import decode
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.documents.records import split_front_matter
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument


def parse(path: Path, limits: Limits) -> Reading:
    """Read a note; front matter becomes the record and is no part of the page. Raises DocumentError."""
    record, page = split_front_matter(page_text(decode(path.read_bytes(), path.name)), path.name)
    if not page.strip() and not record:
        raise DocumentError(f"{path.name} is empty. Check that it was saved.")
    return Reading((RawDocument(path.name, (page,), record),))
