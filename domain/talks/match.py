"""Matching: which meeting a report speaks of.

Reports are placed one article after another in publication order; each sees the meetings as the reports before it left
them. So the partition of reports into meetings is a function of the set of reports, not of the order they arrived in.

A report may join a meeting when all gates are open:

- **parties**: both name the same circle (``domain.talks.circles``); sharing one big power is not enough;
- **dates**: two firm dates that share no day are two meetings, unless the text says that one replaces the other, or the
  same near-copied story gives another date, or a source of the meeting gives this one. A vaguer date ("mid-January") takes in the firm one inside it. A report
  without a date speaks of the nearest open meeting; that a meeting is off, of the one open meeting, or of the one that
  was called off in the last days;
- **place**: two cities contradict each other, unless the day is the same, the text states a change, or a source of the
  meeting names this one as well;
- **format**: a call is not a visit;
- **state**: what is over or called off does not take undated news of meetings ahead;
- **one article, one report a meeting**: where an article tells two encounters apart, they stay apart.

Among the open meetings the best score wins: half the date, three tenths the parties, two tenths the place. Ties go to the
meeting that was founded first.

What people decided comes first (``domain.talks.curation``): reports that a split keeps apart never meet, and a meeting with
corrections is recognised by what was read and by what was put right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.events import FactsCorrected
from domain.reports import Format, Report, Status, When
from domain.talks.circles import Key, core, keys, likeness, same_table
from domain.talks.curation import NO_RULINGS, Label, Rulings, roots
from domain.talks.evolve import (
    FORWARD,
    HELD,
    LONGEST_MEETING,
    OFF,
    Fold,
    fold,
    in_order,
    is_firm,
    places_conflict,
    same_days,
)
from domain.talks.model import FiledReport

WINDOW = timedelta(days=200)
"""A meeting that nobody has reported on for this long takes no further reports: half a year covers the usual distance
between the announcement of a summit and the news that it begins, and it bounds what a decision has to load."""

QUIET = timedelta(days=60)
"""An undated plan that nobody has mentioned for this long is no longer what undated news is about."""

AHEAD = timedelta(days=90)
"""Undated news of a plan is not about a dated meeting further ahead than this."""

GRACE = timedelta(days=1)
"""Publication days are compared in UTC while dates are the article's own; a meeting's local day may be off by one."""

RECENT = timedelta(days=8)
"""Undated reports that a meeting is on or over are about one at most this far back (reading takes what ended more than seven
days before publication for background)."""

SAME_NEWS = timedelta(days=7)
"""Undated news that "the meeting" is off, this soon after one was called off, is that news again and not about another."""

TOO_VAGUE = 124
"""Days. A date wider than a third of a year ("in 2022") says too little to be matched by; it counts as no date."""

PARTIES_ENOUGH = 0.5
"""The likeness of circles must be above this: two of three parties are enough, two of four are not."""

PARTIES_ENOUGH_SAME_DAY_AND_CITY = 1 / 3
"""The likeness that is enough when day and city agree as well."""

STRONG_DATE = 0.8
"""How well the dates must fit for circles that only resemble each other; below it, they must be the same table."""

LATE_NEWS = timedelta(days=2)
"""News that a meeting is off may come this long after the day it was to be held."""


@dataclass(frozen=True, slots=True)
class Match:
    score: float
    rule: str
    only_if_alone: bool = False
    """The rule holds only where no second meeting fits as well: undated news that "the meeting" is off."""


@dataclass(slots=True)
class Cluster:
    """A meeting while it is being put together."""

    fold: Fold
    number: int
    """In order of founding."""
    labels: set[Label] = field(default_factory=set)
    """On which sides of splits its reports stand."""
    corrections: list[FactsCorrected] = field(default_factory=list)
    _corrected: tuple[tuple[int, int], Fold] | None = None

    @property
    def reports(self) -> list[FiledReport]:
        return self.fold.reports

    @property
    def faces(self) -> tuple[Fold, ...]:
        """What the meeting can be recognised by: as it was read and, where people corrected it, as they say it is."""
        if not self.corrections:
            return (self.fold,)
        state = (len(self.reports), len(self.corrections))
        if self._corrected is None or self._corrected[0] != state:
            corrected = fold(self.reports, self.corrections)
            assert corrected is not None
            self._corrected = (state, corrected)
        return (self.fold, self._corrected[1])


def judge(filed: FiledReport, fold: Fold) -> Match | None:
    """May ``filed``, which is published after all of the meeting's reports, join it; how well does it fit, and by what
    rule? None where a gate is closed."""
    report = filed.report
    if filed.article.published_at - fold.last_published > WINDOW:
        return None
    circle = frozenset(report.parties)
    alike = likeness(circle, fold.parties)
    if alike == 0.0:
        return None
    same_circle = core(circle) == core(fold.parties)
    if alike <= PARTIES_ENOUGH and not (
        alike >= PARTIES_ENOUGH_SAME_DAY_AND_CITY and _same_day(report, fold) and _same_city(report, fold)
    ):
        return None
    moved = report.previous is not None
    told_again = same_circle and fold.repeats(filed)
    if not told_again and not moved and _formats_conflict(report.format, fold.format):
        return None
    found = (
        (1.0, "the same sentence of the same story", False)
        if told_again
        else _by_date(filed, fold, same_circle=same_circle)
    )
    if found is None:
        return None
    fit, rule, only_if_alone = found
    if fit < STRONG_DATE and not same_table(circle, fold.parties):
        return None
    conflict = _elsewhere(report, fold)
    if (
        conflict
        and not told_again
        and not (
            same_circle and (_same_day(report, fold) or _moves_here(report, fold) or (fit >= STRONG_DATE and moved))
        )
    ):
        return None
    same_city = not conflict and _same_city(report, fold)
    place = (
        1.0 if told_again else 0.0 if conflict else 1.0 if same_city else 0.75 if report.where and fold.where else 0.5
    )
    return Match(round(0.5 * fit + 0.3 * alike + 0.2 * place, 4), rule, only_if_alone)


def _same_day(report: Report, fold: Fold) -> bool:
    return bool(
        report.when and fold.when and is_firm(report.when) and is_firm(fold.when) and report.when.overlaps(fold.when)
    )


def _elsewhere(report: Report, fold: Fold) -> bool:
    """True where the places contradict each other, and no source of the meeting gives the report's."""
    return places_conflict(report.where, fold.where) and not (report.where and fold.claimed(report.where))


def _same_city(report: Report, fold: Fold) -> bool:
    return bool(report.where and fold.where and report.where.city and fold.where.city and not _elsewhere(report, fold))


def _moves_here(report: Report, fold: Fold) -> bool:
    """True where the text says that the meeting was moved away from where this one is held."""
    if report.previous is None or report.previous.where is None:
        return False
    return not places_conflict(report.previous.where, fold.where)


def _formats_conflict(ours: Format, theirs: Format) -> bool:
    remote = (Format.CALL, Format.VIDEO)
    return (ours is Format.IN_PERSON and theirs in remote) or (theirs is Format.IN_PERSON and ours in remote)


def _telling(when: When | None) -> When | None:
    return when if when is not None and when.days <= TOO_VAGUE else None


def _by_date(filed: FiledReport, fold: Fold, *, same_circle: bool) -> tuple[float, str, bool] | None:
    """How well the dates fit (0 to 1), by which rule, and whether only in the absence of a rival."""
    report = filed.report
    ours, theirs = _telling(fold.when), _telling(report.when)
    was = _telling(report.previous.when) if report.previous else None

    if was is not None:
        if theirs and ours and theirs.overlaps(ours) and (fold.replaced or fold.previous or not was.overlaps(ours)):
            return (1.0, "the same new date after a move", False)
        if ours and was.overlaps(ours) and (fold.status not in HELD or fold.status is Status.UNDERWAY):
            return (1.0 if same_days(was, ours) else 0.9, "the text says that it replaces this date", False)
        if any(was.overlaps(old) for old in (*fold.replaced, *fold.misread)):
            return (0.8, "moved from a date that this meeting had", False)
        if ours is None and fold.status not in HELD:
            return _undated(filed, fold)
        return None

    if theirs is not None and ours is not None:
        if theirs.overlaps(ours):
            if is_firm(theirs) and is_firm(ours):
                return (1.0 if same_days(theirs, ours) else 0.95, "the same day", False)
            if theirs.within(ours) or ours.within(theirs):
                return (0.75, "a day within the vaguer date", False)
            return (0.6, "vague dates that overlap", False)
        if any(theirs.overlaps(date) for date in fold.misread):
            return (0.85, "a date that a person put right", False)
        if same_circle and fold.claimed(theirs):
            return (0.85, "a date that a source of this meeting gives", False)
        if fold.retells(report):
            return (0.4, "a date that this meeting had before", False)
        if same_circle and fold.status is Status.UNDERWAY and report.status in HELD and _goes_on(ours, theirs):
            return (0.9, "the talks go on", False)
        if same_circle and _same_story(filed, fold):
            return (0.7, "the same story with another date", False)
        if (
            report.status is Status.POSTPONED
            and fold.status in FORWARD
            and ours.start < theirs.start
            and _ahead(filed, ours)
        ):
            return (0.6, "put off from the one meeting ahead", True)
        return None

    if theirs is not None:
        return _dated_to_undated(filed, fold, theirs)
    return _undated(filed, fold)


def _goes_on(ours: When, theirs: When) -> bool:
    """Talks reported as under way on one day are still the same talks on the next."""
    return timedelta(0) < theirs.start - ours.end <= timedelta(days=1)


def _same_story(filed: FiledReport, fold: Fold) -> bool:
    return fold.copies_any(filed, (other for other in fold.reports if other.report.status is filed.report.status))


def _published(filed: FiledReport) -> date:
    return filed.article.published_at.date()


def _ahead(filed: FiledReport, when: When) -> bool:
    """True where the meeting's days were not clearly over when the report was published."""
    return when.end >= _published(filed) - LATE_NEWS


def _dated_to_undated(filed: FiledReport, fold: Fold, theirs: When) -> tuple[float, str, bool] | None:
    """A report with a date, a meeting without one."""
    report = filed.report
    if fold.status in HELD:
        held_on = fold.status_by.article.published_at.date()
        if report.status in HELD and held_on - RECENT <= theirs.end and theirs.start <= held_on + GRACE:
            return (0.5, "held in the days that this undated report speaks of", False)
        return None
    if filed.article.published_at - fold.last_published > QUIET:
        return None
    if theirs.end < fold.first_published.date() - GRACE:
        # The meeting was still ahead when it was first reported, so it is not one that was over by then.
        return None
    if fold.status is Status.CANCELLED and report.status not in (Status.SCHEDULED, Status.CANCELLED):
        return None
    return (0.5, "the date of an undated plan", False)


def _undated(filed: FiledReport, fold: Fold) -> tuple[float, str, bool] | None:
    """A report without a date that tells: the nearest open meeting."""
    report, today = filed.report, _published(filed)
    ours = _telling(fold.when)
    lively = filed.article.published_at - fold.last_published <= QUIET
    if report.status in FORWARD:
        if fold.status in HELD or (
            fold.status is Status.CANCELLED and (ours is not None or report.status is not Status.SCHEDULED)
        ):
            return None
        # News that would make a plan firmer is rather about a meeting that is as firm already: of two readings, the one
        # that changes nothing.
        firming = 0.15 if report.status.firmness > fold.status.firmness else 0.0
        if ours is None:
            return (0.45 - firming, "undated news of the undated plan", False) if lively else None
        if ours.end < today - GRACE or ours.start - today > AHEAD:
            return None
        vague = 0.0 if is_firm(ours) else 0.05
        return (_nearness(ours, today, AHEAD) - firming - vague, "undated news of the nearest meeting ahead", False)
    if report.status in OFF:
        if fold.status in OFF:
            if filed.article.published_at - fold.status_by.article.published_at <= SAME_NEWS:
                return (0.75, "the same news that it is off", False)
            if fold.status is report.status:
                return None
        if fold.status in HELD:
            return None
        if ours is None:
            return (0.3, "the one undated plan that can be off", True) if lively else None
        return (
            (_nearness(ours, today, WINDOW), "the one open meeting that can be off", True)
            if _ahead(filed, ours)
            else None
        )
    if ours is None:
        if fold.status is Status.CANCELLED or not lively:
            return None
        near = filed.article.published_at - fold.last_published <= (RECENT if fold.status in HELD else QUIET)
        return (0.28, "undated news that the undated plan came about", False) if near else None
    if fold.status is Status.CANCELLED or ours.start > today + GRACE or ours.end < today - RECENT:
        return None
    if not is_firm(ours):
        return (0.3, "undated news of a meeting around these days", False) if ours.days <= LONGEST_MEETING else None
    return (_nearness(ours, today, RECENT), "undated news of the meeting of these days", False)


def _nearness(when: When, today: date, reach: timedelta) -> float:
    """0.4 for a meeting on the day itself down to 0.3 at the reach of the rule."""
    distance = max(when.start - today, today - when.end, timedelta(0))
    return 0.4 - 0.1 * min(distance / reach, 1.0)


def _judge(filed: FiledReport, cluster: Cluster) -> Match | None:
    fits = [match for face in cluster.faces if (match := judge(filed, face))]
    # The first of equals: what was read comes first.
    return max(fits, key=lambda match: match.score, default=None)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a report was placed, and what it might have joined instead."""

    filed: FiledReport
    cluster: Cluster
    rule: str
    score: float
    beaten: tuple[tuple[Cluster, float], ...]


@dataclass(slots=True)
class Board:
    """The meetings of a neighbourhood while reports are placed on it, one article after another."""

    rules: Rulings = NO_RULINGS
    clusters: list[Cluster] = field(default_factory=list)
    _by_key: dict[Key, list[Cluster]] = field(default_factory=dict)
    _keys: dict[int, set[Key]] = field(default_factory=dict)

    def found(self, filed: Sequence[FiledReport]) -> Cluster:
        """Set up a meeting with reports that are known to belong together."""
        ordered = in_order(filed)
        cluster = Cluster(Fold.begin(ordered[0]), len(self.clusters))
        self.clusters.append(cluster)
        self._keys[cluster.number] = set()
        self._index(cluster, ordered[0])
        for report in ordered[1:]:
            self.join(cluster, report)
        return cluster

    def join(self, cluster: Cluster, filed: FiledReport) -> None:
        cluster.fold.add(filed)
        self._index(cluster, filed)

    def _index(self, cluster: Cluster, filed: FiledReport) -> None:
        known = self._keys[cluster.number]
        cluster.labels |= self.rules.labels.get(filed.report_id, frozenset())
        corrections = self.rules.corrections.get(filed.report_id, ())
        cluster.corrections += corrections
        new = set(keys(frozenset(filed.report.parties)))
        for correction in corrections:
            if correction.parties:
                new |= keys(frozenset(correction.parties))
        for key in sorted(new):
            if key not in known:
                known.add(key)
                self._by_key.setdefault(key, []).append(cluster)

    def _candidates(self, filed: FiledReport) -> list[Cluster]:
        found: dict[int, Cluster] = {}
        for key in keys(frozenset(filed.report.parties)):
            for cluster in self._by_key.get(key, ()):
                found[cluster.number] = cluster
        labels = self.rules.labels.get(filed.report_id)
        if labels:
            return [cluster for cluster in found.values() if not self.rules.parted(labels, cluster.labels)]
        return list(found.values())

    def place(self, article: Sequence[FiledReport]) -> list[Placement]:
        """Place the reports of one article, the next in publication order: best fits first, no two in one meeting."""
        reports = in_order(article)
        fits = {
            filed.report_id: [
                (match, cluster) for cluster in self._candidates(filed) if (match := _judge(filed, cluster))
            ]
            for filed in reports
        }
        taken: dict[int, str] = {}
        chosen: dict[str, tuple[Match, Cluster]] = {}
        for alone in (False, True):
            options = [
                (-match.score, filed.order, cluster.fold.founded_by.order, filed, match, cluster)
                for filed in reports
                if filed.report_id not in chosen
                for match, cluster in self._standing(fits[filed.report_id], taken, alone=alone)
            ]
            for _, _, _, filed, match, cluster in sorted(options, key=lambda option: option[:3]):
                if filed.report_id not in chosen and cluster.number not in taken:
                    chosen[filed.report_id] = (match, cluster)
                    taken[cluster.number] = filed.report_id
        placements = []
        for filed in reports:
            match_and_cluster = chosen.get(filed.report_id)
            if match_and_cluster is None:
                cluster, rule, score = self.found([filed]), "a meeting not known before", 1.0
            else:
                match, cluster = match_and_cluster
                rule, score = match.rule, match.score
                self.join(cluster, filed)
            beaten = sorted(
                ((other, match.score) for match, other in fits[filed.report_id] if other is not cluster),
                key=lambda pair: (-pair[1], pair[0].fold.founded_by.order),
            )
            placements.append(Placement(filed, cluster, rule, score, tuple(beaten)))
        return placements

    def _standing(
        self, fits: Sequence[tuple[Match, Cluster]], taken: Mapping[int, str], *, alone: bool
    ) -> list[tuple[Match, Cluster]]:
        """The fits that count in this round. "The meeting is off", without a date, is only said of the one meeting that is
        meant: the one dated plan, else the one plan; where several could be meant, none is touched. What people joined is
        one meeting."""
        free = [fit for fit in fits if fit[0].only_if_alone == alone and fit[1].number not in taken]
        if not alone or len(free) < 2 or self._are_one([cluster for _, cluster in free]):
            return free
        for narrower in (
            [fit for fit in free if fit[1].fold.when is not None and fit[1].fold.status.firmness > 0],
            [fit for fit in free if fit[1].fold.status is Status.SCHEDULED],
        ):
            if len(narrower) == 1 or (narrower and self._are_one([cluster for _, cluster in narrower])):
                return narrower
        return []

    def _are_one(self, clusters: Sequence[Cluster]) -> bool:
        """True where people joined all these meetings."""
        if not self.rules.links:
            return False
        root = roots({str(cluster.number): cluster.reports for cluster in self.clusters}, self.rules)
        return len({root[str(cluster.number)] for cluster in clusters}) == 1
