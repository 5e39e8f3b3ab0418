"""Processes that are each killed at a named step, as a power cut or the kernel would do it."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable


def in_turn(steps: tuple[str, ...], run: Callable[[int, str | None], None]) -> None:
    """Fork a process for each of ``steps``, with its number, that runs until it is killed there, then one that runs to its end.

    Forked instead of started anew, for the time that a start takes: nothing of a database may be open here. Ends this process,
    with a sentence and exit code 1 where one was not killed at its step.
    """
    for number, step in enumerate([*steps, None]):
        if (pid := os.fork()) == 0:
            try:
                run(number, step)
            except BaseException:  # noqa: BLE001 - told, and nothing of the parent's may run in the child
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, ended = os.waitpid(pid, 0)
        if step is None:
            sys.exit(os.waitstatus_to_exitcode(ended))
        if not os.WIFSIGNALED(ended) or os.WTERMSIG(ended) != signal.SIGKILL:
            sys.exit(f"no process ever came to {step!r}")
