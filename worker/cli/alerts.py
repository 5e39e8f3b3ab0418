"""``parley alerts``: who is told of what, and what came of it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from worker.cli.common import DEGRADED, Family, Moment, Session, console, json_option, pass_session, print_json
from worker.cli.curate import default_actor

if TYPE_CHECKING:
    from rich.console import Console

    from domain.alerts import Hook
    from worker.alerts.figures import HookFigures
    from worker.alerts.silences import Silence

SHORT_ID = 8
actor_option = click.option("--actor", help="Who does it. Default: $PARLEY_ACTOR, else the user's name.")


@click.group(
    cls=Family,
    epilog="""\b
Examples:
  parley alerts list
  parley alerts show us-russia-desk
  parley alerts test us-russia-desk
  parley alerts silence --watch us-russia --until 6h --reason "summit, we are all watching"
  parley alerts dead
""",
)
@pass_session
def alerts(session: Session) -> None:
    """Hooks and their alerts: list, show, test, replay, pause, resume, silence."""
    from worker.logs import setup

    # What is sent is told by the commands themselves; what fails is told on stderr.
    setup("warning", session.config.settings.log.format)


def _hook(session: Session, name: str) -> Hook:
    from worker.config.problems import nearest

    names = [hook.name for hook in session.config.hooks]
    for hook in session.config.hooks:
        if hook.name == name:
            return hook
    near = nearest(name, names)
    raise click.UsageError(f"there is no hook {name!r} in alerts.toml" + (f"; did you mean {near!r}?" if near else ""))


def _who(actor: str | None) -> str:
    who = " ".join((actor or default_actor()).split())
    if not who:
        raise click.UsageError("--actor must not be empty: others will want to know whom to ask")
    return who


def _why(reason: str) -> str:
    why = " ".join(reason.split())
    if not why:
        raise click.UsageError("--reason must not be empty: others will want to know why")
    return why


class Until(click.ParamType[datetime]):
    """A moment to come: ``2h``, ``3d`` from now, ``2022-01-10`` (its end) or ``2022-01-10T14:30Z``."""

    name = "moment"
    SPAN = re.compile(r"(?:\d+\s*[mhdw]\s*)+")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip().lower()
        if self.SPAN.fullmatch(text):
            units = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
            parts = re.findall(r"(\d+)\s*([mhdw])", text)
            try:
                return datetime.now(UTC) + sum((timedelta(**{units[u]: int(n)}) for n, u in parts), timedelta(0))
            except OverflowError:
                self.fail(f"{value!r} is too far away", param, ctx)
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                return datetime.combine(date.fromisoformat(text), time.max, UTC)
            moment = datetime.fromisoformat(text.upper())
        except ValueError:
            self.fail(f"{value!r} is no moment; use 2h, 3d, 2022-01-10 or 2022-01-10T14:30Z", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# --- looking --------------------------------------------------------------------------------------------------------


@alerts.command("list", epilog="\b\nExamples:\n  parley alerts list\n  parley alerts list --json")
@json_option
@pass_session
def list_(session: Session, as_json: bool) -> int:
    """The hooks with how they are doing: sent, failed, what waits and for how long. Exit code 3 where one needs a look."""
    from worker.alerts.figures import figures
    from worker.alerts.silences import active
    from worker.config import broken_in_words

    session.tell_problems()
    broken = broken_in_words(session.config)
    database, now = session.open(), session.runtime.clock.now()
    with database.read() as conn:
        found = figures(conn, session.config.hooks, now, broken)
        silent = active(conn, now)
    if as_json:
        print_json({"hooks": [one.as_json() for one in found], "silences": [_silence_json(one) for one in silent]})
    else:
        _show_hooks(found)
        for one in silent:
            click.echo(f"silence {one.silence_id[:SHORT_ID]}: {one.about.in_words}, {one.in_words}")
    poorly = ("dead", "failing", "broken", "not configured")
    return DEGRADED if any(one.condition in poorly or one.dead for one in found) else 0


WIDE = 120
"""Columns from which hooks are rows of a table."""

CONDITION_STYLE = {
    "well": "green",
    "dead": "red",
    "failing": "yellow",
    "paused": "yellow",
    "not configured": "red",
    "broken": "red",
}


def _show_hooks(found: Sequence[HookFigures]) -> None:
    if not found:
        click.echo("no hook is configured; config/alerts.toml has examples")
        return
    from rich.table import Table

    screen = console()
    if screen.width < WIDE:
        for one in found:
            _show_hook(screen, one)
        return
    table = Table(box=None, pad_edge=False)
    for name, justify in (
        ("hook", "left"),
        ("to", "left"),
        ("sent", "right"),
        ("failed", "right"),
        ("dead", "right"),
        ("waits", "right"),
        ("oldest", "right"),
        ("how it is", "left"),
    ):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    from rich.markup import escape

    for one in found:
        colour = CONDITION_STYLE.get(one.condition)
        how = escape(one.sentence)
        table.add_row(
            one.hook,
            escape(one.target or "?"),
            str(one.sent),
            str(one.failed),
            str(one.dead),
            str(one.pending + one.waiting),
            _span(one.oldest_pending_seconds),
            f"[{colour}]{how}[/{colour}]" if colour else how,
        )
    screen.print(table)


def _show_hook(screen: Console, one: HookFigures) -> None:
    """The row of a hook in lines, where there is no room for a table."""
    from rich.markup import escape

    colour = CONDITION_STYLE.get(one.condition, "dim")
    screen.print(f"[bold]{escape(one.hook)}[/bold]  [{colour}]{one.condition}[/{colour}]", soft_wrap=True)
    screen.print(f"  to    {escape(one.target or '?')}", soft_wrap=True)
    waits = one.pending + one.waiting
    oldest = f", the oldest for {_span(one.oldest_pending_seconds)}" if one.oldest_pending_seconds is not None else ""
    screen.print(f"  sent  {one.sent}, failed {one.failed}, dead {one.dead}, waiting {waits}{oldest}")
    screen.print(f"        {escape(one.sentence)}", soft_wrap=True)


def _span(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 120:
        return f"{int(seconds)} s"
    if seconds < 7200:
        return f"{int(seconds) // 60} min"
    return f"{int(seconds) // 3600} h" if seconds < 172_800 else f"{int(seconds) // 86_400} d"


@alerts.command(
    epilog="""\b
Examples:
  parley alerts show us-russia-desk
  parley alerts show us-russia-desk --state skipped --limit 50
  parley alerts show 9b5a5f0c --json
"""
)
@click.argument("what", metavar="HOOK|ALERT")
@click.option(
    "--state",
    "only",
    type=click.Choice(["pending", "waiting", "sent", "dead", "skipped", "silenced"]),
    help="Of a hook: only alerts in this state.",
)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Of a hook: newest alerts."
)
@json_option
@pass_session
def show(session: Session, what: str, only: str | None, limit: int, as_json: bool) -> int:
    """A hook with its newest alerts, why each was or was not sent, and what people did about it; or one alert, by (the
    beginning of) its id, with what it tells."""
    from worker.alerts import operate
    from worker.alerts.figures import figures
    from worker.config import broken_in_words

    database, now, broken = session.open(), session.runtime.clock.now(), broken_in_words(session.config)
    with database.read() as conn:
        known = next((one for one in figures(conn, session.config.hooks, now, broken) if one.hook == what), None)
        if known is not None:
            rows = operate.rows_of(conn, what, limit, only=only)
            told = _sentences(conn, rows)
            acts = operate.acts(conn, what)
            if as_json:
                print_json(
                    {
                        "hook": known.as_json(),
                        "alerts": [_row_json(row, told) for row in rows],
                        "acts": [_act_json(act) for act in acts],
                    }
                )
                return 0
            _show_hooks([known])
            for row in rows:
                click.echo(_line(row, told))
            for act in acts:
                click.echo(f"{act.at:%Y-%m-%d %H:%M}  {act.act} by {act.actor}: {act.detail}")
            return 0
        if not re.fullmatch(r"[0-9a-f-]{4,36}", what.lower()):
            _hook(session, what)
        rows = operate.row_with(conn, what)
        if not rows:
            raise click.ClickException(f"no hook and no alert {what!r}; 'parley alerts list' names the hooks")
        if len(rows) > 1:
            ids = ", ".join(row.outbox_id[:13] for row in rows)
            raise click.ClickException(f"several alerts' ids begin with {what!r}: {ids}; give more of the id")
        from worker.alerts.deliver import message_of
        from worker.alerts.outbox import ROW, row_of

        (row,) = rows
        message = message_of(conn, row_of([row._mapping[column.name] for column in ROW]))
        told = {row.outbox_id: str(message.data["sentence"])}
    if as_json:
        print_json({**_row_json(row, told), "event": message.event, "title": message.title, "text": message.text})
        return 0
    click.echo(_line(row, told))
    for name in (
        "attempts",
        "next_attempt_at",
        "last_attempt_at",
        "last_status",
        "last_error",
        "last_answer",
        "told_by",
    ):
        value = getattr(row, name)
        if value is not None:
            click.echo(f"  {name.replace('_', ' ')}: {value}")
    click.echo(f"\n{message.title}\n{message.text}")
    return 0


def _sentences(conn: Any, rows: Sequence[Any]) -> dict[str, str]:
    """What each row tells, in a line."""
    from worker.alerts.outbox import changes_at
    from worker.names import party_names

    changes = changes_at(conn, (row.position for row in rows if row.kind == "change"))
    from domain.talks.status import describe_change

    told = {}
    for row in rows:
        data = json.loads(row.data) if row.data else {}
        if row.kind == "change":
            told[row.outbox_id] = describe_change(changes[row.position].event, party_names())  # type: ignore[arg-type]
        elif row.kind == "bundle":
            told[row.outbox_id] = f"{data.get('members', 0)} changes in one message"
        elif row.kind == "silence":
            told[row.outbox_id] = f"silence {data['state']}"
        else:
            told[row.outbox_id] = data["sentence"]
    return told


def _line(row: Any, told: dict[str, str]) -> str:
    when = row.sent_at or row.created_at
    why = f" ({row.reason or row.last_error})" if row.reason or row.last_error else ""
    return f"{when:%Y-%m-%d %H:%M}  {row.outbox_id[:SHORT_ID]}  {row.state:<8} {row.hook}: {told[row.outbox_id]}{why}"


def _row_json(row: Any, told: dict[str, str]) -> dict[str, Any]:
    names = ("outbox_id", "hook", "kind", "state", "reason", "told_by", "held", "attempts", "last_status", "last_error")
    times = ("created_at", "next_attempt_at", "last_attempt_at", "sent_at")
    return {
        "id": row.outbox_id,
        **{name: getattr(row, name) for name in names[1:]},
        "last_answer": row.last_answer,
        "position": row.position if row.kind == "change" else None,
        "meeting_id": row.meeting_id if row.kind == "change" else None,
        "sentence": told[row.outbox_id],
        **{name: _iso(getattr(row, name)) for name in times},
    }


def _act_json(act: Any) -> dict[str, Any]:
    return {"at": _iso(act.at), "actor": act.actor, "act": act.act, "hook": act.hook, "detail": act.detail}


def _silence_json(one: Silence) -> dict[str, Any]:
    return {
        "id": one.silence_id,
        "about": one.about.model_dump(mode="json"),
        "in_words": one.about.in_words,
        "starts_at": _iso(one.starts_at),
        "until": _iso(one.until),
        "actor": one.actor,
        "reason": one.reason,
        "ended_at": _iso(one.ended_at),
        "ended_by": one.ended_by,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


@alerts.command(epilog="\b\nExamples:\n  parley alerts dead\n  parley alerts dead --hook us-russia-desk --json")
@click.option("--hook", help="Only of this hook.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="The newest so many.")
@json_option
@pass_session
def dead(session: Session, hook: str | None, limit: int, as_json: bool) -> int:
    """What was given up, with the reason; 'parley alerts replay' sends it again."""
    from worker.alerts import operate

    with session.open().read() as conn:
        rows = operate.dead(conn, hook, limit)
        told = _sentences(conn, rows)
    if as_json:
        print_json({"dead": [_row_json(row, told) for row in rows]})
        return 0
    for row in rows:
        click.echo(_line(row, told))
    if not rows:
        click.echo("nothing was given up")
    return 0


# --- trying ---------------------------------------------------------------------------------------------------------


@alerts.command(epilog="\b\nExamples:\n  parley alerts test us-russia-desk\n  parley alerts test us-russia-desk --json")
@click.argument("name", metavar="HOOK")
@json_option
@pass_session
def test(session: Session, name: str, as_json: bool) -> int:
    """Send a hook the newest real change that it would be told of, marked as a test, and print the exchange. Nothing is
    recorded, and pauses, silences and quiet hours do not count."""
    from worker.alerts.operate import try_hook

    hook = _hook(session, name)
    session.open()
    exchange = try_hook(session.runtime, hook)
    outcome = exchange.outcome
    if as_json:
        print_json(
            {
                "hook": hook.name,
                "sent": outcome.sent,
                "id": exchange.message.id,
                "title": exchange.message.title,
                "text": exchange.message.text,
                "event": exchange.message.event,
                "requests": exchange.requests,
                "status": outcome.status,
                "answer": outcome.answer,
                "error": outcome.sentence or None,
                "notes": list(outcome.notes),
                "seconds": round(exchange.seconds, 3),
            }
        )
        return 0 if outcome.sent else 1
    for request in exchange.requests:
        click.echo(f"POST to {request['to']}")
        for header, value in request["headers"].items():
            click.echo(f"  {header}: {value}")
        click.echo(f"\n{request['body']}\n")
    if not exchange.requests:
        click.echo(f"{exchange.message.title}\n\n{exchange.message.text}\n")
    for note in outcome.notes:
        click.echo(f"note: {note}")
    status = f"{outcome.status} " if outcome.status is not None else ""
    said = f": {outcome.answer}" if outcome.answer else ""
    if outcome.sent:
        click.echo(f"{hook.name} took it in {exchange.seconds:.2f} s: {status or 'sent'}{said}")
        return 0
    click.echo(f"{hook.name} did not take it: {outcome.sentence}{said}")
    return 1


# --- again ----------------------------------------------------------------------------------------------------------


@alerts.command(
    epilog="""\b
Examples:
  parley alerts replay 9b5a5f0c
  parley alerts replay --hook us-russia-desk
  parley alerts replay --hook us-russia-desk --since 2d --sent
  parley alerts replay --hook new-desk --since 2022-01-01 --missed
"""
)
@click.argument("ids", metavar="[ALERT]...", nargs=-1)
@click.option("--hook", help="Everything that was given up for this hook.")
@click.option("--since", type=Moment(), help="Only what came in since then: 2022-01-10, or an age such as 3d.")
@click.option("--sent", is_flag=True, help="Also what had arrived; under the same ids, which receivers may know.")
@click.option("--missed", is_flag=True, help="What the hook has no record of: it was added later, or was broken.")
@actor_option
@json_option
@pass_session
def replay(
    session: Session,
    ids: tuple[str, ...],
    hook: str | None,
    since: datetime | None,
    sent: bool,
    missed: bool,
    actor: str | None,
    as_json: bool,
) -> int:
    """Send again: alerts by (the beginnings of) their ids, or what was given up for a hook."""
    from worker.alerts import operate
    from worker.work import deliver_due

    if bool(ids) == bool(hook):
        raise click.UsageError("give either ids of alerts or --hook")
    if missed and (hook is None or since is None):
        raise click.UsageError("--missed needs --hook and --since")
    who = _who(actor)
    database, runtime = session.open(), session.runtime
    now = runtime.clock.now()
    if hook is not None:
        _hook(session, hook)
    with database.begin() as conn:
        if missed:
            assert hook is not None and since is not None  # noqa: PT018
            count = operate.catch_up(conn, _hook(session, hook), runtime.watches, since, who, now)
            hooks: tuple[str, ...] = (hook,)
        else:
            whole = []
            for beginning in ids:
                rows = operate.row_with(conn, beginning)
                if len(rows) != 1:
                    raise click.ClickException(
                        f"no alert's id begins with {beginning!r}"
                        if not rows
                        else f"several alerts' ids begin with {beginning!r}; give more of the id"
                    )
                whole.append(rows[0].outbox_id)
            done = operate.replay(conn, who, now, ids=whole, hook=hook, since=since, sent=sent)
            count, hooks = len(done.ids), done.hooks
    delivered = deliver_due(runtime, hooks, timeout=120)
    if as_json:
        print_json({"taken": count, "sent": delivered.sent, "failed": delivered.failed, "hooks": list(hooks)})
    else:
        what = "missed changes looked at" if missed else "alerts taken up again"
        click.echo(f"{count} {what}; {delivered.sent} messages sent, {delivered.failed} failed")
        if not delivered.finished:
            click.echo("the rest goes on with 'parley up' or a worker", err=True)
    return DEGRADED if delivered.failed else 0


# --- for a time -----------------------------------------------------------------------------------------------------


@alerts.command(epilog='\b\nExamples:\n  parley alerts pause us-russia-desk --reason "moving to another channel"')
@click.argument("name", metavar="HOOK")
@click.option("--reason", required=True, help="Why: shown by 'parley alerts list'.")
@actor_option
@json_option
@pass_session
def pause(session: Session, name: str, reason: str, actor: str | None, as_json: bool) -> int:
    """Send a hook nothing until it is resumed; what comes in waits for it."""
    from worker.alerts import state

    hook = _hook(session, name)
    who, why, now = _who(actor), _why(reason), session.runtime.clock.now()
    with session.open().begin() as conn:
        done = state.pause(conn, hook.name, who, why, now)
        own = state.load(conn, hook.name)
    if as_json:
        print_json({"hook": name, "paused_at": _iso(own.paused_at), "by": own.paused_by, "reason": own.paused_reason})
    elif done:
        click.echo(f"{name} is paused; go on with: parley alerts resume {name}")
    else:
        click.echo(f"{name} was paused already, since {own.paused_at:%Y-%m-%d %H:%M} UTC by {own.paused_by}")
    return 0


@alerts.command(
    epilog="""\b
Examples:
  parley alerts resume us-russia-desk
  parley alerts resume us-russia-desk --summary
"""
)
@click.argument("name", metavar="HOOK")
@click.option("--summary", is_flag=True, help="Tell what came in meanwhile in one message.")
@click.option("--discard", is_flag=True, help="Do not tell what came in meanwhile.")
@actor_option
@json_option
@pass_session
def resume(session: Session, name: str, summary: bool, discard: bool, actor: str | None, as_json: bool) -> int:
    """Let a hook be told again, after a pause or after its address answered 410 Gone."""
    from worker.alerts import state
    from worker.work import deliver_due

    if summary and discard:
        raise click.UsageError("--summary and --discard exclude each other")
    hook = _hook(session, name)
    with session.open().begin() as conn:
        waiting = state.resume(
            conn, hook.name, _who(actor), session.runtime.clock.now(), discard=discard, summary=summary
        )
    if waiting is not None:
        deliver_due(session.runtime, [name], timeout=120)
    if as_json:
        print_json({"hook": name, "resumed": waiting is not None, "waited": waiting or 0})
    elif waiting is None:
        click.echo(f"{name} was not paused")
    else:
        changes = f"{waiting} change{'s' if waiting != 1 else ''}"
        click.echo(f"{name} goes on; {changes} of the pause " + ("set aside" if discard else "taken up"))
    return 0


@alerts.command(
    epilog="""\b
Examples:
  parley alerts silence --hook us-russia-desk --until 6h --reason "summit, we are all watching"
  parley alerts silence --watch nato --kind detailed --until 2022-01-12 --reason "too many details"
  parley alerts silence --list
  parley alerts silence --end 3f2a
"""
)
@click.option("--hook", "hooks", multiple=True, help="Only for this hook; may be given several times.")
@click.option("--watch", "watches", multiple=True, help="Only changes of this watch; may be given several times.")
@click.option("--party", "parties", multiple=True, help="Only meetings of this party; several: of all of them.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind of change; may be given several times.")
@click.option("--meeting", help="Only this meeting, by (the beginning of) its id.")
@click.option("--until", type=Until(), help="When it ends: 2h, 3d, 2022-01-10 or 2022-01-10T14:30Z.")
@click.option("--reason", help="Why: said at both ends.")
@click.option("--list", "listing", is_flag=True, help="Show silences, the newest first.")
@click.option("--end", "ending", metavar="SILENCE", help="End one before its time.")
@actor_option
@json_option
@pass_session
def silence(
    session: Session,
    hooks: tuple[str, ...],
    watches: tuple[str, ...],
    parties: tuple[str, ...],
    kinds: tuple[str, ...],
    meeting: str | None,
    until: datetime | None,
    reason: str | None,
    listing: bool,
    ending: str | None,
    actor: str | None,
    as_json: bool,
) -> int:
    """For a time, do not tell what fits. The hooks concerned are told when it begins and, with what it held back, when it is
    over."""
    from worker.alerts import silences
    from worker.work import deliver_due

    database, runtime = session.open(), session.runtime
    now, config = runtime.clock.now(), session.config
    if listing:
        with database.read() as conn:
            found = silences.all_of(conn)
        if as_json:
            print_json({"silences": [_silence_json(one) for one in found]})
            return 0
        for one in found:
            over = f", over since {one.ended_at:%Y-%m-%d %H:%M}" if one.ended_at else ""
            click.echo(f"{one.silence_id[:SHORT_ID]}  {one.about.in_words}: {one.in_words}{over}")
        if not found:
            click.echo("nothing is or was silenced")
        return 0
    who = _who(actor)
    if ending is not None:
        with database.begin() as conn:
            found = silences.find(conn, ending)
            if len(found) != 1:
                raise click.ClickException(
                    f"{'no' if not found else 'more than one'} silence that lasts begins with {ending!r}; "
                    "'parley alerts silence --list' shows them"
                )
            held = silences.end(conn, found[0], now, config.hooks, actor=who)
        deliver_due(runtime, [hook.name for hook in found[0].concerns(config.hooks)], timeout=120)
        if as_json:
            print_json({"id": found[0].silence_id, "held_back": held})
        else:
            click.echo(f"over: {found[0].about.in_words}; {held} alerts were held back and are told now")
        return 0
    if until is None or reason is None:
        raise click.UsageError("a silence needs --until and --reason")
    why = _why(reason)
    for name in hooks:
        _hook(session, name)
    for name in watches:
        if config.watch(name) is None:
            raise click.UsageError(f"there is no watch {name!r} in watches.toml")
    from domain.events import CHANGE_KINDS
    from worker.log import queries

    for kind in kinds:
        if kind not in CHANGE_KINDS:
            raise click.UsageError(f"{kind!r} is no kind of change; kinds are {', '.join(CHANGE_KINDS)}")
    with database.begin() as conn:
        meeting_id = None
        if meeting is not None:
            view = queries.meeting(conn, meeting)
            if view is None:
                raise click.ClickException(f"no meeting {meeting!r}; 'parley status --all' lists them with their ids")
            meeting_id = view.meeting_id
        about = silences.About(
            hooks=hooks, watches=watches, parties=tuple(p.upper() for p in parties), kinds=kinds, meeting=meeting_id
        )
        try:
            made, held = silences.begin(conn, about, until, who, why, now, config.hooks)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    deliver_due(runtime, [hook.name for hook in made.concerns(config.hooks)], timeout=120)
    if as_json:
        print_json({**_silence_json(made), "held_back": held})
    else:
        click.echo(f"{made.silence_id[:SHORT_ID]}: {about.in_words}, silent until {until:%Y-%m-%d %H:%M} UTC")
        if held:
            click.echo(f"{held} alerts that waited are held back, too")
        click.echo(f"end it sooner with: parley alerts silence --end {made.silence_id[:SHORT_ID]}")
    return 0
