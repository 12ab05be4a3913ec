"""The sample library in; how fast it answers, and how well it finds and refuses on the two halves of its own questions, out."""

import json
import resource
import statistics
import tempfile
import time
from pathlib import Path

from mediator_bot.answers.similar import is_near
from mediator_bot.index.index import Index, passage_text
from mediator_bot.library.library import Library, corpus_folder
from mediator_bot.retrieval.search import group
from mediator_bot.service import Assistant
from mediator_bot.settings import Settings
from mediator_bot.text.language import language_of
from mediator_bot.types import Filters


def main() -> None:
    questions = [
        json.loads(line)
        for path in sorted((corpus_folder() / "questions").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        list(Library.create(settings).add_samples())
        began = time.perf_counter()
        assistant = Assistant.open(settings)
        seconds = time.perf_counter() - began
        count = len(assistant.searcher.index.vectors)
        print(f"open and index {count} passages: {seconds:.1f} s")
        share(assistant)
        speed(assistant, [question["question"] for question in questions])
        for half in ("tune", "locked"):
            quality(assistant, half, [question for question in questions if question["half"] == half])
        print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def share(assistant: Assistant) -> None:
    """Passages a second of a whole indexing run, as a share of what the encoders alone do on the same texts."""
    catalogue, encoders = assistant.library.catalogue, assistant.searcher.index.encoders
    passages = catalogue.passages(catalogue.live_ids_of(catalogue.live_documents()))
    texts = [passage_text(passage, heading) for passage, heading in passages]
    ratios = []
    for _ in range(3):
        began = time.perf_counter()
        for encoder in encoders:
            encoder.encode(texts)
        raw = time.perf_counter() - began
        with tempfile.TemporaryDirectory() as folder:
            ratios.append(raw / Index(Path(folder), encoders).follow(catalogue).seconds)
    print(f"indexing at {statistics.median(ratios):.2f} of the encoders' own speed (median of 3)")


def speed(assistant: Assistant, questions: list[str]) -> None:
    """Milliseconds of a whole answer, warm."""
    seconds = []
    for question in questions:
        began = time.perf_counter()
        assistant.ask(question, assistant.operator)
        seconds.append(time.perf_counter() - began)
    p95 = statistics.quantiles(seconds, n=20)[-1]
    print(f"ask, {len(questions)} questions: p50 {statistics.median(seconds) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")


def quality(assistant: Assistant, half: str, questions: list[dict]) -> None:
    """Rank of the case meant, and how often the answer was refused where it should be and where it should not."""
    ranks, refused, rightly = [], [], []
    for question in questions:
        found = group(assistant.search(question["question"], assistant.operator, Filters(kind=("case",)), 300))
        is_refused = not found or not is_near(found[0], language_of(question["question"]))
        if question["unanswerable"]:
            rightly.append(is_refused)
        elif question["kind"] == "cases":
            refused.append(is_refused)
            meant = [rank for rank, item in enumerate(found, 1) if question["relevant"].get(item.key) == 2]
            ranks.append(meant[0] if meant else 0)
    mrr = statistics.mean(1 / rank if rank else 0 for rank in ranks)
    recall = statistics.mean(0 < rank <= 5 for rank in ranks)
    print(
        f"{half}: {len(ranks)} answerable MRR {mrr:.3f}, recall@5 {recall:.2f}, refused {statistics.mean(refused):.2f};"
        f" {len(rightly)} unanswerable, refused {statistics.mean(rightly):.2f}"
    )


if __name__ == "__main__":
    main()
