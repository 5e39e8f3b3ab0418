"""Who a sentence speaks of: names with their offices, joined where they act together, and the places they are named at."""

from __future__ import annotations

from typing import Final

from domain.reading import lexicon as lx
from domain.reading.syntax import CAPITALS, Actor, Place, Sentence, Token, forms_of, territory
from domain.reading.tokens import NameKind, NameMention

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
_SPEAKING_FOR: Final = frozenset("representatives representative delegates negotiators".split())
"""Who acts for whom "for" names; an "envoy for Syria" does not."""
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
                any(f[0] in ("leave", "depart", "head") for f in forms_of(tokens[verb]))
                or (tokens[verb].low in ("off", "out") and any(f[0] == "set" for f in forms_of(tokens[verb - 1])))
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
            if (
                joined
                and {"a", "an"} & {*words, tokens[actor.lo].low}
                and last.mentions[-1].text.split()[-1].lower() in lx.EVENT_NOUNS
            ):
                joined = False  # "the East Asia Summit and an ASEAN leaders' meeting"
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
    state = known is not None and territory(known)
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
