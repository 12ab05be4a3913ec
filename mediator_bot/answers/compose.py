"""What a question asks and what the library holds in; the draft of an answer out: one composer for each kind of question."""

from collections.abc import Callable
from dataclasses import replace

from mediator_bot.answers.claims import Block, Paragraph
from mediator_bot.answers.guidelines import guideline_answer, safety_steps
from mediator_bot.answers.request import Draft, Request, describe_filters
from mediator_bot.answers.similar import cases_answer, lookup_answer
from mediator_bot.answers.statistics import count_cases, statistics_block
from mediator_bot.answers.statutes import statute_answer
from mediator_bot.answers.wording import template
from mediator_bot.retrieval.understand import ABOUT_THE_LIBRARY
from mediator_bot.types import QuestionKind


def compose(request: Request) -> Draft:
    """The draft for a question: what the safety screen says comes first, then the composer of its kind."""
    if request.screen.action in ("pause", "refer"):
        return Draft(tuple(_screened(request)), next_keys=("next_safety", "next_refuse"))
    draft = COMPOSERS[request.understood.kind](request)
    if request.screen.action == "shuttle":
        return replace(draft, blocks=(*_screened(request), *draft.blocks))
    return draft


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
    said += safety_steps(request)
    if screen.action != "shuttle":
        said.append(Paragraph((template("screen_cases"),)))
    return said


def _guideline_or_cases(request: Request) -> Draft:
    return guideline_answer(request) or replace(cases_answer(request), next_keys=("next_guideline", "next_refuse"))


def _statistics(request: Request) -> Draft:
    counted = count_cases(request.reader, request.filters, request.question)
    scope = describe_filters(counted.filters, request.understood.language)
    return Draft(tuple(statistics_block(counted, scope)), statistics=counted.as_table())


def _smalltalk(request: Request) -> Draft:
    if ABOUT_THE_LIBRARY.search(request.question):
        return Draft((Paragraph((template("admin"),)),))
    return Draft((Paragraph((template("smalltalk"),)),))


def _not_yet(request: Request) -> Draft:
    return Draft((Paragraph((template("not_yet"),)),), next_keys=("next_guideline", "next_wording"))


COMPOSERS: dict[QuestionKind, Callable[[Request], Draft]] = {
    "cases": cases_answer,
    "guideline": _guideline_or_cases,
    "statute": statute_answer,
    "statistics": _statistics,
    "lookup": lookup_answer,
    "draft": _not_yet,
    "practice": _not_yet,
    "smalltalk": _smalltalk,
}
