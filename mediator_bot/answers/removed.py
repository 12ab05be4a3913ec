"""The sentences of a chat model that were removed from an answer in; why each was, in plain words, out."""

from collections.abc import Iterator

from mediator_bot.cases.taxonomy import Label
from mediator_bot.types import Answer

HEAD = Label("Removed, not shown as fact", "已删去，不作为事实")
# In the order of the checks in `grounding.fault`.
_WHY = {
    "no quote": Label("it names no quote that it was given", "没有指明所依据的原文"),
    "markup": Label("it held a link, markup or hidden characters", "含有链接、标记或看不见的字符"),
    "language": Label("it is in another language than the question or its quotes", "与问题或所引原文的语言不同"),
    "figures": Label("a number, date or article in it is not in its quotes", "数字、日期或条号在所引原文里没有"),
    "names": Label("a name, place or office in it is not in its quotes", "姓名、地名或机关在所引原文里没有"),
    "parties": Label("its quotes say this of another party", "原文说的是另一方"),
    "negation": Label("it denies or affirms what its quotes do not", "肯定或否定的意思与原文不一致"),
    "words": Label("its quotes hold too few of its words", "用词与所引原文相差太远"),
}
_WITHHELD = Label("(words withheld)", "（原话不显示）")


def removed_lines(answer: Answer) -> Iterator[tuple[str, str]]:
    """The words of each removed sentence, or a mark where they are withheld, and why, in the language of the answer."""
    for removed in answer.removed:
        why = _WHY.get(removed.why, Label(removed.why, removed.why))
        yield removed.text or said(_WITHHELD, answer), said(why, answer)


def said(label: Label, answer: Answer) -> str:
    """A label in the language of an answer."""
    return label.zh if answer.language == "zh" else label.en
