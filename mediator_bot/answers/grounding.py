"""A sentence and the quotes it cites in; the first reason why they do not carry it out, or none.

The sentence was worded by a language model. These checks are lexical: they find what was added, not every way to twist.
"""

import re
import unicodedata
from collections.abc import Sequence

from mediator_bot.text.language import language_of
from mediator_bot.text.numbers import MONTH, figures
from mediator_bot.text.tokens import terms
from mediator_bot.types import Language

# A sentence keeps at least this share of its content words from the quotes it cites.
LEAST_SHARED = 0.5
_MARKUP = re.compile(r"[\[\]{}<>`|\\]|://|www\.|mailto:|@\w|&#?\w+;|[a-z0-9-]\.[a-z]{2,}", re.IGNORECASE)
_CAPITALISED = re.compile(r"(?<![A-Za-z'’-])[A-Z][A-Za-z]+(?:-[A-Za-z]+)*")
# A month is a name unless it stands in a date, which is checked as a figure.
_DATED_MONTH = re.compile(rf"(?<=\d ){MONTH}\b|\b{MONTH}(?=,? \d)")
_LETTER = re.compile(r"(?<![A-Za-z])[A-Z](?![A-Za-z])")
# `A` opens a sentence as an article before a consonant, and as a party before a verb.
_ARTICLE_A = re.compile(
    r"(?:^|(?<=[.!?:;] ))A (?!(?:paid|said|did|does|had|has|was|will|would|can|could|may|must|gave|kept|took|made|told|went"
    r"|got|left|let|put|met|then|not|never|\w+(?:ed|s))\b)(?=[b-df-hj-np-tv-z])"
)
_OPENERS = frozenset(
    "both each either neither every all most some such these those here however instead because although while since once"
    " until if unless whether also only during between under through later first finally two three four".split()
)
_CHINESE_NAME = re.compile(
    r"(?:(?![在由与和对向被是有及给跟让把从到就])[\u4e00-\u9fff])?某+[甲乙丙丁]?|[甲乙丙丁戊]"
    r"|[老小阿][王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢]"
    r"|[\u4e00-\u9fff](?:先生|女士|大爷|大妈|阿姨|师傅)"
)
# Who decided is what a mediator acts on, so that these count as names.
_AUTHORITY = re.compile(
    r"\b(?:court|judg|police|arbitrat|lawyer|prosecut)|法院|法官|判决|裁定|警察|派出所|仲裁|律师|检察"
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|neither|nor|nobody|nothing|without|cannot|refus\w+|fail\w*)\b|n['’]t\b"
    r"|没|未(?!来)|不(?!过|仅|但|动产|久|同)|无(?!论)|拒",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.!?](?=\s|$)|[，；：。！？\n]")


def fault(sentence: str, quotes: Sequence[str], question: str, language: Language) -> str | None:
    """Why a sentence (without its `[n]` marks) may not be said on the strength of `quotes`; None where it may.

    One of `no quote`, `markup`, `language`, `figures`, `names`, `parties`, `negation` and `words`.
    """
    cited = "\n".join(quotes)
    if not cited.strip():
        return "no quote"
    if _MARKUP.search(sentence) or any(unicodedata.category(character)[0] == "C" for character in sentence):
        return "markup"
    if language_of(sentence) != language or any(language_of(quote) != language for quote in quotes):
        return "language"
    if figures(sentence) - figures(cited):
        return "figures"
    if _unknown_names(sentence, cited, question):
        return "names"
    nearest = _nearest_clause(sentence, cited)
    # What one party did is not said of another.
    if (named := _parties(sentence)) and (there := _parties(nearest)) and not named & there:
        return "parties"
    # Nothing is denied that the quotes never deny, nor affirmed where their nearest clause denies it.
    denies = bool(_NEGATIVE.search(sentence))
    if bool(_NEGATIVE.search(cited if denies else nearest)) != denies:
        return "negation"
    said = set(terms(sentence))
    return None if said and len(said & set(terms(cited))) >= LEAST_SHARED * len(said) else "words"


def _unknown_names(sentence: str, cited: str, question: str) -> set[str]:
    """What looks like a person, a place or a party in the sentence, and stands neither in the quotes nor the question."""
    sentence = _DATED_MONTH.sub(" ", sentence)
    known = f"{cited}\n{question}"
    spelt = {name for name in _CHINESE_NAME.findall(sentence) if name not in known}
    offices = {office for office in _AUTHORITY.findall(sentence.lower()) if office not in cited.lower()}
    letters = _letters(sentence) - _letters(cited) - _letters(question)
    asked = set(re.findall(r"[a-z]+(?:-[a-z]+)*", question.lower()))
    words = {word for word in _CAPITALISED.findall(sentence.lstrip()[1:]) if word.lower() not in asked}
    words -= set(_CAPITALISED.findall(cited))
    return spelt | offices | letters | words | _opening_name(sentence, known)


def _letters(text: str) -> set[str]:
    return set(_LETTER.findall(_ARTICLE_A.sub(" ", text))) - {"I"}


def _opening_name(sentence: str, known: str) -> set[str]:
    """The first word, which has a capital anyway, unless it is a function word or stands in what is known."""
    first = _CAPITALISED.match(sentence.lstrip())
    if not first or first.group().lower() in _OPENERS:
        return set()
    return {first.group()} if set(terms(first.group())) - set(terms(known)) else set()


def _parties(text: str) -> set[str]:
    return _letters(text) | set(_CHINESE_NAME.findall(text))


def _nearest_clause(sentence: str, cited: str) -> str:
    """The clause of the quotes that shares most words with the sentence; the first of several."""
    said = set(terms(sentence))
    return max(_CLAUSE.split(cited), key=lambda clause: len(said & set(terms(clause))))
