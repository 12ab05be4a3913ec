"""A register's rows in a library: what their columns say is kept and shown, and never taken for a reviewed record."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from notes import let_stand

from mediator_bot.cases.prepare import prepare_case
from mediator_bot.cases.register_row import usable
from mediator_bot.errors import ModelError, RightsError
from mediator_bot.service import Assistant
from mediator_bot.types import Filters, Person, RawDocument

REGISTER = """案号,纠纷类型,登记日期,当事人,简要案情,调解结果
邻-001,邻里,2025-03-04,老周、老吴,老周家的烟囱上装了铁公鸡风向标，一刮风就吱吱响，楼下老吴睡不着。,2025年3月20日达成协议：老周每年春天给风向标上油，另付老吴600元。
邻-002,飞碟纠纷,三月初,甲、乙,甲说乙的飞碟停在他家院里三天，占了晒粮食的地方。,没谈成，转法院。
"""
Write = Callable[[str, str], Path]


def test_every_row_is_a_document_that_can_be_found(empty: Assistant, write: Write) -> None:
    (report,) = empty.add([write("登记簿.csv", REGISTER)], empty.operator)
    let_stand(empty, report)
    assert (report.status, len(report.documents)) == ("added", 2)
    (hit, *_) = empty.search("风向标 吱吱响", empty.operator, Filters(type=("neighbours",)))
    stored = empty.library.catalogue.document(hit.passage.document_id, empty.operator)
    assert (stored.case_id, stored.reviewed, stored.origin) == ("邻-001", False, "real_deidentified")
    assert (stored.record["type_l1"], stored.record["accepted_on"]) == ("neighbours", "2025-03-04")
    page = empty.library.catalogue.page(stored.document_id, stored.version, 0, empty.operator)
    span = stored.fields["type_l1"]
    assert page[span.start : span.end] == "邻里纠纷"
    only = empty.search("飞碟", empty.operator, Filters(type=("neighbours",)))
    assert {hit.passage.document_id for hit in only} == {"邻-001.zh"}
    assert "当事人: 老周、老吴" in empty.library.catalogue.page(stored.document_id, stored.version, 1, empty.operator)


def test_what_rules_read_is_proposed_with_its_words_and_not_counted(empty: Assistant, write: Write) -> None:
    (report,) = empty.add([write("登记簿.csv", REGISTER)], empty.operator, publish=True)
    document = report.documents[0]
    stored = empty.library.catalogue.document(document.document_id, empty.operator)
    assert document.fields_found == len(stored.fields) + len(stored.proposals)
    pages = {1: empty.library.catalogue.page(stored.document_id, stored.version, 1, empty.operator)}
    quotes = {proposal.field: proposal.quote(pages) for proposal in stored.proposals}
    assert "600元" in quotes["terms"]
    assert empty.ask("调解了多少件", empty.operator).statistics == {
        "n": 0,
        "outcomes": {},
        "recurred": 0,
        "practice_notes_left_out": 0,
    }


def test_values_a_schema_would_refuse_are_left_to_the_text() -> None:
    given = {"type_l1": "邻里", "level": "镇上", "accepted_on": "三月初", "outcome": "转法院处理", "case_id": "a-1"}
    assert usable(given) == {"type_l1": "neighbours", "outcome": "referred", "case_id": "a-1"}


def test_a_row_with_a_full_record_is_a_reviewed_note() -> None:
    record = {
        "case_id": "r-1",
        "lang": "en",
        "title": "The gate",
        "origin": "real_deidentified",
        "venue_type": "community_centre",
        "level": "community",
        "type_l1": "neighbours",
        "parties": [{"pid": "A", "role": "tenant"}, {"pid": "B", "role": "owner"}],
        "outcome": "full",
    }
    assert prepare_case(RawDocument("x.jsonl:1", ("The gate stood open.",), record, from_register=True)).reviewed
    broken = prepare_case(RawDocument("x.jsonl:1", ("The gate.",), {**record, "level": "moon"}, from_register=True))
    assert not broken.reviewed
    assert "level" not in broken.record


def test_a_published_card_stays_published(empty: Assistant, write: Write) -> None:
    card = '{"关键词": "邻里", "基本案情": "甲家的鹅咬了乙。", "处理结果": "甲道歉，赔偿三百元。"}\n'
    (report,) = empty.add([write("cards.jsonl", card)], empty.operator, publish=True)
    assert empty.library.catalogue.document(report.documents[0].document_id, empty.operator).origin == "published"


def test_a_chat_model_proposes_what_the_text_bears_out(empty: Assistant, write: Write) -> None:
    story = "# The gate\n\nThe parties agreed: B pays A 120 EUR for the new latch within a month.\n"
    (report,) = empty.add([write("gate.md", story)], empty.operator, publish=True)
    document = report.documents[0].document_id
    with pytest.raises(ModelError, match="chat_model"):
        empty.propose(document, empty.operator)
    reply = json.dumps(
        [
            {
                "field": "terms",
                "value": {"who": "B", "does": "pays for the new latch", "amount": 120},
                "quote": "B pays A 120 EUR for the new latch",
            },
            {"field": "terms", "value": {"who": "B", "does": "apologises", "amount": 500}, "quote": "B pays A 500 EUR"},
        ]
    )
    asking = replace(empty, settings=replace(empty.settings, chat_model="ollama:fake"))
    asking.chat_models["ollama:fake"] = GenericFakeChatModel(messages=iter([AIMessage(reply)]))
    with pytest.raises(RightsError, match="not sent to this model"):
        asking.propose(document, asking.operator)
    empty.library.catalogue.engine.dispose()
    (wide,) = empty.add([write("wide.md", story + "\nIt held.\n")], empty.operator, confidentiality="training")
    empty.library.publish(wide.documents[0].document_id, empty.operator, reviewers=["second person"])
    found = asking.propose(wide.documents[0].document_id, asking.operator)
    assert [(p.field, p.value["amount"], p.span.page) for p in found.proposals] == [("terms", 120, 1)]
    assert sum(found.dropped.values()) == 1


def test_only_an_admin_opens_the_picture_of_an_original(empty: Assistant) -> None:
    note = Path(__file__).parents[1] / "corpus/cases/md-2024-041.pdf"
    (report,) = empty.add([note], empty.operator, publish=True, confidentiality="training")
    document = report.documents[0].document_id
    assert empty.library.page_image(document, None, 1, empty.operator).startswith(b"\x89PNG")
    with pytest.raises(RightsError, match="open originals"):
        empty.library.page_image(document, None, 1, Person("lin", "trainee"))
