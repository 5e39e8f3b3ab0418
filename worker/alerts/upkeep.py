"""What has to be looked at from time to time: ends of silences, what Parley says of itself, rows that nobody will deliver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from domain.alerts import Hook
from worker.alerts import machine, silences, state
from worker.alerts.outbox import RETRY_AFTER
from worker.log.tables import alert_hook, in_state, outbox
from worker.logs import log

if TYPE_CHECKING:
    from worker.log.database import Database

KEEP_FOR_MISSING = timedelta(days=3)
"""How long what waits for a hook that is not configured is kept: a mistake in alerts.toml must cost no alert."""

LONGEST_OUTAGE = sum(RETRY_AFTER, timedelta(0))
"""After so long without a single success, what waits for a hook is given up, as an alert is after its last attempt."""

FARTHEST = timedelta(days=8)
"""Nothing is put off for longer (a weekly digest, a day of Retry-After); what is, was put there by a clock that was wrong."""


def upkeep(database: Database, hooks: Sequence[Hook], now: datetime) -> list[str]:
    """Do what is due. Returns the hooks that have something to be told."""
    wanted = any("log_verification_failed" in hook.machine for hook in hooks if hook.enabled)
    broken = machine.verify_log(database, now) if wanted else None

    def work(conn: Connection) -> list[str]:
        ended = silences.end_due(conn, now, hooks)
        for silence in ended:
            log.info("silence.ended", about=silence.about.in_words, by=silence.actor)
        woken = set(machine.look(conn, hooks, now, broken_log=broken))
        for silence in ended:
            woken |= {hook.name for hook in silence.concerns(hooks)}
        woken |= set(silences.release_strays(conn, now)) & {hook.name for hook in hooks if hook.enabled}
        clear_away(conn, hooks, now)
        return sorted(woken)

    return database.transact(work)


def clear_away(conn: Connection, hooks: Sequence[Hook], now: datetime) -> None:
    """Set aside what will never be delivered, with the reason."""
    known = {hook.name: hook for hook in hooks}
    for name in _waiting_for(conn):
        hook = known.get(name)
        mine = (outbox.c.hook == name, in_state("pending"))
        if hook is not None and not hook.enabled:
            conn.execute(
                update(outbox).where(*mine).values(state="skipped", reason=f'the hook "{name}" is switched off')
            )
        elif hook is None:
            conn.execute(
                update(outbox)
                .where(*mine, outbox.c.created_at < now - KEEP_FOR_MISSING)
                .values(state="skipped", reason=f'no hook "{name}" is configured')
            )
        else:
            own = state.load(conn, name)
            if own.failing_since is not None and now - own.failing_since > LONGEST_OUTAGE:
                reason = f"given up: nothing arrived since {own.failing_since:%Y-%m-%d %H:%M} UTC; {own.last_error}"
                dead = conn.execute(
                    update(outbox)
                    .where(*mine, outbox.c.created_at < now - LONGEST_OUTAGE, outbox.c.lease_until.is_(None))
                    .values(state="dead", reason=reason)
                ).rowcount
                if dead:
                    conn.execute(
                        update(alert_hook).where(alert_hook.c.hook == name).values(dead=alert_hook.c.dead + dead)
                    )
        conn.execute(
            update(outbox)
            .where(*mine, outbox.c.told_by.is_(None), outbox.c.next_attempt_at > now + FARTHEST)
            .values(next_attempt_at=now)
        )


def _waiting_for(conn: Connection) -> list[str]:
    """The hooks for which something waits: from one to the next in the index, however much that is."""
    found: list[str] = []
    after = ""
    while True:
        name = conn.scalar(
            select(outbox.c.hook)
            .where(in_state("pending"), outbox.c.told_by.is_(None), outbox.c.hook > after)
            .order_by(outbox.c.hook)
            .limit(1)
        )
        if name is None:
            return found
        found.append(name)
        after = name
