"""The Celery tasks: thin wake-ups around the rooms that do the work. See ``worker.app`` for the rules they follow."""

from __future__ import annotations

from celery import shared_task
from celery.signals import worker_process_init, worker_process_shutdown

from worker import runtime as runtimes
from worker.logs import log
from worker.work import READ_BATCH, deliver_one, expire_texts, in_batches, poll_one, read_one, unfinished

POLL_LIMIT = 50
"""Feeds claimed by one tick; the next tick takes the rest."""


@worker_process_init.connect(weak=False)
def _fresh_process(**_: object) -> None:
    """A connection pool must not be shared across a fork: each child builds its own runtime (celery#1564)."""
    runtimes.install(None)


@worker_process_shutdown.connect(weak=False)
def _close_process(**_: object) -> None:
    if runtimes.installed() is not None:
        runtimes.current().close()


@shared_task(name="parley.poll_due")
def poll_due() -> None:
    """Claim the feeds that are due and wake a poll for each."""
    from worker.feeds.poll import claim_due

    runtime = runtimes.current()
    with runtime.database.begin() as conn:
        names = claim_due(conn, runtime.clock.now(), POLL_LIMIT)
    for name in names:
        poll_feed.apply_async((name,), expires=300)


@shared_task(name="parley.poll_feed")
def poll_feed(name: str) -> None:
    outcome = poll_one(runtimes.current(), name)
    for batch in in_batches(outcome.new_article_ids, READ_BATCH):
        read_articles.delay(batch)


@shared_task(name="parley.read_articles")
def read_articles(article_ids: list[str]) -> None:
    runtime = runtimes.current()
    for article_id in article_ids:
        for outbox_id in read_one(runtime, article_id):
            deliver.delay(outbox_id)


@shared_task(name="parley.deliver")
def deliver(outbox_id: str) -> None:
    following = deliver_one(runtimes.current(), outbox_id)
    if following is not None:
        deliver.delay(following)


@shared_task(name="parley.sweep")
def sweep() -> None:
    """Send again whatever the database says is unfinished: this, not the queue, is what nothing gets lost by."""
    articles, deliveries = unfinished(runtimes.current())
    for batch in in_batches(articles, READ_BATCH):
        read_articles.delay(batch)
    for outbox_id in deliveries:
        deliver.delay(outbox_id)
    if articles or deliveries:
        log.info("sweep.resent", articles=len(articles), deliveries=len(deliveries))


@shared_task(name="parley.seal")
def seal() -> None:
    """Chain the events recorded since the last seal."""
    from worker.log import store

    runtime = runtimes.current()
    with runtime.database.begin() as conn:
        store.seal(conn, runtime.clock.now())


@shared_task(name="parley.expire")
def expire() -> None:
    """Drop the texts of articles that came in longer ago than they are to be kept."""
    runtime = runtimes.current()
    keep = runtime.config.settings.reading.keep_texts
    if keep is not None:
        count = expire_texts(runtime, keep)
        if count:
            log.info("texts.expired", articles=count)
