"""What a file really is, whatever its name says, and a folder of hostile files that each cost only themselves."""

import io
import os
import stat
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from files import SENTENCE, texts, write

from mediator_bot.documents import Limits, Reader, Reading, find
from mediator_bot.documents.formats import parse
from mediator_bot.documents.names import shown
from mediator_bot.errors import DocumentError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    """The opening of an OLE file with a stream of this name in its directory."""
    return OLE + stream.encode("utf-16-le").ljust(128, b"\0")


def package(*parts: str, mimetype: str = "") -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
        if mimetype:
            archive.writestr("mimetype", mimetype)
    return file.getvalue()


WORD, EXCEL = package("word/document.xml"), package("xl/workbook.xml")
ODT = package("content.xml", mimetype="application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("report.docx", ole("WordDocument"), "report.docx is really an old Word document; rename it to report.doc."),
        (
            "list.xlsx",
            ole("Workbook"),
            "list.xlsx is really an old Excel workbook (.xls); open it and save it as .xlsx.",
        ),
        ("mail.eml", ole("__substg1.0_0037001F"), "mail.eml is really an Outlook message (.msg); save it as .eml."),
        ("old.docx", OLE, "old.docx is really an old Office file; rename it to old.doc."),
        ("a.docx", ole("EncryptedPackage"), "a.docx is protected with a password. Open it and save it without one."),
        ("a.xlsx", ole("EncryptedPackage"), "a.xlsx is protected with a password. Open it and save it without one."),
        ("notes.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "notes.txt is really a PDF; rename it to notes.pdf."),
        ("notes.pdf", b"\n\n\xff%PDF-1.7\n%\xe2\xe3", "notes.pdf is damaged or incomplete"),
        ("a.pdf", package("a.txt"), "a.pdf is really a ZIP archive; rename it to a.zip."),
        ("a.pdf", WORD, "a.pdf is really a Word document; rename it to a.docx."),
        ("a.zip", WORD, "a.zip is really a Word document; rename it to a.docx."),
        ("a.docx", EXCEL, "a.docx is really an Excel workbook; rename it to a.xlsx."),
        ("a.docx", ODT, "a.docx is really an OpenDocument text; rename it to a.odt."),
        ("a.docx", package("ppt/presentation.xml"), "a.docx is really a presentation; save it as a PDF."),
        ("a.docx", package("word/document2.xml", "x"), "a.docx is a ZIP but not a Word document"),
        ("a.xlsx", package("xl/workbook.bin"), "a.xlsx is really a binary Excel workbook (.xlsb); save it as .xlsx."),
        ("a.docx", b"{\\rtf1 x}", "a.docx is really an RTF document; rename it to a.rtf."),
        ("a.doc", b"{\\rtf1 x}", "a.doc is really an RTF document; rename it to a.rtf."),
        ("a.doc", b"<html><body>x</body></html>", "a.doc is really a web page; rename it to a.html."),
        ("a.xlsx", b"\xef\xbb\xbf<!-- x -->\n<!DOCTYPE HTML><p>x", "a.xlsx is really a web page; rename it to a.html."),
        ("a.txt", b"<!doctype html><p>x", "a.txt is really a web page; rename it to a.html."),
        (
            "a.doc",
            b"MIME-Version: 1.0\nContent-Type: x\n",
            "a.doc is really an e-mail or a web archive; rename it to a.eml.",
        ),
        ("scan.pdf", b"\xff\xd8\xff\xe0" + bytes(20), "scan.pdf is really a picture (JPEG); "),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n", "photo.pdf is really a picture (PNG); "),
        ("photo.docx", b"RIFF\x10\0\0\0WEBPVP8 ", "photo.docx is really a picture (WebP); "),
        ("a.zip", b"Rar!\x1a\x07\x01\x00", "a.zip is really a RAR archive; unpack it and add its files."),
        ("a.zip", b"7z\xbc\xaf\x27\x1c\x00", "a.zip is really a 7z archive; unpack it and add its files."),
        ("a.csv", EXCEL, "a.csv is really an Excel workbook; rename it to a.xlsx."),
        ("a.pdf", SENTENCE.encode(), "a.pdf is really plain text; rename it to a.txt."),
        ("a.docx", (SENTENCE * 300).encode("gb18030"), "a.docx is really plain text; rename it to a.txt."),
        ("a.odt", SENTENCE.encode("utf-16"), "a.odt is really plain text; rename it to a.txt."),
        ("program.txt", b"\x7fELF\x02\x01\x00\x00\x00\x00", "program.txt is binary, not text"),
    ],
)
def test_a_file_under_a_wrong_name_gets_its_right_one(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(write(tmp_path / name, content), Limits())
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", b"<html><body>kept as it is</body></html>"),
        ("a.txt", b"The mark %PDF-1.7 begins a PDF."),
        ("a.txt", "MIME-Version: 1.0 是邮件头的一行。".encode()),
        ("a.txt", "PK 大赛".encode()),
    ],
)
def test_text_may_look_like_something_else(tmp_path: Path, name: str, content: bytes) -> None:
    assert texts(parse(write(tmp_path / name, content), Limits())) == {name: content.decode()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("押金.txt", "押金.txt"),
        ("invoice\u202efdp.txt", "invoicefdp.txt"),
        ("two\nlines\x1b[2J.txt", "two lines[2J.txt"),
        (os.fsdecode("押金.txt".encode("gbk")), "押金.txt"),
        (os.fsdecode(b"\xff\xfe\xff.txt"), "???.txt"),
    ],
)
def test_a_name_is_shown_in_one_harmless_line(name: str, expected: str) -> None:
    assert shown(name) == expected


# --- a folder of hostile files -------------------------------------------------------------------------------


def _word(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def _excel() -> bytes:
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["案情"])
    made.active.append([SENTENCE])
    made.save(file)
    return file.getvalue()


def _doll() -> bytes:
    """Archives within archives, each holding ten of the next: a small 42.zip."""
    content = b"0" * 10_000_000
    for depth in range(4):
        with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{depth}-{number}.{'zip' if depth else 'txt'}", content)
        content = file.getvalue()
    return content


def _odd_members() -> bytes:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
        archive.writestr("../slip.txt", "x")
        archive.writestr(link, "/etc/passwd")
        archive.writestr("nullXX.txt", "cut at its NUL")
        archive.writestr("right\u202etxt.odt", b"PK\x03\x04")
        archive.writestr("good.txt", SENTENCE)
    return file.getvalue().replace(b"nullXX.txt", b"null.md\0\0\0")


def _hostile(folder: Path) -> Path:
    """A folder with one of everything, and a good note first and last."""
    folder.mkdir()
    contents: dict[str, bytes] = {
        "00-good.txt": SENTENCE.encode(),
        "bomb.zip": _doll(),
        "cut.docx": _word(SENTENCE)[:-100],
        "cut.xlsx": _excel()[:-100],
        "cut.zip": package("a.txt")[:-10],
        "empty.eml": b"",
        "members.zip": package(*(f"{number}.txt" for number in range(10_000))),
        "nested.html": b"<b>" * 100_000,
        "nul.csv": "案情\n前\0后\n".encode(),
        "odd.zip": _odd_members(),
        "report.docx": ole("EncryptedPackage"),
        "right\u202etxt.rtf": b"\x00\x01\x02\x03",
        "sure.jsonl": b'{"facts": ' + b"[" * 100_000,
        "two\nlines.txt": b"\x7fELF\x00",
        "zz-good.txt": SENTENCE.encode(),
    }
    for name, content in contents.items():
        write(folder / name, content)
    return folder


def test_each_hostile_file_costs_only_itself(tmp_path: Path) -> None:
    read: dict[str, str] = {}
    reasons: list[tuple[str, str]] = []
    with Reader(Limits(seconds=20)) as reader:
        for path in find([_hostile(tmp_path / "files")]):
            try:
                reading = reader.read(path)
            except DocumentError as error:
                reading = Reading((), (str(error),))
            read |= texts(reading)
            reasons += [(path.name, problem) for problem in reading.problems]
    assert read == {
        "00-good.txt": SENTENCE,
        "odd.zip/good.txt": SENTENCE,
        "odd.zip/null.md": "cut at its NUL",
        "zz-good.txt": SENTENCE,
    }
    nested = "is an archive inside another file. Unpack it and add its files."
    assert reasons == [
        ("bomb.zip", f"bomb.zip/3-0.zip {nested} bomb.zip/3-1.zip {nested} bomb.zip/3-2.zip {nested} And 7 more."),
        ("cut.docx", "cut.docx is not a DOCX file: an old .doc, one with a password, or cut off. "
         "Open it in Word and save it as .docx without a password."),
        ("cut.xlsx", "cut.xlsx is damaged or cut off (File is not a zip file). "
         "Open it in a spreadsheet program and save it again as .xlsx."),
        ("cut.zip", "cut.zip is no ZIP archive, or cut off (File is not a zip file). Pack it again."),
        ("empty.eml", "empty.eml is empty (0 bytes). Check that it was copied completely."),
        ("members.zip", "members.zip holds 10000 files, more than 1000. Unpack it and add its files."),
        ("nested.html", "nested.html is nested too deeply. Open it in a browser and save what you see as .txt."),
        ("nul.csv", "nul.csv is binary, not text, or in an unknown encoding. Save it as UTF-8 text."),
        ("odd.zip", "odd.zip/../slip.txt has a path that leads out of the archive. Pack it again without such paths."),
        ("odd.zip", "odd.zip/link.txt is a link, not a file. Pack the file it leads to."),
        ("odd.zip", "odd.zip/righttxt.odt is damaged or cut off (File is not a zip file). Open it and save it again."),
        ("report.docx", "report.docx is protected with a password. Open it and save it without one."),
        ("right\u202etxt.rtf", "righttxt.rtf is not an RTF file. Open it in a word processor and save it as .docx."),
        ("sure.jsonl", "sure.jsonl is nested too deeply. Write one flat record a line."),
        ("two\nlines.txt", "two lines.txt is binary, not text, or in an unknown encoding. Save it as UTF-8 text."),
    ]  # fmt: skip
