"""Language, sentences and search terms: what exactly they are, and the laws they keep on any text."""

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediator_bot.text.controls import without_controls
from mediator_bot.text.language import is_chinese, language_of
from mediator_bot.text.sentences import WRAP, sentence_spans
from mediator_bot.text.tokens import terms
from mediator_bot.types import Language

# A slow machine is no failure.
unhurried = settings(deadline=None)
# Letters, figures and every mark that sentences, lists and amounts are made of, in both languages.
texts = st.text(st.sampled_from("ab AZ.no Art,1358\n\n-#*•)('\"’”。！？；…，、）噪声樓樓的押金元"), max_size=120)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


# --- language --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The deposit was returned.", "en"),
        ("押金退了", "zh"),
        ("押金 OK", "zh"),
        ("押金 deposit returned", "en"),  # two characters, two words: no majority
        ("WiFi 密码", "zh"),
        ("", "en"),
        ("2024-03-15 👍", "en"),
        ("鄰居 vs. naïve", "en"),
    ],
)
def test_the_script_tells_the_language(text: str, language: Language) -> None:
    assert language_of(text) == language


def test_one_character() -> None:
    assert [is_chinese(character) for character in "押a。1\uf900"] == [True, False, False, False, True]


# --- control characters ----------------------------------------------------------------------------------------------


def test_nothing_steers_the_terminal() -> None:
    assert without_controls("a\x1b[2J\x00\x07\x9b1mb\tc\nd") == "a[2J1mb\tc\nd"


# --- sentences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He paid. She left!", ["He paid.", "She left!"]),
        ("押金退了。房东说：“不行。”后来呢？", ["押金退了。", "房东说：“不行。”", "后来呢？"]),
        ("（他走了。）后来又来", ["（他走了。）", "后来又来"]),
        ('She said "no." Then he "agreed".', ['She said "no."', 'Then he "agreed".']),
        ("I met A. Then B came.", ["I met A.", "Then B came."]),
        ("A. repairs the fence. B. pays.", ["A. repairs the fence.", "B. pays."]),
        ("She said no. He left.", ["She said no.", "He left."]),
        ("See No. 5 and Art. 7. Done.", ["See No. 5 and Art. 7.", "Done."]),
        ("At 9 p.m. he knocked, e.g. twice, cf. the log.", ["At 9 p.m. he knocked, e.g. twice, cf. the log."]),
        ("Mr. Lin and Dr. Wu spoke. Good.", ["Mr. Lin and Dr. Wu spoke.", "Good."]),
        ("It costs 0.5 units at v3.2.1 today. Fine.", ["It costs 0.5 units at v3.2.1 today.", "Fine."]),
        ("3.5 million was paid. 1.5米以内不算。", ["3.5 million was paid.", "1.5米以内不算。"]),
        ("## Heading\n\n- one\n* two\n3. three\n4、四\n12) five", ["Heading", "one", "two", "three", "四", "five"]),
        ("word " * 13 + "runs\non and ends. Next.", ["word " * 13 + "runs\non and ends.", "Next."]),
        ("word " * 13 + "ends\n- item", ["word " * 13 + "ends", "item"]),
        ("word " * 13 + "ends\n\nNew", ["word " * 13 + "ends", "New"]),
        ("A short line\nand another", ["A short line", "and another"]),
        ("no stop at the end", ["no stop at the end"]),
        ("  \n\n ", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@unhurried
@given(texts)
def test_sentences_slice_the_text_in_order_and_lose_only_marks(text: str) -> None:
    spans = sentence_spans(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        assert all(
            len(text[:end].split("\n")[n]) >= WRAP for n in range(text.count("\n", 0, start), text.count("\n", 0, end))
        )
    between = "".join(text[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True))
    assert re.fullmatch(r"[\s#*•\-\d、.)）]*", between)


# --- terms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The neighbours were banging on the pipes", ["neighbour", "bang", "pipe"]),
        ("the landlord's landlord’s", ["landlord", "landlord"]),
        ("deposit/rent, back-to-back", ["deposit", "rent", "back-to-back"]),
        ("噪音扰民", ["噪音", "音扰", "扰民"]),
        ("鄰居噪音", ["邻居", "居噪", "噪音"]),
        ("水 water 漏", ["水", "water", "漏"]),
        ("他的", []),
        ("了", []),
        ("1,400 1400 １４００", ["1400", "1400", "1400"]),
        ("押金1,400元", ["押金", "1400", "元"]),
        ("1,234,567.50", ["1234567.50"]),
        ("2021，200元", ["2021", "200", "元"]),  # a Chinese comma parts two figures
        ("1,2,3", ["1", "2", "3"]),
        ("Art. 205–206", ["art", "205", "206"]),
        ("", []),
        ("。，!?", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@unhurried
@given(texts, texts)
def test_lines_are_searched_one_by_one(first: str, second: str) -> None:
    assert terms(f"{first}\n{second}") == terms(first) + terms(second)


@unhurried
@given(texts)
def test_capitals_make_no_difference(text: str) -> None:
    assert terms(text.upper()) == terms(text)


@pytest.fixture
def eager_threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    with ThreadPoolExecutor(8) as pool:
        yield pool
    sys.setswitchinterval(usual)


def test_threads_do_not_share_a_stemmer(eager_threads: ThreadPoolExecutor) -> None:
    words = [f"negotiat{number}ing" for number in range(2000)]
    stems = [f"negotiat{number}" for number in range(2000)]
    assert [found for (found,) in eager_threads.map(terms, words)] == stems
