"""Files of every kind, sound and hostile: what is read from them, and the reason where nothing is."""

import json
import os
import signal
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from files import SENTENCE, TRADITIONAL, pages, reason, write
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mediator_bot.documents import SUFFIXES, Limits, Reader, find, read, record_beside
from mediator_bot.documents.encoding import decode
from mediator_bot.documents.layout import readable
from mediator_bot.errors import DocumentError

# --- before anything is parsed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("nothing.md", b"", "nothing.md is empty (0 bytes). Check"),
        ("blank.txt", b" \n\n", "blank.txt is empty"),
        ("bare.txt", b"\xef\xbb\xbf", "bare.txt is empty"),
        ("tune.mp3", b"ID3", "tune.mp3 is not a kind of file this version reads (.md .markdown .txt"),
        ("program.txt", b"\x7fELF\x02\x01\x00\x00\x00\x00", "program.txt is binary"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "cut.pdf is damaged or incomplete"),
        ("noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20, "noise.pdf is damaged or incomplete"),
        ("noise.docx", b"PK\x03\x04" + bytes(range(256)) * 20, "noise.docx is not a DOCX file"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    assert reason(write(tmp_path / name, content)).startswith(expected)


def test_a_missing_file_a_folder_and_a_large_file(tmp_path: Path) -> None:
    assert reason(tmp_path / "gone.md") == "gone.md does not exist. Check the path."
    assert reason(tmp_path) == f"{tmp_path.name} is not a file. Check the path."
    large = write(tmp_path / "large.txt", b"a" * 1_000_001)
    assert reason(large, Limits(megabytes=1)) == "large.txt is larger than 1 MB. Split it, or remove its pictures."


def test_find_takes_each_file_once_and_leaves_hidden_ones_and_records(tmp_path: Path) -> None:
    (tmp_path / "sub" / ".git").mkdir(parents=True)
    names = ["b.md", "a.pdf", "a.yaml", "alone.yaml", "sub/c.docx", "sub/c.yml", ".hidden.md", "~$c.docx", "README.md"]
    for name in [*names, "sub/.git/config.txt", "sheet.xlsx", "sheet.columns.yaml", "no.columns.yaml"]:
        write(tmp_path / name, "x")
    found = find([tmp_path / "b.md", tmp_path, tmp_path / "gone.md"])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "b.md", "README.md", "a.pdf", "alone.yaml", "no.columns.yaml", "sheet.xlsx", "sub/c.docx", "gone.md",
    ]  # fmt: skip


def test_the_suffixes() -> None:
    assert {
        *".md .markdown .txt .html .htm .pdf .docx .doc .wps .odt .rtf .jsonl .json .csv .xlsx .eml .zip".split()
    } <= {*SUFFIXES}


# --- text and its encodings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("text", [SENTENCE, SENTENCE[:6], f"Room 3: {SENTENCE}\nA owes B 40 CNY."])
def test_simplified_chinese_in_any_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "big5", "gb18030"])
@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL[:6], "佢哋話唔關佢哋事，啲嘢唔係咁講。"])
def test_traditional_chinese_in_any_encoding(text: str, encoding: str) -> None:
    if encoding == "big5" and text.startswith("佢"):
        encoding = "big5hkscs"
    assert decode(text.encode(encoding), "a.txt") == text


PARAGRAPH = (
    "二〇二四年三月，王某楼上装修，凌晨仍有电钻声，李某多次上门劝说无果，双方在楼道里争吵推搡。社区调解员先到现场看了施工情况，"
    "又分别听了两家的说法：王某急着在孩子开学前完工，李某的母亲刚做完手术、需要静养。调解员提出三点：周末和午休时间停工；"
    "电钻一律在上午九点以后用；王某登门道歉，并送去两百元慰问金（约 27 USD）。双方当场签了协议 No. 17，一个月后回访，没有再吵。\n\n"
    "要旨：先看现场，再谈时间表；把“不许施工”换成“什么时候施工”，问题就小了一半。Q&A：为什么不罚款？——因为邻居还要长期相处。\n"
)
PARAGRAPH_TRADITIONAL = (
    "二○二四年三月，王某樓上裝修，凌晨仍有電鑽聲，李某多次上門勸說無果，雙方在樓道裡爭吵推搡。社區調解員先到現場看了施工情況，"
    "又分別聽了兩家的說法：王某急著在孩子開學前完工，李某的母親剛做完手術、需要靜養。調解員提出三點：週末和午休時間停工；"
    "電鑽一律在上午九點以後用；王某登門道歉，並送去兩百元慰問金（約 27 USD）。雙方當場簽了協議 No. 17，一個月後回訪，沒有再吵。\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"])
@pytest.mark.parametrize("length", [12, 60, 10_000])
def test_a_real_paragraph_in_a_file_of_any_encoding(tmp_path: Path, encoding: str, length: int) -> None:
    whole = PARAGRAPH_TRADITIONAL if encoding == "big5" else PARAGRAPH
    text = (whole * 40)[:length]
    assert pages(write(tmp_path / "a.txt", text.encode(encoding))) == (text,)
    mixed = f"Case 17 (deposit), notes:\n{text}\nEnd of notes. Signed: A, B.\n"
    assert pages(write(tmp_path / "b.txt", mixed.encode(encoding))) == (mixed,)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Zoë’s café — £40 “deposit”", "cp1252"),
        ("The deposit is back.", "utf-16-le"),
        ("Договор мирового соглашения между сторонами", "cp1251"),
        ("これは調停の記録です。", "shift_jis"),
    ],
)
def test_other_languages_in_old_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_a_page_is_normalised_and_otherwise_as_read(tmp_path: Path) -> None:
    raw = "  cafe\u0301\r\nline\rend\t \n\n\n"
    assert pages(write(tmp_path / "a.txt", raw)) == ("  café\nline\nend\t \n\n\n",)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), min_size=1))
def test_any_utf8_text_comes_back(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


# --- Markdown and records ------------------------------------------------------------------------------------


def test_front_matter_becomes_the_record_and_leaves_the_page(tmp_path: Path) -> None:
    note = write(
        tmp_path / "a.md", "---\ncase_id: nb-1\nclosed_on: 2024-05-30\ntags: [a, b]\n---\n## Facts\n\n--- no fence\n"
    )
    (document,) = read(note).documents
    assert document.record == {"case_id": "nb-1", "closed_on": "2024-05-30", "tags": ["a", "b"]}
    assert document.pages == ("## Facts\n\n--- no fence\n",)
    assert document.name == "a.md"


def test_a_note_without_front_matter_has_no_record(tmp_path: Path) -> None:
    for name, text in (("rule.md", "---\nonly a line above\n"), ("plain.markdown", "# A\n\n---\n\nb\n---\n")):
        (document,) = read(write(tmp_path / name, text)).documents
        assert (document.record, document.pages) == (None, (text,))


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("case_id: nb-1\ntitle: a: b", "a.md, between the --- lines: line 3 is not valid YAML: mapping values"),
        ("just a sentence", "a.md, between the --- lines: line 2 does not begin a record. Write one `key: value`"),
        ("a: &x [1]\nb: *x", "a.md, between the --- lines: line 3 is not valid YAML: an alias (*name) cannot"),
        ("a: " + "[" * 2000, "a.md, between the --- lines: the record is nested too deeply. Flatten it."),
    ],
)
def test_bad_front_matter_names_its_line(tmp_path: Path, front: str, expected: str) -> None:
    assert reason(write(tmp_path / "a.md", f"---\n{front}\n---\ntext\n")).startswith(expected)


def test_a_record_beside_a_file(tmp_path: Path) -> None:
    text = write(tmp_path / "a.txt", SENTENCE)
    assert record_beside(text) is None
    write(tmp_path / "a.yml", "case_id: nb-2\nescalated: no\n")
    assert record_beside(text) == {"case_id": "nb-2", "escalated": False}
    assert read(text).documents[0].record == {"case_id": "nb-2", "escalated": False}
    assert record_beside(write(tmp_path / "a.md", "x")) is None
    write(tmp_path / "a.yml", "case_id: 'nb-2\n")
    assert reason(text).startswith("a.yml: line 2 is not valid YAML: found unexpected end of stream.")


# --- cards ---------------------------------------------------------------------------------------------------


def test_each_card_is_a_document_and_a_bad_line_is_told(tmp_path: Path) -> None:
    cards = [
        {
            "标题": "押金",
            "case_id": 7,
            "关键词": ["租赁", "押金"],
            "基本案情": " 甲租乙屋。\r\n已搬走。",
            "处理结果": "",
        },
        {"other": 1},
        {"title": "Noise", "Facts": "Music at night.", "gist": "Talk early.", "confidentiality": "restricted"},
        {"facts": {"a": 1}},
    ]
    lines = [json.dumps(card, ensure_ascii=False) for card in cards]
    reading = read(write(tmp_path / "c.jsonl", "\n".join([*lines, "", "{broken"])))
    deposit, noise = reading.documents
    assert deposit.pages == ("【关键词】\n租赁、押金\n\n【基本案情】\n甲租乙屋。\n已搬走。",)
    assert (deposit.name, deposit.record) == ("c.jsonl:1", {"title": "押金", "case_id": "7"})
    assert noise.pages == ("【基本案情】\nMusic at night.\n\n【解纷要旨】\nTalk early.",)
    assert noise.record == {"title": "Noise", "confidentiality": "restricted"}
    assert [problem.partition(" (")[0] for problem in reading.problems] == [
        "c.jsonl:2: has none of the six sections",
        "c.jsonl:4: facts is not text",
        "c.jsonl:6: is not JSON",
    ]


def test_an_array_of_cards_and_a_file_without_any(tmp_path: Path) -> None:
    array = write(tmp_path / "c.json", json.dumps([{"id": "x", "facts": "A"}, {"facts": "B"}], indent=1))
    assert [(d.name, d.pages, d.record) for d in read(array).documents] == [
        ("c.json:1", ("【基本案情】\nA",), {"case_id": "x"}),
        ("c.json:2", ("【基本案情】\nB",), None),
    ]
    told = reason(write(tmp_path / "none.json", '{"a": 1}'))
    assert told.startswith("none.json:1: has none of the six sections. Write one card a line, with 关键词, 基本案情")


# --- DOCX ----------------------------------------------------------------------------------------------------


def saved(document: docx.document.Document, path: Path) -> Path:
    document.save(str(path))
    return path


def test_docx_in_document_order_with_headings_tables_and_pages(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("押金纠纷", style="Title")
    document.add_heading("基本案情", 1)
    document.add_paragraph(SENTENCE)
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["约定", "期限", "退还\n押金", ""], strict=True
    ):
        cell.text = text
    document.add_paragraph("之后").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("第二页")
    document.add_heading("第三页", 2).paragraph_format.page_break_before = True
    assert pages(saved(document, tmp_path / "a.docx")) == (
        f"# 押金纠纷\n## 基本案情\n{SENTENCE}\n约定 | 期限\n退还 押金 |\n之后",
        "第二页",
        "## 第三页",
    )


def test_docx_sees_content_controls_and_insertions_but_no_deletions(tmp_path: Path) -> None:
    document = docx.Document()
    for xml in (
        "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p {}><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText><w:tab/></w:r></w:del><w:r><w:tab/><w:t>end</w:t></w:r></w:p>",
        "<w:p {}><w:moveFrom><w:r><w:t>elsewhere</w:t></w:r></w:moveFrom><w:r><w:lastRenderedPageBreak/><w:t>here</w:t></w:r></w:p>",
        "<w:tbl {}><w:tr><w:tc><w:p><w:r><w:t>framed</w:t></w:r></w:p><w:p><w:r><w:t>text</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    ):
        document.element.body.insert(-1, parse_xml(xml.format(nsdecls("w"))))
    assert pages(saved(document, tmp_path / "a.docx")) == ("in a control\nnew\tend\nhere\nframed\ntext",)


def test_docx_that_is_empty_no_word_file_or_a_bomb(tmp_path: Path) -> None:
    assert reason(saved(docx.Document(), tmp_path / "none.docx")).startswith("none.docx is empty")
    with zipfile.ZipFile(tmp_path / "zip.docx", "w") as package:
        package.writestr("a.txt", "x")
    assert reason(tmp_path / "zip.docx").startswith("zip.docx is really a ZIP archive; rename it to zip.zip.")
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 10_000_001)
    told = reason(tmp_path / "bomb.docx", Limits(megabytes=1))
    assert told == "bomb.docx unfolds to more than 10 MB. Save its text as a new document."


# --- PDF -----------------------------------------------------------------------------------------------------


def pdf(path: Path, *texts: str, encrypt: str | None = None) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), encrypt=encrypt)
    for text in texts:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(72, 760 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return path


def test_pdf_pages_as_printed_with_wrapped_lines_joined(tmp_path: Path) -> None:
    first = "基本案情\n甲方与乙方系邻居，因夜间装修噪音多次发生争吵，社区调解员先分别听取双\n方意见，再请双方到场。"
    assert pages(pdf(tmp_path / "a.pdf", first, "", "Deposit")) == (first.replace("双\n方", "双方"), "", "Deposit")


def test_pdf_without_text_with_a_password_and_with_too_many_pages(tmp_path: Path) -> None:
    assert reason(pdf(tmp_path / "scan.pdf", "", "")).startswith("scan.pdf has no text layer: its pages are empty.")
    locked = pdf(tmp_path / "locked.pdf", "x", encrypt="secret")
    assert reason(locked) == "locked.pdf is protected with a password. Print it to a new PDF without a password."
    long = pdf(tmp_path / "long.pdf", *"abc")
    assert reason(long, Limits(pages=2)) == "long.pdf has 3 pages, more than 2. Split it."


def test_pdf_with_only_an_owner_password_opens(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "Deposit"))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "owner.pdf")
    assert pages(tmp_path / "owner.pdf") == ("Deposit",)


# --- the text of a printed page ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("ﬁrst oﬃce of the ﬂoor", "first office of the floor"),
        ("⼈民调解，⻓期⽭盾，⾦额", "人民调解，长期矛盾，金额"),
        ("a medi\u00adator and a medi\u00ad\nator", "a mediator and a mediator"),
        ("an agree-\nment on Monday-\nFriday", "an agreement on Monday-Friday"),
        ("bell\x07 and\x00 \r\n\r\n\r\n\r\nend  ", "bell and\n\nend"),
        ("甲 乙 丙方：民 事 调 解 协 议", "甲 乙 丙方：民事调解协议"),
    ],
)
def test_what_printing_did_is_undone(printed: str, typed: str) -> None:
    assert readable(printed) == typed


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        # a full line runs on; the last line of a paragraph and a heading do not
        ("双方当事人就押金\n退还达成一致意见", "双方当事人就押金退还达成一致意见"),
        ("基本案情\n双方当事人就押金退还\n达成一致意见", "基本案情\n双方当事人就押金退还达成一致意见"),
        ("双方当事人就押金退还达成了\n一致。\n三日后履行完毕", "双方当事人就押金退还达成了一致。\n三日后履行完毕"),
        ("双方当事人就押金退还\n\n达成一致意见三日内付", "双方当事人就押金退还\n\n达成一致意见三日内付"),
        # numbers and Latin words inside Chinese text
        (
            "双方约定由甲方于收到本协议后\n2024 年 5 月 30 日前付清",
            "双方约定由甲方于收到本协议后2024 年 5 月 30 日前付清",
        ),
        # what begins something new stays on its own line
        *(
            (
                f"双方当事人就押金退还达成一致\n{begin}甲方三日内退还押金",
                f"双方当事人就押金退还达成一致\n{begin}甲方三日内退还押金",
            )
            for begin in (
                "一、",
                "（二）",
                "1. ",
                "2、",
                "① ",
                "• ",
                "- ",
                "【处理结果】",
                "调解员：",
                "　　",
                "第三章 ",
            )
        ),
        ("双方当事人就押金退还达成\n- 3 -", "双方当事人就押金退还达成\n- 3 -"),
    ],
)
def test_wrapped_chinese_lines(printed: str, typed: str) -> None:
    assert readable(printed) == typed


def test_wrapped_latin_lines_and_table_rows() -> None:
    prose = "The landlord kept the whole deposit because of two marks on\nthe wall, although the flat had been painted four years ago."
    assert readable(prose) == prose.replace("\n", " ")
    rows = "Country Population Capital Language\nAustria 8.9 Vienna German and Slovene\nDenmark 5.8 Copenhagen Danish Faroese"
    assert readable(rows) == rows


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_readable_page_keeps_the_page_rule_and_no_letter_is_lost(text: str) -> None:
    page = readable(text)
    assert page == unicodedata.normalize("NFC", page)
    assert not {"\0", "\r", "\u00ad"} & set(page)
    letters = [c for c in unicodedata.normalize("NFKC", text) if c.isalnum()]
    assert len([c for c in unicodedata.normalize("NFKC", page) if c.isalnum()]) == len(letters)


# --- hostile files -------------------------------------------------------------------------------------------


def content_pdf(path: Path, content: bytes) -> Path:
    """A PDF of one page with these drawing operators, good or bad."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R /Resources << /Font "
        b"<< /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return write(path, body + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer)


def slow(folder: Path) -> Path:
    return content_pdf(folder / "slow.pdf", b"BT /F 12 Tf " + b"(a) Tj " * 400_000 + b"ET")


def vast(folder: Path) -> Path:
    path = saved(docx.Document(), folder / "vast.docx")
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 2_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path


@pytest.mark.parametrize(
    ("make", "limits", "expected"),
    [
        (slow, Limits(seconds=1), "Reading slow.pdf took longer than 1 s. Split it, or save its text as .txt."),
        (vast, Limits(memory_mb=200), "Reading vast.docx took more than 200 MB of memory. Split it."),
    ],
)
def test_a_hostile_file_ends_only_itself(
    tmp_path: Path, make: Callable[[Path], Path], limits: Limits, expected: str
) -> None:
    note = write(tmp_path / "note.md", SENTENCE)
    with Reader(limits) as reader:
        assert reader.read(note).documents[0].pages == (SENTENCE,)
        with pytest.raises(DocumentError) as caught:
            reader.read(make(tmp_path))
        assert str(caught.value).startswith(expected)
        assert reader.read(note).documents[0].pages == (SENTENCE,)


def test_a_crash_ends_only_the_file_that_caused_it(tmp_path: Path) -> None:
    note = write(tmp_path / "note.md", SENTENCE)
    with Reader() as reader:
        assert reader.read(note).documents[0].pages == (SENTENCE,)
        assert reader._worker
        # No file is known that crashes pdfium, so the signal of a crash is sent while it reads.
        crash = Timer(0.3, os.kill, (reader._worker._process.pid, signal.SIGSEGV))
        crash.start()
        with pytest.raises(DocumentError, match=r"^Reading slow\.pdf crashed the parser\. It is probably damaged"):
            reader.read(slow(tmp_path))
        assert reader.read(note).documents[0].pages == (SENTENCE,)


def test_a_lone_surrogate_cannot_be_stored_and_is_replaced(tmp_path: Path) -> None:
    card = write(tmp_path / "a.jsonl", '{"facts": "a\\ud800b", "title": "\\udfff"}')
    (document,) = read(card).documents
    assert document.pages == ("【基本案情】\na?b",)
    assert document.record == {"title": "?"}


# --- real files ----------------------------------------------------------------------------------------------

NO_TEXT = ("cmyk-image grayscale-image imagemagick-ASCII85Decode imagemagick-CCITTFaxDecode imagemagick-images "
           "imagemagick-lzw pdfminer_issue-1057-tiff-predictor pdfminer_issue_1165_linewidth pdfminer_simple2")  # fmt: skip
EMPTY = ("blk-containing-table default doc-default doc-word-default-blank set-no-settings-part sty-behav-props "
         "sty-having-no-styles-part tbl-2x2-table tbl-having-tables tbl-on-off-props")  # fmt: skip
QUARANTINED = {
    **{f"{name}.pdf": "no text layer" for name in NO_TEXT.split()},
    **{f"{name}.docx": "is empty" for name in EMPTY.split()},
    "libreoffice-writer-password.pdf": "password",
    "LICENSE.sample-files": "not a kind of file",
}


def test_every_real_file_is_read_or_has_a_true_reason(shared_data: Path) -> None:
    reasons, read_files = {}, {}
    with Reader() as reader:
        for path in find([shared_data / "documents"]):
            try:
                read_files[path.name] = reader.read(path).documents[0].pages
            except DocumentError as error:
                reasons[path.name] = str(error)
    assert reasons.keys() == QUARANTINED.keys()
    assert all(QUARANTINED[name] in said for name, said in reasons.items())
    assert len(read_files) == 48 + 14
    assert read_files["pdfminer_issue_566_test_2.pdf"] == ("甲方：中国饮料有限公司（盖章）",)
    assert len(read_files["pdfminer_issue-1061-colour-space-stack.pdf"]) == 12
    assert "vestibulum ut, placerat ac, adipiscing vitae, felis." in read_files["multicolumn.pdf"][0]
