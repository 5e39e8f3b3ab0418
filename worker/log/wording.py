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
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Row, Table, delete, select

from domain.events import ArticleRead, ArticleRef, Provenance
from domain.stories import Member, Stories, UnknownSketch, copies, parse
from worker.log.tables import article, wording, wording_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

_T = TypeVar("_T")

HOLDERS = 300
"""Articles of one key that are looked at, always the same ones."""

FIRST_HOLDERS = 16
"""… where any copy will do."""

STORY_MOST = 300
"""Articles of a story that are found."""

KEYS_AT_ONCE = 32
"""Keys that are asked for in one statement of SQLite: an article has at most so many."""

AT_ONCE = 5_000
"""Keys that are written in one statement."""


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
    _insert(conn, wordings, rows)
    _insert_keys(conn, keys, wanted)


def _insert(conn: Connection, wordings: Table, rows: Sequence[dict[str, Any]]) -> None:
    marks = ", ".join(["%s" if conn.dialect.name == "postgresql" else "?"] * len(rows[0]))
    conn.exec_driver_sql(
        f"INSERT INTO {wordings.name} ({', '.join(rows[0])}) VALUES ({marks}) ON CONFLICT DO NOTHING",
        [tuple(row.values()) for row in rows],
    )


def _insert_keys(conn: Connection, keys: Table, pairs: Sequence[tuple[int, int]]) -> None:
    """In order, which a tree of keys likes."""
    pairs = sorted(pairs)
    if conn.dialect.name != "postgresql":
        # Many rows by one small statement: a driver keeps the statements that it has seen.
        conn.exec_driver_sql(f"INSERT OR IGNORE INTO {keys.name} (key, number) VALUES (?, ?)", pairs)
        return
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        conn.exec_driver_sql(
            f"INSERT INTO {keys.name} (key, number) SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING",
            ([key for key, _ in some], [number for _, number in some]),
        )


def _rows(conn: Connection, wordings: Table, article_ids: Sequence[str]) -> Iterable[Row[Any]]:
    return conn.execute(select(wordings).where(wordings.c.number.in_([number_of(one) for one in article_ids])))


def _some(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
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


def copies_of(conn: Connection, member: Member, holders: int = FIRST_HOLDERS) -> list[Member]:
    """Articles that are copies of this one, directly: all there are, unless more than ``holders`` have a key in common."""
    own = number_of(member.article.article_id)
    near = _members(conn, _alike(conn, member, _holders(conn, [member], holders) - {own}))
    return [other for other in near.values() if member.copies(other)]


def _alike(conn: Connection, member: Member, numbers: set[int]) -> list[int]:
    """Those of the articles that could be copies by their wording, whoever published them."""
    known, story_id = member.sketch, member.article.story_id
    found: list[int] = []
    for some in _some(sorted(numbers)):
        # Numbers need no quoting, and the statement no building: this is asked for every article that is looked for.
        listed = ", ".join(map(str, some))
        asked = f"SELECT number, story_id, sketch FROM wording WHERE number IN ({listed})"
        for number, theirs, sketch in conn.exec_driver_sql(asked):
            if story_id is not None and theirs == story_id:
                found.append(number)
            elif known is not None and sketch is not None:
                with suppress(UnknownSketch):
                    if copies(known, parse(sketch)):
                        found.append(number)
    return found


def _holders(conn: Connection, members: Iterable[Member], most: int = HOLDERS) -> set[int]:
    """The numbers of articles that have a key in common with any of these; of each key, at most so many."""
    keys = {
        key
        for member in members
        for key in keys_of(member.article.story_id, member.provenance.sketch if member.provenance else None)
    }
    found: set[int] = set()
    every = sorted(keys)
    if conn.dialect.name == "postgresql":
        asked = (
            "SELECT h.number FROM unnest(%s::bigint[]) AS k(key) CROSS JOIN LATERAL"
            " (SELECT number FROM wording_key WHERE wording_key.key = k.key ORDER BY number LIMIT %s) AS h"
        )
        return {number for (number,) in conn.exec_driver_sql(asked, (every, most))}
    of_one = "SELECT number FROM (SELECT number FROM wording_key WHERE key = ? ORDER BY number LIMIT ?)"
    for start in range(0, len(every), KEYS_AT_ONCE):
        some = every[start : start + KEYS_AT_ONCE]
        asked = " UNION ALL ".join([of_one] * len(some))
        found.update(n for (n,) in conn.exec_driver_sql(asked, tuple(v for key in some for v in (key, most))))
    return found


def _members(conn: Connection, numbers: Sequence[int]) -> dict[int, Member]:
    found: dict[int, Member] = {}
    columns = (article.c.url, article.c.outlet, article.c.title, article.c.published_at)
    for some in _some(numbers):
        query = select(wording, *columns).join(article, article.c.article_id == wording.c.article_id)
        for row in conn.execute(query.where(wording.c.number.in_(some))):
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
