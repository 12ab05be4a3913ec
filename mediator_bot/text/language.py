"""Text in, its language out: Chinese or English, told from the script alone."""

import re

from mediator_bot.types import Language

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")


def language_of(text: str) -> Language:
    """Chinese if the Chinese characters outnumber the Latin words, for a character carries about a word's meaning.

    Text with neither (numbers, emoji) counts as English.
    """
    return "zh" if len(_CHINESE.findall(text)) > len(_WORD.findall(text)) else "en"


def is_chinese(character: str) -> bool:
    """Whether one character is a Chinese one."""
    return bool(_CHINESE.match(character))
