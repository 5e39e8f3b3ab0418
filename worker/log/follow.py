"""Following the log: every event once, in order, for as long as one likes, while any number of writers append.

The cursor is a position. Positions are gap-free and their order is commit order (``worker.log.store``), so reading on from
the last one can neither miss an event that commits late nor meet one twice; no waiting time, no gap detection is needed.

In between the follower sleeps and looks at one row, the head. On PostgreSQL with ``?notify=on`` in the database's URL appends
say so on a channel and wake it at once. That is a matter of speed only: what a notification does not reach (a connection
pooler in between, a writer without the option) is found at the next look.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from domain.events import Recorded
from worker.log import store
from worker.log.database import Database
from worker.log.errors import DatabaseBusy, DatabaseUnavailable, LogError

CHANNEL = "parley_log"

LOOK_EVERY = 0.5
"""Seconds between two looks at the head."""

AT_ONCE = 1000
"""Positions read in one transaction: memory stays flat however far behind a follower is."""


def follow(
    database: Database,
    after: int,
    *,
    types: Iterable[str] | None = None,
    every: float = LOOK_EVERY,
    ended: Callable[[], bool] = lambda: False,
    trouble: Callable[[LogError], None] | None = None,
) -> Iterator[Recorded]:
    """The events after position ``after``, of all types or the named ones, as they are recorded, until ``ended``.

    With ``trouble`` a database that is away for a while is waited for, and the callback told each time; without, the error
    is raised. Either way nothing is missed or repeated by whoever goes on from the position of the last event.
    """
    wanted = None if types is None else tuple(types)
    with _waking(database) as wait:
        while not ended():
            try:
                while True:
                    with database.read() as conn:
                        until = min(store.head(conn), after + AT_ONCE)
                        found = list(store.read(conn, after=after, until=until, types=wanted)) if until > after else []
                    yield from found
                    if until <= after:
                        break
                    after = until
            except (DatabaseUnavailable, DatabaseBusy) as error:
                if trouble is None:
                    raise
                trouble(error)
            wait(every)


@contextmanager
def _waking(database: Database) -> Iterator[Callable[[float], None]]:
    """A function that sleeps for so many seconds, or until something is appended."""
    if not database.notifies:
        yield time.sleep
        return
    listener = _Listener(database)
    try:
        yield listener.wait
    finally:
        listener.close()


class _Listener:
    """A connection of its own that hears the notifications of appends, made anew when it breaks."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.connection: Any = None
        self._listen()

    def _listen(self) -> None:
        with suppress(DatabaseUnavailable):
            self.connection = self.database.detached()
            self.connection.dbapi_connection.execute_simple(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float) -> None:
        if self.connection is None:
            time.sleep(seconds)
            self._listen()
            return
        driver = self.connection.dbapi_connection
        try:
            select.select([driver._usock], [], [], seconds)
            driver.execute_simple("")  # takes in what was sent
            driver.notifications.clear()
        except Exception:  # noqa: BLE001 - whatever broke it, looking at the head does not depend on it
            self.close()

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()
