"""Who says what: the parts of a sentence that only name the source of the rest, and whose words the rest are."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.segments import list_comma
from domain.reading.syntax import Actor, Segment, SegmentKind, Sentence, Token, VerbGroup, role_like

_ADVERBS_OF_SAYING: Final = frozenset(
    "here late early earlier later also again separately today then previously".split()
)
_PREPOSITIONS_OF_SAYING: Final = frozenset("on in at during late to by via through from".split())
_AFTER_THE_TOLD: Final = frozenset(""", that ; " “ ”""".split())
_BEFORE_A_SPEAKER: Final = frozenset(
    "and but according to while as who which meanwhile also though although because since whereas yet so".split()
)
_AFTER_A_SPEAKER: Final = frozenset(""", -- – — ( " on in late at that here when""".split())
_ASIDE_MARKS: Final = frozenset(["-", "–", "—", "--"])


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
                tokens[stop].low in (",", ";") and not list_comma(sentence, stop) and not _apposition(sentence, stop)
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
        words = speaker_text(sentence, text, lo, hi)
        if words:
            sentence.attributions.append((words, actor))


def _apposition(sentence: Sentence, j: int) -> bool:
    tokens = sentence.tokens
    return j + 1 < len(tokens) and (
        tokens[j + 1].low in lx.RELATIVES
        or (tokens[j + 1].low in ("the", "a", "an") and j + 2 < len(tokens) and role_like(tokens[j + 2]))
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
            if (tokens[j].low == "," and not list_comma(sentence, j)) or (
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
        while stop < limit and not (tokens[stop].low in (",", ";", '"', "“") and not list_comma(sentence, stop)):
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
        and (tokens[behind].name is not None or tokens[behind].low in lx.DETERMINERS or role_like(tokens[behind]))
        and not _clause_follows(sentence, behind)
    )
    if inverted and group.main.lemma == "say":
        stop = behind
        while stop < count and not (
            tokens[stop].low in (",", ";") and not list_comma(sentence, stop) and stop > behind + 1
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
            and not (token.is_word and (role_like(token) or token.low in lx.DETERMINERS))
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


def speaker_text(sentence: Sentence, text: str, lo: int, hi: int) -> str:
    """The speaker's name as the article has it, without the verb and the day."""
    tokens = sentence.tokens
    words: list[Token] = []
    opening = sentence.group_at.get(lo)
    if opening is not None and opening.links[0].tense == "ing":
        # "Speaking in Doha, the minister said": the speaker stands after the comma
        lo = next((k + 1 for k in range(lo, hi) if tokens[k].low == "," and not list_comma(sentence, k)), lo)
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


def since_then(tokens: list[Token]) -> None:
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


def without_commas(tokens: list[Token]) -> list[Token]:
    """ "The Kremlin, however, said …": the adverb between a subject and its verb opens no clause of its own."""
    commas: set[int] = set()
    for k in range(2, len(tokens) - 1):
        if tokens[k].low in ("however", "meanwhile") and tokens[k - 1].low == tokens[k + 1].low == ",":
            commas |= {k - 1, k + 1}
    return [t for k, t in enumerate(tokens) if k not in commas]


_AT_A_TABLE: Final = frozenset("summit meeting conference session forum assembly".split())
_LEADS: Final = frozenset("lead leads led leading head heads headed heading".split())


def led_to(tokens: list[Token]) -> None:
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


def spelt_out(tokens: list[Token], groups: list[VerbGroup]) -> list[Token] | None:
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


def inset_of_saying(tokens: list[Token], groups: list[VerbGroup]) -> tuple[int, int] | None:
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
