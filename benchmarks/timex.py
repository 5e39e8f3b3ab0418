"""Time expressions against TIMEX3 gold: strict and value F1 of DATE and TIME.

    python benchmarks/timex.py --data DIR [--errors] [--all] [--creation-times]

DIR holds ``*.tml`` files of TempEval-3 (TimeML), in any depth; every folder with such files is one row. TimeBank and
AQUAINT are for development, Platinum is the test; do not look at its errors. The repository jspotter/TempEval-3 has the
first two and the official scorer (tools/evaluation-entities), CogComp/cogcomp-nlp has had Platinum (temporal-normalizer).

The measures are those of that scorer: expressions of both sides that overlap are aligned one to one; strict counts those
with the same text, relaxed all of them, value those with the same ``value`` attribute, and each F1 is taken over all
expressions found and all of the gold, so value F1 is the accuracy of values times the relaxed F1. Only inside the text: the
creation time is given to the reader, and counts as a find only with ``--creation-times``, as a tool that writes whole
documents is counted that copies it. The scorer knows no types; here TIMEX3 of type DATE and TIME count, on both sides, or
with ``--all`` those of every type.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.reading.times import to_timex3

TYPES = ("DATE", "TIME")
Timex = tuple[int, int, str, str]


@dataclass
class Score:
    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    characters: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)

    def add_given(self, count: int) -> None:
        self.gold += count
        self.found += count
        self.strict += count
        self.relaxed += count
        self.value += count

    def f1(self, hits: int) -> tuple[float, float, float]:
        precision, recall = hits / max(self.found, 1), hits / max(self.gold, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def read(path: Path) -> tuple[date, str, list[Timex]]:
    """The creation day, the text and the TIMEX3 of one TimeML file."""
    root = ElementTree.parse(path).getroot()
    creation, body = root.find(".//DCT/TIMEX3"), root.find("TEXT")
    if creation is None or body is None:
        raise ValueError(f"{path}: no DCT or TEXT element: not a TimeML document of TempEval-3")
    pieces: list[str] = []
    spans: list[Timex] = []
    length = 0

    def walk(node: ElementTree.Element) -> None:
        nonlocal length
        begin = length
        for piece in (node.text or "",):
            pieces.append(piece)
            length += len(piece)
        for child in node:
            walk(child)
            pieces.append(child.tail or "")
            length += len(child.tail or "")
        if node.tag == "TIMEX3":
            spans.append((begin, length, node.get("value", ""), node.get("type", "")))

    walk(body)
    return date.fromisoformat(creation.get("value", "")[:10]), "".join(pieces), sorted(spans)


def measure(path: Path, score: Score, types: tuple[str, ...] = TYPES) -> None:
    published, text, gold = read(path)
    began = time.process_time()
    found = to_timex3(text, published)
    score.seconds += time.process_time() - began
    score.characters += len(text)
    wanted = [timex for timex in gold if timex[3] in types]
    ours = [timex for timex in found if timex[3] in types]
    score.gold += len(wanted)
    score.found += len(ours)
    used: set[int] = set()
    for timex in wanted:
        start, end, value, _ = timex
        overlapping = [i for i, other in enumerate(ours) if i not in used and other[0] < end and start < other[1]]
        shown = " ".join(text[max(0, start - 50) : end + 40].split())
        if not overlapping:
            score.errors.append(f"missed   {text[start:end]!r} {value} | {shown} | {path.name} {published}")
            continue
        best = max(
            overlapping, key=lambda i: (ours[i][:2] == (start, end), min(ours[i][1], end) - max(ours[i][0], start))
        )
        used.add(best)
        other = ours[best]
        score.relaxed += 1
        if other[:2] == (start, end):
            score.strict += 1
        else:
            score.errors.append(
                f"span     {text[start:end]!r} read as {text[other[0] : other[1]]!r} | {shown} | {path.name} {published}"
            )
        if other[2] == value:
            score.value += 1
        else:
            score.errors.append(
                f"value    {text[start:end]!r} {value} read as {other[2]} | {shown} | {path.name} {published}"
            )
    for index, (start, end, value, _) in enumerate(ours):
        if index not in used:
            shown = " ".join(text[max(0, start - 50) : end + 40].split())
            kind = [timex[3] for timex in gold if timex[0] < end and start < timex[1]]
            score.errors.append(f"spurious {text[start:end]!r} {value} {kind} | {shown} | {path.name} {published}")


def folders(root: Path) -> Iterator[tuple[Path, list[Path]]]:
    for folder in sorted({path.parent for path in root.rglob("*.tml") if not path.name.startswith(".")}):
        yield folder, sorted(path for path in folder.glob("*.tml") if not path.name.startswith("."))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with TimeML files")
    parser.add_argument(
        "--errors", action="store_true", help="print every miss, wrong span, wrong value and spurious find"
    )
    parser.add_argument("--all", action="store_true", help="count DURATION and SET too")
    parser.add_argument(
        "--creation-times", action="store_true", help="count each article's creation time, which is given, as found"
    )
    arguments = parser.parse_args()
    types = (*TYPES, "DURATION", "SET") if arguments.all else TYPES
    rows = 0
    print(
        f"{'corpus':24} {'files':>5} {'all types' if arguments.all else 'DATE+TIME':>9} {'strict P':>9} {'R':>6} {'F1':>6} {'relaxed F1':>11} {'value F1':>9} {'Mchar/s':>8}"
    )
    for folder, paths in folders(arguments.data):
        score = Score()
        for path in paths:
            measure(path, score, types)
        if arguments.creation_times:
            score.add_given(len(paths))
        rows += 1
        p, r, f = score.f1(score.strict)
        speed = score.characters / max(score.seconds, 1e-9) / 1e6
        print(
            f"{folder.name:24} {len(paths):5} {score.gold:9} {p:9.3f} {r:6.3f} {f:6.3f} {score.f1(score.relaxed)[2]:11.3f} {score.f1(score.value)[2]:9.3f} {speed:8.2f}"
        )
        if arguments.errors:
            print("\n".join(f"  {line}" for line in sorted(score.errors)))
    if not rows:
        print(f"no *.tml file under {arguments.data}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
