"""What people decided, and what it means for the reports that are known now.

People decide last: what they decided holds whatever is read later, until it is undone. Therefore a decision is never a
change of rows but a rule that every later decision of the program is made under, and what follows from it is a function of
two sets, the reports that are known and the decisions that are in force:

- a **retracted** article or report is known and does not count;
- a **split** keeps some reports of a meeting from ever standing with the others, and together;
- a **merge** leaves every report where it is filed and makes several meetings one, so that undoing it is exact;
- a **correction** says what is right. It outweighs every report published before it and every later repetition. A report
  published after it that *states a change* ("moved from 12 to 15 January") is news, and followed (``domain.talks.evolve``).

**Anchors.** Decisions are about reports, because meetings are nothing but sets of reports. A report's id follows from its
content, so a better reader gives the same sentence another id. An anchor is therefore found again among the present
reports of its article: by id, else as the likeliest counterpart of what it was, with all reports of the article paired at
once, so that it never falls on a sibling. What is not found again leaves the decision waiting, in force and without effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.events import (
    Anchor,
    ArticleRetracted,
    Curation,
    CurationUndone,
    FactsCorrected,
    MeetingsMerged,
    MeetingSplit,
    ReportRetracted,
    Sketch,
)
from domain.talks.circles import likeness
from domain.talks.evolve import in_order, places_conflict, same_days
from domain.talks.model import FiledReport

ANCHORS_MOST = 24
"""Reports of a meeting that a merge or a correction is tied to: enough to outlive the retraction of some of them."""


# --- which decisions hold ---------------------------------------------------------------------------------------------


def undone_in(curations: Sequence[Curation]) -> dict[str, CurationUndone]:
    """The decisions that do not hold, by id, with what undid them, given all that were ever made in the order of the log.
    Undoing can be undone."""
    undone: dict[str, CurationUndone] = {}
    for one in reversed(curations):
        if isinstance(one, CurationUndone) and one.curation_id not in undone:
            undone.setdefault(one.undone, one)
    return undone


def in_force(curations: Sequence[Curation]) -> tuple[Curation, ...]:
    """The decisions that hold, given all that were ever made in the order of the log."""
    undone = undone_in(curations)
    return tuple(c for c in curations if not isinstance(c, CurationUndone) and c.curation_id not in undone)


def anchors_of(curation: Curation) -> Iterator[Anchor]:
    """All reports that a decision is about."""
    if isinstance(curation, FactsCorrected):
        yield from curation.reports
    elif isinstance(curation, MeetingsMerged):
        for side in curation.sides:
            yield from side
    elif isinstance(curation, MeetingSplit):
        yield from curation.out
        yield from curation.stay
    elif isinstance(curation, ReportRetracted):
        yield curation.report


def articles_of(curation: Curation) -> frozenset[str]:
    """The articles whose reports a decision is about."""
    if isinstance(curation, ArticleRetracted):
        return frozenset({curation.article_id})
    return frozenset(anchor.article_id for anchor in anchors_of(curation))


def differing(ours: Sequence[Curation], theirs: Sequence[Curation]) -> tuple[Curation, ...]:
    """The decisions that are in force on one side only."""
    both = {one.curation_id for one in ours} & {one.curation_id for one in theirs}
    return tuple(one for one in (*ours, *theirs) if one.curation_id not in both)


def moves_reports(curation: Curation) -> bool:
    """True where the decision may place other reports than those that it makes count or not: what a meeting is recognised
    by, what may stand in it, or which plans are one."""
    return isinstance(curation, FactsCorrected | MeetingSplit | MeetingsMerged)


@dataclass(frozen=True)
class Standing:
    """What is known besides the filed reports: the decisions of people and what follows from them so far."""

    curations: tuple[Curation, ...] = ()
    """In force, in the order of the log."""
    withheld: tuple[FiledReport, ...] = ()
    """Reports that are known and do not count; filed under no meeting."""
    joined: Mapping[str, str] = field(default_factory=dict)
    """Meeting that reports are filed under → the meeting that it is part of. One that is missing stands for itself."""
    corrected: Mapping[str, str] = field(default_factory=dict)
    """Correction → the meeting that it is filed under."""

    def root(self, meeting_id: str) -> str:
        """The meeting that people see, for one that reports are filed under."""
        return self.joined.get(meeting_id, meeting_id)

    @cached_property
    def _articles(self) -> tuple[frozenset[str], ...]:
        return tuple(articles_of(curation) for curation in self.curations)

    @cached_property
    def articles(self) -> frozenset[str]:
        """All articles that decisions are about."""
        return frozenset[str]().union(*self._articles)

    def reach(self, articles: Iterable[str]) -> frozenset[str]:
        """``articles``, and all that are tied to them by decisions."""
        reached = frozenset(articles)
        waiting = list(self._articles)
        while True:
            tied = [one for one in waiting if not reached.isdisjoint(one)]
            if not tied:
                return reached
            waiting = [one for one in waiting if reached.isdisjoint(one)]
            reached = reached.union(*tied)

    def about(self, articles: frozenset[str]) -> Standing:
        """The part that concerns these articles, which must be a whole ``reach``."""
        if not self.curations and not self.withheld:
            return self
        return Standing(
            curations=tuple(c for c, own in zip(self.curations, self._articles) if not articles.isdisjoint(own)),
            withheld=tuple(filed for filed in self.withheld if filed.article.article_id in articles),
            joined=self.joined,
            corrected=self.corrected,
        )


NOTHING = Standing()
"""Nobody has decided anything."""


# --- finding reports again --------------------------------------------------------------------------------------------


def sketch(filed: FiledReport) -> Sketch:
    report = filed.report
    return Sketch(
        report_id=filed.report_id,
        parties=report.parties,
        status=report.status,
        when=report.when,
        where=report.where,
    )


def anchor(filed: FiledReport, known: Iterable[FiledReport]) -> Anchor:
    """The anchor of a report; ``known`` holds at least all reports of its article."""
    article_id = filed.article.article_id
    among = in_order(other for other in known if other.article.article_id == article_id)
    return Anchor(article_id=article_id, report_id=filed.report_id, among=tuple(map(sketch, among)))


def pair_up(old: Sequence[Sketch], new: Sequence[Sketch]) -> dict[str, str]:
    """New report id → id of the report of the same article that it takes the place of: the likeliest pairs first."""
    pairs = []
    for was in old:
        for now in new:
            alike = likeness(frozenset(was.parties), frozenset(now.parties))
            if alike == 0.0:
                continue
            a, b = was.when, now.when
            dates = 0.5 if a is None or b is None else 1.0 if same_days(a, b) else 0.7 if a.overlaps(b) else 0.0
            places = 0.0 if places_conflict(was.where, now.where) else 0.5
            pairs.append((-(alike + dates + places), was.report_id, now.report_id))
    found: dict[str, str] = {}
    used: set[str] = set()
    for _, was_id, now_id in sorted(pairs):
        if now_id not in found and was_id not in used:
            found[now_id] = was_id
            used.add(was_id)
    return found


def _found(wanted: Anchor, present: Sequence[FiledReport]) -> str | None:
    """The report that ``wanted`` means among the present ones of its article."""
    ids = {filed.report_id for filed in present}
    if wanted.report_id in ids:
        return wanted.report_id
    gone = [one for one in wanted.among if one.report_id not in ids]
    known = {one.report_id for one in wanted.among}
    fresh = [sketch(filed) for filed in present if filed.report_id not in known]
    successors = {was: now for now, was in pair_up(gone, fresh).items()}
    return successors.get(wanted.report_id)


# --- what the decisions mean ------------------------------------------------------------------------------------------

Label = tuple[int, bool]
"""A split, by its rank in the log, and whether the report was taken out (or stayed)."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports whose meetings are one; the first one's id is kept."""

    rank: int
    into: str
    other: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """The decisions in force, applied to the reports that are known. Ranks are places in the order of the log."""

    retracted: frozenset[str] = frozenset()
    labels: Mapping[str, frozenset[Label]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    corrections: Mapping[str, tuple[FactsCorrected, ...]] = field(default_factory=dict)
    """Report → the corrections of the meeting that holds it."""

    def parted(self, one: Iterable[Label], other: Iterable[Label], after: int = -1) -> bool:
        """True where a split later than ``after`` keeps reports with these labels apart."""
        others = frozenset(other)
        return any(rank > after and (rank, not out) in others for rank, out in one)


NO_RULINGS = Rulings()


def rulings(curations: Sequence[Curation], known: Iterable[FiledReport]) -> Rulings:
    """What ``curations`` mean for ``known``, which holds all reports of every article that they are about, counting or
    not."""
    if not curations:
        return NO_RULINGS
    articles: dict[str, list[FiledReport]] = {}
    concerned = frozenset[str]().union(*map(articles_of, curations))
    for filed in known:
        if filed.article.article_id in concerned:
            articles.setdefault(filed.article.article_id, []).append(filed)

    def find(wanted: Anchor) -> str | None:
        return _found(wanted, articles.get(wanted.article_id, ()))

    retracted: set[str] = set()
    for one in curations:
        if isinstance(one, ArticleRetracted):
            retracted.update(filed.report_id for filed in articles.get(one.article_id, ()))
        elif isinstance(one, ReportRetracted) and (gone := find(one.report)):
            retracted.add(gone)

    def counting(anchors: Iterable[Anchor]) -> Iterator[str]:
        return (found for wanted in anchors if (found := find(wanted)) and found not in retracted)

    labels: dict[str, set[Label]] = {}
    links: list[Link] = []
    corrections: dict[str, tuple[FactsCorrected, ...]] = {}
    for rank, one in enumerate(curations):
        if isinstance(one, MeetingSplit):
            out, stay = list(counting(one.out)), list(counting(one.stay))
            for found in out:
                labels.setdefault(found, set()).add((rank, True))
            for found in stay:
                labels.setdefault(found, set()).add((rank, False))
            links += [Link(rank, out[0], other) for other in out[1:]]
        elif isinstance(one, MeetingsMerged):
            firsts = [first for side in one.sides if (first := next(counting(side), None))]
            links += [Link(rank, firsts[0], other) for other in firsts[1:]]
        elif isinstance(one, FactsCorrected) and (first := next(counting(one.reports), None)):
            corrections[first] = (*corrections.get(first, ()), one)
    return Rulings(
        retracted=frozenset(retracted),
        labels={found: frozenset(own) for found, own in labels.items()},
        links=tuple(links),
        corrections=corrections,
    )


def roots(meetings: Mapping[str, Sequence[FiledReport]], rules: Rulings) -> dict[str, str]:
    """Meeting that reports are filed under → the meeting that it is part of, itself where nobody joined it to another.

    Joined in the order of the log. A later split keeps apart what an earlier merge would join; a later merge joins what an
    earlier split took apart.
    """
    root = {meeting_id: meeting_id for meeting_id in meetings}
    if not rules.links:
        return root
    holds = {filed.report_id: meeting_id for meeting_id, reports in meetings.items() for filed in reports}
    labels: dict[str, frozenset[Label]] = {
        meeting_id: frozenset[Label]().union(*(rules.labels.get(filed.report_id, ()) for filed in reports))
        for meeting_id, reports in meetings.items()
    }
    for link in rules.links:
        if link.into not in holds or link.other not in holds:
            continue
        into, other = root[holds[link.into]], root[holds[link.other]]
        if into == other or rules.parted(labels[into], labels[other], after=link.rank):
            continue
        root.update({meeting_id: into for meeting_id, was in root.items() if was == other})
        labels[into] |= labels[other]
    return root
