"""The command line: ``parley``. Data go to stdout, logs to stderr; exit codes 0 ok, 1 failure, 2 usage, 3 degraded.

Commands are imported when they are called, so that ``parley status`` starts without Celery, feedparser or trafilatura.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

COMMANDS: Mapping[str, tuple[str, str]] = {
    "up": ("worker.cli.run:up", "Watch the feeds: poller, reader, alerts and pages in one process."),
    "demo": ("worker.cli.run:demo", "Play the shipped scenario: the US–Russia talks of winter 2021/22."),
    "poll": ("worker.cli.run:poll", "Poll the feeds once, read what is new, and stop."),
    "ingest": ("worker.cli.articles:ingest", "Read articles from files, a directory, a URL or stdin into the log."),
    "extract": ("worker.cli.articles:extract", "Print the meeting reports of a text; nothing is stored."),
    "status": ("worker.cli.talks:status", "The state of the talks, as now believed or as of any moment."),
    "meeting": ("worker.cli.talks:meeting", "One meeting: its view, its timeline, and the quotes it rests on."),
    "watch": ("worker.cli.watch:watch", "The state of the talks on the whole screen, as it changes."),
    "changes": ("worker.cli.talks:changes", "What changed, newest last; --follow to keep watching."),
    "correct": ("worker.cli.curate:correct", "Say what is right about a meeting."),
    "merge": ("worker.cli.curate:merge", "Say that several meetings are one."),
    "split": ("worker.cli.curate:split", "Say that some reports of a meeting speak of another one."),
    "retract": ("worker.cli.curate:retract", "Say that an article, or one report of it, does not count."),
    "undo": ("worker.cli.curate:undo", "Take back a correct, merge, split, retract or undo."),
    "curations": ("worker.cli.curate:curations", "What people decided, with who and why."),
    "reread": ("worker.cli.reread:reread", "Read the archive again with the present extractor; shows what changes."),
    "diff": ("worker.cli.diff:diff", "What changed between any two points: what was known, or what was published."),
    "articles": ("worker.cli.archive:articles", "List and show articles, those that failed too; erase a text."),
    "feeds": ("worker.cli.feeds:feeds", "List, show, add, remove and test feeds; import and export them as OPML."),
    "alerts": ("worker.cli.alerts:alerts", "Hooks and their alerts: list, show, test, replay, pause, resume, silence."),
    "log": ("worker.cli.log:log", "Look at the event log and verify that it is whole."),
    "rebuild": ("worker.cli.log:rebuild", "Build the read model anew from the log, or compare it row by row."),
    "config": ("worker.cli.config:config", "Check and show the configuration."),
    "doctor": ("worker.cli.config:doctor", "Look at everything that could be wrong, and say what to do."),
    "web": ("worker.cli.run:web", "Serve the page, the calendar, the feed, the API and the metrics."),
    "migrate": ("worker.cli.run:migrate", "Create the database's tables or bring them up to date."),
    "worker": ("worker.cli.run:worker", "Run a Celery worker on the configured broker."),
    "beat": ("worker.cli.run:beat", "Run the scheduler that wakes pollers and sweeps."),
    "completion": ("worker.cli.completion:completion", "Print the shell completion script."),
}


class ReaderGone(Exception):
    """Whoever read our output has stopped ("parley changes | head"). Not an ``OSError``: click makes a failure of that."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderGone from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"No such command '{args[0]}'. Did you mean '{near[0]}'?", ctx) from None


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from worker import __version__

        click.echo(f"parley {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Start with 'parley demo', then 'parley up'. Every command explains itself with --help.",
)
@click.option(
    "--config",
    "config_dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="The configuration directory. Default: $PARLEY_CONFIG_DIR, ./config, or the one beside the program.",
)
@click.option("--database", "database_url", metavar="URL|FILE", help="Use this database instead of the configured one.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.pass_context
def parley(ctx: click.Context, config_dir: Path | None, database_url: str | None) -> None:
    """Parley watches news feeds and keeps a trustworthy account of diplomatic talks: who meets whom, when, where, how
    firm it is, and which sentence says so."""
    from worker.cli.common import Session

    ctx.obj = Session(config_dir=config_dir, database=database_url)


def main(argv: list[str] | None = None) -> None:
    """Entry point. Expected failures become one sentence on stderr and an exit code; anything else is a bug and keeps its
    traceback."""
    from worker.cli.common import explain_failure

    # Pydantic would read the metadata of every installed package in search of plugins; there are none that we want.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Importing makes some hundred thousand objects that all stay; looking for dead ones after every 700 of them costs a
    # tenth of the start.
    gc.set_threshold(10_000, 10, 10)
    try:
        result: Any = parley.main(args=argv, prog_name="parley", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ReaderGone:
        # What is left in the buffer has nowhere to go; without this, Python would complain of it while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        sentence = explain_failure(error)
        if sentence is None:
            raise
        click.echo(f"parley: {sentence}", err=True)
        sys.exit(1)
    sys.exit(result if isinstance(result, int) else 0)
