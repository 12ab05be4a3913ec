"""A BEIR-style folder in; retrieval figures out, measured with the product's own reading, chunking, index and search."""

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import AP, RR, P, R, nDCG
from numpy.typing import NDArray

from mediator_bot.cases.prepare import prepare_case
from mediator_bot.errors import QuestionError
from mediator_bot.index.index import Index
from mediator_bot.library import register
from mediator_bot.library.library import AUTHORS, Library, corpus_folder, sample_questions
from mediator_bot.models.embeddings import open_encoders
from mediator_bot.retrieval.search import Searcher
from mediator_bot.settings import Settings
from mediator_bot.text.glossary import Glossary
from mediator_bot.types import Filters, RawDocument

MEASURES = {"ndcg@10": nDCG @ 10, "recall@10": R @ 10, "recall@100": R @ 100, "p@5": P @ 5, "mrr": RR, "map": AP}
# Passages ranked for a question: enough to fill 100 documents of several passages each.
DEPTH = 1000
Progress = Callable[[int, int], None]
Run = dict[str, dict[str, float]]
# (id, title, text) of a document; either of the last two may be empty.
Row = tuple[str, str, str]


def evaluate_folder(
    folder: Path,
    settings: Settings,
    *,
    exclude_self: bool = False,
    candidates: Path | None = None,
    run: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> dict[str, float]:
    """Index the folder's corpus in a throw-away home and rank its documents for its queries; the best passage counts.

    Raises QuestionError where the folder is not in the BEIR layout.
    """
    corpus, queries, judged = _read(folder)
    pools = _pools(candidates) if candidates else {}
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        library = Library.create(replace(settings, home=home, catalogue_url=""))
        names = _add(library, corpus)
        began = time.perf_counter()
        encoders = open_encoders(settings.embeddings, settings.threads, settings.home / "indexes")
        index = Index(home / "indexes", encoders, sample_questions())
        index.follow(library.catalogue, progress)
        indexed = time.perf_counter() - began
        everything = library.catalogue.live_passage_ids(AUTHORS, Filters(kind=("case",)))
        searcher = Searcher(library.catalogue, index, Glossary.load(corpus_folder() / "glossary"))
        ranked, seconds = _rank(searcher, queries, everything, names, pools, exclude_self)
        library.catalogue.engine.dispose()
    if run:
        _write(run, ranked)
    figures = ir_measures.calc_aggregate(list(MEASURES.values()), judged, ranked)
    return {
        "queries": len(queries),
        "documents": len(corpus),
        "passages": len(everything),
        **{name: round(figures[measure], 4) for name, measure in MEASURES.items()},
        "seconds_index": round(indexed, 2),
        "seconds_query_p50": round(float(np.quantile(seconds, 0.5)), 4),
        "seconds_query_p95": round(float(np.quantile(seconds, 0.95)), 4),
    }


def _read(folder: Path) -> tuple[list[Row], dict[str, str], Run]:
    try:
        rows = [json.loads(line) for line in _lines(folder / "corpus.jsonl")]
        corpus = [(str(row["_id"]), str(row.get("title") or ""), str(row.get("text") or "")) for row in rows]
        queries = {str(row["_id"]): str(row["text"]) for row in map(json.loads, _lines(folder / "queries.jsonl"))}
        judged: Run = {}
        for line in _lines(folder / "qrels.tsv"):
            query, document, grade = line.split("\t")
            if grade.strip().lstrip("-").isdigit():  # the first line may name the columns
                judged.setdefault(query, {})[document] = int(grade)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QuestionError(
            f"{folder} is not a BEIR-style folder: {error}. It needs corpus.jsonl, queries.jsonl and qrels.tsv."
        ) from error
    asked = {name: text for name, text in queries.items() if name in judged}
    if not asked:
        raise QuestionError(f"{folder}: no query of queries.jsonl is judged in qrels.tsv. Use the same ids in both.")
    return corpus, asked, {name: judged[name] for name in asked}


def _pools(path: Path) -> dict[str, list[str]]:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return {str(query): [str(name) for name in names] for query, names in table.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise QuestionError(f"{path} holds no pools: {error}. Write {{query: [document ids]}} as JSON.") from error


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _add(library: Library, corpus: list[Row]) -> dict[str, str]:
    """Store and publish the corpus; returns our document id → its id. A document without any text cannot be found."""
    names = {}
    for name, title, text in corpus:
        if not f"{title}{text}".strip():
            continue
        prepared = prepare_case(
            RawDocument(name, (text if text.strip() else title,), {"title": title} if title else None)
        )
        if not title:
            # Without a title of its own a document must not be given one cut from its text.
            prepared = replace(prepared, title="", pages={1: prepared.pages[1]}, fields={})
        key = hashlib.sha256(name.encode()).hexdigest()[:16]
        prepared = replace(prepared, key=key, case_id=None)
        register.store(
            library.catalogue.engine, prepared, sha256=key, source=f"evaluation:{key}", original=None, by=AUTHORS
        )
        library.publish(key, AUTHORS)
        names[key] = name
    return names


def _rank(
    searcher: Searcher,
    queries: dict[str, str],
    everything: NDArray[np.int64],
    names: dict[str, str],
    pools: dict[str, list[str]],
    exclude_self: bool,
) -> tuple[Run, list[float]]:
    ours = {theirs: key for key, theirs in names.items()}
    ranked, seconds = {}, []
    for query, text in queries.items():
        allowed = everything
        if query in pools:
            keys = [ours[name] for name in pools[query] if name in ours]
            allowed = np.array(sorted(searcher.catalogue.live_ids_of(keys)), dtype=np.int64)
        began = time.perf_counter()
        hits = searcher.rank(text, searcher.question_vector(text), allowed, DEPTH)
        seconds.append(time.perf_counter() - began)
        scores: dict[str, float] = {}
        for hit in hits:
            scores.setdefault(names[hit.passage.document_id], hit.score)
        if exclude_self:
            scores.pop(query, None)
        ranked[query] = scores
    return ranked, seconds


def _write(path: Path, ranked: Run) -> None:
    lines = [
        f"{query} Q0 {document} {rank} {score:.6f} mediator-bot"
        for query, scores in ranked.items()
        for rank, (document, score) in enumerate(scores.items(), start=1)
    ]
    try:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise QuestionError(f"The run cannot be written: {error}. Choose another --run file.") from error
