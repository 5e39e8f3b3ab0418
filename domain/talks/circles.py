"""Who counts as the same circle of parties: the part of matching that knows about organisations.

An article names the parties of a meeting as fully as it cares to. "NATO–Russia Council" may come as ``NATO, RU`` or as
``NATO, RU, US, FR``; a G20 summit as ``G20, CN, US`` or ``G20, BR``. What identifies the meeting is its *core*:

- a **club** (G7, G20, BRICS, …) meets as itself: whoever else is named is a member or a guest, and the core is the club;
- a **bloc** (EU, NATO, ASEAN, …) meets as itself when only members are named, and otherwise with the outsiders named:
  ``NATO, RU, US`` has the core ``NATO, RU``;
- everyone else (states, armed groups, mediators such as the UN) stands for themselves.

Membership is the organisations' own published lists as of 2025. A former member (the United Kingdom in the EU) is an
outsider here: at worst a session reported with it stays a meeting of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

Key = tuple[str, ...]
"""One party id (a session of an organisation) or two (parties that meet), sorted: what two reports must share to be
about one meeting."""

CLUBS: frozenset[str] = frozenset(
    {
        "APEC",
        "AUKUS",
        "BRICS",
        "COMMONWEALTH",
        "COP",
        "FRANCOPHONIE",
        "G7",
        "G8",
        "G20",
        "ISSG",
        "NAM",
        "OECD",
        "OPEC",
        "OPEC+",
        "QUAD",
        "SAARC",
        "SCO",
        "WEF",
        "WTO",
    }
)
"""Bodies that are only ever the occasion of a meeting, never one side of it."""


def _ids(words: str) -> frozenset[str]:
    return frozenset(words.split())


BLOCS: Mapping[str, frozenset[str]] = {
    "AFRICAN_UNION": _ids(
        "DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU MA MZ NA NE"
        " NG RW EH ST SN SC SL SO ZA SS SD TZ TG TN UG ZM ZW"
    ),
    "ARAB_LEAGUE": _ids("DZ BH KM DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE"),
    "ASEAN": _ids("BN KH ID LA MY MM PH SG TH TL VN"),
    "CARICOM": _ids("AG BS BB BZ DM GD GY HT JM KN LC VC SR TT"),
    "CIS": _ids("AM AZ BY KZ KG MD RU TJ UZ"),
    "CSTO": _ids("AM BY KZ KG RU TJ"),
    "ECOWAS": _ids("BJ BF CV CI GM GH GN GW LR ML NE NG SN SL TG"),
    "EU": _ids("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"),
    "GCC": _ids("BH KW OM QA SA AE"),
    "IGAD": _ids("DJ ER ET KE SO SS SD UG"),
    "MERCOSUR": _ids("AR BO BR PY UY"),
    "NATO": _ids("AL BE BG CA HR CZ DK EE FI FR DE GR HU IS IT LV LT LU ME NL MK NO PL PT RO SK SI ES SE TR GB US"),
    "PIF": _ids("AU CK FJ FM KI MH NC NR NZ NU PF PG PW SB TO TV VU WS"),
}
"""Bodies with members that also sit down with outsiders as one side."""

NEVER_MEDIATES: frozenset[str] = CLUBS | {"NATO"}
"""Bodies whose name changes what meeting it is: the US and Poland at a NATO summit are not the US and Poland meeting.
The EU, the UN or the African Union may be named or left out of the same meeting as its mediator."""


@lru_cache(maxsize=65536)
def core(parties: frozenset[str]) -> frozenset[str]:
    """The parties that identify the meeting (see the module's text)."""
    clubs = parties & CLUBS
    if clubs:
        return clubs
    blocs = [bloc for bloc in parties if bloc in BLOCS]
    if not blocs:
        return parties
    members = frozenset[str]().union(*(BLOCS[bloc] for bloc in blocs))
    return parties - members


@lru_cache(maxsize=65536)
def keys(parties: frozenset[str]) -> frozenset[Key]:
    """What a report can be found by. Two reports that share no key are never about one meeting, which is what bounds
    the neighbourhood of a decision."""
    identity = core(parties)
    if len(identity) == 1:
        return frozenset({tuple(identity)})
    if identity & CLUBS:
        return frozenset((club,) for club in identity)
    return frozenset(combinations(sorted(parties), 2))


def keys_of_all(circles: Iterable[Iterable[str]]) -> frozenset[Key]:
    return frozenset[Key]().union(*(keys(frozenset(parties)) for parties in circles))


def is_session(parties: frozenset[str]) -> bool:
    """True for a gathering of one organisation: who else is named is attendance, not identity."""
    return len(core(parties)) == 1 or bool(parties & CLUBS)


MEDIATORS: frozenset[str] = frozenset(
    {"UN", "EU", "OSCE", "AFRICAN_UNION", "ARAB_LEAGUE", "ECOWAS", "GCC", "IGAD", "VA"}
)
"""Who convenes other people's talks, and is as often left out as named when they are reported."""


def same_table(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """True where two descriptions differ at most by a mediator, or by one of many: close enough to be about the same
    meeting even where the date does not say so."""
    first, second = core(ours), core(theirs)
    if first == second:
        return True
    common = first & second
    return (len(common) >= 2 and (first ^ second) <= MEDIATORS) or likeness(ours, theirs) >= 0.75


def likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """0 to 1: how far two descriptions of a circle agree, as the better of the Jaccard similarities of cores and of
    all named parties. 0 where a body that never mediates is named on one side only."""
    if (ours & NEVER_MEDIATES) != (theirs & NEVER_MEDIATES) and not (ours & theirs & CLUBS):
        return 0.0
    first, second = core(ours), core(theirs)
    if first == second:
        return 1.0
    if not keys(ours) & keys(theirs):
        return 0.0
    return max(len(a & b) / len(a | b) for a, b in ((first, second), (ours, theirs)))
