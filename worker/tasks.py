"""The Celery tasks: thin wake-ups around the rooms that do the work. See ``worker.app`` for the rules they follow."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from celery import Task, shared_task
from celery.exceptions import OperationalError
from celery.signals import worker_process_init, worker_process_shutdown
from celery.worker.state import revoked

from worker import runtime as runtimes
from worker.acks import Acknowledging
from worker.app import POLL_EXPIRES, READ_SECONDS, Parley
from worker.log.errors import LogError
from worker.logs import log
from worker.work import (
    READ_BATCH,
    expire_texts,
    feeds_to_claim,
    in_batches,
    poll_batch,
    read_some,
    unfinished,
)


@worker_process_init.connect(weak=False)
def _fresh_process(**_: object) -> None:
    """A connection pool must not be shared across a fork: each child builds its own runtime (celery#1564)."""
    runtimes.install(None)


@worker_process_shutdown.connect(weak=False)
def _close_process(**_: object) -> None:
    if runtimes.installed() is not None:
        runtimes.current().close()


class Received(Acknowledging):
    """A task as it came from the broker. Whether it has expired is a question to the clock that all processes share."""

    def maybe_expire(self) -> bool | None:
        if self.expires and isinstance(self.app, Parley) and self.app.skew:
            late = datetime.now(UTC) + self.app.skew - self.expires.astimezone(UTC)
            if late <= timedelta():
                return None
            revoked.add(self.id)
            return True
        expired: bool | None = super().maybe_expire()
        return expired


class Step(Task):
    """A task that ends when the database is out of reach, with a sentence instead of a traceback. It is not retried here:
    what it leaves undone is in the database, and the sweep sends it again."""

    abstract = True
    Request = Received

    def __call__(self, *args: object, **kwargs: object) -> object:
        try:
            return super().__call__(*args, **kwargs)
        except LogError as error:
            log.error("task.failed", task=self.name, error=str(error))
            return None


class Sender:
    """Sends tasks on behalf of one that is running. When the broker does not take one, the rest is not tried: waiting for
    it again and again would hold up work that needs no broker, and the sweep sends all of it later."""

    def __init__(self) -> None:
        self.refused = False

    def __call__(self, task: Task, argument: object, **options: object) -> None:
        if self.refused:
            return
        try:
            task.apply_async((argument,), **options)
        except OperationalError as error:
            self.refused = True
            log.warning("broker.refused", task=task.name, error=str(error))


@shared_task(name="parley.poll_due", base=Step)
def poll_due() -> None:
    """Claim the feeds that are due and wake polls for them, in batches that are asked at once."""
    from worker.feeds.poll import claim_due

    runtime = runtimes.current()
    runtime.follow_feeds()
    limit = feeds_to_claim(runtime)
    with runtime.database.begin() as conn:
        names = claim_due(conn, runtime.clock.now(), limit)
    send = Sender()
    for batch in in_batches(names, runtime.config.settings.polling.concurrency):
        send(poll_feeds, batch, expires=POLL_EXPIRES)


@shared_task(name="parley.poll_feeds", base=Step)
def poll_feeds(names: list[str]) -> None:
    send = Sender()

    def wake_readers(article_ids: Sequence[str]) -> None:
        for batch in in_batches(article_ids, READ_BATCH):
            send(read_articles, batch)

    poll_batch(runtimes.current(), names, wake_readers)


@shared_task(name="parley.read_articles", base=Step)
def read_articles(article_ids: list[str]) -> None:
    left, send = [], Sender()
    for reading in read_some(runtimes.current(), article_ids, enough=_after(READ_SECONDS)):
        if reading.deliveries:
            send(deliver, list(reading.deliveries))
        if reading.left:
            left.append(reading.article_id)
    if left:
        send(read_articles, left)


def _after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


@shared_task(name="parley.deliver", base=Step)
def deliver(hooks: list[str] | str | None = None) -> None:
    """Let these hooks be served, in the background; all for which something is due where none is named. (Former versions sent
    the id of a row, which names none.)"""
    runtimes.current().dispatcher.wake(hooks if isinstance(hooks, list) else None)


@shared_task(name="parley.sweep", base=Step)
def sweep() -> None:
    """Send again whatever the database says is unfinished: this, not the queue, is what nothing gets lost by."""
    articles, hooks = unfinished(runtimes.current())
    send = Sender()
    for batch in in_batches(articles, READ_BATCH):
        send(read_articles, batch)
    if hooks:
        send(deliver, hooks)
    if articles:
        log.info("sweep.resent", articles=len(articles), hooks=len(hooks))


@shared_task(name="parley.alerts_upkeep", base=Step)
def alerts_upkeep() -> None:
    """End silences, look at what Parley should say of itself, and set aside what nobody will deliver."""
    from worker.alerts.upkeep import upkeep

    runtime = runtimes.current()
    hooks = upkeep(runtime.database, runtime.config.hooks, runtime.clock.now())
    if hooks:
        deliver.delay(hooks)


@shared_task(name="parley.seal", base=Step)
def seal() -> None:
    """Chain the events recorded since the last seal, and complete what workers of a former program recorded meanwhile."""
    from worker.log import model, store

    runtime = runtimes.current()
    with runtime.database.begin() as conn:
        store.seal(conn, runtime.clock.now())
    with runtime.database.begin() as conn:
        model.complete(conn, runtime.clock.now())


@shared_task(name="parley.expire", base=Step)
def expire() -> None:
    """Drop the texts of articles that came in longer ago than they are to be kept."""
    runtime = runtimes.current()
    keep = runtime.config.settings.reading.keep_texts
    if keep is not None:
        count = expire_texts(runtime, keep)
        if count:
            log.info("texts.expired", articles=count)
