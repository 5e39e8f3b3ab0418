"""Who and where: finds states, organisations, groups, people and places in news text.

The gazetteer maps every name to what it can stand for and leaves the choice to the clause: "Moscow" comes back with its
party and its city. Matching is one pass over the capitalised words of a text; each of them is looked up once, and the
longest name that begins there wins. What it costs is therefore linear in the text, whatever the text is.

People are matched by full name at any time, and by surname where the date of the article, a title before the name or an
introduction elsewhere in the article makes clear who is meant (:meth:`Gazetteer.introductions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from domain.collecting import uncollected
from domain.reading import names_tables
from domain.reading.names_introductions import find_introductions
from domain.reading.names_model import (
    CAPITAL,
    NEVER_BARE,
    TOKEN,
    IntroducedName,
    IntroducedPerson,
    Introductions,
    fold,
    surname,
)
from domain.reading.names_tables import GazetteerError, Tables, Term, spellings
from domain.reading.tokens import NameKind, NameMention

__all__ = ["Gazetteer", "GazetteerError", "IntroducedPerson", "Introductions"]


_HYPHENATED_AWAY = re.compile(
    r"-(?:backed|based|born|occupied|controlled|held|made|style|era|allied|aligned|supported|linked|run|educated|"
    r"trained|funded|ruled|administered|owned|listed|speaking|registered|flagged|built|friendly|dominated|affiliated|"
    r"supplied|armed|financed|inspired|imposed|appointed|installed|leaning|wide|language|area|annexed|designated)\b"
)
"""What makes a name describe somebody else: "Iran-backed militias", "the Geneva-based agency"."""

_OPPOSED = re.compile(r"(?:\b[Pp]ro|\b[Aa]nti|\b[Nn]on|\b[Ee]x|\b[Pp]ost|\b[Pp]re)-\Z")

_INSTITUTION = re.compile(
    r"(?:'s)? (?:Times|Post(?!-)|Daily|Herald|Tribune|Journal|Gazette|Chronicle|Globe|Telegraph|Observer|Review|Independent|Examiner|"
    r"Street|Avenue|Road|Boulevard|Square|Tower|University|College|Institute|School|Academy|Airlines|Airways|Airport|Hotel|Stock|"
    r"Museum|Opera|Orchestra|Philharmonic|Marathon|Open|Masters|Games|Grand Prix|Championships?|Cup|World Cup|Electric Power|Olympics?|Olympic|Paralympics|Film Festival|"
    r"Biennale|Inc|Corp|Ltd|LLC|GmbH|FC|Conventions?|Accords?|Agreements?|Protocols?|Treaty|Declaration|Pact|Charter|Statute|"
    r"Consensus|Foundation|Library|Center|Centre|Medical|Hospital|Cathedral|Orthodox|Cricket|Football|Premier League|Bulldogs|"
    r"Jr|Sr|Valley|River|Sea|Ocean|Strait|Peninsula|Canal|Shepherd|Railways?|Motors?|Telecom|Bank|Securities)\b"
)
"""After a name these make another name, which is neither a party nor a place."""

_NOT_THE_PLACE = re.compile(
    r" (?:(?:peace|climate|nuclear|grain|ceasefire|final|refugee) )?(?:agreements?|accords?|conventions?|protocols?|treaty|pact|process|format|"
    r"declaration|principles|communiqu[eé]|formula|framework|deal|time|guidelines|memorandum|stock exchange|bourse|clubs?)\b"
)
"""After a city: a document or a process that is only named after it ("the Minsk agreements", "8 p.m. Moscow time")."""

_PLACE_BEFORE = re.compile(
    r"(?:\b(?:[Ii]n|[Aa]t|[Tt]o|[Ff]rom|[Nn]ear|[Oo]utside|[Aa]round|[Vv]ia) (?:nearby |downtown |central )?|^)\Z"
)
_PLACE_AFTER = re.compile(r"(?:, [A-Z]|,? \()")

_GIVEN_BEFORE: Final = {
    "Washington": frozenset(
        "George Denzel Booker Kerry Martha Harold Dinah Kamasi Desmond Craig Eugene Lake Fort Port Mount University".split()
    ),
    "Jordan": frozenset(
        "Michael Jim Vernon Barbara Hamilton Neil Eddie DeAndre Robert Louis David Winthrop Air Hal June".split()
    ),
    "Israel": frozenset("Steve Jonathan Robert Menasseh Kibbutz".split()),
    "Georgia": frozenset("University South".split()),
    "Chad": frozenset("Lake".split()),
    "Paris": frozenset("Texas Notre".split()),
    "Ireland": frozenset("John Jill Kathy Stephen Patricia".split()),
    "Holland": frozenset("Tom Jools Dominic Agnieszka New".split()),
    "England": frozenset("New Gordon Lynndie Mike".split()),
    "Berlin": frozenset("Irving Isaiah New".split()),
    "London": frozenset("Jack Jeremy New Little East".split()),
    "France": frozenset("Anatole Air Tour Cecil".split()),
    "China": frozenset("Air South East Bank".split()),
    "America": frozenset("Latin South Central North Bank Miss Captain Voice".split()),
    "American": frozenset("Latin South Central North African Native Asian Bank Hispanic Pan".split()),
    "Americans": frozenset("Latin South Central North African Native Asian Hispanic".split()),
    "Africa": frozenset(),
    "Mexico": frozenset("New".split()),
    "Korea": frozenset(),
    "Houston": frozenset("Whitney Sam".split()),
    "Vienna": frozenset("Little".split()),
    "Sofia": frozenset("Queen Princess Santa".split()),
    "Victoria": frozenset("Queen Lake Port Princess Crown".split()),
    "Lima": frozenset("Paulo".split()),
    "Santiago": frozenset(),
}
"""Words before a name that make it part of another one: "Michael Jordan", "Lake Victoria"."""

_PERSONAL = frozenset({"Jordan", "Chad", "Georgia"})
_AFTER_PERSONAL = re.compile(
    r" (?!(?:Valley|River|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|President|King|Queen|Prime|Foreign|Minister|Crown|Prince|Ambassador|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\b)[A-Z][a-z]+"
)

_US_GEORGIA_AFTER = re.compile(
    r"(?:'s)? (?:Gov\b|[Gg]overnor|Lt\.|Republican|Democrat|Senate|Sen\.|Rep\.|[Vv]oters|Tech|Southern|Power|Secretary of State|secretary of state|"
    r"State\b|runoff|primary|peach|statehouse|grand jury)"
)
_US_GEORGIA_BEFORE = re.compile(
    r"(?:Atlanta|Savannah|Augusta|Macon|Athens|Plains|Sea Island|Fort Benning|Columbus|Brunswick), \Z"
)
_OWN_OFFICE = frozenset({"Foreign Office", "Federal Chancellery", "Federal Foreign Office"})
"""Seats whose names several governments use: a nationality before them says whose ("the Pakistani Foreign Office")."""

_CALLED_BEFORE = {
    "Belgrade": (date(2003, 2, 4).toordinal(), "YU"),
    "SPLM": (date(2005, 7, 9).toordinal(), "SPLA"),
    "SLM": (date(2007, 1, 1).toordinal(), "SLA"),
}
"""Capitals and groups that stood for another party, or went by another id, until a day: Yugoslavia before Serbia and Montenegro,
the armies before the movements that signed for them."""

_NEVER_PRESIDENT = frozenset({"KP"})
"""States whose rulers news never call president: "President Kim" is the South's."""

_SHOUTED_US = re.compile(r"(?:[A-Z]{2,}[ -]+)\Z")
_SHOUTED_AFTER = re.compile(r" [A-Z]{2,}|\s*[!.:]?\Z")

_TITLE_BEFORE = re.compile(
    r"\b(?:(President)(?:-elect|-Elect)?|((?:Prime Minister|Premier|Chancellor|Taoiseach|PM))|((?:Foreign (?:Minister|Secretary)|Secretary of State|External Affairs Minister|FM))|"
    r"(?:Vice President|Vice Premier|Minister|Secretary|Secretary[- ]General|Chairman|Director|Director[- ]General|Commissioner|Chief|Leader|leader|envoy|Envoy|Representative|Ambassador|"
    r"Spokesman|spokesman|Spokeswoman|spokeswoman|General|Gen\.|Sheikh|Ayatollah|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Lord|King|Emir|Prince|Marshal|Speaker|Senator|Sen\.|negotiator|minister|president|premier))\Z"
)
_PARTICLE_BEFORE = re.compile(r"(?:[Aa]l|[Ee]l)[- ]\Z|(?:[Dd]e|[Vv]an|[Vv]on|[Bb]in|[Dd]i|[Dd]el) \Z")
_BARE_INITIALS = re.compile(r"(?<![\w.])[A-Z]{1,2} \Z")
"""Initials without stops, as Indian papers write them; "US" and "UN" before a name are none of it either."""
_CAPITALISED_BEFORE = re.compile(rf"([{CAPITAL}][\w'-]*\.?) \Z")
_HARMLESS_BEFORE = frozenset(
    """A After Afterwards Again Ahead All Also Although Among An And Another As Asked At Because Before Behind Besides Both But By
    Can Could Critics Despite Did Does During Earlier Either Even Eventually Experts Finally For Former From Further Given Had Has
    Have He Hence Her Here His How However If In Indeed Instead Is It Its Just Last Late Later Like Likewise Many May Meanwhile
    Moreover Most Nevertheless New Nor Not Now Of On Once Only Or Otherwise Our Out Over Overall Perhaps Previously Rather Recently
    Said Separately She Should Similarly Since So Some Sometimes Soon Still Such Supporters Than That The Their Then There Therefore
    These They This Those Though Through Throughout Thus To Today Together Tomorrow Tonight Two Under Unlike Until Was We Were What
    When Whenever Where Whereas Whether Which While Who Whom Whose Why Will With Within Without Would Yesterday Yet You
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September October November
    December Jan. Feb. Mar. Apr. Aug. Sept. Sep. Oct. Nov. Dec. Watch Read Video Analysis Opinion Exclusive Breaking Update Live
    President Premier Chancellor Taoiseach Minister Secretary General Chairman Chairwoman Director Commissioner Chief Leader Envoy
    Representative Ambassador Spokesman Spokeswoman Spokesperson Gen. Maj. Col. Lt. Brig. Adm. Sheikh Ayatollah Mr Mr. Mrs Mrs. Ms Ms.
    Dr Dr. Sir Lord Lady Baroness King Queen Emir Prince Princess Marshal Speaker Senator Sen. Rep. Gov. Governor Pope Cardinal
    Archbishop Comrade PM FM Coordinator Negotiator Elect State Affairs Defense Defence Treasury Interior Mullah Maulana Hojatoleslam
    Shaikh Sayyed Crown Colonel Admiral Captain Major Justice Judge Professor Prof. Hon. Advisor Adviser Deputy Vice Foreign
    Presidents Premiers Chancellors Ministers Leaders Secretaries Kings Envoys Chairmen Monarchs EAM NSA HH HE HM HRH MoS
    Putin-Trump Administration Team Camp Attorney Congressman Congresswoman MP""".split()
)
"""Capitalised words that may stand right before a bare surname without being its owner's first name."""

_OPPOSITION = re.compile(r"\b[Oo]pposition\b")
_NOT_A_PARTY = re.compile(r" (?:to|from|of|against|within|among)\b|-(?:held|controlled)")
"""After "opposition": resistance to something, not the people who negotiate."""

_MONTH_AFTER = re.compile(r",? \d")
_MONTH_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Ee]arly|[Ll]ate|[Mm]id|[Oo]f|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ast|[Nn]ext|[Tt]his|[Ee]ach|[Ff]rom|\d+)[ -]\Z"
)
"""Where "May" is the month, though a person of that name was introduced."""

_AFTER_SURNAME = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
    November December Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec Administration White Cabinet Government Team I""".split()
)
"""Capitalised words that may follow a surname without being part of the name."""

_INITIALS = re.compile(r" (?:[A-Z]\. ){1,2}")
"""Between a first name and a surname, which lists of office-holders leave out."""

_LONG_WORD = re.compile(r"[A-Za-z]{4,}")

_HEAD: Final = 6000
"""Characters of a text that are searched for the state of one of several people of one name."""

_LEAD = {"head_of_state": 80, "head_of_government": 60}
_LEAD_OTHERS = 14
_TAIL = 2
"""Days before a term in which its holder already counts ("elected but not yet in office too") and after it."""

_RANK = {
    "head_of_state": 0,
    "head_of_government": 0,
    "foreign_minister": 1,
    "head_of_organisation": 1,
    "leader": 1,
    "minister": 2,
    "envoy": 2,
}


@dataclass(slots=True)
class _Fixed:
    """A name that means the same at any date. ``kind`` is None for a phrase that must yield nothing."""

    kind: NameKind | None
    party: str | None = None
    city: str | None = None
    country: str | None = None
    parties: tuple[str, ...] = ()
    careful: bool = False
    place: bool = False
    capital: bool = False
    before: tuple[int, str] | None = None
    """The day until which the name stood for another party, and that party."""


@dataclass(slots=True, eq=False)
class _Person:
    name: str
    terms: list[Term] = field(default_factory=list)
    short: dict[str, None] = field(default_factory=dict)

    def term(self, day: int) -> Term | None:
        """The term that counts on ``day``: the highest office held then, or else one about to begin or just over."""
        best: Term | None = None
        for term in self.terms:
            if term.start <= day <= term.end and (best is None or _rank(term) < _rank(best)):
                best = term
        if best is None:
            for term in self.terms:
                if term.start - _LEAD.get(term.role, _LEAD_OTHERS) <= day <= term.end + _TAIL:
                    return term
        return best


def _rank(term: Term) -> int:
    return _RANK.get(term.role, 3)


@dataclass(slots=True)
class _Named:
    """What a personal name leads to: everybody who bears it, whether it is only a surname, and whether it needs proof."""

    people: list[_Person]
    bare: bool
    careful: bool
    called: Mapping[str, tuple[str, ...]] | None = None
    """For a name that two parties' people bear ("King Abdullah", "Lee"): what their parties are called."""


class Gazetteer:
    """Every name Parley knows. Build it once and share it: it is immutable after construction."""

    def __init__(self, tables: Tables) -> None:
        self._index: dict[str, Sequence[tuple[str, int, Any]]] = _compile(tables)
        self._oppositions = {group.opposes: group.party for group in tables.groups if group.opposes}
        # The few names without any capital letter ("six-party talks", "the 27-nation bloc") are searched for only where
        # their first letters occur.
        self._lower: list[tuple[re.Pattern[str], str, _Fixed]] = []
        named: list[tuple[tuple[str, ...], str | None, tuple[str, ...]]] = [
            (collective.names, None, collective.members) for collective in tables.collectives
        ]
        named += [((*body.names, *body.bodies), body.id, body.members) for body in tables.organisations]
        for names, party, members in named:
            by_hint: dict[str, list[str]] = {}
            for name in names:
                if not TOKEN.search(name):
                    by_hint.setdefault(name[:4], []).append(name)
            for hint, alike in by_hint.items():
                alike.sort(key=len, reverse=True)
                pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, alike)) + r")\b")
                self._lower.append((pattern, hint, _Fixed(NameKind.ORGANISATION, party, parties=members)))

    @classmethod
    def default(
        cls, extra: Iterable[Path | str | Mapping[str, Any]] | Path | str | Mapping[str, Any] = ()
    ) -> Gazetteer:
        """The packaged gazetteer, with an operator's files or tables added; see ``docs/gazetteer.md`` for their format.

        Without ``extra`` the same object is returned every time. Raises :class:`GazetteerError` naming file, line and mend.
        """
        if isinstance(extra, (str, Path, Mapping)):
            extra = (extra,)
        extras = tuple(extra)
        if not extras:
            return _packaged()
        tables = names_tables.load()
        for item in extras:
            names_tables.extend(tables, item)
        return cls(tables)

    def find(
        self,
        text: str,
        published: date,
        *,
        start: int = 0,
        end: int | None = None,
        introduced: Introductions | None = None,
    ) -> list[NameMention]:
        """The names in ``text[start:end]``, in order and without overlaps; offsets are into ``text``.

        ``published`` decides which office-holder a surname means and whether a person is in office. A person known to be
        out of office comes back with ``party=None, role="former"``.
        """
        stop = len(text) if end is None else min(end, len(text))
        return self._scan(text, max(0, start), stop, published.toordinal(), introduced, None)

    def introductions(self, text: str, published: date) -> Introductions:
        """The people whom ``text`` introduces or names in full, so that a later bare surname can be resolved."""
        full: list[tuple[NameMention, tuple[str, ...]]] = []
        mentions = self._scan(text, 0, len(text), published.toordinal(), None, full)
        return find_introductions(text, mentions, full, self.knows, self._oppositions)

    def knows(self, name: str) -> bool:
        """True where ``name`` as a whole is a state, organisation, group or place of the gazetteer."""
        match = TOKEN.search(name)
        if match is None:
            return False
        return any(
            candidate == name and isinstance(entry, _Fixed) and entry.kind is not None
            for candidate, _, entry in self._index.get(match.group(), ())
        )

    def _scan(
        self,
        text: str,
        start: int,
        end: int,
        day: int,
        introduced: Introductions | None,
        full: list[tuple[NameMention, tuple[str, ...]]] | None,
    ) -> list[NameMention]:
        segment = text[start:end]
        # Same length, so offsets stay right: a name may be broken over lines or written with a typographic apostrophe.
        for odd, plain in (
            ("\n", " "),
            ("\u00a0", " "),
            ("\u2019", "'"),
            ("\u02bc", "'"),
            ("\u2011", "-"),
            ("\u2010", "-"),
        ):
            if odd in segment:
                segment = segment.replace(odd, plain)
        found: list[NameMention] = []
        static = self._index
        own = introduced.index if introduced is not None else {}
        us_georgia = introduced is not None and introduced.us_georgia
        opposition = introduced.opposition if introduced is not None else None
        last = 0
        lookup = static.get
        size = len(segment)
        for match in TOKEN.finditer(segment):
            at = match.start()
            if at < last:
                continue
            word = match.group()
            candidates = lookup(word)
            shouted = False
            if own and word in own:
                candidates = _merge(own[word], candidates)
            elif candidates is None:
                if len(word) < 3 or not word.isupper():
                    continue
                candidates = lookup(word.capitalize())
                if candidates is None:
                    continue
                shouted = True
            initial = _INITIALS.match(segment, match.end()) if segment.startswith(". ", match.end() + 2) else None
            for name, shift, entry in candidates:
                begin = at - shift
                stop = begin + len(name)
                if begin < last or stop > size:
                    continue
                if shouted:
                    if segment[begin:stop] != name.upper() or (type(entry) is not _Fixed and " " not in name):
                        continue
                elif not segment.startswith(name, begin):
                    # "Antony J. Blinken" is Antony Blinken
                    if initial is None or type(entry) is not _Named or not name.startswith(word + " "):
                        continue
                    stop = initial.end() + len(name) - len(word) - 1
                    if not segment.startswith(name[len(word) + 1 :], initial.end()):
                        continue
                if (stop < size and segment[stop].isalnum() and segment[stop - 1] != "'") or (
                    shift and begin and segment[begin - 1].isalnum()
                ):
                    continue
                if type(entry) is _Fixed:
                    verdict = _fixed_counts(entry, name, segment, begin, stop, us_georgia)
                    if verdict is None:
                        continue  # a shorter name may still begin here
                    last = stop
                    if (
                        verdict
                        and entry.kind is NameKind.METONYM
                        and found
                        and _is_anothers(entry, name, found[-1], segment, start, begin)
                    ):
                        break  # "Kyrgyzstan's White House", "the Pakistani Foreign Office": the state before it is meant
                    if verdict and entry.kind is not None:
                        found.append(
                            NameMention(
                                start + begin,
                                start + stop,
                                text[start + begin : start + stop],
                                entry.kind,
                                entry.party if entry.before is None or day >= entry.before[0] else entry.before[1],
                                entry.city,
                                entry.country,
                                None,
                                entry.parties,
                            )
                        )
                    break
                if segment.startswith(" ", stop) and _INSTITUTION.match(segment, stop):
                    last = stop
                    break
                if type(entry) is IntroducedName:
                    if entry.bare:
                        begin = _with_particle(segment, begin, last)
                        if not _bare_counts(segment, begin, stop):
                            continue
                    person = entry.at(start + begin)
                    mention = NameMention(
                        start + begin,
                        start + stop,
                        text[start + begin : start + stop],
                        NameKind.PERSON,
                        person.party,
                        role=person.role,
                    )
                    found.append(mention)
                    last = stop
                    break
                resolved = _resolve(entry, segment, begin, stop, last, day, static)
                if resolved is None:
                    continue
                if entry.bare:
                    begin = _with_particle(segment, begin, last)
                party, role, short = resolved
                mention = NameMention(
                    start + begin, start + stop, text[start + begin : start + stop], NameKind.PERSON, party, role=role
                )
                if full is not None and (entry.careful or not entry.bare):
                    full.append((mention, short))
                found.append(mention)
                last = stop
                break
        if opposition is not None and "pposition" in segment:
            taken = {mention.end for mention in found}
            found.extend(
                NameMention(start + m.start(), start + m.end(), m.group(), NameKind.GROUP, opposition)
                for m in _OPPOSITION.finditer(segment)
                if start + m.end() not in taken and not _NOT_A_PARTY.match(segment, m.end())
            )
            found.sort(key=_by_start)
        for pattern, hint, fixed in self._lower:
            if hint in segment:
                found.extend(
                    NameMention(
                        start + m.start(),
                        start + m.end(),
                        m.group(),
                        NameKind.ORGANISATION,
                        fixed.party,
                        parties=fixed.parties,
                    )
                    for m in pattern.finditer(segment)
                )
                found.sort(key=_by_start)
        return found


def _by_start(mention: NameMention) -> int:
    return mention.start


def _merge(
    own: Sequence[tuple[str, int, Any]], static: Sequence[tuple[str, int, Any]] | None
) -> list[tuple[str, int, Any]]:
    """Both lists, longest name first; what the article introduces comes before the list where the names are equal."""
    return sorted([*own, *(static or ())], key=lambda candidate: -len(candidate[0]))


def _fixed_counts(entry: _Fixed, name: str, segment: str, begin: int, stop: int, us_georgia: bool) -> bool | None:
    """True: a mention. False: these words are used up and yield nothing. None: not this name."""
    if entry.kind is None:
        return False
    following = segment[stop : stop + 1]
    if following == "-" and _HYPHENATED_AWAY.match(segment, stop):
        return False
    if begin and segment[begin - 1] == "-" and _OPPOSED.search(segment, max(0, begin - 6), begin):
        return False
    if following in (" ", "'") and _INSTITUTION.match(segment, stop):
        return False
    given = _GIVEN_BEFORE.get(name)
    if given is not None and begin > 1 and segment[begin - 1] == " ":
        before = segment[max(0, begin - 16) : begin - 1]
        if before[before.rfind(" ") + 1 :] in given:
            return False
    if entry.kind is NameKind.DEMONYM:
        return not segment.endswith("ethnic ", 0, begin) if segment[begin - 1 : begin] == " " else True
    if entry.place:
        if following == " " and _NOT_THE_PLACE.match(segment, stop):
            return False
        if entry.careful and not (
            _PLACE_BEFORE.search(segment, max(0, begin - 20), begin) or _PLACE_AFTER.match(segment, stop)
        ):
            return None
    if name in _PERSONAL:
        if name == "Georgia" and (
            us_georgia
            or _US_GEORGIA_AFTER.match(segment, stop)
            or _US_GEORGIA_BEFORE.search(segment, max(0, begin - 20), begin)
        ):
            return False
        if _AFTER_PERSONAL.match(segment, stop):
            return False
    elif (
        name == "US" and _SHOUTED_US.search(segment, max(0, begin - 12), begin) and _SHOUTED_AFTER.match(segment, stop)
    ):
        return False
    return True


def _is_anothers(entry: _Fixed, name: str, before: NameMention, segment: str, start: int, begin: int) -> bool:
    """True where a seat of government directly follows another state's name as its possession."""
    if before.party == entry.party or before.kind not in (NameKind.STATE, NameKind.DEMONYM) or entry.capital:
        return False
    between = segment[before.end - start : begin]
    return between in ("'s ", "' ") or (between == " " and name in _OWN_OFFICE)


def _with_particle(segment: str, begin: int, floor: int) -> int:
    """Where a surname really begins: "al-", "de" and "van" belong to it."""
    particle = _PARTICLE_BEFORE.search(segment, max(floor, begin - 8), begin)
    if particle is None or (particle.start() and segment[particle.start() - 1].isalnum()):
        return begin
    return particle.start()


def _bare_counts(segment: str, begin: int, stop: int) -> bool:
    """False where a bare surname is part of somebody else's name, or of no name at all."""
    if begin and segment[begin - 1] == " ":
        initials = _BARE_INITIALS.search(segment, max(0, begin - 4), begin)
        if initials is not None:
            begin = initials.start()  # "that S Jaishankar", "Minister SM Krishna"
            if not (begin and segment[begin - 1] == " "):
                return True
        before = _CAPITALISED_BEFORE.search(segment, max(0, begin - 24), begin)
        if before is not None:
            word = before.group(1)
            ended = word.endswith(".") and len(word) > 2  # the sentence, not an initial
            if (
                not ended
                and word not in _HARMLESS_BEFORE
                and not word.endswith(
                    ("'s", "s'", "-elect", "-Elect", "-General", "ian", "ish", "ese", "U.S.", "US", "UN", "EU", "NATO")
                )
            ):
                start = before.start(1)
                # A word that only begins the sentence proves nothing, unless it looks like the rest of a name.
                if not (
                    start == 0 or segment[max(0, start - 2) : start] in (". ", "? ", "! ", ": ", '" ', "; ")
                ) or not word.endswith("ly"):
                    return False
    return segment[begin:stop] != "May" or not (
        _MONTH_AFTER.match(segment, stop) or _MONTH_BEFORE.search(segment, max(0, begin - 8), begin)
    )


def _in_title_case(segment: str, begin: int, stop: int) -> bool:
    """True where the words around are a headline with capitals ("President Macron Says Talks Go On")."""
    around = _LONG_WORD.findall(segment, max(0, begin - 60), stop + 60)
    return len(around) >= 4 and sum(w[0].isupper() for w in around) * 5 >= len(around) * 4


def _begins_a_name(segment: str, begin: int, stop: int, names: Mapping[str, Sequence[tuple[str, int, Any]]]) -> bool:
    """True where a known surname follows: then the word before it was a first name ("Mahmud Abbas")."""
    if not segment.startswith(" ", stop):
        return False
    following = TOKEN.match(segment, stop + 1)
    if following is None:
        return False
    word = following.group()
    if (
        begin > 1
        and segment[begin - 1] == " "
        and segment[begin - 2].islower()
        and word not in _AFTER_SURNAME
        and not _in_title_case(segment, begin, stop)
    ):
        return True  # not a headline in capitals, so two capitalised words in a row are one name
    return any(name == word and type(entry) is _Named for name, _, entry in names.get(word, ()))


def _resolve(
    entry: _Named, segment: str, begin: int, stop: int, floor: int, day: int, surnames: Mapping[str, Any]
) -> tuple[str | None, str | None, tuple[str, ...]] | None:
    """Whom a name of the list means on ``day``: party, role and the bare names that follow from it."""
    holders = [(person, term) for person in entry.people if (term := person.term(day)) is not None]
    if not entry.bare:
        if not holders:
            person = entry.people[0]
            return None, "former", tuple(person.short)
        if entry.called and len({term.party for _, term in holders}) > 1:
            around = segment[max(0, begin - 40) : begin] + "|" + segment[stop : stop + 30]
            holders = [
                holder for holder in holders if any(name in around for name in entry.called.get(holder[1].party, ()))
            ]
            if len({term.party for _, term in holders}) != 1:
                return None
        person, term = min(holders, key=lambda holder: _rank(holder[1]))
        return term.party, term.role, tuple(person.short)
    if not holders:
        return None
    begin = _with_particle(segment, begin, floor)
    if not _bare_counts(segment, begin, stop) or _begins_a_name(segment, begin, stop, surnames):
        return None
    title = (
        _TITLE_BEFORE.search(segment, max(0, begin - 24), begin - 1)
        if begin > 2 and segment[begin - 1] == " "
        else None
    )
    if title is not None:
        role = (
            "head_of_state"
            if title.group(1)
            else "head_of_government"
            if title.group(2)
            else "foreign_minister"
            if title.group(3)
            else None
        )
        if role is not None:
            fitting = [holder for holder in holders if holder[1].role == role]
            if title.group(1):
                fitting = [holder for holder in fitting if holder[1].party not in _NEVER_PRESIDENT]
            if fitting:
                holders = fitting
            elif entry.careful:
                return None
    elif entry.careful:
        return None
    if len(holders) > 1:
        parties = {holder[1].party for holder in holders}
        if len(parties) > 1 and entry.called:
            head = segment[:_HEAD]
            told = {party for party in parties if any(name in head for name in entry.called.get(party, ()))}
            if len(told) == 1:  # "PM Lee" in an article that speaks of Singapore, and of Korea nowhere
                holders = [holder for holder in holders if holder[1].party in told]
        top = [holder for holder in holders if _rank(holder[1]) == 0]
        if len({holder[1].party for holder in holders}) > 1:
            if len({holder[1].party for holder in top}) != 1:
                return None
            holders = top
        holders.sort(key=lambda holder: _rank(holder[1]))
    person, term = holders[0]
    return term.party, term.role, tuple(person.short)


# --- compiling the tables ----------------------------------------------------------------------------------------------


def _compile(tables: Tables) -> dict[str, Sequence[tuple[str, int, Any]]]:
    entries: dict[str, _Fixed] = {}

    def add(name: str, entry: _Fixed) -> None:
        if name not in entries:
            entries[name] = entry
        if not name.isascii():
            folded = fold(name)
            if folded not in entries:
                # A text without diacritics gets its city back without them, as it would have to be quoted.
                entries[folded] = replace(entry, city=folded) if entry.city == name else entry

    for phrase in tables.phrases:
        add(phrase, _Fixed(None))
    for organisation in tables.organisations:
        fixed = _Fixed(NameKind.ORGANISATION, organisation.id, parties=organisation.members)
        for name in (*organisation.names, *organisation.bodies):
            add(name, fixed)
    for collective in tables.collectives:
        fixed = _Fixed(NameKind.ORGANISATION, None, parties=collective.members)
        for name in collective.names:
            add(name, fixed)
    for group in tables.groups:
        fixed = _Fixed(NameKind.GROUP, group.party, before=_CALLED_BEFORE.get(group.id))
        for name in group.names:
            add(name, fixed)
    for state in tables.states:
        # A state that is a city as well ("Singapore") is its own capital in the table.
        capital = state.capital[0] if state.capital else None
        own_city = capital if capital == state.names[0] else None
        fixed = _Fixed(NameKind.STATE, state.id, own_city, state.country)
        for name in state.names:
            add(name, fixed)
        fixed = _Fixed(NameKind.DEMONYM, state.id, None, state.country)
        for name in state.demonyms:
            add(name, fixed)
        for name in state.capital:
            add(
                name,
                _Fixed(
                    NameKind.METONYM,
                    state.id,
                    capital,
                    state.country,
                    place=True,
                    careful=name in state.careful,
                    capital=True,
                    before=_CALLED_BEFORE.get(name),
                ),
            )
        for seat, city in state.seats:
            add(seat, _Fixed(NameKind.METONYM, state.id, city or capital, state.country, place=True))
    for place in tables.places:
        fixed = _Fixed(NameKind.PLACE, None, place.city or None, place.country, place=True)
        doubtful = (
            _Fixed(NameKind.PLACE, None, place.city or None, place.country, place=True, careful=True)
            if place.careful
            else fixed
        )
        for name in place.names:
            add(name, doubtful if name in place.careful else fixed)
    people = _people(tables)
    for name, named in people.items():
        same = entries.get(name)
        if same is not None and not same.careful:
            if same.kind is not NameKind.PLACE or not any(
                term.role in _LEAD for person in named.people for term in person.terms
            ):
                continue  # a surname that is also a state, a seat or a city: only the full name counts
            entries[name] = replace(same, careful=True)

    index: dict[str, list[tuple[str, int, Any]]] = {}
    # Longest names first; of two equal names the fixed one is asked first, because a careful one may decline.
    for name in sorted(dict.fromkeys([*entries, *people]), key=len, reverse=True):
        entry = entries.get(name)
        word, _, _ = name.partition(" ")
        shift = 0
        if not (word.isalnum() and word[0].isupper()):
            match = TOKEN.search(name)
            if match is None:
                continue
            word, shift = match.group(), match.start()
        bucket = index.get(word)
        if bucket is None:
            bucket = index[word] = []
        if entry is not None:
            bucket.append((name, shift, entry))
        if entry is None or (entry.careful and name in people):
            bucket.append((name, shift, people[name]))
    return index  # type: ignore[return-value]


def _people(tables: Tables) -> dict[str, _Named]:
    """Every spelling and every bare name of the office-holders, with all who bear it."""
    people: dict[str, _Person] = {}
    forms: dict[str, list[_Person]] = {}
    for term in tables.terms:
        if "/" in term.name:
            names = spellings(term.name)
            person = people.get(names[0])
        else:
            names = (term.name,)
            person = people.get(term.name)
        if person is not None:
            person.terms.append(term)
            if not term.also and len(names) == 1:
                continue  # a further term of somebody whose names are known
        else:
            person = people[names[0]] = _Person(names[0], [term])
        wanted = [*names]
        own_surname = True
        for name in term.also:
            if name == "-":
                own_surname = False
            elif name not in NEVER_BARE:
                wanted.append(name)
        if term.party == "JP":
            # Tokyo's own releases put the family name first
            wanted += [" ".join(reversed(name.split(" "))) for name in names if name.count(" ") == 1]
        if own_surname:
            for name in names:
                family = surname(name, term.party)
                if family not in NEVER_BARE and family not in wanted:
                    wanted.append(family)
        for name in wanted:
            for form in (name,) if name.isascii() else (name, fold(name)):
                bearers = forms.get(form)
                if bearers is None:
                    forms[form] = [person]
                elif bearers[-1] is not person and person not in bearers:
                    bearers.append(person)
                if " " not in form:
                    person.short[form] = None
    common = tables.common_names
    called = {state.id: state.names[:2] + state.demonyms for state in tables.states}
    named: dict[str, _Named] = {}
    for form, bearers in forms.items():
        bare = " " not in form
        careful = bare and form in common
        if len(bearers) == 1:
            named[form] = _Named(bearers, bare, careful)
        else:
            parties = {term.party for person in bearers for term in person.terms}
            named[form] = _Named(bearers, bare, careful, {party: called.get(party, ()) for party in parties})
    return named


@lru_cache(maxsize=1)
def _packaged() -> Gazetteer:
    with uncollected():
        return Gazetteer(names_tables.load())
