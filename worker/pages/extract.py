"""The article of a web page: its text, title, dates and own address; or why the page is no article.

trafilatura cuts the text out. Dates and the canonical address are read here: generic readers of dates miss
``dateModified``, and take ``og:url`` with its campaign parameters for the address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from domain.articles import canonical_url, join_url, names_an_article
from worker.feeds.dates import EARLIEST, read_date
from worker.pages.notices import NOTICE_LENGTH, not_news_reason
from worker.pages.text import one_line, paragraphs, storable, text_of

__all__ = ["Page", "not_news_reason", "page_text", "text_of"]

SHORT: Final = 200
"""Characters below which trafilatura is taken to have missed the article, and other ways are tried."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from a page. Dates are aware; ``None`` where the page gives none."""

    text: str
    title: str
    published_at: datetime | None
    modified_at: datetime | None = None
    canonical_url: str | None = None
    not_news: str | None = None
    """Why this is no article (an error, consent, login or robot page), as a clause; None for an article."""
    url: str | None = None


def page_text(html: bytes | str, url: str | None = None, *, charset: str | None = None) -> Page:
    """Read the article of ``html``. ``charset`` is what the HTTP header said. Never fails: what holds no article comes
    back with ``not_news`` and whatever text there was."""
    source = html if isinstance(html, str) else decoded(html, charset)
    source = source.replace("\x00", "")
    root = _tree(source)
    if root is None:
        return Page("", "", None, not_news="the page is empty", url=url)
    data = list(_linked_data(root))
    title = _title(root, data)
    published = _date(root, data, "datePublished", _PUBLISHED_META)
    modified = _date(root, data, "dateModified", _MODIFIED_META)
    canonical = _canonical(root, url)
    text = _text(source, root, data, title)
    not_news = not_news_reason(title, text) or _walled(root, data, text)
    if not_news is None and not text.strip():
        not_news = "no article could be found on the page"
    return Page(text, title, published, modified, canonical, not_news, url)


# --- characters and tree --------------------------------------------------------------------------------------------

_META_CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)


def decoded(html: bytes, charset: str | None) -> str:
    """The characters of a page: by its mark, as UTF-8 where that fits, by the HTTP header, by its own ``meta``."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if html.startswith(mark):
            return html.decode(codec, "replace")
    declared = _META_CHARSET.search(html[:4_096])
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        pass  # not UTF-8, whatever is declared; ask the header, then the document
    for name in (charset, declared[1].decode("ascii", "replace") if declared else None, "windows-1252"):
        try:
            if name and name.lower().replace("-", "") != "utf8":
                # The web reads Latin-1 as windows-1252 (WHATWG Encoding, section 4.2).
                return html.decode("windows-1252" if name.lower() in ("iso-8859-1", "latin-1") else name, "replace")
        except LookupError:
            continue
    return html.decode("utf-8", "replace")


def _tree(source: str) -> Any | None:
    if not source.strip():
        return None
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        return lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return None


# --- metadata -------------------------------------------------------------------------------------------------------

_ARTICLE_TYPES: Final = re.compile(r"(?:Article|BlogPosting|Report|Review)$")
_PUBLISHED_META: Final = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publish-date",
    "date",
)
_MODIFIED_META: Final = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
)


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """Article objects of the page's JSON-LD (https://schema.org/Article), wherever they are nested."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        raw = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.text)
        try:
            # Line ends within strings are against JSON and common.
            queue: list[Any] = [json.loads(raw, strict=False)]
        except (ValueError, RecursionError):
            continue
        budget = 2_000
        while queue and budget:
            budget -= 1
            node = queue.pop(0)
            if isinstance(node, list):
                queue[:0] = node
            elif isinstance(node, dict):
                kinds = node.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds):
                    yield node
                queue += [value for key, value in node.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")]


def _metas(root: Any, name: str) -> Iterator[str]:
    for meta in root.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if (meta.get(attribute) or "").strip().lower() == name and (meta.get("content") or "").strip():
                yield meta.get("content").strip()


def _date(root: Any, data: list[dict[str, Any]], key: str, names: tuple[str, ...]) -> datetime | None:
    """JSON-LD first (it is written for machines), then ``meta``, then marked-up ``time`` elements."""
    candidates = [node[key] for node in data if isinstance(node.get(key), str)]
    for name in names:
        candidates += _metas(root, name)
    itemprop = key.lower()
    for element in root.iter("time", "span", "abbr"):
        if (element.get("itemprop") or "").lower() == itemprop or (
            key == "datePublished" and element.get("pubdate") is not None
        ):
            candidates.append(element.get("datetime") or element.get("content") or element.text_content())
    # A page may have been made after "now" of a scenario or a slow clock: the bound is applied by whoever stores it.
    far = datetime(9990, 1, 1, tzinfo=UTC)
    for candidate in candidates:
        found = read_date(candidate, fetched=far)
        if found is not None and EARLIEST <= found.value < far:
            return found.value
    return None


def _canonical(root: Any, url: str | None) -> str | None:
    """What the page says its address is; its front page, which careless templates name, does not count."""
    base = url
    for element in root.iter("base"):
        if element.get("href"):
            base = join_url(url, element.get("href")) or url
            break
    candidates = [
        element.get("href")
        for element in root.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href")
    ]
    candidates += _metas(root, "og:url")
    for candidate in candidates:
        absolute = join_url(base, candidate)
        if absolute and names_an_article(absolute):
            return canonical_url(absolute)
    return None


def _title(root: Any, data: list[dict[str, Any]]) -> str:
    for node in data:
        if isinstance(node.get("headline"), str) and node["headline"].strip():
            return one_line(node["headline"])
    for candidate in _metas(root, "og:title"):
        return one_line(candidate)
    headings = [one_line(element.text_content()) for element in root.iter("h1")]
    headings = [heading for heading in headings if heading]
    if len(headings) == 1:
        return headings[0]
    title = root.find(".//title")
    whole = one_line(title.text_content()) if title is not None else ""
    # "Headline - Site": the longest part is the headline.
    return max(re.split(r"\s+[|–—\-»:]\s+", whole), key=len, default="") if whole else (headings or [""])[0]


# --- text -----------------------------------------------------------------------------------------------------------

_BLOCK_TAGS: Final = frozenset(("p", "head", "item", "quote", "row", "code", "list", "table", "ab", "div"))


def _text(source: str, root: Any, data: list[dict[str, Any]], title: str) -> str:
    text = _by_trafilatura(source)
    bodies = [text_of(node["articleBody"]) for node in data if isinstance(node.get("articleBody"), str)]
    if len(text) < SHORT:
        # The fallbacks, best first by length: what the publisher wrote for machines, and all real paragraphs.
        text = max([text, *bodies, _by_paragraphs(root)], key=len)
    # trafilatura takes the publisher's own words too, but runs their paragraphs together.
    text = storable(next((body for body in bodies if body.split() == text.split()), text))
    first, _, rest = text.partition("\n\n")
    return rest if rest and title and first.strip() == title.strip() else text


def _by_trafilatura(source: str) -> str:
    import trafilatura  # here and not above: half a second of start-up for commands that fetch nothing

    try:
        document = trafilatura.bare_extraction(source, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # noqa: BLE001 - hostile markup has brought it down with errors of all kinds; there is a fallback
        return ""
    body = getattr(document, "body", None)
    if body is None:
        return ""
    pieces: list[str] = []
    for action, element in lxml.etree.iterwalk(body, events=("start", "end")):
        block = element.tag in _BLOCK_TAGS
        if action == "start":
            pieces.append("\n\n" if block else "\n" if element.tag == "lb" else " " if element.tag == "cell" else "")
            pieces.append((element.text or "").replace("\n", " "))
        else:
            pieces.append("\n\n" if block else "")
            pieces.append((element.tail or "").replace("\n", " "))
    return paragraphs("".join(pieces))


def _by_paragraphs(root: Any) -> str:
    scope = next(iter(root.iter("article")), None)
    if scope is None:
        scope = next(iter(root.iter("main")), root)
    found = []
    for element in scope.iter("p"):
        text = " ".join(element.text_content().split())
        inside_link = sum(len(link.text_content()) for link in element.iter("a"))
        if len(text) >= 40 and inside_link < len(text) / 2:
            found.append(text)
    return "\n\n".join(found)


# --- walls ------------------------------------------------------------------------------------------------------------

_WALL_TEXT: Final = re.compile(
    r"subscribe\s+(?:now\s+)?to\s+(?:continue|read|keep\s+reading|unlock)|(?:this|the\s+full)\s+(?:article|content|story)\s+is\s+(?:only\s+)?"
    r"(?:available\s+)?(?:for|to)\s+(?:paying\s+|registered\s+)?(?:subscribers|members|readers)|already\s+a\s+(?:subscriber|member)\?"
    r"|you\s+have\s+(?:reached|read)\s+your\s+.{0,30}(?:limit|free\s+articles)|(?:log|sign)\s+in\s+to\s+(?:continue|read)|register\s+to\s+(?:continue|read)",
    re.I,
)


def _walled(root: Any, data: list[dict[str, Any]], text: str) -> str | None:
    closed = any(str(node.get("isAccessibleForFree", "")).strip().lower() == "false" for node in data)
    if len(text) > NOTICE_LENGTH:
        return None
    if _WALL_TEXT.search(text) or _WALL_TEXT.search(" ".join(root.text_content().split())[:20_000] if closed else ""):
        return "the article is behind a paywall"
    return "the article is behind a paywall" if closed and len(text) < NOTICE_LENGTH / 2 else None
