"""Scans and photographs: what is recognised on them, how sure that is, and why nothing was."""

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from files import reason, write
from PIL import Image, ImageDraw, ImageFilter
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from mediator_bot.documents import Limits, Reader
from mediator_bot.documents.formats import parse
from mediator_bot.documents.page_image import page_image
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

CASES = Path(__file__).parents[1] / "corpus" / "cases"
ENGLISH, CHINESE = CASES / "md-2024-041.pdf", CASES / "wy-2024-033.pdf"


def scanned(path: Path, page: int = 0, dpi: int = 200, angle: float = 0.8, noise: float = 8) -> Image.Image:
    """A page as an office scanner gives it: grey paper, a little askew and unsharp, with noise, saved as a JPEG."""
    sheet = PdfDocument(path)[page].render(scale=dpi / 72).to_pil().convert("L")
    askew = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    grain = np.random.default_rng(7).normal(0, noise, (askew.height, askew.width))
    grey = np.clip(np.asarray(askew) * 0.85 + 20 + grain, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "JPEG", quality=60)
    return Image.open(file)


def bound(path: Path, pictures: Sequence[Image.Image]) -> Path:
    """A PDF of pictures alone, a page for each."""
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=200)
    return path


def read_here(path: Path, limits: Limits | None = None) -> RawDocument:
    (document,) = parse(path, limits or Limits()).documents
    return document


def wrong_letters(true: str, read: str) -> float:
    """Edits from one to the other per true letter (Levenshtein), white space apart."""
    a, b = "".join(true.split()), "".join(read.split())
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
    return row[-1] / len(a)


def test_a_scan_of_two_languages_page_by_page_with_no_network(tmp_path: Path) -> None:
    """Sockets are refused here (pytest-socket), so the models come out of the wheel."""
    blank = Image.new("L", (1654, 2339), 235)
    scan = bound(tmp_path / "scan.pdf", [scanned(ENGLISH), blank, scanned(CHINESE, angle=-1.1)])
    document = read_here(scan)
    english, empty, chinese = document.pages
    assert wrong_letters(read_here(ENGLISH).pages[0], english) <= 0.005
    assert wrong_letters(read_here(CHINESE).pages[0], chinese) <= 0.015
    assert empty == ""
    assert english.startswith("A clinic bill in the wrong language\n")
    assert "念完，七十一天，其中五个月每月超过十天。\n" in chinese
    assert [page.page for page in document.ocr] == [1, 3]
    assert all(0.97 < page.confidence <= 1 and 0.8 < page.lowest <= page.confidence for page in document.ocr)
    assert document.warnings == ()
    assert Image.open(io.BytesIO(page_image(scan, 3, dpi=50))).size == (414, 585)


def test_a_photograph_on_its_side_keeps_the_rows_of_a_ruled_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "table.pdf"), pagesize=(595, 842))
    canvas.setFont("Helvetica", 13)
    rows = (
        ("Who", "What", "Until"),
        ("Tenant A", "returns both keys", "3 May"),
        ("Landlord B", "pays 1,400 yuan", "30 May"),
    )
    canvas.grid([70, 200, 380, 500], [700, 670, 640, 610])
    for number, row in enumerate(rows):
        for left, text in zip((80, 210, 390), row, strict=True):
            canvas.drawString(left, 680 - 30 * number, text)
    canvas.drawString(70, 740, "What the parties agreed on")
    canvas.save()
    scanned(tmp_path / "table.pdf", dpi=150).transpose(Image.Transpose.ROTATE_90).save(tmp_path / "photo.jpg")
    document = read_here(tmp_path / "photo.jpg")
    assert document.pages[0].replace("\n\n", "\n") == (
        "What the parties agreed on\nWho | What | Until\nTenant A | returns both keys | 3 May\nLandlord B | pays 1,400 yuan | 30 May"
    )
    assert document.ocr[0].page == 1


def test_a_page_that_is_hard_to_read_is_flagged(tmp_path: Path) -> None:
    scanned(CHINESE, dpi=68, noise=14).crop((0, 90, 560, 320)).save(tmp_path / "faint.png")
    document = read_here(tmp_path / "faint.png")
    (page,) = document.ocr
    assert 0.6 <= page.confidence < 0.95
    assert document.warnings == (
        f"faint.png, page 1: text recognition is not sure (confidence {page.confidence:.2f}). "
        "Compare the text with the picture of the page.",
    )


def test_where_there_are_no_words_the_reason_says_so(tmp_path: Path) -> None:
    photo = Image.effect_noise((640, 480), 60).filter(ImageFilter.GaussianBlur(9)).convert("RGB")
    ImageDraw.Draw(photo).ellipse((200, 100, 420, 330), fill="darkgreen")
    photo.save(tmp_path / "leaves.jpg")
    with Reader() as reader:
        told = reason_of(reader, tmp_path / "leaves.jpg")
        assert told.startswith("leaves.jpg is a picture on which text recognition saw no words.")
        told = reason_of(reader, bound(tmp_path / "white.pdf", [Image.new("L", (827, 1169), 240)]))
        assert told.startswith(
            "white.pdf has no text layer that can be read, and text recognition saw no words on its scanned page."
        )


def reason_of(reader: Reader, path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        reader.read(path)
    return str(caught.value)


def test_fonts_that_do_not_name_their_letters_are_looked_at(shared_data: Path) -> None:
    document = read_here(shared_data / "documents" / "pdf" / "pdfminer_issue-791-non-unicode-cmap.pdf")
    assert document.pages == ("Peněžní prostředky na účtech",)
    assert [page.page for page in document.ocr] == [1]


def test_too_many_scanned_pages_a_damaged_picture_and_one_too_large(tmp_path: Path) -> None:
    grey = [Image.new("L", (400, 500), 200 + number) for number in range(3)]
    assert reason(bound(tmp_path / "long.pdf", grey), Limits(ocr_pages=2)) == (
        "long.pdf has 3 scanned pages, more than 2. Split it, or run text recognition on it before."
    )
    first, *others = (page.copy() for page in grey)
    first.save(tmp_path / "fax.tif", save_all=True, append_images=others)
    assert reason(tmp_path / "fax.tif", Limits(pages=2)) == "fax.tif has 3 pages, more than 2. Split it."
    assert reason(write(tmp_path / "cut.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50)).startswith(
        "cut.png is damaged or no picture"
    )
    Image.new("1", (20_000, 7_000)).save(tmp_path / "wall.png")
    assert reason(tmp_path / "wall.png") == "wall.png has more than 120 megapixels. Save it smaller."


def test_without_the_recogniser_a_scan_says_what_to_install(tmp_path: Path) -> None:
    scan = bound(tmp_path / "scan.pdf", [Image.new("L", (400, 500), 200)])
    code = (
        "import sys; sys.modules['rapidocr'] = None\nfrom pathlib import Path\n"
        "from mediator_bot.documents import pdf, reading\nfrom mediator_bot.errors import DocumentError\n"
        "try: pdf.parse(Path(sys.argv[1]), reading.Limits())\nexcept DocumentError as error: sys.stdout.write(str(error))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(scan)], capture_output=True, text=True, check=True)
    assert done.stdout == (
        "scan.pdf is a scan, and text recognition is not installed (rapidocr is missing). Install it: pip install rapidocr."
    )
