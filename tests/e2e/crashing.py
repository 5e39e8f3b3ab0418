"""Processes that read the inbox, each killed at a named step, as a power cut or the kernel would do it.

Run as ``python -m tests.e2e.crashing CONFIG_DIR DATABASE_URL STEP...``: for each step one process is forked that reads until it
is killed there, then one that reads to the end. The moment of the scenario at which everything is published is its clock.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.e2e.killed import in_turn
from worker.config import load
from worker.demo.scenario import Scenario, ScenarioClock
from worker.pipeline import Steps, read_article
from worker.runtime import Runtime
from worker.work import unfinished


def read(runtime: Runtime, step: str | None) -> None:
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


def main(config_dir: str, database_url: str, *steps: str) -> None:
    scenario = Scenario.load()
    runtime = Runtime(
        load(Path(config_dir), {"PARLEY_DATABASE_URL": database_url}), ScenarioClock(scenario.steps[-1].at)
    )
    # With the reader ready, for all that are forked.
    some = next(iter(scenario.articles))
    runtime.extractor.extract("\n\n".join(some.blocks), some.published.date(), title=some.title)
    in_turn(steps, lambda _, step: read(runtime, step))


if __name__ == "__main__":
    main(*sys.argv[1:])
