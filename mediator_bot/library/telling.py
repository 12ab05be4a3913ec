"""A note in; what could tell whose case it is even without a name out: a combination that no other case has, and rare words.

A town, an age, an occupation or a year say little alone. Together they may fit one case only, and whoever knows the people
knows the rest.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from mediator_bot.cases import taxonomy
from mediator_bot.cases.deidentify.jobs import rare_jobs
from mediator_bot.cases.deidentify.places import region_words
from mediator_bot.cases.taxonomy import label
from mediator_bot.library.catalogue import Catalogue, Stored
from mediator_bot.library.names import texts_of
from mediator_bot.library.rights import require_admin
from mediator_bot.types import Person

_AGE = re.compile(r"(\d{1,3})(?=岁|周岁|[- ]years?[- ]old)|(?<=aged )(\d{1,3})")
# What says something of a person; a type and a year alone are every case's.
_PERSONAL = ("age", "occupation", "region")
LARGEST = 3
MOST = 5
Trait = tuple[str, str]


def telling(catalogue: Catalogue, document_id: str, by: Person, version: int | None = None) -> tuple[str, ...]:
    """Warnings in the language of the note: each smallest combination of at most three traits that no other case which the
    person may read has, and the rare occupations that stand in the text.

    Of the other cases only the record is read, so that a combination may be called rarer than it is, never commoner.
    Raises RightsError for anyone but an admin, LibraryError where there is no such document.
    """
    require_admin(by, "see what could tell whose case a note is")
    stored = catalogue.document(document_id, by, version)
    texts = texts_of(catalogue, stored, by)
    mine = traits(stored, "\n".join(texts.values()))
    others = [
        traits(other, _words(other.record))
        for other in catalogue.list_documents(by)
        if other.kind == "case" and other.case_id != stored.case_id
    ]
    found = [_said(combination, stored.language) for combination in only_here(mine, others)[:MOST]]
    jobs = sorted({finding.text for text in texts.values() for finding in rare_jobs(text)})
    if jobs:
        named = "、".join(jobs) if stored.language == "zh" else ", ".join(jobs)
        found.append(
            f"少见的职业可能让人认出当事人：{named}。"
            if stored.language == "zh"
            else f"A rare occupation may tell who it is: {named}."
        )
    return tuple(found)


def traits(stored: Stored, text: str) -> frozenset[Trait]:
    """What could be known of a case from outside: type, level, year, regions, ages, occupations."""
    record = stored.record
    year = str(record.get("closed_on") or record.get("accepted_on") or "")[:4]
    known = [("type", str(record.get("type_l1") or "")), ("level", str(record.get("level") or "")), ("year", year)]
    known += [("region", word) for word in region_words(f"{record.get('region') or ''}\n{text}")]
    known += [("age", match.group()) for match in _AGE.finditer(text)]
    known += [("occupation", finding.text) for finding in rare_jobs(text)]
    known += [("occupation", str(party["role"])) for party in record.get("parties", []) if isinstance(party, Mapping)]
    return frozenset(trait for trait in known if trait[1])


def only_here(mine: frozenset[Trait], others: Sequence[frozenset[Trait]]) -> list[tuple[Trait, ...]]:
    """The smallest combinations, up to three traits and one of them personal, that none of the others has."""
    unique: list[tuple[Trait, ...]] = []
    ordered = sorted(mine)
    for size in range(1, LARGEST + 1):
        for combination in combinations(ordered, size):
            wanted = set(combination)
            is_personal = any(name in _PERSONAL for name, _ in combination)
            if (
                is_personal
                and not any(set(smaller) <= wanted for smaller in unique)
                and not any(wanted <= other for other in others)
            ):
                unique.append(combination)
    return unique


def _said(combination: Sequence[Trait], language: str) -> str:
    words = [_word(name, value, language) for name, value in combination]
    if language == "zh":
        return f"库中只有这一件同时符合：{'、'.join(words)}。熟悉当地的人可能认出当事人。"
    return f"No other case in the library has: {', '.join(words)}. Whoever knows the place may know the people."


def _word(name: str, value: str, language: str) -> str:
    if name == "age":
        return f"{value}岁" if language == "zh" else f"aged {value}"
    known = {"type": taxonomy.DISPUTE_TYPES, "level": taxonomy.LEVELS}.get(name)
    return label(known, value, language) if known else value


def _words(record: Any) -> str:
    if isinstance(record, Mapping):
        return "\n".join(map(_words, record.values()))
    if isinstance(record, list | tuple):
        return "\n".join(map(_words, record))
    return str(record)
