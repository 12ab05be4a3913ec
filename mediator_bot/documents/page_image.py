"""A document and the number of a page go in; the picture of that page comes out, for a reviewer to compare.

It is drawn anew from the kept original, in a process of its own: a hostile file may end it but cannot leave it.
"""

import subprocess
import sys
from os import environ, pathsep
from pathlib import Path

import mediator_bot
from mediator_bot.documents.reading import STANDARD, Limits
from mediator_bot.errors import DocumentError

# What the process ends with where it has written a reason.
REFUSED = 3


def page_image(path: Path, page: int, dpi: int = 100, limits: Limits = STANDARD) -> bytes:
    """Page `page`, counted from 1, of a PDF or a picture file, as a PNG.

    `dpi` are pixels an inch; a picture gets at most as many as a page of A4 would. Raises DocumentError for a page
    that is not there, for a file of another kind, and where drawing takes longer than `limits.seconds`.
    """
    package = str(Path(mediator_bot.__file__).parents[1])
    python_path = pathsep.join(part for part in (package, environ.get("PYTHONPATH")) if part)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "mediator_bot.documents.drawing", str(path.absolute()), str(page), str(dpi)],
            env={**environ, "PYTHONPATH": python_path},
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            f"Drawing page {page} of {path.name} took longer than {limits.seconds} s. Open the file itself."
        ) from error
    if done.returncode == REFUSED:
        raise DocumentError(done.stderr.decode(errors="replace").strip())
    if done.returncode:
        raise DocumentError(f"Page {page} of {path.name} cannot be drawn: it is damaged. Open the file itself.")
    return done.stdout
