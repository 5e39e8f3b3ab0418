"""A file that a Celery worker touches as long as its *consumer* turns.

A step of the worker stays healthy while the broker refuses everyone; a step of the consumer, which runs on the
consumer's own timer, goes stale. Asking over the broker (``celery inspect ping``) costs 300 ms and cannot see that stall.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery import Celery, bootsteps

TOUCH_SECONDS = 10.0


def keep(app: Celery, path: Path) -> None:
    """Let workers of ``app`` touch ``path`` every ``TOUCH_SECONDS`` while they consume."""

    class Heartbeat(bootsteps.StartStopStep):
        requires = {"celery.worker.consumer.tasks:Tasks"}  # noqa: RUF012 - Celery's own form

        def __init__(self, consumer: Any, **_: Any) -> None:
            self.timer_entry: Any = None

        def start(self, consumer: Any) -> None:
            path.touch()
            self.timer_entry = consumer.timer.call_repeatedly(TOUCH_SECONDS, path.touch)

        def stop(self, consumer: Any) -> None:
            if self.timer_entry is not None:
                self.timer_entry.cancel()
                self.timer_entry = None

    app.steps["consumer"].add(Heartbeat)
