"""The application: what is served where."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy import func, select
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.staticfiles import StaticFiles

from domain.talks.status import format_parties, format_when, format_where
from worker import __version__
from worker.log import queries, store
from worker.log.errors import LogError
from worker.log.tables import change
from worker.logs import log
from worker.names import party_names
from worker.runtime import Runtime
from worker.web import api, asking, atom, calendar, pages, probes, rows
from worker.web.asking import ChangesWanted
from worker.web.guard import App, Guard
from worker.web.live import Herald
from worker.web.state import State

STATIC = Path(__file__).parent / "static"

IN_A_CALENDAR = 1000
"""Meetings of a calendar, the latest of all there are."""

IN_A_FEED = 60

IN_A_TABLE = 10_000
"""Rows of a CSV file."""

router = APIRouter(include_in_schema=False)


def build(runtime: Runtime) -> App:
    """The whole as an ASGI application. ``runtime`` stays the caller's and is not closed."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.herald = Herald(runtime.database)
        threading.Thread(target=pages.warm, name="parley-web-warm", daemon=True).start()
        yield
        await app.state.herald.close()

    app = FastAPI(
        title="Parley",
        summary="Who meets whom, when, where, how firm it is, and which sentence says so.",
        description=api.__doc__ or "",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.parley = State(runtime)
    app.include_router(pages.router)
    app.include_router(router)
    app.include_router(api.router)
    app.mount("/static", _Static(directory=STATIC))
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _refused)
    app.add_exception_handler(LogError, _away)
    app.add_exception_handler(Exception, _broken)
    original: Callable[[], dict[str, Any]] = app.openapi

    def described() -> dict[str, Any]:
        schema = original()
        schema["components"]["schemas"]["Problem"] = api.Problem.model_json_schema()
        return schema

    app.openapi = described  # type: ignore[method-assign]
    return Guard(app, runtime.config.settings.web)


class _Static(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=3600"
        return response


def _state(request: Request) -> State:
    found: State = request.app.state.parley
    return found


# --- calendar, feed, tables ------------------------------------------------------------------------------------------


@router.get("/talks.ics")
def ics(request: Request, watch: str | None = None, cancelled: str | None = None) -> Response:
    """The dated meetings as a calendar; ``?cancelled=keep`` keeps what is off visible in programs that drop it."""
    state = _state(request)
    chosen = pages.wanted_watch(state, watch)
    if cancelled not in (None, "keep"):
        raise HTTPException(400, 'cancelled: the only value is "keep"')
    today = state.runtime.clock.now().date()
    base = state.base(str(request.base_url))
    with state.runtime.database.read() as conn:

        def make() -> bytes:
            found = asking.dated(conn, chosen, IN_A_CALENDAR)
            ids = [view.meeting_id for view in found.items]
            counted = (
                select(change.c.meeting_id, func.count(), func.max(change.c.recorded_at))
                .where(change.c.meeting_id.in_(ids))
                .group_by(change.c.meeting_id)
            )
            changed = calendar.counted(conn.execute(counted))
            entries = [
                calendar.Entry(
                    view, *changed.get(view.meeting_id, (0, view.last_published)), f"{base}/meeting/{view.meeting_id}"
                )
                for view in found.items
            ]
            return calendar.calendar(
                entries,
                party_names(),
                f"Talks: {chosen.label}" if chosen else "Diplomatic talks",
                keep_cancelled=cancelled == "keep",
                url=f"{base}/",
            )

        key = (store.head(conn), today, id(state.runtime.watches), base)
        return state.answers.give(request, key, make, "text/calendar; charset=utf-8")


@router.get("/changes.atom")
def changes_atom(request: Request, watch: str | None = None) -> Response:
    """The newest changes as a feed."""
    state = _state(request)
    chosen = pages.wanted_watch(state, watch)
    base = state.base(str(request.base_url))
    with state.runtime.database.read() as conn:

        def make() -> bytes:
            found = asking.changes(conn, ChangesWanted(watch=chosen), IN_A_FEED)
            title = f"Changes: {chosen.label}" if chosen else "Changes in diplomatic talks"
            path = "/changes.atom" + (f"?watch={chosen.name}" if chosen else "")
            now = state.runtime.clock.now()
            behind = queries.behind(conn, found.items)
            return atom.feed(
                found.items, party_names(), title, base, path, chosen.name if chosen else None, now, behind
            )

        key = (store.head(conn), id(state.runtime.watches), base)
        return state.answers.give(request, key, make, "application/atom+xml; charset=utf-8")


@router.get("/meetings.csv")
def meetings_csv(request: Request, watch: str | None = None) -> Response:
    """All meetings as a table (RFC 4180), by date."""
    state = _state(request)
    chosen = pages.wanted_watch(state, watch)
    names = party_names()
    from worker.log.tables import meeting as meeting_table

    with state.runtime.database.read() as conn:

        def make() -> bytes:
            query = select(meeting_table.c.view).order_by(*queries.IN_ORDER)
            found = asking.listed(conn, query, chosen, IN_A_TABLE)
            head = "id parties names status start end precision time city country format voices disputed first_published last_published source url"
            return _table(
                head.split(),
                (
                    [
                        view.meeting_id,
                        " ".join(view.facts.parties),
                        format_parties(view.facts.parties, names),
                        view.status.value,
                        view.when.start.isoformat() if view.when else "",
                        view.when.end.isoformat() if view.when else "",
                        view.when.precision.value if view.when else "",
                        (view.when.time or "") if view.when else "",
                        (view.where.city or "") if view.where else "",
                        (view.where.country or "") if view.where else "",
                        view.facts.format.value,
                        str(view.voices),
                        "; ".join(f"{d.field}: {d.ours} against {d.theirs}" for d in view.disputes),
                        view.first_published.isoformat(),
                        view.last_published.isoformat(),
                        view.evidence_article.outlet or "",
                        view.evidence_article.url or "",
                    ]
                    for view in found.items
                ),
            )

        key = (store.head(conn), id(state.runtime.watches))
        return state.answers.give(request, key, make, "text/csv; charset=utf-8; header=present")


@router.get("/changes.csv")
def changes_csv(request: Request, watch: str | None = None, q: str | None = None, kind: str | None = None) -> Response:
    """The newest changes as a table, oldest first."""
    state = _state(request)
    chosen = pages.wanted_watch(state, watch)
    names = party_names()
    wanted = ChangesWanted(query=q, kinds=(kind,) if kind else (), watch=chosen)
    with state.runtime.database.read() as conn:

        def make() -> bytes:
            found = asking.changes(conn, wanted, IN_A_TABLE)
            head = "position recorded_at kind meeting sentence who when where status outlet url quote"

            def lines() -> Iterable[list[str]]:
                for recorded in reversed(found.items):
                    event: Any = recorded.event
                    facts = event.after or event.before
                    yield [
                        str(recorded.position),
                        recorded.recorded_at.isoformat(),
                        event.kind,
                        event.meeting_id,
                        rows.change_row(recorded, names).sentence,
                        format_parties(facts.parties, names) if facts else "",
                        format_when(facts.when) if facts else "",
                        format_where(facts.where, names, facts.format) if facts else "",
                        facts.status.value if facts else "",
                        (event.article.outlet or "") if event.article else "",
                        (event.article.url or "") if event.article else "",
                        event.evidence[0].quote if event.evidence else "",
                    ]

            return _table(head.split(), lines())

        key = (store.head(conn), id(state.runtime.watches))
        return state.answers.give(request, key, make, "text/csv; charset=utf-8; header=present")


def _table(head: list[str], lines: Iterable[list[str]]) -> bytes:
    """CSV with a byte order mark, which spreadsheets need to see UTF-8. Cells that a spreadsheet would take for a formula
    get an apostrophe before them: an article may be titled ``=HYPERLINK(…)``."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for line in lines:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in line])
    return "\ufeff".encode() + out.getvalue().encode()


# --- live, probes ----------------------------------------------------------------------------------------------------


@router.get("/events")
async def events(request: Request) -> Response:
    """Server-sent events: one whenever the log grew."""
    herald: Herald = request.app.state.herald
    if herald.full:
        return Response("Too many pages listen already; they ask from time to time as well.\n", 503)
    return StreamingResponse(
        herald.listen(),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


@router.get("/livez")
async def livez() -> Response:
    """The process turns."""
    return Response("ok\n", media_type="text/plain; charset=utf-8", headers={"cache-control": "no-store"})


@router.get("/readyz")
def readyz(request: Request) -> Response:
    """Database, broker, log and freshness: 200 where work can go on, 503 where something fails."""
    status, body = _state(request).readiness.ask()
    return JSONResponse(body, status, headers={"cache-control": "no-store"})


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """All figures, for Prometheus and its kin."""
    state = _state(request)
    text, type_ = probes.metrics(state.runtime, state.readiness, request.headers.get("accept", ""))
    return Response(text, headers={"content-type": type_, "cache-control": "no-store", "vary": "accept"})


# --- refusals --------------------------------------------------------------------------------------------------------


def _for_programs(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _tell(request: Request, status: int, sentence: str) -> Response:
    if _for_programs(request):
        return api.problem(status, sentence)
    if request.url.path.endswith((".ics", ".atom", ".csv")):
        return Response(f"{sentence}\n", status, media_type="text/plain; charset=utf-8")
    return Response(pages.render("error.html", status=status, sentence=sentence), status, media_type=pages.HTML)


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        name = str(first["loc"][-1]) if first.get("loc") else "the request"
        pattern = first["type"] == "string_pattern_mismatch"
        return _tell(request, 422, f"{name}: {api.HOW_TO_WRITE.get(name, first['msg']) if pattern else first['msg']}")
    assert isinstance(error, HTTPException)
    sentence = "There is nothing at this address." if error.detail == "Not Found" else str(error.detail)
    return _tell(request, error.status_code, sentence)


async def _away(request: Request, error: Exception) -> Response:
    return _tell(request, 503, f"The database does not answer: {error}")


async def _broken(request: Request, error: Exception) -> Response:
    log.error("web.failed", path=request.url.path, error=repr(error), exc_info=error)
    return _tell(request, 500, "Something went wrong here; Parley's own log says what.")
