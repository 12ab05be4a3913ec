"""Kept answers, remarks and sessions in; the same without a word of a document that was erased out."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from mediator_bot.library.traces import ENCODINGS, Needles

ERASED = {"en": "[Here stood words of a document that has been erased.]", "zh": "〔此处原引用的文件已被清除。〕"}


def without(answer: Mapping[str, Any], document_ids: Collection[str], names: Collection[str] = ()) -> dict[str, Any]:
    """A kept answer, as JSON, in which nothing cites the documents any more.

    A line of its text, or a cell of its table, that leads to one of them or names it is replaced by a plain one.
    """
    gone = {c["n"] for c in answer.get("citations", []) if c["document_id"] in document_ids}
    titles = {c["title"] for c in answer.get("citations", []) if c["n"] in gone}
    cases = [case for case in answer.get("cases", []) if gone & set(case["citation_ns"])]
    if not gone:
        return dict(answer)
    said = {*names, *document_ids, *titles, *(case["case_id"] for case in cases)}
    line = ERASED["zh" if answer.get("language") == "zh" else "en"]
    return {
        **answer,
        "text": _cleared(str(answer["text"]), gone, said, line),
        "citations": [c for c in answer["citations"] if c["n"] not in gone],
        "cases": [case for case in answer["cases"] if case not in cases],
    }


def _cleared(text: str, gone: Collection[int], said: Collection[str], erased: str) -> str:
    marks = re.compile("|".join([*(rf"\[{n}\]" for n in sorted(gone)), *(re.escape(name) for name in said if name)]))

    def cleared(piece: str) -> str:
        plain = re.sub(r"\\(.)", r"\1", piece)
        return f" {erased} " if marks.search(plain) or marks.search(piece) else piece

    lines = []
    for line in text.split("\n"):
        cells = line.split("|")
        lines.append("|".join(map(cleared, cells)) if len(cells) > 2 else cleared(line).strip())
    return "\n".join(line for n, line in enumerate(lines) if n == 0 or line != erased or lines[n - 1] != erased)


def scrubbed(value: Any, needles: Needles) -> Any:
    """Any JSON value in which each text that holds one of the phrases is replaced by the plain line."""
    if isinstance(value, str):
        chinese = re.search(r"[㐀-鿿]", value)
        return ERASED["zh" if chinese else "en"] if needles.found(value.encode()) else value
    if isinstance(value, list):
        return [scrubbed(item, needles) for item in value]
    if isinstance(value, dict):
        return {key: scrubbed(item, needles) for key, item in value.items()}
    return value


def in_text(phrases: Collection[str]) -> Needles:
    """Phrases to be looked for in values, not in files."""
    return Needles(list(phrases), ENCODINGS[:1])
