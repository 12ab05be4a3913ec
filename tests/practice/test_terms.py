"""Sums, days and promises in what is said; and whether a party can live with them."""

import datetime

import pytest

from mediator_bot.practice import Recogniser, Scenario
from mediator_bot.practice.bargain import judged, offers_in, put_on_table
from mediator_bot.practice.cast import Acceptance
from mediator_bot.practice.state import Offer, Standing
from mediator_bot.practice.sums import dates, sums
from mediator_bot.practice.terms import read_terms

TODAY = datetime.date(2025, 9, 15)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Mr Hale returns 1,185 EUR by 28 May 2025.", [1185.0]),
        ("Twelve hundred now and 300 in June.", [300.0, 1200.0]),
        ("No running from 21:30 to 07:00, within 14 days.", []),
        ("小郑10月8日前付老周3000元。", [3000.0]),
        ("先付一千二，余下八百月底给。", [800.0, 1200.0]),
        ("每晚九点以后不跑跳，试三个星期，每月5号报一次。", []),
    ],
)
def test_sums_are_money_and_nothing_else(text: str, amounts: list[float]) -> None:
    assert sums(text) == amounts


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("by 28 May 2026", [datetime.date(2026, 5, 28)]),
        ("on 5 October", [datetime.date(2025, 10, 5)]),
        ("by 3 March", [datetime.date(2026, 3, 3)]),
        ("9月20日试水，十月五日前修好", [datetime.date(2025, 9, 20), datetime.date(2025, 10, 5)]),
        ("2月30日", []),
    ],
)
def test_a_day_without_a_year_is_the_next_of_its_name(text: str, days: list[datetime.date]) -> None:
    assert dates(text, TODAY) == days


def test_a_written_agreement_is_read_promise_by_promise() -> None:
    names = {"A": ["老周"], "B": ["小郑"], "C": ["物业"]}
    read = read_terms("我来写：物业9月20日带染料到楼上试水；小郑10月8日前付老周3000元修吊顶；晚了由物业先垫。", names)
    assert [(term.who, term.amount, term.due, term.default) for term in read] == [
        (("C",), None, "9月20日", False),
        (("B",), 3000.0, "10月8日", False),
        (("C",), None, None, True),
    ]
    assert [term.is_whole for term in read] == [True, True, False]


def test_vague_words_bind_nobody() -> None:
    names = {"A": ["Nora"], "B": ["Mr Hale"]}
    assert [term.is_whole for term in read_terms("Mr Hale pays Nora back as soon as possible.", names)] == [False]
    assert [term.is_whole for term in read_terms("Each pays 425 by 24 January.", names)] == [True]
    assert read_terms("Thank you both for coming.", names) == []


def test_each_option_gets_the_sum_of_its_own_part(scenarios: dict[str, Scenario], recogniser: Recogniser) -> None:
    text = "Could you live with paying 180 for the years left in the carpet, and 35 for the missing key?"
    offers = offers_in(text, "mediator", scenarios["deposit-carpet-en"], recogniser.meaning)
    assert [(offer.option, offer.amount) for offer in offers] == [("carpet_share", 180.0), ("key", 35.0)]


def test_a_new_sum_must_be_agreed_anew() -> None:
    table = put_on_table((), [Offer("key", "A", 30.0, agreed=("A", "B"))])
    assert put_on_table(table, [Offer("key", "mediator")])[0].agreed == ("A", "B")
    changed = put_on_table(table, [Offer("key", "mediator", 45.0)])[0]
    assert (changed.by, changed.amount, changed.agreed) == ("A", 45.0, ())


def test_acceptance_looks_at_trust_heat_interests_sum_day_and_what_else_is_on_the_table() -> None:
    lines = {"accepting": ["Yes.", "All right."], "declining": ["No.", "Not that."]}
    wish = Acceptance.model_validate(
        {
            "option": "pay",
            "trust": 2,
            "heat": 2,
            "after": ["sleep"],
            "amount": {"min": 100, "max": 200},
            "due": {"latest": "2025-10-01"},
            "needs": ["repair"],
            **lines,
        }
    )
    ready = Standing(3.0, 1.0, told=("sleep",))
    offer = Offer("pay", "mediator", 150.0, datetime.date(2025, 9, 30))
    table = {"pay", "repair"}
    assert judged(wish, ready, offer, table) == "accepts"
    assert judged(wish, ready, Offer("pay", "mediator"), table) == "undecided"
    refused = [
        judged(wish, Standing(1.0, 1.0, told=("sleep",)), offer, table),
        judged(wish, Standing(3.0, 4.0, told=("sleep",)), offer, table),
        judged(wish, Standing(3.0, 1.0), offer, table),
        judged(wish, ready, Offer("pay", "mediator", 250.0), table),
        judged(wish, ready, Offer("pay", "mediator", 150.0, datetime.date(2025, 10, 2)), table),
        judged(wish, ready, offer, {"pay"}),
    ]
    assert refused == ["declines"] * 6
