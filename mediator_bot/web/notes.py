"""An opened practice session in; what the mediator may write down out: what was learned, the agreement being built, time shares."""

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from mediator_bot.practice import Scenario, Session, Turn
from mediator_bot.practice.cast import ScenarioParty
from mediator_bot.practice.state import Offer, Standing
from mediator_bot.types import Language
from mediator_bot.web.markup import button
from mediator_bot.web.people import HTML_LANGUAGE, colour, name_of
from mediator_bot.web.words import word

# A Chinese character counts as a word, as Chinese word counts do.
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:['’][^\W\u3400-\u9fff]+)?")


def notes_html(session: Session, language: Language) -> str:
    """The side panel of the room."""
    parts = (
        (word("agreement", language), agreement_html(session, language)),
        (word("learned", language), _learned(session, language)),
        (word("time", language), _time(session, language)),
    )
    inside = "".join(f"<section><h3>{escape(head)}</h3>{body}</section>" for head, body in parts)
    inside = button("notes", word("close", language), {"class": "only-narrow"}) + inside
    return f'<aside class="notes" aria-label="{escape(word("notes", language))}" lang="{HTML_LANGUAGE[language]}">{inside}</aside>'


# --- what was learned ------------------------------------------------------------------------------------------------


def _learned(session: Session, language: Language) -> str:
    return "".join(_party(session, party, language) for party in session.scenario.parties)


def _party(session: Session, party: ScenarioParty, language: Language) -> str:
    standing = session.state.of(party.pid)
    known = [_hidden(party, name, standing, language) for name in standing.told]
    told = f"<ul>{''.join(known)}</ul>" if known else f'<p class="faint">{escape(word("learned_none", language))}</p>'
    gone = {1: word("wants_to_stop", language), 2: word("has_left", language)}.get(standing.refused, "")
    mark = f' <span class="mark">{escape(gone)}</span>' if gone else ""
    who = colour(session.scenario, party.pid)
    return (
        f'<div class="party {who}"><h4>{escape(party.name)}<span>, {escape(party.role)}</span>{mark}</h4>{told}</div>'
    )


def _hidden(party: ScenarioParty, name: str, standing: Standing, language: Language) -> str:
    part = next(part for part in party.hidden if part.id == name)
    if part not in party.secrets:
        return f"<li>{escape(part.text)}</li>"
    mark = word("may_pass_on" if name in standing.shared else "in_confidence", language)
    return f'<li>{escape(part.text)} <span class="mark">{escape(mark)}</span></li>'


# --- the agreement ---------------------------------------------------------------------------------------------------


def agreement_html(session: Session, language: Language, *, settled_only: bool = False) -> str:
    """The options on the table: the sum and day named, who brought it, who can live with it, whose yes is missing."""
    offers = [offer for offer in session.table if not settled_only or offer.option in session.agreed]
    if not offers:
        return f'<p class="faint">{escape(word("agreed_none" if settled_only else "agreement_none", language))}</p>'
    lines = "".join(_offer(session, offer, language) for offer in offers)
    return f'<ul class="table">{lines}</ul>'


def _offer(session: Session, offer: Offer, language: Language) -> str:
    scenario = session.scenario
    needed = [p.pid for p in scenario.parties if any(a.option == offer.option for a in p.accepts)]
    missing = [pid for pid in needed if pid not in offer.agreed]
    facts = [named_terms(scenario, offer, language)]
    if offer.option in session.agreed:
        facts.append(f'<span class="mark settled">{escape(word("settled", language))}</span>')
    facts.append(escape(word("brought_by", language, name=name_of(scenario, offer.by, language))))
    for key, pids in (("can_live", offer.agreed), ("not_yet", missing)):
        if pids:
            names = ("、" if language == "zh" else ", ").join(name_of(scenario, pid, language) for pid in pids)
            facts.append(escape(word(key, language, names=names)))
    text = next(option.text for option in scenario.options if option.id == offer.option)
    return f'<li><p>{escape(text)}</p><p class="faint">{" · ".join(filter(None, facts))}</p></li>'


def named_terms(scenario: Scenario, offer: Offer, language: Language) -> str:
    """The sum and the day of an offer as HTML, empty where neither was named."""
    parts = []
    if offer.amount is not None:
        parts.append(f"{offer.amount:,.10g} {scenario.currency or ''}".strip())
    if offer.due is not None:
        parts.append(word("by_date", language, date=offer.due.isoformat()))
    return f"<b>{escape(', '.join(parts))}</b>" if parts else ""


# --- time ------------------------------------------------------------------------------------------------------------


def words_of(turns: Sequence[Turn]) -> Counter[str]:
    """How many words each speaker has said."""
    counted: Counter[str] = Counter()
    for turn in turns:
        counted[turn.speaker] += len(_WORD.findall(turn.text))
    return counted


def _time(session: Session, language: Language) -> str:
    counted = words_of(session.transcript)
    total = sum(counted.values()) or 1
    speakers = ["mediator", *(party.pid for party in session.scenario.parties)]
    lines = []
    for speaker in speakers:
        share = round(100 * counted[speaker] / total)
        words = escape(word("share_of", language, share=share, n=counted[speaker]))
        name, who = escape(name_of(session.scenario, speaker, language)), colour(session.scenario, speaker)
        bar = f'<span class="bar" aria-hidden="true"><span style="width: {share}%"></span></span>'
        lines.append(f'<li class="{who}"><span>{name}</span><span class="faint">{words}</span>{bar}</li>')
    return f'<ul class="time">{"".join(lines)}</ul>'
