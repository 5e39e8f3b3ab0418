"""Who comes to a gathering that the article tells of in several places: "the SAARC summit opened …", "leaders of … arrived to join it".

News about a summit names its convening body once and those who come in other sentences. Where an article tells of one
body's gathering, sentences about who attends "the summit" are of that one, and not a meeting of the guests by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from domain.reading import lexicon as lx
from domain.reading import status as st
from domain.reading.mention_frame import Frame
from domain.reading.participants import ATTENDED
from domain.reading.status import Change
from domain.reports import Format, Precision, Status

_NEXT = 2
"""How many sentences after a meeting a mere "… will attend" is still of it."""


_MANY = 60
"""Meetings told of "with each of them"; no article has as many."""


def convene(frames: Sequence[Frame]) -> None:
    """Give the body whose gathering the article tells of to the mentions of who attends it."""
    _join(frames)
    _attended(frames)
    _same_trip(frames)
    sessions = [f for f in frames if f.session and not f.past_label and not f.history and _body(f)]
    if not sessions:
        return
    told = Counter(_body(f) for f in sessions if f.kind in lx.GATHERINGS or f.kind == lx.MEETING)
    ranked = told.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return
    body = ranked[0][0]
    own = [f for f in sessions if _body(f) == body]
    labels = {word for f in own for word in f.label}
    cities = {f.city for f in own if f.city}
    countries = {f.country for f in own if f.country}
    for frame in frames:
        to_it = (
            frame.kind == lx.VISIT and not frame.session and frame.parties[:1] == (body,) and len(frame.parties) == 2
        )
        if to_it and frame.parties[1] in countries and frame.country in countries:
            frame.parties, frame.session, frame.attends, frame.kind = (body,), True, True, lx.GATHERING
            frame.when = frame.time = (
                None  # "The G20 leaders will arrive in Bali from Sunday": not a visit to Indonesia
            )
            frame.definite = True
        if frame.session or frame.past_label or frame.occasion or frame.history:
            continue
        if not (frame.attends or (frame.kind in lx.GATHERINGS and not frame.parties and frame.definite)):
            continue
        if frame.status is Status.CANCELLED or frame.stance.denial or _institution(frame):
            continue
        if (frame.label and not labels & set(frame.label)) or (frame.city and cities and frame.city not in cities):
            continue
        frame.parties = tuple(dict.fromkeys((*frame.parties, body)))
        frame.session = frame.definite = True
        frame.notes.append(f"of the gathering of {body}")


def _same_trip(frames: Sequence[Frame]) -> None:
    """Of one journey: "he had also been set to travel to Tunisia" (off as well), "The trip, from June 26 to July 3, …" (all of its stops)."""
    journeys = [f for f in frames if f.journey and f.source == "text" and not f.past_label]
    for number, frame in enumerate(journeys[:_MANY]):
        before = [f for f in journeys[:number] if frame.sentence.order - f.sentence.order <= _SAME_STORY]
        if frame.stance.why in (st.HAD_BEEN_PLANNED, st.WAS_TO_HAVE) and len(frame.parties) >= 2:
            also = any(t.low in ("also", "then") and t.is_word for t in frame.sentence.tokens)
            off = next(
                (
                    f
                    for f in before
                    if f.stance.change in (Change.CANCEL, Change.POSTPONE)
                    and f.status in (Status.CANCELLED, Status.POSTPONED)
                    and f.parties[:1] == frame.parties[:1]
                ),
                None,
            )
            if also and off is not None:
                frame.stance = replace(off.stance, weak=False)
                frame.notes.append("off with the rest of the journey")
        legs = [f for f in before if "tour" in f.notes]
        if (
            legs
            and frame.kind in (lx.VISIT, lx.TOUR)
            and frame.definite
            and frame.when is not None
            and frame.when.precision is Precision.RANGE
            and len(frame.parties) < 2
            and set(frame.parties) <= {legs[-1].parties[0]}
        ):
            for leg in legs:
                rough = leg.when is None or leg.when.precision not in (Precision.DAY, Precision.RANGE)
                same = leg.sentence is legs[-1].sentence and leg.status in (Status.SCHEDULED, Status.TENTATIVE)
                if rough and same:
                    leg.when, leg.time = frame.when, frame.time


_SAME_STORY = 8
"""Sentences within which an article goes on about one journey."""


def _attended(frames: Sequence[Frame]) -> None:
    """ "The meeting was also attended by the ministers of C and D": they were at the one told of before."""
    for number, frame in enumerate(frames):
        if ATTENDED not in frame.notes or not frame.definite or frame.session or not frame.parties:
            continue
        for before in reversed(frames[:number]):
            if frame.sentence.order - before.sentence.order > _NEXT:
                break
            if (
                before.kind in (*lx.GATHERINGS, lx.MEETING, lx.TALKS, lx.ROUND)
                and len(before.parties) >= 2
                and not (before.past_label or before.occasion or before.stance.denial)
                and before.source == frame.source == "text"
                and before.format is not Format.CALL
                and before.status in (Status.CONCLUDED, Status.UNDERWAY)
                and (before.when is None or frame.when is None or before.when == frame.when)
            ):
                whole = tuple(dict.fromkeys((*before.parties, *frame.parties)))
                for other in frames[:number]:
                    if other.parties == before.parties and other.source == "text":
                        other.parties = whole
                frame.parties, frame.session = whole, before.session
                if frame.status in (Status.SCHEDULED, None):
                    frame.stance = before.stance
                break


def _join(frames: Sequence[Frame]) -> None:
    """ "… also took part": of the meeting told of in the sentence before, or in the same one."""
    meetings = (*lx.GATHERINGS, lx.MEETING, lx.TALKS, lx.ROUND)
    for number, frame in enumerate(frames):
        if not frame.alone or not frame.parties or frame.status is Status.CANCELLED or frame.stance.denial:
            continue
        for before in reversed(frames[:number]):
            if frame.sentence.order - before.sentence.order > _NEXT:
                break
            if (
                before.kind in (lx.GATHERINGS if frame.status is None else meetings)
                and not before.alone
                and not before.past_label
                and not before.occasion
                and before.source == frame.source
                and before.format is not Format.CALL
                and before.status not in (None, Status.CANCELLED, Status.POSTPONED)
            ):
                before.parties = tuple(dict.fromkeys((*before.parties, *frame.parties)))
                before.reference = before.reference and len(before.parties) < 2
                before.pair = before.pair or len(before.parties) >= 2
                frame.parties, frame.session = before.parties, before.session
                frame.notes.append("comes to the meeting told of before")
                break


def converge(frames: Sequence[Frame]) -> None:
    """ "A Ukrainian delegation arrived in Jeddah … U.S. negotiators are there too": those sent to one city for talks meet each other.

    The host sits with them where the article tells of it at the table; otherwise it lends the room."""
    sent = [f for f in frames if _sent_there(f)]
    if len(sent) < 2 or len(sent) > _MANY:
        return
    talks = [f for f in frames if f.kind in (lx.TALKS, lx.ROUND) and f.source == "text"]
    if not talks and not any("the visit and the meeting in it are one" in f.notes for f in sent):
        return
    for host in dict.fromkeys(f.country for f in sent):
        there = [f for f in sent if f.country == host and host is not None]
        guests = tuple(dict.fromkeys(p for f in there for p in f.parties if p != host))
        if (
            len({frozenset(f.parties) for f in there}) < 2
            or len(guests) < 2
            or len({f.city for f in there if f.city}) > 1
        ):
            continue
        seated = any(host in f.parties and set(f.parties) & set(guests) for f in talks if f not in there)
        days = [f.when for f in there if f.when is not None]
        latest = max(days, key=lambda w: w.end, default=None)
        for frame in there:
            frame.parties = (*guests, host) if seated and host else guests
            frame.pair, frame.reference, frame.definite, frame.peace = True, False, True, True
            frame.kind, frame.journey = lx.TALKS, False
            frame.city = frame.city or next((f.city for f in there if f.city), None)
            if frame.when is not None and frame.when != latest:
                frame.when = frame.time = None
            frame.notes.append("come for talks with each other")


def lend_the_room(frames: Sequence[Frame]) -> None:
    """ "Flew to the Swiss city as well": a venue that was named before, whose state is not visited by it."""
    for frame in frames:
        tokens = frame.sentence.tokens
        if (
            frame.kind == lx.VISIT
            and frame.journey
            and frame.city is None
            and frame.country in frame.parties
            and len(frame.parties) > 1
            and any(
                p.city is None and p.country == frame.country and tokens[p.hi - 1].low in lx.TOWN_NOUNS
                for p in frame.sentence.places
            )
        ):
            frame.parties, frame.pair = tuple(p for p in frame.parties if p != frame.country), False
            frame.notes.append("the city only lends the room")


def _sent_there(frame: Frame) -> bool:
    """A delegation that has come, or is expected, in another state."""
    return (
        frame.kind in (lx.VISIT, lx.TALKS)
        and frame.journey
        and frame.source == "text"
        and frame.status in (Status.UNDERWAY, Status.TENTATIVE, Status.SCHEDULED)
        and frame.country in frame.parties
        and len(frame.parties) > 1
        and not (frame.past_label or frame.history or frame.stance.denial)
        and not any(
            a.prep in ("with", None) and (a.person or a.role) and frame.country in a.parties
            for a in frame.sentence.actors
        )
        and any(t.is_word and t.low in _WHO_ARE_SENT for t in frame.sentence.tokens[: frame.index + 6])
    )


_WHO_ARE_SENT = frozenset("delegation delegations negotiators mediators team teams representatives delegates".split())


def beside(frames: Sequence[Frame]) -> None:
    """ "On the sidelines he will meet …", told after the summit's city: in that city, on a day of it that nobody tells."""
    told = [
        f
        for f in frames
        if f.kind in lx.GATHERINGS
        and f.source == "text"
        and not (f.past_label or f.history or f.stance.denial)
        and f.status not in (Status.CANCELLED, Status.POSTPONED)
    ]
    cities = {(f.city, f.country) for f in told if f.city}
    for frame in frames:
        if not frame.beside or len(frame.parties) < 2 or frame.format is Format.CALL:
            continue
        if frame.status not in (Status.SCHEDULED, Status.TENTATIVE):
            continue
        if len(cities) == 1 and frame.city is None and frame.country is None:
            frame.city, frame.country = next(iter(cities))


def taken_apart(frames: Sequence[Frame]) -> list[Frame]:
    """ "agreed to meet the president in May … who will meet separately with the two": what was told of as one meeting is two."""
    tables: dict[tuple[int, int], set[str]] = {}
    for frame in frames:
        planned = frame.status in (Status.SCHEDULED, Status.TENTATIVE)
        if planned and frame.when is None and "each by itself" in frame.notes:
            tables.setdefault((frame.sentence.order, frame.index), set()).update(frame.parties)
    if not tables:
        return list(frames)
    each = [f for f in frames if "each by itself" in f.notes and (f.sentence.order, f.index) in tables][:_MANY]
    result: list[Frame] = []
    for frame in frames:
        apart = [
            other
            for other in each
            if set(other.parties) < set(frame.parties)
            and tables[other.sentence.order, other.index] == set(frame.parties)
        ]
        if len(frame.parties) == 3 and len(apart) == 2 and frame.status is apart[0].status:
            result += [replace(frame, parties=other.parties) for other in apart]
        else:
            result.append(frame)
    return result


def _institution(frame: Frame) -> bool:
    """ "the Peruvian Congress": a parliament, not the gathering told of."""
    token = frame.sentence.tokens[frame.index]
    return token.text[:1].isupper() and token.low in ("congress", "council", "assembly", "forum")


def _body(frame: Frame) -> str:
    """The one organisation or grouping among the parties of a session; "" where there are more."""
    bodies = [p for p in frame.parties if not lx.is_state(p)]
    return bodies[0] if len(bodies) == 1 else ""
