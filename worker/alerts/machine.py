"""What Parley says of itself: conditions that an operator should know of, each told once when it comes up and once when it is
over.

``look`` compares what is so with what was so (``alert_condition``) and writes rows for the hooks that want to know. A
condition that is over before anybody was told of it is told to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.alerts import Hook, MachineNotice
from domain.events import derived_id
from worker.alerts import state
from worker.alerts.outbox import address_mark, outbox_id
from worker.log.tables import alert_condition, article, feed, in_state, log_verified, outbox

if TYPE_CHECKING:
    from worker.log.database import Database

DEAD_AFTER = timedelta(hours=1)
"""A hook that took nothing for so long, though it was tried again and again, is dead."""

FEED_FAILING_AFTER = timedelta(hours=1)
"""A feed that answers with errors for so long is stale; a shorter outage is nobody's business."""

INBOX_OLD = timedelta(minutes=15)
"""An article that waits longer than this means that nobody reads: two sweeps and several retries have passed."""

VERIFY_EVERY = timedelta(minutes=15)
"""Between two looks at whether what was added to the log is whole."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is so. ``subject`` names which feed or hook, and is empty for the whole."""

    kind: MachineNotice
    subject: str
    sentence: str


def look(conn: Connection, hooks: Sequence[Hook], now: datetime, *, broken_log: str | None = None) -> list[str]:
    """Note what came up and what is over, and write what hooks are to be told of it. Returns the hooks to wake.

    ``broken_log`` says what is wrong with the log, as ``verify_log`` found it.
    """
    found = {(one.kind, one.subject): one for one in _conditions(conn, hooks, now)}
    if broken_log is not None:
        found["log_verification_failed", ""] = Condition("log_verification_failed", "", broken_log)
    known = {
        (row.kind, row.subject): row for row in conn.execute(select(alert_condition).order_by(alert_condition.c.kind))
    }
    woken: set[str] = set()
    for key, condition in found.items():
        row = known.get(key)
        if row is None:
            _insert(
                conn, alert_condition, kind=key[0], subject=key[1], occurrence=1, since=now, sentence=condition.sentence
            )
            occurrence = 1
        elif row.until is not None:
            occurrence = row.occurrence + 1
            conn.execute(
                update(alert_condition)
                .where(*_is(key), alert_condition.c.occurrence == row.occurrence)
                .values(occurrence=occurrence, since=now, until=None, sentence=condition.sentence)
            )
        else:
            occurrence = row.occurrence
        # Each time, not only at first: so that a hook which is added meanwhile hears of what is so.
        woken |= _tell(conn, hooks, condition, occurrence, now)
    for key, row in known.items():
        if row.until is None and key not in found:
            done = conn.execute(
                update(alert_condition)
                .where(*_is(key), alert_condition.c.until.is_(None), alert_condition.c.occurrence == row.occurrence)
                .values(until=now)
            )
            if done.rowcount == 1:
                woken |= _tell_end(conn, hooks, Condition(*key, row.sentence), row, now)
    return sorted(woken)


def _is(key: tuple[str, str]) -> tuple[Any, Any]:
    return alert_condition.c.kind == key[0], alert_condition.c.subject == key[1]


def _insert(conn: Connection, table: Any, **values: Any) -> bool:
    """Insert what another process may have inserted already; True where it was us."""
    dialect: Any = postgresql if conn.dialect.name == "postgresql" else sqlite
    return bool(conn.execute(dialect.insert(table).values(**values).on_conflict_do_nothing()).rowcount == 1)


# --- what is so -----------------------------------------------------------------------------------------------------


def _conditions(conn: Connection, hooks: Sequence[Hook], now: datetime) -> Iterator[Condition]:
    yield from _feeds(conn, now)
    yield from _inbox(conn, now)
    yield from _hooks(conn, hooks, now)


def _feeds(conn: Connection, now: datetime) -> Iterator[Condition]:
    from worker.feeds.registry import SILENCE_AT_LEAST, SILENCE_FACTOR
    from worker.feeds.schedule import in_words

    for row in conn.execute(select(feed).order_by(feed.c.name)):
        if row.retired_reason:
            yield Condition("feed_retired", row.name, f"The feed {row.name} is retired: {row.retired_reason}")
            continue
        if not row.active:
            continue
        usual = timedelta(seconds=row.usual_gap_seconds) if row.usual_gap_seconds else None
        if row.errors_in_row >= 3 and row.first_error_at is not None:
            if now - row.first_error_at >= FEED_FAILING_AFTER:
                yield Condition("feed_stale", row.name, f"The feed {row.name} fails: {row.last_error}")
        elif usual is not None and row.last_new_at is not None:
            silent = now - row.last_new_at
            if silent > max(usual * SILENCE_FACTOR, SILENCE_AT_LEAST):
                yield Condition(
                    "feed_stale",
                    row.name,
                    f"The feed {row.name} has brought nothing for {in_words(silent)}, usual is {in_words(usual)}.",
                )


def _inbox(conn: Connection, now: datetime) -> Iterator[Condition]:
    waiting, oldest = conn.execute(
        select(func.count(), func.min(article.c.received_at)).where(article.c.state == "received")
    ).one()
    if waiting and now - oldest > INBOX_OLD:
        minutes = int((now - oldest).total_seconds() // 60)
        yield Condition(
            "inbox_deep",
            "",
            f"{waiting} articles wait to be read, the oldest for {minutes} minutes. Is a worker running?",
        )
    aside = conn.execute(
        select(article.c.feed, func.count(), func.max(article.c.title), func.max(article.c.last_error))
        .where(article.c.state == "quarantined")
        .group_by(article.c.feed)
    )
    for name, count, title, error in aside:
        what = f"{count} articles" if count > 1 else f"The article “{title}”"
        where = f" of {name}" if name else ""
        yield Condition("article_quarantined", name or "given", f"{what}{where} could not be read: {error}")


def _hooks(conn: Connection, hooks: Sequence[Hook], now: datetime) -> Iterator[Condition]:
    states = state.load_all(conn)
    for hook in hooks:
        own = states.get(hook.name)
        if own is None or not hook.enabled or own.paused_at is not None:
            continue
        if own.gone is not None and hook.url is not None and own.gone == address_mark(hook.url):
            yield Condition("hook_dead", hook.name, f"The hook {hook.name} is dead: its address answered 410 Gone.")
        elif own.down and own.failing_since is not None and now - own.failing_since >= DEAD_AFTER:
            yield Condition(
                "hook_dead",
                hook.name,
                f"The hook {hook.name} is dead: nothing arrived since {own.failing_since:%Y-%m-%d %H:%M} UTC; "
                f"{own.last_error}",
            )


def verify_log(database: Database, now: datetime) -> str | None:
    """What is wrong with what was added to the log since the last look; None where nothing is, or it was looked at lately."""
    from worker.log.seal import verify_and_remember

    with database.read() as conn:
        last = conn.scalar(select(log_verified.c.verified_at))
    if last is not None and timedelta(0) <= now - last < VERIFY_EVERY:
        return None
    result = verify_and_remember(database, now, only_new=True)
    if result.ok:
        return None
    return f"The log does not verify at position {result.broken_position}: {result.reason}"


# --- telling --------------------------------------------------------------------------------------------------------


def _listeners(hooks: Sequence[Hook], condition: Condition) -> list[Hook]:
    fallbacks = {hook.fallback for hook in hooks if condition.kind == "hook_dead" and hook.name == condition.subject}
    return [
        hook
        for hook in hooks
        if hook.enabled
        and (condition.kind in hook.machine or hook.name in fallbacks)
        and not (condition.kind == "hook_dead" and hook.name == condition.subject)
    ]


def _ids(condition: Condition, occurrence: int, which: str, hook: str) -> str:
    return outbox_id(derived_id("condition", condition.kind, condition.subject, occurrence, which), hook)


def _tell(conn: Connection, hooks: Sequence[Hook], condition: Condition, occurrence: int, now: datetime) -> set[str]:
    return {
        hook.name
        for hook in _listeners(hooks, condition)
        if _notice(conn, hook, condition, occurrence, now, over=False)
    }


def _tell_end(conn: Connection, hooks: Sequence[Hook], condition: Condition, row: Any, now: datetime) -> set[str]:
    woken = set()
    for hook in _listeners(hooks, condition):
        begun = _ids(condition, row.occurrence, "begun", hook.name)
        untold = conn.execute(
            update(outbox)
            .where(
                outbox.c.outbox_id == begun,
                in_state("pending"),
                outbox.c.attempts == 0,
                outbox.c.lease_until.is_(None),
            )
            .values(state="skipped", reason="over before it was told")
        )
        told = conn.scalar(
            select(outbox.c.outbox_id).where(outbox.c.outbox_id == begun, outbox.c.state.in_(("sent", "pending")))
        )
        if untold.rowcount == 0 and told is not None and _notice(conn, hook, condition, row.occurrence, now, over=True):
            woken.add(hook.name)
    return woken


def _notice(conn: Connection, hook: Hook, condition: Condition, occurrence: int, now: datetime, *, over: bool) -> bool:
    id_ = _ids(condition, occurrence, "over" if over else "begun", hook.name)
    sentence = f"Over: {condition.sentence}" if over else condition.sentence
    return _insert(
        conn,
        outbox,
        outbox_id=id_,
        change_id=id_,
        position=2 * occurrence + (1 if over else 0),
        meeting_id=derived_id("condition", condition.kind, condition.subject),
        hook=hook.name,
        kind="notice",
        state="pending",
        data=json.dumps({"notice": condition.kind, "about": condition.subject, "sentence": sentence, "over": over}),
        next_attempt_at=hook.quiet_until(now) or now,
        created_at=now,
    )
