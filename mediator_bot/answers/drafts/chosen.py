"""Chosen case ids in; what those cases agreed and how it went out, as evidence that the person may read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediator_bot.answers.claims import Evidence
from mediator_bot.answers.drafts.wording import vague_words
from mediator_bot.answers.evidence import Reader
from mediator_bot.errors import LibraryError, QuestionError
from mediator_bot.library.catalogue import Stored, unknown
from mediator_bot.text.tokens import terms
from mediator_bot.types import Language


@dataclass(frozen=True)
class CaseTerm:
    """One term of a chosen case; `concrete` where it names a day or a sum and no vague word."""

    evidence: Evidence
    concrete: bool
    words: frozenset[str]


def chosen_cases(ids: Sequence[str], reader: Reader, language: Language) -> list[Stored]:
    """The published cases by document id or case number, a telling in the draft's language first.

    Raises LibraryError for one that is not there, also where the person may not read it; QuestionError for what is no case.
    """
    return [_case(one, reader, language) for one in dict.fromkeys(ids)]


def _case(one: str, reader: Reader, language: Language) -> Stored:
    try:
        stored = reader.document(one)
    except LibraryError:
        told = [case for case in reader.catalogue.live_cases(reader.person) if case.case_id == one]
        stored = next(iter(sorted(told, key=lambda case: case.language != language)), None) or _missing(one)
        stored = reader.document(stored.document_id)
    if stored.status != "published":
        return _missing(one)
    if stored.kind != "case":
        raise QuestionError(
            f"{one!r} is a {stored.kind}, not a case. Choose case notes; see `mediator-bot library list`."
        )
    return stored


def _missing(one: str) -> Stored:
    raise unknown(one, None)


def case_terms(cases: Iterable[Stored], reader: Reader) -> list[CaseTerm]:
    """Every term of the reviewed records among the cases."""
    return [
        CaseTerm(evidence, _is_concrete(case, number), frozenset(terms(evidence.quote)))
        for case in cases
        if case.reviewed
        for number, evidence in enumerate(reader.fields(case, "terms"))
        if evidence.quote.strip()
    ]


def _is_concrete(case: Stored, number: int) -> bool:
    term = case.record["terms"][number]
    dated = term.get("due") or term.get("amount") is not None
    return bool(dated) and not vague_words(f"{term['does']} {term.get('on_default') or ''}")


def nearest(text: str, offered: Sequence[CaseTerm]) -> CaseTerm | None:
    """The term that shares most words with a text; None where none shares any."""
    wanted = {word for word in terms(text) if not re.fullmatch(r"[\d.,]+", word)}
    best = max(offered, key=lambda term: len(wanted & term.words), default=None)
    return best if best and wanted & best.words else None
