"""Filters in, counts over the records out; practice notes are left out unless the question asks for them."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, replace
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


# How people name the kinds they count; the labels themselves are recognised too.
_TYPE_WORDS = {
    "neighbours": r"邻里|邻居|噪声|噪音|扰民|neighbou?r|noise",
    "marriage_family": r"婚姻|离婚|家庭|marriage|divorce|family",
    "property_management": r"物业|property (?:fee|management)",
    "labour": r"劳动|劳资|工资|欠薪|工伤|\bwages?\b|\blabou?r|workplace",
    "consumer": r"消费|consumer",
    "tenancy": r"租赁|租房|押金|tenan|deposit|landlord",
    "road_traffic": r"交通|车祸|traffic",
    "medical": r"医疗|医患|medical",
    "elder_care": r"赡养|养老|elder",
    "inheritance": r"继承|遗产|inherit|estate",
    "school": r"校园|学校|school",
    "damages": r"损害赔偿|人身损害|injur|damages",
}


@dataclass(frozen=True)
class Counted:
    """The cases that count, one rendition each, what they were narrowed to, and how many were left out and why."""

    cases: tuple[Stored, ...]
    left_out: int
    unreviewed: int
    filters: Filters

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
    """The reviewed cases the person may read, each case once, practice notes only where the question asks for them.

    A kind of dispute and a year named in the question narrow the count, as the filters do.
    """
    narrowed = _narrowed(filters, question)
    documents = [document for document in reader.catalogue.live_cases(reader.person, narrowed) if document.case_id]
    once = {document.case_id: document for document in reversed(documents) if document.reviewed}
    unreviewed = sum(not document.reviewed for document in reader.catalogue.live_cases(reader.person, filters))
    real = [document for document in once.values() if document.origin != "synthetic"]
    if _ASKS_FOR_PRACTICE.search(question):
        return Counted(tuple(once.values()), 0, unreviewed, narrowed)
    return Counted(tuple(real), len(once) - len(real), unreviewed, narrowed)


def _narrowed(filters: Filters, question: str) -> Filters:
    types = tuple(slug for slug, words in _TYPE_WORDS.items() if re.search(words, question, re.I))
    years = tuple(int(year) for year in re.findall(r"(?<!\d)(20\d\d)(?!\d)", question))
    this_year = datetime.date.today().year
    years += (this_year,) if re.search(r"今年|this year", question, re.I) else ()
    years += (this_year - 1,) if re.search(r"去年|last year", question, re.I) else ()
    return replace(filters, type=filters.type or types, year=filters.year or years)


def statistics_block(counted: Counted, scope: str) -> list[Block]:
    """The counts in words, each one a claim that is counted again before it leaves; `scope` says what was counted."""
    shown = f" ({scope})" if scope else ""
    if not counted.cases:
        none = template("statistics_none", practice=counted.left_out, unreviewed=counted.unreviewed, filters=shown)
        return [Paragraph((none,))]
    counted_over = template("statistics_scope", filters=scope) if scope else template("statistics_all")
    ids = tuple(case.document_id for case in counted.cases)
    lines: list[Claim] = []
    for slug in taxonomy.OUTCOMES:
        held = sum(case.record["outcome"] == slug for case in counted.cases)
        if held:
            lines.append(Count("count_outcome", "outcome", (slug,), ids, held))
    back = sum(came_back(case.record) for case in counted.cases)
    lines.append(Count("count_recurred", "came_back", ("yes",), ids, back))
    return [Paragraph((counted_over,)), Steps(tuple(lines), numbered=False), Paragraph((template("statistics_law"),))]
