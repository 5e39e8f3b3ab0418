"""Who meets: subjects, partners, hosts, visitors, convening bodies, and whom pronouns mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.mention_frame import Frame, Trigger
from domain.reading.stances import GOVERNING_NOUNS, Stances
from domain.reading.status import Change, Stance
from domain.reading.syntax import Actor, Segment, SegmentKind, VerbGroup
from domain.reading.tokens import NameKind
from domain.reports import Status

_PREPOSITIONS_OF_PRESENCE: Final = frozenset("after before during following at for in on".split())


_LEADING_PREPOSITIONS: Final = frozenset("in at during after on before".split())


GO_BETWEEN_VERBS: Final = frozenset(
    "mediate broker facilitate moderate host chair co-chair co-host sponsor co-sponsor convene attend lead".split()
)

_COUNTRY_NOUNS: Final = frozenset("island kingdom country emirate republic sheikhdom sultanate".split())

_COUNTING: Final[dict[str, int]] = {
    "bilateral": 2, "two-way": 2, "two-plus-two": 2, "trilateral": 3, "tripartite": 3, "three-way": 3, "three-nation": 3, "quadrilateral": 4,
    "four-way": 4, "four-party": 4, "four-nation": 4, "five-nation": 5, "five-party": 5, "six-way": 6, "six-nation": 6,
}  # fmt: skip
"""Adjectives that say how many sit at the table."""

_COUNTED: Final[dict[str, int]] = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}

_RANKS: Final = frozenset("first second third last latest only one another".split())
"""What stands for the visit in a comparison with others ("the first by a Western leader")."""
_HE: Final = frozenset("he him his".split())
_SHE: Final = frozenset("she her".split())
_BEHESTS: Final = (lx.REASONS | {"invitations"}) - {"insistence", "suggestion", "proposal"}
"""At whose "invitation" a visit is paid is its host, not the visitor."""

_GROUPS_OF_LEADERS: Final = frozenset(
    "sides delegations leaders parties presidents ministers officials men countries nations governments neighbours neighbors negotiators teams allies foes rivals premiers diplomats envoys".split()
)

_CONVENED_BY: Final = frozenset(
    "hosted co-hosted convened organised organized mediated brokered chaired co-chaired facilitated".split()
)
_MADE_UP_OF: Final = frozenset("of comprising grouping including groups includes comprises".split())
_BESIDE: Final = frozenset(
    "along together with as well including the neighbours neighbors neighbouring neighboring states".split()
)
"""Between a dash and the further parties that it sets apart ("– together with neighbours Chad and Niger –")."""
_COLLEAGUES: Final = frozenset("leaders ministers presidents premiers".split())

_MET_BY: Final = frozenset("tell assure inform brief join visit bring-together".split())
"""Verbs that tell of a meeting only with a visitor or colleagues as their object; the object is whom one met."""

_WHO_WERE_SENT: Final = frozenset(
    "delegation team mission envoys officials ministers senators lawmakers negotiators diplomats visitors".split()
)

_SENT_BY: Final = frozenset("headed led appointed sent dispatched".split())
"""Between "delegation" or "envoy" and whose it is ("an envoy appointed by the African Union")."""

_PAST_LABELS: Final = frozenset("last previous earlier recent past former first-ever".split())

_PASS_THROUGH: Final = frozenset("set likely schedule due slate hold plan expect end conclude postpone cancel".split())
"""Predicates after which the meeting's own phrases go on ("talks *will be held* with Iran in Vienna")."""

SEATS: Final = frozenset(["Geneva", "Vienna", "New York", "Davos", "Lausanne", "Montreux", "The Hague", "Brussels"])

_AMONG_ITSELF: Final = frozenset(
    "ministerial minister ministers leaders council emergency extraordinary special annual plenary heads executive board".split()
)
"""Before "meeting", what makes it one of the organisation that holds it."""

ATTENDED: Final = "attended by others too"

PAIR_NAME: Final = re.compile(r"^([\w.]+)[-–/]([\w.]+)")

_OF_ONES_OWN: Final = (
    lx.CANCEL_VERBS
    | lx.POSTPONE_VERBS
    | lx.EARLIER_VERBS
    | lx.MOVE_VERBS
    | frozenset("announce confirm schedule arrange propose plan set".split())
)
"""What a government does to a meeting of its own people."""
_LONGEST_NAME: Final = 6
"""Words of a person's name with the office before it."""


class Participants(Stances):
    """Finds the parties of a mention."""

    attended_by = -1
    """The noun of a meeting of which is told who attended it."""

    def _set_parties(self, frame: Frame, unit: list[Trigger]) -> None:
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
                included = self._included(trigger)
                if trigger.kind in (lx.VISIT, lx.TOUR):
                    host += included  # "a tour that takes in Peru and Chile as well"
                else:
                    own += included
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
                if journey and trigger.kind not in (lx.VISIT, lx.TOUR):
                    bodies += right["convened"]  # "is due in Xiamen for a summit hosted by Xi"
                else:
                    right["between"] += [p for p in right["convened"] if p not in right["between"]]
                if len(right["between"]) >= 2:
                    pair = True
                own += right["between"]
                own += right["by"]
                host += right["to"]
            else:
                group = trigger.group
                if group.main.lemma == "invite":
                    invited, inviting = self._guests_and_hosts(group)
                    own += invited
                    host += inviting
                    continue
                objects, dest = self._objects(group, trigger.kind, frame)
                if group.main.lemma == "meet" and not objects:
                    objects = self._with_whom_to_discuss(group)
                if trigger.kind == lx.GATHERING and group.main.lemma in ("be", "include"):
                    own += self._listed_after(group)
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
        joined = self._joined_by(lead) if lead.group is None and not withs else None
        if joined is not None:
            withs += joined
        subject, subject_role = self._subject(unit)
        frame.attends = self._attends(unit)
        if lead.group is not None and lead.group.main.lemma == "bring-together":
            if len(set(withs)) < 2:
                withs = list(self.context.last_pair)
            if all(lx.is_state(p) for p in subject) and not self._in_person(subject, lead):
                subject = ()  # a state lends the room
        if not withs and len(own) < 2 and len(set(subject)) == 1 and frame.status is Status.PROPOSED:
            withs += self._invites_to_hold(lead)
        kinds = {t.kind for t in unit}
        if any(k in (lx.VISIT, lx.TOUR) for k in kinds):
            visitor = tuple(own) or subject
            others = tuple(p for p in (*withs, *bodies) if p not in visitor)
            destination = [p for p in host if p not in visitor]
            if len(set(destination)) > 1 and set(others) == set(destination) and not bodies:
                others = ()  # "goes to Israel and the West Bank to see Sharon and Abbas": each at home
            if others:
                parties = (*visitor, *others)
                frame.host_country = next((p for p in destination if lx.is_state(p)), None)
            elif frame.session and len(own) and any(t.kind not in (lx.VISIT, lx.TOUR) for t in unit):
                parties = (*visitor, *subject)
            else:
                gathering = any(t.kind in (lx.SUMMIT, lx.GATHERING) for t in unit)
                if gathering and visitor and not any(lx.is_state(p) for p in visitor):
                    frame.session = True  # "ECOWAS leaders are due in Yamoussoukro for their annual summit"
                if not destination and lead.group is None and visitor and not gathering:
                    destination = [p for p in self._left_behind(lead) if p not in visitor]
                if len(set(visitor)) >= 2 and len(set(destination)) == 1 and self._among_themselves(unit):
                    destination = []  # "accepted an invitation to come to Accra for talks on their border dispute"
                if not destination and lead.group is None and self._object_relative(lead.index) is not None:
                    host_verb = self._governing_verb(self._through_light_parts(self.np_lo[lead.index]))
                    if host_verb is not None and host_verb.main.lemma in lx.CANCEL_VERBS | lx.POSTPONE_VERBS:
                        destination = [p for p in self._subject_of(host_verb)[0] if p not in visitor]
                if destination and (self._only_a_seat(unit) or (frame.session and len(unit) > 1)):
                    destination = []
                if (
                    not destination
                    and own
                    and subject_role == "actor"
                    and lead.group is None
                    and self._governing_verb(self._through_light_parts(self.np_lo[lead.index])) is not None
                ):
                    destination = [p for p in subject if p not in visitor]  # the host puts off or cancels
                    if len(destination) == 1 and lx.is_state(destination[0]):
                        frame.host_country = destination[0]
                parties = (*visitor, *destination)
            if not visitor and not others and len(set(destination)) > 1 and lead.kind != "host":
                parties = ()  # who travels to all of these is not known
            frame.parties = tuple(dict.fromkeys(parties))
            frame.pair = len(frame.parties) >= 2
            if lead.kind == "host" and not destination and len(subject) == 1 and lx.is_state(subject[0]):
                frame.host_country = subject[0]  # "Vietnam will welcome X for a visit"
            if not others and len({p for p in destination if lx.is_state(p)}) > 1:
                # "will visit Spain and Peru and attend the G20 summit": the body is no stop of the tour
                bodies_met = {
                    t.name.party for k, t in enumerate(self.tokens) if t.name is not None and self._summit_of(k)
                }
                destination = [p for p in destination if lx.is_state(p) or p not in bodies_met]
                frame.parties = tuple(p for p in frame.parties if lx.is_state(p) or p not in bodies_met)
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
            two_sides = len(set(own) - set(subject)) >= 2 if pair else frame.half_named
            if (
                two_sides
                and (not withs or len(set(withs) - set(subject)) == 2)
                and not self._in_person(subject, unit[0])
            ):
                # "Norway will host talks between A and B": a state lends the room; a leader who hosts them sits at the table.
                frame.notes.append(f"{'-'.join(subject)} lends the room")
                if len(subject) == 1 and lx.is_state(subject[0]):
                    frame.host_country = subject[0]
                subject = ()
            guests = tuple(p for p in (*withs, *own) if p not in subject)
            convenes = not journey and (
                any(t.kind == lx.GATHERING for t in unit)
                or (any(t.kind == lx.SUMMIT for t in unit) and self._in_person(subject, lead))
            )  # who convenes a conference takes part; a state may only lend the room for a summit
            frame.parties = tuple(dict.fromkeys((*subject, *guests))) if guests or convenes else tuple(own)
            frame.pair = len(frame.parties) >= 2
            if guests and subject and not frame.city:
                received = lead.group is not None and lead.group.main.passive
                host_side = guests[0] if received else subject[0]
                frame.host_country = host_side if lx.is_state(host_side) else None
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
                    and self._governing_verb(self._through_light_parts(self.np_lo[lead.index])) is not None
                    and self._takes_part(lead)
                    and not self._only_proposes(lead)
                ):
                    parties_list += [p for p in subject if p not in parties_list]
            else:
                use_subject = (
                    not frame.half_named
                    and subject_role in ("actor", "pronoun")
                    and (
                        lead.group is not None
                        or self._takes_part(lead, frame.session)
                        or (bool(withs) and not parties_list)
                    )
                )
                if use_subject:
                    parties_list = [*subject, *(p for p in parties_list if p not in subject)]
                parties_list += [p for p in withs if p not in parties_list]
            frame.parties = tuple(dict.fromkeys(parties_list))
            frame.pair = pair or len(frame.parties) >= 2
        if lead.group is not None and frame.session and self._two_at_a_gathering(unit, subject, withs):
            frame.parties = tuple(dict.fromkeys((*subject, *withs)))
            frame.session, frame.pair = (
                False,
                True,
            )  # "Xi will meet Scholz at the G20 summit": the summit lends the room
        if (frame.pair and not frame.session) or any(t.kind in lx.GATHERINGS for t in unit):
            frame.parties = tuple(dict.fromkeys((*frame.parties, *self._go_betweens(unit))))
            frame.pair |= len(frame.parties) >= 2
        if len(frame.parties) == 1 and withs and lead.group is None and not frame.session and not own:
            speaker = self._speaking_state()
            if (
                speaker is not None
                and speaker not in frame.parties
                and (self._is_definite(lead) or self._of_its_own(lead.index) or self._opens_what_is_said(lead))
            ):
                frame.parties = (
                    speaker,
                    *frame.parties,
                )  # "Iran said the meeting with the United States had been put off"
                frame.pair = True
        if len(frame.parties) == 1 and withs and lead.group is None and not frame.session and not own:
            asking = [p for p in self._requested_by(lead) if p not in frame.parties]
            if asking:
                frame.parties, frame.pair = (*asking, *frame.parties), True
        if self.attended_by == lead.index and lead.group is None:
            frame.notes.append(ATTENDED)
        if frame.absent:
            frame.parties = tuple(p for p in frame.parties if p not in frame.absent)
        refused = frame.status is Status.CANCELLED and "request" in frame.stance.why
        if len(frame.parties) < 2 and not frame.session and not refused:
            frame.session = self._session(frame, unit)
        if not frame.parties and not frame.session and (listed := self._after_a_colon(lead.index)):
            frame.parties, frame.pair = listed, True
        both = self.context.last_pair or self._mainly(2)
        if lead.group is None and not frame.session:
            self._as_many_as_said(frame, lead)
        if (
            len(frame.parties) == 1
            and not frame.session
            and lead.kind == lx.TALKS
            and lead.group is None
            and frame.stance.change in (Change.CANCEL, Change.POSTPONE, Change.RESUME)
            and not withs
            and frame.parties[0] in (table := self._mainly(2))
        ):
            frame.parties, frame.pair = (
                table,
                True,
            )  # "Israel froze negotiations", in news of Israel and the Palestinians
        if len(frame.parties) < 2 and not frame.session and len(both) >= 2 and self._plural_anaphor(unit):
            frame.parties = tuple(dict.fromkeys((*frame.parties, *both)))
            frame.notes.append(f"“the two sides”/“they” read as {'-'.join(both)}")
            frame.definite = True
        many = self._many_meant(unit) if len(frame.parties) < 2 and not frame.session else ()
        if many and set(frame.parties) <= set(many):
            frame.parties, frame.pair, frame.definite = many, True, True
            frame.notes.append(f"as many as are counted: {'-'.join(many)}")
        if (
            not frame.parties
            and not subject
            and lead.group is None
            and lead.kind == lx.TALKS
            and frame.definite is False
            and not frame.peace
            and not frame.topic
            and len(both) == 2
            and all(lx.is_state(p) for p in both)
            and (frame.city or any(self.s.segment_of[p.index] == self.s.segment_of[lead.index] for p in self.s.places))
            and self.tokens[max(0, self.np_lo[lead.index] - 1)].low == "of"
        ):
            frame.parties, frame.pair = tuple(both), True
            frame.notes.append(f"talks of the two spoken of before: {'-'.join(both)}")
        if (
            len(frame.parties) == 1
            and subject_role == "pronoun"
            and not lx.is_state(frame.parties[0])
            and frame.parties == self.context.last_pair
            and lead.group is not None
            and lead.kind == lx.MEETING
        ):
            frame.session = True
        if (
            len(frame.parties) == 1
            and not frame.session
            and (body := self._addressed(lead))
            and body != frame.parties[0]
        ):
            frame.parties, frame.session, frame.pair = (*frame.parties, body), True, True
        if len(frame.parties) < 2 and not frame.session and self._convened_by_a_body(frame, unit):
            frame.session = True
        if not frame.parties and not frame.session and (body := self._announced_by_its_body(lead)):
            frame.parties, frame.session = (body,), True
            frame.notes.append(f"{body} tells of its own")
        if len(frame.parties) < 2 and not frame.session:
            frame.reference = True
        if lead.kind == lx.GATHERING and lead.group is not None:
            if lead.group.main.lemma in ("be", "include", "arrive", "expect", "represent", "confirm", "announce"):
                frame.stance = Stance(None, why="a list of who comes")
            frame.definite = frame.reference = frame.alone = True  # "… will attend": of a gathering told of before
        if lead.kind == lx.TALKS and lead.group is None and len(frame.parties) == 1 and not frame.session:
            frame.session = self._ministers_talk(frame.parties[0], lead) or self._council_consults(
                frame.parties[0], lead
            )
            frame.reference = frame.reference and not frame.session

    def _two_at_a_gathering(self, unit: list[Trigger], subject: tuple[str, ...], withs: list[str]) -> bool:
        """Two who "meet at the G20 summit": not a session of the body whose summit it is."""
        met = dict.fromkeys((*subject, *withs))
        where = unit[-1]
        lo = self.np_lo.get(where.index, where.index)
        return (
            len(unit) > 1
            and unit[0].kind == lx.MEETING
            and where.group is None
            and where.kind in lx.GATHERINGS
            and len(met) == 2
            and all(lx.is_state(p) for p in met)
            and bool(lo)
            and self._prep_at(lo - 1) in ("at", "during")
        )

    def _summit_of(self, k: int) -> bool:
        """Whether the name at token ``k`` stands before a gathering of its own ("the Group of 20 summit")."""
        return any(t.is_word and lx.EVENT_NOUNS.get(t.low) in lx.GATHERINGS for t in self.tokens[k + 1 : k + 3])

    def _with_whom_to_discuss(self, group: VerbGroup) -> list[str]:
        """ "will meet in Kingston to discuss Haiti with Blinken": the guest stands behind what is discussed."""
        purpose = next((g for g in self.s.groups if g.lo >= group.hi and g.segment == group.segment), None)
        if (
            purpose is None
            or purpose.links[0].tense != "inf"
            or purpose.main.lemma not in ("discuss", "review", "debate")
        ):
            return []
        after = [a for a in self.s.actors if purpose.hi <= a.lo < purpose.hi + 12 and a.prep == "with" and a.parties]
        return list(after[0].parties) if after and (after[0].person or after[0].role) and not after[0].speaker else []

    def _announced_by_its_body(self, lead: Trigger) -> str | None:
        """ "ECOWAS said the extraordinary summit would be held in Abuja": the summit of the body that tells of it."""
        if lead.group is not None or lead.kind not in lx.GATHERINGS or self.tokens[lead.index].name is not None:
            return None
        lo = self.np_lo[lead.index]
        if self.tokens[lo].low not in ("the", "its", "an"):
            return None
        if any(t.name is not None and t.name.party for t in self.tokens[lo : lead.index + 4]):
            return None
        said = [a for _, a in self.s.attributions if a is not None]
        first = next((g for g in self.s.groups if g.finite), None)
        if not said and first is not None and first.main.lemma in ("announce", "inform", "confirm", "decide", "say"):
            said = [a for a in self.s.actors if a.hi <= first.lo and a.prep is None and not a.possessive][:1]
        if len(said) != 1 or len(said[0].parties) != 1 or said[0].parties[0] not in lx.BLOCS:
            return None
        return said[0].parties[0]

    def _addressed(self, lead: Trigger) -> str | None:
        """ "is expected to address EU leaders at a summit": the body whose leaders meet there."""
        if lead.group is not None or lead.kind not in lx.GATHERINGS:
            return None
        lo = self.np_lo[lead.index]
        if not lo or self._prep_at(lo - 1) not in ("at", "in", "during"):
            return None
        verb = next((g for g in reversed(self.s.groups) if g.hi < lo and g.finite), None)
        if verb is None or verb.main.lemma not in ("address", "join", "meet", "brief", "tell", "urge"):
            return None
        near = [a for a in self.s.actors if verb.hi <= a.lo <= verb.hi + 1 and a.hi <= lo - 1 and a.prep is None]
        return near[0].parties[0] if near and near[0].parties and self._body_of_many(near[0]) else None

    def _convened_by_a_body(self, frame: Frame, unit: list[Trigger]) -> bool:
        """ "The UN will host a donors' conference", "Guterres convened a meeting of envoys": the body's own, whoever comes."""
        if len(frame.parties) != 1 or lx.is_state(frame.parties[0]):
            return False
        if unit[-1].group is not None and unit[-1].group.main.lemma not in ("convene", "reconvene"):
            return False
        if unit[-1].kind not in (lx.MEETING, *lx.GATHERINGS) or frame.half_named:
            return False
        lead = unit[0]
        verb = lead.group or self._governing_verb(self._through_light_parts(self.np_lo[lead.index]))
        relative = self._object_relative(lead.index) if lead.group is None else None
        verb = relative or verb
        return (
            verb is not None
            and verb.main.lemma in ("host", "co-host", "convene", "organise", "organize")
            and not verb.main.passive
            and self._subject_of(verb)[0] == frame.parties
        )

    def _after_a_colon(self, i: int) -> tuple[str, ...]:
        """ "Envoys from six countries will gather in Beijing: North and South Korea, China …": who they are."""
        colon = next((k for k in range(i + 1, len(self.tokens)) if self.tokens[k].low == ":"), None)
        if colon is None:
            return ()
        listed = next((a for a in self.s.actors if a.lo in (colon + 1, colon + 2)), None)
        counted = any(t.is_word and t.low in lx.NUMBER_WORDS for t in self.tokens[:i])
        return listed.parties if listed is not None and counted and len(listed.parties) >= 3 else ()

    def _listed_after(self, group: VerbGroup) -> list[str]:
        """ "Among those expected are the leaders of Chile and Peru": whom the list names."""
        stop = self.s.segments[group.segment].hi
        return [
            p
            for a in self.s.actors
            if group.hi <= a.lo < stop and a.prep in (None, "of", "from") and not a.speaker and not a.place
            for p in a.parties
        ]

    def _council_consults(self, party: str, lead: Trigger) -> bool:
        """ "The Security Council holds closed consultations on Sudan": a session by another name."""
        verb = self._governing_verb(self.np_lo[lead.index])
        return (
            verb is not None
            and verb.main.lemma in lx.HOLD_VERBS
            and self.tokens[lead.index].low in ("consultations", "discussions")
            and any(
                a.parties == (party,) and a.hi <= verb.lo and a.prep is None and m.text.endswith("Council")
                for a in self.s.actors
                for m in a.mentions
            )
        )

    def _ministers_talk(self, party: str, lead: Trigger) -> bool:
        """ "Foreign ministers of the Group of Seven began two days of talks": the ministers of one body among themselves."""
        return not lx.is_state(party) and any(
            actor.parties == (party,)
            and actor.role
            and actor.plural
            and actor.hi <= lead.index
            and actor.prep is None
            and not actor.speaker
            and any(m.kind is NameKind.ORGANISATION for m in actor.mentions)
            and any(t.low in _COLLEAGUES for t in self.tokens[actor.lo : actor.hi])
            for actor in self.s.actors
        )

    def _attends(self, unit: list[Trigger]) -> bool:
        """True where the sentence tells who comes to a gathering."""
        lead, head = unit[0], unit[-1]
        if lead.group is not None:
            return (lead.kind == lx.GATHERING) or (
                lead.kind == lx.VISIT and head.group is None and head.kind in lx.GATHERINGS
            )
        if lead.kind not in lx.GATHERINGS:
            return False
        verb = self._governing_verb(self._through_light_parts(self.np_lo[lead.index]))
        return (
            verb is not None
            and not verb.main.passive
            and verb.main.lemma in lx.ATTEND_VERBS | {"skip", "boycott", "chair"}
        )

    def _guests_and_hosts(self, group: VerbGroup) -> tuple[list[str], list[str]]:
        """Who is invited, and by whom, where the verb is "invite" and the place says to where."""
        stop = self.s.segments[group.segment].hi
        after = [a for a in self.s.actors if group.hi <= a.lo < stop and not a.speaker and (a.person or a.role)]
        to = next((p.country for p in self.s.places if p.index >= group.hi and p.prep == "to" and p.country), None)
        subject = self._subject_of(group)[0]
        if group.main.passive:
            by = [p for a in after if a.prep == "by" for p in a.parties]
            return list(subject), by or ([to] if to else [])
        goal = next((p.index for p in self.s.places if p.index >= group.hi and p.prep == "to"), stop)
        guests = [p for n, a in enumerate(after) if a.prep is None and (not n or a.lo < goal) for p in a.parties]
        return guests, list(subject) or ([to] if to else [])

    def _in_person(self, subject: tuple[str, ...], lead: Trigger) -> bool:
        """True where somebody by name or office, not a state as such, is the subject before ``lead``."""
        return any(
            (actor.person or actor.role) and actor.lo < lead.index and not set(subject).isdisjoint(actor.parties)
            for actor in self.s.actors
        )

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
        if group.links[0].tense != "inf" or frame.status is not Status.PROPOSED or group.main.lemma in lx.HOST_VERBS:
            return []
        governors = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
        if governors and governors[-1].main.lemma not in lx.INVITE_VERBS and self._invitation_before(group) is not None:
            return list(self._subject_of(governors[-1])[0])  # "has extended an invitation to him to visit"
        if not governors or governors[-1].main.lemma not in lx.INVITE_VERBS:
            return []
        return list(self._subject_of(governors[-1])[0])

    def _invites_to_hold(self, lead: Trigger) -> list[str]:
        """Who invites one guest to talks ("Scholz invited Erdogan *to hold talks* in Berlin", "was invited by Scholz to hold")."""
        if lead.group is not None or lead.kind in (lx.VISIT, lx.TOUR):
            return []
        held = self._governing_verb(self._through_light_parts(self.np_lo[lead.index]))
        if held is None or held.main.lemma not in ("hold", "have") or held.links[0].tense != "inf":
            return []
        inviting = next((g for g in reversed(self.s.groups) if g.hi <= held.lo and g.segment == held.segment), None)
        if inviting is None or inviting.main.lemma != "invite":
            return []
        if not inviting.main.passive:
            return list(self._subject_of(inviting)[0])
        return [p for a in self.s.actors if a.prep == "by" and inviting.hi <= a.lo < held.lo for p in a.parties]

    def _included(self, trigger: Trigger) -> list[str]:
        """Parties listed by a predicate ("will include …", "bringing together …") or after a dash or in brackets."""
        segment = self.s.segment(trigger.index)
        predicate = self._predicate(trigger.index, segment)
        attended = next(
            (
                g
                for g in self.s.groups
                if g.lo > trigger.index
                and g.main.passive
                and g.main.lemma in ("attend", "join")
                and not any(trigger.index < t.index < g.lo and t.group is None for t in self.triggers)
            ),
            None,
        )
        if attended is not None:
            predicate = attended
            self.attended_by = trigger.index
        gathered = next(
            (
                g
                for g in self.s.groups
                if trigger.index < g.lo <= trigger.index + 4
                and g.main.lemma == "bring-together"
                and self.s.segments[g.segment].kind in (SegmentKind.RELATIVE, SegmentKind.THAT)
            ),
            None,
        )
        if gathered is not None:
            predicate = gathered  # "a summit that was to bring together the leaders of A, B and C"
        found: list[str] = []
        if predicate is not None and predicate.main.lemma in lx.INCLUDE_VERBS:
            stop = self.s.segments[self.s.segment_of[predicate.lo]].hi
            onward = next((g.lo for g in self.s.groups if g.finite and g.lo >= predicate.hi), len(self.tokens))
            for actor in self.s.actors:
                if predicate.reduced and actor.lo >= onward:
                    break  # "…, attended by the Kenyan president, condemned the raid in Somalia"
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
                    and all(t.low in _BESIDE or not t.is_word for t in self.tokens[part.lo + 1 : actors[0].lo])
                    and len(actors[0].parties) >= 2
                    and not any(g.segment == nxt for g in self.s.groups)
                ):
                    found += actors[0].parties
            nxt += 1
        return found

    def _only_a_seat(self, unit: list[Trigger]) -> bool:
        """True where the journey goes to a seat of international organisations, whose state is not visited."""
        lo = unit[0].index
        places = [
            p for p in self.s.places if p.index > lo and p.index - lo < 12 and p.prep in ("to", "in", "for", "at")
        ]
        if not places or places[0].city not in SEATS:
            return False
        return not any(
            a.role and a.lo > places[0].index and a.parties == (places[0].country,) for a in self.s.actors
        )  # but "a trip to Vienna, where he was to meet his Austrian counterpart"

    def _takes_part(self, trigger: Trigger, session: bool = False) -> bool:
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
            and self.tokens[self._past_its_author(lo - 1)].low in GOVERNING_NOUNS
        ):
            return True
        if verb is None:
            prep = self._prep_at(lo - 1) if lo else ""
            segment = self.s.segment(trigger.index)
            if prep == "at" and self._standing_in(lo) is not None:
                return True
            beyond = prep in ("before", "after", "of") or segment.word in ("before", "after")
            if beyond and self.tokens[trigger.index + 1 : trigger.index + 2] and self._others_meet(trigger):
                return False  # "hope to agree before a meeting of the agency's council"
            if session and (beyond or (prep == "during" and segment.kind is SegmentKind.RELATIVE)):
                return False  # "the four will consult before the EU summit"
            if prep == "for" and lo >= 2 and self.tokens[lo - 2].low in ("support", "backing"):
                return False  # "support for WTO negotiations"
            return prep in _PREPOSITIONS_OF_PRESENCE or (
                segment.word in ("after", "before", "during")
                and not any(g.segment == segment.index and g.finite and g.lo > trigger.index for g in self.s.groups)
            )
        lemma = verb.main.lemma
        if lemma in ("agree", "discuss") and trigger.kind == lx.VISIT and self.tokens[lo].low == "the":
            return False  # "had agreed on the visit with Putin": somebody else's
        if session and self._on_the_agenda(verb, trigger):
            return False  # "They went on to discuss the coming NATO summit"
        if verb.main.passive and lemma in ("offer", "promise", "grant", "deny", "refuse"):
            return True
        return not verb.main.passive and (
            (lemma in ("receive", "get", "take") and trigger.kind in (lx.CALL, lx.VISIT))
            or lemma in lx.HOLD_VERBS or lemma in lx.BEGIN_VERBS or lemma in lx.ATTEND_VERBS or lemma in lx.END_VERBS or lemma in lx.CANCEL_VERBS or lemma in lx.POSTPONE_VERBS
            or lemma in ("tell", "send", "dispatch", "call", "gear-up", "brace", "fix") or lemma in lx.MOVE_VERBS or lemma in lx.EXTEND_VERBS or lemma in lx.PROPOSE_VERBS or lemma in lx.HEDGE_VERBS or lemma in lx.PARTICIPANT_VERBS
        )  # fmt: skip

    def _others_meet(self, trigger: Trigger) -> bool:
        """ "a meeting of …": whose it is stands after the noun."""
        return self.tokens[trigger.index + 1].low == "of" and self.tokens[trigger.index + 1].name is None

    def _only_proposes(self, trigger: Trigger) -> bool:
        """ "Jordan is pushing for a meeting of A and B": who asks for it is not at the table."""
        verb = self._governing_verb(self._through_light_parts(self.np_lo[trigger.index]))
        return verb is not None and verb.main.lemma in lx.PROPOSE_VERBS

    def _left_parties(self, trigger: Trigger, frame: Frame) -> tuple[list[str], bool, list[str], bool]:
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
        frame.label = tuple(w for w in words if w not in lx.DETERMINERS and w not in lx.PLAIN_LABELS)
        parts = [t.low for t in self.tokens[self._through_light_parts(lo) : lo] if t.is_word]
        frame.past_label = any(w in _PAST_LABELS for w in (*words, *parts)) and not any(w in ("next",) for w in words)
        frame.past_label |= any(
            w.isdigit() and 1900 < int(w) < self.context.published.year for w in words
        )  # "his 1998 trip"
        seen: set[int] = set()
        for k in range(lo, i):
            actor = self.s.actor_at.get(k)
            if actor is None or id(actor) in seen or actor.speaker:
                continue
            seen.add(id(actor))
            inside_place = all(m.kind is NameKind.PLACE for m in actor.mentions)
            if inside_place and actor.mentions[0].city and not actor.possessive:
                frame.city = frame.city or actor.mentions[0].city  # "the Geneva talks"
                frame.country = frame.country or actor.mentions[0].country
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
                    and self.tokens[actor.hi + 1].low in lx.BROKERING_PARTICIPLES
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
        if poss in ("his", "her") and not own:
            person = self._nearest_person(lo)
            own += [p for p in (person or self.context.last_person) if p not in own]
        elif poss == "their" and not own:
            group = self._nearest_plural(lo) or self._with_a_companion(lo)
            body = next((a for a in reversed(self.s.actors) if a.hi <= lo and not a.modifier), None)
            if (
                body is not None
                and body.role
                and body.plural
                and len(body.parties) == 1
                and not lx.is_state(body.parties[0])
            ):
                own += body.parties  # "submitted to the APEC leaders during their meeting"
                session = True
            elif group:
                own += group
                pair = len(group) >= 2
            elif len(self.context.last_pair) >= 2:
                own += self.context.last_pair
                pair = True
        return own, pair, topic, session

    def _named_next(self, segment: Segment, met: set[str]) -> tuple[str, ...]:
        """ "When he meets Xi in Lima on Friday, Biden will press …": the "he" of an opening clause is named after it."""
        if any(g.finite and g.hi <= segment.lo for g in self.s.groups):
            return ()
        return next(
            (
                a.parties
                for a in self.s.actors
                if a.lo >= segment.hi
                and a.person
                and a.prep is None
                and not a.modifier
                and not a.possessive
                and a.object_of is None
                and len(a.parties) == 1
                and not set(a.parties) <= met
            ),
            (),
        )

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
        own = self._subject_so_far(k)
        if own and self.context.last_person:
            return self.context.last_person
        for actor in (*self._in_the_clause_of(k), *self.s.actors):
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
            ) and (best is None or (actor.prep is None and actor.object_of is None)):
                best = actor
        return best.parties if best is not None else ()

    def _subject_so_far(self, k: int) -> bool:
        """ "He flies to Brasilia, where he will lunch with Lula, and ends *his* trip in Panama": all of the one who opens it."""
        mine = _HE if self.tokens[k].low in _HE else _SHE if self.tokens[k].low in _SHE else ()
        first = next((j for j in range(k) if self.tokens[j].low in ("he", "she") and self.tokens[j].name is None), None)
        if first is None or self.tokens[first].low not in mine:
            return False
        return not any(a.hi <= first and (a.person or a.role) and not a.speaker for a in self.s.actors) and any(
            a.hi <= k and a.person for a in self.s.actors
        )

    def _in_the_clause_of(self, k: int) -> list[Actor]:
        """Who stands in the subordinate clause of ``k`` ("after Biden cut short *his* trip", whoever said so)."""
        segment = self.s.segment(k)
        if segment.kind is not SegmentKind.SUB:
            return []
        return [a for a in self.s.actors if segment.lo <= a.lo < k]

    def _with_a_companion(self, k: int) -> list[str]:
        """ "The president and First Lady Michelle Obama left after *their* visit": both are of his party."""
        for actor in reversed(self.s.actors):
            after = self.tokens[actor.hi : actor.hi + 2]
            if (
                actor.hi < k
                and actor.person
                and actor.prep is None
                and len(actor.parties) == 1
                and [t.low for t in after[:1]] == ["and"]
                and len(after) == 2
                and after[1].text[:1].isupper()
            ):
                return list(actor.parties)
        return []

    def _members_of_a_body(self, k: int) -> list[str]:
        """ "EU ministers will say when *they* meet": the body's people in the same sentence."""
        bodies = [
            a
            for a in self.s.actors
            if a.hi <= k
            and a.plural
            and a.role
            and a.prep is None
            and len(a.parties) == 1
            and a.mentions[0].kind is NameKind.ORGANISATION
        ]
        return list(bodies[-1].parties) if bodies else []

    def _nearest_plural(self, k: int) -> list[str]:
        for actor in reversed(self.s.actors):
            if actor.hi <= k and len(actor.parties) >= 2:
                return list(actor.parties)
        people = [a for a in self.s.actors if a.hi <= k and a.person and len(a.parties) == 1 and not a.speaker]
        both = list(dict.fromkeys(p for a in people for p in a.parties))
        return (
            both if len(both) == 2 and people[-1].prep in (None, "with") else []
        )  # "X golfed with Y after the two met"

    def _right_parties(self, trigger: Trigger, frame: Frame) -> dict[str, list[str]]:
        """Names after the noun by their preposition, up to the next verb or clause."""
        i = trigger.index
        found: dict[str, list[str]] = {"with": [], "between": [], "by": [], "to": [], "of": [], "convened": []}
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
            if prep is None and not comma_before and last_prep is None and not self._beside_its_own(i, actor):
                continue
            owned = actor.possessive and actor.hi + 1 < len(self.tokens) and not actor.role
            if owned and prep == "of" and trigger.kind == lx.MEETING and self._organ_of(actor):
                found["between"] += actor.parties
                frame.session = True  # "a meeting of the IAEA's board"
                continue
            if owned and (prep != "with" or actor.person):
                continue
            body = (
                actor.hi < len(self.tokens)
                and self.tokens[actor.hi].low in lx.BODY_NOUNS
                and actor.mentions[0].kind is NameKind.ORGANISATION
            )
            if actor.modifier and not body and not (prep in ("with", "between", "among") and len(actor.parties) >= 2):
                head = self.tokens[actor.hi].low if actor.hi < len(self.tokens) else ""
                if not (
                    prep in ("with", "between")
                    and head not in lx.NOT_PARTY_HEADS
                    and head not in ("firms", "companies")
                ):
                    last_prep = "with" if prep == "with" else last_prep  # "with members of parliament and the minister"
                    continue
            if prep in ("with", "alongside") or (prep is None and self._beside_its_own(i, actor)):
                found["with"] += actor.parties
                last_prep = "with"
            elif (prep in ("between", "among") and self._tied(i, actor)) or (
                prep == "involving" and not self._involves(i, actor)
            ):
                continue
            elif prep in ("between", "among", "involving", "including", "bringing"):
                found["between"] += actor.parties
                last_prep = "between"
            elif (
                prep is None
                and last_prep == "with"
                and (actor.person or actor.role)
                and self.tokens[actor.lo - 1].low == "and"
                and actor.hi not in self.s.group_at
            ):
                found["with"] += actor.parties
            elif prep == "by" and trigger.kind in (lx.VISIT, lx.TOUR):
                if self.tokens[actor.lo - 2].low not in _RANKS and self.tokens[actor.lo - 3].low not in _RANKS:
                    found["by"] += actor.parties  # not "to China, the first by a Western leader since 2019"
            elif prep in ("on", "to") and self.tokens[i].low in ("call", "calls") and trigger.kind == lx.MEETING:
                found["with"] += actor.parties  # "paid a courtesy call on the president"
            elif prep == "from" and trigger.kind in (lx.VISIT, lx.CALL) and self._received(trigger):
                found["by" if trigger.kind == lx.VISIT else "with"] += actor.parties
            elif (
                prep == "for"
                and self.tokens[i].low in lx.MEAL_NOUNS
                and (actor.person or actor.role)
                and not comma_before
            ):
                found["with"] += actor.parties  # "will give a dinner for Hansen and Virtanen"
            elif prep == "by" and self.tokens[actor.lo - 2].low in _CONVENED_BY and not comma_before:
                found["convened"] += actor.parties
            elif prep == "of":
                told_of = {t.low for t in self.tokens[max(0, actor.lo - 4) : actor.lo]}
                if told_of & (_BEHESTS | lx.MEDIATION_NOUNS):
                    continue  # "at the invitation of President Lula", "under the auspices of the UN"
                if trigger.kind == lx.TOUR and not (actor.person or actor.role):
                    found["to"] += [
                        p for m in actor.mentions if (p := m.country or m.party)
                    ]  # "a tour of Egypt and Libya"
                elif trigger.kind in (lx.VISIT, lx.TOUR):
                    found["by"] += actor.parties
                elif trigger.kind in (lx.MEETING, lx.SUMMIT, lx.GATHERING, lx.TALKS) and not self._of_another(i, actor):
                    found["between"] += actor.parties
                    if any(m.kind is NameKind.ORGANISATION for m in actor.mentions):
                        frame.session = True
            elif (
                prep in ("to", "in", "at")
                and trigger.kind in (lx.VISIT, lx.TOUR)
                and not (actor.person or self._of_violence(actor.lo))
            ):
                found["to"] += [
                    p
                    for m in actor.mentions
                    for p in [m.party if m.kind is NameKind.STATE and m.party else m.country or m.party]
                    if p
                ]
        if not found["between"] or len(set(found["between"])) == 1:
            found["between"] = self._own_man(i) or found["between"]
        if len(found["between"]) == 1:
            found["between"] += self._second_of_between(i, found["between"][0])
            if len(found["between"]) == 1 and any(
                self._prep_at(k) == "between" for k in range(i + 1, min(i + 4, stop))
            ):
                frame.half_named = True
        if trigger.kind in (lx.VISIT, lx.TOUR):
            for place in self.s.places:
                pointed = i < place.index < stop and place.prep in ("to", "in") and not self._territory(place.index)
                pointed = pointed and not self._of_violence(place.index)
                if pointed and place.country and place.country not in found["to"]:
                    found["to"].append(place.country)
            travelled = any(trigger in u and u[0].group is not None for u in self.units)
            if not found["to"] and not travelled and (there := self._that_country(i, stop)) is not None:
                found["to"].append(there)
            if not found["to"] and frame.topic:
                found["to"] += list(frame.topic)
        # "with him", "with his Iraqi counterpart" are actors already; plain pronouns:
        for k in range(i + 1, min(stop, i + 6)):
            if self.tokens[k].low in ("him", "her", "them") and k and self.tokens[k - 1].low == "with":
                him = (self._nearest_person(k) if self.tokens[k].low != "them" else ()) or self.context.last_person
                holder = self._governing_verb(self._through_light_parts(self.np_lo[i]))
                if him and holder is not None and him == self._subject_of(holder)[0]:
                    him = self.context.last_person  # "Xi held talks with him": with whom the sentence before was about
                found["with"] += [p for p in him if p not in found["with"]]
        return found

    def _left_behind(self, lead: Trigger) -> list[str]:
        """The host in "departed from India after a three-day visit", "left Cairo after ending their visit"."""
        segment = self.s.segment(lead.index)
        before = self.tokens[max(0, self.np_lo[lead.index] - 3) : self.np_lo[lead.index]]
        if segment.word != "after" and not any(t.low == "after" for t in before):
            return []
        gone = next(
            (g for g in self.s.groups if g.finite and g.hi <= lead.index and g.main.lemma in ("depart", "leave")), None
        )
        if gone is None or gone.links[0].tense not in ("past", "perfect"):
            return []
        for k in range(gone.hi, min(gone.hi + 3, len(self.tokens))):
            name = self.tokens[k].name
            if name is not None:
                stays = self._prep_at(k - 1) == "from" or k == gone.hi
                return [name.country or name.party or ""] if stays and (name.country or name.party) else []
        return []

    def _organ_of(self, actor: Actor) -> bool:
        """Whether the organisation's council, board or committee follows ("the IAEA's board")."""
        return actor.mentions[0].kind is NameKind.ORGANISATION and any(
            t.is_word and t.low in lx.ORGANS | lx.STANDING_BODIES for t in self.tokens[actor.hi : actor.hi + 4]
        )

    def _tied(self, i: int, actor: Actor) -> bool:
        """ "met the top official for *relations between* China and India": an office, and no meeting of the two."""
        k = next((k for k in range(actor.lo - 1, i, -1) if self.tokens[k].low in ("between", "among")), i)
        return (
            k - 1 > i
            and self.tokens[k - 1].is_word
            and self.tokens[k - 1].low in lx.TIE_NOUNS
            and any(t.is_word and t.low in lx.PERSON_ROLES for t in self.tokens[max(i + 1, k - 5) : k - 1])
        )

    def _received(self, trigger: Trigger) -> bool:
        """True for "received a phone call from", "welcomed a visit from"."""
        verb = self._governing_verb(self.np_lo[trigger.index])
        return verb is not None and verb.main.lemma in ("receive", "get", "take", "accept", "have")

    def _further_stop(self, actor: Actor) -> bool:
        """True for Estonia in "to Sweden on Tuesday and Estonia on Wednesday"."""
        before = self.tokens[actor.lo - 1].low if actor.lo else ""
        return (
            actor.prep is None
            and before in ("and", "then", ",")
            and not (actor.person or actor.role or actor.modifier or actor.possessive or actor.speaker)
            and bool(actor.mentions[0].country)
            and actor.hi not in self.s.group_at
            and self.tokens[actor.lo - 2].time is not None
        )

    def _joined_by(self, lead: Trigger) -> list[str] | None:
        """Whom the subject joins for it ("is to join EU leaders for a working lunch")."""
        lo = self.np_lo[lead.index]
        if not lo or self._prep_at(lo - 1) not in ("for", "at", "in"):
            return None
        verb = max(
            (g for g in self.s.groups if g.hi < lo and g.segment == self.s.segment_of[lo]),
            key=lambda g: g.hi,
            default=None,
        )
        if verb is None or verb.main.lemma != "join" or verb.main.negated:
            return None
        return [
            p for a in self.s.actors if verb.hi <= a.lo < lo and a.prep is None and not a.modifier for p in a.parties
        ]

    def _speaking_state(self) -> str | None:
        """The state or its office that the sentence quotes, where it quotes just one."""
        speakers = {a.parties for _, a in self.s.attributions if a is not None and len(a.parties) == 1}
        only = next(iter(speakers)) if len(speakers) == 1 else ()
        return only[0] if only and lx.is_state(only[0]) else None

    def _of_its_own(self, i: int) -> bool:
        """ "said that a meeting *of its foreign minister* with": the speaker's own."""
        words = [t.low for t in self.tokens[i + 1 : i + 3]]
        return words[:1] in (["of"], ["by"], ["between"]) and words[1:2] in (["its"], ["his"], ["her"], ["their"])

    def _opens_what_is_said(self, lead: Trigger) -> bool:
        """ "The Foreign Ministry said *talks with Belarus* would be held": of the one who says so, where nobody else is named before them."""
        segment = self.s.segment(lead.index)
        lo = self._through_light_parts(self.np_lo[lead.index])
        return (
            lead.kind not in (lx.GATHERING, lx.VISIT, lx.TOUR)
            and all(not t.is_word or t.low in ("that", "the") for t in self.tokens[segment.lo : lo])
            and not any(segment.lo <= a.lo < lead.index for a in self.s.actors)
            and not any(
                a.possessive or a.prep in ("between", "of", "by")
                for a in self.s.actors
                if a.lo > lead.index and self.s.segment_of[a.lo] == segment.index
            )
        )

    def _requested_by(self, lead: Trigger) -> list[str]:
        """ "At Ethiopia's request the talks with Egypt were put off": who asks is one of them."""
        segment = self.s.segment_of[lead.index]
        return [
            p
            for a in self.s.actors
            if a.possessive
            and self.s.segment_of[a.lo] == segment
            and a.hi + 1 < len(self.tokens)
            and self.tokens[a.hi + 1].low in lx.REASONS
            for p in a.parties
            if lx.is_state(p)
        ]

    def _go_betweens(self, unit: list[Trigger]) -> list[str]:
        """Who sits between the two: "talks …, mediated by Oman", "a summit hosted by Macron" (a state only lends the room)."""
        lo = unit[-1].index
        found: list[str] = []
        for group in self.s.groups:
            told_of = group.reduced or (group.main.passive and group.links[0].tense == "inf")
            called = group.main.lemma in GO_BETWEEN_VERBS or group.main.lemma in ("organise", "organize")
            if not told_of or not lo < group.lo < lo + 24 or not called:
                continue
            if any(t.index > lo and t.index < group.lo and t not in unit for t in self.triggers):
                continue
            for actor in self.s.actors:
                if "former" in (t.low for t in self.tokens[max(0, actor.lo - 1) : actor.hi]):
                    continue
                if actor.prep != "by" or not 0 <= actor.lo - group.hi <= 2 or actor.modifier or actor.speaker:
                    continue
                in_person = actor.person or actor.role or not all(lx.is_state(p) for p in actor.parties)
                convened = unit[-1].kind == lx.GATHERING and group.main.lemma != "host"
                if in_person or convened or group.main.lemma in ("mediate", "broker", "facilitate", "moderate"):
                    found += actor.parties
        for actor in self.s.actors:
            before = [t.low for t in self.tokens[max(0, actor.lo - 2) : actor.lo]]
            if (
                actor.lo > lo
                and before[-1:] in (["of"], ["by"])
                and before[0] in lx.MEDIATION_NOUNS
                and not actor.speaker
            ):
                found += actor.parties  # "met in Almaty under the mediation of Kazakhstan"
            elif (
                actor.parties
                and "under" in (*before[-1:], self.tokens[actor.lo].low)
                and actor.hi < len(self.tokens)
                and self.tokens[actor.hi].low in lx.MEDIATION_NOUNS
            ):
                found += actor.parties  # "under African Union mediation"
        return found

    def _second_of_between(self, i: int, first: str) -> list[str]:
        """The other side of "between A, who …, and B", behind an apposition or a relative clause."""
        near = next((a for a in self.s.actors if a.lo > i and a.prep in ("between", "among") and a.parties), None)
        if (
            near is None
            or near.hi >= len(self.tokens)
            or self.tokens[near.hi].low not in (",", "(", "-", "–", "—", "and")
        ):
            return []
        for actor in self.s.actors:
            if actor.lo < near.hi:
                continue
            if actor.lo - near.hi > 40:
                return []
            k = actor.lo - 1
            if (
                self.tokens[k].low == "and"
                and self.tokens[k - 1].low in (",", ")", "-", "–", "—")
                and (actor.person or actor.role or not actor.modifier)
                and not actor.possessive
                and first not in actor.parties
                and actor.hi not in self.s.group_at
            ):
                return list(actor.parties)
        return []

    def _own_man(self, i: int) -> list[str]:
        """ "Serbia called off a meeting between Marko Djuric and his Croatian counterpart": whom no list knows is the subject's own."""
        stop = self.s.segment(i).hi
        deed = self._governing_verb(self._through_light_parts(self.np_lo[i]))
        if deed is None or deed.main.lemma not in _OF_ONES_OWN or deed.main.passive:
            return []
        for actor in self.s.actors:
            if not (actor.role and len(actor.parties) == 1 and i < actor.lo < stop):
                continue
            if self.tokens[actor.lo].low not in ("his", "her") or self.tokens[actor.lo - 1].low != "and":
                continue
            opening = next((k for k in range(actor.lo - 2, i, -1) if self._prep_at(k) == "between"), None)
            if opening is None:
                continue
            man = self.tokens[opening + 1 : actor.lo - 1]
            if not 0 < len(man) <= _LONGEST_NAME or any(t.name is not None and t.name.party for t in man):
                continue
            if not man[-1].text[:1].isupper():
                continue
            owner = next(
                (
                    a
                    for a in reversed(self.s.actors)
                    if a.hi <= deed.lo and a.prep is None and not (a.modifier or a.speaker) and len(a.parties) == 1
                ),
                None,
            )
            if owner is not None and lx.is_state(owner.parties[0]) and owner.parties != actor.parties:
                return [*owner.parties, *actor.parties]
        return []

    def _of_another(self, i: int, actor: Actor) -> bool:
        """ "talks with her on the rebuilding of Mosul": the "of" belongs to another noun than the meeting at ``i``."""
        return any(
            self.tokens[k].low in ("on", "about", "over", "for", "regarding")
            and self.tokens[k].time is None
            and not (k + 1 < len(self.tokens) and self.tokens[k + 1].time is not None)
            for k in range(i + 1, actor.lo)
        )

    def _beside_its_own(self, i: int, actor: Actor) -> bool:
        """The second of "a meeting between its foreign minister and his Pakistani counterpart"."""
        words = [t.low for t in self.tokens[i + 1 : actor.lo] if t.name is None]
        return words[:1] == ["between"] and words[1:2] in (["its"], ["his"], ["her"], ["their"]) and "and" in words

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
        direct = group.main.lemma in ("visit", "tour")
        if kind == lx.VISIT:
            stop = next(
                (k for k in range(group.hi, stop) if self.tokens[k].is_word and self.tokens[k].low == "that"), stop
            )  # "told X, who is visiting Oslo, that Iran and Iraq …"
        met: list[str] = []
        dest: list[str] = []
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
                if all(m.kind is NameKind.GROUP for m in actor.mentions):
                    first = False
                    continue  # nobody travels to a movement
                if (
                    (direct and actor.prep is None and (first or actor.lo <= group.hi + 6))
                    or (not direct and actor.prep in ("to", "in", "at", "into"))
                    or (not direct and actor.prep == "for" and actor.place)
                    or (direct and actor.prep == "to")
                    or (bool(dest) and self._further_stop(actor))
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
            if self._mere_people(actor):
                continue
            if actor.possessive and not actor.role:
                continue
            if (
                actor.prep == "with"
                or (actor.prep == "including" and self._including_people(actor))
                or (
                    actor.prep in ("on", "upon")
                    and group.main.lemma == "call"
                    and (actor.person or self._one_in_office(actor))
                )
                or (group.main.lemma in lx.DIRECT_MEET_VERBS and self._heads_delegation(actor, group.hi))
                or (
                    actor.prep is None
                    and group.main.lemma == "meet"
                    and actor.person
                    and self._in_with_list(actor, group.hi)
                )
                or (actor.prep == "to" and kind == "speak" and (actor.person or actor.role))
            ):
                met += actor.parties
            elif (
                actor.prep is None
                and (group.main.lemma in lx.DIRECT_MEET_VERBS or (kind == lx.MEETING and group.main.lemma in _MET_BY))
                and not group.main.passive
            ):
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
        if group.main.passive and not met and (seat := self._received_at_a_seat(group)) is not None:
            met.append(seat)
        if segment.kind is SegmentKind.RELATIVE and kind != lx.VISIT and not met:
            opening = [t.low for t in self.tokens[segment.lo : segment.lo + 2]]
            if opening == ["with", "whom"]:
                met += next((list(a.parties) for a in reversed(self.s.actors) if 0 <= segment.lo - a.hi <= 2), [])
        if kind == lx.VISIT and self._comes_here(group) and self.context.here_country:
            dest.append(self.context.here_country)
        if kind == lx.VISIT and (there := self._where_to(group)) is not None:
            dest.append(there[1])
        if kind == lx.VISIT:
            for place in self.s.places:
                if (
                    group.hi <= place.index < stop
                    and place.country
                    and not self._territory(place.index)
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
            if self.tokens[k].low == "them" and kind == "host" and len(self.context.last_pair) == 2:
                met += [p for p in self.context.last_pair if p not in met]
                frame.half_named = True  # "Georgia offered to host them": the two told of before
            elif self.tokens[k].low in ("him", "her", "them") and kind != lx.VISIT:
                met += [p for p in self.context.last_person if p not in met]
        return met, dest

    def _mere_people(self, actor: Actor) -> bool:
        """ "met with Iraqis who had fled": a state's people, who speak for nobody."""
        return (
            actor.hi < len(self.tokens)
            and all(m.kind is NameKind.DEMONYM for m in actor.mentions)
            and self.tokens[actor.hi - 1].name is not None
            and self.tokens[actor.hi].low in ("who", "whose", "living", "residing", "abroad")
            and not any(t.low == "the" for t in self.tokens[max(0, actor.lo - 1) : actor.hi])
        )

    def _subject(self, unit: list[Trigger]) -> tuple[tuple[str, ...], str]:
        """Who does it: parties and how they were found (actor, pronoun, inherited, none)."""
        lead = unit[0]
        if lead.group is not None:
            return self._subject_of(lead.group)
        lo = self._through_light_parts(self.np_lo[lead.index])
        relative = self._object_relative(lead.index)
        if relative is not None:
            own_subject = next(
                (
                    a
                    for a in self.s.actors
                    if lead.index < a.lo and a.hi <= relative.lo and a.prep is None and a.parties and not a.modifier
                ),
                None,
            )
            return (own_subject.parties, "actor") if own_subject is not None else self._subject_of(relative)
        invite = self._invitation(lo, self._prep_at(lo - 1) if lo else "")
        if invite is not None:
            guests = [
                p
                for a in self.s.actors
                if invite.hi <= a.lo < lo and a.prep is None and not a.modifier
                for p in a.parties
            ]
            asked = [self.tokens[k].low for k in range(invite.hi, lo) if self.tokens[k].is_word]
            if not guests and "both" in asked and len(self.context.last_pair) == 2:
                guests = list(self.context.last_pair)  # "invited both to dinner"
            if not guests and any(self.tokens[k].low in ("him", "her", "them") for k in range(invite.hi, lo)):
                guests = list(self.context.last_person)
            return tuple(dict.fromkeys((*guests, *self._subject_of(invite)[0]))), "actor"
        verb = self._governing_verb(lo)
        if (
            verb is None
            and lo >= 2
            and self._prep_at(lo - 1) in ("for", "of", "to", "on")
            and self.tokens[self._past_its_author(lo - 1)].low in GOVERNING_NOUNS
        ):
            # "rejected Annan's call for a conference": who rejects, and whose call it is
            noun = self._past_its_author(lo - 1)
            verb = self._governing_verb(noun)
            owner = next(
                (
                    a
                    for a in self.s.actors
                    if (a.possessive or a.modifier) and a.hi <= lo - 2 and lo - 2 - a.hi <= (3 if a.possessive else 0)
                ),
                None,
            ) or next(
                (
                    a
                    for a in self.s.actors
                    if a.prep in ("by", "from") and (0 < a.lo - lead.index <= 3 or noun < a.lo < lo)
                ),
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
            if verb.main.passive and verb.main.lemma not in ("offer", "promise", "grant", "deny", "refuse"):
                return (), "none"
            return self._subject_of(verb)  # also who was offered or denied it
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
            if matrix is not None and (speaker := self._says_it_behind(matrix)) is not None:
                return speaker.parties, "actor"
            if matrix is not None:
                return self._subject_of(matrix)
        later = next((g for g in self.s.groups if g.finite and g.lo > lead.index), None)
        if later is not None and lo <= 4 and self._prep_at(max(lo - 1, 0)) in _LEADING_PREPOSITIONS:
            return self._subject_of(later)  # "In talks with …, Cohen reaffirmed …"
        return (), "none"

    def _says_it_behind(self, group: VerbGroup) -> Actor | None:
        """Who "said Chancellor Scholz" after a quotation names."""
        if group.main.lemma not in lx.REPORTING or not group.lo or self.tokens[group.lo - 1].low not in (",", '"', "”"):
            return None
        return next(
            (
                a
                for a in self.s.actors
                if group.hi <= a.lo <= group.hi + 2 and a.person and a.parties and a.prep is None
            ),
            None,
        )

    def _subject_of(self, group: VerbGroup, depth: int = 0) -> tuple[tuple[str, ...], str]:
        taken = self.tokens[group.hi].low if group.hi < len(self.tokens) else ""
        if group.main.lemma == "take" and depth == 0 and taken in ("him", "her", "them"):
            return (self._nearest_person(group.lo) or self.context.last_person), "pronoun"
        segment = self.s.segments[group.segment]
        edge = group.lo - 1
        while edge > 0 and self.tokens[edge].low in ("still", "also", "now", "then"):
            edge -= 1
        if group.reduced and depth == 0 and not (edge >= 0 and self.tokens[edge].low in ("and", "but", ",")):
            return (), "none"
        candidates = [
            a for a in self.s.actors if segment.lo <= a.lo and a.hi <= group.lo and self._can_be_subject(a, group)
        ]
        colon = next((k for k in range(group.lo - 1, segment.lo, -1) if self.tokens[k].low == ":"), 0)
        if colon and any(a.lo > colon for a in candidates):
            candidates = [a for a in candidates if a.lo > colon]  # "Talks in Cairo: The diplomats of A and B met"
        compelled = self._compelled(group)
        if compelled is not None:
            return compelled.parties, "actor"
        if segment.kind is SegmentKind.RELATIVE and segment.word in ("who", "which", "that") and not candidates:
            before = [a for a in self.s.actors if a.hi <= segment.lo and segment.lo - a.hi <= 3 and a.parties]
            if before and self._no_envoys(before[-1], segment.lo):
                return (), "noun"
            if before:
                return before[-1].parties, "actor"
            return (), "none"
        if group.links[0].tense == "inf":
            own = next((a for a in self.s.actors if a.prep == "for" and a.hi == group.lo and a.parties), None)
            if own is not None and not own.modifier and (own.person or own.role or not own.place):
                return own.parties, "actor"  # "plans for Kerry to visit Cuba"
        if group.links[0].tense == "inf" and (sent := self._for_whom(group)) is not None:
            return sent.parties if not sent.modifier else (), "actor" if not sent.modifier else "noun"
        if group.links[0].tense == "inf" and (letter := self._invitation_before(group)) is not None:
            guest = next((a for a in self.s.actors if letter < a.lo <= letter + 4 and a.prep in ("to", "for")), None)
            if guest is not None and guest.hi <= group.lo:
                return guest.parties, "actor"
        if group.links[0].tense == "inf":
            governors = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
            if governors and governors[-1].main.lemma in lx.URGE_VERBS:
                invited = [
                    a
                    for a in self.s.actors
                    if governors[-1].hi <= a.lo and a.hi <= group.lo and a.prep is None and a.parties and not a.modifier
                ]
                if invited:
                    return invited[0].parties, "actor"
            if governors and governors[-1].main.lemma == "call" and self.tokens[governors[-1].hi].low in ("on", "upon"):
                called = [a for a in self.s.actors if governors[-1].hi < a.lo and a.hi <= group.lo and not a.modifier]
                return (called[0].parties, "actor") if called else ((), "noun")  # who calls on others does not go
        if group.links[0].tense == "ing" and group.lo and self.tokens[group.lo - 1].low == "from":
            kept = next((a for a in self.s.actors if a.hi == group.lo - 1 and a.prep is None and a.parties), None)
            if kept is not None:
                return kept.parties, "actor"  # "prevented Ethiopia from cancelling the talks"
        if group.links[0].tense == "ing":
            of = next((a for a in self.s.actors if a.hi == group.lo and a.prep == "of" and a.parties), None)
            if of is not None and of.lo >= 2 and self.tokens[of.lo - 2].low in GOVERNING_NOUNS:
                return of.parties, "actor"  # "the idea of Chad and Niger holding a summit"
        if candidates:
            actor = candidates[0]
            nearest = candidates[-1]
            joint = [t.low for t in self.tokens[max(0, nearest.lo - 3) : nearest.lo]]
            if (
                nearest is not actor
                and "," in joint
                and ("and" in joint or "but" in joint)
                and group.finite
                and any(actor.hi <= g.lo and g.hi <= nearest.lo and g.finite for g in self.s.groups)
            ):
                actor = nearest  # "A will send envoys, and B plans to attend": the second verb's own
            if (
                actor.lo >= 2
                and self.tokens[actor.lo - 1].low in ("and", ",")
                and self.tokens[actor.lo - 2].low in ("he", "she")
                and (self.tokens[actor.lo - 1].low == "and" or len(actor.parties) > 1)
            ):
                # "he and Hansen are to hold talks with …"
                himself = (
                    self._nearest_person(actor.lo - 2) or self.context.last_person or tuple(self._speaker_parties())
                )
                return tuple(dict.fromkeys((*himself, *actor.parties))), "actor"
            if not group.finite and group.links[0].tense == "inf" and len(candidates) > 1:
                # "invited Putin to visit": the one between the verbs goes
                governors = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
                if governors and governors[-1].main.lemma in lx.OBJECT_CONTROL_VERBS:
                    after = [a for a in candidates if a.lo >= governors[-1].hi]
                    if after:
                        return after[0].parties, "actor"
            return actor.parties, "actor"
        if group.links[0].tense == "inf":
            governors = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
            if governors:
                governor = governors[-1]
                if governor.main.lemma in lx.OBJECT_CONTROL_VERBS:
                    after = [a for a in self.s.actors if governor.hi <= a.lo < group.lo and a.prep is None]
                    if after:
                        return after[0].parties, "actor"
        pronoun = self._pronoun_subject(group, segment)
        if pronoun is not None:
            return pronoun
        named = [
            a
            for a in self.s.actors
            if a.prep == "including" and segment.lo <= a.lo and a.hi <= group.lo and len(a.parties) > 1
        ]
        opening = {t.low for t in self.tokens[segment.lo : named[0].lo]} if named else set()
        if named and opening & lx.PERSON_ROLES and not any(g.finite and g.hi <= group.lo for g in self.s.groups):
            return named[0].parties, "actor"  # "Ministers from ten countries, including those of A and B, will meet"
        seats = next(
            (
                a
                for a in self.s.actors
                if segment.lo <= a.lo
                and a.hi <= group.lo
                and a.place
                and a.prep in ("in", "from")
                and len(a.parties) >= 2
            ),
            None,
        )
        if seats is not None and any(
            t.is_word and t.low in lx.PERSON_ROLES and t.low.endswith("s") for t in self.tokens[segment.lo : seats.lo]
        ):
            return seats.parties, "actor"  # "the water ministers in Egypt, Sudan and Ethiopia will meet"
        led = next(
            (
                a
                for a in self.s.actors
                if segment.lo <= a.lo
                and a.hi <= group.lo
                and a.prep == "by"
                and a.lo >= 2
                and any(t.low in _SENT_BY for t in self.tokens[max(0, a.lo - 2) : a.lo])
            ),
            None,
        )
        if led is not None:
            return led.parties, "actor"
        members = self._members_before(group)
        if members:
            return members, "actor"
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
                    if self.s.segments[back].kind is SegmentKind.RELATIVE and (
                        segment.kind is not SegmentKind.SUB or group.links[0].tense == "ing"
                    ):
                        continue  # "sold in Tete, which borders Malawi, before heading to Beira"
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

    def _compelled(self, group: VerbGroup) -> Actor | None:
        """Who did it, in "the shelling that forced *Armenia* to call off the talks"."""
        if group.links[0].tense != "inf" or self.s.segments[group.segment].kind is not SegmentKind.RELATIVE:
            return None
        governor = next((g for g in reversed(self.s.groups) if g.hi <= group.lo and g.segment == group.segment), None)
        if governor is None or governor.main.lemma not in lx.COMPEL_VERBS or governor.main.passive:
            return None
        return next(
            (a for a in self.s.actors if a.lo == governor.hi and a.hi <= group.lo and a.parties and a.prep is None),
            None,
        )

    def _for_whom(self, group: VerbGroup) -> Actor | None:
        """Who would go, in "arrangements *for pilgrims* to travel"."""
        near = [a for a in self.s.actors if a.prep == "for" and 0 <= group.lo - a.hi <= 2 and not a.place]
        return near[-1] if near and not any(t.low == "," for t in self.tokens[near[-1].hi : group.lo]) else None

    def _no_envoys(self, actor: Actor, stop: int) -> bool:
        """ "French *troops* who arrived in Bangui": people of a state who do not speak for it."""
        if self._mere_people(actor):
            return True
        return actor.modifier and any(
            t.is_word and t.low in lx.NOT_PARTY_HEADS for t in self.tokens[actor.hi : min(stop, actor.hi + 2)]
        )

    def _members_before(self, group: VerbGroup) -> tuple[str, ...]:
        """ "The contact group, made up of A, B and C, will meet": the members that an inset before the verb lists."""
        for actor in self.s.actors:
            if len(actor.parties) < 2 or actor.hi > group.lo or group.lo - actor.hi > 2 or actor.lo < 2:
                continue
            word, before = self.tokens[actor.lo - 1].low, self.tokens[actor.lo - 2].low
            if word in ("-", "–", "—", "--") and self.tokens[group.lo - 1].low == word:
                return actor.parties  # "The three leaders - Kagame, Tshisekedi and Lourenco - will meet"
            if word in _MADE_UP_OF and (word != "of" or before in ("up", "composed", "consisting", "consists")):
                return actor.parties
        return ()

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
            if any(
                t.time is not None and t.time.text.endswith((" after", " before"))
                for t in self.tokens[governor.hi : actor.lo]
            ):
                return True  # "came a day after Hasina called off her trip"
            told = governor.main.lemma in lx.REPORTING and group.finite and group.lo == actor.hi
            if governor.main.lemma not in ("say", "tell", "add", "announce") and governor.lo < group.lo and not told:
                return False
        return True

    def _involves(self, i: int, actor: Actor) -> bool:
        """ "talks in Lima involving Chile and Peru", not "talks on a dispute involving Peru"."""
        k = next((k for k in range(actor.lo - 1, i, -1) if self.tokens[k].low == "involving"), i)
        return all(
            t.name is not None
            or t.time is not None
            or not t.is_word
            or t.low in ("in", "at", "on", "the", "of", "and", "city", "town", "capital", "resort")
            for t in self.tokens[i + 1 : k]
        )

    def _including_people(self, actor: Actor) -> bool:
        """ "met ministers, including the Chilean one", not "discussed issues, including Chile"."""
        k = next((k for k in range(actor.lo - 1, -1, -1) if self.tokens[k].low == "including"), 0)
        k -= 2 if k and self.tokens[k - 1].low == "," else 1
        while k > 0 and (self.tokens[k].low in ("there", "abroad", "present", "countries") or self.tokens[k].time):
            k -= 1
        while k > 1 and self.tokens[k - 1].low in ("of", "from", "in", "for"):
            k -= 2  # "leaders of the region, including"
            while k > 0 and self.tokens[k].low in lx.DETERMINERS:
                k -= 1
        return self.tokens[k].name is not None or self.tokens[k].low in lx.ROLES or k in self.s.actor_at

    def _territory(self, k: int) -> bool:
        """ "to Abkhazia": a territory with an id of its own, whose host is not the state that it lies in."""
        name = self.tokens[k].name
        return name is not None and name.kind is NameKind.STATE and name.party not in (None, name.country)

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
            if token.low in ("he", "she") and any(
                t.low == ("she" if token.low == "he" else "he") for t in self.tokens[:k]
            ):
                others = [a for a in self.s.actors if a.hi <= k and a.person and len(a.parties) == 1 and not a.speaker]
                if len(others) > 1:
                    return others[-1].parties, "pronoun"  # "he rang Hansen a day before she was due to meet …"
            if token.low in ("he", "she"):
                person = self._nearest_person(k) or self.context.last_person
                met = {p for a in self.s.actors if group.hi <= a.lo <= group.hi + 4 and a.person for p in a.parties}
                if not person or set(person) <= met:
                    person = self._named_next(segment, met) or person
                return person, "pronoun"
            if token.low == "it" and k + 1 == group.lo:
                named = [
                    a for a in self.s.actors if a.hi <= k and a.prep is None and len(a.parties) == 1 and not a.place
                ]
                named = [
                    a
                    for a in named
                    if (not a.modifier and not (a.possessive and not a.role))
                    or any(t.low in lx.OFFICES_OF_STATE for t in self.tokens[a.hi : a.hi + 4] if t.is_word)
                ]
                return (named[-1].parties, "pronoun") if named else ((), "noun")
            if token.low == "they" and any(t.is_word and t.low in lx.OTHER_PEOPLE for t in self.tokens[:k]):
                return (), "noun"  # "experts warned as they met"
            if (
                token.low == "they"
                and self.context.last_plural
                and self._meets_others(group)
                and not self._nearest_plural(k)
                and not self._members_of_a_body(k)
            ):
                return self.context.last_plural, "pronoun"
            if (
                token.low in _WHO_WERE_SENT
                and k
                and self.tokens[k - 1].low == "the"
                and self.context.last_plural
                and k not in self.s.actor_at
                and k - 1 not in self.s.actor_at
                and k + 1 == group.lo
            ):
                return self.context.last_plural, "pronoun"
            if token.low in ("two", "pair") and k and self.tokens[k - 1].low == "the" and k + 1 == group.lo:
                told = self.told if len(self.told) > 1 else ()
                return told or self.context.last_pair, "pronoun"
            if token.low == "they":
                group_parties = self._nearest_plural(k) or self._members_of_a_body(k)
                told = self.told if len(self.told) > 1 else ()  # "spoke to Erdogan, and they agreed to meet"
                return tuple(group_parties) or told or self.context.last_pair, "pronoun"
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
                (token.low in ("two", "both") or token.low in _COUNTED)
                and k + 1 < len(self.tokens)
                and (
                    self.tokens[k + 1].low in _GROUPS_OF_LEADERS
                    or k + 1 == group.lo
                    or self.tokens[k + 1].low in lx.ROLES
                    or self._counted(k, group.lo)
                )
            ):
                near = self._nearest_plural(k)
                if token.low in _COUNTED:
                    return self._as_many(_COUNTED[token.low], near), "pronoun"
                return (tuple(near) if len(near) >= 2 else self.context.last_pair or self._mainly(2)), "pronoun"
            if (
                token.low in lx.TITLES
                and k
                and not any(
                    a.object_of is None and a.prep is None and not a.possessive and segment.lo <= a.lo < k
                    for a in self.s.actors
                )
                and self.tokens[k - 1].low in ("the", "foreign", "prime", "'s", "top")
                and not any(a.lo <= k < a.hi for a in self.s.actors)
            ):
                if self.context.last_person:
                    return self.context.last_person, "pronoun"
                spoken = self._speaking_state()
                if spoken is not None and self.tokens[k - 1].low != "'s":
                    return (spoken,), "pronoun"  # "The secretary will travel to …, the State Department said"
        return None

    def _among_themselves(self, unit: list[Trigger]) -> bool:
        """ "for talks on their border dispute", "to meet each other": the guests meet, and their host lends the room."""
        tail = unit[-1]
        if tail.kind in (lx.VISIT, lx.TOUR):
            return False
        near = [t.low for t in self.tokens[tail.index + 1 : tail.index + 6]]
        return near[:2] in (["on", "their"], ["about", "their"], ["over", "their"]) or near[:2] in (
            ["each", "other"],
            ["one", "another"],
            ["between", "them"],
        )

    def _meets_others(self, group: VerbGroup) -> bool:
        """Somebody of another party than those spoken of is whom the verb meets."""
        return any(
            group.hi <= a.lo <= group.hi + 6
            and a.prep in (None, "with")
            and (a.person or a.role)
            and a.parties
            and not set(a.parties) & set(self.context.last_plural)
            for a in self.s.actors
        )

    def _that_country(self, i: int, stop: int) -> str | None:
        """The state that "the island", "the kingdom" is after "a trip to": the one the article names most beside the visitor's."""
        for k in range(i + 1, min(stop, i + 5) - 2):
            if (
                self._prep_at(k) != "to"
                or self.tokens[k + 1].low != "the"
                or self.tokens[k + 2].low not in _COUNTRY_NOUNS
            ):
                continue
            own = {p for a in self.s.actors if not a.place for p in a.parties} | set(self.context.last_person)
            return next((p for p, n in self.context.foremost if lx.is_state(p) and p not in own and n >= 2), None)
        return None

    def _counted(self, k: int, stop: int) -> bool:
        """Whether the number at ``k`` counts states or those who speak for them ("the four Nordic countries", "the three foreign ministers")."""
        return any(
            t.is_word and (t.low in _GROUPS_OF_LEADERS or (t.low in lx.PERSON_ROLES and t.low.endswith("s")))
            for t in self.tokens[k + 1 : min(k + 4, stop)]
        )

    def _as_many(self, number: int, near: Sequence[str] = ()) -> tuple[str, ...]:
        """The ``number`` parties meant by "the three": listed in the sentence, in one before, or those the article is about."""
        if len(near) == number:
            return tuple(near)
        return self.context.lists.get(number) or self._mainly(number)

    def _many_meant(self, unit: list[Trigger]) -> tuple[str, ...]:
        """ "talks between the three countries", "the four foreign ministers' meeting": as many as are counted."""
        lead = unit[0]
        lo = self.np_lo.get(lead.index, lead.group.lo if lead.group else lead.index)
        floor = max(self.s.segment(lead.index).lo, lo - 9)
        for k in range(floor, min(lead.index + 9, len(self.tokens) - 1)):
            number = _COUNTED.get(self.tokens[k].low)
            if number is None or not k or self.tokens[k - 1].low not in ("the", "all", "these", "those"):
                continue
            if any(t.low == "with" for t in self.tokens[lead.index : k]):
                return ()  # "held talks with the leaders of the three countries": whoever holds them is one more
            if self._counted(k, len(self.tokens)):
                return self._as_many(number, self._nearest_plural(k))
        return ()

    def _mainly(self, number: int) -> tuple[str, ...]:
        """The ``number`` parties that the article is about, where the next one is named far less; () where that is open."""
        ranked = self.context.foremost
        if len(ranked) < number or ranked[number - 1][1] < 2:
            return ()
        if len(ranked) > number and ranked[number][1] * 2 > ranked[number - 1][1]:
            return ()
        return tuple(sorted(party for party, _ in ranked[:number]))

    def _as_many_as_said(self, frame: Frame, lead: Trigger) -> None:
        """ "the trilateral meeting", "the four-way talks": as many as the adjective counts, where the article leaves no doubt."""
        if lead.kind in (lx.VISIT, lx.TOUR):
            return  # a "three-nation tour" has three hosts
        for token in self.tokens[self.np_lo[lead.index] : lead.index]:
            number = _COUNTING.get(token.low)
            if number is None or len(frame.parties) >= number:
                continue
            table = self._mainly(number)
            if table and set(frame.parties) <= set(table):
                frame.parties, frame.pair, frame.definite = table, True, True
                frame.notes.append(f"“{token.text}”: {'-'.join(table)}")

    def _plural_anaphor(self, unit: list[Trigger]) -> bool:
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

    def _session(self, frame: Frame, unit: list[Trigger]) -> bool:
        """A session of one organisation: its ministers, leaders or council meet."""
        if len(frame.parties) != 1:
            return False
        lead = unit[0]
        if lead.kind in (lx.VISIT, lx.CALL, lx.TOUR):
            return False
        if lead.kind == "speak":  # "The Quad foreign ministers spoke by video link"
            return lead.group is not None and any(
                a.hi <= lead.index and a.parties == frame.parties and self._body_of_many(a) for a in self.s.actors
            )
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
                plural |= self.tokens[actor.hi - 1].low == "ministers"  # "the ASEAN Council of Ministers"
                if lead.group is not None and self.tokens[min(lead.group.hi, len(self.tokens) - 1)].low == "with":
                    continue  # whom it meets with is told, and not known
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
                if (
                    lead.group is None
                    and lead.kind == lx.MEETING
                    and not (actor.person or actor.role)
                    and not _AMONG_ITSELF.isdisjoint(t.low for t in self.tokens[self.np_lo[lead.index] : lead.index])
                ):
                    return True  # "The Arab League held an online ministerial meeting"
        return False
