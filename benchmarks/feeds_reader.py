"""lemon24/reader over the site of ``benchmarks/feeds.py``; runs in an environment of its own (``make bench-others``).

    python benchmarks/feeds_reader.py PORT FEEDS

Standard output is a JSON object: ``what`` (name and version), and for each round the milliseconds of CPU time and of wall
time a feed, and the entries that were new; or ``missing`` (what to do to get it).
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(port: int, feeds: int) -> dict[str, Any]:
    try:
        import reader
    except ImportError:
        return {"missing": "make bench-others"}
    found: dict[str, Any] = {"what": f"reader {reader.__version__}"}
    # Under /same/ the site sends no validators: the same bytes come again with status 200.
    for rounds, prefix in (("cold", "304"), ""), (("_", "same"), "same/"):
        with tempfile.TemporaryDirectory() as directory:
            library = reader.make_reader(str(Path(directory) / "reader.sqlite"))
            for number in range(feeds):
                library.add_feed(f"http://127.0.0.1:{port}/{prefix}{number}")
            for name in rounds:
                used, wall, new, errors = cpu(), time.perf_counter(), 0, []
                for result in library.update_feeds_iter(scheduled=False):
                    if isinstance(result.value, Exception):
                        errors.append(str(result.value))
                    elif result.value is not None:
                        new += result.value.new
                if errors:
                    raise SystemExit(f"reader failed: {errors[0]}")
                found[name] = {
                    "cpu_ms": (cpu() - used) / feeds * 1000,
                    "wall_ms": (time.perf_counter() - wall) / feeds * 1000,
                    "new": new,
                }
            library.close()
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
