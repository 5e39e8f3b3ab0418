"""Delivery: claim, send, record.

Sending happens between two transactions, with none open. A process that dies in between leaves the row leased; when the
lease has run out it is sent again under the same id. Nothing else can be repeated.

::

    ┌ claim ┐ ──▶ message ──▶ send ──▶ ┌ record, claim the next ┐ ──▶ message ──▶ send ──▶ …
    one tx        pure      no tx open          one tx
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select

from domain.alerts import Hook
from domain.events import MeetingChange, MeetingReported
from domain.events import Recorded as RecordedEvent
from domain.messages import Message, change_message, digest_message, notice_message, silence_message
from domain.talks.model import MeetingView
from worker.alerts import channels, claims, outbox, silences
from worker.alerts.channels import Means, Outcome
from worker.alerts.claims import REASONS, Turn
from worker.alerts.outbox import OutboxRow
from worker.alerts.state import HookState
from worker.log import queries, store
from worker.log.tables import alert_silence, log_event, meeting
from worker.log.tables import outbox as table
from worker.names import party_names

if TYPE_CHECKING:
    from worker.http import Fetcher
    from worker.log.database import Database


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """What came of one attempt."""

    outbox_id: str
    hook: str
    sent: bool
    sentence: str
    status: int | None = None
    error: str | None = None
    dead: bool = False
    next_attempt_at: datetime | None = None
    next_id: str | None = None
    """The next row of the same hook and meeting, which had to wait for this one."""
    changes: int = 1
    """How many changes the message told of."""


@dataclass
class Steps:
    """Hooks between the steps of a delivery, used by fault tests to stop the world at each of them."""

    reached: Callable[[str], None] = field(default=lambda step: None)


def deliver(
    database: Database,
    outbox_id: str,
    hooks: Sequence[Hook],
    fetcher: Fetcher,
    now: datetime,
    environ: Mapping[str, str] | None = None,
) -> DeliveryResult | None:
    """Attempt to deliver the row ``outbox_id`` once, whatever its hook's pauses, quiet hours and rates say. None where
    there is nothing to do now (see ``outbox.claim``).

    Never raises for what a hook or its receiver does; that is recorded with the row.
    """
    with database.begin() as conn:
        row = outbox.claim(conn, outbox_id, now)
        if row is None:
            return None
        hook = next((h for h in hooks if h.name == row.hook), None)
        if hook is None or not hook.enabled:
            reason = f'no hook "{row.hook}" is configured' if hook is None else f'the hook "{row.hook}" is switched off'
            outbox.skip(conn, row, reason)
            return DeliveryResult(outbox_id, row.hook, False, "", error=reason, dead=True)
        if row.attempts > outbox.MAX_ATTEMPTS:
            # Every attempt so far ended with the process: this very alert may be what kills it.
            reason = f"given up: {row.attempts - 1} attempts ended without a result"
            outbox.give_up(conn, row, reason, error=reason)
            return DeliveryResult(outbox_id, row.hook, False, "", error=reason, dead=True)
        message = message_of(conn, row)
    outcome = channels.send(hook, message, Means(fetcher, now, os.environ if environ is None else environ))
    with database.begin() as conn:
        result = _result(row, message, outcome, claims.record(conn, hook, row, outcome, now))
        if result.sent or result.dead:
            result = replace(result, next_id=outbox.following(conn, row, now))
    return result


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed row with what it tells."""

    row: OutboxRow
    message: Message
    more: bool
    """Others of the hook could be sent at the same time."""


def take(database: Database, hook: Hook, now: datetime, steps: Steps | None = None) -> Job | Turn:
    """Claim what ``hook`` is to be told next; a ``Turn`` without a row where that is nothing."""

    def work(conn: Connection) -> Job | Turn:
        turn = _take(conn, hook, now)
        if steps is not None and isinstance(turn, Job):
            steps.reached("claiming")
        return turn

    return database.transact(work)


def _take(conn: Connection, hook: Hook, now: datetime, own: HookState | None = None) -> Job | Turn:
    turn = claims.take(conn, hook, now, own)
    return turn if turn.row is None else Job(turn.row, message_of(conn, turn.row), turn.more)


def send(job: Job, hook: Hook, fetcher: Fetcher, now: datetime, environ: Mapping[str, str] | None = None) -> Outcome:
    return channels.send(hook, job.message, Means(fetcher, now, os.environ if environ is None else environ))


def record_and_take(
    database: Database,
    hook: Hook,
    job: Job,
    outcome: Outcome,
    now: datetime,
    steps: Steps | None = None,
    *,
    go_on: bool = True,
) -> tuple[DeliveryResult, Job | Turn]:
    """Record what came of ``job`` and claim what is next, in one transaction; claims nothing where not to ``go_on``."""

    def work(conn: Connection) -> tuple[DeliveryResult, Job | Turn]:
        recorded = claims.record(conn, hook, job.row, outcome, now)
        result = _result(job.row, job.message, outcome, recorded)
        if steps is not None:
            steps.reached("recording")
        following = _take(conn, hook, now, recorded.own) if go_on else Turn(None)
        if steps is not None:
            steps.reached("committing")
        return result, following

    return database.transact(work)


def _result(row: OutboxRow, message: Message, outcome: Outcome, recorded: claims.Recorded) -> DeliveryResult:
    return DeliveryResult(
        row.outbox_id,
        row.hook,
        outcome.sent,
        str(message.data["sentence"]),
        outcome.status,
        None if outcome.sent else recorded.notice or outcome.sentence,
        dead=recorded.dead,
        next_attempt_at=recorded.next_attempt_at,
        changes=max(1, len(message.changes)),
    )


# --- what is sent ---------------------------------------------------------------------------------------------------


_TOLD = (
    select(*queries.EVENT_COLUMNS, meeting.c.view)
    .select_from(
        log_event.outerjoin(meeting, meeting.c.meeting_id == bindparam("meeting", type_=meeting.c.meeting_id.type))
    )
    .where(log_event.c.position == bindparam("at", type_=log_event.c.position.type))
)
"""Asked for every message, so it is built once."""


def message_of(conn: Connection, row: OutboxRow) -> Message:
    """What the row tells, as the meetings stand now."""
    if row.kind == "bundle":
        return _bundle(conn, row)
    if row.kind == "notice":
        return notice_message(
            row.outbox_id,
            row.data["notice"],
            row.data["sentence"],
            row.created_at,
            about=row.data["about"],
            over=row.data["over"],
            details=row.data.get("details"),
        )
    if row.kind == "silence":
        return _silence(conn, row)
    if "corroborates" in row.data:
        told = corroborated(conn, row.position, row.data)
        again = row.data["corroborates"]
        view = current_view(conn, row.meeting_id)
        return change_message(row.outbox_id, told, view, party_names(), corroborates=again, voices=row.data["voices"])
    # Both at once: this is asked for every alert.
    found = conn.execute(_TOLD, {"meeting": row.meeting_id, "at": row.position}).one()
    recorded = store.recorded(found[:-1])
    view = None if found.view is None else MeetingView.model_validate_json(found.view)
    return change_message(row.outbox_id, recorded, view, party_names(), withdraws=row.data.get("withdraws", ()))


def _bundle(conn: Connection, row: OutboxRow) -> Message:
    members = conn.execute(
        select(table.c.position, table.c.meeting_id, table.c.data)
        .where(table.c.told_by == row.outbox_id)
        .order_by(*outbox.turn_of())
    ).all()
    views = {id_: current_view(conn, id_) for id_ in {member.meeting_id for member in members}}
    events = outbox.changes_at(conn, (member.position for member in members))
    data = [json.loads(member.data) if member.data else {} for member in members]
    changes = [
        (
            corroborated(conn, member.position, said) if "corroborates" in said else events[member.position],
            views[member.meeting_id],
        )
        for member, said in zip(members, data)
    ]
    told = [recorded for recorded, _ in changes]
    return digest_message(
        row.outbox_id,
        changes,
        party_names(),
        reason=REASONS[row.held or "group"],
        sentence=_heading(row, changes),
        withdraws={one.event_id: said["withdraws"] for one, said in zip(told, data) if "withdraws" in said},
        corroborates={
            one.event_id: (said["corroborates"], said["voices"])
            for one, said in zip(told, data)
            if "corroborates" in said
        },
    )


def corroborated(conn: Connection, position: int, data: Mapping[str, Any]) -> RecordedEvent:
    """The change at ``position`` with the place in the log, the article and the quotes of the report that came to it."""
    events = outbox.changes_at(conn, (position, data["report"]))
    change, report = events[position].event, events[data["report"]]
    assert isinstance(change, MeetingChange)
    assert isinstance(report.event, MeetingReported)
    told = change.model_copy(
        update={
            "report_id": report.event.report_id,
            "evidence": report.event.report.evidence,
            "article": report.event.article,
        }
    )
    return report._replace(event=told)


def _heading(row: OutboxRow, changes: Sequence[tuple[RecordedEvent, Any]]) -> str | None:
    """A heading where the usual one says too little."""
    if row.held != "pause":
        return None
    count = len(changes)
    return f"{count} change{'s' if count != 1 else ''} came in while this hook was paused"


def _silence(conn: Connection, row: OutboxRow) -> Message:
    found = conn.execute(select(alert_silence).where(alert_silence.c.silence_id == row.data["silence"])).one()
    ended = row.data["state"] == "ended"
    return silence_message(
        row.outbox_id,
        row.data["state"],
        found.silence_id,
        silences.About.model_validate_json(found.about).in_words,
        found.until,
        row.created_at,
        by=(found.ended_by or found.actor) if ended else found.actor,
        reason=found.reason,
        held_back=row.data["held_back"],
    )


def current_view(conn: Connection, meeting_id: str) -> MeetingView | None:
    view = conn.scalar(select(meeting.c.view).where(meeting.c.meeting_id == meeting_id))
    return None if view is None else MeetingView.model_validate_json(view)
