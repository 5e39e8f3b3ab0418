"""``parley worker`` with a reader that some articles make ill: ``python -m tests.faults.sick worker``.

An article with the word LOOP keeps it busy for ever, STUCK too and out of the reach of signals, KILL ends its process as the
kernel does when memory runs out. The hard limit of tasks is a few seconds.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any


def main() -> None:
    from domain.reading import RuleExtractor
    from worker import app
    from worker.cli import main as parley

    whole = RuleExtractor.extract

    def extract(self: RuleExtractor, text: str, *args: Any, **options: Any) -> Any:
        if "STUCK" in text:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGUSR1, signal.SIGTERM})
        if "KILL" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        while "LOOP" in text or "STUCK" in text:
            sum(range(1000))
        return whole(self, text, *args, **options)

    RuleExtractor.extract = extract  # type: ignore[method-assign]
    app.READ_SECONDS, app.RECORD_SECONDS = 2.0, 2.0
    parley(sys.argv[1:])


if __name__ == "__main__":
    main()
