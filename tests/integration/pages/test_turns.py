"""Requests for pages keep their distance, whichever worker sends them, and from the polls of the same host."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.integration.feeds.site import Reply, Site
from tests.integration.pages.test_extract import page
from tests.waiting import PATIENCE
from worker.clock import SystemClock
from worker.feeds import hosts
from worker.http import Fetcher
from worker.log.database import Database
from worker.pages.fetch import HostBusy, PageUnavailable, Robots, Turns, fetch_page

HTML = Reply(page(), content_type="text/html; charset=utf-8")
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Still:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def turns(database: Database, monkeypatch: pytest.MonkeyPatch) -> Turns:
    """Turns for which no time passes, however long anything takes."""
    monkeypatch.setattr("worker.pages.turns.time", SimpleNamespace(monotonic=lambda: 100.0))
    return Turns(database, Still(), timedelta(seconds=2))


@pytest.fixture
def nearby(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Fetcher]]:
    """A fetcher for which ``news.example`` is here, without being allowed by name."""
    original = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **kw: original("127.0.0.1" if host.endswith(".example") else host, *args, **kw),
    )
    monkeypatch.setattr("worker.http.Guard.permitted", lambda self, host, port, addresses: list(addresses))
    fetcher = Fetcher(read_timeout=120, total_timeout=240)
    yield lambda name: fetcher
    fetcher.close()


def waits(turns: Turns, *urls: str) -> list[float]:
    slept: list[float] = []
    for url in urls:
        replace(turns, sleep=slept.append)(url)
    return slept


def test_each_request_to_a_host_waits_for_the_one_before_it_and_other_hosts_for_none(turns: Turns) -> None:
    gap = 2 + hosts.SLACK.total_seconds()
    found = waits(turns, "http://a.example/1", "http://b.example/1", "http://a.example/2", "http://a.example/3")
    assert found == pytest.approx([gap, 2 * gap])


def test_pages_and_polls_of_a_host_share_their_turns(turns: Turns, database: Database) -> None:
    with database.begin() as conn:
        hosts.take_turn(conn, "a.example", NOW, timedelta(seconds=3), timedelta(seconds=20))
    assert waits(turns, "http://a.example/1") == pytest.approx([3.0])


def test_a_turn_that_was_slept_through_is_given_up_for_another(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, slept = [100.0], []
    monkeypatch.setattr("worker.pages.turns.time", SimpleNamespace(monotonic=lambda: clock[0]))

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds + (5 if len(slept) == 1 else 0.1)

    late = replace(turns, sleep=sleep)
    gap = 2 + hosts.SLACK.total_seconds()
    late("http://a.example/1")
    late("http://a.example/2")
    assert slept == pytest.approx([gap, 2 * gap])


def test_a_page_of_a_host_with_a_long_queue_is_put_off(turns: Turns) -> None:
    waits(turns, *["http://a.example/1"] * 5)
    with pytest.raises(HostBusy) as caught:
        waits(turns, "http://a.example/1")
    assert caught.value.until == NOW + 5 * (timedelta(seconds=2) + hosts.SLACK)


def test_the_spacing_of_pages_holds_across_workers(
    site: Site, database: Database, nearby: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site["/a"] = HTML
    spacing = timedelta(milliseconds=100)
    taken: list[datetime] = []
    asked: list[datetime] = []
    get, take = Fetcher.get, Turns._taken
    both_ask = threading.Barrier(
        2, timeout=PATIENCE
    )  # or the second would find in the database what the first was told

    def noted(self: Fetcher, url: str, **options: Any) -> Any:
        asked.append(datetime.now(UTC))
        if url.endswith("/robots.txt"):
            both_ask.wait()
        return get(self, url, **options)

    def noting(self: Turns, host: str, now: datetime) -> timedelta:
        wait = take(self, host, now)
        taken.append(now + wait)
        return wait

    monkeypatch.setattr(Fetcher, "get", noted)
    monkeypatch.setattr(Turns, "_taken", noting)
    failures: list[BaseException] = []

    def work() -> None:
        turns = Turns(database, SystemClock(), spacing, patience=timedelta(hours=1))
        try:
            fetch_page(nearby("x"), f"http://news.example:{site.port}/a", turns=turns, robots=Robots())
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(asked) == len(site.seen()) == 4, "two robots.txt and two pages"
    # A turn that was slept through is taken anew, so that there may be more turns than requests.
    taken.sort()
    assert all(later - earlier >= spacing + hosts.SLACK for earlier, later in itertools.pairwise(taken))
    rounding = timedelta(milliseconds=20)
    assert all(turn <= at + rounding for turn, at in zip(taken, sorted(asked), strict=False))


def test_a_host_that_asks_for_a_pause_is_left_alone_by_pages_and_polls(
    site: Site, database: Database, nearby: Any
) -> None:
    site["/a"] = Reply(b"", 429, headers={"Retry-After": "120"})
    turns = Turns(database, Still(), timedelta(seconds=2), sleep=lambda _: None)
    url = f"http://news.example:{site.port}/a"
    robots = Robots()
    for sentence in ("cannot give the page now (429)", "asks for a pause of 2 min"):
        with pytest.raises(PageUnavailable) as caught:
            fetch_page(nearby("x"), url, turns=turns, robots=robots)
        assert sentence in str(caught.value)
        assert caught.value.temporary
    assert len(site.seen("/a")) == 1
    with database.read() as conn:
        assert hosts.blocked_until(conn, f"news.example:{site.port}", NOW) == NOW + timedelta(seconds=120)


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        (Reply("User-agent: *\nDisallow: /secret/", content_type="text/plain"), timedelta(days=1)),
        (Reply("User-agent: *\nDisallow: /\x00", content_type="text/plain"), timedelta(days=1)),
        (Reply(b"", 404), timedelta(days=1)),
        (Reply(b"", 503), timedelta(minutes=15)),
    ],
)
def test_one_worker_asks_for_the_robots_txt_of_all_and_each_keeps_to_it(
    site: Site, database: Database, answer: Reply, again: timedelta
) -> None:
    site["/robots.txt"], site["/a"] = answer, HTML
    fetcher = Fetcher(allow_hosts={"127.0.0.1"})
    now = [NOW]

    class Moving:
        def now(self) -> datetime:
            return now[0]

    def ask() -> str:
        """What a worker that was started just now comes to."""
        try:
            turns = Turns(database, Moving(), timedelta(0))
            return fetch_page(fetcher, site.url("/a"), turns=turns, robots=Robots()).text
        except PageUnavailable as unavailable:
            return str(unavailable)

    first = ask()
    for ahead in (timedelta(minutes=1), again - timedelta(seconds=1)):
        now[0] = NOW + ahead
        assert ask() == first
    assert len(site.seen("/robots.txt")) == 1
    now[0] = NOW + again
    assert ask() == first
    assert len(site.seen("/robots.txt")) == 2


def test_hosts_that_the_operator_names_are_his_own_and_not_spaced(site: Site, database: Database) -> None:
    site["/a"] = HTML
    slept: list[float] = []
    turns = Turns(database, SystemClock(), timedelta(hours=1), patience=timedelta(days=1), sleep=slept.append)
    fetcher = Fetcher(allow_hosts={"127.0.0.1"})
    for _ in range(3):
        fetch_page(fetcher, site.url("/a"), turns=turns, robots=Robots())
    assert slept == []
    fetcher.close()
