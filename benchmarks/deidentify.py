"""How much of what could tell who somebody is gets found: `python benchmarks/deidentify.py FILE [--half locked] [--misses]`.

FILE holds sentences with the places of what should be found: JSON lines of `{"text", "spans": [{"start", "end", "kind"}], "half"}`,
or the list that presidio-evaluator writes (`full_text`, `spans` with `entity_type`, `start_position`, `end_position`).

A span is *hidden* where every letter and figure of it lies in some finding: whatever the finding is called, nothing of it would
be published. *Named* asks for the right kind too. *Precision* is the share of findings of a kind that touch a span of any kind.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mediator_bot.cases.deidentify.find import find
from mediator_bot.cases.deidentify.finding import KINDS, Finding

# What presidio-evaluator calls our kinds. Ages, nationalities and titles are left as they are: a case needs them.
PRESIDIO = {
    "PERSON": "name",
    "STREET_ADDRESS": "address",
    "ZIP_CODE": "address",
    "GPE": "town or country",
    "ORGANIZATION": "organisation",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "bank_card",
    "IBAN_CODE": "account",
    "EMAIL_ADDRESS": "email",
    "US_SSN": "id_number",
    "US_DRIVER_LICENSE": "id_number",
    "DOMAIN_NAME": "url",
    "IP_ADDRESS": "url",
    "DATE_TIME": "date",
}
FORMED = ("id_number", "phone", "bank_card", "plate", "email", "account", "wechat", "qq")


@dataclass(frozen=True)
class Row:
    """One sentence and what should be found in it."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


def rows(path: Path, half: str | None) -> Iterator[Row]:
    """The sentences of a file, of one half where it has halves."""
    text = path.read_text(encoding="utf-8")
    table = (
        json.loads(text) if text.lstrip().startswith("[") else [json.loads(line) for line in text.splitlines() if line]
    )
    for row in table:
        if "full_text" in row:
            named = [(_kind(s), s["start_position"], s["end_position"]) for s in row["spans"]]
            yield Row(row["full_text"], tuple((kind, start, end) for kind, start, end in named if kind))
        elif half is None or row.get("half") == half:
            yield Row(row["text"], tuple((s["kind"], s["start"], s["end"]) for s in row["spans"]))


def _kind(span: dict[str, str]) -> str | None:
    """A year or a weekday is no exact date."""
    is_vague = span["entity_type"] == "DATE_TIME" and len(re.findall(r"\d+", span["entity_value"])) < 2
    return "year or weekday" if is_vague else PRESIDIO.get(span["entity_type"])


def is_hidden(row: Row, start: int, end: int, findings: tuple[Finding, ...]) -> bool:
    """Whether every letter and figure of a span lies in a finding."""
    covered = {place for finding in findings for place in range(finding.start, finding.end)}
    return all(place in covered for place in range(start, end) if row.text[place].isalnum())


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--half")
    parser.add_argument("--first", type=int)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--misses", action="store_true")
    words = parser.parse_args()
    total, hidden, named, made, right, same = (Counter[str]() for _ in range(6))
    misses, extra = [], []
    began = time.perf_counter()
    chosen = list(rows(words.path, words.half))[words.skip :][: words.first]
    for row in chosen:
        findings = find(row.text)
        for kind, start, end in row.spans:
            total[kind] += 1
            hit = is_hidden(row, start, end, findings)
            hidden[kind] += hit
            named[kind] += is_hidden(row, start, end, tuple(f for f in findings if f.kind == kind))
            misses += [] if hit else [(kind, row.text[start:end], row.text[max(0, start - 15) : end + 15])]
        for finding in findings:
            touched = [kind for kind, start, end in row.spans if start < finding.end and finding.start < end]
            made[finding.kind] += 1
            right[finding.kind] += bool(touched)
            same[finding.kind] += finding.kind in touched
            extra += [] if touched else [(finding.kind, finding.text, finding.why)]
    seconds = time.perf_counter() - began
    print("| kind | spans | hidden | named | findings | precision | of that kind |\n|---|---|---|---|---|---|---|")
    for kind in [kind for kind in (*KINDS, *sorted(set(total) - set(KINDS))) if total[kind] or made[kind]]:
        print(_line(kind, total[kind], hidden[kind], named[kind], made[kind], right[kind], same[kind]))
    sums = [sum(counts[kind] for kind in FORMED) for counts in (total, hidden, named, made, right, same)]
    print(_line("formed identifiers", *sums))
    print(_line("all", *(sum(counts.values()) for counts in (total, hidden, named, made, right, same))))
    print(f"\n{len(chosen)} texts, {seconds:.1f} s")
    if words.misses:
        print(*(f"missed {miss}" for miss in misses), *(f"extra {one}" for one in extra), sep="\n")


def _line(name: str, spans: int, hidden: int, named: int, made: int, right: int, same: int) -> str:
    def share(part: int, whole: int) -> str:
        return f"{part / whole:.3f}" if whole else "–"

    return f"| {name} | {spans} | {share(hidden, spans)} | {share(named, spans)} | {made} | {share(right, made)} | {share(same, made)} |"


if __name__ == "__main__":
    main()
