"""Word documents as a person reads them: list numbers, tables in tables, boxes, notes, and what is not to be seen."""

from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from files import pages

from mediator_bot.documents.numbering import _COUNTS

NAMES = nsdecls("w", "wp", "a", "r") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document: Document, path: Path, *blocks: str) -> Path:
    """The document with blocks of XML before the end of its body."""
    for block in blocks:
        document.element.body.insert(-1, parse_xml(block.replace("NAMES", NAMES, 1)))
    document.save(str(path))
    return path


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p NAMES><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def item(text: str, number: int, level: int = 0) -> str:
    return paragraph(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")


def cell(text: str, properties: str = "", inner: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p>{inner}</w:tc>"


def with_lists(*levels: tuple[str, str]) -> Document:
    """A document with list 1 of these levels (format, text), and list 2 that is the same but starts anew."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    described = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for depth, (kind, text) in enumerate(levels)
    )
    names = nsdecls("w")
    root.append(parse_xml(f"<w:abstractNum {names} w:abstractNumId='7'>{described}</w:abstractNum>"))
    for number in (1, 2):
        anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>" if number == 2 else ""
        root.append(parse_xml(f"<w:num {names} w:numId='{number}'><w:abstractNumId w:val='7'/>{anew}</w:num>"))
    return document


def test_list_numbers_stand_as_word_shows_them(tmp_path: Path) -> None:
    document = with_lists(
        ("chineseCountingThousand", "第%1条"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")
    )
    blocks = [
        item("退还押金", 1), item("三日内", 1, 1), item("转账", 1, 2), item("现金", 1, 2), item("逾期", 1, 1),
        item("不再追究", 1), item("履行", 1, 1), paragraph("另行约定"), item("从头数起", 2),
    ]  # fmt: skip
    assert pages(saved(document, tmp_path / "a.docx", *blocks)) == (
        "第一条 退还押金\n（一）三日内\n1. 转账\n2. 现金\n（二）逾期\n第二条 不再追究\n（一）履行\n另行约定\n第一条 从头数起",
    )


def test_a_number_that_comes_from_a_style_and_bullets(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.add_paragraph("point", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    assert pages(tmp_path / "a.docx") == ("1. first\n2. second\n• point",)


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseCounting", 110, "一百一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 20, "二〇"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 14, "xiv"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalZero", 7, "07"),
    ],
)
def test_how_lists_count(kind: str, number: int, shown: str) -> None:
    assert _COUNTS[kind](number) == shown


def test_merged_cells_and_tables_in_tables_keep_their_rows(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{cell('押金')}{cell('1400')}</w:tr><w:tr>{cell('水费')}{cell('60')}</w:tr></w:tbl><w:p/>"
    begins, goes_on, wide = "<w:vMerge w:val='restart'/>", "<w:vMerge/>", "<w:gridSpan w:val='2'/>"
    table = (
        f"<w:tbl NAMES><w:tr>{cell('申请人', begins)}{cell('姓名')}{cell('张某')}</w:tr>"
        f"<w:tr>{cell('', goes_on)}{cell('住址', wide)}</w:tr>"
        f"<w:tr>{cell('请求')}{cell('退还下列费用', inner=inner)}</w:tr></w:tbl>"
    )
    assert pages(saved(docx.Document(), tmp_path / "a.docx", table)) == (
        "申请人 | 姓名 | 张某\n | 住址\n请求 | 退还下列费用\n押金 | 1400\n水费 | 60",
    )


def test_a_text_box_comes_after_its_paragraph_and_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>便签：请先电话联系</w:t></w:r></w:p></w:txbxContent>"
    anchored = (
        "<w:p NAMES><w:r><w:t>双方当事人</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>到场</w:t></w:r></w:p>"
    )
    assert pages(saved(docx.Document(), tmp_path / "a.docx", anchored)) == ("双方当事人到场\n便签：请先电话联系",)


def test_footnotes_stand_below_their_page(tmp_path: Path) -> None:
    document = docx.Document()
    notes = "".join(
        f"<w:footnote w:id='{number}'><w:p><w:r><w:footnoteRef/><w:t> {text}</w:t></w:r></w:p></w:footnote>"
        for number, text in ((-1, ""), (4, "民法典第七百二十一条。"), (9, "见调解笔录。"))
    )
    blob = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    noted = (
        "<w:p NAMES>{}<w:r><w:t>{}</w:t></w:r><w:r><w:footnoteReference w:id='{}'/></w:r><w:r><w:t>。</w:t></w:r></w:p>"
    )
    breaks = "<w:pPr><w:pageBreakBefore/></w:pPr>"
    blocks = [noted.format("", "押金应当退还", 4), paragraph("第一页完"), noted.format(breaks, "双方均认可", 9)]
    assert pages(saved(document, tmp_path / "a.docx", *blocks)) == (
        "押金应当退还¹。\n第一页完\n\n¹ 民法典第七百二十一条。",
        "双方均认可²。\n\n² 见调解笔录。",
    )


def test_headers_comments_hidden_and_deleted_words_are_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某某调解委员会"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    block = (
        "<w:p NAMES><w:r><w:t>双方</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:del><w:r><w:delText>不</w:delText></w:r></w:del><w:r><w:commentReference w:id='0'/></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText> DATE </w:instrText></w:r><w:r><w:t>同意</w:t></w:r></w:p>"
    )
    assert pages(saved(document, tmp_path / "a.docx", block)) == ("双方同意",)


def test_ticked_boxes_and_full_width_digits(tmp_path: Path) -> None:
    block = (
        "<w:p NAMES><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>同意 </w:t></w:r>"
        "<w:r><w:sym w:font='Wingdings' w:char='F06F'/><w:t>不同意，电话１３８００，时间１４：３０。</w:t></w:r></w:p>"
    )
    assert pages(saved(docx.Document(), tmp_path / "a.docx", block)) == ("☑同意 □不同意，电话13800，时间14:30。",)
