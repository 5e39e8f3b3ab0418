"""Commands that keep running: ``up``, ``worker``, ``beat``; and the one-shots ``poll``, ``migrate``, ``demo``."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import click

from worker.cli.common import DEGRADED, Session, json_option, pass_session, print_json


def _stop_on_signals(stop: threading.Event) -> None:
    """The first Ctrl-C or SIGTERM asks for a clean end; a second one ends at once."""

    def ask(number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)


def _log_problems(session: Session) -> None:
    """Everything that is wrong with the configuration, names and parties included; the rest of it is used."""
    from worker.config.thorough import thorough
    from worker.logs import log

    for problem in (*session.config.problems, *thorough(session.config)):
        log.warning("config.problem", problem=str(problem))


@click.command(
    epilog="""\b
Examples:
  parley up
  PARLEY_DATABASE_URL=sqlite:////var/lib/parley/parley.db parley up
"""
)
@pass_session
def up(session: Session) -> int:
    """Watch the feeds: poller, reader, alerts and pages in one process, until Ctrl-C. A second start goes on where this one
    left. Where the pages are is said at the start; PARLEY_WEB_ENABLED=false leaves them out."""
    from worker import __version__
    from worker.embedded import data_location, run_until_stopped
    from worker.logs import log, setup

    config = session.config
    setup(config.settings.log.level, config.settings.log.format)
    _log_problems(session)
    session.open(create=True)
    stop = threading.Event()
    _stop_on_signals(stop)
    active = [feed for feed in config.feeds if feed.enabled]
    if not active:
        click.echo(
            f"parley: no feed is enabled in {config.config_dir / 'feeds.toml'}; add one with 'parley feeds add URL'",
            err=True,
        )

    def ready() -> None:
        log.info(
            "started",
            version=__version__,
            feeds=len(active),
            database=data_location(config.settings.database.url),
            **({"pages": faces.url} if faces is not None and faces.url else {}),
        )

    with ExitStack() as stack:
        stack.callback(session.runtime.close)
        faces = None
        if config.settings.web.enabled:
            from worker.web.serve import Pages

            faces = stack.enter_context(Pages(session.runtime))
        return run_until_stopped(session.runtime, stop, ready)


@click.command(
    epilog="""\b
Examples:
  parley web
  parley --database demo/parley.db web --port 8701
  PARLEY_WEB_TOKEN_FILE=/run/secrets/token parley web --host 0.0.0.0
"""
)
@click.option("--host", help="Address to listen on. Default: as configured (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.")
@pass_session
def web(session: Session, host: str | None, port: int | None) -> int:
    """Serve the page, the calendar, the feed, the API and the metrics, and nothing else, until Ctrl-C. Only reads."""
    from worker.logs import log, setup
    from worker.web.serve import CannotListen, bind, server, warn_if_open

    settings = session.config.settings
    changed = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    session.config = session.config.with_settings(
        settings.model_copy(update={"web": settings.web.model_copy(update=changed)})
    )
    settings = session.config.settings
    setup(settings.log.level, settings.log.format)
    session.tell_problems()
    session.open()
    try:
        listening = bind(settings.web.host, settings.web.port)
    except CannotListen as error:
        raise click.ClickException(str(error)) from None
    warn_if_open(session.runtime)
    shown = f"[{settings.web.host}]" if ":" in settings.web.host else settings.web.host
    log.info("web.started", pages=f"http://{shown}:{listening.getsockname()[1]}/")
    try:
        server(session.runtime).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        session.runtime.close()
    return 0


@click.command(
    epilog="""\b
Examples:
  parley poll --once
  parley poll --once --feed bbc-world --json
"""
)
@click.option(
    "--once", is_flag=True, help="Poll now, read what is new, and stop (the only mode; 'parley up' keeps polling)."
)
@click.option("--feed", "names", multiple=True, help="Only this feed; may be given several times.")
@json_option
@pass_session
def poll(session: Session, once: bool, names: tuple[str, ...], as_json: bool) -> int:
    """Poll every feed once, whether due or not, read the new articles, deliver what is due, and stop."""
    if not once:
        raise click.UsageError("say --once; to keep polling, use 'parley up'")
    from worker.cli.common import progress
    from worker.feeds import registry
    from worker.logs import setup
    from worker.work import deliver_due, poll_batch, read_one, unfinished

    setup(session.config.settings.log.level, session.config.settings.log.format)
    session.tell_problems()
    database = session.open(create=True)
    runtime = session.runtime
    known = [feed.name for feed in session.config.feeds if feed.enabled]
    for name in names:
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, n=1)
            raise click.UsageError(
                f"no enabled feed {name!r} in feeds.toml" + (f"; did you mean {near[0]!r}?" if near else "")
            )
    with database.begin() as conn:
        registry.sync(
            conn,
            session.config.feeds,
            runtime.clock.now(),
            session.config.settings.poll_policy(),
            wrong=session.config.wrong_feeds,
        )
    chosen = list(names) or known
    # Whoever asks for one round wants all of it, however many feeds share a host.
    outcomes = poll_batch(runtime, chosen, lambda _: None, patience=timedelta(hours=1))
    articles, _ = unfinished(runtime, everything=True)
    for article_id in progress(articles, len(articles), "reading"):
        runtime.dispatcher.wake(read_one(runtime, article_id))
    deliver_due(runtime)
    failed = [outcome for outcome in outcomes if outcome.error]
    if as_json:
        print_json(
            {
                "feeds": [
                    {"feed": o.feed, "status": o.status, "new": len(o.new_article_ids), "error": o.error}
                    for o in outcomes
                ],
                "articles_read": len(articles),
            }
        )
    else:
        click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} feeds answered, {len(articles)} articles read")
    if failed and len(failed) == len(outcomes):
        return 1
    return DEGRADED if failed else 0


@click.command(
    epilog="\b\nExamples:\n  parley migrate\n  parley --database postgresql://parley@db.example:5432/parley migrate"
)
@pass_session
def migrate(session: Session) -> int:
    """Create the database's tables or bring them up to date. Safe to run twice, and from two places at once."""
    from worker.embedded import data_location

    session.tell_problems()
    session.open(create=True)
    click.echo(f"{data_location(session.config.settings.database.url)}: up to date", err=True)
    return 0


def _needs_shared_broker(session: Session) -> None:
    if session.config.settings.embedded:
        raise click.UsageError(
            "the in-process broker cannot be shared between processes; set PARLEY_BROKER_URL=redis://… or use 'parley up'"
        )


@click.command(
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  PARLEY_BROKER_URL=redis://127.0.0.1:6379/0 parley worker
  parley worker --queues read --concurrency 4
""",
)
@click.option("--queues", default="poll,read,deliver,upkeep", show_default=True, help="Which queues to work on.")
@click.option("--concurrency", type=click.IntRange(1, 256), help="Processes. Default: as configured.")
@click.option(
    "--heartbeat",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Touch this file every ten seconds while tasks are being taken, for a health check.",
)
@pass_session
def worker(session: Session, queues: str, concurrency: int | None, heartbeat: Path | None) -> int:
    """Run a Celery worker on the configured broker until SIGTERM; the tasks in hand are finished first. It ends with exit
    code 75 when it notices that it does not turn any more: let a supervisor start it anew."""
    from worker.app import ALL_QUEUES, QUEUE_READ, app, configure
    from worker.clock import DatabaseClock
    from worker.feeds import registry
    from worker.heartbeat import keep
    from worker.logs import setup
    from worker.runtime import prepare_reading
    from worker.work import retry_after_upgrade

    _needs_shared_broker(session)
    chosen = [name.strip() for name in queues.split(",") if name.strip()]
    if unknown := [name for name in chosen if name not in ALL_QUEUES]:
        raise click.UsageError(f"--queues {unknown[0]}: no such queue; choose from {', '.join(ALL_QUEUES)}")
    settings = session.config.settings
    setup(settings.log.level, settings.log.format)
    _log_problems(session)
    database = session.open()
    # What the command line says about configuration and database holds in the worker's children too.
    os.environ |= {**session.environ, "PARLEY_CONFIG_DIR": str(session.config.config_dir)}
    clock = DatabaseClock(database)
    with database.begin() as conn:
        registry.sync(conn, session.config.feeds, clock.now(), settings.poll_policy(), wrong=session.config.wrong_feeds)
    retry_after_upgrade(session.runtime)
    if QUEUE_READ in chosen:
        prepare_reading(session.runtime)
    session.runtime.close()
    configure(settings)
    app.skew = clock.skew
    arguments = ["worker", "-Q", ",".join(chosen), "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    arguments += ["--concurrency", str(concurrency or settings.worker.concurrency)]
    keep(app, heartbeat, settings.worker.stall_after, chosen)
    app.worker_main(arguments)
    return 0


@click.command(
    epilog="\b\nExamples:\n  PARLEY_BROKER_URL=redis://127.0.0.1:6379/0 parley beat\n  parley beat --heartbeat /tmp/beat"
)
@click.option(
    "--heartbeat",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Touch this file at every tick, for a health check.",
)
@pass_session
def beat(session: Session, heartbeat: Path | None) -> int:
    """Run the scheduler. One is enough; two do no harm, since every tick is idempotent."""
    from celery.beat import Service

    from worker.app import app, configure
    from worker.clock import DatabaseClock
    from worker.heartbeat import Ticker
    from worker.logs import setup

    _needs_shared_broker(session)
    settings = session.config.settings
    setup(settings.log.level, settings.log.format)
    _log_problems(session)
    app.skew = DatabaseClock(session.open()).skew
    session.runtime.close()
    configure(settings)
    app.loader.import_default_modules()
    service = Service(app, max_interval=5, scheduler_cls="celery.beat:Scheduler")
    service.scheduler.tick = Ticker(heartbeat, settings.worker.stall_after).around(service.scheduler.tick)

    def stop(_number: int, _frame: object) -> None:
        service.stop()
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    service.start()
    return 0


@click.command(
    epilog="""\b
Examples:
  parley demo
  parley --database demo/parley.db status
  parley --database demo/parley.db changes
"""
)
@click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Where the demo keeps its database; an earlier demo there is replaced.",
)
@click.option(
    "--pace",
    type=click.FloatRange(0, 10),
    default=0.05,
    show_default=True,
    help="Seconds to pause between the scenario's moments.",
)
@click.option("--quiet", is_flag=True, help="Only the changes and the closing table.")
def demo(directory: Path, pace: float, quiet: bool) -> int:
    """Play 28 December 2021 to 24 February 2022 of the US–Russia security talks in under 20 seconds: real feeds served from
    127.0.0.1, read by the real program, with one alert hook and a receiver that checks its signature."""
    from worker.demo.play import play

    return play(directory, pace=pace, quiet=quiet)
