"""The gazetteer's tables: the facts under ``data/`` and an operator's own additions, as plain rows.

The tables are tab-separated because reading eight thousand rows has to cost milliseconds at start-up; what an operator
adds is TOML, because people write it by hand and want to hear about their typing mistakes. ``docs/gazetteer.md``
describes both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

PACKAGE = "domain.reading.data"

ROLES = frozenset(
    {
        "head_of_state",
        "head_of_government",
        "foreign_minister",
        "minister",
        "envoy",
        "spokesperson",
        "official",
        "head_of_organisation",
        "legislator",
        "leader",
    }
)
"""What an office-holder can be. ``leader`` leads an armed or political group; ``official`` is everybody else in office."""


class GazetteerError(ValueError):
    """A table or an extension file cannot be used; the message names file, line and mend."""


@dataclass(frozen=True, slots=True)
class State:
    id: str
    country: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: tuple[str, ...]
    seats: tuple[tuple[str, str | None], ...]
    """Names that stand for the government, each with its city where that is not the capital."""
    careful: frozenset[str] = frozenset()
    """Those of the capital's names that are also ordinary words: they count only where a place is meant."""


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    names: tuple[str, ...]
    bodies: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collective:
    names: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    party: str
    names: tuple[str, ...]
    opposes: str = ""
    """The state whose "opposition" this group is at the table, if it is one."""


class Term(NamedTuple):
    """One stretch of office; both ends inclusive, as ``date.toordinal`` numbers."""

    party: str
    role: str
    name: str
    start: int
    end: int
    also: tuple[str, ...]


@dataclass(slots=True)
class Place:
    city: str
    country: str
    names: tuple[str, ...]
    careful: frozenset[str]
    """Those of ``names`` that are also ordinary words: they count only where the sentence says that a place is meant."""


@dataclass(slots=True)
class Tables:
    """Everything a gazetteer is made of."""

    states: list[State] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    collectives: list[Collective] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    common_names: set[str] = field(default_factory=set)


def read_rows(name: str) -> list[list[str]]:
    """The rows of ``data/<name>.tsv`` without comments and heading; every row has as many cells as the heading."""
    source = resources.files(PACKAGE).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    rows: list[list[str]] = []
    width = 0
    for number, line in enumerate(source.split("\n"), 1):
        if not line or line[0] == "#":
            continue
        cells = line.split("\t")
        if not width:
            width = len(cells)
            continue
        if len(cells) != width:
            raise GazetteerError(f"{name}.tsv, line {number}: {len(cells)} cells where the heading has {width}")
        rows.append(cells)
    return rows


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


_LONG_AGO = date(1900, 1, 1).toordinal()
FOREVER = date(9999, 12, 31).toordinal()


def first_day(text: str) -> int:
    """``2004``, ``2004-03`` or ``2004-03-09`` as the ordinal of its first day; an empty text is long ago."""
    if not text:
        return _LONG_AGO
    parts = [int(part) for part in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1).toordinal()


def last_day(text: str) -> int:
    """As :func:`first_day`, but the last day of a year or month; an empty text is the open end."""
    if not text:
        return FOREVER
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts).toordinal()
    if len(parts) == 2 and parts[1] < 12:
        return date(parts[0], parts[1] + 1, 1).toordinal() - 1
    return date(parts[0], 12, 31).toordinal()


def spellings(name: str) -> tuple[str, ...]:
    """``Sergei/Sergey Lavrov`` → both spellings; the first one is the name's usual form."""
    if "/" not in name:
        return (name,)
    return tuple(" ".join(words) for words in product(*(word.split("/") for word in name.split(" "))))


@lru_cache(maxsize=1)
def states() -> tuple[State, ...]:
    """The packaged states, read once: they are asked for apart from the whole as well."""
    found: list[State] = []
    for id_, country, names, demonyms, capital, seats in read_rows("states"):
        places = tuple((seat, city or None) for seat, _, city in (item.partition("@") for item in _list(seats)))
        careful = frozenset(name[1:] for name in _list(capital) if name[0] == "?")
        cities = tuple(name.removeprefix("?") for name in _list(capital))
        found.append(State(id_, country, _list(names), _list(demonyms), cities, places, careful))
    return tuple(found)


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """The packaged groups, as :func:`states`."""
    return tuple(Group(i, party or i, _list(n), opposes) for i, party, opposes, n in read_rows("groups"))


def load() -> Tables:
    """Read the packaged tables."""
    tables = Tables(states=list(states()))
    tables.organisations = [Organisation(i, _list(n), _list(b), _list(m)) for i, n, b, m in read_rows("organisations")]
    tables.collectives = [Collective(_list(names), _list(members)) for names, members in read_rows("collectives")]
    tables.groups = list(groups())
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for party, role, name, start, end, also in read_rows("people"):
        # Most dates occur several times; reading each of them once halves the time this table takes.
        begins = first.get(start)
        if begins is None:
            begins = first[start] = first_day(start)
        ends = last.get(end)
        if ends is None:
            ends = last[end] = last_day(end)
        tables.terms.append(Term(party, role, name, begins, ends, tuple(also.split(";")) if also else ()))
    for table in ("cities", "venues"):
        tables.places.extend(place(city, country, _list(names)) for city, country, names in read_rows(table))
    tables.phrases = [row[0] for row in read_rows("phrases")]
    tables.common_names = {row[0] for row in read_rows("common_names")}
    return tables


def place(city: str, country: str, names: Iterable[str]) -> Place:
    """A row of the place tables: ``?`` marks a name that is also an ordinary word, ``(City)`` one that does not count alone."""
    if city.startswith("("):
        city, every = city.strip("()"), [*names]
    else:
        every = [city, *names] if city else [*names]
    careful = frozenset(name[1:] for name in every if name[0] == "?")
    if careful:
        every = [name.removeprefix("?") for name in every]
        city = city.removeprefix("?")
    return Place(city, country, tuple(every), careful)


# --- what an operator adds -------------------------------------------------------------------------------------------

_KEYS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "party": {
        "id": str,
        "names": list,
        "demonyms": list,
        "capital": str,
        "seats": list,
        "country": str,
        "members": list,
    },
    "person": {"name": str, "party": str, "role": str, "from": (str, date), "to": (str, date), "also": list},
    "place": {"city": str, "country": str, "names": list},
    "phrase": {"names": list},
    "common_name": {"names": list},
}
_REQUIRED = {
    "party": ("id", "names"),
    "person": ("name", "party", "role"),
    "place": ("city", "country"),
    "phrase": ("names",),
    "common_name": ("names",),
}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")


def extend(tables: Tables, extra: Path | str | Mapping[str, Any]) -> None:
    """Add an operator's parties, people, places and phrases to ``tables``.

    ``extra`` is the path of a TOML file or its contents as a mapping. Raises :class:`GazetteerError` for a file that is
    not TOML, an unknown table or key (naming the nearest known one), a missing key, a wrong type or an impossible date.
    """
    if isinstance(extra, Mapping):
        _Extension("the given table", "", extra).add_to(tables)
        return
    import tomllib  # only operators' own tables are TOML

    path = Path(extra)
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(
            f"{path}: cannot be read as UTF-8 text ({error}); check the path and the encoding"
        ) from error
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{path}: not valid TOML: {error}") from error
    _Extension(str(path), source, content).add_to(tables)


@dataclass(slots=True)
class _Extension:
    where: str
    source: str
    content: Mapping[str, Any]

    def add_to(self, tables: Tables) -> None:
        known = {state.id for state in tables.states} | {organisation.id for organisation in tables.organisations}
        known |= {group.party for group in tables.groups}
        for table in self.content:
            if table not in _KEYS:
                raise self._error(
                    table,
                    None,
                    f"unknown table {table!r}{_nearest(table, _KEYS)}; write [[party]], [[person]], [[place]], [[phrase]] or [[common_name]]",
                )
        owners = _owners(tables)
        for row in self._rows("party"):
            self._add_party(tables, row, known, owners)
            known.add(row["id"])
        for row in self._rows("person"):
            if row["role"] not in ROLES:
                raise self._error(
                    "person",
                    row,
                    f"unknown role {row['role']!r}{_nearest(row['role'], ROLES)}; known roles: {', '.join(sorted(ROLES))}",
                )
            if row["party"] not in known:
                raise self._error(
                    "person",
                    row,
                    f"unknown party {row['party']!r}{_nearest(row['party'], known)}; add it as a [[party]] first",
                )
            start, end = self._day(row, "from"), self._day(row, "to")
            term = Term(
                row["party"], row["role"], row["name"], first_day(start), last_day(end), tuple(row.get("also", ()))
            )
            if term.end < term.start:
                raise self._error("person", row, f"the term of {row['name']!r} ends ({end}) before it begins ({start})")
            tables.terms.append(term)
        for row in self._rows("place"):
            if not re.fullmatch(r"[A-Z]{2}", row["country"]):
                raise self._error(
                    "place", row, f"country {row['country']!r} of {row['city']!r} is not an ISO 3166-1 alpha-2 code"
                )
            added = place(row["city"], row["country"], row.get("names", ()))
            for name in added.names:
                lies = owners.get(name)
                if lies is not None and lies.rpartition(", ")[2] != row["country"]:
                    raise self._error(
                        "place",
                        row,
                        f'{name!r} is known already ({lies}); write "({row["city"]})" as the city if only its other names are meant',
                    )
            tables.places.append(added)
        for row in self._rows("phrase"):
            tables.phrases.extend(row["names"])
        for row in self._rows("common_name"):
            tables.common_names.update(row["names"])

    def _add_party(
        self, tables: Tables, row: Mapping[str, Any], known: frozenset[str] | set[str], owners: Mapping[str, str]
    ) -> None:
        """One party, or more names for a known one."""
        id_, names, demonyms = row["id"], tuple(row["names"]), tuple(row.get("demonyms", ()))
        members, country = tuple(row.get("members", ())), row.get("country", "")
        capital = (row["capital"],) if row.get("capital") else ()
        seats = tuple((seat, city or None) for seat, _, city in (item.partition("@") for item in row.get("seats", ())))
        for name in (*names, *demonyms, *capital, *(seat for seat, _ in seats)):
            owner = owners.get(name)
            if owner is not None and owner != id_ and ", " not in owner:
                raise self._error(
                    "party", row, f"{name!r} of party {id_!r} is a name of {owner!r} already; give it another name"
                )
        for member in members:
            if member not in known:
                raise self._error(
                    "members",
                    row,
                    f"unknown member {member!r}{_nearest(member, known)}; add it as a [[party]] first",
                )
        if country and not re.fullmatch(r"[A-Z]{2}", country):
            raise self._error("country", row, f"country {country!r} of {id_!r} is not an ISO 3166-1 alpha-2 code")
        if id_ in known:
            for number, state in enumerate(tables.states):
                if state.id == id_:
                    if country and country != state.country:
                        raise self._error(
                            "party",
                            row,
                            f"party {id_!r} is known and lies in {state.country}; leave country out to add names",
                        )
                    tables.states[number] = replace(
                        state,
                        names=state.names + names,
                        demonyms=state.demonyms + demonyms,
                        capital=state.capital + capital,
                        seats=state.seats + seats,
                    )
                    return
        if members or any(body.id == id_ for body in tables.organisations):
            tables.organisations.append(Organisation(id_, names + demonyms, (), members))
        elif country:
            tables.states.append(State(id_, country, names, demonyms, capital, seats))
        elif capital:
            raise self._error(
                "party", row, f'party {id_!r} has a capital but no country; add country = "XX" (ISO 3166-1)'
            )
        else:
            tables.groups.append(Group(id_, id_, names + demonyms))

    def _rows(self, table: str) -> Iterator[Mapping[str, Any]]:
        rows = self.content.get(table, ())
        if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
            raise self._error(table, None, f"{table!r} must be a list of tables: write [[{table}]]")
        keys = _KEYS[table]
        for row in rows:
            for key, value in row.items():
                if key not in keys:
                    raise self._error(
                        key,
                        row,
                        f"unknown key {key!r} in [[{table}]]{_nearest(key, keys)}; known keys: {', '.join(keys)}",
                    )
                if not isinstance(value, keys[key]):
                    raise self._error(
                        key, row, f"{key} = {value!r} in [[{table}]] has the wrong type; see docs/gazetteer.md"
                    )
                if isinstance(value, list) and not all(isinstance(item, str) and item.strip() for item in value):
                    raise self._error(key, row, f"{key} in [[{table}]] must be a list of names")
                if isinstance(value, str) and not value.strip():
                    raise self._error(key, row, f"{key} in [[{table}]] is empty; leave it out or give a value")
            for key in _REQUIRED[table]:
                if key not in row:
                    raise self._error(table, row, f"[[{table}]] without {key!r}; add it")
                if row[key] == []:
                    raise self._error(key, row, f"{key} in [[{table}]] is empty; give at least one")
            yield row

    def _day(self, row: Mapping[str, Any], key: str) -> str:
        value = row.get(key, "")
        text = value.isoformat()[:10] if isinstance(value, date) else str(value)
        try:
            if text and not _DATE.match(text):
                raise ValueError("not YYYY, YYYY-MM or YYYY-MM-DD")
            first_day(text)
        except ValueError as error:
            raise self._error(key, row, f"{key} = {text!r}: {error}; write YYYY, YYYY-MM or YYYY-MM-DD") from error
        return text

    def _error(self, word: str, row: Mapping[str, Any] | None, message: str) -> GazetteerError:
        line = self._line(word, row)
        return GazetteerError(f"{self.where}{f', line {line}' if line else ''}: {message}")

    def _line(self, word: str, row: Mapping[str, Any] | None) -> int | None:
        """The line where ``word`` stands, at or after the line with the row's own name: tomllib keeps no positions."""
        lines = self.source.split("\n")
        if not self.source:
            return None
        start = 0
        if row is not None:
            label = next((str(row[key]) for key in ("id", "name", "city") if key in row), None)
            if label is not None:
                start = next(
                    (number for number, line in enumerate(lines) if f'"{label}"' in line or f"'{label}'" in line), 0
                )
            while start and not lines[start].lstrip().startswith("[["):
                start -= 1
        pattern = re.compile(rf"^\s*(?:\[+\s*)?[\"']?{re.escape(word)}\b")
        return next((number + 1 for number in range(start, len(lines)) if pattern.match(lines[number])), start + 1)


def _owners(tables: Tables) -> dict[str, str]:
    """Whose every name is: the id of a party, or "city, country" for a place."""
    owners: dict[str, str] = {}
    for place_ in tables.places:
        owners.update(dict.fromkeys(place_.names, f"{place_.city}, {place_.country}"))
    for group in tables.groups:
        owners.update(dict.fromkeys(group.names, group.party))
    for body in tables.organisations:
        owners.update(dict.fromkeys((*body.names, *body.bodies), body.id))
    for state in tables.states:
        owners.update(dict.fromkeys((*state.names, *state.demonyms), state.id))
    return owners


def _nearest(word: str, known: Iterable[str]) -> str:
    import difflib  # only a mistake needs it

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (did you mean {close[0]!r}?)" if close else ""
