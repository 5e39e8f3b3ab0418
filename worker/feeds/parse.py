"""From the bytes of a feed document to entries: RSS 0.9x, 1.0 and 2.0, Atom, RDF and JSON Feed.

``plain`` reads the XML that is beyond doubt; feedparser reads the rest, without sanitising (we take text only) and without resolving addresses (it resolves bare GUIDs
too, and they would then change with the feed's address). A document with errors gives the entries that it has and a note
in words; only what is no feed at all raises ``NotAFeed``.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import feedparser

from domain.articles import content_fingerprint, join_url
from worker.feeds import plain
from worker.feeds.dates import FeedDate, Order, read_date, slash_order
from worker.feeds.plain import RawEntry
from worker.feeds.schedule import NO_SKIP, Skip
from worker.pages.notices import is_error_entry
from worker.pages.text import one_line, storable, text_of

MAX_ENTRIES: Final = 5_000
"""Of a document with more the middle is left out: archives of a whole site, which take a parser half a minute."""


class NotAFeed(ValueError):
    """What the address serves is no feed. The message is one sentence; ``candidates`` are feeds that the page names."""

    def __init__(self, sentence: str, candidates: Sequence[str] = (), *, page: bool = False) -> None:
        super().__init__(sentence)
        self.candidates = tuple(candidates)
        self.page = page
        """It is a web page."""


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry as the document has it, its addresses absolute and its title one line of text."""

    link: str | None
    guid: str | None
    title: str
    content: str
    content_type: str
    """text/html or text/plain."""
    text: str
    published_at: datetime | None
    """None when the entry has no date that can be read."""
    published_raw: str | None
    date_note: str | None
    content_hash: str
    stamp: str | None = None
    """When it was last edited, as far as it says, in a form that can be compared; else when it was published."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    title: str
    version: str
    """As feedparser calls them: rss20, atom10, …; json1 for JSON Feed."""
    entries: tuple[ParsedEntry, ...]
    note: str | None
    """What was wrong with a document that could be read all the same, in words."""
    ttl: timedelta | None
    """How long the publisher says that nothing new will come (``ttl``, ``sy:updatePeriod``)."""
    site: str | None = None
    """The web page that the feed belongs to, as it says."""
    skip: Skip = NO_SKIP
    """When the publisher asks not to be asked."""


def parse_feed(body: bytes, *, url: str, fetched: datetime, content_type: str = "") -> ParsedFeed:
    """Read a feed document that was fetched from ``url`` at ``fetched``. Raises ``NotAFeed``."""
    body, note = _cleaned(body)
    if not body.strip():
        raise NotAFeed("The address answers with an empty document.")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _parse_json(body, url, fetched)
    body, cut = _outer_entries(_REFERENCE.sub(_only_characters, body) if b"&#" in body else body)
    found = plain.read(body)
    if found is not None:
        site = join_url(url, found.link)
        return _assemble(
            title=one_line(found.title),
            version=found.version,
            raw_entries=found.entries,
            base=site or url,
            fetched=fetched,
            notes=[note, cut],
            ttl=_ttl(found.ttl, found.period, found.frequency),
            site=site,
            skip=_skip(body),
        )
    document, entries, broken = _parsed(_without_captions(body), content_type)
    if not document.version and not entries:
        raise _not_a_feed(body, url, content_type)
    raw_entries = [_raw_entry(entry) for entry in entries]
    site = join_url(url, _string(document.feed, "link") or "")
    notes = [note, cut, broken, _bozo_note(document)]
    return _assemble(
        title=one_line(_string(document.feed, "title") or ""),
        version=document.version or "unknown",
        raw_entries=raw_entries,
        base=site or url,
        fetched=fetched,
        notes=notes,
        ttl=_ttl(*(_string(document.feed, key) or "" for key in ("ttl", "sy_updateperiod", "sy_updatefrequency"))),
        site=site,
        skip=_skip(body),
    )


def format_name(version: str) -> str:
    """A ``version`` in words: ``RSS 2.0`` for ``rss20``, ``Atom 0.3`` for ``atom03``, ``JSON Feed 1.1`` for ``json11``."""
    match = re.fullmatch(r"(rss|atom|json|cdf)(\d?)(\d*)[a-z]*", version)
    if match is None:
        return "feed of an unknown kind"
    called = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed", "cdf": "CDF"}[match[1]]
    return " ".join(filter(None, (called, ".".join(filter(None, match.group(2, 3))))))


# --- both formats ---------------------------------------------------------------------------------------------------


def _assemble(
    *,
    title: str,
    version: str,
    raw_entries: Sequence[RawEntry],
    base: str,
    fetched: datetime,
    notes: Sequence[str | None],
    ttl: timedelta | None,
    site: str | None,
    skip: Skip = NO_SKIP,
) -> ParsedFeed:
    order = slash_order(raw.date for raw in raw_entries if raw.date)
    entries = tuple(entry for raw in raw_entries if (entry := _entry(raw, base, fetched, order)) is not None)
    said = [note for note in notes if note]
    errors = [entry.title for entry in entries if is_error_entry(entry.title)]
    if errors:
        said.append(f"it publishes an error as an entry (“{one_line(errors[0], 80)}”)")
        entries = tuple(entry for entry in entries if not is_error_entry(entry.title))
    if raw_entries and not entries and not errors:
        said.append("its entries have neither link nor title nor text")
    undated = [entry for entry in entries if entry.published_at is None]
    ahead = [entry for entry in undated if entry.date_note]
    lacking = []
    for some, lack in (
        (ahead, "dated in the future"),
        ([entry for entry in undated if not entry.date_note and entry.published_raw], "without a readable date"),
        ([entry for entry in undated if not entry.published_raw], "without a date"),
    ):
        if some:
            example = f" (“{one_line(some[0].published_raw, 40)}”)" if some[0].published_raw else ""
            lacking.append(f"{len(some)} {lack}{example}")
    if lacking:
        said.append(f"of {len(entries)} entries {', '.join(lacking)}: the time of fetching stands in")
    doubtful = next((entry.date_note for entry in entries if entry.published_at and entry.date_note), None)
    if doubtful:
        said.append(doubtful)
    return ParsedFeed(title, version, entries, "; ".join(said) or None, ttl, site, skip)


def _entry(raw: RawEntry, base: str, fetched: datetime, order: Order | None) -> ParsedEntry | None:
    text = text_of(raw.content, raw.content_type)
    title = one_line(raw.title)
    guid = _bounded(storable(raw.guid).strip()) if raw.guid else None
    link = storable(raw.link).strip() if raw.link else None
    if link and link == guid and "://" not in link and not link.startswith("/"):
        link = None  # a bare <guid>12345</guid>, which RSS says is a permalink unless told otherwise
    link = join_url(base, link) if link and len(link) <= 4_000 else None
    if not (link or title or text):
        return None
    date: FeedDate | None = read_date(raw.date, fetched=fetched, order=order)
    return ParsedEntry(
        link=link,
        guid=guid,
        title=title or text[:100].split("\n")[0],
        content=storable(raw.content),
        content_type=raw.content_type,
        text=text,
        published_at=None if date is None or (date.value >= fetched and not date.certain) else date.value,
        published_raw=storable(raw.date)[:200] if raw.date else None,
        date_note=date.note if date else None,
        content_hash=content_fingerprint(title, text),
        stamp=_stamp(raw, date, order),
    )


def _stamp(raw: RawEntry, date: FeedDate | None, order: Order | None) -> str | None:
    """The same for the same moment, in whatever way it is written; a future one as it stands."""
    written = raw.updated or raw.date
    if not written:
        return None
    if written != raw.date:
        date = read_date(written, fetched=_FAR, order=order)
    elif date is not None and date.note and "future" in date.note:
        date = None
    if date is None:
        return "raw " + hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:32]
    return date.value.astimezone(UTC).isoformat()


_FAR: Final = datetime(9990, 1, 1, tzinfo=UTC)


MAX_GUID: Final = 500
"""Characters. PostgreSQL refuses index entries of more than 2,704 bytes; longer GUIDs keep their beginning and a hash."""


def _bounded(guid: str) -> str | None:
    if len(guid) <= MAX_GUID:
        return guid or None
    return guid[: MAX_GUID - 70] + "…" + hashlib.sha256(guid.encode()).hexdigest()


# --- XML ------------------------------------------------------------------------------------------------------------

_XML_DECLARATION: Final = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]+)[\"']")
_CONTROLS: Final = bytes(code for code in range(32) if code not in (9, 10, 13))
_ITEM_END: Final = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.I)


def _cleaned(body: bytes) -> tuple[bytes, str | None]:
    """Without bytes that no XML may contain; UTF-16 and UTF-32 become UTF-8, for their zero bytes are meant."""
    for mark, codec in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\x3c\x00\x00\x00", "utf-32-le"),
        (b"\x00\x00\x00\x3c", "utf-32-be"),
        (b"\x3c\x00", "utf-16-le"),
        (b"\x00\x3c", "utf-16-be"),
    ):
        if body.startswith(mark):
            text = body.decode(codec, "replace").lstrip("\ufeff")
            text = re.sub(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", r"\1", text, count=1)
            return text.encode("utf-8", "replace").translate(None, _CONTROLS), None
    cleaned = body.translate(None, _CONTROLS)
    if len(cleaned) != len(body):
        return cleaned, f"{len(body) - len(cleaned)} control characters were left out"
    return body, None


_ENTRY: Final = re.compile(rb"<(?:\w+:)?(item|entry)\b.*?</(?:\w+:)?\1\s*>", re.I | re.S)


def _parsed(body: bytes, content_type: str) -> tuple[Any, list[Any], str | None]:
    """The document as feedparser sees it, its entries, and a note where some of them had to be left out.

    feedparser raises on some kinds of broken markup (a ``link`` it did not expect, a name with two colons, a declaration
    that is no ASCII). Then the declaration goes first, and after it only the entries that it cannot take: they are found
    by halving, so one bad entry among forty costs six parses and no other entry.
    """
    try:
        document = _feedparser(body, content_type)
        return document, document.entries, None
    except Exception:  # noqa: BLE001 - any error of the parser's own; what is wrong is found out below
        body = re.sub(rb"^\s*<\?xml[^>]*>", b"", body, count=1)
    spans = [match.span() for match in _ENTRY.finditer(body)]
    head, tail = (body[: spans[0][0]], body[spans[-1][1] :]) if spans else (body, b"")
    found: list[Any] = []
    lost = 0
    document = None
    queue = [spans] if spans else []
    while queue:
        part = queue.pop()
        try:
            document = _feedparser(head + b"".join(body[a:b] for a, b in part) + tail, content_type)
            found += document.entries
        except Exception:  # noqa: BLE001 - see above
            half = len(part) // 2
            if half:
                queue += [part[half:], part[:half]]
            else:
                lost += 1
    if document is None:
        document = _feedparser(head + tail, content_type)
    note = f"{lost} of {len(spans)} entries break the parser and were left out" if lost else None
    return document, found, note


_CAPTION: Final = re.compile(rb"<media:(title|description)\b[^>]{0,1000}>.{0,100000}?</media:\1\s*>", re.S)


def _without_captions(body: bytes) -> bytes:
    """Without titles and descriptions of pictures, where the entries have some of their own: feedparser would take the last
    one that it finds."""
    own = body.count(b"<description") + body.count(b"<summary") + body.count(b"<content")
    return _CAPTION.sub(b"", body) if b"<media:" in body and own > 1 else body


def _feedparser(body: bytes, content_type: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # feedparser's own uses of its old key names
        return feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": _xml_type(body, content_type)},
            resolve_relative_uris=False,
            sanitize_html=False,
        )


_REFERENCE: Final = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));")


def _only_characters(reference: re.Match[bytes]) -> bytes:
    """Nothing in place of a reference to what is no character (``&#0;``, ``&#xD800;``): feedparser comes to grief over it."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    valid = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    return reference[0] if valid else b""


def _xml_type(body: bytes, content_type: str) -> str:
    """The content type to tell feedparser. It believes an HTTP charset above all, and servers send a wrong one more often
    than documents do; so the document's own declaration counts first, then UTF-8 where it fits, then the header."""
    declared = _XML_DECLARATION.match(body[:500])
    if declared:
        return f"application/xml; charset={declared[1].decode('ascii')}"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        charset = re.search(r"charset\s*=\s*[\"']?([\w.:\-]+)", content_type)
        return f"application/xml; charset={charset[1]}" if charset else "application/xml"
    return "application/xml; charset=utf-8"


def _outer_entries(body: bytes) -> tuple[bytes, str | None]:
    """The document without the middle of its entries, where there are more than ``MAX_ENTRIES``: the new ones stand first in
    most feeds and last in a few."""
    if body.count(b"</item") + body.count(b"</entry") <= MAX_ENTRIES:
        return body, None
    ends = [match.end() for match in _ITEM_END.finditer(body)]
    half = MAX_ENTRIES // 2
    if len(ends) <= MAX_ENTRIES:
        return body, None
    note = f"of its {len(ends)} entries the first and the last {half} were read"
    return body[: ends[half - 1]] + body[ends[-half - 1] :], note


def _string(mapping: Any, key: str) -> str | None:
    # Past FeedParserDict's own look-up, which answers with other keys' values and a warning.
    value = dict.get(mapping, key)
    return value if isinstance(value, str) and value.strip() else None


def _raw_entry(entry: Any) -> RawEntry:
    bodies = [part for part in dict.get(entry, "content") or [] if isinstance(part.get("value"), str)]
    summary = dict.get(entry, "summary_detail")
    if isinstance(summary, Mapping) and isinstance(summary.get("value"), str):
        bodies.append(summary)
    best = max(bodies, key=lambda part: len(part["value"]), default=None)
    kind = (best.get("type") or "text/html").lower() if best else "text/html"
    return RawEntry(
        link=_string(entry, "feedburner_origlink") or _string(entry, "link"),
        guid=_string(entry, "id"),
        title=_string(entry, "title") or "",
        content=best["value"] if best else "",
        content_type="text/plain" if kind == "text/plain" else "text/html",
        date=_string(entry, "published") or _string(entry, "created") or _string(entry, "updated"),
        updated=_string(entry, "updated"),
    )


def _bozo_note(document: Any) -> str | None:
    if not document.get("bozo"):
        return None
    error = document.get("bozo_exception")
    if isinstance(error, (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)):
        return None  # says nothing about the document
    line = getattr(error, "getLineNumber", lambda: None)()
    what = getattr(error, "getMessage", lambda: str(error))()
    where = f" in line {line}" if line else ""
    return f"the XML is not well-formed ({what}{where}); {len(document.entries)} entries could be read"


_PERIODS: Final = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def _ttl(ttl: str, period: str, frequency: str) -> timedelta | None:
    """The publisher's own word on how often to ask. RSS 2.0 ``ttl`` counts minutes; ``sy:updateFrequency`` times in a
    ``sy:updatePeriod``."""
    if ttl.strip().isdecimal():
        return timedelta(minutes=min(int(ttl), 60 * 24 * 7))
    seconds = _PERIODS.get(period.strip().lower())
    if seconds is None:
        return None
    return timedelta(seconds=seconds / max(1, int(frequency) if frequency.strip().isdecimal() else 1))


_SKIP: Final = re.compile(rb"<skip(hours|days)\s*>", re.I)
_SKIPPED: Final = re.compile(rb"<(?:hour|day)\s*>\s*([A-Za-z0-9]{1,9})\s*</", re.I)
_DAYS: Final = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")


def _skip(body: bytes) -> Skip:
    """``skipHours`` and ``skipDays`` (RSS 0.91 to 2.0), in GMT. RSS 0.91 counts hours from 1 to 24, RSS 2.0 from 0 to 23: 24
    is midnight in both. feedparser keeps only the last one of a list."""
    if b"<skip" not in body and b"<SKIP" not in body:
        return NO_SKIP
    hours = days = 0
    for start in itertools.islice(_SKIP.finditer(body), 4):  # two are meant to be
        inside, closed, _ = body[start.end() : start.end() + 4_000].lower().partition(b"</skip")
        for value in _SKIPPED.findall(inside) if closed else ():
            if start[1].lower() == b"hours" and value.isdigit() and int(value) <= 24:
                hours |= 1 << int(value) % 24
            elif start[1].lower() == b"days" and value in _DAYS:
                days |= 1 << _DAYS.index(value)
    return Skip(hours, days)


# --- JSON Feed ------------------------------------------------------------------------------------------------------


def _parse_json(body: bytes, url: str, fetched: datetime) -> ParsedFeed:
    """JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        document = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise NotAFeed("The address serves broken JSON, not a feed.") from None
    version = document.get("version") if isinstance(document, dict) else None
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version or not isinstance(items, list):
        raise NotAFeed("The address serves JSON, but no JSON Feed (there is no jsonfeed.org version in it).")
    notes: list[str | None] = []
    if len(items) > MAX_ENTRIES:
        half = MAX_ENTRIES // 2
        notes.append(f"of its {len(items)} entries the first and the last {half} were read")
        items = items[:half] + items[-half:]
    raw_entries = [_json_entry(item) for item in items if isinstance(item, dict)]
    if len(raw_entries) < len(items):
        notes.append(f"{len(items) - len(raw_entries)} items are no JSON objects")
    if document.get("expired") is True:
        notes.append("the publisher says that it is finished and will not change again")
    home = document.get("home_page_url")
    site = join_url(url, home) if isinstance(home, str) else None
    return _assemble(
        title=one_line(_text(document, "title")),
        version="json" + version.rstrip("/").rpartition("/")[2].replace(".", ""),
        raw_entries=raw_entries,
        base=site or url,
        fetched=fetched,
        notes=notes,
        ttl=None,
        site=site,
    )


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    # Ids are strings by the specification and numbers in practice.
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _json_entry(item: Mapping[str, Any]) -> RawEntry:
    html, plain, summary = (_text(item, key) for key in ("content_html", "content_text", "summary"))
    return RawEntry(
        link=_text(item, "url") or _text(item, "external_url") or None,
        guid=_text(item, "id") or None,
        title=_text(item, "title"),
        content=html or plain or summary,
        content_type="text/html" if html else "text/plain",
        date=_text(item, "date_published") or _text(item, "date_modified") or None,
        updated=_text(item, "date_modified") or None,
    )


# --- what is no feed ------------------------------------------------------------------------------------------------

_LINK_TAG: Final = re.compile(r"<link\b[^>]*>", re.I)
_ATTRIBUTE: Final = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


def feeds_named_by(page: bytes, url: str) -> list[str]:
    """Addresses of the feeds that a web page announces with ``<link rel="alternate">``, in its order; feeds of readers'
    comments come last."""
    found: list[str] = []
    comments: list[str] = []
    for tag in _LINK_TAG.findall(page[:500_000].decode("utf-8", "replace")):
        attributes = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(tag)}
        is_alternate = "alternate" in attributes.get("rel", "").lower().split()
        if is_alternate and attributes.get("type", "").lower().strip() in _FEED_TYPES:
            address = join_url(url, attributes.get("href", "").replace("&amp;", "&"))
            if address and address not in found and address not in comments:
                (comments if is_of_comments(attributes.get("title", ""), address) else found).append(address)
    return found + comments


def is_of_comments(title: str, address: str) -> bool:
    """Whether a feed that a page names holds what its readers say, which blogs announce beside the feed of the posts."""
    return bool(re.search(r"\bcomments?\b|\bkommentare?\b|\bcommentaires?\b", title, re.I)) or "/comments/" in address


def _not_a_feed(body: bytes, url: str, content_type: str) -> NotAFeed:
    head = body[:2_000].decode("utf-8", "replace").lower()
    if "<html" in head or "<!doctype html" in head or ("html" in content_type and "<" in head):
        named = feeds_named_by(body, url)
        title = re.search(r"<title[^>]*>(.*?)</title>", body[:100_000].decode("utf-8", "replace"), re.S | re.I)
        called = f" (“{one_line(title[1], 80)}”)" if title and title[1].strip() else ""
        hint = f"; it names {named[0]} as its feed" if named else ""
        return NotAFeed(f"The address serves a web page{called}, not a feed{hint}.", named, page=True)
    root = re.search(r"<\s*([A-Za-z][\w:.-]*)", head)
    if root:
        return NotAFeed(f"The address serves XML that is no feed (its root is <{root[1]}>).")
    return NotAFeed(f"The address serves {content_type or 'something'}, which is no feed.")
