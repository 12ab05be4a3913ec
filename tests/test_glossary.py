"""The glossary: every word loads, none stands twice, and what people say leads to the official words in both languages."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mediator_bot.errors import SchemaError
from mediator_bot.index.index import Index
from mediator_bot.library.library import corpus_folder
from mediator_bot.retrieval.search import Searcher
from mediator_bot.service import Assistant
from mediator_bot.text.glossary import Glossary, Word

SHIPPED = Glossary.load(corpus_folder() / "glossary")
WEATHERCOCK = Word(
    "风向标", "weathercock", ("铁公鸡",), ("squeaky rooster",), "屋顶上指风向的", "It shows the wind.", "x"
)


def test_there_are_enough_words_and_each_says_what_it_means() -> None:
    assert len(SHIPPED.words) >= 260
    for word in SHIPPED.words:
        assert word.said_zh or word.said_en, word.en
        assert word.meaning_zh.endswith("。"), word.zh
        assert word.meaning_en.endswith("."), word.en
        assert all(len(name) >= 2 for name in word.said_zh), word.zh


def test_no_word_stands_under_two_ideas() -> None:
    names = Counter(
        name.casefold() for word in SHIPPED.words for name in {word.zh, word.en, *word.said_zh, *word.said_en}
    )
    assert {name: count for name, count in names.items() if count > 1} == {}


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("房东不退押金", "deposit"),
        ("房東不退押金", "deposit"),
        ("they kept my bond", "deposit"),
        ("upstairs stomping all night", "footsteps from above"),
        ("高空抛物砸了车", "objects thrown from a building"),
    ],
)
def test_what_people_say_is_found(said: str, official: str) -> None:
    assert any(official in word.en for word in SHIPPED.used_in(said)), [word.en for word in SHIPPED.used_in(said)]


def test_an_english_name_is_found_as_words_and_not_as_letters() -> None:
    glossary = Glossary((WEATHERCOCK,))
    assert glossary.used_in("Two squeaky roosters on the roof") == (WEATHERCOCK,)
    assert glossary.used_in("a squeaky, old rooster") == ()
    assert glossary.used_in("weathercocks") == (WEATHERCOCK,)
    assert glossary.used_in("他家鐵公雞吱吱叫") == (WEATHERCOCK,)
    assert glossary.used_in("") == ()


def test_a_word_is_looked_up_by_any_part_of_it() -> None:
    assert WEATHERCOCK in Glossary((WEATHERCOCK,)).matching("ROOST")
    assert Glossary((WEATHERCOCK,)).matching("") == (WEATHERCOCK,)
    assert Glossary((WEATHERCOCK,)).matching("tortoise") == ()


def test_a_question_leans_half_on_the_official_words(quick: Assistant) -> None:
    index: Index = quick.searcher.index
    searcher = Searcher(quick.library.catalogue, index, Glossary((WEATHERCOCK,)))
    question = "铁公鸡太吵"
    both = index.question_vector(question) + index.question_vector(f"{question}\n风向标 weathercock")
    np.testing.assert_allclose(searcher.question_vector(question), both / np.linalg.norm(both), atol=1e-6)
    np.testing.assert_array_equal(searcher.question_vector("goose"), index.question_vector("goose"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("words: [{zh: 押金}]", "word 1: en: is missing"),
        ("words: [{zh: 押金, en: deposit, meaning: {zh: 钱}}]", "word 1: meaning: needs zh and en"),
        ("words:\n  - [", "not valid YAML"),
        ("- a", "words: is missing"),
    ],
)
def test_a_file_that_is_no_glossary_is_told(write: Callable[[str, str], Path], text: str, fault: str) -> None:
    with pytest.raises(SchemaError, match=fault):
        Glossary.of_file(write("x.yaml", text))
