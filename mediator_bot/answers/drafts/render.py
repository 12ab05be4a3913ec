"""A draft in; a Markdown or a Word document of it out, each sentence marked with where it comes from."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import docx

from mediator_bot.answers.drafts.document import DraftDocument, Section, Sentence
from mediator_bot.answers.drafts.wording import form
from mediator_bot.answers.export import SOURCES, set_fonts, source_line, write_markdown
from mediator_bot.answers.render import plain
from mediator_bot.errors import LibraryError
from mediator_bot.text.controls import without_steering
from mediator_bot.types import Language


def as_markdown(draft: DraftDocument) -> str:
    """The draft with its legend, notice and sources, as Markdown."""
    lines = [f"# {draft.title}", "", f"*{_said('notice', draft.language)}*", "", _said("legend", draft.language), ""]
    for section in draft.sections:
        lines += [f"## {_heading(section, draft.language)}", "", *_lines(section, draft.language), ""]
    return "\n".join([*lines, *_sources(draft)]).rstrip() + "\n"


def as_docx(draft: DraftDocument) -> bytes:
    """The same as a Word document; what is no text of the document is set in italics."""
    document = docx.Document()
    set_fonts(document)
    document.add_heading(draft.title, level=1)
    write_markdown(document, f"*{_said('notice', draft.language)}*\n\n{_said('legend', draft.language)}")
    for section in draft.sections:
        document.add_heading(without_steering(_heading(section, draft.language, flat=False)), level=2)
        before = len(document.paragraphs)
        write_markdown(document, "\n".join(_lines(section, draft.language)))
        for run in (run for line in document.paragraphs[before:] for run in line.runs if section.aside):
            run.italic = True
    if sources := _sources(draft):
        document.add_heading(_sources_head(draft.language), level=2)
        write_markdown(document, "\n".join(sources[2:]))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


FORMATS: dict[str, Callable[[DraftDocument], bytes]] = {
    ".md": lambda draft: as_markdown(draft).encode(),
    ".docx": as_docx,
}


def save(draft: DraftDocument, path: Path) -> None:
    """Write a draft to a .md or .docx file. Raises LibraryError for another ending, and where it cannot be written."""
    if path.suffix.lower() not in FORMATS:
        raise LibraryError(
            f"{path.name} is no kind of file a draft is saved as. Name it {' or '.join(f'*{e}' for e in FORMATS)}."
        )
    try:
        path.write_bytes(FORMATS[path.suffix.lower()](draft))
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error


def _heading(section: Section, language: Language, *, flat: bool = True) -> str:
    heading = plain(section.heading) if flat else section.heading
    return f"{_said('aside', language, flat=flat)} · {heading}" if section.aside else heading


def _lines(section: Section, language: Language) -> Iterator[str]:
    for sentence in section.sentences:
        yield f"- {_marked(sentence, language)}"


def _marked(sentence: Sentence, language: Language) -> str:
    words = plain(sentence.text)
    if sentence.source == "case":
        return form("in_case", language, n=str(sentence.n), quote=words)
    if sentence.n is not None:
        return f"{words} [{sentence.n}]"
    return f"{words}°" if sentence.source == "user" else words


def _sources(draft: DraftDocument) -> list[str]:
    lines = [f"- {source_line(one, draft.language)}: “{plain(one.quote)}”" for one in draft.citations]
    return [f"## {_sources_head(draft.language)}", "", *lines] if lines else []


def _sources_head(language: Language) -> str:
    return SOURCES.zh if language == "zh" else SOURCES.en


def _said(key: str, language: Language, *, flat: bool = True) -> str:
    words = form(key, language)
    # The legend's [n] is a legend, not a citation.
    return plain(words) if flat else words
