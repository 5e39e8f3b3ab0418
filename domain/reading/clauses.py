"""The shallow grammar of one sentence: tokens, verb groups, actors, attributions, segments.

No part-of-speech model: closed-class words, the verb table of ``lexicon`` and the position of names and times are enough
for the sentences that announce meetings. Each step is one pass over the tokens, so a sentence costs time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.tokens import NameKind, NameMention, TimeMention

_WORD: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?\b|[’']s\b|[^\W_]+(?:[-‑][^\W_]+|[’'](?!s\b)[^\W_]+)*|--|[^\w\s]|_"
)

CAPITALS: Final[dict[str, str]] = {}
"""State id → capital in English, filled from the gazetteer's tables by the extractor ("in the Turkish capital")."""

MAX_TOKENS: Final = 400
"""A longer "sentence" (a table, a list, an attack) is read up to here only; bounds the work for any input."""


# What stands around a word that several classes share; vocabulary proper stands in ``lexicon``.

_BEFORE_A_DAY: Final = frozenset("on in at late early during this since until".split())
_BEFORE_A_GERUND: Final = frozenset("after before while by of without for from since in , and or on at until".split())
_BEFORE_A_SAYING_VERB: Final = frozenset(""", " ” ' ’ )""".split())
_JOINTS_BEFORE_A_VERB: Final = frozenset(""", and but or ) " ” “ - – — --""".split())
_JOINTS_BEFORE_A_PAST_TENSE: Final = _JOINTS_BEFORE_A_VERB | frozenset("' ’ then".split())
_AFTER_AN_APPENDED_PARTICIPLE: Final = frozenset("by for to in at on".split())
_AFTER_A_PARTICIPLE: Final = frozenset("in at by on to between with".split())
_AFTER_A_NOUN_LIKE_VERB: Final = frozenset("to for in with that off out on down up".split())
_SUBJECTS_OF_A_BASE_FORM: Final = frozenset("they we i you who which that".split())
_AFTER_A_PREDICATIVE_LIKELY: Final = frozenset("to on in at next this that".split())
_NOT_BEFORE_A_ROLE: Final = frozenset("and or but that who which opposition".split())
_PLACE_NOUNS_UNNAMED: Final = lx.PLACE_NOUNS - {"suburb"} | {"coast"}
_NO_MODIFIERS: Final = frozenset("and or but that not than".split())
_PLACE_NOUNS_AND_HEADS: Final = lx.PLACE_NOUNS | {"heads"}
_EPITHETS: Final = frozenset("friend ally host guest rival neighbour neighbor foe visitor".split())
_EPITHET_ADJECTIVES: Final = frozenset(
    "good great old close dear longtime long-time new key main staunch closest biggest chief northern southern eastern western".split()
)
_POSSESSIVES: Final = frozenset("my our his her its their".split())
_BETWEEN_JOINED_ACTORS: Final = frozenset("both as well then also with counterparts counterpart from of".split())
_BEFORE_A_COMPARING_AS: Final = frozenset("as such same well far soon long known".split())
_AFTER_A_COMPARING_AS: Final = frozenset(
    """well part scheduled planned expected a an many soon early long far saying much possible being""".split()
)
_CLAUSE_PRONOUNS: Final = frozenset("he she they it we i there both".split())
_INSIDE_A_SUBJECT: Final = frozenset(", of and 's ’s ' ’ -".split())
_ADVERBS_OF_SAYING: Final = frozenset(
    "here late early earlier later also again separately today then previously".split()
)
_PREPOSITIONS_OF_SAYING: Final = frozenset("on in at during late to by via through from".split())
_AFTER_THE_TOLD: Final = frozenset(""", that ; " “ ”""".split())
_BEFORE_A_SPEAKER: Final = frozenset(
    "and but according to while as who which meanwhile also though although because since whereas yet so".split()
)
_AFTER_A_SPEAKER: Final = frozenset(""", -- – — ( " on in late at that here when""".split())


@dataclass(slots=True, eq=False)
class Token:
    start: int
    end: int
    text: str
    low: str
    name: NameMention | None = None
    time: TimeMention | None = None

    @property
    def is_word(self) -> bool:
        return self.name is None and self.time is None and (self.low[:1].isalpha() or self.low[:1].isdigit())


@dataclass(slots=True)
class Link:
    """One verb of a chain ("are expected | to meet")."""

    lemma: str
    index: int
    modal: str | None = None
    """will | would | may | can | should | is-to | going-to | due | likely …, nearest before the verb."""
    tense: str = ""
    """past | present | perfect | pastperfect | inf | ing | part"""
    negated: bool = False
    passive: bool = False
    progressive: bool = False
    hedged: bool = False


@dataclass(slots=True, eq=False)
class VerbGroup:
    lo: int
    hi: int
    links: list[Link]
    reduced: bool = False
    """A participle after its noun ("talks scheduled for Friday")."""
    segment: int = 0
    particle: int | None = None
    """Token of a particle that stands after the object ("pushed the talks *back*")."""

    @property
    def main(self) -> Link:
        return self.links[-1]

    @property
    def modal_ahead(self) -> bool:
        """Speaks of what is to come ("will be postponed")."""
        return self.links[0].modal in ("will", "would", "may", "is-to", "going-to", "can", "should")

    @property
    def finite(self) -> bool:
        return not self.reduced and self.links[0].tense not in ("inf", "ing", "part")


@dataclass(slots=True, eq=False)
class Actor:
    """A coordinated noun phrase of representatives, with the preposition that governs it."""

    lo: int
    hi: int
    parties: tuple[str, ...]
    prep: str | None
    mentions: list[NameMention] = field(default_factory=list)
    person: bool = False
    possessive: bool = False
    role: bool = False
    """Has a role noun ("Russian negotiators"), so it cannot be a place."""
    plural: bool = False
    speaker: bool = False
    place: bool = False
    """Could as well be a place, and stands where a place stands."""
    object_of: int | None = None
    """Index into the sentence's verb groups of the verb right before it."""
    modifier: bool = False
    """Stands before a noun that is no role ("Russia's proposals", "Syria talks")."""


@dataclass(slots=True)
class Place:
    index: int
    prep: str | None
    city: str | None
    country: str | None
    hi: int


class SegmentKind(StrEnum):
    MAIN = "main"
    SUB = "sub"
    RELATIVE = "relative"
    THAT = "that"
    ATTRIBUTION = "attribution"
    PAREN = "paren"


@dataclass(slots=True, eq=False)
class Segment:
    index: int
    kind: SegmentKind
    lo: int
    hi: int
    word: str = ""
    parent: int | None = None


@dataclass(slots=True, eq=False)
class Sentence:
    start: int
    end: int
    tokens: list[Token]
    groups: list[VerbGroup] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    segment_of: list[int] = field(default_factory=list)
    group_at: dict[int, VerbGroup] = field(default_factory=dict)
    actor_at: dict[int, Actor] = field(default_factory=dict)
    attributions: list[tuple[str, Actor | None]] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)
    order: int = 0
    source: str = "text"
    text: str = ""
    """The sentence itself, as evidence quotes it."""

    def segment(self, index: int) -> Segment:
        return self.segments[self.segment_of[index]]


# Tokens ------------------------------------------------------------------------------------------------


def tokenise(
    text: str, start: int, end: int, names: Sequence[NameMention], times: Sequence[TimeMention]
) -> list[Token]:
    """Words and punctuation of ``text[start:end]`` with each name and each time as one token; of overlapping ones the longer."""
    spans: list[tuple[int, int, NameMention | None, TimeMention | None]] = [(n.start, n.end, n, None) for n in names]
    for t in times:
        if t.text[:5].lower() == "that " and text[t.end : t.end + 1] in ("'", "’"):
            t = replace(t, start=t.start + 5, text=t.text[5:])  # "said that Saturday's meeting": a conjunction
        spans.append((t.start, t.end, None, t))
    spans.sort(key=lambda s: (s[0], s[0] - s[1]))
    tokens: list[Token] = []
    chosen: list[tuple[int, int, NameMention | None, TimeMention | None]] = []
    for span in spans:
        if chosen and span[0] < chosen[-1][1]:
            if span[1] - span[0] > chosen[-1][1] - chosen[-1][0]:
                chosen[-1] = span
            continue
        chosen.append(span)
    position = start

    def plain(upto: int) -> None:
        for match in _WORD.finditer(text, position, upto):
            if len(tokens) >= MAX_TOKENS:
                return
            word = match[0]
            low = word.lower().replace("’", "'")
            cut = low.rfind("'")
            if cut > 0 and low[cut:] in _CONTRACTED:
                middle = match.start() + cut
                tokens.append(Token(match.start(), middle, word[:cut], low[:cut]))
                tokens.append(Token(middle, match.end(), word[cut:], low[cut:]))
                continue
            tokens.append(Token(match.start(), match.end(), word, low))

    for lo, hi, name, time in chosen:
        if lo < position or len(tokens) >= MAX_TOKENS:
            continue
        plain(lo)
        piece = text[lo:hi]
        tokens.append(Token(lo, hi, piece, piece.lower(), name, time))
        position = hi
    if len(tokens) < MAX_TOKENS:
        plain(end)
    return _listed_whole(_without_acronyms(tokens))


def _listed_whole(tokens: list[Token]) -> list[Token]:
    """ "the presidents of Kenya, Uhuru Kenyatta; of Uganda, Yoweri Museveni; and of Chad, …": one list, not several clauses."""
    if not any(t.text == ";" for t in tokens):
        return tokens
    kept: list[Token] = []
    office = listing = False
    for i, token in enumerate(tokens):
        office |= token.low in ("of", "from") and i > 0 and tokens[i - 1].low in lx.ROLES
        ahead = [t.low for t in tokens[i + 1 : i + 3]]
        if (
            token.text == ";"
            and office
            and (
                ahead[:1] in (["of"], ["from"])
                or (ahead[:1] == ["and"] and (listing or ahead[1:] in (["of"], ["from"])))
            )
        ):
            kept.append(replace(token, low=","))
            listing = True
            continue
        before = [t.low for t in kept[-2:]]
        listed = before[-1:] == [","] or before == [",", "and"]
        marks = [t.text for t in tokens[max(0, i - 2) : i]]
        marked = marks[-1:] == [";"] or marks == [";", "and"]
        named = i + 1 < len(tokens) and tokens[i + 1].name is not None
        if token.low in ("of", "from") and office and listed and marked and named:
            continue
        kept.append(token)
    return kept


def _territory(name: NameMention) -> bool:
    return name.kind in (NameKind.STATE, NameKind.PLACE, NameKind.GROUP)


def _without_acronyms(tokens: list[Token]) -> list[Token]:
    """Leave out "(NATO)" after "North Atlantic Treaty Organization": it says nothing and would cut the clause in two."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        if (
            (tokens[i].low in _OWN_HONOURS or tokens[i].text in ("HE", "HM"))
            and tokens[i].is_word
            and (past := _past_honours(tokens, i)) is not None
        ):
            i = past  # "with His Majesty King Harald", "Her Excellency the minister"
            continue
        if tokens[i].text in _OPENING_QUOTES and kept and (past := _past_scare_quotes(tokens, i)) is not None:
            kept.extend(tokens[i + 1 : past - 1])  # "held a “useful” meeting": the phrase goes on
            i = past
            continue
        if tokens[i].text in _HONORIFICS and tokens[i].is_word and i + 1 < len(tokens):
            onward = i + 2 if tokens[i + 1].text == "." and i + 2 < len(tokens) else i + 1
            if tokens[onward].name is not None or tokens[onward].text[:1].isupper():
                i = onward  # "between Mr. Obama and Mr. Abe"
                continue
        if (
            tokens[i].low in ("jr", "sr")
            and tokens[i].is_word
            and i
            and (kept[-1].low == "," or kept[-1].name is not None)
        ):
            if kept[-1].low == ",":
                kept.pop()  # "Joseph R. Biden, Jr. spoke"
            i += 2 if i + 1 < len(tokens) and tokens[i + 1].text == "." else 1
            if i < len(tokens) and tokens[i].low == ",":
                i += 1
            continue
        if (
            tokens[i].text == "("
            and i
            and tokens[i - 1].time is not None
            and i + 2 < len(tokens)
            and tokens[i + 1].time is not None
            and tokens[i + 2].text == ")"
        ):
            i += 3  # "will today (Wednesday 16 March) meet": the same day again
            continue
        if tokens[i].text == "(" and i + 2 < len(tokens) and i and tokens[i + 2].text == ")":
            before, inside = tokens[i - 1], tokens[i + 1]
            alias = (
                before.name is not None
                and inside.name is not None
                and (
                    inside.name.party == before.name.party
                    or (_territory(before.name) and inside.name.kind is NameKind.PLACE)
                )
            )  # "to Artsakh (Nagorno-Karabakh)"
            if alias or (inside.is_word and inside.text.isupper() and len(inside.text) <= 8):
                i += 3
                continue
        if tokens[i].text == "(" and kept and (past := _past_an_inset(tokens, i)) is not None:
            i = past  # "met the Chilean president (second from left) in Lima"
            continue
        if tokens[i].low == "opposite" and i + 1 < len(tokens) and tokens[i + 1].low in ("number", "numbers"):
            # "his opposite number": his counterpart
            last = tokens[i + 1]
            low = "counterparts" if last.low == "numbers" else "counterpart"
            kept.append(Token(tokens[i].start, last.end, f"{tokens[i].text} {last.text}", low))
            i += 2
            continue
        kept.append(tokens[i])
        i += 1
    return kept


# Verb groups -------------------------------------------------------------------------------------------

_CONTRACTED: Final = frozenset("'m 're 'll 've".split())
"""Auxiliaries run together with their subject ("we'll meet")."""

_OWN_HONOURS: Final = frozenset("his her their your h.e. h.h. h.m. h.r.h. hrh hh".split())
_HONOURS: Final = frozenset(
    "majesty majesties highness highnesses excellency excellencies holiness eminence eminences beatitude".split()
)
_HONOURS_BEFORE: Final = frozenset("royal serene imperial".split())
_OPENING_QUOTES: Final = frozenset('"“‘')
_CLOSING_QUOTES: Final = frozenset('"”’')
_MOST_QUOTED: Final = 3
"""Words of a phrase in quotes that still belongs to the noun phrase around it."""


def _past_honours(tokens: list[Token], i: int) -> int | None:
    """Where whom an address at ``i`` introduces begins ("His Royal Highness | Prince …"); None where none does."""
    k = i + 1
    if tokens[i].low in ("his", "her", "their", "your"):
        while k < len(tokens) and tokens[k].low in _HONOURS_BEFORE:
            k += 1
        if k >= len(tokens) or tokens[k].low not in _HONOURS or not tokens[k].text[:1].isupper():
            return None
        k += 1
    if k + 1 < len(tokens) and tokens[k].low in _HONORIFIC_LOW and tokens[k].text[:1].isupper():
        k += 2 if tokens[k + 1].text == "." else 1
    if k >= len(tokens):
        return None
    onward = tokens[k]
    titled = onward.text[:1].isupper() and not onward.text.isupper()
    return k if onward.name is not None or titled or onward.low in ("the", "amir", "emir") else None


def _past_scare_quotes(tokens: list[Token], i: int) -> int | None:
    """Behind the closing quote of a few words in the middle of a noun phrase ("a “frank” exchange"); None elsewhere."""
    before = tokens[i - 1]
    if not before.is_word or before.low not in _OPENS_A_PHRASE:
        return None
    k = i + 1
    while k < len(tokens) and k - i <= _MOST_QUOTED and tokens[k].is_word and tokens[k].text.islower():
        k += 1
    if k == i + 1 or k + 1 >= len(tokens) or tokens[k].text not in _CLOSING_QUOTES:
        return None
    onward = tokens[k + 1]
    return k + 1 if onward.is_word and onward.text.islower() and onward.low not in lx.PREPOSITIONS else None


def _past_an_inset(tokens: list[Token], i: int) -> int | None:
    """Behind a few words in brackets that name nobody and no day and undo nothing; None otherwise."""
    k = i + 1
    while k < len(tokens) and k - i <= _LONGEST_BRACKET and tokens[k].text != ")":
        token = tokens[k]
        if token.name is not None or token.time is not None or token.low in lx.NEGATIONS:
            return None
        if token.low in lx.EVENT_NOUNS or any(lemma in _TELLING for lemma, _ in _forms(token)):
            return None
        k += 1
    closed = k < len(tokens) and tokens[k].text == ")" and k > i + 1
    return k + 1 if closed and k + 1 < len(tokens) and tokens[k + 1].is_word else None


_LONGEST_BRACKET: Final = 7
_TELLING: Final = lx.CANCEL_VERBS | lx.POSTPONE_VERBS | lx.MEET_VERBS | lx.REPORTING
_ASIDE_MARKS: Final = frozenset(["-", "–", "—", "--"])
_OPENS_A_PHRASE: Final = frozenset("a an the this that his her its their another".split())
_HONORIFICS: Final = frozenset("Mr Mrs Ms Dr Gen Lt Col Adm Sen Rep Prof Hon Messrs Sir Dame Lord Mme".split())
"""Say nothing about whom a person stands for, and would cut the noun phrase in two."""
_HONORIFIC_LOW: Final = frozenset(word.lower() for word in _HONORIFICS)

_SPEAKING_FOR: Final = frozenset("representatives representative delegates negotiators".split())
"""Who acts for whom "for" names; an "envoy for Syria" does not."""

_SKIP_IN_CHAIN: Final = lx.ADVERBS | lx.NEGATIONS | frozenset("both so far at least".split())
_NOUNISH_BEFORE: Final = lx.DETERMINERS | frozenset(
    "of in at for with on from by to between new first second third last bilateral joint formal high-level ministerial emergency peace phone telephone state working trilateral regular nuclear crisis day's much long newly recently highly widely so-called ever then-".split()
)
_SUBJECT_PRONOUNS: Final = frozenset("he she they it who which that we i you both all".split())


def _forms(token: Token) -> tuple[lx.Form, ...]:
    if token.name is not None or token.time is not None:
        return ()
    return lx.VERB_FORMS.get(token.low, ())


def _is_aux(token: Token) -> bool:
    return token.name is None and token.time is None and token.low in lx.AUX


def _previous(tokens: list[Token], i: int) -> int:
    """Index of the token before ``i`` that is no adverb, negation or time ("on Sunday"); -1 at the start."""
    j = i - 1
    while j >= 0:
        token = tokens[j]
        if token.time is not None and j > 0:
            j -= 1
            if j > 0 and tokens[j].low in _BEFORE_A_DAY:
                j -= 1
                if j > 0 and tokens[j].low == "on":
                    j -= 1
            continue
        if token.name is None and (token.low in lx.ADVERBS or token.low in lx.NEGATIONS):
            j -= 1
            continue
        break
    return j


def _role_like(token: Token) -> bool:
    return token.is_word and (token.low in lx.ROLES or token.low in lx.SPEAKER_ROLES)


def _plain_verb(tokens: list[Token], i: int, form: str, lemma: str, seen_verb: bool) -> str | None:
    """How a verb form without auxiliary counts: "finite", "reduced", "ing", or None where it is a noun or adjective."""
    low = tokens[i].low
    if (
        i >= 2
        and tokens[i - 1].low in ("-", "–")
        and tokens[i - 1].start == tokens[i - 2].end
        and tokens[i].start == tokens[i - 1].end
    ):
        return None  # "UN-sponsored", "Russian-backed"
    j = _previous(tokens, i)
    before = tokens[j] if j >= 0 else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    capital = tokens[i].text[:1].isupper() and i > 0
    subject = before is not None and (before.name is not None or _role_like(before) or before.low in _SUBJECT_PRONOUNS)
    if form == "ing":
        if low == "involving":
            return None  # "a meeting in Lima on March 20 involving Chile"
        if low == "visiting" and after is not None and _before_a_guest(tokens, i):
            return None  # "and visiting Vietnamese Foreign Minister Son agreed"
        if before is None or before.low in _BEFORE_A_GERUND:
            if low == "meeting":
                # "after meeting Putin" against "after meeting in Geneva", "of meeting"
                nxt = i + 1
                while nxt < len(tokens) and tokens[nxt].low in lx.DETERMINERS | lx.ADVERBS:
                    nxt += 1
                return (
                    "ing"
                    if nxt < len(tokens)
                    and (
                        tokens[nxt].name is not None
                        or tokens[nxt].low in ("with", "us", "him", "her", "them")
                        or _role_like(tokens[nxt])
                    )
                    and (before is None or before.low not in ("of", "in", "at", "on", "for"))
                    and tokens[i + 1].low not in ("the",)
                    else None
                )
            if low in lx.EVENT_NOUNS or low in lx.ING_NOUNS_AND_PREPOSITIONS:
                return (
                    "ing"
                    if before is not None
                    and before.low in (",", "after", "before")
                    and low in ("opening", "ending", "beginning", "calling")
                    else None
                )
            return "ing"
        if (
            after is not None
            and after.is_word
            and after.low in lx.PERSON_ROLES
            and not (subject and before is not None and before.is_word)
        ):
            return None  # "the Palestinian planning minister"
        if subject and low not in lx.EVENT_NOUNS and low not in lx.ING_MODIFIERS:
            return "ing"
        return None
    if low in lx.EVENT_NOUNS and not (lemma in ("visit", "tour", "call", "travel", "stop") and form in ("base", "s")):
        return None
    if (
        before is not None
        and before.low in _NOUNISH_BEFORE
        and before.low not in ("both", "all", "that")
        and not (form in ("past", "ed") and before.low in ("crisis", "day", "emergency", "conflict"))
        and not (form in ("past", "ed") and before.low == "state" and j and tokens[j - 1].low == "of")
    ):
        return None
    if before is not None and before.low in ("'s", "’s"):
        return None
    numbered = before is not None and before.low[:1].isdigit()
    if numbered and form == "ed" and lemma in lx.REPORTING and after is not None and after.low == "that":
        return "finite"  # "channel 12 reported that"
    if (
        form in ("past", "ed")
        and lemma in ("say", "tell", "add")
        and before is not None
        and (before.is_word or before.name is not None or before.low in _BEFORE_A_SAYING_VERB)
    ):
        return "finite"
    if (
        form == "ed"
        and after is not None
        and after.low == "by"
        and lemma in ("lead", "head", "chair")
        and before is not None
        and before.is_word
        and before.low in lx.ROLES
    ):
        return "reduced"  # "received a delegation led by …"
    if form in ("past", "ed"):
        if capital and not subject:
            return None
        if before is not None and before.is_word and before.low in lx.EVENT_NOUNS and before.low not in lx.ROLES:
            if lemma in lx.EVENT_SUBJECT_VERBS:
                return "finite"
            return (
                "reduced"
                if after is None
                or after.low in lx.PREPOSITIONS
                or after.time is not None
                or after.low in lx.ADVERBS
                or after.low == "to"
                else "finite"
            )
        if subject or (before is not None and before.low in _JOINTS_BEFORE_A_PAST_TENSE):
            if (
                form == "ed"
                and before is not None
                and before.low in (",", "-", "–", "—", "--", "(")
                and after is not None
                and (not seen_verb or after.low == "by")
                and after.low in _AFTER_AN_APPENDED_PARTICIPLE
                and (lemma in lx.APPENDED_PARTICIPLES)
                and not (after.low == "to" and _opens_with_person(tokens))
            ):
                return "reduced"
            if (
                form == "ed"
                and after is not None
                and after.is_word
                and after.low in lx.EVENT_NOUNS
                and lemma in lx.ATTRIBUTIVE_PARTICIPLES
                and not (before is not None and before.name is not None)
            ):
                return None
            return "finite"
        if (
            before is not None
            and before.is_word
            and before.low not in lx.PREPOSITIONS
            and before.low not in lx.AUX
            and not before.low[:1].isdigit()
        ):
            return "finite" if not (after is not None and after.is_word and after.low in lx.EVENT_NOUNS) else None
        return None
    if form == "part":
        if (
            before is not None
            and before.low == ","
            and not seen_verb
            and after is not None
            and after.low in ("off", "up")
        ):
            return "reduced"  # "the talks, broken off in September, resumed"
        return (
            "reduced"
            if before is not None and before.is_word and after is not None and after.low in _AFTER_A_PARTICIPLE
            else None
        )
    # base and third person: only right after a subject, never in a noun's place
    if before is None or before.low in lx.PREPOSITIONS:
        return None
    if (
        not seen_verb
        and lemma in lx.BEGIN_VERBS
        and after is not None
        and before.is_word
        and (after.low in ("in", "on", "at") or after.time is not None)
        and any(t.is_word and t.low.endswith("s") and t.low in lx.EVENT_NOUNS for t in tokens[max(0, i - 20) : i])
    ):
        return "finite"  # "talks among Egypt, Sudan and Ethiopia on the Nile dam open in Khartoum on Saturday"
    if (
        form == "s"
        and lemma in lx.BEGIN_VERBS
        and not seen_verb
        and (before.is_word or before.name is not None)
        and (
            before.low in lx.EVENT_NOUNS
            or any(t.is_word and t.low in lx.EVENT_NOUNS for t in tokens[max(0, i - 12) : i])
        )
        and after is not None
        and (after.low in ("in", "on", "at", "with") or after.time is not None or after.low in lx.ADVERBS)
    ):
        return "finite"  # "The SADC summit opens in Harare on Friday"
    nouny = low in lx.EVENT_NOUNS or lemma in lx.NOUN_LIKE_VERBS
    if nouny:
        aside = not seen_verb or any(t.low in lx.RELATIVES and t.name is None for t in tokens[:i])
        if before.low == "," and aside and form == "s" and low in ("stops", "travels") and _opens_with_person(tokens):
            return "finite"  # "Xi Jinping, on his way to Hamburg, stops in Moscow"
        if not (
            before.name is not None
            or before.low in _SUBJECT_PRONOUNS
            or (_role_like(before) and (before.low.endswith("s") or form == "s"))
            or (before.low == "and" and seen_verb and form == "s")
            or (
                before.low in ("and", "then")
                and seen_verb
                and low in ("visit", "tour")
                and after is not None
                and after.name is not None
                and after.name.kind in (NameKind.STATE, NameKind.METONYM, NameKind.PLACE)
            )
        ):
            return None
        if before.name is not None and before.name.kind in (NameKind.DEMONYM,):
            return None
        if after is None:
            return "finite" if lemma == "visit" else None
        if low == "plans" or low == "plan":
            return "finite" if after.low == "to" else None
        if low in lx.VISIT_AND_HOST_FORMS:
            if before.text.endswith(("'", "’")):
                return None
            return (
                "finite"
                if after.name is not None or after.low in ("the", "a", "his", "her", "their") or after.time is not None
                else None
            )
        if (
            after.low in ("to", "for", "on", "in")
            and low.endswith("s")
            and before.name is None
            and before.low not in _SUBJECT_PRONOUNS
            and not (after.low == "to" and _role_like(before))
        ):
            return None
        return (
            "finite"
            if after.low in lx.DETERMINERS or after.low in _AFTER_A_NOUN_LIKE_VERB or after.name is not None
            else None
        )
    if form == "s":
        return (
            "finite"
            if subject
            or before.low in _JOINTS_BEFORE_A_VERB
            or (before.is_word and before.low not in lx.PREPOSITIONS and before.low not in lx.DETERMINERS)
            else None
        )
    # base form: a plural subject
    if before.low in _SUBJECTS_OF_A_BASE_FORM:
        return "finite"
    if before.name is not None or (_role_like(before) and (before.low.endswith("s") or before.low in ("mps",))):
        return "finite"
    if lemma in lx.PLURAL_EVENT_VERBS and before.is_word and (before.low.endswith("s") or before.low in lx.ROLES):
        return "finite"
    if before.low in ("and", "or") and seen_verb:
        return "finite"
    if (
        before.low in ("-", "–", "—", "--")
        and lemma in lx.MEET_VERBS
        and after is not None
        and (after.low in ("in", "on", "at", "to") or after.time is not None)
        and tokens[i].start != tokens[i - 1].end
    ):
        return "finite"  # "leaders of the bloc - Guinea, Liberia and Sierra Leone - meet in Freetown"
    if before.low == "," and seen_verb and lemma in lx.BEGIN_VERBS and after is not None:
        # after an inset: "negotiations between …, which broke off in May, resume in Oslo on Monday"
        return "finite" if after.low in ("in", "on", "at") or after.time is not None else None
    return None


def _before_a_guest(tokens: list[Token], i: int) -> bool:
    """A state's adjective or name and a title follow, or a title in capitals: "visiting" says who they are."""
    while i + 1 < len(tokens) - 1 and tokens[i + 1].is_word and tokens[i + 1].low in lx.PEOPLE_ADJECTIVES:
        i += 1
    after = tokens[i + 1]
    if after.is_word:
        return after.low in lx.ROLES and after.text[:1].isupper()
    if after.name is None or after.name.kind not in (NameKind.DEMONYM, NameKind.STATE, NameKind.ORGANISATION):
        return False
    return i + 2 < len(tokens) and tokens[i + 2].is_word and tokens[i + 2].low in lx.ROLES


def _unknown_past(token: Token, subject: Token) -> bool:
    """A verb that the tables do not know, told by its ending and the person before it ("Abe *golfed* with")."""
    return (
        len(token.low) > 4
        and token.low.endswith("ed")
        and token.low not in lx.VERB_FORMS
        and (
            subject.low in ("he", "she", "they", "who", "leaders", "ministers", "presidents", "sides", "delegations")
            or (subject.name is not None and subject.name.kind is NameKind.PERSON)
        )
    )


def _share_modal(tokens: list[Token], before: VerbGroup, group: VerbGroup) -> None:
    """ "will fly to Cairo and *meet* Sisi", "will not attend or *travel*": what stands before the first verb holds for both."""
    j = group.lo - 1
    while j > before.hi and (tokens[j].low in lx.ADVERBS or tokens[j].low in ("then", "later")):
        j -= 1
    first = before.links[0]
    neither = first.negated and tokens[j].low in ("or", "nor")  # "did not reply or confirm the visit"
    if tokens[j].low not in ("and", "or", "nor") or not (
        first.modal or first.tense == "inf" or len(before.links) > 1 or neither
    ):
        return
    if group.lo - before.hi > 30 or any(t.low in (";", ":") or t.low in lx.RELATIVES for t in tokens[before.hi : j]):
        return
    own = group.links[0]
    last = before.main
    own.tense, own.modal, own.hedged = last.tense, last.modal, last.hedged
    own.negated |= last.negated
    own.progressive = own.passive = False
    group.links[:0] = before.links[:-1]


def _share_governor(tokens: list[Token], before: VerbGroup, group: VerbGroup) -> bool:
    """ "agreed to keep in touch and *to meet* in May": what governs the first infinitive governs the second."""
    j = group.lo - 1
    if tokens[j].low not in ("and", "or") or len(before.links) < 2 or before.main.tense != "inf":
        return False
    gap = tokens[before.hi : j]
    if len(gap) > _LONGEST_SHARED or any(t.low in (";", ":") or t.low in lx.RELATIVES for t in gap):
        return False
    group.links[:0] = [replace(link) for link in before.links[:-1]]
    return True


_LONGEST_SHARED: Final = 20
"""Tokens between two infinitives that hang on one verb."""


def _opens_with_person(tokens: list[Token]) -> bool:
    """True for "Cohen, on the first leg of a tour, planned to visit …": somebody is the subject, not a meeting."""
    for token in tokens[:6]:
        if token.name is not None:
            if token.name.kind is NameKind.PERSON:
                return True
        elif token.low == "," or token.low in lx.EVENT_NOUNS:
            return False
    return False


def verb_groups(tokens: list[Token]) -> list[VerbGroup]:
    """The verb groups of a sentence, left to right, each a chain up to its last verb."""
    groups: list[VerbGroup] = []
    i = 0
    count = len(tokens)
    while i < count:
        token = tokens[i]
        if (
            token.name is not None
            or token.time is not None
            or not (token.low[:1].isalpha() or token.low in _CONTRACTED)
            or (groups and groups[-1].particle == i)
        ):
            i += 1
            continue
        group: VerbGroup | None = None
        if token.low in lx.AUX and not (token.low == "may" and token.text == "May"):
            group = _chain_from_aux(tokens, i)
        elif token.low == "to" and i + 1 < count:
            group = _infinitive(tokens, i)
            for before in reversed(groups[-2:] if group is not None else []):
                if group is not None and _share_governor(tokens, before, group):
                    break
        elif token.low in lx.CATENATIVE_ADJECTIVES and token.low in lx.BARE_CATENATIVE_ADJECTIVES:
            group = _bare_adjective(tokens, i)
        elif token.low in ("stands", "stand", "stood") and i + 1 < count:
            group = _stands(tokens, i)
        if group is None and token.low in lx.VERB_FORMS:
            for lemma, form in lx.VERB_FORMS[token.low]:
                use = _plain_verb(tokens, i, form, lemma, bool(groups))
                if use is None:
                    continue
                tense = {"past": "past", "ed": "past", "part": "part", "ing": "ing", "s": "present", "base": "present"}[
                    form
                ]
                if use == "finite" and form == "ed" and groups and _hangs_on_noun(tokens, groups[-1], i):
                    use = "reduced"
                link = Link(
                    lemma,
                    i,
                    tense="part" if use == "reduced" else tense,
                    passive=use == "reduced",
                    negated=_negated(tokens, i),
                )
                group = VerbGroup(i, i + 1, [link], reduced=use == "reduced")
                if use == "finite" and form == "base" and groups:
                    _share_modal(tokens, groups[-1], group)
                _extend(tokens, group)
                if lemma == "aim" and form == "ed" and i + 1 < count and tokens[i + 1].low == "at":
                    group.reduced, link.passive, link.tense = True, True, "part"  # "talks aimed at ending the war"
                if form == "ed" and use == "finite":
                    _read_participle(tokens, groups, group)
                break
        if group is None and i and _unknown_past(token, tokens[i - 1]):
            group = VerbGroup(i, i + 1, [Link(token.low, i, tense="past")])
        if group is None:
            i += 1
            continue
        if group.main.lemma == "have" and group.hi + 2 < count:
            _had_the_pleasure(tokens, group)
        groups.append(group)
        i = group.hi
    return groups


def _had_the_pleasure(tokens: list[Token], group: VerbGroup) -> None:
    """ "had the honour today of meeting her": met her."""
    k = group.hi
    while k < len(tokens) and k - group.hi <= _MOST_PLEASED and tokens[k].low not in _PLEASURES:
        if tokens[k].low not in lx.OPENING_DETERMINERS and tokens[k].low not in (
            "great",
            "distinct",
            "real",
            "special",
        ):
            return
        k += 1
    k += 1
    while k < len(tokens) and (
        tokens[k].time is not None
        or tokens[k].low in lx.ADVERBS
        or (tokens[k].low == "on" and k + 1 < len(tokens) and tokens[k + 1].time is not None)
    ):
        k += 1
    if k + 1 >= len(tokens) or tokens[k].low not in ("of", "to", "in"):
        return
    form = "base" if tokens[k].low == "to" else "ing"
    lemma = next((lem for lem, f in _forms(tokens[k + 1]) if f == form and lem in _PLEASING), None)
    if lemma is not None:
        last = group.links[-1]
        group.links[-1] = replace(last, lemma=lemma, index=k + 1)
        group.hi = k + 2


_MOST_PLEASED: Final = 3
_PLEASURES: Final = frozenset("pleasure honour honor privilege opportunity chance delight".split())
_PLEASING: Final = frozenset("meet speak talk host welcome receive visit greet confer".split())


def _stands(tokens: list[Token], i: int) -> VerbGroup | None:
    """ "The meeting stands postponed": Indian English for "is"."""
    k = i + 2 if tokens[i + 1].low in lx.ADVERBS and i + 2 < len(tokens) else i + 1
    for lemma, form in _forms(tokens[k]):
        if form in ("ed", "part") and lemma in lx.CANCEL_VERBS | lx.POSTPONE_VERBS:
            tense = "past" if tokens[i].low == "stood" else "present"
            return VerbGroup(i, k + 1, [Link(lemma, k, tense=tense, passive=True)])
    return None


_CLAUSE_MARKS: Final = frozenset(', ; : and or but that who which whom whose " “ ” ( ) -- – —'.split())


def _hangs_on_noun(tokens: list[Token], before: VerbGroup, i: int) -> bool:
    """True for "was marred by a plan *announced* during the trip": one clause has one finite verb."""
    noun = tokens[i - 1]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if (
        noun.name is not None
        and before.main.lemma not in lx.REPORTING
        and after is not None
        and (after.low in lx.PREPOSITIONS or after.time is not None or after.low in lx.ADVERBS)
        and any(lemma in lx.APPENDED_PARTICIPLES for lemma, _ in _forms(tokens[i]))
        and any(t.is_word and t.low in lx.EVENT_NOUNS for t in tokens[before.hi : i])
        and not any(t.low in _CLAUSE_MARKS - {"and"} for t in tokens[before.hi : i])
    ):
        return True  # "arrived ahead of a meeting with Putin *expected* later this week"
    return (
        before.finite
        and (before.main.passive or before.main.lemma == "be")
        and before.main.lemma not in lx.REPORTING
        and i - before.hi >= 2
        and noun.is_word
        and noun.low not in lx.ROLES
        and i + 1 < len(tokens)
        and (tokens[i + 1].low in lx.PREPOSITIONS or tokens[i + 1].time is not None)
        and not any(
            t.name is None and (t.low in _CLAUSE_MARKS or t.low in lx.SUBORDINATORS or t.low in lx.PRONOUNS)
            for t in tokens[before.hi : i]
        )
    )


_CHANGING: Final = (
    (lx.CANCEL_VERBS - lx.REFUSE_VERBS) | lx.POSTPONE_VERBS | lx.MOVE_VERBS | lx.EARLIER_VERBS | {"push", "put"}
)


CALLED_TOGETHER: Final = frozenset(
    "host co-host organise organize sponsor co-sponsor convene chair co-chair mediate broker facilitate moderate attend".split()
)
"""Verbs that, before "by", say who called a meeting together."""


def _read_participle(tokens: list[Token], groups: list[VerbGroup], group: VerbGroup) -> None:
    """A form that is past or participle, of an event: "a meeting between A and B *planned* for Friday", "talks *called off* as …"."""
    if len(group.links) > 1:
        return
    link = group.main
    following = tokens[group.hi] if group.hi < len(tokens) else None
    if link.lemma in CALLED_TOGETHER and following is not None and following.low == "by" and group.lo:
        link.passive = group.reduced = True  # "The conference, organised by Moscow, …"
        link.tense = "part"
        return
    if link.lemma in lx.PLANNING_PARTICIPLES:
        if following is None or not (following.low in ("for", "in", "on", "at") or following.time is not None):
            return
    elif link.lemma in _CHANGING:
        if following is not None and not (
            following.time is not None
            or following.low in lx.PREPOSITIONS
            or following.low in lx.SUBORDINATORS
            or following.low in lx.ADVERBS
            or following.low in (",", ".", ";", "-", "–", "—", "and", "but", "indefinitely")
            or (group.hi + 1 < len(tokens) and tokens[group.hi + 1].low in ("day", "days", "week", "weeks"))
        ):
            return
    else:
        return
    comma = group.lo - 1
    while comma > 1 and tokens[comma].is_word and tokens[comma].low in lx.ADVERBS:
        comma -= 1  # "a visit to Kyiv, already rescheduled twice, will"
    appended = comma > 0 and tokens[comma].low == "," and not any(g.finite for g in groups)
    if (
        appended
        and (tokens[comma - 1].name is not None or (comma < group.lo - 1 and tokens[comma - 1].low in lx.EVENT_NOUNS))
        and _of_an_event(tokens, groups, comma)
    ):
        link.passive = group.reduced = True
        link.tense = "part"
        return
    if not _of_an_event(tokens, groups, group.lo):
        return
    link.passive = True
    if link.lemma in lx.PLANNING_PARTICIPLES:
        group.reduced = True
        link.tense = "part"


def _of_an_event(tokens: list[Token], groups: list[VerbGroup], i: int) -> bool:
    """True where the noun phrase that ends before ``i`` is headed by an event ("the visit of the king to Rome")."""
    floor = groups[-1].hi if groups else 0
    for k in range(i - 1, max(floor, i - 16) - 1, -1):
        token = tokens[k]
        if token.name is not None:
            continue
        if token.is_word and token.low in lx.EVENT_NOUNS:
            before = tokens[k - 1].low if k else ""
            return not (before in lx.PREPOSITIONS and before not in ("of", "for", "with", "between"))
        if token.low in (";", ":", "(", ")", "that", "which", "who", '"', "“", "”") or (
            token.low == "," and not (tokens[k - 1].name is not None and tokens[k + 1].name is not None)
        ):
            return False
    return False


def _not_only(tokens: list[Token], i: int) -> bool:
    """ "will not only meet Xi but also …": more than that, and no denial."""
    return tokens[i].low == "not" and i + 1 < len(tokens) and tokens[i + 1].low in ("only", "just", "merely", "simply")


def _negated(tokens: list[Token], i: int) -> bool:
    return any(tokens[j].low in lx.NEGATIONS and not _not_only(tokens, j) for j in range(max(0, i - 2), i))


def _chain_from_aux(tokens: list[Token], i: int) -> VerbGroup | None:
    modal: str | None = None
    perfect = passive = progressive = negated = False
    tense = ""
    hedged = False
    be = False
    j = i
    count = len(tokens)
    last_aux = i
    if tokens[i].low == "be" and (not i or tokens[i - 1].low != "to"):
        negated = bool(i) and tokens[i - 1].low in lx.NEGATIONS  # "proposed that he not be allowed to attend"
    while j < count and j < i + 14:
        token = tokens[j]
        low = token.low
        if token.time is not None and j > i:
            j += 1
            continue
        if token.name is not None:
            return _be_only(i, last_aux, tense, negated, modal, be)
        if low in _QUOTES and j > i:
            j += 1  # "would “resume indirect talks” on Thursday"
            continue
        if low in lx.AUX and not (low == "may" and token.text == "May"):
            kind = lx.AUX[low]
            negated |= low in lx.NEGATIONS
            last_aux = j
            if kind in ("will", "would", "may", "can", "should"):
                modal = kind
                tense = tense or "modal"
            elif kind in ("is", "was", "be", "been", "being"):
                be = True
                if kind == "is":
                    tense = tense or "present"
                elif kind == "was":
                    tense = tense or "past"
                elif kind == "been":
                    perfect = True
                elif kind == "being":
                    progressive = True
            elif kind in ("has", "had"):
                perfect = True
                tense = tense or ("perfect" if kind == "has" else "pastperfect")
            else:
                tense = tense or ("present" if kind == "do" else "past")
            j += 1
            continue
        if low == "no" and be and not (j + 1 < count and tokens[j + 1].low == "longer"):
            return _be_only(i, last_aux, tense, negated, modal, be)  # "there will be no meeting"
        if low in lx.NEGATIONS:
            negated |= not _not_only(tokens, j)
            j += 1
            continue
        if low in lx.HEDGE_WORDS and low not in ("expected", "may") and not (be and low == "possible"):
            hedged = True
            if not (low == "likely" and be):
                j += 1
                continue
        predicative = (
            be
            and low in ("likely", "unlikely")
            and j + 1 < count
            and (tokens[j + 1].low in _AFTER_A_PREDICATIVE_LIKELY or tokens[j + 1].time is not None)
        )
        lasts = low == "last" and tense == "modal" and _is_to_last(tokens, j)
        adverb = low in lx.ADVERBS or (low.endswith("ly") and low not in lx.VERB_FORMS)
        if adverb and not (predicative or lasts):
            j += 1
            continue
        if low in ("in", "at", "on") and j + 1 < count and tokens[j + 1].time is not None:
            j += 1
            continue
        if be and low == "to" and j + 1 < count:
            forms = [f for f in _forms(tokens[j + 1]) if f[1] == "base"]
            if forms or tokens[j + 1].low in ("be", "have"):
                group = _infinitive(tokens, j)
                if group is not None:
                    group.lo = i
                    first = group.links[0]
                    if first.modal is None:
                        first.modal = "is-to"
                    first.tense = tense or "present"
                    first.negated |= negated
                    first.hedged |= hedged
                    return group
            return _be_only(i, last_aux, tense, negated, modal, be)
        if (
            be
            and low == "going"
            and j + 1 < count
            and tokens[j + 1].low == "to"
            and j + 2 < count
            and (tokens[j + 2].low == "be" or any(f == "base" for _, f in _forms(tokens[j + 2])))
        ):
            group = _infinitive(tokens, j + 1)
            if group is not None:
                group.lo = i
                group.links[0].modal = "going-to"
                group.links[0].tense = tense
                group.links[0].negated |= negated
                return group
        if be and (low == "host" or (low == "the" and j + 1 < count)) and (hosting := _plays_host(tokens, j)):
            link = Link("host", j + (low == "the"), modal=modal, tense=tense, negated=negated, hedged=hedged)
            return VerbGroup(i, hosting, [link])  # "will be the host of the next round"
        if be and low in lx.CATENATIVE_ADJECTIVES and low not in lx.CATENATIVE_PARTICIPLES:
            link = Link(low, j, modal=modal, tense=tense, negated=negated, hedged=hedged)
            group = VerbGroup(i, j + 1, [link])
            _extend(tokens, group)
            return group
        if be and low in ("underway", "under-way", "ongoing"):
            link = Link("continue", j, modal=modal, tense=tense, negated=negated, progressive=True)
            return VerbGroup(i, j + 1, [link])
        if be and (state := _state_of_a_plan(tokens, j)) is not None:
            lemma, hi = state
            link = Link(
                lemma,
                j,
                modal=modal,
                tense=tense,
                negated=negated,
                passive=lemma == "consider",
                progressive=lemma == "continue",
                hedged=hedged,
            )
            return VerbGroup(i, hi, [link])
        if low in ("to", "yet") and lx.AUX.get(tokens[last_aux].low) in ("has", "had") and not be:
            obliged = _have_to(tokens, i, j, tense, modal, negated=negated, hedged=hedged)
            if obliged is not None:
                return obliged
        forms_here = _forms(token)
        if be and low in lx.CATENATIVE_PARTICIPLES:
            lemma = {
                "meant": "due",
                "supposed": "due",
                "bound": "due",
                "prepared": "ready",
                "scheduled": "schedule",
                "slated": "slate",
                "set": "set",
            }[low]
            link = Link(lemma, j, modal=modal, tense=tense, negated=negated, passive=True, hedged=hedged)
            group = VerbGroup(i, j + 1, [link])
            _extend(tokens, group)
            return group
        for lemma, form in forms_here:
            good = (
                (be and form in ("ed", "part", "ing"))
                or (perfect and form in ("ed", "part"))
                or (not be and not perfect and form == "base")
            )
            if not good:
                continue
            if be and form == "ing":
                progressive = True
            passive = be and form in ("ed", "part")
            final_tense = tense
            if perfect and tense in ("present", "perfect", ""):
                final_tense = "perfect"
            link = Link(
                lemma,
                j,
                modal=modal,
                tense=final_tense,
                negated=negated,
                passive=passive,
                progressive=progressive,
                hedged=hedged,
            )
            group = VerbGroup(i, j + 1, [link])
            _extend(tokens, group)
            return group
        if (be or perfect) and len(low) > 4 and low.endswith(("ed", "en", "ing")) and low not in lx.EVENT_NOUNS:
            unknown = Link(
                low,
                j,
                modal=modal,
                tense="perfect" if perfect and tense in ("present", "perfect", "") else tense,
                negated=negated,
                passive=be and not low.endswith("ing"),
                progressive=low.endswith("ing"),
            )
            return VerbGroup(i, j + 1, [unknown])
        return _be_only(i, last_aux, tense, negated, modal, be)
    return _be_only(i, last_aux, tense, negated, modal, be)


def _plays_host(tokens: list[Token], j: int) -> int | None:
    """Where "host of", "the host country for", "the venue of" ends after "is"; None where it is none of these."""
    words = [t.low for t in tokens[j : j + 4]]
    if words[:1] == ["the"]:
        words.pop(0)
        j += 1
    if words[:1] not in (["host"], ["venue"]):
        return None
    j += 1
    if words[1:2] in (["country"], ["nation"], ["city"], ["state"]):
        j += 1
        words.pop(1)
    return j + 1 if words[1:2] in (["of"], ["for"], ["to"]) else None


_STATES_OF_A_PLAN: Final[dict[str, tuple[tuple[tuple[str, ...], str], ...]]] = {
    "under": ((("way",), "continue"), (("consideration",), "consider"), (("discussion",), "consider"), (("negotiation",), "consider"), (("review",), "doubt")),
    "in": (
        (("the", "works"), "consider"), (("the", "pipeline"), "consider"), (("the", "making"), "consider"), (("the", "offing"), "likely"),
        (("preparation",), "plan"), (("doubt",), "doubt"), (("jeopardy",), "doubt"), (("question",), "doubt"),
        (("favour", "of"), "open-to"), (("favor", "of"), "open-to"),
    ),
    "on": ((("again",), "back-on"), (("the", "cards"), "likely"), (("the", "horizon"), "likely"), (("hold",), "put-on"), (("ice",), "put-on")),
    "possible": (((), "likely"),), "conceivable": (((), "likely"),), "open": ((("to",), "open-to"),), "ready": ((("for",), "open-to"),),
    "back": ((("on",), "back-on"),), "still": ((("on",), "back-on"),), "off": (((), "fall-through"),),
}  # fmt: skip
"""What follows "is" and says how things stand with a plan, with the verb that says the same."""


def _state_of_a_plan(tokens: list[Token], j: int) -> tuple[str, int] | None:
    for words, lemma in _STATES_OF_A_PLAN.get(tokens[j].low, ()):
        hi = j + 1 + len(words)
        if hi > len(tokens) or any(t.low != w for t, w in zip(tokens[j + 1 : hi], words, strict=True)):
            continue
        following = tokens[hi] if hi < len(tokens) else None
        if (
            lemma in ("back-on", "fall-through")
            and following is not None
            and (
                following.name is not None
                or following.low in lx.DETERMINERS
                or following.low in ("track", "course", "limits", "to", "schedule", "hold", "ice")
            )
        ):
            return None  # "is back on the table", "still on track", "off to"
        return lemma, hi
    return None


def _have_to(
    tokens: list[Token], i: int, j: int, tense: str, modal: str | None, *, negated: bool, hedged: bool
) -> VerbGroup | None:
    """ "had to cancel", "will have to meet", "has yet to confirm" from the auxiliary at ``i``."""
    yet = tokens[j].low == "yet"
    at = j + 1 if yet else j
    if at >= len(tokens) or tokens[at].low != "to":
        return None
    group = _infinitive(tokens, at)
    if group is None or (not yet and group.main.lemma in ("be", "have", "do")):
        return None
    group.lo = i
    first = group.links[0]
    first.negated |= negated
    first.hedged |= hedged
    if yet:
        first.modal, first.tense = "yet-to", "perfect"
    elif modal is not None:
        first.modal, first.tense = modal, "modal"
    elif tense == "pastperfect":
        first.tense = "past"
    elif tokens[j - 1].low == "had":
        first.tense = "perfect"
    else:
        first.modal, first.tense = "should", "modal"
    return group


def _be_only(i: int, last: int, tense: str, negated: bool, modal: str | None, be: bool) -> VerbGroup:
    if not be and i == last and modal is None:
        # "has dinner with", "had a telephone conversation with"
        tense = {"perfect": "present", "pastperfect": "past"}.get(tense, tense)
    return VerbGroup(
        i, last + 1, [Link("be" if be else "have", last, modal=modal, tense=tense or "present", negated=negated)]
    )


_HOW_LONG: Final = frozenset(
    "until till for from through about around at no up a an as several only just less between over well into".split()
)
"""What follows the verb "last", and not the "last" of "will last meet"."""


def _is_to_last(tokens: list[Token], j: int) -> bool:
    """Whether "last" at ``j`` is the verb ("will last until Thursday", "to last two days")."""
    if j + 1 >= len(tokens):
        return False
    after = tokens[j + 1]
    return after.time is not None or after.low in _HOW_LONG or after.low in lx.NUMBER_WORDS or after.low.isdigit()


def _by_itself(tokens: list[Token], i: int) -> bool:
    """Whether the date at ``i`` is no more than a date: "during January 17-21", not "during Monday's talks"."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    owns = after is not None and (after.low in ("'s", "’s", "'", "’") or after.low in lx.EVENT_NOUNS)
    return tokens[i].time is not None and not owns


def _infinitive(tokens: list[Token], i: int) -> VerbGroup | None:
    j = i + 1
    count = len(tokens)
    negated = i > 0 and tokens[i - 1].low in lx.NEGATIONS and not _not_only(tokens, i - 1)
    while j < count and j < i + 4 and (tokens[j].low in lx.ADVERBS) and tokens[j].low not in ("there", "here"):
        if tokens[j].low == "last" and _is_to_last(tokens, j):
            break
        j += 1
    if j >= count:
        return None
    if tokens[j].low in ("be", "have") and tokens[j].name is None:
        group = _chain_from_aux(tokens, j)
        if group is None:
            return None
        group.lo = i
        group.links[0].tense = "inf"
        group.links[0].negated |= negated
        return group
    for lemma, form in _forms(tokens[j]):
        if form == "base":
            if (
                tokens[j].low in ("host", "visit", "travel", "talk", "tour")
                and j + 1 < count
                and tokens[j + 1].low in ("of", "'s")
            ):
                return None
            link = Link(lemma, j, tense="inf", negated=negated)
            group = VerbGroup(i, j + 1, [link])
            _extend(tokens, group)
            return group
    return None


def _bare_adjective(tokens: list[Token], i: int) -> VerbGroup | None:
    """ "talks due to begin", headline "Mubarak due for talks"."""
    j = _previous(tokens, i)
    if j < 0 or i + 1 >= len(tokens):
        return None
    before, after = tokens[j], tokens[i + 1]
    if before.low in lx.DETERMINERS or before.low in lx.PREPOSITIONS or before.low in ("'s", "’s"):
        return None
    if after.low == "to" and tokens[i].low == "due" and _infinitive(tokens, i + 1) is None:
        return None  # "shunned a summit due to the row"
    if after.low in ("to", "for", "in", "on", "at") or after.time is not None:
        lemma = {"scheduled": "schedule", "slated": "slate"}.get(tokens[i].low, tokens[i].low)
        group = VerbGroup(i, i + 1, [Link(lemma, i, tense="part", passive=True)], reduced=True)
        if after.low != "on":
            _extend(tokens, group)
        return group
    return None


_AFTER_HOLDING_OVER: Final = frozenset('until till to for by because after pending and , . ; ) "'.split())


def _lasts(tokens: list[Token], k: int) -> bool:
    """True where "held over" only tells how long or at what table: "will be held over two days", "held over dinner"."""
    return k < len(tokens) and tokens[k].low not in _AFTER_HOLDING_OVER


_AFTER_GOING_ON: Final = frozenset("into until till despite , . ; as without".split())


def _goes_on(tokens: list[Token], k: int) -> bool:
    """True behind "go on", "carry on" where no day or thing follows ("go on into Saturday", "goes on to Berlin")."""
    if k >= len(tokens):
        return True
    return tokens[k].low in _AFTER_GOING_ON or (
        tokens[k].low == "to" and k + 1 < len(tokens) and tokens[k + 1].name is not None
    )


def _behind_its_day(tokens: list[Token], k: int) -> int:
    """Where a phrase goes on behind the adverbs and the day at ``k`` ("again", "on Monday", "Tuesday")."""
    last = len(tokens) - 1
    while k < last and tokens[k].is_word and tokens[k].low in lx.ADVERBS:
        k += 1
    at = k + 1 if k < last and tokens[k].low in ("on", "late", "early") else k
    return at + 1 if at < last and tokens[at].time is not None else k


_SEPARABLE: Final = frozenset("put call push bring move hold".split())


def _comes_to(tokens: list[Token], k: int) -> bool:
    """A town or "here", and behind it when, from where or what for."""
    name = tokens[k].name
    town = name is not None and (name.kind is NameKind.PLACE or (name.kind is NameKind.METONYM and bool(name.city)))
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    return (town or tokens[k].low == "here") and (
        after is None
        or after.time is not None
        or after.low in ("on", "for", "from", "to", "at", "early", "late", "with", ".", ",")
    )


def _on_hold(tokens: list[Token], at: int) -> bool:
    """ "put the talks between the government of Yemen and the Houthis on hold", however long the object is."""
    for k in range(at + 1, min(at + 24, len(tokens) - 1)):
        if tokens[k].low in (",", ";", ".", ":", "that", "who", "which") or tokens[k].low in lx.AUX:
            return False
        if tokens[k].low == "on" and tokens[k + 1].low in ("hold", "ice"):
            return True
    return False


def _separated(tokens: list[Token], group: VerbGroup) -> None:
    """The particle after its object: "pushed them back", "put the talks off", "brought the visit forward"."""
    link = group.main
    if link.lemma == "put" and _on_hold(tokens, group.hi):
        link.lemma = "put-on"
        return
    for k in range(group.hi, min(group.hi + 7, len(tokens))):
        token = tokens[k]
        if token.low in ("off", "back", "forward", "up", "together") and token.is_word:
            phrasal = lx.PHRASAL.get((link.lemma, token.low))
            if phrasal and k > group.hi:
                link.lemma = phrasal
                group.particle = k
            return
        if (
            (
                token.low in lx.PREPOSITIONS - {"of", "with", "between"}
                and not (token.low == "to" and k + 1 < len(tokens) and tokens[k + 1].name is not None)
            )
            or token.low in (",", ";", ".")
            or token.low in lx.AUX
        ):
            return


def _extend(tokens: list[Token], group: VerbGroup) -> None:
    """Take in particles ("called off") and further verbs of the chain ("agreed to meet")."""
    count = len(tokens)
    for _ in range(6):
        link = group.main
        k = group.hi
        if k < count:
            phrasal = lx.PHRASAL.get((link.lemma, tokens[k].low))
            if (
                phrasal
                and not (phrasal in ("put-on",) and not (k + 1 < count and tokens[k + 1].low in ("hold", "ice")))
                and phrasal != "push-to"
                and not (tokens[k].low == "over" and link.lemma == "hold" and _lasts(tokens, k + 1))
                and not (
                    tokens[k].low == "on" and phrasal not in ("put-on", "build-on") and not _goes_on(tokens, k + 1)
                )
            ):
                link.lemma = phrasal
                group.hi = k + 1
                if phrasal == "put-on":
                    group.hi = k + 2
                k = group.hi
                if phrasal == "host" and k < count and tokens[k].low == "to":
                    group.hi = k + 1  # "will play host to the prime minister"
                    k += 1
                if phrasal in ("pull-out", "walk-out") and k < count and tokens[k].low == "of":
                    group.hi = k + 1
                    k += 1
            elif link.lemma == "call" and tokens[behind := _behind_its_day(tokens, k)].low == "for":
                link.lemma = "call-for"  # "called on Monday for talks"
                group.hi = k = behind + 1
            if (
                link.lemma == "continue"
                and tokens[k - 1].low == "on"
                and k + 1 < count
                and tokens[k].low == "to"
                and tokens[k + 1].name is not None
            ):
                link.lemma = "travel"  # "goes on to Berlin and Paris"
                return
            elif link.lemma == "reach" and k < count and _comes_to(tokens, k):
                link.lemma = "arrive"  # "reached Manila for a state visit", "reached here"
            elif link.lemma == "pull" and [t.low for t in tokens[k : k + 3]] == ["the", "plug", "on"]:
                link.lemma = "cancel"
                group.hi = k + 3
            elif link.lemma in _SEPARABLE:
                _separated(tokens, group)
        if link.lemma in ("come", "meet", "sit") and (facing := _face_to_face(tokens, k)):
            link.lemma = "meet"
            group.hi = k = facing
        if link.lemma == "agree" and [t.low for t in tokens[k : k + 2]] == ["in", "principle"]:
            link.hedged = True
            group.hi = k = k + 2
        if (
            link.lemma in ("draw", "come")
            and k + 2 < count
            and tokens[k].low == "to"
            and tokens[k + 2].low in ("close", "end")
        ):
            link.lemma = "end"
            group.hi = k + 3
            return
        if link.lemma == "look" and k + 2 < count and tokens[k].low == "forward" and tokens[k + 1].low == "to":
            ings = [f for f in _forms(tokens[k + 2]) if f[1] == "ing"]
            if ings and tokens[k + 2].low not in lx.EVENT_NOUNS:
                link.lemma = "look-forward"
                group.links.append(Link(ings[0][0], k + 2, tense="ing"))
                group.hi = k + 3
            return
        if link.lemma not in lx.CATENATIVE and link.lemma not in lx.CATENATIVE_ADJECTIVES:
            return
        negated = False
        for _ in range(4):
            if k < count and (
                tokens[k].low in lx.ADVERBS
                or tokens[k].low in lx.NEGATIONS
                or tokens[k].time is not None
                or (tokens[k].low in ("on", "by", "next") and k + 1 < count and tokens[k + 1].time is not None)
            ):
                negated |= tokens[k].low in lx.NEGATIONS and not _not_only(tokens, k)
                k += 1
            else:
                break
        if k >= count:
            return
        if tokens[k].low == "to" and tokens[k].name is None:
            following = _infinitive(tokens, k)
            if following is None:
                return
            following.links[0].negated |= negated
            group.links.extend(following.links)
            group.hi = following.hi
            return
        if link.lemma in lx.GERUND_VERBS:
            ings = [f for f in _forms(tokens[k]) if f[1] == "ing"]
            whom = tokens[k].low == "meeting" and k + 1 < count and tokens[k + 1].name is not None
            if ings and k > group.hi - 1 and (whom or tokens[k].low not in lx.EVENT_NOUNS):
                group.links.append(Link(ings[0][0], k, tense="ing", negated=negated))
                group.hi = k + 1
                continue
        return


def _face_to_face(tokens: list[Token], k: int) -> int | None:
    """Where "face to face" ends that stands at ``k``."""
    if k < len(tokens) and tokens[k].low == "face-to-face":
        return k + 1
    return k + 3 if [t.low for t in tokens[k : k + 3]] == ["face", "to", "face"] else None


# Actors and places -------------------------------------------------------------------------------------

_CONNECTORS: Final = frozenset([",", "and", "&", "or", "/", "-", "–", "plus"])
_PLACE_KINDS: Final = frozenset([NameKind.PLACE])


def _parties(mention: NameMention) -> tuple[str, ...]:
    return mention.parties or ((mention.party,) if mention.party else ())


def find_actors(sentence: Sentence, text: str) -> None:
    """Fill ``actors`` and ``places`` from the names of the sentence."""
    tokens = sentence.tokens
    ends = {group.hi: index for index, group in enumerate(sentence.groups)}
    in_group: set[int] = set()
    for group in sentence.groups:
        in_group.update(range(group.lo, group.hi))
    count = len(tokens)
    i = 0
    raw: list[Actor] = []
    while i < count:
        mention = tokens[i].name
        if mention is None:
            i += 1
            continue
        i = _one_name(sentence, i, in_group, ends, raw)
    _coordinate(tokens, raw, sentence)
    for actor in sentence.actors:
        owned = tokens[actor.hi + 1].name if actor.possessive and actor.hi + 1 < count else None
        if owned is not None and owned.kind in (NameKind.GROUP, NameKind.ORGANISATION):
            actor.role = actor.person = False  # "a commander of the Taliban's Haqqani network": the one group
            actor.modifier = True
        for k in range(actor.lo, actor.hi):
            sentence.actor_at.setdefault(k, actor)


_WHAT_OFFICIALS_SEE_TO: Final = frozenset("border nuclear oil gas airspace".split())

_FROM_WHERE: Final = 7
"""Tokens between "for" and the place left behind, with the day of it."""


def _one_name(sentence: Sentence, i: int, in_group: set[int], ends: dict[int, int], raw: list[Actor]) -> int:
    """Read the noun phrase around the name at ``i``; returns the index to go on from."""
    tokens = sentence.tokens
    count = len(tokens)
    mention = tokens[i].name
    assert mention is not None
    mentions = [mention]
    hi = i + 1
    role = False
    possessive = False
    modifier = False
    speaker = mention.role == "spokesperson"
    person = mention.kind is NameKind.PERSON
    plural = others = False
    # To the right: role nouns, further names of the same phrase, unknown capitalised words of a person's name.
    while hi < count:
        token = tokens[hi]
        if hi in in_group:
            break
        if token.name is not None:
            previous = tokens[hi - 1]
            same = token.start - previous.end <= 1
            if (
                same
                and (
                    role
                    or (
                        previous.name is not None
                        and previous.name.kind
                        in (NameKind.DEMONYM, NameKind.STATE, NameKind.ORGANISATION, NameKind.METONYM, NameKind.PLACE)
                    )
                )
                and not person
            ) and (
                token.name.kind is NameKind.PERSON
                or token.low in lx.ROLES
                or token.name.kind in (NameKind.ORGANISATION, NameKind.GROUP)
            ):
                mentions.append(token.name)
                person |= token.name.kind is NameKind.PERSON
                speaker |= token.name.role == "spokesperson"
                hi += 1
                continue
            break
        if token.time is not None:
            break
        low = token.low
        if low in ("'s", "’s") and mention.kind is NameKind.ORGANISATION and (organ := _organ(tokens, hi + 1)):
            hi = organ
            role = True
            continue
        if low in ("'s", "’s") or (
            low in ("'", "’")
            and tokens[hi - 1].text.endswith("s")
            and token.start == tokens[hi - 1].end
            and hi + 1 < count
            and tokens[hi + 1].start > token.end
        ):
            follower = _skip_adjectives(tokens, hi + 1)
            stands_for = follower < count and not (tokens[follower].is_word and tokens[follower].low in _NOT_ITSELF)
            if stands_for and _role_head(tokens, follower) and not person:
                hi = follower
                role = True
                continue
            if (
                follower < count
                and (owned := tokens[follower].name) is not None
                and owned.kind is NameKind.PERSON
                and not person
            ):  # "Iran's Hassan Rouhani"
                hi = follower
                role = True
                continue
            bearer = next((k for k in range(hi + 1, min(hi + 7, count)) if tokens[k].name is not None), None)
            if (
                bearer is not None
                and not person
                and (whose := tokens[bearer].name) is not None
                and whose.kind is NameKind.PERSON
                and whose.party == mention.party
                and any(t.low in lx.PERSON_ROLES for t in tokens[hi + 1 : bearer])
                and all(t.text[:1].isupper() or t.low in ("of", "for", "and", "the") for t in tokens[hi + 1 : bearer])
            ):
                hi = bearer  # "Iraq's Parliament Speaker Mohammed al-Halbousi"
                role = True
                continue
            possessive = True
            if follower < count and tokens[follower].low in _NOT_ITSELF and tokens[follower].is_word:
                others = True
            break
        if mention.kind is NameKind.ORGANISATION and not person and (organ := _organ(tokens, hi)):
            hi = organ
            role = True
            continue
        if low in lx.SPEAKER_ROLES and not (low == "experts" and hi + 1 < count and tokens[hi + 1].low in _MEET_FORMS):
            speaker = True
            hi += 1
            continue
        if low in lx.ROLES and not (low in lx.DOUBTFUL_ROLES and not _role_head(tokens, hi)):
            role = True
            plural |= low.endswith("s") or low in ("delegation", "team")
            hi += 1
            continue
        if low in ("guest", "guests", "visitor", "visitors") and mention.kind is NameKind.DEMONYM:
            role = True  # "told his Cambodian guest"
            plural |= low.endswith("s")
            hi += 1
            continue
        if (
            mention.kind is NameKind.ORGANISATION
            and hi + 1 < count
            and (low, tokens[hi + 1].low)
            in (("task", "force"), ("working", "group"), ("contact", "group"), ("steering", "committee"))
        ):
            hi += 2
            role = plural = True
            continue
        if (
            low == "of"
            and role
            and tokens[hi - 1].low in lx.OFFICES
            and hi + 1 < count
            and tokens[hi + 1].low in lx.OFFICE_DOMAINS
        ):
            hi += 2
            continue
        if low == "of" and person and hi + 1 < count:
            k = hi + 2 if tokens[hi + 1].low == "the" and hi + 2 < count else hi + 1
            home = tokens[k].name
            if (
                home is not None
                and home.kind in (NameKind.STATE, NameKind.METONYM)
                and mentions[-1].party in (None, home.party)
            ):
                if mentions[-1].party is None:
                    mentions.append(home)
                hi = k + 1
                continue
        if (
            not role
            and not person
            and not speaker
            and token.is_word
            and low.isalpha()
            and token.text[0].islower()
            and hi + 1 < count
            and low not in lx.EVENT_NOUNS
            and low not in lx.PREPOSITIONS
            and low not in lx.AUX
            and (low not in lx.NOT_PARTY_HEADS or low in _WHAT_OFFICIALS_SEE_TO)
            and low not in lx.DETERMINERS
            and low not in _NOT_BEFORE_A_ROLE
            and low not in lx.ADVERBS
            and tokens[hi + 1].is_word
            and tokens[hi + 1].low in lx.PERSON_ROLES
            and tokens[hi + 1].low.endswith(_CLOSING_ROLES)
            and mention.kind in (NameKind.DEMONYM, NameKind.STATE, NameKind.ORGANISATION)
            and hi + 1 not in in_group
        ):
            hi += 1  # "US transportation officials"
            continue
        if not person and not role and mention.kind in _OFFICE_OWNERS:
            bearer = _office_then_person(tokens, hi, mention)
            if bearer is not None:
                hi = bearer
                role = True
                continue
        if low == "of" and role and not person and (closing := _owned_portfolio(tokens, hi)) is not None:
            hi = closing
            continue
        if low in ("of", "for") and role and tokens[hi - 1].text[:1].isupper():
            stop = _portfolio(tokens, hi)
            if stop:
                hi = stop
                continue
        if (
            token.text[:1].isupper()
            and role
            and not person
            and hi < count
            and token.is_word
            and low not in lx.AUX
            and low not in lx.EVENT_NOUNS
        ):
            hi += 1
            continue
        if (
            low == "-"
            and hi + 1 < count
            and tokens[hi].start == tokens[hi - 1].end
            and tokens[hi + 1].start == token.end
            and tokens[hi + 1].name is None
        ):
            modifier = True  # "UN-sponsored", "Russian-backed"
            break
        break
    if not role and not person and not possessive and hi < count and not modifier:
        modifier = _is_modifier(tokens, i, hi, in_group, mention)
    if mention.kind is NameKind.DEMONYM and not role:
        people = mention.text.endswith(("s", "ese", "sh", "ch")) and not modifier
        before = tokens[i - 1].low if i else ""
        if people and (mention.text.endswith("s") or before == "the") and not possessive:
            role = plural = True
        elif possessive:
            role = False
        else:
            modifier = True
    lo, prep = _governor(tokens, i, in_group)
    if prep is None and lo and tokens[lo - 1].low in ("reached", "reaches", "reach") and lo - 1 in in_group:
        prep = "in"  # "reached Manila on Monday"
    if (
        lo < i
        and tokens[i - 1].low in ("of", "the", "from")
        and any(t.is_word and t.low in lx.PERSON_ROLES for t in tokens[lo : i - 1])
    ):
        role = True  # "the presidents of Lithuania and Latvia"
        plural |= any(t.is_word and t.low in lx.PERSON_ROLES and t.low.endswith("s") for t in tokens[lo : i - 1])
    parties: list[str] = []
    for m in mentions:
        parties += [p for p in _parties(m) if p not in parties]
    if person and len(parties) > 1 and mentions[-1].kind is NameKind.PERSON and mentions[-1].party:
        parties = [mentions[-1].party]  # "UN envoy for Syria", "French-born Israeli": the person's own
    out_of_office = (
        mentions[-1].party is None
        and mentions[-1].role == "former"
        and any(t.low in _OUT_OF_OFFICE for t in tokens[max(0, i - 2) : hi])
    )
    if person and out_of_office and mention.kind in _OFFICE_OWNERS:
        parties, role, modifier = [], False, True  # "former German chancellor Gerhard Schroeder"
    if not person and mention.kind in _OFFICE_OWNERS and i + 1 < count and tokens[i + 1].low == "opposition":
        parties, role, modifier = [], False, True  # who opposes a government does not speak for the state
    if not person and _delegation_of_others(tokens, hi):
        parties, role, modifier = [], False, True  # "a Russian delegation of bakers"
    if not person and _learned_society(tokens, i):
        parties, role, modifier = [], False, True
    if others:
        parties = []  # "Iraq's neighbours": everybody but Iraq
    if mention.text == "Brussels" and not role and parties == ["BE"]:
        parties = ["EU"]  # as an actor it is the Union
    actor = Actor(lo, hi, tuple(parties), prep, mentions, person, possessive, role, plural, speaker)
    actor.modifier = modifier
    actor.object_of = ends.get(_skip_back(tokens, lo))
    where = mention if (mention.city or mention.country) else None
    if where is not None and not role and not person:
        verb = lo - 2
        while verb > 0 and (
            tokens[verb].time is not None
            or tokens[verb].low in ("on", "late", "early", "here", ",", "capital")
            or (
                (left := tokens[verb].name) is not None
                and left.kind is not NameKind.PERSON
                and bool(left.city or left.country)
                and lo - verb < _FROM_WHERE
            )
        ):
            verb -= 1  # "leaves Tuesday for Paris", "left Lima on Sunday for Quito"
        leaving = (
            prep == "for"
            and verb >= 0
            and verb in in_group
            and (
                any(f[0] in ("leave", "depart", "head") for f in _forms(tokens[verb]))
                or (tokens[verb].low in ("off", "out") and any(f[0] == "set" for f in _forms(tokens[verb - 1])))
            )
        )
        locative = prep in lx.LOCATIVE or leaving or (prep in ("for", "on") and mention.kind is NameKind.PLACE)
        if (
            prep is None
            and lo >= 2
            and tokens[lo - 1].low in ("'s", "’s")
            and (owner := tokens[lo - 2].name) is not None
        ):
            before = tokens[lo - 3].low if lo >= 3 else ""
            if owner.country == mention.country and before in lx.LOCATIVE:
                prep, locative = before, True  # "in Vietnam's Hanoi"
                actor.prep = prep
        if mention.kind is NameKind.PLACE or locative:
            actor.place = locative and not speaker
            place_hi = i + 1
            city, country = where.city, where.country
            if place_hi + 1 < count and tokens[place_hi].low == "," and tokens[place_hi + 1].name is not None:
                outer = tokens[place_hi + 1].name
                assert outer is not None
                if outer.country and outer.country == country and outer.city is None and city:
                    place_hi += 2  # "Geneva, Switzerland"
                    actor.hi = max(actor.hi, place_hi)
            if mention.kind is not NameKind.DEMONYM:
                sentence.places.append(Place(i, prep, city, country, place_hi))
                hi = max(hi, place_hi)
    if mention.kind is NameKind.DEMONYM and modifier:
        _capital_of(sentence, tokens, i, hi, prep, mention)
    if actor.parties or mention.kind is NameKind.PLACE:
        raw.append(actor)
    return max(hi, i + 1)


_NOT_ITSELF: Final = frozenset(
    "neighbours neighbors allies foes rivals enemies critics opponents creditors lenders donors partners backers".split()
)
"""Whom a state has, who are others than itself."""

_CLOSING_ROLES: Final = ("s", "delegation", "team", "minister", "secretary", "chief", "negotiator", "envoy", "adviser")

_OUT_OF_OFFICE: Final = frozenset(
    "former ex late exiled ousted deposed retired one-time onetime then opposition dissident".split()
)
_OFFICE_OWNERS: Final = frozenset([NameKind.DEMONYM, NameKind.STATE])


def _delegation_of_others(tokens: list[Token], hi: int) -> bool:
    """Whether those who are sent speak for nobody ("delegation *of football fans*")."""
    if hi + 2 > len(tokens) - 1 or tokens[hi - 1].low not in ("delegation", "team", "group") or tokens[hi].low != "of":
        return False
    after = tokens[hi + 1 : hi + 4]
    plain = (
        after[0].is_word
        and after[0].low.isalpha()
        and after[0].text[0].islower()
        and after[0].low not in lx.DETERMINERS
    )
    return (
        plain
        and any(t.low.endswith("s") for t in after[:2])
        and not any(t.name is not None or t.low in lx.ROLES for t in after[:2])
    )


def _learned_society(tokens: list[Token], i: int) -> bool:
    """ "the Acoustical *Society of Japan*": not the state."""
    of = i - 2 if i >= 2 and tokens[i - 1].low == "the" else i - 1
    return (
        of >= 1 and tokens[of].low == "of" and tokens[of - 1].text[:1].isupper() and tokens[of - 1].low in lx.SOCIETIES
    )


def _office_then_person(tokens: list[Token], i: int, mention: NameMention) -> int | None:
    """Where the person stands whose office begins at ``i`` ("Danish *Coast Guard chief* Jens Holm"), if one does."""
    office = False
    for j in range(i, min(i + 9, len(tokens))):
        token = tokens[j]
        if token.name is not None:
            return j if office and token.name.kind is NameKind.PERSON and token.name.party == mention.party else None
        if not token.is_word:
            return None
        if token.low in lx.ROLES:
            office = True
        elif (
            not (token.text[:1].isupper() or token.low in ("of", "and", "for", "the", "general", "affairs"))
            or token.low in lx.EVENT_NOUNS
        ):
            return None
    return None


def _owned_portfolio(tokens: list[Token], i: int) -> int | None:
    """End of "of development cooperation" in "the Danish minister of development cooperation's visit"; None otherwise."""
    if tokens[i - 1].low not in ("minister", "secretary"):
        return None
    j = i + 1
    while (
        j < len(tokens) and j < i + 6 and tokens[j].is_word and tokens[j].name is None and tokens[j].text[0].islower()
    ):
        if tokens[j].low in ("'s", "’s"):
            break
        j += 1
    return j if i + 1 < j < len(tokens) and tokens[j].low in ("'s", "’s") else None


def _portfolio(tokens: list[Token], i: int) -> int | None:
    """End of "of State", "of Foreign Affairs", "for Europe and Foreign Affairs" in a title before a name; None otherwise."""
    j = i + 1
    while j < len(tokens) and j < i + 7:
        token = tokens[j]
        if token.name is not None:
            about = token.name.kind is NameKind.STATE and j + 1 < len(tokens) and tokens[i].low == "for"
            if about and (bearer := tokens[j + 1].name) is not None and bearer.kind is NameKind.PERSON:
                return j + 1  # "Special Envoy for Iran Robert Malley"
            return j if token.name.kind is NameKind.PERSON and j > i + 1 else None
        if token.time is not None:
            return None
        if (
            token.text[:1].isupper()
            or (token.low in ("and", "the", "for", "of") and j > i + 1)
            or (token.low == "the" and j == i + 1)
        ):
            j += 1
            continue
        break
    return j if j > i + 1 and tokens[j - 1].text[:1].isupper() else None


def _capital_of(
    sentence: Sentence, tokens: list[Token], i: int, hi: int, prep: str | None, mention: NameMention
) -> None:
    """ "in the Turkish capital", "the Croatian Adriatic port of Rijeka": the country of the place at least."""
    for j in range(hi, min(hi + 5, len(tokens))):
        low = tokens[j].low
        if low in _PLACE_NOUNS_UNNAMED:
            if not (j + 1 < len(tokens) and (tokens[j + 1].low == "of" or tokens[j + 1].name is not None)):
                country = mention.country or mention.party
                sentence.places.append(
                    Place(i, prep, CAPITALS.get(country or "") if low == "capital" else None, country, j + 1)
                )
            return
        if not tokens[j].is_word or low in lx.PREPOSITIONS:
            return


def _skip_adjectives(tokens: list[Token], i: int) -> int:
    j = i
    if [t.low for t in tokens[j + 1 : j + 3]] == ["-", "year-old"]:
        i = j = j + 3  # "Kuwait's 82-year-old ruler"
    while (
        j < len(tokens)
        and j < i + 4
        and tokens[j].is_word
        and tokens[j].low not in lx.ROLES
        and tokens[j].low not in lx.EVENT_NOUNS
        and tokens[j].low not in lx.PREPOSITIONS
        and tokens[j].low not in lx.AUX
        and (tokens[j].low in lx.ROLE_ADJECTIVES or tokens[j].low in lx.NUMBER_WORDS or tokens[j].low.isdigit())
    ):
        j += 1
    return j


_ORGANS_IN_NAMES: Final = lx.ORGANS | {"board"}
_BEFORE_AN_ORGAN: Final = frozenset(
    "Ministerial Executive Permanent Governing Supreme General Political Security".split()
)


def _organ(tokens: list[Token], i: int) -> int:
    """Where "Council", "Ministerial Council", "Secretariat" behind an organisation's name ends before its verb; 0 without one."""
    while i < len(tokens) and tokens[i].text in _BEFORE_AN_ORGAN:
        i += 1
    if i + 1 >= len(tokens) or tokens[i].name is not None or tokens[i].low not in _ORGANS_IN_NAMES:
        return 0
    if not tokens[i].text[:1].isupper():
        return 0
    if [t.low for t in tokens[i : i + 3]] == ["council", "of", "ministers"] and i + 3 < len(tokens):
        i += 2  # "the ASEAN Council of Ministers will meet"
    after = tokens[i + 1]
    verb = after.low in lx.VERB_FORMS or after.low in lx.AUX
    return i + 1 if verb and after.name is None and after.low not in lx.EVENT_NOUNS else 0


def _role_head(tokens: list[Token], i: int) -> bool:
    """True where a role noun closes the phrase that begins at ``i`` ("deputy foreign minister")."""
    j = i
    while j < len(tokens) and j < i + 6:
        token = tokens[j]
        if token.name is not None or token.time is not None or not token.is_word:
            break
        if token.low in lx.EVENT_NOUNS:
            return False
        if token.low == "under" and not (j + 1 < len(tokens) and tokens[j + 1].low.startswith("secretar")):
            break  # "G7 foreign ministers under the Italian presidency"
        if token.low not in lx.ROLES:
            return j > i and tokens[j - 1].low in lx.PERSON_ROLES
        j += 1
    return j > i and tokens[j - 1].low in lx.PERSON_ROLES


_BEFORE_A_BODY: Final = lx.MEETING_MODIFIERS | lx.ROLE_ADJECTIVES


def _standing_body(tokens: list[Token], i: int) -> bool:
    """True where a body closes the phrase: "IAEA | board of governors", "India-Bangladesh | joint working group"."""
    j = i
    while j < len(tokens) and j < i + 4 and tokens[j].is_word and tokens[j].low in _BEFORE_A_BODY:
        j += 1
    return j < len(tokens) and tokens[j].is_word and tokens[j].low in lx.STANDING_BODIES


def _is_modifier(tokens: list[Token], i: int, hi: int, in_group: set[int], mention: NameMention) -> bool:
    """True where the name only modifies the noun after it ("Syria talks", "Geneva talks", "EU accession")."""
    token = tokens[hi]
    if hi in in_group or token.name is not None or token.time is not None or not token.is_word:
        return False
    low = token.low
    if (
        low in lx.PREPOSITIONS
        or low in lx.AUX
        or low in lx.DETERMINERS
        or low in lx.ADVERBS
        or low in lx.PRONOUNS
        or low in lx.RELATIVES
    ):
        return False
    if low in lx.SUBORDINATORS or low in _NO_MODIFIERS:
        return False
    if low in lx.ROLES and _role_head(tokens, hi):
        return False
    if _standing_body(tokens, hi):
        return False
    if low in lx.EVENT_NOUNS or low in lx.NOT_PARTY_HEADS or low in lx.MEETING_MODIFIERS:
        return True
    return token.text[0].islower() or mention.kind is not NameKind.PERSON


def _skip_back(tokens: list[Token], lo: int) -> int:
    j = lo
    while j > 0 and (
        (tokens[j - 1].low in lx.DETERMINERS and tokens[j - 1].low != "that")
        or tokens[j - 1].low in lx.PEOPLE_ADJECTIVES
        or (tokens[j - 1].low in lx.ROLES and tokens[j - 1].name is None)
    ):
        j -= 1
    return j


_MEET_FORMS: Final = frozenset("met meet held hold began begin resumed resume gathered gather opened open".split())
"""After "experts": they are at a meeting, not quoted."""

_PREMODIFIERS: Final = frozenset(
    """new top senior visiting former several other some two three four five both current outgoing newly many leading western key major fellow
    veteran longtime close rival embattled incoming hardline reformist moderate unnamed all most main neighbouring neighboring
    nearby central southern northern eastern capital city resort town its his her their the a an this these those such own respective then ex
    chief supreme old so-called self-styled leftist conservative populist nationalist right-wing left-wing far-right pro-western warring black sea red lakeside seaside port""".split()
)


def _named_as_capital(tokens: list[Token], i: int) -> str | None:
    """The preposition before "the federation's capital, *Basseterre*", "the resort town, *Sochi*"."""
    name = tokens[i].name
    if i < 4 or tokens[i - 1].low != "," or tokens[i - 2].low not in ("capital", "city", "resort", "town", "port"):
        return None
    if name is None or not name.city:
        return None
    for k in range(i - 3, max(i - 9, -1), -1):
        token = tokens[k]
        if token.name is not None:
            return None  # "the Omani capital, Muscat": read from the state's name on
        if token.is_word and token.low in ("in", "at", "to", "for", "near"):
            return token.low
        if not (token.low in ("'s", "’s", "-") or (token.is_word and token.low not in lx.PREPOSITIONS)):
            return None
    return None


def _governor(tokens: list[Token], i: int, in_group: set[int]) -> tuple[int, str | None]:
    """Start of the noun phrase around ``i`` and the preposition before it; "leaders of X" has the one before "leaders"."""
    if (capital := _named_as_capital(tokens, i)) is not None:
        return i, capital
    lo = i
    for _ in range(3):
        j = lo
        while (
            j > 0
            and j - 1 not in in_group
            and tokens[j - 1].is_word
            and (
                tokens[j - 1].low in _PREMODIFIERS
                or tokens[j - 1].low in lx.ROLES
                or (tokens[j - 1].low in lx.DETERMINERS and tokens[j - 1].low != "that")
                or _field_of(tokens, j)
            )
        ):
            j -= 1
        j = _past_epithet(tokens, j)
        if j == 0:
            return j, None
        if tokens[j].low in ("capital", "city", "resort", "town", "port") and (
            (people := tokens[j - 1].name) is not None and people.kind is NameKind.DEMONYM
        ):
            return _past_place_words(tokens, j)
        prep = tokens[j - 1].low if tokens[j - 1].name is None and tokens[j - 1].time is None else ""
        if prep not in lx.PREPOSITIONS or (prep == "to" and j - 1 in in_group):
            return j, None
        if prep in ("of", "from", "for", "to") and j >= 2:
            k = j - 2
            head = tokens[k]
            if (
                head.is_word
                and (
                    head.low in lx.PERSON_ROLES
                    or (prep == "from" and head.low == "experts")
                    or head.low in _PLACE_NOUNS_AND_HEADS
                )
                and head.low not in ("state", "powers")
            ) or (head.low == "state" and k >= 2 and tokens[k - 1].low == "of"):
                if head.low in lx.PLACE_NOUNS:
                    return _past_place_words(tokens, k)
                sent = prep == "from" and (head.low in lx.PERSON_ROLES or head.low == "experts")
                bearer = tokens[i].name
                titled = (
                    head.low in _WITH_A_PORTFOLIO
                    and j < i
                    and tokens[j].text[:1].isupper()
                    and bearer is not None
                    and bearer.kind is NameKind.PERSON
                )  # "Minister for Foreign Affairs Kamikawa"
                if prep == "of" or sent or titled or (prep == "for" and head.low in _SPEAKING_FOR):
                    lo = k
                    continue
            if prep == "of" and head.is_word and head.text[:1].isupper() and head.low in lx.ORGANS:
                lo = k
                continue
            if prep == "of" and (office := _office_with_portfolio(tokens, k)) is not None:
                lo = office
                continue
        return j, prep
    return lo, None


def _field_of(tokens: list[Token], j: int) -> bool:
    """ "the *water* secretaries of Nepal and India": a word for what the officials at ``j`` see to."""
    word = tokens[j - 1]
    return (
        tokens[j].is_word
        and tokens[j].low in _WITH_A_FIELD
        and word.name is None
        and word.time is None
        and word.text.islower()
        and word.low.isalpha()
        and word.low not in lx.PREPOSITIONS
        and word.low not in lx.ADVERBS
        and word.low not in lx.AUX
        and word.low not in lx.NEGATIONS
        and word.low not in lx.VERB_FORMS
        and word.low not in lx.EVENT_NOUNS
        and word.low not in ("and", "or", "but", "than", "as", "if")
    )


_WITH_A_FIELD: Final = frozenset("ministers secretaries officials negotiators experts envoys commissioners".split())
_WITH_A_PORTFOLIO: Final = frozenset("minister ministers secretary secretaries ministry department".split())


def _office_with_portfolio(tokens: list[Token], k: int) -> int | None:
    """Where "Minister" is, in "Minister for Foreign Affairs" that ends at ``k``."""
    floor = max(0, k - 5)
    while k > floor and tokens[k].is_word and (tokens[k].text[:1].isupper() or tokens[k].low in ("and", "the")):
        k -= 1
    if tokens[k].low not in ("for", "of") or not k or not tokens[k - 1].is_word:
        return None
    return k - 1 if tokens[k - 1].low in _WITH_A_PORTFOLIO else None


def _past_epithet(tokens: list[Token], j: int) -> int:
    """From a name back over "his good friend", "her host,", which only say who that is to the other."""
    k = j - 1 if j and tokens[j - 1].low == "," else j
    if k < 2 or tokens[k - 1].low not in _EPITHETS:
        return j
    k -= 1
    while k and tokens[k - 1].low in _EPITHET_ADJECTIVES:
        k -= 1
    return k - 1 if k and tokens[k - 1].low in _POSSESSIVES else j


def _past_place_words(tokens: list[Token], k: int) -> tuple[int, str | None]:
    """From "resort of Sochi" back over "the Russian Black Sea" to the preposition before it."""
    j = k
    while j > 0 and k - j < 8:
        token = tokens[j - 1]
        if token.name is None and token.low in lx.PREPOSITIONS and token.low != "of":
            return j, token.low
        if (
            token.time is not None
            or not (token.is_word or token.name is not None or token.low in ("'s", "’s", "-"))
            or token.low in lx.AUX
        ):
            break
        j -= 1
    return k, None


def _coordinate(tokens: list[Token], raw: list[Actor], sentence: Sentence) -> None:
    """Join actors that are listed together; demonyms before one role noun share it ("Russian and U.S. negotiators")."""
    merged: list[Actor] = []
    for actor in raw:
        if merged:
            last = merged[-1]
            gap = list(tokens[last.hi : actor.lo])
            words = [t.low for t in gap]
            if words == [","] and _names_the_office(tokens, last, actor):
                last.hi = actor.hi  # "the president of Ghana, John Mahama, and the president of Chad"
                last.mentions += actor.mentions
                last.person = True
                continue
            joined = (
                bool(words)
                and len(words) <= 5
                and all(
                    w in _CONNECTORS
                    or w in lx.DETERMINERS
                    or w in _BETWEEN_JOINED_ACTORS
                    or w in lx.ROLES
                    or (actor.person and "and" in words[:n] and gap[n].is_word and gap[n].text[:1].isupper())
                    for n, w in enumerate(words)
                )
                and any(w in _CONNECTORS or w == "well" for w in words)
            )
            if joined and "as" in words and "well" not in words:
                joined = False
            if "that" in words and "," in words:
                joined = False  # "told Eide, who is in Athens, that Egypt and Israel …"
            if joined and not any(w in ("and", "&", "or", "-", "–", "/", "plus", "well") for w in words):
                shared = last.modifier and actor.role and actor.mentions[0].kind is NameKind.DEMONYM
                joined = shared or _list_goes_on(tokens, actor)  # "their Danish, Finnish, Icelandic colleagues"
            if joined and last.place and not actor.place and actor.prep is None:
                # "in Geneva, Russia said": a place and then an actor; "in Moscow and Kyiv" stays together
                joined = (
                    ("and" in words or _list_goes_on(tokens, actor))
                    and not actor.person
                    and not actor.role
                    and (last.plural or last.prep == "to" or not _verb_follows(sentence, actor))
                )
                if joined:
                    actor.place = True
            if (
                joined
                and last.person
                and not last.possessive
                and "and" in words
                and actor.modifier
                and not actor.possessive
            ):
                joined = False
            if (
                joined
                and (last.modifier or last.possessive)
                and not (actor.modifier or actor.role or actor.possessive or actor.person)
            ):
                joined = last.modifier and "-" in words
            if joined and last.possessive and not actor.possessive:
                joined = False
            if joined and actor.prep is not None and actor.prep != last.prep:
                joined = False
            if joined and words[:1] == [","] and last.prep == "of" and "and" not in words:
                fronted = last.lo >= 2 and tokens[last.lo - 2].low in lx.REASONS and last.lo <= _FRONTED
                joined = not fronted  # "At the initiative of Norway, the ministers of Chile and Peru met"
            if last.possessive and not last.role and words[:1] in (["'s"], ["’s"], ["'"]):
                # "Armenia's and Turkey's envoys"
                joined = words[1:] in (["and"], [","], [",", "and"]) and (
                    actor.possessive or (actor.role and actor.plural and "and" in words)
                )
            if joined and "," in words and not {"and", "or", "&"} & set(words) and _says(sentence, actor):
                joined = False  # "a visit by the Saudi minister, the Foreign Office said"
            hyphen = len(words) == 1 and words[0] in ("-", "–", "/") and gap[0].start == tokens[last.hi - 1].end
            if hyphen or joined:
                if actor.speaker != last.speaker and actor.speaker and not hyphen:
                    merged.append(actor)
                    continue
                last.parties = tuple(dict.fromkeys((*last.parties, *actor.parties)))
                last.mentions += actor.mentions
                last.hi = actor.hi
                last.person |= actor.person
                last.role |= actor.role
                last.plural = True
                last.modifier = actor.modifier
                last.possessive = actor.possessive
                last.place = (last.place and actor.place) or (last.place and not actor.role and not actor.person)
                continue
        merged.append(actor)
    sentence.actors = merged


_FRONTED: Final = 8
"""Tokens before the end of "At the initiative of …," at the head of a sentence."""


def _names_the_office(tokens: list[Token], office: Actor, name: Actor) -> bool:
    """Whether ``name`` stands in apposition to ``office`` in a list that goes on behind it."""
    onward = tokens[name.hi].low if name.hi < len(tokens) else ""
    after = tokens[name.hi + 1].low if name.hi + 1 < len(tokens) else ""
    known = _name_at(tokens, name.hi + 1)
    state = known is not None and _territory(known)
    return (
        office.role
        and not (office.person or office.possessive or office.modifier)
        and name.person
        and not name.role
        and name.prep is None
        and len(office.parties) == 1
        and office.parties == name.parties
        and (onward == "and" or (onward == "," and (after == "and" or state)))
    )


def _name_at(tokens: list[Token], k: int) -> NameMention | None:
    return tokens[k].name if k < len(tokens) else None


def _says(sentence: Sentence, actor: Actor) -> bool:
    """True where ``actor`` is the subject of a verb of saying right after it."""
    group = next((g for g in sentence.groups if g.lo >= actor.hi), None)
    return (
        group is not None
        and group.finite
        and group.links[0].lemma in lx.REPORTING
        and all(t.low in lx.ADVERBS for t in sentence.tokens[actor.hi : group.lo])
    )


def _list_goes_on(tokens: list[Token], actor: Actor) -> bool:
    """True where after ``actor`` comes another list comma or "and" with a name: a list, not an apposition."""
    j = actor.hi
    if [t.low for t in tokens[j : j + 2]] == [",", "and"]:
        j += 1
    if [t.low for t in tokens[j : j + 2]] == ["and", "other"]:
        return True  # "Chad, Niger, and other Sahel states"
    j = actor.hi
    return (
        j + 1 < len(tokens)
        and tokens[j].low in (",", "and")
        and any(
            t.name is not None or (tokens[j].low == "and" and (t.text[:1].isupper() or t.low in lx.PERSON_ROLES))
            for t in tokens[j + 1 : j + 5]
        )
    )


def _verb_follows(sentence: Sentence, actor: Actor) -> bool:
    return any(g.lo == actor.hi and g.finite for g in sentence.groups)


# Segments ----------------------------------------------------------------------------------------------

_OPEN: Final = frozenset("([{")
_CLOSE: Final = frozenset(")]}")
REL_END: Final = "relative-end"
"""Mark of a segment that goes on with the main clause after a relative clause without commas."""

_DASHES: Final = frozenset(["--", "–", "—", ";"])
_QUOTES: Final = frozenset(['"', "“", "”", "«", "»", "``", "''"])


def _acronym_in_brackets(tokens: Sequence[Token], i: int) -> bool:
    """True where ``tokens[i]`` opens brackets around the short form of the name before them."""
    return (
        2 <= i < len(tokens) - 2
        and tokens[i].low == "("
        and tokens[i + 2].low == ")"
        and tokens[i + 1].text.isupper()
        and tokens[i + 1].name is not None
        and tokens[i - 1].text[:1].isupper()
        and tokens[i - 1].name is None
        and any(token.low in ("in", "at", "on", "with", "from") for token in tokens[i + 3 : i + 5])
    )


def _between_two_names(tokens: list[Token], i: int) -> bool:
    """ "the U.S. – Pacific Islands Forum meeting": a dash set with spaces between the two who meet."""
    return (
        0 < i < len(tokens) - 2
        and tokens[i].low == "–"
        and tokens[i - 1].name is not None
        and tokens[i + 1].name is not None
        and tokens[i + 2].is_word
        and tokens[i + 2].low in lx.EVENT_NOUNS
    )


def find_segments(sentence: Sentence) -> None:
    """Cut the sentence into clauses; mark attributions ("a spokesman said on Tuesday")."""
    tokens, groups = sentence.tokens, sentence.groups
    count = len(tokens)
    starts: dict[int, tuple[SegmentKind, str]] = {0: (SegmentKind.MAIN, "")}
    group_starts = {g.lo: g for g in groups}
    in_group = {k for g in groups for k in range(g.lo, g.hi)}
    closers: dict[int, int] = {}
    depth_open: list[int] = []
    finite_so_far = False
    inside = {k for actor in sentence.actors for k in range(actor.lo + 1, actor.hi)}
    for i in range(count):
        token = tokens[i]
        if i in inside and token.low not in _OPEN and token.low not in _CLOSE:
            continue
        if i in group_starts and group_starts[i].finite:
            finite_so_far = True
        if token.name is not None or token.time is not None:
            continue
        low = token.low
        if low in _OPEN and _acronym_in_brackets(tokens, i):
            continue  # "the National Liberation Army (ELN) in Quito": the same name again, no inset
        if low in _OPEN:
            starts[i] = (SegmentKind.PAREN, low)
            depth_open.append(i)
        elif low in _CLOSE and depth_open:
            opened = depth_open.pop()
            closers[opened] = i + 1
            if i + 1 < count:
                starts.setdefault(i + 1, (SegmentKind.MAIN, ")"))
        elif low in _DASHES and not _between_two_names(tokens, i):
            starts[i] = (SegmentKind.MAIN, low)
        elif low in lx.RELATIVES and i > 0 and tokens[i - 1].low not in lx.PREPOSITIONS:
            starts[i] = (SegmentKind.RELATIVE, low)
        elif low in lx.RELATIVES and i > 0:
            starts[i - 1] = (SegmentKind.RELATIVE, low)
        elif low == "that" and i > 0 and i + 1 < count:
            before = (
                i - 1 in in_group
                or tokens[i - 1].time is not None
                or tokens[i - 1].low in ("here", "agency", "reporters", "press")
            )
            nxt = tokens[i + 1]
            if (
                before
                or (
                    tokens[i - 1].is_word
                    and (
                        i + 1 in group_starts
                        or nxt.name is not None
                        or nxt.low in lx.DETERMINERS
                        or nxt.low in lx.PRONOUNS
                    )
                )
                or tokens[i - 1].name is not None
            ):
                kind = (
                    SegmentKind.THAT
                    if not (i + 1 in group_starts and not before and tokens[i - 1].low not in lx.ROLES)
                    else SegmentKind.RELATIVE
                )
                starts[i] = (kind, "that")
        elif low in lx.SUBORDINATORS and i not in in_group:
            if low == "as" and not _as_clause(tokens, i, groups):
                continue
            if (
                low in ("after", "before", "until", "since")
                and i + 1 < count
                and (tokens[i + 1].time is not None or tokens[i + 1].low[:1].isdigit())
            ):
                continue
            if low == "as" and i > 0 and tokens[i - 1].low == "well":
                continue
            starts[i] = (SegmentKind.SUB, low)
        elif (
            low == "following"
            and i not in in_group
            and i + 1 < count
            and (
                tokens[i + 1].name is not None
                or tokens[i + 1].low in lx.DETERMINERS
                or tokens[i + 1].low in lx.EVENT_NOUNS
            )
        ):
            if not (i > 0 and tokens[i - 1].low in lx.DETERMINERS):
                starts[i] = (SegmentKind.SUB, "after")
        elif low == "ahead" and i + 1 < count and tokens[i + 1].low == "of":
            starts[i] = (SegmentKind.SUB, "before")
        elif low == "during" and i + 1 < count and not _by_itself(tokens, i + 1):
            starts[i] = (SegmentKind.SUB, "during")
        elif low in (",", "and", "but", "or", "yet"):
            if low in ("and", "or", "but", "yet") and i and tokens[i - 1].low == ",":
                continue
            if finite_so_far and _new_clause(tokens, i, group_starts):
                starts.setdefault(i, (SegmentKind.MAIN, low))
    # A subordinate part that opens the sentence, or an inset, ends at its comma.
    ordered = sorted(starts)
    for at, start in enumerate(list(ordered)):
        kind, _word = starts[start]
        if kind not in (SegmentKind.SUB, SegmentKind.RELATIVE):
            continue
        stop = ordered[at + 1] if at + 1 < len(ordered) else count
        initial = (
            start == 0
            or all(not t.is_word and t.name is None for t in tokens[:start])
            or (
                start < 4
                and not any(g.finite and g.hi <= start for g in groups)
                and starts.get(0) is not None
                and not any(t.name for t in tokens[:start])
            )
            or (start > 1 and tokens[start - 1].low == "that" and tokens[start - 2].is_word)
            or (start > 2 and tokens[start - 1].low == "," and tokens[start - 2].low == "that")
        )  # also "said that, although the summit is off, the presidents will come"
        for j in range(start + 1, stop):
            if tokens[j].low != "," or j + 1 >= count:
                continue
            if _list_comma(sentence, j):
                continue
            onward = j + 1
            while onward < count and (tokens[onward].low in lx.ADVERBS or tokens[onward].low == '"'):
                onward += 1
            resumes = onward in group_starts and group_starts[onward].finite and kind is SegmentKind.RELATIVE
            nested = at > 0 and starts[ordered[at - 1]][0] is SegmentKind.RELATIVE and kind is SegmentKind.SUB
            resumes = resumes or (
                nested and onward in group_starts and group_starts[onward].finite
            )  # "Biden, whose plan was announced during his trip, arrives"
            resumes = resumes or (
                onward in group_starts
                and group_starts[onward].finite
                and any(g.lo > start and g.hi <= j for g in groups)
            )
            if (
                (initial and kind is SegmentKind.SUB)
                or resumes
                or (kind is SegmentKind.SUB and not initial and onward < count and _new_clause(tokens, j, group_starts))
            ):
                starts.setdefault(j, (SegmentKind.MAIN, ","))
                break
    # "talks that were due on Thursday | have been postponed": a second finite verb ends a relative clause without a comma.
    ordered = sorted(starts)
    for at, start in enumerate(list(ordered)):
        if starts[start][0] not in (SegmentKind.RELATIVE, SegmentKind.THAT) or start == 0:
            continue
        ahead = tokens[start - 1]
        if start - 1 in in_group or ahead.low == "," or not (ahead.is_word or ahead.name is not None):
            continue
        stop = ordered[at + 1] if at + 1 < len(ordered) else count
        finite = [g for g in groups if start <= g.lo < stop and g.finite]
        if len(finite) >= 2 and finite[0].lo - start <= 1 and finite[1].lo - finite[0].hi >= 1:
            gap = [t for k, t in enumerate(tokens[finite[0].hi : finite[1].lo], finite[0].hi) if k not in inside]
            if not any(
                t.name is None and (t.low in ("and", "or", "but", ",", "that") or t.low in lx.PRONOUNS) for t in gap
            ) and not any(a.hi == finite[1].lo and a.prep is None for a in sentence.actors):
                starts[finite[1].lo] = (SegmentKind.MAIN, REL_END)
    ordered = sorted(starts)
    sentence.segments = []
    sentence.segment_of = [0] * count
    for at, start in enumerate(ordered):
        stop = ordered[at + 1] if at + 1 < len(ordered) else count
        kind, word = starts[start]
        segment = Segment(at, kind, start, stop, word)
        if kind is not SegmentKind.MAIN:
            segment.parent = at - 1 if at else None
        sentence.segments.append(segment)
        for k in range(start, stop):
            sentence.segment_of[k] = at
    for group in groups:
        group.segment = sentence.segment_of[group.lo]
        for k in range(group.lo, group.hi):
            sentence.group_at[k] = group
    for actor in sentence.actors:
        if actor.prep in lx.SUBORDINATORS and actor.lo > 0:
            segment = sentence.segments[sentence.segment_of[actor.lo]]
            if (
                segment.kind is SegmentKind.SUB
                and actor.lo - segment.lo <= 2
                and any(g.segment == segment.index and g.finite for g in groups)
            ):
                actor.prep = None
    quoted = False
    sentence.quoted = []
    for token in tokens:
        if token.text in ("“", "«"):
            quoted = True
        elif token.text in ("”", "»"):
            quoted = False
        elif token.text == '"':
            quoted = not quoted
        sentence.quoted.append(quoted)


def _as_clause(tokens: list[Token], i: int, groups: list[VerbGroup]) -> bool:
    if i + 1 >= len(tokens) or (i > 0 and tokens[i - 1].low in _BEFORE_A_COMPARING_AS):
        return False
    if tokens[i + 1].low in _AFTER_A_COMPARING_AS:
        return False
    if i > 1 and tokens[i - 2].low == "as" and tokens[i - 1].low in ("early", "late", "soon"):
        return False
    return any(
        g.finite and i < g.lo <= i + 12 and not any(t.low in (",", ";") for t in tokens[i + 1 : g.lo] if t.low == ";")
        for g in groups
    )


def _new_clause(tokens: list[Token], i: int, group_starts: dict[int, VerbGroup]) -> bool:
    """True where after the comma or "and" at ``i`` a full clause begins: a subject and then its finite verb."""
    j = i + 1
    if j < len(tokens) and tokens[i].low == "," and tokens[j].low in ("and", "but", "or", "yet", "so"):
        j += 1
    first = j
    if j < len(tokens) and tokens[j].low == "of" and tokens[j].name is None:
        return False  # "…, of the Republic of Guyana, will": still who was named before
    if (
        first == i + 1
        and tokens[i].low == ","
        and first + 2 < len(tokens)
        and tokens[first].name is not None
        and tokens[first + 1].low == ","
        and first + 2 in group_starts
    ):
        return False  # "between Chile's president and Peru's president, Dina Boluarte, will be held"
    if tokens[i].low == "," and first > i + 1 and tokens[i + 1].low == "and" and _half_a_pair(tokens, i, group_starts):
        return False  # "the meeting between the president, Nicolas Maduro, and Irfaan Ali will"
    seen_subject = event = False
    while j < len(tokens) and j < first + 14:
        if j in group_starts:
            group = group_starts[j]
            if not seen_subject:
                return False
            return group.finite
        token = tokens[j]
        if j > first and (token.low == "that" or token.low in lx.RELATIVES) and token.name is None:
            return False  # "and Mubarak in Lisbon that he confirmed …"
        if token.low == "," and j > first and all(t.time is not None for t in tokens[first:j]):
            return False  # "on Saturday and Sunday, officials said"
        if (
            token.name is not None
            or token.low in _CLAUSE_PRONOUNS
            or (token.low in ("two", "pair") and j + 1 in group_starts)
            or (token.is_word and (_role_like(token) or token.low in lx.EVENT_NOUNS))
        ):
            seen_subject = True
            event |= token.is_word and token.low in lx.EVENT_NOUNS
        elif (
            token.low in _INSIDE_A_SUBJECT
            or token.time is not None
            or token.low in lx.DETERMINERS
            or token.low in lx.ADVERBS
            or token.low in ("in", "from", "for")
            or token.is_word
        ):
            if event and token.low in ("between", "with", "and"):
                j += 1
                continue
            if token.low == "and" and j > first + 1 and tokens[i].low == ",":
                return False
            if token.low in lx.PREPOSITIONS and token.low not in ("of", "in", "from", "for"):
                fronted = j == first and j + 1 < len(tokens) and tokens[j + 1].time is not None
                if not fronted or token.low != "on" or tokens[first - 1].low == "but":
                    return False  # but "…, and on Friday I will see the king"
        else:
            return False
        j += 1
    return False


def _half_a_pair(tokens: list[Token], i: int, group_starts: dict[int, VerbGroup]) -> bool:
    """Whether a "between" before the joint at ``i`` still waits for its other side."""
    for k in range(i - 1, max(0, i - 24), -1):
        if k in group_starts or tokens[k].low in ("and", ";", ":"):
            return False
        if tokens[k].low == "between" and tokens[k].name is None:
            return k > 0 and tokens[k - 1].low in lx.EVENT_NOUNS
    return False


def _list_comma(sentence: Sentence, j: int) -> bool:
    """True for a comma inside a list, an apposition to a place, or a date."""
    tokens = sentence.tokens
    for actor in sentence.actors:
        if actor.lo < j < actor.hi - 0 and j < actor.hi:
            return True
    for place in sentence.places:
        if place.index < j < place.hi:
            return True
    return j + 1 < len(tokens) and tokens[j + 1].time is not None and tokens[j - 1].time is not None


def find_attributions(sentence: Sentence, text: str) -> None:
    """Turn reporting phrases into segments of their own, so that their dates and speakers stay out of the meeting."""
    tokens, groups = sentence.tokens, sentence.groups
    regions: list[tuple[int, int, Actor | None]] = []
    for group in groups:
        link = group.links[0]
        if (
            link.lemma not in lx.REPORTING
            or not group.finite
            or link.modal not in (None, "is-to")
            or len(group.links) > 1
            or (link.passive and link.lemma not in ("tell", "quote", "cite"))
        ) and not (link.lemma == "say" and len(group.links) > 1 and link.tense != "inf" and not link.passive):
            continue
        segment = sentence.segments[sentence.segment_of[group.lo]]
        if link.negated and segment.word in ("that", "which") and group.hi >= segment.hi - 1:
            continue  # "a meeting that the ministry did not disclose"
        if link.lemma == "deny" and any(t.low in lx.OFFER_NOUNS for t in tokens[group.hi : group.hi + 4]):
            continue  # "denied a request for an audience" says nothing about what was said
        region = _reporting_region(sentence, group, text)
        if region is not None:
            regions.append(region)
    for i, token in enumerate(tokens):
        if token.low == "according" and i + 1 < len(tokens) and tokens[i + 1].low in ("to", "with"):
            stop = i + 2
            while stop < len(tokens) and not (
                tokens[stop].low in (",", ";") and not _list_comma(sentence, stop) and not _apposition(sentence, stop)
            ):
                if (
                    sentence.segments[sentence.segment_of[stop]].lo == stop
                    and sentence.segments[sentence.segment_of[stop]].kind is SegmentKind.SUB
                ):
                    break
                stop += 1
            actor = next((a for a in sentence.actors if i < a.lo < stop or i < a.hi <= stop), None)
            regions.append((i, stop, actor))
    if not regions:
        return
    _carve(sentence, sorted(regions, key=lambda r: r[0]))
    for lo, hi, actor in regions:
        words = _speaker_text(sentence, text, lo, hi)
        if words:
            sentence.attributions.append((words, actor))


def _apposition(sentence: Sentence, j: int) -> bool:
    tokens = sentence.tokens
    return j + 1 < len(tokens) and (
        tokens[j + 1].low in lx.RELATIVES
        or (tokens[j + 1].low in ("the", "a", "an") and j + 2 < len(tokens) and _role_like(tokens[j + 2]))
    )


def _reporting_region(sentence: Sentence, group: VerbGroup, text: str) -> tuple[int, int, Actor | None] | None:
    tokens = sentence.tokens
    count = len(tokens)
    segment = sentence.segments[sentence.segment_of[group.lo]]
    aside = False
    if segment.kind is SegmentKind.RELATIVE and segment.word in ("who", "which", "whom", "whose"):
        left = segment.lo
        for j in range(group.lo - 1, segment.lo, -1):
            if tokens[j].low in _ASIDE_MARKS and tokens[j - 1].end < tokens[j].start < tokens[j + 1].start - 1:
                if any(g.lo >= segment.lo and g.hi <= j and g.finite for g in sentence.groups):
                    left, aside = j, True  # "Raab - who will meet her on Friday - said that …"
                break
    else:
        left = segment.lo
        for j in range(group.lo - 1, segment.lo - 1, -1):
            if tokens[j].low in ('"', "”", "''") and j < group.lo:
                left = j + 1
                break
            if tokens[j].low in _ASIDE_MARKS and tokens[j - 1].end < tokens[j].start < tokens[j + 1].start - 1:
                inside = [g for g in sentence.groups if g.lo >= segment.lo and g.hi <= j and g.finite]
                if inside:  # "Raab – who will meet her on Friday – said that …"
                    left, aside = j, True
                    break
            if (tokens[j].low == "," and not _list_comma(sentence, j)) or (
                tokens[j].low in ("and", "but") and sentence.actor_at.get(j) is None
            ):
                inside = [
                    g
                    for g in sentence.groups
                    if g.lo >= segment.lo and g.hi <= j and (g.finite or g.links[0].tense == "inf")
                ]
                if inside or segment.kind is SegmentKind.SUB:
                    left = j
                    break
        spoken = [g for g in sentence.groups if left <= g.lo and g.hi <= group.lo and g.finite]
        if spoken:
            # another verb of the same clause stands before it: "due to what the ministry said was a change"
            near = next((a for a in sentence.actors if a.hi == group.lo and a.lo >= left), None)
            left = near.lo if near is not None else group.lo
    # To the right: adverbs, the day and place of saying, who was told.
    right = group.hi
    lemma = group.main.lemma
    while right < count:
        token = tokens[right]
        if token.time is not None and right + 1 < count and tokens[right + 1].low in ("'s", "’s"):
            break  # "said Thursday's talks had been postponed": not the day of saying
        if token.time is not None or token.low in _ADVERBS_OF_SAYING:
            right += 1
        elif token.low in _PREPOSITIONS_OF_SAYING and right + 1 < count and right not in sentence.group_at:
            nxt = tokens[right + 1]
            if nxt.time is not None:
                right += 2
                continue
            if (
                token.low in ("in", "at")
                and nxt.name is not None
                and (nxt.name.city or nxt.name.country)
                and right + 2 < count
                and (tokens[right + 2].time is not None or tokens[right + 2].low in ("on", "that"))
            ):
                right += 2  # "said in Berlin on Tuesday that …"
                continue
            stop = _saying_phrase(sentence, right)
            if stop is None:
                break
            right = stop
        elif lemma == "tell" or (False):
            stop = _told_phrase(sentence, right)
            if stop is None:
                break
            right = stop
            lemma = ""
        elif lemma == "confirm" and token.low in ("with", "to"):
            stop = _told_phrase(sentence, right + 1)
            if stop is None:
                break
            right = stop
        else:
            break
    behind = right
    trailing = (left > segment.lo and not aside) or (segment.lo > 0 and tokens[segment.lo].low in (",", "--", "–", "—"))
    if trailing:
        # ", the ministry said on Monday." runs to the next clause
        stop = right
        limit = segment.hi
        while stop < limit and not (tokens[stop].low in (",", ";", '"', "“") and not _list_comma(sentence, stop)):
            if tokens[stop].low == "that":
                break
            stop += 1
        if any(t.low in lx.EVENT_NOUNS or t.low in lx.MEET_VERBS for t in tokens[right:stop] if t.is_word):
            stop = right
        right = max(right, stop)
    inverted = (
        group.lo > 0
        and tokens[group.lo - 1].low in (",", '"', "”", "''")
        and behind < count
        and (tokens[behind].name is not None or tokens[behind].low in lx.DETERMINERS or _role_like(tokens[behind]))
        and not _clause_follows(sentence, behind)
    )
    if inverted and group.main.lemma == "say":
        stop = behind
        while stop < count and not (
            tokens[stop].low in (",", ";") and not _list_comma(sentence, stop) and stop > behind + 1
        ):
            clause = sentence.segments[sentence.segment_of[stop]]
            if stop == clause.lo > behind and clause.kind is SegmentKind.SUB and _tells_of_an_event(sentence, clause):
                break  # "“…,” said X on Friday after he met Y on Thursday", "after talks with Y"
            stop += 1
        right = stop
        left = group.lo
    actor = None
    for candidate in sentence.actors:
        if left <= candidate.lo and candidate.hi <= group.lo and (candidate.prep is None):
            actor = candidate
            break
    if actor is None and inverted:
        actor = next((a for a in sentence.actors if group.hi <= a.lo < right), None)
    return left, right, actor


def _clause_follows(sentence: Sentence, i: int) -> bool:
    """Whether behind "said" stands what was said and not who said it: "…, said that X would go", "…, said Chancellor X would go"."""
    tokens = sentence.tokens
    if tokens[i].low == "that":
        return True
    k = i
    while k < len(tokens) and k < i + _A_SUBJECT:
        group = sentence.group_at.get(k)
        if group is not None:
            return group.finite and group.lo == k
        token = tokens[k]
        if (
            token.name is None
            and not (token.is_word and (_role_like(token) or token.low in lx.DETERMINERS))
            and token.low not in ("of", "'s", "’s")
        ):
            return False
        k += 1
    return False


def _tells_of_an_event(sentence: Sentence, segment: Segment) -> bool:
    """Whether the clause has a verb of its own or a meeting's noun."""
    if any(g.finite and g.segment == segment.index for g in sentence.groups):
        return True
    return segment.word in ("after", "before") and any(
        t.is_word and t.low in lx.EVENT_NOUNS for t in sentence.tokens[segment.lo : segment.hi]
    )


_A_SUBJECT: Final = 8
"""Tokens of a subject with its titles."""

_SAYING: Final = frozenset(
    "statement interview conference briefing report speech telephone phone release press tweet post letter message address twitter facebook parliament reporters journalists remarks broadcast dispatch communique newspaper".split()
)


def _saying_phrase(sentence: Sentence, i: int) -> int | None:
    """End of "in a statement", "to reporters", "at a news conference in Geneva" beginning at ``i``; None otherwise."""
    tokens = sentence.tokens
    for j in range(i + 1, min(i + 7, len(tokens))):
        if tokens[j].low in _SAYING:
            if (
                tokens[j].low in ("press", "telephone", "phone", "news")
                and j + 1 < len(tokens)
                and tokens[j + 1].low in _SAYING
            ):
                continue
            return j + 1
        if not tokens[j].is_word and tokens[j].name is None and tokens[j].time is None and tokens[j].low not in ("'s",):
            return None
        if j in sentence.group_at:
            return None
    return None


def _told_phrase(sentence: Sentence, i: int) -> int | None:
    """End of the noun phrase of who was told."""
    tokens = sentence.tokens
    j = i
    while j < len(tokens) and j < i + 9:
        token = tokens[j]
        if (
            j in sentence.group_at
            or token.low in _AFTER_THE_TOLD
            or (token.name is None and token.low in lx.PRONOUNS and j > i)
        ):
            break
        if token.low in lx.PREPOSITIONS and token.low not in ("of",):
            break
        if token.time is not None:
            break
        if token.low in ("the", "a", "his", "its", "their") and j > i:
            break
        j += 1
    return j if j > i else None


def _carve(sentence: Sentence, regions: list[tuple[int, int, Actor | None]]) -> None:
    """Rebuild the segments with the attribution regions cut out."""
    count = len(sentence.tokens)
    mark = [False] * count
    for lo, hi, _ in regions:
        for k in range(lo, min(hi, count)):
            mark[k] = True
    old = sentence.segments
    old_of = sentence.segment_of
    segments: list[Segment] = []
    of = [0] * count
    previous: tuple[int, bool] | None = None
    for k in range(count):
        key = (old_of[k], mark[k])
        if key != previous:
            origin = old[old_of[k]]
            kind = SegmentKind.ATTRIBUTION if mark[k] else origin.kind
            if not mark[k] and segments and segments[-1].kind is SegmentKind.ATTRIBUTION and k != origin.lo:
                kind = (
                    SegmentKind.THAT
                    if origin.kind in (SegmentKind.MAIN, SegmentKind.SUB, SegmentKind.RELATIVE)
                    else origin.kind
                )
            segments.append(
                Segment(
                    len(segments),
                    kind,
                    k,
                    count,
                    origin.word if k == origin.lo else "",
                    None if not segments else len(segments) - 1,
                )
            )
            if len(segments) > 1:
                segments[-2].hi = k
            previous = key
        of[k] = len(segments) - 1
    sentence.segments = segments
    sentence.segment_of = of
    for group in sentence.groups:
        group.segment = of[group.lo]


def _speaker_text(sentence: Sentence, text: str, lo: int, hi: int) -> str:
    """The speaker's name as the article has it, without the verb and the day."""
    tokens = sentence.tokens
    words: list[Token] = []
    opening = sentence.group_at.get(lo)
    if opening is not None and opening.links[0].tense == "ing":
        # "Speaking in Doha, the minister said": the speaker stands after the comma
        lo = next((k + 1 for k in range(lo, hi) if tokens[k].low == "," and not _list_comma(sentence, k)), lo)
    for k in range(lo, hi):
        token = tokens[k]
        if k in sentence.group_at or token.time is not None:
            if words and not all(w.low in lx.PREPOSITIONS or w.low in lx.ADVERBS for w in words):
                break
            words = []
            continue
        if not words and ((not token.is_word and token.name is None) or token.low in _BEFORE_A_SPEAKER):
            continue
        if words and token.low in _AFTER_A_SPEAKER:
            break
        words.append(token)
    while words and not words[-1].is_word and words[-1].name is None:
        words.pop()
    if not words or (words[0].name is None and words[0].low in lx.PRONOUNS):
        return ""  # but "US President Joe Biden" begins with no pronoun
    return text[words[0].start : words[-1].end]


def _since_then(tokens: list[Token]) -> None:
    """ "Have *since* been postponed": an adverb, where it stands between a helping verb and its verb."""
    for k in range(1, len(tokens) - 1):
        after = tokens[k + 1]
        if (
            tokens[k].low == "since"
            and tokens[k - 1].low in ("has", "have", "had")
            and after.is_word
            and after.low not in lx.DETERMINERS
            and (after.low == "been" or after.low in lx.VERB_FORMS)
        ):
            tokens[k] = replace(tokens[k], low="recently")


_AT_A_TABLE: Final = frozenset("summit meeting conference session forum assembly".split())
_LEADS: Final = frozenset("lead leads led leading head heads headed heading".split())


def _led_to(tokens: list[Token]) -> None:
    """ "Will lead the Indian delegation to the SCO summit", "the delegation to the summit will be led by": who sits *at* it."""
    for k in range(1, len(tokens) - 2):
        if tokens[k].low != "to" or tokens[k - 1].low not in ("delegation", "delegations"):
            continue
        table = next((j for j in range(k + 1, min(k + 12, len(tokens))) if tokens[j].low in _AT_A_TABLE), None)
        if table is None or any(t.low in (",", ";", "to", "for") for t in tokens[k + 1 : table]):
            continue
        before = {t.low for t in tokens[max(0, k - 7) : k]}
        after = [t.low for t in tokens[table : table + 16]]
        if before & _LEADS or any(a in ("led", "headed") and b == "by" for a, b in pairwise(after)):
            tokens[k] = replace(tokens[k], low="at")


_DASHED: Final = frozenset("- – — --".split())
_LONGEST_LIST: Final = 30
"""Tokens between two dashes that say whom a collective before them stands for."""


def _spelt_out(tokens: list[Token], groups: list[VerbGroup]) -> list[Token] | None:
    """The tokens of "Iran and three European powers — Britain, France and Germany — will meet" with the list in place of the
    collective, or without it where the collective is known by name; None where nothing is so spelt out."""
    dashes = [k for k, t in enumerate(tokens) if t.low in _DASHED and not t.is_word]
    in_group = {k for g in groups for k in range(g.lo, g.hi)}
    for first, last in pairwise(dashes):
        inside = tokens[first + 1 : last]
        named = [t for t in inside if t.name is not None and t.name.party]
        if first < 3 or len(named) < 2 or len(inside) > _LONGEST_LIST:
            continue
        if any(k in in_group for k in range(first + 1, last)):
            continue
        begin = first - 1
        while begin > 1 and first - begin <= 6 and tokens[begin - 1].low not in ("and", ",", "between"):
            name = tokens[begin].name
            if begin in in_group or (name is not None and not name.parties) or tokens[begin].low in lx.PREPOSITIONS:
                break
            begin -= 1
        other = tokens[begin - 2].name if begin > 1 else None
        beside = tokens[begin - 1].low == "and" and other is not None and other.party
        if not beside:
            continue
        if any(t.name is not None and len(t.name.parties) > 1 for t in tokens[begin:first]):
            return tokens[:first] + tokens[last + 1 :]
        if all(t.name is not None or t.low in (",", "and", "the") for t in inside):
            comma = [t for t in inside if t.low == ","][:1]
            return tokens[: begin - 1] + (comma or [tokens[begin - 1]]) + inside + tokens[last + 1 :]
    return None


_LONGEST_INSET: Final = 20
"""Tokens of "…, according to …," between a subject and its verb."""


def _inset_of_saying(tokens: list[Token], groups: list[VerbGroup]) -> tuple[int, int] | None:
    """The commas around who says it, where that stands between a subject and its verb: "The talks, officials said, will be
    held on Friday". What is left without it reads as if it stood at the end."""
    commas = [k for k, t in enumerate(tokens) if t.low == "," and not t.is_word]
    if len(commas) < 2:
        return None
    finite = {g.lo: g for g in groups if g.finite}
    for n, first in enumerate(commas[:-1]):
        if not first or any(g.finite and g.hi <= first for g in groups):
            break  # the subject has its verb
        head = tokens[first + 1].low
        stated = head == "according" and tokens[first + 2].low in ("to", "with")
        for last in commas[n + 1 :]:
            if last - first > _LONGEST_INSET:
                break
            verb = finite.get(last + 1)
            inside = [g for g in groups if first < g.lo and g.hi <= last]
            if verb is None:
                if any(g.finite for g in inside) and not stated:
                    break
                continue
            if stated and not any(g.finite for g in inside):
                return first, last
            if stated or head in lx.RELATIVES or (head in lx.SUBORDINATORS and head != "as"):
                break
            told = [g for g in inside if g.finite]
            if (
                len(told) == 1
                and told[0].links[0].lemma in lx.REPORTING
                and len(told[0].links) == 1
                and told[0].links[0].modal is None
                and not told[0].links[0].passive
                and last - told[0].hi <= (_LONGEST_INSET if told[0].lo == first + 1 else _LONGEST_INSET // 2)
                and last - first > 2
                and not any(t.is_word and t.low in lx.EVENT_NOUNS for t in tokens[first + 1 : last])
            ):
                return first, last
            break
    return None


def parse(text: str, start: int, end: int, names: Sequence[NameMention], times: Sequence[TimeMention]) -> Sentence:
    """Tokens, verb groups, actors, segments and attributions of one sentence."""
    sentence = Sentence(start, end, tokenise(text, start, end, names, times), text=text[start:end])
    if "delegation" in sentence.text:
        _led_to(sentence.tokens)
    if " since " in sentence.text:
        _since_then(sentence.tokens)
    sentence.groups = verb_groups(sentence.tokens)
    spelt = _spelt_out(sentence.tokens, sentence.groups)
    if spelt is not None:
        sentence.tokens = spelt
        sentence.groups = verb_groups(spelt)
    inset = _inset_of_saying(sentence.tokens, sentence.groups)
    if inset is not None:
        words = _speaker_text(sentence, text, *inset)
        sentence.tokens = sentence.tokens[: inset[0]] + sentence.tokens[inset[1] + 1 :]
        sentence.groups = verb_groups(sentence.tokens)
        if words:
            sentence.attributions.append((words, None))
    find_actors(sentence, text)
    find_segments(sentence)
    find_attributions(sentence, text)
    return sentence
