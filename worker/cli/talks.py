"""``parley status``, ``meeting`` and ``changes``: the questions of an analyst."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from worker.cli.common import Moment, Session, console, json_option, pass_session, print_json

if TYPE_CHECKING:
    from domain.events import Curation, Recorded
    from domain.talks.model import MeetingView
    from domain.watches import Watch

QUIET_AFTER = timedelta(days=60)
"""A meeting that is over, without news for this long before the newest news we have, is left out unless --all is given."""


def find_watch(session: Session, name: str | None) -> Watch | None:
    if name is None:
        return None
    for watch in session.config.watches:
        if watch.name == name:
            return watch
    import difflib

    names = [watch.name for watch in session.config.watches]
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names) or 'none'}"
    raise click.UsageError(f"no watch {name!r} in {session.config.config_dir / 'watches.toml'}; {hint}")


def select(views: list[MeetingView], *, show_all: bool, today: Any) -> tuple[list[MeetingView], int]:
    """The meetings worth showing, and how many were left out."""
    from domain.reports import OPEN

    if show_all or not views:
        return views, 0
    newest = max(view.last_published for view in views)

    def wanted(view: MeetingView) -> bool:
        ahead = view.when is not None and view.when.end >= today
        return ahead or view.status in OPEN or view.last_published >= newest - QUIET_AFTER

    kept = [view for view in views if wanted(view)]
    return kept, len(views) - len(kept)


@click.command(
    epilog="""\b
Examples:
  parley status
  parley status --watch us-russia
  parley status --limit 20
  parley status --as-of 2021-12-30 --json
"""
)
@click.option("--watch", help="Only the meetings of this watch (see config/watches.toml).")
@click.option("--all", "show_all", is_flag=True, help="Also meetings long over.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many, the nearest ahead first. Without it, all.")
@click.option("--as-of", type=Moment(end_of_day=True), help="What Parley knew then (when it was recorded).")
@click.option("--published-until", type=Moment(end_of_day=True), help="What the world had published by then.")
@json_option
@pass_session
def status(
    session: Session,
    watch: str | None,
    show_all: bool,
    limit: int | None,
    as_of: datetime | None,
    published_until: datetime | None,
    as_json: bool,
) -> int:
    """The state of the talks: who meets whom, when, where, how firm, and how many independent voices say so."""
    from domain.talks.status import agenda_order, as_status_json

    chosen = find_watch(session, watch)
    today = (as_of or published_until or session.runtime.clock.now()).date()
    texts: Texts | None = None
    if as_of is not None or published_until is not None:
        views, texts = _back_then(session, as_of, published_until)
        if chosen is not None:
            views = [view for view in views if chosen.matches_view(view, texts(view))]
        kept, hidden = select(views, show_all=show_all, today=today)
    else:
        kept, hidden = _now(session, chosen, show_all, today)
    kept.sort(key=lambda view: agenda_order(view, today))
    more = max(0, len(kept) - limit) if limit else 0
    kept = kept[:limit]
    if as_json:
        watches = session.config.watches
        texts = texts or _texts_now(session, kept)
        print_json(
            {
                "today": today.isoformat(),
                "meetings": [
                    {
                        **as_status_json(view, today),
                        "watches": [watch.name for watch in watches if watch.matches_view(view, texts(view))],
                    }
                    for view in kept
                ],
                "more": more,
                "not_shown": hidden,
            }
        )
        return 0
    from worker.cli import agenda

    if as_of is not None or published_until is not None:
        nothing = "No meeting was known then."
    elif kept or hidden:
        nothing = ""
    else:
        nothing = _why_none(session)
    title = chosen.title if chosen else None
    lines = agenda.page(
        kept,
        today,
        width=agenda.room(),
        colour=agenda.colourful(),
        hidden=hidden,
        more=more,
        title=title,
        nothing=nothing,
    )
    click.echo("\n".join(lines))
    return 0


def _why_none(session: Session) -> str:
    from worker.health import why_no_meeting

    with session.open().read() as conn:
        why = why_no_meeting(conn, session.config.feeds, session.runtime.clock.now())
    return why or "No meeting of this watch is known."


Texts = Callable[["MeetingView"], list[str]]
"""What the words of a watch are looked for in, for a meeting."""


def _now(session: Session, chosen: Watch | None, show_all: bool, today: date) -> tuple[list[MeetingView], int]:
    """The meetings as they stand, without reading those that are not shown."""
    if chosen is not None:
        from worker.log import watched

        with session.open().read() as conn:
            if show_all:
                return list(watched.every(conn, chosen)), 0
            return watched.current(conn, chosen, today, QUIET_AFTER)
    return (_every(session), 0) if show_all else _current(session, today)


def _texts_now(session: Session, views: list[MeetingView]) -> Texts:
    """The titles and quotes of those meetings for which they can still decide about a watch."""
    worded = [(watch, watch.wordless) for watch in session.config.watches if watch.words]
    open_ = [
        view.meeting_id
        for view in views
        if any(wordless.matches_view(view) and not watch.matches_view(view) for watch, wordless in worded)
    ]
    if not open_:
        return lambda view: []
    from worker.log import glance

    def wanted(report: str) -> bool:
        return any(glance.may_hold_words(watch, report) for watch, _ in worded)

    found = glance.texts_of_meetings(session.config.settings.database.url, open_, wanted)
    if found is None:
        from worker.log import watched

        with session.open().read() as conn:
            found = watched.texts_of_meetings(conn, open_, wanted)
    known = found
    return lambda view: known.get(view.meeting_id, [])


def _back_then(
    session: Session, as_of: datetime | None, published_until: datetime | None
) -> tuple[list[MeetingView], Texts]:
    """The meetings at another moment."""
    from domain.watches import texts_of
    from worker.log import queries

    with session.open().read() as conn:
        if as_of is None:
            ledger = queries.ledger_now(conn, published_until)
        else:
            ledger = queries.ledger_at(conn, queries.until_position(conn, as_of))
        views, reports = list(ledger.views(published_until)), ledger.meetings

    def texts(view: MeetingView) -> list[str]:
        own = reports[view.meeting_id]
        return texts_of(f for f in own if published_until is None or f.article.published_at <= published_until)

    return views, texts


def _current(session: Session, today: date) -> tuple[list[MeetingView], int]:
    """As ``select`` out of all meetings, without reading the others."""
    from worker.log import glance

    found = glance.current(session.config.settings.database.url, today, QUIET_AFTER)
    if found is not None:
        return found
    from worker.log import queries

    with session.open().read() as conn:
        return queries.current(conn, today, QUIET_AFTER)


def _every(session: Session) -> list[MeetingView]:
    from worker.log import glance

    views = glance.meetings(session.config.settings.database.url)
    if views is not None:
        return views
    from worker.log import queries

    with session.open().read() as conn:
        return queries.meetings(conn)


@click.command(
    epilog="""\b
Examples:
  parley meeting 3f2a
  parley meeting 3f2a --why
  parley meeting 3f2a --json
"""
)
@click.argument("meeting_id", metavar="ID")
@click.option("--why", is_flag=True, help="Also why each report was filed here, and what else it could have matched.")
@json_option
@pass_session
def meeting(session: Session, meeting_id: str, why: bool, as_json: bool) -> int:
    """One meeting: its view, its timeline of changes, and the quoted sentences it rests on. ID may be shortened."""
    from domain.reports import as_guide_json
    from domain.stories import sources
    from domain.talks.status import as_status_json
    from domain.watches import texts_of
    from worker.cli.curate import curation_json
    from worker.log import queries

    database = session.open()
    with database.read() as conn:
        view = queries.meeting(conn, meeting_id)
        if view is None:
            raise click.ClickException(f"no meeting {meeting_id!r}; 'parley status --all' lists them with their ids")
        filed = queries.filed_reports(conn, view.meeting_id)
        changes = queries.changes(conn, meeting_id=view.meeting_id)
        matches = queries.matches(conn, view.meeting_id) if why else {}
        merged = queries.members(conn, view.meeting_id)[1:]
        decided = queries.decided_about(conn, [view.meeting_id, *merged], filed)
        behind = queries.behind(conn, changes)
    texts = texts_of(filed)
    watches = [watch.name for watch in session.config.watches if watch.matches_view(view, texts)]
    today = session.runtime.clock.now().date()
    if as_json:
        print_json(
            {
                **as_status_json(view, today),
                "merged": merged,
                "watches": watches,
                "curations": [curation_json(one) for one in decided],
                "changes": [change_json(change, behind) for change in changes],
                "sources": [
                    {
                        "voice": source.voice,
                        "name": source.name,
                        "stories": [
                            {"story": own[0].article_id, "articles": [one.article_id for one in own]}
                            for own in source.stories
                        ],
                    }
                    for source in sources(filed)
                ],
                "reports": [
                    {
                        "report_id": f.report_id,
                        "article": f.article.model_dump(mode="json"),
                        "report": as_guide_json(f.report),
                        **({"match": matches[f.report_id].model_dump(mode="json")} if f.report_id in matches else {}),
                    }
                    for f in filed
                ],
            }
        )
        return 0
    from worker.cli import show

    show.meeting(
        console(), view, filed, changes, matches, today, merged=merged, watches=watches, decided=decided, behind=behind
    )
    return 0


def change_json(recorded: Recorded, behind: Mapping[str, Curation]) -> dict[str, Any]:
    """``behind``: the decisions of people that it may follow from, by id."""
    from domain.events import MeetingChange
    from domain.talks.status import describe_change
    from worker.names import party_names

    event = recorded.event
    assert isinstance(event, MeetingChange)
    return {
        "position": recorded.position,
        "id": recorded.event_id,
        "recorded_at": recorded.recorded_at.isoformat(),
        "kind": event.kind,
        "sentence": describe_change(event, party_names()),
        "meeting": event.meeting_id,
        "actor": recorded.meta.actor,
        "reason": made.reason if (made := behind.get(recorded.meta.decision or "")) else None,
        **event.model_dump(mode="json", by_alias=True, include={"before", "after", "evidence", "article", "report_id"}),
    }


@click.command(
    epilog="""\b
Examples:
  parley changes --since 3d
  parley changes --watch us-russia --json
  parley changes --follow
"""
)
@click.option("--since", type=Moment(), help="Only changes recorded since: a date, a moment, or an age such as 3d.")
@click.option("--watch", help="Only changes of this watch's meetings.")
@click.option("--limit", type=click.IntRange(1), help="At most so many (the newest).")
@click.option("--follow", "-f", is_flag=True, help="Keep watching and print changes as they are recorded.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@pass_session
def changes(
    session: Session, since: datetime | None, watch: str | None, limit: int | None, follow: bool, as_json: bool
) -> int:
    """What changed, in the order in which Parley learnt it. Every line rests on a quote: see 'parley meeting ID'."""
    from domain.events import MeetingChange
    from domain.watches import texts_of
    from worker.log import queries, store

    database = session.open()
    chosen = find_watch(session, watch)

    def concerns(recorded: Recorded) -> bool:
        event = recorded.event
        assert isinstance(event, MeetingChange)
        if chosen is None or not chosen.words:
            return chosen is None or chosen.concerns(event)
        with database.read() as conn:
            return chosen.concerns(event, texts_of(queries.filed_reports(conn, event.meeting_id)))

    def tell(recorded: Recorded, behind: Mapping[str, Curation]) -> None:
        if as_json:
            click.echo(json.dumps(change_json(recorded, behind), ensure_ascii=False))
        else:
            from worker.cli import show

            show.change(screen, recorded, behind=behind)

    def tell_new(recorded: Recorded) -> None:
        if concerns(recorded):
            with database.read() as conn:
                behind = queries.behind(conn, [recorded])
            tell(recorded, behind)

    screen = console()
    with database.read() as conn:
        found = [r for r in queries.changes(conn, since=since) if concerns(r)]
        after = store.head(conn)
        shown = found[-limit:] if limit else found
        behind = queries.behind(conn, shown)
    for recorded in shown:
        tell(recorded, behind)
    if not found and not follow and not as_json:
        click.echo(
            "no change" + (f" since {since.astimezone(UTC):%d %b %Y %H:%M} UTC" if since else "") + " is recorded",
            err=True,
        )
    if follow:
        from domain.events import EVENT_TYPES
        from worker.cli.log import follow_on

        kinds = [name for name, kind in EVENT_TYPES.items() if issubclass(kind, MeetingChange)]
        follow_on(database, after, kinds, tell_new)
    return 0
