"""``parley diff``: what changed between any two points, in what was known or in what had been published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from worker.cli.common import Moment, Session, console, json_option, pass_session, print_json

if TYPE_CHECKING:
    from domain.events import Curation, Recorded
    from domain.talks.model import FiledReport, MeetingView
    from domain.watches import Watch

POINT_HELP = "2022-01-10 (its end), 2022-01-10T14:30Z, an age such as 3d, a position of the log such as #120, or now"


class Point(click.ParamType[Any]):
    """A moment, or a position of the log (``#120``)."""

    name = "point"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | datetime:
        text = str(value).strip()
        if match := re.fullmatch(r"#?(\d{1,18})", text):
            return int(match[1])
        if text.lower() == "now":
            return datetime.now(UTC)
        try:
            return Moment(end_of_day=True).convert(text, param, ctx)
        except click.BadParameter:
            self.fail(f"{text!r} is no point in time; use {POINT_HELP}", param, ctx)


@dataclass(frozen=True, slots=True)
class MeetingDiff:
    """A meeting at both points, and what lies between."""

    meeting_id: str
    before: MeetingView | None
    after: MeetingView | None
    changes: tuple[Recorded, ...] = ()
    behind: Mapping[str, Curation] = field(default_factory=dict)
    """The decisions of people that the changes may follow from, by id."""
    published: tuple[FiledReport, ...] = ()
    reports: tuple[FiledReport, ...] = ()
    """All that it rested on at either point."""

    @property
    def what(self) -> str:
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "changed"

    @property
    def fields(self) -> list[str]:
        """The facts that differ."""
        if self.before is None or self.after is None:
            return []
        ours, theirs = self.before.facts, self.after.facts
        names = ("parties", "status", "when", "where", "format")
        return [name for name in names if getattr(ours, name) != getattr(theirs, name)]


@click.command(
    epilog="""\b
Examples:
  parley diff 3d                                  # what is known now and was not three days ago
  parley diff 2022-01-05 2022-01-12               # what Parley learnt in between
  parley diff 2022-01-05 2022-01-12 --published   # what the world published in between, as known now
  parley diff 2022-01-05 2022-01-12 --published --as-of 2022-01-15
  parley diff '#120' '#260' --json
\b
FROM and TO are moments or positions of the log: a date (its end), a date and time, an age such as 3d, #120, or now.
"""
)
@click.argument("start", metavar="FROM", type=Point())
@click.argument("end", metavar="[TO]", type=Point(), default="now")
@click.option("--published", is_flag=True, help="Compare what had been published, not what was known.")
@click.option("--as-of", type=Moment(end_of_day=True), help="With --published: as known at that moment.")
@click.option("--watch", help="Only meetings that were on this watch at either point.")
@json_option
@pass_session
def diff(
    session: Session,
    start: int | datetime,
    end: int | datetime,
    published: bool,
    as_of: datetime | None,
    watch: str | None,
    as_json: bool,
) -> int:
    """What changed between two points: which meetings are new, gone, or other than they were, and who says so."""
    from worker.cli.talks import find_watch
    from worker.log import queries

    if as_of is not None and not published:
        raise click.UsageError("--as-of goes with --published; without it FROM and TO say what was known when")
    if published and (isinstance(start, int) or isinstance(end, int)):
        raise click.UsageError("--published compares moments of publication; a position of the log is none")
    if type(start) is type(end):
        _in_order(start, end)
    chosen = find_watch(session, watch)
    database = session.open()
    with database.read() as conn:
        if published:
            assert isinstance(start, datetime)
            assert isinstance(end, datetime)
            found = _published(conn, start, end, as_of)
        else:
            first, last = (
                point if isinstance(point, int) else queries.until_position(conn, point) for point in (start, end)
            )
            _in_order(first, last)
            found = _known(conn, first, min(last, queries.head(conn)))
    if chosen is not None:
        found = [one for one in found if any(view and chosen.matches_view(view) for view in (one.before, one.after))]
    if as_json:
        print_json(
            {
                "from": _shown(start),
                "to": _shown(end),
                "compared": "published" if published else "known",
                "meetings": [_json(one) for one in found],
            }
        )
        return 0
    from worker.cli import show

    screen = console()
    for one in found:
        show.meeting_diff(screen, one)
    if not found:
        click.echo(f"no meeting differs between {_shown(start)} and {_shown(end)}", err=True)
    return 0


def _on(watch: Watch, one: MeetingDiff) -> bool:
    from domain.watches import texts_of

    texts = texts_of(one.reports)
    return any(view and watch.matches_view(view, texts) for view in (one.before, one.after))


def _in_order(start: Any, end: Any) -> None:
    if start > end:
        raise click.UsageError("FROM lies after TO; give the earlier point first")


def _shown(point: int | datetime) -> str:
    return f"#{point}" if isinstance(point, int) else point.astimezone(UTC).isoformat(timespec="seconds")


def _known(conn: Any, first: int, last: int) -> list[MeetingDiff]:
    from domain.talks.ledger import LEDGER_EVENTS
    from worker.log import queries, store

    ledger = queries.ledger_at(conn, first)
    before, reports = {view.meeting_id: view for view in ledger.views()}, ledger.meetings
    types = [cls.type for cls in LEDGER_EVENTS]
    for recorded in store.read(conn, after=first, until=last, types=types):
        ledger.apply(recorded.event)
    after = {view.meeting_id: view for view in ledger.views()}
    for meeting_id, own in ledger.meetings.items():
        reports.setdefault(meeting_id, []).extend(own)
    changes: dict[str, list[Recorded]] = {}
    for recorded in queries.changes(conn, after=first):
        if recorded.position <= last:
            changes.setdefault(recorded.event.meeting_id, []).append(recorded)  # type: ignore[attr-defined]
    behind = queries.behind(conn, (one for own in changes.values() for one in own))
    return [
        MeetingDiff(
            meeting_id,
            old,
            new,
            changes=tuple(changes.get(meeting_id, ())),
            behind=behind,
            reports=tuple(reports.get(meeting_id, ())),
        )
        for meeting_id, old, new in _differing(before, after)
    ]


def _published(conn: Any, start: datetime, end: datetime, as_of: datetime | None) -> list[MeetingDiff]:
    from worker.log import queries

    ledger = queries.ledger_now(conn) if as_of is None else queries.ledger_at(conn, queries.until_position(conn, as_of))
    before = {view.meeting_id: view for view in ledger.views(start)}
    after = {view.meeting_id: view for view in ledger.views(end)}
    reports = ledger.meetings
    found = []
    for meeting_id, old, new in _differing(before, after):
        between = [f for f in reports.get(meeting_id, ()) if start < f.article.published_at <= end]
        found.append(
            MeetingDiff(
                meeting_id,
                old,
                new,
                published=tuple(sorted(between, key=lambda f: f.order)),
                reports=tuple(f for f in reports.get(meeting_id, ()) if f.article.published_at <= end),
            )
        )
    return found


def _differing(
    before: dict[str, MeetingView], after: dict[str, MeetingView]
) -> list[tuple[str, MeetingView | None, MeetingView | None]]:
    """The meetings whose facts or disputes differ, by date."""
    from datetime import date

    def what(view: MeetingView | None) -> Any:
        return None if view is None else (view.facts, view.disputes)

    found = [
        (meeting_id, before.get(meeting_id), after.get(meeting_id))
        for meeting_id in before.keys() | after.keys()
        if what(before.get(meeting_id)) != what(after.get(meeting_id))
    ]

    def order(one: tuple[str, MeetingView | None, MeetingView | None]) -> Any:
        view = one[2] or one[1]
        assert view is not None
        return (view.when.start if view.when else date.max, view.facts.parties, one[0])

    return sorted(found, key=order)


def _json(one: MeetingDiff) -> dict[str, Any]:
    from domain.reports import as_guide_json
    from worker.cli.talks import change_json

    def shown(view: MeetingView | None) -> Any:
        if view is None:
            return None
        return view.model_dump(mode="json", by_alias=True, include={"facts", "voices", "disputes", "corrections"})

    return {
        "id": one.meeting_id,
        "what": one.what,
        "fields": one.fields,
        "before": shown(one.before),
        "after": shown(one.after),
        "changes": [change_json(change, one.behind) for change in one.changes],
        "published": [
            {"article": f.article.model_dump(mode="json"), "report": as_guide_json(f.report)} for f in one.published
        ],
    }
