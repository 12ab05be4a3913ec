"""The pieces of the web app that need no browser: what becomes of text, who gets in, where it may be served."""

import socket
from pathlib import Path
from typing import Any

import pytest

from mediator_bot.errors import SettingsError
from mediator_bot.service import Assistant
from mediator_bot.types import Filters
from mediator_bot.web.app import serve
from mediator_bot.web.filters import NAMES, chosen_html, filters_of, without
from mediator_bot.web.markup import answer_html, button, marked
from mediator_bot.web.sign_in import Door
from mediator_bot.web.words import EXAMPLES, WORDS


def test_marked_words_are_the_span_and_nothing_becomes_markup() -> None:
    page = "a <script>x</script> & ![i](http://x/y.png) 押金 b"
    start = page.index("![i]")
    assert marked(page, start, start + 4) == (
        "a &lt;script&gt;x&lt;/script&gt; &amp; <mark>![i]</mark>(http://x/y.png) 押金 b"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**lead**: words", "<p><strong>lead</strong>: words</p>\n"),
        ("<script>x</script> <img src=x>", "<p>&lt;script&gt;x&lt;/script&gt; &lt;img src=x&gt;</p>\n"),
        (
            "![i](http://x/y.png) [l](http://x) <http://x>",
            "<p>![i](http://x/y.png) [l](http://x) &lt;http://x&gt;</p>\n",
        ),
        ("# head &amp; `code`", "<p># head &amp;amp; `code`</p>\n"),
        ("said \\[1\\] and \\<br\\>", "<p>said [1] and &lt;br&gt;</p>\n"),
        ("no such source [9]", "<p>no such source [9]</p>\n"),
    ],
)
def test_an_answer_holds_text_and_emphasis_only(text: str, html: str) -> None:
    assert answer_html(text, 0, {1}) == html


def test_a_citation_becomes_a_button_and_each_statement_of_a_cell_a_paragraph() -> None:
    html = answer_html("| | A |\n| --- | --- |\n| **x** | one [2]<br>two |", 4, {2})
    cite = '<button type="button" data-act="select" class="cite" data-turn="4" data-n="2">[2]</button>'
    assert f"<td><p>one {cite}</p><p>two</p></td>" in html
    assert html.startswith('<div class="wide" tabindex="0"><table>')


def test_the_words_and_values_of_a_button_are_escaped() -> None:
    assert button("submit", "<b>", {"data-question": '"><img>'}) == (
        '<button type="button" data-act="submit" data-question="&quot;&gt;&lt;img&gt;">&lt;b&gt;</button>'
    )


def test_filters_go_from_the_controls_to_a_sentence_and_back() -> None:
    chosen: list[list[Any] | None] = [["neighbours"], ["full"], [], [], [2024, 2023], None, []]
    filters = filters_of(chosen)
    assert filters == Filters(type=("neighbours",), outcome=("full",), year=(2024, 2023))
    assert [word for word in ("邻里纠纷 ×", "全部达成协议 ×", "2024 ×") if word not in chosen_html(filters, "zh")] == []
    assert chosen_html(Filters(), "en") == ""
    assert filters_of(without(chosen, "year", "2024")) == Filters(type=("neighbours",), outcome=("full",), year=(2023,))
    assert filters_of(without(chosen, None, None)) == Filters()
    assert NAMES == ("type", "outcome", "level", "language", "year", "origin", "kind")


def test_every_word_is_there_in_both_languages_with_the_same_gaps() -> None:
    for label in [*WORDS.values(), *(example for _, example in EXAMPLES)]:
        assert label.en and label.zh
        assert sorted(part.split("}")[0] for part in label.en.split("{")[1:]) == sorted(
            part.split("}")[0] for part in label.zh.split("{")[1:]
        )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_other_machines_reach_it_over_https_only(quick: Assistant, host: str) -> None:
    for door in (None, Door(quick.library)):
        with pytest.raises(SettingsError, match="would cross the network for all to read"):
            serve(quick, host, 7860, token="t", door=door)
    with pytest.raises(SettingsError, match="is no https address"):
        serve(quick, host, 7860, token=None, door=Door(quick.library, "http://office.example"))


def test_a_certificate_that_is_none_is_one_line(quick: Assistant, tmp_path: Path) -> None:
    files = (tmp_path / "none.pem", tmp_path / "none.key")
    with pytest.raises(SettingsError, match="The certificate or its key cannot be used"):
        serve(quick, "127.0.0.1", 0, token=None, door=Door(quick.library, "https://office.example"), certificate=files)


def test_a_taken_port_is_one_line(quick: Assistant) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError, match="Choose another"):
        serve(quick, "127.0.0.1", taken.getsockname()[1], token="t")
