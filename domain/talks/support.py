"""Who says what a change says, and whether a later one takes it back. Pure; for those who decide whether to tell of it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.events import MeetingChange, MeetingFacts
from domain.reports import Report, Status
from domain.stories import stories_of
from domain.talks.evolve import dates_conflict, places_conflict
from domain.talks.model import FiledReport

FIELDS = ("parties", "status", "when", "where", "format")


def altered(before: MeetingFacts | None, after: MeetingFacts | None) -> frozenset[str]:
    """The fields in which two states of a meeting differ; all of them where there is only one state."""
    if before is None or after is None:
        return frozenset(FIELDS)
    return frozenset(name for name in FIELDS if getattr(before, name) != getattr(after, name))


def supports(report: Report, change: MeetingChange) -> bool:
    """True where ``report`` says what ``change`` tells, not merely something that fits it: for a new meeting, that there is
    one; for a move, the new date; for a meeting that is off, that it is off."""
    before, after = change.before, change.after
    if after is None or before is None:
        return after is not None
    fields = altered(before, after)
    said = []
    if "status" in fields:
        if change.kind == "firmed":
            said.append(report.status.firmness >= after.status.firmness)
        else:
            said.append(report.status is after.status)
    if "when" in fields and after.when is not None and report.when is not None:
        # "In January" fits the tenth and the thirteenth: it does not say which.
        tells = before.when is None or dates_conflict(report.when, before.when) or report.when.within(after.when)
        said.append(tells and not dates_conflict(report.when, after.when))
    if "where" in fields and after.where is not None and report.where is not None:
        tells = before.where is None or places_conflict(report.where, before.where) or report.where == after.where
        said.append(tells and not places_conflict(report.where, after.where))
    if "parties" in fields:
        said.append(
            set(report.parties) >= set(after.parties) - set(before.parties)
            and not (set(report.parties) & (set(before.parties) - set(after.parties)))
        )
    if "format" in fields and not said:
        said.append(report.format is after.format)
    return bool(said) and all(said)


def corroborates(report: Report, change: MeetingChange) -> bool:
    """True where ``report`` says what ``change`` tells and contradicts nothing of it: that a meeting exists is said by who
    says another day, too, and is no corroboration of the day that was told."""
    after = change.after
    return after is not None and supports(report, change) and not _contradicts(report, after)


def _contradicts(said: Report | MeetingFacts, told: MeetingFacts) -> bool:
    return (
        (said.when is not None and told.when is not None and dates_conflict(said.when, told.when))
        or (said.where is not None and told.where is not None and places_conflict(said.where, told.where))
        or _off(said.status) != _off(told.status)
    )


def _off(status: Status) -> Status | None:
    return status if status in (Status.CANCELLED, Status.POSTPONED) else None


def stands(change: MeetingChange, now: MeetingFacts | None) -> bool:
    """True where all that ``change`` tells, of a new meeting its date and place too, is still so."""
    return (
        still_so(change, now) and now is not None and change.after is not None and not _contradicts(now, change.after)
    )


def agreeing(change: MeetingChange, reports: Iterable[FiledReport]) -> int:
    """How many independent voices among ``reports``, all those of the meeting, corroborate ``change``, the first one included."""
    filed = list(reports)
    known = stories_of(filed)
    saying = [one for one in filed if one.report_id == change.report_id or corroborates(one.report, change)]
    return len({known.voice_of(one.article, one.report) for one in saying})


def voices(change: MeetingChange, reports: Iterable[FiledReport]) -> int:
    """How many independent voices among ``reports``, all those of the meeting, say what ``change`` tells: stories of one
    agency or outlet are one voice (``domain.stories``).

    The report that brought the change about always counts: it was read as saying so.
    """
    filed = list(reports)
    saying = {one.report_id for one in filed if one.report_id == change.report_id or supports(one.report, change)}
    known = stories_of(filed)
    return max(1, len({known.voice_of(one.article, one.report) for one in filed if one.report_id in saying}))


def still_so(change: MeetingChange, now: MeetingFacts | None) -> bool:
    """True where the meeting, as it stands, is in what ``change`` altered still as it left it."""
    if now is None or change.after is None:
        return False
    if change.before is None:
        return now.status is not Status.CANCELLED or change.after.status is Status.CANCELLED
    return all(getattr(now, name) == getattr(change.after, name) for name in altered(change.before, change.after))


def takes_back(correction: MeetingChange, told: MeetingChange) -> bool:
    """True where ``correction`` puts a meeting back to what it was before ``told``: the news was none.

    A meeting that no report supports any longer takes back everything that was told of it; one that became part of
    another does not, for it goes on there. A change in the world takes nothing back: moved, and moved again, are two moves.
    """
    if correction.kind == "withdrawn":
        return getattr(correction, "merged_into", None) is None
    if correction.kind != "corrected" or correction.after is None or told.after is None or told.before is None:
        return False
    fields = altered(told.before, told.after)
    return bool(fields) and all(
        getattr(correction.after, name) == getattr(told.before, name)
        and getattr(correction.before, name, None) == getattr(told.after, name)
        for name in fields
    )
