"""Feeds and pages of the scenario, as real publishers make them: RSS 2.0 and Atom, whole articles and teasers, pages
with navigation, cookie bar, JSON-LD and related links around the text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from worker.demo.scenario import Article, Outlet

FEED_LENGTH = 10
"""Entries in a feed; older ones drop out, as everywhere."""


def rfc822(instant: datetime) -> str:
    """As RSS 2.0 wants dates: RFC 822 with a four-digit year."""
    return format_datetime(instant)


def http_date(instant: datetime) -> str:
    """As HTTP wants dates (RFC 9110 section 5.6.7)."""
    return format_datetime(instant.astimezone(UTC), usegmt=True)


def article_html(article: Article, *, page: bool) -> str:
    """The blocks of an article. In a feed the furniture has lost its markup, as it has in most full-text feeds."""
    return "\n".join(_block(block, page) for block in article.blocks)


def _block(block: str, page: bool) -> str:
    kind, colon, rest = block.partition(": ")
    text = escape(rest, quote=False)
    if colon and kind == "CAPTION":
        image = '<img src="/static/picture.jpg" alt="" width="960" height="640">'
        if page:
            return f"<figure>{image}<figcaption>{text}</figcaption></figure>"
        return f"<p>{image}<br>{text}</p>"
    if colon and kind == "HEADING":
        return f"<h2>{text}</h2>"
    if colon and kind == "BOX":
        if page:
            return f'<aside class="newsletter-signup"><p>{text}</p><form><input type="email"><button>Sign up</button></form></aside>'
        return f"<p><em>{text}</em></p>"
    if colon and kind == "RELATED":
        links = "".join(
            f'<li><a href="/related">{escape(title.strip(), quote=False)}</a></li>' for title in rest.split("|")
        )
        return f'<aside class="related"><h3>Read more</h3><ul>{links}</ul></aside>' if page else ""
    return f"<p>{escape(block, quote=False)}</p>"


def feed(outlet: Outlet, articles: Sequence[Article], base: str) -> bytes:
    """The feed document of ``outlet``; ``articles`` in the order of the feed, ``base`` without a trailing slash."""
    shown = articles[:FEED_LENGTH]
    document = _rss(outlet, shown, base) if outlet.format == "rss" else _atom(outlet, shown, base)
    return document.encode("utf-8")


def _rss(outlet: Outlet, articles: Sequence[Article], base: str) -> str:
    items = "".join(_rss_item(outlet, article, base) for article in articles)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{escape(outlet.feed_title)}</title>
<link>{base}/{outlet.key}/</link>
<description>News from {escape(outlet.name)}</description>
<language>{outlet.language}</language>
<atom:link href="{base}/{outlet.key}/feed" rel="self" type="application/rss+xml"/>
<ttl>5</ttl>
{items}</channel>
</rss>
"""


def _rss_item(outlet: Outlet, article: Article, base: str) -> str:
    full = ""
    if outlet.content == "full":
        full = f"<content:encoded>{escape(article_html(article, page=False))}</content:encoded>\n"
    return f"""<item>
<title>{escape(article.title)}</title>
<link>{base}{article.path}</link>
<guid isPermaLink="false">{outlet.key}-{article.published:%Y%m%d}-{article.slug}</guid>
<pubDate>{rfc822(article.published)}</pubDate>
<description>{escape(escape(article.summary, quote=False))}</description>
{full}</item>
"""


def _atom(outlet: Outlet, articles: Sequence[Article], base: str) -> str:
    updated = max((a.changed_at for a in articles), default=datetime(2021, 12, 1, tzinfo=UTC))
    entries = "".join(_atom_entry(outlet, article, base) for article in articles)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
<title>{escape(outlet.feed_title)}</title>
<id>tag:{outlet.key}.example,2021:feed</id>
<link rel="self" href="{base}/{outlet.key}/feed"/>
<link rel="alternate" href="{base}/{outlet.key}/"/>
<author><name>{escape(outlet.name)}</name></author>
<updated>{updated.isoformat()}</updated>
{entries}</feed>
"""


def _atom_entry(outlet: Outlet, article: Article, base: str) -> str:
    body = f"<summary>{escape(article.summary)}</summary>\n" if article.summary else ""
    if outlet.content == "full":
        body += f'<content type="html">{escape(article_html(article, page=False))}</content>\n'
    return f"""<entry>
<title>{escape(article.title)}</title>
<id>tag:{outlet.key}.example,{article.published:%Y-%m-%d}:{article.slug}</id>
<link rel="alternate" type="text/html" href="{base}{article.path}"/>
<published>{article.published.isoformat()}</published>
<updated>{article.changed_at.isoformat()}</updated>
{body}</entry>
"""


def page(outlet: Outlet, article: Article, others: Iterable[Article], base: str) -> bytes:
    """The article's own page, or what stands in its place."""
    return (
        _consent_page(outlet) if article.page == "consent" else _article_page(outlet, article, others, base)
    ).encode()


def _article_page(outlet: Outlet, article: Article, others: Iterable[Article], base: str) -> str:
    linked_data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "datePublished": article.published.isoformat(),
            "dateModified": article.changed_at.isoformat(),
            "publisher": {"@type": "Organization", "name": outlet.name},
        }
    )
    teasers = "".join(
        f'<li><a href="{base}{other.path}">{escape(other.title)}</a></li>' for other in others if other != article
    )
    return f"""<!doctype html>
<html lang="{outlet.language}">
<head>
<meta charset="utf-8">
<title>{escape(article.title)} | {escape(outlet.name)}</title>
<link rel="canonical" href="{base}{article.path}">
<meta property="og:title" content="{escape(article.title)}">
<meta property="og:url" content="{base}{article.path}?utm_source=social&amp;utm_medium=share">
<meta property="og:site_name" content="{escape(outlet.name)}">
<meta property="article:published_time" content="{article.published.isoformat()}">
<script type="application/ld+json">{linked_data}</script>
</head>
<body>
<div class="cookie-banner"><p>We and our partners use cookies to improve this site.</p><button>Accept</button></div>
<header><a href="/{outlet.key}/">{escape(outlet.name)}</a>
<nav><ul><li><a href="/{outlet.key}/world">World</a></li><li><a href="/{outlet.key}/business">Business</a></li>
<li><a href="/{outlet.key}/sport">Sport</a></li><li><a href="/{outlet.key}/opinion">Opinion</a></li></ul></nav></header>
<main>
<article>
<h1>{escape(article.title)}</h1>
<p class="byline">By our foreign staff</p>
<p class="dateline"><time datetime="{article.published.isoformat()}">{article.published:%d %B %Y, %H:%M}</time></p>
<div class="article-body">
{article_html(article, page=True)}
</div>
</article>
</main>
<aside class="most-read"><h2>Most read</h2><ol>{teasers}</ol></aside>
<footer><p>© {article.published:%Y} {escape(outlet.name)}. All rights reserved.</p>
<ul><li><a href="/{outlet.key}/about">About us</a></li><li><a href="/{outlet.key}/privacy">Privacy</a></li></ul></footer>
</body>
</html>
"""


def _consent_page(outlet: Outlet) -> str:
    return f"""<!doctype html>
<html lang="{outlet.language}">
<head><meta charset="utf-8"><title>Before you continue | {escape(outlet.name)}</title><meta name="robots" content="noindex"></head>
<body>
<main class="consent">
<h1>Before you continue to {escape(outlet.name)}</h1>
<p>We and our 741 partners store and access information on your device, such as cookies, and process personal data for
personalised advertising and content, audience measurement and services development. With your permission we may use
precise geolocation data. Please choose below; you can withdraw your consent at any time in the privacy settings.</p>
<form method="post" action="/consent"><button name="choice" value="all">Accept all</button>
<button name="choice" value="none">Reject all</button><button name="choice" value="more">Manage preferences</button></form>
<p><a href="/{outlet.key}/privacy">Privacy policy</a> · <a href="/{outlet.key}/imprint">Imprint</a></p>
</main>
</body>
</html>
"""


def broken_feed(outlet: Outlet) -> bytes:
    """What a feed's address gives once the publisher's new site has forgotten that it had a feed."""
    return f"""<!doctype html>
<html lang="{outlet.language}"><head><meta charset="utf-8"><title>{escape(outlet.name)} has moved house</title></head>
<body><h1>Welcome to the new {escape(outlet.name)}</h1>
<p>We are still unpacking. The page that you are looking for will be back soon & better than ever.
<br><a href=/>Home</a>
</body></html>
""".encode()


def not_found(path: str) -> bytes:
    return f"<!doctype html><title>Page not found</title><h1>Page not found</h1><p>There is nothing at {escape(path)}.</p>".encode()


ROBOTS = b"User-agent: *\nDisallow: /search\nDisallow: /consent\n"
