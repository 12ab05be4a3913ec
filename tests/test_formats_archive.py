"""ZIP archives: each member as if it lay in a folder, each refusal in a line of its own."""

import io
import json
import os
import stat
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from files import SENTENCE, packed, reason, texts, write

from mediator_bot.documents import Limits, Reader, Reading, read
from mediator_bot.documents.formats import parse

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def quick(path: Path, limits: Limits | None = None) -> Reading:
    return parse(path, limits or Limits())


def word_file(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def sheet(rows: list[list[str]]) -> bytes:
    made, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def renamed(path: Path, names: dict[str, bytes]) -> Path:
    """The archive with the bytes of some names put in place of others as long, which `zipfile` itself would not write."""
    content = path.read_bytes()
    for old, new in names.items():
        assert len(old) == len(new)
        content = content.replace(old.encode(), new)
    return write(path, content)


def flagged(path: Path, bits: int) -> Path:
    """The archive with these flags set for every member."""
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= bits
            at = content.find(mark, at + 4)
    return write(path, bytes(content))


def test_members_of_every_kind_with_their_records(tmp_path: Path) -> None:
    archive = packed(
        tmp_path / "cases.zip",
        {
            "2024/押金.docx": word_file(SENTENCE),
            "2024/押金.yaml": "case_id: nb-1\nconfidentiality: restricted\n",
            "note.md": f"---\ncase_id: nb-2\n---\n{SENTENCE}\n",
            "cards.jsonl": json.dumps({"facts": "A", "gist": "B"}),
            "r.xlsx": sheet([["编号甲", "案情"], ["7", "漏水"]]),
            "r.columns.yaml": "编号甲: case_id\n案情: facts\n",
            "mail.eml": f"Subject: s\n\n{SENTENCE}",
            "alone.yaml": "case_id: x\n",
            "photo.mp3": "x",
            "__MACOSX/._note.md": "x",
            ".DS_Store": "x",
            "2024/~$押金.docx": "x",
            "empty/": "",
        },
    )
    reading = read(archive)
    assert [(d.name, d.pages, d.record) for d in reading.documents] == [
        ("cases.zip/2024/押金.docx", (SENTENCE,), {"case_id": "nb-1", "confidentiality": "restricted"}),
        ("cases.zip/note.md", (f"{SENTENCE}\n",), {"case_id": "nb-2"}),
        ("cases.zip/cards.jsonl:1", ("【基本案情】\nA\n\n【解纷要旨】\nB",), None),
        ("cases.zip/r.xlsx:2", ("【基本案情】\n漏水",), {"case_id": "7"}),
        ("cases.zip/mail.eml", (f"## s\n\n{SENTENCE}",), None),
    ]
    assert [problem.partition(" (")[0] for problem in reading.problems] == [
        "cases.zip/alone.yaml is not a kind of file this version reads",
        "cases.zip/photo.mp3 is not a kind of file this version reads",
    ]
    assert [document.name for document in quick(archive).documents] == [document.name for document in reading.documents]


@pytest.mark.parametrize(
    ("packed_as", "encoding", "name"),
    [
        ("XXXX/XXXX.txt", "gbk", "调解/押金.txt"),
        ("XXXXXX.txt", "utf-8", "押金.txt"),  # as a Mac packs it, without saying so
        ("XXXX.txt", "big5", "押金.txt"),
        ("cafX.txt", "cp437", "café.txt"),
    ],
)
def test_names_in_the_encoding_of_their_system(tmp_path: Path, packed_as: str, encoding: str, name: str) -> None:
    archive = renamed(packed(tmp_path / "a.zip", {packed_as: SENTENCE}), {packed_as: name.encode(encoding)})
    assert texts(quick(archive)) == {f"a.zip/{name}": SENTENCE}


def test_a_record_that_is_wrong_costs_its_document(tmp_path: Path) -> None:
    reading = quick(packed(tmp_path / "a.zip", {"a.txt": "x", "a.yml": "a: b: c", "b.txt": "y"}))
    assert texts(reading) == {"a.zip/b.txt": "y"}
    assert reading.problems[0].startswith("a.zip/a.yml: line 1 is not valid YAML")


def test_what_is_refused_is_told_member_by_member(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../slip.txt", "x")
        archive.writestr("/etc/absolute.txt", "x")
        archive.writestr("C:/drive.txt", "x")
        archive.writestr("..\\windows.txt", "x")
        archive.writestr(link, "/etc/passwd")
        archive.writestr("zeros.txt", "0" * 2_000_000)
        archive.writestr("inner.zip", packed(tmp_path / "inner.zip", {"a.txt": "x"}).read_bytes())
        archive.writestr("nothing.txt", "")
        archive.writestr("broken.docx", b"PK\x03\x04" + bytes(300))
        archive.writestr("good.txt", SENTENCE)
    reading = quick(path)
    assert texts(reading) == {"a.zip/good.txt": SENTENCE}
    outside = "has a path that leads out of the archive. Pack it again without such paths."
    assert list(reading.problems[:-1]) == [
        f"a.zip/../../slip.txt {outside}",
        f"a.zip//etc/absolute.txt {outside}",
        f"a.zip/C:/drive.txt {outside}",
        f"a.zip/../windows.txt {outside}",
        "a.zip/link.txt is a link, not a file. Pack the file it leads to.",
        "a.zip/zeros.txt unfolds to more than 100 times its size, as archives made to do harm do. "
        "Unpack it yourself and look at it.",
        "a.zip/inner.zip is an archive inside another file. Unpack it and add its files.",
        "a.zip/nothing.txt is empty (0 bytes). Check that it was copied completely.",
    ]
    assert reading.problems[-1].startswith("a.zip/broken.docx is not a DOCX file")
    assert not (tmp_path.parent / "slip.txt").exists()


def test_members_with_a_password_damaged_or_too_large(tmp_path: Path) -> None:
    locked = flagged(packed(tmp_path / "locked.zip", {"a.txt": "x"}), 0x1)
    assert reason(locked) == "locked.zip/a.txt is protected with a password. Unpack the archive and add its files."
    damaged = packed(tmp_path / "damaged.zip", {"a.txt": SENTENCE * 9, "b.txt": "y"})
    content = bytearray(damaged.read_bytes())
    content[45:60] = b"\xff" * 15
    reading = quick(write(damaged, bytes(content)))
    assert texts(reading) == {"damaged.zip/b.txt": "y"}
    assert reading.problems[0].startswith("damaged.zip/a.txt is damaged inside the archive (")
    large = packed(tmp_path / "large.zip", {"a.txt": os.urandom(1_000_001).hex()[:1_000_001], "b.txt": "y"})
    reading = quick(large, Limits(megabytes=1))
    assert reading.problems == ("large.zip/a.txt is larger than 1 MB. Split it, or remove its pictures.",)


def test_an_archive_that_is_refused_as_a_whole(tmp_path: Path) -> None:
    many = packed(tmp_path / "many.zip", {f"{n}.txt": "x" for n in range(10_000)})
    assert reason(many) == "many.zip holds 10000 files, more than 1000. Unpack it and add its files."
    heavy = packed(tmp_path / "heavy.zip", {f"{n}.txt": " " * 1_000_000 for n in range(11)})
    assert reason(heavy, Limits(megabytes=1)) == "heavy.zip unfolds to more than 10 MB. Unpack it and add its files."
    empty = packed(tmp_path / "empty.zip", {".hidden": "x"})
    assert reason(empty) == "empty.zip holds no files to read. Check that it was packed completely."
    whole = packed(tmp_path / "whole.zip", {"a.txt": SENTENCE}).read_bytes()
    assert reason(write(tmp_path / "cut.zip", whole[:-30])).startswith("cut.zip is no ZIP archive, or cut off (")
    several = packed(tmp_path / "several.zip", {f"{n}.exe": "x" for n in range(5)})
    assert reason(several).count("is not a kind of file") == 3
    assert reason(several).endswith(" And 2 more.")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for a LibreOffice that hangs")
def test_a_member_that_ends_the_worker_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    write(tmp_path / "bin" / "soffice", "#!/bin/sh\nsleep 60\n").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    archive = packed(tmp_path / "a.zip", {"1.txt": "one", "2.doc": OLE, "3.txt": "three", "4.txt": "four"})
    with Reader(Limits(seconds=2)) as reader:
        reading = reader.read(archive)
        assert texts(reading) == {"a.zip/1.txt": "one", "a.zip/3.txt": "three", "a.zip/4.txt": "four"}
        assert reading.problems == ("Reading a.zip/2.doc took longer than 2 s. Split it, or save its text as .txt.",)
    hostile = packed(tmp_path / "b.zip", {"1.txt": "one", **{f"{n}.doc": OLE for n in range(2, 6)}, "6.txt": "six"})
    with Reader(Limits(seconds=1)) as reader:
        reading = reader.read(hostile)
    assert texts(reading) == {"b.zip/1.txt": "one"}
    assert reading.problems[-1] == "b.zip was not read any further than b.zip/4.doc. Unpack it and add its files."
    assert len(reading.problems) == 4
