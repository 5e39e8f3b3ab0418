"""Watches: named filters over meetings. The talks of a watch are the meetings that it matches.

All conditions of a watch must hold; one that is not given always holds. So a watch without conditions matches every
meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator

from domain.facts import MeetingFacts
from domain.reports import Format, Status, Value
from domain.talks.model import FiledReport, MeetingView

if TYPE_CHECKING:
    from domain.events import MeetingChange

PARTY_ID = re.compile(r"[A-Z][A-Z0-9_]*")
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


def checked_name(value: str) -> str:
    """The name of a watch or hook, as it stands. Raises ``ValueError`` with the name that was probably meant."""
    if not NAME.fullmatch(value):
        meant = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        raise ValueError(f'"{value}" is no name' + (f'; write "{meant}"' if meant else "; use a-z, 0-9 and hyphens"))
    return value


Certainty = Literal["proposed", "tentative", "scheduled"]


class Parties(Value):
    """Who must, may and must not sit at the table. Ids as in reports: ``US``, ``RU``, ``NATO``."""

    all: tuple[str, ...] = Field(default=(), description="Every one of these takes part; others may too.")
    any: tuple[str, ...] = Field(default=(), description="At least one of these takes part.")
    none: tuple[str, ...] = Field(default=(), description="None of these takes part.")

    @field_validator("all", "any", "none")
    @classmethod
    def _ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for party in value:
            if not PARTY_ID.fullmatch(party):
                upper = re.sub(r"[\s-]+", "_", party.strip()).upper()
                hint = f'; write "{upper}"' if PARTY_ID.fullmatch(upper) else ""
                raise ValueError(f'"{party}" is no party id: ids are capitals, such as US, RU or NATO{hint}')
        return value

    def admits(self, parties: Iterable[str]) -> bool:
        present = frozenset(parties)
        return (
            present.issuperset(self.all)
            and (not self.any or not present.isdisjoint(self.any))
            and present.isdisjoint(self.none)
        )


class Watch(Value):
    """A named view of the talks, for ``parley status --watch`` and for the filters of alert hooks."""

    name: str = Field(min_length=1, max_length=120, description="Short and stable: a-z, 0-9 and hyphens.")
    title: str = Field(default="", description="As shown to people; the name where it is empty.")
    parties: Parties = Field(default=Parties(), description="Who takes part: all, any, none.")
    places: tuple[str, ...] = Field(
        default=(), description="Cities in English or countries as ISO 3166-1 alpha-2; the meeting is at one of them."
    )
    words: tuple[str, ...] = Field(
        default=(),
        description="Whole words or phrases, any case; one of them stands in an article's title or a quote of the meeting.",
    )
    formats: tuple[Format, ...] = Field(default=(), description="in_person, call, video or unknown; one of them.")
    min_certainty: Certainty = Field(
        default="proposed",
        description="proposed takes everything; tentative leaves out what is only offered; scheduled takes what is firm, off or over.",
    )

    fetch_page: bool = Field(
        default=False,
        description="Whether an article's page is fetched though the feed gives enough text to judge by, where that text tells of"
        " a meeting of these parties or has one of these words.",
    )

    @field_validator("name")
    @classmethod
    def _slug(cls, value: str) -> str:
        return checked_name(value)

    @field_validator("places", "words")
    @classmethod
    def _not_blank(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not item.strip() for item in value):
            raise ValueError("an empty entry would match everything; take it out")
        return value

    @property
    def label(self) -> str:
        return self.title or self.name

    @cached_property
    def wordless(self) -> Watch:
        """The same, asking for no words."""
        return Watch.model_validate(self.model_dump(exclude={"words"}))  # a copy would keep the pattern of the words

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        if not self.words:
            return None
        # Not \b: a word may begin or end with a sign of its own ("U.S.", "G7+").
        either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in self.words)
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(place.strip().casefold() for place in self.places)

    def matches(self, facts: MeetingFacts, texts: Iterable[str] = ()) -> bool:
        """True where ``facts`` meet every condition. ``texts`` are what ``words`` are looked for in: titles and quotes."""
        if facts.status.firmness < Status(self.min_certainty).firmness:
            return False
        if not self.parties.admits(facts.parties):
            return False
        if self.formats and facts.format not in self.formats:
            return False
        if self._places:
            where = facts.where
            if where is None or self._places.isdisjoint(
                part.casefold() for part in (where.city, where.country) if part is not None
            ):
                return False
        return self._words is None or any(self._words.search(text) for text in texts)

    def may_concern(self, parties: Iterable[Iterable[str]], texts: Iterable[str]) -> bool:
        """True where an article may tell of this watch, by what is known before all of it is read: the ``parties`` of each
        meeting in its beginning, and ``texts``. Place, form and certainty may come later, so they rule nothing out."""
        if self._words is not None and any(self._words.search(text) for text in texts):
            return True
        return any(self.parties.admits(present) for present in parties)

    def matches_view(self, view: MeetingView, texts: Iterable[str] = ()) -> bool:
        """True where the meeting, as it now stands, belongs to this watch. ``texts`` are the titles and quotes of all its
        reports (``texts_of``); without them the words are looked for in what its present state rests on."""
        own = [view.evidence_article.title, *(evidence.quote for evidence in view.evidence)]
        return self.matches(view.facts, [*own, *texts])

    def concerns(self, change: MeetingChange, texts: Iterable[str] = ()) -> bool:
        """True where the meeting belonged to this watch before the change or belongs to it afterwards: who watches
        Geneva wants to be told when talks leave Geneva. ``texts`` as above: who watches a word wants to be told that the
        meeting is off by an article that does not repeat it."""
        own = [evidence.quote for evidence in change.evidence]
        if change.article is not None:
            own.append(change.article.title)
        every = [*own, *texts]
        return any(self.matches(facts, every) for facts in (change.before, change.after) if facts is not None)


def texts_of(reports: Iterable[FiledReport]) -> list[str]:
    """What the words of a watch are looked for in: the titles and quotes of a meeting's reports."""
    found: dict[str, None] = {}
    for filed in reports:
        found[filed.article.title] = None
        found.update((evidence.quote, None) for evidence in filed.report.evidence)
    return list(found)
