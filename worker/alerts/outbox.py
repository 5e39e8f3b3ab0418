"""The transactional outbox: one row per change and hook, written with the events that it tells of.

A row is *pending* until it is *sent*, *dead* (given up, with the reason) or *skipped* (the hook did not want it, with the
reason). Rows of one hook and one meeting go out in the order of the log: "rescheduled" never arrives before
"announced". Delivery is at least once with the same id, which receivers deduplicate by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, or_, select, update

from domain.alerts import Hook
from domain.events import MeetingChange, Recorded, derived_id
from domain.watches import Watch
from worker.log.tables import outbox

RETRY_AFTER: tuple[timedelta, ...] = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Waits after the first, second, … failed attempt: the example schedule of Standard Webhooks ("Deliverability and
reliability"). The attempt after the last wait is the tenth and last one, three days after the first."""

MAX_ATTEMPTS = len(RETRY_AFTER) + 1

LEASE = timedelta(seconds=90)
"""How long a row stays with who claimed it; longer than the fetcher's total timeout of 60 s."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A claimed row. ``attempts`` counts this attempt and fences off a claimer whose lease ran out."""

    outbox_id: str
    change_id: str
    position: int
    meeting_id: str
    hook: str
    attempts: int
    created_at: datetime


def outbox_id(change_id: str, hook: str) -> str:
    """The id of the row, and the ``webhook-id`` of every attempt to deliver it."""
    return derived_id("alert", change_id, hook)


def enqueue(
    conn: Connection, recorded: Iterable[Recorded], hooks: Sequence[Hook], watches: Sequence[Watch], now: datetime
) -> list[str]:
    """Write a row for each change in ``recorded`` and each enabled hook, within the caller's transaction.

    Returns the ids of the rows that are to be delivered, in order. Changes that have their row already are left alone, so
    recording the same events again alerts nobody again.
    """
    active = [hook for hook in hooks if hook.enabled]
    changes = [r for r in recorded if isinstance(r.event, MeetingChange)]
    if not active or not changes:
        return []
    gone = _gone(conn, active)
    rows = []
    for change in changes:
        event = change.event
        assert isinstance(event, MeetingChange)
        texts = _texts(conn, event.meeting_id) if any(watch.words for watch in watches) else []
        told = _told(conn, event.meeting_id) if change.meta.by_a_person else frozenset()
        matched = {watch.name for watch in watches if watch.concerns(event, texts)}
        for hook in active:
            verdict = hook.wants(event, matched, now, told_before=hook.name in told)
            send, reason = verdict.send, verdict.reason
            if send and hook.name in gone:
                send, reason = False, gone[hook.name]
            rows.append(
                {
                    "outbox_id": outbox_id(change.event_id, hook.name),
                    "change_id": change.event_id,
                    "position": change.position,
                    "meeting_id": event.meeting_id,
                    "hook": hook.name,
                    "state": "pending" if send else "skipped",
                    "reason": reason,
                    "next_attempt_at": now,
                    "created_at": now,
                }
            )
    known = _known(conn, [str(row["outbox_id"]) for row in rows])
    new = [row for row in rows if row["outbox_id"] not in known]
    if new:
        conn.execute(insert(outbox), new)
    return [str(row["outbox_id"]) for row in new if row["state"] == "pending"]


def _told(conn: Connection, meeting_id: str) -> frozenset[str]:
    """The hooks that were told something of this meeting, or are about to be."""
    query = select(outbox.c.hook).where(outbox.c.meeting_id == meeting_id, outbox.c.state.in_(("sent", "pending")))
    return frozenset(conn.scalars(query.distinct()))


def _texts(conn: Connection, meeting_id: str) -> list[str]:
    from domain.watches import texts_of
    from worker.log import queries

    return texts_of(queries.filed_reports(conn, meeting_id))


def _known(conn: Connection, ids: Sequence[str], chunk: int = 500) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), chunk):
        part = ids[start : start + chunk]
        found.update(conn.scalars(select(outbox.c.outbox_id).where(outbox.c.outbox_id.in_(part))))
    return found


# --- what is due ----------------------------------------------------------------------------------------------------

_earlier = outbox.alias("earlier")


def _first_of_its_meeting() -> ColumnElement[bool]:
    return ~exists().where(
        _earlier.c.hook == outbox.c.hook,
        _earlier.c.meeting_id == outbox.c.meeting_id,
        _earlier.c.position < outbox.c.position,
        _earlier.c.state == "pending",
    )


def _ready(now: datetime) -> ColumnElement[bool]:
    return and_(
        outbox.c.state == "pending",
        outbox.c.next_attempt_at <= now,
        or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now),
        _first_of_its_meeting(),
    )


def due(conn: Connection, now: datetime, limit: int) -> list[str]:
    """Ids of rows that could be delivered now, the longest waiting first."""
    return list(
        conn.scalars(
            select(outbox.c.outbox_id)
            .where(_ready(now))
            .order_by(outbox.c.next_attempt_at, outbox.c.position, outbox.c.hook)
            .limit(limit)
        )
    )


def take_due(
    conn: Connection, now: datetime, limit: int, *, resend_after: timedelta, everything: bool = False
) -> list[str]:
    """Like ``due``, for the sweep: what is returned is not returned again before ``resend_after``.

    ``everything`` also returns rows for which a wake-up was sent a moment ago: it may have died with the process.
    """
    ready = _ready(now)
    if not everything:
        ready = and_(ready, or_(outbox.c.woken_until.is_(None), outbox.c.woken_until <= now))
    ids = list(
        conn.scalars(
            select(outbox.c.outbox_id)
            .where(ready)
            .order_by(outbox.c.next_attempt_at, outbox.c.position, outbox.c.hook)
            .limit(limit)
        )
    )
    for start in range(0, len(ids), 500):
        conn.execute(
            update(outbox)
            .where(outbox.c.outbox_id.in_(ids[start : start + 500]))
            .values(woken_until=now + resend_after)
        )
    return ids


def next_due_at(conn: Connection) -> datetime | None:
    """When the next pending row is to be tried, for whoever would sleep until then; None where nothing waits."""
    found: datetime | None = conn.scalar(
        select(outbox.c.next_attempt_at).where(outbox.c.state == "pending").order_by(outbox.c.next_attempt_at).limit(1)
    )
    return found


def claim(conn: Connection, id_: str, now: datetime, lease: timedelta = LEASE) -> OutboxRow | None:
    """Take the row ``id_`` for one attempt. None where it is done, not due, in other hands, or must wait for an earlier
    row of the same hook and meeting."""
    taken = conn.execute(
        update(outbox)
        .where(outbox.c.outbox_id == id_, _ready(now))
        .values(lease_until=now + lease, attempts=outbox.c.attempts + 1)
    )
    if taken.rowcount != 1:
        return None
    row = conn.execute(
        select(
            outbox.c.outbox_id,
            outbox.c.change_id,
            outbox.c.position,
            outbox.c.meeting_id,
            outbox.c.hook,
            outbox.c.attempts,
            outbox.c.created_at,
        ).where(outbox.c.outbox_id == id_)
    ).one()
    return OutboxRow(*row)


# --- what came of it ------------------------------------------------------------------------------------------------


def _mine(row: OutboxRow) -> ColumnElement[bool]:
    return and_(outbox.c.outbox_id == row.outbox_id, outbox.c.state == "pending", outbox.c.attempts == row.attempts)


def sent(conn: Connection, row: OutboxRow, now: datetime, status: int | None) -> str | None:
    """Record success. Returns the next row of the same hook and meeting that now may go, if one waits."""
    conn.execute(
        update(outbox)
        .where(_mine(row))
        .values(state="sent", sent_at=now, last_status=status, last_error=None, lease_until=None, reason=None)
    )
    return following(conn, row, now)


def failed(
    conn: Connection,
    row: OutboxRow,
    now: datetime,
    error: str,
    *,
    status: int | None = None,
    retry_after: timedelta | None = None,
) -> datetime | None:
    """Record a failed attempt. Returns when the next one is due; None when this was the last and the row is dead."""
    if row.attempts >= MAX_ATTEMPTS:
        give_up(conn, row, f"given up after {row.attempts} attempts: {error}", status=status, error=error)
        return None
    wait = retry_wait(row.outbox_id, row.attempts)
    if retry_after is not None:
        wait = max(wait, min(retry_after, RETRY_AFTER[-1]))
    conn.execute(
        update(outbox)
        .where(_mine(row))
        .values(next_attempt_at=now + wait, lease_until=None, woken_until=None, last_status=status, last_error=error)
    )
    return now + wait


def give_up(
    conn: Connection, row: OutboxRow, reason: str, *, status: int | None = None, error: str | None = None
) -> None:
    """Make the row dead: it keeps its reason and can be replayed by a person."""
    conn.execute(
        update(outbox)
        .where(_mine(row))
        .values(state="dead", reason=reason, last_status=status, last_error=error, lease_until=None)
    )


def skip(conn: Connection, row: OutboxRow, reason: str) -> None:
    conn.execute(update(outbox).where(_mine(row)).values(state="skipped", reason=reason, lease_until=None))


def following(conn: Connection, row: OutboxRow, now: datetime) -> str | None:
    """The next pending row of the same hook and meeting, if it is due."""
    # No condition on the state: it would tempt SQLite to walk through everything that is pending.
    later = conn.execute(
        select(outbox.c.outbox_id, outbox.c.state, outbox.c.next_attempt_at, outbox.c.lease_until)
        .where(outbox.c.hook == row.hook, outbox.c.meeting_id == row.meeting_id, outbox.c.position > row.position)
        .order_by(outbox.c.position)
    )
    for id_, state, next_attempt_at, lease_until in later:
        if state == "pending":
            free = next_attempt_at <= now and (lease_until is None or lease_until <= now)
            return str(id_) if free else None
    return None


def retry_wait(id_: str, attempts: int) -> timedelta:
    """How long to wait after failed attempt number ``attempts`` (from 1), with up to a tenth more where the wait is long,
    so that the alerts which one outage has failed together do not come back together. The same row always waits the
    same."""
    wait = RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]
    if wait < timedelta(minutes=1):
        return wait
    share = int.from_bytes(hashlib.sha256(f"{id_}/{attempts}".encode()).digest()[:4], "big") / 2**32
    return wait * (1 + share / 10)


# --- hooks whose address is gone ------------------------------------------------------------------------------------


def gone_reason(url: str) -> str:
    """Says that ``url`` answered 410, without repeating a path or query that may hold a key. Another url, another reason:
    so changing the url in the configuration switches the hook on again."""
    parts = urlsplit(url)
    mark = hashlib.sha256(url.encode()).hexdigest()[:8]
    return f"{parts.scheme}://{parts.hostname} answered 410 Gone (address {mark}); give the hook a new url to go on"


def _gone(conn: Connection, hooks: Iterable[Hook]) -> dict[str, str]:
    """Those of ``hooks`` whose present url answered 410, with the reason."""
    reasons = {hook.name: gone_reason(hook.url) for hook in hooks if hook.url is not None}
    if not reasons:
        return {}
    closed = conn.execute(
        select(outbox.c.hook, outbox.c.reason)
        .where(outbox.c.state == "dead", outbox.c.reason.in_(set(reasons.values())))
        .distinct()
    )
    return {hook: reason for hook, reason in closed if reasons.get(hook) == reason}


def close_gone(conn: Connection, row: OutboxRow, url: str) -> int:
    """The hook's address answered 410: this row and all that wait for the same hook are dead. Returns how many."""
    reason = gone_reason(url)
    give_up(conn, row, reason, status=410, error="410 Gone")
    others = conn.execute(
        update(outbox)
        .where(outbox.c.hook == row.hook, outbox.c.state == "pending")
        .values(state="dead", reason=reason, lease_until=None)
    )
    return 1 + others.rowcount
