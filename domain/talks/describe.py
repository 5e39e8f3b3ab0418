"""What people decided, in a line of English."""

from __future__ import annotations

from collections.abc import Mapping

from domain.events import (
    ArticleRetracted,
    Curation,
    CurationUndone,
    FactsCorrected,
    MeetingsMerged,
    MeetingSplit,
    ReportRetracted,
)
from domain.talks.status import format_parties, format_when, format_where

SHORT_ID = 8


def describe_curation(made: Curation, names: Mapping[str, str], known: Mapping[str, Curation] | None = None) -> str:
    """One line for a decision; ``names`` maps party and country ids to display names. ``known`` are decisions by id, in which
    what an undoing undoes is looked up."""
    if isinstance(made, FactsCorrected):
        return f"meeting {made.meeting_id[:SHORT_ID]}: {corrected_facts(made, names)}"
    if isinstance(made, MeetingsMerged):
        others = ", ".join(one[:SHORT_ID] for one in made.merged)
        return f"meeting {made.meeting_id[:SHORT_ID]} and {others} are one"
    if isinstance(made, MeetingSplit):
        count = len(made.out)
        return f"{count} report{'s' if count > 1 else ''} of meeting {made.meeting_id[:SHORT_ID]} speak{'' if count > 1 else 's'} of another one"
    if isinstance(made, ArticleRetracted):
        return f"article {made.article_id[:SHORT_ID]} does not count"
    if isinstance(made, ReportRetracted):
        return (
            f"report {made.report.report_id[:SHORT_ID]} of article {made.report.article_id[:SHORT_ID]} does not count"
        )
    if isinstance(made, CurationUndone):
        first, holds = undone_by(made, known or {})
        what = f"{describe_curation(first, names)} ({first.actor}: {first.reason})" if first else made.undone[:SHORT_ID]
        return f"{'brings back' if holds else 'takes back'}: {what}"
    return made.type


def undone_by(made: CurationUndone, known: Mapping[str, Curation]) -> tuple[Curation | None, bool]:
    """The decision that a chain of undoing began with, None where it is not known, and whether it holds after ``made``."""
    holds, one = False, known.get(made.undone)
    while isinstance(one, CurationUndone):
        holds, one = not holds, known.get(one.undone)
    return one, holds


def corrected_facts(made: FactsCorrected, names: Mapping[str, str]) -> str:
    """What a correction says is right: ``date 12 Jan 2022, place Geneva``."""
    parts = []
    for name in made.fields:
        if name == "when":
            parts.append(f"date {format_when(made.when) if made.when else 'not known'}")
        elif name == "where":
            parts.append(f"place {format_where(made.where, names) or 'not known'}")
        elif name == "parties":
            parts.append(f"parties {format_parties(made.parties or (), names)}")
        elif name == "status":
            parts.append(f"status {made.status}")
        else:
            parts.append(f"format {made.format}")
    return ", ".join(parts)
