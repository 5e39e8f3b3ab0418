"""Making a decision of a person: from a meeting as it is shown to the event that says what was decided about it.

Every function raises ``CurationRefused`` with a sentence that says the mend where the decision would say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.events import (
    Anchor,
    ArticleRetracted,
    CorrectedField,
    Curation,
    CurationUndone,
    FactsCorrected,
    MeetingsMerged,
    MeetingSplit,
    ReportRetracted,
    derived_id,
)
from domain.talks.curation import ANCHORS_MOST, anchor, in_force, undone_in
from domain.talks.evolve import in_order
from domain.talks.model import FiledReport


class CurationRefused(ValueError):
    """The decision would say nothing, or nothing new. ``str()`` is a sentence for people."""


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, why, and on what state: ``basis`` is the log's position, which tells equal decisions apart."""

    actor: str
    reason: str
    basis: int

    def names(self, *subject: str) -> dict[str, Any]:
        return {
            "curation_id": derived_id("curation", *subject, self.actor, self.reason, self.basis),
            "actor": self.actor,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Case:
    """A meeting as it is shown, with what its reports are known again by."""

    meeting_id: str
    reports: Sequence[FiledReport]
    known: Collection[FiledReport]
    """At least all reports of the articles of ``reports``, counting or not."""

    def anchors(self, reports: Iterable[FiledReport] | None = None) -> tuple[Anchor, ...]:
        """In publication order, those first that are filed under the id that people know the meeting by."""
        wanted = in_order(self.reports if reports is None else reports)
        wanted.sort(key=lambda filed: filed.meeting_id != self.meeting_id)
        return tuple(anchor(filed, self.known) for filed in wanted)


def correct(case: Case, facts: dict[CorrectedField, Any], at: datetime, by: By) -> FactsCorrected:
    """What is right about a meeting, from ``at`` on in the order of publication."""
    if not facts:
        raise CurationRefused("say what is right: at least one of parties, status, date, place or format")
    subject = ("correct", case.meeting_id, *(f"{name}={facts[name]!r}" for name in sorted(facts)), at.isoformat())
    return FactsCorrected(
        meeting_id=case.meeting_id,
        fields=tuple(sorted(facts)),
        at=at,
        reports=case.anchors()[:ANCHORS_MOST],
        **facts,
        **by.names(*subject),
    )


def merge(into: Case, others: Sequence[Case], by: By) -> MeetingsMerged:
    """The other meetings are this one."""
    ids = [case.meeting_id for case in (into, *others)]
    if len(set(ids)) < len(ids) or not others:
        raise CurationRefused("a meeting cannot be merged with itself; name two different meetings")
    return MeetingsMerged(
        meeting_id=into.meeting_id,
        merged=tuple(ids[1:]),
        sides=tuple(case.anchors()[:ANCHORS_MOST] for case in (into, *others)),
        **by.names("merge", *ids),
    )


def split(case: Case, out: Collection[str], by: By) -> MeetingSplit:
    """The reports with these ids speak of another meeting."""
    taken = [filed for filed in case.reports if filed.report_id in out]
    stay = [filed for filed in case.reports if filed.report_id not in out]
    if not taken:
        raise CurationRefused("none of these reports belongs to the meeting; 'parley meeting ID' lists those that do")
    if not stay:
        raise CurationRefused(
            "all reports would leave the meeting, which changes nothing; name only those that do not fit"
        )
    return MeetingSplit(
        meeting_id=case.meeting_id,
        out=case.anchors(taken),
        stay=case.anchors(stay),
        **by.names("split", case.meeting_id, *sorted(filed.report_id for filed in taken)),
    )


def retract_article(article_id: str, made: Sequence[Curation], by: By) -> ArticleRetracted:
    """The article does not count. ``made`` are all decisions so far."""
    for one in in_force(made):
        if isinstance(one, ArticleRetracted) and one.article_id == article_id:
            raise CurationRefused(
                f"this article is retracted already ({one.curation_id}, by {one.actor}: {one.reason})"
            )
    return ArticleRetracted(article_id=article_id, **by.names("retract", article_id))


def retract_report(filed: FiledReport, meeting_id: str, known: Collection[FiledReport], by: By) -> ReportRetracted:
    """The report does not count; the other reports of its article do."""
    return ReportRetracted(
        meeting_id=meeting_id, report=anchor(filed, known), **by.names("retract report", filed.report_id)
    )


def undo(curation_id: str, made: Sequence[Curation], by: By) -> CurationUndone:
    """The decision, or the taking back of one, no longer holds. ``made`` are all decisions so far."""
    found = next((one for one in made if one.curation_id == curation_id), None)
    if found is None:
        raise CurationRefused(f"no decision {curation_id!r}; 'parley curations' lists them with their ids")
    if (last := undone_in(made).get(curation_id)) is not None:
        raise CurationRefused(
            f"{curation_id} was undone by {last.actor} ({last.reason}); 'parley undo {last.curation_id}' brings it back"
        )
    return CurationUndone(undone=curation_id, subject=found.stream, **by.names("undo", curation_id))
