"""Notes with their records, and labelled passages, in; how many of the fields that rules propose are right, field by field, out.

    python benchmarks/fields.py              the tables
    python benchmarks/fields.py --calibrate  the table of mediator_bot/cases/proposals/confidence.py, from the tuning half
    python benchmarks/fields.py --misses     what was wrong or not found, one line each, in the tuning half only

A proposal is right if a value of the record (or a label of the passage) matches it, each value once:
  type_l1, outcome, level, venue_type, agreement_form, mediators   the same word
  accepted_on, closed_on, agreement_effective_on    the same date, as exact as the record has it
  amounts      the same sum, and the same currency where both name one
  parties      the same letter or name, or a word of the role in common
  terms        the same who; the same sum, or without one a third of the words of what is done in common
  followups    the same date, done or due, as exact as the record has it
  legal_basis  the same number of the same law, in either language
  confirmation_status   the same of: confirmed, applied for, not applied for, refused
  invited_helpers, issues, failure_reason           a third of the words in common
Rows below a field (terms.due, parties.role, …) count, among its right proposals, what else the record says of them.
`stated` is how many of the wanted values a plain look for their figures finds anywhere in the prose: nobody can read
more than that. Of a passage, only fields with a label are counted; `elsewhere` are proposals for others.
"""

import argparse
import json
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mediator_bot.cases.confidences import cut_fences, cut_private
from mediator_bot.cases.proposals.confidence import STORY
from mediator_bot.cases.proposals.proposal import Proposal
from mediator_bot.cases.proposals.propose import propose
from mediator_bot.documents.formats import parse
from mediator_bot.documents.reading import STANDARD
from mediator_bot.errors import MediatorError
from mediator_bot.text.language import language_of
from mediator_bot.text.numbers import figures
from mediator_bot.text.tokens import terms

ROOT = Path(__file__).parents[1]
CASES, PASSAGES = ROOT / "corpus/cases", Path(__file__).parent / "fields"
# The notes that were there when the rules were written. Every other note is of the half nobody tuned on.
TUNED = frozenset(
    "bz-2023-015 cs-2024-013 el-2023-029 fm-2024-007 gc-2023-041 gc-2024-008 hy-2025-006 in-2022-033 jc-2025-009 ls-2024-019"
    " md-2024-041 nb-2022-057 nb-2023-046 nb-2024-009 pc-2026-011 sc-2024-066 sy-2024-060 tn-2023-061 tn-2024-052 wk-2024-038"
    " wy-2024-033 xf-2024-126 xz-2024-088 xz-2025-017 zj-2023-027 zs-2025-052".split()
)
SINGLE = "type_l1 outcome level venue_type agreement_form confirmation_status failure_reason accepted_on closed_on agreement_effective_on".split()
LISTED = "parties terms followups legal_basis invited_helpers mediators".split()
FIELDS = (
    "type_l1 venue_type level accepted_on agreement_effective_on closed_on parties parties.role parties.kind amounts issues outcome"
    " failure_reason terms terms.sum terms.due terms.to_whom terms.on_default agreement_form confirmation_status followups"
    " followups.performed followups.recurrence legal_basis invited_helpers mediators"
).split()
Label = tuple[str, Any]


@dataclass(frozen=True)
class Sample:
    """A note or a passage with what should be read from it."""

    name: str
    language: Any
    pages: dict[int, str]
    wanted: tuple[Label, ...]
    is_passage: bool = False


@dataclass
class Count:
    """Of one field: how many were proposed, right, wanted and stated, and proposed where nothing was labelled."""

    proposed: int = 0
    right: int = 0
    wanted: int = 0
    stated: int = 0
    elsewhere: int = 0


@dataclass
class Tally:
    """Counts by field and by rule (right and proposed in short texts, then in stories), and what went wrong."""

    fields: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    rules: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    misses: list[str] = field(default_factory=list)
    confidences: list[tuple[float, bool]] = field(default_factory=list)


# --- what is wanted --------------------------------------------------------------------------------------------------


def notes(*, tuned: bool) -> Iterator[Sample]:
    """The corpus, each note as prose alone; a file that cannot be read is left out."""
    for path in sorted(CASES.iterdir()):
        if path.suffix in (".md", ".pdf", ".docx") and (path.stem in TUNED) == tuned:
            try:
                (document,) = parse(path, STANDARD).documents
            except (MediatorError, ValueError):
                continue
            pages = dict(enumerate(cut_fences(document.pages), start=1))
            record = cut_private(dict(document.record or {}))
            language = language_of("\n".join(pages.values()))
            if record.get("type_l1"):
                yield Sample(path.stem, language, pages, tuple(_of_record(record)))


def passages(name: str) -> list[Sample]:
    """Labelled passages of a file beside this one; none where it is not there."""
    path = PASSAGES / name
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Sample(
            row["id"],
            row["language"],
            {1: row["text"]},
            tuple((label["field"], label["value"]) for label in row["labels"]),
            is_passage=True,
        )
        for row in rows
    ]


def _of_record(record: dict[str, Any]) -> Iterator[Label]:
    for name in SINGLE:
        if record.get(name) is not None:
            yield name, record[name]
    for name in LISTED:
        for item in record.get(name) or []:
            yield name, item
    for issue in record.get("issues") or []:
        yield "issues", issue
        if issue.get("amount_claimed") is not None:
            yield "amounts", issue


# --- what matches ----------------------------------------------------------------------------------------------------


def matches(name: str, proposed: Any, wanted: Any) -> bool:
    """Whether a proposed value is the wanted one, by the rules at the top of this file."""
    if name in ("accepted_on", "closed_on", "agreement_effective_on"):
        return _same_date(proposed, wanted)
    if name == "amounts":
        return _sum(proposed) == _sum(wanted) and _same_currency(proposed, wanted)
    if name == "parties":
        return _plain(proposed["pid"]) == _plain(wanted["pid"]) or _shares(proposed["role"], wanted["role"], 0.01)
    if name == "terms":
        return _same_term(proposed, wanted)
    if name == "followups":
        days = [wanted.get("done"), wanted.get("due")]
        return any(day and _same_date(proposed.get("done") or proposed["due"], day) for day in days)
    if name == "legal_basis":
        return _article(proposed) == _article(wanted)
    if name == "confirmation_status":
        return _confirmed(proposed) == _confirmed(wanted)
    if name in ("invited_helpers", "issues"):
        key = "role" if name == "invited_helpers" else "neutral_statement"
        return _shares(_words(proposed, key), _words(wanted, key), 1 / 3)
    if name == "failure_reason":
        return _shares(proposed, wanted, 0.2)
    return bool(proposed == wanted)


def _details(name: str, proposed: Any, wanted: Any) -> Iterator[tuple[str, bool, bool]]:
    """What else of a matched value can be compared: (row, was it proposed, is it right)."""
    if name == "parties":
        yield "parties.kind", "kind" in proposed, proposed.get("kind") == wanted.get("kind", "person")
        if proposed["role"] not in ("party", "当事人"):
            yield "parties.role", True, _shares(proposed["role"], wanted["role"], 0.01)
        else:
            yield "parties.role", False, False
    if name == "terms":
        for key, same in (("due", _same_date), ("to_whom", _same_people), ("on_default", _same_words)):
            if wanted.get(key):
                yield f"terms.{key}", key in proposed, key in proposed and same(proposed[key], wanted[key])
        if _sum(wanted) is not None:
            yield "terms.sum", "amount" in proposed, _sum(proposed) == _sum(wanted)
    if name == "followups":
        for key in ("performed", "recurrence"):
            if wanted.get(key) is not None:
                yield f"followups.{key}", key in proposed, proposed.get(key) == wanted[key]


def _same_date(proposed: Any, wanted: Any) -> bool:
    return str(proposed)[: len(str(wanted))] == str(wanted)


def _sum(value: Any) -> float | None:
    if isinstance(value, dict):
        value = next((value[key] for key in ("amount_claimed", "amount", "value") if value.get(key) is not None), None)
    return None if value is None else float(value)


def _same_currency(proposed: Any, wanted: Any) -> bool:
    codes = {value.get("currency") for value in (proposed, wanted) if isinstance(value, dict)} - {None}
    return len(codes) < 2


def _same_term(proposed: dict[str, Any], wanted: dict[str, Any]) -> bool:
    if not _same_people(proposed["who"], wanted["who"]):
        return False
    if _sum(wanted) is not None:
        return _sum(proposed) == _sum(wanted)
    return _shares(proposed["does"], wanted["does"], 1 / 3)


def _same_people(proposed: str, wanted: str) -> bool:
    return _people(proposed) == _people(wanted)


def _people(written: str) -> set[str]:
    return {_plain(part) for part in re.split(r"、|,| and |和|与", written) if part.strip()}


def _plain(written: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", written.strip().lower())


def _same_words(proposed: str, wanted: str) -> bool:
    return _shares(proposed, wanted, 1 / 3)


def _shares(proposed: str, wanted: str, least: float) -> bool:
    one, other = set(terms(proposed)), set(terms(wanted))
    common = len(one & other)
    return common > 0 and common >= least * min(len(one), len(other))


def _words(value: Any, key: str) -> str:
    return str(value[key] if isinstance(value, dict) else value)


def _laws() -> dict[str, str]:
    named = {}
    for path in sorted((ROOT / "corpus/statutes").glob("*.yaml")):
        law = yaml.safe_load(path.read_text("utf-8"))["law"]
        named |= {law["zh"]: law["zh"], law["en"].lower(): law["zh"]}
    return named


LAWS = _laws()


def _article(value: dict[str, Any]) -> tuple[str, str]:
    law = str(value["law"]).strip("《》").removeprefix("中华人民共和国").removeprefix("PRC ")
    return LAWS.get(law, LAWS.get(law.lower(), law.lower())), str(value["article"]).split("(")[0]


def _confirmed(value: str) -> str:
    for status, words in (
        ("refused", r"不予|驳回|refus"),
        ("not applied", r"未申请|没|不|\bnot\b|n't|never|no "),
        ("confirmed", r"裁定|确认有效|confirmed"),
        ("applied", r"申请|appl"),
    ):
        if re.search(words, value, re.IGNORECASE):
            return status
    return value


def stated(name: str, value: Any, there: frozenset[str]) -> bool:
    """Whether the figures of a wanted value stand anywhere among those of the prose; True for one without figures."""
    if name in ("accepted_on", "closed_on", "agreement_effective_on"):
        return {f"--{value[5:7]}", value[:4]} <= there
    if name == "followups":
        day = str(value.get("done") or value["due"])
        return {f"--{day[5:7]}", day[:4]} <= there
    if name in ("amounts", "terms") and (wanted := _sum(value)) is not None:
        return f"{wanted:.2f}".removesuffix(".00") in there
    if name == "legal_basis":
        return str(value["article"]) in there
    return True


# --- counting --------------------------------------------------------------------------------------------------------


def count(samples: Sequence[Sample]) -> Tally:
    """Every sample against its labels."""
    tally = Tally()
    for sample in samples:
        there = figures("\n".join(sample.pages.values()))
        found = propose(sample.pages, sample.language)
        for name in {name for name, _ in sample.wanted} | {proposal.field for proposal in found}:
            wanted = [value for label, value in sample.wanted if label == name]
            _count_field(tally, sample, name, [p for p in found if p.field == name], wanted, there)
    return tally


def _count_field(
    tally: Tally, sample: Sample, name: str, found: list[Proposal], wanted: list[Any], there: frozenset[str]
) -> None:
    row = tally.fields[name]
    if sample.is_passage and not wanted:
        row.elsewhere += len(found)
        return
    left = list(wanted)
    for proposal in found:
        match = next((value for value in left if matches(name, proposal.value, value)), None)
        row.proposed += 1
        column = 2 * (sum(map(len, sample.pages.values())) >= STORY)
        tally.rules[proposal.rule][column + 1] += 1
        tally.confidences.append((proposal.confidence, match is not None))
        if match is None:
            quote = proposal.quote(sample.pages)[:80].replace("\n", " ")
            tally.misses.append(f"wrong   {sample.name} {name} {proposal.rule}: {proposal.value} | {quote}")
            continue
        left.remove(match)
        row.right += 1
        tally.rules[proposal.rule][column] += 1
        for detail, was_proposed, is_right in _details(name, proposal.value, match):
            tally.fields[detail].wanted += 1
            tally.fields[detail].proposed += was_proposed
            tally.fields[detail].right += is_right
    row.wanted += len(wanted)
    row.stated += sum(stated(name, value, there) for value in wanted)
    tally.misses += [f"missing {sample.name} {name}: {value}" for value in left if stated(name, value, there)]


def table(tally: Tally) -> str:
    """One row a field, as Markdown."""
    lines = ["| field | proposed | right | precision | wanted | recall | stated | recall of stated | elsewhere |"]
    lines.append("|---|---|---|---|---|---|---|---|---|")
    for name in FIELDS:
        if name in tally.fields:
            row = tally.fields[name]
            of_stated = _share(row.right, row.stated) if "." not in name and row.stated < row.wanted else "–"
            shown = row.stated if "." not in name else "–"
            lines.append(
                f"| {name} | {row.proposed} | {row.right} | {_share(row.right, row.proposed)} | {row.wanted}"
                f" | {_share(row.right, row.wanted)} | {shown} | {of_stated} | {row.elsewhere or ''} |"
            )
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def reliability(tally: Tally) -> str:
    """How often proposals of a confidence were right, in five bins."""
    bins: dict[int, list[bool]] = defaultdict(list)
    for confidence, is_right in tally.confidences:
        bins[min(4, int(confidence * 5))].append(is_right)
    parts = [f"{b / 5:.1f}–{(b + 1) / 5:.1f}: {sum(r) / len(r):.2f} of {len(r)}" for b, r in sorted(bins.items())]
    return "confidence → share right: " + "; ".join(parts)


def milliseconds(samples: Sequence[Sample]) -> tuple[float, float]:
    """Median and longest processor time of one text, warm."""
    taken = []
    for sample in samples:
        began = time.process_time()
        propose(sample.pages, sample.language)
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken), max(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    tuning = [*notes(tuned=True), *passages("tuning.jsonl")]
    if options.calibrate or options.misses:
        tally = count(tuning)
        rules = [f'    "{rule}": (({a}, {b}), ({c}, {d})),' for rule, (a, b, c, d) in sorted(tally.rules.items())]
        print("\n".join(sorted(tally.misses) if options.misses else rules))
        return
    for title, samples in (
        ("Notes the rules were tuned on", list(notes(tuned=True))),
        ("Notes nobody tuned on", list(notes(tuned=False))),
        ("Passages the rules were tuned on", passages("tuning.jsonl")),
        ("Passages labelled by someone who had not seen the rules", passages("passages.jsonl")),
    ):
        if samples:
            tally = count(samples)
            languages = Counter(sample.language for sample in samples)
            median, longest = milliseconds(samples)
            print(f"\n## {title}: {len(samples)} ({languages['en']} English, {languages['zh']} Chinese)\n")
            print(table(tally))
            print(f"\n{reliability(tally)}\n\n{median:.0f} ms of processor time a text, {longest:.0f} at most")


if __name__ == "__main__":
    main()
