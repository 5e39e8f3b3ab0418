"""Receivers that misbehave, and what a receiver can trust."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks import Webhook, WebhookVerificationError

from domain.alerts import Hook
from domain.messages import Message, encode
from tests.integration.alerts.conftest import OTHER_SECRET, SECRET, Answer, WebhookReceiver
from tests.integration.alerts.messages import RESCHEDULED, SAMPLES
from worker import wire
from worker.alerts import channels
from worker.alerts.channels import Means, Outcome
from worker.alerts.channels.webhook import parse_retry_after
from worker.http import Fetcher

NOW = datetime(2022, 1, 4, 12, 10, tzinfo=UTC)
CERTIFICATES = Path(__file__).parent / "certificates"

Talk = Callable[[socket.socket, threading.Event], None]
MakeHook = Callable[..., Hook]


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(connect_timeout=60, read_timeout=60, total_timeout=120)
    yield made
    made.close()


@pytest.fixture
def said() -> threading.Event:
    """Set when a receiver has said what it has to say at once."""
    return threading.Event()


@pytest.fixture
def hasty(said: threading.Event, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetcher]:
    """Waits half a second for a byte and a second for all of them, counted from when the receiver has ``said`` its part: how long
    that takes is a matter of how busy this machine is."""
    patience = wire.Connection._patience

    def from_then_on(self: wire.Connection) -> float:
        if not said.is_set():
            return time.monotonic() + 120
        self.deadline = min(self.deadline, time.monotonic() + 1)
        return patience(self)

    monkeypatch.setattr(wire.Connection, "_patience", from_then_on)
    made = Fetcher(connect_timeout=60, read_timeout=0.5, total_timeout=240)
    yield made
    made.close()


def send(hook: Hook, fetcher: Fetcher, message: Message = RESCHEDULED, now: datetime = NOW) -> Outcome:
    return channels.send(hook, message, Means(fetcher, now, {}))


@pytest.fixture
def receiving(said: threading.Event) -> Iterator[Callable[..., str]]:
    """Makes a receiver that reads a request and then does as it likes with the connection; returns its address."""
    listeners: list[socket.socket] = []

    def make(talk: Talk, certificate: str | None = None) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection, contextlib.suppress(OSError):
                    if certificate is not None:
                        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                        context.load_cert_chain(certificate)
                        connection = context.wrap_socket(connection, server_side=True)
                    request = b""
                    while b"\r\n\r\n" not in request or not request.endswith(b"}"):
                        read = connection.recv(65_536)
                        if not read:
                            break
                        request += read
                    talk(connection, said)
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        scheme = "http" if certificate is None else "https"
        return f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/"

    yield make
    for listener in listeners:
        listener.close()


def says(answer: bytes, *, hangs: bool = False) -> Talk:
    """Says this and hangs up, or says nothing more until the sender hangs up."""

    def talk(connection: socket.socket, said: threading.Event) -> None:
        connection.sendall(answer)
        if hangs:
            said.set()
            connection.recv(1)

    return talk


def drips(answer: bytes) -> Talk:
    """Says this and then a byte now and then, without end."""

    def talk(connection: socket.socket, said: threading.Event) -> None:
        connection.sendall(answer)
        said.set()
        while True:
            connection.sendall(b".")
            time.sleep(0.1)

    return talk


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("talk", "result", "sentence"),
    [
        (says(b""), "retry", "closed the connection without an answer"),
        (says(b"HTTP/1.1 2"), "retry", "127.0.0.1"),
        (says(b"SSH-2.0-OpenSSH_9.2\r\n"), "retry", "does not speak proper HTTP"),
        (says(b"HTTP/1.1 999 Whatever\r\n\r\n"), "retry", "127.0.0.1 answered 999"),
        (says(b"HTTP/1.1 100 Continue\r\n\r\n"), "retry", "127.0.0.1"),
        (says(OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n"), "retry", "does not speak proper HTTP"),
        # It has taken the message; how it then stumbles is its own affair.
        (says(OK + b"Content-Length: 100\r\n\r\nthan"), "sent", ""),
        (says(OK + b"Content-Length: 100000000\r\n\r\n" + b"x" * 200_000), "sent", ""),
        (says(OK + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n"), "sent", ""),
        (says(OK + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nthan"), "sent", ""),
        (says(OK + b"Content-Encoding: morse\r\nContent-Length: 4\r\n\r\n--.."), "sent", ""),
        (says(OK + b"Content-Length: 100\r\n\r\n", hangs=True), "sent", ""),
        (drips(OK + b"Content-Length: 100000\r\n\r\n"), "sent", ""),
        (drips(b"HTTP/1.1 500 No\r\nContent-Length: 100000\r\n\r\n"), "retry", "answered 500"),
        (says(b"HTTP/1.1 204 No Content\r\n\r\n"), "sent", ""),
        (says(b"HTTP/1.1 299 Mine\r\nContent-Length: 0\r\n\r\n"), "sent", ""),
    ],
)
def test_a_receiver_that_misbehaves_is_judged_by_the_status_it_gave(
    receiving: Callable[..., str], hook: MakeHook, hasty: Fetcher, talk: Talk, result: str, sentence: str
) -> None:
    outcome = send(hook(url=receiving(talk), timeout_seconds=60), hasty)
    assert outcome.result == result, outcome
    assert sentence in outcome.sentence
    assert len(outcome.answer) <= 300


def test_a_receiver_that_says_nothing_is_not_waited_for_without_end(
    receiving: Callable[..., str], hook: MakeHook
) -> None:
    with closing(Fetcher(connect_timeout=60, read_timeout=0.5, total_timeout=60)) as hasty:
        outcome = send(hook(url=receiving(says(b"", hangs=True))), hasty)
    assert (outcome.result, outcome.sentence) == ("retry", "127.0.0.1 sent nothing for 0.5 s.")


@pytest.mark.parametrize("status", [*range(200, 600, 7), 300, 301, 302, 303, 304, 307, 308, 410, 429, 500, 503])
def test_every_status_has_its_meaning(hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher, status: int) -> None:
    receiver.answer = Answer(status, {"Location": receiver.url("/elsewhere"), "Retry-After": "120"}, b"said")
    outcome = send(hook(), fetcher)
    expected = "sent" if 200 <= status < 300 else "disabled" if status == 410 else "retry"
    assert (outcome.result, outcome.status) == (expected, status)
    assert outcome.retry_after == (timedelta(seconds=120) if status in (429, 503) else None)
    assert [got.path for got in receiver.received] == ["/hook"]


@pytest.mark.parametrize(
    "value",
    [
        "Fri, 31 Dec 99999999999999999999999 23:59:59 GMT",
        "Fri, 31 Dec 2027 12:59:59 +999999999999999999999",
        "soon",
        ",",
        "",
        None,
    ],
)
def test_a_date_that_is_none_asks_for_no_pause(value: str | None) -> None:
    assert parse_retry_after(value, datetime(2026, 1, 5, tzinfo=UTC)) is None


def test_a_pause_without_end_is_a_long_one() -> None:
    assert parse_retry_after("9" * 5_000, datetime(2026, 1, 5, tzinfo=UTC)) == timedelta(seconds=10**7)


def test_a_hooks_own_patience_counts(receiving: Callable[..., str], hook: MakeHook) -> None:
    patient = Fetcher(connect_timeout=60, read_timeout=240, total_timeout=240)
    outcome = send(hook(url=receiving(says(b"", hangs=True)), timeout_seconds=0.3), patient)
    patient.close()
    assert outcome.result == "retry"
    assert "within 0.3 s" in outcome.sentence


def test_what_a_receiver_says_is_kept_on_one_line_and_short(
    hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    receiver.answer = Answer(400, body="no such\n\x1b[31mchannel\x1b[0m \u202e ".encode() * 200)
    outcome = send(hook(), fetcher)
    assert outcome.answer.startswith("no such [31mchannel [0m no such")
    assert len(outcome.answer) == 300
    assert outcome.answer.isprintable()


def test_a_certificate_for_another_name_is_refused(
    receiving: Callable[..., str], hook: MakeHook, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def served(certificate: str) -> Outcome:
        path = str(CERTIFICATES / certificate)
        monkeypatch.setenv("SSL_CERT_FILE", path)
        return send(hook(url=receiving(says(b"HTTP/1.1 204 No Content\r\n\r\n"), path)), Fetcher(fetcher.policy))

    assert served("here.pem").result == "sent"
    wrong = served("elsewhere.pem")
    assert wrong.result == "retry"
    assert wrong.sentence.startswith("The certificate of 127.0.0.1 is not valid: IP address mismatch")


def test_connections_are_used_again(
    receiver: WebhookReceiver, hook: MakeHook, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, int]] = []
    connecting = wire.connecting

    def noted(address: tuple[str, int], until: float) -> wire.Steps[socket.socket]:
        made.append(address)
        return connecting(address, until)

    monkeypatch.setattr(wire, "connecting", noted)
    for _ in range(3):
        assert send(hook(), fetcher).sent
    assert len(made) == 1


def test_a_url_can_be_kept_in_a_file(
    hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher, tmp_path: Path
) -> None:
    (tmp_path / "desk_url").write_text(receiver.url("/secret-path") + "\n")
    kept = hook(url="file:desk_url")
    outcome = channels.send(kept, RESCHEDULED, Means(fetcher, NOW, {"PARLEY_SECRETS_DIR": str(tmp_path)}))
    assert outcome.sent
    assert receiver.received[0].path == "/secret-path"
    assert channels.target_in_words(kept) == "file:desk_url"
    assert channels.target_in_words(hook()) == "http://127.0.0.1"
    (tmp_path / "desk_url").write_text("ftp://example.org/secret-path")
    broken = channels.send(kept, RESCHEDULED, Means(fetcher, NOW, {"PARLEY_SECRETS_DIR": str(tmp_path)}))
    assert (broken.result, broken.sentence) == ("retry", "its url does not start with https:// or http://")


# --- what a receiver can trust --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "message"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_independent_receivers_verify_and_read_every_kind_of_message(
    hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher, name: str, message: Message
) -> None:
    now = datetime.now(UTC)
    assert send(hook(secrets=[OTHER_SECRET, SECRET]), fetcher, message, now).sent
    (got,) = receiver.received
    for secret in (SECRET, OTHER_SECRET):
        assert Webhook(secret).verify(got.body, dict(got.headers)) == json.loads(encode(message.event))
    # By its media type alone the binding knows structured mode from binary.
    event = from_http_event(HTTPMessage({"content-type": got.headers["content-type"]}, got.body))
    assert event.get_id() == message.event["id"]
    assert event.get_type() == message.event["type"]
    assert event.get_source() == "urn:parley"
    assert event.get_specversion() == "1.0"
    assert event.get_dataschema() == f"urn:parley:schema:{message.kind}:1"
    assert event.get_datacontenttype() == "application/json"
    assert event.get_data() == message.event["data"]
    assert got.webhook_id == message.id


@pytest.mark.parametrize("part", ["body", "webhook-id", "webhook-timestamp", "webhook-signature"])
def test_whatever_is_tampered_with_on_the_way_is_noticed(
    hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher, part: str
) -> None:
    send(hook(), fetcher, now=datetime.now(UTC))
    (got,) = receiver.received
    headers, body = dict(got.headers), got.body
    Webhook(SECRET).verify(body, headers)
    if part == "body":
        body = body.replace(b"Geneva", b"Vienna")
    elif part == "webhook-timestamp":
        headers[part] = str(int(headers[part]) + 1)
    elif part == "webhook-id":
        headers[part] += "x"
    else:
        headers[part] = headers[part][:-4] + ("AAA=" if not headers[part].endswith("AAA=") else "BBB=")
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, headers)


@pytest.mark.parametrize(("skew", "trusted"), [(-4, True), (4, True), (-6, False), (6, False)])
def test_a_clock_that_is_minutes_off_is_forgiven_up_to_five(
    hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher, skew: int, trusted: bool
) -> None:
    send(hook(), fetcher, now=datetime.now(UTC) + timedelta(minutes=skew))
    (got,) = receiver.received
    if trusted:
        Webhook(SECRET).verify(got.body, dict(got.headers))
    else:
        with pytest.raises(WebhookVerificationError, match="timestamp"):
            Webhook(SECRET).verify(got.body, dict(got.headers))


def test_a_retry_has_the_same_id_and_body_and_a_fresh_timestamp(
    hook: MakeHook, receiver: WebhookReceiver, fetcher: Fetcher
) -> None:
    receiver.answer = Answer(500)
    for minutes in (0, 5, 35):
        send(hook(), fetcher, now=NOW + timedelta(minutes=minutes))
    assert len({got.webhook_id for got in receiver.received}) == 1
    assert len({got.body for got in receiver.received}) == 1
    stamps = [int(got.headers["webhook-timestamp"]) for got in receiver.received]
    assert [stamp - stamps[0] for stamp in stamps] == [0, 300, 2100]


def test_a_channel_that_breaks_costs_its_own_hook_and_says_nothing_of_the_address(
    hook: MakeHook, fetcher: Fetcher, capfd: pytest.CaptureFixture[str]
) -> None:
    class Breaking(Fetcher):
        def post(self, *args: Any, **kwargs: Any) -> Any:
            raise RuntimeError(f"broken at {args[0]}")

    outcome = channels.send(
        hook(url="https://a.example/s3cret", allow_private=False), RESCHEDULED, Means(Breaking(), NOW, {})
    )
    assert (outcome.result, outcome.sentence) == ("retry", "the channel webhook failed (RuntimeError)")
    assert "s3cret" not in "".join(capfd.readouterr())
