"""Documents as publishers write them, dialect by dialect and defect by defect, each beside what must be read from it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.feeds import plain
from worker.feeds.parse import ParsedFeed, parse_feed

FETCHED = datetime(2026, 2, 1, 12, tzinfo=UTC)
TEN = "2026-01-05T10:00:00+00:00"


def parse(document: str | bytes, content_type: str = "") -> ParsedFeed:
    body = document if isinstance(document, bytes) else document.encode()
    return parse_feed(body, url="https://news.example/feeds/world.xml", fetched=FETCHED, content_type=content_type)


def channel(items: str, *, head: str = "<title>News</title><link>https://news.example/</link>", rss: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0" {rss}><channel>{head}{items}</channel></rss>'


def feed(entries: str, *, attributes: str = "", head: str = "<title>News</title>") -> str:
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{head}{entries}</feed>'


ONE = {"title": "Envoys meet", "link": "https://news.example/1", "guid": None, "text": "They met.", "date": TEN}
PLAIN = (
    "<title>Envoys meet</title><link>https://news.example/1</link><description>They met.</description>"
    "<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate>"
)
ENTRY = (
    '<title>Envoys meet</title><link href="https://news.example/1"/><summary>They met.</summary>'
    "<published>2026-01-05T10:00:00Z</published>"
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

DOCUMENTS: dict[str, tuple[str | bytes, dict[str, Any]]] = {
    # --- RSS
    "RSS 0.90": (
        f'<?xml version="1.0"?><rdf:RDF xmlns:rdf="{RDF}" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        "<channel><title>News</title><link>https://news.example/</link></channel>"
        "<item><title>Envoys meet</title><link>https://news.example/1</link></item></rdf:RDF>",
        {"text": "", "date": None},
    ),
    "RSS 0.92": (channel(f"<item>{PLAIN}<source url='x'>Wire</source></item>").replace("2.0", "0.92"), {}),
    "RSS 0.93": (channel(f"<item>{PLAIN}<expirationDate>never</expirationDate></item>").replace("2.0", "0.93"), {}),
    "RSS without a version": (channel(f"<item>{PLAIN}</item>").replace(' version="2.0"', ""), {}),
    "RSS 1.0 with content": (
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://purl.org/rss/1.0/" {DC} {CONTENT}><channel rdf:about="x"><title>N</title>'
        '<link>https://news.example/</link></channel><item rdf:about="https://news.example/1"><title>Envoys meet</title>'
        "<link>https://news.example/1</link><dc:date>2026-01-05T11:00:00+01:00</dc:date><description>Short.</description>"
        "<content:encoded><![CDATA[<p>They met.</p>]]></content:encoded></item></rdf:RDF>",
        {"guid": "https://news.example/1", "date": "2026-01-05T11:00:00+01:00"},
    ),
    "items outside of the channel": (
        channel("").replace("</channel>", f"</channel><item>{PLAIN}</item>"),
        {},
    ),
    "a namespace for everything": (
        channel(f"<item>{PLAIN}</item>", rss='xmlns="http://backend.userland.com/rss2"'),
        {},
    ),
    "a prefix for everything": (
        '<r:rss version="2.0" xmlns:r="http://backend.userland.com/rss2"><r:channel><r:title>N</r:title><r:item>'
        "<r:title>Envoys meet</r:title><r:link>https://news.example/1</r:link><r:description>They met.</r:description>"
        "<r:pubDate>Mon, 05 Jan 2026 10:00:00 GMT</r:pubDate></r:item></r:channel></r:rss>",
        {},
    ),
    "full text beside a teaser": (
        channel(
            f"<item>{PLAIN.replace('They met.', 'Short.')}<content:encoded>&lt;p&gt;They met.&lt;/p&gt;</content:encoded></item>",
            rss=CONTENT,
        ),
        {},
    ),
    "a teaser that is longer than the full text": (
        channel(f"<item>{PLAIN}<content:encoded>Met.</content:encoded></item>", rss=CONTENT),
        {},
    ),
    "Dublin Core only": (
        channel(
            "<item><dc:title>Envoys meet</dc:title><link>https://news.example/1</link><dc:description>They met.</dc:description>"
            "<dc:date>2026-01-05T10:00:00Z</dc:date></item>",
            rss=DC,
        ),
        {},
    ),
    "media, pictures and podcasts": (
        channel(
            f'<item>{PLAIN}<media:title>A picture</media:title><media:content url="a.jpg"><media:title>B</media:title>'
            '<media:description>C</media:description></media:content><enclosure url="a.mp3" length="1" type="audio/mpeg"/>'
            "<itunes:title>D</itunes:title><itunes:summary>E</itunes:summary></item>",
            rss='xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
        ),
        {},
    ),
    "a link of Atom beside the own one": (
        channel(
            f'<item>{PLAIN}<atom:link rel="self" href="https://news.example/1.xml"/></item>',
            rss='xmlns:atom="http://www.w3.org/2005/Atom"',
        ),
        {},
    ),
    "a link of Atom instead of an own one": (
        channel(
            f'<item>{PLAIN.replace("<link>https://news.example/1</link>", "")}<atom:link href="https://news.example/1"/></item>',
            rss='xmlns:atom="http://www.w3.org/2005/Atom"',
        ),
        {},
    ),
    "the original link of a redirecting service": (
        channel(
            f"<item>{PLAIN.replace('https://news.example/1', 'https://feeds.example/~r/9')}"
            "<feedburner:origLink>https://news.example/1</feedburner:origLink></item>",
            rss='xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
        ),
        {},
    ),
    "a picture of the channel with title and link": (
        channel(
            f"<item>{PLAIN}</item>",
            head="<title>News</title><image><title>Logo</title><url>l.png</url><link>https://logo.example/</link></image>"
            "<link>https://news.example/</link>",
        ),
        {"feed": "News"},
    ),
    "a search box with title and link": (
        channel(
            f"<item>{PLAIN}</item>",
            head="<title>News</title><link>https://news.example/</link><textInput><title>Search</title><name>q</name>"
            "<link>https://search.example/</link></textInput>",
        ),
        {"feed": "News"},
    ),
    "addresses relative to the site": (
        channel(f"<item>{PLAIN.replace('https://news.example/1', '/1')}</item>"),
        {},
    ),
    "CDATA everywhere": (
        channel(
            "<item><title><![CDATA[Envoys meet]]></title><link><![CDATA[https://news.example/1]]></link>"
            "<guid isPermaLink='false'><![CDATA[id 1]]></guid><description><![CDATA[<p>They met.</p>]]></description>"
            "<pubDate><![CDATA[Mon, 05 Jan 2026 10:00:00 GMT]]></pubDate></item>"
        ),
        {"guid": "id 1"},
    ),
    "markup that was escaped twice": (
        channel(f"<item>{PLAIN.replace('They met.', '&amp;lt;p&amp;gt;They met.&amp;lt;/p&amp;gt;')}</item>"),
        {},
    ),
    "markup that was not escaped": (
        channel(f"<item>{PLAIN.replace('They met.', '<p>They <b>met</b>.</p>')}</item>"),
        {},
    ),
    "the date of a change instead of one of publication": (
        channel(
            f"<item>{PLAIN[: PLAIN.index('<pubDate>')]}<atom:updated>2026-01-05T10:00:00Z</atom:updated></item>",
            rss='xmlns:atom="http://www.w3.org/2005/Atom"',
        ),
        {},
    ),
    "blanks around everything": (
        channel(
            "<item>\n <title>\n Envoys\n meet </title>\n <link>\n https://news.example/1 </link>\n <guid> g </guid>"
            "<description>\n They met.\n </description><pubDate>\n Mon, 05 Jan 2026 10:00:00 GMT </pubDate>\n</item>"
        ),
        {"guid": "g"},
    ),
    "an empty guid": (channel(f"<item>{PLAIN}<guid/></item>"), {}),
    "a date in another element's language": (
        channel(f"<item>{PLAIN.replace('Mon, 05 Jan 2026 10:00:00 GMT', 'Lun, 05 janv. 2026 11:00:00 +0100')}</item>"),
        {"date": "2026-01-05T11:00:00+01:00"},
    ),
    # --- Atom
    "Atom with text only": (feed(f"<entry>{ENTRY}<id>urn:1</id></entry>"), {"guid": "urn:1"}),
    "Atom with several links": (
        feed(
            "<entry><title>Envoys meet</title><link rel='replies' href='https://news.example/1#c'/><link rel='enclosure' "
            "href='https://news.example/1.mp3'/><link rel='alternate' type='text/html' href='https://news.example/1'/>"
            "<summary>They met.</summary><published>2026-01-05T10:00:00Z</published></entry>"
        ),
        {},
    ),
    "Atom with an updated date only": (feed(f"<entry>{ENTRY.replace('published', 'updated')}</entry>"), {}),
    "Atom with XHTML": (
        feed(
            f"<entry>{ENTRY.replace('<summary>They met.</summary>', '')}<content type='xhtml'>"
            "<div xmlns='http://www.w3.org/1999/xhtml'><p>They <em>met</em>.</p></div></content></entry>"
        ),
        {},
    ),
    "Atom with a title in HTML": (
        feed("<entry>" + ENTRY.replace("<title>Envoys", "<title type='html'>&lt;i&gt;Envoys&lt;/i&gt;") + "</entry>"),
        {},
    ),
    "Atom with a base": (
        feed(
            f"<entry>{ENTRY.replace('https://news.example/1', '1')}</entry>",
            attributes='xml:base="https://news.example/"',
            head='<title>News</title><link href="https://news.example/"/>',
        ),
        {},
    ),
    "Atom with the source of a copied entry": (
        feed(f"<entry>{ENTRY}<source><title>Elsewhere</title><id>urn:other</id><updated>2020-01-01T00:00:00Z</updated></source></entry>"),
        {},
    ),
    "Atom with an author who has a title": (
        feed(f"<entry><author><name>A. Writer</name><uri>https://w.example/</uri></author>{ENTRY}</entry>"),
        {},
    ),
    # --- JSON Feed
    "JSON Feed 1.0 with text": (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1",
                "title": "News",
                "items": [
                    {
                        "id": "1",
                        "url": "https://news.example/1",
                        "title": "Envoys meet",
                        "content_text": "They met.",
                        "date_published": "2026-01-05T10:00:00Z",
                    }
                ],
            }
        ),
        {"guid": "1"},
    ),
    "JSON Feed with a mark, a summary and an external address": (
        b"\xef\xbb\xbf"
        + json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "News",
                "items": [
                    {
                        "id": 1,
                        "external_url": "https://news.example/1",
                        "title": "Envoys meet",
                        "summary": "They met.",
                        "date_modified": "2026-01-05T10:00:00Z",
                    }
                ],
            }
        ).encode(),
        {"guid": "1"},
    ),
    # --- defects
    "a warning of the server before the document": (
        "<br />\n<b>Warning</b>: mysql_connect() in <b>/srv/a.php</b><br />\n" + channel(f"<item>{PLAIN}</item>"),
        {},
    ),
    "a mark, a blank and a line end before the declaration": (
        b"\xef\xbb\xbf \n" + channel(f"<item>{PLAIN}</item>").encode(),
        {},
    ),
    "entities of HTML": (channel(f"<item>{PLAIN.replace('They met.', 'They&nbsp;met.')}</item>"), {"text": "They met."}),
    "a bare ampersand in an address": (
        channel(f"<item>{PLAIN.replace('news.example/1', 'news.example/1?a=1&b=2')}</item>"),
        {"link": "https://news.example/1?a=1&b=2"},
    ),
    "tags in capitals": (
        "<RSS VERSION='2.0'><CHANNEL><TITLE>News</TITLE><ITEM><TITLE>Envoys meet</TITLE><LINK>https://news.example/1</LINK>"
        "<DESCRIPTION>They met.</DESCRIPTION><PUBDATE>Mon, 05 Jan 2026 10:00:00 GMT</PUBDATE></ITEM></CHANNEL></RSS>",
        {},
    ),
    "an end that is missing": (channel(f"<item>{PLAIN}</item>").replace("</channel></rss>", ""), {}),
    "UTF-7, as nobody should": (
        '<?xml version="1.0" encoding="utf-7"?><rss version="2.0"><channel><title>News</title><item><title>Envoys meet</title>'
        "<link>https://news.example/1</link><description>They met.+ADw-script+AD4-alert(1)+ADw-/script+AD4-</description>"
        "<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate></item></channel></rss>",
        {},
    ),
    "an encoding that nobody knows": (
        channel(f"<item>{PLAIN}</item>").replace('"1.0"', '"1.0" encoding="x-user-defined"'),
        {},
    ),
    "windows-1252 that calls itself Latin-1": (
        channel(f"<item>{PLAIN.replace('They met.', 'They “met”.')}</item>")
        .replace('"1.0"', '"1.0" encoding="iso-8859-1"')
        .encode("windows-1252"),
        {"text": "They “met”."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_as_it_was_meant(name: str) -> None:
    document, differs = DOCUMENTS[name]
    read = parse(document)
    (entry,) = read.entries
    expected = {**ONE, **{key: value for key, value in differs.items() if key != "feed"}}
    date = entry.published_at.isoformat() if entry.published_at else None
    found = {"title": entry.title, "link": entry.link, "guid": entry.guid, "text": entry.text, "date": date}
    assert found == expected
    assert read.title == differs.get("feed", read.title)


# --- two readers of XML, one meaning ----------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=40)
LINK = st.sampled_from(["https://news.example/1", "/2", "3", "http://a.example/?x=1&y=2", "javascript:x", ""])
DATE = st.sampled_from(
    ["Mon, 05 Jan 2026 10:00:00 GMT", "2026-01-05T11:00:00+01:00", "05.01.2026 10:00", "5 января 2026", "soon", ""]
)
ESCAPED = WORDS.map(escape) | WORDS.map(lambda words: escape(f"<p>{escape(words)}</p><p>x</p>"))


def element(name: str, inside: st.SearchStrategy[str], attributes: str = "") -> st.SearchStrategy[str]:
    return inside.map(lambda text: f"<{name}{attributes}>{text}</{name}>")


RSS_ITEM = st.tuples(
    st.just("") | element("title", ESCAPED),
    # An empty link hides a permanent guid from feedparser, and nothing is lost where it does not.
    st.just("") | element("link", LINK.filter(bool).map(escape)),
    st.just("") | element("description", ESCAPED),
    st.just("") | element("content:encoded", ESCAPED),
    st.just("") | element("pubDate", DATE),
    st.just("") | element("dc:date", DATE),
    st.just("") | element("guid", ESCAPED, ' isPermaLink="false"') | element("guid", LINK.map(escape)),
    st.just("") | st.just("<unknown:tag xmlns:unknown='urn:x'>noise</unknown:tag><category>c</category>"),
).map(lambda parts: f"<item>{''.join(parts)}</item>")
ATOM_ENTRY = st.tuples(
    st.just("") | element("title", ESCAPED) | element("title", ESCAPED, ' type="html"'),
    st.just("") | LINK.map(lambda link: f"<link href='{escape(link)}'/>"),
    st.just("") | st.just("<link rel='self' href='https://news.example/self'/>"),
    st.just("") | element("id", ESCAPED),
    st.just("") | element("summary", ESCAPED) | element("summary", ESCAPED, ' type="html"'),
    st.just("") | element("content", ESCAPED, ' type="html"'),
    st.just("") | element("published", DATE),
    st.just("") | element("updated", DATE),
).map(lambda parts: f"<entry>{''.join(parts)}</entry>")
WRITTEN = st.one_of(
    st.lists(RSS_ITEM, max_size=4).map(lambda items: channel("".join(items), rss=f"{DC} {CONTENT}")),
    st.lists(ATOM_ENTRY, max_size=4).map(lambda entries: feed("".join(entries))),
)


def by_feedparser(document: str | bytes) -> ParsedFeed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "read", lambda body: None)
        return parse(document)


@given(WRITTEN)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_quick_reader_reads_what_feedparser_reads(document: str) -> None:
    assert plain.read(document.encode()) is not None
    assert told(parse(document)) == told(by_feedparser(document))


def told(read: ParsedFeed) -> ParsedFeed:
    """Without the type of texts that are empty, which means nothing."""
    return replace(read, entries=tuple(replace(e, content_type=e.content_type if e.text else "") for e in read.entries))


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name != "media, pictures and podcasts"])
def test_both_readers_agree_on_every_document(name: str) -> None:
    document, _ = DOCUMENTS[name]
    quick, slow = parse(document), by_feedparser(document)
    # Markup may be written in two ways; its text is the same.
    (entry,) = quick.entries
    assert replace(quick, entries=(replace(entry, content=slow.entries[0].content),)) == slow


def test_most_documents_need_no_slow_reader() -> None:
    quick = [
        name for name, (document, _) in DOCUMENTS.items() if isinstance(document, str) and plain.read(document.encode())
    ]
    assert len(quick) >= 25


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE rss [<!ENTITY a 'x'>]>" + channel(f"<item>{PLAIN}</item>"),
        channel(f"<item>{PLAIN}</item>").replace('"1.0"', '"1.0" encoding="windows-1252"'),
        feed(f"<entry>{ENTRY}</entry>", attributes='xml:base="https://elsewhere.example/"'),
        channel(f"<item>{PLAIN}</item>").replace("</item>", ""),
        "<html><body/></html>",
        "<feed xmlns='http://purl.org/atom/ns#' version='0.3'/>",
        "",
    ],
)
def test_what_might_be_meant_in_another_way_is_left_to_the_slow_reader(document: str) -> None:
    assert plain.read(document.encode()) is None
