"""What the commands share: the session (configuration, database), output, times on the command line, failures in words."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from worker.config import Config
    from worker.log.database import Database
    from worker.runtime import Runtime

DEGRADED = 3

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


@dataclass
class Session:
    """The global options; configuration and database are opened when a command first asks for them."""

    config_dir: Path | None
    database: str | None

    @cached_property
    def environ(self) -> dict[str, str]:
        environ = dict(os.environ)
        if self.database:
            environ["PARLEY_DATABASE_URL"] = (
                self.database if "://" in self.database else sqlite_url(Path(self.database))
            )
        return environ

    @cached_property
    def config(self) -> Config:
        from worker.config import load

        return load(self.config_dir, self.environ)

    @cached_property
    def runtime(self) -> Runtime:
        from worker.runtime import Runtime

        return Runtime(self.config)

    def open(self, *, create: bool = False) -> Database:
        """The database, checked. ``create`` makes a missing or older one current (writing commands); reading commands
        refuse with a sentence instead of creating an empty file as a side effect."""
        database = self.runtime.database
        if create:
            database.migrate()
        else:
            database.check()
        return database

    def tell_problems(self) -> None:
        """Say once, on stderr, what is wrong with the configuration; the rest of it is used."""
        for problem in self.config.problems:
            click.echo(f"parley: {problem}", err=True)


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path.expanduser().absolute()}"


class Family(click.Group):
    """A group whose list tells each command's first sentence whole, over several lines where it needs them."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        told = [
            (name, command.get_short_help_str(limit=1000))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(told)


pass_session = click.make_pass_decorator(Session)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None, default=str))


def console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to ``worker.cli.main``, where rich would end the program as failed."""
            raise BrokenPipeError

    return Quiet(stderr=stderr, highlight=False)


def progress(items: Iterable[Any], total: int, what: str) -> Iterable[Any]:
    """A progress bar on stderr where a person is watching and it is worth it."""
    if total < 20 or not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(what, total=total)
        for item in items:
            yield item
            bar.advance(task)


class Moment(click.ParamType[datetime]):
    """``now``, a date (its end or start, see ``end_of_day``), an ISO date and time, or an age such as ``3d``, ``12h``,
    ``90m``."""

    name = "moment"
    AGE = re.compile(r"(\d+)\s*([dhmw])$")

    def __init__(self, *, end_of_day: bool = False) -> None:
        self.end_of_day = end_of_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        if text.casefold() == "now":
            return datetime.now(UTC)
        if age := self.AGE.match(text):
            unit = {"d": "days", "h": "hours", "m": "minutes", "w": "weeks"}[age[2]]
            return datetime.now(UTC) - timedelta(**{unit: int(age[1])})
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                day = date.fromisoformat(text)
                return datetime.combine(day, time.max if self.end_of_day else time.min, UTC)
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(
                f"{text!r} is no moment; use 2022-01-10, 2022-01-10T14:30Z, now, or an age such as 3d, 12h, 90m",
                param,
                ctx,
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def explain_failure(error: BaseException) -> str | None:
    """One sentence for a failure that has a reason outside of the program; ``None`` for what is our own bug."""
    from pydantic import ValidationError

    if isinstance(error, PermissionError | FileNotFoundError | IsADirectoryError | NotADirectoryError):
        return f"{error.filename}: {error.strerror.lower() if error.strerror else error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the system'}: {error.strerror.lower()}"
    if "domain.events" in sys.modules:
        from domain.events import UnknownEvent

        if isinstance(error, UnknownEvent):
            return str(error)
    if "worker.log.errors" in sys.modules:
        from worker.log.errors import LogError

        if isinstance(error, LogError):
            return str(error)
    if "worker.config" in sys.modules:
        from worker.config import ConfigError

        if isinstance(error, ConfigError):
            return str(error)
    if "sqlalchemy" in sys.modules:
        from sqlalchemy.exc import DBAPIError, SQLAlchemyError

        if isinstance(error, DBAPIError):
            return f"the database refused: {_first_line(error.orig)}"
        if isinstance(error, SQLAlchemyError):
            return f"the database could not be used: {_first_line(error)}"
    if isinstance(error, ValidationError):
        return None
    return None


def _first_line(error: object) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
