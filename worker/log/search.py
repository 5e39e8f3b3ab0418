"""Full text over the changes: quotes, titles, outlets, places and parties.

What a change is found by is folded here, once, and kept with it in ``change.words``: small letters without diacritics, one blank
between two words. So both databases find the same, whatever their tokenizers think of "Zürich" and "U.S.". SQLite indexes it by
FTS5 (https://sqlite.org/fts5.html), kept up by triggers; PostgreSQL by a GIN index over ``to_tsvector('simple', words)``.

The names of parties stand in no index, for they may change while the log does not: their ids do, and a question is asked for
the parties that it may mean as well.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, column, func, literal, literal_column, select, table

from domain.events import MeetingChange, MeetingFacts
from worker.log.tables import change
from worker.names import known_names

MOST_TERMS: Final = 8
"""Terms of a question; further ones are left out."""

MOST_WORDS: Final = 100_000
"""Characters of text that a change is found by. PostgreSQL refuses a row whose words take up more than a mebibyte in its index, and
the change would be lost for a title that is none."""

BEGINNING: Final = 4
"""A word of so many letters also finds those that begin with it: "talk" finds "talks". Shorter ones would find too much."""

MOST_PARTIES: Final = 12
"""Parties that one term may stand for."""

_OTHER_LETTERS: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "’": "'", "ʼ": "'"}
)
"""Letters that Unicode does not take apart."""

_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> list[str]:
    """The words of ``text`` as they are compared: ``"The U.S. in Zürich"`` gives the, us, in, zurich."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_OTHER_LETTERS))
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
    return _WORD.findall(_INITIALS.sub("", plain))


def party_word(party: str) -> str:
    """The word that stands for a party or country in the index."""
    return f"party{''.join(fold(party))}"


def words_of(event: MeetingChange) -> str:
    """What ``event`` is found by."""
    facts = [one for one in (event.after, event.before) if one is not None]
    texts = dict.fromkeys([event.kind, *_article(event), *(one.quote for one in event.evidence), *_places(facts)])
    parties = dict.fromkeys(party_word(party) for party in _parties(facts))
    words = " ".join(word for text in texts for word in fold(text))
    if len(words) > MOST_WORDS:
        words = words[:MOST_WORDS].rpartition(" ")[0]
    return " ".join([*words.split(), *parties])


def _article(event: MeetingChange) -> list[str]:
    return [event.article.title, event.article.outlet or ""] if event.article is not None else []


def _places(facts: Iterable[MeetingFacts]) -> Iterator[str]:
    for one in facts:
        yield one.status.value
        if one.where is not None:
            yield one.where.city or ""


def _parties(facts: Iterable[MeetingFacts]) -> Iterator[str]:
    for one in facts:
        yield from one.parties
        if one.where is not None and one.where.country:
            yield one.where.country


# --- questions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase that has to be there."""

    words: tuple[str, ...]
    begins: bool
    """The last word may go on."""
    parties: tuple[str, ...] = ()
    """Words of the parties that the term may mean; any of them does as well."""


_TERM = re.compile(r'"([^"]*)"?(\*?)|(\S+)')


def terms(question: str) -> tuple[Term, ...]:
    """What ``question`` asks for: words, ``"phrases in quotes"``, and ``beginn*``. All of them have to be there."""
    found: list[Term] = []
    for match in _TERM.finditer(question):
        phrase, star, word = match.groups()
        given = phrase if word is None else word.rstrip("*")
        words = tuple(fold(given))
        if not words:
            continue
        starred = bool(star) or (word is not None and word.endswith("*"))
        begins = starred or (word is not None and len(words[-1]) >= BEGINNING)
        found.append(Term(words, begins, tuple(_meant(words, begins))))
        if len(found) == MOST_TERMS:
            break
    return tuple(found)


@cache
def _names() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Every word of every party's name, sorted, with the words up to it and the party."""
    found = {
        (word, words[: place + 1], party_word(party))
        for name, party in known_names()
        for words in [tuple(fold(name))]
        for place, word in enumerate(words)
    }
    return tuple(sorted(found))


def _meant(words: tuple[str, ...], begins: bool) -> list[str]:
    """The parties one of whose names holds these words."""
    names, last, found = _names(), words[-1], dict[str, None]()
    for place in range(bisect_left(names, (last,)), len(names)):
        word, name, party = names[place]
        if not (word.startswith(last) if begins else word == last):
            break
        if name[-len(words) : -1] == words[:-1]:
            found[party] = None
    return list(found)[:MOST_PARTIES]


_fts = table("change_search", column("rowid"))


def matching(conn: Connection, asked: Iterable[Term]) -> ColumnElement[bool]:
    """The condition on ``change`` that all terms are there."""
    if conn.dialect.name == "sqlite":
        return change.c.position.in_(select(_fts.c.rowid).where(_fts5_match(asked)))
    inner = change.alias("searched")
    fits = _in_words(inner.c.words, asked)
    # OFFSET keeps it a question of its own, which the index answers. Else, for the newest sixty, the planner may look at every
    # change, however few fit: it cannot know how many words begin so.
    return change.c.position.in_(select(inner.c.position).where(fits).offset(0))


def standing_in(asked: Iterable[Term]) -> ColumnElement[bool]:
    """The same condition without the index, PostgreSQL only: for so few changes that looking at each costs less than looking up
    how many of all have a word that most of them have."""
    # What is not the very expression of the index is not looked up there.
    return _in_words(change.c.words.concat(""), asked)


def positions(conn: Connection, asked: Iterable[Term], after: int, limit: int) -> list[int]:
    """Where the next ``limit`` changes after the position ``after`` stand in which all terms are there."""
    if conn.dialect.name == "sqlite":
        # The index is in this order: it is entered behind ``after`` and left after ``limit``.
        place, fits = _fts.c.rowid, _fts5_match(asked)
    else:
        place, fits = change.c.position, _in_words(change.c.words, asked)
    found = select(place).where(fits, place > after).order_by(place).limit(limit)
    return list(conn.execute(found).scalars())


def _fts5_match(asked: Iterable[Term]) -> ColumnElement[bool]:
    question = " AND ".join(_fts5(term) for term in asked)
    matched: ColumnElement[bool] = literal_column("change_search").op("MATCH", is_comparison=True)(literal(question))
    return matched


def _in_words(words: ColumnElement[str], asked: Iterable[Term]) -> ColumnElement[bool]:
    simple: Any = literal_column("'simple'")
    question = " & ".join(_tsquery(term) for term in asked)
    matched: ColumnElement[bool] = func.to_tsvector(simple, words).op("@@", is_comparison=True)(
        func.to_tsquery(simple, question)
    )
    return matched


def _fts5(term: Term) -> str:
    phrase = f'"{" ".join(term.words)}"{"*" if term.begins else ""}'
    parties = [f'"{party}"' for party in term.parties]
    return f"({' OR '.join([phrase, *parties])})"


def _tsquery(term: Term) -> str:
    # Words hold letters and digits only: nothing in them has to be escaped.
    *most, last = (f"'{word}'" for word in term.words)
    phrase = " <-> ".join([*most, f"{last}:*" if term.begins else last])
    parties = [f"'{party}'" for party in term.parties]
    return f"({' | '.join([f'({phrase})', *parties])})"
