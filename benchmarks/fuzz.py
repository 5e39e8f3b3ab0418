"""Reads mutated articles until the time is up, and says what breaks a law of reading, cut down to its smallest form.

    python -m benchmarks.fuzz --minutes 5 [--seed 1]

The laws: reading never raises, quotes exactly, gives the same reports with and without explanation, gives reports that
survive being stored, and takes no more than a bounded time for each character. Exit code 1 where one was broken.
"""

from __future__ import annotations

import argparse
import random
import time

from domain.reading import RuleExtractor
from tests.domain.reading.fuzzing import Breeder, complaint, smallest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, help="repeats a run (default: a new one each time, which is printed)")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    reader, breeder = RuleExtractor(), Breeder(seed)
    seen: set[str] = set()
    count = characters = 0
    end = time.monotonic() + 60 * options.minutes
    while time.monotonic() < end:
        case = breeder.case()
        count += 1
        characters += len(case.text)
        found = complaint(reader, case)
        if found is None or found.partition(":")[0] in seen:
            continue
        seen.add(found.partition(":")[0])
        small = smallest(reader, case, found)
        print(f"\nit {complaint(reader, small)}\n{small!r}", flush=True)
    print(f"\n{count} texts, {characters:,} characters, {len(seen)} laws broken")
    return 1 if seen else 0


if __name__ == "__main__":
    raise SystemExit(main())
