"""What a rule read goes in; a proposal for one field of the record, with where it stands and how sure it is, comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mediator_bot.types import Span

# As likely wrong as right.
UNWEIGHED = 0.5


@dataclass(frozen=True)
class Proposal:
    """A value for one field of the record, for a person to accept or to leave.

    `field` is a field of `CaseNote`, or `amounts` for a sum someone claims; of a list field, `value` is one item.
    `value` is JSON in the shape of the schema. `confidence` is 0..1: of a hundred values that `rule` proposed, about
    that many were right.
    """

    field: str
    value: Any
    span: Span
    confidence: float
    rule: str

    def quote(self, pages: Mapping[int, str]) -> str:
        """The words it was read from."""
        return pages[self.span.page][self.span.start : self.span.end]


def proposed(field: str, value: Any, span: Span, rule: str) -> Proposal:
    """A proposal of a rule, before anybody has weighed how sure it is."""
    return Proposal(field, value, span, UNWEIGHED, rule)
