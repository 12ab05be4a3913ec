"""A picture of a document goes in: a scan or a photograph. The words recognised on it come out, a page for each."""

from functools import partial
from pathlib import Path

from PIL import Image

from mediator_bot.documents.boxes import Sheet
from mediator_bot.documents.pictures import Pixels, of_picture, opened, pages_in, pixels
from mediator_bot.documents.reading import Limits, Reading
from mediator_bot.documents.scans import read_scans
from mediator_bot.documents.sheets import page_texts
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument


def parse(path: Path, limits: Limits) -> Reading:
    """Recognise the words on a picture; a TIFF may have many pages.

    Raises DocumentError for what is damaged, too large, or shows no words.
    """
    with opened(path, limits) as picture:
        numbers = range(1, pages_in(picture) + 1)
        scans = read_scans({number: partial(_pixels, picture, number) for number in numbers}, path.name, limits)
    if not scans.sheets:
        raise DocumentError(
            f"{path.name} is a picture on which text recognition saw no words. "
            "If there are words on it, take it again: upright, in focus, in good light, the paper filling the picture."
        )
    texts = page_texts([scans.sheets.get(number, Sheet()) for number in numbers])
    return Reading((RawDocument(path.name, texts, ocr=scans.pages, warnings=scans.warnings),))


def _pixels(picture: Image.Image, number: int) -> Pixels:
    return pixels(of_picture(picture, number))
