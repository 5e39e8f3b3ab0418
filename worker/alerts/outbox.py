"""The transactional outbox: one row per change and hook, written with the events that it tells of.

A row is *pending* until it is *sent*, *dead* (given up, with the reason), *skipped* (the hook did not want it, with the
reason) or *silenced*; a *waiting* one becomes pending once enough independent voices say the same. Rows of one hook and one
meeting go out in order: "rescheduled" never arrives before "announced". Delivery is at least once with the same id, which
receivers deduplicate by.

Several changes that are told in one message have a row for that message, a *bundle*, which ``told_by`` of theirs names; they
stay pending until it is sent. Its members are fixed in the transaction that makes it, so a bundle that is sent again tells
of the same changes under the same id. What is no change of a meeting, *notices* and *silences*, has rows of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from domain.alerts import Hook
from domain.events import MeetingChange, MeetingEvent, MeetingReported, Recorded, derived_id
from domain.talks.model import FiledReport, MeetingView
from domain.talks.support import agreeing, corroborates, stands, still_so, takes_back, voices
from domain.watches import Watch
from worker.alerts import silences
from worker.alerts.channels.base import Unusable, resolve
from worker.log.tables import alert_hook, in_state, log_event, meeting, outbox

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
"""How long a row stays with who claimed it; longer than the longest attempt (``channels.MAX_SECONDS``)."""

SKEW = timedelta(minutes=10)
"""So much may the clocks of those who deliver disagree, or a transaction wait for its turn, before a lease is disbelieved."""


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
    kind: str = "change"
    held: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


ROW = (
    outbox.c.outbox_id,
    outbox.c.change_id,
    outbox.c.position,
    outbox.c.meeting_id,
    outbox.c.hook,
    outbox.c.attempts,
    outbox.c.created_at,
    outbox.c.kind,
    outbox.c.held,
    outbox.c.data,
)
"""The columns of an ``OutboxRow``, in order."""


def row_of(found: Any, attempts: int | None = None) -> OutboxRow:
    values = list(found[: len(ROW)])
    if attempts is not None:
        values[5] = attempts
    values[9] = json.loads(values[9]) if values[9] else {}
    return OutboxRow(*values)


def outbox_id(change_id: str, hook: str) -> str:
    """The id of the row, and the ``webhook-id`` of every attempt to deliver it."""
    return derived_id("alert", change_id, hook)


# --- writing rows ---------------------------------------------------------------------------------------------------


def enqueue(
    conn: Connection, recorded: Iterable[Recorded], hooks: Sequence[Hook], watches: Sequence[Watch], now: datetime
) -> list[str]:
    """Write a row for each change in ``recorded`` and each enabled hook, within the caller's transaction.

    Returns the names of the hooks that have something to be told now. Changes that have their row already are left alone,
    so recording the same events again alerts nobody again.
    """
    active = [hook for hook in hooks if hook.enabled]
    events = list(recorded)
    if not active or not events:
        return []
    woken = _release(conn, events, active, now)
    rows = _corroborations(conn, events, active, watches, now)
    changes = [r for r in events if isinstance(r.event, MeetingChange)]
    if not changes:
        return _write(conn, rows, woken, now)
    gone = _gone(conn, active)
    silent = silences.active(conn, now)
    counting = any(hook.min_voices > 1 for hook in active)
    wording = any(watch.words for watch in watches)
    known = known_ids(conn, [outbox_id(change.event_id, hook.name) for change in changes for hook in active])
    for change in changes:
        event = change.event
        assert isinstance(event, MeetingChange)
        reports = _reports(conn, event.meeting_id) if counting or wording else []
        agreeing = voices(event, reports) if counting else None
        matched = {watch.name for watch in watches if watch.concerns(event, _texts(reports) if watch.words else ())}
        told = _told(conn, event.meeting_id) if _puts_right(change) else {}
        for hook in active:
            id_ = outbox_id(change.event_id, hook.name)
            if id_ in known:
                continue
            row: dict[str, Any] = {
                "outbox_id": id_,
                "change_id": change.event_id,
                "position": change.position,
                "meeting_id": event.meeting_id,
                "hook": hook.name,
                "kind": "change",
                "state": "pending",
                "reason": None,
                "turn": None,
                "held": None,
                "group_key": _group_key(hook, matched, event.meeting_id),
                "data": None,
                "next_attempt_at": now,
                "created_at": now,
            }
            mine = told.get(hook.name, ())
            undone = [one for one in mine if takes_back(event, one.change)]
            reached = [one for one in undone if not _forget(conn, one)]
            heard = any(one.state != "silenced" for one in mine)
            verdict = hook.wants(event, matched, now, told_before=heard and change.meta.by_a_person, voices=agreeing)
            if hook.name in gone:
                row |= {"state": "skipped", "reason": gone[hook.name]}
            elif reached:
                # However old, and whatever the filters say: what the hook was told was none.
                row["data"] = json.dumps({"withdraws": [one.outbox_id for one in reached]})
                _mark_taken_back(conn, reached, change.event_id)
            elif undone:
                row |= {"state": "skipped", "reason": "takes back only what was not told yet"}
            elif verdict.wait:
                row |= {"state": "waiting", "reason": verdict.reason}
            elif not verdict.send:
                row |= {"state": "skipped", "reason": verdict.reason}
            _schedule(row, hook, event, matched, silent, now)
            rows.append(row)
    return _write(conn, rows, woken, now)


def _schedule(
    row: dict[str, Any],
    hook: Hook,
    event: MeetingChange,
    matched: Collection[str],
    silent: Iterable[silences.Silence],
    now: datetime,
) -> None:
    """When what is to be told may be told, unless it is silenced."""
    if row["state"] in ("pending", "waiting"):
        silence = next((s for s in silent if s.covers(hook.name, matched, event)), None)
        if silence is not None:
            row |= {"state": "silenced", "reason": silence.in_words}
            row["data"] = json.dumps({**json.loads(row["data"] or "{}"), "silence": silence.silence_id})
    if row["state"] == "pending":
        row["next_attempt_at"], row["held"] = hook.due(now)


def _write(conn: Connection, rows: Sequence[dict[str, Any]], woken: set[str], now: datetime) -> list[str]:
    if rows:
        conn.execute(insert(outbox), rows)
    return sorted(woken | {row["hook"] for row in rows if row["state"] == "pending" and row["next_attempt_at"] <= now})


def _group_key(hook: Hook, matched: Collection[str], meeting_id: str) -> str | None:
    if hook.group_by == "meeting":
        return meeting_id
    if hook.group_by == "watch":
        return hook.watch or min(matched, default=None)
    return None


def _reports(conn: Connection, meeting_id: str) -> list[FiledReport]:
    from worker.log import queries

    return queries.filed_reports(conn, meeting_id)


def _texts(reports: Iterable[FiledReport]) -> list[str]:
    from domain.watches import texts_of

    return texts_of(reports)


def known_ids(conn: Connection, ids: Sequence[str], chunk: int = 500) -> set[str]:
    """Those of these ids that have a row."""
    found: set[str] = set()
    for start in range(0, len(ids), chunk):
        part = ids[start : start + chunk]
        found.update(conn.scalars(select(outbox.c.outbox_id).where(outbox.c.outbox_id.in_(part))))
    return found


# --- what was told and is not so ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    outbox_id: str
    state: str
    untouched: bool
    """Nothing of it can have reached anybody."""
    change: MeetingChange
    position: int
    first: bool
    """It told of the change itself, for the first time."""


def _puts_right(change: Recorded) -> bool:
    event = change.event
    assert isinstance(event, MeetingChange)
    return change.meta.by_a_person or event.kind in ("corrected", "withdrawn")


def _told(conn: Connection, meeting_id: str) -> dict[str, list[_Told]]:
    """By hook, what was told of this meeting or is about to be, and was not taken back."""
    found: dict[str, list[_Told]] = {}
    rows = conn.execute(
        select(
            outbox.c.outbox_id,
            outbox.c.hook,
            outbox.c.position,
            outbox.c.state,
            outbox.c.attempts,
            outbox.c.lease_until,
            outbox.c.told_by,
            outbox.c.data,
        )
        .where(
            outbox.c.meeting_id == meeting_id,
            outbox.c.kind == "change",
            outbox.c.state.in_(("sent", "pending", "silenced")),
            or_(outbox.c.reason.is_(None), outbox.c.state == "silenced"),
        )
        .order_by(outbox.c.position)
    ).all()
    events = changes_at(conn, (row.position for row in rows))
    for row in rows:
        event = events[row.position].event
        assert isinstance(event, MeetingChange)
        untouched = row.state != "sent" and row.attempts == 0 and row.lease_until is None and row.told_by is None
        said = json.loads(row.data) if row.data else {}
        first = "withdraws" not in said and "corroborates" not in said
        found.setdefault(row.hook, []).append(_Told(row.outbox_id, row.state, untouched, event, row.position, first))
    return found


def _forget(conn: Connection, one: _Told) -> bool:
    """Take back what nobody was told of yet; False where somebody may have been."""
    if not one.untouched:
        return False
    done = conn.execute(
        update(outbox)
        .where(
            outbox.c.outbox_id == one.outbox_id,
            outbox.c.state == one.state,
            outbox.c.attempts == 0,
            outbox.c.lease_until.is_(None),
            outbox.c.told_by.is_(None),
        )
        .values(state="skipped", reason="taken back before it was told")
    )
    return done.rowcount == 1


def _mark_taken_back(conn: Connection, told: Iterable[_Told], by: str) -> None:
    ids = [one.outbox_id for one in told if one.state == "sent"]
    if ids:
        conn.execute(update(outbox).where(outbox.c.outbox_id.in_(ids)).values(reason=f"taken back by {by}"))


def change_at(conn: Connection, position: int) -> Recorded:
    return changes_at(conn, [position])[position]


def changes_at(conn: Connection, positions: Iterable[int]) -> dict[int, Recorded]:
    """The events at these positions of the log."""
    from worker.log import queries, store

    wanted = sorted(set(positions))
    found: dict[int, Recorded] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        query = select(*queries.EVENT_COLUMNS).where(log_event.c.position.in_(part))
        found |= {row.position: store.recorded(row) for row in conn.execute(query)}
    return found


# --- what others say too --------------------------------------------------------------------------------------------


def _corroborations(
    conn: Connection, recorded: Sequence[Recorded], hooks: Sequence[Hook], watches: Sequence[Watch], now: datetime
) -> list[dict[str, Any]]:
    """Rows for hooks that want to hear again of what they were told, because further voices say it; of a report that
    changed something, that change is told instead. What is still to be told will have its voices with it."""
    asking = [hook for hook in hooks if hook.corroborated_at and hook.changes]
    if not asking:
        return []
    changing = {one.event.report_id for one in recorded if isinstance(one.event, MeetingChange)}
    fresh: dict[str, list[Recorded]] = {}
    for one in recorded:
        if isinstance(one.event, MeetingReported) and one.event.report_id not in changing:
            fresh.setdefault(one.event.meeting_id, []).append(one)
    if not fresh:
        return []
    gone, silent = _gone(conn, asking), silences.active(conn, now)
    rows = []
    for meeting_id, came in fresh.items():
        told, view = _told(conn, meeting_id), _view(conn, meeting_id)
        if not told or view is None:
            continue
        reports = _reports(conn, meeting_id)
        new = {event.report_id for event in (one.event for one in came) if isinstance(event, MeetingReported)}
        earlier = [one for one in reports if one.report_id not in new]
        for hook in asking:
            heard = [
                one for one in told.get(hook.name, ()) if one.state != "silenced" and not one.untouched and one.first
            ]
            still = [one for one in heard if stands(one.change, view.facts)]
            said = [(one, agreeing(one.change, reports)) for one in still]
            again = [(one, count) for one, count in said if hook.corroborated(agreeing(one.change, earlier), count)]
            if not again or hook.name in gone:
                continue
            newest, count = again[-1]
            by = _saying(came, newest.change, now - timedelta(days=hook.horizon_days))
            if by is None:
                continue
            matched = {
                watch.name for watch in watches if watch.concerns(newest.change, _texts(reports) if watch.words else ())
            }
            ids = [one.outbox_id for one, _ in again]
            row: dict[str, Any] = {
                "outbox_id": outbox_id(by.event_id, hook.name),
                "change_id": by.event_id,
                "position": newest.position,
                "turn": by.position,
                "meeting_id": meeting_id,
                "hook": hook.name,
                "kind": "change",
                "state": "pending",
                "reason": None,
                "held": None,
                "group_key": _group_key(hook, matched, meeting_id),
                "data": json.dumps({"corroborates": ids, "voices": count, "report": by.position}),
                "next_attempt_at": now,
                "created_at": now,
            }
            _schedule(row, hook, newest.change, matched, silent, now)
            rows.append(row)
    known = known_ids(conn, [row["outbox_id"] for row in rows])
    return [row for row in rows if row["outbox_id"] not in known]


def _saying(came: Sequence[Recorded], change: MeetingChange, horizon: datetime) -> Recorded | None:
    """The last of these reports that says what ``change`` tells, and is news."""
    for one in reversed(came):
        event = one.event
        assert isinstance(event, MeetingReported)
        if event.article.published_at >= horizon and corroborates(event.report, change):
            return one
    return None


# --- what waits for a second voice ----------------------------------------------------------------------------------


def _release(conn: Connection, recorded: Sequence[Recorded], hooks: Sequence[Hook], now: datetime) -> set[str]:
    """Let go what enough voices say by now, and drop what is no longer so. Returns the hooks to wake."""
    first: dict[str, int] = {}
    newest: dict[str, datetime] = {}
    for one in recorded:
        event = one.event
        if isinstance(event, MeetingEvent):
            first.setdefault(event.meeting_id, one.position)
        if isinstance(event, MeetingReported):
            published = event.article.published_at
            newest[event.meeting_id] = max(newest.get(event.meeting_id, published), published)
    if not first:
        return set()
    by_name = {hook.name: hook for hook in hooks}
    rows = conn.execute(
        select(outbox.c.outbox_id, outbox.c.hook, outbox.c.position, outbox.c.meeting_id, outbox.c.reason).where(
            in_state("waiting"), outbox.c.meeting_id.in_(sorted(first))
        )
    ).all()
    woken: set[str] = set()
    for row in rows:
        hook = by_name.get(row.hook)
        if hook is None:
            continue
        change = change_at(conn, row.position).event
        assert isinstance(change, MeetingChange)
        view = _view(conn, row.meeting_id)
        agreeing = voices(change, _reports(conn, row.meeting_id))
        values: dict[str, Any]
        if not still_so(change, view.facts if view is not None else None):
            values = {"state": "skipped", "reason": f"no longer so before {hook.min_voices} voices said it"}
        elif agreeing < hook.min_voices:
            values = {"reason": f"{agreeing} of {hook.min_voices} voices so far"}
        elif row.meeting_id not in newest or now - newest[row.meeting_id] > timedelta(days=hook.horizon_days):
            continue  # another voice, but out of the archive: a fresh one will come or nobody cares any more
        else:
            due, held = hook.due(now)
            values = {
                "state": "pending",
                "reason": None,
                "turn": first[row.meeting_id],
                "next_attempt_at": due,
                "held": held,
            }
            if due <= now:
                woken.add(hook.name)
        if values != {"reason": row.reason}:
            conn.execute(update(outbox).where(outbox.c.outbox_id == row.outbox_id).values(**values))
    return woken


def _view(conn: Connection, meeting_id: str) -> MeetingView | None:
    view = conn.scalar(select(meeting.c.view).where(meeting.c.meeting_id == meeting_id))
    return None if view is None else MeetingView.model_validate_json(view)


# --- what is due ----------------------------------------------------------------------------------------------------

_earlier = outbox.alias("earlier")


def turn_of(table: Any = outbox) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """What rows of one meeting and hook are ordered by."""
    return func.coalesce(table.c.turn, table.c.position), table.c.position


Moment = datetime | BindParameter[datetime]
"""A moment, or where one is to be put in: a statement that is built once costs a fraction of one that is built each time."""


def free(now: Moment, wrong: Moment | None = None) -> ColumnElement[bool]:
    """In nobody's hands. A lease that ends much later than one taken now would (``wrong``) is of a clock that was wrong."""
    lease = outbox.c.lease_until
    return or_(lease.is_(None), lease <= now, lease > (wrong if wrong is not None else wrongly_long(now)))


def wrongly_long(now: Moment) -> datetime:
    assert isinstance(now, datetime)
    return now + LEASE + SKEW


def ready(now: Moment, wrong: Moment | None = None) -> ColumnElement[bool]:
    """To be sent now, as far as the row itself goes: due, free, and the first of its meeting and hook."""
    return and_(
        in_state("pending"),
        outbox.c.told_by.is_(None),
        outbox.c.next_attempt_at <= now,
        free(now, wrong),
        ~exists().where(
            _earlier.c.meeting_id == outbox.c.meeting_id,
            _earlier.c.hook == outbox.c.hook,
            in_state("pending", _earlier),
            tuple_(*turn_of(_earlier)) < tuple_(*turn_of()),
        ),
    )


def due_hooks(conn: Connection, hooks: Iterable[Hook], now: datetime) -> list[str]:
    """Those of ``hooks`` for which a row is due: one look into an index for each, however much waits for it."""
    return [
        hook.name
        for hook in hooks
        if conn.scalar(
            select(outbox.c.outbox_id)
            .where(
                outbox.c.hook == hook.name,
                in_state("pending"),
                outbox.c.told_by.is_(None),
                outbox.c.next_attempt_at <= now,
            )
            .limit(1)
        )
        is not None
    ]


def next_due_at(conn: Connection, hook: str, after: datetime) -> datetime | None:
    """When, after ``after``, the next row of ``hook`` is to be tried; None where nothing waits."""
    found: datetime | None = conn.scalar(
        select(outbox.c.next_attempt_at)
        .where(
            outbox.c.hook == hook,
            in_state("pending"),
            outbox.c.told_by.is_(None),
            outbox.c.next_attempt_at > after,
        )
        .order_by(outbox.c.next_attempt_at)
        .limit(1)
    )
    return found


def claim(conn: Connection, id_: str, now: datetime, lease: timedelta = LEASE) -> OutboxRow | None:
    """Take the row ``id_`` for one attempt. None where it is done, not due, in other hands, told of by a bundle, or must
    wait for an earlier row of the same hook and meeting."""
    taken = conn.execute(
        update(outbox)
        .where(outbox.c.outbox_id == id_, ready(now))
        .values(lease_until=now + lease, attempts=outbox.c.attempts + 1, last_attempt_at=now)
    )
    if taken.rowcount != 1:
        return None
    return row_of(conn.execute(select(*ROW).where(outbox.c.outbox_id == id_)).one())


# --- what came of it ------------------------------------------------------------------------------------------------


def _mine(row: OutboxRow) -> ColumnElement[bool]:
    return and_(outbox.c.outbox_id == row.outbox_id, in_state("pending"), outbox.c.attempts == row.attempts)


_DONE = (
    update(outbox)
    .where(
        outbox.c.outbox_id == bindparam("id", type_=outbox.c.outbox_id.type),
        in_state("pending"),
        outbox.c.attempts == bindparam("claimed", type_=outbox.c.attempts.type),
    )
    .values(
        state="sent",
        sent_at=bindparam("now", type_=outbox.c.sent_at.type),
        last_status=bindparam("status", type_=outbox.c.last_status.type),
        last_error=None,
        last_answer=bindparam("answer", type_=outbox.c.last_answer.type),
        reason=None,
        lease_until=None,
    )
)
"""What happens to nearly every row, built once."""


def _settle(conn: Connection, row: OutboxRow, **values: Any) -> bool:
    """Record what became of a claimed row, and of what it told of. False where it is no longer the claimer's."""
    done = conn.execute(update(outbox).where(_mine(row)).values(lease_until=None, **values))
    if done.rowcount != 1:
        return False
    if row.kind == "bundle" and values.get("state", "pending") != "pending":
        shared = {name: values[name] for name in ("state", "reason", "sent_at") if name in values}
        conn.execute(update(outbox).where(outbox.c.told_by == row.outbox_id, in_state("pending")).values(**shared))
    return True


def sent(conn: Connection, row: OutboxRow, now: datetime, status: int | None, answer: str | None = None) -> None:
    """Record success."""
    if row.kind != "bundle":
        values = {"id": row.outbox_id, "claimed": row.attempts, "now": now, "status": status, "answer": answer or None}
        conn.execute(_DONE, values)
        return
    _settle(
        conn,
        row,
        state="sent",
        sent_at=now,
        last_status=status,
        last_error=None,
        last_answer=answer or None,
        reason=None,
    )


def failed(
    conn: Connection,
    row: OutboxRow,
    now: datetime,
    error: str,
    *,
    status: int | None = None,
    retry_after: timedelta | None = None,
    answer: str | None = None,
) -> datetime | None:
    """Record a failed attempt. Returns when the next one is due; None when this was the last and the row is dead."""
    if row.attempts >= MAX_ATTEMPTS:
        give_up(
            conn, row, f"given up after {row.attempts} attempts: {error}", status=status, error=error, answer=answer
        )
        return None
    wait = retry_wait(row.outbox_id, row.attempts)
    if retry_after is not None:
        wait = max(wait, min(retry_after, RETRY_AFTER[-1]))
    _settle(
        conn,
        row,
        next_attempt_at=now + wait,
        last_status=status,
        last_error=error,
        last_answer=answer or None,
    )
    return now + wait


def give_up(
    conn: Connection,
    row: OutboxRow,
    reason: str,
    *,
    status: int | None = None,
    error: str | None = None,
    answer: str | None = None,
) -> None:
    """Make the row dead: it keeps its reason and can be replayed by a person."""
    _settle(conn, row, state="dead", reason=reason, last_status=status, last_error=error, last_answer=answer or None)


def skip(conn: Connection, row: OutboxRow, reason: str) -> None:
    _settle(conn, row, state="skipped", reason=reason)


def following(conn: Connection, row: OutboxRow, now: datetime) -> str | None:
    """The next pending row of the same hook and meeting, if it is due."""
    after = conn.execute(select(*turn_of()).where(outbox.c.outbox_id == row.outbox_id)).one()
    later = conn.execute(
        select(outbox.c.outbox_id, and_(outbox.c.next_attempt_at <= now, free(now), outbox.c.told_by.is_(None)))
        .where(
            outbox.c.meeting_id == row.meeting_id,
            outbox.c.hook == row.hook,
            in_state("pending"),
            tuple_(*turn_of()) > tuple_(*after),
        )
        .order_by(*turn_of())
        .limit(1)
    ).first()
    return str(later[0]) if later is not None and later[1] else None


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


def address_mark(url: str) -> str:
    """Stands for an address without repeating a path or query that may hold a key; of one that is kept elsewhere
    (``env:NAME``, ``file:PATH``), for what is there now."""
    with suppress(Unusable):
        url = resolve(url, "url", os.environ)
    return hashlib.sha256(url.encode()).hexdigest()[:8]


def gone_reason(url: str) -> str:
    """Says that ``url`` answered 410. Another url, another reason: so changing the url in the configuration switches the
    hook on again."""
    parts = urlsplit(url)
    where = f"{parts.scheme}://{parts.hostname}" if parts.hostname else f"the address in {url}"
    return f"{where} answered 410 Gone (address {address_mark(url)}); give the hook a new url to go on"


def _gone(conn: Connection, hooks: Iterable[Hook]) -> dict[str, str]:
    """Those of ``hooks`` whose present url answered 410, with the reason."""
    urls = {hook.name: hook.url for hook in hooks if hook.url is not None}
    if not urls:
        return {}
    closed = conn.execute(select(alert_hook.c.hook, alert_hook.c.gone).where(alert_hook.c.gone.is_not(None)))
    return {hook: gone_reason(urls[hook]) for hook, mark in closed if hook in urls and address_mark(urls[hook]) == mark}


def close_gone(conn: Connection, row: OutboxRow, url: str, now: datetime) -> int:
    """The hook's address answered 410: this row and all that wait for the same hook are dead. Returns how many."""
    from worker.alerts import state

    reason = gone_reason(url)
    state.lock(conn, row.hook)
    conn.execute(update(alert_hook).where(alert_hook.c.hook == row.hook).values(gone=address_mark(url), gone_at=now))
    state.note(conn, "disable", "parley", now, row.hook, reason)
    give_up(conn, row, reason, status=410, error="410 Gone")
    others = conn.execute(
        update(outbox)
        .where(outbox.c.hook == row.hook, in_state("pending"))
        .values(state="dead", reason=reason, lease_until=None)
    )
    return 1 + others.rowcount
