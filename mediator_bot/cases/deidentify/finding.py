"""What a rule saw in a text and where: a finding, its kinds, and how findings that overlap become ones that do not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mediator_bot.cases.taxonomy import Label, Vocabulary

# In the order in which they win where two overlap: what has a form of its own before what is guessed from the words.
KINDS: Vocabulary = {
    "email": Label("e-mail", "邮箱"),
    "url": Label("web address", "网址"),
    "id_number": Label("ID number", "证件号"),
    "bank_card": Label("bank card", "银行卡号"),
    "account": Label("account", "账号"),
    "plate": Label("number plate", "车牌"),
    "wechat": Label("WeChat", "微信号"),
    "qq": Label("QQ", "QQ号"),
    "date": Label("date", "日期"),
    "phone": Label("phone", "电话"),
    "address": Label("address", "地址"),
    "rare_job": Label("occupation", "职业"),
    "organisation": Label("organisation", "单位"),
    "name": Label("name", "姓名"),
    "small_place": Label("place", "地点"),
}
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
# An organisation named after a person, or a place, keeps more of its words hidden than the person alone.
_LOOSE = frozenset({"address", "organisation", "name", "small_place", "rare_job"})
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Finding:
    """Words that may tell who someone is, at `start:end` (code points) of one text.

    `kind` is one of `KINDS`; `confidence` is 0..1; `why` says in a few words what the rule saw.
    """

    kind: str
    start: int
    end: int
    text: str
    confidence: float
    why: str


def found(kind: str, match: re.Match[str], confidence: float, why: str, group: str | int = 0) -> Finding:
    """The finding for a match, or for one group of it."""
    return Finding(kind, *match.span(group), match[group], confidence, why)


def without_overlaps(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order of place, no letter in two of them; a weaker one keeps what a stronger one leaves of it."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for finding in sorted(findings, key=_strength):
        for piece in map(_trimmed, _free(finding, taken)):
            kept.append(piece)
            taken.update(range(piece.start, piece.end))
    return tuple(sorted(kept, key=lambda finding: finding.start))


def _strength(finding: Finding) -> tuple[int, int, int, float]:
    """Formed before guessed; of two guesses the longer, for it hides more."""
    is_loose = finding.kind in _LOOSE
    length = finding.end - finding.start
    rank = _RANK[finding.kind]
    return (is_loose, -length if is_loose else rank, rank if is_loose else -length, -finding.confidence)


def _free(finding: Finding, taken: set[int]) -> Iterator[Finding]:
    """The stretches of a finding that no other has, each with a letter or a digit in it."""
    start = finding.start
    for place in range(finding.start, finding.end + 1):
        if place == finding.end or place in taken:
            words = finding.text[start - finding.start : place - finding.start]
            if _WORD.search(words) and (len(words) == len(finding.text) or len(words) > 1):
                yield replace(finding, start=start, end=place, text=words)
            start = place + 1


def _trimmed(finding: Finding) -> Finding:
    """Without the marks and spaces around it; a bracket stays where its other half is."""
    marks = " \t\n.,;:，。、；：-·" + ("" if "(" in finding.text or "（" in finding.text else "()（）")
    left = len(finding.text) - len(finding.text.lstrip(marks))
    words = finding.text.strip(marks)
    return replace(finding, start=finding.start + left, end=finding.start + left + len(words), text=words)
