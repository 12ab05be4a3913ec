"""The index: exact scores, work in proportion to the change, and no state that a kill can leave broken."""

import contextlib
import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from notes import publish
from numpy.typing import NDArray

from mediator_bot.errors import StaleIndexError
from mediator_bot.index import index as index_module
from mediator_bot.index.centring import ENOUGH, LANGUAGES, Sort, centred, means_of
from mediator_bot.index.index import FollowReport, Index, passage_text
from mediator_bot.index.manifest import read_manifest
from mediator_bot.index.terms import K1, TermStore
from mediator_bot.index.terms import B as LENGTH_WEIGHT
from mediator_bot.index.vectors import Segment, VectorStore, write_segment
from mediator_bot.index.words import WordStore
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.library import AUTHORS, sample_questions
from mediator_bot.models.embeddings import Encoder
from mediator_bot.models.hashing import HashingEncoder
from mediator_bot.service import Assistant
from mediator_bot.types import Person

SQUEAK = (
    f"# Weathercock\n\n{'The weathercock squeaks at night. ' * 20}\n\n## Ending\n\n{'It was oiled and B slept. ' * 20}"
)
GOOSE = "# Goose\n\nA goose called Bartholomew walked into the bakery every morning and bit the baker."


class CountingEncoder(HashingEncoder):
    """The hashing double, which remembers the texts it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], **options: Any) -> NDArray[np.float32]:
        """As the double; questions are remembered too."""
        self.texts += texts
        return super().encode(texts, **options)


class OtherEncoder(HashingEncoder):
    """The double under another name."""

    fingerprint = "other/1"


# --- vectors ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(tmp_path: Path) -> tuple[VectorStore, NDArray[np.int64], NDArray[np.float32]]:
    """Three segments of random unit vectors under scattered numbers, with the numbers and vectors themselves."""
    random = np.random.default_rng(7)
    vectors = random.standard_normal((90, 24)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = np.sort(random.choice(100_000, size=90, replace=False)).astype(np.int64)
    cuts = [slice(0, 10), slice(10, 50), slice(50, 90)]
    segments = tuple(write_segment(tmp_path, n, ids[cut], vectors[cut]) for n, cut in enumerate(cuts, 1))
    return VectorStore(tmp_path, segments), ids, vectors


def exact(
    ids: NDArray[np.int64],
    vectors: NDArray[np.float32],
    query: NDArray[np.float32],
    top_k: int,
    allowed: NDArray[np.int64],
) -> dict[int, float]:
    """The reference: every product, sorted."""
    products = {int(i): float(v) for i, v in zip(ids, vectors @ query, strict=True) if i in set(allowed.tolist())}
    return dict(sorted(products.items(), key=lambda item: (-item[1], item[0]))[:top_k])


@pytest.mark.parametrize("share", [1.0, 0.3, 0.02])
def test_vectors_agree_with_the_exact_reference(
    stored: tuple[VectorStore, NDArray[np.int64], NDArray[np.float32]], share: float
) -> None:
    store, ids, vectors = stored
    random = np.random.default_rng(11)
    for _ in range(20):
        query = random.standard_normal(24).astype(np.float32)
        allowed = np.sort(random.choice(ids, size=max(1, int(len(ids) * share)), replace=False))
        ours, reference = store.search(query, 7, allowed), exact(ids, vectors, query, 7, allowed)
        assert list(ours) == list(reference)
        np.testing.assert_allclose(list(ours.values()), list(reference.values()), rtol=1e-5, atol=1e-6)


def test_scores_of_named_passages_are_exact_and_unknown_numbers_left_out(
    stored: tuple[VectorStore, NDArray[np.int64], NDArray[np.float32]],
) -> None:
    store, ids, vectors = stored
    query = vectors[3]
    wanted = [int(ids[80]), int(ids[3]), 100_001, int(ids[12])]
    scores = store.scores(query, wanted)
    assert set(scores) == {wanted[0], wanted[1], wanted[3]}
    np.testing.assert_allclose(
        [scores[int(ids[n])] for n in (80, 3, 12)], (vectors @ query)[[80, 3, 12]], rtol=1e-5, atol=1e-6
    )
    assert store.scores(query, []) == {}


def test_allowed_numbers_that_are_not_stored_change_nothing(
    stored: tuple[VectorStore, NDArray[np.int64], NDArray[np.float32]],
) -> None:
    store, ids, vectors = stored
    some = ids[::5]
    more = np.sort(np.concatenate([some, np.array([100_500, 3_000_000], dtype=np.int64)]))
    assert store.search(vectors[0], 9, some) == store.search(vectors[0], 9, more)
    assert store.search(vectors[0], 9, np.array([], dtype=np.int64)) == {}


def test_a_passage_stored_twice_is_found_once(tmp_path: Path) -> None:
    ids, vectors = np.array([4, 9], dtype=np.int64), np.eye(2, dtype=np.float32)
    segments = (write_segment(tmp_path, 1, ids, vectors), write_segment(tmp_path, 2, ids, vectors))
    store = VectorStore(tmp_path, segments)
    assert store.search(vectors[1], 5, ids) == {9: 1.0, 4: 0.0}
    assert store.held({4, 5, 9}) == {4, 9}


def test_a_damaged_or_missing_segment_is_stale(tmp_path: Path) -> None:
    segment = write_segment(tmp_path, 1, np.array([1], dtype=np.int64), np.ones((1, 4), dtype=np.float32))
    path = tmp_path / segment.file
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(StaleIndexError, match=rf"{segment.file} is damaged. Run `mediator-bot index --rebuild`"):
        VectorStore(tmp_path, (segment,))
    path.unlink()
    with pytest.raises(StaleIndexError, match=r"cannot be read.*--rebuild"):
        VectorStore(tmp_path, (segment,))


# --- centring --------------------------------------------------------------------------------------------------------


def test_centring_takes_each_mean_away_and_the_product_is_the_mean_cosine() -> None:
    random = np.random.default_rng(3)
    parts = [random.standard_normal((120, size)).astype(np.float32) for size in (8, 5)]
    sorts = [Sort(language, manner) for language in LANGUAGES for manner in ("text", "record") for _ in range(30)]
    means = means_of(parts, sorts, [True] * 120)
    rows_of = np.hstack(parts).reshape(2, 2, 30, 13)  # language, manner
    np.testing.assert_allclose(means[:2], rows_of.mean(axis=2).transpose(1, 0, 2), atol=1e-6)
    np.testing.assert_allclose(means[2], means[0], atol=1e-6)  # nobody has asked anything yet
    rows = centred(parts, sorts, means)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    first, last = parts[0][0] - means[0, 0, :8], parts[0][119] - means[1, 1, :8]
    one = first @ last / np.linalg.norm(first) / np.linalg.norm(last)
    first, last = parts[1][0] - means[0, 0, 8:], parts[1][119] - means[1, 1, 8:]
    two = first @ last / np.linalg.norm(first) / np.linalg.norm(last)
    assert rows[0] @ rows[119] == pytest.approx((one + two) / 2, abs=1e-5)


def test_a_question_is_moved_half_way_to_the_mean_of_questions() -> None:
    vectors = np.repeat([[4, 0], [0, 2]], ENOUGH, axis=0).astype(np.float32)
    sorts = [Sort("en")] * ENOUGH + [Sort("en", "question")] * ENOUGH
    means = means_of([vectors], sorts, [True] * ENOUGH + [False] * ENOUGH)
    assert means[:, 1].tolist() == [[4, 0], [4, 0], [2, 1]]


def test_a_language_without_cases_borrows_the_mean_of_the_other() -> None:
    sorts = [Sort("en")] * 2 * ENOUGH + [Sort("zh")] * ENOUGH
    are_cases = [True] * ENOUGH + [False] * 2 * ENOUGH
    vectors = np.repeat([[5, 1], [2, 0], [2, 7]], ENOUGH, axis=0).astype(np.float32)
    means = means_of([vectors], sorts, are_cases)
    # Chinese: the English cases, moved by the distance of the reference
    assert means.tolist() == [[[5, 8], [5, 1]]] * 3


def test_without_cases_the_reference_counts_and_too_few_passages_make_no_mean() -> None:
    sorts = [Sort("zh")] * (ENOUGH - 1) + [Sort("en")] * ENOUGH
    vectors = np.ones((len(sorts), 3), dtype=np.float32)
    for are_cases in (True, False):
        assert means_of([vectors], sorts, [are_cases] * len(sorts)).tolist() == [[[0, 0, 0], [1, 1, 1]]] * 3


def test_the_means_rest_on_passages_from_all_over_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "BATCH", 4)
    spread = index_module._spread(range(10))
    assert (spread[:4], sorted(spread)) == ([0, 3, 6, 9], list(range(10)))
    assert index_module._spread([]) == []


# --- terms -----------------------------------------------------------------------------------------------------------


def plain_coverage(passages: dict[int, list[str]], question: list[str], allowed: list[int]) -> dict[int, float]:
    """BM25 over the allowed passages, divided by the summed idf of the question's words; written out plainly."""
    held = {n: passages[n] for n in allowed}
    average = sum(map(len, held.values())) / len(held)
    scores: dict[int, float] = {}
    mass = 0.0
    for word in set(question):
        holding = [n for n, words in held.items() if word in words]
        idf = math.log(1 + (len(held) - len(holding) + 0.5) / (len(holding) + 0.5))
        mass += idf
        for n in holding:
            count = Counter(held[n])[word]
            weight = count * (K1 + 1) / (count + K1 * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(held[n]) / average))
            scores[n] = scores.get(n, 0) + idf * weight
    return {n: score / mass for n, score in scores.items()}


@pytest.fixture
def passages() -> dict[int, list[str]]:
    """Forty passages of made-up words, of different lengths."""
    random = np.random.default_rng(5)
    return {int(n) * 3: [f"w{x}" for x in random.zipf(1.4, size=random.integers(3, 60)) if x < 200] for n in range(40)}


def term_store(folder: Path, passages: dict[int, list[str]]) -> TermStore:
    folder.mkdir(exist_ok=True)
    store = TermStore(folder / "terms.sqlite")
    store.add({n: (f"doc-{n % 4}", words) for n, words in passages.items()})
    return store


@pytest.mark.parametrize("step", [1, 2, 7])
def test_coverage_agrees_with_a_plain_reference(tmp_path: Path, passages: dict[int, list[str]], step: int) -> None:
    store, allowed = term_store(tmp_path, passages), sorted(passages)[::step]
    for question in (["w1"], ["w1", "w2", "w30"], ["w5", "w5", "nowhere"], ["w2", "w3", "w4", "w9", "w17", "w150"]):
        ours = store.coverage(question, np.array(allowed, dtype=np.int64))
        assert ours == pytest.approx(plain_coverage(passages, question, allowed))


def test_coverage_does_not_depend_on_passages_outside_the_allowed(
    tmp_path: Path, passages: dict[int, list[str]]
) -> None:
    allowed = sorted(passages)[::2]
    alone = term_store(tmp_path / "alone", {n: passages[n] for n in allowed})
    among = term_store(tmp_path / "among", {**passages, 5_000: ["w1"] * 400, 1: ["w2", "w3"]})
    for question in (["w1", "w2"], ["w3", "w40", "w2"], ["unheard", "w7"]):
        ids = np.array(allowed, dtype=np.int64)
        assert alone.coverage(question, ids) == among.coverage(question, ids)


def test_coverage_of_nothing_is_nothing(tmp_path: Path, passages: dict[int, list[str]]) -> None:
    store = term_store(tmp_path, passages)
    everything = np.array(sorted(passages), dtype=np.int64)
    assert store.coverage([], everything) == {}
    assert store.coverage(["w1"], np.array([], dtype=np.int64)) == {}
    assert store.coverage(["unheard"], everything) == {}
    assert len(store.coverage([f"x{n}" for n in range(40_000)] + ["w1"], everything)) == 0  # the first words count


def test_terms_can_be_replaced_and_removed(tmp_path: Path) -> None:
    store = term_store(tmp_path, {1: ["goose"], 2: ["fence", "goose"]})
    store.add({1: ("doc-1", ["gate"])})
    everything = np.array([1, 2], dtype=np.int64)
    assert set(store.coverage(["goose"], everything)) == {2}
    assert set(store.coverage(["gate"], everything)) == {1}
    store.remove([2])
    assert (store.all_ids().tolist(), store.ids_of(["doc-1", "doc-2"]), store.document_count()) == ([1], {1}, 1)
    assert store.coverage(["goose"], everything) == {}


# --- following the catalogue -----------------------------------------------------------------------------------------


def live(assistant: Assistant) -> set[int]:
    """The published passages, as the catalogue has them."""
    catalogue = assistant.library.catalogue
    return set(catalogue.live_ids_of(catalogue.live_documents()))


def indexed(index: Index) -> set[int]:
    """The passages that search can find: those with terms and a vector."""
    return index.vectors.held(set(index.terms.all_ids().tolist()))


def rebuilt(folder: Path, encoders: tuple[Encoder, ...], catalogue: Catalogue) -> FollowReport:
    return index_module.rebuild(folder, encoders, catalogue, lambda done, total: None, sample_questions())


def reopened(assistant: Assistant, *encoders: HashingEncoder) -> Index:
    """The index as another process opens it."""
    return Index(assistant.settings.home / "indexes", encoders or (HashingEncoder(),), sample_questions())


def hits(assistant: Assistant, question: str) -> list[tuple[int, float]]:
    return [(h.passage.id, round(h.score, 6)) for h in assistant.searcher.search(question, assistant.operator)]


def test_follow_adds_withdraws_and_is_idempotent(quick: Assistant) -> None:
    index, before = quick.searcher.index, len(live(quick))
    document = publish(quick, "goose.txt", GOOSE)
    report = quick.follow()
    assert (report.added, report.removed, report.passages) == (1, 0, before + 1)
    assert report.passages == len(live(quick)) == len(indexed(index))
    assert quick.searcher.search("goose in the bakery", quick.operator)[0].passage.document_id == document
    generation = index.manifest.generation
    again = quick.follow()
    assert (again.added, again.removed, again.generation) == (0, 0, generation)
    quick.library.withdraw([document], quick.operator)
    gone = quick.follow()
    assert (gone.added, gone.removed, gone.passages) == (0, 1, before)
    assert indexed(index) == live(quick)
    assert document not in {h.passage.document_id for h in quick.searcher.search("goose", quick.operator)}


def test_a_new_version_takes_the_place_of_the_old_one(quick: Assistant) -> None:
    document = publish(quick, "goose.txt", GOOSE)
    quick.follow()
    assert publish(quick, "goose.txt", GOOSE.replace("bit the baker", "kissed the florist")) == document
    report = quick.follow()
    assert (report.added, report.removed) == (1, 1)
    assert [h.passage.text for h in quick.searcher.search("goose bakery", quick.operator, top_k=1)] == [
        GOOSE.replace("bit the baker", "kissed the florist")
    ]


def test_adding_one_document_encodes_only_its_passages(quick: Assistant) -> None:
    encoder = CountingEncoder()
    index = reopened(quick, encoder)
    document = publish(quick, "squeak.txt", SQUEAK)
    index.follow(quick.library.catalogue)
    catalogue = quick.library.catalogue
    expected = [passage_text(p, heading) for p, heading in catalogue.passages(catalogue.live_ids_of([document]))]
    assert encoder.texts == expected
    assert len(expected) > 1
    quick.library.withdraw([document], quick.operator)
    index.follow(catalogue)
    assert encoder.texts == expected


class Killed(BaseException):
    """The process ends here: nothing of ours catches it."""


def _kill_at(monkeypatch: pytest.MonkeyPatch, target: object, name: str, call: int, *, after: bool) -> None:
    real, calls = getattr(target, name), iter(range(1, 1000))

    def killed(*arguments: Any, **options: Any) -> Any:
        now = next(calls)
        if now == call and not after:
            raise Killed
        result = real(*arguments, **options)
        if now == call:
            raise Killed
        return result

    monkeypatch.setattr(target, name, killed)


STEPS: list[tuple[object, str]] = [
    (index_module, "write_segment"),
    (index_module, "write_manifest"),
    (TermStore, "add"),
    (TermStore, "remove"),
    (WordStore, "add"),
    (WordStore, "remove"),
    (index_module, "replace_file"),
    (index_module, "_delete"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", [1, 2])
@pytest.mark.parametrize(("target", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_kill_at_any_step_of_following_loses_nothing(
    quick: Assistant, monkeypatch: pytest.MonkeyPatch, target: object, name: str, call: int, after: bool
) -> None:
    documents = quick.library.catalogue.live_documents()
    quick.library.withdraw([d for d in documents if d.endswith((".en", ".zh"))][:8], quick.operator)
    publish(quick, "goose.txt", GOOSE)
    publish(quick, "squeak.txt", SQUEAK)
    monkeypatch.setattr(index_module, "DEAD_SHARE", 0.0)  # so that this follow merges too
    monkeypatch.setattr(index_module, "BATCH", 2)
    with monkeypatch.context() as patch:
        _kill_at(patch, target, name, call, after=after)
        with contextlib.suppress(Killed):  # a step that this follow does not come to kills nothing
            quick.follow()
    index = reopened(quick)
    index.follow(quick.library.catalogue)
    assert indexed(index) == live(quick)
    assert set(index.terms.all_ids().tolist()) == live(quick)
    assert index.words is not None
    assert index.words.ids() == live(quick)
    quick.searcher.index = index
    found = quick.searcher.search("goose bakery", quick.operator, top_k=1)
    assert [h.passage.document_id for h in found] == [publish(quick, "goose.txt", GOOSE)]


@pytest.mark.parametrize(
    ("name", "call"), [("write_segment", 1), ("write_manifest", 2), ("write_manifest", 3), ("_delete", 2)]
)
def test_a_kill_while_rebuilding_leaves_an_index_that_catches_up(
    quick: Assistant, monkeypatch: pytest.MonkeyPatch, name: str, call: int
) -> None:
    folder, catalogue = quick.settings.home / "indexes", quick.library.catalogue
    expected = hits(quick, "deposit and carpet")
    with monkeypatch.context() as patch:
        _kill_at(patch, index_module, name, call, after=False)
        with pytest.raises(Killed):
            rebuilt(folder, (HashingEncoder(),), catalogue)
    index = reopened(quick)
    index.follow(catalogue)
    assert indexed(index) == live(quick)
    quick.searcher.index = index
    assert hits(quick, "deposit and carpet") == expected


@pytest.mark.parametrize("moved", range(3))
def test_a_kill_while_the_new_index_is_put_in_place_never_mixes_two(
    quick: Assistant, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    folder, calls, real = quick.settings.home / "indexes", iter(range(100)), Path.replace
    expected = hits(quick, "deposit and carpet")

    def replace(path: Path, target: Path) -> Path:
        if path.parent.name == "indexes.new" and Path(target).parent == folder and next(calls) == moved:
            raise Killed
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(Killed):
            rebuilt(folder, (HashingEncoder(),), quick.library.catalogue)
    index = reopened(quick)
    index.follow(quick.library.catalogue)
    assert indexed(index) == live(quick)
    quick.searcher.index = index
    assert hits(quick, "deposit and carpet") == expected


def test_merging_keeps_every_result(quick: Assistant) -> None:
    for n in range(5):
        publish(quick, f"goose-{n}.txt", f"{GOOSE} That was on day {n}.")
        quick.follow()
    index = quick.searcher.index
    at_first = -(-len(live(quick)) // index_module.BATCH)
    assert len(index.manifest.segments) == at_first + 5
    before = hits(quick, "goose in the bakery"), hits(quick, "押金 地毯")
    index.merge(index.manifest.segments)
    assert (hits(quick, "goose in the bakery"), hits(quick, "押金 地毯")) == before
    assert len(index.manifest.segments) == 1
    assert [path.name for path in index.folder.glob("vectors-*")] == [index.manifest.segments[0].file]
    assert indexed(reopened(quick)) == live(quick)


def test_many_small_additions_are_merged(quick: Assistant) -> None:
    for n in range(12):
        publish(quick, f"goose-{n}.txt", f"{GOOSE} That was on day {n}.")
        quick.follow()
    assert len(quick.searcher.index.manifest.segments) <= index_module.MOST_SEGMENTS
    assert indexed(quick.searcher.index) == live(quick)


def test_withdrawing_everything_leaves_an_empty_index_that_still_works(quick: Assistant) -> None:
    catalogue = quick.library.catalogue
    quick.library.withdraw(catalogue.live_documents(), AUTHORS)
    assert quick.follow().passages == 0
    assert quick.searcher.search("deposit", quick.operator) == []
    publish(quick, "goose.txt", GOOSE)
    assert quick.follow().passages == 1


# --- what is wrong with an index, and the way out --------------------------------------------------------------------


def test_another_model_is_named_with_the_way_out(quick: Assistant) -> None:
    with pytest.raises(StaleIndexError) as stale:
        reopened(quick, OtherEncoder())
    assert "hashing/1" in str(stale.value)
    assert "other/1" in str(stale.value)
    assert "mediator-bot index --rebuild" in str(stale.value)


def test_rebuild_changes_the_model_and_a_running_index_notices(quick: Assistant) -> None:
    folder = quick.settings.home / "indexes"
    report = rebuilt(folder, (OtherEncoder(),), quick.library.catalogue)
    assert report.passages == len(live(quick)) == len(indexed(reopened(quick, OtherEncoder())))
    with pytest.raises(StaleIndexError):
        quick.searcher.index.refresh()


def _damage(path: Path) -> None:
    path.write_bytes(b"\x00" * 100)


DAMAGE: dict[str, Callable[[Path], None]] = {
    "segment": lambda folder: _damage(next(folder.glob("vectors-*"))),
    "segment missing": lambda folder: next(folder.glob("vectors-*")).unlink(),
    "manifest": lambda folder: _damage(folder / "manifest.json"),
    "manifest of another format": lambda folder: (folder / "manifest.json").write_text('{"format": 99}'),
    "manifest of another shape": lambda folder: (folder / "manifest.json").write_text("[1]"),
    "means": lambda folder: _damage(folder / "means.npy"),
    "means missing": lambda folder: (folder / "means.npy").unlink(),
    "terms": lambda folder: _damage(folder / "terms.sqlite"),
    "words": lambda folder: _damage(folder / "words.sqlite"),
    "words missing": lambda folder: (folder / "words.sqlite").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_told_and_rebuild_puts_it_right(quick: Assistant, damage: Callable[[Path], None]) -> None:
    expected = hits(quick, "deposit and carpet")
    damage(quick.settings.home / "indexes")
    with pytest.raises(StaleIndexError, match="mediator-bot index --rebuild"):
        Assistant.open(quick.settings)
    Assistant.rebuild(quick.settings)
    opened = Assistant.open(quick.settings)
    assert hits(opened, "deposit and carpet") == expected


@pytest.mark.parametrize("names", ["*", "manifest.json"], ids=["all of it", "its manifest"])
def test_an_index_deleted_under_a_running_assistant_is_made_again(quick: Assistant, names: str) -> None:
    expected = hits(quick, "deposit and carpet")
    for path in (quick.settings.home / "indexes").glob(names):
        path.unlink()
    assert [h.passage.id for h in quick.search("deposit and carpet", quick.operator)] == [n for n, _ in expected]
    assert indexed(quick.searcher.index) == live(quick)


def test_a_library_older_than_its_index_is_told(quick: Assistant) -> None:
    path = quick.settings.home / "indexes" / "manifest.json"
    table = json.loads(path.read_text())
    path.write_text(json.dumps({**table, "sequence": table["sequence"] + 5}))
    with pytest.raises(StaleIndexError, match=r"older than its index.*--rebuild"):
        Assistant.open(quick.settings)


def test_a_running_index_follows_a_rebuild_by_another_process(quick: Assistant) -> None:
    other = Assistant.open(quick.settings)
    publish(quick, "goose.txt", GOOSE)
    Assistant.rebuild(quick.settings)
    assert other.search("goose in the bakery", other.operator)[0].passage.title == "Goose"
    assert read_manifest(quick.settings.home / "indexes") == other.searcher.index.manifest


def test_nothing_in_the_index_is_a_pickle(quick: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[object] = []
    real = np.load

    def load(*arguments: Any, **options: Any) -> Any:
        allowed.append(options.get("allow_pickle"))
        return real(*arguments, **options)

    monkeypatch.setattr(np, "load", load)
    reopened(quick)
    assert allowed == [False, False]
    files = [path for path in (quick.settings.home / "indexes").rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"manifest.json", "means.npy", "terms.sqlite"}
    assert [path.name for path in files if path.read_bytes()[:1] == b"\x80"] == []


def test_means_are_frozen_with_the_first_passages(quick: Assistant) -> None:
    means = quick.searcher.index.means
    assert means is not None
    publish(quick, "goose.txt", GOOSE)
    quick.follow()
    np.testing.assert_array_equal(quick.searcher.index.means, means)


def test_a_person_without_documents_finds_nothing(quick: Assistant) -> None:
    assert quick.search("deposit", Person("nobody", "auditor")) == []


def test_a_large_segment_is_not_written_again_for_a_few_small_ones() -> None:
    sizes = [1000, 3, 1, 2, 40, 1]
    segments = [Segment(f"s{n}", passages, "") for n, passages in enumerate(sizes)]
    assert [segment.passages for segment in index_module._of_a_size(segments)] == [1, 1, 2, 3]
    assert [segment.passages for segment in index_module._of_a_size(segments[:2])] == [3, 1000]
