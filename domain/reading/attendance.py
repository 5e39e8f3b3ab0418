"""Who sits at talks whose parties the article tells in other places: "the Geneva peace talks", "the conference".

News about peace talks names the table far more often than the people at it. Here the parties of an article's peace talks are
gathered once from all of its names: the state whose conflict it is, the armed or political groups that negotiate with it, and
the mediator. Mentions without parties of their own then stand for these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.reading import lexicon as lx
from domain.reading import names_tables
from domain.reading.mention_frame import Frame
from domain.reading.status import Change, Stance
from domain.reading.syntax import Sentence
from domain.reading.tokens import Direction, NameKind, NameMention
from domain.reports import Format, Status

_NEVER_AT_THE_TABLE: Final = frozenset("ISIS AL_QAEDA HTS AL_SHABAAB BOKO_HARAM".split())
_MEDIATED: Final = "sponsored|brokered|mediated|led|facilitated|convened|chaired|backed|hosted|moderated"
_MEDIATING_STATES_TOO: Final = frozenset("sponsored brokered mediated facilitated".split())
_MEDIATORS_AFTER: Final = re.compile(
    r"(?:['’]s)?(?:(?:,|,? and) \S+){0,2} (?:\w+ )?(?:mediators?|facilitators?|go-betweens?|mediation)\b"
)
_MEDIATES: Final = re.compile(
    r"(?:(?:,|,? and) \S+){0,2},? (?:which |who )?(?:(?:is|has been|are|have been) (?:mediating|facilitating|brokering)"
    r"|(?:mediates?|facilitates?|is facilitating|(?:has|have) mediated)\b)"
)
_MEDIATOR_BEFORE: Final = re.compile(
    r"(?:[Mm]ediators?|[Ff]acilitators?|[Mm]ediation (?:by|of|from)|auspices of)(?: the)?(?: [a-z]+){0,2} $"
)
_MEDIATED_AFTER: Final = re.compile(
    rf"[-–\s]({_MEDIATED})\b(?: \S+){{0,3}}? (?:talks|negotiations?|process|dialogue|conference|round|mediation|meeting|summit|effort)"
)
_MEDIATED_BY: Final = re.compile(
    rf"(?i)(?:talks|negotiations|process|round|dialogue|conference)\S*(?: \S+){{0,7}} ({_MEDIATED}) (?:jointly )?by(?: the| [a-z]+){{0,3}} $"
)
_ENVOY_AFTER: Final = re.compile(r"(?:['’]s)? (?:\w+ )?(?:special )?(?:envoy|mediator|peace envoy)\b")
_MEDIATION: Final = re.compile(rf"(?i){_MEDIATED}|mediat|facilitat|go-between|auspices|envoy")
_WINDOW: Final = 80
"""Characters beside a name in which a word of mediation is of it."""
_LIST_JOINT: Final = re.compile(r"(?:, |,? and |/|-| and the )(?:the )?")
_INSURGENTS: Final = re.compile(
    r"(?<!-)\b(?:[Rr]ebels?|[Ii]nsurgents?|[Gg]uerrillas?|[Oo]pposition|[Ss]eparatists?|[Mm]ilitants|warring)\b(?!-)"
    r"(?! (?:part(?:y|ies) (?:leader|lawmaker)|lawmaker|politician|candidate|MPs?\b|to |from ))"
)
_GOVERNMENT: Final = re.compile(
    r"(?:['’]s)? (?:\w+ )?(?:government|regime|army|military|authorities|armed forces|troops|forces|delegation)\b"
)
_CONFLICT: Final = re.compile(r"(?:['’]s)? (?:\S+ )?(?:civil war|war|conflict|crisis|insurgency|rebels?|opposition)\b")
_NAMED_AFTER: Final = re.compile(
    r"(?:['’]s)? (?:(?:peace|ceasefire|cease-fire|truce|reconciliation|unity|direct|indirect|proximity) )?"
    r"(?:talks|negotiations|peace process|peace conference|dialogue)\b"
)
_OTHER_TABLES: Final = frozenset(
    """trade nuclear brexit accession membership climate tariff budget coalition bilateral economic gas energy debt bailout disarmament
    missile arms commercial financial entry water fisheries loan reparations citizenship""".split()
)
_BETWEEN_STATES: Final = frozenset(
    """secretary-level minister-level ministerial-level summit-level leader-level level secretary secretaries ministerial presidential
    intergovernmental bilateral trade nuclear border""".split()
)
"""In the name of talks, what makes them those of governments with each other."""
_VAGUE_TALKS: Final = frozenset("consultations consultation discussions discussion dialogue dialog talk".split())
_WAR: Final = re.compile(r"\b(?:civil war|cease-?fire|truce|peace (?:deal|accord|agreement|plan))\b")
_CONVENERS: Final = frozenset("UN AFRICAN_UNION IGAD OSCE ECOWAS ARAB_LEAGUE SADC OAS".split())
"""Bodies that lead peace talks; where one of them announces some, it sits at the table."""
_LEFT_OUT: Final = frozenset("excluded exclude excludes excluding barred uninvited".split())
_AT_THE_TABLE: Final = frozenset("negotiate negotiating reconvene table negotiators mediator mediators".split())
_ATTENDING: Final = re.compile(
    r"attend|take-part|participate|join|boycott|skip|stay-away|go\b|come\b|send|return|negotiate"
)
_INSIDERS: Final = frozenset(
    "rebels rebel opposition insurgents guerrillas militants separatists government group groups side sides them it each other representatives".split()
)
_KINDS: Final = frozenset([lx.TALKS, lx.ROUND, lx.GATHERING, lx.MEETING, lx.SUMMIT])
_BETWEEN_THE_SIDES: Final = frozenset(
    "and the negotiators officials representatives delegates delegation envoys".split()
)
_SUBJECT_OF_THE_STORY: Final = 8
"""Sentences in which an article names what it is about."""
_SEATS: Final = 3
"""Groups, and mediators, that sit at one table at most; an article that names more lists bystanders."""


@lru_cache(maxsize=1)
def _conflicts() -> dict[str, tuple[str, ...]]:
    """State → the groups that negotiate with its government."""
    return {state: tuple(groups.split(";")) for state, groups in names_tables.read_rows("conflicts")}


@lru_cache(maxsize=1)
def _homes() -> dict[str, tuple[str, ...]]:
    """Group → the states whose government it negotiates with."""
    homes: dict[str, list[str]] = {}
    for state, groups in _conflicts().items():
        for group in groups:
            homes.setdefault(group, []).append(state)
    return {group: tuple(states) for group, states in homes.items()}


@lru_cache(maxsize=1)
def _oppositions() -> dict[str, str]:
    """State → the group that its mere "opposition" or "rebels" are."""
    return {group.opposes: group.party for group in names_tables.groups() if group.opposes}


@dataclass(frozen=True, slots=True)
class Article:
    """What of an article tells whose conflict its peace talks are about."""

    text: str
    names: Sequence[NameMention]
    sentences: Sequence[Sentence]
    """The parsed ones: those that can tell of a meeting."""


def _speaks_of_talks(sentence: Sentence) -> bool:
    return any(
        (t.is_word and lx.EVENT_NOUNS.get(t.low) in (lx.TALKS, lx.ROUND)) or t.low in _AT_THE_TABLE
        for t in sentence.tokens
    )


class _Table:
    """The evidence for who sits at one article's table."""

    def __init__(self, frames: Sequence[Frame], article: Article) -> None:
        self.article = article
        self.frames = frames
        self.talks = [f for f in frames if f.peace or f.kind in (lx.TALKS, lx.ROUND)]
        self.peace = any(f.peace for f in self.talks)
        self.named = Counter(m.party for m in article.names if m.party)
        self.insurgents = len(_INSURGENTS.findall(article.text))
        self.talking: Counter[str] = Counter()
        """Groups, by how often a sentence about talks names them."""
        self.mediators: Counter[str] = Counter()
        for sentence in article.sentences:
            if _speaks_of_talks(sentence):
                self._read(sentence)

    def _read(self, sentence: Sentence) -> None:
        left_out = any(t.low in _LEFT_OUT for t in sentence.tokens)
        for actor in sentence.actors:
            if actor.mentions and not left_out:
                self.talking.update(
                    m.party
                    for m in actor.mentions
                    if m.party
                    and (m.kind is NameKind.GROUP or m.party in _homes())
                    and not lx.is_state(m.party)
                    and m.party not in _NEVER_AT_THE_TABLE
                )

    def _mediation(self) -> None:
        """Who mediates, by the words around each name: "Qatari mediators", "mediated by Norway", "UN-led", "Egypt, which mediates"."""
        text = self.article.text
        chained = ""
        """The kind of mediator that a list has begun ("mediators Egypt and Qatar")."""
        end = -1
        spoken_of = [m.start() for m in _MEDIATION.finditer(text)]
        for mention in self.article.names:
            party = mention.party
            if party is None or mention.kind is NameKind.PLACE:
                continue
            nearby = bisect_left(spoken_of, mention.start - _WINDOW)
            if nearby >= len(spoken_of) or spoken_of[nearby] > mention.end + _WINDOW:
                if mention.role == "envoy" and mention.kind is NameKind.PERSON:
                    self._seat(party, "body")
                chained = ""
                continue
            before = text[max(0, mention.start - _WINDOW) : mention.start]
            kind = ""
            if chained and _LIST_JOINT.fullmatch(text[end : mention.start]):
                kind = chained
            elif (
                _MEDIATORS_AFTER.match(text, mention.end) or _MEDIATES.match(text, mention.end)
            ) or _MEDIATOR_BEFORE.search(before):
                kind = "any"
            elif (match := _MEDIATED_AFTER.match(text, mention.end)) or (match := _MEDIATED_BY.search(before)):
                kind = "any" if match[1].lower() in _MEDIATING_STATES_TOO else "body"
            elif (mention.kind is NameKind.PERSON and mention.role == "envoy") or _ENVOY_AFTER.match(text, mention.end):
                kind = "body"
                if not _ENVOY_AFTER.match(text, mention.end):
                    self._seat(party, kind)
                    continue
            if re.search(r"\b(?:former|ex-?)\W+(?:[A-Z]\w+ )?$", before):
                kind = ""  # "mediated by former Finnish President …": nobody's envoy
            self._seat(party, kind)
            chained, end = kind, mention.end

    def _convener(self) -> None:
        """ "Peace talks will open on Thursday, the United Nations said": who speaks for the table, where nobody else is named."""
        for frame in self.talks:
            if not frame.peace or frame.source != "text":
                continue
            for actor in frame.sentence.actors:
                if actor.prep is None and not actor.modifier and not actor.possessive:
                    self.mediators.update(p for p in actor.parties if p in _CONVENERS)

    def _seat(self, party: str, kind: str) -> None:
        if kind and party not in _homes() and (kind == "any" or not lx.is_state(party)):
            self.mediators[party] += 1

    def _state(self) -> str | None:
        """Whose conflict it is: the state that the talks are named after, whose government or rebels are spoken of most."""
        scores: Counter[str] = Counter()
        for state, groups in _conflicts().items():
            if not self.named[state] and not self.named[_oppositions().get(state, "")]:
                continue
            sitting = sum(self.named[g] for g in groups)
            if not sitting and not self._ours(state):
                continue
            scores[state] = 2 * sitting + min(self.named[state], 10)
        if not scores:
            return None
        text = self.article.text
        for mention in self.article.names:
            party = mention.party
            if party in scores and party and mention.kind in (NameKind.STATE, NameKind.DEMONYM, NameKind.METONYM):
                scores[party] += 4 * bool(_NAMED_AFTER.match(text, mention.end))
                scores[party] += 2 * bool(_GOVERNMENT.match(text, mention.end))
                scores[party] += 2 * bool(_CONFLICT.match(text, mention.end))
        return max(scores, key=lambda s: scores[s])

    def _ours(self, state: str) -> bool:
        """Whether the other side at the table of ``state`` is its opposition, though the article may not call it so."""
        if state not in _oppositions():
            return False
        if self.insurgents or self._named_after(state):
            return True
        foremost = max((n for p, n in self.named.items() if lx.is_state(p)), default=0)
        return self.peace and 2 * self.named[state] >= foremost

    def _named_after(self, state: str) -> bool:
        """ "Syria talks", "the Syrian peace process": the conflict's name is the table's."""
        return any(m.party == state and _NAMED_AFTER.match(self.article.text, m.end) for m in self.article.names)

    def _governing(self) -> str | None:
        states: Counter[str] = Counter()
        for mention in self.article.names:
            if mention.party and lx.is_state(mention.party) and mention.kind is not NameKind.PERSON:
                states[mention.party] += bool(_GOVERNMENT.match(self.article.text, mention.end))
                states[mention.party] += 2 * bool(_NAMED_AFTER.match(self.article.text, mention.end))
        best = states.most_common(1)
        return best[0][0] if best and best[0][1] else None

    def _told(self, state: str | None) -> tuple[str, ...]:
        """Two sides that the article names together at talks of a group with somebody else than its own state."""
        pairs = Counter(
            tuple(sorted(f.parties)) for f in self.talks if f.pair and len(f.parties) == 2 and f.source == "text"
        )
        often = 1 if state is None else 2
        with_groups = [pair for pair, n in pairs.most_common() if n >= often and any(p in _homes() for p in pair)]
        if not with_groups or any(state in pair for pair in with_groups):
            return ()
        return with_groups[0] if all(lx.is_state(p) or p in _homes() for p in with_groups[0]) else ()

    def _with_others(self, table: Sequence[str]) -> list[str]:
        """Neighbours that the article names beside the two sides ("between Morocco and the Polisario, with Algeria and Mauritania")."""
        for frame in self.talks:
            told = dict.fromkeys(frame.parties)
            if frame.pair and frame.source == "text" and len(told) > 2 and len(set(table) & set(told)) >= 2:
                return [p for p in told if p not in table]
        return []

    def _collective(self) -> tuple[str, ...]:
        """The states of talks that have a name of their own ("the six-party talks")."""
        for frame in self.talks:
            name = frame.sentence.tokens[frame.index].name
            current = not frame.history and not frame.past_label and frame.sentence.order <= _SUBJECT_OF_THE_STORY
            if name is not None and len(name.parties) > 2 and current:
                return name.parties
        return ()

    def parties(self) -> tuple[str, ...]:
        """The parties of the article's peace talks; () where it tells of none."""
        collective = self._collective()
        if collective:
            return collective
        if not (
            self.peace
            or self.insurgents
            or _WAR.search(self.article.text)
            or self.talking
            or any(self._named_after(s) for s in _oppositions())
        ):
            return ()
        state = self._state()
        told = self._told(state)
        if told:
            found = list(told)
        elif state is None:
            # a group that data/conflicts.tsv does not know, and the state whose government or talks are spoken of
            state = self._governing()
            found = [state, *(g for g, _ in self.talking.most_common(_SEATS))] if state and self.talking else []
        else:
            own = [g for g in _conflicts()[state] if self.named[g] or g == _oppositions().get(state)]
            groups = sorted((g for g in own if self.talking[g]), key=lambda g: -self.talking[g])
            if not groups and own:
                groups = [max(own, key=lambda g: self.named[g])]
            ours = _oppositions().get(state)
            if ours and ours not in groups and self._ours(state):
                groups.insert(0, ours)
            often = max((self.talking[g] for g in groups), default=0)
            groups = [g for g in groups if g == ours or 2 * self.talking[g] >= often]
            found = [state, *groups[:_SEATS]]
        if not found:
            return ()
        found += self._with_others(found)
        self._mediation()
        if not self.mediators:
            self._convener()
        found += [m for m, _ in self.mediators.most_common(_SEATS) if m not in found]
        return tuple(found) if len(found) >= 2 else ()


def _two_sides(frame: Frame) -> bool:
    """A state and a group that negotiate with each other ("Israel and Hamas will resume indirect talks")."""
    return frame.kind in (lx.TALKS, lx.ROUND) and any(
        home in frame.parties for p in frame.parties for home in _homes().get(p, ())
    )


def _with_strangers(frame: Frame) -> bool:
    """ "talks with elders and local leaders": those who are named are none of the table."""
    sentence = frame.sentence
    for k in range(frame.index + 1, min(frame.index + 4, len(sentence.tokens))):
        if sentence.tokens[k].low == "with" and sentence.tokens[k].is_word:
            near = range(k + 1, min(k + 7, len(sentence.tokens)))
            return not any(n in sentence.actor_at or sentence.tokens[n].low in _INSIDERS for n in near)
    return False


def _may_be_seated(frame: Frame, parties: tuple[str, ...]) -> bool:
    """True for a mention of talks that names nobody, or only people of this table."""
    if frame.kind not in _KINDS or frame.format is Format.CALL:
        return False
    if frame.session and frame.kind not in (lx.TALKS, lx.ROUND):
        return False
    own = set(frame.parties)
    if not own <= set(parties) or (len(own) >= 2 and not frame.peace and not _two_sides(frame)):
        return False
    if len(own) >= 2 and not frame.peace:
        return True
    if frame.topic and not set(frame.topic) & set(parties):
        return False
    tokens = frame.sentence.tokens
    if frame.status is Status.CANCELLED and any(
        t.low == "any" for t in tokens[max(0, frame.index - 3) : frame.index + 4]
    ):
        return False  # "will not hold talks with any party that …"
    if _with_strangers(frame):
        return False
    if frame.peace or frame.topic:
        return True
    if len(parties) > 4 and frame.kind == lx.MEETING and not own and frame.definite and frame.when is not None:
        return True  # "the panel's session opens on June 3", of the six parties
    before = tokens[frame.index - 1].low if frame.index else ""
    if frame.kind not in (lx.TALKS, lx.ROUND) or before in _OTHER_TABLES or not _BETWEEN_STATES.isdisjoint(frame.label):
        return False
    return frame.definite or tokens[frame.index].low not in _VAGUE_TALKS


def _stays_away(frame: Frame) -> bool:
    """One side says that it will not come ("will not attend the talks")."""
    return frame.stance.change is Change.CANCEL and bool(_ATTENDING.search(frame.stance.why))


def _conditional_refusal(frame: Frame) -> bool:
    """ "will not attend until the siege is lifted": a condition, which cancels nothing."""
    tokens = frame.sentence.tokens
    return (_stays_away(frame) or frame.stance.why == "only threatened") and any(
        t.is_word and (t.low in ("until", "unless") or (t.low == "as" and tokens[k + 1].low == "long"))
        for k, t in enumerate(tokens[frame.index : -1], frame.index)
    )


def _with_mediators(frame: Frame, parties: tuple[str, ...]) -> tuple[str, ...]:
    """The two sides that a sentence names, and who mediates between them."""
    return (*frame.parties, *(p for p in parties if p not in frame.parties and p not in _homes()))


def _may_have_a_table(frames: Sequence[Frame], article: Article) -> bool:
    """A cheap look before the evidence is gathered: peace talks, a group that negotiates, or talks with a name of their own."""
    if any(f.peace for f in frames):
        return True
    with_opposition = _oppositions()
    return any(
        m.party in _homes() or m.party in with_opposition or m.kind is NameKind.GROUP or len(m.parties) > 2
        for m in article.names
    )


def _with_its_government(frame: Frame, named: Counter[str]) -> None:
    """ "Government and FARC negotiators will meet": the government beside an armed group is that of the group's own state."""
    if len(frame.parties) != 1 or frame.parties[0] not in _homes():
        return
    tokens = frame.sentence.tokens
    for k, token in enumerate(tokens):
        if token.low not in ("government", "governments") or not token.is_word or k in frame.sentence.actor_at:
            continue
        before = tokens[k - 1].low if k else ""
        if k and before not in ("the", "when", "that", "after", "between", ",") and not tokens[k - 1].is_word:
            continue
        ahead = k + 1
        while ahead < len(tokens) and tokens[ahead].low in _BETWEEN_THE_SIDES:
            ahead += 1
        beside = frame.sentence.actor_at.get(ahead)
        back = k - 1
        while back >= 0 and tokens[back].low in _BETWEEN_THE_SIDES:
            back -= 1
        if beside is None and back >= 0 and back < k - 1 and tokens[back].name is not None:
            beside = frame.sentence.actor_at.get(back)
        if beside is None or set(beside.parties) != set(frame.parties) or ahead == k + 1 == back + 2:
            continue
        homes = _homes()[frame.parties[0]]
        home = max(homes, key=lambda h: named[h])
        if len(homes) == 1 or named[home]:
            frame.parties = (*frame.parties, home)
            frame.pair, frame.reference = True, False
            frame.notes.append(f"its government: {home}")
        return


def _of_states_told_before(frame: Frame, frames: Sequence[Frame], parties: Sequence[str], text: str) -> bool:
    """ "India called off its talks with Pakistan … The talks were to be held in May": those of the states, not of a group."""
    if frame.parties:
        return False
    told = [
        f
        for f in frames
        if f.source == "text"
        and f.pair
        and f.kind in (lx.TALKS, lx.ROUND)
        and f.sentence.order < frame.sentence.order
        and len(f.parties) > 1
        and all(lx.is_state(p) for p in f.parties)
    ]
    change = frame.stance.change
    if change in (Change.CANCEL, Change.POSTPONE) and any(f.stance.change is change for f in told):
        return True
    groups = {p for p in parties if p in _homes()}
    together = any(set(f.parties) & groups and set(f.parties) & (set(parties) - groups) for f in frames if f.pair)
    return bool(told) and not together and "peace" not in text and not _WAR.search(text)


def seat(frames: Sequence[Frame], article: Article) -> None:
    """Give the article's peace-talk parties to the mentions of talks that name none or only some of them."""
    if any(len(f.parties) == 1 and f.parties[0] in _homes() for f in frames):
        named = Counter(m.party for m in article.names if m.party)
        for frame in frames:
            _with_its_government(frame, named)
    if not any(f.kind in _KINDS for f in frames) or not _may_have_a_table(frames, article):
        return
    table = _Table(frames, article)
    parties = table.parties()
    if not parties:
        return
    for frame in frames:
        if frame.kind in (lx.TALKS, lx.ROUND) and any("read as" in note for note in frame.notes):
            sure = tuple(p for p in frame.parties if p in parties)
            frame.parties = sure or frame.parties  # "they" of an article about peace talks are those who sit there
        if not _may_be_seated(frame, parties) or _of_states_told_before(frame, frames, parties, article.text):
            continue
        if _conditional_refusal(frame) or (len(parties) > 2 and len(frame.parties) == 1 and _stays_away(frame)):
            still_on = Status.SCHEDULED if frame.when is not None else None
            why = "one side sets a condition or stays away; the talks are still on"
            frame.stance = Stance(still_on, Direction.FUTURE, weak=True, why=why)
        if len(frame.parties) == 1 and "arrive" in frame.stance.why:
            frame.when = frame.time = None  # one side is there; when the talks begin is told elsewhere
            frame.stance = Stance(None, why="one side has arrived")
        if len(frame.parties) >= 2 and not frame.peace:
            frame.parties = _with_mediators(frame, parties)
            continue
        frame.parties = parties
        frame.pair = True
        frame.reference = False
        frame.definite = True
        frame.peace = True
        frame.notes.append(f"the peace talks of {'-'.join(sorted(parties))}")
