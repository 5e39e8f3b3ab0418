"""How the words of one sentence hang together around its meeting words: governors, predicates, clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.mention_frame import Chooser, Context, Trigger
from domain.reading.segments import REL_END
from domain.reading.syntax import Actor, Link, Segment, SegmentKind, Sentence, Token, VerbGroup
from domain.reading.tokens import Direction, TimeMention
from domain.reading.verbs import CALLED_TOGETHER
from domain.reports import Precision, When

_VERB_PARTICLES: Final = frozenset("in into out to on part of up with for from".split())


_BEFORE_A_NEW_DAY: Final = frozenset("on in late early until till to by for from".split())
"""What may stand with a day between a verb and its object ("put off until May a trip", "have brought forward to Monday talks")."""


_OBJECT_RELATIVE_VERBS: Final = frozenset("propose cancel postpone seek plan arrange boycott".split())

_HEADLINE_INFINITIVES: Final = frozenset("begin start open resume hold take-place".split())

_PLANNED_PARTICIPLES: Final = frozenset("schedule due set plan slate postpone cancel".split())


_CRISES: Final = frozenset(
    "situation crisis crises war conflict violence unrest fighting rebellion coup turmoil bloodshed tensions clashes protests instability "
    "earthquake floods hostilities insurgency ceasefire truce elections election developments".split()
)
"""What is "in" a place where no meeting is held ("over the crisis in Haiti")."""

_VIOLENCE: Final = frozenset(
    "attack attacks assault strikes airstrikes bombing bombings killing killings massacre invasion offensive".split()
)

_SPANS: Final = frozenset("hour hours day days week weeks fortnight month months".split())


def _lasts(token: Token) -> bool:
    """The "two-day" of "a two-day round of talks"."""
    return token.time is not None and token.time.kind == "duration"


def shift_before(tokens: list[Token], k: int) -> int:
    """Where "by a day", "by two weeks" begins, if it ends right before ``k``; ``k`` otherwise."""
    if k < 3 or not tokens[k - 1].is_word or tokens[k - 1].low not in _SPANS:
        return k
    count = tokens[k - 2].low
    counted = count in ("a", "an") or count in lx.NUMBER_WORDS or count.isdigit()
    return k - 3 if counted and tokens[k - 3].low == "by" else k


class Navigation:
    """Steps from a word to what governs it; one object per sentence."""

    def __init__(
        self, sentence: Sentence, context: Context, text: str, choose: Chooser, resolve: Callable[[str], str | None]
    ) -> None:
        self.s = sentence
        self.tokens = sentence.tokens
        self.context = context
        self.text = text
        self.chooser = choose
        self.resolve = resolve
        self.reported = bool(sentence.attributions)
        self.triggers: list[Trigger] = []
        self.units: list[list[Trigger]] = []
        self.np_lo: dict[int, int] = {}
        self.told: tuple[str, ...] = ()
        self.told_pair: tuple[str, ...] = ()
        self.times_of: dict[int, list[int]] = {}

    def _prep_at(self, k: int) -> str:
        """The word there, unless it is a name or a time; none beyond the end of the sentence."""
        if k >= len(self.tokens):
            return ""
        token = self.tokens[k]
        return token.low if token.name is None and token.time is None else ""

    def _of_a_crisis(self, k: int) -> bool:
        """ "due to the situation in Venezuela": where something else is the matter."""
        j = k - 1
        while j > 0 and self.tokens[j].is_word and self.tokens[j].low in ("in", "at", "the"):
            j -= 1
        return self.tokens[j].is_word and self.tokens[j].low in _CRISES

    def _of_violence(self, k: int) -> bool:
        """ "a visit to Moscow over the attack in Syria": no second stop of the journey."""
        return (
            k > 1
            and self.tokens[k - 1].low == "in"
            and self.tokens[k - 2].is_word
            and self.tokens[k - 2].low in _CRISES | _VIOLENCE
        )

    def _same_clause(self, a: int, b: int) -> bool:
        return self.s.segment_of[a] == self.s.segment_of[min(b, len(self.tokens) - 1)]

    def _verb_between(self, a: int, b: int) -> bool:
        return any(a <= g.lo < b and (g.finite or g.links[0].tense == "inf") for g in self.s.groups)

    def _words(self, lo: int, hi: int) -> str:
        return self.text[self.tokens[lo].start : self.tokens[min(hi, len(self.tokens)) - 1].end]

    def _matrix(self, segment: Segment) -> VerbGroup | None:
        """The finite verb of the clause that a subordinate part hangs on."""
        if segment.index > 0 and segment.index + 1 < len(self.s.segments):
            before, after = self.s.segments[segment.index - 1], self.s.segments[segment.index + 1]
            saying = before.kind is SegmentKind.ATTRIBUTION or (
                before.kind is SegmentKind.THAT
                and not any(g.segment == before.index and g.finite for g in self.s.groups)
            )
            if saying and after.kind is SegmentKind.MAIN and after.word == ",":
                onward = next((g for g in self.s.groups if g.segment == after.index and g.finite), None)
                if onward is None and after.index + 2 < len(self.s.segments):
                    resumed = self.s.segments[after.index + 2]  # behind "the owners of a flag *that had flown there*"
                    if resumed.word == REL_END:
                        onward = next((g for g in self.s.groups if g.segment == resumed.index and g.finite), None)
                if onward is not None:
                    return onward  # "added that during her stay, both delegations would debate …"
        index: int | None = segment.index
        while index is not None and index > 0:
            index -= 1
            for group in self.s.groups:
                if group.segment == index and group.finite:
                    return group
        others = [g for g in self.s.groups if g.finite and g.segment != segment.index]
        main = [g for g in others if self.s.segments[g.segment].kind is not SegmentKind.RELATIVE]
        return next(iter(main or others), None)

    def _through_light_parts(self, lo: int) -> int:
        """From "talks" to the start of "the second day of talks", "a new round of peace talks"."""
        tokens = self.tokens
        for _ in range(3):
            if (
                lo >= 2
                and (tokens[lo - 1].low == "of" or (tokens[lo - 1].low == "at" and tokens[lo - 2].low == "attempt"))
                and tokens[lo - 2].is_word
                and (
                    tokens[lo - 2].low in lx.COUNTED_PARTS
                    or tokens[lo - 2].low in ("first", "last", "latest", "all", "both", "most")
                )
            ):
                lo -= 2
                while (
                    lo > 0
                    and (tokens[lo - 1].is_word or _lasts(tokens[lo - 1]))
                    and tokens[lo - 1].low not in lx.PREPOSITIONS
                    and lo - 1 not in self.s.group_at
                    and tokens[lo - 1].low not in lx.SUBORDINATORS
                    and tokens[lo - 1].low not in lx.PRONOUNS
                    and tokens[lo - 1].low not in ("and", "or", "but", "that")
                ):
                    lo -= 1
                while lo >= 2 and tokens[lo - 1].low in ("'s", "’s") and tokens[lo - 2].time is not None:
                    lo -= 2  # "Friday's second round of talks"
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
            if (shift := shift_before(self.tokens, k + 1)) <= k:
                k = shift - 1  # "extended by a day talks"
                hops += 1
                continue
            if (
                token.time is not None
                or token.low in lx.ADVERBS
                or (token.low in ("both", "on", "of") and self.tokens[k - 1].time is not None)
                or (token.low in _BEFORE_A_NEW_DAY and self.tokens[k + 1].time is not None)
                or (token.low.endswith("ly") and token.name is None and token.is_word and k - 1 in self.s.group_at)
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
                token.low in _VERB_PARTICLES
                and k - 1 >= floor
                and (k - 1 in self.s.group_at or self.tokens[k - 1].low in ("part", "out", "place"))
            ):
                # "take part in", "pull out of", "agreed on", "went into", "called for", "agreed to"
                group = self.s.group_at.get(k - 1) or self.s.group_at.get(k - 2)
                if group is not None and (group.main.lemma in lx.PREPOSITIONAL_VERBS):
                    return group
                return None
            hasty = token.low in ("notice", "minute", "moment") and k - 2 >= floor
            if hasty and self.tokens[k - 1].low in ("short", "last"):
                # "cancelled at short notice a trip", "put off at the last minute the talks"
                k -= 3 if self.tokens[k - 2].low in ("at", "on") else 4
                hops += 1
                continue
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
            if token.name is not None and k + 1 < len(self.tokens) and self.tokens[k + 1].is_word and hops < 3:
                modifier = self.s.actor_at.get(k)
                if modifier is not None and modifier.modifier and modifier.prep is None:
                    k = modifier.lo - 1
                    hops += 1
                    while k >= floor and self.tokens[k].low in lx.DETERMINERS:
                        k -= 1
                    continue  # "rejected a Turkish proposal"
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
            and lemma not in _OBJECT_RELATIVE_VERBS
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

    def _standing_in(self, lo: int) -> VerbGroup | None:
        """The verb of "would represent him at the meeting", whose noun phrase begins at ``lo``."""
        segment = self.s.segment_of[lo]
        verb = next((g for g in reversed(self.s.groups) if g.hi <= lo and g.segment == segment), None)
        return verb if verb is not None and verb.main.lemma == "represent" and not verb.main.passive else None

    def _past_its_author(self, before: int) -> int:
        """From the "for" in "a plea from Hansen for a meeting" to the noun that it belongs to."""
        actor = self.s.actor_at.get(before - 1)
        if actor is None or actor.prep not in ("from", "by") or actor.lo < 2:
            return before - 1
        k = actor.lo - 2
        while k > 0 and self.tokens[k].low in lx.DETERMINERS | {"from", "by"}:
            k -= 1
        known = lx.OFFER_NOUNS | lx.CHANGE_NOUNS
        return k if self.tokens[k].is_word and self.tokens[k].low in known else before - 1

    def _antecedent(self, segment: Segment) -> int | None:
        """The event noun that a relative clause tells of ("a visit by the king *that had been due on Monday*")."""
        if segment.word not in ("which", "that") or segment.kind not in (SegmentKind.RELATIVE, SegmentKind.THAT):
            return None
        first = next((g for g in self.s.groups if g.segment == segment.index), None)
        if first is None or not first.finite:
            return None
        between = self.tokens[segment.lo : first.lo]
        if any(
            t.name is not None or (t.is_word and t.low not in lx.ADVERBS and t.low not in ("which", "that", "now"))
            for t in between
        ):
            return None
        lemmas = {first.main.lemma, first.links[0].lemma}
        if not lemmas & lx.EVENT_PREDICATES and not lemmas & lx.PLANNING_PARTICIPLES:
            return None
        floor = max(0, segment.lo - 18)
        for trigger in reversed(self.triggers):
            if floor <= trigger.index < segment.lo:
                if trigger.group is not None or any(
                    trigger.index < g.lo < segment.lo and g.finite for g in self.s.groups
                ):
                    return None
                return trigger.index
        return None

    def _names_the_one_before(self, actor: Actor) -> bool:
        """ "Peru's president, *Dina Boluarte*, will": an apposition, not who does what follows."""
        return (
            self.tokens[actor.lo - 1].low == ","
            and actor.hi < len(self.tokens)
            and self.tokens[actor.hi].low == ","
            and any(a.hi == actor.lo - 1 and set(actor.parties) <= set(a.parties) for a in self.s.actors)
        )

    def _of_a_nearer_noun(self, i: int, lo: int) -> bool:
        """Whether an occasion named between the event noun at ``i`` and the participle at ``lo`` is what it speaks of."""
        for k in range(lo - 1, i, -1):
            token = self.tokens[k]
            if not token.is_word and token.name is None and token.time is None:
                return False
            if token.is_word and lx.EVENT_NOUNS.get(token.low) in lx.GATHERINGS:
                words = [t.low for t in self.tokens[i + 1 : k]]
                return any(a == "the" and b in ("sidelines", "margins", "fringes") for a, b in pairwise(words))
        return False

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
                    and group.main.lemma in _HEADLINE_INFINITIVES
                ):
                    return VerbGroup(group.lo, group.hi, [self._future(group)], segment=group.segment)
                if chosen is None and group.links[0].tense == "inf":
                    # an infinitive of purpose ends the noun phrase: "talks to discuss …"
                    continue
                continue
            between = self.tokens[i + 1 : group.lo]
            if any(t.low in (";", ":") for t in between):
                break
            if (
                group.finite
                and self.tokens[group.lo - 1].low in ("and", "but", "or")
                and any(g.finite and g.hi <= i and g.segment == group.segment for g in self.s.groups)
            ):
                break  # "will fly to Oslo for talks and will then attend …": the same one does it
            if any(
                a.lo > i
                and a.hi <= group.lo
                and a.prep is None
                and not a.modifier
                and not a.possessive
                and not a.place
                and not self._names_the_one_before(a)
                for a in self.s.actors
            ) and any(t.low == "," for t in between):
                break
            if group.reduced and self._of_a_nearer_noun(i, group.lo):
                continue  # "in talks with Chirac on the sidelines of a summit held in Bamako"
            if group.reduced and group.main.lemma in CALLED_TOGETHER:
                continue  # "the congress, organised by Kenya, …": who called it, not what becomes of it
            if group.reduced and chosen is None:
                chosen = group
                continue
            if group.finite:
                group = self._overtaken_by(group, candidates)
                # where the noun is inside "after talks with X said": the subject is another
                return (
                    group
                    if chosen is None
                    or chosen.main.lemma not in _PLANNED_PARTICIPLES
                    or group.main.lemma in lx.CANCEL_VERBS
                    or group.main.lemma in lx.POSTPONE_VERBS
                    or group.main.lemma in lx.MOVE_VERBS
                    or group.main.lemma in lx.EARLIER_VERBS
                    or group.main.lemma in lx.OCCUR_VERBS
                    or group.main.lemma in lx.REINSTATE_VERBS
                    or group.main.lemma in ("slip", "push", "continue", "wait", "end", "conclude", "collapse")
                    or group.main.lemma in ("hold", "take-place", "begin", "start", "be")
                    else chosen
                )
        if chosen is None and following:
            at = following[0].segment + 1
            after = self.s.segments[at] if at < len(self.s.segments) else None
            if after is not None and after.kind is SegmentKind.MAIN and after.word == ",":
                resumed = next((g for g in self.s.groups if g.segment == at), None)
                if resumed is not None and resumed.finite and resumed.lo - after.lo <= 2:
                    return resumed  # "Talks, which were to resume on Tuesday, have been adjourned"
        if (
            chosen is None
            and following
            and (
                following[0].lo - i <= 8
                or (following[0].lo - i <= 24 and self._antecedent(self.s.segments[following[0].segment]) == i)
            )
        ):
            group = following[0]
            if group.main.lemma in lx.EVENT_PREDICATES:
                return group
        if chosen is None:
            nxt = segment.index + 1
            while nxt < len(self.s.segments) and nxt <= segment.index + 3:
                later = self.s.segments[nxt]
                if later.kind is SegmentKind.MAIN and later.word in (",", ")", "--", "–", "—", ""):
                    groups = [g for g in self.s.groups if g.segment == nxt and g.finite]
                    if not groups and later.word in ("--", "–", "—", "("):
                        nxt += 1
                        continue  # an inset between subject and verb
                    if groups and groups[0].lo - later.lo <= 2:
                        return groups[0]
                    return None
                nxt += 1
        return chosen

    def _to_a_day(self, k: int) -> bool:
        after = self.tokens[k : k + 3]
        return bool(after) and after[0].low in ("to", "until", "till") and any(t.time is not None for t in after[1:])

    def _overtaken_by(self, planned: VerbGroup, groups: list[VerbGroup]) -> VerbGroup:
        """The second verb of "were to begin on Monday but have been pushed to Friday", "were set for May 3 but were held on May 5";
        "but were put off" is the story so far."""
        first = planned.links[0]
        was_to = first.tense == "past" and (first.modal == "is-to" or first.lemma in _PLANNED_PARTICIPLES)
        if not was_to and not (first.tense == "pastperfect" and first.lemma in lx.FIXING_VERBS):
            return planned
        changed = lx.CANCEL_VERBS | lx.POSTPONE_VERBS | lx.MOVE_VERBS | lx.EARLIER_VERBS | {"push", "slip"}
        for group in groups:
            if group.lo <= planned.hi or not group.finite or group.main.negated or not self._after_but(group.lo):
                continue
            lemma = group.main.lemma
            if was_to and lemma in changed and self.tokens[group.lo - 1].low == "but":
                if group.links[0].tense == "perfect" or self._to_a_day(group.hi):
                    return group
            elif self._on_another_day(planned, group):
                if lemma != "hold" or group.main.passive:
                    return group
                held = replace(group.main, passive=True)  # "was set for May 3 but held on May 5"
                return VerbGroup(group.lo, group.hi, [*group.links[:-1], held], segment=group.segment)
        return planned

    def _after_but(self, lo: int) -> bool:
        """ "but", "but eventually", "but instead" right before the verb at ``lo``."""
        k = lo - 1
        while k > 0 and lo - k < 3 and (self.tokens[k].low in lx.ADVERBS or self.tokens[k].low.endswith("ly")):
            k -= 1
        return k >= 0 and self.tokens[k].low == "but"

    def _on_another_day(self, planned: VerbGroup, group: VerbGroup) -> bool:
        """Whether the meeting ``planned`` for one day is told by ``group`` to have another ("was due on Friday but will open on Sunday")."""
        if group.main.lemma not in lx.HAPPEN_VERBS | {"hold"}:
            return False
        was = any(t.time is not None for t in self.tokens[planned.hi : planned.hi + 3])
        return was and any(t.time is not None for t in self.tokens[group.hi : group.hi + 6])

    def _future(self, group: VerbGroup) -> Link:
        return Link(group.main.lemma, group.main.index, modal="is-to", tense="present", passive=group.main.passive)

    def _reported(self, k: int) -> bool:
        return self.reported or self.s.segment(k).kind is SegmentKind.THAT

    def choose(self, mention: TimeMention, direction: Direction) -> When | None:
        """The reading of a day that looks ``direction``; one that hangs on a day settled before follows that one."""
        base = mention.base
        settled = self.context.days.get(base.start) if base is not None else None
        if base is not None and settled is not None:
            if base.past is not None and settled == base.past.start:
                return mention.past
            if base.future is not None and settled == base.future.start:
                return mention.future
        if mention.near and base is not None and base.start < self.s.start:
            if not mention.text.endswith("day"):
                return None  # "late in the evening" says of no day that it is another than that of the story
            today = self.context.published
            return When(start=today, end=today, precision=Precision.DAY)
        return self.chooser(mention, direction)

    def _nearest_reading(self, mention: TimeMention) -> When | None:
        return self.choose(mention, Direction.UNKNOWN)
