"""The one place where the program learns what time it is.

Everything else takes ``now`` or a ``Clock``: so that a scenario of two months can be played in seconds, and so that a
test can set the clock back an hour.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from worker.log.database import Database

MEASURE_EVERY = 60.0
"""Seconds between two comparisons of this machine's clock with the database's."""

SAME = timedelta(seconds=2)
"""Clocks this close are one. Leases and retry times are tens of seconds and more."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class DatabaseClock:
    """The time of the PostgreSQL server, by this machine's clock and how far the two are apart.

    Leases and retry times are written by one process and judged by another. Where the clock of one machine is an hour ahead,
    it would take work out of the hands of all others, and what it leased would be nobody's for an hour. A SQLite database is
    on this machine, and so is its clock.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._skew = timedelta()
        self._measured: float | None = None
        self._turn = threading.Lock()

    @property
    def skew(self) -> timedelta:
        """What to add to this machine's clock; zero where the two agree. The former one while the database is away."""
        due = self._measured is None or time.monotonic() - self._measured > MEASURE_EVERY
        # Whoever finds somebody measuring takes the former value; measuring asks for a connection, which may take long.
        if due and self._turn.acquire(blocking=False):
            try:
                self._measured = time.monotonic()
                self._measure()
            finally:
                self._turn.release()
        return self._skew

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skew

    def _measure(self) -> None:
        from worker.log.errors import LogError
        from worker.logs import log

        if self._database.dialect != "postgresql":
            return
        try:
            with self._database.read() as conn:
                before = datetime.now(UTC)
                # Not now(), which stands still within a transaction.
                theirs: datetime = conn.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
                after = datetime.now(UTC)
        except LogError:
            return
        skew = theirs - before - (after - before) / 2
        former, self._skew = self._skew, skew if abs(skew) > SAME + (after - before) else timedelta()
        if abs(self._skew - former) > SAME:
            log.warning("clock.differs", seconds=round(skew.total_seconds(), 1))
