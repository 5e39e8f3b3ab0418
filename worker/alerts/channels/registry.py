"""Which channel serves which kind of hook. Channels are imported when they are first used: Apprise alone takes 150 ms."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from domain.alerts import Hook
from domain.messages import Message
from domain.targets import HookKind
from worker.alerts.channels.base import Channel, Means, Outcome, Unusable
from worker.logs import log

_CHANNELS: dict[HookKind, str] = {
    "webhook": "worker.alerts.channels.webhook",
    "apprise": "worker.alerts.channels.services",
    "email": "worker.alerts.channels.mail",
    "command": "worker.alerts.channels.command",
    "log": "worker.alerts.channels.journal",
}


@cache
def channel_of(kind: HookKind) -> Channel:
    """The channel that serves hooks of ``kind``."""
    channel: Channel = import_module(_CHANNELS[kind]).CHANNEL
    return channel


def send(hook: Hook, message: Message, means: Means) -> Outcome:
    """Make one attempt to tell ``hook`` of ``message``; see the package for what that promises."""
    try:
        return channel_of(hook.kind).send(hook, message, means)
    except Unusable as error:
        return Outcome("retry", str(error))
    except Exception as error:  # noqa: BLE001 - one hook's fault, in whatever library, must not stop the others
        # Its words are left out: they may hold the address with its keys.
        log.error("alert.channel_failed", hook=hook.name, kind=hook.kind, error=type(error).__name__)
        return Outcome("retry", f"the channel {hook.kind} failed ({type(error).__name__})")
