"""What lies on the desk while one draft is written: the facts, the chosen cases, and sentences by where they come from."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediator_bot.answers.claims import Evidence, Rule
from mediator_bot.answers.drafts.chosen import CaseTerm
from mediator_bot.answers.drafts.document import Section, Sentence
from mediator_bot.answers.drafts.facts import Facts
from mediator_bot.answers.drafts.wording import day, form
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.render import Renderer
from mediator_bot.answers.statutes import article_block
from mediator_bot.library.catalogue import Stored
from mediator_bot.types import Filters


@dataclass(frozen=True)
class Desk:
    """The material of one draft; `numbers` gives each place that is quoted its number."""

    facts: Facts
    cases: Sequence[Stored]
    terms: Sequence[CaseTerm]
    reader: Reader
    referrals: Mapping[str, str]
    numbers: Renderer

    def fixed(self, key: str, **values: str) -> Sentence:
        """Fixed wording of the form."""
        return Sentence(form(key, self.facts.language, **values), "form")

    def blank(self, key: str, **values: str) -> Sentence:
        """A blank, with what belongs there."""
        return Sentence(form(key, self.facts.language, **values), "blank")

    def given(self, key: str, value: str | None) -> Sentence:
        """What the user wrote, behind its label; its blank where they wrote nothing."""
        if not value:
            return self.blank(f"b_{key}")
        return Sentence(form(key, self.facts.language, value=ended(value)), "user")

    def quoted(self, evidence: Evidence) -> Sentence:
        """The words of a case, and nothing else."""
        return Sentence(evidence.quote, "case", self.numbers.number(evidence))

    def date(self, date: datetime.date | None) -> str | None:
        """A date in the language of the draft."""
        return day(date, self.facts.language) if date else None

    def section(self, key: str, sentences: Sequence[Sentence], *, aside: bool = False, **values: str) -> list[Section]:
        """A section, or none where it would be empty."""
        heading = form(key, self.facts.language, **values)
        return [Section(heading, tuple(sentences), aside)] if sentences else []

    def article_33(self) -> Sentence:
        """People's Mediation Law 33 from the statute table, with its date and whether it was checked."""
        table = self.reader.catalogue.list_documents(self.reader.person, Filters(kind=("statute",)))
        rows = [row for row in table if (row.record["law"]["zh"], row.record["article"]) == ("人民调解法", "33")]
        block = article_block(self.reader, rows, self.facts.language)
        rules = [claim for claim in block.claims if isinstance(claim, Rule)] if block else []
        if not rules:
            return self.fixed("no_law")
        return Sentence(rules[0].evidence.quote, "form", self.numbers.number(rules[0].evidence))


def ended(value: str) -> str:
    """Words without their own full stop, for a sentence that has one."""
    return value.rstrip(" .。;；") or value
