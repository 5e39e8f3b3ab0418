"""Signs of life of a worker, and its end when there are none.

A step of Celery's *worker* stays healthy while the broker refuses everyone; a step of the *consumer*, which runs on the
consumer's own timer, goes stale. So the pulse is taken there. It touches a file for the health check: asking over the
broker (``celery inspect ping``) costs 300 ms and cannot see that stall.

A container that is unhealthy is not restarted by anybody (moby#28400), and known faults of Celery with Redis leave a worker
alive and deaf: after Redis was restarted its loop stands still (5.6.2 with tasks in hand), or turns and takes no task any
more. So a worker watches itself and ends with ``STALLED``, for its supervisor to start it anew:

* when its consumer has not turned at ``LOOKS`` looks in a row;
* when tasks wait in its queues, it has none in hand and took none at ``LOOKS`` looks in a row.

Looks are counted, not seconds: whoever was stopped for an hour, with the whole machine or by SIGSTOP, is given the time to
go on. Nothing is lost by such an end, as by none.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import Celery, bootsteps
from celery.worker import state

from worker.logs import log

TOUCH_SECONDS = 10.0
"""Between two beats; a quarter of the time after which a stall is one, where that is less."""

LOOKS = 12
"""Looks without a sign of life after which a process ends."""

STALLED = 75
"""Exit code of a process that ended itself: EX_TEMPFAIL of sysexits.h, "try again"."""


class Pulse:
    """Beats as long as something turns."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.beats = 0

    def beat(self) -> None:
        self.beats += 1
        if self.path is not None:
            with suppress(OSError):  # a full disk makes the health check fail, and must not stop what turns
                self.path.touch()


class Watchdog(threading.Thread):
    """Ends the process when a pulse stops. ``deaf`` says whether there is work that the process does not take."""

    def __init__(
        self,
        pulse: Pulse,
        stall_after: timedelta,
        *,
        deaf: Callable[[], bool] = lambda: False,
        end: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(name="parley-watchdog", daemon=True)
        self.pulse, self.deaf, self.end = pulse, deaf, end or end_process
        self.pause = stall_after.total_seconds() / LOOKS
        self.over = threading.Event()

    def run(self) -> None:
        beats, still, deaf = -1, 0, 0
        while not self.over.wait(self.pause):
            now = self.pulse.beats
            still = 0 if now != beats else still + 1
            beats = now
            deaf = deaf + 1 if self.deaf() else 0
            if still >= LOOKS:
                self.end("its loop does not turn any more")
                return
            if deaf >= LOOKS:
                self.end("tasks wait and it takes none")
                return

    def stop(self) -> None:
        self.over.set()


def end_process(reason: str) -> None:
    """End this process and its children at once, without any of the tidying up that may be what hangs."""
    log.critical("worker.stalled", reason=reason, pid=os.getpid())
    for child in _children():
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    os._exit(STALLED)


def _children() -> list[int]:
    """Processes of the pool, where the system tells (Linux). Elsewhere they end when they find their pipes closed."""
    found = []
    for thread in Path("/proc/self/task").glob("*"):
        with suppress(OSError):
            found += [int(child) for child in (thread / "children").read_text().split()]
    return found


def keep(app: Celery, path: Path | None, stall_after: timedelta, queues: Sequence[str]) -> None:
    """Let workers of ``app`` touch ``path`` every ``TOUCH_SECONDS`` while they consume, and end when they do not."""
    pulse = Pulse(path)
    every = min(TOUCH_SECONDS, stall_after.total_seconds() / 4)

    class Heartbeat(bootsteps.StartStopStep):
        requires = {"celery.worker.consumer.tasks:Tasks"}  # noqa: RUF012 - Celery's own form

        def __init__(self, consumer: Any, **_: Any) -> None:
            self.timer_entry: Any = None

        def start(self, consumer: Any) -> None:
            pulse.beat()
            self.timer_entry = consumer.timer.call_repeatedly(every, pulse.beat)

        def stop(self, consumer: Any) -> None:
            if self.timer_entry is not None:
                self.timer_entry.cancel()
                self.timer_entry = None

    class Watching(bootsteps.StartStopStep):
        """A step of the worker, so that it also watches a consumer that never came to its feet."""

        def __init__(self, worker: Any, **_: Any) -> None:
            self.watchdog: Watchdog | None = None

        def start(self, worker: Any) -> None:
            self.watchdog = Watchdog(pulse, stall_after, deaf=Deafness(app, queues))
            self.watchdog.start()

        def close(self, worker: Any) -> None:
            # A worker that is ending finishes what it has in hand, with its consumer stopped.
            if self.watchdog is not None:
                self.watchdog.stop()

        stop = terminate = close

    app.steps["consumer"].add(Heartbeat)
    app.steps["worker"].add(Watching)


class Deafness:
    """Whether tasks wait in the queues of a worker that has nothing in hand and took nothing since the last look."""

    def __init__(self, app: Celery, queues: Sequence[str]) -> None:
        self.app, self.queues = app, queues
        self.taken = -1

    def __call__(self) -> bool:
        taken = sum(state.total_count.values())
        idle = taken == self.taken and not len(state.reserved_requests) and not len(state.active_requests)
        self.taken = taken
        return idle and self._waiting()

    def _waiting(self) -> bool:
        try:
            # A connection of its own: the worker's may be what is broken.
            with self.app.connection_for_write(transport_options=self._brief()) as connection:
                channel = connection.default_channel
                return any(channel.queue_declare(queue=name, passive=True).message_count for name in self.queues)
        except Exception:  # noqa: BLE001 - transports raise errors of their own; whoever cannot ask knows nothing
            return False

    def _brief(self) -> dict[str, Any]:
        return {**self.app.conf.broker_transport_options, "socket_timeout": 5, "socket_connect_timeout": 5}


class Ticker:
    """The pulse of a scheduler: beats at each of its ticks, and ends the process when it does not tick any more."""

    def __init__(self, path: Path | None, stall_after: timedelta) -> None:
        self.pulse = Pulse(path)
        self.watchdog = Watchdog(self.pulse, stall_after)

    def around(self, tick: Callable[..., Any]) -> Callable[..., Any]:
        self.watchdog.start()

        def ticking(*args: Any, **options: Any) -> Any:
            self.pulse.beat()
            return tick(*args, **options)

        return ticking
