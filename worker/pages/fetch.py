"""Fetching article pages, with the manners that sites ask for in robots.txt (RFC 9309)."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from worker.http import Fetched, Fetcher, FetchError
from worker.pages.extract import Page, decoded, page_text
from worker.pages.text import text_of

__all__ = ["Page", "PageUnavailable", "Robots", "fetch_page"]

ACCEPT: Final = "text/html, application/xhtml+xml, text/plain;q=0.5"
PAGE_BYTES: Final = 5 * 1024 * 1024
"""Pages of news sites run to 2 MiB with all their inlined data."""

ROBOTS_BYTES: Final = 512 * 1024
"""RFC 9309 section 2.5 asks for at least 500 KiB."""

ROBOTS_SECONDS: Final = 24 * 3600.0
"""RFC 9309 section 2.4: a cached copy should not be used for longer than 24 hours."""

ROBOTS_RETRY_SECONDS: Final = 15 * 60.0
"""How long an unreachable robots.txt keeps us away before it is asked for again."""

ROBOTS_KEPT: Final = 2_000
"""Sites whose robots.txt is kept in memory."""


class PageUnavailable(Exception):
    """There is no page to read. ``str()`` is one sentence; ``temporary`` tells whether a later attempt may succeed."""

    def __init__(self, sentence: str, *, temporary: bool) -> None:
        super().__init__(sentence)
        self.temporary = temporary


@dataclass(frozen=True, slots=True)
class _Rules:
    parsed: Protego | None
    """None: the site could not be asked, which RFC 9309 section 2.3.1.4 says to take as a full refusal."""
    why: str
    until: float


class Robots:
    """The robots.txt of the sites that were asked lately. One per process; may be shared by threads."""

    def __init__(self) -> None:
        self._rules: OrderedDict[str, _Rules] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, fetcher: Fetcher, url: str) -> None:
        """Raise ``PageUnavailable`` where the site's robots.txt asks us not to fetch ``url``."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        now = time.monotonic()
        with self._lock:
            rules = self._rules.get(origin)
        if rules is None or rules.until <= now:
            rules = self._ask(fetcher, origin)
            with self._lock:
                self._rules[origin] = rules
                self._rules.move_to_end(origin)
                while len(self._rules) > ROBOTS_KEPT:
                    self._rules.popitem(last=False)
        if rules.parsed is None:
            raise PageUnavailable(f"The robots.txt of {parts.hostname} cannot be read: {rules.why}", temporary=True)
        if not rules.parsed.can_fetch(url, fetcher.policy.user_agent):
            raise PageUnavailable(
                f"The robots.txt of {parts.hostname} asks us not to fetch this page.", temporary=False
            )

    @staticmethod
    def _ask(fetcher: Fetcher, origin: str) -> _Rules:
        now = time.monotonic()
        try:
            got = fetcher.get(origin + "/robots.txt", max_bytes=ROBOTS_BYTES, accept="text/plain, */*;q=0.5")
        except FetchError as error:
            if error.kind in ("too_large", "redirect", "encoding"):
                return _Rules(Protego.parse(""), "", now + ROBOTS_SECONDS)
            return _Rules(None, str(error), now + ROBOTS_RETRY_SECONDS)
        if got.status == 200 and "html" not in got.content_type:
            return _Rules(Protego.parse(got.body.decode("utf-8", "replace").lstrip("\ufeff")), "", now + ROBOTS_SECONDS)
        if got.status == 429 or got.status >= 500:
            return _Rules(None, f"the server answers {got.status}.", now + ROBOTS_RETRY_SECONDS)
        # RFC 9309 section 2.3.1.3: no robots.txt, no rules.
        return _Rules(Protego.parse(""), "", now + ROBOTS_SECONDS)


class Turns:
    """Spaces the requests of this process to one host."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, spacing: float) -> None:
        """Wait until it is our turn at ``host``."""
        with self._lock:
            now = time.monotonic()
            if len(self._next) > 10_000:
                self._next = {name: at for name, at in self._next.items() if at > now}
            turn = max(now, self._next.get(host, 0.0))
            self._next[host] = turn + spacing
        if turn > now:
            time.sleep(turn - now)


_robots = Robots()
_turns = Turns()

_PASSING: Final = frozenset(("dns", "refused", "timeout", "protocol", "tls"))


def fetch_page(fetcher: Fetcher, url: str, *, robots: Robots | None = None) -> Page:
    """Fetch the page at ``url`` and read its article. Raises ``PageUnavailable`` where there is no page to read.

    Requests of this process to one host are ``FetchPolicy.host_spacing`` apart; hosts that the operator allowed by name
    are his own and not spaced.
    """
    parts = urlsplit(url)
    (robots or _robots).check(fetcher, url)
    if fetcher.policy.host_spacing and not fetcher.allowed_by_name(url):
        _turns.wait(parts.netloc.lower(), fetcher.policy.host_spacing)
    try:
        got = fetcher.get(url, max_bytes=PAGE_BYTES, accept=ACCEPT)
    except FetchError as error:
        raise PageUnavailable(str(error), temporary=error.kind in _PASSING) from error
    _check(got, parts.hostname or url)
    if urlsplit(got.url).netloc != parts.netloc:
        # The site that we were sent to has its own say.
        (robots or _robots).check(fetcher, got.url)
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", got.headers.get("content-type", ""), re.I)
    charset = found[1] if found else None
    if got.content_type == "text/plain":
        text = text_of(decoded(got.body, charset), "text/plain")
        return Page(text, "", None, url=got.url, not_news=None if text else "the page is empty")
    return page_text(got.body, got.url, charset=charset)


def _check(got: Fetched, host: str) -> None:
    status = got.status
    if status in (404, 410):
        raise PageUnavailable(f"The page is not there ({status}).", temporary=False)
    if status in (401, 402, 403, 407, 451):
        raise PageUnavailable(f"{host} refuses us the page ({status}).", temporary=False)
    if status in (408, 425, 429) or status >= 500:
        raise PageUnavailable(f"{host} cannot give the page now ({status}).", temporary=True)
    if status != 200:
        raise PageUnavailable(f"{host} answers {status}, which brings no page.", temporary=False)
    if got.content_type not in ("", "text/html", "application/xhtml+xml", "text/plain"):
        raise PageUnavailable(f"It is no page but {got.content_type}.", temporary=False)
