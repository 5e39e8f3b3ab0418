"""Which Celery outlives a broker that is restarted under load: the test by which its version was chosen.

    python -m tests.faults.celery_versions                  # the locked version beside 5.6.2
    python -m tests.faults.celery_versions 5.5.3 5.6.2      # others, of whatever pip can get
    make celery-versions

Each version gets an environment of its own and the settings of ``worker.app``, with and without what ``worker.acks`` adds. A worker with two processes works on tasks of a
few milliseconds; in the midst of them Valkey, which keeps its queue on disk, is restarted. What comes of the worker:

* ``resumed``: it went on by itself;
* ``ended``: its process ended, with a code that a supervisor starts it anew for;
* ``hangs``: it is there and takes nothing, although tasks wait. Nobody but a watchdog would notice.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

import redis

from tests.servers import Valkey

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("CELERY_VERSIONS_CACHE", Path(tempfile.gettempdir()) / "parley-celery-versions"))
"""The environments stay here: making one takes ten seconds."""

DOUBTFUL = "5.6.2"
PATIENCE = 20.0
"""Seconds without a task done, while tasks wait, after which a worker hangs. Reconnecting takes two to three."""

APP = """
import os, time
from celery import Celery
app = Celery("versions", broker=os.environ["BROKER"])
app.conf.update(
    accept_content=["json"], task_serializer="json", task_ignore_result=True, task_acks_late=True,
    task_reject_on_worker_lost=True, worker_prefetch_multiplier=1, task_default_queue="work",
    broker_connection_retry_on_startup=True, broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False, worker_enable_remote_control=False,
    worker_enable_prefetch_count_reduction=os.environ["WAY"] != "as Parley does",
    worker_hijack_root_logger=False,
    broker_transport_options={
        "visibility_timeout": 3600, "unacked_restore_interval": 1, "unacked_restore_throttle": 1,
        "socket_keepalive": True, "socket_connect_timeout": 10, "health_check_interval": 25,
    },
)

if os.environ["WAY"] == "as Parley does":
    from worker.acks import Acknowledging
    app.Task.Request = Acknowledging

@app.task(name="work")
def work():
    time.sleep(0.02)
    with open(os.environ["DONE"], "ab", buffering=0) as done:
        done.write(b".")
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a worker whose broker was restarted."""

    what: str
    """resumed | ended | hangs"""
    seconds: float
    code: int | None = None

    def __str__(self) -> str:
        if self.what == "ended":
            return f"ended with {self.code} after {self.seconds:.1f} s"
        return f"{self.what} {'after' if self.what == 'resumed' else 'for'} {self.seconds:.1f} s"


def locked(package: str) -> str:
    """The version of a package in the lock."""
    found = re.search(rf"(?m)^{package}==(\S+)", (ROOT / "requirements.lock").read_text())
    assert found is not None, package
    return found[1]


def environment(version: str) -> Path:
    """The interpreter of an environment with that Celery: this one, or one that is made where it is not there yet."""
    if version == installed("celery"):
        return Path(sys.executable)
    made = CACHE / f"celery-{version}-redis-{locked('redis')}"
    python = made / "bin" / "python"
    if not (made / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", made], check=True)
        wanted = [f"celery=={version}", f"redis=={locked('redis')}", "packaging"]
        pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        subprocess.run([*pip, *wanted], check=True, stderr=subprocess.PIPE)
        (made / "complete").touch()
    return python


def restarted_under_load(version: str, how: signal.Signals, way: str, *, tasks: int = 1500) -> Outcome:
    """Restart the broker of a busy worker and see what comes of it; ``way`` is how tasks are acknowledged."""
    python = environment(version)
    with tempfile.TemporaryDirectory() as name, Valkey(append_only=True) as valkey:
        directory = Path(name)
        (directory / "versions.py").write_text(APP)
        done = directory / "done"
        done.touch()
        environ = {**os.environ, "BROKER": valkey.url(), "DONE": str(done), "WAY": way, "PYTHONPATH": str(ROOT)}
        send = "import versions\nfor n in range(int(__import__('sys').argv[1])): versions.work.delay()"
        subprocess.run([python, "-c", send, str(tasks)], cwd=directory, env=environ, check=True)
        arguments = ["-A", "versions", "worker", "-c", "2", "-l", "ERROR", "--without-gossip", "--without-mingle"]
        with (directory / "log").open("wb") as log:
            worker = subprocess.Popen(
                [python, "-m", "celery", *arguments],
                cwd=directory,
                env=environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            _until(lambda: done.stat().st_size > 100, 60, directory)
            valkey.stop(how)
            valkey.start()
            return _watched(worker, done, redis.Redis(port=valkey.port), tasks)
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def _watched(worker: subprocess.Popen[bytes], done: Path, broker: redis.Redis, tasks: int) -> Outcome:
    back, reached = time.monotonic(), done.stat().st_size
    # Tasks that were in hand are finished in any case: it has resumed when it takes new ones.
    while time.monotonic() - back < PATIENCE:
        code = worker.poll()
        if code is not None:
            return Outcome("ended", time.monotonic() - back, code)
        if done.stat().st_size > reached + 20 or done.stat().st_size >= tasks:
            return Outcome("resumed", time.monotonic() - back)
        time.sleep(0.1)
    assert broker.llen("work"), "there is nothing left to do"
    return Outcome("hangs", PATIENCE)


def _until(reached: object, seconds: float, directory: Path) -> None:
    assert callable(reached)
    give_up = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < give_up, (directory / "log").read_text()
        time.sleep(0.05)


HOW = (signal.SIGTERM, signal.SIGKILL)
WAYS = ("as it comes", "as Parley does")
"""How tasks are acknowledged: by Celery itself, or by ``worker.acks``."""


def main(arguments: Sequence[str]) -> int:
    """Print what comes of each; 1 where the locked version, as Parley runs it, does not resume."""
    fine = True
    for version in list(arguments) or [locked("celery"), DOUBTFUL]:
        for way in WAYS:
            for how in HOW * 2:
                outcome = restarted_under_load(version, how, way)
                print(f"celery {version}, acknowledging {way}, broker ended by {how.name}: {outcome}", flush=True)
                fine &= (version, way) != (locked("celery"), WAYS[1]) or outcome.what == "resumed"
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
