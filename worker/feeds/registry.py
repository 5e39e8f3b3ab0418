"""The feeds that are watched: what ``feeds.toml`` says, beside what polling has learnt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Row, case, func, select, update

from worker.feeds.schedule import DAY, PollPolicy, in_words
from worker.log.tables import article, feed, feed_entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from worker.config import Feed

SILENCE_FACTOR: Final = 8
"""A feed is called silent after so many of its usual gaps: nights and weekends take six or seven."""

SILENCE_AT_LEAST: Final = timedelta(hours=3)

SILENCE_WITHOUT_RHYTHM: Final = timedelta(days=30)
"""… where too few articles came in to know what is usual."""

CHUNK: Final = 500
"""Names per statement. SQLite allowed 999 variables for many years."""

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Health:
    """How a feed is doing. ``severity``: 0 well, 1 worth a look, 2 broken, -1 not watched."""

    severity: int
    sentence: str


SYNC_LOCK = 0x66656564
"""Key of the PostgreSQL advisory lock that lets one process bring the rows up to date at a time ("feed" in ASCII)."""


def sync(
    conn: Connection,
    feeds: Iterable[Feed],
    now: datetime,
    policy: PollPolicy | None = None,
    *,
    wrong: Collection[str] | None = (),
) -> None:
    """Make the feed rows follow ``feeds.toml``: new feeds are due at once, removed or disabled ones inactive, and what a
    changed address had taught is forgotten (its validators belong to the old one). Feeds whose entries are ``wrong`` are asked as
    before until somebody mends them; where that is None the file is unreadable, and everything stays as it is."""
    if wrong is None:
        return
    policy = policy or PollPolicy()
    if conn.dialect.name == "postgresql":
        # All workers of a stack start at the same moment, and each would insert the same new feeds.
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SYNC_LOCK})")
    rows = {row.name: row for row in conn.execute(select(feed))}
    wanted = {entry.name: entry for entry in feeds}
    for name, entry in wanted.items():
        row = rows.get(name)
        fixed = entry.interval.total_seconds() if entry.interval is not None else None
        told: dict[str, Any] = {
            "url": entry.url,
            "outlet": entry.outlet or entry.title or None,
            "fixed_interval_seconds": fixed,
            "fetch_page": entry.fetch_page,
        }
        if entry.title:
            told["title"] = entry.title
        if row is None:
            first = {"active": entry.enabled, "next_poll_at": now, "title": entry.title or None}
            interval = fixed or policy.default_interval.total_seconds()
            conn.execute(feed.insert().values(name=name, interval_seconds=interval, **{**told, **first}))
            continue
        if row.url != entry.url:
            told |= {
                "next_poll_at": now,
                "retired_reason": None,
                **dict.fromkeys(("address", "moved_to", "moved_since", "etag", "last_modified", "body_hash")),
                "claimed_until": None,
                **dict.fromkeys(("last_error", "last_note", "first_error_at", "last_unconditional_at")),
                **dict.fromkeys(("site", "hint_seconds", "skip_hours", "skip_days")),
                "errors_in_row": 0,
                "moved_seen": 0,
            }
        retired = told.get("retired_reason", row.retired_reason) is not None
        told["active"] = entry.enabled and not retired
        if not entry.enabled:
            told["retired_reason"] = None
        elif not row.active and not retired:
            told["next_poll_at"] = now
        changed = {key: value for key, value in told.items() if getattr(row, key) != value}
        if changed:
            conn.execute(update(feed).where(feed.c.name == name).values(changed))
    left = wanted.keys() | set(wrong)
    gone = [name for name, row in rows.items() if name not in left and (row.active or row.retired_reason)]
    for start in range(0, len(gone), CHUNK):
        chunk = gone[start : start + CHUNK]
        conn.execute(update(feed).where(feed.c.name.in_(chunk)).values(active=False, retired_reason=None))


def rows(conn: Connection) -> Sequence[Row[Any]]:
    """All feed rows, by name, inactive ones included."""
    return conn.execute(select(feed).order_by(feed.c.name)).all()


def row(conn: Connection, name: str) -> Row[Any] | None:
    """The row of one feed; None where it was never asked."""
    return conn.execute(select(feed).where(feed.c.name == name)).one_or_none()


@dataclass(frozen=True, slots=True)
class Activity:
    """What a feed brought of late, by date of publication."""

    last_day: int
    last_week: int
    a_day: float
    """Over the last week, or since the feed's first article in it."""


def activity(conn: Connection, now: datetime) -> dict[str, Activity]:
    """By feed, what it published in the last seven days; feeds that published nothing are not in it."""
    # By what the feed lists: an article that several feeds list is stored as that of the first one.
    listed = (
        select(feed_entry.c.feed, article.c.article_id, article.c.published_at)
        .join(article, article.c.article_id == feed_entry.c.article_id)
        .where(article.c.published_at > now - 7 * DAY)
        .distinct()
        .subquery()
    )
    day = func.sum(case((listed.c.published_at > now - DAY, 1), else_=0))
    found = conn.execute(
        select(listed.c.feed, day, func.count(), func.min(listed.c.published_at)).group_by(listed.c.feed)
    )
    return {
        name: Activity(int(last_day), count, round(count / max((now - first) / DAY, 1.0), 1))
        for name, last_day, count, first in found
    }


def newest_articles(conn: Connection, name: str, limit: int) -> list[dict[str, Any]]:
    """The articles that a feed listed and that were published last, as JSON values."""
    columns = (article.c.article_id, article.c.title, article.c.url, article.c.published_at, article.c.state)
    listed = select(feed_entry.c.article_id).where(feed_entry.c.feed == name)
    query = (
        select(*columns).where(article.c.article_id.in_(listed)).order_by(article.c.published_at.desc()).limit(limit)
    )
    return [
        {**found._mapping, "published_at": found.published_at.isoformat().replace("+00:00", "Z")}
        for found in conn.execute(query)
    ]


def notices(conn: Connection, name: str, limit: int) -> list[dict[str, str]]:
    """What the log notes of a feed (retired, moved, failing, recovered), the newest first, as JSON values."""
    from domain.events import FeedNotice
    from worker.log import store

    found = list(store.read(conn, streams=[f"feed-{name}"]))
    return [
        {
            "at": recorded.recorded_at.isoformat().replace("+00:00", "Z"),
            "notice": recorded.event.notice,
            "detail": recorded.event.detail,
        }
        for recorded in reversed(found[-limit:])
        if isinstance(recorded.event, FeedNotice)
    ]


def health(row: Any, now: datetime) -> Health:
    """How the feed of ``row`` is doing, in one sentence. Silence is measured against the feed's own rhythm."""
    if row.retired_reason:
        return Health(1, f"Retired: {row.retired_reason} Asked again in {in_words(row.next_poll_at - now)}.")
    if not row.active:
        return Health(-1, "Not watched: disabled or gone from feeds.toml.")
    if row.last_polled_at is None:
        return Health(0, "Not asked yet.")
    if row.errors_in_row:
        since = in_words(now - (row.first_error_at or row.last_polled_at))
        times = "once" if row.errors_in_row == 1 else f"{row.errors_in_row} times in a row, for {since}"
        ahead = row.next_poll_at - now
        next_time = f"Next attempt in {in_words(ahead)}." if ahead > timedelta() else "Next attempt is due."
        broken = row.errors_in_row >= 3 or row.last_success_at is None
        return Health(2 if broken else 1, f"Failed {times}: {row.last_error} {next_time}")
    overdue = now - row.next_poll_at
    if overdue > max(timedelta(seconds=row.interval_seconds), timedelta(minutes=10)):
        return Health(
            1,
            f"Has been due for {in_words(overdue)}, last asked {in_words(now - row.last_polled_at)} ago; is a worker running?",
        )
    note = f" Note: {row.last_note}." if row.last_note else ""
    severity = 1 if row.last_note else 0
    if row.last_new_at is None:
        return Health(max(severity, 1), f"Answers, but has not brought a single article yet.{note}")
    silent = now - row.last_new_at
    usual = timedelta(seconds=row.usual_gap_seconds) if row.usual_gap_seconds else None
    if usual is not None and silent > max(usual * SILENCE_FACTOR, SILENCE_AT_LEAST):
        return Health(1, f"Has been silent for {in_words(silent)}, usual is {in_words(usual)}.{note}")
    if usual is None and silent > SILENCE_WITHOUT_RHYTHM:
        return Health(1, f"Has been silent for {in_words(silent)}.{note}")
    rhythm = f", usual is {in_words(usual)}" if usual is not None else ""
    return Health(severity, f"Well: newest article {in_words(silent)} ago{rhythm}.{note}")


def report(entry: Feed, row: Any | None, now: datetime, busy: Activity | None = None) -> dict[str, Any]:
    """One line of ``parley feeds list``, as JSON values. ``busy`` is what ``activity`` says of the feed."""
    if not entry.enabled:
        state = Health(-1, "Disabled in feeds.toml.")
    elif row is None:
        state = Health(0, "Not asked yet.")
    else:
        state = health(row, now)
    usual = row.usual_gap_seconds if row is not None else None
    return {
        "name": entry.name,
        "title": entry.title or (row.title if row is not None else None) or entry.name,
        "url": entry.url,
        "address": (row.address if row is not None else None) or entry.url,
        "enabled": entry.enabled,
        "severity": state.severity,
        "health": state.sentence,
        "articles": row.articles if row is not None else 0,
        "articles_a_day": busy.a_day if busy is not None else 0.0 if row is not None and row.last_success_at else None,
        "articles_last_day": busy.last_day if busy is not None else 0,
        "articles_last_week": busy.last_week if busy is not None else 0,
        "usual_gap_seconds": round(usual) if usual else None,
        "interval_seconds": round(row.interval_seconds) if row is not None else None,
        "polls": row.polls if row is not None else 0,
        "not_modified_share": round(row.not_modified / row.polls, 3) if row is not None and row.polls else None,
        **{
            key: value.isoformat().replace("+00:00", "Z") if (value := getattr(row, key, None)) is not None else None
            for key in ("last_polled_at", "last_success_at", "last_new_at", "next_poll_at")
        },
        "last_status": row.last_status if row is not None else None,
        "last_error": row.last_error if row is not None else None,
        "errors_in_row": row.errors_in_row if row is not None else 0,
        "note": row.last_note if row is not None else None,
        "retired_reason": row.retired_reason if row is not None else None,
        "moved_to": row.moved_to if row is not None else None,
        "site": row.site if row is not None else None,
        "fixed_interval_seconds": round(entry.interval.total_seconds()) if entry.interval else None,
        "hint_seconds": round(row.hint_seconds) if row is not None and row.hint_seconds else None,
        "skip_hours": [hour for hour in range(24) if ((row.skip_hours if row is not None else 0) or 0) >> hour & 1],
        "skip_days": [day for n, day in enumerate(_DAYS) if ((row.skip_days if row is not None else 0) or 0) >> n & 1],
    }
