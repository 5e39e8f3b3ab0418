"""The wording of all articles that were read, and finding the copies of one among a million.

For every article ``wording`` holds its sketch (``domain.stories``), and ``wording_key`` the keys that copies of it have in common
with it. Both follow from ``ArticleRead`` and are part of the read model: they are rebuilt and compared with it. An article is asked about by its keys alone, so the
work does not grow with what is stored; of a key that very many articles have (an outlet's furniture), only some are
looked at.

No decision rests on this: the stories of a meeting are told from its own reports.
"""

from __future__ import annotations

import hashlib
import json
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

FIRST_HOLDERS = 8
"""… where any copy will do."""

STORY_MOST = 300
"""Articles of a story that are found."""

KEYS_AT_ONCE = 32
"""Keys that are asked for in one statement of SQLite: an article has at most so many."""

AT_ONCE = 500
"""Articles that are written in one statement."""


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
    rows: list[dict[str, Any]] = []
    wanted: list[tuple[int, int]] = []
    taken: set[int] = set()
    for article_id, (_, event) in last.items():
        number, origin = number_of(article_id), event.provenance
        assert origin is not None
        if number in taken:
            continue
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
        taken.add(number)
        wanted += [(key, number) for key in new]
    if not rows:
        return
    # In order, which a tree of keys likes.
    wanted.sort()
    if conn.dialect.name == "postgresql":
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            numbers = {row["number"] for row in some}
            _insert_postgresql(conn, wordings, keys, some, [pair for pair in wanted if pair[1] in numbers])
        return
    marks = ", ".join("?" * len(rows[0]))
    into = f"INSERT OR IGNORE INTO {wordings.name} ({', '.join(rows[0])}) VALUES ({marks})"
    if conn.exec_driver_sql(into, [tuple(row.values()) for row in rows]).rowcount != len(rows):
        # Of a number that is another article's already, that one stays findable; the keys of this one would lead to it.
        holders = {
            row.number: row.article_id
            for some in _some([r["article_id"] for r in rows])
            for row in _rows(conn, wordings, some)
        }
        ours = {row["number"] for row in rows if holders[row["number"]] == row["article_id"]}
        wanted = [pair for pair in wanted if pair[1] in ours]
    # Many rows by one small statement: a driver keeps the statements that it has seen.
    if wanted:  # none where there was nothing to read
        conn.exec_driver_sql(f"INSERT OR IGNORE INTO {keys.name} (key, number) VALUES (?, ?)", wanted)


def _insert_postgresql(
    conn: Connection,
    wordings: Table,
    keys: Table,
    rows: Sequence[dict[str, Any]],
    pairs: Sequence[tuple[int, int]],
) -> None:
    """In one round trip, whose parameters need little encoding; into the live tables by a function, which needs no planning."""
    if wordings.name == wording.name:
        columns = [_listed(row[name] for row in rows) for name in rows[0]]
        of_keys = [f"{{{','.join(str(pair[place]) for pair in pairs)}}}" for place in (0, 1)]
        driver: Any = conn.connection.dbapi_connection
        driver.call("wording_note", (*columns, *of_keys))
        return
    types = "number bigint, article_id text, revision int, story_id text, sketch text, agency text"
    names = ", ".join(rows[0])
    listed = (f"{{{','.join(str(pair[place]) for pair in pairs)}}}" for place in (0, 1))
    conn.exec_driver_sql(
        f"WITH given AS (INSERT INTO {wordings.name} ({names})"
        f" SELECT {names} FROM json_to_recordset(%s::json) AS r({types}) ON CONFLICT DO NOTHING RETURNING number)"
        f" INSERT INTO {keys.name} (key, number)"
        " SELECT key, number FROM unnest(%s::bigint[], %s::bigint[]) AS pair(key, number) JOIN given USING (number)",
        (json.dumps(rows), *listed),
    )


def _listed(values: Iterable[str | int | None]) -> str:
    """An array as PostgreSQL reads it."""
    return "{" + ",".join(["NULL" if v is None else str(v) if isinstance(v, int) else _quoted(v) for v in values]) + "}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", r"\\").replace('"', r"\"") + '"'


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
    """The story of an article among all that were read; ``None`` where it was not. Of one with more than ``STORY_MOST``
    articles, about so many are found."""
    (own,) = _members(conn, _worded(conn, [number_of(article_id)])) or (None,)
    if own is None:
        return None
    found = {own.article.article_id: own}
    waiting = [own]
    while waiting and len(found) < STORY_MOST:
        known = {number_of(one) for one in found}
        waiting = _copies(conn, waiting, _holders(conn, waiting) - known)
        found |= {member.article.article_id: member for member in waiting}
    stories = Stories()
    for member in found.values():
        stories.add(member.article, member.provenance)
    (group,) = [group for group in stories.groups() if any(one.article_id == article_id for one in group)]
    named = {m.article.article_id: m.agency for m in found.values() if m.agency is not None}
    return Story(stories.voice_of(own.article), tuple(group), named)


def copies_of(conn: Connection, member: Member, holders: int = FIRST_HOLDERS) -> list[Member]:
    """Articles that are copies of this one, directly: all there are, unless more than ``holders`` have a key in common."""
    return _copies(conn, [member], _holders(conn, [member], holders) - {number_of(member.article.article_id)})


def _copies(conn: Connection, members: Sequence[Member], numbers: set[int]) -> list[Member]:
    """Those of the articles that are copies of any of the members."""
    sketches = [sketch for member in members if (sketch := member.sketch)]
    exact = {member.article.story_id for member in members} - {None}
    near = []
    for row in _worded(conn, sorted(numbers)):
        if row.story_id in exact:
            near.append(row)
        elif row.sketch is not None:
            with suppress(UnknownSketch):
                theirs = parse(row.sketch)
                if any(copies(ours, theirs) for ours in sketches):
                    near.append(row)
    # Who published them is only asked of the few that are left.
    return [other for other in _members(conn, near) if any(member.copies(other) for member in members)]


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
        listed = f"{{{','.join(map(str, every))}}}"
        return {number for (number,) in conn.exec_driver_sql(asked, (listed, most))}
    of_one = "SELECT number FROM (SELECT number FROM wording_key WHERE key = ? ORDER BY number LIMIT ?)"
    for start in range(0, len(every), KEYS_AT_ONCE):
        some = every[start : start + KEYS_AT_ONCE]
        asked = " UNION ALL ".join([of_one] * len(some))
        found.update(n for (n,) in conn.exec_driver_sql(asked, tuple(v for key in some for v in (key, most))))
    return found


def _worded(conn: Connection, numbers: Sequence[int]) -> Iterator[Row[Any]]:
    """The wordings of articles by their numbers, which need no quoting: so the statement needs no building either."""
    for some in _some(numbers):
        listed = ", ".join(map(str, some))
        yield from conn.exec_driver_sql(
            f"SELECT article_id, revision, story_id, sketch, agency FROM wording WHERE number IN ({listed})"
        )


def _members(conn: Connection, worded: Iterable[Row[Any]]) -> list[Member]:
    """The articles of these wordings. Those that the inbox does not know are left out."""
    rows = {row.article_id: row for row in worded}
    columns = (article.c.article_id, article.c.url, article.c.outlet, article.c.title, article.c.published_at)
    found = []
    for some in _some(list(rows)):
        for one in conn.execute(select(*columns).where(article.c.article_id.in_(some))):
            row = rows[one.article_id]
            ref = ArticleRef(**one._mapping, revision=row.revision, story_id=row.story_id)
            found.append(Member(ref, Provenance(sketch=row.sketch, agency=row.agency)))
    return found
