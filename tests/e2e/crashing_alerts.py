"""Processes that deliver alerts, each killed at a named step, as a power cut or the kernel would do it.

Run as ``python -m tests.e2e.crashing_alerts HOOKS_JSON DATABASE_URL STEP...``: for each step one process is forked that delivers
until it is killed there, then one that delivers to the end. Each begins when the leases of the one before have run out.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.alerts import Hook
from tests.e2e.killed import in_turn
from worker.alerts.deliver import Steps
from worker.alerts.dispatch import Dispatcher
from worker.alerts.outbox import LEASE
from worker.config import Config
from worker.runtime import Runtime
from worker.settings import Settings


class LaterClock:
    """The real time and some more."""

    def __init__(self, later: timedelta) -> None:
        self.later = later

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later


def deliver(runtime: Runtime, step: str | None) -> None:
    # At the second time: so each run gets one further, and no alert is begun so often that it is given up as a killer.
    reached_before: list[str] = []

    def reached(name: str) -> None:
        if name == step and name in reached_before:
            os.kill(os.getpid(), signal.SIGKILL)
        reached_before.append(name)

    dispatcher = Dispatcher(runtime, Steps(reached))
    dispatcher.wake()
    dispatcher.wait(240)
    if step is None:
        deadline = time.monotonic() + 240
        while dispatcher.wake() and time.monotonic() < deadline:
            dispatcher.wait(60)
        dispatcher.close()


def main(hooks: str, database_url: str, *steps: str) -> None:
    configured = tuple(Hook.model_validate(one) for one in json.loads(hooks))
    settings = Settings.model_validate({"database": {"url": database_url}})

    def run(number: int, step: str | None) -> None:
        clock = LaterClock((number + 1) * (LEASE + timedelta(seconds=30)))
        deliver(Runtime(Config(settings, hooks=configured, config_dir=Path("/nowhere")), clock), step)

    in_turn(steps, run)


if __name__ == "__main__":
    main(*sys.argv[1:])
