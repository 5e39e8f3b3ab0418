from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from worker.alerts.signature import signed_headers
from worker.config import load
from worker.demo import render
from worker.demo.scenario import Article, Outlet, Scenario, ScenarioClock
from worker.demo.server import SECRET, ScenarioServer
from worker.feeds.parse import NotAFeed, parse_feed
from worker.http import Fetched, Fetcher
from worker.pages.extract import page_text
from worker.pages.fetch import Robots, fetch_page
from worker.pages.text import text_of

SCENARIO = Scenario.load()
LAST = len(SCENARIO.steps)


@pytest.fixture
def server() -> Iterator[ScenarioServer]:
    with ScenarioServer(SCENARIO, ScenarioClock(SCENARIO.steps[0].at)) as made:
        yield made


@pytest.fixture
def fetcher(server: ScenarioServer) -> Iterator[Fetcher]:
    made = Fetcher(allow_hosts={server.host}, read_timeout=120, total_timeout=240)
    yield made
    made.close()


def conditional(answer: Fetched) -> dict[str, str]:
    return {"If-None-Match": answer.headers["etag"], "If-Modified-Since": answer.headers["last-modified"]}


@pytest.mark.parametrize("outlet", [outlet.key for outlet in SCENARIO.outlets])
def test_an_unchanged_feed_is_a_304_until_something_is_published(
    server: ScenarioServer, fetcher: Fetcher, outlet: str
) -> None:
    url = server.feed_url(outlet)
    known = fetcher.get(url)
    for step in SCENARIO.steps:
        server.advance(step.number)
        if SCENARIO.broken(outlet, step.number):
            return
        answer = fetcher.get(url, headers=conditional(known))
        changed = any(article.outlet == outlet for article in step.publish)
        assert answer.status == (200 if changed else 304), step.title
        assert (answer.body == b"") is not changed
        if changed:
            assert answer.headers["etag"] != known.headers["etag"]
            known = answer


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "{etag}"}, 304),
        ({"If-None-Match": "W/{etag}"}, 304),
        ({"If-None-Match": '"other", {etag}'}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": "{last-modified}"}, 200),
        ({"If-Modified-Since": "{last-modified}"}, 304),
        ({"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
    ],
)
def test_validators_are_weighed_as_the_standard_says(
    server: ScenarioServer, fetcher: Fetcher, headers: dict[str, str], status: int
) -> None:
    server.advance(1)
    first = fetcher.get(server.feed_url("halden"))
    filled = {
        name: value.format_map({"etag": first.headers["etag"], "last-modified": first.headers["last-modified"]})
        for name, value in headers.items()
    }
    assert fetcher.get(server.feed_url("halden"), headers=filled).status == status


@pytest.mark.parametrize("outlet", SCENARIO.outlets, ids=lambda outlet: outlet.key)
def test_every_feed_parses_at_every_step_unless_it_is_broken(server: ScenarioServer, outlet: Outlet) -> None:
    for step in SCENARIO.steps:
        server.advance(step.number)
        _, media_type, body, _ = server.answer(f"/{outlet.key}/feed")
        if SCENARIO.broken(outlet.key, step.number):
            with pytest.raises(NotAFeed):
                parse_feed(body, url=server.feed_url(outlet.key), fetched=step.at, content_type=media_type)
            continue
        articles = SCENARIO.current(outlet.key, step.number)[: render.FEED_LENGTH]
        parsed = parse_feed(body, url=server.feed_url(outlet.key), fetched=step.at, content_type=media_type)
        assert [entry.title for entry in parsed.entries] == [article.title for article in articles]
        assert [entry.published_at for entry in parsed.entries] == [article.published for article in articles]
        strict = feedparser.parse(body)
        assert strict.version == {"rss": "rss20", "atom": "atom10"}[outlet.format]
        assert not strict.bozo


def test_a_revision_keeps_the_identity_and_address_of_its_article(server: ScenarioServer) -> None:
    def entry(step: int) -> tuple[str, str, str]:
        server.advance(step)
        found = feedparser.parse(server.answer("/ringstrasse/feed")[2]).entries[0]
        return found.id, found.link, found.title

    (revised,) = (a for a in SCENARIO.articles if a.revision == 2)
    step = next(s.number for s in SCENARIO.steps if revised in s.publish)
    before, after = entry(step - 1), entry(step)
    assert before[:2] == after[:2]
    assert before[2] != after[2] == revised.title


def pages() -> list[Article]:
    teasers = {outlet.key for outlet in SCENARIO.outlets if outlet.content == "teaser"}
    return [article for article in SCENARIO.articles if article.outlet in teasers]


def prose(article: Article) -> list[str]:
    return [b for b in article.blocks if not b.startswith(("CAPTION: ", "BOX: ", "RELATED: ", "HEADING: "))]


@pytest.mark.parametrize("article", [a for a in pages() if a.page == "article"], ids=lambda a: a.key)
def test_from_a_page_comes_the_article_and_none_of_its_surroundings(
    server: ScenarioServer, fetcher: Fetcher, article: Article
) -> None:
    server.advance(next(s.number for s in SCENARIO.steps if article in s.publish))
    page = fetch_page(fetcher, server.base + article.path, robots=Robots())
    paragraphs = [line.strip() for line in page.text.splitlines() if line.strip()]
    assert [p for p in prose(article) if p not in paragraphs] == []
    for furniture in ("cookies", "Most read", "All rights reserved", "Read more", "Accept"):
        assert furniture not in page.text
    assert page.title == article.title
    assert page.published_at == article.published
    assert page.canonical_url == server.base + article.path
    assert page.not_news is None


def test_the_consent_page_is_recognised_as_no_news(server: ScenarioServer, fetcher: Fetcher) -> None:
    (article,) = (a for a in pages() if a.page == "consent")
    server.advance(LAST)
    page = fetch_page(fetcher, server.base + article.path, robots=Robots())
    assert page.not_news is not None


@pytest.mark.parametrize(
    "article",
    [a for a in SCENARIO.articles if a not in pages()],
    ids=lambda a: f"{a.key}",
)
def test_from_a_full_text_feed_comes_every_paragraph(article: Article) -> None:
    text = text_of(render.article_html(article, page=False), "text/html")
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    assert [p for p in prose(article) if p not in paragraphs] == []


def test_what_is_not_there_is_a_404_that_is_no_news(server: ScenarioServer, fetcher: Fetcher) -> None:
    answer = fetcher.get(f"{server.base}/halden/2022/01/01/nothing")
    assert answer.status == 404
    assert page_text(answer.body).not_news is not None
    (early,) = (a for a in SCENARIO.articles if a.slug == "preview")
    server.advance(1)
    assert fetcher.get(server.base + early.path).status == 404


def test_robots_txt_lets_the_articles_be_read(server: ScenarioServer, fetcher: Fetcher) -> None:
    answer = fetcher.get(f"{server.base}/robots.txt")
    assert answer.status == 200
    Robots().check(fetcher, server.base + pages()[0].path)


def post(server: ScenarioServer, body: bytes, headers: dict[str, str], path: str = "/alerts") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("POST", path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_the_receiver_keeps_what_is_signed_and_turns_away_what_is_not(server: ScenarioServer) -> None:
    server.advance(3)
    body = json.dumps({"type": "org.parley.meeting.announced"}).encode()
    good = signed_headers([SECRET], "id-1", server.clock.now(), body)
    assert post(server, body, good) == 204
    assert post(server, body + b" ", good) == 401
    assert post(server, body, {}) == 401
    assert post(server, b"not json", signed_headers([SECRET], "id-2", server.clock.now(), b"not json")) == 401
    stale = signed_headers([SECRET], "id-3", server.clock.now() - timedelta(hours=1), body)
    assert post(server, body, stale) == 401
    assert post(server, body, good, "/elsewhere") == 404
    assert post(server, body, good) == 204
    assert [a.webhook_id for a in server.receiver.arrivals] == ["id-1", "id-1"]
    (arrival,) = server.receiver.distinct()
    assert arrival.received_at == SCENARIO.steps[2].at
    assert arrival.event["type"] == "org.parley.meeting.announced"
    assert len(server.receiver.refusals) == 4


def test_the_configuration_that_it_writes_has_no_faults(server: ScenarioServer, tmp_path: Path) -> None:
    config = load(server.write_config(tmp_path / "config"), {})
    assert config.problems == ()
    assert [feed.name for feed in config.feeds] == [outlet.key for outlet in SCENARIO.outlets]
    (hook,) = config.hooks
    assert hook.url == server.receiver_url
    assert {watch.name for watch in config.watches} >= {hook.watch}


def test_there_is_no_step_beyond_the_last(server: ScenarioServer) -> None:
    with pytest.raises(ValueError, match=f"there is no step {LAST + 1}"):
        server.advance(LAST + 1)


def test_the_clock_never_goes_back() -> None:
    start = datetime(2022, 1, 1, tzinfo=UTC)
    clock = ScenarioClock(start)
    assert clock.now() == start
    clock.move_to(start + timedelta(days=1))
    clock.move_to(start)
    assert clock.now() == start + timedelta(days=1)


def test_a_clock_with_a_rate_runs_on_and_never_back_under_many_threads() -> None:
    clock = ScenarioClock(datetime(2022, 1, 1, tzinfo=UTC), rate=3600)
    backwards: list[tuple[datetime, datetime]] = []

    def watch() -> None:
        last = clock.now()
        for _ in range(300):
            now = clock.now()
            if now < last:
                backwards.append((last, now))
            last = now

    threads = [threading.Thread(target=watch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for minutes in range(200):
        clock.move_to(datetime(2022, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
    for thread in threads:
        thread.join()
    assert backwards == []
    assert clock.now() > datetime(2022, 1, 1, 3, 19, tzinfo=UTC)
