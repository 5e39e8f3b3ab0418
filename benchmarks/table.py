"""One table of all figures, with those of others and the goals beside them.

    make bench                                  # runs the benchmarks, then this
    BENCH_FIGURES=figures.jsonl python -m benchmarks.web
    python -m benchmarks.table figures.jsonl    # what was noted so far

Each benchmark notes its figures in the file that ``BENCH_FIGURES`` names, a line of JSON each, besides printing them as it goes.
A figure that is noted again, by a later run, takes the place of the one before.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

OURS = "Parley"

GOALS = {
    ("reading", "ordinary world news"): "400 thousand characters a second",
    ("reading", "text without a meeting word"): "5,000 thousand characters a second",
    ("log", "SQLite, synchronous=normal, single"): "6,000 commits a second",
    ("log", "SQLite, replay, CPU time"): "50,000 folded a second",
    ("log", "PostgreSQL, 4 writers, single"): "1,500 commits a second",
    ("log", "PostgreSQL, 4 writers, 20"): "15,000 events a second",
    ("log", "PostgreSQL, replay, CPU time"): "50,000 folded a second",
    ("pages", "99th percentile"): "under 100 ms at 200 requests a second and 100,000 meetings",
    ("pages", "talks page, when the log has grown"): "under 100 ms",
    ("alerts", "missing, doubled, out of order"): "0, 0, 0",
    ("alerts", "missing, doubled, out of order; five hooks down"): "0, 0, 0",
    ("alerts", "99th percentile; five hooks down"): "no more than with all hooks well",
    ("polling", "first poll, every entry new"): "no more than reader",
    ("polling", "not modified (304)"): "no more than reader",
    ("polling", "same bytes again (200)"): "no more than reader",
}
"""What is aimed at, where it is a figure; of what has others beside it, to be no slower than they are."""


def note(part: str, what: str, figure: str, who: str = OURS) -> None:
    """Note ``figure``, with its unit, of Parley or of somebody else (``who``) doing the same."""
    path = os.environ.get("BENCH_FIGURES")
    if not path:
        return
    with Path(path).open("a", encoding="utf-8") as file:
        line = {"part": part, "what": what, "who": who, "figure": figure}
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def table(lines: list[dict[str, str]]) -> str:
    """In Markdown, in the order in which things were first noted."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines:
        rows.setdefault((line["part"], line["what"]), {})[line["who"]] = line["figure"]
    cells = [("", "what", OURS, "others, same run", "goal"), ("---",) * 5]
    for (part, what), found in rows.items():
        ours = [f"{figure}{who.removeprefix(OURS)}" for who, figure in found.items() if who.startswith(OURS)]
        others = [f"{who}: {figure}" for who, figure in found.items() if not who.startswith(OURS)]
        cells.append((part, what, "; ".join(ours), "; ".join(others), GOALS.get((part, what), "")))
    widths = [max(len(row[column]) for row in cells) for column in range(5)]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    )


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    path = Path(sys.argv[1])
    if not path.exists():
        sys.exit(f"{path}: no figures were noted there; run a benchmark with BENCH_FIGURES={path}")
    print(table([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]))


if __name__ == "__main__":
    main()
