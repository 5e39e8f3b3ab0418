"""Where the clauses of a sentence begin and end, and what each hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.syntax import Segment, SegmentKind, Sentence, Token, VerbGroup, role_like
from domain.reading.verbs import by_itself

_BEFORE_A_COMPARING_AS: Final = frozenset("as such same well far soon long known".split())
_AFTER_A_COMPARING_AS: Final = frozenset(
    """well part scheduled planned expected a an many soon early long far saying much possible being""".split()
)
_CLAUSE_PRONOUNS: Final = frozenset("he she they it we i there both".split())
_INSIDE_A_SUBJECT: Final = frozenset(", of and 's ’s ' ’ -".split())
_OPEN: Final = frozenset("([{")
_CLOSE: Final = frozenset(")]}")
REL_END: Final = "relative-end"
"""Mark of a segment that goes on with the main clause after a relative clause without commas."""
_DASHES: Final = frozenset(["--", "–", "—", ";"])


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
        elif low == "during" and i + 1 < count and not by_itself(tokens, i + 1):
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
            if list_comma(sentence, j):
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
            or (token.is_word and (role_like(token) or token.low in lx.EVENT_NOUNS))
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


def list_comma(sentence: Sentence, j: int) -> bool:
    """True for a comma inside a list, an apposition to a place, or a date."""
    tokens = sentence.tokens
    for actor in sentence.actors:
        if actor.lo < j < actor.hi - 0 and j < actor.hi:
            return True
    for place in sentence.places:
        if place.index < j < place.hi:
            return True
    return j + 1 < len(tokens) and tokens[j + 1].time is not None and tokens[j - 1].time is not None
