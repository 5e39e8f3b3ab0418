"""The Atom feed and the tables."""

from __future__ import annotations

import csv
import io
import zlib

import feedparser
import pytest
from lxml import etree

from domain.watches import Parties, Watch
from tests.integration.log.stories import NOW, WINTER, article, report, take, take_all
from tests.integration.web.conftest import Opening, Site
from worker.log import store
from worker.log.database import Database
from worker.web import asking, tables
from worker.web.asking import ChangesWanted

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


def test_a_table_is_sent_in_pieces_each_meeting_once_although_dates_move_meanwhile(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "FIRST_PIECE", 2)
    monkeypatch.setattr(tables, "LONGEST_PIECE", 2)
    days = ("2022-01-10", "2022-01-11", "2022-01-12", "2022-01-13", "2022-01-14", None)
    pairs = ("NO SE", "DK FI", "FR DE", "ES PT", "PL CZ", "IT GR")
    take_all(
        sqlite_database,
        [
            article(f"a{n}", "2022-01-03T12:00", report(pair, "scheduled", day))
            for n, (pair, day) in enumerate(zip(pairs, days, strict=True))
        ],
    )
    with sqlite_database.read() as conn:
        head = store.head(conn)
    pieces = tables.meetings(sqlite_database, head, None)
    told = next(pieces)
    assert [line[4] for line in told] == ["2022-01-10", "2022-01-11"]
    # One goes from ahead of the pieces to behind them, one that was told already from behind to ahead.
    take(
        sqlite_database,
        article("b1", "2022-01-04T12:00", report("ES PT", "scheduled", "2022-01-09", was="2022-01-13")),
        NOW,
    )
    take(
        sqlite_database,
        article("b2", "2022-01-04T12:00", report("NO SE", "scheduled", "2022-01-20", was="2022-01-10")),
        NOW,
    )
    told += [line for piece in pieces for line in piece]
    assert sorted(line[1] for line in told) == sorted(" ".join(sorted(pair.split())) for pair in pairs)
    assert [line[4] for line in told[2:]] == ["2022-01-12", "2022-01-14", "", "2022-01-09"]


@pytest.mark.parametrize(
    "database", ["sqlite_database", pytest.param("postgresql_database", marks=pytest.mark.integration)]
)
def test_a_table_of_changes_is_what_a_search_finds_in_the_order_of_the_log(
    database: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LOOKED_AHEAD", 1)
    monkeypatch.setattr(asking, "LOOKED_AT_FIRST", 3)
    db: Database = request.getfixturevalue(database)
    take_all(db, WINTER)
    with db.read() as conn:
        head = store.head(conn)
    for wanted in (
        ChangesWanted(),
        ChangesWanted(query="russia"),
        ChangesWanted(query="vienna", kinds=("announced", "firmed")),
        ChangesWanted(query="!?"),
        ChangesWanted(kinds=("rescheduled",)),
        ChangesWanted(query="geneva", watch=Watch(name="w", parties=Parties(all=("US",)))),
        ChangesWanted(query="nato", after=12),
    ):
        with db.read() as conn:
            found = asking.changes(conn, wanted, 100).items
            newest = asking.changes(conn, wanted, 2).items
        assert [one.position for one in newest] == [one.position for one in found][:2]
        pieces = [one.position for piece in asking.every_change(db, head, wanted, 2, 3) for one in piece]
        assert pieces == sorted(one.position for one in found), wanted


def test_the_first_piece_of_a_compressed_table_can_be_read_before_the_second_is_made() -> None:
    made = iter([b"first", b"second"])
    pieces = tables.compressed(made)
    unpacking = zlib.decompressobj(wbits=31)
    assert unpacking.decompress(next(pieces)) == b"first"
    assert next(made) == b"second"
    assert unpacking.decompress(b"".join(pieces)) == b""
    assert unpacking.eof


def test_head_of_a_table_makes_none_and_a_table_that_is_known_is_not_sent(winter: Site) -> None:
    head = winter.get("/changes.csv", "HEAD")
    assert (head.status, head.data) == (200, b"")
    assert winter.get("/changes.csv", if_none_match=head.headers["etag"]).status == 304
    packed = winter.get("/changes.csv", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.data == winter.get("/changes.csv").data
    assert winter.get("/changes.csv?kind=dreamt").status == 400
    assert len(rows(winter, "/changes.csv?as_of=2022-01-10T12:00Z")) < len(rows(winter, "/changes.csv"))
