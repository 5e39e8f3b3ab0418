"""Who sits at talks whose parties the article tells in other places: "the Geneva peace talks", "the conference".

News about peace talks names the table far more often than the people at it. Here the parties of an article's peace talks are
gathered once from the sentences that speak of them: the state whose conflict it is, the armed or political groups that are
spoken of as negotiating, and the mediator. Mentions without parties of their own then stand for these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.clauses import Sentence
from domain.reading.mention_frame import Frame
from domain.reading.tokens import NameKind
from domain.reports import Format

_NEVER_AT_THE_TABLE: Final = frozenset("ISIS AL_QAEDA HTS AL_SHABAAB BOKO_HARAM".split())
_MEDIATED: Final = lx.BROKERING_PARTICIPLES | {"facilitated", "moderated"}
_MEDIATING_STATES_TOO: Final = frozenset("sponsored brokered mediated facilitated".split())
_INSURGENTS: Final = frozenset("opposition rebels rebel insurgents".split())
_KINDS: Final = frozenset([lx.TALKS, lx.ROUND, lx.GATHERING, lx.MEETING, lx.SUMMIT])


def peace_parties(
    frames: Sequence[Frame], sentences: Sequence[Sentence], named: Counter[str], opposition: Callable[[str], str | None]
) -> tuple[str, ...]:
    """The parties of the article's peace talks, () where it tells of none; ``named`` counts how often each party is named."""
    peace = [f for f in frames if f.peace]
    topics = Counter(p for f in frames if f.kind in (lx.TALKS, lx.ROUND) for p in f.topic if lx.is_state(p))
    governments: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    mediators: Counter[str] = Counter()
    insurgents = 0
    for sentence in sentences:
        tokens = sentence.tokens
        if not any(
            (t.is_word and lx.EVENT_NOUNS.get(t.low) in (lx.TALKS, lx.ROUND))
            or t.low in ("negotiate", "negotiating", "reconvene", "table")
            for t in tokens
        ):
            continue
        insurgents += any(t.is_word and t.low in _INSURGENTS for t in tokens)
        for actor in sentence.actors:
            if not actor.mentions:
                continue
            following = tokens[actor.hi].low if actor.hi < len(tokens) else ""
            after = tokens[actor.hi + 1].low if actor.hi + 1 < len(tokens) else ""
            if (
                following in ("-", "–")
                and after in _MEDIATED
                and actor.mentions[0].kind in (NameKind.ORGANISATION, NameKind.STATE)
            ):
                if actor.mentions[0].kind is NameKind.ORGANISATION or after in _MEDIATING_STATES_TOO:
                    mediators.update(actor.parties)
                continue
            before = tokens[actor.lo - 2].low if actor.lo >= 2 else ""
            if actor.prep == "by" and before in _MEDIATED:
                mediators.update(p for p in actor.parties if not lx.is_state(p) or before in _MEDIATING_STATES_TOO)
            for mention in actor.mentions:
                if mention.kind is NameKind.GROUP and mention.party and mention.party not in _NEVER_AT_THE_TABLE:
                    groups[mention.party] += 1
                if (
                    mention.kind is NameKind.PERSON
                    and mention.role == "envoy"
                    and mention.party
                    and not lx.is_state(mention.party)
                ):
                    mediators[mention.party] += 1
            words = {t.low for t in tokens[actor.lo : actor.hi] if t.is_word}
            if words & {"envoy", "mediator", "mediators"} and any(
                m.kind is NameKind.ORGANISATION for m in actor.mentions
            ):
                mediators.update(p for p in actor.parties if not lx.is_state(p))
            if words & {"government", "regime"} or (words & {"president"} and actor.person):
                governments.update(p for p in actor.parties if lx.is_state(p))
    state = topics.most_common(1)[0][0] if topics else None
    if state is None and (groups or insurgents) and governments:
        state = governments.most_common(1)[0][0]
    if state is None and insurgents:
        state = next((p for p, _ in named.most_common() if lx.is_state(p) and opposition(p)), None)
    found: list[str] = [state] if state else []
    found += [g for g, n in groups.most_common(3) if n >= 2 or len(groups) == 1]
    if state and (insurgents or (peace and governments[state])):
        ours = opposition(state)
        if ours and ours not in found:
            found.append(ours)
    if not any(not lx.is_state(p) for p in found):
        return ()
    found += [m for m, _ in mediators.most_common(2) if m not in found]
    return tuple(found) if len(found) >= 2 else ()


def seat(
    frames: Sequence[Frame],
    sentences: Sequence[Sentence],
    named: Counter[str],
    envoys: Counter[str],
    opposition: Callable[[str], str | None],
) -> None:
    """Give the article's peace-talk parties to the mentions of talks that name none or only one of them."""
    parties = peace_parties(frames, sentences, named, opposition)
    if parties and not any(not lx.is_state(p) and p in envoys for p in parties):
        parties = (*parties, *(p for p, _ in envoys.most_common(1)))
    if not parties:
        return
    table = set(parties)
    for frame in frames:
        if (
            frame.kind not in _KINDS
            or frame.format is Format.CALL
            or (frame.session and frame.kind not in (lx.TALKS, lx.ROUND))
        ):
            continue
        own = set(frame.parties)
        if len(own) >= 2 and not (frame.peace and own <= table):
            continue
        if not own <= table or (frame.topic and not set(frame.topic) & table):
            continue
        if not (frame.peace or frame.topic or frame.definite or frame.kind in (lx.TALKS, lx.ROUND)):
            continue
        if frame.kind in (lx.MEETING, lx.GATHERING, lx.SUMMIT) and not frame.peace:
            continue
        frame.parties = parties
        frame.pair = True
        frame.reference = False
        frame.definite = True
        frame.peace = True
        frame.notes.append(f"the peace talks of {'-'.join(sorted(parties))}")
