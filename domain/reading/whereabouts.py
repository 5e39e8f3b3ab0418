"""Where, when and in what form: places, days and formats that belong to a mention."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from domain.reading import lexicon as lx
from domain.reading import times_calendar as cal
from domain.reading.mention_frame import BACKGROUND_DAYS, Frame, Trigger, last_before
from domain.reading.mentions import CONTEXT_OF, PHONE
from domain.reading.participants import Participants
from domain.reading.segments import REL_END
from domain.reading.status import AFTER_ALL, ENDS_AHEAD, SET_BEFORE, WAS_TO, WILL_GO_ON, Change, Stance
from domain.reading.syntax import Place, Segment, SegmentKind, VerbGroup
from domain.reading.tokens import Direction, NameKind, TimeMention
from domain.reports import Format, Precision, Status, When

_PLACED_EVENT_VERBS: Final = frozenset(
    """hold take-place begin start open host due set schedule plan slate resume break-up break-off collapse end
    conclude meet""".split()
)

_TROUBLES: Final = frozenset(
    "crisis war conflict situation violence fighting unrest tension tensions fate future aid access events developments".split()
)

_DECIDING: Final = frozenset(
    "agree decide offer propose refuse decline plan vow pledge promise threaten invite".split()
)

_NOT_AT_THAT_HOUR: Final = frozenset("before after until till past by beyond towards toward".split())
"""An hour after one of these is not the one at which a meeting begins."""

_A_THIRD_OF_A_YEAR: Final = 120

_LONGEST_NAMED: Final = 10
"""Days of the longest meeting of which only the first and the last day are named, joined by "and" or a dash."""

_TELLING: Final = frozenset(
    "announce name decide discuss brief vote publish reveal unveil inform debate release disclose".split()
)
_TOLD_OF_IT: Final = frozenset("date dates details results result outcome venue agenda decision position".split())
_HALTING: Final = frozenset("suspend freeze halt stall pause".split())
"""What is done to talks at once: the day told with it is the act's, unless it says until when."""

_STILL_THERE: Final = 2
"""Sentences after one that says where somebody is in which he is still there."""
_ANEW: Final = frozenset("resumption restart reopening reconvening".split())
"""What of talks that were halted has the new day ("named a day for their resumption")."""
_ONWARD: Final = frozenset("to until till".split())
"""Before a new day."""

_SETTING: Final = _ONWARD | {"for", "by", "from", "since"}
"""Before a day that is set anew or that something runs from."""

_DAY_JOINTS: Final = frozenset("and & - – to on , or".split())

_VIDEO: Final = frozenset("video virtual virtually videoconference online teleconference video-link videolink".split())

_ORDINALS: Final = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth latest".split())

_BY_ITSELF: Final = re.compile(
    r"(?i)(?:last|next|this|that|yesterday|today|tomorrow|tonight|later|earlier|early|late)\b"
)
"""How a day or year begins that is measured from nothing but the article's own day."""

_NTH: Final = "first second third fourth fifth sixth seventh eighth ninth tenth".split()

_LATER_TODAY: Final = re.compile(r"(?i)\b(?:in the (?:afternoon|evening)|later in the day|later on in the day)\b")

_EARLIER_TODAY: Final = re.compile(
    r"(?i)\b(?:(?:late |early )?in the morning|overnight|(?:has|have) just [a-z]+ed\b|earlier (?:in|on) the (?:same )?day|earlier (?:that|the same) day)\b"
)

_FIRST_IN: Final = re.compile(
    r"(?i)in (?:nearly|almost|more than|over|about|some) (?:\d+|\w+) (?:years|decades|months)\b"
)
""" "the first visit in nearly 90 years": how long there was none, and no date."""

_NUMBER: Final = re.compile(
    r"(?i)\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ]days?\b|\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s+days?\b"
)

_FOR_DAYS_FROM: Final = re.compile(r"(?i)\b(?:for|over|lasting) (\w+ days),? (?:from|starting|beginning)(?: on)?$")
_FOR_DAYS_AFTER: Final = re.compile(r"(?i),? (?:for|lasting) (\w+ days)\b")
_DAYS_FROM: Final = re.compile(r"(?i)(\w+ days) from ")
"""What the words of a date are where "for" before them makes them a span: "for three days from tomorrow"."""
_JOURNEYING: Final = frozenset("arrive land return leave fly head depart travel go".split())

_BESIDE: Final = 5
"""Tokens between a visit and the day until which it lasts ("a state visit to the neighbouring country through Thursday")."""

_CLOSING: Final = frozenset("end conclusion close".split())
_OWNING: Final = frozenset("'s ’s ' ’ the a an".split())

_LASTS: Final = re.compile(
    r"(?i)(?:is|are|was|were|will|would)(?: (?:to|expected|due|scheduled|set|likely|also)){0,2} (?:last|run|go on|continue) (?:for |over )?"
)
_AND_ENDS: Final = re.compile(
    r"(?i),? and (?:(?:will|is to|are to|is due to|are due to) )?(?:ends?|closes?|concludes?|wraps? up|finish(?:es)?|runs?|lasts?) (?:(?:on|until|till|through) )?"
)
_HOURS: Final = re.compile(r"(?i)\b(24|48|72)[- ]hours?\b")
_A_WEEK: Final = re.compile(r"(?i)\b(?:one-week|week-?long|(?:a|one) week of)\b")


_ORIGINALLY: Final = re.compile(
    r"(?:originally|initially|previously|first|earlier) (?:been )?(?:scheduled|planned|set|due|slated|announced|expected|fixed|meant|supposed)"
    r"|instead of(?: \w+)?$|rather than(?: \w+)?$"
    r"|(?:was|were|had been) (?:originally |initially |previously |first )?(?:supposed|meant|to have)\b"
)
_ORIGINAL_WORDS: Final = frozenset(
    "originally initially previously first earlier instead rather supposed meant have".split()
)
"""One of these is in whatever :data:`_ORIGINALLY` finds: most phrases need no search."""
_COUNT: Final = (
    r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})[- ](?P<unit>days?|weeks?|fortnights?)\b"
)
_SHIFT: Final = re.compile(rf"(?i)(?:\s+(?:it|them))?\s+(?:for |by )?{_COUNT}")
_BY: Final = re.compile(rf"(?i)\bby {_COUNT}")
_THAN_PLANNED: Final = re.compile(
    rf"(?i)\b{_COUNT} (?P<way>later|earlier) than (?:originally |initially |first |previously )?(?:planned|scheduled|expected|announced)\b"
)


def _days_of(match: re.Match[str]) -> int | None:
    word = match["count"].lower()
    count = 1 if word in ("a", "an") else int(word) if word.isdigit() else lx.NUMBER_WORDS.get(word)
    if not count:
        return None
    return count * {"d": 1, "w": 7, "f": 14}[match["unit"][0].lower()]


def in_year(mention: TimeMention) -> bool:
    """True for "this year", "2016": as wide as tells nothing about a meeting."""
    when = mention.nearest or mention.future
    return when is not None and when.days > 200 and not mention.text.lower().startswith("next")


def _days(text: str) -> int | None:
    match = _NUMBER.search(text)
    if match:
        word = (match[1] or match[2]).lower()
        count = int(word) if word.isdigit() else lx.NUMBER_WORDS.get(word)
        return count if count and count <= 14 else None
    match = _HOURS.search(text)
    if match is None and _A_WEEK.search(text):
        return 7
    return int(match[1]) // 24 if match else None


_FIXED: Final = frozenset("scheduled set planned slated fixed booked pencilled penciled rescheduled arranged".split())
"""Before "for" and a place."""


class Whereabouts(Participants):
    """Finds place, days and format of a mention."""

    def _set_format(self, frame: Frame, unit: list[Trigger]) -> None:
        segment = self.s.segment_of[unit[0].index]
        edge = unit[-1].group.hi if unit[-1].group is not None else unit[-1].index + 1
        stop = min(
            (g.lo for g in self.s.groups if g.lo >= edge and g.finite and self.tokens[g.lo - 1].low in ("and", "but")),
            default=len(self.tokens),
        )  # "has cancelled his visit and will speak to him by video link"
        near = {
            self.tokens[k].low
            for k in range(max(0, unit[0].index - 3), min(stop, unit[-1].index + 8))
            if self.s.segment_of[k] == segment
        }
        governor = self._governing_verb(self.np_lo[unit[0].index]) if unit[0].group is None else unit[0].group
        predicate = self._predicate(unit[0].index, self.s.segment(unit[0].index)) if governor is None else None
        if predicate is not None:
            near |= {t.low for t in self.tokens[predicate.lo : predicate.hi + 7] if t.name is None}
        if near & _VIDEO:
            frame.format = Format.VIDEO
        elif any(t.kind == lx.CALL for t in unit) or (near & PHONE and unit[0].kind in ("speak", lx.TALKS, lx.CALL)):
            frame.format = Format.CALL
        elif unit[0].kind == "speak":
            frame.format = Format.UNKNOWN
        if any(t.group is not None and t.group.main.lemma in lx.PHONE_VERBS for t in unit):
            frame.format = Format.CALL

    def _set_places(self, frame: Frame, unit: list[Trigger]) -> None:
        lead, tail = unit[0], unit[-1]
        segment = self.s.segment(lead.index)
        visit = any(t.kind in (lx.VISIT, lx.TOUR) for t in unit)
        target_preps = (
            ("in", "at", "to", "for", "into", "near", "outside")
            if visit or lead.kind == "host"
            else ("in", "at", "near", "outside")
        )
        if lead.group is not None and lead.group.main.lemma == "converge":
            target_preps = (*target_preps, "on", "upon")
        moving = frame.stance.change is Change.MOVE
        candidates: list[tuple[int, Place]] = []
        predicate = self._predicate(lead.index, segment) if lead.group is None else None
        relatives = self._own_relatives(lead, segment)
        replaced = self._replaced_place(frame, tail)
        for place in self.s.places:
            seg = self.s.segments[self.s.segment_of[place.index]]
            same = (
                seg.index == segment.index
                or (predicate is not None and seg.index == predicate.segment)
                or seg.index in relatives
                or (
                    seg.kind is not SegmentKind.ATTRIBUTION
                    and tail.index < place.index
                    and seg.index == self.s.segment_of[tail.index]
                )
            )
            if not same and not self._inset(seg, place.index, tail.index):  # "the talks, in Geneva,"
                continue
            if not (place.city or place.country) or self._at_its_request(place):
                continue
            if place.prep in ("in", "at") and place.index >= 2 and self._of_a_crisis(place.index):
                continue
            if place.index in replaced:
                continue
            if place.prep == "of" and not {t.low for t in self.tokens[place.index - 4 : place.index]}.isdisjoint(
                CONTEXT_OF
            ):
                candidates.append((20, place))  # "on the margins of the Munich Security Conference"
                continue
            told = lead.group is None and self._antecedent(seg) == lead.index
            if (
                place.index > tail.index
                or self.np_lo.get(lead.index, lead.index) <= place.index <= tail.index
                or any(lead.index < place.index for _ in (0,))
            ):
                if (
                    self._other_owner(place.index, unit, moving=moving)
                    or (seg.index not in relatives and not told and self._past_a_verb(tail, place.index))
                    or (not told and self._talked_about(self._edge(tail, predicate, place.index), place.index))
                ):
                    continue
                if (
                    place.prep in target_preps
                    or (place.prep == "for" and self._fixed_for(place.index))
                    or (
                        place.prep is None
                        and self.np_lo.get(tail.index, tail.index) <= place.index < tail.index
                        and (visit or place.city)  # "the Western Sahara talks": what they are about
                    )
                    or (
                        visit
                        and place.prep is None
                        and lead.group is not None
                        and lead.group.main.lemma in ("visit", "tour")
                    )
                ):
                    candidates.append((abs(place.index - tail.index), place))
                elif place.prep == "from" and moving:
                    frame.previous_city, frame.previous_country = place.city, place.country
                elif place.prep == "to" and moving:
                    candidates.append((0, place))
            elif place.prep in ("in", "at") and self._on_the_way(place.index, lead):
                candidates.append((30 + lead.index - place.index, place))
            elif place.prep == "to" and self._sent_there(place.index, lead):
                candidates.append((0, place))
            elif (
                place.prep in ("in", "at")
                and place.index < lead.index
                and self._initial(place.index, lead.index)
                and not (visit and lead.group is not None and self._visit_target(lead.group) is not None)
            ):
                candidates.append((50 + lead.index - place.index, place))
        if lead.kind == "host" and lead.group is not None and not lead.group.main.passive and not candidates:
            candidates += [(40, p) for p in self._where_host_is_city(lead.group)]
        if predicate is not None and predicate.main.lemma == "host" and predicate.main.passive and not candidates:
            candidates += [(40, p) for p in self._hosted_by_a_city(predicate)]
        nearest = min(candidates, key=lambda c: c[0], default=None)
        if visit and nearest is not None and nearest[1].prep == "to" and nearest[1].country:
            # "cannot go to Oman because of the floods in Valencia": where it goes, not what is elsewhere
            candidates = [c for c in candidates if c[1].country in (None, nearest[1].country)]
        if candidates:
            candidates.sort(key=lambda c: (c[1].city is None, c[0]))
            place = candidates[0][1]
            frame.city, frame.country = place.city, place.country
        elif (
            lead.group is not None and lead.kind == lx.VISIT and (there_named := self._where_to(lead.group)) is not None
        ):
            frame.city, frame.country = there_named
        elif frame.city is None and frame.country is None and (named := self._same_city(segment)) is not None:
            frame.city, frame.country = named
        elif frame.city is None and frame.country is None and (stay := self._while_there(lead.index)) is not None:
            frame.city, frame.country = stay.city, stay.country
        elif frame.city is None and frame.country is None and (there := self._before_brackets(lead.index)) is not None:
            frame.city, frame.country = there.city, there.country
        elif frame.city is None and frame.country is None and (before := self._place_before(segment)) is not None:
            frame.city, frame.country = before.city, before.country
        elif frame.city is None and frame.country is None and (found := self._where_he_stays(frame)) is not None:
            frame.city, frame.country = found
        elif frame.city is None and frame.country is None:
            here = self._here(unit, relatives)
            if here:
                frame.city, frame.country = self.context.here_city, self.context.here_country
        if frame.city is None and frame.country is None and visit:
            destination = [p for p in frame.parties[1:] if lx.is_state(p)]
            if destination and not any(t.kind not in (lx.VISIT, lx.TOUR) for t in unit):
                frame.host_country = destination[-1]
        if frame.format in (Format.CALL, Format.VIDEO):
            frame.city = frame.country = frame.host_country = None
        if lead.kind == "change" and frame.stance.change in (Change.CANCEL, Change.POSTPONE):
            frame.city = frame.country = None  # "it was put off because of the fighting in Goma"

    def _replaced_place(self, frame: Frame, tail: Trigger) -> set[int]:
        """Tokens of places that are replaced: "in Moscow instead of Delhi", "in Oslo, not Geneva", "first planned for Belmopan"."""
        found: set[int] = set()
        segment = self.s.segment_of[tail.index]
        for k in range(tail.index + 1, len(self.tokens)):
            name = self.tokens[k].name
            if name is None or not (name.city or name.country) or self.s.segment_of[k] - segment > 2:
                continue
            before = [t.low for t in self.tokens[max(0, k - 4) : k]]
            prep = before.pop() if before and before[-1] in ("in", "at", "to", "for") else ""
            replaced = before[-2:] in (["instead", "of"], ["rather", "than"], [",", "not"], ["and", "not"])
            if frame.stance.change in (Change.CANCEL, Change.POSTPONE) and not replaced:
                continue  # nobody moves what is called off
            moved = frame.stance.change is Change.MOVE and prep and self._had_been_set(k)
            if not replaced and not (prep and (moved or self._originally(k)) and self._another_place(k)):
                continue
            found.add(k)
            if frame.previous_city is None and frame.previous_country is None:
                frame.previous_city, frame.previous_country = name.city, name.country
        return found

    def _had_been_set(self, k: int) -> bool:
        """ "which was slated for Lusaka on Friday, has been moved": a plan told in the past before the place at ``k``."""
        plan = next((g for g in reversed(self.s.groups) if g.hi <= k and k - g.hi <= 1), None)
        return (
            plan is not None
            and plan.links[0].lemma in lx.PLANNING_PARTICIPLES | {"due"}
            and (plan.reduced or plan.links[0].tense in ("past", "pastperfect"))
        )

    def _another_place(self, k: int) -> bool:
        return any(p.index != k and p.city for p in self.s.places if p.index > k)

    def _at_its_request(self, place: Place) -> bool:
        """ "met at Turkey's request": a reason, no place."""
        after = self.tokens[place.hi : place.hi + 2]
        return len(after) == 2 and after[0].low in ("'s", "’s", "'", "’") and after[1].low in lx.REASONS

    def _sent_there(self, k: int, lead: Trigger) -> bool:
        """ "is sending negotiators to Cairo for talks": the talks are where the negotiators go."""
        if (
            lead.group is not None
            or lead.kind in (lx.VISIT, lx.TOUR)
            or k >= lead.index
            or self._prep_at(max(self._through_light_parts(self.np_lo[lead.index]) - 1, 0)) != "for"
        ):
            return False
        return any(g.main.lemma in ("send", "dispatch") and g.hi < k and k - g.hi < 8 for g in self.s.groups)

    def _own_relatives(self, lead: Trigger, segment: Segment) -> set[int]:
        """Segments of relative clauses that tell of the meeting itself ("talks that were due in Brussels have been …")."""
        if lead.group is not None:
            return set()
        found: set[int] = set()
        relative = self._object_relative(lead.index)
        if relative is not None:
            found.add(relative.segment)
        if segment.index + 2 < len(self.s.segments) and self.s.segments[segment.index + 2].word == REL_END:
            found.add(segment.index + 1)
        return found

    def _inset(self, seg: Segment, k: int, after: int) -> bool:
        """True for a place in an inset or relative clause right after the meeting word."""
        if k <= after:
            return False
        groups = [g for g in self.s.groups if g.segment == seg.index]
        if seg.kind is SegmentKind.MAIN and seg.word in (",", "--", "–", "—", "("):
            if groups and all(g.reduced and g.main.lemma in lx.FIXING_VERBS for g in groups):
                return k - after <= 20 and not any(
                    after < t.index < k for t in self.triggers
                )  # ", due in Oslo on Friday,"
            return not groups and (k - after <= 6 or (k - after <= 14 and k - seg.lo <= 3))
        return (
            seg.kind is SegmentKind.RELATIVE
            and seg.lo - after <= 6
            and any(g.main.lemma in _PLACED_EVENT_VERBS for g in groups)
        ) or (
            (own := self._antecedent(seg)) is not None
            and own <= after
            and not any(t.index > own and t.index < seg.lo for t in self.triggers)
        )

    def _edge(self, tail: Trigger, predicate: VerbGroup | None, k: int) -> int:
        """From where on words before the place at ``k`` matter: the meeting word, or its predicate where the place follows that."""
        return (
            predicate.hi - 1
            if predicate is not None and tail.index < predicate.lo and predicate.hi <= k
            else tail.index
        )

    def _talked_about(self, lo: int, k: int) -> bool:
        """True for a place inside what is talked about ("talks on the crisis in Darfur", not "talks on trade in Oslo")."""
        if self.tokens[lo].low in ("called", "calls", "call", "calling") and self.tokens[lo + 1].low in ("on", "upon"):
            lo += 1  # "called on the premier in Beijing"
        noun = self.tokens[lo].low in lx.EVENT_NOUNS or self.tokens[lo].name is not None
        own = self._predicate(lo, self.s.segment(lo)) if noun else None
        topic = next((x for x in range(lo + 1, k) if self.tokens[x].low in ("on", "over", "about")), None)
        place = self.tokens[k].name
        if topic is not None and k - topic <= 7 and place is not None and place.city:
            words = self.tokens[topic + 1 : k]
            named = {t.name.country or t.name.party for t in words if t.name is not None}
            if place.country not in named and not any(
                t.low in lx.DETERMINERS or t.low in _TROUBLES or t.time is not None for t in words
            ):
                return False
            dated = any(t.time is not None for t in self.tokens[k + 1 : k + 3])
            if dated and place.country not in named and not any(t.low in _TROUBLES for t in words):
                return False  # "the meeting on the South China Sea in Shanghai on January 17"
        return any(
            t.name is None
            and t.time is None
            and t.low in ("on", "over", "about", "regarding", "concerning")
            and self.tokens[x + 1].time is None
            and not (t.low == "over" and self.tokens[x + 1].low == "a")  # "held over a three-day period in Lisbon"
            and not (own is not None and x < own.lo <= k)
            and not any(g.reduced and x < g.lo < k and g.main.lemma in lx.FIXING_VERBS for g in self.s.groups)
            for x, t in enumerate(self.tokens[lo + 1 : k], lo + 1)
        )

    def _same_city(self, segment: Segment) -> tuple[str | None, str | None] | None:
        """ "in the city" after a city was named."""
        for k in range(segment.lo, len(self.tokens) - 2):
            if (
                self.tokens[k].low == "in"
                and self.tokens[k + 1].low == "the"
                and self.tokens[k + 2].low == "city"
                and self.tokens[k + 2].is_word
            ):
                earlier = [p for p in self.s.places if p.index < k and p.city]
                return (earlier[-1].city, earlier[-1].country) if earlier else None
        return None

    def _where_host_is_city(self, group: VerbGroup) -> list[Place]:
        """ "Geneva will host talks between A and B": the subject is the place."""
        for k in range(group.lo - 1, max(group.lo - 3, -1), -1):
            name = self.tokens[k].name
            if name is not None and name.city and name.kind in (NameKind.PLACE, NameKind.METONYM):
                seat = not any(t.low in ("'s", "’s") for t in self.tokens[k + 1 : group.lo])
                return [Place(k, None, name.city, name.country, k + 1)] if seat else []
        return []

    def _hosted_by_a_city(self, group: VerbGroup) -> list[Place]:
        """ "will be hosted by Lisbon": the place behind the verb."""
        k = group.hi + 1
        if k >= len(self.tokens) or self.tokens[k - 1].low != "by":
            return []
        name = self.tokens[k].name
        if name is None or not name.city or name.kind not in (NameKind.PLACE, NameKind.METONYM):
            return []
        return [Place(k, None, name.city, name.country, k + 1)]

    def _where_he_stays(self, frame: Frame) -> tuple[str, str | None] | None:
        """ "X is in Cairo. He met …": the host's city of the sentence before."""
        stay = self.context.stay
        if stay is None or frame.format is not Format.IN_PERSON or frame.kind in (lx.VISIT, lx.TOUR, lx.CALL):
            return None
        party, city, country, order = stay
        told = (Status.CONCLUDED, Status.UNDERWAY, Status.SCHEDULED)
        if not 0 < self.s.order - order <= _STILL_THERE or frame.status not in told:
            return None
        return (city, country) if {party, country} <= set(frame.parties) else None

    def _while_there(self, lead: int) -> Place | None:
        """ "While in Paris on Friday, Meloni will hold talks with Macron"."""
        opening = next((k for k, t in enumerate(self.tokens[:8]) if t.low == ","), 0)
        if self.tokens[0].low not in ("while", "whilst") or not opening or lead < opening:
            return None
        if any(g.finite and g.lo < opening for g in self.s.groups):
            return None
        return next((p for p in self.s.places if p.index < opening and p.prep in ("in", "at")), None)

    def _fixed_for(self, k: int) -> bool:
        """ "scheduled for Geneva", "planned on Friday for the capital, Basseterre": a place, as in "due in"."""
        at = next((j for j in range(k - 1, max(k - 8, 0), -1) if self.tokens[j].low == "for"), 0)
        while at and (self.tokens[at - 1].time is not None or self.tokens[at - 1].low in ("on", "now", "tentatively")):
            at -= 1
        return bool(at) and self.tokens[at - 1].is_word and self.tokens[at - 1].low in _FIXED

    def _before_brackets(self, lead: int) -> Place | None:
        """ "In Abu Dhabi (July 21-22), she will meet with officials": the place that opens the sentence."""
        if len(self.tokens) < 4 or self.tokens[0].low not in ("in", "at"):
            return None
        opening = next((k for k, t in enumerate(self.tokens[:8]) if t.low == "("), 0)
        if not opening or lead < opening or any(g.finite and g.lo < opening for g in self.s.groups):
            return None
        if sum(g.finite and g.lo < lead and g is not self.s.group_at.get(lead) for g in self.s.groups):
            return None
        return next((p for p in self.s.places if p.index < opening and p.prep in ("in", "at")), None)

    def _place_before(self, segment: Segment) -> Place | None:
        """ "Geneva, where they will meet"; "moves on to Brussels on Wednesday, when they meet"."""
        if segment.word not in ("where", "when"):
            return None
        places = [p for p in self.s.places if segment.lo - 8 <= p.index < segment.lo and (p.city or p.country)]
        if (
            segment.word == "when"
            and places
            and any(t.index < segment.lo and t.index > places[-1].index for t in self.triggers)
        ):
            return None
        if places:
            return places[-1]
        if segment.word == "where":
            for k in range(segment.lo - 1, max(segment.lo - 6, -1), -1):
                name = self.tokens[k].name
                if name is not None and (name.city or (name.country and name.kind is NameKind.STATE)):
                    return Place(k, None, name.city, name.country, k + 1)
        return None

    def _past_a_verb(self, tail: Trigger, k: int) -> bool:
        """True where a verb other than the meeting's own predicate stands before the place ("to discuss the war in Ukraine")."""
        edge = tail.group.hi if tail.group is not None else tail.index + 1
        own = self._predicate(tail.index, self.s.segment(tail.index)) if tail.group is None else None
        if own is not None and edge <= own.lo < k:
            edge = own.hi  # past what the talks are to do: "talks to end the war have been under way in Tunis"
        for group in self.s.groups:
            if (
                edge <= group.lo < k
                and not group.reduced
                and not (
                    group.links[0].tense == "inf" and group.main.passive and group.main.lemma in _PLACED_EVENT_VERBS
                )  # "the summit to be held in Cartagena"
                and not (own is not None and group.lo > own.lo and self._second_predicate(group))
                and (own is None or group.lo != own.lo)
                and not any(t.group is group for u in self.units for t in u)
            ):
                return True
        return False

    def _second_predicate(self, group: VerbGroup) -> bool:
        """ "have been revived *and will open* in Geneva": more of what is said of the meeting."""
        return (
            group.finite
            and group.lo > 0
            and self.tokens[group.lo - 1].low in ("and", "but", "then")
            and group.main.lemma in lx.EVENT_PREDICATES
        )

    def _on_the_way(self, k: int, lead: Trigger) -> bool:
        """True for a place before the noun it is for: "joined other leaders in Addis Ababa for the summit"."""
        if lead.group is not None or k >= lead.index:
            return False
        lo = self.np_lo[lead.index]
        errand = self._governing_verb(lo)
        attends = errand is not None and errand.links[0].tense == "inf" and errand.main.lemma in lx.ATTEND_VERBS
        if not lo or not (attends or self._prep_at(lo - 1) in ("for", "at")):
            return False
        return any(
            g.finite
            and g.hi <= k
            and g.segment == self.s.segment_of[lo]
            and g.main.lemma in ("join", "gather", "be", "assemble", "attend", "converge")
            for g in self.s.groups
        )

    def _initial(self, place: int, lead: int) -> bool:
        """A place that opens the clause ("In Geneva, the two will meet") or stands before the verb."""
        segment = self.s.segment(lead)
        return place - segment.lo <= 3 and not any(
            place < g.lo < lead and g.finite and g is not self.s.group_at.get(lead) for g in self.s.groups
        )

    def _other_owner(self, k: int, unit: list[Trigger], *, moving: bool = False) -> bool:
        """True where another meeting word stands between the unit and the place."""
        mine = max(t.index for t in unit)
        for trigger in self.triggers:
            if trigger in unit:
                continue
            if mine < trigger.index < k and self.s.segment_of[trigger.index] == self.s.segment_of[k]:
                return True
        for actor in self.s.actors:
            if (
                not moving
                and actor.lo > mine
                and actor.hi <= k
                and k - actor.hi <= 1
                and actor.role
                and self.tokens[k - 1].low in ("of", "from")
            ):
                return True
        return False

    def _here(self, unit: list[Trigger], relatives: set[int]) -> bool:
        segments = {self.s.segment_of[unit[0].index], *relatives}
        return any(
            self.tokens[k].low == "here"
            and self.tokens[k].is_word
            and (
                self.s.segment_of[k] in segments
                or (
                    self.s.segment(k).kind is SegmentKind.RELATIVE and self._inset(self.s.segment(k), k, unit[-1].index)
                )
            )
            and (k == 0 or self.s.segments[self.s.segment_of[k]].kind is not SegmentKind.ATTRIBUTION)
            for k in range(len(self.tokens))
        )

    def _set_times(self, frame: Frame, unit: list[Trigger], number: int) -> None:
        direction = frame.stance.direction
        group = unit[0].group
        verb = (
            group if group is not None else self._governing_verb(self._through_light_parts(self.np_lo[unit[0].index]))
        )
        predicate = None if group is not None else self._predicate(unit[0].index, self.s.segment(unit[0].index))
        act = None
        if frame.stance.deed:
            act = (
                predicate
                if verb is None
                or (
                    predicate is not None
                    and predicate.main.lemma in (lx.CANCEL_VERBS | lx.POSTPONE_VERBS | lx.MOVE_VERBS | lx.EARLIER_VERBS)
                )
                else verb
            )
        if frame.stance.deed and act is None:
            act = next(
                (
                    g
                    for g in self.s.groups
                    if g.finite
                    and g.segment == self.s.segment_of[unit[0].index]
                    and g.lo < unit[0].index
                    and (
                        g.main.lemma in lx.CANCEL_VERBS
                        or g.main.lemma in lx.POSTPONE_VERBS
                        or g.main.lemma in lx.PROPOSE_VERBS
                    )
                ),
                None,
            )
        undoing = self._undoing(predicate) if predicate is not None and frame.stance.change else None
        moved = frame.stance.change not in (Change.NONE, Change.CANCEL)
        if undoing is None and moved and frame.stance.deed and verb is None and group is None:
            relative = self._object_relative(unit[0].index)
            undoing = self._after_its_relative(relative) if relative is not None else None
        if undoing is not None:
            act = predicate = undoing
        told = group or predicate
        if self._not_then_but(frame, number, told is not None and told.main.negated):
            return
        change = frame.stance.change
        over = frame.status in (Status.CONCLUDED, Status.UNDERWAY)
        if over and change is Change.NONE and unit[-1].group is None and self._yet_to_be_held(unit[-1].index):
            direction = Direction.FUTURE
            frame.stance = Stance(Status.SCHEDULED, direction, why="still to be held")
        if group is not None and frame.duration is None and unit[-1].group is None:
            head = self.np_lo[unit[-1].index]
            light = self._through_light_parts(head)
            frame.duration = (
                _days(self._words(light, unit[-1].index)) if light < head else None
            )  # "for two days of talks"
        if group is None and frame.duration is None:
            head = self.np_lo[unit[0].index]
            light = self._through_light_parts(head)
            frame.duration = _days(self._words(light, unit[0].index)) if light < unit[0].index else None
            if (
                change is Change.NONE
                and frame.status in (None, Status.SCHEDULED, Status.CONCLUDED)
                and self._at_the_close(head)
            ):
                direction = Direction.PAST  # "issued at the end of the two-day meeting on Wednesday"
                frame.stance = Stance(Status.CONCLUDED, direction, why="“end” of it")
            if light < head and frame.status is Status.CONCLUDED and not frame.stance.why.startswith("“end"):
                frame.nth_day = self._nth_day(light, head)
                if frame.nth_day:
                    frame.stance = replace(frame.stance, status=Status.UNDERWAY, why="its first days are over")
        if group is not None and (days := self._days_spent(group)):
            frame.duration = days
        if (
            frame.duration is None
            and unit[-1].group is None
            and self._prep_at(min(unit[-1].index + 1, len(self.tokens) - 1)) == "of"
        ):
            frame.duration = _days(self._words(unit[-1].index + 2, unit[-1].index + 4))  # "for a visit of four days"
        if frame.duration is None and predicate is not None:
            frame.duration = self._lasting(predicate)
        chosen: tuple[int, TimeMention, When] | None = None
        replaced: TimeMention | None = None
        replaced_at = 0
        provisional = onward = False
        lo_np = min((self.np_lo.get(t.index, t.index) for t in unit), default=unit[0].index)
        for k in self.times_of.get(number, ()):
            mention = self.tokens[k].time
            assert mention is not None
            if mention.kind == "duration":
                days = _days(mention.text)
                if days:
                    frame.duration = days
                continue
            if mention.kind in ("set", "vague"):
                continue
            if predicate is not None and frame.stance.why.endswith(AFTER_ALL) and predicate.hi <= k <= predicate.hi + 2:
                continue  # "were suspended on Monday but will resume on Friday": the day on which they were
            if (
                group is not None
                and group.lo <= k < group.main.index
                and group.links[0].tense in ("past", "perfect")
                and group.links[0].lemma in _DECIDING
                and not self._with_a_visitor(group)
            ):
                continue  # "agreed Monday to meet in autumn"
            if group is not None and k < group.lo and self._opening_day(k, group) and group.links[0].lemma in _DECIDING:
                continue  # "On Monday, Chad and Mali agreed to meet on January 20"
            if (
                change in (Change.CANCEL, Change.POSTPONE)
                and act is not None
                and act.hi <= unit[0].index
                and self._opening_day(k, act)
                and (
                    mention.kind == "weekday" or any(later > unit[-1].index for later in self.times_of.get(number, ()))
                )
            ):
                continue  # "On Monday, Chad called off a meeting with Mali planned for January 20"
            if group is None and self._before_what_was_decided(k, verb):
                continue  # "agreed on Monday to hold talks on January 20"
            if change is Change.NONE and frame.stance.why == ENDS_AHEAD and self._began_then(k):
                opened = self.choose(mention, Direction.PAST)
                if opened is not None and opened.start <= self.context.published:
                    frame.stance, chosen = Stance(Status.UNDERWAY, why="began then"), (k, mention, opened)
                    continue
            if (
                k + 1 < len(self.tokens)
                and self.tokens[k + 1].low in ("before", "after", "ahead")
                and mention.kind in ("relative", "duration")
                and not _BY_ITSELF.match(mention.text)
            ):
                continue  # "one day before his summit": measured from another date
            if mention.text.lower().startswith("this") and any(
                t.low in _ORDINALS for t in self.tokens[max(0, k - 5) : k]
            ):
                continue  # "their second conversation this month" counts, it does not date
            if in_year(mention) and lo_np <= k <= unit[-1].index:
                past = mention.past or mention.nearest
                if past is not None and (self.context.published - past.end).days > 60 and not frame.stance.change:
                    frame.past_label = frame.reference = True  # "as on her tour of 1998"
                continue  # "this year's summit" tells nothing
            if mention.text.lower().startswith("in a ") and any(
                t.low in _ORDINALS for t in self.tokens[max(0, k - 6) : k]
            ):
                continue  # "the sixth round in a year"
            if self._not_then(k):
                frame.previous_when = self._nearest_reading(mention)  # "not on March 4, but on March 5"
                continue
            if (
                direction is Direction.FUTURE
                and change is Change.NONE
                and mention.nearest is not None
                and (self.context.published - mention.nearest.end).days > 60
                and any(
                    (t := self.tokens[j].time) is not None and t.future is not None and t.kind == "weekday"
                    for j in self.times_of.get(number, ())
                )
            ):
                continue  # "who met once, in Paris in 2019, will meet on Friday"
            if (
                act is not None
                and act.main.lemma == "agree"
                and act.links[0].tense in ("past", "perfect", "pastperfect")
                and frame.definite
                and not lo_np <= k < unit[-1].index
                and mention.kind == "weekday"
            ):
                frame.city = frame.country = None
                frame.stance = replace(frame.stance, weak=True)
                continue  # "agreed on the meeting in Panmunjom on Sunday": told of before, so it is where and when they agreed
            if self._of_a_deed(k) or _FIRST_IN.match(mention.text) or self._day_of_telling(k, lo_np, unit[0]):
                continue
            if frame.stance.why == "about it" and not lo_np <= k <= unit[-1].index:
                continue  # "postponed a vote on the talks until Thursday"
            prep = self._prep_at(k - 1) if k else ""
            if prep in lx.DETERMINERS and k > 1:
                prep = self._prep_at(k - 2)
            text_prep = re.match(r"(?i)(?:late |early )?(on|until|till|to|from|by|since|for|in|at)\b", mention.text)
            if text_prep:
                prep = text_prep[1].lower()
            in_np = lo_np <= k < unit[-1].index
            if in_np and prep == "on" and act is not None and act.hi == k - 1:
                in_np = False  # "cancelled on Monday talks planned for Friday"
            if (
                change in (Change.POSTPONE, Change.MOVE, Change.EARLIER)
                and k > unit[-1].index
                and (mention.text.lower().startswith("from ") or prep == "from")
                and (span := self.choose(mention, Direction.FUTURE)) is not None
                and span.precision is Precision.RANGE
                and not self._in_its_plan(k, act)
            ):
                # "was moved from June 3 to June 9": no span, but the old day and the new
                frame.previous_when = span.model_copy(update={"end": span.start, "precision": Precision.DAY})
                chosen = (k, mention, span.model_copy(update={"start": span.end, "precision": Precision.DAY}))
                continue
            if (
                change is Change.POSTPONE
                and act is not None
                and act.main.lemma in _HALTING
                and act.links[0].tense in ("past", "perfect", "pastperfect")
                and k > act.hi
                and not in_np
                and self.s.segment_of[k] == act.segment
                and prep in ("in", "on", "since", "last", "")
                and not self._in_its_plan(k, act)
            ):
                frame.acted = frame.acted or mention.past or self.choose(mention, Direction.PAST)
                continue
            if (
                change is Change.NONE
                and frame.stance.overtaken
                and frame.stance.why.endswith(("not asserted", "at risk of it"))
                and prep in _ONWARD
                and predicate is not None
                and predicate.hi <= k
            ):
                continue  # "may be put off again to Friday": the day on which it then would be
            if change is Change.EXTEND and self._began_then(k) and (opened := self.choose(mention, Direction.PAST)):
                chosen = (k, mention, opened)
                continue
            if change in (Change.POSTPONE, Change.MOVE, Change.EARLIER, Change.EXTEND):
                if (
                    in_np
                    or prep == "from"
                    or self._originally(k)
                    or (
                        self.s.segment(k).kind in (SegmentKind.RELATIVE, SegmentKind.THAT)
                        and not (
                            act is not None and act.segment == self.s.segment_of[k] and act.hi <= k and prep in _ONWARD
                        )
                        and not (
                            act is None
                            and prep in _ONWARD
                            and k > unit[-1].index
                            and self.s.segment_of[k] == self.s.segment_of[unit[-1].index]
                        )
                    )
                    or self._in_its_plan(k, act)
                    or (
                        act is not None
                        and predicate is act
                        and k < act.lo
                        and (prep in ("for", "in") or not self._right_after(act, k))
                    )
                    or (
                        change is Change.POSTPONE
                        and act is not None
                        and not act.main.passive
                        and act.hi <= unit[0].index < k
                        and (
                            prep in ("in", "on", "at")
                            or (
                                prep not in _SETTING and mention.text.lower().startswith(("next", "this", "later this"))
                            )
                        )
                        and mention.kind != "weekday"
                        and mention.nearest is not None
                        and mention.nearest.end >= self.context.published
                        and not any(unit[0].index < g.lo < k for g in self.s.groups)
                    )  # "postponed a visit to Washington in October"
                ):
                    when = self._planned_reading(mention)
                    if when is not None and frame.previous_when is None:
                        frame.previous_when = when
                        replaced, replaced_at = mention, k
                    elif when is not None and frame.previous_when is not None and replaced is not None:
                        frame.previous_when = self._spanning(replaced_at, frame.previous_when, k, mention, when)
                    continue
                before_the_act = (
                    act is verb
                    and act is not None
                    and act.hi <= unit[0].index
                    and act.links[0].tense in ("past", "perfect")
                )  # "Russia on Tuesday postponed the talks"
                if (
                    prep in ("until", "till", "to", "for", "by")
                    or act is None
                    or (k < act.lo and not before_the_act)
                    or (change is not Change.POSTPONE and not self._right_after(act, k))
                    or (
                        mention.past is None
                        or (
                            mention.nearest is not None
                            and mention.nearest.start > self.context.published
                            and mention.kind not in ("weekday",)
                        )
                    )
                ):
                    when = self._toward(k, mention, Direction.FUTURE)
                    until = prep in ("until", "till") and change is Change.POSTPONE
                    if when is not None and until and chosen is not None and not onward:
                        # "on Wednesday put the talks on hold until June 25": the first is the day of the deed
                        frame.acted = frame.acted or chosen[1].past
                        chosen = None
                    onward |= until
                    if when is not None and chosen is None:
                        chosen = (k, mention, when)
                elif frame.acted is None:
                    frame.acted = self.choose(mention, Direction.PAST)
                continue
            if change is Change.CANCEL:
                if act is not None and not in_np and self._right_after(act, k) and prep not in ("for",):
                    continue
                if prep == "since":
                    continue
                when = (
                    self.choose(mention, Direction.PAST)
                    if "did not take place" in frame.stance.why
                    or (group is not None and group.links[0].tense == "pastperfect" and mention.kind == "weekday")
                    else self._planned_reading(mention)
                    if not frame.stance.denial
                    else self._toward(k, mention, Direction.FUTURE)
                )
                if when is not None and chosen is None:
                    chosen = (k, mention, when)
                elif when is not None and chosen is not None:
                    both = self._spanning(chosen[0], chosen[2], k, mention, when)
                    chosen = (k, mention, both) if both is not chosen[2] else chosen
                continue
            if (
                frame.stance.deed
                and act is not None
                and not in_np
                and self._right_after(act, k)
                and prep not in ("for", "in", "from")
                and (
                    mention.past is not None
                    and mention.kind in ("weekday", "relative")
                    and (act.links[0].tense in ("past", "perfect") or (act.reduced and act.main.lemma == "announce"))
                )
            ):
                continue
            if (
                self.tokens[unit[0].index].low in ("it", "they")
                and predicate is not None
                and predicate.links[0].tense in ("past", "pastperfect")
            ):
                frame.previous_when = self._nearest_reading(mention)  # "It had been scheduled for Wednesday"
                frame.previous_city, frame.previous_country = frame.city, frame.country
                frame.city = frame.country = None
                frame.stance = Stance(None, why=SET_BEFORE)
                continue
            if self._ends_then(k, unit):
                frame.until = self.choose(mention, Direction.FUTURE)
                continue
            if prep == "since" and frame.status is not Status.UNDERWAY:
                continue
            before = self._told_of_before(k, predicate)
            if (
                before is not None
                and not self._was_planned(before)
                and before.main.lemma in lx.HAPPEN_VERBS | lx.HOLD_VERBS | lx.BEGIN_VERBS
            ):
                continue  # "the talks, which were held on Tuesday, will resume on Friday"
            if chosen is not None and [t.low for t in self.tokens[k - 3 : k] if t.low != "on"][-2:] in (
                [",", "not"],
                ["and", "not"],
            ):
                if frame.status in (Status.SCHEDULED, Status.TENTATIVE) and not any(
                    t.low in ("reported", "stated", "written", "said") for t in self.tokens[k + 1 : k + 5]
                ):  # "on January 25, not Thursday"
                    frame.previous_when = self._planned_reading(mention)
                    replaced = mention
                continue
            otherwise = before is not None or self._now_otherwise(k, predicate)
            if otherwise or self._originally(k):
                frame.previous_when = self._planned_reading(mention)
                replaced, provisional = mention, otherwise
                continue
            if prep == "by" and mention.kind == "weekday":
                continue
            if change is Change.NONE and self._closing(k, prep, unit[-1]):
                ends = self.choose(mention, Direction.FUTURE)
                if ends is not None and chosen is not None and mention.kind == "weekday" and chosen[2].days == 1:
                    ends = ends.model_copy(update=dict.fromkeys(("start", "end"), self._next(ends, chosen[2].start)))
                if ends is not None and ends.start >= self.context.published:
                    frame.ends = ends
                    if prep == "into" or (frame.stance.why == "will continue" and prep in ("until", "till", "through")):
                        frame.stance = Stance(Status.UNDERWAY, why=WILL_GO_ON)
                    continue
            when = self._toward(k, mention, direction)
            if when is not None and frame.stance.why == WAS_TO:
                when = self._planned_reading(mention)  # "were to meet late Monday", told on Tuesday
            lasting_from = _DAYS_FROM.match(mention.text) if when is not None and prep == "for" else None
            if when is not None and lasting_from is not None and (days := _days(lasting_from[1])) is not None:
                frame.duration, start = days, cal.shift(when.start, -days)
                when = When(start=start, end=start, precision=Precision.DAY)
            if when is None:
                if prep in _NOT_AT_THAT_HOUR:
                    continue  # "held talks on Monday and emerged shortly before midnight"
                frame.clock = frame.clock or mention.clock
                if mention.clock and chosen is not None and chosen[2].time is None:
                    chosen = (chosen[0], chosen[1], chosen[2].model_copy(update={"time": mention.clock}))
                continue
            if (
                direction is Direction.FUTURE
                and mention.nearest is not None
                and mention.nearest.end < self.context.published
                and (when.start - self.context.published).days > 150
                and act is not None
                and act.links[0].tense in ("past", "perfect", "pastperfect")
            ):
                frame.stance = Stance(None, why="told of the past")
                frame.reference = True
                continue
            if (
                frame.stance.why == "“before” it"
                and mention.kind == "partial"
                and mention.nearest is not None
                and mention.nearest.end < self.context.published
                and (when.start - self.context.published).days > _A_THIRD_OF_A_YEAR
            ):
                frame.stance = Stance(None, why="told of the past")  # "a debate before the September summit failed"
                continue
            if (
                prep in ("by", "before")
                and when.precision in (Precision.MONTH, Precision.PART, Precision.WEEK)
                and direction is Direction.FUTURE
                and when.end > self.context.published
            ):
                # "by May", "before the end of the month": from now on until then
                start = self.context.published
                end = when.end if prep == "by" or "end" in mention.text else cal.shift(when.start, -1)
                if end >= start:
                    when = When(start=start, end=end, precision=Precision.PART)
            if chosen is not None and self._set_for(k, unit) and not self._joined_days(chosen[0], k):
                chosen = None  # "are arriving on 27 November for a summit scheduled for 28 November"
            if chosen is None:
                chosen = (k, mention, when)
            elif self._joined_days(chosen[0], k):
                if when.start < chosen[2].start and mention.kind == "weekday":
                    weeks = -(-(chosen[2].start - when.start).days // 7)
                    shift = timedelta(days=7 * weeks)  # "next Friday and Saturday"
                    when = when.model_copy(update={"start": when.start + shift, "end": when.end + shift})
                merged = When(
                    start=min(chosen[2].start, when.start),
                    end=max(chosen[2].end, when.end),
                    precision=Precision.RANGE,
                    time=chosen[2].time,
                )
                if 0 < merged.days <= 10:
                    chosen = (k, mention, merged)
            elif (whole := self._from_that_day(chosen[2], mention)) is not None:
                chosen = (k, mention, whole)  # "arrived on Monday for a visit from Monday to Thursday"
            elif chosen[2].days > when.days and when.within(chosen[2]):
                chosen = (k, mention, when)  # "next week … on Wednesday"
        segment = self.s.segment(unit[0].index)
        if (
            chosen is None
            and segment.word in ("when", "where")
            and not change
            and number
            == min(
                (n for n, u in enumerate(self.units) if self.s.segment_of[u[0].index] == segment.index), default=number
            )
        ):
            earlier = [k for k in range(max(0, segment.lo - 4), segment.lo) if self.tokens[k].time is not None]
            if segment.word == "when" and earlier:
                mention = self.tokens[earlier[-1]].time
                assert mention is not None
                when = self.choose(mention, direction)
                if when is not None:
                    chosen = (earlier[-1], mention, when)
        if chosen is None and frame.status in (Status.SCHEDULED, Status.TENTATIVE, Status.CONCLUDED) and not change:
            chosen = self._on_the_day_of_the_journey(unit, direction)
        if chosen is None and frame.status is Status.SCHEDULED and group is not None and self._later_today(unit):
            today = self.context.published  # "was due to fly on to Tbilisi in the evening"
            frame.when = When(start=today, end=today, precision=Precision.DAY)
        if chosen is None and frame.status is Status.CONCLUDED and frame.when is None and self._earlier_today(unit):
            today = self._day_of_saying(self.s.segment_of[unit[-1].index]) or self.context.published
            frame.when = When(start=today, end=today, precision=Precision.DAY)
        if chosen is None and (change is Change.MOVE or provisional) and frame.previous_when is not None:
            frame.when, frame.previous_when = frame.previous_when, None  # only the place has changed
        if change in (Change.POSTPONE, Change.EARLIER) and act is not None:
            frame.shift = self._shift(act)
        if change is Change.EXTEND and act is not None and frame.until is None and (longer := self._shift(act)):
            last = cal.shift(self.context.published, longer)  # they were to end on the day that it is told
            frame.until = When(start=last, end=last, precision=Precision.DAY)
        if frame.shift is None and frame.status is not None:
            frame.shift = self._than_planned(unit)
        if (
            change is Change.EARLIER
            and chosen is None
            and frame.shift is None
            and frame.when is None
            and act is not None
        ):
            frame.stance = Stance(None, why="moved on, not to another day")  # "advance the trade talks"
        frame.previous_time = replaced
        telling = group or predicate
        frame.anew = telling is not None and any(
            g.modal_ahead and g.lo <= telling.lo and any(t.low == "now" and t.is_word for t in self.tokens[g.lo : g.hi])
            for g in self.s.groups
            if g is telling or telling.modal_ahead
        )
        if group is None and not frame.anew:
            head = self.np_lo[unit[0].index]
            frame.anew = head >= 2 and self.tokens[head - 1].low == "of" and self.tokens[head - 2].low in _ANEW
        if chosen is not None and replaced is not None and frame.previous_when is not None:
            frame.previous_when = last_before(replaced, frame.previous_when, chosen[2], change, self.context.published)
        if chosen is not None and change is Change.EXTEND and chosen[2].start > self.context.published:
            span = When(start=self.context.published, end=chosen[2].end, precision=Precision.RANGE)
            chosen = (chosen[0], chosen[1], span)
        if chosen is not None and frame.duration is None:
            lasting = _FOR_DAYS_FROM.search(self._words(max(chosen[0] - 6, 0), chosen[0])) or _FOR_DAYS_AFTER.match(
                self.text, self.tokens[chosen[0]].end, self.s.end
            )
            frame.duration = _days(lasting[1]) if lasting else None  # "will be in Lagos for four days from Sunday"
        if chosen is not None:
            frame.time = chosen[1]
            frame.when = chosen[2]
            self.context.days[chosen[1].start] = chosen[2].start
            if frame.ends is None and change is Change.NONE and frame.when.precision is Precision.DAY:
                frame.ends = self._ends_later(chosen[0])
            if frame.nth_day and frame.when.precision is Precision.DAY:
                first = cal.shift(frame.when.start, 1 - frame.nth_day)
                frame.when = frame.when.model_copy(update={"start": first, "end": first, "time": None})
            if frame.when.time is None and chosen[1].clock and frame.when.precision is Precision.DAY:
                frame.when = frame.when.model_copy(update={"time": chosen[1].clock})

    def _on_the_day_of_the_journey(
        self, unit: list[Trigger], direction: Direction
    ) -> tuple[int, TimeMention, When] | None:
        """ "Before he flies home on Friday, he will meet Duda", "After arriving on Friday, …": on the day of the journey."""
        first = self.s.segments[0]
        if first.word not in ("before", "after", "when", "upon") or unit[0].index < first.hi:
            return None
        verb = next((g for g in self.s.groups if g.segment == first.index), None)
        if verb is None or verb.main.lemma not in _JOURNEYING:
            return None
        for k in range(verb.hi, first.hi):
            mention = self.tokens[k].time
            if mention is not None and mention.nearest is not None and mention.nearest.precision is Precision.DAY:
                when = self.choose(mention, direction)
                return None if when is None else (k, mention, when.model_copy(update={"time": None}))
        return None

    def _lasting(self, predicate: VerbGroup) -> int | None:
        """Days of "the talks are to last four days", "will run for a week"."""
        found = _LASTS.match(self.text, self.tokens[predicate.lo].start, self.s.end)
        return _days(self.text[found.end() : found.end() + 20]) if found else None

    def _next(self, weekday: When, after: date) -> date:
        """The first such weekday after the day ``after``."""
        return cal.shift(after, (weekday.start.weekday() - after.weekday()) % 7 or 7)

    def _from_that_day(self, first: When, mention: TimeMention) -> When | None:
        """The reading of a span of days that begins on the day ``first``."""
        if first.precision is not Precision.DAY:
            return None
        return next(
            (
                when
                for when in (mention.past, mention.future, mention.nearest)
                if when is not None
                and when.precision is Precision.RANGE
                and when.start == first.start
                and 1 < when.days <= 2 * BACKGROUND_DAYS
            ),
            None,
        )

    def _ends_later(self, k: int) -> When | None:
        """ "opens on Thursday *and ends on Saturday*": the day of the end, of which the same clause goes on to tell."""
        found = _AND_ENDS.match(self.text, self.tokens[k].end, self.s.end)
        last = next((t.time for t in self.tokens[k + 1 : k + 8] if found and t.start == found.end()), None)
        return self.choose(last, Direction.FUTURE) if last is not None and last.future is not None else None

    def _before_what_was_decided(self, k: int, verb: VerbGroup | None) -> bool:
        """The day inside "agreed on Monday to hold", or right before it: when it was decided."""
        return (
            verb is not None
            and len(verb.links) > 1
            and (verb.lo < k < verb.main.index or k == verb.lo - 1 or (k <= 1 and self._prep_at(k + 1) == ","))
            and self.s.segment_of[k] == verb.segment
            and verb.links[0].tense in ("past", "perfect")
            and verb.links[0].lemma in _DECIDING
        )

    def _opening_day(self, k: int, verb: VerbGroup) -> bool:
        """The day with which a sentence opens, of a deed that is done: "On Monday, …", before its subject and ``verb``."""
        mention = self.tokens[k].time
        return (
            mention is not None
            and mention.past is not None
            and mention.kind in ("weekday", "relative")
            and k <= 1
            and self._prep_at(k + 1) in (",", "")
            and k < verb.lo
            and verb.finite
            and not verb.main.passive
            and verb.links[0].tense in ("past", "perfect")
            and verb.links[0].modal is None
            and self.s.segment_of[k] == verb.segment
        )

    def _began_then(self, k: int) -> bool:
        """ "extended the talks, which began on Sunday"."""
        verb = next((g for g in reversed(self.s.groups) if g.hi <= k and k - g.hi <= 5), None)
        return (
            verb is not None
            and verb.segment == self.s.segment_of[k]
            and verb.main.lemma in lx.BEGIN_VERBS
            and verb.main.tense in ("past", "part", "perfect", "pastperfect")
        )

    def _nth_day(self, lo: int, hi: int) -> int:
        """Which day of the talks it was ("their fourth day of talks"), 0 where it does not say."""
        words = [t.low for t in self.tokens[lo:hi]]
        if "day" not in words:
            return 0
        return next((n for n, word in enumerate(_NTH, 1) if word in words and n > 1), 0)

    def _ends_then(self, k: int, unit: list[Trigger]) -> bool:
        """True for a day on which the meeting is to end ("talks scheduled to end on Friday")."""
        if k and self.tokens[k - 1].low in ("from", "between"):
            return False  # "will run from March 17 to 19"
        group = max((g for g in self.s.groups if g.hi <= k), key=lambda g: g.hi, default=None)
        if group is None or group.lo <= unit[-1].index or group.segment != self.s.segment_of[k]:
            return False
        last = group.main
        ahead = last.tense == "inf" or last.modal is not None or len(group.links) > 1
        return (
            last.lemma in ("end", "conclude", "finish", "close", "wrap", "wrap-up", "last", "run")
            and ahead
            and k - group.hi <= 3
        )

    def _at_the_close(self, lo: int) -> bool:
        """ "at the end of", "on the conclusion of the council's" before the noun phrase that begins at ``lo``, told as over."""
        k = lo - 1
        while k > 1 and lo - k <= _BESIDE and (self.tokens[k].name is not None or self.tokens[k].low in _OWNING):
            k -= 1
        if k < 1 or self.tokens[k].low != "of" or self.tokens[k - 1].low not in _CLOSING:
            return False
        verb = next((g for g in reversed(self.s.groups) if g.hi <= k), None)
        main = next((g for g in self.s.groups if g.finite and not g.reduced), None)
        told = main is not None and main.links[0].tense in ("past", "perfect") and main.links[0].modal is None
        return told and (verb is None or not verb.modal_ahead)

    def _set_for(self, k: int, unit: list[Trigger]) -> bool:
        """True for the day for which the last noun of the unit is "scheduled", "set", "due", or on which it is "to be held"."""
        last = unit[-1]
        if last.group is not None:
            return False
        return any(
            (
                len(unit) > 1
                and g.reduced
                and last.index < g.lo
                and 0 < k - g.hi + 1 <= 2
                and g.main.lemma in lx.FIXING_VERBS
            )
            or (self._to_be_held(g, last.index) and 0 < k - g.hi + 1 <= _BESIDE)
            for g in self.s.groups
        )

    def _yet_to_be_held(self, i: int) -> bool:
        """ "left on Friday for the summit to be held in Cairo on Sunday", for the summit at ``i``: a day that is still to come."""
        return any(
            self._to_be_held(g, i)
            and any(
                t.time is not None
                and (when := self.choose(t.time, Direction.FUTURE)) is not None
                and 0 < (when.start - self.context.published).days <= _A_THIRD_OF_A_YEAR
                for t in self.tokens[g.hi : g.hi + _BESIDE]
            )
            for g in self.s.groups
        )

    def _to_be_held(self, group: VerbGroup, i: int) -> bool:
        """ "the summit of the league *to be held* (there, in Cairo) on May 3", for the summit at ``i``."""
        return (
            i < group.lo <= i + _BESIDE + 3
            and group.links[0].tense == "inf"
            and (group.main.passive or group.main.lemma in ("take-place", "happen"))
            and group.main.lemma in (*lx.HAPPEN_VERBS, "hold", "host")
            and not any(i < g.lo < group.lo for g in self.s.groups)
        )

    def _not_then(self, k: int) -> bool:
        """True for the first day of "not on March 4, but on March 5"."""
        before = [t.low for t in self.tokens[max(0, k - 3) : k]]
        after = [t.low for t in self.tokens[k + 1 : k + 4]]
        return "not" in before and "but" in after

    def _later_today(self, unit: list[Trigger]) -> bool:
        clause = self.s.segment(unit[0].index)
        return bool(_LATER_TODAY.search(self._words(clause.lo, clause.hi)))

    def _toward(self, k: int, mention: TimeMention, direction: Direction) -> When | None:
        """The reading that looks ``direction``; of reported speech, ahead from the day of saying ("said on Monday it would not … Tuesday")."""
        when = self.choose(mention, direction)
        if direction is not Direction.FUTURE or mention.kind != "weekday" or when is None:
            return when
        said = self._said() if self.s.segment(k).kind is SegmentKind.THAT else None
        if said is None:
            return when
        before = cal.shift(when.start, -7)
        if said.end < before < self.context.published and before.weekday() == when.start.weekday():
            return when.model_copy(update={"start": before, "end": cal.shift(when.end, -7)})
        return when

    def _said(self) -> When | None:
        """The day of saying that the sentence tells, within the week before publication."""
        for k, token in enumerate(self.tokens):
            if token.time is None or self.s.segment(k).kind is not SegmentKind.ATTRIBUTION:
                continue
            day = self.choose(token.time, Direction.PAST)
            if day is not None and day.precision is Precision.DAY and 0 <= (self.context.published - day.end).days < 7:
                return day
        return None

    def _earlier_today(self, unit: list[Trigger]) -> bool:
        clause = self.s.segment(unit[-1].index)
        undated = not any(t.time is not None and t.time.nearest is not None for t in self.tokens)
        if undated and not self.s.attributions and _EARLIER_TODAY.search(self.s.text):
            return True  # "Biden, who landed in the morning, met"
        return bool(_EARLIER_TODAY.search(self._words(clause.lo, clause.hi)))

    def _day_of_saying(self, clause: int) -> date | None:
        """The day told in ``clause`` or with the saying, where it is one of the last week."""
        for k, token in enumerate(self.tokens):
            if self.s.segment_of[k] != clause and self.s.segment(k).kind is not SegmentKind.ATTRIBUTION:
                continue
            when = self.choose(token.time, Direction.PAST) if token.time is not None else None
            if when is not None and when.precision is Precision.DAY:
                return when.start if 0 <= (self.context.published - when.start).days <= BACKGROUND_DAYS else None
        return None

    def _planned_reading(self, mention: TimeMention) -> When | None:
        """The day a plan was for: a bare weekday is the coming one, unless it was yesterday."""
        if mention.kind != "weekday" or mention.past is None or mention.future is None:
            return self._nearest_reading(mention)
        return mention.past if (self.context.published - mention.past.end).days == 1 else mention.future

    def _shift(self, act: VerbGroup) -> int | None:
        """Days in "pushed back (by) a week", "brought forward by two days"."""
        edge = self.tokens[act.hi - 1].end
        match = _SHIFT.match(self.text, edge) or (
            _BY.search(self.text, edge, min(self.s.end, edge + 90)) if not act.main.passive else None
        )
        return _days_of(match) if match else None

    def _than_planned(self, unit: list[Trigger]) -> int | None:
        """Days in "will meet on Thursday, a day earlier than planned", negative where it is earlier."""
        after = self.tokens[unit[0].index].end
        if self.text.find(" than ", after, self.s.end) < 0:
            return None
        match = _THAN_PLANNED.search(self.text, after, self.s.end)
        days = _days_of(match) if match else None
        return days if days is None or match is None or match["way"].lower() == "later" else -days

    def _not_then_but(self, frame: Frame, number: int, denied: bool) -> bool:
        """ "will start not on Thursday but on Sunday": a new day beside the one that it replaces."""
        if not (denied or frame.stance.denial or frame.status in (Status.SCHEDULED, Status.TENTATIVE)):
            return False
        mine = self.times_of.get(number, ())
        for old, new in pairwise(mine):
            gap = [
                t.low
                for t in self.tokens[old + 1 : new]
                if t.low not in (",", "as", "planned", "scheduled", "expected")
            ]
            negated = denied or frame.stance.denial or any(t.low == "not" for t in self.tokens[max(0, old - 3) : old])
            if not negated or gap[:1] != ["but"] or len(gap) > 3:
                continue
            first, second = self.tokens[old].time, self.tokens[new].time
            assert first is not None
            assert second is not None
            was, when = self._planned_reading(first), self.choose(second, Direction.FUTURE)
            if was is None or when is None:
                return False
            frame.stance = Stance(Status.SCHEDULED, Direction.FUTURE, Change.MOVE, why="not then but then")
            frame.when, frame.time, frame.previous_when = (
                when,
                second,
                last_before(first, was, when, Change.MOVE, self.context.published),
            )
            return True
        return False

    def _in_its_plan(self, k: int, act: VerbGroup | None) -> bool:
        """ "put off talks *planned for Friday*", "shelved a trip, *due to start on Sunday*"."""
        group = next((g for g in reversed(self.s.groups) if g.hi <= k), None)
        if group is not None and act is not None and act.finite and group is not act and group.finite:
            first = group.links[0]  # "have been suspended, the talks they were to hold on Monday"
            was_to = first.tense == "past" and (first.modal == "is-to" or first.lemma in ("due", "set", "schedule"))
            if was_to and not group.main.negated and group.segment == self.s.segment_of[k]:
                return True
        return (
            group is not None
            and group is not act
            and group.reduced
            and k - group.hi <= 3
            and (group.links[0].lemma in lx.PLANNING_PARTICIPLES or group.links[0].lemma == "due")
        )

    def _now_otherwise(self, k: int, predicate: VerbGroup | None) -> bool:
        """ "a trip, expected this month, is *now* planned for April"."""
        return (
            predicate is not None
            and predicate.finite
            and k < predicate.lo
            and self._in_its_plan(k, predicate)
            and (
                any(t.low == "now" and t.is_word for t in self.tokens[predicate.lo : predicate.hi])
                or self._another_day(k, predicate)
            )
        )

    def _another_day(self, k: int, predicate: VerbGroup) -> bool:
        """ "planned for this month, will take place in the spring": a day behind the verb that the planned one does not hold."""
        if predicate.links[0].modal not in ("will", "would", "is-to", "going-to"):
            return False
        planned = self.tokens[k].time
        was = self.choose(planned, Direction.FUTURE) if planned is not None else None
        stop = self.s.segments[predicate.segment].hi
        for token in self.tokens[predicate.hi : min(stop, predicate.hi + 10)]:
            if token.time is None or token.time.kind in ("duration", "set", "vague", "time"):
                continue
            when = self.choose(token.time, Direction.FUTURE)
            return was is not None and when is not None and (when.end < was.start or was.end < when.start)
        return False

    def _held_on_another_day(self, k: int, predicate: VerbGroup) -> bool:
        """ "planned for January 5, took place on January 8": right behind a verb of being held stands a day other than that at ``k``."""
        if predicate.main.lemma not in (*lx.HAPPEN_VERBS, "hold", "conduct", "convene", "gather", "meet"):
            return False
        planned = self.tokens[k].time
        day = next((t.time for t in self.tokens[predicate.hi : predicate.hi + 3] if t.time is not None), None)
        if planned is None or day is None or day.kind in ("duration", "set", "vague", "time"):
            return False
        return day.nearest is not None and planned.nearest is not None and day.nearest != planned.nearest

    def _told_of_before(self, k: int, predicate: VerbGroup | None) -> VerbGroup | None:
        """The verb of "which was set for Thursday" at the day ``k``, where the sentence goes on to "will take place on Friday", and of
        "was set for Thursday" before "but took place on Friday"."""
        if predicate is None or not predicate.finite or k >= predicate.lo:
            return None
        if not any(t.time is not None and t.time.nearest is not None for t in self.tokens[predicate.hi :]):
            return None
        told = next(
            (g for g in reversed(self.s.groups) if g.hi <= k and g.segment == self.s.segment_of[k] and k - g.hi <= 3),
            None,
        )
        if told is None:
            return None
        if told.reduced and told.main.lemma in lx.FIXING_VERBS | lx.PLANNING_PARTICIPLES:
            return (
                told if self._held_on_another_day(k, predicate) else None
            )  # "talks, planned for May 5, took place on May 8"
        if not told.finite:
            return None
        if self.s.segment(k).kind is not SegmentKind.RELATIVE:
            same = told.segment == predicate.segment and self._after_but(predicate.lo)
            return told if same and self._on_another_day(told, predicate) and self._was_planned(told) else None
        if not (
            predicate.links[0].modal in ("will", "would", "is-to", "going-to")
            or any(t.low == "now" and t.is_word for t in self.tokens[predicate.lo : predicate.hi])
        ):
            return None
        return told if told.links[0].tense in ("past", "pastperfect") or self._was_planned(told) else None

    def _was_planned(self, told: VerbGroup) -> bool:
        """ "was to be held", "had been due to open", "should have begun": no more than a plan."""
        first = told.links[0]
        if first.modal == "should":
            return any(t.low == "have" for t in self.tokens[told.lo : told.hi])
        planning = lx.FIXING_VERBS | lx.PLANNING_PARTICIPLES
        return first.tense in ("past", "pastperfect") and (first.modal == "is-to" or first.lemma in planning)

    def _of_a_deed(self, k: int) -> bool:
        """True for a day in an inset that tells when something was done about the meeting ("which was put off in December")."""
        group = next((g for g in reversed(self.s.groups) if g.hi <= k), None)
        if group is None or group.modal_ahead or not (group.reduced or self.s.segment(k).kind is SegmentKind.RELATIVE):
            return False
        mention = self.tokens[k].time
        past = mention is not None and mention.past is not None and mention.kind in ("weekday", "relative")
        announced = group.main.lemma in ("announce", "agree") and past
        if group.reduced and not announced and not any(g.finite and g.lo > k for g in self.s.groups):
            return False
        if group.segment != self.s.segment_of[k] or k - group.hi > 2:
            return False
        prep = self._prep_at(k - 1) if k > group.hi else ""
        return group.main.lemma in (
            lx.CANCEL_VERBS | lx.POSTPONE_VERBS | {"announce", "agree", "propose", "break-off"}
        ) and prep in ("", "in", "on", "last")

    def _day_of_telling(self, k: int, lo: int, lead: Trigger) -> bool:
        """ "will set out on Friday a day for talks", "will brief allies on Friday on his talks": the day of saying so."""
        segment = self.s.segment_of[lead.index]
        if lead.group is not None or self.s.segment_of[k] != segment:
            return False
        verb = next((g for g in reversed(self.s.groups) if g.hi <= min(k, lo) and g.segment == segment), None)
        if verb is None or verb.main.lemma not in _TELLING or verb.main.passive:
            return False
        if k < lo:
            return True
        return k > lead.index and any(t.low in _TOLD_OF_IT for t in self.tokens[verb.hi : lo])

    def _closing(self, k: int, prep: str, lead: Trigger) -> bool:
        """True for the day of the end: "which ends on Thursday", "are to run until January 20"."""
        verb = next(
            (g for g in reversed(self.s.groups) if g.hi <= k and g.segment == self.s.segment_of[k] and k - g.hi <= 4),
            None,
        )
        until = prep in ("until", "till", "through") and lead.kind in (lx.VISIT, lx.TOUR) and lead.group is None
        if until and 0 < k - lead.index <= _BESIDE and not any(lead.index < g.lo < k for g in self.s.groups):
            return True  # "arrived on Monday for a state visit to Greece through Thursday"
        if verb is None or verb.main.negated:
            return False
        if prep in ("until", "till", "through", "into"):
            return verb.main.lemma in ("last", "run", "continue")
        ahead = verb.links[0].modal is not None or len(verb.links) > 1 or verb.main.tense == "present"
        return ahead and verb.main.lemma in ("end", "conclude", "finish", "close", "wrap")

    def _spanning(self, a: int, first: When, b: int, mention: TimeMention, last: When) -> When:
        """From ``first`` at token ``a`` to ``last`` at ``b`` where they are "Monday and Tuesday", "April 30 and May 1"; else ``first``."""
        if not self._joined_days(a, b):
            return first
        if last.end < first.start and mention.future is not None:
            last = mention.future  # "for Monday and Tuesday"
        both = When(start=first.start, end=max(last.end, first.end), precision=Precision.RANGE)
        return both if 0 < both.days <= _LONGEST_NAMED else first

    def _joined_days(self, a: int, b: int) -> bool:
        gap = self.tokens[a + 1 : b]
        return 0 < len(gap) <= 2 and all(t.low in _DAY_JOINTS for t in gap) and not all(t.low == "," for t in gap)

    def _right_after(self, act: VerbGroup, k: int) -> bool:
        if act.lo <= k < act.hi:
            return True
        if (
            k < act.lo
            and not act.main.passive
            and act.main.lemma != "fall-through"  # "Friday's talks", "the visit next week is off"
            and all(t.low in ("on", "late", "early") or t.low in lx.ADVERBS for t in self.tokens[k + 1 : act.lo])
        ):
            return True  # "on Tuesday called off"
        gap = [t for t in self.tokens[act.hi : k] if t.low not in lx.ADVERBS]
        return k >= act.hi and len(gap) <= 1 and all(t.low in ("on", "late", "early", "in", "last") for t in gap)

    def _originally(self, k: int) -> bool:
        window = [t.low for t in self.tokens[max(0, k - 7) : k]]
        return not _ORIGINAL_WORDS.isdisjoint(window) and bool(_ORIGINALLY.search(" ".join(window)))
