from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.alerts import Hook
from domain.messages import Message
from tests.integration.alerts.mailserver import MailServer
from tests.integration.alerts.messages import RESCHEDULED, SAMPLES
from tests.servers import closed_port
from worker.alerts import channels
from worker.alerts.channels import Means, Outcome
from worker.http import Fetcher

CERTIFICATES = Path(__file__).parent / "certificates"
NOW = datetime(2022, 1, 4, 12, 10, tzinfo=UTC)

Serve = Callable[..., MailServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[MailServer] = []

    def start(**options: Any) -> MailServer:
        running.append(MailServer(**options))
        return running[-1]

    yield start
    for server in running:
        server.close()


def hook(server: MailServer | str, **options: Any) -> Hook:
    values = {
        "name": "desk-mail",
        "kind": "email",
        "to": ["The desk <desk@example.org>"],
        "sender": "Parley <parley@news.example>",
        "server": server if isinstance(server, str) else server.address,
        "security": "none",
        "timeout_seconds": 60,
    }
    return Hook.model_validate(values | options)


def send(
    to: Hook, message: Message = RESCHEDULED, now: datetime = NOW, environ: dict[str, str] | None = None
) -> Outcome:
    return channels.send(to, message, Means(Fetcher(), now, environ or {}))


def test_a_change_comes_as_a_plain_mail_with_its_quotes_and_source(serve: Serve) -> None:
    server = serve()
    outcome = send(hook(server))
    assert (outcome.result, outcome.status, outcome.answer) == ("sent", 250, "2.0.0 queued as 42")
    (got,) = server.delivered
    assert (got.sender, got.recipients) == ("parley@news.example", ("desk@example.org",))
    mail = got.mail
    assert mail["From"] == "Parley <parley@news.example>"
    assert mail["To"] == "The desk <desk@example.org>"
    assert mail["Subject"] == "US–Russia talks moved from 10 to 13 January 2022, Geneva"
    assert mail["Message-ID"] == f"<{RESCHEDULED.id}@news.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == [
        "US–Russia talks moved from 10 to 13 January 2022, Geneva",
        "",
        "“The envoys will meet in Geneva, he said”",
        "The Example, 4 Jan 2022 11:00 UTC: Envoys to meet in Geneva",
        "https://news.example/council",
    ]


@pytest.mark.parametrize(
    "written", ["Büro für Außenpolitik <desk@example.org>", '"Doe, Jane" <desk@example.org>', "desk@example.org"]
)
def test_names_of_people_survive(serve: Serve, written: str) -> None:
    server = serve()
    assert send(hook(server, to=[written], sender=written)).result == "sent"
    (got,) = server.delivered
    assert (got.sender, got.recipients) == ("desk@example.org", ("desk@example.org",))
    for header in ("From", "To"):
        (address,) = got.mail[header].addresses
        assert address.addr_spec == "desk@example.org"
        assert address.display_name == written.removesuffix("<desk@example.org>").strip(' "').replace(
            "desk@example.org", ""
        )


def test_every_attempt_has_the_same_message_id_and_the_mails_of_one_meeting_hang_together(serve: Serve) -> None:
    server = serve()
    send(hook(server))
    send(hook(server), now=NOW + timedelta(minutes=5))
    send(hook(server), dict(SAMPLES)["cancelled"])
    mails = [got.mail for got in server.delivered]
    assert mails[0]["Message-ID"] == mails[1]["Message-ID"]
    assert mails[0]["References"] == mails[2]["References"]
    assert mails[0]["Date"] != mails[1]["Date"]


@pytest.mark.parametrize(("name", "message"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_every_kind_of_message_can_be_mailed(serve: Serve, name: str, message: Message) -> None:
    server = serve()
    assert send(hook(server, invitations=True), message).result == "sent"
    first = server.delivered[0]
    assert first.mail["Subject"] == message.title
    body = first.mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip()
    assert all(len(line) <= 998 for line in first.raw.split(b"\r\n"))


def test_an_article_cannot_write_headers(serve: Serve) -> None:
    server = serve()
    forged = hook(server, title_template="{{ data.sentence }}\r\nBcc: all@example.org\r\n\r\n{{ change.kind }}")
    send(forged)
    (got,) = server.delivered
    assert got.mail["Bcc"] is None
    assert got.mail["Subject"].endswith("Bcc: all@example.org rescheduled")
    assert got.recipients == ("desk@example.org",)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_the_password_is_given_and_the_certificate_looked_at(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "here.pem"))
    server = serve(security=security, certificate=str(CERTIFICATES / "here.pem"), password="hunter2")
    login = {"security": security, "user": "parley", "password": "env:MAIL_PASSWORD"}
    assert send(hook(server, **login), environ={"MAIL_PASSWORD": "hunter2"}).result == "sent"
    refused = send(hook(server, **login), environ={"MAIL_PASSWORD": "wrong"})
    assert (refused.result, refused.status) == ("retry", 535)
    assert refused.sentence == f"{server.address} refuses the user name or password"
    missing = send(hook(server, **login))
    assert missing.sentence == "the variable MAIL_PASSWORD, which holds its password, is not set"
    assert len(server.delivered) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_with_a_certificate_for_another_name_gets_neither_password_nor_mail(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "elsewhere.pem"))
    server = serve(security=security, certificate=str(CERTIFICATES / "elsewhere.pem"), password="hunter2")
    outcome = send(hook(server, security=security, user="parley", password="hunter2"))
    assert outcome.result == "retry"
    assert outcome.sentence.startswith("the certificate of 127.0.0.1 is not valid: IP address mismatch")
    assert server.logins == server.delivered == []


def test_a_server_that_does_not_encrypt_gets_nothing_where_that_was_asked_for(serve: Serve) -> None:
    server = serve()
    outcome = send(hook(server, security="starttls"))
    assert outcome.result == "retry"
    assert "STARTTLS" in outcome.sentence
    assert server.delivered == []


@pytest.mark.parametrize(
    ("misbehaviour", "status", "sentence"),
    [
        ({"replies": {"MAIL": "550 not from you"}}, 550, "refused the sender: 550 not from you"),
        ({"replies": {"desk@example.org": "550 5.1.1 unknown"}}, 550, "refused the recipient desk@example.org: 550 5.1.1 unknown"),
        ({"replies": {"desk@example.org": "451 later"}}, 451, "refused the recipient desk@example.org for now: 451 later"),
        ({"replies": {"DATA": "554 no"}}, 554, "refused the mail: 554 no"),
        ({"replies": {".": "552 too large"}}, 552, "refused the mail: 552 too large"),
        ({"replies": {"EHLO": "500 what?", "HELO": "500 what?"}}, 500, "refused the mail: 500 what?"),
        ({"replies": {"MAIL": "no number at all"}}, None, "does not speak proper SMTP"),
        ({"drop": "MAIL"}, None, "broke off the exchange"),
        ({"drop": "DATA"}, None, "broke off the exchange"),
        ({"hang": "MAIL"}, None, "timed out"),
    ],
    ids=str,
)  # fmt: skip
def test_a_mail_that_is_not_taken_is_tried_again(
    serve: Serve, misbehaviour: dict[str, Any], status: int | None, sentence: str
) -> None:
    server = serve(**misbehaviour)
    # Under a name of its own: a hook whose attempt overstays makes no other one meanwhile.
    patience = {"timeout_seconds": 0.5, "name": "hanging"} if "hang" in misbehaviour else {}
    outcome = send(hook(server, **patience))
    assert (outcome.result, outcome.status) == ("retry", status)
    assert sentence in outcome.sentence or "not done within" in outcome.sentence
    assert server.delivered == []


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(serve: Serve) -> None:
    server = serve(drop="QUIT")
    assert send(hook(server)).result == "sent"


def test_a_server_that_nobody_answers_for_is_a_failure_like_any_other() -> None:
    with closed_port() as port:
        outcome = send(hook(f"127.0.0.1:{port}"))
    assert outcome.result == "retry"
    assert "cannot be reached: connection refused" in outcome.sentence


TWO = ["desk@example.org", "archive@example.org"]


def test_one_recipient_who_is_refused_for_good_does_not_keep_the_mail_from_the_others(serve: Serve) -> None:
    server = serve(replies={"archive@example.org": "550 unknown"})
    outcome = send(hook(server, to=TWO))
    assert outcome.result == "sent"
    assert outcome.notes == (f"{server.address} refused archive@example.org: 550 unknown",)
    assert [got.recipients for got in server.delivered] == [("desk@example.org",)]


def test_one_recipient_who_is_turned_away_for_now_is_waited_for_an_hour(serve: Serve) -> None:
    server = serve(replies={"archive@example.org": "451 greylisted"})
    waiting = send(hook(server, to=TWO))
    assert waiting.result == "retry"
    assert server.delivered == []
    late = send(hook(server, to=TWO), now=RESCHEDULED.at + timedelta(hours=1))
    assert late.result == "sent"
    assert late.notes == (f"{server.address} refused archive@example.org: 451 greylisted",)
    server.replies = {}
    assert send(hook(server, to=TWO)).notes == ()
