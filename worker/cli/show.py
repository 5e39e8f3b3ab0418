"""How things look on a terminal. Everything an article says is printed through ``escape``: it is hostile input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from domain.events import CurationUndone
from domain.talks.describe import describe_curation, undone_by
from domain.talks.status import describe_change, display_status, format_parties, format_when, format_where
from worker.cli.agenda import SHORT_ID as SHORT_ID
from worker.cli.agenda import STATUS_STYLE
from worker.names import party_names

if TYPE_CHECKING:
    from domain.events import ArticleRef, CorrectedField, Curation, MatchReason, MeetingFacts, Recorded
    from domain.reading import Extraction
    from domain.reports import Report
    from domain.stories import Source
    from domain.talks.model import FiledReport, MeetingView
    from worker.archive import Article
    from worker.cli.diff import MeetingDiff
    from worker.log.queries import Decided
    from worker.log.wording import Story
    from worker.reread import MeetingDifference

KIND_STYLE = {
    "announced": "green",
    "firmed": "green",
    "reinstated": "green",
    "rescheduled": "magenta",
    "relocated": "magenta",
    "postponed": "magenta",
    "cancelled": "red",
    "withdrawn": "red",
    "corrected": "yellow",
}


def meeting(
    screen: Console,
    view: MeetingView,
    filed: Sequence[FiledReport],
    changes: Sequence[Recorded],
    matches: Mapping[str, MatchReason],
    today: date,
    *,
    merged: Sequence[str] = (),
    watches: Sequence[str] = (),
    decided: Sequence[Decided] = (),
    behind: Mapping[str, Curation] | None = None,
) -> None:
    """``behind``: the decisions of people that the changes may follow from, by id."""
    from domain.stories import sources

    names = party_names()
    shown = display_status(view, today)
    style = STATUS_STYLE.get(shown, "bold")
    put_right = {name: note for note in view.corrections for name in note.fields}

    def by_whom(*fields: CorrectedField) -> str:
        notes = {put_right[name].curation_id: put_right[name] for name in fields if name in put_right}
        return "".join(
            f"  [bold yellow]*[/bold yellow] [dim]put right by {escape(note.actor)} ({note.curation_id[:8]})[/dim]"
            for note in notes.values()
        )

    screen.print(
        f"[bold]{escape(format_parties(view.facts.parties, names))}[/bold]{by_whom('parties')}"
        f"  [{style}]{shown}[/{style}]{by_whom('status')}",
        soft_wrap=True,
    )
    when = escape(format_when(view.when)) + (f", {escape(view.when.time)}" if view.when and view.when.time else "")
    where = escape(format_where(view.where, names, view.facts.format)) or "not known"
    screen.print(f"  when    {when}{by_whom('when')}", soft_wrap=True)
    screen.print(f"  where   {where}{by_whom('where', 'format')}", soft_wrap=True)
    if view.previous is not None:
        before = [format_when(view.previous.when)] if view.previous.when else []
        before += [format_where(view.previous.where, names, view.facts.format)] if view.previous.where else []
        screen.print(f"  before  [strike]{escape(', '.join(before))}[/strike]")
    screen.print(f"  voices  {view.voices} independent, {view.reports} report{'s' if view.reports != 1 else ''}")
    for source in sources(filed):
        screen.print(f"          {escape(source.name)} [dim]- {escape(_told(source))}[/dim]", soft_wrap=True)
    if view.attributed_to:
        screen.print(f"  says    {escape(view.attributed_to)}")
    if watches:
        screen.print(f"  watches {escape(', '.join(watches))}")
    screen.print(f"  id      {view.meeting_id}", style="dim")
    for other in merged:
        screen.print(f"  and     {other} [dim](merged into it by a person)[/dim]", highlight=False)
    for dispute in view.disputes:
        screen.print(
            f"  [bold red]disputed[/bold red] {dispute.field}: {escape(dispute.ours)} against {escape(dispute.theirs)}"
        )
    # What altered what is shown stands among the changes, with its reason.
    told = {recorded.meta.decision for recorded in changes}
    quiet = [one for one in decided if one.made.curation_id not in told]
    if quiet:
        screen.print("\n[bold]Decided by people[/bold]")
        curations(screen, quiet)
    screen.print("\n[bold]Changes[/bold]")
    for recorded in changes:
        change(screen, recorded, meeting_column=False, behind=behind)
    screen.print("\n[bold]Evidence[/bold]")
    for report in filed:
        article = report.article
        screen.print(
            f"  {article.published_at:%d %b %Y %H:%M} [bold]{escape(article.outlet or 'given')}[/bold] “{escape(article.title)}”",
            soft_wrap=True,
        )
        if article.url:
            screen.print(f"    [blue]{escape(article.url)}[/blue]", soft_wrap=True)
        screen.print(f"    [dim]article {article.article_id[:8]}, report {report.report_id[:8]}[/dim]")
        seen: set[str] = set()
        for quote in report.report.evidence:
            if quote.quote not in seen:
                seen.add(quote.quote)
                screen.print(f"    [italic]“{escape(' '.join(quote.quote.split()))}”[/italic]", soft_wrap=True)
        reason = matches.get(report.report_id)
        if reason is not None:
            beaten = "".join(f"; beat {other[:SHORT_ID]} ({score:.2f})" for other, score in reason.beaten)
            under = (
                "" if report.meeting_id == view.meeting_id else f" as part of {(report.meeting_id or '')[:SHORT_ID]}"
            )
            screen.print(
                f"    [dim]filed here{under}: {escape(reason.rule)} ({reason.score:.2f}){beaten}[/dim]", soft_wrap=True
            )


def _told(source: Source) -> str:
    """``4 articles, 3 of them copies of one story; also in The Kestrel Courier``: what a voice is heard in."""
    articles = [one for own in source.stories for one in own]
    told = f"{len(articles)} article{'s' if len(articles) != 1 else ''}"
    copied = [len(own) for own in source.stories if len(own) > 1]
    if copied:
        most = "all" if copied == [len(articles)] else f"{sum(copied)} of them"
        stories = "one story" if len(copied) == 1 else f"{len(copied)} stories"
        told += f", {most} copies of {stories}"
    others = dict.fromkeys(one.outlet for one in articles if one.outlet and one.outlet != source.name)
    return told + (f"; also in {', '.join(others)}" if others else "")


def change(
    screen: Console,
    recorded: Recorded,
    *,
    meeting_column: bool = True,
    behind: Mapping[str, Curation] | None = None,
) -> None:
    """A change in a line, with who decided it and why where ``behind`` (decisions by id) holds that."""
    event: Any = recorded.event
    sentence = describe_change(event, party_names())
    style = KIND_STYLE.get(event.kind, "cyan")
    source = event.article.outlet if event.article else None
    if recorded.meta.by_a_person:
        source = f"decided by {recorded.meta.actor}"
        made = (behind or {}).get(recorded.meta.decision or "")
        if made is not None:
            if isinstance(made, CurationUndone):
                first, holds = undone_by(made, behind or {})
                whose = f" of {first.actor}" if first is not None else ""
                source = f"{made.actor} {'brought' if holds else 'took'} back {(first.curation_id if first else made.undone)[:8]}{whose}"
            source += f": {made.reason}; {made.curation_id[:8]}"
    outlet = f" [dim]({escape(source)})[/dim]" if source else ""
    column = f"[dim]{event.meeting_id[:SHORT_ID]}[/dim] " if meeting_column else ""
    screen.print(
        f"  [dim]{recorded.recorded_at:%d %b %Y %H:%M}[/dim] {column}[{style}]{event.kind:<12}[/{style}] {escape(sentence)}{outlet}",
        soft_wrap=True,
    )


def facts_line(facts: MeetingFacts | None) -> str:
    """The facts of a meeting in a line: ``US–Russia, 10 Jan 2022, Geneva, scheduled``."""
    if facts is None:
        return "no such meeting"
    names = party_names()
    where = format_where(facts.where, names, facts.format)
    parts = [format_parties(facts.parties, names), format_when(facts.when), where, facts.status.value]
    return ", ".join(part for part in parts if part)


def before_and_after(screen: Console, meeting_id: str, before: MeetingFacts | None, after: MeetingFacts | None) -> None:
    """What became of a meeting, in two lines."""
    if before is None or after is None:
        sign, style = ("+", "green") if before is None else ("-", "red")
        line = escape(facts_line(after or before))
        screen.print(f"[{style}]{sign}[/{style}] [dim]{meeting_id[:SHORT_ID]}[/dim] {line}", soft_wrap=True)
        return
    screen.print(f"[yellow]~[/yellow] [dim]{meeting_id[:SHORT_ID]}[/dim] {escape(facts_line(before))}", soft_wrap=True)
    screen.print(f"       →   {escape(facts_line(after))}", soft_wrap=True)


def source_line(screen: Console, article: ArticleRef) -> None:
    screen.print(
        f"    {article.published_at:%d %b %Y %H:%M} [bold]{escape(article.outlet or 'given')}[/bold] “{escape(article.title)}”",
        soft_wrap=True,
    )


def quotes(screen: Console, report: Report, label: str = "") -> None:
    seen: set[str] = set()
    for quote in report.evidence:
        if quote.quote not in seen:
            seen.add(quote.quote)
            screen.print(f"      {label}[italic]“{escape(' '.join(quote.quote.split()))}”[/italic]", soft_wrap=True)


def reread_meeting(screen: Console, meeting: MeetingDifference) -> None:
    before_and_after(screen, meeting.meeting_id, meeting.before, meeting.after)
    for article, added, removed in meeting.readings:
        source_line(screen, article)
        for report in added:
            quotes(screen, report, f"[green]now[/green] {escape(facts_line(facts_of(report)))}: ")
        for report in removed:
            quotes(screen, report, f"[red]was[/red] {escape(facts_line(facts_of(report)))}: ")
    screen.print()


def meeting_diff(screen: Console, one: MeetingDiff) -> None:
    """A meeting at two points, with what lies between."""
    before_and_after(
        screen, one.meeting_id, one.before.facts if one.before else None, one.after.facts if one.after else None
    )
    ours, theirs = (view.disputes if view else () for view in (one.before, one.after))
    for dispute in theirs:
        if dispute not in ours:
            screen.print(
                f"    [bold red]disputed[/bold red] {dispute.field}: {escape(dispute.ours)} against {escape(dispute.theirs)}"
            )
    for recorded in one.changes:
        change(screen, recorded, meeting_column=False, behind=one.behind)
    for filed in one.published:
        source_line(screen, filed.article)
        quotes(screen, filed.report)
    screen.print()


ARTICLE_STYLE = {"reports": "green", "quarantined": "red", "received": "yellow"}


def article(screen: Console, one: Article) -> None:
    state = one.outcome if one.state == "done" and one.outcome else one.state
    gone = f" [dim]text {one.gone}[/dim]" if one.gone else ""
    screen.print(
        f"[dim]{one.published_at:%d %b %Y %H:%M}[/dim] {one.article_id[:8]} "
        f"[{ARTICLE_STYLE.get(state, 'dim')}]{escape(state)}[/{ARTICLE_STYLE.get(state, 'dim')}] "
        f"[bold]{escape(one.outlet or 'given')}[/bold] “{escape(one.title)}”{gone}",
        soft_wrap=True,
    )


def failure(screen: Console, one: Article, now: datetime) -> None:
    times = f"{one.attempts} attempt{'' if one.attempts == 1 else 's'}"
    if one.state == "quarantined":
        what = f"set aside after {times}"
    elif one.next_attempt_at > now:
        what = f"{times}, the next in {max(1, round((one.next_attempt_at - now).total_seconds() / 60))} min"
    else:
        what = f"{times}, to be tried again"
    screen.print(f"  {what}: [red]{escape(one.last_error or 'no error was noted')}[/red]", soft_wrap=True)


def article_details(
    screen: Console,
    one: Article,
    readings: Sequence[Recorded],
    filed: Sequence[FiledReport],
    text: str | None,
    story: Story | None = None,
) -> None:
    screen.print(f"  id        {one.article_id}, revision {one.revision}", style="dim")
    if one.url:
        screen.print(f"  address   [blue]{escape(one.url)}[/blue]", soft_wrap=True)
    screen.print(f"  came in   {one.received_at:%d %b %Y %H:%M}" + (f", feed {escape(one.feed)}" if one.feed else ""))
    if one.last_error:
        screen.print(f"  error     [red]{escape(one.last_error)}[/red]", soft_wrap=True)
    for reading in readings:
        event: Any = reading.event
        screen.print(
            f"  read      {reading.recorded_at:%d %b %Y %H:%M} by {escape(event.extractor)} {escape(event.extractor_version)}, "
            f"revision {event.revision}: {event.outcome}, {event.reports} report{'s' if event.reports != 1 else ''}"
        )
    if story is not None:
        screen.print(f"  voice     {escape(story.voice)}", highlight=False)
        for copy in story.articles if len(story.articles) > 1 else ():
            which = " [dim](this one)[/dim]" if copy.article_id == one.article_id else ""
            screen.print(
                f"  copy      {copy.published_at:%d %b %Y %H:%M} {copy.article_id[:8]} "
                f"[bold]{escape(copy.outlet or 'given')}[/bold] “{escape(copy.title)}”{which}",
                soft_wrap=True,
                highlight=False,
            )
    for report in filed:
        where = f"meeting {report.meeting_id[:SHORT_ID]}" if report.meeting_id else "[yellow]retracted[/yellow]"
        screen.print(f"\n  report {report.report_id[:8]}, {where}: {escape(facts_line(facts_of(report.report)))}")
        quotes(screen, report.report)
    if text is not None:
        screen.print()
        screen.print(text, markup=False, highlight=False, soft_wrap=True)


def facts_of(report: Report) -> MeetingFacts:
    from domain.events import MeetingFacts

    return MeetingFacts(
        parties=report.parties, status=report.status, when=report.when, where=report.where, format=report.format
    )


def curations(screen: Console, found: Sequence[Decided]) -> None:
    names = party_names()
    known = {one.made.curation_id: one.made for one in found}
    for one in found:
        undone = " [yellow]undone,[/yellow]" if one.state == "undone" else ""
        screen.print(
            f"[dim]{one.recorded_at:%d %b %Y %H:%M}[/dim] {one.made.curation_id[:8]}{undone} "
            f"{escape(describe_curation(one.made, names, known))} [dim]({escape(one.made.actor)}: {escape(one.made.reason)})[/dim]",
            soft_wrap=True,
        )


def event(screen: Console, recorded: Recorded) -> None:
    brief = recorded.event.model_dump(mode="json", exclude_none=True)
    detail = brief.get("title") or brief.get("outcome") or brief.get("detail") or brief.get("report_id") or ""
    screen.print(
        f"[dim]{recorded.position:>6}  {recorded.recorded_at:%Y-%m-%d %H:%M:%S}[/dim]  {recorded.event.type:<22} "
        f"[dim]{escape(recorded.stream[:16])}…[/dim] {escape(str(detail))}",
        soft_wrap=True,
    )


def statistics(screen: Console, figures: Mapping[str, Any]) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("event")
    table.add_column("count", justify="right")
    for type_, count in sorted(figures.get("by_type", {}).items(), key=lambda item: -item[1]):
        table.add_row(escape(type_), f"{count:,}")
    screen.print(table)
    for key, value in figures.items():
        if key != "by_type":
            value = "none yet" if value is None else value
            screen.print(
                f"{key.replace('_', ' ')}: {value:,}" if isinstance(value, int) else f"{key.replace('_', ' ')}: {value}"
            )


def reports(screen: Console, extraction: Extraction) -> None:
    if not extraction.reports:
        reason = "" if extraction.language in ("en", "und") else f": not read, its language is {extraction.language}"
        screen.print(f"No meeting report{reason}.")
        return
    names = party_names()
    for report in extraction.reports:
        style = STATUS_STYLE.get(report.status.value, "bold")
        screen.print(
            f"[bold]{escape(format_parties(report.parties, names))}[/bold]  [{style}]{report.status.value}[/{style}]"
        )
        screen.print(
            f"  when   {escape(format_when(report.when))}{' at ' + escape(report.when.time) if report.when and report.when.time else ''}"
        )
        screen.print(f"  where  {escape(format_where(report.where, names, report.format))}")
        if report.previous is not None:
            if report.previous.when:
                screen.print(f"  before {escape(format_when(report.previous.when))}")
            if report.previous.where:
                screen.print(f"  before {escape(format_where(report.previous.where, names, report.format))}")
        if report.attributed_to:
            screen.print(f"  says   {escape(report.attributed_to)}")
        for quote in report.evidence:
            screen.print(
                f"  [dim]{quote.role or 'quote'} {quote.source}[{quote.start}:{quote.end}][/dim] [italic]“{escape(' '.join(quote.quote.split()))}”[/italic]",
                soft_wrap=True,
            )
        screen.print()


VERDICT_STYLE = {"report": "green", "merged": "green"}


def explanations(screen: Console, extraction: Extraction) -> None:
    screen.print(f"[dim]language: {extraction.language}[/dim]")
    for item in extraction.explanations:
        style = VERDICT_STYLE.get(item.verdict, "yellow")
        screen.print(
            f"[{style}]{item.verdict:<12}[/{style}] [dim]{item.start}–{item.end}[/dim] {escape(' '.join(item.sentence.split()))}"
        )
        for note in item.notes:
            screen.print(f"             [dim]{escape(note)}[/dim]")
    screen.print()
