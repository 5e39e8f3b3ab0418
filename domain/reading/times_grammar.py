"""The engine of the time reader: from text to :class:`Atom`, the smallest dated piece.

The text is lower-cased and its blanks and dashes are made uniform (every offset stays the same). One pass over its words
looks each up in a table from first word to rules; only where a rule can begin is a pattern tried, anchored at that
place. Every pattern is bounded in length, so the whole pass is linear in the text.

The rules are in ``times_absolute.py`` and ``times_relative.py``; ``times.py`` joins atoms to mentions (clock times, ranges,
weekday with date), ``times_timex.py`` turns them into TIMEX3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from domain.reading.times_calendar import NONE, Readings
from domain.reading.times_words import normalise

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
    base: Atom | None = field(default=None, compare=False, repr=False)
    """What an expression with an ``offset`` hangs on in this text."""
    value: str | None = None
    """The TIMEX3 value where it does not follow from the readings (``PAST_REF``)."""


NEAR = "near"
"""The ``mod`` of what only counts beside the day that it hangs on: "later in the day"."""


class Scan:
    """One text being read: the original, its normalised form and the publication day."""

    __slots__ = ("_names_may", "low", "published", "text", "timex")

    def __init__(self, text: str, published: date, *, timex: bool = False) -> None:
        self.timex = timex
        """True where TIMEX3 is wanted, for which some words are no expression of their own."""
        self.text = text
        self.low = normalise(text)
        self.published = published
        self._names_may: bool | None = None

    @property
    def names_may(self) -> bool:
        """True where the text speaks of a person called May."""
        if self._names_may is None:
            self._names_may = any(
                name in self.low for name in ("theresa may", "mrs may", "mrs. may", "ms may", "minister may", "pm may")
            )
        return self._names_may

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
DIGITS = "0-9"
"""Stands in a rule's first words for any word that begins with a digit."""


class _Rule:
    """A pattern and what to make of what it matches. Compiled when first tried: most articles need a few of them."""

    __slots__ = ("handler", "match", "pattern")

    def __init__(self, pattern: str, handler: Handler) -> None:
        self.pattern = pattern
        self.handler = handler
        self.match: Callable[[str, int], re.Match[str] | None] = self._first

    def _first(self, text: str, at: int) -> re.Match[str] | None:
        self.match = re.compile(self.pattern).match
        return self.match(text, at)


class Rules:
    """Rules by the word they can begin with; earlier rules win."""

    def __init__(self) -> None:
        self.by_word: dict[str, list[_Rule]] = {}
        self.of_digits: list[_Rule] = []

    def add(self, pattern: str, first: Iterable[str]) -> Callable[[Handler], Handler]:
        """Register a handler for ``pattern``, tried where a word of ``first`` begins."""
        words = list(first)

        def register(handler: Handler) -> Handler:
            entry = _Rule(pattern, handler)
            for word in words:
                (self.of_digits if word == DIGITS else self.by_word.setdefault(word, [])).append(entry)
            return handler

        return register

    def before(self, others: Rules) -> Rules:
        """These rules first, then ``others``."""
        both = Rules()
        both.of_digits = self.of_digits + others.of_digits
        for word in self.by_word.keys() | others.by_word.keys():
            both.by_word[word] = self.by_word.get(word, []) + others.by_word.get(word, [])
        return both


RULES = Rules()
rule = RULES.add


_MOVING = re.compile(
    r"\b(?:moved?|moving|shift(?:ed|ing)?|push(?:ed|ing)?|postpon(?:ed|ing|es?|ement)|resched\w+|delay(?:ed|ing|s)?|chang(?:ed|ing|es?)|brought|bringing|bring|"
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


# --------------------------------------------------------------------------------------------------------------- scan

_WORD = re.compile(r"[^\W_]+")


def scan(reading: Scan, all_rules: Rules = RULES) -> list[Atom]:
    """All atoms of a text in order, not overlapping. Linear in the length of the text."""
    low = reading.low
    atoms: list[Atom] = []
    position = 0
    lookup, of_digits = all_rules.by_word.get, all_rules.of_digits
    for word in _WORD.finditer(low):
        token = word.group()
        rules = lookup(token)
        if rules is None:
            if token > ":":
                continue
            rules = of_digits
        start = word.start()
        if start < position:
            continue
        for entry in rules:
            found = entry.match(low, start)
            if found is None:
                continue
            made = entry.handler(found, reading)
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
