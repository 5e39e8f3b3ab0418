"""The inbox: articles that came in, whether they have been read, and when to try again.

::

    receive ──▶ received ──claim──▶ (leased) ──finish──▶ done
                   ▲                   │
                   └───── fail ◀───────┘ ──too often──▶ quarantined

Everything here runs in the caller's transaction. Retry times and leases live in the rows, never in a queue, so a killed
worker leaves nothing behind but a lease that runs out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from domain.articles import article_id as identify_article
from domain.articles import canonical_url, content_fingerprint
from domain.events import ArticleErased, ArticleQuarantined, ArticleReceived, DateSource, Meta, derived_id
from worker import __version__
from worker.log import direct
from worker.log.bulk import insert_many
from worker.log.tables import article, article_body
from worker.pages.text import text_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from worker.log.store import NewEvent

RETRY_FIRST: Final = timedelta(seconds=30)
"""Wait after the first failed attempt; it doubles with each."""

RETRY_LONGEST: Final = timedelta(hours=1)

MAX_ATTEMPTS: Final = 5
"""A deterministic fault shows at once; five attempts over eight minutes outlast a restart of the database or a site."""

READER_LOST: Final = "the reader that took it was killed, or did not come back in time"
"""Noted with an attempt that came to no end of its own."""

CHUNK: Final = 500
"""Ids per statement. SQLite allowed 999 variables for many years."""

REVISIONS_AT_WILL: Final = 20
"""A live page changes this often in a day. Beyond, a revision is taken only every ``REVISION_PAUSE``: some templates put a
different advertisement into every answer (reader#225). What is put off comes with a later poll."""

REVISION_PAUSE: Final = timedelta(hours=3)


PAGES_AT_WILL: Final = 6
PAGE_PAUSE: Final = timedelta(hours=3)
PAGE_REST: Final = timedelta(minutes=10)
"""The same for edits that only the page shows: each costs a request, so there is a rest after every one."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article as it came from a feed or an operator."""

    url: str | None
    guid: str | None
    title: str
    content: str
    content_type: str
    """text/html or text/plain."""
    published_at: datetime | None
    """None: the article says nothing, the time of receipt is taken and marked."""
    published_raw: str | None
    feed: str | None
    outlet: str | None
    needs_page: bool = False
    """The content is a teaser: the page should be fetched before reading."""
    published_source: DateSource = "feed"
    article_id: str | None = None
    """Where the feed's history decided it (``domain.articles.identify``); else it follows from the fields above."""
    content_hash: str | None = None
    """``domain.articles.content_fingerprint``, where it is known already."""
    page_changed: bool = False
    """The feed says that the article was edited, and its teaser is as before: its page is to be read again."""


@dataclass(frozen=True, slots=True)
class Receipt:
    article_id: str
    revision: int
    new: bool
    """There is something to read: the article was unknown, or this is a new revision of it."""
    deferred: bool = False
    """It changed, but too often of late: offer it again later."""


@dataclass(frozen=True, slots=True)
class InboxArticle:
    """A claimed article with its body."""

    article_id: str
    revision: int
    url: str | None
    feed: str | None
    outlet: str | None
    guid: str | None
    title: str
    content: str
    content_type: str
    needs_page: bool
    published_at: datetime
    published_source: DateSource
    utc_offset_minutes: int
    content_hash: str
    attempts: int

    @property
    def local_date(self) -> date:
        """The day it was where the article appeared: what its "today" means."""
        return (self.published_at + timedelta(minutes=self.utc_offset_minutes)).date()


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """What ``put`` stored and ``record`` still has to write into the log, in the same transaction."""

    events: tuple[ArticleReceived, ...]


def receive(conn: Connection, items: Sequence[Item], now: datetime, actor: str = "parley") -> list[Receipt]:
    """Put articles into the inbox and record ``ArticleReceived`` for new ones and revisions, in the caller's transaction.

    One receipt per item, in order. An item whose title and text are known already changes nothing. The same article
    from another feed than its first is not a revision: each feed cuts and titles it in its own way, and the two would
    revise each other forever.
    """
    receipts, unrecorded = put(conn, items, now)
    record(conn, unrecorded, now, actor)
    return receipts


def put(conn: Connection, items: Sequence[Item], now: datetime) -> tuple[list[Receipt], Unrecorded]:
    """The first half of ``receive``, for callers with more to write before the log's head row is locked."""
    prepared = [_prepare(item, now) for item in items]
    rows = _existing(conn, [facts["article_id"] for facts in prepared])
    inserts: dict[str, dict[str, Any]] = {}
    updates: dict[str, dict[str, Any]] = {}
    bodies: dict[str, dict[str, Any]] = {}
    events: dict[str, ArticleReceived] = {}
    receipts: list[Receipt] = []
    for item, facts in zip(items, prepared):
        identifier = facts["article_id"]
        row = rows.get(identifier)
        if row is None:
            inserts[identifier] = facts
        else:
            same = row["content_hash"] == facts["content_hash"] and not item.page_changed
            if same or identifier in bodies or not _leads(row, item):
                receipts.append(Receipt(identifier, row["revision"], False))
                continue
            most, pause = (PAGES_AT_WILL, PAGE_PAUSE) if item.page_changed else (REVISIONS_AT_WILL, REVISION_PAUSE)
            if now - row["received_at"] < (pause if row["revision"] >= most else PAGE_REST * item.page_changed):
                receipts.append(Receipt(identifier, row["revision"], False, deferred=True))
                continue
            facts["revision"] = row["revision"] + 1
            if facts["published_source"] == "fetched":
                # The time of an edit is not the time of publication: keep what was known first.
                facts |= {key: row[key] for key in ("published_at", "published_source", "utc_offset_minutes")}
            updates[identifier] = facts
        bodies[identifier] = {
            "article_id": identifier,
            "revision": facts["revision"],
            "content": item.content,
            "content_type": item.content_type,
            "text": None,
            "needs_page": item.needs_page,
        }
        rows[identifier] = facts
        events[identifier] = _received_event(facts, item.published_raw)
        receipts.append(Receipt(identifier, facts["revision"], True))
    # Rows are locked in the order of their keys by everybody, or two feeds that share articles could block each other.
    lost = _insert_articles(conn, [inserts[key] for key in sorted(inserts)]) if inserts else set()
    if lost:
        # Another worker received the same article from another feed at this very moment; it is known now.
        for identifier in lost:
            del bodies[identifier], events[identifier]
        receipts = [Receipt(r.article_id, 1, False) if r.article_id in lost else r for r in receipts]
    if updates:
        conn.execute(
            update(article)
            .where(article.c.article_id == bindparam("key"))
            .values({name: bindparam(name) for name in _ARTICLE_COLUMNS if name != "article_id"}),
            [{**facts, "key": identifier} for identifier, facts in sorted(updates.items())],
        )
    if bodies:
        insert_many(conn, article_body, list(bodies.values()))
    return receipts, Unrecorded(tuple(events.values()))


def record(
    conn: Connection,
    unrecorded: Unrecorded,
    now: datetime,
    actor: str = "parley",
    *,
    also: Sequence[NewEvent] = (),
    last: bool = False,
) -> None:
    """The second half of ``receive``: append the ``ArticleReceived`` events, and what is to be recorded ``also``, in one
    statement that locks the log's head row. ``last``: nothing follows in the transaction (see ``store.append``)."""
    from worker.log import store

    received = [
        store.NewEvent(
            event,
            derived_id(event.type, event.article_id, event.revision, event.content_hash),
            meta=Meta(correlation=f"article-{event.article_id}-{event.revision}", actor=actor, software=__version__),
        )
        for event in unrecorded.events
    ]
    store.append(
        conn,
        [*received, *also],
        meta=Meta(actor=actor, software=__version__),
        recorded_at=now,
        last=last,
    )


_ARTICLE_COLUMNS: Final = tuple(column.name for column in article.columns if column.name != "erased_at")
"""What receiving writes. That the text was erased stays whatever is received later."""


def _prepare(item: Item, now: datetime) -> dict[str, Any]:
    text = "" if item.article_id and item.content_hash else text_of(item.content, item.content_type)
    identifier = item.article_id or identify_article(
        url=item.url,
        feed=item.feed,
        guid=item.guid,
        title=item.title,
        published_raw=item.published_raw,
        text=text,
    )
    published, source, offset = item.published_at, item.published_source, 0
    if published is None:
        published, source = now, "fetched"
    else:
        shift = published.utcoffset()
        if shift is None:
            raise ValueError(f"naive published_at {published!r} of article {item.title!r}")
        offset = int(shift.total_seconds() // 60)
    # The columns that receiving writes: ``_ARTICLE_COLUMNS``.
    return {
        "article_id": identifier,
        "revision": 1,
        "url": (canonical_url(item.url) or item.url) if item.url else None,
        "feed": item.feed,
        "outlet": item.outlet,
        "guid": item.guid,
        "title": item.title,
        "published_at": published,
        "published_source": source,
        "utc_offset_minutes": offset,
        "received_at": now,
        "content_hash": item.content_hash or content_fingerprint(item.title, text),
        "text_hash": None,
        "story_id": None,
        "language": None,
        "state": "received",
        "outcome": None,
        "attempts": 0,
        "next_attempt_at": now,
        "lease_until": None,
        "sent_at": now,
        "last_error": None,
    }


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    unique = sorted(set(values))
    for start in range(0, len(unique), CHUNK):
        yield unique[start : start + CHUNK]


def _existing(conn: Connection, identifiers: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if conn.dialect.name == "sqlite":
        # Nearly all are new, and to ask for their bare ids takes the least. Nobody else writes between the two questions.
        ids = json.dumps(list(identifiers))
        known = conn.exec_driver_sql(
            "SELECT article_id FROM article WHERE article_id IN (SELECT value FROM json_each(?))", (ids,)
        )
        identifiers = [identifier for (identifier,) in known]
    for chunk in _chunks(identifiers):
        found |= {row["article_id"]: dict(row) for row in conn.execute(_EXISTING, {"ids": chunk}).mappings()}
    return found


# Built once: constructing it costs more than running it.
_EXISTING: Final = (
    select(
        article.c.article_id,
        article.c.revision,
        article.c.feed,
        article.c.content_hash,
        article.c.received_at,
        article.c.published_at,
        article.c.published_source,
        article.c.utc_offset_minutes,
    )
    .where(article.c.article_id.in_(bindparam("ids", expanding=True)))
    .order_by(article.c.article_id)
    .with_for_update()
)


def _leads(row: Mapping[str, Any], item: Item) -> bool:
    """Whether this source may revise the article: the feed that brought it, or an operator."""
    return item.feed is None or row["feed"] is None or row["feed"] == item.feed


def _insert_articles(conn: Connection, rows: list[dict[str, Any]]) -> set[str]:
    """Insert all; returns the ids that another transaction inserted first."""
    if conn.dialect.name == "sqlite":  # where nobody else writes
        insert_many(conn, article, rows)
        return set()
    try:
        with conn.begin_nested():
            insert_many(conn, article, rows)
        return set()
    except IntegrityError:
        lost: set[str] = set()
        for row in rows:
            try:
                with conn.begin_nested():
                    conn.execute(article.insert(), row)
            except IntegrityError:
                lost.add(row["article_id"])
        return lost


def _received_event(facts: Mapping[str, Any], published_raw: str | None) -> ArticleReceived:
    return ArticleReceived(
        article_id=facts["article_id"],
        revision=facts["revision"],
        url=facts["url"],
        feed=facts["feed"],
        outlet=facts["outlet"],
        guid=facts["guid"],
        title=facts["title"],
        published_at=facts["published_at"],
        published_source=facts["published_source"],
        published_raw=published_raw,
        content_hash=facts["content_hash"],
    )


def _free(now: datetime) -> Any:
    return and_(
        article.c.state == "received",
        article.c.next_attempt_at <= now,
        or_(article.c.lease_until.is_(None), article.c.lease_until <= now),
    )


def claim(
    conn: Connection, article_id: str, now: datetime, lease: timedelta, *, max_attempts: int = MAX_ATTEMPTS
) -> InboxArticle | None:
    """Take an article for reading until ``now + lease``. None when it is done, set aside, not yet due again, in other
    hands, or was begun ``max_attempts`` times and waits for the sweep to set it aside."""
    taken = conn.execute(
        update(article)
        .where(article.c.article_id == article_id, _free(now), article.c.attempts < max_attempts)
        .values(lease_until=now + lease, attempts=article.c.attempts + 1)
    )
    if taken.rowcount != 1:
        return None
    return _claimed(conn.execute(_with_body().where(article.c.article_id == article_id)).one())


def _claimed(row: Any, attempts: int | None = None) -> InboxArticle:
    return InboxArticle(
        article_id=row.article_id,
        revision=row.revision,
        url=row.url,
        feed=row.feed,
        outlet=row.outlet,
        guid=row.guid,
        title=row.title,
        content=row.content,
        content_type=row.content_type,
        needs_page=row.needs_page,
        published_at=row.published_at,
        published_source=row.published_source,
        utc_offset_minutes=row.utc_offset_minutes,
        content_hash=row.content_hash,
        attempts=row.attempts if attempts is None else attempts,
    )


def claim_fresh(
    conn: Connection, article_ids: Sequence[str], now: datetime, lease: timedelta
) -> tuple[list[InboxArticle], list[str]]:
    """Take those articles that nobody began yet, in the order given, until ``now + lease``; and the ids of those that could
    be taken but were begun before and never came to an end. These are to be claimed one by one: one of them may kill its
    reader, and what is claimed along with it would be counted as a killer too."""
    order = {identifier: n for n, identifier in reversed(list(enumerate(article_ids)))}
    # Locked in the order of their ids, and what another reader is just taking is left to it.
    skipping = " FOR UPDATE OF article SKIP LOCKED" if conn.dialect.name == "postgresql" else ""
    found: list[Any] = []
    for chunk in _chunks(order):
        found += direct.query(
            conn,
            f"SELECT {_CLAIMED} FROM article JOIN article_body ON article_body.article_id = article.article_id"
            " AND article_body.revision = article.revision"
            f" WHERE article.article_id IN ({direct.marks(len(chunk))}) AND state = 'received' AND next_attempt_at <= ?"
            f" AND (lease_until IS NULL OR lease_until <= ?) ORDER BY article.article_id{skipping}",
            (*chunk, now, now),
        )
    found.sort(key=lambda row: order[row[0]])
    fresh = [row for row in found if row[-1] == 0]
    writes = direct.Writes(conn)
    for chunk in _chunks(row[0] for row in fresh):
        listed = direct.marks(len(chunk))
        leased = f"UPDATE article SET lease_until = ?, attempts = 1 WHERE article_id IN ({listed})"
        writes.add(leased, [(now + lease, *chunk)])
    writes.send()
    return [_first_claimed(row) for row in fresh], [row[0] for row in found if row[-1]]


_CLAIMED_FIELDS: Final = tuple(one.name for one in fields(InboxArticle))
_CLAIMED: Final = ", ".join(f"{'article' if name in article.c else 'article_body'}.{name}" for name in _CLAIMED_FIELDS)


def _first_claimed(row: Sequence[Any]) -> InboxArticle:
    named = dict(zip(_CLAIMED_FIELDS, row, strict=True))
    moment = direct.moment(named["published_at"])
    assert moment is not None
    named |= {"published_at": moment.astimezone(UTC), "needs_page": bool(named["needs_page"]), "attempts": 1}
    return InboxArticle(**named)


def release(conn: Connection, claimed: Sequence[InboxArticle], *, until: datetime | None = None) -> None:
    """Give back articles that were claimed and not read through no fault of theirs: they count as not begun. ``until``: nobody
    takes them up again before that."""
    later = {} if until is None else {"next_attempt_at": until}
    for chunk in _chunks(one.article_id for one in claimed):
        conn.execute(
            update(article)
            .where(article.c.article_id.in_(chunk), article.c.state == "received", article.c.attempts > 0)
            .values(lease_until=None, attempts=article.c.attempts - 1, sent_at=None, **later)
        )


def _with_body() -> Any:
    return select(article, article_body.c.content, article_body.c.content_type, article_body.c.needs_page).join(
        article_body,
        and_(article_body.c.article_id == article.c.article_id, article_body.c.revision == article.c.revision),
    )


def still_current(conn: Connection, claimed: InboxArticle) -> bool:
    """Whether what was read is still what there is to read: not revised meanwhile, not finished by somebody whose claim
    came after ours ran out. Locks the row."""
    return claimed.article_id in current(conn, [claimed])


def exact_copy(conn: Connection, article_id: str, text_hash: str) -> str | None:
    """The first received other article with exactly this text, if there is one."""
    found = direct.query(
        conn,
        "SELECT article_id FROM article WHERE text_hash = ? AND article_id <> ? ORDER BY received_at, article_id LIMIT 1",
        (text_hash, article_id),
    )
    return found[0][0] if found else None


def current(conn: Connection, claimed: Sequence[InboxArticle]) -> dict[str, bool]:
    """``still_current`` for many: the ids of those that are, each with whether its text was erased at somebody's request.
    Locks their rows, in the order of their ids."""
    revisions = {one.article_id: one.revision for one in claimed}
    locking = " FOR UPDATE" if conn.dialect.name == "postgresql" else ""
    found: dict[str, bool] = {}
    for chunk in _chunks(revisions):
        rows = direct.query(
            conn,
            "SELECT article_id, revision, state, erased_at IS NOT NULL FROM article"
            f" WHERE article_id IN ({direct.marks(len(chunk))}) ORDER BY article_id{locking}",
            chunk,
        )
        found |= {
            identifier: bool(erased)
            for identifier, revision, state, erased in rows
            if revision == revisions[identifier] and state == "received"
        }
    return found


def exact_copies(conn: Connection, text_hashes: Mapping[str, str]) -> dict[str, str]:
    """``exact_copy`` for many articles that are recorded one after the other: those that have one, and which."""
    known: dict[str, list[tuple[datetime, str]]] = {}
    for chunk in _chunks(text_hashes.values()):
        listed = direct.marks(len(chunk))
        asked = f"SELECT text_hash, received_at, article_id FROM article WHERE text_hash IN ({listed})"
        for text_hash, received_at, identifier in direct.query(conn, asked, chunk):
            moment = direct.moment(received_at)
            assert moment is not None
            known.setdefault(text_hash, []).append((moment, identifier))
    twins: dict[str, str] = {}
    for identifier, digest in text_hashes.items():
        others = [(moment, other) for moment, other in known.get(digest, ()) if other != identifier]
        if others:
            twins[identifier] = min(others)[1]
        else:
            # A copy of it that follows in the same batch is a copy of this one.
            known[digest] = [(datetime.max.replace(tzinfo=UTC), identifier)]
    return twins


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of an article, with the text and the title that offsets of evidence point into."""

    claimed: InboxArticle
    outcome: str
    language: str | None
    text: str
    text_hash: str | None
    story_id: str | None
    title: str


def finish(conn: Connection, finished: Sequence[Finished], erased: Collection[str]) -> None:
    """The articles were read. Their texts are kept, unless they are among the ``erased`` ones (``current`` tells)."""
    writes = direct.Writes(conn)
    writes.add(
        "UPDATE article SET state = 'done', lease_until = NULL, last_error = NULL, outcome = ?, language = ?, text_hash = ?,"
        " story_id = ?, title = ? WHERE article_id = ? AND revision = ?",
        [
            (
                one.outcome,
                one.language,
                one.text_hash,
                one.story_id,
                one.claimed.title or one.title,
                one.claimed.article_id,
                one.claimed.revision,
            )
            for one in finished
        ],
    )
    writes.add(
        "UPDATE article SET published_at = ?, published_source = ?, utc_offset_minutes = ?"
        " WHERE article_id = ? AND revision = ?",
        [
            (one.published_at, one.published_source, one.utc_offset_minutes, one.article_id, one.revision)
            for one in (found.claimed for found in finished)
            if one.published_source == "page"
        ],
    )
    writes.add(
        "UPDATE article_body SET text = ? WHERE article_id = ? AND revision = ?",
        [
            (one.text.replace("\x00", ""), one.claimed.article_id, one.claimed.revision)
            for one in finished
            if one.claimed.article_id not in erased
        ],
    )
    writes.add(
        "UPDATE article_body SET content = '', text = NULL, gone = 'erased' WHERE article_id = ? AND revision = ?",
        [(one.claimed.article_id, one.claimed.revision) for one in finished if one.claimed.article_id in erased],
    )
    writes.send()


def expire(conn: Connection, before: datetime, limit: int) -> int:
    """Drop up to ``limit`` texts of articles that came in before that moment and are not waiting to be read; how many were
    dropped. What was read in them stands, with its quotes."""
    found = conn.execute(
        select(article_body.c.article_id, article_body.c.revision)
        .join(article, article.c.article_id == article_body.c.article_id)
        .where(article.c.received_at < before, article.c.state != "received", article_body.c.gone.is_(None))
        .order_by(article_body.c.article_id, article_body.c.revision)
        .limit(limit)
    ).all()
    if found:
        conn.execute(
            update(article_body)
            .where(article_body.c.article_id == bindparam("id"), article_body.c.revision == bindparam("number"))
            .values(content="", text=None, gone="expired"),
            [{"id": article_id, "number": revision} for article_id, revision in found],
        )
    return len(found)


class StillToRead(Exception):
    """The article waits to be read, so its text is needed."""


def erase(conn: Connection, article_id: str, now: datetime, actor: str, reason: str) -> int:
    """Erase the text of an article in all revisions and for good, at somebody's request; how many texts there were. A later
    revision is read and its text not kept. Recorded as ``ArticleErased``.

    Raises ``StillToRead`` where a revision waits to be read, and ``KeyError`` for an unknown article.
    """
    from worker.log import store

    row = conn.execute(
        select(article.c.state, article.c.erased_at).where(article.c.article_id == article_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise KeyError(article_id)
    if row.state == "received":
        raise StillToRead(article_id)
    count = conn.execute(
        update(article_body)
        .where(article_body.c.article_id == article_id, article_body.c.content != "")
        .values(content="", text=None, gone="erased")
    ).rowcount
    conn.execute(
        update(article_body).where(article_body.c.article_id == article_id).values(content="", text=None, gone="erased")
    )
    if row.erased_at is None:
        conn.execute(update(article).where(article.c.article_id == article_id).values(erased_at=now))
        event = ArticleErased(article_id=article_id, actor=actor, reason=reason)
        store.append(
            conn,
            [store.NewEvent(event, derived_id(event.type, article_id))],
            meta=Meta(correlation=f"erase-{article_id}", actor=actor, software=__version__),
            recorded_at=now,
        )
    return int(count)


def fail(conn: Connection, article_id: str, error: str, now: datetime, max_attempts: int = MAX_ATTEMPTS) -> bool:
    """Note a failed attempt. The article is tried again, ever later; after ``max_attempts`` it is set aside with its
    error and ``ArticleQuarantined`` is recorded. Returns whether it was set aside.

    Attempts are counted when they begin (``claim``), so that an article that kills its worker is counted too.
    """
    from worker.log import store

    row = conn.execute(
        select(article.c.revision, article.c.attempts, article.c.state)
        .where(article.c.article_id == article_id)
        .with_for_update()
    ).one_or_none()
    if row is None or row.state != "received":
        return False
    error = error.replace("\x00", "")[:2_000]
    attempts = max(1, row.attempts)
    aside: bool = attempts >= max_attempts
    wait = min(RETRY_FIRST * 2 ** min(attempts - 1, 20), RETRY_LONGEST)
    conn.execute(
        update(article)
        .where(article.c.article_id == article_id)
        .values(
            attempts=attempts,
            state="quarantined" if aside else "received",
            next_attempt_at=now + wait,
            lease_until=None,
            sent_at=None,
            last_error=error,
        )
    )
    if aside:
        event = ArticleQuarantined(article_id=article_id, revision=row.revision, attempts=attempts, error=error)
        store.append(
            conn,
            [store.NewEvent(event, derived_id(event.type, article_id, row.revision, now.isoformat()))],
            meta=Meta(correlation=f"article-{article_id}-{row.revision}", software=__version__),
            recorded_at=now,
        )
    return aside


def unfinished(conn: Connection, now: datetime, limit: int) -> list[str]:
    """Articles that could be read now and are in nobody's hands, oldest first."""
    return list(
        conn.execute(
            select(article.c.article_id)
            .where(_free(now))
            .order_by(article.c.next_attempt_at, article.c.article_id)
            .limit(limit)
        ).scalars()
    )


def take_unfinished(
    conn: Connection,
    now: datetime,
    limit: int,
    *,
    resend_after: timedelta,
    everything: bool = False,
    max_attempts: int = MAX_ATTEMPTS,
) -> list[str]:
    """Articles for the sweep to send again: unread, due, and not sent within ``resend_after``; they count as sent now.

    ``everything`` is for a process that knows itself alone, at its start: what was only just sent, or lay in the hands
    of a reader that was killed, is taken as well. An article that was begun ``max_attempts`` times and never came to an
    end kills its readers, and is set aside here.
    """
    waiting = and_(article.c.state == "received", article.c.next_attempt_at <= now)
    if not everything:
        waiting = and_(_free(now), or_(article.c.sent_at.is_(None), article.c.sent_at <= now - resend_after))
    found = conn.execute(
        select(article.c.article_id, article.c.attempts, article.c.lease_until)
        .where(waiting)
        .order_by(article.c.next_attempt_at, article.c.article_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    killers = [row.article_id for row in found if row.attempts >= max_attempts]
    for identifier in killers:
        fail(conn, identifier, "its readers died or never came back, again and again", now, max_attempts)
    lost = [row.article_id for row in found if row.attempts < max_attempts and row.lease_until is not None]
    for chunk in _chunks(lost):
        conn.execute(update(article).where(article.c.article_id.in_(chunk)).values(last_error=READER_LOST))
    taken = [row.article_id for row in found if row.attempts < max_attempts]
    values: dict[str, Any] = {"sent_at": now}
    if everything:
        values["lease_until"] = None
    for chunk in _chunks(taken):
        conn.execute(update(article).where(article.c.article_id.in_(chunk)).values(values))
    return taken


def waiting(conn: Connection, most: int) -> int:
    """How many articles wait to be read or are being read, counted up to ``most``."""
    rows = select(article.c.article_id).where(article.c.state == "received").limit(most).subquery()
    return int(conn.execute(select(func.count()).select_from(rows)).scalar_one())


def retry(conn: Connection, article_ids: Sequence[str], now: datetime) -> list[str]:
    """Take articles that were set aside back among those to be read, as if nobody had begun them; the ids of those that
    were set aside. That they were stays in the log."""
    found: list[str] = []
    for chunk in _chunks(article_ids):
        aside = list(
            conn.execute(
                select(article.c.article_id)
                .where(article.c.article_id.in_(chunk), article.c.state == "quarantined")
                .order_by(article.c.article_id)
                .with_for_update()
            ).scalars()
        )
        if aside:
            conn.execute(
                update(article)
                .where(article.c.article_id.in_(aside))
                .values(state="received", attempts=0, next_attempt_at=now, lease_until=None, sent_at=None)
            )
        found += aside
    return found


def set_aside_by_another_version(conn: Connection) -> list[str]:
    """Ids of the articles that another version of the program set aside: this one may be able to read them."""
    from worker.log import store

    aside = set(conn.execute(select(article.c.article_id).where(article.c.state == "quarantined")).scalars())
    by: dict[str, str] = {}
    for chunk in _chunks(aside):
        streams = [ArticleQuarantined(article_id=one, revision=1, attempts=1, error="").stream for one in chunk]
        for recorded in store.read(conn, streams=streams, types=[ArticleQuarantined.type]):
            if isinstance(recorded.event, ArticleQuarantined):
                by[recorded.event.article_id] = recorded.meta.software
    return sorted(one for one in aside if by.get(one) != __version__)
