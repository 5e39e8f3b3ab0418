"""``parley config`` and ``parley doctor``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import click

from worker.cli.common import DEGRADED, Family, Session, console, explain_failure, json_option, pass_session, print_json


@click.group(cls=Family, epilog="\b\nExamples:\n  parley config check\n  parley config show --json")
def config() -> None:
    """Check and show the configuration."""


@config.command(epilog="\b\nExamples:\n  parley config check\n  parley --config /etc/parley config check --json")
@json_option
@pass_session
def check(session: Session, as_json: bool) -> int:
    """Report every unknown key, wrong value and unknown PARLEY_* variable, with file, line and the nearest known name."""
    from worker.config.thorough import thorough

    loaded = session.config
    problems = (*loaded.problems, *thorough(loaded))
    if as_json:
        print_json({"ok": not problems, "problems": [problem.as_json() for problem in problems]})
    else:
        for problem in problems:
            click.echo(str(problem))
        if not problems:
            counted = (("feed", "s", loaded.feeds), ("watch", "es", loaded.watches), ("hook", "s", loaded.hooks))
            have = ", ".join(f"{len(some)} {one}{'' if len(some) == 1 else more}" for one, more, some in counted)
            click.echo(f"{loaded.config_dir}: {have}: all right")
    return 1 if problems else 0


@config.command(epilog="\b\nExamples:\n  parley config show\n  parley config show --json")
@json_option
@pass_session
def show(session: Session, as_json: bool) -> int:
    """The settings in force, with where each comes from. Secrets are not shown."""
    from worker.config import effective_settings

    rows = effective_settings(session.config)
    if as_json:
        print_json({"config_dir": str(session.config.config_dir), "settings": rows})
        return 0
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("setting", "value", "from", "what it is"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(
            escape(row["name"]),
            escape(str(row["value"])),
            escape(row["source"]),
            escape(row["help"]),
            style="dim" if row["source"] == "default" else "",
        )
    console().print(f"configuration: {session.config.config_dir}")
    console().print(table)
    return 0


State = Literal["ok", "warning", "failure"]


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    state: State
    sentence: str


def examine(session: Session) -> Iterator[Finding]:
    """Look at configuration, database, log, feeds, inbox, alerts and broker; one finding each, in plain words."""
    import os
    import shutil
    import sys
    from pathlib import Path

    yield Finding("python", "ok", f"Python {sys.version.split()[0]}")
    from worker.config.thorough import thorough

    problems = (*session.config.problems, *thorough(session.config))
    yield Finding(
        "configuration",
        "warning" if problems else "ok",
        f"{len(problems)} problem{'s' if len(problems) != 1 else ''}; the first: {problems[0]}"
        if problems
        else f"{session.config.config_dir} is all right",
    )
    settings = session.config.settings
    from sqlalchemy import make_url

    url = make_url(settings.database.url)
    if url.get_backend_name() == "sqlite" and url.database:
        folder = Path(url.database).absolute().parent
        existing = next(p for p in [folder, *folder.parents] if p.exists())
        if not os.access(existing, os.W_OK):
            yield Finding(
                "disk", "failure", f"{existing} cannot be written to; change its owner or set PARLEY_DATABASE_URL"
            )
        else:
            free = shutil.disk_usage(existing).free
            yield Finding(
                "disk", "warning" if free < 500_000_000 else "ok", f"{free / 1e9:.1f} GB free under {existing}"
            )
    try:
        database = session.open()
    except Exception as error:  # noqa: BLE001 - the doctor reports every failure instead of dying of it
        yield Finding("database", "failure", explain_failure(error) or f"{type(error).__name__}: {error}")
        return
    from worker.health import health_findings

    for check_name, state, sentence in health_findings(session.runtime, database):
        yield Finding(check_name, state, sentence)


@click.command(epilog="\b\nExamples:\n  parley doctor\n  parley doctor --json")
@json_option
@pass_session
def doctor(session: Session, as_json: bool) -> int:
    """Look at everything that could be wrong, and say what to do. Exit code 3 for warnings, 1 for failures."""
    findings = list(examine(session))
    if as_json:
        print_json({"findings": [{"check": f.check, "state": f.state, "sentence": f.sentence} for f in findings]})
    else:
        mark = {"ok": "[green]✓[/green]", "warning": "[yellow]![/yellow]", "failure": "[red]✗[/red]"}
        from rich.markup import escape

        screen = console()
        for finding in findings:
            screen.print(f"{mark[finding.state]} {finding.check:<14} {escape(finding.sentence)}", soft_wrap=True)
    if any(f.state == "failure" for f in findings):
        return 1
    return DEGRADED if any(f.state == "warning" for f in findings) else 0
