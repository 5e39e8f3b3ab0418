"""``parley correct``, ``merge``, ``split``, ``retract``, ``undo`` and ``curations``: people decide last."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from worker.cli.common import Moment, Session, console, json_option, pass_session, print_json

if TYPE_CHECKING:
    from domain.events import Curation
    from domain.reports import When, Where
    from worker.curation import Curated, Desk


def default_actor() -> str:
    """``$PARLEY_ACTOR``, else the name that this user has on the machine."""
    try:
        return os.environ.get("PARLEY_ACTOR") or getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return f"user {os.getuid()}"


def decision_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--reason", required=True, help="Why: recorded, and shown with what it changes."),
        click.option("--actor", help="Who decides. Default: $PARLEY_ACTOR, else the user's name."),
        click.option("--dry-run", is_flag=True, help="Only show what would change."),
        json_option,
        pass_session,
    )[::-1]:
        command = option(command)
    return command


def decide(
    session: Session,
    decide_on: Callable[[Desk, Any], Curation],
    *,
    reason: str,
    actor: str | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Record the decision, send what became due, and tell what it changed."""
    from domain.talks.curate import CurationRefused
    from worker.curation import curate
    from worker.logs import setup
    from worker.work import deliver_due

    why = " ".join(reason.split())
    who = " ".join((actor or default_actor()).split())
    if not why or not who:
        raise click.UsageError(
            "--reason and --actor must not be empty: they are what others will judge the decision by"
        )
    session.open()
    session.tell_problems()
    try:
        done = curate(session.runtime, lambda state: decide_on(state, state.by(who, why)), dry_run=dry_run)
    except CurationRefused as error:
        raise click.ClickException(str(error)) from None
    if done.deliveries and not dry_run:
        setup("warning", session.config.settings.log.format)
        deliver_due(session.runtime, done.deliveries)
    _tell(done, dry_run=dry_run, as_json=as_json)
    return 0


def _tell(done: Curated, *, dry_run: bool, as_json: bool) -> None:
    from domain.events import CurationUndone
    from domain.talks.describe import describe_curation
    from worker.cli.talks import change_json
    from worker.names import party_names

    made = done.made
    sentence = describe_curation(made, party_names(), done.known)
    if as_json:
        print_json(
            {
                "curation": made.curation_id,
                "type": made.type,
                "actor": made.actor,
                "reason": made.reason,
                "sentence": sentence,
                "dry_run": dry_run,
                "changes": [change_json(change, done.known) for change in done.changes],
            }
        )
        return
    from worker.cli import show

    screen = console()
    if isinstance(made, CurationUndone):
        click.echo(sentence)
    for change in done.changes:
        show.change(screen, change)
    if not done.changes:
        click.echo(_without_changes(done))
    if dry_run:
        click.echo("dry run: nothing was recorded", err=True)
    else:
        click.echo(f"recorded as {made.curation_id}; take it back with: parley undo {made.curation_id[:8]} --reason …")


def _without_changes(done: Curated) -> str:
    """What a decision brought about that altered no meeting's facts."""
    from domain.events import MeetingReported, ReportWithdrawn

    for kind, now in ((ReportWithdrawn, "no longer"), (MeetingReported, "again")):
        count = sum(isinstance(one.event, kind) for one in done.recorded)
        if count:
            reports = "report counts" if count == 1 else "reports count"
            return f"{count} {reports} {now}; what is known of the meetings stays the same, for others say it too"
    return "nothing that is shown changes; the decision holds for what is read later"


# --- correct ---------------------------------------------------------------------------------------------------------

DAY = r"\d{4}-\d\d-\d\d"


class DateOrSpan(click.ParamType[Any]):
    """``2022-01-12``, ``2022-01-12/2022-01-14``, ``2022-01`` (a month), ``2022-W02`` (a week), or ``none``: the date, or
    ``None`` for what is not known, as a tuple of one, to tell it from an option that was not given."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        text = str(value).strip()
        if text.lower() == "none":
            return (None,)
        try:
            return (when_of(text),)
        except ValueError as error:
            wrong = str(error) if "cannot end" in str(error) else f"{text!r} is no date"
            self.fail(f"{wrong}; use 2022-01-12, 2022-01-12/2022-01-14, 2022-01, 2022-W02, or none", param, ctx)


def when_of(text: str) -> When:
    """A date, span, month or week. Raises ``ValueError``."""
    from calendar import monthrange

    from domain.reports import Precision, When

    if match := re.fullmatch(rf"({DAY})/({DAY})", text):
        return When(start=date.fromisoformat(match[1]), end=date.fromisoformat(match[2]), precision=Precision.RANGE)
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", text):
        year, week = int(match[1]), int(match[2])
        return When(
            start=date.fromisocalendar(year, week, 1),
            end=date.fromisocalendar(year, week, 7),
            precision=Precision.WEEK,
        )
    if re.fullmatch(r"\d{4}-\d\d", text):
        first = date.fromisoformat(f"{text}-01")
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return When(start=first, end=last, precision=Precision.MONTH)
    if re.fullmatch(DAY, text):
        day = date.fromisoformat(text)
        return When(start=day, end=day, precision=Precision.DAY)
    raise ValueError(text)


def where_of(text: str) -> Where | None:
    """``Geneva``, ``Geneva, CH``, ``CH`` or ``none``. The country of a city that the gazetteer knows is added."""
    from domain.reports import Where

    if text.strip().lower() == "none":
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 and re.fullmatch(r"[A-Z]{2}", parts[0]):
        return Where(country=parts[0])
    if len(parts) == 1 and parts[0]:
        from worker.names import country_of_city

        return Where(city=parts[0], country=country_of_city(parts[0]))
    if len(parts) == 2 and parts[0] and re.fullmatch(r"[A-Z]{2}", parts[1]):
        return Where(city=parts[0], country=parts[1])
    raise click.UsageError(f"--place {text!r}: write a city (Geneva), a city and its country (Geneva, CH), CH, or none")


def parties_of(text: str) -> tuple[str, ...]:
    from domain.watches import Parties
    from worker.names import party_names

    ids = tuple(sorted(set(re.split(r"[\s,]+", text.strip()))))
    try:
        Parties(all=ids)
    except ValueError as error:
        detail = str(error).splitlines()[2].strip() if len(str(error).splitlines()) > 2 else str(error)
        raise click.UsageError(
            f"--parties {text!r}: {detail.removeprefix('Value error, ').partition(' [type=')[0]}"
        ) from None
    unknown = [one for one in ids if one not in party_names()]
    if unknown:
        click.echo(f"parley: --parties: {', '.join(unknown)} is not in the name tables; taken as it stands", err=True)
    return ids


@click.command(
    epilog="""\b
Examples:
  parley correct 2ec081 --date 2022-01-12 --reason "the ministry's own statement says the 12th"
  parley correct 2ec081 --status cancelled --place none --reason "called off by telephone" --actor jane
  parley correct 2ec081 --parties "RU US" --reason "the mediator was counted as a party" --dry-run
\b
What is put right outweighs everything published before now (or before --at), however late it comes, and everything that
merely repeats it afterwards. An article published later that states a change is news, and followed.
"""
)
@click.argument("meeting_id", metavar="ID")
@click.option("--date", "when", type=DateOrSpan(), help="The days: a date, span, month, week, or none.")
@click.option("--place", help="City, city and country (Geneva, CH), country (CH), or none.")
@click.option(
    "--status",
    type=click.Choice(["proposed", "tentative", "scheduled", "postponed", "cancelled", "underway", "concluded"]),
)
@click.option("--format", "format_", type=click.Choice(["in_person", "call", "video", "unknown"]))
@click.option("--parties", help='Ids of all who take part, such as "RU US".')
@click.option("--at", type=Moment(), help="From which moment of publication on news may follow. Default: now.")
@decision_options
def correct(
    session: Session,
    meeting_id: str,
    when: Any,
    place: str | None,
    status: str | None,
    format_: str | None,
    parties: str | None,
    at: datetime | None,
    **how: Any,
) -> int:
    """Say what is right about a meeting where it was misread or misreported."""
    from domain.reports import Format, Status
    from domain.talks.curate import correct as corrected

    facts: dict[Any, Any] = {}
    if when is not None:
        (facts["when"],) = when
    if place is not None:
        facts["where"] = where_of(place)
    if status is not None:
        facts["status"] = Status(status)
    if format_ is not None:
        facts["format"] = Format(format_)
    if parties is not None:
        facts["parties"] = parties_of(parties)
    if not facts:
        raise click.UsageError("say what is right: --date, --place, --status, --format or --parties")
    moment = at or session.runtime.clock.now()
    return decide(session, lambda state, by: corrected(state.case(meeting_id), facts, moment, by), **how)


# --- merge, split ----------------------------------------------------------------------------------------------------


@click.command(
    epilog="""\b
Examples:
  parley merge 2ec081 9ab3f0 --reason "one round of talks under two names"
  parley merge 2ec081 9ab3f0 77c1d2 --reason "the same summit" --dry-run
\b
The first meeting keeps its id; the others' ids lead to it. Later news of any of them is news of the one.
"""
)
@click.argument("into", metavar="ID")
@click.argument("others", metavar="OTHER_ID...", nargs=-1, required=True)
@decision_options
def merge(session: Session, into: str, others: tuple[str, ...], **how: Any) -> int:
    """Say that other meetings are this one."""
    from domain.talks.curate import merge as merged

    return decide(
        session, lambda state, by: merged(state.case(into), [state.case(other) for other in others], by), **how
    )


@click.command(
    epilog="""\b
Examples:
  parley split 2ec081 5f0e77 --reason "this article is about the deputies' meeting"
  parley split 2ec081 https://news.example/deputies-meet --reason "another meeting" --dry-run
\b
ARTICLE is an article's id or address, or a report's id, as 'parley meeting ID' shows them. What is taken out stays together
and never stands with the rest again; apart from that it is matched anew, and may join a third meeting that it fits.
"""
)
@click.argument("meeting_id", metavar="ID")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@decision_options
def split(session: Session, meeting_id: str, articles: tuple[str, ...], **how: Any) -> int:
    """Say that some reports of a meeting speak of another one."""
    from domain.talks.curate import split as taken_out

    def decide_on(state: Desk, by: Any) -> Curation:
        case = state.case(meeting_id)
        out: set[str] = set()
        for wanted in articles:
            found = state.article_or_report(wanted)
            if isinstance(found, str):
                out |= {filed.report_id for filed in case.reports if filed.article.article_id == found}
            else:
                out.add(found.report_id)
        return taken_out(case, out, by)

    return decide(session, decide_on, **how)


# --- retract, undo ---------------------------------------------------------------------------------------------------


@click.command(
    epilog="""\b
Examples:
  parley retract 5f0e77 --reason "a hoax; the outlet apologised"
  parley retract https://news.example/hoax --reason "satire"
  parley retract 91d2ab --reason "misread: it speaks of 1985"      # one report, by its id
\b
An article is retracted with everything that is read in it now or later; a report alone, by its id, leaves the other
reports of its article. What they brought about vanishes from status and meetings, and stays in the log.
"""
)
@click.argument("article", metavar="ARTICLE|REPORT")
@decision_options
def retract(session: Session, article: str, **how: Any) -> int:
    """Say that an article, or one report of it, does not count."""
    from domain.talks.curate import retract_article, retract_report

    def decide_on(state: Desk, by: Any) -> Curation:
        found = state.article_or_report(article)
        if isinstance(found, str):
            return retract_article(found, state.made, by)
        assert found.meeting_id is not None
        known = state.known([found.article.article_id])
        return retract_report(found, state.standing.root(found.meeting_id), known, by)

    return decide(session, decide_on, **how)


@click.command(
    epilog="""\b
Examples:
  parley curations                            # what was decided, with ids
  parley undo 4c9e0a12 --reason "the ministry withdrew its statement"
\b
Undoing is a decision too: it has an id of its own, and undoing that brings back what was undone.
"""
)
@click.argument("curation_id", metavar="DECISION_ID")
@decision_options
def undo(session: Session, curation_id: str, **how: Any) -> int:
    """Take back a decision: correct, merge, split, retract, or an undo."""
    from domain.talks.curate import undo as taken_back

    return decide(session, lambda state, by: taken_back(state.curation(curation_id), state.made, by), **how)


@click.command(epilog="\b\nExamples:\n  parley curations\n  parley curations --all --json")
@click.option("--all", "show_all", is_flag=True, help="Also those that were undone, and the undoing.")
@json_option
@pass_session
def curations(session: Session, show_all: bool, as_json: bool) -> int:
    """What people decided: corrections, merges, splits, retractions, with who and why."""
    from worker.log import queries

    with session.open().read() as conn:
        found = [one for one in queries.curations(conn) if show_all or one.holds]
    if as_json:
        known = {one.made.curation_id: one.made for one in found}
        print_json({"curations": [curation_json(one, known) for one in found]})
        return 0
    from worker.cli import show

    if not found:
        click.echo("nothing is decided by hand" + ("" if show_all else "; --all shows what was undone"), err=True)
    show.curations(console(), found)
    return 0


def curation_json(one: Any, known: Mapping[str, Curation] | None = None) -> dict[str, Any]:
    """``known``: decisions by id, in which what an undoing undoes is looked up."""
    from domain.talks.describe import describe_curation
    from worker.names import party_names

    return {
        "id": one.made.curation_id,
        "type": one.made.type,
        "state": one.state,
        "recorded_at": one.recorded_at.astimezone(UTC).isoformat(),
        "actor": one.made.actor,
        "reason": one.made.reason,
        "sentence": describe_curation(one.made, party_names(), known),
        "data": one.made.model_dump(mode="json", by_alias=True, exclude={"curation_id", "actor", "reason"}),
    }
