"""An answer as a file: what stood in the answer stands in the document, with the words of each source."""

import io
import re
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from notes import publish, record

from mediator_bot.answers.export import as_docx, as_markdown, save
from mediator_bot.answers.render import unmarked
from mediator_bot.errors import LibraryError
from mediator_bot.service import Assistant
from mediator_bot.types import Answer

QUESTIONS = (
    "The landlord keeps the deposit over a carpet and nobody took photos",
    "楼上漏水泡了天花板，以前怎么调的？",
    "How do I open the first joint meeting?",
    "How many cases came back, including practice notes?",
)


def letters(text: str) -> str:
    """Letters and figures alone: what is said, whatever marks it is set in."""
    return "".join(character for character in text if character.isalnum())


def said(markdown: str) -> str:
    return letters(re.sub(r"<br>|^\d+\. ", "", unmarked(markdown), flags=re.MULTILINE))


def text_of(content: bytes) -> str:
    """All the words of a Word document, tables in their place."""
    return "".join(piece.text or "" for piece in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:t")))


@pytest.fixture(params=QUESTIONS)
def answer(quick: Assistant, request: pytest.FixtureRequest) -> Answer:
    return quick.ask(request.param, quick.operator)


def test_a_word_document_says_what_the_answer_says(answer: Answer) -> None:
    written = text_of(as_docx(answer))
    assert said(answer.text) in letters(written)
    for citation in answer.citations:
        assert letters(citation.quote) in letters(written)
        assert citation.document_id in written


def test_a_table_stays_a_table(quick: Assistant) -> None:
    answer = quick.ask(QUESTIONS[0], quick.operator)
    (table,) = docx.Document(io.BytesIO(as_docx(answer))).tables
    heads = [line for line in answer.text.splitlines() if line.startswith("| ") and "---" not in line]
    assert (len(table.rows), len(table.columns)) == (len(heads), len(answer.cases) + 1)
    assert [cell.text.splitlines()[0].removesuffix(" †") for cell in table.rows[0].cells[1:]] == [
        case.title for case in answer.cases
    ]


def test_markdown_holds_the_answer_and_its_sources(answer: Answer) -> None:
    written = as_markdown(answer)
    assert answer.text in written
    assert [f"[{c.n}]" in written.split(answer.text)[1] for c in answer.citations] == [True] * len(answer.citations)


def test_a_document_cannot_put_a_link_or_a_picture_into_the_file(quick: Assistant) -> None:
    story = "## What happened\n\nThe weathercock ![x](http://evil.example/x.png) <img src=x> [click](javascript:alert(1)) squeaked.\n"
    publish(quick, "note.md", story, record(confidentiality="unit"))
    quick.follow()
    answer = quick.ask("a squeaking weathercock on the chimney", quick.operator)
    content = as_docx(answer)
    document = docx.Document(io.BytesIO(content))
    assert "evil.example" in text_of(content)
    assert {rel.reltype.rsplit("/", 1)[1] for rel in document.part.rels.values()} & {"hyperlink", "image"} == set()
    tokens = MarkdownIt("commonmark", {"html": True}).parse(as_markdown(answer))
    inside = {child.type for token in tokens for child in token.children or [] if child.content != "<br>"}
    assert not inside & {"link_open", "image", "html_inline"}


def test_saving(quick: Assistant, tmp_path: Path) -> None:
    answer = quick.ask(QUESTIONS[0], quick.operator)
    for name in ("a.md", "a.docx"):
        save(answer, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    with pytest.raises(LibraryError, match=r"\*.md or \*.docx"):
        save(answer, tmp_path / "a.pdf")
    with pytest.raises(LibraryError, match="cannot be written"):
        save(answer, tmp_path / "nowhere" / "a.md")
