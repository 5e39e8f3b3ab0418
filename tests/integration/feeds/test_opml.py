"""OPML as other readers export it: files of our own in the manner of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.feeds.opml import NotOpml, Outline, read_opml, write_opml

EXPORTS = {
    "flat, type rss": (
        """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Subscriptions</title></head><body>
        <outline text="Example World" title="Example World" xmlUrl="https://news.example/world.xml"
        htmlUrl="https://news.example/" type="rss"/></body></opml>""",
        [Outline("https://news.example/world.xml", "Example World", "https://news.example/")],
    ),
    "folders, OPML 1.0, text only": (
        """<opml version="1.0"><head/><body><outline text="News"><outline text="Diplomacy">
        <outline text="MFA" xmlUrl="https://mfa.example/rss"/></outline></outline>
        <outline text="Alone" xmlUrl="https://alone.example/feed"/></body></opml>""",
        [
            Outline("https://mfa.example/rss", "MFA", None, ("News", "Diplomacy")),
            Outline("https://alone.example/feed", "Alone"),
        ],
    ),
    "lower-case attributes and foreign namespaces": (
        """<opml xmlns:fr="https://reader.example/opml" version="2.0"><body><outline text="A" fr:priority="20"
        xmlurl="https://a.example/f" description=""/></body></opml>""",
        [Outline("https://a.example/f", "A")],
    ),
    "the same feed in two folders": (
        """<opml version="2.0"><body><outline text="X"><outline text="A" xmlUrl="https://a.example/f"/></outline>
        <outline text="Y"><outline text="A again" xmlUrl="https://a.example/f"/></outline></body></opml>""",
        [Outline("https://a.example/f", "A", None, ("X",))],
    ),
    "feed scheme, entities in addresses, no titles": (
        """<opml version="2.0"><body><outline xmlUrl="feed://a.example/f?x=1&amp;y=2"/>
        <outline text="" title="" xmlUrl="feed:https://b.example/f"/></body></opml>""",
        [
            Outline("http://a.example/f?x=1&y=2", "http://a.example/f?x=1&y=2"),
            Outline("https://b.example/f", "https://b.example/f"),
        ],
    ),
    "folders that are feeds themselves": (
        """<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/f"><outline text="B"
        xmlUrl="https://b.example/f"/></outline></body></opml>""",
        [Outline("https://a.example/f", "A"), Outline("https://b.example/f", "B")],
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_lists_of_other_readers_are_read(name: str) -> None:
    document, expected = EXPORTS[name]
    feeds, problems = read_opml(document.strip().encode())
    assert (feeds, problems) == (expected, [])


def test_other_encodings_are_read() -> None:
    document = """<?xml version="1.0" encoding="windows-1251"?><opml><body><outline text="Новости" xmlUrl="https://a.example/"/></body></opml>"""
    assert read_opml(document.encode("windows-1251"))[0][0].title == "Новости"


def test_what_is_no_address_is_left_out_and_told() -> None:
    feeds, problems = read_opml(
        b"<opml><body><outline text='Bad' xmlUrl='file:///etc/passwd'/><outline xmlUrl=''/>"
        b"<outline text='Good' xmlUrl='https://a.example/'/></body></opml>"
    )
    assert [feed.title for feed in feeds] == ["Good"]
    assert problems == ["Bad: 'file:///etc/passwd' is no web address.", "A feed without a title: '' is no web address."]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no well-formed XML"),
        (b"<opml><body>", "no well-formed XML"),
        (b"<rss/>", "its root is <rss>"),
        (b"<!DOCTYPE x [<!ENTITY a 'aaa'>]><opml/>", "defines XML entities"),
        (b"<?xml version='1.0' encoding='klingon'?><opml/>", "no well-formed XML"),
    ],
)
def test_what_is_no_opml_is_told_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(NotOpml, match=sentence):
        read_opml(data)


NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split()) or "x"
)


@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=2)), max_size=6))
def test_what_was_written_is_read_back(rows: list[tuple[str, list[str]]]) -> None:
    feeds = [
        Outline(f"https://news.example/{number}", title.replace("<", "").replace("&", "") or "x", None, tuple(folders))
        for number, (title, folders) in enumerate(rows)
    ]
    plain = [
        Outline(f.url, f.title, f.site, tuple(g.replace("<", "").replace("&", "") or "x" for g in f.folders))
        for f in feeds
    ]
    read, problems = read_opml(write_opml(plain))
    assert problems == []
    assert sorted(read, key=lambda f: f.url) == sorted(plain, key=lambda f: f.url)
