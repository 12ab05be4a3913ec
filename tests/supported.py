"""An answer in; everything in it that the library does not bear out, out. It trusts nothing that made the answer."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

from markdown_it import MarkdownIt

from mediator_bot.answers.claims import Block, Claim, Contrast, Count, FieldValue, Quote, Rule, Table, Template, Title
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.export import as_docx, as_markdown
from mediator_bot.answers.records import recorded_text, values_of
from mediator_bot.answers.render import Renderer, plain, unmarked
from mediator_bot.service import Assistant
from mediator_bot.types import Answer, Person, Removed
from mediator_bot.web.thread import thread_html
from mediator_bot.web.visit import Turn, Visit

NUMBER = re.compile(r"(?<!\\)\[(\d+)\]")
_TAGS = frozenset(
    "div section article h2 h3 p em strong table thead tbody tr th td ul ol li br button span form input textarea label "
    "details summary s b a select option fieldset legend small dl dt dd".split()
)
_FULL_MARKDOWN = MarkdownIt("commonmark").enable("table")


def unsupported(answer: Answer, assistant: Assistant, by: Person) -> list[str]:
    """What is wrong with an answer, in words; empty where all of it stands in the library as `by` may read it."""
    return [*_citations(answer, assistant, by), *_summary(answer)]


def _citations(answer: Answer, assistant: Assistant, by: Person) -> Iterator[str]:
    numbers = {citation.n for citation in answer.citations}
    named = {int(n) for n in NUMBER.findall(answer.text)}
    if named != numbers:
        yield f"numbers {sorted(named ^ numbers)} stand in the text or in the citations alone"
    for citation in answer.citations:
        page = assistant.library.catalogue.page(citation.document_id, citation.version, citation.page, by)
        if page[citation.start : citation.end] != citation.quote or not citation.quote.strip():
            yield f"[{citation.n}] is not its span"
        title = assistant.library.catalogue.document(citation.document_id, by, citation.version).title
        if citation.title != title:
            yield f"[{citation.n}] has another title"


def _summary(answer: Answer) -> Iterator[str]:
    """Each sentence of a model names quotes that are there, and has no figure or capitalised name that they have not."""
    quotes = {citation.n: citation.quote for citation in answer.citations}
    for line in answer.text.split("\n\n"):
        if not line.startswith(("**In short**", "**简单说**")):
            continue
        said = unmarked(re.split(r"[:：]\s*", line.partition("**")[2].partition("**")[2], maxsplit=1)[1])
        said = said.partition(")：" if answer.language == "zh" else "): ")[2] or said
        for sentence in re.findall(r"(.+?(?:\s*\[\d+\])+)", said):
            cited = " ".join(quotes.get(int(n), "") for n in re.findall(r"\[(\d+)\]", sentence))
            words = re.sub(r"\[\d+\]", "", sentence)
            figures = {re.sub(r"\D", "", n) for n in re.findall(r"\d[\d,]*", cited)}
            for figure in re.findall(r"\d[\d,]*", words):
                if re.sub(r"\D", "", figure) not in figures:
                    yield f"{figure!r} of {words!r} is not in its quotes"
    for removed in answer.removed:
        if removed.text and plain(removed.text) in answer.text and not _is_quoted(removed, answer):
            yield f"{removed.text!r} was removed and is shown"


def _is_quoted(removed: Removed, answer: Answer) -> bool:
    return any(" ".join(removed.text.split()).rstrip(".。") in " ".join(c.quote.split()) for c in answer.citations)


# --- claims ----------------------------------------------------------------------------------------------------------


def claims_in(blocks: tuple[Block, ...]) -> Iterator[Claim]:
    """Every claim of the blocks."""
    for block in blocks:
        if isinstance(block, Table):
            for cells in (block.heads, *(row.cells for row in block.rows)):
                for cell in cells:
                    yield from cell
        else:
            yield from block.claims


def untrue(claim: Claim, assistant: Assistant, by: Person) -> bool:
    """Whether a claim is not what the catalogue says when it is asked anew, one page and one record at a time."""
    reader = Reader(assistant.library.catalogue, by)
    if isinstance(claim, Template):
        return False
    if isinstance(claim, Count):
        found = [reader.document(document_id) for document_id in claim.document_ids]
        return claim.n != sum(bool(values_of(one, claim.field) & set(claim.values)) for one in found)
    field = claim.value if isinstance(claim, Contrast) else claim
    assert isinstance(field, FieldValue | Quote | Rule | Title)
    evidence = field.evidence
    page = reader.catalogue.page(evidence.document_id, evidence.version, evidence.span.page, by)
    if page[evidence.span.start : evidence.span.end] != evidence.quote:
        return True
    if isinstance(field, FieldValue):
        record = reader.document(evidence.document_id, evidence.version).record
        return field.text not in recorded_text(record, field.name) and field.text not in page
    return False


def retold(blocks: tuple[Block, ...], answer: Answer) -> str:
    """The Markdown of the blocks, made anew."""
    return f"{Renderer(answer.language).text(blocks)}\n\n*{answer.notice}*"


# --- what may not leave ----------------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attributes}
        values = [value or "" for name, value in attributes if name in ("href", "action", "style")]
        ours = tag != "a" or all(re.fullmatch(r"/?answers/\w+/\d+\.(?:docx|md)", value) for value in values)
        if tag not in _TAGS or not ours or names & {"src", "style"} or any(name.startswith("on") for name in names):
            self.wrong.append(f"<{tag} {attributes}>")


def active(answer: Answer) -> list[str]:
    """Every link, image, tag, field or formula that an answer would carry as a page, a Markdown or a Word document."""
    tags = _Tags()
    tags.feed(thread_html(Visit(answer.language, "c", (Turn(answer.question, answer),))))
    found = list(tags.wrong)
    for token in _FULL_MARKDOWN.parse(as_markdown(answer)):
        for part in (token, *(token.children or [])):
            is_break = part.type == "html_inline" and part.content == "<br>"
            if part.type in ("link_open", "image", "html_inline", "html_block", "fence", "code_block") and not is_break:
                found.append(f"{part.type}: {part.content or part.attrs}")
    with ZipFile(BytesIO(as_docx(answer))) as archive:
        document = archive.read("word/document.xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    found += re.findall(r"<w:(?:hyperlink|fldSimple|instrText|drawing|object|pict)\b", document)
    found += re.findall(r'TargetMode="External"', links)
    steering = "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    return found + re.findall(steering, answer.text + document)
