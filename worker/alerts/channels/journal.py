"""Hooks of kind ``log``: a line in Parley's own log, with the whole event."""

from __future__ import annotations

from domain.alerts import Hook
from domain.messages import Message
from worker.alerts.channels.base import Means, Outcome
from worker.logs import log


class Journal:
    def send(self, hook: Hook, message: Message, means: Means) -> Outcome:
        # On one channel with everything else that is logged; a warning where an operator should look.
        tell = log.warning if message.kind == "notice" else log.info
        sentence = message.data["sentence"]
        tell("alert", hook=hook.name, sentence=sentence, meeting=message.event.get("subject"), data=message.event)
        return Outcome("sent")


CHANNEL = Journal()
