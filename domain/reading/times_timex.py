"""The TIMEX3 view of the time reader (TimeML 1.2.1): one value an expression, chosen by the tense around it.

Beside the dates that meetings need, TIMEX3 marks references that name no date: "now", "recently", "the future". They
are rules of their own here and never reach :func:`domain.reading.times.find_times`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from domain.reading import times_calendar as cal
from domain.reading.times_absolute import NOT_A_YEAR_AFTER
from domain.reading.times_calendar import Readings, Span
from domain.reading.times_grammar import DIGITS, RULES, Atom, Rules, Scan
from domain.reading.times_relative import read_clock
from domain.reading.times_words import (
    CARDINALS,
    CLOCK,
    END,
    MONTH,
    MONTHS,
    NUMBER_WORDS,
    S0,
    SMALL,
    WEEKDAY,
    S,
    month_number,
    number,
    weekday_number,
)

TIMEX_RULES = Rules()
_rule = TIMEX_RULES.add


_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _reference(m: re.Match[str], value: str, grain: str = "reference") -> Atom:
    return Atom(m.start(), m.end(), "reference", grain, value=value)


# ---------------------------------------------------------------------------------------------------------- references


@_rule(rf"now{END}(?!{S}(?:famous|defunct|for{S}(?:the|our|today))|-)", ["now"])
def _now(m: re.Match[str], scan: Scan) -> Atom:
    return _reference(m, "PRESENT_REF")


_MINUTES = "(?:five|ten|twenty|5|10|20|25)"
_DAY_OF = re.compile(
    rf"(?:[a-z-]+{S})?(?:talks|meetings|elections|attacks|results|events|losses|gains|developments|votes|figures|proceedings|hearings|protests|headlines|papers|"
    rf"newspapers|editions|issues|remarks|comments|strikes|clashes|announcements|decisions|raids|blasts|bombings|tests|games|matches|news|press){END}"
).match


@_rule(
    rf"today's{S}(?P<what>(?:[a-z-]+{S})?(?:[a-z]{{3,}}s|world|society|economy|youth|generation|technology|environment|climate|culture|children|people){END})",
    ["today"],
)
def _generic_today(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "Today's computers" are of our age, "today's talks" of this day."""
    if _DAY_OF(scan.low, m.start("what")):
        return None
    return Atom(m.start(), m.start() + 5, "duration", "duration")


@_rule(
    rf"(?:currently|nowadays|at{S}present|presently|these{S}days|(?:at{S})?the{S}(?:present|current){S}time|at{S}the{S}moment){END}",
    ["currently", "nowadays", "at", "presently", "these", "the"],
)
@_rule(rf"current{END}(?!{S}account)", ["current"])
def _present(m: re.Match[str], scan: Scan) -> Atom:
    return _reference(m, "PRESENT_REF")


@_rule(rf"(?:(?:more|most|quite|very){S})?recently{END}(?!{S}as{END})", ["more", "most", "recently", "quite", "very"])
@_rule(rf"lately{END}", ["lately"])
@_rule(rf"(?:the{S})?recent{S}(?:days|weeks|months|years){S}and{S}(?:days|weeks|months|years){END}", ["recent", "the"])
@_rule(
    rf"the{S}(?:recent{S})?past{END}(?!{S}(?:[a-z]+{S})?(?:[0-9]+|days?|weeks?|weekends?|fortnight|months?|years?|decades?|hours?|minutes?|quarters?|seasons?|century|half|half-century|generation|summer|spring|fall|winter|autumn|"
    + "|".join(sorted(CARDINALS))
    + rf"){END})",
    ["the"],
)
def _past(m: re.Match[str], scan: Scan) -> Atom:
    return _reference(m, "PAST_REF")


@_rule(rf"(?:the{S})?recent{S}(?P<unit>days|weeks|months|years|decades){END}", ["recent", "the"])
@_rule(
    rf"(?:the{S})?(?:past|last|next|coming){S}(?:few|several|couple{S}of|many){S}(?P<unit>days|weeks|months|years|decades|quarters|hours|minutes){END}",
    ["the", "past", "last", "next", "coming"],
)
def _some_units(m: re.Match[str], scan: Scan) -> Atom:
    unit = m["unit"][0].upper()
    return Atom(
        m.start(),
        m.end(),
        "duration",
        "duration",
        value=f"PTX{unit}" if m["unit"] in ("hours", "minutes") else f"PX{unit}",
    )


@_rule(rf"the{S}year's{S}(?P<nth>first|second|third|fourth|final|last){S}quarter{END}", ["the"])
def _quarter_of_the_year(m: re.Match[str], scan: Scan) -> Atom:
    span = cal.quarter_span(scan.published.year, _NTH.get(m["nth"], 4))
    return Atom(m.start(), m.end(), "part", "quarter", Readings.same(span), fixed=True)


_SHARE_OF = re.compile(r"(?:months|weeks|quarters|most|much|rest|half) of $").search


@_rule(
    rf"the{S}(?:(?:full|whole|entire){S})?(?P<unit>year|week){END}(?!{S}(?:of|that|when|end|ended|ending|before|after|two|to|[0-9])|-)",
    ["the"],
)
def _the_unit(m: re.Match[str], scan: Scan) -> Atom | None:
    before = scan.word_before(m.start())
    if before not in ("for", "in", "during", "through", "throughout", "into") and not (
        before == "of" and _SHARE_OF(scan.low, max(0, m.start() - 16), m.start())
    ):
        return None
    return Atom(
        m.start(),
        m.end(),
        "relative",
        m["unit"],
        Readings.same(cal.unit_span(scan.published, 0, m["unit"])),
        fixed=True,
    )


@_rule(rf"the{S}(?P<unit>week|month|year)(?='s{END}(?!{S}end{END}))", ["the"])
def _of_the_unit(m: re.Match[str], scan: Scan) -> Atom:
    """ "The week's most active session" is of the week that runs."""
    span = cal.unit_span(scan.published, 0, m["unit"])
    return Atom(m.start(), m.end(), "relative", m["unit"], Readings.same(span), fixed=True)


@_rule(rf"the{S}(?P<unit>week){S}(?=(?:ended|ending|beginning|starting|commencing){S})", ["the"])
def _week_ending(m: re.Match[str], scan: Scan) -> Atom:
    """ "The week ending March 2" is a duration and a date."""
    return Atom(m.start(), m.end("unit"), "duration", "duration", value="P1W")


@_rule(rf"the{S}year{S}(?:two{S}thousand|(?P<year>(?:1[5-9]|20)[0-9]{{2}})){END}", ["the"])
def _the_year(m: re.Match[str], scan: Scan) -> Atom:
    return Atom(
        m.start(), m.end(), "explicit", "year", Readings.same(cal.year_span(int(m["year"] or 2000))), fixed=True
    )


@_rule(rf"the{S}month{S}of{S}(?P<month>{'|'.join(MONTHS)}){END}(?:,?{S}(?P<year>(?:19|20)[0-9]{{2}}){END})?", ["the"])
def _month_of(m: re.Match[str], scan: Scan) -> Atom | None:
    month = month_number(m["month"])
    if m["year"]:
        readings = Readings.same(cal.month_span(int(m["year"]), month))
    else:
        readings = cal.yearly(scan.published, lambda year: cal.month_span(year, month))
    return Atom(m.start(), m.end(), "partial", "month", readings, month=month, fixed=bool(m["year"]))


@_rule(rf"one{S}day{END}", ["one"])
def _one_day(m: re.Match[str], scan: Scan) -> Atom | None:
    if scan.word_before(m.start()) not in ("will", "would", "may", "might", "could", "can", "to"):
        return None
    return _reference(m, "FUTURE_REF")


@_rule(rf"the{S}next{S}(?:day|week|month|year){S}or{S}(?:two|three|so){END}", ["the"])
def _next_day_or_two(m: re.Match[str], scan: Scan) -> Atom | None:
    return None if m.group().endswith("so") else Atom(m.start(), m.end(), "duration", "duration")


@_rule(
    rf"the{S}(?P<which>past|last|next|coming){S}(?P<unit>week|month|year){END}(?:{S}or{S}so{END})?(?!{S}of{END}|-)",
    ["the"],
)
def _last_unit(m: re.Match[str], scan: Scan) -> Atom:
    """For TIMEX3 "over the last week" is last week's calendar week; a reader of meetings takes it for a stretch of days."""
    span = cal.unit_span(scan.published, 1 if m["which"] in ("next", "coming") else -1, m["unit"])
    return Atom(m.start(), m.end(), "relative", m["unit"], Readings.same(span), fixed=True)


@_rule(rf"this{S}(?P<which>past|coming){S}(?P<unit>week|month|year){END}(?!-)", ["this"])
def _this_past_unit(m: re.Match[str], scan: Scan) -> Atom:
    span = cal.unit_span(scan.published, 1 if m["which"] == "coming" else -1, m["unit"])
    return Atom(m.start(), m.end(), "relative", m["unit"], Readings.same(span), fixed=True)


@_rule(
    rf"(?:many{S})?(?:days|weeks|months|years|decades|centuries|moments|minutes|hours){S}ago{END}|long{S}ago{END}",
    ["many", "days", "weeks", "months", "years", "decades", "centuries", "moments", "minutes", "hours", "long"],
)
def _uncounted_ago(m: re.Match[str], scan: Scan) -> Atom | None:
    return None if scan.word_before(m.start()) in ("not", "that", "so", "too", "how") else _reference(m, "PAST_REF")


@_rule(
    rf"(?:(?P<half>half){S}a{S}|a{S}quarter(?:{S}of{S}a{S}|-)|(?P<n>a|one|two|three|four|five|{'|'.join(NUMBER_WORDS)}){S})(?P<unit>century|centuries|decade){S}ago{END}",
    ["half", "a", *NUMBER_WORDS],
)
def _centuries_ago(m: re.Match[str], scan: Scan) -> Atom | None:
    size = 100 if m["unit"].startswith("cent") else 10
    if m["n"] and size == 10:
        return None
    years = size // 2 if m["half"] else number(m["n"]) * size if m["n"] else size // 4
    return Atom(m.start(), m.end(), "relative", "year", Readings.same(cal.unit_span(scan.published, -years, "year")))


@_rule(rf"half{S}a{S}year{S}(?P<dir>ago|from{S}now){END}", ["half"])
def _half_a_year_ago(m: re.Match[str], scan: Scan) -> Atom:
    months = -6 if m["dir"] == "ago" else 6
    return Atom(m.start(), m.end(), "relative", "month", Readings.same(cal.unit_span(scan.published, months, "month")))


@_rule(
    rf"(?P<n>[0-9]{{1,3}}(?:,[0-9]{{3}})+|(?:{'|'.join(NUMBER_WORDS)}|[0-9]{{1,3}}){S}(?P<size>hundred|thousand|million|billion)){S}years{S}ago{END}",
    [DIGITS, *NUMBER_WORDS],
)
def _ages_ago(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "2,500 years ago", "two thousand years ago": what lies before the year 1 has a value of its own kind."""
    size = {"hundred": 100, "thousand": 1000}.get(m["size"] or "", 10**6)
    years = number(m["n"].split()[0]) * size if m["size"] else int(m["n"].replace(",", ""))
    year = scan.published.year - years
    value = f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"
    return Atom(m.start(), m.end(), "reference", "reference", value=value)


@_rule(
    rf"(?P<year>[0-9]{{1,4}}){S}(?:b\.?{S0}c\.?(?:{S0}e\.?)?|bc){END}|(?:a\.{S0}d\.|ad){S}(?P<after>[0-9]{{2,4}}){END}|(?P<before>[0-9]{{2,4}}){S}(?:a\.{S0}d\.?|ad|c\.{S0}e\.?){END}",
    [DIGITS, "a", "ad"],
)
def _era(m: re.Match[str], scan: Scan) -> Atom | None:
    if m["after"] and not scan.capital(m.start()):
        return None
    value = f"BC{int(m['year']):04d}" if m["year"] else f"{int(m['after'] or m['before']):04d}"
    return Atom(m.start(), m.end(), "reference", "reference", value=value)


@_rule(rf"this{S}time{S}last{S}year{END}", ["this"])
def _this_time_last_year(m: re.Match[str], scan: Scan) -> Atom:
    span = cal.unit_span(scan.published, -1, "year")
    return Atom(m.start(), m.end(), "relative", "year", Readings.same(span), fixed=True)


@_rule(rf"(?:early|late){S}(?:in|on){S}(?=the{S}(?:morning|afternoon|evening|night){S}of{END})", ["early", "late"])
def _early_in_the_daypart(m: re.Match[str], scan: Scan) -> list[Atom]:
    """Of "early in the morning of March 20" the morning and its day are the expression."""
    return [Atom(m.start(), m.end() - 1, "duration", "duration")]


@_rule(
    rf"(?:early{S}(?:in|on){S})?(?P<from>the{S}(?P<part>morning|afternoon|evening|night)){END}(?!{S}(?:of{END}|after{END}|before{END}|shift|sky|air|sun|show|session|edition|paper)|-)",
    ["the", "early"],
)
def _the_daypart(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "Rain fell through the night": of the day told before, else of the day of writing."""
    if scan.word_before(m.start("from")) not in ("in", "during", "through", "throughout", "into", "on"):
        return None
    return Atom(m.start("from"), m.end(), "relative", "day", offset=(0, "day"), daypart=m["part"])


@_rule(r"9/11(?![0-9/])", [DIGITS])
def _eleventh_of_september(m: re.Match[str], scan: Scan) -> Atom | None:
    """The attacks of 2001 go by their date."""
    return Atom(m.start(), m.end(), "explicit", "day", Readings.same(cal.day_span(date(2001, 9, 11))), fixed=True)


@_rule(
    rf"(?:(?:early|late|later|earlier){S}on{S})(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day){END}(?:{S}(?P<part>morning|afternoon|evening|night){END})?",
    ["early", "late", "later", "earlier"],
)
def _early_on_weekday(m: re.Match[str], scan: Scan) -> Atom | None:
    """For TIMEX3 a preposition parts: of "early on Tuesday" only the day is the expression."""
    if not scan.capital(m.start("day")):
        return None
    wanted = weekday_number(m["day"])
    readings = cal.weekday_readings(scan.published, wanted)
    return Atom(m.start("day"), m.end(), "weekday", "day", readings, daypart=m["part"], weekday=wanted)


@_rule(rf"(?:early|late|later|earlier){S}last{S}night{END}", ["early", "late", "later", "earlier"])
def _late_last_night(m: re.Match[str], scan: Scan) -> Atom:
    readings = Readings.same(cal.day_span(cal.shift(scan.published, -1)))
    return Atom(m.start(), m.end(), "relative", "day", readings, daypart="night", fixed=True)


@_rule(
    rf"(?P<what>half|(?:a{S})?quarter|{_MINUTES}(?:{S}minutes)?){S}(?P<way>past|after|to|before){S}(?P<hour>1[0-2]|[1-9]|{'|'.join(SMALL[:12])}|noon|midnight)"
    rf"(?:{S}(?P<half>a\.?m\.?|p\.?m\.?|in{S}the{S}(?:morning|afternoon|evening)|at{S}night))?{END}(?!{S}(?!(?:on|in|at|when|as|and|but|the|today|yesterday|tomorrow|this|that|local|{WEEKDAY}){END})[a-z0-9])",
    ["half", "a", "quarter", "five", "ten", "twenty", DIGITS],
)
def _spoken_clock(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "Half past noon", "ten minutes to three"."""
    what, back = m["what"], m["way"] in ("to", "before")
    if (back and what == "half") or (what not in ("half", "quarter", "a quarter") and "minutes" not in what):
        return None
    minutes = 30 if what == "half" else 15 if "quarter" in what else number(what.split()[0])
    hour = {"noon": 12, "midnight": 0}.get(m["hour"]) if not m["hour"][0].isdigit() else int(m["hour"])
    if hour is None:
        hour = number(m["hour"])
    half = m["half"] or ""
    if half.startswith("p") or half.endswith(("afternoon", "evening", "night")):
        hour = hour % 12 + 12
    time = (hour * 60 + (-minutes if back else minutes)) % 1440
    return Atom(m.start(), m.end(), "time", "clock", clock=f"{time // 60:02d}:{time % 60:02d}")


@_rule(
    rf"mid(?:-|{S})(?P<part>morning|afternoon){END}(?:{S}(?P<day>yesterday|today|tomorrow){END})?",
    ["mid"],
)
def _mid_daypart(m: re.Match[str], scan: Scan) -> Atom:
    step = {"yesterday": -1, "tomorrow": 1}.get(m["day"] or "", 0)
    if m["day"]:
        readings = Readings.same(cal.day_span(cal.shift(scan.published, step)))
        return Atom(m.start(), m.end(), "relative", "day", readings, daypart=m["part"], fixed=True)
    return Atom(m.start(), m.end(), "relative", "day", offset=(0, "day"), daypart=m["part"])


@_rule(
    rf"(?:the{S})?(?:early|late){S}(?P<part>morning|afternoon|evening){END}(?P<hours>{S}hours{END})?(?!-)",
    ["the", "early", "late"],
)
def _late_daypart(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "By late afternoon the crowd had gone", "in the early morning hours"."""
    before = scan.word_before(m.start())
    if before not in ("in", "during", "until", "till", "by", "since", "into") or (
        before == "in" and not m.group().startswith("the")
    ):
        return None
    return Atom(m.start(), m.end(), "relative", "day", offset=(0, "day"), daypart=m["part"])


@_rule(rf"(?P<part>morning|afternoon|evening){END}(?!{S}[a-z])", ["morning", "afternoon", "evening"])
def _by_evening(m: re.Match[str], scan: Scan) -> Atom | None:
    if scan.word_before(m.start()) not in ("by", "until", "till", "since"):
        return None
    return Atom(m.start(), m.end(), "relative", "day", offset=(0, "day"), daypart=m["part"])


@_rule(rf"soon{END}(?:{S}(?P<after>[a-z]+))?", ["soon"])
def _soon(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "Will soon open", not "soon after" nor the "soon" of a story: "was soon released", "soon became"."""
    after = m["after"] or ""
    if (
        after in ("after", "before", "as", "enough", "afterwards", "thereafter", *_WENT.split())
        or (after.endswith("ed") and len(after) > 4)
        or scan.word_before(m.start()) in ("was", "were", "had", "too", "how", "so", "very")
    ):
        return Atom(m.start(), m.start() + 4, "duration", "duration")
    return Atom(m.start(), m.start() + 4, "reference", "reference", value="FUTURE_REF")


@_rule(rf"the{S}(?:(?:near|immediate|distant|not{S}too{S}distant){S})?future{END}(?!{S}of{END})", ["the"])
@_rule(
    rf"as{S}soon{S}as{S}possible{END}|the{S}(?:near|short|long){S}term{END}|a{S}later{S}date{END}", ["as", "the", "a"]
)
@_rule(rf"coming{S}(?:days|weeks|months|years|quarters){END}", ["coming"])
def _future(m: re.Match[str], scan: Scan) -> Atom:
    return _reference(m, "FUTURE_REF")


# --------------------------------------------------------------------------------------------------------------- years

_MEASURE = re.compile(
    rf"{S0}(?:percent|%|million|billion|trillion|thousand|or{S}(?:more|so|fewer){END}|u\.s|pages|shares|students|children|passengers|victims|guests|fans|demonstrators|protesters|supporters|delegates|residents|families|houses|cars|vehicles|acres|hectares|square|calories|horsepower|rounds)|[.,:/][0-9]|-[a-z]"
).match
_NUMERIC_BEFORE = re.compile(
    r"(?:[$£€¥#.,:/+=]|(?<!post)(?<!pre)(?<!mid)(?<![0-9]{4})-|(?:no|us|usd|dollars|route|flight)\.? ?)$"
).search
_ERA = re.compile(r"(?:post|pre)-$").search
_NUMBERED = frozenset(
    "resolution resolutions room windows agenda section article paragraph suite channel gate boeing airbus model level apollo".split()
)
_YEAR_OF_THINGS = frozenset(
    "in since during of the its their his her late early mid fiscal year summer spring fall winter autumn until s through before after".split()
)
_YEAR_BEFORE = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "during",
        "before",
        "after",
        "through",
        "of",
        "to",
        "and",
        "late",
        "early",
        "mid",
        "the",
        "fiscal",
        "for",
        "between",
        "or",
        "than",
        "year",
        "summer",
        "spring",
        "fall",
        "winter",
        "autumn",
    ]
)


@_rule(rf"(?P<year>(?:1[5-9]|20)[0-9]{{2}}){END}(?![-/.][0-9]{{1,2}}[-/.][0-9])(?:{S}(?P<after>[a-z]+))?", [DIGITS])
def _bare_year(m: re.Match[str], scan: Scan) -> Atom | None:
    year = int(m["year"])
    before = scan.word_before(m.start())
    if not 1700 <= year <= scan.published.year + 50 or _NUMERIC_BEFORE(scan.low[max(0, m.start() - 8) : m.start()]):
        return None
    if (
        _MEASURE(scan.low, m.end("year"))
        or NOT_A_YEAR_AFTER(scan.low, m.end("year"))
        or before in ("about", "some", "nearly", "only")
        or before in _NUMBERED
    ) and not (before in _YEAR_OF_THINGS and scan.low[m.end("year")] == " "):
        return None
    if before not in _YEAR_BEFORE and not 1900 <= year <= scan.published.year + 20:
        return None
    prefix = _ERA(scan.low, max(0, m.start() - 5), m.start())  # "post-1959"
    start = prefix.start() if prefix else m.start()
    return Atom(start, m.end("year"), "explicit", "year", Readings.same(cal.year_span(year)), fixed=True)


_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_DECADE_WORDS = {f"{word[:-1]}ies": value for word, value in _TENS.items()}


@_rule(
    rf"(?P<century>nineteen|twenty){S}(?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<unit>one|two|three|four|five|six|seven|eight|nine))?|(?P<teen>ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)){END}",
    ["nineteen", "twenty"],
)
def _spelt_year(m: re.Match[str], scan: Scan) -> Atom | None:
    year = (1900 if m["century"] == "nineteen" else 2000) + (
        _TENS.get(m["tens"] or "", 0) + (CARDINALS[m["unit"]] if m["unit"] else 0)
        if m["tens"]
        else CARDINALS[m["teen"]]
    )
    return Atom(m.start(), m.end(), "explicit", "year", Readings.same(cal.year_span(year)), fixed=True)


@_rule(
    rf"(?P<month>{'|'.join(MONTHS)}){S}nineteen{S}(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<unit>one|two|three|four|five|six|seven|eight|nine))?{END}",
    MONTHS,
)
def _month_spelt_year(m: re.Match[str], scan: Scan) -> Atom | None:
    year = 1900 + _TENS[m["tens"]] + (CARDINALS[m["unit"]] if m["unit"] else 0)
    return Atom(
        m.start(),
        m.end(),
        "explicit",
        "month",
        Readings.same(cal.month_span(year, month_number(m["month"]))),
        fixed=True,
    )


@_rule(
    rf"(?:the{S})?(?:(?P<part>early|mid|late)(?:-|{S}))?(?:'(?P<digits>[2-9])0s|(?P<word>{'|'.join(_DECADE_WORDS)})){END}",
    ["the", "early", "mid", "late", *_DECADE_WORDS],
)
def _short_decade(m: re.Match[str], scan: Scan) -> Atom | None:
    if m["word"] and not m.group().startswith(("the", "early", "mid", "late")):
        return None
    tens = int(m["digits"]) if m["digits"] else _DECADE_WORDS[m["word"]] // 10
    return Atom(m.start(), m.end(), "part", "decade", Readings.same(cal.decade_span(190 + tens)), fixed=True)


@_rule(
    rf"(?:the{S})?(?:(?:early|mid|late)(?:-|{S}))?(?P<nth>1[0-9]|2[01])(?:th|st)(?:-|{S})century{END}",
    ["the", "early", "mid", "late", DIGITS],
)
def _century(m: re.Match[str], scan: Scan) -> Atom | None:
    start = m.start("nth") if "-century" in m.group() and m.group().startswith("the") else m.start()
    return Atom(start, m.end(), "part", "century", Readings.same(cal.century_span(int(m["nth"]))), fixed=True)


@_rule(
    rf"(?:the{S})?(?:(?:early|mid|late)(?:-|{S}))?(?P<nth>1[0-9]|2[01])(?:th|st){S}(?:and|to|or){S}(?P<from>(?:the{S})?(?:(?:early|mid|late)(?:-|{S}))?(?P<nth2>1[0-9]|2[01])(?:th|st)){S}centur(?:y|ies){END}",
    ["the", "early", "mid", "late", DIGITS],
)
def _two_centuries(m: re.Match[str], scan: Scan) -> list[Atom]:
    first, second = (Readings.same(cal.century_span(int(m[nth]))) for nth in ("nth", "nth2"))
    end = m.end("nth") + 2
    return [
        Atom(m.start(), end, "part", "century", first, fixed=True),
        Atom(m.start("from"), m.end(), "part", "century", second, fixed=True),
    ]


@_rule(
    rf"(?:the{S}(?:(?P<part>early|mid|late)(?:-|{S}))?|(?P<bare>early|mid|late)(?:-|{S}))(?P<digits>[5-9]0)s{END}(?!{S}(?:degrees|fahrenheit|on{S}(?:the{S})?(?:wednes|thurs|fri|satur|sun|mon|tues))|{S}f{END})",
    ["the", "early", "mid", "late"],
)
def _plain_decade(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "In the 80s" without an apostrophe; not the temperature nor somebody's age ("in his late 60s")."""
    if scan.word_before(m.start()) not in (
        "in",
        "of",
        "since",
        "during",
        "from",
        "until",
        "and",
        "through",
        "throughout",
    ):
        return None
    return Atom(
        m.start(), m.end(), "part", "decade", Readings.same(cal.decade_span(190 + int(m["digits"]) // 10)), fixed=True
    )


@_rule(
    rf"(?:(?:sept\.?|september){S}11{END}(?!,?{S}[0-9]|{S0}[:.][0-9])|11{S}september{END})(?={S}(?:terror|attacks|hijack))",
    ["sept", "september", DIGITS],
)
def _september_attacks(m: re.Match[str], scan: Scan) -> Atom | None:
    if scan.published.year < 2001:
        return None
    return Atom(m.start(), m.end(), "explicit", "day", Readings.same(cal.day_span(date(2001, 9, 11))), fixed=True)


# ------------------------------------------------------------------------------------------------------------- business


def _quarter_before(scan: Scan, nth: int) -> Span:
    year = scan.published.year
    span = cal.quarter_span(year, nth)
    return span if span.start <= scan.published else cal.quarter_span(max(year - 1, 1), nth)


@_rule(
    rf"the{S}(?:(?:same|corresponding|comparable|equivalent){S}(?P<unit>quarter|period|month|week|time)|(?P<quarter>quarter)){S}(?:last{S}year|(?:a|one){S}year{S}(?:ago|earlier|before)){END}",
    ["the"],
)
def _same_period_last_year(m: re.Match[str], scan: Scan) -> Atom | None:
    today = scan.published
    if m["unit"] in ("month", "week", "time"):
        grain = "year" if m["unit"] == "time" else m["unit"]
        day = cal.add_months(today, -12)
        span = (
            cal.week_span(day)
            if grain == "week"
            else cal.month_of(day)
            if grain == "month"
            else cal.year_span(day.year)
        )
        return Atom(m.start(), m.end(), "relative", grain, Readings.same(span), fixed=True)
    span = cal.unit_span(today, -5, "quarter")
    return Atom(m.start(), m.end(), "part", "quarter", Readings.same(span), fixed=True)


@_rule(CLOCK, [DIGITS, *SMALL[:12], "noon", "midday", "midnight"])
def _clock_alone(m: re.Match[str], scan: Scan) -> Atom | None:
    """For TIMEX3 "10:00 (08:00 GMT)" are two times."""
    return read_clock(m, scan)


@_rule(
    rf"(?P<month>may|march)(?:'s{END}|(?={S}(?:sales|figures?|data|readings?|reports?|results|revenue|profits?|earnings|exports|imports|output|inflation|"
    rf"unemployment|payrolls|deliveries|elections?|elections|vote|ballot|primary|primaries|deadline|earthquake|quake|tsunami|coup|attacks?|bombings?|offensive|riots|protests){END}))",
    ["may", "march"],
)
def _may_or_march(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "March's fall", "May sales": months by what they are months of, unless somebody is called so."""
    if not scan.capital(m.start()) or scan.names_may or scan.word_before(m.start()) in _NAMED_MARCH:
        return None
    month = month_number(m["month"])
    readings = cal.yearly(scan.published, lambda year: cal.month_span(year, month))
    return Atom(m.start(), m.end("month"), "partial", "month", readings, month=month)


_NAMED_MARCH = frozenset("mr ms mrs dr sir miss minister president senator judge frederic james brian imran".split())


@_rule(rf"(?P<month>{'|'.join(MONTHS)}){S}(?:delivery|futures|contracts?|options){END}", MONTHS)
def _month_of_delivery(m: re.Match[str], scan: Scan) -> Atom | None:
    """What is traded for delivery in a month is still to be delivered."""
    if not scan.capital(m.start()):
        return None
    month = month_number(m["month"])
    span = cal.yearly(scan.published, lambda year: cal.month_span(year, month)).future
    return Atom(m.start(), m.end("month"), "partial", "month", Readings.same(span), month=month, fixed=True)


@_rule(
    rf"(?:the{S})?(?P<from>(?P<month>march|june|september|december){S}quarter){END}",
    ["the", "march", "june", "september", "december"],
)
def _quarter_to_month(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "The June quarter" is the one that ends in June; its results come after it."""
    if not scan.capital(m.start("month")):
        return None
    quarter = month_number(m["month"]) // 3
    before, ahead = _quarter_before(scan, quarter), cal.quarter_span(scan.published.year, quarter)
    return Atom(m.start(), m.end(), "part", "quarter", Readings(before, ahead, before))


@_rule(
    rf"(?P<nth>first|second)-half{END}(?!{S}(?:goal|goals|minutes?|injury|substitute|lead|performance|penalty|score|comeback|display|strike|header|touchdown))",
    ["first", "second"],
)
def _half_year(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "First-half profit", not the goals of a first half: only where figures or results are told."""
    if not _FIGURES(scan.low, max(0, m.start() - 60), m.end() + 60):
        return None
    year, half = scan.published.year, _NTH[m["nth"]]
    ahead = cal.half_span(year, half)
    before = ahead if ahead.end < scan.published else cal.half_span(max(year - 1, 1), half)
    return Atom(m.start(), m.end(), "part", "half", Readings(before, ahead, before))


@_rule(
    rf"(?:(?:the|an?|its|their){S})?(?P<from>(?:fiscal{S})?(?P<nth>first|second|third|fourth)-quarter){END}",
    ["the", "a", "fiscal", *_NTH],
)
def _hyphen_quarter(m: re.Match[str], scan: Scan) -> Atom | None:
    nth = _NTH[m["nth"]]
    before, ahead = _quarter_before(scan, nth), cal.quarter_span(scan.published.year, nth)
    if ahead.end < scan.published:
        ahead = before
    return Atom(m.start("from"), m.end(), "part", "quarter", Readings(before, ahead, before))


@_rule(
    rf"the{S}(?P<year>(?:19|20)[0-9]{{2}}){S}(?:(?P<nth>first|second|third|fourth){S})?(?P<unit>quarter|period){END}",
    ["the"],
)
def _quarter_of_named_year(m: re.Match[str], scan: Scan) -> Atom | None:
    year = int(m["year"])
    nth = _NTH[m["nth"]] if m["nth"] else (scan.published.month - 4) // 3 % 4 + 1
    return Atom(m.start(), m.end(), "part", "quarter", Readings.same(cal.quarter_span(year, nth)), fixed=True)


@_rule(
    rf"the{S}(?:(?:latest|three-month){S})?quarter(?={S}(?:that{S})?(?:ended|ending|to){S}(?:on{S})?(?P<month>{MONTH})(?:{S}(?P<day>[0-9]{{1,2}}){END}(?:,?{S}(?P<year>(?:19|20)[0-9]{{2}}))?)?)",
    ["the"],
)
def _quarter_ended(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "The quarter ended Dec. 31" is the one that the day closes."""
    month = month_number(m["month"])
    if m["year"]:
        span: Span | None = cal.month_span(int(m["year"]), month)
    else:
        span = cal.yearly(scan.published, lambda year: cal.month_span(year, month)).nearest
    if span is None:
        return None
    readings = Readings.same(cal.quarter_span(span.start.year, (month + 2) // 3))
    return Atom(m.start(), m.end(), "part", "quarter", readings, fixed=True)


@_rule(
    rf"(?:the{S})?(?P<which>latest|most{S}recent|just-ended|current){S}(?:fiscal{S})?(?P<unit>quarter|period|year){END}|the{S}(?P<bare>quarter){END}(?!{S}(?:of{S}a|century))",
    ["the", "latest", "current"],
)
def _latest_quarter(m: re.Match[str], scan: Scan) -> Atom | None:
    if m["which"] == "current":
        unit = m["unit"]
        if unit == "period":
            return None
        return Atom(
            m.start(), m.end(), "relative", unit, Readings.same(cal.unit_span(scan.published, 0, unit)), fixed=True
        )
    if m["unit"] == "year":
        return Atom(
            m.start(), m.end(), "relative", "year", Readings.same(cal.unit_span(scan.published, -1, "year")), fixed=True
        )
    span = cal.unit_span(scan.published, -1, "quarter")
    return Atom(m.start(), m.end(), "part", "quarter", Readings.same(span), fixed=True)


@_rule(
    rf"(?:the{S}|an?{S})?(?P<from>(?:comparable{S}|corresponding{S})?year-(?:ago|earlier))(?P<noun>{S}(?:(?P<nth>first|second|third|fourth){S})?(?:quarter|period))?{END}",
    ["the", "a", "year", "comparable", "corresponding"],
)
def _year_earlier(m: re.Match[str], scan: Scan) -> Atom | None:
    span = cal.unit_span(scan.published, -5, "quarter")
    if m["nth"]:
        base = _quarter_before(scan, _NTH[m["nth"]])
        span = cal.quarter_span(max(base.start.year - 1, 1), _NTH[m["nth"]])
    start = m.start() if m["noun"] and m.group().startswith("the") else m.start("from")
    return Atom(start, m.end(), "part", "quarter", Readings.same(span), fixed=True)


@_rule(r"fy ?(?P<year>20[0-9]{2})(?![0-9a-z])", ["fy", *(f"fy{year}" for year in range(2000, 2100))])
def _fiscal_short(m: re.Match[str], scan: Scan) -> Atom:
    return Atom(m.start(), m.end(), "part", "year", Readings.same(cal.year_span(int(m["year"]))), fixed=True)


@_rule(
    rf"(?:the{S})?fiscal{S}(?:year{S})?(?P<year>(?:19|20)[0-9]{{2}}){END}|year-end{S}(?P<year2>(?:19|20)[0-9]{{2}}){END}",
    ["the", "fiscal", "year"],
)
def _fiscal(m: re.Match[str], scan: Scan) -> Atom | None:
    return Atom(
        m.start(), m.end(), "part", "year", Readings.same(cal.year_span(int(m["year"] or m["year2"]))), fixed=True
    )


@_rule(
    rf"the{S}(?P<which>next|coming|last|previous|past){S}(?:fiscal|financial|business){S}(?P<unit>year|quarter){END}",
    ["the"],
)
def _which_fiscal(m: re.Match[str], scan: Scan) -> Atom:
    step = 1 if m["which"] in ("next", "coming") else -1
    span = cal.unit_span(scan.published, step, m["unit"])
    return Atom(m.start(), m.end(), "relative", m["unit"], Readings.same(span), fixed=True)


@_rule(
    rf"(?P<season>autumn|summer|winter|spring){S}(?:[a-z]+{S})?(?:conference|summit|meetings?|session|elections?|offensive|recess){END}",
    ["autumn", "summer", "winter", "spring"],
)
def _season_of_an_event(m: re.Match[str], scan: Scan) -> Atom | None:
    """ "An autumn peace conference"."""
    if scan.word_before(m.start()) not in ("a", "an", "its", "their", "his", "planned", "proposed"):
        return None
    nearest = cal.yearly(scan.published, lambda year: cal.season_span(year, m["season"])).nearest
    return Atom(m.start(), m.end("season"), "part", "season", Readings.same(nearest), fixed=True)


@_rule(rf"mid-?year{END}", ["mid", "midyear"])
def _mid_year(m: re.Match[str], scan: Scan) -> Atom | None:
    if scan.word_before(m.start()) not in ("by", "until", "at", "since", "in", "before", "after", "around", "from"):
        return None
    return Atom(m.start(), m.end(), "part", "year", Readings.same(cal.year_span(scan.published.year)), fixed=True)


@_rule(rf"(?:the{S})?(?:year-end|year{S}end|year's{S}end|end{S}of{S}(?:the{S})?year){END}", ["the", "year", "end"])
def _year_end(m: re.Match[str], scan: Scan) -> Atom | None:
    if "year-end" in m.group():
        readings = cal.yearly(scan.published, lambda year: cal.day_span(date(year, 12, 31)))
        return Atom(m.start(), m.end(), "relative", "month", readings)
    return Atom(
        m.start(),
        m.end(),
        "part",
        "month",
        cal.yearly(scan.published, lambda year: cal.part_of(cal.year_span(year), "late")),
    )


@_rule(
    rf"(?:the{S})?(?P<unit>week|month|decade|century)(?:'s{S}end|-end){END}",
    ["week", "month", "decade", "century", "the"],
)
def _unit_end(m: re.Match[str], scan: Scan) -> Atom:
    span = cal.unit_span(scan.published, 0, m["unit"])
    return Atom(m.start(), m.end(), "relative", m["unit"], Readings.same(span), fixed=True)


@_rule(rf"(?:sometime|some{S}time){S}(?P<which>this|next|last){S}(?P<unit>week|month|year){END}", ["sometime", "some"])
def _sometime(m: re.Match[str], scan: Scan) -> Atom | None:
    step = {"next": 1, "last": -1, "this": 0}[m["which"]]
    return Atom(
        m.start(),
        m.end(),
        "relative",
        m["unit"],
        Readings.same(cal.unit_span(scan.published, step, m["unit"])),
        fixed=True,
    )


@_rule(rf"(?P<n>{'|'.join(NUMBER_WORDS)}|[0-9]{{1,3}}|an?){S}(?P<unit>year|month){S}(?:earlier|ago)'s?{END}", ["a"])
def _year_agos(m: re.Match[str], scan: Scan) -> Atom | None:
    return Atom(
        m.start(),
        m.end(),
        "relative",
        "year",
        Readings.same(cal.offset_span(scan.published, -number(m["n"]), m["unit"])),
    )


# ----------------------------------------------------------------------------------------------------------- durations

DURATION_RULES = Rules()
"""Lengths of time with no date in them; tried last, where nothing dated begins."""
_LENGTHS = "seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?"
_SPENT = frozenset("for in within over after than about nearly almost least half past last next under during".split())


@DURATION_RULES.add(
    rf"(?P<head>the{S}(?:(?:first|final|latest|opening|last|past|next){S})?)?"
    rf"(?P<n>[0-9]{{1,3}}(?:\.[0-9]|{S}1/2)?|(?:{'|'.join(sorted(CARDINALS, key=len, reverse=True))}){END}|several|many|some|a{S}few|(?:a{S})?couple{S}of)"
    rf"(?P<half>{S}and{S}a{S}half)?(?:{S}more)?(?:-|{S})(?P<unit>{_LENGTHS}){END}(?!-old|{S}old)",
    ["the", DIGITS, "a", "an", "several", "many", "some", "couple", *NUMBER_WORDS],
)
def _length(m: re.Match[str], scan: Scan) -> Atom | None:
    count, unit = m["n"], m["unit"].rstrip("s")
    if count in ("a", "an") and scan.word_before(m.start()) not in _SPENT:
        return None
    if scan.low[m.start() - 1 : m.start()] in ("$", "-", "."):
        return None
    if count[0] in "0123456789":
        size = count.split()[0] + (".5" if "1/2" in count else "")
    elif count in ("several", "many", "some") or "few" in count or "couple" in count:
        size = "2" if "couple" in count else "X"
    else:
        size = str(number(count))
    if m["half"] and size != "X":
        size += ".5"
    if unit == "decade":
        size, unit = (size if size == "X" else f"{float(size) * 10:g}"), "year"
    clock = "T" if unit in ("second", "minute", "hour") else ""
    return Atom(m.start(), m.end(), "duration", "duration", value=f"P{clock}{size}{unit[0].upper()}")


ALL_RULES = TIMEX_RULES.before(RULES).before(DURATION_RULES)


# -------------------------------------------------------------------------------------------------------------- values

_DAYPARTS = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "noon": "MI",
    "midday": "MI",
    "midnight": "NI",
    "lunchtime": "MI",
}

AHEAD, BACK, ONCE = "ahead", "back", "once"
_Sign = tuple[Callable[[str, int], "re.Match[str] | None"] | None, str]
_SIGNS: dict[str, list[_Sign]] = {}
"""Signs of tense by their first word: a pattern from that word on, or ``None`` for the word alone. The first that matches
uses up its words: "to be held" holds no "held"."""


def _sign(sign: str, firsts: str, rest: str | None = None) -> None:
    for first in firsts.split():
        match = None if rest is None else re.compile(f"{re.escape(first)}{rest}(?![a-z])").match
        _SIGNS.setdefault(first, []).append((match, sign))


_WENT = (
    "rose fell came went took gave made began held met left won lost saw got sent sold shot hit spoke wrote kept brought "
    "fled built bought paid ran led stood set struck found died broke drew threw flew grew put became sank rang caught taught "
    "thought felt lay laid stole chose froze rode drove swore told sought fought beat cut shut sat spent lent dealt heard "
    "withdrew undertook tore woke slept bore wore swept crept leapt hid bit bled swam sprang shook awoke forgot forgave outlined"
)
_PARTICIPLE = r"(?:[a-z]{3,}ed|held|met|sent|made|given|taken|sworn|shown|known|seen|told|put|cut|set|left|built|begun|brought|bought|paid|sold|read|heard|chosen|flown|laid|run|won|lost|done)"
_ADVERB = r"(?:(?:not|also|then|now|still|first|soon|again|probably|[a-z]{2,}ly) )?"
_VERB = rf" {_ADVERB}(?:have (?:been )?)?(?:(?:be(?: to)?|remain|stay|get|become) {_ADVERB})?(?:{_PARTICIPLE}(?![a-z])|[a-z]+)"
# What was planned once: whether the day is over, only the calendar can tell.
_sign(
    ONCE,
    "originally initially",
    "(?: (?:scheduled|due|set|planned|slated|meant|expected))?(?: (?:to|for)(?: be)? [a-z]+)?",
)
_sign(
    ONCE,
    "had have has",
    " (?:also |already |once )?been (?:scheduled|due|expected|set|planned|supposed|slated|meant)(?: (?:to|for)(?: be)? [a-z]+)?",
)
# What could not be done, and whom nobody could find, was tried.
_sign(BACK, "could", r" (?:not|never|no longer|hardly|barely) (?:be )?[a-z]+")
_sign(BACK, "couldn't", " (?:be )?[a-z]+")
_sign(
    BACK, "could", " be (?:located|found|reached|heard|seen|contacted|identified|determined|learned|verified|confirmed)"
)
# Infinitives that tell what was done.
_sign(
    BACK, "was were been being is are", " (?:forced|able|unable|allowed|asked|told|ordered|quick|used|made) to [a-z]+"
)
_sign(
    BACK,
    "began started continued failed managed helped used came went tried refused declined stopped proceeded rushed",
    " to [a-z]+",
)
_sign(BACK, "had", f" to {_ADVERB}(?:be {_ADVERB})?[a-z]+")
_sign(ONCE, "was were", " (?:originally |initially )?(?:meant|supposed) to [a-z]+")
_sign(BACK, "after since following", " (?:having )?[a-z]{2,}ing")
# What is still to come.
_AFTER_WILL = re.compile(f"{_VERB}(?![a-z])").match
_sign(AHEAD, "will shall would may might could can must should won't wouldn't cannot can't", _VERB)
_sign(AHEAD, "is are was were be", f" to{_VERB}")
_sign(AHEAD, "is are", " (?:held|heard|sworn in|published|released|unveiled|launched|played)")
_sign(
    AHEAD,
    "is are am 's 're",
    " (?:also |now )?(?:leaving|flying|going|coming|arriving|meeting|holding|hosting|travelling|traveling|heading|returning|visiting|opening|closing|"
    "starting|beginning|choosing|voting|launching|staging|convening|sending|departing|attending|joining)",
)
_sign(AHEAD, "to", f" {_ADVERB}be {_ADVERB}[a-z]+")
_sign(
    AHEAD,
    "likely unlikely agreed agree agrees ready pledged vowed promised promises intend intends intended want wants wanted hope "
    "agreement agreements deal proposal proposals bid offer pledge promise hopes hoped hoping aim aims planned plan plans planning expect expected expects scheduled due set supposed slated poised "
    "prepared preparing about going wished willing invited invites eager decided",
    " to (?:be )?[a-z]+",
)
_sign(AHEAD, "as", " (?:early|soon|late) as")
_sign(AHEAD, "ahead in set eve leading plans", " (?:of|time for|for|up to)")
_sign(
    AHEAD,
    "delayed pushed put postponed rescheduled moved shifted deferred adjourned brought",
    " (?:(?:it|them|the [a-z]+|its [a-z]+|their [a-z]+) )?(?:back |off |forward |up )?(?:to|until|till) (?:the )?$",
)
_sign(AHEAD, "forecast forecasts", " (?:to|for)")
_sign(AHEAD, "possibility prospect chance chances likelihood preparations preparing", " (?:of|for)")
_sign(AHEAD, "starting beginning", " (?:on )?$")
_sign(AHEAD, "to", " (?:start|begin|resume|convene|expire|kick off|take (?:place|effect|office)|go into effect)")
_sign(AHEAD, "stand", " trial")
_sign(AHEAD, "go goes", " (?:on|to) trial")
_sign(AHEAD, "next", " (?:meets?|hearing|round|session|meeting|summit|game|match)")
_sign(
    AHEAD,
    "due scheduled expect expects expected planned planning slated upcoming hope hopes hoping proposed "
    "run-up postponed invited invites effective payable",
)
# The present tense of timetables: "the summit opens on Sunday".
_sign(
    AHEAD,
    "arrives flies becomes meet meets opens begin begins starts ends leave leaves goes heads travel travels returns resume resumes "
    "expire expires face faces airs sails hosts hold holds convene convenes closes departs reconvene reconvenes join joins "
    "visits votes",
)
_sign(AHEAD, "kicks gets wraps", " (?:off|under way|underway|up)")
_sign(AHEAD, "falls fall", " (?:on|in)(?: (?:a|the))? ?$")
_sign(AHEAD, "runs lasts continues", " (?:through|until|till) ")
_sign(AHEAD, "turns", " [0-9]+(?: on)? ")
_sign(AHEAD, "take takes", " (?:place|effect|office|over|up|part)")
_sign(AHEAD, "come comes", " (?:out|(?:into|to) (?:force|effect))")
_sign(AHEAD, "go fly", " (?:to|on|into)")
_sign(BACK, f"said says was were had has have did been since ago {_WENT}")
_NOT_PAST = frozenset(
    "united detailed hundred unspecified indeed speed succeed proceed exceed need unexpected armed wounded so-called".split()
)
_SIGN_WORD = re.compile(r"[a-z][a-z'-]*").finditer


def _signs(text: str, begin: int, end: int, after: bool = False) -> Iterator[str]:
    """The signs of tense in ``text[begin:end]``, in order; with ``after``, "after" is one."""
    position = begin
    for word in _SIGN_WORD(text, begin, end):
        if word.start() < position:
            continue
        token = word.group()
        known = _SIGNS.get(token)
        if known is None:
            if token.endswith("'ll"):
                verb = _AFTER_WILL(text, word.end())
                position = verb.end() if verb else position
                yield AHEAD
            elif (after and token in ("after", "following")) or (
                token.endswith("ed") and len(token) > 4 and token not in _NOT_PAST
            ):
                yield BACK
            continue
        for match, sign in known:
            found = match(text, word.start()) if match else word
            if found is not None:
                position = found.end()
                yield sign
                break
        else:
            if token.endswith("ed"):
                yield BACK


_REPORTED = re.compile(
    r"\b(?:said|says|told (?:[a-z.'-]+ ){1,4}|announced|reported|declared|predicted|added|warned|confirmed|wrote|insisted|stated|saying) ?(?:(?:in|from|at) (?:a |the )?[a-z]+ ?){0,2}(?:early |late |later |earlier )?(?:on |in )?$"
).search
_FIGURES_FOR = re.compile(
    r"\b(?:figures|data|numbers|sales|results|readings?|estimates?|rate|index|inflation) for $"
).search
"""Figures are told of months that are over."""
_STOPS = re.compile(r"[.?!;] |\x1e|[.,?!](?:\"|'{1,2}) ")
_QUOTES = re.compile(r"\"|``|''").sub
_NAMED = re.compile(r"(?<=[a-z,] )(?:May|Will)(?= )").sub
_NEW_CLAUSE = re.compile(r"(?:, and (?:then )?(?:on )?|(?<!day) and (?:then )?on )(?:the )?$").search
"""Where a day opens the second half of a sentence, what follows it tells its tense: "… will be hard, and on Monday called it …"."""


def _clause(scan: Scan, begin: int, end: int) -> str:
    """A stretch of the text for signs of tense: lower case, without quotation marks, Theresa May and Will Smith no verbs."""
    low = scan.low[begin:end]
    if "may " in low or "will " in low:
        written = scan.text[begin:end]
        if "May " in written or "Will " in written:
            low = _NAMED(lambda found: "x" * len(found[0]), written).lower()
    return _QUOTES("", low) if '"' in low or "''" in low or "``" in low else low


_REACH = 240
"""Characters before an expression in which a sign of its tense is looked for."""
_AHEAD_OF = re.compile(r"\b(?:ahead of|prior to|in advance of|run-up to|before|until|for|awaiting) $").search
_IS_ON = re.compile(r"\b(?:is|are|'s|deadline of|date of) (?:(?:on|in|for|at|by|set for) )?(?:the )?$").search
_AFTER_IT = re.compile(r"\b(?:after|since|following|despite|from) (?:on )?(?:the |last )?$").search
_UNTIL = re.compile(r"[a-z] (?:until|till|'til) (?:the )?$").search
_NOT_UNTIL = re.compile(r"(?:\bnot|n't) until (?:late |early )?$").search
_AND_THEN = re.compile(r" (?:that|did|when|was|were|had)(?![a-z])").match
"""What did not come "until Thursday" and then did: "it was not until Thursday that …"."""
_GRANTED = re.compile(r"\b(?:gave|given|gives?|giving|grant(?:ed|s)?) [^,;.]{1,40}$").search
_GATHERING_AHEAD = re.compile(
    r"'s [a-z-]*(?: [a-z-]+)?\b(?:meeting|vote|election|elections|summit|talks|game|match|hearing|deadline|session|debate|conference|visit|poll|ballot|trial|launch|race|final|round|ceremony|protest|rally|strike|march) (?:will|is to|are to|is expected|are expected|is due|are due|is likely|may|could|would|is set)\b"
).match


def looks_ahead(scan: Scan, atom: Atom) -> bool | None:
    """Whether the sentence looks ahead (True) or back (False) where the expression stands; ``None`` without a sign.

    A rough rule of the nearest sign before the expression, else the first one after it: TIMEX3 has one value only, and
    news mostly tells what was. The frames stage decides by the governing clause instead.
    """
    begin = max(0, atom.start - _REACH)
    for stop in _STOPS.finditer(scan.low, begin, atom.start):
        if not _ABBREVIATED(scan.low[max(begin, stop.start() - 6) : stop.start()]):
            begin = stop.end()
    before = _clause(scan, begin, atom.start)
    if _REPORTED(before) or (atom.grain == "month" and _FIGURES_FOR(before)):
        return False
    possessive = scan.low.startswith("'s", atom.end)
    if possessive and _GATHERING_AHEAD(scan.low, atom.end):
        return not _AFTER_IT(before)
    if possessive:  # "Tuesday's ruling", but "ahead of Tuesday's talks"
        return _AHEAD_OF(before) is not None
    if _NOT_UNTIL(before) and _AND_THEN(scan.low, atom.end):
        return False
    if _IS_ON(before):
        return True
    after = _clause(scan, atom.end, min(atom.end + 150, len(scan.low)))
    if before.endswith(" on ") and _DID(after) and not _MODAL_ON(before) and not _PLANNED(before):
        return False
    if _NEW_CLAUSE(before):
        sign = next(_signs(after, 0, len(after)), None)
        if sign in (AHEAD, BACK):
            return sign == AHEAD
    sign = None
    for found in _signs(before, 0, len(before)):
        sign = found
    if _UNTIL(before) and (atom.grain == "day" or sign == AHEAD or _GRANTED(before)):
        return True
    if sign is None and _AFTER_IT(before):
        return before.endswith("from ") and next(_signs(after, 0, len(after)), None) == AHEAD
    if sign is None:
        sign = next(_signs(after, 0, len(after), after=True), None)
    if sign == AHEAD and atom.weekday is not None and _PLANNED(before) and _was_yesterday(scan, atom):
        return False
    return None if sign is None or sign == ONCE else sign == AHEAD


_DID = re.compile(
    rf" (?:also |later |again |[a-z]+ly )?(?:said|{_WENT.replace(' ', '|')}|[a-z]{{3,}}ed)(?![a-z])"
).match
"""What somebody "on Sunday issued", whatever is told before."""
_MODAL_ON = re.compile(r"\b(?:will|would|may|might|can|could|should|must|shall|to|be|been|being) on $").search
_PLANNED = re.compile(
    r"(?<!is )(?<!are )(?<!'s )(?<!now )(?<!still )(?<!been )\b(?:scheduled|due|set|planned|slated|expected) (?:for|on|to [a-z]+(?: [a-z]+)?)?[^.,;]{0,45}$"
).search


def _was_yesterday(scan: Scan, atom: Atom) -> bool:
    """ "The talks due to be held Tuesday", written on a Wednesday, are those that yesterday should have seen."""
    past = atom.readings.past
    return past is not None and past.distance(scan.published) == 1


_ABBREVIATED = re.compile(
    r"\b(?:jan|feb|aug|sept?|oct|nov|dec|mr|mrs|ms|dr|u\.s|u\.n|gen|sen|st|gov|rep|inc|corp|co|lt|col|no|[a-z])$"
).search


_ROUGHLY = re.compile(
    r"(?:almost|nearly|around|about|roughly|some|approximately|(?:no )?more than|(?:no )?less than|just over|(?:just )?under|over|at least) +$"
).search
_AT_LEAST = re.compile(r"(?:nearly|at least|(?:no )?more than|less than) +$").search
_AROUND = re.compile(r"(?:around|about|approximately) +$").search
_IN = re.compile(rf"in{S}(?=[0-9a-z])").match
_OF_A_NOUN = re.compile(
    rf"the{S}(?=(?:early|mid|late)(?:-|{S})(?:{MONTH})|(?:early|mid|late)?-?(?:1[5-9]|20)[0-9]0s-)"
).match
"""The article of "the mid-May deadline" and "the 1980s-era law" is that of what follows."""
_LATER = re.compile(rf"(?:earlier|later){S}(?=(?:this{S}week|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day))").match
_FIGURES = re.compile(
    r"[$£€¥%#]|\b(?:percent|per cent|million|billion|trillion|cents?|pence|a share|profit|loss|income|sales|revenue|earnings|compared with)(?![a-z])"
).search
_LONGER = re.compile(
    r"\b(?:(?:six|nine|12|twelve)[ -]months?|first half|half[ -]year|(?:full|fiscal) year|year (?:ended|ending|to)|for the year)(?![a-z])"
).search
_A_YEAR_BEFORE = frozenset(("a year ago", "a year earlier", "one year ago", "one year earlier"))
_ON = re.compile(r"\)?,? (?:\([^()]{3,24}\) )?(?:on |\()?").fullmatch


def timexes(scan: Scan, atoms: list[Atom]) -> list[tuple[int, int, str, str]]:
    """Value and type of each atom; "nearly four years ago" and "around 7 p.m." take their modifier in."""
    found: list[tuple[int, int, str, str]] = []
    quarter: tuple[int, Span] | None = None
    day: tuple[int, str] | None = None
    for first, second in pairwise(atoms):
        _share_year(scan, first, second)
    named: dict[int, date] = {}
    for index, atom in enumerate(atoms):
        if atom.weekday is not None and atom.weekday in named and scan.low.startswith("'s", atom.end):
            _same_as_before(scan, atom, named[atom.weekday])
        if atom.grain == "day" and scan.low.endswith("of ", 0, atom.start) and atom.daypart is None and not atom.clock:
            _take_daypart(scan, atom)
        if atom.grain == "clock":
            made: tuple[str, str] | None = (_clock(scan, atoms, index, day), "TIME")
        else:
            made = _year_before(scan, atom, quarter) or _timex(scan, atom)
        if made is None:
            continue
        value = made[0]
        if atom.grain == "quarter" and value[4:6] == "-Q":
            quarter = atom.end, cal.quarter_span(int(value[:4]), int(value[6]))
        elif len(value) >= 10 and atom.grain == "day":
            day = atom.end, value[:10]
            if atom.weekday is not None:
                named[atom.weekday] = date.fromisoformat(value[:10])
            if atom.weekday is not None and index + 1 < len(atoms):
                _follows(scan, atom, cal.day_span(date.fromisoformat(value[:10])), atoms[index + 1])
        start = _clipped(scan, atom)
        if atom.grain in _HAS_PARTS and (part := _PART_OF(scan.low, max(0, start - 26), start)):
            start = part.start()
        before = scan.low[max(0, start - 16) : start]
        if atom.grain == "duration":
            rough = _AT_LEAST(before)
        elif scan.low.endswith("ago", start, atom.end):
            rough = _ROUGHLY(before)
        elif atom.clock or scan.low.endswith("end", start, atom.end) or (atom.grain == "day" and atom.weekday is None):
            rough = _AROUND(before)
        else:
            rough = None
        if rough:
            start -= len(before) - rough.start()
        parted = _RANGE(scan.low, start, atom.end) if atom.grain == "range" and made[1] == "DATE" else None
        span = choose(scan, atom) if parted else None
        if parted and span is not None:
            found.append((start, parted.start("gap"), made[0], "DATE"))
            found.append((parted.end("gap"), atom.end, span.end.isoformat(), "DATE"))
        else:
            found.append((start, atom.end, *made))
    return found


_RANGE = re.compile(
    r".{0,20}?[0-9]{1,2}(?:st|nd|rd|th)?(?P<gap> {1,2}(?:to|through|thru|until) {1,2}(?:the )?)[0-9]{1,2}(?![0-9]).{0,20}"
).fullmatch
"""Of "November 11 to 23" each day is an expression."""


def _same_as_before(scan: Scan, atom: Atom, day: date) -> None:
    """ "A vote is due on Sunday. … Sunday's vote": the day that the text has already spoken of."""
    if atom.readings.future is not None and day == atom.readings.future.start > scan.published:
        atom.readings = Readings.same(atom.readings.future)


_TO_THE_NEXT = re.compile(r" (?:and|or|to|through|into|until|till)(?: (?:late|early|on))? |-|, ").fullmatch


def _follows(scan: Scan, first: Atom, span: Span, second: Atom) -> None:
    """ "Tuesday night into Wednesday", "Thursday or Friday": the second weekday is the next after the first."""
    if (
        first.weekday is not None
        and second.weekday is not None
        and not second.fixed
        and second.grain == "day"
        and second.offset is None
        and _TO_THE_NEXT(scan.low[first.end : second.start])
    ):
        ahead = (second.weekday - span.start.weekday()) % 7
        over = span.start <= scan.published < cal.shift(span.start, ahead)
        if ahead and not (over and scan.low[first.end : second.start].strip() in ("and", "or", ",", "and on")):
            second.readings = Readings.same(cal.day_span(cal.shift(span.start, ahead)))


_LISTED = re.compile(
    r",? (?:and|or|to|through|until|till|but)(?: again| then| later| also)?(?: (?:in|on|from))? |-"
).fullmatch


def _share_year(scan: Scan, first: Atom, second: Atom) -> None:
    """ "Between May and June 2012", "in March 2003 and again in June": the one year is that of both."""
    grains = ("day", "month")
    if (
        first.fixed is second.fixed
        or first.grain not in grains
        or second.grain not in grains
        or not first.month
        or not second.month
        or not _LISTED(scan.low[first.end : second.start])
    ):
        return
    dated, bare = (first, second) if first.fixed else (second, first)
    known, span = dated.readings.nearest, bare.readings.nearest
    if known is None or span is None or known.start.year == span.start.year:
        return
    year = known.start.year
    if bare is first and first.month > second.month:
        year -= 1
    elif bare is second and second.month < first.month:
        year += 1
    moved = (
        cal.month_span(cal.clamp_year(year), bare.month or 1)
        if bare.grain == "month"
        else None
        if (day := cal.make_date(cal.clamp_year(year), bare.month or 1, span.start.day)) is None
        else cal.day_span(day)
    )
    if moved is not None:
        bare.readings = Readings.same(moved)


_HAS_PARTS = frozenset(("quarter", "half", "decade", "century", "season"))
_PART_OF = re.compile(
    rf"the{S}(?:very{S})?(?:end|beginning|start|middle|close|(?:first|second|last|latter){S}half){S}of{S}(?:the{S})?$"
).search
"""What "the end of the third quarter" and "the second half of the 1990s" begin with."""


def _clipped(scan: Scan, atom: Atom) -> int:
    """Where the expression begins: "earlier" and "later" say where in the day or week, which TIMEX3 has no value for."""
    found = _LATER(scan.low, atom.start)
    if found is None and atom.kind == "relative":
        found = _IN(scan.low, atom.start)
    elif found is None and atom.kind == "part":
        found = _OF_A_NOUN(scan.low, atom.start)
    return found.end() if found else atom.start


_DAYPART_OF = re.compile(rf"(?:the{S})?(?P<part>morning|afternoon|evening|night){S}of{S}(?:the{S})?$").search


def _take_daypart(scan: Scan, atom: Atom) -> None:
    """ "The night of Oct. 23" is one expression of the day's part."""
    found = _DAYPART_OF(scan.low, max(0, atom.start - 26), atom.start)
    if found:
        atom.start, atom.daypart = found.start(), found["part"]


def _year_before(scan: Scan, atom: Atom, quarter: tuple[int, Span] | None) -> tuple[str, str] | None:
    """ "Profit rose to $3 million in the third quarter from $2 million a year earlier": in results, the same quarter."""
    if scan.low[atom.start : atom.end] not in _A_YEAR_BEFORE:
        return None
    if not _FIGURES(scan.low, max(0, atom.start - 60), atom.start + 60):
        return None
    if quarter is not None and atom.start - quarter[0] < 500 and not _LONGER(scan.low, quarter[0], atom.start):
        span = quarter[1]
        return cal.quarter_span(max(span.start.year - 1, 1), (span.start.month + 2) // 3).value, "DATE"
    return cal.year_span(scan.published.year - 1).value, "DATE"


def _clock(scan: Scan, atoms: list[Atom], index: int, day: tuple[int, str] | None) -> str:
    """A clock time is that of the day told right after it ("at 10:00 GMT on Friday"), else the day told just before, else today."""
    atom = atoms[index]
    clock = "24:00" if scan.low.startswith("midnight", atom.start) else (atom.clock or "")[:5]
    after = next((other for other in atoms[index + 1 : index + 3] if other.grain != "clock"), None)
    if (
        after is not None
        and after.grain == "day"
        and after.start - atom.end < 40
        and _ON(scan.low[atom.end : after.start])
    ):
        span = choose(scan, after)
        if span is not None and len(span.value) == 10:
            return f"{span.value}T{clock}"
    if day is not None and atom.start - day[0] < 250 and "\x1e" not in scan.low[day[0] : atom.start]:
        return f"{day[1]}T{clock}"
    return f"{scan.published.isoformat()}T{clock}"


def _timex(scan: Scan, atom: Atom) -> tuple[str, str] | None:
    low = scan.low[atom.start : atom.end]
    if atom.grain in ("duration", "stretch"):
        return None if atom.value is None else (atom.value, "DURATION")
    if atom.value is not None:
        return atom.value, "DATE"
    if atom.grain == "vague":
        if low.endswith(("ago", "earlier", "before")):
            return "PAST_REF", "DATE"
        ahead = low.endswith(("future", "soon")) and "foreseeable" not in low
        return ("FUTURE_REF", "DATE") if ahead else None
    if low.startswith("in ") and atom.kind == "relative" and looks_ahead(scan, atom):
        span = atom.readings.future
        return None if span is None else (span.value, "DATE")
    if atom.grain == "set" or low.startswith(("in ", "within ")):
        return None
    if low.endswith((" later", " earlier", " afterwards")) and low not in _A_YEAR_BEFORE:
        return None  # "three days later" is a duration and a signal
    span = choose(scan, atom)
    if span is None:
        return None
    value = span.value
    if atom.grain == "months" and span == cal.quarter_span(span.start.year, (span.end.month + 2) // 3)._replace(
        value=value
    ):
        value = cal.quarter_span(span.start.year, span.end.month // 3).value  # "January-March"
    if atom.clock:
        return f"{value}T{'24:00' if 'midnight' in low else atom.clock[:5]}", "TIME"
    part = "night" if low.endswith("tonight") else atom.daypart
    if part and len(value) == 10:
        return f"{value}T{_DAYPARTS[part]}", "TIME"
    return value, "DATE"


_FAR = 90
"""Days beyond which the nearest reading of a month's day is no more likely than the sentence's tense says."""
_NEAR = 45
_ENDED = re.compile(r"\b(?:year|quarter|months|period|week|weeks)[ -](?:just )?ended (?:on )?$").search


def choose(scan: Scan, atom: Atom) -> Span | None:
    past, future, nearest = atom.readings
    if past == future:
        return past
    if past is None or future is None:
        return nearest
    if atom.grain in ("day", "month") and _ENDED(scan.low[max(0, atom.start - 24) : atom.start]):
        return past  # the results of a year or quarter that has ended
    if atom.grain in ("quarter", "half"):  # a quarter just over is the one whose results are expected
        return future if past.distance(scan.published) > _FAR and looks_ahead(scan, atom) else past
    dated = (atom.grain in ("day", "range") and atom.weekday is None) or (
        atom.grain == "week" and atom.kind == "partial"
    )
    if dated and (nearest is None or nearest.distance(scan.published) <= _FAR):
        return nearest
    if atom.grain == "month" and nearest is not None and nearest.distance(scan.published) <= _NEAR:
        return nearest
    ahead = looks_ahead(scan, atom)
    if ahead is None:
        return past if atom.weekday is not None else nearest
    return future if ahead else past
