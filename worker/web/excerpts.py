"""A quote in its sentence: what a reader needs to judge whether it says what Parley made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from domain.reports import Evidence

BEFORE, AFTER = 280, 280
"""Characters around a quote that an excerpt takes in at most, where its sentence has no nearer end."""

_BOUNDARY = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; ``roles`` name what it is evidence for and are empty for mere surroundings."""

    text: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One or more sentences with the quotes in them."""

    pieces: tuple[Piece, ...]
    title: bool = False
    cut_before: bool = False
    cut_after: bool = False


def excerpts(evidence: Iterable[Evidence], text: str | None, title: str) -> list[Excerpt]:
    """The quotes in their sentences, in the order of the article, those of its title first. A quote whose text is no longer
    kept, or does not stand there any more, is shown alone."""
    found: list[Excerpt] = []
    for source, whole in (("title", title), ("text", text)):
        own = [one for one in evidence if one.source == source]
        lost = [one for one in own if whole is None or whole[one.start : one.end] != one.quote]
        kept = sorted((one for one in own if one not in lost), key=lambda one: (one.start, one.end))
        if whole is not None:
            found += _in_sentences(whole, kept, source == "title")
        seen: set[str] = set()
        for one in lost:
            if one.quote not in seen:
                seen.add(one.quote)
                roles = tuple(dict.fromkeys(o.role for o in lost if o.quote == one.quote and o.role))
                found.append(Excerpt((Piece(one.quote, roles or ("quote",)),), source == "title"))
    return found


def _in_sentences(whole: str, quotes: list[Evidence], title: bool) -> list[Excerpt]:
    groups: list[tuple[int, int, list[Evidence]]] = []
    for one in quotes:
        lo, hi = (0, len(whole)) if title else _sentence(whole, one.start, one.end)
        if groups and lo <= groups[-1][1]:
            start, end, members = groups[-1]
            groups[-1] = (start, max(end, hi), [*members, one])
        else:
            groups.append((lo, hi, [one]))
    return [
        Excerpt(
            _pieces(whole, lo, hi, members),
            title,
            cut_before=not title and lo > 0 and not _starts(whole, lo),
            cut_after=not title and hi < len(whole) and not _ends(whole, hi),
        )
        for lo, hi, members in groups
    ]


def _sentence(whole: str, start: int, end: int) -> tuple[int, int]:
    earliest, latest = max(0, start - BEFORE), min(len(whole), end + AFTER)
    lo = earliest
    # One character further: a boundary is known by the letter after it.
    for boundary in _BOUNDARY.finditer(whole, earliest, start + 1):
        lo = boundary.end()
    ahead = _BOUNDARY.search(whole, max(start, end - 1), latest)
    hi = ahead.start() if ahead is not None else latest
    return lo, max(hi, end)


def _starts(whole: str, at: int) -> bool:
    return at == 0 or whole[at - 1].isspace() or whole[at - 1] in "\"'“‘(["


def _ends(whole: str, at: int) -> bool:
    return whole[at - 1] in ".!?…\"'”’)]" or whole[at : at + 1] == "\n"


def _pieces(whole: str, lo: int, hi: int, quotes: list[Evidence]) -> tuple[Piece, ...]:
    """The stretch cut at every beginning and end of a quote, so that overlapping quotes nest without losing a character."""
    cuts = sorted({lo, hi, *(min(max(q, lo), hi) for one in quotes for q in (one.start, one.end))})
    pieces: list[Piece] = []
    for start, end in pairwise(cuts):
        covering = [one for one in quotes if one.start <= start and end <= one.end]
        roles = tuple(dict.fromkeys(one.role or "quote" for one in covering))
        if pieces and pieces[-1].roles == roles:
            pieces[-1] = Piece(pieces[-1].text + whole[start:end], roles)
        else:
            pieces.append(Piece(whole[start:end], roles))
    return tuple(pieces)
