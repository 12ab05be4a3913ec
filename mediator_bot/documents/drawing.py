"""A path, a page and its resolution come in as arguments; the picture of that page goes out as a PNG."""

import sys
from pathlib import Path

from PIL import Image

from mediator_bot.documents import alarm, pdf, pictures
from mediator_bot.documents.page_image import REFUSED
from mediator_bot.documents.reading import STANDARD
from mediator_bot.errors import DocumentError

_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp")
# No picture is larger than this on its longer side, whatever size a page claims to have. The unit of a PDF is 1/72
# inch, and A4 is so many inches long.
_LONGEST, _POINTS, _A4 = 5000, 72, 11.7


def main(path: Path, page: int, dpi: int) -> int:
    """Draw, and return 0; or write the reason to stderr and return REFUSED."""
    alarm.start(STANDARD.seconds)
    try:
        picture = _drawn(path, page, dpi)
    except DocumentError as error:
        sys.stderr.write(str(error))
        return REFUSED
    picture.save(sys.stdout.buffer, "PNG")
    return 0


def _drawn(path: Path, page: int, dpi: int) -> Image.Image:
    if path.suffix.lower() == ".pdf":
        with pdf.opened(path) as document:
            _check(path, page, len(document))
            sheet = document[page - 1]
            side = min(_LONGEST, round(dpi * max(sheet.get_size()) / _POINTS))
            return Image.fromarray(pictures.of_page(sheet, side)[:, :, ::-1])
    if path.suffix.lower() not in _PICTURES:
        raise DocumentError(f"{path.name} has no printed pages. Read its text.")
    with pictures.opened(path, STANDARD) as picture:
        _check(path, page, pictures.pages_in(picture))
        return pictures.of_picture(picture, page, min(_LONGEST, round(dpi * _A4)))


def _check(path: Path, page: int, count: int) -> None:
    if not 1 <= page <= count:
        raise DocumentError(f"{path.name} has no page {page}: it has {count}. Ask for one of them.")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
