"""Calendar arithmetic for the time reader: intervals of whole days with their TIMEX3 value.

Pure functions on :class:`datetime.date`. Nothing here raises for a publication date near the ends of the calendar: days
are clamped to years 1 to 9999, because a broken feed may well claim year 9999.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from domain.reports import Precision, When

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()

SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9), "winter": ("WI", 12)}
"""Meteorological seasons of the northern hemisphere, as agencies use them: TIMEX3 code and first month."""


class Span(NamedTuple):
    """An interval of whole days, both ends inclusive; ``value`` is its TIMEX3 value (TimeML 1.2.1, section 2.2.2.3)."""

    start: date
    end: date
    precision: Precision
    value: str

    def when(self, time: str | None = None) -> When:
        return _when(self.start, self.end, self.precision, time)

    def distance(self, day: date) -> int:
        """Days between ``day`` and the nearest day of the interval; 0 inside."""
        if day < self.start:
            return (self.start - day).days
        return (day - self.end).days if day > self.end else 0


@lru_cache(maxsize=8192)
def _when(start: date, end: date, precision: Precision, time: str | None) -> When:
    return When(start=start, end=end, precision=precision, time=time)


def shift(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, _FIRST), _LAST))


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later; the last day of the month where it has no such day."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month0 = divmod(index, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clamp_year(year: int) -> int:
    return min(max(year, 1), 9999)


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def day_span(day: date) -> Span:
    return Span(day, day, Precision.DAY, day.isoformat())


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_span(day: date) -> Span:
    """Monday to Sunday of the week of ``day``."""
    monday = shift(day, -day.weekday())
    return Span(monday, shift(monday, 6), Precision.WEEK, week_value(day))


def weekend_span(day: date) -> Span:
    """Saturday and Sunday of the week (Monday to Sunday) of ``day``."""
    saturday = shift(day, 5 - day.weekday())
    return Span(saturday, shift(saturday, 1), Precision.RANGE, f"{week_value(day)}-WE")


def month_span(year: int, month: int) -> Span:
    return Span(date(year, month, 1), month_end(year, month), Precision.MONTH, f"{year:04d}-{month:02d}")


def month_of(day: date) -> Span:
    return month_span(day.year, day.month)


def quarter_span(year: int, quarter: int) -> Span:
    last = 3 * quarter
    return Span(date(year, last - 2, 1), month_end(year, last), Precision.PART, f"{year:04d}-Q{quarter}")


def half_span(year: int, half: int) -> Span:
    last = 6 * half
    return Span(date(year, last - 5, 1), month_end(year, last), Precision.PART, f"{year:04d}-H{half}")


def season_span(year: int, season: str) -> Span:
    """Winter belongs to the year of its December ("the winter of 2004" begins in December 2004)."""
    code, first = SEASONS[season]
    start = date(year, first, 1)
    end = add_months(start, 2)
    return Span(start, month_end(end.year, end.month), Precision.PART, f"{year:04d}-{code}")


def year_span(year: int) -> Span:
    year = clamp_year(year)
    return Span(date(year, 1, 1), date(year, 12, 31), Precision.PART, f"{year:04d}")


def decade_span(decade: int) -> Span:
    """``decade`` is the first year of the decade without its last digit: 199 for the 1990s."""
    first, last = clamp_year(decade * 10), clamp_year(decade * 10 + 9)
    return Span(date(first, 1, 1), date(last, 12, 31), Precision.PART, f"{decade:03d}")


def century_span(century: int) -> Span:
    first, last = clamp_year(century * 100 - 99), clamp_year(century * 100)
    return Span(date(first, 1, 1), date(last, 12, 31), Precision.PART, f"{century - 1:02d}")


def part_of(span: Span, part: str) -> Span:
    """``early``, ``mid`` or ``late`` of a month (1–10, 11–20, 21–end) or a year (January–April, May–August, September–December).

    A part of a week stays the whole week, a part of anything else a third of it.
    """
    if span.precision is Precision.WEEK or span.precision is Precision.DAY:
        return span
    start, end = span.start, span.end
    if span.precision is Precision.MONTH:
        first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}[part]
        return Span(start.replace(day=first), start.replace(day=last), Precision.PART, span.value)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return Span(date(start.year, first, 1), month_end(start.year, last), Precision.PART, span.value)
    if end.year - start.year == 9:  # a decade: its years 0-3, 4-6, 7-9
        first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
        return Span(date(start.year + first, 1, 1), date(start.year + last, 12, 31), Precision.PART, span.value)
    third = (end - start).days // 3
    bounds = {
        "early": (start, shift(start, third)),
        "mid": (shift(start, third + 1), shift(end, -third - 1)),
        "late": (shift(end, -third), end),
    }
    first_day, last_day = bounds[part]
    return Span(first_day, max(first_day, last_day), Precision.PART, span.value)


def nth_week_of_month(year: int, month: int, nth: int) -> Span:
    """The Monday-to-Sunday week that newsrooms call the ``nth`` of a month: the first is the one that holds the 4th (as in ISO 8601).

    ``nth`` -1 is the last week, the one that holds the fourth day from the end.
    """
    if nth < 0:
        return week_span(shift(month_end(year, month), -3))
    return week_span(shift(date(year, month, 1), 3 + 7 * (nth - 1)))


class Readings(NamedTuple):
    """The three candidate readings of one expression."""

    past: Span | None
    future: Span | None
    nearest: Span | None

    @classmethod
    def same(cls, span: Span | None) -> Readings:
        return cls(span, span, span)

    def map(self, change: object) -> Readings:
        assert callable(change)
        return Readings(*(None if span is None else change(span) for span in self))


NONE = Readings(None, None, None)


def among(candidates: Iterable[Span], published: date) -> Readings:
    """Of recurring ``candidates``: the last that has begun by ``published``, the first not over by then, and the nearest."""
    past = future = nearest = None
    for span in candidates:
        if span.start <= published and (past is None or span.start > past.start):
            past = span
        if span.end >= published and (future is None or span.end < future.end):
            future = span
        if nearest is None or span.distance(published) < nearest.distance(published):
            nearest = span
    return Readings(past, future, nearest)


def yearly(published: date, make: object, reach: int = 1) -> Readings:
    """Readings of something that comes once a year; ``make(year)`` gives its span or ``None`` (29 February)."""
    assert callable(make)
    years = range(max(published.year - reach, 1), min(published.year + reach, 9998) + 1)
    return among((span for year in years if (span := make(year)) is not None), published)


def month_day(published: date, month: int, day: int) -> Readings:
    def make(year: int) -> Span | None:
        found = make_date(year, month, day)
        return None if found is None else day_span(found)

    return yearly(published, make, 8 if (month, day) == (2, 29) else 1)


def weekday_readings(published: date, weekday: int) -> Readings:
    """The most recent such day (today counts), the next on or after, and whichever is closer (seven days know no tie)."""
    back = (published.weekday() - weekday) % 7
    past = day_span(shift(published, -back))
    future = day_span(shift(published, (7 - back) % 7))
    return Readings(past, future, past if back <= 3 else future)


def monthly(published: date, day: int, weekday: int | None = None) -> Readings:
    """Readings of "the 12th": this month's, the last's or the next's; only those that fall on ``weekday`` where it is given."""
    spans = []
    for step in range(-2, 3) if weekday is None else range(-12, 13):
        month = add_months(published.replace(day=1), step)
        found = make_date(month.year, month.month, day)
        if found is not None and weekday in (None, found.weekday()):
            spans.append(day_span(found))
    return among(spans, published)


def unit_span(day: date, step: int, unit: str) -> Span:
    """The whole ``unit`` (week, month, quarter, year, weekend, decade, day) that lies ``step`` units from that of ``day``."""
    if unit == "day":
        return day_span(shift(day, step))
    if unit == "week":
        return week_span(shift(day, 7 * step))
    if unit == "fortnight":
        return week_span(shift(day, 14 * step))
    if unit == "weekend":
        return weekend_span(shift(day, 7 * step))
    if unit == "month":
        return month_of(add_months(day, step))
    if unit == "quarter":
        moved = add_months(day.replace(day=1), 3 * step)
        return quarter_span(moved.year, (moved.month + 2) // 3)
    if unit == "decade":
        return decade_span(clamp_year(day.year + 10 * step) // 10)
    if unit == "century":
        return century_span(min(max((day.year - 1) // 100 + 1 + step, 1), 99))
    return year_span(day.year + step)


def offset_span(base: date, count: int, unit: str) -> Span:
    """``count`` units from ``base`` as newsrooms mean it: days to the day, weeks to the week, months to the month."""
    if unit == "day":
        return day_span(shift(base, count))
    if unit in ("week", "fortnight"):
        return week_span(shift(base, count * (14 if unit == "fortnight" else 7)))
    if unit == "weekend":
        return weekend_span(shift(base, 7 * count))
    if unit == "decade":
        return year_span(base.year + 10 * count)
    if unit == "quarter":
        return unit_span(base, count, "quarter")
    return unit_span(base, count, unit)


def offset_end(base: date, count: int, unit: str) -> date:
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days:
        return shift(base, days * count)
    return add_months(base, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])
