"""A published case note goes in, the draft of a scenario comes out: what the note says filled in, the rest marked for a person."""

from typing import Any

from mediator_bot.cases.schema import CaseNote, Party
from mediator_bot.practice.cast import BLANK
from mediator_bot.practice.vocabulary import WRITTEN_SITUATIONS

_TO_WRITE = {
    "en": {
        "said": "how {role} would say it in their own words",
        "account": "what happened, told by {role}, bit {n}",
        "cue": "a question or remark that this is about, wording {n}",
        "line": "{situation}, wording {n}",
        "position": "what {role} demands",
        "interest": "what {role} needs behind it",
        "voice": "how {role} talks",
        "emotion": "what {role} feels",
        "accepting": "yes to this, wording {n}",
        "declining": "no to this, wording {n}",
        "option": "another way out",
        "fact": "a fact both know",
        "issue": "a question both could have written",
        "reservation": "what {role} does without an agreement",
        "brief": "what the mediator is told beforehand, without secrets",
        "name": "a name for {role}",
    },
    "zh": {
        "said": "{role}自己会怎么说",
        "account": "{role}讲经过，第{n}段",
        "cue": "问到这件事的一种说法，第{n}种",
        "line": "{situation}，第{n}种说法",
        "position": "{role}嘴上要什么",
        "interest": "{role}真正需要什么",
        "voice": "{role}怎么说话",
        "emotion": "{role}心里什么滋味",
        "accepting": "答应这一条，第{n}种说法",
        "declining": "不答应这一条，第{n}种说法",
        "option": "另一个办法",
        "fact": "双方都知道的一件事",
        "issue": "双方都认的一个问题",
        "reservation": "谈不成，{role}怎么办",
        "brief": "事先告诉调解员的话，不含秘密",
        "name": "给{role}起个称呼",
    },
}


def draft_scenario(case: CaseNote) -> dict[str, Any]:
    """A scenario's record from a case note, in the shape of the schema.

    Every text that a person has to write begins with `BLANK`; the check refuses a scenario that still holds one. What a
    party said in private is left out: the secrets of a practice are to be invented, not taken from a case.
    """
    words = _TO_WRITE["zh" if case.lang == "zh" else "en"]
    sums = [term.amount for term in case.terms if term.amount]
    facts = [text for text in [case.facts_agreed, *case.facts_disputed] if text]
    options = _options(case, words)
    return {
        "scenario_id": f"from-{case.case_id}".lower(),
        "title": case.title,
        "language": "zh" if case.lang == "zh" else "en",
        "type_l1": case.type_l1,
        "difficulty": 2,
        "minutes": 30,
        "profiles": ["peoples_mediation" if case.lang == "zh" else "facilitative"],
        "today": _day(case.accepted_on),
        **({"currency": currency} if (currency := _currency(case)) else {}),
        "brief": _blank(words["brief"]),
        "common_facts": _at_least(2, facts, words["fact"]),
        "issues": _at_least(1, [issue.neutral_statement for issue in case.issues], words["issue"]),
        "parties": [_party(case, party, options, max(sums, default=None), words) for party in case.parties],
        "options": options,
        "guidelines": [],
        "cases": [case.case_id],
    }


def _party(
    case: CaseNote, party: Party, options: list[dict[str, Any]], most: float | None, words: dict[str, str]
) -> dict[str, Any]:
    role = {"role": party.role}
    position = next((one.text for one in case.positions if one.pid == party.pid and not one.caucus_only), None)
    needs = [one.text for one in case.interests if one.pid == party.pid and not one.caucus_only]
    feelings = [one.text for one in case.emotions if one.pid == party.pid and not one.caucus_only]
    zh = case.lang == "zh"
    return {
        "pid": party.pid,
        "name": _blank(words["name"], **role),
        "role": party.role,
        "voice": _blank(words["voice"], **role),
        "position": position or _blank(words["position"], **role),
        "interests": [
            {
                "id": f"need{n}",
                "text": text,
                "said": [_blank(words["said"], **role)] * 2,
                "earned": {"about": [_blank(words["cue"], n=k) for k in (1, 2)]},
            }
            for n, text in enumerate(needs or [_blank(words["interest"], **role)], 1)
        ],
        "emotions": feelings or [_blank(words["emotion"], **role)],
        "account": [_blank(words["account"], n=n, **role) for n in (1, 2, 3)],
        "lines": {
            slug: [_blank(words["line"], situation=name.zh if zh else name.en, n=n) for n in (1, 2)]
            for slug, name in WRITTEN_SITUATIONS.items()
        },
        "accepts": [
            {
                "option": option["id"],
                **({"amount": {"min": 0, "max": most}} if most else {}),
                "accepting": [_blank(words["accepting"], n=n) for n in (1, 2)],
                "declining": [_blank(words["declining"], n=n) for n in (1, 2)],
            }
            for option in options
        ],
        "reservation": {"text": _blank(words["reservation"], **role)},
    }


def _options(case: CaseNote, words: dict[str, str]) -> list[dict[str, Any]]:
    """What was put on the table or agreed, each once."""
    texts = [option.text for option in case.options] or [f"{term.who}: {term.does}" for term in case.terms]
    return [
        {"id": f"option{n}", "text": text, "cues": [text, _blank(words["cue"], n=2)]}
        for n, text in enumerate(_at_least(2, list(dict.fromkeys(texts)), words["option"]), 1)
    ]


def _at_least(count: int, texts: list[str], wanted: str) -> list[str]:
    return texts + [_blank(wanted)] * (count - len(texts))


def _blank(wanted: str, **values: object) -> str:
    return f"{BLANK}{wanted.format(**values)}"


def _currency(case: CaseNote) -> str | None:
    return next((term.currency for term in case.terms if term.currency), None)


def _day(partial: str | None) -> str:
    return f"{partial or '2025'}-01-01"[:10]
