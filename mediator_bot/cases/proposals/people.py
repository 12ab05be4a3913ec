"""A note in; the mediators and those asked to help at the table out, by code or by role."""

import re
from collections.abc import Iterator

from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import cues, places
from mediator_bot.cases.proposals.role_words import HELPERS
from mediator_bot.cases.proposals.story import Story

_CODE = re.compile(r"(?<![A-Za-z0-9-])M-\d{2,3}(?!\d)")
_HELPER = cues(HELPERS)
_ASKED = cues(
    r"请(?:来|了|到|出|上)?|邀请?|约了|约来|叫来|喊来|找来|到场|在场|陪(?:同|着)?|参加|参与|列席|一[同道起块](?:到|来|上)|联合|会同|在旁|拉线|出面|牵头|搭(?:把)?手|帮着|念|说|问|讲|劝"
    r"|invited?|inviting|asked|joined|attended|came(?: along| too)?|sat (?:in|with)|was there|were there|present|brought(?: in| along)?|called in|with (?:the|a|an|our|two)|met with|interpreted|translated|helped|walked|priced|looked|listened"
    r"|accompanied|in attendance|on hand|at the table|volunteer(?:ed)?"
)
# Whom the parties are told to see elsewhere was not at the table.
_ELSEWHERE = re.compile(
    r"(?:问|找|去|到|由|请教|咨询|报告|转交|移送|投诉|起诉)$|\b(?:ask|see|consult|tell|told|question for|needs?|by) (?:a |an |the |their |your )?$",
    re.IGNORECASE,
)


def mediators(story: Story) -> Iterator[Proposal]:
    """Each mediator's code, once."""
    seen: set[str] = set()
    for sentence, match in places(_CODE, story.prose):
        if match.group() not in seen:
            seen.add(match.group())
            yield proposed("mediators", match.group(), sentence.span(*match.span()), "mediators.code")


def invited_helpers(story: Story) -> Iterator[Proposal]:
    """Each role of a helper, once; surer where the sentence says that they were asked, came or spoke."""
    roles = {side.role.lower() for side in story.sides}
    found: dict[str, Proposal] = {}
    for sentence, match in places(_HELPER, story.prose):
        word = story.prose.words(sentence.span(*match.span()))
        role = re.sub(r"^(?:two|three|the) ", "", word.lower())
        if (
            role in roles
            or sentence.part == "law"
            or _ELSEWHERE.search(sentence.text, max(0, match.start() - 16), match.start())
        ):
            continue
        is_asked = bool(_ASKED.search(sentence.told, max(0, match.start() - 20), match.end() + 20))
        rule = "invited_helpers.asked" if is_asked else "invited_helpers.named"
        proposal = proposed("invited_helpers", {"role": role}, sentence.span(*match.span()), rule)
        if is_asked or role not in found:
            found[role] = proposal if role not in found or found[role].rule != rule else found[role]
    yield from found.values()
