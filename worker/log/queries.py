"""Questions to the log and its read model. All of them read; none depends on the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, func, select

from domain.collecting import uncollected
from domain.events import Curation, CurationUndone, MatchReason, MeetingReported, Recorded, ReportMoved
from domain.reports import OPEN, Status
from domain.talks.model import FiledReport, MeetingView
from worker.log import model, store
from worker.log.errors import AmbiguousMeeting
from worker.log.seal import newest_seal
from worker.log.store import head
from worker.log.tables import change, filed_report, joined_meeting, log_event, log_seal
from worker.log.tables import curation as curation_table
from worker.log.tables import meeting as meeting_table

if TYPE_CHECKING:
    from domain.talks.ledger import Ledger

__all__ = [
    "Decided",
    "behind",
    "changes",
    "curations",
    "current",
    "decided_about",
    "filed_reports",
    "head",
    "ledger_at",
    "ledger_now",
    "matches",
    "meeting",
    "meetings",
    "members",
    "position_at",
    "statistics",
    "until_position",
    "views_as_of",
]

EVENT_COLUMNS = (
    log_event.c.position,
    log_event.c.stream,
    log_event.c.version,
    log_event.c.event_id,
    log_event.c.type,
    log_event.c.schema,
    log_event.c.data,
    log_event.c.meta,
    log_event.c.recorded_at,
)


CLOCK_SET_BACK = timedelta(days=7)
"""An event is recorded at most so much earlier, by its clock, than one that lies before it."""

IN_ORDER = (
    meeting_table.c.starts_on.is_(None),
    meeting_table.c.starts_on,
    meeting_table.c.first_published,
    meeting_table.c.meeting_id,
)


def meetings(
    conn: Connection,
    *,
    statuses: Iterable[Status] | None = None,
    ends_from: Any | None = None,
    published_from: datetime | None = None,
) -> list[MeetingView]:
    """All meetings as they stand, ordered by date (undated ones last) and then by when they became known.

    ``ends_from`` (a date) leaves out those over before; undated ones stay. ``published_from`` leaves out those without
    news since.
    """
    query = select(meeting_table.c.view)
    if statuses is not None:
        query = query.where(meeting_table.c.status.in_([status.value for status in statuses]))
    if ends_from is not None:
        query = query.where(meeting_table.c.ends_on.is_(None) | (meeting_table.c.ends_on >= ends_from))
    if published_from is not None:
        query = query.where(meeting_table.c.last_published >= published_from)
    query = query.order_by(*IN_ORDER)
    return [MeetingView.model_validate_json(view) for view in conn.execute(query).scalars()]


def current(conn: Connection, today: date, quiet_after: timedelta) -> tuple[list[MeetingView], int]:
    """The meetings that ``parley status`` shows, in the order of ``meetings``, and how many it leaves out: those that are
    over (cancelled or concluded), not ahead of ``today``, and without news for ``quiet_after`` before the newest news."""
    newest = conn.execute(select(func.max(meeting_table.c.last_published))).scalar()
    if newest is None:
        return [], 0
    query = select(meeting_table.c.view).where(
        (meeting_table.c.ends_on >= today)
        | meeting_table.c.status.in_([status.value for status in OPEN])
        | (meeting_table.c.last_published >= newest - quiet_after)
    )
    query = query.order_by(*IN_ORDER)
    views = [MeetingView.model_validate_json(view) for view in conn.execute(query).scalars()]
    count = int(conn.execute(select(func.count()).select_from(meeting_table)).scalar_one())
    return views, count - len(views)


def meeting(conn: Connection, meeting_id: str) -> MeetingView | None:
    """The meeting with this id, or with the one id that begins so; ``None`` where there is none. The id of a meeting that
    was merged into another one finds that one.

    Raises ``AmbiguousMeeting`` where several ids begin so.
    """
    prefix = meeting_id.strip().lower()
    if not prefix:
        return None
    query = (
        select(meeting_table.c.meeting_id, meeting_table.c.view)
        .where(meeting_table.c.meeting_id.startswith(prefix, autoescape=True))
        .order_by(meeting_table.c.meeting_id)
        .limit(6)
    )
    found = conn.execute(query).all()
    if len(found) > 1 and found[0].meeting_id != prefix:
        ids = ", ".join(row.meeting_id for row in found[:5]) + (", …" if len(found) > 5 else "")
        raise AmbiguousMeeting(f"several meetings' ids begin with {meeting_id!r}: {ids}")
    if found:
        return MeetingView.model_validate_json(found[0].view)
    joined = (
        select(meeting_table.c.view)
        .join(joined_meeting, joined_meeting.c.into_id == meeting_table.c.meeting_id)
        .where(joined_meeting.c.meeting_id.startswith(prefix, autoescape=True))
        .distinct()
        .limit(2)
    )
    merged = conn.execute(joined).scalars().all()
    if len(merged) > 1:
        raise AmbiguousMeeting(f"several merged meetings' ids begin with {meeting_id!r}; give more of the id")
    return MeetingView.model_validate_json(merged[0]) if merged else None


def members(conn: Connection, meeting_id: str) -> list[str]:
    """The meeting's own id and those of the meetings that were merged into it: reports stay filed under theirs."""
    query = select(joined_meeting.c.meeting_id).where(joined_meeting.c.into_id == meeting_id)
    return [meeting_id, *sorted(conn.execute(query).scalars())]


def filed_reports(conn: Connection, meeting_id: str) -> list[FiledReport]:
    """The reports that a meeting rests on, in publication order."""
    query = select(filed_report.c.data).where(filed_report.c.meeting_id.in_(members(conn, meeting_id)))
    reports = [FiledReport.model_validate_json(data) for data in conn.execute(query).scalars()]
    return sorted(reports, key=lambda report: report.order)


def matches(conn: Connection, meeting_id: str) -> dict[str, MatchReason]:
    """Why each report was filed under the meeting, by report id; from the events that filed it there."""
    found: dict[str, MatchReason] = {}
    for recorded in store.read(conn, streams=[f"meeting-{one}" for one in members(conn, meeting_id)]):
        event = recorded.event
        if isinstance(event, MeetingReported | ReportMoved) and event.match is not None:
            found[event.report_id] = event.match
    return found


def changes(
    conn: Connection,
    *,
    after: int = 0,
    since: datetime | None = None,
    meeting_id: str | None = None,
    limit: int | None = None,
) -> list[Recorded]:
    """The recorded changes in the order of the log: after a position, recorded at or after ``since``, of one meeting;
    with ``limit`` only the newest so many."""
    query = select(*EVENT_COLUMNS).join(change, change.c.position == log_event.c.position)
    query = query.where(change.c.position > after)
    if since is not None:
        query = query.where(change.c.recorded_at >= since)
    if meeting_id is not None:
        query = query.where(change.c.meeting_id == meeting_id)
    if limit is not None:
        newest_first = query.order_by(change.c.position.desc()).limit(limit)
        return [store.recorded(row) for row in reversed(conn.execute(newest_first).all())]
    return [store.recorded(row) for row in conn.execute(query.order_by(change.c.position))]


def position_at(conn: Connection, moment: datetime) -> int:
    """Position of the last event recorded at or before ``moment``; 0 where the log began later.

    Positions, not clocks, order the log: where a clock was set back, by up to ``CLOCK_SET_BACK``, what lies before that event
    counts as known.
    """
    low, high = 0, head(conn)
    # Halving: whatever follows an event of after this was recorded after the moment itself.
    latest = moment + CLOCK_SET_BACK if moment < datetime.max.replace(tzinfo=UTC) - CLOCK_SET_BACK else moment
    while low < high:
        middle = (low + high + 1) // 2
        recorded_at = conn.execute(select(log_event.c.recorded_at).where(log_event.c.position == middle)).scalar_one()
        low, high = (middle, high) if recorded_at <= latest else (low, middle - 1)
    within = log_event.c.recorded_at <= moment, log_event.c.position <= low
    query = select(log_event.c.position).where(*within).order_by(log_event.c.position.desc()).limit(1)
    return int(conn.execute(query).scalar() or 0)


def views_as_of(
    conn: Connection,
    *,
    recorded_until: datetime | None = None,
    published_until: datetime | None = None,
    position: int | None = None,
) -> list[MeetingView]:
    """The meetings as Parley knew them at ``recorded_until`` (or at a log position), from what the world had published
    by ``published_until``; either may be left out. Folded from the log, in no particular order of meetings."""
    with uncollected():
        if recorded_until is None and position is None:
            ledger = ledger_now(conn, published_until)
        else:
            ledger = ledger_at(conn, until_position(conn, recorded_until, position))
        views = list(ledger.views(published_until))
        del ledger  # before the collector comes back and walks all of it
        return views


def ledger_now(conn: Connection, published_until: datetime | None = None) -> Ledger:
    """What is filed, joined and decided now, from the read model; only reports published by ``published_until``."""
    from domain.talks.ledger import Ledger

    ledger = Ledger()
    query = select(filed_report.c.data)
    if published_until is not None:
        query = query.where(filed_report.c.published_at <= published_until)
    with uncollected():
        filed = map(FiledReport.model_validate_json, conn.execute(query).scalars())
        ledger.filed = {report.report_id: report for report in filed}
    standing = model.standing_of(conn)
    ledger.curations, ledger.joined = list(standing.curations), dict(standing.joined)
    ledger.corrected = dict(standing.corrected)
    return ledger


def until_position(conn: Connection, recorded_until: datetime | None, position: int | None = None) -> int:
    """The position that holds everything recorded by ``recorded_until``, and nothing after ``position``."""
    until = head(conn) if position is None else min(position, head(conn))
    return until if recorded_until is None else min(until, position_at(conn, recorded_until))


def ledger_at(conn: Connection, position: int) -> Ledger:
    """What was filed, joined and decided at a log position."""
    from domain.talks.ledger import LEDGER_EVENTS, Ledger

    types = [cls.type for cls in LEDGER_EVENTS]
    with uncollected():
        return Ledger(store.events(conn, position, types))


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a person, and whether it holds."""

    made: Curation
    state: Literal["in force", "undone"]
    recorded_at: datetime
    position: int
    meeting_id: str | None
    """The meeting that a correction is part of; ``None`` for one that waits for reports to be about, and for others."""

    @property
    def holds(self) -> bool:
        """True for what is in force and no mere undoing."""
        return self.state == "in force" and not isinstance(self.made, CurationUndone)


def curations(conn: Connection) -> list[Decided]:
    """What people decided, in the order of the log."""
    from domain.talks.curation import undone_in

    made = model.curations(conn)
    undone = undone_in(made)
    table = curation_table
    rows = conn.execute(select(table.c.recorded_at, table.c.position, table.c.meeting_id).order_by(table.c.position))
    return [
        Decided(
            one, "undone" if one.curation_id in undone else "in force", row.recorded_at, row.position, row.meeting_id
        )
        for one, row in zip(made, rows, strict=True)
    ]


def decided_about(conn: Connection, meeting_ids: Iterable[str], reports: Iterable[FiledReport]) -> list[Decided]:
    """What people decided, and still holds, about these meetings, or about which meeting these reports belong to."""
    from domain.events import ArticleRetracted, MeetingSplit
    from domain.talks.curation import articles_of

    meetings_, articles = frozenset(meeting_ids), {filed.article.article_id for filed in reports}
    found = []
    for one in curations(conn):
        named = {getattr(one.made, "meeting_id", None), one.meeting_id, *getattr(one.made, "merged", ())}
        # An article speaks of several meetings: that one of them was put right is nothing about the others.
        theirs = articles_of(one.made) if isinstance(one.made, MeetingSplit | ArticleRetracted) else frozenset()
        if one.holds and (not meetings_.isdisjoint(named) or not theirs.isdisjoint(articles)):
            found.append(one)
    return found


def behind(conn: Connection, recorded: Iterable[Recorded]) -> dict[str, Curation]:
    """The decisions of people that these events follow from, by id, with those that they undo, and what these undid."""
    wanted = {one.meta.decision for one in recorded if one.meta.decision is not None}
    found: dict[str, Curation] = {}
    while wanted:
        made = model.curations(conn, only=wanted)
        found.update((one.curation_id, one) for one in made)
        wanted = {one.undone for one in made if isinstance(one, CurationUndone)} - found.keys()
    return found


def statistics(conn: Connection) -> dict[str, Any]:
    """Figures about the log, ready for JSON: events by type, first and last, what is not sealed yet, sizes in bytes."""
    counted = select(log_event.c.type, func.count()).group_by(log_event.c.type).order_by(func.count().desc())
    by_type: dict[str, int] = {row[0]: row[1] for row in conn.execute(counted)}
    first = conn.execute(select(log_event.c.recorded_at).order_by(log_event.c.position).limit(1)).scalar()
    last = conn.execute(select(log_event.c.recorded_at).order_by(log_event.c.position.desc()).limit(1)).scalar()
    sqlite = conn.dialect.name == "sqlite"
    octets = "length(CAST({} AS BLOB))" if sqlite else "octet_length({})"
    lengths = f"{octets.format('data')} + {octets.format('meta')}"
    size = conn.exec_driver_sql(f"SELECT coalesce(sum({lengths}), 0) FROM log_event").scalar_one()
    if sqlite:
        pages = int(conn.exec_driver_sql("PRAGMA page_count").scalar_one())
        stored = pages * int(conn.exec_driver_sql("PRAGMA page_size").scalar_one())
    else:
        stored = int(conn.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    position = head(conn)
    sealed = int(conn.execute(select(func.max(log_seal.c.position_to))).scalar() or 0)
    seal = newest_seal(conn)
    days = (last - first).total_seconds() / 86_400 if first and last else 0.0
    return {
        "by_type": by_type,
        "events": position,
        "meetings": int(conn.execute(select(func.count()).select_from(meeting_table)).scalar_one()),
        "changes": int(conn.execute(select(func.count()).select_from(change)).scalar_one()),
        "first_recorded": first.astimezone(UTC).isoformat() if first else None,
        "last_recorded": last.astimezone(UTC).isoformat() if last else None,
        "events_per_day": round(position / days, 1) if days >= 1 else None,
        "unsealed": position - sealed,
        "newest_seal": f"{seal['hash']} at {seal['position']}" if seal else None,
        "event_bytes": int(size),
        "database_bytes": stored,
    }
