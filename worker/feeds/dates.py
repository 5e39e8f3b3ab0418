"""Dates as feeds write them.

RFC 822 and RFC 3339 are what the specifications ask for; what publishers send includes ``2026/1/5 15:07`` (which the
usual parser reads as 1 November), ``05.01.2026``, month names in their own language and ``MSK``. A date that can be
read in two ways is read in the way that fits the other dates of the document, else the one nearest before the time of
fetching, and is marked uncertain.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Order = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True)
class FeedDate:
    """A date that was read, in the time zone it was written in. ``certain`` is false where the text allows another reading; ``note`` then says which."""

    value: datetime
    certain: bool = True
    note: str | None = None


_MONTH_NAMES: Final = """
january jan jän januar jänner janvier janv gennaio gen enero ene janeiro styczeń stycznia styczen ocak январь января янв січень січня січ
february feb febr februar février févr fevrier fevr febbraio febrero fevereiro fev luty lutego şubat февраль февраля фев февр лютий лютого лют
march mar märz mär maerz mars marzo março marco marzec marca mart март марта мар березень березня бер
april apr avril avr aprile abril abr kwiecień kwietnia nisan апрель апреля апр квітень квітня квіт кві
may mai maggio mag mayo maio maj maja mayıs май мая травень травня трав тра
june jun juni juin giugno giu junio junho czerwiec czerwca haziran июнь июня июн червень червня черв чер
july jul juli juillet juil luglio lug julio julho lipiec lipca temmuz июль июля июл липень липня лип
august aug août aout agosto ago sierpień sierpnia ağustos август августа авг серпень серпня серп сер
september sep sept septembre settembre set septiembre setembro wrzesień września eylül сентябрь сентября сен сент вересень вересня вер
october oct okt oktober octobre ottobre ott octubre outubro out październik października ekim октябрь октября окт жовтень жовтня жов жовт
november nov novembre noviembre novembro listopad listopada kasım ноябрь ноября ноя нояб листопад листопада лист лис
december dec dez dezember décembre déc decembre dicembre dic diciembre dezembro grudzień grudnia aralık декабрь декабря дек грудень грудня груд гру
"""
"""One line a month: English, German, French, Italian, Spanish, Portuguese, Polish, Turkish, Russian, Ukrainian."""


def _fold(text: str) -> str:
    """Lower case without accents, so that ``Août`` and ``aout`` are one word."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("й", "\u0001"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("\u0001", "й")


_MONTHS: Final = {
    _fold(name): number for number, line in enumerate(_MONTH_NAMES.split("\n")[1:13], 1) for name in line.split()
}

_ZONES: Final = {
    # RFC 822 section 5, and what European and Asian publishers write. Hours east of Greenwich.
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0.0),
    **{"est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0},
    **{"akst": -9.0, "akdt": -8.0, "hst": -10.0, "brt": -3.0, "art": -3.0, "clt": -4.0, "clst": -3.0},
    **{"bst": 1.0, "west": 1.0, "cet": 1.0, "met": 1.0, "mez": 1.0, "cest": 2.0, "mest": 2.0, "mesz": 2.0},
    **{"eet": 2.0, "cat": 2.0, "sast": 2.0, "eest": 3.0, "msk": 3.0, "мск": 3.0, "trt": 3.0, "eat": 3.0, "idt": 3.0},
    **{"msd": 4.0, "samt": 4.0, "azt": 4.0, "get": 4.0, "amt": 4.0, "irst": 3.5, "aft": 4.5, "pkt": 5.0, "uzt": 5.0},
    **{"yekt": 5.0, "ist": 5.5, "npt": 5.75, "almt": 5.0, "omst": 6.0, "ict": 7.0, "wib": 7.0, "krat": 7.0},
    **{"hkt": 8.0, "sgt": 8.0, "myt": 8.0, "pht": 8.0, "awst": 8.0, "irkt": 8.0, "jst": 9.0, "kst": 9.0, "yakt": 9.0},
    **{"acst": 9.5, "aest": 10.0, "vlat": 10.0, "aedt": 11.0, "acdt": 10.5, "nzst": 12.0, "nzdt": 13.0},
}
_DOUBTFUL_ZONES: Final = {
    "ist": "India, Israel or Ireland",
    "amt": "Armenia or the Amazon",
    "bst": "Britain or Bangladesh",
}

_TIME: Final = r"(?P<h>\d{1,2})[:.](?P<mi>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<ap>[ap]\.?m\.?)?"
_ZONE: Final = r"(?P<z>(?:gmt|utc|ut)?\s*[+-]\d{1,2}(?::?\d{2})?|[a-z]+/[a-z_]+|[^\W\d_]{1,5})?"
_TAIL: Final = rf"(?:[\s,t]*(?:um|at|à|в|о|-)?\s*{_TIME}\s*(?:uhr|h)?\s*\(?{_ZONE}\)?[^\d]*)?$"
_WEEKDAY: Final = r"^(?:[^\W\d_]+\.?,?\s+)?"

_ISO: Final = re.compile(
    r"^(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})(?:[t\s]+(?P<h>\d{2}):?(?P<mi>\d{2})(?::?(?P<s>\d{2})(?:[.,]\d+)?)?\s*"
    rf"(?P<ap>(?!))?{_ZONE})?$"
)
_YEAR_FIRST: Final = re.compile(rf"^(?P<y>\d{{4}})[/.\-](?P<m>\d{{1,2}})[/.\-](?P<d>\d{{1,2}}){_TAIL}")
_CJK: Final = re.compile(rf"^(?P<y>\d{{4}})\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<d>\d{{1,2}})\s*[日일]{_TAIL}")
_NUMERIC: Final = re.compile(
    rf"{_WEEKDAY}(?P<a>\d{{1,2}})(?P<sep>[/.\-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}}){_TAIL}"
)
_DAY_NAME_YEAR: Final = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s\-]*(?:de\s+)?(?P<name>[^\W\d_]+)\.?,?[\s\-]*(?:de\s+|del\s+)?"
    rf"(?P<y>\d{{4}}|\d{{2}})(?:\s*г(?:ода|\.)?)?{_TAIL}"
)
_NAME_DAY_YEAR: Final = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\W\d_]+)\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_TAIL}"
)
_ASCTIME: Final = re.compile(
    rf"^(?:[^\W\d_]+\.?,?\s+)?(?P<name>[^\W\d_]+)\s+(?P<d>\d{{1,2}})\s+{_TIME}\s+(?:(?P<z>[^\W\d_]{{1,5}})\s+)?(?P<y>\d{{4}})$"
)
_RFC_822: Final = re.compile(
    r"^(?:[a-z]{3}, )?(?P<d>\d{1,2}) (?P<name>[a-z]{3}) (?P<y>\d{4}) (?P<h>\d\d):(?P<mi>\d\d):(?P<s>\d\d)"
    r" (?P<z>gmt|utc|[+-]\d{4})$"
)
"""As RFC 822 means it, and as nine feeds in ten write it: tried first."""
_EPOCH: Final = re.compile(r"^\d{10}(?:\d{3})?$")

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web there are no feeds: 1970 and 0001 are the empty dates of a content system."""

SKEW: Final = timedelta(hours=14)
"""The largest offset of a time zone: a date further ahead than a lost offset explains is not a date of publication."""


def slash_order(raws: Iterable[str]) -> Order | None:
    """Whether the dates of one document, such as ``13/01/2026``, put the day or the month first; None if none tells."""
    orders: set[Order] = set()
    for raw in raws:
        if "/" not in raw and "-" not in raw:
            continue
        match = _NUMERIC.match(_fold(raw.strip()))
        if match and match["sep"] != ".":
            if int(match["a"]) > 12 >= int(match["b"]):
                orders.add("dmy")
            elif int(match["b"]) > 12 >= int(match["a"]):
                orders.add("mdy")
    return orders.pop() if len(orders) == 1 else None


def read_date(raw: str | None, *, fetched: datetime, order: Order | None = None) -> FeedDate | None:
    """Read a date as a feed wrote it; None when it is no date or none that an article can have.

    ``fetched`` bounds it: nothing was published after it was fetched. A later date becomes ``fetched``, marked
    uncertain; ``order`` is what ``slash_order`` found.
    """
    text = _fold((raw or "").strip())
    if not text:
        return None
    try:
        found = _read(text, fetched, order)
    except (ValueError, OverflowError):
        return None
    if found is None or found.value < EARLIEST:
        return None
    if found.value > fetched:
        ahead = found.value - fetched
        return FeedDate(fetched, ahead <= timedelta(minutes=10), f"the date {raw!r} lies in the future")
    return found


def _read(text: str, fetched: datetime, order: Order | None) -> FeedDate | None:
    match = _RFC_822.match(text)
    if match:
        day, name, year, hour, minute, second, zone = match.groups()
        month = _MONTHS.get(name)
        if month is not None and zone in ("gmt", "utc", "+0000") and hour != "24":
            value = datetime(int(year), month, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=UTC)
            return FeedDate(value)
        if month is not None:
            return _build(match, int(year), month, int(day))
    if _EPOCH.match(text):
        return FeedDate(datetime.fromtimestamp(int(text[:10]), UTC))
    for pattern in (_ISO, _YEAR_FIRST, _CJK):
        match = pattern.match(text)
        if match:
            return _build(match, int(match["y"]), int(match["m"]), int(match["d"]))
    match = _NUMERIC.match(text)
    if match:
        return _numeric(match, fetched, order)
    for pattern in (_DAY_NAME_YEAR, _NAME_DAY_YEAR, _ASCTIME):
        match = pattern.match(text)
        if match and match["name"] in _MONTHS:
            return _build(match, _year(match["y"]), _MONTHS[match["name"]], int(match["d"]))
    return None


def _year(digits: str) -> int:
    # RFC 2822 section 4.3.
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 50 else 1900)


def _numeric(match: re.Match[str], fetched: datetime, order: Order | None) -> FeedDate | None:
    a, b, year = int(match["a"]), int(match["b"]), _year(match["y"])
    # Dots and hyphens are written where the day comes first; slashes on both sides of the Atlantic.
    if match["sep"] != "/" or a > 12 or a == b:
        return _build(match, year, b, a)
    if b > 12:
        return _build(match, year, a, b)
    if order is not None:
        return _build(match, year, *((b, a) if order == "dmy" else (a, b)))
    readings = [_build(match, year, b, a), _build(match, year, a, b)]
    past = [reading for reading in readings if reading.value <= fetched + SKEW]
    best = max(past or readings, key=lambda reading: reading.value)
    return FeedDate(best.value, False, "a date can be read with the day or the month first")


def _build(match: re.Match[str], year: int, month: int, day: int) -> FeedDate:
    groups = match.groupdict()
    hour, minute, second = (int(groups.get(part) or 0) for part in ("h", "mi", "s"))
    half = (groups.get("ap") or "")[:1]
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    extra = timedelta()
    if hour == 24 and minute == 0:  # ISO 8601 end of day
        hour, extra = 0, timedelta(days=1)
    zone, doubt = _zone(groups.get("z"))
    value = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone) + extra
    return FeedDate(value, doubt is None, doubt)


def _zone(name: str | None) -> tuple[tzinfo, str | None]:
    name = re.sub(r"^(?:gmt|utc|ut)\s*(?=[+-])", "", (name or "").strip())
    if not name:
        return UTC, None
    match = re.match(r"^([+-])(\d{1,2}):?(\d{2})?$", name)
    if match:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if offset >= timedelta(hours=24):
            return UTC, f"the offset {name!r} is impossible"
        return timezone(-offset if match[1] == "-" else offset), None
    if "/" in name:
        try:
            return ZoneInfo("/".join(part.title() for part in name.split("/"))), None
        except (ZoneInfoNotFoundError, ValueError):
            return UTC, f"the time zone {name!r} is unknown and taken as UTC"
    if name not in _ZONES:
        # One letter is a military zone, which RFC 2822 section 4.3 says to take as unknown.
        return UTC, f"the time zone {name!r} is unknown and taken as UTC"
    doubt = f"the time zone {name!r} can mean {_DOUBTFUL_ZONES[name]}" if name in _DOUBTFUL_ZONES else None
    return timezone(timedelta(hours=_ZONES[name])), doubt
