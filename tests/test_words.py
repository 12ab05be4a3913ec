"""Words of passages: packed without losing their direction, met as the definition says, gone when forgotten."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mediator_bot.errors import StaleIndexError
from mediator_bot.index.centring import unit
from mediator_bot.index.words import MOST_WORDS, WordStore, packed, unpacked

RNG = np.random.default_rng(7)
PASSAGES = {4: RNG.normal(size=(12, 8)), 9: RNG.normal(size=(1, 8)), 30: RNG.normal(size=(40, 8))}


@pytest.fixture
def store(tmp_path: Path) -> WordStore:
    """Three passages of random words, eight numbers each."""
    store = WordStore(tmp_path / "words.sqlite", 8)
    store.add({number: vectors.astype(np.float32) for number, vectors in PASSAGES.items()})
    return store


def test_a_passage_meets_a_question_by_the_best_word_for_each_of_its_words(store: WordStore) -> None:
    asked, weights = RNG.normal(size=(5, 8)).astype(np.float32), np.array([1, 2, 3, 4, 5], np.float32)
    met = store.met(asked, weights, [9, 4])
    for number in (9, 4):
        kept = unpacked(packed(PASSAGES[number].astype(np.float32)), 8)
        by_hand = sum(w * max(float(word @ one) for one in kept) for w, word in zip(weights, unit(asked), strict=True))
        assert met[number] == pytest.approx(by_hand / 15, abs=1e-5)
    assert set(met) == {9, 4}


def test_a_question_with_a_passages_own_words_meets_it_best(store: WordStore) -> None:
    for number, vectors in PASSAGES.items():
        met = store.met(vectors.astype(np.float32), np.ones(len(vectors), np.float32), list(PASSAGES))
        assert max(met, key=met.__getitem__) == number
        assert met[number] > 0.98


def test_only_the_rarest_words_of_a_long_question_count(store: WordStore) -> None:
    rare, common = RNG.normal(size=(MOST_WORDS, 8)), RNG.normal(size=(300, 8))
    weights = np.concatenate([np.full(300, 1.0), np.full(MOST_WORDS, 2.0)]).astype(np.float32)
    long = store.met(np.concatenate([common, rare]).astype(np.float32), weights, list(PASSAGES))
    short = store.met(rare.astype(np.float32), weights[300:], list(PASSAGES))
    assert long == pytest.approx(short, abs=1e-5)


def test_nothing_asked_or_nothing_known_is_nothing_met(store: WordStore) -> None:
    nothing = np.zeros((0, 8), np.float32)
    assert store.met(nothing, nothing[:, 0], [4]) == {}
    assert store.met(np.ones((1, 8), np.float32), np.ones(1, np.float32), [5]) == {}


def test_what_is_forgotten_is_gone_and_what_is_added_again_is_replaced(store: WordStore) -> None:
    asked, weight = PASSAGES[4].astype(np.float32)[:1], np.ones(1, np.float32)
    store.add({4: PASSAGES[9].astype(np.float32)})
    assert store.met(asked, weight, [4])[4] == pytest.approx(store.met(asked, weight, [9])[9])
    store.remove([4])
    assert set(store.met(asked, weight, list(PASSAGES))) == {9, 30}


@given(arrays(np.float32, (3, 10), elements=st.floats(-4, 4, width=32)))
def test_packing_keeps_the_direction(vectors: np.ndarray) -> None:
    restored, lengths = unpacked(packed(vectors), 10), np.linalg.norm(vectors, axis=1)
    for row, length, back in zip(vectors, lengths, restored, strict=True):
        if length > 1e-3:
            assert float(row @ back) / length > 0.97


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite"
    path.write_bytes(b"no database " * 100)
    with pytest.raises(StaleIndexError, match="--rebuild"):
        WordStore(path, 8)
