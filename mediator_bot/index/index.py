"""The catalogue's change feed in, a searchable index out: vectors and terms of every published passage."""

import hashlib
import io
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import filelock
import numpy as np
from numpy.typing import NDArray

from mediator_bot.errors import StaleIndexError
from mediator_bot.index.centring import LANGUAGES, MANNERS, Sort, centred, means_of
from mediator_bot.index.manifest import NAME, Manifest, read_manifest, write_manifest
from mediator_bot.index.terms import TermStore, compact
from mediator_bot.index.vectors import Segment, VectorStore, replace_file, write_segment
from mediator_bot.index.words import WordStore
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.chunks import CHUNKING
from mediator_bot.models.embeddings import Encoder, WordEncoder
from mediator_bot.text.language import language_of
from mediator_bot.text.tokens import terms
from mediator_bot.types import Passage

# Passages made durable together: a kill loses at most this much work.
BATCH = 1000
MOST_SEGMENTS = 8
# Merge also when this share of the stored vectors belongs to passages that are gone.
DEAD_SHARE = 0.25
MEANS, WORD_MEANS = "means.npy", "word-means.npy"
TERMS, WORDS = "terms.sqlite", "words.sqlite"
Ids = NDArray[np.int64]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class FollowReport:
    """What following the feed did; `seconds` is wall time, `passages` and `documents` what the index now holds."""

    passages: int
    documents: int
    added: int
    removed: int
    seconds: float
    generation: int


def _told(passage: Passage) -> Sort:
    is_record = passage.kind == "case" and passage.span.page == 0
    return Sort(passage.language, "record" if is_record else "text")


def _asked(question: str) -> Sort:
    return Sort(language_of(question), "question")


def passage_text(passage: Passage, heading: str) -> str:
    """What is indexed of a passage: its document's title and its heading say what a lone paragraph leaves out."""
    return "\n".join(dict.fromkeys(part for part in (passage.title, heading, passage.text) if part))


class Index:
    """The index of one home. `follow` brings it up to the catalogue; the other methods read."""

    def __init__(self, folder: Path, encoders: Sequence[Encoder], questions: Sequence[str] = ()) -> None:
        """Open the index in a folder, or an empty one. `questions` show how people ask; they count at the first build.

        Raises StaleIndexError where another model built it, or where a file of it is missing or damaged.
        """
        self.folder = folder
        self.encoders = tuple(encoders)
        self._teller = next((encoder for encoder in encoders if isinstance(encoder, WordEncoder)), None)
        self._questions = tuple(questions)
        self._lock = filelock.FileLock(folder / "writer.lock")
        self._load()

    def _load(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        while True:
            manifest = self._present_manifest()
            self._require_same_models(manifest)
            try:
                self.vectors = VectorStore(self.folder, manifest.segments)
                self.means = self._read_frozen(MEANS, manifest.means)
                self.word_means = self._read_frozen(WORD_MEANS, manifest.word_means)
                break
            except StaleIndexError:
                # Another process may have merged meanwhile, and deleted what this manifest names.
                if self._present_manifest() == manifest:
                    raise
        self.terms = TermStore(self.folder / TERMS)
        self.words = WordStore(self.folder / WORDS, self._teller.dimension) if self._teller else None
        if self.words and not self.words.ids() and self.terms.passage_count():
            raise StaleIndexError(f"The index file {WORDS} is missing. Run `mediator-bot index --rebuild`.")
        self.manifest = manifest

    def _present_manifest(self) -> Manifest:
        dimension = sum(encoder.dimension for encoder in self.encoders)
        empty = Manifest(
            self._fingerprints(),
            dimension,
            CHUNKING,
            sequence=0,
            generation=0,
            segments=(),
            means=None,
            word_means=None,
        )
        return read_manifest(self.folder) or empty

    def _require_same_models(self, manifest: Manifest) -> None:
        if manifest.encoders != self._fingerprints() or manifest.chunking != CHUNKING:
            raise StaleIndexError(
                f"The index was built with {', '.join(manifest.encoders)} ({manifest.chunking}); the settings now name"
                f" {', '.join(self._fingerprints())} ({CHUNKING}). Run `mediator-bot index --rebuild`, or set the model back."
            )

    def _read_frozen(self, name: str, checksum: str | None) -> NDArray[np.float32] | None:
        if checksum is None:
            return None
        path = self.folder / name
        content = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(content).hexdigest() != checksum:
            raise StaleIndexError(f"The index file {name} is missing or damaged. Run `mediator-bot index --rebuild`.")
        return np.asarray(np.load(io.BytesIO(content), allow_pickle=False))

    def _fingerprints(self) -> tuple[str, ...]:
        return tuple(encoder.fingerprint for encoder in self.encoders)

    def refresh(self) -> None:
        """Take up what another process has written since, or that the index was deleted."""
        if self._present_manifest() != self.manifest:
            self._load()

    # --- reading -----------------------------------------------------------------------------------------------

    def question_vector(self, question: str) -> NDArray[np.float32]:
        """The question as a vector comparable with the stored ones."""
        parts = [encoder.encode([question], query=True) for encoder in self.encoders]
        return np.asarray(centred(parts, [_asked(question)], self._means())[0])

    def met(self, question: str, ids: Sequence[int]) -> dict[int, float]:
        """How well passages meet the question word by word (`WordStore.met`); nothing where no encoder tells words apart."""
        if self._teller is None or self.words is None or self.word_means is None:
            return {}
        asked, weights = self._teller.question_words(question)
        own = self.word_means[LANGUAGES.index(language_of(question))]
        return self.words.met(asked - own, weights, ids)

    def _means(self) -> NDArray[np.float32]:
        nothing = np.zeros((len(MANNERS), 2, self.manifest.dimension), dtype=np.float32)
        return nothing if self.means is None else self.means

    # --- writing -----------------------------------------------------------------------------------------------

    def follow(self, catalogue: Catalogue, progress: Progress = lambda done, total: None) -> FollowReport:
        """Index what was published and forget what was withdrawn since the last time.

        The work is in proportion to the changed documents. A kill at any instant leaves the old or the new state;
        the next call goes on from there. `progress(done, total)` counts passages.
        """
        began = time.perf_counter()
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock:
            self.refresh()
            sequence = catalogue.sequence()
            if sequence < self.manifest.sequence:
                raise StaleIndexError(
                    "The library is older than its index: it was restored or replaced. Run `mediator-bot index --rebuild`."
                )
            changed = catalogue.changed_since(self.manifest.sequence)
            wanted, present = set(catalogue.live_ids_of(changed)), self.terms.ids_of(changed)
            new, gone = sorted(wanted - self.vectors.held(present)), sorted(present - wanted)
            self._forget(gone)
            self._add(catalogue, _spread(new) if self.means is None else new, progress)
            if sequence != self.manifest.sequence:
                self._commit(replace(self.manifest, sequence=sequence))
            self._merge_if_due()
        seconds = time.perf_counter() - began
        held, documents = self.terms.passage_count(), self.terms.document_count()
        return FollowReport(held, documents, len(new), len(gone), seconds, self.manifest.generation)

    def _forget(self, ids: Sequence[int]) -> None:
        # The terms last: as long as they are there, a follow that was killed here begins again.
        if self.words:
            self.words.remove(ids)
        self.terms.remove(ids)

    def mend(self, catalogue: Catalogue, progress: Progress = lambda done, total: None) -> tuple[int, int]:
        """Hold every passage against the catalogue, not only those that changed; how many were added and dropped.

        Raises StaleIndexError where a file is damaged: then only a rebuild helps.
        """
        self.follow(catalogue, progress)
        with self._lock:
            self.refresh()
            live, indexed = set(catalogue.live_ids_of(catalogue.live_documents())), set(self.terms.all_ids().tolist())
            lost, unknown = sorted(live - self.vectors.held(indexed)), sorted(indexed - live)
            self.terms.remove(unknown)
            self._add(catalogue, lost, progress)
        return len(lost), len(unknown)

    def _add(self, catalogue: Catalogue, ids: Sequence[int], progress: Progress) -> None:
        for start in range(0, len(ids), BATCH):
            some = catalogue.passages(ids[start : start + BATCH])
            texts = [passage_text(passage, heading) for passage, heading in some]
            parts, words = self._encode(texts, start, len(ids), progress)
            sorts = [_told(passage) for passage, _ in some]
            if self.means is None:
                self._freeze(parts, words, sorts, [passage.kind == "case" for passage, _ in some])
            vectors = centred(parts, sorts, self._means())
            numbers = [passage.id for passage, _ in some]
            segment = write_segment(
                self.folder, self.manifest.generation + 1, np.array(numbers, dtype=np.int64), vectors
            )
            if self.words is not None and self.word_means is not None:
                own = [self.word_means[LANGUAGES.index(sort.language)] for sort in sorts]
                self.words.add({n: told - mean for n, told, mean in zip(numbers, words, own, strict=True)})
            self._commit(replace(self.manifest, segments=(*self.manifest.segments, segment)))
            # Last, for a passage counts as indexed once its terms are there: a kill before this line does it again.
            self.terms.add({p.id: (p.document_id, terms(text)) for (p, _), text in zip(some, texts, strict=True)})

    def _encode(
        self, texts: Sequence[str], start: int, total: int, progress: Progress
    ) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
        """What each encoder makes of the texts, and their words where one tells them apart."""
        done = 0.0
        words: list[NDArray[np.float32]] = []

        def tick(count: int) -> None:
            nonlocal done
            done += count / len(self.encoders)
            progress(start + round(done), total)

        parts = []
        for encoder in self.encoders:
            if encoder is self._teller:
                rows, words = self._teller.encode_words(texts, progress=tick)
            else:
                rows = encoder.encode(texts, progress=tick)
            parts.append(rows)
        return parts, words

    def _means_from(
        self, parts: Sequence[NDArray[np.float32]], sorts: Sequence[Sort], are_cases: Sequence[bool]
    ) -> NDArray[np.float32]:
        """The means of the first passages and of the questions that show how people ask."""
        asked = [encoder.encode(self._questions, query=True) for encoder in self.encoders] if self._questions else []
        both = [np.concatenate(pair) for pair in zip(parts, asked, strict=True)] if asked else parts
        others = [_asked(question) for question in self._questions]
        return means_of(both, [*sorts, *others], [*are_cases, *(False for _ in others)])

    def _freeze(
        self,
        parts: Sequence[NDArray[np.float32]],
        words: Sequence[NDArray[np.float32]],
        sorts: Sequence[Sort],
        are_cases: Sequence[bool],
    ) -> None:
        """Write the means of the first passages; they count from the next manifest on."""
        self.means = self._means_from(parts, sorts, are_cases)
        self.manifest = replace(self.manifest, means=self._write_frozen(MEANS, self.means))
        if words:
            texts = np.stack([told.mean(axis=0, dtype=np.float32) for told in words])
            self.word_means = means_of([texts], sorts, are_cases)[MANNERS.index("text")]
            self.manifest = replace(self.manifest, word_means=self._write_frozen(WORD_MEANS, self.word_means))

    def _write_frozen(self, name: str, means: NDArray[np.float32]) -> str:
        content = io.BytesIO()
        np.save(content, means, allow_pickle=False)
        replace_file(self.folder / name, content.getvalue())
        return hashlib.sha256(content.getvalue()).hexdigest()

    def _commit(self, manifest: Manifest) -> None:
        self.manifest = replace(manifest, generation=manifest.generation + 1)
        write_manifest(self.folder, self.manifest)
        if self.vectors.segments != self.manifest.segments:
            self.vectors = VectorStore(self.folder, self.manifest.segments, self.vectors)

    def _merge_if_due(self) -> None:
        stored, alive = len(self.vectors), self.terms.passage_count()
        if stored - alive > DEAD_SHARE * max(stored, 1):
            self.merge(self.manifest.segments)
        elif len(self.manifest.segments) > MOST_SEGMENTS:
            self.merge(_of_a_size(self.manifest.segments))

    def forget(self, ids: Iterable[int]) -> None:
        """Erase passages from every file: their terms at once, their vectors with the segments that hold any of them."""
        gone = set(ids)
        with self._lock:
            self.refresh()
            self._forget(sorted(gone))
            held = [s for s in self.manifest.segments if VectorStore(self.folder, (s,), self.vectors).held(gone)]
            # Also with none held: it deletes what a kill left behind.
            self.merge(held)
            for name in (TERMS, *([WORDS] if self.words else [])):
                compact(self.folder / name)

    def merge(self, old: Sequence[Segment]) -> None:
        """Write the living vectors of some segments into one; the old files go once the new one counts."""
        store = VectorStore(self.folder, tuple(old), self.vectors)
        merged: tuple[Segment, ...] = ()
        if len(store):
            ids, vectors = store.all()
            _, first = np.unique(ids, return_index=True)
            kept = first[np.isin(ids[first], self.terms.all_ids())]
            if len(kept):
                merged = (write_segment(self.folder, self.manifest.generation + 1, ids[kept], vectors[kept]),)
        left = tuple(segment for segment in self.manifest.segments if segment not in old)
        self._commit(replace(self.manifest, segments=(*left, *merged)))
        _delete_unnamed(self.folder, self.manifest)


def _spread(ids: Sequence[int]) -> list[int]:
    """The same numbers, so that the first BATCH are taken from all of them: the means rest on those."""
    step = -(-len(ids) // BATCH) or 1
    return [number for first in range(step) for number in ids[first::step]]


def _of_a_size(segments: Sequence[Segment]) -> list[Segment]:
    """The smallest segments, up to the first that is more than twice what lies before it.

    So a large segment is not written again for a few small ones: a passage is copied about log n times in all.
    """
    ordered = sorted(segments, key=lambda segment: segment.passages)
    taken, passages = ordered[:2], ordered[0].passages + ordered[1].passages
    for segment in ordered[2:]:
        if segment.passages > 2 * passages:
            break
        taken.append(segment)
        passages += segment.passages
    return taken


def rebuild(
    folder: Path, encoders: Sequence[Encoder], catalogue: Catalogue, progress: Progress, questions: Sequence[str] = ()
) -> FollowReport:
    """Build the index anew beside the old one, then put it in its place, the manifest last."""
    scratch = folder.with_name(folder.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    fresh = Index(scratch, encoders, questions)
    report = fresh.follow(catalogue, progress)
    with filelock.FileLock(folder / "writer.lock"):
        manifest = replace(fresh.manifest, generation=_generation(folder) + 1)
        # Without a manifest there is no index: a kill from here on costs another building and never mixes two.
        (folder / NAME).unlink(missing_ok=True)
        # A log left beside the old terms would be replayed over the new ones.
        _delete([*folder.glob(f"{TERMS}-*"), *folder.glob(f"{WORDS}-*")])
        for name in (*(segment.file for segment in manifest.segments), MEANS, WORD_MEANS, TERMS, WORDS):
            if (scratch / name).exists():
                (scratch / name).replace(folder / name)
        write_manifest(folder, manifest)
        _delete_unnamed(folder, manifest)
    shutil.rmtree(scratch)
    return replace(report, generation=manifest.generation)


def _generation(folder: Path) -> int:
    try:
        manifest = read_manifest(folder)
    except StaleIndexError:
        return 0
    return manifest.generation if manifest else 0


def _delete_unnamed(folder: Path, manifest: Manifest) -> None:
    """Delete the vectors that no longer count, those a kill left behind too."""
    named = {segment.file for segment in manifest.segments}
    _delete(path for path in folder.glob("vectors-*") if path.name not in named)


def _delete(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
