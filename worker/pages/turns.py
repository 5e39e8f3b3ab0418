"""When a page may be asked for: turns at its host, shared with polling through the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from worker.feeds import hosts
from worker.feeds.schedule import DAY, in_words

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from worker.clock import Clock
    from worker.log.database import Database

PATIENCE: Final = timedelta(seconds=10)
"""A reader waits so long for its turn at a host; with a longer queue the article is put off, and the reader is free."""

ATTEMPTS: Final = 5
"""A machine, or a database, that is too slow for so many turns in a row goes ahead all the same."""

PAUSE: Final = timedelta(minutes=5)
"""For a host that answers 429 and does not say for how long."""


class PageUnavailable(Exception):
    """There is no page to read. ``str()`` is one sentence; ``temporary`` tells whether a later attempt may succeed."""

    def __init__(self, sentence: str, *, temporary: bool) -> None:
        super().__init__(sentence)
        self.temporary = temporary


class HostBusy(Exception):
    """So many requests wait for their turn at this host that the page had better be asked for later: from ``until`` on."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"the host has a queue until {until.isoformat(timespec='seconds')}")
        self.until = until


@dataclass(frozen=True, slots=True)
class Turns:
    """Turns at hosts, the very ones that polling takes: requests to one host start ``spacing`` apart, whichever process sends
    them, and none goes to a host that asked for a pause."""

    database: Database
    clock: Clock
    spacing: timedelta
    patience: timedelta = PATIENCE
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, url: str) -> None:
        """Wait for our turn at the host of ``url``. One that was slept through is given up for another, or the request after it
        would follow too soon."""
        for _ in range(ATTEMPTS):
            # Two clocks are never read at once, and a process can stand still in between: not to be too early goes by what the
            # one said after the other, not to be too late by what it said before.
            before = time.monotonic()
            now = self.clock.now()
            after = time.monotonic()
            wait = self._taken(hosts.host_of(url), now).total_seconds()
            left = after + wait - time.monotonic()
            if left > 0:
                self.sleep(left)
            if time.monotonic() - (before + wait) <= hosts.SLACK.total_seconds():
                return

    def _taken(self, host: str, now: datetime) -> timedelta:
        """How long it is from ``now`` until the turn that was taken. Raises where there is none to be had soon."""
        spacing, patience = self.spacing + hosts.SLACK, self.patience

        def take(conn: Connection) -> tuple[datetime | None, datetime]:
            blocked = hosts.blocked_until(conn, host, now)
            return blocked, hosts.take_turn(conn, host, now, spacing, patience) if blocked is None else now

        blocked, turn = self.database.transact(take)
        if blocked is not None:
            raise PageUnavailable(f"{host} asks for a pause of {in_words(blocked - now)}.", temporary=True)
        if turn - now > patience:
            raise HostBusy(turn)
        return turn - now

    def pause(self, url: str, wait: timedelta) -> None:
        """The host of ``url`` asks not to be asked for so long (429)."""
        until = self.clock.now() + min(wait, DAY)
        self.database.transact(lambda conn: hosts.block(conn, hosts.host_of(url), until))
