"""What the trainee typed goes in, whether it is no mediator's sentence at all comes out: tricks, silence, another language."""

import re

from mediator_bot.practice.clauses import size
from mediator_bot.text.language import language_of
from mediator_bot.types import Language

LONGEST_SPEECH = 1500  # characters
# Talk to the machine behind the party, and requests for what is hidden as such. The answer never depends on what is asked.
_TRICK = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|prompts?|above|previous|prior|role)"
    r"|\b(?:system|developer|hidden|initial) (?:prompt|message|instructions?)\b|\byou are (?:now )?(?:an? |in )?(?:ai|assistant|chatbot|language model|developer mode|dan)\b"
    r"|\b(?:reveal|print|output|dump|list|show|repeat|translate|summari[sz]e|tell me|give me|what(?:'s| is| are))\b.{0,30}\b(?:secrets?|hidden (?:facts?|interests?)|confidential facts?|key[_ ]phrases?|scenario (?:file|text)|yaml|json|prompt|persona|reservation point|your instructions)\b"
    r"|\b(?:pretend|act|role-?play|imagine) (?:you are|you're|as|to be|that you)\b.{0,40}\b(?:ai|developer|author|narrator|admin|not|someone else|yourself|free|writer)\b"
    r"|\b(?:stop|step out of|drop|leave) (?:the |your )?(?:role|character|act|acting)\b|\bend of (?:role|exercise|simulation)\b|\bjailbreak|<\|?\w+\|?>|```|\bbase64\b|\bsudo\b"
    r"|(?:忽略|无视|忘记|忘掉|不要理会|跳过|绕过).{0,12}(?:指令|指示|提示|规则|要求|设定|角色)|系统(?:提示|指令|消息)|提示词|隐藏(?:的)?(?:事实|信息|设定|利益)|(?:告诉|说出|透露|输出|打印|列出|公开|翻译|交代)(?:我|一下)?.{0,10}(?:秘密|机密|底牌|底线设定|剧本|设定|提示)"
    r"|你(?:现在)?(?:其实)?是.{0,6}(?:AI|人工智能|助手|机器人|语言模型|程序)|(?:扮演|假装|装作).{0,12}(?:开发者|作者|管理员|旁白|另一个|别人)|(?:退出|跳出|停止|结束)(?:你的)?(?:角色|扮演|演练|模拟)",
    re.IGNORECASE | re.DOTALL,
)


def oddity(text: str, language: Language) -> str | None:
    """The situation that answers it: `silence`, `trick`, `too_long`, `other_language` or None for ordinary talk."""
    if not re.search(r"\w", text):
        return "silence"
    if _TRICK.search(text):
        return "trick"
    if len(text) > LONGEST_SPEECH:
        return "too_long"
    if size(text) >= 3 and language_of(text) != language and re.search(r"[A-Za-z\u3400-\u9fff]", text):
        return "other_language"
    return None
