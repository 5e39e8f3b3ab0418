"""How a news article introduces people, and what that says about whom they represent.

A title is the anchor: "minister", "envoy", "spokesman" … Around each of them the party stands before it ("Iranian
Foreign Minister", "Egypt's President", "the U.N. special envoy") or after it ("foreign minister of Ukraine"), and the name
follows it, with or without a comma, or precedes it with one ("Sergey Ryabkov, Russia's deputy foreign minister,").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from domain.reading.names_model import (
    CAPITAL,
    GE_GEORGIA_CUES,
    NEVER_BARE,
    PARTICLES,
    US_GEORGIA_CUES,
    IntroducedName,
    IntroducedPerson,
    Introductions,
    fold,
    short_names,
)
from domain.reading.tokens import NameKind, NameMention

_HEADS = {
    "president": "head_of_state",
    "chancellor": "head_of_government",
    "premier": "head_of_government",
    "taoiseach": "head_of_government",
    "king": "head_of_state",
    "queen": "head_of_state",
    "emir": "head_of_state",
    "sultan": "head_of_state",
    "pope": "head_of_state",
    "pontiff": "head_of_state",
    "ruler": "head_of_state",
    "prince": "official",
    "minister": "minister",
    "secretary": "minister",
    "envoy": "envoy",
    "ambassador": "envoy",
    "negotiator": "envoy",
    "mediator": "envoy",
    "representative": "envoy",
    "emissary": "envoy",
    "coordinator": "envoy",
    "co-ordinator": "envoy",
    "diplomat": "official",
    "rapporteur": "envoy",
    "chief": "official",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "spokesperson": "spokesperson",
    "official": "official",
    "commissioner": "minister",
    "leader": "leader",
    "chairman": "head_of_organisation",
    "chairwoman": "head_of_organisation",
    "chairperson": "head_of_organisation",
    "chair": "head_of_organisation",
    "director": "official",
    "director-general": "head_of_organisation",
    "secretary-general": "head_of_organisation",
    "speaker": "legislator",
    "senator": "legislator",
    "lawmaker": "legislator",
    "congressman": "legislator",
    "adviser": "official",
    "advisor": "official",
    "aide": "official",
    "counterpart": "minister",
    "undersecretary": "official",
    "under-secretary": "official",
    "counselor": "official",
    "commander": "official",
    "governor": "official",
    "general": "official",
}
_HEAD = re.compile(
    r"\b(?:[Pp]resident|[Cc]hancellor|[Pp]remier|[Tt]aoiseach|King|Queen|Emir|Sultan|Pope|[Rr]uler|[Cc]rown [Pp]rince|[Mm]inister|"
    r"[Dd]irector[- ][Gg]eneral|[Uu]nder-?[Ss]ecretary|[Ss]ecretary(?:[- ][Gg]eneral)?|[Ee]nvoy|[Aa]mbassador|[Nn]egotiator|[Mm]ediator|[Rr]epresentative|[Ee]missary|"
    r"[Cc]o-?ordinator|[Dd]iplomat|[Rr]apporteur|[Cc]hief|[Ss]pokes(?:man|woman|person)|[Oo]fficial|[Cc]ommissioner|"
    r"[Ll]eader|[Cc]hair(?:man|woman|person)?|[Dd]irector|[Ss]peaker|[Ss]enator|[Ll]awmaker|[Cc]ongressman|[Aa]dvis[eo]r|[Aa]ide|[Cc]ounselor|[Cc]ounterpart|"
    r"[Cc]ommander|[Gg]overnor|[Gg]eneral)\b(?![-'](?!elect|designate|s\b))"
)

_MODIFIERS = frozenset(
    """deputy first second vice assistant under acting interim caretaker transitional foreign prime defence defense interior finance
    economy economic trade commerce energy oil petroleum health security justice agriculture environment climate culture tourism
    education labour labor transport development information unification reunification home external internal international
    european national special senior top chief lead head principal permanent federal state supreme general presidential
    ministerial cabinet nuclear peace political personal high highest regional military army press government diplomatic
    parliamentary parliament senate assembly house upper lower chamber congress majority minority humanitarian human rights policy affairs and of for the to cooperation relations ministry department office
    agency council committee commission union party rebel group movement republic people's peoples' supreme guidance revolutionary
    crown joint minister secretary treasury executive managing undersecretary union's intelligence aviation water resources
    public works planning investment industry strategic territorial veteran longtime long-time newly appointed new outgoing incoming
    current visiting elected democratically-elected hardline moderate reformist embattled ailing conservative socialist
    former ex late then then- exiled ousted deposed retired one-time onetime longest-serving counterpart opposition dissident mission
    delegation team talks bureau politburo central standing-committee steering liaison monitoring reconciliation foreign-policy counter-terrorism
    chairman chairwoman national-security
    government's ministry's office's presidency's peace panel panel's side side's""".split()
)
_FORMER = frozenset({"former", "ex", "late", "exiled", "ousted", "deposed", "retired", "one-time", "onetime", "then"})
_NOBODY = frozenset({"opposition", "dissident"})

_AFTER_HEAD = re.compile(
    r"(?:[- ](?:[Gg]eneral|[Ee]lect|[Dd]esignate|in-chief|in-waiting))?"
    r"(?:,? (?:for|of|in charge of) (?:[Ss]tate|[Dd]efen[cs]e|the [Ii]nterior|[Ii]nterior|(?:the )?[Tt]reasury|[Ff]oreign [Aa]ffairs|[Ee]xternal [Aa]ffairs|"
    r"[Ff]inance|[Tt]ransportation|[Ee]nergy|[Cc]ommerce|[Hh]omeland [Ss]ecurity|[Hh]ealth|[Aa]griculture|[Ll]abou?r|[Ee]ducation|"
    r"[Jj]ustice|[Ww]ar|[Ee]conomy|[Tt]rade|[Tt]ourism|[Cc]ulture|[Ii]nformation|[Oo]il|[Pp]lanning|[Ii]nternational [Cc]ooperation|[Ff]oreign [Pp]olicy|[Uu]nification|[Ss]ecurity|the [Aa]rmed [Ff]orces|[Ss]taff))?"
    r"(?: for (?:[A-Z][a-z]+ )?(?:[Aa]ffairs|[Pp]olicy))?"
)
_FORM_OF_STATE = r"(?:(?:[A-Z][a-z'-]+ ){0,3}(?:Republic|Kingdom|State|Commonwealth|Sultanate|Union) of (?:the )?)?"
_PARTY_AFTER = re.compile(r",? (?:of|for|from|to|on|at|in|with) (?:the |post-war |war-torn )?" + _FORM_OF_STATE)
_HAILING_FROM = re.compile(r",? (?:of|from) (?:the )?" + _FORM_OF_STATE)

_WORD = rf"[{CAPITAL}][\w'-]*\.?"
_PARTICLE = "(?:" + "|".join(sorted(PARTICLES)) + ")"
_NAME = re.compile(rf"(?:(?:al|el|ul|as|ash|az|an)[- ])?{_WORD}(?:[ ](?:{_PARTICLE}[ -]){{0,2}}{_WORD}){{0,4}}")
_NAME_BEFORE = re.compile(
    rf"((?:{_WORD}[ ](?:{_PARTICLE}[ -]){{0,2}}){{0,4}}{_WORD}),? (?:the |an? |who is (?:the )?|[Hh]is |[Hh]er )?\Z"
)
_APPOSITION = re.compile(r", (?:the |an? |who is (?:the )?)?\Z")

_HONORIFICS = frozenset(
    "Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir Lord Dame Sheikh Shaikh Ayatollah Grand Gen Gen. Lt Lt. Col Col. Maj Maj. Adm Adm. Brig Brig. General Admiral "
    "Prince Princess King Hojatoleslam Mullah Maulana Sayyed Sayed Professor Prof. Ambassador Retired Major Colonel Field Marshal Baroness Imam Senator Sen.".split()
)
_NOT_NAMES = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September October November
    December Jan. Feb. Mar. Apr. Aug. Sept. Sep. Oct. Nov. Dec. The This That He She They In On At By For But And As After Before When While
    Meanwhile However Also Affairs Minister Ministry President Prime Foreign Secretary State Department Office Council Commission Committee
    Party Government Parliament House Senate Talks Summit General Assembly Security Union Nations Deputy Chief Special Envoy Spokesman
    Defense Defence Chancellor Premier Representative Ambassador Leader Speaker Director Chairman Trade Finance Interior Vice Counterpart""".split()
)


_CHIEFS = re.compile(r" [Ss]ecretary[- ][Gg]eneral's $")


class _Surroundings:
    """The names of one article by where they begin and end."""

    def __init__(self, mentions: Sequence[NameMention]) -> None:
        self.ending = {mention.end: mention for mention in mentions}
        self.starting = {mention.start: mention for mention in mentions}


def find_introductions(
    text: str,
    mentions: Sequence[NameMention],
    full: Sequence[tuple[NameMention, tuple[str, ...]]],
    knows: Callable[[str], bool],
    oppositions: Mapping[str, str],
) -> Introductions:
    """All people whom ``text`` introduces by title or names in full; one linear pass over its titles."""
    plain = text.replace("\n", " ").replace("\u00a0", " ").replace("\u2019", "'")
    around = _Surroundings(mentions)
    listed = {mention.start: (mention, short) for mention, short in full}
    people: dict[int, IntroducedPerson] = {
        mention.start: IntroducedPerson(
            mention.start,
            mention.end,
            mention.text,
            mention.party,
            mention.role,
            tuple(dict.fromkeys([*short, *short_names(mention.text, mention.party)])),
        )
        for mention, short in full
    }
    home = _home(plain, mentions)
    for match in _HEAD.finditer(plain):
        seen = _read(plain, match, around, home)
        if seen is None:
            continue
        start, name, party, role, nobody = seen
        known = listed.get(start)
        if known is not None and (" " in known[0].text or " " not in name):
            mention, short = known
            name = mention.text
            if nobody and mention.party is not None and mention.role != role:
                continue  # "former Prime Minister X, now envoy": the list knows what X is today
            if not nobody and (
                party is None or mention.party == party or (role == "envoy" and mention.role == "envoy")
            ):
                continue
        else:
            known, short = None, ()
        previous = people.get(start)
        if previous is not None and previous.party is not None and nobody:
            continue
        if previous is not None and known is None and previous.party is not None and party is None:
            continue
        bare = tuple(dict.fromkeys([*short, *short_names(name, party)]))
        people[start] = IntroducedPerson(
            start, start + len(name), name, None if nobody else party, "former" if nobody else role, bare
        )
    ordered = tuple(people[start] for start in sorted(people))
    georgia = bool(US_GEORGIA_CUES.search(plain)) and not GE_GEORGIA_CUES.search(plain)
    return Introductions(ordered, georgia, _opposition(plain, mentions, oppositions), _index(ordered, knows))


_OF_A_STATE = frozenset({"head_of_state", "head_of_government", "foreign_minister", "minister"})


def _home(text: str, mentions: Sequence[NameMention]) -> str | None:
    """The state whose news it is, where the article leaves no doubt: "Finance Minister Nelson Barbosa" is then one of its own.

    It is the state named most, clearly before any other, or that of the dateline where it is one of the two named most.
    """
    counts = Counter(m.party for m in mentions if m.party and len(m.party) == 2 and m.party not in ("EU", "UN"))
    ranked = counts.most_common(3)
    if not ranked:
        return None
    if (own := _own_press(text, mentions)) is not None:
        return own
    if ranked[0][1] < 3:
        return None
    first = ranked[0]
    if len(ranked) == 1 or first[1] >= 2 * ranked[1][1]:
        return first[0]
    head = next((m for m in mentions if m.start < 4 and m.country), None)
    if head is not None and text[: head.end - head.start].isupper() and head.country in [p for p, _ in ranked[:2]]:
        return head.country
    return None


def _own_press(text: str, mentions: Sequence[NameMention]) -> str | None:
    """The state in whose capital the article is dated, where it never names that state: a country's own press does not."""
    head = next((m for m in mentions if m.start < 4), None)
    if head is None or head.kind is not NameKind.METONYM or not head.city or not head.country:
        return None
    if not text[head.start : head.end].isupper() or head.country != head.party:
        return None
    others = (m for m in mentions if m is not head and m.kind in (NameKind.STATE, NameKind.DEMONYM, NameKind.METONYM))
    return None if any(head.party in (m.party, m.country) for m in others) else head.country


def _opposition(text: str, mentions: Sequence[NameMention], oppositions: Mapping[str, str]) -> str | None:
    """Whose "opposition" the article speaks of: one that negotiates, of a state that the article is about."""
    if "opposition" not in text:
        return None
    named = Counter(mention.party for mention in mentions if mention.kind is not NameKind.PERSON)
    for state, group in oppositions.items():
        others = max((count for party, count in named.items() if party in oppositions and party != state), default=0)
        if named[group] or named[state] >= 3 > others:
            return group
    return None


def _read(
    text: str, head: re.Match[str], around: _Surroundings, home: str | None
) -> tuple[int, str, str | None, str, bool] | None:
    """Party, name and role around one title, or None where it introduces nobody."""
    word = head.group().lower()
    begin, words = _title_start(text, head.start(), around)
    role = _role(word, words, text[head.end() : head.end() + 20])
    nobody = bool(words & _FORMER)
    opposed = bool(words & _NOBODY)
    mention, outside = _party_before(text, begin, around)
    if mention is not None and role == "envoy" and mention.kind is NameKind.STATE:
        sender, left = _party_before(text, mention.start, around)  # "U.N. Syria envoy": the state is what it is about
        if sender is not None:
            mention, outside = sender, outside or left
    party = mention.party if mention is not None else None
    front = mention.start if mention is not None else begin
    if mention is not None:
        nobody = nobody or outside
    # behind the title
    behind = _AFTER_HEAD.match(text, head.end())
    at = behind.end() if behind is not None else head.end()
    linked = _PARTY_AFTER.match(text, at)
    if linked is not None:
        other = around.starting.get(linked.end())
        if other is not None and other.kind is not NameKind.PERSON:
            topic = role == "envoy" and linked.group().strip(" ,").split(" ")[0] in ("for", "on", "to", "in")
            if party is None and not topic:
                party = other.party
                mention = other
            if party is not None or topic:
                at = other.end
    if role == "leader":
        role = _leader(mention)
    elif (
        mention is not None
        and mention.kind is NameKind.ORGANISATION
        and role in ("head_of_state", "head_of_government")
    ):
        role = "head_of_organisation"
    if opposed and (mention is None or mention.kind is not NameKind.GROUP):
        party, nobody = None, True
    if party is None and not nobody:
        party, after = _party_after_name(text, at, around)
        if party is None:
            at_home = home is not None and role in _OF_A_STATE and text[begin].isupper()
            own = _named_after(text, at, around, home, role, nobody, comma=False) if at_home else None
            return own if own is not None and " " in own[1] and around.starting.get(own[0]) is None else None
        return _named_after(text, at, around, party, role, nobody, comma=False) if after else None
    comma = text.startswith(", ", at)
    after_name = _named_after(text, at, around, party, role, nobody, comma=comma)
    if after_name is not None and not comma:
        return after_name
    before = _named_before(text, front, around)
    if before is not None:
        return before[0], before[1], party, role, nobody
    return after_name


def _title_start(text: str, at: int, around: _Surroundings) -> tuple[int, set[str]]:
    """Where the title phrase begins: "deputy", "foreign", "special" … belong to it, a party's name does not."""
    words: set[str] = set()
    for _ in range(9):
        if at < 2 or text[at - 1] not in " -" or at - 1 in around.ending:
            break
        space = max(text.rfind(" ", max(0, at - 24), at - 1), text.rfind("-", max(0, at - 24), at - 1))
        word = text[space + 1 : at - 1]
        if word.lower() not in _MODIFIERS or not word:
            break
        words.add(word.lower())
        at = space + 1
    # "the", "of", "and" only link; a phrase does not begin with them.
    while True:
        link = re.match(r"(?:the|of|and|for|to) ", text[at : at + 5])
        if link is None:
            break
        at += link.end()
    return at, words


def _party_before(text: str, begin: int, around: _Surroundings) -> tuple[NameMention | None, bool]:
    """The party right before ``begin`` ("Russian …", "Russia's …", "the Philippines' …"), and whether "former" precedes it."""
    chief = _CHIEFS.search(text, max(0, begin - 26), begin)
    if chief is not None:
        begin = chief.start() + 1  # "the UN Secretary-General's *special representative*"
    for suffix in (" ", "'s ", "' ", "-", "'s then-"):
        end = begin - len(suffix)
        mention = around.ending.get(end)
        if mention is not None and text.startswith(suffix, end) and mention.kind is not NameKind.PERSON:
            before = text[max(0, mention.start - 16) : mention.start].rstrip().rsplit(" ", 1)[-1].lower().rstrip("-")
            if text[max(0, mention.start - 3) : mention.start].lower() == "ex-":
                before = "ex"
            return mention, before in _FORMER
    return None, False


def _role(word: str, words: set[str], after: str) -> str:
    key = word.replace(" ", "-") if word.replace(" ", "-") in _HEADS else word.split(" ")[-1]
    role = _HEADS.get(key, "official")
    if key in ("president", "premier", "chancellor") and words & {"vice", "deputy"}:
        return "official" if key == "president" else "minister"
    if key == "minister" and "prime" in words:
        return "minister" if words & {"deputy", "vice"} else "head_of_government"
    if key == "minister" and "first" in words and not words & {"deputy", "vice", "foreign"}:
        return "head_of_government"
    if key == "minister" and words & {"foreign", "external"} and not words & {"deputy", "vice", "assistant", "first"}:
        return "foreign_minister"
    if key == "secretary":
        if after.startswith((" of state", " of State")) and not words & {"deputy", "assistant", "under"}:
            return "foreign_minister"
        if words & {"deputy", "assistant", "under", "press", "permanent"}:
            return "spokesperson" if "press" in words else "official"
        if "foreign" in words:
            return "foreign_minister"
        if after.lower().startswith((" general", "-general")):
            return "head_of_organisation"
    if key == "chief" and words & {"foreign", "external"} and words & {"policy", "affairs"}:
        return "foreign_minister"
    if key == "chief" and "negotiator" in after.lower():
        return "envoy"
    return role


def _leader(mention: NameMention | None) -> str:
    if mention is None or mention.kind in (NameKind.GROUP, NameKind.ORGANISATION):
        return "leader"
    return "head_of_state"


def _party_after_name(text: str, at: int, around: _Surroundings) -> tuple[str | None, bool]:
    """ "Chancellor Angela Merkel of Germany": the party behind the name."""
    if not text.startswith(" ", at):
        return None, False
    name = _NAME.match(text, at + 1)
    if name is None:
        return None, False
    link = _HAILING_FROM.match(text, name.end())
    if link is None:
        return None, False
    other = around.starting.get(link.end())
    if other is None or other.kind not in (NameKind.STATE, NameKind.ORGANISATION, NameKind.GROUP):
        return None, False
    return other.party, True


def _named_after(
    text: str, at: int, around: _Surroundings, party: str | None, role: str, nobody: bool, *, comma: bool
) -> tuple[int, str, str | None, str, bool] | None:
    start = at + (2 if comma else 1)
    if not comma and not text.startswith(" ", at):
        return None
    name = _NAME.match(text, start)
    if name is None:
        return None
    found = _trim(text, name.start(), name.group(), around)
    if found is None or (comma and " " not in found[1] and around.starting.get(found[0]) is None):
        return None
    known = around.starting.get(found[0]) if comma else None
    if known is not None and known.kind is NameKind.PERSON and known.party not in (None, party):
        return None  # "ahead of the meeting with the British prime minister, Biden said"
    if comma:
        # "the foreign minister, Name, …": without a stop behind it the comma only separated two clauses or two people.
        stop = found[0] + len(found[1])
        if text[stop : stop + 1] not in (",", ".", ";", ":", ")", "") and not text.startswith(
            (" said", " told", " and ", " will", " is ", " has", " was", " to ", " met", " arrived", " in ", " on "),
            stop,
        ):
            return None
    return found[0], found[1], party, role, nobody


def _named_before(text: str, front: int, around: _Surroundings) -> tuple[int, str] | None:
    window = text[max(0, front - 70) : front]
    if not _APPOSITION.search(window):
        return None
    name = _NAME_BEFORE.search(window)
    if name is None or "," not in window[name.end(1) :]:
        return None
    return _trim(text, front - len(window) + name.start(1), name.group(1), around)


def _trim(text: str, start: int, name: str, around: _Surroundings) -> tuple[int, str] | None:
    """The personal name in a run of capitalised words: without honorifics before it and weekdays behind it."""
    words = name.split(" ")
    while words and (
        words[0] in _HONORIFICS or (len(words[0]) > 3 and words[0].endswith(".") and "." not in words[0][:-1])
    ):
        start += len(words[0]) + 1
        words.pop(0)
    kept: list[str] = []
    for word in words:
        bare = word[:-2] if word.endswith("'s") else word
        if word in _NOT_NAMES or bare in _NOT_NAMES:
            if kept:
                break
            return None
        kept.append(bare)
        if bare != word or (
            len(word) > 3 and word.endswith(".") and word not in ("Jr.", "Sr.") and "." not in word[:-1]
        ):
            break
    while kept and kept[-1] in PARTICLES:
        kept.pop()
    if not kept:
        return None
    if kept[-1].endswith(".") and len(kept[-1]) > 2:
        kept[-1] = kept[-1][:-1]
    result = " ".join(kept)
    for at in (start, text.find(kept[-1], start)):
        mention = around.starting.get(at)
        if (
            mention is not None
            and mention.kind is not NameKind.PERSON
            and (at == start or mention.kind in (NameKind.DEMONYM, NameKind.ORGANISATION))
        ):
            return None
    if not text.startswith(result, start) or len(result) < 3 or result.isupper():
        return None
    return start, result


def _index(
    people: Sequence[IntroducedPerson], knows: Callable[[str], bool]
) -> dict[str, tuple[tuple[str, int, IntroducedName], ...]]:
    forms: dict[tuple[str, bool], list[IntroducedPerson]] = {}
    for person in people:
        for name, bare in ((person.name, " " not in person.name), *((short, True) for short in person.short)):
            if bare and (len(name) < 2 or name in NEVER_BARE or name in _NOT_NAMES or knows(name)):
                continue
            for form in dict.fromkeys((name, fold(name))):
                bearers = forms.setdefault((form, bare), [])
                if not bearers or bearers[-1] is not person:
                    bearers.append(person)
    index: dict[str, list[tuple[str, int, IntroducedName]]] = {}
    first = re.compile(rf"\b[{CAPITAL}]\w*")
    for (form, bare), bearers in forms.items():
        match = first.search(form.replace("'", "'"))
        if match is not None:
            entry = IntroducedName([person.start for person in bearers], bearers, bare)
            index.setdefault(match.group(), []).append((form, match.start(), entry))
    return {word: tuple(candidates) for word, candidates in index.items()}
