"""Hooks of kind ``apprise``: Slack, Teams, Discord, Telegram, Matrix, ntfy and whatever else Apprise reaches by url.

The url of a service nearly always holds a key. It is resolved at the last moment and never shown; what Apprise says about
a failure is stripped of every part of the url before it is kept.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from domain.alerts import Hook
from domain.messages import Message
from worker.alerts.channels.base import Means, Outcome, Unusable, excerpt, resolve
from worker.alerts.channels.bounded import bounded
from worker.alerts.channels.markup import CHAT, MARKDOWN, Markup
from worker.alerts.channels.text import words_of

if TYPE_CHECKING:
    from apprise import NotifyBase

SHOW_MARKDOWN = frozenset("discord gchat matrix matrixs rocket rockets slack workflow workflows wxteams".split())
"""Services whose readers see bold type and links where the text is sent as Markdown. Telegram is not among them: the dialect
that Apprise writes for it knows no escapes within links."""


class Services:
    def send(self, hook: Hook, message: Message, means: Means) -> Outcome:
        assert hook.url is not None
        url = resolve(hook.url, "url", means.environ)
        service = instance(url)
        markup = markup_for(hook, url, service)
        # Escapes, and the title where it is part of the body, take their share of what a service takes at once.
        words = words_of(hook, message, markup, room=max(300, int(service.body_maxlen * 0.8) - 250))
        if "overflow=" not in url:  # what is too long all the same comes in several, rather than be refused or cut
            service.overflow_mode = _apprise().OverflowMode.SPLIT
        service.socket_connect_timeout = min(10.0, hook.timeout_seconds)
        service.socket_read_timeout = hook.timeout_seconds
        outcome = bounded(
            hook.name,
            message.id,
            hook.timeout_seconds,
            lambda: _notify(hook, url, service, message, words.title, words.body, markup),
        )
        return Outcome(
            outcome.result, outcome.sentence, outcome.status, outcome.answer, outcome.retry_after, words.notes
        )


CHANNEL = Services()


def schema_of(url: str) -> str:
    return url.partition("://")[0].lower()


def instance(url: str) -> NotifyBase:
    """The service that ``url`` names. Raises ``Unusable``, without repeating the url."""
    made = _apprise().Apprise.instantiate(url, asset=_asset(), suppress_exceptions=True)
    if made is None:
        raise Unusable(
            f"its url, of {schema_of(url)}://, is not one that Apprise understands; how it is written stands at "
            "https://appriseit.com/services/"
        )
    result: NotifyBase = made
    return result


def markup_for(hook: Hook, url: str, service: NotifyBase) -> Markup:
    if hook.format != "auto":
        return MARKDOWN if hook.format == "markdown" else CHAT
    takes_it = service.resolve_format("markdown") == _apprise().NotifyFormat.MARKDOWN
    return MARKDOWN if takes_it and schema_of(url) in SHOW_MARKDOWN else CHAT


@cache
def _apprise() -> Any:
    import apprise

    # Its own log would show what is sent and where; what matters of it is kept with the outbox row.
    logger = logging.getLogger("apprise")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return apprise


@cache
def _asset() -> Any:
    apprise = _apprise()
    return apprise.AppriseAsset(
        app_id="Parley",
        app_desc="Parley",
        app_url="",
        storage_mode=apprise.PersistentStoreMode.MEMORY,  # nothing is written to the disk
        interpret_emojis=False,
        interpret_escapes=False,
        http_redirects=False,
        service_timeout=0,  # the limit is ours, see ``bounded``
        pgp_autogen=False,
        pem_autogen=False,
    )


def _notify(
    hook: Hook, url: str, service: NotifyBase, message: Message, title: str, body: str, markup: Markup
) -> Outcome:
    apprise = _apprise()
    kind = apprise.NotifyType.INFO
    if message.kind == "notice":
        kind = apprise.NotifyType.SUCCESS if message.data["over"] else apprise.NotifyType.WARNING
    told = apprise.Apprise(asset=_asset())
    told.add(service)
    result = told.notify(
        body=body,
        title=title,
        notify_type=kind,
        body_format=apprise.NotifyFormat.MARKDOWN if markup is MARKDOWN else apprise.NotifyFormat.TEXT,
    )
    if result:
        return Outcome("sent")
    said = excerpt(without_keys("; ".join(str(entry.message) for entry in result.logs()), url))
    found = re.search(r"\berror=(\d{3})\b", said)
    sentence = f"{schema_of(url)} did not take it"
    return Outcome("retry", f"{sentence}: {said}" if said else sentence, int(found[1]) if found else None, said)


def without_keys(text: str, url: str) -> str:
    """``text`` without any part of ``url`` that could be a key: everything but its name, from four characters on."""
    rest = url.partition("://")[2]
    parts = {part for piece in (rest, unquote(rest)) for part in re.split(r"[/:@?&=#,;+\s]", piece) if len(part) >= 4}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "…")
    return text
