"""The fixed wording of answers, in both languages. A template asserts nothing about a case."""

from string import Formatter

from mediator_bot.answers.claims import Contrast, Count, Template
from mediator_bot.cases.taxonomy import OUTCOMES, Label, label
from mediator_bot.types import Language

WORDING: dict[str, Label] = {
    "notice": Label(
        "Information, not legal advice. The parties decide.", "仅供参考，不是法律意见；怎么定，由当事人自己决定。"
    ),
    "withheld": Label(
        "This answer quoted a document that you may not read any more, so it is not shown. Ask again for what can be said today.",
        "这条回答引用的材料您现在无权查看，或者已经撤下，所以不再显示。请重新提问，看现在能答什么。",
    ),
    "in_short": Label(
        "**In short** (worded by {model}, each sentence checked against its sources): {summary}",
        "**简单说**（由 {model} 组织语言，每句都与所引原文核对过）：{summary}",
    ),
    "writer_removed": Label(
        "Sentences of the model that its sources do not support, removed and not shown as fact: {n}.",
        "模型另有{n}句与所引原文对不上，已删去，不作为事实。",
    ),
    "writer_unsupported": Label(
        "The chat model {model} was asked, but too little of what it wrote is supported by the quotes. This answer is quoted only.",
        "请 {model} 组织过语言，但它写的大多与原文对不上，所以这次只摘原文。",
    ),
    "writer_failed": Label(
        "The chat model {model} failed. This answer is quoted only.",
        "语言模型 {model} 出错了，所以这次只摘原文。",
    ),
    "writer_late": Label(
        "The chat model {model} took too long. This answer is quoted only.",
        "语言模型 {model} 太久没有写完，所以这次只摘原文。",
    ),
    "writer_unopened": Label(
        "The chat model {model} cannot be opened; mediator-bot doctor says more. This answer is quoted only.",
        "语言模型 {model} 打不开（运行 mediator-bot doctor 看原因），所以这次只摘原文。",
    ),
    "writer_nothing": Label(
        "Nothing was sent to the chat model {model}: none of these quotes may go to it. This answer is quoted only.",
        "没有向语言模型 {model} 发送任何内容：这次所引的原文都不能发给它，所以只摘原文。",
    ),
    "writer_not_allowed": Label(
        "Nothing was sent to a chat model: {model} is not this machine, and no admin has allowed it. This answer is quoted only.",
        "没有向语言模型发送任何内容：{model} 不是这台电脑，管理员也没有准许，所以这次只摘原文。",
    ),
    "writer_not_agreed": Label(
        "Nothing was sent to {model}: you have not agreed to it yet. This answer is quoted only.",
        "没有向 {model} 发送任何内容：您还没有同意，所以这次只摘原文。",
    ),
    "row_happened": Label("what happened", "事情经过"),
    "row_handled": Label("how it was handled", "怎么处理的"),
    "row_agreed": Label("agreed", "约定"),
    "row_money": Label("money", "金额"),
    "row_outcome": Label("outcome", "结果"),
    "row_afterwards": Label("afterwards", "后来"),
    "row_differs": Label("how it may differ from yours", "和您这件可能不同"),
    "no_result": Label("the text does not say how it ended", "原文没有写处理结果"),
    "none_recorded": Label("not recorded", "未记载"),
    "nothing_agreed": Label("nothing agreed", "没有约定"),
    "no_money": Label("none", "不涉及金额"),
    "no_followup": Label("no follow-up recorded", "没有回访记录"),
    "nothing_noted": Label("nothing the record shows", "记录里看不出"),
    "lead_worked": Label("What the mediators took from it", "调解员的体会"),
    "lead_failed": Label("What did not work", "没走通的地方"),
    "lead_steps": Label("If you do it here — from *{title}*", "您这里可以这样做（引自《{title}》）"),
    "lead_followups": Label("Every follow-up", "历次回访"),
    "lead_law": Label("The law these rest on", "用到的法条"),
    "lead_guideline": Label("From *{title}*", "引自《{title}》"),
    "unreviewed": Label(
        "Not yet reviewed, quoted as they stand: {titles}.",
        "未经核对，只摘原文：{titles}。",
    ),
    "weak": Label(
        "Nothing here is really close. These are the nearest: read them with care.",
        "库里没有很接近的。下面是最近的几件，参考时请留心。",
    ),
    "practice_one": Label("This is a practice note, not a real case.", "这是练习案例，不是真实案件。"),
    "practice_all": Label("All of them are practice notes, not real cases.", "以上都是练习案例，不是真实案件。"),
    "practice_some": Label("Marked † are practice notes, not real cases.", "标†的是练习案例，不是真实案件。"),
    "other_language": Label("(in Chinese)", "（原文为英文）"),
    "refusal": Label(
        "I found nothing close enough to act on. I searched {documents} documents you may read{filters}.",
        "没有找到够近、能拿来用的材料。一共查了您可以看的{documents}份文件{filters}。",
    ),
    "refusal_nearest": Label(
        "The nearest is *{title}*, which is about something else.",
        "最接近的是《{title}》，但说的不是一回事。",
    ),
    "refusal_next": Label(
        "Say what the dispute is about, who the parties are to each other and what each asks for; or ask your admin to add cases of this kind.",
        "可以换个说法：争的是什么、双方是什么关系、各自要什么；也可以请管理员补充这类案例。",
    ),
    "refusal_filters": Label(", with the filters {filters}", "（限定：{filters}）"),
    "refusal_empty": Label(
        "The library holds nothing you may read under these filters. Remove a filter, or ask your admin to add notes.",
        "按这些条件，库里没有您可以看的材料。去掉一个条件再试，或请管理员补充。",
    ),
    "screen_pause": Label(
        "Do not arrange a joint meeting yet. First ask the person alone, in a safe place.",
        "先别安排见面调解。先分开、单独、在安全的地方问清楚。",
    ),
    "screen_refer": Label(
        "This is not for mediation as it stands. Refer it first.",
        "照现在的情况，这件事先不能调，先转出去。",
    ),
    "screen_shuttle": Label(
        "Keep the parties apart for now: speak to each alone, and let either stop at any time.",
        "眼下先分开谈，不要让双方碰面；谁想停，随时可以停。",
    ),
    "screen_reason": Label("Why: {reason}.", "原因：{reason}。"),
    "screen_route": Label("Where to turn: {route}.", "可以找：{route}。"),
    "screen_local": Label("Here: {numbers}.", "本地电话：{numbers}。"),
    "screen_numbers": Label(
        "The local numbers have not been entered in the settings yet; use the public emergency number where you are.",
        "本地联系电话还没有录入设置；紧急情况请拨打当地公开的报警、急救电话。",
    ),
    "screen_cases": Label(
        "I do not list cases here. Ask again once this has been cleared up.",
        "下面先不列案例。这些问清楚以后再来问我。",
    ),
    "statistics_none": Label(
        "No reviewed real case that you may read can be counted{filters} (n = 0). Left out: {practice} practice notes, counted only if you add “including practice notes”; {unreviewed} texts whose fields nobody has reviewed.",
        "没有可以计数的、经过核对的真实案例{filters}（n = 0）。没有计入的：练习案例 {practice} 件，要算请加上“包括练习案例”；要素未经核对的材料 {unreviewed} 件。",
    ),
    "statistics_scope": Label("Counted: {filters}.", "统计范围：{filters}。"),
    "statistics_all": Label(
        "Counted: every case you may read; nothing in the question narrowed it.",
        "统计范围：您可以看的全部案例；问题里没有限定类型或年份。",
    ),
    "statistics_law": Label(
        "Counted over the records, never over texts. Under n = 5 no share is given.",
        "按案例记录统计，不按文字估算；不足 5 件的不算比例。",
    ),
    "lookup_missing": Label(
        "The library has no case {case} that you may read.",
        "库里没有您可以看的案例 {case}。",
    ),
    "smalltalk": Label(
        "Tell me about the dispute in your own words: what happened, who the parties are to each other, what each asks for. I look for similar cases, guidelines and articles and quote them.",
        "把纠纷用您自己的话说说：怎么回事、双方什么关系、各自要什么。我来找相近的案例、指引和法条，原文引给您看。",
    ),
    "repealed": Label(
        "{law} is no longer in force: the Civil Code took its place on 2021-01-01 (unverified). The nearest articles now:",
        "{law}已经废止，2021年1月1日起由民法典取代（未经核对）。现在相近的条文：",
    ),
    "admin": Label(
        "This is a question for the library itself. `mediator-bot library quarantine` lists files that could not be read, each with its reason; `library remove ID` takes a document out of search at once; `library list` shows what is published and what waits for review.",
        "这是管理资料库的事。`mediator-bot library quarantine` 列出没读进来的文件和原因；`library remove 编号` 立即把一份文件撤出检索；`library list` 看哪些已发布、哪些等审核。",
    ),
    "not_yet": Label(
        "This version answers questions from case notes, guidelines and statutes; it cannot yet do this.",
        "目前这一版只能依据案例、指引和法条回答问题，这件事还做不了。",
    ),
    "statute_checked": Label(
        "Look the text up before relying on it where it says unverified.", "写明“未经核对”的，使用前请查原文。"
    ),
    "superseded": Label(
        "Article {old} of the older text is now {new}.",
        "旧文本第{old}条，现在是{new}。",
    ),
    "next_guideline": Label("What are the steps for this?", "这类纠纷一步一步怎么做？"),
    "next_wording": Label("How do I word the agreement so that it holds?", "协议怎么写才管用？"),
    "next_recurrence": Label("Which of these came back, and why?", "哪些后来又闹了，为什么？"),
    "next_refuse": Label("And if one side refuses to come?", "要是有一方不肯来呢？"),
    "next_safety": Label("What should I ask before the first meeting?", "第一次见面前要先问什么？"),
    "next_confirmation": Label("Can the agreement still be confirmed by the court?", "协议还能去法院确认吗？"),
}

# Statements with a verifier of their own: their blanks are filled from what was counted or compared, never by hand.
WORDING |= {
    "count_similar": Label(
        "{total_word} similar {disputes} in the library: {n_word} settled in full or in part,",
        "相近的案例列了{total}件：全部或部分达成协议的{n}件，",
    ),
    "count_came_back": Label(
        "{n_word} came back within the follow-up (n = {total}).", "回访时又闹的{n}件（n = {total}）。"
    ),
    "count_year": Label("{value}", "{value}"),
    "count_year_practice": Label("{value} †", "{value} †"),
    "count_back": Label("came back", "又闹了"),
    "count_outcome": Label("{label}: {n} (n = {total}{share})", "{label}：{n}（n = {total}{share}）"),
    "count_recurred": Label(
        "came back within the follow-up: {n} (n = {total}{share})", "回访时又闹的：{n}（n = {total}{share}）"
    ),
    "contrast_chain": Label(
        "One of them is the same dispute come back: its first note is {value}.",
        "其中一件是同一起纠纷又闹起来的，头一回见{value}。",
    ),
    "contrast_type": Label("a {value} dispute", "属{value}"),
    "contrast_party": Label("also a party: {value}", "另有一方：{value}"),
    "contrast_helper": Label("{value} was asked to help", "请了{value}帮忙"),
}
# Laws that the Civil Code replaced as a whole; people still quote their articles.
REPEALED_LAWS = ("合同法", "侵权责任法", "婚姻法", "继承法", "物权法", "民法通则", "民法总则", "担保法", "收养法")
# Under this many cases a share says nothing and could point at one household.
FEWEST_FOR_A_SHARE = 5
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six")


def blanks(key: str) -> set[str]:
    """The names of the blanks in a wording."""
    return {name for _, name, _, _ in Formatter().parse(WORDING[key].en) if name}


def count_values(count: Count, language: Language) -> Template:
    """A count in its fixed words: every blank comes from the count itself."""
    total, value = len(count.document_ids), count.values[0]
    share = f", {count.n / total:.0%}" if total >= FEWEST_FOR_A_SHARE else ""
    filled = {
        "n": str(count.n),
        "total": str(total),
        "n_word": _word(count.n),
        "total_word": _word(total).capitalize(),
        "disputes": "dispute" if total == 1 else "disputes",
        "value": value,
        "label": label(OUTCOMES, value, language),
        "share": share,
    }
    return Template(count.key, tuple(filled.items()))


def contrast_values(contrast: Contrast) -> Template:
    """A contrast in its fixed words."""
    return template(contrast.key, value=contrast.value.text)


def _word(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)


def say(template: Template, language: Language) -> str:
    """A template in a language, filled in."""
    wording = WORDING[template.key]
    return (wording.zh if language == "zh" else wording.en).format(**dict(template.values))


def template(key: str, **values: str | int) -> Template:
    """A template with its values."""
    return Template(key, tuple((name, str(value)) for name, value in values.items()))
