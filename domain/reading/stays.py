"""Days told of a journey or of a meeting just before, which what is told next without a day shares.

"Lavrov will be in New York from January 22 to 24. He will meet Guterres": within these days. "Macron met Scholz on Tuesday.
He also held talks with Duda": on the same day. Only what the words tie together is read so: the same traveller, in the next
sentences, no other place, and where only the meeting before has a day, a word such as "also" or "separate".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.mention_frame import Frame
from domain.reading.status import WAS_TO, Change
from domain.reports import Format, Precision, Report, Status, When

_JOURNEYS: Final = (lx.VISIT, lx.TOUR)
_PLANNED: Final = (Status.SCHEDULED, Status.TENTATIVE)
_LONGEST_STAY: Final = 14
"""Days of the longest journey whose days say when somebody is met on it."""
_NEXT: Final = 1
"""Sentences after the journey within which a meeting of the traveller is on it, whatever the words."""
_ON_IT: Final = 4
"""Sentences within which "during the trip" or "there" still means it."""
_ON_THE_TRIP: Final = frozenset("there sidelines margins".split())
_DURING: Final = frozenset("during while".split())
_OF_A_STAY: Final = frozenset("visit trip stay tour journey there in".split())
_AS_WELL: Final = frozenset("also separate separately then later additionally another".split())
_THEN: Final = frozenset("then later".split())
_AFTERWARDS: Final = frozenset("afterward afterwards thereafter".split())
_PERFECT: Final = frozenset("has have had".split())
_TALKS: Final = frozenset((lx.MEETING, lx.TALKS, lx.ROUND, "speak", "host"))


def _words(frame: Frame) -> list[str]:
    """The words of the sentence up to the end of the mention's clause: "During the trip, …" opens one of its own."""
    clause = frame.sentence.segment(frame.index)
    return [t.low for t in frame.sentence.tokens[: clause.hi] if t.is_word]


def _dated(frame: Frame) -> bool:
    """Whether the sentence names a day of its own, be it that of saying."""
    undated = ("duration", "set", "vague", "time")
    return any(t.time is not None and t.time.kind not in undated for t in frame.sentence.tokens)


def _elsewhere(frame: Frame, told: Frame) -> bool:
    if frame.city is not None and told.city is not None:
        return frame.city != told.city
    return frame.country is not None and told.country is not None and frame.country != told.country


def _on_the_trip(frame: Frame) -> bool:
    words = _words(frame)
    if _ON_THE_TRIP & set(words):
        return True
    return any(w in _DURING and _OF_A_STAY & set(words[k + 1 : k + 4]) for k, w in enumerate(words))


def shared_day(
    report: Report, own: Sequence[Frame], frames: Sequence[Frame], days: Mapping[int, When], published: date
) -> tuple[When, Frame, bool] | None:
    """The day of ``report``, for which none is told, by what the article tells right before it: the day, who tells it, and whether
    the place is shared too. ``days`` holds, by the identity of their mentions, the days of the meetings settled before."""
    first = own[0]
    if report.format is not Format.IN_PERSON or first.source != "text":
        return None
    if first.another and report.status is not Status.CONCLUDED:
        return None
    if any(f.when is not None for f in own):
        return None
    if any(f.stance.change is not Change.NONE or f.stance.denial or f.shift or f.previous_when for f in own):
        return None
    here = first.sentence.order, first.index
    before = [f for f in frames if f.source == "text" and (f.sentence.order, f.index) < here and not f.stance.denial]
    told = [f for f in before if f.sentence is not first.sentence]
    if report.status in _PLANNED:
        was_to = first.stance.why == WAS_TO and bool(_THEN & set(_words(first)))
        return (
            _on_a_journey(first, told)
            or _later_on_the_day(own, told, published)
            or (_as_well(first, before, days) if was_to else None)  # "met A on Friday and was then to meet B"
        )
    if report.status is Status.CONCLUDED:
        return _as_well(first, before, days)
    return None


def _on_a_journey(first: Frame, told: Sequence[Frame]) -> tuple[When, Frame, bool] | None:
    if first.kind in _JOURNEYS or _dated(first):
        return None
    for other in reversed(told):
        behind = first.sentence.order - other.sentence.order
        if behind > _ON_IT:
            return None
        gathering = other.kind in lx.GATHERINGS and other.session
        if not (other.kind in _JOURNEYS or gathering) or not other.parties:
            continue
        if other.when is None or other.status not in _PLANNED or other.stance.change is not Change.NONE:
            return None  # the last journey told of has no day
        if other.when.precision not in (Precision.DAY, Precision.RANGE) or other.when.days > _LONGEST_STAY:
            return None
        traveller = next((p for p in other.parties if lx.is_state(p)), None)
        if traveller not in first.parties or _elsewhere(first, other):
            return None
        if not (_on_the_trip(first) or (behind <= _NEXT and not gathering)):
            return None
        return other.when.model_copy(update={"time": None}), other, True
    return None


def _later_on_the_day(own: Sequence[Frame], told: Sequence[Frame], published: date) -> tuple[When, Frame, bool] | None:
    """ "Obama arrived in London … He is to hold talks afterwards with Cameron": today; "Obama will lunch at Windsor on Friday.
    Afterwards he is to meet Cameron": on Friday."""
    after = next((f for f in own if f.status in _PLANNED and _AFTERWARDS & set(_words(f)) and not _dated(f)), None)
    if after is None:
        return None
    today = When(start=published, end=published, precision=Precision.DAY)
    for other in (*own, *reversed(told)):
        if other.source != "text" or not other.parties or other.parties[0] not in after.parties:
            continue
        if other.status is Status.UNDERWAY and other.kind in _JOURNEYS and other.when in (None, today):
            return today, after, False
        behind = after.sentence.order - other.sentence.order
        if other.status in _PLANNED and other.when is not None and 0 < behind <= _NEXT:
            exact = other.when.precision is Precision.DAY
            return (other.when.model_copy(update={"time": None}), other, False) if exact else None
    return None


def _as_well(first: Frame, told: Sequence[Frame], days: Mapping[int, When]) -> tuple[When, Frame, bool] | None:
    """The day of whom one met before whom one "also" met, be it in the same sentence."""
    kinds = _TALKS | {lx.GATHERING} if first.pair else _TALKS
    if first.kind not in kinds or first.past_label:
        return None
    for other in reversed(told):
        if first.sentence.order - other.sentence.order > (_ON_IT if "also" in _words(first) else _NEXT + 1):
            return None
        when = other.when or days.get(id(other))
        if other.status is not Status.CONCLUDED or when is None or other.kind not in _TALKS:
            continue
        words = _between(other, first) if other.sentence is first.sentence else None
        if words is None and _dated(first):
            return None
        said = set(_words(first) if words is None else words)
        if not _AS_WELL & said or (_PERFECT & said and words is None):
            return None
        if when.precision is not Precision.DAY or not set(other.parties) & set(first.parties):
            return None
        return when.model_copy(update={"time": None}), other, False
    return None


def _between(other: Frame, first: Frame) -> list[str]:
    """The words from one mention to another in the same sentence; none where a day stands behind the second."""
    sentence = first.sentence
    after = sentence.tokens[first.index : sentence.segment(first.index).hi]
    if any(t.time is not None for t in after):
        return []
    return [t.low for t in sentence.tokens[other.index + 1 : first.index] if t.is_word]


__all__ = ["shared_day"]
