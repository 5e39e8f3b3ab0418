"""Stories: which articles are copies of one text, and with whose voice they speak.

A wire report that forty papers print is one source, not forty. Three steps:

1. **Sketch.** ``sketch`` reduces a text to some 200 characters: MinHash values over its runs of three words, of the whole and
   of its first 24, 48, 96 and 192 words. It cannot be turned back into the text. It is recorded when the article is read, so
   that stories can be told again from the log alone, whatever became of the text.
2. **Copies.** ``copies`` compares two sketches. Whether two articles are copies depends on these two alone.
3. **Stories.** ``Stories`` joins what is copied, directly or by way of a third: a function of the set of articles, in
   whatever order they come.

**A story never suppresses anything.** The wire report with "Jan. 13" in place of "Jan. 10" is as good as equal to the one
before, and exactly what Parley exists to notice. Every article is read; the story only says how many sources there are.

What counts as a copy:

- between outlets: half of all runs of words in common; or nearly all of the shorter text found in the longer one; or the
  same beginning, as far as the shorter text goes (the teaser or the first half of a report);
- within one outlet: four fifths in common. A page's furniture and the background that an outlet puts under every article of
  a running story make its articles alike, and are no story;
- below ``FEWEST_WORDS`` words, only the very same text (``exact_story``); below ``FEWEST_EXACT`` words, only with the same
  title. An article without a text is told by its title, if that is long enough to be nobody else's.

**Voices.** A story speaks with the voice of whoever brought it: the agency that any of its copies names, else the outlet that
published it first. Two stories with one voice are one source: an outlet that says a thing twice does not bear itself out, and
a paper that writes "TASS reported" says what TASS says.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from operator import eq
from typing import Final

from domain.agencies import AGENCY_IDS, agency_named, agency_of_outlet, agency_told
from domain.articles import is_noise, normalised_text, text_hash
from domain.events import ArticleRef, Provenance, derived_id
from domain.reports import Report
from domain.talks.model import FiledReport

VERSION: Final = "1"
"""Of the way sketches are made. Sketches of different versions are never compared."""

SEED: Final = 20_220_110
WHOLE: Final = 128
"""MinHash values of the whole text, a byte of each: the share in common is estimated to ± 0.04."""

BEGINNINGS: Final = (24, 48, 96, 192)
"""Words of which the beginnings are sketched. The longest that two texts both have covers at least half of the shorter one, up
to 384 words."""

BEGINNING: Final = 12
"""MinHash values of each beginning."""

FEWEST_WORDS: Final = BEGINNINGS[0]
"""Shorter texts have no sketch: with some twenty runs of words, a shared sentence would make a story."""

MOST_WORDS: Final = 5_000
"""The rest of a longer text is not looked at."""

FEWEST_EXACT: Final = 6
"""Words. "Read the full story" is the whole text of many different items."""

ALIKE: Final = 0.5
"""Share of runs in common that makes a copy between outlets. Articles that merely tell of the same have up to 0.1."""

ALIKE_AT_HOME: Final = 0.8
"""… within one outlet. A new lead over an old report leaves 0.86; a third of background under other news far less."""

CONTAINED: Final = 0.7
"""Share of the shorter text's runs that are found in the longer one. Below a third in common, the estimate is too rough."""

ROUGH: Final = 0.25

SAME_BEGINNING: Final = 8 / 12
"""Share of the values of a beginning: all runs in common give 1, one altered word in 24 gives 0.76."""

SHORT_LINE: Final = 5
"""Words. Shorter lines are captions' ends, buttons, bylines and counters."""

LONGEST_NOISE: Final = 200
"""Characters. No template's line is longer."""

# --- sketches ---------------------------------------------------------------------------------------------------------

_WORD: Final = re.compile(r"\w+")

_ASCII_WORDS: Final = bytes(ord(c.lower()) if c.isalnum() or c == "_" else 32 for c in map(chr, range(128))) + bytes(
    128
)
"""For a table of bytes: what ``_WORD`` finds in the folded text, with blanks between; in a quarter of the time."""


def _words(text: str) -> list[str]:
    """The words of ``text`` that make the story: without dateline, template noise and odd lines."""
    from domain.reading.blocks import DATELINE

    kept: list[str] = []
    for line in text.splitlines():
        if not kept and (match := DATELINE.match(line[:140])):
            line = line[match.end() :]
        if line.isascii():
            words = line.encode().translate(_ASCII_WORDS).decode().split()
        else:
            words = _WORD.findall(unicodedata.normalize("NFKC", line).casefold())
        if len(words) >= SHORT_LINE and not (len(line) <= LONGEST_NOISE and is_noise(line.strip())):
            kept += words
        if len(kept) >= MOST_WORDS:
            break
    return kept[:MOST_WORDS]


def _minhash(runs: list[str], count: int) -> bytes:
    from rensa import RMinHash  # type: ignore[import-untyped]

    sketch = RMinHash(num_perm=count, seed=SEED)
    sketch.update(runs)
    return bytes([value & 0xFF for value in sketch.digest()])


def sketch(text: str) -> str | None:
    """What is kept of a text to know its copies by; None where it is too short for that."""
    words = _words(text)
    if len(words) < FEWEST_WORDS:
        return None
    runs = list(map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    values = _minhash(runs, WHOLE) + b"".join(
        _minhash(runs[: length - 2], BEGINNING) for length in BEGINNINGS if length <= len(words)
    )
    return f"{VERSION}.{len(words)}.{len(set(runs))}.{base64.urlsafe_b64encode(values).decode().rstrip('=')}"


@dataclass(frozen=True)
class Sketch:
    """A sketch taken apart."""

    words: int
    runs: int
    """Different runs of three words."""
    whole: bytes
    beginnings: tuple[bytes, ...]

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """For an index of very many articles, as few as will do: copies have one of these in common with a probability of 0.97
        from seven tenths of all runs in common on, and of 0.98 where a beginning is as good as the same."""
        return self._bands(BANDS, BANDS_OF_BEGINNING)

    @cached_property
    def fine_keys(self) -> frozenset[int]:
        """For the few articles of one meeting: copies have one of these in common with a probability of 0.98
        from half of all runs in common on, and almost surely where a beginning is as good as the same."""
        return frozenset(self._bands(FINE_BANDS, FINE_BANDS_OF_BEGINNING))

    def _bands(self, whole: int, beginning: int) -> tuple[int, ...]:
        kinds = WHOLE // BAND
        return (
            *_bands(self.whole, whole, 0),
            *(
                key
                for place, values in enumerate(self.beginnings)
                for key in _bands(values, beginning, kinds + place * (BEGINNING // BAND))
            ),
        )


BAND: Final = 3
"""Values that must agree, all of them, for a key to be the same."""

BANDS: Final = 8
BANDS_OF_BEGINNING: Final = 2
FINE_BANDS: Final = 30
FINE_BANDS_OF_BEGINNING: Final = 3


def _bands(values: bytes, count: int, kind: int) -> Iterator[int]:
    """Keys of the first ``count`` bands; ``kind`` numbers them apart from others."""
    for band in range(count):
        yield (kind + band) << (8 * BAND) | int.from_bytes(values[band * BAND : (band + 1) * BAND])


class UnknownSketch(ValueError):
    """The sketch was made in a way that this version of the program does not know."""


@lru_cache(maxsize=2_048)
def parse(written: str) -> Sketch:
    """Take apart what ``sketch`` made. Raises ``UnknownSketch``."""
    version, _, rest = written.partition(".")
    if version != VERSION:
        raise UnknownSketch(f"a sketch of version {version!r}; known is {VERSION!r}")
    try:
        words, runs, packed = rest.split(".")
        values = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        known = Sketch(
            int(words),
            int(runs),
            values[:WHOLE],
            tuple(values[start : start + BEGINNING] for start in range(WHOLE, len(values), BEGINNING)),
        )
    except ValueError as error:
        raise UnknownSketch(f"no sketch: {written[:40]!r}") from error
    if len(known.whole) != WHOLE or any(len(beginning) != BEGINNING for beginning in known.beginnings):
        raise UnknownSketch(f"no sketch: {written[:40]!r}")
    return known


def _agreement(ours: bytes, theirs: bytes) -> float:
    return float(sum(map(eq, ours, theirs)) / len(ours))


def alike(ours: Sketch, theirs: Sketch) -> float:
    """The share of all runs of words that both texts have (Jaccard), estimated to ± 0.04."""
    # A byte of two different values is the same once in 256 times.
    return max(0.0, (_agreement(ours.whole, theirs.whole) - 1 / 256) / (1 - 1 / 256))


def contained(ours: Sketch, theirs: Sketch, share: float) -> float:
    """The share of the shorter text's runs that the longer one has, from the ``share`` that both have."""
    both = share / (1 + share) * (ours.runs + theirs.runs)
    return min(1.0, both / max(1, min(ours.runs, theirs.runs)))


def copies(ours: Sketch, theirs: Sketch, *, at_home: bool = False) -> bool:
    """Whether two texts are copies of each other; ``at_home``: both are of one outlet."""
    share = alike(ours, theirs)
    if at_home:
        return share >= ALIKE_AT_HOME
    if share >= ALIKE or (share >= ROUGH and contained(ours, theirs, share) >= CONTAINED):
        return True
    # With what both have of beginnings, the longest says the most.
    common = min(len(ours.beginnings), len(theirs.beginnings))
    return common > 0 and _agreement(ours.beginnings[common - 1], theirs.beginnings[common - 1]) >= SAME_BEGINNING


def exact_story(title: str, text: str, hashed: str | None = None) -> str | None:
    """The id that articles with the very same text share, however it is set; None where too little is said to tell.
    ``hashed`` is the text's ``text_hash``, where it is known already."""
    # The first words are enough to see that there are some.
    words = len(_WORD.findall(text[:200]))
    if words >= FEWEST_EXACT:
        return derived_id("story", hashed or text_hash(text))
    if words + len(_WORD.findall(title)) >= FEWEST_EXACT:
        return derived_id("story", normalised_text(title), hashed or text_hash(text))
    return None


def provenance(text: str) -> Provenance:
    """What an article's wording says about where it comes from, for the log."""
    return Provenance(sketch=sketch(text), agency=agency_named(text))


# --- publishers -------------------------------------------------------------------------------------------------------

_HOST: Final = re.compile(r"https?://(?:[^/?#@]*@)?(?P<host>[a-z0-9.-]+\.[a-z][a-z0-9-]*)(?::\d+)?(?:[/?#]|$)", re.I)
_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "edu", "go", "gob", "gov", "net", "ne", "or", "org"})
_SHARED_SITES: Final = frozenset(
    "apple.news bit.ly blogspot.com bsky.app facebook.com feedburner.com flipboard.com ghost.io github.io google.com"
    " linkedin.com livejournal.com medium.com msn.com reddit.com substack.com t.co t.me telegra.ph tumblr.com twitter.com"
    " typepad.com wordpress.com x.com yahoo.com youtube.com".split()
)
"""Sites on which many publish; there, the outlet's name says who."""


@lru_cache(maxsize=4_096)
def site_of(url: str | None) -> str | None:
    """The registrable domain of an address (``bbc.co.uk``): whose site it is. None for IP addresses, names without a dot and
    sites that many share."""
    match = _HOST.match(url) if url else None
    if match is None:
        return None
    labels = match["host"].lower().rstrip(".").split(".")
    count = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    site = ".".join(labels[-count:])
    return None if site in _SHARED_SITES else site


def publisher(article: ArticleRef) -> str | None:
    """Who published an article: by its site, else by the name of its outlet; None where neither is known."""
    return _publisher(article.url, article.outlet)


@lru_cache(maxsize=4_096)
def _publisher(url: str | None, outlet: str | None) -> str | None:
    site = site_of(url)
    agency = agency_of_outlet(outlet, site)
    if agency is not None:
        return agency
    return site or (" ".join(outlet.split()).casefold() if outlet else None)


# --- stories ----------------------------------------------------------------------------------------------------------

_Order = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story."""

    article: ArticleRef
    provenance: Provenance | None

    @property
    def order(self) -> _Order:
        return (self.article.published_at, self.article.article_id)

    @property
    def sketch(self) -> Sketch | None:
        written = self.provenance.sketch if self.provenance else None
        if written is None:
            return None
        try:
            return parse(written)
        except UnknownSketch:
            # Another version's: the article stands for itself, as one that is too short does.
            return None

    @property
    def publisher(self) -> str | None:
        return publisher(self.article)

    @property
    def agency(self) -> str | None:
        """The agency that it is of, by its own word or by its outlet."""
        named = self.provenance.agency if self.provenance else None
        return named or agency_of_outlet(self.article.outlet, site_of(self.article.url))

    def copies(self, other: Member) -> bool:
        """Whether both are the same text, or one is a part of the other. Symmetric."""
        if self.article.story_id is not None and self.article.story_id == other.article.story_id:
            return True
        ours, theirs = self.sketch, other.sketch
        if ours is None or theirs is None:
            return False
        at_home = self.publisher is not None and self.publisher == other.publisher
        return copies(ours, theirs, at_home=at_home)


@dataclass(slots=True)
class Stories:
    """Articles, grouped into stories: joined where one copies the other. The order of adding does not matter."""

    _members: dict[str, Member] = field(default_factory=dict)
    _parent: dict[str, str] = field(default_factory=dict)
    _first: dict[str, Member] = field(default_factory=dict)
    """Root → the story's first published article."""
    _named: dict[str, Member] = field(default_factory=dict)
    """Root → the first published of its articles that name an agency."""
    _exact: dict[str, str] = field(default_factory=dict)
    _shown: dict[Sketch, list[str]] = field(default_factory=dict)
    """Sketch → one or two articles that stand for all that have it."""
    _holders: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Key → those of them that have it."""

    def add(self, article: ArticleRef, provenance: Provenance | None) -> None:
        """Add an article. Adding it again changes nothing; another revision is as another copy of it."""
        member = Member(article, provenance)
        name = _name(article)
        if name in self._members:
            return
        joined = self._joined(member)
        self._members[name] = member
        self._parent[name] = name
        self._first[name] = member
        if member.agency is not None:
            self._named[name] = member
        if article.story_id is not None:
            self._exact.setdefault(article.story_id, name)
        self._exact.setdefault(f"article {article.article_id}", name)
        self._show(name, member)
        for root in joined:
            self._join(root, name)

    def _show(self, name: str, member: Member) -> None:
        """Let others find it by its sketch. Of articles with one sketch, two of different publishers will do for any other: no
        third can be at home with both."""
        sketch = member.sketch
        if sketch is None:
            return
        same = self._shown.setdefault(sketch, [])
        if same:
            publisher = self._members[same[0]].publisher
            if len(same) > 1 or publisher is None or publisher == member.publisher:
                return
        same.append(name)
        keys = sketch.fine_keys
        known = self._holders.keys() & keys
        for key in known:
            self._holders[key] += (name,)
        self._holders.update(dict.fromkeys(keys - known, (name,)))

    def _joined(self, member: Member) -> set[str]:
        """The roots of the stories that ``member`` is of."""
        own = (member.article.story_id, f"article {member.article.article_id}")
        found = {self._root(self._exact[key]) for key in own if key is not None and key in self._exact}
        sketch = member.sketch
        if sketch is None:
            return found
        near = set[str]().union(*(self._holders[key] for key in self._holders.keys() & sketch.fine_keys))
        for name in near:
            root = self._root(name)
            if root not in found and member.copies(self._members[name]):
                found.add(root)
        return found

    def _root(self, name: str) -> str:
        parent = self._parent
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    def _join(self, one: str, other: str) -> None:
        one, other = self._root(one), self._root(other)
        if one == other:
            return
        self._parent[other] = one
        for known in (self._first, self._named):
            theirs = known.pop(other, None)
            if theirs is not None and (one not in known or theirs.order < known[one].order):
                known[one] = theirs

    def same(self, one: ArticleRef, other: ArticleRef) -> bool:
        """Whether two articles that were added are of one story."""
        return self._root(_name(one)) == self._root(_name(other))

    def holds_copy(self, article: ArticleRef, provenance: Provenance | None, of: Iterable[ArticleRef]) -> bool:
        """Whether an article, added or not, is of the story of one of those, which were added."""
        name = _name(article)
        roots = {self._root(name)} if name in self._members else self._joined(Member(article, provenance))
        return bool(roots) and any(self._root(_name(other)) in roots for other in of)

    def story_of(self, article: ArticleRef) -> str:
        """What a story is called by: the id of its first published article."""
        return self._first[self._root(_name(article))].article.article_id

    def voice_of(self, article: ArticleRef, report: Report | None = None) -> str:
        """With whose voice an article speaks, or a ``report`` that it gives: an agency, an outlet (by its site or name), or
        just itself."""
        if report is not None:
            for quote in report.evidence:
                told = agency_told(quote.quote)
                if told is not None:
                    return told
        root = self._root(_name(article))
        if root in self._named:
            return self._named[root].agency or ""
        first = self._first[root]
        return first.publisher or first.article.article_id

    def groups(self) -> list[list[ArticleRef]]:
        """The articles of each story, in order of publication; stories in order of their first."""
        found: dict[str, list[Member]] = {}
        for name, member in self._members.items():
            found.setdefault(self._root(name), []).append(member)
        for members in found.values():
            members.sort(key=lambda member: (member.order, member.article.revision))
        return [
            [member.article for member in members]
            for members in sorted(found.values(), key=lambda members: members[0].order)
        ]


def _name(article: ArticleRef) -> str:
    return f"{article.article_id}/{article.revision}"


def stories_of(filed: Iterable[FiledReport]) -> Stories:
    """The stories among the articles of these reports."""
    stories = Stories()
    for one in filed:
        stories.add(one.article, one.provenance)
    return stories


@dataclass(frozen=True, slots=True)
class Source:
    """A voice, with the stories that it brought."""

    voice: str
    name: str
    """The voice as people write it: an agency's name, else that of the outlet which spoke so first, else the headline."""
    stories: tuple[tuple[ArticleRef, ...], ...]
    """Each with the articles that have it, in order of publication. The first gives a story its name."""


def _spelt(voice: str, outlets: Mapping[str, str]) -> str:
    return voice if voice in AGENCY_IDS else outlets.get(voice, voice)


def sources(filed: Iterable[FiledReport]) -> tuple[Source, ...]:
    """Who reports a meeting, in order of first publication; as many as the meeting has voices."""
    ordered = sorted(filed, key=lambda one: one.order)
    stories = stories_of(ordered)
    found: dict[str, dict[str, dict[str, ArticleRef]]] = {}
    spelt: dict[str, str] = {}
    for one in ordered:
        voice = stories.voice_of(one.article, one.report)
        if one.article.outlet and publisher(one.article) == voice:
            spelt.setdefault(voice, one.article.outlet)
        of_voice = found.setdefault(voice, {})
        of_voice.setdefault(stories.story_of(one.article), {})[one.article.article_id] = one.article
    for voice, of_voice in found.items():
        articles = [article for articles in of_voice.values() for article in articles.values()]
        if all(publisher(article) is None for article in articles):
            # Given by hand, without address and outlet: nobody knows such an article by the id that is its voice.
            spelt.setdefault(voice, f"“{articles[0].title}”" if articles[0].title else "given")
    return tuple(
        Source(voice, _spelt(voice, spelt), tuple(tuple(articles.values()) for articles in of_voice.values()))
        for voice, of_voice in found.items()
    )
