"""A file goes in; what kind it really is comes out, by its first bytes and not by its name."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from mediator_bot.documents.encoding import begins_as_text
from mediator_bot.errors import DocumentError

_HEAD = 4096


@dataclass(frozen=True)
class Kind:
    """What to call it, and the endings it may go under, the usual one first. `remedy` is for what nobody here reads."""

    name: str
    suffixes: tuple[str, ...] = ()
    remedy: str = "save its text as .txt"


_OFFICE = "open it in the program that made it and save it in the newer form (.docx, .xlsx)"
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp")
_PDF = Kind("a PDF", (".pdf",))
_DOC = Kind("an old Word document", (".doc", ".wps"), _OFFICE)
_HTML = Kind("a web page", (".html", ".htm", ".md", ".markdown"))
_MAIL = Kind("an e-mail or a web archive", (".eml", ".txt", ".md", ".markdown"))
_TEXT = Kind("plain text", (".txt", ".md", ".markdown", ".csv", ".json", ".jsonl", ".html", ".htm", ".eml"))
_ZIP = Kind("a ZIP archive", (".zip",), "unpack it and add its files")

_SIGNATURES: dict[bytes, Kind] = {
    b"{\\rtf": Kind("an RTF document", (".rtf",)),
    b"\x89PNG\r\n\x1a\n": Kind("a picture (PNG)", (".png", *_PICTURES)),
    b"\xff\xd8\xff": Kind("a picture (JPEG)", (".jpg", *_PICTURES)),
    b"II*\0": Kind("a picture (TIFF)", (".tif", *_PICTURES)),
    b"MM\0*": Kind("a picture (TIFF)", (".tif", *_PICTURES)),
    b"GIF8": Kind("a picture (GIF)", (".gif", *_PICTURES), "save it as .png"),
    b"Rar!\x1a\x07": Kind("a RAR archive", (), "unpack it and add its files"),
    b"7z\xbc\xaf\x27\x1c": Kind("a 7z archive", (), "unpack it and add its files"),
    b"\x1f\x8b\x08": Kind("a GZIP archive", (), "unpack it and add its files"),
}
# By how the part is named that makes a package what it is; an OpenDocument says so in its `mimetype`.
_ODT = Kind("an OpenDocument text", (".odt",))
_PACKAGES = {
    "word/document": Kind("a Word document", (".docx",)),
    "xl/workbook.bin": Kind("a binary Excel workbook (.xlsb)", (), "save it as .xlsx"),
    "xl/workbook": Kind("an Excel workbook", (".xlsx",)),
    "ppt/presentation": Kind("a presentation", (), "save it as a PDF"),
    "META-INF/manifest.xml": _ODT,
}
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": _ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind("an OpenDocument sheet", (), "save it as .xlsx"),
    b"application/vnd.oasis.opendocument.presentation": Kind("a presentation", (), "save it as a PDF"),
}
# By the name of a stream, which an OLE file holds in UTF-16.
_STREAMS = {
    "WordDocument\0": _DOC,
    "Workbook\0": Kind("an old Excel workbook (.xls)", (), "open it and save it as .xlsx"),
    "PowerPoint Document\0": Kind("an old presentation (.ppt)", (), "save it as a PDF"),
    "__substg1.0_": Kind("an Outlook message (.msg)", (), "save it as .eml"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage\0"
_PDF_MARK = b"%PDF-"  # other programs may have put a little before it
_OPENS_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_OPENS_MAIL = re.compile(rb"^MIME-Version:", re.M | re.I)


def check_kind(path: Path, readable: tuple[str, ...]) -> None:
    """Refuse a file whose name says one kind and whose content is another. `readable` are the endings that are read.

    Raises DocumentError that names the kind and the right ending, and for an Office file with a password.
    """
    kind = kind_of(path)
    if kind is None or path.suffix.lower() in kind.suffixes:
        return
    suffix = next((suffix for suffix in kind.suffixes if suffix in readable), None)
    remedy = f"rename it to {path.stem}{suffix}" if suffix else kind.remedy
    raise DocumentError(f"{path.name} is really {kind.name}; {remedy}.")


def kind_of(path: Path) -> Kind | None:
    """The kind of a file; None for one that is none of those known, or too damaged to tell.

    Raises DocumentError for an Office file with a password.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(path)
    if head.startswith(_OLE):
        return _ole(path)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind("a picture (WebP)", (".webp", *_PICTURES))
    if found := next((kind for mark, kind in _SIGNATURES.items() if head.startswith(mark)), None):
        return found
    if head.startswith(_PDF_MARK) or (_PDF_MARK in head[:1024] and not begins_as_text(head)):
        return _PDF
    return _text(head)


def _package(path: Path) -> Kind | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            stated = _opening(package, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        return None  # cut off or damaged: for its own parser to say
    by_statement = (kind for mimetype, kind in _MIMETYPES.items() if stated.startswith(mimetype))
    by_part = (kind for part, kind in _PACKAGES.items() if any(name.startswith(part) for name in names))
    return next(by_statement, None) or next(by_part, _ZIP)


def _opening(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as file:
        return file.read(_HEAD).strip()


def _ole(path: Path) -> Kind:
    content = path.read_bytes()
    if _LOCKED.encode("utf-16-le") in content:
        raise DocumentError(f"{path.name} is protected with a password. Open it and save it without one.")
    streams = (kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in content)
    return next(streams, Kind("an old Office file", (".doc", ".wps"), _OFFICE))


def _text(head: bytes) -> Kind | None:
    if _OPENS_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return _HTML
    if head.lstrip().startswith(b"<") or not begins_as_text(head):
        return None
    return _MAIL if _OPENS_MAIL.search(head) else _TEXT
