"""An HTML file goes in; the text that a reader sees comes out, as one page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from mediator_bot.documents.encoding import decode, decode_as
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

_CHARSET = re.compile(rb"""<(?:meta\b[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_WITHIN = 4096
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_UNSEEN = (
    "head script style template noscript iframe object embed applet svg canvas audio video map "
    "select datalist rt rp"
).split()  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CELLS = ("td", "th")
_LISTS = ("ol", "ul", "menu", "dir")
_BLOCKS = set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre search section summary table tbody td "
    "tfoot th thead tr ul".split()
)
_SPACE = re.compile(r"[ \t\n\f\r\xa0]+")
_SPACES = re.compile(r"[ \t\xa0]+")
_HAN = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
# A line end between two Chinese characters is none that a reader sees.
_WRAPPED = re.compile(rf"(?<={_HAN})[ \t]*[\n\r]\s*(?={_HAN})")
# What follows stands on the same line, though a block may begin between the two.
_GLUE = "\x00"
_GLUED = re.compile(rf"{_GLUE}[ \n]*")


def parse(path: Path, limits: Limits) -> Reading:
    """Read a web page: a heading as `## text`, a list entry as `- text` or `1. text`, a table row as `cell | cell`.

    Scripts, comments and what is marked hidden on the element itself are left out; a style sheet is not asked.
    Raises DocumentError.
    """
    page = text_of(path.read_bytes(), path.name)
    if not page:
        raise DocumentError(
            f"{path.name} is empty: it holds no text (does a script draw it?). "
            "Open it in a browser and save what you see as .txt."
        )
    return Reading((RawDocument(path.name, (page,)),))


def text_of(raw: bytes, name: str, charset: str | None = None) -> str:
    """The text of a page, perhaps empty. `charset` is what a mail says of it, the page itself comes next.

    Raises DocumentError where the bytes are no text, or nested too deeply.
    """
    declared = charset or _declared(raw)
    source = decode_as(raw, declared, name) if declared else decode(raw, name)
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = document_fromstring(source.encode(errors="replace"), parser=parser)
    except etree.ParserError:
        return ""  # nothing but white space and comments
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise DocumentError(f"{name} is nested too deeply. Open it in a browser and save what you see as .txt.")
    _cut_unseen(root)
    _flatten(root)
    flow = page_text(_SPACES.sub(" ", _GLUED.sub("", "".join(_flow(root)))))
    lines = (line.strip(" ") for line in flow.split("\n"))
    return "\n".join(line for line in lines if line and line not in ("##", "-"))


def _declared(raw: bytes) -> str | None:
    found = None if raw.startswith(_MARKS) else _CHARSET.search(raw[:_WITHIN])
    charset = found[1].decode("latin-1") if found else None
    # A page whose bytes could be searched like this is not in UTF-16, whatever it says.
    return None if charset and charset.lower().startswith("utf-16") else charset


def _cut_unseen(root: Any) -> None:
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in list(root.iter()):
        hidden = "hidden" in element.attrib or _HIDDEN.search(element.get("style", ""))
        if (element.tag in _UNSEEN or hidden) and element is not root:
            element.drop_tree()


def _flatten(root: Any) -> None:
    """Write headings, and rows that hold no table of their own, as one line each, the innermost first."""
    for element in reversed(list(root.iter("tr", *_HEADINGS))):
        if element.tag != "tr":
            line = _one_line(element)
            _replace(element, f"## {line}" if line else "")
        elif element.find(".//tr") is None:
            cells = [_one_line(cell).removeprefix("## ") for cell in element if cell.tag in _CELLS]
            if len(cells) > 1:  # a single cell is a frame around text, not a row of values
                _replace(element, " | ".join(cells) if any(cells) else "")


def _one_line(element: Any) -> str:
    return " ".join(_GLUED.sub("", "".join(_flow(element))).split())


def _replace(element: Any, line: str) -> None:
    del element[:]
    element.text = line


def _flow(root: Any) -> Iterator[str]:
    """The text in the order of the page, with line ends around blocks. Not by recursion: pages nest deeply."""
    preformatted, numbers = 0, [1]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        begins, tag = event == "start", element.tag
        if tag in _BLOCKS or (begins and tag == "br"):
            yield "\n"
        if tag == "pre":
            preformatted += 1 if begins else -1
        elif tag in _LISTS and begins:
            numbers.append(_first_number(element))
        elif tag in _LISTS:
            numbers.pop()
        elif tag == "li" and begins:
            yield (f"{numbers[-1]}. " if _is_numbered(element) else "- ") + _GLUE
            numbers[-1] += 1
        text = element.text if begins else element.tail if element is not root else None
        yield (text or "") if preformatted else _SPACE.sub(" ", _WRAPPED.sub("", text or ""))


def _first_number(element: Any) -> int:
    start = element.get("start", "")
    return int(start) if re.fullmatch("[0-9]{1,9}", start) else 1


def _is_numbered(item: Any) -> bool:
    parent = item.getparent()
    return parent is not None and parent.tag == "ol"
