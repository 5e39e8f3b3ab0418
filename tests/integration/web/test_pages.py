"""The pages, over HTTP, from a real server."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import update
from starlette.requests import Request

from domain.talks.curate import correct, retract_article, undo
from tests.integration.log.stories import WINTER, article, report, take_all
from tests.integration.web.conftest import NOW, Opening, Site, a_runtime
from worker import inbox
from worker.alerts import silences
from worker.alerts import state as hook_states
from worker.curation import curate
from worker.feeds import registry
from worker.log import queries, store
from worker.log.database import Database
from worker.log.errors import LogError
from worker.log.tables import feed
from worker.web import pages
from worker.web.app import build

FEEDS = """
[[feed]]
name = "agency"
title = "The Agency"
url = "https://agency.example/feed"

[[feed]]
name = "courier"
url = "https://courier.example/feed"
"""


def parts(page: str) -> dict[str, list[str]]:
    """Heading of each part of the agenda → the titles of its meetings."""
    tree = html.fromstring(page)
    return {
        section.xpath("string(./h2)"): [
            " ".join(link.text_content().split()) for link in section.xpath(".//li[contains(@class, 'meeting')]//h3/a")
        ]
        for section in tree.xpath("//section[starts-with(@aria-labelledby, 'part-')]")
    }


def test_the_talks_are_told_as_what_is_ahead_what_awaits_its_outcome_and_what_is_over(winter: Site) -> None:
    found = parts(winter.text("/"))
    assert found["Ahead"] == ["🇷🇺 OSCE–Russia", "🇷🇺 NATO–Russia", "🇩🇪🇫🇷 Germany–France"]
    assert found["Held or called off"] == ["🇺🇸🇷🇺 US–Russia"]


def test_a_date_that_was_moved_stays_visible_struck_through(winter: Site) -> None:
    tree = html.fromstring(winter.text("/"))
    (nato,) = [li for li in tree.xpath("//li[contains(@class, 'meeting')]") if "NATO" in li.text_content()]
    assert "14 Jan 2022" in nato.text_content()
    (before,) = [" ".join(s.text_content().split()) for s in nato.xpath(".//s")]
    assert before.startswith("before: 12 Jan 2022")


def test_a_watch_shows_its_meetings_only_and_an_unknown_one_says_which_there_are(winter: Site) -> None:
    assert parts(winter.text("/?watch=vienna")) == {"Ahead": ["🇷🇺 OSCE–Russia"]}
    refused = winter.get("/?watch=venice")
    assert refused.status == 404
    assert "us-russia, vienna" in unescape(refused.data.decode())


def test_the_month_has_firm_days_in_its_table_and_vague_ones_beside_it(
    opened: Opening, sqlite_database: Database
) -> None:
    site = opened(sqlite_database)
    site.tell(
        "Two dates",
        "The foreign ministers of France and Germany will meet in Paris on January 20, the ministry said.",
        "Turkey and Greece will hold talks in Ankara in mid-February, officials said.",
    )
    january = html.fromstring(site.text("/?month=2022-01"))
    (cell,) = [td for td in january.xpath("//td") if td.xpath("./a")]
    assert cell.xpath("string(./span)") == "20"
    february = html.fromstring(site.text("/?month=2022-02"))
    assert [td for td in february.xpath("//td") if td.xpath("./a")] == []
    (vague,) = february.xpath("//ul[@class='vague']/li")
    assert "mid-February 2022" in vague.text_content()


def test_an_address_that_leads_nowhere_says_what_is_missing_and_where_to_go_on(winter: Site) -> None:
    answer = winter.get("/meeting/zzz")
    page = html.fromstring(answer.data.decode())
    assert (answer.status, page.xpath("string(//h1)")) == (404, "Not found")
    assert 'There is no meeting "zzz".' in page.text_content()
    assert page.xpath("//main//a/@href") == ["/", "/changes"]


def test_time_travel_shows_what_was_known_then(winter: Site) -> None:
    # One article an hour was taken from 09:30 on 10 January: by noon only the first three.
    page = winter.text("/?as_of=2022-01-10T12:00Z")
    assert parts(page) == {"Ahead": ["🇺🇸🇷🇺 US–Russia", "🇷🇺 NATO–Russia"]}
    assert "12 Jan 2022" in page
    assert "data-live" not in page  # the past does not change
    told = html.fromstring(page).xpath("//li[contains(@class, 'meeting')]//span[@class='quiet'][time]")
    assert [one.xpath("string(time/@datetime)") < "2022-01-10T12" for one in told] == [True, True], (
        "the last change by then"
    )
    meeting = winter.meeting_id("US", "RU")
    assert "scheduled" in html.fromstring(winter.text(f"/meeting/{meeting}?as_of=2022-01-10T12:00Z")).xpath(
        "string(//p[@class='lead'])"
    )
    assert winter.get("/?as_of=yesterday").status == 400


def test_a_meeting_has_its_timeline_newest_first_with_before_and_after(winter: Site) -> None:
    tree = html.fromstring(winter.text(f"/meeting/{winter.meeting_id('NATO', 'RU')}"))
    kinds = tree.xpath("//ol[@class='changes']/li//span[@class='badge kind']/text()")
    assert kinds[0] == "rescheduled"
    assert kinds[-1] == "announced"
    (when,) = [
        dd for dd in tree.xpath("//ol[@class='changes']/li[1]//dd") if dd.getparent().xpath("string(./dt)") == "when"
    ]
    assert " ".join(when.text_content().split()) == "before: 12 Jan 2022 → after: 14 Jan 2022"


def test_evidence_is_marked_in_its_sentence_and_links_to_its_source(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database)
    sentence = "The presidents of Serbia and Kosovo will meet in Ohrid on January 20, an envoy said."
    site.tell("Ohrid", "It has been a mild winter by the lake so far. " + sentence + " Boats lie idle at the quay.")
    tree = html.fromstring(site.text(f"/meeting/{site.meeting_id('RS', 'XK')}"))
    quotes = [" ".join(q.text_content().split()) for q in tree.xpath("//article//blockquote")]
    assert quotes == [sentence]
    marked = "".join(tree.xpath("//article//mark//text()"))
    assert "will meet" in marked
    assert tree.xpath("//article//h3/a/@href") == ["https://news.example/new"]


def test_hovering_over_a_time_tells_it_in_the_sources_own_zone(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database)
    noon_in_washington = datetime(2022, 1, 11, 12, 0, tzinfo=timezone(timedelta(hours=-5)))
    site.tell(
        "Oslo",
        "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.",
        published=noon_in_washington,
    )
    for path in (f"/meeting/{site.meeting_id('NO', 'SE')}", "/changes"):
        times = html.fromstring(site.text(path)).xpath("//time[@datetime='2022-01-11T17:00:00Z']/@title")
        assert "11 Jan 2022 12:00 UTC-05:00" in times, path


def test_an_article_full_of_markup_is_text_everywhere(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database)
    site.tell(
        '<script>alert(1)</script> "><img src=x onerror=alert(2)> Oslo',
        "The foreign ministers of Norway and Sweden will meet in Oslo on January 20, <script>alert(3)</script> <b>officials</b> said.",
        url="https://news.example/a?x=<script>",
    )
    meeting = site.meeting_id("NO", "SE")
    for path in ("/", f"/meeting/{meeting}", "/changes", "/changes?q=%3Cscript%3Ealert(4)", "/nothing<script>"):
        page = site.get(path).data.decode()
        scripts = html.fromstring(page).xpath("//script")
        assert all((s.get("src") or "").startswith("/static/") and not s.text for s in scripts), path
        assert not html.fromstring(page).xpath("//img[@onerror]|//b"), path


def test_a_link_leads_only_to_the_web(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database)
    site.tell(
        "Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.", url="javascript:alert(1)"
    )
    page = site.text(f"/meeting/{site.meeting_id('NO', 'SE')}")
    assert not [link for link in html.fromstring(page).xpath("//a/@href") if not re.match(r"/|#|https?://", link)]


def test_changes_can_be_searched_by_words_parties_and_kind(winter: Site) -> None:
    def sentences(query: str) -> list[str]:
        tree = html.fromstring(winter.text(f"/changes{query}"))
        return [" ".join(p.xpath("string(./a)").split()) for p in tree.xpath("//li[contains(@class, 'change')]/p[1]")]

    everything = sentences("")
    assert len(everything) > 8
    assert all("Vienna" in one or "OSCE" in one for one in sentences("?q=vienna"))
    assert sentences("?q=france") == [one for one in everything if "France" in one] != []
    assert all("moved from 12 to 14 January" in one for one in sentences("?kind=rescheduled")) != []
    assert sentences("?q=nothing+like+it") == []
    assert winter.get("/changes?kind=dreamt").status == 400


def test_what_changed_since_a_visit_is_asked_by_position(winter: Site) -> None:
    rows = winter.json("/api/v1/changes?order=desc&limit=3")["items"]
    page = winter.text(f"/changes?after={rows[2]['position']}")
    assert len(html.fromstring(page).xpath("//li[contains(@class, 'change')]")) == 2


def test_feeds_are_listed_with_their_health_and_what_was_never_asked_says_so(
    opened: Opening, sqlite_database: Database
) -> None:
    site = opened(sqlite_database, files={"feeds.toml": FEEDS})
    page = site.text("/feeds")
    assert "The Agency" in page
    badges = html.fromstring(page).xpath("//tbody//span[contains(@class, 'badge')]/text()")
    assert badges == ["not asked", "not asked"]
    assert "0 well, 2 not asked yet" in page


def test_alerts_show_what_waits_and_what_keeps_a_hook_from_being_told(
    opened: Opening, sqlite_database: Database
) -> None:
    hook = '[[hook]]\nname = "desk"\nkind = "log"\n\n[[hook]]\nname = "other"\nkind = "log"\n'
    site = opened(sqlite_database, files={"alerts.toml": hook})
    assert "desk" in site.text("/alerts")
    site.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.", published=NOW)
    until = NOW + timedelta(hours=3)
    with sqlite_database.begin() as conn:
        hook_states.lock(conn, "desk")
        hook_states.pause(conn, "desk", "Ada", "the channel moves", NOW)
        about = silences.About(parties=("RU",))
        silences.begin(conn, about, until, "Grace", "a summit week", NOW, site.runtime.config.hooks)
    tree = html.fromstring(site.text("/alerts"))
    (desk,) = [row for row in tree.xpath("//h2[@id='hooks']/..//tbody/tr") if "desk" in row.text_content()]
    assert "by Ada: the channel moves" in desk.text_content()
    assert "with RU, until" in tree.xpath("string(//section[@aria-labelledby='silences'])")
    waiting = tree.xpath("//section[@aria-labelledby='waiting']//tbody/tr")
    assert any("scheduled for 20 January 2022, Oslo" in " ".join(row.text_content().split()) for row in waiting)
    assert any("a silence" in row.text_content() for row in waiting)


def test_an_empty_account_says_why_it_is_empty(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database, files={"feeds.toml": FEEDS})
    with sqlite_database.begin() as conn:
        registry.sync(conn, site.runtime.config.feeds, NOW + timedelta(seconds=40))
    assert "No meeting yet: 0 of 2 feeds polled, next in 40 s" in site.text("/")
    assert "No change yet: 0 of 2 feeds polled, next in 40 s" in site.text("/changes")


def test_an_empty_account_of_which_every_feed_fails_promises_no_next_poll(
    opened: Opening, sqlite_database: Database
) -> None:
    site = opened(sqlite_database, files={"feeds.toml": FEEDS})
    failing = update(feed).values(errors_in_row=1, last_polled_at=NOW, last_error="Not found (404).")
    with sqlite_database.begin() as conn:
        registry.sync(conn, site.runtime.config.feeds, NOW)
        conn.execute(failing)
    assert "No meeting yet: all 2 feeds fail, see 'parley doctor'." in unescape(site.text("/"))
    with sqlite_database.begin() as conn:
        conn.execute(update(feed).where(feed.c.name == site.runtime.config.feeds[0].name).values(errors_in_row=0))
    assert "No meeting yet: 2 of 2 feeds polled, next now." in site.text("/")


def test_feeds_that_are_configured_and_were_never_asked_are_not_called_missing(
    opened: Opening, sqlite_database: Database
) -> None:
    site = opened(sqlite_database, files={"feeds.toml": FEEDS})
    page = unescape(site.text("/"))
    assert "none of the 2 feeds was ever asked: start 'parley up'" in page
    assert "<table>" not in page, "there is nothing to show in a month"
    with sqlite_database.begin() as conn:
        registry.sync(conn, site.runtime.config.feeds, NOW)
    assert "0 of 2 feeds polled" in site.text("/")


def test_a_dispute_names_who_stands_on_either_side(opened: Opening, sqlite_database: Database) -> None:
    take_all(
        sqlite_database,
        [
            article("a1", "2022-01-03T12:00", report("US RU", "scheduled", "2022-01-21", "Vienna")),
            article("a2", "2022-01-04T12:00", report("US RU", "scheduled", "2022-01-21", "Geneva")),
        ],
    )
    site = opened(sqlite_database)
    page = html.fromstring(site.text(f"/meeting/{site.meeting_id('US', 'RU')}"))
    sides = [cell.xpath("string(.)") for cell in page.xpath("//table[@class='sides']//td")]
    assert sides == ["Geneva, CHa2 Courier: Title of a2", "Vienna, ATa1 Courier: Title of a1"]


def test_a_decision_is_told_once_and_not_before_it_was_made(winter: Site) -> None:
    meeting = winter.meeting_id("US", "RU")
    path = f"/meeting/{meeting}"
    curate(
        winter.runtime,
        lambda desk: correct(desk.case(meeting), {"where": None}, NOW, desk.by("jane", "the place is not settled")),
    )

    def decided(page: str) -> list[str]:
        listed = html.fromstring(page).xpath("//section[@aria-labelledby='decided']//li")
        return [" ".join(one.text_content().split()) for one in listed]

    (told,) = decided(winter.text(path))
    assert told.startswith("jane")
    assert "the place is not settled" in told
    assert decided(winter.text(f"{path}?as_of=2022-01-11")) == []


def test_a_correction_rests_on_who_made_it_and_taking_it_back_on_the_sentence_again(winter: Site) -> None:
    meeting = winter.meeting_id("US", "RU")
    made = curate(
        winter.runtime,
        lambda desk: correct(desk.case(meeting), {"where": None}, NOW, desk.by("jane", "the place is not settled")),
    )
    curate(winter.runtime, lambda desk: undo(made.made.curation_id, desk.made, desk.by("joe", "it is, after all")))

    def newest(path: str, which: int) -> tuple[str, list[str], list[str]]:
        entry = html.fromstring(winter.text(path)).xpath("//ol[@class='changes']/li")[which]
        by, where, quotes = (
            [" ".join(one.text_content().split()) for one in entry.xpath(found)]
            for found in (".//p[@class='decided']", ".//dl//dd", "./blockquote")
        )
        return by[0], where, quotes

    for path in (f"/meeting/{meeting}", "/changes"):
        by, where, quotes = newest(path, 1)
        assert by == "Decided by jane: the place is not settled"
        assert where == ["before: Geneva → not known"]
        assert quotes == [], "no article says so"
        by, where, quotes = newest(path, 0)
        assert by.startswith("Decided by joe: it is, after all takes back: meeting")
        assert by.endswith("place not known (jane: the place is not settled)")
        assert where == ["after: Geneva"]
        assert quotes
    reasons = [one["reason"] for one in winter.json("/api/v1/changes?order=desc&limit=3")["items"]]
    assert reasons == ["it is, after all", "the place is not settled", None]
    assert "Decided by jane: the place is not settled" in winter.text("/changes.atom")


def test_a_meeting_that_is_none_any_more_is_told_by_what_it_was(winter: Site) -> None:
    site, meeting = winter, winter.meeting_id("DE", "FR")
    filed = site.json(f"/api/v1/meetings/{meeting}")["reports"]
    for one in {filing["article"]["article_id"] for filing in filed}:
        curate(
            site.runtime,
            lambda desk, one=one: retract_article(one, desk.made, desk.by("jane", "a hoax")),  # type: ignore[misc]
        )
    entry = html.fromstring(site.text("/changes")).xpath("//li[contains(@class, 'withdrawn')]")[0]
    told = [" ".join(one.text_content().split()) for one in entry.xpath(".//dl//dd")]
    assert told[0] == "before: Germany–France"
    assert not [one for one in told if "→" in one or "not known" in one]


SENTENCE = (
    "The foreign ministry said late on Monday that its deputy minister would lead the delegation to the talks in {place} and that"
    " nobody should expect more of a first round than a list of what the two sides cannot agree upon ({n})."
)
SEATS = "US RU FR DE UA PL IT ES TR CN JP KR IR IL SA QA EG IN PK BR".split()


@pytest.fixture(scope="module")
def crowded_log(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many meetings ahead and over, and one that 60 articles tell of and that was moved all the time."""
    path = tmp_path_factory.mktemp("crowded") / "parley.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}?synchronous=off")
    pairs = [f"{one} {other}" for n, one in enumerate(SEATS) for other in SEATS[n + 1 :]][1:]
    day = date(2021, 12, 20)
    taken = []
    for n, pair in enumerate(pairs[:130]):
        status = ("scheduled", "tentative", "concluded", "cancelled")[n % 4]
        on = (day + timedelta(days=n // 4 if status == "concluded" else 16 + n // 4)).isoformat()
        said = SENTENCE.format(place="Vienna", n=n)
        taken.append(article(f"m{n}", "2022-01-04T12:00", report(pair, status, on, "Vienna", quote=said)))
    for n in range(60):
        when = date(2022, 2, 1 + n % 7).isoformat()
        before = date(2022, 2, 1 + (n - 1) % 7).isoformat() if n else None
        said = SENTENCE.format(place="Geneva", n=f"r{n}")
        moved = report("US RU", "scheduled", when, "Geneva", was=before, quote=said)
        taken.append(article(f"r{n}", f"2022-01-05T{n // 3:02}:{n % 3 * 20:02}", moved))
    take_all(database, taken)
    with database.connection() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture
def crowded(crowded_log: Path, tmp_path: Path, opened: Opening) -> Iterator[Site]:
    """A site of it all, with 200 feeds that fail."""
    path = tmp_path / "crowded.db"
    path.write_bytes(crowded_log.read_bytes())
    database = Database(f"sqlite:///{path}?synchronous=off")
    feeds = "".join(f'[[feed]]\nname = "feed-{n}"\nurl = "https://paper{n}.example/rss.xml"\n' for n in range(200))
    site = opened(database, files={"feeds.toml": feeds})
    fails = update(feed).values(
        errors_in_row=4, last_polled_at=NOW, last_error="The server has trouble (503 Service Unavailable)."
    )
    with database.begin() as conn:
        registry.sync(conn, site.runtime.config.feeds, NOW)
        conn.execute(fails)
    yield site
    database.dispose()


def moved_about(site: Site) -> str:
    with site.runtime.database.read() as conn:
        (found,) = [view for view in queries.meetings(conn) if view.reports == 60]
    return found.meeting_id


def sent(site: Site, path: str) -> int:
    """Bytes that go over the wire to a browser that takes gzip."""
    answer = site.pool.request(
        "GET", site.base + path, headers={**site.headers, "accept-encoding": "gzip"}, preload_content=False
    )
    body = answer.read(decode_content=False)
    assert answer.status == 200, path
    return len(body)


def test_every_view_stays_small_however_much_there_is_to_show(crowded: Site) -> None:
    assets: dict[str, int] = {}
    for path in ("/", "/changes", f"/meeting/{moved_about(crowded)}", "/feeds", "/alerts", "/now"):
        page = crowded.text(path)
        loaded = html.fromstring(page).xpath("//script/@src|//link[@rel='stylesheet' or @rel='icon']/@href|//img/@src")
        for address in loaded:
            assets.setdefault(address, sent(crowded, address))
        assert len(page) < 100_000, (path, len(page))
        whole = sent(crowded, path) + sum(assets[address] for address in set(loaded))
        assert whole < 50_000, (path, whole)


def test_a_meeting_of_many_articles_shows_the_newest_and_all_where_that_is_asked(crowded: Site) -> None:
    page = html.fromstring(crowded.text(f"/meeting/{moved_about(crowded)}"))
    assert len(page.xpath("//article[@class='source']")) == 40
    assert page.xpath("//article[@class='source']//h3/a/text()")[0] == "Title of r59"
    (more,) = page.xpath("//section[@aria-labelledby='evidence']/p")
    assert " ".join(more.text_content().split()) == "20 earlier: show all"
    whole = html.fromstring(crowded.text(more.xpath("./a/@href")[0].partition("#")[0]))
    assert len(whole.xpath("//article[@class='source']")) == 60
    assert not whole.xpath("//section[@aria-labelledby='evidence']/p")
    assert len(whole.xpath("//ol[@class='changes']/li")) > len(page.xpath("//ol[@class='changes']/li"))


def test_many_feeds_come_in_pages_those_that_need_a_look_first(crowded: Site) -> None:
    names: list[str] = []
    path = "/feeds"
    while path:
        page = html.fromstring(crowded.text(path))
        assert "200 failing, 0 worth a look, 0 well." in page.text_content()
        names += page.xpath("//tbody//th//text()")
        path = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert len(names) == len(set(names)) == 200
    assert html.fromstring(crowded.text("/feeds?page=99")).xpath("//a[@rel='prev']/@href") == ["/feeds?page=2"]


def test_the_first_page_is_made_before_anybody_asks_for_it(winter: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    app: Any = build(winter.runtime)._app  # type: ignore[attr-defined]
    pages.make_first(app)

    here, render = threading.current_thread(), pages.render

    def refuse(name: str, **context: Any) -> bytes:
        if threading.current_thread() is not here:
            return render(name, **context)  # the site has a server of its own, which may just be making its first page
        raise AssertionError(f"{name} is made again")

    monkeypatch.setattr(pages, "render", refuse)
    scope = {"type": "http", "app": app, "method": "GET", "path": "/", "query_string": b"", "headers": []}
    assert b"All talks" in pages.talks(Request(scope)).body


def test_a_server_without_tables_starts_all_the_same(tmp_path: Path) -> None:
    runtime = a_runtime(Database(f"sqlite:///{tmp_path / 'none.db'}"), tmp_path, {}, {})
    app: Any = build(runtime)._app  # type: ignore[attr-defined]
    pages.make_first(app)
    scope = {"type": "http", "app": app, "method": "GET", "path": "/", "query_string": b"", "headers": []}
    with pytest.raises(LogError):  # whoever asks is told so
        pages.talks(Request(scope))


# --- now ----------------------------------------------------------------------------------------------------------------


def facts(page: str, heading: str) -> dict[str, str]:
    """What stands in the list below a heading: name → value."""
    entries = html.fromstring(page).xpath(f"//h2[text()='{heading}']/..//dl/div")
    return {one.xpath("string(./dt)"): " ".join(one.xpath("string(./dd)").split()) for one in entries}


def test_now_tells_what_waits_since_when_what_came_in_and_what_could_not_be_read(
    opened: Opening, sqlite_database: Database
) -> None:
    site = opened(sqlite_database)
    assert facts(site.text("/now"), "Articles") == {
        "waiting": "0",
        "read": "0",
        "set aside": "0",
        "articles in the last hour": "0",
        "articles in the last day": "0",
        "changes in the last day": "0",
    }
    site.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    clock: Any = site.runtime.clock
    clock.time = NOW + timedelta(hours=3)
    waiting = inbox.Item(
        url="https://news.example/waiting",
        guid=None,
        title="It waits",
        content="A text.",
        content_type="text/plain",
        published_at=NOW,
        published_raw=None,
        feed=None,
        outlet="Example News",
    )
    odd = replace(waiting, url="https://news.example/odd", title="It <breaks>", content="Another text.")
    with sqlite_database.begin() as conn:
        inbox.receive(conn, [waiting], clock.time)
        (broken,) = inbox.receive(conn, [odd], clock.time)
    sqlite_database.transact(
        lambda conn: inbox.fail(conn, broken.article_id, "ValueError: no <end>", clock.time, max_attempts=0)
    )
    clock.time += timedelta(minutes=30)
    page = site.text("/now")
    found = facts(page, "Articles")
    assert found.pop("waiting") == "1, the oldest came 12 Jan 2022 12:00 UTC"
    assert found == {
        "read": "1",
        "set aside": "1",
        "articles in the last hour": "2",
        "articles in the last day": "3",
        "changes in the last day": "1",
    }
    (failed,) = html.fromstring(page).xpath("//section[@aria-labelledby='failed']//li")
    assert (
        " ".join(failed.text_content().split())
        == f"{broken.article_id[:8]} Example News: It <breaks>ValueError: no <end>"
    )


def test_now_has_a_line_for_every_part_and_the_worst_of_them_above(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database, files={"feeds.toml": FEEDS})
    page = site.text("/now")
    checks = facts(page, "Checks")
    assert {"database", "log", "feeds", "inbox", "alerts", "broker"} <= set(checks)
    assert checks["database"].startswith("ok sqlite, schema up to date")
    assert checks["feeds"].startswith("warning 2 feeds configured, none asked yet")
    assert html.fromstring(page).xpath("string(//p[@class='lead'])").strip() == "warning"


def test_pages_are_small_and_ask_nobody_else(winter: Site) -> None:
    for path in ("/", "/changes", f"/meeting/{winter.meeting_id('US', 'RU')}", "/feeds", "/alerts", "/now"):
        page = winter.text(path)
        assert len(page) < 100_000
        foreign = html.fromstring(page).xpath("//script/@src|//link[@rel='stylesheet']/@href|//img/@src")
        assert all(address.startswith("/") for address in foreign)


def test_a_page_that_a_browser_has_is_not_sent_again_until_something_happens(winter: Site) -> None:
    first = winter.get("/")
    etag = first.headers["etag"]
    assert winter.get("/", if_none_match=etag).status == 304
    assert winter.get("/?watch=vienna", if_none_match=etag).status == 200
    winter.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    again = winter.get("/", if_none_match=etag)
    assert again.status == 200
    assert "Sweden" in again.data.decode()


def test_an_article_without_a_meeting_makes_no_page_stale(winter: Site) -> None:
    etag = winter.get("/").headers["etag"]
    with winter.runtime.database.read() as conn:
        position = store.head(conn)
    winter.tell(
        "Harvest", "Farmers brought in a fifth less barley than last year, the statistics office said on Friday."
    )
    with winter.runtime.database.read() as conn:
        assert store.head(conn) > position
    assert winter.get("/", if_none_match=etag).status == 304
    winter.tell(
        "Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.", url="https://n.example/2"
    )
    assert winter.get("/", if_none_match=etag).status == 200


def test_who_takes_gzip_gets_the_same_page_compressed_once(winter: Site) -> None:
    plain = winter.get("/")
    compressed = winter.get("/", accept_encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert compressed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in compressed.headers["vary"]
    assert compressed.data == plain.data  # urllib3 has unpacked it
    assert winter.get("/", accept_encoding="gzip", if_none_match=plain.headers["etag"]).status == 304


@pytest.mark.integration
def test_every_page_and_table_works_on_postgresql_as_well(opened: Opening, postgresql_database: Database) -> None:
    take_all(postgresql_database, WINTER)
    site = opened(postgresql_database)
    meeting = site.meeting_id("US", "RU")
    paths = "/ /?watch=vienna /?as_of=2022-01-10T12:00Z /changes?q=vienna /feeds /alerts /now /talks.ics /changes.atom"
    for path in [*paths.split(), "/meetings.csv", "/changes.csv", "/metrics", f"/meeting/{meeting}"]:
        assert site.text(path)
    assert site.get("/readyz").status == 200
