"""A limit on the time of calls that have none of their own, or only one for each byte.

A thread cannot be ended from outside. One that overstays is left behind, and until it ends its hook makes no further
attempt in this process: so a hook holds one thread at most, and a mail that arrives late is not sent a second time.
Other processes know nothing of the thread; that the hook rests for ``LATE_REST`` gives it time to end before any of them
tries again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from worker.alerts.channels.base import Outcome

LATE_REST = timedelta(seconds=60)
"""For so long nothing more is attempted at a hook whose attempt overstayed."""

_LATE_KEPT = 200

_running: dict[str, threading.Thread] = {}
_late: dict[tuple[str, str], Outcome] = {}
_lock = threading.Lock()


def bounded(hook: str, message_id: str, seconds: float, attempt: Callable[[], Outcome]) -> Outcome:
    """What ``attempt`` returns, or raises, within ``seconds``; else an outcome that says so.

    Where an attempt at the same message has overstayed and succeeded since, this one is not made.
    """
    with _lock:
        finished = _late.pop((hook, message_id), None)
        if finished is not None and finished.sent:
            return finished
        previous = _running.get(hook)
        if previous is not None and previous.is_alive():
            return Outcome("retry", "the attempt before this one has not ended yet")
    results: list[Outcome | BaseException] = []
    given_up = threading.Event()

    def run() -> None:
        try:
            results.append(attempt())
        except BaseException as error:  # noqa: BLE001 - raised again where it was waited for
            results.append(error)
        with _lock:
            if given_up.is_set() and isinstance(results[0], Outcome):
                _late[hook, message_id] = results[0]
                while len(_late) > _LATE_KEPT:
                    del _late[next(iter(_late))]

    thread = threading.Thread(target=run, name=f"alert-{hook}", daemon=True)
    thread.start()
    thread.join(seconds)
    with _lock:
        if not results:
            given_up.set()
            _running[hook] = thread
            sentence = f"not done within {seconds:g} s; it may arrive all the same"
            return Outcome("retry", sentence, retry_after=LATE_REST)
        _running.pop(hook, None)
    result = results[0]
    if isinstance(result, BaseException):
        raise result
    return result
