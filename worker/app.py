"""The Celery application: one app for the embedded mode (in-process broker) and for many workers (Redis, RabbitMQ).

Rules of this module and of ``worker.tasks``:

* The log is the truth, the queue is only a wake-up. A task carries ids, never state; every task can be lost, doubled or
  late without harm, because the periodic sweep sends again whatever the database says is unfinished.
* Tasks are sent after the transaction that made them necessary has committed, never inside it.
* Retry times live in the database. No ``countdown`` or ``eta``: Redis redelivers those after its visibility timeout.
* This module imports nothing of Parley but settings; tasks import the rooms they wake.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from celery import Celery
from celery.app.amqp import Exchange, Queue

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

READ_SECONDS = 20.0
"""A reading task that has lasted this long hands its other articles on to a new one: so that a worker which is to end does
so soon, and a task stays far from the visibility timeout however slowly the pages of its articles come in."""

RECORD_SECONDS = 60.0
"""What a task may take for everything that is neither reading nor asking the web: its transactions, on a slow day."""


ALERTS_UPKEEP_INTERVAL = 60.0
"""Seconds: how late the end of a silence, or a notice of Parley's own state, may be."""


class Parley(Celery):
    """Celery with the time of the database, which all processes agree on, where their own clocks do not."""

    skew = timedelta()
    """To be added to this machine's clock; measured once by ``parley worker`` and ``parley beat`` at their start."""

    def now(self) -> datetime:
        moment: datetime = super().now()
        return moment + self.skew


app = Parley("parley", include=["worker.tasks"])
# Shared tasks look for the app of their thread, and else for the default one: whoever imported this first may have been another
# thread than the one that sends, which would then speak to an application without a broker.
app.set_default()


def _queue(name: str) -> Queue:
    # Through the default exchange, which leads to every queue by its name (AMQP 0-9-1, section 3.1.3.1). An exchange of its
    # own needs a binding, and on Redis that is one more key: lost when Redis is emptied, and with it all sending until the
    # senders are started anew.
    return Queue(name, Exchange(""), routing_key=name)


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
    # Four queues, because what waits for the web (poll, deliver) must not hold up what waits for the processor (read), nor
    # either of them the sweep that everything rests on (upkeep).
    task_queues=[_queue(name) for name in (QUEUE_POLL, QUEUE_READ, QUEUE_DELIVER, QUEUE_UPKEEP)],
    task_default_queue=QUEUE_UPKEEP,
    task_default_exchange="",
    task_default_routing_key=QUEUE_UPKEEP,
    task_routes={
        "parley.poll_due": {"queue": QUEUE_POLL},
        "parley.poll_feeds": {"queue": QUEUE_POLL},
        "parley.read_articles": {"queue": QUEUE_READ},
        "parley.deliver": {"queue": QUEUE_DELIVER},
        "parley.sweep": {"queue": QUEUE_UPKEEP},
        "parley.seal": {"queue": QUEUE_UPKEEP},
        "parley.alerts_upkeep": {"queue": QUEUE_UPKEEP},
        "parley.expire": {"queue": QUEUE_UPKEEP},
    },
    # A mistyped --queues is a mistake, and no reason to wait at a queue that nobody sends to.
    task_create_missing_queues=False,
    # The in-memory scheduler: the ticks are idempotent and everything due is in the database, so there is nothing to persist.
    beat_scheduler="celery.beat:Scheduler",
    # A broker that is away comes back: try for ever, also at the start, where by default a worker ends after 100 attempts.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # What is in hand when the broker goes is finished: it cannot be acknowledged any more and is delivered again, which does
    # nothing. Cancelling it would waste the reading.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # After a lost connection Celery would take fewer tasks at a time until those in hand are acknowledged, and it counts that
    # where worker.acks does not pass by. What is delivered twice meanwhile does nothing twice.
    worker_enable_prefetch_count_reduction=False,
    # A busy machine takes longer than the default of 4 s to fork a child, and the child that is late is killed.
    worker_proc_alive_timeout=30.0,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    # A slow leak in a parser must not grow for months: children are renewed, after so many tasks (40,000 articles) or from
    # so many KiB on. A reader takes about 100 MiB.
    worker_max_tasks_per_child=2000,
    worker_max_memory_per_child=400_000,
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
        options |= {
            # How long a worker that vanished keeps what it took. Longer than any task, or that is done twice.
            "visibility_timeout": broker.visibility_timeout.total_seconds(),
            # Restoring unacknowledged tasks is looked at every 10th of 100 loops by default: 90 s late. Every second is cheap.
            "unacked_restore_interval": 1,
            "unacked_restore_throttle": 1,
            # A broker whose machine vanished says no farewell: without these a worker listens to nobody for hours.
            "socket_keepalive": True,
            "socket_connect_timeout": 10,
            "health_check_interval": 25,
        }
    hard = READ_SECONDS + max(settings.reading.time_limit, settings.http.total_timeout).total_seconds() + RECORD_SECONDS
    every = {
        "parley.poll_due": settings.polling.tick.total_seconds(),
        "parley.sweep": settings.worker.sweep_interval.total_seconds(),
        "parley.seal": settings.worker.seal_interval.total_seconds(),
        "parley.alerts_upkeep": ALERTS_UPKEEP_INTERVAL,
    }
    if settings.reading.keep_texts is not None:
        every["parley.expire"] = EXPIRE_INTERVAL
    app.conf.update(
        # Kombu warns at every connection about a memory:// URL without a host, which it then does not use.
        broker_url="memory://localhost//" if broker.url.startswith("memory:") else broker.url,
        broker_transport_options=options,
        # The soft limit ends a task with a traceback, the hard one its process. Neither is expected: an article has a limit
        # of its own (worker.limits), and so has everything that is asked of the web.
        task_soft_time_limit=hard - 0.5 * RECORD_SECONDS,
        task_time_limit=hard,
        # Ticks expire before the next one is sent: a queue that nobody drains must not hold 20,000 identical ticks.
        beat_schedule={
            name: {"task": name, "schedule": seconds, "options": {"expires": max(seconds, 10.0)}}
            for name, seconds in every.items()
        },
    )
    return app
