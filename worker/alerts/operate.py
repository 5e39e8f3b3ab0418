"""What an operator does by hand: look at rows, try a hook, send again."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, and_, or_, select, update
from sqlalchemy.engine import Row

from domain.alerts import Hook
from domain.events import MeetingChange, Recorded
from domain.messages import Message, change_message, trial_message
from domain.watches import Watch
from worker.alerts import channels, outbox, state
from worker.alerts.channels import Means, Outcome
from worker.alerts.deliver import current_view
from worker.http import Fetched, Fetcher
from worker.log import queries
from worker.log.tables import alert_act, in_state
from worker.log.tables import outbox as table
from worker.names import party_names

if TYPE_CHECKING:
    from worker.runtime import Runtime

# --- looking --------------------------------------------------------------------------------------------------------


def rows_of(conn: Connection, hook: str, limit: int, *, only: str | None = None) -> Sequence[Row[Any]]:
    """The newest rows of a hook, newest first; ``only`` those in one state."""
    query = select(table).where(table.c.hook == hook)
    if only is not None:
        query = query.where(in_state(only))
    return conn.execute(query.order_by(table.c.created_at.desc(), table.c.position.desc()).limit(limit)).all()


def dead(conn: Connection, hook: str | None, limit: int) -> Sequence[Row[Any]]:
    """What was given up, newest first. A bundle stands for the changes that it told of."""
    query = select(table).where(in_state("dead"), or_(table.c.told_by.is_(None), table.c.kind == "bundle"))
    if hook is not None:
        query = query.where(table.c.hook == hook)
    return conn.execute(query.order_by(table.c.created_at.desc()).limit(limit)).all()


def row_with(conn: Connection, beginning: str, limit: int = 5) -> Sequence[Row[Any]]:
    """The rows whose id begins so."""
    wanted = beginning.strip().lower()
    return conn.execute(
        select(table).where(table.c.outbox_id >= wanted, table.c.outbox_id < wanted + "g").limit(limit)
    ).all()


def acts(conn: Connection, hook: str | None, limit: int = 20) -> Sequence[Row[Any]]:
    """What people did about hooks, newest first."""
    query = select(alert_act)
    if hook is not None:
        query = query.where(or_(alert_act.c.hook == hook, alert_act.c.hook.is_(None)))
    return conn.execute(query.order_by(alert_act.c.at.desc()).limit(limit)).all()


# --- trying ---------------------------------------------------------------------------------------------------------


@dataclass
class Exchange:
    """One try: what went out and what came back."""

    message: Message
    outcome: Outcome
    seconds: float
    requests: list[dict[str, Any]] = field(default_factory=list)
    """Of webhooks: address without path, headers and body, as they were sent."""


class _Listening(Fetcher):
    """Keeps what is posted through it."""

    requests: list[dict[str, Any]]

    def post(self, url: str, body: bytes, headers: Any = None, **options: Any) -> Fetched:
        parts = urlsplit(url)
        self.requests.append(
            {
                "to": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
                "headers": dict(headers or {}),
                "body": body.decode("utf-8", "replace"),
            }
        )
        return super().post(url, body, headers, **options)


def newest_change(conn: Connection, hook: Hook, watches: Sequence[Watch]) -> Recorded | None:
    """The newest change that the hook would be told of but for its age; where there is none, the newest of all."""
    recorded = queries.changes(conn, limit=200)[::-1]
    for one in recorded:
        event = one.event
        assert isinstance(event, MeetingChange)
        matched = {watch.name for watch in watches if watch.concerns(event)}
        if hook.wants(event, matched, one.recorded_at, told_before=True).send:
            return one
    return recorded[0] if recorded else None


def try_hook(runtime: Runtime, hook: Hook) -> Exchange:
    """Send ``hook`` the newest real change, marked as a test, under an id that was never used. Nothing of it is recorded."""
    from worker.alerts.channels.webhook import address

    id_ = str(uuid.uuid4())
    now = runtime.clock.now()
    with runtime.database.read() as conn:
        recorded = newest_change(conn, hook, runtime.watches)
        if recorded is None:
            message = trial_message(id_, hook.name, now)
        else:
            assert isinstance(recorded.event, MeetingChange)
            view = current_view(conn, recorded.event.meeting_id)
            message = change_message(id_, recorded, view, party_names(), test=True)
    fetcher, sending = runtime.fetcher, hook
    requests: list[dict[str, Any]] = []
    if hook.kind == "webhook":
        hosts = fetcher.policy.allow_hosts
        if hook.allow_private:
            # What is wrong with the address, the attempt itself will say.
            with suppress(channels.Unusable, ValueError):
                parts = urlsplit(address(hook, Means(fetcher, now).environ))
                port = parts.port or (443 if parts.scheme == "https" else 80)
                name = parts.hostname or ""
                hosts = hosts | {f"[{name}]:{port}" if ":" in name else f"{name}:{port}"}
                sending = hook.model_copy(update={"allow_private": False})
        listening = _Listening(fetcher.policy, allow_hosts=hosts)
        listening.requests = requests
        fetcher = listening
    began = time.monotonic()
    outcome = channels.send(sending, message, Means(fetcher, now))
    seconds = time.monotonic() - began
    if fetcher is not runtime.fetcher:
        fetcher.close()
    return Exchange(message, outcome, seconds, requests)


# --- again ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replayed:
    ids: tuple[str, ...]
    hooks: tuple[str, ...]


def replay(
    conn: Connection,
    actor: str,
    now: datetime,
    *,
    ids: Sequence[str] = (),
    hook: str | None = None,
    since: datetime | None = None,
    sent: bool = False,
) -> Replayed:
    """Send again, under the same ids, the rows of these ids, or what was given up for ``hook`` (since a moment), with ``sent``
    also what had arrived. In the order of the log as far as it still waits."""
    states = ("dead", "sent") if sent else ("dead",)
    if ids:
        wanted = and_(table.c.outbox_id.in_(ids), table.c.state != "pending")
    else:
        wanted = and_(
            table.c.hook == hook,
            table.c.state.in_(states),
            # What a bundle told of is told by it again.
            or_(table.c.told_by.is_(None), table.c.kind == "bundle"),
        )
    if since is not None:
        wanted = and_(wanted, table.c.created_at >= since)
    rows = conn.execute(select(table.c.outbox_id, table.c.hook, table.c.kind).where(wanted)).all()
    for name in sorted({row.hook for row in rows}):
        state.lock(conn, name)
    again = {
        "state": "pending",
        "reason": None,
        "attempts": 0,
        "next_attempt_at": now,
        "lease_until": None,
        "sent_at": None,
        "held": None,
    }
    found = [row.outbox_id for row in rows]
    for start in range(0, len(found), 500):
        part = found[start : start + 500]
        conn.execute(
            update(table).where(table.c.outbox_id.in_(part), table.c.kind != "bundle").values(**again, told_by=None)
        )
        kept = {name: value for name, value in again.items() if name != "held"}
        conn.execute(update(table).where(table.c.outbox_id.in_(part), table.c.kind == "bundle").values(**kept))
        conn.execute(
            update(table)
            .where(table.c.told_by.in_(part), table.c.state.in_(("dead", "sent")))
            .values(state="pending", reason=None)
        )
    if rows:
        names = sorted({row.hook for row in rows})
        detail = f"{len(rows)} again" + (f", since {since:%Y-%m-%d %H:%M} UTC" if since else "")
        state.note(conn, "replay", actor, now, names[0] if len(names) == 1 else None, detail)
    return Replayed(tuple(found), tuple(sorted({row.hook for row in rows})))


def catch_up(conn: Connection, hook: Hook, watches: Sequence[Watch], since: datetime, actor: str, now: datetime) -> int:
    """Tell ``hook`` of changes since then that it has no row for: it was added later, or was wrong in alerts.toml. Its filters
    hold. Returns how many changes were looked at that it had missed."""
    changes = queries.changes(conn, since=since)
    known = outbox.known_ids(conn, [outbox.outbox_id(change.event_id, hook.name) for change in changes])
    missed = [change for change in changes if outbox.outbox_id(change.event_id, hook.name) not in known]
    outbox.enqueue(conn, missed, [hook], watches, now)
    if missed:
        state.note(
            conn, "replay", actor, now, hook.name, f"{len(missed)} missed changes since {since:%Y-%m-%d %H:%M} UTC"
        )
    return len(missed)
