"""A PDF goes in; the text of its printed pages comes out."""

import re
from pathlib import Path

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from mediator_bot.documents.layout import readable
from mediator_bot.documents.reading import Limits, Reading
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

_SIGNATURE, _WITHIN = b"%PDF", 1024
# What a font without a character table gives instead of letters: control codes, private use, replacement marks.
_UNMAPPED = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_READABLE = 0.95
_UNLOCK = "Print it to a new PDF without a password."


def parse(path: Path, limits: Limits) -> Reading:
    """Read the text layer, a page for each printed one; attachments and form values are left out.

    Raises DocumentError for what is no PDF, is damaged, needs a password, has too many pages or no readable text.
    """
    with path.open("rb") as file:
        if _SIGNATURE not in file.read(_WITHIN):
            raise DocumentError(f"{path.name} is not a PDF: its content is of another kind. Give it its right ending.")
    try:
        texts = _texts(path, limits)
    except DependencyError as error:
        raise DocumentError(f"{path.name} is encrypted in a way this installation cannot open. {_UNLOCK}") from error
    except PyPdfError as error:
        raise DocumentError(
            f"{path.name} is damaged or incomplete ({error}). Open it in a PDF viewer and save it again."
        ) from error
    return Reading((RawDocument(path.name, _pages(texts, path.name)),))


def _texts(path: Path, limits: Limits) -> list[str]:
    reader = PdfReader(path)
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise DocumentError(f"{path.name} is protected with a password. {_UNLOCK}")
    if len(reader.pages) > limits.pages:
        raise DocumentError(f"{path.name} has {len(reader.pages)} pages, more than {limits.pages}. Split it.")
    return [page.extract_text() for page in reader.pages]


def _pages(texts: list[str], name: str) -> tuple[str, ...]:
    whole = "".join("".join(texts).split())
    if not whole:
        raise DocumentError(f"{name} has no text layer (a scan or a drawing?). Run text recognition on it first.")
    if len(_UNMAPPED.findall(whole)) > (1 - _READABLE) * len(whole):
        raise DocumentError(
            f"{name} has a text layer that cannot be read: its fonts do not say which letters they draw. "
            "Run text recognition on it first."
        )
    return tuple(readable(text) for text in texts)
