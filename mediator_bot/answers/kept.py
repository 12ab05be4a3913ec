"""An answer as it was kept in; the answer as it may be shown to the same person today out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mediator_bot.answers.wording import say, template
from mediator_bot.errors import LibraryError
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.types import Answer, Citation, ComparedCase, Filters, Person, Removed, Screen


def restored(kept: Mapping[str, Any]) -> Answer:
    """The answer whose `asdict` was kept, as JSON gave it back."""
    value = dict(kept)
    return Answer(
        **{
            **value,
            "screen": Screen(**_tuples(value["screen"])),
            "citations": tuple(Citation(**citation) for citation in value["citations"]),
            "cases": tuple(ComparedCase(**_tuples(case)) for case in value["cases"]),
            "removed": tuple(Removed(**removed) for removed in value.get("removed", ())),
            "next_questions": tuple(value["next_questions"]),
            "filters": Filters(**_tuples(value["filters"])),
        }
    )


def shown_today(answer: Answer, catalogue: Catalogue, person: Person) -> Answer:
    """The answer, or a line in its place where it quotes a document this person may not read any more.

    Rights, withdrawal and erasure count on the day an answer is opened, not on the day it was given.
    """
    if all(_readable(citation, catalogue, person) for citation in answer.citations):
        return answer
    text = say(template("withheld"), answer.language)
    return replace(answer, text=text, citations=(), cases=(), statistics=None, next_questions=(), removed=())


def _readable(citation: Citation, catalogue: Catalogue, person: Person) -> bool:
    try:
        page = catalogue.page(citation.document_id, citation.version, citation.page, person)
    except LibraryError:
        return False
    return page[citation.start : citation.end] == citation.quote


def _tuples(value: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows only lists where our values hold tuples."""
    return {name: tuple(item) if isinstance(item, list) else item for name, item in value.items()}
