"""Pictures of pages go in; the words recognised on each come out, with what a reviewer should look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediator_bot.documents import alarm
from mediator_bot.documents.boxes import Sheet
from mediator_bot.documents.reading import Limits
from mediator_bot.errors import DocumentError
from mediator_bot.types import OcrPage

# Of 26 scans of two notes, sharp to hardly legible, all with more than 5 % wrong letters came below this, and all
# with less than 1 % came above 0.98.
_UNSURE = 0.95
# Below this, or with fewer letters, the recogniser sees words in leaves and clouds.
_NOTHING, _FEWEST = 0.6, 3


@dataclass(frozen=True)
class Scans:
    """The pages on which words were recognised, by number, how sure that is, and warnings to a reviewer."""

    sheets: Mapping[int, Sheet]
    pages: tuple[OcrPage, ...]
    warnings: tuple[str, ...]


def read_scans(pictures: Mapping[int, Callable[[], NDArray[np.uint8]]], name: str, limits: Limits) -> Scans:
    """Recognise pages given by number, each as a function that makes its picture (height x width x 3, BGR).

    Raises DocumentError for more than `ocr_pages`, and where no recogniser is installed.
    """
    if len(pictures) > limits.ocr_pages:
        raise DocumentError(
            f"{name} has {len(pictures)} scanned pages, more than {limits.ocr_pages}. "
            "Split it, or run text recognition on it before."
        )
    try:
        from mediator_bot.documents.ocr import recognise
    except ImportError as error:
        raise DocumentError(
            f"{name} is a scan, and text recognition is not installed ({error.name} is missing). "
            "Install it: pip install rapidocr."
        ) from error
    alarm.extend(len(pictures) * limits.ocr_seconds)
    seen = {number: recognise(picture()) for number, picture in pictures.items()}
    worded = {
        number: page for number, page in seen.items() if page.confidence >= _NOTHING and _letters(page.sheet) >= _FEWEST
    }
    return Scans(
        {number: page.sheet for number, page in worded.items()},
        tuple(OcrPage(number, round(page.confidence, 3), round(page.lowest, 3)) for number, page in worded.items()),
        tuple(_warning(name, number, page.confidence) for number, page in worded.items() if page.confidence < _UNSURE),
    )


def _letters(sheet: Sheet) -> int:
    return sum(letter.isalnum() for piece in sheet.pieces for letter in piece.text)


def _warning(name: str, page: int, confidence: float) -> str:
    return (
        f"{name}, page {page}: text recognition is not sure (confidence {confidence:.2f}). "
        "Compare the text with the picture of the page."
    )
