"""A note in; the sums that someone asks for, or that the dispute is about, out."""

import re
from collections.abc import Iterator

from mediator_bot.cases.proposals.amounts import Amount
from mediator_bot.cases.proposals.proposal import Proposal, proposed
from mediator_bot.cases.proposals.prose import Sentence
from mediator_bot.cases.proposals.story import Story

_ASKED = re.compile(
    r"(?:要求|索赔|主张|请求|诉请|申请事项|诉求|讨要|追讨|讨|开口|退一赔三|应[付还退赔]|(?<![不只需主必重])要(?![是么不])|一口价)[^。；]{0,18}$"
    r"|\b(?:claim(?:s|ed|ing)?|wants?|wanted|ask(?:s|ed|ing)?(?: for)?|demand(?:s|ed|ing)?|seeks?|sought|sue[sd]?|claim (?:was|is) for|at least|says)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_AT_STAKE = re.compile(
    r"(?:欠|拖欠|押金|扣(?:了|下|着|除)?|损失|[差值]|没到手|余额|折合|剩余|账单|报价|欠费|欠款|合计|共计|一共|总共|借款?|定金|货款|工资|费用?|没退|没付)[^，。；]{0,12}$"
    r"|\b(?:deposits?(?: of)?|ow(?:es|ed|ing)|unpaid|withheld|charg(?:e|es|ed)(?: of)?|bill(?:ed|s)?(?: of| for)?|invoiced?|balance|arrears|worth|kept|disputes?|lost|loss(?:es)?|loan of|lent|fee of|quote|short by)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^[^，。；]{0,6}(?:没到手|没给|没退|不给|不退|未付|未退|没付|没结|的损失)|^[^.;]{0,24}\b(?:back\b|withheld|is owed|was owed|unpaid|outstanding|was kept)",
    re.IGNORECASE,
)
# What is offered, agreed or done is no claim.
_OTHER = re.compile(
    r"(?:只肯|只同意|愿意?|最多|同意|协议|约定|答应|承诺|支付|已[付还退]|付了|退了|给了|还了|补偿|最终|减|免|当场|转|收到|凑|医生|卖|买)[^，。；]{0,14}$"
    r"|\b(?:offer\w*|accept\w*|settl\w+|agree\w*|pays|to pay|paid|returns|returned|refunds?|will|would|gets?|got|received|waive\w*|could offer|authority for|instead of|sold|bought)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
# What a dispute is about is told first; a short text is all opening.
OPENING, SHORT = 0.35, 600


def claimed(story: Story) -> Iterator[Proposal]:
    """One proposal for each sum asked for or at stake; the same sum once."""
    seen: set[float] = set()
    for sentence in story.prose.sentences:
        if sentence.part in ("followup", "law"):
            continue
        for amount in story.sums[sentence.number]:
            if amount.value not in seen and (rule := _rule(sentence, amount)):
                seen.add(amount.value)
                value = {"amount_claimed": amount.value}
                currency = amount.currency or story.currency
                named = value | ({"currency": currency} if currency else {})
                yield proposed("amounts", named, sentence.span(amount.start, amount.end), f"amounts.{rule}")


def _rule(sentence: Sentence, amount: Amount) -> str | None:
    """How a sum is claimed, told by the words of its clause nearest before it."""
    start = max(0, amount.start - 60)
    asked = _ASKED.search(sentence.text, start, amount.start)
    other = _OTHER.search(sentence.text, start, amount.start)
    if asked and not (other and other.start() > asked.start()):
        return "asked"
    if sentence.reach > OPENING and sentence.end > SHORT:
        return None
    at_stake = _AT_STAKE.search(sentence.text, start, amount.start)
    if at_stake and not (other and other.start() > at_stake.start()) and sentence.part != "agreement":
        return "at_stake"
    return "at_stake" if not other and _LATER.match(sentence.text[amount.end :]) else None
