"""What the faces ask the log and its read model: bounded lists in the order in which people want them.

Every list takes a limit and says whether there is more. A watch without words is decided on a meeting's view; one with words
looks into the meeting's reports as well, but only where all else holds.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from domain.events import Recorded
from domain.reports import OPEN, Status
from domain.talks.model import MeetingView
from domain.talks.status import agenda_order
from domain.watches import Watch, texts_of
from worker.log import queries, search, store
from worker.log.database import Database
from worker.log.tables import article, article_body, change, log_event
from worker.log.tables import meeting as meeting_table

Item = TypeVar("Item")

CHUNK = 200
"""Views that are read at a time where a watch decides which of them count."""

LONGEST = 366
"""Days: what is only known to be "in 2022" spans a year, and nothing that has a place in a month's table spans more."""

LOOKED_AT_FIRST = 300
"""Changes that a search looks at one by one before it asks the index of all."""

LOOKED_AHEAD = 16
"""Pieces of a long list that are searched for at once."""

LOOKED_THROUGH = 20_000
"""Meetings that one list looks through for a watch at most, so that a page stays a page in an archive of years."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[Item]):
    """Some of what there is."""

    items: Sequence[Item]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meetings of a watch, or all, around a day."""

    ahead: Listed[MeetingView] = field(default_factory=lambda: Listed(()))
    """Under way or ahead, the next first."""
    undated: Listed[MeetingView] = field(default_factory=lambda: Listed(()))
    """Open and without a date, the latest news first."""
    awaiting: Listed[MeetingView] = field(default_factory=lambda: Listed(()))
    """Days over, outcome not known."""
    over: Listed[MeetingView] = field(default_factory=lambda: Listed(()))
    """Held or called off, the latest news first."""

    def __iter__(self) -> Iterator[MeetingView]:
        for listed in (self.ahead, self.undated, self.awaiting, self.over):
            yield from listed.items


_OPEN = [status.value for status in OPEN]


def agenda(conn: Connection, today: date, watch: Watch | None, limit: int, *, rest: int | None = None) -> Agenda:
    """The agenda around ``today``, at most ``limit`` meetings ahead and ``rest``, which is as many where none is given, in each
    other part."""
    rest = limit if rest is None else rest
    table = meeting_table.c
    is_open = table.status.in_(_OPEN)
    # By an expression that no index has: little is ahead, and what is over, however much that is, is left to the index of its end.
    first = func.coalesce(table.starts_on, table.ends_on)
    # What is called off stays where it would have been; what was held is over, be it today.
    held = table.status == Status.CONCLUDED.value
    ahead = listed(conn, _views(table.ends_on >= today, ~held).order_by(first, table.meeting_id), watch, limit)
    undated = listed(
        conn,
        _views(table.ends_on.is_(None), is_open).order_by(table.last_published.desc(), table.meeting_id),
        watch,
        rest,
    )
    awaiting = listed(
        conn, _views(table.ends_on < today, is_open).order_by(table.ends_on.desc(), table.meeting_id), watch, rest
    )
    done = or_(table.ends_on < today, table.ends_on.is_(None), held)
    over = listed(conn, _views(done, ~is_open).order_by(table.last_published.desc(), table.meeting_id), watch, rest)
    return Agenda(ahead, undated, awaiting, over)


def agenda_of(views: Iterable[MeetingView], today: date, limit: int, *, rest: int | None = None) -> Agenda:
    """The same of views that are at hand, as time travel has them."""
    parts: dict[str, list[MeetingView]] = {"ahead": [], "undated": [], "awaiting": [], "over": []}
    for view in sorted(views, key=lambda one: agenda_order(one, today)):
        if view.when is not None and view.when.end >= today and view.status is not Status.CONCLUDED:
            parts["ahead"].append(view)
        elif view.status not in OPEN:
            parts["over"].append(view)
        else:
            parts["undated" if view.when is None else "awaiting"].append(view)
    most = dict.fromkeys(parts, limit if rest is None else rest) | {"ahead": limit}
    return Agenda(
        **{name: Listed(tuple(found[: most[name]]), len(found) > most[name]) for name, found in parts.items()}
    )


def month(conn: Connection, first: date, last: date, watch: Watch | None, limit: int) -> Listed[MeetingView]:
    """The meetings with a day from ``first`` to ``last``, in order of their beginning; those that began more than
    ``LONGEST`` days before are left out."""
    table = meeting_table.c
    query = _views(table.starts_on.between(first - timedelta(days=LONGEST), last), table.ends_on >= first).order_by(
        table.starts_on, table.meeting_id
    )
    return listed(conn, query, watch, limit)


def dated(conn: Connection, watch: Watch | None, limit: int) -> Listed[MeetingView]:
    """What a calendar shows: the meetings with a date, and those put off without a new one, the latest first."""
    table = meeting_table.c
    put_off = _views(table.ends_on.is_(None), table.status == Status.POSTPONED.value).order_by(table.meeting_id)
    found = listed(conn, put_off, watch, limit)
    if found.more or len(found.items) == limit:
        return found
    latest = _views(table.ends_on.is_not(None)).order_by(table.ends_on.desc(), table.meeting_id)
    rest = listed(conn, latest, watch, limit - len(found.items))
    return Listed((*found.items, *rest.items), rest.more)


def _views(*where: ColumnElement[bool]) -> Select[Any]:
    return select(meeting_table.c.view).where(*where)


def listed(conn: Connection, query: Select[Any], watch: Watch | None, limit: int) -> Listed[MeetingView]:
    """The first ``limit`` views of ``query`` that belong to ``watch``."""
    belongs = membership(conn, watch)
    found: list[MeetingView] = []
    step = limit + 1 if watch is None else CHUNK
    for offset in range(0, LOOKED_THROUGH, step):
        rows = conn.execute(query.limit(step).offset(offset)).all()
        for row in rows:
            view = MeetingView.model_validate_json(row[0])
            if belongs(view):
                found.append(view)
                if len(found) > limit:
                    return Listed(tuple(found[:limit]), more=True)
        if len(rows) < step:
            return Listed(tuple(found))
    return Listed(tuple(found), more=True)


def membership(conn: Connection, watch: Watch | None) -> Callable[[MeetingView], bool]:
    """Whether a meeting, as it stands, belongs to ``watch``; all do where it is None."""
    if watch is None:
        return lambda view: True
    if not watch.words:
        return watch.matches_view
    wordless = watch.model_copy(update={"words": ()})

    def belongs(view: MeetingView) -> bool:
        if not wordless.matches_view(view):
            return False
        return watch.matches_view(view) or watch.matches_view(
            view, texts_of(queries.filed_reports(conn, view.meeting_id))
        )

    return belongs


def watches_of(conn: Connection, view: MeetingView, watches: Sequence[Watch]) -> list[Watch]:
    """The watches that the meeting belongs to."""
    return [watch for watch in watches if membership(conn, watch)(view)]


def last_changes(conn: Connection, meeting_ids: Sequence[str], until: datetime | None = None) -> Mapping[str, Recorded]:
    """The newest change of each meeting, of those recorded ``until`` then."""
    if not meeting_ids:
        return {}
    made = select(func.max(change.c.position)).where(change.c.meeting_id.in_(meeting_ids))
    if until is not None:
        made = made.where(change.c.recorded_at <= until)
    newest = made.group_by(change.c.meeting_id).scalar_subquery()
    query = select(*queries.EVENT_COLUMNS).where(log_event.c.position.in_(newest))
    recorded = [store.recorded(row) for row in conn.execute(query)]
    return {one.event.meeting_id: one for one in recorded}  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class ChangesWanted:
    """A search among the changes; what is None does not matter."""

    query: str | None = None
    """Words and phrases that stand in the change's quotes, its article's title or outlet, or name its place or parties
    (``worker.log.search``)."""
    kinds: tuple[str, ...] = ()
    watch: Watch | None = None
    meeting_id: str | None = None
    after: int | None = None
    """Only changes after this position of the log."""
    before: int | None = None
    """Only changes before this position of the log."""
    since: datetime | None = None
    """Only changes recorded then or later."""
    until: datetime | None = None
    oldest_first: bool = False


def changes(conn: Connection, wanted: ChangesWanted, limit: int) -> Listed[Recorded]:
    """The changes that fit, newest first unless told otherwise."""
    asked = search.terms(wanted.query) if wanted.query else None
    if asked == ():
        return Listed(())  # nothing in it is a word
    query = _fitting(select(*queries.EVENT_COLUMNS), wanted)
    position = change.c.position
    order = position if wanted.oldest_first else position.desc()
    if asked is not None:
        if conn.dialect.name == "postgresql" and wanted.watch is None:
            # A word that most changes have stands in the first few; looking up that it stands in all others takes a second.
            few = _fitting(select(position), wanted).order_by(order).limit(LOOKED_AT_FIRST).subquery()
            seen = select(*queries.EVENT_COLUMNS).join(change, position == log_event.c.position)
            seen = seen.where(position.in_(select(few.c.position)), search.standing_in(asked))
            rows = conn.execute(seen.order_by(order).limit(limit + 1)).all()
            if len(rows) > limit:
                return Listed(tuple(store.recorded(row) for row in rows[:limit]), more=True)
        query = query.where(search.matching(conn, asked))
    query = query.order_by(order)
    concerns = _concerns(conn, wanted.watch)
    found: list[Recorded] = []
    step = limit + 1 if wanted.watch is None else CHUNK
    for offset in range(0, LOOKED_THROUGH, step):
        rows = conn.execute(query.limit(step).offset(offset)).all()
        for row in rows:
            recorded = store.recorded(row)
            if concerns(recorded):
                found.append(recorded)
                if len(found) > limit:
                    return Listed(tuple(found[:limit]), more=True)
        if len(rows) < step:
            return Listed(tuple(found))
    return Listed(tuple(found), more=True)


def every_change(
    database: Database, head: int, wanted: ChangesWanted, first: int, longest: int
) -> Iterator[list[Recorded]]:
    """All changes that fit up to the position ``head``, oldest first, however many: pieces that are found among ``first`` at
    the beginning and ``longest`` changes at last, each in a transaction of its own."""
    asked = search.terms(wanted.query) if wanted.query else None
    if asked == ():
        return  # nothing in it is a word
    after, size = wanted.after or 0, first
    searched, beyond = array("q"), 0
    while True:
        with database.read() as conn:
            query = _fitting(select(*queries.EVENT_COLUMNS), replace(wanted, after=after))
            query = query.where(change.c.position <= head).order_by(change.c.position)
            if asked is None:
                rows = conn.execute(query.limit(size)).all()
                more = len(rows) == size
            else:
                if not searched:
                    # Many at a time: PostgreSQL looks up all of them to find the first.
                    most = size * LOOKED_AHEAD
                    searched = array("q", search.positions(conn, asked, beyond, most))
                    whole = len(searched) < most
                piece, searched = searched[:size], searched[size:]
                beyond = piece[-1] if piece else beyond
                rows = conn.execute(query.where(change.c.position.in_(piece))).all()
                more = bool(searched) or not whole
            concerns = _concerns(conn, wanted.watch)
            found = [one for one in map(store.recorded, rows) if concerns(one)]
        yield found
        if not more:
            return
        after, size = (rows[-1].position if rows else after), min(2 * size, longest)


def _fitting(query: Select[Any], wanted: ChangesWanted) -> Select[Any]:
    """``query`` of the changes that fit in all but the words and the watch."""
    query = query.select_from(change.join(log_event, change.c.position == log_event.c.position))
    if wanted.kinds:
        query = query.where(change.c.kind.in_(wanted.kinds))
    if wanted.meeting_id is not None:
        query = query.where(change.c.meeting_id == wanted.meeting_id)
    if wanted.after is not None:
        query = query.where(change.c.position > wanted.after)
    if wanted.before is not None:
        query = query.where(change.c.position < wanted.before)
    if wanted.since is not None:
        query = query.where(change.c.recorded_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(change.c.recorded_at <= wanted.until)
    return query


def _concerns(conn: Connection, watch: Watch | None) -> Callable[[Recorded], bool]:
    if watch is None:
        return lambda recorded: True

    def concerns(recorded: Recorded) -> bool:
        event: Any = recorded.event
        texts = texts_of(queries.filed_reports(conn, event.meeting_id)) if watch.words else ()
        return watch.concerns(event, texts)

    return concerns


def article_texts(conn: Connection, revisions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The texts that were read, of the article revisions whose text is still kept."""
    wanted = set(revisions)
    if not wanted:
        return {}
    ids = {article_id for article_id, _ in wanted}
    query = select(article_body.c.article_id, article_body.c.revision, article_body.c.text).where(
        article_body.c.article_id.in_(ids), article_body.c.text.is_not(None)
    )
    return {(row[0], row[1]): row[2] for row in conn.execute(query) if (row[0], row[1]) in wanted}


def zones(conn: Connection, article_ids: Iterable[str]) -> dict[str, timezone]:
    """Article id → the zone that its date was written in."""
    wanted = sorted(set(article_ids))
    found: dict[str, timezone] = {}
    for start in range(0, len(wanted), CHUNK):
        query = select(article.c.article_id, article.c.utc_offset_minutes)
        query = query.where(article.c.article_id.in_(wanted[start : start + CHUNK]))
        found.update((row[0], timezone(timedelta(minutes=row[1]))) for row in conn.execute(query))
    return found


class NoMoment(ValueError):
    """What was given is no date and no moment; the sentence says how to write one."""


def moment(text: str | None) -> datetime | None:
    """A date (its last moment) or an ISO 8601 date and time, UTC where no zone is given. None where nothing is given.

    Raises ``NoMoment``.
    """
    if text is None or not text.strip():
        return None
    text = text.strip()
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise NoMoment(f"{text!r} is no moment; write 2022-01-10 or 2022-01-10T14:30Z") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
