"""The values that deciding works on."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from domain.facts import ArticleRef, CorrectedField, MeetingFacts, Provenance
from domain.reports import Evidence, Previous, Report, Status, Value, When, Where


class FiledReport(Value):
    """A report with the article it came from and, once decided, the meeting it is filed under."""

    report_id: str
    article: ArticleRef
    report: Report
    meeting_id: str | None = None
    provenance: Provenance | None = None

    @property
    def order(self) -> tuple[datetime, str, int, str]:
        """Publication order, which all views are folded in; ties go to the smaller article id, then revision, then
        report id: arbitrary, but the same on every machine and in every order of arrival."""
        return (self.article.published_at, self.article.article_id, self.article.revision, self.report_id)


class Dispute(Value):
    """Equally firm sources that contradict each other; kept and shown, never averaged."""

    field: Literal["when", "where", "status"]
    ours: str
    theirs: str
    report_ids: tuple[str, ...]


class CorrectionNote(Value):
    """A correction by a person that the view rests on, with the fields that no later news has altered since."""

    curation_id: str
    actor: str
    reason: str
    at: AwareDatetime
    fields: tuple[CorrectedField, ...]


class MeetingView(Value):
    """What the set of its reports says about a meeting: the current answer to "what is the state of it?"."""

    meeting_id: str
    facts: MeetingFacts
    previous: Previous | None = None
    voices: int = Field(
        description="Independent sources: agencies and outlets that report the meeting with a story of their own, in whatever"
        " state it then was. Copies of a story count once (domain.stories)."
    )
    reports: int
    first_published: AwareDatetime
    last_published: AwareDatetime
    evidence: tuple[Evidence, ...] = Field(description="The quotes that the current status and date rest on.")
    evidence_article: ArticleRef
    attributed_to: str | None = None
    disputes: tuple[Dispute, ...] = ()
    corrections: tuple[CorrectionNote, ...] = Field(
        default=(), description="What people put right: these fields rest on their word, not on the quotes."
    )

    @property
    def when(self) -> When | None:
        return self.facts.when

    @property
    def where(self) -> Where | None:
        return self.facts.where

    @property
    def status(self) -> Status:
        return self.facts.status


class Intake(Value):
    """What one reading of one article revision brings to the decision."""

    article: ArticleRef
    reports: tuple[Report, ...]
    extractor: str
    extractor_version: str
    provenance: Provenance | None = None
