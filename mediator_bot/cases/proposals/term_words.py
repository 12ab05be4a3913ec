"""How promises are worded in Chinese and English: what opens an agreement, what one promises, what a breach brings."""

import re
from dataclasses import dataclass

from mediator_bot.cases.proposals.parties import NAME, ROLE_EN, ROLE_ZH
from mediator_bot.types import Language


@dataclass(frozen=True)
class Wording:
    """The patterns of one language.

    `breaks` ends a clause; `agreed` says that promises follow; `subject` begins a clause about somebody, `promise` one
    that promises (group `who`), `somebody` one by anybody not known as a side, `goes_on` another of the same person, `borne` a passive one, `lists` opens a list of them; `pays` is money
    moving; `breach` begins what happens otherwise; `to_whom` names who gets it (group `whom`); `unmade` is asked, said
    or refused, and no promise.
    """

    breaks: re.Pattern[str]
    agreed: re.Pattern[str]
    lists: re.Pattern[str]
    subject: re.Pattern[str]
    promise: re.Pattern[str]
    somebody: re.Pattern[str]
    goes_on: re.Pattern[str]
    borne: re.Pattern[str]
    pays: re.Pattern[str]
    breach: re.Pattern[str]
    to_whom: re.Pattern[str]
    unmade: re.Pattern[str]


_WHO_ZH = rf"(?:(?:{ROLE_ZH})?{NAME}(?:[、和及与](?:{ROLE_ZH})?{NAME})*(?:的?(?:父亲|母亲|父母|家长|儿子|女儿|媳妇))?|{ROLE_ZH}|(?:甲乙)?双方|各方|三方|两家)"
_PAYS_ZH = "支付|赔偿|补偿|赔付|给付|返还|退还|退回|退款|退给|归还|偿还|还清|还给|补交|补付|补发|补足|付清|结清|贴补|减免|免除|免收|承担|转账|转给|转回|汇|付|赔|退|还(?!是|有|要|没|在|能|得|说)|补|给|出(?=[^去来门面现租])|交"
_ACTS_ZH = (
    rf"{_PAYS_ZH}|应|须|需|必须|负责|承诺|保证|答应|同意|自愿|不再|不得|不许|不准|将|把|配合|搬|拆|修|装|加装|停|放弃|撤|归|腾|移|改|清|打扫|道歉|赔礼|认错|继续|允许|每[月周天晚日年]|按|换|寄|送|请|恢复|提供|协助"
    "|安排|组织|告知|通知|登记|公示|保持|维持|分|一次性|先|加|搭|立|做|砍|种|管|照料|照顾|接|领|拿"
)
_LEAD_ZH = (
    r"^\s*(?:[一二三四五六七八九十]{1,2}、|[（(]?[一二三四五六七八九十\d]{1,2}[)）.]\s?|①|②|③|④|⑤|[·•\-*]\s?|第[一二三四五六]条?|[首其][先次]|再次|另外?|同时|其中|经调解|最终|最后|当天|当场|现场"
    r"|(?:两边|双方|大家)?(?:一劝|同意|约定|商定|谈定|说定|达成协议|达成以下协议)|协议|结果|由|并由|而|则|后来)*\s?"
)
# What is promised promises nothing.
_THINGS_ZH = r"(?:剩|余|其余|款|钱|费|押金|医药|工资|协议|合同|本|该|此|这|那|若|如|因|经|最|但|并|且|另|同时|以后|今后|此后|逾|到期|如果|由于|为|与|和|在|于|自|从|按|不|未|已|将|后|前|每|分|第|首|尾|全部|所有|任何|纠纷|调解|双方当|当|对|向|把|被|让|给|今年|去年|明年|上次|下次|扫码|回访|法院|派出所|调解|社区|我们?|他们?|她们?|你们?)"
_THINGS_EN = (
    r"(?:it|this|that|these|those|there|what|which|who|nothing|nobody|everything|payment|payments|money|deposit|balance|remaining|rest|work|works|repairs?|keys?|music|noise|hours|agreement|terms?|matter|case|mediation"
    r"|mediator|meeting|session|file|court|law|date|price|sum|amount|costs?|fees?|interest|instalments?|if|when|once|after|before|unless|as|in|on|by|at|for|from|with|no|not|any|some|one|two|i|we|you)\b"
)
_PRONOUNS = r"(?:he|she|they|it|we|you|i|who|that|which|can|cannot|could|would|has|had|have|is|are|was|were|not|and|or|but|if)\b"
# Small letters are no parties, however else the case is read.
_PARTY = f"(?-i:{NAME})"
_WHO_EN = rf"(?:(?:party )?{_PARTY}(?:(?:,| and|, and) (?:party )?{_PARTY})*|(?:[Bb]oth|[Aa]ll) (?:parties|sides|families)?|(?:[Tt]he )?parties|{ROLE_EN}(?: of (?:the|both) [a-z]+)?)"
_PAYS_EN = "pays?|repays?|returns?|refunds?|waives?|reimburses?|contributes?|transfers?|gives? back|paid|returned|refunded|repaid|waived|covers?|bears?|compensates?"
_ACTS_EN = (
    rf"{_PAYS_EN}|will|shall|must|is to|are to|has to|have to|agrees?|agreed to|to (?!the|an?\b|his|her|my|our|their|be\b|whom)[a-z]{{3,}}|undert(?:akes?|ook)|promise[sd]?|commit(?:s|ted)|does not|do not|no longer"
    "|collects?|hands?|keeps?|sends?|gives?|takes?|stops?|turns?|moves?|removes?|lets?|withdraws?|apologi[sz]es?|drops?|accepts?|replaces?|repairs?|fixes|fix|fits?"
    "|installs?|delivers?|cuts?|trims?|cleans?|buys?|leaves?|signs?|provides?|tells?|makes?|writes?|deletes?|switch(?:es)?|closes?|opens?|parks?|plays?|uses?|puts?"
    "|lays?|lifts?|meets?|calls?|warns?|shares?|finish(?:es)?|completes?|issues?|releases?|destroys?|brings?|builds?|drives?|feeds?|looks? after|mows?|paints?|plants?|stores?|waters?|walks?"
)
_LEAD_EN = (
    r"^\s*(?:\(?(?:\d{1,2}|[a-z])[.)]\s|[-*•]\s|(?:and|that|while|then|whereby|with|also|so|in return|in exchange|finally|first|second|third|both|they|it was|the parties|all|each|we|agreed|orally|in writing"
    r"|on the spot|terms|agreement|result|outcome|settled|settlement|under it|under the agreement)[:,]? ){0,6}(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Tt]heir )?"
)
_ADVERB_EN = "(?:then |also |now |each |both |orally |duly |alone |therefore |further |hereby )?"

WORDINGS: dict[Language, Wording] = {
    "zh": Wording(
        breaks=re.compile(rf"[，,；;。：:！？]|(?<=\D)(?=[一二三四五六七八九十]、)|(?=并(?:且|一次性|另外?|再|由|当场)?(?:{_PAYS_ZH}))"),
        agreed=re.compile(r"协议|约定|商定|达成|同意|答应|承诺|谈定|说定|说好|调解结果|处理结果|自愿|签[字订署]|条款|结果[:：]"),
        lists=re.compile(r"(?:协议|约定|达成|同意|商定|条款|结果|如下|定下|说好|谈定)[^。；：:]{0,12}[：:]"),
        subject=re.compile(rf"{_LEAD_ZH}(?P<who>{_WHO_ZH})"),
        promise=re.compile(rf"{_LEAD_ZH}(?P<who>{_WHO_ZH})(?:方|家(?!长))?(?=.{{0,22}}?(?:{_ACTS_ZH}))"),
        somebody=re.compile(
            rf"{_LEAD_ZH}(?P<who>(?!{_THINGS_ZH})[\u4e00-\u9fff]{{2,6}}?)(?=(?:自愿|愿意?|同意|答应|承诺|保证|应当?|必?须|负责|不再|不得|一次性|每[月周天晚日年]|支付|赔偿|补偿|返还|退还|退回|归还"
            r"|(?:于|在|自|从)?(?:\d{4}年|\d{1,2}月|[一二三四五六七八九十]{1,3}月|本月|下月|当[天日场]|今后|以后|\d{1,3}[日天]内|[一二三四五六七八九十]{1,3}[日天]内)))"
        ),
        goes_on=re.compile(rf"^并(?:且|一次性|另外?|再|当场)?(?:{_PAYS_ZH})"),
        borne=re.compile(rf"{_LEAD_ZH}(?P<what>[^，。；：]{{2,18}}?)由(?P<who>{_WHO_ZH})(?:方|家)?(?=承担|负责|支付|修|出|赔|管|清|负担|付|缴|做|保管|照料)"),
        pays=re.compile(_PAYS_ZH),
        breach=re.compile(
            r"^\s*(?:若|如|如果|要是|倘若|到期|谁|任何一方|一方|其中)?[^，；。]{0,8}?(?:逾期|过期|超期|晚[于了过]|迟延|未按|未付|不付|没付|未履行|不履行|拒不|违反|违约(?!金)|反悔|再犯|有一[期次个月]|任何一[期次]|做不到|未[^，；。]{1,4}的?$|否则)"
        ),
        to_whom=re.compile(
            rf"(?:(?:支付|赔偿|补偿|赔付|返还|退还|退|退回|归还|偿还|付|赔|还|转|交|交还|汇)给?|给付?|向|对|替|为|补|告知|通知)(?P<whom>(?:{ROLE_ZH})?{NAME}|两个[姐哥弟妹]{{2}}|{ROLE_ZH})"
        ),
        unmade=re.compile(
            r"要求|索赔|主张(?!权利)|请求|认为|声称|称|提出|开口|只肯|只同意|不肯|不同意|不愿|拒绝|没有?(?:付|给|还(?!清)|退|签|同意|交|结)|未(?:付|给|还|签|同意|交)|还没|拿到|扣(?:了|下)|曾|原来|应得|欠|说(?!定|好)|问|想|打算|愿意出"
            r"|觉得|嫌|怕|听|喊|为什么|起诉|一直|以为|讲|答(?!应)|怎么|哪|谁|吗|呢|坚持|承认|告诉|司法确认|申请确认|(?:达成|签订|签署|订立).{0,12}(?:协议|共识|一致|合同)|签[署订字]$|簽署$|回访|接受了|收到|退一步|退让|要(?!求).{0,8}(?:赔|付|还|退|补)|反驳|怀疑|报(?=了|每)"
        ),
    ),
    "en": Wording(
        breaks=re.compile(rf"[;:.!?](?=\s|$)|, | [–—] |\n|(?= and (?:the |also )?(?:{_WHO_EN} )?(?:will |shall )?(?:{_PAYS_EN})\b)|(?: and| that| while|, and) (?=(?:the )?{_WHO_EN} {_ADVERB_EN}(?:{_ACTS_EN})\b)"),
        agreed=re.compile(r"\b(?:agree\w*|settle\w*|terms?|signed|undert\w+|promised?|deal|resolved|consent order|outcome|result|in writing)\b", re.IGNORECASE),
        lists=re.compile(r"\b(?:agree\w*|settle\w*|terms?|deal|result|outcome|as follows)\b[^.;:]{0,60}:", re.IGNORECASE),
        subject=re.compile(rf"{_LEAD_EN}(?P<who>{_WHO_EN})(?= [a-z])", re.IGNORECASE),
        promise=re.compile(rf"{_LEAD_EN}(?P<who>{_WHO_EN})(?= {_ADVERB_EN}(?:{_ACTS_EN})\b)", re.IGNORECASE),
        somebody=re.compile(
            rf"{_LEAD_EN}(?P<who>(?!{_THINGS_EN})(?:(?!{_PRONOUNS})[a-z][\w’'-]* ){{0,3}}?(?!{_PRONOUNS})[a-z][\w’'-]*)(?= (?:will|shall|must|is to|are to|has to|have to|agrees? to|agreed to|undert(?:akes?|ook) to|promise[sd]? to|pays?|repays?|returns?|refunds?|waives?)\b)",
            re.IGNORECASE,
        ),
        goes_on=re.compile(rf"^ ?(?:and )?(?:also )?(?:will |shall )?(?:{_PAYS_EN})\b"),
        borne=re.compile(rf"{_LEAD_EN}(?P<what>[^.;:,\n]{{4,60}}?) (?:is|are|will be|to be|shall be) (?:paid|borne|covered|returned|repaid|repaired|removed|replaced|delivered|met) by (?:the )?(?P<who>{_WHO_EN})", re.IGNORECASE),
        pays=re.compile(rf"\b(?:{_PAYS_EN}|pay|return|refund|repay)\b"),
        breach=re.compile(r"^\s*(?:\(?\d[.)] )?(?:and )?(?:if (?:late|not|unpaid|missed|paid|any|either|the|he|she|they|this|it|payment|one|[A-H])\b|failing|otherwise|on default|in default|or else|should (?:the|either|[A-H])\b)", re.IGNORECASE),
        to_whom=re.compile(rf"\b(?:to|for|pays?|paid|refunds?|refund|gives?|give|repays?|repay|tells?|sends?|reimburses?|hands?|lends?|shows?|owes|informs?|notifies|messages|compensates?|lets)\b (?:back )?(?:the |his |her |their )?(?P<whom>{_PARTY}(?:(?:,| and|, and) {_PARTY})*|{ROLE_EN})"),
        unmade=re.compile(
            r"\b(?:claim(?:ed|ing)|claims (?=[£$€\d]|that)|wants?|wanted|ask(?:s|ed)?|demand\w*|offer(?:s|ed)?|propos\w+|said|says|thought|thinks?|refus\w+|would(?! be)|could|whether|had (?:paid|been)|did(?: not|n['’]t)|never"
            r"|has not|n['’]t|why|how much|disput\w+|hoped|suggest\w*|alleg\w+|insist\w*|told|because|remember\w*|explain\w*|rent|used to|still|ago|was|were|up front|visit again|call again|check again)\b",
            re.IGNORECASE,
        ),
    ),
}  # fmt: skip
TOTAL = re.compile(r"(?:共计?|合计|总计|总共|一共|in all|total(?:ling)?(?: of)?)\s?$", re.IGNORECASE)
# An act that is told as done is a report; 了 after the verb says so in Chinese.
DONE = re.compile(
    r"(?<!为)了(?!结|断|解)|已经?|过(?!户|程|后|年|期|错|来|去)|\b(?:already|has been|have been)\b", re.IGNORECASE
)
