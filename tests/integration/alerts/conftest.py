"""A real receiver of webhooks, and meetings with changes to tell it of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import Connection, select

from domain.alerts import Hook
from domain.events import EVENT_TYPES, ArticleRef, MeetingChange, MeetingFacts, MeetingReported, Meta, Recorded
from domain.reports import Evidence, Format, Precision, Report, Status, When, Where
from domain.watches import Watch
from tests.waiting import PATIENCE
from worker.alerts import outbox
from worker.log import model, store
from worker.log.database import Database
from worker.log.store import NewEvent
from worker.log.tables import outbox as table

SECRET = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
OTHER_SECRET = "whsec_" + "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="

CLASSES = {cls.kind: cls for cls in EVENT_TYPES.values() if issubclass(cls, MeetingChange)}


@dataclass(frozen=True)
class Received:
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def webhook_id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Answer:
    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Held(Answer):
    """An answer that is not given before ``release``."""

    def __init__(self) -> None:
        self.release = threading.Event()
        super().__init__()

    @property
    def status(self) -> int:  # type: ignore[override]
        self.release.wait(PATIENCE)
        return 204

    @status.setter
    def status(self, value: int) -> None:
        pass


class WebhookReceiver:
    """Answers every POST with ``answer``, or with what ``answers`` says for its path, and keeps what it was sent."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answer = Answer()
        self.answers: dict[str, Answer] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(60)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, receiver: WebhookReceiver, *args: Any) -> None:
        self.receiver = receiver
        super().__init__(*args)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # the sender was killed in the middle: that is no request
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.receiver.received.append(Received(self.path, headers, body))
        answer = self.receiver.answers.get(self.path, self.receiver.answer)
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    made = WebhookReceiver()
    yield made
    made.close()


@pytest.fixture
def hook(receiver: WebhookReceiver) -> Callable[..., Hook]:
    """Makes webhooks that point at the receiver."""

    def make(**options: Any) -> Hook:
        values = {"name": "desk", "kind": "webhook", "url": receiver.url(), "secrets": [SECRET], "allow_private": True}
        return Hook.model_validate(values | {"timeout_seconds": 60} | options)

    return make


@dataclass(frozen=True)
class Told:
    """A change to record: of which meeting, of which kind, published how long before it is recorded."""

    meeting: str = "m1"
    kind: str = "announced"
    status: Status = Status.SCHEDULED
    age: timedelta = timedelta(hours=1)


def _facts(status: Status) -> MeetingFacts:
    day = date(2022, 1, 12)
    return MeetingFacts(
        parties=("NATO", "RU"),
        status=status,
        when=When(start=day, end=day, precision=Precision.DAY),
        where=Where(city="Brussels", country="BE"),
        format=Format.IN_PERSON,
    )


def record(
    database: Database,
    changes: Sequence[Told],
    hooks: Sequence[Hook],
    now: datetime,
    watches: Sequence[Watch] = (),
    run: str = "1",
) -> tuple[list[Recorded], list[str]]:
    """Record ``changes`` with a report for each and enqueue their alerts, in one transaction as the pipeline does it."""
    quote = (Evidence(start=0, end=12, quote="will convene", role="status"),)
    events: list[NewEvent] = []
    for number, told in enumerate(changes):
        article = ArticleRef(
            article_id=f"a{run}-{number}",
            revision=1,
            url=f"https://news.example/{run}/{number}",
            outlet="The Example",
            title="NATO-Russia Council",
            published_at=now - told.age,
        )
        facts = _facts(told.status)
        report = Report(parties=facts.parties, status=told.status, when=facts.when, where=facts.where, evidence=quote)
        report_id = f"r{run}-{number}"
        filed = MeetingReported(meeting_id=told.meeting, report_id=report_id, article=article, report=report)
        change = CLASSES[told.kind](
            meeting_id=told.meeting,
            before=None,
            after=facts,
            report_id=report_id,
            evidence=quote,
            article=article,
        )
        events += [NewEvent(filed, f"f{run}-{number}"), NewEvent(change, f"c{run}-{number}")]
    with database.begin() as conn:
        recorded = store.append(conn, events, meta=Meta(), recorded_at=now)
        model.project(conn, recorded)
        outbox.enqueue(conn, recorded, hooks, watches, now)
        return recorded, pending(conn, recorded, hooks)


def pending(conn: Connection, recorded: Sequence[Recorded], hooks: Sequence[Hook]) -> list[str]:
    """The ids of rows for these changes and hooks that wait to be sent, in the order of the log."""
    ids = [
        outbox.outbox_id(one.event_id, hook.name)
        for one in recorded
        if isinstance(one.event, MeetingChange)
        for hook in hooks
    ]
    waiting = set(conn.scalars(select(table.c.outbox_id).where(table.c.outbox_id.in_(ids), table.c.state == "pending")))
    return [id_ for id_ in ids if id_ in waiting]
