"""A PDF goes in; the text of its printed pages comes out."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from mediator_bot.documents.boxes import Sheet
from mediator_bot.documents.glyphs import Printed, printed
from mediator_bot.documents.pictures import Pixels, of_page
from mediator_bot.documents.reading import Limits, Reading
from mediator_bot.documents.scans import Scans, read_scans
from mediator_bot.documents.sheets import page_texts
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

_SIGNATURE, _WITHIN = b"%PDF", 1024
# A text layer in which more letters than this are not named is no text.
_UNREADABLE = 0.05
# A page under a picture with fewer letters than this is a scan, and the letters are a stamp of the scanner's.
_PICTURED, _STAMP = 0.5, 60
# A picture of this share of a page may have words on it. One that fills the page lies behind its text.
_SOME, _WHOLE = 0.15, 0.9
_UNLOCK = "Print it to a new PDF without a password."


def parse(path: Path, limits: Limits) -> Reading:
    """Read the text layer, a page for each printed one, with filled-in forms; attachments are left out.

    Pages that are pictures, or whose fonts do not say which letters they draw, are read by text recognition.
    Raises DocumentError for what is no PDF, is damaged, needs a password, has too many pages or no text at all.
    """
    with path.open("rb") as file:
        if _SIGNATURE not in file.read(_WITHIN):
            raise DocumentError(f"{path.name} is not a PDF: its content is of another kind. Give it its right ending.")
    with opened(path) as document:
        if len(document) > limits.pages:
            raise DocumentError(f"{path.name} has {len(document)} pages, more than {limits.pages}. Split it.")
        pages = [printed(page) for page in document]
        pictures = {
            number: partial(_pixels, document, number) for number, page in enumerate(pages, start=1) if _is_scan(page)
        }
        scans = read_scans(pictures, path.name, limits) if pictures else Scans({}, (), ())
    sheets = [scans.sheets.get(number) or _without_scan(page) for number, page in enumerate(pages, start=1)]
    if not any(sheet.pieces for sheet in sheets):
        raise DocumentError(_nothing(path.name, len(pictures)))
    unread = (_unread(path.name, number) for number, page in enumerate(pages, start=1) if _holds_picture(page))
    warnings = (*scans.warnings, *unread)
    return Reading((RawDocument(path.name, page_texts(sheets), ocr=scans.pages, warnings=warnings),))


@contextmanager
def opened(path: Path) -> Iterator[PdfDocument]:
    """A PDF without a password, or with an empty one. Raises DocumentError, also for what goes wrong while it is open."""
    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        raise DocumentError(_failure(path.name, error)) from error
    try:
        document.init_forms()
        yield document
    except PdfiumError as error:
        raise DocumentError(_failure(path.name, error)) from error
    finally:
        document.close()


def _failure(name: str, error: PdfiumError) -> str:
    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return f"{name} is protected with a password. {_UNLOCK}"
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        return f"{name} is encrypted in a way this installation cannot open. {_UNLOCK}"
    return f"{name} is damaged or incomplete ({str(error).rstrip('.')}). Open it in a PDF viewer and save it again."


def _pixels(document: PdfDocument, number: int) -> Pixels:
    return of_page(document[number - 1])


def _is_scan(page: Printed) -> bool:
    if page.unmapped > _UNREADABLE * (page.letters + page.unmapped):
        return True
    return page.drawn and (not page.letters or (page.pictured >= _PICTURED and page.letters < _STAMP))


def _holds_picture(page: Printed) -> bool:
    return not _is_scan(page) and _SOME <= page.pictured < _WHOLE


def _unread(name: str, page: int) -> str:
    return f"{name}, page {page}: there is a picture beside the text. If there are words on it, type them out."


def _without_scan(page: Printed) -> Sheet:
    """What is left of a page on which nothing was recognised: its letters, where they are known."""
    return Sheet() if page.unmapped > _UNREADABLE * (page.letters + page.unmapped) else page.sheet


def _nothing(name: str, scans: int) -> str:
    if not scans:
        return f"{name} has no text layer: its pages are empty. Check that it was saved."
    pages = "scanned page" if scans == 1 else f"{scans} scanned pages"
    return (
        f"{name} has no text layer that can be read, and text recognition saw no words on its {pages}. "
        "If there are words, scan it again, upright and at 300 dpi."
    )
