"""The examples do what they say."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apprise.plugins.slack import NotifySlack
from icalendar import Calendar

from domain.alerts import Hook
from domain.messages import Message, as_test
from tests.integration.alerts.conftest import OTHER_SECRET, SECRET, Answer, WebhookReceiver
from tests.integration.alerts.mailserver import MailServer
from tests.integration.alerts.messages import CANCELLED, RESCHEDULED
from worker.alerts import channels
from worker.alerts.channels import Means
from worker.config import Config, load, thorough
from worker.http import Fetcher

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
NODE = shutil.which("node")
KEY = "TIiajkdnlazkcOXrIdevi7FQ"
ENVIRON = {
    "PATH": os.environ["PATH"],
    "RECEIVER_SECRET": SECRET,
    "CHAT_URL": f"slack://T1JJ3T3L2/A1BRTD4JD/{KEY}/#talks",
    "MAIL_PASSWORD": "hunter2",
}

RECEIVERS = [
    pytest.param([sys.executable, "-IS", str(EXAMPLES / "receiver.py")], id="python"),
    pytest.param(
        [NODE or "node", str(EXAMPLES / "receiver.mjs")],
        id="node",
        marks=pytest.mark.skipif(NODE is None, reason="there is no node on this machine to run the example with"),
    ),
]


@contextmanager
def running(command: list[str]) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Starts a receiver; gives its address, and a function that stops it and returns what it printed."""
    process = subprocess.Popen(
        [*command, "0"],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], "PARLEY_SECRET": SECRET, "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None

    def printed() -> list[str]:
        process.terminate()
        assert process.stdout is not None
        return process.stdout.read().splitlines()

    try:
        yield process.stdout.readline().split()[-1], printed
    finally:
        process.kill()
        process.wait(60)
        process.stdout.close()


@pytest.mark.parametrize("command", RECEIVERS)
def test_a_receiver_takes_what_is_genuine_once_and_refuses_the_rest(command: list[str]) -> None:
    fetcher, now = Fetcher(), datetime.now(UTC)
    (hook,) = [hook for hook in loaded().hooks if hook.name == "service"]

    def status(message: Message, *secrets: str, at: datetime = now) -> int | None:
        signed = Hook.model_validate({**hook.model_dump(), "url": url, "secrets": secrets})
        return channels.send(signed, message, Means(fetcher, at, ENVIRON)).status

    with running(command) as (url, printed):
        assert status(RESCHEDULED, SECRET) == 204
        assert status(RESCHEDULED, SECRET) == 204
        assert status(as_test(RESCHEDULED, "t1"), OTHER_SECRET, SECRET) == 204
        assert status(RESCHEDULED, OTHER_SECRET) == 401
        assert status(RESCHEDULED, SECRET, at=now - timedelta(minutes=6)) == 401
        assert status(RESCHEDULED, SECRET, at=now + timedelta(minutes=6)) == 401
        for bad in ({}, {"webhook-id": "x", "webhook-timestamp": "soon", "webhook-signature": "v1,é"}):
            assert Fetcher(allow_hosts={url.split("/")[2]}).post(url, b"{}", bad).status == 401
        line = "org.parley.meeting.rescheduled US–Russia talks moved from 10 to 13 January 2022, Geneva"
        assert printed() == [line, line]
    fetcher.close()


@pytest.mark.parametrize("name", ["receiver.py", "receiver.mjs"])
def test_a_receiver_is_short(name: str) -> None:
    assert len([line for line in (EXAMPLES / name).read_text().splitlines() if line.strip()]) <= 36


def loaded() -> Config:
    return load(EXAMPLES, ENVIRON)


def test_the_hooks_of_the_examples_are_right_and_there_is_one_of_every_kind() -> None:
    config = loaded()
    assert [p for p in (*config.problems, *thorough(config, ENVIRON)) if "alerts.toml" in p.file] == []
    assert {hook.kind for hook in config.hooks} == {"webhook", "apprise", "email", "command", "log"}


def send(name: str, message: Message, **changes: object) -> channels.Outcome:
    (hook,) = [hook for hook in loaded().hooks if hook.name == name]
    changed = hook.model_copy(update=changes)
    return channels.send(changed, message, Means(Fetcher(), message.at, ENVIRON))


def test_the_message_in_slack_is_as_the_example_has_it(
    receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NotifySlack, "webhook_url", receiver.url(""))
    receiver.answer = Answer(200, body=b"ok")
    assert send("channel", RESCHEDULED) == channels.Outcome("sent")
    body = json.loads(receiver.received[0].body)
    assert body["channel"] == "#talks"
    assert body["attachments"][0]["text"].splitlines() == [
        "*US–Russia talks moved from 10 to 13 January 2022, Geneva*",
        "It was to be on 10 January 2022 at 10:00 CET.",
        "“The envoys will meet in Geneva, he said”",
        "<https://news.example/council|The Example>, 4 Jan 2022 11:00 UTC",
    ]


def test_the_mails_bring_an_invitation_and_take_it_back() -> None:
    server = MailServer()
    plain = {"server": server.address, "security": "none", "user": None, "password": None}
    assert send("desk", RESCHEDULED, **plain).sent
    assert send("desk", CANCELLED, **plain).sent
    server.close()
    subjects = [got.mail["Subject"] for got in server.delivered]
    assert subjects[0] == "Rescheduled: US–Russia talks moved from 10 to 13 January 2022, Geneva"
    parts = [part for got in server.delivered for part in got.mail.walk() if part.get_content_type() == "text/calendar"]
    calendars = [Calendar.from_ical(part.get_payload(decode=True)) for part in parts]
    assert [str(calendar["method"]) for calendar in calendars] == ["REQUEST", "CANCEL"]


def test_the_program_writes_its_line(tmp_path: Path) -> None:
    (hook,) = [hook for hook in loaded().hooks if hook.kind == "command"]
    assert hook.command[:2] == ("python3", "examples/notify.py")
    command = (sys.executable, str(EXAMPLES / "notify.py"), str(tmp_path / "alerts.txt"))
    assert send("file", RESCHEDULED, command=command).sent
    assert (tmp_path / "alerts.txt").read_text() == f"{RESCHEDULED.id} {RESCHEDULED.title}\n"
