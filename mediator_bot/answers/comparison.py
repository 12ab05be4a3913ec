"""Similar cases in, a comparison out: side by side, what worked, what failed, the steps, and the law they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediator_bot.answers.claims import (
    Block,
    Claim,
    Contrast,
    Count,
    FieldValue,
    Paragraph,
    Quote,
    Row,
    Steps,
    Table,
    Title,
)
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.records import came_back, type_label, year_of
from mediator_bot.answers.wording import contrast_values, say, template
from mediator_bot.cases import taxonomy
from mediator_bot.cases.render import money
from mediator_bot.cases.taxonomy import label
from mediator_bot.library.catalogue import Stored
from mediator_bot.retrieval.search import Found
from mediator_bot.text.tokens import terms
from mediator_bot.types import ComparedCase, Language, Span

LONGEST_CELL = {"en": 220, "zh": 90}
MOST_TERMS = 8
SETTLED = ("full", "partial")


@dataclass(frozen=True)
class SimilarCase:
    """A case found for a question, as the composer needs it."""

    document: Stored
    found: Found
    marked: bool

    @property
    def summed_up(self) -> bool:
        """Whether a person stands behind the record, so that its fields may be shown."""
        return self.document.reviewed


class Comparison:
    """Composes the parts of one comparison in the reader's language."""

    def __init__(self, reader: Reader, question: str, language: Language, cases: Sequence[SimilarCase]) -> None:
        self.reader = reader
        self.question = question
        self.language = language
        self.cases = cases

    def blocks(self) -> list[Block]:
        """The head line, whose word it is, the table, and what the notes say worked and failed."""
        return [
            block
            for block in (self.head(), self.origins(), self.unreviewed(), self.table(), self.worked(), self.failed())
            if block
        ]

    # --- the head line -----------------------------------------------------------------------------------------

    def head(self) -> Paragraph | None:
        """How many are settled and how many came back: counted over the reviewed records shown."""
        reviewed = [case.document for case in self.cases if case.summed_up]
        if not reviewed:
            return None
        ids = tuple(document.document_id for document in reviewed)
        settled = sum(document.record["outcome"] in SETTLED for document in reviewed)
        back = sum(came_back(document.record) for document in reviewed)
        claims = (
            Count("count_similar", "outcome", SETTLED, ids, settled),
            Count("count_came_back", "came_back", ("yes",), ids, back),
            *self._chain(),
        )
        return Paragraph(claims)

    def _chain(self) -> tuple[Claim, ...]:
        """Two notes of one dispute are said to be that: the second is what became of the first."""
        shown = {case.document.case_id for case in self.cases}
        again = [case for case in self.cases if case.document.record.get("recurrence_of") in shown]
        return tuple(
            Contrast(
                "contrast_chain", FieldValue("recurrence_of", str(case.document.record["recurrence_of"]), evidence), ""
            )
            for case in again
            if (evidence := self.reader.field(case.document, "recurrence_of"))
        )

    def origins(self) -> Paragraph | None:
        """Practice notes are named as such on every comparison."""
        practice = [case for case in self.cases if case.document.origin == "synthetic"]
        if not practice:
            return None
        if len(self.cases) == 1:
            return Paragraph((template("practice_one"),))
        return Paragraph((template("practice_all" if len(practice) == len(self.cases) else "practice_some"),))

    def unreviewed(self) -> Paragraph | None:
        """Says which of the cases are quoted only."""
        titles = "; ".join(case.document.title for case in self.cases if not case.summed_up)
        return Paragraph((template("unreviewed", titles=titles),)) if titles else None

    # --- the table ---------------------------------------------------------------------------------------------

    def table(self) -> Table:
        """One column a case."""
        rows = {
            "row_happened": self.happened,
            "row_handled": self.handled,
            "row_agreed": self.agreed,
            "row_money": self.money,
            "row_outcome": self.outcome,
            "row_afterwards": self.afterwards,
            "row_differs": self.differs,
        }
        return Table(
            heads=tuple(self.heading(case) for case in self.cases),
            rows=tuple(Row(template(key), tuple(cell(case) for case in self.cases)) for key, cell in rows.items()),
        )

    def heading(self, case: SimilarCase) -> tuple[Claim, ...]:
        """Year, title and, where only some are, the mark of a practice note."""
        document = case.document
        title = self.reader.at(document, Span(0, 0, len(document.title)))
        claims: list[Claim] = [Title(document.title, title)]
        if case.summed_up and (year := year_of(document.record)):
            key = "count_year_practice" if case.marked and document.origin == "synthetic" else "count_year"
            claims.append(Count(key, "year", (year,), (document.document_id,), 1))
        return tuple(claims)

    def happened(self, case: SimilarCase) -> tuple[Claim, ...]:
        """What it was about, and the first sentences of the facts, else of the note."""
        document = case.document
        fields = document.fields
        span = fields.get("facts_agreed") or fields.get("facts") or self.reader.opening(document)
        evidence = self.reader.sentences(document, span, self._longest(document)) if span else None
        claims: list[Claim] = [*self._questions(case), *([Quote(evidence)] if evidence else [])]
        nearest = None if case.summed_up else self.reader.best_sentence(case.found.best, terms(self.question))
        if nearest and evidence and nearest.quote not in evidence.quote:
            claims.append(Quote(nearest))
        return tuple(claims)

    def _questions(self, case: SimilarCase) -> list[Claim]:
        """What it was about, in the neutral words both sides could agree to."""
        names = [f"issues.{n}" for n in range(len(case.document.record.get("issues", [])))][:2]
        evidence = self.reader.together(case.document, names)
        lines = [self.reader.field(case.document, name) for name in names]
        if evidence is None or not case.summed_up:
            return []
        return [FieldValue(n, line.quote, evidence) for n, line in zip(names, lines, strict=True) if line]

    def handled(self, case: SimilarCase) -> tuple[Claim, ...]:
        """How it was handled, from the section of that name where nobody has made a record."""
        return () if case.summed_up else self._section(case, "method")

    def agreed(self, case: SimilarCase) -> tuple[Claim, ...]:
        """What each side undertook, in the record's words; from an unreviewed text, its result section."""
        if not case.summed_up:
            return self._section(case, "result") or (template("no_result"),)
        names = self._term_names(case)
        evidence = self.reader.together(case.document, names)
        if evidence is None:
            return (template("nothing_agreed"),)
        lines = [self.reader.field(case.document, name) for name in names]
        return tuple(FieldValue(n, line.quote, evidence) for n, line in zip(names, lines, strict=True) if line)

    def _term_names(self, case: SimilarCase) -> list[str]:
        return [f"terms.{n}" for n in range(len(case.document.record.get("terms", [])))][:MOST_TERMS]

    def money(self, case: SimilarCase) -> tuple[Claim, ...]:
        """Amounts of the agreed terms shown, each with its currency; never added up."""
        if not case.summed_up:
            return ()
        names = self._term_names(case)
        evidence = self.reader.together(case.document, names)
        promised = case.document.record.get("terms", [])
        amounts = {
            name: money(term["amount"], term.get("currency"))
            for name, term in zip(names, promised, strict=False)
            if term.get("amount") is not None
        }
        if evidence is None or not amounts:
            return (template("no_money"),)
        return tuple(FieldValue(name, amount, evidence) for name, amount in amounts.items())

    def outcome(self, case: SimilarCase) -> tuple[Claim, ...]:
        """The outcome in the reader's words, and why it was not settled where the record says."""
        return self._labelled(case, "outcome", taxonomy.OUTCOMES) + self._value(case, "failure_reason")

    def afterwards(self, case: SimilarCase) -> tuple[Claim, ...]:
        """The last follow-up that was made."""
        if not case.summed_up:
            return ()
        visits = case.document.record.get("followups", [])
        made = [n for n, visit in enumerate(visits) if visit.get("done")]
        if not made:
            return (template("no_followup"),)
        visit, evidence = visits[made[-1]], self.reader.field(case.document, f"followups.{made[-1]}")
        if evidence is None:
            return ()
        claims: list[Claim] = []
        if performed := visit.get("performed"):
            claims.append(
                FieldValue(f"followups.{made[-1]}", label(taxonomy.PERFORMANCE, performed, self.language), evidence)
            )
        if note := visit.get("note"):
            claims.append(FieldValue(f"followups.{made[-1]}", note, evidence))
        if came_back(case.document.record):
            claims.append(Count("count_back", "came_back", ("yes",), (case.document.document_id,), 1))
        return tuple(claims)

    def differs(self, case: SimilarCase) -> tuple[Claim, ...]:
        """Who else was at the table, a different kind of dispute, more parties: what the question does not mention."""
        if not case.summed_up:
            return ()
        claims = [*self._other_type(case), *self._more_parties(case), *self._helpers(case)]
        return tuple(claims[:2]) or (template("nothing_noted"),)

    def _other_type(self, case: SimilarCase) -> list[Claim]:
        usual = type_label(self.cases[0].document.record, self.language)
        here = type_label(case.document.record, self.language)
        value = self._labelled(case, "type_l1", taxonomy.DISPUTE_TYPES)
        if not usual or usual == here or not value or not isinstance(value[0], FieldValue):
            return []
        return [Contrast("contrast_type", value[0], usual)]

    def _more_parties(self, case: SimilarCase) -> list[Claim]:
        parties = case.document.record.get("parties", [])
        evidence = self.reader.field(case.document, "parties.2")
        if len(parties) < 3 or evidence is None or _mentions(self.question, parties[2]["role"]):
            return []
        role = parties[2]["role"]
        return [Contrast("contrast_party", FieldValue("parties.2", role, evidence), self.question)]

    def _helpers(self, case: SimilarCase) -> list[Claim]:
        claims: list[Claim] = []
        for n, helper in enumerate(case.document.record.get("invited_helpers", [])):
            evidence = self.reader.field(case.document, f"invited_helpers.{n}")
            if evidence and not _mentions(self.question, helper["role"]):
                claims.append(
                    Contrast(
                        "contrast_helper", FieldValue(f"invited_helpers.{n}", helper["role"], evidence), self.question
                    )
                )
        return claims

    # --- what worked, what failed ------------------------------------------------------------------------------

    def worked(self) -> Steps | None:
        """The lessons, in the notes' own words."""
        return self._said("lessons", "gist", "lead_worked")

    def failed(self) -> Steps | None:
        """What did not work, in the notes' own words."""
        return self._said("what_failed", "", "lead_failed")

    def _said(self, field: str, section: str, lead: str) -> Steps | None:
        quotes = []
        for case in self.cases:
            span = case.document.fields.get(field) or case.document.fields.get(section)
            evidence = self.reader.sentences(case.document, span, 2 * self._longest(case.document)) if span else None
            if evidence:
                quotes.append(Quote(evidence))
        return Steps(tuple(quotes), template(lead), numbered=False) if quotes else None

    # --- shared ------------------------------------------------------------------------------------------------

    def _longest(self, document: Stored) -> int:
        return LONGEST_CELL["zh" if document.language == "zh" else "en"]

    def _section(self, case: SimilarCase, name: str) -> tuple[Claim, ...]:
        span = case.document.fields.get(name)
        evidence = self.reader.sentences(case.document, span, self._longest(case.document)) if span else None
        return (Quote(evidence),) if evidence else ()

    def _value(self, case: SimilarCase, name: str) -> tuple[Claim, ...]:
        evidence = self.reader.field(case.document, name)
        value = case.document.record.get(name)
        return (FieldValue(name, str(value), evidence),) if case.summed_up and evidence and value else ()

    def _labelled(self, case: SimilarCase, name: str, vocabulary: taxonomy.Vocabulary) -> tuple[Claim, ...]:
        evidence = self.reader.field(case.document, name)
        slug = case.document.record.get(name)
        if not case.summed_up or evidence is None or not slug:
            return ()
        return (FieldValue(name, label(vocabulary, slug, self.language), evidence),)

    def summary(self, case: SimilarCase, numbers: Sequence[int]) -> ComparedCase:
        """The case as a value, for machines."""
        document, record = case.document, case.document.record
        return ComparedCase(
            case_id=document.case_id or document.document_id,
            title=document.title,
            type=str(record.get("type_l1") or ""),
            outcome=str(record.get("outcome") or ""),
            similarity=round(case.found.score, 4),
            why_similar=tuple(self._why(case)),
            differs=tuple(
                say(contrast_values(claim), self.language)
                for claim in self.differs(case)
                if isinstance(claim, Contrast)
            ),
            terms=tuple(evidence.quote for evidence in self.reader.fields(document, "terms")),
            worked=self._words(document, "lessons") or self._words(document, "gist"),
            failed=self._words(document, "what_failed"),
            citation_ns=tuple(numbers),
        )

    def _words(self, document: Stored, name: str) -> str | None:
        evidence = self.reader.field(document, name)
        return evidence.quote if evidence else None

    def _why(self, case: SimilarCase) -> list[str]:
        record = case.document.record
        kind = " · ".join(part for part in (type_label(record, self.language), record.get("type_l2")) if part)
        asked = set(terms(self.question))
        shared = [word for word in dict.fromkeys(terms(case.found.best.text)) if word in asked]
        joined = "、".join(shared[:6]) if self.language == "zh" else ", ".join(shared[:6])
        return [part for part in (kind, joined) if part]


def _mentions(question: str, role: str) -> bool:
    return bool(set(terms(question)) & set(terms(role)))
