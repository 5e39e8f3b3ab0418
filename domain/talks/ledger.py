"""What the events say, in memory: the read model without a database.

The tables of ``worker.log.model`` hold the same, row by row. This one answers "what was it at that point", serves dry runs,
and is what tests compare the tables with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.events import (
    CURATIONS,
    CorrectionFiled,
    CorrectionLifted,
    Curation,
    Event,
    FactsCorrected,
    MeetingJoined,
    MeetingParted,
    MeetingReported,
    ReportMoved,
    ReportsWithheld,
    ReportWithdrawn,
)
from domain.talks.curation import Standing, in_force
from domain.talks.evolve import view
from domain.talks.model import FiledReport, MeetingView

LEDGER_EVENTS: tuple[type[Event], ...] = (
    MeetingReported,
    ReportWithdrawn,
    ReportMoved,
    ReportsWithheld,
    MeetingJoined,
    MeetingParted,
    CorrectionFiled,
    CorrectionLifted,
    *CURATIONS,
)
"""The events that the ledger follows; all others say nothing about what it holds."""


class Ledger:
    """Apply events in the order of the log, then ask."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.filed: dict[str, FiledReport] = {}
        self.withheld: dict[str, tuple[FiledReport, ...]] = {}
        """By article."""
        self.joined: dict[str, str] = {}
        self.curations: list[Curation] = []
        self.corrected: dict[str, str] = {}
        for event in events:
            self.apply(event)

    def apply(self, event: Event) -> None:
        """Follow one event. Events that the ledger does not hold anything of are passed over."""
        if isinstance(event, MeetingReported):
            self.filed[event.report_id] = FiledReport(
                report_id=event.report_id,
                article=event.article,
                report=event.report,
                meeting_id=event.meeting_id,
                provenance=event.provenance,
            )
        elif isinstance(event, ReportWithdrawn):
            self.filed.pop(event.report_id, None)
        elif isinstance(event, ReportMoved):
            known = self.filed.get(event.report_id)
            if known is not None:
                self.filed[event.report_id] = known.model_copy(update={"meeting_id": event.meeting_id})
        elif isinstance(event, ReportsWithheld):
            self.withheld[event.article.article_id] = withheld_reports(event)
        elif isinstance(event, MeetingJoined):
            self.joined[event.meeting_id] = event.into
        elif isinstance(event, MeetingParted):
            self.joined.pop(event.meeting_id, None)
        elif isinstance(event, CorrectionFiled):
            self.corrected[event.curation_id] = event.meeting_id
        elif isinstance(event, CorrectionLifted):
            self.corrected.pop(event.curation_id, None)
        elif isinstance(event, Curation):
            self.curations.append(event)

    @property
    def standing(self) -> Standing:
        return Standing(
            curations=in_force(self.curations),
            withheld=tuple(filed for own in self.withheld.values() for filed in own),
            joined=dict(self.joined),
            corrected=dict(self.corrected),
        )

    @property
    def meetings(self) -> dict[str, list[FiledReport]]:
        """The reports of each meeting, as people see it."""
        found: dict[str, list[FiledReport]] = {}
        for filed in self.filed.values():
            assert filed.meeting_id is not None
            found.setdefault(self.joined.get(filed.meeting_id, filed.meeting_id), []).append(filed)
        return found

    def corrections(self) -> dict[str, list[FactsCorrected]]:
        """The corrections of each meeting, in the order of the log."""
        found: dict[str, list[FactsCorrected]] = {}
        for one in in_force(self.curations):
            filed_under = self.corrected.get(one.curation_id)
            if isinstance(one, FactsCorrected) and filed_under is not None:
                found.setdefault(self.joined.get(filed_under, filed_under), []).append(one)
        return found

    def views(self, published_until: datetime | None = None) -> Iterator[MeetingView]:
        """All meetings; with ``published_until`` from what was published, and put right by people, up to that moment."""
        corrections = self.corrections()
        for meeting_id, reports in self.meetings.items():
            put_right = corrections.get(meeting_id, [])
            if published_until is not None:
                reports = [f for f in reports if f.article.published_at <= published_until]
                put_right = [one for one in put_right if one.at <= published_until]
            found = view(meeting_id, reports, put_right)
            if found is not None:
                yield found


def withheld_reports(event: ReportsWithheld) -> tuple[FiledReport, ...]:
    return tuple(
        FiledReport(report_id=one.report_id, article=event.article, report=one.report, provenance=event.provenance)
        for one in event.reports
    )
