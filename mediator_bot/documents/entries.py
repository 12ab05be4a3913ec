"""A JSON file of published cards or other records (one a line, or one array) goes in; a document an entry comes out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediator_bot.documents.cards import SECTIONS
from mediator_bot.documents.encoding import decode
from mediator_bot.documents.mapping import ColumnMap, check_headers, columns_beside
from mediator_bot.documents.mapping import propose as propose_columns
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.documents.rows import document_of
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument

_SHOWN = 3


def parse(path: Path, limits: Limits) -> Reading:
    """Read the entries, each key being a column of a register; one that is no card or record becomes a problem.

    Raises DocumentError where not one entry could be read.
    """
    entries = list(_entries(path))
    columns = _columns(path, entries)
    documents, problems = [], []
    for place, entry in entries:
        try:
            documents.append(_document(entry, columns, f"{path.name}:{place}"))
        except (ValueError, TypeError) as error:
            problems.append(f"{path.name}:{place}: {error}")
    if not documents:
        listed = "; ".join(problems[:_SHOWN]) or f"{path.name} is empty"
        raise DocumentError(f"{listed}. Write one card a line, with {', '.join(SECTIONS)}.")
    return Reading(tuple(documents), tuple(problems))


def propose(path: Path, limits: Limits) -> ColumnMap:
    """The saved column map, or one proposed from all the keys of the file. Raises DocumentError where there are none."""
    entries = list(_entries(path))
    if not _keys(entries):
        raise DocumentError(f"{path.name} holds no objects with named values. Write one a line.")
    return _columns(path, entries)


def _columns(path: Path, entries: list[tuple[int, Any]]) -> ColumnMap:
    saved, keys = columns_beside(path), _keys(entries)
    if saved:
        check_headers(saved, keys, path)
    return saved or propose_columns(keys)


def _keys(entries: list[tuple[int, Any]]) -> list[str]:
    keys = (str(key).strip() for _, entry in entries if isinstance(entry, dict) for key in entry)
    return list(dict.fromkeys(keys))


def _entries(path: Path) -> Iterator[tuple[int, Any]]:
    """Each entry with its place, counted from 1: its line, or where it stands in the array.

    A line that is not JSON is given as the error, for one bad line must not end the file.
    """
    text = page_text(decode(path.read_bytes(), path.name))
    try:
        whole = json.loads(text)
    except ValueError:
        yield from ((n, _decoded(line)) for n, line in enumerate(text.split("\n"), start=1) if line.strip())
    except RecursionError as error:
        raise DocumentError(f"{path.name} is nested too deeply. Write one flat record a line.") from error
    else:
        yield from enumerate(whole if isinstance(whole, list) else [whole], start=1)


def _decoded(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return ValueError(f"is not JSON ({error})")


def _document(entry: Any, columns: ColumnMap, name: str) -> RawDocument:
    if isinstance(entry, ValueError):
        raise entry
    if not isinstance(entry, dict):
        raise TypeError("is not an object of named sections")
    named = {str(key).strip(): value for key, value in entry.items()}
    if not any(columns.targets.get(key) for key, value in named.items() if value):
        raise ValueError("has none of the six sections")
    document = document_of(named.items(), columns, name)
    return replace(document, from_register=not _is_card(named))


def _is_card(named: Mapping[str, Any]) -> bool:
    """Whether an entry is a published card, which is known by the names of its sections."""
    sections = {*SECTIONS, *SECTIONS.values()}
    return sum(key.lower() in sections for key, value in named.items() if value) > 1
