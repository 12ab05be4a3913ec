"""An ODT file goes in; its text comes out, a page for each hard page break."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.documents.unfolding import check_unfolded
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

_PAGE_BREAK = "\f"  # XML cannot hold one
_BREAKS = {"tab": "\t", "line-break": "\n"}
# Deleted words, remarks, notes, and what only stands for a drawing.
_UNSEEN = {"tracked-changes", "annotation", "note", "ruby-text", "desc", "hidden-text", "hidden-paragraph"}


def parse(path: Path, limits: Limits) -> Reading:
    """Read paragraphs, lists and tables in order: a heading as `## text`, an entry as `- text`, a row as `cell | cell`.

    Raises DocumentError.
    """
    try:
        with zipfile.ZipFile(path) as package:
            check_unfolded(package.infolist(), path.name, limits, "Save its text as a new document.")
            if b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise DocumentError(f"{path.name} is protected with a password. Open it and save it without one.")
            root = etree.fromstring(
                package.read("content.xml"), etree.XMLParser(resolve_entities=False, no_network=True)
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise DocumentError(f"{path.name} is damaged or cut off ({error}). Open it and save it again.") from error
    text = "\n".join(line for body in root.iterfind("{*}body/{*}text") for line in _lines(body, _breaking_styles(root)))
    pages = tuple(re.sub(r"\n{3,}", "\n\n", page_text(part)).strip("\n ") for part in text.strip().split(_PAGE_BREAK))
    if not any(pages):
        raise DocumentError(f"{path.name} is empty: it holds no text. Check that it was saved.")
    return Reading((RawDocument(path.name, pages),))


def _local(name: Any) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _get(element: Any, attribute: str) -> str:
    return next((value for name, value in element.attrib.items() if _local(name) == attribute), "")


def _breaking_styles(root: Any) -> set[str]:
    return {
        _get(style, "name")
        for style in root.iter("{*}style")
        if any(_get(properties, "break-before") == "page" for properties in style)
    }


def _lines(parent: Any, breaking: set[str]) -> Iterator[str]:
    for child in parent:
        name = _local(child.tag)
        if name in ("p", "h"):
            text = "".join(_inline(child)).strip()
            mark = "## " if name == "h" and text else ""
            yield (_PAGE_BREAK if _get(child, "style-name") in breaking else "") + mark + text
        elif name == "list-item":
            first, *others = [line for line in _lines(child, breaking) if line] or [""]
            yield from [first if first.startswith("- ") else f"- {first}", *others] if first else []
        elif name == "table-row":
            cells = [
                " ".join(" ".join(_lines(cell, set())).split()) for cell in child if _local(cell.tag) == "table-cell"
            ]
            if any(cells):
                yield " | ".join(cells) if len(cells) > 1 else cells[0]
        elif name not in _UNSEEN and _get(child, "display") != "none":
            yield from _lines(child, breaking)


def _inline(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = _local(child.tag)
        if name == "s":
            yield " " * min(int(_get(child, "c") or 1), 80)
        elif name == "text-box":
            yield "\n".join(("", *_lines(child, set()), ""))
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name and name not in _UNSEEN:
            yield from _inline(child)
        yield child.tail or ""
