"""What a sentence only doubts, denies to know, or says of a world that did not come about.

A meeting that "is unlikely", "is out of the question" or "could have been held", one of which "it is unclear whether" it
will be held or which "the Kremlin could not confirm", is asserted by nobody. No report may rest on such words, whatever
day they name.
"""

import re
from collections.abc import Sequence
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.syntax import Sentence, VerbGroup

_NTH: Final = frozenset("first second third fourth fifth last only".split())
_IT_IS: Final = frozenset(("it", "it's", "it’s"))
_UNLIKELY: Final = frozenset("unlikely doubtful improbable impossible inconceivable".split())
_OPEN: Final = frozenset("unclear uncertain unknown unconfirmed".split())
_NEGATIONS: Final = frozenset("not n't n’t never cannot neither nobody none no few hardly scarcely".split())
_REFUSALS: Final = frozenset(
    "declined declines decline refused refuses refuse unable failed fails without yet declining refusing".split()
)
_CONFIRM: Final = frozenset("confirm confirmed confirming verify verified corroborate corroborated".split())
_BELIEVE: Final = frozenset("expect expects expected think thinks thought believe believes believed".split())
_KNOW: Final = frozenset("say said know known knows clear certain sure comment specify saying".split())
_OPEN_QUESTION: Final = frozenset("if whether".split())
_HARDLY: Final = frozenset("hardly scarcely barely".split())
_NO_PROSPECT: Final = frozenset(
    "chance chances prospect prospects question likelihood talk hope sign possibility".split()
)
_SMALL: Final = frozenset("no little small slim scant zero slight".split())
_LINKING: Final = (
    r"(?:is|are|was|were|'s|looks?|looked|seems?|seemed|appears?|appeared|remains?|remained|becomes?|became|been|be)"
)
_DEGREES: Final = (
    r"(?:(?:to be|now|very|highly|increasingly|still|extremely|rather|also|currently|simply|most|quite|all but|almost|"
    r"practically|virtually|absolutely|completely|therefore|thus) )*"
)
_NOT_TO_BE: Final = re.compile(
    rf"{_LINKING} {_DEGREES}(?:unlikely\b(?! to)|impossible|improbable|inconceivable|unthinkable|doubtful|out of the question|"
    r"off the table|not (?:yet |even |currently |now |very |at all )?(?:possible|likely|on the (?:agenda|cards|table|horizon)|"
    r"in the works|in sight|under discussion|under consideration|conceivable|realistic|true|confirmed))"
    r"|(?:(?:has|have|had) )?(?:fallen|fell) by the wayside|(?:(?:has|have|had) )?(?:come|came) to (?:nothing|naught|nought)"
)
_OPEN_STILL: Final = re.compile(
    rf"{_LINKING} {_DEGREES}(?:in (?:grave |serious |real )?(?:doubt|question|jeopardy|danger)|at (?:grave |serious )?risk|under threat|uncertain|unclear|unsure|up in the air|far from certain|"
    r"hanging by a thread|not (?:yet )?(?:certain|clear|sure|guaranteed))"
)
_FALSE: Final = re.compile(
    rf"{_LINKING} {_DEGREES}(?:false|untrue|baseless|groundless|unfounded|wrong|fake|incorrect|inaccurate|nonsense|premature|"
    r"fabricated|not (?:true|correct|accurate)|without foundation|a hoax)"
)
_WANTING: Final = re.compile(
    rf"{_LINKING} {_DEGREES}(?:(?:long |badly |urgently |sorely )?(?:overdue|needed|necessary)|pointless|useless|the only (?:way|solution|option|hope))"
)
_INVENTED: Final = re.compile(
    r"\bin (?:a|an|the|his|her|this|one|another) (?:[\w-]+ ){0,2}(?:novel|film|movie|play|drama|sitcom|sketch|thriller|comedy|episode|series|game|cartoon) ,"
    r"|\b(?:satirical|spoof|parody|fictional|fictitious|deepfake) "
)
_COUNTERFACTUAL: Final = frozenset("could should might would may ought".split())

_CONDITIONS: Final = frozenset("if unless provided".split())
_NO_CONDITION: Final = frozenset("even as what only see ask asked know asking ask say wonder decide".split())
"""What before "if" makes it a concession or a question ("even if", "to see if")."""
_SUPPOSING: Final = frozenset("imagine suppose supposing assume assuming pretend".split())
_MISTAKES: Final = frozenset(
    "mistake error folly shame pity disaster blunder betrayal foolish unwise wrong naive absurd premature dangerous reckless better best wise "
    "good nice wonderful tragedy catastrophe madness unthinkable possible impossible".split()
)
_REPORTING: Final = frozenset(
    "reported report reporting said announced claimed stated tweeted suggested wrote written saying".split()
)
_NOBODY: Final = frozenset("nobody neither none".split())

_ANOTHER_CLAUSE: Final = frozenset("when while after before since who which but because although though".split())
_BEFORE_THE_NOUN: Final = frozenset("a the in beyond any some more further of self such into to , on".split())

CLAIMED: Final = "reports claiming"
"""What others are said to report: a plan may be, a change is not yet."""

WANTED: Final = "only wanted"
"""What is "long overdue" or "pointless": no meeting, unless a day is told."""
OPEN: Final = "in doubt"
"""What is in doubt, yet planned: a day of it makes it tentative."""


def doubted(s: Sentence, lo: int, hi: int, predicate: VerbGroup | None, *, noun: bool) -> str:
    """The words of ``s`` by which the mention at tokens ``lo`` to ``hi`` is not asserted; "" where it is.

    ``predicate`` is the verb whose subject the mention is, for a noun.
    """
    if _INVENTED.search(_text(s, max(0, lo - 25), lo)):
        return "an invention"
    if not noun:
        words = [t.low for t in s.tokens[lo:hi]]
        if _HARDLY & set(words):
            return "hardly"
        have = words.index("have") if "have" in words[:-1] else 0
        if have and words[0] in _COUNTERFACTUAL and have <= 2:
            return f"{words[0]} have"
    if noun and (near := _nearly(s, lo, predicate)):
        return near
    if noun and predicate is not None:
        said = _text(s, predicate.lo, predicate.hi + 7)
        if _NOT_TO_BE.match(said):
            return "not to be"
        if _OPEN_STILL.match(said):
            return OPEN
        if _WANTING.match(said):
            return WANTED
    return _before(s, lo, hi)


def only_on_a_condition(
    s: Sentence, at: int, modals: Sequence[str] = ("will", "would", "may", "can", "going-to", "is-to")
) -> str:
    """The word of a condition under which the clause of token ``at`` tells what will be; "" without one."""
    own = s.segment_of[at]
    modal = next((g.links[0].modal for g in s.groups if g.segment == own and g.finite), None)
    if modal not in modals:
        return ""
    for segment in s.segments[max(0, own - 2) : own + 3]:
        if segment.word in _CONDITIONS and segment.index != own:
            k = next((k for k in range(max(0, segment.lo - 1), segment.hi) if s.tokens[k].low == segment.word), None)
            if k is not None and not (k and s.tokens[k - 1].low in _NO_CONDITION):
                return segment.word
    return ""


def done_by_nobody(s: Sentence, verb: VerbGroup | None) -> bool:
    """ "Nobody has cancelled", "none of them called off"."""
    if verb is None:
        return False
    words = [t.low for t in s.tokens[max(0, verb.lo - 4) : verb.lo]]
    return bool(words[-1:]) and (
        words[-1] in _NOBODY or words[-2:] == ["no", "one"] or bool(_NOBODY & set(words) and "of" in words)
    )


def _nearly(s: Sentence, lo: int, predicate: VerbGroup | None) -> str:
    """ "were nearly called off", "almost cancelled the talks": so they were not."""
    segment = s.segment_of[lo]
    for group in s.groups:
        if group is not predicate and (group.segment != segment or group.hi > lo or lo - group.hi > 6):
            continue
        changes = group.main.lemma in lx.CANCEL_VERBS or group.main.lemma in lx.POSTPONE_VERBS
        if not changes and not (group.main.negated and group is predicate):
            continue
        words = [t.low for t in s.tokens[max(0, group.lo - 1) : group.hi]]
        if found := {"almost", "nearly"} & set(words):
            return min(found)
    return ""


def _text(s: Sentence, lo: int, hi: int) -> str:
    words = [t.low for t in s.tokens[lo : min(hi, len(s.tokens))]]
    return " ".join(words).replace("isn't", "is not").replace("aren't", "are not").replace("wasn't", "was not")


def _before(s: Sentence, lo: int, hi: int) -> str:
    """Doubt that stands before the mention, with nothing but its own clause between."""
    tokens = s.tokens
    for k in range(lo - 1, max(-1, lo - 15), -1):
        token = tokens[k]
        word = token.low
        if not token.is_word:
            if word in (";", ":", "–", "—", ".", "?", "!"):
                return ""
            continue
        if word in _ANOTHER_CLAUSE:
            return ""
        earlier = [t.low for t in tokens[max(0, k - 4) : k]]
        later = tokens[k + 1].low
        if word in _SUPPOSING and (later == "that" or (k == 0 or tokens[k - 1].low in ("us", "\u201c", '"', "to"))):
            return word
        if word in _REPORTING and (
            {"mistakenly", "wrongly", "falsely", "erroneously", "incorrectly", "prematurely"} & set(earlier[-1:])
            or ({"apologised", "apologized"} & set(earlier) and "for" in earlier)
        ):
            return "wrongly reported"
        if word in _MISTAKES and later in ("for", "if", "to") and {"would", "might", "could"} & set(earlier):
            return f"would be {word}"
        if word in ("claiming", "alleging", "suggesting") and earlier[-1:] and earlier[-1] in lx.RUMOUR_NOUNS:
            return CLAIMED
        if word == "time" and _NTH & set(earlier) and {"will", "would"} & set(earlier):
            return "the first time"  # "will be the first time that he has been there": told once it is over
        if word in _UNLIKELY and later != "to" and _IT_IS & set(earlier):
            return word
        if word == "likely" and later != "to" and earlier[-1:] and earlier[-1] in ("not", "n't", "n’t"):
            return "not likely"
        if word in _OPEN and later in _OPEN_QUESTION:
            return word
        if word in ("doubt", "doubts", "doubted"):
            sure = bool({"no", "not", "n't", "n’t", "without", "never", "little"} & set(earlier[-2:]))
            cast = later in ("on", "over", "about") and {"cast", "casts", "casting", "raised", "expressed"} & set(
                earlier
            )
            verb = bool(earlier) and earlier[-1] not in _BEFORE_THE_NOUN
            if not sure and (cast or verb):
                return word
        unable = (_NEGATIONS | _REFUSALS) & set(earlier) or any(w.endswith(("n't", "n’t")) for w in earlier)
        if unable and word in _CONFIRM and not _a_detail(later):
            return OPEN if "yet" in earlier else f"not {word}"
        if unable and word in _KNOW and later in _OPEN_QUESTION:
            return f"not {word}"
        if (
            {"nobody", "none", "few", "not", "n't", "n’t"} & set(earlier[-2:])
            and word in _BELIEVE
            and later not in ("to", ",")
        ):
            return f"not {word}"
        if word in _NO_PROSPECT and later in ("of", "that", "for") and _SMALL & set(earlier[-2:]):
            return f"no {word}"
        if word in lx.RUMOUR_NOUNS and later in ("of", "that", "about") and _refuted(s, k, hi):
            return f"refuted {word}"
    return ""


def _a_detail(word: str) -> bool:
    """ "did not confirm when", "who": what is not confirmed is a detail of what is held."""
    return word in ("when", "where", "who", "what", "how", "details")


def _refuted(s: Sentence, k: int, hi: int) -> bool:
    """ "dismissed reports of", "rumours that … are false"."""
    before = [s.group_at[j] for j in range(max(0, k - 6), k) if j in s.group_at]
    if before and before[-1].main.lemma in lx.DENY_VERBS and not before[-1].main.negated:
        return True
    return bool(_FALSE.search(_text(s, hi, hi + 16)))
