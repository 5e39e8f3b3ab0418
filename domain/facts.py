"""What both events and views are made of: the article referred to, the facts of a meeting.

They stand apart from the events so that who only reads views, as ``parley status`` does, need not build the models of three
dozen events: that takes as long as a fifth of the whole process.
"""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from domain.reports import Format, Status, Value, When, Where


class ArticleRef(Value):
    """Which article, in which revision, and how the world may find it."""

    article_id: str
    revision: int = Field(ge=1)
    url: str | None
    outlet: str | None = Field(default=None, description="The feed's or site's name, as shown to people.")
    title: str
    published_at: AwareDatetime
    story_id: str | None = Field(
        default=None, description="Articles with the very same text share it; near-copies are told by their provenance."
    )


class Provenance(Value):
    """Where an article's wording comes from, as far as it shows: what its story and its voice are told by."""

    sketch: str | None = Field(
        default=None, description="MinHash values of the text (domain.stories): copies of it are known by them."
    )
    agency: str | None = Field(default=None, description="The news agency that the article says it is of.")


class MeetingFacts(Value):
    """The facts of a meeting's current view that changes are told in."""

    parties: tuple[str, ...]
    status: Status
    when: When | None
    where: Where | None
    format: Format


CorrectedField = Literal["parties", "status", "when", "where", "format"]

CHANGE_KINDS = (
    *("announced", "firmed", "detailed", "rescheduled", "relocated", "postponed", "cancelled", "reinstated"),
    *("started", "concluded", "parties_changed", "corrected", "withdrawn"),
)
"""The kinds of change, each told by an event of its own."""
