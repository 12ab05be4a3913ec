"""Files in, documents in the catalogue out: reading, fields, originals, review and withdrawal; a bad file stops only itself."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from mediator_bot import documents
from mediator_bot.cases.deidentify.pseudonyms import Book
from mediator_bot.cases.prepare import Prepared, prepare_case, prepare_guideline, prepare_statutes
from mediator_bot.documents.names import shown
from mediator_bot.errors import DocumentError, LibraryError, RightsError, SchemaError
from mediator_bot.library import reading, register
from mediator_bot.library.audit import Audit
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.corrections import correct
from mediator_bot.library.erasure import erased_before
from mediator_bot.library.fingerprint import fingerprint
from mediator_bot.library.names import AUTHORS as AUTHORS  # where those who add for them look for it
from mediator_bot.library.names import Looked, decide, look, mark, waiting
from mediator_bot.library.people import People
from mediator_bot.library.register import Account, as_it_is
from mediator_bot.library.rights import require_admin
from mediator_bot.library.settling import reveal, settle
from mediator_bot.library.sign_in import NOBODY, SignIn
from mediator_bot.library.telling import telling
from mediator_bot.settings import Settings
from mediator_bot.types import Filters, Person, RawDocument

Read = Callable[[Path], documents.Reading]
Status = Literal["added", "updated", "duplicate", "quarantined", "partly"]
OPERATOR = "operator"


@dataclass(frozen=True)
class AddedDocument:
    """One document that a file held."""

    document_id: str
    case_id: str | None
    version: int
    status: Literal["pending", "published"]
    passages: int
    fields_found: int
    # Findings that may tell who somebody is, and that nobody has accepted or rejected yet.
    names_open: int = 0


@dataclass(frozen=True)
class AddReport:
    """What became of one file; `reason` says why it was not, or not wholly, taken in."""

    path: str
    status: Status
    documents: tuple[AddedDocument, ...] = ()
    reason: str | None = None


def operator_of(settings: Settings) -> Person:
    """Whoever sits at this machine: an admin of each unit."""
    return Person(OPERATOR, "admin", frozenset({settings.unit}), every_unit=True)


def corpus_folder() -> Path:
    """The sample library and the reference material: inside an installed package, or beside it in the repository."""
    inside = Path(__file__).parents[1] / "corpus"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "corpus"


def sample_questions() -> list[str]:
    """Questions as people type them, in both languages: they show search how a question differs from a note."""
    files = sorted((corpus_folder() / "questions").glob("*.jsonl"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [json.loads(line)["question"] for line in lines]


class Library:
    """The library of one home: its catalogue and its original files."""

    def __init__(self, settings: Settings) -> None:
        """Open the library. Raises LibraryError where there is none yet."""
        self.settings = settings
        if not settings.catalogue_url and not (settings.home / "library" / "catalogue.sqlite").exists():
            raise LibraryError(f"There is no library in {settings.home}. Make one with `mediator-bot init`.")
        self.catalogue = Catalogue(settings.home, settings.catalogue_url)
        self.audit = Audit(self.catalogue.engine)
        self.people = People(self.catalogue.engine, {OPERATOR, AUTHORS.name, NOBODY.name, *settings.people})
        self.door = SignIn(self.catalogue.engine, self.people)

    @classmethod
    def create(cls, settings: Settings) -> "Library":
        """Make a library where there is none, with the reference material and no cases; open it where there is one."""
        Catalogue(settings.home, settings.catalogue_url)
        library = cls(settings)
        library.load_reference()
        return library

    def person(self, name: str | None) -> Person:
        """A person of the settings or with an account; for no name the operator of this machine, who stands for each unit.

        Raises RightsError for a name that neither has.
        """
        if name is None:
            return operator_of(self.settings)
        if name in self.settings.people:
            return self.settings.people[name]
        if account := self.people.find(name):
            return account.person
        raise RightsError(f"Nobody is called {name!r}. Make an account with `mediator-bot users add`.")

    # --- what comes with the program ---------------------------------------------------------------------------

    def load_reference(self) -> None:
        """Bring guidelines and statutes up to those of the program; what has not changed costs nothing."""
        folder = corpus_folder()
        files = [*sorted((folder / "guidelines").glob("*.md")), *sorted((folder / "statutes").glob("*.yaml"))]
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
        stamp = self.settings.home / "library" / "reference.sha256"
        stamp.parent.mkdir(parents=True, exist_ok=True)
        # A catalogue without changes is a new one, whatever the stamp beside it says.
        if stamp.exists() and stamp.read_text() == digest and self.catalogue.sequence():
            return
        present = set()
        for path in files:
            for prepared in _reference(path):
                document_id, version, _ = register.store(
                    self.catalogue.engine,
                    prepared,
                    sha256=fingerprint(prepared),
                    source=f"reference:{prepared.key}",
                    original=None,
                    by=AUTHORS,
                )
                present.add(document_id)
                # Also what is stored already: an earlier start may have ended between the two.
                self.publish(document_id, AUTHORS, version, reviewers=["second author"])
        stored = self.catalogue.list_documents(AUTHORS, Filters(origin=("reference",)))
        self.withdraw(
            [d.document_id for d in stored if d.status == "published" and d.document_id not in present], AUTHORS
        )
        stamp.write_text(digest)

    def add_samples(self) -> Iterator[AddReport]:
        """Add and publish the sample cases, one report a file."""
        yield from self.add_all([corpus_folder() / "cases"], AUTHORS, publish=True, reviewers=["second author"])

    # --- what people bring -------------------------------------------------------------------------------------

    def add_all(
        self,
        paths: Sequence[Path],
        by: Person,
        *,
        publish: bool = False,
        confidentiality: str | None = None,
        reviewers: Sequence[str] = (),
        again: bool = False,
    ) -> Iterator[AddReport]:
        """Take files and folders in, one report a file as each is done, as `add`."""
        with documents.Reader(self.limits) as reader:
            for path in documents.find(paths):
                yield self.add(
                    path,
                    by,
                    reader.read,
                    publish=publish,
                    confidentiality=confidentiality,
                    reviewers=reviewers,
                    again=again,
                )

    def add(
        self,
        path: Path,
        by: Person,
        read: Read = documents.read,
        *,
        publish: bool = False,
        confidentiality: str | None = None,
        reviewers: Sequence[str] = (),
        again: bool = False,
        called: str | None = None,
        account: Account = as_it_is,
    ) -> AddReport:
        """Take one file in. What cannot be read, or is another unit's, goes to quarantine with the reason.

        `called` is what it is known by where its path says nothing, as that of an upload; `account` is told of each document
        in the step that keeps it. What was erased before is refused unless `again` says that it may come back. Raises RightsError for anyone but an admin.
        """
        require_admin(by, "add documents")
        try:
            found = read(path)
        except DocumentError as error:
            found = documents.Reading((), (str(error),))
        prepared, problems = self._prepare_all(found, by, confidentiality)
        if not again:
            prepared = [item for item in prepared if not self._was_erased(item, problems)]
        original = self._keep_original(path) if prepared else ""
        source, name = shown(called or str(path.resolve())), shown(called or str(path))
        kept, notes = [], []
        for item in prepared:
            # A file with many documents: each is known by its own content, for lines move.
            place = source if len(found.documents) == 1 else f"{source}#{item.key}"
            try:
                added, status, note = self._store(item, place, original, by, publish, reviewers, account)
            except RightsError as error:
                problems.append(str(error))
            else:
                kept.append((added, status))
                notes += [note] if note else []
        if problems:
            register.quarantine(self.catalogue.engine, name, "; ".join(problems), by)
        return AddReport(
            name,
            _overall({status for _, status in kept}, problems),
            tuple(added for added, _ in kept),
            "; ".join([*problems, *notes]) or None,
        )

    def publish(
        self, document_id: str, by: Person, version: int | None = None, *, reviewers: Sequence[str] = ()
    ) -> str:
        """Let search see a version; returns the level it is published at, as `register.publish`.

        What a reviewer accepted of its names is replaced before, as `settling.settle`: LibraryError while one is undecided.
        """
        settle(self.catalogue, document_id, by, version)
        return register.publish(self.catalogue.engine, document_id, by, version, reviewers=reviewers)

    def restore(self, document_id: str, version: int, by: Person) -> str:
        """Roll back: let search see a version that was published before; returns its level.

        The versions after it stay, and can be published again. Raises LibraryError where it was never published: that one
        is to be reviewed first.
        """
        stored = self.catalogue.document(document_id, by, version)
        if stored.published_at is None:
            raise LibraryError(f"Version {version} of {document_id!r} was never published. Review it, then publish it.")
        return self.publish(document_id, by, version)

    def correct(
        self,
        document_id: str,
        fields: Mapping[str, Any],
        by: Person,
        *,
        seen: int,
        pages: Mapping[int, str] | None = None,
    ) -> int:
        """Keep a reviewer's corrections of the version they saw as the next one, as `corrections.correct`."""
        return correct(self.catalogue, document_id, fields, by, seen=seen, pages=pages)

    def withdraw(self, document_ids: Sequence[str], by: Person) -> int:
        """Take documents out of search at once, as `register.withdraw`."""
        return register.withdraw(self.catalogue.engine, document_ids, by)

    def names(self, document_id: str, by: Person, version: int | None = None) -> Looked:
        """What may tell who somebody is in a version (the newest by default), as `names.look`."""
        return look(self.catalogue, document_id, by, version)

    def decide_names(
        self,
        document_id: str,
        by: Person,
        version: int | None = None,
        *,
        accept: Collection[int] | Literal["all"] = (),
        reject: Collection[int] | Literal["all"] = (),
    ) -> Looked:
        """Accept findings, which will be replaced, and reject others, which will stand, as `names.decide`."""
        return decide(self.catalogue, document_id, by, version, accept=accept, reject=reject)

    def mark_name(self, document_id: str, by: Person, kind: str, words: str, version: int | None = None) -> Looked:
        """Add what the rules missed, everywhere it stands, as `names.mark`."""
        return mark(self.catalogue, document_id, by, kind, words, version)

    def reveal(self, document_id: str, by: Person) -> Book:
        """Who is behind the pseudonyms of a note, as `settling.reveal`: needs the key, and is written down."""
        return reveal(self.catalogue, document_id, by)

    def telling(self, document_id: str, by: Person, version: int | None = None) -> tuple[str, ...]:
        """What could tell whose case a note is even without names, as `telling.telling`."""
        return telling(self.catalogue, document_id, by, version)

    def read(
        self, document_id: str, by: Person, version: int | None = None, page: int | None = None, *, reason: str = ""
    ) -> reading.Opened:
        """A document, or one page of it, for a person to read, as `reading.read`."""
        return reading.read(self.catalogue, document_id, by, version, page, reason)

    def page_image(self, document_id: str, version: int | None, page: int, by: Person) -> bytes:
        """The picture of a page of the original file, as a PNG, for a reviewer to hold the text against.

        An original may hold names that the published text does not. Raises RightsError for anyone but an admin, DocumentError
        where the page cannot be drawn, LibraryError where there is no such document.
        """
        require_admin(by, "open originals")
        original = self.catalogue.original(document_id, by, version)
        self.audit.record(by, "open original", document_id, {"page": page, **({"version": version} if version else {})})
        return documents.page_image(self.settings.home / "library" / "originals" / original, page)

    @property
    def limits(self) -> documents.Limits:
        """What the settings allow one file to cost."""
        settings = self.settings
        return documents.Limits(
            megabytes=settings.max_file_mb, pages=settings.max_pages, seconds=settings.parse_seconds
        )

    def _prepare_all(
        self, found: documents.Reading, by: Person, confidentiality: str | None
    ) -> tuple[list[Prepared], list[str]]:
        """The documents of a file that can be taken in, and why the others cannot."""
        prepared, problems = [], list(found.problems)
        for raw in found.documents:
            try:
                prepared.append(self._prepare(raw, by, confidentiality))
            except (DocumentError, SchemaError) as error:
                problems += str(error).splitlines()
        return prepared, problems

    def _prepare(self, raw: RawDocument, by: Person, confidentiality: str | None) -> Prepared:
        prepared = prepare_case(raw)
        return replace(
            prepared,
            unit=prepared.unit or next(iter(sorted(by.units)), self.settings.unit),
            confidentiality=confidentiality or prepared.confidentiality,
        )

    def _was_erased(self, prepared: Prepared, problems: list[str]) -> bool:
        """Whether the document was erased before; the reason joins the problems, before anything of it is kept."""
        stone = erased_before(self.catalogue.engine, prepared.key, fingerprint(prepared))
        if stone is None:
            return False
        problems.append(
            f"{prepared.key} was erased on {stone.at[:10]} by {stone.erased_by}: {stone.reason}. Nothing of it was kept;"
            " add it with --again if it may come back."
        )
        return True

    def _store(
        self,
        prepared: Prepared,
        source: str,
        original: str,
        by: Person,
        publish: bool,
        reviewers: Sequence[str],
        account: Account,
    ) -> tuple[AddedDocument, str, str | None]:
        document_id, version, status = register.store(
            self.catalogue.engine,
            prepared,
            sha256=fingerprint(prepared),
            source=source,
            original=original,
            by=by,
            account=account,
        )
        note, names_open = None, look(self.catalogue, document_id, by, version).open
        if publish and names_open:
            note = waiting(look(self.catalogue, document_id, by, version))
        elif publish and prepared.warnings:
            note = f"{document_id} waits for a person: {'; '.join(prepared.warnings)} Then publish it."
        elif publish:
            level = self.publish(document_id, by, version, reviewers=reviewers)
            if level != prepared.confidentiality:
                note = f"{document_id}: published to the unit only; a second person must review it for {prepared.confidentiality}"
        added = AddedDocument(
            document_id,
            prepared.case_id,
            version,
            "published" if self.catalogue.document(document_id, by, version).status == "published" else "pending",
            passages=self.catalogue.passage_count(document_id, version),
            fields_found=len(prepared.fields) + len(prepared.proposals),
            names_open=names_open,
        )
        return added, status, note

    def _keep_original(self, path: Path) -> str:
        content = path.read_bytes()
        name = hashlib.sha256(content).hexdigest() + path.suffix.lower()
        folder = self.settings.home / "library" / "originals"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / name).exists():
            scratch = folder / f"{name}.new"
            scratch.write_bytes(content)
            scratch.chmod(0o600)
            scratch.replace(folder / name)
        return name


def _overall(statuses: set[str], problems: Sequence[str]) -> Status:
    if not statuses:
        return "quarantined"
    if problems:
        return "partly"
    return "added" if "added" in statuses else "updated" if "updated" in statuses else "duplicate"


def _reference(path: Path) -> list[Prepared]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":
        return prepare_statutes(yaml.safe_load(text), path.name)
    _, front, body = text.split("---\n", 2)
    return [prepare_guideline(RawDocument(path.name, (body.strip(),), yaml.safe_load(front)))]
