"""Who is told next, of what: fair between hooks, bounded for each, together where changes are to be told together.

Each hook is served by itself (see ``worker.alerts.dispatch``): a claim looks at the rows of one hook only, so that what waits
for others costs nothing. The row of the hook in ``alert_hook`` is locked meanwhile, by which several processes keep one bound
and make no bundle twice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, insert, select, update

from domain.alerts import Hook
from domain.events import derived_id
from domain.messages import DigestReason
from worker.alerts import state
from worker.alerts.channels import Outcome
from worker.alerts.outbox import (
    LEASE,
    MAX_ATTEMPTS,
    ROW,
    SKEW,
    OutboxRow,
    address_mark,
    close_gone,
    failed,
    free,
    give_up,
    gone_reason,
    next_due_at,
    ready,
    row_of,
    sent,
    turn_of,
)
from worker.alerts.state import HookState
from worker.log.tables import in_state, outbox

BUNDLE_MOST = 100
"""Changes told in one message; further ones go into the next."""

RATE_BUNDLE_MOST = 1000
"""Changes in the summary of what a rate held back: more messages are just what is not wanted then."""

REASONS: dict[str, DigestReason] = {
    "digest": "digest",
    "group": "grouped",
    "quiet": "quiet_hours",
    "rate": "rate_limit",
    "silence": "silence",
    "pause": "grouped",
}
"""What rows are held by → why they are told together."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A row to send, or when to look again."""

    row: OutboxRow | None
    look_at: datetime | None = None
    """When something of this hook may become due, as far as is known now; None: only when something new comes in."""
    more: bool = False
    """Others of the hook could be sent at the same time."""
    resting: bool = False
    """Nothing new can be sent before ``look_at`` either: the hook is down, or it is quiet."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded of an attempt."""

    dead: bool = False
    next_attempt_at: datetime | None = None
    notice: str | None = None
    own: HookState | None = None
    """The hook as it is now."""


def take(conn: Connection, hook: Hook, now: datetime, own: HookState | None = None) -> Turn:
    """Claim the next row of ``hook`` that may be sent at ``now``, within the caller's transaction. ``own`` is the state of the
    hook where the transaction has locked it already."""
    own = own or state.lock(conn, hook.name)
    if own.paused_at is not None:
        return Turn(None)
    if own.gone is not None and hook.url is not None and own.gone == address_mark(hook.url):
        _set_aside(conn, hook)
        return Turn(None)
    if own.gone is not None:
        state.change(conn, hook.name, gone=None, gone_at=None, failures=0, failing_since=None, retry_at=None)
        state.note(conn, "enable", "parley", now, hook.name, "the hook has another address")
    # A wait that is longer than any we set is of a clock that was wrong.
    if own.retry_at is not None and now < own.retry_at <= now + timedelta(days=1, minutes=1):
        return Turn(None, own.retry_at, resting=True)
    quiet = hook.quiet_until(now)
    if quiet is not None:
        _defer(conn, hook, now, quiet, "quiet")
        return Turn(None, quiet, resting=True)
    if hook.rate is not None and (resets := _rate_exhausted(hook, own, now)) is not None:
        # Only changes nobody tried to tell yet: retries are the same messages, and notices are rare and wanted.
        _defer(conn, hook, now, resets, "rate")
    turn = _claim_first(conn, hook, now, 1 if own.down else hook.concurrency)
    row = turn.row
    if row is not None and hook.rate is not None and row.attempts == 1 and row.kind in ("change", "bundle"):
        _count(conn, hook, own, now)
    return turn


def _first_two() -> Select[Any]:
    """The next two rows of a hook that may be sent, and how many of it are under way."""
    name = bindparam("named", type_=outbox.c.hook.type)
    now, wrong = (bindparam(key, type_=outbox.c.lease_until.type) for key in ("now", "wrong"))
    leased = outbox.alias("leased")
    under_way = (
        select(func.count())
        .select_from(leased)
        .where(
            leased.c.hook == name,
            leased.c.lease_until.is_not(None),
            leased.c.lease_until > now,
            leased.c.lease_until <= wrong,
        )
        .scalar_subquery()
    )
    return (
        select(*ROW, outbox.c.group_key, under_way.label("under_way"))
        .where(outbox.c.hook == name, ready(now, wrong))
        .order_by(outbox.c.next_attempt_at, outbox.c.position)
        .limit(2)
        .with_for_update(skip_locked=True, of=outbox)
    )


_FIRST_TWO = _first_two()
_CLAIM = (
    update(outbox)
    .where(outbox.c.outbox_id == bindparam("id", type_=outbox.c.outbox_id.type))
    .values(
        lease_until=bindparam("until", type_=outbox.c.lease_until.type),
        attempts=bindparam("begun", type_=outbox.c.attempts.type),
        last_attempt_at=bindparam("now", type_=outbox.c.last_attempt_at.type),
    )
)
"""Asked for every message, so they are built once."""


def _claim_first(conn: Connection, hook: Hook, now: datetime, bound: int) -> Turn:
    while True:
        rows = conn.execute(_FIRST_TWO, {"named": hook.name, "now": now, "wrong": now + LEASE + SKEW}).all()
        if not rows:
            return Turn(None, next_due_at(conn, hook.name, now))
        found = rows[0]
        if found.under_way >= bound:
            return Turn(None, now + LEASE)  # whoever has them goes on with the next; this is for when it died
        more = len(rows) > 1 and found.under_way + 1 < bound
        # What was tried under its own id stays under it: it may have arrived.
        if found.kind == "change" and found.attempts == 0 and (hook.gathers or found.held is not None):
            bundle = _bundle(conn, hook, found.held, found.group_key, now)
            if bundle is not None:
                return Turn(bundle, more=more)
        if found.attempts >= MAX_ATTEMPTS:
            # Every attempt so far ended with the process: this very alert may be what kills it.
            row = row_of(found)
            reason = f"given up: {row.attempts} attempts ended without a result"
            give_up(conn, row, reason, error=reason)
            continue
        begun = found.attempts + 1
        conn.execute(_CLAIM, {"id": found.outbox_id, "until": now + LEASE, "begun": begun, "now": now})
        return Turn(row_of(found, found.attempts + 1), more=more)


def _bundle(conn: Connection, hook: Hook, held: str | None, key: str | None, now: datetime) -> OutboxRow | None:
    """Make and claim a bundle of what waits for ``hook``. None where there is but one change, which is told as itself; a
    digest is one also of a single change."""
    cause = "digest" if hook.digest is not None else "group" if hook.group else held or "group"
    cause = held if held in ("rate", "pause") else cause
    most = RATE_BUNDLE_MOST if cause in ("rate", "pause") else BUNDLE_MOST
    candidate = and_(
        outbox.c.hook == hook.name,
        in_state("pending"),
        outbox.c.told_by.is_(None),
        outbox.c.kind == "change",
        outbox.c.attempts == 0,
        outbox.c.group_key.is_(None) if key is None else outbox.c.group_key == key,
        free(now),
    )
    if not hook.gathers:
        candidate = and_(candidate, outbox.c.next_attempt_at <= now)
    rows = conn.execute(
        select(outbox.c.outbox_id, outbox.c.meeting_id, *turn_of())
        .where(candidate)
        .order_by(*turn_of())
        .limit(most)
        .with_for_update(skip_locked=True, of=outbox)
    ).all()
    members = _in_order(conn, hook, rows)
    if not members or (len(members) == 1 and cause != "digest"):
        return None
    ids = [row.outbox_id for row in members]
    bundle = derived_id("bundle", hook.name, *ids)
    data = {"members": len(ids)}
    conn.execute(
        insert(outbox).values(
            outbox_id=bundle,
            change_id=bundle,
            position=members[-1].position,
            meeting_id=bundle,
            hook=hook.name,
            kind="bundle",
            state="pending",
            held=cause,
            data=json.dumps(data),
            attempts=1,
            next_attempt_at=now,
            lease_until=now + LEASE,
            last_attempt_at=now,
            created_at=now,
        )
    )
    for start in range(0, len(ids), 500):
        conn.execute(update(outbox).where(outbox.c.outbox_id.in_(ids[start : start + 500])).values(told_by=bundle))
    return OutboxRow(
        bundle, bundle, members[-1].position, bundle, hook.name, 1, now, kind="bundle", held=cause, data=data
    )


def _in_order(conn: Connection, hook: Hook, rows: Sequence[Any]) -> list[Any]:
    """Those of ``rows`` that nothing stands before but others of them: what is left out is told after what it waits for."""
    taken = {row.outbox_id for row in rows}
    blocked: dict[str, tuple[int, int]] = {}
    meetings = sorted({row.meeting_id for row in rows})
    for start in range(0, len(meetings), 500):
        others = conn.execute(
            select(outbox.c.outbox_id, outbox.c.meeting_id, *turn_of()).where(
                outbox.c.meeting_id.in_(meetings[start : start + 500]), outbox.c.hook == hook.name, in_state("pending")
            )
        )
        for other in others:
            if other.outbox_id not in taken:
                turn = (other[2], other[3])
                blocked[other.meeting_id] = min(blocked.get(other.meeting_id, turn), turn)
    return [row for row in rows if (row[2], row[3]) < blocked.get(row.meeting_id, (row[2] + 1, 0))]


def _set_aside(conn: Connection, hook: Hook) -> None:
    assert hook.url is not None
    conn.execute(
        update(outbox)
        .where(outbox.c.hook == hook.name, in_state("pending"))
        .values(state="dead", reason=gone_reason(hook.url), lease_until=None)
    )


def _defer(conn: Connection, hook: Hook, now: datetime, until: datetime, why: str) -> None:
    """What is due waits until ``until``; changes that nobody tried to tell are told together then."""
    due = and_(
        outbox.c.hook == hook.name, in_state("pending"), outbox.c.told_by.is_(None), outbox.c.next_attempt_at <= now
    )
    fresh = and_(outbox.c.kind == "change", outbox.c.attempts == 0)
    if why != "rate":
        fresh = and_(fresh, outbox.c.held.is_(None))
    conn.execute(update(outbox).where(due, fresh, free(now)).values(held=why, next_attempt_at=until))
    if why == "quiet":
        conn.execute(update(outbox).where(due, free(now)).values(next_attempt_at=until))


def _rate_exhausted(hook: Hook, own: HookState, now: datetime) -> datetime | None:
    """When the next window begins; None where something may be sent in this one."""
    assert hook.rate is not None
    if own.rate_since is None or not own.rate_since <= now < own.rate_since + hook.rate.per:
        return None
    return own.rate_since + hook.rate.per if own.rate_count >= hook.rate.count else None


def _count(conn: Connection, hook: Hook, own: HookState, now: datetime) -> None:
    assert hook.rate is not None
    within = own.rate_since is not None and own.rate_since <= now < own.rate_since + hook.rate.per
    state.change(
        conn,
        hook.name,
        rate_since=own.rate_since if within else now,
        rate_count=own.rate_count + 1 if within else 1,
    )


# --- what came of it ------------------------------------------------------------------------------------------------


def record(conn: Connection, hook: Hook, row: OutboxRow, outcome: Outcome, now: datetime) -> Recorded:
    """Record the outcome of an attempt with the row and with the hook."""
    own = state.lock(conn, hook.name)
    answer = "; ".join((*outcome.notes, outcome.answer)).strip("; ")
    if outcome.result == "sent":
        sent(conn, row, now, outcome.status, answer)
        return Recorded(own=state.succeeded(conn, own, now))
    if outcome.result == "disabled" and hook.url is not None:
        closed = close_gone(conn, row, hook.url, now)
        state.failed(conn, own, now, outcome.sentence, dead=True)
        return Recorded(dead=True, notice=f"{gone_reason(hook.url)} (alerts set aside: {closed})")
    if outcome.result in ("dead", "disabled"):
        give_up(conn, row, outcome.sentence, status=outcome.status, error=outcome.sentence, answer=answer)
        return Recorded(dead=True, own=state.failed(conn, own, now, outcome.sentence, dead=True))
    again = failed(
        conn,
        row,
        now,
        outcome.sentence,
        status=outcome.status,
        retry_after=outcome.retry_after,
        answer=answer,
    )
    own = state.failed(conn, own, now, outcome.sentence, dead=again is None, retry_after=outcome.retry_after)
    return Recorded(dead=again is None, next_attempt_at=again, own=own)
