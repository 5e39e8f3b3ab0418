"""Answers that are made once and given often.

What most pages show is a function of the log up to a position, the day, the watches and the address asked for. So an answer is kept
under these (of the log counts the newest event that alters a meeting), and its ETag (RFC 9110, section 8.8.3) is made of them: a
browser that has it is told so without any of it being made again. When the log grows, everybody asks for the same page at once: one
of them makes it, the others wait for that.

Nobody is shown what was true before the last event, but for one case: an address that is asked for more often than ``BUSY`` times a
second, beside a worker that alters a meeting every few milliseconds, is made anew every ``MOST_STALE`` seconds only, and while that is
done the one before it is given (RFC 5861 has the same for caches, ``stale-while-revalidate``): nothing is older than twice that time.
Open pages that were told of an event always get what is true now.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

KEPT: Final = 256
"""Answers that are kept; a page has 30 kB on average."""

COMPRESSION: Final = 6

WORTH_COMPRESSING: Final = 2000
"""Bytes."""

BUSY: Final = 20
"""Requests a second for one address."""

MOST_STALE: Final = 0.25
"""Seconds."""


def tagged(request: Request, whole: tuple[Hashable, ...]) -> tuple[dict[str, str], Response | None]:
    """The headers of an answer that is a function of ``whole``, its ETag among them; 304 where the browser has it already."""
    etag = f'W/"{hashlib.blake2b(repr(whole).encode(), digest_size=12).hexdigest()}"'
    headers = {"etag": etag, "cache-control": "private, no-cache", "vary": "authorization, accept-encoding"}
    asked = request.headers.get("if-none-match", "")
    if etag in (tag.strip() for tag in asked.split(",")):
        return headers, Response(status_code=304, headers=headers)
    return headers, None


def takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


class _Making:
    """An answer that somebody is making."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.made: tuple[bytes, bytes | None] | None = None


@dataclass(slots=True)
class _Asked:
    """How often an address is asked for, and what was given last."""

    since: float
    count: int = 0
    busy: bool = False
    whole: Hashable = None
    given: float = 0.0
    before: Hashable = None


class Answers:
    """The newest answers of a process. Safe for several threads. ``time`` tells seconds that only grow."""

    def __init__(self, kept: int = KEPT, time: Callable[[], float] = time.monotonic) -> None:
        self._kept = kept
        self._time = time
        self._asked: OrderedDict[Hashable, _Asked] = OrderedDict()
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, tuple[bytes, bytes | None]] = OrderedDict()
        self._making: dict[Hashable, _Making] = {}

    def give(self, request: Request, key: tuple[Hashable, ...], make: Callable[[], bytes], media_type: str) -> Response:
        """The answer under ``key`` (position of the log first, then day, watches and whatever else it depends on) for this address;
        304 where the browser has it already. ``make`` may raise; then nothing is kept."""
        address = (request.url.path, request.url.query, media_type)
        whole = self._in_turn((*address, *key[1:]), (*address, *key), exact="hx-request" in request.headers)
        headers, known = tagged(request, whole)
        if known is not None:
            return known
        plain, compressed = self._found(whole, make)
        if compressed is not None and takes_gzip(request):
            return Response(compressed, headers={**headers, "content-encoding": "gzip"}, media_type=media_type)
        return Response(plain, headers=headers, media_type=media_type)

    def _in_turn(self, address: Hashable, whole: tuple[Hashable, ...], *, exact: bool) -> tuple[Hashable, ...]:
        """Which answer is given: the one asked for, or where an address is busy one that was just made."""
        now = self._time()
        with self._lock:
            asked = self._asked.pop(address, None) or _Asked(now)
            self._asked[address] = asked
            while len(self._asked) > self._kept:
                self._asked.popitem(last=False)
            if now - asked.since >= 1.0:
                asked.busy, asked.since, asked.count = asked.count > BUSY and now - asked.since < 2.0, now, 0
            asked.count += 1
            if now - asked.given < MOST_STALE and not exact and (asked.busy or asked.count > BUSY):
                making = asked.whole in self._making
                if making and asked.before in self._answers:
                    assert isinstance(asked.before, tuple)
                    return asked.before
                if making or asked.whole in self._answers:
                    assert isinstance(asked.whole, tuple)
                    return asked.whole
            if whole != asked.whole:
                # One that is itself too old is no stopgap.
                asked.before = asked.whole if now - asked.given < 2 * MOST_STALE else None
                asked.whole, asked.given = whole, now
            return whole

    def _found(self, whole: Hashable, make: Callable[[], bytes]) -> tuple[bytes, bytes | None]:
        while True:
            with self._lock:
                kept = self._answers.get(whole)
                if kept is not None:
                    self._answers.move_to_end(whole)
                    return kept
                making = self._making.get(whole)
                mine = making is None
                if making is None:
                    making = self._making[whole] = _Making()
            if mine:
                return self._make(whole, making, make)
            making.over.wait()
            if making.made is not None:
                return making.made
            # Whoever made it failed, perhaps by a fault of its own: the next one tries.

    def _make(self, whole: Hashable, making: _Making, make: Callable[[], bytes]) -> tuple[bytes, bytes | None]:
        try:
            plain = make()
            # Compressed once, not for everybody anew: that would take longer than all the rest.
            worth = len(plain) >= WORTH_COMPRESSING
            making.made = (plain, gzip.compress(plain, COMPRESSION, mtime=0) if worth else None)
        finally:
            with self._lock:
                del self._making[whole]
                if making.made is not None:
                    self._answers[whole] = making.made
                    while len(self._answers) > self._kept:
                        self._answers.popitem(last=False)
            making.over.set()
        return making.made
