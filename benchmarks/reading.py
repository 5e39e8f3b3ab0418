"""Speed, start-up and size of the reader, on text of its own, beside other readers of dates and names.

    python benchmarks/reading.py                         # two to three minutes
    python benchmarks/reading.py --quick                 # a tenth of it
    python benchmarks/reading.py --texts DIR             # also your own articles: *.txt, or *.json with a "text"
    python benchmarks/reading.py --heideltime DIR        # beside HeidelTime, see benchmarks/others.py

Rates are characters a second of CPU time on one core. Adversarial texts are read once with one and once with two megabytes: a
linear reader takes twice as long. The others run in .venv-bench ("make bench-others") or under --others PYTHON, each on as
much of the same news as it reads in the time given; a row says how to get what is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import world_news  # noqa: E402
from benchmarks.table import OURS, note  # noqa: E402

PUBLISHED = date(2024, 1, 10)
READER = "from domain.reading import RuleExtractor; RuleExtractor()"


def cycled(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[: size - 5] + " meet"


ADVERSARIAL: dict[str, Callable[[int], str]] = {
    "commas": cycled(","),
    "nested quotes": lambda size: "“" * (size // 2) + " meet " + "”" * (size // 2),
    "nested parentheses": lambda size: "(" * (size // 2) + " meet " + ")" * (size // 2),
    "“Monday ”": cycled("Monday "),
    "“and ”": cycled("and "),
    "one word": lambda size: "meet" + "a" * size,
    "one capitalised word": lambda size: "meet A" + "a" * size,
    "one word in capitals": lambda size: "meet " + "A" * size,
    "“talks between Russia and Iran, ”": cycled("talks between Russia and Iran, "),
    "“Russia and ”": cycled("Russia and "),
    "“Russia's ”": cycled("Russia's "),
    "“1 ”": cycled("1 "),
    "blanks": lambda size: "meet" + " " * size + "met",
    "new lines": lambda size: "meet" + "\n" * size + "met",
    "announcements": cycled("Putin will meet Biden in Geneva on Monday. "),
}


def rate(read: Callable[[str], object], texts: list[str], seconds: float) -> float:
    """Characters a second of CPU time, over ``texts`` again and again for at least ``seconds``: the best of five parts."""
    for text in texts[:20]:
        read(text)
    best = 0.0
    for _ in range(5):
        done, begin = 0, time.process_time()
        while time.process_time() - begin < seconds / 5:
            for text in texts:
                read(text)
                done += len(text)
        best = max(best, done / (time.process_time() - begin))
    return best


def process(code: str, runs: int) -> tuple[float, float, float]:
    """Median CPU seconds and seconds by the clock from start to exit, and peak MiB, of a fresh interpreter that runs ``code``."""
    report = f"{code}; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    cpu, clock, peak = [], [], 0.0
    for _ in range(runs + 1):
        before, begin = os.times(), time.perf_counter()
        done = subprocess.run([sys.executable, "-c", report], cwd=ROOT, capture_output=True, text=True, check=True)
        clock.append(time.perf_counter() - begin)
        after = os.times()
        cpu.append(after.children_user + after.children_system - before.children_user - before.children_system)
        peak = max(peak, int(done.stdout) / 1024)
    return statistics.median(cpu[1:]), statistics.median(clock[1:]), peak  # the first run warmed the disk's cache


def own_texts(folder: Path) -> list[str]:
    """The articles of ``folder``. Raises ``SystemExit`` with a sentence where there are none."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
    for path in sorted(folder.rglob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict) and isinstance(content.get("text"), str):
            texts.append(content["text"])
    if not texts:
        raise SystemExit(f'{folder}: no *.txt and no *.json with a "text" in it')
    return texts


def other(name: str, python: Path, texts: list[str], options: argparse.Namespace) -> tuple[str, str]:
    """The row of another reader."""
    extra = ["--heideltime", str(options.heideltime)] if name == "heideltime" and options.heideltime else []
    done = subprocess.run(
        [str(python), str(ROOT / "benchmarks" / "others.py"), name, "--seconds", str(options.seconds), *extra],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return name, f"failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}"
    found = json.loads(done.stdout)
    if "missing" in found:
        return name, f"not here; {found['missing']}"
    return found["what"], f"{found['rate'] / 1000:,.1f} thousand characters a second; set-up {found['setup']:.1f} s"


def table(rows: list[tuple[str, str]], what: str = "") -> None:
    """``what`` others were measured in."""
    for name, figure in rows:
        print(f"| {name} | {figure} |", flush=True)
        note("reading", what or name, figure, name if what else OURS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="short runs, a tenth of a megabyte of each adversarial text"
    )
    parser.add_argument("--seconds", type=float, help="CPU seconds for each rate (default 5, quick 1)")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="also read the articles of this folder")
    parser.add_argument("--others", type=Path, metavar="PYTHON", help="the interpreter that has the other readers")
    parser.add_argument("--heideltime", type=Path, metavar="DIR", help="folder with HeidelTime's jar and TreeTagger")
    options = parser.parse_args()
    options.seconds = options.seconds or (1.0 if options.quick else 5.0)
    size = 100_000 if options.quick else 1_000_000

    from domain.reading import RuleExtractor
    from domain.reading.times import find_times, to_timex3

    reader = RuleExtractor()

    def read(text: str) -> object:
        return reader.extract(text, PUBLISHED)

    def thousands(texts: list[str], read: Callable[[str], object] = read) -> str:
        return f"{rate(read, texts, options.seconds) / 1000:,.0f} thousand characters a second"

    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| what | figure |\n| --- | --- |")
    news = world_news.ordinary(200)
    table([("ordinary world news", thousands(news))])
    if options.texts:
        table([(f"the articles of {options.texts}", thousands(own_texts(options.texts)))])
    table([("text without a meeting word", thousands(world_news.plain(100)))])
    table([("nothing but meetings", thousands(world_news.dense(50)))])
    table([("times alone, of ordinary world news", thousands(news, lambda text: find_times(text, PUBLISHED)))])
    table([("times alone, as TIMEX3", thousands(news, lambda text: to_timex3(text, PUBLISHED)))])
    runs = 5 if options.quick else 11
    empty, _, _ = process("pass", runs)
    cpu, clock, mib = process(READER, runs)
    table(
        [
            (
                "start: process, imports, reader",
                f"{cpu:.2f} s of CPU (the bare interpreter {empty:.2f} s), {clock:.2f} s by the clock",
            ),
            ("peak memory after it", f"{mib:.0f} MiB"),
        ]
    )
    for name, made in ADVERSARIAL.items():
        took = []
        for factor in (1, 2):
            text = made(size * factor)
            begin = time.process_time()
            read(text)
            took.append(time.process_time() - begin)
        table([(f"{name}, {size / 1e6:g} and {2 * size / 1e6:g} MB", f"{took[0]:.2f} s and {took[1]:.2f} s")])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table([("peak memory after all of that", f"{peak:.0f} MiB")])
    of_its_own = ROOT / ".venv-bench" / "bin" / "python"
    python = options.others or (of_its_own if of_its_own.exists() else Path(sys.executable))
    for name in ("dateparser", "spacy", "heideltime"):
        table([other(name, python, news[:60], options)], "ordinary world news")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
