"""Deciding: from what an article reports to the events that follow.

``decide`` is a pure function of the filed reports in the neighbourhood and the intake:

1. The article's former reports that the intake no longer brings are withdrawn; its new ones are filed.
2. From the earliest moment so touched, all later reports of the neighbourhood are placed again in publication order
   (``domain.talks.match``). Reports that turn out to belong elsewhere are moved.
3. Each meeting whose set of reports changed is folded before and after, and the difference is told as changes.

**Nobody may be told of a change that did not happen.** Every changed fact knows the report that it rests on. Only where
that report is new, the fact is told as a change in the world (rescheduled, cancelled, …). Where the fact rests on known
reports that are merely sorted differently, or where an article took back what it said itself, it is ``corrected``.

**Ids.** A report's id follows from article, revision and content, so reading an article again with the same result
changes nothing. A meeting keeps its id as long as a report of it is left: a cluster takes the id of its earliest report
whose id is not taken by an earlier cluster, failing that the id that a former revision of one of its reports had, and
else gets a new one, derived from the report that founds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from domain.events import (
    Event,
    MatchReason,
    MeetingAnnounced,
    MeetingCancelled,
    MeetingChange,
    MeetingConcluded,
    MeetingCorrected,
    MeetingDetailed,
    MeetingFirmed,
    MeetingPartiesChanged,
    MeetingPostponed,
    MeetingReinstated,
    MeetingRelocated,
    MeetingReported,
    MeetingRescheduled,
    MeetingStarted,
    MeetingWithdrawn,
    ReportMoved,
    ReportWithdrawn,
    derived_id,
)
from domain.reports import Format, Report, Status
from domain.talks.circles import likeness
from domain.talks.evolve import (
    FORWARD,
    OFF,
    Fold,
    dates_conflict,
    fold,
    in_order,
    is_firm,
    places_conflict,
    quotes_of,
    same_days,
    shifted,
    states_change,
)
from domain.talks.match import Board, Cluster, Placement
from domain.talks.model import FiledReport, Intake


def report_id(intake: Intake, report: Report) -> str:
    """The same article revision saying the same thing has the same id, whichever extractor read it."""
    article = intake.article
    return derived_id(
        "report", article.article_id, article.revision, article.published_at.isoformat(), report.model_dump_json()
    )


def event_ids(intake: Intake, events: Sequence[Event], *, basis: int = 0) -> tuple[str, ...]:
    """Stable ids for the events of one decision.

    Doing the same decision again gives the same ids, so a repeated append is recognised. Two decisions that differ in
    anything never share an id: it is derived from article, revision, extractor, its version, and the event's stream, type
    and whole content (which for changes includes the facts before and after), with an ordinal for equal events within
    one decision. What is left is the same event truly happening again for the same reading of the same article, say when an
    archive is read with extractor A, then B, then A again. ``basis`` tells these apart: pass the log position that the
    decision was made on.
    """
    article = intake.article
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    ids = []
    for event in events:
        content = (event.stream, event.type, event.model_dump_json())
        seen[content] += 1
        ids.append(
            derived_id(
                "event",
                article.article_id,
                article.revision,
                intake.extractor,
                intake.extractor_version,
                basis,
                *content,
                seen[content],
            )
        )
    return tuple(ids)


def decide(filed: Sequence[FiledReport], intake: Intake) -> tuple[Event, ...]:
    """The events that follow from ``intake``, given every filed report in its neighbourhood
    (``domain.talks.neighbourhood.gather``) with the meeting it is filed under.

    Empty where nothing changes: the same intake again, or a revision older than the one that is filed.
    """
    article = intake.article
    own = {f.report_id: f for f in filed if f.article.article_id == article.article_id}
    if any(f.article.revision > article.revision for f in own.values()):
        return ()
    brought = {
        rid: FiledReport(report_id=rid, article=article, report=r)
        for r in intake.reports
        for rid in (report_id(intake, r),)
    }
    removed = [f for rid, f in own.items() if rid not in brought]
    added = [f for rid, f in brought.items() if rid not in own]
    if not removed and not added:
        return ()
    gone = {f.report_id for f in removed}
    before = [f for f in filed if f.report_id not in gone]
    placed = _place_again(before, removed, added)
    heirs = _heirs(removed, added)
    ids = _assign_ids(placed, filed, heirs, intake)
    return tuple(_events(filed, removed, added, placed, ids, heirs, intake))


# --- placing -----------------------------------------------------------------------------------------------------------

_Moment = tuple[datetime, str]
"""Publication time and article: all reports of an article are placed at one moment."""


def _moment(filed: FiledReport) -> _Moment:
    return (filed.article.published_at, filed.article.article_id)


@dataclass(slots=True)
class _Placed:
    clusters: list[Cluster]
    placements: dict[str, Placement]
    """The reports that were placed again, by id."""


def _place_again(
    before: Sequence[FiledReport], removed: Sequence[FiledReport], added: Sequence[FiledReport]
) -> _Placed:
    touched = min(_moment(f) for f in (*removed, *added))
    standing: dict[str | None, list[FiledReport]] = defaultdict(list)
    later: list[FiledReport] = list(added)
    for filed in before:
        if _moment(filed) < touched:
            standing[filed.meeting_id].append(filed)
        else:
            later.append(filed)
    board = Board()
    for reports in sorted((in_order(group) for group in standing.values()), key=lambda group: group[0].order):
        board.found(reports)
    placements: dict[str, Placement] = {}
    for _, group in groupby(in_order(later), key=_moment):
        for placement in board.place(list(group)):
            placements[placement.filed.report_id] = placement
    return _Placed(board.clusters, placements)


def _heirs(removed: Sequence[FiledReport], added: Sequence[FiledReport]) -> dict[str, FiledReport]:
    """New report id → the former report of the same article that it takes the place of: the likeliest pairs first."""
    pairs = []
    for old in removed:
        for new in added:
            alike = likeness(frozenset(old.report.parties), frozenset(new.report.parties))
            if alike == 0.0:
                continue
            a, b = old.report.when, new.report.when
            dates = 0.5 if a is None or b is None else 1.0 if same_days(a, b) else 0.7 if a.overlaps(b) else 0.0
            places = 0.0 if places_conflict(old.report.where, new.report.where) else 0.5
            pairs.append((-(alike + dates + places), old.order, new.order, old, new))
    heirs: dict[str, FiledReport] = {}
    used: set[str] = set()
    for *_, old, new in sorted(pairs, key=lambda pair: pair[:3]):
        if new.report_id not in heirs and old.report_id not in used:
            heirs[new.report_id] = old
            used.add(old.report_id)
    return heirs


def _assign_ids(
    placed: _Placed, filed: Sequence[FiledReport], heirs: Mapping[str, FiledReport], intake: Intake
) -> dict[int, str]:
    """Cluster number → meeting id, by the rule in the module's text."""
    current = {f.report_id: f.meeting_id for f in filed if f.meeting_id}
    ids: dict[int, str] = {}
    taken: set[str] = set()
    ordered = sorted(placed.clusters, key=lambda cluster: cluster.fold.founded_by.order)

    def claim(cluster: Cluster, candidates: Iterator[str]) -> None:
        for candidate in candidates:
            if candidate not in taken:
                ids[cluster.number] = candidate
                taken.add(candidate)
                return

    for cluster in ordered:
        claim(cluster, (current[f.report_id] for f in cluster.reports if f.report_id in current))
    for cluster in ordered:
        if cluster.number not in ids:
            inherited = (heirs[f.report_id].meeting_id for f in cluster.reports if f.report_id in heirs)
            claim(cluster, (meeting_id for meeting_id in inherited if meeting_id))
    taken.update(current.values())
    for cluster in ordered:
        if cluster.number not in ids:
            founder = cluster.fold.founded_by.report_id
            # A known report that founds a meeting anew may have founded one before that goes on without it.
            anew = () if founder not in current else (intake.article.article_id, intake.article.revision)
            claim(cluster, (derived_id("meeting", founder, *anew, *again) for again in _attempts()))
    return ids


def _attempts() -> Iterator[tuple[int, ...]]:
    yield ()
    number = 2
    while True:
        yield (number,)
        number += 1


# --- events ------------------------------------------------------------------------------------------------------------


def _events(
    filed: Sequence[FiledReport],
    removed: Sequence[FiledReport],
    added: Sequence[FiledReport],
    placed: _Placed,
    ids: Mapping[int, str],
    heirs: Mapping[str, FiledReport],
    intake: Intake,
) -> Iterator[Event]:
    current = {f.report_id: f.meeting_id for f in filed}
    after = {f.report_id: ids[c.number] for c in placed.clusters for f in c.reports}
    touched: dict[str, None] = {}

    def reason(placement: Placement) -> MatchReason:
        return MatchReason(
            rule=placement.rule,
            score=placement.score,
            beaten=tuple((ids[cluster.number], score) for cluster, score in placement.beaten),
        )

    for old in in_order(removed):
        assert old.meeting_id is not None
        touched[old.meeting_id] = None
        why = "revised" if old.article.revision < intake.article.revision else "reread"
        yield ReportWithdrawn(meeting_id=old.meeting_id, report_id=old.report_id, reason=why)
    for new in added:
        meeting_id = after[new.report_id]
        touched[meeting_id] = None
        yield MeetingReported(
            meeting_id=meeting_id,
            report_id=new.report_id,
            article=new.article,
            report=new.report,
            match=reason(placed.placements[new.report_id]),
        )
    for known_id, placement in placed.placements.items():
        former, meeting_id = current.get(known_id), after[known_id]
        if former is not None and former != meeting_id:
            touched[former] = touched[meeting_id] = None
            yield ReportMoved(meeting_id=meeting_id, report_id=known_id, from_meeting=former, match=reason(placement))

    folds = {ids[cluster.number]: cluster.fold for cluster in placed.clusters}
    was: dict[str, list[FiledReport]] = defaultdict(list)
    for f in filed:
        if f.meeting_id:
            was[f.meeting_id].append(f)
    fresh = {f.report_id for f in added}
    for meeting_id in touched:
        yield from changes(
            meeting_id,
            fold(was.get(meeting_id, ())),
            folds.get(meeting_id),
            fresh=fresh,
            heirs=heirs,
            moved_to=_moved_to(was.get(meeting_id, ()), after),
        )


def _moved_to(reports: Sequence[FiledReport], after: Mapping[str, str]) -> str | None:
    """The one meeting that all remaining reports went to, if there is one."""
    targets = {after[f.report_id] for f in reports if f.report_id in after}
    return targets.pop() if len(targets) == 1 else None


# --- changes -----------------------------------------------------------------------------------------------------------

_ROLES: Mapping[str, frozenset[str]] = {
    "status": frozenset({"status"}),
    "when": frozenset({"when", "previous"}),
    "where": frozenset({"where", "previous"}),
    "format": frozenset({"format"}),
    "parties": frozenset({"parties"}),
}
"""Changed field → the roles of the quotes that carry it."""

_STATUS_CHANGES: Mapping[Status, type[MeetingChange]] = {
    Status.POSTPONED: MeetingPostponed,
    Status.CANCELLED: MeetingCancelled,
    Status.UNDERWAY: MeetingStarted,
    Status.CONCLUDED: MeetingConcluded,
}


@dataclass(slots=True)
class _Told:
    """The changes found so far: kind → the report and the fields that carry it, in the order they are told."""

    kinds: dict[type[MeetingChange], tuple[FiledReport, set[str], bool]] = field(default_factory=dict)

    def tell(self, kind: type[MeetingChange], by: FiledReport, *fields: str, disputed: bool = False) -> None:
        known = self.kinds.get(kind)
        if known is None:
            self.kinds[kind] = (by, set(fields), disputed)
        else:
            known[1].update(fields)
            self.kinds[kind] = (known[0], known[1], known[2] or disputed)


def changes(
    meeting_id: str,
    before: Fold | None,
    after: Fold | None,
    *,
    fresh: set[str],
    heirs: Mapping[str, FiledReport],
    moved_to: str | None = None,
) -> Iterator[MeetingChange]:
    """What to tell of a meeting that stood as ``before`` and stands as ``after``.

    ``fresh`` are the ids of the reports that are new; ``heirs`` says which former report of the same article a new one
    takes the place of; ``moved_to`` is the meeting that absorbed this one, if any.
    """
    if after is None:
        if before is not None:
            last = before.support
            yield MeetingWithdrawn(
                meeting_id=meeting_id,
                before=before.facts,
                after=None,
                report_id=None,
                evidence=last.report.evidence,
                article=last.article,
                merged_into=moved_to,
            )
        return
    told = _Told()
    if before is None:
        new = [f for f in after.reports if f.report_id in fresh]
        if new:
            told.tell(MeetingAnnounced, after.status_by if after.status_by in new else new[0], *_ROLES)
        else:
            # Known reports that turn out to speak of a meeting of their own: no news.
            told.tell(MeetingCorrected, after.support, *_ROLES)
    else:
        _compare(before, after, fresh, heirs, told)
    for kind, (by, fields, disputed) in told.kinds.items():
        yield kind(
            meeting_id=meeting_id,
            before=before.facts if before else None,
            after=after.facts,
            report_id=by.report_id,
            evidence=quotes_of(by.report, frozenset[str]().union(*(_ROLES[name] for name in fields))),
            article=by.article,
            disputed=disputed,
        )


def _compare(before: Fold, after: Fold, fresh: set[str], heirs: Mapping[str, FiledReport], told: _Told) -> None:
    was = {f.report_id for f in before.reports}

    def news(by: FiledReport) -> bool:
        return by.report_id in fresh

    def takes_back(by: FiledReport) -> bool:
        """True where ``by`` replaces what the same article had said about this meeting, and does not state a change that
        the article had not stated before."""
        old = heirs.get(by.report_id)
        if old is None or old.report_id not in was:
            return False
        new = by.report
        return not (states_change(new) and (new.status is not old.report.status or new.previous != old.report.previous))

    # Status first: it may cover what else changed.
    covered = False
    if before.status is not after.status:
        kind = _status_kind(before, after)
        by = after.status_by
        # A revision that goes from "may meet" to "will meet" is news; one that goes back is a correction.
        if kind is None:
            if not (news(by) and by.report.previous is not None and not takes_back(by)):
                told.tell(MeetingCorrected, by, "status")
        elif not news(by) or (takes_back(by) and kind is not MeetingFirmed):
            told.tell(MeetingCorrected, by, "status")
        else:
            told.tell(kind, by, "status")
            covered = True

    ours, theirs = before.when, after.when
    if ours != theirs:
        by = after.when_by
        if not news(by):
            told.tell(MeetingCorrected, by, "when")
        elif ours is None or theirs is None:
            if after.status is Status.POSTPONED and before.status is Status.POSTPONED and theirs is not None:
                told.tell(MeetingCorrected if takes_back(by) else MeetingRescheduled, by, "when")
            elif theirs is None and not (covered and after.status is Status.POSTPONED):
                told.tell(MeetingCorrected, by, "when")
            elif theirs is not None and not covered:
                told.tell(MeetingDetailed, by, "when")
        elif shifted(ours, theirs) or (same_days(ours, theirs) and ours.time and theirs.time):
            if takes_back(by):
                told.tell(MeetingCorrected, by, "when")
            elif not (covered and after.status is Status.POSTPONED):
                disputed = not states_change(by.report) and dates_conflict(ours, theirs)
                told.tell(MeetingRescheduled, by, "when", disputed=disputed)
        elif same_days(ours, theirs) or theirs.within(ours) or is_firm(ours):
            if not covered:
                told.tell(MeetingDetailed, by, "when")
        else:
            told.tell(MeetingCorrected, by, "when")

    if before.where != after.where:
        by = after.where_by
        if not news(by):
            told.tell(MeetingCorrected, by, "where")
        elif places_conflict(before.where, after.where):
            stated = by.report.previous is not None and by.report.previous.where is not None
            if takes_back(by):
                told.tell(MeetingCorrected, by, "where")
            elif stated or not covered:
                # That it began or ended in another place than was known is in the news that it did.
                told.tell(MeetingRelocated, by, "where", disputed=not stated and by.report.status in FORWARD)
        elif after.where is None:
            told.tell(
                MeetingRelocated if states_change(by.report) and not takes_back(by) else MeetingCorrected, by, "where"
            )
        elif not covered:
            told.tell(MeetingDetailed, by, "where")

    if before.format is not after.format:
        by = after.format_by
        if not news(by) or takes_back(by) or after.format is Format.UNKNOWN:
            told.tell(MeetingCorrected, by, "format")
        elif before.format is Format.UNKNOWN:
            if not covered:
                told.tell(MeetingDetailed, by, "format")
        else:
            told.tell(MeetingRelocated, by, "format")

    if before.parties != after.parties:
        by = after.parties_by
        if not news(by) or before.parties - after.parties:
            told.tell(MeetingCorrected, by, "parties")
        elif after.joined_late:
            told.tell(MeetingPartiesChanged, by, "parties")
        elif not covered:
            told.tell(MeetingDetailed, by, "parties")

    if not told.kinds and before.facts != after.facts:
        # Certainty that was taken back in passing, or a finer point of form: nothing that happened, but no secret either.
        told.tell(MeetingCorrected, after.support, *_ROLES)
    if len(told.kinds) > 1:
        # One message a report: what merely became known is in the facts of the greater change.
        told.kinds.pop(MeetingDetailed, None)


def _status_kind(before: Fold, after: Fold) -> type[MeetingChange] | None:
    """The change that a new status is, or None where it only takes back certainty."""
    ours, theirs = before.status, after.status
    if theirs in _STATUS_CHANGES:
        return _STATUS_CHANGES[theirs] if ours is not Status.CONCLUDED else None
    if ours in OFF and theirs is Status.SCHEDULED:
        known_date = (
            ours is Status.POSTPONED and before.when is not None and not dates_conflict(before.when, after.when)
        )
        return MeetingFirmed if known_date else MeetingReinstated
    if ours in FORWARD and theirs.firmness > ours.firmness:
        return MeetingFirmed
    return None
