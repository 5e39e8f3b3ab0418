"""When the page of an article is asked for: a short feed text, a watch that wants it, an edit that the feed only hints at."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.talks.model import MeetingView
from tests.integration.feeds.documents import E, atom, rss
from tests.integration.feeds.site import Reply, Site
from tests.integration.tasks.conftest import SetClock
from worker import inbox
from worker.config import Feed, load
from worker.feeds import hosts, registry
from worker.feeds.poll import PollPolicy, poll
from worker.feeds.rounds import poll_many
from worker.http import Fetcher, refusal
from worker.log.database import Database
from worker.log.tables import article, article_body, meeting
from worker.log.tables import feed as feed_table
from worker.pipeline import Reading, read_article, read_articles
from worker.runtime import Runtime

LEAD = "The foreign ministers of Norway and Chile will meet in Lima on 9 July, both ministries said on Monday."
FULL = " ".join([LEAD, *["The harvest was poor this year, and the price of wheat rose in the markets."] * 12])
LATER = (
    "The talks will take up fishing rights and the price of copper. On Tuesday the ministry in Oslo said that the ministers"
    " of Norway and Chile will meet in Lima on 12 July instead."
)
POLICY = PollPolicy(host_spacing=timedelta())


def html(*paragraphs: str) -> Reply:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return Reply(f"<html><body><article>{body}</article></body></html>", content_type="text/html")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture(scope="module")
def extractor() -> Any:
    return Runtime(load(Path("config"), {})).extractor


class Desk:
    def __init__(self, runtime: Runtime, site: Site, clock: SetClock) -> None:
        self.runtime, self.site, self.clock = runtime, site, clock

    def watch(self, **options: Any) -> None:
        with self.runtime.database.begin() as conn:
            registry.sync(conn, [Feed(name="f", url=self.site.url("/feed"), **options)], self.clock.now())

    def poll(self, after: timedelta = timedelta(0)) -> list[Reading]:
        """What came in, and what was made of it."""
        self.clock.advance(after)
        runtime = self.runtime
        outcome = poll(runtime.database, runtime.fetcher, "f", self.clock.now(), policy=POLICY, rng=random.Random(1))
        assert outcome.error is None, outcome.error
        return [read_article(runtime, article_id) for article_id in outcome.new_article_ids]

    def days(self, reading: Reading) -> set[str]:
        return {str(report.when.start) for report in reading.reports if report.when is not None}


@pytest.fixture
def desk(sqlite_database: Database, site: Site, clock: SetClock, tmp_path: Path, extractor: Any) -> Iterator[Desk]:
    (tmp_path / "config").mkdir()
    environ = {"PARLEY_ALLOW_HOSTS": "127.0.0.1", "PARLEY_POLLING_HOST_SPACING": "0s"}
    runtime = Runtime(load(tmp_path / "config", environ), clock)
    runtime.__dict__ |= {"database": sqlite_database, "extractor": extractor}
    yield Desk(runtime, site, clock)
    runtime.fetcher.close()


def watches(desk: Desk, text: str) -> None:
    (desk.runtime.config.config_dir / "watches.toml").write_text(text)


# --- what a watch asks for ----------------------------------------------------------------------------------------------

ASKING = '[[watch]]\nname = "nordic"\nfetch_page = true\n'


@pytest.mark.parametrize(
    ("watch", "options", "asked"),
    [
        ('parties = { all = ["NO", "CL"] }', {}, True),
        ('parties = { any = ["NO"], none = ["US"] }', {}, True),
        ('parties = { all = ["NO", "US"] }', {}, False),
        ('parties = { all = ["US"] }\nwords = ["wheat"]', {}, True),
        ('parties = { all = ["US"] }\nwords = ["copper"]', {}, False),
        ('parties = { all = ["NO"] }\nplaces = ["Oslo"]', {}, True),
        ('parties = { all = ["NO", "CL"] }', {"fetch_page": "never"}, False),
    ],
)
def test_a_watch_asks_for_the_pages_of_articles_that_may_concern_it(
    desk: Desk, watch: str, options: dict[str, Any], asked: bool
) -> None:
    watches(desk, ASKING + watch)
    desk.watch(**options)
    desk.site["/feed"] = Reply(rss(E("Ministers to meet in Lima", desk.site.url("/a"), text=FULL)))
    desk.site["/a"] = html(FULL, LATER)
    (reading,) = desk.poll()
    assert reading.error is None
    assert len(desk.site.seen("/a")) == asked
    found = {evidence.quote for report in reading.reports for evidence in report.evidence}
    assert any("12 July" in quote for quote in found) is asked


def test_without_a_watch_that_asks_the_text_of_the_feed_is_enough(desk: Desk) -> None:
    watches(desk, ASKING.replace("true", "false") + 'parties = { all = ["NO", "CL"] }')
    desk.watch()
    desk.site["/feed"] = Reply(rss(E("Ministers to meet in Lima", desk.site.url("/a"), text=FULL)))
    assert desk.poll()[0].outcome == "reports"
    assert desk.site.seen("/a") == []


def test_a_page_that_cannot_be_had_leaves_the_text_of_the_feed(desk: Desk) -> None:
    watches(desk, ASKING + 'parties = { all = ["NO", "CL"] }')
    desk.watch()
    desk.site["/feed"] = Reply(rss(E("Ministers to meet in Lima", desk.site.url("/a"), text=FULL)))
    desk.site["/a"] = Reply(b"", 503)
    (reading,) = desk.poll()
    assert (reading.error, reading.outcome) == (None, "reports")


# --- two addresses, one page --------------------------------------------------------------------------------------------


def test_two_addresses_whose_pages_name_one_canonical_are_two_articles_of_one_voice(desk: Desk) -> None:
    """Which article an entry is stands before its page is asked for; what a page calls itself cannot take an article away."""
    desk.watch()
    first, second = desk.site.url("/a?from=world"), desk.site.url("/short/a")
    desk.site["/feed"] = Reply(
        rss(E("Ministers to meet in Lima", first, text="Short."), E("Ministers to meet in Lima", second, text="Short."))
    )
    story = (
        f"<html><head><link rel=canonical href='{desk.site.url('/a')}'></head><article><p>{FULL}</p></article></html>"
    )
    desk.site["/a"] = desk.site["/short/a"] = Reply(story, content_type="text/html")
    readings = desk.poll()
    assert [reading.outcome for reading in readings] == ["reports", "reports"]
    assert len({reading.article_id for reading in readings}) == 2
    with desk.runtime.database.read() as conn:
        views = [MeetingView.model_validate_json(view) for view in conn.execute(select(meeting.c.view)).scalars()]
    assert [(view.reports, view.voices) for view in views] == [(2, 1)]


# --- what the page says of itself ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "stated", "source", "meets"),
    [
        (None, "2024-06-03T23:30:00+09:00", "page", "2024-06-07"),
        (None, "2030-01-01T00:00:00Z", "fetched", "2024-06-14"),
        (None, "nonsense", "fetched", "2024-06-14"),
        ("Mon, 20 May 2024 10:00:00 GMT", "2024-06-03T23:30:00+09:00", "feed", "2024-05-24"),
    ],
)
def test_the_page_dates_an_article_that_its_feed_does_not(
    desk: Desk, date: str | None, stated: str, source: str, meets: str
) -> None:
    desk.watch()
    lead = "The foreign ministers of Norway and Chile will meet in Lima on Friday, both ministries said."
    desk.site["/feed"] = Reply(rss(E("Ministers to meet", desk.site.url("/a"), date=date, text="A teaser.")))
    head = f'<meta property="article:published_time" content="{stated}">'
    desk.site["/a"] = Reply(
        f"<html><head>{head}</head><body><article><p>{lead}</p></article></body></html>", content_type="text/html"
    )
    (reading,) = desk.poll()
    with desk.runtime.database.read() as conn:
        row = conn.execute(select(article)).one()
    assert (row.published_source, desk.days(reading)) == (source, {meets}), row.published_at
    if source == "page":
        assert row.published_at == datetime(2024, 6, 3, 14, 30, tzinfo=UTC)
        assert row.utc_offset_minutes == 540
        (change,) = reading.changes
        assert change.event.article.published_at == row.published_at


# --- edits that the feed only hints at ----------------------------------------------------------------------------------


def teaser(desk: Desk, updated: str, *, title: str = "Ministers to meet in Lima", more: str = "") -> Reply:
    return Reply(
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>W</title><id>urn:x</id>'
        f'<entry><title>{title}</title><id>urn:1</id><link href="{desk.site.url("/a")}"/>'
        f"<published>2024-06-10T08:00:00Z</published><updated>{updated}</updated>"
        f"<summary>The two ministries spoke of a working visit.</summary></entry>{more}</feed>"
    )


def test_an_edit_of_the_page_is_read_where_only_the_date_of_the_entry_tells_of_it(desk: Desk) -> None:
    desk.watch()
    desk.site["/feed"], desk.site["/a"] = teaser(desk, "2024-06-10T08:00:00Z"), html(LEAD)
    (first,) = desk.poll()
    assert desk.days(first) == {"2024-07-09"}
    assert desk.poll(timedelta(hours=1)) == [], "nothing moved"
    desk.site["/feed"] = teaser(desk, "2024-06-10T10:00:00+02:00")
    assert desk.poll(timedelta(hours=1)) == [], "the same moment in other words"
    desk.site["/feed"], desk.site["/a"] = teaser(desk, "2024-06-10T09:30:00Z"), html(LEAD.replace("9 July", "12 July"))
    (second,) = desk.poll(timedelta(hours=1))
    assert desk.days(second) == {"2024-07-12"}
    assert [change.event.kind for change in second.changes] == ["corrected"]
    assert desk.poll(timedelta(hours=1)) == []


def test_a_date_that_moves_over_an_unchanged_page_changes_nothing(desk: Desk) -> None:
    desk.watch()
    desk.site["/feed"], desk.site["/a"] = teaser(desk, "2024-06-10T08:00:00Z"), html(LEAD)
    desk.poll()
    desk.site["/feed"] = teaser(desk, "2024-06-10T09:00:00Z")
    (again,) = desk.poll(timedelta(hours=1))
    assert (again.error, again.changes) == (None, ())


def test_an_entry_whose_date_never_stands_still_costs_few_requests_and_the_last_edit_comes_through(desk: Desk) -> None:
    desk.watch()
    desk.site["/a"] = html(LEAD)
    for minute in range(0, 150, 5):
        desk.site["/feed"] = teaser(desk, f"2024-06-10T{8 + minute // 60:02}:{minute % 60:02}:00Z")
        desk.poll(timedelta(minutes=5))
    assert 5 <= len(desk.site.seen("/a")) <= 7
    desk.site["/a"] = html(LEAD.replace("9 July", "12 July"))
    (last,) = desk.poll(timedelta(hours=4))
    assert desk.days(last) == {"2024-07-12"}


def test_a_document_that_renews_all_its_dates_is_a_template_and_no_edit(desk: Desk) -> None:
    desk.watch()
    entries = [E(f"Story {n}", desk.site.url(f"/{n}"), f"urn:{n}", text="A teaser.") for n in range(6)]
    for n in range(6):
        desk.site[f"/{n}"] = html(f"Number {n}. " + FULL)
    for hour in range(4):
        for entry in entries:
            entry.date = f"2024-06-10T{8 + hour:02}:00:00Z"
        desk.site["/feed"] = Reply(atom(*entries))
        assert len(desk.poll(timedelta(hours=1))) == (6 if hour == 0 else 0)
    entries[2].date = "2024-06-10T11:30:00Z"
    desk.site["/feed"] = Reply(atom(*entries))
    (one,) = desk.poll(timedelta(hours=1))
    assert one.title == "Story 2"


def test_a_full_text_in_the_feed_needs_no_page_to_be_compared(desk: Desk) -> None:
    desk.watch()
    for hour in (8, 9):
        entry = E("Ministers to meet", desk.site.url("/a"), "urn:1", f"2024-06-10T{hour:02}:00:00Z", FULL)
        desk.site["/feed"] = Reply(atom(entry))
        assert len(desk.poll(timedelta(hours=1))) == (hour == 8)
    assert desk.site.seen("/a") == []


# --- a host with a queue, and one that lies about where it is --------------------------------------------------------------


def test_an_article_whose_host_has_a_queue_is_put_off_and_read_later(desk: Desk) -> None:
    runtime = desk.runtime
    desk.watch()
    desk.site["/feed"], desk.site["/a"] = teaser(desk, "2024-06-10T08:00:00Z"), html(LEAD)
    slow = runtime.config.settings.model_copy(
        update={"polling": runtime.config.settings.polling.model_copy(update={"host_spacing": timedelta(seconds=2)})}
    )
    runtime.config = runtime.config.with_settings(slow)
    now = desk.clock.now()
    (article_id,) = poll(
        runtime.database, runtime.fetcher, "f", now, policy=POLICY, rng=random.Random(1)
    ).new_article_ids
    runtime.fetcher.close()
    strict = type(runtime.fetcher)()  # which knows no host by name, so that turns are taken
    runtime.__dict__["fetcher"] = strict
    with runtime.database.begin() as conn:
        hosts.take_turns(conn, {f"127.0.0.1:{desk.site.port}": 20}, now, timedelta(seconds=2), timedelta(minutes=5))
    (put_off,) = read_articles(runtime, [article_id])
    assert "waits for its turn" in (put_off.skipped or "")
    with runtime.database.begin() as conn:
        row = conn.execute(select(article)).one()
        assert (row.state, row.attempts, row.lease_until) == ("received", 0, None)
        assert row.next_attempt_at == now + timedelta(seconds=40)
        assert inbox.take_unfinished(conn, now, 10, resend_after=timedelta()) == []
        desk.clock.advance(timedelta(seconds=41))
        assert inbox.take_unfinished(conn, desk.clock.now(), 10, resend_after=timedelta()) == [article_id]


def test_a_name_that_moves_to_a_private_address_is_reached_by_neither_poll_nor_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding the whole way: public when the feed is asked first, ours ever after."""
    original, moved = socket.getaddrinfo, []

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host != "rebinding.example":
            return original(host, port, *args, **kwargs)
        # At first an address of documentation stands for a public one; what is there is played by the site.
        return original("169.254.169.254" if moved else "127.0.0.1", port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        "worker.http.refusal", lambda address: None if str(address) == "127.0.0.1" else refusal(address)
    )
    runtime, clock = desk.runtime, desk.clock
    runtime.__dict__["fetcher"] = Fetcher(read_timeout=120, total_timeout=240)
    base = f"http://rebinding.example:{desk.site.port}"
    with runtime.database.begin() as conn:
        registry.sync(conn, [Feed(name="f", url=f"{base}/feed")], clock.now())
    desk.site["/feed"] = Reply(
        rss(E("Ministers to meet", f"{base}/a", text="A teaser.")), headers={"Connection": "close"}
    )
    desk.site["/a"] = html("secret " * 100)
    (outcome,) = poll_many(runtime.database, runtime.fetcher, ["f"], clock.now(), policy=POLICY, clock=clock.now)
    (article_id,) = outcome.new_article_ids
    moved.append(True)
    reading = read_article(runtime, article_id)
    assert "169.254.169.254, a link-local address" in (reading.note or reading.error or ""), reading
    (again,) = poll_many(runtime.database, runtime.fetcher, ["f"], clock.now() + timedelta(hours=1), policy=POLICY)
    assert "169.254.169.254, a link-local address" in (again.error or "")
    assert (len(desk.site.seen("/a")), len(desk.site.seen("/feed"))) == (0, 1)
    with runtime.database.read() as conn:
        row = conn.execute(select(feed_table)).one()
        texts = conn.execute(select(article_body.c.text)).scalars().all()
        assert not any("secret" in (text or "") for text in texts)
    assert "link-local" in registry.health(row, clock.now() + timedelta(hours=1)).sentence


def test_a_page_that_fails_for_the_moment_is_asked_for_again_before_the_teaser_has_to_do(desk: Desk) -> None:
    desk.watch()
    desk.site["/feed"], desk.site["/a"] = teaser(desk, "2024-06-10T08:00:00Z"), Reply(b"", 503)
    (first,) = desk.poll()
    assert first.error is not None
    desk.site["/a"] = html(LEAD)
    desk.clock.advance(timedelta(seconds=31))
    again = read_article(desk.runtime, first.article_id)
    assert [report.parties for report in again.reports] == [("CL", "NO")]


def test_a_page_that_keeps_failing_leaves_the_teaser(desk: Desk) -> None:
    desk.watch()
    desk.site["/feed"], desk.site["/a"] = teaser(desk, "2024-06-10T08:00:00Z"), Reply(b"", 503)
    (last,) = desk.poll()
    for _ in range(2):
        assert last.error is not None
        desk.clock.advance(timedelta(minutes=2))
        last = read_article(desk.runtime, last.article_id)
    assert (last.error, last.skipped) == (None, None)
    assert len(desk.site.seen("/a")) == 3
