"""A folder of notes and reference files in; what is wrong in them out, each with its file, its line and what to do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mediator_bot import documents
from mediator_bot.cases.checks import Articles, check_note, check_text
from mediator_bot.cases.prepare import claims_a_record, prepare_case, prepare_guideline, prepare_statutes
from mediator_bot.cases.schema import CaseNote, Problem, problems_of
from mediator_bot.documents.encoding import decode
from mediator_bot.documents.records import Place, lines_of, parse_record, record_path, split_front_matter
from mediator_bot.errors import DocumentError, MediatorError
from mediator_bot.text.glossary import Glossary
from mediator_bot.types import RawDocument

# Where a page of the documentation shows a record as an example.
_YAML_BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_OF_LINE = re.compile(r"\bline (\d+)\b")
_BEFORE_REVISION = re.compile(r"（[^）]*）|\s*\([^)]*\)")


@dataclass(frozen=True)
class Fault:
    """Something to put right in a file; `line` counts from 1 and is 0 where it is about the whole file."""

    file: Path
    line: int
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file.name}{f', line {self.line}' if self.line else ''}: {self.what}"


@dataclass
class _Seen:
    """What the notes of a folder say of each other."""

    cases: dict[tuple[str, str], Path] = field(default_factory=dict)
    pointing: list[tuple[Path, int, str]] = field(default_factory=list)


def check_folder(folder: Path, reference: Path) -> Iterator[Fault]:
    """Every file below a folder, held to the schema and to common sense; the articles known are those of `reference`.

    `folder` may be a corpus (with cases/, guidelines/, statutes/, glossary/) or simply a folder of notes, or one file.
    """
    articles, seen = known_articles(reference), _Seen()
    yield from _reference_faults(folder)
    with documents.Reader(documents.Limits()) as reader:
        for path in _notes(folder):
            yield from _file_faults(path, reader, articles, seen)
    known = {case_id for case_id, _ in seen.cases}
    for path, line, case_id in seen.pointing:
        if case_id not in known:
            yield Fault(
                path,
                line,
                f"recurrence_of: there is no case {case_id} here",
                "Correct the number, or add that case first.",
            )


def files_below(folder: Path) -> int:
    """How many files `check_folder` looks at."""
    return len(_notes(folder)) + sum(len(_reference_files(folder, kind)) for kind in _REFERENCE)


def _notes(folder: Path) -> list[Path]:
    is_corpus = any((folder / kind).is_dir() for kind in ("cases", *_REFERENCE))
    notes = folder / "cases" if is_corpus else folder
    return documents.find([notes]) if notes.exists() else []


# --- case notes ------------------------------------------------------------------------------------------------------


def _file_faults(path: Path, reader: documents.Reader, articles: Articles, seen: _Seen) -> Iterator[Fault]:
    try:
        reading = reader.read(path)
    except DocumentError as error:
        yield _told(path, str(error))
        return
    for problem in reading.problems:
        yield _told(path, problem)
    for raw in reading.documents:
        single = len(reading.documents) == 1
        yield from _document_faults(path, raw, articles, seen, single)


def _document_faults(path: Path, raw: RawDocument, articles: Articles, seen: _Seen, single: bool) -> Iterator[Fault]:
    file, lines = _record_lines(path) if single else (path, {})
    record = dict(raw.record or {})
    if not claims_a_record(record):
        yield from _private_faults(path, raw, 1)
        try:
            prepare_case(raw)
        except MediatorError as error:
            yield _told(path, str(error))
        return
    problems = problems_of(record)
    if not problems:
        note = CaseNote.model_validate(record)
        problems = list(check_note(note, articles))
        yield from _repeated(path, note, seen)
        if note.recurrence_of:
            seen.pointing.append((file, lines.get(("recurrence_of",), 0), note.recurrence_of))
    yield from (_placed(file, lines, problem) for problem in problems)
    yield from _private_faults(path, raw, _first_line_of_text(path))


def _placed(file: Path, lines: Mapping[Place, int], problem: Problem) -> Fault:
    """A problem at the line of its field, or of the nearest field around it that is written down."""
    place = problem.place
    while place and place not in lines:
        place = place[:-1]
    return Fault(file, lines.get(place, 0), str(problem), "Correct it; docs/notes.md explains each field.")


def _repeated(path: Path, note: CaseNote, seen: _Seen) -> Iterator[Fault]:
    key = (note.case_id, note.lang)
    if other := seen.cases.get(key):
        yield Fault(path, 0, f"{other.name} is also case {note.case_id}", "Give one of them another case_id.")
    seen.cases[key] = path


def _private_faults(path: Path, raw: RawDocument, first_line: int) -> Iterator[Fault]:
    for page, text in enumerate(raw.pages, start=1):
        for line, what in check_text(text):
            place = what if path.suffix == ".md" else f"page {page}: {what}"
            number = line + first_line - 1 if path.suffix in (".md", ".txt") else 0
            yield Fault(path, number, place, "Take it out, or put it as it should be.")


def _record_lines(path: Path) -> tuple[Path, dict[Place, int]]:
    """The file that holds the record of a document, and the line of each of its fields."""
    beside = record_path(path)
    if beside:
        return beside, lines_of(decode(beside.read_bytes(), beside.name))
    if path.suffix.lower() not in (".md", ".markdown"):
        return path, {}
    front = decode(path.read_bytes(), path.name).split("\n---", 1)[0].removeprefix("---\n")
    return path, lines_of(front, first_line=2)


def _first_line_of_text(path: Path) -> int:
    text = decode(path.read_bytes(), path.name) if path.suffix == ".md" else ""
    return text.split("\n---\n", 1)[0].count("\n") + 3 if text.startswith("---\n") else 1


def _told(path: Path, message: str) -> Fault:
    """A reason that names its line already, or none."""
    found = _OF_LINE.search(message)
    return Fault(
        path, int(found.group(1)) if found else 0, " ".join(message.splitlines()), "Correct that and check again."
    )


# --- reference material ----------------------------------------------------------------------------------------------

_REFERENCE = {"guidelines": "*.md", "statutes": "*.yaml", "glossary": "*.yaml"}


def known_articles(reference: Path) -> Articles:
    """The statute tables of a corpus as `Articles`."""
    verified: set[tuple[str, str]] = set()
    moved: dict[tuple[str, str], tuple[str, str]] = {}
    for path in _reference_files(reference, "statutes"):
        for row in prepare_statutes(parse_record(path.read_text(encoding="utf-8"), path.name) or {}, path.name):
            laws, article = tuple(row.record["law"].values()), str(row.record["article"])
            verified |= {(law, article) for law in laws if row.record["verified"]}
            for old in row.record.get("superseded") or []:
                since = row.record["in_force"]
                moved |= {
                    (_BEFORE_REVISION.sub("", law), str(old["article"])): (article, since)
                    for law in old["law"].values()
                }
    return Articles(frozenset(verified), moved)


def _reference_files(folder: Path, kind: str) -> list[Path]:
    return sorted((folder / kind).glob(_REFERENCE[kind]))


def _reference_faults(folder: Path) -> Iterator[Fault]:
    for kind in _REFERENCE:
        for path in _reference_files(folder, kind):
            try:
                _check_reference(path, kind)
            except (MediatorError, yaml.YAMLError) as error:
                yield _told(path, str(error))


def _check_reference(path: Path, kind: str) -> None:
    text = path.read_text(encoding="utf-8")
    if kind == "guidelines":
        record, body = split_front_matter(text, path.name)
        prepare_guideline(RawDocument(path.name, (body,), record))
    elif kind == "statutes":
        prepare_statutes(parse_record(text, path.name) or {}, path.name)
    else:
        Glossary.of_file(path)


# --- examples that people copy ---------------------------------------------------------------------------------------


def check_examples(pages: Sequence[Path]) -> tuple[int, list[Fault]]:
    """How many records are shown as examples in the documentation, and what is wrong in them."""
    faults, checked = [], 0
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for block in _YAML_BLOCK.finditer(text):
            line = text.count("\n", 0, block.start(1)) + 1
            record, problems = _example(block.group(1), page, line)
            if record is None or "case_id" in record:
                checked += 1
                faults += problems
    return checked, faults


def _example(block: str, page: Path, line: int) -> tuple[dict[str, Any] | None, list[Fault]]:
    try:
        record = parse_record(block, page.name, first_line=line)
    except DocumentError as error:
        return None, [_told(page, str(error))]
    lines = lines_of(block, line)
    return record or {}, [_placed(page, lines, problem) for problem in problems_of(record or {})]
