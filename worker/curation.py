"""What people decide, on its way into the log: as an article's, but for who decides.

Decision, events, read model and outbox are one transaction, decided again where another writer was quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from domain.articles import canonical_url
from domain.events import CURATION, Curation, CurationUndone, MeetingChange, Meta, Recorded
from domain.talks.curate import By, Case, CurationRefused
from domain.talks.curation import Standing, articles_of, in_force
from domain.talks.model import FiledReport
from worker import __version__
from worker.log import model, queries, store
from worker.log.errors import Contended
from worker.log.store import NewEvent
from worker.log.tables import article, filed_report, withheld_report

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from worker.runtime import Runtime

ATTEMPTS = 6
"""Times that the database may roll back in favour of somebody else."""


@dataclass(frozen=True, slots=True)
class Curated:
    """What a decision brought about."""

    made: Curation
    recorded: tuple[Recorded, ...]
    deliveries: tuple[str, ...]
    known: Mapping[str, Curation]
    """All decisions by id."""

    @property
    def changes(self) -> tuple[Recorded, ...]:
        return tuple(one for one in self.recorded if isinstance(one.event, MeetingChange))


@dataclass(frozen=True, slots=True)
class Desk:
    """What a person who decides looks at: one state of the log."""

    conn: Connection
    basis: int
    made: tuple[Curation, ...]
    standing: Standing

    def by(self, actor: str, reason: str) -> By:
        return By(actor, reason, self.basis)

    def case(self, meeting_id: str) -> Case:
        """The meeting with this id or beginning of an id. Raises ``CurationRefused`` where there is none."""
        view = queries.meeting(self.conn, meeting_id)
        if view is None:
            raise CurationRefused(f"no meeting {meeting_id!r}; 'parley status --all' lists them with their ids")
        reports = queries.filed_reports(self.conn, view.meeting_id)
        return Case(view.meeting_id, reports, self.known(f.article.article_id for f in reports))

    def known(self, articles: Iterable[str]) -> tuple[FiledReport, ...]:
        """All reports of these articles, counting or not."""
        wanted = frozenset(articles)
        filed = model.of_articles(self.conn, wanted)
        return (*filed, *(f for f in self.standing.withheld if f.article.article_id in wanted))

    def curation(self, curation_id: str) -> str:
        """The whole id of the one decision whose id begins so."""
        wanted = curation_id.strip().lower()
        found = sorted({one.curation_id for one in self.made if one.curation_id.startswith(wanted)} if wanted else ())
        if len(found) > 1 and wanted not in found:
            raise CurationRefused(f"several decisions' ids begin with {curation_id!r}: {', '.join(found[:5])}")
        if not found:
            raise CurationRefused(f"no decision {curation_id!r}; 'parley curations' lists them with their ids")
        return wanted if wanted in found else found[0]

    def article_or_report(self, wanted: str) -> str | FiledReport:
        """The article with this address, id or beginning of an id, or the filed report with this (beginning of an) id."""
        text = wanted.strip()
        query = select(article.c.article_id).where(article.c.url.in_((text, canonical_url(text) or text)))
        ids = set(self.conn.execute(query).scalars())
        prefix = text.lower()
        if not ids and len(prefix) >= 4:
            like = article.c.article_id.startswith(prefix, autoescape=True)
            ids = set(self.conn.execute(select(article.c.article_id).where(like).limit(6)).scalars())
            # An imported log knows articles that are in no inbox.
            for table in (filed_report, withheld_report):
                like = table.c.article_id.startswith(prefix, autoescape=True)
                ids |= set(self.conn.execute(select(table.c.article_id).where(like).distinct().limit(6)).scalars())
        reports = []
        if len(prefix) >= 4:
            like = filed_report.c.report_id.startswith(prefix, autoescape=True)
            found = self.conn.execute(select(filed_report.c.data).where(like).limit(6)).scalars()
            reports = [FiledReport.model_validate_json(data) for data in found]
        matches: list[str | FiledReport] = [*sorted(ids), *reports]
        if not matches:
            short = " (give at least 4 characters of an id)" if len(prefix) < 4 else ""
            raise CurationRefused(
                f"no article or report {wanted!r}{short}; 'parley meeting ID' shows both with their ids,"
                " 'parley articles list' all articles"
            )
        if len(matches) > 1:
            shown = ", ".join(one if isinstance(one, str) else one.report_id for one in matches[:5])
            raise CurationRefused(f"{wanted!r} can mean several: {shown}; give more of the id")
        return matches[0]


class _RolledBack(Exception):
    """Not an error: a dry run ends by giving up its transaction."""


def curate(runtime: Runtime, decide_on: Callable[[Desk], Curation], *, dry_run: bool = False) -> Curated:
    """Let a person decide and record what follows. ``decide_on`` is called at least twice: on what is there, and on what is
    there once nobody else can write.

    ``dry_run`` does everything and gives it up again. Raises ``CurationRefused`` for a decision that says nothing.
    """
    with runtime.database.read() as conn:
        state = desk(conn)
        made = decide_on(state)
        articles = _articles(state, made)
    for attempt in range(ATTEMPTS):
        result: Curated | None = None
        try:
            with runtime.database.begin() as conn:
                _lock(conn, articles)
                result = _record(runtime, conn, decide_on)
                if dry_run:
                    raise _RolledBack
            return result
        except _RolledBack:
            assert result is not None
            return result
        except Contended:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def desk(conn: Connection) -> Desk:
    """What is to be decided on, in the caller's transaction."""
    return Desk(conn, store.head(conn), tuple(model.curations(conn)), model.standing_of(conn))


def _articles(state: Desk, made: Curation) -> frozenset[str]:
    if isinstance(made, CurationUndone):
        return articles_of(next(one for one in state.made if one.curation_id == made.undone))
    return articles_of(made)


def _lock(conn: Connection, articles: frozenset[str]) -> None:
    """Keep everybody out who reads one of these articles or appends, in the order in which readers lock. A reading that is
    under way has looked up what people decided, and must not go on with that after a retraction."""
    if articles and conn.dialect.name == "postgresql":
        rows = select(article.c.article_id).where(article.c.article_id.in_(sorted(articles)))
        conn.execute(rows.order_by(article.c.article_id).with_for_update())
    store.lock_head(conn)


def _record(runtime: Runtime, conn: Connection, decide_on: Callable[[Desk], Curation]) -> Curated:
    from domain.talks.decide import curation_event_ids, decide_curation
    from worker.alerts.outbox import enqueue

    now = runtime.clock.now()
    state = desk(conn)
    made = decide_on(state)
    curations = in_force([*state.made, made])
    filed = model.neighbourhood_of_curation(conn, state.standing, curations)
    events = decide_curation(filed, state.standing, curations, made)
    ids = curation_event_ids(made, events)
    meta = Meta(correlation=f"{CURATION}{made.curation_id}", causation=ids[0], actor=made.actor, software=__version__)
    recorded = store.append(
        conn,
        [NewEvent(event, event_id) for event, event_id in zip(events, ids, strict=True)],
        meta=meta,
        recorded_at=now,
        decided_at=state.basis,
    )
    model.project(conn, recorded)
    deliveries = enqueue(conn, recorded, runtime.config.hooks, runtime.watches, now)
    return Curated(made, tuple(recorded), tuple(deliveries), {one.curation_id: one for one in (*state.made, made)})
