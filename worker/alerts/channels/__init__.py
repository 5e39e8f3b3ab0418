"""How a message gets to a hook: one channel for each kind of hook, behind one function.

The agreement with whoever delivers::

    outcome = channels.send(hook, message, Means(fetcher, now))

``send`` makes exactly one attempt, outside of any transaction, within ``MAX_SECONDS``, and never raises for what a hook,
its configuration or its receiver does: that is the ``Outcome``. When to try again, and how often, is not decided here;
``retry_after`` only repeats what the receiver asked for. Messages are made by the functions of ``domain.messages``;
``message.id`` must be the same at every attempt. Each ``Outcome.note`` is to be kept with the row: it says that something
was sent otherwise than configured (a template that failed, a recipient that was refused).
"""

from __future__ import annotations

from worker.alerts.channels.base import (
    MAX_SECONDS,
    Channel,
    Means,
    Outcome,
    Unusable,
    excerpt,
    resolve,
    target_in_words,
)
from worker.alerts.channels.registry import channel_of, send

__all__ = [
    "MAX_SECONDS",
    "Channel",
    "Means",
    "Outcome",
    "Unusable",
    "channel_of",
    "excerpt",
    "resolve",
    "send",
    "target_in_words",
]
