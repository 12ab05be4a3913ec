"""What a question asks and what the library holds in; the blocks of an answer out: one composer for each kind of question."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediator_bot.answers.claims import Block, Claim, Count, Paragraph, Quote, Rule, Steps
from mediator_bot.answers.comparison import Comparison, SimilarCase, article_block, law_block
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.records import came_back
from mediator_bot.answers.screen import step_patterns
from mediator_bot.answers.statistics import count_cases, statistics_block
from mediator_bot.answers.wording import REPEALED_LAWS, template
from mediator_bot.cases import taxonomy
from mediator_bot.cases.taxonomy import label
from mediator_bot.library.catalogue import Stored
from mediator_bot.retrieval.search import Found, Searcher, group
from mediator_bot.retrieval.understand import ABOUT_THE_LIBRARY, Understanding, asks_too_late
from mediator_bot.text.tokens import terms
from mediator_bot.types import Filters, Hit, Kind, QuestionKind, Screen, Span

# Below NEAR a case is about something else and nothing is shown; below CLOSE it is shown as the nearest thing, with a
# warning. Chosen on one half of corpus/questions, reported on the other in benchmarks/README.md.
NEAR, CLOSE = 0.16, 0.22
# The same for guidelines and articles, which are written in general words.
GUIDELINE_NEAR, STATUTE_NEAR = 0.29, 0.25
PAST_THE_DAYS = re.compile(r"after the thirty days|过了三十天", re.I)
# A step is shown where it scores at least this share of the nearest one.
STEP_SHARE = 0.6
# A case is shown beside the best one where it scores at least this share of it, and more so where the kind of dispute
# is another: two quarrels about money are not alike because both are about money.
SAME_TYPE, OTHER_TYPE = 0.6, 0.9
MOST_CASES = 3
SAFETY_GUIDELINE = "screen-first"
MOST_BESIDE = 15
CANDIDATES = 300


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
        return self.searcher.rank(self.understood.search_text, self.vector, allowed, CANDIDATES)

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        """The question as a vector, made once for all kinds."""
        return self.searcher.index.question_vector(self.understood.search_text)

    def guideline_hits(self) -> list[Hit]:
        """The steps nearest to the question as it was asked now: a follow-up asks for other steps than the one before."""
        narrowed = replace(self, understood=replace(self.understood, search_text=self.question))
        language = (self.understood.language,)
        return narrowed.hits("guideline", language=language) or narrowed.hits("guideline")


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
    local = template("screen_local", numbers="; ".join(numbers)) if numbers else template("screen_numbers")
    said: list[Block] = [
        Paragraph(
            tuple(template("screen_reason", reason=reason) for reason in screen.reasons),
            template(f"screen_{screen.action}"),
        ),
    ]
    if screen.action != "shuttle":
        said.append(Paragraph((route, local)))
    guideline = _guideline_document(request, SAFETY_GUIDELINE)
    if guideline:
        said += _safety_steps(request, guideline)
    if screen.action != "shuttle":
        said.append(Paragraph((template("screen_cases"),)))
    return said


def _safety_steps(request: Request, guideline: Stored) -> list[Block]:
    """The steps that answer what was noticed, chosen by rule: here nothing may depend on a score."""
    wanted = step_patterns(request.screen, "zh" if guideline.language == "zh" else "en")
    steps = [request.reader.at(guideline, span) for name, span in guideline.fields.items() if name.startswith("steps.")]
    rules = tuple(Rule(step) for step in steps if wanted.search(step.quote))
    return [Steps(rules, template("lead_steps", title=guideline.title))] if rules else []


def _guideline_document(request: Request, guideline_id: str) -> Stored | None:
    documents = request.reader.catalogue.list_documents(request.reader.person, Filters(kind=("guideline",)))
    ranked = sorted(documents, key=lambda document: document.language != request.understood.language)
    return next((document for document in ranked if document.record.get("guideline_id") == guideline_id), None)


# --- cases ---------------------------------------------------------------------------------------------------------


def _cases(request: Request) -> Draft:
    found = group(request.hits("case"))
    close = [item for item in found if item.score >= NEAR]
    if not close:
        return _refusal(request, found)
    documents = _side_by_side(request, close)
    some_real = any(document.origin != "synthetic" for document in documents)
    by_key = {item.best.document_id: item for item in close}
    cases = [SimilarCase(document, by_key[document.document_id], some_real) for document in documents]
    comparison = Comparison(request.reader, request.understood.search_text, request.understood.language, cases)
    blocks = comparison.blocks()
    if close[0].score < CLOSE:
        blocks.insert(0, Paragraph((template("weak"),)))
    if steps := _how_to(request, documents):
        blocks.append(steps)
    if law := law_block(request.reader, cases, request.understood.language):
        blocks.append(law)
    back = any(came_back(document.record) for document in documents)
    following = ("next_wording", "next_recurrence" if back else "next_guideline", "next_refuse")
    return Draft(tuple(blocks), comparison=comparison, next_keys=following)


def _side_by_side(request: Request, close: Sequence[Found]) -> list[Stored]:
    """The best case and those like it, best first."""
    documents = [(item.score, request.reader.document(item.best.document_id)) for item in close[:MOST_BESIDE]]
    best, first = documents[0]
    kind = first.record.get("type_l1")
    return [document for score, document in documents if score >= best * _share(kind, document.record.get("type_l1"))][
        :MOST_CASES
    ]


def _share(first: str | None, other: str | None) -> float:
    """How near a case must come to the best one; where nobody recorded the best one's kind, a recorded one may help."""
    if first is None and other is not None:
        return (SAME_TYPE + OTHER_TYPE) / 2
    return SAME_TYPE if first is not None and first == other else OTHER_TYPE


def _how_to(request: Request, cases: Sequence[Stored]) -> Steps | None:
    """The steps nearest to the question from a guideline made for this kind of dispute."""
    types = {document.record.get("type_l1") for document in cases}
    hits = request.guideline_hits()
    for item in group(hits):
        guideline = request.reader.document(item.best.document_id)
        if guideline.record.get("guideline_id") == SAFETY_GUIDELINE:
            continue  # its steps are for what the screen notices
        applies = guideline.record.get("applies_to") or []
        if item.score >= GUIDELINE_NEAR and (not applies or types & set(applies)):
            return _steps(request, guideline, hits, 4)
    return None


def _steps(request: Request, guideline: Stored, hits: Sequence[Hit], most: int) -> Steps | None:
    """The steps of a guideline that are nearest to the question, section by section."""
    near = [hit for hit in hits if hit.passage.document_id == guideline.document_id]
    steps = {name: span for name, span in guideline.fields.items() if name.startswith("steps.")}
    chosen = [
        name
        for hit in near
        if hit.score >= STEP_SHARE * near[0].score
        for name, span in steps.items()
        if _within(span, hit.passage.span)
    ]
    chosen = chosen[:most]
    # Within a section the guideline's order; the section that answers best comes first.
    sections = {name: hit.heading for hit in near for name in chosen if _within(steps[name], hit.passage.span)}
    first = list(dict.fromkeys(sections[name] for name in chosen))
    in_order = sorted(chosen, key=lambda name: (first.index(sections[name]), int(name.removeprefix("steps."))))
    rules = tuple(Rule(request.reader.at(guideline, steps[name])) for name in in_order)
    return Steps(rules, template("lead_steps", title=guideline.title)) if rules else None


def _within(step: Span, line: Span) -> bool:
    return line.page == step.page and line.start <= step.start and step.end <= line.end


# --- guidelines and statutes ---------------------------------------------------------------------------------------


def _guideline(request: Request) -> Draft:
    hits = request.guideline_hits()
    found = group(hits)
    # Past the thirty days the answer is no, and what remains: it must not come after how to apply in time.
    late = [hit for hit in hits if asks_too_late(request.question) and PAST_THE_DAYS.search(hit.heading)]
    if not late and (not found or found[0].score < GUIDELINE_NEAR):
        return replace(_cases(request), next_keys=("next_guideline", "next_refuse"))
    hits = [*late, *(hit for hit in hits if hit not in late)]
    guideline = request.reader.document(late[0].passage.document_id if late else found[0].best.document_id)
    blocks: list[Block] = []
    if steps := _steps(request, guideline, hits, 6):
        blocks.append(steps)
    elif evidence := request.reader.best_sentence(found[0].best, terms(request.understood.search_text)):
        blocks.append(Paragraph((Quote(evidence),)))
    if law := article_block(request.reader, _cited_by(request, guideline)[:2], request.understood.language):
        blocks.append(law)
    return Draft(tuple(blocks), next_keys=("next_wording", "next_refuse", "next_safety"))


def _cited_by(request: Request, guideline: Stored) -> list[Stored]:
    """The articles that a guideline names as its sources, nearest to the question first."""
    sources = guideline.record.get("sources", [])
    near = [request.reader.document(item.key) for item in group(request.hits("statute"))]
    return [row for row in near if any(_names_article(source, row) for source in sources)]


def _names_article(source: str, row: Stored) -> bool:
    # What follows these words are the numbers of older texts.
    present = re.split(r"旧号|older|\d{4} text", source)[0]
    return _names_law(present, row) and row.record["article"] in re.findall(r"\d+", present)


def _statute(request: Request) -> Draft:
    # Not 劳动合同法, which is in force.
    old = next((law for law in REPEALED_LAWS if re.search(rf"(?<!劳动){law}", request.question)), None)
    law = _articles(request, 4)
    if law is None:
        return _refusal(request, group(request.hits("statute")))
    return Draft(
        (
            *([Paragraph((template("repealed", law=old),))] if old else []),
            *_renumbered(request),
            law,
            Paragraph((template("statute_checked"),)),
        ),
        next_keys=("next_guideline", "next_confirmation"),
    )


def _articles(request: Request, most: int) -> Steps | None:
    """The articles asked for by number, else the nearest ones."""
    rows = _numbered(request)
    if not rows:
        found = group(request.hits("statute"))
        close = [item for item in found if item.score >= max(STATUTE_NEAR, 0.7 * found[0].score)]
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
    scope = describe_filters(counted.filters, request.understood.language)
    return Draft(tuple(statistics_block(counted, scope)), statistics=counted.as_table())


def _lookup(request: Request) -> Draft:
    """One case by its number, with every follow-up; its column is the comparison's."""
    wanted = request.understood.case_ids[0]
    documents = request.reader.catalogue.live_cases(request.reader.person)
    renditions = [document for document in documents if (document.case_id or "").lower() == wanted]
    if not renditions:
        return Draft((Paragraph((template("lookup_missing", case=wanted),)),), abstained=True)
    document = min(renditions, key=lambda rendition: rendition.language != request.understood.language)
    passages = request.searcher.catalogue.passages(request.searcher.catalogue.live_ids_of([document.document_id]))
    if not passages:
        return Draft((Paragraph((template("lookup_missing", case=wanted),)),), abstained=True)
    found = Found(wanted, tuple(Hit(passage, 1.0) for passage, _ in passages))
    comparison = Comparison(
        request.reader, request.question, request.understood.language, [SimilarCase(document, found, marked=False)]
    )
    visits = tuple(Quote(evidence) for evidence in request.reader.fields(document, "followups"))
    blocks = [block for block in comparison.blocks() if not _counts(block)]
    if visits:
        blocks.append(Steps(visits, template("lead_followups"), numbered=False))
    return Draft(tuple(blocks), comparison=comparison, next_keys=("next_wording", "next_confirmation"))


def _counts(block: Block) -> bool:
    """Whether a block counts cases, which says nothing about one."""
    return isinstance(block, Paragraph) and any(isinstance(claim, Count) for claim in block.claims)


def _smalltalk(request: Request) -> Draft:
    if ABOUT_THE_LIBRARY.search(request.question):
        return Draft((Paragraph((template("admin"),)),))
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
    return " · ".join(
        label(words, str(value), language)
        for name, words in {**taxonomy.FILTERS, "year": {}}.items()
        for value in getattr(filters, name)
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
