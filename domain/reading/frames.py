"""Meeting frames: who meets whom, when, where, and how firmly, clause by clause.

A *frame* is one mention of one meeting. Verbs ("will meet", "travels to") and nouns ("talks with", "a visit to") open frames;
those that belong together ("will fly to Geneva for talks with ...") become one. Frames of one article are merged into
reports by ``linking``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from domain.reading import lexicon as lx
from domain.reading import status as st
from domain.reading.clauses import REL_END, Actor, Link, Place, Segment, SegmentKind, Sentence, Token, VerbGroup
from domain.reading.status import Change, Stance
from domain.reading.tokens import Direction, NameKind, TimeMention
from domain.reports import Format, Precision, Status, When

# Word sets of single steps, named after the step that asks for them.

_NOUN_TRIGGER_WORDS: Final = frozenset(
    """table room hall centre center point points show process venue place chair host report paper""".split()
)
_NOUN_TRIGGER_WORDS_2: Final = frozenset("phone telephone video conference a his her their the".split())
_NOUN_TRIGGER_WORDS_3: Final = frozenset("for to on by from of".split())
_NOUN_TRIGGER_WORDS_4: Final = frozenset(
    """stop stay mission arrival travel swing lunch dinner breakfast luncheon banquet audience congress assembly
    council forum session sessions retreat encounter gathering huddle discussions dialogue dialog roundtable plenary
    conference engagements""".split()
)
_NOUN_TRIGGER_WORDS_5: Final = frozenset(
    "next new latest another first second third fourth fifth sixth final previous last".split()
)
_NOUN_TRIGGER_WORDS_6: Final = frozenset("world book concert farewell guided home".split())
_WEAK_NOUN_WORDS: Final = frozenset(", and at after before during of".split())
_WEAK_NOUN_WORDS_2: Final = frozenset(
    "conference session sessions congress gathering plenary roundtable forum assembly".split()
)
_WEAK_NOUN_WORDS_3: Final = frozenset(
    """peace international ministerial donors donor security regional plenary special emergency extraordinary summit
    review""".split()
)
_WEAK_NOUN_WORDS_4: Final = frozenset(
    """discussions dialogue dialog talk encounter huddle audience lunch dinner breakfast luncheon banquet""".split()
)
_NOUN_PHRASE_WORDS: Final = frozenset("'s ’s ' ’ - –".split())
_NOUN_PHRASE_WORDS_2: Final = frozenset("the a an his her its their this these those that our any no another".split())
_JOINS_PREPS: Final = frozenset("for on at in to during".split())
_OWNER_LEMMAS: Final = frozenset("hold have meet take-place begin start".split())
_OWNER_LEMMAS_2: Final = frozenset(
    """begin start open take-place hold schedule due set end conclude resume plan expect postpone last run kick""".split()
)
_BREAKS_LEMMAS: Final = frozenset(
    "sign attend mark expire elect vote celebrate ratify issue release publish win return".split()
)
_LOCAL_OFFICIALS_WORDS: Final = frozenset(
    """leaders officials counterpart counterparts authorities government leadership president premier minister
    ministers""".split()
)
_MANDATIVE_LEMMAS: Final = frozenset("propose suggest demand urge request recommend ask insist".split())
_CONTROL_WORDS: Final = frozenset("reject decline refuse turn rebuff dismiss".split())
_CONTROL_WORDS_2: Final = frozenset("invitation offer request proposal call calls idea".split())
_CONTROL_LEMMAS: Final = frozenset("invite urge ask press push request persuade call call-for".split())
_PARTICIPLE_LEMMAS: Final = frozenset("arrive visit meet host receive welcome tour".split())
_NOUN_STANCE_WORDS: Final = frozenset(
    """formation start opening beginning resumption launch holding convening outcome result results""".split()
)
_NOUN_STANCE_LEMMAS: Final = frozenset("reject decline refuse rebuff dismiss rule-out".split())
_NOUN_STANCE_WORDS_2: Final = frozenset(
    "efforts effort bid hopes hope prospects prospect chance possibility initiative idea".split()
)
_NOUN_STANCE_WORDS_3: Final = frozenset(""", and but " “ ” that -- – —""".split())
_NOUN_STANCE_WORDS_4: Final = frozenset("after by , and for while since".split())
_NOUN_STANCE_PREPS: Final = frozenset("during at in on amid as for".split())
_THROUGH_LIGHT_PARTS_WORDS: Final = frozenset(
    """round rounds session sessions series day days phase set spate flurry part course sort kind hours couple""".split()
)
_GOVERNING_VERB_WORDS: Final = frozenset("in into out to on part of up with for".split())
_GOVERNING_VERB_LEMMAS: Final = frozenset(
    """agree take-part participate pull-out withdraw enter go engage return call-for walk-out press push hope prepare
    plan back call ask head sit opt come""".split()
)
_OBJECT_RELATIVE_LEMMAS: Final = frozenset("propose cancel postpone seek plan arrange boycott".split())
_PREDICATE_LEMMAS: Final = frozenset("begin start open resume hold take-place".split())
_PREDICATE_LEMMAS_2: Final = frozenset("schedule due set plan slate postpone cancel".split())
_PREDICATE_LEMMAS_3: Final = frozenset(
    """begin start open take-place hold schedule due set end conclude resume plan expect postpone cancel last run
    collapse break-off break-up kick suspend restart reopen go-ahead reconvene convene""".split()
)
_INVITER_LEMMAS: Final = frozenset("invite urge ask request press propose offer".split())
_INCLUDED_LEMMAS: Final = frozenset("include involve bring-together gather attend join".split())
_TAKES_PART_PREPS: Final = frozenset("after before during following at for in on".split())
_TAKES_PART_LEMMAS: Final = frozenset(
    """agree schedule arrange accept continue address chair make pay go engage return have move confirm announce visit
    finish extend bring-forward advance""".split()
)
_LEFT_PARTIES_WORDS: Final = frozenset("sponsored brokered led mediated backed hosted convened chaired".split())
_RIGHT_PARTIES_WORDS: Final = frozenset("forum council conference countries nations states member members".split())
_OBJECTS_LEMMAS: Final = frozenset(
    "meet host receive welcome greet entertain phone telephone call ring consult see".split()
)
_SUBJECT_PREPS: Final = frozenset("in at during after on before".split())
_SUBJECT_OF_LEMMAS: Final = frozenset("invite urge ask press push allow request persuade".split())
_SUBJECT_OF_LEMMAS_2: Final = frozenset("invite urge ask press push allow request persuade expect want".split())
_PRONOUN_SUBJECT_WORDS: Final = frozenset(
    "president minister premier chancellor leader envoy secretary diplomat".split()
)
_SET_PLACES_LEMMAS: Final = frozenset("hold take-place begin start open host".split())
_JOINED_DAYS_WORDS: Final = frozenset("and & - – to on , or".split())


@dataclass(slots=True, eq=False)
class Frame:
    """One mention of a meeting."""

    sentence: Sentence
    index: int
    """Token that opened it."""
    kind: str
    stance: Stance
    parties: tuple[str, ...] = ()
    definite: bool = False
    """"the talks", "his visit": may point back to a meeting told of before."""
    session: bool = False
    """A session of the one organisation among its parties."""
    when: When | None = None
    time: TimeMention | None = None
    previous_when: When | None = None
    city: str | None = None
    country: str | None = None
    previous_city: str | None = None
    previous_country: str | None = None
    host_country: str | None = None
    """Country of the host, for want of a stated place."""
    format: Format = Format.IN_PERSON
    attributed_to: str | None = None
    notes: list[str] = field(default_factory=list)
    reference: bool = False
    """Has no meeting of its own to tell (bare "the talks"): only ever joins another."""
    absent: tuple[str, ...] = ()
    """Parties said to stay away."""
    topic: tuple[str, ...] = ()
    """Parties only hinted at by a name before the noun ("Syria talks")."""
    duration: int | None = None
    pair: bool = False
    """Parties were named together ("between A and B", "A's talks with B"), not gathered."""
    past_label: bool = False
    """"last week's talks", "the previous round"."""
    source: str = "text"
    peace: bool = False
    hosts: dict[str, int] = field(default_factory=dict)
    """On a tour, each host and the token that names it."""
    recent: bool = False
    """Told with the news itself: "said after talks with …"."""
    said: When | None = None
    clock: str | None = None
    """A clock time told without a day."""
    history: bool = False
    """Its sentence speaks of days long gone."""
    """The day of saying, where :attr:`recent`."""

    @property
    def start(self) -> int:
        return self.sentence.tokens[self.index].start

    @property
    def status(self) -> Status | None:
        return self.stance.status


@dataclass(slots=True, eq=False)
class Context:
    """What the reader carries from sentence to sentence: whom pronouns and "the two sides" mean."""

    last_person: tuple[str, ...] = ()
    last_pair: tuple[str, ...] = ()
    last_body: str | None = None
    told: tuple[frozenset[str], When] | None = None
    """Who told whom something in the sentence before, and on which day: a call told of next was on that day."""
    here_city: str | None = None
    here_country: str | None = None
    title: bool = False
    published: date = date.min
    transcript: tuple[str, ...] = ()
    """Who says "I" where the text is a transcript of one speaker."""


@dataclass(slots=True, eq=False)
class _Trigger:
    index: int
    kind: str
    group: VerbGroup | None
    """The verb group, for verb triggers."""


BACKGROUND_DAYS: Final = 7
"""A meeting that ended longer ago than this is background (the guide)."""

Chooser = Callable[[TimeMention, Direction], When | None]

_GROUPS_OF_LEADERS: Final = frozenset(
    "sides delegations leaders parties presidents ministers officials men countries nations governments neighbours neighbors negotiators teams allies foes rivals premiers diplomats envoys".split()
)
_PHONE: Final = frozenset("phone telephone telephoned phoned".split())
_VIDEO: Final = frozenset("video virtual virtually videoconference online teleconference video-link videolink".split())
_PAST_LABELS: Final = frozenset("last previous earlier recent past former first-ever".split())
_CONTEXT_OF: Final = frozenset("sidelines margins fringes".split())
_GOVERNING_NOUNS: Final[dict[str, Status | None]] = {
    "proposal": Status.PROPOSED, "proposals": Status.PROPOSED, "call": Status.PROPOSED, "calls": Status.PROPOSED, "invitation": Status.PROPOSED,
    "request": Status.PROPOSED, "offer": Status.PROPOSED, "idea": Status.PROPOSED, "suggestion": Status.PROPOSED, "initiative": Status.PROPOSED,
    "efforts": Status.PROPOSED, "effort": Status.PROPOSED, "bid": Status.PROPOSED, "appeal": Status.PROPOSED, "demand": Status.PROPOSED,
    "possibility": Status.PROPOSED, "prospect": Status.PROPOSED, "prospects": Status.PROPOSED, "chance": Status.PROPOSED, "formation": None,
    "plan": Status.TENTATIVE, "plans": Status.TENTATIVE, "preparations": Status.TENTATIVE, "hopes": Status.TENTATIVE, "hope": Status.TENTATIVE,
    "arrangements": Status.TENTATIVE, "agreement": Status.SCHEDULED, "decision": Status.SCHEDULED, "date": None, "venue": None, "agenda": None,
    "refusal": Status.CANCELLED, "rejection": Status.CANCELLED, "cancellation": Status.CANCELLED, "postponement": Status.POSTPONED, "delay": Status.POSTPONED,
    "suspension": Status.POSTPONED,
}  # fmt: skip
_PASS_THROUGH: Final = frozenset("set likely schedule due slate hold plan expect end conclude postpone cancel".split())
"""Predicates after which the meeting's own phrases go on ("talks *will be held* with Iran in Vienna")."""

_SEATS: Final = frozenset(["Geneva", "Vienna", "New York", "Davos", "Lausanne", "Montreux", "The Hague"])
_DATED_PREDICATES: Final = frozenset(
    "be take-place hold begin start open schedule due set slate postpone move cancel push-to delay reschedule end conclude resume expect plan continue go-ahead bring-forward kick defer convene run last extend shift agree propose suspend advance meet happen collapse break-off break-up likely follow".split()
)
"""Predicates of a meeting: a date after them is still the meeting's own."""

_PRONOUN_CHANGES: Final = frozenset(
    "cancel postpone delay defer reschedule suspend adjourn bring-forward move-forward move scrap".split()
)

_PURPOSE_PREPS: Final = frozenset("for on at to in during".split())

_ORG_EVENT: Final = re.compile(
    r"(?i)(?:summit|council|conference|congress|forum|assembly|ministers|leaders|ministerial|dialogue|talks)$"
)
PAIR_NAME: Final = re.compile(r"^([\w.]+)[-–/]([\w.]+)")

_MEETING_SELF: Final = lx.MEET_VERBS | frozenset(["meet"])


def _has_event_noun(token: Token) -> bool:
    return (
        token.name is not None
        and token.name.kind is NameKind.ORGANISATION
        and bool(re.search(r"(?:Summit|summit|Council of Ministers|Conference|Forum|NATO-\w+ Council)$", token.text))
    )


def frames(
    sentence: Sentence, context: Context, text: str, choose: Chooser, resolve: Callable[[str], str | None]
) -> list[Frame]:
    """All frames of one parsed sentence; updates ``context`` for the next one."""
    builder = _Builder(sentence, context, text, choose, resolve)
    result = builder.build()
    builder.remember()
    return result


class _Builder:
    def __init__(
        self, sentence: Sentence, context: Context, text: str, choose: Chooser, resolve: Callable[[str], str | None]
    ) -> None:
        self.s = sentence
        self.tokens = sentence.tokens
        self.context = context
        self.text = text
        self.choose = choose
        self.resolve = resolve
        self.reported = bool(sentence.attributions)
        self.triggers: list[_Trigger] = []
        self.units: list[list[_Trigger]] = []
        self.np_lo: dict[int, int] = {}
        self.told: tuple[str, ...] = ()
        self.times_of: dict[int, list[int]] = {}

    # Triggers -------------------------------------------------------------------------------------------

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
            if frame is not None and question:
                frame.stance = Stance(None, why="a question")
                frame.notes = ["a question asserts nothing"]
                frame.when = None
                frame.reference = True
            if frame is not None and len(frame.parties) >= 2:
                self.told = frame.parties
            if frame is not None:
                result += self._one_per_host(frame) if "tour" in frame.notes else self._one_per_partner(frame, unit)
        return result

    def _one_per_partner(self, frame: Frame, unit: list[_Trigger]) -> list[Frame]:
        """ "will meet A in Paris on Friday and B in Berlin on Saturday": as many meetings as partners with a day of their own."""
        lead = unit[0]
        if lead.group is None or lead.kind != lx.MEETING or len(frame.parties) < 3:
            return [frame]
        partners = [
            a
            for a in self.s.actors
            if a.lo >= lead.group.hi
            and self.s.segment_of[a.lo] == self.s.segment_of[lead.index]
            and (a.person or a.role)
            and a.parties
            and a.prep in (None, "with")
        ]
        if len(partners) < 2:
            return [frame]
        legs: list[Frame] = []
        base = tuple(p for p in frame.parties if not any(p in a.parties for a in partners))
        for number, partner in enumerate(partners):
            stop = partners[number + 1].lo if number + 1 < len(partners) else self.s.segment(lead.index).hi
            day = next(
                (
                    w
                    for k in range(partner.hi, stop)
                    if (t := self.tokens[k].time) is not None
                    and (w := self.choose(t, frame.stance.direction)) is not None
                ),
                None,
            )
            if day is None or not base:
                return [frame]
            leg = replace(
                frame,
                parties=(*base, *partner.parties),
                when=day,
                city=None,
                country=None,
                notes=[*frame.notes, "one of several partners"],
            )
            for place in self.s.places:
                if partner.hi <= place.index < stop:
                    leg.city, leg.country = place.city, place.country
            legs.append(leg)
        return legs

    def _one_per_host(self, frame: Frame) -> list[Frame]:
        """A tour is one report per host."""
        if "tour" not in frame.notes or len(frame.hosts) < 2:
            return [frame]
        visitor = tuple(p for p in frame.parties if p not in frame.hosts)
        if not visitor:
            return [frame]
        legs: list[Frame] = []
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
            for place in self.s.places:
                if index <= place.index < stop and place.city and (place.country == host):
                    leg.city, leg.country = place.city, place.country
            dated = [
                k
                for k in range(min(frame.hosts.values()), len(self.tokens))
                if self.tokens[k].time is not None and self.s.segment(k).kind is not SegmentKind.ATTRIBUTION
            ]
            if len(dated) <= 1:
                legs.append(leg)
                continue
            days = [
                self.tokens[k].time
                for k in range(index, stop)
                if self.tokens[k].time is not None and self.s.segment(k).kind is not SegmentKind.ATTRIBUTION
            ]
            if (
                any(self.tokens[k].time is not None for i in later for k in range(i, min(i + 6, len(self.tokens))))
                or days
            ):
                chosen = next(
                    (w for t in days if t is not None and (w := self.choose(t, frame.stance.direction)) is not None),
                    None,
                )
                leg.when = chosen or (frame.when if not days and not later else chosen)
            legs.append(leg)
        return legs

    def _find_triggers(self) -> None:
        tokens = self.tokens
        for i, token in enumerate(tokens):
            group = self.s.group_at.get(i)
            if group is not None:
                if group.main.index == i and self._verb_trigger(group):
                    self.triggers.append(_Trigger(i, self._verb_kind(group), group))
                continue
            if token.time is not None:
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
                if _has_event_noun(token) and not (
                    (following := self.s.group_at.get(i + 1)) is not None
                    and following.lo == i + 1
                    and following.main.lemma in lx.MEET_VERBS
                ):
                    nxt = tokens[i + 1] if i + 1 < len(tokens) else None
                    if not (nxt is not None and nxt.is_word and nxt.low in lx.EVENT_NOUNS):
                        self.triggers.append(_Trigger(i, lx.SUMMIT, None))
                continue
            kind = lx.EVENT_NOUNS.get(token.low)
            if kind and self._noun_trigger(i):
                self.triggers.append(_Trigger(i, kind, None))

    def _verb_trigger(self, group: VerbGroup) -> bool:
        lemma = group.main.lemma
        if lemma in lx.MEET_VERBS:
            if group.main.passive and lemma != "convene":
                return False
            if lemma in ("convene", "reconvene") and any(
                self.tokens[k].is_word and self.tokens[k].low in lx.EVENT_NOUNS
                for k in range(group.hi, min(group.hi + 5, len(self.tokens)))
            ):
                return False
            if lemma in ("negotiate", "consult"):
                return any(self._prep_at(k) == "with" for k in range(group.hi, min(group.hi + 6, len(self.tokens))))
            if (
                lemma == "meet"
                and self.s.segments[group.segment].kind is SegmentKind.RELATIVE
                and self.s.segments[group.segment].word in ("which", "that")
                and group.lo - self.s.segments[group.segment].lo >= 2
            ):
                return False  # "a request which we are willing to meet"
            return not (lemma == "meet" and self._met_thing(group))
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
        if lemma in lx.SPEAK_VERBS:
            return any(
                self._prep_at(k) in ("with", "to") or self.tokens[k].low in _PHONE
                for k in range(group.hi, min(group.hi + 6, len(self.tokens)))
            )
        if (
            lemma == "discuss"
            and (group.links[0].modal in ("will", "may", "is-to", "going-to") or len(group.links) > 1)
            and any(a.prep == "with" and group.hi <= a.lo < group.hi + 14 and a.parties for a in self.s.actors)
        ):
            return any(group.hi < p.index < group.hi + 20 and p.prep in ("in", "at") for p in self.s.places)
        if lemma == "discuss":
            return any(
                self.tokens[k].low in _PHONE
                and self.tokens[k].is_word
                and self._prep_at(k - 1) in ("by", "over", "the")
                for k in range(group.hi + 1, min(group.hi + 10, len(self.tokens)))
            )
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
        if lemma in lx.VISIT_VERBS:
            return self._visit_target(group) is not None
        if lemma in lx.HOST_VERBS:
            return self._has_guest(group)
        if lemma == "take":
            # "a trip that will take him to Kyiv"
            return (
                group.hi < len(self.tokens)
                and self.tokens[group.hi].low in ("him", "her")
                and self._visit_target(group) is not None
            )
        if lemma in ("due", "expect", "wait"):
            # "is due in Kenya on Friday"
            nxt = group.hi
            return (
                nxt < len(self.tokens)
                and self.tokens[nxt].low in ("in", "at")
                and any(p.index in (nxt + 1, nxt + 2, nxt + 3) for p in self.s.places)
            )
        if lemma in _PRONOUN_CHANGES and self._changes_pronoun(group):
            return True
        if lemma == "be":
            # "Levy would be in the Turkish capital"
            nxt = group.hi
            if (
                group.main.modal is None
                and not group.main.negated
                and nxt + 3 < len(self.tokens)
                and self.tokens[nxt].low == "in"
            ):
                segment = self.s.segments[group.segment]
                for k in range(nxt + 2, min(nxt + 9, segment.hi - 1)):
                    if (
                        self.tokens[k].low in ("for", "on")
                        and any(p.index < k and p.index > nxt for p in self.s.places)
                        and any(
                            t.is_word and lx.EVENT_NOUNS.get(t.low) in (lx.TALKS, lx.VISIT, lx.MEETING, lx.SUMMIT)
                            for t in self.tokens[k + 1 : k + 6]
                        )
                    ):
                        return True
            return (
                group.main.modal == "will" or group.main.modal == "would"
                if nxt < len(self.tokens)
                and self.tokens[nxt].low == "in"
                and any(nxt < p.index <= nxt + 4 for p in self.s.places)
                else False
            )
        return False

    def _has_guest(self, group: VerbGroup) -> bool:
        """True where the host receives people, not refugees, letters or news."""
        if (
            group.hi < len(self.tokens)
            and self.tokens[group.hi].low in ("him", "her", "them")
            and self.tokens[group.hi].name is None
        ):
            return True
        if group.main.passive:
            return any(
                a.prep == "by" and group.hi <= a.lo <= group.hi + 4 and (a.person or a.role) for a in self.s.actors
            )
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
        return (
            any(
                k > group.main.index and k - group.hi < 8 and lx.EVENT_NOUNS.get(self.tokens[k].low)
                for k in range(group.hi, min(group.hi + 8, len(self.tokens)))
                if self.tokens[k].is_word and not self._verb_between(group.hi, k)
            )
            and group.main.lemma == "host"
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
        if lemma in lx.VISIT_VERBS or lemma in ("due", "expect", "be", "wait", "take"):
            return lx.VISIT
        if lemma in lx.HOST_VERBS:
            return "host"
        if lemma in lx.PHONE_VERBS or lemma == "call":
            return lx.CALL
        if lemma in lx.SPEAK_VERBS:
            return "speak"
        if lemma == "discuss":
            phone = any(self.tokens[k].low in _PHONE for k in range(group.hi, min(group.hi + 12, len(self.tokens))))
            return lx.CALL if phone else lx.MEETING
        return lx.MEETING

    def _met_thing(self, group: VerbGroup) -> bool:
        for k in range(group.hi, min(group.hi + 9, len(self.tokens))):
            token = self.tokens[k]
            if token.low in lx.MET_THINGS:
                return True
            if token.low in lx.PREPOSITIONS or token.low in (",", ".", "and") or k in self.s.group_at:
                return False
        return False

    def _prep_at(self, k: int) -> str:
        token = self.tokens[k]
        return token.low if token.name is None and token.time is None else ""

    def _visit_target(self, group: VerbGroup) -> Place | Actor | None:
        """The place or state that a visiting verb points at."""
        lemma = group.main.lemma
        direct = lemma in ("visit", "tour")
        for k in range(group.hi, min(group.hi + 9, len(self.tokens))):
            token = self.tokens[k]
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
            return False
        if before is not None and before.low == "-" and i >= 2 and tokens[i - 2].low in lx.NOT_EVENT_BEFORE:
            return False
        if (
            nxt is not None
            and nxt.is_word
            and nxt.low in lx.EVENT_NOUNS
            and nxt.low not in ("travel", "stop", "stay", "call")
        ):
            return False  # "summit meeting", "talks session": the last word is the head
        if nxt is not None and nxt.is_word and nxt.low in _NOUN_TRIGGER_WORDS:
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
            and any(t.is_word and t.low in lx.EVENT_NOUNS for t in tokens[i + 2 : i + 7])
        ):
            return False  # "a round of talks": the talks count
        if token.low in ("call", "calls"):
            if before is None or (before.low not in _NOUN_TRIGGER_WORDS_2 and before.time is None):
                return False
            if nxt is None or nxt.low in _NOUN_TRIGGER_WORDS_3:
                return before.low in ("phone", "telephone", "video")
            return before.low in ("phone", "telephone", "video") or nxt.low in ("with", "between")
        if token.low in ("talk", "conversation", "conversations"):
            return (nxt is not None and nxt.low in ("with", "between")) or (
                before is not None and before.low in ("phone", "telephone")
            )
        if token.low in _NOUN_TRIGGER_WORDS_4:
            return self._weak_noun(i)
        if token.low == "round" or token.low == "rounds":
            return before is not None and (
                before.low in _NOUN_TRIGGER_WORDS_5 or (before.is_word and before.low.endswith("th"))
            )
        if token.low == "tour":
            return not (before is not None and before.low in _NOUN_TRIGGER_WORDS_6)
        return True

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
            and (i == 1 or tokens[i - 2].low in _WEAK_NOUN_WORDS)
        ):
            return True
        if low in _WEAK_NOUN_WORDS_2:
            if before is not None and before.low in _WEAK_NOUN_WORDS_3:
                return True
            return near_left or near_right
        if low in ("lunch", "dinner", "breakfast", "luncheon", "banquet") and any(
            t.low in ("with", "between") for t in tokens[i + 1 : i + 7]
        ):
            return True
        if low == "discussion":
            return i + 1 < len(tokens) and tokens[i + 1].low in ("with", "between")
        if low in _WEAK_NOUN_WORDS_4:
            nxt = tokens[i + 1] if i + 1 < len(tokens) else None
            return (near_left and (before is not None and before.low != "the")) or (
                nxt is not None and nxt.low in ("with", "between")
            )
        if low == "council":
            return (
                i >= 2
                and before is not None
                and before.name is not None
                and any(tokens[k].low in ("-", "–") for k in range(lo, i))
            )
        return near_left or near_right

    # Clustering -----------------------------------------------------------------------------------------

    def _cluster(self) -> None:
        for trigger in self.triggers:
            if trigger.group is None:
                self.np_lo[trigger.index] = self._noun_phrase(trigger.index)
        for trigger in self.triggers:
            if self.units and self._joins(self.units[-1], trigger):
                self.units[-1].append(trigger)
            else:
                self.units.append([trigger])

    def _noun_phrase(self, i: int) -> int:
        """First token of the noun phrase that ends in the event noun at ``i``."""
        tokens = self.tokens
        if tokens[i].name is not None:
            return i - 1 if i and tokens[i - 1].low in lx.DETERMINERS else i
        j = i
        floor = self.s.segment(i).lo
        while j > floor and i - j < 14:
            token = tokens[j - 1]
            if j - 1 in self.s.group_at and not self._adjectival(j - 1):
                break
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
            if actor is not None and token.name is None and not (actor.possessive or actor.modifier):
                break
            if token.name is not None or (actor is not None and (actor.possessive or actor.modifier)):
                j = (
                    actor.lo
                    if actor is not None and (actor.possessive or actor.modifier) and actor.lo <= j - 1
                    else j - 1
                )
                continue
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
                j -= 1
                continue
            low = token.low
            if low in _NOUN_PHRASE_WORDS:
                j -= 1
                continue
            if low in lx.DETERMINERS:
                j -= 1
                if low in _NOUN_PHRASE_WORDS_2:
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

    def _adjectival(self, k: int) -> bool:
        return False

    def _joins(self, unit: list[_Trigger], trigger: _Trigger) -> bool:
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
        lo = self.np_lo[trigger.index]
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
        if last.group is None:
            # "his visit for talks with", "a visit to Moscow for a meeting with"
            if (
                last.kind in (lx.VISIT, lx.TOUR)
                and prep in ("for", "at")
                and lo - last.index < 12
                and not self._verb_between(last.index, lo)
            ):
                return True
            # "the summit, a meeting of"; "talks during the visit"
            return False
        if last.group.main.lemma in lx.HOST_VERBS and (
            (prep not in lx.PREPOSITIONS and lo == last.group.hi)
            or (lo - last.group.hi <= 1 and prep not in lx.PREPOSITIONS)
        ):
            return True
        if self._verb_between(last.group.hi, lo):
            return False
        if prep == "over" and last.kind == lx.MEETING and trigger.kind == lx.MEETING:
            return True  # "met over dinner"
        if prep in _JOINS_PREPS and last.kind in (lx.VISIT, lx.MEETING, "host", lx.CALL, "speak"):
            if any(t.low in _CONTEXT_OF for t in self.tokens[last.index : lo]):
                return False
            return not (prep in ("to", "in") and last.kind == lx.MEETING and lo - last.index > 8)
        return False

    def _same_clause(self, a: int, b: int) -> bool:
        return self.s.segment_of[a] == self.s.segment_of[min(b, len(self.tokens) - 1)]

    def _verb_between(self, a: int, b: int) -> bool:
        return any(a <= g.lo < b and (g.finite or g.links[0].tense == "inf") for g in self.s.groups)

    # Times ----------------------------------------------------------------------------------------------

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
            if self.s.segment(k).kind is SegmentKind.ATTRIBUTION:
                continue
            owner = self._owner(k, spans)
            if owner is not None:
                self.times_of.setdefault(owner, []).append(k)

    def _owner(self, k: int, spans: list[tuple[int, int, int]]) -> int | None:
        for lo, hi, number in spans:
            if lo <= k <= hi:
                return number
        segment = self.s.segment_of[k]
        left = [(hi, number) for lo, hi, number in spans if hi < k and self.s.segment_of[hi] == segment]
        if left:
            hi, number = max(left)
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
            own = {id(t.group) for t in self.units[number]}
            passed = [g for g in self.s.groups if k < g.lo < lo and g.finite and id(g) not in own]
            earlier = [g for g in self.s.groups if g.hi <= k and g.finite and g.segment == segment]
            if earlier and any(t.low == "and" for t in self.tokens[k + 1 : lo]) and not passed:
                return None  # "stopped in Oslo on Monday and hopes to see …": the first verb's day
            return number
        # A relative clause's or inset's date belongs to the meeting before it; a clause-initial date to the next clause.
        seg = self.s.segments[segment]
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
                (g.links[0].modal == "is-to" or g.main.lemma == "have") and g.main.lemma in _OWNER_LEMMAS for g in verbs
            ):
                before = [(hi, number) for lo, hi, number in spans if hi < seg.lo]
                if before and seg.lo - max(before)[0] <= 16:
                    return max(before)[1]
            if seg.kind is SegmentKind.RELATIVE and any(g.main.lemma in _OWNER_LEMMAS_2 for g in verbs):
                before = [(hi, number) for lo, hi, number in spans if hi < seg.lo and seg.lo - hi <= 6]
                if before:
                    return max(before)[1]
        return None

    def _breaks(self, lo: int, k: int) -> bool:
        """True where between a meeting word and a date stands another predicate that the date belongs to."""
        for group in self.s.groups:
            if lo < group.lo < k and group.finite:
                link = group.main
                if link.lemma in _DATED_PREDICATES:
                    continue
                return True
            if (
                lo < group.lo < k
                and group.links[0].tense == "inf"
                and self._vague_time(k)
                and not any(t.group is group for u in self.units for t in u)
            ):
                return True
            if (
                lo < group.lo < k
                and group.links[0].tense in ("inf", "ing")
                and group.main.lemma in _BREAKS_LEMMAS
                and not any(g is group for u in self.units for t in u for g in [t.group])
            ):
                return True
        return False

    def _vague_time(self, k: int) -> bool:
        mention = self.tokens[k].time
        when = mention.nearest if mention is not None else None
        return when is not None and when.days > 7

    # Frames ---------------------------------------------------------------------------------------------

    def _frame(self, unit: list[_Trigger]) -> Frame | None:
        number = self.units.index(unit)
        head = unit[-1] if len(unit) > 1 and unit[0].kind in (lx.VISIT, "host", lx.TOUR) else unit[0]
        lead = unit[0]
        segment = self.s.segment(lead.index)
        if (
            segment.kind is SegmentKind.ATTRIBUTION
            and lead.group is None
            and self.s.segments[self.s.segment_of[lead.index]].kind is SegmentKind.ATTRIBUTION
        ):
            # "told reporters after the meeting" is cut out as its own clause; what is left here is only the saying
            lo = self.np_lo.get(lead.index, lead.index)
            prep = self._prep_at(lo - 1) if lo else ""
            if lead.kind == lx.CALL and prep in ("in", "during"):
                return self._call_of_saying(lead)
            if prep not in ("after", "before", "during", "following", "at"):
                return None
        if lead.group is None:
            stance, notes = self._noun_stance(lead, unit)
        else:
            stance, notes = self._verb_stance(lead)
        frame = Frame(
            self.s,
            head.index,
            lx.CALL if head.kind == "speak" else head.kind if head.kind not in ("host", "change") else lx.MEETING,
            stance,
            notes=notes,
            source=self.s.source,
        )
        frame.definite = self._is_definite(lead)
        if any(t.kind == lx.VISIT for t in unit) and head.kind != lx.VISIT:
            frame.notes.append("the visit and the meeting in it are one")
        self._set_parties(frame, unit)
        self._set_format(frame, unit)
        self._set_places(frame, unit)
        self._host_of_the_place(frame, unit)
        self._set_times(frame, unit, number)
        if self.s.attributions:
            frame.attributed_to = self.s.attributions[0][0]
        frame.history = self._tells_history()
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
        return frame

    def _host_of_the_place(self, frame: Frame, unit: list[_Trigger]) -> None:
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
        host = frame.country if frame.city not in _SEATS else None
        if host is None and self._titled_stranger(unit):
            host = self.context.here_country if self.context.here_city not in _SEATS else None
        if host is None or host == party or not lx.is_state(host):
            return
        if not (self._titled_stranger(unit) or self._local_officials(unit) or lead.kind in (lx.VISIT, lx.TOUR)):
            return
        frame.parties = (party, host)
        frame.pair = True
        frame.reference = False
        frame.notes.append(f"meets the hosts in {host}")

    def _titled_stranger(self, unit: list[_Trigger]) -> bool:
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

    def _local_officials(self, unit: list[_Trigger]) -> bool:
        lo = unit[0].index
        for k in range(lo + 1, min(lo + 10, len(self.tokens))):
            token = self.tokens[k]
            if (
                token.is_word
                and token.low in _LOCAL_OFFICIALS_WORDS
                and k not in self.s.actor_at
                and any(
                    t.low == "with" or t.low in ("meet", "meets", "met", "meeting")
                    for t in self.tokens[max(0, k - 6) : k]
                )
            ):
                return True
        return False

    def _tells_history(self) -> bool:
        for token in self.tokens:
            if token.time is not None and token.time.kind not in ("duration", "set", "vague"):
                when = self.choose(token.time, Direction.PAST)
                if when is not None and (when.days > 40 or (self.context.published - when.end).days > BACKGROUND_DAYS):
                    return True
        return False

    def _call_of_saying(self, lead: _Trigger) -> Frame | None:
        """ "Abbas told Kerry in a phone call on Wednesday that …": who tells and who is told."""
        segment = self.s.segment(lead.index)
        teller = next(
            (
                g
                for g in self.s.groups
                if g.segment == segment.index
                and g.finite
                and g.hi <= lead.index
                and g.main.lemma in ("tell", "inform", "warn", "urge", "assure")
            ),
            None,
        )
        if teller is None:
            return None
        speaker = [
            a
            for a in self.s.actors
            if segment.lo <= a.lo and a.hi <= teller.lo and a.prep is None and not a.speaker and not a.modifier
        ]
        told = [
            a
            for a in self.s.actors
            if teller.hi <= a.lo <= teller.hi + 3 and a.prep is None and (a.person or a.role) and not a.speaker
        ]
        if not speaker or not told or set(speaker[0].parties) & set(told[0].parties):
            return None
        frame = Frame(
            self.s,
            lead.index,
            lx.CALL,
            Stance(Status.CONCLUDED, Direction.PAST, why="told in a call"),
            parties=(*speaker[0].parties, *told[0].parties),
            pair=True,
            format=Format.CALL,
            source=self.s.source,
            notes=["told in a call"],
            recent=True,
        )
        day = next(
            (
                w
                for k in range(segment.lo, segment.hi)
                if (t := self.tokens[k].time) is not None
                and (w := self.choose(t, Direction.PAST)) is not None
                and w.precision is Precision.DAY
            ),
            None,
        )
        frame.when = day
        return frame

    def _mark_recent(self, frame: Frame, lead: _Trigger) -> None:
        """Mark what was said right after or during it: that meeting is news, and of the day of saying."""
        segment = self.s.segment(lead.index)
        word = segment.word
        lo = self.np_lo.get(lead.index, lead.index)
        prep = self._prep_at(lo - 1) if lo else ""
        if not (word in ("after", "during", "as") or prep in ("after", "during", "following", "at", "in")):
            return
        saying = next(
            (
                g
                for g in self.s.groups
                if g.finite
                and g.main.tense == "past"
                and not g.main.negated
                and (g.segment != segment.index or g.hi <= lo)
            ),
            None,
        )
        if saying is None or frame.past_label or len(frame.parties) < 2:
            return
        if frame.history:
            return
        frame.recent = True
        for k, token in enumerate(self.tokens):
            if token.time is not None and self.s.segment(k).kind is SegmentKind.ATTRIBUTION:
                when = self.choose(token.time, Direction.PAST)
                if when is not None and when.precision is Precision.DAY:
                    frame.said = when
                    break

    def _is_definite(self, trigger: _Trigger) -> bool:
        if trigger.group is not None:
            return False
        lo = self.np_lo[trigger.index]
        if self.tokens[lo].low in lx.DEFINITE and self.tokens[lo].name is None:
            return True
        words = self.tokens[lo : trigger.index]
        return any(t.time is not None for t in words) or any(t.low in ("'s", "’s") for t in words)

    # Stances

    def _verb_stance(self, trigger: _Trigger) -> tuple[Stance, list[str]]:
        group = trigger.group
        assert group is not None
        headline = self.context.title
        alone = group.lo == 0 or not any(g.finite and g.hi <= group.lo for g in self.s.groups)
        links = group.links
        if (
            any(
                t.low == "to" and self.tokens[k + 1].low == "have"
                for k, t in enumerate(self.tokens[group.lo : group.hi - 1], group.lo)
            )
            and links[0].tense == "past"
        ):
            return Stance(None, Direction.UNKNOWN, why="was to have been: a plan of before"), [
                "“was to have”: a plan of before"
            ]
        if trigger.kind == "change":
            stance = st.of_object(links, headline=headline, reported=self._reported(group.lo), alone=alone)
            return stance, [f"“{self._words(group.lo, group.hi)}” of a meeting named before: {stance.why}"]
        stance = st.of_event_verb(links, headline=headline, reported=self._reported(group.lo), alone=alone)
        if stance.denial and any(
            self.tokens[k].low == "no" and self.tokens[k + 1].low == "longer" for k in range(group.lo, group.hi - 1)
        ):
            stance = replace(stance, denial=False, why="no longer")
        if links[-1].lemma in ("due", "expect"):
            stance = st.of_subject(links, headline=headline, reported=self.reported)
        if links[-1].lemma == "be":
            if links[-1].modal in ("will", "would"):
                stance = Stance(Status.SCHEDULED, Direction.FUTURE, why="will be there")
            elif links[-1].tense == "present":
                stance = Stance(Status.UNDERWAY, Direction.UNKNOWN, why="is there")
            else:
                stance = Stance(Status.CONCLUDED, Direction.PAST, why="was there")
        segment = self.s.segments[group.segment]
        stance = self._mandative(group, stance)
        if stance.status is None and links[0].tense == "inf" and len(links) == 1 and not stance.denial:
            stance = self._control(group, stance)
        if stance.status is None and links[0].tense == "ing" and len(links) == 1:
            stance = self._participle(group, segment, stance)
        if (
            segment.kind is SegmentKind.RELATIVE
            and stance.status is Status.CONCLUDED
            and not any(t.time is not None for t in self.tokens[segment.lo : segment.hi])
        ):
            stance = replace(stance, weak=True)
        if segment.word in ("if", "unless", "whether") and stance.status in (Status.SCHEDULED, Status.TENTATIVE):
            stance = Stance(None, why="only a condition")
        if segment.word == "until" or (
            segment.word == "before" and stance.status is Status.CONCLUDED and links[0].tense in ("past",) and False
        ):
            stance = Stance(None, why="only a limit")
        return stance, [f"“{self._words(group.lo, group.hi)}”: {stance.why}"]

    def _mandative(self, group: VerbGroup, stance: Stance) -> Stance:
        """ "proposed that they meet": the bare verb after a verb of proposing asserts nothing."""
        segment = self.s.segments[group.segment]
        link = group.links[0]
        if segment.kind is SegmentKind.THAT and link.tense == "present" and link.modal is None and not link.progressive:
            matrix = self._matrix(segment)
            if matrix is not None and matrix.hi >= segment.lo - 2 and matrix.main.lemma in _MANDATIVE_LEMMAS:
                return Stance(Status.PROPOSED, Direction.FUTURE, why=f"“{matrix.main.lemma} that”")
        return stance

    def _reported(self, k: int) -> bool:
        return self.reported or self.s.segment(k).kind is SegmentKind.THAT

    def _control(self, group: VerbGroup, stance: Stance) -> Stance:
        """Stance of a bare infinitive from what it hangs on: "plans to", "an invitation to", "invited X to", "flew to X to"."""
        before = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
        j = group.lo - 1
        hops = 0
        while j >= 0 and hops < 10 and not (before and j < before[-1].hi):
            token = self.tokens[j]
            noun = _GOVERNING_NOUNS.get(token.low) if token.is_word else None
            if token.is_word and token.low in _GOVERNING_NOUNS:
                if noun is None:
                    if (
                        token.low == "date"
                        and before
                        and before[-1].main.lemma in ("set", "fix", "agree", "announce", "have")
                    ):
                        return Stance(Status.SCHEDULED, Direction.FUTURE, why="a date to do it")
                    return stance
                negated = any(t.low in ("no", "any", "without") for t in self.tokens[max(0, j - 3) : j])
                if negated:
                    return Stance(None, why=f"no {token.low}", denial=True)
                held = before[-1].main.lemma if before else ""
                if noun is Status.PROPOSED and held in _CONTROL_WORDS and token.low in _CONTROL_WORDS_2:
                    return Stance(
                        Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"{held} the {token.low}", deed=True
                    )
                if noun is Status.PROPOSED and held == "accept":
                    return Stance(Status.SCHEDULED, Direction.FUTURE, why=f"accepted the {token.low}", deed=True)
                if noun is Status.TENTATIVE and held in ("cancel", "scrap", "abandon", "axe", "drop"):
                    return Stance(
                        Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"{held} {token.low}", deed=True
                    )
                if noun is Status.TENTATIVE and held in ("postpone", "delay", "suspend", "shelve"):
                    return Stance(
                        Status.POSTPONED, Direction.FUTURE, Change.POSTPONE, why=f"{held} {token.low}", deed=True
                    )
                if noun in (Status.CANCELLED,):
                    return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=token.low, deed=True)
                return Stance(noun, Direction.FUTURE, why=f"“{token.low} to”", deed=True)
            if token.name is None and token.low in lx.PREPOSITIONS and token.low not in ("of",):
                break
            j -= 1
            hops += 1
        if before:
            governor = before[-1]
            lemma = governor.main.lemma
            if lemma in _CONTROL_LEMMAS or lemma in lx.PROPOSE_VERBS:
                if governor.main.negated:
                    return stance
                return Stance(Status.PROPOSED, Direction.FUTURE, why=f"“{lemma} … to”", deed=True)
            if lemma in lx.VISIT_VERBS and any(t.group is governor for t in self.triggers):
                inner = st.of_event_verb(
                    governor.links, headline=self.context.title, reported=self.reported, alone=False
                )
                return inner
            if lemma in ("schedule", "set", "due", "agree"):
                return Stance(Status.SCHEDULED, Direction.FUTURE, why=f"“{lemma} … to”")
            if lemma in ("expect",):
                return Stance(Status.TENTATIVE, Direction.FUTURE, why="“expect … to”")
            if lemma in ("have", "make") and governor.main.tense in ("present", "past", "perfect"):
                return stance
            return stance
        if self.context.title or group.lo <= 8:
            return stance
        return stance

    def _participle(self, group: VerbGroup, segment: Segment, stance: Stance) -> Stance:
        word = self.tokens[group.lo - 1].low if group.lo else ""
        word = segment.word if segment.lo >= group.lo - 1 and segment.word else word
        if word in ("after", "since", "following"):
            return self._after()
        if word in ("before",):
            return self._before(segment)
        if word in ("while", "when", "during", "by", "in"):
            return self._during(segment)
        if group.main.lemma in _PARTICIPLE_LEMMAS:
            return self._during(segment)
        return stance

    def _matrix(self, segment: Segment) -> VerbGroup | None:
        """The finite verb of the clause that a subordinate part hangs on."""
        index: int | None = segment.index
        while index is not None and index > 0:
            index -= 1
            for group in self.s.groups:
                if group.segment == index and group.finite:
                    return group
        for group in self.s.groups:
            if group.finite and group.segment != segment.index:
                return group
        return None

    def _after(self) -> Stance:
        return Stance(Status.CONCLUDED, Direction.PAST, why="“after” it")

    def _before(self, segment: Segment) -> Stance:
        return Stance(Status.SCHEDULED, Direction.FUTURE, why="“before” it", weak=True)

    def _during(self, segment: Segment) -> Stance:
        matrix = self._matrix(segment)
        own = [g for g in self.s.groups if g.segment == segment.index and g.finite]
        group = own[0] if own else matrix
        if group is None:
            return Stance(None, why="no governing verb")
        link = group.links[0]
        if link.modal in ("will", "is-to", "going-to") or group.main.lemma in ("due", "schedule", "set"):
            return Stance(Status.SCHEDULED, Direction.FUTURE, why="“during” it, in the future", weak=True)
        if link.modal in ("may", "can", "would", "should") or group.links[0].lemma in lx.HEDGE_VERBS:
            return Stance(Status.TENTATIVE, Direction.FUTURE, why="“during” it, hedged", weak=True)
        if link.tense in ("past", "perfect"):
            return Stance(Status.CONCLUDED, Direction.PAST, why="“during” it, in the past", weak=True)
        return Stance(None, why="during it")

    def _noun_stance(self, trigger: _Trigger, unit: list[_Trigger]) -> tuple[Stance, list[str]]:
        i = trigger.index
        lo = self.np_lo[i]
        segment = self.s.segment(i)
        headline = self.context.title
        tokens = self.tokens
        words = [t.low for t in tokens[lo:i] if t.is_word]
        lo = self._through_light_parts(lo)
        before = lo - 1
        prep = (
            self._prep_at(before)
            if before >= segment.lo
            else (segment.word if segment.lo == lo - 1 or segment.lo == lo else "")
        )
        if before >= 0 and before >= segment.lo and prep == "of" and before >= 1:
            prep_noun = tokens[before - 1].low
            if prep_noun == "ahead":
                prep = "before"
        notes: list[str] = []
        reported = self._reported(i)
        governed: Stance | None = None
        noun_word = ""
        if "no" in words[:1] or (before >= 0 and tokens[before].low == "no"):
            return Stance(None, why="no such meeting", denial=True), ["“no …”: a denial"]
        invite = self._invitation(lo, prep)
        if invite is not None and not invite.main.negated:
            return Stance(Status.PROPOSED, Direction.FUTURE, why="invited to it", deed=True), ["“invite … for/to”"]
        # 1. a governing noun: "a proposal for talks", "cancellation of the visit"
        if prep in ("for", "of", "to", "on", "about") and before >= 1 and before > segment.lo:
            noun_index = before - 1
            noun_word = tokens[noun_index].low if tokens[noun_index].is_word else ""
            if noun_word in ("off", "back"):
                noun_word = ""
            if noun_word in ("call", "calls", "calling", "called") and prep == "for":
                governed = Stance(Status.PROPOSED, Direction.FUTURE, why="called for", deed=True)
            elif noun_word in _NOUN_STANCE_WORDS:
                inner = self._governing_verb(noun_index)
                if inner is not None:
                    governed = st.of_object(inner.links, headline=headline, reported=reported, alone=False)
                    if noun_word in ("outcome", "result", "results"):
                        governed = Stance(None, why="its outcome")
            elif noun_word in _GOVERNING_NOUNS:
                status = _GOVERNING_NOUNS[noun_word]
                inner = self._governing_verb(noun_index)
                lemma = inner.main.lemma if inner is not None else ""
                negated = tokens[max(0, noun_index - 2)].low in ("no", "any") or tokens[noun_index - 1].low in (
                    "no",
                    "any",
                )
                if negated:
                    governed = Stance(None, why=f"no {noun_word}", denial=True)
                elif status is Status.PROPOSED and lemma in _NOUN_STANCE_LEMMAS:
                    governed = Stance(
                        Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"{lemma} the {noun_word}", deed=True
                    )
                elif status is Status.PROPOSED and lemma == "accept":
                    governed = Stance(Status.SCHEDULED, Direction.FUTURE, why=f"accepted the {noun_word}", deed=True)
                elif status is Status.TENTATIVE and lemma in lx.CANCEL_VERBS:
                    governed = Stance(
                        Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"{lemma} {noun_word}", deed=True
                    )
                elif status is Status.TENTATIVE and lemma in ("postpone", "delay", "suspend", "shelve"):
                    governed = Stance(
                        Status.POSTPONED, Direction.FUTURE, Change.POSTPONE, why=f"{lemma} {noun_word}", deed=True
                    )
                elif status is not None:
                    change = (
                        Change.CANCEL
                        if status is Status.CANCELLED
                        else Change.POSTPONE
                        if status is Status.POSTPONED
                        else Change.NONE
                    )
                    governed = Stance(
                        status,
                        Direction.FUTURE,
                        change,
                        why=f"“{noun_word} {prep}”",
                        deed=True,
                        weak=status in (Status.PROPOSED,) and noun_word in _NOUN_STANCE_WORDS_2,
                    )
                else:
                    governed = Stance(None, why=noun_word)
        if governed is not None:
            notes.append(f"“{noun_word} {prep}”: {governed.why}")
            return self._adjusted(governed, words, i), notes
        relative = self._object_relative(i)
        if relative is not None:
            stance = st.of_object(relative.links, headline=headline, reported=reported, alone=False)
            if stance.status is not None or stance.denial:
                notes.append(f"“{self._words(relative.lo, relative.hi)}”: {stance.why}")
                return self._adjusted(stance, words, i), notes
        # 2. the predicate, where the noun is a subject
        predicate = self._predicate(i, segment)
        verb = self._governing_verb(lo)
        subject_first = verb is None and (
            before < segment.lo or tokens[before].low in _NOUN_STANCE_WORDS_3 or prep == ""
        )
        adjacent = (
            predicate is not None
            and predicate.lo == i + 1
            and (predicate.main.lemma in lx.CANCEL_VERBS or predicate.main.lemma in lx.POSTPONE_VERBS)
        )
        if predicate is not None and (subject_first or adjacent or (predicate.reduced and verb is None)):
            stance = st.of_subject(predicate.links, headline=headline, reported=reported)
            notes.append(f"“{self._words(predicate.lo, predicate.hi)}”: {stance.why}")
            return self._adjusted(stance, words, i), notes
        # 3. object of a verb
        if verb is not None:
            alone = not any(g.finite and g.hi <= verb.lo for g in self.s.groups)
            links = verb.links
            stance = self._mandative(verb, st.of_object(links, headline=headline, reported=reported, alone=alone))
            if (
                stance.change in (Change.CANCEL, Change.POSTPONE)
                and links[0].tense == "ing"
                and len(links) == 1
                and (verb.lo == 0 or self.tokens[verb.lo - 1].low not in _NOUN_STANCE_WORDS_4)
            ):
                stance = Stance(None, why="only spoken of")
            if (
                stance.status is None
                and links[0].tense == "inf"
                and len(links) == 1
                and (
                    links[0].lemma in lx.HOLD_VERBS
                    or links[0].lemma in lx.ATTEND_VERBS
                    or links[0].lemma in lx.BEGIN_VERBS
                    or links[0].lemma in ("continue",)
                )
            ):
                stance = self._control(verb, stance)
            if (
                stance.status is None
                and links[0].tense == "ing"
                and len(links) == 1
                and (links[0].lemma in lx.HOLD_VERBS or links[0].lemma in lx.ATTEND_VERBS)
            ):
                stance = self._participle(verb, self.s.segments[verb.segment], stance)
            verb_segment = self.s.segments[verb.segment]
            if verb_segment.word in ("if", "unless", "whether", "until") and stance.status in (
                Status.SCHEDULED,
                Status.TENTATIVE,
                Status.CONCLUDED,
            ):
                stance = Stance(None, why="only a condition")
            if stance.status is not None or stance.denial or stance.why not in ("", "bare infinitive", "participle"):
                notes.append(f"“{self._words(verb.lo, verb.hi)}”: {stance.why}")
                if predicate is not None and predicate.reduced:
                    of_noun = st.of_subject(predicate.links, headline=headline, reported=reported)
                    if stance.status is None and of_noun.status is not None:
                        stance = of_noun
                if (
                    stance.change in (Change.CANCEL, Change.POSTPONE)
                    and stance.weak
                    and verb.links[0].tense == "inf"
                    and verb.lo
                    and self.tokens[verb.lo - 1].low in ("decision", "decisions", "move", "announcement")
                ):
                    stance = replace(stance, weak=False)
                if stance.change in (Change.CANCEL, Change.POSTPONE) and verb.links[0].tense == "pastperfect":
                    stance = replace(stance, weak=True)
                return self._adjusted(stance, words, i), notes
            if predicate is not None and predicate.reduced:
                stance = st.of_subject(predicate.links, headline=headline, reported=reported)
                notes.append(f"“{self._words(predicate.lo, predicate.hi)}”: {stance.why}")
                return self._adjusted(stance, words, i), notes
        if predicate is not None and self.s.segments[predicate.segment].kind is SegmentKind.RELATIVE:
            stance = st.of_subject(predicate.links, headline=headline, reported=reported)
            if stance.status is not None:
                notes.append(f"“{self._words(predicate.lo, predicate.hi)}”: {stance.why}")
                return self._adjusted(stance, words, i), notes
        # 4. a preposition
        where = prep or segment.word
        if (
            prep == ""
            and segment.word in ("after", "before", "during")
            and not any(g.segment == segment.index and g.finite and g.lo < lo for g in self.s.groups)
        ):
            notes.append(f"“{segment.word}” it")
            return self._adjusted(
                self._after()
                if segment.word == "after"
                else self._before(segment)
                if segment.word == "before"
                else self._during(segment),
                words,
                i,
            ), notes
        if where in ("after", "following", "since") or (segment.word == "after" and segment.lo >= lo - 1):
            notes.append("“after” it")
            return self._adjusted(self._after(), words, i), notes
        if where in ("before", "until") and (prep == "before" or segment.word == "before"):
            notes.append("“before” it")
            return self._adjusted(self._before(segment), words, i), notes
        if predicate is not None and predicate.reduced:
            stance = st.of_subject(predicate.links, headline=headline, reported=reported)
            notes.append(f"“{self._words(predicate.lo, predicate.hi)}”: {stance.why}")
            return self._adjusted(stance, words, i), notes
        if where in _NOUN_STANCE_PREPS:
            if any(t.low in _CONTEXT_OF for t in tokens[max(0, lo - 4) : lo]):
                return Stance(None, why="only the occasion"), ["on the sidelines of it"]
            if (
                where in ("for", "in", "on")
                and before >= 1
                and tokens[before - 1].low in ("preparation", "preparations", "involved", "progress", "focus")
            ):
                return Stance(None, why="about it"), notes
            stance = self._during(segment)
            notes.append(f"“{where}”: {stance.why}")
            if where == "for":
                stance = Stance(stance.status, stance.direction, why=stance.why, weak=True)
            return self._adjusted(stance, words, i), notes
        if headline and self._verbless():
            notes.append("headline without a verb")
            return Stance(None, Direction.FUTURE, why="headline"), notes
        return self._adjusted(Stance(None, why="only mentioned"), words, i), notes

    def _verbless(self) -> bool:
        return not any(g.finite for g in self.s.groups)

    def _adjusted(self, stance: Stance, words: list[str], i: int) -> Stance:
        """Adjectives before the noun: "a possible meeting", "the planned visit", "the cancelled trip"."""
        if stance.status in (Status.CANCELLED, Status.POSTPONED) or stance.change is not Change.NONE:
            return stance
        if any(w in ("cancelled", "canceled", "scrapped", "aborted", "abandoned") for w in words):
            return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="“cancelled”")
        if any(w in ("postponed", "delayed", "suspended") for w in words) and stance.status is None:
            return Stance(Status.POSTPONED, Direction.FUTURE, Change.POSTPONE, why="“postponed”", weak=True)
        if any(w in ("possible", "potential", "prospective", "proposed", "hoped-for") for w in words):
            if stance.status in (Status.SCHEDULED, None):
                return Stance(Status.PROPOSED, Direction.FUTURE, why="“possible”", weak=stance.status is None)
        if (
            stance.status is None
            and not stance.denial
            and any(w in ("upcoming", "forthcoming", "scheduled", "coming", "imminent") for w in words)
        ):
            return Stance(Status.SCHEDULED, Direction.FUTURE, why="“upcoming”", weak=True)
        if stance.status is None and not stance.denial and any(w in ("planned", "expected") for w in words):
            return Stance(Status.TENTATIVE, Direction.FUTURE, why="“planned”", weak=True)
        if (
            stance.status is None
            and not stance.denial
            and any(w in ("ongoing", "current", "continuing") for w in words)
        ):
            return Stance(Status.UNDERWAY, Direction.UNKNOWN, why="“ongoing”", weak=True)
        if (
            any(w in ("new", "next", "fresh", "further", "future") for w in words)
            and stance.status is Status.CONCLUDED
            and stance.weak
        ):
            return Stance(None, Direction.FUTURE, why="“next”", weak=True)
        return stance

    def _through_light_parts(self, lo: int) -> int:
        """From "talks" to the start of "the second day of talks", "a new round of peace talks"."""
        tokens = self.tokens
        for _ in range(3):
            if (
                lo >= 2
                and tokens[lo - 1].low == "of"
                and tokens[lo - 2].is_word
                and (tokens[lo - 2].low in _THROUGH_LIGHT_PARTS_WORDS)
            ):
                lo -= 2
                while (
                    lo > 0
                    and tokens[lo - 1].is_word
                    and tokens[lo - 1].low not in lx.PREPOSITIONS
                    and lo - 1 not in self.s.group_at
                    and tokens[lo - 1].low not in lx.SUBORDINATORS
                    and tokens[lo - 1].low not in lx.PRONOUNS
                    and tokens[lo - 1].low not in ("and", "or", "but", "that")
                ):
                    lo -= 1
                continue
            break
        return lo

    def _governing_verb(self, lo: int) -> VerbGroup | None:
        """The verb right before the phrase that begins at ``lo``, or whose object the phrase continues ("held, and will hold, talks")."""
        k = lo - 1
        floor = self.s.segment(lo).lo
        hops = 0
        while k >= floor and hops < 12:
            token = self.tokens[k]
            group = self.s.group_at.get(k)
            if group is not None:
                return group
            if (
                token.time is not None
                or token.low in lx.ADVERBS
                or (token.low in ("both", "on", "of") and self.tokens[k - 1].time is not None)
            ):
                k -= 1
                hops += 1
                continue
            if token.low == "to" and self.tokens[k - 1].is_word and self.tokens[k - 1].low in lx.ROLES:
                x = k - 1
                while x > floor and (
                    self.tokens[x].low in lx.ROLES
                    or self.tokens[x].low in lx.DETERMINERS
                    or self.tokens[x].name is not None
                    or self.tokens[x].low in ("'s", "’s", "-", "own")
                ):
                    x -= 1
                sender = self.s.group_at.get(x)
                return sender if sender is not None and sender.main.lemma in ("send", "dispatch") else None
            if (
                token.low in _GOVERNING_VERB_WORDS
                and k - 1 >= floor
                and (k - 1 in self.s.group_at or self.tokens[k - 1].low in ("part", "out", "place"))
            ):
                # "take part in", "pull out of", "agreed on", "went into", "called for", "agreed to"
                group = self.s.group_at.get(k - 1) or self.s.group_at.get(k - 2)
                if group is not None and (group.main.lemma in _GOVERNING_VERB_LEMMAS):
                    return group
                return None
            if token.low in lx.DETERMINERS and hops == 0:
                k -= 1
                continue
            if token.low in ("'s", "’s") or (token.low in ("'", "’") and k and self.tokens[k - 1].text.endswith("s")):
                owner = self.s.actor_at.get(k - 1)
                if owner is None:
                    return None
                k = owner.lo - 1
                hops += 1
                continue
            # an indirect object or an adverb phrase: "invited Putin for talks", "postponed until March the visit"
            if (
                token.name is not None
                and k - 1 >= floor
                and k - 1 in self.s.group_at
                and self.s.group_at[k - 1].main.lemma in ("offer", "invite", "deny", "give")
            ):
                return self.s.group_at[k - 1]
            return None
        return None

    def _invitation(self, lo: int, prep: str) -> VerbGroup | None:
        """ "invited the prime minister for a state visit", "invited Putin to a summit"."""
        if prep not in ("for", "to"):
            return None
        segment = self.s.segment(lo)
        before = [g for g in self.s.groups if g.hi <= lo and g.segment == segment.index]
        return (
            before[-1]
            if before and before[-1].main.lemma == "invite" and not before[-1].main.passive and lo - before[-1].hi < 14
            else None
        )

    def _object_relative(self, i: int) -> VerbGroup | None:
        """The verb whose object the noun is: "the talks (that) Russia will open on Monday", "the summit he plans to hold"."""
        group = next((g for g in self.s.groups if g.lo > i), None)
        if group is None or group.lo - i > 14 or not group.finite or group.main.passive:
            return None
        lemma = group.main.lemma
        if (
            lemma not in lx.HOLD_VERBS
            and lemma not in lx.BEGIN_VERBS
            and lemma not in lx.ATTEND_VERBS
            and lemma not in _OBJECT_RELATIVE_LEMMAS
        ):
            return None
        between = self.tokens[i + 1 : group.lo]
        if between and between[0].low in ("that", "which"):
            between = between[1:]
        if not between or any(
            t.low in (",", ";", "(") or (t.name is None and t.low in lx.PREPOSITIONS and t.low != "of") for t in between
        ):
            return None
        subject = any(
            a.lo > i and a.hi <= group.lo and a.prep is None and not a.modifier for a in self.s.actors
        ) or all(t.low in ("he", "she", "they", "it") for t in between)
        following = self.tokens[group.hi] if group.hi < len(self.tokens) else None
        if not subject or (
            following is not None
            and following.is_word
            and (following.low in lx.DETERMINERS or following.low in lx.EVENT_NOUNS)
        ):
            return None
        return group

    def _predicate(self, i: int, segment: Segment) -> VerbGroup | None:
        """The verb group that the noun phrase headed at ``i`` is the subject of, past its own prepositional phrases."""
        if (
            segment.index + 2 < len(self.s.segments)
            and self.s.segments[segment.index + 2].word == REL_END
            and self.s.segments[segment.index + 1].lo - i <= 14
        ):
            main = [g for g in self.s.groups if g.segment == segment.index + 2 and g.finite]
            if main and not any(g.segment == segment.index and g.finite and g.lo > i for g in self.s.groups):
                return main[0]
        candidates = [g for g in self.s.groups if g.lo > i and g.segment == segment.index]
        following = [
            g
            for g in self.s.groups
            if g.lo > i
            and g.segment == segment.index + 1
            and self.s.segments[segment.index + 1].kind is SegmentKind.RELATIVE
        ]
        chosen: VerbGroup | None = None
        for group in candidates:
            if group.links[0].tense in ("inf", "ing") and len(group.links) == 1 and not group.finite:
                if (
                    group.links[0].tense == "inf"
                    and chosen is None
                    and group.lo == i + 1
                    and group.main.lemma in _PREDICATE_LEMMAS
                ):
                    return VerbGroup(group.lo, group.hi, [self._future(group)], segment=group.segment)
                if chosen is None and group.links[0].tense == "inf":
                    # an infinitive of purpose ends the noun phrase: "talks to discuss …"
                    continue
                continue
            between = self.tokens[i + 1 : group.lo]
            if any(t.low in (";", ":") for t in between):
                break
            if any(
                a.lo > i and a.hi <= group.lo and a.prep is None and not a.modifier and not a.possessive and not a.place
                for a in self.s.actors
            ) and any(t.low == "," for t in between):
                break
            if group.reduced and chosen is None:
                chosen = group
                continue
            if group.finite:
                # where the noun is inside "after talks with X said": the subject is another
                return (
                    group
                    if chosen is None
                    or chosen.main.lemma not in _PREDICATE_LEMMAS_2
                    or group.main.lemma in lx.CANCEL_VERBS
                    or group.main.lemma in lx.POSTPONE_VERBS
                    or group.main.lemma in lx.MOVE_VERBS
                    or group.main.lemma in ("hold", "take-place", "begin", "start", "be")
                    else chosen
                )
        if chosen is None and following and following[0].lo - i <= 8:
            group = following[0]
            if group.main.lemma in _PREDICATE_LEMMAS_3 and not any(
                t.name is not None for t in self.tokens[i + 1 : group.lo] if False
            ):
                return group
        if chosen is None:
            nxt = segment.index + 1
            while nxt < len(self.s.segments) and nxt <= segment.index + 3:
                later = self.s.segments[nxt]
                if later.kind is SegmentKind.MAIN and later.word in (",", ")", "--", "–", "—", ""):
                    groups = [g for g in self.s.groups if g.segment == nxt and g.finite]
                    if groups and groups[0].lo - later.lo <= 2:
                        return groups[0]
                    return None
                nxt += 1
        return chosen

    def _future(self, group: VerbGroup) -> Link:
        return Link(group.main.lemma, group.main.index, modal="is-to", tense="present", passive=group.main.passive)

    # Parties

    def _set_parties(self, frame: Frame, unit: list[_Trigger]) -> None:
        if unit[0].kind == "change":
            frame.reference = frame.definite = True
            return
        own: list[str] = []
        bodies: list[str] = []
        journey = any(t.kind in (lx.VISIT, lx.TOUR) for t in unit)
        pair = False
        withs: list[str] = []
        subject: tuple[str, ...] = ()
        host: list[str] = []
        for trigger in unit:
            if trigger.group is None:
                own += self._included(trigger)
                left, left_pair, topic, session = self._left_parties(trigger, frame)
                if journey and trigger.kind not in (lx.VISIT, lx.TOUR):
                    bodies += left
                else:
                    own += left
                pair |= left_pair
                frame.topic = (*frame.topic, *topic)
                frame.session |= session
                right = self._right_parties(trigger, frame)
                withs += right["with"]
                if len(right["between"]) >= 2:
                    pair = True
                own += right["between"]
                own += right["by"]
                host += right["to"]
            else:
                group = trigger.group
                objects, dest = self._objects(group, trigger.kind, frame)
                withs += objects
                host += dest
                withs += self._inviter(group, frame)
        lead = unit[0]
        if lead.kind == lx.CALL and lead.group is None and not withs and len(own) < 2:
            segment_lo = self.s.segment(lead.index).lo
            withs += [
                p
                for a in self.s.actors
                if a.prep == "with" and segment_lo <= a.lo < lead.index and (a.person or a.role)
                for p in a.parties
            ]
        subject, subject_role = self._subject(unit)
        kinds = {t.kind for t in unit}
        if any(k in (lx.VISIT, lx.TOUR) for k in kinds):
            visitor = tuple(own) or subject
            others = tuple(p for p in (*withs, *bodies) if p not in visitor)
            destination = [p for p in host if p not in visitor]
            if others:
                parties = (*visitor, *others)
                frame.host_country = next((p for p in destination if lx.is_state(p)), None)
            elif frame.session and len(own) and any(t.kind not in (lx.VISIT, lx.TOUR) for t in unit):
                parties = (*visitor, *subject)
            else:
                if destination and self._only_a_seat(unit):
                    destination = []
                if not destination and own and subject_role == "actor" and lead.group is None:
                    destination = [p for p in subject if p not in visitor]  # the host puts off or cancels
                    if len(destination) == 1 and lx.is_state(destination[0]):
                        frame.host_country = destination[0]
                parties = (*visitor, *destination)
            frame.parties = tuple(dict.fromkeys(parties))
            frame.pair = len(frame.parties) >= 2
            if not others and len(set(destination)) > 1:
                frame.notes.append("tour")
                for k, token in enumerate(self.tokens):
                    for p in destination:
                        if (
                            token.name is not None
                            and p not in frame.hosts
                            and (token.name.country == p or token.name.party == p)
                            and k > unit[0].index
                        ):
                            frame.hosts[p] = k
        elif "host" in kinds:
            guests = tuple(p for p in (*withs, *own) if p not in subject)
            frame.parties = tuple(dict.fromkeys((*subject, *guests))) if guests else tuple(own)
            frame.pair = len(frame.parties) >= 2
            if guests and subject and not frame.city:
                frame.host_country = subject[0] if lx.is_state(subject[0]) else None
            if not guests and frame.session:
                frame.parties = tuple(dict.fromkeys((*own, *subject)))
        else:
            parties_list = list(dict.fromkeys(own))
            if pair and len(parties_list) >= 2:
                for p in withs:
                    if p not in parties_list:
                        parties_list.append(p)
                if (
                    subject_role == "actor"
                    and set(subject) - set(parties_list)
                    and lead.group is None
                    and self._takes_part(lead)
                ):
                    parties_list += [p for p in subject if p not in parties_list]
            else:
                use_subject = subject_role in ("actor", "pronoun") and (
                    lead.group is not None or self._takes_part(lead) or (bool(withs) and not parties_list)
                )
                if use_subject:
                    parties_list = [*subject, *(p for p in parties_list if p not in subject)]
                parties_list += [p for p in withs if p not in parties_list]
            frame.parties = tuple(dict.fromkeys(parties_list))
            frame.pair = pair or len(frame.parties) >= 2
        if frame.absent:
            frame.parties = tuple(p for p in frame.parties if p not in frame.absent)
        if len(frame.parties) < 2 and not frame.session:
            frame.session = self._session(frame, unit)
        if len(frame.parties) < 2 and not frame.session and self._plural_anaphor(unit):
            if len(self.context.last_pair) >= 2:
                frame.parties = tuple(dict.fromkeys((*frame.parties, *self.context.last_pair)))
                frame.notes.append(f"“the two sides”/“they” read as {'-'.join(self.context.last_pair)}")
                frame.definite = True
        if (
            len(frame.parties) == 1
            and subject_role == "pronoun"
            and not lx.is_state(frame.parties[0])
            and frame.parties == self.context.last_pair
            and lead.group is not None
            and lead.kind == lx.MEETING
        ):
            frame.session = True
        if len(frame.parties) < 2 and not frame.session:
            frame.reference = True

    def _in_with_list(self, actor: Actor, floor: int) -> bool:
        """True for a name at the end of titles after "with": "with Politburo Member, Director of …, and Foreign Minister Wang Yi"."""
        k = actor.lo - 1
        while k >= floor:
            token = self.tokens[k]
            if token.low == "with":
                return True
            if token.name is None and not (token.text[:1].isupper() or token.low in (",", "and", "of", "the", "for")):
                return False
            k -= 1
        return False

    def _inviter(self, group: VerbGroup, frame: Frame) -> list[str]:
        """Who invites, where the verb is what the invited would do ("invited Lavrov to meet him")."""
        if group.links[0].tense != "inf" or frame.status is not Status.PROPOSED:
            return []
        governors = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
        if not governors or governors[-1].main.lemma not in _INVITER_LEMMAS:
            return []
        return list(self._subject_of(governors[-1])[0])

    def _included(self, trigger: _Trigger) -> list[str]:
        """Parties listed by a predicate ("will include …", "bringing together …") or after a dash or in brackets."""
        segment = self.s.segment(trigger.index)
        predicate = self._predicate(trigger.index, segment)
        found: list[str] = []
        if predicate is not None and predicate.main.lemma in _INCLUDED_LEMMAS:
            stop = self.s.segments[self.s.segment_of[predicate.lo]].hi
            for actor in self.s.actors:
                if (
                    predicate.hi <= actor.lo
                    and (actor.lo < stop or self.s.segment(actor.lo).kind is SegmentKind.PAREN or actor.prep is None)
                    and not actor.speaker
                    and actor.prep in (None, "by")
                    and not actor.place
                    and not (actor.possessive and not actor.role)
                ):
                    found += actor.parties
            return found
        nxt = segment.index + 1
        while nxt < len(self.s.segments) and nxt <= segment.index + 1:
            part = self.s.segments[nxt]
            if part.kind is SegmentKind.PAREN or part.word in ("--", "–", "—"):
                actors = [a for a in self.s.actors if part.lo < a.lo < part.hi]
                if (
                    actors
                    and actors[0].lo - part.lo <= 2
                    and len(actors[0].parties) >= 2
                    and not any(g.segment == nxt for g in self.s.groups)
                ):
                    found += actors[0].parties
            nxt += 1
        return found

    def _only_a_seat(self, unit: list[_Trigger]) -> bool:
        """True where the journey goes to a seat of international organisations, whose state is not visited."""
        lo = unit[0].index
        cities = [
            p.city for p in self.s.places if p.index > lo and p.index - lo < 12 and p.prep in ("to", "in", "for", "at")
        ]
        return bool(cities) and cities[0] in _SEATS

    def _takes_part(self, trigger: _Trigger) -> bool:
        """True where the subject of the verb that governs the noun sits at the table (holds, attends, cancels …)."""
        lo = self._through_light_parts(self.np_lo[trigger.index])
        if (
            self._object_relative(trigger.index) is not None
            or self._invitation(lo, self._prep_at(lo - 1) if lo else "") is not None
        ):
            return True
        verb = self._governing_verb(lo)
        if (
            verb is None
            and lo >= 2
            and self._prep_at(lo - 1) in ("for", "of", "to", "on")
            and self.tokens[lo - 2].low in _GOVERNING_NOUNS
        ):
            return True
        if verb is None:
            prep = self._prep_at(lo - 1) if lo else ""
            segment = self.s.segment(trigger.index)
            return prep in _TAKES_PART_PREPS or (
                segment.word in ("after", "before", "during")
                and not any(g.segment == segment.index and g.finite and g.lo > trigger.index for g in self.s.groups)
            )
        lemma = verb.main.lemma
        return not verb.main.passive and (
            lemma in lx.HOLD_VERBS or lemma in lx.BEGIN_VERBS or lemma in lx.ATTEND_VERBS or lemma in lx.END_VERBS or lemma in lx.CANCEL_VERBS or lemma in lx.POSTPONE_VERBS
            or lemma in ("tell", "send", "dispatch") or lemma in lx.PROPOSE_VERBS or lemma in lx.HEDGE_VERBS or lemma in _TAKES_PART_LEMMAS
        )  # fmt: skip

    def _left_parties(self, trigger: _Trigger, frame: Frame) -> tuple[list[str], bool, list[str], bool]:
        """Names inside the noun phrase: pairs, a convening body, a possessor, or only a topic."""
        i = trigger.index
        lo = self.np_lo[i]
        own: list[str] = []
        topic: list[str] = []
        session = False
        pair = False
        token = self.tokens[i]
        if token.name is not None:
            own += [p for p in (token.name.parties or ((token.name.party,) if token.name.party else ())) if p]
            if len(own) >= 2:
                return own, True, topic, False
            session = True
            match = PAIR_NAME.match(token.text)
            if match:
                other = self.resolve(match[2])
                first = self.resolve(match[1])
                if other and first and other != first:
                    own = [first, other]
                    session, pair = False, True
            partner = self.tokens[i - 2].name if i >= 2 and self.tokens[i - 1].low in ("-", "–") else None
            if partner is not None and partner.party:
                own.append(partner.party)
                pair = True
            return own, pair, topic, session
        words = [t.low for t in self.tokens[lo:i] if t.is_word]
        frame.peace = any(w in ("peace", "ceasefire", "truce", "reconciliation", "reunification") for w in words)
        frame.past_label = any(w in _PAST_LABELS for w in words) and not any(w in ("next",) for w in words)
        seen: set[int] = set()
        for k in range(lo, i):
            actor = self.s.actor_at.get(k)
            if actor is None or id(actor) in seen or actor.speaker:
                continue
            seen.add(id(actor))
            inside_place = all(m.kind is NameKind.PLACE for m in actor.mentions)
            if inside_place:
                continue
            hyphen = any(self.tokens[x].low in ("-", "–", "/") for x in range(actor.lo, actor.hi))
            if actor.possessive:
                own += actor.parties
                if len(actor.parties) >= 2:
                    pair = True
            elif len(actor.parties) >= 2:
                own += actor.parties
                pair = True
            elif actor.person:
                own += actor.parties
            elif actor.role and actor.plural:
                own += actor.parties
                session |= any(m.kind is NameKind.ORGANISATION for m in actor.mentions)
            elif actor.mentions and actor.mentions[0].kind is NameKind.ORGANISATION:
                own += actor.parties
                session = True
                if (
                    self.tokens[min(actor.hi, i)].low in ("-", "–")
                    and actor.hi + 1 < i
                    and self.tokens[actor.hi + 1].low in _LEFT_PARTIES_WORDS
                ):
                    session = False
            elif actor.mentions and actor.mentions[0].kind is NameKind.GROUP:
                own += actor.parties
            elif (
                actor.mentions and actor.mentions[0].kind is NameKind.METONYM and actor.mentions[0].city and not hyphen
            ):
                frame.city = frame.city or actor.mentions[0].city  # "the Brussels summit"
                frame.country = frame.country or actor.mentions[0].country
            else:
                if (
                    trigger.kind in (lx.VISIT, lx.TOUR)
                    and actor.mentions
                    and actor.mentions[0].kind in (NameKind.STATE,)
                ):
                    own_dest = list(actor.parties)
                    topic += own_dest  # "Levy's Israel visit": the destination
                    frame.topic = tuple(own_dest)
                else:
                    topic += actor.parties
        poss = self.tokens[lo].low if lo < i and self.tokens[lo].name is None else ""
        if poss in ("my", "our") and not own:
            own += self._speaker_parties()
        if poss in ("his", "her") and not own and self.context.last_person:
            person = self._nearest_person(lo)
            own += [p for p in (person or self.context.last_person) if p not in own]
        elif poss == "their" and not own:
            group = self._nearest_plural(lo)
            if group:
                own += group
                pair = len(group) >= 2
            elif len(self.context.last_pair) >= 2:
                own += self.context.last_pair
                pair = True
        elif poss == "its" and not own:
            pass
        return own, pair, topic, session

    def _nearest_person(self, k: int) -> tuple[str, ...]:
        best: Actor | None = None
        if (
            len(self.tokens) > 2
            and self.tokens[0].low == "the"
            and self.tokens[1].low in ("president", "secretary", "chancellor", "premier")
            and 1 not in self.s.actor_at
            and self.context.last_person
        ):
            return self.context.last_person  # "The President … his trip"
        for actor in self.s.actors:
            if (
                actor.hi <= k
                and actor.person
                and actor.prep is None
                and not actor.possessive
                and not actor.speaker
                and actor.object_of is None
                and len(actor.parties) == 1
                and not actor.modifier
            ):
                return actor.parties  # the subject of the sentence so far
        for actor in self.s.actors:
            if (
                actor.hi <= k
                and (actor.person or (actor.role and not actor.plural))
                and actor.parties
                and not actor.speaker
                and len(actor.parties) == 1
            ) and (best is None or actor.prep is None):
                best = actor
        return best.parties if best is not None else ()

    def _nearest_plural(self, k: int) -> list[str]:
        for actor in reversed(self.s.actors):
            if actor.hi <= k and len(actor.parties) >= 2:
                return list(actor.parties)
        return []

    def _right_parties(self, trigger: _Trigger, frame: Frame) -> dict[str, list[str]]:
        """Names after the noun by their preposition, up to the next verb or clause."""
        i = trigger.index
        found: dict[str, list[str]] = {"with": [], "between": [], "by": [], "to": [], "of": []}
        segment = self.s.segment(i)
        stop = segment.hi
        own = self._predicate(i, segment)
        for group in self.s.groups:
            if (
                group.lo > i
                and group.segment == segment.index
                and (group.finite or group.links[0].tense in ("inf", "ing"))
            ):
                if (
                    own is not None
                    and group.lo == own.lo
                    and (group.main.lemma in lx.HAPPEN_VERBS or group.main.lemma in _PASS_THROUGH)
                ):
                    continue
                stop = min(stop, group.lo)
                break
        for other in self.triggers:
            if other.index > i:
                edge = self.np_lo.get(other.index, other.index) if other.group is None else other.group.lo
                if not any(other is t and trigger in u for u in self.units for t in u):
                    stop = min(stop, max(edge, i + 1))
                break
        last_prep: str | None = None
        for actor in self.s.actors:
            if actor.lo <= i or actor.lo >= stop:
                continue
            if actor.speaker or not actor.parties:
                continue
            prep = actor.prep
            comma_before = self.tokens[actor.lo - 1].low == ","
            if prep is None and not comma_before and last_prep is None:
                continue
            if prep is None:
                prep = None
            if actor.possessive and actor.hi + 1 < len(self.tokens) and not self._possessed_person(actor):
                if prep in ("with",) and not actor.person:
                    pass
                else:
                    continue
            body = (
                actor.hi < len(self.tokens)
                and self.tokens[actor.hi].low in _RIGHT_PARTIES_WORDS
                and actor.mentions[0].kind is NameKind.ORGANISATION
            )
            if actor.modifier and not body and not (prep in ("with", "between", "among") and len(actor.parties) >= 2):
                head = self.tokens[actor.hi].low if actor.hi < len(self.tokens) else ""
                if not (
                    prep in ("with", "between")
                    and head not in lx.NOT_PARTY_HEADS
                    and head not in ("firms", "companies")
                ):
                    continue
            if prep in ("with", "alongside"):
                found["with"] += actor.parties
                last_prep = "with"
            elif prep in ("between", "among", "involving", "including", "bringing"):
                found["between"] += actor.parties
                last_prep = "between"
            elif prep == "by" and trigger.kind in (lx.VISIT, lx.TOUR):
                found["by"] += actor.parties
            elif prep == "of":
                if trigger.kind in (lx.VISIT, lx.TOUR):
                    found["by"] += actor.parties
                elif trigger.kind in (lx.MEETING, lx.SUMMIT, lx.GATHERING, lx.TALKS):
                    found["between"] += actor.parties
                    if any(m.kind is NameKind.ORGANISATION for m in actor.mentions):
                        frame.session = True
            elif prep in ("to", "in", "at") and trigger.kind in (lx.VISIT, lx.TOUR) and not actor.person:
                found["to"] += [p for m in actor.mentions for p in [m.country or m.party] if p]
            elif (
                prep is None
                and last_prep in ("with", "between")
                and comma_before
                and (actor.person or actor.role)
                and self._list_like(actor)
            ):
                found[last_prep] += actor.parties
        if trigger.kind in (lx.VISIT, lx.TOUR):
            for place in self.s.places:
                if i < place.index < stop and place.prep in ("to", "in") and place.country:
                    if not any(p == place.country for p in found["to"]):
                        found["to"].append(place.country)
            if not found["to"] and frame.topic:
                found["to"] += list(frame.topic)
        # "with him", "with his Iraqi counterpart" are actors already; plain pronouns:
        for k in range(i + 1, min(stop, i + 6)):
            if self.tokens[k].low in ("him", "her", "them") and k and self.tokens[k - 1].low == "with":
                found["with"] += [p for p in self.context.last_person if p not in found["with"]]
        return found

    def _possessed_person(self, actor: Actor) -> bool:
        return actor.role

    def _list_like(self, actor: Actor) -> bool:
        return False

    def _objects(self, group: VerbGroup, kind: str, frame: Frame) -> tuple[list[str], list[str]]:
        """Whom the verb meets, and the parties of the place it goes to."""
        segment = self.s.segments[group.segment]
        stop = segment.hi
        for other in self.s.groups:
            if (
                other.lo >= group.hi
                and other.segment == group.segment
                and (other.finite or other.links[0].tense in ("inf", "ing"))
            ):
                stop = min(stop, other.lo)
                break
        for trigger in self.triggers:
            if trigger.index > group.main.index and trigger.group is None:
                stop = min(stop, max(self.np_lo[trigger.index], group.hi))
                break
        met: list[str] = []
        dest: list[str] = []
        direct = group.main.lemma in ("visit", "tour")
        first = True
        for actor in self.s.actors:
            if actor.lo < group.hi or actor.lo >= stop or (not actor.parties and not actor.mentions):
                continue
            if actor.speaker:
                continue
            if kind == lx.VISIT:
                if actor.person or actor.role:
                    if actor.prep == "with":
                        frame.notes.append("travels with")
                    continue
                if (
                    (direct and actor.prep is None and (first or actor.lo <= group.hi + 6))
                    or (not direct and actor.prep in ("to", "in", "for", "at", "into"))
                    or (direct and actor.prep == "to")
                ):
                    if actor.modifier and not any(
                        p.index >= actor.lo and p.index < actor.hi + 4 for p in self.s.places
                    ):
                        continue
                    if actor.mentions[0].city and direct and frame.city is None:
                        frame.city, frame.country = actor.mentions[0].city, actor.mentions[0].country
                    dest += [
                        p
                        for m in actor.mentions
                        for p in [
                            m.party
                            if m.kind in (NameKind.STATE, NameKind.ORGANISATION) and m.party
                            else m.country or m.party
                        ]
                        if p
                    ]
                first = False
                continue
            if actor.modifier and actor.prep != "with":
                first = False
                continue
            if (
                actor.modifier
                and actor.prep == "with"
                and actor.hi < len(self.tokens)
                and self.tokens[actor.hi].low in lx.NOT_PARTY_HEADS
            ):
                continue
            if actor.possessive and not actor.role:
                continue
            if (
                actor.prep in ("with", "including")
                or (
                    actor.prep is None
                    and group.main.lemma == "meet"
                    and actor.person
                    and self._in_with_list(actor, group.hi)
                )
                or (actor.prep == "to" and kind == "speak" and (actor.person or actor.role))
            ):
                met += actor.parties
            elif actor.prep is None and group.main.lemma in _OBJECTS_LEMMAS and not group.main.passive:
                close = all(t.low not in lx.PREPOSITIONS or t.low in ("of",) for t in self.tokens[group.hi : actor.lo])
                listed = (
                    bool(met)
                    and self.tokens[actor.lo - 1].low == "and"
                    and (actor.person or actor.role)
                    and any(t.time is not None for t in self.tokens[group.hi : actor.lo])
                    and any(t.time is not None for t in self.tokens[actor.hi : actor.hi + 6])
                )
                if close or listed:
                    met += actor.parties
            elif actor.prep == "by" and group.main.passive and group.main.lemma in lx.HOST_VERBS:
                met += actor.parties
            first = False
        if kind == lx.VISIT:
            for place in self.s.places:
                if (
                    group.hi <= place.index < stop
                    and place.country
                    and (
                        (place.prep in ("to", "in", "for", "at", "into") and not direct)
                        or (direct and place.prep is None)
                    )
                ) and place.country not in dest:
                    dest.append(place.country)
        if (
            group.hi + 1 < len(self.tokens)
            and kind != lx.VISIT
            and not met
            and self.tokens[group.hi].low in ("its", "their")
            and self.tokens[group.hi + 1].low in lx.PERSON_ROLES
        ):
            subject = self._subject_of(group)[0]
            owners = [
                a
                for a in self.s.actors
                if a.hi <= group.lo and a.parties and not set(a.parties) & set(subject) and not a.place
            ]
            if owners:
                met += owners[-1].parties  # "had not heard from the HNC but expected to meet its delegation"
        for k in range(group.hi, min(stop, group.hi + 3)):
            if self.tokens[k].low in ("him", "her", "them") and kind != lx.VISIT:
                met += [p for p in self.context.last_person if p not in met]
        return met, dest

    def _subject(self, unit: list[_Trigger]) -> tuple[tuple[str, ...], str]:
        """Who does it: parties and how they were found (actor, pronoun, inherited, none)."""
        lead = unit[0]
        if lead.group is not None:
            return self._subject_of(lead.group)
        lo = self._through_light_parts(self.np_lo[lead.index])
        relative = self._object_relative(lead.index)
        if relative is not None:
            return self._subject_of(relative)
        invite = self._invitation(lo, self._prep_at(lo - 1) if lo else "")
        if invite is not None:
            guests = [
                p
                for a in self.s.actors
                if invite.hi <= a.lo < lo and a.prep is None and not a.modifier
                for p in a.parties
            ]
            if not guests and any(self.tokens[k].low in ("him", "her", "them") for k in range(invite.hi, lo)):
                guests = list(self.context.last_person)
            return tuple(dict.fromkeys((*guests, *self._subject_of(invite)[0]))), "actor"
        verb = self._governing_verb(lo)
        if (
            verb is None
            and lo >= 2
            and self._prep_at(lo - 1) in ("for", "of", "to", "on")
            and self.tokens[lo - 2].low in _GOVERNING_NOUNS
        ):
            # "rejected Annan's call for a conference": who rejects, and whose call it is
            verb = self._governing_verb(lo - 2)
            owner = next(
                (a for a in self.s.actors if a.possessive and a.hi <= lo - 2 and lo - 2 - a.hi <= 3), None
            ) or next(
                (a for a in self.s.actors if a.prep in ("by", "from") and a.lo > lead.index and a.lo - lead.index <= 3),
                None,
            )
            found: tuple[str, ...] = ()
            if verb is not None and not verb.main.passive:
                found = self._subject_of(verb)[0]
            if owner is not None:
                found = (*found, *(p for p in owner.parties if p not in found))
            if found:
                return found, "actor"
        if verb is not None:
            if verb.main.passive:
                return (), "none"
            return self._subject_of(verb)
        # "a proposal/an invitation for talks": the proposer
        segment = self.s.segment(lead.index)
        own = [g for g in self.s.groups if g.segment == segment.index and g.finite and g.lo < lo]
        if own:
            return self._subject_of(own[0])
        if segment.kind is SegmentKind.SUB or segment.word in ("after", "before", "during"):
            matrix = self._matrix(segment)
            if segment.lo == 0 or not any(t.is_word or t.name is not None for t in self.tokens[: segment.lo]):
                matrix = next(
                    (g for g in self.s.groups if g.finite and g.lo > lead.index and g.segment != segment.index), matrix
                )
            if matrix is not None:
                return self._subject_of(matrix)
        later = next((g for g in self.s.groups if g.finite and g.lo > lead.index), None)
        if later is not None and lo <= 4 and self._prep_at(max(lo - 1, 0)) in _SUBJECT_PREPS:
            return self._subject_of(later)  # "In talks with …, Cohen reaffirmed …"
        return (), "none"

    def _subject_of(self, group: VerbGroup, depth: int = 0) -> tuple[tuple[str, ...], str]:
        if group.main.lemma == "take" and depth == 0:
            return (self._nearest_person(group.lo) or self.context.last_person), "pronoun"
        segment = self.s.segments[group.segment]
        if group.reduced and depth == 0 and not (group.lo and self.tokens[group.lo - 1].low in ("and", "but", ",")):
            return (), "none"
        candidates = [
            a for a in self.s.actors if segment.lo <= a.lo and a.hi <= group.lo and self._can_be_subject(a, group)
        ]
        if segment.kind is SegmentKind.RELATIVE and segment.word in ("who", "which", "that") and not candidates:
            before = [a for a in self.s.actors if a.hi <= segment.lo and segment.lo - a.hi <= 3 and a.parties]
            if before:
                return before[-1].parties, "actor"
            return (), "none"
        if group.links[0].tense == "inf":
            governors = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
            if governors and governors[-1].main.lemma in _SUBJECT_OF_LEMMAS:
                invited = [
                    a
                    for a in self.s.actors
                    if governors[-1].hi <= a.lo and a.hi <= group.lo and a.prep is None and a.parties and not a.modifier
                ]
                if invited:
                    return invited[0].parties, "actor"
        if candidates:
            actor = candidates[0]
            if not group.finite and group.links[0].tense == "inf" and len(candidates) > 1:
                # "invited Putin to visit": the one between the verbs goes
                governors = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
                if governors and governors[-1].main.lemma in _SUBJECT_OF_LEMMAS_2:
                    after = [a for a in candidates if a.lo >= governors[-1].hi]
                    if after:
                        return after[0].parties, "actor"
            return actor.parties, "actor"
        if group.links[0].tense == "inf":
            governors = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
            if governors:
                governor = governors[-1]
                if governor.main.lemma in _SUBJECT_OF_LEMMAS_2:
                    after = [a for a in self.s.actors if governor.hi <= a.lo < group.lo and a.prep is None]
                    if after:
                        return after[0].parties, "actor"
        pronoun = self._pronoun_subject(group, segment)
        if pronoun is not None:
            return pronoun
        led = next(
            (
                a
                for a in self.s.actors
                if segment.lo <= a.lo
                and a.hi <= group.lo
                and a.prep == "by"
                and a.lo >= 2
                and any(t.low in ("headed", "led") for t in self.tokens[max(0, a.lo - 2) : a.lo])
            ),
            None,
        )
        if led is not None:
            return led.parties, "actor"
        if group.finite and self._named_otherwise(group, segment):
            return (), "noun"
        if depth < 3:
            # the subject of the clause it hangs on, or of the verb before it
            if segment.index > 0:
                index = segment.index
                if segment.lo == 0 or all(not t.is_word for t in self.tokens[: segment.lo]):
                    later = next((g for g in self.s.groups if g.finite and g.segment > index), None)
                    if later is not None:
                        return self._subject_of(later, depth + 1)
                for back in range(index - 1, -1, -1):
                    if self.s.segments[back].kind is SegmentKind.RELATIVE and segment.kind is not SegmentKind.SUB:
                        continue
                    inside = [g for g in self.s.groups if g.segment == back and g.finite]
                    if inside:
                        return self._subject_of(inside[0], depth + 1)
                    before = [
                        a
                        for a in self.s.actors
                        if a.lo >= self.s.segments[back].lo
                        and a.hi <= self.s.segments[back].hi
                        and self._can_be_subject(a, group)
                    ]
                    if before:
                        return before[0].parties, "actor"
            if not group.finite:
                later = next((g for g in self.s.groups if g.finite and g.lo > group.lo), None)
                if later is not None:
                    return self._subject_of(later, depth + 1)
        return (), "none"

    def _named_otherwise(self, group: VerbGroup, segment: Segment) -> bool:
        """True where the verb has a subject of its own that names no party ("world leaders gathered")."""
        k = group.lo - 1
        while k > segment.lo and (self.tokens[k].low in lx.ADVERBS or self.tokens[k].time is not None):
            k -= 1
        if k < segment.lo:
            return False
        token = self.tokens[k]
        return (
            token.is_word
            and token.low not in lx.SUBORDINATORS
            and token.low not in lx.RELATIVES
            and token.low not in ("and", "but", "or", "that", "to")
            and token.low not in lx.PREPOSITIONS
            and not any(a.lo <= k < a.hi for a in self.s.actors)
            and k not in self.s.group_at
        )

    def _can_be_subject(self, actor: Actor, group: VerbGroup) -> bool:
        if not actor.parties or actor.prep is not None or actor.modifier or actor.place:
            return False
        if actor.possessive and not actor.role:
            return False
        if actor.speaker:
            return False
        if actor.object_of is not None:
            governor = self.s.groups[actor.object_of]
            if governor.main.lemma not in ("say", "tell", "add", "announce") and governor.lo < group.lo:
                return False
        return True

    def _speaker_parties(self) -> list[str]:
        """Whom "I" and "we" stand for: the one quoted, or who speaks in a transcript."""
        for words, actor in self.s.attributions:
            if actor is not None and len(actor.parties) == 1:
                return list(actor.parties)
            if words and actor is None:
                return []
        return list(self.context.transcript)

    def _pronoun_subject(self, group: VerbGroup, segment: Segment) -> tuple[tuple[str, ...], str] | None:
        for k in range(segment.lo, group.lo):
            token = self.tokens[k]
            if token.name is not None or token.time is not None:
                continue
            if token.low in ("i", "we") and token.is_word:
                speaker = self._speaker_parties()
                return (tuple(speaker), "pronoun") if speaker else ((), "noun")
            if token.low in ("he", "she"):
                person = self._nearest_person(k)
                return (person or self.context.last_person), "pronoun"
            if token.low == "they":
                group_parties = self._nearest_plural(k)
                pair = tuple(group_parties) or self.context.last_pair
                return pair, "pronoun"
            if (
                token.low in ("its", "their", "his", "her")
                and k + 1 < len(self.tokens)
                and self.tokens[k + 1].is_word
                and (
                    self.tokens[k + 1].low in lx.PERSON_ROLES
                    or (k + 2 < len(self.tokens) and self.tokens[k + 2].low in lx.PERSON_ROLES)
                )
            ):
                if token.low == "their":
                    theirs = (
                        tuple(self._nearest_plural(k))
                        or (self.told if len(self.told) >= 2 else ())
                        or self.context.last_pair
                    )
                    return theirs, "pronoun"
                owner = [
                    a
                    for a in self.s.actors
                    if a.hi <= k and a.prep is None and a.parties and not a.modifier and not a.place
                ]
                return (owner[-1].parties, "pronoun") if owner else ((), "noun")
            if (
                token.low in ("two", "both", "three")
                and k + 1 < len(self.tokens)
                and (
                    self.tokens[k + 1].low in _GROUPS_OF_LEADERS
                    or k + 1 == group.lo
                    or self.tokens[k + 1].low in lx.ROLES
                )
            ):
                near = self._nearest_plural(k)
                return (tuple(near) if len(near) >= 2 else self.context.last_pair), "pronoun"
            if (
                token.low in _PRONOUN_SUBJECT_WORDS
                and k
                and not any(
                    a.object_of is None and a.prep is None and not a.possessive and segment.lo <= a.lo < k
                    for a in self.s.actors
                )
                and self.tokens[k - 1].low in ("the", "foreign", "prime", "'s", "top")
                and self.context.last_person
                and not any(a.lo <= k < a.hi for a in self.s.actors)
            ):
                return self.context.last_person, "pronoun"
        return None

    def _plural_anaphor(self, unit: list[_Trigger]) -> bool:
        lead = unit[0]
        lo = self.np_lo.get(lead.index, lead.group.lo if lead.group else lead.index)
        floor = self.s.segment(lead.index).lo
        for k in range(max(floor, lo - 14), lead.index + 12):
            if k >= len(self.tokens):
                break
            token = self.tokens[k]
            if (
                token.low in ("two", "both")
                and k + 1 < len(self.tokens)
                and (
                    self.tokens[k + 1].low in _GROUPS_OF_LEADERS
                    or (k + 2 < len(self.tokens) and self.tokens[k + 2].low in _GROUPS_OF_LEADERS)
                )
            ):
                return True
            if token.low in ("their",) and k < lead.index and k >= lo:
                return True
            if token.low in ("they",) and k < lead.index:
                return True
        return False

    def _session(self, frame: Frame, unit: list[_Trigger]) -> bool:
        """A session of one organisation: its ministers, leaders or council meet."""
        if len(frame.parties) != 1:
            return False
        lead = unit[0]
        if lead.kind in (lx.VISIT, lx.CALL, lx.TOUR, "speak"):
            return False
        party = frame.parties[0]
        for actor in self.s.actors:
            if (
                party in actor.parties
                and any(m.kind is NameKind.ORGANISATION and m.party == party for m in actor.mentions)
                and not actor.speaker
            ):
                plural = actor.plural or any(
                    re.search(r"(?i)(?:ministers|leaders|council|members|states)$", m.text) for m in actor.mentions
                )
                if lead.group is not None and plural and actor.hi <= lead.index:
                    return True
                if (
                    lead.group is not None
                    and actor.hi <= lead.index
                    and lead.kind == lx.MEETING
                    and not actor.person
                    and not actor.role
                ):
                    return True
                if lead.group is None and lead.kind in (lx.SUMMIT, lx.GATHERING, lx.MEETING) and plural:
                    return True
                if lead.group is None and lead.kind in (lx.SUMMIT, lx.GATHERING) and not actor.person:
                    return True
        return False

    # Format, places, times

    def _set_format(self, frame: Frame, unit: list[_Trigger]) -> None:
        lo = max(0, min(self.np_lo.get(t.index, t.index) for t in unit) - 2)
        hi = min(len(self.tokens), max(t.index for t in unit) + 12)
        segment = self.s.segment_of[unit[0].index]
        words = {self.tokens[k].low for k in range(lo, hi) if self.s.segment_of[k] == segment}
        near = {
            self.tokens[k].low
            for k in range(max(0, unit[0].index - 3), min(len(self.tokens), unit[-1].index + 8))
            if self.s.segment_of[k] == segment
        }
        if near & _VIDEO:
            frame.format = Format.VIDEO
        elif any(t.kind == lx.CALL for t in unit) or (near & _PHONE and unit[0].kind in ("speak", lx.TALKS, lx.CALL)):
            frame.format = Format.CALL
        elif unit[0].kind == "speak":
            frame.format = Format.UNKNOWN
        if any(t.group is not None and t.group.main.lemma in lx.PHONE_VERBS for t in unit):
            frame.format = Format.CALL
        _ = words

    def _set_places(self, frame: Frame, unit: list[_Trigger]) -> None:
        lead, tail = unit[0], unit[-1]
        segment = self.s.segment(lead.index)
        visit = any(t.kind in (lx.VISIT, lx.TOUR) for t in unit)
        target_preps = (
            ("in", "at", "to", "for", "into", "near", "outside")
            if visit or lead.kind == "host"
            else ("in", "at", "near", "outside", "into")
        )
        moving = frame.stance.change is Change.MOVE
        candidates: list[tuple[int, Place]] = []
        for place in self.s.places:
            seg = self.s.segments[self.s.segment_of[place.index]]
            same = seg.index == segment.index or (
                seg.kind is not SegmentKind.ATTRIBUTION
                and tail.index < place.index
                and seg.index == self.s.segment_of[tail.index]
            )
            if not same:
                # "the talks, in Geneva,"; an inset right after
                if not (
                    seg.kind is SegmentKind.MAIN
                    and seg.word in (",", "--", "–", "—", "(")
                    and (
                        place.index - tail.index <= 6 or (place.index - tail.index <= 14 and place.index - seg.lo <= 3)
                    )
                    and place.index > tail.index
                    and not any(g.segment == seg.index for g in self.s.groups)
                ) and not (
                    seg.kind is SegmentKind.RELATIVE
                    and place.index > tail.index
                    and any(g.segment == seg.index and g.main.lemma in _SET_PLACES_LEMMAS for g in self.s.groups)
                    and seg.lo - tail.index <= 6
                ):
                    continue
            if not (place.city or place.country):
                continue
            if (
                place.index > tail.index
                or self.np_lo.get(lead.index, lead.index) <= place.index <= tail.index
                or any(lead.index < place.index for _ in (0,))
            ):
                if (
                    self._other_owner(place.index, unit)
                    or self._past_a_verb(tail, place.index)
                    or self._talked_about(tail.index, place.index)
                ):
                    continue
                if (
                    place.prep in target_preps
                    or (place.prep is None and (self.np_lo.get(tail.index, tail.index) <= place.index < tail.index))
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
            elif place.prep in ("in", "at") and place.index < lead.index and self._initial(place.index, lead.index):
                candidates.append((50 + lead.index - place.index, place))
        if candidates:
            candidates.sort(key=lambda c: (c[1].city is None, c[0]))
            place = candidates[0][1]
            frame.city, frame.country = place.city, place.country
        elif frame.city is None and frame.country is None and (named := self._same_city(segment)) is not None:
            frame.city, frame.country = named
        elif frame.city is None and frame.country is None and (before := self._place_before(segment)) is not None:
            frame.city, frame.country = before.city, before.country
        elif frame.city is None and frame.country is None:
            here = self._here(unit)
            if here:
                frame.city, frame.country = self.context.here_city, self.context.here_country
        if frame.city is None and frame.country is None and visit:
            destination = [p for p in frame.parties[1:] if lx.is_state(p)]
            if destination and not any(t.kind not in (lx.VISIT, lx.TOUR) for t in unit):
                frame.host_country = destination[-1]
        if frame.format in (Format.CALL, Format.VIDEO):
            frame.city = frame.country = frame.host_country = None

    def _talked_about(self, lo: int, k: int) -> bool:
        """True for a place inside what is talked about ("talks on the crisis in Darfur")."""
        return any(
            t.name is None
            and t.time is None
            and t.low in ("on", "over", "about", "regarding", "concerning")
            and self.tokens[x + 1].time is None
            and self.tokens[x + 1].low not in ("a", "friday")
            for x, t in enumerate(self.tokens[lo + 1 : k], lo + 1)
        )

    def _same_city(self, segment: Segment) -> tuple[str | None, str | None] | None:
        """ "in the city" after a city was named."""
        for k in range(segment.lo, segment.hi - 2):
            if (
                self.tokens[k].low == "in"
                and self.tokens[k + 1].low == "the"
                and self.tokens[k + 2].low == "city"
                and self.tokens[k + 2].is_word
            ):
                earlier = [p for p in self.s.places if p.index < k and p.city]
                return (earlier[-1].city, earlier[-1].country) if earlier else None
        return None

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
            for k in range(segment.lo - 1, max(segment.lo - 4, -1), -1):
                name = self.tokens[k].name
                if name is not None and name.city:
                    return Place(k, None, name.city, name.country, k + 1)
        return None

    def _past_a_verb(self, tail: _Trigger, k: int) -> bool:
        """True where a verb other than the meeting's own predicate stands before the place ("to discuss the war in Ukraine")."""
        edge = tail.group.hi if tail.group is not None else tail.index + 1
        own = self._predicate(tail.index, self.s.segment(tail.index)) if tail.group is None else None
        for group in self.s.groups:
            if (
                edge <= group.lo < k
                and not group.reduced
                and (own is None or group.lo != own.lo)
                and not any(t.group is group for u in self.units for t in u)
            ):
                return True
        return False

    def _initial(self, place: int, lead: int) -> bool:
        """A place that opens the clause ("In Geneva, the two will meet") or stands before the verb."""
        segment = self.s.segment(lead)
        return place - segment.lo <= 3 and not any(
            place < g.lo < lead and g.finite and g is not self.s.group_at.get(lead) for g in self.s.groups
        )

    def _other_owner(self, k: int, unit: list[_Trigger]) -> bool:
        """True where another meeting word stands between the unit and the place."""
        mine = max(t.index for t in unit)
        for trigger in self.triggers:
            if trigger in unit:
                continue
            if mine < trigger.index < k and self.s.segment_of[trigger.index] == self.s.segment_of[k]:
                return True
        for actor in self.s.actors:
            if (
                actor.lo > mine
                and actor.hi <= k
                and k - actor.hi <= 1
                and actor.role
                and self.tokens[k - 1].low in ("of", "from")
            ):
                return True
        return False

    def _here(self, unit: list[_Trigger]) -> bool:
        segment = self.s.segment_of[unit[0].index]
        return any(
            self.tokens[k].low == "here"
            and self.tokens[k].is_word
            and self.s.segment_of[k] == segment
            and (k == 0 or self.s.segments[self.s.segment_of[k]].kind is not SegmentKind.ATTRIBUTION)
            for k in range(len(self.tokens))
        )

    def _set_times(self, frame: Frame, unit: list[_Trigger], number: int) -> None:
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
        change = frame.stance.change
        chosen: tuple[int, TimeMention, When] | None = None
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
            if (
                k + 1 < len(self.tokens)
                and self.tokens[k + 1].low in ("before", "after", "ahead")
                and mention.kind in ("relative", "duration")
            ):
                continue  # "one day before his summit": measured from another date
            if in_year(mention) and lo_np <= k <= unit[-1].index:
                continue  # "this year's summit" tells nothing
            prep = self._prep_at(k - 1) if k else ""
            if prep in lx.DETERMINERS and k > 1:
                prep = self._prep_at(k - 2)
            text_prep = re.match(r"(?i)(?:late |early )?(on|until|till|to|from|by|since|for|in|at)\b", mention.text)
            if text_prep:
                prep = text_prep[1].lower()
            in_np = lo_np <= k < unit[-1].index
            if change in (Change.POSTPONE, Change.MOVE, Change.EARLIER, Change.EXTEND):
                if (
                    in_np
                    or prep == "from"
                    or self._originally(k)
                    or self.s.segment(k).kind in (SegmentKind.RELATIVE, SegmentKind.THAT)
                    or (
                        act is not None
                        and predicate is act
                        and k < act.lo
                        and (prep in ("for", "in") or not self._right_after(act, k))
                    )
                ):
                    when = self.choose(mention, Direction.UNKNOWN if not in_np else Direction.FUTURE)
                    if when is not None and frame.previous_when is None:
                        frame.previous_when = self._nearest_reading(mention)
                    continue
                if (
                    prep in ("until", "till", "to", "for", "by")
                    or act is None
                    or k < act.lo
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
                    when = self.choose(mention, Direction.FUTURE)
                    if when is not None and chosen is None:
                        chosen = (k, mention, when)
                continue
            if change is Change.CANCEL:
                if act is not None and not in_np and self._right_after(act, k) and prep not in ("for",):
                    continue
                when = (
                    self._nearest_reading(mention)
                    if not frame.stance.denial
                    else self.choose(mention, Direction.FUTURE)
                )
                if when is not None and chosen is None:
                    chosen = (k, mention, when)
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
                    and act.links[0].tense in ("past", "perfect")
                )
            ):
                continue
            if prep == "since" and frame.status is not Status.UNDERWAY:
                continue
            if self._originally(k):
                frame.previous_when = self._nearest_reading(mention)
                continue
            if prep == "by" and mention.kind == "weekday":
                continue
            when = None if _DAYPART.match(mention.text) else self.choose(mention, direction)
            if when is None:
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
            if chosen is None:
                chosen = (k, mention, when)
            elif self._joined_days(chosen[0], k):
                merged = When(
                    start=min(chosen[2].start, when.start),
                    end=max(chosen[2].end, when.end),
                    precision=Precision.RANGE,
                    time=chosen[2].time,
                )
                if 0 < merged.days <= 10:
                    chosen = (k, mention, merged)
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
        if chosen is not None:
            frame.time = chosen[1]
            frame.when = chosen[2]
            if frame.when.time is None and chosen[1].clock and frame.when.precision is Precision.DAY:
                frame.when = frame.when.model_copy(update={"time": chosen[1].clock})

    def _nearest_reading(self, mention: TimeMention) -> When | None:
        return self.choose(mention, Direction.UNKNOWN)

    def _joined_days(self, a: int, b: int) -> bool:
        gap = self.tokens[a + 1 : b]
        return (
            0 < len(gap) <= 2 and all(t.low in _JOINED_DAYS_WORDS for t in gap) and not all(t.low == "," for t in gap)
        )

    def _right_after(self, act: VerbGroup, k: int) -> bool:
        if act.lo <= k < act.hi:
            return True
        if k < act.lo and all(
            t.low in ("on", "late", "early") or t.low in lx.ADVERBS for t in self.tokens[k + 1 : act.lo]
        ):
            return True  # "on Tuesday called off"
        gap = [t for t in self.tokens[act.hi : k] if t.low not in lx.ADVERBS]
        return k >= act.hi and len(gap) <= 1 and all(t.low in ("on", "late", "early", "in", "last") for t in gap)

    def _originally(self, k: int) -> bool:
        window = [t.low for t in self.tokens[max(0, k - 7) : k]]
        text = " ".join(window)
        return bool(
            re.search(
                r"(?:original|initial|previous|first)ly? (?:been )?(?:scheduled|planned|set|due|slated|announced|expected|fixed|meant|supposed)|instead of(?: \w+)?$|rather than(?: \w+)?$|(?:was|were|had been) (?:originally |initially |previously |first )?(?:supposed|meant|to have)\b",
                text,
            )
        )

    # Odds and ends

    def _words(self, lo: int, hi: int) -> str:
        return self.text[self.tokens[lo].start : self.tokens[min(hi, len(self.tokens)) - 1].end]

    def remember(self) -> None:
        """Leave for the next sentence whom "he", "they" and "the two sides" mean."""
        people = [a for a in self.s.actors if a.person and not a.speaker and len(a.parties) == 1 and not a.modifier]
        subjects = [a for a in people if a.prep is None and a.object_of is None and not a.possessive]
        if subjects or people:
            self.context.last_person = (subjects[0] if subjects else people[-1]).parties
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
        for k, token in enumerate(self.tokens[:-1]):
            if (
                token.low == "member"
                and self.tokens[k + 1].low in ("states", "countries", "nations")
                and self.context.last_body
            ):
                self.context.last_pair = (
                    self.context.last_body,
                )  # "the foreign ministers of the member states": the body in session

        tellers = [g for g in self.s.groups if g.finite and g.main.lemma in ("tell", "warn") and g.main.tense == "past"]
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
            if told and said and days:
                self.context.told = (frozenset((*said[0].parties, *told[0].parties)), days[0])

    def note_pair(self, parties: Iterable[str]) -> None:
        pair = tuple(parties)
        if len(pair) == 2:
            self.context.last_pair = pair


def in_year(mention: TimeMention) -> bool:
    """True for "this year", "2016": as wide as tells nothing about a meeting."""
    when = mention.nearest or mention.future
    return when is not None and when.days > 200 and not mention.text.lower().startswith("next")


_DAYPART: Final = re.compile(r"(?i)(?:late |early )?in the (?:evening|morning|afternoon)$")

_NUMBER: Final = re.compile(
    r"(?i)\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ]days?\b|\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s+days?\b"
)
_HOURS: Final = re.compile(r"(?i)\b(24|48|72)[- ]hours?\b")


def _days(text: str) -> int | None:
    match = _NUMBER.search(text)
    if match:
        word = (match[1] or match[2]).lower()
        count = int(word) if word.isdigit() else lx.NUMBER_WORDS.get(word)
        return count if count and count <= 14 else None
    match = _HOURS.search(text)
    return int(match[1]) // 24 if match else None
