"""What the templates show, ready to print: words for values, nothing that needs the database."""

from __future__ import annotations

from calendar import Calendar as MonthCalendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from domain.events import Curation, CurationUndone, MeetingFacts, Recorded
from domain.reports import Format, Status, When
from domain.talks.describe import describe_curation
from domain.talks.model import MeetingView
from domain.talks.status import (
    MONTHS,
    awaiting_outcome,
    describe_change,
    display_status,
    format_parties,
    format_when,
    format_where,
    in_order,
)

CERTAINTY: Mapping[Status, str] = {
    Status.PROPOSED: "only proposed",
    Status.TENTATIVE: "expected, not confirmed",
    Status.SCHEDULED: "stated as fact",
    Status.POSTPONED: "stated as fact",
    Status.CANCELLED: "stated as fact",
    Status.UNDERWAY: "stated as fact",
    Status.CONCLUDED: "stated as fact",
}


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody at the table."""

    id: str
    name: str
    flag: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    id: str
    title: str
    parties: tuple[Party, ...]
    when: str
    starts: date | None
    vague: bool
    """The date is a part of a month or a week, no day."""
    clock: str | None
    where: str
    status: str
    state: str
    """As ``status``, for style sheets: one word."""
    certainty: str
    struck: bool
    """Off or put off: the date is shown struck through."""
    before: str
    """What date and place were before they were moved; empty where they were not."""
    voices: int
    reports: int
    disputed: tuple[str, ...]
    corrected: bool
    awaiting: bool
    last_change: str | None
    changed_at: datetime | None
    first_published: datetime
    last_published: datetime


def flag(party: str) -> str:
    """The flag of a state (Unicode regional indicators), of the European Union or the United Nations; empty for others."""
    if len(party) != 2 or not (party.isascii() and party.isupper()):
        return ""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in party)


def parties(ids: Iterable[str], names: Mapping[str, str]) -> tuple[Party, ...]:
    return tuple(Party(one, names.get(one, one), flag(one)) for one in ids)


def meeting_row(view: MeetingView, today: date, names: Mapping[str, str], last: Recorded | None = None) -> MeetingRow:
    facts = view.facts
    off = facts.status in (Status.CANCELLED, Status.POSTPONED)
    previous = view.previous
    was = []
    if previous is not None and previous.when is not None:
        was.append(format_when(previous.when))
    if previous is not None and previous.where is not None:
        was.append(format_where(previous.where, names))
    event: Any = last.event if last is not None else None
    return MeetingRow(
        id=view.meeting_id,
        title=format_parties(facts.parties, names),
        parties=parties(in_order(facts.parties), names),
        when=format_when(view.when),
        starts=view.when.start if view.when else None,
        vague=view.when is not None and not view.when.firm,
        clock=view.when.time if view.when else None,
        where=format_where(view.where, names, facts.format),
        status=display_status(view, today),
        state=facts.status.value,
        certainty=CERTAINTY[facts.status],
        struck=off and view.when is not None and (facts.status is Status.CANCELLED or previous is None),
        before=", ".join(was),
        voices=view.voices,
        reports=view.reports,
        disputed=tuple(f"{one.field}: {one.ours} against {one.theirs}" for one in view.disputes),
        corrected=bool(view.corrections),
        awaiting=awaiting_outcome(view, today),
        last_change=describe_change(event, names) if event is not None else None,
        changed_at=last.recorded_at if last is not None else None,
        first_published=view.first_published,
        last_published=view.last_published,
    )


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in a list or a timeline."""

    position: int
    id: str
    kind: str
    meeting_id: str
    sentence: str
    recorded_at: datetime
    published_at: datetime | None
    source: str | None
    url: str | None
    title: str | None
    article_id: str | None
    by: str | None
    """The person who decided it, where one did."""
    reason: str | None
    """Why, in that person's words."""
    undoes: str | None
    """What the person took back, or brought back, in words."""
    disputed: bool
    differences: tuple[tuple[str, str, str], ...]
    """Field, before, after, of what differs; one that is not known is empty. All that is known where the meeting is new or
    gone."""
    gone: bool
    """The meeting is none any more: what stands in the differences was so before."""
    merged_into: str | None
    quotes: tuple[str, ...]


def change_row(
    recorded: Recorded,
    names: Mapping[str, str],
    zones: Mapping[str, timezone] | None = None,
    behind: Mapping[str, Curation] | None = None,
) -> ChangeRow:
    """``zones``: article id → the zone that its publication is told in. ``behind``: the decisions of people that the change may
    follow from, by id (``worker.log.queries.behind``)."""
    event: Any = recorded.event
    article = event.article
    behind = behind or {}
    made = behind.get(recorded.meta.decision or "")
    return ChangeRow(
        position=recorded.position,
        id=recorded.event_id,
        kind=event.kind,
        meeting_id=event.meeting_id,
        sentence=describe_change(event, names),
        recorded_at=recorded.recorded_at,
        published_at=article.published_at.astimezone((zones or {}).get(article.article_id, UTC)) if article else None,
        source=(article.outlet or "given") if article else None,
        url=web_address(article.url) if article else None,
        title=article.title if article else None,
        article_id=article.article_id if article else None,
        by=recorded.meta.actor if recorded.meta.by_a_person else None,
        reason=made.reason if made is not None else None,
        undoes=describe_curation(made, names, behind) if isinstance(made, CurationUndone) else None,
        disputed=event.disputed,
        differences=tuple(differences(event.before, event.after, names)),
        gone=event.after is None,
        merged_into=getattr(event, "merged_into", None),
        quotes=tuple(dict.fromkeys(" ".join(one.quote.split()) for one in event.evidence)),
    )


def differences(
    before: MeetingFacts | None, after: MeetingFacts | None, names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Field by field what a change altered, in words; everything that is known for a new or vanished meeting."""
    ours, theirs = _in_words(before, names), _in_words(after, names)
    return [
        (field_, ours.get(field_, ""), theirs.get(field_, ""))
        for field_ in ("who", "when", "where", "status")
        if ours.get(field_, "") != theirs.get(field_, "")
    ]


def _in_words(facts: MeetingFacts | None, names: Mapping[str, str]) -> dict[str, str]:
    if facts is None:
        return {}
    when = format_when(facts.when)
    if facts.when is not None and facts.when.time:
        when += f", {facts.when.time}"
    where = format_where(facts.where, names, facts.format)
    if facts.where is not None and facts.format in (Format.CALL, Format.VIDEO):
        where += " (remote)"
    return {
        "who": format_parties(facts.parties, names),
        "when": when,
        "where": where,
        "status": facts.status.value,
    }


def web_address(url: str | None) -> str | None:
    """``url`` where it is one that a link may lead to: an article's address is whatever a feed says."""
    return url if url is not None and url.lower().startswith(("http://", "https://")) else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's table."""

    date: date
    inside: bool
    today: bool
    meetings: tuple[MeetingRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a table of weeks, Monday first."""

    first: date
    title: str
    weeks: tuple[tuple[Day, ...], ...]
    vague: tuple[MeetingRow, ...]
    """Somewhere in the month, on no known day."""
    earlier: str
    later: str
    more: bool = False
    days: int = field(default=0)


MOST_DAYS = 31
"""A meeting of firm days longer than this is told beside the table, not on each of its days."""


def month_of(text: str | None, today: date) -> date:
    """The first day of ``YYYY-MM``. Raises ``ValueError``."""
    if not text:
        return today.replace(day=1)
    found = date.fromisoformat(f"{text}-01")
    if not 1900 <= found.year <= 2200:
        raise ValueError("out of the calendar")
    return found


def month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def month_table(
    first: date, views: Sequence[tuple[MeetingView, MeetingRow]], today: date, *, more: bool = False
) -> Month:
    last = month_end(first)
    by_day: dict[date, list[MeetingRow]] = {}
    vague: list[MeetingRow] = []
    for view, row in views:
        when: When | None = view.when
        if when is None:
            continue
        if not when.firm or when.days > MOST_DAYS:
            vague.append(row)
            continue
        for offset in range(when.days):
            by_day.setdefault(when.start + timedelta(days=offset), []).append(row)
    weeks = tuple(
        tuple(Day(day, day.month == first.month, day == today, tuple(by_day.get(day, ()))) for day in week)
        for week in MonthCalendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    )
    return Month(
        first=first,
        title=f"{MONTHS[first.month - 1]} {first.year}",
        weeks=weeks,
        vague=tuple(vague),
        earlier=(first - timedelta(days=1)).strftime("%Y-%m"),
        later=(last + timedelta(days=1)).strftime("%Y-%m"),
        more=more,
        days=sum(len(day.meetings) for week in weeks for day in week if day.inside),
    )
