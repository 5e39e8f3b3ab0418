"""``parley feeds``: what an operator types, and what comes of it in feeds.toml and on the screen."""

from __future__ import annotations

import json
import logging
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.integration.feeds.documents import E, atom, numbered, rss
from tests.integration.feeds.site import Reply, Site
from worker.cli import main

OTHER_READER = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Subscriptions</title></head><body>
<outline text="Ministries" title="Ministries">
  <outline type="rss" text="Foreign Office of Exampleland" title="Foreign Office of Exampleland"
    xmlUrl="https://mfa.example/rss/news.xml" htmlUrl="https://mfa.example/"/>
  <outline type="rss" text="Foreign Office, speeches" xmlUrl="https://www.mfa.example/rss/news"/>
</outline>
<outline type="rss" text="World" xmlUrl="https://news.example/world.xml"/>
<outline type="rss" text="World, in another folder" xmlUrl="https://news.example/world.xml"/>
<outline type="rss" text="A mailbox" xmlUrl="mailto:desk@news.example"/>
</body></opml>
"""


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Program:
    """The command line in this process, with a configuration and a database of its own."""

    def __init__(self, directory: Path, capfd: pytest.CaptureFixture[str], migrated: Path) -> None:
        self.directory, self.capfd = directory, capfd
        self.file = directory / "config" / "feeds.toml"
        self.file.parent.mkdir()
        self.file.write_text("# by hand\n")
        (directory / "config" / "parley.toml").write_text('[http]\nallow_hosts = ["127.0.0.1"]\n')
        (directory / "parley.db").write_bytes(migrated.read_bytes())

    def __call__(self, *arguments: str) -> Answer:
        self.capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([f"--config={self.file.parent}", f"--database={self.directory / 'parley.db'}", *arguments])
        written = self.capfd.readouterr()
        return Answer(int(ended.value.code or 0), written.out, written.err)

    @property
    def feeds(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = tomllib.loads(self.file.read_text()).get("feed", [])
        return found


@pytest.fixture
def parley(
    tmp_path: Path, migrated_sqlite: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    root = logging.getLogger()
    handlers, level, logs = root.handlers[:], root.level, structlog.get_config()
    yield Program(tmp_path, capfd, migrated_sqlite)
    # A command sets up logging on this test's stderr, which is closed now.
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**logs)


def page(*links: str) -> Reply:
    head = "".join(f'<link rel="alternate" {link}>' for link in links)
    return Reply(f"<!doctype html><html><head><title>Example</title>{head}</head></html>", content_type="text/html")


# --- adding -------------------------------------------------------------------------------------------------------------


def test_an_address_that_is_a_feed_is_added_with_what_was_seen_of_it(parley: Program, site: Site) -> None:
    site["/world.xml"] = Reply(rss(*numbered([1, 2])))
    done = parley("feeds", "add", site.url("/world.xml"), "--name", "world", "--outlet", "The Example")
    assert (done.code, done.out) == (0, "")
    assert "RSS 2.0, “Example World”, 2 entries" in done.err
    assert parley.feeds == [{"name": "world", "url": site.url("/world.xml"), "outlet": "The Example"}]
    assert parley.file.read_text().startswith("# by hand\n")
    again = parley("feeds", "add", site.url("/world.xml"))
    assert (again.code, "already, as world" in again.err) == (1, True)


def test_of_a_page_the_feed_that_it_names_is_added_and_not_that_of_its_comments(parley: Program, site: Site) -> None:
    site["/"] = page(
        "type=application/rss+xml title='Example » Comments' href=/comments/feed/",
        "type=application/atom+xml title=Example href=/atom.xml",
    )
    site["/atom.xml"] = Reply(atom(E()))
    site["/comments/feed/"] = Reply(rss(E("Nice")))
    done = parley("feeds", "add", site.url("/"), "--name", "example", "--json")
    assert (done.code, done.json["url"]) == (0, site.url("/atom.xml"))
    assert "the page names it as its feed" in done.err
    assert [feed["url"] for feed in parley.feeds] == [site.url("/atom.xml")]


def test_of_a_page_with_several_feeds_none_is_added_but_all_that_work_are_told(parley: Program, site: Site) -> None:
    site["/"] = page(*(f"type=application/rss+xml href=/{name}.xml" for name in ("world", "sport", "gone")))
    site["/world.xml"], site["/sport.xml"] = Reply(rss(E(), title="World")), Reply(rss(E(), title="Sport"))
    done = parley("feeds", "add", site.url("/"))
    assert done.code == 1
    assert f"parley feeds add {site.url('/world.xml')}   # RSS 2.0, “World”, 1 entry" in done.err
    assert f"parley feeds add {site.url('/sport.xml')}" in done.err
    assert "gone.xml" not in done.err
    assert parley.feeds == []


@pytest.mark.parametrize("path", ["/feed/", "/news/feed/", "/rss.xml", "/index.xml"])
def test_of_a_page_that_names_none_the_usual_places_are_tried(parley: Program, site: Site, path: str) -> None:
    site["/news"] = page()
    site[path] = Reply(rss(E()))
    done = parley("feeds", "add", site.url("/news"), "--name", "news")
    assert (done.code, [feed["url"] for feed in parley.feeds]) == (0, [site.url(path)])
    assert "at a usual place" in done.err
    assert len(site.seen()) <= 8


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(b"", 404), "There is nothing at this address (404 Not Found)."),
        (page(), "a web page (“Example”), not a feed. There is none in the usual places either."),
        (page("type=application/rss+xml href=/lost.xml"), "But: There is nothing at this address (404 Not Found)."),
        (Reply("<urlset/>"), "XML that is no feed"),
    ],
)
def test_what_is_no_feed_is_not_added_unless_that_is_asked_for(
    parley: Program, site: Site, reply: Reply, why: str
) -> None:
    site["/x"] = reply
    done = parley("feeds", "add", site.url("/x"))
    assert (done.code, why in done.err, "--unchecked" in done.err) == (1, True, True), done.err
    assert parley.feeds == []
    asked = len(site.seen())
    assert parley("feeds", "add", site.url("/x"), "--unchecked", "--name", "x").code == 0
    assert [feed["url"] for feed in parley.feeds] == [site.url("/x")]
    assert len(site.seen()) == asked


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("news.example/world", "https://news.example/world"),
        ("feed://news.example/world", "http://news.example/world"),
        ("feed:https://news.example/world", "https://news.example/world"),
    ],
)
def test_an_address_may_be_written_as_people_do(parley: Program, written: str, url: str) -> None:
    assert parley("feeds", "add", written, "--unchecked").code == 0
    assert parley.feeds == [{"name": "news-example-world", "url": url}]


def test_an_address_without_a_scheme_is_tried_with_both(parley: Program, site: Site) -> None:
    site["/feed"] = Reply(rss(E()))
    assert parley("feeds", "add", f"127.0.0.1:{site.port}/feed", "--name", "a").code == 0
    assert [feed["url"] for feed in parley.feeds] == [site.url("/feed")]
    done = parley("feeds", "add", f"127.0.0.1:{site.port}/nothing", "--name", "b")
    assert (done.code, "There is nothing at this address (404 Not Found)." in done.err) == (1, True)


def test_a_private_address_is_not_asked_and_the_way_out_is_told(parley: Program) -> None:
    done = parley("feeds", "add", "http://169.254.169.254/feed")
    assert (done.code, "169.254.169.254 is a link-local address; name it in http.allow_hosts" in done.err) == (1, True)
    assert "--unchecked" not in done.err


# --- lists of other readers -----------------------------------------------------------------------------------------------


def test_a_list_is_imported_once_and_what_cannot_be_taken_is_told(parley: Program, tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_text(OTHER_READER)
    assert parley("feeds", "import", str(file), "--dry-run").out.count("\n") == 3
    assert parley.feeds == []
    done = parley("feeds", "import", str(file))
    assert (done.code, "A mailbox" in done.err, "3 added, 0 there already, 1 left out" in done.err) == (3, True, True)
    assert parley.feeds == [
        {
            "name": "mfa-example-news",
            "url": "https://mfa.example/rss/news.xml",
            "title": "Foreign Office of Exampleland",
        },
        {"name": "mfa-example-news-2", "url": "https://www.mfa.example/rss/news", "title": "Foreign Office, speeches"},
        {"name": "news-example-world", "url": "https://news.example/world.xml", "title": "World"},
    ]
    again = parley("feeds", "import", str(file), "--json").json
    assert (again["added"], len(again["present"]), len(again["problems"])) == ([], 3, 1)
    assert parley("config", "check").code in (0, 3)


def test_what_is_no_list_is_told_and_changes_nothing(parley: Program, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(E()))
    done = parley("feeds", "import", str(file))
    assert (done.code, "feed.xml: The file is no OPML: its root is <rss>." in done.err) == (1, True)
    assert parley.feeds == []


def test_what_was_exported_is_imported_elsewhere_as_it_was(parley: Program, tmp_path: Path, site: Site) -> None:
    site["/a"], site["/b"] = Reply(rss(E(), title="A & B")), Reply(atom(E(), title="Own name"))
    parley("feeds", "add", site.url("/a?x=1&y=2"), "--name", "a", "--unchecked")
    site["/a"] = Reply(rss(E(), title="A & B"))
    parley("feeds", "add", site.url("/b"), "--name", "b", "--title", "Given “name”")
    parley("feeds", "add", site.url("/c"), "--name", "c", "--unchecked")
    parley.file.write_text(parley.file.read_text() + "enabled = false\n")
    parley("poll", "--once")
    file = tmp_path / "out.opml"
    assert parley("feeds", "export", str(file)).code == 0
    exported = parley("feeds", "export").out
    assert exported == file.read_text()
    assert 'htmlUrl="https://news.example/"' in exported
    assert "/c" not in exported
    assert "/c" in parley("feeds", "export", "--all").out
    parley.file.write_text("")
    assert parley("feeds", "import", str(file)).code == 0
    assert [(feed["url"], feed["title"]) for feed in parley.feeds] == [
        (site.url("/a?x=1&y=2"), "A & B"),
        (site.url("/b"), "Given “name”"),
    ]


# --- looking --------------------------------------------------------------------------------------------------------------


def test_the_list_puts_what_needs_a_look_first_with_figures(parley: Program, site: Site) -> None:
    site["/well"] = Reply(rss(*numbered([1, 2, 3])), headers={"ETag": '"a"'})
    site["/broken"] = Reply(b"", 500)
    for name in ("well", "broken"):
        parley("feeds", "add", site.url(f"/{name}"), "--name", name, "--unchecked")
    before = parley("feeds", "list")
    assert (before.code, before.out.count("Not asked yet.")) == (0, 2)
    assert parley("poll", "--once").code == 3
    done = parley("feeds", "list")
    assert done.code == 3
    lines = done.out.splitlines()
    assert lines[0].split() == ["feed", "health", "a", "day", "304"]
    assert lines[2].startswith("broken")
    assert "The server has trouble (500 Internal Server Error)." in " ".join(done.out.split())
    failing = parley("feeds", "list", "--failing", "--json").json["feeds"]
    assert [item["name"] for item in failing if item["severity"] == 2] == ["broken"]


def test_a_feed_that_lists_what_another_one_brought_is_not_called_silent(parley: Program, site: Site) -> None:
    site["/first"] = site["/second"] = Reply(rss(*numbered([1, 2])))
    for name in ("first", "second"):
        parley("feeds", "add", site.url(f"/{name}"), "--name", name, "--unchecked")
        parley("poll", "--once", "--feed", name)
    first, second = (parley("feeds", "show", name, "--json").json for name in ("first", "second"))
    assert first["articles"] == second["articles"] == 2
    assert [len(item["newest_articles"]) for item in (first, second)] == [2, 2]
    assert "has not brought a single article" not in second["health"]


def test_everything_about_one_feed_is_shown(parley: Program, site: Site) -> None:
    site["/feed"] = Reply(
        rss(*numbered([1, 2]), extra="<ttl>90</ttl><skipDays><day>Sunday</day></skipDays>"), headers={"ETag": '"a"'}
    )
    parley("feeds", "add", site.url("/feed"), "--name", "world", "--unchecked")
    assert "Not asked yet." in parley("feeds", "show", "world").out
    parley("poll", "--once")
    site["/feed"] = Reply(status=304)
    parley("poll", "--once")
    shown = parley("feeds", "show", "world")
    text = " ".join(shown.out.split())
    for part in (
        "title Example World",
        f"address {site.url('/feed')}",
        "site https://news.example/",
        "(304)",
        "(the publisher asks for 90 min; not on Sunday)",
        "polls 2, 50% of them not modified (304)",
        "articles 2",
        "validators ETag",
        "newest 2026-01-05 10:00 Story number",
    ):
        assert part in text, (part, shown.out)
    item = parley("feeds", "show", "world", "--json").json
    assert (item["hint_seconds"], item["skip_days"], item["not_modified_share"]) == (5400, ["Sunday"], 0.5)
    assert {article["state"] for article in item["newest_articles"]} == {"done"}


def test_what_the_log_notes_of_a_feed_is_shown_the_newest_first(parley: Program, site: Site) -> None:
    site["/feed"] = Reply(b"", 410)
    parley("feeds", "add", site.url("/feed"), "--name", "world", "--unchecked")
    parley("poll", "--once")
    site["/feed"] = Reply(rss(E()))
    parley("poll", "--once")
    item = parley("feeds", "show", "world", "--json").json
    assert [notice["notice"] for notice in item["notices"]] == ["recovered", "retired"]
    assert "gone for good (410). It is asked once a week from now on." in " ".join(
        parley("feeds", "show", "world").out.split()
    )


def test_a_feed_that_does_not_exist_is_told_with_the_one_that_was_meant(parley: Program) -> None:
    parley("feeds", "add", "https://news.example/world", "--name", "world", "--unchecked")
    done = parley("feeds", "show", "wolrd")
    assert (done.code, "did you mean 'world'?" in done.err) == (2, True)


def test_a_test_shows_titles_on_a_line_each_times_in_utc_and_what_is_wrong_with_dates(
    parley: Program, site: Site
) -> None:
    site["/feed"] = Reply(
        rss(
            E("In Moscow", date="Mon, 05 Jan 2026 12:00:00 MSK", link="https://news.example/1"),
            E("a" * 400, date="soon", link="https://news.example/2"),
            E("Left \u202eto right", date="Mon, 05 Jan 2099 12:00:00 GMT", link="https://news.example/3"),
            E("Undated", date=None, link="https://news.example/4"),
        )
    )
    done = parley("feeds", "test", site.url("/feed"))
    head, *lines = done.out.splitlines()
    assert (done.code, head) == (0, f"{site.url('/feed')}: RSS 2.0, “Example World”, 4 entries; times are UTC")
    assert lines[0] == "  2026-01-05 09:00  In Moscow"
    assert lines[1] == f"  no date           {'a' * 159}…"
    assert lines[2] == "  no date           Left to right"
    assert (
        "note: of 4 entries 1 dated in the future (“Mon, 05 Jan 2099 12:00:00 GMT”), 1 without a readable date (“soon”),"
        " 1 without a date: the time of fetching stands in"
    ) in done.out


def test_what_is_tested_may_be_a_name_or_an_address_as_people_write_it(parley: Program, site: Site) -> None:
    site["/feed"] = Reply(rss(E()))
    parley("feeds", "add", site.url("/feed"), "--name", "world", "--unchecked")
    assert parley("feeds", "test", "world").out.startswith(f"{site.url('/feed')}: RSS 2.0, “Example World”, 1 entry;")
    assert parley("feeds", "test", f"127.0.0.1:{site.port}/feed").code == 0
    done = parley("feeds", "test", "wolrd")
    assert (done.code, "did you mean 'world'?" in done.err) == (2, True)
    assert parley("feeds", "test", "ftp://news.example/feed").code == 2


def test_testing_a_page_says_what_to_test_instead(parley: Program, site: Site) -> None:
    site["/"] = page("type=application/rss+xml href=/a.xml")
    done = parley("feeds", "test", site.url("/"))
    assert (done.code, f"try: parley feeds test {site.url('/a.xml')}" in done.out) == (1, True)
