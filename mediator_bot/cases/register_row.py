"""The values of a register's columns in; those the schema can use, and how they read on the record's page, out.

A row has a few fields and no more: nobody reviewed it, so it is quoted and not counted.
"""

import re
from collections.abc import Mapping
from typing import Any

from mediator_bot.cases import taxonomy
from mediator_bot.cases.render import WORDS
from mediator_bot.cases.schema import problems_of
from mediator_bot.cases.taxonomy import Vocabulary, label, slug_of
from mediator_bot.types import Language, Span

_VOCABULARIES: dict[str, Vocabulary] = {
    "type_l1": taxonomy.DISPUTE_TYPES,
    "venue_type": taxonomy.VENUES,
    "level": taxonomy.LEVELS,
    "outcome": taxonomy.OUTCOMES,
    "agreement_form": taxonomy.AGREEMENT_FORMS,
    "confidentiality": taxonomy.CONFIDENTIALITY,
    "origin": taxonomy.ORIGINS,
    "lang": taxonomy.LANGUAGES,
}
# How registers write an outcome; the first that fits counts.
_OUTCOMES = (
    ("partial", re.compile(r"部分|partial", re.I)),
    ("withdrawn", re.compile(r"撤回|撤案|撤诉|撤销申请|withdr", re.I)),
    ("referred", re.compile(r"转(?:交|送|办|诉|入|至|介|司法|仲裁|法院|公安)|移送|refer", re.I)),
    ("terminated", re.compile(r"终止|terminat", re.I)),
    ("none", re.compile(r"不成|未成|未达成|未能达成|失败|没调成|不成功|not settled|no agreement|fail", re.I)),
    ("full", re.compile(r"成功|达成|调成|化解|办结|settled|agreed|success", re.I)),
)
# The word on the record's page for a field; others are shown under their own name.
_LABELS = {"type_l1": "type", "venue_type": "venue", "accepted_on": "dates", "agreement_form": "agreement"}


def usable(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values in the schema's own words, without those that it would refuse."""
    worded = {name: _worded(name, value) for name, value in given.items()}
    refused = {problem.place[0] for problem in problems_of(worded)}
    return {name: value for name, value in worded.items() if name not in refused and value is not None}


def _worded(name: str, value: Any) -> Any:
    if name not in _VOCABULARIES or not isinstance(value, str):
        return value
    slug = slug_of(_VOCABULARIES[name], value)
    if slug is None and name == "outcome":
        return next((slug for slug, words in _OUTCOMES if words.search(value)), None)
    return slug


def render_row(title: str, record: Mapping[str, Any], language: Language) -> tuple[str, dict[str, Span]]:
    """The record's page of a row, the title first, and the span of each value on it."""
    text, spans = title, {"title": Span(0, 0, len(title))}
    for name, value in record.items():
        if name in ("title", "case_id", "schema_version") or isinstance(value, dict | list):
            continue
        words = label(_VOCABULARIES[name], value, language) if name in _VOCABULARIES else str(value)
        head = label(WORDS, _LABELS.get(name, name), language)
        line = f"\n{head}{'：' if language == 'zh' else ': '}"
        flat = " ".join(words.split())
        start = len(text) + len(line)
        text += line + flat
        spans[name] = Span(0, start, start + len(flat))
    return text, spans
