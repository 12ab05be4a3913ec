"""The questions of `screen/` go in; recall and false alarms of the safety screen come out, with Wilson intervals, never a text.

`python benchmarks/screen.py tune` or `locked`. The weights were made with the tuning half, so its figures here flatter;
`scripts/build_screen.py` prints what cross-validation says of it. The locked half is for reporting only.
"""

import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mediator_bot.answers.likeness import Likeness
from mediator_bot.answers.screen import screen
from mediator_bot.models.embeddings import open_encoders

FOLDER = Path(__file__).parent / "screen"
Row = dict[str, Any]


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927)."""
    if not n:
        return 0.0, 1.0
    share, spread = hits / n, z * z / n
    middle, half = share + spread / 2, z * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def line(name: str, rows: Sequence[Row], stopped: Callable[[Row], bool]) -> str:
    """One row of the table: how many of these questions were stopped."""
    hits = sum(map(stopped, rows))
    low, high = wilson(hits, len(rows))
    return (
        f"| {name} | {hits}/{len(rows)} | {100 * hits / max(1, len(rows)):.1f} % | {100 * low:.1f}–{100 * high:.1f} % |"
    )


def main() -> None:
    """Print the table of one half."""
    half = sys.argv[1]
    likeness = Likeness.open(open_encoders("packaged", 0, Path()))
    texts = [
        text for name in ("zh", "en") for text in (FOLDER / f"screen-{name}.jsonl").read_text("utf-8").splitlines()
    ]
    rows = [row for row in map(json.loads, texts) if row["half"] == half]
    for row in rows:
        noticed = screen(row["text"], row["language"], likeness=likeness)
        row["stopped"], row["rules"] = noticed.action != "proceed", noticed.rules
        row["by_rule"] = screen(row["text"], row["language"]).action != "proceed"
    flags, others = [row for row in rows if row["flag"]], [row for row in rows if not row["flag"]]
    print(f"| {half} | stopped | share | 95 % |\n|---|---|---|---|")
    for name, some in (("flags (recall)", flags), ("harmless (false alarms)", others)):
        print(line(name, some, lambda row: row["stopped"]))
        print(line(f"{name}, rules alone", some, lambda row: row["by_rule"]))
        for key in ("language", "kind", "indirect"):
            for value in sorted({row[key] for row in some}, key=str):
                print(
                    line(
                        f"{name}, {key} {value}", [row for row in some if row[key] == value], lambda row: row["stopped"]
                    )
                )
    named = [row for row in flags if row["stopped"]]
    right = sum({"crime": "fraud"}.get(row["kind"], row["kind"]) in row["rules"] for row in named)
    print(f"\nof the flags stopped, the kind named is right: {right}/{len(named)}")


if __name__ == "__main__":
    main()
