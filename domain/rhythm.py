"""When a hook may be told: quiet hours, digests, grouping windows and rates, in the hook's own time zone.

Wall-clock times are placed on the time line as RFC 5545 section 3.3.5 has it: a time that a change to summer time skips is
taken with the offset before the gap (02:30 becomes 03:30), one that happens twice means its first occurrence. So every
local day has exactly one 08:00 digest, whatever the clocks do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, PlainSerializer

from domain.reports import Value

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = timedelta(days=1)

_CLOCK = r"(\d{1,2}):(\d\d)"
_SPAN = re.compile(rf"(?:([a-z]+)(?:\s*-\s*([a-z]+))?\s+)?{_CLOCK}\s*-\s*{_CLOCK}")
_DIGEST = re.compile(rf"([a-z]+)\s+(?:at\s+)?{_CLOCK}")
_RATE = re.compile(r"(\d+)\s*(?:/|per\s)\s*(\d*)\s*([a-z]+)")
_WAIT = re.compile(r"(?:\d+\s*[smhdw]\s*)+")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def parse_wait(value: Any) -> timedelta:
    """``30s``, ``5m``, ``1h30m``, or a number of seconds. Raises ``ValueError`` with a sentence."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return timedelta(seconds=value)
    text = str(value).strip().lower()
    if not _WAIT.fullmatch(text):
        raise ValueError(f'"{value}" is no duration; write 30s, 5m or 1h')
    return timedelta(seconds=sum(int(n) * _UNITS[unit] for n, unit in re.findall(r"(\d+)\s*([smhdw])", text)))


def in_short(wait: timedelta) -> str:
    """``timedelta(minutes=90)`` is ``1h30m``."""
    seconds, parts = round(wait.total_seconds()), []
    for unit in ("d", "h", "m", "s"):
        count, seconds = divmod(seconds, _UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


Wait = Annotated[timedelta, BeforeValidator(parse_wait), PlainSerializer(in_short, when_used="json")]


def zone(name: str) -> ZoneInfo:
    """The time zone of this name. Raises ``ValueError`` with a sentence."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f'"{name}" is no time zone; write one such as UTC, Europe/Berlin or America/New_York'
        ) from None


def instant(day: date, minute: int, where: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks in ``where`` show ``minute`` minutes after midnight of ``day`` (24 * 60 is the next
    midnight)."""
    extra, rest = divmod(minute, 24 * 60)
    wall = datetime.combine(day + extra * DAY, time(rest // 60, rest % 60), where)
    return wall.astimezone(UTC)  # fold=0: the offset before a gap, the first of two


class Quiet(Value):
    """A span of the week in which nothing is sent: ``22:00-07:00``, ``sat-sun 00:00-24:00``."""

    days: tuple[int, ...] = tuple(range(7))
    """On which it begins; 0 is Monday."""
    start: int
    end: int
    """Minutes after midnight; an ``end`` that is not after ``start`` lies on the next day."""

    def __str__(self) -> str:
        days = "" if len(self.days) == 7 else f"{DAYS[self.days[0]]}-{DAYS[self.days[-1]]} "
        return f"{days}{_shown(self.start)}-{_shown(self.end)}"

    def until(self, now: datetime, where: ZoneInfo) -> datetime | None:
        """When the span that ``now`` lies in is over; None outside of it."""
        today = now.astimezone(where).date()
        for day in (today - DAY, today, today + DAY):
            if day.weekday() not in self.days:
                continue
            begins = instant(day, self.start, where)
            ends = instant(day, self.end if self.end > self.start else self.end + 24 * 60, where)
            if begins <= now < ends:
                return ends
        return None


class Digest(Value):
    """When a digest goes out: ``daily 08:00``, ``monday 08:00``, ``weekdays 08:00``."""

    days: tuple[int, ...]
    at: int
    """Minutes after midnight."""

    def __str__(self) -> str:
        days = {7: "daily", 5: "weekdays"}.get(len(self.days), DAYS[self.days[0]])
        return f"{days} {_shown(self.at)}"

    def after(self, moment: datetime, where: ZoneInfo) -> datetime:
        """The first time for a digest that lies after ``moment``."""
        today = moment.astimezone(where).date()
        times = (instant(today + n * DAY, self.at, where) for n in range(-1, 9) if self._on(today + n * DAY))
        return min(at for at in times if at > moment)

    def _on(self, day: date) -> bool:
        return day.weekday() in self.days


class Rate(Value):
    """At most ``count`` messages in any ``per``: ``20/1h``."""

    count: int
    per: timedelta

    def __str__(self) -> str:
        return f"{self.count}/{in_short(self.per)}"


def _shown(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(hours: str, minutes: str, written: str, *, midnight: bool = False) -> int:
    minute = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or minute > 24 * 60 - (0 if midnight else 1):
        raise ValueError(f'"{written}": {hours}:{minutes} is no time of day')
    return minute


def _day(word: str, written: str) -> int:
    for number, day in enumerate(DAYS):
        if len(word) >= 3 and ("monday tuesday wednesday thursday friday saturday sunday".split()[number]).startswith(
            word
        ):
            return number
        if word == day:
            return number
    raise ValueError(f'"{written}": "{word}" is no day; write mon, tue, wed, thu, fri, sat or sun')


def parse_quiet(value: Any) -> Any:
    """One span or several, as text. Raises ``ValueError`` with a sentence."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        return value
    found = []
    for written in value:
        if not isinstance(written, str):
            found.append(written)
            continue
        match = _SPAN.fullmatch(written.strip().lower())
        if match is None:
            raise ValueError(f'"{written}" are no quiet hours; write "22:00-07:00" or "sat-sun 00:00-24:00"')
        first, last, from_hour, from_minute, to_hour, to_minute = match.groups()
        start = _minute(from_hour, from_minute, written)
        end = _minute(to_hour, to_minute, written, midnight=True)
        if start == end:
            raise ValueError(f'"{written}" begins when it ends; write "00:00-24:00" for whole days')
        days = tuple(range(7))
        if first is not None:
            begin = _day(first, written)
            count = ((_day(last, written) if last else begin) - begin) % 7 + 1
            days = tuple((begin + n) % 7 for n in range(count))
        found.append(Quiet(days=days, start=start, end=end))
    return tuple(found)


def parse_digest(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = _DIGEST.fullmatch(value.strip().lower())
    if match is None:
        raise ValueError(f'"{value}" is no digest; write "daily 08:00", "weekdays 08:00" or "monday 08:00"')
    word, hours, minutes = match.groups()
    days = {"daily": tuple(range(7)), "weekdays": tuple(range(5))}.get(word) or (_day(word, value),)
    return Digest(days=days, at=_minute(hours, minutes, value))


def parse_rate(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = _RATE.fullmatch(value.strip().lower())
    names = {
        "s": "s",
        "m": "m",
        "h": "h",
        "d": "d",
        "minute": "m",
        "minutes": "m",
        "hour": "h",
        "hours": "h",
        "day": "d",
    }
    if match is None or match[3] not in names or int(match[1]) < 1:
        raise ValueError(f'"{value}" is no rate; write "20/1h" or "5/10m"')
    per = timedelta(seconds=int(match[2] or 1) * _UNITS[names[match[3]]])
    if per <= timedelta(0):
        raise ValueError(f'"{value}" is no rate; write "20/1h" or "5/10m"')
    return Rate(count=int(match[1]), per=per)


QuietHours = Annotated[
    tuple[Quiet, ...],
    BeforeValidator(parse_quiet),
    PlainSerializer(lambda spans: [str(span) for span in spans], when_used="json"),
]
DigestTime = Annotated[
    Digest | None, BeforeValidator(parse_digest), PlainSerializer(lambda d: d and str(d), when_used="json")
]
RateLimit = Annotated[
    Rate | None, BeforeValidator(parse_rate), PlainSerializer(lambda r: r and str(r), when_used="json")
]


def quiet_until(spans: Iterable[Quiet], now: datetime, where: ZoneInfo) -> datetime | None:
    """When, from ``now`` on, it is no longer quiet: spans that touch are one. None where it is not quiet now.

    A week that is all quiet ends after a fortnight: nothing is held for ever.
    """
    spans = tuple(spans)
    end, limit = now, now + 14 * DAY
    while end < limit:
        later = [until for span in spans if (until := span.until(end, where)) is not None]
        if not later:
            break
        end = max(later)
    return end if end > now else None
