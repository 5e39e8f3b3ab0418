"""Where a sentence speaks of meetings: the words that open a frame, which of them belong together, and whose each date is."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.mention_frame import Trigger
from domain.reading.navigation import Navigation, shift_before
from domain.reading.segments import REL_END
from domain.reading.syntax import Actor, Place, Segment, SegmentKind, Token, VerbGroup
from domain.reading.tokens import NameKind
from domain.reports import Precision

_IN_OFFICE: Final = frozenset(
    "president premier minister chancellor king queen emir amir sultan prince speaker chairman secretary-general pope".split()
)
"""Offices of one person, on whom others call."""
_BEFORE_A_CALL: Final = frozenset("phone telephone video conference a his her their the".split())

_AFTER_A_DEMANDING_CALL: Final = frozenset("for to on by from of".split())


_BEFORE_THE_SESSION: Final = frozenset(", and at after before during of".split())


_NAME_JOINTS: Final = frozenset("'s ’s ' ’ - –".split())


_JOINING_PREPOSITIONS: Final = frozenset("for on at in to during".split())

_TO_COME_VERBS: Final = frozenset("hold have meet take-place begin start".split())


PHONE: Final = frozenset("phone telephone telephoned phoned".split())

_CALLS_PAID: Final = frozenset("courtesy farewell introductory".split())
"""Before "call": a visit paid to somebody in office."""

_OF_AN_ADJECTIVE: Final = frozenset("consultation cooperation commission committee dialogue".split())
"""After "bilateral", which is then no meeting by itself."""

_JOURNEYS: Final = frozenset("visit visits trip trips stay journey".split())
"""What is nobody's business but the traveller's where it is "private"."""

_AFTER_A_BILATERAL: Final = frozenset("with between on in at when as during after before and".split())

_AFTER_ATTENDING: Final = frozenset("as too for by via despite but and or along".split())

_WHERE_PEOPLE_MEET: Final = frozenset(
    "bar pub nightclub restaurant cafe school college university prison jail church mosque facebook internet gym beach".split()
)
"""Where people met who represent nobody ("after they met in a bar")."""

CONTEXT_OF: Final = frozenset("sidelines margins fringes framework".split())

_MATTERS_OF: Final = CONTEXT_OF | frozenset(
    "about agenda regarding concerning preparations preparation discuss groundwork foundations stage".split()
)
"""Between two meeting words, these make the second one only the matter or the setting of the first."""

_DATED_PREDICATES: Final = frozenset(
    "be host take-place bring-together hold begin start open schedule due set slate postpone move cancel push-to delay reschedule rearrange cut-short curtail shorten abort end conclude resume expect plan continue go-ahead bring-forward kick defer convene run last extend shift agree propose suspend advance meet happen confirm announce fix pencil consider slip push revive move-forward back-on switch relocate downgrade change put-on arrange discuss envisage adjourn reinstate collapse break-off break-up likely follow restart reopen reconvene recommence commence wrap finish".split()
)
"""Predicates of a meeting: a date after them is still the meeting's own."""

_MAKING_ROOM: Final = frozenset(
    "allow enable help let permit pave encourage facilitate promote support urge press".split()
)

_PRONOUN_CHANGES: Final = frozenset(
    "cancel postpone delay defer reschedule suspend adjourn bring-forward move-forward move scrap".split()
)


_WHO_ARE_VISITED: Final = frozenset("head_of_state head_of_government foreign_minister head_of_organisation".split())

_BACK_AGAIN: Final = frozenset("back also now already currently again".split())

_AT_LEISURE: Final = frozenset(
    "holiday holidays holidaying vacation vacationing hospital prison jail custody detention captivity rehab clinic".split()
)

_SENT_PARTIES: Final = frozenset("delegation delegations team mission group".split())

_EACH_OTHER: Final = (["each", "other"], ["one", "another"])

_DURING_A_CALL: Final = frozenset("discuss exchange review brief convey extend present deliver hand offer pay".split())
"""What is done when one calls on somebody; any other infinitive is what he is called on to do."""

_GUESTS: Final = frozenset("guest visitor host".split())
_COMERS: Final = lx.GUESTS | frozenset("those countries states nations leaders ministers delegations".split())
"""Who takes part, before the list of their names."""
_OPENING: Final = 9
"""Words of a subject that names those who come in general."""
_FLOCKING: Final = frozenset("gather assemble converge huddle".split())
_SAID_TO_A_GUEST: Final = frozenset("tell assure inform brief".split())
_DONE_TOGETHER: Final = frozenset(
    """agree sign discuss pledge vow reaffirm review witness inaugurate address stress underline underscore emphasise emphasize
    urge condemn express exchange announce launch seal decide call say""".split()
)
"""What two do who stand beside each other ("the premier and visiting President X signed …")."""
_NTH: Final = re.compile(r"\d+(?:st|nd|rd|th)$|first$|second$|third$")
_COLLEAGUES: Final = frozenset("counterpart counterparts colleague colleagues".split())


_TWO_WHO_MEET: Final = frozenset("sides leaders parties men presidents ministers rivals delegations".split())
_SPANS_OF_TALK: Final = frozenset("hour hours minutes evening afternoon morning".split())
_BESIDE_ITS_NOUN: Final = 5
"""Tokens between a gathering and "hosted by" ("a summit on Ukraine hosted by …")."""
_AT_A_MEETING: Final = frozenset("at in during after before following over on through throughout".split())
_SUBJECT_NEAR: Final = 4
"""Tokens that may stand between who discusses and the verb."""
_PARTNER_NEAR: Final = 16
"""Tokens within which "with whom" follows what is discussed."""


def _has_event_noun(token: Token) -> bool:
    if token.name is not None and len(token.name.parties) > 2 and token.low.endswith("talks"):
        return True  # "Six-party talks"
    return (
        token.name is not None
        and token.name.kind is NameKind.ORGANISATION
        and bool(re.search(r"(?:Summit|summit|Council of Ministers|Conference|Forum|NATO-\w+ Council)$", token.text))
    )


_GOING_THERE: Final = frozenset("travel go fly head arrive be leave depart".split())
"""What one does "there"."""
_A_DAY_NEAR: Final = 6
"""Tokens within which the day follows on which one goes there."""
_JUST_TOLD: Final = 2
"""Sentences after the one that names a place in which "there" is that place."""

_OPENING_DAY: Final = 2
"""Tokens that may stand before the day with which a sentence opens ("Late on Friday, …")."""
_ADJUNCTS: Final = (
    ("in", "addition", "to"), ("apart", "from"), ("aside", "from"), ("along", "with"), ("besides",), ("alongside",), ("ahead", "of"), ("before",),
)  # fmt: skip
"""How an aside begins after a sentence's first day, which is then that of the main clause."""

_IN_BRACKETS: Final = frozenset("on from to until in at local time".split())
"""Words that may stand in brackets beside a day and a place."""

_SUBJECT: Final = 24
"""Tokens back from a verb within which its subject is looked for."""
_OF_TWO_GOVERNMENTS: Final = frozenset("binational bi-national bilateral joint ministerial intergovernmental".split())
"""Before "cabinet meeting", what makes it one of two governments."""


class Mentions(Navigation):
    """Finds and groups the mentions of a sentence."""

    def _find_triggers(self) -> None:
        tokens = self.tokens
        for i, token in enumerate(tokens):
            group = self.s.group_at.get(i)
            if group is not None:
                if group.main.index == i and self._verb_trigger(group):
                    self.triggers.append(Trigger(i, self._verb_kind(group), group))
                continue
            if token.time is not None:
                continue
            if token.name is not None and token.text.lower().endswith((" talks", " negotiations")):
                if not (i + 1 < len(tokens) and tokens[i + 1].is_word and tokens[i + 1].low in lx.EVENT_NOUNS):
                    self.triggers.append(Trigger(i, lx.TALKS, None))  # "the six-party talks"
                continue
            if token.name is not None:
                of = i - 2 if i >= 2 and tokens[i - 1].low in lx.DETERMINERS else i - 1
                if (
                    of >= 1
                    and tokens[of].low == "of"
                    and tokens[of - 1].is_word
                    and tokens[of - 1].low in lx.EVENT_NOUNS
                ):
                    continue
                if (_has_event_noun(token) or self._called_council(i)) and not (
                    (following := self.s.group_at.get(i + 1)) is not None
                    and following.lo == i + 1
                    and following.main.lemma in lx.MEET_VERBS
                ):
                    nxt = tokens[i + 1] if i + 1 < len(tokens) else None
                    if not (nxt is not None and nxt.is_word and (nxt.low in lx.EVENT_NOUNS or nxt.low in lx.ROLES)):
                        self.triggers.append(Trigger(i, lx.TALKS if token.low.endswith("talks") else lx.SUMMIT, None))
                continue
            if self._told_by_telephone(i):
                self.triggers.append(Trigger(i, lx.CALL, None))
                continue
            if token.low in ("it", "they") and self._was_fixed(i):
                self.triggers.append(Trigger(i, lx.MEETING, None))
                continue
            if token.low == "event" and self._event_of_a_body(i):
                self.triggers.append(Trigger(i, lx.GATHERING, None))
                continue
            kind = lx.EVENT_NOUNS.get(token.low)
            if (kind and self._noun_trigger(i)) or self._figurative(i):
                if token.low == "session" and self._one_of_the_rounds(i):
                    kind = lx.ROUND
                if kind == lx.CALL and i and tokens[i - 1].low in _CALLS_PAID:
                    kind = lx.MEETING
                self.triggers.append(Trigger(i, kind or lx.TALKS, None))

    def _called_council(self, i: int) -> bool:
        """ "a special European Council for February 1": a session of it."""
        token, before = self.tokens[i], self.tokens[i - 1].low if i else ""
        return token.text.endswith("European Council") and before in (
            "special",
            "extraordinary",
            "informal",
            "emergency",
            "regular",
        )

    def _event_of_a_body(self, i: int) -> bool:
        """ "will attend a United Nations event": whatever it is, the body holds it."""
        name = self.tokens[i - 1].name if i else None
        if name is None or name.kind is not NameKind.ORGANISATION or not name.party:
            return False
        verb = next((g for g in reversed(self.s.groups) if i - 5 <= g.hi <= i - 1), None)
        return verb is not None and verb.main.lemma == "attend" and not verb.main.negated

    def _one_of_the_rounds(self, i: int) -> bool:
        """ "The third session will be held in Oslo": of the talks told of, where nobody's session it is said to be."""
        tokens = self.tokens
        return (
            i >= 2
            and tokens[i - 1].is_word
            and tokens[i - 1].low in lx.ROUND_ADJECTIVES
            and tokens[i - 2].low == "the"
            and not (i + 1 < len(tokens) and tokens[i + 1].low == "of")
        )

    def _figurative(self, i: int) -> bool:
        """ "return to the negotiating table", "the peace process resumes on Monday": talks by another name."""
        low = self.tokens[i].low
        before = self.tokens[i - 1].low if i else ""
        if low == "table":
            return before in ("negotiating", "negotiation", "negotiations", "bargaining")
        if low != "process" or before != "peace":
            return False
        predicate = self._predicate(i, self.s.segment(i))
        if predicate is None:
            return False
        lemma = predicate.links[-1].lemma
        return lemma in lx.BEGIN_VERBS or (
            lemma in lx.POSTPONE_VERBS and lemma not in ("freeze", "stall", "halt", "pause")
        )

    def _told_by_telephone(self, i: int) -> bool:
        """True for "told the president by telephone that …"; "spoke by telephone" has a verb of its own."""
        if self.tokens[i].low not in ("telephone", "phone") or not i or self.tokens[i - 1].low not in ("by", "over"):
            return False
        tellers = [g for g in self.s.groups if i - 14 < g.lo < i and g.finite]
        return bool(tellers) and tellers[-1].main.lemma in ("tell", "inform", "warn", "assure")

    def _was_fixed(self, i: int) -> bool:
        """True for "It had been scheduled for Wednesday", "it is due to open on 3 May": the meeting told of before."""
        segment = self.s.segment(i)
        if i - segment.lo > 2:
            return False
        group = next((g for g in self.s.groups if i < g.lo <= i + 2 and g.finite), None)
        if group is None or not any(t.time is not None for t in self.tokens[group.hi : group.hi + 8]):
            return False
        if any(link.lemma in lx.FIXING_VERBS and (link.passive or link.lemma == "due") for link in group.links):
            return self.tokens[i].low == "it" or group.main.lemma in lx.HAPPEN_VERBS | lx.FIXING_VERBS
        after = self.tokens[group.hi]
        return (
            (
                group.links[0].modal in ("will", "would")
                or (group.links[0].modal == "is-to" and group.links[0].tense == "past")
            )
            and (
                group.main.lemma in lx.HAPPEN_VERBS
                or (group.main.lemma in lx.STAGE_VERBS and group.main.passive)
                or (group.main.lemma == "be" and group.links[0].modal == "is-to")  # "It was to be on Friday"
            )
            and (after.time is not None or after.low in ("on", "in", "at", "as"))
        )

    def _its_own_verb(self, group: VerbGroup) -> bool:
        """ "The meeting convenes in Georgetown": what the meeting does is no second one."""
        if group.main.lemma not in ("convene", "reconvene"):
            return False
        if group.hi < len(self.tokens) and self.tokens[group.hi].name is not None:
            return False
        return any(
            self.tokens[k].is_word
            and self.tokens[k].low in lx.EVENT_NOUNS
            and (k == group.lo - 1 or self._predicate(k, self.s.segment(k)) is group)
            for k in range(max(0, group.lo - _SUBJECT), group.lo)
        )

    def _verb_trigger(self, group: VerbGroup) -> bool:
        if self._its_own_verb(group):
            return False
        lemma = group.main.lemma
        if lemma in ("expect", "represent") and self._expected_there(group):
            return True
        if lemma in ("confirm", "announce") and self._confirms_coming(group):
            return True
        if self._with_a_visitor(group):
            return True
        if lemma in lx.MEET_VERBS:
            if (group.main.passive and lemma != "convene") or (group.reduced and lemma in ("convene", "reconvene")):
                return False
            if lemma in ("convene", "reconvene") and any(
                self.tokens[k].is_word and self.tokens[k].low in lx.EVENT_NOUNS
                for k in range(group.hi, min(group.hi + 5, len(self.tokens)))
            ):
                return False
            if lemma in ("convene", "reconvene") and any(
                self.tokens[k].is_word
                and self.tokens[k].low in lx.EVENT_NOUNS
                and (relative := self._object_relative(k)) is not None
                and relative is group
                for k in range(max(0, group.lo - 6), group.lo)
            ):
                return False  # "the round that he has called in Bern"
            onward = self.tokens[group.hi : group.hi + 12]
            if any(
                a.low == "the" and b.low in ("final", "semifinal", "opener", "playoffs") for a, b in pairwise(onward)
            ):
                return False  # "will meet France in the final"
            if any(t.is_word and t.low in lx.SPORT_WORDS for t in self.tokens) and not any(
                a.person or a.role for a in self.s.actors
            ):
                return False  # "when hosts Germany meet Costa Rica in the first match"
            if lemma == "consult" and self._several_subjects(group) and self._prep_at(group.hi) in ("in", "on", "at"):
                return True  # "Peru and Chile are to consult in Arica"
            if lemma in ("negotiate", "consult"):
                return any(self._prep_at(k) == "with" for k in range(group.hi, min(group.hi + 6, len(self.tokens))))
            if (
                lemma == "meet"
                and self.s.segments[group.segment].kind is SegmentKind.RELATIVE
                and self.s.segments[group.segment].word in ("which", "that")
                and group.lo - self.s.segments[group.segment].lo >= 2
            ):
                return False  # "a demand that they are ready to meet"
            if lemma in _FLOCKING and group.lo and self.tokens[group.lo - 1].low in lx.CROWDS:
                return False  # "protesters gathered in Berlin"
            return not (lemma == "meet" and self._met_thing(group))
        if lemma == "invite":
            return self._invited_to_a_place(group)
        if lemma == "visit" and group.links[0].tense == "inf" and self._visit_target(group) is None:
            return self._invitation_before(group) is not None or self._invited_home(group)
        if lemma == "see" and [t.low for t in self.tokens[group.hi : group.hi + 2]] in _EACH_OTHER:
            return self._several_subjects(group)
        if lemma == "see":
            return group.links[0].tense not in ("past", "perfect", "pastperfect", "ing") and any(
                a.lo - group.hi <= 1
                and a.lo >= group.hi
                and a.prep is None
                and (a.person or a.role)
                and not a.possessive
                and not a.modifier
                for a in self.s.actors
            )
        if lemma == "talk" and len(group.links) > 1 and group.links[-2].lemma in lx.BEGIN_VERBS:
            return True  # "are expected to resume talking"
        if lemma in lx.SPEAK_VERBS and self._several_before(group):
            near = self.tokens[group.hi : group.hi + 4]
            if any(t.is_word and t.low in ("video", "videolink", "video-link", "telephone", "phone") for t in near):
                return True  # "the leaders of Britain and France spoke by video link"
        if lemma in lx.SPEAK_VERBS and self._over_a_meal(group):
            return True
        if lemma == "talk" and self._prep_at(group.hi) == "in" and self._several_subjects(group):
            return any(p.city and group.hi < p.index <= group.hi + 2 for p in self.s.places)
        if lemma in lx.SPEAK_VERBS and self._at_length(group):
            return True
        if lemma in lx.SPEAK_VERBS:
            for k in range(group.hi, min(group.hi + 6, len(self.tokens))):
                if self._prep_at(k) in ("about", "against", "of", "regarding"):
                    return False  # "spoke about ties with Russia"
                if self._prep_at(k) in ("with", "to") or self.tokens[k].low in PHONE:
                    return True
            return False
        if (
            lemma == "discuss"
            and (group.links[0].modal in ("will", "may", "is-to", "going-to") or len(group.links) > 1)
            and any(a.prep == "with" and group.hi <= a.lo < group.hi + 14 and a.parties for a in self.s.actors)
            and any(group.hi < p.index < group.hi + 20 and p.prep in ("in", "at") for p in self.s.places)
        ):
            return True
        if (
            lemma == "discuss"
            and self._several_before(group)
            and any(group.hi < p.index < group.hi + 14 and p.prep in ("in", "at") and p.city for p in self.s.places)
        ):
            return True
        if lemma == "brief" and group.main.passive and group.links[0].modal in ("will", "is-to", "going-to"):
            return isinstance(place := self._visit_target(group), Place) and place.prep == "in" and bool(place.city)
        if lemma == "bring-together":
            return self._brings_two_together(group)
        if lemma == "discuss":
            return self._discusses_with(group) or any(
                self.tokens[k].low in PHONE and self.tokens[k].is_word and self._prep_at(k - 1) in ("by", "over", "the")
                for k in range(group.hi + 1, min(group.hi + 10, len(self.tokens)))
            )
        if lemma == "call" and group.hi < len(self.tokens) and self.tokens[group.hi].low in ("on", "upon"):
            return self._pays_a_call(group)
        if lemma in lx.PHONE_VERBS or lemma == "call":
            nxt = group.hi
            return (
                nxt < len(self.tokens)
                and (
                    self.tokens[nxt].name is not None
                    or nxt in self.s.actor_at
                    or self.tokens[nxt].low in ("his", "her", "their")
                )
                and not group.main.passive
            )
        if lemma in ("continue", "proceed") and not self._travels_on(group):
            return False
        if lemma in ("continue", "proceed"):
            return True
        if lemma == "land" and any(t.low == "instead" and t.is_word for t in self.tokens[group.hi : group.hi + 6]):
            return False  # "landed in Lisbon instead of Berlin"
        if lemma in lx.VISIT_VERBS and (
            self._goes_home(group) or self._sees_troops(group) or self._nobody_travels(group)
        ):
            return False
        if lemma == "stop" and (
            group.main.passive
            or not any(
                a.hi <= group.lo
                and (a.person or a.role)
                and a.parties
                and a.prep is None
                and not a.modifier
                and not a.possessive
                and self.s.segment_of[a.lo] == group.segment
                for a in self.s.actors
            )
        ):
            return False  # a car is stopped, trains stop
        if lemma == "visit" and self._sees_whom_it_visits(group):
            return True
        if lemma in _GOING_THERE and self._where_to(group) is not None:
            return True
        if lemma in ("arrive", "come", "land", "due", "expect") and self._comes_here(group):
            return True
        if lemma == "spend" and (self._stays_some_days(group) or self._spends_time_with(group)):
            return True
        if lemma in lx.VISIT_VERBS and self._only_arrives(group):
            return True
        if lemma in lx.VISIT_VERBS:
            ahead = range(group.hi + 2, min(group.hi + 5, len(self.tokens)))
            return self._visit_target(group) is not None and not any(self._figurative(k) for k in ahead)
        if lemma in lx.HOST_VERBS:
            inset = (group.reduced or (group.main.passive and group.links[0].tense == "inf")) and any(
                t.is_word and t.low in lx.EVENT_NOUNS for t in self.tokens[max(0, group.lo - 2) : group.lo]
            )  # "The summit, to be hosted by the president in …, has been set for …"
            inset |= group.reduced and any(
                t.group is None
                and t.kind in (lx.SUMMIT, lx.TALKS, lx.GATHERING, lx.ROUND, lx.MEETING)
                and (self.tokens[group.lo - 1].low == "," or group.lo - t.index <= _BESIDE_ITS_NOUN)
                and not any(t.index < g.lo < group.lo and g.finite for g in self.s.groups)
                for t in self.triggers
            )
            return not inset and self._has_guest(group)  # "The summit, hosted by President Lula, brings together …"
        if lemma == "take":
            # "a trip that will take him to Kyiv"
            return (
                group.hi < len(self.tokens)
                and self.tokens[group.hi].low in ("him", "her")
                and self._visit_target(group) is not None
            )
        if lemma in ("due", "expect", "wait"):
            # "is due in Ghana on Monday"
            nxt = group.hi
            if group.reduced and any(t.group is None and t.index < group.lo for t in self.triggers):
                return False  # "talks between A and B due in Algiers"
            return (
                nxt < len(self.tokens)
                and self.tokens[nxt].low in ("in", "at")
                and any(p.index in (nxt + 1, nxt + 2, nxt + 3) for p in self.s.places)
                and not any(
                    (predicate := self._predicate(k, self.s.segment(k))) is not None and predicate.lo == group.lo
                    for k in range(max(0, group.lo - 14), group.lo)
                    if self.tokens[k].is_word and self.tokens[k].low in lx.EVENT_NOUNS
                )  # "Talks, sponsored by the UN, are expected in Geneva": the talks are, nobody travels
            )
        if lemma == "join" and (self._joins_colleagues(group) or self._joined_on_a_day(group)):
            return True
        if lemma in lx.ATTEND_VERBS and self._attends_alone(group):
            return True
        if (lemma in ("be", "include") and self._lists_attendees(group)) or self._only_arrives(group):
            return True
        if lemma in _PRONOUN_CHANGES and self._changes_pronoun(group):
            return True
        if lemma == "be":
            # "Hansen would be in the Polish capital", "are back in Vienna for another round"
            nxt = group.hi
            while nxt + 1 < len(self.tokens) and self.tokens[nxt].low in _BACK_AGAIN:
                nxt += 1
            if (
                group.main.modal is None
                and not group.main.negated
                and nxt + 3 < len(self.tokens)
                and self.tokens[nxt].low == "in"
            ):
                segment = self.s.segments[group.segment]
                for k in range(nxt + 2, min(nxt + 9, segment.hi - 1)):
                    sees = self.s.group_at.get(k)
                    if (
                        sees is not None
                        and sees.lo == k
                        and sees.links[0].tense == "inf"
                        and sees.main.lemma in (*lx.MEET_VERBS, "see")
                        and any(nxt < p.index < k for p in self.s.places)
                        and any(sees.hi <= a.lo <= sees.hi + 1 and a.person for a in self.s.actors)
                    ):
                        return True  # "is in Washington this week to see Biden"
                    if (
                        self.tokens[k].low in ("for", "on")
                        and any(p.index < k and p.index > nxt for p in self.s.places)
                        and any(
                            t.is_word and lx.EVENT_NOUNS.get(t.low) in (lx.TALKS, lx.VISIT, lx.MEETING, lx.SUMMIT)
                            for t in self.tokens[k + 1 : k + 6]
                        )
                    ):
                        return True
            if group.lo and self.tokens[group.lo - 1].low in ("we", "they") and not self._time_in(group.segment):
                return False  # "We'll be in Iraq until the job is done": troops
            return (
                group.main.modal in ("will", "would") or (group.main.tense == "inf" and len(group.links) > 1)
                if nxt < len(self.tokens)
                and self.tokens[nxt].low == "in"
                and any(nxt < p.index <= nxt + 4 for p in self.s.places)
                else False
            )
        return False

    def _time_in(self, segment: int) -> bool:
        clause = self.s.segments[segment]
        return any(t.time is not None for t in self.tokens[clause.lo : clause.hi])

    def _travels_on(self, group: VerbGroup) -> bool:
        """ "She will continue to Quito, Ecuador, from April 16": on to the next stop of a journey."""
        if group.main.passive or group.main.negated or self._prep_at(min(group.hi, len(self.tokens) - 1)) != "to":
            return False
        segment = self.s.segments[group.segment]
        goes = any(p.index == group.hi + 1 and p.prep == "to" and (p.city or p.country) for p in self.s.places)
        return goes and (
            any(
                segment.lo <= a.lo and a.hi <= group.lo and a.prep is None and (a.person or a.role) and a.parties
                for a in self.s.actors
            )
            or any(t.is_word and t.low in ("he", "she") for t in self.tokens[segment.lo : group.lo])
        )

    def _over_a_meal(self, group: VerbGroup) -> bool:
        """ "will talk over dinner in New York": they meet."""
        near = [t.low for t in self.tokens[group.hi : group.hi + 4]]
        return near[:1] == ["over"] and not lx.MEAL_NOUNS.isdisjoint(near) and self._several_subjects(group)

    def _at_length(self, group: VerbGroup) -> bool:
        """ "Faurie and Munoz spoke for two hours on Friday": with each other."""
        near = [t.low for t in self.tokens[group.hi : group.hi + 4] if t.is_word]
        return (
            "for" in near[:1]
            and not {"hours", "minutes", "hour"}.isdisjoint(near)
            and any(
                a.hi <= group.lo and len(a.parties) == 2 and (a.person or a.role) and a.prep is None and not a.modifier
                for a in self.s.actors
            )
        )

    def _several_subjects(self, group: VerbGroup) -> bool:
        """Somebody of two parties, or a pronoun for them, stands before the verb."""
        segment = self.s.segments[group.segment]
        return any(
            segment.lo <= a.lo and a.hi <= group.lo and len(a.parties) >= 2 and a.prep is None and not a.modifier
            for a in self.s.actors
        ) or any(t.is_word and t.low in ("they", "two", "both") for t in self.tokens[segment.lo : group.lo])

    def _pays_a_call(self, group: VerbGroup) -> bool:
        """ "called on Premier Li in Beijing": a visit to him, unless he is called on to do something."""
        if group.main.passive or group.main.negated:
            return False
        host = next((a for a in self.s.actors if group.hi < a.lo <= group.hi + 2 or a.lo == group.hi), None)
        if host is None or host.modifier or host.possessive or not (host.person or self._one_in_office(host)):
            return False
        if any(
            g.lo >= host.hi and g.links[0].tense == "inf" and g.main.lemma not in _DURING_A_CALL for g in self.s.groups
        ):
            return False
        if self.tokens[min(host.hi, len(self.tokens) - 1)].low in ("for", "not"):
            return False
        onward = self.tokens[host.hi :]
        if not host.person and any(
            a.low == "to" and b.name is None and b.text.islower() and b.low not in lx.DETERMINERS | _DURING_A_CALL
            for a, b in pairwise(onward)
        ):
            return False  # "called on the president of Chad on Tuesday to free …"
        return any(
            a.hi <= group.lo and (a.person or a.role) and a.parties and a.prep is None and not a.modifier
            for a in self.s.actors
        ) or any(
            t.is_word and t.low in ("he", "she", "i", "delegation")
            for t in self.tokens[max(0, group.lo - 6) : group.lo]
        )

    def _one_in_office(self, actor: Actor) -> bool:
        """ "the Emir of Qatar", "Oman's sultan": one person by the office alone, no government or body."""
        words = {t.low for t in self.tokens[actor.lo : actor.hi] if t.is_word}
        return actor.role and not actor.plural and bool(words & _IN_OFFICE)

    def _with_a_visitor(self, group: VerbGroup) -> bool:
        """ "Widodo and visiting Prime Minister Lee agreed on Tuesday to …", "told visiting Minister Baerbock that …": they met."""
        if not group.finite or group.links[0].tense != "past" or group.main.negated or group.links[0].modal:
            return False
        first = group.links[0].lemma
        if first not in _DONE_TOGETHER and first not in _SAID_TO_A_GUEST:
            return False
        if group.main.passive:
            return False
        for actor in self.s.actors:
            if not (actor.person or actor.role) or actor.modifier or actor.speaker:
                continue
            if not any(self._visiting(k) for k in range(max(0, actor.lo - 1), actor.hi)) and not (
                first in _SAID_TO_A_GUEST
                and any(t.is_word and t.low in _GUESTS for t in self.tokens[max(group.hi, actor.lo - 2) : actor.hi + 1])
            ):
                continue
            if first in _SAID_TO_A_GUEST and actor.object_of is not None and self.s.groups[actor.object_of] is group:
                return True
            if (
                actor.hi <= group.lo
                and actor.prep is None
                and len(actor.parties) >= 2
                and self.s.segment_of[actor.lo] == group.segment
                and first in _DONE_TOGETHER
            ):
                return True
        return False

    def _said_to_a_visitor(self, k: int) -> bool:
        """ "told visiting Minister Baerbock on Monday that …": the day of saying is the day they met."""
        return any(
            t.group is not None
            and t.kind == lx.MEETING
            and self.s.segment_of[t.index] == self.s.segment_of[k]
            and self._with_a_visitor(t.group)
            for t in self.triggers
        )

    def _visiting(self, k: int) -> bool:
        token = self.tokens[k]
        return token.is_word and token.low == "visiting" and k not in self.s.group_at

    def _joins_colleagues(self, group: VerbGroup) -> bool:
        """ "joined his Qatari and Kuwaiti counterparts in Doha": he met them there."""
        if group.main.passive or group.main.negated:
            return False
        colleagues = next((a for a in self.s.actors if group.hi <= a.lo <= group.hi + 2 and a.prep is None), None)
        if colleagues is None or not colleagues.role or not colleagues.parties:
            return False
        words = {t.low for t in self.tokens[group.hi : colleagues.hi] if t.is_word}
        if not words & _COLLEAGUES:
            return False
        return any(
            colleagues.hi <= p.index < colleagues.hi + 8 and p.prep in ("in", "at") and p.city for p in self.s.places
        )

    def _joined_on_a_day(self, group: VerbGroup) -> bool:
        """ "joined with Scholz and Morawiecki on Thursday to present …": people of office, on a day, side by side."""
        if group.main.passive or group.main.negated or not group.finite:
            return False
        stop = self.s.segments[group.segment].hi
        others = [
            a
            for a in self.s.actors
            if group.hi <= a.lo <= group.hi + 2 and a.person and a.prep in (None, "with") and a.parties
        ]
        who = [a for a in self.s.actors if a.hi == group.lo and a.person and a.parties and not a.speaker]
        if not others or not who or set(who[0].parties) & set(others[0].parties):
            return False
        after = range(others[0].hi, min(stop, others[0].hi + 14))
        day = next((k for k in after if self.tokens[k].time is not None), None)
        return day is not None and any(
            g.links[0].tense == "inf"
            and g.lo <= day + 2
            and g.main.lemma in _DONE_TOGETHER | {"present", "mark", "open", "speak"}
            for g in self.s.groups
            if g.lo > others[0].hi
        )

    def _sees_whom_it_visits(self, group: VerbGroup) -> bool:
        """ "is to visit Vladimir Putin in Moscow": a visit to somebody in office, not to a place."""
        if group.main.passive:
            return False
        host = next((a for a in self.s.actors if group.hi <= a.lo <= group.hi + 2 and a.prep is None), None)
        return (
            host is not None
            and host.person
            and not host.possessive
            and not host.modifier
            and any(m.role in _WHO_ARE_VISITED for m in host.mentions)
        )

    def _stays_some_days(self, group: VerbGroup) -> bool:
        """ "is to spend three days in Laos": an office-holder's visit, unless he rests or is held there."""
        if self._days_spent(group) is None or self._visit_target(group) is None:
            return False
        return not any(t.is_word and t.low in _AT_LEISURE for t in self.tokens) and any(
            a.hi <= group.lo and a.parties and (a.person or a.role) and a.prep is None and not a.modifier
            for a in self.s.actors
        )

    def _spends_time_with(self, group: VerbGroup) -> bool:
        """ "spent two hours with President Biden on Tuesday": they met, or talked."""
        if group.main.passive or group.main.negated:
            return False
        near = [t.low for t in self.tokens[group.hi : group.hi + 5]]
        at = near.index("with") if "with" in near else 0
        return (
            at > 0
            and not _SPANS_OF_TALK.isdisjoint(near[:at])
            and any(
                a.prep == "with" and a.parties and (a.person or a.role) and group.hi + at <= a.lo <= group.hi + at + 2
                for a in self.s.actors
            )
        )

    def _brings_two_together(self, group: VerbGroup) -> bool:
        """ "The envoy brought together the ministers of A and B", "hopes to bring the two leaders together": a go-between's meeting."""
        segment = self.s.segments[group.segment]
        if group.main.negated or group.reduced or segment.kind is SegmentKind.RELATIVE:
            return False
        if any(t.index < group.lo and self.s.segment_of[t.index] == group.segment for t in self.triggers):
            return False  # "the summit will bring together …"
        who = [
            a
            for a in self.s.actors
            if a.hi <= group.lo
            and self.s.segment_of[a.lo] == group.segment
            and a.parties
            and a.prep is None
            and not (a.speaker or a.modifier or a.possessive)
        ]
        if not who or group.lo - who[-1].hi > _SUBJECT_NEAR:
            return False  # crises and projects bring people together as well
        stop = group.particle or group.hi
        ahead = [a for a in self.s.actors if group.hi <= a.lo < stop + 12 and a.prep is None and not a.speaker]
        if sum(len(a.parties) for a in ahead[:2]) >= 2 and all(a.person or a.role for a in ahead[:2]):
            return True
        near = [t.low for t in self.tokens[group.hi : group.hi + 4]]
        return len(self.context.last_pair) == 2 and near[:2] == ["the", "two"] and near[2] in _TWO_WHO_MEET

    def _days_spent(self, group: VerbGroup) -> int | None:
        """How many, in "spend three days"."""
        if group.main.lemma != "spend" or group.hi + 1 >= len(self.tokens):
            return None
        count, unit = self.tokens[group.hi].low, self.tokens[group.hi + 1].low
        if unit not in ("days", "day"):
            return None
        return int(count) if count.isdigit() and len(count) < 3 else lx.NUMBER_WORDS.get(count)

    def _where_to(self, group: VerbGroup) -> tuple[str | None, str] | None:
        """Where he goes of whom is told "will travel there on March 10", "He arrives on Monday": to the place named before."""
        if group.main.negated or group.main.passive or not group.finite:
            return None
        first = group.links[0]
        was_to = first.tense in ("past", "pastperfect") and (first.modal == "is-to" or len(group.links) > 1)
        if first.tense in ("past", "pastperfect") and not was_to:
            return None
        told = self.context.there
        tokens = self.tokens
        k = group.hi
        there = k < len(tokens) and tokens[k].low == "there"
        lo = self.s.segments[group.segment].lo
        pronoun = any(t.low in ("he", "she", "they", "who") and t.name is None for t in tokens[lo : group.lo])
        if was_to and told is not None and told[3] and (pronoun or self._somebody_before(group)):
            there = True  # "has cancelled a visit to Moscow. He was due to fly on Monday"
        if not there and not (group.main.lemma == "arrive" and pronoun):
            return None
        ahead = next((t for t in tokens[k : k + _A_DAY_NEAR] if t.time is not None or t.name is not None), None)
        if ahead is None or ahead.time is None or ahead.time.kind in ("duration", "set", "vague", "time"):
            return None
        for place in reversed(self.s.places):
            if place.index < group.lo and place.country and place.prep in ("to", "in"):
                return place.city, place.country
        return told[:2] if told is not None and self.s.order - told[2] <= _JUST_TOLD else None

    def _somebody_before(self, group: VerbGroup) -> bool:
        """A person named as the subject of the verb."""
        lo = self.s.segments[group.segment].lo
        return any(
            lo <= a.lo
            and a.hi <= group.lo
            and a.person
            and a.parties
            and a.prep is None
            and not (a.modifier or a.possessive)
            for a in self.s.actors
        )

    def _comes_here(self, group: VerbGroup) -> bool:
        """ "arrived here on Monday", "is due here": in the dateline's city, where an envoy is who comes."""
        if not self.context.here_country or group.main.negated or group.hi >= len(self.tokens):
            return False
        if self.tokens[group.hi].low != "here" or self._nobody_travels(group):
            return False
        return any(
            a.hi <= group.lo
            and a.parties
            and (a.person or a.role)
            and a.prep is None
            and self.s.segment_of[a.lo] == group.segment
            and set(a.parties) != {self.context.here_country}
            for a in self.s.actors
        )

    def _goes_home(self, group: VerbGroup) -> bool:
        """ "arrived safely home in Accra": nobody is visited."""
        if group.main.lemma in ("visit", "tour"):
            return False
        return any(t.is_word and t.low in ("home", "homes", "homeland") for t in self.tokens[group.hi : group.hi + 4])

    def _nobody_travels(self, group: VerbGroup) -> bool:
        """ "two destroyers will arrive in Manila", "experts from the centre are heading to Accra": no envoys."""
        near = self.tokens[max(0, group.lo - 3) : group.lo]
        if any(t.is_word and t.low in lx.VESSELS for t in near):
            return True
        clause = range(self.s.segments[group.segment].lo, group.lo)
        if not any(a.person and a.lo in clause for a in self.s.actors) and any(
            self.tokens[k].is_word
            and (
                self.tokens[k].low in lx.PERFORMERS
                or (self.tokens[k].low in ("team", "side") and self.tokens[k - 1].low in lx.TEAM_WORDS)
            )
            for k in clause
        ):
            return True
        onward = [t.low for t in self.tokens[group.hi : group.hi + 8]]
        if any(
            word in ("overnight", "refuelling", "refueling", "technical") and after in ("stop", "stopover", "halt")
            for word, after in pairwise(onward)
        ):
            return True  # "landed in Accra for a refuelling stop"
        if any(t.is_word and t.low in lx.PRIVATE_ERRANDS for t in self.tokens[group.hi : group.hi + 8]):
            return True
        behind = self.tokens[group.hi : group.hi + 12]
        if any(t.low == "private" and behind[k + 1].low in _JOURNEYS for k, t in enumerate(behind[:-1])):
            return True  # "leaves for Paris on a private visit"
        before = self.tokens[self.s.segments[group.segment].lo : group.lo]
        return any(t.is_word and t.low in lx.OTHER_PEOPLE for t in before) and not any(
            t.is_word and t.low in lx.PERSON_ROLES for t in before
        )

    def _sees_troops(self, group: VerbGroup) -> bool:
        """ "visited some of the French troops in Mali": one's own soldiers are no host."""
        return group.main.lemma == "visit" and any(
            t.is_word and t.low in ("troops", "soldiers", "servicemen", "sailors")
            for t in self.tokens[group.hi : group.hi + 8]
        )

    def _invited_to_a_place(self, group: VerbGroup) -> bool:
        """ "invited Erdogan to Berlin", "has been invited to Hanoi": where no verb says what the guest would do there."""
        segment = self.s.segments[group.segment]
        listed = group.hi < len(self.tokens) and self._guest_list(group, group.hi)
        stop = min(segment.hi, group.hi + (30 if listed else 14))
        for k in range(group.hi, stop):
            token = self.tokens[k]
            if k in self.s.group_at or (token.is_word and token.low in lx.EVENT_NOUNS) or token.low in (";", ":"):
                return False
            if token.low == "," and not self._guest_list(group, k):
                return False
            if token.low == "to" and k + 1 < len(self.tokens):
                place = next((p for p in self.s.places if p.index in (k + 1, k + 2) and p.prep == "to"), None)
                seat = next((t.name for t in self.tokens[k + 1 : k + 3] if t.name is not None), None)
                if place is None and (seat is None or seat.kind is not NameKind.METONYM or not seat.city):
                    return False
                if place is not None and not (place.city or place.country):
                    return False
                return group.main.passive or any(
                    group.hi <= a.lo < k and a.prep is None and (a.person or a.role) for a in self.s.actors
                )
        return False

    def _guest_list(self, group: VerbGroup, k: int) -> bool:
        """True at a comma, or right after the verb, where guests by name or office follow who are several."""
        if any(a.lo < k < a.hi and group.hi <= a.lo + 1 for a in self.s.actors):
            return True  # "the Kenyan, Ghanaian and Angolan leaders"
        ahead = [a for a in self.s.actors if k <= a.lo <= k + 12 and a.prep is None and (a.person or a.role)]
        return len(ahead) >= (2 if k == group.hi else 1)

    def _invited_home(self, group: VerbGroup) -> bool:
        """ "The Mexican president invited Biden to visit in May": the host's own country."""
        inviting = next((g for g in reversed(self.s.groups) if g.hi <= group.lo and g.segment == group.segment), None)
        if inviting is None or inviting.main.lemma != "invite" or inviting.main.negated or inviting.main.passive:
            return False
        after = self.tokens[group.hi] if group.hi < len(self.tokens) else None
        open_ended = (
            after is None or not after.is_word or after.low in ("in", "on", "this", "next", "later", "soon", "at")
        )
        return (open_ended or (after is not None and after.time is not None)) and any(
            inviting.hi <= a.lo and a.hi <= group.lo and a.prep is None and (a.person or a.role) for a in self.s.actors
        )

    def _invitation_before(self, group: VerbGroup) -> int | None:
        """Index of "invitation" before "to visit", past whom it is for ("an invitation to the king to visit")."""
        floor = self.s.segments[group.segment].lo
        for k in range(group.lo - 1, max(floor, group.lo - 14) - 1, -1):
            if k in self.s.group_at or self.tokens[k].low in (",", ";"):
                return None
            if self.tokens[k].is_word and self.tokens[k].low in ("invitation", "invitations"):
                return k
        return None

    def _has_guest(self, group: VerbGroup) -> bool:
        """True where the host receives people, not refugees, letters or news."""
        if (
            group.hi < len(self.tokens)
            and self.tokens[group.hi].low in ("him", "her", "them")
            and self.tokens[group.hi].name is None
        ):
            return True
        if group.main.passive and self._received_at_a_seat(group) is not None:
            return True
        if group.main.passive:
            return any(
                a.prep == "by" and group.hi <= a.lo <= group.hi + 4 and (a.person or a.role) for a in self.s.actors
            )
        if any(a.parties and self._heads_delegation(a, group.hi) for a in self.s.actors):
            return True
        for actor in self.s.actors:
            if (
                actor.lo >= group.hi
                and actor.prep is None
                and (actor.person or actor.role)
                and not actor.possessive
                and not actor.modifier
            ):
                return not any(
                    t.low in lx.PREPOSITIONS or t.low in (",", "that") or t.low in lx.EVENT_NOUNS
                    for t in self.tokens[group.hi : actor.lo]
                )
        return any(
            k > group.main.index and k - group.hi < 8 and lx.EVENT_NOUNS.get(self.tokens[k].low)
            for k in range(group.hi, min(group.hi + 8, len(self.tokens)))
            if self.tokens[k].is_word and not self._verb_between(group.hi, k)
        ) and group.main.lemma in ("host", "co-host")

    def _received_at_a_seat(self, group: VerbGroup) -> str | None:
        """The state at whose seat of government somebody is received ("will be received at the White House")."""
        if group.main.lemma not in ("receive", "welcome", "greet") or group.hi + 2 > len(self.tokens):
            return None
        if self._prep_at(group.hi) not in ("at", "in"):
            return None
        for k in range(group.hi + 1, min(group.hi + 3, len(self.tokens))):
            name = self.tokens[k].name
            if name is not None:
                return name.party if name.kind is NameKind.METONYM and name.party else None
        return None

    def _heads_delegation(self, actor: Actor, edge: int) -> bool:
        """True for X in "(received) a delegation led by X", "a parliamentary delegation from X", right after ``edge``."""
        k = actor.lo - 1
        if actor.prep == "by" and k >= 1 and self.tokens[k - 1].low in ("led", "headed"):
            k -= 2
        elif actor.prep in ("from", "of") and self.tokens[k].low == actor.prep:
            k -= 1
        else:
            return False
        return (
            edge <= k <= edge + 6
            and self.tokens[k].is_word
            and self.tokens[k].low in _SENT_PARTIES
            and not any(t.low in lx.PREPOSITIONS for t in self.tokens[edge:k])
        )

    def _several_before(self, group: VerbGroup) -> bool:
        """ "Foreign ministers from Egypt, Greece and France discussed …": officials of several, in one place."""
        return any(
            a.hi <= group.lo
            and a.prep is None
            and not a.speaker
            and not a.modifier
            and ((len(a.parties) >= 2 and a.role) or self._body_of_many(a))
            for a in self.s.actors
        ) and (group.main.tense in ("past", "present") or group.main.modal == "will")

    def _discusses_with(self, group: VerbGroup) -> bool:
        """ "Niinisto and Kallas are expected to discuss …", "Lavrov discussed the plan with Cavusoglu": people of two parties,
        who speak with each other one way or another."""
        first = group.links[0]
        planned = first.modal in ("will", "is-to", "going-to") or (len(group.links) > 1 and first.tense != "inf")
        if group.main.passive or group.main.negated or group.reduced:
            return False
        if not planned and (first.tense != "past" or len(group.links) > 1):
            return False
        if any(
            t.is_word
            and t.low in lx.EVENT_NOUNS
            and any(before.low in _AT_A_MEETING for before in self.tokens[max(0, k - 5) : k])
            for k, t in enumerate(self.tokens)
        ):
            return False  # "at a meeting in Rome, A and B discussed …"
        subject = next(
            (
                a
                for a in reversed(self.s.actors)
                if a.hi <= group.lo
                and self.s.segment_of[a.lo] == group.segment
                and a.prep is None
                and (a.person or a.role)
                and not (a.speaker or a.modifier or a.possessive)
            ),
            None,
        )
        if subject is None or group.lo - subject.hi > _SUBJECT_NEAR:
            return False
        if len(subject.parties) >= 2:
            return subject.person
        if [t.low for t in self.tokens[max(0, subject.lo - 2) : subject.lo]] in (["he", "and"], ["she", "and"]):
            return subject.person
        return any(
            a.prep == "with"
            and group.hi <= a.lo < group.hi + _PARTNER_NEAR
            and (a.person or a.role)
            and a.parties
            and a.parties != subject.parties
            and self.s.segment_of[a.lo] == group.segment
            for a in self.s.actors
        )

    def _body_of_many(self, actor: Actor) -> bool:
        """ "EU foreign ministers", "the ministers of the Quad": an organisation's people among themselves."""
        if not actor.mentions or actor.mentions[0].kind is not NameKind.ORGANISATION:
            return False
        return (actor.role and actor.plural) or actor.mentions[0].text.endswith(("ministers", "leaders"))

    def _lists_attendees(self, group: VerbGroup) -> bool:
        """ "Among those expected are the leaders of Chile and Peru", "guests include …"."""
        if group.main.negated or len(group.links) > 1:
            return False
        if [t.low for t in self.tokens[group.hi : group.hi + 2]] == ["among", "those"]:
            return (
                self.tokens[min(group.hi + 2, len(self.tokens) - 1)].low in lx.ATTENDEES
            )  # "… are among those expected"
        lo = self.s.segments[group.segment].lo
        opening = [t.low for t in self.tokens[: group.lo] if t.is_word] if group.lo <= _OPENING else []
        if opening[-2:] in (["taking", "part"], ["take", "part"]):  # "the states that take part include …"
            return not _COMERS.isdisjoint(opening[:-2])
        words = [t.low for t in self.tokens[lo : group.lo] if t.is_word] if group.lo - lo <= 6 else []
        if not words:
            return False
        if words[-1] in ("countries", "states", "nations", "leaders", "ministers") and words[-2:-1] in (
            ["participating"],
            ["attending"],
            ["invited"],
        ):
            return True  # "the participating countries include Egypt and Iraq"
        return words[-1] in lx.ATTENDEES and (words[-1] in lx.GUESTS or "those" in words)

    def _expected_there(self, group: VerbGroup) -> bool:
        """ "Delegations from Kenya and Turkey are expected", "China will be represented": who comes, and nothing else told."""
        if not group.main.passive or group.main.negated or len(group.links) > 1:
            return False
        stop = self.s.segments[group.segment].hi
        after = self.tokens[group.hi] if group.hi < stop else None
        if after is not None and after.is_word and after.low not in _AFTER_ATTENDING:
            return False
        return any(
            a.hi <= group.lo
            and (len(a.parties) >= 2 or (a.person and after is not None and not after.is_word and group.hi == stop - 1))
            and a.prep is None
            and not a.modifier
            and not a.speaker
            for a in self.s.actors
        )

    def _confirms_coming(self, group: VerbGroup) -> bool:
        """ "Erdogan and Putin have confirmed their attendance": they come to the gathering told of before."""
        near = [t.low for t in self.tokens[group.hi : group.hi + 3] if t.is_word]
        return (
            not (group.main.passive or group.main.negated)
            and near[:1] in (["his"], ["her"], ["their"], ["its"])
            and near[1:2] in (["attendance"], ["participation"], ["presence"])
        )

    def _only_arrives(self, group: VerbGroup) -> bool:
        """ "Xi and Modi arrived on Tuesday": at a place that is told elsewhere."""
        if group.main.lemma != "arrive" or group.main.negated or group.main.passive or not group.finite:
            return False
        after = self.tokens[group.hi : min(self.s.segments[group.segment].hi, group.hi + 3)]
        if any(t.low in ("in", "at", "to", "for", "here", "from") for t in after if t.time is None) or not after:
            return False
        return (
            any(
                a.hi <= group.lo
                and a.parties
                and a.person
                and a.prep is None
                and self.s.segment_of[a.lo] == group.segment
                for a in self.s.actors
            )
            and self._visit_target(group) is None
        )

    def _attends_alone(self, group: VerbGroup) -> bool:
        """ "The presidents of Kenya and Ghana will attend", "… will join them": of a gathering told of before."""
        nxt = group.hi
        if group.main.lemma == "join" and not (nxt < len(self.tokens) and self.tokens[nxt].low in ("them", "in")):
            return False
        if not any(a.hi <= group.lo and a.parties and a.prep is None for a in self.s.actors) or group.main.passive:
            return False
        stop = self.s.segments[group.segment].hi
        if nxt >= stop or group.main.lemma == "join":
            return True
        after = self.tokens[nxt]
        return after.name is None and (
            after.time is not None or after.low in lx.ADVERBS or after.low in _AFTER_ATTENDING or not after.is_word
        )

    def _changes_pronoun(self, group: VerbGroup) -> bool:
        """ "pushed them back", "it was put off": the meeting is a pronoun."""
        nxt = group.hi
        if not group.main.passive:
            return nxt < len(self.tokens) and self.tokens[nxt].low in ("it", "them") and self.tokens[nxt].name is None
        before = group.lo - 1
        return (
            before >= 0
            and self.tokens[before].low in ("it", "they", "which")
            and self.s.segment_of[before] == group.segment
        )

    def _verb_kind(self, group: VerbGroup) -> str:
        lemma = group.main.lemma
        if lemma in _PRONOUN_CHANGES:
            return "change"
        if self._with_a_visitor(group) or (
            lemma == "join" and (self._joins_colleagues(group) or self._joined_on_a_day(group))
        ):
            return lx.MEETING
        if lemma == "call" and group.hi < len(self.tokens) and self.tokens[group.hi].low in ("on", "upon"):
            return lx.MEETING
        if lemma in lx.ATTEND_VERBS or (lemma in ("be", "include") and self._lists_attendees(group)):
            return lx.GATHERING
        if lemma in _GOING_THERE and self._where_to(group) is not None:
            return lx.VISIT
        if self._only_arrives(group) or (lemma in ("expect", "represent") and self._expected_there(group)):
            return lx.GATHERING
        if lemma in ("confirm", "announce") and self._confirms_coming(group):
            return lx.GATHERING
        if lemma == "visit" and self._sees_whom_it_visits(group):
            return lx.MEETING
        if lemma == "spend" and self._spends_time_with(group):
            return "speak"
        if lemma in lx.VISIT_VERBS or lemma in (
            "due",
            "brief",
            "expect",
            "be",
            "wait",
            "take",
            "invite",
            "spend",
            "continue",
            "proceed",
        ):
            return lx.VISIT
        if lemma in lx.HOST_VERBS:
            return "host"
        if lemma in lx.PHONE_VERBS or lemma == "call":
            return lx.CALL
        if lemma in lx.SPEAK_VERBS and self._over_a_meal(group):
            return lx.MEETING
        if lemma in lx.SPEAK_VERBS:
            return "speak"
        if lemma == "discuss":
            phone = any(self.tokens[k].low in PHONE for k in range(group.hi, min(group.hi + 12, len(self.tokens))))
            if not phone and self._discusses_with(group) and not any(p.index > group.hi for p in self.s.places):
                return "speak"
            return lx.CALL if phone else lx.MEETING
        return lx.MEETING

    def _met_thing(self, group: VerbGroup) -> bool:
        if any(t.is_word and t.low in _WHERE_PEOPLE_MEET for t in self.tokens[group.hi : group.hi + 5]):
            return True
        for k in range(group.hi, min(group.hi + 9, len(self.tokens))):
            token = self.tokens[k]
            if token.low in lx.MET_THINGS:
                return True
            if token.low in lx.PREPOSITIONS or token.low in (",", ".", "and") or k in self.s.group_at:
                return False
        return False

    def _visit_target(self, group: VerbGroup) -> Place | Actor | None:
        """The place or state that a visiting verb points at."""
        lemma = group.main.lemma
        direct = lemma in ("visit", "tour")
        for k in range(group.hi, min(group.hi + 9, len(self.tokens))):
            token = self.tokens[k]
            if lemma == "go" and token.name is None and token.low in lx.SPORT_WORDS:
                return None  # "is going to the World Cup in Qatar"
            if token.name is not None:
                for place in self.s.places:
                    if place.index == k and (
                        (direct and place.prep is None)
                        or (place.prep in ("to", "in", "for", "at", "into") and not direct)
                    ):
                        return place
                actor = self.s.actor_at.get(k)
                if (
                    direct
                    and actor is not None
                    and (actor.prep is None)
                    and (
                        (
                            token.name.kind in (NameKind.STATE, NameKind.METONYM, NameKind.PLACE)
                            and not actor.modifier
                            and k - group.hi <= 3
                        )
                        or (actor.modifier and any(p.index == k for p in self.s.places))
                    )
                ):
                    return actor
                if actor is not None and not direct and actor.prep in ("to", "in", "for") and token.name.country:
                    return actor
                if actor is not None and not actor.modifier and not actor.place and direct:
                    return None
                continue
            if k in self.s.group_at or token.low in (";", ":") or token.low in lx.SUBORDINATORS:
                return None
            if direct and token.low in lx.PREPOSITIONS and token.low not in ("of",):
                return None
        return None

    def _noun_trigger(self, i: int) -> bool:
        tokens = self.tokens
        token = tokens[i]
        nxt = tokens[i + 1] if i + 1 < len(tokens) else None
        before = tokens[i - 1] if i else None
        if before is not None and before.name is None and before.low in lx.NOT_EVENT_BEFORE:
            of_two = before.low == "cabinet" and i >= 2 and tokens[i - 2].low in _OF_TWO_GOVERNMENTS
            if not of_two:
                return False
        if before is not None and before.low == "private" and token.low in _JOURNEYS:
            return False
        if before is not None and before.low == "-" and i >= 2 and tokens[i - 2].low in lx.NOT_EVENT_BEFORE:
            return False
        if token.low in ("dialogue", "dialog", "consultation", "consultations") and any(
            tokens[k].low == "of" and tokens[k - 1].low in ("congress", "conference", "forum", "council", "assembly")
            for k in range(max(1, i - 3), i)
        ):
            return False  # "the congress of national dialogue": what it is called
        if token.low in ("face-to-face", "one-on-one") and not (before is not None and before.low in lx.DETERMINERS):
            return False  # "will meet face-to-face"
        if (
            nxt is not None
            and nxt.is_word
            and nxt.low in lx.EVENT_NOUNS
            and nxt.low not in ("travel", "stop", "stay", "call")
        ):
            return False  # "summit meeting", "talks session": the last word is the head
        if (
            token.low == "conference"
            and before is not None
            and before.low in ("video", "telephone")
            and i >= 2
            and tokens[i - 2].low in ("by", "via", "through", "over")
        ):
            return False  # "will be held by video conference"
        if nxt is not None and nxt.is_word and nxt.low in lx.NOT_EVENT_AFTER:
            return False
        if (
            nxt is not None
            and nxt.low in ("and", "&")
            and i + 3 < len(tokens)
            and tokens[i + 2].is_word
            and tokens[i + 3].is_word
            and tokens[i + 3].low in ("mechanism", "mechanisms", "process", "platform", "framework")
        ):
            return False  # "a consultation and cooperation mechanism"
        if token.low in lx.NAMED_MARKETS and i and token.text[:1].isupper() and self._inside_a_name(i):
            return False
        if (
            token.low in ("forum", "council", "conference", "summit", "assembly")
            and before is not None
            and before.name is not None
            and before.name.kind is NameKind.ORGANISATION
        ):
            j = i - 1
            while j > 0 and (tokens[j - 1].low in lx.DETERMINERS or tokens[j - 1].time is not None):
                j -= 1
            if j >= 2 and tokens[j - 1].low in ("of", "at", "for") and tokens[j - 2].low in lx.EVENT_NOUNS:
                return False  # "the leaders' meeting of the APEC forum": the forum is the body, not a second meeting
        if (
            token.low in lx.LIGHT_PARTS
            and nxt is not None
            and nxt.low == "of"
            and any(
                t.is_word
                and t.low in lx.EVENT_NOUNS
                and (k + 1 >= len(tokens) or tokens[k + 1].low not in lx.NOT_EVENT_AFTER | _OF_AN_ADJECTIVE)
                for k, t in enumerate(tokens[i + 2 : i + 7], i + 2)
            )
        ):
            return False  # "a round of talks": the talks count
        if (
            token.low in lx.LIGHT_PARTS
            and nxt is not None
            and nxt.low == "of"
            and any(t.name is not None and t.low.endswith(" talks") for t in tokens[i + 2 : i + 4])
        ):
            return False  # "the third round of the six-party talks"
        if token.low in ("call", "calls") and any(
            t.is_word and t.low in ("long-distance", "international", "mobile", "local", "roaming", "rates")
            for t in tokens[max(0, i - 4) : i]
        ):
            return False  # what telephone companies sell
        if token.low in ("call", "calls") and before is not None and before.low in _CALLS_PAID:
            return True
        if token.low in ("call", "calls"):
            if nxt is not None and nxt.time is not None and i + 2 < len(tokens):
                nxt = tokens[i + 2]  # "calls this week with"
            if self._said_in_a_call(i):
                return True
            if before is not None and before.low in ("'s", "’s") and nxt is not None and nxt.low == "with":
                return True
            if before is None or (before.low not in _BEFORE_A_CALL and before.time is None):
                return False
            if nxt is None or nxt.low in _AFTER_A_DEMANDING_CALL:
                return before.low in ("phone", "telephone", "video")
            return before.low in ("phone", "telephone", "video") or nxt.low in ("with", "between")
        if token.low in ("talk", "conversation", "conversations"):
            return (
                (nxt is not None and nxt.low in ("with", "between"))
                or (before is not None and before.low in ("phone", "telephone"))
                or (token.low != "talk" and self._over_the_phone(i))
            )
        if token.low == "bilateral":
            # "saw him for a bilateral in Rome", "an India-France bilateral": no adjective
            return before is not None and (
                nxt is None or not nxt.is_word or nxt.low in _AFTER_A_BILATERAL or nxt.time is not None
            )
        if token.low == "journey" and i == 1 and self.tokens[0].low in lx.DEFINITE:
            return True  # "The journey, from July 8 to 15, takes him to …"
        if token.low in lx.WEAK_NOUNS:
            return self._weak_noun(i)
        if token.low == "round" or token.low == "rounds":
            return before is not None and (
                before.low in lx.ROUND_ADJECTIVES or (before.is_word and before.low.endswith("th"))
            )
        if token.low == "tour":
            return not (before is not None and before.low in lx.NOT_DIPLOMATIC_TOURS)
        return True

    def _over_the_phone(self, i: int) -> bool:
        """ "the conversation that A and B had over the phone"."""
        near = self.tokens[i + 1 : i + 13]
        return any(
            t.is_word and t.low in PHONE and near[k - 2].low in ("by", "over", "on", "via")
            for k, t in enumerate(near)
            if k >= 2
        )

    def _said_in_a_call(self, i: int) -> bool:
        """ "told Gantz in a call on Sunday": not a call "on" somebody to do something."""
        before = [t.low for t in self.tokens[max(0, i - 3) : i]]
        after = self.tokens[i + 1 : i + 3]
        dated = bool(after) and (
            after[0].time is not None
            or not after[0].is_word
            or after[0].low == "that"
            or (len(after) > 1 and after[0].low in ("on", "late", "early") and after[1].time is not None)
        )
        return before[-1:] == ["a"] and bool(before[:-1]) and before[-2] in ("in", "during", "over") and dated

    def _inside_a_name(self, i: int) -> bool:
        """ "the World *Travel* Market": a capitalised word between others, where the sentence is no headline."""
        return not self.context.title and any(
            0 <= k < len(self.tokens) and self.tokens[k].is_word and self.tokens[k].text[:1].isupper()
            for k in (i - 1, i + 1)
            if k
        )

    def _session_of_two(self, i: int) -> bool:
        """ "Peru and Chile will hold the third session of their border commission"."""
        j = i - 1
        while j > 0 and i - j < 5 and j not in self.s.group_at and self.tokens[j].is_word:
            j -= 1
        verb = self.s.group_at.get(j)
        return verb is not None and verb.main.lemma in lx.HOLD_VERBS | lx.BEGIN_VERBS and self._several_subjects(verb)

    def _their_gathering(self, i: int) -> bool:
        """True for what one holds, opens or ends ("closed their three-day retreat")."""
        j = i - 1
        while j > 0 and i - j < 5 and (self.tokens[j].time is not None or self.tokens[j].low in lx.MEETING_MODIFIERS):
            j -= 1
        verb = self.s.group_at.get(j - 1)
        verbs = lx.END_VERBS | lx.HOLD_VERBS | lx.BEGIN_VERBS | lx.ATTEND_VERBS
        return self.tokens[j].low in lx.DETERMINERS and verb is not None and verb.main.lemma in verbs

    def _weak_noun(self, i: int) -> bool:
        """Nouns that are meetings only beside parties, or by a plain diplomatic word before them."""
        tokens = self.tokens
        low = tokens[i].low
        before = tokens[i - 1] if i else None
        lo = max(0, i - 6)
        near_left = any(tokens[k].name is not None for k in range(lo, i))
        near_right = any(tokens[k].name is not None for k in range(i + 1, min(i + 7, len(tokens))))
        if (
            low in ("session", "conference", "gathering")
            and before is not None
            and before.low == "the"
            and (i == 1 or tokens[i - 2].low in _BEFORE_THE_SESSION)
        ):
            return True
        if low == "gathering" and i >= 2 and before is not None and before.low == "the":
            verb = self.s.group_at.get(i - 2)
            if verb is not None and verb.main.lemma in lx.ATTEND_VERBS:
                return True
        if low == "gathering" and self._their_gathering(i):
            return True
        if low == "session" and (self._one_of_the_rounds(i) or self._session_of_two(i)):
            return True
        if low == "conference" and before is not None and before.low == "video":
            return True
        if low in lx.CONFERENCE_NOUNS:
            if before is not None and before.low in lx.CONFERENCE_MODIFIERS:
                return True
            return near_left or near_right
        if low in lx.MEAL_NOUNS and any(t.low in ("with", "between") for t in tokens[i + 1 : i + 7]):
            return True
        if low in lx.MEAL_NOUNS and tokens[i + 1 : i + 2] and tokens[i + 1].low == "of":
            return sum(t.name is not None for t in tokens[i + 2 : i + 12]) >= 2  # "a lunch of the leaders of A and B"
        if low == "discussion":
            return i + 1 < len(tokens) and tokens[i + 1].low in ("with", "between")
        if low in lx.ENCOUNTER_NOUNS:
            nxt = tokens[i + 1] if i + 1 < len(tokens) else None
            return (near_left and (before is not None and before.low != "the")) or (
                nxt is not None and nxt.low in ("with", "between")
            )
        if low == "council" and [t.low for t in tokens[i + 1 : i + 3]] == ["of", "ministers"]:
            return before is not None and before.name is not None and before.name.kind is NameKind.ORGANISATION
        if low == "council":
            return (
                i >= 2
                and before is not None
                and before.name is not None
                and any(tokens[k].low in ("-", "–") for k in range(lo, i))
            )
        return near_left or near_right

    def _cluster(self) -> None:
        for trigger in self.triggers:
            if trigger.group is None:
                self.np_lo[trigger.index] = self._noun_phrase(trigger.index)
        for trigger in self.triggers:
            if self.units and self._joins(self.units[-1], trigger):
                self.units[-1].append(trigger)
            else:
                self.units.append([trigger])

    def _is_definite(self, trigger: Trigger) -> bool:
        if trigger.group is not None:
            return False
        lo = self.np_lo[trigger.index]
        if self.tokens[trigger.index].low in ("it", "they"):
            return True
        if self.tokens[lo].low in lx.DEFINITE and self.tokens[lo].name is None:
            return True
        words = self.tokens[lo : trigger.index]
        return any(t.time is not None for t in words) or any(t.low in ("'s", "’s") for t in words)

    def _noun_phrase(self, i: int) -> int:
        """First token of the noun phrase that ends in the event noun at ``i``."""
        tokens = self.tokens
        if tokens[i].name is not None:
            j = i
            if j >= 2 and tokens[j - 1].low in ("-", "–", "‑") and tokens[j - 2].name is not None:
                j -= 2  # "the EU-ASEAN Summit"
            while (
                j
                and tokens[j - 1].is_word
                and (tokens[j - 1].low in lx.ROUND_ADJECTIVES or tokens[j - 1].low[:1].isdigit())
            ):
                j -= 1  # "the 34th ASEAN Summit"
            return j - 1 if j and tokens[j - 1].low in lx.DETERMINERS else j
        j = i
        floor = self.s.segment(i).lo
        while j > floor and i - j < 14:
            token = tokens[j - 1]
            if j - 1 in self.s.group_at:
                break
            if token.text in ("“", '"', "‘") and j >= 2 and tokens[j - 2].low in ("'s", "’s"):
                j -= 1  # "Moscow's “congress of national dialogue”"
                continue
            if token.low == "and" and j >= 2 and _NTH.match(tokens[j].low) and _NTH.match(tokens[j - 2].low):
                j -= 1  # "the 40th and 41st ASEAN summits"
                continue
            actor = self.s.actor_at.get(j - 1)
            if (
                actor is not None
                and actor.hi == j
                and actor.plural
                and actor.role
                and token.name is None
                and any(m.kind is NameKind.ORGANISATION for m in actor.mentions)
            ):
                j = next(
                    x for x in range(actor.lo, j) if self.tokens[x].name is not None
                )  # "the annual G7 leaders summit"
                continue
            inside = actor is not None and not (actor.possessive or actor.modifier)
            if inside and token.name is None and token.low not in ("-", "–") and token.low not in lx.DETERMINERS:
                break
            if token.name is not None or (actor is not None and (actor.possessive or actor.modifier)):
                j = (
                    actor.lo
                    if actor is not None and (actor.possessive or actor.modifier) and actor.lo <= j - 1
                    else j - 1
                )
                continue
            if shift_before(tokens, j) < j:
                break  # "extended by a day talks that"
            if token.time is not None and j >= 3 and self._moved_to(j - 1):
                break  # "have brought forward to Monday talks on"
            if token.time is not None:
                if i - j > 3 or not (
                    tokens[j].low in ("'s", "’s", "'", "’")
                    or token.time.kind in ("duration", "partial", "explicit")
                    or j == i
                    or j + 1 == i
                    or tokens[j].low == "-"
                ):
                    break
                if (
                    (
                        j < i
                        and token.time.kind == "weekday"
                        and tokens[j].low not in ("'s", "’s")
                        and tokens[j].low not in ("meeting", "talks")
                    )
                    and tokens[j].is_word
                    and tokens[j].low in lx.DETERMINERS
                ):
                    break
                own_day = tokens[j].low in ("'s", "’s")
                j -= 1
                if own_day and tokens[j - 1].is_word and tokens[j - 1].low not in lx.DETERMINERS:
                    break  # "At Egypt's request Monday's talks were"
                continue
            low = token.low
            if low in _NAME_JOINTS:
                j -= 1
                continue
            if low in lx.DETERMINERS:
                j -= 1
                if low in lx.OPENING_DETERMINERS:
                    break
                continue
            if (
                low in ("and", ",")
                and j - 2 >= floor
                and (tokens[j - 2].name is not None or tokens[j - 2].low in lx.MEETING_MODIFIERS)
                and j < i
                and (tokens[j].name is not None or tokens[j].low in lx.MEETING_MODIFIERS)
            ):
                j -= 1
                continue
            if low in ("and", "but") and j < i and self._joins_adjectives(j - 1, floor):
                j -= 2
                continue
            if (
                not token.is_word
                or low in lx.PREPOSITIONS
                or low in lx.SUBORDINATORS
                or low in lx.PRONOUNS
                or low in lx.RELATIVES
                or low in ("and", "or", "but", "that", "than")
            ):
                break
            j -= 1
        return j

    def _joins_adjectives(self, k: int, floor: int) -> bool:
        """True for the joint at ``k`` in "held frank and useful talks", "a long, tense but polite meeting"."""
        tokens = self.tokens
        first = k - 1
        while first - 2 >= floor and tokens[first - 1].low in (",", "and") and self._plain_word(first - 2):
            first -= 2
        if (
            first - 1 < floor
            or not self._plain_word(k - 1)
            or not self._plain_word(first)
            or not self._plain_word(k + 1)
        ):
            return False
        opening = tokens[first - 1]
        held = self.s.group_at.get(first - 1)
        return (held is not None and held.main.lemma in lx.HOLD_VERBS) or opening.low in ("a", "an", "their")

    def _plain_word(self, k: int) -> bool:
        token = self.tokens[k]
        return (
            token.is_word
            and token.name is None
            and token.time is None
            and k not in self.s.group_at
            and k not in self.s.actor_at
            and token.low not in lx.EVENT_NOUNS
            and token.low not in lx.PREPOSITIONS
            and token.low not in lx.DETERMINERS
            and token.low not in lx.PRONOUNS
            and token.low not in lx.ROLES
        )

    def _dated_in_itself(self, lo: int, hi: int) -> bool:
        """True for "Monday's talks", "the Jan. 10 meeting": no other day before its verb is the meeting's."""
        return any(
            t.time is not None and t.time.nearest is not None and t.time.nearest.days == 1 for t in self.tokens[lo:hi]
        )

    def _moved_to(self, k: int) -> bool:
        """True for the day at ``k`` between a change and its object ("put back to Monday a meeting")."""
        verb = self.s.group_at.get(k - 2)
        return (
            self.tokens[k - 1].low in ("to", "until", "till", "for", "by", "from")
            and verb is not None
            and verb.hi == k - 1
            and verb.main.lemma in lx.POSTPONE_VERBS | lx.EARLIER_VERBS | lx.MOVE_VERBS | lx.EXTEND_VERBS
        )

    def _joins(self, unit: list[Trigger], trigger: Trigger) -> bool:
        """True where ``trigger`` tells of the same meeting as ``unit`` within one clause."""
        last = unit[-1]
        if trigger.group is not None:
            group = trigger.group
            if (
                group.main.tense == "inf"
                and len(group.links) == 1
                and last.kind in (lx.VISIT, "host")
                and self._same_clause(last.index, trigger.index)
            ):
                between = self.tokens[last.index + 1 : group.lo]
                return not any(t.low in (";", "and", "but") for t in between)
            return False
        lo = self._through_light_parts(self.np_lo[trigger.index])
        prep = self._prep_at(lo - 1) if lo else ""
        if not self._same_clause(last.index, lo):
            return False
        if last.kind == lx.VISIT and unit[0].kind == lx.VISIT:
            verb = self._governing_verb(self._through_light_parts(lo))
            if (
                verb is not None
                and verb.lo > last.index
                and verb.links[0].tense == "inf"
                and len(verb.links) == 1
                and (
                    verb.main.lemma in lx.HOLD_VERBS
                    or verb.main.lemma in lx.ATTEND_VERBS
                    or verb.main.lemma in lx.BEGIN_VERBS
                    or verb.main.lemma in ("chair", "address")
                )
            ):
                return not any(t.low in (";", "and", "but") for t in self.tokens[last.index + 1 : verb.lo])
        if (
            last.group is None
            and last.kind in (lx.MEETING, lx.ROUND, lx.SUMMIT)
            and trigger.kind == lx.TALKS
            and prep == "of"
            and last.index == lo - 2
            and self.tokens[trigger.index].low in ("dialogue", "dialog")
        ):
            return True  # "a meeting of the Chad-Niger dialogue"
        if last.group is None:
            # "his visit for talks with", "a visit to Moscow for a meeting with"
            return (
                last.kind in (lx.VISIT, lx.TOUR)
                and prep in ("for", "at")
                and lo - last.index < 12
                and not self._verb_between(last.index, lo)
            )
        if last.group.main.lemma in lx.HOST_VERBS and (
            (prep not in lx.PREPOSITIONS and lo == last.group.hi)
            or (lo - last.group.hi <= 1 and prep not in lx.PREPOSITIONS)
            or (lo == last.group.hi and lo - 1 in self.s.group_at)  # "will be the host of the talks"
        ):
            return True
        if self._verb_between(last.group.hi, lo):
            return False
        if prep == "over" and last.kind == lx.MEETING and trigger.kind == lx.MEETING:
            return True  # "met over dinner"
        if prep in _JOINING_PREPOSITIONS and last.kind in (lx.VISIT, lx.MEETING, "host", lx.CALL, "speak"):
            if any(t.low in _MATTERS_OF for t in self.tokens[last.index : lo]):
                return False
            return not (prep in ("to", "in") and last.kind == lx.MEETING and lo - last.index > 8)
        return False

    def _assign_times(self) -> None:
        """Give each date to the meeting it stands nearest to in its own clause; dates of saying go to nobody."""
        spans = []
        for number, unit in enumerate(self.units):
            lo = min(self.np_lo.get(t.index, t.group.lo if t.group else t.index) for t in unit)
            hi = max(t.index for t in unit)
            spans.append((lo, hi, number))
        for k, token in enumerate(self.tokens):
            if token.time is None or token.time.dateline:
                continue
            if self.s.segment(k).kind is SegmentKind.ATTRIBUTION and not self._said_to_a_visitor(k):
                if token.time.past is not None and token.time.base is None:
                    self.context.days[token.time.start] = token.time.past.start
                continue
            if self._opens_the_saying(k):
                if token.time.past is not None and token.time.base is None:
                    self.context.days[token.time.start] = token.time.past.start
                continue
            owner = self._owner(k, spans)
            if owner is not None and self._outside_its_quotation(k, self.units[owner]):
                continue
            if owner is not None:
                self.times_of.setdefault(owner, []).append(k)

    def _opens_the_saying(self, k: int) -> bool:
        """ "On Sunday, papers in Rome and a broadcaster said that …": the day on which they said so."""
        comma = k + 1
        if k > 1 or comma >= len(self.tokens) or self.tokens[comma].low != ",":
            return False
        verb = next((g for g in self.s.groups if g.finite and g.lo > comma), None)
        if verb is None or self.s.segment(verb.lo).kind is not SegmentKind.ATTRIBUTION:
            return False
        return all(unit[0].index > verb.lo for unit in self.units)

    def _outside_its_quotation(self, k: int, unit: list[Trigger]) -> bool:
        """ "“We'll meet again,” he said in reply to a question on Monday": no day of what is quoted."""
        inside = unit[-1].index
        if k < inside or self.s.quoted[k] or not self.s.quoted[inside]:
            return False
        return any(
            self.tokens[j].low in (",", ".", "!", "?") and self.tokens[j + 1].text in ('"', "”")
            for j in range(inside + 1, k - 1)
        )

    def _owner(self, k: int, spans: list[tuple[int, int, int]]) -> int | None:
        for lo, hi, number in spans:
            if lo <= k <= hi:
                return number
        if self._opens_the_next_verb(k):
            return min(((lo, number) for lo, _, number in spans if lo > k), default=(0, None))[1]
        if (stop := self._end_of_adjunct(k)) is not None:
            onward = [(lo, number) for lo, _, number in spans if lo > stop]
            return min(onward)[1] if onward and k <= _OPENING_DAY < stop else None
        segment = self.s.segment_of[k]
        left = [(hi, number) for lo, hi, number in spans if hi < k and self.s.segment_of[hi] == segment]
        if left:
            hi, number = max(left)
            if len(left) > 1 and (subject := self._whose_predicate(left, k)) is not None:
                return subject
            if not self._breaks(hi, k):
                return number
            right_first = [
                (lo, n) for lo, h, n in spans if lo > k and self.s.segment_of[min(h, len(self.tokens) - 1)] == segment
            ]
            if right_first:
                return min(right_first)[1]
            return None
        right = [(lo, number) for lo, hi, number in spans if lo > k and self.s.segment_of[hi] == segment]
        if right:
            lo, number = min(right)
            verb = self.units[number][0].group
            if verb is None and self._dated_in_itself(lo, self.units[number][0].index):
                between = [g for g in self.s.groups if k < g.main.index < lo]
                if between:
                    return None  # "has until Friday to cancel Monday's talks"
            decided = max(
                (g for g in self.s.groups if g.finite and g.hi <= k and g.segment == segment),
                key=lambda g: g.hi,
                default=None,
            )
            if (
                verb is not None
                and verb.links[0].tense == "inf"
                and decided is not None
                and decided.main.tense in ("past", "perfect")
                and decided.main.lemma in lx.PROPOSE_VERBS | lx.FIRM_VERBS | lx.REFUSE_VERBS
            ):
                return None  # "agreed in Asmara this month to meet again": the day of agreeing
            own = {id(t.group) for t in self.units[number]}
            passed = [g for g in self.s.groups if k < g.lo < lo and g.finite and id(g) not in own]
            earlier = [g for g in self.s.groups if g.hi <= k and g.finite and g.segment == segment]
            if (
                earlier
                and earlier[-1].links[0].tense in ("past", "perfect")
                and any(
                    t.is_word and t.low in lx.READY_NOUNS | lx.OFFER_NOUNS | lx.HOPE_NOUNS
                    for t in self.tokens[k + 1 : lo]
                )
            ):
                return None  # "took office on Tuesday with an appeal for talks"
            if verb is None and earlier and self._prep_at(lo - 1) in ("about", "regarding", "concerning"):
                return None  # "talked on Monday about the upcoming summit"
            purpose = [g for g in self.s.groups if k < g.lo < lo and g.links[0].tense == "inf"] if earlier else []
            if any(g.main.lemma in _MAKING_ROOM for g in purpose):
                return None  # "the truce that took effect on 27 February to allow talks"
            behind = max(t.index for t in self.units[number]) + 1
            if purpose and any(t.time is not None for t in self.tokens[behind : behind + 8]):
                return None  # "cancelled a speech on Thursday to prepare for his meeting with Putin on Friday"
            if earlier and any(t.low == "and" for t in self.tokens[k + 1 : lo]) and not passed:
                return None  # "stopped in Oslo on Monday and hopes to see …": the first verb's day
            return number
        # A relative clause's or inset's date belongs to the meeting before it; a clause-initial date to the next clause.
        seg = self.s.segments[segment]
        if seg.kind is SegmentKind.PAREN and self._only_when_and_where(seg, k):
            before = [(hi, number) for _, hi, number in spans if hi < seg.lo]
            if before and not self._breaks(max(before)[0], k):
                return max(before)[1]  # "will hold talks in Athens (April 28)"
        if seg.kind is SegmentKind.MAIN and not left:
            for _, hi, number in spans:
                if hi < seg.lo and self.units[number][0].group is None:
                    predicate = self._predicate(hi, self.s.segment(hi))
                    if predicate is not None and predicate.segment == segment and predicate.hi <= k:
                        return number  # "Talks, arranged by Oman, are expected in Bern next week"
        if seg.word == REL_END or (
            seg.index + 1 < len(self.s.segments) and self.s.segments[seg.index + 1].word == REL_END
        ):
            before = [(hi, number) for lo, hi, number in spans if hi < seg.lo]
            if before:
                return max(before)[1]
        if seg.kind in (SegmentKind.THAT, SegmentKind.RELATIVE):
            for _, hi, number in spans:
                if hi < seg.lo and (relative := self._object_relative(hi)) is not None and relative.segment == segment:
                    return number
        if (seg.kind is SegmentKind.MAIN and seg.word in (",", ")", "--", "–", "—")) or seg.kind is SegmentKind.THAT:
            has_verb = any(g.segment == segment and g.finite for g in self.s.groups)
            before = [(hi, number) for lo, hi, number in spans if hi < k]
            if before and not has_verb and seg.word != ")":
                hi, number = max(before)
                if self.s.segments[self.s.segment_of[hi]].kind is not SegmentKind.PAREN and k - hi < 25:
                    return number
        if seg.index + 1 < len(self.s.segments) and not any(g.segment == segment for g in self.s.groups):
            after = [(lo, number) for lo, hi, number in spans if lo > k and self.s.segment_of[lo] == segment + 1]
            if after:
                return min(after)[1]
            # "On Friday, officials said, the two will meet"
            after = [(lo, number) for lo, hi, number in spans if lo > k]
            if (
                after
                and seg.index + 2 < len(self.s.segments)
                and self.s.segments[seg.index + 1].kind is SegmentKind.ATTRIBUTION
                and seg.lo == 0
            ):
                return min(after)[1]
        if seg.kind is SegmentKind.RELATIVE or (seg.kind is SegmentKind.MAIN and seg.word == ")"):
            verbs = [g for g in self.s.groups if g.segment == segment]
            if seg.kind is SegmentKind.RELATIVE and any(
                (g.links[0].modal == "is-to" or g.main.lemma == "have") and g.main.lemma in _TO_COME_VERBS
                for g in verbs
            ):
                before = [(hi, number) for lo, hi, number in spans if hi < seg.lo]
                if before and seg.lo - max(before)[0] <= 16:
                    return max(before)[1]
        if (
            seg.kind is SegmentKind.RELATIVE
            and any(
                g.segment == segment and (g.main.lemma in lx.END_VERBS or g.main.lemma == "collapse")
                for g in self.s.groups
            )
            and any(
                g.finite and g.lo > k and g.segment != segment and g.main.lemma in lx.BEGIN_VERBS for g in self.s.groups
            )
        ):
            return None  # "talks, which broke off in May, resume on Monday"
        if (noun := self._antecedent(seg)) is not None:
            for lo, hi, number in spans:
                if lo <= noun <= hi:
                    return number
        if seg.kind is SegmentKind.RELATIVE or (seg.kind is SegmentKind.MAIN and seg.word == ")"):
            verbs = [g for g in self.s.groups if g.segment == segment]
            if seg.kind is SegmentKind.RELATIVE and any(
                g.main.lemma in (*lx.DATED_EVENT_VERBS, "bring-together") for g in verbs
            ):
                before = [(hi, number) for lo, hi, number in spans if hi < seg.lo and seg.lo - hi <= 6]
                if before:
                    return max(before)[1]
        return None

    def _opens_the_next_verb(self, k: int) -> bool:
        """The second day of "met A on Monday and on Tuesday will hold talks with B"."""
        if k < 2 or self.tokens[k - 1].low != "on" or self.tokens[k - 2].low not in ("and", "but"):
            return False
        verb = self.s.group_at.get(k + 1)
        return verb is not None and verb.lo == k + 1 and verb.finite

    def _end_of_adjunct(self, k: int) -> int | None:
        """The comma that ends "in addition to the summit" in "On Friday, in addition to the summit, he will meet …", or "apart from a
        speech on Friday" in "Apart from a speech on Friday, …", for the day at ``k``."""
        tokens = self.tokens
        opens = 0
        if 0 < k <= _OPENING_DAY and k + 3 < len(tokens) and tokens[k + 1].low == ",":
            opens = k + 2
        words = tuple(t.low for t in tokens[opens : opens + 3])
        if not any(words[: len(adjunct)] == adjunct for adjunct in _ADJUNCTS):
            return None
        verb = next((g for g in self.s.groups if g.finite and g.lo > opens), None)
        if verb is None:
            return None
        stop = next((i for i in range(verb.lo - 1, opens, -1) if tokens[i].low == ","), None)
        if stop is None or (not opens and (k > stop or any(opens < t.index < stop for u in self.units for t in u))):
            return None
        return stop if opens or k < stop else None

    def _only_when_and_where(self, seg: Segment, k: int) -> bool:
        """Whether brackets hold nothing but the day at ``k`` and a place: "(Athens, April 28)", "(30 April – 2 May)"."""
        mention = self.tokens[k].time
        when = mention.nearest if mention is not None else None
        if when is None or when.precision not in (Precision.DAY, Precision.RANGE):
            return False
        return all(
            t.time is not None or t.name is not None or not t.is_word or t.low in _IN_BRACKETS
            for t in self.tokens[seg.lo : seg.hi]
        )

    def _whose_predicate(self, left: list[tuple[int, int]], k: int) -> int | None:
        """ "The talks, a prelude to negotiations in Bern, will be put off until Friday": the day behind a verb is its subject's."""
        last, number = max(left)
        verb = next((g for g in reversed(self.s.groups) if g.hi <= k), None)
        if verb is None or not verb.finite or verb.lo < last or verb.main.lemma not in _DATED_PREDICATES:
            return None
        if k - verb.hi > 2 or self.units[number][0].group is not None:
            return None
        if self._predicate(last, self.s.segment(last)) is verb and not self._inside(last, verb):
            return None
        return next(
            (
                n
                for at, n in sorted(left, reverse=True)
                if n != number and self.units[n][0].group is None and self._predicate(at, self.s.segment(at)) is verb
            ),
            None,
        )

    def _inside(self, noun: int, verb: VerbGroup) -> bool:
        """Whether the noun stands in an inset that ends with a comma right before the verb, and hangs on a preposition there."""
        lo = self.np_lo.get(noun, noun)
        return self.tokens[verb.lo - 1].low == "," and bool(lo) and self._prep_at(lo - 1) in ("for", "of", "to", "in")

    def _breaks(self, lo: int, k: int) -> bool:
        """True where between a meeting word and a date stands another predicate that the date belongs to."""
        for group in self.s.groups:
            if lo < group.lo < k and group.finite:
                link = group.main
                if link.lemma in _DATED_PREDICATES or (link.passive and link.lemma in ("make", "pay", "undertake")):
                    continue  # "the visit will be paid on Friday"
                return True
            if (
                lo < group.lo < k
                and group.links[0].tense == "inf"
                and not (group.main.passive and group.main.lemma in lx.STAGE_VERBS)
                and self._vague_time(k)
                and not any(t.group is group for u in self.units for t in u)
            ):
                return True
            if (
                lo < group.lo < k
                and group.links[0].tense in ("inf", "ing")
                and group.main.lemma in lx.DEEDS_WITH_A_DATE
                and not any(g is group for u in self.units for t in u for g in [t.group])
            ):
                return True
        return False

    def _vague_time(self, k: int) -> bool:
        mention = self.tokens[k].time
        when = mention.nearest if mention is not None else None
        return when is not None and when.days > 7
