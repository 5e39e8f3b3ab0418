from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.articles import (
    EntryFacts,
    KnownEntry,
    article_id,
    canonical_url,
    content_fingerprint,
    entry_keys,
    identify,
    join_url,
    names_an_article,
    normalised_text,
    text_hash,
    url_key,
)

# --- addresses ----------------------------------------------------------------------------------------------------------

CANONICAL = [
    ("https://news.example/a", "https://news.example/a"),
    ("HTTPS://News.EXAMPLE/A", "https://news.example/A"),
    ("http://news.example:80/a", "http://news.example/a"),
    ("https://news.example:443/a", "https://news.example/a"),
    ("https://news.example:8443/a", "https://news.example:8443/a"),
    ("https://news.example", "https://news.example/"),
    ("https://news.example/a#comments", "https://news.example/a"),
    ("https://news.example/#!/story/1", "https://news.example/#!/story/1"),
    ("https://news.example/#/story/1", "https://news.example/#/story/1"),
    ("https://mia:secret@news.example/a", "https://news.example/a"),
    ("https://news.example/a b", "https://news.example/a%20b"),
    ("https://news.example/x/../a/./b", "https://news.example/a/b"),
    (" https://news.example/a\n", "https://news.example/a"),
    ("https://news.example./a", "https://news.example/a"),
    ("https://nachrichten-für-alle.example/ä", "https://xn--nachrichten-fr-alle-ibc.example/%C3%A4"),
    ("https://news.example/a?utm_source=rss&utm_medium=feed", "https://news.example/a"),
    ("https://news.example/a?UTM_Source=rss", "https://news.example/a"),
    ("https://news.example/a?id=7&utm_source=rss", "https://news.example/a?id=7"),
    ("https://news.example/a?fbclid=x&page=2&gclid=y", "https://news.example/a?page=2"),
    ("https://news.example/a?at_medium=RSS&at_campaign=KARANGA", "https://news.example/a"),
    ("https://news.example/a?maca=en-rss-en-all", "https://news.example/a"),
    ("https://news.example/a;jsessionid=A1?x=1", "https://news.example/a?x=1"),
    ("https://news.example/a?", "https://news.example/a"),
    ("https://news.example/a?&&b=1&", "https://news.example/a?b=1"),
    ("https://news.example/story/amp", "https://news.example/story"),
    ("https://news.example/story/amp/", "https://news.example/story"),
    ("https://news.example/story.amp", "https://news.example/story"),
    ("https://news.example/story.amp.html", "https://news.example/story.html"),
    ("https://news.example/story?amp", "https://news.example/story"),
    ("https://news.example/story?amp=1", "https://news.example/story"),
    ("https://news.example/story?outputType=amp", "https://news.example/story"),
    ("https://www.google.com/amp/s/news.example/story", "https://news.example/story"),
    ("https://www.google.co.uk/amp/news.example/story.amp", "http://news.example/story"),
    ("https://news-example.cdn.ampproject.org/c/s/news.example/story?amp=1", "https://news.example/story"),
    ("https://news-example.cdn.ampproject.org/v/s/news.example/story/amp/?id=4", "https://news.example/story?id=4"),
    ("mailto:desk@news.example", None),
    ("javascript:void(0)", None),
    ("/world/1", None),
    ("http://", None),
    ("http://[::1", None),
    ("", None),
]


@pytest.mark.parametrize(("given_url", "expected"), CANONICAL)
def test_the_canonical_url(given_url: str, expected: str | None) -> None:
    assert canonical_url(given_url) == expected


SAME = [
    ("https://news.example/a", "http://news.example/a"),
    ("https://news.example/a", "https://www.news.example/a/"),
    ("https://news.example/a?x=1&y=2", "https://news.example/a?y=2&x=1"),
    ("https://news.example/a?utm_source=x", "https://www.google.com/amp/s/news.example/a"),
    ("https://news.example/%7Eme", "https://news.example/%7Eme#top"),
]

DIFFERENT = [
    "https://news.example/",
    "https://news.example/a",
    "https://news.example/A",
    "https://news.example/a/b",
    "https://news.example/a?id=1",
    "https://news.example/a?id=2",
    "https://news.example/a?p=1",
    "https://news.example/a?ref=1",
    "https://news.example/a?source=tass",
    "https://news.example/a?amp=story",
    "https://news.example/#!/story/1",
    "https://news.example/#!/story/2",
    "https://news.example/amp/1",
    "https://news.example/amp/2",
    "https://news.example/camp",
    "https://news.example/amp",
    "https://news.example/a%20b",
    "https://news.example/ab",
    "https://news.example/a+b",
    "https://news.example:8080/a",
    "https://m.news.example/a",
    "https://other.example/a",
    "https://www.google.com/search/amp/s/news.example/a",
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_addresses_of_one_article_have_one_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(DIFFERENT, 2)))
def test_two_stories_never_share_a_key(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/", False),
        ("https://www.news.example?utm_source=rss", False),
        ("https://news.example/#top", False),
        ("https://news.example/?p=17", True),
        ("https://news.example/#!/17", True),
        ("https://news.example/17", True),
        ("no address", False),
    ],
)
def test_a_front_page_names_no_article(url: str, expected: bool) -> None:
    assert names_an_article(url) is expected


@pytest.mark.parametrize(
    ("base", "link", "expected"),
    [
        ("https://news.example/world/", "1", "https://news.example/world/1"),
        ("https://news.example/world/", "/1", "https://news.example/1"),
        ("https://news.example/world/", "//cdn.example/1", "https://cdn.example/1"),
        ("https://news.example/world/", " https://x.example/1 ", "https://x.example/1"),
        ("https://news.example/world/", "mailto:a@b.example", None),
        ("https://news.example/world/", "", None),
        (None, "/1", None),
        (None, "https://x.example/1", "https://x.example/1"),
    ],
)
def test_links_are_joined_to_their_base(base: str | None, link: str, expected: str | None) -> None:
    assert join_url(base, link) == expected


PIECES = st.lists(
    st.sampled_from(
        ["amp", "/", ".amp", ".html", "?", "&", "=", "#", "#!/", "a", "B", "%41", "%2F", " ", "ä", "utm_source=x", "amp=1",
         ";jsessionid=1", "..", "s/", "c/", "news.example", "http://", "https://www.google.com/amp/s/", "@", ":80", ":443",
         "https://news-example.cdn.ampproject.org/c/s/", "\t", "+", "www.", "outputType=amp", ".", "\\"]
    ),
    max_size=12,
)  # fmt: skip


@given(PIECES.map(lambda pieces: "https://news.example/" + "".join(pieces)) | PIECES.map("".join) | st.text())
def test_making_an_address_canonical_twice_changes_nothing(url: str) -> None:
    once = canonical_url(url)
    if once is not None:
        assert canonical_url(once) == once
        assert url_key(once) == url_key(url)


# --- ids ------------------------------------------------------------------------------------------------------------------

FACTS = {"url": "https://news.example/a", "feed": "f", "guid": "g", "title": "T", "published_raw": "d", "text": "x"}


def an_id(**changes: str | None) -> str:
    return article_id(**{**FACTS, **changes})  # type: ignore[arg-type]


def test_the_url_makes_the_id_whatever_the_feed_says() -> None:
    assert an_id() == an_id(
        feed="other", guid="h", title="U", published_raw=None, url="http://www.news.example/a/?utm_id=1"
    )
    assert an_id() != an_id(url="https://news.example/b")


def test_without_an_address_the_guid_counts_within_its_feed() -> None:
    assert an_id(url=None) == an_id(url=None, title="U", published_raw="e")
    assert an_id(url=None) == an_id(url="https://news.example/")
    assert an_id(url=None) != an_id(url=None, feed="other")


def test_without_both_title_and_date_count_and_without_a_title_the_text() -> None:
    bare = {"url": None, "guid": None}
    assert an_id(**bare) == an_id(**bare, text="y")
    assert an_id(**bare) != an_id(**bare, published_raw="e")
    assert an_id(**bare, title="") != an_id(**bare, title="", text="y")


# --- entries ----------------------------------------------------------------------------------------------------------------

JAN = datetime(2026, 1, 5, tzinfo=UTC)


def entry(link: str | None, guid: str | None, title: str, day: int = 5) -> EntryFacts:
    date = datetime(2026, 1, day, tzinfo=UTC)
    return EntryFacts(f"https://news.example/{link}" if link else None, guid, title, date, date.isoformat())


def ids_over_time(*documents: list[EntryFacts]) -> list[list[int]]:
    """Show ``identify`` one document after the other, remembering what it says to; articles numbered as they appear."""
    known: dict[str, KnownEntry] = {}
    numbers: dict[str, int] = {}
    told = []
    for document in documents:
        asked = {key for keys in entry_keys(document) for key in keys}
        row = []
        for facts, found in zip(document, identify("f", document, {k: v for k, v in known.items() if k in asked})):
            row.append(numbers.setdefault(found.article_id, len(numbers)))
            for key in found.keys:
                known[key] = KnownEntry(found.article_id, "", facts.title, facts.published_at)
        told.append(row)
    return told


TIMELINES = {
    "nothing changes": ([[entry("1", "a", "One")], [entry("1", "a", "One")]], [[0], [0]]),
    "the GUID counts edits": ([[entry("1", "1#0", "One")], [entry("1", "1#1", "Uno")]], [[0], [0]]),
    "the GUID counts edits, no link": (
        [[entry(None, "1#0", "One two")], [entry(None, "1#1", "One three two")]],
        [[0], [0]],
    ),
    "both versions are listed": ([[entry("1", "1#1", "Uno"), entry("1", "1#0", "One")]], [[0, 0]]),
    "the GUID follows the headline": ([[entry("1", "one", "One")], [entry("1", "uno", "Uno")]], [[0], [0]]),
    "the link follows the headline": (
        [[entry("one", "a", "One"), entry("9", "z", "Z")], [entry("uno", "a", "Uno"), entry("9", "z", "Z")]],
        [[0, 1], [0, 1]],
    ),
    "one GUID for all": (
        [[entry("1", "x", "One"), entry("2", "x", "Two")], [entry("2", "x", "Two"), entry("3", "x", "Three", 6)]],
        [[0, 1], [1, 2]],
    ),
    "one GUID for all, one item at a time": (
        [[entry("1", "x", "One")], [entry("2", "x", "Two", 6)], [entry("1", "x", "One")]],
        [[0], [1], [0]],
    ),
    "one GUID for all, no links": (
        [[entry(None, "x", "One"), entry(None, "x", "Two")], [entry(None, "x", "Two"), entry(None, "x", "Three")]],
        [[0, 1], [1, 2]],
    ),
    "one link for all": (
        [
            [entry("live", "a", "One"), entry("live", "b", "Two")],
            [entry("live", "b", "Two"), entry("live", "c", "Three")],
        ],
        [[0, 1], [1, 2]],
    ),
    "one link for all, first alone": (
        [[entry("live", "a", "One")], [entry("live", "a", "One"), entry("live", "b", "Two", 6)]],
        [[0], [0, 1]],
    ),
    "one link and one GUID for all": (
        [
            [entry("live", "x", "One"), entry("live", "x", "Two")],
            [entry("live", "x", "Two"), entry("live", "x", "Three")],
        ],
        [[0, 1], [1, 2]],
    ),
    "the front page as link": (
        [[entry("", "a", "One"), entry("", "b", "Two")], [entry("", "b", "Two"), entry("", "c", "Three")]],
        [[0, 1], [1, 2]],
    ),
    "neither link nor GUID": (
        [[entry(None, None, "One"), entry(None, None, "One", 6)], [entry(None, None, "One")]],
        [[0, 1], [0]],
    ),
    "the same entry twice": ([[entry("1", "a", "One"), entry("1", "a", "One")]], [[0, 0]]),
    "GUIDs are places": (
        [
            [entry("1", "0", "Grain", 1), entry("2", "1", "Gas", 2)],
            [entry("3", "0", "Visas", 3), entry("1", "1", "Grain", 1)],
        ],
        [[0, 1], [2, 0]],
    ),
    "a GUID appears later": (
        [[entry("1", None, "One")], [entry("1", "a", "One")], [entry(None, "a", "One")]],
        [[0], [0], [0]],
    ),
    "the GUIDs change with the feed's address, no links": (
        [
            [
                entry(None, "http://old.example/feed#1", "One two"),
                entry(None, "http://old.example/feed#2", "Two three", 6),
            ],
            [
                entry(None, "https://new.example/rss#1", "One two"),
                entry(None, "https://new.example/rss#2", "Two three", 6),
            ],
        ],
        [[0, 1], [0, 1]],
    ),
    "the GUIDs change with the feed's address": (
        [[entry("1", "http://old.example/1", "One")], [entry("1", "http://new.example/1", "One")]],
        [[0], [0]],
    ),
    "two notes of one title and day, no links": (
        [
            [entry(None, "a", "Press note")],
            [entry(None, "b", "Press note"), entry(None, "a", "Press note")],
            [entry(None, "b", "Press note")],
        ],
        [[0], [1, 0], [1]],
    ),
    "a link is taken away": ([[entry("1", "a", "One")], [entry(None, "a", "One")]], [[0], [0]]),
}


@pytest.mark.parametrize("name", TIMELINES)
def test_which_article_an_entry_is_over_time(name: str) -> None:
    documents, expected = TIMELINES[name]
    assert ids_over_time(*documents) == expected


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(["One", "Two", "Three"])), max_size=8))
def test_a_document_seen_twice_names_the_same_articles_twice(rows: list[tuple[int, int, str]]) -> None:
    document = [entry(str(link) if link else None, str(guid) if guid else None, title) for link, guid, title in rows]
    first, second = ids_over_time(document, document)
    assert first == second


@given(
    st.lists(st.sampled_from(["One", "Two", "Three", "Four", "Five"]), unique=True, max_size=5),
    st.sampled_from([None, "x"]),
)
def test_entries_with_different_titles_and_nothing_else_to_tell_them_apart_stay_apart(
    titles: list[str], shared: str | None
) -> None:
    (row,) = ids_over_time([entry(shared, shared, title) for title in titles])
    assert len(set(row)) == len(titles)


# --- content ----------------------------------------------------------------------------------------------------------------

TEXT = "Delegations met on Monday.\n\nThey will meet again."


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (TEXT, True),
        ("Delegations met  on\u00a0Monday.\n\n\nThey will meet again. ", True),
        (TEXT + "\n\n12 comments", True),
        (TEXT + "\n\nComments (3)", True),
        (TEXT + "\n\nUpdated 5 minutes ago", True),
        (TEXT + "\n\n4 min read", True),
        (TEXT + "\n\n2 hours ago", True),
        (TEXT + "\n\nan hour ago", True),
        (TEXT + "\n\nLast updated: 3 January 2022, 14:05 GMT", True),
        (TEXT + "\n\nUpdated at 2:05 p.m. on Monday", True),
        (TEXT + "\n\nPublished 5h ago", True),
        (TEXT + "\n\nADVERTISEMENT: two for one", True),
        (TEXT.replace("\n\n", "\n\nArticle continues below advertisement\n\n"), True),
        (TEXT + "\n\nRelated: Grain prices fall again", True),
        (TEXT + "\n\nREAD ALSO | Who is who in the delegations", True),
        (TEXT + "\n\nRelated stories\nGrain prices fall again\nWho is who in the delegations", True),
        (TEXT.replace("\n\n", "\n\nMost read\nGrain prices fall\nA long winter\n\n"), True),
        (TEXT + "\n\nMost read\nGrain prices fall again\nThe talks are off.", False),
        (TEXT + "\n\nUpdated 5 January: the talks are off", False),
        (TEXT + "\n\n13 January 2022", False),
        (TEXT + "\n\nTwo hours ago the delegations left", False),
        (TEXT + "\n\nRelated talks in Vienna were called off.", False),
        (TEXT + "\n\nThe ministers posted on Monday", False),
        (TEXT + "\n\nSponsored talks in Doha were called off", False),
        (TEXT + "\n\nAdvertising talks resume on Monday", False),
        (TEXT + "\n\nRead more »", True),
        (TEXT + "\n\nAdvertisement", True),
        (TEXT + "\n\nThe post Talks appeared first on Example News.", True),
        (TEXT.replace("Monday", "Tuesday"), False),
        (TEXT.replace("again", "again on 13 January"), False),
        (TEXT + "\n\n12 comments were made by delegates.", False),
        (TEXT + "\n\nUpdated 5 minutes ago: talks are off.", False),
        (TEXT.replace("will meet", "will not meet"), False),
        ("They will meet again.\n\nDelegations met on Monday.", False),
    ],
)
def test_what_makes_a_revision(other: str, same: bool) -> None:
    assert (content_fingerprint("Title", other) == content_fingerprint("Title", TEXT)) is same


@pytest.mark.parametrize(
    "line",
    [
        "Updated " + ", 1" * 3_000 + "x",
        "Updated " + "," * 3_000 + "x",
        "Related: " + " " * 3_000 + "x" * 300,
        "by " * 2_000,
    ],
)
def test_a_line_made_to_keep_an_expression_busy_does_not(line: str) -> None:
    assert content_fingerprint("Title", TEXT + "\n" + line) != content_fingerprint("Title", TEXT)


@pytest.mark.parametrize(("one", "other"), [("Talks on 10 January", "Talks on 13 January"), ("Talks", "Talks off")])
def test_an_edited_title_is_a_revision(one: str, other: str) -> None:
    assert content_fingerprint(one, TEXT) != content_fingerprint(other, TEXT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We will come,” he said.", '"We will come," he said.'),
        ("The minister’s plane", "The minister's plane"),
        ("Moscow – Geneva", "Moscow - Geneva"),
        ("and so on…", "and so on..."),
        ("a\u00adb\u200bc", "abc"),
        ("one\r\ntwo", "one two"),
        ("ﬁnal", "final"),
        ("cafe\u0301", "café"),
    ],
)
def test_typography_does_not_make_a_different_text(one: str, other: str) -> None:
    assert text_hash(one) == text_hash(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Jan. 10", "Jan. 13"), ("Geneva", "geneva"), ("a b", "ab"), ("a, b", "a b")]
)
def test_words_do(one: str, other: str) -> None:
    assert text_hash(one) != text_hash(other)


@given(st.text())
def test_normalising_a_text_twice_changes_nothing(text: str) -> None:
    once = normalised_text(text)
    assert normalised_text(once) == once
    assert text_hash(once) == text_hash(text)
