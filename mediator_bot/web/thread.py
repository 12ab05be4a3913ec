"""The turns of a visit in, the HTML of the conversation out."""

from html import escape

from mediator_bot.answers.removed import removed_lines
from mediator_bot.cases.taxonomy import KINDS, ORIGINS, label
from mediator_bot.types import Answer, Citation, Language
from mediator_bot.web.consent import consent_html
from mediator_bot.web.glossary import understood_html
from mediator_bot.web.markup import answer_html, button
from mediator_bot.web.people import HTML_LANGUAGE
from mediator_bot.web.remarks import remarks_html
from mediator_bot.web.visit import Turn, Visit
from mediator_bot.web.words import EXAMPLES, chosen, word


def thread_html(visit: Visit, blocks: int | None = None) -> str:
    """The whole conversation; of the last answer only the first `blocks` blocks while it is still being written."""
    last = len(visit.turns) - 1
    turns = [_turn_html(visit, n, turn, blocks if n == last else None) for n, turn in enumerate(visit.turns)]
    inside = "".join(turns) or _welcome(visit.language)
    name = escape(word("talk", visit.language))
    return f'<div class="column" role="log" aria-label="{name}" lang="{HTML_LANGUAGE[visit.language]}">{inside}</div>'


def blocks_of(answer: Answer) -> list[str]:
    """The blocks of an answer's Markdown, in which it is streamed."""
    return answer.text.split("\n\n")


def _turn_html(visit: Visit, number: int, turn: Turn, blocks: int | None) -> str:
    question = f'<h2 class="question">{escape(turn.question)}</h2>' if turn.question else ""
    return f'<section class="turn">{question}{_reply(visit, number, turn, blocks)}</section>'


def _reply(visit: Visit, number: int, turn: Turn, blocks: int | None) -> str:
    if turn.trouble:
        return f'<p class="trouble" role="alert">{escape(turn.trouble)}</p>'
    if turn.answer is None:
        return f'<p class="status" role="status">{escape(word("searching", visit.language))}</p>'
    answer, done = turn.answer, blocks is None
    text = answer_html("\n\n".join(blocks_of(answer)[:blocks]), number, {citation.n for citation in answer.citations})
    below = _below(visit, number, turn, answer) if done else ""
    marks = {"answer": True, "done": done, "screened": answer.screen.action != "proceed"}
    classes = " ".join(name for name, holds in marks.items() if holds)
    return f'<article class="{classes}"><div class="text" lang="{HTML_LANGUAGE[answer.language]}">{text}</div>{below}</article>'


# --- below an answer -------------------------------------------------------------------------------------------------


def _below(visit: Visit, number: int, turn: Turn, answer: Answer) -> str:
    parts = (
        _removed(visit.language, answer),
        consent_html(turn.standing, visit.language),
        _sources(visit, number, answer.citations),
        understood_html(turn.understood, visit.language),
        _next(visit.language, answer),
        remarks_html(visit, number),
    )
    return "".join(parts)


def _removed(language: Language, answer: Answer) -> str:
    """What the model said and its quotes do not carry: folded, struck, each with the reason."""
    if not answer.removed:
        return ""
    lines = "".join(f"<li><s>{escape(text)}</s> {escape(why)}</li>" for text, why in removed_lines(answer))
    head = escape(word("removed", language, n=len(answer.removed)))
    tongue = HTML_LANGUAGE[answer.language]
    return f'<details class="removed"><summary>{head}</summary><ul lang="{tongue}">{lines}</ul></details>'


def _sources(visit: Visit, turn: int, citations: tuple[Citation, ...]) -> str:
    """The sources, a line for each document: its first source as `[n] Title`, the others as numbers."""
    if not citations:
        return ""
    documents: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        documents.setdefault((citation.document_id, citation.version), []).append(citation)
    lines = [_document(visit, turn, of_one) for of_one in documents.values()]
    head = escape(word("sources", visit.language))
    return f'<div class="sources"><h3>{head}</h3><ul>{"".join(lines)}</ul></div>'


def _document(visit: Visit, turn: int, citations: list[Citation]) -> str:
    first, *others = citations
    chips = [_chip(visit, turn, first, f"[{first.n}] {first.title}")]
    chips += [_chip(visit, turn, other, f"[{other.n}]") for other in others]
    return f'<li>{"".join(chips)}<span class="marks">{escape(marks(first, visit.language))}</span></li>'


def _chip(visit: Visit, turn: int, citation: Citation, words: str) -> str:
    is_open = visit.opened is not None and (visit.opened.turn, visit.opened.n) == (turn, citation.n)
    name = word("source", visit.language, n=citation.n, title=citation.title)
    return button(
        "select",
        words,
        {
            "class": "chip",
            "data-turn": turn,
            "data-n": citation.n,
            "aria-pressed": "true" if is_open else "false",
            "aria-label": name,
            "title": citation.title,
        },
    )


def marks(citation: Citation, language: Language) -> str:
    """What a document is and where it comes from, in plain words: `case note · practice note, invented`."""
    origin = label(ORIGINS, citation.origin, language) if citation.origin in ORIGINS else ""
    return " · ".join(filter(None, (label(KINDS, citation.kind, language), origin)))


def _next(language: Language, answer: Answer) -> str:
    if not answer.next_questions:
        return ""
    asks = "".join(button("submit", question, {"data-question": question}) for question in answer.next_questions)
    return f'<div class="follow"><h3>{escape(word("ask_next", language))}</h3>{asks}</div>'


# --- before the first question ---------------------------------------------------------------------------------------


def _welcome(language: Language) -> str:
    groups: dict[str, list[str]] = {}
    for role, question in EXAMPLES:
        words = chosen(question, language)
        groups.setdefault(role, []).append(button("submit", words, {"data-question": words}))
    examples = "".join(
        f'<div class="examples"><h3>{escape(word(role, language))}</h3>{"".join(asks)}</div>'
        for role, asks in groups.items()
    )
    head, about = escape(word("welcome", language)), escape(word("welcome_about", language))
    return f'<section class="welcome"><h2>{head}</h2><p>{about}</p>{examples}</section>'
