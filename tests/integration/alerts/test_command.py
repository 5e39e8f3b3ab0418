from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.alerts import Hook
from domain.messages import Message
from tests.integration.alerts.messages import RESCHEDULED, SAMPLES
from tests.integration.alerts.test_templates import HOSTILE, hostile
from tests.servers import _alive
from tests.waiting import until
from worker.alerts import channels
from worker.alerts.channels import Means, Outcome
from worker.http import Fetcher

NOW = datetime(2022, 1, 4, 12, 10, tzinfo=UTC)

Program = Callable[[str], list[str]]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Makes a program of a line of Python."""

    def make(source: str) -> list[str]:
        path = tmp_path / f"program{len(list(tmp_path.iterdir()))}"
        path.write_text(f"#!{sys.executable} -IS\nimport json, os, sys, time\n{source}\n")
        path.chmod(0o755)
        return [str(path)]

    return make


def send(
    command: list[str], message: Message = RESCHEDULED, environ: dict[str, str] | None = None, **options: object
) -> Outcome:
    hook = Hook.model_validate(
        {"name": "pager", "kind": "command", "command": command, "timeout_seconds": 60, **options}
    )
    return channels.send(hook, message, Means(Fetcher(), NOW, environ or {}))


def test_a_program_gets_the_message_as_json_on_its_stdin(program: Program, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    outcome = send([*program("open(sys.argv[1], 'w').write(sys.stdin.read()); print('thanks')"), str(kept)])
    assert (outcome.result, outcome.status, outcome.answer) == ("sent", 0, "thanks")
    given = json.loads(kept.read_text())
    assert given["id"] == RESCHEDULED.id
    assert given["kind"] == "change"
    assert given["title"] == RESCHEDULED.title
    assert "The envoys will meet in Geneva" in given["text"]
    assert given["event"] == json.loads(json.dumps(RESCHEDULED.event))


@pytest.mark.parametrize(("name", "message"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_every_kind_of_message_reaches_a_program_as_one_line(program: Program, name: str, message: Message) -> None:
    outcome = send(program("lines = sys.stdin.readlines(); print(len(lines), json.loads(lines[0])['kind'])"), message)
    assert outcome.answer == f"1 {message.kind}"


def test_its_environment_is_small_and_holds_no_secret_of_ours(program: Program) -> None:
    ours = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PARLEY_DATABASE_PASSWORD": "hunter2", "DESK_KEY": "hunter2"}
    outcome = send(program("print(' '.join(sorted(os.environ)))"), environ=ours)
    seen = set(outcome.answer.split()) - {
        "LC_CTYPE",
        "__CF_USER_TEXT_ENCODING",
    }  # of Python's and the system's own making
    assert seen == {"LANG", "PATH", "PARLEY_ALERT_ID", "PARLEY_ALERT_TYPE", "PARLEY_HOOK"}


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_an_article_reach_it_as_data_and_nowhere_else(program: Program, words: str) -> None:
    shell = "$(touch pwned) `touch pwned` ; touch pwned ' \" " + words
    source = "data = json.load(sys.stdin); print(len(sys.argv), any('pwned' in v for v in os.environ.values()), data['event']['data']['article']['title'] == sys.argv[1])"
    outcome = send([*program(source), shell], hostile(RESCHEDULED, shell))
    assert outcome.answer == "2 False True"
    assert not Path("pwned").exists()


@pytest.mark.parametrize(
    ("source", "status", "sentence"),
    [
        ("sys.exit(3)", 3, "ended with exit code 3"),
        ("print('no route', file=sys.stderr); sys.exit(1)", 1, "ended with exit code 1: no route"),
        ("print('no route'); sys.exit(1)", 1, "ended with exit code 1: no route"),
        ("os.kill(os.getpid(), 9)", -9, "was killed by SIGKILL"),
        ("print('x' * 10_000_000); sys.exit(1)", 1, "ended with exit code 1: xxx"),
        ("print('\\x1b[31mred\\x1b[0m\\a', file=sys.stderr); sys.exit(1)", 1, "exit code 1: [31mred [0m"),
        ("sys.stdin.close(); sys.exit(2)", 2, "ended with exit code 2"),
    ],
)
def test_a_program_that_fails_is_tried_again_and_what_it_said_is_kept(
    program: Program, source: str, status: int, sentence: str
) -> None:
    outcome = send(program(source))
    assert (outcome.result, outcome.status) == ("retry", status)
    assert sentence in outcome.sentence
    assert len(outcome.answer) <= 300
    assert outcome.answer.isprintable()


def test_a_program_need_not_listen(program: Program) -> None:
    (digest,) = [message for name, message in SAMPLES if name == "a digest"]
    assert send(program("sys.exit(0)"), digest).result == "sent"


def test_a_program_that_overstays_is_stopped_with_all_that_it_started(program: Program, tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    child = f"import os, time; open({str(sign)!r} + '~', 'w').write(str(os.getpid())); os.rename({str(sign)!r} + '~', {str(sign)!r}); time.sleep(600)"
    source = f"import subprocess, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsubprocess.run([sys.executable, '-IS', '-c', {child!r}])"
    for patience in (0.3, 3, 30, 60):
        outcome = send(program(source), timeout_seconds=patience)
        assert (outcome.result, outcome.status) == ("retry", None)
        assert f"did not end within {patience:g} s and was stopped" in outcome.sentence
        if sign.exists():  # else it was stopped before it had started anything
            break
    until(lambda: not _alive(int(sign.read_text())))


def test_what_a_program_leaves_running_does_not_hold_up_its_own_success(program: Program) -> None:
    source = (
        "import subprocess; print(subprocess.Popen([sys.executable, '-IS', '-c', 'import time; time.sleep(600)']).pid)"
    )
    outcome = send(program(source), timeout_seconds=60)
    assert outcome.result == "sent"
    os.kill(int(outcome.answer), signal.SIGKILL)


@pytest.mark.parametrize("command", [["/no/such/program"], ["no-such-program"], ["/etc/hostname"]])
def test_a_program_that_cannot_be_started_is_named(command: list[str]) -> None:
    outcome = send(command)
    assert outcome.result == "retry"
    assert outcome.sentence.startswith(f"its program {command[0]} cannot be started: ")


def test_a_template_makes_its_text(program: Program) -> None:
    outcome = send(program("print(json.load(sys.stdin)['text'])"), template="{{ change.where }}")
    assert outcome.answer == "Geneva"
    spoilt = send(program("print(json.load(sys.stdin)['text'])"), template="{{ change.wehre }}")
    assert spoilt.answer.startswith("“The envoys will meet")
    assert spoilt.notes == (
        'template: it has no attribute "wehre"; did you mean "where"?; the default text was sent instead',
    )
