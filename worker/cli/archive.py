"""``parley articles``: what came in, what was read in it, and the erasure of texts."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from worker.cli.common import DEGRADED, Family, Moment, Session, console, json_option, pass_session, print_json
from worker.cli.curate import default_actor

if TYPE_CHECKING:
    from worker.archive import Article
    from worker.log.wording import Story


@click.group(
    cls=Family,
    epilog="\b\nExamples:\n  parley articles list --search Geneva\n  parley articles show 5f0e77aa\n  parley articles erase --help",
)
def articles() -> None:
    """List and show articles, those that failed too; erase an article's text."""


@articles.command(
    "list",
    epilog="""\b
Examples:
  parley articles list
  parley articles list --search Geneva --since 2022-01-01
  parley articles list --state quarantined --json
""",
)
@click.option("--search", metavar="TEXT", help="Only those with this in title, outlet or address, any case.")
@click.option("--since", type=Moment(), help="Only those published since: a date, a moment, or an age such as 3d.")
@click.option("--state", type=click.Choice(["received", "done", "quarantined"]), help="Waiting, read, or set aside.")
@click.option("-n", "--limit", type=click.IntRange(1), default=50, show_default=True, help="The newest so many.")
@json_option
@pass_session
def list_(
    session: Session, search: str | None, since: datetime | None, state: str | None, limit: int, as_json: bool
) -> int:
    """The articles of the inbox, newest publication last."""
    from worker import archive

    with session.open().read() as conn:
        found = archive.articles(conn, search=search, since=since, state=state, limit=limit)
    if as_json:
        print_json({"articles": [_json(one) for one in found]})
        return 0
    from worker.cli import show

    for one in found:
        show.article(console(), one)
    if not found:
        click.echo("no such article" if search or since or state else "no article has come in yet", err=True)
    return 0


@articles.command(
    epilog="""\b
Examples:
  parley articles show 5f0e77aa
  parley articles show https://news.example/talks --text
"""
)
@click.argument("article", metavar="ARTICLE")
@click.option("--text", "with_text", is_flag=True, help="Also the text that was read.")
@json_option
@pass_session
def show(session: Session, article: str, with_text: bool, as_json: bool) -> int:
    """One article: its readings, what was read in it, where that is filed, and the copies of it. ARTICLE is an id or an
    address."""
    from domain.reports import as_guide_json
    from worker import archive
    from worker.log import wording

    with session.open().read() as conn:
        one = _find(conn, article)
        readings = archive.readings(conn, one.article_id)
        filed = archive.reports(conn, one.article_id)
        text = archive.text_of(conn, one) if with_text else None
        story = wording.story_of(conn, one.article_id)
    if as_json:
        print_json(
            {
                **_json(one),
                "readings": [
                    {
                        "recorded_at": r.recorded_at.astimezone(UTC).isoformat(),
                        "actor": r.meta.actor,
                        **r.event.model_dump(mode="json", exclude={"article_id": True, "provenance": {"sketch"}}),
                    }
                    for r in readings
                ],
                "reports": [
                    {
                        "report_id": f.report_id,
                        "meeting": f.meeting_id,
                        "counts": f.meeting_id is not None,
                        "report": as_guide_json(f.report),
                    }
                    for f in filed
                ],
                "story": None if story is None else _story_json(story),
                **({"text": text} if with_text else {}),
            }
        )
        return 0
    from worker.cli import show as shown

    screen = console()
    shown.article(screen, one)
    shown.article_details(screen, one, readings, filed, text, story)
    if with_text and text is None:
        click.echo(f"its text is no longer here: {one.gone or 'it was never read'}", err=True)
    return 0


@articles.command(
    epilog="""\b
Examples:
  parley articles erase 5f0e77aa --reason "the author asked for it"
  parley articles erase https://news.example/talks --reason "court order 12/2022" --yes
\b
The text goes, in all revisions, and is not kept again when the article is revised. The log is not touched and still
verifies: title, address, and the quoted sentences that reports rest on stay in it. 'parley retract' takes these out of
every view as well.
"""
)
@click.argument("article", metavar="ARTICLE")
@click.option("--reason", required=True, help="Why: recorded in the log.")
@click.option("--actor", help="Who decides. Default: $PARLEY_ACTOR, else the user's name.")
@click.option("--yes", is_flag=True, help="Do not ask: the text cannot be brought back.")
@json_option
@pass_session
def erase(session: Session, article: str, reason: str, actor: str | None, yes: bool, as_json: bool) -> int:
    """Erase the text of an article for good, at somebody's request. ARTICLE is an id or an address."""
    from worker import archive, inbox

    why, who = " ".join(reason.split()), " ".join((actor or default_actor()).split())
    if not why or not who:
        raise click.UsageError("--reason and --actor must not be empty")
    database = session.open()
    with database.read() as conn:
        one = _find(conn, article)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("the text cannot be brought back; give --yes to erase it without being asked")
        click.confirm(f"Erase the text of “{one.title}” ({one.article_id}) for good?", abort=True, err=True)
    try:
        count = archive.erase(database, one.article_id, session.runtime.clock.now(), who, why)
    except inbox.StillToRead:
        raise click.ClickException(
            f"article {one.article_id} waits to be read; try again when it was, or stop the workers and read it with"
            " 'parley poll --once'"
        ) from None
    if as_json:
        print_json({"article": one.article_id, "texts_erased": count, "actor": who, "reason": why})
    else:
        click.echo(f"{count} text{'' if count == 1 else 's'} of article {one.article_id} erased")
    return 0


@articles.command(
    epilog="""\b
Examples:
  parley articles expire --older-than 365d --dry-run
  parley articles expire --older-than 90d
\b
With reading.keep_texts in parley.toml, 'parley up' and the workers do this by themselves.
"""
)
@click.option("--older-than", type=Moment(), required=True, help="Those that came in before: a date or an age.")
@click.option("--dry-run", is_flag=True, help="Only count them.")
@json_option
@pass_session
def expire(session: Session, older_than: datetime, dry_run: bool, as_json: bool) -> int:
    """Drop the texts of old articles. What was read in them stands, with its quotes; it cannot be read again."""
    from worker import archive
    from worker.work import expire_texts

    database = session.open()
    if dry_run:
        with database.read() as conn:
            count = archive.expirable(conn, older_than)
    else:
        # What came in on the very moment stays.
        keep: timedelta = session.runtime.clock.now() - older_than
        count = expire_texts(session.runtime, keep)
    if as_json:
        print_json({"texts": count, "dry_run": dry_run})
    else:
        click.echo(f"{count} texts {'would be' if dry_run else 'were'} dropped")
    return 0


@articles.command(
    epilog="""\b
Examples:
  parley articles failed
  parley articles failed --json | jq '.articles[].last_error'
\b
Set aside are those that failed 'reading.max_attempts' times; 'parley articles retry' takes them up again, and so does
the first start of another version of Parley. The rest is tried again by itself.
"""
)
@click.option("-n", "--limit", type=click.IntRange(1), default=50, show_default=True, help="The newest so many.")
@json_option
@pass_session
def failed(session: Session, limit: int, as_json: bool) -> int:
    """Articles that could not be read, with their errors: set aside, or to be tried again."""
    from worker import archive

    with session.open().read() as conn:
        found = archive.failed(conn, limit=limit)
    if as_json:
        print_json({"articles": [_json(one) for one in found]})
        return 0
    from worker.cli import show

    screen, now = console(), session.runtime.clock.now()
    for one in found:
        show.article(screen, one)
        show.failure(screen, one, now)
    if not found:
        click.echo("no article failed", err=True)
    return 0


@articles.command(
    epilog="""\b
Examples:
  parley articles retry 5f0e77aa
  parley articles retry --all
"""
)
@click.argument("wanted", nargs=-1, metavar="ARTICLE...")
@click.option("--all", "everything", is_flag=True, help="Every article that was set aside.")
@json_option
@pass_session
def retry(session: Session, wanted: tuple[str, ...], everything: bool, as_json: bool) -> int:
    """Take articles that were set aside up again, with all their attempts. ARTICLE is an id or an address. Running
    workers, 'parley up' or 'parley poll --once' read them."""
    from worker import archive, inbox

    if bool(wanted) == everything:
        raise click.UsageError("name the articles, or say --all; 'parley articles failed' lists them")
    database = session.open()
    with database.read() as conn:
        if everything:
            ids = archive.set_aside(conn)
        else:
            ids = [_find(conn, one).article_id for one in wanted]
    again = database.transact(lambda conn: inbox.retry(conn, ids, session.runtime.clock.now()))
    untouched = sorted(set(ids) - set(again))
    if as_json:
        print_json({"retried": again, "not_set_aside": untouched})
    else:
        click.echo(f"{len(again)} article{'' if len(again) == 1 else 's'} will be read again")
        for one in untouched:
            click.echo(f"parley: article {one} was not set aside; nothing to do", err=True)
    return DEGRADED if untouched else 0


def _find(conn: Any, wanted: str) -> Article:
    from worker import archive

    found = archive.find(conn, wanted)
    if not found:
        raise click.ClickException(f"no article {wanted!r}; 'parley articles list --search TEXT' finds articles")
    if len(found) > 1:
        ids = ", ".join(one.article_id for one in found[:5])
        raise click.ClickException(f"{wanted!r} can mean several articles: {ids}; give more of the id")
    return found[0]


def _story_json(story: Story) -> dict[str, Any]:
    return {
        "story": story.id,
        "voice": story.voice,
        "articles": [
            {
                "article_id": one.article_id,
                "outlet": one.outlet,
                "title": one.title,
                "url": one.url,
                "published_at": one.published_at.astimezone(UTC).isoformat(),
                "agency": story.agencies.get(one.article_id),
            }
            for one in story.articles
        ],
    }


def _json(one: Article) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(one).items()
    }
