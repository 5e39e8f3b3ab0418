"""A process that reads the inbox and is killed at a named step, as a power cut or the kernel would do it.

Run as ``python -m tests.e2e.crashing CONFIG_DIR DATABASE_URL STEP``; without a step it reads to the end. The moment of
the scenario at which everything is published is its clock.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from worker.config import load
from worker.demo.scenario import Scenario, ScenarioClock
from worker.pipeline import Steps, read_article
from worker.runtime import Runtime
from worker.work import unfinished


def main(config_dir: str, database_url: str, step: str = "") -> None:
    runtime = Runtime(
        load(Path(config_dir), {"PARLEY_DATABASE_URL": database_url}),
        ScenarioClock(Scenario.load().steps[-1].at),
    )

    # At the second article: so each run gets one further, and none is begun so often that it is set aside as a killer.
    finished = 0

    def reached(name: str) -> None:
        if name == step and finished == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    articles, _ = unfinished(runtime, everything=True)
    for article_id in articles:
        reading = read_article(runtime, article_id, Steps(reached))
        if reading.error:
            raise SystemExit(reading.error)
        finished += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
