"""Feed documents for tests, written by hand for each dialect and defect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

LONG = (
    "Delegations of the two countries arrived in the lakeside town on Tuesday evening. Officials on both sides spoke of a "
    "working visit. "
) * 8


@dataclass
class E:
    """An entry; what is None is left out of the document."""

    title: str | None = "Ministers agree on an agenda"
    link: str | None = "https://news.example/world/1"
    guid: str | None = None
    date: str | None = "Mon, 05 Jan 2026 10:00:00 GMT"
    text: str | None = LONG


def rss(*entries: E, title: str = "Example World", extra: str = "", version: str = "2.0") -> bytes:
    items = "".join(_rss_item(entry) for entry in entries)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="{version}"><channel><title>{escape(title)}</title>'
        f"<link>https://news.example/</link>{extra}{items}</channel></rss>"
    ).encode()


def _rss_item(entry: E) -> str:
    parts = [
        ("title", entry.title),
        ("link", entry.link),
        ("pubDate", entry.date),
        ("description", entry.text),
    ]
    body = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts if value is not None)
    if entry.guid is not None:
        body += f'<guid isPermaLink="false">{escape(entry.guid)}</guid>'
    return f"<item>{body}</item>"


def atom(*entries: E, title: str = "Example Atom") -> bytes:
    def one(entry: E) -> str:
        body = f"<title>{escape(entry.title or '')}</title>"
        if entry.link:
            body += f'<link rel="alternate" href="{escape(entry.link)}"/>'
        if entry.guid:
            body += f"<id>{escape(entry.guid)}</id>"
        if entry.date:
            body += f"<published>{entry.date}</published><updated>{entry.date}</updated>"
        if entry.text:
            body += f'<content type="html">{escape(entry.text)}</content>'
        return f"<entry>{body}</entry>"

    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{title}</title><id>urn:x</id>{''.join(map(one, entries))}</feed>"
    ).encode()


def numbered(numbers: Sequence[int], text: str = LONG) -> list[E]:
    return [
        E(f"Story number {n} of the day", f"https://news.example/world/{n}", f"id-{n}", text=f"Number {n}. {text}")
        for n in numbers
    ]
