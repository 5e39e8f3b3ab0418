"""``parley log`` and ``parley rebuild``: the event log and the read model made from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

import click

from worker.cli.common import Family, Session, console, json_option, pass_session, print_json

if TYPE_CHECKING:
    from domain.events import Recorded
    from worker.log.database import Database


@click.group(
    cls=Family, epilog="\b\nExamples:\n  parley log verify\n  parley log tail -n 50\n  parley log export --help"
)
def log() -> None:
    """Look at the event log and verify that it is whole."""


def _line(recorded: Any) -> dict[str, Any]:
    return {
        "position": recorded.position,
        "recorded_at": recorded.recorded_at.isoformat(),
        "stream": recorded.stream,
        "version": recorded.version,
        "type": recorded.event.type,
        "id": recorded.event_id,
        "data": recorded.event.model_dump(mode="json", by_alias=True),
        "meta": recorded.meta.model_dump(mode="json"),
    }


@log.command(
    epilog="""\b
Examples:
  parley log tail
  parley log tail -n 50 --json
  parley log tail --follow
  parley log tail --after 1200 --follow --json
"""
)
@click.option(
    "-n", "count", type=click.IntRange(0), default=20, show_default=True, help="So many of the newest events."
)
@click.option("--after", type=click.IntRange(0), help="Instead, every event after this position: to go on from there.")
@click.option("--type", "types", multiple=True, help="Only events of this type; may be given several times.")
@click.option("--follow", "-f", is_flag=True, help="Keep printing new events.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@pass_session
def tail(session: Session, count: int, after: int | None, types: tuple[str, ...], follow: bool, as_json: bool) -> int:
    """Print the newest events."""
    from domain.events import EVENT_TYPES
    from worker.log import store

    for name in types:
        if name not in EVENT_TYPES:
            import difflib

            near = difflib.get_close_matches(name, EVENT_TYPES, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(EVENT_TYPES)}"
            raise click.UsageError(f"no event is of type {name!r}; {hint}")
    database = session.open()

    def tell(recorded: Any) -> None:
        if as_json:
            click.echo(json.dumps(_line(recorded), ensure_ascii=False))
        else:
            from worker.cli import show

            show.event(screen, recorded)

    screen = console()
    wanted = types or None
    with database.read() as conn:
        head = store.head(conn)
        if after is not None:
            head = min(after, head)
            for recorded in store.read(conn, after=after, types=wanted):
                tell(recorded)
                head = recorded.position
        else:
            start = store.before_newest(conn, count, wanted)
            for recorded in store.read(conn, after=start, until=head, types=wanted):
                tell(recorded)
    if follow:
        follow_on(database, head, wanted, tell)
    return 0


def follow_on(database: Database, after: int, types: Iterable[str] | None, tell: Callable[[Recorded], None]) -> None:
    """Tell of every event after ``after`` until interrupted. An outage of the database is told once and waited for."""
    from worker.log.follow import follow

    told: set[str] = set()

    def trouble(error: Exception) -> None:
        if str(error) not in told:
            told.add(str(error))
            click.echo(f"{error}; waiting for it", err=True)

    with suppress(KeyboardInterrupt):
        for recorded in follow(database, after, types=types, trouble=trouble):
            told.clear()
            tell(recorded)


@log.command(
    epilog="""\b
Examples:
  parley log verify
  parley log verify --new
  parley log verify --from 1000 --to 2000
"""
)
@click.option("--from", "first", type=click.IntRange(1), help="First position to look at. Default: 1.")
@click.option("--to", "last", type=click.IntRange(1), help="Last position to look at. Default: the newest.")
@click.option("--new", is_flag=True, help="Only what came since the log was last found whole up to its end.")
@json_option
@pass_session
def verify(session: Session, first: int | None, last: int | None, new: bool, as_json: bool) -> int:
    """Recompute every event's hash, the order of positions and the chain of seals; name the first position that is broken.

    What was found whole is remembered, so that --new can go on from there.
    """
    from worker.log import seal

    if new and (first is not None or last is not None):
        raise click.UsageError("--new begins where the last verification ended: leave out --from and --to")
    if first is not None and last is not None and first > last:
        raise click.UsageError(f"--from {first} lies after --to {last}")
    result = seal.verify_and_remember(
        session.open(), session.runtime.clock.now(), first=first or 1, last=last, only_new=new
    )
    if as_json:
        print_json(
            {
                "ok": result.ok,
                "first": result.first,
                "checked": result.checked,
                "broken_position": result.broken_position,
                "reason": result.reason,
            }
        )
    elif result.ok and result.checked:
        since = f" from position {result.first} on" if result.first > 1 else ""
        click.echo(f"{result.checked} events verified{since}: every hash, every position, every seal is right")
    elif result.ok and new and result.first > 1:
        click.echo(
            f"nothing came after position {result.first - 1}, up to which the log was found whole before; "
            "without --new all of it is looked at again"
        )
    elif result.ok:
        click.echo("nothing to verify: " + ("the log is empty" if result.first == 1 else "no event lies there"))
    else:
        click.echo(f"broken at position {result.broken_position}: {result.reason}")
    return 0 if result.ok else 1


@log.command(epilog="\b\nExamples:\n  parley log stats\n  parley log stats --json")
@json_option
@pass_session
def stats(session: Session, as_json: bool) -> int:
    """How many events of which type, since when, and how large."""
    from worker.log import queries

    database = session.open()
    with database.read() as conn:
        figures = queries.statistics(conn)
    if as_json:
        print_json(figures)
        return 0
    from worker.cli import show

    show.statistics(console(), figures)
    return 0


@log.command(
    "export",
    epilog="\b\nExamples:\n  parley log export backup.jsonl\n  parley log export - | gzip > backup.jsonl.gz",
)
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True))
@pass_session
def export(session: Session, file: TextIO) -> int:
    """Write the whole log to FILE (or - for stdout) as JSON lines: a backup, or the way to another database."""
    from worker.log.export import export_log

    database = session.open()
    count = 0
    with database.read() as conn:
        for line in export_log(conn):
            file.write(line if line.endswith("\n") else line + "\n")
            count += 1
    click.echo(f"{count} lines written", err=True)
    return 0


@log.command(
    "import",
    epilog="\b\nExamples:\n  parley --database new.db log import backup.jsonl\n  zcat backup.jsonl.gz | parley log import -",
)
@click.argument("file", type=click.File("r", encoding="utf-8"))
@pass_session
def import_(session: Session, file: TextIO) -> int:
    """Take an exported log into an empty database and build the read model from it. All of it or nothing."""
    from worker.log import model
    from worker.log.export import import_log

    database = session.open(create=True)
    with database.begin() as conn:
        count = import_log(conn, file)
    model.rebuild(database)
    click.echo(f"{count} events taken in; 'parley log verify' proves them", err=True)
    return 0


@click.command(epilog="\b\nExamples:\n  parley rebuild --check\n  parley rebuild")
@click.option(
    "--check", is_flag=True, help="Only compare: rebuild beside the live model and report every row that differs."
)
@json_option
@pass_session
def rebuild(session: Session, check: bool, as_json: bool) -> int:
    """Build the read model anew from the log and put it in place of the live one; with --check, compare row by row."""
    from worker.log import model

    database = session.open()
    if check:
        differences = list(model.check(database))
        if as_json:
            print_json({"ok": not differences, "differences": [str(d) for d in differences]})
        else:
            for difference in differences:
                click.echo(str(difference))
            click.echo(
                "the live model equals its rebuild" if not differences else f"{len(differences)} rows differ", err=True
            )
        return 1 if differences else 0
    differences = model.rebuild(database)
    if as_json:
        print_json({"ok": True, "differences": [str(d) for d in differences]})
    most = " or more" if len(differences) >= model.TOLD_MOST else ""
    click.echo(f"rebuilt from the log; {len(differences) or 'no'}{most} rows were different", err=True)
    return 0
