"""Rules for dates that name a place in the calendar: days of months, months, parts of them, quarters, seasons, years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from domain.reading import times_calendar as cal
from domain.reading.times_calendar import Readings, Span
from domain.reading.times_grammar import DIGITS, Atom, Scan, moving_before, rule
from domain.reading.times_words import (
    DAY,
    END,
    MERIDIEM,
    MONTH,
    MONTH_WORDS,
    MONTHS,
    ORDINAL,
    ORDINAL_FIRST,
    S0,
    SEASON,
    SEASON_WORDS,
    TO,
    WEEKDAY,
    YEAR,
    YEARS,
    S,
    day_number,
    either,
    month_number,
    weekday_number,
    words,
)
from domain.reports import Precision

# Names and verbs that look like months: they need a sign of a date beside them.
_TREACHEROUS_MONTHS = {"may", "march"}
_DATE_PREPOSITIONS = frozenset(
    words(
        "in since until till by from during before after through to of for late early last next this mid and "
        "or between on around that"
    )
)

# ------------------------------------------------------------------------------------------------------- absolute dates

_ITEM = re.compile(rf"(?P<low>{DAY})(?:(?P<to>{TO})(?:the{S})?(?P<high>{DAY}))?")
_DAY_LIST = rf"{DAY}(?:(?:{TO}|,?{S}(?:and|or|&){S}|,{S})(?:the{S})?{DAY}){{0,6}}"
_BAD_NEXT = re.compile(
    r" {1,6}(?!(?:and|or|to|in|at|on|by|for|of|from|with|when|after|before|that|which|who|as|a|an|the|his|her|its|their|was|were|is|are|will|has|have|had|but|until|through|while|where|between|during|following|this|next|last|local|amid|instead|because|if|would|could|may|might|must|said|says|not|near|under|over|into|about|ahead|since|despite|then|also|only|so|both|meeting|talks|summit|visit|session|conference|round|meetings|deadline|election|elections|vote|referendum|attack|attacks|trip|call|hearing|agreement|deal|accord|speech|statement|letter|declaration)(?![a-z]))[a-z]"
)


def _range(lo: Readings, hi: Readings) -> Readings:
    def join(a: Span | None, b: Span | None) -> Span | None:
        if a is None or b is None or b.end < a.start:
            return None
        return Span(a.start, b.end, Precision.RANGE, a.value)

    return Readings(join(lo.past, hi.past), join(lo.future, hi.future), join(lo.nearest, hi.nearest))


def days_of_month(scan: Scan, month: int, low_day: int, high_day: int, year: int | None) -> Readings:
    """Readings of one day or an unbroken run of days in one month."""

    def make(y: int) -> Span | None:
        first, last = cal.make_date(y, month, low_day), cal.make_date(y, month, high_day)
        if first is None or last is None or last < first:
            return None
        return cal.day_span(first) if first == last else Span(first, last, Precision.RANGE, first.isoformat())

    if year is not None:
        return Readings.same(make(year))
    return cal.yearly(scan.published, make, 8 if month == 2 and high_day == 29 else 1)


def day_items(scan: Scan, start: int, end: int) -> Iterator[tuple[int, int, int, int, bool]]:
    """(start, end, first day, last day, joined by a dash) of each item of a list such as "10-11 and 13"."""
    for item in _ITEM.finditer(scan.low, start, end):
        high = item["high"]
        yield (
            item.start(),
            item.end(),
            day_number(item["low"]),
            day_number(high) if high else 0,
            bool(high) and "-" in item["to"],
        )


def _dates_in_list(
    scan: Scan,
    items: list[tuple[int, int, int, int, bool]],
    month: int,
    year: int | None,
    head: tuple[int, int],
    month_first: bool,
) -> list[Atom]:
    """Atoms of a list of days of one month; the month's own characters belong to the item beside it."""
    atoms: list[Atom] = []
    between = len(items) == 2 and not (items[0][3] or items[1][3]) and scan.word_before(head[0]) == "between"
    moving = None
    spans: list[tuple[int, int, int, int]] = []
    for s, e, low_day, high_day, dashed in items:
        if high_day and not dashed:
            if moving is None:
                moving = moving_before(scan, head[0])
            if moving:  # "from Jan. 10 to 12" after "moved": two dates
                cut = _ITEM.match(scan.low, s)
                assert cut is not None
                spans.append((s, cut.end("low"), low_day, low_day))
                spans.append((cut.start("high"), e, high_day, high_day))
                continue
        spans.append((s, e, low_day, high_day or low_day))
    if between:
        spans = [(spans[0][0], spans[1][1], spans[0][2], spans[1][2])]
    fixed = year is not None
    years = _years_of_list(scan, month, spans[0][2], spans[-1][3]) if len(spans) > 1 and not fixed else None
    for index, (s, e, low_day, high_day) in enumerate(spans):
        if years is None:
            readings = days_of_month(scan, month, low_day, high_day, year)
        else:  # all days of one list lie in one year
            readings = Readings(*(days_of_month(scan, month, low_day, high_day, y).past for y in years))
        if readings.nearest is None:
            continue
        if index == 0 and month_first:
            s = head[0]
        if index == len(spans) - 1:
            e = max(e, head[1])
        kind = "span" if high_day != low_day else ("explicit" if fixed else "partial")
        atoms.append(Atom(s, e, kind, "range" if high_day != low_day else "day", readings, month=month, fixed=fixed))
    return atoms


def _years_of_list(scan: Scan, month: int, first_day: int, last_day: int) -> list[int] | None:
    whole = days_of_month(scan, month, min(first_day, last_day), max(first_day, last_day), None)
    return None if None in whole else [span.start.year for span in whole if span is not None]


_YEAR_OF = rf"(?:,?{S}(?:of{S})?(?P<rel>this|last|next){S}year{END}|,?{S}(?:of{S})?the{S}(?P<anch>same|following|previous){S}year{END})"


def _year_from(m: re.Match[str], scan: Scan) -> int | None:
    found = m["year"]
    if found:
        return int(found)
    rel = m["rel"]
    return None if rel is None else scan.published.year + {"this": 0, "last": -1, "next": 1}[rel]


@rule(rf"(?P<month>{MONTH}){S0}(?:the{S})?(?P<days>{_DAY_LIST})(?:,?{S}(?P<year>{YEAR})|{_YEAR_OF})?", MONTH_WORDS)
def _month_first(m: re.Match[str], scan: Scan) -> list[Atom] | None:
    if not scan.capital(m.start()):
        return None
    items = list(day_items(scan, m.start("days"), m.end("days")))
    end = m.end()
    # "Jan. 10, 12 people": a list counts only up to the last "and"; a trailing number may belong to a noun.
    while len(items) > 1 and not m["year"] and not m["rel"]:
        gap = scan.low[items[-2][1] : items[-1][0]]
        if ("and" in gap or "or" in gap or "&" in gap) and not _BAD_NEXT.match(scan.low, items[-1][1]):
            break
        items.pop()
        end = items[-1][1]
    if len(items) == 1 and items[0][3] and not items[0][4] and not m["year"] and _BAD_NEXT.match(scan.low, items[0][1]):
        first = _ITEM.match(scan.low, items[0][0])
        assert first is not None
        items = [(items[0][0], first.end("low"), items[0][2], 0, False)]
        end = items[0][1]
    if items[0][1] == end and _CLOCK_FOLLOWS(scan.low, items[0][0]):
        return None
    return _dates_in_list(scan, items, month_number(m["month"]), _year_from(m, scan), (m.start(), end), True) or None


_CLOCK_FOLLOWS = re.compile(rf"[0-9]{{1,2}}(?:[:.][0-9]{{2}})?{S0}{MERIDIEM}").match


@rule(
    rf"(?P<days>{_DAY_LIST})(?:{S}(?:of{S})?|-)(?P<month>{MONTH})(?:,?{S}(?P<year>{YEAR})|-(?P<year2>{YEAR})|{_YEAR_OF})?",
    [DIGITS],
)
def _day_first(m: re.Match[str], scan: Scan) -> list[Atom] | None:
    if not scan.capital(m.start("month")):
        return None
    items = list(day_items(scan, m.start("days"), m.end("days")))
    year = int(m["year2"]) if m["year2"] else _year_from(m, scan)
    month = month_number(m["month"])
    if (
        not m["year"]
        and not m["year2"]
        and scan.low[m.end("month") : m.end("month") + 2] in (" 1", " 2", " 3")
        and len(items) == 1
        and not items[0][3]
    ):
        # "in 10 January 3" never happens; "by 20 May 7" is a table: leave the number before the month alone
        after = _MD_AFTER(scan.low, m.start("month"))
        if after and not after["year"]:
            return None
    return _dates_in_list(scan, items, month, year, (m.start(), m.end()), False) or None


_MD_AFTER = re.compile(rf"{MONTH}{S}(?:{DAY})(?P<year>)").match


@rule(
    rf"(?:the{S})?(?P<days>(?P<ord>{ORDINAL}|(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th){END})(?:{S}(?:and|to|through){S}(?:the{S})?(?P<ord2>{ORDINAL}|(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th){END}))?)"
    rf"{S}(?:day{S})?of{S}(?:(?P<month>{MONTH})(?:,?{S}(?P<year>{YEAR})|{_YEAR_OF})?|(?P<this>this|next|last|the){S}month{END})",
    ["the", *ORDINAL_FIRST, DIGITS],
)
def _ordinal_of_month(m: re.Match[str], scan: Scan) -> list[Atom] | None:
    low_day = day_number(m["ord"])
    if low_day > 31:
        return None
    year: int | None
    if m["month"]:
        if not scan.capital(m.start("month")):
            return None
        month, year = month_number(m["month"]), _year_from(m, scan)
    else:
        base = cal.add_months(scan.published, {"this": 0, "the": 0, "next": 1, "last": -1}[m["this"]])
        month, year = base.month, base.year
    end = m.end()
    if not m["ord2"]:
        readings = days_of_month(scan, month, low_day, low_day, year)
        kind = "explicit" if m["month"] and year else "partial"
        return (
            None
            if readings.nearest is None
            else [Atom(m.start(), end, kind, "day", readings, month=month, fixed=year is not None)]
        )
    high_day = day_number(m["ord2"])
    joined = scan.low[m.end("ord") : m.start("ord2")]
    if "and" in joined:
        first = days_of_month(scan, month, low_day, low_day, year)
        second = days_of_month(scan, month, high_day, high_day, year)
        if first.nearest is None or second.nearest is None:
            return None
        return [
            Atom(m.start(), m.end("ord"), "partial", "day", first, month=month, fixed=year is not None),
            Atom(m.start("ord2"), end, "partial", "day", second, month=month, fixed=year is not None),
        ]
    readings = days_of_month(scan, month, low_day, high_day, year)
    return (
        None
        if readings.nearest is None
        else [Atom(m.start(), end, "span", "range", readings, month=month, fixed=year is not None)]
    )


@rule(
    rf"(?P<month>{MONTH}){S}(?:the{S})?(?P<ord>{ORDINAL})(?!{S}(?:[a-z]+{S})?(?:round|quarter|session|summit|meeting|anniversary|year|time|week))(?:,?{S}(?P<year>{YEAR}))?",
    MONTH_WORDS,
)
def _month_ordinal(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start()):
        return None
    day = day_number(m["ord"])
    year = int(m["year"]) if m["year"] else None
    readings = days_of_month(scan, month_number(m["month"]), day, day, year)
    if readings.nearest is None:
        return None
    return Atom(
        m.start(),
        m.end(),
        "explicit" if year else "partial",
        "day",
        readings,
        month=month_number(m["month"]),
        fixed=year is not None,
    )


@rule(
    r"(?P<y>(?:1[0-9]|20|21)[0-9]{2})(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=sep)(?P<d>3[01]|[12][0-9]|0?[1-9])(?:t(?P<clock>[0-2][0-9]:[0-5][0-9])(?::[0-5][0-9])?(?:\.[0-9]{1,6})?(?P<zone>z|[+-][0-2][0-9]:?[0-5][0-9])?)?(?![0-9])",
    [DIGITS],
)
def _iso(m: re.Match[str], scan: Scan) -> Atom | None:
    day = cal.make_date(int(m["y"]), int(m["m"]), int(m["d"]))
    if day is None:
        return None
    clock = None
    if m["clock"]:
        zone = scan.text[m.start("zone") : m.end("zone")] if m["zone"] else ""
        clock = f"{m['clock']} {'UTC' if zone in 'zZ' and zone else zone}".strip()
    return Atom(m.start(), m.end(), "explicit", "day", Readings.same(cal.day_span(day)), clock=clock, fixed=True)


@rule(
    r"(?P<a>3[01]|[12][0-9]|0?[1-9])(?P<sep>[-/.])(?P<b>3[01]|[12][0-9]|0?[1-9])(?P=sep)(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9]|[-/.][0-9])",
    [DIGITS],
)
def _numeric(m: re.Match[str], scan: Scan) -> Atom | None:
    """3/12/2024: with both numbers up to 12 the reading nearest to publication wins; a tie goes to month first with slashes, day first with dots."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    if len(m["y"]) == 2:
        if m["sep"] == ".":
            return None
        year += 2000 if year < 70 else 1900
    month_first, day_first = cal.make_date(year, a, b), cal.make_date(year, b, a)
    order = [month_first, day_first] if m["sep"] == "/" else [day_first, month_first]
    days = [day for day in order if day is not None]
    if not days:
        return None
    day = min(days, key=lambda d: abs((d - scan.published).days))
    return Atom(m.start(), m.end(), "explicit", "day", Readings.same(cal.day_span(day)), fixed=True)


# --------------------------------------------------------------------------------------------------- months, parts, years

_PARTS = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
}


def _month_readings(scan: Scan, month: int, year: int | None) -> Readings:
    if year is not None:
        return Readings.same(cal.month_span(cal.clamp_year(year), month))
    return cal.yearly(scan.published, lambda y: cal.month_span(y, month))


def _through(span: Span, part: str, last: str | None) -> Span:
    """``part`` of a span, or from it through ``last`` ("mid- to late March")."""
    first = cal.part_of(span, part)
    return first if last is None else first._replace(end=max(first.end, cal.part_of(span, last).end))


_MOVED_TO = re.compile(
    r"(?:slipped|postponed|delayed|deferred|moved|back|off|forward|pushed|shifted|rescheduled) to $"
).search
_AFTER_MONTH = re.compile(rf"(?:{MONTH})(?: [0-9]{{1,4}})?,? (?:and|or|to) +$").search


_OF_A_NAME = re.compile(r"-a-|[ -]del?(?![a-z])").match
"""What follows the Mar of Mar-a-Lago and Mar del Plata."""


def bare_month_counts(scan: Scan, start: int, end: int, word: str) -> bool:
    """Whether a month's name with no number beside it is the month: "in May", not "May said"; "in Sept.", not "Jan Egeland"."""
    if not scan.capital(start):
        return False
    before = scan.word_before(start)
    if before in ("theresa", "mrs", "ms", "mr", "minister", "pm", "james", "brian", "imran", "president"):
        return False
    full = word in MONTHS
    if not full and not word.endswith("."):  # "Jan Egeland", "Jan Kavan"
        return (
            before in _DATE_PREPOSITIONS
            and before not in ("and", "or", "for", "to", "on")
            and not scan.text[end : end + 2].strip().isupper()
            and not _OF_A_NAME(scan.low, end)
        )
    if word in _TREACHEROUS_MONTHS or not full:
        if before.endswith("est") and len(before) > 5:  # "the wettest March on record"
            return True
        if before in (
            "in",
            "since",
            "until",
            "till",
            "by",
            "during",
            "late",
            "early",
            "last",
            "next",
            "this",
            "mid",
            "around",
            "through",
        ):
            return not (word == "may" and before == "by" and scan.names_may)
        if before == "as":
            return re.search(r"as (?:early|late|soon) as $", scan.low[max(0, start - 14) : start]) is not None
        if before in ("to", "for") and re.match(r"\s*(?:[.,;)]|$)", scan.text[end : end + 3]) and not scan.names_may:
            return word == "march" or before == "for" or _MOVED_TO(scan.low[max(0, start - 24) : start]) is not None
        if before in ("and", "or", "to", "between", "for"):
            if _AFTER_MONTH(scan.low[max(0, start - 24) : start]) is not None:
                return True
            return before == "for" and word != "may" and scan.word_after(end) not in ("on", "of", "for")
        if before in ("than", "for") and word == "may":
            return not scan.names_may
        if before in ("of", "from", "before", "after"):
            if word == "may":
                return not scan.names_may
            return scan.word_after(end) not in ("on", "of", "for")
        if before in ("the", "a", "its", "their", "his", "her") and word != "march":
            return (
                scan.word_after(end) not in ("", "government", "administration", "cabinet")
                and not scan.text[end : end + 2].strip().isupper()
            )
        if before == "the":
            return scan.word_after(end) in (
                "meeting",
                "summit",
                "talks",
                "session",
                "visit",
                "conference",
                "election",
                "elections",
                "vote",
                "deal",
                "agreement",
                "deadline",
                "referendum",
            )
        return False
    if word in ("april", "june", "august"):
        following = scan.text[end : end + 2]
        if len(following) == 2 and following[0] == " " and following[1].isupper() and before not in _DATE_PREPOSITIONS:
            return False
    return True


@rule(
    rf"(?:the{S})?(?P<which>this|last|next|coming|past){S}(?P<past>coming{S}|past{S})?(?P<month>{MONTH})(?:{S}(?P<day>{DAY}))?",
    ["this", "last", "next", "coming", "past", "the"],
)
def _which_month(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "Last November" ended before this month began; "next March" is still to begin; "this June" lies in this year or soon after."""
    if not scan.capital(m.start("month")):
        return None
    month, today, which = month_number(m["month"]), scan.published, m["which"]
    if which == "past" or (m["past"] or "").startswith("past"):
        which = "last"
    if m["day"]:
        readings = days_of_month(scan, month, day_number(m["day"]), day_number(m["day"]), None)
        span = readings.past if which == "last" else readings.future if which != "this" else readings.nearest
        return (
            None
            if span is None
            else Atom(m.start(), m.end(), "partial", "day", Readings.same(span), month=month, fixed=True)
        )
    if which == "this":
        step = 1 if today.month - month > 6 else 0
    elif which == "last":
        step = -1 if month >= today.month else 0
    else:
        step = 1 if month <= today.month else 0
    span = cal.month_span(cal.clamp_year(today.year + step), month)
    return Atom(m.start(), m.end(), "partial", "month", Readings.same(span), month=month, fixed=True)


@rule(rf"(?P<month>{MONTH})(?:-(?P<month2>{MONTH}))?(?:(?:,|{S}of)?{S}(?P<year>{YEAR})|{_YEAR_OF})?", MONTH_WORDS)
def _month_alone(m: re.Match[str], scan: Scan) -> Atom | None:
    year = _year_from(m, scan)
    if not scan.capital(m.start()) or (
        year is None and not bare_month_counts(scan, m.start(), m.end("month"), m["month"])
    ):
        return None
    month = month_number(m["month"])
    if m["anch"]:
        return Atom(
            m.start(),
            m.end(),
            "partial",
            "month",
            month=month,
            offset=({"same": 0, "following": 1, "previous": -1}[m["anch"]], "year"),
        )
    if m["month2"]:
        second = month_number(m["month2"])
        lo, hi = _month_readings(scan, month, year), _month_readings(scan, second, year)
        spans = [
            None if a is None or b is None or b.end < a.start else Span(a.start, b.end, Precision.PART, a.value)
            for a, b in zip(lo, hi)
        ]
        return Atom(m.start(), m.end(), "span", "months", Readings(*spans), fixed=year is not None)
    end = m.end()
    if (
        m["month"].endswith(".")
        and end == m.end("month")
        and scan.word_after(end) == ""
        and not scan.low[end : end + 2].strip(" ")
    ):
        pass
    return Atom(
        m.start(),
        end,
        "explicit" if year else "partial",
        "month",
        _month_readings(scan, month, year),
        month=month,
        fixed=year is not None,
    )


_PART_HEAD = (
    rf"(?:(?:the{S})?(?:very{S})?(?P<part>early|mid|late)(?:-|{S})(?:{S0}to(?:-|{S})(?P<part2>mid|late)(?:-|{S}))?(?:in{S}(?!the{S}(?:day|morning|evening)))?(?:the{S})?"
    rf"|(?:(?:at|by|toward|towards|around){S})?the{S}(?:very{S})?(?P<partn>beginning|start|middle|end|close){S}of{S}"
    rf"|(?P<partm>end|start|beginning|middle|mid)(?:-|{S})of(?:-|{S}))"
)
_PART_BODY = (
    rf"(?:(?P<month>{MONTH})(?:(?:,|{S}of)?{S}(?P<year>{YEAR})|{_YEAR_OF})?"
    rf"|(?P<season>{SEASON})(?:(?:{S}of)?{S}(?P<syear>{YEAR}))?"
    rf"|(?P<bareyear>{YEAR})"
    rf"|(?P<decade>(?:19|20)[0-9]0)s{END}"
    rf"|(?:the{S})?(?P<which>this|next|last|the|coming){S}(?P<unit>week|month|year|quarter|season|decade|century){END}"
    rf"|(?P<unit2>month|year|week|quarter){END})"
)


@rule(_PART_HEAD + _PART_BODY, ["early", "mid", "late", "the", "end", "start", "beginning", "middle"])
def _part(m: re.Match[str], scan: Scan) -> Atom | None:
    part = _PARTS[m["part"] or m["partn"] or m["partm"]]
    last = m["part2"]
    scan_day = scan.published
    fixed = True
    if m["unit2"] and not (m["partn"] or (m["part"] and "the" in m.group()) or m["partm"]):
        return None
    grain = "month"
    if m["month"]:
        if not scan.capital(m.start("month")):
            return None
        year = _year_from(m, scan)
        fixed = year is not None
        readings = (
            cal.yearly(scan_day, lambda y: _through(cal.month_span(y, month_number(m["month"])), part, last))
            if year is None
            else _month_readings(scan, month_number(m["month"]), year).map(lambda span: _through(span, part, last))
        )
    elif m["season"]:
        grain = "season"
        fixed = m["syear"] is not None
        if fixed:
            readings = Readings.same(_through(cal.season_span(int(m["syear"]), m["season"]), part, last))
        else:
            readings = cal.yearly(scan_day, lambda y: _through(cal.season_span(y, m["season"]), part, last))
    elif m["bareyear"]:
        grain = "year"
        readings = Readings.same(_through(cal.year_span(int(m["bareyear"])), part, last))
    elif m["decade"]:
        grain = "decade"
        readings = Readings.same(_through(cal.decade_span(int(m["decade"]) // 10), part, last))
    else:
        grain = m["unit"] or m["unit2"]
        which = m["which"] or "the"
        if grain == "season":
            return None
        step = {"next": 1, "coming": 1, "last": -1}.get(which, 0)
        span = cal.unit_span(scan_day, step, grain)
        until = scan.word_before(m.start())
        if (
            part == "late"
            and (m["partn"] or m["partm"])
            and until in ("by", "before", "until", "till")
            and span.end >= scan_day
        ):
            start = max(span.start, scan_day)
            readings = Readings.same(Span(start, span.end, Precision.PART, span.value))
        else:
            readings = Readings.same(_through(span, part, last))
    mod = {"early": "START", "mid": "MID", "late": "END"}[part]
    return Atom(m.start(), m.end(), "part", grain, readings, fixed=fixed, mod=mod)


@rule(
    rf"(?:the{S}|arab{S})?(?:(?P<which>this|last|next|coming|past|that){S}(?:coming{S}|past{S})?)?(?P<season>{SEASON})(?:(?:{S}of)?,?{S}(?P<year>{YEAR}|{YEARS})|(?:{S}of)?{S}(?P<rel>this|last|next){S}year{END})?",
    ["this", "last", "next", "the", "coming", *SEASON_WORDS],
)
def _season(m: re.Match[str], scan: Scan) -> Atom | None:
    season = m["season"]
    start = m.start()
    which = m["which"]
    if m.group().startswith("arab"):
        return None
    if not which and not m["year"] and not m["rel"]:
        before = scan.word_before(start)
        with_article = m.group().startswith("the")
        after = scan.word_after(m.end())
        if before not in (
            "in",
            "since",
            "by",
            "until",
            "during",
            "before",
            "after",
            "over",
            "through",
            "throughout",
            "into",
            "for",
        ):
            return None
        if after in ("of", "from", "in", "and", "into", "back", "short", "when") and season == "fall":
            return None
        if not with_article and season == "fall" and before not in ("in", "since", "by", "until"):
            return None
        return Atom(start, m.end(), "part", "season", cal.yearly(scan.published, lambda y: cal.season_span(y, season)))
    if m["year"] or m["rel"]:
        year = int(m["year"][:4]) if m["year"] else scan.published.year + {"this": 0, "last": -1, "next": 1}[m["rel"]]
        return Atom(
            start,
            m.end(),
            "part",
            "season",
            Readings.same(cal.season_span(cal.clamp_year(min(year, 9998)), season)),
            fixed=True,
        )
    readings = cal.yearly(scan.published, lambda y: cal.season_span(y, season), reach=2)
    if which in ("last", "past"):
        chosen = [
            s
            for y in range(max(scan.published.year - 2, 1), scan.published.year + 1)
            if (s := cal.season_span(min(y, 9998), season)).end < scan.published
        ]
        readings = Readings.same(chosen[-1] if chosen else readings.past)
    elif which in ("next", "coming"):
        chosen = [
            s
            for y in range(scan.published.year, min(scan.published.year + 3, 9999))
            if (s := cal.season_span(y, season)).start > scan.published
        ]
        readings = Readings.same(chosen[0] if chosen else readings.future)
    else:
        year = scan.published.year - (1 if season == "winter" and scan.published.month <= 2 else 0)
        readings = Readings.same(cal.season_span(min(max(year, 1), 9998), season))
    return Atom(start, m.end(), "part", "season", readings, fixed=True)


_NTH = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "latter": -1,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": -1,
    "final": -1,
    "fifth": 5,
}


def _with_the(scan: Scan, start: int) -> int:
    """Where "the" before ``start`` begins, if it stands there; rules that begin with a rarer word are tried less often."""
    return start - 4 if scan.low.endswith("the ", max(0, start - 5), start) else start


@rule(
    rf"(?:last|final){S}day{S}of{S}(?:(?P<month>{MONTH})(?:(?:,|{S}of)?{S}(?P<year>{YEAR})|{_YEAR_OF})?"
    rf"|(?P<which>this|next|last|the){S}(?P<unit>month|year){END}|(?P<bare>{YEAR}))",
    ["last", "final"],
)
def _last_day(m: re.Match[str], scan: Scan) -> Atom | None:
    fixed = True
    if m["month"]:
        if not scan.capital(m.start("month")):
            return None
        month, year = month_number(m["month"]), _year_from(m, scan)
        fixed = year is not None
        readings = _month_readings(scan, month, year)
    elif m["bare"]:
        readings = Readings.same(cal.year_span(int(m["bare"])))
    else:
        step = {"next": 1, "last": -1}.get(m["which"], 0)
        readings = Readings.same(cal.unit_span(scan.published, step, m["unit"]))
    start = _with_the(scan, m.start())
    return Atom(start, m.end(), "partial", "day", readings.map(lambda span: cal.day_span(span.end)), fixed=fixed)


@rule(rf"(?:year(?:-|{S})end|year's{S}end){END}(?!{S}(?:19|20)[0-9])", ["year"])
def _year_end(m: re.Match[str], scan: Scan) -> Atom:
    """ "By year's end" is the rest of the year, "at year-end" its December."""
    start = _with_the(scan, m.start())
    if scan.word_before(start) in ("by", "before", "until", "till"):
        end = date(scan.published.year, 12, 31)
        span = Span(scan.published, end, Precision.PART, f"{scan.published.year:04d}")
        return Atom(start, m.end(), "part", "year", Readings.same(span), fixed=True)

    def december(year: int) -> Span:
        return cal.month_span(year, 12)._replace(precision=Precision.PART)

    return Atom(start, m.end(), "part", "month", cal.yearly(scan.published, december))


@rule(rf"new{S}year{END}(?!{S}(?:holidays?|celebrations?|address|message|greetings?)|'s)", ["new"])
def _new_year(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "In the new year", written in autumn or at its start: its first months."""
    start = _with_the(scan, m.start())
    if start == m.start() or scan.word_before(start) != "in" or 2 <= scan.published.month <= 8:
        return None
    year = scan.published.year + (scan.published.month > 8)
    readings = Readings.same(cal.part_of(cal.year_span(year), "early"))
    return Atom(start, m.end(), "part", "year", readings, fixed=True)


@rule(
    rf"(?:the{S})?(?P<nth>first|second|third|fourth|fifth|1st|2nd|3rd|4th|last|final){S}(?:(?:full{S})?(?P<week>week|weekend)|(?P<weekday>{WEEKDAY})|(?P<days>few{S}days|days)){S}(?:of|in){S}"
    rf"(?:(?P<month>{MONTH})(?:(?:,|{S}of)?{S}(?P<year>{YEAR})|{_YEAR_OF})?|(?P<which>this|next|last|the){S}(?P<unit>month|year){END})",
    ["the", "first", "second", "third", "fourth", "fifth", "last", "final", DIGITS],
)
def _nth_week(m: re.Match[str], scan: Scan) -> Atom | None:
    nth = _NTH[m["nth"]]
    if m["unit"] == "year":
        return None

    def make(year: int, month: int) -> Span:
        if m["days"]:
            return cal.part_of(cal.month_span(year, month), "early" if nth > 0 else "late")
        if m["weekday"]:
            wanted = weekday_number(m["weekday"])
            if nth > 0:
                first = date(year, month, 1)
                return cal.day_span(cal.shift(first, (wanted - first.weekday()) % 7 + 7 * (nth - 1)))
            last = cal.month_end(year, month)
            return cal.day_span(cal.shift(last, -((last.weekday() - wanted) % 7)))
        week = cal.nth_week_of_month(year, month, nth)
        return week if m["week"] == "week" else cal.weekend_span(week.start)

    grain = "day" if m["weekday"] else (m["week"] or "month")
    if m["month"]:
        if not scan.capital(m.start("month")):
            return None
        month, year = month_number(m["month"]), _year_from(m, scan)
        readings = (
            Readings.same(make(cal.clamp_year(year), month))
            if year
            else cal.yearly(scan.published, lambda y: make(y, month))
        )
        return Atom(m.start(), m.end(), "part" if m["days"] else "partial", grain, readings, fixed=year is not None)
    base = cal.add_months(scan.published, {"this": 0, "the": 0, "next": 1, "last": -1}[m["which"]])
    return Atom(m.start(), m.end(), "relative", grain, Readings.same(make(base.year, base.month)), fixed=True)


@rule(
    rf"(?:the{S})?(?:(?P<which>this|next|last){S}(?:year's{S})?)?(?:fiscal{S})?(?P<nth>first|second|third|fourth|last|latter|final|1st|2nd|3rd|4th)(?:-|{S})(?:fiscal{S})?(?P<unit>quarter|half|trimester){END}"
    rf"(?:{S}(?:of|in){S}(?:(?:the{S})?(?P<fiscal>fiscal{S}(?:year{S})?)?(?P<year>{YEAR})|(?P<month>{MONTH})|(?P<rel>this|next|last|the){S}(?:(?P<fiscal2>fiscal|financial){S})?(?P<of>year|month){END})|{S}(?P<year2>{YEAR}))?",
    ["the", "this", "next", "last", "fiscal", "first", "second", "third", "fourth", "latter", "final", DIGITS],
)
def _quarter(m: re.Match[str], scan: Scan) -> Atom | None:
    nth, unit = _NTH[m["nth"]], m["unit"]
    fixed = bool(m["year"] or m["year2"] or m["rel"] or m["which"])
    if unit == "trimester" or (unit == "half" and nth > 2) or (unit == "half" and not (fixed or m["month"])):
        return None
    parts = 4 if unit == "quarter" else 2
    nth = parts if nth < 0 else nth
    if m["month"] or m["of"] == "month":
        if unit != "half":
            return None
        half = (1, 15) if nth == 1 else (16, 31)

        def make_half(year: int, month: int) -> Span:
            span = cal.month_span(year, month)
            return Span(
                span.start.replace(day=half[0]),
                span.start.replace(day=min(half[1], span.end.day)),
                Precision.PART,
                span.value,
            )

        if m["month"]:
            readings = cal.yearly(scan.published, lambda y: make_half(y, month_number(m["month"])))
        else:
            base = cal.add_months(scan.published, {"this": 0, "the": 0, "next": 1, "last": -1}[m["rel"]])
            readings = Readings.same(make_half(base.year, base.month))
        return Atom(m.start(), m.end(), "part", "month", readings)
    make = cal.quarter_span if unit == "quarter" else cal.half_span
    if fixed:
        written = m["year"] or m["year2"]
        year = (
            int(written)
            if written
            else scan.published.year + {"this": 0, "the": 0, "next": 1, "last": -1}[m["rel"] or m["which"]]
        )
        readings = Readings.same(make(cal.clamp_year(year), nth))
    else:
        readings = cal.yearly(scan.published, lambda y: make(y, nth))
    return Atom(m.start(), m.end(), "part", unit, readings, fixed=fixed)


@rule(rf"(?:q(?P<q>[1-4])|h(?P<h>[12]))(?:(?:{S}of)?{S}(?P<year>{YEAR}))?{END}", ["q1", "q2", "q3", "q4", "h1", "h2"])
def _quarter_code(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start()):
        return None
    year = int(m["year"]) if m["year"] else None
    make, nth = (cal.quarter_span, int(m["q"])) if m["q"] else (cal.half_span, int(m["h"]))
    if year is None and m["h"]:
        return None
    readings = Readings.same(make(year, nth)) if year else cal.yearly(scan.published, lambda y: make(y, nth))
    return Atom(m.start(), m.end(), "part", "quarter" if m["q"] else "half", readings, fixed=year is not None)


_YEAR_PREPOSITIONS = frozenset(
    words(
        "in since by until till from during before after through throughout of to and year years late early "
        "mid around for"
    )
)
_NOT_A_YEAR_BEFORE = re.compile(r"(?:[$£€¥#.,:/+=]|(?:rs|no|usd|us\$|eur|gbp)\.? ?|-)$").search
NOT_A_YEAR_AFTER = re.compile(
    rf"%|{S}(?:people|person|men|women|troops|soldiers|dollars|euros|pounds|km|kms|kilomet\w*|miles?|met(?:er|re)s?|tons?|tonnes?|barrels?|years?|days?|weeks?|months?|hours?|minutes?|seconds?|"
    r"feet|foot|percent|per|million|billion|points?|members?|jobs|homes|villages|deaths|cases|votes?|employees|workers|refugees|civilians|rockets|missiles|prisoners|ha|mw|mph|times|gmt|hrs|local|units|copies|rpm|pixels|words|u\.s)\b"
).match


@rule(rf"(?P<year>(?:19|20)[0-9]{{2}}){END}(?![.,:/][0-9])(?:-(?P<year2>(?:19|20)?[0-9]{{2}}){END})?", [DIGITS])
def _year(m: re.Match[str], scan: Scan) -> Atom | None:
    start = m.start()
    if _NOT_A_YEAR_BEFORE(scan.low, max(0, start - 5), start) or NOT_A_YEAR_AFTER(scan.low, m.end()):
        return None
    before = scan.word_before(start)
    if before not in _YEAR_PREPOSITIONS and scan.low[start - 1 : start] != "(":
        return None
    if before in ("of", "to", "and", "for", "around", "from", "by") and int(m["year"]) > scan.published.year + 60:
        return None
    year = int(m["year"])
    if m["year2"]:
        second = int(m["year2"]) if len(m["year2"]) == 4 else year // 100 * 100 + int(m["year2"])
        if second < year:
            return None
        span = Span(cal.year_span(year).start, cal.year_span(second).end, Precision.PART, f"{year:04d}")
        return Atom(start, m.end(), "span", "years", Readings.same(span), fixed=True)
    return Atom(start, m.end(), "explicit", "year", Readings.same(cal.year_span(year)), fixed=True)


@rule(
    rf"(?:the{S})?(?:(?P<part>early|mid|late)(?:-|{S}))?(?P<decade>(?:1[6-9]|20)[0-9]0)'?s{END}",
    ["the", "early", "mid", "late", DIGITS],
)
def _decade(m: re.Match[str], scan: Scan) -> Atom | None:
    span = cal.decade_span(int(m["decade"]) // 10)
    return Atom(
        m.start(),
        m.end(),
        "part",
        "decade",
        Readings.same(cal.part_of(span, m["part"]) if m["part"] else span),
        fixed=True,
    )


# -------------------------------------------------------------------------------------------------------------- holidays


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Eastern churches in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return cal.shift(date(year, month, day + 1), year // 100 - year // 400 - 2)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return cal.shift(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": lambda year: date(year, 1, 1),
    "new year's eve": lambda year: date(year, 12, 31),
    "christmas eve": lambda year: date(year, 12, 24),
    "christmas day": lambda year: date(year, 12, 25),
    "christmas": lambda year: date(year, 12, 25),
    "boxing day": lambda year: date(year, 12, 26),
    "valentine's day": lambda year: date(year, 2, 14),
    "may day": lambda year: date(year, 5, 1),
    "bastille day": lambda year: date(year, 7, 14),
    "the fourth of july": lambda year: date(year, 7, 4),
    "halloween": lambda year: date(year, 10, 31),
    "thanksgiving day": lambda year: _nth_weekday(year, 11, 3, 4),
    "thanksgiving": lambda year: _nth_weekday(year, 11, 3, 4),
    "labor day": lambda year: _nth_weekday(year, 9, 0, 1),
    "memorial day": lambda year: cal.shift(date(year, 5, 31), -date(year, 5, 31).weekday()),
    "election day": lambda year: cal.shift(_nth_weekday(year, 11, 0, 1), 1),
    "martin luther king day": lambda year: _nth_weekday(year, 1, 0, 3),
    "presidents' day": lambda year: _nth_weekday(year, 2, 0, 3),
    "presidents day": lambda year: _nth_weekday(year, 2, 0, 3),
    "columbus day": lambda year: _nth_weekday(year, 10, 0, 2),
    "st. patrick's day": lambda year: date(year, 3, 17),
    "st patrick's day": lambda year: date(year, 3, 17),
    "anzac day": lambda year: date(year, 4, 25),
    "victory day": lambda year: date(year, 5, 9),
    "armistice day": lambda year: date(year, 11, 11),
    "orthodox christmas": lambda year: date(year, 1, 7),
    "orthodox easter": orthodox_easter,
    "ash wednesday": lambda year: cal.shift(easter(year), -46),
    "palm sunday": lambda year: cal.shift(easter(year), -7),
    "maundy thursday": lambda year: cal.shift(easter(year), -3),
    "holy thursday": lambda year: cal.shift(easter(year), -3),
    "pentecost": lambda year: cal.shift(easter(year), 49),
    "veterans day": lambda year: date(year, 11, 11),
    "good friday": lambda year: cal.shift(easter(year), -2),
    "easter sunday": easter,
    "easter monday": lambda year: cal.shift(easter(year), 1),
    "easter": easter,
}
"""Holidays that news dates events by; the United States' where countries differ, Victory Day as Moscow keeps it."""


@rule(
    rf"(?:(?P<which>this|last|next){S})?(?P<name>{either(HOLIDAYS)}){END}(?:{S}(?P<unit>week|weekend){END})?(?:(?:,|{S}of)?{S}(?P<year>{YEAR}))?",
    [*sorted({name.split("'")[0].split()[0] for name in HOLIDAYS}), "this", "last", "next"],
)
def _holiday(m: re.Match[str], scan: Scan) -> Atom | None:
    name = " ".join(m["name"].split())
    if not scan.capital(m.start("name") + (4 if name.startswith("the ") else 0)):
        return None
    if name in ("christmas", "easter") and scan.word_after(m.end()) in (
        "island",
        "tree",
        "trees",
        "shopping",
        "cards",
        "card",
        "message",
        "bombing",
        "market",
        "truce",
    ):
        return None
    if name == "good friday" and scan.word_after(m.end()) in ("agreement", "accord", "accords", "peace", "deal"):
        return None
    on, unit = HOLIDAYS[name], m["unit"]

    def make(year: int) -> Span:
        day = on(year)
        if unit == "weekend":  # that of a Monday's holiday is the one before it
            return cal.weekend_span(cal.shift(day, -1) if day.weekday() == 0 else day)
        return cal.week_span(day) if unit else cal.day_span(day)

    grain = unit or "day"
    if m["year"]:
        return Atom(m.start(), m.end(), "explicit", grain, Readings.same(make(int(m["year"]))), fixed=True)
    readings = cal.yearly(scan.published, make)
    if m["which"] in ("last", "next"):
        ahead = m["which"] == "next"
        spans = [
            span
            for step in (-2, -1, 0, 1, 2)
            if ((span := make(min(max(scan.published.year + step, 1), 9999))).start > scan.published) is ahead
            and not span.start <= scan.published <= span.end
        ]
        readings = Readings.same(spans[0] if ahead else spans[-1]) if spans else readings
    return Atom(m.start(), m.end(), "partial", grain, readings, fixed=m["which"] is not None and m["which"] != "this")
