"""Diaries and schedules: what is to be on which day, one entry after the other under the days they are on.

Two forms are known, as agencies and press offices write them. In a news diary every entry begins with its place ("OSLO - The
Danish foreign minister visits Norway (to May 18)"), under headings that are days. In the schedule of one person the headings are
days as well and the entries only say what is on ("12.45 Meeting with the President of Chad"); whose schedule it is stands in the
title. An entry says nothing of the one before it, so each is read by itself, on the day of its heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.reading.times import find_times

_WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,7}\.?"
_DAY: Final = rf"{_WEEKDAY},?\s+(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?"
_HEADING: Final = re.compile(rf"(?im)^[^\w\n]{{0,3}}({_DAY})[ \t]*:?[ \t]*$")
"""A day that is a line of its own."""
_RUNNING: Final = re.compile(rf"(?m)(?:^|(?<=[-–—*\s]))((?i:{_DAY}))(?=\s+\*\*\s)")
"""A day that a run of entries with stars follows on the same line."""
_PLACE: Final = r"[A-Z][A-Z.'’]+(?:[ ]?[/,]?[ ]?[A-Z][A-Z.'’]+){0,5}"
_SLUG: Final = re.compile(
    rf"(?:^|(?<=[.)*\n])[ \t]*|(?<=GMT)[ \t]+|(?<=[.)*][ \t])[ \t]*)({_PLACE}(?:,\s[A-Z][\w.]+(?: [A-Z]\w+)?)?)[ \t]+[-–—]\s+(?=[A-Z“\"‘])",
    re.M,
)
"""The place with which an entry begins, and its dash."""
_ENOUGH: Final = 3
"""Entries with a place, or days that are lines of their own, that make a text a diary."""
_UNTIL: Final = re.compile(rf"(?i)\(\s*(?:to|until|till|through)\s+((?:\d{{1,2}}\s+)?{_MONTH}(?:\s+\d{{1,2}})?)\s*\)")

_HOURS: Final = re.compile(
    r"(?i)^[\W_]*(?:\d{1,2}[.:h]\d{2}|\d{1,2}(?=\s?[ap]\.?m))(?:\s?[-–]\s?\d{1,2}[.:h]\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s?\([^)\n]{1,20}\))?[\s:–—-]*"
)
_OWNED: Final = re.compile(
    r"(?i)\b(?:schedule|agenda|diary|programme|program|itinerary|calendar) (?:of|for) (?:the )?((?:[A-Z][\w.'’-]+|of|the)(?: (?:[A-Z][\w.'’-]+|of|the)){0,7})"
    r"|^(?:media advisory\W+)?(?:the )?((?:[A-Z][\w.-]+|of|the)(?: (?:[A-Z][\w.-]+|of|the)){0,6})['’]s? (?:weekly |public |daily )?(?:schedule|agenda|diary|programme|itinerary)\b"
)
_WHAT_IS_ON: Final = re.compile(
    r"(?i)(?:bilateral |working |official |state |courtesy |trilateral |telephone |phone |video ?|joint )*(?:meeting|talks|visit|call|conference|lunch|dinner|breakfast|audience|consultations)\b"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a diary: its span in the text, its day and where that is told."""

    start: int
    end: int
    day: date
    heading: tuple[int, int]
    until: date | None = None
    owner: str = ""
    """Who is to do it, where the entry only says what is on."""
    place: str = ""
    """The one place that it begins with."""


def entries(text: str, published: date, title: str = "") -> list[Entry]:
    """The entries of a diary, in order; none where ``text`` is none."""
    headings = {m.span(1) for m in _HEADING.finditer(text)}
    if "**" in text:
        headings |= {m.span(1) for m in _RUNNING.finditer(text)}
    if not headings:
        return []
    told = sorted(headings)
    slugs = list(_SLUG.finditer(text, told[0][0]))
    if len(slugs) >= _ENOUGH:
        return list(_with_places(text, published, told, slugs))
    lines = [m.span(1) for m in _HEADING.finditer(text)]
    if len(lines) < _ENOUGH:
        return []
    return list(_of_one_person(text, published, lines, title))


def _days(text: str, published: date, headings: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], date]]:
    for lo, hi in headings:
        when = next((t.nearest for t in find_times(text[lo:hi].title(), published) if t.nearest is not None), None)
        if when is not None and when.start == when.end:
            yield (lo, hi), when.start


def _with_places(
    text: str, published: date, headings: list[tuple[int, int]], slugs: list[re.Match[str]]
) -> Iterator[Entry]:
    days = list(_days(text, published, headings))
    for n, slug in enumerate(slugs):
        start = slug.end()
        stop = slugs[n + 1].start() if n + 1 < len(slugs) else len(text)
        under = next(((span, day) for span, day in reversed(days) if span[1] <= start), None)
        if under is None:
            continue
        stop = min([stop, *(lo for (lo, _hi), _day in days if lo > start), *_blank_line(text, start)])
        while stop > start and text[stop - 1] in " *\n\t-–—":
            stop -= 1
        place = "" if "/" in slug[1] else slug[1]
        until = _UNTIL.search(text, start, stop)
        last = None
        if until is not None:
            last = next((t.nearest for t in find_times(until[1].title(), under[1]) if t.nearest is not None), None)
            stop = start + len(text[start : until.start()].rstrip())
        yield Entry(start, stop, under[1], under[0], last.end if last is not None else None, place=place)


def _blank_line(text: str, start: int) -> list[int]:
    end = text.find("\n", start)
    return [end] if end >= 0 else []


def _of_one_person(text: str, published: date, lines: list[tuple[int, int]], title: str) -> Iterator[Entry]:
    owned = _OWNED.search(title) or _OWNED.search(text[: lines[0][0]])
    owner = (owned[1] or owned[2] or "").strip() if owned is not None else ""
    for n, (span, day) in enumerate(days := list(_days(text, published, lines))):
        stop = days[n + 1][0][0] if n + 1 < len(days) else len(text)
        at = span[1]
        prose: tuple[int, int] | None = None
        for line in text[span[1] : stop].split("\n"):
            start, end = at, at + len(line)
            at = end + 1
            bare = _HOURS.match(line)
            body = start + (bare.end() if bare is not None else len(line) - len(line.lstrip()))
            if not text[body:end].strip():
                continue
            named = _WHAT_IS_ON.match(text, body) is not None
            if prose and (named or bare is not None):
                yield Entry(prose[0], prose[1], day, span)
                prose = None
            if named and owner:
                yield Entry(body, end, day, span, owner=owner)
            elif bare is not None:
                yield Entry(body, end, day, span)
            elif not named:
                prose = (prose[0] if prose else body, end)
        if prose:
            yield Entry(prose[0], prose[1], day, span)
