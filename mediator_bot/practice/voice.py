"""A line of the scenario goes in, the same line in a chat model's words comes out, or the line as it was.

The state machine has decided what a party feels, wants and discloses before the model is asked. The model sees the line, the
party's voice and mood; it never sees a secret or an interest that is not out, nor what the trainee said.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from mediator_bot.models.chat import SECONDS
from mediator_bot.practice.cast import ScenarioParty, Secret
from mediator_bot.practice.clauses import size
from mediator_bot.practice.meaning import Meaning
from mediator_bot.practice.phrases import holds
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.state import Standing, State
from mediator_bot.practice.step import Spoken
from mediator_bot.practice.transcript import Turn
from mediator_bot.text.language import language_of
from mediator_bot.text.numbers import figures
from mediator_bot.types import Language

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

INSTRUCTION = (
    "You word one line of a role play for a mediator's training, in {language}. You are {name}, {role}. Manner: {manner}."
    " You are {mood}. Say the line below in your own spoken words: the same meaning, one or two short sentences. Add no fact, no"
    " number, no name, no offer. Answer with the line alone, without quotation marks."
)
_LANGUAGES: dict[Language, str] = {"en": "English", "zh": "Chinese (中文)"}
# A line may grow, not become a speech; and it must keep its meaning.
GROWTH, ROOM = 2, 8
KEPT = 0.35
_BREAKS = re.compile(
    r"\b(?:AI|language model|assistant|as an? (?:ai|model)|role[- ]?play|scenario|prompt|instructions?|mediator:|trainee|character)\b"
    r"|人工智能|语言模型|助手|角色扮演|演练|剧本|提示词|学员|[#*_`{}<>\[\]|]|https?:",
    re.IGNORECASE,
)
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Voice:
    """A chat model that words lines, and how long one may take."""

    model: "BaseChatModel"
    seconds: float = SECONDS


def in_their_words(
    voice: Voice | None, scenario: Scenario, state: State, heard: Turn, answers: Sequence[Spoken], meaning: Meaning
) -> list[Spoken]:
    """The answers in the model's words where each passes `fault`, else as the scenario has them."""
    if voice is None:
        return list(answers)
    worded = []
    for spoken in answers:
        party = scenario.party(spoken.turn.speaker)
        said = _asked(voice, party, state.of(party.pid), spoken.turn.text, scenario.language)
        wrong = fault(said, spoken, scenario, meaning)
        worded.append(spoken if wrong else replace(spoken, turn=replace(spoken.turn, text=said)))
    return worded


def fault(said: str, spoken: Spoken, scenario: Scenario, meaning: Meaning) -> str | None:
    """What is wrong with a model's wording of a line; None where nothing is."""
    line = spoken.turn.text
    if not said or "\n" in said or size(said) > GROWTH * size(line) + ROOM:
        return "length"
    if language_of(said) != scenario.language:
        return "language"
    if _BREAKS.search(said):
        return "role"
    if not figures(said) <= figures(line):
        return "number"
    if any(holds(said, secret.key_phrases) for secret in _silent(scenario, spoken)):
        return "secret"
    if meaning.nearest([said], [line]) < KEPT:
        return "meaning"
    return "disclosure" if _discloses(said, spoken, scenario, meaning) else None


def _silent(scenario: Scenario, spoken: Spoken) -> list[Secret]:
    """Secrets of anybody that this line is not about."""
    return [
        secret
        for party in scenario.parties
        for secret in party.secrets
        if (party.pid, secret.id) != (spoken.turn.speaker, spoken.meant)
    ]


def _discloses(said: str, spoken: Spoken, scenario: Scenario, meaning: Meaning) -> bool:
    """Whether the wording is nearer to something hidden than to the line it words."""
    party = scenario.party(spoken.turn.speaker)
    hidden = [text for part in party.hidden if part.id != spoken.meant for text in part.said]
    return meaning.nearest([said], hidden) > meaning.nearest([said], [spoken.turn.text])


def _asked(voice: Voice, party: ScenarioParty, standing: Standing, line: str, language: Language) -> str:
    """What the model says; empty where it fails or is late."""
    from langchain_core.messages import HumanMessage, SystemMessage
    from langchain_core.runnables import RunnableLambda

    told = INSTRUCTION.format(
        language=_LANGUAGES[language], name=party.name, role=party.role, manner=party.voice, mood=_mood(standing)
    )
    chain = (voice.model | RunnableLambda(_text)).with_fallbacks([RunnableLambda(_failed)])
    messages = [SystemMessage(told), HumanMessage(line)]
    replies: SimpleQueue[str] = SimpleQueue()
    # A daemon: a model that never answers must not keep the program from ending.
    Thread(target=lambda: replies.put(chain.invoke(messages)), daemon=True).start()
    try:
        return replies.get(timeout=voice.seconds)
    except Empty:
        _log.warning("The chat model worded no line within %g seconds; the scenario's own is said.", voice.seconds)
        return ""


def _mood(standing: Standing) -> str:
    temper = "calm" if standing.heat <= 1 else "annoyed" if standing.heat <= 3 else "angry"
    trust = "wary of the mediator" if standing.trust < 2 else "beginning to trust the mediator"
    return f"{temper}, {trust}"


def _failed(_: object) -> str:
    _log.warning("The chat model worded no line; the scenario's own is said.")
    return ""


def _text(reply: object) -> str:
    content = getattr(reply, "content", reply)
    said = _THINKING.sub("", content if isinstance(content, str) else "").strip()
    return said.strip("\"'“”‘’「」 ")
