"""The score: every item earns its points with words, gaming earns none, critical errors cap, styles differ."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediator_bot.errors import QuestionError
from mediator_bot.practice import PROFILES, Articles, Recogniser, Scenario, Score, Session, Turn, score
from mediator_bot.practice.articles import misquoted
from mediator_bot.practice.vocabulary import CRITICAL, ITEMS
from practice.talks import GAMED, GOOD_EN, GOOD_ZH, SCENARIO

Play = Callable[..., Session]
Judge = Callable[..., Score]


@pytest.fixture
def judge(recogniser: Recogniser, articles: Articles) -> Judge:
    """Scores a session, or turns with or without a scenario."""

    def judged(talk: Session | list[Turn], profile: str = "facilitative", scenario: Scenario | None = None) -> Score:
        turns = talk.transcript if isinstance(talk, Session) else talk
        known = talk.scenario if isinstance(talk, Session) else scenario
        return score(turns, profile, known, recogniser=recogniser, articles=articles)

    return judged


def points(scored: Score) -> dict[str, int | None]:
    return {item.id: item.score for item in scored.items}


def talk(*lines: tuple[str, str] | tuple[str, str, str]) -> list[Turn]:
    """Turns from (speaker, text) or (speaker, text, pid in private)."""
    return [Turn(one[0], one[1], "caucus", one[2]) if len(one) == 3 else Turn(one[0], one[1]) for one in lines]


M = "mediator"
HELLO = (
    M,
    "Good morning. I'm the mediator. I don't decide and I don't take sides. Being here is voluntary. Any questions?",
)
STORY = [
    HELLO,
    ("A", "No, that is fine, let's start."),
    ("B", "Fine with me too."),
    (M, "A, what happened, as you see it?"),
    ("A", "He parks across my gate every single evening and I cannot get the van out for work."),
    (M, "You're stuck behind your own gate, and that makes you angry. Have I got that right?"),
    ("A", "Yes, that's it exactly."),
    (M, "B, how do you see it?"),
    ("B", "There is nowhere else to park in that street, I come home at nine and everything is full."),
    (M, "You come home late and there is no room left. Is that right?"),
    ("B", "Yes, that's how it is."),
]
STORY_ZH = [
    (M, "二位好，我是调解员，不断谁对谁错，不偏哪一家。愿意谈就谈。听明白了吗？"),
    ("A", "明白了，开始吧。"),
    ("B", "行，没意见。"),
    (M, "A，您先讲讲是怎么回事？"),
    ("A", "他天天晚上把车停在我家院门口，我早上出车都出不去，急死人了。"),
    (M, "您急着出车出不去，心里窝火，我听得对不对？"),
    ("A", "对，就是这么回事。"),
    (M, "B，您怎么看？"),
    ("B", "那条街上根本没地方停，我九点才到家，别处早都停满了。"),
    (M, "您回来得晚，没地方停，是这个意思吗？"),
    ("B", "嗯，就是这样。"),
]


def test_a_good_talk_scores_high_and_shows_why(play: Play, judge: Judge) -> None:
    for scored in (
        judge(play("deposit-carpet-en", GOOD_EN)),
        judge(play("leak-ceiling-zh", GOOD_ZH), "peoples_mediation"),
    ):
        assert scored.total >= 85
        assert scored.critical_errors == ()
        assert points(scored)["safety"] is None
        assert all(item.evidence for item in scored.items if item.score)
        assert all(item.advice for item in scored.items if item.score is not None and item.score < 3)


def test_the_json_is_as_the_interfaces_write_it(play: Play, judge: Judge) -> None:
    plain = judge(play("deposit-carpet-en", GOOD_EN[:8])).as_json()
    assert list(plain) == ["profile", "items", "critical_errors", "total", "capped", "summary"]
    assert [item["id"] for item in plain["items"]] == list(ITEMS)
    assert set(plain["items"][0]) == {"id", "name", "score", "opportunity", "evidence", "advice"}
    assert plain["items"][0]["evidence"][0] == {
        "turn": 1,
        "quote": "I'm the mediator; I help you talk and keep the order of it.",
    }
    assert plain["items"][8] == {
        "id": "safety",
        "name": "Safety cue noticed and routed",
        "score": None,
        "opportunity": False,
        "evidence": [],
        "advice": "",
    }


@pytest.mark.parametrize("way", GAMED)
def test_gaming_does_not_pay(play: Play, judge: Judge, way: str) -> None:
    language, lines = GAMED[way]
    for profile in PROFILES:
        assert judge(play(SCENARIO[language], lines), profile).total <= 10


@pytest.mark.parametrize("good", [GOOD_EN, GOOD_ZH], ids=["en", "zh"])
def test_a_talk_without_answers_earns_nothing(judge: Judge, good: list[str]) -> None:
    alone = [Turn(M, line.partition("|")[2] or line) for line in good]
    assert judge(alone, "peoples_mediation").total <= 15


def test_the_order_counts(play: Play, judge: Judge) -> None:
    """The same words with the issue list and the options before anybody was heard earn less."""
    shuffled = [GOOD_EN[0], GOOD_EN[5], GOOD_EN[14], GOOD_EN[12], *GOOD_EN[1:5], *GOOD_EN[6:12]]
    assert points(judge(play("deposit-carpet-en", shuffled)))["issues"] == 1
    assert points(judge(play("deposit-carpet-en", GOOD_EN)))["issues"] is not None
    assert (points(judge(play("deposit-carpet-en", GOOD_EN)))["issues"] or 0) >= 2


def test_confidentiality_without_its_limits_counts_half(judge: Judge) -> None:
    """Four elements and a half of eight are a point less than five."""
    rest = " I don't decide. Being here is voluntary. Any questions?"
    half = talk((M, "I'm the mediator. What you say stays here." + rest), ("A", "No questions."), ("B", "None."))
    whole = talk(
        (M, "I'm the mediator. What you say stays here, unless somebody is in danger." + rest),
        ("A", "No."),
        ("B", "None."),
    )
    quotes = {quote for _, quote in judge(whole).items[0].evidence}
    assert (points(judge(whole))["opening"], points(judge(half))["opening"]) == (2, 1)
    assert "What you say stays here, unless somebody is in danger." in quotes


def test_interests_ask_for_every_party(judge: Judge) -> None:
    one = [
        *STORY,
        (M, "A, what would a free gate mean to you?"),
        ("A", "I'd get to the morning market in time, that is half my income."),
    ]
    both = [
        *one,
        (M, "B, what worries you about parking elsewhere?"),
        ("B", "My mother is frail and I carry her up at night, every metre counts."),
    ]
    deeper = [
        *both,
        (M, "What would change for you, B, if she slept safely?"),
        ("B", "I could take the late shift again and we would manage the rent."),
    ]
    scores = [points(judge(talk(*turns)))["interests"] for turns in (STORY, one, both, deeper)]
    assert scores == [0, 1, 2, 3]
    assert judge(talk(*one)).items[4].advice == (
        "Try: “B, what would that make possible for you, and what worries you most about it?”"
    )


def test_options_before_judgement_and_from_the_parties(judge: Judge) -> None:
    asked = (M, "Before we judge anything, what ideas does each of you have?")
    own = [
        ("A", "I could put a bin out to keep the place free."),
        ("B", "I could ask the school for a space in their yard."),
    ]
    judged = [(M, "Could you both live with the school yard?"), ("A", "Yes, I can live with that."), ("B", "Yes.")]
    good = [*STORY, asked, *own, *judged]
    mine = [
        *STORY,
        (M, "I suggest that B parks in the school yard and A pays half."),
        ("A", "Maybe, let me think."),
        ("B", "Hm."),
        *judged,
    ]
    assert points(judge(talk(*good)))["options"] == 3
    assert points(judge(talk(*mine)))["options"] == 0


def test_an_agreement_is_taken_apart(judge: Judge) -> None:
    def agreed(text: str) -> int | None:
        ends = [("A", "Yes, I agree."), ("B", "Yes, agreed.")]
        return points(judge(talk(*STORY, (M, text), *ends)))["agreement"]

    whole = "Let me write it down. B pays 60 EUR for the school yard by 1 June. A keeps the gate light on from 9 June. If B pays late, A calls the mediator."
    assert agreed(whole) == 3
    assert agreed("Let me write it down. B pays 60 EUR for the school yard by 1 June.") == 2
    assert agreed("Let me write it down. B will try to be more considerate soon.") == 1
    assert agreed("Thank you, that is all for today.") is None


CRITICAL_SAID = {
    "threat": ("B, if you don't move that car I'll report you to your boss.", "B，你再不答应，就让派出所把你抓起来。"),
    "taking_sides": ("Frankly, B, I think A is right and you are wrong.", "B，我觉得A有理，你没理，我站在他这边。"),
    "prediction": ("B, the court will certainly rule against you.", "B，打官司你肯定输。"),
    "insult": ("B, you are an idiot.", "B，你就是个无赖，闭嘴吧。"),
    "coercion": ("B, nobody leaves this room until you sign.", "B，今天必须签字，不签谁也别走。"),
}


@pytest.mark.parametrize("error", CRITICAL_SAID)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_critical_error_is_quoted_and_caps_the_total(judge: Judge, error: str, language: str) -> None:
    story = STORY if language == "en" else STORY_ZH
    said = CRITICAL_SAID[error][language == "zh"]
    scored = judge(talk(*story, (M, said), ("B", "Well." if language == "en" else "哼。")), "peoples_mediation")
    assert error in {found.id for found in scored.critical_errors}
    assert {found.turn for found in scored.critical_errors} == {len(story) + 1}
    assert all(found.quote in said for found in scored.critical_errors)
    assert scored.total <= 40
    assert points(scored)["conduct"] == 0


def test_talks_without_an_error_have_none(judge: Judge) -> None:
    assert judge(talk(*STORY)).critical_errors == ()
    assert judge(talk(*STORY_ZH), "peoples_mediation").critical_errors == ()


@pytest.mark.parametrize(
    ("language", "refusal", "on", "off"),
    [
        (
            "en",
            "I don't want to go on with this.",
            "What ideas do you have?",
            "That is your right. Shall we stop here?",
        ),
        ("zh", "我不谈了，没什么好谈的。", "您看有什么办法？", "您不想谈，咱们就停下，不勉强。"),
    ],
)
def test_a_refusal_must_be_respected(judge: Judge, language: str, refusal: str, on: str, off: str) -> None:
    story = STORY if language == "en" else STORY_ZH
    ignored = judge(talk(*story, ("B", refusal), (M, on), ("B", "No.")), "peoples_mediation")
    respected = judge(talk(*story, ("B", refusal), (M, off), ("B", "Ok.")), "peoples_mediation")
    assert [found.id for found in ignored.critical_errors] == ["ignoring_refusal"]
    assert respected.critical_errors == ()


@pytest.mark.parametrize(
    ("language", "sign", "on", "off"),
    [
        (
            "en",
            "My husband hits me when I speak up.",
            "And who pays the rent?",
            "Are you safe tonight? We stop here and call the police together.",
        ),
        ("zh", "我老公喝了酒打过我，我不敢回家。", "那房子的钱怎么算？", "先停一停，您今晚安全吗？我陪您报警。"),
    ],
)
def test_a_danger_is_a_gate(judge: Judge, language: str, sign: str, on: str, off: str) -> None:
    story = STORY if language == "en" else STORY_ZH
    missed = judge(talk(*story, ("B", sign), (M, on), ("B", "嗯。"), (M, on), ("B", "嗯。")), "peoples_mediation")
    noticed = judge(talk(*story, ("B", sign), (M, off), ("B", "嗯。")), "peoples_mediation")
    assert [found.id for found in missed.critical_errors] == ["past_red_flag"]
    assert (points(missed)["safety"], points(noticed)["safety"]) == (0, 3)
    assert noticed.critical_errors == ()


def test_a_planted_danger_is_routed_in_the_scenarios_words(scenarios: dict[str, Scenario], judge: Judge) -> None:
    for scenario in (one for one in scenarios.values() if one.safety):
        cue = scenario.safety
        assert cue is not None
        story = [Turn(M, "Hello."), *(Turn(party.pid, party.lines["opening"][0]) for party in scenario.parties)]
        room = ("caucus", cue.party) if cue.where == "caucus" else ("joint", None)
        for sentence in cue.routed:
            talked = [
                *story,
                Turn(cue.party, cue.lines[0], *room),
                Turn(M, sentence, *room),
                Turn(cue.party, "…", *room),
            ]  # type: ignore[arg-type]
            scored = judge(talked, scenario.profiles[0], scenario)
            assert "past_red_flag" not in {found.id for found in scored.critical_errors}, sentence
            assert (points(scored)["safety"] or 0) >= 2


LEAKS = {
    "deposit-carpet-en": (
        "A",
        "Nora, how did the mark on the carpet happen?",
        [
            "Mr Hale, Nora spilled wine there.",
            "By the way, it happened at a birthday party.",
            "She knocked over a glass of red and tried bleach.",
        ],
        ["How do you think the mark came about?", "What would you need to see about the carpet?"],
    ),
    "leak-ceiling-zh": (
        "A",
        "周师傅，这张报价单是怎么来的？",
        ["小郑，老周那张单子是往高里开的。", "实价也就两千八。", "单子是熟人开的，多写了一些。"],
        ["小郑，这张报价单您怎么看？", "修吊顶的钱，咱们凭票算，行不行？"],
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_confidence_told_elsewhere_is_caught_exactly(
    scenarios: dict[str, Scenario], recogniser: Recogniser, judge: Judge, name: str
) -> None:
    pid, ask, leaks, fine = LEAKS[name]
    scenario = scenarios[name]
    secret = scenario.party(pid).secrets[0]
    private = [Turn(M, ask, "caucus", pid), Turn(pid, secret.said[0], "caucus", pid)]

    def errors(said: str, before: list[Turn]) -> list[str]:
        return [found.id for found in judge([*before, Turn(M, said)], scenario.profiles[0], scenario).critical_errors]

    assert [errors(said, private) for said in leaks] == [["leak"]] * len(leaks)
    assert [errors(said, private) for said in fine] == [[]] * len(fine)
    # A guess gives nothing away; in the same private room it may be spoken of; with leave it may be told.
    assert [errors(said, []) for said in leaks] == [[]] * len(leaks)
    inside = [*private, Turn(M, leaks[0], "caucus", pid)]
    assert judge(inside, scenario.profiles[0], scenario).critical_errors == ()
    zh = scenario.language == "zh"
    asked = [Turn(M, "这话我能不能告诉他们？" if zh else "May I tell him that?", "caucus", pid)]
    yes = [Turn(pid, "可以，您跟他们说吧。" if zh else "Yes, you can tell them that.", "caucus", pid)]
    no = [Turn(pid, "别，这个您可别说出去。" if zh else "No. That stays here.", "caucus", pid)]
    assert errors(leaks[0], [*private, *asked, *yes]) == []
    assert errors(leaks[0], [*private, *asked, *no]) == ["leak"]


def test_a_repealed_law_and_an_old_number_are_misquoted(articles: Articles) -> None:
    assert list(misquoted("按治安管理处罚法第四十三条，打人要拘留。", articles, None)) == [
        "按治安管理处罚法第四十三条，打人要拘留。"
    ]
    assert list(misquoted("根据合同法第六十条，应当履行。", articles, None)) == ["根据合同法第六十条，应当履行。"]
    assert list(misquoted("治安管理处罚法第五十一条讲的是殴打他人。", articles, None)) == []
    assert list(misquoted("劳动合同法第三十条讲的是工资。", articles, None)) == []


def test_styles_judge_a_proposal_differently(judge: Judge) -> None:
    turns = talk(
        *STORY_ZH,
        (M, "按民法典，邻里之间要互给方便。我提个方案：B七点以前把车开走，A留出半边门。"),
        ("A", "这个可以商量。"),
        ("B", "我看行。"),
    )
    mild, strict = judge(turns, "peoples_mediation"), judge(turns, "facilitative")
    assert points(mild)["conduct"] == 3
    assert points(strict)["conduct"] == 1
    assert {quote for _, quote in strict.items[9].evidence} >= {"按民法典，邻里之间要互给方便。"}
    assert all(sum(profile.weights.values()) == 100 for profile in PROFILES.values())


def test_an_unknown_profile_is_answered_with_the_list(judge: Judge) -> None:
    with pytest.raises(QuestionError, match="Choose one of facilitative, peoples_mediation, police_public_order"):
        judge(talk(*STORY), "strict")


def test_every_error_has_a_name_and_an_advice() -> None:
    from mediator_bot.practice.advice import wording

    for language in ("en", "zh"):
        assert set(CRITICAL) <= set(wording()[language]["items"]["conduct"])  # type: ignore[index]


lines = st.sampled_from([*GOOD_EN, *GOOD_ZH, *(said for pair in CRITICAL_SAID.values() for said in pair)]) | st.text(
    max_size=60
)
turns = st.builds(Turn, st.sampled_from([M, M, "A", "B", "C"]), lines) | st.builds(
    Turn, st.sampled_from([M, "A"]), lines, st.just("caucus"), st.just("A")
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(turns, max_size=14), st.sampled_from(sorted(PROFILES)))
def test_any_transcript_is_scored_with_words_that_were_said(
    recogniser: Recogniser, articles: Articles, talked: list[Turn], profile: str
) -> None:
    scored = score(talked, profile, recogniser=recogniser, articles=articles)
    quoted = [(turn, quote) for item in scored.items for turn, quote in item.evidence]
    quoted += [(error.turn, error.quote) for error in scored.critical_errors]
    assert all(quote in talked[turn - 1].text for turn, quote in quoted)
    assert 0 <= scored.total <= (40 if scored.critical_errors else 100)
    assert all(item.score in (None, 0, 1, 2, 3) for item in scored.items)
    assert [item.opportunity for item in scored.items] == [item.score is not None for item in scored.items]
