"""The pages for people, rendered on the server. Each works without any script; scripts only keep them fresh and show times in
the reader's own zone."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from sqlalchemy import Connection, func, select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from domain import stories
from domain.events import CHANGE_KINDS
from domain.talks.describe import describe_curation
from domain.talks.evolve import iso_days, place_words
from domain.talks.model import FiledReport, MeetingView
from domain.talks.status import format_parties
from domain.watches import Watch
from worker import __version__
from worker.alerts import silences
from worker.alerts.figures import figures
from worker.config import broken_in_words
from worker.feeds import registry
from worker.feeds.schedule import in_words
from worker.health import why_no_meeting
from worker.log import queries, store
from worker.log.errors import AmbiguousMeeting, LogError
from worker.log.tables import article, outbox
from worker.logs import log
from worker.names import party_names
from worker.web import asking, rows
from worker.web.answers import WORTH_COMPRESSING, Answers, takes_gzip
from worker.web.asking import Agenda, ChangesWanted, Listed, NoMoment
from worker.web.excerpts import Excerpt, excerpts
from worker.web.state import State

router = APIRouter(include_in_schema=False)

HTML = "text/html; charset=utf-8"

ON_A_PAGE = 40
"""Meetings that are ahead; 100 kB hold about 90 meetings and a full month."""

REST_ON_A_PAGE = 15
"""Meetings in each other part of the agenda."""

CHANGES_ON_A_PAGE = 60

OF_A_MEETING = 40
"""Articles, and changes, on a meeting's page: the newest. All where that is asked for."""

FEEDS_ON_A_PAGE = 80

ALERTS_ON_A_PAGE = 30
"""In each part."""

IN_A_MONTH = 250


@lru_cache(maxsize=1)
def templates() -> Environment:
    env = Environment(
        loader=PackageLoader("worker.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters["moment"] = moment
    env.globals["version"] = __version__
    env.globals["kinds"] = CHANGE_KINDS
    return env


def warm() -> None:
    """Read what the first page would else wait for: the templates and the names of parties."""
    for name in templates().list_templates(extensions=["html"]):
        templates().get_template(name)
    party_names()


def make_first(app: Any) -> None:
    """Make the page of all talks, so that whoever comes first finds it made: of 100,000 meetings the first takes a second, for
    nothing of the database is in memory yet."""
    scope = {"type": "http", "app": app, "method": "GET", "path": "/", "query_string": b"", "headers": []}
    try:
        talks(Request(scope))
    except (LogError, HTTPException) as error:
        # Whoever asks is told: this only saves them the wait.
        log.debug("web.cold", reason=str(error))


def moment(value: datetime | None) -> Markup:
    """A time element: UTC as written here, in the reader's zone by a script, with the source's zone on hover."""
    if value is None:
        return Markup("–")
    utc = value.astimezone(UTC)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        utc.isoformat(timespec="seconds").replace("+00:00", "Z"),
        value.strftime("%d %b %Y %H:%M %Z").strip(),
        utc.strftime("%d %b %Y %H:%M UTC"),
    )


def render(name: str, **context: Any) -> bytes:
    return templates().get_template(name).render(**context).encode()


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows around its own part."""

    here: str
    title: str
    watches: Sequence[Watch]
    watch: Watch | None
    as_of: str
    position: int
    today: date
    refresh: bool
    query: Mapping[str, str]

    def link(self, path: str, **changed: str | None) -> str:
        """``path`` with the filters in force, and some of them changed or (None) dropped."""
        kept = {k: v for k, v in {**self.query, **changed}.items() if v}
        return f"{path}?{urlencode(kept)}" if kept else path


def wanted_watch(state: State, name: str | None) -> Watch | None:
    """The watch that was asked for. Raises 404 with the names there are."""
    if not name:
        return None
    for watch in state.runtime.watches:
        if watch.name == name:
            return watch
    there = ", ".join(watch.name for watch in state.runtime.watches) or "none"
    raise HTTPException(404, f'There is no watch "{name}" in watches.toml. There are: {there}.')


def wanted_moment(text: str | None) -> datetime | None:
    try:
        return asking.moment(text)
    except NoMoment as error:
        raise HTTPException(400, f"as_of: {error}") from None


def wanted_kind(kind: str) -> str:
    """A kind of change. Raises 400 with the kinds there are."""
    if kind not in CHANGE_KINDS:
        raise HTTPException(400, f'kind: there is no kind "{kind}". There are: {", ".join(CHANGE_KINDS)}.')
    return kind


@router.get("/")
def talks(request: Request, watch: str | None = None, as_of: str | None = None, month: str | None = None) -> Response:
    """What is ahead, what was moved, what is over: by watch, now or as it was known at any moment."""
    state: State = request.app.state.parley
    chosen = wanted_watch(state, watch)
    then = wanted_moment(as_of)
    now = state.runtime.clock.now()
    today = (min(then, now) if then else now).date()
    try:
        first = rows.month_of(month, today)
    except ValueError:
        raise HTTPException(400, f"month: {month!r} is no month; write 2022-01") from None
    names = party_names()
    with state.runtime.database.read() as conn:
        position = state.position(conn)

        def make() -> bytes:
            if then is None:
                found = asking.agenda(conn, today, chosen, ON_A_PAGE, rest=REST_ON_A_PAGE)
                days = asking.month(conn, first, rows.month_end(first), chosen, IN_A_MONTH)
                last = asking.last_changes(conn, [view.meeting_id for view in found])
            else:
                views = _as_of(state, conn, then, chosen)
                found = asking.agenda_of(views, today, ON_A_PAGE, rest=REST_ON_A_PAGE)
                days = Listed(
                    [v for v in views if v.when and v.when.start <= rows.month_end(first) and v.when.end >= first]
                )
                last = asking.last_changes(conn, [view.meeting_id for view in found], then)
            table = rows.month_table(
                first, [(v, rows.meeting_row(v, today, names)) for v in days.items], today, more=days.more
            )
            return render(
                "talks.html",
                frame=_frame(state, request, "talks", chosen, as_of, position, today, live=then is None),
                agenda=_parts(found, today, names, last),
                month=table,
                empty="" if any(True for _ in found) else nothing or "No meeting of this watch is known.",
            )

        # Polls move no position: while nothing is known, what is said of them is part of what the answer depends on.
        nothing = why_no_meeting(conn, state.runtime.config.feeds, now)
        key = (position, today, id(state.runtime.watches), then is None, nothing)
        return state.answers.give(request, key, make, HTML)


def _as_of(state: State, conn: Connection, then: datetime, watch: Watch | None) -> list[MeetingView]:
    from domain.watches import texts_of

    past = state.past.at(conn, then)
    if watch is None:
        return list(past.views)
    words = bool(watch.words)
    return [v for v in past.views if watch.matches_view(v, texts_of(past.reports[v.meeting_id]) if words else ())]


PARTS = (
    ("ahead", "Ahead"),
    ("undated", "No date yet"),
    ("awaiting", "Outcome not known"),
    ("over", "Held or called off"),
)


def _parts(found: Agenda, today: date, names: Mapping[str, str], last: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts = []
    for key, title in PARTS:
        listed: Listed[MeetingView] = getattr(found, key)
        if listed.items:
            meetings = [rows.meeting_row(v, today, names, last.get(v.meeting_id)) for v in listed.items]
            parts.append({"key": key, "title": title, "meetings": meetings, "more": listed.more})
    return parts


def _frame(
    state: State,
    request: Request,
    here: str,
    watch: Watch | None,
    as_of: str | None,
    position: int,
    today: date,
    *,
    title: str = "",
    live: bool = True,
) -> Frame:
    query = {k: v for k, v in request.query_params.items() if k in ("watch", "as_of", "month", "q", "kind", "token")}
    query.pop("token", None)
    return Frame(
        here=here,
        title=title or (watch.label if watch else "All talks"),
        watches=state.runtime.watches,
        watch=watch,
        as_of=as_of or "",
        position=position,
        today=today,
        refresh=live,
        query=query,
    )


@router.get("/meeting/{meeting_id}")
def meeting(request: Request, meeting_id: str, as_of: str | None = None, everything: bool = False) -> Response:
    """One meeting: its view, its timeline, its evidence in context."""
    state: State = request.app.state.parley
    names = party_names()
    then = wanted_moment(as_of)
    now = state.runtime.clock.now()
    today = (min(then, now) if then else now).date()
    with state.runtime.database.read() as conn:
        position = state.position(conn)
        if then is None:
            try:
                view = queries.meeting(conn, meeting_id)
            except AmbiguousMeeting as error:
                raise HTTPException(404, str(error)) from None
            filed = queries.filed_reports(conn, view.meeting_id) if view else []
        else:
            view, filed = _meeting_at(state, conn, meeting_id, then)
        if view is None:
            past = _gone(conn, meeting_id)
            raise HTTPException(404, past or f'There is no meeting "{meeting_id}".')
        known = view

        def make() -> bytes:
            made = [
                recorded
                for recorded in queries.changes(conn, meeting_id=known.meeting_id)
                if then is None or recorded.recorded_at <= then
            ]
            merged = queries.members(conn, known.meeting_id)[1:]
            decided = [
                one
                for one in queries.decided_about(conn, [known.meeting_id, *merged], filed)
                if then is None or one.recorded_at <= then
            ]
            most = len(made) + len(filed) if everything else OF_A_MEETING
            newest, rests = made[::-1][:most], filed[::-1][:most]
            texts = asking.article_texts(conn, {(f.article.article_id, f.article.revision) for f in rests})
            told = [one.event.article.article_id for one in newest if one.event.article]  # type: ignore[attr-defined]
            zones = asking.zones(conn, [*told, *(f.article.article_id for f in rests)])
            behind = queries.behind(conn, newest)
            row = rows.meeting_row(known, today, names, made[-1] if made else None)
            return render(
                "meeting.html",
                frame=_frame(
                    state, request, "meeting", None, as_of, position, today, title=row.title, live=then is None
                ),
                row=row,
                view=known,
                timeline=[rows.change_row(one, names, zones, behind) for one in newest],
                sources=[_source(f, texts, zones) for f in rests],
                left_out=(len(made) - len(newest), len(filed) - len(rests)),
                decisions=[
                    (describe_curation(one.made, names), one.made.actor, one.made.reason, one.recorded_at)
                    for one in decided
                ],
                # What is listed among the decisions is not told a second time.
                notes=[
                    note
                    for note in known.corrections
                    if note.curation_id not in {one.made.curation_id for one in decided}
                ],
                merged=merged,
                watches=asking.watches_of(conn, known, state.runtime.watches) if then is None else [],
                disputes=_disputes(known, filed),
                voices=[source.name for source in stories.sources(filed)],
            )

        return state.answers.give(request, (position, today, id(state.runtime.watches)), make, HTML)


def _meeting_at(
    state: State, conn: Connection, meeting_id: str, then: datetime
) -> tuple[MeetingView | None, list[FiledReport]]:
    past = state.past.at(conn, then)
    prefix = meeting_id.strip().lower()
    for view in past.views:
        if view.meeting_id.startswith(prefix):
            return view, sorted(past.reports[view.meeting_id], key=lambda filed: filed.order)
    return None, []


def _gone(conn: Connection, meeting_id: str) -> str | None:
    found = queries.changes(conn, meeting_id=meeting_id, limit=1)
    if not found:
        return None
    return "No report supports this meeting any longer. What was said of it stands in the list of changes."


@dataclass(frozen=True, slots=True)
class Source:
    """An article that a meeting rests on."""

    outlet: str
    title: str
    url: str | None
    published_at: datetime
    article_id: str
    attributed_to: str | None
    says: str
    excerpts: list[Excerpt]


def _source(filed: FiledReport, texts: Mapping[tuple[str, int], str], zones: Mapping[str, timezone]) -> Source:
    ref = filed.article
    report = filed.report
    names = party_names()
    parts = [facts[2] for facts in rows.differences(None, _facts(filed), names) if facts[2] and facts[0] != "who"]
    return Source(
        outlet=ref.outlet or "given",
        title=ref.title,
        url=rows.web_address(ref.url),
        published_at=ref.published_at.astimezone(zones.get(ref.article_id, UTC)),
        article_id=ref.article_id,
        attributed_to=report.attributed_to,
        says=f"{format_parties(report.parties, names)}: {', '.join(parts)}",
        excerpts=excerpts(report.evidence, texts.get((ref.article_id, ref.revision)), ref.title),
    )


def _facts(filed: FiledReport) -> Any:
    from domain.events import MeetingFacts

    report = filed.report
    return MeetingFacts(
        parties=report.parties, status=report.status, when=report.when, where=report.where, format=report.format
    )


def _disputes(view: MeetingView, filed: Iterable[FiledReport]) -> list[dict[str, Any]]:
    """Each dispute with the sources of either side; ours are those that say just what counts."""
    filed = list(filed)
    by_id = {one.report_id: one.article for one in filed}

    def said(one: FiledReport, field: str) -> str | None:
        report = one.report
        if field == "when":
            return iso_days(report.when) if report.when else None
        if field == "where":
            return place_words(report.where) if report.where else None
        return report.status.value

    return [
        {
            "field": {"when": "Date", "where": "Place", "status": "Status"}[one.field],
            "ours": one.ours,
            "theirs": one.theirs,
            "stands_by": [
                other.article
                for other in filed
                if other.report_id not in one.report_ids and said(other, one.field) == one.ours
            ],
            "sources": [by_id[report_id] for report_id in one.report_ids if report_id in by_id],
        }
        for one in view.disputes
    ]


@router.get("/changes")
def changes(
    request: Request,
    watch: str | None = None,
    q: str | None = None,
    kind: str | None = None,
    as_of: str | None = None,
    before: int | None = None,
    after: int | None = None,
) -> Response:
    """What changed, newest first, with a search; every filter stands in the address."""
    state: State = request.app.state.parley
    chosen = wanted_watch(state, watch)
    until = wanted_moment(as_of)
    if kind:
        wanted_kind(kind)
    names = party_names()
    today = state.runtime.clock.now().date()
    wanted = ChangesWanted(
        query=q,
        kinds=(kind,) if kind else (),
        watch=chosen,
        before=before,
        after=after,
        until=until,
    )
    with state.runtime.database.read() as conn:
        position = state.position(conn)
        nothing = why_no_meeting(conn, state.runtime.config.feeds, state.runtime.clock.now())

        def make() -> bytes:
            found = asking.changes(conn, wanted, CHANGES_ON_A_PAGE)
            told = [one.event.article.article_id for one in found.items if one.event.article]  # type: ignore[attr-defined]
            zones = asking.zones(conn, told)
            behind = queries.behind(conn, found.items)
            return render(
                "changes.html",
                frame=_frame(
                    state,
                    request,
                    "changes",
                    chosen,
                    as_of,
                    position,
                    today,
                    title=f"Changes: {chosen.label}" if chosen else "Changes",
                    live=until is None and before is None,
                ),
                changes=[rows.change_row(one, names, zones, behind) for one in found.items],
                more=found.more,
                q=q or "",
                kind=kind or "",
                after=after,
                nothing="" if found.items else nothing.replace("No meeting yet", "No change yet"),
            )

        return state.answers.give(request, (position, today, id(state.runtime.watches), nothing), make, HTML)


@router.get("/feeds")
def feeds(request: Request, page: int = 1) -> Response:
    """Freshness first: silence must not look like health."""
    state: State = request.app.state.parley
    now = state.runtime.clock.now()
    with state.runtime.database.read() as conn:
        position = store.head(conn)
        known = {row.name: row for row in registry.rows(conn)}
    listed = [registry.report(entry, known.get(entry.name), now) for entry in state.runtime.feeds]
    for item in listed:
        for key in ("last_new_at", "last_polled_at", "next_poll_at"):
            item[key] = datetime.fromisoformat(item[key]) if item[key] else None
        item["link"] = rows.web_address(item["url"])
        gap = item["usual_gap_seconds"]
        item["usual_gap"] = in_words(timedelta(seconds=gap)) if gap else ""
        # What was never asked is not well: nobody knows.
        item["unasked"] = item["severity"] == 0 and item["last_polled_at"] is None
    listed.sort(key=lambda item: (-item["severity"], item["name"]))
    frame = _frame(state, request, "feeds", None, None, position, now.date(), title="Feeds")
    counts = {
        "failing": sum(item["severity"] == 2 for item in listed),
        "warning": sum(item["severity"] == 1 for item in listed),
        "well": sum(item["severity"] == 0 and not item["unasked"] for item in listed),
        "unasked": sum(item["unasked"] for item in listed),
    }
    pages = max(1, -(-len(listed) // FEEDS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = listed[(page - 1) * FEEDS_ON_A_PAGE : page * FEEDS_ON_A_PAGE]
    return _uncached(request, render("feeds.html", frame=frame, feeds=shown, counts=counts, page=page, pages=pages))


@router.get("/alerts")
def alerts(request: Request) -> Response:
    """Deliveries and dead letters."""
    state: State = request.app.state.parley
    now = state.runtime.clock.now()
    broken = broken_in_words(state.runtime.config)
    names = party_names()
    with state.runtime.database.read() as conn:
        position = store.head(conn)
        hooks = figures(conn, state.runtime.config.hooks, now, broken)
        dead = _deliveries(conn, outbox.c.state == "dead", ALERTS_ON_A_PAGE, names)
        waiting = _deliveries(conn, outbox.c.state == "pending", ALERTS_ON_A_PAGE, names)
        newest = _deliveries(conn, outbox.c.state == "sent", ALERTS_ON_A_PAGE, names)
        quiet = silences.active(conn, now)
    frame = _frame(state, request, "alerts", None, None, position, now.date(), title="Alerts")
    return _uncached(
        request,
        render("alerts.html", frame=frame, hooks=hooks, dead=dead, waiting=waiting, newest=newest, silences=quiet),
    )


def _deliveries(conn: Connection, where: Any, limit: int, names: Mapping[str, str]) -> list[dict[str, Any]]:
    columns = (
        outbox.c.outbox_id,
        outbox.c.hook,
        outbox.c.position,
        outbox.c.meeting_id,
        outbox.c.kind,
        outbox.c.attempts,
        outbox.c.next_attempt_at,
        outbox.c.created_at,
        outbox.c.sent_at,
        outbox.c.last_status,
        outbox.c.last_error,
        outbox.c.reason,
    )
    found = conn.execute(select(*columns).where(where).order_by(outbox.c.position.desc()).limit(limit)).all()
    told = {row.position: "" for row in found}
    if told:
        from worker.log.tables import log_event

        query = select(*queries.EVENT_COLUMNS).where(log_event.c.position.in_(list(told)))
        for recorded in map(store.recorded, conn.execute(query)):
            if getattr(recorded.event, "kind", None):
                told[recorded.position] = rows.change_row(recorded, names).sentence
    return [{**row._mapping, "sentence": told[row.position]} for row in found]


@router.get("/now")
def now_(request: Request) -> Response:
    """The state of the pipeline."""
    state: State = request.app.state.parley
    now = state.runtime.clock.now()
    status, readiness = state.readiness.ask()
    with state.runtime.database.read() as conn:
        position = store.head(conn)
        # Of millions of articles few wait or were set aside; these are counted by an index, all others together.
        by_state = {state: _count(conn, article.c.state == state) for state in ("received", "quarantined")}
        by_state["done"] = conn.execute(select(func.count()).select_from(article)).scalar_one() - sum(by_state.values())
        waiting = conn.execute(select(func.min(article.c.received_at)).where(article.c.state == "received")).scalar()
        hour = now - timedelta(hours=1)
        rates = {
            "articles in the last hour": _count(conn, article.c.received_at >= hour),
            "articles in the last day": _count(conn, article.c.received_at >= now - timedelta(days=1)),
        }
        from worker.log.tables import change

        rates["changes in the last day"] = int(
            conn.execute(select(func.count()).where(change.c.recorded_at >= now - timedelta(days=1))).scalar_one()
        )
        failed = conn.execute(
            select(article.c.article_id, article.c.title, article.c.outlet, article.c.last_error)
            .where(article.c.state == "quarantined")
            .order_by(article.c.received_at.desc())
            .limit(20)
        ).all()
    frame = _frame(state, request, "now", None, None, position, now.date(), title="Now")
    return _uncached(
        request,
        render(
            "now.html",
            frame=frame,
            status=status,
            readiness=readiness,
            articles=by_state,
            waiting=waiting,
            rates=rates,
            failed=failed,
        ),
    )


def _count(conn: Connection, where: Any) -> int:
    return int(conn.execute(select(func.count()).select_from(article).where(where)).scalar_one())


def _uncached(request: Request, body: bytes) -> Response:
    headers = {"cache-control": "no-store"}
    if takes_gzip(request) and len(body) >= WORTH_COMPRESSING:
        body, headers = gzip.compress(body, 4), {**headers, "content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(body, media_type=HTML, headers=headers)


__all__ = ["Answers", "render", "router"]
