"""``parley feeds``: what is watched, and how it is doing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

import click

from worker.cli.common import DEGRADED, Family, Session, console, json_option, pass_session, print_json

if TYPE_CHECKING:
    from worker.config import Feed
    from worker.feeds.discover import Discovery
    from worker.feeds.poll import Trial

SOON = "a running Parley takes it on within seconds"


@click.group(
    cls=Family,
    epilog="""\b
Examples:
  parley feeds list
  parley feeds show bbc-world
  parley feeds add https://example.org/
  parley feeds import subscriptions.opml
""",
)
def feeds() -> None:
    """List, show, add, remove and test feeds; import and export them as OPML."""


def _feed_named(session: Session, name: str) -> Feed:
    from worker.config.problems import nearest

    for feed in session.config.feeds:
        if feed.name == name:
            return feed
    near = nearest(name, [feed.name for feed in session.config.feeds])
    raise click.UsageError(f"there is no feed {name!r} in feeds.toml" + (f"; did you mean {near!r}?" if near else ""))


# --- looking ------------------------------------------------------------------------------------------------------------


@feeds.command(
    "list", epilog="\b\nExamples:\n  parley feeds list\n  parley feeds list --failing\n  parley feeds list --json"
)
@click.option("--failing", is_flag=True, help="Only those that need a look: failing, silent, retired, odd.")
@json_option
@pass_session
def list_(session: Session, failing: bool, as_json: bool) -> int:
    """The feeds with their health, the failing and silent ones first."""
    from worker.feeds import registry
    from worker.log.errors import SchemaMissing

    session.tell_problems()
    now = session.runtime.clock.now()
    rows: dict[str, Any] = {}
    busy: dict[str, registry.Activity] = {}
    try:
        database = session.open()
    except SchemaMissing:
        pass  # never started yet: the configuration is still worth listing
    else:
        with database.read() as conn:
            rows = {row.name: row for row in registry.rows(conn)}
            busy = registry.activity(conn, now)
    every = [registry.report(feed, rows.get(feed.name), now, busy.get(feed.name)) for feed in session.config.feeds]
    every.sort(key=lambda item: (-item["severity"], item["name"]))
    listed = [item for item in every if item["severity"] > 0] if failing else every
    if as_json:
        print_json({"feeds": listed})
    elif not every:
        click.echo("No feeds; add one with 'parley feeds add URL'.", err=True)
    elif not listed:
        click.echo(f"All {len(every)} feeds are well.", err=True)
    else:
        from rich import box
        from rich.markup import escape
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column("feed", overflow="fold")
        table.add_column("health", overflow="fold")
        table.add_column("a day", justify="right")
        table.add_column("304", justify="right")
        for item in listed:
            colour = _COLOURS.get(item["severity"], "dim")
            table.add_row(
                escape(item["name"]),
                f"[{colour}]{escape(item['health'])}[/{colour}]",
                _rate(item["articles_a_day"]),
                _share(item["not_modified_share"]),
            )
        console().print(table)
    return DEGRADED if any(item["severity"] >= 2 for item in every) else 0


_COLOURS = {0: "green", 1: "yellow", 2: "red"}


def _rate(a_day: float | None) -> str:
    return "–" if a_day is None else f"{a_day:.0f}" if a_day >= 10 else f"{a_day:.1f}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


@feeds.command(epilog="\b\nExamples:\n  parley feeds show bbc-world\n  parley feeds show bbc-world --json")
@click.argument("name")
@json_option
@pass_session
def show(session: Session, name: str, as_json: bool) -> int:
    """All that is known of one feed: health, addresses, when it is asked and why, and what it brought last."""
    from worker.feeds import registry
    from worker.log.errors import SchemaMissing

    session.tell_problems()
    feed = _feed_named(session, name)
    now = session.runtime.clock.now()
    row, busy = None, None
    newest: list[dict[str, Any]] = []
    noted: list[dict[str, str]] = []
    try:
        database = session.open()
    except SchemaMissing:
        pass
    else:
        with database.read() as conn:
            row = registry.row(conn, name)
            busy = registry.activity(conn, now).get(name)
            newest = registry.newest_articles(conn, name, 5)
            noted = registry.notices(conn, name, 5)
    item = registry.report(feed, row, now, busy)
    item |= {"newest_articles": newest, "notices": noted}
    if as_json:
        print_json(item)
    else:
        from rich.markup import escape
        from rich.table import Table

        colour = _COLOURS.get(item["severity"], "dim")
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        for label, value in _shown(feed, item, row, now):
            if value:
                text = escape(str(value))
                table.add_row(label, f"[{colour}]{text}[/{colour}]" if label == "health" else text)
        console().print(table)
    return DEGRADED if item["severity"] >= 2 else 0


def _shown(feed: Feed, item: dict[str, Any], row: Any | None, now: datetime) -> list[tuple[str, Any]]:
    from worker.feeds.schedule import in_words

    lines: list[tuple[str, Any]] = [("feed", feed.name), ("title", item["title"]), ("health", item["health"])]
    lines += [("address", feed.url)]
    if item["address"] != feed.url:
        lines.append(
            ("asked at", f"{item['address']} (a redirect that lasted for days; feeds.toml is yours to change)")
        )
    lines += [("moving to", item["moved_to"]), ("site", item["site"])]
    if row is None:
        return lines

    def ago(moment: datetime | None) -> str:
        return f"{in_words(now - moment)} ago" if moment is not None else "never"

    answered = ""
    if row.last_success_at != row.last_polled_at:
        answered = f", answered {ago(row.last_success_at)}" if row.last_success_at else ", never answered"
    status = f" ({row.last_status})" if row.last_status else ""
    wait = row.next_poll_at - now
    following = f"next in {in_words(wait)}" if wait > timedelta() else "due now"
    if row.last_polled_at is not None:
        lines.append(("asked", f"{ago(row.last_polled_at)}{status}{answered}; {following}"))
        lines.append(("every", f"{in_words(timedelta(seconds=row.interval_seconds))}{_why(item)}"))
        share = f", {_share(item['not_modified_share'])} of them not modified (304)"
        lines.append(("polls", f"{row.polls}{share}"))
    rate = f", {_rate(item['articles_a_day'])} a day" if item["articles_a_day"] is not None else ""
    recent = f"; {item['articles_last_day']} in the last 24 h, {item['articles_last_week']} in 7 days"
    lines.append(("articles", f"{row.articles}{rate}{recent}"))
    if item["usual_gap_seconds"]:
        lines.append(("rhythm", f"one about every {in_words(timedelta(seconds=item['usual_gap_seconds']))}"))
    lines.append(
        (
            "validators",
            " and ".join(filter(None, (row.etag and "ETag", row.last_modified and "Last-Modified"))) or "none",
        )
    )
    lines.append(("last error", item["last_error"]))
    lines.append(("note", item["note"]))
    lines += [
        (
            "newest" if n == 0 else "",
            f"{article['published_at'][:16].replace('T', ' ')}  {_shortened(article['title'])}",
        )
        for n, article in enumerate(item["newest_articles"])
    ] or [("newest", "")]
    lines += [
        ("notices" if n == 0 else "", f"{notice['at'][:16].replace('T', ' ')}  {notice['detail']}")
        for n, notice in enumerate(item["notices"])
    ]
    return [(label or " ", value) for label, value in lines]


def _why(item: dict[str, Any]) -> str:
    from worker.feeds.schedule import in_words

    if item["fixed_interval_seconds"]:
        return ", as feeds.toml says"
    said = (
        [f"the publisher asks for {in_words(timedelta(seconds=item['hint_seconds']))}"] if item["hint_seconds"] else []
    )
    if item["skip_hours"]:
        said.append("not at " + ", ".join(f"{hour:02}" for hour in item["skip_hours"]) + " h GMT")
    if item["skip_days"]:
        said.append("not on " + ", ".join(item["skip_days"]))
    return f" ({'; '.join(said)})" if said else ""


@feeds.command(
    epilog="""\b
Examples:
  parley feeds test https://example.org/world.xml
  parley feeds test https://example.org/          # a page: its feeds are found
  parley feeds test bbc-world
"""
)
@click.argument("feed", metavar="NAME|URL")
@json_option
@pass_session
def test(session: Session, feed: str, as_json: bool) -> int:
    """Fetch a feed now, unconditionally, and show what Parley makes of it. Nothing is stored."""
    from worker.feeds.discover import as_written, with_scheme
    from worker.feeds.poll import try_feed

    # A name has neither dots nor colons.
    written = feed if "." in feed or ":" in feed else _feed_named(session, feed).url
    if not with_scheme(written).startswith(("http://", "https://")):
        raise click.UsageError(f"{feed!r} is neither a feed in feeds.toml nor an http(s) address")
    policy = session.config.settings.poll_policy()
    for url in as_written(written):
        trial = try_feed(session.runtime.fetcher, url, session.runtime.clock.now(), policy=policy)
        if trial.status is not None or trial.error is None:
            break
    if as_json:
        print_json(trial.as_json())
        return 0 if trial.error is None else 1
    if trial.error is not None:
        click.echo(f"{url}: {trial.error}")
        for candidate in trial.candidates:
            click.echo(f"  try: parley feeds test {candidate}")
        return 1
    click.echo(f"{url}: {_summary(trial)}" + ("; times are UTC" if trial.entries else ""))
    for entry in trial.entries[:10]:
        date = f"{entry.published_at.astimezone(UTC):%Y-%m-%d %H:%M}" if entry.published_at else "no date"
        click.echo(f"  {date:16}  {_shortened(entry.title)}")
    if len(trial.entries) > 10:
        click.echo(f"  … and {len(trial.entries) - 10} more")
    for note in trial.notes:
        click.echo(f"  note: {note}")
    return 0


# --- changing -----------------------------------------------------------------------------------------------------------


@feeds.command(
    epilog="""\b
Examples:
  parley feeds add https://example.org/world.xml --name example-world
  parley feeds add example.org                   # a site: its feed is found
  parley feeds add https://example.org/world.xml --unchecked
"""
)
@click.argument("url")
@click.option("--name", help="Short name; made from the address where not given.")
@click.option("--title", help="As shown in lists; as the feed calls itself where not given.")
@click.option("--outlet", help="The outlet's name as shown to people.")
@click.option("--unchecked", is_flag=True, help="Add the address as it is, without asking it first.")
@json_option
@pass_session
def add(
    session: Session,
    url: str,
    name: str | None,
    title: str | None,
    outlet: str | None,
    unchecked: bool,
    as_json: bool,
) -> int:
    """Add a feed to config/feeds.toml; comments and order there are kept.

    The address is asked first. Where it is a web page, the feed that the page names is added; where it names several, they
    are listed and nothing is added.
    """
    from worker.config import ConfigError, add_feed
    from worker.feeds.discover import discover_as_written, with_scheme

    address, found = with_scheme(url), None
    if not unchecked:
        click.echo(f"asking {address} …", err=True)
        policy = session.config.settings.poll_policy()
        found = discover_as_written(session.runtime.fetcher, url.strip(), session.runtime.clock.now(), policy=policy)
        address = _chosen(address, found).url
    try:
        added = add_feed(session.config.config_dir / "feeds.toml", address, name=name, title=title, outlet=outlet)
    except (ConfigError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        print_json(
            {"name": added.name, "url": added.url, "trial": found.feed.as_json() if found and found.feed else None}
        )
    if found and found.feed:
        how = f"; {found.how}" if found.how else ""
        click.echo(f"{added.url}: {_summary(found.feed)}{how}", err=True)
        for note in found.feed.notes:
            click.echo(f"  note: {note}", err=True)
    click.echo(f"{added.name}: added; {SOON}", err=True)
    return 0


def _shortened(text: str, limit: int = 160) -> str:
    """What a feed says, fit for a line of a terminal."""
    from domain.messages import one_line

    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _summary(trial: Trial) -> str:
    title = f" “{_shortened(trial.title)}”," if trial.title else ""
    entries = f"{len(trial.entries)} {'entry' if len(trial.entries) == 1 else 'entries'}"
    return f"{trial.format_name},{title} {entries}"


def _chosen(url: str, found: Discovery) -> Trial:
    if found.feed is not None:
        return found.feed
    if found.choices:
        lines = [f"  parley feeds add {trial.url}   # {_summary(trial)}" for trial in found.choices]
        raise click.ClickException("\n".join([f"{url} names {len(lines)} feeds; add those that you mean:", *lines]))
    # What is refused stays refused, however often it is asked.
    hint = (
        ""
        if "allow_hosts" in found.error
        else " Add it all the same with --unchecked, if it is only down at the moment."
    )
    raise click.ClickException(f"{url} is not added: {found.error}{hint}")


@feeds.command(epilog="\b\nExamples:\n  parley feeds remove example-world")
@click.argument("name")
@pass_session
def remove(session: Session, name: str) -> int:
    """Remove a feed from config/feeds.toml. What was learnt from it stays in the log."""
    from worker.config import ConfigError, remove_feed

    try:
        remove_feed(session.config.config_dir / "feeds.toml", name)
    except (ConfigError, KeyError, ValueError) as error:
        raise click.ClickException(str(error).strip("'\"")) from None
    click.echo(f"{name}: removed", err=True)
    return 0


@feeds.command(
    "import",
    epilog="""\b
Examples:
  parley feeds import subscriptions.opml --dry-run
  parley feeds import subscriptions.opml
  curl -s https://reader.example/export | parley feeds import -
""",
)
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Only tell what would be added.")
@json_option
@pass_session
def import_(session: Session, file: IO[bytes], dry_run: bool, as_json: bool) -> int:
    """Add the feeds of an OPML file, as other readers export it, to config/feeds.toml.

    Feeds that are there already are left alone, so that importing twice does no harm. Folders have no meaning here and are
    dropped. The addresses are not asked; 'parley feeds list' tells which of them fail.
    """
    from worker.config import ConfigError, add_feeds
    from worker.feeds.opml import NotOpml, read_opml

    try:
        outlines, problems = read_opml(file.read())
        added, present, wrong = add_feeds(
            session.config.config_dir / "feeds.toml",
            [(outline.url, outline.title) for outline in outlines],
            dry_run=dry_run,
        )
    except (NotOpml, ConfigError) as error:
        raise click.ClickException(f"{getattr(file, 'name', 'standard input')}: {error}") from None
    problems += wrong
    if as_json:
        print_json(
            {
                "added": [{"name": feed.name, "url": feed.url, "title": feed.title} for feed in added],
                "present": present,
                "problems": problems,
                "dry_run": dry_run,
            }
        )
    else:
        for feed in added:
            click.echo(f"{feed.name}  {feed.url}")
    for problem in problems:
        click.echo(f"left out: {problem}", err=True)
    what = "would be added" if dry_run else "added"
    counts = f"{len(added)} {what}, {len(present)} there already, {len(problems)} left out"
    click.echo(counts + (f"; {SOON.replace(' it ', ' them ')}" if added and not dry_run else ""), err=True)
    return DEGRADED if problems else 0


@feeds.command(
    "export",
    epilog="""\b
Examples:
  parley feeds export > feeds.opml
  parley feeds export feeds.opml --all
""",
)
@click.argument("file", type=click.File("wb"), default="-")
@click.option("--all", "everything", is_flag=True, help="Disabled feeds too.")
@pass_session
def export(session: Session, file: IO[bytes], everything: bool) -> int:
    """Write the feeds as an OPML 2.0 file for other readers, at the addresses where they were last found."""
    from worker.feeds import registry
    from worker.feeds.opml import Outline, write_opml
    from worker.log.errors import SchemaMissing

    session.tell_problems()
    rows: dict[str, Any] = {}
    try:
        database = session.open()
    except SchemaMissing:
        pass
    else:
        with database.read() as conn:
            rows = {row.name: row for row in registry.rows(conn)}
    outlines = []
    for feed in session.config.feeds:
        if feed.enabled or everything:
            row = rows.get(feed.name)
            learnt = row.title if row is not None else None
            outlines.append(
                Outline(
                    url=(row.address if row is not None else None) or feed.url,
                    title=feed.title or learnt or feed.name,
                    site=row.site if row is not None else None,
                )
            )
    file.write(write_opml(outlines))
    click.echo(f"{len(outlines)} feeds", err=True)
    return 0
