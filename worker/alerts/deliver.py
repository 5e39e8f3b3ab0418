"""Delivery of one outbox row: claim, send, record.

Sending happens between two transactions, with none open. A process that dies in between leaves the row leased; when the
lease has run out it is sent again under the same id. Nothing else can be repeated.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from domain.alerts import Hook
from domain.events import Recorded
from domain.messages import change_message
from domain.talks.model import MeetingView
from worker.alerts import channels, outbox
from worker.alerts.channels import Means
from worker.alerts.outbox import OutboxRow
from worker.log import store
from worker.log.tables import meeting
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
    """The next row of the same hook and meeting, which had to wait for this one: wake its delivery now."""


def deliver(
    database: Database,
    outbox_id: str,
    hooks: Sequence[Hook],
    fetcher: Fetcher,
    now: datetime,
    environ: Mapping[str, str] | None = None,
) -> DeliveryResult | None:
    """Attempt to deliver the row ``outbox_id`` once. None where there is nothing to do now (see ``outbox.claim``).

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
        recorded = _change(conn, row)
        view = _view(conn, row)
    message = change_message(row.outbox_id, recorded, view, party_names())
    sentence = message.data["sentence"]
    outcome = channels.send(hook, message, Means(fetcher, now, os.environ if environ is None else environ))
    if outcome.result == "sent":
        return _record_sent(database, row, now, outcome.status, sentence)
    if outcome.result == "disabled" and hook.url is not None:
        with database.begin() as conn:
            closed = outbox.close_gone(conn, row, hook.url)
        notice = f"{outbox.gone_reason(hook.url)} (alerts set aside: {closed})"
        return DeliveryResult(outbox_id, hook.name, False, sentence, status=outcome.status, error=notice, dead=True)
    if outcome.result == "dead":
        with database.begin() as conn:
            outbox.give_up(conn, row, outcome.sentence, status=outcome.status, error=outcome.sentence)
            next_id = outbox.following(conn, row, now)
        return DeliveryResult(
            outbox_id, hook.name, False, sentence, outcome.status, outcome.sentence, dead=True, next_id=next_id
        )
    return _record_failure(database, row, now, outcome.sentence, sentence, outcome.status, outcome.retry_after)


def _record_sent(
    database: Database, row: OutboxRow, now: datetime, status: int | None, sentence: str
) -> DeliveryResult:
    with database.begin() as conn:
        next_id = outbox.sent(conn, row, now, status)
    return DeliveryResult(row.outbox_id, row.hook, True, sentence, status=status, next_id=next_id)


def _record_failure(
    database: Database,
    row: OutboxRow,
    now: datetime,
    error: str,
    sentence: str,
    status: int | None = None,
    retry_after: timedelta | None = None,
) -> DeliveryResult:
    with database.begin() as conn:
        again = outbox.failed(conn, row, now, error, status=status, retry_after=retry_after)
        next_id = outbox.following(conn, row, now) if again is None else None
    return DeliveryResult(
        row.outbox_id,
        row.hook,
        False,
        sentence,
        status,
        error,
        dead=again is None,
        next_attempt_at=again,
        next_id=next_id,
    )


# --- what is sent ---------------------------------------------------------------------------------------------------


def _change(conn: Connection, row: OutboxRow) -> Recorded:
    (recorded,) = store.read(conn, after=row.position - 1, until=row.position)
    return recorded


def _view(conn: Connection, row: OutboxRow) -> MeetingView | None:
    view = conn.scalar(select(meeting.c.view).where(meeting.c.meeting_id == row.meeting_id))
    return None if view is None else MeetingView.model_validate_json(view)
