"""Dates and times in news text: every expression with its interval, precision and all candidate readings.

>>> from datetime import date
>>> [(m.text, m.future.start.isoformat()) for m in find_times("They will meet on Friday in Geneva.", date(2024, 1, 10))]
[('Friday', '2024-01-12')]

A mention gives what the words allow, not what the sentence means: "Friday" has a past and a future reading, and the
clause that governs it chooses (:meth:`TimeMention.choose`). Kinds:

=========  =======================================================================================================
explicit   the year is written: "5 December 2021", "2024-01-10", "in 2015"
partial    a date without its year: "Jan. 10", "the 12th", "in January"
weekday    "Monday", "Tuesday night", "this Friday"
relative   "tomorrow", "next week", "two days ago", "last Friday"; with ``anchored`` "the following day"
part       "mid-January", "later this month", "this autumn", "the third quarter", "early next year"
span       several days as one: "January 10-12", "from Monday to Wednesday", "the weekend", "within two weeks"
time       a clock time with no date beside it (no readings)
duration   "three-day" (no readings)
set        "every Monday" (no readings)
vague      "in the coming weeks", "soon" (no readings)
=========  =======================================================================================================

Readings that a meeting report needs follow the report guide: "next week" is Monday to Sunday, early/mid/late are days 1-10,
11-20 and 21-end of a month or four months of a year, "later this month" runs from the publication day to the month's end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from domain.reading import times_absolute, times_relative  # noqa: F401  (their rules register themselves)
from domain.reading import times_calendar as cal
from domain.reading.times_calendar import NONE, Readings, Span
from domain.reading.times_grammar import NEAR, Atom, Scan, moving_before, scan
from domain.reading.tokens import Direction, TimeMention
from domain.reports import Precision


def find_times(text: str, published: date, *, start: int = 0, end: int | None = None) -> list[TimeMention]:
    """All time mentions inside ``text[start:end]``, in order, with offsets into ``text``.

    Give a whole article at once where possible: "three days later" needs the date it hangs on, and a mention before
    ``start`` cannot be seen. ``published`` is the publication day in the article's own time zone. Never raises.
    """
    end = len(text) if end is None else min(end, len(text))
    part = text if start == 0 and end == len(text) else text[start:end]
    reading = Scan(part, published)
    atoms = scan(reading)
    if not atoms:
        return []
    atoms = _join(atoms, reading)
    _anchor(atoms, published)
    made: dict[int, TimeMention] = {}
    for atom in atoms:
        if atom.mod != NEAR or atom.base is not None:
            made[id(atom)] = _mention(atom, text, part, start, made.get(id(atom.base)))
    return list(made.values())


def coordinated(
    text: str, first: TimeMention, second: TimeMention, direction: Direction = Direction.UNKNOWN
) -> TimeMention | None:
    """One range mention of two neighbouring days joined by "and" or a comma ("Monday and Tuesday", "10 and 11 March"), else ``None``.

    A meeting on two days running is one meeting of two days; ``find_times`` itself keeps the days apart, because
    "visits on 10 and 11 March" may be two visits.
    """
    gap = text[first.end : second.start].strip().lower()
    if gap not in ("and", "&", ",", ", and", "and on", "-"):
        return None
    spans: list[Span | None] = []
    for a, b in ((first.past, second.past), (first.future, second.future), (first.nearest, second.nearest)):
        if a is None or b is None:
            spans.append(None)
            continue
        later = b.start
        if later <= a.end and second.kind == "weekday":
            later = cal.shift(later, 7)
        ok = (later - a.end).days == 1 and b.days == 1
        spans.append(Span(a.start, later, Precision.RANGE, a.start.isoformat()) if ok else None)
    if all(span is None for span in spans):
        return None
    past, future, nearest = (None if span is None else span.when(first.clock) for span in spans)
    chosen = {Direction.PAST: past, Direction.FUTURE: future}.get(direction, nearest)
    if chosen is None and direction is not Direction.UNKNOWN:
        return None
    return TimeMention(
        first.start,
        second.end,
        text[first.start : second.end],
        "span",
        past,
        future,
        nearest,
        first.clock,
        first.anchored,
        first.dateline,
    )


# -------------------------------------------------------------------------------------------------------------- joining

_CLOCK_GAP = re.compile(
    r"(?:,? (?:at|from|on|around|about|beginning at|starting at) |,? ?| at about | at around | on | \(|, on )(?:the )?"
).fullmatch
_HALF_SAID = re.compile(r"[ap]\.? ?m|gmt|utc|noon|midnight", re.I).search
_WEEKDAY_GAP = re.compile(r",? ?\(?| \(on |, the | the ").fullmatch
_BLANKS = re.compile(" +").sub
_RANGE_GAP = re.compile(r" ?(?:[-—]|--) ?| (?:to|through|thru|until|till|til) (?:the )?").fullmatch


def _join(atoms: list[Atom], reading: Scan, merge: Merge | None = None) -> list[Atom]:
    """Merge neighbours that are one expression; a merged atom may in turn complete the one before it."""
    merge = merge or _merge
    joined: list[Atom] = []
    for atom in atoms:
        joined.append(atom)
        while len(joined) > 1 and joined[-1].start - joined[-2].end < 24:
            gap = _BLANKS(" ", reading.low[joined[-2].end : joined[-1].start])
            merged = merge(joined[-2], joined[-1], gap, reading)
            if merged is None:
                break
            joined[-2:] = [merged]
    return joined


def _dated(atom: Atom) -> bool:
    return atom.readings is not NONE and atom.grain in ("day", "range", "weekend", "week")


Merge = Callable[[Atom, Atom, str, Scan], "Atom | None"]


def _merge(a: Atom, b: Atom, gap: str, reading: Scan) -> Atom | None:
    text = reading.text
    if b.grain == "clock" and a.grain in ("day", "range") and a.clock is None and _CLOCK_GAP(gap):
        return _with_clock(a, b, a.start, b.end, text)
    if a.grain == "clock" and b.grain in ("day", "range") and b.clock is None and _CLOCK_GAP(gap):
        return _with_clock(b, a, a.start, b.end, text)
    if b.grain == "clock" and a.clock is not None and gap in (" (", "(") and text[b.end : b.end + 1] == ")":
        a.clock, a.end = f"{a.clock} ({' '.join(text[b.start : b.end].split())})", b.end + 1
        return a
    if b.grain == "clock" and a.clock is not None and _RANGE_GAP(gap):  # "9 a.m. to 11 a.m. GMT" begins at 9
        if len(a.clock) == 5:
            a.clock += (b.clock or "")[5:]
        a.end = b.end
        return a
    if (
        a.grain == "day"
        and a.weekday is not None
        and b.weekday is None
        and b.grain in ("day", "range")
        and b.kind in ("partial", "explicit", "span")
        and _WEEKDAY_GAP(gap)
        and a.offset is None
    ):
        return _weekday_with_date(a, b, gap, text)
    if (
        a.grain == "day"
        and b.grain == "day"
        and b.weekday is not None
        and a.month is not None
        and a.weekday is None
        and b.kind == "weekday"
        and gap in (", ", " ", " (", ", on ")
    ):
        merged = _weekday_with_date(b, a, gap, text)
        if merged is not None:
            merged.start, merged.end = a.start, b.end + (1 if "(" in gap and text[b.end : b.end + 1] == ")" else 0)
        return merged
    if (
        a.grain == "month"
        and a.kind == "relative"
        and b.grain == "day"
        and b.kind == "partial"
        and b.month is None
        and b.weekday is None
        and gap in (", on ", " on ", ", ")
    ):
        return _day_of_month(a, b)
    if (
        a.grain == "day"
        and a.weekday is not None
        and b.grain == "week"
        and b.kind == "relative"
        and gap in (" ", " of ", ", ")
    ):
        return _day_of_week(a, b)
    if (
        a.grain == "week"
        and a.kind == "relative"
        and b.grain == "day"
        and b.kind == "weekday"
        and gap in (" ", " on ", ", on ", "'s ")
    ):
        return _day_of_week(b, a, a.start, b.end)
    if a.grain == "day" and b.grain == "day" and a.clock is None:
        between = gap == " and " and text[max(0, a.start - 8) : a.start].lower() == "between "
        if between or _RANGE_GAP(gap):
            if gap.strip().isalpha() and not between and moving_before(reading, a.start):
                return None
            return _day_range(a, b)
    return None


def _merge_timex(a: Atom, b: Atom, gap: str, reading: Scan) -> Atom | None:
    """TIMEX3 joins only what stands side by side; a preposition parts two expressions."""
    beside = b.grain == "clock" or a.grain == "clock" or a.weekday is not None
    if gap in (" ", ", ") and beside:
        return _merge(a, b, gap, reading)
    return None


def _with_clock(dated: Atom, clock: Atom, start: int, end: int, text: str) -> Atom:
    if text[end : end + 1] == ")" and "(" in text[start:end] and ")" not in text[start:end]:
        end += 1
    dated.start, dated.end, dated.clock = start, end, clock.clock
    if dated.daypart and dated.clock and not _HALF_SAID(text, clock.start, clock.end):
        hour = int(dated.clock[:2])
        if (dated.daypart in ("evening", "night") and 5 <= hour < 12) or (dated.daypart == "afternoon" and hour < 7):
            dated.clock = f"{hour + 12}{dated.clock[2:]}"  # "7:30 tonight"
    return dated


def _weekday_with_date(weekday: Atom, dated: Atom, gap: str, text: str) -> Atom | None:
    """ "Monday, Jan. 10": the weekday settles the year where one candidate year fits it."""
    wanted = weekday.weekday
    spans = [span for span in dated.readings if span is not None and span.start.weekday() == wanted]
    readings = dated.readings
    fixed = dated.fixed
    if not fixed and spans:
        nearest = dated.readings.nearest
        readings = Readings.same(nearest if nearest in spans else spans[0])
        fixed = True
    end = dated.end + (1 if "(" in gap and text[dated.end : dated.end + 1] == ")" else 0)
    return Atom(
        weekday.start,
        end,
        dated.kind,
        dated.grain,
        readings,
        clock=weekday.clock or dated.clock,
        daypart=weekday.daypart or dated.daypart,
        month=dated.month,
        fixed=fixed,
    )


def _day_of_week(day: Atom, week: Atom, start: int | None = None, end: int | None = None) -> Atom:
    assert day.weekday is not None
    wanted = day.weekday
    readings = (
        week.readings.map(lambda span: cal.day_span(cal.shift(span.start, wanted)))
        if week.readings is not NONE
        else NONE
    )
    return Atom(
        day.start if start is None else start,
        week.end if end is None else end,
        "relative",
        "day",
        readings,
        daypart=day.daypart,
        weekday=wanted,
        fixed=True,
        offset=(week.offset[0], "week") if week.offset else None,
    )


def _day_of_month(month: Atom, day: Atom) -> Atom | None:
    """ "Next month, on the 12th"."""
    number = day.readings.nearest.start.day if day.readings.nearest is not None else 0

    def within(span: Span) -> Span | None:
        found = cal.make_date(span.start.year, span.start.month, number)
        return None if found is None else cal.day_span(found)

    readings = month.readings.map(within)
    if readings.nearest is None:
        return None
    return Atom(month.start, day.end, "relative", "day", readings, clock=day.clock, fixed=True)


def _day_range(a: Atom, b: Atom) -> Atom | None:
    spans: list[Span | None] = []
    for first, last in zip(a.readings, b.readings):
        if first is None or last is None:
            spans.append(None)
            continue
        end = last.end
        if end < first.start and b.weekday is not None:
            end = cal.shift(end, 7)
        elif end < first.start and not b.fixed:
            end = cal.add_months(end, 12)
        if end <= first.start or (end - first.start).days > 200:
            spans.append(None)
        else:
            spans.append(Span(first.start, end, Precision.RANGE, first.value))
    if a.weekday is not None and b.weekday is not None and spans[0] is not None and a.readings.past is not None:
        # "from Monday to Wednesday" read backwards: the last full run of days that has begun
        start = a.readings.past.start
        spans[0] = Span(start, cal.shift(start, (b.weekday - a.weekday) % 7), Precision.RANGE, start.isoformat())
    if all(span is None for span in spans):
        return None
    return Atom(a.start, b.end, "span", "range", Readings(*spans), clock=b.clock, fixed=a.fixed and b.fixed)


# ------------------------------------------------------------------------------------------------------------ anchoring


_BESIDE = 300
"""Characters behind a day's name within which "later in the day" is of that day: a sentence or two."""


def _anchor(atoms: list[Atom], published: date, default: Readings | None = None, low: str = "") -> None:
    """Resolve "three days later" and the like against the nearest preceding mention of a day, else leave them open.

    "Reported on May 6 that the trip was planned for the following week", read on May 8: what lies ahead hangs on the May 6
    of two days ago, not on next year's.
    """
    base: Atom | None = None
    for atom in atoms:
        if atom.mod == NEAR and (base is None or atom.start - base.end > _BESIDE or base.grain not in ("day", "range")):
            continue  # "later in the day", with no day told nearby
        if atom.offset is not None:
            if base is not None:
                atom.base = base
                atom.readings = _hang(atom, base.readings)
                near, ahead = atom.readings.nearest, atom.readings.future
                week = atom.grain == "week" and atom.offset == (1, "week")
                if week and near is not None and ahead is not None and published <= near.end < ahead.start:
                    atom.readings = atom.readings._replace(future=near)
            if default is not None and (
                base is None or (atom.readings.nearest is None and low.startswith(("the ", "on the "), atom.start))
            ):  # also "the same day" after nothing but a month
                atom.readings = _hang(atom, default)
        if (
            atom.readings is not NONE
            and atom.grain in ("day", "range", "week", "weekend", "month", "year")
            and any(atom.readings)
        ):
            base = atom


def _hang(atom: Atom, base: Readings) -> Readings:
    assert atom.offset is not None
    count, unit = atom.offset

    def move(span: Span) -> Span | None:
        if unit == "weekday":
            assert atom.weekday is not None
            if count == 0:
                return cal.day_span(cal.shift(span.start, (atom.weekday - span.start.weekday()) % 7))
            if count > 0:
                return cal.day_span(cal.shift(span.end, (atom.weekday - span.end.weekday()) % 7 or 7))
            return cal.day_span(cal.shift(span.start, -((span.start.weekday() - atom.weekday) % 7 or 7)))
        day = span.end if count > 0 else span.start
        if atom.month is not None:
            return cal.month_span(cal.clamp_year(day.year + count), atom.month)
        if atom.weekday is not None and unit == "week":
            return cal.day_span(cal.shift(cal.week_span(cal.shift(day, 7 * count)).start, atom.weekday))
        if unit == "day":
            if span.precision not in (Precision.DAY, Precision.RANGE):
                return None
            return cal.day_span(cal.shift(day, count))
        if (
            atom.grain in ("week", "month", "year", "weekend", "quarter", "decade", "century")
            and atom.kind == "relative"
            and atom.mod is None
            and abs(count) <= 1
            and _names_unit(atom)
        ):
            return cal.unit_span(day, count, unit)
        if span.precision is Precision.DAY and unit in ("week", "fortnight"):
            return cal.day_span(cal.offset_end(day, count, unit))
        return cal.offset_span(day, count, unit)

    return Readings(*(None if span is None else move(span) for span in base))


def _names_unit(atom: Atom) -> bool:
    return not atom.fixed and atom.offset is not None and atom.grain == atom.offset[1] and atom.daypart is None


# ------------------------------------------------------------------------------------------------------------- mentions

_DATELINE = re.compile(r"[A-Z][A-Za-z.'’ /-]*(?:, ?[A-Z][A-Za-z. ]+)*,? \(?$")
_AFTER_DATELINE = re.compile(r"(?:, ?\d{4})?\)? ?(?:\([A-Z]|[-–—]|\(.{2,24}\) ?[-–—])")


def _is_dateline(atom: Atom, part: str) -> bool:
    line = max(part.rfind("\n", max(0, atom.start - 61), atom.start) + 1, 0 if atom.start <= 60 else -1)
    if line < 0 or (line == 0 and atom.start > 60) or line == atom.start:
        return False
    head = part[line : atom.start]
    if not _DATELINE.fullmatch(head) or sum(char.isupper() for char in head) * 2 < sum(char.isalpha() for char in head):
        return False
    return _AFTER_DATELINE.match(part, atom.end) is not None


def _mention(atom: Atom, text: str, part: str, base: int, hangs_on: TimeMention | None = None) -> TimeMention:
    past, future, nearest = atom.readings
    clock = atom.clock
    when_past = None if past is None else past.when(clock)
    when_future = when_past if future is past else (None if future is None else future.when(clock))
    when_nearest = when_past if nearest is past else (None if nearest is None else nearest.when(clock))
    start, end = atom.start + base, atom.end + base
    dateline = atom.kind in ("partial", "explicit", "weekday") and _is_dateline(atom, part)
    return TimeMention(
        start,
        end,
        text[start:end],
        atom.kind,
        when_past,
        when_future,
        when_nearest,
        clock,
        atom.offset is not None,
        dateline,
        atom.mod == NEAR,
        hangs_on,
    )


def to_timex3(text: str, published: date) -> list[tuple[int, int, str, str]]:
    """``(start, end, value, type)`` of every time expression of ``text`` in TIMEX3 terms (TimeML 1.2.1).

    TIMEX3 has one value for each expression, so here the tense of the sentence chooses between past and future, and an
    expression that hangs on a date not in the text hangs on ``published``. References without a date (``PRESENT_REF``,
    ``PAST_REF``, ``FUTURE_REF``) are included; parts of a range and a clock time apart from its day stay separate.
    """
    from domain.reading import times_timex  # what only TIMEX3 needs costs the reading of news nothing

    reading = Scan(text, published, timex=True)
    atoms = _join(scan(reading, times_timex.ALL_RULES), reading, _merge_timex)
    _anchor(atoms, published, Readings.same(cal.day_span(published)), reading.low)
    return times_timex.timexes(reading, atoms)
