"""The Markdown of an answer in, HTML out that can hold nothing but text, tables, lists and citation buttons.

Raw HTML, links and images stay the characters they are written with, whoever wrote them.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

# What answers are written with. Headings, code, links, images and HTML are left out on purpose.
_RULES = ["table", "list", "emphasis", "escape", "newline"]
_CITATION = re.compile(r"\[(\d{1,3})\]")
_BREAK = "<br>"
# A wide table scrolls in its own frame, also with the keyboard, never the page.
_FIXED = {
    "table_open": '<div class="wide" tabindex="0"><table>',
    "table_close": "</table></div>",
    "th_open": "<th><p>",
    "th_close": "</p></th>",
    "td_open": "<td><p>",
    "td_close": "</p></td>",
    "statement": "</p><p>",
}


def answer_html(text: str, turn: int, numbers: Collection[int]) -> str:
    """An answer's Markdown as HTML; `[n]` becomes a button where `n` is among `numbers`, the citations of this turn."""
    return str(_MARKDOWN.render(text, {"turn": turn, "numbers": frozenset(numbers)}))


def marked(page: str, start: int, end: int) -> str:
    """A page as HTML text with the words at `start:end` (code points) in `<mark>`."""
    return f"{escape(page[:start])}<mark>{escape(page[start:end])}</mark>{escape(page[end:])}"


def button(act: str, words: str, attributes: Mapping[str, str | int]) -> str:
    """A button that reports `act` and its `data-…` attributes when pressed; `words` and values are plain text."""
    rest = "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
    return f'<button type="button" data-act="{act}"{rest}>{escape(words)}</button>'


def _citation(state: StateInline, silent: bool) -> bool:
    found = _CITATION.match(state.src, state.pos)
    if not found or int(found.group(1)) not in state.env["numbers"]:
        return False
    if not silent:
        state.push("citation", "", 0).content = found.group(1)
    state.pos = found.end()
    return True


def _statement(state: StateInline, silent: bool) -> bool:
    """`<br>` parts the statements of a table cell; it is the one tag that answers are written with.

    Each statement becomes a paragraph, so that they can stand apart.
    """
    if not state.src.startswith(_BREAK, state.pos):
        return False
    if not silent:
        state.push("statement", "", 0)
    state.pos += len(_BREAK)
    return True


def _cite_button(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, env: Any) -> str:
    n = tokens[index].content
    return button("select", f"[{n}]", {"class": "cite", "data-turn": env["turn"], "data-n": n})


def _build() -> MarkdownIt:
    markdown = MarkdownIt("zero").enable(_RULES)
    markdown.inline.ruler.before("emphasis", "citation", _citation)
    markdown.inline.ruler.before("emphasis", "statement", _statement)
    markdown.add_render_rule("citation", _cite_button)
    for name, html in _FIXED.items():
        markdown.add_render_rule(name, lambda *_, html=html: html)
    return markdown


_MARKDOWN = _build()
