"""The meetings as they stand, read without SQLAlchemy.

Importing SQLAlchemy takes longer than all else that ``parley status`` does. This room answers that one question with the
bare driver where everything is as usual, and otherwise says nothing: then ``queries`` answers, and its failures
are the ones people are told. It reads what ``queries`` reads; a test keeps the two equal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

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


Ask = Callable[..., Iterable[Any]]
"""A statement and its values → rows."""


class _Trouble(Exception):
    """Whatever it is, the long way will meet it too and has words for it."""


def meetings(url: str) -> list[MeetingView] | None:
    """What ``queries.meetings`` would answer; ``None`` for a missing database, another schema, or any trouble."""
    with suppress(_Trouble), _opened(url) as ask:
        if ask is not None:
            return _views(ask(_MEETINGS))
    return None


def current(url: str, today: date, quiet_after: timedelta) -> tuple[list[MeetingView], int] | None:
    """What ``queries.current`` would answer, or ``None`` as above."""
    with suppress(_Trouble), _opened(url) as ask:
        if ask is not None:
            ((newest,),) = ask("SELECT max(last_published) FROM meeting")
            if newest is None:
                return [], 0
            if isinstance(newest, str):
                since = (datetime.fromisoformat(newest) - quiet_after).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
                views = _views(ask(_CURRENT, today=today.isoformat(), since=since))
            else:
                views = _views(ask(_CURRENT, today=today, since=newest - quiet_after))
            ((count,),) = ask("SELECT count(*) FROM meeting")
            return views, count - len(views)
    return None


def _views(rows: Iterable[Any]) -> list[MeetingView]:
    return [MeetingView.model_validate_json(view) for (view,) in rows]


@contextmanager
def _opened(url: str) -> Iterator[Ask | None]:
    """The database of ``url``, at one moment; ``None`` where this room has nothing to say about it."""
    with _sqlite(url) if url.startswith(_PREFIX) else _postgresql(url) as ask:
        usual = ask is not None and [tuple(row) for row in ask("SELECT version_num FROM alembic_version")] == [(HEAD,)]
        yield ask if usual else None


@contextmanager
def _sqlite(url: str) -> Iterator[Ask | None]:
    path = url.removeprefix(_PREFIX).partition("?")[0]
    if not path or path == ":memory:" or path.startswith("file:") or "%" in path:
        yield None
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=_PATIENCE)) as conn:
            conn.execute("BEGIN")
            yield lambda statement, **values: conn.execute(statement, values).fetchall()
    except sqlite3.Error as error:
        raise _Trouble from error


@contextmanager
def _postgresql(url: str) -> Iterator[Ask | None]:
    """Reached and trusted as ``Database`` does it by default; where ``sslmode`` says otherwise, that is left to it."""
    place = urlsplit(url)
    ours = place.scheme in ("postgresql", "postgres", "postgresql+pg8000") and not set(parse_qs(place.query)) - {
        "notify"
    }
    if not ours or "%" in url or not place.hostname or not place.username:
        yield None
        return
    from pg8000 import native

    try:
        with closing(
            native.Connection(
                place.username,
                host=place.hostname,
                port=place.port or 5432,
                database=place.path.removeprefix("/") or None,
                password=place.password,
                timeout=_PATIENCE,
                ssl_context=False if place.hostname in ("localhost", "127.0.0.1", "::1") else None,
                application_name="parley",
            )
        ) as conn:
            conn.run("START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield conn.run
    except (native.DatabaseError, native.InterfaceError) as error:
        raise _Trouble from error
