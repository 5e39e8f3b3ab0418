"""Turns at a host: requests to one host start at least ``spacing`` apart, whichever worker sends them.

The next free turn of a host is a row in the database, moved forward by whoever takes one. With a spacing of zero no row
is touched.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from worker.log.tables import feed_host

if TYPE_CHECKING:
    from sqlalchemy import Connection


_BLOCKED = select(feed_host.c.blocked_until).where(feed_host.c.host == bindparam("host"))


def host_of(url: str) -> str:
    """Host and port, in lower case: what a publisher counts requests by."""
    return (urlsplit(url).netloc.rpartition("@")[2].lower() or url)[:260]


def blocked_until(conn: Connection, host: str, now: datetime) -> datetime | None:
    """Until when the host asked not to be asked (429 with Retry-After); None when it may be asked."""
    until = conn.execute(_BLOCKED, {"host": host}).scalar_one_or_none()
    return until if until is not None and until > now else None


def take_turn(conn: Connection, host: str, now: datetime, spacing: timedelta, patience: timedelta) -> datetime:
    """Take the next turn at ``host`` and return when it is. One that lies further ahead than ``patience`` is not taken,
    only told."""
    row = conn.execute(
        select(feed_host.c.next_request_at).where(feed_host.c.host == host).with_for_update()
    ).scalar_one_or_none()
    turn = now if row is None else max(now, row)
    if turn - now > patience:
        return turn
    _put(conn, host, turn + spacing, known=row is not None)
    return turn


def block(conn: Connection, host: str, until: datetime) -> None:
    """Note that ``host`` does not want to be asked before ``until``."""
    known = conn.execute(select(feed_host.c.host).where(feed_host.c.host == host)).scalar_one_or_none() is not None
    if not known:
        _put(conn, host, until, known=False)
    conn.execute(update(feed_host).where(feed_host.c.host == host).values(blocked_until=until))


def _put(conn: Connection, host: str, following: datetime, *, known: bool) -> None:
    if not known:
        try:
            with conn.begin_nested():
                conn.execute(feed_host.insert().values(host=host, next_request_at=following))
            return
        except IntegrityError:
            pass  # another worker was first; its row is moved below
    conn.execute(update(feed_host).where(feed_host.c.host == host).values(next_request_at=following))
