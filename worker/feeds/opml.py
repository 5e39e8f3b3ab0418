"""Lists of feeds as other readers keep them: OPML 2.0 (http://opml.org/spec2.opml), in and out."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from domain.articles import join_url
from worker.pages.text import one_line


class NotOpml(ValueError):
    """The file is no OPML; the message is one sentence that says why and, where known, in which line."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML list."""

    url: str
    title: str
    site: str | None = None
    folders: tuple[str, ...] = ()
    """The groups it lies in, outermost first."""


def read_opml(data: bytes) -> tuple[list[Outline], list[str]]:
    """The feeds of an OPML file, each address once, in order; and a sentence for every entry that was left out.

    Raises ``NotOpml``. Attribute names are taken in any case (``xmlUrl``, ``xmlurl``, ``XMLURL`` all occur), nesting is
    free, and the ``type`` does not matter: readers write ``rss`` for Atom as well, or nothing.
    """
    if b"<!ENTITY" in data[:10_000]:
        raise NotOpml("The file defines XML entities, which no OPML needs; it is refused.")
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise NotOpml(f"The file is no well-formed XML: {error}.") from None
    if _local(root.tag) != "opml":
        raise NotOpml(f"The file is no OPML: its root is <{_local(root.tag)}>.")
    feeds: dict[str, Outline] = {}
    problems: list[str] = []
    stack: list[tuple[ET.Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, folders = stack.pop()
        inside = folders
        if _local(element.tag) == "outline":
            attributes = {name.lower(): value for name, value in element.attrib.items()}
            name = one_line(attributes.get("title") or attributes.get("text") or "", 200)
            if "xmlurl" in attributes:
                _add(attributes, name, folders, feeds, problems)
            elif name and len(element):
                inside = (*folders, name)
        stack.extend((child, inside) for child in reversed(element))
    return list(feeds.values()), problems


def _add(
    attributes: dict[str, str], name: str, folders: tuple[str, ...], feeds: dict[str, Outline], problems: list[str]
) -> None:
    written = attributes["xmlurl"].strip()
    # "feed://" is an old way of some readers to say "http, and a feed".
    for prefix, meant in (("feed://", "http://"), ("feed:http", "http")):
        if written.startswith(prefix):
            written = meant + written.removeprefix(prefix)
    url = join_url(None, written)
    if url is None:
        problems.append(f"{name or 'A feed without a title'}: {one_line(written, 100)!r} is no web address.")
    elif url not in feeds:
        feeds[url] = Outline(url, name or url, join_url(None, attributes.get("htmlurl", "")), folders)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def write_opml(feeds: Iterable[Outline], title: str = "Parley") -> bytes:
    """An OPML 2.0 document of ``feeds``, with their folders."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    groups: dict[tuple[str, ...], ET.Element] = {(): body}
    for entry in feeds:
        for depth in range(1, len(entry.folders) + 1):
            path = entry.folders[:depth]
            if path not in groups:
                groups[path] = ET.SubElement(groups[path[:-1]], "outline", text=path[-1], title=path[-1])
        attributes = {"type": "rss", "text": entry.title, "title": entry.title, "xmlUrl": entry.url}
        if entry.site:
            attributes["htmlUrl"] = entry.site
        ET.SubElement(groups[entry.folders], "outline", attributes)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"
