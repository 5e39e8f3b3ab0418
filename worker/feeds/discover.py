"""From the address that a person has, often a site's front page, to the address of its feed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.articles import join_url
from worker.feeds.hosts import host_of
from worker.feeds.parse import is_of_comments
from worker.feeds.poll import PollPolicy, Trial, try_feed
from worker.http import Fetcher

USUAL_PLACES: Final = ("feed/", "rss.xml", "feed.xml", "rss", "atom.xml", "index.xml")
"""Where content systems put their feed, the commonest first: WordPress, hand-made sites, Jekyll and Ghost, others. Few,
for each of them is a request that the publisher has to answer."""

CANDIDATES_TRIED: Final = 8


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found at an address: one feed, several to choose from, or none and why."""

    feed: Trial | None = None
    choices: tuple[Trial, ...] = ()
    how: str = ""
    """How the feed was found, as a clause, when it was not at the address itself."""
    error: str = ""
    status: int | None = None
    """Of the answer at the address itself; None when there was none."""


def with_scheme(written: str) -> str:
    """An address as people write it, with a scheme: ``example.org/news`` and ``feed://…`` mean one that can be fetched."""
    url = written.strip()
    for prefix, meant in (("feed://", "http://"), ("feed:http", "http")):
        if url.lower().startswith(prefix):
            return meant + url[len(prefix) :]
    return url if "://" in url else f"https://{url}"


def as_written(written: str) -> tuple[str, ...]:
    """The addresses that are meant, in the order to try them: without a scheme, https first and then http."""
    url = with_scheme(written)
    return (url,) if "://" in written else (url, "http://" + url.removeprefix("https://"))


def _found_nobody(found: Discovery) -> bool:
    return found.feed is None and not found.choices and found.status is None


def discover_as_written(
    fetcher: Fetcher,
    written: str,
    now: datetime,
    *,
    policy: PollPolicy | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Discovery:
    """``discover`` for an address as people write it. One without a scheme is tried with https first, then with http."""
    found = Discovery()
    for url in as_written(written):
        tried = discover(fetcher, url, now, policy=policy, sleep=sleep)
        if not _found_nobody(tried):
            return tried
        found = found if found.error else tried
    return found


def discover(
    fetcher: Fetcher,
    url: str,
    now: datetime,
    *,
    policy: PollPolicy | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Discovery:
    """Find the feed at ``url``, on the page there, or where sites of its kind have it. Never raises.

    A page that names one feed (feeds of readers' comments aside) settles it; several that work are a choice for the caller.
    Requests to one host are ``policy.host_spacing`` apart unless the operator allowed it by name.
    """
    policy = policy or PollPolicy()
    asked: set[str] = set()

    def look(address: str) -> Trial:
        host = host_of(address)
        if host in asked and not fetcher.allowed_by_name(address):
            sleep(policy.host_spacing.total_seconds())
        asked.add(host)
        return try_feed(fetcher, address, now, policy=policy)

    first = look(url)
    if first.error is None:
        return Discovery(first)
    if not first.page:
        return Discovery(error=first.error, status=first.status)
    posts = [address for address in first.candidates if not is_of_comments("", address)]
    named = [look(address) for address in (posts or first.candidates)[:CANDIDATES_TRIED]]
    working = [trial for trial in named if trial.error is None]
    if len(working) == 1:
        return Discovery(working[0], how="the page names it as its feed")
    if working:
        return Discovery(choices=tuple(working))
    if named:
        return Discovery(error=f"{first.error} But: {named[0].error}", status=first.status)
    for place in _usual_places(url):
        trial = look(place)
        if trial.error is None:
            return Discovery(trial, how="the page names no feed, but there is one at a usual place")
    return Discovery(error=f"{first.error} There is none in the usual places either.", status=first.status)


def _usual_places(url: str) -> Iterator[str]:
    directory = url if url.endswith("/") else url + "/"
    bases = [directory, join_url(url, "/") or url]
    places = [join_url(base, name) for name in USUAL_PLACES[:1] for base in bases]
    places += [join_url(bases[1], name) for name in USUAL_PLACES[1:]]
    yield from dict.fromkeys(place for place in places if place)
