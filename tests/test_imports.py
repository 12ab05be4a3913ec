"""Imports as jobs: killed in the middle, on a full disk, cancelled, two at once; nothing acknowledged is lost or done twice."""

import os
import resource
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest
from files import packed
from hypothesis import given
from hypothesis import strategies as st
from notes import note
from sqlalchemy import select

from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.imports import Imports, Upload, safe_name
from mediator_bot.library.jobs import pace
from mediator_bot.library.leases import Lease
from mediator_bot.library.library import Library
from mediator_bot.library.tables import documents, import_documents, import_files, pages, quarantine, versions
from mediator_bot.settings import Settings
from mediator_bot.types import Person

ADMIN = Person("lin", "admin", frozenset({"Lake"}))
OPERATOR = Person("operator", "admin", frozenset({"local"}), every_unit=True)
# A file that takes a while, so that a kill finds the import at work.
SLOW = "The well on the border, told again and again. "


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[str], Imports]]:
    """Makes a library without reference material, in a home of a name."""
    opened: list[Library] = []

    def made(name: str) -> Imports:
        from mediator_bot.library.catalogue import Catalogue

        home = tmp_path / name
        Catalogue(home).engine.dispose()
        opened.append(Library(Settings(home=home)))
        return Imports(opened[-1])

    yield made
    for library in opened:
        library.catalogue.engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve files: notes, a duplicate, a changed note, an archive with a bad member, an empty file, a wrong type."""
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(6):
        (folder / f"{n}.md").write_text(note(f"The well was dug in year {n}.\n\n{SLOW * 50}", case_id=f"tt-{n}"))
    (folder / "6-again.md").write_text((folder / "2.md").read_text())
    (folder / "7-changed.md").write_text(note("The well was dug deeper.", case_id="tt-3"))
    packed(folder / "8.zip", {"a.txt": "The hedge grew over the path.", "b.txt": "", "c.txt": "The hedge was cut."})
    (folder / "9.txt").write_bytes(b"")
    (folder / "a.pdf").write_bytes(b"GIF89a, but named otherwise")
    (folder / "b.txt").write_text("A told of a goat in the garden.")
    return folder


def rows(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """What an import leaves behind, without moments and the ids that chance gives."""
    shown = {
        documents: ("document_id", "source", "unit", "live_version"),
        versions: ("document_id", "version", "sha256", "original", "added_by", "record"),
        pages: ("document_id", "version", "number", "text"),
        import_files: ("n", "name", "status", "reason"),
        import_documents: ("n", "document_id", "version", "status"),
        quarantine: ("path", "reason"),
    }
    with library.catalogue.engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(*(table.c[c] for c in names)))), key=str
            )
            for table, names in shown.items()
        }


# What the command line does, without the models.
WORK = """
import sys
from pathlib import Path
from mediator_bot.errors import MediatorError
from mediator_bot.library.imports import Imports
from mediator_bot.library.library import Library
from mediator_bot.settings import Settings
from mediator_bot.types import Person

settings = Settings(home=Path(sys.argv[1]))
imports = Imports(Library(settings))
by = Person("operator", "admin", frozenset({"local"}), every_unit=True)
jobs = [imports.begin([Path(sys.argv[2])], by)] if sys.argv[2:] else imports.unfinished(by)
try:
    for job in jobs:
        list(imports.run(job.id, by))
except MediatorError as error:
    sys.exit(str(error))
"""


def working(*words: Path, **options: Any) -> "subprocess.Popen[str]":
    """A process that begins an import, or goes on with what is unfinished."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", WORK, *map(str, words)], text=True, **pipes, **options)


def statuses(imports: Imports, job: str, by: Person) -> dict[str, str]:
    return {Path(file.name).name: file.status for file in imports.files(job, by)}


# --- what became of each file, and why -------------------------------------------------------------------------------


def test_the_report_says_which_and_why(make: Callable[[str], Imports], folder: Path) -> None:
    (folder / ".hidden.docx").write_text("")
    (folder / "~$2.md").write_text("")
    (folder / ".notes").write_text("")
    imports = make("home")
    job = imports.begin([folder], ADMIN)
    assert (job.state, job.total, job.done, job.per_minute, job.seconds_left) == ("waiting", 12, 0, None, None)
    reports = list(imports.run(job.id, ADMIN))
    assert [Path(report.path).name for report in reports] == [Path(f.name).name for f in imports.files(job.id, ADMIN)][
        :12
    ]
    found = {Path(file.name).name: file for file in imports.files(job.id, ADMIN)}
    expected = {f"{n}.md": "added" for n in range(6)}
    expected |= {"6-again.md": "duplicate", "7-changed.md": "updated", "8.zip": "partly", "9.txt": "quarantined"}
    expected |= {"a.pdf": "quarantined", "b.txt": "added", ".hidden.docx": "left_out", "~$2.md": "left_out"}
    assert {name: file.status for name, file in found.items()} == expected
    assert found["6-again.md"].documents == (("tt-2.en", 1),)
    assert found["7-changed.md"].documents == (("tt-3.en", 2),)
    assert "8.zip/b.txt is empty" in str(found["8.zip"].reason)
    assert found["9.txt"].reason == "9.txt is empty (0 bytes). Check that it was copied completely."
    assert "It is hidden" in str(found[".hidden.docx"].reason)
    done = imports.get(job.id, ADMIN)
    assert (done.state, done.total, done.done, done.seconds_left) == ("done", 12, 12, 0.0)
    assert dict(done.counts) == {"added": 7, "duplicate": 1, "updated": 1, "partly": 1, "quarantined": 2, "left_out": 2}
    assert list(imports.run(job.id, ADMIN)) == []


def test_only_admins_import_and_see_their_own(make: Callable[[str], Imports], folder: Path) -> None:
    imports = make("home")
    with pytest.raises(RightsError):
        imports.begin([folder], Person("tao", "mediator", frozenset({"Lake"})))
    with pytest.raises(RightsError):
        imports.receive([], Person("tao", "trainee"))
    job = imports.begin([folder / "1.md"], ADMIN)
    other = Person("zhou", "admin", frozenset({"Lake"}))
    assert imports.of(other) == []
    for act in (imports.get, imports.files, imports.cancel):
        with pytest.raises(LibraryError, match="no import"):
            act(job.id, other)
    assert [one.id for one in imports.of(OPERATOR)] == [job.id]


# --- broken off ------------------------------------------------------------------------------------------------------


def test_a_kill_in_the_middle_loses_nothing_and_does_nothing_twice(
    make: Callable[[str], Imports], folder: Path
) -> None:
    whole, killed = make("whole"), make("killed")
    list(whole.run(whole.begin([folder], OPERATOR).id, OPERATOR))
    for moment, named in ((1, [folder]), (5, [])):
        with working(killed._home, *named) as process:
            _until(partial(_is_at, killed, moment), process)
            process.send_signal(signal.SIGKILL)
        (job,) = killed.of(OPERATOR)
        assert job.state == "interrupted"
        assert moment <= job.done < job.total
    before = statuses(killed, job.id, OPERATOR)
    list(killed.run(job.id, OPERATOR))
    after = statuses(killed, job.id, OPERATOR)
    assert {name: status for name, status in before.items() if status != "waiting"}.items() <= after.items()
    assert rows(killed._library) == rows(whole._library)
    assert killed.get(job.id, OPERATOR).state == "done"


def _is_at(imports: Imports, moment: int) -> bool:
    return any(job.done >= moment for job in imports.of(OPERATOR))


def _until(reached: Callable[[], Any], process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 60
    while not reached():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.002)


def test_a_document_kept_just_before_the_kill_counts_as_what_it_was(
    make: Callable[[str], Imports], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = make("home")
    job = imports.begin([folder / "8.zip", folder / "0.md"], ADMIN)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(imports, "_acknowledge", cut_off)
        with pytest.raises(KeyboardInterrupt):
            list(imports.run(job.id, ADMIN))
    assert statuses(imports, job.id, ADMIN) == {"8.zip": "waiting", "0.md": "waiting"}
    assert imports.get(job.id, ADMIN).state == "stopped"
    assert [report.status for report in imports.run(job.id, ADMIN)] == ["partly", "added"]
    assert [row[3] for row in rows(imports._library)["import_documents"]] == ["added", "added", "added"]


def test_a_full_disk_stops_the_job_and_it_goes_on_from_there(make: Callable[[str], Imports], folder: Path) -> None:
    whole, small = make("whole"), make("small")
    most = (small._home / "library" / "catalogue.sqlite").stat().st_size + 1_000_000
    letter = docx.Document()
    letter.add_paragraph("A and B shared the water of the well.")
    letter.save(str(folder / "1.docx"))
    with zipfile.ZipFile(folder / "1.docx", "a") as archive:
        archive.writestr("word/media/scan.bin", os.urandom(most))
    list(whole.run(whole.begin([folder], OPERATOR).id, OPERATOR))

    def little() -> None:  # no file of that process may grow beyond it
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    with working(small._home, folder, preexec_fn=little) as process:
        _, error = process.communicate()
    assert process.returncode == 1
    (job,) = small.of(OPERATOR)
    assert error.endswith(
        f"is full. Make room. Then `mediator-bot library import resume {job.id}` goes on with {folder / '1.docx'}.\n"
    )
    assert (job.state, job.reason, job.done) == ("stopped", error.strip(), 1)
    list(small.run(job.id, OPERATOR))
    assert rows(small._library) == rows(whole._library)


def test_cancelled_between_two_files_and_gone_on_with(make: Callable[[str], Imports], folder: Path) -> None:
    imports = make("home")
    job = imports.begin([folder], ADMIN)
    work = imports.run(job.id, ADMIN)
    next(work)
    assert imports.get(job.id, ADMIN).state == "running"
    assert imports.cancel(job.id, ADMIN).state == "running"
    assert list(work) == []
    cancelled = imports.get(job.id, ADMIN)
    assert (cancelled.state, cancelled.done) == ("cancelled", 1)
    assert imports.unfinished(ADMIN) == []
    assert len(list(imports.run(job.id, ADMIN))) == 11
    assert imports.cancel(job.id, ADMIN).state == "done"


def test_two_never_work_on_one_job(make: Callable[[str], Imports], folder: Path) -> None:
    imports = make("home")
    job = imports.begin([folder], ADMIN)
    work = imports.run(job.id, ADMIN)
    next(work)
    with pytest.raises(LibraryError, match="being worked on already"):
        list(imports.run(job.id, ADMIN))
    # Whoever lost the lease keeps nothing any more.
    with imports._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE import_jobs SET held_until = '2000-01-01T00:00:00+00:00'")
    with Lease(imports._engine, job.id), pytest.raises(LibraryError, match="Another process goes on"):
        next(work)
    assert imports.get(job.id, ADMIN).done == 1
    assert len(list(imports.run(job.id, ADMIN))) == 11


# --- uploads ---------------------------------------------------------------------------------------------------------


def test_uploads_wait_in_the_library_for_nobody_else_to_read(make: Callable[[str], Imports], folder: Path) -> None:
    imports = make("home")
    uploads = [Upload(f"notes/{name}", folder / name) for name in ("0.md", "9.txt")]
    uploads += [Upload("../../etc/passwd.md", folder / "1.md"), Upload("notes/0.md", folder / "2.md")]
    job = imports.receive(uploads, ADMIN)
    incoming = imports._home / "library" / "incoming" / job.id
    assert {stat.S_IMODE(path.stat().st_mode) for path in incoming.rglob("*") if path.is_file()} == {0o600}
    assert stat.S_IMODE(incoming.stat().st_mode) == 0o700
    assert {report.path: report.status for report in imports.run(job.id, ADMIN)} == {
        "etc/passwd.md": "added",
        "notes/0.md": "added",
        "notes/9.txt": "quarantined",
        "notes/_0.md": "added",
    }
    assert not incoming.exists()
    assert [row["path"] for row in imports._library.catalogue.quarantined(ADMIN)] == [f"upload {job.id}/notes/9.txt"]


@given(st.text(max_size=300))
def test_an_upload_stays_in_its_folder_whatever_it_is_called(name: str) -> None:
    place = safe_name(name)
    assert not place.is_absolute()
    assert place.parts
    for part in place.parts:
        assert part not in (".", "..")
        assert len(part.encode()) <= 255
        assert not {"\0", "\u202e", "\n"} & set(part)


# --- how fast --------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.sampled_from([".md", ".pdf"]), st.floats(0.01, 900)), min_size=1, max_size=30),
    st.integers(0, 9),
)
def test_the_time_left_is_that_of_the_kinds_left(took: list[tuple[str, float]], waiting: int) -> None:
    per_minute, left = pace(took, [".md"] * waiting)
    assert per_minute is not None
    assert left is not None
    seconds = [one for kind, one in took if kind == ".md"] or [one for _, one in took]
    assert waiting * min(seconds) <= left + 1e-6
    assert left <= waiting * max(seconds) + 1e-6


def test_one_scan_of_an_hour_says_nothing_about_the_notes() -> None:
    took = [(".md", 1.0), (".md", 3.0), (".md", 2.0), (".pdf", 3600.0)]
    assert pace(took, [".md", ".md", ".docx"]) == (60 * 4 / 3606, 2.0 + 2.0 + 2.5)
    assert pace([], [".md"]) == (None, None)
