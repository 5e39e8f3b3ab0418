"""The vocabulary of the log: every fact that Parley can record, as frozen, versioned pydantic models.

An event is never rewritten. When its shape must change, its ``schema`` number is raised and an upcaster from the old
shape is registered in ``UPCASTERS``; old events are lifted on read. An unknown type or a newer schema stops with
``UnknownEvent`` rather than being guessed at.

Streams: ``article-<id>`` for the life of an article, ``meeting-<id>`` for the life of a meeting, ``feed-<name>`` for
notices about a feed. What a person decides about a meeting or an article stands in the stream of that meeting or article.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from domain.facts import CHANGE_KINDS as CHANGE_KINDS
from domain.facts import ArticleRef as ArticleRef
from domain.facts import CorrectedField as CorrectedField
from domain.facts import MeetingFacts as MeetingFacts
from domain.facts import Provenance as Provenance
from domain.reports import Evidence, Format, Report, Status, Value, When, Where

NAMESPACE = uuid.UUID("6f1d8a52-3c0b-5e0e-9d0e-7a1f0c2b9e11")
"""Root of all name-based (version 5) ids of Parley, RFC 9562 section 5.5."""


def derived_id(*parts: str | int) -> str:
    """A stable UUIDv5 of its parts, so that doing the same thing twice gives the same id and is recognised."""
    # uuid.uuid5 takes five times as long, and a poll of a new feed asks for a hundred ids.
    digest = hashlib.sha1(NAMESPACE.bytes + "\x1f".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


class UnknownEvent(ValueError):
    """The log holds an event that this version of the program does not know; a newer program wrote it."""


class Event(Value):
    """Base of all events. Subclasses are registered by ``type`` and ``schema``."""

    type: ClassVar[str]
    schema_version: ClassVar[int] = 1

    @property
    def stream(self) -> str:
        raise NotImplementedError


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
    schema_version: ClassVar[int] = 2
    article_id: str
    revision: int
    extractor: str
    extractor_version: str
    outcome: ReadOutcome
    language: str | None
    reports: int
    story_id: str | None = None
    duplicate_of: str | None = Field(default=None, description="The article whose text this one repeats exactly.")
    provenance: Provenance | None = Field(default=None, description="Null where it was read before schema 2.")

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
    schema_version: ClassVar[int] = 2
    report_id: str
    article: ArticleRef
    report: Report
    match: MatchReason | None = None
    provenance: Provenance | None = Field(default=None, description="The article's. Null before schema 2.")


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


# --- what people decide ----------------------------------------------------------------------------------------------


class Sketch(Value):
    """What a report said, as far as it is needed to know it again after its article was read anew."""

    report_id: str
    parties: tuple[str, ...]
    status: Status
    when: When | None
    where: Where | None


class Anchor(Value):
    """The report that a person meant. ``among`` are all reports that its article gave at that time, so that a better
    reading of the article does not make the decision fall on another of its reports."""

    article_id: str
    report_id: str
    among: tuple[Sketch, ...]


class Curation(Event):
    """Base of what people decide. It holds until it is undone, whatever is read later."""

    curation_id: str
    actor: str = Field(min_length=1, description="Who decided.")
    reason: str = Field(min_length=1, description="Why, in the words of who decided.")


class MeetingCuration(Curation, MeetingEvent):
    """What a person decides about a meeting; ``meeting_id`` is the one that was named."""


class FactsCorrected(MeetingCuration):
    """A person says what is right about a meeting. Only the fields named in ``fields`` count; null means "not known"."""

    type: ClassVar[str] = "FactsCorrected"
    fields: tuple[CorrectedField, ...] = Field(min_length=1)
    parties: tuple[str, ...] | None = None
    status: Status | None = None
    when: When | None = None
    where: Where | None = None
    format: Format | None = None
    at: AwareDatetime = Field(description="Reports published later may alter the facts again, if they state a change.")
    reports: tuple[Anchor, ...] = Field(
        description="The meeting's reports in publication order: it is the one that holds the first of them that counts."
    )


class MeetingsMerged(MeetingCuration):
    """A person says that other meetings are this one."""

    type: ClassVar[str] = "MeetingsMerged"
    merged: tuple[str, ...] = Field(description="Ids of the other meetings.")
    sides: tuple[tuple[Anchor, ...], ...] = Field(
        description="The reports of each meeting in publication order, this one's first; each side stands for the meeting"
        " that holds the first of its reports that counts."
    )


class MeetingSplit(MeetingCuration):
    """A person says that some of a meeting's reports speak of another one."""

    type: ClassVar[str] = "MeetingSplit"
    out: tuple[Anchor, ...] = Field(min_length=1, description="They belong together, and not with those that stay.")
    stay: tuple[Anchor, ...] = Field(min_length=1)


class ReportRetracted(MeetingCuration):
    """A person says that one report does not count. Its article's other reports do."""

    type: ClassVar[str] = "ReportRetracted"
    report: Anchor


class ArticleRetracted(Curation):
    """A person says that an article does not count, whatever is read in it now or later."""

    type: ClassVar[str] = "ArticleRetracted"
    article_id: str

    @property
    def stream(self) -> str:
        return f"article-{self.article_id}"


class CurationUndone(Curation):
    """A person takes back a decision, or the taking back of one. ``undone`` is its ``curation_id``."""

    type: ClassVar[str] = "CurationUndone"
    undone: str
    subject: str = Field(description="The stream that the undone decision stands in.")

    @property
    def stream(self) -> str:
        return self.subject


# --- what follows from it --------------------------------------------------------------------------------------------


class WithheldReport(Value):
    report_id: str
    report: Report


class ReportsWithheld(Event):
    """The reports of an article that are known and do not count, because a person retracted them: all of them, in place of
    what was withheld before. Kept, so that the retraction can be undone."""

    type: ClassVar[str] = "ReportsWithheld"
    schema_version: ClassVar[int] = 2
    article: ArticleRef
    reports: tuple[WithheldReport, ...]
    provenance: Provenance | None = Field(default=None, description="The article's. Null before schema 2.")

    @property
    def stream(self) -> str:
        return f"article-{self.article.article_id}"


class MeetingJoined(MeetingEvent):
    """From now on the reports filed under this meeting are part of the meeting ``into``; before, of ``from_meeting``
    (null: they were a meeting of their own)."""

    type: ClassVar[str] = "MeetingJoined"
    into: str
    from_meeting: str | None = None


class MeetingParted(MeetingEvent):
    """The reports filed under this meeting are a meeting of their own again."""

    type: ClassVar[str] = "MeetingParted"
    from_meeting: str


class CorrectionFiled(MeetingEvent):
    """A correction (``FactsCorrected``) is part of this meeting from now on; before, of ``from_meeting``, if of any."""

    type: ClassVar[str] = "CorrectionFiled"
    curation_id: str
    from_meeting: str | None = None


class CorrectionLifted(MeetingEvent):
    """A correction is no longer part of this meeting: it was undone, or no report that it was about counts."""

    type: ClassVar[str] = "CorrectionLifted"
    curation_id: str


class ArticleErased(Event):
    """The text of an article, in all revisions, was erased at somebody's request. Quotes in events stay."""

    type: ClassVar[str] = "ArticleErased"
    article_id: str
    actor: str
    reason: str

    @property
    def stream(self) -> str:
        return f"article-{self.article_id}"


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
        FactsCorrected,
        MeetingsMerged,
        MeetingSplit,
        ReportRetracted,
        ArticleRetracted,
        CurationUndone,
        ReportsWithheld,
        MeetingJoined,
        MeetingParted,
        CorrectionFiled,
        CorrectionLifted,
        ArticleErased,
        FeedNotice,
    )
}

CURATIONS: tuple[type[Curation], ...] = tuple(cls for cls in EVENT_TYPES.values() if issubclass(cls, Curation))

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


def _without_provenance(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "provenance": None}


UPCASTERS: dict[tuple[str, int], Upcaster] = {
    (cls.type, 1): _without_provenance for cls in (ArticleRead, MeetingReported, ReportsWithheld)
}
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

    @property
    def by_a_person(self) -> bool:
        """True for what follows from a decision of the actor, and from no article."""
        return self.decision is not None

    @property
    def decision(self) -> str | None:
        """The id of the decision of the actor that the event follows from; None where it follows from no decision."""
        found = self.correlation or ""
        return found.removeprefix(CURATION) if found.startswith(CURATION) else None


CURATION = "curation-"
"""What the correlation of everything begins with that follows from a decision of a person."""


class Recorded(NamedTuple):
    """An event as the log returns it. Its parts were validated where they were made: a model of its own would take as long as
    a third of the event."""

    position: int
    stream: str
    version: int
    event_id: str
    event: Event
    meta: Meta
    recorded_at: datetime
