"""``parley`` on a machine whose clock is wrong: ``python -m tests.faults.skewed worker``, ``PARLEY_TEST_SKEW`` seconds ahead.

Every place where the program or Celery asks the machine for the time gets the wrong one.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timedelta, tzinfo
from typing import Any

SKEW = float(os.environ.pop("PARLEY_TEST_SKEW", "0"))
_right = time.time


class Wrong(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + timedelta(seconds=SKEW)


def main() -> None:
    import celery.app.base
    import celery.worker.request

    import worker.clock
    import worker.tasks
    from worker.cli import main as parley

    for module in (celery.app.base, celery.worker.request, worker.clock, worker.tasks):
        module.datetime = Wrong  # type: ignore[attr-defined]
    time.time = lambda: _right() + SKEW
    parley(sys.argv[1:])


if __name__ == "__main__":
    main()
