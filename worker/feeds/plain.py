"""Well-formed documents in the common dialects (RSS 0.9x to 2.0, RSS 1.0, Atom 1.0), read with lxml in a tenth of the time.

feedparser reads every document there is, slowly. Most are plain: UTF-8, well-formed, in known namespaces. ``read`` takes
those and nothing else; of whatever might be meant in another way it answers None, and feedparser has the say. A test gives
documents to both and wants the same from both. The one wanted difference: here a picture's caption (``media:description``)
never takes the place of the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import lxml.etree  # type: ignore[import-untyped]


@dataclass(slots=True)
class RawEntry:
    """An entry as the document has it, before anything is judged."""

    link: str | None
    guid: str | None
    title: str
    content: str
    content_type: str
    """text/html or text/plain."""
    date: str | None
    updated: str | None = None
    """When it was last edited, where the document says so besides its date."""


@dataclass(slots=True)
class RawFeed:
    version: str
    """As feedparser calls it."""
    title: str = ""
    link: str = ""
    ttl: str = ""
    period: str = ""
    frequency: str = ""
    """``sy:updatePeriod`` and ``sy:updateFrequency``."""
    entries: list[RawEntry] = field(default_factory=list)


_ODD: Final = (b"<!DOCTYPE", b"<!ENTITY", b"xml:base")
"""What may change the meaning of everything around it, and is left to feedparser."""

_DECLARED: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")

_RSS: Final = (
    "",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://backend.userland.com/rss",
)
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RSS_1: Final = {"http://purl.org/rss/1.0/": "rss10", "http://my.netscape.com/rdf/simple/0.9/": "rss090"}
_ATOM: Final = "http://www.w3.org/2005/Atom"
_VERSIONS: Final = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_SPACES: Final = {
    **dict.fromkeys((*_RSS, *_RSS_1), ""),
    _ATOM: "atom",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://search.yahoo.com/mrss/": "media",
}


def read(body: bytes) -> RawFeed | None:
    """The feed in ``body``; None for what is not plain enough to be certain. Never raises."""
    declared = _DECLARED.match(body[:500])
    if any(mark in body for mark in _ODD) or (declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")):
        return None
    parser = lxml.etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml.etree.fromstring(body, parser=parser)
    except (lxml.etree.XMLSyntaxError, ValueError):
        return None
    space, name = _split(root.tag)
    if name == "rss" and space in _RSS:
        version = root.get("version") or ""
        found = RawFeed(_VERSIONS.get(version) or ("rss20" if version.startswith("2.") else "rss"))
    elif name == "RDF" and space == _RDF:
        spaces = {_split(child.tag)[0] for child in root if isinstance(child.tag, str)}
        versions = [_RSS_1[space] for space in spaces if space in _RSS_1]
        if len(versions) != 1:
            return None
        found = RawFeed(versions[0])
    elif name == "feed" and space == _ATOM:
        return _atom(root)
    else:
        return None
    return _rss(root, found)


def _split(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition("}")
    return space[1:], name


_names: dict[str, str] = {}


def _children(element: Any) -> Iterator[tuple[str, Any]]:
    """The children by name, in lower case and with our own prefix, whatever prefix the document uses. What is in a namespace
    that we do not know is left out."""
    for child in element:
        tag = child.tag
        name = _names.get(tag)
        if name is None:
            space, local = _split(tag) if isinstance(tag, str) else ("?", "")
            prefix = _SPACES.get(space)
            name = "" if prefix is None else f"{prefix}:{local.lower()}" if prefix else local.lower()
            if len(_names) < 2_000:
                _names[tag] = name
        if name:
            yield name, child


def _text(element: Any) -> str:
    """What is in the element, markup that was not escaped included."""
    text: str = element.text or ""
    if len(element):
        text += "".join(lxml.etree.tostring(child, encoding="unicode") for child in element)
    text = text.strip()
    return text if text.isascii() else _mended(text)


_WINDOWS: Final = {
    code: bytes((code,)).decode("windows-1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""What the control characters of Latin-1 are meant to be."""


def _mended(text: str) -> str:
    """UTF-8 that somebody took for Latin-1 and wrote as UTF-8 once more, undone; as feedparser does."""
    with suppress(UnicodeError):  # nearly always: it is nothing of the kind
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS)


# --- RSS ------------------------------------------------------------------------------------------------------------


def _rss(root: Any, found: RawFeed) -> RawFeed:
    for name, child in _children(root):
        if name == "channel":
            _channel(child, found)
        elif name == "item":
            found.entries.append(_item(child))
    return found


def _channel(channel: Any, found: RawFeed) -> None:
    for name, child in _children(channel):
        if name == "item":
            found.entries.append(_item(child))
        elif name == "title":
            found.title = found.title or _text(child)
        elif name == "link":
            found.link = found.link or _text(child)
        elif name == "ttl":
            found.ttl = _text(child)
        elif name == "sy:updateperiod":
            found.period = _text(child)
        elif name == "sy:updatefrequency":
            found.frequency = _text(child)


_SUMMARIES: Final = frozenset(("description", "dc:description", "atom:summary"))
_CONTENTS: Final = frozenset(("content:encoded", "atom:content", "fullitem"))
_PUBLISHED: Final = frozenset(("pubdate", "atom:published"))
_UPDATED: Final = frozenset(("dc:date", "atom:updated", "lastbuilddate"))


def _item(item: Any) -> RawEntry:
    link = guid = published = updated = ""
    title = content = summary = caption = picture = original = atom_link = permalink = ""
    for name, child in _children(item):
        if name in _SUMMARIES:
            summary = max(summary, _text(child), key=len)
        elif name in _CONTENTS:
            content = max(content, _text(child), key=len)
        elif name == "title" or name == "dc:title" or name == "atom:title":
            title = title or _text(child)
        elif name == "link":
            link = link or _text(child)
        elif name in _PUBLISHED:
            published = published or _text(child)
        elif name in _UPDATED:
            updated = updated or _text(child)
        elif name == "guid" or name == "atom:id":
            guid = guid or _text(child)
            if name == "guid" and (child.get("isPermaLink") or child.get("ispermalink") or "true").lower() != "false":
                permalink = guid
        elif name == "atom:link" and child.get("rel", "alternate") == "alternate":
            atom_link = atom_link or (child.get("href") or "").strip()
        elif name == "feedburner:origlink":
            original = _text(child)
        elif name == "media:description":
            caption = caption or _text(child)
        elif name == "media:title":
            picture = picture or _text(child)
    return RawEntry(
        link=original or link or atom_link or permalink or None,
        guid=guid or (item.get(f"{{{_RDF}}}about") or "").strip() or None,
        title=title or picture,
        content=max(content, summary, key=len) or caption,
        content_type="text/html",
        date=published or updated or None,
        updated=updated or None,
    )


# --- Atom -----------------------------------------------------------------------------------------------------------


def _atom(root: Any) -> RawFeed | None:
    found = RawFeed("atom10")
    for name, child in _children(root):
        if name == "atom:entry":
            found.entries.append(_entry(child))
        elif name == "atom:title":
            found.title = found.title or _text(child)
        elif name == "atom:link" and child.get("rel", "alternate") == "alternate":
            found.link = found.link or (child.get("href") or "").strip()
        elif name == "sy:updateperiod":
            found.period = _text(child)
        elif name == "sy:updatefrequency":
            found.frequency = _text(child)
    return found


def _entry(entry: Any) -> RawEntry:
    link = guid = published = updated = title = caption = original = ""
    bodies = {"atom:content": ("", "text/html"), "atom:summary": ("", "text/html")}
    for name, child in _children(entry):
        if name in bodies:
            # RFC 4287 section 3.1.1: without a type it is text.
            kind = "text/plain" if child.get("type", "text") in ("text", "text/plain") else "text/html"
            bodies[name] = max(bodies[name], (_text(child), kind), key=_length)
        elif name == "atom:title":
            title = title or _text(child)
        elif name == "atom:link":
            if child.get("rel", "alternate") == "alternate":
                link = link or (child.get("href") or "").strip()
        elif name == "atom:id":
            guid = guid or _text(child)
        elif name == "atom:published":
            published = published or _text(child)
        elif name == "atom:updated" or name == "dc:date":
            updated = updated or _text(child)
        elif name == "feedburner:origlink":
            original = _text(child)
        elif name.startswith("media:"):
            caption = caption or _media_text(name, child)
    body, kind = max(bodies.values(), key=_length)
    return RawEntry(
        link=original or link or None,
        guid=guid or None,
        title=title,
        content=body or caption,
        content_type=kind if body else "text/html",
        date=published or updated or None,
        updated=updated or None,
    )


def _length(body: tuple[str, str]) -> int:
    return len(body[0])


def _media_text(name: str, element: Any) -> str:
    """The description of a film, which stands for the text where there is no other, as on video sites."""
    if name == "media:description":
        return _text(element)
    if name == "media:group":
        return next((_text(child) for inner, child in _children(element) if inner == "media:description"), "")
    return ""
