"""A question in; the cases like it side by side, or one case by its number, out."""

from collections.abc import Sequence
from dataclasses import replace

from mediator_bot.answers.claims import Block, Count, Paragraph, Quote, Steps
from mediator_bot.answers.comparison import Comparison, SimilarCase
from mediator_bot.answers.guidelines import how_to
from mediator_bot.answers.records import came_back
from mediator_bot.answers.request import Draft, Request, refusal
from mediator_bot.answers.statutes import law_block
from mediator_bot.answers.wording import template
from mediator_bot.library.catalogue import Stored
from mediator_bot.retrieval.search import Found, group
from mediator_bot.types import Hit, Language

# Below NEAR a case is about something else and nothing is shown; below CLOSE it is shown as the nearest thing, with a
# warning. Chosen on one half of corpus/questions, reported on the other in benchmarks/README.md.
NEAR, CLOSE = 0.16, 0.22
# Between texts of one language a like case shares at least a word or two: one that shares none must be this much nearer.
FEWEST_WORDS, WITHOUT_WORDS = 0.03, 0.25
# A case is shown beside the best one where it scores at least this share of it, and more so where the kind of dispute
# is another: two quarrels about money are not alike because both are about money.
SAME_TYPE, OTHER_TYPE = 0.6, 0.9
MOST_CASES = 3
MOST_BESIDE = 15


def cases_answer(request: Request) -> Draft:
    """Up to three cases compared, the steps for such a dispute, and the articles the cases rest on."""
    found = group(request.hits("case"), request.understood.language)
    close = [item for item in found if is_near(item, request.understood.language)]
    if not close:
        refused = refusal(request, found)
        steps = how_to(request, ())
        return replace(refused, blocks=(*refused.blocks, steps)) if steps else refused
    documents = _side_by_side(request, close)
    some_real = any(document.origin != "synthetic" for document in documents)
    by_key = {item.best.document_id: item for item in close}
    cases = [SimilarCase(document, by_key[document.document_id], some_real) for document in documents]
    comparison = Comparison(request.reader, request.understood.search_text, request.understood.language, cases)
    blocks = comparison.blocks()
    if close[0].nearness < CLOSE:
        blocks.insert(0, Paragraph((template("weak"),)))
    if steps := how_to(request, documents):
        blocks.append(steps)
    if law := law_block(request.reader, cases, request.understood.language):
        blocks.append(law)
    back = any(came_back(document.record) for document in documents)
    following = ("next_wording", "next_recurrence" if back else "next_guideline", "next_refuse")
    return Draft(tuple(blocks), comparison=comparison, next_keys=following)


def is_near(item: Found, language: Language) -> bool:
    """Whether a case is near enough to a question in a language to be shown at all."""
    wordless = item.best.language == language and max(hit.coverage for hit in item.hits) < FEWEST_WORDS
    return item.nearness >= (WITHOUT_WORDS if wordless else NEAR)


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


def lookup_answer(request: Request) -> Draft:
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
    found = Found.of(wanted, [Hit(passage, 1.0) for passage, _ in passages])
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
