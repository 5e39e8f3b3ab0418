"""Processes that read the inbox, each killed at a named step, as a power cut or the kernel would do it.

Run as ``python -m tests.e2e.crashing CONFIG_DIR DATABASE_URL STEP...``: for each step one process is forked that reads until it
is killed there, then one that reads to the end. The moment of the scenario at which everything is published is its clock.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path

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
    # Forked instead of started anew, with the reader ready; nothing of the database is open in the parent.
    some = next(iter(scenario.articles))
    runtime.extractor.extract("\n\n".join(some.blocks), some.published.date(), title=some.title)
    for step in [*steps, None]:
        if (pid := os.fork()) == 0:
            try:
                read(runtime, step)
            except BaseException:  # noqa: BLE001 - told, and nothing of the parent's may run in the child
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, ended = os.waitpid(pid, 0)
        if step is None:
            sys.exit(os.waitstatus_to_exitcode(ended))
        if not os.WIFSIGNALED(ended) or os.WTERMSIG(ended) != signal.SIGKILL:
            sys.exit(f"the reader never came to {step!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
