"""A question in, a decision about safety out, before anything is searched.

Each rule names what it looks for, what follows, and the guidelines it comes from. A rule speaks of what happened between the
parties; the mere mention of the police, of anger or of blood relations is not enough. Where no words are a sign, what the
question resembles may be one (`likeness`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediator_bot.answers.likeness import Likeness
from mediator_bot.cases.taxonomy import Label
from mediator_bot.types import Language, Screen, ScreenAction


@dataclass(frozen=True)
class SafetyRule:
    """One sign and what it asks for. The order of the rules is the order of urgency."""

    id: str
    action: ScreenAction
    reason: Label
    route: Label
    steps: Label  # which steps of the guideline are shown: patterns on their words, one a language
    signs: re.Pattern[str]
    also: tuple[str, ...] = ("when-to-stop-and-refer",)  # guidelines it rests on beside *Screen first, then mediate*


def _signs(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_FAMILY = r"(?:husband|wife|partner|boyfriend|girlfriend|spouse|ex|he|she|him|her|dad|father|mother|son|brother)"
# Blows between strangers or neighbours are a matter of public order, which may be mediated; within a family they are not.
_FAMILY_ZH = r"(?:老公|丈夫|妻子|老婆|媳妇|男友|女友|男朋友|女朋友|前夫|前妻|对象|离婚|结婚|婚姻|夫妻|两口子|同居|婆婆|公公|儿媳|她.*他|他.*她)"
_BLOWS_ZH = r"动(?:过|了|起)?手(?!机|术|续|工|艺)|殴打|打(?:过|了)?(?:她|他|我|人)(?!电话|招呼|的?官司|官腔|.{0,3}电话)|被(?:他|她)(?:打|掐|踹)|扇|掐|踹|拳打|往死里打"

RULES: tuple[SafetyRule, ...] = (
    SafetyRule(
        "self_harm",
        "pause",
        Label("someone may harm themselves", "有人可能伤害自己"),
        Label("emergency help at once; stay in contact", "立即联系急救和家属，不要让人独处"),
        Label(r"self-harm|Are you alone", r"不想活|方便吗|有人受伤|转走以后"),
        _signs(
            r"suicid|kill(?:ing)? (?:him|her|my|them)sel(?:f|ves)|end (?:it all|(?:his|her|my|their) (?:own )?life)",
            r"hurt(?:ing)? (?:him|her|my|them)sel(?:f|ves)|self[- ]harm|(?:doesn'?t|not) want to (?:live|be alive)",
            r"nothing (?:left )?to live for|no reason to (?:live|go on)|better off (?:dead|without me)|jump(?:ing)? (?:off|from)",
            r"跳下去|(?:站|坐|爬|跑)(?:到|在|上)了?(?:楼顶|天台|阳台(?:边|外|栏)|桥栏|窗台)|想不开|了断|自杀|轻生|想死(?!后|亡)|不想活|活不下去|跳楼|喝农药|割腕|自残|寻短见|同归于尽",
        ),
    ),
    SafetyRule(
        "child",
        "refer",
        Label("a child may be at risk", "孩子可能有危险"),
        Label("police or child protection: there is a duty to report", "公安、民政和妇联：有强制报告义务"),
        Label(
            r"child at risk|child protection|Are you alone|neutral closing", r"孩子或者老人|有人受伤|方便吗|转走以后"
        ),
        _signs(
            r"(?:hit|hits|beat|beats|beating|abus\w+|molest\w*|starv\w+|lock\w* up)\W+(?:\w+\W+){0,3}(?:child|kid|son|daughter|baby|toddler|pupil)",
            r"(?:child|kid|son|daughter|baby|pupil)\w*\W+(?:\w+\W+){0,4}(?:bruis|being hit|is hit|beaten|abused|molested|neglected)",
            r"(?:bruis\w*|burns?|marks?|scars?)\W+(?:\w+\W+){0,5}(?:child|kid|son|daughter|girl|boy|baby|pupil)\b",
            r"(?:孩子|小孩|娃|女儿|儿子|学生|丫头|小子).{0,10}(?:烫|掐|抽|勒)(?:的|出来的|过的)?(?:疤|印|痕|伤)",
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
        Label(
            r"about violence|about control|about fear|Are you alone|Violence, threats|keep the parties apart",
            r"先不安排见面|说到动手|掐脖子|再忍忍|打110|保护令|妇联|单独表示愿意",
        ),
        _signs(
            rf"{_FAMILY}\b\W+(?:\w+\W+){{0,5}}(?:hits?|beats?|beaten|punch\w*|slap\w*|chok\w*|strangl\w*|kick\w*|shov\w*)\b(?!\W+(?:rock|the road|the pipes?|the ceiling|the wall|the door|the ball|off|up a fuss))",
            r"domestic (?:violence|abuse)|coercive|(?:is|was|been|gets?) (?:beaten|battered|abused|raped)|protection order|restraining order",
            r"(?:afraid|scared|frightened|terrified) (?:of (?:him|her|my|the husband|the wife)|to (?:go home|speak|talk|say|be alone))",
            r"(?:checks|tracks|monitors) (?:her|his|my) (?:phone|every)|won'?t let (?:her|him|me) (?:out|leave|work|see (?:anyone|her family|friends))|controls (?:all )?(?:the|her|my|his) money",
            r"goes? (?:silent|quiet) (?:when|every time|whenever) (?:he|she|her husband|his wife)",
            r"(?:bruis\w*|black eye|split lip)\W+(?:\w+\W+){0,12}(?:husband|wife|partner|boyfriend|ex)\b|(?:husband|wife|partner|boyfriend)\W+(?:\w+\W+){0,3}sits in on (?:every|all)",
            r"家暴|家庭暴力|人身安全保护令|打(?:过|了)?(?:老婆|媳妇|妻子|丈夫|老公)",
            rf"(?=[\s\S]*{_FAMILY_ZH})(?:{_BLOWS_ZH})",
            r"不敢回家|怕(?:他|她)(?:打|报复|发火)|(?:看见|见了?|提到)他就(?:发抖|哆嗦|不说话)|他(?:一)?(?:说话|开口|在场|回来)她就(?:不吭声|不说话|不敢|低头)",
            r"不让(?:她|我)(?:出门|上班|回娘家|见人)|(?:没收|收|翻|查)(?:走|了|走了)?(?:她|我)的?手机|跟踪(?:她|我)|(?:工资卡|钱|身份证)(?:都|全)?(?:被|让)(?:他|老公|丈夫)(?:收|拿|管)",
        ),
    ),
    SafetyRule(
        "threat",
        "pause",
        Label("a threat of harm is mentioned", "提到要伤人的威胁"),
        Label("police; agree on safety before any meeting", "报警；先落实安全再谈见面"),
        Label(
            r"about fear|Violence, threats|becomes a fight|Are you alone|neutral closing",
            r"先不安排见面|方便吗|掐脖子|打110|只记对方同意|再次动手",
        ),
        _signs(
            r"threat\w*\W+(?:\w+\W+){0,4}(?:kill|hurt|burn|stab|shoot|beat|harm|knife|gun)|(?:going to|will|'ll) (?:kill|stab|shoot|burn) (?:him|her|me|them|you|the)",
            r"(?:bring|get|fetch|grab)\w* (?:a |the |my )?(?:knife|gun|axe|cleaver|machete)|know where (?:you|your \w+|her|his) (?:kids?|child|children|family|son|daughter)?\W*(?:live|lives|go|goes|school)",
            r"(?:你|他|她)(?:儿子|女儿|孩子|家人|老婆)(?:几点|在哪|哪个学校).{0,8}(?:放学|上学|上班|知道)|(?:泼|喷)(?:了)?(?:红)?(?:漆|油漆|粪)|堵锁眼|(?:再来|下次|下回|不然|否则).{0,10}(?:动手|打断|弄死|砍|捅|不客气)|让(?:你|他|她)全家",
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
        Label(r"older or dependent|elder abused|Are you alone", r"孩子或者老人|问老人时|打110|法律援助"),
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
        Label(r"Fraud or another crime|older or dependent", r"诈骗|法律援助|转走以后"),
        _signs(
            r"\b(?:scam(?:med|mer|s)?|fraudster|defraud\w*|ponzi|phishing|money launder\w*|blackmail\w*|extort\w*|kidnap\w*|traffick\w*)\b|fake (?:police|bank|official)|safe account|raped?\b|stabb(?:ed|ing)",
            r"gift cards?\W+(?:\w+\W+){0,10}(?:pay|code|sent|send|number|bank|tax|police|officer)|(?:pay|paid|send|sent|code)\W+(?:\w+\W+){0,8}gift cards?",
            r"被.{0,12}骗|骗(?:走|光|了).{0,6}(?:钱|元|万|养老|积蓄|款)|诈骗|骗子|杀猪盘|刷单|冒充(?:公检法|客服|警察|银行)|安全账户|敲诈|勒索|绑架|拐卖|强奸|传销|非法集资|贩毒",
        ),
    ),
    SafetyRule(
        "capacity",
        "pause",
        Label("someone may not be able to decide for themselves", "有人可能没有能力自己作决定"),
        Label("a legal guardian and a doctor's opinion before any agreement", "先确认监护人，听医生意见，再谈协议"),
        Label(r"capacity|older or dependent", r"自己拿主意|法律援助|分开问"),
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
        Label(r"clear refusal|Check capacity|neutral closing", r"明确说不调|还有哪些办法"),
        _signs(
            r"(?:clearly|flatly|firmly|already) (?:refus\w+|said no)\W+(?:\w+\W+){0,3}(?:mediat|take part|participate)|(?:made it clear|told us)\W+(?:\w+\W+){0,8}(?:not|never|no) \W*(?:want\W+(?:\w+\W+){0,2})?mediat",
            r"(?:明确|坚决|一口|当场)(?:表示|说)?(?:拒绝|不同意|不愿|不接受)(?:意|参加)?调解|死活不(?:同意|愿意)调解",
        ),
    ),
    SafetyRule(
        "not_mediable",
        "refer",
        Label("this is not for mediation, or no court would confirm it", "这件事不归调解，或者法院不会确认"),
        Label(
            "the court, the registry or the office that decides it; legal aid; the police where an offence is to be hidden",
            "法院、登记机关或主管部门；法律援助；想瞒罪的，归公安",
        ),
        Label(r"Do not mediate who owns|Do not promise court|Fraud or another", r"土地归谁|身份上的事|诈骗"),
        _signs(
            r"(?:sham|fake|pretend|bogus) (?:mediation|dispute|settlement|debt|divorce)|backdat\w*|(?:marriage|adoption)\W+(?:\w+\W+){0,6}(?:void|valid\b|never registered)",
            r"(?:withdraw|change|take back|retract)\w* (?:his|her|their|the) (?:testimony|statement|evidence)|(?:so that|in return|if)\W+(?:\w+\W+){0,8}(?:isn'?t|not|never) reported to the police",
            r"(?:假|走个过场的?|虚假的?)(?:纠纷|调解|离婚|债务|欠条)|倒签|(?:确认|认定|写明).{0,8}(?:亲子关系|收养关系|婚姻(?:无效|有效)|不构成犯罪|无罪)|(?:亲子关系|收养关系|婚姻效力).{0,10}(?:调解|确认)",
            r"(?:赌债|赌博的?钱|嫖资|代孕费)|(?:改口|不作证|翻供|顶包)|(?:阴阳|两份价格不同的)合同",
        ),
        also=("judicial-confirmation", "when-to-stop-and-refer"),
    ),
    SafetyRule(
        "shuttle",
        "shuttle",
        Label("someone does not want to be in the same room", "有人不愿和对方待在一个屋里"),
        Label("separate rooms or telephone; the person may stop at any time", "分开房间或电话里谈，随时可以停"),
        Label(
            r"Are you alone|keep the parties apart|Never pass one|about fear",
            r"方便吗|单独表示愿意|转述给另一方|分开问",
        ),
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
    r"what (?:does|do|is|are) (?:the )?(?:law|a|an)\b[^.?!]{0,40}protection order[^.?!]{0,30}",
    r"打(?:过|了)?(?:我|他|她|你)?(?:.{0,3}(?:次|个|通))?电话|没有(?:动手|家暴|打人|暴力|威胁)|没(?:动|动过)手|从不动手|动手(?:修|做|术|装|拆|干|能力)|打官司|打电话|打招呼|打扫|打折|打工|打麻将|道德绑架|跳楼价|(?:赠|送)的.{0,3}绑架",
)
# Asked in general: words of teaching or of the law, and nobody it happened to.
_GENERAL = _signs(
    r"\b(?:hypothetically|in theory|training|trainees?|handbook|hand-?out|quiz|exam|poster|slides?|leaflet|definition|statut\w+|articles?|in general|no case)\b|what (?:does|do|is|are|if) |(?:how|which|when|who) (?:do|does|is|are|should|would|can) ",
    r"怎么(?:规定|界定|认定|定义|区分|处理|筛查)|如何(?:规定|界定|认定|区分|处理)|什么(?:是|叫|情况|情形|后果|程序|流程)|哪些|第几条|法理|备课|讲课|培训|学习|宣传|普法|练习题|考试|假设|遇到.{0,12}(?:怎么办|怎么处理)",
)
_SOMEBODY = _signs(
    r"\b(?:he|she|him|her|his|hers|they|them|my|me|i'?m|i am|i was|i have|mum|dad|yesterday|last (?:night|week|month)|today)\b",
    r"他|她|(?<!自)我(?!们所|国)|俺|咱|老公|老婆|媳妇|隔壁|邻居说|昨天|今天|前天|上个?(?:月|周)|男方|女方|申请人",
)
_QUOTED = Label("{reason} (“{words}”)", "{reason}（“{words}”）")
_LIKENESS = Label(
    "{reason} (by likeness to such accounts, not by any one word)", "{reason}（按意思相近判断，不凭哪个词）"
)


def screen(question: str, language: Language, before: Sequence[str] = (), likeness: Likeness | None = None) -> Screen:
    """What the question asks for before any search: `proceed`, or the action of the most urgent sign in it.

    A sign in an earlier question of the conversation (`before`) still counts: a follow-up does not make anyone safe.
    Without `likeness`, signs are seen by their words alone.
    """
    asked = [text for text in map(_plain, [*before, question]) if not is_abstract(text)]
    shown = {rule.id: (rule, words) for text in asked for rule, words in _found(text)}
    if shown:
        found = sorted(shown.values(), key=lambda pair: RULES.index(pair[0]))
        reasons = [
            _in(_QUOTED, language).format(reason=_in(rule.reason, language), words=words) for rule, words in found
        ]
    else:
        kinds = dict.fromkeys(kind for text in asked if likeness for kind in likeness.kinds(text))
        by_id = {rule.id: rule for rule in RULES}
        found = [(by_id[kind], "") for kind in kinds]
        reasons = [_in(_LIKENESS, language).format(reason=_in(rule.reason, language)) for rule, _ in found]
    if not found:
        return Screen()
    first = found[0][0]
    return Screen(first.action, tuple(reasons), _in(first.route, language), tuple(rule.id for rule, _ in found))


def signs_in(text: str) -> list[SafetyRule]:
    """The rules whose signs a text shows, the most urgent first."""
    return [rule for rule, _ in _found(_plain(text))]


def is_abstract(question: str) -> bool:
    """Whether the question is about the subject, not about anybody: "what do I do if there is violence?"."""
    return bool(_GENERAL.search(question)) and not _SOMEBODY.search(question)


def is_reason(text: str) -> bool:
    """Whether a reason is one the screen gives: of a rule, with the words it saw or what it judged by."""
    labels = [label for rule in RULES for label in rule.reason]
    return text in labels or any(
        text.startswith(pattern.split("{words}")[0].format(reason=label))
        for label in labels
        for pattern in (*_QUOTED, *_LIKENESS)
    )


def _found(plain: str) -> Iterator[tuple[SafetyRule, str]]:
    """The rules whose signs stand in a text and the words that are the sign."""
    said = _HARMLESS.sub(" ", plain)
    for rule in RULES:
        if match := rule.signs.search(said):
            yield rule, match.group().strip() or plain[:20]


def _plain(text: str) -> str:
    """Full-width letters as ordinary ones, runs of spaces as one, none between Chinese characters."""
    narrow = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").split())
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", narrow)


def step_patterns(noticed: Screen, language: Language) -> re.Pattern[str]:
    """Which steps of the guideline, in its language, answer the two most urgent things noticed."""
    rules = [rule for rule in RULES if rule.id in noticed.rules[:2]]
    return re.compile("|".join(_in(rule.steps, language) for rule in rules))


def _in(words: Label, language: Language) -> str:
    return words.zh if language == "zh" else words.en
