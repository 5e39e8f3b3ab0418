"""What a clause holds about the meeting it mentions; the verbs themselves are read in ``status``."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from domain.reading import lexicon as lx
from domain.reading import status as st
from domain.reading.mention_frame import Trigger
from domain.reading.mentions import CONTEXT_OF, Mentions
from domain.reading.status import Change, Stance
from domain.reading.syntax import Segment, SegmentKind, VerbGroup
from domain.reading.tokens import Direction
from domain.reports import Status

_TAKING_BACK: Final = frozenset("withdraw rescind revoke cancel retract drop scrap".split())
_DECLINING: Final = lx.DECLINE_VERBS | _TAKING_BACK | {"turn"}


_ASKING: Final = lx.URGE_VERBS - frozenset("allow force oblige compel prompt lead".split()) | {"call", "call-for"}

PRESIDING: Final = frozenset("chair host address attend open".split())
_VISITING_PARTICIPLES: Final = frozenset("arrive visit meet host receive welcome tour".split())


_DECLINING_A_PROPOSAL: Final = lx.DECLINE_VERBS | _TAKING_BACK | {"rule-out", "deny"}


_BEFORE_A_SUBJECT: Final = frozenset(""", ; : and but so then yet " “ ” that -- – —""".split())

_BEFORE_A_DEED_IN_ING: Final = frozenset(
    "after by , and for while since thus thereby effectively abruptly hence".split()
)

_WATCHING: Final = frozenset("focus await eye".split())
"""What is done with an eye to a meeting still to come ("markets are focused on Friday's summit")."""

_PREPOSITIONS_OF_OCCASION: Final = frozenset("during at in on amid as for".split())

_FOR_LONG: Final = re.compile(r"(?i)(?:for (?:\w+ ){0,2}(?:months|years|decades)|since (?:\w+ )?(?:19|20)\d\d)\b")

GOVERNING_NOUNS: Final[dict[str, Status | None]] = {
    "proposal": Status.PROPOSED, "proposals": Status.PROPOSED, "call": Status.PROPOSED, "calls": Status.PROPOSED, "invitation": Status.PROPOSED,
    "request": Status.PROPOSED, "offer": Status.PROPOSED, "idea": Status.PROPOSED, "suggestion": Status.PROPOSED, "initiative": Status.PROPOSED,
    "efforts": Status.PROPOSED, "effort": Status.PROPOSED, "bid": Status.PROPOSED, "appeal": Status.PROPOSED, "demand": Status.PROPOSED,
    "possibility": Status.PROPOSED, "potential": Status.PROPOSED, "prospect": Status.PROPOSED, "prospects": Status.PROPOSED, "chance": Status.PROPOSED, "formation": None,
    "plan": Status.TENTATIVE, "plans": Status.TENTATIVE, "preparations": Status.TENTATIVE, "hopes": Status.TENTATIVE, "hope": Status.TENTATIVE,
    "arrangements": Status.TENTATIVE, "agreement": Status.SCHEDULED, "decision": Status.SCHEDULED, "date": None, "venue": None, "agenda": None,
    "refusal": Status.CANCELLED, "rejection": Status.CANCELLED, "cancellation": Status.CANCELLED, "postponement": Status.POSTPONED, "delay": Status.POSTPONED,
    "suspension": Status.POSTPONED, "need": None, "importance": None, "necessity": None, "conditions": None,
}  # fmt: skip


_SHORT_OF_DOING_WORDS: Final = frozenset(
    "whether how when ought tempted inclined free entitled eager keen reluctant".split()
)
_OF_BEFORE: Final = frozenset("last previous recent earlier past former".split())
_SHORT_OF_DOING: Final = frozenset(
    "tempt want prefer like love urge inclined ready prepare free entitle allow empower".split()
)
_UNDOING: Final = lx.CANCEL_VERBS | lx.POSTPONE_VERBS | lx.MOVE_VERBS | lx.EARLIER_VERBS
"""What a plan told in the past may have met with since."""
_NO_MORE_THAN_THOUGHT: Final = frozenset(
    "possibility prospect chance risk threat danger fear fears talk rumours rumors speculation question idea likelihood".split()
)
"""Of what a cancellation is spoken of that has not come about."""
_GOING_ON: Final = frozenset(
    "until till indefinitely pending resume resumes resumed resuming resumption reconvene reconvenes reconvened reconvening "
    "return returns continue continues restart again next".split()
)
"""What an adjournment is told with that looks ahead to a day."""
_NOT_YET_DONE: Final = (
    _ASKING
    | lx.PROPOSE_VERBS
    | lx.REFUSE_VERBS
    | lx.DENY_VERBS
    | lx.HEDGE_VERBS
    | lx.CONSIDER_VERBS
    | frozenset(
        "demand oppose fear threaten avoid prevent want seek need ask-for request avert favour favor support advocate reject resist risk mull weigh "
        "rule-out discuss debate recommend suggest mean cause-for contemplate predict dread urge push-for press-for".split()
    )
)
"""What is done about a cancellation that is not made by it ("demanded the cancellation of")."""
_ON_AGAIN: Final = lx.REINSTATE_VERBS | frozenset("go-ahead proceed resume restart reconvene reopen recommence".split())
"""What is said of a meeting that comes about after all."""
_COMES_TO_LITTLE: Final = re.compile(r"(?i)\b(?:come|amount|lead)s? to (?:nothing|naught|nought|little)\b")
_AS_LONG_AS: Final = re.compile(r"(?i)\b(?:as|so) long as\b")
_FOR_HOURS: Final = re.compile(
    r"(?i)\s+(?:by|for)\s+(?:[\w-]+\s+){1,3}?(?:hours?|minutes?)\b|\s+(?:(?:by|for)\s+)?(?:(?:a|an|about|around|some|up|to|more|less|than|nearly|almost|over|at|least|several|few|half|the|full|couple|of|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,3})[ -])+(?:hours?|minutes?)\b"
    r"|\s+(?:until|till|to)\s+(?:the (?:evening|afternoon)|later (?:in|on|the same) (?:the )?day|this (?:evening|afternoon)|tonight)\b"
)
_FOR_MORE_TALKS: Final = re.compile(
    r"(?i)\b(?:for|to (?:continue|resume|hold|join|rejoin|attend)) (?:[\w-]+ ){0,4}(?:talks|negotiations|consultations|round)\b"
)
_TO_AN_HOUR: Final = re.compile(
    r"(?i)\s+(?:back |forward )?(?:to|until|till|from \S{2,8} to)\s+(?:\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]\.?m\b|gmt\b|hours\b|o[’']clock)|\d{1,2}[.:]\d{2}\b|noon\b|midday\b)(?!\s+on\b)"
)
_GOING: Final = frozenset("go come travel fly head".split())
"""How one gets to a gathering that one attends ("is going to the conference")."""
_TAKEN_UP: Final = frozenset("discuss prepare address attend debate preview review".split())
"""What is done to a meeting that is fixed already."""
OCCASION: Final = "only the occasion"
"""Why a summit "on the sidelines of" which others meet asserts nothing by itself."""


class Stances(Mentions):
    """Finds the stance of a mention."""

    def _verb_stance(self, trigger: Trigger) -> tuple[Stance, list[str]]:
        group = trigger.group
        assert group is not None
        headline = self.context.title or self.context.entry
        alone = group.lo == 0 or not any(g.finite and g.hi <= group.lo for g in self.s.groups)
        links = group.links
        if (
            any(
                t.low == "to" and self.tokens[k + 1].low == "have"
                for k, t in enumerate(self.tokens[group.lo : group.hi - 1], group.lo)
            )
            and links[0].tense == "past"
        ):
            return Stance(None, Direction.UNKNOWN, why=st.WAS_TO_HAVE), ["“was to have”: a plan of before"]
        if trigger.kind == lx.MEETING and self._with_a_visitor(group):
            return Stance(Status.CONCLUDED, Direction.PAST, why="said or done with a visitor"), ["with a visitor"]
        if trigger.kind == "change" and self.s.segments[group.segment].word in ("after", "since"):
            return Stance(None, why="told as past"), ["a change told as past"]
        if trigger.kind == "change" and (
            self.s.segments[group.segment].word in ("if", "unless", "whether", "should")
            or self._inverted_condition(group.hi - 1)
        ):
            return Stance(None, why="only a condition"), ["“if …”: only a condition"]
        if trigger.kind == "change" and {"almost", "nearly"} & {
            t.low for t in self.tokens[max(0, group.lo - 1) : group.hi]
        }:
            return Stance(None, why="nearly done"), ["“nearly”: not done"]
        if trigger.kind == "change" and links[0].tense == "inf":
            asking = next((g for g in reversed(self.s.groups) if g.hi <= group.lo and g.lo >= group.lo - 6), None)
            if (
                asking is not None
                and asking.main.lemma not in lx.COMPEL_VERBS
                and (asking.main.lemma in lx.PROPOSE_VERBS | lx.HEDGE_VERBS | _ASKING)
            ):
                return st.left_as_it_is("only asked for"), ["“called for it to be cancelled”: only asked for"]
        if trigger.kind == "change":
            stance = st.of_object(links, headline=headline, reported=self._reported(group.lo), alone=alone)
            return stance, [f"“{self._words(group.lo, group.hi)}” of a meeting named before: {stance.why}"]
        stance = st.of_event_verb(links, headline=headline, reported=self._reported(group.lo), alone=alone)
        if stance.denial and self._planned_before(group.lo, group.hi):
            stance = replace(stance, denial=False)
        longer = any(
            self.tokens[k].low == "no" and self.tokens[k + 1].low == "longer" for k in range(group.lo, group.hi - 1)
        )
        no_more = links[0].modal == "can" and links[0].lemma in lx.VISIT_VERBS | lx.ATTEND_VERBS and len(links) == 1
        traveller = any(a.person and a.hi <= group.lo + 1 and a.prep is None for a in self.s.actors)
        if longer and (any(link.lemma == "able" for link in links) or (no_more and traveller)):
            stance = Stance(Status.CANCELLED, Direction.FUTURE, Change.CANCEL, why="no longer able")
        if stance.denial and any(
            self.tokens[k].low == "no" and self.tokens[k + 1].low == "longer" for k in range(group.lo, group.hi - 1)
        ):
            stance = replace(stance, denial=False, why="no longer")
        stance = self._had_to(group, self._only_then(group, stance))
        if (
            links[-1].lemma == "return"
            and stance.status is Status.CONCLUDED
            and _FOR_MORE_TALKS.search(self._words(group.hi, min(group.hi + 14, len(self.tokens))))
        ):
            stance = Stance(Status.UNDERWAY, Direction.PAST, why="come back for it", weak=links[0].tense != "perfect")
        if links[-1].lemma in ("due", "expect"):
            stance = st.of_subject(links, headline=headline, reported=self.reported)
        if links[-1].lemma == "be" and not (links[-1].tense == "inf" and len(links) > 1):
            if links[-1].modal in ("will", "would"):
                stance = Stance(Status.SCHEDULED, Direction.FUTURE, why="will be there")
            elif links[-1].tense == "present":
                stance = Stance(Status.UNDERWAY, Direction.UNKNOWN, why="is there")
            else:
                stance = Stance(Status.CONCLUDED, Direction.PAST, why="was there")
        if links[-1].lemma == "invite":
            refused = links[-1].negated or links[0].negated or links[0].lemma in lx.REFUSE_VERBS
            stance = (
                Stance(None, why="not invited")
                if refused
                else Stance(Status.PROPOSED, Direction.FUTURE, why="invited", deed=True)
            )
        segment = self.s.segments[group.segment]
        if (
            segment.kind is SegmentKind.RELATIVE
            and links[0].tense in ("past", "pastperfect")
            and links[0].lemma in ("due", "schedule", "set", "plan", "slate", "expect")
            and any(
                g.lo > group.hi and g.links[0].modal in ("will", "going-to") and g.main.lemma == group.main.lemma
                for g in self.s.groups
            )
        ):
            stance = Stance(
                None, why="the plan of before", denial=True
            )  # "…, who were due to meet on Thursday, will meet on Friday"
        if (
            self.tokens[0].low in ("originally", "initially", "previously")
            and links[0].tense in ("past", "pastperfect")
            and stance.status in (Status.SCHEDULED, Status.TENTATIVE)
        ):
            stance = Stance(
                None, why="the plan of before", denial=True
            )  # "Originally, the two were scheduled to meet on …"
        told_aside = segment.kind is SegmentKind.RELATIVE and links[0].tense == "perfect"
        if told_aside and stance.deed and stance.status is Status.CANCELLED:
            stance = Stance(None, why="a refusal of old")  # "…, who have refused to talk for 18 months, …"
        stance = self._mandative(group, stance)
        if links[0].negated and links[0].tense == "inf" and len(links) == 1 and self._kept_at_home(group):
            stance = Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="told not to", deed=True)
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
            stance = Stance(None, why="only a condition", denial=True)
        if segment.word == "until":
            stance = Stance(None, why="only a limit")
        stance = self._threatened(stance, group.lo)
        missed = stance.why == st.DID_NOT_TAKE_PLACE and self._each_other(group)
        if (missed or stance.why == st.DID_NOT_COME_ABOUT) and self._as_planned(group.hi):
            stance = Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="did not take place as planned")
        return stance, [f"“{self._words(group.lo, group.hi)}”: {stance.why}"]

    def _only_then(self, group: VerbGroup, stance: Stance) -> Stance:
        """ "are meeting in Rome on Monday": the progressive with a day to come is a plan."""
        if stance.status is not Status.UNDERWAY or stance.why != "present progressive":
            return stance
        for k in range(group.hi, self.s.segments[group.segment].hi):
            mention = self.tokens[k].time
            if mention is None or mention.kind in ("duration", "set", "vague") or mention.future is None:
                continue
            if self._prep_at(k - 1) in ("since", "until", "from", "before", "after"):
                return stance
            future = mention.future.start > self.context.published
            if future and (mention.past is None or mention.kind == "weekday" or mention.past == mention.future):
                return Stance(Status.SCHEDULED, Direction.FUTURE, why="present progressive for a day to come")
            return stance
        return stance

    def _had_to(self, group: VerbGroup, stance: Stance) -> Stance:
        """ "had to visit Japan from the 14th", told on the 10th: a plan, of which something has become."""
        words = [t.low for t in self.tokens[group.lo : group.hi]]
        if stance.status is not Status.CONCLUDED or words[:2] != ["had", "to"]:
            return stance
        days = [
            t.time.nearest
            for t in self.tokens[group.hi : self.s.segments[group.segment].hi]
            if t.time is not None and t.time.kind != "weekday" and t.time.nearest is not None
        ]
        if not days or days[0].start < self.context.published:
            return stance
        return Stance(Status.SCHEDULED, Direction.FUTURE, why=st.HAD_BEEN_PLANNED, weak=True, overtaken=True)

    def _past_adverbs(self, k: int) -> int:
        """Index of the token at or before ``k`` that is no adverb ("…, thus cancelling the visit")."""
        while (
            k > 0 and self.tokens[k].is_word and self.tokens[k].low in (*lx.ADVERBS, "thus", "thereby", "effectively")
        ):
            k -= 1
        return k

    def _mandative(self, group: VerbGroup, stance: Stance) -> Stance:
        """ "proposed that they meet": the bare verb after a verb of proposing asserts nothing."""
        segment = self.s.segments[group.segment]
        link = group.links[0]
        if segment.kind is SegmentKind.THAT and link.tense == "present" and link.modal is None and not link.progressive:
            matrix = self._matrix(segment)
            if matrix is not None and matrix.hi >= segment.lo - 2 and matrix.main.lemma in lx.MANDATIVE_VERBS:
                return Stance(Status.PROPOSED, Direction.FUTURE, why=f"“{matrix.main.lemma} that”")
        return stance

    def _control(self, group: VerbGroup, stance: Stance) -> Stance:
        """Stance of a bare infinitive from what it hangs on: "plans to", "an invitation to", "invited X to", "flew to X to"."""
        before = [g for g in self.s.groups if g.hi <= group.lo and g.segment == group.segment]
        segment = self.s.segments[group.segment]
        if not before and segment.word in ("after", "at", "during", "following"):
            matrix = self._matrix(segment)  # "decided at a dinner on Friday to call a summit"
            if matrix is not None and matrix.hi <= segment.lo:
                before = [matrix]
        j = group.lo - 1
        hops = 0
        while j >= 0 and hops < 10 and not (before and j < before[-1].hi):
            token = self.tokens[j]
            noun = GOVERNING_NOUNS.get(token.low) if token.is_word else None
            if token.is_word and token.low in GOVERNING_NOUNS and not self._telephoned(j):
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
                if held in ("be", "remain", "grow") and token.low in lx.HOPE_NOUNS:
                    return Stance(None, why=f"only {token.low}")
                if noun is Status.PROPOSED and held in _DECLINING and token.low in lx.OFFER_NOUNS:
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
                if noun is Status.TENTATIVE and not held:
                    own = self._predicate(j, self.s.segments[group.segment])
                    inner = st.of_subject(own.links, headline=self.context.title, reported=True) if own else None
                    if inner is not None and inner.change in (Change.CANCEL, Change.POSTPONE):
                        return inner  # "plans for him to visit … have been cancelled"
                if noun in (Status.CANCELLED,):
                    return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=token.low, deed=True)
                if (
                    noun is Status.TENTATIVE
                    and held == "have"
                    and before[-1].main.tense == "past"
                    and not self.reported
                ):
                    return Stance(  # "She had plans to see the king as well": before something came over it
                        Status.SCHEDULED, Direction.FUTURE, why=st.HAD_BEEN_PLANNED, weak=True, overtaken=True
                    )
                return Stance(noun, Direction.FUTURE, why=f"“{token.low} to”", deed=True)
            if token.low == "for" and (arranged := self._arrangements(j)) is not None:
                return arranged
            of_offer = j > 0 and (
                (token.low in ("to", "for", "from") and self.tokens[j - 1].low in lx.OFFER_NOUNS)
                or (token.low == "for" and self.tokens[j - 1].low in GOVERNING_NOUNS)
            )
            if token.name is None and token.low in lx.PREPOSITIONS and token.low != "of" and not of_offer:
                break
            j -= 1
            hops += 1
        if before:
            governor = before[-1]
            lemma = governor.main.lemma
            if lemma in _ASKING or lemma in lx.PROPOSE_VERBS:
                if governor.main.negated:
                    return stance
                return Stance(Status.PROPOSED, Direction.FUTURE, why=f"“{lemma} … to”", deed=True)
            if lemma in lx.VISIT_VERBS and any(t.group is governor for t in self.triggers):
                inner = st.of_event_verb(
                    governor.links, headline=self.context.title, reported=self.reported, alone=False
                )
                if lemma == "return" and inner.status is Status.CONCLUDED:
                    recent = governor.links[0].tense == "perfect"
                    return Stance(Status.UNDERWAY, Direction.PAST, why="come back for it", weak=not recent)
                return inner
            if (
                lemma == "be"
                and governor.main.tense == "present"
                and not governor.main.negated
                and governor.main.modal is None
                and group.main.lemma in lx.ATTEND_VERBS
                and self.tokens[governor.hi].low in ("in", "here", "at")
            ):
                return Stance(Status.UNDERWAY, Direction.UNKNOWN, why="is there for it", weak=True)
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

    def _telephoned(self, j: int) -> bool:
        """ "agreed in a phone call to meet": no call to do something."""
        before = [t.low for t in self.tokens[max(0, j - 2) : j]]
        return self.tokens[j].low in ("call", "calls") and (
            before[-1:] in (["phone"], ["telephone"], ["video"])
            or before in (["in", "a"], ["during", "a"], ["over", "a"])
        )

    def _kept_at_home(self, group: VerbGroup) -> bool:
        """ "Trump told Pompeo not to go": one's own envoy, who was to."""
        teller = next((g for g in reversed(self.s.groups) if group.lo - 9 <= g.hi <= group.lo), None)
        if teller is None or teller.main.lemma not in ("tell", "order", "instruct", "direct", "ask", "advise"):
            return False
        told = [a for a in self.s.actors if teller.hi <= a.lo < group.lo and a.prep is None and a.person]
        saying = [a for a in self.s.actors if a.hi <= teller.lo and a.prep is None]
        return bool(told) and bool(saying) and told[0].parties == saying[-1].parties

    def _participle(self, group: VerbGroup, segment: Segment, stance: Stance) -> Stance:
        of = next((a for a in self.s.actors if a.hi == group.lo and a.prep == "of"), None)
        if of is not None and of.lo >= 2:
            status = GOVERNING_NOUNS.get(self.tokens[of.lo - 2].low)
            if status is not None:
                return Stance(status, Direction.FUTURE, why=f"“{self.tokens[of.lo - 2].low} of”", deed=True)
        word = self.tokens[group.lo - 1].low if group.lo else ""
        word = segment.word if segment.lo >= group.lo - 1 and segment.word else word
        if word in ("after", "since", "following") and group.main.lemma in ("arrive", "land"):
            onward = self._matrix(segment) if word == "after" and segment.index == 0 else None
            if onward is not None and onward.links[0].modal in ("will", "is-to", "going-to"):
                return Stance(Status.SCHEDULED, Direction.FUTURE, why="will have arrived", weak=True)
            return Stance(Status.UNDERWAY, Direction.PAST, why="has arrived")
        if word in ("after", "since", "following"):
            return self._after(group.lo)
        if word in ("before",):
            return self._before(segment)
        if word in ("while", "when", "during", "by", "in"):
            return self._during(segment)
        if group.main.lemma in _VISITING_PARTICIPLES or group.main.lemma in PRESIDING:
            return self._during(segment)
        if group.main.lemma in ("chair", "attend", "address", "open") and self.s.attributions:
            return Stance(
                Status.UNDERWAY, Direction.UNKNOWN, why="said at it", weak=True
            )  # "said X, chairing a summit"
        return stance

    def _after(self, at: int) -> Stance:
        segment = self.s.segment(at)
        lo = self.np_lo.get(at, at)
        if "until" in [t.low for t in self.tokens[max(0, lo - 4) : lo]]:
            return Stance(Status.SCHEDULED, Direction.FUTURE, why="“until after” it", weak=True)
        own = [g for g in self.s.groups if g.segment == segment.index and g.finite and g is not self.s.group_at.get(at)]
        before = [g for g in own if g.hi <= at]
        group = before[-1] if before else own[0] if own else None
        if group is None and segment.word == "after":
            group = self._matrix(segment)
        modal = group.links[0].modal if group is not None else None
        if modal in ("will", "is-to", "going-to") and group is not None and group.hi <= at:
            return Stance(Status.SCHEDULED, Direction.FUTURE, why="“after” it, still to come", weak=True)
        if modal in ("would", "may", "can", "should"):
            return Stance(Status.TENTATIVE, Direction.FUTURE, why="“after” it, not yet sure", weak=True)
        return Stance(Status.CONCLUDED, Direction.PAST, why="“after” it")

    def _over_by_then(self, trigger: Trigger, stance: Stance) -> Stance:
        """ "After the EU summit on Friday, Macron will travel to Kyiv": over by then, today perhaps not yet; its day tells."""
        if stance.status is not Status.CONCLUDED or trigger.kind not in lx.GATHERINGS:
            return stance
        onward = next((g for g in self.s.groups if g.finite and g.lo > trigger.index), None)
        if onward is None or onward.links[0].modal not in ("will", "is-to", "going-to") or onward.main.lemma == "be":
            return stance
        if any(g.finite and g.hi <= trigger.index for g in self.s.groups):
            return stance
        return Stance(None, Direction.UNKNOWN, why="over before what is still to come")

    def _before(self, segment: Segment) -> Stance:
        return Stance(Status.SCHEDULED, Direction.FUTURE, why=st.BEFORE_IT, weak=True)

    def _during(self, segment: Segment) -> Stance:
        matrix = self._matrix(segment)
        own = [g for g in self.s.groups if g.segment == segment.index and g.finite]
        group = own[0] if own else matrix
        if group is None:
            return Stance(None, why="no governing verb")
        link = group.links[0]
        if group.main.lemma in ("arrive", "land") and link.tense in ("past", "perfect") and len(group.links) == 1:
            return Stance(Status.UNDERWAY, Direction.PAST, why="come for it", weak=True)
        if link.lemma == "be" and len(group.links) == 1:
            listed = [t.low for t in self.tokens[group.hi : group.hi + 5] if t.is_word]
            if listed[:1] == ["among"] and "expected" in listed:
                return Stance(Status.TENTATIVE, Direction.FUTURE, why="among those expected")
        if link.lemma in lx.POSTPONE_VERBS and (group.main.lemma == "send" or group.main.lemma in lx.VISIT_VERBS):
            return st.of_event_verb(group.links, headline=self.context.title, reported=self.reported, alone=False)
        if link.modal in ("will", "is-to", "going-to") or group.main.lemma in ("due", "schedule", "set"):
            return Stance(Status.SCHEDULED, Direction.FUTURE, why="“during” it, in the future", weak=True)
        if group.main.lemma in ("lead", "head") and link.tense == "present" and not link.progressive:
            return Stance(Status.SCHEDULED, Direction.FUTURE, why="“during” it, by the timetable", weak=True)
        if link.modal in ("may", "can", "would", "should") or group.links[0].lemma in lx.HEDGE_VERBS:
            return Stance(Status.TENTATIVE, Direction.FUTURE, why="“during” it, hedged", weak=True)
        if link.tense in ("past", "perfect"):
            return Stance(Status.CONCLUDED, Direction.PAST, why="“during” it, in the past", weak=True)
        return Stance(None, why="during it")

    def _noun_stance(self, trigger: Trigger, unit: list[Trigger]) -> tuple[Stance, list[str]]:
        stance, notes = self._governed_stance(trigger)
        return self._threatened(stance, trigger.index), notes

    def _governed_stance(self, trigger: Trigger) -> tuple[Stance, list[str]]:
        i = trigger.index
        lo = self.np_lo[i]
        segment = self.s.segment(i)
        headline = self.context.title or self.context.entry
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
        if trigger.kind == lx.CALL and prep in ("in", "over") and before > segment.lo:
            agreeing = next((g for g in reversed(self.s.groups) if g.finite and g.hi <= before), None)
            if agreeing is not None and agreeing.main.lemma in ("agree", "decide"):
                return self._during(segment), ["agreed in a call"]
        if any(
            t.low in CONTEXT_OF and not any(k in self.s.group_at for k in range(at, lo))
            for at, t in enumerate(tokens[max(segment.lo, lo - 4) : lo], max(segment.lo, lo - 4))
        ):
            return Stance(None, why=OCCASION), ["on the sidelines of it"]
        reported = self._reported(i)
        governed: Stance | None = None
        noun_word = ""
        ready = prep in ("for", "of") and before >= 1 and tokens[before - 1].low in ("preparations", "arrangements")
        if ready and (held := self._held_later(i, None)) is not None:
            notes.append(f"“{self._words(held.lo, held.hi)}”: to be held")
            return self._adjusted(Stance(Status.SCHEDULED, Direction.FUTURE, why=notes[-1]), words, i), notes
        if self._proposed_as(lo):
            return Stance(Status.PROPOSED, Direction.FUTURE, why="its date or place proposed", deed=False), ["proposed"]
        if "no" in words[:1] or (before >= 0 and tokens[before].low == "no"):
            verb = self._governing_verb(lo)
            if verb is None or verb.main.lemma != "be":
                held = self._predicate(i, segment)
                staged = held is not None and held.finite and (held.main.lemma in lx.STAGE_VERBS | lx.HAPPEN_VERBS)
                verb = held if staged else None
            if verb is not None and verb.main.modal in ("will", "would") and self._as_planned(i):
                return Stance(Status.CANCELLED, Direction.FUTURE, Change.CANCEL, why="none after all"), [
                    "“no … as planned”"
                ]
            return Stance(None, why="no such meeting", denial=True), ["“no …”: a denial"]
        if self._kept_from(i, lo):
            return st.left_as_it_is("kept from it"), ["short of it"]
        invite = self._invitation(lo, prep)
        if invite is not None and not invite.main.negated:
            return Stance(Status.PROPOSED, Direction.FUTURE, why="invited to it", deed=True), ["“invite … for/to”"]
        # 1. a governing noun: "a proposal for talks", "cancellation of the visit"
        if prep in ("for", "of", "to", "on", "about") and before >= 1 and before > segment.lo:
            noun_index = self._past_its_author(before)
            noun_word = tokens[noun_index].low if tokens[noun_index].is_word else ""
            if noun_word in ("off", "back"):
                noun_word = ""
            if noun_word in ("call", "calls", "calling", "called") and prep == "for":
                nobody = noun_word == "calls" and self._anonymous(noun_index)
                governed = Stance(Status.PROPOSED, Direction.FUTURE, why="called for", deed=True, weak=nobody)
                refusing = self._governing_verb(noun_index)
                if noun_index and tokens[noun_index - 1].low in ("against", "despite", "of"):
                    governed = Stance(None, why=f"only spoken of, “{tokens[noun_index - 1].low} calls for”")
                if refusing is not None and refusing.main.lemma in lx.REFUSE_VERBS and not refusing.main.negated:
                    why = f"{refusing.main.lemma} the call"
                    governed = Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=why, deed=True)
            elif noun_word in lx.COURSE_NOUNS:
                inner = self._governing_verb(noun_index)
                if inner is not None:
                    governed = st.of_object(inner.links, headline=headline, reported=reported, alone=False)
                    if noun_word in ("outcome", "result", "results"):
                        governed = Stance(None, why="its outcome")
            elif noun_word in GOVERNING_NOUNS:
                status = GOVERNING_NOUNS[noun_word]
                inner = self._governing_verb(noun_index)
                lemma = inner.main.lemma if inner is not None else ""
                negated = tokens[max(0, noun_index - 2)].low in ("no", "any") or tokens[noun_index - 1].low in (
                    "no",
                    "any",
                )
                kept_open = inner is not None and inner.main.negated
                if negated:
                    governed = Stance(None, Direction.FUTURE, why=f"no {noun_word}", denial=True)
                elif status is Status.PROPOSED and lemma == "rule-out" and kept_open:
                    governed = Stance(Status.PROPOSED, Direction.FUTURE, why=f"not ruled out: {noun_word}", weak=True)
                elif status is Status.PROPOSED and lemma == "accept" and kept_open:
                    why = f"did not accept the {noun_word}"
                    governed = Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=why, deed=True)
                elif status is Status.PROPOSED and lemma in _DECLINING_A_PROPOSAL:
                    governed = Stance(
                        Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"{lemma} the {noun_word}", deed=True
                    )
                elif status is Status.PROPOSED and lemma in ("accept", "agree"):
                    governed = Stance(Status.SCHEDULED, Direction.FUTURE, why=f"accepted the {noun_word}", deed=True)
                elif status is Status.TENTATIVE and lemma in lx.CANCEL_VERBS:
                    governed = Stance(
                        Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"{lemma} {noun_word}", deed=True
                    )
                elif status is Status.TENTATIVE and lemma in ("postpone", "delay", "suspend", "shelve"):
                    governed = Stance(
                        Status.POSTPONED, Direction.FUTURE, Change.POSTPONE, why=f"{lemma} {noun_word}", deed=True
                    )
                elif status in (Status.CANCELLED, Status.POSTPONED) and {"almost", "nearly"} & {
                    t.low for t in tokens[max(segment.lo, noun_index - 6) : noun_index]
                }:
                    governed = Stance(None, why=f"nearly a {noun_word}")  # "almost led to the cancellation of"
                elif status in (Status.CANCELLED, Status.POSTPONED) and self._only_asked_for(inner, noun_index):
                    governed = st.left_as_it_is(f"{lemma} a {noun_word}")
                elif status is Status.CANCELLED and self._of_a_different_one(noun_index, words, i):
                    governed = Stance(None, why="another meeting's end")
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
                        weak=status in (Status.PROPOSED,) and noun_word in lx.HOPE_NOUNS,
                    )
                elif noun_word not in lx.DETAIL_NOUNS:
                    governed = Stance(None, why=noun_word)
                    dated = self._predicate(i, segment)
                    told = dated is not None and self.s.segments[dated.segment].kind is SegmentKind.RELATIVE
                    if dated is not None and (told or (dated.reduced and dated.lo - i <= 2)):
                        # "the agenda of the meeting scheduled for 18 November"
                        governed = st.of_subject(dated.links, headline=headline, reported=reported)
            if governed is None and (noun_word in lx.COURSE_NOUNS or noun_word in lx.DETAIL_NOUNS):
                governed = self._of_its_course(noun_index, noun_word, segment)
        if prep == "in" and before > segment.lo and tokens[before - 1].low in ("participation", "involvement", "part"):
            ended = self._governing_verb(before - 1)
            if ended is not None and ended.main.lemma in lx.POSTPONE_VERBS | lx.CANCEL_VERBS:
                governed = st.of_object(ended.links, headline=headline, reported=reported, alone=False)
                noun_word = tokens[before - 1].low
        if governed is None and prep == "for":
            governed = self._arrangements(before)
        if governed is not None:
            notes.append(f"“{noun_word} {prep}”: {governed.why}")
            return self._adjusted(governed, words, i), notes
        relative = self._object_relative(i)
        if relative is not None:
            stance = st.of_object(relative.links, headline=headline, reported=reported, alone=False)
            planned = stance.why in (st.HAD_BEEN_PLANNED, st.WAS_TO)
            undone = self._governing_verb(lo) if planned else None
            become = self._after_its_relative(relative) if planned and undone is None else None
            if become is not None:
                since = st.of_subject(become.links, headline=headline, reported=reported)
                if since.change is Change.NONE and become.main.lemma in ("fall-through", "collapse"):
                    since = Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="came to nothing", deed=True)
                if since.change is not Change.NONE or since.status is Status.CANCELLED:
                    notes.append(f"“{self._words(become.lo, become.hi)}”: {since.why}")
                    return self._adjusted(since, words, i), notes
            if undone is not None and undone.main.lemma in lx.CANCEL_VERBS | lx.POSTPONE_VERBS:
                pass  # "called off a visit that Putin had been due to pay"
            elif stance.status is not None or stance.denial:
                notes.append(f"“{self._words(relative.lo, relative.hi)}”: {stance.why}")
                return self._adjusted(stance, words, i), notes
        # 2. the predicate, where the noun is a subject
        predicate = self._predicate(i, segment)
        verb = self._governing_verb(lo)
        hoping = None
        if (
            verb is not None
            and verb.main.lemma in lx.CONTENT_VERBS
            and predicate is not None
            and predicate.finite
            and predicate.lo > i
            and self.s.group_at.get(lo - 1) is verb
        ):
            hoping, verb = verb, None  # "hoped the talks would not be delayed"
            before = lo - 1
        subject_first = verb is None and (
            before < segment.lo
            or tokens[before].low in _BEFORE_A_SUBJECT
            or prep == ""
            or hoping is not None
            or (prep in lx.REASONS and tokens[before - 1].low in ("'s", "’s"))
        )
        adjacent = (
            predicate is not None
            and (predicate.lo == i + 1 or (prep == segment.word and predicate.finite and predicate.main.passive))
            and (predicate.main.lemma in lx.CANCEL_VERBS or predicate.main.lemma in lx.POSTPONE_VERBS)
        )
        if predicate is not None and (subject_first or adjacent or (predicate.reduced and verb is None)):
            stance = st.of_subject(predicate.links, headline=headline, reported=reported)
            said = predicate.main
            onto_day = any(t.time is not None for t in tokens[predicate.hi : predicate.hi + 3])
            if said.lemma == "be" and said.modal == "would" and reported and onto_day and not said.negated:
                stance = Stance(Status.SCHEDULED, Direction.FUTURE, why="future in reported speech")
            initiator = self.tokens[min(predicate.hi, len(tokens) - 1)].low == "by" and not predicate.reduced
            if predicate.main.lemma == "initiate" and initiator and trigger.kind == lx.MEETING:
                stance = Stance(Status.CONCLUDED, Direction.PAST, why="at whose initiative it was")
            if self._was_to_have(predicate):
                stance = Stance(Status.SCHEDULED, Direction.UNKNOWN, why=st.HAD_BEEN_PLANNED, weak=True, overtaken=True)
            if (
                stance.status is Status.CONCLUDED
                and predicate.main.lemma in lx.END_VERBS
                and self._one_of_its_days(lo, i)
            ):
                stance = Stance(Status.UNDERWAY, Direction.PAST, why="one of its days is over")
            if predicate.reduced and stance.status is None and not stance.denial and subject_first:
                stance = self._goes_on_to_say(predicate, stance)
            if hoping is not None and stance.status in (Status.SCHEDULED, Status.TENTATIVE):
                stance = (
                    Stance(None, why=f"only “{hoping.main.lemma}”")
                    if hoping.main.lemma in ("fear", "doubt")
                    else replace(stance, status=Status.TENTATIVE)
                )
            if stance.status is Status.UNDERWAY and self._to_arrange_another(predicate):
                stance = Stance(None, why="talks to arrange another meeting")
            if stance.denial and self._planned_before(lo, i):
                stance = replace(stance, denial=False)
            if stance.status in (Status.SCHEDULED, Status.TENTATIVE) and self._at_a_later_date(predicate):
                stance = Stance(Status.POSTPONED, Direction.FUTURE, Change.POSTPONE, why="at a later date")
            undoing = self._undoing(predicate) if stance.status in (Status.SCHEDULED, Status.TENTATIVE) else None
            if undoing is not None:
                predicate = undoing
                stance = st.of_subject(undoing.links, headline=headline, reported=reported)
                if stance.change is Change.NONE:  # "but fell through", "but collapsed"
                    stance = Stance(
                        Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="came to nothing", deed=True
                    )
            if stance.change is Change.POSTPONE and predicate.main.lemma == "adjourn" and self._only_over(predicate):
                stance = Stance(Status.CONCLUDED, Direction.PAST, why="adjourned: over for now")
            if stance.change in (Change.CANCEL, Change.POSTPONE) and self._for_long(predicate):
                stance = Stance(None, why="for a long time")
            if stance.change in (Change.CANCEL, Change.POSTPONE) and self._only_at_risk_of(predicate, i):
                stance = st.left_as_it_is("only at risk of it")
            if stance.change is Change.POSTPONE and self._for_hours(predicate, predicate.hi - 1):
                stance = self._the_same_day(predicate)
            if stance.change is not Change.NONE and _TO_AN_HOUR.match(
                self.text, self.tokens[predicate.hi - 1].end, self.s.end
            ):
                stance = st.left_as_it_is("at another hour of the same day")
            if stance.change in (Change.CANCEL, Change.POSTPONE):
                stance = self._on_again(predicate, stance)
            subjunctive = not predicate.links[0].tense and predicate.links[0].modal is None
            if stance.change is not Change.NONE and subjunctive and not predicate.reduced and not headline:
                stance = Stance(None, Direction.FUTURE, why="only wanted")  # "to demand that the talks be scrapped"
            wanting = verb or hoping
            wanted = adjacent and wanting is not None and wanting.main.lemma in _NOT_YET_DONE
            wanted |= adjacent and predicate.reduced and not {"want", "demand", "urge"}.isdisjoint(words)
            if wanted and stance.change in (Change.CANCEL, Change.POSTPONE):
                stance = st.left_as_it_is("only wanted")  # "wants the meeting cancelled"
            if stance.change in (Change.CANCEL, Change.POSTPONE) and self._counted_or_negated(predicate):
                stance = st.left_as_it_is("told of before, or not to be")
            if stance.denial and self._only_the_manner(predicate):
                stance = Stance(None, Direction.FUTURE, why="only how it is held")
            if self._came_to_nothing(predicate) and (words[:1] != ["no"]) and self._planned_before(lo, i):
                stance = Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="did not take place as planned")
            notes.append(f"“{self._words(predicate.lo, predicate.hi)}”: {stance.why}")
            return self._adjusted(stance, words, i), notes
        if (
            verb is not None
            and verb.main.lemma == "be"
            and verb.lo
            and tokens[verb.lo - 1].low == "there"
            and len(verb.links) == 1
            and verb.main.tense in ("past", "perfect")
            and not verb.main.negated
        ):
            notes.append("“there were”")
            return self._adjusted(Stance(Status.CONCLUDED, Direction.PAST, why=notes[-1]), words, i), notes
        # 3. object of a verb
        if (held := self._held_later(i, verb)) is not None:
            notes.append(f"“{self._words(held.lo, held.hi)}”: to be held")
            return self._adjusted(Stance(Status.SCHEDULED, Direction.FUTURE, why=notes[-1]), words, i), notes
        if verb is not None:
            alone = not any(g.finite and g.hi <= verb.lo for g in self.s.groups)
            links = verb.links
            if (
                links[-1].lemma == "call"
                and links[-1].tense in ("past", "perfect")
                and tokens[lo].low in ("a", "an")
                and any(w in ("emergency", "urgent", "special", "extraordinary", "crisis") for w in words)
            ):
                called = Stance(Status.SCHEDULED, Direction.FUTURE, why="called it", deed=True)
                return called, ["“called an emergency …”: convened"]
            if verb.main.lemma in _GOING and prep == "to" and trigger.kind in lx.GATHERINGS and trigger.group is None:
                stance = st.of_event_verb(links, headline=headline, reported=reported, alone=alone)
                notes.append(f"“{self._words(verb.lo, verb.hi)} to” it: {stance.why}")
                return self._adjusted(stance, words, i), notes
            stance = self._mandative(verb, st.of_object(links, headline=headline, reported=reported, alone=alone))
            if stance.status is Status.PROPOSED and self._on_the_agenda(verb, trigger):
                stance = st.NOTHING
            if links[0].tense == "inf" and verb.lo and self.tokens[verb.lo - 1].low in ("how", "whether", "where"):
                return Stance(None, why="only how to"), ["“how to”: not asserted"]
            if (
                stance.status is Status.PROPOSED
                and stance.weak
                and words[:1]
                and words[0] in ("a", "an", "another")
                and trigger.kind in (lx.MEETING, lx.SUMMIT, lx.VISIT, lx.CALL)
                and verb.main.lemma not in ("need", "try", "open-to")
            ):
                stance = replace(stance, weak=False)  # "are discussing a meeting": one meeting, not talks as such
            ending = links[0].tense == "ing" and len(links) == 1 and verb.main.lemma in lx.END_VERBS
            if ending and stance.status is None and verb.lo and tokens[verb.lo - 1].low in ("after", "upon", "on"):
                stance = Stance(Status.CONCLUDED, Direction.PAST, why="“after” ending it")
            if stance.status is Status.CONCLUDED and verb.main.lemma in lx.END_VERBS and self._one_of_its_days(lo, i):
                stance = Stance(Status.UNDERWAY, Direction.PAST, why="one of its days is over")
            if verb.main.lemma in lx.PREVENT_VERBS and any(t.low == "from" for t in tokens[i + 1 : i + 9]):
                stance = Stance(None, why="kept from something else")
            if stance.change is Change.POSTPONE and self._for_hours(verb, i):
                stance = self._the_same_day(verb)
            if stance.change in (Change.CANCEL, Change.POSTPONE) and self._an_act_before(verb.hi, i):
                stance = st.left_as_it_is(f"{verb.main.lemma} doing it")  # "ruled out cancelling the talks"
            if verb.main.lemma in ("prepare", "gear-up", "brace") and prep == "for":
                stance = Stance(Status.SCHEDULED, Direction.FUTURE, why=f"“{verb.main.lemma} for”", weak=True)
            if (
                stance.change in (Change.CANCEL, Change.POSTPONE)
                and links[0].tense == "inf"
                and len(links) == 1
                and (not headline or self.tokens[verb.lo - 1].low in lx.UNDONE_NOUNS)
            ):
                stance = self._only_to(verb, stance)
            if verb.main.lemma in _WATCHING and prep in ("on", "for", "to", ""):
                stance = Stance(Status.SCHEDULED, Direction.FUTURE, why=f"“{verb.main.lemma}”", weak=True)
            if (
                stance.change in (Change.CANCEL, Change.POSTPONE)
                and links[0].tense == "ing"
                and len(links) == 1
                and (verb.lo == 0 or self.tokens[self._past_adverbs(verb.lo - 1)].low not in _BEFORE_A_DEED_IN_ING)
            ):
                stance = Stance(None, Direction.FUTURE, why="only spoken of")
            if stance.status is Status.UNDERWAY and links[0].tense == "inf" and links[0].lemma == "continue":
                come = self._control(verb, Stance(None))
                stance = come if come.status is not None else stance  # "has flown to Doha to continue the talks"
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
                stance = Stance(None, why="only a condition", denial=True)
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
            # "broke the ice in a meeting, which began before midnight": the meeting is over all the same
            inside = stance.status is Status.UNDERWAY and prep in ("in", "at", "after", "during", "following")
            if stance.status is not None and not inside:
                notes.append(f"“{self._words(predicate.lo, predicate.hi)}”: {stance.why}")
                return self._adjusted(stance, words, i), notes
        # 4. a preposition
        where = prep or segment.word
        if (
            prep in ("", "and", ",")
            and segment.word in ("after", "before", "during")
            and not any(g.segment == segment.index and g.finite and g.lo < lo for g in self.s.groups)
        ):
            notes.append(f"“{segment.word}” it")
            return self._adjusted(
                self._over_by_then(trigger, self._after(i))
                if segment.word == "after"
                else self._before(segment)
                if segment.word == "before"
                else self._during(segment),
                words,
                i,
            ), notes
        if words[:1] == ["any"]:
            return Stance(None, why="any such meeting"), ["“any …”: none in particular"]
        if where in ("after", "following", "since") or (segment.word == "after" and segment.lo >= lo - 1):
            notes.append("“after” it")
            return self._adjusted(self._over_by_then(trigger, self._after(i)), words, i), notes
        if where in ("before", "until") and (prep == "before" or segment.word == "before"):
            notes.append("“before” it")
            if predicate is not None and predicate.reduced:
                stance = st.of_subject(predicate.links, headline=headline, reported=reported)
                if stance.status is not None:
                    return self._adjusted(stance, words, i), notes  # "ahead of a meeting expected this week"
            return self._adjusted(self._before(segment), words, i), notes
        if predicate is not None and predicate.reduced:
            stance = st.of_subject(predicate.links, headline=headline, reported=reported)
            notes.append(f"“{self._words(predicate.lo, predicate.hi)}”: {stance.why}")
            return self._adjusted(stance, words, i), notes
        being = self.s.group_at.get(before - 1) if prep == "on" and trigger.kind in (lx.VISIT, lx.TOUR) else None
        if being is not None and being.main.lemma == "be" and not being.main.negated and being.main.modal is None:
            here = being.main.tense == "present"
            notes.append("is on it" if here else "was on it")
            status = Status.UNDERWAY if here else Status.CONCLUDED
            direction = Direction.UNKNOWN if here else Direction.PAST
            return self._adjusted(Stance(status, direction, why=notes[-1], weak=not here), words, i), notes
        sitting = self.s.group_at.get(before - 1) if prep == "in" and self._are_in_talks(lo, i) else None
        link = sitting.main if sitting is not None else None
        asserted = link is not None and not (link.negated or link.hedged or link.modal)
        if link is not None and asserted and link.lemma == "be" and link.tense == "present":
            notes.append("are in talks")
            return self._adjusted(Stance(Status.UNDERWAY, Direction.UNKNOWN, why=notes[-1]), words, i), notes
        if prep == "by" and before >= 1 and tokens[before - 1].low == "followed":
            notes.append("follows another")
            return self._adjusted(self._during(segment), words, i), notes
        after_noun = before >= 1 and tokens[before - 1].is_word and before - 1 not in self.s.group_at
        if prep == "on" and after_noun and trigger.kind not in (lx.VISIT, lx.TOUR, lx.CALL):
            return Stance(None, why="about it"), [*notes, "“on” it"]  # "a vote on the talks"
        standing_in = self._standing_in(lo) if prep == "at" else None
        if standing_in is not None:
            stance = st.of_event_verb(standing_in.links, headline=headline, reported=reported, alone=False)
            return self._adjusted(stance, words, i), [*notes, "represented at it"]
        if where == "in" and before >= 1 and tokens[before - 1].low in ("locked", "deep", "engaged"):
            notes.append(f"“{tokens[before - 1].low} in” it")
            return self._adjusted(Stance(Status.UNDERWAY, Direction.PAST, why=notes[-1]), words, i), notes
        if where in _PREPOSITIONS_OF_OCCASION:
            if (
                where in ("for", "in", "on")
                and before >= 1
                and tokens[before - 1].low
                in ("preparation", "preparations", "involved", "progress", "focus", "support", "backing")
            ):
                return Stance(None, why="about it"), notes
            stance = self._during(segment)
            notes.append(f"“{where}”: {stance.why}")
            if where == "for":
                stance = Stance(stance.status, stance.direction, why=stance.why, weak=True)
            elif stance.status is Status.TENTATIVE and where in ("at", "during", "in") and words[:1] == ["their"]:
                stance = replace(stance, status=Status.SCHEDULED)  # "could sign it at their summit": the summit is sure
            return self._adjusted(stance, words, i), notes
        if headline and self._verbless():
            notes.append("headline without a verb")
            return Stance(None, Direction.FUTURE, why="headline"), notes
        return self._adjusted(Stance(None, why="only mentioned"), words, i), notes

    def _proposed_as(self, lo: int) -> bool:
        """ "Offered May 9 *as the day of* a meeting", "suggested Cairo as the venue of the talks"."""
        words = [t.low for t in self.tokens[max(0, lo - 4) : lo] if t.is_word]
        if words[-1:] == ["as"]:  # "as the day of its next meeting"
            words += [t.low for t in self.tokens[lo : lo + 3] if t.is_word]
        if (
            words[-1:] not in (["for"], ["of"])
            or words[-2:-1] not in (["date"], ["venue"], ["place"], ["day"])
            or "as" not in words
        ):
            return False
        verb = next((g for g in reversed(self.s.groups) if lo - 16 <= g.hi <= lo), None)
        return (
            verb is not None and verb.main.lemma in ("propose", "suggest", "offer", "float") and not verb.main.negated
        )

    def _only_at_risk_of(self, predicate: VerbGroup, i: int) -> bool:
        """ "The summit due on Friday risks being cancelled", "faces being put off", "escaped being called off"."""
        own = predicate.lo > i + 1 and self.tokens[predicate.lo].low == "being"
        return own and self.tokens[self._past_adverbs(predicate.lo - 1)].low not in (*_BEFORE_A_DEED_IN_ING, "with")

    def _goes_on_to_say(self, inset: VerbGroup, stance: Stance) -> Stance:
        """ "The summit in Arusha, attended by the Kenyan president, condemned …": the finite verb behind the inset."""
        onward = next((g for g in self.s.groups if g.lo >= inset.hi and g.finite), None)
        if onward is None or self.s.segments[onward.segment].kind is not SegmentKind.MAIN:
            return stance
        if any(a.prep is None and inset.hi <= a.lo and a.hi <= onward.lo for a in self.s.actors):
            return stance
        return st.of_subject(onward.links, headline=self.context.title, reported=self._reported(onward.lo))

    def _was_to_have(self, group: VerbGroup) -> bool:
        """ "The summit was to have opened last month": it did not."""
        words = [t.low for t in self.tokens[group.lo : group.hi]]
        return words[:1] in (["was"], ["were"]) and any(
            words[k : k + 2] == ["to", "have"] for k in range(1, len(words) - 1)
        )

    def _one_of_its_days(self, lo: int, i: int) -> bool:
        """ "closed the opening day of talks": not the last of them."""
        words = [t.low for t in self.tokens[lo:i] if t.is_word]
        return any(a in ("first", "opening") and b == "day" for a, b in pairwise(words)) and not {
            "final",
            "last",
        } & set(words)

    def _held_later(self, i: int, verb: VerbGroup | None) -> VerbGroup | None:
        """ "discussed the second summit (,) *to be held* in July": what is only talked of or got ready is fixed by its own infinitive."""
        comma = i + 1 < len(self.tokens) and self.tokens[i + 1].low == ","
        held = next((g for g in self.s.groups if g.lo == i + 1 + comma and g.links[0].tense == "inf"), None)
        if held is None or len(held.links) > 1 or held.main.negated or verb is held:
            return None
        if (
            not (held.main.passive and held.main.lemma in ("hold", "convene", "host"))
            and held.main.lemma != "take-place"
        ):
            return None
        return held if verb is None or (verb.main.lemma in _TAKEN_UP and not verb.main.negated) else None

    def _to_arrange_another(self, predicate: VerbGroup) -> bool:
        """ "Talks go on with Lima to arrange a visit": what is talked of is how to meet."""
        return any(
            predicate.hi <= g.lo < predicate.hi + 10
            and g.links[0].tense == "inf"
            and g.main.lemma in ("arrange", "organise", "organize", "schedule", "set", "prepare")
            and any(t.is_word and t.low in lx.EVENT_NOUNS for t in self.tokens[g.hi : g.hi + 5])
            for g in self.s.groups
        )

    def _on_the_agenda(self, verb: VerbGroup, trigger: Trigger) -> bool:
        """ "discussed the upcoming NATO summit": what is planned already, and only talked about."""
        if verb.main.lemma not in ("discuss", "review", "consider"):
            return False
        words = self.tokens[self.np_lo[trigger.index] : trigger.index + 1]
        if any(t.is_word and t.low in ("upcoming", "forthcoming", "coming") for t in words):
            return True
        if trigger.kind not in lx.GATHERINGS:
            return False
        named = any(t.name is not None for t in words)
        return named and words[0].low in lx.DEFINITE

    def _anonymous(self, k: int) -> bool:
        """ "mounting calls for talks": nobody says whose."""
        owned = any(a.possessive and a.hi <= k and k - a.hi <= 3 for a in self.s.actors)
        lo = k
        while lo > 0 and self.tokens[lo - 1].is_word and lo - 1 not in self.s.group_at and k - lo < 3:
            lo -= 1
        verb = self._governing_verb(lo)
        made = verb is not None and verb.main.lemma in (
            "make",
            "issue",
            "renew",
            "repeat",
            "join",
            "support",
            "reject",
            "back",
        )
        return not owned and not made

    def _threatened(self, stance: Stance, i: int) -> Stance:
        """ "will not attend unless …": a threat, not a cancellation; "whether they plan to": a question."""
        if self.s.segment(i).word in ("if", "whether", "unless") and stance.status in (
            Status.SCHEDULED,
            Status.TENTATIVE,
            Status.PROPOSED,
        ):
            return Stance(None, why="only a condition", denial=True)
        undated = not any(token.time is not None for token in self.tokens[i + 1 : i + 12])
        if undated and _COMES_TO_LITTLE.search(self._words(i, i + 12)):
            return Stance(None, why="what will come of it")
        supposed = self.s.segment(i).word in ("if", "whether", "unless") or self._inverted_condition(i)
        if supposed and stance.change in (Change.CANCEL, Change.POSTPONE) and stance.status is not Status.SCHEDULED:
            return st.left_as_it_is("only a condition")
        if stance.status in (Status.SCHEDULED, Status.TENTATIVE) and self._only_if(i):
            return Stance(None, why="only a condition", denial=True)
        if stance.status is not Status.CANCELLED or not stance.denial:
            return stance
        if self._not_before_something_else(i):
            return Stance(None, why="not before something else", denial=True)
        if self._not_until_a_day(i):
            ahead = self._words(i, i + 20)
            firm = "at the earliest" not in ahead and (" until " in ahead or " till " in ahead)
            status = Status.SCHEDULED if firm else Status.TENTATIVE
            return Stance(status, Direction.FUTURE, Change.MOVE, why="not until then")
        after = self.s.segment(i).index + 1
        for segment in self.s.segments[after : after + 2]:
            if segment.word in ("unless", "until"):
                return Stance(None, why="only threatened", denial=True)
        if _AS_LONG_AS.search(self._words(i, i + 16)):
            return Stance(None, why="only under a condition", denial=True)
        return stance

    def _not_before_something_else(self, i: int) -> bool:
        """ "will not take place before Friday's vote": nothing is called off, and nothing set."""
        for k in range(i + 1, min(i + 16, len(self.tokens) - 2)):
            if self.tokens[k].low in ("until", "till", "before") and self.tokens[k + 2].low in ("'s", "’s"):
                verb = next((g for g in reversed(self.s.groups) if g.hi <= k), None)
                return verb is not None and verb.main.negated and verb.segment == self.s.segment_of[k]
        return False

    def _not_until_a_day(self, i: int) -> bool:
        """ "The talks will not resume until Friday": on Friday they will."""
        for k in range(i + 1, min(i + 16, len(self.tokens) - 1)):
            if self.tokens[k].low not in ("until", "till", "before") or self.tokens[k].name is not None:
                continue
            if k + 2 < len(self.tokens) and self.tokens[k + 2].low in ("'s", "’s"):
                continue  # "before Friday's vote"
            dated = any(t.time is not None and t.time.future is not None for t in self.tokens[k + 1 : k + 3])
            verb = next((g for g in reversed(self.s.groups) if g.hi <= k), None)
            return dated and verb is not None and verb.main.negated and verb.segment == self.s.segment_of[k]
        return False

    def _inverted_condition(self, i: int) -> bool:
        """ "Should they be cancelled, …", "Had the talks been put off, …"."""
        k = self.s.segment(i).lo
        while k < i and not self.tokens[k].is_word and self.tokens[k].name is None:
            k += 1
        before = self.tokens[k - 1] if k else None
        begins = (
            before is None or (not before.is_word and before.name is None) or self.tokens[k - 1].low in ("and", "but")
        )
        return begins and k < i and self.tokens[k].low in ("should", "had", "were")

    def _only_if(self, i: int) -> bool:
        """ "would be held only once the siege is lifted"."""
        return any(
            self.tokens[k].low == "only" and self.tokens[k + 1].low in ("if", "once", "when")
            for k in range(max(0, i - 4), min(len(self.tokens) - 1, i + 16))
        )

    def _of_its_course(self, noun_index: int, noun: str, segment: Segment) -> Stance | None:
        """ "the start of the talks has been delayed", "the venue of the talks was switched to": said of a part, it holds for the whole."""
        predicate = self._predicate(noun_index, segment)
        mover = self._governing_verb(noun_index) if noun in lx.DETAIL_NOUNS else None
        if mover is not None and (mover.main.lemma in lx.MOVE_VERBS or mover.main.lemma in ("change", "alter")):
            predicate = mover  # "switched the venue of the talks"
        if (
            noun in ("date", "dates", "timing")
            and mover is not None
            and mover.main.lemma in st.PREPARED
            and mover.main.progressive
            and not mover.main.negated
        ):
            return Stance(Status.TENTATIVE, Direction.FUTURE, why=f"its {noun} is being arranged")
        if predicate is None or predicate.segment != segment.index:
            return None if noun in lx.COURSE_NOUNS else Stance(None, why=noun)
        lemma = predicate.main.lemma
        headline, reported = self.context.title, self._reported(noun_index)
        if noun in lx.DETAIL_NOUNS:
            if lemma in lx.MOVE_VERBS or lemma in ("change", "alter"):
                if predicate.main.negated or predicate.main.modal in ("may", "can", "would"):
                    return Stance(None, why=f"{noun} not changed")
                return Stance(Status.SCHEDULED, Direction.FUTURE, Change.MOVE, why=f"{noun}: “{lemma}”", deed=True)
            if predicate.main.negated or any(t.low == "no" for t in self.tokens[max(0, noun_index - 2) : noun_index]):
                return Stance(None, why=f"no {noun}", denial=True)
            arranged = st.PREPARED | {"discuss", "determine", "specify", "settle", "consider", "clarify"}
            under_way = predicate.main.passive and predicate.main.progressive
            if noun in ("date", "dates", "timing") and under_way and lemma in arranged:
                return Stance(Status.TENTATIVE, Direction.FUTURE, why=f"its {noun} is being arranged")
            if noun == "date" and lemma in ("set", "fix", "agree", "announce") and predicate.main.tense != "inf":
                return Stance(Status.SCHEDULED, Direction.FUTURE, why="a date for it")
            return Stance(None, why=noun)
        if noun in lx.OUTCOME_NOUNS:
            return Stance(None, why="its outcome")
        return st.of_subject(predicate.links, headline=headline, reported=reported)

    def _arrangements(self, before: int) -> Stance | None:
        """ "Plans are under way for a visit", "no date has been set for a meeting": the noun stands before its predicate."""
        if before >= 2 and self.tokens[before - 1].time is not None:
            group = self.s.group_at.get(before - 2)
            if group is not None and group.main.lemma in ("fix", "set", "schedule") and not group.main.negated:
                return Stance(Status.SCHEDULED, Direction.FUTURE, why=f"“{group.main.lemma}” a day for it")
        group = self.s.group_at.get(before - 1)
        if group is None or group.hi != before:
            return None
        k = group.lo - 1
        noun = self.tokens[k].low if k >= 0 and self.tokens[k].is_word else ""
        none = any(t.low == "no" for t in self.tokens[max(0, k - 2) : max(k, 0)]) or group.main.negated
        if noun in lx.DETAIL_NOUNS and group.main.lemma in ("set", "fix", "agree", "announce", "decide", "schedule"):
            if none or group.links[0].modal == "yet-to":
                return Stance(None, why=f"no {noun}", denial=True)
            return None
        if group.main.lemma not in ("continue", "make", "begin", "start", "plan", "grow", "rise", "mount"):
            return None
        status = GOVERNING_NOUNS.get(noun)
        if status is None:
            return None
        if none:
            return Stance(None, why=f"no {noun}", denial=True)
        return Stance(status, Direction.FUTURE, why=f"“{noun} … for”", deed=True)

    def _for_hours(self, act: VerbGroup, k: int) -> bool:
        """ "was delayed by two hours", "put back the talks until the evening": still held on its day."""
        return act.hi < len(self.tokens) and bool(
            _FOR_HOURS.match(self.text, self.tokens[act.hi - 1].end, self.s.end)
            or _FOR_HOURS.match(self.text, self.tokens[k].end, self.s.end)
        )

    def _the_same_day(self, act: VerbGroup) -> Stance:
        past = act.links[0].tense in ("past", "pastperfect")
        status, direction = (Status.CONCLUDED, Direction.PAST) if past else (Status.SCHEDULED, Direction.FUTURE)
        return Stance(status, direction, weak=True, why="later on the same day")

    def _on_again(self, act: VerbGroup, stance: Stance) -> Stance:
        """ "had been cancelled but are on again", "was put off in May and will resume on Monday": what came after it."""
        for group in self.s.groups:
            if group.lo < act.hi or not group.finite or group.main.lemma not in _ON_AGAIN:
                continue
            gap = self.tokens[act.hi : group.lo]
            if len(gap) > 14 or any(a.prep is None and act.hi <= a.lo < group.lo for a in self.s.actors):
                return stance
            joints = [t.low for t in gap[-3:] if t.low in ("but", "and", "then", "yet")]
            if not joints:
                return stance
            later = st.of_subject(group.links, headline=self.context.title, reported=self._reported(group.lo))
            if later.status in (Status.SCHEDULED, Status.UNDERWAY):
                return replace(later, change=Change.RESUME, why=f"{later.why} {st.AFTER_ALL}")
            return stance
        return stance

    def _only_to(self, verb: VerbGroup, stance: Stance) -> Stance:
        """ "forced them to postpone the talks" did; "no reason to postpone", "asked to postpone" did not."""
        noun = self.tokens[verb.lo - 1].low if verb.lo else ""
        governor = next((g for g in reversed(self.s.groups) if g.hi <= verb.lo and g.segment == verb.segment), None)
        words = [t.low for t in self.tokens[max(0, verb.lo - 8) : verb.lo]]
        asked = next((n for n, w in enumerate(words) if w in lx.UNDONE_NOUNS), None)
        if asked is not None and {"for", "on", "upon", "by"} & set(words[asked:]):
            return st.left_as_it_is(f"only “{words[asked]} … to”")  # "calls grew for Ukraine to cancel the talks"
        granted = governor is not None and governor.main.lemma in ("accept", "grant", "approve", "heed")
        if granted and governor is not None and not governor.main.negated and not governor.modal_ahead:
            return replace(stance, weak=False)  # "accepted Egypt's request to postpone the talks"
        was_right = noun == "right" and verb.lo - 2 in self.s.group_at  # "was right to cancel": it did
        if (noun in lx.UNDONE_NOUNS and not was_right) or any(
            t.low == "no" for t in self.tokens[max(0, verb.lo - 3) : verb.lo]
        ):
            return st.left_as_it_is(f"only “{noun} to”")
        if "until" in words or {"deadline", "ultimatum"} & set(words):
            return st.left_as_it_is("may still do it")  # "has until Friday to cancel the talks"
        if noun in ("decision", "decisions", "move", "announcement", "order"):
            return replace(stance, weak=False)
        if governor is not None and governor.main.lemma in lx.COMPEL_VERBS and not governor.main.negated:
            return replace(stance, weak=governor.modal_ahead)
        if governor is not None and governor.main.lemma in (
            lx.PROPOSE_VERBS | _ASKING | {"threaten", "refuse", "vow", "warn", "tell"}
        ):
            return st.left_as_it_is("not done")
        if noun in _SHORT_OF_DOING_WORDS or "too" in words[-2:]:
            return st.left_as_it_is(f"only “{noun} to”")
        if governor is not None and governor.main.lemma in _SHORT_OF_DOING:
            return st.left_as_it_is(f"only “{governor.main.lemma} to”")
        return replace(stance, weak=True)

    def _of_a_different_one(self, noun: int, words: list[str], i: int) -> bool:
        """ "will meet despite the cancellation of a summit in Paris": not the meeting that is told of."""
        before = {t.low for t in self.tokens[max(0, noun - 2) : noun]}
        own = any(a.lo > i and a.prep in ("between", "with", "of", "by") for a in self.s.actors)
        return words[:1] in (["a"], ["an"]) and bool(before & {"despite", "after", "amid", "following"}) and not own

    def _counted_or_negated(self, group: VerbGroup) -> bool:
        """ "have already been postponed twice", "insisted that the talks not be postponed"."""
        if group.lo and self.tokens[group.lo - 1].low == "not":
            return True
        after = [t.low for t in self.tokens[group.hi : group.hi + 3]]
        within = {t.low for t in self.tokens[group.lo : group.hi]}
        return (
            after[:1] in (["twice"], ["repeatedly"])
            or "times" in after
            or bool(within & {"twice", "repeatedly", "previously"})
        )

    def _only_the_manner(self, group: VerbGroup) -> bool:
        """ "will not be held in public": held all the same."""
        after = [t.low for t in self.tokens[group.hi : group.hi + 3]]
        return after[:1] == ["behind"] or (
            after[:1] == ["in"] and after[1:2] in (["public"], ["person"], ["secret"], ["private"])
        )

    def _kept_from(self, i: int, lo: int) -> bool:
        """ "warned against cancelling the talks", "came close to postponing", "prevented them from calling off"."""
        for k in range(max(0, lo - 4), i):
            if self.tokens[k].low in ("against", "from", "to", "of") and self._an_act_before(k + 1, min(k + 2, i)):
                if self.tokens[k].low == "of":
                    return k > 0 and self.tokens[k - 1].low in (
                        "short",
                        "out",
                        "think",
                        "thinking",
                        "possibility",
                        "threat",
                        "risk",
                    )
                return self.tokens[k].low != "to" or (
                    k > 0 and self.tokens[k - 1].low in ("close", "closer", "opposed", "near")
                )
        return False

    def _an_act_before(self, lo: int, i: int) -> bool:
        for k in range(lo, i):
            word = self.tokens[k].low
            if word.endswith("ing") and self.tokens[k].is_word:
                lemma = word[:-3]
                if {lemma, lemma + "e", lemma[:-1]} & (lx.CANCEL_VERBS | lx.POSTPONE_VERBS):
                    return True
        return False

    def _only_asked_for(self, verb: VerbGroup | None, noun: int) -> bool:
        """ "demanded the cancellation of", "ruled out a postponement of", "for a postponement of": not done."""
        near = {t.low for t in self.tokens[max(0, noun - 4) : noun] if t.is_word}
        ahead = [t.low for t in self.tokens[max(0, noun - 7) : noun] if t.is_word]
        if any(w in _NO_MORE_THAN_THOUGHT and ahead[n + 1 : n + 2] in (["of"], ["about"]) for n, w in enumerate(ahead)):
            return True  # "the possibility of a delay or cancellation"
        if near & {"possible", "potential", "eventual", "threatened", "against", "without", "avoid", "avert", "feared"}:
            return True
        own = self._predicate(noun, self.s.segment(noun))
        if own is not None and own.links[0].modal in ("may", "can", "would", "should"):
            return True
        if verb is None:
            return bool(near & lx.UNDONE_NOUNS) or "no" in near
        lemma = verb.main.lemma
        return verb.main.negated or lemma in _NOT_YET_DONE or verb.links[0].modal in ("may", "can", "would", "should")

    def _undoing(self, plan: VerbGroup) -> VerbGroup | None:
        """ "were scheduled for Friday *but were cancelled*": what became of the plan, told of the same subject."""
        if plan.links[0].tense not in ("past", "pastperfect") or plan.reduced or plan.main.negated:
            return None
        if not any(a.lo < plan.lo for a in self.s.actors):
            return (
                None  # "They will meet on Monday. The talks were to be held in May but were put off": the story so far
            )
        group = next((g for g in self.s.groups if g.lo >= plan.hi and g.finite), None)
        if group is None or self.tokens[self._past_adverbs(group.lo - 1)].low not in ("but", "and", "then", "yet"):
            return None
        if any(t.low in lx.PRONOUNS for t in self.tokens[group.lo : group.hi] if t.is_word):
            return None
        last = group.main
        done = last.passive and last.lemma in _UNDOING and not last.negated and group.links[0].modal is None
        nothing = last.lemma in ("fall-through", "collapse") and not last.negated and group.links[0].modal is None
        return group if done or nothing or self._came_to_nothing(group) else None

    def _each_other(self, group: VerbGroup) -> bool:
        """ "did not meet in Kigali", "did not meet Kagame", against "did not meet the press", "did not speak at the talks"."""
        if group.main.lemma not in lx.MEET_VERBS or group.hi >= len(self.tokens):
            return False
        after = self.tokens[group.hi]
        return (
            after.name is not None
            or after.time is not None
            or after.low in lx.PREPOSITIONS
            or after.low in ("each", "one", "his", "her", "as")
        )

    def _are_in_talks(self, lo: int, i: int) -> bool:
        """ "are in talks *in Minsk*", "are in *a third day of* peace talks": at a table, not merely in touch."""
        if self.tokens[i].low not in ("talks", "negotiations", "consultations", "discussions"):
            return False
        counted = any(t.low == "day" for t in self.tokens[lo:i])
        return counted or any(p.index in (i + 2, i + 3) and p.prep in ("in", "at") for p in self.s.places)

    def _after_its_relative(self, relative: VerbGroup) -> VerbGroup | None:
        """ "The talks Chad and Sudan were to hold in Algiers *have been put off*": what the main clause tells of them."""
        group = next((g for g in self.s.groups if g.lo >= relative.hi and g.finite), None)
        if group is None or group.main.negated or group.links[0].modal is not None:
            return None
        between = self.tokens[relative.hi : group.lo]
        if any(t.low in ("and", "but", "or", ";", ":") or t.low in lx.RELATIVES for t in between if t.name is None):
            return None
        if any(
            relative.hi <= a.lo < group.lo and a.prep is None and not a.modifier and not a.place for a in self.s.actors
        ):
            return None
        return group

    def _only_over(self, group: VerbGroup) -> bool:
        """ "The talks adjourned on Friday without a deal": no day is told to which they are put off."""
        after = [t.low for t in self.tokens[group.hi :] if t.is_word]
        return _GOING_ON.isdisjoint(after) and {"to", "for"}.isdisjoint(after[:8])

    def _for_long(self, group: VerbGroup) -> bool:
        """ "have been suspended for months", "frozen since 2019": no news of a change."""
        if group.hi >= len(self.tokens):
            return False
        return bool(_FOR_LONG.match(self._words(group.hi, group.hi + 5)))

    def _at_a_later_date(self, group: VerbGroup) -> bool:
        return (
            " a later " in f" {self._words(group.hi, group.hi + 6)} ".lower() if group.hi < len(self.tokens) else False
        )

    def _came_to_nothing(self, group: VerbGroup) -> bool:
        """ "could not be held", "did not take place"."""
        last = group.main
        if not last.negated or last.lemma not in (
            "hold",
            "take-place",
            "go-ahead",
            "happen",
            "materialise",
            "materialize",
        ):
            return False
        words = {t.low for t in self.tokens[group.lo : group.hi]}
        return bool(words & {"could", "couldn't", "did", "didn't"}) or (last.tense == "past" and last.modal is None)

    def _as_planned(self, i: int) -> bool:
        """ "as planned", "as had been scheduled" after token ``i``."""
        for k in range(i, len(self.tokens) - 1):
            if self.tokens[k].low != "as":
                continue
            words = [
                t.low for t in self.tokens[k + 1 : k + 5] if t.low not in ("had", "was", "been", "originally", "it")
            ]
            if words[:1] and words[0] in ("planned", "scheduled", "expected", "announced"):
                return True
        return False

    def _planned_before(self, lo: int, i: int) -> bool:
        """True where the sentence itself says that the meeting was planned: what then "will not take place" is called off."""
        if any(t.is_word and t.low in lx.FUTURE_ADJECTIVES for t in self.tokens[lo:i]):
            return True
        return self._as_planned(i) or any(
            i < g.lo
            and g.links[0].lemma in ("plan", "schedule", "due", "set", "slate", "expect", "begin", "hold", "take-place")
            and (g.reduced or g.links[0].tense in ("past", "pastperfect"))
            for g in self.s.groups
        )

    def _verbless(self) -> bool:
        return not any(g.finite for g in self.s.groups)

    def _adjusted(self, stance: Stance, words: list[str], i: int) -> Stance:
        """Adjectives before the noun: "a possible meeting", "the planned visit", "the cancelled trip"."""
        if stance.status in (Status.CANCELLED, Status.POSTPONED) or stance.change is not Change.NONE:
            return stance
        if any(
            w in ("cancelled", "canceled", "scrapped", "aborted", "abandoned", "scuttled", "shelved") for w in words
        ):
            return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="“cancelled”")
        if any(w in lx.PUT_OFF_ADJECTIVES for w in words) and stance.status in (
            None,
            Status.SCHEDULED,
            Status.TENTATIVE,
        ):
            new = stance.status is not None
            return Stance(Status.POSTPONED, Direction.FUTURE, Change.POSTPONE, why="“postponed”", weak=not new)
        if stance.weak and stance.status in (Status.SCHEDULED, Status.TENTATIVE) and _OF_BEFORE & set(words):
            return Stance(None, Direction.PAST, why="one of before")  # "ten years after his last visit"
        possible = any(w in ("possible", "potential", "prospective", "proposed", "hoped-for") for w in words)
        if possible and stance.status in (Status.SCHEDULED, None):
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
        if stance.status is Status.CONCLUDED and stance.weak and any(w in ("upcoming", "forthcoming") for w in words):
            return Stance(
                Status.SCHEDULED, Direction.FUTURE, why="“upcoming”", weak=True
            )  # "briefed them on the upcoming visit"
        if stance.status is Status.CONCLUDED and stance.weak and any(w in ("ongoing", "continuing") for w in words):
            return Stance(Status.UNDERWAY, Direction.UNKNOWN, why="“ongoing”", weak=True)
        if (
            any(w in ("new", "next", "fresh", "further", "future") for w in words)
            and stance.status is Status.CONCLUDED
            and stance.weak
        ):
            return Stance(None, Direction.FUTURE, why="“next”", weak=True)
        return stance
