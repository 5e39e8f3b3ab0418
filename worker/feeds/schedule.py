"""When to ask a feed again. Pure: headers, figures and a random source go in, durations come out."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Final, Literal

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PollPolicy:
    """How often feeds are asked, and how patiently."""

    default_interval: timedelta = timedelta(minutes=15)
    """Of a feed whose rhythm is not known yet."""
    min_interval: timedelta = timedelta(minutes=5)
    """No feed is asked more often. Publishers block clients that come back every minute (reader#376)."""
    max_interval: timedelta = timedelta(hours=6)
    """No working feed is asked less often: a ministry that is silent for months still announces talks at short notice."""
    host_spacing: timedelta = timedelta(seconds=2)
    """Between the starts of two requests to one host, by all workers together. Zero turns it off."""
    host_patience: timedelta = timedelta(seconds=20)
    """A worker waits so long for its turn at a host; with a longer queue the feed is put off, and the worker is free."""
    lease: timedelta = timedelta(minutes=10)
    """A claimed feed stays with its worker so long; a fetch with all its timeouts takes two minutes."""
    longest_error_delay: timedelta = timedelta(hours=12)
    """Errors double the wait up to here and never end it: giving up after three errors kills feeds silently (miniflux#149)."""
    longest_hint: timedelta = DAY
    """What Retry-After, max-age and ttl may ask for; a year has been seen (a CDN's default for static files)."""
    unconditional_every: timedelta = DAY
    """Servers that answer 304 forever exist (FreshRSS#1020): once in this time the document is asked for whole."""
    adopt_move_after: timedelta = timedelta(days=3)
    """A permanent redirect is believed when it was seen so long, ``adopt_move_seen`` times: maintenance pages use 301 too."""
    adopt_move_seen: int = 5
    retired_interval: timedelta = timedelta(days=7)
    """A feed that is gone (410) is still asked once a week: some come back."""
    retire_after: timedelta = timedelta(days=60)
    """A feed that failed for so long, ``retire_after_errors`` times, while others answered, is retired: asked weekly, with a
    notice. A month is the summer break of a small ministry's web master."""
    retire_after_errors: int = 60
    failing_after: int = 6
    """Errors in a row after which the log says that a feed fails: about five hours at the default bounds."""
    jitter: float = 0.1
    """Share by which an interval varies: feeds that failed together must not come back together (miniflux#3130)."""
    fetch_pages: Literal["auto", "always", "never"] = "auto"
    """Whether article pages are fetched, for feeds that do not say."""
    teaser_below: int = 600
    """Characters of text under which an entry counts as a teaser: wire leads run to 300–400, short notes start at 700."""
    forget_entries_after: timedelta = timedelta(days=90)
    """Entries that a feed has not listed for so long are forgotten. While it lists them they are kept, or they would return
    as new (huginn)."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Hours and days, in GMT, in which a publisher asks not to be asked (``skipHours``, ``skipDays``)."""

    hours: int = 0
    """Bit n stands for the hour that begins at n o'clock."""
    days: int = 0
    """Bit 0 stands for Monday."""


NO_SKIP: Final = Skip()


def past_skipped(at: datetime, skip: Skip, limit: timedelta) -> datetime:
    """``at``, or the first full hour after it that ``skip`` leaves open, at most ``limit`` later. Asking to be skipped at all
    hours is taken as a mistake."""
    if not (skip.hours or skip.days):
        return at
    hour = at.astimezone(UTC)
    for _ in range(24 * 7 + 1):
        if not (skip.hours >> hour.hour & 1 or skip.days >> hour.weekday() & 1):
            return min(max(hour, at), at + limit)
        hour = hour.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """``Retry-After`` (RFC 9110 section 10.2.3), in seconds or as a date; None when absent, unreadable or past."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if re.fullmatch(r"\d{1,9}", value):
        return timedelta(seconds=int(value))
    at = _http_date(value)
    return at - now if at is not None and at > now else None


def freshness(headers: Mapping[str, str]) -> timedelta | None:
    """How long the answer says it stays fresh: ``max-age`` less ``Age`` (RFC 9111 section 5.2.2.1), else ``Expires``."""
    directives = headers.get("cache-control", "").lower()
    if directives and re.search(r"\bno-(?:cache|store)\b", directives):
        return None
    match = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", directives) if directives else None
    if match:
        age = headers.get("age", "").strip()
        left = int(match[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age) else 0)
        return timedelta(seconds=left) if left > 0 else None
    if "expires" not in headers:
        return None
    expires, date = _http_date(headers.get("expires", "")), _http_date(headers.get("date", ""))
    return expires - date if expires is not None and date is not None and expires > date else None


def _http_date(value: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(value.strip())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def rhythm_of(dates: Sequence[datetime]) -> timedelta | None:
    """The usual time between entries, from the dates of one document; None for fewer than three."""
    ordered = sorted(dates)[-50:]
    gaps = [later - earlier for earlier, later in itertools.pairwise(ordered)]
    if len(gaps) < 2:
        return None
    # The mean would call a feed slow for one holiday; the median would call it quick for one burst of five items.
    return max(
        timedelta(seconds=median(gap.total_seconds() for gap in gaps)), (ordered[-1] - ordered[0]) / len(gaps) / 4
    )


def updated_rhythm(usual: timedelta | None, since_last: timedelta, new: int) -> timedelta:
    """The moving average of the time between articles, after ``new`` of them came ``since_last`` after the one before."""
    gap = max(since_last / new, timedelta(seconds=1))
    return gap if usual is None else usual * 0.7 + gap * 0.3


def interval(
    policy: PollPolicy,
    *,
    usual: timedelta | None,
    silent: timedelta | None,
    hint: timedelta | None = None,
    fixed: timedelta | None = None,
) -> timedelta:
    """How long to wait after a good answer.

    Half the feed's usual gap, so that an article waits a quarter of it on average; a tenth of its silence when that is
    longer; never sooner than the publisher allows (``hint``), never outside the policy's bounds. ``fixed`` is the
    operator's own word.
    """
    if fixed is not None:
        return fixed
    wish = policy.default_interval if usual is None else max(usual / 2, (silent or timedelta()) / 10)
    wish = min(max(wish, policy.min_interval), policy.max_interval)
    return max(wish, min(hint, policy.longest_hint)) if hint is not None else wish


def error_delay(policy: PollPolicy, errors_in_row: int, asked: timedelta | None = None) -> timedelta:
    """How long to wait after the ``errors_in_row``-th error; ``asked`` is what the server's Retry-After asks for."""
    doubled: timedelta = policy.min_interval * 2.0 ** min(errors_in_row - 1, 16)
    delay = min(doubled, policy.longest_error_delay)
    return max(delay, min(asked, policy.longest_hint)) if asked is not None else delay


def jittered(wait: timedelta, policy: PollPolicy, rng: random.Random) -> timedelta:
    """``wait``, up to ``policy.jitter`` longer: never shorter, for it may be what a publisher asked for."""
    return wait * (1 + policy.jitter * rng.random())


def in_words(duration: timedelta) -> str:
    """A duration as people say it: ``40 s``, ``12 min``, ``9 h``, ``3 days``."""
    seconds = max(0, round(duration.total_seconds()))
    if seconds < 100:
        return f"{seconds} s"
    if seconds < 100 * 60:
        return f"{round(seconds / 60)} min"
    if seconds < 48 * 3_600:
        return f"{round(seconds / 3_600)} h"
    return f"{round(seconds / 86_400)} days"
