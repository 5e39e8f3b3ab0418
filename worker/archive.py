"""Questions about the articles that came in, and the erasure of their texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, and_, func, or_, select

from domain.articles import canonical_url
from domain.events import ArticleRead, Recorded
from domain.talks.model import FiledReport
from worker import inbox
from worker.log import model, store
from worker.log.tables import article, article_body

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from worker.log.database import Database


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the inbox knows it."""

    article_id: str
    revision: int
    url: str | None
    feed: str | None
    outlet: str | None
    title: str
    published_at: datetime
    received_at: datetime
    language: str | None
    state: str
    outcome: str | None
    attempts: int
    """Begun so often since it came in or was taken up again."""
    next_attempt_at: datetime
    last_error: str | None
    gone: str | None
    """expired or erased: why the text of the present revision is no longer here."""


def _query() -> Select[tuple[object, ...]]:
    columns = [article.c[name] for name in Article.__dataclass_fields__ if name != "gone"]
    of_revision = and_(article_body.c.article_id == article.c.article_id, article_body.c.revision == article.c.revision)
    return select(*columns, article_body.c.gone).outerjoin(article_body, of_revision)


def failed(conn: Connection, *, limit: int) -> list[Article]:
    """The newest so many articles that were set aside, or failed and will be tried again, in order of publication."""
    trouble = or_(
        article.c.state == "quarantined", and_(article.c.state == "received", article.c.last_error.is_not(None))
    )
    query = _query().where(trouble).order_by(article.c.published_at.desc(), article.c.article_id.desc()).limit(limit)
    return [Article(**row._mapping) for row in reversed(conn.execute(query).all())]


def set_aside(conn: Connection) -> list[str]:
    """Ids of all articles that were set aside."""
    query = select(article.c.article_id).where(article.c.state == "quarantined").order_by(article.c.article_id)
    return list(conn.execute(query).scalars())


def articles(
    conn: Connection, *, search: str | None = None, since: datetime | None = None, state: str | None = None, limit: int
) -> list[Article]:
    """The newest so many articles, in order of publication; with ``search`` in title, outlet or address."""
    query = _query()
    if search:
        text = search.casefold()
        columns = (article.c.title, article.c.outlet, article.c.url)
        query = query.where(or_(*(func.lower(column).contains(text, autoescape=True) for column in columns)))
    if since is not None:
        query = query.where(article.c.published_at >= since)
    if state is not None:
        query = query.where(article.c.state == state)
    rows = conn.execute(query.order_by(article.c.published_at.desc(), article.c.article_id.desc()).limit(limit))
    return [Article(**row._mapping) for row in reversed(rows.all())]


def find(conn: Connection, wanted: str, limit: int = 6) -> list[Article]:
    """The articles with this address, id, or beginning of an id (at least four characters)."""
    text = wanted.strip()
    rows = conn.execute(_query().where(article.c.url.in_((text, canonical_url(text) or text))).limit(limit)).all()
    if not rows and len(text) >= 4:
        like = article.c.article_id.startswith(text.lower(), autoescape=True)
        rows = conn.execute(_query().where(like).order_by(article.c.article_id).limit(limit)).all()
    return [Article(**row._mapping) for row in rows]


def readings(conn: Connection, article_id: str) -> list[Recorded]:
    """Every reading of an article, in the order of the log."""
    return list(store.read(conn, streams=[f"article-{article_id}"], types=[ArticleRead.type]))


def reports(conn: Connection, article_id: str) -> list[FiledReport]:
    """What is read in an article, with the meetings as people see them; no meeting where it does not count."""
    standing = model.standing_of(conn)
    found = []
    for filed in model.known_reports(conn, [article_id]):
        meeting_id = None if filed.meeting_id is None else standing.root(filed.meeting_id)
        found.append(filed.model_copy(update={"meeting_id": meeting_id}))
    return sorted(found, key=lambda filed: filed.order)


def text_of(conn: Connection, one: Article) -> str | None:
    """The text that was read in the present revision; ``None`` where it is gone or was never read."""
    query = select(article_body.c.text).where(
        article_body.c.article_id == one.article_id, article_body.c.revision == one.revision
    )
    found: str | None = conn.execute(query).scalar_one_or_none()
    return found


def expirable(conn: Connection, before: datetime) -> int:
    """How many texts ``inbox.expire`` would drop."""
    query = (
        select(func.count())
        .select_from(article_body)
        .join(article, article.c.article_id == article_body.c.article_id)
        .where(article.c.received_at < before, article.c.state != "received", article_body.c.gone.is_(None))
    )
    return int(conn.execute(query).scalar_one())


def erase(database: Database, article_id: str, now: datetime, actor: str, reason: str) -> int:
    """Erase the text of an article so that it is gone from the file as well; how many texts there were.

    SQLite overwrites what is deleted and empties its write-ahead log; PostgreSQL keeps the old rows until its autovacuum
    has passed, and in backups and archived WAL for as long as these are kept.
    """
    with database.connection() as conn:
        sqlite = conn.connection.driver_connection if database.dialect == "sqlite" else None
        if sqlite is not None:
            sqlite.execute("PRAGMA secure_delete = ON")
        with database.begin(conn):
            count = inbox.erase(conn, article_id, now, actor, reason)
        if sqlite is not None:
            # Outside of a transaction. Where others read just now, their log is emptied by a later checkpoint.
            sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            sqlite.execute("PRAGMA secure_delete = OFF")
    return count
