"""Figures of delivery, for ``parley alerts list``, the page and the metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from domain.alerts import Hook
from worker.alerts import state
from worker.alerts.channels import target_in_words
from worker.alerts.machine import DEAD_AFTER
from worker.alerts.outbox import address_mark
from worker.log.tables import in_state, outbox


@dataclass(frozen=True, slots=True)
class HookFigures:
    """How one hook is doing. ``sent``, ``failed`` and ``given_up`` count for ever: messages, attempts, messages."""

    hook: str
    kind: str | None
    target: str | None
    condition: str
    """well | failing | dead | broken | paused | switched off | not configured | new"""
    sentence: str
    sent: int
    failed: int
    given_up: int
    pending: int
    """Changes and notices that wait to be told, whatever for."""
    oldest_pending_seconds: float | None
    overdue_seconds: float | None
    """How long the first of them could have been told by now; null where none could."""
    waiting: int
    """Changes that wait for further voices."""
    dead: int
    """Messages and changes that were given up and were not told since."""
    last_sent_at: datetime | None
    last_error: str | None

    def as_json(self) -> dict[str, Any]:
        values = asdict(self)
        if self.last_sent_at is not None:
            values["last_sent_at"] = self.last_sent_at.isoformat().replace("+00:00", "Z")
        return values


def figures(
    conn: Connection, hooks: Sequence[Hook], now: datetime, broken: Mapping[str, str] | None = None
) -> list[HookFigures]:
    """All hooks that are configured, then those that are not: which are ``broken`` (hook → what is wrong with it), or for
    which something waits or was given up.

    Reads one row for each hook and what is pending, dead or waiting; not what was sent.
    """
    states = state.load_all(conn)
    pending = {
        row[0]: row[1:]
        for row in conn.execute(
            select(outbox.c.hook, func.count(), func.min(outbox.c.created_at), func.min(outbox.c.next_attempt_at))
            .where(in_state("pending"), outbox.c.told_by.is_(None))
            .group_by(outbox.c.hook)
        )
    }
    dead = _count(conn, "dead")
    waiting = _count(conn, "waiting")
    configured = {hook.name: hook for hook in hooks}
    broken = broken or {}
    names = [*configured, *sorted((pending.keys() | dead.keys() | broken.keys()) - configured.keys())]
    found = []
    for name in names:
        hook, own = configured.get(name), states.get(name) or state.HookState(name)
        count, oldest, due = pending.get(name, (0, None, None))
        condition, sentence = _condition(hook, own, count, now, broken.get(name))
        found.append(
            HookFigures(
                name,
                hook.kind if hook is not None else None,
                target_in_words(hook) if hook is not None else None,
                condition,
                sentence,
                own.sent,
                own.failed,
                own.dead,
                count,
                max((now - oldest).total_seconds(), 0.0) if oldest is not None else None,
                (now - due).total_seconds() if due is not None and due < now else None,
                waiting.get(name, 0),
                dead.get(name, 0),
                own.last_sent_at,
                own.last_error if own.failures else None,
            )
        )
    return found


def _count(conn: Connection, which: str) -> Counter[str]:
    # Counted here: asked to group by hook, SQLite walks through the index of all rows instead of the one of these.
    return Counter(conn.scalars(select(outbox.c.hook).where(in_state(which), outbox.c.kind != "bundle")))


def _condition(
    hook: Hook | None, own: state.HookState, pending: int, now: datetime, wrong: str | None
) -> tuple[str, str]:
    if hook is None and wrong is not None:
        return "broken", f"{wrong}." + (f" {pending} alerts wait for it." if pending else "")
    if hook is None:
        return "not configured", f"Not in alerts.toml; {pending} alerts wait for it."
    if not hook.enabled:
        return "switched off", "Switched off in alerts.toml."
    if own.gone is not None and hook.url is not None and own.gone == address_mark(hook.url):
        return "dead", "Its address answered 410 Gone; give the hook a new url."
    if own.paused_at is not None:
        return "paused", f"Paused since {own.paused_at:%Y-%m-%d %H:%M} UTC by {own.paused_by}: {own.paused_reason}"
    if own.failures:
        since = own.failing_since or now
        dead = own.down and now - since >= DEAD_AFTER
        times = "once" if own.failures == 1 else f"{own.failures} times in a row"
        return "dead" if dead else "failing", f"Failed {times} since {since:%Y-%m-%d %H:%M} UTC: {own.last_error}"
    if wrong is not None:
        return "broken", f"{wrong}."
    if own.last_sent_at is None:
        return "new", "Nothing was sent to it yet."
    return "well", f"Last told {own.last_sent_at:%Y-%m-%d %H:%M} UTC."
