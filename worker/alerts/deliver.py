"""Delivery of one outbox row: claim, send, record.

Sending happens between two transactions, with none open. A process that dies in between leaves the row leased; when the
lease has run out it is sent again under the same id. Nothing else can be repeated.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from domain.alerts import Hook, cloud_event, decode_secret, encode
from domain.events import MeetingChange, Recorded
from domain.talks.model import MeetingView
from worker.alerts import outbox
from worker.alerts.outbox import OutboxRow
from worker.alerts.signature import signed_headers
from worker.http import Fetcher, FetchError
from worker.log import store
from worker.log.tables import meeting
from worker.logs import log

if TYPE_CHECKING:
    from worker.log.database import Database

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
"""CloudEvents HTTP binding, section 3.2: structured mode."""


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


class _Undeliverable(Exception):
    """Configuration or data, not the receiver, stand in the way; another attempt may find them mended."""


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
    sentence = _sentence(recorded)
    event = cloud_event(recorded, view, sentence=sentence)

    if hook.kind == "log":
        log.info("alert", hook=hook.name, sentence=sentence, meeting=row.meeting_id, data=event)
        return _record_sent(database, row, now, None, sentence)

    try:
        body = encode(event)
        headers = signed_headers(resolve_secrets(hook, environ), row.outbox_id, now, body)
        assert hook.url is not None
        answer = _post(fetcher, hook, hook.url, body, {**headers, "Content-Type": CONTENT_TYPE})
    except (FetchError, _Undeliverable) as error:
        return _record_failure(database, row, now, str(error), sentence)
    if 200 <= answer.status < 300:
        return _record_sent(database, row, now, answer.status, sentence)
    if answer.status == HTTPStatus.GONE:
        with database.begin() as conn:
            closed = outbox.close_gone(conn, row, hook.url)
        notice = f"{outbox.gone_reason(hook.url)} (alerts set aside: {closed})"
        return DeliveryResult(outbox_id, hook.name, False, sentence, status=answer.status, error=notice, dead=True)
    retry_after = None
    if answer.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        retry_after = parse_retry_after(answer.headers.get("retry-after"), now)
    return _record_failure(database, row, now, _in_words(answer.status, hook.url), sentence, answer.status, retry_after)


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


def _sentence(recorded: Recorded) -> str:
    from domain.talks.status import describe_change
    from worker.names import party_names

    assert isinstance(recorded.event, MeetingChange)
    return describe_change(recorded.event, party_names())


def resolve_secrets(hook: Hook, environ: Mapping[str, str] | None = None) -> list[str]:
    """The hook's secrets themselves, read anew for each delivery so that a rotated file counts at once. Raises with a
    sentence that names where a secret should be, never the secret."""
    environ = os.environ if environ is None else environ
    found = []
    for entry in hook.secrets:
        given = entry.get_secret_value()
        scheme, _, rest = given.partition(":")
        if scheme == "env":
            value = environ.get(rest.strip())
            if value is None:
                raise _Undeliverable(f"{hook.name}: the variable {rest.strip()}, which holds its secret, is not set")
        elif scheme == "file":
            path = Path(environ.get("PARLEY_SECRETS_DIR", "/run/secrets"), rest.strip()).expanduser()
            try:
                value = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                why = error.strerror if isinstance(error, OSError) else "it is no text"
                raise _Undeliverable(f"{hook.name}: the secret file {path} cannot be read: {why}") from None
        else:
            value = given
        try:
            decode_secret(value.strip())
        except ValueError as error:
            raise _Undeliverable(f"{hook.name}: {error}") from None
        found.append(value.strip())
    return found


def _post(fetcher: Fetcher, hook: Hook, url: str, body: bytes, headers: dict[str, str]) -> Any:
    if not hook.allow_private:
        return fetcher.post(url, body, headers)
    # The permission is this hook's alone: a feed that redirects to the same address is still refused.
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    allowed = fetcher.policy.allow_hosts | {f"{_bracketed(parts.hostname or '')}:{port}"}
    own = Fetcher(fetcher.policy, allow_hosts=allowed)
    try:
        return own.post(url, body, headers)
    finally:
        own.close()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """RFC 9110 section 10.2.3: seconds or an HTTP date. None for what is neither, or lies in the past."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value), 10**7))
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return at - now if at > now else None


def _in_words(status: int, url: str) -> str:
    host = urlsplit(url).hostname
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    if 300 <= status < 400:
        return f"{host} answered {phrase}; webhooks are not redirected, put the new address into alerts.toml"
    return f"{host} answered {phrase}"
