"""Deciding: from what an article reports to the events that follow.

``decide`` is a pure function of the filed reports in the neighbourhood and the intake:

1. The article's former reports that the intake no longer brings are withdrawn; its new ones are filed.
2. From the earliest moment so touched, all later reports of the neighbourhood are placed again in publication order
   (``domain.talks.match``). Reports that turn out to belong elsewhere are moved.
3. Each meeting whose set of reports changed is folded before and after, and the difference is told as changes.

**Nobody may be told of a change that did not happen.** Every changed fact knows the report that it rests on. Only where
that report is new, the fact is told as a change in the world (rescheduled, cancelled, …). Where the fact rests on known
reports that are merely sorted differently, or where an article took back what it said itself, it is ``corrected``.

**People decide last.** What people decided (``domain.talks.curation``) is a rule that reports are placed under, not a change
of what was placed: so the result is a function of the reports that are known and the decisions that are in force, in
whatever order both came. ``decide_curation`` is the same decision with other rules instead of other reports.

**Ids.** A report's id follows from article, revision and content, so reading an article again with the same result
changes nothing. A meeting keeps its id as long as a report of it is left: a cluster takes the id of its earliest report
whose id is not taken by an earlier cluster, failing that the id that a former revision of one of its reports had, and
else gets a new one, derived from the report that founds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from domain.events import (
    CorrectionFiled,
    CorrectionLifted,
    Curation,
    Event,
    FactsCorrected,
    MatchReason,
    MeetingAnnounced,
    MeetingCancelled,
    MeetingChange,
    MeetingConcluded,
    MeetingCorrected,
    MeetingDetailed,
    MeetingFirmed,
    MeetingJoined,
    MeetingParted,
    MeetingPartiesChanged,
    MeetingPostponed,
    MeetingReinstated,
    MeetingRelocated,
    MeetingReported,
    MeetingRescheduled,
    MeetingStarted,
    MeetingWithdrawn,
    ReportMoved,
    ReportsWithheld,
    ReportWithdrawn,
    WithheldReport,
    derived_id,
)
from domain.reports import Format, Report, Status
from domain.talks.curation import (
    NOTHING,
    Rulings,
    Standing,
    articles_of,
    differing,
    moves_reports,
    pair_up,
    roots,
    rulings,
    sketch,
)
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
    return _distinct((article.article_id, article.revision, intake.extractor, intake.extractor_version, basis), events)


def reading_event_ids(intakes: Sequence[Intake], events: Sequence[Event], *, basis: int) -> tuple[str, ...]:
    """Stable ids for the events of one decision on several articles (``decide_all``), as ``event_ids``."""
    articles = [f"{intake.article.article_id}/{intake.article.revision}" for intake in intakes]
    reader = (intakes[0].extractor, intakes[0].extractor_version) if intakes else ("", "")
    group = derived_id("reading", *reader, basis, *sorted(articles))
    return _distinct(("reading", group), events)


def _distinct(origin: tuple[str | int, ...], events: Sequence[Event]) -> tuple[str, ...]:
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    ids = []
    for event in events:
        content = (event.stream, event.type, event.model_dump_json())
        seen[content] += 1
        ids.append(derived_id("event", *origin, *content, seen[content]))
    return tuple(ids)


def decide(filed: Sequence[FiledReport], intake: Intake, standing: Standing = NOTHING) -> tuple[Event, ...]:
    """The events that follow from ``intake``, given every filed report in its neighbourhood
    (``domain.talks.neighbourhood.gather``) with the meeting it is filed under, and what people decided.

    Empty where nothing changes: the same intake again, or a revision older than the one that is filed.
    """
    return decide_all(filed, [intake], standing)


def decide_all(
    filed: Sequence[FiledReport], intakes: Sequence[Intake], standing: Standing = NOTHING
) -> tuple[Event, ...]:
    """The events that follow from several articles at once, each at most once among ``intakes``: only where they lead to, and
    nothing of the states in between. ``filed`` is the neighbourhood of all of them (``gather_all``).

    For reading an archive again: where a reader mends one mistake in many articles, taking them one by one would tear
    meetings apart, tell of it, and join them again.
    """
    standing = _concerned(filed, standing, frozenset(intake.article.article_id for intake in intakes))
    known = {f.report_id: f for f in (*filed, *standing.withheld)}
    own: dict[str, dict[str, FiledReport]] = {intake.article.article_id: {} for intake in intakes}
    for rid, f in known.items():
        if f.article.article_id in own:
            own[f.article.article_id][rid] = f
    news: dict[str, FiledReport] = {}
    former: dict[str, FiledReport] = {}
    revisions: dict[str, int] = {}
    for intake in intakes:
        article = intake.article
        before = own[article.article_id]
        if any(f.article.revision > article.revision for f in before.values()):
            continue
        brought = {report_id(intake, report): report for report in intake.reports}
        former.update((rid, f) for rid, f in before.items() if rid not in brought)
        news.update(
            (rid, FiledReport(report_id=rid, article=article, report=report, provenance=intake.provenance))
            for rid, report in brought.items()
            if rid not in before
        )
        revisions[article.article_id] = article.revision
    if not news and not former:
        return ()
    first = intakes[0].article
    return _Decision(
        filed=filed,
        standing=standing,
        known={**news, **{rid: f for rid, f in known.items() if rid not in former}},
        curations=standing.curations,
        news=frozenset(news),
        origin=(first.article_id, first.revision),
        revisions=revisions,
    ).events()


def decide_curation(
    filed: Sequence[FiledReport], standing: Standing, curations: Sequence[Curation], made: Curation
) -> tuple[Event, ...]:
    """The events that follow when ``curations`` are in force instead of those of ``standing``, which ``made`` brought about.
    ``filed`` is the neighbourhood of the difference (``domain.talks.neighbourhood.gather_curation``). ``made`` itself is the
    first of the events."""
    changed = differing(standing.curations, curations)
    concerned = frozenset(f.article.article_id for f in filed).union(*map(articles_of, changed))
    reached = replace(standing, curations=(*standing.curations, *curations)).reach(concerned)
    before = standing.about(reached)
    known = {f.report_id: f for f in (*filed, *before.withheld)}
    replaced = frozenset[str]().union(*(articles_of(one) for one in changed if moves_reports(one)))
    moments = [_moment(f) for f in known.values() if f.article.article_id in replaced]
    following = _Decision(
        filed=filed,
        standing=before,
        known=known,
        curations=tuple(one for one in curations if not articles_of(one).isdisjoint(reached)),
        news=frozenset(),
        origin=("curation", made.curation_id),
        again_from=min(moments, default=None),
        detail=made.reason,
    )
    return (made, *following.events())


def _concerned(filed: Sequence[FiledReport], standing: Standing, articles: frozenset[str]) -> Standing:
    """The decisions that the neighbourhood is tied to; all reports that they are about are in it."""
    if not standing.curations and not standing.withheld:
        return standing
    return standing.about(standing.reach(articles.union(f.article.article_id for f in filed)))


def curation_event_ids(made: Curation, events: Sequence[Event]) -> tuple[str, ...]:
    """Stable ids for the events of one decision of a person, the decision itself first among them."""
    return _distinct(("curation", made.curation_id), events)


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
    before: Sequence[FiledReport], added: Sequence[FiledReport], touched: _Moment | None, rules: Rulings
) -> _Placed:
    """Place everything from ``touched`` on again; with ``None`` everything stays where it is."""
    standing: dict[str | None, list[FiledReport]] = defaultdict(list)
    later: list[FiledReport] = list(added)
    for filed in before:
        if touched is None or _moment(filed) < touched:
            standing[filed.meeting_id].append(filed)
        else:
            later.append(filed)
    board = Board(rules)
    for reports in sorted((in_order(group) for group in standing.values()), key=lambda group: group[0].order):
        board.found(reports)
    placements: dict[str, Placement] = {}
    for _, group in groupby(in_order(later), key=_moment):
        for placement in board.place(list(group)):
            placements[placement.filed.report_id] = placement
    return _Placed(board.clusters, placements)


def _assign_ids(
    placed: _Placed,
    filed: Sequence[FiledReport],
    heirs: Mapping[str, FiledReport],
    news: frozenset[str],
    origin: tuple[str | int, ...],
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
            # A known report that founds a meeting anew may have founded one before that goes on without it, maybe with parties
            # that nothing here has to do with.
            anew = () if founder in news else origin
            claim(cluster, (derived_id("meeting", founder, *anew, *again) for again in _attempts()))
    return ids


def _attempts() -> Iterator[tuple[int, ...]]:
    yield ()
    number = 2
    while True:
        yield (number,)
        number += 1


# --- events ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Decision:
    """What is filed, what is known afterwards, and under which decisions of people: from the difference follow events."""

    filed: Sequence[FiledReport]
    standing: Standing
    known: Mapping[str, FiledReport]
    """All reports that are known afterwards, counting or not, by id."""
    curations: tuple[Curation, ...]
    """The decisions in force afterwards."""
    news: frozenset[str]
    """The reports that were not known before: only they can bring news."""
    origin: tuple[str | int, ...]
    """What the decision is made for; ids of new meetings are derived from it where they must differ."""
    revisions: Mapping[str, int] = field(default_factory=dict)
    """Article that was read → its revision."""
    again_from: _Moment | None = None
    """The earliest report that other rules may place elsewhere."""
    detail: str | None = None

    def events(self) -> tuple[Event, ...]:
        rules = rulings(self.curations, self.known.values())
        counting = {rid: f for rid, f in self.known.items() if rid not in rules.retracted}
        was_filed = {f.report_id: f for f in self.filed}
        removed = [f for rid, f in was_filed.items() if rid not in counting]
        added = [f.model_copy(update={"meeting_id": None}) for rid, f in counting.items() if rid not in was_filed]
        moments = [_moment(f) for f in (*removed, *added)]
        if self.again_from is not None:
            moments.append(self.again_from)
        # Nothing of all this can matter where neither a report nor a rule has changed.
        if not moments and self.curations == self.standing.curations:
            return tuple(self._withheld(rules))
        heirs = _heirs([f for f in removed if f.report_id not in rules.retracted], added)
        before = [f for f in self.filed if f.report_id in counting]
        placed = _place_again(before, added, min(moments, default=None), rules)
        ids = _assign_ids(placed, self.filed, heirs, self.news, self.origin)
        return tuple(self._events(removed, added, placed, ids, heirs, rules))

    def _withheld(self, rules: Rulings) -> Iterator[Event]:
        """Tell of each article whose known and not counting reports are others than before."""
        before: dict[str, dict[str, FiledReport]] = defaultdict(dict)
        after: dict[str, dict[str, FiledReport]] = defaultdict(dict)
        for f in self.standing.withheld:
            before[f.article.article_id][f.report_id] = f
        for rid in rules.retracted:
            f = self.known[rid]
            after[f.article.article_id][rid] = f
        for article_id in sorted(before.keys() | after.keys()):
            ours, theirs = before[article_id], after[article_id]
            if ours.keys() != theirs.keys():
                kept = in_order(theirs.values())
                last = (kept or in_order(ours.values()))[-1]
                yield ReportsWithheld(
                    article=last.article,
                    provenance=last.provenance,
                    reports=tuple(WithheldReport(report_id=f.report_id, report=f.report) for f in kept),
                )

    def _events(
        self,
        removed: Sequence[FiledReport],
        added: Sequence[FiledReport],
        placed: _Placed,
        ids: Mapping[int, str],
        heirs: Mapping[str, FiledReport],
        rules: Rulings,
    ) -> Iterator[Event]:
        standing = self.standing
        current = {f.report_id: f.meeting_id for f in self.filed if f.meeting_id}
        meetings = {ids[cluster.number]: cluster.reports for cluster in placed.clusters}
        after = {f.report_id: meeting_id for meeting_id, reports in meetings.items() for f in reports}
        root_after = roots(meetings, rules)
        touched: dict[str, None] = {}
        """The meetings, as people see them, that something happened to."""

        def touch(*meeting_ids: str) -> None:
            for meeting_id in meeting_ids:
                touched[standing.root(meeting_id)] = None
                touched[root_after.get(meeting_id, meeting_id)] = None

        def reason(placement: Placement) -> MatchReason:
            return MatchReason(
                rule=placement.rule,
                score=placement.score,
                beaten=tuple((ids[cluster.number], score) for cluster, score in placement.beaten),
            )

        for old in in_order(removed):
            assert old.meeting_id is not None
            touch(old.meeting_id)
            retracted = old.report_id in rules.retracted
            revised = self.revisions.get(old.article.article_id, 0) > old.article.revision
            yield ReportWithdrawn(
                meeting_id=old.meeting_id,
                report_id=old.report_id,
                reason="retracted" if retracted else "revised" if revised else "reread",
                detail=self.detail if retracted else None,
            )
        yield from self._withheld(rules)
        for new in added:
            touch(after[new.report_id])
            yield MeetingReported(
                meeting_id=after[new.report_id],
                report_id=new.report_id,
                article=new.article,
                report=new.report,
                match=reason(placed.placements[new.report_id]),
                provenance=new.provenance,
            )
        for known_id, placement in placed.placements.items():
            former, meeting_id = current.get(known_id), after[known_id]
            if former is not None and former != meeting_id:
                touch(former, meeting_id)
                yield ReportMoved(
                    meeting_id=meeting_id, report_id=known_id, from_meeting=former, match=reason(placement)
                )
        for meeting_id in sorted({*current.values(), *meetings}):
            ours, theirs = standing.root(meeting_id), root_after.get(meeting_id, meeting_id)
            if ours != theirs:
                touch(meeting_id)
                if theirs == meeting_id:
                    yield MeetingParted(meeting_id=meeting_id, from_meeting=ours)
                else:
                    yield MeetingJoined(
                        meeting_id=meeting_id, into=theirs, from_meeting=None if ours == meeting_id else ours
                    )
        corrected = {
            one.curation_id: after[rid] for rid, corrections in rules.corrections.items() for one in corrections
        }
        concerned = {one.curation_id for one in (*standing.curations, *self.curations)}
        held = {one: m for one, m in standing.corrected.items() if one in concerned}
        for one in (*held, *(new for new in corrected if new not in held)):
            was, now = held.get(one), corrected.get(one)
            if was == now:
                continue
            touch(*(meeting_id for meeting_id in (was, now) if meeting_id is not None))
            if now is not None:
                yield CorrectionFiled(meeting_id=now, curation_id=one, from_meeting=was)
            elif was is not None:
                yield CorrectionLifted(meeting_id=was, curation_id=one)

        old_groups: dict[str, list[FiledReport]] = defaultdict(list)
        for f in self.filed:
            if f.meeting_id:
                old_groups[standing.root(f.meeting_id)].append(f)
        new_groups: dict[str, list[FiledReport]] = defaultdict(list)
        for meeting_id, reports in meetings.items():
            new_groups[root_after[meeting_id]] += reports
        shown = {rid: root_after[meeting_id] for rid, meeting_id in after.items()}
        folds = {ids[cluster.number]: cluster.fold for cluster in placed.clusters}
        for meeting_id in touched:
            old_reports, new_reports = old_groups.get(meeting_id, ()), new_groups.get(meeting_id, ())
            corrections = _in_log_order(self.curations, corrected, lambda m: root_after.get(m, m), meeting_id)
            folded = folds.get(meeting_id)
            if corrections or folded is None or len(folded.reports) != len(new_reports):
                folded = fold(new_reports, corrections)
            yield from changes(
                meeting_id,
                fold(old_reports, _in_log_order(standing.curations, held, standing.root, meeting_id)),
                folded,
                fresh={f.report_id for f in added if f.report_id in self.news},
                heirs=heirs,
                moved_to=_moved_to(old_reports, shown),
            )


def _in_log_order(
    curations: Sequence[Curation], filed: Mapping[str, str], root: Callable[[str], str], meeting_id: str
) -> list[FactsCorrected]:
    """The corrections of a meeting, as people see it."""
    return [
        one
        for one in curations
        if isinstance(one, FactsCorrected) and one.curation_id in filed and root(filed[one.curation_id]) == meeting_id
    ]


def _heirs(removed: Sequence[FiledReport], added: Sequence[FiledReport]) -> dict[str, FiledReport]:
    """New report id → the former report of the same article that it takes the place of."""
    articles: dict[str, tuple[list[FiledReport], list[FiledReport]]] = defaultdict(lambda: ([], []))
    for f in removed:
        articles[f.article.article_id][0].append(f)
    for f in added:
        articles[f.article.article_id][1].append(f)
    former = {f.report_id: f for f in removed}
    return {
        new: former[old]
        for olds, news in articles.values()
        for new, old in pair_up([*map(sketch, olds)], [*map(sketch, news)]).items()
    }


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

    put_right: frozenset[str] = frozenset()
    """Fields that rest on what a person said just now: no report's sentence carries them."""
    kinds: dict[type[MeetingChange], tuple[FiledReport, set[str], bool]] = field(default_factory=dict)

    def tell(self, kind: type[MeetingChange], by: FiledReport, *fields: str, disputed: bool = False) -> None:
        quoted = set(fields) - self.put_right
        known = self.kinds.get(kind)
        if known is None:
            self.kinds[kind] = (by, quoted, disputed)
        else:
            # The report that is named is one that is quoted, where any is.
            self.kinds[kind] = (known[0] if known[1] else by, known[1] | quoted, known[2] or disputed)


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
    word = after.fixed.items() - (before.fixed.items() if before is not None else ())
    told = _Told(put_right=frozenset(name for name, _ in word))
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
            evidence=quotes_of(by.report, frozenset[str]().union(*(_ROLES[name] for name in fields))) if fields else (),
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
