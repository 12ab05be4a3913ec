"""A note in; its visits and calls after the agreement out: when, whether it was kept, whether the trouble came back."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Sentence, cues
from mediator_bot.cases.proposals.story import Story
from mediator_bot.cases.proposals.timeline import milestones

_CALLED = cues(
    r"回访|随访|走访|复查|上门看|跟踪|查了一次|看过一回|再访|又访|二访"
    r"|follow(?:ed)?[- ]?ups?|check(?:ed)?[- ]?(?:in|up|back)|visit(?:ed)? again|confirmed (?:on|in)|looked in"
)
# What is also done before an agreement counts only once there is one.
_ALSO_BEFORE = cues(r"called|calls?|rang|phoned|telephoned|visited|reported|heard from|再问|问过|电话(?:里)?问|去看了")
_CASE_NUMBER = re.compile(r"[A-Za-z]{2,6}-\d{4}-\d{2,5}")
_PLANNED = re.compile(
    r"定在|定于|下次|拟于?|将于|计划|约好|应于|届时|\b(?:will|due|planned|plan to|set for|scheduled|next (?:visit|call|follow-up)|to be|diary|book(?:ed)? for)\b",
    re.IGNORECASE,
)
# Tried in order: what is denied comes before what it denies.
_KEPT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (slug, cues(words))
    for slug, words in (
        (
            "none",
            r"分文未|一分(?:钱)?没|(?:没有?|未|不)(?:付|还|履行|兑现|给|照做|执行)(?!清)|毫无动静|never paid|not paid|did(?: not|n['’]t) (?:pay|keep|do)|nothing (?:had been|was) (?:paid|done)|unpaid|not kept|broke (?:it|the agreement)|none of it",
        ),
        (
            "partly",
            r"部分(?:履行|付|到位)|晚了|晚[交付给]|迟了|拖了|还差|还欠|尚欠|催了|有一[条项期次]没|只(?:付|还|做)了|没付清|未付清|断了|late\b|partly|in part|but (?:the )?(?:\w+ ){1,4}(?:had|has|have|was|is|were|did) ?(?:not|n['’]t)|except|still ow\w+|one (?:\w+ ){0,2}(?:missing|missed|left)|two of (?:the )?three|half of it|missed|worn through|slipped",
        ),
        (
            "full",
            r"(?:全部|按期|按时|都|已|已经|如期|均)(?:已)?(?:履行|付清|到账|结清|兑现|做到|还清|付了|照做|收到|到位|完成)|履行完毕|付清|都守|照做|还在(?:用|守)?|钱(?:也|都)?(?:收到|到账|到了)|收到了|装好了|修好了|没耽误|结清|准时|没进水|是干的|paid (?:on time|in full|up|off)|on time|in full|kept|all (?:done|paid|kept|in order)|performed|holding|honou?red|arrived|done|fitted|was paid|has been paid|as agreed|both (?:keep|kept)|went well|working",
        ),
    )
)
_CAME_BACK: tuple[tuple[bool, re.Pattern[str]], ...] = (
    (False, cues(r"(?:没有?|未|再没|再也没有?|不)(?:再|有|又|曾再)?(?:反复|复发|闹|吵|发生|出现|来过|报警|纠纷|投诉|矛盾|响)|没再|未再|再没有?|再也没|不再(?:闹|吵|响)|投诉停了|相安无事|平静|没有新|no (?:further|more|new|recurrence|repeat|complaints?|trouble|quarrel)|not (?:come back|recurred|happened again|started again)|n['’]t (?:come back|recurred|happened again)|nothing (?:since|new|further)|quiet|all calm|without (?:further )?(?:trouble|complaint)")),
    (True, cues(r"反复了|又(?:闹|吵|报|响|起|犯|漏|渗|打|来|堵|开始)|复发|再次(?:发生|争吵|报警|起)|重新闹|卷土重来|老样子|吵了一架|打了起来|(?:started|begun|happened|rowing|arguing|at it|it was back) again|came back|come back|is back|was back|back (?:after|to square)|recurred|flared up|returned to|same trouble|new complaint|broke out")),
)  # fmt: skip
AFTER = 2


def followups(story: Story) -> Iterator[Proposal]:
    """One proposal for each dated call or visit; what is said of it stands in its sentence or just after."""
    sentences = story.prose.sentences
    agreed = next(
        (p.value for p in milestones(story.prose, story.timeline) if p.field == "agreement_effective_on"), None
    )
    for sentence in sentences:
        there = [date for date in story.timeline.dates[sentence.number] if len(date.value) > 4]
        is_after = sentence.part == "followup" or any(agreed and date.value > agreed for date in there)
        is_called = bool(_CALLED.search(sentence.told)) or (is_after and bool(_ALSO_BEFORE.search(sentence.told)))
        # The visits of another case are not this one's.
        if not there or not (is_called or sentence.part == "followup") or _CASE_NUMBER.search(sentence.text):
            continue
        rest = sentences[sentence.number + 1 : sentence.number + 1 + AFTER]
        told = _told(sentence, rest, story)
        for number, date in enumerate(there):
            end = there[number + 1].start if number + 1 < len(there) else len(sentence.text)
            own = sentence.text[date.start : end] if len(there) > 1 else told
            value = _value(date.value, own, is_planned=bool(_PLANNED.search(sentence.told)))
            # A date alone under such a heading says nothing; one whose year is not written may be of another year.
            rule = ("called" if is_called else "told") + ("" if date.sure else "_year_apart")
            if is_called or len(value) > 2:
                yield proposed("followups", value, sentence.span(date.start if number else 0, end), f"followups.{rule}")


def _told(sentence: Sentence, rest: Sequence[Sentence], story: Story) -> str:
    """A sentence and those after it that tell of the same visit: until another date, or another part of the note."""
    same = takewhile(lambda later: later.part == sentence.part and not story.timeline.dates[later.number], rest)
    return " ".join([sentence.text, *(later.text for later in same)])


def _value(day: str, told: str, *, is_planned: bool) -> dict[str, Any]:
    if is_planned:
        return {"due": day}
    value: dict[str, Any] = {"due": day, "done": day}
    kept = next((slug for slug, pattern in _KEPT if pattern.search(told)), None)
    back = next((came for came, pattern in _CAME_BACK if pattern.search(told)), None)
    if kept:
        value["performed"] = kept
    if back is not None:
        value["recurrence"] = back
    return value
