"""Hooks of kind ``webhook``: a signed POST after Standard Webhooks, whose body is a CloudEvent in structured mode."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from domain.alerts import Hook
from domain.messages import Message, encode
from domain.targets import decode_secret
from worker.alerts.channels.base import Means, Outcome, Unusable, excerpt, resolve
from worker.alerts.signature import signed_headers
from worker.http import Fetched, Fetcher, FetchError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
"""CloudEvents HTTP binding, section 3.2: structured mode."""


class Webhook:
    def send(self, hook: Hook, message: Message, means: Means) -> Outcome:
        url = address(hook, means.environ)
        body = encode(message.event)
        headers = signed_headers(secrets_of(hook, means.environ), message.id, means.now, body)
        try:
            answer = _post(means.fetcher, hook, url, body, {**headers, "Content-Type": CONTENT_TYPE})
        except FetchError as error:
            return Outcome("retry", str(error))
        said = excerpt(answer.body)
        if 200 <= answer.status < 300:
            return Outcome("sent", status=answer.status, answer=said)
        words = _in_words(answer.status, url)
        if answer.status == HTTPStatus.GONE:
            return Outcome("disabled", words, answer.status, said)
        wish = None
        if answer.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            wish = parse_retry_after(answer.headers.get("retry-after"), means.now)
        return Outcome("retry", words, answer.status, said, retry_after=wish)


CHANNEL = Webhook()


def address(hook: Hook, environ: Mapping[str, str]) -> str:
    """The url itself. Raises ``Unusable``."""
    assert hook.url is not None
    url = resolve(hook.url, "url", environ)
    if urlsplit(url).scheme not in ("http", "https"):
        raise Unusable("its url does not start with https:// or http://")
    return url


def secrets_of(hook: Hook, environ: Mapping[str, str]) -> list[str]:
    """The hook's secrets themselves. Raises ``Unusable``."""
    found = []
    for entry in hook.secrets:
        secret = resolve(entry.get_secret_value(), "secret", environ)
        try:
            decode_secret(secret)
        except ValueError as error:
            raise Unusable(str(error)) from None
        found.append(secret)
    return found


def _post(fetcher: Fetcher, hook: Hook, url: str, body: bytes, headers: dict[str, str]) -> Fetched:
    if hook.allow_private:
        fetcher = _allowing(fetcher, url)
    return fetcher.post(url, body, headers, total_timeout=hook.timeout_seconds)


_own: WeakKeyDictionary[Fetcher, dict[str, Fetcher]] = WeakKeyDictionary()
"""Fetcher → host and port → the same fetcher with leave to go there; kept, so that connections are used again."""

_own_lock = threading.Lock()


def _allowing(fetcher: Fetcher, url: str) -> Fetcher:
    """``fetcher`` with leave to go to the host of ``url`` wherever it is. The permission is this hook's alone: a feed that
    redirects to the same address is still refused."""
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Unusable("the port in its url is no port") from None
    host = f"{_bracketed(parts.hostname or '')}:{port}"
    with _own_lock:
        known = _own.setdefault(fetcher, {})
        if host not in known:
            known[host] = Fetcher(fetcher.policy, allow_hosts=fetcher.policy.allow_hosts | {host})
        return known[host]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """RFC 9110 section 10.2.3: seconds or an HTTP date. None for what is neither, or lies in the past."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:100]), 10**7))
    try:
        at = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return at - now if at > now else None


def _in_words(status: int, url: str) -> str:
    host = urlsplit(url).hostname
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    if 300 <= status < 400:
        return f"{host} answered {phrase}; webhooks are not redirected, put the new address into alerts.toml"
    return f"{host} answered {phrase}"
