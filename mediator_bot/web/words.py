"""A key and a language in; the words of the interface out."""

from mediator_bot.cases.taxonomy import Label
from mediator_bot.types import Language
from mediator_bot.web.library_words import LIBRARY
from mediator_bot.web.practice_words import PRACTICE

WORDS: dict[str, Label] = {
    "title": Label("Mediator Bot", "调解助手"),
    "switch": Label("中文", "English"),
    "new_question": Label("New question", "新问题"),
    "filters": Label("Filters", "筛选"),
    "filters_about": Label(
        "Narrow the case notes an answer may draw on. Guidelines and articles are always searched.",
        "限定回答可以用哪些案例。规范指引和法条始终会查。",
    ),
    "done": Label("Done", "完成"),
    "only": Label("Only:", "只看："),
    "clear": Label("Remove the filter {value}", "去掉条件：{value}"),
    "clear_all": Label("clear all", "全部清除"),
    "type": Label("Type of dispute", "纠纷类型"),
    "outcome": Label("Outcome", "调解结果"),
    "level": Label("Level", "层级"),
    "language": Label("Language of the note", "案例语言"),
    "year": Label("Year", "年份"),
    "origin": Label("Origin", "来源"),
    "kind": Label("Kind of document", "材料类别"),
    "question": Label("Your question", "您的问题"),
    "placeholder": Label("What is the dispute about?", "用您自己的话说说这件纠纷"),
    "send": Label("Ask", "提问"),
    "talk": Label("Questions and answers", "问答"),
    "searching": Label("Searching…", "正在查找……"),
    "empty": Label(
        "There is no question yet. Describe the dispute in a sentence or two.",
        "还没有写问题。用一两句话说说这件纠纷就行。",
    ),
    "broken": Label(
        "The answer could not be finished. Ask again; if it stays so, run `mediator-bot doctor`.",
        "这次没能答完。请再问一次；还不行，请运行 mediator-bot doctor。",
    ),
    "role_mediator": Label("mediator", "调解员"),
    "role_trainee": Label("trainee", "学员"),
    "role_admin": Label("admin", "管理员"),
    "role_auditor": Label("auditor", "审计员"),
    "new_password": Label("Change password", "修改密码"),
    "sign_out": Label("Sign out", "退出登录"),
    "removed": Label(
        "{n} × removed: sentences of the model that its quotes do not support, not shown as fact",
        "模型有{n}句与原文对不上，已删去，不作为事实",
    ),
    "consent_agree": Label("Agree: send to {provider} from now on", "同意，以后可以发给 {provider}"),
    "consent_given": Label(
        "You agreed. From the next question on {provider} gets your words, and a summary stands below the quotes.",
        "您已同意。从下一个问题起会发给 {provider}，原文摘录下面会有一段简述。",
    ),
    "welcome": Label("How were disputes like yours settled?", "像您这样的纠纷，别人是怎么调成的？"),
    "welcome_about": Label(
        "Put it in your own words. The answer quotes case notes, guidelines and articles from this library, and every "
        "number in it opens the page it stands on.",
        "用您自己的话说就行。回答逐字引用本库的案例、指引和法条，每个编号都能打开原文那一页。",
    ),
    "sources": Label("Sources", "出处"),
    "source": Label("Source {n}: {title}", "出处 {n}：{title}"),
    "ask_next": Label("Ask next", "接着问"),
    "evidence": Label("Evidence", "原文"),
    "record": Label("record of the case", "案例要素"),
    "cover": Label("title", "标题"),
    "page": Label("page {number} of {last}", "第 {number} 页，共 {last} 页"),
    "version": Label("version {number}", "第 {number} 版"),
    "as_of": Label("as of {date}", "截至 {date}"),
    "place": Label("source {n} of {last}", "出处 {n} / {last}"),
    "previous": Label("Previous", "上一处"),
    "next": Label("Next", "下一处"),
    "whole": Label("Open the whole document", "打开全文"),
    "one_page": Label("Show this page only", "只看这一页"),
    "close": Label("Close", "关闭"),
    "mediator": Label("Mediator", "调解员"),
    "trainee": Label("Trainee", "学员"),
    "admin": Label("Admin", "管理员"),
    **PRACTICE,
    **LIBRARY,
}

# Six questions to begin with, by who would ask them: three of a mediator, two of a trainee, one of an admin.
EXAMPLES: tuple[tuple[str, Label], ...] = (
    (
        "mediator",
        Label(
            "Children upstairs run and jump until late and the neighbour below cannot sleep. How did others settle it?",
            "楼上孩子晚上跑来跑去太吵，楼下邻居睡不好觉，以前怎么调的？",
        ),
    ),
    (
        "mediator",
        Label(
            "The landlord keeps the deposit over a stained carpet and nobody took photos. How was that settled?",
            "房东说地毯脏了不退押金，入住时谁也没拍照。以前怎么调的？",
        ),
    ),
    (
        "mediator",
        Label(
            "Owners stopped paying the property fee because the lift keeps breaking down. What did the two sides agree?",
            "电梯总停，业主两年没交物业费。类似的是怎么谈成的？",
        ),
    ),
    ("trainee", Label("How do I open the first joint meeting?", "第一次面对面调解，怎么开场？")),
    (
        "trainee",
        Label(
            "What should I ask each side alone before the first meeting?",
            "约双方见面之前，单独该怎么问，才知道能不能调？",
        ),
    ),
    (
        "admin",
        Label(
            "How many cases came back after an agreement, including practice notes?",
            "签了协议后来又反复的有多少件？包括练习案例。",
        ),
    ),
)


def word(key: str, language: Language, **values: str | int) -> str:
    """The words of a key in a language, filled in."""
    return chosen(WORDS[key], language).format(**values)


def chosen(label: Label, language: Language) -> str:
    """One language of a label."""
    return label.zh if language == "zh" else label.en
