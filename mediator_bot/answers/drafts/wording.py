"""The fixed words of drafts in both languages: headings, labels, blanks, and the questions that vague words call for."""

import datetime
import re

from mediator_bot.cases.taxonomy import Label
from mediator_bot.types import Language

FORM: dict[str, Label] = {
    "agreement": Label("Settlement agreement (draft)", "调解协议书（草稿）"),
    "record": Label("Mediation record (draft)", "调解记录（草稿）"),
    "follow-up": Label("Follow-up plan (draft)", "回访计划（草稿）"),
    "summary": Label("What you agreed, in short (draft)", "说好的事，一看就懂（草稿）"),
    "h_where": Label("Date and place", "时间和地点"),
    "h_parties": Label("Parties", "当事人"),
    "h_issues": Label("What was to be settled", "要解决的事"),
    "h_clause": Label("Clause {n}", "第{n}条"),
    "h_terms": Label("What was agreed", "约定的内容"),
    "h_beside": Label("Beside clause {n}: what chosen cases wrote", "第{n}条旁边：所选案例的写法"),
    "h_flags": Label("Before it is signed", "签字前再看一遍"),
    "h_others": Label("What else the chosen cases agreed", "所选案例还约定过"),
    "h_form": Label("Voluntary, and how it takes effect", "自愿与生效"),
    "h_court": Label(
        "Confirmation by the court (people's mediation in China; strike out elsewhere)", "司法确认（人民调解）"
    ),
    "h_sign": Label("Signatures", "签字"),
    "h_opening": Label("What the parties were told", "开场告知"),
    "h_heard": Label("What each side said", "各方怎么说"),
    "h_result": Label("Result", "调解结果"),
    "h_notes": Label("Notes", "备注"),
    "h_visits": Label("Visits", "回访日程"),
    "h_ask": Label("What to ask, of each party alone", "分开问每一家"),
    "h_went": Label("How follow-up went in the chosen cases", "所选案例后来怎样"),
    "h_for": Label("For {party}", "给{party}"),
    "h_call": Label("If something goes wrong", "有事找谁"),
    "date": Label("Date: {value}.", "日期：{value}。"),
    "place": Label("Place: {value}.", "地点：{value}。"),
    "party": Label("Party: {value}.", "当事人：{value}。"),
    "issue": Label("{value}.", "{value}。"),
    "who": Label("Who: {value}.", "谁来做：{value}。"),
    "does": Label("Does: {value}.", "做什么：{value}。"),
    "to_whom": Label("To or for whom: {value}.", "向谁：{value}。"),
    "amount": Label("Amount: {value}.", "金额：{value}。"),
    "due": Label("By: {value}.", "期限：{value}前（含当日）。"),
    "where": Label("Where: {value}.", "在哪里：{value}。"),
    "on_default": Label("If it is not done: {value}.", "没做到怎么办：{value}。"),
    "note": Label("{value}", "{value}"),
    "b_date": Label("Date: ____ (day, month, year).", "日期：＿＿＿（年、月、日）。"),
    "b_place": Label("Place: ____ (where the agreement is made).", "地点：＿＿＿（在哪里达成）。"),
    "b_who": Label("Who: ____ (the party that does it).", "谁来做：＿＿＿（哪一方）。"),
    "b_to_whom": Label("To or for whom: ____ (the party that receives it).", "向谁：＿＿＿（哪一方）。"),
    "b_amount": Label(
        "Amount: ____ (sum and currency; strike out if no money moves).", "金额：＿＿＿（数额和币种；不涉及钱的划掉）。"
    ),
    "b_currency": Label("Currency: ____.", "币种：＿＿＿。"),
    "b_due": Label("By: ____ (day, month, year).", "期限：＿＿＿（年、月、日）。"),
    "b_where": Label(
        "Where: ____ (place, account or way of handing over).", "在哪里：＿＿＿（地点、账户或者交付方式）。"
    ),
    "b_on_default": Label(
        "If it is not done: ____ (what follows, from which day).", "没做到怎么办：＿＿＿（从哪天起，怎么办）。"
    ),
    "b_clause": Label(
        "____ (who does what, to whom, how much, by when, where, and what if not).",
        "＿＿＿（谁、做什么、向谁、多少、哪天前、在哪里、没做到怎么办）。",
    ),
    "b_issue": Label("____ (the question, in words both sides accept).", "＿＿＿（用两边都认的话写明争的是什么）。"),
    "b_sign": Label("____ ({value}, signature and date)", "＿＿＿（{value}，签字、日期）"),
    "b_mediator": Label("Mediator: ____ (name, signature, seal).", "调解员：＿＿＿（姓名、签字、盖章）。"),
    "b_present": Label("Also present: ____ (who, and in what role).", "在场的还有：＿＿＿（谁、什么身份）。"),
    "b_said": Label("{value} said: ____.", "{value}说：＿＿＿。"),
    "b_open": Label("What was not settled: ____ (or: nothing).", "没谈成的：＿＿＿（没有就写“无”）。"),
    "b_visitor": Label("Who visits: ____.", "谁去回访：＿＿＿。"),
    "b_found": Label("Found: ____ (each party's answers, and the day).", "回访结果：＿＿＿（各家怎么说、哪天问的）。"),
    "b_day_month": Label(
        "One month after the agreement: ____ (date; the date of the agreement is not known).",
        "满一个月：＿＿＿（日期；协议日期还没有写）。",
    ),
    "b_day_half_year": Label("Six months after the agreement: ____ (date).", "满半年：＿＿＿（日期）。"),
    "b_day_30": Label(
        "Day 30 for the joint application: ____ (date; the date of the agreement is not known).",
        "共同申请的第30天：＿＿＿（日期；协议日期还没有写）。",
    ),
    "b_call": Label("Call: ____ (name and number).", "打给：＿＿＿（谁、电话）。"),
    "b_term_due": Label("{value}: day of the check ____.", "{value}：查看日期＿＿＿。"),
    "voluntary": Label(
        "The parties made this agreement of their own free will and have read it or had it read to them.",
        "本协议由各方自愿达成，各方已阅读或者听读全文。",
    ),
    "effect": Label(
        "It takes effect when everyone has signed, unless the law of the place asks for more.",
        "各方当事人签名、盖章或者按指印，调解员签名并加盖调解组织印章后生效。",
    ),
    "told_voluntary": Label(
        "Mediation is voluntary, and anyone may stop at any time.", "调解自愿，谁想停，随时可以停。"
    ),
    "told_neutral": Label(
        "The mediator takes no side and decides nothing.", "调解员不偏向任何一方，也不替当事人做主。"
    ),
    "told_rights": Label(
        "Mediation does not take away the right to go to court or to the authorities.",
        "调解不影响当事人申请仲裁、找行政机关或者起诉的权利。",
    ),
    "b_read": Label(
        "Read back to the parties and found right: ____ (yes or no).", "已向各方宣读、核对无误：＿＿＿（是／否）。"
    ),
    "day_month": Label("One month after the agreement: {value}.", "满一个月：{value}。"),
    "day_half_year": Label("Six months after the agreement: {value}.", "满半年：{value}。"),
    "day_30": Label(
        "Day 30, the day of the agreement not counted: {value}. It was taken to take effect that day.",
        "第30天（协议当天不算）：{value}，按协议当天生效推算。",
    ),
    "safe": Label(
        "Whether that day counts is not verified here: apply well before {value}.",
        "当天算不算，本库未核实：请提前办，别晚于{value}。",
    ),
    "no_law": Label("The article is not in the statute table; look it up.", "法条表里没有这一条，请另查。"),
    "ask_done": Label("What was done, and what was not?", "哪些办了，哪些没办？"),
    "ask_satisfied": Label("How satisfied are you, from 1 to 5?", "满意不满意，从1到5打几分？"),
    "ask_back": Label("Has the trouble come back, or has anyone gone to court?", "又闹过没有？有没有去法院？"),
    "after_due": Label("{value}: ask whether this was done.", "{value}：问这一件办了没有。"),
    "you": Label("You promised: {value}.", "您答应：{value}。"),
    "they": Label("{value} promised:", "{value}答应："),
    "act": Label("{value}.", "{value}。"),
    "for_you_nothing": Label(
        "____ (nothing is written down that you promised; ask whether that is right).",
        "＿＿＿（没有写您要做的事，请问清是不是这样）。",
    ),
    "call": Label("Call {value}.", "打给{value}。"),
    "talk_first": Label(
        "If something cannot be kept, say so before the day, and ask for another talk.",
        "要是到时候做不到，提前说，再坐下来谈一次。",
    ),
    "court_plain": Label(
        "In China: if you both want, you can go to the court together and ask it to back this paper. Go well before {value}.",
        "两家都愿意的话，可以一起去法院，请法院给这份协议撑腰。早点去，别晚于{value}。",
    ),
    "one_sided": Label(
        "{value} promises nothing here. Is that what both sides want?", "这里没有写{value}要做什么。两边都愿意这样吗？"
    ),
    "stranger": Label(
        "“{value}” is not among the parties. Who signs for this promise?",
        "“{value}”不在当事人里。这一条由谁签字、谁来做？",
    ),
    "vague": Label("“{value}” can be read in two ways.", "“{value}”两边可能各有各的理解。"),
    "vague_time": Label(
        "Write instead: by ____ (day, month, year). Ask: on which day would you say it is late?",
        "改成：＿＿＿（年、月、日）前。可以问：到哪一天还没办，就算晚了？",
    ),
    "vague_measure": Label(
        "Write instead: ____ (a figure, a limit or how often). Ask: how would a stranger check it?",
        "改成：＿＿＿（数额、上限或者次数）。可以问：换个外人来看，怎么算做到了？",
    ),
    "vague_case": Label(
        "Write instead: when ____ happens, ____ (who) does ____. Ask: who decides that it is needed?",
        "改成：出现＿＿＿时，由＿＿＿（谁）做＿＿＿。可以问：需不需要，谁说了算？",
    ),
    "vague_noise": Label(
        "Write instead: between ____ and ____ (hours) no ____ (which sound). Ask: what is heard, where, and when?",
        "改成：＿＿＿点到＿＿＿点之间不＿＿＿（哪种声音）。可以问：听见的是什么声音，在哪里，几点？",
    ),
    "vague_effort": Label(
        "Write instead: does ____ (the act itself) by ____ (date). Ask: what will have happened, even if it is hard?",
        "改成：在＿＿＿（日期）前做完＿＿＿（具体的事）。可以问：再难也要办到的，是哪一件？",
    ),
    "concrete": Label(
        "A promise that a chosen case wrote with a day or a sum:", "所选案例里写明了日子或者数额的一条："
    ),
    "legend": Label(
        "° from what you wrote · [n] a case or an article, word for word · ____ to fill in · no mark: fixed words of the form",
        "° 来自您写的内容 · [n] 案例或法条原文 · ＿＿＿ 待填 · 无标记：固定格式用语",
    ),
    "notice": Label(
        "A draft for a person to read and correct before anyone signs. Information, not legal advice. What stands in “Note” boxes is not part of the text.",
        "这是草稿，签字前须由人通读、改定。仅供参考，不是法律意见。标“提示”的部分不是正文。",
    ),
    "aside": Label("Note", "提示"),
    "in_case": Label("In [{n}]: “{quote}”", "[{n}] 中写：“{quote}”"),
}
ALL_FIXED = tuple(words for label in FORM.values() for words in label)

_VAGUE = (
    ("vague_noise", r"keep (?:the )?nois\w+ \w+|keep (?:it )?quiet|小声点?|保持安静|注意(?:噪音|影响)|控制音量"),
    ("vague_time", r"as soon as possible|\basap\b|in due course|promptly|shortly|timely|尽快|尽早|及时|早日|近期|随后"),
    ("vague_case", r"(?:if|when|where|as) (?:necessary|needed|required)|必要时|视情况|有需要时"),
    ("vague_effort", r"(?:best|reasonable) (?:efforts|endeavours)|try to|尽量|尽力|努力|争取"),
    ("vague_measure", r"reasonabl[ey]|appropriate(?:ly)?|suitabl[ey]|adequate(?:ly)?|适当|合理|酌情|适度|妥善"),
)


def vague_words(text: str) -> list[tuple[str, str]]:
    """(the vague words as written, the key of the question they call for), each piece of text once."""
    found: list[tuple[str, str]] = []
    taken: set[int] = set()
    for key, pattern in _VAGUE:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if not taken.intersection(range(*match.span())):
                taken.update(range(*match.span()))
                found.append((match.group(), key))
    return found


def form(key: str, language: Language, **values: str) -> str:
    """A fixed wording, filled."""
    words = FORM[key].zh if language == "zh" else FORM[key].en
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", value)
    return words


def day(date: datetime.date, language: Language) -> str:
    """A date as it is written in a document: 14 March 2026, 2026年3月14日."""
    if language == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
