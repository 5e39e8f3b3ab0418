"""The meetings as they stand, read from a SQLite log without SQLAlchemy.

Importing SQLAlchemy takes longer than all else that ``parley status`` does. This room answers that one question with the
standard library's driver where everything is as usual, and otherwise says nothing: then ``queries.meetings`` answers, and
its failures are the ones people are told. It reads what ``queries.meetings`` reads; a test keeps the two equal.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from urllib.parse import quote

from domain.talks.model import MeetingView
from worker.log.migrations import HEAD

_PREFIX = "sqlite:///"
_PATIENCE = 5.0
"""Seconds to wait for a lock, which WAL makes almost impossible, before the question is left to ``queries``."""

_MEETINGS = "SELECT view FROM meeting ORDER BY starts_on IS NULL, starts_on, first_published, meeting_id"


def meetings(url: str) -> list[MeetingView] | None:
    """What ``queries.meetings`` would answer; ``None`` for PostgreSQL, a missing file, another schema, or any trouble."""
    path = url.removeprefix(_PREFIX).partition("?")[0]
    if not url.startswith(_PREFIX) or not path or path == ":memory:" or path.startswith("file:") or "%" in path:
        return None
    try:
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=_PATIENCE)) as conn:
            conn.execute("BEGIN")
            if conn.execute("SELECT version_num FROM alembic_version").fetchall() != [(HEAD,)]:
                return None
            rows = conn.execute(_MEETINGS).fetchall()
    except sqlite3.Error:
        return None
    return [MeetingView.model_validate_json(view) for (view,) in rows]
