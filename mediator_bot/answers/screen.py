"""A question in, a decision about safety out, before anything is searched.

Each rule names what it looks for, what follows, and the guideline it comes from (*Screen first, then mediate*). A rule speaks
of what happened between the parties; the mere mention of the police, of anger or of blood relations is not enough.
"""

import re
from dataclasses import dataclass

from mediator_bot.cases.taxonomy import Label
from mediator_bot.types import Language, Screen, ScreenAction


@dataclass(frozen=True)
class SafetyRule:
    """One sign and what it asks for. The order of the rules is the order of urgency."""

    id: str
    action: ScreenAction
    reason: Label
    route: Label
    signs: re.Pattern[str]


def _signs(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_FAMILY = r"(?:husband|wife|partner|boyfriend|girlfriend|spouse|ex|he|she|him|her|dad|father|mother|son|brother)"

RULES: tuple[SafetyRule, ...] = (
    SafetyRule(
        "self_harm",
        "pause",
        Label("someone may harm themselves", "有人可能伤害自己"),
        Label("emergency help at once; stay in contact", "立即联系急救和家属，不要让人独处"),
        _signs(
            r"suicid|kill(?:ing)? (?:him|her|my|them)sel(?:f|ves)|end (?:it all|(?:his|her|my|their) (?:own )?life)",
            r"hurt(?:ing)? (?:him|her|my|them)sel(?:f|ves)|self[- ]harm|(?:doesn'?t|not) want to (?:live|be alive)",
            r"自杀|轻生|想死|不想活|活不下去|跳楼|喝农药|割腕|自残|寻短见|同归于尽",
        ),
    ),
    SafetyRule(
        "child",
        "refer",
        Label("a child may be at risk", "孩子可能有危险"),
        Label("police or child protection: there is a duty to report", "公安、民政和妇联：有强制报告义务"),
        _signs(
            r"(?:hit|hits|beat|beats|beating|abus\w+|molest\w*|starv\w+|lock\w* up)\W+(?:\w+\W+){0,3}(?:child|kid|son|daughter|baby|toddler|pupil)",
            r"(?:child|kid|son|daughter|baby|pupil)\w*\W+(?:\w+\W+){0,4}(?:bruis|being hit|is hit|beaten|abused|molested|neglected)",
            r"(?:打|毒打|虐待|猥亵|性侵|饿着|关着)(?:过|了|自己的|自家)?(?:孩子|小孩|娃|女儿|儿子|学生|未成年)",
            r"(?:孩子|小孩|娃|女儿|儿子|学生)(?:身上|脸上|胳膊上|腿上).{0,6}(?:伤|淤青|青一块)|(?:孩子|女儿|儿子|学生|未成年人).{0,6}(?:被打|挨打|被虐待|被猥亵|被性侵)",
        ),
    ),
    SafetyRule(
        "violence",
        "pause",
        Label("violence or control in a close relationship is mentioned", "提到亲密关系里的动手或控制"),
        Label(
            "police where there is danger now; protection order from the court; a women's or victims' service; legal aid",
            "眼下有危险就报警；向法院申请人身安全保护令；妇联、庇护场所；法律援助",
        ),
        _signs(
            rf"{_FAMILY}\b\W+(?:\w+\W+){{0,5}}(?:hits?|beats?|beaten|punch\w*|slap\w*|chok\w*|strangl\w*|kick\w*|shov\w*)\b(?!\W+(?:rock|the road|the pipes?|the ceiling|the wall|the door|the ball|off|up a fuss))",
            r"domestic (?:violence|abuse)|coercive|(?:is|was|been|gets?) (?:beaten|battered|abused|raped)|protection order|restraining order",
            r"(?:afraid|scared|frightened|terrified) (?:of (?:him|her|my|the husband|the wife)|to (?:go home|speak|talk|say|be alone))",
            r"(?:checks|tracks|monitors) (?:her|his|my) (?:phone|every)|won'?t let (?:her|him|me) (?:out|leave|work|see (?:anyone|her family|friends))|controls (?:all )?(?:the|her|my|his) money",
            r"goes? (?:silent|quiet) (?:when|every time|whenever) (?:he|she|her husband|his wife)",
            r"家暴|家庭暴力|动(?:过|了|起)?手|打(?:过|了)?(?:老婆|媳妇|妻子|丈夫|老公|她|他|我)(?!电话|招呼|官司|官腔|的电话)|被(?:他|她|老公|丈夫|妻子|男友|前夫)(?:打|掐|踹)",
            r"(?:老公|丈夫|男人|前夫|男友|他).{0,8}(?:扇|掐|踹|拳打|殴打|往死里打)|殴打|不敢回家|怕(?:他|她)(?:打|报复|发火)|(?:看见|见了?|提到)他就(?:发抖|哆嗦|不说话)|不让(?:她|我)(?:出门|上班|回娘家|见人)|跟踪(?:她|我)|人身安全保护令",
        ),
    ),
    SafetyRule(
        "threat",
        "pause",
        Label("a threat of harm is mentioned", "提到要伤人的威胁"),
        Label("police; agree on safety before any meeting", "报警；先落实安全再谈见面"),
        _signs(
            r"threat\w*\W+(?:\w+\W+){0,4}(?:kill|hurt|burn|stab|shoot|beat|harm|knife|gun)|(?:going to|will|'ll) (?:kill|stab|shoot|burn) (?:him|her|me|them|you|the)",
            r"(?:with|pulled|waved|brought|holding|carr(?:ies|ying)) (?:a |the )?(?:knife|gun|axe|cleaver|machete)",
            r"(?:扬言|威胁|说).{0,8}(?:杀|砍|弄死|捅|放火|烧了|炸了|打断)|(?:拿|提|抄|举)(?:着|起|了)?(?:菜刀|刀|斧头|铁棍|棍子|汽油)|恐吓",
        ),
    ),
    SafetyRule(
        "elder",
        "pause",
        Label("an elderly person may be mistreated", "老人可能受到虐待或被遗弃"),
        Label(
            "police, civil affairs office or adult protection; a doctor where there are injuries",
            "公安、民政、村（社区）；有伤先就医",
        ),
        _signs(
            r"(?:hit|hits|beat|beats|starv\w+|lock\w*|neglect\w*|abus\w+)\W+(?:\w+\W+){0,4}(?:old (?:man|woman|father|mother)|elderly|grandm\w+|grandp\w+|grandfather|grandmother)",
            r"elder abuse|(?:打|虐待|饿着|锁着|关着|遗弃)(?:过|了|自己的)?(?:老人|老母亲|老父亲|爹|娘|爷爷|奶奶|老妈|老爸)|(?:老人|老母亲|老父亲|爷爷|奶奶).{0,6}(?:被打|挨打|挨饿|被锁|被关|没人管|没饭吃)",
        ),
    ),
    SafetyRule(
        "fraud",
        "refer",
        Label("this may be fraud or another crime", "这可能是诈骗或其他犯罪"),
        Label("police; the bank at once where money has just been sent", "公安机关；刚转出的钱马上联系银行止付"),
        _signs(
            r"\b(?:scam(?:med|mer|s)?|fraudster|defraud\w*|ponzi|phishing|money launder\w*|blackmail\w*|extort\w*|kidnap\w*|traffick\w*)\b|fake (?:police|bank|official)|safe account|raped?\b|stabb(?:ed|ing)",
            r"诈骗|骗子|被骗|杀猪盘|刷单|冒充(?:公检法|客服|警察|银行)|安全账户|敲诈|勒索|绑架|拐卖|强奸|传销|非法集资|贩毒",
        ),
    ),
    SafetyRule(
        "capacity",
        "pause",
        Label("someone may not be able to decide for themselves", "有人可能没有能力自己作决定"),
        Label("a legal guardian and a doctor's opinion before any agreement", "先确认监护人，听医生意见，再谈协议"),
        _signs(
            r"dementia|alzheimer|lacks? (?:mental )?capacity|(?:doesn'?t|does not|can'?t|cannot) understand what (?:he|she|they)(?:'s| is| are)? sign",
            r"老年痴呆|阿尔茨海默|失智|神志不清|精神病(?:发作|人)|无民事行为能力|限制民事行为能力|认不得人|不知道自己签了什么",
        ),
    ),
    SafetyRule(
        "refusal",
        "refer",
        Label("a party clearly refuses", "一方明确不愿调解"),
        Label(
            "stop, and name the remedies: arbitration, court, the competent office",
            "停止调解，告知救济途径：仲裁、诉讼、主管部门",
        ),
        _signs(
            r"(?:clearly|flatly|firmly|already) (?:refus\w+|said no)\W+(?:\w+\W+){0,3}(?:mediat|take part|participate)|(?:made it clear|told us)\W+(?:\w+\W+){0,8}(?:not|never|no) \W*(?:want\W+(?:\w+\W+){0,2})?mediat",
            r"(?:明确|坚决|一口|当场)(?:表示|说)?(?:拒绝|不同意|不愿|不接受)(?:意|参加)?调解|死活不(?:同意|愿意)调解",
        ),
    ),
    SafetyRule(
        "shuttle",
        "shuttle",
        Label("someone does not want to be in the same room", "有人不愿和对方待在一个屋里"),
        Label("separate rooms or telephone; the person may stop at any time", "分开房间或电话里谈，随时可以停"),
        _signs(
            r"(?:won'?t|will not|refuses? to|can'?t|doesn'?t want to) (?:be|sit|stay) in (?:(?:the )?same|a|one) room",
            r"不(?:愿|肯|想|敢)(?:意)?(?:和|跟|同|与)(?:他|她|对方|那个人).{0,4}(?:见面|碰面|坐在一起|一个屋|同一间)",
        ),
    ),
)
# What looks like a sign and is not: said of third things, denied, or asked about in general.
_HARMLESS = _signs(
    r"(?:no|not any|never any|without any|nobody (?:was|is)) (?:\w+ )?(?:violence|threat\w*|abuse)",
    r"(?:hit|kick|punch|slap|shov|push|knock)\w*(?: over| down| at| against)? (?:my|the|his|her|our|their|a|an) (?:\w+ )?(?:car|van|bike|bicycle|bin|fence|gate|door|wall|window|post|mailbox|letterbox|ball|pipes?|ceiling|floor|radiator|button|note|notice|letter|sign|sticker)",
    r"beat(?:s|ing)? (?:him|her|them|me) (?:at|to|in)\b|heart ?beat|hit (?:the|a) (?:market|deadline|snag)",
    r"没有(?:动手|家暴|打人|暴力|威胁)|没(?:动|动过)手|从不动手|动手(?:修|做|术|装|拆|干|能力)|打官司|打电话|打招呼|打扫|打折|打工|打麻将",
)


def screen(question: str, language: Language) -> Screen:
    """What the question asks for before any search: `proceed`, or the action of the most urgent sign in it."""
    plain = _HARMLESS.sub(" ", question)
    found = [rule for rule in RULES if rule.signs.search(plain)]
    if not found:
        return Screen()
    return Screen(
        action=found[0].action,
        reasons=tuple(_in(rule.reason, language) for rule in found),
        referral=_in(found[0].route, language),
    )


def _in(words: Label, language: Language) -> str:
    return words.zh if language == "zh" else words.en
