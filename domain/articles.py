"""Which article is this, and is this version of it news?

Three questions are answered here, all of them pure:

* ``canonical_url`` and ``url_key``: when do two addresses mean one article? Only where the rules of URLs or a
  publicly documented convention (campaign parameters, AMP caches) say so. Two stories are never merged on a likeness.
* ``identify``: which of the articles of a feed is this entry, although its GUID changed, or is missing, or is the same
  on every item?
* ``content_fingerprint`` and ``text_hash``: did the text change, and is it word for word another article's?
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

import ada_url

from domain.events import derived_id

# --- addresses ------------------------------------------------------------------------------------------------------

_TRACKING_PREFIXES: Final = ("utm_", "at_", "hsa_", "mtm_", "matomo_", "pk_", "piwik_", "wt_", "xtor", "__hs", "ga_")
"""Campaign parameters of Google Analytics, AT Internet (BBC, France 24), HubSpot, Matomo, Webtrekk, Xiti."""

_TRACKING: Final = frozenset(
    """
    fbclid gclid dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid mkt_tok
    _hsenc _hsmi vero_id oly_anon_id oly_enc_id rb_clickid s_cid ns_mchannel ns_source ns_campaign ns_linkname
    ns_fee cmpid cmp ocid ito icid ftag smid smtyp partner taid sref spm scid trk trkcampaign rss_source cid_source
    campaign_id feature_source ref_src ref_url referrer xtref _ga _gl _openstat guccounter guce_referrer
    guce_referrer_sig soc_src soc_trk share sharetype traffic_source maca echobox __twitter_impression
    phpsessid jsessionid aspsessionid sessionid
    """.split()
)
"""Single parameters that say how a reader came, never what is read. ``source``, ``ref``, ``id`` and ``p`` are not here:
there are sites on which they choose the story."""

_AMP_SWITCHES: Final = {"amp": {"", "1", "true"}, "outputtype": {"amp", "amp-type"}, "view": {"amp"}}
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.I)
_AMP_CACHE_HOST = re.compile(r"(?:^|\.)cdn\.ampproject\.org$")
_AMP_CACHE_PATH = re.compile(r"^/(?:[a-z]/)?(s/)?(?P<rest>[^/]+\.[^/]+(?:/.*)?)$")
_AMP_VIEWER_PATH = re.compile(r"^/amp/(s/)?(?P<rest>[^/]+\.[^/]+(?:/.*)?)$")
_GOOGLE_HOST = re.compile(r"^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$")
_AMP_PATH = re.compile(r"(?<=[^/])/amp/?$|(?<=[^/])\.amp(?=(?:\.html?)?$)", re.I)


_HREF = re.compile(
    r"(?P<scheme>https?)://(?:[^/?#@]*@)?(?P<host>[^/?#]+)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<hash>#.*)?$", re.S
)
"""Takes an address in WHATWG normal form apart. Only for that: in it, nothing before the path can hold a slash."""


def join_url(base: str | None, link: str) -> str | None:
    """``link`` made absolute against ``base`` and brought into WHATWG normal form; None where that gives no web address."""
    link = link.strip()
    if not link:
        return None
    try:
        href = ada_url.join_url(base, link) if base else ada_url.normalize_url(link)
    except ValueError:
        return None
    return href if _HREF.match(href) else None


@lru_cache(maxsize=1_024)
def canonical_url(url: str) -> str | None:
    """The address of an article without what does not belong to it: still an address that can be fetched.

    Scheme and host in lower case, default port, fragment, credentials, campaign parameters and session ids dropped,
    AMP caches and switches undone. A fragment that routes (``#!/…``, ``#/…``) stays. None for what is no http(s) address.
    Applying it twice changes nothing.
    """
    # Undoing one wrapping may lay open another; each round that edits makes the address shorter, so this ends.
    current: str | None = url
    while current is not None:
        normal = _normal_form(current)
        if normal is None:
            return None
        current = _edited(normal)
        if current == normal:
            break
    return current


def _normal_form(url: str) -> str | None:
    try:
        href = ada_url.normalize_url(url.strip())
    except ValueError:
        return None
    return href if href.startswith(("http://", "https://")) else None


def _edited(href: str) -> str | None:
    parts = _HREF.match(href)
    if parts is None:
        return None
    scheme, host, path, query, fragment = (
        parts["scheme"],
        parts["host"],
        parts["path"],
        parts["query"] or "",
        parts["hash"] or "",
    )
    inner = _inside_amp_cache(host, path, query)
    if inner is not None:
        return inner
    if host.endswith(".") and host.strip("."):
        host = host.rstrip(".")
    if not fragment.startswith(("#!", "#/")):
        fragment = ""
    path = _AMP_PATH.sub("", _SESSION_IN_PATH.sub("", path) if ";" in path else path)
    if query:
        query = "&".join(pair for pair in query[1:].split("&") if pair and not _is_tracking(pair))
        query = f"?{query}" if query else ""
    return f"{scheme}://{host}{path}{query}{fragment}"


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _AMP_SWITCHES:
        return value.lower() in _AMP_SWITCHES[name]
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _inside_amp_cache(host: str, path: str, search: str) -> str | None:
    """The address that an AMP cache or viewer shows: it is written out in the path."""
    if _AMP_CACHE_HOST.search(host):
        match = _AMP_CACHE_PATH.match(path)
    elif _GOOGLE_HOST.match(host):
        match = _AMP_VIEWER_PATH.match(path)
    else:
        return None
    if match is None:
        return None
    return f"{'https' if match[1] else 'http'}://{match['rest']}{search}"


@lru_cache(maxsize=1_024)
def url_key(url: str) -> str | None:
    """What two addresses of one article have in common: the canonical URL without scheme, ``www.`` and final slash,
    its query in sorted order. For comparing, not for fetching."""
    canonical = canonical_url(url)
    parts = _HREF.match(canonical) if canonical is not None else None
    if parts is None:
        return None
    query = "?" + "&".join(sorted(parts["query"][1:].split("&"))) if parts["query"] else ""
    return f"{parts['host'].removeprefix('www.')}{parts['path'].rstrip('/')}{query}{parts['hash'] or ''}"


def names_an_article(url: str) -> bool:
    """False for a site's front page: feeds that link every item to it say nothing by the link."""
    key = url_key(url)
    return key is not None and ("/" in key or "?" in key or "#" in key)


# --- identity -------------------------------------------------------------------------------------------------------


def article_id(
    *, url: str | None, feed: str | None, guid: str | None, title: str, published_raw: str | None, text: str = ""
) -> str:
    """The id of an article: of its canonical URL, else of feed and GUID, else of feed, title and date (and, without a
    title, its text)."""
    key = url_key(url) if url and names_an_article(url) else None
    if key is not None:
        return derived_id("article", "url", key)
    if guid:
        return derived_id("article", "guid", feed or "", _guid_base(guid))
    return _id_of_title(feed, title, published_raw, text)


def _id_of_title(feed: str | None, title: str, published_raw: str | None, text: str) -> str:
    content = "" if title.strip() else text_hash(text)
    return derived_id("article", "title", feed or "", _plain(title), published_raw or "", content)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the identity of a feed entry may rest on."""

    link: str | None
    """Absolute."""
    guid: str | None
    title: str
    published_at: datetime | None
    """Only where the feed gave a date."""
    published_raw: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry of the same feed that was seen before."""

    article_id: str
    content_hash: str
    title: str
    published_at: datetime | None
    stamp: str | None = None
    """When it was last edited, as far as it said."""


@dataclass(frozen=True, slots=True)
class EntryIdentity:
    """Which article an entry is. ``keys`` are to be remembered for the feed: any of them finds it again."""

    article_id: str
    keys: tuple[str, ...]
    known: KnownEntry | None
    repeats: int | None = None
    """Index of an earlier entry of the same document that is the same article."""


def _key(kind: str, *parts: str) -> str:
    return hashlib.sha256("\x1f".join((kind, *parts)).encode("utf-8", "surrogatepass")).hexdigest()


def _guid_base(guid: str) -> str:
    """Without the counter that some publishers raise on every edit (``…#0``, ``…#1``)."""
    guid = guid.strip()
    return re.sub(r"#\d{1,4}$", "", guid) if "#" in guid else guid


@dataclass(frozen=True, slots=True)
class EntryKeys:
    """What an entry may be known by."""

    link: str | None
    guid: str | None
    title: str
    """Empty where there is something better to know the entry by."""
    content: str | None
    """Of title, date and text, where a GUID is all that there is: some are made from the feed's address and change with it."""

    @property
    def all(self) -> tuple[str, ...]:
        strong = tuple(key for key in (self.link, self.guid, self.content) if key is not None)
        return strong or (self.title,)


def entry_keys(entries: Sequence[EntryFacts]) -> list[tuple[str, ...]]:
    """For each entry of one document, the keys under which it may be known. Ask the store for these, then ``identify``."""
    return [keys.all for keys in document_keys(entries)]


def document_keys(entries: Sequence[EntryFacts]) -> list[EntryKeys]:
    """As ``entry_keys``, in the form that ``identify`` takes, which need not work them out again then."""
    links = [url_key(entry.link) if entry.link and names_an_article(entry.link) else None for entry in entries]
    bases = [_guid_base(entry.guid) if entry.guid and entry.guid.strip() else None for entry in entries]
    titles = [_plain(entry.title) for entry in entries]
    # A link shared by differently titled entries with unrelated GUIDs (or one GUID for all) points at a section, not
    # at an article. The same entry listed twice is no such case.
    stories_of_link: dict[str, set[tuple[str, str]]] = {}
    guids_of_base: dict[str, set[str]] = {}
    for link, base, title, entry in zip(links, bases, titles, entries):
        if base is not None and entry.guid is not None:
            guids_of_base.setdefault(base, set()).add(entry.guid.strip())
        if link is not None:
            stories_of_link.setdefault(link, set()).add((base or "", title))

    def shared(link: str) -> bool:
        stories = stories_of_link[link]
        if len({title for _, title in stories}) < 2:
            return False
        of_one_guid = len({base for base, _ in stories}) == 1
        base = next(iter(stories))[0]
        return not (of_one_guid and base and len(guids_of_base[base]) > 1)

    links = [None if link is None or shared(link) else link for link in links]
    # A GUID says something when it belongs to one link, or, without links, to one title.
    meanings: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for base, link, title in zip(bases, links, titles):
        if base is not None and (base, link or title) not in seen:
            seen.add((base, link or title))
            meanings[base] += 1
    found = []
    for entry, link, base, title in zip(entries, links, bases, titles):
        guid = None if base is None or meanings[base] > 1 else _key("guid", base)
        found.append(
            EntryKeys(
                link=None if link is None else _key("link", link),
                guid=guid,
                title=_key_of_title(entry, title) if link is None and guid is None else "",
                content=_key_of_content(entry) if link is None and guid is not None else None,
            )
        )
    # Two entries of one document that say the same are two, or the GUID would not tell them apart.
    same = Counter(keys.content for keys in found)
    return [
        replace(keys, content=None) if keys.content is not None and same[keys.content] > 1 else keys for keys in found
    ]


def _key_of_title(entry: EntryFacts, title: str) -> str:
    return _key("title", title, entry.published_raw or "", "" if title else text_hash(entry.text))


def _key_of_content(entry: EntryFacts) -> str | None:
    """None where title, date and text are too little to know an entry by."""
    raw = entry.published_raw or ""
    if not raw or not (entry.text.strip() or (":" in raw and entry.title.strip())):
        return None
    return _key("content", content_fingerprint(entry.title, entry.text), raw)


def identify(
    feed: str,
    entries: Sequence[EntryFacts],
    known: Mapping[str, KnownEntry],
    document: Sequence[EntryKeys] | None = None,
) -> list[EntryIdentity]:
    """Decide for every entry of one document which article it is.

    The link counts first. A GUID that was seen before under another link counts when title or date bear it out: there
    are feeds that number their items by place, and feeds with one GUID for everything. Without a link, an unknown GUID on the
    very same title, date and text is that entry's new one.
    """
    result: list[EntryIdentity] = []
    taken: dict[str, int] = {}
    for index, (entry, keys) in enumerate(zip(entries, document or document_keys(entries))):
        match = _find_known(entry, keys, known) if known else None
        every = keys.all
        if match is not None:
            identifier = match.article_id
        else:
            refused = {known[key].article_id for key in every if key in known} if known else set()
            identifier = _fresh_id(feed, entry, keys, refused)
        result.append(EntryIdentity(identifier, every, match, taken.get(identifier)))
        taken.setdefault(identifier, index)
    return result


def _find_known(entry: EntryFacts, keys: EntryKeys, known: Mapping[str, KnownEntry]) -> KnownEntry | None:
    by_link = known.get(keys.link) if keys.link else None
    by_guid = known.get(keys.guid) if keys.guid else None
    if by_link is not None:
        contested = by_guid is not None and by_guid.article_id != by_link.article_id
        if contested and by_guid is not None and _plain(by_guid.title) == _plain(entry.title) != _plain(by_link.title):
            return by_guid
        return by_link
    if by_guid is not None:
        return by_guid if _borne_out(entry, by_guid) else None
    if keys.content is not None:
        return known.get(keys.content)
    if keys.link is None and keys.guid is None:
        return known.get(keys.title)
    return None


def _borne_out(entry: EntryFacts, known: KnownEntry) -> bool:
    if entry.published_at is not None and entry.published_at == known.published_at:
        return True
    ours, theirs = set(_plain(entry.title).split()), set(_plain(known.title).split())
    if not ours or not theirs:
        return ours == theirs
    # Half, because short titles share words: "Trade talks", "Energy talks".
    return len(ours & theirs) / len(ours | theirs) >= 1 / 2


def _fresh_id(feed: str, entry: EntryFacts, keys: EntryKeys, refused: set[str]) -> str:
    link = entry.link if keys.link else None
    guid = entry.guid if keys.guid else None
    facts = {"feed": feed, "title": entry.title, "published_raw": entry.published_raw, "text": entry.text}
    for url, number in ((link, None), (None, guid)):
        if url or number:
            candidate = article_id(url=url, guid=number, **facts)  # type: ignore[arg-type]
            if candidate not in refused:
                return candidate
    return _id_of_title(feed, entry.title, entry.published_raw, entry.text)


# --- content --------------------------------------------------------------------------------------------------------

_QUOTES: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        "…": "...",
    }
)
_QUOTED: Final = re.compile(f"[{''.join(map(re.escape, map(chr, _QUOTES)))}]")

_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_CLOCK: Final = rf"(?:[\d:.,/-]++|{_MONTH}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|a\.?m\.?|p\.?m\.?|at|on|gmt|utc|[ce]e?s?t|m?sk|[ap]st|[+-]\d+)"
_AGO: Final = (
    r"(?:just\s+now|(?:an?|one|\d+)\s*(?:s|sec(?:ond)?s?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?)\s+ago)"
)

_NOISE: Final = re.compile(
    rf"""^(?:
      [\d.,]+\s*[km]?\s*(?:comments?|shares?|views?|likes?|reads?|reactions?|retweets?|readers?)
    | (?:comments?|shares?|views?|likes?)\s*[:(]?\s*[\d.,]+\s*[km]?\s*\)?
    | \d+\s*(?:min(?:ute)?s?\.?)\s+(?:read|listen)
    | {_AGO}
    | (?:last\s+|first\s+)?(?:updated|published|posted|modified)\s*(?:at|on|:)?\s*(?:{_AGO}|\w+\s+\w+\s+ago|(?:{_CLOCK}[\s,|]*+){{1,10}}+)
    | (?:read|see|continue|learn|view)\s+(?:more|reading|the\s+full\s+(?:story|article)|on\s+.{{1,40}})[.\s…»>→]*
    | (?:(?:article|story)\s+continues|scroll(?:\s+down)?\s+to\s+continue)(?:\s+(?:below|after|reading)\b.{{0,40}})?
    | (?:advertisement|advertising|sponsored(?:\s+content)?)(?:\s*[:|–—-]\s*.{{0,60}}|\W*)
    | (?:share|tweet|print|email|subscribe|sign\s+up|loading)[.:!…\s]*
    | (?:related|(?:read|see)\s+(?:also|next)|also\s+(?:read|see)|more\s+on\s+this(?:\s+story)?)\s*[:»|–—-]\s*\S.{{0,200}}
    | the\s+post\s+.{{1,300}}\s+(?:first\s+)?appeared\s+first\s+on\s+.{{1,100}}
    | this\s+(?:article|story)\s+(?:was\s+)?(?:originally\s+)?appeared\s+(?:first\s+)?on\s+.{{1,100}}
    | \[?(?:\.{{3}}|…)\]?
    )$""",
    re.X | re.I,
)
"""Whole lines that templates put around an article and that change without it: counters, clocks, advertisements, a link to
another story, calls to click."""

_LIST_OF_LINKS: Final = re.compile(
    r"^(?:related(?:\s+(?:articles?|stor(?:y|ies)|posts?|links?|news|topics?|coverage|content))?"
    r"|more\s+(?:on\s+this(?:\s+story)?|stories|from\s+.{1,40}|news)|(?:read|see)\s+(?:also|next)|also\s+(?:read|see)"
    r"|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested\s+in)|(?:most|now)\s+(?:read|popular|viewed)|trending(?:\s+now)?"
    r"|recommended(?:\s+(?:stories|for\s+you|reading))?|top\s+stories|in\s+other\s+news|latest\s+(?:news|stories))\W*$",
    re.I,
)
"""A heading under which other stories are listed."""

_NOISE_AT_MOST: Final = 500
"""Characters. A longer line is no template's, and need not be looked at."""

_LINK_IN_LIST: Final = 160
"""Characters. A headline in a list is no longer, and does not end as a sentence does."""


def _plain(text: str) -> str:
    """Letters and digits only, lower case: for comparing titles."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()))


def normalised_text(text: str) -> str:
    """``text`` with one form of quotes, dashes, blanks and line ends; words, case and order untouched."""
    if text.isascii():
        text = text.replace("`", "'")
    else:
        # Looking for the few characters is ten times as fast as str.translate, which looks up every character.
        text = _QUOTED.sub(lambda found: _QUOTES[ord(found[0])] or "", unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def text_hash(text: str) -> str:
    """SHA-256 (hex) of the normalised text: equal for exact copies, whatever typography an outlet uses."""
    return _sha256(normalised_text(text))


def is_noise(line: str) -> bool:
    """Whether a line comes from a page template (see ``_NOISE``)."""
    return len(line) <= _NOISE_AT_MOST and _NOISE.match(line) is not None


def without_noise(text: str) -> str:
    """``text`` without the lines that come from a page template (see ``_NOISE``), and without lists of other stories."""
    kept = []
    listing = False
    for line in text.splitlines():
        bare = line.strip()
        if listing and bare and (len(bare) > _LINK_IN_LIST or bare.endswith((".", "!", "?", "”", '"'))):
            listing = False
        if len(bare) > _NOISE_AT_MOST:
            kept.append(line)
            continue
        if bare and _LIST_OF_LINKS.match(bare):
            listing = True
        if not listing and not _NOISE.match(bare):
            kept.append(line)
    return "\n".join(kept)


def content_fingerprint(title: str, text: str) -> str:
    """SHA-256 (hex) over what makes a revision: title and text. Markup, template noise and typography do not count, and
    neither do dates or tags, which many feeds renew on every request."""
    return _sha256(f"{normalised_text(title)}\x1f{normalised_text(without_noise(text))}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
