"""Speed, start-up and size of the reader, on text of its own.

    python benchmarks/reading.py [--seconds 5]

Prints characters a second over ordinary world news (one article in four about a meeting), over text in which no meeting word
occurs, over nothing but announcements of meetings, and over adversarial megabytes; the time to construct the reader; and the memory it takes.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

PEOPLE = [
    "Norwegian Foreign Minister Espen Barth Eide",
    "French President Emmanuel Macron",
    "Vladimir Putin",
    "Chinese Premier Li Qiang",
    "the Egyptian foreign minister",
]
PLACES = ["Oslo", "Geneva", "Cairo", "Beijing", "Vienna", "Ankara", "Brussels"]
STATES = ["Norway", "Poland", "Turkey", "Iran", "Japan", "Kenya", "Brazil"]
DAYS = ["on Friday", "next week", "on January 22", "on Monday", "in March"]
WORLD = [
    "At least {n} people were killed when heavy rain swept through villages in the north of {state}, officials said on Tuesday.",
    "The central bank of {state} raised its main rate by a quarter point, citing the price of food and fuel.",
    "Police in {place} detained {n} people after a night of protests against a new tax on petrol.",
    "{state} exported more grain last year than in any year since records began, according to the ministry of agriculture.",
    "Scientists from {state} said they had found traces of a settlement that is about {n} thousand years old.",
    "Prosecutors charged a former mayor of {place} with taking bribes from a builder of flats near the harbour.",
    "The army said its troops had taken two hills outside {place}, a claim that could not be verified.",
    "“We lost everything in the flood”, said a farmer who had lived by the river for {n} years.",
    "Shares in {place} fell by {n} points in early trading as investors waited for figures from the United States.",
]
MEETINGS = [
    "{a} will meet {b} in {place} {day}, officials said.",
    "{state} and {other} are to hold talks in {place} {day} on their common border.",
    "The talks between {state} and {other} have been postponed to {day2}, the ministry said on Tuesday.",
    "{a} arrived in {place} on Monday for a two-day visit.",
]
PLAIN = "The harvest was poor this year and the price of wheat rose by {n} percent in the markets of the north. "


def article(rng: random.Random, about_meetings: bool) -> str:
    lines = []
    for i in range(14):
        pattern = rng.choice(MEETINGS if about_meetings and i % 3 == 0 else WORLD)
        a, b = rng.sample(PEOPLE, 2)
        state, other = rng.sample(STATES, 2)
        lines.append(
            pattern.format(
                a=a,
                b=b,
                state=state,
                other=other,
                place=rng.choice(PLACES),
                day=rng.choice(DAYS),
                day2="February 3",
                n=rng.randint(2, 90),
            )
        )
    return "\n\n".join(lines)


def rate(read: Callable[[str], object], texts: list[str], seconds: float) -> float:
    """Characters a second, over ``texts`` again and again for at least ``seconds``."""
    for text in texts[:3]:
        read(text)
    done = 0
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        for text in texts:
            read(text)
            done += len(text)
    return done / (time.perf_counter() - begin)


def start_up() -> tuple[float, float]:
    """Seconds and MiB of a fresh interpreter that imports and constructs the reader, less those of an empty one."""
    probe = (
        "import resource, time; t = time.perf_counter(); {work}"
        "print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    figures = []
    for work in ("", "from domain.reading import RuleExtractor; RuleExtractor(); "):
        out = subprocess.run(
            [sys.executable, "-c", probe.format(work=work)], capture_output=True, text=True, check=True
        )
        figures.append([float(x) for x in out.stdout.split()])
    return figures[1][0] - figures[0][0], figures[1][1]


ADVERSARIAL = {
    "a million commas": "meet" + "," * 1_000_000,
    "nested quotes": "“" * 400_000 + "meet" + "”" * 400_000,
    "Monday repeated": "Monday " * 140_000 + "meet",
    "talks repeated": "talks " * 160_000,
    "names repeated": "Russia and " * 90_000 + "meet",
    "possessives": "Russia's " * 100_000 + "talks",
    "open brackets": "(" * 1_000_000 + "meet",
    "announcements": "Putin will meet Biden in Geneva on Monday. " * 23_000,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each rate is measured")
    options = parser.parse_args()
    seconds, mib = start_up()
    print(f"start-up {seconds:.2f} s, {mib:.0f} MiB resident after construction")

    from domain.reading import RuleExtractor

    reader = RuleExtractor()
    published = date(2024, 1, 10)

    def read(text: str) -> object:
        return reader.extract(text, published)

    rng = random.Random(7)
    news = [article(rng, about_meetings=i % 4 == 0) for i in range(200)]
    plain = [PLAIN.format(n=i) * 30 for i in range(50)]
    dense = [" ".join(article(rng, True).split("\n\n")[::3]) for _ in range(100)]
    print(f"ordinary world news      {rate(read, news, options.seconds):>12,.0f} characters/s")
    print(f"no meeting word at all   {rate(read, plain, options.seconds):>12,.0f} characters/s")
    print(f"nothing but announcements{rate(read, dense, options.seconds):>12,.0f} characters/s")
    for name, text in ADVERSARIAL.items():
        begin = time.perf_counter()
        read(text)
        print(f"{name:<24} {time.perf_counter() - begin:>8.2f} s for {len(text):,} characters")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
