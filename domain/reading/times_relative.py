"""Rules for times told from the day of writing or from another date: weekdays, "next week", "three days later", clock times."""

from __future__ import annotations

import re

from domain.reading import times_calendar as cal
from domain.reading.times_absolute import days_of_month
from domain.reading.times_calendar import NONE, Readings, Span
from domain.reading.times_grammar import DIGITS, NEAR, Atom, Scan, rule
from domain.reading.times_words import (
    ALSO_IN_ZONE,
    CLOCK,
    DAY,
    DAYPART,
    END,
    MERIDIEM,
    MONTH,
    NUMBER,
    NUMBER_WORDS,
    S0,
    SHORT_WEEKDAYS,
    SMALL,
    TO,
    UNIT,
    WEEKDAY,
    WEEKDAY_SHORT,
    WEEKDAYS,
    YEAR,
    S,
    day_number,
    month_number,
    number,
    weekday_number,
)
from domain.reports import Precision

# -------------------------------------------------------------------------------------------------------------- weekdays


_WEEK_OF = rf"(?:,?{S}(?:of{S})?(?P<which>next|last|this|the{S}following|the{S}same|the{S}previous){S}week{END}|{S}(?P<week>week){END}(?!-|{S}(?:ago|after|before|later)))"


def _in_week(scan: Scan, step: int, weekday: int) -> Span:
    monday = cal.week_span(cal.shift(scan.published, 7 * step)).start
    return cal.day_span(cal.shift(monday, weekday))


@rule(rf"(?P<day>{WEEKDAY}),?{S}the{S}(?P<nth>(?:3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th)){END}(?!{S}of{END})", WEEKDAYS)
def _weekday_the_nth(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "Monday the 15th": the nearest month whose 15th is a Monday settles it."""
    if not scan.capital(m.start()):
        return None
    readings = cal.monthly(scan.published, day_number(m["nth"]), weekday_number(m["day"]))
    if readings.nearest is None:
        return None
    return Atom(
        m.start(),
        m.end(),
        "partial",
        "day",
        Readings.same(readings.nearest),
        weekday=weekday_number(m["day"]),
        fixed=True,
    )


_TITLE = re.compile(
    r" (?:Times|Telegraph|Mirror|Express|Mail|Post|Herald|Independent|Tribune|Observer|Night Live|Night Football|Night Lights)(?![a-z])"
).match
"""What makes a paper's or programme's name of a weekday: "the Sunday Times"."""
_SUNDAY_PAPER = re.compile(r"(?:Independent|Mail|Scotland|Ireland|Wales) on $").search
_RECURRING = re.compile(rf"(?:{S}(?:and|or){S}{WEEKDAY})?{S}(?:mornings|afternoons|evenings|nights){END}").match


@rule(rf"(?P<day>{WEEKDAY})(?:{_WEEK_OF})?(?:{S}(?P<part>{DAYPART}))?", WEEKDAYS)
def _weekday(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start()):
        return None
    wanted = weekday_number(m["day"])
    before = scan.word_before(m.start())
    if before in ("every", "each", "black", "good", "bloody", "ash", "holy", "palm", "super", "maundy", "shrove"):
        return Atom(m.start(), m.end("day"), "set", "set") if before in ("every", "each") else None
    if _TITLE(scan.text, m.end("day")) or _SUNDAY_PAPER(scan.text, max(0, m.start() - 15), m.start()):
        return None
    if _RECURRING(scan.low, m.end("day")):  # "on Tuesday nights"
        return Atom(m.start(), m.end("day"), "set", "set")
    readings = cal.weekday_readings(scan.published, wanted)
    fixed = False
    end = m.end()
    offset = None
    if m["week"]:
        readings = Readings.same(cal.day_span(cal.shift(cal.weekday_readings(scan.published, wanted).future.start, 7)))  # type: ignore[union-attr]
        fixed = True
    elif m["which"]:
        which = m["which"].split()[-1]
        if which in ("next", "last", "this"):
            readings, fixed = Readings.same(_in_week(scan, {"next": 1, "last": -1, "this": 0}[which], wanted)), True
        else:
            readings, offset = NONE, ({"following": 1, "same": 0, "previous": -1}[which], "week")
    part = m["part"]
    if part in ("noon", "midday", "midnight"):
        part, end = None, m.start("part") - 1
        end = len(scan.low[:end].rstrip(" "))
    return Atom(
        m.start(),
        end,
        "relative" if fixed or offset else "weekday",
        "day",
        readings,
        daypart=part,
        weekday=wanted,
        fixed=fixed,
        offset=offset,
    )


@rule(rf"(?P<day>{WEEKDAY_SHORT})(?=,?{S}(?:the{S})?(?:[0-9]|{MONTH}))", SHORT_WEEKDAYS)
def _weekday_short(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start()):
        return None
    wanted = weekday_number(m["day"])
    return Atom(m.start(), m.end(), "weekday", "day", cal.weekday_readings(scan.published, wanted), weekday=wanted)


@rule(r"(?P<day>tues|thurs|thur|weds|wed|fri)\.", ["tues", "thurs", "thur", "wed", "fri"])
def _weekday_abbreviated(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start()):
        return None
    wanted = weekday_number(m["day"])
    return Atom(m.start(), m.end(), "weekday", "day", cal.weekday_readings(scan.published, wanted), weekday=wanted)


@rule(
    rf"(?:the{S})?(?P<which>this{S}coming|this{S}past|this|next|last|coming|upcoming|past|following|previous|preceding|prior|same|that){S}(?P<day>{WEEKDAY})(?:{S}(?P<part>{DAYPART}))?",
    [
        "this",
        "next",
        "last",
        "coming",
        "upcoming",
        "past",
        "following",
        "previous",
        "preceding",
        "prior",
        "the",
        "same",
        "that",
    ],
)
def _which_weekday(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start("day")):
        return None
    wanted = weekday_number(m["day"])
    which = m["which"].split()[-1]
    if m["which"] in ("coming", "following") and not m.group().startswith("the"):
        return None  # "are also coming Saturday", "following Monday's vote"
    part = m["part"] if m["part"] not in ("noon", "midday", "midnight") else None
    end = m.end() if part or not m["part"] else m.end("day")
    offset = None
    kind = "relative"
    if which in ("following", "previous", "preceding", "prior", "same", "that"):
        readings = NONE
        offset = ({"following": 1, "same": 0, "that": 0}.get(which, -1), "weekday")
    elif which == "this":
        day = _in_week(scan, 0, wanted)
        loose = cal.weekday_readings(scan.published, wanted)
        readings, kind = Readings(loose.past, loose.future, day), "weekday"
    elif which == "next":
        readings = Readings.same(_in_week(scan, 1, wanted))
    elif which in ("coming", "upcoming"):
        ahead = (wanted - scan.published.weekday()) % 7 or 7
        readings = Readings.same(cal.day_span(cal.shift(scan.published, ahead)))
    else:
        back = (scan.published.weekday() - wanted) % 7 or 7
        readings = Readings.same(cal.day_span(cal.shift(scan.published, -back)))
    return Atom(
        m.start(), end, kind, "day", readings, daypart=part, weekday=wanted, offset=offset, fixed=which not in ("this",)
    )


# -------------------------------------------------------------------------------------------------------------- relative

_FIXED_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "overmorrow": 2}


@rule(rf"(?P<word>yesterday|today|tonight|tomorrow|overmorrow){END}(?:{S}(?P<part>{DAYPART}))?", _FIXED_DAYS)
def _fixed_day(m: re.Match[str], scan: Scan) -> Atom | None:
    if scan.text[m.start() - 1 : m.start()] == "-" or (
        m["word"] == "today"
        and scan.capital(m.start())
        and (
            scan.word_before(m.start())
            in ("usa", "russia", "india", "voa", "turkey", "nigeria", "cyprus", "turkmenistan")
            or scan.word_after(m.end("word")) in ("show", "programme", "program")
        )
    ):
        return None
    part = m["part"] or ("night" if m["word"] == "tonight" else None)
    end = m.end()
    if part in ("noon", "midday", "midnight"):
        part, end = None, m.end("word")
    span = cal.day_span(cal.shift(scan.published, _FIXED_DAYS[m["word"]]))
    return Atom(m.start(), end, "relative", "day", Readings.same(span), daypart=part, fixed=True)


@rule(rf"the{S}day{S}(?P<dir>after{S}tomorrow|before{S}yesterday){END}|(?P<last>last){S}night{END}", ["the", "last"])
def _two_days_off(m: re.Match[str], scan: Scan) -> Atom:
    if m["last"]:
        return Atom(
            m.start(),
            m.end(),
            "relative",
            "day",
            Readings.same(cal.day_span(cal.shift(scan.published, -1))),
            daypart="night",
            fixed=True,
        )
    days = 2 if m["dir"].startswith("after") else -2
    return Atom(
        m.start(), m.end(), "relative", "day", Readings.same(cal.day_span(cal.shift(scan.published, days))), fixed=True
    )


@rule(
    rf"(?:later|earlier|late|early){S}(?:on{S})?in{S}the{S}(?P<part>day|morning|afternoon|evening){END}(?!{S}(?:of|after|before|that|when|session){END}|-)",
    ["later", "earlier", "late", "early"],
)
def _part_of_that_day(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "Arrived on Monday and was to meet him later in the day", "late in the evening": of the day told right before."""
    if scan.timex:
        return None
    part = None if m["part"] == "day" else m["part"]
    return Atom(m.start(), m.end(), "relative", "day", offset=(0, "day"), daypart=part, mod=NEAR)


@rule(
    rf"(?P<later>later|earlier|late|early){S}(?:on{S})?(?P<which>this|next|last|in{S}the){S}(?P<unit>week|month|year|quarter|morning|afternoon|evening){END}",
    ["later", "earlier", "late", "early"],
)
def _later_this(m: re.Match[str], scan: Scan) -> Atom:
    unit, which = m["unit"], m["which"].split()[-1]
    if unit in ("morning", "afternoon", "evening"):
        return Atom(
            m.start(), m.end(), "relative", "day", Readings.same(cal.day_span(scan.published)), daypart=unit, fixed=True
        )
    span = cal.unit_span(scan.published, {"next": 1, "last": -1}.get(which, 0), unit)
    if which in ("next", "last") or m["later"] in ("late", "early"):
        span = cal.part_of(span, "late" if m["later"].startswith("late") else "early")
    elif m["later"] == "later":
        span = Span(scan.published, span.end, Precision.WEEK if unit == "week" else Precision.PART, span.value)
    elif unit != "week":
        span = Span(span.start, scan.published, Precision.PART, span.value)
    return Atom(m.start(), m.end(), "part", unit, Readings.same(span), fixed=True)


@rule(
    rf"(?P<later>later|earlier|early|late){S}(?:on{S})?(?:that|the{S}same){S}(?P<unit>day|week|month|year|morning|afternoon|evening|night){END}",
    ["later", "earlier", "early", "late"],
)
def _later_that(m: re.Match[str], scan: Scan) -> Atom:
    unit = m["unit"]
    part = unit if unit in ("morning", "afternoon", "evening", "night") else None
    grain = "day" if part else unit
    return Atom(m.start(), m.end(), "relative", grain, offset=(0, grain), daypart=part)


@rule(
    rf"(?P<later>later|earlier|late|early){S}(?P<word>today|tonight|yesterday|tomorrow)(?:{S}(?P<part>morning|afternoon|evening|night))?{END}",
    ["later", "earlier", "late", "early"],
)
def _later_today(m: re.Match[str], scan: Scan) -> Atom:
    span = cal.day_span(cal.shift(scan.published, _FIXED_DAYS[m["word"]]))
    return Atom(m.start(), m.end(), "relative", "day", Readings.same(span), daypart=m["part"], fixed=True)


@rule(
    rf"(?P<later>later|earlier|late|early){S}(?:on{S})?(?P<day>{WEEKDAY})(?:{S}(?P<part>morning|afternoon|evening|night){END})?",
    ["later", "earlier", "late", "early"],
)
def _later_weekday(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start("day")):
        return None
    wanted = weekday_number(m["day"])
    return Atom(
        m.start(),
        m.end(),
        "weekday",
        "day",
        cal.weekday_readings(scan.published, wanted),
        daypart=m["part"],
        weekday=wanted,
    )


@rule(
    rf"(?:the{S})?(?:(?P<part>early|late|later|mid)(?:-|{S}))?(?P<which>this|next|last|coming|upcoming|current|past|previous|following|same|that|preceding|prior){S}(?:(?:very|coming|same|past){S})?(?:calendar{S}|fiscal{S}|financial{S}|working{S})?(?P<unit>week|month|year|weekend|quarter|fortnight|decade|century){END}(?!-)",
    [
        "this",
        "next",
        "last",
        "coming",
        "upcoming",
        "current",
        "past",
        "previous",
        "following",
        "same",
        "that",
        "preceding",
        "prior",
        "the",
        "early",
        "late",
        "mid",
    ],
)
def _which_unit(m: re.Match[str], scan: Scan) -> Atom | None:
    which, unit = m["which"], m["unit"]
    if scan.capital(m.start("unit")) and scan.low[m.start() - 1 : m.start()] in ('"', "“"):
        return None  # a programme's or paper's name: "This Week"
    article = m.group().startswith("the")
    if which in ("previous", "following", "preceding", "prior", "same", "that"):
        step = {"following": 1, "previous": -1, "preceding": -1, "prior": -1}.get(which, 0)
        return Atom(m.start(), m.end(), "relative", unit, offset=(step, unit))
    if unit == "fortnight":
        return None
    day = scan.published
    if article and which in ("next", "last", "past", "coming"):
        if which == "coming":
            span = (
                cal.unit_span(day, 1, unit)
                if unit in ("week", "weekend") and unit != "weekend"
                else cal.unit_span(day, 0 if unit == "weekend" else 1, unit)
            )
            return Atom(m.start(), m.end(), "relative", unit, Readings.same(span), fixed=True)
        days = {"week": 7, "month": 30, "year": 365, "quarter": 91, "weekend": 0, "decade": 3652, "century": 36524}[
            unit
        ]
        if days:  # "over the next year" is a stretch of time from now, "the last week" one up to now
            first, last = (day, cal.shift(day, days)) if which == "next" else (cal.shift(day, -days), day)
            return Atom(
                m.start(),
                m.end(),
                "span",
                "stretch",
                Readings.same(Span(first, last, Precision.PART, first.isoformat())),
                fixed=True,
            )
    if unit == "weekend" and which in ("this", "coming", "upcoming", "current"):
        return Atom(m.start(), m.end(), "span", "weekend", _weekend(scan, which), fixed=which != "this")
    if unit == "weekend" and which == "past":
        return Atom(m.start(), m.end(), "span", "weekend", Readings.same(_weekend(scan, "this").past), fixed=True)
    step = {"next": 1, "coming": 1, "upcoming": 1, "last": -1, "past": -1}.get(which, 0)
    span = cal.unit_span(day, step, unit)
    if m["part"]:
        span = cal.part_of(span, {"early": "early", "mid": "mid"}.get(m["part"], "late"))
    return Atom(
        m.start(),
        m.end(),
        "part" if m["part"] else ("span" if unit == "weekend" else "relative"),
        unit,
        Readings.same(span),
        fixed=True,
        mod=m["part"],
    )


def _weekend(scan: Scan, which: str) -> Readings:
    """The past reading is the last weekend that has begun, the future one the first not over; on Thursday to Sunday the coming one is nearer."""
    this = cal.weekend_span(scan.published)
    past = this if this.start <= scan.published else cal.weekend_span(cal.shift(scan.published, -7))
    if which in ("coming", "upcoming"):
        return Readings.same(this if this.start > scan.published else cal.weekend_span(cal.shift(scan.published, 7)))
    return Readings(past, this, this if scan.published.weekday() >= 2 else past)


@rule(rf"the{S}weekend{END}(?!{S}(?:of|after{S}next|before{S}last){END})", ["the"])
def _the_weekend(m: re.Match[str], scan: Scan) -> Atom:
    return Atom(m.start(), m.end(), "span", "weekend", _weekend(scan, "the"))


@rule(rf"the{S}(?P<unit>week|month|year|weekend){S}(?P<dir>after{S}next|before{S}last){END}", ["the"])
def _after_next(m: re.Match[str], scan: Scan) -> Atom:
    step = 2 if m["dir"].startswith("after") else -2
    return Atom(
        m.start(),
        m.end(),
        "relative",
        m["unit"],
        Readings.same(cal.unit_span(scan.published, step, m["unit"])),
        fixed=True,
    )


_DATE_TAIL = rf"(?:(?P<month>{MONTH}){S}(?P<mday>{DAY})(?:,?{S}(?P<year>{YEAR}))?|(?P<dday>{DAY}){S}(?P<dmonth>{MONTH})(?:,?{S}(?P<dyear>{YEAR}))?)"


def _tail_readings(m: re.Match[str], scan: Scan) -> Readings:
    month = month_number(m["month"] or m["dmonth"])
    day = day_number(m["mday"] or m["dday"])
    year = m["year"] or m["dyear"]
    return days_of_month(scan, month, day, day, int(year) if year else None)


@rule(
    rf"(?:the{S})?(?P<unit>week|weekend){S}(?:of|beginning|starting|commencing|ending){S}(?:on{S})?(?:{WEEKDAY},?{S})?(?:the{S}week{S}of{S})?{_DATE_TAIL}(?:-{DAY})?",
    ["the", "week", "weekend"],
)
def _week_of(m: re.Match[str], scan: Scan) -> Atom | None:
    readings = _tail_readings(m, scan)
    if readings.nearest is None or not scan.capital(m.start("month") if m["month"] else m.start("dmonth")):
        return None
    make = cal.week_span if m["unit"] == "week" else cal.weekend_span
    return Atom(
        m.start(),
        m.end(),
        "partial",
        m["unit"],
        readings.map(lambda span: make(span.start)),
        fixed=bool(m["year"] or m["dyear"]),
    )


def _from_day(scan: Scan, days: int) -> Span:
    return cal.day_span(cal.shift(scan.published, days))


_ABOUT = rf"(?:(?:about|around|almost|nearly|roughly|some|just|only|exactly|more{S}than|less{S}than|at{S}least|over|under|up{S}to|approximately|the{S}next|the{S}coming){S})"


_SUPERLATIVE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|only|lowest|highest|biggest|worst|best|largest|deadliest|longest|most|least|record|(?<!\bin )time|times|fastest|sharpest|heaviest|latest)\b[^.;!?\x1e]*$"
).search


@rule(
    rf"(?P<word>in|within){S}(?:{_ABOUT})?(?P<n>{NUMBER})(?:-|{S})(?P<unit>days?|weeks?|months?|years?|fortnights?|decades?){END}('s?{S}time{END})?(?!{S}(?:of|or|ago|earlier|later|before|after|prior|old|in|prison|jail|that){END})",
    ["in", "within"],
)
def _in_units(m: re.Match[str], scan: Scan) -> Atom | None:
    if m["word"] == "in" and ("more than" in m.group() or _SUPERLATIVE(scan.low[max(0, m.start() - 60) : m.start()])):
        return None  # "the first visit in 13 years" looks back
    count, unit = number(m["n"]), m["unit"].rstrip("s")
    if count > 1000 or (
        m["word"] == "in"
        and scan.low[m.start() : m.end()].find("the ") >= 0
        and "next" not in m.group()
        and "coming" not in m.group()
    ):
        return None
    if (
        m["word"] == "within"
        or "less than" in m.group()
        or "under" in m.group()
        or "up to" in m.group()
        or "the next" in m.group()
        or "the coming" in m.group()
    ):
        last = cal.offset_end(scan.published, count, unit)
        return Atom(
            m.start(),
            m.end(),
            "span",
            "stretch",
            Readings.same(Span(scan.published, last, Precision.PART, scan.published.isoformat())),
            fixed=True,
        )
    span = cal.offset_span(scan.published, count, unit)
    # In the past tense "in two weeks" is a duration, not a date: no past reading.
    return Atom(m.start(), m.end(), "relative", unit, Readings(None, span, span), fixed=True)


@rule(
    rf"(?:over{S}|for{S})?the{S}(?P<dir>next|coming|following|past|last|previous){S}(?P<n>{NUMBER})(?:-|{S})(?P<unit>days?|weeks?|months?|years?|decades?){END}",
    ["the"],
)
def _next_units(m: re.Match[str], scan: Scan) -> Atom | None:
    count, unit = number(m["n"]), m["unit"].rstrip("s")
    value = f"P{count * 10 if unit == 'decade' else count}{'Y' if unit == 'decade' else unit[0].upper()}"
    if m["dir"] in ("following", "previous"):
        return Atom(m.start(), m.end(), "duration", "duration", value=value)
    if m["dir"] in ("next", "coming"):
        first, last = scan.published, cal.offset_end(scan.published, count, unit)
    else:
        first, last = cal.offset_end(scan.published, -count, unit), scan.published
    return Atom(
        m.start(),
        m.end(),
        "span",
        "stretch",
        Readings.same(Span(first, last, Precision.PART, first.isoformat())),
        fixed=True,
        value=value,
    )


_VAGUE_COUNT = rf"(?:a{S}few|several|some|many|a{S}number{S}of|numerous|a{S}handful{S}of|a{S}couple{S}of)"


@rule(
    rf"(?P<n>{NUMBER}(?:{S}(?:and{S}a{S}half|or{S}(?:so|two|three|more|[0-9]{{1,2}})|to{S}{NUMBER}))?|{_VAGUE_COUNT}|half{S}a)(?:-|{S})(?P<unit>days?|weeks?|months?|years?|fortnights?|decades?|centur(?:y|ies)|hours?|minutes?){END}(?P<half>{S}and{S}a{S}half{END})?(?:{S}(?:or{S}so))?,?(?:{S}|-)(?P<dir>ago|later|earlier|afterwards?|hence|beforehand|from{S}(?:now|today|tomorrow)|(?:before|after)(?P<that>{S}(?:that|this){END})?){END}",
    ["a", "an", "half", "several", "some", "many", DIGITS, *NUMBER_WORDS, "numerous"],
)
def _units_from(m: re.Match[str], scan: Scan) -> Atom | None:
    direction = m["dir"].split()[0]
    unit = {"centuries": "century"}.get(m["unit"], m["unit"].rstrip("s"))
    if direction in ("before", "after") and not m["that"]:
        after = scan.low[m.end() : m.end() + 1]
        if after not in (".", ",", ";", "\x1e", ""):
            return None
    counted = re.match(rf"(?:{NUMBER})", m["n"])
    if (
        not counted
        or m["n"].startswith("half")
        or unit in ("hour", "minute", "century")
        or (re.match(_VAGUE_COUNT, m["n"]) and not m["n"].startswith("a couple"))
    ):
        if unit in ("hour", "minute") and direction == "ago":
            return Atom(m.start(), m.end(), "relative", "day", Readings.same(cal.day_span(scan.published)))
        return Atom(m.start(), m.end(), "vague", "vague")
    count = number(counted.group())
    if (
        (m["half"] or "and a half" in m["n"])
        and unit in ("week", "month", "year")
        and direction in ("ago", "from", "hence")
    ):
        sign = -1 if direction == "ago" else 1
        if unit == "year":
            day = cal.add_months(scan.published, sign * (12 * count + 6))
        else:
            day = cal.shift(cal.offset_end(scan.published, sign * count, unit), sign * (15 if unit == "month" else 4))
        return Atom(m.start(), m.end(), "relative", unit, Readings.same(cal.unit_span(day, 0, unit)), fixed=True)
    if direction in ("later", "earlier", "afterwards", "afterward", "beforehand", "before", "after"):
        sign = 1 if direction in ("later", "afterwards", "afterward", "after") else -1
        return Atom(m.start(), m.end(), "relative", unit, offset=(sign * count, unit), mod="later")
    sign = -1 if direction == "ago" else 1
    base = cal.shift(scan.published, 1) if m["dir"].endswith("tomorrow") else scan.published
    if m["dir"].endswith(("today", "tomorrow")):
        span = cal.day_span(cal.offset_end(base, count, unit))
    else:
        span = cal.offset_span(base, sign * count, unit)
    return Atom(m.start(), m.end(), "relative", unit, Readings.same(span), fixed=True)


@rule(
    rf"(?P<n>{NUMBER}){S}(?P<unit>days?|weeks?|fortnights?|months?){S}(?P<dir>from|after|before|(?<=week )on){S}(?:(?P<rel>next{S}|this{S}|last{S})?(?P<day>{WEEKDAY})|{_DATE_TAIL}|(?P<fixed>yesterday|tomorrow|today){END})",
    ["a", "an", DIGITS, *NUMBER_WORDS],
)
def _units_from_day(m: re.Match[str], scan: Scan) -> Atom | None:
    if scan.timex:
        return None  # for TIMEX3 "two weeks from June 7" is a duration and a date
    count, unit = number(m["n"]), m["unit"].rstrip("s")
    sign = -1 if m["dir"] == "before" else 1
    if m["dir"] == "on" and (not m["day"] or scan.word_before(m.start()) in ("in", "within", "for")):
        return None  # "their second meeting in a week on Thursday"
    if m["dir"] == "from" and m.string.endswith(("of ", "for ", "over ", "lasting "), 0, m.start()):
        return None  # "a visit of four days from January 20" lasts as long
    if m["day"]:
        if not scan.capital(m.start("day")):
            return None
        base = cal.weekday_readings(scan.published, weekday_number(m["day"]))
        rel = (m["rel"] or "").strip()
        if rel in ("next", "last"):
            base = Readings.same(_in_week(scan, 1 if rel == "next" else -1, weekday_number(m["day"])))
        elif m["dir"] in ("from", "on"):  # "a week on Thursday", as the British say
            base = Readings.same(base.future)
    elif m["fixed"]:
        base = Readings.same(_from_day(scan, _FIXED_DAYS[m["fixed"]]))
    else:
        base = _tail_readings(m, scan)
    if base.nearest is None:
        return None
    return Atom(
        m.start(),
        m.end(),
        "relative",
        "day",
        base.map(lambda span: cal.day_span(cal.offset_end(span.start, sign * count, unit))),
        fixed=False,
    )


@rule(
    rf"(?:on{S})?(?:the|that){S}(?:very{S})?(?P<which>same|following|next|previous|preceding|prior){S}(?P<unit>day|morning|afternoon|evening|night){END}|(?P<that>that){S}(?:same{S})?(?P<unit3>day|morning|afternoon|evening|night){END}|the{S}day{S}(?P<dir>before|after|earlier){END}(?={S0}[.,;:)\x1e]|$)|a{S}day{S}(?P<dir2>later|earlier|before|after){END}(?={S0}[.,;:)\x1e]|(?<=(?:late|rlie)r){S}(?:in|at|with|for|to|by|on|and|he|she|they|when){END}|$)",
    ["the", "that", "a"],
)
def _anchored_day(m: re.Match[str], scan: Scan) -> Atom | None:
    if m["dir"] or m["dir2"]:
        step = 1 if (m["dir"] or m["dir2"]) in ("after", "later") else -1
        return Atom(m.start(), m.end(), "relative", "day", offset=(step, "day"))
    unit = m["unit"] or m["unit3"]
    step = {"following": 1, "next": 1, "previous": -1, "preceding": -1, "prior": -1}.get(m["which"] or "", 0)
    return Atom(m.start(), m.end(), "relative", "day", offset=(step, "day"), daypart=None if unit == "day" else unit)


@rule(
    rf"(?P<unit>week|month|quarter|year){S}(?P<dir>before|after){END}(?={S0}[.,;:)\x1e]|$)",
    ["week", "month", "quarter", "year"],
)
def _anchored_unit(m: re.Match[str], scan: Scan) -> Atom | None:
    """As in: they met in June and the month after."""
    if not scan.low.endswith("the ", max(0, m.start() - 5), m.start()):
        return None
    step = 1 if m["dir"] == "after" else -1
    return Atom(m.start() - 4, m.end(), "relative", m["unit"], offset=(step, m["unit"]))


@rule(rf"this{S}(?P<part>morning|afternoon|evening){END}", ["this"])
def _this_part(m: re.Match[str], scan: Scan) -> Atom:
    return Atom(
        m.start(),
        m.end(),
        "relative",
        "day",
        Readings.same(cal.day_span(scan.published)),
        daypart=m["part"],
        fixed=True,
    )


_AFTER_BARE_ORDINAL = re.compile(
    r"(?:[.,;:)!?\x1e\"]|$|'(?!s)| {1,8}(?:and|to|in|at|at|by|for|from|with|when|after|before|that|which|as|a|an|the|his|her|its|their|was|were|is|are|will|has|but|until|through|while|where|instead|of this|of next|if|would|or|he|she|it|they|we|both)(?![a-z])| -)"
)


@rule(r"the +(?P<day>(?:3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th))(?![a-z0-9-])", ["the"])
def _the_nth(m: re.Match[str], scan: Scan) -> Atom | None:
    if scan.word_before(m.start()) not in (
        "on",
        "from",
        "until",
        "till",
        "by",
        "since",
        "before",
        "after",
        "to",
        "and",
        "through",
        "between",
    ) or not _AFTER_BARE_ORDINAL.match(scan.low, m.end()):
        return None
    readings = cal.monthly(scan.published, day_number(m["day"]))
    return None if readings.nearest is None else Atom(m.start(), m.end(), "partial", "day", readings)


# ------------------------------------------------------------------------------------------------- nothing to resolve


@rule(
    rf"(?:the{S})?(?:coming|next{S}few|next{S}several|next{S}couple{S}of|coming{S}few|following|forthcoming|next){S}(?:days|weeks|months|years|days{S}(?:and|or){S}weeks|weeks{S}(?:and|or){S}months){END}|the{S}(?:near|not{S}too{S}distant|foreseeable|immediate){S}future{END}|a{S}later{S}(?:date|stage|time){END}",
    ["the", "coming", "next", "forthcoming", "following", "a"],
)
@rule(
    rf"(?:very{S})?(?:soon|shortly|imminently){END}(?!{S}(?:after|before|as))",
    ["soon", "shortly", "imminently", "very"],
)
def _vague(m: re.Match[str], scan: Scan) -> Atom:
    return Atom(m.start(), m.end(), "vague", "vague")


@rule(
    rf"(?P<n>{NUMBER})-(?P<unit>day|week|month|year){END}(?!-old)(?!{S}old)|(?:week|day|month)-?long{END}",
    [DIGITS, *NUMBER_WORDS, "weeklong", "daylong", "monthlong", "week", "day", "month"],
)
def _duration(m: re.Match[str], scan: Scan) -> Atom:
    value = f"P{number(m['n'])}{m['unit'][0].upper()}" if m["n"] else f"P1{m.group()[0].upper()}"
    return Atom(m.start(), m.end(), "duration", "duration", value=value)


@rule(rf"(?:every|each){S}(?:other{S}|two{S}|three{S})?(?:{WEEKDAY}|{UNIT}|{MONTH})", ["every", "each"])
def _set(m: re.Match[str], scan: Scan) -> Atom:
    return Atom(m.start(), m.end(), "set", "set")


# -------------------------------------------------------------------------------------------------------------- clocks

_CLOCK_FIRST = [DIGITS, "noon", "midday", "midnight", *SMALL[:12]]


@rule(
    rf"(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<m>[0-5][0-9]))?(?={TO}(?P<h2>1[0-2]|0?[1-9])(?:[:.][0-5][0-9])?{S0}(?P<meridiem>{MERIDIEM}))",
    [DIGITS],
)
def _clock_span(m: re.Match[str], scan: Scan) -> Atom | None:
    """The 9 of "9 to 11 a.m.": morning or afternoon as its end, unless it would come after it."""
    if scan.low[m.start() - 1 : m.start()] in ("$", "-", ":", "."):
        return None
    first, last = int(m["h"]) % 12, int(m["h2"]) % 12
    afternoon = (m["meridiem"][0] == "p") != (first > last)
    return Atom(m.start(), m.end(), "time", "clock", clock=f"{first + 12 * afternoon:02d}:{int(m['m'] or 0):02d}")


@rule(CLOCK + rf"(?P<also>{ALSO_IN_ZONE})?", _CLOCK_FIRST)
def _clock(m: re.Match[str], scan: Scan) -> Atom | None:
    return read_clock(m, scan)


def read_clock(m: re.Match[str], scan: Scan) -> Atom | None:
    """The time of day of a match of :data:`times_words.CLOCK`, with its zone and, where matched, the same time in another."""
    hour, minute = 0, 0
    before = scan.low[max(0, m.start() - 1) : m.start()]
    if m["named"] and scan.word_before(m.start()) == "high":
        return None
    if before and before in "$£€.,:-/" and m["h24"]:
        return None
    if m["h12"]:
        hour, minute = int(m["h12"]) % 12 + (12 if m["meridiem"][0] == "p" else 0), int(m["m12"] or 0)
    elif m["h24"]:
        hour, minute = int(m["h24"]), int(m["m24"])
    elif m["h4"]:
        hour, minute = int(m["h4"]), int(m["m4"])
    elif m["oclock"] or m["hour"]:
        hour, minute = number(m["oclock"] or m["hour"]), int(m["mhour"] or 0)
        if m["hour"] and scan.word_before(m.start()) not in (
            "at",
            "about",
            "around",
            "until",
            "till",
            "by",
            "before",
            "after",
            "from",
        ):
            return None  # "three in the morning session"
        late = (
            m["when"] in ("afternoon", "evening") or m["when2"] in ("afternoon", "evening") or m["night"] or m["night2"]
        )
        if late and hour < 12:
            hour += 12
    else:
        hour = 0 if m["named"] == "midnight" else 12
    zone = ""
    if m["zone"]:
        zone = " " + " ".join(scan.text[m.start("zone") : m.end("zone")].strip(" ()").split())
        if zone.casefold() == " local":
            zone = " local time"
    if "also" in m.re.groupindex and m["also"]:
        zone += " " + " ".join(scan.text[m.start("also") : m.end("also")].split())
    end = m.end()
    if scan.low[end - 1] == ")" and "(" not in m.group():
        end -= 1
    return Atom(m.start(), end, "time", "clock", clock=f"{hour:02d}:{minute:02d}{zone}")
