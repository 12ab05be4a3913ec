"""A stored document and a field or span in; the evidence a claim rests on out, read from the page itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mediator_bot.answers.claims import Evidence
from mediator_bot.errors import LibraryError
from mediator_bot.library.catalogue import Catalogue, Stored
from mediator_bot.text.language import language_of
from mediator_bot.text.sentences import sentence_spans
from mediator_bot.text.tokens import terms
from mediator_bot.types import Passage, Person, Span


@dataclass(frozen=True)
class Reader:
    """What one person may read of one library, for the length of one question: each page is fetched once."""

    catalogue: Catalogue
    person: Person
    _documents: dict[tuple[str, int | None], Stored] = field(default_factory=dict, repr=False)
    _pages: dict[tuple[str, int, int], str] = field(default_factory=dict, repr=False)

    def document(self, document_id: str, version: int | None = None) -> Stored:
        """A document, as `Catalogue.document`."""
        key = (document_id, version)
        if key not in self._documents:
            self._documents[key] = self.catalogue.document(document_id, self.person, version)
        return self._documents[key]

    def words(self, document_id: str, version: int, span: Span) -> str:
        """The words at a span; empty where this person may not read the page."""
        key = (document_id, version, span.page)
        if key not in self._pages:
            try:
                self._pages[key] = self.catalogue.page(*key, self.person)
            except LibraryError:
                return ""
        return self._pages[key][span.start : span.end]

    def at(self, document: Stored, span: Span) -> Evidence:
        """The evidence at a span of a document."""
        quote = self.words(document.document_id, document.version, span)
        return Evidence(
            document_id=document.document_id,
            version=document.version,
            title=document.title,
            kind=document.kind,  # type: ignore[arg-type]  # the catalogue holds these kinds only
            origin=document.origin,
            language=language_of(quote),
            span=span,
            quote=quote,
            law_as_of=document.record.get("law_as_of") or document.record.get("in_force") or None,
        )

    def field(self, document: Stored, name: str) -> Evidence | None:
        """The evidence of one field, None where the record does not have it."""
        span = document.fields.get(name)
        return self.at(document, span) if span else None

    def fields(self, document: Stored, prefix: str) -> list[Evidence]:
        """The evidence of a list field, item by item: `terms.0`, `terms.1`, …"""
        names = [name for name in document.fields if name.startswith(prefix + ".")]
        return [
            self.at(document, document.fields[name]) for name in sorted(names, key=lambda name: int(name.split(".")[1]))
        ]

    def together(self, document: Stored, names: Sequence[str]) -> Evidence | None:
        """One place that holds several fields of the record, from the first to the last of them."""
        spans = [document.fields[name] for name in names if name in document.fields]
        if not spans:
            return None
        return self.at(document, Span(spans[0].page, min(s.start for s in spans), max(s.end for s in spans)))

    def opening(self, document: Stored) -> Span | None:
        """The first paragraph that a note's own text begins with, headings aside."""
        page = self.words(document.document_id, document.version, Span(1, 0, 4000))
        found = re.search(r"^(?![#|>*-]|\d+[.、)]|\s*$).+(?:\n(?![#|]|\s*$).+)*", page, re.MULTILINE)
        return Span(1, found.start(), found.end()) if found else None

    def sentences(self, document: Stored, span: Span, longest: int) -> Evidence | None:
        """The first whole sentences at a span, up to about `longest` characters but always at least one."""
        text = self.words(document.document_id, document.version, span)
        spans = sentence_spans(text)
        if not spans:
            return None
        start, end = spans[0]
        for _, further in spans[1:]:
            # A quote stays within its paragraph, for a line break in the middle reads as an omission.
            if further - start > longest or "\n" in text[start:further]:
                break
            end = further
        return self.at(document, Span(span.page, span.start + start, span.start + end))

    def best_sentence(self, passage: Passage, words: Iterable[str]) -> Evidence | None:
        """The sentence of a passage that shares most words with the question; None where none shares any."""
        text = passage.text
        spans = [(start, end) for start, end in sentence_spans(text) if not _is_heading(text, start, end)]
        wanted = set(words)
        shared = {span: len(wanted & set(terms(text[span[0] : span[1]]))) for span in spans}
        best = max(spans, key=shared.__getitem__, default=None)
        if best is None or not shared[best]:
            return None
        place = Span(passage.span.page, passage.span.start + best[0], passage.span.start + best[1])
        return self.at(self.document(passage.document_id, passage.version), place)


def _is_heading(text: str, start: int, end: int) -> bool:
    return text[:start].endswith("# ") or bool(re.fullmatch(r"[【\[].*[】\]]", text[start:end]))
