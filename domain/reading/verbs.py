"""Verb groups: where the verbs of a sentence stand, with tense, voice, modality and negation, and what governs them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.syntax import CONTRACTED, Link, Token, VerbGroup, forms_of, role_like, word_before
from domain.reading.tokens import NameKind

_BEFORE_A_GERUND: Final = frozenset("after before while by of without for from since in , and or on at until".split())
_BEFORE_A_SAYING_VERB: Final = frozenset(""", " ” ' ’ )""".split())
_JOINTS_BEFORE_A_VERB: Final = frozenset(""", and but or ) " ” “ - – — --""".split())
_JOINTS_BEFORE_A_PAST_TENSE: Final = _JOINTS_BEFORE_A_VERB | frozenset("' ’ then".split())
_AFTER_AN_APPENDED_PARTICIPLE: Final = frozenset("by for to in at on".split())
_AFTER_A_PARTICIPLE: Final = frozenset("in at by on to between with".split())
_AFTER_A_NOUN_LIKE_VERB: Final = frozenset("to for in with that off out on down up".split())
_SUBJECTS_OF_A_BASE_FORM: Final = frozenset("they we i you who which that".split())
_AFTER_A_PREDICATIVE_LIKELY: Final = frozenset("to on in at next this that".split())
_NOUNISH_BEFORE: Final = lx.DETERMINERS | frozenset(
    "of in at for with on from by to between new first second third last bilateral joint formal high-level ministerial emergency peace phone telephone state working trilateral regular nuclear crisis day's much long newly recently highly widely so-called ever then-".split()
)
_SUBJECT_PRONOUNS: Final = frozenset("he she they it who which that we i you both all".split())


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
    j = word_before(tokens, i)
    before = tokens[j] if j >= 0 else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    capital = tokens[i].text[:1].isupper() and i > 0
    subject = before is not None and (before.name is not None or role_like(before) or before.low in _SUBJECT_PRONOUNS)
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
                        or role_like(tokens[nxt])
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
            or (role_like(before) and (before.low.endswith("s") or form == "s"))
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
            and not (after.low == "to" and role_like(before))
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
    if lemma == "include" and before.low == "part" and i >= 2 and tokens[i - 2].low in ("take", "taking"):
        return "finite"  # "those taking part include"
    if before.low in _SUBJECTS_OF_A_BASE_FORM:
        return "finite"
    if before.name is not None or (role_like(before) and (before.low.endswith("s") or before.low in ("mps",))):
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
            or not (token.low[:1].isalpha() or token.low in CONTRACTED)
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
        elif token.low in _SEEMING and i + 1 < count:
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
    lemma = next((lem for lem, f in forms_of(tokens[k + 1]) if f == form and lem in _PLEASING), None)
    if lemma is not None:
        last = group.links[-1]
        group.links[-1] = replace(last, lemma=lemma, index=k + 1)
        group.hi = k + 2


_MOST_PLEASED: Final = 3
_PLEASURES: Final = frozenset("pleasure honour honor privilege opportunity chance delight".split())
_PLEASING: Final = frozenset("meet speak talk host welcome receive visit greet confer".split())


def _stands(tokens: list[Token], i: int) -> VerbGroup | None:
    """ "The meeting stands postponed": Indian English for "is"; "looks set to visit", "stands ready to meet"."""
    k = i + 2 if tokens[i + 1].low in lx.ADVERBS and i + 2 < len(tokens) else i + 1
    for lemma, form in forms_of(tokens[k]):
        if form in ("ed", "part") and lemma in lx.CANCEL_VERBS | lx.POSTPONE_VERBS:
            tense = "past" if tokens[i].low == "stood" else "present"
            return VerbGroup(i, k + 1, [Link(lemma, k, tense=tense, passive=True)])
    low = tokens[k].low
    if low in _SEEMED_TO and k + 1 < len(tokens) and tokens[k + 1].low == "to":
        tense = "past" if tokens[i].low.endswith("ed") or tokens[i].low == "stood" else "present"
        hedged = not tokens[i].low.startswith("st")
        group = VerbGroup(i, k + 1, [Link(_SEEMED_TO[low], k, tense=tense, hedged=hedged)])
        _extend(tokens, group)
        return group if len(group.links) > 1 else None
    return None


_SEEMING: Final = frozenset("stands stand stood looks look looked appears appear appeared seems seem seemed".split())
_SEEMED_TO: Final = {
    "set": "set", "likely": "likely", "unlikely": "unlikely", "ready": "ready", "prepared": "ready", "willing": "willing", "bound": "due", "poised": "poised",
    "due": "due",
}  # fmt: skip
"""What one looks or stands to be, with the word that governs the infinitive ("looks set to meet", "stood ready to host")."""


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
        and any(lemma in lx.APPENDED_PARTICIPLES for lemma, _ in forms_of(tokens[i]))
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
        if low == "after" and j + 1 < count and tokens[j + 1].low == "all":
            j += 2  # "will not after all travel"
            continue
        adverb = low in lx.ADVERBS or (low.endswith("ly") and low not in lx.VERB_FORMS)
        if adverb and not (predicative or lasts):
            j += 1
            continue
        if low in ("in", "at", "on") and j + 1 < count and tokens[j + 1].time is not None:
            j += 1
            continue
        if be and low == "to" and j + 1 < count:
            forms = [f for f in forms_of(tokens[j + 1]) if f[1] == "base"]
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
            and (tokens[j + 2].low == "be" or any(f == "base" for _, f in forms_of(tokens[j + 2])))
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
                negated=negated and tokens[j - 1].low != "longer",
                passive=lemma == "consider",
                progressive=lemma == "continue",
                hedged=hedged,
            )
            return VerbGroup(i, hi, [link])
        if low in ("to", "yet") and lx.AUX.get(tokens[last_aux].low) in ("has", "had") and not be:
            obliged = _have_to(tokens, i, j, tense, modal, negated=negated, hedged=hedged)
            if obliged is not None:
                return obliged
        forms_here = forms_of(token)
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


_PLANS: Final = frozenset("agenda cards table calendar programme program schedule".split())
"""What a meeting is "no longer on" that will not take place."""


def _state_of_a_plan(tokens: list[Token], j: int) -> tuple[str, int] | None:
    for words, lemma in _STATES_OF_A_PLAN.get(tokens[j].low, ()):
        hi = j + 1 + len(words)
        if tokens[j].low == "on" and j >= 2 and [t.low for t in tokens[j - 2 : j]] == ["no", "longer"]:
            on_it = [t.low for t in tokens[j + 1 : j + 3]]
            return ("fall-through", j + 3) if on_it[:1] == ["the"] and on_it[1:] and on_it[1] in _PLANS else None
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


def by_itself(tokens: list[Token], i: int) -> bool:
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
    for lemma, form in forms_of(tokens[j]):
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
    j = word_before(tokens, i)
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
    if link.lemma in ("put", "push"):
        for k in range(group.hi + 1, min(group.hi + 9, len(tokens) - 1)):
            if tokens[k].low in (",", ";") or tokens[k].low in lx.AUX:
                break
            if tokens[k].low in ("off", "back") and tokens[k + 1].low in ("until", "till", "indefinitely"):
                link.lemma = "postpone"  # "put their talks in Oslo off until May"
                group.particle = k
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
            elif link.lemma in ("excuse", "absent") and k + 1 < count and tokens[k].low in _ONESELF:
                if tokens[k + 1].low == "from":
                    link.lemma = "pull-out"  # "has excused himself from the meeting"
                    group.hi = k + 2
                    return
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
            ings = [f for f in forms_of(tokens[k + 2]) if f[1] == "ing"]
            if ings and tokens[k + 2].low not in lx.EVENT_NOUNS:
                link.lemma = "look-forward"
                group.links.append(Link(ings[0][0], k + 2, tense="ing"))
                group.hi = k + 3
            return
        if link.lemma == "decide" and tokens[k].low == "against":
            link.lemma = "rule-out"  # "decided against visiting Lima", "decided against a meeting with"
            group.hi = k = k + 1
        known = link.lemma in lx.CATENATIVE or link.lemma in lx.CATENATIVE_ADJECTIVES
        if not known and link.lemma != "rule-out":
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
            ings = [f for f in forms_of(tokens[k]) if f[1] == "ing"]
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


_ONESELF: Final = frozenset("himself herself itself themselves".split())
_QUOTES: Final = frozenset(['"', "“", "”", "«", "»", "``", "''"])
