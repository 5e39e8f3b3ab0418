"""Turns at a host: requests to one host start at least ``spacing`` apart, whichever worker sends them.

The next free turn of a host is a row in the database, moved forward by whoever takes one. With a spacing of zero no row
is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from worker.log.tables import feed_host

if TYPE_CHECKING:
    from sqlalchemy import Connection

CHUNK = 500
"""Hosts per statement. SQLite allowed 999 variables for many years."""

SLACK = timedelta(milliseconds=250)
"""How late a turn may be used. Turns are this much further apart, so that the requests keep their distance all the same."""

_BLOCKED = select(feed_host.c.blocked_until).where(feed_host.c.host == bindparam("host"))
_MOVE = (
    update(feed_host)
    .where(feed_host.c.host == bindparam("key"))
    .values(next_request_at=bindparam("new_next_request_at"))
)


@lru_cache(maxsize=1_024)
def host_of(url: str) -> str:
    """Host and port, in lower case: what a publisher counts requests by."""
    return (urlsplit(url).netloc.rpartition("@")[2].lower() or url)[:260]


def blocked_until(conn: Connection, host: str, now: datetime) -> datetime | None:
    """Until when the host asked not to be asked (429 with Retry-After); None when it may be asked."""
    until = conn.execute(_BLOCKED, {"host": host}).scalar_one_or_none()
    return until if until is not None and until > now else None


def all_blocked(conn: Connection, now: datetime) -> dict[str, datetime]:
    """Every host that asked not to be asked, with the time until when."""
    query = select(feed_host.c.host, feed_host.c.blocked_until).where(feed_host.c.blocked_until > now)
    return {row.host: row.blocked_until for row in conn.execute(query)}


def take_turn(conn: Connection, host: str, now: datetime, spacing: timedelta, patience: timedelta) -> datetime:
    """Take the next turn at ``host`` and return when it is. One that lies further ahead than ``patience`` is not taken,
    only told."""
    return take_turns(conn, {host: 1}, now, spacing, patience)[host][0]


def take_turns(
    conn: Connection, wanted: Mapping[str, int], now: datetime, spacing: timedelta, patience: timedelta
) -> dict[str, Sequence[datetime]]:
    """Take so many turns at each host and return when they are, in order. Those further ahead than ``patience`` are not
    taken, only told."""
    turns: dict[str, Sequence[datetime]] = {}
    hosts = sorted(wanted)
    for start in range(0, len(hosts), CHUNK):
        chunk = hosts[start : start + CHUNK]
        known = _free_from(conn, chunk)
        if len(known) < len(chunk):
            _add(conn, [host for host in chunk if host not in known], now)
            known = _free_from(conn, chunk)
        moved = []
        for host in chunk:
            turns[host] = [max(now, known[host]) + n * spacing for n in range(wanted[host])]
            taken = sum(turn - now <= patience for turn in turns[host])
            if taken:
                moved.append({"key": host, "new_next_request_at": turns[host][taken - 1] + spacing})
        if moved:
            conn.execute(_MOVE, moved)
    return turns


def _free_from(conn: Connection, hosts: Sequence[str]) -> dict[str, datetime]:
    """The earliest free turn of each host; their rows stay locked until the commit. All lock in the same order, so that two
    workers cannot wait for each other."""
    query = select(feed_host.c.host, feed_host.c.next_request_at, feed_host.c.blocked_until)
    query = query.where(feed_host.c.host.in_(hosts)).order_by(feed_host.c.host).with_for_update()
    return {host: max(free, blocked or free) for host, free, blocked in conn.execute(query)}


def _add(conn: Connection, hosts: Sequence[str], now: datetime) -> None:
    for host in hosts:
        try:
            with conn.begin_nested():
                conn.execute(feed_host.insert().values(host=host, next_request_at=now))
        except IntegrityError:
            pass  # another worker was first


def block(conn: Connection, host: str, until: datetime) -> None:
    """Note that ``host`` does not want to be asked before ``until``."""
    if not _free_from(conn, [host]):
        _add(conn, [host], until)
    conn.execute(update(feed_host).where(feed_host.c.host == host).values(blocked_until=until))
