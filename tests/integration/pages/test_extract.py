from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.pages.extract import Page, not_news_reason, page_text
from worker.pages.notices import is_error_entry

URL = "https://news.example/world/envoys-meet"
STORY = [
    "The envoys of the two countries will meet in Geneva on 10 January, both governments announced on Tuesday.",
    "Each delegation will be led by a deputy minister, according to a statement that was published in the evening.",
    "The agenda was agreed by telephone. It names arms control, missiles and the rules for exercises near the border.",
    "A second round may follow in Vienna. No date has been set for it, and officials warned against high hopes.",
    "The last meeting of this kind took place two years ago and ended without a common statement.",
]


def page(
    *,
    head: str = "",
    title: str = "Envoys to meet in Geneva - Example News",
    story: list[str] = STORY,
    before: str = "",
    after: str = "",
    data: Any = None,
) -> str:
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data is not None else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}{linked}</head><body>"
        "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav></header>"
        f"<main><article><h1>Envoys to meet in Geneva</h1>{before}{body}</article>{after}</main>"
        "<aside><h3>Most read</h3><ul><li><a href='/x'>Ten things to know about cheese</a></li></ul></aside>"
        "<footer><p>© Example News. All rights reserved. <a href='/privacy'>Privacy</a></p></footer></body></html>"
    )


def read(html: str | bytes, url: str | None = URL, **options: Any) -> Page:
    return page_text(html, url, **options)


# --- text -----------------------------------------------------------------------------------------------------------------


def test_the_text_is_the_story_in_paragraphs_and_nothing_around_it() -> None:
    found = read(page())
    assert found.text.split("\n\n") == STORY
    assert (found.title, found.not_news) == ("Envoys to meet in Geneva", None)


@pytest.mark.parametrize(
    "noise",
    [
        "<figure><img src=a.jpg><figcaption>The two ministers shake hands in 2019</figcaption></figure>",
        "<script>var talks = 'Geneva';</script>",
        "<style>.talks{}</style>",
        "<div class='share-buttons'><a href='#'>Tweet</a> <a href='#'>Share</a></div>",
        "<div class='comments'><p>I do not believe a word.</p></div>",
    ],
)
def test_what_surrounds_a_story_is_not_read(noise: str) -> None:
    assert read(page(before=noise)).text.split("\n\n") == STORY


def test_an_article_that_only_its_linked_data_holds_is_read_from_there() -> None:
    data = {"@type": "NewsArticle", "articleBody": "\n\n".join(STORY)}
    assert read(page(story=[], data=data)).text.split("\n\n") == STORY


def test_a_page_of_nothing_but_paragraphs_is_read() -> None:
    html = "<html><body>" + "".join(f"<p>{paragraph}</p>" for paragraph in STORY[:2]) + "</body></html>"
    assert STORY[0] in read(html).text


@pytest.mark.parametrize(
    "broken", ["", "   ", "\x00\x00", "<", "<!--", "<html>", "</html></p>", "\ufeff", "<p" * 5_000]
)
def test_a_page_without_an_article_says_so(broken: str) -> None:
    found = read(broken)
    assert found.not_news is not None
    assert read(broken.encode()).not_news is not None


# --- characters ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "meta", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "windows-1252", "iso-8859-1"),
        ("windows-1251", "windows-1251", None),
        ("windows-1251", "utf-8", "windows-1251"),
        ("utf-16", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
    ],
)
def test_the_encoding_of_a_page_is_found_out(encoding: str, meta: str, header: str | None) -> None:
    html = page(
        title="Переговоры в Женеве",
        story=["Делегации встретятся в Женеве десятого января, сообщили в министерстве."] * 3,
    )
    raw = html.replace("<meta charset=utf-8>", f"<meta charset={meta}>").replace("©", "(c)").encode(encoding)
    assert "Делегации встретятся" in read(raw, charset=header).text


def test_an_encoding_that_nobody_knows_is_no_error() -> None:
    raw = page().replace("<meta charset=utf-8>", "<meta charset=klingon>").replace("©", "é").encode("latin-1")
    assert STORY[0] in read(raw, charset="x-unknown").text


# --- dates, title, address ----------------------------------------------------------------------------------------------------

NOON = datetime(2026, 1, 5, 12, 7, tzinfo=UTC)
LATER = datetime(2026, 1, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "data", "published", "modified"),
    [
        ("", {"@type": "NewsArticle", "datePublished": "2026-01-05T15:07:00+03:00", "dateModified": "2026-01-06T08:00:00Z"}, NOON, LATER),
        ("", {"@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"}, {"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2026-01-05T12:07:00Z"}]}, NOON, None),
        ("", [{"@type": "Organization"}, {"@type": "LiveBlogPosting", "datePublished": "2026-01-05T12:07Z"}], NOON, None),
        ("<meta property='article:published_time' content='2026-01-05T12:07:00Z'><meta property='article:modified_time' content='2026-01-06T08:00:00Z'>", None, NOON, LATER),
        ("<meta itemprop='datePublished' content='2026-01-05T12:07:00Z'>", None, NOON, None),
        ("<meta name='parsely-pub-date' content='2026-01-05T12:07:00Z'>", None, NOON, None),
        ("<meta property='article:published_time' content='soon'>", {"@type": "Article", "datePublished": 17}, None, None),
        ("<script type='application/ld+json'>{broken</script><meta name='date' content='05.01.2026 12:07'>", None, NOON, None),
        ("", None, None, None),
    ],
)  # fmt: skip
def test_dates_are_read_where_publishers_put_them(
    head: str, data: Any, published: datetime | None, modified: datetime | None
) -> None:
    found = read(page(head=head, data=data))
    assert (found.published_at, found.modified_at) == (published, modified)


def test_a_marked_up_time_in_the_text_is_a_date_too() -> None:
    assert (
        read(page(before="<time itemprop=datePublished datetime='2026-01-05T12:07:00Z'>Monday</time>")).published_at
        == NOON
    )


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<link rel=canonical href='https://news.example/a?utm_source=x'>", "https://news.example/a"),
        ("<link rel=canonical href='/a'>", "https://news.example/a"),
        (
            "<link rel=canonical href='/'><meta property='og:url' content='https://news.example/b#c'>",
            "https://news.example/b",
        ),
        ("<link rel='shortlink canonical' href='//news.example/a'>", "https://news.example/a"),
        ("<link rel=canonical href='javascript:x'>", None),
        ("", None),
    ],
)
def test_a_page_knows_its_own_address(head: str, expected: str | None) -> None:
    assert read(page(head=head)).canonical_url == expected


def test_without_an_address_relative_canonical_links_say_nothing() -> None:
    assert read(page(head="<link rel=canonical href='/a'>"), None).canonical_url is None


@pytest.mark.parametrize(
    ("head", "data", "expected"),
    [
        ("", {"@type": "NewsArticle", "headline": "The &amp; headline"}, "The & headline"),
        ("<meta property='og:title' content='The title'>", None, "The title"),
        ("", None, "Envoys to meet in Geneva"),
    ],
)
def test_the_title_is_the_headline_and_not_the_site(head: str, data: Any, expected: str) -> None:
    assert read(page(head=head, data=data)).title == expected


# --- no news --------------------------------------------------------------------------------------------------------------------

NO_NEWS = [
    ("404 Not Found", "nginx", "error page"),
    ("Page not found", "The page you are looking for does not exist. Try the search.", "error page"),
    ("Error 503", "", "error page"),
    ("Access denied", "You do not have permission to view this page.", "error page"),
    ("Error 403", "Details: HttpException. Type: unexpected response.", "error page"),
    ("Just a moment...", "Checking your browser before accessing news.example.", "robot"),
    ("news.example", "Enable JavaScript and cookies to continue", "robot"),
    ("Before you continue", "We use cookies and data to deliver services.", "consent page"),
    (
        "Example News",
        "We and our partners store cookies. Give consent or manage cookies. Your privacy is our concern.",
        "consent page",
    ),
    ("Log in", "E-mail address. Password. Forgot your password?", "login page"),
]


@pytest.mark.parametrize(("title", "text", "why"), NO_NEWS)
def test_a_message_of_a_machine_is_no_news(title: str, text: str, why: str) -> None:
    assert why in (not_news_reason(title, text) or "")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Envoys to meet in Geneva", STORY[0]),
        ("Access denied: observers kept from the border", "They were stopped on Monday."),
        ("Talks called off", "The talks are off, the ministry said."),
        ("Access denied: how observers were kept from the border", " ".join(STORY)),
        ("404 days of talks", "Four hundred and four days after the first round the envoys met again."),
        ("500 delegates meet in Vienna", "They will talk for three days."),
        (
            "Regulator rules on cookie consent",
            "The court ruled that consent to cookies must be given freely. " + " ".join(STORY),
        ),
        ("Error in count of votes", "The commission found an error in the count. It will be repeated on Monday."),
        ("Sorry, no deal: ministers leave Geneva", "They left without an agreement on Monday."),
        ("", ""),
    ],
)
def test_an_article_is_news_though_it_speaks_of_such_things(title: str, text: str) -> None:
    assert not_news_reason(title, text) is None


def test_a_page_behind_a_paywall_is_recognised() -> None:
    closed = {"@type": "NewsArticle", "isAccessibleForFree": False}
    assert "paywall" in (read(page(story=STORY[:1], data=closed)).not_news or "")
    wall = "<p>Subscribe to continue reading. Already a subscriber? Sign in.</p>"
    assert "paywall" in (read(page(story=STORY[:2], before=wall)).not_news or "")


def test_a_whole_article_that_is_marked_as_paid_is_read() -> None:
    assert read(page(story=STORY * 5, data={"@type": "NewsArticle", "isAccessibleForFree": "False"})).not_news is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bridge returned error 403! (19362)", True),
        ("RSS-Bridge error", True),
        ("Error 503: Backend fetch failed", True),
        ("HTTP Error 429", True),
        ("404 Not Found", True),
        ("502 - Bad Gateway", True),
        ("Just a moment...", True),
        ("Failed to fetch feed", True),
        ("This feed has been discontinued", True),
        ("Access denied: observers kept from the border", False),
        ("404 not found: the lost delegates of Vienna", False),
        ("Bridge over the Drina reopens after talks", False),
        ("Error in count of votes", False),
        ("500 delegates meet", False),
        ("Just a moment: envoy asks for time", False),
        ("Feeding the city: talks on grain", False),
        ("", False),
    ],
)
def test_an_error_that_is_published_as_an_entry_is_recognised_and_a_headline_is_not(title: str, expected: bool) -> None:
    assert is_error_entry(title) is expected
