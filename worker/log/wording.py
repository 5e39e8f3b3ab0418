"""The wording of all articles that were read, and finding the copies of one among a million.

For every article ``wording`` holds its sketch (``domain.stories``), and ``wording_key`` the keys that copies of it have in common
with it. Both follow from ``ArticleRead`` and are part of the read model: they are rebuilt and compared with it. An article is asked about by its keys alone, so the
work does not grow with what is stored; of a key that very many articles have (an outlet's furniture), only some are
looked at.

No decision rests on this: the stories of a meeting are told from its own reports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Table, delete, select, text

from domain.events import ArticleRead, ArticleRef, Provenance
from domain.stories import Member, Stories, UnknownSketch, parse
from worker.log.tables import article, wording, wording_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

HOLDERS = 100
"""Articles of one key that are looked at, always the same ones. Any one copy leads to the others."""

STORY_MOST = 300
"""Articles of a story that are found."""

AT_ONCE = 200
"""Articles whose keys are written in one statement."""


def number_of(article_id: str) -> int:
    """A number that stands for an article in ``wording_key``: eight bytes instead of 36. That two of a million articles get the
    same has a probability of one in ten million; the second is then not indexed."""
    digits = article_id.replace("-", "")
    try:
        return int(digits[-16:], 16) & 0x3FFF_FFFF_FFFF_FFFF
    except ValueError:
        return int.from_bytes(hashlib.sha256(article_id.encode()).digest()[:8]) >> 2


def keys_of(story_id: str | None, sketch: str | None) -> tuple[int, ...]:
    """What copies of an article have in common with it."""
    exact = () if story_id is None else (1 << 62 | number_of(story_id),)
    if sketch is None:
        return exact
    try:
        return (*exact, *parse(sketch).keys)
    except UnknownSketch:
        return exact


# --- writing -----------------------------------------------------------------------------------------------------------


def note(conn: Connection, reads: Sequence[ArticleRead], *, first: bool) -> None:
    """Take in what is about to be recorded as read, in the same transaction. Before the append, so that the log's head is not
    locked meanwhile. ``first``: these articles were never read before."""
    index(conn, wording, wording_key, [(first, read) for read in reads])


def index(conn: Connection, wordings: Table, keys: Table, reads: Sequence[tuple[bool, ArticleRead]]) -> None:
    """Take in what was read, each with whether its article was never read before. Of several readings of one article, the last
    counts; those from before sketches were made say nothing."""
    last: dict[str, tuple[bool, ArticleRead]] = {}
    for first, event in reads:
        if event.provenance is not None:
            last[event.article_id] = (first or (event.article_id in last and last[event.article_id][0]), event)
    again = [article_id for article_id, (first, _) in last.items() if not first]
    former = {row.article_id: row for some in _some(again) for row in _rows(conn, wordings, some)}
    rows, wanted = [], []
    for article_id, (_, event) in last.items():
        number, origin = number_of(article_id), event.provenance
        assert origin is not None
        row = {
            "number": number,
            "article_id": article_id,
            "revision": event.revision,
            "story_id": event.story_id,
            "sketch": origin.sketch,
            "agency": origin.agency,
        }
        new = keys_of(event.story_id, origin.sketch)
        known = former.get(article_id)
        if known is not None:
            if dict(known._mapping) == row:
                continue
            old = keys_of(known.story_id, known.sketch)
            conn.execute(delete(keys).where(keys.c.number == number, keys.c.key.in_(old)))
            conn.execute(delete(wordings).where(wordings.c.number == number))
        rows.append(row)
        wanted += [(key, number) for key in new]
    if not rows:
        return
    names = ", ".join(rows[0])
    values = ", ".join(f":{name}" for name in rows[0])
    conn.execute(text(f"INSERT INTO {wordings.name} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING"), rows)
    for start in range(0, len(wanted), AT_ONCE * 25):
        pairs = ",".join(f"({key},{number})" for key, number in wanted[start : start + AT_ONCE * 25])
        conn.exec_driver_sql(f"INSERT INTO {keys.name} (key, number) VALUES {pairs} ON CONFLICT DO NOTHING")


def _rows(conn: Connection, wordings: Table, article_ids: Sequence[str]) -> Iterable[Row[Any]]:
    return conn.execute(select(wordings).where(wordings.c.number.in_([number_of(one) for one in article_ids])))


def _some(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), 500):
        yield values[start : start + 500]


# --- asking ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """An article's story."""

    voice: str
    """Who speaks: an agency, or the site or the name of an outlet."""
    articles: tuple[ArticleRef, ...]
    """In order of publication."""
    agencies: Mapping[str, str]
    """Article id → the agency that it says it is of."""

    @property
    def id(self) -> str:
        """A story is called by its first published article."""
        return self.articles[0].article_id


def story_of(conn: Connection, article_id: str) -> Story | None:
    """The story of an article among all that were read; ``None`` where it was not."""
    own = _members(conn, [number_of(article_id)])
    if not own:
        return None
    found, waiting = dict(own), dict(own)
    while waiting and len(found) < STORY_MOST:
        candidates = _holders(conn, waiting.values()) - found.keys()
        near = _members(conn, sorted(candidates))
        waiting = {
            number: member for number, member in near.items() if any(member.copies(other) for other in waiting.values())
        }
        found |= waiting
    stories = Stories()
    for member in found.values():
        stories.add(member.article, member.provenance)
    (me,) = own.values()
    (group,) = [group for group in stories.groups() if any(one.article_id == article_id for one in group)]
    named = {m.article.article_id: m.agency for m in found.values() if m.agency is not None}
    return Story(stories.voice_of(me.article), tuple(group), named)


def copies_of(conn: Connection, member: Member) -> list[Member]:
    """The articles that are copies of this one, directly."""
    near = _members(conn, sorted(_holders(conn, [member]) - {number_of(member.article.article_id)}))
    return [other for other in near.values() if member.copies(other)]


def _holders(conn: Connection, members: Iterable[Member]) -> set[int]:
    """The numbers of articles that have a key in common with any of these."""
    keys = {
        key
        for member in members
        for key in keys_of(member.article.story_id, member.provenance.sketch if member.provenance else None)
    }
    found: set[int] = set()
    every = sorted(keys)
    for start in range(0, len(every), 100):
        asked = " UNION ALL ".join(
            f"SELECT number FROM (SELECT number FROM wording_key WHERE key = {key} ORDER BY number LIMIT {HOLDERS}) AS k"
            for key in every[start : start + 100]
        )
        found.update(number for (number,) in conn.exec_driver_sql(asked))
    return found


def _members(conn: Connection, numbers: Sequence[int]) -> dict[int, Member]:
    found: dict[int, Member] = {}
    columns = (article.c.url, article.c.outlet, article.c.title, article.c.published_at)
    for start in range(0, len(numbers), 500):
        query = select(wording, *columns).join(article, article.c.article_id == wording.c.article_id)
        for row in conn.execute(query.where(wording.c.number.in_(numbers[start : start + 500]))):
            ref = ArticleRef(
                article_id=row.article_id,
                revision=row.revision,
                url=row.url,
                outlet=row.outlet,
                title=row.title,
                published_at=row.published_at,
                story_id=row.story_id,
            )
            found[row.number] = Member(ref, Provenance(sketch=row.sketch, agency=row.agency))
    return found
