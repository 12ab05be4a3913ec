"""A note in; whether its agreement was written or spoken, and what became of judicial confirmation, out."""

import re
from collections.abc import Iterator

from mediator_bot.cases.proposals.outcome import is_unreal
from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Prose, cues
from mediator_bot.types import Span

# Tried in order: a handshake noted in writing is still an oral agreement.
_FORMS = (
    (
        "oral",
        cues(
            "口头(?:协议|约定|达成|说好|说定|承诺|调解)|没写协议|没有书面|未签书面|没立字据|讲定|口说|没写字据|orally|oral (?:agreement|promise|undertaking)|verbal(?:ly| agreement)"
            "|nothing (?:was )?(?:put |written )?in writing|not (?:put )?in writing|by word of mouth|on a handshake|shook hands on it|no paper"
        ),
    ),
    (
        "written",
        cues(
            "书面(?:协议|调解协议)|签(?:订|署|收|下|了|完|过|字)|[按摁][了的下]?(?:手|指)?印|签名|调解书|协议书|调解协议|人民调解协议|signed?|written agreement|agreement in writing|agreed in writing|in writing|consent order"
            "|settlement agreement|by e-?mail|signatures?|thumbprints?|one-page|put on paper"
        ),
    ),
)
_NO_FORM = cues(
    "(?:没有?|未能?)(?:形成|签订|签|达成)(?:任何|书面)?(?:的)?协议|no agreement|nothing was signed|never signed"
)
_ENDED_WITHOUT = ("none", "withdrawn", "referred", "terminated")

_CONFIRMATION = re.compile(
    r"司法确认|确认裁定|裁定(?:其)?(?:确认|有效)|法院.{0,6}确认|confirm\w* (?:by|at|from|in) (?:the )?court|judicial confirmation|court (?:\w+ ){0,2}confirm\w*|(?:for|to apply for|sent for|needs? no) confirmation",
    re.IGNORECASE,
)
_STATUS = tuple(
    (zh, en, re.compile(words, re.IGNORECASE))
    for zh, en, words in (
        ("法院不予确认", "refused by the court", r"驳回|不予受理|不予确认|裁定不|refused|rejected|turned (?:it )?down|dismissed|would not confirm"),
        ("法院已裁定确认", "confirmed by the court", r"裁定(?!书?送)|确认了|已确认|确认有效|court (?:has |had )?confirmed|confirmed by|order (?:was )?made|was confirmed"),
        ("未申请", "not applied for", r"未(?:去)?申请|没有?(?:去)?申请|没去(?:申请)?|不申请|未(?:作|做|办|进行)|没(?:做|办)|过了三十|超过三十|not (?:applied|sent|asked|made|needed|sought)|no (?:joint )?application|did(?: not|n['’]t) (?:apply|go)|never applied|needs? no|needed no|without|days passed|missed"),
        ("已申请", "applied for", r"申请了|共同申请|提出|已申请|提交|递交|一起去|applied|application (?:was )?(?:made|lodged|filed)|joint application|went to the court"),
    )
)  # fmt: skip
# That a court may confirm is told to everyone, and says nothing of this agreement.
_MAY = re.compile(
    r"可以|可(?:向|在)|能不能|告知|说明|提醒|建议|\b(?:can|could|may|might|told|explained|if|would)\b", re.IGNORECASE
)


def agreement_form(prose: Prose, outcome: Proposal | None) -> Iterator[Proposal]:
    """Whether it was written, spoken or none, by its own words; none also where mediation ended without one."""
    if (found := next(_real(_NO_FORM, prose), None)) and (outcome is None or outcome.value in _ENDED_WITHOUT):
        yield proposed("agreement_form", "none", found, "agreement_form.none")
        return
    if outcome and outcome.value in _ENDED_WITHOUT:
        yield proposed("agreement_form", "none", outcome.span, "agreement_form.ended")
        return
    for form, pattern in _FORMS:
        if found := next(_real(pattern, prose), None):
            yield proposed("agreement_form", form, found, f"agreement_form.{form}")
            return


def _real(pattern: re.Pattern[str], prose: Prose) -> Iterator[Span]:
    """Where the words stand for something that was so, outside what people say."""
    for sentence in prose.sentences:
        if sentence.part not in ("law", "reflection"):
            for match in pattern.finditer(sentence.told):
                if not is_unreal(sentence.told, match.start()):
                    yield sentence.span(*match.span())


def confirmation(prose: Prose) -> Iterator[Proposal]:
    """What became of judicial confirmation, by the first sentence that says more than that it can be had."""
    for sentence in prose.sentences:
        named = _CONFIRMATION.search(sentence.told)
        if not named:
            continue
        for zh, en, pattern in _STATUS:
            said = next(
                (match for match in pattern.finditer(sentence.told) if not _is_told(sentence.told, match)), None
            )
            if said:
                start, end = min(named.start(), said.start()), max(named.end(), said.end())
                value = zh if prose.language == "zh" else en
                yield proposed("confirmation_status", value, sentence.span(start, end), "confirmation_status")
                return


def _is_told(text: str, match: re.Match[str]) -> bool:
    return bool(_MAY.search(text, max(0, match.start() - 14), match.start()))
