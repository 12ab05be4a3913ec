"""What may tell who somebody is: what is found, how it is replaced, and that nothing else moves."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediator_bot.cases.deidentify.apply import everywhere, replaced
from mediator_bot.cases.deidentify.find import find, find_in_pages
from mediator_bot.cases.deidentify.finding import KINDS, Finding, without_overlaps
from mediator_bot.cases.deidentify.fold import fold
from mediator_bot.cases.deidentify.people import told_apart
from mediator_bot.cases.deidentify.pseudonyms import Book, Replacement, new_book, replacements
from mediator_bot.cases.deidentify.shift import shifted
from mediator_bot.types import Span


def seen(text: str) -> set[tuple[str, str]]:
    findings = find(text)
    assert all(text[finding.start : finding.end] == finding.text for finding in findings)
    return {(finding.kind, finding.text) for finding in findings}


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("身份证号110101198003074511。", "id_number", "110101198003074511"),
        ("身份证１１０１０１１９８００３０７４５１１", "id_number", "１１０１０１１９８００３０７４５１１"),
        ("身份证 110101 19800307 451X 的那位", "id_number", "110101 19800307 451X"),
        ("香港身份证 A123456(7)", "id_number", "A123456(7)"),
        ("Her NINO is AB 12 34 56 C.", "id_number", "AB 12 34 56 C"),
        ("手机138-0013-8000", "phone", "138-0013-8000"),
        ("打幺三九零零一二三四五六找他", "phone", "幺三九零零一二三四五六"),
        ("Ring him on 07700 900123 after six.", "phone", "07700 900123"),
        ("工行卡6222 0210 0111 6245 702", "bank_card", "6222 0210 0111 6245 702"),
        ("the card 4111 1111 1111 1112 was refused", "bank_card", "4111 1111 1111 1112"),
        ("Pay to GB29 NWBK 6016 1331 9268 19 today", "account", "GB29 NWBK 6016 1331 9268 19"),
        ("户号：330012345678", "account", "330012345678"),
        ("车牌浙A·12345撞了墙", "plate", "浙A·12345"),
        ("a van, AB12 CDE, blocked the gate", "plate", "AB12 CDE"),
        ("邮箱 zhang.san＠163.com", "email", "zhang.san＠163.com"),
        ("加我微信 liufang_88", "wechat", "liufang_88"),
        ("QQ：12345678", "qq", "12345678"),
        ("2024年3月5日来访", "date", "2024年3月5日"),
        ("农历八月十五吵了一架", "date", "农历八月十五"),
        ("We met on the 6th of May 2023 again.", "date", "the 6th of May 2023"),
        ("住杭州市西湖区文三路88号3幢2单元501室", "address", "杭州市西湖区文三路88号3幢2单元501室"),
        ("He moved to 14 Elm Street, Leeds LS2 9JT last year", "address", "14 Elm Street, Leeds LS2 9JT"),
        ("申请人陈建国与邻居不和", "name", "陈建国"),
        ("王阿姨也看见了", "name", "王阿姨"),
        ("老陈说不行", "name", "老陈"),
        ("张某不同意", "name", "张某"),
        ("Kevin和他老婆住楼上", "name", "Kevin"),
        ("She told her brother Tom to leave.", "name", "Tom"),
        ("Then Mrs Alvarez agreed.", "name", "Mrs Alvarez"),
        ("他家住柳树屯", "small_place", "柳树屯"),
        ("他是镇上唯一的骨科医生", "rare_job", "镇上唯一的骨科医生"),
    ],
)
def test_each_kind_is_found_however_it_is_written(text: str, kind: str, words: str) -> None:
    assert (kind, words) in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲方愿意在三日内退还押金1400元，双方握手言和，关于第三百二十条的问题没有异议。",
        "The tenant said the boiler broke twice. The agreement was signed and the deposit of £1,200 came back.",
        "调解员先让双方把话说完，再分别谈了三次，最后老人点了头。",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert seen(text) == set()


def test_a_wrong_check_digit_is_proposed_less_surely() -> None:
    (right,) = (f for f in find("号码11010519491231002X") if f.kind == "id_number")
    (wrong,) = (f for f in find("号码110105194912310021") if f.kind == "id_number")
    assert right.confidence > wrong.confidence >= 0.5


def test_a_name_is_known_on_every_page() -> None:
    found = list(find_in_pages({1: "申请人陈建国到场。", 3: "建国签了字。", 2: "调解成功。"}))
    assert [(page, f.text) for page, f in found if f.kind == "name"] == [(1, "陈建国"), (3, "建国")]


@given(st.text(alphabet="１３８０138－- @Ａa一二三四五六七八九零幺年月 ", max_size=60))
def test_folding_moves_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.lists(st.tuples(st.sampled_from(list(KINDS)), st.integers(0, 30), st.integers(1, 9)), max_size=12))
def test_findings_never_overlap_and_stay_their_text(items: list[tuple[str, int, int]]) -> None:
    text = "abcdefghij klmnopqrst uvwxyz 0123456789 abc"
    made = [Finding(kind, a, min(a + n, len(text)), text[a : a + n], 0.5, "") for kind, a, n in items]
    kept = without_overlaps(made)
    assert all(one.end <= other.start for one, other in zip(kept, kept[1:], strict=False))
    assert all(text[f.start : f.end] == f.text and f.text for f in kept)


# --- who is who ---------------------------------------------------------------------------------------------------------


def test_people_are_told_apart_by_every_form_of_their_name() -> None:
    people = told_apart("老陈 陈建国 建国 小陈 刘芳 欧阳娜娜 欧阳女士".split())
    assert [(p.letter, set(p.written)) for p in people] == [
        ("A", {"陈建国", "老陈", "建国"}),
        ("B", {"小陈"}),
        ("C", {"刘芳"}),
        ("D", {"欧阳娜娜", "欧阳女士"}),
    ]
    people = told_apart(["John Miller", "Mr Miller", "John", "Mrs Miller", "J. Miller", "Tom"])
    assert [set(p.written) for p in people] == [
        {"John Miller", "Mr Miller", "John", "J. Miller"},
        {"Mrs Miller"},
        {"Tom"},
    ]


def test_two_of_one_surname_keep_the_short_form_to_itself() -> None:
    assert [p.written for p in told_apart(["陈建国", "陈建军", "老陈"])] == [("陈建国",), ("陈建军",), ("老陈",)]


def test_who_is_known_keeps_the_letter_and_no_letter_of_the_text_is_given() -> None:
    known = told_apart(["陈建国"])
    assert [p.letter for p in told_apart(["刘芳", "老陈"], known, taken="B")] == ["A", "C"]


# --- dates ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "moved"),
    [
        ("2023年5月6日", "2023年7月15日"),
        ("二〇二三年五月六日", "二〇二三年七月十五日"),
        ("5月6号", "7月15号"),
        ("2024-03-15", "2024-05-24"),
        ("6 May 2023", "15 July 2023"),
        ("May 2nd, 2023", "July 11th, 2023"),
        ("2024年3月", "2024年5月"),
        ("农历八月十五", None),
        ("上个月12号", None),
    ],
)
def test_a_date_moves_in_its_own_clothes(written: str, moved: str | None) -> None:
    assert shifted(written, 70, 2023) == moved


@given(
    st.dates(datetime.date(1950, 1, 1), datetime.date(2040, 1, 1)),
    st.integers(0, 400),
    st.integers(-26, 26).map(lambda weeks: weeks * 7),
)
def test_the_days_between_and_the_weekday_stay(day: datetime.date, gap: int, days: int) -> None:
    later = day + datetime.timedelta(days=gap)
    moved = [datetime.date.fromisoformat(shifted(date.isoformat(), days, 2000) or "") for date in (day, later)]
    assert (moved[1] - moved[0]).days == gap
    assert moved[0].weekday() == day.weekday()


# --- replacing ------------------------------------------------------------------------------------------------------------


def test_a_case_keeps_its_story_without_its_people() -> None:
    pages = {1: "2023年5月6日，申请人陈建国与邻居王秀英因漏水发生纠纷。\n老陈的手机138-0013-8000，5月20日来电。"}
    accepted = list(find_in_pages(pages))
    made, book = replacements(pages, accepted, Book(days=70))
    new, _ = replaced(pages, made)
    assert new[1] == "2023年7月15日，申请人A与邻居B因漏水发生纠纷。\n当事人A的手机［电话］，7月29日来电。"
    assert Book.of(book.as_json()) == book
    assert book.marks == (("［电话］", "138-0013-8000"),)


def test_english_people_are_persons() -> None:
    pages = {1: "Mr Miller wrote to John Miller's sister Ana. John Miller signed."}
    made, _ = replacements(pages, [(p, f) for p, f in find_in_pages(pages) if f.kind == "name"], Book(days=70))
    assert replaced(pages, made)[0][1] == "Person A wrote to Person A's sister Person B. Person A signed."


def test_who_is_hidden_once_is_hidden_throughout_but_where_a_reviewer_let_it_stand() -> None:
    pages = {1: "高兴来了，大家高兴。高兴走了。"}
    one, other = Finding("name", 0, 2, "高兴", 0.9, ""), Finding("name", 7, 9, "高兴", 0.5, "")
    found = everywhere(pages, [(1, one)], [(1, other)])
    assert sorted(f.start for _, f in found) == [0, 10]


def test_the_secret_is_whole_weeks_and_never_nothing() -> None:
    assert all(book.days % 7 == 0 and abs(book.days) >= 35 for book in (new_book() for _ in range(50)))


@settings(max_examples=200)
@given(st.data())
def test_every_span_still_holds_its_words(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab陈。1 ", min_size=1, max_size=40))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    made = [
        Replacement(1, a, b, data.draw(st.text(alphabet="XY", min_size=1, max_size=5)))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    new, moved = replaced({1: text}, made)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    inside = [item for item in made if item.start < end and start < item.end]
    span = moved(Span(1, start, end))
    assert 0 <= span.start <= span.end <= len(new[1])
    if not inside:
        assert new[1][span.start : span.end] == text[start:end]
    for item in inside:
        assert item.words in new[1][span.start : span.end]
