"""A question and the guidelines in; the steps that answer it out, section by section, with the articles they rest on."""

import re
from collections.abc import Sequence

from mediator_bot.answers.claims import Block, Paragraph, Quote, Rule, Steps
from mediator_bot.answers.request import Draft, Request
from mediator_bot.answers.screen import step_patterns
from mediator_bot.answers.statutes import article_block, names_law
from mediator_bot.answers.wording import template
from mediator_bot.library.catalogue import Stored
from mediator_bot.retrieval.search import group
from mediator_bot.retrieval.understand import asks_too_late
from mediator_bot.text.tokens import terms
from mediator_bot.types import Filters, Hit, Span

# Below this score a guideline, which is written in general words, is about something else.
NEAR = 0.29
PAST_THE_DAYS = re.compile(r"after the thirty days|过了三十天", re.I)
# A step is shown where it scores at least this share of the nearest one.
STEP_SHARE = 0.6
SAFETY_GUIDELINE = "screen-first"


def guideline_answer(request: Request) -> Draft | None:
    """The steps nearest to the question; None where no guideline is near it."""
    hits = request.guideline_hits()
    found = group(hits)
    # Past the thirty days the answer is no, and what remains: it must not come after how to apply in time.
    late = [hit for hit in hits if asks_too_late(request.question) and PAST_THE_DAYS.search(hit.heading)]
    if not late and (not found or found[0].nearness < NEAR):
        return None
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
    return names_law(present, row) and row.record["article"] in re.findall(r"\d+", present)


def how_to(request: Request, cases: Sequence[Stored]) -> Steps | None:
    """The steps nearest to the question, from a guideline made for the kind of these cases; for any kind without cases."""
    types = {document.record.get("type_l1") for document in cases}
    hits = request.guideline_hits()
    for item in group(hits):
        guideline = request.reader.document(item.best.document_id)
        if guideline.record.get("guideline_id") == SAFETY_GUIDELINE:
            continue  # its steps are for what the screen notices
        applies = guideline.record.get("applies_to") or []
        if item.nearness >= NEAR and (not cases or not applies or types & set(applies)):
            return _steps(request, guideline, hits, 4)
    return None


def safety_steps(request: Request) -> list[Block]:
    """The steps that answer what was noticed, chosen by rule: here nothing may depend on a score."""
    guideline = _guideline_document(request, SAFETY_GUIDELINE)
    if guideline is None:
        return []
    wanted = step_patterns(request.screen, "zh" if guideline.language == "zh" else "en")
    steps = [request.reader.at(guideline, span) for name, span in guideline.fields.items() if name.startswith("steps.")]
    rules = tuple(Rule(step) for step in steps if wanted.search(step.quote))
    return [Steps(rules, template("lead_steps", title=guideline.title))] if rules else []


def _guideline_document(request: Request, guideline_id: str) -> Stored | None:
    documents = request.reader.catalogue.list_documents(request.reader.person, Filters(kind=("guideline",)))
    ranked = sorted(documents, key=lambda document: document.language != request.understood.language)
    return next((document for document in ranked if document.record.get("guideline_id") == guideline_id), None)


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
