"""Two transcripts of the benchmark, one good and one bad, in; docs/practice-transcripts.md with their scores as printed, out.

What stands above the first rule of that page is written by hand and kept.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mediator_bot.cli_practice import score_lines
from mediator_bot.library.library import corpus_folder
from mediator_bot.models.embeddings import open_encoders
from mediator_bot.practice import Recogniser, Scenario, load_scenarios, read_articles, read_transcript, score

ROOT = Path(__file__).resolve().parents[1]
TALKS = ROOT / "benchmarks/practice/transcripts"
PAGE = ROOT / "docs/practice-transcripts.md"
RULE = "\n---\n"
SHOWN = {
    "leak-ceiling-zh-good": "A good talk, in Chinese",
    "earlies-lates-en-weak": "A bad talk, in English",
}


def main() -> None:
    recogniser = Recogniser(open_encoders("packaged", threads=0, cache=ROOT / "cache"))
    scenarios = load_scenarios(corpus_folder() / "scenarios")
    articles = read_articles(corpus_folder() / "statutes")
    rows = {row["file"]: row for path in TALKS.glob("index*.json") for row in json.loads(path.read_text("utf-8"))}
    head = PAGE.read_text("utf-8").partition(RULE)[0]
    parts = [head]
    for name, title in SHOWN.items():
        row = rows[f"{name}.jsonl"]
        scenario = scenarios[row["scenario"]]
        turns = read_transcript((TALKS / row["file"]).read_text("utf-8"))
        scored = score(turns, row["profile"], scenario, recogniser=recogniser, articles=articles).as_json()
        command = (
            f"mediator-bot practice score benchmarks/practice/transcripts/{row['file']} --scenario"
            f" {scenario.scenario_id} --profile {row['profile']}"
        )
        printed = "\n".join(score_lines(scored))
        parts.append(
            f"\n## {title}: {scenario.title}\n\n"
            + "\n".join(_said(turns, scenario))
            + f"\n\n`{command}` prints\n\n```text\n{printed}\n```\n"
        )
    PAGE.write_text(RULE.join(parts), "utf-8")


def _said(turns: list[Any], scenario: Scenario) -> Iterator[str]:
    names = {party.pid: party.name for party in scenario.parties}
    for number, turn in enumerate(turns, 1):
        alone = f" (alone with {names[turn.with_]})" if turn.with_ else ""
        who = names.get(turn.speaker, "Mediator")
        yield f"{number}. **{who}**{alone}: {turn.text or '(says nothing)'}"


if __name__ == "__main__":
    main()
