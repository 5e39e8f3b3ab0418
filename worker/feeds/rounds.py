"""Polling many feeds at once, in one task.

::

    read the rows ─▶ turns at the hosts ─▶ exchanges, all in one thread ─▶ news: a few threads, one transaction a feed
     one query        one transaction       none waits for another      ─▶ nothing new: one transaction for many

A turn is used when it comes or given back for a new one, so that requests stay apart however busy the machine is. Nothing that
takes long is done between two looks at the sockets: documents are read elsewhere.
"""

from __future__ import annotations

import heapq
import itertools
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from worker.feeds import hosts
from worker.feeds.hosts import SLACK
from worker.feeds.poll import (
    ACCEPT,
    Answer,
    PollOutcome,
    PollPolicy,
    Quiet,
    conditions,
    judged,
    put_off,
    quiet,
    store,
    store_quiet,
    unanswered,
    with_document,
)
from worker.http import Fetched, Fetcher, FetchError
from worker.log.tables import feed
from worker.wire import Loop, Room

if TYPE_CHECKING:
    from worker.log.database import Database

__all__ = ["poll_many"]

CHUNK: Final = 500
"""Names per statement. SQLite allowed 999 variables for many years."""

QUIET_MOST: Final = 64
QUIET_LONGEST: Final = 0.5
"""So many answers without news share a transaction, and none waits for it longer than this, in seconds."""

STORING_MOST: Final = 8
"""Threads that read and store at a time on PostgreSQL, whose pool has fifteen connections."""

HELD_UP: Final = 0.5
"""Seconds without progress, after which another thread goes on with what waits."""

IN_HAND: Final = 8 * 1024 * 1024
"""Bytes of answers that are coming in, or wait to be read and stored, beyond which no more feeds are asked."""

ROOM: Final = 32 * 1024 * 1024
ROOM_EACH: Final = 256 * 1024
"""Bytes that all of them may have, and that each may have in any case: see ``Room``. News feeds have some 50 kB."""

LARGE: Final = 1024 * 1024
"""Documents of more bytes than this are read one after the other: reading takes several times their size."""

READING_MOST: Final = 4
"""The same on SQLite, where one stores at a time. The others wait here and not for the database, which takes a long wait for a sign
that it hangs."""


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
        self.waiting: list[tuple[datetime, int, Any]] = []
        """When a feed is to be asked, and its row; a heap."""
        self.loop = Loop()
        self.threads: list[threading.Thread] = []
        self.jobs: SimpleQueue[tuple[Any, Answer, datetime] | None] = SimpleQueue()
        self.stored: deque[tuple[str, PollOutcome | Exception]] = deque()
        self.in_hand = 0
        """Answers that are being read and stored."""
        self.room = Room(ROOM, ROOM_EACH)
        self.large = threading.Lock()
        self.progress = 0.0
        """When one of these was last done with."""
        self.waits = db.dialect == "postgresql"
        """Storing is mostly waiting: for a server, or for a disk that is slow or busy."""
        self.storers = STORING_MOST if db.dialect == "postgresql" else READING_MOST
        self.storing = threading.BoundedSemaphore(1 if db.dialect == "sqlite" else STORING_MOST)
        self.quiet: list[tuple[Any, Answer, datetime, Quiet]] = []
        self.quiet_since = 0.0

    def now(self) -> datetime:
        return self.begun_at + timedelta(seconds=time.monotonic() - self.begun)

    def run(self, names: Sequence[str], concurrency: int) -> dict[str, PollOutcome]:
        rows = self._rows(names)
        try:
            self.waiting = self._with_turns(rows)  # last of all, for turns have to be used when they come
            heapq.heapify(self.waiting)
            while self.waiting or self.loop or self.in_hand or self.quiet:
                self._begin_those_due(concurrency)
                self.loop.turn(self._patience(concurrency))
                while self.stored:
                    self._take_stored(*self.stored.popleft())
                if self.quiet and (
                    len(self.quiet) >= QUIET_MOST
                    or not (self.waiting or self.loop or self.in_hand)
                    or self.room.held >= IN_HAND
                    or time.monotonic() - self.quiet_since >= QUIET_LONGEST
                ):
                    self._store_quiet()
        finally:
            for _ in self.threads:
                self.jobs.put(None)
            for thread in self.threads:
                thread.join()
            self.loop.close()
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

    def _another_turn(self, row: Any) -> None:
        """The feed was too late for its turn: it gets another one, or is put off."""
        policy, now = self.policy, self.now()
        host = hosts.host_of(row.address or row.url)
        try:
            with self.db.begin() as conn:
                turn = hosts.take_turn(conn, host, now, policy.host_spacing + SLACK, policy.host_patience)
                late = turn - now > policy.host_patience
                outcome = put_off(conn, row, turn, policy, self.rng, now) if late else None
        except Exception as error:  # noqa: BLE001 - kept, and raised when nobody else is waiting any more
            self.failure = self.failure or error
            return
        if outcome is not None:
            self._finish(outcome)
        else:
            heapq.heappush(self.waiting, (turn, next(self.order), row))

    # --- the requests ---

    def _has_room(self, concurrency: int) -> bool:
        """Whether another feed may be asked: what was answered and not stored yet takes up memory."""
        return len(self.loop) < concurrency and self.in_hand < concurrency and self.room.held < IN_HAND

    def _begin_those_due(self, concurrency: int) -> None:
        waiting = self.waiting
        while waiting and self._has_room(concurrency) and waiting[0][0] <= self.now():
            turn, _, row = heapq.heappop(waiting)
            if self.policy.host_spacing and self.now() - turn > SLACK:
                self._another_turn(row)
            else:
                self._begin(row)

    def _begin(self, row: Any) -> None:
        now = self.clock()
        headers = conditions(row, now, self.policy)

        def answered(got: Fetched | None, error: BaseException | None) -> None:
            if got is not None:
                try:
                    answer = judged(got, bool(headers), row.body_hash, now)
                except Exception as failure:  # noqa: BLE001 - kept: raised here, it would end the exchanges of all others
                    self.failure = self.failure or failure
                    self.room.give(row.name)
                    return
                self._take(row, answer, now)
                return
            self.room.give(row.name)
            if isinstance(error, FetchError):
                self._take(row, unanswered(error, bool(headers)), now)
            elif isinstance(error, Exception):
                self.failure = self.failure or error

        asking = self.fetcher.getting(
            row.address or row.url, headers=headers, accept=ACCEPT, room=self.room, who=row.name
        )
        self.loop.start(asking, answered)

    def _patience(self, concurrency: int) -> float:
        """Seconds until there may be something to do besides waiting for servers."""
        left = 60.0
        if self.stored:
            return 0.0
        if self.waiting and self._has_room(concurrency):
            left = (self.waiting[0][0] - self.now()).total_seconds()
        if self.quiet:
            busy = self.waiting or self.loop or self.in_hand
            left = min(left, QUIET_LONGEST - (time.monotonic() - self.quiet_since)) if busy else 0.0
        return max(left, 0.0)

    # --- after the requests ---

    def _take(self, row: Any, answer: Answer, now: datetime) -> None:
        """What needs no look into a document is done with at once; the rest goes to threads, for it takes long."""
        try:
            found = quiet(row, answer, now, self.policy, self.rng)
        except Exception as error:  # noqa: BLE001 - kept, and raised when nobody else is waiting any more
            self.failure = self.failure or error
            self.room.give(row.name)
            return
        if found is not None:
            self.quiet_since = self.quiet_since if self.quiet else time.monotonic()
            self.quiet.append((row, answer, now, found))
            return
        if not self.in_hand:
            self.progress = time.monotonic()
        self.in_hand += 1
        # Two threads for one interpreter cost more than one; another is for when those there are wait, or are held up.
        held_up = self.waits or time.monotonic() - self.progress > HELD_UP
        if not self.threads or (held_up and len(self.threads) < min(self.storers, self.in_hand)):
            thread = threading.Thread(target=self._read_and_store, name=f"store-{len(self.threads)}", daemon=True)
            self.threads.append(thread)
            thread.start()
        self.jobs.put((row, answer, now))

    def _read_and_store(self) -> None:
        while (job := self.jobs.get()) is not None:
            row, answer, now = job
            large = answer.fetched is not None and len(answer.fetched.body) > LARGE
            result: PollOutcome | Exception
            begun, worked = time.perf_counter(), time.thread_time()
            try:
                with self.large if large else nullcontext():
                    answer = with_document(answer, now)
                with self.storing:
                    result = store(self.db, row, answer, now, self.policy, self.rng)
            except Exception as error:  # noqa: BLE001 - as above
                result = error
            self.waits = self.waits or time.perf_counter() - begun > 2 * (time.thread_time() - worked)
            self.stored.append((row.name, result))
            self.loop.wake()

    def _take_stored(self, name: str, result: PollOutcome | Exception) -> None:
        self.in_hand -= 1
        self.room.give(name)
        self.progress = time.monotonic()
        if isinstance(result, Exception):
            self.failure = self.failure or result
        else:
            self._finish(result)

    def _store(self, row: Any, answer: Answer, now: datetime) -> None:
        try:
            self._finish(store(self.db, row, answer, now, self.policy, self.rng))
        except Exception as error:  # noqa: BLE001 - as above
            self.failure = self.failure or error

    def _store_quiet(self) -> None:
        found, self.quiet = self.quiet, []
        for row, *_ in found:
            self.room.give(row.name)
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
