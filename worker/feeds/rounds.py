"""Polling many feeds at once, in one task.

::

    read the rows ─▶ turns at the hosts ─▶ a thread for each exchange ─▶ news: one transaction a feed, in that thread
     one query        one transaction       none waits for another   ─▶ nothing new: one transaction for many

No thread sleeps for its turn: whoever deals out the work knows when the next one is. A turn is used when it comes or given
back for a new one, so that requests stay apart however busy the machine is.
"""

from __future__ import annotations

import heapq
import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from worker.feeds import hosts
from worker.feeds.hosts import SLACK
from worker.feeds.poll import (
    Answer,
    PollOutcome,
    PollPolicy,
    Quiet,
    ask,
    conditions,
    put_off,
    quiet,
    store,
    store_quiet,
)
from worker.http import Fetcher
from worker.log.tables import feed

if TYPE_CHECKING:
    from worker.log.database import Database

__all__ = ["poll_many"]

CHUNK: Final = 500
"""Names per statement. SQLite allowed 999 variables for many years."""

QUIET_MOST: Final = 64
QUIET_LONGEST: Final = 0.5
"""So many answers without news share a transaction, and none waits for it longer than this, in seconds."""

STORING_MOST: Final = 8
"""Threads that store at a time on PostgreSQL, whose pool has fifteen connections; on SQLite one. The others wait here and not
for the database, which takes a long wait for a sign that it hangs."""


def poll_many(
    db: Database,
    fetcher: Fetcher,
    names: Sequence[str],
    now: datetime,
    *,
    policy: PollPolicy | None = None,
    concurrency: int = 50,
    done: Callable[[PollOutcome], None] | None = None,
    rng: random.Random | None = None,
    clock: Callable[[], datetime] | None = None,
) -> list[PollOutcome]:
    """Ask many feeds at once, each as ``poll`` does and, up to ``concurrency`` of them, none delayed by another; outcomes in
    the order of ``names``.

    ``clock`` tells when an answer came; by default ``now`` and the seconds since. Who reads articles by another clock than
    they came in by may find that they are not due yet.

    ``done`` is called, in the caller's thread, with each outcome as it is stored: the place to enqueue its articles. What
    the database raises for one feed is raised after all others have ended.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return []
    outcomes = _Round(db, fetcher, now, policy or PollPolicy(), rng or random.Random(), done, clock).run(
        wanted, concurrency
    )
    return [outcomes[name] for name in names]


@dataclass(frozen=True, slots=True)
class _Late:
    """The turn of the feed of ``row`` had passed when its request was to start."""

    row: Any


class _Round:
    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        now: datetime,
        policy: PollPolicy,
        rng: random.Random,
        done: Callable[[PollOutcome], None] | None,
        clock: Callable[[], datetime] | None,
    ) -> None:
        self.db, self.fetcher, self.policy, self.rng, self.done = db, fetcher, policy, rng, done
        self.begun_at, self.begun = now, time.monotonic()
        self.clock = clock or self.now
        self.order = itertools.count()
        """Settles which of two feeds with the same turn comes first."""
        self.outcomes: dict[str, PollOutcome] = {}
        self.failure: Exception | None = None
        self.jobs: SimpleQueue[Any] = SimpleQueue()
        self.results: SimpleQueue[tuple[Any, Answer, datetime] | PollOutcome | _Late | Exception] = SimpleQueue()
        self.storing = threading.BoundedSemaphore(1 if db.dialect == "sqlite" else STORING_MOST)
        self.quiet: list[tuple[Any, Answer, datetime, Quiet]] = []
        self.quiet_since = 0.0

    def now(self) -> datetime:
        return self.begun_at + timedelta(seconds=time.monotonic() - self.begun)

    def run(self, names: Sequence[str], concurrency: int) -> dict[str, PollOutcome]:
        rows = self._rows(names)
        threads = [
            threading.Thread(target=self._work, name=f"poll-{n}", daemon=True)
            for n in range(max(1, min(concurrency, len(rows))))
        ]
        for thread in threads:
            thread.start()
        running = 0
        try:
            waiting = self._with_turns(rows)  # last of all, for turns have to be used when they come
            heapq.heapify(waiting)
            while waiting or running or self.quiet:
                while waiting and running < len(threads) and waiting[0][0] <= self.now():
                    turn, _, row = heapq.heappop(waiting)
                    self.jobs.put((turn, row))
                    running += 1
                for result in self._results(self._patience(waiting, running, len(threads))):
                    running -= 1
                    if isinstance(result, _Late):
                        self._another_turn(result.row, waiting)
                    else:
                        self._take(result)
                if self.quiet and (
                    len(self.quiet) >= QUIET_MOST
                    or not (waiting or running)
                    or time.monotonic() - self.quiet_since >= QUIET_LONGEST
                ):
                    self._store_quiet()
        finally:
            for _ in threads:
                self.jobs.put(None)
        for thread in threads:
            thread.join()
        if self.failure is not None:
            raise self.failure
        return self.outcomes

    # --- before the requests ---

    def _rows(self, names: Sequence[str]) -> list[Any]:
        found: dict[str, Any] = {}
        with self.db.read() as conn:
            for start in range(0, len(names), CHUNK):
                chunk = names[start : start + CHUNK]
                found |= {row.name: row for row in conn.execute(select(feed).where(feed.c.name.in_(chunk)))}
        for name in names:
            if name not in found:
                self._finish(PollOutcome(name, None, error=f"There is no feed named {name!r}."))
        return [found[name] for name in names if name in found]

    def _with_turns(self, rows: Sequence[Any]) -> list[tuple[datetime, int, Any]]:
        """When each feed is to be asked. Those whose host wants a pause, or has a long queue, are put off."""
        policy, now = self.policy, self.now()
        if not rows:
            return []
        of_host = [hosts.host_of(row.address or row.url) for row in rows]
        if policy.host_spacing:
            wanted, spacing = Counter(of_host), policy.host_spacing + SLACK

            with self.db.begin() as conn:
                turns = hosts.take_turns(conn, wanted, now, spacing, policy.host_patience)
            following = {host: iter(times) for host, times in turns.items()}
            at = [next(following[host]) for host in of_host]
        else:
            with self.db.read() as conn:
                blocked = hosts.all_blocked(conn, now)
            at = [blocked.get(host, now) for host in of_host]
        late = [(turn, row) for turn, row in zip(at, rows) if turn - now > policy.host_patience]
        if late:
            with self.db.begin() as conn:
                put = [put_off(conn, row, turn, policy, self.rng, now) for turn, row in late]
            for outcome in put:
                self._finish(outcome)
        return [(turn, next(self.order), row) for turn, row in zip(at, rows) if turn - now <= policy.host_patience]

    def _another_turn(self, row: Any, waiting: list[tuple[datetime, int, Any]]) -> None:
        """The feed was too late for its turn: it gets another one, or is put off."""
        policy, now = self.policy, self.now()
        host = hosts.host_of(row.address or row.url)
        try:
            with self.db.begin() as conn:
                turn = hosts.take_turn(conn, host, now, policy.host_spacing + SLACK, policy.host_patience)
                late = turn - now > policy.host_patience
                outcome = put_off(conn, row, turn, policy, self.rng, now) if late else None
        except Exception as error:  # noqa: BLE001 - kept, as what goes wrong in a thread
            self.failure = self.failure or error
            return
        if outcome is not None:
            self._finish(outcome)
        else:
            heapq.heappush(waiting, (turn, next(self.order), row))

    # --- the requests ---

    def _work(self) -> None:
        while (job := self.jobs.get()) is not None:
            turn, row = job
            try:
                if self.policy.host_spacing and self.now() - turn > SLACK:
                    self.results.put(_Late(row))
                    continue
                now = self.clock()
                headers = conditions(row, now, self.policy)
                answer = ask(self.fetcher, row.address or row.url, headers, row.body_hash, now)
                if answer.kind in ("same", "not_modified"):
                    self.results.put((row, answer, now))
                else:
                    with self.storing:
                        outcome = store(self.db, row, answer, now, self.policy, self.rng)
                    self.results.put(outcome)
            except Exception as error:  # noqa: BLE001 - kept, and raised when nobody else is waiting any more
                self.results.put(error)

    def _patience(self, waiting: Sequence[tuple[datetime, int, Any]], running: int, threads: int) -> float:
        """Seconds until there may be something to do besides taking results."""
        left = 60.0
        if waiting and running < threads:
            left = (waiting[0][0] - self.now()).total_seconds()
        if self.quiet:
            left = min(left, QUIET_LONGEST - (time.monotonic() - self.quiet_since)) if running or waiting else 0.0
        return max(left, 0.0)

    def _results(self, patience: float) -> list[Any]:
        found: list[Any] = []
        try:
            found.append(self.results.get(timeout=patience))
            while True:
                found.append(self.results.get_nowait())
        except Empty:
            return found

    # --- after the requests ---

    def _take(self, result: tuple[Any, Answer, datetime] | PollOutcome | Exception) -> None:
        if isinstance(result, Exception):
            self.failure = self.failure or result
        elif isinstance(result, PollOutcome):
            self._finish(result)
        else:
            row, answer, now = result
            found = quiet(row, answer, now, self.policy, self.rng)
            if found is None:
                self._store(row, answer, now)
            else:
                self.quiet_since = self.quiet_since if self.quiet else time.monotonic()
                self.quiet.append((row, answer, now, found))

    def _store(self, row: Any, answer: Answer, now: datetime) -> None:
        try:
            self._finish(store(self.db, row, answer, now, self.policy, self.rng))
        except Exception as error:  # noqa: BLE001 - as above
            self.failure = self.failure or error

    def _store_quiet(self) -> None:
        found, self.quiet = self.quiet, []
        # In the order of their keys, as everybody locks them.
        found.sort(key=lambda one: str(one[0].name))
        try:
            together = self.db.transact(lambda conn: _all_or_none(conn, [one for *_, one in found]))
        except _ChangedMeanwhile:
            for row, answer, now, _ in found:
                self._store(row, answer, now)
        except Exception as error:  # noqa: BLE001 - as above
            self.failure = self.failure or error
        else:
            for outcome in together:
                self._finish(outcome)

    def _finish(self, outcome: PollOutcome) -> None:
        self.outcomes[outcome.feed] = outcome
        if self.done is not None:
            self.done(outcome)


class _ChangedMeanwhile(Exception):
    """A feed was polled or changed by somebody else between our question and its answer."""


def _all_or_none(conn: Any, found: Sequence[Quiet]) -> list[PollOutcome]:
    if not store_quiet(conn, found):
        raise _ChangedMeanwhile
    return [one.outcome for one in found]
