"""The statute table and what a mediator says go in, articles cited under a number that no longer stands come out."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mediator_bot.answers.wording import REPEALED_LAWS
from mediator_bot.text.numbers import figures
from mediator_bot.text.sentences import sentence_spans

_ARTICLE = re.compile(r"第\s*([零〇一二三四五六七八九十百\d]+)\s*条|\b(?:article|art\.?|section) (\d+)", re.IGNORECASE)
_PERIOD = re.compile(
    r"[\d零〇一二两三四五六七八九十百]+ ?(?:日|天|个?月|年)(?!\d)|\b[\w-]+[- ](?:days?|months?|years?)\b", re.IGNORECASE
)
_COMPELS = re.compile(
    r"代为决定|调解员(?:来|可以)?(?:决定|裁决)|(?:必须|一律|强制|应当)(?:要)?(?:接受|参加|进行|先)?调解|无权拒绝|不得拒绝|\b(?:must|has to|have to|shall) (?:attend|accept|take part|mediate|agree|settle)\b|\bno right to refuse",
    re.IGNORECASE,
)
_CONTRARY = (
    (
        re.compile(
            r"任意一方|任何一方|单独|一方(?:就|即)|\b(?:any|either) (?:one )?of you\b|\balone\b|\bwithout the others?\b",
            re.I,
        ),
        re.compile(r"共同|双方|\bjoint\w*|\bboth\b|\btogether\b", re.I),
    ),
)
_DIGITS = {character: digit for digit, character in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True)
class Law:
    """One law of the table: its names, the numbers that stand, and old ones with the day they were replaced."""

    names: tuple[str, ...]
    gists: Mapping[str, str]  # by number, in both languages
    old: Mapping[str, datetime.date | None]
    was: Mapping[str, str]  # the gist under an old number


Articles = tuple[Law, ...]


def read_articles(folder: Path) -> Articles:
    """The laws of a folder of statute files (see corpus/README.md)."""
    return tuple(_law(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(folder.glob("*.yaml")))


def _law(table: Mapping[str, Any]) -> Law:
    law, rows = table["law"], table["rows"]
    old: dict[str, datetime.date | None] = {}
    was: dict[str, str] = {}
    for row in rows:
        for before in row.get("superseded") or []:
            since = row.get("in_force")
            day = datetime.date.fromisoformat(str(since)) if since else None
            numbers = re.split(r"[–-]", str(before["article"]))
            old |= dict.fromkeys(numbers, day)
            was |= dict.fromkeys(numbers, " ".join(row["gist"].values()))
    names = tuple(law.values()) if isinstance(law, dict) else (law,)
    return Law(names, {str(row["article"]): " ".join(row["gist"].values()) for row in rows}, old, was)


def misquoted(text: str, articles: Articles, today: datetime.date | None) -> Iterator[str]:
    """Sentences that cite a repealed law, or a law by a number that was replaced before `today` (or ever)."""
    day = today or datetime.date.max
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        numbers = {_number(match[1] or match[2]) for match in _ARTICLE.finditer(sentence)}
        wrong = (
            _cites_old_number(sentence, numbers, articles, day),
            _cites_repealed(sentence),
            _says_otherwise(sentence, numbers, articles),
        )
        if numbers and any(wrong):
            yield sentence


def _cites_repealed(sentence: str) -> bool:
    # Not 劳动合同法, which is in force.
    return any(re.search(rf"(?<!劳动){law}", sentence) for law in REPEALED_LAWS)


def _cites_old_number(sentence: str, numbers: set[str], articles: Articles, day: datetime.date) -> bool:
    for law in articles:
        if any(name.casefold() in sentence.casefold() for name in law.names):
            for number in numbers & law.old.keys() - law.gists.keys():
                since = law.old[number]
                if since is None or day >= since:
                    return True
    return False


def _says_otherwise(sentence: str, numbers: set[str], articles: Articles) -> bool:
    """A period that the article's gist does not know, or the contrary of what it says: one party for both, must for may.

    No article makes mediation compulsory, so that is wrong under any number.
    """
    for law in articles:
        if not any(name.casefold() in sentence.casefold() for name in law.names):
            continue
        if _COMPELS.search(sentence):
            return True
        # A number of the old text says what the article that took its place says.
        gists = {**law.was, **law.gists}
        for gist in (gists[number] for number in numbers & gists.keys()):
            if any(said.search(sentence) and is_.search(gist) for said, is_ in _CONTRARY):
                return True
            periods = _periods(sentence)
            if periods and not periods & _periods(gist):
                return True
    return False


def _periods(text: str) -> frozenset[str]:
    """The numbers that count days, months or years."""
    return frozenset(number for found in _PERIOD.finditer(text) for number in figures(found.group()))


def _number(written: str) -> str:
    """`51` for 五十一 and 51."""
    if written.isdecimal():
        return written
    total = digit = 0
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100}[character], 0
    return str(total + digit)
