"""The pages of a note in; its sentences out, each with where it stands and which part of the note it belongs to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mediator_bot.text.sentences import sentence_spans
from mediator_bot.text.tokens import simplified
from mediator_bot.types import Language, Span

Part = Literal["title", "facts", "agreement", "followup", "reflection", "law", "other"]

# How authors head the parts of a note. Tried in order: a follow-up of an agreement is a follow-up.
_HEADINGS: dict[Part, str] = {
    "reflection": r"教训|检讨|反思|体会|启示|要旨|点评|漏|没做好|缺什么|想想|记一笔|成在|遗留|备注|lesson|learn|hindsight|wrong|fail"
    r"|remark|opinion|notes? to|loose end|again$|next time|afterthought|unfinished|what made",
    "followup": r"回访|后来|后续|履行|跟进|之后|随访|follow[- ]?up|after(?!thought)|since|later|added|update",
    "law": r"依据|法律|法条|哪些是法|法上|\blaw\b|legal|statut|basis",
    "agreement": r"协议|约定|结果|条款|签|谈成|怎么分|怎么定|达成|agree|terms|result|outcome|settle|wrote|wording|deal|resol|decided"
    r"|signed|ended|handled",
    "facts": r"案情|事实|经过|起因|事情|背景|由来|起头|警情|接件|基本情况|background|facts|happened|dispute|request|story|about",
}
_PARTS = tuple((part, re.compile(words, re.IGNORECASE)) for part, words in _HEADINGS.items())
# `## 回访`, `【处理结果】`, `调解结果：`, or a short line of its own once printing has taken the marks away.
_MARKED = re.compile(r"[ \t]*(?:#{1,6}[ \t]*|[【\[〔])([^\n】\]〕]{1,60})[】\]〕]?", re.MULTILINE)
_LABEL = re.compile(r"[ \t]*(?:[*_-]+[ \t]*)?([\u3400-\u9fff]{2,8}|[A-Z][a-z]+(?: [a-z-]+){0,2})(?:\*\*)?[:：]")
_SHORT = re.compile(r"[ \t]*(?![-*•|>]|\d)([^\n。！？.!?：:,，；;|]{2,40})[ \t]*", re.MULTILINE)
# Characters of a note, and of a page, that are read.
LONGEST, LONGEST_SENTENCE = 60_000, 800
_NUMERALS = str.maketrans("０１２３４５６７８９￥％．", "0123456789¥%.")
# Words someone said say what he wants, not what came of it.
_SPEECH = re.compile(r"“[^”\n]{6,}”|「[^」\n]{6,}」|\"[^\"\n]{12,}\"")


@dataclass(frozen=True)
class Sentence:
    """One sentence: `start:end` of its page, read as `text`; in `told`, what people say in quotation marks is blank.

    `text` is the page's own text in simplified characters and plain figures, letter for letter. `reach` says how far
    into the note it stands, from 0 to 1; `number` counts sentences from 0.
    """

    page: int
    start: int
    end: int
    text: str
    told: str
    part: Part
    reach: float
    number: int

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Where `text[start:end]` stands on the page."""
        return Span(self.page, self.start + start, self.start + (len(self.text) if end is None else end))


@dataclass(frozen=True)
class Prose:
    """A note as rules read it."""

    language: Language
    pages: Mapping[int, str]
    sentences: tuple[Sentence, ...]

    def words(self, span: Span) -> str:
        """What the page says there, character for character."""
        return self.pages[span.page][span.start : span.end]


def read_prose(pages: Mapping[int, str], language: Language) -> Prose:
    """The sentences of every page, in order. Page 0 is the record and no prose; what stands behind `LONGEST` is no note."""
    told = {number: page[:LONGEST] for number, page in sorted(pages.items()) if number}
    length = sum(map(len, told.values())) or 1
    found: list[Sentence] = []
    part: Part = "other"
    before = 0
    for number, page in told.items():
        if before > LONGEST:
            break
        plain = _plain(page)
        masked = _SPEECH.sub(lambda speech: " " * len(speech.group()), plain)
        for start, end in _sentences(plain):
            head, part = _part(plain, start, end, part, is_first=not found)
            reach = (before + start) / length
            told_part: Part = "title" if head and not found else part
            found.append(
                Sentence(number, start, end, plain[start:end], masked[start:end], told_part, reach, len(found))
            )
        before += len(page)
    return Prose(language, pages, tuple(found))


def _sentences(page: str) -> Iterator[tuple[int, int]]:
    """Where its sentences stand; one that never ends is cut, so that no text takes long to read."""
    for first, last in sentence_spans(page):
        for start in range(first, last, LONGEST_SENTENCE):
            yield start, min(last, start + LONGEST_SENTENCE)


def _plain(page: str) -> str:
    """The page in simplified characters and plain figures; every character stays in its place."""
    converted = simplified(page).translate(_NUMERALS)
    return converted if len(converted) == len(page) else page.translate(_NUMERALS)


def _part(page: str, start: int, end: int, before: Part, *, is_first: bool) -> tuple[bool, Part]:
    """Whether a sentence is a heading, and the part of the note that it stands in."""
    line = page.rfind("\n", 0, start) + 1
    closing = page.find("\n", line)
    whole = page[line : len(page) if closing < 0 else closing]
    if marked := _MARKED.match(whole):
        return True, _named(marked[1]) or "other"
    if (short := _SHORT.fullmatch(whole)) and (is_first or _named(short[1])):
        return True, _named(short[1]) or "other"
    label = _LABEL.match(whole)
    return False, (label and _named(label[1])) or before


def _named(heading: str) -> Part | None:
    return next((part for part, words in _PARTS if words.search(heading)), None)


def cues(alternatives: str) -> re.Pattern[str]:
    """Alternatives of a pattern as whole words; Chinese words stand without spaces and end anywhere."""
    begins = r"(?:(?<![A-Za-z])|(?=[\u2e80-\uffff]))"
    ends = r"(?:(?![A-Za-z])|(?<=[\u2e80-\uffff]))"
    return re.compile(rf"{begins}(?:{alternatives}){ends}", re.IGNORECASE)


def places(pattern: re.Pattern[str], prose: Prose) -> Iterator[tuple[Sentence, re.Match[str]]]:
    """Every match of a pattern in the note, with its sentence."""
    for sentence in prose.sentences:
        for match in pattern.finditer(sentence.text):
            yield sentence, match
