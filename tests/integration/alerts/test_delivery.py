from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook, WebhookVerificationError
from structlog.testing import capture_logs

from domain.alerts import Hook
from tests.integration.alerts.conftest import OTHER_SECRET, SECRET, Answer, Told, WebhookReceiver, record
from tests.servers import closed_port
from worker.alerts import outbox
from worker.alerts.channels.webhook import parse_retry_after
from worker.alerts.deliver import deliver
from worker.http import Fetched, Fetcher
from worker.log.database import Database
from worker.log.tables import outbox as table

NOW = datetime(2022, 1, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

MakeHook = Callable[..., Hook]


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(connect_timeout=60, read_timeout=60, total_timeout=120)
    yield made
    made.close()


def row(database: Database, id_: str) -> dict[str, object]:
    with database.read() as conn:
        return dict(conn.execute(select(table).where(table.c.outbox_id == id_)).mappings().one())


def test_a_receiver_with_the_reference_library_accepts_what_is_sent(
    database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    now = datetime.now(UTC)  # the reference library looks at the clock on the wall
    _, (id_,) = record(database, [Told()], [hook()], now)
    result = deliver(database, id_, [hook()], fetcher, now)
    assert result is not None
    assert (result.sent, result.status, result.dead) == (True, 204, False)
    (got,) = receiver.received
    event = Webhook(SECRET).verify(got.body, dict(got.headers))
    assert got.webhook_id == id_
    assert event["subject"] == "m1"
    assert event["type"] == "org.parley.meeting.announced"
    assert event["data"]["article"]["url"] == "https://news.example/1/0"
    assert event["data"]["meeting"]["meeting_id"] == "m1"
    assert event["data"]["sentence"] == result.sentence
    assert row(database, id_)["state"] == "sent"
    assert row(database, id_)["last_status"] == 204


def test_the_request_is_a_structured_cloud_event_over_http(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    _, (id_,) = record(sqlite_database, [Told()], [hook()], NOW)
    deliver(sqlite_database, id_, [hook()], fetcher, NOW)
    (got,) = receiver.received
    # CloudEvents HTTP protocol binding, section 3.2: the media type says structured mode, and all is in the body.
    assert got.headers["content-type"].startswith("application/cloudevents+json")
    assert not [name for name in got.headers if name.startswith("ce-")]
    event = json.loads(got.body)
    assert {"id", "source", "specversion", "type"} <= event.keys()
    assert datetime.fromisoformat(event["time"]) == NOW
    assert got.headers["webhook-timestamp"] == str(int(NOW.timestamp()))


def test_during_a_rotation_the_old_and_the_new_secret_both_open_an_alert(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    now = datetime.now(UTC)
    rotating = hook(secrets=[OTHER_SECRET, SECRET])
    _, (id_,) = record(sqlite_database, [Told()], [rotating], now)
    deliver(sqlite_database, id_, [rotating], fetcher, now)
    (got,) = receiver.received
    for secret in (SECRET, OTHER_SECRET):
        Webhook(secret).verify(got.body, dict(got.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4").verify(got.body, dict(got.headers))


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (Answer(301, {"Location": "/elsewhere"}), 5 * SECOND),
        (Answer(302, {"Location": "/elsewhere"}), 5 * SECOND),
        (Answer(307, {"Location": "/elsewhere"}), 5 * SECOND),
        (Answer(304), 5 * SECOND),
        (Answer(400), 5 * SECOND),
        (Answer(404), 5 * SECOND),
        (Answer(500), 5 * SECOND),
        (Answer(500, {"Retry-After": "3600"}), 5 * SECOND),
        (Answer(429), 5 * SECOND),
        (Answer(429, {"Retry-After": "90"}), 90 * SECOND),
        (Answer(503, {"Retry-After": "1"}), 5 * SECOND),
        (
            Answer(503, {"Retry-After": format_datetime(NOW + timedelta(minutes=20), usegmt=True)}),
            timedelta(minutes=20),
        ),
        (Answer(503, {"Retry-After": "tomorrow"}), 5 * SECOND),
    ],
    ids=lambda value: f"{value.status}-{value.headers}" if isinstance(value, Answer) else None,
)
def test_an_answer_that_is_no_success_is_tried_again(
    sqlite_database: Database,
    hook: MakeHook,
    receiver: WebhookReceiver,
    fetcher: Fetcher,
    answer: Answer,
    wait: timedelta,
) -> None:
    _, (id_,) = record(sqlite_database, [Told()], [hook()], NOW)
    receiver.answer = answer
    result = deliver(sqlite_database, id_, [hook()], fetcher, NOW)
    assert result is not None
    assert (result.sent, result.dead, result.next_attempt_at) == (False, False, NOW + wait)
    assert result.error is not None
    assert str(answer.status) in result.error
    assert [got.path for got in receiver.received] == ["/hook"]
    kept = row(sqlite_database, id_)
    assert (kept["state"], kept["last_status"], kept["next_attempt_at"]) == ("pending", answer.status, NOW + wait)
    assert deliver(sqlite_database, id_, [hook()], fetcher, NOW + wait - SECOND) is None
    receiver.answer = Answer(200, body=b"thanks")
    result = deliver(sqlite_database, id_, [hook()], fetcher, NOW + wait)
    assert result is not None
    assert result.sent
    assert {got.webhook_id for got in receiver.received} == {id_}


def test_a_receiver_that_is_down_for_an_hour_gets_its_alert_once_it_is_back(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    _, (id_,) = record(sqlite_database, [Told()], [hook()], NOW)
    receiver.answer = Answer(502)
    now, back = NOW, NOW + timedelta(hours=1)
    while (result := deliver(sqlite_database, id_, [hook()], fetcher, now)) is not None and not result.sent:
        assert result.next_attempt_at is not None
        now = result.next_attempt_at
        if now >= back:
            receiver.answer = Answer(204)
    assert result is not None
    assert now < NOW + timedelta(hours=3)
    assert len(receiver.received) == 5
    timestamps = [int(got.headers["webhook-timestamp"]) for got in receiver.received]
    assert timestamps == sorted(set(timestamps))
    assert len({got.body for got in receiver.received}) == 1


def test_410_disables_the_hook_and_leaves_the_others_alone(
    database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    hooks = [hook(name="a-gone", url=receiver.url("/gone")), hook(name="b-fine")]
    receiver.answers["/gone"] = Answer(410)
    _, ids = record(database, [Told(), Told("m2")], hooks, NOW)
    result = deliver(database, ids[0], hooks, fetcher, NOW)
    assert result is not None
    assert result.dead
    assert result.error is not None
    assert "410 Gone" in result.error
    assert deliver(database, ids[2], hooks, fetcher, NOW) is None
    for id_ in (ids[1], ids[3]):
        sent = deliver(database, id_, hooks, fetcher, NOW)
        assert sent is not None
        assert sent.sent
    _, later = record(database, [Told("m3")], hooks, NOW, run="2")
    assert len(later) == 1
    assert [got.path for got in receiver.received] == ["/gone", "/hook", "/hook"]


def test_a_template_that_fails_keeps_no_alert_back_and_the_row_says_so(
    sqlite_database: Database, fetcher: Fetcher
) -> None:
    spoilt = Hook(name="pager", kind="command", command=("cat",), template="{{ chnage.sentence }}")
    _, (id_,) = record(sqlite_database, [Told()], [spoilt], NOW)
    result = deliver(sqlite_database, id_, [spoilt], fetcher, NOW, dict(os.environ))
    assert result is not None
    assert result.sent
    kept = row(sqlite_database, id_)
    assert kept["state"] == "sent"
    assert str(kept["last_answer"]).startswith(
        'template: "chnage" is undefined; did you mean "change"?; the default text was sent instead; {"id": '
    )


def test_an_address_that_is_kept_in_a_variable_counts_by_what_the_variable_holds(
    sqlite_database: Database,
    hook: MakeHook,
    receiver: WebhookReceiver,
    fetcher: Fetcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receiver.answers["/s3cret"] = Answer(410)
    monkeypatch.setenv("DESK_URL", receiver.url("/s3cret"))
    kept = hook(url="env:DESK_URL")
    _, (id_,) = record(sqlite_database, [Told()], [kept], NOW)
    result = deliver(sqlite_database, id_, [kept], fetcher, NOW)
    assert result is not None
    assert result.dead
    assert result.error is not None
    assert "the address in env:DESK_URL answered 410 Gone" in result.error
    assert "s3cret" not in result.error
    assert record(sqlite_database, [Told("m2")], [kept], NOW, run="2")[1] == []
    monkeypatch.setenv("DESK_URL", receiver.url("/new"))
    _, (again,) = record(sqlite_database, [Told("m3")], [kept], NOW, run="3")
    mended = deliver(sqlite_database, again, [kept], fetcher, NOW)
    assert mended is not None
    assert mended.sent


def test_alerts_of_one_meeting_arrive_in_order_and_each_wakes_the_next(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    kinds = ["announced", "firmed", "rescheduled", "cancelled"]
    _, ids = record(sqlite_database, [Told(kind=kind) for kind in kinds], [hook()], NOW)
    assert [deliver(sqlite_database, id_, [hook()], fetcher, NOW) for id_ in ids[1:]] == [None, None, None]
    next_id: str | None = ids[0]
    while next_id is not None:
        result = deliver(sqlite_database, next_id, [hook()], fetcher, NOW)
        assert result is not None
        next_id = result.next_id
    types = [json.loads(got.body)["data"]["change"] for got in receiver.received]
    assert types == kinds


KILLED_AFTER_SENDING = """
import os, signal, sys
from datetime import datetime
from domain.alerts import Hook
from worker.alerts.deliver import deliver
from worker.http import Fetcher
from worker.log.database import Database

class Doomed(Fetcher):
    def post(self, *args, **kwargs):
        super().post(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

url, id_, hook_json, secret, now = sys.argv[1:]
import json
hook = Hook.model_validate({**json.loads(hook_json), "secrets": [secret]})
doomed = Doomed(allow_hosts={hook.url.split("/")[2]})
deliver(Database(url), id_, [hook.model_copy(update={"allow_private": False})], doomed, datetime.fromisoformat(now))
"""


def test_a_process_killed_between_sending_and_recording_repeats_that_id_and_nothing_else(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    made = hook()
    _, (first, second) = record(sqlite_database, [Told(), Told("m2")], [made], NOW)
    done = deliver(sqlite_database, second, [made], fetcher, NOW)
    assert done is not None
    assert done.sent
    url = sqlite_database.url.render_as_string(hide_password=False)
    killed = subprocess.run(
        [
            sys.executable,
            "-c",
            KILLED_AFTER_SENDING,
            url,
            first,
            made.model_dump_json(exclude={"secrets"}),
            SECRET,
            NOW.isoformat(),
        ],
        check=False,
        timeout=300,
        cwd=Path(__file__).parents[3],
        env=dict(os.environ),
        capture_output=True,
        text=True,
    )
    assert killed.returncode == -9, killed.stderr
    assert row(sqlite_database, first)["state"] == "pending"
    assert deliver(sqlite_database, first, [made], fetcher, NOW + SECOND) is None
    later = NOW + outbox.LEASE
    again = deliver(sqlite_database, first, [made], fetcher, later)
    assert again is not None
    assert again.sent
    assert [got.webhook_id for got in receiver.received] == [second, first, first]
    assert json.loads(receiver.received[1].body) == json.loads(receiver.received[2].body)
    assert deliver(sqlite_database, first, [made], fetcher, later + outbox.LEASE) is None


def test_an_alert_that_kills_every_process_that_sends_it_is_given_up(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    _, (id_,) = record(sqlite_database, [Told()], [hook()], NOW)
    now = NOW
    for _ in range(outbox.MAX_ATTEMPTS):
        with sqlite_database.begin() as conn:
            assert outbox.claim(conn, id_, now) is not None
        now += outbox.LEASE
    result = deliver(sqlite_database, id_, [hook()], fetcher, now)
    assert result is not None
    assert result.dead
    assert row(sqlite_database, id_)["state"] == "dead"
    assert receiver.received == []


class Vanishing(Fetcher):
    def post(self, *args: object, **kwargs: object) -> Fetched:
        raise AssertionError("nothing may be sent")


def test_a_private_address_needs_the_permission_of_the_hook(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    careful = hook(allow_private=False)
    _, (id_,) = record(sqlite_database, [Told()], [careful], NOW)
    result = deliver(sqlite_database, id_, [careful], fetcher, NOW)
    assert result is not None
    assert not result.sent
    assert result.error is not None
    assert "127.0.0.1" in result.error
    assert receiver.received == []
    again = deliver(sqlite_database, id_, [hook()], fetcher, NOW + 5 * SECOND)
    assert again is not None
    assert again.sent


def test_the_permission_of_one_hook_opens_nothing_for_the_rest(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    _, (id_,) = record(sqlite_database, [Told()], [hook()], NOW)
    deliver(sqlite_database, id_, [hook()], fetcher, NOW)
    assert fetcher.policy.allow_hosts == frozenset()


def test_a_receiver_that_nobody_answers_for_is_a_failure_like_any_other(
    sqlite_database: Database, hook: MakeHook, fetcher: Fetcher
) -> None:
    with closed_port() as port:
        silent = hook(url=f"http://127.0.0.1:{port}/")
        _, (id_,) = record(sqlite_database, [Told()], [silent], NOW)
        result = deliver(sqlite_database, id_, [silent], fetcher, NOW)
    assert result is not None
    assert (result.sent, result.dead, result.status) == (False, False, None)
    assert result.next_attempt_at == NOW + 5 * SECOND
    assert row(sqlite_database, id_)["last_error"] == result.error


@pytest.mark.parametrize(
    ("secrets", "environ", "sentence"),
    [
        (["env:DESK_KEY"], {}, "the variable DESK_KEY"),
        (["env:DESK_KEY"], {"DESK_KEY": "swordfish"}, 'starts with "whsec_"'),
        (["file:desk_key"], {}, "desk_key cannot be read: No such file"),
    ],
)
def test_a_secret_that_is_missing_is_named_and_the_alert_waits_for_it(
    sqlite_database: Database,
    hook: MakeHook,
    receiver: WebhookReceiver,
    tmp_path: Path,
    fetcher: Fetcher,
    secrets: list[str],
    environ: dict[str, str],
    sentence: str,
) -> None:
    made = hook(secrets=secrets)
    environ = {"PARLEY_SECRETS_DIR": str(tmp_path), **environ}
    _, (id_,) = record(sqlite_database, [Told()], [made], NOW)
    result = deliver(sqlite_database, id_, [made], fetcher, NOW, environ)
    assert result is not None
    assert result.error is not None
    assert sentence in result.error
    assert "swordfish" not in result.error
    assert receiver.received == []
    (tmp_path / "desk_key").write_text(SECRET + "\n")
    mended = deliver(sqlite_database, id_, [made], fetcher, NOW + 5 * SECOND, {**environ, "DESK_KEY": SECRET})
    assert mended is not None
    assert mended.sent


def test_a_log_hook_writes_one_line_with_the_whole_event(sqlite_database: Database, fetcher: Fetcher) -> None:
    journal = Hook(name="journal", kind="log")
    _, (id_,) = record(sqlite_database, [Told()], [journal], NOW)
    with capture_logs() as lines:
        result = deliver(sqlite_database, id_, [journal], Vanishing(), NOW)
    assert result is not None
    assert result.sent
    (line,) = lines
    assert line["event"] == "alert"
    assert line["hook"] == "journal"
    assert line["sentence"] == result.sentence
    assert line["data"]["specversion"] == "1.0"
    assert row(sqlite_database, id_)["state"] == "sent"


@pytest.mark.parametrize("off", [True, False])
def test_alerts_for_a_hook_that_was_taken_away_are_set_aside(
    sqlite_database: Database, hook: MakeHook, fetcher: Fetcher, off: bool
) -> None:
    _, (id_,) = record(sqlite_database, [Told()], [hook()], NOW)
    hooks = [hook(enabled=False)] if off else []
    result = deliver(sqlite_database, id_, hooks, Vanishing(), NOW)
    assert result is not None
    assert not result.sent
    kept = row(sqlite_database, id_)
    assert kept["state"] == "skipped"
    assert kept["reason"] == ('the hook "desk" is switched off' if off else 'no hook "desk" is configured')


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta(0)),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("9" * 40, timedelta(seconds=10**7)),
        ("Tue, 04 Jan 2022 12:01:00 GMT", timedelta(minutes=1)),
        ("Tue, 04 Jan 2022 12:01:00 -0000", timedelta(minutes=1)),
        ("Tue, 04 Jan 2022 11:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_to_come(value: str | None, expected: timedelta | None) -> None:
    assert parse_retry_after(value, NOW) == expected
