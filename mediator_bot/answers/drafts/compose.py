"""Facts and chosen cases in, a checked draft out: an agreement, a record, a follow-up plan or a summary for the parties."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import get_args

from mediator_bot.answers.drafts.chosen import case_terms, chosen_cases
from mediator_bot.answers.drafts.clauses import beside, clause, flags, mentions, others
from mediator_bot.answers.drafts.desk import Desk, ended
from mediator_bot.answers.drafts.document import DraftDocument, DraftKind, Section, Sentence, computed_days, faults
from mediator_bot.answers.drafts.facts import Facts, PartyFact, TermFact
from mediator_bot.answers.drafts.wording import form
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.render import Renderer
from mediator_bot.cases.render import money
from mediator_bot.errors import LibraryError, QuestionError


def drafted(
    kind: DraftKind, facts: Facts, cases: Sequence[str], reader: Reader, referrals: Mapping[str, str]
) -> DraftDocument:
    """One draft, checked. `cases` are document ids or case numbers that the reader's person may read.

    Raises QuestionError for an unknown kind or what is no case, LibraryError for a case that is not there for this person,
    and where the library changed meanwhile.
    """
    if kind not in KINDS:
        raise QuestionError(f"{kind!r} is no kind of draft. Use one of: {', '.join(get_args(DraftKind))}.")
    numbers, chosen = Renderer(facts.language), chosen_cases(cases, reader, facts.language)
    desk = Desk(facts, chosen, case_terms(chosen, reader), reader, referrals, numbers)
    sections = tuple(KINDS[kind](desk))
    draft = DraftDocument(kind, facts.language, form(kind, facts.language), sections, numbers.citations())
    # A reader of its own: the draft is held against the catalogue, not against what the composer saw.
    if wrong := faults(draft, facts, Reader(reader.catalogue, reader.person), referrals):
        raise LibraryError(f"The draft is not given out, for {wrong[0]}. The library may have changed: draft it again.")
    return draft


def _agreement(desk: Desk) -> list[Section]:
    clauses = list(chain.from_iterable(_clause(desk, n, term) for n, term in enumerate(desk.facts.terms, 1)))
    shown = [
        *_head(desk),
        *(clauses or desk.section("h_clause", [desk.blank("b_clause")], n="1")),
        *desk.section("h_form", [desk.fixed("voluntary"), desk.fixed("effect")]),
        *desk.section("h_court", _court(desk)),
        *desk.section("h_sign", _signatures(desk)),
        *desk.section("h_flags", flags(desk), aside=True),
    ]
    return [*shown, *others(desk, tuple(shown))]


def _clause(desk: Desk, number: int, term: TermFact) -> list[Section]:
    return [*desk.section("h_clause", clause(desk, term), n=str(number)), *beside(desk, number, term)]


def _head(desk: Desk) -> list[Section]:
    facts = desk.facts
    return [
        *desk.section("h_where", [desk.given("date", desk.date(facts.date)), desk.given("place", facts.place)]),
        *desk.section("h_parties", [desk.given("party", _whole(party, desk)) for party in facts.parties]),
        *desk.section("h_issues", [desk.given("issue", issue) for issue in facts.issues or ("",)]),
    ]


def _whole(party: PartyFact, desk: Desk) -> str:
    if not (party.name and party.role):
        return party.called
    return f"{party.name}（{party.role}）" if desk.facts.language == "zh" else f"{party.name} ({party.role})"


def _court(desk: Desk) -> list[Sentence]:
    days = computed_days(desk.facts)
    if not days:
        return [desk.article_33(), desk.blank("b_day_30")]
    last, safe = desk.date(days["day_30"]) or "", desk.date(days["safe"]) or ""
    return [desk.article_33(), desk.fixed("day_30", value=last), desk.fixed("safe", value=safe)]


def _signatures(desk: Desk) -> list[Sentence]:
    return [*(desk.blank("b_sign", value=party.called) for party in desk.facts.parties), desk.blank("b_mediator")]


def _record(desk: Desk) -> list[Section]:
    facts = desk.facts
    told = [desk.fixed(key) for key in ("told_voluntary", "told_neutral", "told_rights")]
    terms = [sentence for term in facts.terms for sentence in clause(desk, term) if sentence.source == "user"]
    return [
        *_head(desk),
        *desk.section("h_opening", [desk.blank("b_mediator"), desk.blank("b_present"), *told]),
        *desk.section("h_heard", [desk.blank("b_said", value=party.called) for party in facts.parties]),
        *desk.section("h_result", [*(terms or [desk.blank("b_clause")]), desk.blank("b_open"), desk.blank("b_read")]),
        *desk.section("h_notes", [desk.given("note", facts.notes)] if facts.notes else []),
        *desk.section("h_sign", _signatures(desk)),
    ]


def _follow_up(desk: Desk) -> list[Section]:
    visits = [sentence for term in _by_day(desk.facts) for sentence in _check_of(desk, term)]
    days = computed_days(desk.facts)
    for name in ("month", "half_year"):
        shown = desk.date(days.get(name))
        visits.append(desk.fixed(f"day_{name}", value=shown) if shown else desk.blank(f"b_day_{name}"))
    asked = [desk.fixed(key) for key in ("ask_done", "ask_satisfied", "ask_back")]
    went = [
        desk.quoted(one)
        for case in desk.cases
        if case.reviewed
        for one in desk.reader.fields(case, "followups")
        if one.quote.strip()
    ]
    return [
        *desk.section("h_visits", [*visits, desk.blank("b_visitor")]),
        *desk.section("h_ask", [*asked, desk.blank("b_found")]),
        *desk.section("h_court", _court(desk)),
        *desk.section("h_went", went, aside=True),
    ]


def _by_day(facts: Facts) -> list[TermFact]:
    """The terms by the day they are due; those without a day last."""
    return sorted(facts.terms, key=lambda term: (term.due is None, term.due.isoformat() if term.due else ""))


def _check_of(desk: Desk, term: TermFact) -> list[Sentence]:
    shown = desk.date(term.due)
    said = Sentence(form("act", desk.facts.language, value=_promise(term)), "user")
    when = desk.fixed("after_due", value=shown) if shown else desk.blank("b_term_due", value=_promise(term))
    return [when, said] if shown else [when]


def _promise(term: TermFact) -> str:
    return f"{term.who} — {ended(term.does)}" if term.who else ended(term.does)


def _summary(desk: Desk) -> list[Section]:
    days, pages = computed_days(desk.facts), []
    for party in desk.facts.parties:
        own = [term for term in desk.facts.terms if term.who and mentions(term.who, party)]
        theirs = [term for term in desk.facts.terms if term not in own]
        said = [one for term in own for one in [desk.given("you", term.does), *_details(desk, term)]]
        said = said or [desk.blank("for_you_nothing")]
        said += [one for term in theirs for one in [*_other(desk, term), *_details(desk, term)]]
        pages += desk.section("h_for", said, party=party.called)
    numbers = [desk.fixed("call", value=f"{name}: {number}") for name, number in desk.referrals.items()]
    court = [desk.fixed("court_plain", value=desk.date(days["safe"]) or "")] if days else []
    return [*pages, *desk.section("h_call", [desk.fixed("talk_first"), *court, desk.blank("b_call"), *numbers])]


def _other(desk: Desk, term: TermFact) -> list[Sentence]:
    return [
        Sentence(form("they", desk.facts.language, value=term.who), "user") if term.who else desk.blank("b_who"),
        Sentence(form("act", desk.facts.language, value=ended(term.does)), "user"),
    ]


def _details(desk: Desk, term: TermFact) -> list[Sentence]:
    """How much, by when, where and what if not, as far as it is known; a day is always worth a blank."""
    amount = [desk.given("amount", money(float(term.amount), term.currency))] if term.amount is not None else []
    where = [desk.given("where", term.place)] if term.place else []
    return [*amount, desk.given("due", desk.date(term.due)), *where, desk.given("on_default", term.on_default)]


KINDS: dict[DraftKind, Callable[[Desk], list[Section]]] = {
    "agreement": _agreement,
    "record": _record,
    "follow-up": _follow_up,
    "summary": _summary,
}
