"""The changes of a watch, or all, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from xml.etree import ElementTree

from domain.events import Curation, Recorded
from domain.talks.status import describe_change, format_parties, format_when, format_where

ATOM = "http://www.w3.org/2005/Atom"

_FEEDS = uuid.UUID("5f0c6c8e-2f0b-5d0e-9a53-7c1f0d1f5a40")
"""Name space of the ids of feeds: a feed keeps its id wherever it is served from."""


def feed_id(watch: str | None) -> str:
    return f"urn:uuid:{uuid.uuid5(_FEEDS, watch or '')}"


def feed(
    changes: Sequence[Recorded],
    names: Mapping[str, str],
    title: str,
    base: str,
    path: str,
    watch: str | None,
    now: datetime,
    behind: Mapping[str, Curation] | None = None,
) -> bytes:
    """The feed, the newest change first. ``base`` is where the pages are, ``path`` where this feed is, ``behind`` the decisions
    of people that changes may follow from, by id.

    An entry's id is that of its event: it never changes, and neither does the entry, for events are never rewritten.
    """
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(_a("feed"))
    _text(root, "id", feed_id(watch))
    _text(root, "title", title)
    _text(root, "updated", _time(changes[0].recorded_at if changes else now))
    ElementTree.SubElement(root, _a("link"), {"rel": "self", "type": "application/atom+xml", "href": f"{base}{path}"})
    ElementTree.SubElement(root, _a("link"), {"rel": "alternate", "type": "text/html", "href": f"{base}/"})
    _text(ElementTree.SubElement(root, _a("author")), "name", "Parley")
    ElementTree.SubElement(root, _a("generator")).text = "Parley"
    for recorded in changes:
        event: Any = recorded.event
        entry = ElementTree.SubElement(root, _a("entry"))
        _text(entry, "id", f"urn:uuid:{recorded.event_id}")
        _text(entry, "title", describe_change(event, names))
        _text(entry, "updated", _time(recorded.recorded_at))
        if event.article is not None:
            _text(entry, "published", _time(event.article.published_at))
        href = f"{base}/meeting/{event.meeting_id}"
        ElementTree.SubElement(entry, _a("link"), {"rel": "alternate", "type": "text/html", "href": href})
        if event.article is not None and event.article.url:
            ElementTree.SubElement(entry, _a("link"), {"rel": "via", "href": event.article.url})
        ElementTree.SubElement(entry, _a("category"), {"term": event.kind})
        content = ElementTree.SubElement(entry, _a("content"), {"type": "html"})
        made = (behind or {}).get(recorded.meta.decision or "")
        content.text = _clean(_content(event, names, made))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _content(event: Any, names: Mapping[str, str], made: Curation | None) -> str:
    rows = []
    if made is not None:
        rows.append(f"<p>Decided by {escape(made.actor)}: {escape(made.reason)}</p>")
    for label, facts in (("Before", event.before), ("After", event.after)):
        if facts is not None:
            parts = [
                format_parties(facts.parties, names),
                format_when(facts.when),
                format_where(facts.where, names, facts.format),
                facts.status.value,
            ]
            rows.append(f"<p>{label}: {escape(', '.join(part for part in parts if part))}</p>")
    rows += [f"<blockquote>{escape(quote)}</blockquote>" for quote in dict.fromkeys(e.quote for e in event.evidence)]
    article = event.article
    if article is not None:
        source = escape(f"{article.outlet or 'Source'}: {article.title}")
        linked = article.url is not None and article.url.startswith(("http://", "https://"))
        rows.append(f'<p><a href="{escape(article.url)}">{source}</a></p>' if linked else f"<p>{source}</p>")
    return "".join(rows)


def _a(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _a(name)).text = _clean(text)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 (section 2.2) does not allow: an article may hold anything."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
