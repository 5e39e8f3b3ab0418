"""What a decision has to look at, and no more.

Deciding is exact only if it sees every report that could end up elsewhere because of the intake, and every meeting that
such a report could join. Let *p* be the earliest publication time of what the intake brings or replaces. Then:

1. Reports published before *p* stay where they are: matching is sequential in publication order.
2. A report can only join a meeting that holds a report with a common key (``domain.talks.circles.keys``) and that was
   reported on at most ``WINDOW`` before. So the candidates of a report are the meetings that hold one of its keys and a
   report published since its own publication less ``WINDOW``.
3. A later report (published at or after *p*) may be affected when it shares a key with a report of an affected or
   candidate meeting; it then brings its own candidates, and so on until nothing is added.

4. What people decided ties articles together (``domain.talks.curation``): a decision about one of the articles so found
   brings the meetings of all its articles. A correction of the parties lets a meeting be found by these as well.

For the common case, the newest article, steps 3 and 4 find nothing and the neighbourhood is the candidates of its reports.

``gather`` computes this closure over any source of filed reports; the log answers its ``Needs`` in SQL, tests answer them
from memory (``neighbourhood_of``). A source may return more than was asked for, whole meetings at a time, never less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.events import Curation, FactsCorrected
from domain.reports import Value
from domain.talks.circles import Key, keys_of_all
from domain.talks.curation import NOTHING, Standing, articles_of, differing
from domain.talks.match import WINDOW
from domain.talks.model import FiledReport, Intake


class Needs(Value):
    """A question to the store: all reports of every meeting that holds a report published at or after ``since`` and whose
    reports together name all parties of at least one of ``keys``."""

    keys: tuple[Key, ...]
    since: datetime

    @property
    def parties(self) -> frozenset[str]:
        return frozenset(party for key in self.keys for party in key)

    def wants(self, meeting: Sequence[FiledReport], corrected: Iterable[str] = ()) -> bool:
        """The question, asked of one meeting; ``corrected`` are parties that people named for it."""
        named = frozenset(party for filed in meeting for party in filed.report.parties).union(corrected)
        return any(filed.article.published_at >= self.since for filed in meeting) and any(
            named.issuperset(key) for key in self.keys
        )


Load = Callable[[Needs], Iterable[FiledReport]]
Find = Callable[[frozenset[str]], Iterable[FiledReport]]
"""All reports of every meeting that holds a report of one of these articles."""


def gather(
    intake: Intake,
    own: Sequence[FiledReport],
    load: Load,
    standing: Standing = NOTHING,
    find: Find = lambda articles: (),
) -> tuple[FiledReport, ...]:
    """All filed reports that deciding on ``intake`` has to see, in publication order.

    ``own`` are the filed reports of the intake's article, of whatever revision; ``load`` answers ``Needs``, ``find`` the
    questions that decisions of people give rise to.
    """
    return gather_all([intake], own, load, standing, find)


def gather_all(
    intakes: Sequence[Intake],
    own: Sequence[FiledReport],
    load: Load,
    standing: Standing = NOTHING,
    find: Find = lambda articles: (),
) -> tuple[FiledReport, ...]:
    """All filed reports that deciding on several articles at once has to see; ``own`` are the filed reports of these."""
    articles = frozenset(intake.article.article_id for intake in intakes)
    mine = (*own, *(f for f in standing.withheld if f.article.article_id in articles))
    earliest = min([*(i.article.published_at for i in intakes), *(f.article.published_at for f in mine)])
    touched = keys_of_all(r.parties for i in intakes for r in i.reports) | keys_of_all(f.report.parties for f in mine)
    search = _Search(load, standing, find)
    search.known.update((filed.report_id, filed) for filed in own)
    return search.close(touched, articles, earliest)


def gather_curation(
    standing: Standing, curations: Sequence[Curation], load: Load, find: Find
) -> tuple[FiledReport, ...]:
    """All filed reports that ``domain.talks.decide.decide_curation`` has to see when ``curations`` are to be in force
    instead of those of ``standing``."""
    changed = differing(standing.curations, curations)
    articles = frozenset[str]().union(*map(articles_of, changed))
    both = replace(standing, curations=(*standing.curations, *changed))
    search = _Search(load, both, find)
    mine = [f for f in (*search.tie(articles), *standing.withheld) if f.article.article_id in articles]
    if not mine:
        return search.close(frozenset(), articles, None)
    touched = keys_of_all(f.report.parties for f in mine)
    return search.close(touched, articles, min(f.article.published_at for f in mine))


@dataclass
class _Search:
    load: Load
    standing: Standing
    find: Find
    known: dict[str, FiledReport] = field(default_factory=dict)
    tied: frozenset[str] = frozenset()
    """Articles whose meetings were brought by decisions of people."""

    def close(
        self, touched: frozenset[Key], articles: frozenset[str], earliest: datetime | None
    ) -> tuple[FiledReport, ...]:
        """Everything that placing again from ``earliest`` on could move, or that could take what is moved; with ``None``
        nothing is placed again."""
        candidates_asked: set[Key] = set()
        later_asked: set[Key] = set()

        def ask(keys: frozenset[Key], asked: set[Key], since: datetime) -> list[FiledReport]:
            new = keys - asked
            asked |= new
            return self._new(self.load(Needs(keys=tuple(sorted(new)), since=since))) if new else []

        fresh = [*self.tie(articles), *self.known.values()]
        if earliest is not None:
            # What people named the parties of is found by these, even where no report of it has come yet.
            fresh += ask(touched | self._corrected_keys(), candidates_asked, earliest - WINDOW)
        while fresh:
            fresh = self.tie(articles)
            if earliest is None:
                continue
            all_keys = keys_of_all(filed.report.parties for filed in self.known.values()) | self._corrected_keys()
            fresh += ask(all_keys - candidates_asked, later_asked, earliest)
            later = keys_of_all(f.report.parties for f in self.known.values() if f.article.published_at >= earliest)
            # A report can also join what people named its parties for, and what is so named can take others with it.
            fresh += ask(later | self._corrected_keys(), candidates_asked, earliest - WINDOW)
        return tuple(sorted(self.known.values(), key=lambda filed: filed.order))

    def tie(self, articles: frozenset[str]) -> list[FiledReport]:
        """Bring the meetings of all articles that people tied to the known ones."""
        if not self.standing.curations:
            return []
        present = articles.union(filed.article.article_id for filed in self.known.values())
        new = self.standing.reach(present).intersection(self.standing.articles) - self.tied
        self.tied |= new
        return self._new(self.find(new)) if new else []

    def _new(self, found: Iterable[FiledReport]) -> list[FiledReport]:
        new = [filed for filed in found if filed.report_id not in self.known]
        self.known.update((filed.report_id, filed) for filed in new)
        return new

    def _corrected_keys(self) -> frozenset[Key]:
        return keys_of_all(
            one.parties
            for one in self.standing.curations
            if isinstance(one, FactsCorrected) and one.parties and not articles_of(one).isdisjoint(self.tied)
        )


def neighbourhood_of(
    all_filed: Iterable[FiledReport], intake: Intake, standing: Standing = NOTHING
) -> tuple[FiledReport, ...]:
    """``gather`` from memory: the reference for every other source."""
    source = Memory(all_filed, standing)
    own = [f for f in source.filed if f.article.article_id == intake.article.article_id]
    return gather(intake, own, source.load, standing, source.find)


class Memory:
    """Answers the questions of ``gather`` from filed reports in memory."""

    def __init__(self, filed: Iterable[FiledReport], standing: Standing) -> None:
        self.filed = tuple(filed)
        self.meetings: dict[str | None, list[FiledReport]] = {}
        for one in self.filed:
            meeting_id = None if one.meeting_id is None else standing.root(one.meeting_id)
            self.meetings.setdefault(meeting_id, []).append(one)
        self.corrected: dict[str | None, list[str]] = {}
        for made in standing.curations:
            if isinstance(made, FactsCorrected) and made.parties and made.curation_id in standing.corrected:
                meeting_id = standing.root(standing.corrected[made.curation_id])
                self.corrected.setdefault(meeting_id, []).extend(made.parties)

    def load(self, needs: Needs) -> Iterable[FiledReport]:
        return [
            filed
            for meeting_id, meeting in self.meetings.items()
            if needs.wants(meeting, self.corrected.get(meeting_id, ()))
            for filed in meeting
        ]

    def find(self, articles: frozenset[str]) -> Iterable[FiledReport]:
        return [
            filed
            for meeting in self.meetings.values()
            if any(f.article.article_id in articles for f in meeting)
            for filed in meeting
        ]
