"""The lines of a form in a note, such as `纠纷类型：邻里纠纷` or `Outcome: not settled`, in; the words of closed lists they name out."""

import re
from collections.abc import Iterator

from mediator_bot.cases import taxonomy
from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Prose
from mediator_bot.cases.taxonomy import Vocabulary

# Field, its closed list, and how a form names it.
_LINES: tuple[tuple[str, Vocabulary, str], ...] = (
    ("type_l1", taxonomy.DISPUTE_TYPES, "纠纷类型|纠纷类别|案件类型|类型|类别|案由|dispute(?: type)?|type(?: of dispute)?|kind(?: of dispute)?|category|nature|subject"),
    ("venue_type", taxonomy.VENUES, "调解地点|调解组织|地点|受理单位|venue|place|where|mediated at"),
    ("level", taxonomy.LEVELS, "化解层级|层级|级别|level|resolved at"),
    ("outcome", taxonomy.OUTCOMES, "调解结果|处理结果|结果|结案方式|outcome|result"),
    ("agreement_form", taxonomy.AGREEMENT_FORMS, "协议形式|协议方式|form(?: of (?:the )?agreement)?|agreement"),
)  # fmt: skip
_PATTERNS = tuple(
    (
        field,
        vocabulary,
        re.compile(rf"^\W*(?:{names})\W{{0,3}}[:：】]\W{{0,3}}(?P<said>[^\n。]{{2,60}})", re.IGNORECASE),
    )
    for field, vocabulary, names in _LINES
)


def forms(prose: Prose) -> Iterator[Proposal]:
    """One proposal for each field whose line names a word of its list, in either language."""
    seen: set[str] = set()
    for sentence in prose.sentences:
        for field, vocabulary, pattern in _PATTERNS:
            line = pattern.match(sentence.text)
            slug = _slug(line["said"], vocabulary) if line else None
            if line and slug and field not in seen:
                seen.add(field)
                yield proposed(field, slug, sentence.span(*line.span("said")), f"{field}.form")


def _slug(said: str, vocabulary: Vocabulary) -> str | None:
    """The word of the list whose label the line begins with, the longest first: `not settled` before `settled`."""
    plain = said.strip(" *_").lower()
    known = [(name.lower(), slug) for slug, label in vocabulary.items() for name in (label.en, label.zh, slug)]
    return next(
        (slug for name, slug in sorted(known, reverse=True, key=lambda item: len(item[0])) if plain.startswith(name)),
        None,
    )
