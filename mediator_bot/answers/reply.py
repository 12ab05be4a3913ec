"""What a chat model has said so far in; its complete sentences with the numbers of their quotes out, from JSON or plain lines."""

import json
import re
from collections.abc import Iterator
from typing import Any

from mediator_bot.text.sentences import sentence_spans

Said = tuple[str, tuple[int, ...]]
SCHEMA: dict[str, Any] = {
    "title": "summary",
    "description": "Sentences that summarise the quotes, each with the numbers of the quotes it rests on.",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "maxItems": 4,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "quotes": {"type": "array", "minItems": 1, "maxItems": 4, "items": {"type": "integer"}},
                },
                "required": ["text", "quotes"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_JSON = re.compile(r'\{\s*"(?:sentences|text)"\s*:')
# What may yet turn out to be JSON, once more of it is there.
_MAYBE_JSON = re.compile(r"\s*(?:```|[{\[])")
_MARK = r"[\[［【]\s*\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*\s*[\]］】]"
_MARKS_AFTER_STOP = re.compile(rf"([.。!！?？]+[”’\"')）」』]*)((?:\s*{_MARK})+)")


def sentences_said(text: str, *, whole: bool) -> list[Said]:
    """Each complete sentence without its marks, with the numbers they name; `whole` says that no more will come.

    Models that cannot be held to the schema write lines that end in marks such as [2]; list marks and bold type fall away.
    """
    text = _THINKING.sub("", text)
    if begins := _JSON.search(text):
        found = [sentence for item in _items(text[begins.start() :]) for sentence in _of_item(item)]
    elif _MAYBE_JSON.match(text) and not whole:
        found = []
    else:
        complete = text if whole else text[: text.rfind("\n") + 1]
        found = [sentence for line in complete.replace("**", "").splitlines() for sentence in _of_line(line)]
    return list(dict.fromkeys(found))


def _items(text: str) -> Iterator[dict[str, Any]]:
    """The objects with a text, as far as they are closed."""
    decoder, at = json.JSONDecoder(), text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            value, end = None, at + 1
        inside = value.get("sentences", [value]) if isinstance(value, dict) else []
        yield from (item for item in inside if isinstance(item, dict)) if isinstance(inside, list) else ()
        at = text.find("{", end)


def _of_item(item: dict[str, Any]) -> list[Said]:
    text, quotes = item.get("text"), item.get("quotes")
    if not isinstance(text, str):
        return []
    named = [n for n in quotes if type(n) is int] if isinstance(quotes, list) else []
    lines = text.replace("**", "").splitlines()
    return [(words, _once([*named, *marked])) for line in lines for words, marked in _of_line(line) if words]


def _of_line(line: str) -> Iterator[Said]:
    # Marks belong to the sentence before them, also where they follow its full stop.
    joined = _MARKS_AFTER_STOP.sub(r"\2\1 ", line)
    for start, end in sentence_spans(joined):
        marked = joined[start:end]
        numbers = [int(n) for marks in re.findall(_MARK, marked) for n in re.findall(r"\d+", marks)]
        words = re.sub(r"\s+([.。,，;；!！?？])", r"\1", " ".join(re.sub(_MARK, " ", marked).split()))
        yield words, _once(numbers)


def _once(numbers: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))
