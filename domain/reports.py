"""The words of a meeting report: what one article says about one meeting.

These models are shared by every room: the reader produces them, the talks room decides on them, the log
stores them. They are frozen and serialise to the field names of the public ``parley extract`` contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Value(BaseModel):
    """Base of all frozen value objects: immutable, hashable, and refusing unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Status(StrEnum):
    """How firm a meeting is, or what became of it."""

    PROPOSED = "proposed"
    TENTATIVE = "tentative"
    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    UNDERWAY = "underway"
    CONCLUDED = "concluded"

    @property
    def firmness(self) -> int:
        """0 proposed, 1 tentative, 2 everything that is asserted as fact (scheduled, put off, called off, held)."""
        return _FIRMNESS.get(self, 2)


_FIRMNESS = {Status.PROPOSED: 0, Status.TENTATIVE: 1}

OPEN = tuple(status for status in Status if status not in (Status.CANCELLED, Status.CONCLUDED))
"""Everything that is not over."""


class Precision(StrEnum):
    """How sharp a date is; ``PART`` is early/mid/late month, a quarter, a season or a part of a year."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    RANGE = "range"
    PART = "part"


class Format(StrEnum):
    IN_PERSON = "in_person"
    CALL = "call"
    VIDEO = "video"
    UNKNOWN = "unknown"


class When(Value):
    """An interval of whole days, both ends inclusive, with the precision it was stated in."""

    start: date
    end: date
    precision: Precision
    time: str | None = Field(default=None, description="HH:MM with the zone as written, where the article gives one.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a meeting cannot end ({self.end}) before it starts ({self.start})")
        return self

    @property
    def firm(self) -> bool:
        """True where the stated days are the very days: a single day, or a multi-day meeting with both ends."""
        return self.precision in (Precision.DAY, Precision.RANGE)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def overlaps(self, other: When) -> bool:
        return self.start <= other.end and other.start <= self.end

    def within(self, other: When) -> bool:
        return other.start <= self.start and self.end <= other.end


class Where(Value):
    """A place; ``city`` in English, ``country`` ISO 3166-1 alpha-2. At least one of them is given."""

    city: str | None = None
    country: str | None = None

    @model_validator(mode="after")
    def _given(self) -> Self:
        if not self.city and not self.country:
            raise ValueError("a place needs a city or a country; use null where neither is known")
        return self


class Previous(Value):
    """What a moved meeting's date and/or place were before the move."""

    when: When | None = None
    where: Where | None = None


class Evidence(Value):
    """An exact quote: ``text[start:end] == quote`` in the article's text (or title)."""

    source: Literal["text", "title"] = Field(default="text", alias="in", serialization_alias="in")
    start: int
    end: int
    quote: str
    role: str | None = Field(
        default=None,
        description="What the quote carries: status, when, where, parties, previous, format, attribution.",
    )

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Report(Value):
    """What one article says about one meeting."""

    parties: tuple[str, ...]
    status: Status
    when: When | None = None
    where: Where | None = None
    format: Format = Format.UNKNOWN
    previous: Previous | None = None
    evidence: tuple[Evidence, ...]
    attributed_to: str | None = None

    @field_validator("parties")
    @classmethod
    def _sorted_unique(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("a report names at least one party")
        return tuple(sorted(set(value)))

    @field_validator("evidence")
    @classmethod
    def _quoted(cls, value: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        if not value:
            raise ValueError("a report without a quoted sentence is not a report")
        return value


def quotes_exactly(report: Report, text: str, title: str) -> bool:
    """True where every quote of ``report`` stands at its offsets; the gate that every extractor's reports pass."""
    sources: Mapping[str, str] = {"text": text, "title": title}
    return all(sources[e.source][e.start : e.end] == e.quote and e.quote for e in report.evidence)


def as_guide_json(report: Report) -> dict[str, Any]:
    """The report as ``parley extract --json`` prints it."""
    return report.model_dump(mode="json", by_alias=True)
