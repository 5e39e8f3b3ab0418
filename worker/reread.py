"""Reading the archive again with the present extractor.

The log knows which extractor, in which version, read each article last (``ArticleRead``). What another one read is read
again. Articles that are read as before are only noted as read. Those that are read differently are gathered, grouped by the
circles they speak of, and each group is decided on at once (``domain.talks.decide.decide_all``): where a reader mends one
mistake in many articles, the meeting is corrected once, and nobody hears of the states in between. Hooks skip what was
published before their horizon.

Each group is one transaction: a run that was stopped or killed goes on where it was, and a second run finds nothing to do.
A dry run decides on a copy of the read model in temporary tables of its own connection, and holds nobody up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_, update

from domain.events import (
    ArticleRead,
    ArticleRef,
    Event,
    MeetingChange,
    MeetingFacts,
    MeetingReported,
    Meta,
    ReadOutcome,
    Recorded,
    ReportWithdrawn,
    derived_id,
    load_event,
)
from domain.reports import Report
from domain.stories import provenance
from domain.talks.model import FiledReport, Intake
from worker import __version__
from worker.log import model, store, wording
from worker.log.errors import Overtaken
from worker.log.store import NewEvent
from worker.log.tables import article, article_body, log_event
from worker.pipeline import DECISION_ATTEMPTS, read_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from domain.talks.curation import Standing
    from worker.runtime import Runtime

PAGE = 200
"""Articles looked at in one go: memory stays flat whatever the archive's size."""

GROUP = 500
"""Articles decided on at once, at most: what a transaction may hold of them."""

ACTOR = "reread"


@dataclass(frozen=True, slots=True)
class Archived:
    """An article of the archive with the text that was read."""

    article_id: str
    revision: int
    url: str | None
    outlet: str | None
    title: str
    text: str | None
    gone: str | None
    published_at: datetime
    utc_offset_minutes: int
    story_id: str | None
    last_read: tuple[str, str] | None
    """Extractor and version of the last reading of this revision."""

    @property
    def local_date(self) -> date:
        """The day it was where the article appeared."""
        return (self.published_at + timedelta(minutes=self.utc_offset_minutes)).date()

    @property
    def ref(self) -> ArticleRef:
        return ArticleRef(
            article_id=self.article_id,
            revision=self.revision,
            url=self.url,
            outlet=self.outlet,
            title=self.title,
            published_at=self.published_at,
            story_id=self.story_id,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article is read to say now."""

    archived: Archived
    intake: Intake
    language: str | None
    outcome: ReadOutcome
    differs: bool = False
    parties: tuple[str, ...] = ()
    """All parties that are named now or were before: what groups are made by."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What another reading of some articles makes of the meetings."""

    readings: tuple[ReadingDifference, ...]
    changes: tuple[MeetingChange, ...]
    recorded: tuple[Recorded, ...] = ()
    deliveries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """What is read differently in one article, with the meetings (``None``: retracted by a person)."""

    article: ArticleRef
    added: tuple[tuple[str | None, Report], ...]
    removed: tuple[tuple[str | None, Report], ...]


@dataclass(slots=True)
class Summary:
    """What came of a run."""

    read: int = 0
    """Articles whose text was read again."""
    current: int = 0
    """Articles that this extractor has read already."""
    without_text: int = 0
    """Articles whose text expired or was erased; what was read in them stands."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """Article and reason."""
    differing: int = 0
    """Articles that are read differently."""
    differences: list[Difference] = field(default_factory=list)


def count(conn: Connection, since: datetime | None) -> int:
    """How many articles the archive holds."""
    return int(conn.execute(select(func.count()).select_from(article).where(_archived(since))).scalar_one())


def archive(runtime: Runtime, since: datetime | None) -> Iterator[Archived]:
    """The articles that were read, in order of publication, page by page; each page is its own look at the database."""
    after: tuple[datetime, str] | None = None
    while True:
        with runtime.database.read() as conn:
            page = _page(conn, since, after)
        yield from page
        if len(page) < PAGE:
            return
        after = (page[-1].published_at, page[-1].article_id)


def _archived(since: datetime | None) -> ColumnElement[bool]:
    done = article.c.state == "done"
    return done if since is None else and_(done, article.c.published_at >= since)


def _page(conn: Connection, since: datetime | None, after: tuple[datetime, str] | None) -> list[Archived]:
    wanted = (
        article.c.article_id,
        article.c.revision,
        article.c.url,
        article.c.outlet,
        article.c.title,
        article_body.c.text,
        article_body.c.gone,
        article.c.published_at,
        article.c.utc_offset_minutes,
        article.c.story_id,
    )
    of_revision = and_(article_body.c.article_id == article.c.article_id, article_body.c.revision == article.c.revision)
    query = select(*wanted).outerjoin(article_body, of_revision).where(_archived(since))
    if after is not None:
        moment, article_id = after
        query = query.where(
            or_(
                article.c.published_at > moment,
                and_(article.c.published_at == moment, article.c.article_id > article_id),
            )
        )
    rows = conn.execute(query.order_by(article.c.published_at, article.c.article_id).limit(PAGE)).all()
    readings = _last_readings(conn, [row.article_id for row in rows])
    return [Archived(**row._mapping, last_read=readings.get((row.article_id, row.revision))) for row in rows]


def _last_readings(conn: Connection, article_ids: Sequence[str]) -> dict[tuple[str, int], tuple[str, str]]:
    streams = [f"article-{article_id}" for article_id in article_ids]
    if not streams:
        return {}
    of_type = and_(log_event.c.stream.in_(streams), log_event.c.type == ArticleRead.type)
    newest = select(log_event.c.stream, func.max(log_event.c.version)).where(of_type).group_by(log_event.c.stream)
    wanted = [tuple(row) for row in conn.execute(newest)]
    if not wanted:
        return {}
    rows = conn.execute(
        select(log_event.c.schema, log_event.c.data).where(tuple_(log_event.c.stream, log_event.c.version).in_(wanted))
    )
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for schema, data in rows:
        event = load_event(ArticleRead.type, schema, data)
        assert isinstance(event, ArticleRead)
        found[event.article_id, event.revision] = (event.extractor, event.extractor_version)
    return found


@dataclass(slots=True)
class MeetingDifference:
    """What a run makes of one meeting, as people see it."""

    meeting_id: str
    before: MeetingFacts | None
    after: MeetingFacts | None
    kinds: list[str] = field(default_factory=list)
    readings: list[tuple[ArticleRef, list[Report], list[Report]]] = field(default_factory=list)
    """Article, what it is read to say about this meeting now, and no longer."""


def by_meeting(differences: Sequence[Difference]) -> list[MeetingDifference]:
    """The differences of a run, meeting by meeting, in the order in which they were first touched."""
    found: dict[str, MeetingDifference] = {}
    for difference in differences:
        for change in difference.changes:
            meeting_id = change.meeting_id
            known = found.get(meeting_id)
            if known is None:
                known = found[meeting_id] = MeetingDifference(meeting_id, change.before, change.after)
            known.after = change.after
            known.kinds.append(change.kind)
        for meeting_id in dict.fromkeys(change.meeting_id for change in difference.changes):
            own = [(r.article, *_about(r, meeting_id)) for r in difference.readings]
            found[meeting_id].readings += [one for one in own if one[1] or one[2]]
    return list(found.values())


def _about(reading: ReadingDifference, meeting_id: str) -> tuple[list[Report], list[Report]]:
    return (
        [report for filed_under, report in reading.added if filed_under == meeting_id],
        [report for filed_under, report in reading.removed if filed_under == meeting_id],
    )


# --- reading ----------------------------------------------------------------------------------------------------------


def steps(
    runtime: Runtime,
    summary: Summary,
    *,
    since: datetime | None = None,
    everything: bool = False,
    limit: int | None = None,
    dry_run: bool = False,
) -> Iterator[Difference | None]:
    """Read the archive again; yields at least once for each of its articles, with what became different where anything did.

    ``everything`` reads again what this very version has read before. ``limit`` ends the run after so many readings.
    ``summary`` is filled on the way.
    """
    if dry_run:
        with runtime.database.connection() as conn, model.scratch(runtime.database, conn) as tables:
            yield from _steps(runtime, summary, _Trial(runtime, conn, tables), since, everything, limit)
    else:
        yield from _steps(runtime, summary, _Recording(runtime), since, everything, limit)


class _Bench(Protocol):
    """Where readings are decided on."""

    def same(self, readings: Sequence[Reading]) -> None:
        """These articles are read as before."""

    def decide(self, readings: Sequence[Reading]) -> Difference | None:
        """These are read differently."""


def _steps(
    runtime: Runtime, summary: Summary, bench: _Bench, since: datetime | None, everything: bool, limit: int | None
) -> Iterator[Difference | None]:
    differing: list[Reading] = []
    for some in _in_pages(archive(runtime, since)):
        readings = []
        for one in some:
            if limit is not None and summary.read >= limit:
                break
            yield None
            reading = _read(runtime, one, summary, everything)
            if reading is not None:
                summary.read += 1
                readings.append(reading)
        readings = _compared(runtime, readings)
        differing += [reading for reading in readings if reading.differs]
        bench.same([reading for reading in readings if not reading.differs])
        if limit is not None and summary.read >= limit:
            break
    summary.differing = len(differing)
    for group in grouped(differing):
        difference = bench.decide(group)
        if difference is not None:
            summary.differences.append(difference)
            yield difference


def _in_pages(archived: Iterator[Archived]) -> Iterator[list[Archived]]:
    while some := list(islice(archived, PAGE)):
        yield some


def _read(runtime: Runtime, one: Archived, summary: Summary, everything: bool) -> Reading | None:
    extractor = runtime.extractor
    if one.last_read == (extractor.name, extractor.version) and not everything:
        summary.current += 1
        return None
    if one.text is None:
        summary.without_text += 1
        return None
    try:
        reports, language, outcome = read_text(
            extractor, one.text, one.title, published=one.local_date, outlet=one.outlet
        )
    except Exception as error:  # noqa: BLE001 - whatever one article provokes is told and stops no other
        summary.failed.append((one.article_id, f"{type(error).__name__}: {error}"))
        return None
    intake = Intake(
        article=one.ref,
        reports=reports,
        extractor=extractor.name,
        extractor_version=extractor.version,
        provenance=provenance(one.text),
    )
    return Reading(one, intake, language, outcome)


def _compared(runtime: Runtime, readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with whether they say something else than what is known."""
    from domain.talks.decide import report_id

    with runtime.database.read() as conn:
        known: dict[str, list[FiledReport]] = {}
        for filed in model.known_reports(conn, [one.archived.article_id for one in readings]):
            known.setdefault(filed.article.article_id, []).append(filed)
    compared = []
    for one in readings:
        before, now = known.get(one.archived.article_id, []), one.intake.reports
        differs = {filed.report_id for filed in before} != {report_id(one.intake, report) for report in now}
        parties = {party for report in (*now, *(filed.report for filed in before)) for party in report.parties}
        compared.append(replace(one, differs=differs, parties=tuple(sorted(parties))))
    return compared


def grouped(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Groups of readings that could alter the same meetings, in order of publication and of at most ``GROUP``."""
    parent: dict[str, str] = {}

    def root(party: str) -> str:
        while parent.setdefault(party, party) != party:
            party = parent[party]
        return party

    for one in readings:
        for party in one.parties[1:]:
            parent[root(party)] = root(one.parties[0])
    groups: dict[str, list[Reading]] = {}
    for one in readings:
        groups.setdefault(root(one.parties[0]), []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: (one.archived.published_at, one.archived.article_id))
        for start in range(0, len(group), GROUP):
            yield group[start : start + GROUP]


class _Recording:
    """Records what follows."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def same(self, readings: Sequence[Reading]) -> None:
        """Note that this version has read them, where it had not before."""
        new = [one for one in readings if one.archived.last_read != _reader(one)]
        if new:
            self._record(new)

    def decide(self, readings: Sequence[Reading]) -> Difference | None:
        return self._record(readings)

    def _record(self, readings: Sequence[Reading]) -> Difference | None:
        from worker.alerts.outbox import enqueue

        runtime = self.runtime
        for attempt in range(DECISION_ATTEMPTS + 1):
            try:
                with runtime.database.begin() as conn:
                    # In the order in which all who read lock: first the articles, then the log's head.
                    still = _unchanged(conn, readings)
                    if attempt == DECISION_ATTEMPTS:
                        store.lock_head(conn)
                    basis = store.head(conn)
                    difference = _decided(conn, still, basis)
                    group = derived_id("reread", basis, *(one.archived.article_id for one in still))
                    reads = [
                        _article_read(one) for one in still if one.differs or one.archived.last_read != _reader(one)
                    ]
                    wording.note(conn, reads, first=False)
                    new = [NewEvent(read, derived_id(ArticleRead.type, group, read.article_id)) for read in reads]
                    new += [NewEvent(event, event_id) for event, event_id in difference.events]
                    now = runtime.clock.now()
                    recorded = store.append(
                        conn,
                        new,
                        meta=Meta(correlation=f"reread-{group}", actor=ACTOR, software=__version__),
                        recorded_at=now,
                        decided_at=basis,
                    )
                    model.project(conn, recorded)
                    deliveries = enqueue(conn, recorded, runtime.config.hooks, runtime.watches, now)
                    for one in still:
                        conn.execute(
                            update(article)
                            .where(article.c.article_id == one.archived.article_id)
                            .values(outcome=one.outcome, language=one.language)
                        )
                break
            except Overtaken:
                if attempt == DECISION_ATTEMPTS:
                    raise
        return difference.told(recorded, deliveries)


class _Trial:
    """Decides on a copy and keeps it to itself."""

    def __init__(self, runtime: Runtime, conn: Connection, tables: model.Tables) -> None:
        self.runtime, self.conn, self.tables = runtime, conn, tables
        with runtime.database.snapshot(conn):
            self.position = store.head(conn)

    def same(self, readings: Sequence[Reading]) -> None:
        pass

    def decide(self, readings: Sequence[Reading]) -> Difference | None:
        with self.runtime.database.snapshot(self.conn):
            decided = _decided(self.conn, readings, self.position, self.tables)
            recorded = []
            for event, event_id in decided.events:
                self.position += 1
                recorded.append(
                    Recorded(
                        position=self.position,
                        stream=event.stream,
                        version=0,
                        event_id=event_id,
                        event=event,
                        meta=Meta(actor=ACTOR),
                        recorded_at=self.runtime.clock.now(),
                    )
                )
            model.project(self.conn, recorded, self.tables)
        return decided.told(recorded, ())


@dataclass(frozen=True, slots=True)
class _Decided:
    events: tuple[tuple[Event, str], ...]
    readings: tuple[ReadingDifference, ...]

    def told(self, recorded: Sequence[Recorded], deliveries: Sequence[str]) -> Difference | None:
        if not self.readings:
            return None
        return Difference(
            readings=self.readings,
            changes=tuple(event for event, _ in self.events if isinstance(event, MeetingChange)),
            recorded=tuple(recorded),
            deliveries=tuple(deliveries),
        )


def _decided(conn: Connection, readings: Sequence[Reading], basis: int, tables: model.Tables = model.LIVE) -> _Decided:
    """What follows from these readings on the present state, and what is different in each article."""
    from domain.talks.decide import decide_all, reading_event_ids, report_id

    known: dict[str, dict[str, FiledReport]] = {}
    for filed in model.known_reports(conn, [one.archived.article_id for one in readings], tables):
        known.setdefault(filed.article.article_id, {})[filed.report_id] = filed
    differing: list[tuple[Reading, dict[str, Report]]] = []
    for one in readings:
        now = {report_id(one.intake, report): report for report in one.intake.reports}
        if now.keys() != known.get(one.archived.article_id, {}).keys():
            differing.append((one, now))
    if not differing:
        return _Decided((), ())
    intakes = [one.intake for one, _ in differing]
    standing = model.standing_of(conn, tables)
    events = decide_all(model.neighbourhood_for_all(conn, intakes, standing, tables), intakes, standing)
    filed_under = {e.report_id: e.meeting_id for e in events if isinstance(e, MeetingReported)}
    left = {e.report_id: e.meeting_id for e in events if isinstance(e, ReportWithdrawn)}
    return _Decided(
        tuple(zip(events, reading_event_ids(intakes, events, basis=basis), strict=True)),
        tuple(
            ReadingDifference(
                article=one.intake.article,
                added=tuple(
                    (_root(standing, filed_under.get(rid)), report)
                    for rid, report in now.items()
                    if rid not in known.get(one.archived.article_id, {})
                ),
                removed=tuple(
                    (_root(standing, left.get(rid)), filed.report)
                    for rid, filed in known.get(one.archived.article_id, {}).items()
                    if rid not in now
                ),
            )
            for one, now in differing
        ),
    )


def _root(standing: Standing, meeting_id: str | None) -> str | None:
    return None if meeting_id is None else standing.root(meeting_id)


def _reader(reading: Reading) -> tuple[str, str]:
    return (reading.intake.extractor, reading.intake.extractor_version)


def _article_read(reading: Reading) -> ArticleRead:
    one = reading.archived
    return ArticleRead(
        article_id=one.article_id,
        revision=one.revision,
        extractor=reading.intake.extractor,
        extractor_version=reading.intake.extractor_version,
        outcome=reading.outcome,
        language=reading.language,
        reports=len(reading.intake.reports),
        story_id=one.story_id,
        provenance=reading.intake.provenance,
    )


def _unchanged(conn: Connection, readings: Sequence[Reading]) -> list[Reading]:
    """Those whose article is still the one that was read; locks their rows. A revision is read anew by itself."""
    present: dict[str, int] = {}
    ids = sorted(one.archived.article_id for one in readings)
    for start in range(0, len(ids), PAGE):
        query = select(article.c.article_id, article.c.revision).where(
            article.c.article_id.in_(ids[start : start + PAGE]), article.c.state == "done"
        )
        rows = conn.execute(query.order_by(article.c.article_id).with_for_update())
        present.update((row.article_id, row.revision) for row in rows)
    return [one for one in readings if present.get(one.archived.article_id) == one.archived.revision]
