"""Texts that no newsroom would print, bred from articles that one might, and the laws that reading keeps on all of them.

The short run is in ``test_fuzz.py``; ``python -m benchmarks.fuzz`` goes on for as long as it is told.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks import world_news
from domain.reading import RuleExtractor
from domain.reading import lexicon as lx
from domain.reading.names_tables import load
from domain.reports import quotes_exactly

SLOW = 50e-6, 0.25
"""CPU seconds for a character and for any text at all, beyond which a reading is reported as slow: ten times the usual."""

ODD = [
    "", " ", "\n", "\n\n", "\r\n", "\t", "\x00", "\x1e", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u00ad", "\u0301", "\ud800",
    "\U0001f1fa\U0001f1f8", "İ", "ß", "ﬁ", "Ǆ", "’", "‘", "“", "”", "„", "«", "»", "--", "—", "–", "‑", "…", "...", "(", ")", "[", "]", "{",
    "}", ",", ";", ":", ".", "!", "?", "'s", "’s", "'", '"', "/", "\\", "&", "&amp;", "%", "$", "<b>", "0", "00", "1", "31", "32", "99", "2024",
    "10000", "1.", "1,", "½", "²", "٣", "十", "a.m.", "p.m.", "24:00", "25:61", "U.S.", "e.g.", "Jr.", "http://example.org/a?b=c",
]  # fmt: skip
TIMES = [
    "on Monday", "last Friday", "next week", "two weeks ago", "in 3 months", "on Feb. 30", "on 29 February", "on January 10-12", "10-11 and 13 May",
    "mid-January", "the end of the month", "the 31st", "in 0 days", "in 999 years", "99 weeks ago", "9999-12-31", "0001-01-01", "2024-13-45",
    "1/2/3", "tomorrow", "the day after tomorrow", "this weekend", "at noon GMT", "at 25:00", "the following day", "three days later",
    "New Year's Eve", "Easter", "the 1990s", "in the year 9999", "since 1900", "the last century", "every Tuesday", "by year's end",
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    text: str
    title: str
    published: date


@cache
def seeds() -> tuple[tuple[str, str], ...]:
    """Text and title of the articles that are bred from."""
    own = [json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "articles").glob("*.json"))]
    made = [*world_news.ordinary(8, seed=1), *world_news.dense(8, seed=2)]
    return tuple((str(a["text"]), str(a["title"])) for a in own) + tuple((text, text[20:90]) for text in made)


@cache
def vocabulary() -> tuple[str, ...]:
    """Words the reader has rules for, so that mutations meet the rules and not only the gaps between them."""
    tables = load()
    words = {word for table in (lx.EVENT_NOUNS, lx.VERB_FORMS, lx.AUX, lx.NUMBER_WORDS) for word in table}
    words |= (
        lx.ROLES
        | lx.PREPOSITIONS
        | lx.SUBORDINATORS
        | lx.NEGATIONS
        | lx.DETERMINERS
        | lx.PRONOUNS
        | lx.RELATIVES
        | lx.ADVERBS
    )
    names = [name for state in tables.states for name in (*state.names, *state.demonyms, *state.capital)]
    names += [name for party in (*tables.organisations, *tables.groups) for name in party.names]
    names += [term.name for term in tables.terms[::7]] + [name for place in tables.places[::5] for name in place.names]
    return (*sorted(words), *sorted(words), *sorted(set(names)), *TIMES * 30)


class Breeder:
    """Endless cases, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.mutations: list[Callable[[str], str]] = [
            self.drop, self.double, self.insert_word, self.insert_word, self.insert_odd, self.swap_words, self.swap_sentences,
            self.splice, self.change_case, self.cut, self.stutter, self.join, self.replace_name, self.soup,
        ]  # fmt: skip

    def case(self) -> Case:
        text, title = self.rng.choice(seeds())
        for _ in range(self.rng.choice((1, 1, 2, 3, 5, 9, 20))):
            text = self.rng.choice(self.mutations)(text)
        if self.rng.random() < 0.3:
            title = self.rng.choice(self.mutations)(title)
        return Case(text[:20_000], title[:500], self.day())

    def day(self) -> date:
        if self.rng.random() < 0.05:
            return self.rng.choice((date.min, date.max, date(2024, 2, 29), date(1899, 12, 31), date(1970, 1, 1)))
        return date.fromordinal(self.rng.randint(date(1999, 1, 1).toordinal(), date(2031, 1, 1).toordinal()))

    def span(self, text: str, longest: int = 200) -> tuple[int, int]:
        start = self.rng.randint(0, len(text))
        return start, min(len(text), start + self.rng.randint(0, longest))

    def drop(self, text: str) -> str:
        start, end = self.span(text)
        return text[:start] + text[end:]

    def double(self, text: str) -> str:
        start, end = self.span(text)
        return text[:end] + text[start:]

    def insert_word(self, text: str) -> str:
        at = self.rng.choice([match.start() for match in re.finditer(r"\b", text)] or [0])
        return text[:at] + " ".join(self.rng.choices(vocabulary(), k=self.rng.randint(1, 4))) + " " + text[at:]

    def insert_odd(self, text: str) -> str:
        at = self.rng.randint(0, len(text))
        return text[:at] + self.rng.choice(ODD) * self.rng.choice((1, 1, 1, 2, 5)) + text[at:]

    def swap_words(self, text: str) -> str:
        words = text.split(" ")
        a, b = self.rng.randrange(len(words)), self.rng.randrange(len(words))
        words[a], words[b] = words[b], words[a]
        return " ".join(words)

    def swap_sentences(self, text: str) -> str:
        sentences = text.split(". ")
        self.rng.shuffle(sentences)
        return ". ".join(sentences)

    def splice(self, text: str) -> str:
        other, _ = self.rng.choice(seeds())
        start, end = self.span(other, 600)
        at = self.rng.randint(0, len(text))
        return text[:at] + other[start:end] + text[at:]

    def change_case(self, text: str) -> str:
        start, end = self.span(text)
        change = self.rng.choice((str.upper, str.lower, str.title, str.swapcase))
        return text[:start] + change(text[start:end]) + text[end:]

    def cut(self, text: str) -> str:
        start, end = self.span(text, 2000)
        return text[start:end]

    def stutter(self, text: str) -> str:
        start, end = self.span(text, 12)
        return text[:start] + text[start:end] * self.rng.choice((2, 3, 30, 300)) + text[end:]

    def join(self, text: str) -> str:
        return text.replace(
            *self.rng.choice(
                ((" ", "\n"), ("\n\n", " "), (". ", " "), (", ", " "), (" ", "  "), ("the ", ""), (" ", "\u00a0"))
            )
        )

    def replace_name(self, text: str) -> str:
        names = sorted(set(re.findall(r"\b[A-Z]\w+", text)))
        return text.replace(self.rng.choice(names), self.rng.choice(vocabulary())) if names else text

    def soup(self, text: str) -> str:
        words = self.rng.choices(vocabulary(), k=self.rng.randint(1, 60))
        return text + "\n\n" + " ".join(word + self.rng.choice(("", "", "", ",", ".", " and", "'s")) for word in words)


def complaint(reader: RuleExtractor, case: Case) -> str | None:
    """Which law of reading ``case`` breaks, or ``None``."""
    try:
        return _broken(reader, case)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = f"{Path(frame.tb_frame.f_code.co_filename).name} {frame.tb_lineno}" if frame is not None else "?"
        return f"raises {type(error).__name__} in {where}: {error}"


def _broken(reader: RuleExtractor, case: Case) -> str | None:
    begin = time.process_time()
    found = reader.extract(case.text, case.published, title=case.title)
    took = time.process_time() - begin
    explained = reader.extract(case.text, case.published, title=case.title, explain=True)
    if any(not quotes_exactly(report, case.text, case.title) for report in found.reports):
        return "misquotes"
    if found.reports != explained.reports:
        return "reads the same text differently when asked to explain"
    for entry in explained.explanations:
        if entry.sentence not in (case.text[entry.start : entry.end], case.title[entry.start : entry.end]):
            return "explains a sentence that is not there"
    for report in found.reports:
        # A lone surrogate can stand in no stored text, so no article has one; reading must only not fail on it.
        if "\ud800" not in case.text + case.title and (
            type(report).model_validate_json(report.model_dump_json()) != report
        ):
            return "makes a report that does not survive being stored"
    if took > max(SLOW[1], SLOW[0] * (len(case.text) + len(case.title))):
        return f"is slow: {took:.2f} s for {len(case.text)} characters"
    return None


def smallest(reader: RuleExtractor, case: Case, same: str) -> Case:
    """``case`` without whatever can go while the complaint stays the same (its words before the first colon)."""

    def still(candidate: Case) -> bool:
        found = complaint(reader, candidate)
        return found is not None and found.partition(":")[0] == same.partition(":")[0]

    for name in ("title", "text"):
        size = max(1, len(getattr(case, name)) // 2)
        while size:
            at = 0
            while at < len(getattr(case, name)):
                whole = getattr(case, name)
                shorter = Case(**{**vars(case), name: whole[:at] + whole[at + size :]})
                if still(shorter):
                    case = shorter
                else:
                    at += size
            size //= 2
    return case
