"""A note in; the promises of its agreement out: who does what for whom, how much, until when, and what if not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from mediator_bot.cases.proposals.amounts import Amount, amounts
from mediator_bot.cases.proposals.dates import Dated, dates
from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Sentence
from mediator_bot.cases.proposals.story import Story
from mediator_bot.cases.proposals.term_words import DONE, TOTAL, WORDINGS, Wording
from mediator_bot.cases.proposals.timeline import is_deadline
from mediator_bot.types import Span

# For how many sentences after `they agreed` promises are expected.
OPEN = 5
# For how many sentences a breach may be told after its promise, if it names who made it.
BREACH_FOLLOWS = 4
# Below this many characters an act without a sum says nothing.
SHORTEST = {"zh": 3, "en": 10}
_BEGINS = re.compile(r"(?:\b(?:from|since|after|starting)(?: the)?|自|从) ?$", re.IGNORECASE)
_NO_AGREEMENT = ("followup", "law", "reflection")
_LEADS = re.compile(r"^(?:and |并|[方家](?!长))")
_EDGES = " ，,。；;：:.、\n\t-–—"


@dataclass(frozen=True)
class Context:
    """Whether a sentence tells of an agreement, and from where in it (its length: nowhere) promises are listed."""

    is_agreed: bool
    listed_from: int


@dataclass(frozen=True)
class Promise:
    """One promise in `start:end` of a sentence; `who` is the group that makes it, `breach` the words on default."""

    sentence: Sentence
    who: tuple[int, int]
    start: int
    end: int
    is_agreed: bool
    is_listed: bool = False
    is_anybody: bool = False
    breach: tuple[Sentence, int, int] | None = None


def terms(story: Story) -> Iterator[Proposal]:
    """One proposal for each promise, in order."""
    for promise in _promises(story):
        if term := _term(story, promise):
            value, rule = term
            yield proposed("terms", value, _span(promise), rule)


def _promises(story: Story) -> list[Promise]:
    wording = WORDINGS[story.prose.language]
    found: list[Promise] = []
    opened = -OPEN
    for sentence in story.prose.sentences:
        if sentence.part in _NO_AGREEMENT:
            continue
        if wording.agreed.search(sentence.told):
            opened = sentence.number
        is_agreed = sentence.part == "agreement" or sentence.number - opened < OPEN
        lists = wording.lists.search(sentence.told)
        goes_on = bool(found) and found[-1].is_listed and _is_near(found[-1].sentence, sentence)
        listed_from = lists.end() if lists else 0 if goes_on else len(sentence.told)
        found = _with_sentence(found, sentence, wording, Context(is_agreed, listed_from))
    return found


def _with_sentence(found: list[Promise], sentence: Sentence, wording: Wording, context: Context) -> list[Promise]:
    """The promises so far with those of one sentence, clause by clause: a promise, what goes on with it, or its breach."""
    found = list(found)
    promising, breached = False, -1
    for start, end in _clauses(sentence.told, wording):
        clause = sentence.told[start:end]
        if sentence.told[start - 1 : start] in "；;。.":
            breached = -1
        if breached >= 0:
            found[breached] = _with_breach(found[breached], sentence, start, end)
        elif wording.breach.search(clause) and (broken := _broken(found, sentence, clause)) >= 0:
            found[broken] = _with_breach(found[broken], sentence, start, end)
            promising, breached = False, broken
        elif made := _made(sentence, (start, end), wording, context, found[-1] if promising else None):
            found.append(made)
            promising = True
        elif promising and not (wording.unmade.search(clause) or wording.subject.search(clause)):
            found[-1] = replace(found[-1], end=end)
        else:
            promising = False
    return found


def _broken(found: Sequence[Promise], sentence: Sentence, clause: str) -> int:
    """Which promise a clause on its breach is about: the last of whom it names, else the last if just told; -1 for none."""
    there = [n for n, promise in enumerate(found) if _is_near(promise.sentence, sentence, BREACH_FOLLOWS)]
    named = [n for n in there if found[n].sentence.told[slice(*found[n].who)].removesuffix("方") in clause]
    just_told = [n for n in there if _is_near(found[n].sentence, sentence)]
    return max(named or just_told, default=-1)


def _with_breach(promise: Promise, sentence: Sentence, start: int, end: int) -> Promise:
    """The promise with the words on its breach, or with more of them; what was said of it first stands."""
    if promise.breach and promise.breach[0] is not sentence:
        return promise
    return replace(promise, breach=(sentence, promise.breach[1] if promise.breach else start, end))


def _is_near(before: Sentence, sentence: Sentence, most: int = 1) -> bool:
    return before.page == sentence.page and sentence.number - before.number <= most


def _clauses(text: str, wording: Wording) -> list[tuple[int, int]]:
    cuts = [(0, 0), *(match.span() for match in wording.breaks.finditer(text)), (len(text), len(text))]
    return [(before[1], after[0]) for before, after in pairwise(cuts) if text[before[1] : after[0]].strip(_EDGES)]


def _made(
    sentence: Sentence, place: tuple[int, int], wording: Wording, context: Context, last: Promise | None
) -> Promise | None:
    """The promise a clause makes, if it makes one; in a list of promises, whatever somebody does is one."""
    start, end = place
    clause = sentence.told[start:end]
    if wording.unmade.search(clause):
        return None
    is_listed = start >= context.listed_from
    if last and wording.goes_on.search(clause):
        return Promise(sentence, last.who, start, end, context.is_agreed, is_listed)
    borne = wording.borne.search(clause)
    begins = borne or wording.promise.search(clause)
    if not begins and is_listed:
        begins = wording.subject.search(clause)
    anybody = wording.somebody.search(clause) if context.is_agreed and not begins else None
    if not (begins := begins or anybody):
        return None
    first = start + begins.start("what" if borne else "who")
    who = (start + begins.start("who"), start + begins.end("who"))
    return Promise(sentence, who, first, end, context.is_agreed, is_listed, is_anybody=bool(anybody))


def _term(story: Story, promise: Promise) -> tuple[dict[str, Any], str] | None:
    """The term in the schema's shape, and its rule; None where nothing is promised after all.

    Outside an agreement only what moves money or has a day by which it is to be done counts.
    """
    sentence, prose = promise.sentence, story.prose
    wording, text = WORDINGS[prose.language], sentence.text[promise.start : promise.end]
    when = list(dates(text, _near(story, promise), forward=True))
    paid = list(amounts(text, [(date.start, date.end) for date in when]))
    is_money = any(amount.currency for amount in paid) or bool(wording.pays.search(text))
    amount = _amount(text, paid) if paid and is_money else None
    if not (amount or when or promise.is_agreed) or (not amount and DONE.search(text)):
        return None
    who, does = story.pid(prose.words(sentence.span(*promise.who))), _does(story, promise)
    if not amount and len(does) < SHORTEST[prose.language]:
        return None
    value: dict[str, Any] = {"who": who, "does": does}
    whom = wording.to_whom.search(sentence.told, promise.who[1], promise.end)
    if whom and (to_whom := story.pid(prose.words(sentence.span(*whom.span("whom"))))) != who:
        value["to_whom"] = to_whom
    if amount:
        value["amount"] = amount.value
        if currency := amount.currency or story.currency:
            value["currency"] = currency
    if when:
        value["due"] = _due(text, when).deadline
    if promise.breach:
        value["on_default"] = _then(story, promise.breach)
    return value, f"terms.{'money' if amount else 'act'}{_context(promise)}"


def _context(promise: Promise) -> str:
    """How the promise was told from what merely happened: the end of its rule's name."""
    if promise.is_anybody:
        return "_by_anybody"
    return "_listed" if promise.is_listed else "_agreed" if promise.is_agreed else ""


def _does(story: Story, promise: Promise) -> str:
    """The act without its subject; all of it where the subject stands within or before."""
    begins = promise.who[1] if promise.who[0] == promise.start else promise.start
    return _LEADS.sub("", story.prose.words(promise.sentence.span(begins, promise.end)).strip(_EDGES))


def _near(story: Story, promise: Promise) -> str | None:
    number = promise.sentence.number
    before = [date for date in story.timeline.dates[number] if date.end <= promise.start and len(date.value) > 4]
    return before[-1].value if before else story.timeline.near[number]


def _due(text: str, when: Sequence[Dated]) -> Dated:
    """The date by which, where one is marked so; else the first that nothing begins with."""
    marked = [date for date in when if is_deadline(text, date)]
    ends = [date for date in marked or when if not _BEGINS.search(text, max(0, date.start - 9), date.start)]
    return (ends or list(when))[0]


def _amount(text: str, paid: Sequence[Amount]) -> Amount:
    """The total where one is named, else the first sum."""
    return next((amount for amount in paid if TOTAL.search(text, 0, amount.start)), paid[0])


def _then(story: Story, breach: tuple[Sentence, int, int]) -> str:
    """What a breach brings: the words after its condition, or all of them where they are one clause."""
    sentence, start, end = breach
    words = story.prose.words(sentence.span(start, end)).strip(_EDGES)
    condition, _, then = words.partition("，" if "，" in words else ",")
    return (then or condition).strip(_EDGES)


def _span(promise: Promise) -> Span:
    """From its first word to its last, and on to the last of what its breach brings where that follows at once."""
    span = promise.sentence.span(promise.start, promise.end)
    if promise.breach is None or not _is_near(promise.sentence, promise.breach[0]):
        return span
    sentence, start, end = promise.breach
    return replace(span, end=sentence.span(start, end).end)
