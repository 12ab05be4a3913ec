"""A page of a PDF goes in; what people have filled into its form or typed over it comes out, with its place."""

from collections.abc import Callable, Iterator
from ctypes import POINTER, c_ushort, cast, create_string_buffer
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from mediator_bot.documents.boxes import Bounds

_TEXT = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_TICK = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_TICKED, _UNTICKED = "☑", "☐"
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_CONTENTS = b"Contents"
# A line of a field is at most so many points high, and a field no longer than so many bytes.
_LINE, _MOST = 16.0, 100_000


def filled_in(page: PdfPage) -> Iterator[tuple[str, Bounds]]:
    """Each line of a field with its rectangle in PDF space. Boxes to tick are ☑ or ☐; empty fields are left out.

    The document's forms must be loaded before the page (`init_forms`) for anything but text typed over it.
    """
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        try:
            if not pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
                yield from _lines(_text(page, note).splitlines(), _rectangle(note))
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _text(page: PdfPage, note: Any) -> str:
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _string(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, _CONTENTS, buffer, size))
    if kind != pdfium.FPDF_ANNOT_WIDGET or not page.formenv:
        return ""
    form = page.formenv.raw
    field = pdfium.FPDFAnnot_GetFormFieldType(form, note)
    if field in _TICK:
        return _TICKED if pdfium.FPDFAnnot_IsChecked(form, note) else _UNTICKED
    if field not in _TEXT:
        return ""
    return _string(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))


def _string(read: Callable[[Any, int], int]) -> str:
    """A string that pdfium writes as UTF-16 into a buffer, after it has told the size in bytes."""
    size = min(_MOST, read(None, 0))
    buffer = create_string_buffer(max(2, size))
    read(cast(buffer, POINTER(c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", errors="replace").rstrip("\0")


def _rectangle(note: Any) -> Bounds:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, box)
    return box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)


def _lines(texts: list[str], box: Bounds) -> Iterator[tuple[str, Bounds]]:
    left, bottom, right, top = box
    height = min(_LINE, (top - bottom) / max(1, len(texts)))
    # One line stands in the middle of its field, more begin at the top.
    start = (top + bottom + height) / 2 if len(texts) == 1 else top
    for number, text in enumerate(texts):
        if text.strip():
            yield text.strip(), (left, start - (number + 1) * height, right, start - number * height)
