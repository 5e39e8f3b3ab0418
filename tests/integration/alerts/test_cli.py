"""``parley alerts``: real commands on a real database and a real receiver."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from standardwebhooks import Webhook

from domain.alerts import Hook
from tests.integration.alerts.conftest import SECRET, Answer, Told, WebhookReceiver, record
from worker.cli import parley as program
from worker.log.database import Database


class Parley:
    """The program, with two hooks of which one is down."""

    def __init__(self, directory: Path, database: Database, receiver: WebhookReceiver) -> None:
        self.directory, self.database = directory, database
        receiver.answers["/down"] = Answer(500, body=b"no")
        receiver.answers["/down"].headers = {}
        entries = []
        for name, extra in (("desk", ""), ("down", 'fallback = "desk"\n')):
            entries.append(
                f'[[hook]]\nname = "{name}"\nkind = "webhook"\nurl = "{receiver.url("/" + name)}"\n'
                f'secrets = ["{SECRET}"]\nallow_private = true\n{extra}'
            )
        (directory / "alerts.toml").write_text("\n".join(entries))
        (directory / "parley.toml").write_text("")
        from worker.config import load

        self.hooks: tuple[Hook, ...] = load(directory, {}).hooks

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        # In this process: starting the program ten times would take ten seconds.
        result = CliRunner().invoke(
            program,
            ["--config", str(self.directory), "alerts", *arguments],
            env={
                "PARLEY_DATABASE_URL": self.database.url.render_as_string(hide_password=False),
                "PARLEY_ACTOR": "ana",
            },
            standalone_mode=False,
        )
        failed = result.exception
        if isinstance(failed, click.ClickException):
            ended, output = failed.exit_code, failed.format_message()
        elif failed is not None:
            raise failed
        else:
            ended, output = result.return_value or 0, result.stdout
        assert ended == code, f"{output}\n{result.stderr}"
        return json.loads(output) if "--json" in arguments else output


@pytest.fixture
def parley(tmp_path: Path, sqlite_database: Database, receiver: WebhookReceiver) -> Parley:
    directory = tmp_path / "config"
    directory.mkdir()
    return Parley(directory, sqlite_database, receiver)


def test_a_test_sends_the_newest_real_change_and_prints_the_exchange(
    parley: Parley, sqlite_database: Database, receiver: WebhookReceiver
) -> None:
    shown = parley("test", "desk", "--json")
    assert shown["event"]["type"] == "org.parley.test", "nothing is known yet"
    record(sqlite_database, [Told("m1"), Told("m2", "cancelled")], [], datetime.now(UTC))
    shown = parley("test", "desk", "--json")
    assert (shown["sent"], shown["status"]) == (True, 204)
    got = receiver.received[-1]
    event = Webhook(SECRET).verify(got.body, dict(got.headers))
    assert event["data"]["test"] is True
    assert event["data"]["change"] == "cancelled"
    (request,) = shown["requests"]
    assert request["body"] == got.body.decode()
    assert request["headers"]["webhook-signature"] == got.headers["webhook-signature"]
    assert "500 Internal Server Error" in parley("test", "down", code=1)
    assert "did you mean 'desk'" in failure(parley, "test", "dekc")


def failure(parley: Parley, *arguments: str) -> str:
    """The complaint of a command that was used wrongly."""
    with pytest.raises(AssertionError) as complained:
        parley(*arguments)
    return str(complained.value)


def test_pause_replay_silence_and_resume_hold_across_processes(
    parley: Parley, sqlite_database: Database, receiver: WebhookReceiver
) -> None:
    parley("pause", "desk", "--reason", "moving house")
    _, ids = record(sqlite_database, [Told("m1"), Told("m2")], parley.hooks, datetime.now(UTC))
    listed = {one["hook"]: one for one in parley("list", "--json")["hooks"]}
    assert (listed["desk"]["condition"], listed["desk"]["pending"]) == ("paused", 2)
    assert "ana: moving house" in listed["desk"]["sentence"]
    assert parley("resume", "desk", "--json") == {"hook": "desk", "resumed": True, "waited": 2}
    assert sorted(got.webhook_id for got in receiver.received) == sorted([ids[0], ids[2]])

    assert parley("replay", ids[0][:13], "--json")["sent"] == 1
    assert receiver.received[-1].webhook_id == ids[0]
    assert parley("replay", "--hook", "desk", "--since", "1h", "--sent", "--json")["sent"] == 2

    before = len(receiver.received)
    silence = parley("silence", "--hook", "desk", "--until", "2h", "--reason", "summit", "--json")
    assert [json.loads(got.body)["type"] for got in receiver.received[before:]] == ["org.parley.silence.begun"]
    record(sqlite_database, [Told("m3")], parley.hooks[:1], datetime.now(UTC), run="2")
    assert "summit" in parley("silence", "--list")
    parley("silence", "--end", silence["id"][:8])
    ends = [json.loads(got.body) for got in receiver.received[before + 1 :]]
    assert [event["type"] for event in ends] == ["org.parley.silence.ended", "org.parley.digest"]
    assert ends[1]["data"]["reason"] == "silence"

    shown = parley("show", "desk", "--json")
    assert [act["act"] for act in shown["acts"]] == ["unsilence", "silence", "replay", "replay", "resume", "pause"]
    assert {act["actor"] for act in shown["acts"]} == {"ana"}
    one = parley("show", ids[0], "--json")
    assert (one["state"], one["event"]["data"]["change"]) == ("sent", "announced")


def test_a_silence_needs_an_end_and_a_reason(parley: Parley) -> None:
    assert "needs --until and --reason" in failure(parley, "silence", "--hook", "desk")
    assert "lies in the future" in failure(parley, "silence", "--until", "2001-01-01", "--reason", "x")


def test_what_was_given_up_is_listed_with_its_reason(
    parley: Parley, sqlite_database: Database, receiver: WebhookReceiver
) -> None:
    receiver.answers["/desk"] = Answer(410)
    record(sqlite_database, [Told("m1")], parley.hooks[:1], datetime.now(UTC))
    from worker.alerts.deliver import Job, record_and_take, send, take
    from worker.http import Fetcher

    now, hook = datetime.now(UTC), parley.hooks[0]
    job = take(sqlite_database, hook, now)
    assert isinstance(job, Job)
    record_and_take(sqlite_database, hook, job, send(job, hook, Fetcher(), now), now)
    (dead,) = parley("dead", "--json")["dead"]
    assert "answered 410 Gone" in dead["reason"]
    assert "answered 410 Gone" in parley("dead", "--hook", "desk")
    assert parley("list", "--json", code=3)["hooks"][0]["condition"] == "dead"


def test_a_hook_that_cannot_work_is_shown_as_broken_with_file_line_and_reason(
    parley: Parley, receiver: WebhookReceiver
) -> None:
    file = parley.directory / "alerts.toml"
    file.write_text(
        file.read_text()
        + '[[hook]]\nname = "mistyped"\nkind = "log"\nkindz = ["cancelled"]\n'
        + '[[hook]]\nname = "mute"\nkind = "command"\ncommand = ["/no/such/program"]\n'
        + '[[hook]]\nname = "garbled"\nkind = "command"\ncommand = ["true"]\ntemplate = """\n{{ change.where\n"""\n'
    )
    record(parley.database, [Told("m1")], list(parley.hooks), datetime.now(UTC))
    hooks = {one["hook"]: one for one in parley("list", "--json", code=3)["hooks"]}
    lines = file.read_text().split("\n")
    for name, key, reason in (
        ("mistyped", "kindz = ", "unknown key"),
        ("mute", "command = ", "no program"),
        ("garbled", "{{ change.where", "template: "),
    ):
        line = next(n for n, text in enumerate(lines, 1) if text.startswith(key))
        assert hooks[name]["condition"] == "broken"
        assert f"alerts.toml:{line}: " in hooks[name]["sentence"], "of the line that is to be mended"
        assert reason in hooks[name]["sentence"]
    assert hooks["desk"]["condition"] == "new"
    assert parley("show", "mistyped", "--json")["hook"] == hooks["mistyped"]
    parley("test", "desk")
    assert receiver.received, "the others go on"


def test_every_command_shows_examples(parley: Parley) -> None:
    for command in ("list", "show", "test", "replay", "dead", "silence", "pause", "resume"):
        assert f"parley alerts {command}" in parley(command, "--help").partition("Examples:")[2]


def test_the_list_has_room_on_eighty_columns(parley: Parley, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    narrow = parley("list").splitlines()
    assert narrow[0] == "desk  new"
    assert [line.split()[0] for line in narrow[1:4]] == ["to", "sent", "Nothing"]
    monkeypatch.setenv("COLUMNS", "160")
    wide = parley("list").splitlines()
    assert len(wide) == 3, "a table with a row for each hook"
