"""One utterance goes in, the stretches that may each be a move come out: sentences, and the clauses of long ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mediator_bot.text.language import language_of
from mediator_bot.text.sentences import sentence_spans
from mediator_bot.types import Language

# A speech may be longer; nobody listens to it, and the parties say so.
MOST_SENTENCES = 40
LONG: dict[Language, int] = {"en": 12, "zh": 16}  # words, characters
SHORT: dict[Language, int] = {"en": 4, "zh": 5}
_COMMA = re.compile(r"(?<!\d)[,，:：]|[,，:：](?!\d)|[;；—–]+|\s-\s")
# Words that ask where no mark says whether it is a question; a full stop says that it is none.
_ASKING: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^\W*(?:\w+,? ){0,3}?(?:what|how|why|when|where|who|which)(?: \w+)? (?:is|are|was|were|do|does|did|would|could|can|will|might|should|has|have|had)\b"
        r"|^\W*(?:and |so |but )?(?:is|are|was|were|do|does|did|would|could|can|will|have|has|had|shall|may) (?:you|he|she|they|it|we|I|that|this|there|anyone|anybody)\b",
        re.I,
    ),
    "zh": re.compile(
        r"(?:吗|么|呢|没有|没)$|怎么(?:办|样|看|想|说|回事|弄)|什么|怎样|咋|啥|谁|哪[儿里些个一]|多少|多久|几时|有没有|是不是|能不能|可不可以|愿不愿|行不行|对不对"
    ),
}
# An invitation to speak, whatever its mark.
_INVITES: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:^|[,;:]\s*)(?:(?:and|so|but|well|okay|now|please|then) )*(?:please )?(?:tell (?:me|us)|describe|help me (?:to )?understand|say more|walk (?:me|us)|take (?:me|us) through|let's hear|go ahead and|imagine|suppose|correct me)\b|\bI(?:'d| would) (?:like|love) (?:to|you to) (?:hear|understand|know|tell)\b",
        re.I,
    ),
    "zh": re.compile(
        r"(?:您|你|你们|大家|各人|各位|各家|两家|三家|双方|谁|请|先|再|都|来|老[\u4e00-\u9fff]|小[\u4e00-\u9fff])[^，。]{0,8}(?:说说|讲讲|谈谈|聊聊|想想|说一说|讲一讲|谈一谈|出出|(?:说|讲|谈|介绍|描述)(?:一下|您|你|下)|纠正|补充)"
    ),
}
_OPEN: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:what|how|why|which|in what way|tell (?:me|us)|describe|help me (?:to )?understand|say more|walk (?:me|us)|take (?:me|us) through|explain|let's hear)\b(?! (?:long|many|much|often|old|far)\b)(?!(?:'s| is) (?:your name|the date))",
        re.I,
    ),
    "zh": re.compile(
        r"怎么(?!不)|怎样|什么(?!时候|地方|名字)|为何|为啥|如何|哪些|哪一?[件方样步]|咋|啥(?!时候)|(?:说|讲|谈|聊|描述|介绍)(?:一)?(?:说|讲|谈|聊|下|一下|些|您的|你的)|想法|看法|详细|从头"
    ),
}
# "What time", "what date": a question that one word answers.
_NARROW = re.compile(
    r"\bwhat (?:time|day|date|year|month|colour|number|floor)\b|\bwhich (?:day|date|floor|room|one)\b|几(?:点|号|楼|个|月|岁|次)|哪(?:天|年|月)",
    re.I,
)


@dataclass(frozen=True)
class Stretch:
    """`text` is `start:end` of the utterance; a clause stands inside the sentence `within`."""

    text: str
    start: int
    end: int
    language: Language
    within: str

    @property
    def asks(self) -> bool:
        """Whether it is a question, or an invitation to speak."""
        if _INVITES[self.language].search(self.text):
            return True
        ending = self.within.rstrip("”’\"')）」』 ")[-1:]
        if ending in "?？":
            return self.text.endswith(ending) or bool(_ASKING[self.language].search(self.text))
        return ending not in ".。!！" and bool(_ASKING[self.language].search(self.text))

    @property
    def is_open(self) -> bool:
        """Whether such a question cannot be answered with yes, no or a number."""
        return bool(_OPEN[self.language].search(self.text)) and not _NARROW.search(self.text)


def stretches(text: str) -> list[Stretch]:
    """Every sentence; of a long sentence also its clauses, none shorter than a few words."""
    found: list[Stretch] = []
    for start, end in sentence_spans(text)[:MOST_SENTENCES]:
        sentence = text[start:end]
        language = language_of(sentence)
        whole = Stretch(sentence, start, end, language, sentence)
        found.append(whole)
        if size(sentence) > LONG[language]:
            found += [
                Stretch(sentence[a:b], start + a, start + b, language, sentence)
                for a, b in _clauses(sentence, language)
            ]
    return found


def size(text: str) -> int:
    """Words of a Latin text, characters of a Chinese one."""
    if language_of(text) == "zh":
        return len(re.findall(r"[\u3400-\u9fff]", text)) + len(re.findall(r"[A-Za-z]+|\d+", text))
    return len(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text))


def _clauses(sentence: str, language: Language) -> Iterator[tuple[int, int]]:
    """Clause after clause; one that is too short joins the next, and the last one the one before."""
    cuts = [0, *(match.end() for match in _COMMA.finditer(sentence)), len(sentence)]
    pieces: list[tuple[int, int]] = []
    start = 0
    for end in cuts[1:]:
        if size(sentence[start:end]) >= SHORT[language]:
            pieces.append((start, end))
            start = end
    if start < len(sentence) and pieces:
        pieces[-1] = (pieces[-1][0], len(sentence))
    if len(pieces) > 1:
        yield from (_trim(sentence, a, b) for a, b in pieces)


def _trim(sentence: str, start: int, end: int) -> tuple[int, int]:
    body = sentence[start:end]
    return start + len(body) - len(body.lstrip()), end - (len(body) - len(body.rstrip(" ，,;；:：—–")))
