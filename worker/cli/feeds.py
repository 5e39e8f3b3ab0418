"""``parley feeds``: what is watched, and how it is doing."""

from __future__ import annotations

from typing import Any

import click

from worker.cli.common import DEGRADED, Session, console, json_option, pass_session, print_json


@click.group(epilog="\b\nExamples:\n  parley feeds list\n  parley feeds test bbc-world\n  parley feeds add --help")
def feeds() -> None:
    """List, add, remove and test feeds."""


def _rows(session: Session) -> dict[str, Any]:
    from worker.feeds import registry
    from worker.log.errors import SchemaMissing

    try:
        database = session.open()
    except SchemaMissing:
        return {}  # never started yet: the configuration is still worth listing
    with database.read() as conn:
        return {row.name: row for row in registry.rows(conn)}


@feeds.command("list", epilog="\b\nExamples:\n  parley feeds list\n  parley feeds list --json")
@json_option
@pass_session
def list_(session: Session, as_json: bool) -> int:
    """The feeds with their health, the silent and failing ones first."""
    from worker.feeds import registry

    session.tell_problems()
    rows = _rows(session)
    now = session.runtime.clock.now()
    listed = [registry.report(feed, rows.get(feed.name), now) for feed in session.config.feeds]
    listed.sort(key=lambda item: (-item["severity"], item["name"]))
    if as_json:
        print_json({"feeds": listed})
    else:
        from rich import box
        from rich.markup import escape
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column("feed")
        table.add_column("health", overflow="fold")
        table.add_column("articles", justify="right")
        table.add_column("address", style="dim", overflow="ellipsis", no_wrap=True, max_width=36)
        style = {0: "green", 1: "yellow", 2: "red"}
        for item in listed:
            colour = style.get(item["severity"], "dim")
            table.add_row(
                escape(item["name"]),
                f"[{colour}]{escape(item['health'])}[/{colour}]",
                str(item["articles"]),
                escape(item["url"]),
            )
        console().print(table)
    return DEGRADED if any(item["severity"] >= 2 for item in listed) else 0


@feeds.command(epilog="\b\nExamples:\n  parley feeds add https://example.org/world.xml --name example-world")
@click.argument("url")
@click.option("--name", help="Short name; made from the address where not given.")
@click.option("--outlet", help="The outlet's name as shown to people.")
@pass_session
def add(session: Session, url: str, name: str | None, outlet: str | None) -> int:
    """Add a feed to config/feeds.toml; comments and order there are kept."""
    from worker.config import ConfigError, add_feed

    try:
        added = add_feed(session.config.config_dir / "feeds.toml", url, name=name, outlet=outlet)
    except (ConfigError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{added.name}: added; a running 'parley up' takes it on at its next start", err=True)
    return 0


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


@feeds.command(epilog="\b\nExamples:\n  parley feeds test https://example.org/world.xml\n  parley feeds test bbc-world")
@click.argument("feed", metavar="NAME|URL")
@json_option
@pass_session
def test(session: Session, feed: str, as_json: bool) -> int:
    """Fetch a feed now, unconditionally, and show what Parley makes of it. Nothing is stored."""
    from worker.feeds.poll import try_feed

    url = next((f.url for f in session.config.feeds if f.name == feed), feed)
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"{feed!r} is neither a feed in feeds.toml nor an http(s) address")
    trial = try_feed(session.runtime.fetcher, url, session.runtime.clock.now())
    if as_json:
        print_json(trial.as_json())
        return 0 if trial.error is None else 1
    if trial.error is not None:
        click.echo(f"{url}: {trial.error}")
        return 1
    click.echo(f"{url}: {trial.kind}, “{trial.title}”, {len(trial.entries)} entries")
    for entry in trial.entries[:10]:
        click.echo(
            f"  {entry.published_at or 'no date':%Y-%m-%d %H:%M}  {entry.title}"
            if entry.published_at
            else f"  no date           {entry.title}"
        )
    for note in trial.notes:
        click.echo(f"  note: {note}")
    return 0
