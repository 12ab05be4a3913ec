"""A sentence goes in, whether it is meant comes out: what is denied, recited or reported counts for nothing."""

import re

from mediator_bot.practice.clauses import Stretch

# Saying that one will not say it: "I won't say this is confidential", 我不会说这是保密的. What the mediator will not decide, tell
# others or promise is something else.
_DENIED = re.compile(
    r"\bI (?:won't|will not|'m not going to|am not going to|shan't|refuse to|don't|do not|can't|cannot|never|didn't|wouldn't) "
    r"(?:even |ever |bother to |need to |have to |want to )*(?:say|claim|tell you|pretend|mention|explain|announce|promise)(?: to you| you)?"
    r"(?: that)?(?! (?:who|what|whether|how|which|anything|a word|nothing|anyone|where|why))\b"
    r"|\bdon't (?:expect|think|imagine|believe)(?: that| me to be)?\b(?! (?:you have to|I take|I(?:'m| am) here to))"
    r"|\b(?:it would be|I'd be) (?:a lie|lying)\b|\bI(?:'m| am) supposed to (?:say|tell)\b|\bforget (?:about |all )?(?:voluntary|confidential|impartial)"
    r"|(?:我|咱)?(?:不会|不想|不打算|不用|不必|没必要|没有|没|懒得|才不|可不)(?:跟你们|对你们|给你们|再|多|去)?"
    r"(?:说|讲|承诺|解释|告诉你们)(?:什么|过)?(?:这|自愿|保密|中立|我(?:是|不|会)|今天|谈话|调解|规矩)"
    r"|别(?:指望|以为|想着|相信)|(?:谁说|鬼才|骗你们?说|说是|嘴上说|本来(?:该|应该)说|按规定(?:该|要|得)说)(?:这|是)?(?:自愿|保密|中立|不偏|我不偏)",
    re.IGNORECASE,
)
# Words of the rubric. Nobody says "reality test" to the parties; the second group may be said, but not as a list.
_TERMS = (
    r"open(?:-ended)? questions?|closed questions?|paraphras\w*|refram\w*|active(?:ly)? listening|reality[- ]test\w*|interest[- ]prob\w*|prob\w+ (?:these |the )?interests?"
    r"|interest[- ]based|underlying interests?|interests? (?:is |are |was |were )?explored|neutral (?:issue )?(?:list|summary|framing|language|issues?)|issue list|issue (?:one|two|three)|option generation"
    r"|generat\w+ options|options? (?:were |are )?generated|option [A-C]\b|brainstorm\w*|read[- ]back|BATNA|WATNA|ZOPA|best alternative|worst alternative|SMART|caucus\w*"
    r"|critical errors?|rubric|acknowledg\w+ (?:of )?(?:the |your |these )?(?:strong )?(?:emotions?|feelings?)|(?:emotions?|feelings?) (?:was |were )?(?:acknowledged|named)|validat\w+|empath(?:y|ic|ise|ize)|normali[sz]e"
    r"|self-determination|non-judgmental\w*|duties on (?:both|each) sides?|non-blaming|future-focused|safety cue|screen(?:ing)? (?:for safety|done)|opening statement|(?:impartial|neutral|voluntary|role): covered"
    r"|开放式(?:提问|问题)|封闭式(?:提问|问题)|复述(?:一下)?(?=[：:，,。]|您|我听到)|重构|现实检验|利益(?:探询|探寻|挖掘|深挖)|(?:您|你)的(?:利益|感受)是|中立(?:的)?(?:议题|归纳|总结)|议题(?:清单|[一二三])|共情|情绪(?:回应|温度)|积极倾听"
    r"|评分(?:标准|项)?|得分(?:点|项)?|方案(?:生成|阶段|[一二三四五六七])|头脑风暴|(?:不|带)评价的?方案|不作评价|安全(?:筛查|提示)|筛查结果|[六五]要素|要素齐全|联合会谈|单独会谈|最[佳差](?:替代)?方案|替代方案|立场背后|冰山|(?:全部|已)告知(?:完毕)?"
    r"|(?:自愿|保密|中立|不裁判|公平)原则|保密例外|提问环节|发言规则|(?:检验|探询|筛查|阶段|环节)(?:完毕|完成|结束)"
)
_ELEMENTS = (
    r"role|voluntary|voluntariness|confidential(?:ity)?(?: with limits| and its limits| except for limits)?|limits|impartial(?:ity)?|neutral(?:ity)?|independent|no[- ]decision(?:[- ]maker)?"
    r"|not a (?:judge|decision-maker)|ground rules?|private (?:talks?|sessions?|caucuses)|questions?(?: welcome)?|interests?|needs|concerns|hopes|fears|options?|summary|agreement|safety|balanced|who|what|act|amount|when|where|how(?: much)?|date|on default|default|terms"
    r"|角色|自愿|保密|(?:保密)?(?:有)?例外|中立|公正|公平|公开|自决|不偏不倚|不裁决|不判|规矩|规则|分开谈|单独谈|可?单独谈|可?提问|背对背|倾听|总结|归纳|方案|协议|安全|换位思考|利益|需求|需要|感受|议题|主体|行为|金额|日期|违约|谁|做什么|多少|哪天|在哪里|不做怎么办"
)
_TERM = re.compile(_TERMS, re.IGNORECASE)
# Of these, one is enough: they are said of a talk, not in it.
_NEVER_SAID = re.compile(
    r"筛查结果|情绪温度|利益(?:探询|深挖)|现实检验|议题清单|六要素|\b(?:BATNA|WATNA|ZOPA|interest prob\w+|safety cue)\b"
)
# "Now comes a paraphrase": announced in place of done.
_ANNOUNCED = re.compile(
    rf"\b(?:I (?:now|will|shall|'ll)?(?: now)? ?(?:do|give|use|make|apply|perform|offer)|(?:next|now|then|finally)(?: comes?| follows?| the| an?)?|here (?:is|comes))\b[^.!?]{{0,24}}(?:{_TERMS})"
    rf"|(?:下面|接着|接下来|然后|最后|现在|再来|首先)[^。！？]{{0,8}}(?:{_TERMS})",
    re.IGNORECASE,
)
# The same, claimed afterwards: "I have now completed the opening", 安全筛查完成.
_SAID_TO_BE_DONE = re.compile(
    r"\bI (?:have|had|'ve) (?:now )?(?:completed|covered|held|used|explored|generated)\b|\b(?:achieved|confirmed by all|noted and|done and)\b"
    r"|^\W*I (?:hear|acknowledge|validate|summari[sz]e|paraphrase|reframe)(?: you| both of you| emotion| resistance| strong emotion)?\s*(?:[.,;]|and\b)"
    r"|(?:我)?(?:都|已经|全部)?(?:共情|复述|告知|问过|归纳)(?:过)?(?:了|完毕|完成)",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"\W*(?:and |then |an? |以及|和|还有)?(?:{_TERMS}|{_ELEMENTS})\W*", re.IGNORECASE)
_CUT = re.compile(r"[,;:/，、；：。.]|\band\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"(?<!\bI )(?<!\bto )(?<!\bmust )(?<!\blet me )(?<!\bI'd )(?<!\bwould )\b(?:says?|said|told|feels?|felt|thinks?|thought|called|claims?|believes?|according to)\b(?! (?:it|so)\b(?!['’]))"
    r"|(?<!我)(?<!我们)(?<!听我)(?<!要我)(?<!跟你)(?<!实话)(?<!都会)(?<!别)(?:说(?:的|过|是|他|你|您|对方|我|人家|这)|觉得|认为|骂)",
    re.IGNORECASE,
)


def is_denied(sentence: str) -> bool:
    """Whether a sentence says that something will not be said, or is not to be expected."""
    return bool(_DENIED.search(sentence))


def is_recital(sentence: str) -> bool:
    """Whether a sentence lists the words of a rubric in place of doing what they stand for."""
    if (
        len(_TERM.findall(sentence)) >= 2
        or _NEVER_SAID.search(sentence)
        or _ANNOUNCED.search(sentence)
        or _SAID_TO_BE_DONE.search(sentence)
    ):
        return True
    pieces = [piece for piece in _CUT.split(sentence) if piece.strip()]
    listed = [piece for piece in pieces if _LISTED.fullmatch(piece)]
    return len(listed) >= 3 and len(listed) >= 0.6 * len(pieces)


def is_reported(stretch: Stretch) -> bool:
    """Whether hard words are put into somebody else's mouth: "she feels it was your fault"."""
    return bool(_REPORTED.search(stretch.text))
