"""Fields proposed from prose: exactly which values, exactly where they stand, and the laws they keep on any text."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediator_bot.cases.confidences import cut_fences
from mediator_bot.cases.proposals.amounts import amounts
from mediator_bot.cases.proposals.confidence import MEASURED, STORY, confidence
from mediator_bot.cases.proposals.dates import dates
from mediator_bot.cases.proposals.proposal import Proposal
from mediator_bot.cases.proposals.propose import propose
from mediator_bot.cases.proposals.shape import shaped
from mediator_bot.documents.formats import parse
from mediator_bot.documents.reading import STANDARD
from mediator_bot.library.library import corpus_folder
from mediator_bot.text.language import language_of
from mediator_bot.text.numbers import chinese_number, figures
from mediator_bot.types import Language, Span

# A slow machine is no failure.
unhurried = settings(deadline=None)


def read(text: str, field: str, language: Language | None = None) -> list[tuple[Any, str]]:
    """Value and quote of each proposal for a field."""
    pages = {1: text}
    found = propose(pages, language or language_of(text))
    return [(proposal.value, proposal.quote(pages)) for proposal in found if proposal.field == field]


def values(text: str, field: str, language: Language | None = None) -> list[Any]:
    return [value for value, _ in read(text, field, language)]


# --- sums ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a deposit of £1,400", [(1400, "GBP", "£1,400")]),
        ("deposit 1400, landlord says carpet", [(1400, None, "1400")]),
        ("EUR 260 up front", [(260, "EUR", "EUR 260")]),
        ("260 EUR", [(260, "EUR", "260 EUR")]),
        ("1,200 yuan and 3 keys", [(1200, "CNY", "1,200 yuan")]),
        ("HK$2,000", [(2000, "HKD", "HK$2,000")]),
        ("nine thousand pounds of unfinished work", [(9000, "GBP", "nine thousand pounds")]),
        ("a charge of fifteen hundred euros", [(1500, "EUR", "fifteen hundred euros")]),
        ("B owes A 1.8k", [(1800, None, "1.8k")]),
        ("12.50 EUR", [(12.5, "EUR", "12.50 EUR")]),
        ("要求赔偿三万二千元", [(32000, "CNY", "三万二千元")]),
        ("退还装修款3.2万元", [(32000, "CNY", "3.2万元")]),
        ("老板出1万2", [(12000, None, "1万2")]),
        ("合计21万8千元", [(218000, "CNY", "21万8千元")]),
        ("扣了押金两千八", [(2800, None, "两千八")]),
        ("人民币叁仟伍佰元整", [(3500, "CNY", "人民币叁仟伍佰元")]),
        ("要求换整套，一万六；", [(16000, None, "一万六")]),
        ("共借了１４００元", [(1400, "CNY", "１４００元")]),
        ("港币八千元", [(8000, "HKD", "港币八千元")]),
    ],
)
def test_sums_in_every_written_form(text: str, expected: list[tuple[float, str | None, str]]) -> None:
    # Full-width figures are made plain before rules read them.
    plain = text.translate(str.maketrans("０１４", "014"))
    assert [(a.value, a.currency, text[a.start : a.end]) for a in amounts(plain)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "pay within 14 days",
        "a fee in 2024",
        "交了24个月",
        "付了三次",
        "三块石头",
        "第288条",
        "the flat is worth two of the others",
        "80% back",
        "租了三十平方米",
    ],
)
def test_what_is_no_sum(text: str) -> None:
    assert list(amounts(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张某要求李某赔偿三万二千元。", [({"amount_claimed": 32000, "currency": "CNY"}, "三万二千元")]),
        ("B wants 1,850 EUR; A offered 400.", [({"amount_claimed": 1850, "currency": "EUR"}, "1,850 EUR")]),
        ("欠费合计19860元，公司只肯减两千。", [({"amount_claimed": 19860, "currency": "CNY"}, "19860元")]),
        ("A pays B 900 EUR by Friday.", []),
    ],
)
def test_a_sum_asked_for_is_told_from_one_offered(text: str, expected: list[Any]) -> None:
    assert read(text, "amounts") == expected


@pytest.mark.parametrize(
    ("written", "number"),
    [("三万二", 32000), ("两千八", 2800), ("一百五", 150), ("一百零五", 105), ("三万零二", 30002), ("二十五", 25), ("二〇二四", 2024)],
)  # fmt: skip
def test_spoken_numbers_leave_their_last_unit_out(written: str, number: int) -> None:
    assert chinese_number(written) == number
    assert figures(f"赔{written}元") == {str(number)}


def test_a_word_that_looks_like_a_number_is_none() -> None:
    assert figures("万一不付") == frozenset()
    with pytest.raises(ValueError, match="no Chinese numeral"):
        chinese_number("三万元")


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年3月5日受理，3月18日签字，4月底前付清", [("2024-03-05", True), ("2024-03-18", False), ("2024-04-30", False)]),
        ("二〇二四年九月三日", [("2024-09-03", True)]),
        ("2022.10.17立案，2023-11", [("2022-10-17", True), ("2023-11", True)]),
        ("5/3/2024", [("2024-03-05", False)]),  # the third of May to some
        ("3/15/2024", [("2024-03-15", True)]),
        ("March 5th, 2024, and 7 June", [("2024-03-05", True), ("2024-06-07", False)]),
        ("in December 2023, then in February", [("2023-12", True), ("2024-02", False)]),
        ("by the end of May 2024", [("2024-05-31", True)]),
        ("2023年5月，同年8月，次年3月", [("2023-05", True), ("2023-08", False), ("2024-03", False)]),
    ],
)  # fmt: skip
def test_dates_in_every_written_form(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(date.deadline, date.sure) for date in dates(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["腊月二十三，正月初六", "农历2024年3月", "2024年，三月初五", "the last week of May 2024", "三个月", "一月一搬", "31 February 2024", "2024-13-01", "3 March"],
)  # fmt: skip
def test_what_is_no_date_of_the_calendar(text: str) -> None:
    assert [date.value for date in dates(text) if len(date.value) > 4] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年3月5日，镇调委会受理此案，3月18日双方签订协议。", {"accepted_on": "2024-03-05", "agreement_effective_on": "2024-03-18"}),
        ("受理时间：2023年11月6日\n结案时间：2023年12月1日", {"accepted_on": "2023-11-06", "closed_on": "2023-12-01"}),
        ("22 Aug 2022. B applies.", {"accepted_on": "2022-08-22"}),
        ("Application received 4 March 2024. They settled on 22 March 2024.", {"accepted_on": "2024-03-04", "agreement_effective_on": "2024-03-22"}),
        ("The mediation was terminated on 3 October 2024.", {"closed_on": "2024-10-03"}),
        ("They agreed that B pays by 31 May 2025.", {}),
    ],
)  # fmt: skip
def test_when_a_case_was_accepted_agreed_and_closed(text: str, expected: dict[str, str]) -> None:
    found = propose({1: text}, language_of(text))
    assert {p.field: p.value for p in found if p.field.endswith("_on")} == expected


def test_a_year_that_is_not_written_makes_a_date_less_sure() -> None:
    text = "2024年3月5日受理，3月18日签订协议。"
    sure, apart = (p for p in propose({1: text}, "zh") if p.field.endswith("_on"))
    assert apart.confidence < sure.confidence


# --- articles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依据民法典第二百八十八条、第二百九十条处理。", [("民法典", "288"), ("民法典", "290")]),
        ("民法典288条、第509条第一款。", [("民法典", "288"), ("民法典", "509")]),
        ("《中华人民共和国民法典》第五百零九条，《治安管理处罚法》（2025修订）第9条。", [("民法典", "509"), ("治安管理处罚法", "9")]),
        ("治安管理处罚法第四十三条", [("治安管理处罚法", "43")]),
        ("民法典第二百八十八条至第二百九十条", [("民法典", "288"), ("民法典", "289"), ("民法典", "290")]),
        ("民诉法205条", [("民事诉讼法", "205")]),
        ("依据人民调解法。该法第三十三条讲得明白。", [("人民调解法", "33")]),
        ("Article 288 of the Civil Code, and Arts. 205–206 of the Civil Procedure Law.",
         [("Civil Code", "288"), ("Civil Procedure Law", "205"), ("Civil Procedure Law", "206")]),
        ("Art. 33 People's Mediation Law", [("People's Mediation Law", "33")]),
        ("Under the PRC Civil Code, Articles 509 and 577", [("Civil Code", "509"), ("Civil Code", "577")]),
        ("section 12 of the Labour Relations Act 2011", [("Labour Relations Act", "12")]),
    ],
)  # fmt: skip
def test_articles_in_every_written_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(value["law"], value["article"]) for value in values(text, "legal_basis")] == expected


@pytest.mark.parametrize(
    "text",
    ["租赁合同第三条", "依据民法典。协议第二条写明分四次交清。", "《管理规约》第八条", "这个说法第三条不对", "协议一共8条", "Article 6 of the tenancy agreement", "CCL s. 5", "a section 21 notice"],
)  # fmt: skip
def test_clauses_of_a_contract_are_no_law(text: str) -> None:
    assert read(text, "legal_basis") == []


# --- what came of it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("双方签订调解协议。", ("full", "签订调解协议")),
        ("谈了两回，没谈成，后开的说法庭见。", ("none", "没谈成")),
        ("双方未能达成一致。", ("none", "未能达成一致")),
        ("申请人来电撤回申请。", ("withdrawn", "来电撤回")),
        ("我们终止了调解，书面告知双方可以走诉讼。", ("terminated", "终止了调解")),
        ("当天移送派出所处理。", ("referred", "移送")),
        ("违约金一项没有谈拢，其余双方签字。", ("partial", "违约金一项没有谈拢")),
        ("After two sessions they did not settle.", ("none", "did not settle")),
        ("They settled on the spot.", ("full", "settled")),
        ("She withdrew her application in July.", ("withdrawn", "withdrew her application")),
        ("No agreement was signed.", ("none", "No agreement")),
        ("The case was referred to the domestic abuse service.", ("referred", "was referred to")),
        ("They signed; opening hours on Sundays were left open.", ("partial", "were left open")),
    ],
)
def test_outcomes_and_their_denials(text: str, expected: tuple[str, str]) -> None:
    assert read(text, "outcome") == [expected]


@pytest.mark.parametrize(
    "text",
    ["如果达成协议，事情就好办了。", "“我们已经达成协议了，别再来。”他说。", "B asked what happens if they settled.", "The weather was fine."],
)  # fmt: skip
def test_what_might_be_is_no_outcome(text: str) -> None:
    assert read(text, "outcome") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("双方在协议上签字。", ["written"]),
        ("没写协议，口头说好的。", ["oral"]),
        ("没谈成。", ["none"]),
        ("The parties agreed orally; nothing was put in writing.", ["oral"]),
        ("Signed agreement.", ["written"]),
    ],
)
def test_the_form_of_an_agreement(text: str, expected: list[str]) -> None:
    assert values(text, "agreement_form") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("双方共同向法院申请司法确认，法院裁定协议有效。", ["法院已裁定确认"]),
        ("协议未申请司法确认。", ["未申请"]),
        ("已告知双方可以申请司法确认。", []),
        ("The joint application for judicial confirmation was made and the court confirmed the agreement.", ["confirmed by the court"]),
        ("Not sent for confirmation.", ["not applied for"]),
    ],
)  # fmt: skip
def test_judicial_confirmation(text: str, expected: list[str]) -> None:
    assert values(text, "confirmation_status") == expected


# --- terms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年3月18日双方达成协议：李某于4月10日前一次性补偿张某两千八百元；逾期未付的，张某可向法院起诉。",
         [({"who": "李某", "does": "于4月10日前一次性补偿张某两千八百元", "to_whom": "张某", "amount": 2800, "currency": "CNY",
            "due": "2024-04-10", "on_default": "张某可向法院起诉"},
           "李某于4月10日前一次性补偿张某两千八百元；逾期未付的，张某可向法院起诉")]),
        ("2024年1月签的：乙于3月底前付甲3000元。",
         [({"who": "乙", "does": "于3月底前付甲3000元", "to_whom": "甲", "amount": 3000, "currency": "CNY", "due": "2024-03-31"},
           "乙于3月底前付甲3000元")]),
        ("协议：医药费3260元由甲承担，乙不再追究。",
         [({"who": "甲", "does": "医药费3260元由甲承担", "amount": 3260, "currency": "CNY"}, "医药费3260元由甲承担"),
          ({"who": "乙", "does": "不再追究"}, "乙不再追究")]),
        ("Agreed: B pays A 700 EUR by 31 May 2025.",
         [({"who": "B", "does": "pays A 700 EUR by 31 May 2025", "to_whom": "A", "amount": 700, "currency": "EUR", "due": "2025-05-31"},
           "B pays A 700 EUR by 31 May 2025")]),
        ("They agreed that the landlord returns £900 to the tenant; if late, the full £1,400 falls due.",
         [({"who": "landlord", "does": "returns £900 to the tenant", "to_whom": "tenant", "amount": 900, "currency": "GBP",
            "on_default": "the full £1,400 falls due"},
           "landlord returns £900 to the tenant; if late, the full £1,400 falls due")]),
        ("Terms:\n1. A collects the wardrobe by 20 January 2025.\n2. B hands over both keys.\nIf B is late, A may claim interest.",
         [({"who": "A", "does": "collects the wardrobe by 20 January 2025", "due": "2025-01-20"}, "A collects the wardrobe by 20 January 2025"),
          ({"who": "B", "does": "hands over both keys", "on_default": "A may claim interest"}, "B hands over both keys.\nIf B is late, A may claim interest")]),
    ],
)  # fmt: skip
def test_terms_with_who_what_when_and_what_if_not(text: str, expected: list[Any]) -> None:
    assert read(text, "terms") == expected


@pytest.mark.parametrize(
    "text",
    [
        "甲要求乙赔八千，乙不同意。",
        "乙没付钱，甲去找他。",
        "A offered 400 and B refused.",
        "B said he would pay A 700.",
        "“乙赔我三千。”甲说。",
    ],
)
def test_what_is_asked_offered_or_refused_is_no_term(text: str) -> None:
    assert read(text, "terms") == []


def test_a_party_goes_by_the_letter_it_was_given() -> None:
    text = "物业公司A和业主B签了协议：物业公司在2024年9月底前修好单元门。"
    assert values(text, "terms") == [{"who": "A", "does": "在2024年9月底前修好单元门", "due": "2024-09-30"}]


# --- people ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("楼上业主B、C与物业公司A争了半年。", [("B", "楼上业主", "person"), ("C", "楼上业主", "person"), ("A", "物业公司", "organisation")]),
        ("申请人：王某，女。\n被申请人：某装饰公司。", [("王某", "申请人", "person"), ("某装饰公司", "被申请人", "organisation")]),
        ("甲方：刘某（房屋出租人）\n乙方：孙某（承租人）\n甲方于三日内退押金。", [("甲", "房屋出租人", "person"), ("乙", "承租人", "person")]),
        ("A (dog owner) and B (cyclist) met.", [("A", "dog owner", "person"), ("B", "cyclist", "person")]),
        ("A, the former tenant; B, the letting agency.", [("A", "former tenant", "person"), ("B", "letting agency", "organisation")]),
        ("Landlord and tenant, deposit withheld.", [("landlord", "landlord", "person"), ("tenant", "tenant", "person")]),
        ("A rotten fence stood between the gardens.", []),
        ("Flat B is above block C.", []),
    ],
)  # fmt: skip
def test_sides_by_letter_name_or_role(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(v["pid"], v["role"], v["kind"]) for v in values(text, "parties")] == expected


def test_a_letter_alone_says_nothing_of_its_kind() -> None:
    assert values("A called B. B called A back.", "parties") == [
        {"pid": "A", "role": "party"},
        {"pid": "B", "role": "party"},
    ]


def test_helpers_and_mediators() -> None:
    text = "M-07请了老支书到场，问律师的事以后再说。"
    assert values(text, "mediators") == ["M-07"]
    assert read(text, "invited_helpers") == [({"role": "老支书"}, "老支书")]


# --- kinds, forms, afterwards ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("房东扣了租客的押金。", "tenancy"),
        ("三户业主欠物业费，说电梯老坏。", "property_management"),
        ("借条写着五万，债务人说只拿到四万九。", "contract"),
        ("A worker was dismissed and claims unpaid wages.", "labour"),
        ("Smoke from a takeaway's vent drifts into the flats.", "environment"),
        ("The hedge between two neighbours has grown too high.", "neighbours"),
    ],
)
def test_the_kind_of_dispute(text: str, expected: str) -> None:
    assert values(text, "type_l1") == [expected]


def test_a_form_says_it_outright() -> None:
    text = "Dispute type: tenancy\nVenue: village committee\nOutcome: not settled\nThey agreed on nothing and signed nothing."
    found = propose({1: text}, "en")
    assert {p.field: (p.value, p.rule) for p in found if p.rule.endswith(".form")} == {
        "type_l1": ("tenancy", "type_l1.form"),
        "venue_type": ("village_committee", "venue_type.form"),
        "outcome": ("none", "outcome.form"),
    }
    assert [p.value for p in found if p.field == "outcome"] == ["none"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年10月8日电话回访，B已按期付清，没再闹。", [{"due": "2024-10-08", "done": "2024-10-08", "performed": "full", "recurrence": False}]),
        ("下次回访定在2025年9月。", [{"due": "2025-09"}]),
        ("Follow-up 20 February 2024: the first instalment came late. No further trouble.",
         [{"due": "2024-02-20", "done": "2024-02-20", "performed": "partly", "recurrence": False}]),
        ("By the follow-up visit in May 2024 it had started again.", [{"due": "2024-05", "done": "2024-05", "recurrence": True}]),
        ("The tenant rang in May 2024.", []),
    ],
)  # fmt: skip
def test_follow_ups(text: str, expected: list[dict[str, Any]]) -> None:
    assert values(text, "followups") == expected


def test_questions_and_reasons_are_quoted() -> None:
    assert read("争议焦点是谁来修防水、修理费怎么出。", "issues") == [
        ({"neutral_statement": "谁来修防水、修理费怎么出"}, "谁来修防水、修理费怎么出")
    ]
    assert read("双方未能达成协议，原因是赔偿数额差得太远。", "failure_reason") == [
        ("赔偿数额差得太远", "赔偿数额差得太远")
    ]


# --- laws ------------------------------------------------------------------------------------------------------------


def assert_lawful(pages: dict[int, str], language: Language) -> tuple[Proposal, ...]:
    """Each proposal quotes words of its page, is a value of the schema as it stands, and is as sure as its rule."""
    found = propose(pages, language)
    length = sum(len(page) for number, page in pages.items() if number)
    for proposal in found:
        span = proposal.span
        assert span.page in pages and span.page > 0
        assert 0 <= span.start < span.end <= len(pages[span.page])
        assert proposal.quote(pages) == pages[span.page][span.start : span.end]
        assert proposal.quote(pages).strip()
        assert shaped(proposal.field, proposal.value) == proposal.value
        assert proposal.confidence == confidence(proposal.rule, length)
    return found


PIECES = st.sampled_from(
    "A B 甲 乙 张某 某公司 房东 租客 物业公司 the tenant Landlord Ms P ，|。|；|：|\n|\n## 回访\n|【处理结果】|1. |一、|“|”|(|）| | and | that | the |"
    "要求|赔偿|三万二千元|1,400|£|EUR 260|3.2万元|一万六|2024年3月5日|3月底前|by 31 May|5/3/2024|March 2024|腊月二十三|受理|签字|达成协议|未达成|没谈成|撤回申请|"
    "pays B 700|agreed|did not settle|signed|withdrew her application|if late,|逾期的，|民法典|第二百八十八条|第509条第一款|Article 288 of the Civil Code|Arts. 205–206|"
    "回访|已付清|又闹|called in October 2024|司法确认|M-07|请了村医到场|the interpreter came|争议焦点是|issue was|因为|噪音|deposit|wages|協議|賠償|甲方|１２|Outcome: |結果：|İ|ß|ﬁ|\u3000|\t|👍".split("|")
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join)


@unhurried
@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from(["zh", "en"]))
def test_every_proposal_quotes_its_page_and_fits_the_schema(texts: list[str], language: Language) -> None:
    pages = dict(enumerate(texts, start=1))
    found = assert_lawful(pages, language)
    # The rendered record is no prose, and saying it twice changes nothing.
    assert propose({0: "受理时间：2024年3月5日。双方签订协议。", **pages}, language) == found


CASES = sorted(path for path in (corpus_folder() / "cases").iterdir() if path.suffix in (".md", ".pdf", ".docx"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_every_note_of_the_library_keeps_the_laws(path: Path) -> None:
    for document in parse(path, STANDARD).documents:
        pages = dict(enumerate(cut_fences(document.pages), start=1))
        assert assert_lawful(pages, language_of("\n".join(pages.values())))


def test_traditional_characters_are_read_and_quoted_as_they_stand() -> None:
    text = "雙方於2024年5月20日簽署協議：乙方應於2024年6月30日前賠償甲方港幣八千元。"
    assert read(text, "terms", "zh") == [
        (
            {"who": "乙", "does": "應於2024年6月30日前賠償甲方港幣八千元", "to_whom": "甲", "amount": 8000, "currency": "HKD", "due": "2024-06-30"},
            "乙方應於2024年6月30日前賠償甲方港幣八千元",
        )
    ]  # fmt: skip
    assert read(text, "agreement_effective_on", "zh") == [("2024-05-20", "2024年5月20日")]


def test_spans_count_in_their_own_page() -> None:
    pages = {1: "Application received 4 March 2024.", 2: "\n  They did not settle."}
    found = {proposal.field: proposal.span for proposal in propose(pages, "en")}
    assert found["accepted_on"] == Span(1, 21, 33)
    assert found["outcome"] == Span(2, 8, 22)


def test_nothing_is_proposed_from_nothing() -> None:
    assert propose({}, "zh") == propose({0: "双方签订协议。"}, "zh") == propose({1: " \n"}, "en") == ()


@pytest.mark.parametrize(
    "piece", ["2024年3月回访", "1,000,", "一、", "A、", "pays ", "of the ", "2024-", "“", "B pays A ", "由"]
)
def test_no_text_takes_long_to_read(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    began = time.process_time()
    propose({1: text}, "zh")
    # A quadratic pattern took fifteen seconds here.
    assert time.process_time() - began < 6


def test_a_rule_is_less_sure_in_a_long_story_and_never_quite_sure() -> None:
    for rule, ((right, proposed), _) in MEASURED.items():
        assert 0 < confidence(rule, 100) < 1 and 0 < confidence(rule, STORY) < 1
        assert confidence(rule, 100) == round((right + 1) / (proposed + 2), 2)
    assert confidence("no such rule", 100) == 0.5


def test_a_proposal_is_weighed_by_the_length_of_the_text() -> None:
    text = "房东扣了租客的押金两千四。"
    short, long = propose({1: text}, "zh"), propose({1: text + "。" * STORY}, "zh")
    assert [replace(p, confidence=0) for p in short] == [replace(p, confidence=0) for p in long]
    assert any(a.confidence != b.confidence for a, b in zip(short, long, strict=True))
