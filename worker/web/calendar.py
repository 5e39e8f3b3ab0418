"""Talks as an iCalendar (RFC 5545, with the names and colours of RFC 7986), for calendar programs to subscribe to.

No precision is made up: a meeting on a day is an event of that whole day; one at an hour has that hour only where its time
zone is known; one "in mid-January" spans those days, takes nobody's time (``TRANSP:TRANSPARENT``) and says in its title that
its date is not fixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from icalendar import Calendar, Event

from domain.reports import Format, Status, When
from domain.talks.model import MeetingView
from domain.talks.status import format_when, format_where, meeting_words

PRODID = "-//Parley//Diplomatic talks//EN"

REFRESH = timedelta(minutes=30)

_OFFSETS: Mapping[str, float] = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "bst": 1,
    "wet": 0,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "moscow time": 3,
    "est": -5,
    "edt": -4,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "jst": 9,
    "kst": 9,
}
"""Hours east of Greenwich of zones that mean one thing in news. "CST", "ET" or "local time" do not, or not without the place's
rules, and are left alone: then the event is the whole day and the hour stands in its description."""

_CLOCK = re.compile(r"(?P<h>[01]\d|2[0-3]):(?P<m>[0-5]\d)\s*(?P<zone>[A-Za-z][A-Za-z ]*|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting with what a calendar needs besides its view."""

    view: MeetingView
    sequence: int
    """How often it changed since it was announced (RFC 5545, section 3.8.7.4)."""
    changed_at: datetime
    """When it last changed, as Parley recorded it."""
    url: str | None = None


def uid(meeting_id: str) -> str:
    """The same for ever for one meeting, on every machine (RFC 7986, section 5.3: a UUID)."""
    return meeting_id


def calendar(
    entries: Iterable[Entry],
    names: Mapping[str, str],
    title: str,
    *,
    keep_cancelled: bool = False,
    url: str | None = None,
) -> bytes:
    """The calendar. ``names`` maps party ids to display names.

    What is called off has ``STATUS:CANCELLED``, which some programs strike through and others, Google's among them, drop. With
    ``keep_cancelled`` it stays visible everywhere: a plain event whose title says so.
    """
    cal = Calendar()
    cal.add("prodid", PRODID)
    cal.add("version", "2.0")
    cal.add("method", "PUBLISH")
    cal.add("name", title)
    cal.add("x-wr-calname", title)
    cal.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    cal.add("x-published-ttl", "PT30M")
    if url:
        cal.add("url", url)
    for entry in entries:
        event = _event(entry, names, keep_cancelled)
        if event is not None:
            cal.add_component(event)
    return bytes(cal.to_ical())


def _event(entry: Entry, names: Mapping[str, str], keep_cancelled: bool) -> Event | None:
    view = entry.view
    put_off = view.status is Status.POSTPONED and view.when is None
    when = view.when or (view.previous.when if view.previous is not None and put_off else None)
    if when is None:
        return None  # nothing that a calendar could show without inventing a day
    off = view.status is Status.CANCELLED or put_off
    event = Event()
    event.add("uid", uid(view.meeting_id))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("created", view.first_published)
    _times(event, when)
    event.add("summary", _summary(view, when, names, off, put_off))
    event.add("status", _status(view.status, off, keep_cancelled))
    free = off or not when.firm
    event.add("transp", "TRANSPARENT" if free else "OPAQUE")
    place = format_where(view.where, names, view.facts.format)
    if place and view.facts.format not in (Format.CALL, Format.VIDEO):
        event.add("location", _place(view, names))
    event.add("description", _description(view, names, when))
    event.add("categories", [view.status.value] + ([] if when.firm else ["date not fixed"]))
    if entry.url:
        event.add("url", entry.url)
    if view.evidence_article.url:
        event.add("attach", view.evidence_article.url)
    return event


def _times(event: Event, when: When) -> None:
    begins = moment(when)
    if begins is not None:
        # Without DTEND: nobody said how long it takes (RFC 5545, section 3.6.1: it then ends when it starts).
        event.add("dtstart", begins)
        return
    event.add("dtstart", when.start)
    event.add("dtend", when.end + timedelta(days=1))  # exclusive


def moment(when: When) -> datetime | None:
    """The very moment in UTC, where day, hour and zone are known."""
    if when.time is None or when.start != when.end:
        return None
    clock = _CLOCK.match(when.time)
    if clock is None or not clock["zone"]:
        return None
    offset = _offset(clock["zone"].strip())
    if offset is None:
        return None
    day: date = when.start
    local = datetime(day.year, day.month, day.day, int(clock["h"]), int(clock["m"]), tzinfo=timezone(offset))
    return local.astimezone(UTC)


def _offset(zone: str) -> timedelta | None:
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return None if size >= timedelta(hours=24) else (-size if zone[0] == "-" else size)
    hours = _OFFSETS.get(zone.casefold())
    return None if hours is None else timedelta(hours=hours)


def _summary(view: MeetingView, when: When, names: Mapping[str, str], off: bool, put_off: bool) -> str:
    words = meeting_words(view.facts, names)
    if put_off:
        return f"Postponed, no new date: {words}"
    if off:
        return f"Called off: {words}"
    if view.status is Status.PROPOSED:
        words = f"Proposed: {words}"
    elif view.status is Status.TENTATIVE:
        words = f"Expected: {words}"
    return words if when.firm else f"{words} (date not fixed: {format_when(when)})"


def _status(status: Status, off: bool, keep_cancelled: bool) -> str:
    if off:
        return "CONFIRMED" if keep_cancelled else "CANCELLED"
    return "TENTATIVE" if status in (Status.PROPOSED, Status.TENTATIVE) else "CONFIRMED"


def _place(view: MeetingView, names: Mapping[str, str]) -> str:
    where = view.where
    if where is None:
        return ""
    country = names.get(where.country or "", where.country or "")
    return ", ".join(part for part in (where.city, country) if part)


def _description(view: MeetingView, names: Mapping[str, str], when: When) -> str:
    lines = [f"Status: {view.status.value}; date: {format_when(when, long=True)}"]
    if when.time:
        lines[0] += f", {when.time}"
    if view.previous is not None:
        before = [format_when(view.previous.when, long=True)] if view.previous.when else []
        before += [format_where(view.previous.where, names)] if view.previous.where else []
        lines.append(f"Before: {', '.join(before)}")
    lines.append(f"Independent voices: {view.voices}")
    lines += [f"Disputed {one.field}: {one.ours} against {one.theirs}" for one in view.disputes]
    article = view.evidence_article
    quotes = list(dict.fromkeys(" ".join(one.quote.split()) for one in view.evidence))
    lines += [f"“{quote}”" for quote in quotes[:3]]
    lines.append(f"{article.outlet or 'Source'}, {article.published_at:%d %b %Y}: {article.title}")
    return "\n".join(lines)


def counted(rows: Iterable[Any]) -> dict[str, tuple[int, datetime]]:
    """Meeting id → how often it changed after its announcement, and when last; from rows of id, count and newest time."""
    return {row[0]: (max(0, int(row[1]) - 1), row[2]) for row in rows}
