"""A Celery application with a task that does nothing, set up as Parley's: what the queue alone costs."""

from __future__ import annotations

import os

from celery import Celery
from kombu import Exchange, Queue

app = Celery("noop", broker=os.environ.get("BENCH_BROKER", "memory://"))
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    task_queues=[Queue("noop", Exchange(""), routing_key="noop")],
    task_default_queue="noop",
    task_default_exchange="",
    task_default_routing_key="noop",
    worker_enable_remote_control=False,
)


@app.task(name="noop")
def noop(which: str) -> None:
    if which == "warm up":
        from redis import Redis

        Redis.from_url(os.environ["BENCH_BROKER"]).set("warm", 1)
