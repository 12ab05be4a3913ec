"""A judged item goes in, one concrete sentence that could have been said comes out; and the summary of the whole."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from mediator_bot.cases.taxonomy import label
from mediator_bot.practice.critical import CriticalError
from mediator_bot.practice.judged import Judged
from mediator_bot.practice.proceedings import Proceedings
from mediator_bot.practice.profiles import Profile
from mediator_bot.practice.vocabulary import CRITICAL, ITEMS
from mediator_bot.types import Language


@cache
def wording() -> Mapping[Language, Mapping[str, Any]]:
    """The sentences of `advice.yaml`, in both languages."""
    table: Mapping[Language, Mapping[str, Any]] = yaml.safe_load(
        files("mediator_bot.practice").joinpath("advice.yaml").read_text("utf-8")
    )
    return table


def advise(judged: Judged, talk: Proceedings) -> str:
    """What could have been said; empty for an item that is full or had no opportunity.

    A scenario's own sentence goes first, with the guideline and the case it names.
    """
    if judged.score is None or judged.score == 3:
        return ""
    words = wording()[talk.language]
    coaching = talk.scenario.coaching.get(judged.item) if talk.scenario else None
    fits = coaching is not None and _is_for(coaching.say, judged, talk)
    told = str(words["try"]).format(say=coaching.say if coaching and fits else ready_sentence(judged, talk))
    named = (("guideline", coaching.guideline), ("case", coaching.case)) if coaching else ()
    sources = [words[kind].format(id=name) for kind, name in named if name]
    if not sources:
        return told
    see = words["see"].format(where=words["and"].join(sources))
    return f"{told}{'' if talk.language == 'zh' else ' '}{see}"


def _is_for(sentence: str, judged: Judged, talk: Proceedings) -> bool:
    """Whether a sentence does not speak to another party than the one concerned."""
    named = {pid for pid, names in talk.names.items() if any(len(name) > 1 and name in sentence for name in names)}
    return not judged.for_ or not named or judged.for_ in named


def ready_sentence(judged: Judged, talk: Proceedings) -> str:
    """The ready-made sentence for what an item lacks, spoken to the party it concerns."""
    ready: Mapping[str, str] = wording()[talk.language]["items"][judged.item]
    sentence = ready.get(judged.lacks) or next(iter(ready.values()))
    pid = judged.for_ or (talk.pids[0] if talk.pids else "A")
    return sentence.format(party=talk.names[pid][0] if pid in talk.names else pid)


def summarise(judged: Sequence[Judged], errors: Sequence[CriticalError], talk: Proceedings, style: Profile) -> str:
    """One thing to keep and one to change: the best item and the one that costs most, by the profile's weights."""
    words = wording()[talk.language]
    counted = [one for one in judged if one.score is not None]
    good = [one for one in counted if one.score and one.score >= 2 and one.evidence]
    weak = [one for one in counted if one.score is not None and one.score < 3]
    parts = [words["nothing_to_keep"], words["nothing_to_change"]]
    if good:
        best = max(good, key=lambda one: (one.score or 0, style.weights[one.item]))
        turn, quote = best.evidence[0]
        why = words["kept_by"].format(quote=quote, turn=turn)
        parts[0] = words["keep"].format(item=label(ITEMS, best.item, talk.language), why=why)
    if weak:
        worst = max(
            weak,
            key=lambda one: (
                (3 - (one.score or 0)) * style.weights[one.item] + (100 if errors and one.item == "conduct" else 0)
            ),
        )
        parts[1] = words["change"].format(item=label(ITEMS, worst.item, talk.language), advice=advise(worst, talk))
    if talk.is_recitation:
        parts.append(words["recited"])
    if errors:
        names = words["and"].join(dict.fromkeys(label(CRITICAL, error.id, talk.language) for error in errors))
        parts.append(words["capped"].format(errors=names))
    return ("" if talk.language == "zh" else " ").join(parts)
