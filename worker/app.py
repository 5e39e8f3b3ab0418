"""The Celery application: one app for the embedded mode (in-process broker) and for many workers (Redis, RabbitMQ).

Rules of this module and of ``worker.tasks``:

* The log is the truth, the queue is only a wake-up. A task carries ids, never state; every task can be lost, doubled or
  late without harm, because the periodic sweep sends again whatever the database says is unfinished.
* Tasks are sent after the transaction that made them necessary has committed, never inside it.
* Retry times live in the database. No ``countdown`` or ``eta``: Redis redelivers those after its visibility timeout.
* This module imports nothing of Parley but settings; tasks import the rooms they wake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from celery import Celery

if TYPE_CHECKING:
    from worker.settings import Settings

QUEUE_POLL = "poll"
QUEUE_READ = "read"
QUEUE_DELIVER = "deliver"
QUEUE_UPKEEP = "upkeep"

EXPIRE_INTERVAL = 3600.0
"""Seconds between two looks for texts that are past their time: nobody counts on the hour."""

POLL_EXPIRES = 300.0
"""Seconds after which a poll that nobody came to is dropped: the claim on its feeds runs out then, and a tick claims it anew."""

app = Celery("parley", include=["worker.tasks"])

app.conf.update(
    # JSON only: a task is a name and a few ids, and pickle from a broker is remote code execution.
    accept_content=["json"],
    task_serializer="json",
    result_serializer="json",
    # Nobody waits for results: what a task did is in the log.
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    # A task is acknowledged when done, and handed to another worker when its process is killed. Redis still loses one now
    # and then between taking and noting it (6 of 6,000 over 15 kills), which the sweep covers.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # Take no more than can be worked on: prefetched tasks run down the visibility timeout and are redelivered.
    worker_prefetch_multiplier=1,
    task_default_queue=QUEUE_UPKEEP,
    task_routes={
        "parley.poll_due": {"queue": QUEUE_POLL},
        "parley.poll_feeds": {"queue": QUEUE_POLL},
        "parley.read_articles": {"queue": QUEUE_READ},
        "parley.deliver": {"queue": QUEUE_DELIVER},
        "parley.sweep": {"queue": QUEUE_UPKEEP},
        "parley.seal": {"queue": QUEUE_UPKEEP},
        "parley.expire": {"queue": QUEUE_UPKEEP},
    },
    task_create_missing_queues=True,
    # The in-memory scheduler: the ticks are idempotent and everything due is in the database, so there is nothing to persist.
    beat_scheduler="celery.beat:Scheduler",
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    # A slow leak in a parser must not grow for months: children are renewed.
    worker_max_tasks_per_child=2000,
    timezone="UTC",
    enable_utc=True,
)

ALL_QUEUES = (QUEUE_POLL, QUEUE_READ, QUEUE_DELIVER, QUEUE_UPKEEP)


def configure(settings: Settings) -> Celery:
    """Point the app at the configured broker and give beat its rhythm."""
    broker = settings.broker
    options: dict[str, object] = {}
    if broker.url.startswith("memory:"):
        # Kombu's virtual transports sleep this long between looks at an empty queue; the default of 1 s is sluggish.
        options["polling_interval"] = 0.02
    elif broker.url.startswith(("redis:", "rediss:", "valkey:", "sentinel:")):
        # Restoring unacknowledged tasks is looked at every 10th of 100 loops by default: 90 s late. Every second is cheap.
        options |= {
            "visibility_timeout": broker.visibility_timeout.total_seconds(),
            "unacked_restore_interval": 1,
            "unacked_restore_throttle": 1,
        }
    every = {
        "parley.poll_due": settings.polling.tick.total_seconds(),
        "parley.sweep": settings.worker.sweep_interval.total_seconds(),
        "parley.seal": settings.worker.seal_interval.total_seconds(),
    }
    if settings.reading.keep_texts is not None:
        every["parley.expire"] = EXPIRE_INTERVAL
    app.conf.update(
        # Kombu warns at every connection about a memory:// URL without a host, which it then does not use.
        broker_url="memory://localhost//" if broker.url.startswith("memory:") else broker.url,
        broker_transport_options=options,
        # Ticks expire before the next one is sent: a queue that nobody drains must not hold 20,000 identical ticks.
        beat_schedule={
            name: {"task": name, "schedule": seconds, "options": {"expires": max(seconds, 10.0)}}
            for name, seconds in every.items()
        },
    )
    return app
