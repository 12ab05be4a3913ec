"""Figures of a folder so small that they can be worked out by hand."""

import json
import math
from pathlib import Path

import pytest

from mediator_bot.errors import QuestionError
from mediator_bot.evaluation.beir import evaluate_folder
from mediator_bot.settings import Settings

CORPUS = {
    "goose": ("", "The goose walked into the bakery and bit the baker."),
    "fence": ("", "The fence stands half a metre over the boundary of the orchard."),
    "kettle": ("Kettle", "A copper kettle whistled through the thin wall at dawn."),
    "piano": ("", "He practised the piano scales from noon to midnight every Sunday."),
    "untold": ("", " "),
}
QUERIES = {
    "q1": "The goose walked into the bakery and bit the baker.",
    "q2": "The fence stands half a metre over the boundary of the orchard.",
    "goose": "The goose walked into the bakery and bit the baker.",
    "unjudged": "nobody asks this",
}
# goose: rank 1 for q1. q2 holds two relevant documents: fence at rank 1, and one that is not in the corpus.
QRELS = "query-id\tcorpus-id\tscore\nq1\tgoose\t1\nq2\tfence\t2\nq2\tlost\t1\nq2\tkettle\t0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in the BEIR layout."""
    place = tmp_path / "beir"
    place.mkdir()
    rows = [json.dumps({"_id": name, "title": title, "text": text}) for name, (title, text) in CORPUS.items()]
    (place / "corpus.jsonl").write_text("\n".join(rows) + "\n")
    asked = [json.dumps({"_id": name, "text": text}) for name, text in QUERIES.items()]
    (place / "queries.jsonl").write_text("\n".join(asked))
    (place / "qrels.tsv").write_text(QRELS)
    return place


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The hashing double; the home is never made."""
    return Settings(home=tmp_path / "home", embeddings="hashing")


def test_figures_worked_out_by_hand(folder: Path, settings: Settings) -> None:
    figures = evaluate_folder(folder, settings)
    ideal = 2 + 1 / math.log2(3)  # fence at rank 1, the lost one at rank 2
    assert {name: figures[name] for name in ("queries", "documents", "passages")} == {
        "queries": 2,
        "documents": 5,
        "passages": 4,
    }
    assert figures["ndcg@10"] == pytest.approx((1 + 2 / ideal) / 2, abs=1e-4)
    assert figures["recall@10"] == figures["recall@100"] == pytest.approx((1 + 1 / 2) / 2)
    assert figures["p@5"] == pytest.approx((1 / 5 + 1 / 5) / 2)
    assert figures["mrr"] == 1
    assert figures["map"] == pytest.approx((1 + 1 / 2) / 2)
    assert list(figures)[-3:] == ["seconds_index", "seconds_query_p50", "seconds_query_p95"]
    assert not settings.home.exists()  # the throw-away home lies elsewhere


def test_exclude_self_drops_the_document_of_the_query(folder: Path, settings: Settings, tmp_path: Path) -> None:
    (folder / "qrels.tsv").write_text("goose\tgoose\t1\ngoose\tpiano\t1\n")
    with_self = evaluate_folder(folder, settings)
    run = tmp_path / "run.txt"
    without = evaluate_folder(folder, settings, exclude_self=True, run=run)
    assert (with_self["mrr"], with_self["recall@10"], without["recall@10"]) == (1, 1, 0.5)
    found = [line.split()[2] for line in run.read_text().splitlines()]
    assert sorted(found) == ["fence", "kettle", "piano"]


def test_candidates_are_reranked_and_nothing_else_is(folder: Path, settings: Settings, tmp_path: Path) -> None:
    pools, run = tmp_path / "pools.json", tmp_path / "run.txt"
    pools.write_text(json.dumps({"q1": ["kettle", "piano", "nowhere"], "q2": ["fence", "goose"]}))
    figures = evaluate_folder(folder, settings, candidates=pools, run=run)
    found: dict[str, list[str]] = {}
    for line in run.read_text().splitlines():
        found.setdefault(line.split()[0], []).append(line.split()[2])
    assert (sorted(found["q1"]), found["q2"]) == (["kettle", "piano"], ["fence", "goose"])
    assert figures["mrr"] == 0.5


def test_the_run_is_in_trec_format(folder: Path, settings: Settings, tmp_path: Path) -> None:
    run = tmp_path / "run.txt"
    evaluate_folder(folder, settings, run=run)
    rows = [line.split() for line in run.read_text().splitlines()]
    assert {len(row) for row in rows} == {6}
    assert {(row[1], row[5]) for row in rows} == {("Q0", "mediator-bot")}
    first = [row for row in rows if row[0] == "q1"]
    assert [int(row[3]) for row in first] == [1, 2, 3, 4]
    assert first[0][2] == "goose"
    scores = [float(row[4]) for row in first]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("corpus.jsonl", None),
        ("corpus.jsonl", '{"title": "no id"}\n'),
        ("corpus.jsonl", "[]\n"),
        ("queries.jsonl", "not json\n"),
        ("qrels.tsv", "q1 goose 1\n"),
        ("qrels.tsv", "someone-else\tgoose\t1\n"),
        ("qrels.tsv", ""),
    ],
)
def test_what_is_not_a_beir_folder_is_told_in_one_error(
    folder: Path, settings: Settings, name: str, content: str | None
) -> None:
    (folder / name).unlink() if content is None else (folder / name).write_text(content)
    with pytest.raises(QuestionError, match=str(folder)):
        evaluate_folder(folder, settings)


def test_pools_and_runs_that_cannot_be_used_are_told(folder: Path, settings: Settings, tmp_path: Path) -> None:
    pools = tmp_path / "pools.json"
    for content in ("not json", "[1]", '{"q1": 3}'):
        pools.write_text(content)
        with pytest.raises(QuestionError, match="holds no pools"):
            evaluate_folder(folder, settings, candidates=pools)
    with pytest.raises(QuestionError, match="cannot be written"):
        evaluate_folder(folder, settings, run=tmp_path / "nowhere" / "run.txt")
