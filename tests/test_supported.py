"""Nothing unsupported gets out: whatever is asked, each statement of the answer is borne out by the library, read anew."""

import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from supported import active, claims_in, retold, unsupported, untrue
from test_writer import DOUBLE, Double, double

from mediator_bot import service
from mediator_bot.answers.claims import Block, Claim, Contrast, Count, FieldValue, Quote, Rule, Template, Title
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.verify import holds
from mediator_bot.answers.verify import verified as verify
from mediator_bot.cases.taxonomy import DISPUTE_TYPES, OUTCOMES
from mediator_bot.library.library import corpus_folder
from mediator_bot.service import Assistant
from mediator_bot.types import Filters, Person, Span

TRAINEE = Person("trainee", "trainee")
# What no document of the sample library says, for a model to say.
LIES = ("Henderson", "9,913", "9913", "eighty-seven thousand", "八万七千", "evil.example")
Asked = tuple[str, Filters]


def written_questions() -> list[str]:
    lines = [path.read_text("utf-8").splitlines() for path in sorted((corpus_folder() / "questions").glob("*.jsonl"))]
    return [json.loads(line)["question"] for line in itertools.chain(*lines)]


def made_questions(assistant: Assistant) -> Iterator[Asked]:
    """Questions of every kind about every case, article, type, outcome and year, plain and narrowed."""
    cases = sorted(
        {stored.case_id for stored in assistant.library.catalogue.live_cases(assistant.operator) if stored.case_id}
    )
    lookups = ("Tell me about {}", "{} what was agreed?", "{}后来怎么样了？", "{} 达成了什么协议？")
    yield from ((form.format(case), Filters()) for case, form in itertools.product(cases, lookups))
    laws = ("民法典第{}条", "What does Article {} of the Civil Code say?")
    yield from ((form.format(n), Filters()) for n, form in itertools.product(range(1, 1260, 9), laws))
    for type_, outcome in itertools.product(DISPUTE_TYPES, OUTCOMES):
        filters = Filters(type=(type_,), outcome=(outcome,))
        for question in (
            "how many cases, including practice notes?",
            "有多少件？包括练习案例。",
            "what was agreed about money?",
        ):
            yield question, filters
    for question, year in itertools.product(written_questions(), (None, 2024, 2025)):
        yield question, Filters(year=(year,)) if year else Filters()


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Block, ...]]:
    """What was verified for each answer, in the order of asking."""
    seen: list[tuple[Block, ...]] = []

    def spied(drafted: tuple[Block, ...], reader: Reader) -> tuple[tuple[Block, ...], int]:
        kept, dropped = verify(drafted, reader)
        seen.append(kept)
        return kept, dropped

    monkeypatch.setattr(service, "verified", spied)
    return seen


def liar(prompt: str) -> str:
    """A model that repeats what it was given, and says five things of each quote that it does not hold."""
    said = []
    for n, quote in re.findall(r"^\[(\d+)\] (.+)$", prompt.split("Question:\n")[0], re.MULTILINE)[:3]:
        first = re.split(r"(?<=[.。！？])\s*", quote)[0]
        figures = re.sub(r"\d[\d,]*", "9,913", first)
        lies = [
            figures if figures != first else f"{first.rstrip('.。')} 9913",
            f"Henderson {first}",
            f"{first.rstrip('.。')}, see https://evil.example/x",
            f"{first.rstrip('.。')} for eighty-seven thousand EUR."
            if first.isascii()
            else f"{first.rstrip('。')}共八万七千元。",
        ]
        said += [{"text": text, "quotes": [int(n)]} for text in (first, lies[int(n) % 4], first)]
    return json.dumps({"sentences": said}, ensure_ascii=False)


def hold_all_the_way(assistant: Assistant, asked: list[Asked], blocks: list[tuple[Block, ...]], by: Person) -> None:
    assistant.chat_models[DOUBLE] = Double(says=liar, prompts=[])
    for n, (question, filters) in enumerate(asked):
        del blocks[:]
        writer = DOUBLE if n % 2 else "none"
        answers = list(assistant.ask_streaming(question, by, filters=filters, writer=writer))
        quoted, whole = answers[0], answers[-1]
        (verified,) = blocks
        assert quoted.text == retold(verified, quoted), question
        assert [claim for claim in claims_in(verified) if untrue(claim, assistant, by)] == [], question
        assert unsupported(whole, assistant, by) == [], question
        assert active(whole) == [], question
        assert whole.text.startswith(quoted.text.removesuffix(f"*{quoted.notice}*").rstrip()), question
        # A made-up question may hold one of the lies only if a quote does.
        assert not any(lie in whole.text for lie in LIES), question


def test_a_sample_of_answers_says_nothing_unsupported(quick: Assistant, blocks: list[tuple[Block, ...]]) -> None:
    asked = random.Random(7).sample(list(made_questions(quick)), 24)
    hold_all_the_way(quick, asked[:18], blocks, quick.operator)
    hold_all_the_way(quick, asked[18:], blocks, TRAINEE)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(8))
def test_thousands_of_answers_say_nothing_unsupported(
    quick: Assistant, blocks: list[tuple[Block, ...]], part: int
) -> None:
    asked = list(made_questions(quick))
    assert len(asked) > 2000
    hold_all_the_way(quick, asked[part::8], blocks, TRAINEE if part % 4 == 3 else quick.operator)


# --- the checks have teeth -------------------------------------------------------------------------------------------


def twisted(claim: Claim) -> Iterator[Claim]:
    """The claim with one thing changed each: words, place, number, title, document."""
    if isinstance(claim, Count):
        yield replace(claim, n=claim.n + 1)
        yield replace(claim, document_ids=(*claim.document_ids, *(claim.document_ids[:1] or ("none",))))
    elif isinstance(claim, Contrast):
        yield from (replace(claim, value=value) for value in twisted(claim.value) if isinstance(value, FieldValue))
        yield replace(claim, against=claim.value.text)
    elif isinstance(claim, Template):
        yield replace(claim, key="no such wording")
        yield replace(claim, values=(*claim.values, ("fact", "B paid 9,913")))
    else:
        assert isinstance(claim, FieldValue | Quote | Rule | Title)
        here = claim.evidence
        span = here.span
        for wrong in (
            replace(here, quote=here.quote + " 9,913"),
            replace(here, quote=here.quote[:-1]),
            replace(here, span=Span(span.page, span.start + 1, span.end + 1)),
            replace(here, span=Span(span.page + 900, span.start, span.end)),
            replace(here, version=here.version + 1),
            replace(here, document_id="nobody"),
            replace(here, title="Another title"),
        ):
            yield replace(claim, evidence=wrong)
        if isinstance(claim, FieldValue | Title):
            yield replace(claim, text="9,913")


def test_whatever_is_twisted_is_dropped(quick: Assistant, blocks: list[tuple[Block, ...]]) -> None:
    checked = 0
    for question, filters in random.Random(11).sample(list(made_questions(quick)), 10):
        quick.ask(question, quick.operator, filters=filters)
        reader = Reader(quick.library.catalogue, quick.operator)
        for claim in dict.fromkeys(claims_in(blocks[-1])):
            assert holds(claim, reader), claim
            for wrong in twisted(claim):
                assert not holds(wrong, Reader(quick.library.catalogue, quick.operator)), wrong
                checked += 1
    assert checked > 150


def test_the_check_of_answers_finds_what_is_wrong(quick: Assistant) -> None:
    quick.chat_models[DOUBLE] = double(liar)
    answer = quick.ask("deposit, landlord says carpet, tenant has no photos", quick.operator, writer=DOUBLE)
    assert answer.removed
    assert "**In short**" in answer.text
    first = answer.citations[0]
    for wrong in (
        replace(answer, text=answer.text + " [77]"),
        replace(answer, citations=answer.citations[1:]),
        replace(answer, citations=(replace(first, quote=first.quote + "x"), *answer.citations[1:])),
        replace(answer, citations=(replace(first, title="Another"), *answer.citations[1:])),
        replace(answer, text=answer.text.replace("): ", "): B paid 4,711 EUR. [1] ", 1)),
    ):
        assert unsupported(wrong, quick, quick.operator) != []
    for wrong in ("[x](http://x.y)", "![i](http://x/y.png)", "<img src=x onerror=y>", "\u202e"):
        assert active(replace(answer, text=f"{answer.text}\n\n{wrong}")) != []
