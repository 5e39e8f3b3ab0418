"""Hooks of kind ``command``: a program that is given the message as JSON on its stdin.

No shell is involved, and nothing that came out of an article is in the arguments or the environment: words of an article
reach the program as JSON strings and nowhere else. The environment is a small one; passwords of Parley are not in it.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any

from domain.alerts import Hook
from domain.messages import Message
from worker.alerts.channels.base import EXCERPT, Means, Outcome, Unusable, excerpt
from worker.alerts.channels.text import words_of

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables of Parley's own environment that a program gets."""

GRACE = 1.0
"""Seconds between asking a program that overstays to end (SIGTERM) and ending it (SIGKILL)."""

_KEPT = EXCERPT * 4
"""Bytes of its output that are kept; the rest is read and dropped, so that a talkative program does not block."""


class Command:
    def send(self, hook: Hook, message: Message, means: Means) -> Outcome:
        words = words_of(hook, message)
        given = {
            "id": message.id,
            "kind": message.kind,
            "title": words.title,
            "text": words.body,
            "event": message.event,
        }
        body = json.dumps(given, ensure_ascii=False).encode() + b"\n"
        code, said = run(hook.command, body, environment(hook, message, means.environ), hook.timeout_seconds)
        answer = excerpt(said)
        if code == 0:
            return Outcome("sent", status=0, answer=answer, notes=words.notes)
        if code is None:
            sentence = f"{hook.command[0]} did not end within {hook.timeout_seconds:g} s and was stopped"
        elif code < 0:
            sentence = f"{hook.command[0]} was killed by {_signal(-code)}"
        else:
            sentence = f"{hook.command[0]} ended with exit code {code}"
        return Outcome("retry", f"{sentence}: {answer}" if answer else sentence, code, answer, notes=words.notes)


CHANNEL = Command()


def environment(hook: Hook, message: Message, environ: Mapping[str, str]) -> dict[str, str]:
    """All that the program's environment holds."""
    passed = {name: environ[name] for name in PASSED_ON if name in environ}
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        **passed,
        "PARLEY_HOOK": hook.name,
        "PARLEY_ALERT_ID": message.id,
        "PARLEY_ALERT_TYPE": str(message.event["type"]),
    }


def run(argv: tuple[str, ...], body: bytes, env: Mapping[str, str], seconds: float) -> tuple[int | None, bytes]:
    """Exit code (negative for a signal, None where it had to be stopped) and the beginning of what it said: on stderr,
    else on stdout. Raises ``Unusable`` where it cannot be started."""
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(env),
            start_new_session=True,  # so that it can be stopped with all that it started
            close_fds=True,
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise Unusable(f"its program {argv[0]} cannot be started: {why}") from None
    deadline = time.monotonic() + seconds
    try:
        out, err = _talk(process, body, deadline)
        code: int | None = process.wait(max(0.05, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as overstayed:
        code, out, err = None, b"", overstayed.stderr or b""
    finally:
        _stop(process)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
    return code, err.strip() or out.strip()


def _talk(process: subprocess.Popen[bytes], body: bytes, deadline: float) -> tuple[bytes, bytes]:
    """Write ``body`` and read what is said until the program ends. Raises ``subprocess.TimeoutExpired``."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    kept: dict[IO[bytes], bytes] = {process.stdout: b"", process.stderr: b""}
    with selectors.DefaultSelector() as selector:
        for pipe in kept:
            os.set_blocking(pipe.fileno(), False)
            selector.register(pipe, selectors.EVENT_READ)
        os.set_blocking(process.stdin.fileno(), False)
        selector.register(process.stdin, selectors.EVENT_WRITE)
        # A program may leave children behind that hold its pipes: what counts is that it has ended itself.
        while selector.get_map() and (process.poll() is None or _ready(selector)):
            if time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired(process.args, 0, stderr=kept[process.stderr])
            for key, _ in selector.select(0.05):
                ready: Any = key.fileobj
                if ready is process.stdin:
                    body = _write(process.stdin, body)
                    if not body:
                        selector.unregister(ready)
                        with suppress(BrokenPipeError):
                            ready.close()
                    continue
                read = os.read(ready.fileno(), 65_536)
                if not read:
                    selector.unregister(ready)
                kept[ready] += read[: _KEPT - len(kept[ready])]
    return kept[process.stdout], kept[process.stderr]


def _ready(selector: selectors.BaseSelector) -> bool:
    return any(key.events & selectors.EVENT_READ for key, _ in selector.select(0))


def _write(pipe: IO[bytes], body: bytes) -> bytes:
    """What is left to write; nothing once the program does not listen, which it need not."""
    try:
        return body[os.write(pipe.fileno(), body[:65_536]) :]
    except BlockingIOError:
        return body
    except BrokenPipeError:
        return b""


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    for number, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
