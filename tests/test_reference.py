"""Guidelines and statutes come with the program: they are there from the start and follow it."""

import json
from pathlib import Path
from typing import Any

import pytest

from mediator_bot.library import library as library_module
from mediator_bot.library import register
from mediator_bot.library.library import AUTHORS, Library
from mediator_bot.settings import Settings
from mediator_bot.types import Person


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reference of one guideline and one law with two articles."""
    folder = tmp_path / "corpus"
    (folder / "guidelines").mkdir(parents=True)
    (folder / "statutes").mkdir()
    (folder / "guidelines" / "open.en.md").write_text(
        "---\nguideline_id: open\ntitle: Opening\nlang: en\nprofile: all\nsources: []\n---\n1. Welcome both.\n"
    )
    write_law(folder, "288", "289")
    monkeypatch.setattr(library_module, "corpus_folder", lambda: folder)
    return folder


def write_law(corpus: Path, *articles: str, gist: str = "Neighbours help.") -> None:
    rows = [{"article": article, "gist": {"zh": "方便。", "en": gist}, "verified": True} for article in articles]
    table = {"law_id": "civil", "law": {"zh": "民法典", "en": "Civil Code"}, "rows": rows}
    (corpus / "statutes" / "civil.yaml").write_text(json.dumps(table))


def live(library: Library) -> dict[str, int]:
    stored = library.catalogue.list_documents(Person("t", "trainee"))
    return {document.document_id: document.version for document in stored if document.status == "published"}


@pytest.mark.usefixtures("corpus")
def test_a_new_library_holds_the_reference_for_everyone(tmp_path: Path) -> None:
    library = Library.create(Settings(home=tmp_path / "home"))
    assert live(library) == {"open.en": 1, "civil-288": 1, "civil-289": 1}
    sequence = library.catalogue.sequence()
    library.load_reference()
    assert Library.create(library.settings).catalogue.sequence() == sequence == 3


def test_the_reference_follows_the_program(corpus: Path, tmp_path: Path) -> None:
    library = Library.create(Settings(home=tmp_path / "home"))
    write_law(corpus, "288", "290", gist="Neighbours still help.")
    library.load_reference()
    assert live(library) == {"open.en": 1, "civil-288": 2, "civil-290": 1}
    assert library.catalogue.document("civil-289", AUTHORS).status == "removed"
    sequence = library.catalogue.sequence()
    write_law(corpus, "288", "290", "291", gist="Neighbours still help.")
    library.load_reference()
    assert library.catalogue.changed_since(sequence) == ["civil-291"]  # what was gone is not withdrawn again


@pytest.mark.usefixtures("corpus")
def test_a_catalogue_made_anew_gets_its_reference_again(tmp_path: Path) -> None:
    library = Library.create(Settings(home=tmp_path / "home"))
    library.catalogue.engine.dispose()
    for file in (tmp_path / "home" / "library").glob("catalogue.sqlite*"):
        file.unlink()
    assert len(live(Library.create(library.settings))) == 3


@pytest.mark.usefixtures("corpus")
def test_a_start_that_was_cut_short_is_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any, **__: Any) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(register, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            Library.create(Settings(home=tmp_path / "home"))
    library = Library(Settings(home=tmp_path / "home"))
    assert live(library) == {}
    library.load_reference()
    assert live(library) == {"open.en": 1, "civil-288": 1, "civil-289": 1}
