"""The name of a rule and the length of a text in; how sure what the rule proposed may be, out.

A rule that is nearly always right in a few plain sentences is less so in a long story, where the same words are told of
other days, other people and other sums. So each rule was counted in both.
"""

# Characters from which a text counts as a story.
STORY = 600
# Right and proposed on the tuning half, in short texts and in stories: `python benchmarks/fields.py --calibrate`.
MEASURED: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "accepted_on.beside": ((16, 16), (2, 2)),
    "accepted_on.beside_year_apart": ((1, 1), (0, 0)),
    "accepted_on.label": ((1, 1), (0, 0)),
    "accepted_on.label_year_apart": ((1, 1), (0, 0)),
    "agreement_effective_on.beside": ((15, 15), (0, 0)),
    "agreement_effective_on.beside_year_apart": ((4, 4), (0, 0)),
    "agreement_effective_on.label": ((1, 1), (0, 0)),
    "agreement_form.ended": ((4, 4), (2, 2)),
    "agreement_form.none": ((2, 2), (1, 1)),
    "agreement_form.oral": ((4, 4), (0, 0)),
    "agreement_form.written": ((17, 17), (7, 8)),
    "amounts.asked": ((18, 19), (1, 2)),
    "amounts.at_stake": ((13, 17), (0, 4)),
    "closed_on.beside": ((4, 4), (0, 0)),
    "closed_on.beside_year_apart": ((1, 1), (0, 0)),
    "closed_on.label": ((1, 1), (0, 0)),
    "confirmation_status": ((4, 4), (0, 0)),
    "failure_reason.because": ((1, 1), (0, 0)),
    "followups.called": ((12, 12), (0, 0)),
    "followups.called_year_apart": ((3, 3), (1, 1)),
    "followups.told_year_apart": ((0, 0), (2, 2)),
    "invited_helpers.asked": ((8, 12), (16, 17)),
    "invited_helpers.named": ((5, 6), (5, 13)),
    "issues.named": ((1, 1), (0, 0)),
    "legal_basis.beside": ((26, 26), (0, 0)),
    "level.of_venue": ((12, 12), (5, 8)),
    "mediators.code": ((0, 1), (5, 6)),
    "outcome.hinted": ((2, 2), (2, 2)),
    "outcome.said": ((55, 55), (13, 14)),
    "parties.acting": ((2, 2), (0, 0)),
    "parties.name": ((36, 36), (51, 51)),
    "parties.pair": ((30, 34), (0, 0)),
    "parties.role": ((33, 33), (2, 2)),
    "terms.act": ((2, 2), (0, 0)),
    "terms.act_agreed": ((15, 17), (0, 1)),
    "terms.act_listed": ((8, 8), (0, 1)),
    "terms.money": ((8, 8), (0, 0)),
    "terms.money_agreed": ((12, 13), (1, 1)),
    "terms.money_listed": ((6, 6), (0, 0)),
    "type_l1.clear": ((35, 36), (7, 7)),
    "type_l1.close": ((0, 0), (3, 6)),
    "type_l1.form": ((1, 1), (0, 0)),
    "type_l1.named": ((18, 19), (7, 7)),
    "venue_type": ((24, 24), (4, 4)),
    "venue_type.here": ((0, 0), (3, 4)),
}
_NEVER = ((0, 0), (0, 0))


def confidence(rule: str, length: int) -> float:
    """The share of right proposals of a rule in texts of such a length, 0 to 1.

    Where few were counted it is drawn towards a half (Laplace's rule of succession); in stories, half way from there to
    the share in short texts.
    """
    (right, proposed), (right_in_stories, in_stories) = MEASURED.get(rule, _NEVER)
    short = (right + 1) / (proposed + 2)
    if length < STORY:
        return round(short, 2)
    return round((right_in_stories + 0.5 + short) / (in_stories + 2), 2)
