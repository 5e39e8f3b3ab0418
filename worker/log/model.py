"""The read model: what the log says, in tables that can be asked quickly. Derived, and rebuilt at will.

``project`` is the only thing that writes it, live and while rebuilding, so that both cannot differ. It keeps the filed
reports and folds each meeting that a batch touched anew from its reports.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Subquery,
    Table,
    and_,
    delete,
    insert,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from domain.events import (
    EVENT_TYPES,
    ArticleRead,
    CorrectionFiled,
    CorrectionLifted,
    Curation,
    FactsCorrected,
    MeetingChange,
    MeetingEvent,
    MeetingJoined,
    MeetingParted,
    MeetingReported,
    Meta,
    Recorded,
    ReportMoved,
    ReportsWithheld,
    ReportWithdrawn,
    load_event,
)
from domain.talks.model import FiledReport, Intake, MeetingView
from worker.log import direct, store
from worker.log.direct import FromHead, Writes
from worker.log.search import words_of
from worker.log.tables import (
    change,
    curation,
    filed_report,
    joined_meeting,
    meeting,
    meeting_party,
    model_state,
    withheld_report,
    wording,
    wording_key,
)

if TYPE_CHECKING:
    from domain.talks.curation import Standing
    from domain.talks.neighbourhood import Needs
    from worker.log.database import Database

MODEL = "talks"
"""Name of the read model in ``model_state``."""

IN_MOST = 500
"""Values in one IN list."""

REBUILD_BATCH = 1000
"""Events projected at a time while rebuilding: memory stays flat whatever the log's length."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one read model: the live one, or one being rebuilt beside it."""

    meeting: Table
    meeting_party: Table
    filed_report: Table
    change: Table
    curation: Table
    joined_meeting: Table
    withheld_report: Table
    wording: Table
    wording_key: Table

    def all(self) -> tuple[Table, ...]:
        return (
            self.meeting,
            self.meeting_party,
            self.filed_report,
            self.change,
            self.curation,
            self.joined_meeting,
            self.withheld_report,
            self.wording,
            self.wording_key,
        )

    def decided_on(self) -> tuple[Table, ...]:
        """Those that decisions rest on."""
        return tuple(table for table in self.all() if table not in (self.wording, self.wording_key))


LIVE = Tables(
    meeting, meeting_party, filed_report, change, curation, joined_meeting, withheld_report, wording, wording_key
)


def _beside() -> Tables:
    """The same tables, temporary: they belong to one connection and vanish with it, whatever happens to the process."""
    metadata = MetaData()

    def copy(table: Table) -> Table:
        columns = [
            Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable, index=c.name == "meeting_id")
            for c in table.columns
        ]
        rowid = table.dialect_options["sqlite"]["with_rowid"]
        return Table(f"rebuilt_{table.name}", metadata, *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=rowid)

    return Tables(*(copy(table) for table in LIVE.all()))


BESIDE = _beside()

WRONG = {
    table: Table(
        f"wrong_{table.name}",
        BESIDE.meeting.metadata,
        *(Column(column.name, column.type, primary_key=True) for column in table.primary_key.columns),
        prefixes=["TEMPORARY"],
    )
    for table in LIVE.all()
}
"""Live table → the keys of the rows in which it differs from the one beside it."""

FIRST_READ = 2
"""The version of ``ArticleRead`` in its article's stream where the article was received and then read, and nothing else."""

SIDE_BY_SIDE = timedelta(days=1)
"""So long may workers of a former program go on beside those of this one."""

TOLD_MOST = 1000
"""Differences that are told one by one. All of them are mended."""


# --- projecting ------------------------------------------------------------------------------------------------------


def project(conn: Connection, recorded: Sequence[Recorded], tables: Tables = LIVE) -> None:
    """Bring the read model up to what ``recorded`` says, within the caller's transaction. The events must follow on what
    was projected before; those that are neither about meetings nor about what was read only move the model's position. The wording of
    articles is noted live before their reading is recorded (``worker.log.wording``)."""
    if recorded:
        _projection(conn, recorded, tables, _anything_curated(conn, tables)).send()


def append(
    conn: Connection,
    events: Sequence[store.NewEvent],
    *,
    meta: Meta,
    recorded_at: datetime,
    decided_at: int,
    appended: Callable[[], object] = lambda: None,
) -> list[Recorded]:
    """``store.append`` of what was decided on, and ``project`` of it. From the append to the commit nobody else can append, so
    what the model will say is worked out before, and only written then. ``appended`` is called in between."""
    writes = _prepared(conn, events, recorded_at)
    recorded = store.append(conn, events, meta=meta, recorded_at=recorded_at, decided_at=decided_at)
    appended()
    if writes is not None and len(recorded) == len(events):
        writes.send(recorded[0].position - 1)
    else:
        project(conn, recorded)
    return recorded


def _prepared(conn: Connection, events: Sequence[store.NewEvent], recorded_at: datetime) -> Writes | None:
    """What ``project`` would write of ``events`` if all of them were recorded next. Nothing that it rests on can change before:
    a meeting event of somebody else would refuse the append (``Overtaken``). ``None`` where people decided anything, which is
    rare and takes questions in between."""
    if not events or any(isinstance(new.event, Curation) for new in events) or _anything_curated(conn, LIVE):
        return None
    to_be = [
        Recorded(
            position=FromHead(number),
            stream=new.event.stream,
            version=0,
            event_id=new.event_id,
            event=new.event,
            meta=NOTHING_KNOWN,
            recorded_at=recorded_at,
        )
        for number, new in enumerate(events, 1)
    ]
    return _projection(conn, to_be, LIVE, curated=False)


NOTHING_KNOWN = Meta()
"""The model says nothing of what an event carries besides."""


def _projection(conn: Connection, recorded: Sequence[Recorded], tables: Tables, curated: bool) -> Writes:
    """What is to be written of ``recorded``."""
    writes = Writes(conn)
    filed: dict[str, FiledReport | None] = {}
    moved = {r.event.report_id for r in recorded if isinstance(r.event, ReportMoved)}
    known = {report.report_id: report for report in _filed(conn, tables, tables.filed_report.c.report_id, moved)}
    touched: dict[str, int] = {}
    joined: dict[str, str | None] = {}
    withheld: dict[str, ReportsWithheld] = {}
    changes: list[dict[str, Any]] = []
    reads: list[tuple[bool, ArticleRead]] = []
    for one in recorded:
        event = one.event
        if isinstance(event, ArticleRead) and tables is not LIVE:
            # The live one is written before the append (``wording.note``).
            reads.append((one.version == FIRST_READ, event))
        elif isinstance(event, Curation):
            _note_curation(conn, tables, one)
        elif isinstance(event, ReportsWithheld):
            withheld[event.article.article_id] = event
        if not isinstance(event, MeetingEvent):
            continue
        touched[event.meeting_id] = one.position
        if isinstance(event, MeetingReported):
            filed[event.report_id] = FiledReport(
                report_id=event.report_id,
                article=event.article,
                report=event.report,
                meeting_id=event.meeting_id,
                provenance=event.provenance,
            )
        elif isinstance(event, ReportWithdrawn):
            filed[event.report_id] = None
        elif isinstance(event, ReportMoved):
            report = filed.get(event.report_id) or known.get(event.report_id)
            if report is not None:
                filed[event.report_id] = report.model_copy(update={"meeting_id": event.meeting_id})
            touched[event.from_meeting] = one.position
        elif isinstance(event, MeetingJoined):
            joined[event.meeting_id] = event.into
            touched[event.into] = one.position
            if event.from_meeting is not None:
                touched[event.from_meeting] = one.position
        elif isinstance(event, MeetingParted):
            joined[event.meeting_id] = None
            touched[event.from_meeting] = one.position
        elif isinstance(event, CorrectionFiled | CorrectionLifted):
            _file_correction(conn, tables, event)
            if isinstance(event, CorrectionFiled) and event.from_meeting is not None:
                touched[event.from_meeting] = one.position
        elif isinstance(event, MeetingChange):
            changes.append(
                {
                    "position": one.position,
                    "event_id": one.event_id,
                    "meeting_id": event.meeting_id,
                    "kind": event.kind,
                    "data": event.model_dump_json(by_alias=True),
                    "words": words_of(event),
                    "published_at": event.article.published_at if event.article else None,
                    "recorded_at": one.recorded_at,
                }
            )
    writes.delete(tables.filed_report, "report_id", [id_ for id_, report in filed.items() if report is None])
    writes.upsert(
        tables.filed_report,
        [
            {
                "report_id": report.report_id,
                "meeting_id": report.meeting_id,
                "article_id": report.article.article_id,
                "published_at": report.article.published_at,
                "data": report.model_dump_json(by_alias=True),
            }
            for report in filed.values()
            if report is not None
        ],
    )
    if withheld:
        _withhold(writes, tables, withheld)
    writes.delete(tables.joined_meeting, "meeting_id", joined)
    writes.insert(
        tables.joined_meeting,
        [{"meeting_id": meeting_id, "into_id": into} for meeting_id, into in joined.items() if into is not None],
    )
    writes.insert(tables.change, changes)
    if touched:
        _refold(
            conn,
            writes,
            tables,
            touched,
            filed,
            curated=curated or any(isinstance(r.event, Curation) for r in recorded),
        )
    if reads:
        from worker.log import wording as wordings

        wordings.index(conn, tables.wording, tables.wording_key, reads)
    if tables is LIVE:
        _set_position(writes, recorded[-1].position)
    return writes


def _note_curation(conn: Connection, tables: Tables, one: Recorded) -> None:
    event = one.event
    assert isinstance(event, Curation)
    row = {
        "curation_id": event.curation_id,
        "position": one.position,
        "type": event.type,
        "schema": event.schema_version,
        "data": event.model_dump_json(by_alias=True),
        "meeting_id": None,
        "recorded_at": one.recorded_at,
    }
    conn.execute(insert(tables.curation), row)


def _file_correction(conn: Connection, tables: Tables, event: CorrectionFiled | CorrectionLifted) -> None:
    table = tables.curation
    meeting_id = event.meeting_id if isinstance(event, CorrectionFiled) else None
    conn.execute(update(table).where(table.c.curation_id == event.curation_id).values(meeting_id=meeting_id))


def _withhold(writes: Writes, tables: Tables, withheld: Mapping[str, ReportsWithheld]) -> None:
    from domain.talks.ledger import withheld_reports

    writes.delete(tables.withheld_report, "article_id", withheld)
    writes.insert(
        tables.withheld_report,
        [
            {
                "report_id": report.report_id,
                "article_id": report.article.article_id,
                "data": report.model_dump_json(by_alias=True),
            }
            for event in withheld.values()
            for report in withheld_reports(event)
        ],
    )


def _refold(
    conn: Connection,
    writes: Writes,
    tables: Tables,
    touched: Mapping[str, int],
    filed: Mapping[str, FiledReport | None],
    *,
    curated: bool,
) -> None:
    """Fold the touched meetings anew; values are the positions of the last events that touched them. ``filed`` are the
    reports that were filed or withdrawn (None), whether that is written yet or not."""
    from domain.talks.evolve import view

    if curated:
        writes.send()  # what was joined is asked for
    members = _members(conn, tables, touched) if curated else {meeting_id: [meeting_id] for meeting_id in touched}
    shown_as = {member: root for root, own in members.items() for member in own}
    positions: dict[str, int] = dict.fromkeys(members, 0)
    for meeting_id, position in touched.items():
        root = shown_as[meeting_id]
        positions[root] = max(positions[root], position)
    reports: dict[str, list[FiledReport]] = {root: [] for root in members}
    before = (one for one in _filed(conn, tables, tables.filed_report.c.meeting_id, shown_as))
    for report in (*(one for one in before if one.report_id not in filed), *filed.values()):
        if report is not None and report.meeting_id in shown_as:
            reports[shown_as[report.meeting_id]].append(report)
    corrections = _corrections(conn, tables, shown_as) if curated else {}
    meetings: list[dict[str, Any]] = []
    parties: list[dict[str, Any]] = []
    for meeting_id in members:
        put_right = corrections.get(meeting_id, ())
        folded = view(meeting_id, reports[meeting_id], put_right)
        if folded is None:
            continue
        when = folded.when
        meetings.append(
            {
                "meeting_id": meeting_id,
                "view": folded.model_dump_json(by_alias=True),
                "status": folded.status.value,
                "starts_on": when.start if when else None,
                "ends_on": when.end if when else None,
                "first_published": folded.first_published,
                "last_published": folded.last_published,
                "position": positions[meeting_id],
            }
        )
        named = {party for report in reports[meeting_id] for party in report.report.parties}
        named.update(party for one in put_right for party in one.parties or ())
        last = max(report.article.published_at for report in reports[meeting_id])
        parties += [{"party": party, "meeting_id": meeting_id, "last_published": last} for party in sorted(named)]
    affected = dict.fromkeys((*members, *touched))
    there = {row["meeting_id"] for row in meetings}
    writes.delete(tables.meeting, "meeting_id", [meeting_id for meeting_id in affected if meeting_id not in there])
    writes.upsert(tables.meeting, meetings)
    writes.delete(tables.meeting_party, "meeting_id", affected)
    writes.insert(tables.meeting_party, parties)


def _anything_curated(conn: Connection, tables: Tables) -> bool:
    """Whether anybody ever decided anything: where nobody did, this is all that curation costs a decision."""
    return bool(direct.query(conn, f"SELECT curation_id FROM {tables.curation.name} LIMIT 1"))


def _members(conn: Connection, tables: Tables, meeting_ids: Iterable[str]) -> dict[str, list[str]]:
    """The meetings, as people see them, that the given ones are part of → all that are part of these, themselves first."""
    table = tables.joined_meeting
    root = {meeting_id: meeting_id for meeting_id in meeting_ids}
    for some in _chunks(root):
        root.update(
            (row.meeting_id, row.into_id) for row in conn.execute(select(table).where(table.c.meeting_id.in_(some)))
        )
    members: dict[str, list[str]] = {one: [one] for one in root.values()}
    for some in _chunks(members):
        query = select(table).where(table.c.into_id.in_(some)).order_by(table.c.meeting_id)
        for row in conn.execute(query):
            members[row.into_id].append(row.meeting_id)
    return members


def _corrections(conn: Connection, tables: Tables, shown_as: Mapping[str, str]) -> dict[str, list[FactsCorrected]]:
    """The corrections of meetings, in the order of the log. They are lifted where they are not in force."""
    table = tables.curation
    found: list[tuple[int, str, FactsCorrected]] = []
    for some in _chunks(shown_as):
        query = select(table.c.position, table.c.meeting_id, table.c.type, table.c.schema, table.c.data)
        for row in conn.execute(query.where(table.c.meeting_id.in_(some))):
            event = _curation(row.type, row.schema, row.data)
            assert isinstance(event, FactsCorrected)
            found.append((row.position, row.meeting_id, event))
    corrections: dict[str, list[FactsCorrected]] = {}
    for _, meeting_id, event in sorted(found, key=lambda one: one[0]):
        corrections.setdefault(shown_as[meeting_id], []).append(event)
    return corrections


def _filed(conn: Connection, tables: Tables, column: Column[Any], values: Iterable[str]) -> Iterator[FiledReport]:
    for some in _chunks(values):
        asked = f"SELECT data FROM {tables.filed_report.name} WHERE {column.name} IN ({direct.marks(len(some))})"
        for (data,) in direct.query(conn, asked, some):
            yield _filed_report(data)


@lru_cache(maxsize=4096)
def _filed_report(data: str) -> FiledReport:
    """A filed report never changes, and the next decision looks at nearly the same ones."""
    return FiledReport.model_validate_json(data)


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    every = list(values)
    for start in range(0, len(every), IN_MOST):
        yield every[start : start + IN_MOST]


def complete(conn: Connection, now: datetime) -> int:
    """Give the changes that a former program recorded of late what they are found by, which it knew nothing of: after a
    migration its workers go on for a while. Returns how many there were."""
    classes = {cls.kind: cls for cls in EVENT_TYPES.values() if issubclass(cls, MeetingChange)}
    asked = "SELECT position, kind, data FROM change WHERE recorded_at > ? AND words = ''"
    found = direct.query(conn, asked, [now - SIDE_BY_SIDE])
    writes = Writes(conn)
    writes.add(
        "UPDATE change SET words = ? WHERE position = ?",
        [
            (words_of(classes[kind].model_validate_json(data)), position)
            for position, kind, data in found
            if kind in classes
        ],
    )
    writes.send()
    return len(found)


def _set_position(writes: Writes, position: int) -> None:
    writes.upsert(model_state, [{"name": MODEL, "position": position}])


def position(conn: Connection) -> int:
    """Position of the last event that the live model holds; 0 where it holds none."""
    found = conn.execute(select(model_state.c.position).where(model_state.c.name == MODEL)).scalar()
    return int(found or 0)


# --- rebuilding ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the read model that is not what the log says."""

    table: str
    key: str
    live: Mapping[str, Any] | None
    rebuilt: Mapping[str, Any] | None

    def __str__(self) -> str:
        if self.live is None:
            return f"{self.table} {self.key}: missing in the live model"
        if self.rebuilt is None:
            return f"{self.table} {self.key}: stands in the live model, and nothing in the log says so"
        fields = [name for name in self.rebuilt if self.live[name] != self.rebuilt[name]]
        return f"{self.table} {self.key}: " + "; ".join(
            f"{name} is {self.live[name]!r} and should be {self.rebuilt[name]!r}" for name in fields
        )


def rebuild(db: Database) -> list[Difference]:
    """Build the read model anew from the log beside the live one and put it in its place; returns what was different, up to
    ``TOLD_MOST`` rows.

    Writers go on meanwhile. They wait only for the last step: catching up with the head and replacing the rows that
    differ, in one transaction, so that readers see the old model or the new one and a killed rebuild leaves the old one.
    """
    with db.connection() as conn, _tables_beside(db, conn):
        done = _catch_up(db, conn, 0)
        with db.begin(conn):
            store.lock_head(conn)
            done = _project_beside(conn, done, None)
            _compare(conn)
            found = _differences(conn)
            _put_in_place(conn)
            writes = Writes(conn)
            _set_position(writes, done)
            writes.send()
        return found


def check(db: Database) -> list[Difference]:
    """Rebuild beside the live model and compare them row by row, at one moment; changes nothing. Returns up to
    ``TOLD_MOST`` differences."""
    with db.connection() as conn, _tables_beside(db, conn):
        done = _catch_up(db, conn, 0)
        with db.snapshot(conn):
            head = _project_beside(conn, done, None)
            _compare(conn)
            found = _differences(conn)
            live = position(conn)
            if live != head and (live > head or _says_something(conn, live, head)):
                found.append(Difference("model_state", MODEL, {"position": live}, {"position": head}))
            return found


def _says_something(conn: Connection, after: int, until: int) -> bool:
    """Whether the model depends on any of these events. Those about articles and feeds alone do not move its position when
    they are recorded by themselves."""
    from domain.events import EVENT_TYPES
    from domain.talks.ledger import LEDGER_EVENTS

    types = {cls.type for cls in (*LEDGER_EVENTS, *(c for c in EVENT_TYPES.values() if issubclass(c, MeetingEvent)))}
    return any(True for _ in store.read(conn, after=after, until=until, types=types, batch=1))


@contextmanager
def scratch(db: Database, conn: Connection) -> Iterator[Tables]:
    """A copy of the live model in temporary tables of this connection, to try things on."""
    with _tables_beside(db, conn):
        with db.snapshot(conn):
            for live, copy in zip(LIVE.decided_on(), BESIDE.decided_on()):
                columns = ", ".join(column.name for column in live.columns)
                conn.exec_driver_sql(f"INSERT INTO {copy.name} ({columns}) SELECT {columns} FROM {live.name}")
                for index in live.indexes:
                    over = ", ".join(column.name for column in index.columns)
                    if over != "meeting_id":
                        name = f"rebuilt_{index.name}"[:60]
                        conn.exec_driver_sql(f"CREATE INDEX {name} ON {copy.name} ({over})")
        yield BESIDE


@contextmanager
def _tables_beside(db: Database, conn: Connection) -> Iterator[None]:
    with db.snapshot(conn):
        BESIDE.meeting.metadata.create_all(conn, checkfirst=False)
    yield
    with db.snapshot(conn):
        BESIDE.meeting.metadata.drop_all(conn, checkfirst=False)


def _catch_up(db: Database, conn: Connection, done: int) -> int:
    """Project everything up to about now, in transactions of one batch each, which hold nobody up."""
    while True:
        with db.snapshot(conn):
            reached = _project_beside(conn, done, REBUILD_BATCH)
        if reached - done < REBUILD_BATCH:
            return reached
        done = reached


def _project_beside(conn: Connection, after: int, most: int | None) -> int:
    """Project up to ``most`` events after ``after`` (all where ``None``) into the tables beside; the position reached."""
    batch: list[Recorded] = []
    _by_index(conn, True)
    for one in store.read(conn, after=after, until=None if most is None else after + most):
        batch.append(one)
        after = one.position
        if len(batch) == REBUILD_BATCH:
            project(conn, batch, BESIDE)
            batch.clear()
    project(conn, batch, BESIDE)
    _by_index(conn, False)
    return after


def _by_index(conn: Connection, always: bool) -> None:
    """PostgreSQL gathers no figures about temporary tables by itself. Of one that it knows nothing about it thinks that a few
    hundred keys are all of it, and reads the whole table for each batch: time would grow with the square of the log."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(f"SET LOCAL enable_seqscan = {'off' if always else 'on'}")


def _key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _compare(conn: Connection) -> None:
    """Fill the tables of ``WRONG``. Memory does not grow with what differs, even where the live model is empty."""
    for live, rebuilt in zip(LIVE.all(), BESIDE.all()):
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql(f"ANALYZE {rebuilt.name}")
        key, same = _key(live), _same_key(live, rebuilt)
        others = [column.name for column in live.columns if column.name not in key]
        differs = [live.c[name].is_distinct_from(rebuilt.c[name]) for name in others]
        missing_or_other = (
            select(*(rebuilt.c[name] for name in key))
            .select_from(rebuilt.outerjoin(live, same))
            .where(or_(live.c[key[0]].is_(None), *differs))
        )
        too_much = select(*(live.c[name] for name in key)).where(~select(rebuilt.c[key[0]]).where(same).exists())
        conn.execute(insert(WRONG[live]).from_select(key, union_all(missing_or_other, too_much)))


def _same_key(left: Table, right: Table) -> ColumnElement[bool]:
    return and_(*(left.c[name] == right.c[name] for name in _key(left)))


def _differences(conn: Connection) -> list[Difference]:
    """What ``_compare`` found, up to ``TOLD_MOST`` rows."""
    found: list[Difference] = []
    for live, rebuilt in zip(LIVE.all(), BESIDE.all()):
        wrong = WRONG[live]
        first = select(wrong).order_by(*wrong.c).limit(TOLD_MOST - len(found)).subquery()
        ours, theirs = _rows(conn, live, first), _rows(conn, rebuilt, first)
        for identity in conn.execute(select(first).order_by(*first.c)):
            words = " ".join(map(str, identity))
            found.append(Difference(live.name, words, ours.get(tuple(identity)), theirs.get(tuple(identity))))
    return found


def _rows(conn: Connection, table: Table, keys: Subquery) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    names = [column.name for column in keys.columns]
    asked = select(table).join(keys, and_(*(table.c[name] == keys.c[name] for name in names)))
    return {tuple(row._mapping[name] for name in names): dict(row._mapping) for row in conn.execute(asked)}


def _put_in_place(conn: Connection) -> None:
    """Replace only the rows that differ: almost always none, so little is written however large the model is."""
    for live, rebuilt in zip(LIVE.all(), BESIDE.all()):
        wrong = WRONG[live]
        key = [live.c[name] for name in _key(live)]
        conn.execute(delete(live).where(tuple_(*key).in_(select(*wrong.c))))
        right = select(*(rebuilt.c[column.name] for column in live.columns)).join(wrong, _same_key(rebuilt, wrong))
        conn.execute(insert(live).from_select([column.name for column in live.columns], right))


# --- what a decision needs -------------------------------------------------------------------------------------------

KEYS_MOST = 40
"""Keys asked for in one statement."""


def neighbourhood(
    conn: Connection, needs: Needs, tables: Tables = LIVE, joined: Mapping[str, str] | None = None
) -> list[FiledReport]:
    """All reports of every meeting that holds a report published at or after ``needs.since`` and whose reports together
    name all parties of at least one of ``needs.keys``. ``joined`` as in ``Standing``, looked up where it is not given."""
    found: set[str] = set()
    for start in range(0, len(needs.keys), KEYS_MOST):
        keys = needs.keys[start : start + KEYS_MOST]
        asked = _meetings_with(tables.meeting_party.name, tuple(map(len, keys)))
        values = [value for key in keys for party in key for value in (party, needs.since)]
        found.update(meeting_id for (meeting_id,) in direct.query(conn, asked, values))
    return _of_meetings(conn, found, tables, joined)


@lru_cache(maxsize=256)
def _meetings_with(meeting_party: str, lengths: tuple[int, ...]) -> str:
    """Meetings that were reported on since some moment and name all parties of at least one of several keys, which have so
    many parties each. The values are each party and the moment."""
    one = f"SELECT meeting_id FROM {meeting_party} WHERE party = ? AND last_published >= ?"
    return " UNION ".join(one + f" AND meeting_id IN ({one}" * (n - 1) + ")" * (n - 1) for n in lengths)


def _of_meetings(
    conn: Connection, meeting_ids: Iterable[str], tables: Tables, joined: Mapping[str, str] | None
) -> list[FiledReport]:
    """All reports of meetings, as people see them."""
    if joined is None:
        every = {member for own in _members(conn, tables, sorted(meeting_ids)).values() for member in own}
    else:
        every = {joined.get(meeting_id, meeting_id) for meeting_id in meeting_ids}
        every.update([member for member, root in joined.items() if root in every])
    return list(_filed(conn, tables, tables.filed_report.c.meeting_id, sorted(every)))


def of_articles(
    conn: Connection, article_ids: Iterable[str], tables: Tables = LIVE, joined: Mapping[str, str] | None = None
) -> list[FiledReport]:
    """All reports of every meeting that holds a report of one of these articles."""
    own = _filed(conn, tables, tables.filed_report.c.article_id, sorted(article_ids))
    return _of_meetings(conn, {report.meeting_id for report in own if report.meeting_id}, tables, joined)


def neighbourhood_for(
    conn: Connection, intake: Intake, standing: Standing | None = None, tables: Tables = LIVE
) -> tuple[FiledReport, ...]:
    """Every filed report that ``domain.talks.decide`` has to see for ``intake``, in publication order. ``standing`` is
    looked up where it is not given."""
    return neighbourhood_for_all(conn, [intake], standing_of(conn, tables) if standing is None else standing, tables)


def neighbourhood_for_all(
    conn: Connection, intakes: Sequence[Intake], standing: Standing, tables: Tables = LIVE
) -> tuple[FiledReport, ...]:
    """Every filed report that deciding on all these articles at once has to see."""
    from domain.talks.neighbourhood import gather_all

    articles = [intake.article.article_id for intake in intakes]
    own = list(_filed(conn, tables, tables.filed_report.c.article_id, articles))
    return gather_all(
        intakes,
        own,
        lambda needs: neighbourhood(conn, needs, tables, standing.joined),
        standing,
        lambda wanted: of_articles(conn, wanted, tables, standing.joined),
    )


def neighbourhood_of_curation(
    conn: Connection, standing: Standing, curations: Sequence[Curation]
) -> tuple[FiledReport, ...]:
    """Every filed report that ``domain.talks.decide.decide_curation`` has to see."""
    from domain.talks.neighbourhood import gather_curation

    return gather_curation(
        standing,
        curations,
        lambda needs: neighbourhood(conn, needs, LIVE, standing.joined),
        lambda articles: of_articles(conn, articles, LIVE, standing.joined),
    )


def curations(conn: Connection, tables: Tables = LIVE, only: Collection[str] | None = None) -> list[Curation]:
    """All decisions that people ever made, or only those with these ids, in the order of the log. There are few: a person
    makes them one by one."""
    table = tables.curation
    query = select(table.c.type, table.c.schema, table.c.data).order_by(table.c.position)
    if only is not None:
        query = query.where(table.c.curation_id.in_(sorted(only)))
    return [_curation(row.type, row.schema, row.data) for row in conn.execute(query)]


@lru_cache(maxsize=4096)
def _curation(type_: str, schema: int, data: str) -> Curation:
    event = load_event(type_, schema, data)
    assert isinstance(event, Curation)
    return event


def standing_of(conn: Connection, tables: Tables = LIVE) -> Standing:
    """What people decided and what follows from it so far."""
    from domain.talks.curation import NOTHING, Standing, in_force

    if not _anything_curated(conn, tables):
        return NOTHING
    made = curations(conn, tables)
    table = tables.curation
    filed = select(table.c.curation_id, table.c.meeting_id).where(table.c.meeting_id.is_not(None))
    withheld = conn.execute(select(tables.withheld_report.c.data).order_by(tables.withheld_report.c.report_id))
    return Standing(
        curations=in_force(made),
        withheld=tuple(FiledReport.model_validate_json(data) for data in withheld.scalars()),
        joined={row.meeting_id: row.into_id for row in conn.execute(select(tables.joined_meeting))},
        corrected={row.curation_id: row.meeting_id for row in conn.execute(filed)},
    )


def known_reports(conn: Connection, article_ids: Iterable[str], tables: Tables = LIVE) -> list[FiledReport]:
    """All reports of these articles, counting or not."""
    articles, table = list(article_ids), tables.withheld_report
    found = list(_filed(conn, tables, tables.filed_report.c.article_id, articles))
    for some in _chunks(articles):
        withheld = conn.execute(select(table.c.data).where(table.c.article_id.in_(some))).scalars()
        found += [FiledReport.model_validate_json(data) for data in withheld]
    return found


def views(conn: Connection, tables: Tables = LIVE, only: Iterable[str] | None = None) -> Iterator[MeetingView]:
    """All current views, or those of these meetings, unordered."""
    if only is None:
        for (data,) in conn.execute(select(tables.meeting.c.view)):
            yield MeetingView.model_validate_json(data)
        return
    for some in _chunks(only):
        query = select(tables.meeting.c.view).where(tables.meeting.c.meeting_id.in_(some))
        for (data,) in conn.execute(query):
            yield MeetingView.model_validate_json(data)
