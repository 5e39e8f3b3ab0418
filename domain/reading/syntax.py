"""What a sentence is made of: tokens, verb groups, actors, places and segments, with the links between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
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
            if cut > 0 and low[cut:] in CONTRACTED:
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


def territory(name: NameMention) -> bool:
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
                    or (territory(before.name) and inside.name.kind is NameKind.PLACE)
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


CONTRACTED: Final = frozenset("'m 're 'll 've".split())
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
        if token.low in lx.EVENT_NOUNS or any(lemma in _TELLING for lemma, _ in forms_of(token)):
            return None
        k += 1
    closed = k < len(tokens) and tokens[k].text == ")" and k > i + 1
    return k + 1 if closed and k + 1 < len(tokens) and tokens[k + 1].is_word else None


_LONGEST_BRACKET: Final = 7
_TELLING: Final = lx.CANCEL_VERBS | lx.POSTPONE_VERBS | lx.MEET_VERBS | lx.REPORTING
_OPENS_A_PHRASE: Final = frozenset("a an the this that his her its their another".split())
_HONORIFICS: Final = frozenset("Mr Mrs Ms Dr Gen Lt Col Adm Sen Rep Prof Hon Messrs Sir Dame Lord Mme".split())
"""Say nothing about whom a person stands for, and would cut the noun phrase in two."""
_HONORIFIC_LOW: Final = frozenset(word.lower() for word in _HONORIFICS)
_SKIP_IN_CHAIN: Final = lx.ADVERBS | lx.NEGATIONS | frozenset("both so far at least".split())


def forms_of(token: Token) -> tuple[lx.Form, ...]:
    if token.name is not None or token.time is not None:
        return ()
    return lx.VERB_FORMS.get(token.low, ())


def _is_aux(token: Token) -> bool:
    return token.name is None and token.time is None and token.low in lx.AUX


def word_before(tokens: list[Token], i: int) -> int:
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


def role_like(token: Token) -> bool:
    return token.is_word and (token.low in lx.ROLES or token.low in lx.SPEAKER_ROLES)
