"""The pages of a note in; proposals for the fields of its record out, by rules alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mediator_bot.cases.proposals.agreement import agreement_form, confirmation
from mediator_bot.cases.proposals.articles import legal_basis
from mediator_bot.cases.proposals.claims import claimed
from mediator_bot.cases.proposals.confidence import confidence
from mediator_bot.cases.proposals.followups import followups
from mediator_bot.cases.proposals.forms import forms
from mediator_bot.cases.proposals.kinds import dispute_type, venue
from mediator_bot.cases.proposals.outcome import outcome
from mediator_bot.cases.proposals.parties import parties
from mediator_bot.cases.proposals.people import invited_helpers, mediators
from mediator_bot.cases.proposals.proposal import Proposal
from mediator_bot.cases.proposals.questions import failure_reason, issues
from mediator_bot.cases.proposals.story import Story, read_story
from mediator_bot.cases.proposals.terms import terms
from mediator_bot.cases.proposals.timeline import milestones
from mediator_bot.types import Language


def propose(pages: Mapping[int, str], language: Language) -> tuple[Proposal, ...]:
    """What the prose of a note says for each field of its record, field by field.

    `pages` counts from 1 (page 0, the record, is left out) and holds nothing private any more. Every proposal stands
    where its span says, and is no more than a proposal. Takes some milliseconds a note.
    """
    length = sum(len(page) for number, page in pages.items() if number)
    found = _all(read_story(pages, language))
    return tuple(replace(proposal, confidence=confidence(proposal.rule, length)) for proposal in found)


def _all(story: Story) -> Iterator[Proposal]:
    prose = story.prose
    # What a form says outright goes before what the story lets guess.
    filled = {proposal.field: proposal for proposal in forms(prose)}
    promised = tuple(terms(story))
    ended = filled.get("outcome") or next(outcome(prose, promised), None)
    guessed = [*venue(prose), *dispute_type(prose), *agreement_form(prose, ended), *([ended] if ended else ())]
    yield from filled.values()
    yield from (proposal for proposal in guessed if proposal.field not in filled)
    yield from milestones(prose, story.timeline)
    yield from parties(prose, story.sides)
    yield from mediators(story)
    yield from invited_helpers(story)
    yield from issues(prose)
    yield from claimed(story)
    yield from failure_reason(prose, ended)
    yield from promised
    yield from confirmation(prose)
    yield from followups(story)
    yield from legal_basis(prose)
