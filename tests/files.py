"""Files made for the tests, and short ways to read them."""

import zipfile
from pathlib import Path

import pytest

from mediator_bot.documents import Limits, Reading, read
from mediator_bot.documents.formats import parse
from mediator_bot.errors import DocumentError

SENTENCE = "甲方同意于三日内退还乙方押金一千四百元，双方不再追究。"
TRADITIONAL = "甲方同意於三日內退還乙方押金，雙方不再追究。"


def pages(path: Path) -> tuple[str, ...]:
    """Read in this process: quick, for files that are no danger."""
    (document,) = parse(path, Limits()).documents
    return document.pages


def texts(reading: Reading) -> dict[str, str]:
    """The text of each document, by its name."""
    return {document.name: "\f".join(document.pages) for document in reading.documents}


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def packed(path: Path, members: dict[str, str | bytes]) -> Path:
    """A ZIP archive of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def reason(path: Path, limits: Limits | None = None) -> str:
    """Why a file is not read, which has to be one line."""
    with pytest.raises(DocumentError) as caught:
        read(path, limits=limits or Limits())
    assert "\n" not in str(caught.value)
    return str(caught.value)
