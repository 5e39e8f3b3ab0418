"""Silences: for a time, what fits is not told. Each has an end and says at both ends that it is there.

What a silence held back is told of at its end, in one message. Silences are operators' state, with who and why, and are
never deleted.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field
from sqlalchemy import Connection, and_, exists, insert, or_, select, update

from domain.alerts import Hook
from domain.events import MeetingChange
from domain.reports import Value
from worker.alerts import state
from worker.log.tables import alert_silence, in_state, outbox

LONGEST = timedelta(days=90)
"""A silence that is to last longer is a hook to take away: forgotten silences are how alerts are missed."""


class About(Value):
    """What a silence covers: everything that fits all that is given."""

    hooks: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    parties: tuple[str, ...] = Field(default=(), description="All of them take part.")
    kinds: tuple[str, ...] = ()
    meeting: str | None = None

    @property
    def in_words(self) -> str:
        parts = [
            f"meeting {self.meeting[:8]}" if self.meeting else "",
            f"watch {' or '.join(self.watches)}" if self.watches else "",
            f"with {' and '.join(self.parties)}" if self.parties else "",
            f"only {', '.join(self.kinds)}" if self.kinds else "",
            f"to {', '.join(self.hooks)}" if self.hooks else "",
        ]
        return ", ".join(part for part in parts if part) or "everything"


@dataclass(frozen=True, slots=True)
class Silence:
    silence_id: str
    about: About
    starts_at: datetime
    until: datetime
    actor: str
    reason: str
    ended_at: datetime | None = None
    ended_by: str | None = None

    @property
    def in_words(self) -> str:
        return f"silenced until {self.until:%Y-%m-%d %H:%M} UTC by {self.actor}: {self.reason}"

    def covers(self, hook: str, watches: Collection[str], event: MeetingChange) -> bool:
        about = self.about
        if about.hooks and hook not in about.hooks:
            return False
        if about.watches and not set(about.watches) & set(watches):
            return False
        if about.kinds and event.kind not in about.kinds:
            return False
        if about.meeting is not None and event.meeting_id != about.meeting:
            return False
        facts = [f for f in (event.before, event.after) if f is not None]
        return not about.parties or any(set(about.parties) <= set(f.parties) for f in facts)

    def concerns(self, hooks: Iterable[Hook]) -> list[Hook]:
        """Those who are told that it begins and ends."""
        return [
            hook
            for hook in hooks
            if hook.enabled
            and hook.changes
            and (not self.about.hooks or hook.name in self.about.hooks)
            and (hook.watch is None or not self.about.watches or hook.watch in self.about.watches)
        ]


_COLUMNS = tuple(alert_silence.c[name] for name in Silence.__dataclass_fields__)


def _silence(row: Sequence[Any]) -> Silence:
    id_, about, *rest = row
    return Silence(id_, About.model_validate_json(about), *rest)


def active(conn: Connection, now: datetime) -> list[Silence]:
    """Those that hold at ``now``."""
    query = select(*_COLUMNS).where(alert_silence.c.ended_at.is_(None), alert_silence.c.until > now)
    return [_silence(row) for row in conn.execute(query.order_by(alert_silence.c.starts_at))]


def all_of(conn: Connection, limit: int = 100) -> list[Silence]:
    """The newest, over or not, newest first."""
    query = select(*_COLUMNS).order_by(alert_silence.c.starts_at.desc()).limit(limit)
    return [_silence(row) for row in conn.execute(query)]


def find(conn: Connection, beginning: str) -> list[Silence]:
    """Those whose id begins so and that last."""
    return [
        _silence(row)
        for row in conn.execute(
            select(*_COLUMNS).where(
                alert_silence.c.ended_at.is_(None),
                alert_silence.c.silence_id.startswith(beginning.strip().lower(), autoescape=True),
            )
        )
    ]


def begin(
    conn: Connection, about: About, until: datetime, actor: str, reason: str, now: datetime, hooks: Sequence[Hook]
) -> tuple[Silence, int]:
    """Make a silence, announce it, and hold back what fits and waits already. Returns it and how much that was.

    Raises ``ValueError`` with a sentence for an end that is past or too far.
    """
    if until <= now:
        raise ValueError("the end of a silence lies in the future")
    if until - now > LONGEST:
        raise ValueError(f"a silence lasts {LONGEST.days} days at most; for longer, take the hook away")
    silence = Silence(str(uuid.uuid4()), about, now, until, actor, reason)
    conn.execute(
        insert(alert_silence).values(
            silence_id=silence.silence_id,
            about=about.model_dump_json(exclude_defaults=True),
            starts_at=now,
            until=until,
            actor=actor,
            reason=reason,
        )
    )
    state.note(conn, "silence", actor, now, None, f"{about.in_words}, until {until:%Y-%m-%d %H:%M} UTC: {reason}")
    held = _hold_back(conn, silence, hooks)
    _announce(conn, silence, "begun", silence.concerns(hooks), now, [])
    return silence, held


def _hold_back(conn: Connection, silence: Silence, hooks: Sequence[Hook]) -> int:
    """Silence what waits already and nobody was told of."""
    from worker.alerts.outbox import change_at

    untouched = and_(
        outbox.c.kind == "change",
        or_(in_state("pending"), in_state("waiting")),
        outbox.c.attempts == 0,
        outbox.c.lease_until.is_(None),
        outbox.c.told_by.is_(None),
    )
    query = select(outbox.c.outbox_id, outbox.c.hook, outbox.c.position, outbox.c.group_key, outbox.c.data)
    query = query.where(untouched, outbox.c.hook.in_([hook.name for hook in silence.concerns(hooks)]))
    watch_of = {hook.name: hook.watch for hook in hooks}
    held = 0
    events: dict[int, MeetingChange] = {}
    for row in conn.execute(query).all():
        if row.position not in events:
            event = change_at(conn, row.position).event
            assert isinstance(event, MeetingChange)
            events[row.position] = event
        watches = {name for name in (watch_of.get(row.hook), row.group_key) if name}
        if not silence.covers(row.hook, watches, events[row.position]):
            continue
        data = json.dumps({**json.loads(row.data or "{}"), "silence": silence.silence_id})
        held += conn.execute(
            update(outbox)
            .where(outbox.c.outbox_id == row.outbox_id, untouched)
            .values(state="silenced", reason=silence.in_words, data=data)
        ).rowcount
    return held


def end(conn: Connection, silence: Silence, now: datetime, hooks: Sequence[Hook], *, actor: str | None = None) -> int:
    """Announce the end of a silence, with what it held back, once. Returns how many changes that were over all hooks.

    ``actor`` ends it before its time.
    """
    done = conn.execute(
        update(alert_silence)
        .where(alert_silence.c.silence_id == silence.silence_id, alert_silence.c.ended_at.is_(None))
        .values(ended_at=now, ended_by=actor)
    )
    if done.rowcount != 1:
        return 0
    if actor is not None:
        state.note(conn, "unsilence", actor, now, None, f"{silence.about.in_words} ({silence.silence_id[:8]})")
    rows = conn.execute(
        select(outbox.c.outbox_id, outbox.c.hook, outbox.c.data)
        .where(
            in_state("silenced"),
            outbox.c.kind == "change",
            outbox.c.hook.in_([hook.name for hook in silence.concerns(hooks)]),
            outbox.c.data.contains(silence.silence_id, autoescape=True),
        )
        .order_by(outbox.c.position)
    ).all()
    by_hook: dict[str, list[str]] = {}
    for row in rows:
        by_hook.setdefault(row.hook, []).append(row.outbox_id)
    concerned = silence.concerns(hooks)
    for hook in concerned:
        _announce(conn, silence, "ended", [hook], now, by_hook.get(hook.name, []))
    return len(rows)


def end_due(conn: Connection, now: datetime, hooks: Sequence[Hook]) -> list[Silence]:
    """End all silences whose time has come."""
    query = select(*_COLUMNS).where(alert_silence.c.ended_at.is_(None), alert_silence.c.until <= now)
    over = [_silence(row) for row in conn.execute(query)]
    for silence in over:
        end(conn, silence, now, hooks)
    return over


STRAYS = 1000
"""Rows that one look lets go at most; the next one goes on."""


def release_strays(conn: Connection, now: datetime) -> list[str]:
    """Let go what is silenced though no silence holds it any longer: its hook was taken out of the configuration, or changed
    what it is told of, while the silence lasted; or it was recorded just as the silence ended. It is told together, if the
    hook is still there. Returns the hooks."""
    # One statement, which sees one moment: of two, the second would take for strays what a silence holds that began in between.
    holding = exists().where(
        alert_silence.c.ended_at.is_(None),
        alert_silence.c.until > now,
        outbox.c.data.contains(alert_silence.c.silence_id),
    )
    rows = conn.execute(
        select(outbox.c.outbox_id, outbox.c.hook)
        .where(in_state("silenced"), ~holding)
        .order_by(outbox.c.position)
        .limit(STRAYS)
    ).all()
    ids = [row.outbox_id for row in rows]
    for start in range(0, len(ids), 500):
        conn.execute(
            update(outbox)
            .where(outbox.c.outbox_id.in_(ids[start : start + 500]), in_state("silenced"))
            .values(state="pending", held="silence", reason=None, next_attempt_at=now)
        )
    return sorted({row.hook for row in rows})


def _announce(
    conn: Connection, silence: Silence, which: str, hooks: Iterable[Hook], now: datetime, held: Sequence[str]
) -> None:
    from worker.alerts.outbox import outbox_id

    for hook in hooks:
        told = f"{silence.silence_id}/{which}"
        row = outbox_id(told, hook.name)
        quiet = hook.quiet_until(now)
        conn.execute(
            insert(outbox).values(
                outbox_id=row,
                change_id=row,
                position=1 if which == "begun" else 2,
                meeting_id=silence.silence_id,
                hook=hook.name,
                kind="silence",
                state="pending",
                data=json.dumps({"silence": silence.silence_id, "state": which, "held_back": len(held)}),
                next_attempt_at=quiet or now,
                created_at=now,
            )
        )
        if held:
            # In one message right behind the announcement.
            _summarise(conn, hook.name, silence, held, now, quiet or now)


def _summarise(
    conn: Connection, hook: str, silence: Silence, held: Sequence[str], now: datetime, due: datetime
) -> None:
    from worker.alerts.outbox import outbox_id

    bundle = outbox_id(f"{silence.silence_id}/held", hook)
    conn.execute(
        insert(outbox).values(
            outbox_id=bundle,
            change_id=bundle,
            position=3,
            meeting_id=silence.silence_id,
            hook=hook,
            kind="bundle",
            state="pending",
            held="silence",
            data=json.dumps({"members": len(held)}),
            next_attempt_at=due,
            created_at=now,
        )
    )
    for start in range(0, len(held), 500):
        conn.execute(
            update(outbox)
            .where(outbox.c.outbox_id.in_(held[start : start + 500]), in_state("silenced"))
            .values(state="pending", told_by=bundle)
        )
