"""What a decision has to look at, and no more.

Deciding is exact only if it sees every report that could end up elsewhere because of the intake, and every meeting that
such a report could join. Let *p* be the earliest publication time of what the intake brings or replaces. Then:

1. Reports published before *p* stay where they are: matching is sequential in publication order.
2. A report can only join a meeting that holds a report with a common key (``domain.talks.circles.keys``) and that was
   reported on at most ``WINDOW`` before. So the candidates of a report are the meetings that hold one of its keys and a
   report published since its own publication less ``WINDOW``.
3. A later report (published at or after *p*) may be affected when it shares a key with a report of an affected or
   candidate meeting; it then brings its own candidates, and so on until nothing is added.

For the common case, the newest article, step 3 finds nothing and the neighbourhood is the candidates of its reports.

``gather`` computes this closure over any source of filed reports; the log answers its ``Needs`` in SQL, tests answer them
from memory (``neighbourhood_of``). A source may return more than was asked for, whole meetings at a time, never less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from domain.reports import Value
from domain.talks.circles import Key, keys_of_all
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

    def wants(self, meeting: Sequence[FiledReport]) -> bool:
        """The question, asked of one meeting."""
        named = frozenset(party for filed in meeting for party in filed.report.parties)
        return any(filed.article.published_at >= self.since for filed in meeting) and any(
            named.issuperset(key) for key in self.keys
        )


Load = Callable[[Needs], Iterable[FiledReport]]


def gather(intake: Intake, own: Sequence[FiledReport], load: Load) -> tuple[FiledReport, ...]:
    """All filed reports that deciding on ``intake`` has to see, in publication order.

    ``own`` are the filed reports of the intake's article, of whatever revision; ``load`` answers ``Needs``.
    """
    earliest = min([intake.article.published_at, *(filed.article.published_at for filed in own)])
    known: dict[str, FiledReport] = {}
    candidates_asked: set[Key] = set()
    later_asked: set[Key] = set()

    def ask(keys: frozenset[Key], asked: set[Key], since: datetime) -> list[FiledReport]:
        new = keys - asked
        asked |= new
        if not new:
            return []
        found = [filed for filed in load(Needs(keys=tuple(sorted(new)), since=since)) if filed.report_id not in known]
        known.update((filed.report_id, filed) for filed in found)
        return found

    touched = keys_of_all(r.parties for r in intake.reports) | keys_of_all(f.report.parties for f in own)
    fresh = ask(touched, candidates_asked, earliest - WINDOW)
    while fresh:
        all_keys = keys_of_all(filed.report.parties for filed in fresh)
        fresh = ask(all_keys - candidates_asked, later_asked, earliest)
        later = keys_of_all(f.report.parties for f in known.values() if f.article.published_at >= earliest)
        fresh += ask(later, candidates_asked, earliest - WINDOW)
    known.update((filed.report_id, filed) for filed in own)
    return tuple(sorted(known.values(), key=lambda filed: filed.order))


def neighbourhood_of(all_filed: Iterable[FiledReport], intake: Intake) -> tuple[FiledReport, ...]:
    """``gather`` from memory: the reference for every other source."""
    meetings: dict[str | None, list[FiledReport]] = {}
    for filed in all_filed:
        meetings.setdefault(filed.meeting_id, []).append(filed)

    def load(needs: Needs) -> Iterable[FiledReport]:
        return [filed for meeting in meetings.values() if needs.wants(meeting) for filed in meeting]

    own = [f for meeting in meetings.values() for f in meeting if f.article.article_id == intake.article.article_id]
    return gather(intake, own, load)
