"""The vocabulary of time in English news and the pattern fragments that the rules are built of.

Everything here matches *normalised* text (:func:`normalise`): lower case, plain blanks, plain dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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


SMALL = words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
CARDINALS: dict[str, int] = {word: number for number, word in enumerate(SMALL, 1)}
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
CARDINALS |= {f"twenty{sep}{unit}": 20 + CARDINALS[unit] for unit in SMALL[:9] for sep in "- "}
CARDINALS |= {f"thirty{sep}one": 31 for sep in "- "}

_ORDINAL_WORDS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS: dict[str, int] = {word: number for number, word in enumerate(_ORDINAL_WORDS, 1)}
ORDINALS |= {f"twenty{sep}{_ORDINAL_WORDS[unit - 1]}": 20 + unit for unit in range(1, 10) for sep in "- "}
ORDINALS |= {"thirtieth": 30, "thirty-first": 31, "thirty first": 31}


def either(words: Iterable[str]) -> str:
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
YEARS = r"(?:(?:19|20)[0-9]{2}[-/](?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9a-z/-]))"
"""Two years that one season runs through: "2010-11"."""
ORDINAL = f"(?:{either(ORDINALS)}{END})"
NUMBER = rf"(?:[0-9]{{1,3}}|{either(CARDINALS)}){END}"
UNIT = f"(?:days?|weeks?|months?|years?|fortnights?|weekends?|quarters?|decades?){END}"
DAYPART = f"(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime){END}"
SEASON = f"(?:spring|summer|autumn|fall|winter){END}"
TO = rf"(?: {{0,2}}-{{1,2}} {{0,2}}|{S}(?:to|through|thru|until|till|til){S})"
_ZONE_LETTERS = "gmt|utc|est|edt|cst|cdt|mst|mdt|pst|pdt|et|bst|cet|cest|eet|eest|msk|ist|irst|jst|kst|hkt|sgt|aest|aedt|wib|pkt|wat|eat|cat|sast|trt|gst|ast|zulu"
ZONE = (
    rf"(?:{S0}\(?(?:{_ZONE_LETTERS})(?:[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?{END}\)?"
    rf"|{S}(?:(?:[a-z]{{3,14}}(?:{S}(?:standard|daylight|summer|city|york))?)|u\.s\.{S}eastern){S}time{END}"
    rf"|{S}(?:eastern|pacific){END}"
    rf"|{S}\(?local(?:{S}time)?\)?{END})"
)
MERIDIEM = rf"(?:a\. ?m\.?|p\. ?m\.?|am{END}|pm{END})"
CLOCK = (
    rf"(?P<clock>(?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5][0-9])(?::[0-5][0-9])?)?{S0}(?P<meridiem>{MERIDIEM})"
    rf"|(?P<hour>1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?::(?P<mhour>[0-5][0-9]))?{S}(?:in{S}the{S}(?P<when2>morning|afternoon|evening)|at{S}(?P<night2>night)){END}"
    rf"|(?P<h24>2[0-3]|[01]?[0-9])[:](?P<m24>[0-5][0-9])(?::[0-5][0-9])?(?:{S0}(?:hours|hrs|h){END})?(?![0-9:])"
    rf"|(?P<h4>2[0-3]|[01][0-9])[.:h]?(?P<m4>[0-5][0-9])(?=(?:{S0}(?:hours|hrs|h){END})|{S0}\(?(?:gmt|utc|cet|cest|bst|msk|ist|local){END})(?:{S0}(?:hours|hrs|h){END})?"
    rf"|(?P<oclock>1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve){S}o'clock(?:{S}in{S}the{S}(?P<when>morning|afternoon|evening)|{S}at{S}(?P<night>night))?"
    rf"|(?P<named>noon|midday|midnight){END})"
    rf"(?P<zone>{ZONE})?"
)
ALSO_IN_ZONE = rf"{S0}\((?:[0-2]?[0-9][:.]?[0-5][0-9]|[0-9]{{1,2}}{S0}{MERIDIEM}){ZONE}\)"


def month_number(word: str) -> int:
    return _MONTH_INDEX[word[:3]]


def weekday_number(word: str) -> int:
    return _WEEKDAY_INDEX[word[:3]]


def number(word: str) -> int:
    return int(word) if word[0] in "0123456789" else CARDINALS[re.sub(" +", " ", word)]


def day_number(word: str) -> int:
    return int(word.rstrip("stndrh")) if word[0] in "0123456789" else ORDINALS[re.sub(" +", " ", word)]


_PLAIN = (
    *((dash, "-") for dash in "‐‑‒–−"),
    *((quote, "'") for quote in "’‘"),
    *((blank, " ") for blank in "\t\r\xa0\u2002\u2003\u2007\u2009\u202f"),
)


def normalise(text: str) -> str:
    """Lower case, plain blanks, dashes and apostrophes; a blank line becomes two record separators, which no pattern crosses.

    The result has exactly the length of ``text``, so that offsets carry over.
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(lower if len(lower := char.lower()) == 1 else char for char in text)
    if "\r\n" in low:
        low = low.replace("\r\n", " \n")
    if not low.isascii() or "\t" in low or "\r" in low:
        for fancy, plain in _PLAIN:  # one replace each is four times as fast as one translate
            if fancy in low:
                low = low.replace(fancy, plain)
    return low.replace("\n\n", "\x1e\x1e").replace("\n", " ")


MONTH_WORDS = [*MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"]
SHORT_WEEKDAYS = ["mon", "tues", "tue", "wed", "thurs", "thur", "thu", "fri", "sat", "sun"]
NUMBER_WORDS = sorted({word.split()[0].split("-")[0] for word in CARDINALS} - {"a", "an"})
ORDINAL_FIRST = sorted({word.split()[0].split("-")[0] for word in ORDINALS})
SEASON_WORDS = words("spring summer autumn fall winter")
