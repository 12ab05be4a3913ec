"""PDFs as a person reads them: rows, columns, running heads, forms, and text that does not stand upright."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from files import SENTENCE, pages, reason, write
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mediator_bot.documents.boxes import Piece, Sheet
from mediator_bot.documents.columns import in_reading_order
from mediator_bot.documents.layout import half_width, ordinary_characters
from mediator_bot.documents.margins import without_running_lines
from mediator_bot.documents.page_image import page_image
from mediator_bot.errors import DocumentError

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
Draw = Callable[[Canvas], None]
HEIGHT = 841.9


def drawn(path: Path, *sheets: Draw) -> Path:
    """A PDF of A4 pages, each drawn by a function."""
    canvas = Canvas(str(path), pagesize=(595.3, HEIGHT))
    for sheet in sheets:
        canvas.setFont("STSong-Light", 12)
        sheet(canvas)
        canvas.showPage()
    canvas.save()
    return path


def put(canvas: Canvas, left: float, top: float, *lines: str, leading: float = 18) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(left, HEIGHT - top - number * leading, line)


def ruled(canvas: Canvas, xs: Sequence[float], tops: Sequence[float]) -> None:
    canvas.grid(list(xs), [HEIGHT - top for top in tops])


# --- tables --------------------------------------------------------------------------------------------------


def test_a_ruled_form_keeps_its_rows_and_merged_cells(tmp_path: Path) -> None:
    def form(canvas: Canvas) -> None:
        put(canvas, 200, 60, "人 民 调 解 申 请 书")
        canvas.lines(
            [(50, HEIGHT - top, 500, HEIGHT - top) for top in (80, 140, 220)]
            + [(120, HEIGHT - 110, 500, HEIGHT - 110)]
            + [(x, HEIGHT - 80, x, HEIGHT - 220) for x in (50, 120, 500)]
            + [(x, HEIGHT - 80, x, HEIGHT - 140) for x in (200, 320, 400)]
        )
        put(canvas, 60, 115, "申请人")
        for left, top, text in ((125, 100, "姓名"), (205, 100, "张某"), (325, 100, "性别"), (405, 100, "女")):
            put(canvas, left, top, text)
        for left, top, text in (
            (125, 130, "住址"),
            (205, 130, "幸福里３号２单元"),
            (325, 130, "电话"),
            (405, 130, "１３８００"),
        ):
            put(canvas, left, top, text)
        put(canvas, 60, 165, "纠纷", "简要", "情况")
        put(canvas, 125, 160, "双方系上下楼邻居，楼上卫生间渗水，致楼下天花板受损，", "申请人主张维修费3600元。")
        put(canvas, 50, 250, "特申请人民调解委员会予以调解。")

    assert pages(drawn(tmp_path / "form.pdf", form)) == (
        "人民调解申请书\n"
        "申请人 | 姓名 | 张某 | 性别 | 女\n"
        "| 住址 | 幸福里3号2单元 | 电话 | 13800\n"
        "纠纷简要情况 | 双方系上下楼邻居，楼上卫生间渗水，致楼下天花板受损，申请人主张维修费3600元。\n"
        "特申请人民调解委员会予以调解。",
    )


def test_a_table_without_rules_keeps_its_rows_and_empty_cells(tmp_path: Path) -> None:
    rows = [
        ("项目", "约定", "实付", "备注"),
        ("押金", "1400元", "1000元", ""),
        ("水费", "", "60元", "已结清"),
        ("合计", "1400元", "1060元", ""),
    ]

    def bill(canvas: Canvas) -> None:
        put(canvas, 72, 80, "双方核对费用如下：")
        for number, row in enumerate(rows):
            for left, text in zip((72, 180, 290, 400), row, strict=True):
                put(canvas, left, 110 + 22 * number, text)
        put(canvas, 72, 240, "上述金额双方均无异议，自签字之日起三日内付清，逾期按约定承担责任。")

    assert pages(drawn(tmp_path / "bill.pdf", bill)) == (
        "双方核对费用如下：\n项目 | 约定 | 实付 | 备注\n押金 | 1400元 | 1000元\n水费 |  | 60元 | 已结清\n合计 | 1400元 | 1060元\n"
        "上述金额双方均无异议，自签字之日起三日内付清，逾期按约定承担责任。",
    )


def test_words_far_apart_on_one_line_and_a_spread_title_are_no_table(tmp_path: Path) -> None:
    def signed(canvas: Canvas) -> None:
        for number, letter in enumerate("协议书"):
            put(canvas, 220 + 60 * number, 80, letter)
        put(canvas, 72, 120, SENTENCE)
        put(canvas, 72, 160, "申请人：张某")
        put(canvas, 350, 160, "登记人：王某")

    assert pages(drawn(tmp_path / "a.pdf", signed)) == (f"协议书\n\n{SENTENCE}\n\n申请人：张某 登记人：王某",)


def test_list_markers_are_no_column_of_a_table(tmp_path: Path) -> None:
    def listed(canvas: Canvas) -> None:
        for number, text in enumerate(("退还押金一千四百元", "搬走家具并交还钥匙", "不再在楼道堆放杂物")):
            put(canvas, 72, 80 + 20 * number, f"{number + 1}.")
            put(canvas, 100, 80 + 20 * number, text)

    assert pages(drawn(tmp_path / "a.pdf", listed)) == (
        "1. 退还押金一千四百元\n2. 搬走家具并交还钥匙\n3. 不再在楼道堆放杂物",
    )


# --- columns and paragraphs ----------------------------------------------------------------------------------

LEFT = (
    "甲与乙系同一单元上下层住户，甲每晚九",
    "时以后使用健身器材，乙多次上门理论，",
    "双方发生口角，社区调解员到两户了解情",
    "况。",
)
RIGHT = (
    "　　丙在楼道里堆放纸箱和旧家具，邻居",
    "丁担心消防安全，要求清理，丙以一直都",
    "是这样放的为由拒绝，物业劝说无效后报",
    "到调委会。",
)


@pytest.mark.parametrize("offset", [0, 6, 9])
def test_two_columns_are_read_one_after_the_other_even_out_of_step(tmp_path: Path, offset: float) -> None:
    def two(canvas: Canvas) -> None:
        put(canvas, 200, 60, "邻里纠纷调解实务")
        # Drawn line by line across both columns: the order in the file is no help.
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            put(canvas, 60, 100 + 18 * number, left)
            put(canvas, 310, 100 + offset + 18 * number, right)
        put(canvas, 60, 240, "以上两则案例由社区调解委员会整理，供各调解员学习参考，不得外传，请注意保管。")

    (page,) = pages(drawn(tmp_path / "a.pdf", two))
    assert page.replace("\n\n", "\n").split("\n") == [
        "邻里纠纷调解实务",
        "".join(LEFT),
        "".join(RIGHT).strip(),
        "以上两则案例由社区调解委员会整理，供各调解员学习参考，不得外传，请注意保管。",
    ]


def test_a_word_hyphenated_at_the_end_of_a_column_line_is_whole(tmp_path: Path) -> None:
    english = (
        "The mediator met both neigh-",
        "bours in the shared stairwell",
        "and listened to each of them",
        "before any offer was made.",
    )

    def two(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        put(canvas, 60, 100, *english)
        put(canvas, 310, 100, *(line.replace("mediator", "landlord") for line in english))

    whole = " ".join(english).replace("neigh- bours", "neighbours")
    assert pages(drawn(tmp_path / "a.pdf", two)) == (f"{whole}\n{whole.replace('mediator', 'landlord')}",)


def test_paragraphs_known_by_indents_or_by_space(tmp_path: Path) -> None:
    first = ("双方当事人就押金退还达成一致意见，甲方承诺三日内付清，乙方承诺交钥匙。", "乙方收到后不再追究。")
    second = ("调解员当场宣读协议内容，双方确认无误后签字，协议一式三份，双方各执一份，", "调委会留存一份。")

    def indented(canvas: Canvas) -> None:
        put(canvas, 96, 100, first[0][:35])
        put(canvas, 72, 118, first[1])
        put(canvas, 96, 136, second[0][:34])
        put(canvas, 72, 154, second[1])

    def spaced(canvas: Canvas) -> None:
        put(canvas, 72, 100, *first)
        put(canvas, 72, 154, *second)

    joined = f"{''.join(first)}\n{second[0][:34]}{second[1]}"
    assert pages(drawn(tmp_path / "a.pdf", indented, spaced)) == (joined, f"{''.join(first)}\n\n{''.join(second)}")


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 40), st.integers(1, 12), st.booleans()), min_size=1, max_size=40
    )
)
def test_no_word_is_lost_or_said_twice(places: list[tuple[int, int, int, bool]]) -> None:
    pieces = [
        Piece(f"w{number}x", 90.0 * column, 14.0 * row, 90.0 * column + 7 * width, 14.0 * row + (20 if tall else 11))
        for number, (column, row, width, tall) in enumerate(places)
    ]
    words = " ".join(line.text for line in in_reading_order(pieces)).replace("|", " ").replace("x", "x ").split()
    assert sorted(words) == sorted(piece.text for piece in pieces)


# --- running heads, page numbers -----------------------------------------------------------------------------


def running(number: int, count: int, body: Sequence[str]) -> Draw:
    def sheet(canvas: Canvas) -> None:
        put(canvas, 72, 40, "某某市人民调解委员会")
        put(canvas, 430, 40, "（2024）民调字第12号")
        put(canvas, 72, 100, *body)
        put(canvas, 250, 800, f"第 {number} 页 共 {count} 页")

    return sheet


def test_heads_feet_and_page_numbers_go_and_pages_stay_true(tmp_path: Path) -> None:
    bodies = (["第一页的内容。"], [], ["第三页的内容。", "金额 3 元。"], ["第四页的内容。"])
    path = drawn(tmp_path / "a.pdf", *(running(n, 4, body) for n, body in enumerate(bodies, start=1)))
    assert pages(path) == ("第一页的内容。", "", "第三页的内容。\n金额 3 元。", "第四页的内容。")


@pytest.mark.parametrize("label", ["Page {n} of {m}", "第{n}页", "- {n} -", "{n}", "{n} / {m}", "{n}/{m}"])
def test_page_labels_of_many_kinds_go_even_from_a_single_page(label: str) -> None:
    for count in (1, 3):
        sheets = [
            Sheet(
                (
                    Piece(f"Text {'abc'[n]}", 70, 100, 200, 112),
                    Piece(label.format(n=n + 1, m=count), 290, 800, 320, 812),
                ),
                (),
                842,
            )
            for n in range(count)
        ]
        assert [[piece.text for piece in sheet.pieces] for sheet in without_running_lines(sheets)] == [
            [f"Text {'abc'[n]}"] for n in range(count)
        ]


def test_what_only_looks_like_a_running_line_stays() -> None:
    # Amounts at one place that do not count the pages, and one form filled in twice.
    amounts = [
        Sheet((Piece(f"body {t}", 70, 400, 99, 412), Piece(f"合计 {n} 元", 70, 790, 99, 802)), (), 842)
        for t, n in zip("abc", (15, 90, 40), strict=True)
    ]
    assert without_running_lines(amounts) == amounts
    titled = [
        Sheet((Piece("调解笔录", 70, 40, 150, 62), Piece(f"当事人{who}的陈述。", 70, 100, 200, 112)), (), 842)
        for who in "甲乙"
    ]
    assert without_running_lines(titled) == titled
    copies = [
        Sheet(
            tuple(Piece(t, 70, 30 + 20 * i, 99, 42 + 20 * i) for i, t in enumerate(("发票", "押金 1400 元", "已付"))),
            (),
            842,
        )
    ] * 2
    assert without_running_lines(copies) == copies


# --- forms, turned text, what nobody sees --------------------------------------------------------------------


def test_what_people_filled_into_a_form_is_read(tmp_path: Path) -> None:
    def form(canvas: Canvas) -> None:
        put(canvas, 72, 100, "姓名：")
        canvas.acroForm.textfield(value="Zhang San", x=120, y=HEIGHT - 104, width=150, height=16, fontSize=12)
        put(canvas, 72, 140, "同意调解")
        canvas.acroForm.checkbox(checked=True, x=130, y=HEIGHT - 144, size=14)
        put(canvas, 172, 140, "不同意")
        canvas.acroForm.checkbox(checked=False, x=215, y=HEIGHT - 144, size=14)

    assert pages(drawn(tmp_path / "a.pdf", form)) == ("姓名： Zhang San\n\n同意调解 ☑ 不同意 ☐",)


def test_a_turned_page_and_text_along_its_side(tmp_path: Path) -> None:
    def side(canvas: Canvas) -> None:
        put(canvas, 72, 100, "第一行文字", "第二行文字")
        canvas.rotate(90)
        canvas.drawString(300, -560, "装订线")

    path = drawn(tmp_path / "a.pdf", side)
    writer = PdfWriter(clone_from=path)
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "turned.pdf")
    assert pages(path) == pages(tmp_path / "turned.pdf") == ("第一行文字\n第二行文字\n装订线",)


def test_chinese_that_runs_downwards_is_read_from_the_right(tmp_path: Path) -> None:
    columns = ("立和解書人甲方陳某、乙方林某，因租賃房", "屋押金事件，雙方同意如下︰", "甲方應返還押金︵貳萬元整︶。")

    def upright(canvas: Canvas) -> None:
        for number, column in enumerate(columns):
            for row, letter in enumerate(column):
                put(canvas, 500 - 24 * number, 80 + 14 * row, letter)

    assert pages(drawn(tmp_path / "a.pdf", upright)) == (
        "立和解書人甲方陳某、乙方林某，因租賃房屋押金事件，雙方同意如下：\n甲方應返還押金（貳萬元整）。",
    )


def test_words_beside_the_page_are_not_read(tmp_path: Path) -> None:
    def outside(canvas: Canvas) -> None:
        put(canvas, 72, 100, "看得见")
        put(canvas, 700, 100, "看不见")

    assert pages(drawn(tmp_path / "a.pdf", outside)) == ("看得见",)


# --- why a file is not read ----------------------------------------------------------------------------------


def test_reasons_are_true(tmp_path: Path) -> None:
    assert reason(drawn(tmp_path / "empty.pdf", lambda canvas: None)) == (
        "empty.pdf has no text layer: its pages are empty. Check that it was saved."
    )
    plain = drawn(tmp_path / "a.pdf", lambda canvas: put(canvas, 72, 100, SENTENCE))
    writer = PdfWriter(clone_from=plain)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    assert reason(tmp_path / "locked.pdf").startswith("locked.pdf is protected with a password.")
    assert reason(write(tmp_path / "cut.pdf", plain.read_bytes()[:300])).startswith(
        "cut.pdf is damaged or incomplete ("
    )


def test_a_pdf_whose_index_is_lost_is_read_all_the_same(tmp_path: Path) -> None:
    plain = drawn(tmp_path / "a.pdf", lambda canvas: put(canvas, 72, 100, SENTENCE))
    broken = plain.read_bytes().replace(b"startxref", b"startxxxx")
    assert pages(write(tmp_path / "b.pdf", broken)) == (SENTENCE,)


# --- characters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("１２３ＡＢＣａ", "123ABCa"),
        ("共１，４００．５０元，其余不论；", "共1,400.50元，其余不论；"),
        ("时间１４：３０（下午）", "时间14:30（下午）"),
        ("利率３％", "利率3%"),
        ("２０２４－５－３０", "2024-5-30"),
        ("甲方：同意。", "甲方：同意。"),
    ],
)
def test_full_width_digits_and_letters_but_not_punctuation(printed: str, typed: str) -> None:
    assert half_width(printed) == typed


def test_vertical_punctuation_radicals_and_symbol_fonts() -> None:
    assert ordinary_characters("︵甲︶﹁乙﹂︽丙︾︐﹐") == "（甲）「乙」《丙》，，"
    assert ordinary_characters("⼈⺠调解 ﬁle \uf0fe \uf0b7") == "人民调解 file ☑ •"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_ordinary_characters_are_left_as_they_are(text: str) -> None:
    once = ordinary_characters(text)
    assert ordinary_characters(once) == once
    assert all(ordinary_characters(letter) == letter for letter in "，。：；！？（）《》“”、％"[:-1] + "abc 123 甲乙")


# --- the picture of a page -----------------------------------------------------------------------------------


def test_the_picture_of_a_page_and_why_there_is_none(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", lambda canvas: None, lambda canvas: canvas.rect(0, 0, 600, 850, fill=1))
    blank, dark = (Image.open(io.BytesIO(page_image(path, number, dpi=72))) for number in (1, 2))
    assert blank.format == "PNG"
    assert blank.size == (596, 842)
    assert blank.convert("L").getextrema() == (255, 255)
    assert dark.convert("L").getextrema() == (0, 0)
    with pytest.raises(DocumentError, match=r"^a\.pdf has no page 3: it has 2\."):
        page_image(path, 3)
    with pytest.raises(DocumentError, match=r"^a\.md has no printed pages\."):
        page_image(write(tmp_path / "a.md", "text"), 1)


# --- real files ----------------------------------------------------------------------------------------------


def test_tables_and_columns_of_real_files(shared_data: Path) -> None:
    folder = shared_data / "documents" / "pdf"
    (page,) = pages(folder / "google-doc-document.pdf")
    assert "Continent | Asia | Europe\nCapital | Jakarta | Berlin | Vienna | Paris | Vatican City\n" in page
    (page,) = pages(folder / "pdfminer_issue-598-cmap-other-fonts.pdf")
    assert "03-7FB00.11 | Calibration Error Warning\n03-7FB01.11 | Calibration Error\n" in page
    assert "00-07F8A0.5 | 522400 | 5 | No signal from crankshaft" in page
    *_, table = pages(folder / "multicolumn.pdf")
    assert table.endswith("Finland | 5.5 | 338,424 | Helsinki | Finnish, Swedish")
    (page,) = pages(folder / "pdfminer_pr-00530-ml-lines.pdf")  # three columns
    assert "Ian Won, Manager, Seattle ACO Branch, FAA, 2200 South 216th St., Des Moines, WA 98198" in page
    assert "which applies to all The Boeing Company Model 737–8 and 737–9 (737 MAX) airplanes. Since AD" in page
    paper = pages(folder / "pdfminer_issue-1061-colour-space-stack.pdf")
    assert len(paper) == len(PdfReader(folder / "pdfminer_issue-1061-colour-space-stack.pdf").pages)
    assert not any("IEEE TRANSACTIONS ON INFORMATION FORENSICS" in page for page in paper)
