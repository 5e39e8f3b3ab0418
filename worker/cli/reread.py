"""``parley reread``: the archive, read again with the present extractor."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from worker.cli.common import DEGRADED, Moment, Session, console, json_option, pass_session, print_json, progress

if TYPE_CHECKING:
    from worker.reread import MeetingDifference, Summary


@click.command(
    epilog="""\b
Examples:
  parley reread --dry-run                 # what would change, meeting by meeting, and on which sentence
  parley reread --since 2022-01-01
  parley reread --dry-run --json --limit 1000
\b
The log knows which reader, made of which rules and names, read each article last; only what another one read is read
again. Articles that are read differently are decided on together, so that nobody hears of states in between. A run that was
interrupted goes on where it was, and a second one finds nothing to do. Hooks are told of what is within their horizon.
"""
)
@click.option("--since", type=Moment(), help="Only articles published since: a date, a moment, or an age such as 30d.")
@click.option("--dry-run", is_flag=True, help="Only show what would change; nothing is recorded.")
@click.option("--all", "everything", is_flag=True, help="Also what the present reader has read already.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Stop after N articles; the next run goes on there.")
@json_option
@pass_session
def reread(
    session: Session, since: datetime | None, dry_run: bool, everything: bool, limit: int | None, as_json: bool
) -> int:
    """Read the archive again with the present extractor and show what changes."""
    from worker import reread as rereading
    from worker.logs import setup
    from worker.work import deliver_due

    setup("warning", session.config.settings.log.format)
    database = session.open()
    session.tell_problems()
    runtime = session.runtime
    summary = rereading.Summary()
    with database.read() as conn:
        total = rereading.count(conn, since)
    steps = rereading.steps(runtime, summary, since=since, everything=everything, limit=limit, dry_run=dry_run)
    interrupted = False
    try:
        for difference in progress(steps, total, "reading again"):
            if difference is not None and difference.deliveries:
                runtime.dispatcher.wake(difference.deliveries)
        deliver_due(runtime, ())
    except KeyboardInterrupt:
        interrupted = True
    meetings = rereading.by_meeting(summary.differences)
    if as_json:
        print_json(_json(runtime.extractor, summary, meetings, dry_run=dry_run, complete=not interrupted))
    else:
        _tell(runtime.extractor, summary, meetings, dry_run=dry_run)
        if interrupted:
            click.echo("stopped; the next run goes on where this one was", err=True)
    for article_id, reason in summary.failed:
        click.echo(f"parley: article {article_id}: {reason}", err=True)
    if interrupted:
        return 130
    return DEGRADED if summary.failed else 0


def _tell(extractor: Any, summary: Summary, meetings: list[MeetingDifference], *, dry_run: bool) -> None:
    from worker.cli import show

    screen = console()
    for meeting in meetings:
        show.reread_meeting(screen, meeting)
    telling = {article.article_id for meeting in meetings for article, _, _ in meeting.readings}
    quiet = summary.differing - len(telling)
    would = "would change" if dry_run else "changed"
    lines = [
        f"{summary.read} articles read with {extractor.name} {extractor.version}: {len(meetings)} meetings {would}",
        f"{quiet} article{' is' if quiet == 1 else 's are'} read differently without altering a meeting's facts"
        if quiet
        else "",
        f"{summary.current} were read by this version already" if summary.current else "",
        f"{summary.without_text} have no text any more and stand as they were read" if summary.without_text else "",
        f"{len(summary.failed)} could not be read" if summary.failed else "",
        "dry run: nothing was recorded" if dry_run else "",
    ]
    for line in filter(None, lines):
        click.echo(line, err=True)


def _json(
    extractor: Any, summary: Summary, meetings: list[MeetingDifference], *, dry_run: bool, complete: bool
) -> dict[str, Any]:
    from domain.reports import as_guide_json

    return {
        "extractor": extractor.name,
        "version": extractor.version,
        "dry_run": dry_run,
        "complete": complete,
        "read": summary.read,
        "read_before": summary.current,
        "without_text": summary.without_text,
        "failed": [{"article": article_id, "error": reason} for article_id, reason in summary.failed],
        "read_differently": summary.differing,
        "meetings": [
            {
                "id": meeting.meeting_id,
                "before": meeting.before.model_dump(mode="json") if meeting.before else None,
                "after": meeting.after.model_dump(mode="json") if meeting.after else None,
                "changes": meeting.kinds,
                "because": [
                    {
                        "article": article.model_dump(mode="json"),
                        "now_read": [as_guide_json(report) for report in added],
                        "no_longer_read": [as_guide_json(report) for report in removed],
                    }
                    for article, added, removed in meeting.readings
                ],
            }
            for meeting in meetings
        ],
    }
