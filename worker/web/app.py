"""The application: what is served where."""

from __future__ import annotations

import gzip
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy import func, select
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from worker import __version__
from worker.log import queries, store
from worker.log.errors import LogError
from worker.log.tables import change
from worker.logs import log
from worker.names import party_names
from worker.runtime import Runtime
from worker.web import api, asking, atom, calendar, pages, probes, tables
from worker.web.answers import tagged, takes_gzip
from worker.web.asking import ChangesWanted
from worker.web.guard import HEAD_ONLY, App, Guard
from worker.web.live import Herald
from worker.web.state import State

STATIC = Path(__file__).parent / "static"

IN_A_CALENDAR = 1000
"""Meetings of a calendar, the latest of all there are."""

IN_A_FEED = 60

router = APIRouter(include_in_schema=False)


def build(runtime: Runtime) -> App:
    """The whole as an ASGI application. ``runtime`` stays the caller's and is not closed."""
    state = State(runtime)

    def warm() -> None:
        pages.warm()
        pages.make_first(app)
        state.warm()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.herald = Herald(runtime.database)
        threading.Thread(target=warm, name="parley-web-warm", daemon=True).start()
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
    app.state.parley = state
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

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and response.status_code == 200 and scope["method"] == "GET":
            response.headers["vary"] = "accept-encoding"
            if takes_gzip(Request(scope)):
                packed = _packed(str(response.path))
                kept = {name: response.headers[name] for name in ("cache-control", "last-modified", "vary")}
                # Weak, for these are not the bytes that the strong one stands for.
                headers = {**kept, "etag": f"W/{response.headers['etag']}", "content-encoding": "gzip"}
                return Response(packed, headers=headers, media_type=response.media_type)
        return response


@lru_cache(maxsize=16)
def _packed(path: str) -> bytes:
    """A file of ``static``, compressed; once a process, for they come with the program."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


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

        key = (state.position(conn), today, id(state.runtime.watches), base)
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

        key = (state.position(conn), id(state.runtime.watches), base)
        return state.answers.give(request, key, make, "application/atom+xml; charset=utf-8")


@router.get("/meetings.csv")
def meetings_csv(request: Request, watch: str | None = None) -> Response:
    """All meetings as a table (RFC 4180), by date."""
    state = _state(request)
    chosen = pages.wanted_watch(state, watch)
    database = state.runtime.database
    return _table(request, tables.MEETING_COLUMNS, lambda head: tables.meetings(database, head, chosen))


@router.get("/changes.csv")
def changes_csv(
    request: Request,
    watch: str | None = None,
    q: str | None = None,
    kind: str | None = None,
    as_of: str | None = None,
    after: int | None = None,
) -> Response:
    """All changes as a table, or those that are searched for, oldest first."""
    state = _state(request)
    chosen, until = pages.wanted_watch(state, watch), pages.wanted_moment(as_of)
    kinds = (pages.wanted_kind(kind),) if kind else ()
    wanted = ChangesWanted(query=q, kinds=kinds, watch=chosen, until=until, after=after)
    database = state.runtime.database
    return _table(request, tables.CHANGE_COLUMNS, lambda head: tables.changes(database, head, wanted))


def _table(request: Request, columns: Sequence[str], pieces: Callable[[int], Iterator[list[tables.Line]]]) -> Response:
    """``pieces`` (of the position of the log that is told) as CSV, sent as they are made."""
    state = _state(request)
    with state.runtime.database.read() as conn:
        head, position = store.head(conn), state.position(conn)
    media_type = "text/csv; charset=utf-8; header=present"
    whole = (request.url.path, request.url.query, media_type, position, id(state.runtime.watches))
    headers, known = tagged(request, whole)
    if known is not None:
        return known
    if HEAD_ONLY in request.scope:
        return Response(b"", media_type=media_type, headers=headers)
    lines = pieces(head)
    # The first rows are looked up before anything is said, so that what is wrong with the question can be.
    content = tables.written(columns, chain([next(lines, [])], lines))
    if takes_gzip(request):
        content, headers = tables.compressed(content), {**headers, "content-encoding": "gzip"}
    return StreamingResponse(content, media_type=media_type, headers=headers)


# --- live, probes ----------------------------------------------------------------------------------------------------


@router.get("/events")
async def events(request: Request, after: int | None = None) -> Response:
    """Server-sent events: one whenever the log grew; the first at once where it has grown since the page was made (``after``)."""
    herald: Herald = request.app.state.herald
    if herald.full:
        return Response("Too many pages listen already; they ask from time to time as well.\n", 503)
    state = _state(request)
    return StreamingResponse(
        herald.listen(grown=lambda: after is not None and state.newest() > after),
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
    text, type_ = probes.metrics(
        state.runtime, state.readiness, state.changes_by_kind, request.headers.get("accept", "")
    )
    return Response(text, headers={"content-type": type_, "cache-control": "no-store", "vary": "accept"})


# --- refusals --------------------------------------------------------------------------------------------------------


def _for_programs(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _tell(request: Request, status: int, sentence: str) -> Response:
    if _for_programs(request):
        return api.problem(status, sentence)
    if request.url.path.endswith((".ics", ".atom", ".csv")):
        return Response(f"{sentence}\n", status, media_type="text/plain; charset=utf-8")
    return Response(
        pages.render("error.html", status=status, heading=HTTPStatus(status).phrase.capitalize(), sentence=sentence),
        status,
        media_type=pages.HTML,
    )


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
