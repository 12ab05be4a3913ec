"""A page of a PDF or a picture file goes in; its pixels come out, at the size that text recognition reads best."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2 import PdfPage

from mediator_bot.documents.reading import Limits
from mediator_bot.errors import DocumentError

Pixels = NDArray[np.uint8]

# The longer side in pixels. A4 at 150 dpi: at 200 and 300 nothing more was read right, at 100 noise began to matter.
# A photograph gets more, for the paper does not fill it.
SCAN_SIDE, PHOTO_SIDE = 1754, 2400
_MOST_MEGAPIXELS = 120
# What Pillow raises for files that are cut off or changed (found by changing files at random).
_DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, struct.error)


def of_page(page: PdfPage, side: int = SCAN_SIDE) -> Pixels:
    """A page rendered as height x width x 3 (BGR), `side` pixels on its longer side."""
    bitmap = page.render(scale=side / max(1.0, *page.get_size()))
    pixels: Pixels = bitmap.to_numpy()[:, :, :3]
    return np.ascontiguousarray(pixels)


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Image.Image]:
    """A picture file, not decoded yet.

    Raises DocumentError for one that is damaged, too large or of too many pages, also while it is open.
    """
    Image.MAX_IMAGE_PIXELS = None  # the size is checked here, in words that help
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > _MOST_MEGAPIXELS * 1_000_000:
                raise DocumentError(f"{path.name} has more than {_MOST_MEGAPIXELS} megapixels. Save it smaller.")
            if (count := pages_in(picture)) > limits.pages:
                raise DocumentError(f"{path.name} has {count} pages, more than {limits.pages}. Split it.")
            yield picture
    except _DAMAGED as error:
        raise DocumentError(
            f"{path.name} is damaged or no picture ({error}). Open it in a picture viewer and save it again."
        ) from error


def pages_in(picture: Image.Image) -> int:
    """How many pages it has: a TIFF may have many, all others have one."""
    return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def of_picture(picture: Image.Image, number: int, side: int = PHOTO_SIDE) -> Image.Image:
    """Page `number`, counted from 1: as the camera held it, on white, its longer side at most `side` pixels."""
    picture.seek(number - 1)
    picture.draft("RGB", (side, side))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    layered = upright.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")


def pixels(picture: Image.Image) -> Pixels:
    """The picture as height x width x 3 (BGR)."""
    return np.ascontiguousarray(np.asarray(picture, np.uint8)[:, :, ::-1])
