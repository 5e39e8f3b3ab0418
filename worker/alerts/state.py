"""What Parley keeps about each hook outside of the configuration: paused, gone, failing, how much it was told.

This is operators' and delivery's own state, not knowledge about talks: it lives in tables of its own and not in the log, and
every act of a person, with name and time, stays in ``alert_act``.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from worker.log.tables import alert_act, alert_hook, outbox

GATE_AFTER = 3
"""Failures in a row after which a hook counts as down: then one attempt at a time looks whether it is back."""

GATE_WAIT = timedelta(seconds=5)
GATE_LONGEST = timedelta(minutes=5)
"""An outage that is over is noticed within this time."""


@dataclass(frozen=True, slots=True)
class HookState:
    """The row of a hook; of one that was never told anything, what it would be."""

    hook: str
    paused_at: datetime | None = None
    paused_by: str | None = None
    paused_reason: str | None = None
    gone: str | None = None
    gone_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    retry_at: datetime | None = None
    rate_since: datetime | None = None
    rate_count: int = 0
    last_sent_at: datetime | None = None
    last_failed_at: datetime | None = None
    last_error: str | None = None
    sent: int = 0
    failed: int = 0
    dead: int = 0

    @property
    def down(self) -> bool:
        return self.failures >= GATE_AFTER


_COLUMNS = tuple(alert_hook.c[name] for name in HookState.__dataclass_fields__)


def load(conn: Connection, hook: str) -> HookState:
    found = conn.execute(select(*_COLUMNS).where(alert_hook.c.hook == hook)).first()
    return HookState(hook) if found is None else HookState(*found)


def load_all(conn: Connection) -> dict[str, HookState]:
    return {row.hook: HookState(*row) for row in conn.execute(select(*_COLUMNS))}


_NAMED = alert_hook.c.hook == bindparam("named", type_=alert_hook.c.hook.type)
_LOCK = select(*_COLUMNS).where(_NAMED).with_for_update()
_ARRIVED = (
    update(alert_hook)
    .where(_NAMED)
    .values(
        sent=alert_hook.c.sent + 1,
        last_sent_at=bindparam("now", type_=alert_hook.c.last_sent_at.type),
        failures=0,
        failing_since=None,
        retry_at=None,
    )
)
"""Asked for every message, so they are built once."""


def lock(conn: Connection, hook: str) -> HookState:
    """The state of ``hook``, and nobody else's turn to change it or to claim for this hook before the transaction ends."""
    found = conn.execute(_LOCK, {"named": hook}).first()
    if found is None:
        dialect: Any = postgresql if conn.dialect.name == "postgresql" else sqlite
        conn.execute(dialect.insert(alert_hook).values(hook=hook).on_conflict_do_nothing())
        found = conn.execute(_LOCK, {"named": hook}).one()
    return HookState(*found)


def change(conn: Connection, hook: str, **values: Any) -> None:
    conn.execute(update(alert_hook).where(alert_hook.c.hook == hook).values(**values))


def succeeded(conn: Connection, state: HookState, now: datetime) -> HookState:
    """A message arrived. What had failed while the hook was down goes now instead of at its own time. Returns the new state."""
    conn.execute(_ARRIVED, {"named": state.hook, "now": now})
    if state.down:
        conn.execute(
            update(outbox)
            .where(
                outbox.c.hook == state.hook,
                outbox.c.state == "pending",
                outbox.c.told_by.is_(None),
                outbox.c.next_attempt_at > now,
                outbox.c.attempts > 0,
            )
            .values(next_attempt_at=now)
        )
    return replace(state, failures=0, failing_since=None, retry_at=None)


def failed(
    conn: Connection, state: HookState, now: datetime, error: str, *, dead: bool, retry_after: timedelta | None = None
) -> HookState:
    failures = state.failures + 1
    retry_at = None
    if failures >= GATE_AFTER:
        retry_at = now + min(GATE_WAIT * 2 ** min(failures - GATE_AFTER, 10), GATE_LONGEST)
    if retry_after is not None:
        # The receiver speaks for itself, not for one message.
        retry_at = max(retry_at or now, now + min(retry_after, timedelta(days=1)))
    change(
        conn,
        state.hook,
        failed=alert_hook.c.failed + 1,
        dead=alert_hook.c.dead + (1 if dead else 0),
        last_failed_at=now,
        last_error=error,
        failures=failures,
        failing_since=state.failing_since or now,
        retry_at=retry_at,
    )
    return replace(state, failures=failures, failing_since=state.failing_since or now, retry_at=retry_at)


# --- what people do -------------------------------------------------------------------------------------------------


def note(conn: Connection, act: str, actor: str, now: datetime, hook: str | None, detail: str) -> None:
    """Keep who did what, when."""
    conn.execute(
        insert(alert_act).values(act_id=str(uuid.uuid4()), at=now, actor=actor, act=act, hook=hook, detail=detail)
    )


def pause(conn: Connection, hook: str, actor: str, reason: str, now: datetime) -> bool:
    """Send nothing to ``hook`` until it is resumed; what comes in waits. False where it was paused already."""
    if lock(conn, hook).paused_at is not None:
        return False
    change(conn, hook, paused_at=now, paused_by=actor, paused_reason=reason)
    note(conn, "pause", actor, now, hook, reason)
    return True


def resume(
    conn: Connection, hook: str, actor: str, now: datetime, *, discard: bool = False, summary: bool = False
) -> int | None:
    """Let ``hook`` be told again, after a pause or after its address answered 410 Gone. Returns how many changes of the pause
    wait for it; None where there was nothing to resume.

    ``summary`` tells what waits in one message, ``discard`` sets it aside.
    """
    state = lock(conn, hook)
    if state.gone is not None:
        change(conn, hook, gone=None, gone_at=None, failures=0, failing_since=None, retry_at=None)
        note(conn, "enable", actor, now, hook, "its address is tried again")
        if state.paused_at is None:
            return 0
    if state.paused_at is None:
        return None
    change(conn, hook, paused_at=None, paused_by=None, paused_reason=None)
    waiting = (
        outbox.c.hook == hook,
        outbox.c.kind == "change",
        outbox.c.state == "pending",
        outbox.c.told_by.is_(None),
        outbox.c.created_at >= state.paused_at,
    )
    values: dict[str, Any] = {}
    detail = "each of what waits"
    if discard:
        detail = "what waits is set aside"
        values = {"state": "skipped", "reason": f"the hook was paused until {now:%Y-%m-%d %H:%M} UTC"}
    elif summary:
        detail = "what waits in one message"
        values = {"held": "pause", "next_attempt_at": now}
    if values:
        count = conn.execute(update(outbox).where(*waiting).values(**values)).rowcount
    else:
        count = len(conn.execute(select(outbox.c.outbox_id).where(*waiting)).all())
    note(conn, "resume", actor, now, hook, detail)
    return count
