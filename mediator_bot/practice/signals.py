"""What a party says goes in, what a careful mediator would notice comes out: feeling, a refusal, a yes, an idea, danger."""

import re

from mediator_bot.answers.screen import SafetyRule, signs_in
from mediator_bot.text.sentences import sentence_spans

_FEELING = re.compile(
    r"!|！|\b(?:angry|furious|upset|hurt|ashamed|embarrass\w*|afraid|scared|frighten\w*|terrified|worr(?:y|ied|ies)|tired|exhausted|sick of|fed up"
    r"|hate|cr(?:y|ying|ied)|humiliat\w*|insult\w*|disgust\w*|enough|unfair|ridiculous|outrag\w*|nobody (?:cares|listens)|can't (?:stand|sleep|take)|how dare|lonely|desperate|ignored|let down|betray\w*|nightmare)\b"
    r"|气死|生气|窝火|委屈|憋屈|寒心|伤心|难过|害怕|怕|担心|着急|急死|受不了|丢人|丢脸|欺负|看不起|不公平|凭什么|恶心|烦|累|愁|哭|睡不着|难受|心疼|后悔|没良心|过分|欺人太甚|咽不下|讨饭|要饭|当.{0,3}(?:傻|贼)",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:I(?:'m| am) (?:done|leaving|out of here|going(?: home)?[.!])|I (?:don't|do not|won't|will not)(?: want to)? (?:go on|continue|do this|carry on|mediate|take part|talk (?:any more|about this any ?more))"
    r"|(?:I'd|I would)(?: rather| like to)? stop (?:here|now|this)|I(?:'m| am) not (?:doing|going on with) this|I(?:'ve| have) had enough|no more mediation|I refuse to (?:go on|mediate|continue)|(?:I'd|I would) like to (?:go|leave|stop)(?! on\b)|I(?:'ll| will| believe I'll) go (?:on )?home|I(?:'m| am) through|I want to (?:go home|leave|stop)|(?:can|may) I (?:go|leave)(?: now)?|can we not|I(?:'d| would) rather not (?:carry on|go on|continue|do this))\b"
    r"|不谈了|不调了|不调解了|不想(?:再)?(?:谈|调)|不愿意?(?:再)?(?:谈|调)|不参加了|(?:我|那我)(?:先)?(?:走|回)了|没(?:什么|啥)好(?:谈|说)的|没法谈|让(?:他|她)告(?:吧|去)|拒绝调解|(?:我)?(?:可以|能)走(?:吗|了吗)|我想走|我(?:要)?下车|不签了?，?(?:我)?走",
    re.IGNORECASE,
)
_ASSENTS = re.compile(
    r"^\W*(?:yes|yeah|yep|right|exactly|correct|true|okay|ok|fine|all right|alright|agreed?|that(?:'s| is) (?:it|right|how|fair|fine|about right|correct)|quite right|sure|very well|I (?:agree|accept|can (?:live|do|accept|agree|manage|sign)|could (?:live|do)|will|think so|suppose so)|works for me|deal|good|fair enough|I'?ll take|sounds)\b"
    r"|^\W*(?:对|是的?|嗯|行|好|可以|成|中|没错|没问题|同意|就是|是这|能接受|答应|哎|说得对|认了?|这个(?:好|行|数)|那行|没意见|没有?异议|愿意)",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"\b(?:yes|agreed?|I'?ll sign|sign (?:that|it)|deal|works for me|can (?:stand behind|live with)|I'm all right|fine (?:by|with) me|accept)\b(?!\?)"
    r"|同意|没意见|没问题|成交|我签|签字|就这样|认了|听您的|可以|答应|没走样|没错",
    re.IGNORECASE,
)
_REJECTS = re.compile(
    r"\b(?:won't sign|not sign(?:ing)?|(?:don't|can't|cannot|do not|won't) (?:agree|accept)|don't know that I agreed|no deal|I did not agree|not (?:going|happy) to)\b"
    r"|不签|不同意|不答应|不认|不接受|签什么",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"^\W*(?:no\b|not (?:really|quite|yet)|never|不(?:行|是|对|同意|可以|能|成|愿)|没有$|别)", re.IGNORECASE
)
_OFFERS = re.compile(
    r"\b(?:I|we)(?: could| can| would|'d| might| will|'ll)\b(?! (?:not|never|only|hardly|like|want|see|understand|live|imagine|say|think|hear|remember|have|be|agree|accept|swear|tell|believe|manage|love|rather|need|sleep|sit|stand|take (?:it|that)|do (?:that|with)|just want|always|really))(?!n't)[^.?!]{4,}"
    r"|\b(?:what if|how about|why don't we|maybe|perhaps) (?:we|I|he|she|they|you|both)\b|\bwe could\b|\bI(?:'d| would) be (?:willing|prepared|ready|happy|okay|fine) (?:to|with)\b|\bmy (?:idea|suggestion|offer) (?:is|would)"
    r"|(?<![让要叫凭给说])(?:我|我们|我家|公司|厂里|物业|店里)(?:这边|这头)?(?:也)?(?:可以|愿意|能|来|出|给|先|赔|付|退|负责|承担|同意出|同意付|让)(?!不|走|告|了$)[^。？！]{1,}|要不(?:这样|然|咱|就|我|他|先)?|不如|(?:那|咱们?)就[^。？！]{2,}(?:吧|呗)|(?:一人|各|一家)(?:一半|出|让)|分(?:期|几回|两次|三次|几次)|(?:他|她|楼上|对方)(?:要是|如果|只要)[^。？！]{2,}(?:我就|我也|我可以|就行)|凭票|按实际",
    re.IGNORECASE,
)
_NO_IDEA = re.compile(
    r"\b(?:no ideas?|don't know|haven't (?:any|an) ideas?|can't think|how should I know|ask (?:him|her|them)|not my (?:job|problem)|nothing)\b|没(?:有)?(?:什么)?(?:办法|主意|想法)|不知道|想不出|不清楚|问(?:他|她)|没辙",
    re.IGNORECASE,
)
# Signs that stop a mediation; wishes to stay apart or to stop are no danger.
NO_DANGER = frozenset({"refusal", "shuttle"})


def is_emotional(text: str) -> bool:
    """Whether feeling shows."""
    return bool(_FEELING.search(text))


def refuses(text: str) -> bool:
    """Whether somebody clearly does not want to go on."""
    return bool(_REFUSES.search(text))


def assents(text: str) -> bool:
    """Whether an answer begins with a yes."""
    return bool(_ASSENTS.search(text)) and not _DENIES.search(text)


def denies(text: str) -> bool:
    """Whether an answer begins with a no."""
    return bool(_DENIES.search(text))


def agrees(text: str) -> bool:
    """Whether a yes stands anywhere in an answer."""
    return bool(_AGREES.search(text))


def rejects(text: str) -> bool:
    """Whether what was written down is turned down."""
    return bool(_REJECTS.search(text)) or refuses(text)


def proposes(text: str) -> bool:
    """Whether somebody offers a way out."""
    return bool(_OFFERS.search(text))


def has_no_idea(text: str) -> bool:
    """Whether somebody asked for ideas has none."""
    return bool(_NO_IDEA.search(text))


_INSISTS = re.compile(
    r"\b(?:sit (?:back )?down|so we (?:proceed|carry on|continue)|we (?:proceed|carry on|continue) (?:to|with)|nobody leaves|remain seated|please sit|only (?:a|one) (?:more )?minute|moving (?:on )?to|come on\b|you can(?:'t|not) (?:leave|go)|let's (?:just )?finish|before you (?:go|leave)|one more step|stay where you are)\b"
    r"|走什么走|不谈也得|不调也得|请坐|继续(?:进行|下)|坐(?:下|回去)|别走|不能走|走完|还没签|流程|先(?:请)?(?:按|签)|接着(?:往下)?(?:走|来)|三分钟的事|谁也别|再劝",
    re.IGNORECASE,
)
# Leave to pass a confidence on, and its refusal.
_GRANTS = re.compile(
    r"\byou (?:can|may|could) (?:tell|say|mention|pass|use|share|put)|\b(?:tell|say) (?:it to )?(?:her|him|them)\b|\bgo ahead\b|\bit's no (?:crime|secret)|\bI don't mind (?:if|you)|\bsay it kindly"
    r"|可以(?:说|讲|提|告诉|跟)|能(?:说|讲|提)|(?:讲|说|提|告诉他?|转告)吧|(?:您|你)(?:替我)?(?:跟|对)(?:他|她|他们|老.|小.|阿.)(?:一个人)?(?:们)?(?:说|讲|提)|带过去",
    re.IGNORECASE,
)
_WITHHOLDS = re.compile(
    r"\b(?:don't|do not|not|never|please keep|no,|stays? (?:here|with you)|between us)\b|别|不要|不能|不许|千万|不行|只跟您|烂在",
    re.IGNORECASE,
)


def insists(text: str) -> bool:
    """Whether somebody who wants to leave is told to go on."""
    return bool(_INSISTS.search(text))


def grants(text: str) -> bool:
    """Whether leave is given, in a sentence that does not take it back."""
    sentences = (text[start:end] for start, end in sentence_spans(text))
    return any(_GRANTS.search(sentence) and not _WITHHOLDS.search(sentence) for sentence in sentences)


def dangers(text: str) -> list[SafetyRule]:
    """The safety rules whose signs a party's own words show, the most urgent first."""
    return [rule for rule in signs_in(text) if rule.id not in NO_DANGER]
