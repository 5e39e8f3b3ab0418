"""The grammar of English time expressions in news: from text to :class:`Atom`, the smallest dated piece.

How it works: the text is lower-cased and its blanks and dashes are made uniform (every offset stays the same). One
pass over its words looks each up in a table from first word to rules; only where a rule can begin is a pattern
tried, anchored at that place. Every pattern is bounded in length, so the whole pass is linear in the text.

``times.py`` joins atoms to mentions (clock times, ranges, weekday with date), ``times_timex.py`` to TIMEX3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.reading import times_calendar as cal
from domain.reading.times_calendar import NONE, Readings, Span
from domain.reports import Precision

# --------------------------------------------------------------------------------------------------------------- words

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_INDEX = {name[:3]: index for index, name in enumerate(MONTHS, 1)}
_WEEKDAY_INDEX = {name[:3]: index for index, name in enumerate(WEEKDAYS)}


def words(text: str) -> list[str]:
    return text.split()


_SMALL = words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
CARDINALS: dict[str, int] = {word: number for number, word in enumerate(_SMALL, 1)}
CARDINALS |= {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "a": 1,
    "an": 1,
}
CARDINALS |= {"a couple of": 2, "couple of": 2, "a dozen": 12, "dozen": 12}
CARDINALS |= {f"twenty{sep}{unit}": 20 + CARDINALS[unit] for unit in _SMALL[:9] for sep in "- "}
CARDINALS |= {f"thirty{sep}one": 31 for sep in "- "}

_ORDINAL_WORDS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS: dict[str, int] = {word: number for number, word in enumerate(_ORDINAL_WORDS, 1)}
ORDINALS |= {f"twenty{sep}{_ORDINAL_WORDS[unit - 1]}": 20 + unit for unit in range(1, 10) for sep in "- "}
ORDINALS |= {"thirtieth": 30, "thirty-first": 31, "thirty first": 31}


def _either(words: Iterable[str]) -> str:
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\ ", S) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"
    )


S = " {1,8}"
S0 = " {0,8}"
"""Blanks inside an expression; bounded, so that no text makes a pattern run away."""
END = "(?![a-z0-9])"
MONTH = (
    "(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z0-9])"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)(?![a-z0-9])\.?)"
)
WEEKDAY = "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day(?![a-z0-9]))"
WEEKDAY_SHORT = r"(?:(?:mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun)(?![a-z0-9])\.?)"
NOT_MEASURED = rf"(?![0-9a-z%]|[.,][0-9]|{S}(?:percent|per{S}cent|million|billion|trillion|thousand)(?![a-z]))"
DAY = rf"(?:(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?{NOT_MEASURED})"
YEAR = r"(?:(?:1[0-9]|20)[0-9]{2}(?![0-9a-z]|[.,][0-9]|-[0-9]))"
ORDINAL = f"(?:{_either(ORDINALS)}{END})"
NUMBER = rf"(?:[0-9]{{1,3}}|{_either(CARDINALS)}){END}"
UNIT = f"(?:days?|weeks?|months?|years?|fortnights?|weekends?|quarters?|decades?){END}"
DAYPART = f"(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime){END}"
SEASON = f"(?:spring|summer|autumn|fall|winter){END}"
TO = rf"(?: {{0,2}}-{{1,2}} {{0,2}}|{S}(?:to|through|thru|until|till|til){S})"
_ZONE_LETTERS = "gmt|utc|est|edt|cst|cdt|mst|mdt|pst|pdt|et|bst|cet|cest|eet|eest|msk|ist|irst|jst|kst|hkt|sgt|aest|aedt|wib|pkt|wat|eat|cat|sast|trt|gst|ast|zulu"
ZONE = (
    rf"(?:{S0}\(?(?:{_ZONE_LETTERS})(?:[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?{END}\)?"
    rf"|{S}(?:(?:[a-z]{{3,14}}(?:{S}(?:standard|daylight|summer|city|york))?)|u\.s\.{S}eastern){S}time{END}"
    rf"|{S}\(?local(?:{S}time)?\)?{END})"
)
MERIDIEM = rf"(?:a\.m\.?|p\.m\.?|am{END}|pm{END})"
CLOCK = (
    rf"(?P<clock>(?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5][0-9])(?::[0-5][0-9])?)?{S0}(?P<meridiem>{MERIDIEM})"
    rf"|(?P<h24>2[0-3]|[01]?[0-9])[:](?P<m24>[0-5][0-9])(?::[0-5][0-9])?(?:{S0}(?:hours|hrs|h){END})?(?![0-9:])"
    rf"|(?P<h4>2[0-3]|[01][0-9])[.:h]?(?P<m4>[0-5][0-9])(?=(?:{S0}(?:hours|hrs|h){END})|{S0}\(?(?:gmt|utc|cet|cest|bst|msk|ist|local){END})(?:{S0}(?:hours|hrs|h){END})?"
    rf"|(?P<oclock>1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve){S}o'clock(?:{S}in{S}the{S}(?P<when>morning|afternoon|evening)|{S}at{S}(?P<night>night))?"
    rf"|(?P<named>noon|midday|midnight){END})"
    rf"(?P<zone>{ZONE})?"
)
_ALSO_IN_ZONE = rf"{S0}\((?:[0-2]?[0-9][:.]?[0-5][0-9]|[0-9]{{1,2}}{S0}{MERIDIEM}){ZONE}\)"


def month_number(word: str) -> int:
    return _MONTH_INDEX[word[:3]]


def weekday_number(word: str) -> int:
    return _WEEKDAY_INDEX[word[:3]]


def number(word: str) -> int:
    return int(word) if word[0] in "0123456789" else CARDINALS[re.sub(" +", " ", word)]


def day_number(word: str) -> int:
    return int(word.rstrip("stndrh")) if word[0] in "0123456789" else ORDINALS[re.sub(" +", " ", word)]


_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–−", "-") | {"’": "'", "‘": "'"} | dict.fromkeys("\t\r\xa0\u2002\u2003\u2007\u2009\u202f", " ")
)


def normalise(text: str) -> str:
    """Lower case, plain blanks, dashes and apostrophes; a blank line becomes two record separators, which no pattern crosses.

    The result has exactly the length of ``text``, so that offsets carry over.
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(lower if len(lower := char.lower()) == 1 else char for char in text)
    if not low.isascii() or "\t" in low or "\r" in low:
        low = low.replace("\r\n", " \n").translate(_DASHES)
    return low.replace("\n\n", "\x1e\x1e").replace("\n", " ")


# --------------------------------------------------------------------------------------------------------------- atoms


@dataclass(slots=True)
class Atom:
    """One dated piece of text with all its readings.

    ``grain`` says what the piece counts in (day, week, weekend, month, quarter, season, year, decade, clock, daypart,
    duration, set, vague). ``offset`` marks an expression that hangs on another date: so many ``unit`` s from it.
    """

    start: int
    end: int
    kind: str
    grain: str
    readings: Readings = NONE
    clock: str | None = None
    daypart: str | None = None
    offset: tuple[int, str] | None = None
    weekday: int | None = None
    month: int | None = None
    """The month of a month-and-day form, where it is written."""
    fixed: bool = False
    """True where the year is written or follows from the words alone, so that all readings are one."""
    mod: str | None = None


class Scan:
    """One text being read: the original, its normalised form and the publication day."""

    __slots__ = ("low", "published", "text")

    def __init__(self, text: str, published: date) -> None:
        self.text = text
        self.low = normalise(text)
        self.published = published

    def capital(self, at: int) -> bool:
        return self.text[at].isupper()

    def word_before(self, at: int) -> str:
        """The word that ends right before ``at`` (blanks between), at most 20 letters; empty at a sentence's start."""
        found = _WORD_BEFORE(self.low[max(0, at - 26) : at])
        return found.group(1) if found else ""

    def word_after(self, at: int) -> str:
        found = _WORD_AFTER(self.low, at)
        return found.group(1) if found else ""


_WORD_BEFORE = re.compile(r"(?:^|(?<=[^a-z']))([a-z][a-z']{0,19}) {1,6}$").search
_WORD_AFTER = re.compile(r" {1,6}([a-z][a-z']{0,19})").match

Handler = Callable[[re.Match[str], Scan], "list[Atom] | Atom | None"]
_Rule = tuple[Callable[[str, int], "re.Match[str] | None"], Handler]
RULES: dict[str, list[_Rule]] = {}
DIGIT_RULES: list[_Rule] = []
DIGITS = "0-9"


def rule(pattern: str, first: Iterable[str]) -> Callable[[Handler], Handler]:
    """Register a handler for ``pattern``, tried where a word of ``first`` begins; earlier rules win."""
    match = re.compile(pattern).match
    words = list(first)

    def register(handler: Handler) -> Handler:
        for word in words:
            (DIGIT_RULES if word == DIGITS else RULES.setdefault(word, [])).append((match, handler))
        return handler

    return register


MONTH_WORDS = [*MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"]
SHORT_WEEKDAYS = ["mon", "tues", "tue", "wed", "thurs", "thur", "thu", "fri", "sat", "sun"]
NUMBER_WORDS = sorted({word.split()[0].split("-")[0] for word in CARDINALS} - {"a", "an"})
ORDINAL_FIRST = sorted({word.split()[0].split("-")[0] for word in ORDINALS})
SEASON_WORDS = list(cal.SEASONS)

# Names and verbs that look like months: they need a sign of a date beside them.
_TREACHEROUS_MONTHS = {"may", "march"}
_DATE_PREPOSITIONS = frozenset(
    words(
        "in since until till by from during before after through to of for late early last next this mid and "
        "or between on around that"
    )
)
_MOVING = re.compile(
    r"\b(?:moved?|moving|shift(?:ed|ing)?|push(?:ed|ing)?|postpon(?:ed|ing|es?)|resched\w+|delay(?:ed|ing|s)?|chang(?:ed|ing|es?)|brought|bringing|bring|"
    r"advanc(?:ed|ing|es?)|defer(?:red|ring|s)?|switch(?:ed|ing|es)?|put off|putting off|slipp?(?:ed|ing|s)?)\b"
)


def moving_before(scan: Scan, at: int) -> bool:
    """True where the sentence so far moves something ("postponed from Jan. 10 to 12"): then two dates are meant, not a range."""
    before = scan.low[max(0, at - 100) : at]
    for stop in (". ", "\x1e", "; "):
        cut = before.rfind(stop)
        if cut >= 0 and not before[:cut].endswith(
            ("jan", "feb", "sept", "oct", "nov", "dec", "aug", "mr", "u.s", "u.n")
        ):
            before = before[cut + 1 :]
    return _MOVING.search(before) is not None


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


def _days_of_month(scan: Scan, month: int, low_day: int, high_day: int, year: int | None) -> Readings:
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
    for index, (s, e, low_day, high_day) in enumerate(spans):
        readings = _days_of_month(scan, month, low_day, high_day, year)
        if readings.nearest is None:
            continue
        if index == 0 and month_first:
            s = head[0]
        if index == len(spans) - 1:
            e = max(e, head[1])
        kind = "span" if high_day != low_day else ("explicit" if fixed else "partial")
        atoms.append(Atom(s, e, kind, "range" if high_day != low_day else "day", readings, month=month, fixed=fixed))
    return atoms


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
        readings = _days_of_month(scan, month, low_day, low_day, year)
        kind = "explicit" if m["month"] and year else "partial"
        return (
            None
            if readings.nearest is None
            else [Atom(m.start(), end, kind, "day", readings, month=month, fixed=year is not None)]
        )
    high_day = day_number(m["ord2"])
    joined = scan.low[m.end("ord") : m.start("ord2")]
    if "and" in joined:
        first = _days_of_month(scan, month, low_day, low_day, year)
        second = _days_of_month(scan, month, high_day, high_day, year)
        if first.nearest is None or second.nearest is None:
            return None
        return [
            Atom(m.start(), m.end("ord"), "partial", "day", first, month=month, fixed=year is not None),
            Atom(m.start("ord2"), end, "partial", "day", second, month=month, fixed=year is not None),
        ]
    readings = _days_of_month(scan, month, low_day, high_day, year)
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
    readings = _days_of_month(scan, month_number(m["month"]), day, day, year)
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


def _in_part(readings: Readings, part: str | None) -> Readings:
    return readings if part is None else readings.map(lambda span: cal.part_of(span, part))


def bare_month_counts(scan: Scan, start: int, end: int, word: str) -> bool:
    """Whether a month's name with no number beside it is the month: "in May", not "May said"; "in Sept.", not "Jan Egeland"."""
    if not scan.capital(start):
        return False
    before = scan.word_before(start)
    if before in ("theresa", "mrs", "ms", "mr", "minister", "pm", "james", "brian", "imran", "president"):
        return False
    full = word in MONTHS
    if not full and not word.endswith("."):
        return before in _DATE_PREPOSITIONS
    if word in _TREACHEROUS_MONTHS or not full:
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
            return not (word == "may" and before == "by" and "theresa may" in scan.low)
        if before in ("of", "from", "before", "after", "to", "for", "and", "or", "between"):
            return "theresa may" not in scan.low if word == "may" else scan.word_after(end) not in ("on", "of", "for")
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
    rf"(?:(?:the{S})?(?:very{S})?(?P<part>early|mid|late)(?:-|{S})(?:to(?:-|{S})(?P<part2>mid|late)(?:-|{S}))?(?:in{S}(?!the{S}(?:day|morning|evening)))?(?:the{S})?"
    rf"|(?:(?:at|by|toward|towards|around){S})?the{S}(?:very{S})?(?P<partn>beginning|start|middle|end|close){S}of{S}"
    rf"|(?P<partm>end|start|beginning|middle|mid)(?:-|{S})of(?:-|{S}))"
)
_PART_BODY = (
    rf"(?:(?P<month>{MONTH})(?:(?:,|{S}of)?{S}(?P<year>{YEAR})|{_YEAR_OF})?"
    rf"|(?P<season>{SEASON})(?:(?:{S}of)?{S}(?P<syear>{YEAR}))?"
    rf"|(?P<bareyear>{YEAR})"
    rf"|(?P<decade>(?:19|20)[0-9]0)s{END}"
    rf"|(?:the{S})?(?P<which>this|next|last|the|coming){S}(?P<unit>week|month|year|quarter|season|decade){END}"
    rf"|(?P<unit2>month|year|week|quarter){END})"
)


@rule(_PART_HEAD + _PART_BODY, ["early", "mid", "late", "the", "end", "start", "beginning", "middle"])
def _part(m: re.Match[str], scan: Scan) -> Atom | None:
    part = _PARTS[m["part"] or m["partn"] or m["partm"]]
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
            cal.yearly(scan_day, lambda y: cal.part_of(cal.month_span(y, month_number(m["month"])), part))
            if year is None
            else _in_part(_month_readings(scan, month_number(m["month"]), year), part)
        )
    elif m["season"]:
        grain = "season"
        fixed = m["syear"] is not None
        if fixed:
            readings = Readings.same(cal.part_of(cal.season_span(int(m["syear"]), m["season"]), part))
        else:
            readings = cal.yearly(scan_day, lambda y: cal.part_of(cal.season_span(y, m["season"]), part))
    elif m["bareyear"]:
        grain = "year"
        readings = Readings.same(cal.part_of(cal.year_span(int(m["bareyear"])), part))
    elif m["decade"]:
        grain = "decade"
        readings = Readings.same(cal.part_of(cal.decade_span(int(m["decade"]) // 10), part))
    else:
        grain = m["unit"] or m["unit2"]
        which = m["which"] or "the"
        if grain == "season":
            return None
        step = {"next": 1, "coming": 1, "last": -1}.get(which, 0)
        span = unit_span(scan_day, step, grain)
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
            readings = Readings.same(cal.part_of(span, part))
    mod = {"early": "START", "mid": "MID", "late": "END"}[part]
    return Atom(m.start(), m.end(), "part", grain, readings, fixed=fixed, mod=mod)


def unit_span(day: date, step: int, unit: str) -> Span:
    """The whole ``unit`` (week, month, quarter, year, weekend, decade, day) that lies ``step`` units from that of ``day``."""
    if unit == "day":
        return cal.day_span(cal.shift(day, step))
    if unit == "week":
        return cal.week_span(cal.shift(day, 7 * step))
    if unit == "fortnight":
        return cal.week_span(cal.shift(day, 14 * step))
    if unit == "weekend":
        return cal.weekend_span(cal.shift(day, 7 * step))
    if unit == "month":
        return cal.month_of(cal.add_months(day, step))
    if unit == "quarter":
        moved = cal.add_months(day.replace(day=1), 3 * step)
        return cal.quarter_span(moved.year, (moved.month + 2) // 3)
    if unit == "decade":
        return cal.decade_span(cal.clamp_year(day.year + 10 * step) // 10)
    if unit == "century":
        return cal.century_span(min(max((day.year - 1) // 100 + 1 + step, 1), 99))
    return cal.year_span(day.year + step)


@rule(
    rf"(?:the{S}|arab{S})?(?:(?P<which>this|last|next|coming|past|that){S}(?:coming{S}|past{S})?)?(?P<season>{SEASON})(?:(?:{S}of)?,?{S}(?P<year>{YEAR}))?",
    ["this", "last", "next", "the", "coming", *SEASON_WORDS],
)
def _season(m: re.Match[str], scan: Scan) -> Atom | None:
    season = m["season"]
    start = m.start()
    which = m["which"]
    if m.group().startswith("arab"):
        return None
    if not which and not m["year"]:
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
            "for",
        ):
            return None
        if after in ("of", "from", "in", "and", "into", "back", "short", "when") and season == "fall":
            return None
        if not with_article and season == "fall" and before not in ("in", "since", "by", "until"):
            return None
        return Atom(start, m.end(), "part", "season", cal.yearly(scan.published, lambda y: cal.season_span(y, season)))
    if m["year"]:
        return Atom(
            start,
            m.end(),
            "part",
            "season",
            Readings.same(cal.season_span(cal.clamp_year(int(m["year"])), season)),
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
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": -1,
    "final": -1,
    "fifth": 5,
}


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
    rf"(?:the{S})?(?:(?P<which>this|next|last){S}(?:year's{S})?)?(?:fiscal{S})?(?P<nth>first|second|third|fourth|last|final|1st|2nd|3rd|4th)(?:-|{S})(?P<unit>quarter|half|trimester){END}"
    rf"(?:{S}(?:of|in){S}(?:(?:the{S})?(?P<fiscal>fiscal{S}(?:year{S})?)?(?P<year>{YEAR})|(?P<month>{MONTH})|(?P<rel>this|next|last|the){S}(?:(?P<fiscal2>fiscal|financial){S})?(?P<of>year|month){END})|{S}(?P<year2>{YEAR}))?",
    ["the", "this", "next", "last", "fiscal", "first", "second", "third", "fourth", "final", DIGITS],
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
_NOT_A_YEAR_AFTER = re.compile(
    rf"%|{S}(?:people|person|men|women|troops|soldiers|dollars|euros|pounds|km|kms|kilomet\w*|miles?|met(?:er|re)s?|tons?|tonnes?|barrels?|years?|days?|weeks?|months?|hours?|minutes?|seconds?|"
    r"feet|foot|percent|per|million|billion|points?|members?|jobs|homes|villages|deaths|cases|votes?|employees|workers|refugees|civilians|rockets|missiles|prisoners|ha|mw|mph|times|gmt|hrs|local|units|copies|rpm|pixels|words|u\.s)\b"
).match


@rule(rf"(?P<year>(?:19|20)[0-9]{{2}}){END}(?![.,:/][0-9])(?:-(?P<year2>(?:19|20)?[0-9]{{2}}){END})?", [DIGITS])
def _year(m: re.Match[str], scan: Scan) -> Atom | None:
    start = m.start()
    if _NOT_A_YEAR_BEFORE(scan.low, max(0, start - 5), start) or _NOT_A_YEAR_AFTER(scan.low, m.end()):
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


# -------------------------------------------------------------------------------------------------------------- weekdays


_WEEK_OF = rf"(?:,?{S}(?:of{S})?(?P<which>next|last|this|the{S}following|the{S}same|the{S}previous){S}week{END}|{S}(?P<week>week){END}(?!-|{S}(?:ago|after|before|later)))"


def _in_week(scan: Scan, step: int, weekday: int) -> Span:
    monday = cal.week_span(cal.shift(scan.published, 7 * step)).start
    return cal.day_span(cal.shift(monday, weekday))


@rule(rf"(?P<day>{WEEKDAY})(?:{_WEEK_OF})?(?:{S}(?P<part>{DAYPART}))?", WEEKDAYS)
def _weekday(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start()):
        return None
    wanted = weekday_number(m["day"])
    before = scan.word_before(m.start())
    if before in ("every", "each", "black", "good", "bloody", "ash", "holy", "palm", "super", "maundy", "shrove"):
        return Atom(m.start(), m.end("day"), "set", "set") if before in ("every", "each") else None
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
    rf"(?:the{S})?(?P<which>this{S}coming|this{S}past|this|next|last|coming|upcoming|past|following|previous|preceding|same|that){S}(?P<day>{WEEKDAY})(?:{S}(?P<part>{DAYPART}))?",
    ["this", "next", "last", "coming", "upcoming", "past", "following", "previous", "preceding", "the", "same", "that"],
)
def _which_weekday(m: re.Match[str], scan: Scan) -> Atom | None:
    if not scan.capital(m.start("day")):
        return None
    wanted = weekday_number(m["day"])
    which = m["which"].split()[-1]
    part = m["part"] if m["part"] not in ("noon", "midday", "midnight") else None
    end = m.end() if part or not m["part"] else m.end("day")
    offset = None
    kind = "relative"
    if which in ("following", "previous", "preceding", "same", "that"):
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
        m["word"] == "today" and scan.text[max(0, m.start() - 4) : m.start()] == "USA "
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
    rf"(?P<later>later|earlier|late|early){S}(?:on{S})?(?P<which>this|next|last|in{S}the){S}(?P<unit>week|month|year|quarter|morning|afternoon|evening){END}",
    ["later", "earlier", "late", "early"],
)
def _later_this(m: re.Match[str], scan: Scan) -> Atom:
    unit, which = m["unit"], m["which"].split()[-1]
    if unit in ("morning", "afternoon", "evening"):
        return Atom(
            m.start(), m.end(), "relative", "day", Readings.same(cal.day_span(scan.published)), daypart=unit, fixed=True
        )
    span = unit_span(scan.published, {"next": 1, "last": -1}.get(which, 0), unit)
    if which in ("next", "last") or m["later"] in ("late", "early"):
        span = cal.part_of(span, "late" if m["later"].startswith("late") else "early")
    elif m["later"] == "later":
        span = Span(scan.published, span.end, Precision.WEEK if unit == "week" else Precision.PART, span.value)
    elif unit != "week":
        span = Span(span.start, scan.published, Precision.PART, span.value)
    return Atom(m.start(), m.end(), "part", unit, Readings.same(span), fixed=True)


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
    rf"(?:the{S})?(?:(?P<part>early|late|later|mid)(?:-|{S}))?(?P<which>this|next|last|coming|upcoming|current|past|previous|following|same|that|preceding){S}(?:(?:very|coming|same|past){S})?(?:calendar{S}|fiscal{S}|financial{S}|working{S})?(?P<unit>week|month|year|weekend|quarter|fortnight|decade|century){END}(?!-)",
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
        "the",
        "early",
        "late",
        "mid",
    ],
)
def _which_unit(m: re.Match[str], scan: Scan) -> Atom | None:
    which, unit = m["which"], m["unit"]
    article = m.group().startswith("the")
    if which in ("previous", "following", "preceding", "same", "that"):
        step = {"following": 1, "previous": -1, "preceding": -1}.get(which, 0)
        return Atom(m.start(), m.end(), "relative", unit, offset=(step, unit))
    if unit == "fortnight":
        return None
    day = scan.published
    if article and which in ("next", "last", "past", "coming"):
        if which == "coming":
            span = (
                unit_span(day, 1, unit)
                if unit in ("week", "weekend") and unit != "weekend"
                else unit_span(day, 0 if unit == "weekend" else 1, unit)
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
    span = unit_span(day, step, unit)
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


@rule(rf"the{S}weekend{END}(?!{S}of)", ["the"])
def _the_weekend(m: re.Match[str], scan: Scan) -> Atom:
    return Atom(m.start(), m.end(), "span", "weekend", _weekend(scan, "the"))


@rule(rf"the{S}(?P<unit>week|month|year|weekend){S}(?P<dir>after{S}next|before{S}last){END}", ["the"])
def _after_next(m: re.Match[str], scan: Scan) -> Atom:
    step = 2 if m["dir"].startswith("after") else -2
    return Atom(
        m.start(), m.end(), "relative", m["unit"], Readings.same(unit_span(scan.published, step, m["unit"])), fixed=True
    )


_DATE_TAIL = rf"(?:(?P<month>{MONTH}){S}(?P<mday>{DAY})(?:,?{S}(?P<year>{YEAR}))?|(?P<dday>{DAY}){S}(?P<dmonth>{MONTH})(?:,?{S}(?P<dyear>{YEAR}))?)"


def _tail_readings(m: re.Match[str], scan: Scan) -> Readings:
    month = month_number(m["month"] or m["dmonth"])
    day = day_number(m["mday"] or m["dday"])
    year = m["year"] or m["dyear"]
    return _days_of_month(scan, month, day, day, int(year) if year else None)


@rule(
    rf"(?:the{S})?(?P<unit>week|weekend){S}(?:of|beginning|starting|commencing|ending){S}(?:on{S})?(?:{WEEKDAY},?{S})?(?:the{S}week{S}of{S})?{_DATE_TAIL}",
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


def offset_span(base: date, count: int, unit: str) -> Span:
    """``count`` units from ``base`` as newsrooms mean it: days to the day, weeks to the week, months to the month."""
    if unit == "day":
        return cal.day_span(cal.shift(base, count))
    if unit in ("week", "fortnight"):
        return cal.week_span(cal.shift(base, count * (14 if unit == "fortnight" else 7)))
    if unit == "weekend":
        return cal.weekend_span(cal.shift(base, 7 * count))
    if unit == "decade":
        return cal.year_span(base.year + 10 * count)
    if unit == "quarter":
        return unit_span(base, count, "quarter")
    return unit_span(base, count, unit)


_ABOUT = rf"(?:(?:about|around|almost|nearly|roughly|some|just|only|exactly|more{S}than|less{S}than|at{S}least|over|under|up{S}to|approximately|the{S}next|the{S}coming){S})"


@rule(
    rf"(?P<word>in|within){S}(?:{_ABOUT})?(?P<n>{NUMBER})(?:-|{S})(?P<unit>days?|weeks?|months?|years?|fortnights?|decades?){END}('s?{S}time{END})?(?!{S}(?:of|ago|earlier|later|before|after|prior|old|in|prison|jail|that))",
    ["in", "within"],
)
def _in_units(m: re.Match[str], scan: Scan) -> Atom | None:
    count, unit = number(m["n"]), m["unit"].rstrip("s")
    if count > 1000 or (
        m["word"] == "in"
        and scan.low[m.start() : m.end()].find("the ") >= 0
        and "next" not in m.group()
        and "coming" not in m.group()
    ):
        return None
    if m["word"] == "within" or "the next" in m.group() or "the coming" in m.group():
        last = offset_end(scan.published, count, unit)
        return Atom(
            m.start(),
            m.end(),
            "span",
            "stretch",
            Readings.same(Span(scan.published, last, Precision.PART, scan.published.isoformat())),
            fixed=True,
        )
    span = offset_span(scan.published, count, unit)
    # In the past tense "in two weeks" is a duration, not a date: no past reading.
    return Atom(m.start(), m.end(), "relative", unit, Readings(None, span, span), fixed=True)


def offset_end(base: date, count: int, unit: str) -> date:
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days:
        return cal.shift(base, days * count)
    return cal.add_months(base, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])


@rule(
    rf"(?:over{S}|for{S})?the{S}(?P<dir>next|coming|following|past|last|previous){S}(?P<n>{NUMBER})(?:-|{S})(?P<unit>days?|weeks?|months?|years?|decades?){END}",
    ["the"],
)
def _next_units(m: re.Match[str], scan: Scan) -> Atom | None:
    count, unit = number(m["n"]), m["unit"].rstrip("s")
    if m["dir"] in ("following", "previous"):
        return Atom(m.start(), m.end(), "duration", "duration")
    if m["dir"] in ("next", "coming"):
        first, last = scan.published, offset_end(scan.published, count, unit)
    else:
        first, last = offset_end(scan.published, -count, unit), scan.published
    return Atom(
        m.start(),
        m.end(),
        "span",
        "stretch",
        Readings.same(Span(first, last, Precision.PART, first.isoformat())),
        fixed=True,
    )


_VAGUE_COUNT = rf"(?:a{S}few|several|some|many|a{S}number{S}of|numerous|a{S}handful{S}of|a{S}couple{S}of)"


@rule(
    rf"(?P<n>{NUMBER}(?:{S}(?:and{S}a{S}half|or{S}(?:so|two|three|more|[0-9]{{1,2}})|to{S}{NUMBER}))?|{_VAGUE_COUNT}|half{S}a)(?:-|{S})(?P<unit>days?|weeks?|months?|years?|fortnights?|decades?|centur(?:y|ies)|hours?|minutes?){END}(?:{S}(?:or{S}so))?,?(?:{S}|-)(?P<dir>ago|later|earlier|afterwards?|hence|beforehand|from{S}(?:now|today|tomorrow)|before|after){END}(?P<that>{S}(?:that|this){END})?",
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
    if direction in ("later", "earlier", "afterwards", "afterward", "beforehand", "before", "after"):
        sign = 1 if direction in ("later", "afterwards", "afterward", "after") else -1
        return Atom(m.start(), m.end(), "relative", unit, offset=(sign * count, unit))
    sign = -1 if direction == "ago" else 1
    base = cal.shift(scan.published, 1) if m["dir"].endswith("tomorrow") else scan.published
    if m["dir"].endswith(("today", "tomorrow")):
        span = cal.day_span(offset_end(base, count, unit))
    else:
        span = offset_span(base, sign * count, unit)
    return Atom(m.start(), m.end(), "relative", unit, Readings.same(span), fixed=True)


@rule(
    rf"(?P<n>{NUMBER}){S}(?P<unit>days?|weeks?|fortnights?|months?){S}(?P<dir>from|after|before){S}(?:(?P<rel>next{S}|this{S}|last{S})?(?P<day>{WEEKDAY})|{_DATE_TAIL}|(?P<fixed>yesterday|tomorrow|today){END})",
    ["a", "an", DIGITS, *NUMBER_WORDS],
)
def _units_from_day(m: re.Match[str], scan: Scan) -> Atom | None:
    count, unit = number(m["n"]), m["unit"].rstrip("s")
    sign = -1 if m["dir"] == "before" else 1
    if m["day"]:
        if not scan.capital(m.start("day")):
            return None
        base = cal.weekday_readings(scan.published, weekday_number(m["day"]))
        rel = (m["rel"] or "").strip()
        if rel in ("next", "last"):
            base = Readings.same(_in_week(scan, 1 if rel == "next" else -1, weekday_number(m["day"])))
        elif m["dir"] == "from":
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
        base.map(lambda span: cal.day_span(offset_end(span.start, sign * count, unit))),
        fixed=False,
    )


@rule(
    rf"(?:on{S})?(?:the|that){S}(?:very{S})?(?P<which>same|following|next|previous|preceding){S}(?P<unit>day|morning|afternoon|evening|night){END}|(?P<that>that){S}(?:same{S})?(?P<unit3>day|morning|afternoon|evening|night){END}|the{S}day{S}(?P<dir>before|after|earlier){END}(?={S0}[.,;:)\x1e]|$)|a{S}day{S}(?P<dir2>later|earlier|before|after){END}(?={S0}[.,;:)\x1e]|{S}(?:in|at|with|for|to|by|on|and|he|she|they|when){END}|$)",
    ["the", "that", "a"],
)
def _anchored_day(m: re.Match[str], scan: Scan) -> Atom | None:
    if m["dir"] or m["dir2"]:
        step = 1 if (m["dir"] or m["dir2"]) in ("after", "later") else -1
        return Atom(m.start(), m.end(), "relative", "day", offset=(step, "day"))
    unit = m["unit"] or m["unit3"]
    step = {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(m["which"] or "", 0)
    return Atom(m.start(), m.end(), "relative", "day", offset=(step, "day"), daypart=None if unit == "day" else unit)


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
    r"(?:[.,;:)!?\x1e\"]|$|'(?!s)| {1,8}(?:and|to|in|at|at|by|for|from|with|when|after|before|that|which|as|a|an|the|his|her|its|their|was|were|is|are|will|has|but|until|through|while|where|instead|of this|of next|if|would|or)(?![a-z])| -)"
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
    return Atom(m.start(), m.end(), "duration", "duration")


@rule(rf"(?:every|each){S}(?:other{S}|two{S}|three{S})?(?:{WEEKDAY}|{UNIT}|{MONTH})", ["every", "each"])
def _set(m: re.Match[str], scan: Scan) -> Atom:
    return Atom(m.start(), m.end(), "set", "set")


# -------------------------------------------------------------------------------------------------------------- clocks

_CLOCK_FIRST = [DIGITS, "noon", "midday", "midnight", *_SMALL[:12]]


@rule(CLOCK + rf"(?P<also>{_ALSO_IN_ZONE})?", _CLOCK_FIRST)
def _clock(m: re.Match[str], scan: Scan) -> Atom | None:
    hour, minute = 0, 0
    before = scan.low[max(0, m.start() - 1) : m.start()]
    if before and before in "$£€.,:-/" and m["h24"]:
        return None
    if m["h12"]:
        hour, minute = int(m["h12"]) % 12 + (12 if m["meridiem"][0] == "p" else 0), int(m["m12"] or 0)
    elif m["h24"]:
        hour, minute = int(m["h24"]), int(m["m24"])
    elif m["h4"]:
        hour, minute = int(m["h4"]), int(m["m4"])
    elif m["oclock"]:
        hour = number(m["oclock"])
        if (m["when"] in ("afternoon", "evening") or m["night"]) and hour < 12:
            hour += 12
    else:
        hour = 0 if m["named"] == "midnight" else 12
    zone = ""
    if m["zone"]:
        zone = " " + " ".join(scan.text[m.start("zone") : m.end("zone")].strip(" ()").split())
        if zone.casefold() == " local":
            zone = " local time"
    end = m.end()
    if (
        m["meridiem"]
        and not m["zone"]
        and not m["also"]
        and scan.low[end - 1] == "."
        and len(m["meridiem"]) == 4
        and scan.text[end : end + 2].strip().isupper()
        and False
    ):
        end -= 1
    return Atom(m.start(), end, "time", "clock", clock=f"{hour:02d}:{minute:02d}{zone}")


# --------------------------------------------------------------------------------------------------------------- scan

_WORD = re.compile(r"[^\W_]+")


def scan(reading: Scan) -> list[Atom]:
    """All atoms of a text in order, not overlapping. Linear in the length of the text."""
    low = reading.low
    atoms: list[Atom] = []
    position = 0
    lookup = RULES.get
    for word in _WORD.finditer(low):
        token = word.group()
        rules = lookup(token)
        if rules is None:
            if token > ":":
                continue
            rules = DIGIT_RULES
        start = word.start()
        if start < position:
            continue
        for match, handler in rules:
            found = match(low, start)
            if found is None:
                continue
            made = handler(found, reading)
            if made is None:
                continue
            if isinstance(made, list):
                if not made:
                    continue
                atoms.extend(made)
                position = made[-1].end
            else:
                atoms.append(made)
                position = made.end
            break
    return atoms
