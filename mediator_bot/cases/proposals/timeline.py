"""A note in; the dates of each of its sentences out, and the ones that say when it was accepted, agreed and closed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mediator_bot.cases.proposals.dates import Dated, dates
from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Prose, Sentence, cues

_MILESTONES = {
    "accepted_on": cues(
        "受理|接警|接案|接到|接件|收到|来访|来电|登记|立案|收案|收件|反映|闹到|投诉到|找上|申请调解|提出申请|申请(?!人|司法|确认|仲裁|法院)|找到|求助|求调|委[派托]|移交我|来(?=站|社区|所|中心|窗口|调|说)|上门|来的"
        r"|accepted|received|intake|appli(?:ed|es|cation)|opened|referred (?:to us )?by|referred to (?:us|the cent)|came (?:to (?:us|the|this)|in)|walked in|first (?:contact|call)|rang us|called us|contacted us|registered|filed|enquiry|family in|asked us|asked me|wrote to us"
    ),
    "agreement_effective_on": cues(
        "签订|签署|签收|签[了下完]?(?:字|协议|名)?|[按摁][了的下]?(?:手|指)?印|达成|按了?手印|协议(?:书)?(?:生效|日期|成立)|生效|落款|调成|谈成|谈妥|说定|定下来"
        r"|signed|sign|agreement(?: of| dated| reached)?|settled|settlement|agreed|dated|consent order|sealed|shook hands|in force|thumbprints?|initialled"
    ),
    "closed_on": cues(
        "结案|办结|转交|移送|归档|销案|终结|结束"
        r"|closed|closing|close the file|file closed|terminated|discontinued|called off|withdrew|withdrawn"
    ),
}  # fmt: skip
_LABEL = re.compile(r"^[^：:]{2,16}[：:]\s?$")
# By 31 May, 5月底前: what is to be done by then is a term, no milestone.
_DEADLINE_BEFORE = re.compile(
    r"(?:\b(?:by|before|until|till|no later than|within|from|since|due)(?: the)?|截至|截止|于.{0,2}前|自|从) ?$",
    re.IGNORECASE,
)
_DEADLINE_AFTER = re.compile(r"(?:之|以)?前|底前|起(?!诉)|以来|止")
_CONFIRMED = re.compile(r"司法确认|confirm", re.IGNORECASE)
_CLAUSE = re.compile(r"[，,；;。]\s?")
REACH = 40
# What may stand beside a date that is a sentence of its own.
_BARE = re.compile(r"(?:时间|日期|于|date|on|\W)*", re.IGNORECASE)


@dataclass(frozen=True)
class Timeline:
    """For each sentence by its number: its dates, and the last full date before it (None at the start)."""

    dates: tuple[tuple[Dated, ...], ...]
    near: tuple[str | None, ...]


def read_timeline(prose: Prose) -> Timeline:
    """Every date of the note. Before the first written year, dates lean on the first that is written anywhere."""
    written = (date for sentence in prose.sentences for date in dates(sentence.text) if date.sure)
    near = next((date.value for date in written if len(date.value) > 4), None)
    found, nears = [], []
    for sentence in prose.sentences:
        there = tuple(dates(sentence.text, near))
        found.append(there)
        nears.append(near)
        near = next((date.value for date in reversed(there) if date.sure and len(date.value) > 4), near)
    return Timeline(tuple(found), tuple(nears))


def milestones(prose: Prose, timeline: Timeline) -> Iterator[Proposal]:
    """When the case was accepted, agreed and closed: for each the first date beside a word that says so."""
    found: dict[str, Proposal] = {}
    for sentence in prose.sentences:
        if sentence.part not in ("followup", "law") and not _CONFIRMED.search(sentence.text):
            told = _with_neighbour(prose, sentence, timeline.dates[sentence.number])
            for field, date, rule in _milestones(told, timeline.dates[sentence.number]):
                rule = rule if date.sure else f"{rule}_year_apart"
                span = sentence.span(date.start, date.end)
                found.setdefault(field, proposed(field, date.value, span, f"{field}.{rule}"))
    yield from found.values()


def _with_neighbour(prose: Prose, sentence: Sentence, there: tuple[Dated, ...]) -> Sentence:
    """The sentence; one that is nothing but a date, with what follows it on its line, else with what came before."""
    if len(there) != 1 or not _BARE.fullmatch(sentence.text[: there[0].start] + sentence.text[there[0].end :]):
        return sentence
    after = prose.sentences[sentence.number + 1 : sentence.number + 2]
    is_log = after and "\n" not in prose.pages[sentence.page][sentence.end : after[0].start]
    neighbours = after if is_log else prose.sentences[max(0, sentence.number - 1) : sentence.number]
    told = " ".join([sentence.told, *(neighbour.told for neighbour in neighbours)])
    return replace(sentence, told=told)


def _milestones(sentence: Sentence, there: tuple[Dated, ...]) -> Iterator[tuple[str, Dated, str]]:
    """Each date with the field whose words stand nearest to it in its clause, or in a sentence of one date anywhere."""
    candidates = [date for date in there if len(date.value) > 4 and not is_deadline(sentence.text, date)]
    reach = REACH if len(candidates) > 1 else 3 * REACH
    for date in candidates:
        distances = {}
        for field, pattern in _MILESTONES.items():
            around = pattern.finditer(sentence.told, max(0, date.start - reach), date.end + reach)
            near = [_distance(sentence.told, date, match) for match in around]
            if near and (least := min(near)) <= reach:
                distances[field] = least
        if distances:
            field = min(distances, key=lambda field: distances[field])
            is_label = bool(_LABEL.match(sentence.text[: date.start]))
            yield field, date, "label" if is_label else "beside"


def _distance(text: str, date: Dated, match: re.Match[str]) -> int:
    """Characters between a date and a word; a clause's end between them counts for twenty."""
    first, last = (match.end(), date.start) if match.end() <= date.start else (date.end, match.start())
    between = text[first:last]
    # A date mostly stands before its verb in Chinese and after it in English; either way the nearer verb wins.
    return len(between) + 20 * len(_CLAUSE.findall(between))


def is_deadline(text: str, date: Dated) -> bool:
    """Whether a date is one by which something is to be done."""
    before = _DEADLINE_BEFORE.search(text, max(0, date.start - 16), date.start)
    return bool(before or _DEADLINE_AFTER.match(text, date.end)) or date.is_end
