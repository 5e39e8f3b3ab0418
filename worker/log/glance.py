"""The meetings as they stand, read without SQLAlchemy.

Importing SQLAlchemy takes longer than all else that ``parley status`` does. This room answers that one question with the
bare driver where everything is as usual, and otherwise says nothing: then ``queries`` answers, and its failures
are the ones people are told. It reads what ``queries`` reads; a test keeps the two equal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from domain.reports import OPEN
from domain.talks.model import FiledReport, MeetingView
from domain.watches import Watch, texts_of
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

_REPORTS = """
WITH wanted AS (SELECT value AS id FROM {listed})
SELECT id, data FROM wanted JOIN filed_report ON meeting_id = id
UNION ALL
SELECT id, data FROM wanted JOIN joined_meeting ON into_id = id
    JOIN filed_report ON filed_report.meeting_id = joined_meeting.meeting_id
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


def texts_of_meetings(
    url: str, meeting_ids: Sequence[str], wanted: Callable[[str], bool]
) -> dict[str, list[str]] | None:
    """What ``watched.texts_of_meetings`` would answer, or ``None`` as above."""
    with suppress(_Trouble), _opened(url) as ask:
        if ask is not None:
            reports: dict[str, list[FiledReport]] = {}
            listed = "json_each(:ids)" if url.startswith(_PREFIX) else "json_array_elements_text(CAST(:ids AS json))"
            for shown_as, report in ask(_REPORTS.format(listed=listed), ids=json.dumps(list(meeting_ids))):
                if wanted(report):
                    reports.setdefault(shown_as, []).append(FiledReport.model_validate_json(report))
            return {meeting_id: texts_of(own) for meeting_id, own in reports.items()}
    return None


def may_hold_words(watch: Watch, report: str) -> bool:
    """Whether a report as it is stored can have the words of the watch, so far as its text tells: decoding it takes five
    times as long. One of the watch's phrases can only be in it where all of its words are."""
    folded = report.casefold()
    return any(all(as_stored(word) in folded for word in phrase.split()) for phrase in watch.words)


def as_stored(text: str) -> str:
    """Within JSON, folded."""
    return stored(text).casefold()


def stored(text: str) -> str:
    """Within JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


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
