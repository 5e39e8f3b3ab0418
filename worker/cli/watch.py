"""``parley watch``: the state of the talks on the whole screen, as it changes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from worker.cli.common import Session, console, pass_session
from worker.cli.talks import find_watch

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from domain.events import Recorded
    from domain.talks.model import MeetingView
    from domain.watches import Watch
    from worker.log.database import Database

WIDE = 130
"""Columns from which the changes stand beside the meetings instead of below them."""


@click.command(
    epilog="""\b
Examples:
  parley watch
  parley watch us-russia
  parley --database demo/parley.db watch --once
"""
)
@click.argument("name", metavar="[WATCH]", required=False)
@click.option(
    "--every", type=click.FloatRange(0.2, 60), default=1.0, show_default=True, help="Seconds between two looks."
)
@click.option("--once", is_flag=True, help="Draw it once and stop; also where the output is no terminal.")
@pass_session
def watch(session: Session, name: str | None, every: float, once: bool) -> int:
    """What is ahead and what changed, on the whole screen, until Ctrl-C. WATCH is one of watches.toml; without it, all."""
    chosen = find_watch(session, name)
    database = session.open()
    screen = console()
    if once or not screen.is_terminal:
        now = session.runtime.clock.now()
        screen.print(_picture(database, chosen, now, screen, _state(session, database, now)[1]))
        return 0
    from rich.live import Live

    shown: tuple[Any, ...] | None = None
    with Live(console=screen, screen=True, auto_refresh=False) as live:
        try:
            while True:
                now = session.runtime.clock.now()
                state = _state(session, database, now)
                drawn = (*state, now.date(), screen.size)
                if drawn != shown:
                    live.update(_picture(database, chosen, now, screen, state[1]), refresh=True)
                    shown = drawn
                time.sleep(every)
        except KeyboardInterrupt:
            return 0


def _state(session: Session, database: Database, now: datetime) -> tuple[int, str]:
    """What the picture depends on besides the hour: the head of the log, and why there is nothing to show."""
    from worker.health import why_no_meeting
    from worker.log import store

    with database.read() as conn:
        return store.head(conn), why_no_meeting(conn, session.config.feeds, now)


def _picture(
    database: Database, chosen: Watch | None, now: datetime, screen: Console, nothing: str = ""
) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from worker.log import store
    from worker.web import asking

    width, height = screen.size
    wide = width >= WIDE
    # Title, two headings with a blank line before each, and a line of air at the end.
    rows = max(6, height - 7)
    meetings = rows if wide else max(4, rows * 3 // 5)
    with database.read() as conn:
        position = store.head(conn)
        found = asking.agenda(conn, now.date(), chosen, meetings)
        wanted = asking.ChangesWanted(watch=chosen)
        changes = asking.changes(conn, wanted, rows if wide else max(3, rows - meetings)).items
    title = Text.assemble(
        (chosen.label if chosen else "All talks", "bold"), (f"   {now:%d %b %Y %H:%M} UTC, log at {position}", "dim")
    )
    views = list(found)[:meetings]
    if not views:
        return Group(
            title, Text(f"\n{nothing or 'No meeting of this watch is known; it will appear here.'}", style="dim")
        )
    # Beside the changes, five columns in nine, of which three are left free.
    beside_them = width * 5 // 9 - 3
    left = _meetings(views, now, beside_them if wide else width, screen.color_system is not None)
    right = _changes(changes, now)
    if not wide:
        return Group(title, Text(), left, Text(), Text("What changed", style="bold"), right)
    beside = Table.grid(padding=(0, 3, 0, 0), expand=True)
    beside.add_column(ratio=5)
    beside.add_column(ratio=4)
    beside.add_row(left, Group(Text("What changed", style="bold"), right))
    return Group(title, Text(), beside)


def _meetings(views: Sequence[MeetingView], now: datetime, width: int, colour: bool) -> Text:
    from rich.text import Text

    from worker.cli import agenda

    lines = agenda.table(views, now.date(), width=width, colour=colour)
    return Text.from_ansi("\n".join(lines), no_wrap=True, overflow="ellipsis")


def _changes(changes: Sequence[Recorded], now: datetime) -> Table:
    from rich.table import Table
    from rich.text import Text

    from domain.talks.status import describe_change
    from worker.cli.show import KIND_STYLE
    from worker.names import party_names

    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="ellipsis", no_wrap=True)
    for recorded in changes:
        event: Any = recorded.event
        table.add_row(
            _when(recorded.recorded_at, now),
            Text(describe_change(event, party_names()), KIND_STYLE.get(event.kind, "")),
        )
    return table


def _when(moment: datetime, now: datetime) -> Text:
    from rich.text import Text

    if moment.date() == now.date():
        return Text(f"{moment:%H:%M}")
    return Text(f"{moment.day:2} {moment:%b}" if moment.year == now.year else f"{moment.day:2} {moment:%b %Y}")
