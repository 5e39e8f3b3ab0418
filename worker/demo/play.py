"""``parley demo``: the shipped scenario, played through the real program.

Nothing is simulated but the calendar: feeds and pages are served from 127.0.0.1, polled over HTTP, read by tasks on the
in-process broker, decided into the log, and alerts are delivered, signed, to a receiver that checks the signature.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import click
import structlog
from sqlalchemy import and_, func, or_, select

from worker import tasks
from worker.cli import agenda
from worker.cli.common import console, sqlite_url
from worker.config import load
from worker.demo.scenario import Scenario, ScenarioClock
from worker.demo.server import ScenarioServer
from worker.embedded import EmbeddedParley
from worker.log import queries, store
from worker.log.tables import article, feed, outbox
from worker.logs import log, setup
from worker.runtime import Runtime

STEP_TIMEOUT = 60.0
"""Seconds after which a step that does not come to rest is a failure: it takes well under one."""


class Restless(RuntimeError):
    """The program did not finish what a step brought."""


def play(directory: Path, *, pace: float = 0.05, quiet: bool = False) -> int:
    """Play the scenario into ``directory/parley.db``; returns the exit code. Raises ``Restless`` when a step hangs."""
    began = time.monotonic()
    screen = console(stderr=True)
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("parley.db*"):
        old.unlink()
    scenario = Scenario.load()
    clock = ScenarioClock(scenario.steps[0].at - timedelta(hours=1))
    with ExitStack() as stack:
        server = stack.enter_context(ScenarioServer(scenario, clock))
        config_dir = server.write_config(directory / "config")
        environ = {"PARLEY_DATABASE_URL": sqlite_url(directory / "parley.db")}
        runtime = Runtime(load(config_dir, environ), clock)
        stack.callback(runtime.close)
        setup("info", clock=clock)
        _thin_out(quiet)
        runtime.database.migrate()
        screen.print(
            f"Parley plays {scenario.steps[0].at:%d %B %Y} to {scenario.steps[-1].at:%d %B %Y} of the US–Russia security talks:\n"
            f"{len(scenario.outlets)} feeds on {server.base}, one alert hook, database {directory / 'parley.db'}\n",
            style="bold",
            soft_wrap=True,
        )
        stack.enter_context(EmbeddedParley(runtime, beat=False))
        for step in scenario.steps:
            clock.move_to(step.at)
            server.advance(step.number)
            screen.print(f"\n[bold]{step.at:%d %b %Y %H:%M}[/bold]  {step.title}", highlight=False)
            tasks.poll_due.delay()
            _come_to_rest(runtime, step.at)
            time.sleep(pace)
        arrivals = server.receiver.distinct()
        refusals = server.receiver.refusals

    with runtime.database.read() as conn:
        views = queries.meetings(conn)
        verified = store.verify(conn)
    runtime.close()
    from domain.talks.status import agenda_order

    today = scenario.steps[-1].at.date()
    views.sort(key=lambda view: agenda_order(view, today))
    click.echo(err=True)
    title = f"The talks on {today:%d %B %Y}, as Parley knows them"
    for line in agenda.page(views, today, width=agenda.room(), colour=agenda.colourful(), title=title):
        click.echo(line)
    screen.print(
        f"{len(arrivals)} alerts arrived at the receiver, every signature right"
        if not refusals
        else f"[red]{len(refusals)} alerts were refused: {refusals[0]}[/red]"
    )
    screen.print(f"log: {verified.checked} events verified" if verified.ok else f"[red]log: {verified.reason}[/red]")
    screen.print(f"played in {time.monotonic() - began:.1f} s. Now ask the database:\n")
    called_as = Path(sys.argv[0])
    if called_as.name == "__main__.py":
        program = "python -m worker"
    else:
        program = "parley" if shutil.which("parley") else os.path.relpath(called_as)
    first = next(
        (view.meeting_id[: agenda.SHORT_ID] for view in views if view.previous or view.status.value == "cancelled"),
        "ID",
    )
    for question in (
        f"{program} --config {config_dir} --database {directory}/parley.db meeting {first}",
        f"{program} --config {config_dir} --database {directory}/parley.db changes",
        f"{program} --config {config_dir} --database {directory}/parley.db status --as-of 2022-01-11",
    ):
        screen.print(f"  {question}", highlight=False, soft_wrap=True)
    return 0 if verified.ok and not refusals else 1


def _thin_out(quiet: bool) -> None:
    """Leave out polls that brought nothing; with ``quiet``, everything below a warning but the changes."""

    def gate(logger: object, method: str, fields: structlog.typing.EventDict) -> structlog.typing.EventDict:
        name = fields.get("event")
        idle = name == "feed.polled" and not fields.get("new")
        if method == "info" and (idle or (quiet and name != "change")):
            raise structlog.DropEvent
        return fields

    structlog.configure(processors=[gate, *structlog.get_config()["processors"]])


def _come_to_rest(runtime: Runtime, at: datetime) -> None:
    """Wait until every feed that is due was polled, every article read, every alert delivered."""
    deadline = time.monotonic() + STEP_TIMEOUT
    while True:
        now = runtime.clock.now()
        with runtime.database.read() as conn:
            due = conn.execute(
                select(func.count()).where(
                    feed.c.active.is_(True),
                    or_(feed.c.next_poll_at <= now, feed.c.claimed_until > now),
                )
            ).scalar_one()
            unread = conn.execute(
                select(func.count()).where(article.c.state == "received", article.c.next_attempt_at <= now)
            ).scalar_one()
            untold = conn.execute(
                select(func.count()).where(and_(outbox.c.state == "pending", outbox.c.next_attempt_at <= now))
            ).scalar_one()
        if not (due or unread or untold):
            return
        if time.monotonic() > deadline:
            log.error("demo.restless", due=due, unread=unread, untold=untold, at=at)
            raise Restless(f"{due} feeds to poll, {unread} articles to read, {untold} alerts to deliver at {at}")
        time.sleep(0.02)
