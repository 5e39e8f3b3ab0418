"""Polling as a whole: a real site, a real database, and a clock that the test sets."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.events import ArticleReceived, FeedNotice
from tests.integration.feeds.documents import LONG, E, atom, numbered, rss
from tests.integration.feeds.site import Handler, Reply, Site, in_turn, raw
from worker.config import Feed
from worker.feeds import registry
from worker.feeds.poll import PollOutcome, PollPolicy, claim_due, health, poll, release_claims, try_feed
from worker.http import Fetcher
from worker.log import store
from worker.log.database import Database
from worker.log.tables import article, article_body, feed, feed_entry

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
AT_ONCE = PollPolicy(host_spacing=timedelta())


class Desk:
    """A database, a site and a fetcher, with the few questions that these tests ask."""

    def __init__(self, db: Database, site: Site) -> None:
        self.db, self.site, self.now = db, site, NOW
        self.fetcher = Fetcher(
            allow_hosts={"127.0.0.1", "localhost"}, read_timeout=120, total_timeout=240, max_bytes=400_000
        )

    def watch(self, name: str = "world", path: str = "/feed", **options: Any) -> None:
        self.feeds = [*getattr(self, "feeds", []), Feed(name=name, url=self.site.url(path), **options)]
        with self.db.begin() as conn:
            registry.sync(conn, self.feeds, self.now)

    def poll(self, name: str = "world", *, after: timedelta = timedelta(), policy: PollPolicy = AT_ONCE) -> PollOutcome:
        self.now += after
        return poll(self.db, self.fetcher, name, self.now, policy=policy, rng=random.Random(7))

    def row(self, name: str = "world") -> Any:
        with self.db.read() as conn:
            return conn.execute(select(feed).where(feed.c.name == name)).one()

    def health(self, name: str = "world") -> str:
        return health(self.row(name), self.now).sentence

    def articles(self) -> list[Any]:
        with self.db.read() as conn:
            return list(conn.execute(select(article).order_by(article.c.received_at, article.c.title)))

    def titles(self) -> list[str]:
        return sorted(row.title for row in self.articles())

    def events(self, kind: type[Any]) -> list[Any]:
        with self.db.read() as conn:
            return [recorded.event for recorded in store.read(conn) if isinstance(recorded.event, kind)]

    def asked(self, header: str, path: str = "/feed") -> list[str | None]:
        return [request.headers.get(header) for request in self.site.seen(path)]


ON_BOTH = pytest.mark.parametrize(
    "desk", ["sqlite", pytest.param("postgresql", marks=pytest.mark.integration)], indirect=True
)
"""For what rests on locks, conflicts or upserts; the rest is the same on both databases and runs on SQLite alone."""


@pytest.fixture
def desk(request: pytest.FixtureRequest, site: Site) -> Iterator[Desk]:
    made = Desk(request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_database"), site)
    yield made
    made.fetcher.close()


# --- the ordinary way ---------------------------------------------------------------------------------------------------


@ON_BOTH
def test_a_poll_puts_articles_into_inbox_and_log_together_with_the_validators(desk: Desk) -> None:
    desk.site["/feed"] = Reply(rss(*numbered([1, 2])), headers={"ETag": '"a"', "Last-Modified": "yesterday, roughly"})
    desk.watch()
    outcome = desk.poll()
    assert (outcome.status, outcome.error, outcome.entries, len(outcome.new_article_ids)) == (200, None, 2, 2)
    assert {event.article_id for event in desk.events(ArticleReceived)} == set(outcome.new_article_ids)
    assert {row.article_id for row in desk.articles()} == set(outcome.new_article_ids)
    row = desk.row()
    assert (row.etag, row.last_modified, row.title, row.articles) == ('"a"', "yesterday, roughly", "Example World", 2)
    first = desk.articles()[0]
    assert (first.state, first.url, first.outlet) == ("received", "https://news.example/world/1", "Example World")
    assert first.published_at == datetime(2026, 1, 5, 10, tzinfo=UTC)


def test_the_same_document_again_brings_nothing_new(desk: Desk) -> None:
    desk.site["/feed"] = Reply(rss(*numbered([1, 2])))
    desk.watch()
    desk.poll()
    again = desk.poll(after=timedelta(hours=1))
    assert (again.status, again.new_article_ids, again.error) == (200, (), None)
    assert len(desk.events(ArticleReceived)) == 2


@ON_BOTH
def test_the_same_entries_in_other_bytes_bring_nothing_new(desk: Desk) -> None:
    desk.site["/feed"] = in_turn(
        Reply(rss(*numbered([1, 2]))), Reply(rss(*numbered([2, 1]), extra="<lastBuildDate>now</lastBuildDate>"))
    )
    desk.watch()
    desk.poll()
    assert desk.poll(after=timedelta(hours=1)).new_article_ids == ()


def test_every_dialect_reaches_the_inbox(desk: Desk) -> None:
    desk.site["/feed"] = Reply(atom(E(guid="urn:1", date="2026-01-05T13:00:00+03:00")))
    desk.watch()
    desk.poll()
    (row,) = desk.articles()
    assert row.published_at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert row.utc_offset_minutes == 180


# --- validators -----------------------------------------------------------------------------------------------------


def test_validators_are_sent_back_byte_for_byte(desk: Desk) -> None:
    odd = 'W/"a, b  ;\\ c"'
    desk.site["/feed"] = in_turn(
        Reply(rss(E()), headers={"ETag": odd, "Last-Modified": "Mon,  5 jan 2026"}), Reply(status=304)
    )
    desk.watch()
    desk.poll()
    assert desk.poll(after=timedelta(hours=1)).status == 304
    assert desk.asked("If-None-Match") == [None, odd]
    assert desk.asked("If-Modified-Since") == [None, "Mon,  5 jan 2026"]


def test_a_200_replaces_both_validators_even_when_the_bytes_are_the_same(desk: Desk) -> None:
    body = rss(E())
    desk.site["/feed"] = in_turn(
        Reply(body, headers={"ETag": '"a"', "Last-Modified": "x"}),
        Reply(body, headers={"ETag": '"b"'}),
        Reply(status=304),
    )
    desk.watch()
    for _ in range(3):
        desk.poll(after=timedelta(hours=1))
    assert desk.asked("If-None-Match") == [None, '"a"', '"b"']
    assert desk.asked("If-Modified-Since") == [None, "x", None]


def test_a_304_refreshes_the_validators_that_it_names(desk: Desk) -> None:
    desk.site["/feed"] = in_turn(
        Reply(rss(E()), headers={"ETag": '"a"', "Last-Modified": "x"}),
        Reply(status=304, headers={"ETag": '"b"', "Last-Modified": "y"}),
        Reply(status=304),
        Reply(status=304),
    )
    desk.watch()
    for _ in range(4):
        desk.poll(after=timedelta(hours=1))
    assert desk.asked("If-None-Match") == [None, '"a"', '"b"', '"b"']
    assert desk.asked("If-Modified-Since") == [None, "x", "y", "y"]


def test_a_server_that_says_304_forever_is_asked_unconditionally_once_a_day(desk: Desk) -> None:
    def stuck(handler: Handler) -> Reply:
        if "If-None-Match" in handler.headers:
            return Reply(status=304)
        return Reply(rss(*numbered(range(len(desk.site.seen())))), headers={"ETag": '"always"'})

    desk.site["/feed"] = stuck
    desk.watch()
    for _ in range(60):
        desk.poll(after=timedelta(hours=1))
    assert desk.asked("If-None-Match").count(None) == 3
    assert len(desk.articles()) > 40


def test_a_document_that_is_no_feed_leaves_the_validators_of_the_last_good_one(desk: Desk) -> None:
    """Else a passing error page with an ETag would hide the articles behind it."""
    desk.site["/feed"] = in_turn(
        Reply(rss(*numbered([1])), headers={"ETag": '"a"'}),
        Reply("<html><title>Maintenance</title></html>", headers={"ETag": '"b"'}),
        Reply(rss(*numbered([1, 2])), headers={"ETag": '"c"'}),
    )
    desk.watch()
    for _ in range(3):
        desk.poll(after=timedelta(hours=1))
    assert desk.asked("If-None-Match") == [None, '"a"', '"a"']
    assert len(desk.articles()) == 2


def test_a_truncated_answer_loses_nothing(desk: Desk) -> None:
    body = rss(*numbered(range(30)))
    desk.site["/feed"] = in_turn(
        Reply(body[:4000], headers={"ETag": '"a"'}, length=len(body)), Reply(body, headers={"ETag": '"a"'})
    )
    desk.watch()
    assert "breaks off" in (desk.poll().error or "")
    assert desk.poll(after=timedelta(hours=1)).entries == 30
    assert desk.asked("If-None-Match") == [None, None]


def test_a_changed_address_forgets_the_validators_of_the_old_one(desk: Desk) -> None:
    desk.site["/feed"] = Reply(rss(E()), headers={"ETag": '"a"'})
    desk.site["/new"] = Reply(rss(E()), headers={"ETag": '"n"'})
    desk.watch()
    desk.poll()
    desk.feeds = []
    desk.watch(path="/new")
    assert desk.poll(after=timedelta(minutes=1)).status == 200
    assert desk.asked("If-None-Match", "/new") == [None]
    assert len(desk.articles()) == 1


# --- identity over time ---------------------------------------------------------------------------------------------


def sequence(desk: Desk, *documents: bytes) -> list[int]:
    """Poll a feed that shows these documents one after the other; how many new or revised articles each one brought."""
    desk.site["/feed"] = in_turn(*[Reply(document) for document in documents])
    desk.watch()
    return [len(desk.poll(after=timedelta(hours=1)).new_article_ids) for _ in documents]


def revisions(desk: Desk) -> list[int]:
    return sorted(row.revision for row in desk.articles())


def test_a_guid_that_counts_edits_stays_one_article(desk: Desk) -> None:
    link = "https://news.example/world/77"
    edits = [rss(E(f"Envoys meet, day {n}", link, f"{link}#{n}", text=f"Day {n}. {LONG}")) for n in range(3)]
    assert sequence(desk, *edits) == [1, 1, 1]
    assert revisions(desk) == [3]


def test_a_guid_that_changes_with_every_request_brings_no_revisions(desk: Desk) -> None:
    assert sequence(desk, *[rss(E(guid=f"random-{n}")) for n in range(4)]) == [1, 0, 0, 0]


def test_a_counting_guid_without_a_link_stays_one_article(desk: Desk) -> None:
    edits = [rss(E("Envoys meet", None, f"tag:news.example,2026:7#{n}", text=f"Day {n}. {LONG}")) for n in range(3)]
    assert sequence(desk, *edits) == [1, 1, 1]
    assert revisions(desk) == [3]


@ON_BOTH
def test_one_guid_on_all_items_loses_none_of_them(desk: Desk) -> None:
    def document(*numbers: int) -> bytes:
        return rss(*[E(f"Story {n}", f"https://news.example/{n}", "same", text=f"{n} {LONG}") for n in numbers])

    assert sequence(desk, document(1, 2, 3), document(2, 3, 4), document(5)) == [3, 1, 1]
    assert revisions(desk) == [1, 1, 1, 1, 1]


def test_one_link_on_all_items_loses_none_of_them(desk: Desk) -> None:
    def document(*numbers: int) -> bytes:
        return rss(*[E(f"Notice {n}", "https://news.example/live", f"g{n}", text=f"{n} {LONG}") for n in numbers])

    assert sequence(desk, document(1, 2, 3), document(2, 3, 4)) == [3, 1]
    assert revisions(desk) == [1, 1, 1, 1]


def test_items_with_neither_link_nor_guid_are_told_apart_by_title_and_date(desk: Desk) -> None:
    first = E("Communiqué", None, None, "Mon, 05 Jan 2026 10:00:00 GMT", "One. " + LONG)
    second = E("Communiqué", None, None, "Tue, 06 Jan 2026 10:00:00 GMT", "Two. " + LONG)
    assert sequence(desk, rss(first), rss(second, first)) == [1, 1]


def test_guids_that_are_places_in_the_list_do_not_swallow_stories(desk: Desk) -> None:
    def document(day: int) -> bytes:
        names = ("Trade", "Borders", "Climate", "Energy", "Visas", "Grain", "Fishing", "Gas")
        return rss(
            *[
                E(
                    f"{names[day + n]} talks",
                    f"https://news.example/{names[day + n]}",
                    str(n),
                    f"Mon, 0{day + 1} Dec 2025 0{n}:00:00 GMT",
                )
                for n in range(3)
            ]
        )

    assert sequence(desk, document(0), document(3)) == [3, 3]
    assert revisions(desk) == [1] * 6


@ON_BOTH
def test_an_address_that_follows_the_headline_is_one_article_while_the_guid_stays(desk: Desk) -> None:
    before = E("Ministers to meet in Geneva", "https://news.example/ministers-to-meet-in-geneva", "id-9")
    after = E("Ministers to meet in Vienna", "https://news.example/ministers-to-meet-in-vienna", "id-9")
    assert sequence(desk, rss(before, *numbered([1])), rss(after, *numbered([1])), rss(after, *numbered([1]))) == [
        2,
        1,
        0,
    ]
    assert revisions(desk) == [1, 2]


@ON_BOTH
def test_an_edited_title_or_text_is_a_revision_and_keeps_the_date(desk: Desk) -> None:
    assert sequence(
        desk,
        rss(E("Talks set for 10 January")),
        rss(E("Talks set for 13 January")),
        rss(E("Talks set for 13 January", text=LONG + " Delegations will be led by deputy ministers.")),
    ) == [1, 1, 1]
    (row,) = desk.articles()
    assert (row.revision, row.title, row.state) == (3, "Talks set for 13 January", "received")
    assert row.published_at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    with desk.db.read() as conn:
        assert conn.execute(select(func.count()).select_from(article_body)).scalar_one() == 3


def test_counters_and_markup_are_no_revision(desk: Desk) -> None:
    assert sequence(
        desk,
        rss(E(text=f"<p>{LONG}</p><p>12 comments</p><img src='/pixel?1'>")),
        rss(E(text=f"<div><p class='x'>{LONG}</p></div><p>13 comments</p><img src='/pixel?2'>")),
        rss(E(text=f"<p>{LONG}</p><p>Updated 5 minutes ago</p>", date="Mon, 05 Jan 2026 11:00:00 GMT")),
    ) == [1, 0, 0]


def test_a_page_that_never_stands_still_is_slowed_down_and_not_lost(desk: Desk) -> None:
    desk.site["/feed"] = lambda handler: Reply(rss(E(text=f"Edit {len(desk.site.seen())}. {LONG}")))
    desk.watch()
    for _ in range(40):
        desk.poll(after=timedelta(minutes=5))
    (row,) = desk.articles()
    assert 20 <= row.revision <= 24
    desk.poll(after=timedelta(hours=4))
    with desk.db.read() as conn:
        newest = conn.execute(
            select(article_body.c.content).order_by(article_body.c.revision.desc()).limit(1)
        ).scalar_one()
    assert newest.startswith("Edit 41.")


@ON_BOTH
def test_two_feeds_with_one_article_share_it_and_do_not_revise_each_other(desk: Desk) -> None:
    desk.site["/a"] = Reply(rss(E("Envoys meet", "https://news.example/1?utm_source=a", "a1")))
    desk.site["/b"] = Reply(rss(E("WORLD: Envoys meet", "http://www.news.example/1/", "b1", text="Short cut.")))
    desk.watch("a", "/a")
    desk.watch("b", "/b")
    brought = [len(desk.poll(name, after=timedelta(hours=1)).new_article_ids) for name in ("a", "b", "a", "b")]
    assert brought == [1, 0, 0, 0]
    (row,) = desk.articles()
    assert (row.feed, row.revision, row.url) == ("a", 1, "https://news.example/1")


@ON_BOTH
def test_what_a_feed_still_lists_is_remembered_for_good(desk: Desk) -> None:
    desk.site["/feed"] = lambda handler: Reply(rss(*numbered([1]), extra=f"<pubDate>{len(desk.site.seen())}</pubDate>"))
    desk.watch()
    assert sum(len(desk.poll(after=timedelta(days=20)).new_article_ids) for _ in range(20)) == 1
    with desk.db.read() as conn:
        assert conn.execute(select(func.count()).select_from(feed_entry)).scalar_one() == 2  # by link and by GUID


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "published", "source"),
    [
        ("Mon, 05 Jan 2026 10:00:00 MSK", datetime(2026, 1, 5, 7, tzinfo=UTC), "feed"),
        ("2026/1/5 10:07", datetime(2026, 1, 5, 10, 7, tzinfo=UTC), "feed"),
        (None, NOW, "fetched"),
        ("soon", NOW, "fetched"),
        ("Mon, 05 Jan 2037 10:00:00 GMT", NOW, "fetched"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", NOW, "fetched"),
    ],
)
def test_a_date_that_cannot_be_one_gives_way_to_the_time_of_fetching(
    desk: Desk, written: str | None, published: datetime, source: str
) -> None:
    desk.site["/feed"] = Reply(rss(E(date=written)))
    desk.watch()
    desk.poll()
    (row,) = desk.articles()
    assert (row.published_at, row.published_source) == (published, source)
    (event,) = desk.events(ArticleReceived)
    assert event.published_raw == written


@ON_BOTH
@pytest.mark.parametrize("kind", ["json", "xml"])
def test_characters_that_no_database_takes_are_left_out(desk: Desk, kind: str) -> None:
    bad = "A\x00B\ud800C\ufffeD"
    if kind == "json":
        one = {
            "id": bad,
            "url": f"https://news.example/{bad}",
            "title": bad,
            "content_html": bad,
            "date_published": bad,
        }
        document = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": bad, "items": [one]}).encode()
    else:
        document = rss(E("A&B", guid="A&B", date="A&B", text="A&B")).replace(b"A&amp;B", b"A&#0;B&#xD800;C&#8;D")
    desk.site["/feed"] = Reply(document, headers={"ETag": '"a\x7fb"'})
    desk.watch()
    outcome = desk.poll()
    assert (outcome.error, len(outcome.new_article_ids)) == (None, 1)
    assert desk.row().etag is None
    assert set(desk.articles()[0].title) >= set("ABCD")


@ON_BOTH
def test_endless_guids_and_titles_are_stored_in_bearable_length(desk: Desk) -> None:
    noise = random.Random(1)
    guids = ["".join(chr(noise.randrange(0x4E00, 0x9FFF)) for _ in range(5_000)) for _ in range(2)]
    desk.site["/feed"] = Reply(rss(*[E("Б" * 20_000, None, guid) for guid in guids]))
    desk.watch()
    assert len(desk.poll().new_article_ids) == 2
    assert len(desk.poll(after=timedelta(hours=1)).new_article_ids) == 0
    assert {len(row.guid) for row in desk.articles()} == {495}


# --- teasers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "link", "option", "expected"),
    [
        (LONG, "https://news.example/1", None, False),
        ("Envoys will meet.", "https://news.example/1", None, True),
        ("Envoys will meet.", None, None, False),
        (LONG[:900] + " …", "https://news.example/1", None, True),
        (LONG[:900] + " <a href='x'>Read more</a>", "https://news.example/1", None, True),
        (LONG, "https://news.example/1", "always", True),
        ("Envoys will meet.", "https://news.example/1", "never", False),
    ],
)
def test_a_page_is_needed_where_the_feed_gives_a_teaser(
    desk: Desk, text: str, link: str | None, option: str | None, expected: bool
) -> None:
    desk.site["/feed"] = Reply(rss(E(text=text, link=link, guid="g")))
    desk.watch(fetch_page=option)
    desk.poll()
    with desk.db.read() as conn:
        assert conn.execute(select(article_body.c.needs_page)).scalar_one() is expected


# --- trouble ------------------------------------------------------------------------------------------------------------

SILENT, UNFINISHED = "sent nothing for", "did not finish its answer within"
TROUBLE: list[tuple[str, Any, str]] = [
    ("404", Reply(b"no", 404), "There is nothing at this address (404 Not Found)."),
    ("403", Reply(b"no", 403), "The server refuses us the feed (403 Forbidden)."),
    ("500", Reply(b"no", 500), "The server has trouble (500 Internal Server Error)."),
    ("599", Reply(b"no", 599), "The server has trouble (599 an unknown status)."),
    ("204", Reply(b"", 204), "brings no feed"),
    ("206", Reply(b"<rss", 206), "brings no feed"),
    ("304 unasked", Reply(status=304), "304 (not modified) to an unconditional request"),
    ("empty", Reply(b""), "an empty document"),
    ("blanks", Reply(b" \n\n "), "an empty document"),
    (
        "a page",
        Reply("<!DOCTYPE html><html><head><title>News</title></head></html>"),
        "a web page (“News”), not a feed",
    ),
    ("sitemap", Reply("<?xml version='1.0'?><urlset/>"), "XML that is no feed (its root is <urlset>)"),
    ("plain text", Reply("come back later", content_type="text/plain"), "text/plain, which is no feed"),
    ("JSON", Reply('{"error": "quota"}'), "no JSON Feed"),
    ("broken JSON", Reply('{"version": "https://jsonfeed.org/version/1", "items": ['), "broken JSON"),
    ("image", Reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), content_type="image/png"), "image/png, which is no feed"),
    ("slow", raw(then="hang"), SILENT),
    ("slow drip", raw(b"HTTP/1.1 200 OK\r\n\r\n", b"<", pause=0.05, then="drip"), UNFINISHED),
    ("too large", Reply(b"<rss>" + b"x" * 500_000), "is larger than"),
    ("loop", Reply(status=301, headers={"Location": "/feed"}), "redirects in a circle"),
    (
        "to a private address",
        Reply(status=302, headers={"Location": "http://169.254.169.254/"}),
        "a link-local address",
    ),
    ("bad gzip", Reply(b"\x1f\x8bxxxxxxxxx", headers={"Content-Encoding": "gzip"}), "cannot be decompressed"),
    ("closed", raw(), "closed the connection without an answer"),
]


@pytest.mark.parametrize(("behaviour", "sentence"), [pytest.param(b, s, id=name) for name, b, s in TROUBLE])
def test_trouble_is_told_in_a_sentence_and_ends_when_the_feed_is_back(
    desk: Desk, behaviour: Any, sentence: str
) -> None:
    desk.site["/feed"] = behaviour
    desk.site["/other"] = Reply(rss(*numbered([5])))
    desk.watch()
    desk.watch("other", "/other")
    patient = desk.fetcher
    if sentence == SILENT:
        desk.fetcher = Fetcher(patient.policy, read_timeout=0.3)
    elif sentence == UNFINISHED:
        desk.fetcher = Fetcher(patient.policy, total_timeout=0.5)
    outcome = desk.poll()
    desk.fetcher = patient
    assert sentence in (outcome.error or ""), outcome.error
    assert desk.health().startswith("Failed once: ")
    assert desk.poll("other").error is None
    desk.site["/feed"] = Reply(rss(*numbered([1])))
    back = desk.poll(after=timedelta(hours=1))
    assert (back.error, len(back.new_article_ids)) == (None, 1)
    assert desk.health().startswith("Well: ")


def test_errors_back_off_and_never_end(desk: Desk) -> None:
    desk.site["/feed"] = Reply(b"", 500)
    desk.watch()
    waits = []
    for _ in range(30):
        outcome = desk.poll()
        assert outcome.next_poll_at is not None
        waits.append(outcome.next_poll_at - desk.now)
        desk.now = outcome.next_poll_at
    assert waits[0] < timedelta(minutes=6)
    assert all(later >= earlier * 0.9 for earlier, later in itertools.pairwise(waits))
    assert timedelta(hours=12) <= waits[-1] <= timedelta(hours=13.2)
    assert desk.health().startswith("Failed 30 times in a row, for ")
    assert [notice.notice for notice in desk.events(FeedNotice)] == ["failing"]
    desk.site["/feed"] = Reply(rss(E()))
    desk.poll()
    assert [notice.notice for notice in desk.events(FeedNotice)] == ["failing", "recovered"]


@ON_BOTH
def test_a_410_retires_the_feed_with_a_notice_and_it_is_still_asked_weekly(desk: Desk) -> None:
    desk.site["/feed"] = Reply(b"", 410)
    desk.watch()
    outcome = desk.poll()
    assert outcome.next_poll_at is not None
    assert outcome.next_poll_at - desk.now >= timedelta(days=7)
    assert desk.health().startswith("Retired: The server says that the feed is gone for good (410). Asked again in 7")
    assert [notice.notice for notice in desk.events(FeedNotice)] == ["retired"]
    with desk.db.begin() as conn:
        registry.sync(conn, desk.feeds, desk.now)  # a restart does not bring it back
    assert not desk.row().active
    desk.now += timedelta(days=8)
    with desk.db.begin() as conn:
        assert claim_due(conn, desk.now, 10) == ["world"]
    desk.site["/feed"] = Reply(rss(E()))
    assert len(desk.poll().new_article_ids) == 1
    assert desk.row().active
    assert [notice.notice for notice in desk.events(FeedNotice)] == ["retired", "recovered"]


def test_a_feed_that_fails_for_months_is_retired_with_a_notice_and_asked_weekly(desk: Desk) -> None:
    desk.site["/feed"], desk.site["/other"] = Reply(b"", 404), Reply(rss(E()))
    desk.watch()
    desk.watch("other", "/other", interval=timedelta(hours=6))
    for _ in range(61):
        desk.poll("other")
        outcome = desk.poll(after=timedelta(hours=23))
    assert (outcome.next_poll_at or NOW) - desk.now < timedelta(days=1), "58 days are not enough"
    for _ in range(3):
        desk.poll("other")
        outcome = desk.poll(after=timedelta(hours=23))
    assert (outcome.next_poll_at or NOW) - desk.now >= timedelta(days=7)
    assert desk.health().startswith(
        "Retired: It has failed for 60 days; the last time: There is nothing at this address"
    )
    assert [notice.notice for notice in desk.events(FeedNotice)] == ["failing", "retired"]
    desk.site["/feed"] = Reply(rss(E(link="https://news.example/back")))
    assert len(desk.poll(after=timedelta(days=7)).new_article_ids) == 1
    assert desk.row().active
    assert (desk.row().retired_reason, desk.row().errors_in_row) == (None, 0)


def test_no_feed_is_retired_while_none_answers_for_then_our_own_network_is_dead(desk: Desk) -> None:
    desk.site["/feed"] = Reply(b"", 500)
    desk.watch()
    desk.watch("other")
    for _ in range(70):
        desk.poll("other")
        desk.poll(after=timedelta(hours=23))
    assert desk.row().retired_reason is None
    assert desk.health().startswith("Failed 70 times in a row, for 66 days: The server has trouble")


@ON_BOTH
def test_retry_after_of_a_503_is_the_feeds_and_of_a_429_the_hosts(desk: Desk) -> None:
    desk.site["/a"] = Reply(b"", 503, headers={"Retry-After": "7200"})
    desk.site["/b"] = Reply(rss(E()))
    desk.watch("a", "/a")
    desk.watch("b", "/b")
    first = desk.poll("a")
    assert first.next_poll_at is not None
    assert first.next_poll_at - desk.now >= timedelta(hours=2)
    assert desk.poll("b").status == 200
    desk.site["/a"] = Reply(b"", 429, headers={"Retry-After": "Mon, 05 Jan 2026 15:00:00 GMT"})
    desk.poll("a")
    held = desk.poll("b", after=timedelta(minutes=30))
    assert (held.status, held.error) == (None, None)
    assert held.next_poll_at is not None
    assert held.next_poll_at >= datetime(2026, 1, 5, 15, tzinfo=UTC)
    assert desk.poll("b", after=timedelta(hours=4)).status == 200


def test_a_permanent_redirect_is_believed_after_days_and_the_configured_address_is_kept(desk: Desk) -> None:
    desk.site["/feed"] = Reply(status=301, headers={"Location": "/new"})
    desk.site["/new"] = Reply(rss(E()))
    desk.watch()
    for _ in range(6):
        desk.poll(after=timedelta(hours=20))
    row = desk.row()
    assert (row.url, row.address) == (desk.site.url("/feed"), desk.site.url("/new"))
    assert len(desk.site.seen("/feed")) == 5
    assert [notice.notice for notice in desk.events(FeedNotice)] == ["moved", "moved"]
    desk.site["/new"] = Reply(b"", 404)
    desk.site["/feed"] = Reply(rss(E()))
    for _ in range(8):
        desk.poll(after=timedelta(hours=20))
    assert desk.row().address is None
    assert desk.row().errors_in_row == 0


def test_a_passing_redirect_is_not_believed(desk: Desk) -> None:
    moved = Reply(status=301, headers={"Location": "/maintenance"})
    desk.site["/maintenance"] = Reply("<html>Back soon</html>")
    desk.site["/feed"] = in_turn(Reply(rss(E())), moved, moved, Reply(rss(E())))
    desk.watch()
    for _ in range(4):
        desk.poll(after=timedelta(days=1))
    assert desk.row().address is None
    assert desk.row().moved_to is None


# --- rhythm and turns ---------------------------------------------------------------------------------------------------


def wait_after(outcome: PollOutcome, desk: Desk) -> timedelta:
    assert outcome.next_poll_at is not None
    return outcome.next_poll_at - desk.now


@pytest.mark.parametrize(
    ("headers", "extra", "least"),
    [
        ({"Cache-Control": "public, max-age=7200"}, "", timedelta(hours=2)),
        ({"Cache-Control": "max-age=7200", "Age": "3600"}, "", timedelta(hours=1)),
        ({"Expires": "Mon, 05 Jan 2026 15:00:00 GMT", "Date": "Mon, 05 Jan 2026 12:00:00 GMT"}, "", timedelta(hours=3)),
        ({}, "<ttl>180</ttl>", timedelta(hours=3)),
        ({"Cache-Control": "max-age=31536000"}, "", timedelta(hours=24)),
    ],
)
def test_the_publishers_word_on_freshness_is_kept(
    desk: Desk, headers: dict[str, str], extra: str, least: timedelta
) -> None:
    busy = [E(f"S{n}", f"https://news.example/{n}", None, f"Mon, 05 Jan 2026 11:{n:02}:00 GMT") for n in range(30)]
    desk.site["/feed"] = Reply(rss(*busy, extra=extra), headers=headers)
    desk.watch()
    wait = wait_after(desk.poll(), desk)
    assert least <= wait <= least * 1.11


def test_the_publishers_word_holds_while_the_document_is_not_sent_again(desk: Desk) -> None:
    document = rss(*numbered([1, 2]), extra="<ttl>180</ttl>")
    desk.site["/feed"] = in_turn(Reply(document, headers={"ETag": '"a"'}), Reply(status=304), Reply(document))
    desk.watch()
    for status in (200, 304, 200):
        outcome = desk.poll(after=timedelta(hours=3))
        assert (outcome.status, wait_after(outcome, desk) >= timedelta(hours=3)) == (status, True)


@pytest.mark.parametrize(
    ("at", "extra", "earliest"),
    [
        ("2026-01-05T21:58", "<skipHours><hour>22</hour><hour>23</hour><hour>0</hour></skipHours>", "2026-01-06T01:00"),
        ("2026-01-05T22:30", "<skipDays><day>Tuesday</day></skipDays>", "2026-01-05T22:35"),
        ("2026-01-05T23:58", "<skipDays><day>Tuesday</day></skipDays>", "2026-01-07T00:00"),
        (
            "2026-01-05T12:00",
            "<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(24)) + "</skipHours>",
            "2026-01-05T12:05",
        ),
        (
            "2026-01-09T23:58",
            "<skipDays><day>Saturday</day><day>Sunday</day><day>Monday</day></skipDays>",
            "2026-01-11T00:03",
        ),
    ],
)
def test_a_feed_is_not_asked_when_its_publisher_wants_to_be_left_alone(
    desk: Desk, at: str, extra: str, earliest: str
) -> None:
    desk.now = datetime.fromisoformat(at + "Z")
    times = [f"{desk.now - timedelta(minutes=n):%d %b %Y %H:%M} GMT" for n in range(30)]
    busy = [E(f"S{n}", f"https://news.example/{n}", None, written) for n, written in enumerate(times)]
    desk.site["/feed"] = Reply(rss(*busy, extra=extra), headers={"ETag": '"a"'})
    desk.watch()
    following = desk.poll().next_poll_at
    first = datetime.fromisoformat(earliest + "Z")
    assert following is not None
    assert first <= following <= first + timedelta(minutes=10)
    desk.watch("own", "/feed", interval=timedelta(minutes=10))
    assert wait_after(desk.poll("own"), desk) <= timedelta(minutes=11), "an operator's own word stands above that"


def test_a_busy_feed_is_asked_often_and_a_quiet_one_seldom(desk: Desk) -> None:
    busy = [E(f"S{n}", f"https://news.example/b{n}", None, f"Mon, 05 Jan 2026 11:{n:02}:00 GMT") for n in range(40)]
    quiet = [E(f"Q{n}", f"https://news.example/q{n}", None, f"Mon, 0{n} Dec 2025 11:00:00 GMT") for n in range(1, 6)]
    desk.site["/busy"], desk.site["/quiet"] = Reply(rss(*busy)), Reply(rss(*quiet))
    desk.watch("busy", "/busy")
    desk.watch("quiet", "/quiet")
    assert AT_ONCE.min_interval <= wait_after(desk.poll("busy"), desk) <= AT_ONCE.min_interval * 1.1
    assert AT_ONCE.max_interval <= wait_after(desk.poll("quiet"), desk) <= AT_ONCE.max_interval * 1.1


def test_feeds_that_are_asked_together_do_not_come_back_together(desk: Desk) -> None:
    desk.site["/feed"] = Reply(rss(E()))
    for number in range(20):
        desk.watch(f"f{number}")
    waits = {
        poll(desk.db, desk.fetcher, f"f{n}", NOW, policy=AT_ONCE, rng=random.Random(n)).next_poll_at for n in range(20)
    }
    assert len(waits) == 20


def test_edits_do_not_quicken_the_rhythm_of_a_feed(desk: Desk) -> None:
    dates = [f"Mon, 05 Jan 2026 {n:02}:20:00 GMT" for n in range(12)]

    def edition(n: int) -> Reply:
        return Reply(rss(*[E(f"S{d}", f"https://news.example/{d}", None, d, f"{LONG} {n}") for d in dates]))

    desk.site["/feed"] = in_turn(*map(edition, range(4)))
    desk.watch()
    desk.poll()
    usual, newest = desk.row().usual_gap_seconds, desk.row().last_new_at
    for _ in range(3):
        assert len(desk.poll(after=timedelta(minutes=10)).new_article_ids) == 12
    assert (desk.row().usual_gap_seconds, desk.row().last_new_at, desk.row().articles) == (usual, newest, 12)


def test_silence_is_measured_by_the_feeds_own_rhythm(desk: Desk) -> None:
    entries = [E(f"S{n}", f"https://news.example/{n}", None, f"Mon, 05 Jan 2026 {n:02}:20:00 GMT") for n in range(12)]
    desk.site["/feed"] = Reply(rss(*entries))
    desk.watch()
    desk.poll()
    assert desk.health() == "Well: newest article 40 min ago, usual is 60 min."
    desk.poll(after=timedelta(hours=9))
    assert desk.health() == "Has been silent for 10 h, usual is 60 min."


def test_a_feed_that_stood_still_before_its_rhythm_was_known_is_not_called_well(desk: Desk) -> None:
    desk.site["/feed"] = Reply(rss(E("One", "https://news.example/1", None, "Mon, 05 Jan 2026 09:20:00 GMT")))
    desk.watch()
    desk.poll()
    assert desk.health() == "Well: newest article 3 h ago."
    desk.poll(after=timedelta(days=31))
    assert desk.health() == "Has been silent for 31 days."


@ON_BOTH
def test_a_feed_is_claimed_once_until_its_lease_runs_out(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.watch(name)
    with desk.db.begin() as conn:
        assert claim_due(conn, NOW, 2) == ["a", "b"]
        assert claim_due(conn, NOW, 2) == ["c"]
        assert claim_due(conn, NOW, 2) == []
        assert claim_due(conn, NOW + timedelta(minutes=11), 9) == ["a", "b", "c"]


def test_a_process_that_knows_itself_alone_takes_back_the_feeds_of_the_one_that_was_killed(desk: Desk) -> None:
    desk.watch()
    with desk.db.begin() as conn:
        assert claim_due(conn, NOW, 2) == ["world"]
    with desk.db.begin() as conn:
        release_claims(conn)
        assert claim_due(conn, NOW, 2) == ["world"]


@ON_BOTH
def test_requests_to_one_host_take_turns(desk: Desk) -> None:
    desk.site["/feed"] = Reply(rss(E()))
    for name in ("a", "b", "c"):
        desk.watch(name)
    slept: list[float] = []
    policy = PollPolicy(host_spacing=timedelta(seconds=2), host_patience=timedelta(seconds=3))
    for name in ("a", "b"):
        poll(desk.db, desk.fetcher, name, NOW, policy=policy, sleep=slept.append)
    assert slept == [2.0]
    late = poll(desk.db, desk.fetcher, "c", NOW, policy=policy, sleep=slept.append)
    assert (late.status, late.error, slept) == (None, None, [2.0])
    assert late.next_poll_at is not None
    assert late.next_poll_at >= NOW + timedelta(seconds=4)


@ON_BOTH
def test_feeds_follow_the_configuration(desk: Desk) -> None:
    desk.site["/feed"] = Reply(rss(E()))
    desk.watch("a", outlet="The Example")
    desk.watch("b", interval=timedelta(hours=3))
    assert desk.poll("a").new_article_ids
    assert desk.articles()[0].outlet == "The Example"
    assert timedelta(hours=3) <= wait_after(desk.poll("b"), desk) <= timedelta(hours=3.3)
    with desk.db.begin() as conn:
        registry.sync(conn, [desk.feeds[1].model_copy(update={"enabled": False})], NOW)
        assert claim_due(conn, NOW + timedelta(days=1), 9) == []
    with desk.db.read() as conn:
        assert [registry.health(row, NOW).severity for row in registry.rows(conn)] == [-1, -1]
    with desk.db.begin() as conn:
        registry.sync(conn, desk.feeds, NOW)
        assert claim_due(conn, NOW + timedelta(days=1), 9) == ["a", "b"]


# --- trying out ---------------------------------------------------------------------------------------------------------


def test_trying_a_feed_tells_all_and_stores_nothing(desk: Desk) -> None:
    desk.site["/feed"] = Reply(rss(*numbered([1, 2, 3]), E(text="Short.", link="https://news.example/4")))
    trial = try_feed(desk.fetcher, desk.site.url("/feed"), NOW)
    assert (trial.error, trial.kind, trial.title, len(trial.entries)) == (None, "rss20", "Example World", 4)
    assert any("1 of 4 entries is a teaser" in note for note in trial.notes)
    assert trial.as_json()["entries"][0]["url"] == "https://news.example/world/1"
    assert desk.articles() == []


def test_trying_a_page_names_the_feeds_that_it_announces(desk: Desk) -> None:
    desk.site["/"] = Reply(
        "<html><head><link rel=alternate type='application/rss+xml' href='/feed?a=1&amp;b=2'></head></html>",
        content_type="text/html",
    )
    trial = try_feed(desk.fetcher, desk.site.url("/"), NOW)
    assert trial.candidates == (desk.site.url("/feed?a=1&b=2"),)
    assert "names" in (trial.error or "")
