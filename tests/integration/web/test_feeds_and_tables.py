"""The Atom feed and the tables."""

from __future__ import annotations

import csv
import io

import feedparser
from lxml import etree

from tests.integration.web.conftest import Opening, Site
from worker.log.database import Database

NS = {"a": "http://www.w3.org/2005/Atom"}


def test_the_feed_is_atom_with_the_newest_change_first_and_ids_that_stay(winter: Site) -> None:
    document = winter.get("/changes.atom")
    assert document.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(document.data)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    ids = root.xpath("a:entry/a:id/text()", namespaces=NS)
    assert len(set(ids)) == len(ids) > 8
    assert all(one.startswith("urn:uuid:") for one in ids)
    updated = root.xpath("a:entry/a:updated/text()", namespaces=NS)
    assert updated == sorted(updated, reverse=True)
    assert root.xpath("string(a:updated)", namespaces=NS) == updated[0]
    assert root.xpath("a:link[@rel='self']/@href", namespaces=NS) == [f"{winter.base}/changes.atom"]
    assert len(root.xpath("a:id", namespaces=NS)) == len(root.xpath("a:title", namespaces=NS)) == 1
    again = etree.fromstring(winter.get("/changes.atom").data)
    assert again.xpath("a:entry/a:id/text()", namespaces=NS) == ids


def test_a_feed_reader_reads_it_without_a_complaint(winter: Site) -> None:
    parsed = feedparser.parse(winter.get("/changes.atom?watch=us-russia").data)
    assert not parsed.bozo
    assert parsed.feed.title == "Changes: US–Russia & <friends>"
    assert all("Russia" in entry.title for entry in parsed.entries)
    assert parsed.feed.id != feedparser.parse(winter.get("/changes.atom").data).feed.id


def test_hostile_text_stays_text_in_the_feed(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database)
    site.tell(
        "A\x00\x0b <script>x</script>]]>", "The ministers of Norway and Sweden will meet in Oslo on <i>January 20</i>."
    )
    site.tell(
        "Oslo <script>",
        "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.",
        url="https://n.example/2",
    )
    root = etree.fromstring(site.get("/changes.atom").data)
    contents = root.xpath("a:entry/a:content/text()", namespaces=NS)
    assert contents
    assert not any("<script" in content for content in contents)


def rows(site: Site, path: str) -> list[dict[str, str]]:
    text = site.text(path)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_meetings_and_changes_are_tables(winter: Site) -> None:
    meetings = rows(winter, "/meetings.csv")
    assert {row["names"] for row in meetings} >= {"US–Russia", "NATO–Russia", "OSCE–Russia"}
    (nato,) = [row for row in meetings if row["names"] == "NATO–Russia"]
    assert (nato["start"], nato["city"], nato["status"]) == ("2022-01-14", "Brussels", "scheduled")
    changes = rows(winter, "/changes.csv?watch=us-russia")
    assert changes[0]["kind"] == "announced"
    assert [int(row["position"]) for row in changes] == sorted(int(row["position"]) for row in changes)


def test_a_cell_is_never_a_formula(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database)
    site.tell("=1+1", "=cmd() says the foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    for row in rows(site, "/changes.csv") + rows(site, "/meetings.csv"):
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
