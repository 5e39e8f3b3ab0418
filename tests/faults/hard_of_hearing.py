"""``parley worker`` that goes wrong as Celery has gone wrong: ``python -m tests.faults.hard_of_hearing WAY worker``.

``stalled``: the loop of its consumer stands still. ``deaf``: it turns, and takes no task any more.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from celery import bootsteps


def main() -> None:
    way = sys.argv.pop(1)
    from worker.app import app
    from worker.cli import main as parley

    class GoingWrong(bootsteps.StartStopStep):
        requires = {"celery.worker.consumer.tasks:Tasks"}  # noqa: RUF012 - Celery's own form

        def start(self, consumer: Any) -> None:
            consumer.timer.call_after(
                3, (lambda: time.sleep(3600)) if way == "stalled" else consumer.task_consumer.cancel
            )

    app.steps["consumer"].add(GoingWrong)
    parley(sys.argv[1:])


if __name__ == "__main__":
    main()
