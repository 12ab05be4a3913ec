"""Signs that a question must be stopped by, and look-alikes that must pass; both found by asking as mediators do."""

import pytest

from mediator_bot.answers.screen import RULES, screen, step_patterns
from mediator_bot.library.library import corpus_folder
from mediator_bot.text.language import language_of

DANGER = {
    "他说再不给钱就从厂房顶上跳下去": "self_harm",
    "抱着孩子站到阳台边上": "self_harm",
    "he says he has nothing left to live for": "self_harm",
    "孩子胳膊上有烟头烫的疤": "child",
    "老公收了手机，不让她回娘家": "violence",
    "她说他喝了酒动过手，这个离婚纠纷我还调不调": "violence",
    "wife goes silent every time he talks": "violence",
    "bruises on her arms, says stairs, her husband sits in on every call": "violence",
    "he said next time I'll bring a knife": "threat",
    "你儿子几点放学我知道": "threat",
    "楼上那户说再来敲门就动手": "threat",
    "对方在门上泼红漆要债": "threat",
    '养老钱都被一个"客服"骗走了': "fraud",
    "told to pay the fine in gift cards and read the numbers": "fraud",
}
HARMLESS = [
    "客户殴打保安，轻微伤，能调吗",
    "治安管理处罚法第四十三条殴打他人",
    "他打了我三次电话",
    "想死后立遗嘱的事",
    "what does the law say about a protection order deadline",
    "邻居叫警察来了，都在气头上",
    "他动手修了水管，她不肯付钱",
    "他手机号换了，联系不上她",
    "blood relatives fighting over a house",
]


@pytest.mark.parametrize(("question", "rule"), DANGER.items())
def test_danger_is_noticed(question: str, rule: str) -> None:
    noticed = screen(question, language_of(question))
    assert noticed.rules[0] == rule
    assert noticed.action in ("pause", "refer")
    assert noticed.referral


@pytest.mark.parametrize("question", HARMLESS)
def test_what_only_sounds_like_danger_passes(question: str) -> None:
    assert screen(question, language_of(question)).action == "proceed"


def test_a_follow_up_does_not_make_anyone_safe() -> None:
    assert screen("哪天约两个人见面合适", "zh", ["老公收了手机，不让她回娘家"]).action == "pause"
    assert screen("哪天约两个人见面合适", "zh", ["楼上漏水"]).action == "proceed"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_names_steps_that_the_guideline_has(rule: object, language: str) -> None:
    from mediator_bot.types import Language, Screen

    assert language in ("zh", "en")
    known: Language = "zh" if language == "zh" else "en"
    text = (corpus_folder() / "guidelines" / f"screen-first.{language}.md").read_text("utf-8")
    steps = [line for line in text.splitlines() if line[:1].isdigit()]
    wanted = step_patterns(Screen(rules=(rule.id,)), known)  # type: ignore[attr-defined]
    assert 2 <= sum(bool(wanted.search(step)) for step in steps) <= 9
