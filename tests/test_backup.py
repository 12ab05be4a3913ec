"""A backup made while others write, brought back elsewhere; and what is said when it cannot be."""

import os
import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import notes
import pytest
from sqlalchemy import select, text

from mediator_bot import doctor
from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.index.terms import TermStore
from mediator_bot.library.backup import MANIFEST, back_up, verified
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.restore import restore
from mediator_bot.library.tables import metadata
from mediator_bot.service import Assistant
from mediator_bot.settings import Settings
from mediator_bot.types import Person

pytestmark = pytest.mark.both_catalogues
Write = Callable[[str, str], Path]
QUESTION = "the weathercock on the chimney squeaks when the wind turns"


@pytest.fixture
def kept(empty: Assistant, write: Write) -> Assistant:
    """A library with a note, its original and a conversation."""
    list(empty.add([write("note.md", notes.note())], empty.operator, publish=True))
    empty.conversations.record("talk", empty.operator, "漏水?", {"text": "…"})
    return empty


def back(assistant: Assistant, file: Path) -> Path:
    back_up(assistant.library.catalogue.engine, assistant.settings.home, file, assistant.operator)
    return file


def rows(assistant: Assistant) -> dict[str, list[dict[str, Any]]]:
    """Everything but the account, in which the backup itself stands, and who is signed in."""
    with assistant.library.catalogue.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in metadata.sorted_tables
            if table.name not in ("audit", "sessions")
        }


@pytest.fixture
def elsewhere(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An empty home, its catalogue of the other kind."""
    url = request.getfixturevalue("new_database")() if backend == "sqlite" else ""
    return Settings(home=tmp_path / "elsewhere", embeddings="hashing", catalogue_url=url)


def test_a_backup_comes_back_on_the_other_kind_of_catalogue(
    kept: Assistant, elsewhere: Settings, tmp_path: Path, write: Write
) -> None:
    file = back(kept, tmp_path / "b.zip")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    manifest = restore(file, elsewhere.home, elsewhere.catalogue_url)
    assert manifest.rows["turns"] == 1
    assert not manifest.missing
    again = Assistant.open(elsewhere)
    by = again.operator
    assert rows(again) == rows(kept)
    assert rows(again)["import_files"]
    document = notes.RECORD["case_id"] + ".en"
    assert again.library.catalogue.document(document, by) == kept.library.catalogue.document(document, by)
    assert again.library.catalogue.sequence() == kept.library.catalogue.sequence()
    assert again.conversations.questions("talk", by) == ["漏水?"]
    assert [hit.passage.text for hit in again.search(QUESTION, by)] == [
        h.passage.text for h in kept.search(QUESTION, by)
    ]
    originals = [home / "library" / "originals" for home in (kept.settings.home, elsewhere.home)]
    assert [p.read_bytes() for p in originals[1].iterdir()] == [p.read_bytes() for p in originals[0].iterdir()]
    # Numbers go on where they stood, and the account of everything is whole.
    list(again.add([write("more.md", notes.note("Another.", case_id="tt-2024-002"))], by, publish=True))
    assert again.library.catalogue.sequence() == kept.library.catalogue.sequence() + 1
    assert again.library.audit.verify().broken is None
    again.library.catalogue.engine.dispose()


def test_a_backup_is_of_one_moment_while_others_write(kept: Assistant, elsewhere: Settings, tmp_path: Path) -> None:
    stop = threading.Event()

    def write_on() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            notes.publish(kept, f"n{n}.txt", f"note {n}")

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        for n in range(3):
            back(kept, tmp_path / f"{n}.zip")
    finally:
        stop.set()
        writer.join()
    for n in range(3):
        rows = verified(tmp_path / f"{n}.zip").rows
        assert rows["documents"] <= rows["versions"]
    restore(tmp_path / "2.zip", elsewhere.home, elsewhere.catalogue_url)
    catalogue = Catalogue(elsewhere.home, elsewhere.catalogue_url)
    with catalogue.engine.connect() as connection:
        alone = "SELECT count(*) FROM versions v WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE p.document_id = v.document_id)"
        assert connection.execute(text(alone)).scalar() == 0
    # The feed names nothing that is not there, and everything that is live.
    assert set(catalogue.live_documents()) <= set(catalogue.changed_since(0))
    catalogue.engine.dispose()


def changed(file: Path, part: str, content: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, old in parts.items():
            archive.writestr(name, content(old) if name == part else old)


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("tables/pages.jsonl", lambda old: old.replace(b"weathercock", b"weatherhen!"), "b.zip is damaged"),
        (MANIFEST, lambda old: old[:-9], "b.zip is damaged"),
        (MANIFEST, lambda old: old.replace(b'"schema": "0003"', b'"schema": "0999"'), "newer version of mediator-bot"),
        (MANIFEST, lambda old: old.replace(b'"turns": 1', b'"turns": 2'), "names 2 rows of turns and holds 1"),
        (MANIFEST, lambda old: old.replace(b'"format": 1', b'"format": 9'), "backup of another version"),
    ],
)
def test_what_cannot_be_trusted_is_not_restored(
    kept: Assistant, elsewhere: Settings, tmp_path: Path, part: str, content: Callable[[bytes], bytes], said: str
) -> None:
    file = back(kept, tmp_path / "b.zip")
    changed(file, part, content)
    with pytest.raises(LibraryError, match=said):
        restore(file, elsewhere.home, elsewhere.catalogue_url)
    assert not [path for path in elsewhere.home.rglob("*") if path.is_file()]


def test_half_a_file_is_no_backup(kept: Assistant, tmp_path: Path) -> None:
    file = back(kept, tmp_path / "b.zip")
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(LibraryError, match="is damaged or no backup"):
        verified(file)


def test_nothing_is_written_over(kept: Assistant, tmp_path: Path) -> None:
    file = back(kept, tmp_path / "b.zip")
    with pytest.raises(LibraryError, match="has a library or an index already"):
        restore(file, kept.settings.home, kept.settings.catalogue_url)
    if kept.settings.catalogue_url:
        with pytest.raises(LibraryError, match="has tables already"):
            restore(file, tmp_path / "new", kept.settings.catalogue_url)


def test_a_disk_that_is_full_leaves_the_earlier_backup(kept: Assistant, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="could not be written: No such file or directory"):
        back(kept, tmp_path / "nowhere" / "b.zip")
    (tmp_path / "full.zip.new").symlink_to("/dev/full")
    (tmp_path / "full.zip").write_text("earlier")
    with pytest.raises(LibraryError, match="could not be written: No space left on device. An earlier file"):
        back(kept, tmp_path / "full.zip")
    assert (tmp_path / "full.zip").read_text() == "earlier"


def test_keys_leave_only_when_asked_and_only_for_the_operator(kept: Assistant, tmp_path: Path) -> None:
    (kept.settings.home / "library" / "pseudonym.key").write_bytes(b"key")
    engine, home, by = kept.library.catalogue.engine, kept.settings.home, kept.operator
    assert not [name for name in back_up(engine, home, tmp_path / "a.zip", by).sha256 if "key" in name]
    back_up(engine, home, tmp_path / "b.zip", by, with_keys=True)
    restore(tmp_path / "b.zip", tmp_path / "other")
    assert (tmp_path / "other" / "library" / "pseudonym.key").read_bytes() == b"key"
    with pytest.raises(RightsError, match="may not make a backup"):
        back_up(engine, home, tmp_path / "c.zip", Person("a", "admin", frozenset({"Lake"})))


def test_the_doctor_mends_what_disagrees(kept: Assistant) -> None:
    home, catalogue = kept.settings.home, kept.library.catalogue
    terms = TermStore(home / "indexes" / "terms.sqlite")
    live = terms.all_ids().tolist()
    terms.remove(live[:3])
    terms.add({10**6: ("nobody", ["goose"])})
    originals = home / "library" / "originals"
    (original,) = originals.iterdir()
    for name, at in (("left.new", 0), ("nobody.md", 0), ("being-added.md", None)):
        (originals / name).write_bytes(b"words")
        os.utime(originals / name, None if at is None else (at, at))

    def wrong() -> list[str]:
        return [finding.what for finding in doctor._home(kept.settings) if not finding.ok]

    assert wrong() == [
        "2 original files that no version names",
        f"{len(live) - 3} passages indexed, {len(live)} published",
    ]
    doctor.mend(kept.settings)
    assert wrong() == []
    assert {path.name for path in originals.iterdir()} == {original.name, "being-added.md"}
    assert terms.all_ids().tolist() == sorted(catalogue.live_ids_of(catalogue.live_documents())) == live
    original.rename(originals / "gone.md")
    doctor.mend(kept.settings)
    assert wrong() == [f"1 versions whose original is missing: {notes.RECORD['case_id']}.en v1"]
    (home / "indexes" / "manifest.json").write_text("{")
    doctor.mend(kept.settings)
    assert len(wrong()) == 1
