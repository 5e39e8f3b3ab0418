"""The meetings of a watch, found without reading those of others.

Who takes part and how firm a meeting must be is asked of the read model's indexes; for the rest, a meeting's view is decoded
only where its text holds what the watch asks for. Reports are looked into only where nothing but the words is open; where that
could be many, the database first looks through all reports for these words. What is kept of those that are not shown is
their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, or_, select

from domain.reports import OPEN, Status
from domain.talks.model import FiledReport, MeetingView
from domain.watches import Watch, texts_of
from worker.log.glance import as_stored, may_hold_words, stored
from worker.log.tables import filed_report, joined_meeting, meeting, meeting_party

if TYPE_CHECKING:
    from datetime import datetime

PAGE = 500

MANY = 2_000
"""Meetings for whose reports the database is asked one by one; for more of them it looks through all reports once."""


def current(conn: Connection, watch: Watch, today: date, quiet_after: timedelta) -> tuple[list[MeetingView], int]:
    """The watch's meetings that ``parley status`` shows, newest news first, and how many it leaves out: those that are over
    (cancelled or concluded), not ahead of ``today``, and without news for ``quiet_after`` before the watch's newest news."""
    shown: list[MeetingView] = []
    hidden = 0
    newest: datetime | None = None
    for view in every(conn, watch):
        newest = newest or view.last_published
        ahead = view.when is not None and view.when.end >= today
        if ahead or view.status in OPEN or view.last_published >= newest - quiet_after:
            shown.append(view)
        else:
            hidden += 1
    return shown, hidden


def every(conn: Connection, watch: Watch) -> Iterator[MeetingView]:
    """All meetings of the watch, newest news first."""
    if not watch.words:
        yield from (view for page in _pages(conn, watch) for view in page if watch.matches_view(view))
        return
    for page in _pages(conn, watch):
        candidates = [view for view in page if watch.wordless.matches_view(view)]
        open_ = [view.meeting_id for view in candidates if not watch.matches_view(view)]
        texts = texts_of_meetings(conn, open_, lambda report: may_hold_words(watch, report))
        yield from (view for view in candidates if watch.matches_view(view, texts.get(view.meeting_id, ())))


def texts_of_meetings(
    conn: Connection, meeting_ids: Iterable[str], wanted_of: Callable[[str], bool] = lambda report: True
) -> dict[str, list[str]]:
    """What the words of a watch are looked for in, for these meetings as people see them: titles and quotes of all reports,
    or of those for which ``wanted_of`` the report as it is stored is true."""
    wanted = list(meeting_ids)
    reports: dict[str, list[FiledReport]] = {}
    for start in range(0, len(wanted), PAGE):
        some = wanted[start : start + PAGE]
        joined = select(joined_meeting).where(joined_meeting.c.into_id.in_(some))
        shown_as = {one: one for one in some} | {row.meeting_id: row.into_id for row in conn.execute(joined)}
        members = list(shown_as)
        for first in range(0, len(members), PAGE):
            filed = filed_report.c.meeting_id.in_(members[first : first + PAGE])
            for data in filter(wanted_of, conn.execute(select(filed_report.c.data).where(filed)).scalars()):
                report = FiledReport.model_validate_json(data)
                assert report.meeting_id is not None
                reports.setdefault(shown_as[report.meeting_id], []).append(report)
    return {meeting_id: texts_of(own) for meeting_id, own in reports.items()}


def _pages(conn: Connection, watch: Watch) -> Iterator[list[MeetingView]]:
    """The meetings that the watch may match."""
    query = select(meeting.c.meeting_id).order_by(meeting.c.last_published.desc(), meeting.c.meeting_id.desc())
    # The table names every party that any report of a meeting names, so it leaves out none that takes part.
    for party in watch.parties.all:
        query = query.where(meeting.c.meeting_id.in_(_with(party)))
    if watch.parties.any:
        query = query.where(meeting.c.meeting_id.in_(_with(*watch.parties.any)))
    firm = [status.value for status in Status if status.firmness >= Status(watch.min_certainty).firmness]
    if len(firm) < len(Status):
        query = query.where(meeting.c.status.in_(firm))
    # The ids of all, and then their views page by page: asking for pages in this order would look for all of them each time.
    candidates = conn.execute(query).scalars().all()
    if watch.words and len(candidates) > MANY:
        worded = _with_words(conn, watch.words)
        candidates = [one for one in candidates if one in worded]
    for start in range(0, len(candidates), PAGE):
        some = candidates[start : start + PAGE]
        rows = conn.execute(select(meeting.c.meeting_id, meeting.c.view).where(meeting.c.meeting_id.in_(some)))
        views = {row.meeting_id: row.view for row in rows if _may_match(watch, row.view)}
        yield [MeetingView.model_validate_json(views[one]) for one in some if one in views]


def _with(*parties: str) -> Any:
    return select(meeting_party.c.meeting_id).where(meeting_party.c.party.in_(parties))


def _with_words(conn: Connection, phrases: Iterable[str]) -> set[str]:
    """The meetings, as people see them, in a report of which all words of one of the phrases may stand."""
    # SQLite's LIKE knows no case of its own.
    holds = filed_report.c.data.like if conn.dialect.name == "sqlite" else filed_report.c.data.ilike
    either = or_(*(and_(*(holds(_pattern(word)) for word in phrase.split())) for phrase in phrases))
    found = set(conn.execute(select(filed_report.c.meeting_id).distinct().where(either)).scalars())
    joined = conn.execute(select(joined_meeting)).all()
    return found | {row.into_id for row in joined if row.meeting_id in found}


def _pattern(word: str) -> str:
    """What LIKE finds wherever the word can stand in a report as it is stored. It knows no capital beyond ASCII, and two
    letters of ASCII have a third form (the long s, the sign for Kelvin): any character will do in their places."""
    kept = (c if c.isascii() and c.casefold() not in ("k", "s", "%", "_") else "_" for c in stored(word))
    return f"%{''.join(kept)}%".replace("\\", "_")


def _may_match(watch: Watch, view: str) -> bool:
    """Whether a view as it is stored can match, so far as its text tells: decoding it takes five times as long."""
    if watch.formats and not any(f'"{one.value}"' in view for one in watch.formats):
        return False
    if watch.places:
        folded = view.casefold()
        return any(as_stored(place.strip()) in folded for place in watch.places)
    return True
