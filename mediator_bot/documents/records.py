"""YAML in a note or beside a file goes in; the record it holds comes out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from mediator_bot.documents.encoding import decode
from mediator_bot.errors import DocumentError

RECORD_SUFFIXES = (".yaml", ".yml")
# The formats with no room for a record of their own.
RECORDED_BESIDE = (
    ".pdf", ".docx", ".txt", ".html", ".htm", ".doc", ".wps", ".odt", ".rtf",
    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp",
)  # fmt: skip
_FENCE = "---"

Place = tuple[str | int, ...]


class _RecordLoader(yaml.SafeLoader):  # type: ignore[misc, unused-ignore]  # PyYAML may come without stubs
    """Safe YAML without dates (a record keeps them as written) and without aliases.

    A few lines of aliases to aliases unfold to gigabytes wherever the record is copied or written out.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call, unused-ignore]
            raise yaml.MarkedYAMLError(problem="an alias (*name) cannot be used here", problem_mark=mark)
        return super().compose_node(parent, index)


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any] | None, str]:
    """The record between a leading pair of `---` lines, and the text after it.

    None and the whole text where the first line is no fence or the fence is never closed. Raises DocumentError.
    """
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(fences) < 2 or fences[0] != 0:
        return None, text
    record = parse_record("\n".join(lines[1 : fences[1]]), f"{name}, between the --- lines", first_line=2)
    return record, "\n".join(lines[fences[1] + 1 :])


def record_path(path: Path) -> Path | None:
    """`X.yaml` or `X.yml` beside `X.pdf`, `X.docx`, `X.txt` and the like; None where there is none."""
    if path.suffix.lower() not in RECORDED_BESIDE:
        return None
    return next((beside for suffix in RECORD_SUFFIXES if (beside := path.with_suffix(suffix)).is_file()), None)


def record_beside(path: Path) -> dict[str, Any] | None:
    """The record in the YAML file beside a document, if there is one.

    Raises DocumentError, naming the line, where that file is not a record.
    """
    beside = record_path(path)
    return parse_record(decode(beside.read_bytes(), beside.name), beside.name) if beside else None


def parse_record(text: str, where: str, first_line: int = 1) -> dict[str, Any] | None:
    """One YAML mapping; None for nothing but comments. `first_line` is where `text` starts in its file.

    Raises DocumentError, naming the line.
    """
    try:
        record = yaml.load(text, Loader=_RecordLoader)
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise DocumentError(f"{where}: line {line} is not valid YAML: {error.problem}. Correct that line.") from error
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise DocumentError(f"{where}: line {line} holds a control character. Delete it.") from error
    except RecursionError as error:
        raise DocumentError(f"{where}: the record is nested too deeply. Flatten it.") from error
    if record is not None and not isinstance(record, dict):
        raise DocumentError(f"{where}: line {first_line} does not begin a record. Write one `key: value` a line.")
    return record


def lines_of(text: str, first_line: int = 1) -> dict[Place, int]:
    """The line of each key and list item of a record that `parse_record` accepts: `("terms", 0, "due")` → 31."""
    root = yaml.compose(text, Loader=_RecordLoader)
    return dict(_places(root, (), first_line)) if root is not None else {}


def _places(node: yaml.Node, place: Place, first_line: int) -> Iterator[tuple[Place, int]]:
    yield place, first_line + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, (*place, key.value), first_line)
            yield (*place, key.value), first_line + key.start_mark.line
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _places(item, (*place, number), first_line)
