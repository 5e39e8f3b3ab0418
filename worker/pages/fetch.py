"""Fetching article pages, with the manners that sites ask for in robots.txt (RFC 9309)."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from worker.feeds import hosts
from worker.feeds.schedule import retry_after
from worker.http import Fetched, Fetcher, FetchError
from worker.pages.extract import Page, decoded, page_text
from worker.pages.robots import Found, Stored
from worker.pages.text import storable, text_of
from worker.pages.turns import PAUSE, HostBusy, PageUnavailable, Turns

__all__ = ["HostBusy", "Page", "PageUnavailable", "Robots", "Turns", "fetch_page"]

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


@dataclass(frozen=True, slots=True)
class _Rules:
    parsed: Protego | None
    """None: the site could not be asked, which RFC 9309 section 2.3.1.4 says to take as a full refusal."""
    why: str
    until: float
    """By ``time.monotonic()``."""


Turn = Callable[[str], None]
"""Waits until it is our turn at the host of an address, or raises ``PageUnavailable`` or ``HostBusy``."""


def at_once(_url: str) -> None:
    """The turn of somebody who asks one page and is no crawler."""


class Robots:
    """The robots.txt of the sites that were asked lately: in the database, for all workers, and parsed in memory for this process.
    May be shared by threads."""

    def __init__(self) -> None:
        self._rules: OrderedDict[str, _Rules] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, fetcher: Fetcher, url: str, turn: Turn = at_once, stored: Stored | None = None) -> None:
        """Raise ``PageUnavailable`` where the site's robots.txt asks us not to fetch ``url``. Asking for it takes a turn."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        with self._lock:
            rules = self._rules.get(origin)
        if rules is None or rules.until <= time.monotonic():
            found = stored.get(origin) if stored is not None else None
            if found is None:
                turn(origin)
                found = _ask(fetcher, origin)
                if stored is not None:
                    stored.put(origin, found)
            rules = _Rules(
                None if found.rules is None else Protego.parse(found.rules),
                found.why,
                time.monotonic() + found.seconds,
            )
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


def _ask(fetcher: Fetcher, origin: str) -> Found:
    try:
        got = fetcher.get(origin + "/robots.txt", max_bytes=ROBOTS_BYTES, accept="text/plain, */*;q=0.5")
    except FetchError as error:
        if error.kind in ("blocked", "url"):
            # Neither the rules nor the page may be asked for.
            raise PageUnavailable(str(error), temporary=False) from error
        if error.kind in ("too_large", "redirect", "encoding"):
            return Found("", "", ROBOTS_SECONDS)
        return Found(None, str(error), ROBOTS_RETRY_SECONDS)
    if got.status == 200 and "html" not in got.content_type:
        return Found(storable(got.body.decode("utf-8", "replace").lstrip("\ufeff")), "", ROBOTS_SECONDS)
    if got.status == 429 or got.status >= 500:
        return Found(None, f"the server answers {got.status}.", ROBOTS_RETRY_SECONDS)
    # RFC 9309 section 2.3.1.3: no robots.txt, no rules.
    return Found("", "", ROBOTS_SECONDS)


_robots = Robots()

_PASSING: Final = frozenset(("dns", "refused", "timeout", "protocol", "tls"))


def fetch_page(fetcher: Fetcher, url: str, *, turns: Turns | None = None, robots: Robots | None = None) -> Page:
    """Fetch the page at ``url`` and read its article. Raises ``PageUnavailable`` where there is no page to read, and
    ``HostBusy`` where it is to be asked for later.

    With ``turns`` it waits for its turn at the host; hosts that the operator allowed by name are his own and not spaced.
    """
    stored = Stored(turns.database, turns.clock) if turns is not None else None

    def permitted(address: str, *, first: bool) -> None:
        spaced = turns is not None and turns.spacing and not fetcher.allowed_by_name(address)
        turn: Turn = turns if turns is not None and spaced else at_once
        (robots or _robots).check(fetcher, address, turn, stored)
        if first:
            turn(address)

    def onward(address: str) -> None:
        # The site that we are sent to has its own say, before it is asked.
        host = hosts.host_of(address)
        permitted(address, first=host not in asked)
        asked.add(host)

    asked = {hosts.host_of(url)}
    permitted(url, first=True)
    try:
        got = fetcher.get(url, max_bytes=PAGE_BYTES, accept=ACCEPT, onward=onward)
    except FetchError as error:
        raise PageUnavailable(str(error), temporary=error.kind in _PASSING) from error
    if got.status == 429 and turns is not None:
        turns.pause(got.url, retry_after(got.headers, turns.clock.now()) or PAUSE)
    _check(got, urlsplit(got.url).hostname or url)
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
