"""The state of the whole, from the database: shared by ``parley doctor``, the readiness probe and the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, func, select

from worker.log.tables import article, feed, log_head, meeting

if TYPE_CHECKING:
    from worker.config import Feed
    from worker.log.database import Database
    from worker.runtime import Runtime

State = Literal["ok", "warning", "failure"]

INBOX_OLD = timedelta(minutes=15)
"""An article that waits longer than this means that nobody reads: two sweeps and several retries have passed."""

UNRESOLVED = "could not be resolved"
"""What the fetcher says of a name without an address. Said of all feeds at once, it tells of this machine."""

NAMED = 5
"""Feeds and hooks that are named; lists of all are a command away."""


def health_findings(runtime: Runtime, database: Database) -> Iterator[tuple[str, State, str]]:
    """``(check, state, sentence)`` for database, log, feeds, inbox, alerts and broker."""
    now = runtime.clock.now()
    with database.read() as conn:
        position = conn.execute(select(log_head.c.position)).scalar_one()
        off = _switched_off(conn, database)
        if off:
            named = " and ".join(filter(None, (", ".join(off[:-1]), off[-1])))
            be, them = ("is", "it") if len(off) == 1 else ("are", "them")
            sentence = (
                f"{named} {be} off: what was recorded can be lost in a crash; switch {them} on in postgresql.conf"
            )
            yield "database", "warning", sentence
        else:
            yield "database", "ok", f"{database.dialect}, schema up to date, {position} events in the log"

        from worker.log import store

        checked = store.verify(conn, first=max(1, position - 999))
        if checked.ok:
            yield "log", "ok", f"the newest {checked.checked} events verify; 'parley log verify' looks at all"
        else:
            yield "log", "failure", f"broken at position {checked.broken_position}: {checked.reason}"

        active = feed.c.active.is_(True)
        total = conn.execute(select(func.count()).where(active)).scalar_one()
        failing = conn.execute(
            select(feed.c.name, feed.c.last_error).where(active, feed.c.errors_in_row > 0).order_by(feed.c.name)
        ).all()
        polled = conn.execute(select(func.max(feed.c.last_polled_at)).where(active)).scalar_one()
        configured = sum(one.enabled for one in runtime.feeds)
        if not total and configured:
            # They get their rows when they are first to be asked.
            yield "feeds", "warning", f"{_feeds(configured)} configured, none asked yet; start 'parley up'"
        elif not total:
            yield "feeds", "warning", "no feed is active; add one with 'parley feeds add URL' and start 'parley up'"
        elif failing:
            all_fail = len(failing) == total
            share = "all" if all_fail and total > 1 else f"{len(failing)} of"
            named = "; ".join(f"{row.name}: {_clause(row.last_error)}" for row in failing[:NAMED])
            more = f"; and {len(failing) - NAMED} more" if len(failing) > NAMED else ""
            sentence = f"{share} {_feeds(total)} fail{'' if len(failing) > 1 else 's'}: {named}{more}"
            if all_fail and total > 1 and all(UNRESOLVED in (row.last_error or "") for row in failing):
                sentence = f"of {total} feeds not one name could be resolved; look at this machine's network"
            yield "feeds", "failure" if all_fail else "warning", f"{sentence}; see 'parley feeds list --failing'"
        elif polled is None:
            yield "feeds", "warning", f"{_feeds(total)}, none polled yet; start 'parley up'"
        else:
            yield "feeds", "ok", f"{_feeds(total)}, newest poll {_age(now - polled)} ago"

        waiting, oldest = conn.execute(
            select(func.count(), func.min(article.c.received_at)).where(article.c.state == "received")
        ).one()
        quarantined = conn.execute(select(func.count()).where(article.c.state == "quarantined")).scalar_one()
        if waiting and now - oldest > INBOX_OLD:
            yield (
                "inbox",
                "warning",
                f"{waiting} articles wait, the oldest for {_age(now - oldest)}; is a worker running?",
            )
        elif quarantined:
            yield (
                "inbox",
                "warning",
                f"{quarantined} articles could not be read and are set aside; see 'parley articles failed'",
            )
        else:
            yield "inbox", "ok", f"{waiting} articles wait"

        yield _alerts(conn, runtime, now)

    if database.dialect == "postgresql":
        from worker.clock import DatabaseClock

        skew = DatabaseClock(database).skew.total_seconds()
        if skew:
            yield (
                "clock",
                "warning",
                f"the database's clock is {skew:+.0f} s from this machine's; the database's counts",
            )
        else:
            yield "clock", "ok", "agrees with the database's"

    url = runtime.config.settings.broker.url
    if url.startswith("memory:"):
        yield "broker", "ok", "in-process (embedded mode)"
    else:
        from worker.app import configure

        try:
            with configure(runtime.config.settings).connection_for_write() as connection:
                connection.ensure_connection(max_retries=1, timeout=3)
            yield "broker", "ok", "answers"
        except Exception as error:  # noqa: BLE001 - kombu raises its transports' own errors; all mean the same here
            yield "broker", "failure", f"does not answer: {error}; nothing is lost meanwhile, the sweep sends again"


def why_no_meeting(conn: Connection, configured: Iterable[Feed], now: datetime) -> str:
    """Why no meeting is known, and when one may be; empty where one is."""
    if conn.execute(select(meeting.c.meeting_id).limit(1)).first() is not None:
        return ""
    total, polled, failing, due = conn.execute(
        select(
            func.count(),
            func.count(feed.c.last_polled_at),
            func.count().filter(feed.c.errors_in_row > 0),
            func.min(feed.c.next_poll_at),
        ).where(feed.c.active.is_(True))
    ).one()
    if not total:
        known = sum(one.enabled for one in configured)
        if known:
            never = f"none of the {known} feeds was ever" if known > 1 else "the only feed was never"
            return f"No meeting yet, and {never} asked: start 'parley up'."
        return "No meeting yet, and no feed is watched: add one with 'parley feeds add URL' and start 'parley up'."
    if failing == total:
        return f"No meeting yet: {'all' if total > 1 else 'the only one of'} {_feeds(total)} fail{'' if total > 1 else 's'}, see 'parley doctor'."
    ahead = (due - now).total_seconds() if due is not None else 0
    if ahead <= 0:
        when = "next now"
    else:
        when = f"next in {round(ahead)} s" if ahead < 120 else f"next in {round(ahead / 60)} min"
    waiting = conn.execute(select(func.count()).where(article.c.state == "received")).scalar_one()
    reading = f", {waiting} article{'s wait' if waiting > 1 else ' waits'} to be read" if waiting else ""
    return f"No meeting yet: {polled} of {_feeds(total)} polled, {when}{reading}."


def _feeds(count: int) -> str:
    return f"{count} feed{'' if count == 1 else 's'}"


def _clause(sentence: str | None) -> str:
    """A sentence as a part of another one."""
    return (sentence or "no error was noted").rstrip(".")


def _switched_off(conn: Connection, database: Database) -> list[str]:
    """Settings by which a server forgets what it answered for (PostgreSQL's manual, "Reliability and the Write-Ahead Log")."""
    if database.dialect == "sqlite":
        return []  # Parley itself says how its file is to be written
    names = ["fsync", "full_page_writes", "synchronous_commit"]
    asked = conn.execute(select(*(func.current_setting(name) for name in names))).one()
    return [name for name, value in zip(names, asked, strict=True) if value == "off"]


def _age(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    if seconds < 120:
        return f"{max(seconds, 0)} s"
    if seconds < 7200:
        return f"{seconds // 60} min"
    if seconds < 172_800:
        return f"{seconds // 3600} h"
    return f"{seconds // 86_400} days"


def _alerts(conn: Connection, runtime: Runtime, now: datetime) -> tuple[str, State, str]:
    from worker.alerts.figures import figures
    from worker.alerts.silences import active
    from worker.config import broken_in_words

    found = figures(conn, runtime.config.hooks, now, broken_in_words(runtime.config))
    pending, dead = sum(one.pending for one in found), sum(one.dead for one in found)
    sentence = f"{pending} pending" + (f", {dead} given up" if dead else "")
    poorly = [one for one in found if one.condition in ("dead", "failing", "broken", "paused", "not configured")]
    sentence += "".join(f"; {one.hook}: {_clause(one.sentence)}" for one in poorly[:NAMED])
    silent = active(conn, now)
    sentence += f"; {len(silent)} silences" if silent else ""
    hint = "; see 'parley alerts list'" if poorly or dead else ""
    return "alerts", "warning" if poorly or dead or silent else "ok", sentence + hint
