"""Embedded mode: poller, reader, deliverer and beat in one process, with an in-process broker and no server.

It is the same app, the same tasks and the same code as many workers on Redis; only the broker lives in memory. What is
queued there dies with the process, which is harmless: the first thing a start does is to sweep the database for
everything unfinished.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery.beat import EmbeddedService
from celery.worker import WorkController
from celery.worker import state as worker_state

from worker import runtime as runtimes
from worker.app import ALL_QUEUES, app, configure
from worker.logs import log
from worker.runtime import Runtime


class _Controller(WorkController):
    """Celery's worker without its command line: no signal handlers, no banner, no fork."""

    def __init__(self, ready: threading.Event, **options: Any) -> None:
        self._ready = ready
        super().__init__(**options)

    def on_consumer_ready(self, consumer: Any) -> None:
        self._ready.set()


class EmbeddedParley:
    """Start with ``with EmbeddedParley(runtime):``; on exit the tasks in hand are finished."""

    def __init__(self, runtime: Runtime, *, beat: bool = True, concurrency: int | None = None) -> None:
        self.runtime = runtime
        self.with_beat = beat
        self.concurrency = concurrency or runtime.config.settings.worker.concurrency
        self._worker: _Controller | None = None
        self._thread: threading.Thread | None = None
        self._beat: Any = None
        self.failure: BaseException | None = None

    def __enter__(self) -> EmbeddedParley:
        from worker import tasks, work
        from worker.feeds import registry
        from worker.feeds.poll import release_claims

        runtimes.install(self.runtime)
        configure(self.runtime.config.settings)
        app.finalize()
        with self.runtime.database.begin() as conn:
            registry.sync(
                conn,
                self.runtime.config.feeds,
                self.runtime.clock.now(),
                self.runtime.config.settings.poll_policy(),
                wrong=self.runtime.config.wrong_feeds,
            )
            release_claims(conn)
        work.retry_after_upgrade(self.runtime)

        ready = threading.Event()
        worker_state.should_stop = None
        worker_state.should_terminate = None
        self._worker = _Controller(
            ready,
            app=app,
            # Threads: fetching waits on the network, and a fork of a process that holds SQLite open is asking for trouble.
            pool="threads",
            concurrency=self.concurrency,
            queues=",".join(ALL_QUEUES),
            hostname="parley@embedded",
            loglevel="WARNING",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._thread = threading.Thread(target=self._run, name="parley-worker", daemon=True)
        self._thread.start()
        if not ready.wait(30) or self.failure:
            raise RuntimeError(f"the in-process worker did not start: {self.failure or 'no answer within 30 s'}")

        articles, hooks = work.unfinished(self.runtime, everything=True)
        for batch in work.in_batches(articles, work.READ_BATCH):
            tasks.read_articles.delay(batch)
        if hooks:
            tasks.deliver.delay(hooks)
        if articles or hooks:
            log.info("sweep.resent", articles=len(articles), hooks=len(hooks))
        if self.with_beat:
            self._beat = EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler")
            self._beat.start()
            tasks.poll_due.delay()
        return self

    def _run(self) -> None:
        assert self._worker is not None
        try:
            self._worker.start()
        except BaseException as error:  # noqa: BLE001 - told to the main thread, which stops the program with it
            self.failure = error

    @property
    def alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive() and self.failure is None

    def __exit__(self, *_: object) -> None:
        if self._beat is not None:
            self._beat.stop()
        # A warm shutdown: the consumer stops taking tasks, the pool finishes those it has.
        worker_state.should_stop = 0
        if self._thread is not None:
            self._thread.join(timeout=60)
        worker_state.should_stop = None
        self.runtime.dispatcher.close()
        try:
            self._seal()
        finally:
            runtimes.install(None)

    def _seal(self) -> None:
        from worker.log import store

        with self.runtime.database.begin() as conn:
            store.seal(conn, self.runtime.clock.now())


def run_until_stopped(runtime: Runtime, stop: threading.Event, on_ready: Callable[[], None] | None = None) -> int:
    """``parley up``: run until ``stop`` is set; returns the exit code."""
    with EmbeddedParley(runtime) as parley:
        if on_ready is not None:
            on_ready()
        while not stop.wait(0.2):
            if not parley.alive:
                log.error("worker.died", error=repr(parley.failure))
                return 1
        log.info("stopping")
    log.info("stopped")
    return 0


def data_location(url: str) -> str:
    """Where the data lie, for people: the file of a SQLite URL, else the URL without its password."""
    from sqlalchemy import make_url

    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return str(Path(parsed.database))
    return parsed.set(drivername=parsed.get_backend_name()).render_as_string(hide_password=True)
