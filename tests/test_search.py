"""Search: rights inside it, filters, renditions as one, and questions nobody should be able to break it with."""

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from notes import STORY, publish, record

from mediator_bot.errors import QuestionError
from mediator_bot.retrieval.search import FURTHER, LONGEST_QUESTION, checked, group
from mediator_bot.service import Assistant, parse_filters
from mediator_bot.types import Answer, Filters, Hit, Passage, Person, Span

STRANGER = Person("lin", "mediator", frozenset({"Another unit"}))
TRAINEE = Person("tao", "trainee")
QUESTIONS = (
    "the weathercock on the shared chimney squeaks when the wind turns",
    "deposit 1400, landlord says carpet, tenant has no photos",
    "how should I open the first meeting about a squeaking weathercock?",
    "how many cases were settled? including practice notes",
    "烟囱上的风向标夜里吱吱响，睡不着",
    "Tell me about tt-2024-901",
)


def _asked(assistant: Assistant, person: Person) -> list[tuple[list[Hit], Answer]]:
    return [
        (assistant.search(question, person), replace(assistant.ask(question, person), timings_ms={}))
        for question in QUESTIONS
    ]


def test_notes_a_person_may_not_read_change_neither_hits_nor_scores_nor_answers(quick: Assistant) -> None:
    before = {person: _asked(quick, person) for person in (STRANGER, TRAINEE)}
    for n, level in enumerate(("unit", "restricted"), start=901):
        given = record(case_id=f"tt-2024-{n}", confidentiality=level, unit="Our unit")
        for story in range(3):
            given = {**given, "case_id": f"tt-2024-{n + 10 * story}"}
            publish(quick, f"{n}-{story}.md", STORY * (story + 1), given)
    quick.follow()
    member = Person("mei", "mediator", frozenset({"Our unit"}))
    assert quick.search(QUESTIONS[0], member)[0].passage.case_id in {"tt-2024-901", "tt-2024-911", "tt-2024-921"}
    for person, earlier in before.items():
        assert _asked(quick, person) == earlier


def test_a_restricted_note_is_found_by_those_it_names_and_nobody_else(quick: Assistant) -> None:
    publish(quick, "r.md", STORY, record(confidentiality="restricted", unit="Our unit"))
    named = Person("authors of the sample library", "mediator")
    assert quick.search(QUESTIONS[0], named, top_k=1)[0].passage.case_id == "tt-2024-001"
    for person in (quick.operator, Person("mei", "mediator", frozenset({"Our unit"})), TRAINEE):
        assert "tt-2024-001" not in {hit.passage.case_id for hit in quick.search(QUESTIONS[0], person)}
    assert quick.search(QUESTIONS[0], Person("rui", "auditor")) == []


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        (["kind=case"], lambda p, s: p.kind == "case"),
        (["kind=guideline,statute"], lambda p, s: p.kind in ("guideline", "statute")),
        (["type=tenancy"], lambda p, s: s.record["type_l1"] == "tenancy"),
        (["language=zh", "kind=case"], lambda p, s: s.language == "zh"),
        (["outcome=none"], lambda p, s: s.record["outcome"] == "none"),
        (["level=community"], lambda p, s: s.record["level"] == "community"),
        (["year=2024"], lambda p, s: (s.record.get("closed_on") or s.record["accepted_on"]).startswith("2024")),
        (["origin=synthetic", "type=neighbours"], lambda p, s: p.origin == "synthetic"),
    ],
)
def test_filters_narrow_the_search(quick: Assistant, written: list[str], holds: object) -> None:
    hits = quick.search("the neighbours quarrelled about money", quick.operator, parse_filters(written), top_k=50)
    assert hits
    for hit in hits:
        stored = quick.library.catalogue.document(hit.passage.document_id, quick.operator)
        assert holds(hit.passage, stored), (written, hit.passage.document_id)  # type: ignore[operator]


def test_filters_that_leave_nothing_find_nothing(quick: Assistant) -> None:
    assert quick.search("noise", quick.operator, Filters(year=(1874,))) == []


@pytest.mark.parametrize("pair", ["colour=red", "type", "type=", "type=noise", "year=soon", "kind=note", "=case"])
def test_a_filter_nobody_knows_is_told_with_the_known_ones(pair: str) -> None:
    with pytest.raises(QuestionError, match=r"Write|Use one of"):
        parse_filters([pair])


def test_hits_are_best_first_cut_at_top_k_and_equal_their_page(quick: Assistant) -> None:
    ten = quick.search("noise at night", quick.operator, top_k=10)
    assert [hit.score for hit in ten] == sorted((hit.score for hit in ten), reverse=True)
    assert quick.search("noise at night", quick.operator, top_k=3) == ten[:3]
    for hit in ten:
        passage, span = hit.passage, hit.passage.span
        page = quick.library.catalogue.page(passage.document_id, passage.version, span.page, quick.operator)
        assert page[span.start : span.end] == passage.text


def _hit(number: int, document: str, case: str | None, score: float) -> Hit:
    language = "zh" if document.endswith(".zh") else "en"
    passage = Passage(number, document, 1, "case", document, language, "published", case, Span(1, 0, 4), "text")
    return Hit(passage, score)


def test_renditions_of_one_case_are_one_and_the_best_speaks_for_it() -> None:
    hits = [
        _hit(1, "a.zh", "a", 0.9),
        _hit(2, "b.en", "b", 0.8),
        _hit(3, "a.en", "a", 0.7),
        _hit(4, "c", None, 0.6),
        _hit(5, "b.en", "b", 0.5),
        _hit(6, "d", None, 0.4),
    ]
    found = group(hits)
    assert [(item.key, [hit.passage.id for hit in item.hits]) for item in found] == [
        ("a", [1]),
        ("b", [2, 5]),
        ("c", [4]),
        ("d", [6]),
    ]
    assert [item.score for item in found] == pytest.approx(
        [
            (1 + 2 * FURTHER) * 0.9 / 3,
            (0.8 + 0.5 + FURTHER * 0.8) / 3,
            (1 + 2 * FURTHER) * 0.6 / 3,
            (1 + 2 * FURTHER) * 0.4 / 3,
        ]
    )
    assert found[0].best.document_id == "a.zh"
    in_english = group(hits, "en")[0]
    assert (in_english.best.document_id, in_english.score) == ("a.en", found[0].score), "shown in the reader's language"
    long = group([*(_hit(n, "long", "l", 0.5) for n in range(9)), _hit(10, "last", None, 0.6)])
    assert (long[0].key, long[0].score) == ("l", 0.5), "a lone passage does not win because it is alone"
    assert group([]) == []


def test_two_renditions_in_the_library_count_as_one_case(quick: Assistant) -> None:
    publish(quick, "one.md", STORY, record(confidentiality="unit"))
    zh = "## 经过\n\n烟囱上的 weathercock 一刮风就吱吱响，楼下睡不着。\n"
    publish(quick, "two.md", zh, record(confidentiality="unit", lang="zh", title="公用烟囱上的风向标"))
    hits = quick.search(QUESTIONS[0], quick.operator, Filters(kind=("case",)), top_k=20)
    ours = [item for item in group(hits) if item.key == "tt-2024-001"]
    assert len(ours) == 1
    assert {hit.passage.document_id for hit in ours[0].hits} == {"tt-2024-001.en"}
    in_chinese = [item for item in group(hits, "zh") if item.key == "tt-2024-001"]
    assert {hit.passage.document_id for hit in in_chinese[0].hits} == {"tt-2024-001.zh"}
    answer = quick.ask("how many cases were settled?", quick.operator)
    assert answer.statistics is not None
    assert answer.statistics["n"] == 1


# --- questions -------------------------------------------------------------------------------------------------------

WORDLESS = ["", "   \n\t ", "😀🔥", "?!…", "\x00\x07\x1b", "\u200b\u2060", "\ud800", "（）"]


@pytest.mark.parametrize("question", WORDLESS, ids=ascii)
def test_a_question_without_words_is_refused(quick: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match=r"has no words. Describe"):
        quick.search(question, quick.operator)
    with pytest.raises(QuestionError):
        quick.ask(question, quick.operator)


def test_an_endless_question_is_refused_and_the_longest_is_not(quick: Assistant) -> None:
    with pytest.raises(QuestionError, match=r"20,001 characters, more than 20,000\. Shorten it"):
        quick.ask("x" * (LONGEST_QUESTION + 1), quick.operator)
    words = " ".join(f"word{n}" for n in range(5_000))[:LONGEST_QUESTION]
    assert quick.search(words, quick.operator) is not None
    chinese = "".join(chr(0x4E00 + n % 20_000) for n in range(LONGEST_QUESTION))
    assert quick.search(chinese, quick.operator) is not None


def test_control_characters_go_and_spaces_of_any_width_part_words() -> None:
    assert checked("  depo\x00sit\x1b[31m?\n ") == "deposit[31m?"
    assert checked("deposit\xa0photos\u3000carpet\r\nrent") == "deposit photos carpet \nrent"
    assert checked("押金\u200b不退\ud83d") == "押金不退"


@pytest.mark.parametrize(
    "question",
    [
        '"AND OR NEAR( * ',
        "deposit AND (carpet OR",
        "carpet*",
        "'; DROP TABLE postings; --",
        "deposit^2 -carpet +photo title:carpet",
        "%_%",
        "{filters} {0} %s",
        "NULL",
        "\\",
        "deposit\\",
    ],
)
def test_query_syntax_means_nothing(quick: Assistant, question: str) -> None:
    if not any(c.isalnum() for c in question):
        with pytest.raises(QuestionError):
            quick.ask(question, quick.operator)
        return
    count = len(quick.library.catalogue.live_documents())
    assert len(quick.search(question, quick.operator)) == 10
    quick.ask(question, quick.operator)
    assert quick.searcher.index.terms.document_count() == count


def test_operators_are_read_as_words(quick: Assistant) -> None:
    scored = {q: [(h.passage.id, h.score) for h in quick.search(q, quick.operator)] for q in ("carpet", '"carpet" (*')}
    assert scored["carpet"] == scored['"carpet" (*']


def test_hits_are_values(quick: Assistant) -> None:
    hit = quick.search("noise", quick.operator, top_k=1)[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        hit.score = 2.0  # type: ignore[misc]


def test_reading_word_by_word_orders_what_is_found_and_says_nothing_about_how_near_it_is(quick: Assistant) -> None:
    question = "the landlord kept the deposit because of a wine stain on the carpet"
    hits = quick.search(question, quick.operator, Filters(kind=("case",)), 50)
    met = quick.searcher.index.met(question, [hit.passage.id for hit in hits])
    english = [hit for hit in hits if hit.passage.language == "en"]
    gains = {hit.passage.id: hit.gain for hit in english}
    assert max(gains, key=gains.__getitem__) == max(gains, key=met.__getitem__)
    assert min(gains.values()) < 0 < max(gains.values())
    vector = quick.searcher.question_vector(question)
    for hit in hits[:5]:
        (alone,) = quick.searcher.rank(question, vector, np.array([hit.passage.id]), 1)
        assert alone.gain == 0  # nothing to compare it with
