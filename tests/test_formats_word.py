"""Documents of older and other word processors: RTF, ODT, and DOC through LibreOffice."""

import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from files import SENTENCE, TRADITIONAL, packed, pages, reason, write

from mediator_bot.documents import Limits, office, read
from mediator_bot.documents.formats import parse
from mediator_bot.errors import DocumentError

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    not OFFICE, reason="LibreOffice is not installed (apt-get install libreoffice-writer)"
)

BODY = f"{SENTENCE}\n约定 | 期限\n退还 押金 | 三日内\n调解成功。Room 3"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document as LibreOffice saves it in each format."""
    folder = tmp_path_factory.mktemp("office")
    document = docx.Document()
    document.add_heading("调解笔录", 1)
    document.add_paragraph(SENTENCE)
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["约定", "期限", "退还\n押金", "三日内"], strict=True
    ):
        cell.text = text
    document.add_paragraph("调解成功。Room 3").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("第二页")
    document.save(folder / "a.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in ("rtf", "odt", "doc"):
        command = [OFFICE or "", "--headless", profile, "--convert-to", suffix, "--outdir", folder, folder / "a.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


# --- RTF -----------------------------------------------------------------------------------------------------


def gbk(text: str, hexadecimal: bool = True) -> str:
    """As Word writes Chinese: both bytes in hexadecimal, or the second one, where it is a letter, as that letter."""
    return "".join(
        chr(byte) if byte < 0x80 and not (hexadecimal and byte > 0x3F) else f"\\'{byte:02x}"
        for byte in text.encode("gbk")
    )


FONTS = r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f13\fnil\fcharset134 SimSun;}}"


@pytest.mark.parametrize(
    "source",
    [
        rf"{{\rtf1\ansi\ansicpg936{FONTS}\f0 Room \f13 {gbk('镕押金')}\par 3}}",
        rf"{{\rtf1\ansi\ansicpg936{FONTS}\f0 Room \f13 {gbk('镕押金', hexadecimal=False)}\par 3}}",
        rf"{{\rtf1\ansi\ansicpg1252{FONTS}\f0 Room \f13 {gbk('镕押金')}\f0\par 3}}",
        rf"{{\rtf1\ansi\ansicpg936{FONTS}\f0 Room {gbk('镕押金')}\par 3}}",
        r"{\rtf1\ansi\ansicpg936\uc2 Room \u-27307\'e9\'46\u25276\'d1\'ba\u-28207\'bd\'f0\par 3}",
        rf"{{\rtf1\ansi\ansicpg936{FONTS}{{\info{{\title x}}}}{{\*\generator y}}{{\f13\deleted {gbk('删去')}}}\f0 Room "
        rf"{{\pict\wmetafile8 {'0123456789abcdef' * 50}}}{gbk('镕押金')}\par 3}}",
    ],
)
def test_rtf_in_the_forms_that_chinese_programs_write(tmp_path: Path, source: str) -> None:
    assert pages(write(tmp_path / "a.rtf", source)) == ("Room 镕押金\n3",)


def test_rtf_with_bytes_as_they_are_traditional_and_beyond_the_basic_plane(tmp_path: Path) -> None:
    raw = rb"{\rtf1\ansi\ansicpg936 " + "调解成功。".encode("gbk") + b"}"
    assert pages(write(tmp_path / "a.rtf", raw)) == ("调解成功。",)
    big5 = "".join(f"\\'{byte:02x}" for byte in TRADITIONAL.encode("big5"))
    assert pages(write(tmp_path / "b.rtf", rf"{{\rtf1\ansi\ansicpg950 {big5}}}")) == (TRADITIONAL,)
    assert pages(write(tmp_path / "c.rtf", r"{\rtf1\ansi x\u-10187?\u-8368?y}")) == ("x\U0001d750y",)


def test_rtf_that_is_empty_or_none(tmp_path: Path) -> None:
    assert reason(write(tmp_path / "none.rtf", r"{\rtf1\ansi\par }")).startswith("none.rtf is empty: it holds no text")
    assert reason(write(tmp_path / "noise.rtf", bytes(range(256)))).startswith("noise.rtf is not an RTF file")


@needs_office
def test_rtf_of_libreoffice(converted: Path) -> None:
    (page,) = pages(converted / "a.rtf")
    assert page.split() == f"调解笔录\n{BODY}\n第二页".split()


# --- ODT -----------------------------------------------------------------------------------------------------

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in {"office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing"}.items()
) + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'  # fmt: skip
STYLES = (
    '<office:automatic-styles><style:style style:name="P9"><style:paragraph-properties fo:break-before="page"/>'
    "</style:style></office:automatic-styles>"
)


def odt(path: Path, body: str, manifest: str = "<m/>") -> Path:
    content = f"<office:document-content {NAMES}>{STYLES}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return packed(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        },
    )


def test_odt_in_document_order(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes><text:h>调解<text:line-break/>笔录</text:h>"
        '<text:p>甲<text:s text:c="2"/>乙<text:tab/>丙<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note>'
        "<text:span>丁</text:span><!-- x -->戊</text:p>"
        "<text:list><text:list-item><text:p>一</text:p><text:list><text:list-item><text:p>二</text:p></text:list-item></text:list>"
        "</text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>约定</text:p></table:table-cell><table:table-cell>"
        "<text:p>三</text:p><text:p>日</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>"
        '<text:section text:display="none"><text:p>藏</text:p></text:section>'
        "<text:p>框<draw:frame><draw:text-box><text:p>里</text:p></draw:text-box></draw:frame></text:p>"
        '<text:p text:style-name="P9">第二页</text:p>'
    )
    assert pages(odt(tmp_path / "a.odt", body)) == (
        "## 调解\n笔录\n甲  乙\t丙丁戊\n- 一\n- 二\n约定 | 三 日\n框\n里",
        "第二页",
    )


def test_odt_that_is_empty_locked_cut_off_or_a_bomb(tmp_path: Path) -> None:
    assert reason(odt(tmp_path / "none.odt", "<text:p/>")).startswith("none.odt is empty: it holds no text")
    locked = odt(tmp_path / "locked.odt", "x", "<manifest:encryption-data/>")
    assert reason(locked) == "locked.odt is protected with a password. Open it and save it without one."
    whole = odt(tmp_path / "a.odt", "<text:p>x</text:p>").read_bytes()
    assert reason(write(tmp_path / "cut.odt", whole[:-80])).startswith("cut.odt is damaged or cut off")
    bomb = odt(tmp_path / "bomb.odt", " " * 10_000_001)
    assert reason(bomb, Limits(megabytes=1)) == "bomb.odt unfolds to more than 10 MB. Save its text as a new document."
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    content = f"{laughs}<office:document-content {NAMES}><office:body><office:text><text:p>x&b;</text:p></office:text></office:body></office:document-content>"
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "META-INF/manifest.xml": "",
    }
    assert pages(packed(tmp_path / "laughs.odt", members)) == ("x",)


@needs_office
def test_odt_of_libreoffice(converted: Path) -> None:
    assert pages(converted / "a.odt") == (f"## 调解笔录\n{BODY}", "第二页")


# --- DOC -----------------------------------------------------------------------------------------------------


@needs_office
@pytest.mark.parametrize("name", ["a.doc", "a.wps"])
def test_an_old_word_document(converted: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copyfile(converted / "a.doc", tmp_path / name)
    write(tmp_path / "a.yaml", "case_id: nb-3\n")
    (document,) = read(copy).documents
    assert (document.name, document.record) == (name, {"case_id": "nb-3"})
    assert document.pages == (f"## 调解笔录\n{BODY}", "第二页")


@needs_office
def test_an_old_word_document_that_cannot_be_read(tmp_path: Path, converted: Path) -> None:
    whole = (converted / "a.doc").read_bytes()
    locked = bytearray(whole)
    locked[whole.index(b"\xec\xa5") + 11] |= 0x01
    assert (
        reason(write(tmp_path / "locked.doc", bytes(locked)))
        == "locked.doc is protected with a password. Open it and save it without one."
    )
    assert reason(write(tmp_path / "cut.doc", whole[:600])).startswith("cut.doc cannot be read by LibreOffice")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for a LibreOffice that hangs")
def test_a_conversion_that_hangs_is_ended_with_its_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = tmp_path / "begun"
    write(tmp_path / "soffice", f"#!/bin/sh\nsleep 60 &\necho $! > '{begun}'\nwait\n").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    path = write(tmp_path / "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert (
        reason(path, Limits(seconds=2)) == "Reading old.doc took longer than 2 s. Split it, or save its text as .txt."
    )
    child = int(begun.read_text())
    for _ in range(50):
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=False
        ).stdout
        if not state.strip(" \nZ<"):
            return
        time.sleep(0.1)
    pytest.fail(f"the program that the conversion started still runs: {state}")


@needs_office
def test_nothing_that_a_document_points_to_is_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        linked = _linking(tmp_path / "a.docx", f"http://127.0.0.1:{server.server_port}/picture.png")
        command = [OFFICE or "", "--headless", profile, "--convert-to", "doc", "--outdir", tmp_path, linked]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        assert asked  # an ordinary conversion fetches it
        asked.clear()
        assert parse(tmp_path / "a.doc", Limits()).documents[0].pages == ("before",)
        server.shutdown()
    assert asked == []


def _linking(path: Path, address: str) -> Path:
    """A document with a picture that is only pointed to."""
    document = docx.Document()
    paragraph = document.add_paragraph("before")
    place = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    paragraph._p.append(parse_xml(
        f'<w:r {nsdecls("w", "wp", "a", "pic", "r")}><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="p"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="{place}"/></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/></a:xfrm></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    ))  # fmt: skip
    document.save(str(path))
    return path


def test_without_libreoffice_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_PROGRAMS", ("no-such-soffice",))
    path = write(tmp_path / "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(DocumentError) as caught:
        parse(path, Limits())
    assert str(caught.value) == (
        "old.doc needs LibreOffice, which is not installed. "
        "Install it (libreoffice-writer), or open the file in Word or WPS and save it as .docx."
    )
