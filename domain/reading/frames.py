"""Meeting frames: who meets whom, when, where, and how firmly, clause by clause.

A *frame* is one mention of one meeting. Verbs ("will meet", "travels to") and nouns ("talks with", "a visit to") open frames;
those that belong together ("will fly to Geneva for talks with ...") become one. Frames of one article are merged into
reports by ``linking``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from domain.reading import lexicon as lx
from domain.reading import status as st
from domain.reading import times_calendar as cal
from domain.reading.doubts import CLAIMED, OPEN, WANTED, done_by_nobody, doubted, only_on_a_condition
from domain.reading.mention_frame import BACKGROUND_DAYS, Chooser, Context, Frame, Trigger
from domain.reading.mentions import CONTEXT_OF
from domain.reading.participants import SEATS
from domain.reading.stances import OCCASION, PRESIDING
from domain.reading.status import Change, Stance
from domain.reading.syntax import Actor, SegmentKind, Sentence, VerbGroup
from domain.reading.tokens import Direction, NameKind, TimeMention
from domain.reading.whereabouts import Whereabouts
from domain.reports import Format, Precision, Status, When

_LONG_PAST: Final = re.compile(
    r"(?i)\b(?:in|over|during|within|for) (?:the )?(?:recent|past|last|previous) (?:\w+ )?(?:weeks|months|years|decades)\b"
    r"|\b(?:months|years|decades|a decade|a year) (?:ago|earlier|before)\b|\bearlier this year\b|\bin the past\b"
    r"|\b(?:many|several|numerous|countless|dozens of|multiple) (?:rounds|times|occasions|meetings)\b"
)
"""Times that are long gone without being dates."""
_SEVERAL_OF_THEM: Final = re.compile(
    r"(?i)meetings with (?:several|many|various|numerous|other|a number of|a string of|a host of) (?:\w+ ){0,3}"
    r"(?:leaders|counterparts|ministers|presidents|premiers)(?: present| there| here)? ?,? ?(?:including|among them|such as)\b"
)
_NO_NEWS: Final = re.compile(
    r"(?i)\bbefore the (?:\w+ )?(?:invasion|war|pandemic|coup|revolution|outbreak|annexation)\b"
    r"|\b(?:have|has|had) (?:often|frequently|repeatedly|previously|regularly|long|already)\b"
    r"|\bas (?:\w+ ){0,4}(?:minister|secretary|premier|president|chancellor|ambassador|envoy|mediator|diplomat|commissioner|negotiator|secretary-general),? (?:he|she|[A-Z]\w+)\b"
    r"|\b(?:during|in|over) (?:his|her|a long|a|the|their) (?:\w+ ){0,3}(?:career|tenure|youth|mandate|time in office|term in office|years? (?:in office|as \w+))\b"
    r"|\b(?:while|when) (?:he|she) was (?:\w+ ){0,3}(?:minister|president|premier|chancellor|envoy|ambassador|in office)\b"
    r"|\bonce (?:hosted|held|met|visited|negotiated|received)\b"
    r"|\b(?:have|has) (?:\w+ ){1,8}?(?:twice\b|often\b|(?:once|before) ?(?:[,.;]|but\b|$)|\w+ (?:times|rounds of)\b)"
)
"""How a meeting is told of that took place some time or other ("have met before", "once hosted talks")."""
_FEARING: Final = frozenset("fear worry suspect speculate threaten bet predict".split())
_NO_SAYING: Final = frozenset("mark represent signal raise spark fuel end break".split())
"""What an outcome is said to do, which tells no day of what it came out of."""
_FREQUENT: Final = frozenset("regular annual frequent periodic yearly monthly routine".split())
_WITH_SECRETARIES: Final = frozenset("IN PK BD NP LK BT MV".split())
"""States whose foreign secretary is the highest official of the ministry, not its minister."""
_SO_MANY_TIMES: Final = re.compile(
    r"(?i)\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|dozens of|several|many|numerous|multiple|countless) times\b|\btwice\b"
)
_HOW_OFTEN: Final = re.compile(
    r"(?i)(?:with \w+ )?(?:more |each other |again )?(?:regularly|frequently|periodically|annually|(?:at least )?(?:once|twice) (?:a|every|each|in) |every )"
)
"""How often meetings are to be held, told of them as a whole."""
_HABITS: Final = frozenset(
    "regularly usually often normally always rarely typically annually each every sometimes seldom".split()
)
_TO_A_POST: Final = re.compile(
    r"\b(?:take|took|taking|takes) up (?:his|her|their|the|a) (?:new )?(?:post|posting|position|duties|job|office)\b"
)

_IN_HIS_STEAD: Final = re.compile(
    r"(?i)\b(?:lead|leads|led|head|heads|headed) (?:the |its |their |his |a |\w+ ){0,3}(?:delegation|team|side)\b|\bin (?:his|her) (?:place|stead)\b"
    r"|\bon (?:his|her) behalf\b|\b(?:will|would|to) (?:be represented by|represent)\b|\bsend(?:s|ing)? .{3,60} instead\b"
)
"""How one is told of who comes for somebody who stays away."""
_NEXT_WORDS: Final = 250
"""Characters after a sentence in which that is told."""

_TOLD_THEN: Final = frozenset(
    "make announce speak issue give comment add tweet disclose reveal sign agree pledge vow reaffirm praise emerge".split()
)
"""Verbs behind which stands the day of what was said after a meeting ("made the announcement on Monday after meeting")."""

_OPENS: Final = 6
"""Tokens before a meeting's words with which the sentence still opens with it ("In a late-night meeting in Rome, …")."""

_PROGRAMMES: Final = frozenset("schedule agenda programme program itinerary diary calendar".split())
_COMING: Final = frozenset("arrive land fly travel come go".split())
_SNUBS: Final = frozenset("snub rebuff spurn shun".split())

_SAID_TO_SOMEBODY: Final = frozenset("tell inform warn urge assure ask thank congratulate brief press".split())
"""What one says to another in a call."""
_BY_WAY_OF: Final = frozenset("in during by over on".split())
_NEAR: Final = 12
_TELLING: Final = frozenset({"tell", "warn"})
"""What one person does to another in the first sentence of a read-out ("Macron told Putin that …")."""
"""Tokens between telling and "in a call"."""

_HE_SAID: Final = re.compile(r"\b(?:he|she) (?:said|told|added|says|explained|stressed)\b")

_SENT: Final = frozenset("delegation delegations negotiators team envoys".split())
"""People whom "the delegation" means in the next sentence, be they of a state or of a group."""

_ORDINAL: Final = re.compile(
    r"\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|annual|inaugural"
).fullmatch

_UNITS: Final = {"day": 1, "days": 1, "week": 7, "weeks": 7}

_ANSWERED: Final = 2
"""Sentences after a question in which it is answered."""

_PRAISED: Final = frozenset(
    "constructive productive fruitful useful good positive excellent frank candid substantive warm detailed intense tense".split()
)
"""What is said of talks that have just been held."""

_INSET: Final = 22
"""Tokens of a clause between two commas."""

_BACK: Final = 8
"""Tokens back from a meeting's words within which "two days before" stands."""

_SERIES: Final = 3
"""Days named one by one that make a series of meetings."""


def frames(
    sentence: Sentence, context: Context, text: str, choose: Chooser, resolve: Callable[[str], str | None]
) -> list[Frame]:
    """All frames of one parsed sentence; updates ``context`` for the next one."""
    if context.last_speaker and sentence.text[:1] in ("“", '"', "«") and _HE_SAID.search(sentence.text):
        context.last_person = (
            context.last_speaker
        )  # "“It was good,” he told reporters after …": he who was quoted before
    builder = _Builder(sentence, context, text, choose, resolve)
    result = builder.build()
    builder.remember()
    return result


_CHANCES: Final = frozenset("chance chances possibility likelihood probability prospect hope hopes".split())
"""Of what a that-clause is no more than likely ("there is a chance that they will meet")."""


class _Builder(Whereabouts):
    """Builds the frames of one sentence from all of the steps."""

    def build(self) -> list[Frame]:
        self._find_triggers()
        if not self.triggers:
            return []
        self._cluster()
        self._assign_times()
        result: list[Frame] = []
        question = self.s.text.rstrip("\"'”’) ").endswith("?")
        for unit in self.units:
            frame = self._frame(unit)
            asking = frame is not None and (question or self._asked(unit[-1].index))
            if frame is not None and asking and self.context.transcript:
                self.context.asked = (frame.parties, self.s.order)
            elif frame is not None and unit[0].group is not None:
                self._answered(frame)
            if frame is not None and asking:
                frame.stance = Stance(None, why="a question")
                frame.notes = ["a question asserts nothing"]
                frame.when = None
                frame.reference = True
            if (
                frame is not None
                and result
                and frame.stance.why.startswith("“invite")
                and result[-1].stance.why == "invited"
            ):
                frame.reference = True  # "invited both leaders to Washington to restart negotiations": one meeting
            if frame is not None and result and self._told_by_its_route(result[-1], frame, unit):
                continue
            if frame is not None and result:
                for told in [f for f in result if f.index == result[-1].index]:
                    self._beside(told, frame, unit)
                self._beside_what_opens(result, frame)
                self._contained(result[-1], frame, unit)
                self._on_the_trip(result, frame, unit)
                self._only_passing_through(result, frame)
                self._met_on_the_visit(result[-1], frame)
                self._and_another_gathering(result, frame, unit)
                self._seen_on_the_tour(result, frame, unit)
                last = result[-1]
                if (
                    "tour" in frame.notes
                    and frame.when is None
                    and frame.status in (Status.SCHEDULED, Status.TENTATIVE)
                    and last.kind in (lx.VISIT, lx.TOUR)
                    and last.when is not None
                    and (last.when.precision is not Precision.DAY or last.duration)
                    and last.parties[:1] == frame.parties[:1]
                    and len(last.parties) == 1
                ):
                    frame.when, frame.time = last.when, last.time  # "a tour from 3 to 9 May, visiting A and B"
                    frame.duration = frame.duration or last.duration
                if frame.kind == lx.TOUR and frame.status is None and set(result[-1].parties) & set(frame.parties):
                    frame.stance = result[-1].stance  # "the trip will be part of a tour that also includes …"
            if frame is not None:
                self._returns_from(frame, unit)
                self._on_a_journey(frame, unit)
                self._hours_apart(result, frame, unit)
                self._days_apart(result, frame, unit)
                self._before_the_main_one(result, frame)
                self._joined_where(frame, unit)
                self._whose(frame, unit)
            if frame is not None and (each := self._with_each(result, frame, unit)):
                result += each
                continue
            if (
                frame is not None
                and frame.when is None
                and frame.stance.weak
                and self.tokens[unit[-1].index].low in lx.MEAL_NOUNS
            ):
                frame.reference = True  # "before a state dinner"
            if frame is not None and len(frame.parties) >= 2:
                self.told = frame.parties
                if (
                    frame.pair
                    and not frame.session
                    and not (frame.kind in lx.GATHERINGS and set(frame.parties) & lx.BLOCS)
                ):
                    self.told_pair = frame.parties
            if frame is not None and result:
                self._stops_of_the_tour(result[-1], frame)
            if frame is not None and frame.stance.why == OCCASION:
                frame.occasion = True
            if frame is not None:
                result += (
                    self._one_per_host(frame)
                    if "tour" in frame.notes
                    else [day for part in self._one_per_partner(frame, unit) for day in self._one_per_day(part, unit)]
                )
        self._remember_there(result)
        return result

    def _remember_there(self, told: list[Frame]) -> None:
        """Where "there" is for the next sentences: the one place of what is planned here."""
        off = [f for f in told if f.journey and f.status in (Status.CANCELLED, Status.POSTPONED)]
        planned = off or [f for f in told if f.status in (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED)]
        countries = {f.country or f.host_country for f in planned} - {None}
        if len(countries) != 1 or any(f.kind == lx.TOUR or "tour" in f.notes for f in told):
            return
        country = countries.pop()
        cities = {f.city for f in planned if f.city}
        if country is not None:
            self.context.there = (cities.pop() if len(cities) == 1 else None, country, self.s.order, bool(off))

    def _returns_from(self, frame: Frame, unit: list[Trigger]) -> None:
        """ "will return home on Sunday after the G7 summit": who returns from it was there."""
        if not frame.session or len(frame.parties) != 1 or unit[0].group is not None:
            return
        if frame.status is not None and not frame.stance.why.startswith("“after”"):
            return
        lo = self.np_lo[unit[0].index]
        homeward = next((g for g in reversed(self.s.groups) if g.finite and g.hi <= lo), None)
        if homeward is None or homeward.main.lemma not in ("return", "leave", "fly") or homeward.main.negated:
            return
        between = {t.low for t in self.tokens[homeward.hi : lo + 1]}
        if not between & {"after", "following", "from"} or lo - homeward.hi > _NEAR:
            return
        who = self._subject_of(homeward)[0]
        if len(who) != 1 or not lx.is_state(who[0]):
            return
        first = homeward.links[0]
        if first.tense in ("past", "perfect") and first.modal is None and len(homeward.links) == 1:
            frame.stance = Stance(Status.CONCLUDED, Direction.PAST, why="returned from it", weak=True)
        elif first.modal in ("will", "is-to", "going-to"):
            frame.stance = Stance(Status.SCHEDULED, Direction.FUTURE, why="will return from it")
        else:
            return
        frame.parties, frame.reference, frame.pair = (*who, *frame.parties), False, True
        frame.when = frame.time = None

    def _answered(self, frame: Frame) -> None:
        """ "Do you intend to speak with Xi?" … "We will be meeting": with whom the question was about."""
        parties, order = self.context.asked
        other = [p for p in parties if p not in self.context.transcript]
        if frame.parties != self.context.transcript or not frame.parties or len(other) != 1:
            return
        if frame.status is None or frame.stance.denial or not 0 < self.s.order - order <= _ANSWERED:
            return
        frame.parties, frame.pair, frame.reference = (*frame.parties, *other), True, False
        frame.notes.append("as was asked")

    def _list_of_gatherings(self, i: int) -> bool:
        """Whether behind the gathering at ``i`` and an "and" comes yet another one."""
        return any(
            t.index > i
            and t.group is None
            and (t.kind in lx.GATHERINGS or t.kind == lx.MEETING)
            and "and" in {w.low for w in self.tokens[i + 1 : t.index]}
            and not self._verb_between(i, t.index)
            for t in self.triggers
        )

    def _and_another_gathering(self, told: list[Frame], frame: Frame, unit: list[Trigger]) -> None:
        """ "will go to Accra for the ECOWAS summit and the AU summit": both are attended."""
        first = told[-1]
        lo = self.np_lo.get(unit[0].index, unit[0].index)
        if unit[0].group is not None or frame.status is not None or first.status is None or not frame.session:
            return
        between = {t.low for t in self.tokens[first.index + 1 : lo] if not _ORDINAL(t.low)}
        listed = "and" in between or self._list_of_gatherings(unit[0].index)
        if first.kind not in lx.GATHERINGS or not listed or not between <= {"and", "the", "a", "an", "in", ","}:
            return
        visitors = [p for p in first.parties if lx.is_state(p)][:1]
        if not first.session or not visitors or frame.parties[0] in first.parties:
            return
        if first.when is None and frame.when is not None:
            for earlier in told:  # "the A summit, the B summit and the C summit in Rome on May 3"
                if earlier.session and earlier.when is None and visitors[0] in earlier.parties:
                    earlier.when, earlier.time = frame.when, frame.time
                    if earlier.city is None and earlier.country is None:
                        earlier.city, earlier.country = frame.city, frame.country
        frame.parties = (*visitors, *(p for p in frame.parties if p not in visitors))
        frame.stance, frame.reference, frame.pair = first.stance, False, True
        frame.when, frame.time = frame.when or first.when, frame.time or first.time
        if frame.city is None and frame.country is None:
            frame.city, frame.country = first.city, first.country
        frame.notes.append("attended as well")

    def _hours_apart(self, earlier: list[Frame], frame: Frame, unit: list[Trigger]) -> None:
        """ "met in Quito on Monday, hours before the meeting of A and B there": on that day, in that place."""
        if frame.when is None and unit[0].group is not None and frame.stance.change is Change.NONE:
            self._hours_before(earlier, frame)
        if unit[0].group is not None or frame.when is not None or not earlier:
            return
        lo = self.np_lo[unit[0].index]
        words = {t.low for t in self.tokens[max(0, lo - 3) : lo]}
        if words.isdisjoint(("hours", "minutes", "shortly")) or words.isdisjoint(("before", "after")):
            return
        first = next((f for f in earlier if f.when is not None and f.when.precision is Precision.DAY), None)
        if first is None or first.when is None:
            return
        frame.when, frame.time = first.when.model_copy(update={"time": None}), first.time
        if frame.status is Status.SCHEDULED:
            frame.stance = replace(frame.stance, why=st.WAS_TO)  # told from before it, though its day may be over
        there = self.tokens[unit[-1].index + 1 : unit[-1].index + 2]
        if frame.city is None and frame.country is None and there and there[0].low == "there":
            frame.city, frame.country = first.city, first.country

    def _hours_before(self, earlier: list[Frame], frame: Frame) -> None:
        """ "called hours before Merkel was to meet Chirac": on the same day, today where none is told."""
        segment = self.s.segment(frame.index)
        if segment.word != "before" or segment.lo < 1 or frame.status is not Status.SCHEDULED:
            return
        if self.tokens[segment.lo - 1].low not in ("hours", "minutes", "shortly"):
            return
        dated = any(t.time is not None for t in self.tokens[: segment.lo])
        found = self._told_from(earlier, segment.lo - 1)
        if found is None and (dated or self.s.source != "text"):
            return
        day = found[0] if found is not None else self.context.published
        frame.when, frame.time = When(start=day, end=day, precision=Precision.DAY), found[1] if found else None
        frame.stance = replace(frame.stance, why=st.WAS_TO)

    def _days_apart(self, earlier: list[Frame], frame: Frame, unit: list[Trigger]) -> None:
        """ "met on Tuesday, two days after talks with Putin", "comes three days before the summit": so many days from the other day."""
        if frame.time is not None or frame.when is not None or frame.stance.change is not Change.NONE:
            return
        predicate = self._predicate(unit[0].index, self.s.segment(unit[0].index)) if unit[0].group is None else None
        if "break" in frame.stance.why or (predicate is not None and predicate.main.lemma in lx.BEGIN_VERBS):
            return  # "a week after they broke off talks", "after the talks restarted": that was no meeting
        segment = self.s.segment(unit[0].index)
        aside = segment.word in ("after", "before")
        lo = segment.lo if aside or unit[0].group is not None else self.np_lo[unit[0].index]
        start = max(0, lo - _BACK)
        words = [t.low for t in self.tokens[start : lo + 2]]
        for k in range(len(words) - 1, 1, -1):
            if start + k < lo and (
                start + k in self.s.group_at or words[k] in (",", "and", "with", "in", "on", "to", "for")
            ):
                return
            ahead = words[k - 1 : k + 1] == ["ahead", "of"]
            at = k - 1 if ahead else k
            if (words[k] not in ("after", "before") and not ahead) or at < 2 or words[at - 1] not in _UNITS:
                continue
            count = 1 if words[at - 2] in ("a", "one") else lx.NUMBER_WORDS.get(words[at - 2], 0)
            if not count or not (segment.word == words[k] or unit[0].group is None):
                return
            found = self._told_from(earlier, start + at - 2)
            if found is None:
                return
            day = cal.shift(found[0], count * _UNITS[words[at - 1]] * (-1 if words[k] == "after" else 1))
            frame.when, frame.time = When(start=day, end=day, precision=Precision.DAY), found[1]
            if frame.stance.why == st.BEFORE_IT and day < self.context.published:
                frame.stance = replace(frame.stance, why=st.WAS_TO)
            return

    def _before_the_main_one(self, earlier: list[Frame], frame: Frame) -> None:
        """ "will meet on May 14, after talks at the end of February": those were before, so they are over."""
        if not frame.stance.why.startswith("“after”") or frame.when is None or frame.time is None:
            return
        main = next(
            (f for f in earlier if f.when is not None and f.status in (Status.SCHEDULED, Status.TENTATIVE)), None
        )
        past = frame.time.past
        if main is None or main.when is None or past is None or frame.when.start <= main.when.end:
            return
        frame.when, frame.stance = past, Stance(Status.CONCLUDED, Direction.PAST, why=frame.stance.why)

    def _told_from(self, earlier: list[Frame], k: int) -> tuple[date, TimeMention | None] | None:
        """The day from which "two days before" at ``k`` is counted: that of the meeting told of before, of the clause before, or today
        where it "comes" so many days before."""
        first = next((f for f in earlier if f.when is not None and f.when.precision is Precision.DAY), None)
        if first is not None and first.when is not None:
            return first.when.start, first.time
        if earlier and any(f.when is not None for f in earlier):
            return None
        for token in reversed(self.tokens[:k]):
            when = self.choose(token.time, Direction.PAST) if token.time is not None else None
            if when is not None and when.precision is Precision.DAY and token.time is not None:
                near = 0 <= (self.context.published - when.start).days <= BACKGROUND_DAYS
                return (when.start, token.time) if near else None
        verb = next((g for g in reversed(self.s.groups) if g.finite and g.hi <= k), None)
        comes = verb is not None and verb.main.lemma == "come" and not verb.main.negated and k - verb.hi <= 2
        return (self.context.published, None) if comes and self.s.source == "text" else None

    def _joined_where(self, frame: Frame, unit: list[Trigger]) -> None:
        """ "A dinner is set with the Turkish president, where Costa hopes to close the deal": who has hopes there is there."""
        if len(frame.parties) != 1 or unit[0].group is not None or frame.status is None or frame.session:
            return
        if not any(a.prep == "with" and a.lo > unit[-1].index and a.parties == frame.parties for a in self.s.actors):
            return
        for segment in self.s.segments[self.s.segment_of[frame.index] + 1 :]:
            verb = next((g for g in self.s.groups if g.segment == segment.index and g.finite), None)
            if segment.word not in ("where", "which") or verb is None:
                continue
            if segment.word == "which" and self.tokens[segment.lo].low not in ("at", "during", "in"):
                continue
            hosts = [
                a
                for a in self.s.actors
                if segment.lo < a.lo and a.hi <= verb.lo and a.prep is None and (a.person or a.role)
            ]
            if len(hosts) == 1 and len(hosts[0].parties) == 1 and hosts[0].parties != frame.parties:
                frame.parties, frame.pair, frame.reference = (*hosts[0].parties, *frame.parties), True, False
                frame.notes.append("joined by who is there")
            return

    def _on_a_journey(self, frame: Frame, unit: list[Trigger]) -> None:
        """ "Vucic, on the first leg of a tour of Greece and Cyprus, said …": he is there."""
        lead = unit[0]
        if lead.group is not None or lead.kind not in (lx.VISIT, lx.TOUR) or frame.stance.denial:
            return
        k = self.np_lo[lead.index] - 1
        first = False
        if k > 1 and self.tokens[k].low == "of":
            part = [t.low for t in self.tokens[max(0, k - 5) : k]]
            while part and part[0] not in ("on", "at"):
                part.pop(0)
            if len(part) < 2 or part[-1] not in ("stop", "leg", "day", "stage", "stretch"):
                return
            first = "first" in part
            k -= len(part)
        if k < 2 or self.tokens[k].low != "on" or self.tokens[k - 1].low != ",":
            return
        who = next((a for a in self.s.actors if a.hi == k - 1 and a.prep is None and (a.person or a.role)), None)
        if who is None or len(who.parties) != 1 or who.possessive or who.modifier or who.speaker:
            return
        hosts = tuple(frame.hosts) or tuple(p for p in frame.parties if p not in who.parties)
        if not hosts:
            return
        frame.parties, frame.pair, frame.reference = (
            (*who.parties, *(p for p in hosts if p not in who.parties)),
            True,
            False,
        )
        if frame.status is None or frame.stance.why.startswith("“during”"):
            frame.stance = Stance(Status.UNDERWAY, Direction.UNKNOWN, why="is on it")
            if first:
                frame.notes.append("on its first leg")

    def _with_each(self, earlier: list[Frame], frame: Frame, unit: list[Trigger]) -> list[Frame]:
        """ "The presidents of A and B will travel to Quito, where he will meet each of them", "will meet the two separately":
        a meeting with each of those told of before."""
        if len(frame.parties) != 1 or frame.status is None:
            return []
        tail = unit[-1].group.hi if unit[-1].group is not None else unit[-1].index + 1
        after = [t.low for t in self.tokens[tail : tail + 7] if t.is_word]
        while after and after[0] in ("separately", "individually", "also", "with"):
            after.pop(0)
        each = after[:1] == ["each"] and after[1:2] != ["other"]
        both = after[:2] in (["the", "two"], ["the", "three"]) or (
            after[:1] in (["both"], ["them"]) and after[1:2] not in (["of"], ["sides"], ["parties"])
        )
        if not each and not (both and self._separately(unit)):
            return []
        told = self.told or self.context.last_pair
        met = [p for p in told if p not in frame.parties]
        if len(met) < 2 or (frame.session and not each):
            return []
        for stop in earlier:
            if stop.kind == lx.VISIT and set(met) <= set(stop.parties) <= {*met, *frame.parties}:
                stop.parties, stop.reference = (), True  # they come for these meetings
        note = [*frame.notes, "each by itself"]
        return [
            replace(frame, parties=(*frame.parties, p), reference=False, session=False, pair=True, notes=note)
            for p in met
        ]

    def _whose(self, frame: Frame, unit: list[Trigger]) -> None:
        """ "Macron, whose meeting with Scholz is set …", "Macron's agenda includes a meeting with Scholz", "snubbed Tusk,
        cancelling a meeting": the other party stands outside the meeting's own words."""
        lead = unit[0]
        if len(frame.parties) != 1 or lead.group is not None or frame.session:
            return
        lo = self.np_lo[lead.index]
        verb = self._governing_verb(lo)
        found: Actor | None = None
        if (
            lo >= 2
            and frame.status is not None
            and not frame.history
            and "whose" in (self.tokens[lo].low, self.tokens[lo - 1].low)
        ):
            comma = lo - 1 if self.tokens[lo].low == "whose" else lo - 2
            found = next((a for a in self.s.actors if a.hi == comma and a.prep is None and (a.person or a.role)), None)
        elif verb is not None and verb.main.lemma in ("include", "feature") and not verb.main.negated:
            noun = self.tokens[verb.lo - 1]
            owner = next((a for a in self.s.actors if a.possessive and verb.lo - 3 <= a.hi < verb.lo), None)
            if noun.low in _PROGRAMMES and owner is not None and verb.main.tense != "past":
                found = owner
                if frame.status is None and frame.when is not None and frame.when.end >= self.context.published:
                    frame.stance = Stance(Status.SCHEDULED, Direction.FUTURE, why="on the agenda")
        elif verb is not None and verb.links[0].tense == "ing" and frame.status is Status.CANCELLED:
            snub = next((g for g in self.s.groups if g.finite and g.hi <= verb.lo and g.main.lemma in _SNUBS), None)
            if snub is not None and not snub.main.passive:
                found = next((a for a in self.s.actors if snub.hi <= a.lo <= snub.hi + 1 and a.hi <= verb.lo), None)
        if found is not None and len(found.parties) == 1 and found.parties != frame.parties:
            frame.parties, frame.pair, frame.reference = (*frame.parties, *found.parties), True, False
            frame.notes.append("the other party stands outside")

    def _one_per_day(self, frame: Frame, unit: list[Trigger]) -> list[Frame]:
        """ "will meet on May 13, May 15 and May 20": a meeting on each of three days or more that do not follow each other."""
        if frame.when is None or frame.status not in (Status.SCHEDULED, Status.TENTATIVE):
            return [frame]
        if frame.stance.change is not Change.NONE or frame.kind not in (lx.MEETING, lx.TALKS, lx.ROUND):
            return [frame]
        row: list[When] = []
        last = -1
        for k, token in enumerate(self.tokens):
            if token.time is None or k <= unit[0].index:
                continue
            when = self.choose(token.time, Direction.FUTURE)
            gap = [t.low for t in self.tokens[last + 1 : k]]
            if when is None or when.precision is not Precision.DAY or (row and not set(gap) <= {",", "and", "on"}):
                break
            row.append(when)
            last = k
        days = [w.start for w in row]
        if len(row) < _SERIES or row[0] != frame.when or days != sorted(set(days)):
            return [frame]
        if (days[-1] - days[0]).days == len(days) - 1:
            whole = When(start=days[0], end=days[-1], precision=Precision.RANGE, time=frame.when.time)
            return [replace(frame, when=whole)]
        return [replace(frame, when=w, notes=[*frame.notes, "one of a series"]) for w in row]

    def _on_the_trip(self, earlier: list[Frame], frame: Frame, unit: list[Trigger]) -> None:
        """ "will visit Japan and China during the Oct. 6-8 trip": the trip's days are those of its stops."""
        lo = self.np_lo.get(unit[0].index, unit[0].index)
        if unit[0].group is not None or frame.kind not in (lx.VISIT, lx.TOUR) or frame.when is None or not lo:
            return
        if self._prep_at(lo - 1) not in ("during", "on", "for") and self.s.segment(lo).word != "during":
            return
        for stop in earlier:
            if stop.kind == lx.VISIT and stop.when is None and set(frame.parties) <= set(stop.parties):
                stop.when, stop.time = frame.when, frame.time

    def _only_passing_through(self, earlier: list[Frame], frame: Frame) -> None:
        """ "landed in Antalya, where he is due to meet Ukraine's minister": the place only lends the room."""
        segment = self.s.segment(frame.index)
        if segment.word != "where" or len(frame.parties) < 2 or frame.kind in (lx.VISIT, lx.TOUR):
            return
        for stop in earlier:
            host = stop.parties[-1] if stop.parties else ""
            if (
                stop.kind == lx.VISIT
                and len(stop.parties) == 2
                and stop.country == host
                and host not in frame.parties
                and stop.parties[0] in frame.parties
            ):
                stop.reference = True
                stop.parties = stop.parties[:1]
                stop.notes.append(f"{host} only lends the room")

    def _told_by_its_route(self, first: Frame, frame: Frame, unit: list[Trigger]) -> bool:
        """ "The visit of the king, which was to take him to Paris from Sunday, has been postponed": one visit, its host in the clause."""
        group = unit[0].group
        if group is None or group.main.lemma != "take" or "tour" in frame.notes or len(frame.parties) < 2:
            return False
        segment = self.s.segments[group.segment]
        if (
            segment.kind is not SegmentKind.RELATIVE
            or first.kind not in (lx.VISIT, lx.TOUR)
            or first.index > segment.lo
        ):
            return False
        if first.stance.change not in (Change.CANCEL, Change.POSTPONE) or not set(first.parties) <= set(frame.parties):
            return False
        first.parties, first.pair, first.reference, first.definite = frame.parties, True, False, False
        first.city, first.country, first.host_country = frame.city, frame.country, frame.host_country
        if first.stance.change is Change.POSTPONE:
            first.previous_when, first.previous_time = first.previous_when or frame.when, frame.time
        else:
            first.when, first.time = first.when or frame.when, frame.time
        return True

    def _stops_of_the_tour(self, tour: Frame, stops: Frame) -> None:
        """ "is on a tour that includes stops in A, B and C", "began a tour with stops in …": the traveller's stops."""
        hosts = tuple(stops.hosts)
        if (
            "tour" not in stops.notes
            or set(stops.parties) - set(hosts)
            or stops.word not in ("stops", "stopovers", "visits")
        ):
            return
        if (
            tour.kind not in (lx.TOUR, lx.VISIT)
            or len(tour.parties) != 1
            or tour.parties[0] in hosts
            or tour.status is None
        ):
            return
        stops.parties, stops.pair, stops.reference = (*tour.parties, *hosts), True, False
        if stops.status is None:
            stops.stance = replace(tour.stance, weak=False)
        if stops.when is None and tour.when is not None and tour.when.precision is not Precision.DAY:
            stops.when, stops.time = tour.when, tour.time

    def _seen_on_the_tour(self, legs: list[Frame], frame: Frame, unit: list[Trigger]) -> None:
        """ "goes to Israel and the West Bank to see Sharon and Abbas": each where he is, and no meeting of all three."""
        group = unit[0].group
        hosts = {p for leg in legs if "tour" in leg.notes for p in leg.parties[1:]}
        if group is not None and group.links[0].tense == "inf" and len(hosts) > 1 and set(frame.parties[1:]) == hosts:
            frame.parties, frame.reference = (), True

    def _met_on_the_visit(self, stop: Frame, frame: Frame) -> None:
        """ "is to visit Brussels on Tuesday, where he will meet the high representative": on the day of the visit."""
        segment = self.s.segment(frame.index)
        if segment.word != "where" or frame.when is not None or stop.kind != lx.VISIT or stop.when is None:
            return
        over = stop.when.end < self.context.published and frame.stance.direction is Direction.FUTURE
        if over:
            return  # "left on Monday for London, where he is to meet …"
        if stop.when.days <= BACKGROUND_DAYS and set(stop.parties[:1]) & set(frame.parties):
            frame.when, frame.time = stop.when.model_copy(update={"time": None}), stop.time

    def _beside(self, first: Frame, frame: Frame, unit: list[Trigger]) -> None:
        """ "will meet on the sidelines of the summit in Kazan on Wednesday": day and place are those of both."""
        lo = self.np_lo.get(unit[0].index, unit[0].index)
        during = bool(lo) and self._prep_at(lo - 1) in ("during", "at") and frame.kind in (lx.SUMMIT, lx.GATHERING)
        during &= self._prep_at(lo - 1) == "during" or (
            len(first.parties) == 2 and all(lx.is_state(p) for p in first.parties) and frame.session
        )
        if len(first.parties) < 2 or first.kind in (lx.SUMMIT, lx.GATHERING):
            return
        if not during and not any(t.low in CONTEXT_OF for t in self.tokens[max(0, lo - 4) : lo]):
            return
        if first.when is None and frame.when is not None:
            first.when, first.time = frame.when, frame.time
            if first.status is Status.CONCLUDED and frame.when.start > self.context.published:
                first.when = self._once_over(frame)
        if first.format is Format.UNKNOWN:
            first.format, first.kind = Format.IN_PERSON, lx.MEETING  # "talked with Abe on the sidelines of a summit"
        if first.city is None and first.country is None and first.format is Format.IN_PERSON:
            first.city, first.country = frame.city, frame.country
        frame.reference = True

    def _once_over(self, frame: Frame) -> When | None:
        """The last day, not the next one, that "Friday" is in "met on the sidelines of the forum on Friday"."""
        for token in self.tokens[frame.index + 1 :]:
            if token.time is not None and token.time.future == frame.when:
                return token.time.past
        return None

    def _beside_what_opens(self, earlier: list[Frame], frame: Frame) -> None:
        """ "On the sidelines of the summit in Samarkand, Xi will hold talks with …": where the summit is."""
        if len(frame.parties) < 2 or frame.kind in (lx.SUMMIT, lx.GATHERING) or frame.format is not Format.IN_PERSON:
            return
        opening = next((f for f in earlier if f.stance.why == OCCASION or f.occasion), None)
        if opening is None or opening.index > frame.index or frame.status is None:
            return
        if frame.city is None and frame.country is None:
            frame.city, frame.country = opening.city, opening.country
        if frame.when is None and opening.when is not None:
            frame.when, frame.time = opening.when, opening.time
            if frame.status is Status.CONCLUDED and opening.when.start > self.context.published:
                frame.when = self._once_over(opening)

    def _contained(self, first: Frame, frame: Frame, unit: list[Trigger]) -> None:
        """ "a visit that will include a meeting with X on Thursday": the visitor is who meets."""
        if len(frame.parties) != 1 or len(first.parties) < 2 or unit[0].group is not None:
            return
        verb = self._governing_verb(self.np_lo[unit[0].index])
        if (
            verb is None
            or verb.main.lemma not in ("include", "feature", "involve")
            or frame.parties[0] not in first.parties
        ):
            return
        frame.parties, frame.pair, frame.reference = first.parties, True, False
        if frame.status is None and first.status is not None:
            frame.stance = replace(first.stance, why="part of the visit")

    def _one_per_partner(self, frame: Frame, unit: list[Trigger]) -> list[Frame]:
        """ "will meet A in Paris on Friday and B in Berlin on Saturday": as many meetings as partners told apart by day or place."""
        calls = (
            self._called(frame, unit)
            or self._invited_each(frame, unit)
            or self._received_by_each(frame, unit)
            or self._of_each_body(frame, unit)
            or self._meetings_with_each(frame, unit)
        )
        if calls:
            return calls
        lead, tail = unit[0], unit[-1]
        if (
            lead.kind not in (lx.MEETING, lx.TALKS, lx.VISIT, lx.CALL, "speak")
            or len(frame.parties) < 2
            or "tour" in frame.notes
        ):
            return [frame]
        apart_by_verb = lead.group is not None and self._separately(unit)
        edge = lead.group.hi if lead.group is not None and (tail is lead or apart_by_verb) else tail.index + 1
        clause = self.s.segment_of[tail.index]
        partners: list[Actor] = []
        each = (
            tail.group is None and self.tokens[tail.index].low in ("meetings", "bilaterals") and self._separately(unit)
        )
        for actor in self.s.actors:
            if (
                actor.lo < edge
                or self.s.segment_of[actor.lo] != clause
                or not (actor.person or actor.role or (each and actor.prep == "with" and not actor.modifier))
                or not actor.parties
                or actor.possessive
                or actor.speaker
                or actor.prep not in (None, "with", "including")
                or actor.hi in self.s.group_at
            ):
                continue
            if not partners and not (actor.prep in ("with", "including") or lead.group is not None):
                continue
            if partners and self.tokens[actor.lo - 1].low not in ("and", "then", "with", ","):
                continue
            if any(g.finite and edge <= g.lo < actor.lo for g in self.s.groups):
                break
            if any(
                edge <= t.index < actor.lo
                and t not in unit
                and self.tokens[max(0, self.np_lo.get(t.index, t.index) - 1)].low not in ("and", ",")
                for t in self.triggers
            ):
                break  # "talks with Pakistan after its envoy's meeting with a separatist"
            partners.append(actor)
        if apart_by_verb and tail is not lead:
            ahead = [a for a in partners if a.lo < tail.index]
            behind = [a for a in partners if a.lo > tail.index and a.prep == "with"]
            named_so = tail.group is None and self.tokens[tail.index - 1].low == "separate"
            if named_so and lead.kind == lx.VISIT and (apart := self._apart(frame, behind)):
                return apart  # "are due in Brussels for separate talks with Borrell"
            return self._apart(frame, ahead) or [frame]
        if self._separately(unit) and (apart := self._apart(frame, partners, whose=bool(self._subject(unit)[0]))):
            return apart
        if len(partners) < 2:
            return [frame]
        met = {p for a in partners for p in a.parties}
        base = tuple(p for p in frame.parties if p not in met)
        stops = [*(a.lo for a in partners[1:]), self.s.segment(tail.index).hi]
        spans = [range(a.hi, stop) for a, stop in zip(partners, stops, strict=True)]
        days = [self._day_in(span, frame) for span in spans]
        places = [
            next((p for p in self.s.places if p.index in span and p.prep in ("in", "at", "near") and p.city), None)
            or next((p for p in self.s.places if p.index in span and (p.city or p.country)), None)
            for span in spans
        ]
        if not all(day is not None or place is not None for day, place in zip(days[:-1], places[:-1], strict=True)):
            return [frame]
        if not base:
            frame.parties, frame.reference = (
                (),
                True,
            )  # "her talks with A in Tirana and B in Belgrade": whose is not told
            return [frame]
        own_days = [day for day in days if day is not None]
        shared = frame.when if len(own_days) < 2 else None
        legs: list[Frame] = []
        for partner, day, place in zip(partners, days, places, strict=True):
            legs.append(
                replace(
                    frame,
                    parties=(*base, *(p for p in partner.parties if p not in base)),
                    when=day or shared,
                    city=place.city if place else None,
                    country=place.country if place else None,
                    host_country=None,
                    notes=[*frame.notes, "one of several partners"],
                )
            )
        return legs

    def _separately(self, unit: list[Trigger]) -> bool:
        if unit[-1].kind == lx.CALL and self.tokens[unit[-1].index].low in ("calls", "conversations"):
            return True
        lo = unit[0].group.lo if unit[0].group is not None else self.np_lo[unit[0].index]
        near = self.tokens[max(0, lo - 1) : unit[-1].index + 4]
        if self.tokens[unit[-1].index].low == "meetings" and _SEVERAL_OF_THEM.match(
            self._words(unit[-1].index, unit[-1].index + 12)
        ):
            return True  # "held meetings with several leaders, including A and B"
        if unit[0].group is not None:
            closing = self.tokens[unit[-1].index + 4 : self.s.segment(unit[-1].index).hi]
            if any(t.low in ("separately", "individually") for t in closing):
                return True  # "met the chief diplomats of Syria and Jordan separately"
        return any(t.low in ("separately", "separate", "individually", "one-on-one", "bilateral") for t in near)

    def _apart(self, frame: Frame, partners: list[Actor], *, whose: bool = True) -> list[Frame]:
        """ "will meet separately with A and B": a meeting with each of them."""
        met = list(dict.fromkeys(p for a in partners for p in a.parties))
        base = tuple(p for p in frame.parties if p not in met)
        if len(base) == 2 and len(met) == 1:
            return [replace(frame, parties=(p, *met), notes=[*frame.notes, "each by itself"]) for p in base]
        if not base and len(met) > 1 and not whose:
            return [replace(frame, parties=(), reference=True)]  # by whom they are met one by one is not told
        if len(base) != 1 or len(met) < 2:
            return []
        return [replace(frame, parties=(*base, p), notes=[*frame.notes, "each by itself"]) for p in met]

    def _day_in(self, span: range, frame: Frame) -> When | None:
        for k in span:
            mention = self.tokens[k].time
            if mention is not None and mention.kind not in ("duration", "set", "vague"):
                when = self.choose(mention, frame.stance.direction)
                if when is not None:
                    return when
        return None

    def _called(self, frame: Frame, unit: list[Trigger]) -> list[Frame]:
        """ "calls this week with the leaders of A, B and C": as many calls as partners."""
        head = unit[-1]
        if head.group is not None or self.tokens[head.index].low != "calls" or len(frame.parties) < 3:
            return []
        segment = self.s.segment_of[head.index]
        partners = dict.fromkeys(
            p
            for a in self.s.actors
            if a.lo > head.index and not a.speaker and not a.place and self.s.segment_of[a.lo] - segment <= 1
            for p in a.parties
            if p in frame.parties
        )
        states = [p for p in partners if lx.is_state(p)] or list(partners)
        base = tuple(p for p in frame.parties if p not in partners)
        if len(base) != 1 or len(states) < 2:
            return []
        return [replace(frame, parties=(*base, p), pair=True, notes=[*frame.notes, "each by itself"]) for p in states]

    def _invited_each(self, frame: Frame, unit: list[Trigger]) -> list[Frame]:
        """ "invited A, B and C to the White House": each comes by himself."""
        group = unit[0].group
        if group is None or group.main.lemma != "invite" or group.main.passive or len(unit) > 1:
            return []
        hosts = self._guests_and_hosts(group)[1]
        guests = [p for p in frame.parties if p not in hosts]
        host = tuple(p for p in frame.parties if p in hosts)
        people = [
            m
            for a in self.s.actors
            if a.lo >= group.hi and a.prep is None
            for m in a.mentions
            if m.kind is NameKind.PERSON and m.party in guests
        ]
        purpose = any(g.lo >= group.hi and g.links[0].tense == "inf" for g in self.s.groups)
        if len(host) != 1 or len(guests) < 2 or len(people) < 2 or purpose:
            return []  # "invited both leaders to Washington to restart negotiations": one table
        return [replace(frame, parties=(g, *host), pair=True, notes=[*frame.notes, "each by itself"]) for g in guests]

    def _received_by_each(self, frame: Frame, unit: list[Trigger]) -> list[Frame]:
        """ "Saudi Arabia and Iran will both receive Sharif": a visit to each."""
        group = unit[0].group
        if group is None or group.main.lemma not in lx.HOST_VERBS or group.main.passive or len(frame.parties) != 3:
            return []
        if not any(t.low in ("both", "each") for t in self.tokens[max(0, group.lo - 1) : group.hi]):
            return []
        hosts = self._subject_of(group)[0]
        guest = tuple(p for p in frame.parties if p not in hosts)
        if len(hosts) != 2 or len(guest) != 1:
            return []
        return [
            replace(frame, parties=(h, *guest), pair=True, host_country=h, notes=[*frame.notes, "each by itself"])
            for h in hosts
        ]

    def _of_each_body(self, frame: Frame, unit: list[Trigger]) -> list[Frame]:
        """ "the G8 and NATO summits": as many as bodies."""
        if unit[0].group is not None or self.tokens[unit[0].index].low != "summits" or len(frame.parties) < 2:
            return []
        if any(lx.is_state(p) for p in frame.parties):
            return []
        return [
            replace(frame, parties=(p,), session=True, pair=False, reference=False, notes=[*frame.notes, "one of each"])
            for p in frame.parties
        ]

    def _meetings_with_each(self, frame: Frame, unit: list[Trigger]) -> list[Frame]:
        """ "The meetings with the Greek and Danish premiers": of whoever was spoken of, with each of them."""
        head = unit[-1]
        if len(unit) > 1 or head.group is not None or self.tokens[head.index].low != "meetings":
            return []
        partners = [a for a in self.s.actors if a.prep == "with" and head.index < a.lo <= head.index + 3]
        if not partners or len(partners[0].parties) < 2 or set(frame.parties) != set(partners[0].parties):
            return []
        host = self.context.last_person
        if len(host) != 1 or host[0] in frame.parties:
            frame.parties, frame.reference = (), True
            return [frame]
        return [
            replace(frame, parties=(*host, p), pair=True, reference=False, notes=[*frame.notes, "each by itself"])
            for p in frame.parties
        ]

    def _one_per_host(self, frame: Frame) -> list[Frame]:
        """A tour is one report per host."""
        if "tour" not in frame.notes or len(frame.hosts) < 2:
            return [frame]
        visitor = tuple(p for p in frame.parties if p not in frame.hosts)
        if not visitor:
            frame.parties, frame.reference = (
                (),
                True,
            )  # "her trip to Israel and Lebanon": of whom the reader does not know
            return [frame]
        legs: list[Frame] = []
        spans: list[range] = []
        end = self.s.segment(max(frame.hosts.values())).hi
        for host, index in frame.hosts.items():
            leg = replace(
                frame,
                parties=(*visitor, host),
                host_country=host if lx.is_state(host) else None,
                notes=[*frame.notes, f"leg {host}"],
                city=None,
                country=None,
            )
            later = [i for i in frame.hosts.values() if i > index]
            stop = min(later, default=len(self.tokens))
            name = self.tokens[index].name
            if name is not None and name.city and name.country == host:
                leg.city, leg.country = name.city, name.country
            for place in self.s.places:
                if leg.city is None and index <= place.index < stop and place.city and place.country == host:
                    leg.city, leg.country = place.city, place.country
            spans.append(range(index, stop if later else end))
            legs.append(leg)
        if "on its first leg" in frame.notes:
            for leg in legs[1:]:
                leg.stance = Stance(Status.SCHEDULED, Direction.FUTURE, why="a later leg")
        days = [self._day_in(span, frame) for span in spans]
        if frame.status in (Status.SCHEDULED, Status.TENTATIVE):
            days = self._one_after_the_other(days, spans)
        if sum(day is not None for day in days) > 1 or (days and days[0] is not None and days[-1] is None):
            for leg, day in zip(legs, days, strict=True):
                leg.when = day  # each stop has its own day; one day behind the whole list is everybody's
        return legs

    def _one_after_the_other(self, days: list[When | None], spans: list[range]) -> list[When | None]:
        """ "To Sweden on Tuesday and Estonia on Wednesday", told on a Wednesday: the weekday after the stop before."""
        ordered: list[When | None] = []
        before: When | None = None
        for day, span in zip(days, spans, strict=True):
            weekday = any((t := self.tokens[k].time) is not None and t.kind == "weekday" for k in span)
            if day is not None and before is not None and weekday and day.days == before.days == 1:
                late = (before.start - day.start).days
                if 0 < late < 7:
                    start = cal.shift(day.start, 7)
                    day = day.model_copy(update={"start": start, "end": start})
            ordered.append(day)
            before = day or before
        return ordered

    def _frame(self, unit: list[Trigger]) -> Frame | None:
        number = self.units.index(unit)
        head = unit[-1] if len(unit) > 1 and unit[0].kind in (lx.VISIT, "host", lx.TOUR) else unit[0]
        lead = unit[0]
        segment = self.s.segment(lead.index)
        if lead.kind == lx.CALL and lead.group is None and len(unit) == 1 and self._in_a_call(lead):
            told = self._call_of_saying(lead)
            if told is not None:
                return told
        if (
            segment.kind is SegmentKind.ATTRIBUTION
            and lead.group is None
            and self.s.segments[self.s.segment_of[lead.index]].kind is SegmentKind.ATTRIBUTION
        ):
            # "told reporters after the meeting" is cut out as its own clause; what is left here is only the saying
            lo = self.np_lo.get(lead.index, lead.index)
            prep = self._prep_at(lo - 1) if lo else ""
            if lead.kind == lx.CALL and prep in ("in", "during", "by", "over"):
                return None
            journey = prep == "on" and lead.kind in (lx.VISIT, lx.TOUR)
            if prep not in ("after", "before", "during", "following", "at") and not journey:
                return None
        if lead.group is None:
            stance, notes = self._noun_stance(lead, unit)
        else:
            stance, notes = self._verb_stance(lead)
        stance, notes = self._under_its_clause(lead, stance, notes)
        undecided = stance.status in (None, Status.CONCLUDED) and not stance.denial
        walked_out = undecided and lead.kind == lx.TALKS and self._walked_out_of(lead)
        if walked_out:
            stance, notes = Stance(Status.CONCLUDED, Direction.PAST, why="walked out of it"), ["one side walked out"]
        opening = self._opens_by_meeting(lead)
        if opening is not None:
            stance, notes = Stance(Status.CONCLUDED, Direction.PAST, why="met, and then"), ["“Meeting …,” it begins"]
        if lead.group is not None and lead.group.main.lemma == "bring-together" and stance.status is Status.TENTATIVE:
            stance = replace(stance, status=Status.PROPOSED)  # "hopes to bring them together": nobody has agreed
        if stance.status is Status.UNDERWAY and lead.kind == lx.VISIT and self._still_set(unit[-1]):
            stance = Stance(Status.SCHEDULED, Direction.FUTURE, why="there for what is set for a later day")
        stance, notes = self._if_doubted(lead, stance, notes)
        if stance.status is Status.CANCELLED and "attend" in stance.why and self._another_goes():
            stance = Stance(Status.SCHEDULED, Direction.FUTURE, weak=True, why="another goes in his stead")
        if stance.change is Change.CANCEL and lead.group is not None and self._only_not_so(lead.group.main.index + 1):
            stance = Stance(None, why="only how they meet", denial=True)
        older = stance.change in (Change.CANCEL, Change.POSTPONE) and self._of_an_older_one(lead)
        if older:
            stance = Stance(None, why="the change of an older one")
        if lead.kind == lx.VISIT and _TO_A_POST.search(self.s.text):
            stance = Stance(None, why="to take up a post", denial=True)
        if stance.why == st.TIMETABLE and self._habitual(lead):
            stance = Stance(None, why="a habit", denial=True)
        frame = Frame(
            self.s,
            head.index,
            lx.CALL if head.kind == "speak" else head.kind if head.kind not in ("host", "change") else lx.MEETING,
            stance,
            notes=notes,
            source=self.s.source,
        )
        frame.definite = self._is_definite(lead)
        frame.pronoun = lead.kind == "change"
        frame.past_label |= older
        frame.journey = any(t.kind in (lx.VISIT, lx.TOUR) for t in unit)
        if any(t.kind == lx.VISIT for t in unit) and head.kind != lx.VISIT:
            frame.notes.append("the visit and the meeting in it are one")
        self._set_parties(frame, unit)
        pair = self._told_at_talks(lead) if len(frame.parties) < 2 and not frame.session else ()
        if pair and set(frame.parties) <= set(pair):
            frame.parties, frame.pair, frame.reference = pair, True, False
        if opening is not None:
            frame.parties = tuple(dict.fromkeys((*opening, *frame.parties)))
            frame.pair, frame.session = len(frame.parties) > 1, len(frame.parties) == 1
            frame.reference, frame.recent = False, True
        self._stays_away(frame, unit)
        if lead.group is not None and lead.group.main.lemma in ("gather", "assemble"):
            many = any(t.kind in lx.GATHERINGS for t in unit) and len(frame.parties) < 2
            if many or not frame.parties:
                frame.kind = lx.GATHERING  # "South American presidents gather in …", "gather for a summit hosted by …"
        self._set_people(frame, unit)
        frame.level = "officials" if self._of_secretaries(frame, unit) else self._level(unit)
        frame.another = self._one_more(unit)
        frame.beside = frame.kind not in lx.GATHERINGS and any(
            t.is_word and t.low in ("sidelines", "margins", "fringes") for t in self.tokens
        )
        self._set_format(frame, unit)
        self._set_places(frame, unit)
        self._host_of_the_place(frame, unit)
        self._set_times(frame, unit, number)
        if walked_out and frame.when is None:
            frame.when = self._day_in(range(lead.index, len(self.tokens)), frame)
        if opening is not None and frame.when is None:
            verb = next(g.lo for g in self.s.groups if g.finite and g.lo > lead.index)
            frame.when = self._day_in(range(lead.index, verb), frame)
        if self.tokens[lead.index].name is not None and frame.kind == lx.TALKS and frame.when is None and stance.weak:
            frame.reference = True  # "the Brexit negotiations are hard": what goes on for years
        if self._counted_so_far(lead):
            frame.stance, frame.when, frame.time = Stance(None, why="how often so far"), None, None
            frame.reference = True
        if (
            frame.when is None
            and stance.status in (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED)
            and stance.change is Change.NONE
            and self._in_general(lead)
        ):
            frame.stance = Stance(None, why="how often, not when")
            frame.reference = True
        if frame.alone and lead.group is not None and lead.group.main.lemma == "arrive":
            frame.when = frame.time = None
        self._but_then(frame, lead)
        if frame.attends and lead.kind == lx.VISIT and frame.status in (Status.UNDERWAY, Status.CONCLUDED):
            frame.when = frame.time = None  # the day of arrival is not the gathering's
        if frame.status in (Status.TENTATIVE, Status.PROPOSED) and self._said_long_ago():
            frame.stance = Stance(None, why="said long ago")
            frame.reference = True
        if self.s.attributions:
            frame.attributed_to = self.s.attributions[0][0]
        frame.history = self._tells_history(frame) or (
            frame.when is None and frame.status is Status.CONCLUDED and self._no_news(lead)
        )
        wished = frame.status is Status.PROPOSED and frame.when is None and not frame.stance.change
        if wished and (frame.history or self._only_wished(lead)):
            frame.stance = Stance(None, why="only wished for, or long ago")
            frame.reference = True
        if frame.when is None and frame.status is not None and self._said_long_ago():
            frame.stance = Stance(None, why="said long ago")
            frame.reference = True
        if (
            frame.format is Format.CALL
            and frame.status is Status.CONCLUDED
            and frame.when is None
            and self.context.told is not None
            and self.context.told[0] == frozenset(frame.parties)
        ):
            frame.when = self.context.told[1]
        if frame.status is Status.CONCLUDED and frame.when is None:
            self._mark_recent(frame, lead)
        if frame.status is Status.UNDERWAY and frame.when is None and not frame.stance.weak:
            self._as_it_was_said(frame, lead)
        if frame.stance.change is Change.POSTPONE and frame.stance.why == "“stall”" and self._since_long(lead.index):
            frame.stance = Stance(None, why="stalled for long: no plan that is put off")
        return frame

    def _only_not_so(self, hi: int) -> bool:
        """ "refused to meet face to face", "would not meet simultaneously": they meet otherwise."""
        after = [t.low for t in self.tokens[hi : hi + 4]]
        return (
            after[:1] in (["simultaneously"], ["directly"], ["face-to-face"], ["together"])
            or after in (["face", "to", "face"], ["in", "the", "same", "room"])
            or after[:3] == ["face", "to", "face"]
        )

    def _set_people(self, frame: Frame, unit: list[Trigger]) -> None:
        """Which person meets for a party: two ministers of one state may each have a trip to the same host."""
        segment = self.s.segment(unit[0].index)
        who = segment.lo if segment.kind is SegmentKind.RELATIVE else -1
        pronoun = next(
            (
                k
                for k in range(segment.lo, unit[0].index)
                if self.tokens[k].low in ("he", "she") and self.tokens[k].is_word
            ),
            -1,
        )
        for party in frame.parties:
            people = [
                m
                for a in self.s.actors
                if not a.speaker
                and (self.s.segment_of[a.lo] == segment.index or 0 <= who - a.hi <= 2 or a.hi <= pronoun)
                and not any(g.finite and unit[-1].index < g.lo < a.lo for g in self.s.groups)
                and party in a.parties
                for m in a.mentions
                if m.kind is NameKind.PERSON and m.party == party
            ]
            names = {m.text.split()[-1].split("-")[-1].lower() for m in people if m.text[:1].isupper()}
            if not names and any(
                a.role and a.plural and a.parties == (party,) and self.s.segment_of[a.lo] == segment.index
                for a in self.s.actors
            ):
                names = {"officials"}  # not the one who is named elsewhere
            if names:
                frame.people[party] = frozenset(names)

    def _walked_out_of(self, lead: Trigger) -> bool:
        """ "The talks were undermined last week when the rebels walked out": they broke off."""
        out = next((g for g in self.s.groups if g.finite and g.main.lemma == "walk-out"), None)
        return (
            out is not None
            and out.lo > lead.index
            and not out.main.negated
            and out.links[0].tense in ("past", "perfect")
            and len(out.links) == 1
            and self.s.segments[out.segment].word in ("when", "after", "as")
            and any(t.time is not None for t in self.tokens[lead.index :])
        )

    def _opens_by_meeting(self, lead: Trigger) -> tuple[str, ...] | None:
        """ "Meeting in Paris on Monday, the ministers of A and B agreed …": who met there, by the clause that follows."""
        tokens = self.tokens
        first = next((k for k, t in enumerate(tokens) if t.is_word or t.name is not None or t.time is not None), -1)
        if tokens[lead.index].low == "meeting" and lead.index != first:
            return self._met_as_inset(lead)
        if lead.index != first or tokens[first].low != "meeting" or first + 2 >= len(tokens):
            return None
        if tokens[first + 1].low not in ("in", "on", "at", "for", "with", "behind", "ahead", "late", "before"):
            return None
        verb = next((g for g in self.s.groups if g.finite and g.lo > first), None)
        comma = next((k for k in range(first, verb.lo) if tokens[k].low == ","), None) if verb is not None else None
        if verb is None or comma is None or verb.links[0].tense not in ("past", "perfect") or verb.links[0].modal:
            return None
        withs = [p for a in self.s.actors if a.prep == "with" and first < a.lo < comma for p in a.parties]
        who = [
            a
            for a in self.s.actors
            if comma < a.lo and a.hi <= verb.lo and a.prep is None and a.parties and not (a.modifier or a.possessive)
        ]
        parties = tuple(dict.fromkeys((*(who[-1].parties if who else ()), *withs)))
        if len(parties) >= 2 or (len(parties) == 1 and who and self._body_of_many(who[-1])):
            return parties
        words = [t.low for t in tokens[comma + 1 : verb.lo] if t.is_word]
        if not who and words[:2] == ["the", "two"] and len(self.context.last_pair) == 2:
            return self.context.last_pair
        if not who and words[:2] == ["the", "three"] and len(table := self._mainly(3)) == _SERIES:
            return table
        return None

    def _met_as_inset(self, lead: Trigger) -> tuple[str, ...] | None:
        """ "Leaders of the East African Community, meeting in Arusha on Tuesday, agreed …": who met, by what stands before."""
        tokens = self.tokens
        k = lead.index
        if (
            k < 2
            or k + 2 >= len(tokens)
            or tokens[k - 1].low != ","
            or tokens[k + 1].low not in ("in", "on", "at", "for", "behind")
        ):
            return None
        verb = next((g for g in self.s.groups if g.finite and g.lo > k), None)
        if verb is None or verb.lo - k > _INSET or verb.links[0].modal:
            return None
        comma = next((j for j in range(verb.lo - 1, k, -1) if tokens[j].low == ","), None)
        if comma is None or verb.lo - comma > _SERIES:
            return None
        if verb.links[0].tense not in ("past", "perfect"):
            return None
        who = [
            a
            for a in self.s.actors
            if a.parties and a.hi <= k - 1 and k - 1 - a.hi <= 2 and not a.speaker and not a.possessive
        ]
        if not who or any(g.finite and g.lo < k for g in self.s.groups):
            return None
        if not any(
            t.time is not None or (t.name is not None and (t.name.city or t.name.country)) for t in tokens[k:comma]
        ):
            return None  # "meeting in small groups"
        same = [a for a in who if a.parties == who[-1].parties]
        if len(who[-1].parties) >= 2 or any(self._body_of_many(a) for a in same):
            return who[-1].parties  # also "of the Southern African Development Community, SADC, meeting …"
        return None

    def _one_more(self, unit: list[Trigger]) -> bool:
        """ "the next round of talks", "a further meeting": one more of the same parties as before."""
        lead = unit[0]
        if lead.group is not None or lead.kind not in (lx.MEETING, lx.TALKS, lx.ROUND, lx.SUMMIT, lx.GATHERING):
            return False
        lo = self._through_light_parts(self.np_lo[lead.index])
        words = [t.low for t in self.tokens[lo : lead.index] if t.is_word]
        return not lx.FURTHER.isdisjoint(words) or (
            words[:1] == ["a"] and not lx.ROUND_ADJECTIVES.isdisjoint(words) and "first" not in words
        )  # "a fourth round", but "the second meeting" may be the one told of

    def _of_secretaries(self, frame: Frame, unit: list[Trigger]) -> bool:
        """Foreign secretaries of South Asia are officials, below the foreign ministers."""
        if not frame.parties or not set(frame.parties) <= _WITH_SECRETARIES:
            return False
        around = self.tokens[max(0, unit[0].index - 8) : unit[-1].index + 10]
        return any(
            b.low in ("secretaries", "secretary", "secretary-level") and a.low == "foreign" for a, b in pairwise(around)
        )

    def _level(self, unit: list[Trigger]) -> str:
        """Whether leaders, ministers or officials meet ("an APEC ministerial meeting", "G20 leaders will meet"); "" where mixed."""
        head = unit[-1]
        if head.group is not None:
            lo = max((a.lo for a in self.s.actors if a.hi <= head.group.lo and a.prep is None), default=head.group.lo)
            span = self.tokens[lo : head.group.lo]
        elif head.kind in (lx.MEETING, lx.SUMMIT, lx.GATHERING):
            span = self.tokens[self.np_lo.get(head.index, head.index) : head.index]
            after = self.tokens[head.index + 1 : head.index + 2]
            if after and after[0].low in ("of", "between", "among"):
                beyond = self.tokens[head.index + 2 : head.index + 9]
                stop = next((k for k, t in enumerate(beyond) if t.low in ("in", "on", "at", ",", "for")), len(beyond))
                span = [*span, *beyond[:stop]]
        else:
            return ""
        levels = {lx.LEVELS[t.low] for t in span if t.is_word and t.low in lx.LEVELS}
        if head.kind == lx.SUMMIT and head.group is None and not levels:
            levels = {"leaders"}
        return levels.pop() if len(levels) == 1 else ""

    def _but_then(self, frame: Frame, lead: Trigger) -> None:
        """ "will not fly to Cairo on Wednesday but will go there next Tuesday": on another day."""
        group = lead.group
        if group is None or frame.status is not Status.CANCELLED or not frame.stance.denial:
            return
        later = next(
            (
                g
                for g in self.s.groups
                if g.lo > group.hi
                and g.links[0].modal in ("will", "would", "is-to", "going-to")
                and not g.main.negated
                and self.tokens[g.lo - 1].low in ("but", "and", "instead")
                and g.main.lemma in lx.VISIT_VERBS | lx.MEET_VERBS | {"do", "be"}
            ),
            None,
        )
        if later is None:
            return
        for token in self.tokens[later.hi : later.hi + 5]:
            when = self.choose(token.time, Direction.FUTURE) if token.time is not None else None
            if when is not None and (
                frame.when is None or not (when.start <= frame.when.end and frame.when.start <= when.end)
            ):
                frame.previous_when, frame.previous_time = frame.when, frame.time
                frame.when, frame.time = when, token.time
                frame.stance = Stance(Status.SCHEDULED, Direction.FUTURE, Change.MOVE, why="not then but then")
                return

    def _another_goes(self) -> bool:
        """ "Putin will not attend; Lavrov will lead the delegation": the meeting is held without the one."""
        if self.context.title:
            return False
        return bool(_IN_HIS_STEAD.search(self.text, self.s.start, min(len(self.text), self.s.end + _NEXT_WORDS)))

    def _asked(self, i: int) -> bool:
        """Whether the words stand in a question that somebody asks inside the sentence (“Why cancel it?” he said)."""
        for token in self.tokens[i : i + 30]:
            if token.text[:1] == "?":
                return True
            if token.text[:1] in (".", "!", "”", '"', "“", ";"):
                return False
        return False

    def _of_an_older_one(self, lead: Trigger) -> bool:
        """ "last year's talks were cancelled", "…, which postponed a summit in 2020, …"."""
        if lead.kind == "change" and any(self._was_to_have(g) for g in self.s.groups if g.hi <= lead.index):
            before = cal.shift(self.context.published, -BACKGROUND_DAYS)
            days = [
                t.time.nearest for t in self.tokens[: lead.index] if t.time is not None and t.time.nearest is not None
            ]
            if days and all(day.end < before for day in days):
                return True  # "It was to have been held last month but it was called off"
        segment = self.s.segment(lead.index)
        lo, hi = self.np_lo.get(lead.index, lead.index), lead.index
        if segment.kind is SegmentKind.RELATIVE:
            lo, hi = segment.lo, segment.hi
        horizon = cal.shift(self.context.published, -BACKGROUND_DAYS)
        found = False
        for token in self.tokens[lo:hi]:
            if token.time is None or token.time.kind in ("duration", "set", "vague"):
                continue
            when = token.time.nearest or token.time.past
            if when is None or when.end >= horizon or token.time.kind == "weekday":
                return False
            found = True
        return found

    def _only_wished(self, lead: Trigger) -> bool:
        """ "Chile and Peru should hold talks", which nobody is said to have said."""
        verb = lead.group or self._governing_verb(self.np_lo[lead.index])
        if verb is None or verb.links[0].modal != "should" or self.s.attributions:
            return False
        return not any(t.low in ('"', "“", "”", "‘") for t in self.tokens)

    def _in_general(self, lead: Trigger) -> bool:
        """ "agreed to hold regular summits", "will meet once a year": how often, with no day of one of them."""
        words = [t.low for t in self.tokens[self.np_lo.get(lead.index, lead.index) : lead.index]]
        several = self.tokens[lead.index].low.endswith("s") and lead.group is None
        if several and _FREQUENT & set(words):
            return True
        if lead.group is None or lead.kind != lx.MEETING:
            return False
        after = lead.group.main.index + 1
        end = len(self.tokens)
        return after < end and bool(_HOW_OFTEN.match(self._words(after, min(after + 5, end))))

    def _counted_so_far(self, lead: Trigger) -> bool:
        """ "Have talked a dozen times since spring": none of them in particular."""
        group = lead.group
        if group is None or group.links[0].tense not in ("perfect", "pastperfect") or group.main.passive:
            return False
        stop = next((g.lo for g in self.s.groups if g.lo >= group.hi and g.finite), len(self.tokens))
        return _SO_MANY_TIMES.search(self._words(group.hi, min(stop, group.hi + 14))) is not None

    def _habitual(self, lead: Trigger) -> bool:
        """ "meet every year", "usually hold talks in spring": a habit, not a meeting."""
        segment = self.s.segment(lead.index)
        return any(
            t.low in _HABITS or (t.time is not None and t.time.kind == "set")
            for t in self.tokens[max(0, segment.lo - 4) : segment.hi]
        )

    def _under_its_clause(self, lead: Trigger, stance: Stance, notes: list[str]) -> tuple[Stance, list[str]]:
        """What a that-clause holds, after "denied that", "denied reports that", "it is possible that"."""
        segment = self.s.segment(lead.index)
        if segment.kind is not SegmentKind.THAT or stance.status is None:
            return stance, notes
        governor = next((g for g in reversed(self.s.groups) if g.hi <= segment.lo), None)
        if governor is None or governor.main.negated:
            return stance, notes
        gap = [
            t
            for t in self.tokens[governor.hi : segment.lo]
            if t.low not in lx.DETERMINERS and t.low not in ("that", "on", "late", "early") and t.time is None
        ]
        told = all(t.low in lx.RUMOUR_NOUNS or t.low in ("media", "press", "that") or t.name is not None for t in gap)
        if governor.main.lemma in lx.DENY_VERBS and told and (gap or governor.main.lemma in ("deny", "refute")):
            if stance.change in (Change.CANCEL, Change.POSTPONE) and not stance.denial:
                opening = [t.low for t in self.tokens[segment.lo : segment.lo + 4] if t.is_word]
                if {"cancellation", "postponement", "delay"} & set(opening):
                    return Stance(None, why="no consequence of another change"), ["“denied that …”"]
                return Stance(Status.SCHEDULED, Direction.FUTURE, why=st.CHANGE_DENIED, weak=True), ["“denied that …”"]
            return Stance(None, why="denied", denial=True), ["“denied that …”"]
        if (
            governor.main.lemma in lx.REPORTING
            and governor.main.tense == "pastperfect"
            and stance.change in (Change.CANCEL, Change.POSTPONE)
        ):
            return replace(stance, weak=True), notes  # "had reported that it was off": what was said before this
        if governor.main.lemma in _FEARING and stance.change in (Change.CANCEL, Change.POSTPONE):
            return st.left_as_it_is(f"only “{governor.main.lemma}”"), notes
        if (
            gap
            and gap[-1].is_word
            and gap[-1].low in _CHANCES
            and governor.main.lemma in ("be", "remain", "see", "have", "express", "voice", "raise")
            and stance.status is Status.SCHEDULED
        ):
            return Stance(Status.TENTATIVE, Direction.FUTURE, why=f"“{gap[-1].low} that”"), notes
        if governor.main.lemma == "likely" and not gap and stance.status is Status.SCHEDULED:
            return Stance(Status.TENTATIVE, Direction.FUTURE, why="“likely that”"), notes
        return stance, notes

    def _if_doubted(self, lead: Trigger, stance: Stance, notes: list[str]) -> tuple[Stance, list[str]]:
        """The stance, where the sentence holds it; what is only doubted asserts nothing, and a change of it neither."""
        group = lead.group
        lo = group.lo if group is not None else self.np_lo[lead.index]
        hi = group.hi if group is not None else lead.index + 1
        predicate = self._predicate(lead.index, self.s.segment(lead.index)) if group is None else None
        words = doubted(self.s, lo, hi, predicate, noun=group is None)
        if not words:
            if stance.status in (Status.SCHEDULED, Status.TENTATIVE) and stance.change is Change.NONE:
                if under := only_on_a_condition(self.s, lead.index, ("would",)):
                    return Stance(None, Direction.FUTURE, why=under), [*notes, f"“{under}”: only a condition"]
                return stance, notes
            if stance.change not in (Change.CANCEL, Change.POSTPONE) or stance.status not in (
                Status.CANCELLED,
                Status.POSTPONED,
            ):
                return stance, notes
            words = only_on_a_condition(self.s, lead.index)
            if (
                not words
                and group is None
                and done_by_nobody(self.s, self._governing_verb(self._through_light_parts(lo)))
            ):
                words = "nobody"
            if not words:
                return stance, notes
            unchanged = Stance(None, why=words, denial=True) if stance.denial else st.left_as_it_is(words)
            return unchanged, [*notes, f"“{words}”: no change is asserted"]
        if stance.denial or (stance.status is not None and stance.change in (Change.CANCEL, Change.POSTPONE)):
            return (stance if stance.denial else Stance(None, why=words)), [*notes, f"“{words}”"]
        if words == CLAIMED:
            return stance, notes  # only what reports say of a change is left open
        if words == WANTED:
            return Stance(None, Direction.FUTURE, why=words), [*notes, words]
        if words == OPEN:
            return Stance(Status.TENTATIVE, Direction.FUTURE, why=OPEN, weak=True), [*notes, OPEN]
        return Stance(None, Direction.FUTURE, why=words, denial=True), [*notes, f"“{words}”: not asserted"]

    def _stays_away(self, frame: Frame, unit: list[Trigger]) -> None:
        """One state that will not attend a gathering leaves it as it is: the gathering's own report, without that state."""
        if frame.status is not Status.CANCELLED or frame.kind not in (lx.SUMMIT, lx.GATHERING, lx.MEETING):
            return
        bodies = tuple(p for p in frame.parties if not lx.is_state(p))
        states = tuple(p for p in frame.parties if lx.is_state(p))
        if len(states) != 1 or not bodies:
            return
        lead = unit[0]
        verb = lead.group or self._governing_verb(self._through_light_parts(self.np_lo[lead.index]))
        if verb is None or verb.main.lemma not in lx.STAY_AWAY_VERBS:
            return
        if any(a.prep in ("with", "between") and a.lo > lead.index for a in self.s.actors):
            return
        if frame.kind == lx.MEETING and not frame.session:
            return
        frame.parties, frame.absent, frame.session = bodies, states, True
        frame.reference = False
        frame.stance = Stance(Status.SCHEDULED, Direction.FUTURE, why="one stays away; it goes on", weak=True)
        frame.notes.append(f"{states[0]} stays away")

    def _host_of_the_place(self, frame: Frame, unit: list[Trigger]) -> None:
        """One side named, and a place in another state's capital or country: "will hold talks with leaders in Cairo"."""
        if len(frame.parties) != 1 or frame.session or frame.status is None or frame.definite or self.context.title:
            return
        party = frame.parties[0]
        lead = unit[0]
        if (
            not lx.is_state(party)
            or frame.kind in (lx.CALL, lx.SUMMIT, lx.GATHERING)
            or frame.format is not Format.IN_PERSON
        ):
            return
        host = frame.country if frame.city not in SEATS else None
        if host is None and self._titled_stranger(unit):
            host = self.context.here_country if self.context.here_city not in SEATS else None
        if host is None or host == party or not lx.is_state(host):
            return
        if not (self._titled_stranger(unit) or self._local_officials(unit) or lead.kind in (lx.VISIT, lx.TOUR)):
            return
        frame.parties = (party, host)
        frame.pair = True
        frame.reference = False
        frame.notes.append(f"meets the hosts in {host}")

    def _still_set(self, tail: Trigger) -> bool:
        """ "arrived in Busan to attend the summit scheduled for Friday": who has come waits for it."""
        if tail.group is not None:
            return False
        return any(
            g.reduced
            and 0 < g.lo - tail.index <= 2
            and g.main.lemma in lx.FIXING_VERBS
            and any(t.time is not None for t in self.tokens[g.hi : g.hi + 3])
            for g in self.s.groups
        )

    def _said_long_ago(self) -> bool:
        """ "told the paper in August 2013, days after …": what was news then."""
        horizon = cal.shift(self.context.published, -BACKGROUND_DAYS)
        for k, token in enumerate(self.tokens):
            mention = token.time
            if mention is None or mention.kind in ("duration", "set", "vague"):
                continue
            if self.s.segment(k).kind is not SegmentKind.ATTRIBUTION or mention.past is None:
                continue
            if mention.kind != "weekday" and mention.past.end < horizon and mention.nearest == mention.past:
                return True
        return False

    def _titled_stranger(self, unit: list[Trigger]) -> bool:
        """A partner with a title whose state the article does not say ("with Foreign Minister Soe Win")."""
        lo = unit[0].index
        for k in range(self.s.segment(lo).lo + 1, lo):
            token = self.tokens[k]
            if (
                token.is_word
                and token.low in ("president", "premier", "chancellor", "king")
                and token.text[0].isupper()
                and self.tokens[k - 1].low == "the"
                and k not in self.s.actor_at
            ):
                return True
        for k in range(lo + 1, min(lo + 14, len(self.tokens) - 1)):
            token = self.tokens[k]
            if (
                token.is_word
                and token.low in lx.PERSON_ROLES
                and token.text[:1].isupper()
                and self.tokens[k + 1].text[:1].isupper()
                and self.tokens[k + 1].is_word
                and k not in self.s.actor_at
            ):
                return True
        return False

    def _local_officials(self, unit: list[Trigger]) -> bool:
        lo = unit[0].index
        for k in range(lo + 1, min(lo + 10, len(self.tokens))):
            token = self.tokens[k]
            if (
                token.is_word
                and token.low in lx.UNNAMED_OFFICIALS
                and k not in self.s.actor_at
                and any(t.low in ("with", "meet", "meets", "met") for t in self.tokens[max(0, k - 6) : k])
            ):
                return True
        return False

    def _no_news(self, lead: Trigger) -> bool:
        """ "relations have been cool since A and B met", "When A met B, the world laughed": told as known."""
        segment = self.s.segment(lead.index)
        if _NO_NEWS.search(self._words(segment.lo, min(segment.hi + 4, len(self.tokens)))):
            return True
        return segment.word == "since" or (segment.word == "when" and segment.lo <= 1)

    def _tells_history(self, frame: Frame) -> bool:
        if _LONG_PAST.search(self._words(self.s.segment(frame.index).lo, self.s.segment(frame.index).hi)):
            return True
        ahead = frame.when is not None and frame.when.end >= self.context.published
        for k, token in enumerate(self.tokens):
            if ahead and token.time is frame.time:
                continue
            if k and self.tokens[k - 1].low == "since":
                continue  # "their first talks since 2022" are today's
            if token.time is not None and token.time.nearest and token.time.nearest.end >= self.context.published:
                continue
            if token.time is not None and token.time.kind not in ("duration", "set", "vague"):
                when = self.choose(token.time, Direction.PAST)
                if when is not None and (when.days > 40 or (self.context.published - when.end).days > BACKGROUND_DAYS):
                    return True
        return False

    def _in_a_call(self, lead: Trigger) -> bool:
        """ "told him *in a call* on Tuesday": how something was said."""
        before = [t.low for t in self.tokens[max(0, lead.index - 6) : lead.index + 1]]
        if before[-1] not in ("phone", "telephone"):
            before.pop()
        while before and before[-1] not in _BY_WAY_OF and before[-1] not in lx.PREPOSITIONS and before[-1] != ",":
            before.pop()
        after = [t.low for t in self.tokens[lead.index + 1 : lead.index + 4]]
        return before[-1:] != [] and before[-1] in _BY_WAY_OF and not {"with", "between"} & set(after)

    def _teller_and_told(self, teller: VerbGroup | None, lead: Trigger) -> tuple[str, ...]:
        """Who says something to whom, by ``teller`` not far from the meeting at ``lead``; () where nobody does."""
        if teller is None or teller.main.lemma not in _SAID_TO_SOMEBODY or teller.main.negated or teller.main.passive:
            return ()
        if (
            teller.links[0].tense not in ("past", "perfect", "pastperfect")
            or len(teller.links) > 1
            or lead.index - teller.hi > _NEAR
        ):
            return ()
        segment = self.s.segments[teller.segment]
        speaker = [
            a
            for a in self.s.actors
            if segment.lo <= a.lo
            and a.hi <= teller.lo
            and a.prep is None
            and not a.modifier
            and not a.possessive
            and (a.person or a.role)
        ]
        told = [
            a
            for a in self.s.actors
            if teller.hi <= a.lo <= teller.hi + 3 and a.prep is None and (a.person or a.role) and not a.speaker
        ]
        if not speaker or not told or set(speaker[-1].parties) & set(told[0].parties):
            return ()
        return (*speaker[-1].parties, *told[0].parties)

    def _told_at_talks(self, lead: Trigger) -> tuple[str, ...]:
        """ "Ruto warned Museveni during talks in Kampala that …": the two who talk."""
        if lead.group is not None or lead.kind not in (lx.TALKS, lx.MEETING):
            return ()
        if self._prep_at(self.np_lo[lead.index] - 1) not in ("during", "in", "at"):
            return ()
        before = [g for g in self.s.groups if g.finite and g.hi <= lead.index]
        return self._teller_and_told(before[-1], lead) if before else ()

    def _call_of_saying(self, lead: Trigger) -> Frame | None:
        """ "Abbas told Kerry in a phone call on Wednesday that …": who tells and who is told."""
        before = [g for g in self.s.groups if g.finite and g.hi <= lead.index]
        after = [g for g in self.s.groups if g.finite and g.lo > lead.index] if not before else []
        teller = before[-1] if before else after[0] if after else None
        pair = self._teller_and_told(teller, lead)
        if teller is None or not pair:
            return None
        segment = self.s.segments[teller.segment]
        frame = Frame(
            self.s,
            lead.index,
            lx.CALL,
            Stance(Status.CONCLUDED, Direction.PAST, why="told in a call"),
            parties=pair,
            pair=True,
            format=Format.CALL,
            source=self.s.source,
            notes=["told in a call"],
            recent=True,
        )
        day = next(
            (
                w
                for k in (*range(lead.index, min(lead.index + 5, len(self.tokens))), *range(segment.lo, segment.hi))
                if (t := self.tokens[k].time) is not None
                and (w := self.choose(t, Direction.PAST)) is not None
                and w.precision is Precision.DAY
            ),
            None,
        )
        frame.when = day
        return frame

    def _since_long(self, k: int) -> bool:
        return any(
            t.low == "since" or (t.time is not None and t.time.text.lower().startswith("since"))
            for t in self.tokens[k : k + 10]
        )

    def _as_it_was_said(self, frame: Frame, lead: Trigger) -> None:
        """ "told reporters on Friday as he opened the round": the day of saying is the day of the opening."""
        if self.s.segment(lead.index).word != "as":
            return
        days = [self.choose(t.time, Direction.PAST) for t in self.tokens if t.time is not None]
        if len(days) == 1 and days[0] is not None and days[0].precision is Precision.DAY:
            frame.when = days[0]

    def _mark_recent(self, frame: Frame, lead: Trigger) -> None:
        """Mark what was said right after or during it: that meeting is news, and of the day of saying."""
        segment = self.s.segment(lead.index)
        word = segment.word
        lo = self.np_lo.get(lead.index, lead.index)
        prep = self._prep_at(lo - 1) if lo else ""
        being = self._predicate(lead.index, segment) if lead.group is None else None
        if being is not None and being.main.lemma == "be" and being.main.tense == "past" and not frame.history:
            praised = self.tokens[being.hi].low if being.hi < len(self.tokens) else ""
            if praised in _PRAISED and self.s.attributions and len(frame.parties) >= 2:
                frame.recent = True  # "said his call with Witkoff was constructive"
                return
        presiding = self._governing_verb(self._through_light_parts(lo)) if lead.group is None else None
        at_the_head = presiding is not None and presiding.links[0].tense == "ing" and presiding.main.lemma in PRESIDING
        if not (
            word in ("after", "during", "as") or prep in ("after", "during", "following", "at", "in") or at_the_head
        ):
            return
        saying = next(
            (
                g
                for g in self.s.groups
                if g.finite
                and g.main.tense == "past"
                and not g.main.negated
                and (g.segment != segment.index or g.hi <= lo or lo <= 3)
            ),
            None,
        )
        if saying is None or frame.past_label or (len(frame.parties) < 2 and not frame.session):
            return
        if saying.main.lemma in _NO_SAYING and saying.lo > lead.index:
            frame.stance = replace(frame.stance, weak=True)
            return  # "The announcement, after three days of talks in Lima, marked a breakthrough"
        if prep in ("at", "in") and word in ("since", "because", "although", "though"):
            return  # "since many companies pledged it at the summit": an argument, not news
        frame.fresh = (
            saying.main.lemma in ("arrive", "come", "land", "fly", "travel", "return")
            and (word == "after" or prep in ("after", "from"))
            and not frame.history
        )
        if frame.kind in (lx.VISIT, lx.TOUR) and saying.main.lemma in lx.VISIT_VERBS:
            return  # "returned on Tuesday after a visit to Ghana": when the visit was it does not say
        if frame.history:
            return
        frame.recent = True
        for k, token in enumerate(self.tokens):
            if token.time is not None and (
                self.s.segment(k).kind is SegmentKind.ATTRIBUTION
                or (
                    (
                        k <= saying.lo
                        or saying.main.lemma in lx.VISIT_VERBS
                        or (saying.main.lemma in _TOLD_THEN and saying.hi <= k < lo)
                        or (lo <= _OPENS and not any(saying.hi <= g.lo < k for g in self.s.groups))
                    )
                    and self.s.segment_of[k] == saying.segment
                    and token.time.kind == "weekday"
                )
            ):
                when = self.choose(token.time, Direction.PAST)
                if when is not None and when.precision is Precision.DAY:
                    frame.said = when
                    break

    def remember(self) -> None:
        """Leave for the next sentence whom "he", "they" and "the two sides" mean."""
        people = [a for a in self.s.actors if a.person and not a.speaker and len(a.parties) == 1 and not a.modifier]
        subjects = [a for a in people if a.prep is None and a.object_of is None and not a.possessive]
        opening = next((g for g in self.s.groups if g.finite), None)
        goes_on = opening is not None and any(
            t.low in ("he", "she") and t.name is None for t in self.tokens[: min(opening.lo, 4)]
        )
        if goes_on and self.context.last_person and not subjects:
            pass  # "She invited the chancellor too": the next "he" is still the same
        elif subjects or people:
            self.context.last_person = (subjects[0] if subjects else people[-1]).parties
        elif any(t.name is not None and t.name.kind is NameKind.PERSON and t.name.party is None for t in self.tokens):
            self.context.last_person = ()  # somebody whom the reader cannot place: "he" is nobody it knows
        bodies = [m.party for a in self.s.actors for m in a.mentions if m.kind is NameKind.ORGANISATION and m.party]
        if bodies:
            self.context.last_body = bodies[0]
        elif people and not lx.is_state(people[0].parties[0]):
            self.context.last_body = people[0].parties[0]
        for actor in self.s.actors:
            if actor.place or actor.modifier:
                continue
            if len(actor.parties) == 2 and all(len(m.text) > 1 for m in actor.mentions):
                self.context.last_pair = actor.parties
            elif len(actor.parties) >= _SERIES:
                self.context.lists[len(actor.parties)] = actor.parties
        if len(self.told) >= _SERIES:
            self.context.lists[len(self.told)] = self.told
        if len(self.told_pair) == 2:
            self.context.last_pair = self.told_pair
        for k, token in enumerate(self.tokens[:-1]):
            if (
                token.low == "member"
                and self.tokens[k + 1].low in ("states", "countries", "nations")
                and self.context.last_body
            ):
                self.context.last_pair = (
                    self.context.last_body,
                )  # "the foreign ministers of the member states": the body in session

        self._remember_stay()
        self._remember_group()
        tellers = [g for g in self.s.groups if g.finite and g.main.lemma in _TELLING and g.main.tense == "past"]
        self.context.told = None
        if tellers:
            teller = tellers[0]
            told = [a for a in self.s.actors if teller.hi <= a.lo <= teller.hi + 2 and a.person and a.prep is None]
            said = [a for a in self.s.actors if a.hi <= teller.lo and a.person and a.prep is None]
            days = [
                w
                for t in self.tokens[teller.hi : teller.hi + 12]
                if t.time is not None
                and (w := self.choose(t.time, Direction.PAST)) is not None
                and w.precision is Precision.DAY
            ]
            if told and said and not self.told_pair:
                self.note_pair(sorted({*said[0].parties, *told[0].parties}))
            if told and said and days:
                self.context.told = (frozenset((*said[0].parties, *told[0].parties)), days[0])

    def _remember_group(self) -> None:
        """Whose people are the sentence's subject ("A Saudi delegation", "Australian ministers"), or that one person is."""
        verb = next((g for g in self.s.groups if g.finite), None)
        if verb is None:
            return
        subject = next(
            (
                a
                for a in self.s.actors
                if a.hi <= verb.lo and a.prep is None and a.parties and not (a.modifier or a.possessive or a.speaker)
            ),
            None,
        )
        if subject is None:
            return
        alone = subject.role and subject.plural and not subject.place and len(subject.parties) == 1
        sent = not subject.place and any(t.low in _SENT for t in self.tokens[subject.lo : subject.hi])
        of_a_state = len(subject.parties) == 1 and lx.is_state(subject.parties[0])
        self.context.last_plural = (
            subject.parties if (alone and of_a_state) or (sent and len(subject.parties) == 1) else ()
        )

    def _remember_stay(self) -> None:
        """ "Britain's prime minister is in Cairo", "flew to Rabat on Monday": where the next sentence finds him."""
        if self.context.title:
            return
        for group in self.s.groups:
            there = group.main.lemma == "be" or (
                group.main.lemma in _COMING and group.links[0].tense in ("past", "perfect")
            )
            if not there or not group.finite or group.main.negated or group.links[0].modal:
                continue
            place = next((p for p in self.s.places if group.hi < p.index <= group.hi + 4 and p.city), None)
            if place is None or place.prep not in ("in", "to") or self.tokens[group.hi].low not in ("in", "to"):
                continue
            who = [a for a in self.s.actors if a.hi <= group.lo and a.prep is None and (a.person or a.role)]
            party = who[0].parties if who else self.context.last_person
            if len(party) == 1 and place.city:
                self.context.stay = (party[0], place.city, place.country, self.s.order)
                return

    def note_pair(self, parties: Iterable[str]) -> None:
        pair = tuple(parties)
        if len(pair) == 2:
            self.context.last_pair = pair
