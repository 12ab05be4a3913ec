"""The glossary's files in; which of its words a text uses, and the official words for them in both languages, out.

People type what they say at home: 房东, "the place upstairs", a dialect word. Notes and law use other words for the same thing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from mediator_bot.errors import SchemaError
from mediator_bot.text.language import is_chinese
from mediator_bot.text.tokens import plain, terms
from mediator_bot.types import Language

_NEEDED = ("zh", "en", "meaning")


@dataclass(frozen=True)
class Word:
    """One idea: its official word in both languages, what people say instead, and what it means in a line."""

    zh: str
    en: str
    said_zh: tuple[str, ...]
    said_en: tuple[str, ...]
    meaning_zh: str
    meaning_en: str
    topic: str

    def official(self, language: Language) -> str:
        """The official word in a language."""
        return self.zh if language == "zh" else self.en

    def said(self, language: Language) -> tuple[str, ...]:
        """What people say for it in a language."""
        return self.said_zh if language == "zh" else self.said_en

    def meaning(self, language: Language) -> str:
        """What it means, in a line."""
        return self.meaning_zh if language == "zh" else self.meaning_en


@dataclass(frozen=True)
class Glossary:
    """The words of one library, in the order of their files."""

    words: tuple[Word, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> "Glossary":
        """Every `*.yaml` of a folder. Raises SchemaError, naming file and entry."""
        return cls(tuple(word for path in sorted(folder.glob("*.yaml")) for word in cls.of_file(path).words))

    @classmethod
    def of_file(cls, path: Path) -> "Glossary":
        """One file of words. Raises SchemaError, naming the entry."""
        return cls(tuple(_words(path)))

    def used_in(self, text: str) -> tuple[Word, ...]:
        """The words that a text uses, by any of their names."""
        chinese, english = plain(text), f" {' '.join(terms(text))} "
        found = {
            number: None
            for name, number in self._names
            if (name in english if name.startswith(" ") else name in chinese)
        }
        return tuple(self.words[number] for number in sorted(found))

    def matching(self, text: str) -> tuple[Word, ...]:
        """The words a reader may mean who types `text` to look one up; all of them for an empty text."""
        wanted = plain(text).strip()
        return tuple(
            word
            for word in self.words
            if any(wanted in plain(name) for name in (*_all_names(word), word.meaning_zh, word.meaning_en))
        )

    @cached_property
    def _names(self) -> list[tuple[str, int]]:
        return [
            (key, number) for number, word in enumerate(self.words) for name in _all_names(word) if (key := _key(name))
        ]


def _key(name: str) -> str:
    """A Chinese name is looked for as it stands; an English one as its stems in a row, between spaces."""
    if any(map(is_chinese, name)):
        return plain(name)
    return f" {' '.join(stems)} " if (stems := terms(name)) else ""


def _all_names(word: Word) -> Sequence[str]:
    return (word.zh, word.en, *word.said_zh, *word.said_en)


def _words(path: Path) -> Iterator[Word]:
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SchemaError(f"{path.name}: not valid YAML: {' '.join(str(error).split())}. Correct that line.") from error
    entries = table.get("words") if isinstance(table, dict) else None
    if not isinstance(entries, list):
        raise SchemaError(f"{path.name}: words: is missing. See corpus/README.md for the shape.")
    for number, entry in enumerate(entries, start=1):
        yield _word(entry, f"{path.name}: word {number}", path.stem)


def _word(entry: Any, where: str, topic: str) -> Word:
    if not isinstance(entry, dict) or (missing := [name for name in _NEEDED if not entry.get(name)]):
        lacks = missing[0] if isinstance(entry, dict) else "zh"
        raise SchemaError(f"{where}: {lacks}: is missing. See corpus/README.md for the shape.")
    said, meaning = entry.get("said") or {}, entry["meaning"]
    if not isinstance(meaning, dict) or not {"zh", "en"} <= set(meaning):
        raise SchemaError(f"{where}: meaning: needs zh and en. See corpus/README.md for the shape.")
    return Word(
        str(entry["zh"]),
        str(entry["en"]),
        tuple(map(str, said.get("zh") or ())),
        tuple(map(str, said.get("en") or ())),
        str(meaning["zh"]),
        str(meaning["en"]),
        topic,
    )
