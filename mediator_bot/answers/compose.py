"""What a question asks and what the library holds in; the blocks of an answer out: one composer for each kind of question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediator_bot.answers.claims import Block, Claim, Paragraph, Quote, Rule, Steps
from mediator_bot.answers.comparison import Comparison, SimilarCase, article_block, law_block
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.records import came_back
from mediator_bot.answers.statistics import count_cases, statistics_block
from mediator_bot.answers.wording import template
from mediator_bot.cases import taxonomy
from mediator_bot.cases.taxonomy import label
from mediator_bot.library.catalogue import Stored
from mediator_bot.retrieval.search import Found, Searcher, group
from mediator_bot.retrieval.understand import Understanding
from mediator_bot.types import Filters, Hit, Kind, QuestionKind, Screen

# Below this score the nearest passage is about something else. Chosen on one half of the questions in
# tests/data/questions.jsonl, reported on the other in benchmarks/README.md.
CLOSE_ENOUGH = 0.25
# A case is shown beside the best one where it scores at least this share of it, and more so where the kind of dispute
# is another: two quarrels about money are not alike because both are about money.
SAME_TYPE, OTHER_TYPE = 0.6, 0.9
MOST_CASES = 3
CANDIDATES = 60


@dataclass(frozen=True)
class Draft:
    """An answer before it is checked and rendered."""

    blocks: tuple[Block, ...]
    abstained: bool = False
    comparison: Comparison | None = None
    statistics: dict[str, Any] | None = None
    next_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """One question on its way through the composers."""

    question: str
    understood: Understanding
    filters: Filters
    screen: Screen
    reader: Reader
    searcher: Searcher
    referrals: dict[str, str]

    def hits(self, kind: Kind, **narrower: Any) -> list[Hit]:
        """The best passages of one kind, under the person's filters where they concern cases."""
        base = self.filters if kind == "case" else Filters()
        allowed = self.searcher.catalogue.live_passage_ids(self.reader.person, replace(base, kind=(kind,), **narrower))
        return self.searcher.rank(self.understood.search_text, self.vector(), allowed, CANDIDATES)

    def vector(self) -> NDArray[np.float32]:
        """The question as a vector."""
        return self.searcher.index.question_vector(self.understood.search_text)


def compose(request: Request) -> Draft:
    """The draft for a question: what the safety screen says comes first, then the composer of its kind."""
    if request.screen.action in ("pause", "refer"):
        return Draft(tuple(_screened(request)), next_keys=("next_safety", "next_refuse"))
    draft = COMPOSERS[request.understood.kind](request)
    if request.screen.action == "shuttle":
        return replace(draft, blocks=(*_screened(request), *draft.blocks))
    return draft


# --- the safety screen ---------------------------------------------------------------------------------------------


def _screened(request: Request) -> list[Block]:
    screen = request.screen
    route = template("screen_route", route=screen.referral or "")
    numbers = [f"{name}: {number}" for name, number in request.referrals.items()]
    local = template("screen_route", route="; ".join(numbers)) if numbers else template("screen_numbers")
    said: list[Block] = [
        Paragraph(
            tuple(template("screen_reason", reason=reason) for reason in screen.reasons),
            template(f"screen_{screen.action}"),
        ),
        Paragraph((route, local)),
    ]
    guideline = _guideline_document(request, "screen-first")
    if guideline and (steps := _steps(request, guideline, request.hits("guideline"), 6)):
        said.append(steps)
    if screen.action != "shuttle":
        said.append(Paragraph((template("screen_cases"),)))
    return said


def _guideline_document(request: Request, guideline_id: str) -> Stored | None:
    documents = request.reader.catalogue.list_documents(request.reader.person, Filters(kind=("guideline",)))
    ranked = sorted(documents, key=lambda document: document.language != request.understood.language)
    return next((document for document in ranked if document.record.get("guideline_id") == guideline_id), None)


# --- cases ---------------------------------------------------------------------------------------------------------


def _cases(request: Request) -> Draft:
    found = group(request.hits("case"))
    close = [item for item in found if item.score >= CLOSE_ENOUGH]
    if not close:
        return _refusal(request, found)
    documents = _side_by_side(request, close)
    some_real = any(document.origin != "synthetic" for document in documents)
    by_key = {item.best.document_id: item for item in close}
    cases = [SimilarCase(document, by_key[document.document_id], some_real) for document in documents]
    comparison = Comparison(request.reader, request.understood.search_text, request.understood.language, cases)
    blocks = comparison.blocks()
    if steps := _how_to(request, documents):
        blocks.append(steps)
    if law := law_block(request.reader, cases, request.understood.language):
        blocks.append(law)
    back = any(came_back(document.record) for document in documents)
    following = ("next_wording", "next_recurrence" if back else "next_guideline", "next_refuse")
    return Draft(tuple(blocks), comparison=comparison, next_keys=following)


def _side_by_side(request: Request, close: Sequence[Found]) -> list[Stored]:
    """The best case and those like it, best first."""
    documents = [(item.score, request.reader.document(item.best.document_id)) for item in close[: CANDIDATES // 4]]
    best, first = documents[0]
    kind = first.record.get("type_l1")
    return [
        document
        for score, document in documents
        if score >= best * (SAME_TYPE if kind and document.record.get("type_l1") == kind else OTHER_TYPE)
    ][:MOST_CASES]


def _how_to(request: Request, cases: Sequence[Stored]) -> Steps | None:
    """The steps nearest to the question from a guideline made for this kind of dispute."""
    types = {document.record.get("type_l1") for document in cases}
    hits = request.hits("guideline", language=(request.understood.language,)) or request.hits("guideline")
    for item in group(hits):
        guideline = request.reader.document(item.best.document_id)
        applies = guideline.record.get("applies_to") or []
        if item.score >= CLOSE_ENOUGH and (not applies or types & set(applies)):
            return _steps(request, guideline, hits, 4)
    return None


def _steps(request: Request, guideline: Stored, hits: Sequence[Hit], most: int) -> Steps | None:
    """Steps of a guideline in their order: those in the passages nearest to the question first taken."""
    places = [hit.passage.span for hit in hits if hit.passage.document_id == guideline.document_id]
    chosen: list[str] = []
    steps = {name: span for name, span in guideline.fields.items() if name.startswith("steps.")}
    for place in places:
        chosen += [name for name, span in steps.items() if place.start <= span.start < place.end]
    in_order = sorted(chosen[:most], key=lambda name: int(name.removeprefix("steps.")))
    rules = tuple(Rule(request.reader.at(guideline, steps[name])) for name in in_order)
    return Steps(rules, template("lead_steps", title=guideline.title)) if rules else None


# --- guidelines and statutes ---------------------------------------------------------------------------------------


def _guideline(request: Request) -> Draft:
    hits = request.hits("guideline", language=(request.understood.language,)) or request.hits("guideline")
    found = group(hits)
    if not found or found[0].score < CLOSE_ENOUGH:
        return replace(_cases(request), next_keys=("next_guideline", "next_refuse"))
    blocks: list[Block] = []
    for item in found[:2]:
        if item.score >= max(CLOSE_ENOUGH, 0.9 * found[0].score):
            guideline = request.reader.document(item.best.document_id)
            steps = _steps(request, guideline, hits, 6)
            evidence = request.reader.best_sentence(item.best, request.understood.search_text.split())
            blocks += [steps] if steps else [Paragraph((Quote(evidence),))] if evidence else []
    if law := _articles(request, 2):
        blocks.append(law)
    return Draft(tuple(blocks), next_keys=("next_wording", "next_refuse", "next_safety"))


def _statute(request: Request) -> Draft:
    law = _articles(request, 4)
    if law is None:
        return _refusal(request, group(request.hits("statute")))
    return Draft(
        (*_renumbered(request), law, Paragraph((template("statute_checked"),))),
        next_keys=("next_guideline", "next_confirmation"),
    )


def _articles(request: Request, most: int) -> Steps | None:
    """The articles asked for by number, else the nearest ones."""
    rows = _numbered(request)
    if not rows:
        close = [item for item in group(request.hits("statute")) if item.score >= CLOSE_ENOUGH][:most]
        rows = [request.reader.document(item.best.document_id) for item in close]
    return article_block(request.reader, rows[:most], request.understood.language)


def _numbered(request: Request) -> list[Stored]:
    numbers = set(request.understood.articles)
    if not numbers:
        return []
    table = request.reader.catalogue.list_documents(request.reader.person, Filters(kind=("statute",)))
    named = [row for row in table if _names_law(request.question, row)]
    # A number alone stands in many laws: without the law's name only the near ones are meant.
    pool = named or [request.reader.document(item.key) for item in group(request.hits("statute"))[:10]]
    return [row for row in pool if numbers & {row.record["article"], *_old_numbers(row)}]


def _names_law(question: str, row: Stored) -> bool:
    law = row.record["law"]
    return law["zh"] in question or law["en"].lower() in question.lower()


def _old_numbers(row: Stored) -> list[str]:
    return [number for item in row.record.get("superseded") or [] for number in str(item["article"]).split("–")]


def _renumbered(request: Request) -> list[Block]:
    """An old number in the question is corrected before anything else."""
    asked = set(request.understood.articles)
    trapped = [(old, row) for row in _numbered(request) for old in _old_numbers(row) if old in asked]
    return [Paragraph((template("superseded", old=old, new=row.title),)) for old, row in trapped]


# --- the other kinds -----------------------------------------------------------------------------------------------


def _statistics(request: Request) -> Draft:
    counted = count_cases(request.reader, request.filters, request.question)
    return Draft(tuple(statistics_block(counted, request.understood.language)), statistics=counted.as_table())


def _lookup(request: Request) -> Draft:
    """One case by its number, with every follow-up; its column is the comparison's."""
    wanted = request.understood.case_ids[0]
    documents = request.reader.catalogue.live_cases(request.reader.person)
    renditions = [document for document in documents if (document.case_id or "").lower() == wanted]
    if not renditions:
        return Draft((Paragraph((template("lookup_missing", case=wanted),)),), abstained=True)
    document = min(renditions, key=lambda rendition: rendition.language != request.understood.language)
    passages = request.searcher.catalogue.passages(request.searcher.catalogue.live_ids_of([document.document_id]))
    found = Found(wanted, (Hit(passages[0][0], 1.0),))
    comparison = Comparison(
        request.reader, request.question, request.understood.language, [SimilarCase(document, found, marked=False)]
    )
    visits = tuple(Quote(evidence) for evidence in request.reader.fields(document, "followups"))
    blocks = comparison.blocks()[1:]
    if visits:
        blocks.append(Steps(visits, numbered=False))
    return Draft(tuple(blocks), comparison=comparison, next_keys=("next_wording", "next_confirmation"))


def _smalltalk(request: Request) -> Draft:
    return Draft((Paragraph((template("smalltalk"),)),))


def _not_yet(request: Request) -> Draft:
    return Draft((Paragraph((template("not_yet"),)),), next_keys=("next_guideline", "next_wording"))


def _refusal(request: Request, found: Sequence[Found]) -> Draft:
    """What was searched, the nearest thing, and what to ask instead."""
    language = request.understood.language
    if not found:
        return Draft((Paragraph((template("refusal_empty"),)),), abstained=True)
    shown = request.reader.catalogue.list_documents(request.reader.person)
    live = [document for document in shown if document.status == "published"]
    narrowed = describe_filters(request.filters, language)
    filters = ("（限定：{}）" if language == "zh" else ", with the filters {}").format(narrowed) if narrowed else ""
    said: tuple[Claim, ...] = (
        template("refusal", documents=len(live), filters=filters),
        template("refusal_nearest", title=found[0].best.title),
    )
    blocks = (Paragraph(said), Paragraph((template("refusal_next"),)))
    return Draft(blocks, abstained=True, next_keys=("next_guideline",))


def describe_filters(filters: Filters, language: str) -> str:
    """The filters in plain words: `neighbours · settled in full · 2024`."""
    vocabularies = {
        "type": taxonomy.DISPUTE_TYPES,
        "outcome": taxonomy.OUTCOMES,
        "level": taxonomy.LEVELS,
        "language": taxonomy.LANGUAGES,
        "origin": taxonomy.ORIGINS,
        "kind": taxonomy.KINDS,
        "year": {},
    }
    return " · ".join(
        label(words, str(value), language) for name, words in vocabularies.items() for value in getattr(filters, name)
    )


COMPOSERS: dict[QuestionKind, Callable[[Request], Draft]] = {
    "cases": _cases,
    "guideline": _guideline,
    "statute": _statute,
    "statistics": _statistics,
    "lookup": _lookup,
    "draft": _not_yet,
    "practice": _not_yet,
    "smalltalk": _smalltalk,
}
