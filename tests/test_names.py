"""A note with people in it: held back until somebody has decided, published without them, and the way back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from notes import note
from sqlalchemy import select

from mediator_bot.cases.render import render_record
from mediator_bot.cases.schema import parse_note
from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.library import Library
from mediator_bot.library.tables import audit, pseudonyms
from mediator_bot.settings import Settings
from mediator_bot.types import Person

Write = Callable[[str, str], Path]
ANN = Person("ann", "admin", frozenset({"local"}))
BEN = Person("ben", "admin", frozenset({"local"}))
STORY = """# 陈建国家漏水

2023年5月6日，申请人陈建国（身份证号110101198003074514）与邻居王秀英因漏水发生纠纷。
老陈说小李在场，建国的手机138-0013-8000。双方约定王秀英于2023年6月1日前赔偿陈建国3000元。
"""
SECRETS = (
    "陈建国",
    "王秀英",
    "小李",
    "110101198003074514",
    "138-0013-8000",
    "2023年5月6日",
    "2023年6月1日",
    "2023-06-01",
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library without the reference material."""
    chosen = Settings(home=tmp_path / "home", embeddings="hashing")
    Catalogue(chosen.home)
    return Library(chosen)


def everything(library: Library, document: str, version: int | None = None) -> str:
    stored = library.catalogue.document(document, ANN, version)
    numbers = library.catalogue.page_numbers(document, stored.version)
    texts = [library.catalogue.page(document, stored.version, number, ANN) for number in numbers]
    return "\n".join([*texts, stored.title, str(stored.record), str(stored.proposals)])


def brought(library: Library, path: Path) -> str:
    return library.add(path, ANN, publish=True).documents[0].document_id


def draft(library: Library, path: Path) -> str:
    return library.add(path, ANN).documents[0].document_id


def test_a_note_waits_until_every_finding_is_decided(library: Library, write: Write) -> None:
    report = library.add(write("n.md", STORY), ANN, publish=True)
    (added,) = report.documents
    assert (added.status, report.status) == ("pending", "added")
    assert f"{added.names_open} findings" in str(report.reason)
    assert added.document_id not in library.catalogue.live_documents()
    with pytest.raises(LibraryError, match="waits for a person"):
        library.publish(added.document_id, ANN)
    library.decide_names(added.document_id, ANN, reject=[1])
    looked = library.decide_names(added.document_id, BEN, accept="all")
    assert [(f.decision, f.decided_by) for f in looked.findings][:2] == [("rejected", "ann"), ("accepted", "ben")]
    assert library.publish(added.document_id, ANN) == "unit"


def test_what_is_published_names_nobody_and_every_field_is_its_quote(library: Library, write: Write) -> None:
    path = write("n.md", STORY)
    document = brought(library, path)
    library.decide_names(document, ANN, accept="all")
    library.publish(document, ANN)
    text = everything(library, document)
    assert [secret for secret in SECRETS if secret in text] == []
    assert "申请人A（身份证号［证件号］）与邻居B" in text
    stored = library.catalogue.document(document, ANN)
    pages = {n: library.catalogue.page(document, 1, n, ANN) for n in (0, 1)}
    title = stored.fields["title"]
    assert pages[0][title.start : title.end] == stored.title == "当事人A家漏水"
    assert {proposal.quote(pages) for proposal in stored.proposals if proposal.field == "type_l1"} == {"漏水"}
    assert library.catalogue.passages(library.catalogue.live_ids_of([document]))[0][0].text in pages[1]
    files = b"".join(file.read_bytes() for file in (library.settings.home / "library").glob("catalogue*"))
    assert [secret for secret in SECRETS if secret.encode() in files] == []
    assert library.add(path, ANN).status == "duplicate"


def test_a_reviewed_record_keeps_its_page(library: Library, write: Write) -> None:
    text = note(
        "John Miller said no. Then Mrs Alvarez paid on 3 June 2024.\n",
        accepted_on="2024-05-03",
        closed_on="2024-06-07",
        lessons="John Miller heard the squeak himself on 4 May 2024.",
    )
    document = brought(library, write("n.md", text))
    library.decide_names(document, ANN, accept="all")
    library.publish(document, ANN)
    stored = library.catalogue.document(document, ANN)
    page, spans = render_record(parse_note(dict(stored.record)))
    assert library.catalogue.page(document, 1, 0, ANN) == page
    assert {name: stored.fields[name] for name in spans} == spans
    assert "Miller" not in page and "Alvarez" not in everything(library, document)


def test_only_whoever_holds_the_key_learns_who_it_was(library: Library, write: Write) -> None:
    document = brought(library, write("n.md", STORY))
    library.decide_names(document, ANN, accept="all")
    library.publish(document, ANN)
    book = library.reveal(document, BEN)
    assert [(p.letter, set(p.written)) for p in book.people][0] == ("A", {"陈建国", "老陈", "建国"})
    with library.catalogue.engine.connect() as connection:
        acts = [(row.person, row.action) for row in connection.execute(select(audit))]
        sealed = connection.execute(select(pseudonyms.c.sealed)).scalar()
    assert ("ben", "reveal") in acts and ("ann", "replace names") in acts
    assert "陈" not in str(sealed)
    key = library.settings.home / "library" / "pseudonym.key"
    assert key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(RightsError):
        library.reveal(document, Person("mia", "mediator", frozenset({"local"})))
    key.rename(key.with_suffix(".away"))
    with pytest.raises(LibraryError, match="key"):
        library.reveal(document, ANN)


def test_a_later_version_and_the_translation_speak_of_the_same_people(library: Library, write: Write) -> None:
    document = brought(library, write("n.md", STORY))
    library.decide_names(document, ANN, accept="all")
    library.publish(document, ANN)
    days = library.reveal(document, ANN).days
    brought(library, write("n.md", STORY + "7月3日，陈建国和刘芳都说不漏了。\n"))
    library.decide_names(document, ANN, accept="all")
    library.publish(document, ANN)
    book = library.reveal(document, ANN)
    assert [p.letter for p in book.people if "陈建国" in p.written] == ["A"]
    assert book.days == days
    assert "陈建国" not in everything(library, document, 2)


def test_a_correction_asks_only_about_what_is_new(library: Library, write: Write) -> None:
    document = brought(library, write("n.md", STORY))
    library.decide_names(document, ANN, accept="all")
    library.publish(document, ANN)
    page = library.catalogue.page(document, 1, 1, ANN)
    library.correct(document, {}, ANN, seen=1, pages={1: page + "\n证人赵铁柱到场。\n"})
    assert [f.text for f in library.names(document, ANN).findings] == ["赵铁柱"]


def test_what_was_missed_can_be_marked(library: Library, write: Write) -> None:
    document = draft(library, write("n.md", "那只叫铁公鸡的风向标是甲家的传家宝，铁公鸡一转就响。"))
    looked = library.mark_name(document, ANN, "small_place", "铁公鸡")
    assert [(f.start, f.decision) for f in looked.findings if f.text == "铁公鸡"] == [(3, "accepted"), (18, "accepted")]
    with pytest.raises(LibraryError, match="does not stand"):
        library.mark_name(document, ANN, "name", "谁也不是")
    with pytest.raises(LibraryError, match="no kind"):
        library.mark_name(document, ANN, "colour", "铁公鸡")


def test_drafts_before_a_published_version_keep_no_text(library: Library, write: Write) -> None:
    document = brought(library, write("n.md", STORY))
    brought(library, write("n.md", STORY + "补充：赵铁柱作证。\n"))
    library.decide_names(document, ANN, accept="all")
    library.publish(document, ANN)
    assert library.catalogue.page_numbers(document, 1) == []
    assert library.catalogue.versions(document, ANN)[0].record == {}


def test_a_combination_that_no_other_case_has_is_named(library: Library, write: Write) -> None:
    for number, age in (("a", 83), ("b", 40), ("c", 40)):
        story = f"当事人今年{age}岁，住在杭州市，因楼道堆物发生争执。\n"
        library.add(write(f"{number}.md", note(story, case_id=number, lang="zh", lessons=f"{age}岁，杭州市")), ANN)
    (alone, *_) = library.telling("a.zh", ANN)
    assert "83岁" in alone
    assert not any("40岁" in warning for warning in library.telling("b.zh", ANN))
