"""The vocabulary of the log: every fact that Parley can record, as frozen, versioned pydantic models.

An event is never rewritten. When its shape must change, its ``schema`` number is raised and an upcaster from the old
shape is registered in ``UPCASTERS``; old events are lifted on read. An unknown type or a newer schema stops with
``UnknownEvent`` rather than being guessed at.

Streams: ``article-<id>`` for the life of an article, ``meeting-<id>`` for the life of a meeting, ``feed-<name>`` for
notices about a feed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime, Field

from domain.reports import Evidence, Format, Report, Status, Value, When, Where

NAMESPACE = uuid.UUID("6f1d8a52-3c0b-5e0e-9d0e-7a1f0c2b9e11")
"""Root of all name-based (version 5) ids of Parley, RFC 9562 section 5.5."""


def derived_id(*parts: str | int) -> str:
    """A stable UUIDv5 of its parts, so that doing the same thing twice gives the same id and is recognised."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts)))


class UnknownEvent(ValueError):
    """The log holds an event that this version of the program does not know; a newer program wrote it."""


class Event(Value):
    """Base of all events. Subclasses are registered by ``type`` and ``schema``."""

    type: ClassVar[str]
    schema_version: ClassVar[int] = 1

    @property
    def stream(self) -> str:
        raise NotImplementedError


class ArticleRef(Value):
    """Which article, in which revision, and how the world may find it."""

    article_id: str
    revision: int = Field(ge=1)
    url: str | None
    outlet: str | None = Field(default=None, description="The feed's or site's name, as shown to people.")
    title: str
    published_at: AwareDatetime
    story_id: str | None = Field(
        default=None, description="Near-copies share a story: one voice when counting sources."
    )


DateSource = Literal["feed", "page", "given", "fetched"]


class ArticleReceived(Event):
    """A new article, or a new revision of a known one, was put into the inbox."""

    type: ClassVar[str] = "ArticleReceived"
    article_id: str
    revision: int
    url: str | None
    feed: str | None
    outlet: str | None
    guid: str | None
    title: str
    published_at: AwareDatetime
    published_source: DateSource = Field(description="'fetched' marks an article without a date of its own.")
    published_raw: str | None = None
    content_hash: str

    @property
    def stream(self) -> str:
        return f"article-{self.article_id}"


ReadOutcome = Literal["reports", "no_meeting", "unread_language", "empty", "not_news", "duplicate"]


class ArticleRead(Event):
    """An article was read; its reports, if any, follow as ``MeetingReported`` with the same correlation."""

    type: ClassVar[str] = "ArticleRead"
    article_id: str
    revision: int
    extractor: str
    extractor_version: str
    outcome: ReadOutcome
    language: str | None
    reports: int
    story_id: str | None = None
    duplicate_of: str | None = Field(default=None, description="The article whose text this one repeats exactly.")

    @property
    def stream(self) -> str:
        return f"article-{self.article_id}"


class ArticleQuarantined(Event):
    """An article could not be read after repeated attempts and was set aside with its error."""

    type: ClassVar[str] = "ArticleQuarantined"
    article_id: str
    revision: int
    attempts: int
    error: str

    @property
    def stream(self) -> str:
        return f"article-{self.article_id}"


class MeetingEvent(Event):
    meeting_id: str

    @property
    def stream(self) -> str:
        return f"meeting-{self.meeting_id}"


class MatchReason(Value):
    """Why a report was filed under a meeting: shown by ``parley meeting ID --why``."""

    rule: str
    score: float
    beaten: tuple[tuple[str, float], ...] = ()
    """Other candidate meetings with their scores."""


class MeetingReported(MeetingEvent):
    """A report was filed under a meeting. Meetings are nothing but sets of filed reports."""

    type: ClassVar[str] = "MeetingReported"
    report_id: str
    article: ArticleRef
    report: Report
    match: MatchReason | None = None


class ReportWithdrawn(MeetingEvent):
    """A report no longer counts: the article was revised, re-read or retracted."""

    type: ClassVar[str] = "ReportWithdrawn"
    report_id: str
    reason: Literal["revised", "reread", "retracted"]
    detail: str | None = None


class ReportMoved(MeetingEvent):
    """A report was filed under ``meeting_id`` after having stood under ``from_meeting``, because a late article showed
    where it belongs."""

    type: ClassVar[str] = "ReportMoved"
    report_id: str
    from_meeting: str
    match: MatchReason | None = None


class MeetingFacts(Value):
    """The facts of a meeting's current view that changes are told in."""

    parties: tuple[str, ...]
    status: Status
    when: When | None
    where: Where | None
    format: Format


class MeetingChange(MeetingEvent):
    """Base of the changes: events that alter a meeting's view. These, and only these, can raise alerts."""

    kind: ClassVar[str]
    before: MeetingFacts | None
    after: MeetingFacts | None
    report_id: str | None = Field(description="The report that brought the change about.")
    evidence: tuple[Evidence, ...]
    article: ArticleRef | None
    disputed: bool = Field(default=False, description="Not stated as a change: a source contradicts what was known.")


class MeetingAnnounced(MeetingChange):
    """A meeting became known, in whatever status (see ``after.status``)."""

    type: ClassVar[str] = "MeetingAnnounced"
    kind: ClassVar[str] = "announced"


class MeetingFirmed(MeetingChange):
    """Proposed became tentative or scheduled, or tentative became scheduled."""

    type: ClassVar[str] = "MeetingFirmed"
    kind: ClassVar[str] = "firmed"


class MeetingDetailed(MeetingChange):
    """A date, place, time or format that was unknown or vaguer became known; nothing was moved."""

    type: ClassVar[str] = "MeetingDetailed"
    kind: ClassVar[str] = "detailed"


class MeetingRescheduled(MeetingChange):
    type: ClassVar[str] = "MeetingRescheduled"
    kind: ClassVar[str] = "rescheduled"


class MeetingRelocated(MeetingChange):
    type: ClassVar[str] = "MeetingRelocated"
    kind: ClassVar[str] = "relocated"


class MeetingPostponed(MeetingChange):
    type: ClassVar[str] = "MeetingPostponed"
    kind: ClassVar[str] = "postponed"


class MeetingCancelled(MeetingChange):
    type: ClassVar[str] = "MeetingCancelled"
    kind: ClassVar[str] = "cancelled"


class MeetingReinstated(MeetingChange):
    """A postponed or cancelled meeting is on again."""

    type: ClassVar[str] = "MeetingReinstated"
    kind: ClassVar[str] = "reinstated"


class MeetingStarted(MeetingChange):
    type: ClassVar[str] = "MeetingStarted"
    kind: ClassVar[str] = "started"


class MeetingConcluded(MeetingChange):
    type: ClassVar[str] = "MeetingConcluded"
    kind: ClassVar[str] = "concluded"


class MeetingPartiesChanged(MeetingChange):
    type: ClassVar[str] = "MeetingPartiesChanged"
    kind: ClassVar[str] = "parties_changed"


class MeetingCorrected(MeetingChange):
    """The view changed because what it rested on was withdrawn, revised or re-ordered: no change in the world."""

    type: ClassVar[str] = "MeetingCorrected"
    kind: ClassVar[str] = "corrected"


class MeetingWithdrawn(MeetingChange):
    """No report supports the meeting any longer (``after`` is null); merged into another where ``merged_into`` is set."""

    type: ClassVar[str] = "MeetingWithdrawn"
    kind: ClassVar[str] = "withdrawn"
    merged_into: str | None = None


class FeedNotice(Event):
    """Something an operator should know about a feed: retired, moved, back again."""

    type: ClassVar[str] = "FeedNotice"
    feed: str
    notice: Literal["retired", "moved", "recovered", "failing"]
    detail: str

    @property
    def stream(self) -> str:
        return f"feed-{self.feed}"


EVENT_TYPES: Mapping[str, type[Event]] = {
    cls.type: cls
    for cls in (
        ArticleReceived,
        ArticleRead,
        ArticleQuarantined,
        MeetingReported,
        ReportWithdrawn,
        ReportMoved,
        MeetingAnnounced,
        MeetingFirmed,
        MeetingDetailed,
        MeetingRescheduled,
        MeetingRelocated,
        MeetingPostponed,
        MeetingCancelled,
        MeetingReinstated,
        MeetingStarted,
        MeetingConcluded,
        MeetingPartiesChanged,
        MeetingCorrected,
        MeetingWithdrawn,
        FeedNotice,
    )
}

CHANGE_KINDS: tuple[str, ...] = tuple(cls.kind for cls in EVENT_TYPES.values() if issubclass(cls, MeetingChange))

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""``(type, schema)`` → function that lifts the data of that schema to the next one."""


def load_event(type_: str, schema: int, data: str | bytes) -> Event:
    """Rebuild an event from the log. Raises ``UnknownEvent`` for what a newer program wrote."""
    cls = EVENT_TYPES.get(type_)
    if cls is None:
        raise UnknownEvent(
            f"the log holds an event of type {type_!r}, which this version of Parley does not know; use a newer version"
        )
    if schema > cls.schema_version:
        raise UnknownEvent(
            f"the log holds {type_} in schema {schema}; this version of Parley knows up to {cls.schema_version}; use a newer version"
        )
    if schema == cls.schema_version:
        return cls.model_validate_json(data)
    import json

    lifted: dict[str, Any] = json.loads(data)
    for step in range(schema, cls.schema_version):
        lifted = UPCASTERS[(type_, step)](lifted)
    return cls.model_validate(lifted)


class Meta(Value):
    """What is recorded about an event besides its facts."""

    correlation: str | None = Field(
        default=None, description="Id shared by all that follows from one article or command."
    )
    causation: str | None = Field(default=None, description="event_id of the event that led to this one.")
    actor: str = "parley"
    software: str = ""


class Recorded(Value):
    """An event as the log returns it."""

    position: int
    stream: str
    version: int
    event_id: str
    event: Event
    meta: Meta
    recorded_at: datetime
