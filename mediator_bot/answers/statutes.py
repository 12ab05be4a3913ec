"""A question or the cases found in; the articles of the statute table that it asks for, or that they rest on, out."""

import re
from collections.abc import Sequence

from mediator_bot.answers.claims import Block, Evidence, Paragraph, Rule, Steps
from mediator_bot.answers.comparison import SimilarCase
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.request import Draft, Request, refusal
from mediator_bot.answers.wording import REPEALED_LAWS, template
from mediator_bot.library.catalogue import Stored
from mediator_bot.retrieval.search import group
from mediator_bot.types import Filters, Language, Span

# Below this score an article is about something else.
NEAR = 0.25
MOST_ARTICLES = 3


def statute_answer(request: Request) -> Draft:
    """The articles asked for by number or nearest in meaning; old numbers and repealed laws are corrected first."""
    old = _repealed(request.question)
    law = _articles(request, 4)
    if law is None:
        return refusal(request, group(request.hits("statute")))
    return Draft(
        (
            *([Paragraph((template("repealed", law=old),))] if old else []),
            *_renumbered(request),
            law,
            Paragraph((template("statute_checked"),)),
        ),
        next_keys=("next_guideline", "next_confirmation"),
    )


def _repealed(question: str) -> str | None:
    # Not 劳动合同法, which is in force.
    return next((law for law in REPEALED_LAWS if re.search(rf"(?<!劳动){law}", question)), None)


def _articles(request: Request, most: int) -> Steps | None:
    """The articles asked for by number, else the nearest ones."""
    rows = _numbered(request)
    if not rows:
        found = group(request.hits("statute"))
        close = [item for item in found if item.nearness >= max(NEAR, 0.7 * found[0].nearness)]
        rows = [request.reader.document(item.best.document_id) for item in close]
    return article_block(request.reader, rows[:most], request.understood.language)


def _numbered(request: Request) -> list[Stored]:
    numbers = set(request.understood.articles)
    # The number of an article in a law that is gone says nothing about any other law.
    if not numbers or _repealed(request.question):
        return []
    table = request.reader.catalogue.list_documents(request.reader.person, Filters(kind=("statute",)))
    named = [row for row in table if names_law(request.question, row)]
    # A number alone stands in many laws: without the law's name only the near ones are meant.
    pool = named or [request.reader.document(item.key) for item in group(request.hits("statute"))[:10]]
    return [row for row in pool if numbers & {row.record["article"], *_old_numbers(row)}]


def names_law(question: str, row: Stored) -> bool:
    """Whether a text names the law that a row belongs to, in either language."""
    law = row.record["law"]
    return law["zh"] in question or law["en"].lower() in question.lower()


def _old_numbers(row: Stored) -> list[str]:
    return [number for item in row.record.get("superseded") or [] for number in str(item["article"]).split("–")]


def _renumbered(request: Request) -> list[Block]:
    """An old number in the question is corrected before anything else."""
    asked = set(request.understood.articles)
    trapped = [(old, row) for row in _numbered(request) for old in _old_numbers(row) if old in asked]
    return [Paragraph((template("superseded", old=old, new=row.title),)) for old, row in trapped]


def law_block(reader: Reader, cases: Sequence[SimilarCase], language: Language) -> Steps | None:
    """The articles the cases rest on, from the statute table alone, in the reader's language."""
    table = {(row.record["law"]["zh"], row.record["article"]): row for row in _statutes(reader)}
    table |= {(row.record["law"]["en"], row.record["article"]): row for row in table.values()}
    cited = [
        table.get((basis["law"].replace("中华人民共和国", ""), str(basis["article"])))
        for case in cases
        for basis in case.document.record.get("legal_basis", [])
    ]
    rows = list({row.document_id: row for row in cited if row}.values())[:MOST_ARTICLES]
    return article_block(reader, rows, language)


def article_block(reader: Reader, rows: Sequence[Stored], language: Language) -> Steps | None:
    """Articles with gist, date and whether they were checked."""
    whole = [_article(reader, row, language) for row in rows]
    return Steps(tuple(Rule(evidence) for evidence in whole), template("lead_law"), numbered=False) if whole else None


def _article(reader: Reader, row: Stored, language: Language) -> Evidence:
    first, last = row.fields[f"number.{language}"], row.fields[f"standing.{language}"]
    return reader.at(row, Span(first.page, first.start, last.end))


def _statutes(reader: Reader) -> list[Stored]:
    return reader.catalogue.list_documents(reader.person, Filters(kind=("statute",)))
