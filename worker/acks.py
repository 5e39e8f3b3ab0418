"""Acknowledging tasks so that a broker that was restarted is noticed.

Celery only logs a connection error while it acknowledges a task (``kombu.message.Message.ack_log_error``). With late
acknowledgement and as many tasks taken as may be, nothing else listens to the broker at that moment: nobody notices that the
connection is gone, the tasks count as taken for ever, and the worker turns without taking any other, alive and deaf. Celery
5.5, 5.6 and 5.7 all do so when Redis is restarted under load (``make celery-versions``). Here the error is raised where the
consumer's loop sees it: it connects anew at once, and what could not be acknowledged is delivered again.
"""

from __future__ import annotations

import logging
from typing import Any

from celery.worker.request import Request
from kombu.asynchronous import get_event_loop


class Acknowledging(Request):
    """A task as it came from the broker, whose acknowledgement says when it fails."""

    acknowledged: bool

    def acknowledge(self) -> None:
        loop: Any = get_event_loop()
        if loop is None or self.acknowledged:
            super().acknowledge()
            return
        self.acknowledged = True
        loop.call_soon(self._acknowledge)

    def _acknowledge(self) -> None:
        channel = self._message.channel
        try:
            self._message.ack()
        except self.connection_errors as error:
            if getattr(channel, "parley_lost", False):
                return  # the loop has been told of this connection
            channel.parley_lost = True
            logging.getLogger(__name__).warning("the broker is gone, and a task is not acknowledged: %s", error)
            raise
