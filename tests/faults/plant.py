"""A whole Parley of many processes on servers of its own, to break: PostgreSQL, Valkey, workers and schedulers, each kept up
as a supervisor would keep it up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import func, select

from tests.e2e.test_killed_anywhere import essence
from tests.integration.tasks.news import articles, receive
from tests.servers import PostgreSQL, Valkey
from worker.config import load
from worker.log import model, store
from worker.log.database import Database
from worker.log.errors import LogError
from worker.log.tables import article, change, log_event, outbox
from worker.pipeline import read_articles
from worker.runtime import Runtime

ROOT = Path(__file__).parents[2]

HOOK = """
[[hook]]
name = "desk"
kind = "log"
horizon_days = 3650
"""


class Kept:
    """A process that is started anew whenever it ends, as compose does it (``restart: unless-stopped``)."""

    def __init__(
        self, name: str, arguments: Sequence[str], environ: dict[str, str], directory: Path, tree: Path = ROOT
    ) -> None:
        self.name, self.arguments, self.environ, self.tree = name, list(arguments), environ, tree
        self.log = directory / f"{name}.log"
        self.ends: list[int] = []
        """Exit codes so far; negative for signals."""
        self._wanted = True
        self.process = self._start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *self.arguments], env=self.environ, cwd=self.tree, stdout=log, stderr=log
            )

    def _keep(self) -> None:
        while True:
            code = self.process.wait()
            if not self._wanted:
                return
            self.ends.append(code)
            time.sleep(0.1)
            if not self._wanted:
                return
            self.process = self._start()

    @property
    def pid(self) -> int:
        return self.process.pid

    def children(self) -> list[int]:
        """The processes of its pool."""
        with suppress(OSError):
            return [int(n) for n in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        return []

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, how)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """For good."""
        self._wanted = False
        while self._keeper.is_alive():
            self.kill(how)
            self._keeper.join(timeout=60)
            how = signal.SIGKILL

    def said(self) -> str:
        return self.log.read_text(errors="replace")


class Plant:
    """Servers, database, and whatever processes a test starts."""

    def __init__(self, directory: Path, postgresql: PostgreSQL, valkey: Valkey, **settings: str) -> None:
        self.directory, self.postgresql, self.valkey = directory, postgresql, valkey
        self.name = f"faults{os.getpid()}_test"
        self.url = postgresql.create(self.name)
        self.config = directory / "config"
        self.config.mkdir()
        (self.config / "alerts.toml").write_text(HOOK)
        self.environ = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PARLEY_")},
            "PYTHONPATH": str(ROOT),
            "PARLEY_CONFIG_DIR": str(self.config),
            "PARLEY_DATABASE_URL": self.url.replace("+pg8000", ""),
            "PARLEY_BROKER_URL": valkey.url(),
            "PARLEY_LOG_FORMAT": "json",
            "PARLEY_POLLING_TICK": "5s",
            "PARLEY_READING_TIME_LIMIT": "2s",
            "PARLEY_READING_LEASE": "4s",
            "PARLEY_READING_MAX_ATTEMPTS": "50",
            "PARLEY_WORKER_SWEEP_INTERVAL": "1s",
            "PARLEY_WORKER_RESEND_AFTER": "5s",
            "PARLEY_WORKER_STALL_AFTER": "15s",
            "PARLEY_WORKER_CONCURRENCY": "1",
            **settings,
        }
        self.database = Database(self.url)
        """Not migrated yet."""
        self.kept: list[Kept] = []

    def start(self, role: str, *options: str, module: str = "worker", tree: Path = ROOT, **environ: str) -> Kept:
        """Keep a process up; ``tree`` is where its code is."""
        name = f"{role}{len(self.kept)}"
        environ = {**self.environ, "PYTHONPATH": str(tree), **environ}
        kept = Kept(name, [module, role, *options], environ, self.directory, tree)
        self.kept.append(kept)
        return kept

    def app(self) -> Any:
        """The Celery application, pointed at this plant's broker."""
        from worker.app import configure

        made = configure(load(self.config, self.environ).settings)
        # Connections are kept for the broker that was configured first: that of an earlier test, which is gone.
        made._pool = made.amqp._producer_pool = None
        return made

    def broker(self) -> redis.Redis:
        return redis.Redis(port=self.valkey.port)

    def unfinished(self) -> tuple[int, int]:
        """Articles and alerts that are not at an end."""
        with self.database.read() as conn:
            unread = conn.execute(select(func.count()).where(article.c.state == "received")).scalar_one()
            unsent = conn.execute(select(func.count()).where(outbox.c.state == "pending")).scalar_one()
        return unread, unsent

    def progress(self) -> int:
        with self.database.read() as conn:
            return int(conn.execute(select(func.count()).where(article.c.state == "done")).scalar_one())

    def wait_for(self, what: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while True:
            with suppress(LogError):  # the database may be what is broken just now
                if what():
                    return
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds:.0f} s: {self.report()}")
            time.sleep(0.1)

    def settle(self, seconds: float = 900) -> None:
        """Wait until nothing is left to do."""
        self.wait_for(lambda: self.unfinished() == (0, 0), seconds)

    def report(self) -> str:
        lines = [f"unfinished: {self.unfinished()}, done: {self.progress()}"]
        for kept in self.kept:
            lines.append(f"--- {kept.name}, ended with {kept.ends}:\n{kept.said()[-1500:]}")
        return "\n".join(lines)

    def close(self) -> None:
        for kept in self.kept:
            kept.kill(signal.SIGCONT)
        for kept in self.kept:
            kept.end(signal.SIGKILL)
        self.database.dispose()
        with suppress(Exception):  # a test may have left the server down
            self.postgresql.drop(self.name)


@contextmanager
def plant(directory: Path, *, migrate: bool = True, **settings: str) -> Iterator[Plant]:
    # A commit that was answered has to outlive a server that is killed; it need not outlive the machine.
    kept = {"synchronous_commit": "on", "full_page_writes": "on"}
    with PostgreSQL(options=kept) as own, Valkey(append_only=True) as valkey:
        made = Plant(directory, own, valkey, **settings)
        if migrate:
            made.database.migrate()
        try:
            yield made
        finally:
            made.close()


def undisturbed(directory: Path, count: int, reporting: int) -> list[dict[str, Any]]:
    """What is believed once the same articles were read in order, in one process, by nobody disturbed."""
    url = f"sqlite:///{directory / 'undisturbed.db'}"
    (directory / "calm").mkdir()
    runtime = Runtime(load(directory / "calm", {"PARLEY_DATABASE_URL": url}))
    runtime.database.migrate()
    ids = receive(runtime.database, list(articles(count, reporting=reporting)), runtime.clock.now())
    for start in range(0, count, 20):
        for reading in read_articles(runtime, ids[start : start + 20]):
            assert reading.error is None, reading
            assert reading.skipped is None, reading
    believed = essence(runtime.database)
    runtime.close()
    return believed


def assert_nothing_lost_or_doubled(database: Database, count: int, *, aside: int = 0) -> None:
    """The log verifies, the read model follows from it, every article is read or set aside, no event, change or alert is
    there twice, and every change that the hook asked for has its alert, sent."""
    with database.read() as conn:
        verified = store.verify(conn)
        assert verified.ok, verified.reason
        ids = conn.execute(select(log_event.c.event_id)).scalars().all()
        assert len(ids) == len(set(ids))
        told = conn.execute(select(change.c.meeting_id, change.c.kind, change.c.data)).all()
        assert len(told) == len(set(map(tuple, told)))
        states = dict(conn.execute(select(article.c.state, func.count()).group_by(article.c.state)).all())
        assert states == {"done": count - aside, **({"quarantined": aside} if aside else {})}
        rows = conn.execute(select(outbox.c.change_id, outbox.c.hook, outbox.c.state)).all()
        assert len(rows) == len({(row.change_id, row.hook) for row in rows})
        assert {row.state for row in rows} <= {"sent", "skipped"}, {row.state for row in rows}
        changes = set(conn.execute(select(change.c.event_id)).scalars())
        assert {row.change_id for row in rows} <= changes
        assert len([row for row in rows if row.state == "sent"]) > 0
    assert list(model.check(database)) == []
