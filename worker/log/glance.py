"""The meetings as they stand, read from a SQLite log without SQLAlchemy.

Importing SQLAlchemy takes longer than all else that ``parley status`` does. This room answers that one question with the
standard library's driver where everything is as usual, and otherwise says nothing: then ``queries`` answers, and its failures
are the ones people are told. It reads what ``queries`` reads; a test keeps the two equal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timedelta
from urllib.parse import quote

from domain.reports import OPEN
from domain.talks.model import MeetingView
from worker.log.migrations import HEAD

_PREFIX = "sqlite:///"
_PATIENCE = 5.0
"""Seconds to wait for a lock, which WAL makes almost impossible, before the question is left to ``queries``."""

_IN_ORDER = "ORDER BY starts_on IS NULL, starts_on, first_published, meeting_id"

_MEETINGS = f"SELECT view FROM meeting {_IN_ORDER}"

_CURRENT = f"""
SELECT view FROM meeting
WHERE ends_on >= :today OR status IN ({", ".join(f"'{status.value}'" for status in OPEN)}) OR last_published >= :since
{_IN_ORDER}
"""


def meetings(url: str) -> list[MeetingView] | None:
    """What ``queries.meetings`` would answer; ``None`` for PostgreSQL, a missing file, another schema, or any trouble."""
    with suppress(sqlite3.Error), _opened(url) as conn:
        if conn is not None:
            return _views(conn.execute(_MEETINGS))
    return None


def current(url: str, today: date, quiet_after: timedelta) -> tuple[list[MeetingView], int] | None:
    """What ``queries.current`` would answer, or ``None`` as above."""
    with suppress(sqlite3.Error), _opened(url) as conn:
        if conn is not None:
            (newest,) = conn.execute("SELECT max(last_published) FROM meeting").fetchone()
            if newest is None:
                return [], 0
            since = (datetime.fromisoformat(newest) - quiet_after).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            views = _views(conn.execute(_CURRENT, {"today": today.isoformat(), "since": since}))
            (count,) = conn.execute("SELECT count(*) FROM meeting").fetchone()
            return views, count - len(views)
    return None


def _views(rows: Iterable[tuple[str]]) -> list[MeetingView]:
    return [MeetingView.model_validate_json(view) for (view,) in rows]


@contextmanager
def _opened(url: str) -> Iterator[sqlite3.Connection | None]:
    """The file of ``url``, at one moment; ``None`` where this room has nothing to say about it."""
    path = url.removeprefix(_PREFIX).partition("?")[0]
    if not url.startswith(_PREFIX) or not path or path == ":memory:" or path.startswith("file:") or "%" in path:
        yield None
        return
    with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=_PATIENCE)) as conn:
        conn.execute("BEGIN")
        usual = conn.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        yield conn if usual else None
