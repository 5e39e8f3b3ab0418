"""People whom an article goes on to call by their office: "the president", "the prime minister", "the secretary of state".

Such a phrase stands for the holder of such an office whom the article is mostly about, or else for the last one named
before it; where the article has named nobody who holds one, it stands for nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.tokens import NameKind, NameMention

_HEAD_OF_STATE: Final = ("head_of_state",)
_HEAD_OF_GOVERNMENT: Final = ("head_of_government",)

_ROLES_OF: Final[dict[str, tuple[str, ...]]] = {
    "president": _HEAD_OF_STATE,
    "king": _HEAD_OF_STATE,
    "queen": _HEAD_OF_STATE,
    "emir": _HEAD_OF_STATE,
    "sultan": _HEAD_OF_STATE,
    "monarch": _HEAD_OF_STATE,
    "pope": _HEAD_OF_STATE,
    "pontiff": _HEAD_OF_STATE,
    "prime minister": _HEAD_OF_GOVERNMENT,
    "premier": _HEAD_OF_GOVERNMENT,
    "chancellor": _HEAD_OF_GOVERNMENT,
    "taoiseach": _HEAD_OF_GOVERNMENT,
    "foreign minister": ("foreign_minister",),
    "foreign secretary": ("foreign_minister",),
    "secretary of state": ("foreign_minister",),
    "secretary": ("foreign_minister",),
    "defence minister": ("minister",),
    "defense minister": ("minister",),
    "defense secretary": ("minister",),
    "secretary-general": ("head_of_organisation",),
    "secretary general": ("head_of_organisation",),
    "envoy": ("envoy",),
    "special envoy": ("envoy",),
    "mediator": ("envoy",),
}

_OFFICE: Final = re.compile(
    r"\b[Tt]he (?:visiting |new |outgoing |veteran )?((?i:"
    + "|".join(sorted((word.replace(" ", "[ -]") for word in _ROLES_OF), key=len, reverse=True))
    + r"))\b(?! of\b|[- ](?:elect|designate)|[’']s (?:office|spokes)| (?:[A-Z]|and (?:his|her) (?:wife|husband)))"
)
_OFTEN: Final = 3
"""Mentions of an office-holder from which on, where no other is named half as often, the article is about him."""

_PONTIFF: Final = re.compile(r"\b[Tt]he (?i:pope|pontiff)\b")
_OTHER_POPES: Final = re.compile(r"\bCopt(?:s|ic)\b|\bTawadros\b|\bShenouda\b")

_WITH_A_TITLE: Final = re.compile(
    r"\b[Tt]he (Secretary|Vice[- ]President|vice[- ]president|Vice[- ]Premier|vice[- ]premier|Deputy Secretary|deputy prime minister|Deputy Prime Minister)\b"
    r"(?! of\b|[- ]General|[- ][A-Z]|[’']s (?:office|spokes))"
)
_TITLE_ENDS: Final = re.compile(
    r"\b((?:Deputy )?Secretary(?: of [A-Z]\w+| [A-Z]\w+)?|Vice[- ]President|Vice[- ]Premier|Deputy Prime Minister),? \Z"
)

_BODIES: Final = (
    "Forum",
    "League",
    "Association",
    "Community",
    "Alliance",
    "Organisation",
    "Organization",
    "Commonwealth",
    "Council",
)
"""What is left of a body's name once it has been given in full."""

_PREFIXES: Final[dict[str, str]] = {
    "Sino": "CN", "Franco": "FR", "Russo": "RU", "Indo": "IN", "Anglo": "GB", "Greco": "GR", "Graeco": "GR", "Italo": "IT",
    "Luso": "PT", "Hispano": "ES", "Austro": "AT", "Turco": "TR", "Nippo": "JP",
}  # fmt: skip
"""What stands for a state before the hyphen of a pair ("Sino-Russian talks")."""
_PREFIX: Final = re.compile(r"\b(" + "|".join(_PREFIXES) + r")\b")

_WHITE_HOUSE_TITLE: Final = re.compile(
    r"\b(?:White House|by Press Secretary|by (?:Vice )?President (?:Biden|Harris|Trump|Obama|Bush|Clinton))\b"
)
_WHITE_HOUSE_TEXT: Final = re.compile(r"(?m)^THE (?:VICE )?PRESIDENT:")

_FOLLOWED: Final = re.compile(r" [A-Z]")


_NORTH_SOUTH: Final = re.compile(
    r"\b[Tt]he (North|South)\b(?! (?:[a-z]*east|[a-z]*west|of|[A-Z]|coast|shore))(?!ern|-)"
)


def koreas(text: str, names: Sequence[NameMention]) -> list[NameMention]:
    """ "the North" and "the South" in an article that names both Korean states and no other divided one."""
    parties = {m.party for m in names}
    if not {"KP", "KR"} <= parties or parties & {"SS", "SD", "VN", "YE", "CY"}:
        return []
    starts = [m.start for m in names]
    found: list[NameMention] = []
    for match in _NORTH_SOUTH.finditer(text):
        lo, hi = match.span(1)
        at = bisect_left(starts, lo)
        if (at < len(names) and names[at].start < hi) or (at and names[at - 1].end > lo):
            continue
        party = "KP" if match[1] == "North" else "KR"
        found.append(NameMention(lo, hi, match[1], NameKind.STATE, party, country=party))
    return found


_SEATS: Final = {
    "Downing Street": "head_of_government",
    "No 10": "head_of_government",
    "No. 10": "head_of_government",
    "White House": "head_of_state",
    "Kremlin": "head_of_state",
    "Elysee": "head_of_state",
    "Élysée": "head_of_state",
    "Elysee Palace": "head_of_state",
    "Élysée Palace": "head_of_state",
    "Blue House": "head_of_state",
    "Malacanang": "head_of_state",
    "Malacañang": "head_of_state",
}
"""Seats from which one office speaks: "the prime minister" of a statement by Downing Street needs no name."""


def _seated(names: Sequence[NameMention]) -> dict[str, str]:
    """Role → state of the one seat of such an office that the article names."""
    told: dict[str, set[str]] = {}
    for mention in names:
        role = _SEATS.get(mention.text) if mention.kind is NameKind.METONYM else None
        if role is not None and mention.party:
            told.setdefault(role, set()).add(mention.party)
    return {role: next(iter(parties)) for role, parties in told.items() if len(parties) == 1}


def _foremost(counts: Counter[tuple[str | None, str | None]]) -> dict[str | None, str | None]:
    """Role → party of the holder of such an office whom the article is mostly about."""
    ranked: dict[str | None, list[tuple[int, str | None]]] = {}
    for (role, party), count in counts.items():
        ranked.setdefault(role, []).append((count, party))
    found: dict[str | None, str | None] = {}
    for role, told in ranked.items():
        told.sort(key=lambda t: (-t[0], t[1] or ""))
        if told[0][0] >= _OFTEN and (len(told) == 1 or told[0][0] >= 2 * told[1][0]):
            found[role] = told[0][1]
    return found


def bearers(text: str, names: Sequence[NameMention], title: str = "") -> list[NameMention]:
    """A mention for every office in ``text`` whose bearer is known by then; one pass over text and names.

    In a text of the White House, told by its ``title`` or its speakers, "the President" with a capital is its own."""
    found: list[NameMention] = []
    holders = [m for m in names if m.kind is NameKind.PERSON and m.party and m.role]
    of_rome = not _OTHER_POPES.search(text)
    seats = _seated(names)
    own = bool(_WHITE_HOUSE_TITLE.search(title) or _WHITE_HOUSE_TEXT.search(text))
    if not holders and not seats and not (of_rome and _PONTIFF.search(text)):
        return found
    starts = [m.start for m in names]
    counts = Counter((m.role, m.party) for m in holders)
    foremost = _foremost(counts)
    latest: dict[str, NameMention] = {}
    at = 0
    found += _titled(text, holders, names, starts)
    for match in _OFFICE.finditer(text):
        lo, hi = match.span(1)
        while at < len(holders) and holders[at].start < lo:
            latest[holders[at].role or ""] = holders[at]
            at += 1
        if _FOLLOWED.match(text, hi) or match[1] == "secretary":
            continue  # only "the Secretary", as a foreign ministry writes of its own
        inside = bisect_left(starts, lo)
        if (inside < len(names) and names[inside].start < hi) or (inside and names[inside - 1].end > lo):
            continue
        if of_rome and match[1].lower() in ("pope", "pontiff"):
            found.append(NameMention(lo, hi, text[lo:hi], NameKind.PERSON, "VA", role="head_of_state"))
            continue
        if own and match[1] == "President":
            found.append(NameMention(lo, hi, text[lo:hi], NameKind.PERSON, "US", role="head_of_state"))
            continue
        for role in _ROLES_OF[
            match[1].lower().replace("-", " ") if "general" not in match[1].lower() else match[1].lower()
        ]:
            holder = latest.get(role)
            if holder is None and role in seats and not any(m.role == role for m in holders):
                found.append(NameMention(lo, hi, text[lo:hi], NameKind.PERSON, seats[role], role=role))
                break
            if holder is not None:
                party = foremost.get(role, holder.party)
                found.append(NameMention(lo, hi, text[lo:hi], NameKind.PERSON, party, role=role))
                break
    return found


def _titled(
    text: str, holders: Sequence[NameMention], names: Sequence[NameMention], starts: Sequence[int]
) -> list[NameMention]:
    """ "Secretary of State Antony Blinken … the Secretary will then travel", "Vice President Harris … the Vice President"."""
    found: list[NameMention] = []
    offices = list(_WITH_A_TITLE.finditer(text))
    if not offices:
        return found
    titled = [(m, t[1]) for m in holders if (t := _TITLE_ENDS.search(text, max(0, m.start - 40), m.start)) is not None]
    for match in offices:
        lo, hi = match.span(1)
        inside = bisect_left(starts, lo)
        if (inside < len(names) and names[inside].start < hi) or (inside and names[inside - 1].end > lo):
            continue
        word = match[1].lower().replace("-", " ")
        of_that = [m for m, title in titled if m.start < lo and title.lower().replace("-", " ").startswith(word)]
        if of_that and len({m.party for m in of_that}) == 1:
            found.append(NameMention(lo, hi, match[1], NameKind.PERSON, of_that[-1].party, role=of_that[-1].role))
    return found


def bodies(text: str, names: Sequence[NameMention]) -> list[NameMention]:
    """ "the Forum", "Forum leaders" in an article that names one "Pacific Islands Forum" in full and no other forum."""
    heads: dict[str, set[str]] = {}
    first: dict[str, int] = {}
    for mention in names:
        if mention.kind is not NameKind.ORGANISATION or not mention.party or " " not in mention.text:
            continue
        words = mention.text.split()
        for word in _BODIES:
            if word in words:
                heads.setdefault(word, set()).add(mention.party)
                first.setdefault(word, mention.end)
    found: list[NameMention] = []
    starts = [m.start for m in names]
    for word, parties in heads.items():
        if len(parties) != 1:
            continue
        party = next(iter(parties))
        pattern = rf"(?:\b[Tt]he ({word})\b(?! (?:of|for|on)\b| [A-Z])|\b({word}) (?=[Ll]eaders|[Ff]oreign [Mm]inisters|[Mm]inisters|[Mm]ember|[Ss]tates))"
        for match in re.finditer(pattern, text[first[word] :]):
            group = 1 if match[1] else 2
            lo, hi = match.start(group) + first[word], match.end(group) + first[word]
            inside = bisect_left(starts, lo)
            if (inside < len(names) and names[inside].start < hi) or (inside and names[inside - 1].end > lo):
                continue
            found.append(NameMention(lo, hi, word, NameKind.ORGANISATION, party))
    return found


_BLOC: Final = re.compile(r"\b(?:[Tt]he|[Ii]ts) (?:[\w-]+ ){0,2}?(bloc|grouping)\b(?!-)")


def blocs(text: str, names: Sequence[NameMention]) -> list[NameMention]:
    """ "the bloc", "the regional grouping": the body of states named last before it."""
    if "bloc" not in text and "grouping" not in text:
        return []
    told = [m for m in names if m.kind is NameKind.ORGANISATION and m.party in lx.BLOCS]
    if not told:
        return []
    starts = [m.start for m in told]
    found: list[NameMention] = []
    taken = [m.start for m in names]
    for match in _BLOC.finditer(text):
        lo, hi = match.span(1)
        at = bisect_left(taken, lo)
        if (at < len(names) and names[at].start < hi) or (at and names[at - 1].end > match.start()):
            continue
        before = bisect_left(starts, lo)
        if before:
            body = told[before - 1].party
        elif len({m.party for m in told}) == 1:
            body = told[0].party  # "Leaders of the bloc met …", and its name after
        else:
            continue
        found.append(NameMention(lo, hi, match[1], NameKind.ORGANISATION, body))
    return found


def prefixed(text: str, names: Sequence[NameMention]) -> list[NameMention]:
    """ "Sino-Russian", "US-Sino": a state by its prefix, beside another state; "Indo-Pacific" is none."""
    found: list[NameMention] = []
    matches = list(_PREFIX.finditer(text))
    if not matches:
        return found
    states = (NameKind.STATE, NameKind.DEMONYM, NameKind.METONYM)
    begins = {m.start for m in names if m.kind in states and m.party}
    ends = {m.end for m in names if m.kind in states and m.party}
    taken = {m.start for m in names}
    for match in matches:
        lo, hi = match.span()
        beside = (text[hi : hi + 1] in ("-", "–") and hi + 1 in begins) or (
            lo and text[lo - 1] in ("-", "–") and lo - 1 in ends
        )
        if beside and lo not in taken:
            party = _PREFIXES[match[1]]
            found.append(NameMention(lo, hi, match[1], NameKind.DEMONYM, party, country=party))
    return found
