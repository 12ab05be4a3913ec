"""Understanding a question from its words: language, kind, references, and what it leans on."""

import pytest

from mediator_bot.retrieval.understand import understand
from mediator_bot.types import Language, QuestionKind

# What mediators, trainees and admins type, in their own spelling.
ASKED: list[tuple[str, Language, QuestionKind]] = [
    (
        "upstairs kid running around til 11, downstairs banging on pipes, anyone settled one w/o moving bedrooms?",
        "en",
        "cases",
    ),
    ("deposit 1400, landlord says carpet, tenant has no photos. what did ppl split at", "en", "cases"),
    ("Which of ours came back within 6 months after noise agreements?", "en", "statistics"),
    ("he keeps saying 'see you in court', need a reality check line that isnt a threat", "en", "guideline"),
    ("agreement says 'keep noise reasonable' — too vague? give me wording", "en", "guideline"),
    ("employee wont be in same room, shuttle ok? and can i repeat what she told me", "en", "guideline"),
    ("楼上漏水泡了天花板，楼上死活不开门，以前咋弄成的", "zh", "cases"),
    ("物业费欠了三年，说电梯老坏不交，有没有打折成的案子", "zh", "cases"),
    ("两家打架轻微伤，都不想拘留，能调不？新法第几条", "zh", "statute"),
    ("协议都签了一个半月了还能去法院确认吗", "zh", "guideline"),
    ("她说他喝了酒动过手，这个离婚纠纷我还调不调", "zh", "cases"),
    ("上回调好的广场舞又闹了，把回访记录找出来", "zh", "cases"),
    ("can u be an angry downstairs neighbour, dont go easy", "en", "practice"),
    ("Why did I lose points on impartiality?? quote the line", "en", "practice"),
    ("开场白我说一遍你给我挑毛病，别写太长", "zh", "practice"),
    ("按类型出今年的调解数、成功率、反复率，别把模拟案例算进去", "zh", "statistics"),
]


@pytest.mark.parametrize(("question", "language", "kind"), ASKED, ids=[question[:20] for question, _, _ in ASKED])
def test_acceptance_questions(question: str, language: Language, kind: QuestionKind) -> None:
    understood = understand(question)
    assert (understood.language, understood.kind) == (language, kind)
    assert understood.search_text == question


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("hello", "smalltalk"),
        ("谢谢！", "smalltalk"),
        ("hello, my neighbour's dog barks all night", "cases"),
        ("How do I open a first meeting?", "guideline"),
        ("怎么开场", "guideline"),
        ("How many noise cases were settled?", "statistics"),
        ("How many disputes were resolved nationally in 2020 and 2021?", "guideline"),
        ("全国两年化解了多少矛盾纠纷", "guideline"),
        ("全国统一的调解笔录格式有吗，类似的案子有多少", "statistics"),
        ("What does Article 288 of the Civil Code say", "statute"),
        ("民法典第二百八十八条", "statute"),
        ("How was the fence case settled?", "cases"),
        ("Tell me about nb-2024-009", "lookup"),
        ("租客退租不退押金", "cases"),
        ("😀 1400", "cases"),
    ],
)
def test_kinds(question: str, kind: QuestionKind) -> None:
    assert understand(question).kind == kind


@pytest.mark.parametrize(
    ("question", "case_ids"),
    [
        ("compare nb-2024-009 with NB-2023-046, and nb-2024-009 again", ("nb-2024-009", "nb-2023-046")),
        ("查一下nb-2024-009的回访记录", ("nb-2024-009",)),
        ("（FM-2024-007）怎么样了", ("fm-2024-007",)),
        ("call me at 555-2024-009", ()),
        ("order xxnb-2024-0091234", ()),
        ("on 2024-01-09", ()),
    ],
)
def test_case_numbers_in_both_scripts(question: str, case_ids: tuple[str, ...]) -> None:
    assert understand(question).case_ids == case_ids


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("What does Article 33 say, and art. 205?", ("33", "205")),
        ("see § 33 and section 12", ("33", "12")),
        ("第33条和第 205 条", ("33", "205")),
        ("第三十三条", ("33",)),
        ("民法典第一千零四十二条、第十条、第二百八十八条", ("1042", "10", "288")),
        ("第二十条，第一百一十条", ("20", "110")),
        ("33 people in the cart 12 times", ()),
    ],
)
def test_articles_in_digits_and_in_chinese_numerals(question: str, articles: tuple[str, ...]) -> None:
    assert understand(question).articles == articles


def test_a_follow_up_leans_on_the_question_before() -> None:
    first = "deposit 1400, landlord says carpet, tenant has no photos"
    assert understand("And if one side refuses to come?", [first]).search_text == (
        f"{first}\nAnd if one side refuses to come?"
    )
    assert understand("那要是房东不肯来呢", ["押金一千四，房东说地毯脏了"]).search_text == (
        "押金一千四，房东说地毯脏了\n那要是房东不肯来呢"
    )


def test_a_second_follow_up_still_knows_what_it_is_about() -> None:
    first, second = "the dog next door barks from six", "and if they deny it?"
    assert understand("what about a recording?", [first, second]).search_text == (
        f"{first}\n{second}\nwhat about a recording?"
    )


def test_a_question_of_its_own_leans_on_nothing() -> None:
    before = ["the dog next door barks from six"]
    for question in ("the fence stands half a metre on my land", "租客退租，房东扣了全部押金，说墙上有钉子眼"):
        assert understand(question, before).search_text == question
    long = "and " + "the fence stands half a metre on my land " * 5
    assert understand(long, before).search_text == long
    assert understand("and now?").search_text == "and now?"
