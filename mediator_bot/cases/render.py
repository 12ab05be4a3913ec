"""A case note's record in, its page 0 out: one line a field, and where each value stands, so that a field can be cited."""

from collections.abc import Iterator

from mediator_bot.cases import taxonomy
from mediator_bot.cases.schema import CaseNote, FollowUp, LegalBasis, Party, Session, Term
from mediator_bot.cases.taxonomy import label
from mediator_bot.types import Span

WORDS: dict[str, taxonomy.Label] = {
    "type": taxonomy.Label("Dispute", "纠纷类型"),
    "level": taxonomy.Label("Resolved at", "化解层级"),
    "venue": taxonomy.Label("Venue", "调解地点"),
    "region": taxonomy.Label("Region", "地区"),
    "unit": taxonomy.Label("Unit", "单位"),
    "team": taxonomy.Label("Team", "团队"),
    "dates": taxonomy.Label("Accepted and closed", "受理与办结"),
    "party": taxonomy.Label("Party", "当事人"),
    "helper": taxonomy.Label("Invited to help", "邀请参与"),
    "screening": taxonomy.Label("Safety screening", "安全筛查"),
    "facts_agreed": taxonomy.Label("Agreed facts", "无争议事实"),
    "disputed": taxonomy.Label("Disputed", "争议事实"),
    "issue": taxonomy.Label("Question", "要谈的问题"),
    "mood": taxonomy.Label("Mood", "情绪变化"),
    "position": taxonomy.Label("Position", "诉求"),
    "interest": taxonomy.Label("Interest", "真正在意的"),
    "emotion": taxonomy.Label("Emotion", "情绪"),
    "techniques": taxonomy.Label("Techniques", "方法"),
    "session": taxonomy.Label("Session", "调解"),
    "option": taxonomy.Label("Option", "方案"),
    "outcome": taxonomy.Label("Outcome", "结果"),
    "failure_reason": taxonomy.Label("Why it was not settled", "未成原因"),
    "term": taxonomy.Label("Agreed", "约定"),
    "agreement": taxonomy.Label("Agreement", "协议形式"),
    "effective": taxonomy.Label("Agreement in force from", "协议生效"),
    "confirmation": taxonomy.Label("Confirmation", "司法确认"),
    "followup": taxonomy.Label("Follow-up", "回访"),
    "recurrence_of": taxonomy.Label("Came back from", "由此复发"),
    "escalated": taxonomy.Label("Escalated", "有无激化"),
    "law": taxonomy.Label("Legal basis", "依据"),
    "custom": taxonomy.Label("Custom", "风俗习惯"),
    "lessons": taxonomy.Label("What made it work", "成在哪里"),
    "what_failed": taxonomy.Label("What failed", "没成在哪里"),
}


def render_record(note: CaseNote) -> tuple[str, dict[str, Span]]:
    """Page 0 of a note, in the note's language, and the span of each field's value.

    The first line is the title. Field names are those of the schema, list items numbered from 0: `terms.0`.
    """
    language = "en" if note.lang == "en" else "zh"
    text, spans = note.title, {"title": Span(0, 0, len(note.title))}
    for name, word, value in _lines(note, language):
        line = f"\n{label(WORDS, word, language)}{_colon(language)}"
        start = len(text) + len(line)
        text += line + value
        spans[name] = Span(0, start, start + len(value))
    return text, spans


def _colon(language: str) -> str:
    return "：" if language == "zh" else ": "


def _lines(note: CaseNote, language: str) -> Iterator[tuple[str, str, str]]:
    """(field, label key, value) of everything the note says, in reading order."""

    def one(name: str, word: str, value: str | None) -> Iterator[tuple[str, str, str]]:
        if value and (flat := " ".join(value.split())):
            yield name, word, flat

    def many(name: str, word: str, values: list[str]) -> Iterator[tuple[str, str, str]]:
        for number, value in enumerate(values):
            yield from one(f"{name}.{number}", word, value)

    def said(vocabulary: taxonomy.Vocabulary, slug: str | None) -> str | None:
        return label(vocabulary, slug, language) if slug else None

    dispute = " · ".join(
        part for part in (said(taxonomy.DISPUTE_TYPES, note.type_l1), note.type_l2, *note.tags) if part
    )
    yield from one("type_l1", "type", dispute)
    yield from one("level", "level", said(taxonomy.LEVELS, note.level))
    yield from one("venue_type", "venue", said(taxonomy.VENUES, note.venue_type))
    yield from one("region", "region", note.region)
    yield from one("unit", "unit", note.unit)
    yield from one("team", "team", note.team)
    yield from one("accepted_on", "dates", " – ".join(day for day in (note.accepted_on, note.closed_on) if day))
    yield from many("parties", "party", [_party(party) for party in note.parties])
    yield from many("invited_helpers", "helper", [helper.role for helper in note.invited_helpers])
    yield from one("screening", "screening", _screening(note, language))
    yield from one("facts_agreed", "facts_agreed", note.facts_agreed)
    yield from many("facts_disputed", "disputed", note.facts_disputed)
    yield from many(
        "issues",
        "issue",
        [_issue(issue.neutral_statement, issue.amount_claimed, issue.currency) for issue in note.issues],
    )
    for name, word in (("positions", "position"), ("interests", "interest"), ("emotions", "emotion")):
        yield from many(name, word, [f"{item.pid} — {item.text}" for item in getattr(note, name)])
    yield from one("mood", "mood", f"{note.mood.before} → {note.mood.after}" if note.mood else None)
    yield from one("techniques", "techniques", _joined(note.techniques, language))
    yield from many("sessions", "session", [_session(session, language) for session in note.sessions])
    yield from many(
        "options",
        "option",
        [
            f"{option.text} ({option.proposer}, {said(taxonomy.DISPOSITIONS, option.disposition)})"
            for option in note.options
        ],
    )
    yield from one("outcome", "outcome", said(taxonomy.OUTCOMES, note.outcome))
    yield from one("failure_reason", "failure_reason", note.failure_reason)
    yield from many("terms", "term", [_term(term, language) for term in note.terms])
    yield from one("agreement_form", "agreement", said(taxonomy.AGREEMENT_FORMS, note.agreement_form))
    yield from one("agreement_effective_on", "effective", note.agreement_effective_on)
    yield from one("confirmation_status", "confirmation", note.confirmation_status)
    yield from many("followups", "followup", [_followup(visit, language) for visit in note.followups])
    yield from one("recurrence_of", "recurrence_of", note.recurrence_of)
    yield from one("escalated", "escalated", _yes_no(note.escalated, language))
    yield from many("legal_basis", "law", [_law(basis, language) for basis in note.legal_basis])
    yield from many("customs", "custom", note.customs)
    yield from one("lessons", "lessons", note.lessons)
    yield from one("what_failed", "what_failed", note.what_failed)


def _joined(values: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(values)


def _yes_no(value: bool | None, language: str) -> str | None:
    return None if value is None else label(taxonomy.SCREENING_ANSWERS, "yes" if value else "no", language)


def _party(party: Party) -> str:
    return f"{party.pid} — {party.role}" + (f" ({party.relation})" if party.relation else "")


def _issue(statement: str, amount: float | None, currency: str | None) -> str:
    return statement if amount is None else f"{statement} ({money(amount, currency)})"


def money(amount: float, currency: str | None) -> str:
    """An amount as it is shown: `1,400 GBP`; pence and fen only where there are some."""
    return f"{amount:,.2f}".removesuffix(".00") + (f" {currency}" if currency else "")


def _screening(note: CaseNote, language: str) -> str | None:
    if note.screening is None:
        return None
    action = label(taxonomy.SCREENING_ACTIONS, note.screening.action, language)
    return f"{action} → {note.screening.referral_to}" if note.screening.referral_to else action


def _session(session: Session, language: str) -> str:
    mode = label(taxonomy.SESSION_MODES, session.mode, language)
    parts = [f"{session.n}", mode, session.date, _joined(session.techniques, language), session.summary]
    return " · ".join(part for part in parts if part)


def _term(term: Term, language: str) -> str:
    zh = language == "zh"
    details = [
        term.to_whom and (f"对{term.to_whom}" if zh else f"to {term.to_whom}"),
        money(term.amount, term.currency) if term.amount is not None else None,
        term.due and (f"{term.due} 前" if zh else f"by {term.due}"),
        term.place and (f"地点：{term.place}" if zh else f"at {term.place}"),
        term.on_default and (f"不履行则{term.on_default}" if zh else f"on default: {term.on_default}"),
        term.performed_on and (f"{term.performed_on} 已履行" if zh else f"done {term.performed_on}"),
    ]
    return ("；" if zh else "; ").join([f"{term.who} — {term.does}", *(detail for detail in details if detail)])


def _followup(visit: FollowUp, language: str) -> str:
    zh = language == "zh"
    recurred = ("复发" if zh else "came back") if visit.recurrence else ("未复发" if zh else "did not come back")
    details = [
        visit.done or (f"应访 {visit.due}，尚未回访" if zh else f"due {visit.due}, not made yet"),
        label(taxonomy.PERFORMANCE, visit.performed, language) if visit.performed else None,
        recurred if visit.recurrence is not None else None,
        visit.satisfaction and (f"满意度 {visit.satisfaction}/5" if zh else f"satisfaction {visit.satisfaction} of 5"),
        visit.note,
    ]
    return ("；" if zh else "; ").join(detail for detail in details if detail)


def _law(basis: LegalBasis, language: str) -> str:
    name = f"{basis.law}第{basis.article}条" if language == "zh" else f"{basis.law}, Article {basis.article}"
    if basis.verified:
        return name
    return name + ("（未核对）" if language == "zh" else " (unverified)")
