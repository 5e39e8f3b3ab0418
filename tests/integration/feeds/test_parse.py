"""Feed documents of every dialect and defect, beside what is read from them. Pure: no network, no database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.feeds.documents import LONG, E, atom, rss
from worker.feeds.parse import MAX_ENTRIES, NotAFeed, ParsedFeed, feeds_named_by, parse_feed

FETCHED = datetime(2026, 2, 1, 12, tzinfo=UTC)
URL = "https://news.example/feeds/world.xml"


def parse(body: bytes | str, content_type: str = "") -> ParsedFeed:
    return parse_feed(
        body if isinstance(body, bytes) else body.encode(), url=URL, fetched=FETCHED, content_type=content_type
    )


RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old News</title><link>https://news.example/</link>
<item><title>Envoys meet</title><link>https://news.example/1</link><description>They met.</description></item>
</channel></rss>"""

RSS_10 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://news.example/"><title>RDF News</title><link>https://news.example/</link>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://news.example/1"><title>Envoys meet</title><link>https://news.example/1</link>
<description>They met.</description><dc:date>2026-01-05T15:07:00+03:00</dc:date></item></rdf:RDF>"""

RSS_20 = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>News</title><link>https://news.example/</link><ttl>45</ttl>
<item><title>Envoys &amp; ministers meet</title><link>https://news.example/1</link><guid>https://news.example/?p=1</guid>
<pubDate>Mon, 05 Jan 2026 15:07:00 +0300</pubDate><description>Teaser.</description>
<content:encoded><![CDATA[<p>They met.</p><p>They will meet again.</p>]]></content:encoded></item></channel></rss>"""

ATOM_10 = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom News</title><id>urn:n</id><link href="https://news.example/"/>
<entry><title type="html">Envoys &lt;b&gt;meet&lt;/b&gt;</title><id>urn:n:1</id><link rel="self" href="https://news.example/1.atom"/>
<link rel="alternate" href="https://news.example/1"/><published>2026-01-05T15:07:00+03:00</published>
<updated>2026-01-07T15:07:00+03:00</updated><summary>Teaser.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met.</p><p>They will meet again.</p></div></content>
</entry></feed>"""

ATOM_03 = """<?xml version="1.0"?>
<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old Atom</title><entry><title>Envoys meet</title>
<link rel="alternate" type="text/html" href="https://news.example/1"/><id>urn:1</id><issued>2026-01-05T15:07:00+03:00</issued>
<modified>2026-01-06T00:00:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;They met.&lt;/p&gt;</content></entry></feed>"""

JSON_11 = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "JSON News",
        "home_page_url": "https://news.example/",
        "items": [
            {"id": 17, "url": "/1", "title": "Envoys meet", "content_html": "<p>They met.</p>", "date_published": "2026-01-05T15:07:00+03:00"},
            "noise",
        ],
    }
)  # fmt: skip

NOON = datetime(2026, 1, 5, 12, 7, tzinfo=UTC)
BOTH = "They met.\n\nThey will meet again."

DIALECTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("RSS 0.91", RSS_091, "rss091n", {"text": "They met.", "guid": None, "published_at": None}),
    ("RSS 1.0", RSS_10, "rss10", {"text": "They met.", "guid": "https://news.example/1", "published_at": NOON}),
    (
        "RSS 2.0",
        RSS_20,
        "rss20",
        {"text": BOTH, "guid": "https://news.example/?p=1", "title": "Envoys & ministers meet"},
    ),
    ("Atom 1.0", ATOM_10, "atom10", {"text": BOTH, "guid": "urn:n:1", "published_at": NOON}),
    ("Atom 0.3", ATOM_03, "atom03", {"text": "They met.", "guid": "urn:1", "published_at": NOON}),
    ("JSON Feed", JSON_11, "json11", {"text": "They met.", "guid": "17", "published_at": NOON}),
]


@pytest.mark.parametrize(
    ("document", "version", "expected"), [pytest.param(*rest, id=name) for name, *rest in DIALECTS]
)
def test_every_dialect_is_read(document: str, version: str, expected: dict[str, Any]) -> None:
    feed = parse(document)
    (entry,) = feed.entries
    assert feed.version == version
    assert {"title": "Envoys meet", "link": "https://news.example/1", **expected} == {
        "title": entry.title,
        "link": entry.link,
        **{name: getattr(entry, name) for name in expected},
    }


def test_how_long_nothing_new_is_to_be_expected() -> None:
    assert parse(RSS_20).ttl == timedelta(minutes=45)
    assert parse(RSS_10).ttl == timedelta(minutes=30)
    assert parse(ATOM_10).ttl is None
    assert parse(rss(E(), extra="<ttl>-5</ttl>")).ttl is None
    assert parse(rss(E(), extra="<ttl>9999999999999</ttl>")).ttl == timedelta(days=7)


# --- addresses and identities ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "guid", "expected"),
    [
        ("/world/1", None, "https://news.example/world/1"),
        ("world/1", None, "https://news.example/world/1"),
        ("  https://news.example/1  ", None, "https://news.example/1"),
        ("javascript:alert(1)", "g", None),
        (None, "g", None),
        ("", "g", None),
        ("https://news.example/" + "x" * 5_000, "g", None),
    ],
)
def test_links_are_absolute_or_none(link: str | None, guid: str | None, expected: str | None) -> None:
    (entry,) = parse(rss(E(link=link, guid=guid))).entries
    assert entry.link == expected
    assert entry.guid == guid


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        ("<guid>https://news.example/9</guid>", "https://news.example/9"),
        ('<guid isPermaLink="true">https://news.example/9</guid>', "https://news.example/9"),
        ('<guid isPermaLink="false">https://news.example/9</guid>', None),
        ("<guid>12345</guid>", None),
    ],
)
def test_a_guid_is_a_link_only_where_it_can_be_one(guid: str, link: str | None) -> None:
    (entry,) = parse(
        f"<rss version='2.0'><channel><title>T</title><item><title>A</title>{guid}</item></channel></rss>"
    ).entries
    assert entry.link == link


def test_a_bare_guid_does_not_change_with_the_address_of_the_feed() -> None:
    document = rss(E(guid="12345"))
    guids = {
        parse_feed(document, url=url, fetched=FETCHED).entries[0].guid
        for url in ("https://a.example/feed", "https://b.example/other/feed")
    }
    assert guids == {"12345"}


# --- characters ------------------------------------------------------------------------------------------------------------

CYRILLIC = "<?xml version='1.0' encoding='{}'?><rss version='2.0'><channel><title>Новости</title><item><title>Встреча</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("declared", "encoded", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "utf-8-sig", ""),
        ("windows-1251", "windows-1251", ""),
        ("windows-1251", "windows-1251", "text/xml; charset=utf-8"),
        ("koi8-r", "koi8-r", "text/xml; charset=iso-8859-1"),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-16", "utf-16", ""),
        ("utf-8", "utf-16", ""),
        ("utf-16", "utf-16-le", ""),
        ("utf-16", "utf-16-be", ""),
        ("utf-32", "utf-32", ""),
    ],
)
def test_the_encoding_is_found_out(declared: str, encoded: str, content_type: str) -> None:
    feed = parse(CYRILLIC.format(declared).encode(encoded), content_type)
    assert (feed.title, feed.entries[0].title) == ("Новости", "Встреча")


def test_without_a_declaration_the_header_counts() -> None:
    document = CYRILLIC.replace(" encoding='{}'", "").encode("windows-1251")
    assert parse(document, "application/rss+xml; charset=windows-1251").title == "Новости"


def test_control_characters_are_left_out_and_told() -> None:
    feed = parse(rss(E("Envoys meet")).replace(b"Envoys", b"En\x00vo\x08ys"))
    assert feed.entries[0].title == "Envoys meet"
    assert "2 control characters were left out" in (feed.note or "")


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/octet-stream", "", "nonsense"])
def test_a_wrong_content_type_does_not_matter(content_type: str) -> None:
    feed = parse(rss(E()), content_type)
    assert (len(feed.entries), feed.note) == (1, None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Envoys\n  meet", "Envoys meet"),
        ("<b>Envoys</b> meet", "Envoys meet"),
        ("Envoys &amp; ministers", "Envoys & ministers"),
        ("Growth < 2 % and > 1 %", "Growth < 2 % and > 1 %"),
        ("", "They met on Monday."),
        ("x" * 2_000_000, "x" * 999 + "…"),
    ],
)
def test_titles_are_one_line_of_text(title: str, expected: str) -> None:
    assert parse(rss(E(title, text="<p>They met on Monday.</p><p>Again.</p>"))).entries[0].title == expected


# --- defects -----------------------------------------------------------------------------------------------------------------

GOOD = [E(f"Story {n}", f"https://news.example/{n}", text=f"Text {n}.") for n in range(5)]

DEFECTS = {
    "cut in the middle": (rss(*GOOD)[:-150], 4),
    "a bare ampersand": (rss(*GOOD).replace(b"Story 2", b"Story 2 & more"), 5),
    "an unclosed tag": (rss(*GOOD).replace(b"Text 2.", b"Text <b>2."), 5),
    "an unknown entity": (rss(*GOOD).replace(b"Text 2.", b"Text&nbsp;&ouml;&bogus; 2."), 5),
    "no namespace declared": (rss(*GOOD).replace(b"<title>Story 2", b"<x:y>1</x:y><title>Story 2"), 5),
    "junk before": (b"\n\n  <!-- generated -->" + rss(*GOOD), 5),
    "junk behind": (rss(*GOOD) + b"<script>track()</script>", 5),
    "a byte that is no UTF-8": (rss(*GOOD).replace(b"Text 2", b"Text \xff\xfe 2"), 5),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_document_with_defects_gives_what_it_has(name: str) -> None:
    document, least = DEFECTS[name]
    feed = parse(document)
    assert len(feed.entries) >= least
    assert [entry.title[:7] for entry in feed.entries[:2]] == ["Story 0", "Story 1"]


def test_a_document_that_is_not_well_formed_says_so_and_where() -> None:
    note = parse(rss(*GOOD).replace(b"Text 2.", b"Text <b>2.")).note or ""
    assert note.startswith("the XML is not well-formed (mismatched tag in line 1)")
    assert "5 entries could be read" in note


def test_entries_without_anything_are_left_out_and_dates_that_are_missing_are_told() -> None:
    feed = parse(rss(E(None, None, None, None, None), E(date=None), E(link="https://news.example/2")))
    assert len(feed.entries) == 2
    assert "of 2 entries 1 without a date: the time of fetching stands in" in (feed.note or "")


def test_nested_entities_do_not_explode() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    document = f"{bomb}]><rss version='2.0'><channel><title>x</title><item><title>&j;</title><link>https://news.example/1</link></item></channel></rss>"
    feed = parse(document)
    assert all(len(entry.title) <= 1_000 and len(entry.text) < 10_000 for entry in feed.entries)


def test_external_entities_are_not_read() -> None:
    document = (
        "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        "<rss version='2.0'><channel><title>T</title><item><title>A &x;</title><description>&x;</description></item></channel></rss>"
    )
    assert "root:" not in repr(parse(document))


def test_a_deeply_nested_text_does_not_end_the_program() -> None:
    (entry,) = parse(rss(E(text="<div>" * 20_000 + "They met." + "</div>" * 20_000))).entries
    assert "met" in entry.text or entry.title


def test_an_archive_is_cut_at_a_limit_and_says_so() -> None:
    count, half = 100_000, MAX_ENTRIES // 2
    items = "".join(f"<item><title>S{n}</title><link>https://news.example/{n}</link></item>" for n in range(count))
    feed = parse(f"<rss version='2.0'><channel><title>All</title>{items}</channel></rss>")
    assert [entry.title for entry in feed.entries] == [f"S{n}" for n in (*range(half), *range(count - half, count))]
    assert (feed.note or "").startswith(f"of its {count} entries the first and the last {half} were read")
    assert "well-formed" not in (feed.note or "")


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("", "an empty document"),
        ("<!doctype html><html><title>Front &amp; back</title><body>News</body></html>", "a web page (“Front & back”)"),
        ("<html><body>News</body></html>", "a web page, not a feed"),
        ("<?xml version='1.0'?><opml version='2.0'><body/></opml>", "its root is <opml>"),
        ("hello", "something, which is no feed"),
        ("[]", "no JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "no JSON Feed"),
        ("{" * 100_000, "broken JSON"),
        ("[" * 100_000, "broken JSON"),
    ],
)
def test_what_is_no_feed_is_told_apart(document: str, sentence: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        parse(document)
    assert sentence in str(caught.value)


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(rss()).entries == parse(atom()).entries == ()


def test_feeds_that_a_page_announces_are_found_in_its_order() -> None:
    page = b"""<link rel="stylesheet" href="/x.css"><LINK REL='alternate' TYPE='application/rss+xml' HREF='/world.xml'>
    <link rel="alternate" type="application/atom+xml" href="https://feeds.example/all?x=1&amp;y=2">
    <link rel="alternate" type="text/html" hreflang="de" href="/de"><link rel=alternate type=application/feed+json href=j.json>
    <link rel="alternate" type="application/rss+xml" href="/world.xml">"""
    assert feeds_named_by(page, "https://news.example/a/") == [
        "https://news.example/world.xml",
        "https://feeds.example/all?x=1&y=2",
        "https://news.example/a/j.json",
    ]


def test_markup_does_not_change_the_fingerprint_and_words_do() -> None:
    plain, marked, edited = (
        parse(rss(E(text=text))).entries[0].content_hash
        for text in (LONG, f"<p class='a'>{LONG}</p><img src='ad.gif'>", LONG.replace("Tuesday", "Wednesday"))
    )
    assert plain == marked != edited


def test_errors_published_as_entries_are_left_out_and_told() -> None:
    feed = parse(rss(E("Bridge returned error 403! (19362)"), E("Envoys meet", "https://news.example/2")))
    assert [entry.title for entry in feed.entries] == ["Envoys meet"]
    assert feed.note == "it publishes an error as an entry (“Bridge returned error 403! (19362)”)"


def test_an_entry_that_breaks_the_parser_takes_no_other_with_it() -> None:
    # A no-break space in a namespace: the SAX layer splits there, and feedparser raises over a name in four parts.
    broken = "<x:y xmlns:x='a\u00a0b'/><title>Story 2".encode()
    feed = parse(rss(*GOOD).replace(b"<title>Story 2", broken))
    assert [entry.title for entry in feed.entries] == ["Story 0", "Story 1", "Story 3", "Story 4"]
    assert feed.note == "1 of 5 entries break the parser and were left out"


def test_a_declaration_that_is_no_ascii_does_not_hide_the_feed() -> None:
    assert len(parse(rss(*GOOD).replace(b'encoding="utf-8"', b'encoding="ut\xd0"')).entries) == 5


@pytest.mark.parametrize(
    ("extra", "hours", "days"),
    [
        ("<skipHours><hour>0</hour><hour>23</hour></skipHours>", {0, 23}, set()),
        ("<skipHours>\n <hour> 24 </hour><hour>7</hour>\n</skipHours>", {0, 7}, set()),
        (
            "<skipDays><day>Saturday</day><day>sunday</day></skipDays><skipHours><hour>3</hour></skipHours>",
            {3},
            {5, 6},
        ),
        ("<skiphours><hour>3</hour></skiphours>", {3}, set()),
        ("<skipHours><hour>25</hour><hour>-1</hour><hour>noon</hour></skipHours>", set(), set()),
        ("<skipDays><day>Someday</day></skipDays>", set(), set()),
        ("<skipHours><hour>3</hour>", set(), set()),
        ("", set(), set()),
    ],
)
def test_hours_and_days_in_which_a_publisher_wants_to_be_left_alone(
    extra: str, hours: set[int], days: set[int]
) -> None:
    skip = parse(rss(E(), extra=extra)).skip
    assert {hour for hour in range(24) if skip.hours >> hour & 1} == hours
    assert {day for day in range(7) if skip.days >> day & 1} == days


def test_a_feed_that_its_publisher_calls_finished_says_so() -> None:
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "expired": True, "items": []}
    assert "finished" in (parse(json.dumps(document)).note or "")


@pytest.mark.parametrize(
    ("document", "site"),
    [
        (rss(E()), "https://news.example/"),
        (ATOM_10, "https://news.example/"),
        (JSON_11, "https://news.example/"),
        (rss(E()).replace(b"<link>https://news.example/</link>", b"", 1), None),
    ],
)
def test_the_page_that_a_feed_belongs_to_is_kept(document: Any, site: str | None) -> None:
    assert parse(document).site == site
