"""Who sends: for each hook its own threads, so that a slow or dead receiver delays nobody but itself.

A wake-up names hooks. For each of them a thread claims, sends, records and claims the next until nothing is due; where
others of the hook could go at the same time, it starts one more, up to the hook's bound (which is kept over all processes by
``worker.alerts.claims``). Threads only wait for the network, and a hook with nothing to be told has none.

When something becomes due later (another attempt, the end of a window), one alarm thread wakes the hook then; the sweep,
which asks the database, is what nothing gets lost by.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from worker.alerts import deliver, outbox
from worker.alerts.deliver import DeliveryResult, Job, Steps
from worker.logs import log

if TYPE_CHECKING:
    from domain.alerts import Hook
    from worker.runtime import Runtime

MAX_HELPERS = 64
"""Threads beyond the first of each hook, in one process. The first is never refused: it is what keeps hooks apart."""

LONGEST_ALARM = timedelta(hours=1)
"""What is due later than that is left to the sweep."""

TROUBLE_PAUSE = 5.0
"""Seconds until a hook is looked at again after the database failed under it."""


class Dispatcher:
    """One per process. Cheap until it is woken."""

    def __init__(self, runtime: Runtime, steps: Steps | None = None) -> None:
        self.runtime = runtime
        self._steps = steps or Steps()
        self._lock = threading.Condition()
        self._busy: dict[str, int] = {}
        """Hook → its threads."""
        self._again: set[str] = set()
        """Hooks that were woken while a thread of theirs was about to find nothing."""
        self._alarms: dict[str, float] = {}
        """Hook → when to wake it, on the monotonic clock."""
        self._resting: dict[str, float] = {}
        """Hook → until when nothing new can be sent to it, on the monotonic clock. Only a sweep looks sooner: somebody may
        have resumed it."""
        self._alarm: threading.Thread | None = None
        self._closed = False
        self.sent = 0
        self.failed = 0

    # --- wake-ups -----------------------------------------------------------------------------------------------------

    def wake(self, names: Iterable[str] | None = None) -> list[str]:
        """Let the hooks of these names be served, all that have something due where ``names`` is None; at once and in the
        background. Returns which."""
        hooks = {hook.name: hook for hook in self.runtime.config.hooks if hook.enabled}
        resting: frozenset[str] = frozenset()
        if names is not None:
            with self._lock:
                now = time.monotonic()
                resting = frozenset(name for name, until in self._resting.items() if until > now)
        else:
            with self.runtime.database.read() as conn:
                names = outbox.due_hooks(conn, hooks.values(), self.runtime.clock.now())
        woken = [name for name in dict.fromkeys(names) if name in hooks and name not in resting]
        for name in woken:
            self._start(hooks[name])
        return woken

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until no hook is being served; False where that takes longer than ``timeout`` seconds."""
        with self._lock:
            return self._lock.wait_for(lambda: not self._busy, timeout)

    def close(self, timeout: float = 65.0) -> bool:
        """Take nothing more and wait for what is being sent, so that nothing has to be repeated. False where it did not end
        in time: it is repeated then, under the same id."""
        with self._lock:
            self._closed = True
            self._alarms.clear()
            self._lock.notify_all()
        return self.wait(timeout)

    # --- threads ------------------------------------------------------------------------------------------------------

    def _start(self, hook: Hook, *, helper: bool = False) -> None:
        with self._lock:
            if self._closed:
                return
            running = self._busy.get(hook.name, 0)
            if not helper and running:
                self._again.add(hook.name)
                return
            if helper and (running >= hook.concurrency or sum(self._busy.values()) - len(self._busy) >= MAX_HELPERS):
                return
            self._busy[hook.name] = running + 1
        threading.Thread(target=self._serve, args=(hook,), name=f"parley-hook-{hook.name}", daemon=True).start()

    def _serve(self, hook: Hook) -> None:
        look_at: datetime | None = None
        try:
            look_at = self._work(hook)
        except Exception as error:  # noqa: BLE001 - the database's trouble or a bug of ours: told, and tried again
            log.error("alert.trouble", hook=hook.name, error=f"{type(error).__name__}: {error}")
            self._set_alarm(hook.name, TROUBLE_PAUSE)
        finally:
            with self._lock:
                left = self._busy[hook.name] - 1
                if left:
                    self._busy[hook.name] = left
                else:
                    del self._busy[hook.name]
                again = not left and hook.name in self._again
                self._again.discard(hook.name) if not left else None
                if again:
                    self._busy[hook.name] = 1
                self._lock.notify_all()
        if again and not self._closed:
            self._serve(hook)
        elif again:
            with self._lock:
                del self._busy[hook.name]
                self._lock.notify_all()
        elif look_at is not None:
            self._set_alarm(hook.name, (look_at - self.runtime.clock.now()).total_seconds())

    def _work(self, hook: Hook) -> datetime | None:
        """Serve ``hook`` until nothing is due; returns when to look again."""
        runtime, steps = self.runtime, self._steps
        turn = deliver.take(runtime.database, hook, runtime.clock.now(), steps)
        while isinstance(turn, Job):
            steps.reached("claimed")
            if turn.more:
                self._start(hook, helper=True)
            outcome = deliver.send(turn, hook, runtime.fetcher, runtime.clock.now())
            steps.reached("sent")
            result, turn = deliver.record_and_take(
                runtime.database, hook, turn, outcome, runtime.clock.now(), steps, go_on=not self._closed
            )
            steps.reached("recorded")
            self._tell(result)
        with self._lock:
            if turn.resting and turn.look_at is not None:
                seconds = (turn.look_at - runtime.clock.now()).total_seconds()
                self._resting[hook.name] = time.monotonic() + seconds - 0.01
            else:
                self._resting.pop(hook.name, None)
        return turn.look_at

    def _tell(self, result: DeliveryResult) -> None:
        with self._lock:
            if result.sent:
                self.sent += 1
            else:
                self.failed += 1
        if result.sent:
            log.info(
                "alert.sent", hook=result.hook, sentence=result.sentence, outbox=result.outbox_id, status=result.status
            )
        else:
            log.warning(
                "alert.failed",
                hook=result.hook,
                error=result.error,
                outbox=result.outbox_id,
                status=result.status,
                given_up=result.dead,
            )

    # --- later --------------------------------------------------------------------------------------------------------

    def _set_alarm(self, name: str, seconds: float) -> None:
        if seconds > LONGEST_ALARM.total_seconds():
            return
        at = time.monotonic() + max(seconds, 0.05)
        with self._lock:
            if self._closed:
                return
            self._alarms[name] = min(at, self._alarms.get(name, at))
            if self._alarm is None or not self._alarm.is_alive():
                self._alarm = threading.Thread(target=self._watch_alarms, name="parley-hook-alarm", daemon=True)
                self._alarm.start()
            self._lock.notify_all()

    def _watch_alarms(self) -> None:
        while True:
            with self._lock:
                now = time.monotonic()
                due = [name for name, at in self._alarms.items() if at <= now]
                for name in due:
                    del self._alarms[name]
                if not due:
                    if self._closed or not self._alarms:
                        self._alarm = None
                        return
                    self._lock.wait(min(self._alarms.values()) - now)
                    continue
            self.wake(due)
