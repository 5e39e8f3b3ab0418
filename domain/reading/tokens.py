"""Shared small values of the reading room: what each stage hands to the next. All offsets are into the article's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.reports import Precision, When


class Direction(StrEnum):
    """Which way a deictic expression looks ("Friday", "March 3"): decided by the clause that governs it."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One date or time expression in the text.

    ``choose`` is for the frames stage: it knows the governing clause, so it picks the reading. ``past`` and
    ``future`` are equal where the text itself leaves no doubt (an explicit year, "next week", "yesterday").
    ``anchored`` marks expressions that hang on another date in the text ("three days later", "the following day",
    "the same day"): the readings are then relative to the nearest preceding resolved mention.
    """

    start: int
    end: int
    text: str
    kind: str
    """explicit | partial | weekday | relative | part | span | time | duration | set — see ``times.py``."""
    past: When | None
    future: When | None
    nearest: When | None
    clock: str | None = None
    """``HH:MM`` and the zone as written, where the expression has a clock time."""
    anchored: bool = False
    dateline: bool = False
    near: bool = False
    """Of an anchored one, that it is of the day on which the story is at ("later in the day")."""
    base: TimeMention | None = field(default=None, compare=False, repr=False)
    """The mention that an anchored one hangs on: which of its readings is meant settles the other's."""

    def choose(self, direction: Direction) -> When | None:
        if direction is Direction.PAST:
            return self.past or self.nearest
        if direction is Direction.FUTURE:
            return self.future or self.nearest
        return self.nearest or self.past or self.future


class NameKind(StrEnum):
    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"
    PERSON = "person"
    PLACE = "place"
    METONYM = "metonym"
    """A capital, seat of government or ministry: an actor as a subject, a place after in/at/to."""
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True)
class NameMention:
    """One name in the text and what it can stand for.

    ``party`` is the id of whom it represents (``None`` for a mere venue); ``city``/``country`` say where it is, for names
    that are also places. A capital such as "Moscow" carries both: the clause decides which it is.
    """

    start: int
    end: int
    text: str
    kind: NameKind
    party: str | None
    city: str | None = None
    country: str | None = None
    role: str | None = None
    """For persons: head_of_state, head_of_government, foreign_minister, minister, envoy, spokesperson, official, head_of_organisation."""
    parties: tuple[str, ...] = ()
    """All ids of a name that stands for several states at once ("E3", "the two Koreas"); else empty."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader knows about an article besides its text."""

    published: date
    title: str = ""
    outlet: str | None = None


__all__ = ["Context", "Direction", "NameKind", "NameMention", "Precision", "TimeMention", "When"]
