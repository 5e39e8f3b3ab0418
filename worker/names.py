"""Display names of parties: what a person reads where the log says ``US`` or ``AFRICAN_UNION``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

SHORT = {
    "US": "US",
    "GB": "UK",
    "AE": "UAE",
    "KP": "North Korea",
    "KR": "South Korea",
    "CD": "DR Congo",
    "VA": "Holy See",
}
"""Where newspapers' usual short form is not the first name of the table."""


def _rows(name: str) -> Iterator[dict[str, str]]:
    header: list[str] | None = None
    # Through the top package: importing the reading room would compile its grammar for a status table.
    for line in (files("domain") / "reading" / "data" / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
        else:
            yield dict(zip(header, cells, strict=False))


@cache
def party_names() -> Mapping[str, str]:
    """Party id → name for people. Ids that are not listed (an operator's own) are shown as they are."""
    names: dict[str, str] = {}
    for table in ("states.tsv", "organisations.tsv", "groups.tsv"):
        for row in _rows(table):
            known = [name.strip() for name in row.get("names", "").split(";")]
            # An acronym that newspapers use as the name (NATO, OSCE) is shorter than the full name and as clear.
            names.setdefault(row["id"], row["id"] if row["id"] in known else known[0] or row["id"])
    return {**names, **SHORT}


def known_names() -> Iterator[tuple[str, str]]:
    """Every name and demonym that a party is known by, with its id."""
    for table in ("states.tsv", "organisations.tsv", "groups.tsv"):
        for row in _rows(table):
            listed = f"{row.get('names', '')};{row.get('demonyms', '')}".split(";")
            for name in dict.fromkeys((row["id"], *(name.strip() for name in listed))):
                if name:
                    yield name.lstrip("?"), row["id"]
    for party, name in SHORT.items():
        yield name, party


@cache
def _cities() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in _rows("cities.tsv"):
        if row["city"]:
            found.setdefault(row["city"].strip("?()").casefold(), row["country"])
    for row in _rows("states.tsv"):
        for city in row.get("capital", "").split(";"):
            if city:
                found[city.strip().strip("?()").casefold()] = row["country"]
    return found


def country_of_city(city: str) -> str | None:
    """ISO 3166-1 alpha-2 code of the country that a city of the name tables lies in; ``None`` where it is not listed."""
    return _cities().get(city.strip().casefold())
