"""A file of published six-field cards (JSON lines, or one JSON array) goes in; a document a card comes out."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mediator_bot.documents.encoding import decode
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

SECTIONS = {
    "关键词": "keywords",
    "基本案情": "facts",
    "处理方式方法": "method",
    "处理结果": "result",
    "解纷依据": "basis",
    "解纷要旨": "gist",
}
_RECORD = {"标题": "title", "title": "title", "case_id": "case_id", "id": "case_id"}
# Who may read a card is never dropped on the way in.
_RIGHTS = ("confidentiality", "unit")
_SHOWN = 3


def parse(path: Path, limits: Limits) -> Reading:
    """Read the cards; an entry that is no card becomes a problem.

    Raises DocumentError where not one card could be read.
    """
    documents, problems = [], []
    for place, entry in _entries(page_text(decode(path.read_bytes(), path.name))):
        try:
            documents.append(_document(entry, f"{path.name}:{place}"))
        except (ValueError, TypeError) as error:
            problems.append(f"{path.name}:{place}: {error}")
    if not documents:
        listed = "; ".join(problems[:_SHOWN]) or f"{path.name} is empty"
        raise DocumentError(f"{listed}. Write one card a line, with {', '.join(SECTIONS)}.")
    return Reading(tuple(documents), tuple(problems))


def _entries(text: str) -> Iterator[tuple[int, Any]]:
    """Each entry with its place, counted from 1: its line, or where it stands in the array.

    A line is given as it is read, for `_document` to decode: one bad line must not end the file.
    """
    try:
        whole = json.loads(text)
    except ValueError:
        yield from ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
    else:
        yield from enumerate(whole if isinstance(whole, list) else [whole], start=1)


def _document(entry: Any, name: str) -> RawDocument:
    card = _decoded(entry) if isinstance(entry, str) else entry
    if not isinstance(card, dict):
        raise TypeError("is not an object of named sections")
    named = {str(key).strip().lower(): value for key, value in card.items() if value is not None}
    sections = {zh: _text(named.get(zh, named.get(en, "")), zh) for zh, en in SECTIONS.items()}
    if not any(sections.values()):
        raise ValueError("has none of the six sections")
    record = {field: _text(named[key], key) for key, field in _RECORD.items() if key in named}
    record |= {key: _text(named[key], key) for key in _RIGHTS if key in named}
    return RawDocument(name, (render_card(sections),), record or None)


def _decoded(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise ValueError(f"is not JSON ({error})") from error


def _text(value: Any, key: str) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return page_text(("、" if key == "关键词" else "\n").join(value)).strip()
    if isinstance(value, str | int | float):
        return page_text(str(value)).strip()
    raise TypeError(f"{key} is not text")


def render_card(sections: Mapping[str, str]) -> str:
    """The page of a card: each section that is not empty under its heading, such as 【关键词】, in the order given."""
    return "\n\n".join(f"【{heading}】\n{body}" for heading, body in sections.items() if body)
