"""Filters in, counts over the records out; practice notes are left out unless the question asks for them."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from mediator_bot.answers.claims import Block, Claim, Count, Paragraph, Steps
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.records import came_back
from mediator_bot.answers.wording import template
from mediator_bot.cases import taxonomy
from mediator_bot.library.catalogue import Stored
from mediator_bot.types import Filters

_ASKS_FOR_PRACTICE = re.compile(
    r"(?<!not )(?<!n't )(?<!without )includ\w+ (?:the )?practice|(?<!not )with (?:the )?practice notes|(?<!不)(?<!别)(?<!不要)(?:包括|含|算上)练习",
    re.I,
)


@dataclass(frozen=True)
class Counted:
    """The cases that count, one rendition each, and how many practice notes were left out."""

    cases: tuple[Stored, ...]
    left_out: int

    def as_table(self) -> dict[str, Any]:
        """The counts for machines: n, outcomes, how many came back."""
        outcomes = Counter(str(case.record["outcome"]) for case in self.cases)
        back = sum(came_back(case.record) for case in self.cases)
        return {
            "n": len(self.cases),
            "outcomes": dict(outcomes),
            "recurred": back,
            "practice_notes_left_out": self.left_out,
        }


def count_cases(reader: Reader, filters: Filters, question: str) -> Counted:
    """The reviewed cases the person may read, each case once, practice notes only where the question asks for them."""
    reviewed = [document for document in reader.catalogue.live_cases(reader.person, filters) if document.reviewed]
    once = {document.case_id or document.document_id: document for document in reversed(reviewed)}
    real = [document for document in once.values() if document.origin != "synthetic"]
    if _ASKS_FOR_PRACTICE.search(question):
        return Counted(tuple(once.values()), 0)
    return Counted(tuple(real), len(once) - len(real))


def statistics_block(counted: Counted) -> list[Block]:
    """The counts in words, each one a claim that is counted again before it leaves."""
    if not counted.cases:
        return [Paragraph((template("statistics_none", practice=counted.left_out, filters=""),))]
    ids = tuple(case.document_id for case in counted.cases)
    lines: list[Claim] = []
    for slug in taxonomy.OUTCOMES:
        held = sum(case.record["outcome"] == slug for case in counted.cases)
        if held:
            lines.append(Count("count_outcome", "outcome", (slug,), ids, held))
    back = sum(came_back(case.record) for case in counted.cases)
    lines.append(Count("count_recurred", "came_back", ("yes",), ids, back))
    return [Steps(tuple(lines), numbered=False), Paragraph((template("statistics_law"),))]
