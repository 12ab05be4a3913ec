"""A note in; the questions it names as the ones in dispute, and why it was not settled, out."""

import re
from collections.abc import Iterator

from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Prose, Sentence

_NAMED = re.compile(
    r"(?:争议|矛盾|纠纷|分歧)?(?:的)?(?:焦点|争点)(?:问题)?(?:主要)?(?:有[一二两三四]|[是为在于集中]+)?[：:，]?(?:[是为在于集中]+)?|(?:争议|分歧|争执)(?:主要)?(?:在于|集中在|的是)|要谈的(?:问题|事)(?:是|有)?[：:]?"
    r"|\b(?:the )?(?:issues?|questions?)(?: (?:for the table|in dispute|to settle|we agreed on|between them))? (?:was|were|is|are)(?: how| that)?:? ?|^issues?(?: in dispute)?: ?|\b(?:at issue|in dispute)(?: (?:was|were|is|are))?:? ?"
    r"|\bthe dispute (?:was|is) (?:about|over) ",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"(?:^|[；;，,]|。)\s*(?:[一二三四五]是|[（(]?[1-5一二三四五][)）.、]|[①②③④])\s*|；|; ?(?:and )?")
_EDGES = " ，,。；;：:.、?？"
SHORTEST = 4
_BECAUSE = re.compile(
    r"(?:因|由于|因为)(?P<zh>[^。；]{4,60}?)(?:，|,)?(?:双方)?(?:未能?|没有?|无法|难以|始终未|最终未)(?:达成|调成|谈成|谈拢|签)"
    r"|(?:未能?|没有?|没)(?:达成|调成|谈成|谈拢)[^。；]{0,10}?[，,]?(?:原因是|是因为|主要是?|因为?)(?P<zh_after>[^。；]{4,60})"
    r"|(?:未成原因|未达成原因|失败原因|不成的原因|^原因)(?:是|：|:)(?P<zh_named>[^。\n]{4,80})"
    r"|\b(?:not (?:settle|settled|agree|agreed)|no agreement|failed|broke down|fell through|did not settle|withdrew|terminated)\b[^.;]{0,30}\b(?:because|since|as|after|over)\b (?P<en>[^.;]{8,140})"
    r"|^reason: (?P<en_label>[^.]{8,140})|\b(?:reason|cause) (?:for (?:the )?failure|it failed|why)[^.:]{0,20}(?::| was) (?P<en_named>[^.]{8,140})",
    re.IGNORECASE,
)


def issues(prose: Prose) -> Iterator[Proposal]:
    """Each question after `the issue was` or 争议焦点, one an item where they are listed."""
    for sentence in prose.sentences:
        if (named := _NAMED.search(sentence.told)) and sentence.part not in ("law", "reflection", "followup"):
            for start, end in _items(sentence, named.end()):
                words = prose.words(sentence.span(start, end))
                yield proposed("issues", {"neutral_statement": words}, sentence.span(start, end), "issues.named")


def _items(sentence: Sentence, start: int) -> Iterator[tuple[int, int]]:
    cuts = [(start, start)]
    cuts += [match.span() for match in _ITEMS.finditer(sentence.text, start)] + [(len(sentence.text),) * 2]
    for (_, begin), (end, _) in zip(cuts, cuts[1:], strict=False):
        body = sentence.text[begin:end]
        begin += len(body) - len(body.lstrip(_EDGES))
        end -= len(body) - len(body.rstrip(_EDGES))
        if end - begin >= SHORTEST:
            yield begin, end


def failure_reason(prose: Prose, outcome: Proposal | None) -> Iterator[Proposal]:
    """The words after `because`, where mediation ended without an agreement or with part of one."""
    if outcome is None or outcome.value == "full":
        return
    for sentence in prose.sentences:
        if because := _BECAUSE.search(sentence.told):
            group = next(name for name, words in because.groupdict().items() if words)
            span = sentence.span(*because.span(group))
            yield proposed("failure_reason", prose.words(span).strip(_EDGES), span, "failure_reason.because")
            return
