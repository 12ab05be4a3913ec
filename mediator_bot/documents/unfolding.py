"""A package of compressed parts (DOCX, XLSX, ODT, ZIP) goes in; it is refused where it would unfold to too much."""

from collections.abc import Iterable
from zipfile import ZipInfo

from mediator_bot.documents.reading import Limits
from mediator_bot.errors import DocumentError

# XML shrinks about tenfold in a ZIP; what unfolds further was made to do harm.
_UNFOLDING = 10


def check_unfolded(parts: Iterable[ZipInfo], name: str, limits: Limits, remedy: str) -> None:
    """Raises DocumentError where the parts together hold more than ten times what a file may have.

    The sizes are those that the package states: `zipfile` never unpacks more of a part than it stated.
    """
    most = _UNFOLDING * limits.megabytes
    if sum(part.file_size for part in parts) > most * 1_000_000:
        raise DocumentError(f"{name} unfolds to more than {most} MB. {remedy}")
