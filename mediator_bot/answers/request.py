"""One question on its way to an answer: what it asks, what the person may read, and the draft that comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediator_bot.answers.claims import Block, Claim, Paragraph
from mediator_bot.answers.comparison import Comparison
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.wording import template
from mediator_bot.cases import taxonomy
from mediator_bot.cases.taxonomy import label
from mediator_bot.retrieval.search import Found, Searcher
from mediator_bot.retrieval.understand import Understanding
from mediator_bot.types import Filters, Hit, Kind, Screen

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
        return self.searcher.question_vector(self.understood.search_text)

    def guideline_hits(self) -> list[Hit]:
        """The steps nearest to the question as it was asked now: a follow-up asks for other steps than the one before."""
        narrowed = replace(self, understood=replace(self.understood, search_text=self.question))
        language = (self.understood.language,)
        return narrowed.hits("guideline", language=language) or narrowed.hits("guideline")


def refusal(request: Request, found: Sequence[Found]) -> Draft:
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
