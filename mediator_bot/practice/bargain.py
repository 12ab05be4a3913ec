"""What is said goes in, the options in it with sum and day come out; and whether a party can live with one of them."""

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from mediator_bot.practice.cast import Acceptance
from mediator_bot.practice.clauses import stretches
from mediator_bot.practice.cues import ABOUT, cue_in
from mediator_bot.practice.meaning import Meaning
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.state import Offer, Standing
from mediator_bot.practice.sums import dates, sums

Verdict = Literal["accepts", "declines", "undecided"]


# Words about a way out are read for offers only where the mediator proposes, asks or writes down.
OFFERED = 0.40
# A part of a sentence may name its option in few words, once the whole sentence has named it.
_AND = re.compile(r"(?<!\d)[,，]|[,，](?!\d)|[;；、]|\band\b|并且|另外|再(?=[付给])|并(?=[付给在])")


def offers_in(text: str, by: str, scenario: Scenario, meaning: Meaning) -> list[Offer]:
    """The scenario's options that a text speaks of, each with the sum and the day of its part of the sentence."""
    found: dict[str, Offer] = {}
    for stretch in stretches(text):
        if stretch.text != stretch.within:
            continue
        named = [option for option in scenario.options if cue_in(stretch.text, option.cues, meaning, OFFERED)]
        for option in named:
            parts = [stretch.text]
            if len(named) > 1:
                pieces = [piece for piece in _AND.split(stretch.text) if piece.strip()]
                parts = [piece for piece in pieces if cue_in(piece, option.cues, meaning, ABOUT)] or parts
            alone = len(named) == 1 or parts != [stretch.text]
            offer = _filled(option.id, by, parts, stretch.text, scenario.today, alone)
            first = found.setdefault(option.id, offer)
            # What comes later, such as what follows a default, only fills what is still open.
            found[option.id] = replace(first, amount=first.amount or offer.amount, due=first.due or offer.due)
    return [found[option.id] for option in scenario.options if option.id in found]


def _filled(option: str, by: str, parts: Sequence[str], sentence: str, today: datetime.date, alone: bool) -> Offer:
    amounts = [amount for part in parts for amount in sums(part)]
    days = [day for part in parts for day in dates(part, today)] or dates(sentence, today)
    return Offer(option, by, amounts[0] if amounts and alone else None, days[0] if days else None)


def put_on_table(table: Sequence[Offer], offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The table with new offers; one with a new sum or day must be agreed anew, whoever brought the option keeps it."""
    kept = {offer.option: offer for offer in table}
    for offer in offers:
        old = kept.get(offer.option)
        if old is None:
            kept[offer.option] = offer
            continue
        amount = old.amount if offer.amount is None else offer.amount
        due = old.due if offer.due is None else offer.due
        changed = (amount, due) != (old.amount, old.due)
        kept[offer.option] = replace(old, amount=amount, due=due, agreed=() if changed else old.agreed)
    return tuple(kept.values())


def judged(acceptance: Acceptance, standing: Standing, offer: Offer, on_table: Collection[str]) -> Verdict:
    """What a party answers to an offer; undecided where all is well but the sum it depends on is not named."""
    calm = standing.trust >= acceptance.trust and standing.heat <= acceptance.heat
    heard = set(acceptance.after) <= set(standing.told)
    if not calm or not heard or not set(acceptance.needs) <= set(on_table):
        return "declines"
    if acceptance.amount and offer.amount is not None:
        most = acceptance.amount.max
        if offer.amount < acceptance.amount.min or (most is not None and offer.amount > most):
            return "declines"
    if acceptance.due and offer.due is not None and not _fits(acceptance, offer.due):
        return "declines"
    return "undecided" if acceptance.amount and offer.amount is None else "accepts"


def _fits(acceptance: Acceptance, day: datetime.date) -> bool:
    earliest = acceptance.due.earliest if acceptance.due else None
    latest = acceptance.due.latest if acceptance.due else None
    return (earliest is None or day >= earliest) and (latest is None or day <= latest)


def agreed_options(scenario: Scenario, table: Sequence[Offer]) -> tuple[str, ...]:
    """The options that everybody whose yes is needed has said yes to."""
    settled = []
    for offer in table:
        needed = {party.pid for party in scenario.parties for a in party.accepts if a.option == offer.option}
        if needed and needed <= set(offer.agreed):
            settled.append(offer.option)
    return tuple(settled)
