"""The API, version 1: the same account as the pages, for programs. Described by OpenAPI 3.1 at ``/api/v1/openapi.json``.

Lists come in pages: ``next`` of an answer is the ``cursor`` of the next one, null at the end. Errors are problem details
(RFC 9457). Answers carry an ETag; asking again with ``If-None-Match`` costs nothing while nothing changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy import and_, or_, select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from domain.events import CHANGE_KINDS, ArticleRef, Curation, MeetingFacts, Recorded
from domain.reports import Evidence, Format, Previous, Report, Status, When, Where
from domain.talks.model import CorrectionNote, Dispute, MeetingView
from domain.talks.status import agenda_order, as_status_json, describe_change
from worker.feeds import registry
from worker.log import queries
from worker.log.errors import AmbiguousMeeting
from worker.log.tables import article as article_table
from worker.log.tables import filed_report, meeting_party
from worker.log.tables import meeting as meeting_table
from worker.names import party_names
from worker.web import asking
from worker.web.asking import ChangesWanted, NoMoment
from worker.web.pages import wanted_watch
from worker.web.state import State

JSON = "application/json"
PROBLEM = "application/problem+json"


class Problem(BaseModel):
    """What went wrong, after RFC 9457."""

    type: str = Field("about:blank", description="about:blank: the title says what the status means.")
    title: str
    status: int
    detail: str


class Meeting(BaseModel):
    """A meeting as it stands."""

    id: str
    parties: list[str] = Field(description="Ids: ISO 3166-1 alpha-2 codes of states, names of bodies such as NATO.")
    status: Status
    when: When | None
    where: Where | None
    format: Format
    previous: Previous | None = Field(description="Date and place before the last move.")
    voices: int = Field(description="Independent sources; near-copies count once.")
    awaiting_outcome: bool = Field(description="Its days are over and nobody reported what came of it.")
    disputes: list[Dispute]
    corrections: list[CorrectionNote]
    attributed_to: str | None
    evidence: list[Evidence] = Field(description="The quotes that status and date rest on.")
    article: ArticleRef
    first_published: AwareDatetime
    last_published: AwareDatetime


class Change(BaseModel):
    """An event that altered a meeting's view."""

    position: int = Field(description="Place in the log: grows by one with each event.")
    id: str
    recorded_at: AwareDatetime
    kind: str = Field(description=f"One of: {', '.join(CHANGE_KINDS)}.")
    sentence: str
    meeting: str
    actor: str
    reason: str | None = Field(description="Why a person decided so; null for what follows from an article.")
    disputed: bool
    before: MeetingFacts | None
    after: MeetingFacts | None
    evidence: list[Evidence]
    article: ArticleRef | None
    report_id: str | None


class Filed(BaseModel):
    """A report of an article, filed under a meeting."""

    report_id: str
    article: ArticleRef
    report: Report


class MeetingDetails(Meeting):
    """A meeting with all it rests on."""

    merged: list[str] = Field(description="Ids of meetings that a person merged into this one.")
    watches: list[str]
    changes: list[Change]
    reports: list[Filed]


class ArticleSummary(BaseModel):
    """An article that came in."""

    id: str
    revision: int
    url: str | None
    feed: str | None
    outlet: str | None
    title: str
    published_at: AwareDatetime
    received_at: AwareDatetime
    language: str | None
    state: str = Field(description="received, done or quarantined.")
    outcome: str | None
    error: str | None


class FeedState(BaseModel):
    """A feed and how it is doing."""

    name: str
    title: str
    url: str
    enabled: bool
    severity: int = Field(description="0 well, 1 worth a look, 2 broken, -1 not watched.")
    health: str
    articles: int
    articles_a_day: float | None
    usual_gap_seconds: int | None
    interval_seconds: int | None
    not_modified_share: float | None
    last_polled_at: AwareDatetime | None
    last_success_at: AwareDatetime | None
    last_new_at: AwareDatetime | None
    next_poll_at: AwareDatetime | None
    last_status: int | None
    last_error: str | None
    errors_in_row: int


class Meetings(BaseModel):
    items: list[Meeting]
    next: str | None = Field(description="cursor of the next page; null on the last.")


class Changes(BaseModel):
    items: list[Change]
    next: str | None


class Articles(BaseModel):
    items: list[ArticleSummary]
    next: str | None


class Feeds(BaseModel):
    items: list[FeedState]


class StatusAsOf(BaseModel):
    """What was known, and from what had been published."""

    as_of: AwareDatetime | None
    published_until: AwareDatetime | None
    today: date = Field(description="The day that awaiting_outcome was judged on.")
    meetings: list[Meeting]


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, text in {
        400: "A parameter is not right.",
        404: "There is no such thing.",
        422: "A parameter is not of its type.",
    }.items()
}
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "Nothing changed since the ETag that was given."}}

router = APIRouter(prefix="/api/v1", responses={**PROBLEMS, **NOT_MODIFIED})

Limit = Annotated[int, Query(ge=1, le=200, description="Items on a page.")]

_DAY = (
    "((19|20|21)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    "|((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29)"
)
"""The days that there are from 1900 to 2199: what the description allows is answered, and what is not is not."""

_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_ZONE = r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_ID = "[0-9a-f-]{1,40}"

Day = Annotated[str | None, Query(pattern=f"^{_DAY}$", json_schema_extra={"format": "date"})]
MeetingCursor = Annotated[str | None, Query(pattern=f"^({_DAY})?~{_ID}$", description="next of the page before.")]
ChangeCursor = Annotated[
    str | None,
    Query(
        pattern="^[0-9]{1,18}$",
        description="A position of the log: next of the page before, or of the last change seen.",
    ),
]
ArticleCursor = Annotated[
    str | None, Query(pattern=f"^{_DAY}T{_CLOCK}{_ZONE}~{_ID}$", description="next of the page before.")
]
Kind = StrEnum("Kind", {kind.upper(): kind for kind in CHANGE_KINDS})  # type: ignore[misc]
WatchName = Annotated[str | None, Query(max_length=120, description="Only what concerns this watch of watches.toml.")]
Moment = Annotated[
    str | None,
    Query(
        pattern=f"^{_DAY}(T{_CLOCK}{_ZONE}?)?$",
        description="A date (its last moment) or an ISO 8601 date and time, UTC where it names no zone; 1900 to 2199.",
    ),
]

HOW_TO_WRITE = {
    "cursor": "give the next of the page before, as it is",
    "from": "write a date, such as 2022-01-10",
    "to": "write a date, such as 2022-01-10",
    **dict.fromkeys(("since", "as_of", "published_until"), "write 2022-01-10 or 2022-01-10T14:30Z"),
}
"""Parameter → what is said where it does not match its pattern."""


@router.get("/meetings", response_model=Meetings, summary="Meetings as they stand, by date")
def meetings(
    request: Request,
    watch: WatchName = None,
    status: Annotated[list[Status] | None, Query(description="Only these statuses.")] = None,
    party: Annotated[
        list[str] | None, Query(description="Only meetings that a report named this party of; all of them.")
    ] = None,
    since: Annotated[Day, Query(alias="from", description="Only meetings that end on this day or later.")] = None,
    until: Annotated[Day, Query(alias="to", description="Only meetings that begin on this day or sooner.")] = None,
    cursor: MeetingCursor = None,
    limit: Limit = 50,
) -> Response:
    """In order of their first day, those without a date last."""
    state = _state(request)
    chosen = wanted_watch(state, watch)
    after = _meeting_cursor(cursor)
    today = state.runtime.clock.now().date()
    table = meeting_table.c
    query = select(table.view)
    if status:
        query = query.where(table.status.in_([one.value for one in status]))
    if since is not None:
        query = query.where(table.ends_on >= date.fromisoformat(since))
    if until is not None:
        query = query.where(table.starts_on <= date.fromisoformat(until))
    for one in party or ():
        named = select(meeting_party.c.meeting_id).where(meeting_party.c.party == one)
        query = query.where(table.meeting_id.in_(named))
    if after is not None:
        day, meeting_id = after
        undated = and_(table.starts_on.is_(None), table.meeting_id > meeting_id)
        query = query.where(
            undated
            if day is None
            else or_(
                table.starts_on > day,
                and_(table.starts_on == day, table.meeting_id > meeting_id),
                table.starts_on.is_(None),
            )
        )
    query = query.order_by(table.starts_on.is_(None), table.starts_on, table.meeting_id)

    with state.runtime.database.read() as conn:

        def make() -> dict[str, Any]:
            found = asking.listed(conn, query, chosen, limit)
            last = found.items[-1] if found.more and found.items else None
            return {
                "items": [as_status_json(view, today) for view in found.items],
                "next": f"{last.when.start if last.when else ''}~{last.meeting_id}" if last else None,
            }

        return _answer(request, (state.position(conn), today, id(state.runtime.watches)), make, Meetings)


def _meeting_cursor(cursor: str | None) -> tuple[date | None, str] | None:
    if cursor is None:
        return None
    day, tilde, meeting_id = cursor.partition("~")
    try:
        if not tilde:
            raise ValueError
        return (date.fromisoformat(day) if day else None), meeting_id
    except ValueError:
        raise HTTPException(400, "cursor: give the next of the page before, as it is") from None


@router.get("/meetings/{meeting_id}", response_model=MeetingDetails, summary="One meeting with all it rests on")
def meeting(
    request: Request,
    meeting_id: Annotated[str, Path(max_length=40, description="Its id, or an unambiguous beginning.")],
) -> Response:
    """The view, the changes in the order of the log, and the reports in the order of publication."""
    state = _state(request)
    today = state.runtime.clock.now().date()
    with state.runtime.database.read() as conn:
        try:
            view = queries.meeting(conn, meeting_id)
        except AmbiguousMeeting as error:
            raise HTTPException(404, str(error)) from None
        if view is None:
            raise HTTPException(404, f"There is no meeting {meeting_id!r}.")

        def make() -> dict[str, Any]:
            filed = queries.filed_reports(conn, view.meeting_id)
            made = queries.changes(conn, meeting_id=view.meeting_id)
            behind = queries.behind(conn, made)
            return {
                **as_status_json(view, today),
                "merged": queries.members(conn, view.meeting_id)[1:],
                "watches": [watch.name for watch in asking.watches_of(conn, view, state.runtime.watches)],
                "changes": [change_json(one, behind) for one in made],
                "reports": [one.model_dump(mode="json", include={"report_id", "article", "report"}) for one in filed],
            }

        return _answer(request, (state.position(conn), today, id(state.runtime.watches)), make, MeetingDetails)


@router.get("/changes", response_model=Changes, summary="Changes of meetings")
def changes(
    request: Request,
    watch: WatchName = None,
    kind: Annotated[list[Kind] | None, Query(description="Only these.")] = None,
    meeting: Annotated[str | None, Query(max_length=40, description="Only those of this meeting.")] = None,
    q: Annotated[
        str | None,
        Query(
            max_length=200,
            description='Words, "phrases" and beginn* that quotes, titles, outlets, places or parties have.',
        ),
    ] = None,
    since: Moment = None,
    order: Annotated[
        Literal["asc", "desc"], Query(description="asc: oldest first, to follow; desc: newest first.")
    ] = "asc",
    cursor: ChangeCursor = None,
    limit: Limit = 50,
) -> Response:
    """To follow the changes, ask in ascending order and go on from the position of the last one that came, as the cursor."""
    state = _state(request)
    chosen = wanted_watch(state, watch)
    at = int(cursor) if cursor is not None else None
    wanted = ChangesWanted(
        query=q,
        kinds=tuple(one.value for one in kind or ()),
        watch=chosen,
        meeting_id=meeting,
        after=at if order == "asc" else None,
        before=at if order == "desc" else None,
        since=_moment("since", since),
        oldest_first=order == "asc",
    )
    with state.runtime.database.read() as conn:

        def make() -> dict[str, Any]:
            found = asking.changes(conn, wanted, limit)
            more = found.more and found.items
            behind = queries.behind(conn, found.items)
            return {
                "items": [change_json(one, behind) for one in found.items],
                "next": str(found.items[-1].position) if more else None,
            }

        return _answer(request, (state.position(conn), id(state.runtime.watches)), make, Changes)


@router.get("/articles", response_model=Articles, summary="Articles that came in, newest first")
def articles(
    request: Request,
    state: Annotated[Literal["received", "done", "quarantined"] | None, Query(description="Only these.")] = None,
    feed: Annotated[str | None, Query(max_length=120, description="Only those of this feed.")] = None,
    meeting: Annotated[str | None, Query(max_length=40, description="Only those that this meeting rests on.")] = None,
    cursor: ArticleCursor = None,
    limit: Limit = 50,
) -> Response:
    """In order of publication. Texts are not given: they belong to their publishers."""
    parley = _state(request)
    table = article_table.c
    query = select(article_table)
    if state is not None:
        query = query.where(table.state == state)
    if feed is not None:
        query = query.where(table.feed == feed)
    if meeting is not None:
        query = query.where(
            table.article_id.in_(select(filed_report.c.article_id).where(filed_report.c.meeting_id == meeting))
        )
    if cursor is not None:
        moment, tilde, article_id = cursor.partition("~")
        before = _moment("cursor", moment)
        if not tilde or before is None:
            raise HTTPException(400, "cursor: give the next of the page before, as it is")
        query = query.where(
            or_(table.published_at < before, and_(table.published_at == before, table.article_id < article_id))
        )
    query = query.order_by(table.published_at.desc(), table.article_id.desc()).limit(limit + 1)
    with parley.runtime.database.read() as conn:
        found = conn.execute(query).all()
    items = [
        {
            "id": row.article_id,
            "error": row.last_error,
            **{name: getattr(row, name) for name in ArticleSummary.model_fields if name not in ("id", "error")},
        }
        for row in found[:limit]
    ]
    last = found[limit - 1] if len(found) > limit else None
    following = (
        f"{last.published_at.isoformat().replace('+00:00', 'Z')}~{last.article_id}" if last is not None else None
    )
    return _plain({"items": items, "next": following}, Articles)


@router.get("/feeds", response_model=Feeds, summary="Feeds and how they are doing, the worst first")
def feeds(request: Request) -> Response:
    """What ``parley feeds list --json`` tells."""
    state = _state(request)
    now = state.runtime.clock.now()
    with state.runtime.database.read() as conn:
        known = {row.name: row for row in registry.rows(conn)}
    listed = [registry.report(entry, known.get(entry.name), now) for entry in state.runtime.feeds]
    listed.sort(key=lambda item: (-item["severity"], item["name"]))
    return _plain({"items": [{k: one[k] for k in FeedState.model_fields} for one in listed]}, Feeds)


@router.get("/status", response_model=StatusAsOf, summary="The state of the talks, now or at any moment")
def status(request: Request, watch: WatchName = None, as_of: Moment = None, published_until: Moment = None) -> Response:
    """``as_of``: what Parley knew then. ``published_until``: what the world had published by then. Either, both or none."""
    state = _state(request)
    chosen = wanted_watch(state, watch)
    known, published = _moment("as_of", as_of), _moment("published_until", published_until)
    now = state.runtime.clock.now()
    today = min(moment for moment in (known, published, now) if moment is not None).date()
    with state.runtime.database.read() as conn:

        def make() -> dict[str, Any]:
            views: list[MeetingView]
            if known is None and published is None:
                views = list(asking.agenda(conn, today, chosen, 200))
            else:
                if known is not None and published is None:
                    views = list(state.past.at(conn, known).views)
                else:
                    views = queries.views_as_of(conn, recorded_until=known, published_until=published)
                views = [view for view in views if chosen is None or chosen.matches_view(view)]
                views.sort(key=lambda view: agenda_order(view, today))
            return {
                "as_of": known,
                "published_until": published,
                "today": today,
                "meetings": [as_status_json(view, today) for view in views],
            }

        return _answer(request, (state.position(conn), today, id(state.runtime.watches)), make, StatusAsOf)


def change_json(recorded: Recorded, behind: Mapping[str, Curation]) -> dict[str, Any]:
    """A change as the API and ``parley changes --json`` name its parts. ``behind``: the decisions of people that it may follow
    from, by id."""
    event: Any = recorded.event
    made = behind.get(recorded.meta.decision or "")
    return {
        "position": recorded.position,
        "id": recorded.event_id,
        "recorded_at": recorded.recorded_at,
        "kind": event.kind,
        "sentence": describe_change(event, party_names()),
        "meeting": event.meeting_id,
        "actor": recorded.meta.actor,
        "reason": made.reason if made is not None else None,
        "disputed": event.disputed,
        "before": event.before,
        "after": event.after,
        "evidence": event.evidence,
        "article": event.article,
        "report_id": event.report_id,
    }


def _state(request: Request) -> State:
    found: State = request.app.state.parley
    return found


def _moment(name: str, text: str | None) -> datetime | None:
    try:
        return asking.moment(text)
    except NoMoment as error:
        raise HTTPException(400, f"{name}: {error}") from None


def _answer(
    request: Request, key: tuple[Any, ...], make: Callable[[], Mapping[str, Any]], model: type[BaseModel]
) -> Response:
    return _state(request).answers.give(request, key, lambda: _encoded(make(), model), JSON)


def _plain(value: Mapping[str, Any], model: type[BaseModel]) -> Response:
    return Response(_encoded(value, model), media_type=JSON, headers={"cache-control": "no-store"})


def _encoded(value: Mapping[str, Any], model: type[BaseModel]) -> bytes:
    """Through the model that the description names: what is answered is what is described."""
    return model.model_validate(value).model_dump_json(by_alias=True).encode()


def problem(status: int, detail: str) -> Response:
    """A problem of RFC 9457."""
    from http import HTTPStatus

    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Problem"
    body = json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail}, ensure_ascii=False)
    return Response(body, status, media_type=PROBLEM)
