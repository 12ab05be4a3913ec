"""Terms in; the clauses of an agreement and what should be asked about them before it is signed out."""

import re
from collections.abc import Iterator

from mediator_bot.answers.drafts.chosen import nearest
from mediator_bot.answers.drafts.desk import Desk
from mediator_bot.answers.drafts.document import Section, Sentence
from mediator_bot.answers.drafts.facts import PartyFact, TermFact
from mediator_bot.answers.drafts.wording import vague_words
from mediator_bot.cases.render import money

_ALL = re.compile(r"\b(?:both|each|all|everyone|either)\b|双方|各方|两家|两边|大家|互相", re.IGNORECASE)


def clause(desk: Desk, term: TermFact) -> list[Sentence]:
    """Who, does what, to whom, how much, by when, where, on default; a blank for each that is not known."""
    return [
        desk.given("who", term.who),
        desk.given("does", term.does),
        desk.given("to_whom", term.to_whom),
        *_sum(desk, term),
        desk.given("due", desk.date(term.due)),
        desk.given("where", term.place),
        desk.given("on_default", term.on_default),
    ]


def _sum(desk: Desk, term: TermFact) -> list[Sentence]:
    if term.amount is None:
        return [desk.blank("b_amount")]
    shown = desk.given("amount", money(float(term.amount), term.currency))
    return [shown] if term.currency else [shown, desk.blank("b_currency")]


def beside(desk: Desk, number: int, term: TermFact) -> list[Section]:
    """The term of each chosen case that is nearest to this one, word for word."""
    found = [
        nearest(term.does, [t for t in desk.terms if t.evidence.document_id == case.document_id]) for case in desk.cases
    ]
    quotes = [desk.quoted(one.evidence) for one in found if one]
    return desk.section("h_beside", quotes, aside=True, n=str(number))


def others(desk: Desk, shown: tuple[Section, ...]) -> list[Section]:
    """What the chosen cases agreed and no clause stands beside."""
    taken = {sentence.n for section in shown for sentence in section.sentences}
    quotes = [desk.quoted(term.evidence) for term in desk.terms]
    return desk.section("h_others", [one for one in quotes if one.n not in taken], aside=True)


def flags(desk: Desk) -> list[Sentence]:
    """What to ask before anybody signs: duties on one side only, promises of nobody at the table, vague words."""
    found = [*_sides(desk)] if desk.facts.terms else []
    for term in desk.facts.terms:
        for text in (term.does, term.on_default or ""):
            for words, key in vague_words(text):
                found += [desk.fixed("vague", value=words), desk.blank(key), *_concrete(desk, text)]
    return found


def _concrete(desk: Desk, text: str) -> list[Sentence]:
    concrete = [term for term in desk.terms if term.concrete]
    chosen = nearest(text, concrete) or next(iter(concrete), None)
    return [desk.fixed("concrete"), desk.quoted(chosen.evidence)] if chosen else []


def _sides(desk: Desk) -> Iterator[Sentence]:
    for party in desk.facts.parties:
        # A promise of nobody named may yet be this party's: that is a blank, not a flag.
        if not any(term.who is None or mentions(term.who, party) for term in desk.facts.terms):
            yield desk.fixed("one_sided", value=party.called)
    for who in dict.fromkeys(term.who for term in desk.facts.terms if term.who):
        if not any(mentions(who, party) for party in desk.facts.parties):
            yield desk.fixed("stranger", value=who)


def mentions(who: str, party: PartyFact) -> bool:
    """Whether the one who promises is this party, by name or by role, or everybody."""
    return bool(_ALL.search(who)) or any(_named(called, who) for called in (party.name, party.role) if called)


def _named(called: str, who: str) -> bool:
    if called.isascii():
        return re.search(rf"(?<!\w){re.escape(called)}(?!\w)", who, re.IGNORECASE) is not None
    return called in who
