"""Text in, search terms out: English stems and Chinese character pairs, traditional and simplified made one.

Pairs of characters need no dictionary, so a dialect word or a nickname is found like any other.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

import opencc
import snowballstemmer

_RUN = re.compile(r"[a-zà-ɏ0-9]+(?:[-'.][a-zà-ɏ0-9]+)*|[\u3400-\u9fff\uf900-\ufaff]+")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_ENGLISH_STOP = frozenset(
    "a an and any are as at be been but by can could did do does for from had has have he her him his how i if in into is"
    " it its me my no not of on one or our she so some that the their them then there they this to up us was we were what"
    " when where which who why will with would you your about over out just after before than".split()
)
_CHINESE_STOP = re.compile(r"[的了是我你他她它们吗呢吧啊在和与及就都也还很又不有没这那个么怎样被把给]")


def terms(text: str) -> list[str]:
    """The search terms of a text in order, repeats kept.

    English words are lower-cased and stemmed (Snowball), a few function words dropped. A Chinese run gives its
    overlapping pairs of characters; a run of one character gives itself.
    """
    found: list[str] = []
    for run in _RUN.findall(plain(text)):
        if run[0] >= "\u3400":
            found += _pairs(run)
        elif run not in _ENGLISH_STOP:
            found.append(_stem(run))
    return found


def plain(text: str) -> str:
    """The one spelling words are compared in: NFKC, small letters, simplified characters, figures without separators."""
    # Before NFKC, which makes a Chinese comma between two figures an English one.
    joined = _THOUSANDS.sub(lambda amount: amount.group().replace(",", ""), text).replace("’", "'")
    return simplified(unicodedata.normalize("NFKC", joined).lower())


def _pairs(run: str) -> list[str]:
    if len(run) == 1:
        return [] if _CHINESE_STOP.match(run) else [run]
    return [pair for a, b in pairwise(run) if _CHINESE_STOP.sub("", (pair := a + b))]


def simplified(text: str) -> str:
    """The text in simplified characters, otherwise as it is."""
    return str(_converter().convert(text)) if re.search(r"[\u3400-\u9fff]", text) else text


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    # One stemmer a word: it keeps the word it works on, so that threads must not share it. Making one costs nothing.
    return str(snowballstemmer.stemmer("english").stemWord(word.removesuffix("'s")))
