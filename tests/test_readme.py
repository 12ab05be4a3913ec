"""The README's first screen is true: its question, asked, gives what it shows; its commands and Python names exist."""

import re
from pathlib import Path

import mediator_bot
from mediator_bot.cli import VERBS
from mediator_bot.service import Assistant

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_answer_it_shows_is_the_answer(assistant: Assistant) -> None:
    question = re.search(r"^> \*\*(.+?)\*\*$", README, re.MULTILINE)
    assert question
    answer = assistant.ask(question.group(1), assistant.operator)
    quotes = {citation.n: citation.quote for citation in answer.citations}
    shown = [line for line in README.splitlines() if line.startswith(">") and re.search(r"\[\d+\]", line)]
    assert len(shown) >= 4
    for line in shown:
        for words, number in re.findall(r"“([^”]+)” \[(\d+)\]", line):
            assert words in quotes[int(number)]
        for cell, number in re.findall(r"\| ([^|]+?) \[(\d+)\] \|", line):
            for part in re.split(r"[；·]", cell):
                assert part.strip() in quotes[int(number)], part
    head = re.search(r"^> (相近的案例.+)\n> (以上都是.+。)$", README, re.MULTILINE)
    assert head
    assert head.group(1) in answer.text.replace("。 [", "。[")
    assert head.group(2) in answer.text


def test_its_commands_and_names_exist() -> None:
    verbs = set(re.findall(r"mediator-bot (\w+)", README)) - {"VERB"}
    assert verbs <= set(VERBS)
    for name in re.findall(r"from mediator_bot import (.+)", README):
        assert set(name.split(", ")) <= set(mediator_bot.__all__)
    for target in re.findall(r"\]\(((?:docs|benchmarks|CHANGELOG)[^)]*)\)", README):
        assert (Path(__file__).parents[1] / target).exists()
