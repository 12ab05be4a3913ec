"""Checked blocks in, the answer's Markdown and its numbered citations out; the last step, which adds no statement."""

import re
from collections.abc import Callable
from itertools import pairwise

from mediator_bot.answers.claims import (
    Block,
    Claim,
    Contrast,
    Count,
    Evidence,
    FieldValue,
    Paragraph,
    Quote,
    Row,
    Rule,
    Steps,
    Table,
    Template,
    Title,
)
from mediator_bot.answers.wording import contrast_values, count_values, say, template
from mediator_bot.text.controls import without_steering
from mediator_bot.text.language import language_of
from mediator_bot.types import Citation, Language, Span

_MARKUP = re.compile(r"([\\`*_\[\]<>|~])")
# A bare address would become a link; a document must never make one.
_ADDRESS = re.compile(r"(?i)(://|www\.|@|mailto:)")


def plain(text: str) -> str:
    """Document text made safe inside Markdown: shown as written, never obeyed as markup, link or image."""
    flat = _MARKUP.sub(r"\\\1", " ".join(without_steering(text).split()))
    return _ADDRESS.sub(lambda match: match.group().replace(":", "\\:").replace(".", "\\.").replace("@", "\\@"), flat)


def unmarked(text: str) -> str:
    """Markdown for a terminal: the safety escapes taken away again."""
    return re.sub(r"\\([\\`*_\[\]<>|~:.@])", r"\1", text)


class Renderer:
    """Renders one answer; numbers its citations in the order they are first used."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._numbers: dict[tuple[str, int, Span], tuple[int, Evidence]] = {}

    def text(self, blocks: tuple[Block, ...]) -> str:
        """The blocks as Markdown."""
        return "\n\n".join(filter(None, (_BLOCKS[type(block)](self, block) for block in blocks)))

    def citations(self) -> tuple[Citation, ...]:
        """What the text cites, by number."""
        return tuple(
            Citation(
                n=n,
                document_id=evidence.document_id,
                version=evidence.version,
                title=evidence.title,
                kind=evidence.kind,
                page=evidence.span.page,
                start=evidence.span.start,
                end=evidence.span.end,
                quote=evidence.quote,
                origin=evidence.origin,
                language=evidence.language,
                law_as_of=evidence.law_as_of,
            )
            for n, evidence in self._numbers.values()
        )

    def number(self, evidence: Evidence) -> int:
        """The citation number of a place; the same place keeps its number."""
        place = (evidence.document_id, evidence.version, evidence.span)
        if place not in self._numbers:
            self._numbers[place] = (len(self._numbers) + 1, evidence)
        return self._numbers[place][0]

    def say(self, template_: Template) -> str:
        """Fixed wording in the reader's language; titles among its values are made safe."""
        safe = Template(template_.key, tuple((name, plain(value)) for name, value in template_.values))
        return say(safe, self.language)

    def claim(self, claim: Claim) -> str:
        """One statement with its citation."""
        if isinstance(claim, Template):
            return self.say(claim)
        if isinstance(claim, Title):
            return plain(claim.text)
        if isinstance(claim, Count):
            return self.say(count_values(claim, self.language))
        if isinstance(claim, FieldValue):
            return f"{plain(claim.text)}{self._mark(claim.text)} [{self.number(claim.evidence)}]"
        if isinstance(claim, Contrast):
            return f"{self.say(contrast_values(claim))} [{self.number(claim.value.evidence)}]"
        return self._quoted(claim)

    def _quoted(self, claim: Quote | Rule) -> str:
        evidence = claim.evidence
        marks = "“{}”" if self.language == "en" else "“{}”"
        words = plain(evidence.quote) if isinstance(claim, Rule) else marks.format(plain(evidence.quote))
        return f"{words}{self._mark(evidence.quote)} [{self.number(evidence)}]"

    def _mark(self, text: str) -> str:
        """Says that words are in the other language; an amount is in none."""
        foreign = language_of(text) != self.language and not re.fullmatch(r"[\d,.]+(?: [A-Z]{3})?", text)
        return f" {self.say(template('other_language'))}" if foreign else ""

    def _joined(self, claims: tuple[Claim, ...]) -> str:
        return (" " if self.language == "en" else "").join(self.claim(claim) for claim in claims)

    def _lead(self, lead: Template | None) -> str:
        return f"**{self.say(lead)}**" if lead else ""

    def paragraph(self, block: Paragraph) -> str:
        """Statements in a row."""
        lead = self._lead(block.lead)
        if not lead:
            return self._joined(block.claims)
        # A lead that is a sentence of its own needs no colon.
        ends = lead.rstrip("*").endswith((".", "。"))
        mark = "" if ends else ":" if self.language == "en" else "："
        return f"{lead}{mark} {self._joined(block.claims)}"

    def steps(self, block: Steps) -> str:
        """Statements as a list."""
        lines = [f"{f'{n}.' if block.numbered else '-'} {self.claim(claim)}" for n, claim in enumerate(block.claims, 1)]
        lead = self._lead(block.lead)
        return "\n".join(([lead, ""] if lead else []) + lines)

    def _cell(self, claims: tuple[Claim, ...]) -> str:
        """One line a statement; a number that the next line repeats is written once, after the last of them."""
        lines = [self.claim(claim) for claim in claims]
        mark = re.escape(self.say(template("other_language")))
        numbers = [re.search(rf"(?: {mark})? \[\d+\]$", line) for line in lines]
        for n, (here, following) in enumerate(pairwise(numbers)):
            if here and following and here.group() == following.group():
                lines[n] = lines[n][: here.start()]
        return "<br>".join(lines)

    @staticmethod
    def _says_something(row: Row) -> bool:
        """That nothing was agreed, or that the text does not say, is worth a line; that no money was named is not."""
        claims = [claim for cell in row.cells for claim in cell]
        return row.label.key == "row_agreed" and bool(claims) or not all(isinstance(c, Template) for c in claims)

    def table(self, block: Table) -> str:
        """The comparison; a row in which no case has anything to say is left out."""
        rows = [row for row in block.rows if self._says_something(row)]
        heads = ["", *("<br>".join(self.claim(claim) for claim in head) for head in block.heads)]
        lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
        for row in rows:
            cells = [self._cell(cell) for cell in row.cells]
            lines.append("| " + " | ".join([f"**{self.say(row.label)}**", *cells]) + " |")
        return "\n".join(lines)


_BLOCKS: dict[type, Callable[[Renderer, "Block"], str]] = {
    Paragraph: Renderer.paragraph,  # type: ignore[dict-item]  # looked up by the block's own type
    Steps: Renderer.steps,  # type: ignore[dict-item]
    Table: Renderer.table,  # type: ignore[dict-item]
}
