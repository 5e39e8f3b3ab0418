"""The steps that Celery tasks and commands share: poll one feed, read one article, deliver one alert, find what is left.

Nothing here imports Celery, so ``parley ingest`` and ``parley poll --once`` run without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from worker.logs import log

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from worker.feeds.poll import PollOutcome
    from worker.pipeline import Reading
    from worker.runtime import Runtime

READ_BATCH = 20
"""Articles per task. Celery moves about 1,200 tasks a second whatever they hold; batching is the only lever."""

POLL_LIMIT = 200
"""Feeds claimed by one tick; the next tick takes the rest."""

SWEEP_LIMIT = 1000
"""Unfinished articles taken up by one sweep."""

EXPIRE_BATCH = 500
"""Texts dropped in one transaction."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of telling hooks: messages, not changes."""

    sent: int
    failed: int
    finished: bool


def in_batches(ids: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def poll_one(runtime: Runtime, name: str) -> PollOutcome:
    """Poll one feed now and log how it went; ``new_article_ids`` of the outcome are to be read."""
    from worker.feeds.poll import poll

    outcome = poll(
        runtime.database, runtime.fetcher, name, runtime.clock.now(), policy=runtime.config.settings.poll_policy()
    )
    _tell_poll(outcome)
    return outcome


def poll_batch(
    runtime: Runtime,
    names: Sequence[str],
    received: Callable[[Sequence[str]], None],
    *,
    patience: timedelta | None = None,
) -> list[PollOutcome]:
    """Poll many feeds at once and log how each went. ``received`` is called with the articles of each that are to be read,
    as soon as they are stored. ``patience``: how long a feed may wait for its turn at a host; as the policy says by default."""
    from worker.feeds.rounds import poll_many

    def done(outcome: PollOutcome) -> None:
        _tell_poll(outcome)
        if outcome.new_article_ids:
            received(outcome.new_article_ids)

    settings = runtime.config.settings
    policy = settings.poll_policy()
    return poll_many(
        runtime.database,
        runtime.fetcher,
        names,
        runtime.clock.now(),
        policy=policy if patience is None else replace(policy, host_patience=patience),
        concurrency=settings.polling.concurrency,
        done=done,
        clock=runtime.clock.now,
    )


def _tell_poll(outcome: PollOutcome) -> None:
    name = outcome.feed
    if outcome.error:
        log.warning("feed.failed", feed=name, error=outcome.error, status=outcome.status, next=outcome.next_in_words)
    else:
        new = len(outcome.new_article_ids)
        log.info("feed.polled", feed=name, status=outcome.status, new=new, note=outcome.note)


def feeds_to_claim(runtime: Runtime) -> int:
    """How many feeds may be asked at this tick: fewer the more articles wait to be read, but never none. What stays in an
    unread inbox is safe; what leaves a feed unseen is lost."""
    from worker import inbox

    limit = runtime.config.settings.polling.inbox_limit
    with runtime.database.read() as conn:
        depth = inbox.waiting(conn, limit)
    free = min(1.0, 2 * (1 - depth / limit))
    feeds = max(1, round(POLL_LIMIT * free))
    if feeds < POLL_LIMIT:
        log.warning("polling.slowed", waiting=depth, limit=limit, feeds=feeds)
    return feeds


def read_some(
    runtime: Runtime, article_ids: Sequence[str], *, enough: Callable[[], bool] = lambda: False
) -> Iterator[Reading]:
    """Read articles and log what came of each; see ``worker.pipeline.read_articles``."""
    from worker.pipeline import read_articles

    for reading in read_articles(runtime, article_ids, enough=enough):
        tell(reading)
        yield reading


def read_one(runtime: Runtime, article_id: str) -> tuple[str, ...]:
    """Read one article and log what came of it; returns the hooks that have something to be told."""
    from worker.pipeline import read_article

    reading = read_article(runtime, article_id)
    tell(reading)
    return reading.deliveries


def tell(reading: Reading) -> None:
    """Log what came of a reading, one line for the article and one for each change."""
    from domain.events import MeetingChange
    from domain.talks.status import describe_change
    from worker.names import party_names

    article_id = reading.article_id
    if reading.skipped:
        log.debug("article.skipped", article=article_id, reason=reading.skipped)
        return
    if reading.error:
        log.error("article.failed", article=article_id, title=reading.title, outlet=reading.outlet, error=reading.error)
        return
    log.info(
        "article.read",
        article=article_id,
        title=reading.title,
        outlet=reading.outlet,
        outcome=reading.outcome,
        reports=len(reading.reports),
        note=reading.note,
    )
    for change in reading.changes:
        assert isinstance(change.event, MeetingChange)
        log.info(
            "change",
            sentence=describe_change(change.event, party_names()),
            kind=change.event.kind,
            meeting=change.event.meeting_id,
            position=change.position,
            outlet=reading.outlet,
        )


def deliver_due(runtime: Runtime, hooks: Iterable[str] | None = None, *, timeout: float | None = None) -> Delivered:
    """Tell ``hooks`` (all where None) what is due for them, and what follows from that, and wait for it. Hooks are served
    beside each other, so this takes as long as the slowest; ``timeout`` in seconds, after which it goes on without us."""
    dispatcher = runtime.dispatcher
    sent, failed = dispatcher.sent, dispatcher.failed
    dispatcher.wake(hooks)
    finished = dispatcher.wait(timeout)
    return Delivered(dispatcher.sent - sent, dispatcher.failed - failed, finished)


def unfinished(runtime: Runtime, *, everything: bool = False) -> tuple[list[str], list[str]]:
    """Articles that nobody is working on, and hooks for which something is due. ``everything`` also takes what was only just sent: at start-up
    with an in-process broker, whatever was queued before is gone."""
    from worker import inbox
    from worker.alerts import outbox

    now = runtime.clock.now()
    resend_after = runtime.config.settings.worker.resend_after
    most = runtime.config.settings.reading.max_attempts
    with runtime.database.begin() as conn:
        articles = inbox.take_unfinished(
            conn, now, SWEEP_LIMIT, resend_after=resend_after, everything=everything, max_attempts=most
        )
        hooks = outbox.due_hooks(conn, [hook for hook in runtime.config.hooks if hook.enabled], now)
    return articles, hooks


def retry_after_upgrade(runtime: Runtime) -> int:
    """Take up again what another version of the program had set aside; how many articles. For the start of a process."""
    from worker import inbox

    def work(conn: Connection) -> list[str]:
        return inbox.retry(conn, inbox.set_aside_by_another_version(conn), runtime.clock.now())

    again = runtime.database.transact(work)
    if again:
        log.info("articles.retried", articles=len(again))
    return len(again)


def expire_texts(runtime: Runtime, keep: timedelta) -> int:
    """Drop the texts of articles that came in before ``keep`` ago, in transactions of one batch each; how many."""
    from worker import inbox

    before, count = runtime.clock.now() - keep, 0
    while True:
        with runtime.database.begin() as conn:
            done = inbox.expire(conn, before, EXPIRE_BATCH)
        count += done
        if done < EXPIRE_BATCH:
            return count
