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
from typing import Any, Final

from domain.reports import Format, Status, When
from domain.talks.model import MeetingView
from domain.talks.status import format_when, format_where, meeting_words

PRODID = "-//Parley//Diplomatic talks//EN"

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
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "METHOD:PUBLISH",
        _text("NAME", title),
        _text("X-WR-CALNAME", title),
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        "X-PUBLISHED-TTL:PT30M",
        *([_uri("URL", url)] if url else []),
    ]
    return b"".join(
        (_written(head), *(_written(_event(one, names, keep_cancelled)) for one in entries), b"END:VCALENDAR\r\n")
    )


def _event(entry: Entry, names: Mapping[str, str], keep_cancelled: bool) -> list[str]:
    view = entry.view
    put_off = view.status is Status.POSTPONED and view.when is None
    when = view.when or (view.previous.when if view.previous is not None and put_off else None)
    if when is None:
        return []  # nothing that a calendar could show without inventing a day
    off = view.status is Status.CANCELLED or put_off
    place = format_where(view.where, names, view.facts.format)
    remote = view.facts.format in (Format.CALL, Format.VIDEO)
    free = off or not when.firm
    article = view.evidence_article.url
    return [
        "BEGIN:VEVENT",
        _text("UID", uid(view.meeting_id)),
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_utc(entry.changed_at)}",
        f"LAST-MODIFIED:{_utc(entry.changed_at)}",
        f"CREATED:{_utc(view.first_published)}",
        *_times(when),
        _text("SUMMARY", _summary(view, when, names, off, put_off)),
        f"STATUS:{_status(view.status, off, keep_cancelled)}",
        f"TRANSP:{'TRANSPARENT' if free else 'OPAQUE'}",
        *([_text("LOCATION", _place(view, names))] if place and not remote else []),
        _text("DESCRIPTION", _description(view, names, when)),
        f"CATEGORIES:{view.status.value}{'' if when.firm else ',date not fixed'}",
        *([_uri("URL", entry.url)] if entry.url else []),
        *([_uri("ATTACH", article)] if article else []),
        "END:VEVENT",
    ]


def _times(when: When) -> list[str]:
    begins = moment(when)
    if begins is not None:
        # Without DTEND: nobody said how long it takes (RFC 5545, section 3.6.1: it then ends when it starts).
        return [f"DTSTART:{_utc(begins)}"]
    after = when.end + timedelta(days=1)  # exclusive
    return [f"DTSTART;VALUE=DATE:{when.start:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


# --- lines -----------------------------------------------------------------------------------------------------------

_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
"""RFC 5545, section 3.3.11."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

LINE: Final = 75
"""Octets of a line at most, without its end (RFC 5545, section 3.1)."""


def _text(name: str, value: str) -> str:
    return f"{name}:{_CONTROLS.sub('', value).translate(_ESCAPED)}"


def _uri(name: str, value: str) -> str:
    return f"{name}:{''.join(_CONTROLS.sub('', value).split())}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _written(lines: Iterable[str]) -> bytes:
    """Content lines, folded where they are long; never within a character."""
    written = bytearray()
    for line in lines:
        octets = line.encode()
        begin, room = 0, LINE
        while len(octets) - begin > room:
            cut = begin + room
            while octets[cut] & 0xC0 == 0x80:
                cut -= 1
            written += octets[begin:cut] + b"\r\n "
            begin, room = cut, LINE - 1
        written += octets[begin:] + b"\r\n"
    return bytes(written)


# --- what an event says -----------------------------------------------------------------------------------------------


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
