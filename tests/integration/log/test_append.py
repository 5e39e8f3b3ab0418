"""Appending and reading: what every writer and every follower may rely on."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from domain.events import FeedNotice, MeetingReported, Meta, UnknownEvent
from tests.domain.talks.world import article, report
from tests.integration.log.stories import NOW, append, everything, notice, notices, positions, take
from worker.log import store
from worker.log.canonical import canonical, event_hash, stamp
from worker.log.database import Database
from worker.log.errors import AppendOnly, Conflict, LogError, Overtaken
from worker.log.store import NewEvent


def test_what_was_recorded_comes_back_as_it_was(database: Database) -> None:
    odd = FeedNotice(feed="Ünï „čode“ \\ ' \" \x01\x7f", notice="moved", detail="% :a {b} \u2028 \U0001f54a $1 $$ \t\n")
    meta = Meta(correlation="c", causation="d", actor="someone", software="1.2.3")
    (recorded,) = append(database, NewEvent(odd, "id-1"), meta=meta)
    assert (recorded.position, recorded.version, recorded.event_id) == (1, 1, "id-1")
    assert recorded.stream == odd.stream
    assert everything(database) == [recorded]
    assert recorded.event == odd
    assert recorded.meta == meta
    assert recorded.recorded_at == NOW


def test_positions_are_given_without_gaps_and_versions_count_within_each_stream(database: Database) -> None:
    append(database, *notices(5, feeds=2))
    append(database, *notices(4, feeds=2, prefix="m"))
    found = [(r.position, r.stream, r.version) for r in everything(database)]
    assert found == [
        (1, "feed-feed 0", 1),
        (2, "feed-feed 1", 1),
        (3, "feed-feed 0", 2),
        (4, "feed-feed 1", 2),
        (5, "feed-feed 0", 3),
        (6, "feed-feed 0", 4),
        (7, "feed-feed 1", 3),
        (8, "feed-feed 0", 5),
        (9, "feed-feed 1", 4),
    ]


def test_an_event_that_is_known_already_is_recorded_once(database: Database) -> None:
    append(database, *notices(3))
    again = append(database, *notices(5))
    assert [r.event_id for r in again] == ["feed 0/n3/0", "feed 1/n4/0"]
    assert [r.position for r in again] == [4, 5]
    assert append(database, *notices(5)) == []
    assert positions(database) == [1, 2, 3, 4, 5]


def test_an_event_given_twice_in_one_batch_is_recorded_once(database: Database) -> None:
    assert [r.position for r in append(database, notice(), notice(), notice("other"))] == [1, 2]


def test_nothing_to_record_is_no_transaction_of_the_log(database: Database) -> None:
    assert append(database) == []
    assert positions(database) == []


@pytest.mark.parametrize(
    ("expected", "actual"),
    [(0, None), (2, None), (1, 0), (3, 2), (99, 2)],
    ids=["new stream", "right version", "stream is new", "one too far", "far too far"],
)
def test_the_expected_version_is_checked(database: Database, expected: int, actual: int | None) -> None:
    stream = "fresh" if expected == 0 or actual == 0 else "agency"
    append(database, notice(number=1), notice(number=2))
    event = NewEvent(FeedNotice(feed=stream, notice="moved", detail="x"), "new", expected_version=expected)
    if actual is None:
        (recorded,) = append(database, event)
        assert recorded.version == expected + 1
        return
    with pytest.raises(Conflict) as conflict:
        append(database, notice("other"), event)
    assert (conflict.value.stream, conflict.value.expected, conflict.value.actual) == (
        f"feed-{stream}",
        expected,
        actual,
    )
    assert positions(database) == [1, 2], "a refused batch is refused whole"


def test_expected_versions_count_on_within_a_batch(database: Database) -> None:
    def event(n: int) -> NewEvent:
        return NewEvent(FeedNotice(feed="a", notice="moved", detail=str(n)), f"id{n}", expected_version=n)

    assert [r.version for r in append(database, event(0), event(1), event(2))] == [1, 2, 3]
    assert append(database, event(1)) == [], "known by its id, before any version is looked at"


def test_a_transaction_that_is_rolled_back_leaves_no_gap(database: Database) -> None:
    append(database, notice(number=1))

    class Crash(Exception):
        pass

    def crash() -> None:
        with database.begin() as conn:
            store.append(conn, notices(7), meta=Meta(), recorded_at=NOW)
            raise Crash

    with pytest.raises(Crash):
        crash()
    append(database, notice(number=2))
    assert positions(database) == [1, 2]


def test_a_decision_is_overtaken_by_a_meeting_event_but_not_by_news_about_feeds(database: Database) -> None:
    first, second, third = (
        article(name, "2022-01-03T10:00", report(parties, "scheduled", "2022-01-10"))
        for name, parties in (("a", "US RU"), ("b", "FR DE"), ("c", "CN JP"))
    )
    take(database, first)
    with database.read() as conn:
        decided_at = store.head(conn)

    def reported(name: str) -> NewEvent:
        intake = {"b": second, "c": third}[name]
        event = MeetingReported(meeting_id=name, report_id=name, article=intake.article, report=intake.reports[0])
        return NewEvent(event, name)

    append(database, notice())
    with database.begin() as conn:
        store.append(conn, [reported("b")], meta=Meta(), recorded_at=NOW, decided_at=decided_at)
    with pytest.raises(Overtaken), database.begin() as conn:
        store.append(conn, [reported("c")], meta=Meta(), recorded_at=NOW, decided_at=decided_at)
    with database.begin() as conn:
        store.append(conn, [notice("x")], meta=Meta(), recorded_at=NOW, decided_at=decided_at)
    with database.begin() as conn:
        now = store.lock_head(conn)
        store.append(conn, [reported("c")], meta=Meta(), recorded_at=NOW, decided_at=now)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2022, 1, 10, 9, 30, tzinfo=UTC),
        datetime(2022, 1, 10, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-11))),
        datetime(2022, 3, 27, 2, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(1999, 12, 31, 23, 59, 59, 120000, tzinfo=UTC),
    ],
    ids=str,
)
def test_times_are_kept_to_the_microsecond_in_utc(database: Database, moment: datetime) -> None:
    append(database, notice(), at=moment)
    (recorded,) = everything(database)
    assert recorded.recorded_at == moment
    assert recorded.recorded_at.utcoffset() == timedelta(0)
    with database.read() as conn:
        assert store.verify(conn).ok


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="naive"):
        append(database, notice(), at=datetime(2022, 1, 10))  # noqa: DTZ001 - that is the point


def test_reading_starts_after_a_position_and_can_be_narrowed_down(database: Database) -> None:
    append(database, *notices(10, feeds=2))
    take(database, article("a", "2022-01-03T10:00", report("US RU", "scheduled", "2022-01-10")))

    def read(**wanted: object) -> list[int]:
        with database.read() as conn:
            return [r.position for r in store.read(conn, **wanted)]  # type: ignore[arg-type]

    assert read(after=8) == [9, 10, 11, 12]
    assert read(until=2) == [1, 2]
    assert read(after=3, until=5, batch=1) == [4, 5]
    assert read(batch=4) == list(range(1, 13))
    assert read(streams=["feed-feed 1"], after=4) == [6, 8, 10]
    assert read(types=["MeetingReported", "MeetingAnnounced"]) == [11, 12]
    assert read(types=[]) == []
    assert read(streams=["feed-nobody"]) == []


def test_every_stored_hash_is_the_hash_of_canonical_json(database: Database) -> None:
    append(database, *notices(3), NewEvent(FeedNotice(feed='é"\\/\x02', notice="moved", detail="x"), "odd"))
    take(database, article("a", "2022-01-03T10:00", report("US RU", "scheduled", "2022-01-10")))
    with database.read() as conn:
        rows = conn.execute(text("SELECT * FROM log_event ORDER BY position")).all()
    assert len(rows) == 6
    for row in rows:
        moment = row.recorded_at if isinstance(row.recorded_at, str) else stamp(row.recorded_at)
        plain = {
            "stream": row.stream,
            "version": row.version,
            "event_id": row.event_id,
            "type": row.type,
            "schema": row.schema,
            "recorded_at": moment,
        }
        whole = canonical({**plain, "data": json.loads(row.data), "meta": json.loads(row.meta)})
        assert hashlib.sha256(whole.encode()).digest() == bytes(row.hash)
        assert bytes(row.hash) == event_hash(*row[1:5], row.schema, row.data, row.meta, moment)


@pytest.mark.parametrize("count", [1, 5])
def test_the_hash_is_the_writers_where_it_knew_the_version_and_else_the_databases(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """Nothing else tells the two ways apart: the writer's hashes are marked here."""
    database, other = postgresql_database, Database(postgresql_database.url)
    mark = b"by the writer".ljust(32)
    monkeypatch.setattr(store, "event_hash", lambda *_: mark)
    append(database, *notices(count, feeds=1))
    append(other, *notices(count, feeds=1, prefix="other"))
    append(database, *notices(count, feeds=1, prefix="again"))
    append(other, *notices(count + 1, feeds=1, prefix="other"), *notices(count, feeds=1, prefix="more"))
    with database.connection() as conn:
        conn.begin()
        store.append(conn, notices(count, feeds=1, prefix="undone"), meta=Meta(), recorded_at=NOW)
        conn.rollback()
    append(database, *notices(count, feeds=1, prefix="last"))
    append(database, *notices(count, feeds=1, prefix="known now"))
    other.dispose()
    with database.read() as conn:
        rows = conn.execute(text("SELECT * FROM log_event ORDER BY position")).all()
    marked = [bytes(row.hash) == mark for row in rows]
    first, foreign, again, mixed, last, known = count, count, count, count + 1, count, count
    assert marked == [True] * first + [False] * (foreign + again + mixed + last) + [True] * known
    for row in rows:
        if bytes(row.hash) != mark:
            assert bytes(row.hash) == event_hash(*row[1:5], row.schema, row.data, row.meta, stamp(row.recorded_at))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_event SET data = '{}' WHERE position = 1",
        "UPDATE log_event SET position = position + 1",
        "DELETE FROM log_event WHERE position = 2",
        "DELETE FROM log_event",
        "UPDATE log_seal SET position_to = 9",
        "DELETE FROM log_seal",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_recorded(database: Database, statement: str) -> None:
    append(database, *notices(2))
    with database.begin() as conn:
        store.seal(conn, NOW)
    before = everything(database)
    with pytest.raises(AppendOnly, match="append-only"), database.begin() as conn:
        conn.execute(text(statement))
    assert everything(database) == before


@pytest.mark.parametrize("table", ["log_event", "log_seal"])
def test_replacing_a_row_is_refused_too(sqlite_database: Database, table: str) -> None:
    append(sqlite_database, *notices(2))
    with sqlite_database.begin() as conn:
        store.seal(conn, NOW)
    with pytest.raises(AppendOnly), sqlite_database.begin() as conn:
        conn.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.integration
@pytest.mark.parametrize("table", ["log_event", "log_seal"])
def test_truncating_is_refused(postgresql_database: Database, table: str) -> None:
    append(postgresql_database, *notices(2))
    with pytest.raises(AppendOnly), postgresql_database.begin() as conn:
        conn.execute(text(f"TRUNCATE {table}"))
    assert positions(postgresql_database) == [1, 2]


def test_an_event_of_a_newer_program_stops_the_reader_with_a_sentence(database: Database) -> None:
    append(database, notice(number=1))
    with database.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO log_event (position, stream, version, event_id, type, schema, data, meta, recorded_at, hash) "
                "VALUES (2, 's', 1, 'x', 'MeetingDreamt', 1, '{}', '{}', '2022-01-01T00:00:00.000000Z', :hash)"
            ),
            {"hash": bytes(32)},
        )
    with pytest.raises(UnknownEvent, match=r"MeetingDreamt.*newer version"):
        everything(database)


def test_four_writers_at_once_leave_no_gap_and_a_follower_misses_nothing(database: Database) -> None:
    writers, commits = 4, 25
    go = threading.Barrier(writers + 1)
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        own = Database(database.url)
        try:
            go.wait()
            for n in range(commits):
                append(own, *(notice(f"feed {i}", f"{writer}/{n}") for i in range(1 + n % 3)))
        except BaseException as error:  # noqa: BLE001 - told below, in the thread that can fail the test
            failures.append(error)
        finally:
            own.dispose()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    go.wait()
    seen: list[int] = []
    after = 0
    while any(thread.is_alive() for thread in threads) or len(seen) < head_of(database):
        with database.read() as conn:
            for recorded in store.read(conn, after=after, batch=7):
                seen.append(recorded.position)
                after = recorded.position
    for thread in threads:
        thread.join()
    assert not failures
    total = writers * sum(1 + n % 3 for n in range(commits))
    assert seen == list(range(1, total + 1))
    with database.read() as conn:
        assert store.verify(conn) == store.Verification(True, total)


def head_of(database: Database) -> int:
    with database.read() as conn:
        return store.head(conn)


def test_the_same_events_appended_by_four_writers_at_once_are_recorded_once(database: Database) -> None:
    failures: list[BaseException] = []
    events = notices(40)

    def write() -> None:
        own = Database(database.url)
        try:
            for start in range(0, 40, 4):
                append(own, *events[start : start + 4])
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
        finally:
            own.dispose()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert positions(database) == list(range(1, 41))


def test_an_append_of_its_own_keeps_every_promise(database: Database) -> None:
    first = store.record(database, notices(3), meta=Meta(actor="someone"), recorded_at=NOW)
    assert [(r.position, r.version) for r in first] == [(1, 1), (2, 1), (3, 1)]
    again = store.record(database, [*notices(3), notice("other")], meta=Meta(), recorded_at=NOW)
    assert [r.position for r in again] == [4]
    with pytest.raises(Conflict):
        store.record(
            database,
            [notice("other", number=9), NewEvent(notice().event, "x", expected_version=7)],
            meta=Meta(),
            recorded_at=NOW,
        )
    assert everything(database) == first + again
    assert store.record(database, [], meta=Meta(), recorded_at=NOW) == []
    with database.read() as conn:
        assert store.verify(conn) == store.Verification(True, 4)


def test_the_last_append_of_a_transaction_takes_everything_before_it_along(database: Database) -> None:
    with database.begin() as conn:
        conn.execute(text("INSERT INTO model_state VALUES ('x', 1)"))
        recorded = store.append(conn, notices(2), meta=Meta(), recorded_at=NOW, last=True)
    assert everything(database) == recorded
    with database.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM model_state")).scalar() == 1
    with pytest.raises(Conflict), database.begin() as conn:  # noqa: PT012
        conn.execute(text("INSERT INTO model_state VALUES ('y', 1)"))
        store.append(conn, [NewEvent(notice().event, "x", expected_version=7)], meta=Meta(), recorded_at=NOW, last=True)
    with database.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM model_state")).scalar() == 1


def test_events_of_one_batch_can_each_carry_what_is_known_about_them(database: Database) -> None:
    own = [Meta(correlation=f"article-{n}") for n in range(2)]
    batch = [NewEvent(notice("a", str(n)).event, f"id{n}", meta=own[n]) for n in range(2)]
    append(database, *batch, notice("b"), meta=Meta(actor="someone"))
    assert [r.meta for r in everything(database)] == [*own, Meta(actor="someone")]
    with database.read() as conn:
        assert store.verify(conn).ok


@pytest.mark.integration
def test_no_append_reads_through_the_log_however_long_it_is(own_postgresql_database: Database) -> None:
    database = own_postgresql_database
    intake = article("a", "2022-01-03T10:00", report("US RU", "scheduled", "2022-01-10"))

    def reported(n: int) -> NewEvent:
        return NewEvent(
            MeetingReported(meeting_id=f"m{n}", report_id=f"r{n}", article=intake.article, report=intake.reports[0]),
            f"id{n}",
        )

    for start in range(0, 3000, 500):
        append(database, *(reported(n) for n in range(start, start + 500)))

    def sequential_scans() -> int:
        with database.begin() as conn:
            conn.execute(text("SELECT pg_stat_force_next_flush()"))
        with database.read() as conn:
            query = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'log_event'"
            return int(conn.execute(text(query)).scalar_one())

    with database.begin() as conn:
        conn.execute(text("ANALYZE log_event"))
    before = sequential_scans()
    for n in range(3000, 3012):
        append(database, reported(n))
        store.record(database, [notice(number=n)], meta=Meta(), recorded_at=NOW)
        with database.begin() as conn:
            store.append(conn, [notice("b", number=n)], meta=Meta(), recorded_at=NOW, decided_at=2000)
        with pytest.raises(Overtaken), database.begin() as conn:
            store.append(conn, [reported(9999)], meta=Meta(), recorded_at=NOW, decided_at=2000)
    assert sequential_scans() == before


def test_the_whole_log_reads_while_a_writer_holds_its_transaction_open(database: Database) -> None:
    append(database, notice(number=1))
    with database.begin() as conn:
        store.append(conn, [notice(number=2)], meta=Meta(), recorded_at=NOW)
        assert positions(database) == [1]
    assert positions(database) == [1, 2]


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(LogError), database.read() as conn:
        conn.execute(text("UPDATE log_head SET position = 7"))
    append(database, notice())
    assert positions(database) == [1]
