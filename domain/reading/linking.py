"""One report per meeting: frames of a whole article merged, and what is only background left out.

Two mentions are of one meeting where nothing speaks against it (other days, other cities, a call against a visit, other
partners) and their parties agree; "the talks" and "his visit" go to the nearest meeting they can belong to. Then each field is
taken from the mention that knows it best, and an order of precedence settles the status: a stated change before everything,
what is firm before what is hedged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from domain.reading import lexicon as lx
from domain.reading import status as st
from domain.reading import times_calendar as cal
from domain.reading.lexicon import is_state
from domain.reading.mention_frame import BACKGROUND_DAYS, Frame, last_before
from domain.reading.status import BEFORE_IT, Change
from domain.reports import Evidence, Format, Precision, Previous, Report, Status, When, Where

MAX_FRAMES: Final = 1200
"""Mentions looked at in one text; no article has as many, and the bound keeps any text's cost linear."""

MAX_MENTIONS: Final = 60
"""Mentions kept for one meeting; later ones add nothing."""

_LONGEST: Final = 31
"""Days of the longest talks that an opening and a closing day make one span of."""

_FEW: Final = 3
"""Parties whose own meeting is not the talks of many more."""

_SERIES_TOLD: Final = 5
"""Sentences after one round within which "the next round" is of the same parties."""

RECENT = 12
WEAK = 5
_CALLS: Final = (Format.CALL,)
_A_FEW_DAYS: Final = 4
"""Dates as sharp as this can tell that a past and a coming mention are of one meeting; "this month" cannot."""

_LOOSE_NOUNS: Final = frozenset(
    "dialogue dialog contacts contact engagement consultation negotiating negotiate consult consulting talking".split()
)
"""What states "want" and "restore" with each other without any meeting in sight."""

_EITHER_WAY: Final = frozenset("discussion discussions conversation conversations exchange".split())
"""What "the two leaders had", be it on the telephone."""

_AFRESH: Final = frozenset("again later hours".split())
"""With one of them, what is halted after it was resumed is halted anew."""

_SOON_AFTER: Final = 4
"""Sentences after a postponement within which "the talks" on a later day are those put off."""

_HOWEVER: Final = frozenset("but however instead".split())
_NEAR_THE_START: Final = 8
"""Tokens of a sentence within which "however" says that it takes back what was told before ("The ministry, however, said …")."""

_NEXT_TO_IT: Final = 2
"""Sentences between a change told without its parties and the same one told with them."""

_LONGEST_GATHERING: Final = 14
"""Days; a longer span is the season a gathering falls into."""

_SHORT_VISIT: Final = 2
"""Days after a visit's first day on which a meeting of the same two is part of it, where its length is not told."""

_A_VISIT: Final = 3
"""Days within which two meetings of the same two told of together are of one visit."""

_ANOTHER_TIME: Final = frozenset("again next another further new second follow-up return".split())

_PLANS: Final = (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED)

_HALF_A_YEAR: Final = 200
"""Days; a longer span beside a mere mention ("the biggest event of 2006") dates nothing."""

_SHARP: Final = {Precision.DAY: 0, Precision.RANGE: 0, Precision.WEEK: 2, Precision.PART: 3, Precision.MONTH: 4}


@dataclass(slots=True, eq=False)
class Meeting:
    """A meeting while its mentions are being gathered."""

    frames: list[Frame] = field(default_factory=list)
    parties: tuple[str, ...] = ()
    session: bool = False
    open: bool = False
    """A gathering whose parties are still to be told."""
    like: Frame | None = None
    """Of a further round, the mention of the one before that names its parties."""

    @property
    def last_order(self) -> int:
        return self.frames[-1].sentence.order

    def whens(self) -> list[When]:
        return [f.when for f in self.frames if f.when is not None]

    def previous(self) -> list[When]:
        return [f.previous_when for f in self.frames if f.previous_when is not None]

    def cities(self) -> set[str]:
        return {f.city for f in self.frames if f.city}

    def countries(self) -> set[str]:
        return {f.country for f in self.frames if f.country}

    def is_call(self) -> bool:
        return self.frames[0].kind == lx.CALL

    def has_change(self) -> bool:
        return any(
            f.stance.change in (Change.CANCEL, Change.POSTPONE, Change.MOVE, Change.EARLIER) for f in self.frames
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one frame, for the explanation."""

    frame: Frame
    kind: str
    note: str


_MULTI: Final = frozenset([lx.SUMMIT, lx.GATHERING])
_TALKED: Final = frozenset([lx.TALKS, lx.ROUND, lx.SUMMIT, lx.GATHERING])


def _opens(frame: Frame) -> bool:
    """A gathering told of without its parties, firm enough to wait for them."""
    return (
        frame.reference
        and not frame.alone
        and frame.source == "text"
        and frame.kind in _MULTI
        and not frame.topic
        and (frame.when is not None or (frame.status is not None and not frame.stance.weak))
        and not frame.stance.denial
        and frame.status is not Status.CANCELLED
        and not frame.past_label
    )


def _stays_away(frame: Frame) -> bool:
    """One party's refusal to attend a gathering, which goes on without it."""
    if frame.status is not Status.CANCELLED or len(frame.parties) != 1 or frame.session:
        return False
    return frame.kind in _MULTI or any("boycott" in note or "skip" in note or "stay" in note for note in frame.notes)


def _phase(frame: Frame, published: date) -> str:
    """past | now | future | change | "" of a frame, by its stance."""
    status = frame.status
    if status is None or (frame.when is None and frame.stance.why == st.TIMETABLE and frame.source == "text"):
        return ""
    if status in (Status.CANCELLED, Status.POSTPONED):
        return "change"
    if status is Status.CONCLUDED:  # "the December 7-9 visit was part of …", told on the 4th
        return "future" if frame.when is not None and frame.when.start > published else "past"
    if status is Status.UNDERWAY:
        return "now"
    return "future"


def _overlap(a: When, b: When) -> bool:
    return a.start <= b.end and b.start <= a.end


def _beside(when: When, others: Sequence[When]) -> bool:
    """A rough span that ends or begins where another begins or ends ("this week", said on the Sunday before)."""
    return when.days > 1 and any(
        abs((when.end - w.start).days) <= 1 or abs((w.end - when.start).days) <= 1 for w in others
    )


def _in_the_week_ahead(meeting: Meeting, frame: Frame, published: date) -> bool:
    """ "Plans to visit this week", told on a Sunday, and "will fly on Monday": the week that begins."""
    planned = (Status.SCHEDULED, Status.TENTATIVE)
    if frame.status not in planned or frame.when is None or frame.when.precision is not Precision.DAY:
        return False
    return 0 < (frame.when.start - published).days <= BACKGROUND_DAYS and all(
        f.when is None or (f.when.precision is Precision.WEEK and f.when.end == published and f.status in planned)
        for f in meeting.frames
    )


def _opened_and_ended(meeting: Meeting, frame: Frame) -> tuple[When, When] | None:
    """The day on which talks began and the one on which they ended, told in two sentences of one article."""
    for other in meeting.frames:
        began, ended = (other, frame) if frame.status is Status.CONCLUDED else (frame, other)
        if (
            began.status is Status.UNDERWAY
            and ended.status is Status.CONCLUDED
            and began.kind in _TALKED
            and ended.kind in _TALKED
            and not (began.past_label or began.journey)
            and began.when is not None
            and ended.when is not None
            and began.when.precision is Precision.DAY
            and ended.when.precision is Precision.DAY
            and 0 < (ended.when.end - began.when.start).days <= BACKGROUND_DAYS
        ):
            return began.when, ended.when
    return None


def _told_apart(meeting: Meeting, frame: Frame) -> bool:
    """ "has been put off … The round would now open on Tuesday": the new day, in a sentence of its own soon after."""
    put_off = [f for f in meeting.frames if f.stance.change is Change.POSTPONE and f.status is Status.POSTPONED]
    if not put_off or any(f.when is not None for f in put_off) or frame.when is None:
        return False
    return (
        frame.definite
        and frame.status is Status.SCHEDULED
        and frame.stance.change is Change.NONE
        and not frame.stance.weak
        and frame.kind not in (lx.VISIT, lx.TOUR, lx.CALL)
        and set(frame.parties) <= set(meeting.parties)
        and 0 < frame.sentence.order - put_off[-1].sentence.order <= _SOON_AFTER
        and all(0 < (frame.when.start - w.end).days <= _LONGEST for w in (*meeting.whens(), *meeting.previous()))
    )


def _planned_before(meeting: Meeting, frame: Frame) -> bool:
    """ "Will not resume until June … had been due to open in mid-May": the day that the change told of before replaces."""
    return (
        frame.stance.why == st.HAD_BEEN_PLANNED
        and frame.when is not None
        and frame.previous_when is None
        and meeting.has_change()
        and bool(meeting.whens())
        and (frame.definite or set(frame.parties) <= set(meeting.parties))
        and frame.sentence.order - meeting.last_order <= _SOON_AFTER
        and all(frame.when.start < w.start and not _overlap(frame.when, w) for w in meeting.whens())
    )


def _set_right(meeting: Meeting, frame: Frame) -> bool:
    """A plan that the next sentence sets right: "planned to visit this week. But the visit would take place next week, TASS reported"."""
    before = meeting.frames[-1]
    planned = (Status.SCHEDULED, Status.TENTATIVE)
    return (
        frame.definite
        and not frame.parties
        and frame.when is not None
        and frame.status in planned
        and frame.stance.change is Change.NONE
        and frame.kind == before.kind
        and before.status in planned
        and before.when is not None
        and not meeting.has_change()
        and frame.sentence.order - before.sentence.order == 1
        and (
            frame.sentence.tokens[0].low in _HOWEVER
            or any(t.low == "however" for t in frame.sentence.tokens[1:_NEAR_THE_START])
        )
        and not any(_overlap(frame.when, w) for w in meeting.whens())
    )


def _the_week_after(meeting: Meeting, frame: Frame) -> When | None:
    """The new day where "put off until Wednesday" is said of what was due on the Monday before: no delay ends before it begins."""
    bare = frame.time is not None and frame.time.kind == "weekday" and frame.previous_when is None and not frame.parties
    if frame.when is None or frame.stance.change is not Change.POSTPONE or not bare or meeting.has_change():
        return None
    whens = meeting.whens()
    moved = _moved(frame.when, 7)
    earlier = bool(whens) and all(frame.when.end < w.start and w.end < moved.start for w in whens)
    return moved if earlier else None


def compatible(meeting: Meeting, frame: Frame, published: date) -> float | None:
    """How well ``frame`` fits ``meeting``; None where they cannot be the same."""
    score = 0.0
    mine = set(meeting.parties)
    theirs = set(frame.parties)
    definite = frame.definite or frame.source == "title"
    if (
        meeting.open
        and not mine
        and len(theirs) >= 2
        and frame.kind not in _MULTI
        and not frame.attends
        and not frame.definite
        and frame.status is Status.SCHEDULED
        and meeting.has_change()
        and frame.sentence is meeting.frames[0].sentence
    ):
        return None  # "although the summit was put off, the presidents of A and B will travel to Delhi"
    if (
        meeting.open
        and not mine
        and len(theirs) == 2
        and frame.status is Status.CONCLUDED
        and frame.kind not in _MULTI
        and not (frame.attends or frame.definite or frame.session)
        and all(f.status is Status.UNDERWAY for f in meeting.frames if f.status is not None)
    ):
        return None  # "the conference opened in Kabul … came from Islamabad, where she met the minister on Monday"
    if theirs and mine:
        shared = mine & theirs
        if theirs == mine:
            score += 3
        elif (
            frame.session != meeting.session
            and len(theirs) > 1
            and not definite
            and not (frame.when is not None and frame.when in meeting.whens())
        ):
            return None  # a bilateral beside a gathering
        elif (
            (meeting.open or (meeting.session and not shared and all(is_state(p) for p in theirs)))
            and frame.kind in _MULTI
            and definite
            and (frame.attends or {f.kind for f in meeting.frames} & _MULTI)
        ):
            score += 1
        elif len(theirs) == 1:
            if not shared:
                return None
            if not (definite or (frame.session and meeting.session)):
                return None
            comes = frame.attends or any("attend" in note for note in frame.notes)
            own_session = frame.session and not comes and frame.status is not None
            if own_session and not meeting.session and frame.source == "text":
                return None  # "the 27 held their first meeting": the body's own, not the one with a guest
            score += 1
        elif theirs <= mine or mine <= theirs:
            if (
                not definite
                and theirs != mine
                and len(theirs) < len(mine)
                and frame.status is not None
                and not frame.peace
                and not frame.session
                and not (frame.when is not None and any(_overlap(frame.when, w) for w in meeting.whens()))
                and not _planned_before(meeting, frame)
            ):
                return None  # two of three may well meet by themselves
            if (
                mine < theirs
                and frame.status in (Status.CANCELLED, Status.POSTPONED)
                and not (frame.session or meeting.session or definite or frame.peace)
                and frame.when is None
            ):
                return None  # "will not be able to meet" a third one as well
            if mine < theirs and len(mine) > 2 and frame.peace and not any(f.peace for f in meeting.frames):
                return None  # talks of five of the six
            if len(shared) < 2 and not ((frame.session and meeting.session) or (len(mine) == 1 and meeting.session)):
                return None
            score += 2 if len(shared) >= 2 else 1
        elif frame.session and meeting.session and definite and any(not is_state(p) for p in shared):
            score += 1  # other guests of the same gathering
        elif len(shared) >= 2 and (
            frame.session or meeting.session or frame.peace or any(f.peace for f in meeting.frames)
        ):
            score += 1
        else:
            return None
    elif not theirs and not definite:
        return None
    named_talks = frame.kind == lx.TALKS and frame.sentence.tokens[frame.index].name is not None
    if named_talks and frame.status is None and meeting.session and mine and theirs > mine:
        return None  # "the EU summit … on the agenda are the Brexit negotiations": no guest of it
    if frame.history and frame.when is None and mine and theirs > mine and not frame.peace:
        return None  # "have met in recent months", with others besides
    if frame.topic and mine and not (set(frame.topic) & mine):
        return None
    if len(mine) >= 2 and len(theirs) >= 2 and not meeting.session and not frame.session:
        two, many = sorted((len(mine), len(theirs)))
        few = meeting.frames if len(mine) == two else [frame]
        held = any(f.status is Status.CONCLUDED and f.pair and not f.peace for f in few)
        if two <= _FEW and many >= two + 2 and (held or {f.kind for f in few} <= {lx.VISIT, lx.TOUR, lx.CALL}):
            return None  # what two of them do with each other is not the six-party talks
    if frame.level and theirs and frame.source == "text":
        levels = {f.level for f in meeting.frames if f.level}
        if levels and frame.level not in levels:
            return None  # "the ministerial meeting" beside that of the leaders
    off = (Change.CANCEL, Change.POSTPONE)
    journeys = {lx.VISIT, lx.TOUR}
    if (
        frame.kind == lx.CALL
        and frame.stance.change is Change.NONE
        and frame.status is not None
        and {f.kind for f in meeting.frames} <= journeys
        and any(f.stance.change in off for f in meeting.frames)
    ) or (frame.kind in journeys and frame.stance.change in off and {f.kind for f in meeting.frames} == {lx.CALL}):
        return None  # what they say to each other about the trip that is off
    call = frame.kind == lx.CALL
    unsure = Format.UNKNOWN in (frame.format, meeting.frames[0].format)  # "talked with" may be either
    unsure |= (
        frame.word in _EITHER_WAY
        and not frame.when
        and not any(t.name is not None and t.name.party in theirs for t in frame.sentence.tokens)
    )
    if (
        call != meeting.is_call()
        and not unsure
        and not (not theirs and frame.kind != lx.CALL and frame.kind != lx.VISIT)
    ):
        return None
    if (
        frame.kind in (lx.VISIT, lx.TOUR)
        and meeting.session
        and not theirs - mine
        and len(theirs) != 1
        and frame.stance.status is not None
        and len(mine - theirs) > 0
    ):
        return None
    # dates
    if frame.when is not None:
        whens = meeting.whens()
        change = frame.stance.change is not Change.NONE or meeting.has_change()
        if whens:
            if (
                frame.status is Status.PROPOSED
                and frame.when.days > 1
                and all(w != frame.when for w in whens)
                and any(f.status in (Status.TENTATIVE, Status.SCHEDULED) for f in meeting.frames)
            ):
                return None  # a proposal for "mid-January" is not yet the meeting planned for the 12th
            if any(_overlap(frame.when, w) for w in whens):
                score += 2 if any(frame.when == w for w in whens) else 1
            elif any(_overlap(frame.when, w) for w in meeting.previous()):
                score += 1
            elif change and frame.previous_when is not None and any(_overlap(frame.previous_when, w) for w in whens):
                score += 2
            elif (
                frame.stance.change is Change.POSTPONE
                and all(w.start < frame.when.end for w in whens)
                and not any(f.stance.change is Change.POSTPONE and f.when for f in meeting.frames)
            ):
                score += 0.5  # the new date
            elif _planned_before(meeting, frame) or _set_right(meeting, frame):
                score += 1
            elif (
                _told_apart(meeting, frame)
                or _the_week_after(meeting, frame) is not None
                or (
                    (frame.stance.change in (Change.EARLIER, Change.MOVE) and (definite or theirs == mine))
                    or _within_visit(meeting, frame)
                    or ((theirs == mine or (definite and not theirs)) and _after_arrival(meeting, frame))
                    or (theirs == mine and frame.peace and frame.stance.weak and _beside(frame.when, whens))
                    or (theirs == mine and _opened_and_ended(meeting, frame) is not None)
                    or (theirs == mine and _in_the_week_ahead(meeting, frame, published))
                    or (theirs == mine and _hosts_of_one_visit(meeting, frame))
                    or (theirs == mine and _stop_of_the_tour(meeting, frame))
                )
            ):
                score += 0.5
            else:
                return None
        elif meeting.previous() and any(_overlap(frame.when, w) for w in meeting.previous()):
            score += 1
    if (
        (
            frame.previous_when is not None
            and meeting.whens()
            and frame.when is None
            and not any(_overlap(frame.previous_when, w) for w in meeting.whens())
        )
        and frame.stance.change is Change.NONE
        and not definite
        and theirs != mine
    ):
        return None
    if _long_over(meeting, frame, published) or _somebody_else(meeting, frame):
        return None
    # phases
    if _hosts_of_one_visit(meeting, frame):
        score += 1
    phase = _phase(frame, published)
    phases = {_phase(f, published) for f in meeting.frames} - {""}
    dated = frame.when is not None and any(
        w == frame.when or (_overlap(w, frame.when) and max(w.days, frame.when.days) <= _A_FEW_DAYS)
        for w in meeting.whens()
    )
    if phase == "past" and "future" in phases and not dated:
        if frame.past_label or not (definite and not theirs):
            return None
        return None
    if phase == "future" and "past" in phases and not dated and not _of_the_same_occasion(meeting, frame, published):
        return None
    if frame.past_label and phases & {"future", "now"}:
        return None
    if {phase} | phases >= {"change", "past"} and theirs and not dated and not frame.reference and not frame.peace:
        return None  # called off with one, held with another of the same two parties
    # places
    if frame.city and meeting.cities() and frame.city not in meeting.cities():
        if frame.stance.change is Change.MOVE or frame.previous_city:
            score += 0
        elif (
            frame.country
            and frame.country in meeting.countries()
            and {frame.kind, *(f.kind for f in meeting.frames)} & {lx.VISIT, lx.TOUR}
        ):
            score -= 0.5
        else:
            return None
    elif frame.city and frame.city in meeting.cities():
        score += 1
    if (
        frame.country
        and meeting.countries()
        and frame.country not in meeting.countries()
        and frame.stance.change is not Change.MOVE
    ):
        return None
    host = frame.host_country or (frame.country if frame.kind == lx.VISIT else None)
    other_hosts = {f.host_country for f in meeting.frames if f.host_country} | (
        {f.country for f in meeting.frames if f.kind == lx.VISIT and f.country}
    )
    if (
        host
        and other_hosts
        and host not in other_hosts
        and frame.kind == lx.VISIT
        and any(f.kind == lx.VISIT for f in meeting.frames)
    ):
        return None
    retold = frame.stance.change in (Change.CANCEL, Change.POSTPONE) and not theirs and frame.when is None
    if retold and any(f.stance.change is frame.stance.change for f in meeting.frames):
        score += 1  # "the trip had been called off": the one that was, not the one told of last
    if frame.source == "title" and frame.stance.change is not Change.NONE:
        score -= min(meeting.frames[0].sentence.order, 20) * 0.05  # a headline is of what the article opens with
        return score + any(f.stance.change is frame.stance.change for f in meeting.frames)
    distance = frame.sentence.order - meeting.last_order
    score -= min(distance, 20) * 0.05
    return score


def _hosts_of_one_visit(meeting: Meeting, frame: Frame) -> bool:
    """The guest met the leader on Thursday and had been received by the president the day before: one visit."""
    if (
        len(frame.parties) != 2
        or frame.format is Format.CALL
        or frame.when is None
        or frame.status is not Status.CONCLUDED
    ):
        return False
    for other in meeting.frames:
        if (
            other.when is None
            or other.status is not Status.CONCLUDED
            or (other.city and frame.city and other.city != frame.city)
        ):
            continue
        apart = abs((other.when.start - frame.when.start).days)
        if not 0 < apart <= _A_VISIT or max(other.when.days, frame.when.days) > 1:
            continue
        same = [p for p, names in frame.people.items() if names & other.people.get(p, frozenset())]
        other_host = [p for p, names in frame.people.items() if p in other.people and not names & other.people[p]]
        host = {frame.country, frame.host_country, other.country, other.host_country}
        if len(same) == 1 and len(other_host) == 1 and other_host[0] in host:
            return True
    return False


def _somebody_else(meeting: Meeting, frame: Frame) -> bool:
    """A minister's trip that is called off, beside the premier's that is not: two journeys to one host."""
    changed = (Status.CANCELLED, Status.POSTPONED)
    firm = (Status.SCHEDULED, Status.TENTATIVE, Status.UNDERWAY)
    others = shared = False
    for other in meeting.frames:
        statuses = (other.status, frame.status)
        for party, names in frame.people.items():
            theirs = other.people.get(party)
            if theirs and names & theirs:
                shared = True
                continue
            if theirs and any(s in changed for s in statuses) and any(s in firm for s in statuses):
                others = True
            if theirs and frame.status is Status.PROPOSED and other.status in firm and other.when is not None:
                others |= (
                    frame.kind == lx.VISIT and frame.when is None
                )  # a visit of the president, still to be arranged
    if shared:  # "denied him an audience with the pope … is due to meet officials on Thursday"
        dated = frame.when is not None and any("officials" in names for names in frame.people.values())
        undated = frame.when is None and any(
            f.when is not None and any("officials" in names for names in f.people.values()) for f in meeting.frames
        )
        return others and (dated or undated)
    return others


def _long_over(meeting: Meeting, frame: Frame, published: date) -> bool:
    """A change of plans beside a round that was held more than a week ago: another meeting of the same parties."""
    horizon = cal.shift(published, -BACKGROUND_DAYS)
    put_off = (Change.CANCEL, Change.POSTPONE)
    if frame.stance.change in put_off and frame.when is None and frame.previous_when is None:
        days = meeting.whens()
        return bool(days) and not meeting.has_change() and all(w.end < horizon for w in days)
    if (
        frame.when is not None
        and frame.when.end < horizon
        and frame.stance.change is Change.NONE
        and not meeting.whens()
        and any(f.status in (Status.SCHEDULED, Status.TENTATIVE) and not f.stance.weak for f in meeting.frames)
    ):
        return True  # "will meet in Rome … had invited him in July"
    if frame.when is not None and frame.when.end < horizon and frame.stance.change is Change.NONE:
        changed = [f for f in meeting.frames if f.stance.change in put_off]
        known = [*meeting.whens(), *meeting.previous()]
        return bool(changed) and not any(_overlap(frame.when, w) for w in known)
    return False


def _stop_of_the_tour(meeting: Meeting, frame: Frame) -> bool:
    """ "Will travel to Mali, Niger and Chad on Thursday … will be in Niamey on Saturday": the day on which a tour begins, and
    that of one of its stops, told later."""
    first = meeting.frames[0]
    return (
        "tour" in first.notes
        and first.when is not None
        and frame.when is not None
        and first.when.precision is Precision.DAY
        and first.status is frame.status
        and all(w == first.when for w in meeting.whens())
        and 0 < (frame.when.start - first.when.start).days <= _LONGEST_GATHERING
        and not _said_again(frame)
    )


def _said_again(frame: Frame) -> bool:
    """ "Will return to Niamey on Saturday", "for a second visit": not the stop told of before."""
    words = {t.low for t in frame.sentence.tokens[max(0, frame.index - 8) : frame.index + 1] if t.is_word}
    return bool(words & (_ANOTHER_TIME | {"returns", "back"}))


def _plan_of_its_sentence(frame: Frame, told: Sequence[Frame]) -> Frame | None:
    """ "A visit to Rome was planned for 2019, but it was called off": the plan that a change told without its day is of."""
    if frame.stance.change not in (Change.CANCEL, Change.POSTPONE) or frame.when is not None or frame.shift is not None:
        return None
    if frame.previous_when is not None or not (frame.pronoun or frame.reference or frame.definite):
        return None
    plans = [f for f in told if f.when is not None and set(frame.parties) <= set(f.parties)]
    if not plans or plans[-1].stance.change is not Change.NONE or plans[-1].status is Status.UNDERWAY:
        return None
    return plans[-1]


def _of_the_same_occasion(meeting: Meeting, frame: Frame, published: date) -> bool:
    """ "met the minister on Tuesday and was also to meet the president": more of one visit, not a second one."""
    planned = frame.status in (Status.SCHEDULED, Status.TENTATIVE)
    if frame.definite and frame.stance.why == BEFORE_IT and frame.when is None and not frame.session:
        return True  # "met on Tuesday … Ahead of the meeting, Biden said"
    if (
        not planned
        or frame.when is not None
        or frame.session
        or set(frame.parties) != set(meeting.parties)
        or len(frame.parties) != 2
    ):
        return False
    if any(w.end < cal.shift(published, -_A_VISIT) for w in meeting.whens()):
        return False
    clause = frame.sentence.segment(frame.index)
    words = {t.low for t in frame.sentence.tokens[clause.lo : clause.hi] if t.is_word}
    if words & _ANOTHER_TIME:
        return False
    during = frame.stance.why.startswith("“during”") and frame.status is Status.SCHEDULED and not frame.history
    return during or bool(words & {"also", "then"}) or _during_a_visit(frame)


def _during_a_visit(frame: Frame) -> bool:
    """ "will meet the president during his stay": words right after the mention."""
    after = [t.low for t in frame.sentence.tokens[frame.index + 1 : frame.index + 12] if t.is_word]
    return any(
        low == "during" and after[k + 1] in ("his", "her", "their", "the") and after[k + 2] in ("visit", "stay")
        for k, low in enumerate(after[:-2])
    )


def _after_arrival(meeting: Meeting, frame: Frame) -> bool:
    """A meeting planned for the days after an arrival that the same article tells of."""
    for other in meeting.frames:
        early, late = (other, frame) if other.status is Status.UNDERWAY else (frame, other)
        planned = late.status in (Status.SCHEDULED, Status.TENTATIVE, Status.CONCLUDED) and late.kind not in (
            lx.VISIT,
            lx.TOUR,
            lx.CALL,
        )
        if early.status is not Status.UNDERWAY or not early.journey or not planned:
            continue
        if early.when is not None and late.when is not None and 0 <= (late.when.start - early.when.start).days <= 4:
            return True
    return False


def _within_visit(meeting: Meeting, frame: Frame) -> bool:
    """A meeting's day inside the days of the visit it belongs to ("four-day visit … Nov. 29 … meet on Dec. 1")."""
    journeys = (lx.VISIT, lx.TOUR)
    longest = max((f.duration or 0 for f in meeting.frames if f.kind in journeys), default=0)
    for other in meeting.frames:
        if other.when is None or frame.when is None:
            continue
        visit, held = (other, frame) if other.kind in journeys else (frame, other)
        if visit.kind not in journeys:
            continue
        days = visit.duration or longest
        if not days and held.kind not in journeys and held.when is not None and held.when.precision is Precision.DAY:
            days = 0 if visit.status is Status.CONCLUDED else _SHORT_VISIT
        assert visit.when is not None
        assert held.when is not None
        if days and visit.when.start <= held.when.start <= cal.shift(visit.when.start, days):
            return True
    return False


def link(frames: Sequence[Frame], published: date) -> tuple[list[Meeting], list[Verdict]]:
    """Gather frames into meetings, in the order of the text (the headline joins last)."""
    meetings: list[Meeting] = []
    verdicts: list[Verdict] = []
    late: list[Frame] = []
    orphans: list[Frame] = []
    sentence_before: list[Frame] = []
    for frame in sorted(frames, key=lambda f: (f.source == "title", f.sentence.order, f.index))[:MAX_FRAMES]:
        if _stays_away(frame):
            verdicts.append(Verdict(frame, "no-meeting", "one party stays away; the gathering goes on"))
            continue
        told = sentence_before if sentence_before and sentence_before[-1].sentence is frame.sentence else []
        sentence_before = [*told, frame]
        plan = _plan_of_its_sentence(frame, told)
        if plan is not None and plan.when is not None and plan.when.end < cal.shift(published, -BACKGROUND_DAYS):
            verdicts.append(Verdict(frame, "background", "the change of a plan of long ago"))
            continue
        ahead = plan is not None and plan.status is not Status.CONCLUDED
        if (
            plan is not None
            and ahead
            and not plan.parties[1:]
            and not any(plan in meeting.frames for meeting in meetings)
        ):
            verdicts.append(Verdict(frame, "no-parties", "the change of a plan whose parties are not told"))
            continue
        scored = [
            (score, meeting) for meeting in meetings if (score := compatible(meeting, frame, published)) is not None
        ]
        if scored:
            if frame.pronoun:  # "However, it was cancelled": what the sentence before told of first of all
                newest = max(m.last_order for _, m in scored)
                near = [(score, m) for score, m in scored if m.last_order == newest]
                scored = [(score, m) for score, m in near if not m.frames[-1].stance.weak] or near
            score, meeting = max(scored, key=lambda s: s[0])
            if len(meeting.frames) < MAX_MENTIONS:
                frame.when = _the_week_after(meeting, frame) or frame.when
                if _set_right(meeting, frame):
                    frame.previous_when = meeting.frames[-1].when
                    frame.stance = replace(frame.stance, change=Change.MOVE)
                if _planned_before(meeting, frame):
                    frame.previous_when, frame.previous_time, frame.when = frame.when, frame.time, None
                meeting.frames.append(frame)
            if (
                len(frame.parties) >= 2
                or frame.session
                or (frame.peace and frame.parties)
                or (meeting.open and frame.kind in _MULTI)
            ):
                meeting.parties = tuple(dict.fromkeys((*meeting.parties, *frame.parties)))
            meeting.session |= frame.session
            verdicts.append(Verdict(frame, "merged", f"same meeting as {'-'.join(meeting.parties)}"))
            continue
        if _opens(frame):
            meetings.append(Meeting([frame], frame.parties, frame.session, open=True))
            verdicts.append(Verdict(frame, "report", "its parties are told elsewhere"))
            continue
        before = _one_before(meetings, frame, published)
        if before is not None:
            named = next((f for f in before.frames if set(f.parties) == set(before.parties)), before.frames[0])
            meetings.append(Meeting([frame], before.parties, before.session, like=named))
            verdicts.append(Verdict(frame, "report", f"one more of {'-'.join(before.parties)}"))
            continue
        if frame.reference or frame.source == "title":
            kind = "no-parties" if not frame.parties else "one-party"
            if frame.source == "title" and not frame.reference:
                late.append(frame)
                continue
            verdicts.append(Verdict(frame, kind, "fewer than two parties and no meeting told of before to belong to"))
            if frame.source == "text" and (frame.status is not None or frame.when is not None):
                orphans.append(frame)
            continue
        if frame.status is None and frame.when is None:
            verdicts.append(Verdict(frame, "no-meeting", "; ".join(frame.notes) or "only mentioned"))
            # still worth remembering: a later "the talks" may make it concrete
            meetings.append(Meeting([frame], frame.parties, frame.session))
            continue
        meetings.append(Meeting([frame], frame.parties, frame.session))
        verdicts.append(Verdict(frame, "report", ""))
    for meeting in meetings:
        change = _told_before(meeting, orphans) or _by_how_much(meeting, orphans)
        if change is not None:
            meeting.frames.append(change)
            orphans.remove(change)
            verdicts = [v for v in verdicts if v.frame is not change]
            verdicts.append(Verdict(change, "merged", f"the change of what {'-'.join(meeting.parties)} had planned"))
    apart = [f for f in orphans if _tells_a_day(f)][:MAX_MENTIONS]
    for meeting in meetings if apart else ():
        dated = _day_told_apart(meeting, apart)
        if dated is None:
            continue
        alike = [m for m in meetings if _day_told_apart(m, [dated]) is dated]
        if all(m.frames[0].sentence is meeting.frames[0].sentence for m in alike):
            for leg in alike:
                leg.frames.append(dated)
            apart.remove(dated)
            orphans.remove(dated)
            verdicts = [v for v in verdicts if v.frame is not dated]
            verdicts.append(Verdict(dated, "merged", f"the day of what {'-'.join(meeting.parties)} plan"))
    for frame in late:
        headlined = _of_the_headline(frame, orphans, published)
        if headlined is None:
            verdicts.append(Verdict(frame, "no-meeting", "told of in the headline alone"))
            continue
        meetings.append(headlined)
        taken = {id(f) for f in headlined.frames}
        orphans = [f for f in orphans if id(f) not in taken]
        verdicts = [v for v in verdicts if id(v.frame) not in taken]
        verdicts += [Verdict(f, "merged", "its parties are told in the headline") for f in headlined.frames]
    return meetings, verdicts


def _one_before(meetings: Sequence[Meeting], frame: Frame, published: date) -> Meeting | None:
    """The meeting that was held where the article goes on with "the next round is set for April"."""
    planned = (Status.SCHEDULED, Status.TENTATIVE)
    again = any(verb in note for note in frame.notes for verb in ("resume", "restart", "reconvene", "continue"))
    again = again and frame.when is not None and frame.when.start > published
    if not (frame.another or again) or frame.status not in planned or frame.stance.denial or frame.source != "text":
        return None
    if frame.when is None:
        return None
    own = set(frame.parties)
    held = [
        m
        for m in meetings
        if own <= set(m.parties)
        and (len(m.parties) >= 2 or m.session)
        and not m.is_call()
        and 0 <= frame.sentence.order - m.last_order <= _SERIES_TOLD
        and {_phase(f, published) for f in m.frames} & {"past", "now"}
        and not (frame.topic and not set(frame.topic) & set(m.parties))
    ]
    return max(held, key=lambda m: m.last_order, default=None)


def _told_before(meeting: Meeting, orphans: Sequence[Frame]) -> Frame | None:
    """ "The visit was called off. X had been due to go to Y", "Their meeting was put off. X and Y will discuss …": the change,
    which is told before whose plan it was."""
    first = meeting.frames[0]
    if len(meeting.parties) < 2:
        return None
    discussed = first.word == "discuss" and all(f.when is None and f.status is Status.SCHEDULED for f in meeting.frames)
    if not discussed and any(f.stance.why != st.HAD_BEEN_PLANNED for f in meeting.frames):
        return None
    journeys = (lx.VISIT, lx.TOUR)
    return next(
        (
            f
            for f in reversed(orphans)
            if f.status in (Status.CANCELLED, Status.POSTPONED)
            and f.reference
            and not f.stance.denial
            and 0 <= first.sentence.order - f.sentence.order <= (1 if discussed else 3)
            and (f.kind in journeys) == (first.kind in journeys)
            and set(f.parties) <= set(meeting.parties)
        ),
        None,
    )


def _tells_a_day(frame: Frame) -> bool:
    """A plan with a day, told in the text and by no word that undoes it."""
    return (
        frame.source == "text"
        and frame.when is not None
        and frame.status in (*_PLANS, None)
        and frame.stance.change is Change.NONE
        and not (frame.stance.denial or frame.past_label or frame.history or frame.topic)
    )


def _day_told_apart(meeting: Meeting, orphans: Sequence[Frame]) -> Frame | None:
    """ "Obama may travel in May … Obama's visit to Hiroshima would be the first", "Powers meeting in Germany on Thursday … the
    group's meeting in Munich this week": when it is to be, told without the other party or without the body's name."""
    first = meeting.frames[0]
    planned = all(f.status in (*_PLANS, None) and f.stance.change is Change.NONE for f in meeting.frames)
    if not planned or meeting.previous() or first.source != "text":
        return None
    whens = meeting.whens()
    found = [
        f
        for f in orphans
        if f.when is not None
        and (_journey_of(meeting, f) if f.parties else _same_gathering(meeting, f))
        and all(w.days > f.when.days and f.when.within(w) for w in whens)
    ]
    return found[0] if len(found) == 1 else None


def _journey_of(meeting: Meeting, frame: Frame) -> bool:
    """Whether the journey of one party, told without its destination, is the one of the same person that ``meeting`` is."""
    journeys = (lx.VISIT, lx.TOUR)
    first = meeting.frames[0]
    if len(frame.parties) != 1 or frame.kind not in journeys or frame.city or frame.country or frame.status is None:
        return False
    if len(meeting.parties) != 2 or meeting.whens() or any(f.kind not in journeys for f in meeting.frames):
        return False
    party = frame.parties[0]
    return bool(frame.people.get(party, frozenset()) & first.people.get(party, frozenset()))


def _same_gathering(meeting: Meeting, frame: Frame) -> bool:
    """Whether a gathering told of without a name is the one in the same place that ``meeting`` is, told of close by."""
    talked = (lx.MEETING, lx.TALKS, lx.SUMMIT, lx.GATHERING)
    if not meeting.session or not {f.kind for f in meeting.frames} & _MULTI | {lx.MEETING} or frame.kind not in talked:
        return False
    if frame.when is None or frame.when.precision not in (Precision.DAY, Precision.RANGE):
        return False
    near = min(abs(f.sentence.order - frame.sentence.order) for f in meeting.frames)
    if near > _SERIES_TOLD or frame.country is None:
        return False
    there = frame.city in meeting.cities() if frame.city and meeting.cities() else frame.country in meeting.countries()
    return there


def _by_how_much(meeting: Meeting, orphans: Sequence[Frame]) -> Frame | None:
    """ "Oman has put off the talks by a day … The talks between A and B will now open on Friday": by how much is told first."""
    changed = [f for f in meeting.frames if f.stance.change in (Change.POSTPONE, Change.EARLIER, Change.MOVE)]
    if not changed or any(f.shift or f.previous_when is not None for f in meeting.frames):
        return None
    first = changed[0]
    return next(
        (
            f
            for f in orphans
            if f.shift
            and f.stance.change in (Change.POSTPONE, Change.EARLIER)
            and not f.stance.denial
            and 0 <= first.sentence.order - f.sentence.order <= _NEXT_TO_IT
            and f.kind == first.kind
        ),
        None,
    )


def _of_the_headline(title: Frame, orphans: Sequence[Frame], published: date) -> Meeting | None:
    """The meeting whose parties the headline names and whose day and status the text tells of "the talks"."""
    if len(title.parties) < 2 or title.stance.denial:
        return None
    table = set(title.parties)
    fitting = [
        f
        for f in orphans
        if set(f.parties) <= table
        and not f.past_label
        and not f.stance.denial
        and (f.kind == lx.CALL) == (title.kind == lx.CALL)
        and (not f.topic or set(f.topic) & table)
        and (f.parties or f.definite or (f.status is not None and not f.stance.weak))
    ]
    first = next((f for f in fitting if f.status is not None and not f.stance.weak), None)
    if first is None:
        return None
    meeting = Meeting([first], title.parties, title.session)
    for frame in fitting:
        if frame is not first and compatible(meeting, frame, published) is not None:
            meeting.frames.append(frame)
    if compatible(meeting, title, published) is None:
        return None
    meeting.frames.append(title)
    return meeting


def passing_through(meetings: Sequence[Meeting]) -> set[int]:
    """Which of ``meetings`` are only journeys to another one's table: "an Iranian team flew into Muscat" for talks there."""
    gone: set[int] = set()
    for number, meeting in enumerate(meetings):
        parties = set(meeting.parties)
        if len(parties) != 2 or not all(f.kind == lx.VISIT and f.journey for f in meeting.frames):
            continue
        for other in meetings:
            table = set(other.parties)
            shared = parties & table
            if other is meeting or len(table) < 2 or len(shared) != 1:
                continue
            host = next(iter(parties - table))
            nearby = (
                bool(meeting.cities()) != bool(other.cities())
                and host in other.countries()
                and all(f.status in (Status.UNDERWAY, Status.CONCLUDED, None) for f in meeting.frames)
                and {f.kind for f in other.frames} <= _TALKED
            )
            if not (meeting.cities() & other.cities() or nearby):
                continue
            if host in meeting.countries() and any(f.status is not None for f in other.frames):
                gone.add(number)
    return gone


# Reports -----------------------------------------------------------------------------------------------


def settle(meeting: Meeting, published: date, *, stale: bool = False) -> tuple[Report | None, str]:
    """The report of a meeting, or None and why not; ``stale`` where all days that the article tells are long gone."""
    frames = meeting.frames
    parties = tuple(sorted(set(meeting.parties)))
    if len(parties) < 2 and not meeting.session:
        return None, "no-parties"
    status, because = _status(frames, published)
    if status is None or because is None:
        return None, "no-meeting"
    when, when_frame = _when(frames, status, because, published)
    previous_when, previous_frame = _previous(frames, status, when, published)
    until = next((f.until for f in frames if f.until is not None), None)
    if (
        until is not None
        and when is not None
        and when.precision is Precision.DAY
        and when.start < until.end <= cal.shift(when.start, 60)
    ):
        when = When(start=when.start, end=until.end, precision=Precision.RANGE, time=when.time)
    horizon = cal.shift(published, -BACKGROUND_DAYS)
    if when is not None and when.end < horizon:
        return None, "background"
    if status is Status.POSTPONED and when is None and previous_when is not None and previous_when.end < horizon:
        if because.history or because.stance.weak or because.previous_when is previous_when:
            return None, "background"
        previous_when = previous_frame = None  # an older round, not the one that is put off now
    if status is Status.POSTPONED and when is None and because.acted is not None and because.acted.end < horizon:
        return None, "background"  # "froze the talks in February"
    if status is Status.CANCELLED and when is None and previous_when is None and because.history:
        return None, "background"  # "who last month cancelled a trip to Israel"
    if (
        status is Status.UNDERWAY
        and when is not None
        and when.end < cal.shift(published, -_A_VISIT)
        and because.journey
        and because.stance.weak
        and not any(f.duration or f.until or f.ends for f in frames)
        and all(f.status in (None, Status.UNDERWAY, Status.CONCLUDED) for f in frames)
    ):
        status = Status.CONCLUDED  # "went to Minsk last Tuesday", told on Monday
    if status is Status.UNDERWAY and when is not None and when.days > 7 and when.end < published:
        return None, "background"
    if status is Status.CONCLUDED and when is not None and when.days > 31:
        return None, "background"
    if (
        status is Status.CONCLUDED
        and when is not None
        and when.days > 7
        and when.end < published
        and cal.shift(when.start, when.days // 2) < horizon
    ):
        return None, "background"  # "in May", told on June 5
    if status is Status.CONCLUDED:
        if when is not None and when.start > published:
            if not because.stance.weak:
                return None, "contradictory dates"
            status = Status.SCHEDULED
        if when is None and because.past_label:
            return None, "background"
        if when is None and (stale or not _recent(because)):
            return None, "background"
        if because.said is not None and when_frame is not None and _quoted_today(when_frame):
            when, when_frame = because.said, because  # what was "today" when it was said
        if when is None and because.recent:
            when, when_frame = because.said or When(start=published, end=published, precision=Precision.DAY), because
    if because.stance.change is Change.RESUME and because.previous_when is None:
        previous_when = previous_frame = None  # when it was put off does not matter once it is on again
    when, previous_when = _shifted(frames, status, when, previous_when)
    if status is Status.SCHEDULED and when is None and previous_when is not None and previous_when.end >= published:
        old = {f.previous_city for f in frames if f.previous_city}
        if old and any(f.city and f.city not in old for f in frames):
            when, when_frame, previous_when = previous_when, previous_frame, None  # only the place has changed
    if (
        status is Status.SCHEDULED
        and when is not None
        and previous_when is not None
        and previous_when.end < when.start
        and not any(f.stance.change is Change.EARLIER for f in frames)
    ):
        status = Status.POSTPONED  # moved to a later day
    yesterday = when is not None and when.end == cal.shift(published, -1) and because.stance.why == st.WAS_TO
    if (
        status in (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED)
        and when is not None
        and when.end < published
        and not yesterday
    ):
        return None, "its day is over"
    if status is Status.UNDERWAY and when is not None and when.start > published:
        status = Status.SCHEDULED
    if because.stance.why == st.HAD_BEEN_PLANNED and status is Status.SCHEDULED:
        return None, "a plan that something has come over"
    undated_now = status is Status.UNDERWAY and when is None
    if undated_now and because.stance.weak and all(f.stance.weak or f.status is None for f in frames):
        return None, "no-meeting"
    if all(f.occasion for f in frames):
        return None, "only the occasion of another meeting"
    if undated_now:
        ends = next((f.ends for f in frames if f.ends is not None and f.stance.why == st.WILL_GO_ON), None)
        last = ends.end if ends is not None and (ends.end - published).days <= _LONGEST_GATHERING else published
        span = Precision.DAY if last == published else Precision.RANGE
        when, when_frame = When(start=published, end=last, precision=span), because  # it goes on today
    strong = [f for f in frames if f.status is not None and (not f.stance.weak or f.recent)]
    if (
        not strong
        and when is None
        and not (
            WEAK
            and status is Status.SCHEDULED
            and because.pair
            and not because.reference
            and not because.stance.overtaken
            and because.sentence.order <= WEAK
        )
    ):
        return None, "only mentioned in passing, without a date"
    if (
        not strong
        and because.when is None
        and when_frame is not None
        and when_frame.status is None
        and when_frame.sentence is not because.sentence
    ):
        return None, "only mentioned in passing, its date elsewhere"
    if not strong and status in (Status.CONCLUDED,) and when is not None and when.end > published:
        return None, "no-meeting"
    if because.stance.denial and not _was_planned(frames, because):
        return None, "negated"
    city, country, place_frame = _where(frames, when_frame)
    planned = status in (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED)
    if planned and when is None and city is None and all(f.word in _LOOSE_NOUNS for f in frames):
        return None, "a wish for dialogue, no encounter"
    previous_place = next(
        ((f.previous_city, f.previous_country) for f in frames if f.previous_city or f.previous_country), None
    )
    if city is None and country is None:
        was = next(
            (f for f in frames if f.stance.why == st.SET_BEFORE and (f.previous_city or f.previous_country)), None
        )
        if was is not None:  # nobody says that it would be elsewhere
            city, country, place_frame, previous_place = was.previous_city, was.previous_country, was, None
    format_ = frames[0].format
    for f in frames:
        if f.format is Format.VIDEO:
            format_ = Format.VIDEO
    where = None
    if format_ not in (Format.CALL, Format.VIDEO) and (city or country):
        where = Where(city=city, country=country)
    previous = None
    if status in (Status.POSTPONED, Status.SCHEDULED, Status.CANCELLED, Status.TENTATIVE, Status.UNDERWAY) and (
        previous_when is not None or previous_place
    ):
        if not (status is Status.CANCELLED and previous_when is not None and when is None):
            previous = Previous(
                when=previous_when,
                where=Where(city=previous_place[0], country=previous_place[1]) if previous_place else None,
            )
        else:
            when, when_frame = previous_when, previous_frame
    evidence = _evidence(meeting, because, when_frame, place_frame, previous_frame)
    attributed = because.attributed_to or next(
        (f.attributed_to for f in frames if f.attributed_to and f.status is status), None
    )
    return (
        Report(
            parties=parties,
            status=status,
            when=when,
            where=where,
            format=format_,
            previous=previous,
            evidence=evidence,
            attributed_to=attributed,
        ),
        "report",
    )


def _quoted_today(frame: Frame) -> bool:
    """ "“Today's meeting was tense,” he said": today is the day of saying."""
    if frame.time is None or frame.time.text.lower() not in ("today", "tonight", "this morning", "this afternoon"):
        return False
    sentence = frame.sentence
    k = next((k for k, t in enumerate(sentence.tokens) if t.time is frame.time), None)
    return k is not None and sentence.quoted[k]


def _shifted(
    frames: Sequence[Frame], status: Status, when: When | None, previous: When | None
) -> tuple[When | None, When | None]:
    """Where the article tells by how many days a meeting moves: the new day from the old one, or the old from the new."""
    shift = next((f.shift for f in frames if f.shift), None)
    if shift is None or status not in (Status.POSTPONED, Status.SCHEDULED, Status.TENTATIVE):
        return when, previous
    if shift > 0 and any(f.stance.change is Change.EARLIER for f in frames):
        shift = -shift
    sooner = status is Status.SCHEDULED and shift < 0
    if when is None and previous is not None and previous.firm and (status is Status.POSTPONED or sooner):
        return _moved(previous, shift), previous
    if previous is None and when is not None and when.firm:
        return when, _moved(when, -shift).model_copy(update={"time": None})
    return when, previous


def _moved(when: When, days: int) -> When:
    return when.model_copy(update={"start": cal.shift(when.start, days), "end": cal.shift(when.end, days)})


def _recent(frame: Frame) -> bool:
    """Whether an undated past meeting is news: told as the news itself, not as history."""
    if "cut-short" in frame.stance.why and not frame.history and not frame.stance.weak:
        return True  # "who broke off a tour of Chile": for what the article is about
    return (
        frame.recent or frame.fresh or (not frame.stance.weak and not frame.history and frame.sentence.order <= RECENT)
    )


def _was_planned(frames: Sequence[Frame], denial: Frame) -> bool:
    """A "will not meet" ends a plan where a date or a plan is spoken of."""
    if denial.when is not None:
        return True
    return any(
        f is not denial and (f.when is not None or f.status in (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED))
        for f in frames
    )


def _status(frames: Sequence[Frame], published: date) -> tuple[Status | None, Frame | None]:
    """The status that wins, and the mention it rests on."""
    told = [f for f in frames if f.status is not None]
    if not told:
        dated = [f for f in frames if f.when is not None]
        if dated:
            first = dated[0]
            assert first.when is not None
            if (
                first.when.start >= published
                and first.when.precision in (Precision.DAY, Precision.RANGE)
                and not first.stance.denial
            ):
                return Status.SCHEDULED, first
            if (
                first.pair
                and first.definite
                and first.city
                and first.when.start > published
                and first.when.precision in (Precision.WEEK, Precision.PART, Precision.MONTH)
                and not (first.stance.denial or first.past_label or first.source == "title")
            ):
                return Status.SCHEDULED, first  # "in time for the two-plus-two meeting in Rome in late March"
            if (
                first.pair
                and first.when.end < published
                and first.when.precision is Precision.DAY
                and not first.stance.denial
                and first.stance.why != st.DID_NOT_TAKE_PLACE
                and not first.past_label
                and not first.reference
            ):
                return Status.CONCLUDED, first  # "the talks of Serbia and Kosovo in Ohrid on June 9"
        return None, None
    changes = [
        f
        for f in told
        if f.stance.change in (Change.CANCEL, Change.POSTPONE)
        and f.status in (Status.CANCELLED, Status.POSTPONED)
        and not f.stance.denial
    ]
    denied = next((f for f in told if f.stance.why == st.CHANGE_DENIED), None)
    if denied is not None:  # what a paper "had reported" is what is denied
        changes = [
            f
            for f in changes
            if f.sentence.order > denied.sentence.order and (f.when is not None or f.previous_when is not None)
        ]
    sure = [f for f in changes if not f.stance.weak]
    firm = (Status.SCHEDULED, Status.UNDERWAY, Status.CONCLUDED)
    if not sure and any(f.status in firm and not f.stance.weak and f not in changes for f in told):
        changes = []  # "had suspended talks" is the story before this one
    changes = sure or changes
    planned = (Status.SCHEDULED, Status.TENTATIVE)
    if any(f.status in planned and f not in changes and f.when is not None and f.when.start >= published for f in told):
        horizon = cal.shift(published, -BACKGROUND_DAYS)
        # "was suspended on Jan. 2 … are expected to resume in February": what was long put off is planned anew
        changes = [
            f
            for f in changes
            if not (f.status is Status.POSTPONED and f.when is None and f.acted is not None and f.acted.end < horizon)
        ]
    coming = [
        f for f in told if f.status in planned and f not in changes and f.when is not None and f.when.start >= published
    ]
    if coming:
        # "A round scheduled for May 28 was postponed", told of talks that are to begin on June 14: an earlier one
        changes = [
            f
            for f in changes
            if not _one_of_several(f)
            or f.status is not Status.POSTPONED
            or f.when is not None
            or f.previous_when is None
            or f.previous_when.end >= published
            or f.sentence.order <= min(c.sentence.order for c in coming)
        ]
        first_plan = min(f.sentence.order for f in coming)
        changes = [f for f in changes if f.sentence.order <= first_plan or not _refused_all_along(f)]
    resumed = next(
        (f for f in told if f.stance.change is Change.RESUME and f.status is Status.UNDERWAY and f.when is not None),
        None,
    )
    if resumed is not None:
        # "resumed talks on Friday … had been called off by the president": what was halted before it was resumed
        changes = [
            f
            for f in changes
            if f.when is not None
            or f.previous_when is not None
            or f.acted is not None
            or f.sentence.order <= resumed.sentence.order
            or any(t.time is not None or t.low in _AFRESH for t in f.sentence.tokens)
        ]
    if changes:
        first = changes[0]
        later = [
            f
            for f in told
            if f.stance.change is Change.RESUME
            and f is not first
            and (
                f.sentence.order >= first.sentence.order
                or (first.acted is not None and f.when is not None and first.acted.end < f.when.start)
            )
        ]
        back_on = [f for f in later if f.status is Status.SCHEDULED and not f.stance.weak]
        if back_on:
            return Status.SCHEDULED, back_on[-1]
        anew = next(
            (f for f in changes if f.status is Status.POSTPONED and (f.when is not None or f.word == "rescheduled")),
            None,
        )
        if anew is not None and first.status is Status.CANCELLED:
            return Status.POSTPONED, anew  # "failed to turn up … the talks were rescheduled for Tuesday"
        if first.status is Status.CANCELLED and not first.stance.deed and first.stance.why.startswith("will not"):
            put_off = next((f for f in changes if f.status is Status.POSTPONED and not f.stance.weak), None)
            if put_off is not None:
                return Status.POSTPONED, put_off  # "will not meet on Monday as planned; the meeting was put off"
        if not (later and later[0].status is Status.UNDERWAY):
            body = [f for f in changes if f.source == "text"]
            return (body or changes)[0].status, (body or changes)[0]
    denials = [f for f in told if f.stance.denial]
    off = next((f for f in denials if f.status is Status.CANCELLED and f.when is not None), None)
    moved = next((f for f in told if f.stance.change is Change.MOVE and f.when is not None), None)
    if off is not None and moved is not None and moved.when.start > off.when.end:  # type: ignore[union-attr]
        return Status.POSTPONED, moved  # "will not fly on Tuesday; her meeting has been moved to Friday"
    others = [f for f in told if not f.stance.denial and f not in changes]
    if denials:
        firm_after = [
            f
            for f in others
            if f.status in (Status.SCHEDULED, Status.UNDERWAY, Status.CONCLUDED)
            and not f.stance.weak
            and f.sentence.order > denials[0].sentence.order
        ]
        if not firm_after:
            return Status.CANCELLED, denials[0]
    strong = [f for f in others if not f.stance.weak or _was_held(f)] or others
    if any(f.source == "text" and f.status in (Status.TENTATIVE, Status.PROPOSED) for f in strong):
        # "A to meet B" over a text that says that they may
        strong = [f for f in strong if f.source == "text" or f.status is not Status.SCHEDULED]
    if not strong:
        return None, None
    by_status: dict[Status, Frame] = {}
    for f in strong:
        assert f.status is not None
        by_status.setdefault(f.status, f)
    if Status.CONCLUDED in by_status and Status.UNDERWAY in by_status:
        a, b = by_status[Status.CONCLUDED], by_status[Status.UNDERWAY]
        if a.kind in (lx.VISIT, lx.TOUR) and b.kind not in (lx.VISIT, lx.TOUR):
            return Status.UNDERWAY, b
        if b.kind in (lx.VISIT, lx.TOUR) and a.kind not in (lx.VISIT, lx.TOUR):
            days = max((f.duration or 0 for f in frames if f.journey), default=0)
            if a.when is None and b.when is not None and days > 1 and cal.shift(b.when.start, days - 1) >= published:
                return Status.UNDERWAY, b  # "began a four-day visit on Tuesday … was received at the palace"
            return Status.CONCLUDED, a
        return (
            (Status.CONCLUDED, a)
            if (a.source == "title", a.sentence.order) <= (b.source == "title", b.sentence.order)
            else (Status.UNDERWAY, b)
        )
    if Status.CONCLUDED in by_status and Status.SCHEDULED in by_status:
        c, s = by_status[Status.CONCLUDED], by_status[Status.SCHEDULED]
        ahead = s.when is not None and s.when.start >= published
        if ahead and c.kind in (lx.VISIT, lx.TOUR) and s.kind not in (lx.VISIT, lx.TOUR):
            return Status.SCHEDULED, s  # "has already visited Petersburg and is to meet the president on Friday"
    if Status.UNDERWAY in by_status and Status.SCHEDULED not in by_status and Status.TENTATIVE in by_status:
        t, u = by_status[Status.TENTATIVE], by_status[Status.UNDERWAY]
        if u.kind in (lx.VISIT, lx.TOUR) and t.kind not in (lx.VISIT, lx.TOUR):
            return Status.TENTATIVE, t  # the guest is there, the talks are still hoped for
    if Status.UNDERWAY in by_status and Status.SCHEDULED in by_status:
        s, u = by_status[Status.SCHEDULED], by_status[Status.UNDERWAY]
        if u.journey and not s.journey:
            return Status.SCHEDULED, s
        if s.when is not None and s.when.start > published:
            return (Status.SCHEDULED, s) if u.when is None or not u.when.end >= published else (Status.UNDERWAY, u)
        return Status.UNDERWAY, u
    for status in (
        Status.CONCLUDED,
        Status.UNDERWAY,
        Status.SCHEDULED,
        Status.TENTATIVE,
        Status.PROPOSED,
        Status.CANCELLED,
        Status.POSTPONED,
    ):
        if status in by_status:
            return status, by_status[status]
    return None, None


def _refused_all_along(frame: Frame) -> bool:
    """ "The US has refused to hold full bilateral talks", told below a meeting that is to come: no refusal of that one."""
    if frame.status is not Status.CANCELLED or frame.when is not None or frame.previous_when is not None:
        return False
    before = [t.low for t in frame.sentence.tokens[max(0, frame.index - 12) : frame.index]]
    return any(
        word in ("refused", "declined", "rejected") and set(before[max(0, n - 3) : n]) & {"has", "have"}
        for n, word in enumerate(before)
    )


def _one_of_several(frame: Frame) -> bool:
    """ "A round of talks", "an earlier meeting": not the one that the article is about."""
    before = [t.low for t in frame.sentence.tokens[max(0, frame.index - 4) : frame.index]]
    return frame.past_label or (bool({"a", "an"} & set(before)) and "the" not in before)


def _was_held(frame: Frame) -> bool:
    """ "In a round of talks late on Monday, Cohen reaffirmed …": a day makes it sure that they were held."""
    return (
        frame.status is Status.CONCLUDED
        and frame.kind in (lx.TALKS, lx.MEETING, lx.ROUND)
        and frame.time is not None
        and frame.when is not None
        and frame.when.precision is Precision.DAY
    )


def _when(frames: Sequence[Frame], status: Status, because: Frame, published: date) -> tuple[When | None, Frame | None]:
    """The meeting's days: sharpest first, then the meeting's own before the visit's, then earliest in the text."""
    changed = status is Status.POSTPONED
    horizon = cal.shift(published, -BACKGROUND_DAYS)
    options = [
        f
        for f in frames
        if f.when is not None
        and not (status is Status.UNDERWAY and f.status is not status and f.when.end < horizon)  # an earlier round
    ]
    if changed:
        fresh = [f for f in options if f.stance.change is Change.POSTPONE] or [f for f in options if f.anew]
        if not fresh and because.stance.change is Change.MOVE and because in options:
            fresh = [because]
        if not fresh:
            previous = [f.previous_when for f in frames if f.previous_when is not None]
            fresh = (
                [
                    f
                    for f in options
                    if f.sentence.order >= because.sentence.order
                    and f.status in (Status.SCHEDULED, Status.TENTATIVE, Status.POSTPONED)
                    and (not previous or not any(_overlap(f.when, p) for p in previous if f.when))
                ]
                if previous
                else []
            )
        options = fresh
    moved = [f for f in options if f.stance.change in (Change.EARLIER, Change.MOVE)]
    if moved:
        options = moved
    if not options:
        return None, None

    def rank(f: Frame) -> tuple[int, ...]:
        assert f.when is not None
        agrees = 0 if f.status is status or f.status is None else 1
        if status in (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED) and f.when.end < published:
            agrees = 2
        whole_tour = "tour" in f.notes and any(
            o.when is not None
            and o.when != f.when
            and (o.when.within(f.when) or ("tour" not in o.notes and o.when.start > f.when.start))
            and o.when.precision in (Precision.DAY, Precision.RANGE)
            for o in options
            if o.source == "text"
        )
        return (
            f.source == "title",
            agrees,
            _SHARP[f.when.precision],
            whole_tour,  # "will travel to A, B and C on October 11-18 … will visit A on October 12-13"
            f.kind in (lx.VISIT, lx.TOUR),
            f.stance.weak,
            f.time is not None and f.time.anchored,
            f is not because,
            f.sentence.order,
        )

    best = min(options, key=rank)
    best = _sharpened(best, [f for f in frames if f.when is not None], status, published)
    if (
        best.when is not None
        and best.when.precision is Precision.DAY
        and any(f.session or f.kind in _MULTI for f in frames)
    ):
        whole = [
            f
            for f in options
            if f.when is not None
            and f.when.precision is Precision.RANGE
            and f.when.days <= _LONGEST_GATHERING
            and best.when.within(f.when)
            and f.kind not in (lx.VISIT, lx.TOUR)
        ]
        best = whole[0] if whole else best  # a gathering's days, not just its first
    when = best.when
    assert when is not None
    duration = (
        best.duration
        or next((f.duration for f in frames if f.duration and f.when is None), None)
        or next((f.duration for f in frames if f.duration), None)
    )
    if duration and duration > 1 and when.precision is Precision.DAY:
        only_visit = all(f.kind in (lx.VISIT, lx.TOUR) for f in frames if f.when is not None and f.when == when)
        holder = next(f for f in frames if f.duration)
        if holder.kind not in (lx.VISIT, lx.TOUR) or only_visit:
            ended = status is Status.CONCLUDED and any(
                f.stance.why.startswith(("“end", "“conclude", "“wrap", "“finish")) for f in (best, holder)
            )
            if ended or best.stance.why == st.STILL_TO_END:
                when = When(
                    start=cal.shift(when.start, 1 - duration),
                    end=when.end,
                    precision=Precision.RANGE,
                    time=when.time,
                )
            elif status is not Status.CONCLUDED or (published - when.start).days >= duration - 1:
                when = When(
                    start=when.start,
                    end=cal.shift(when.start, duration - 1),
                    precision=Precision.RANGE,
                    time=when.time,
                )
    if status is Status.CONCLUDED and when.precision is Precision.DAY:
        began = next(
            (both[0] for f in frames if (both := _opened_and_ended(Meeting(list(frames)), f)) and both[1] == when), None
        )
        if began is not None:
            when = When(start=began.start, end=when.end, precision=Precision.RANGE, time=None)
    ends = next((f.ends for f in frames if f.ends is not None), None)
    if (
        ends is not None
        and when.precision is Precision.DAY
        and status in (Status.UNDERWAY, Status.SCHEDULED)
        and 0 < (ends.end - when.start).days <= _LONGEST
    ):
        when = When(start=when.start, end=ends.end, precision=Precision.RANGE, time=when.time)
    planned = status in (Status.SCHEDULED, Status.TENTATIVE)
    gone_there = because is not best and best.journey and best.status is Status.UNDERWAY
    if planned and gone_there and because.when is None and cal.shift(published, -_A_VISIT) <= when.end < published:
        return None, None  # "left for Baku on Tuesday. He will meet Aliyev": on a day that is not told
    time = (
        when.time
        or next((f.clock for f in frames if f.clock and f.when is None and when.precision is Precision.DAY), None)
        or next((f.when.time for f in frames if f.when and f.when.time and f.when.start == when.start), None)
    )
    if time != when.time:
        when = when.model_copy(update={"time": time})
    return when, best


def _sharpened(best: Frame, dated: Sequence[Frame], status: Status, published: date) -> Frame:
    """The mention that tells the day where ``best`` has only "this weekend" or "the end of the month", or the whole visit where it
    has only its first day."""
    assert best.when is not None
    planned = status in (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED, Status.POSTPONED)
    rough = best.when.precision in (Precision.WEEK, Precision.PART, Precision.MONTH)
    rough |= best.time is not None and "weekend" in best.time.text.lower()
    exact = [
        f
        for f in dated
        if f.when is not None
        and f.when.precision in (Precision.DAY, Precision.RANGE)
        and f.source == "text"
        and (f.status in (*_PLANS, Status.UNDERWAY, None) or f.when.start > published)
        and f.stance.change in (Change.NONE, Change.MOVE)
        and not (f.past_label or (f.journey and not best.journey))
    ]
    if rough and planned:
        inside = [f for f in exact if f.when is not None and f.when.days < best.when.days and f.when.within(best.when)]
        return min(inside, key=lambda f: (f.kind in (lx.VISIT, lx.TOUR), f.sentence.order), default=best)
    if planned and best.kind in (lx.VISIT, lx.TOUR) and best.when.precision is Precision.DAY:
        whole = [
            f
            for f in exact
            if f.when is not None
            and f.kind in (lx.VISIT, lx.TOUR)
            and f.when.start == best.when.start
            and 1 < f.when.days <= _LONGEST_GATHERING
        ]
        return (
            whole[0] if whole else best
        )  # "arrives in Moscow on Wednesday … will visit Russia from February 20 to 22"
    return best


def _previous(
    frames: Sequence[Frame], status: Status, when: When | None, published: date
) -> tuple[When | None, Frame | None]:
    told = [
        (f, f.previous_when)
        for f in frames
        if f.previous_when is not None
        and not (when and (f.previous_when.start, f.previous_when.end) == (when.start, when.end))
    ]
    if told:
        f, was = min(told, key=lambda t: _SHARP[t[1].precision])
        if status is Status.POSTPONED and was.precision not in (Precision.DAY, Precision.RANGE):
            sharper = next(
                (
                    g
                    for g in frames
                    if g.when is not None
                    and g.when.days < was.days
                    and g.when.within(was)
                    and g.stance.change is not Change.POSTPONE
                    and (when is None or not _overlap(g.when, when))
                ),
                None,
            )
            if sharper is not None and sharper.when is not None:
                return sharper.when, sharper  # "set for next week … the meeting of January 18 and 19"
        if when is not None and f.previous_time is not None and status is Status.POSTPONED:
            # The plan may stand in a clause before the one that puts it off.
            change = Change.POSTPONE if f.stance.change is Change.NONE else f.stance.change
            was = last_before(f.previous_time, was, when, change, published)
        return was, f
    if status is Status.POSTPONED:
        for f in frames:
            if (
                f.when is not None
                and f.stance.change is not Change.POSTPONE
                and not f.anew
                and (when is None or not _overlap(f.when, when))
            ):
                return f.when, f
    return None, None


def _where(frames: Sequence[Frame], dated: Frame | None) -> tuple[str | None, str | None, Frame | None]:
    """The place, from a move before all, then from the mention that has the day, then from where it is told first."""
    ordered = sorted(
        frames,
        key=lambda f: (
            f.source == "title",
            f.stance.change is not Change.MOVE,
            f.journey or f is not dated,
            f.status is None and f.when is None and not f.definite,
        ),
    )
    ordered = [f for f in ordered if f.source == "text" or len(f.parties) != 1 or f.session]
    for f in ordered:
        if f.city:
            return f.city, f.country, f
    for f in ordered:
        if f.country:
            return None, f.country, f
    for f in ordered:
        if f.host_country:
            return None, f.host_country, f
    return None, None, None


def _evidence(
    meeting: Meeting, because: Frame, when: Frame | None, place: Frame | None, previous: Frame | None
) -> tuple[Evidence, ...]:
    roles: list[tuple[Frame, str]] = [(because, "status")]
    if when is not None:
        roles.append((when, "when"))
    if place is not None:
        roles.append((place, "where"))
    if previous is not None:
        roles.append((previous, "previous"))
    full = next((f for f in meeting.frames if set(f.parties) == set(meeting.parties)), meeting.like)
    roles.append((full or max(meeting.frames, key=lambda f: len(f.parties)), "parties"))
    seen: set[tuple[str, int, int, str]] = set()
    evidence: list[Evidence] = []
    for frame, role in roles:
        sentence = frame.sentence
        key = (frame.source, sentence.start, sentence.end, role)
        if key in seen:
            continue
        seen.add(key)
        evidence.append(
            Evidence.model_validate(
                {
                    "in": "title" if frame.source == "title" else "text",
                    "start": sentence.start,
                    "end": sentence.end,
                    "quote": sentence_text(frame),
                    "role": role,
                }
            )
        )
    return tuple(evidence)


def sentence_text(frame: Frame) -> str:
    return frame.sentence.text


__all__ = ["BACKGROUND_DAYS", "Meeting", "Verdict", "compatible", "link", "passing_through", "settle"]
