"""The read model: what it holds is what the log says, whenever and however it was made."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from domain.events import EVENT_TYPES, MeetingChange, Meta
from domain.reports import Status
from domain.talks.model import Intake
from domain.talks.neighbourhood import neighbourhood_of
from tests.domain.talks.world import World, article, kinds, line, report
from tests.integration.log.stories import NOW, WINTER, append, notice, take, take_all
from worker.log import model, queries, store
from worker.log.database import Database
from worker.log.errors import AmbiguousMeeting
from worker.log.tables import FREQUENT, RARE


def status(database: Database) -> list[str]:
    with database.read() as conn:
        return sorted(view.model_dump_json(exclude={"meeting_id"}) for view in queries.meetings(conn))


def lines(database: Database) -> list[str]:
    with database.read() as conn:
        return [line(view) for view in queries.meetings(conn)]


def test_the_model_says_what_a_world_without_a_database_says(database: Database) -> None:
    take_all(database, WINTER)
    world = World(*WINTER)
    assert status(database) == world.status()
    with database.read() as conn:
        told = [r.event for r in queries.changes(conn)]
        assert kinds([event for event in told if isinstance(event, MeetingChange)]) == kinds(
            [event for event in world.log if isinstance(event, MeetingChange)]
        )
        assert model.position(conn) == store.head(conn)


def test_a_rebuilt_model_equals_the_live_one_row_by_row(database: Database) -> None:
    take_all(database, WINTER)
    assert len(lines(database)) >= 4
    assert model.check(database) == []


@pytest.mark.parametrize("batch", [1, 2, 7])
def test_the_size_of_the_batches_does_not_matter(
    database: Database, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_all(database, WINTER)
    monkeypatch.setattr("worker.log.model.REBUILD_BATCH", batch)
    assert model.check(database) == []


DAMAGES = {
    "a view": ("UPDATE meeting SET status = 'proposed' WHERE status = 'concluded'", "meeting", "status is 'proposed'"),
    "a meeting too few": ("DELETE FROM meeting WHERE status = 'concluded'", "meeting", "missing in the live model"),
    "a party too many": (
        "INSERT INTO meeting_party SELECT 'ATLANTIS', meeting_id, last_published FROM meeting WHERE status = 'concluded'",
        "meeting_party",
        "nothing in the log says so",
    ),
    "a report": (
        "UPDATE filed_report SET article_id = 'x' WHERE article_id = 'a1'",
        "filed_report",
        "article_id is 'x'",
    ),
    "a change too few": ("DELETE FROM change WHERE kind = 'cancelled'", "change", "missing in the live model"),
    "the position": ("UPDATE model_state SET position = position - 1", "model_state", "position is"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_model_is_told_and_mended(database: Database, damage: str) -> None:
    take_all(database, WINTER)
    statement, table, words = DAMAGES[damage]
    with database.begin() as conn:
        assert conn.execute(text(statement)).rowcount == 1
    (difference,) = model.check(database)
    assert difference.table == table
    assert words in str(difference)
    assert model.check(database) == [difference], "checking changes nothing"
    mended = model.rebuild(database)
    assert mended == ([difference] if table != "model_state" else [])
    assert model.check(database) == []


def test_events_that_no_meeting_depends_on_leave_the_model_up_to_date(database: Database) -> None:
    take_all(database, WINTER)
    append(database, notice())
    assert model.check(database) == []


def test_an_emptied_model_is_rebuilt_from_the_log(database: Database) -> None:
    take_all(database, WINTER)
    before = status(database)
    with database.begin() as conn:
        for table in ("meeting", "meeting_party", "filed_report", "change", "model_state"):
            conn.execute(text(f"DELETE FROM {table}"))
    assert status(database) == []
    model.rebuild(database)
    assert status(database) == before
    assert model.check(database) == []


def test_no_more_differences_are_told_than_people_read_and_all_are_mended(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_all(database, WINTER)
    before = status(database)
    with database.begin() as conn:
        for table in ("meeting", "filed_report", "change"):
            conn.execute(text(f"DELETE FROM {table}"))
    every = model.check(database)
    assert len(every) > 20
    monkeypatch.setattr("worker.log.model.TOLD_MOST", 7)
    assert model.check(database) == every[:7]
    assert model.rebuild(database) == every[:7]
    assert status(database) == before
    assert model.check(database) == []


def test_an_empty_log_makes_an_empty_model(database: Database) -> None:
    assert model.rebuild(database) == []
    assert model.check(database) == []


def test_writers_go_on_while_the_model_is_rebuilt(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    take_all(database, WINTER[:6])
    late = iter(WINTER[6:])
    reached: list[int] = []
    project = model.project

    def slowly(conn: object, recorded: object, tables: model.Tables = model.LIVE) -> None:
        project(conn, recorded, tables)  # type: ignore[arg-type]
        intake = next(late, None) if tables is model.BESIDE else None
        if intake is not None:
            # On a connection of its own, as another process: it must get through while the rebuild is under way.
            take(own, intake)
            reached.append(1)

    own = Database(database.url)
    monkeypatch.setattr("worker.log.model.project", slowly)
    monkeypatch.setattr("worker.log.model.REBUILD_BATCH", 4)
    catching_up = model._catch_up

    def then_stop(*args: object) -> int:
        done = catching_up(*args)  # type: ignore[arg-type]
        monkeypatch.setattr("worker.log.model.project", project)
        return done

    monkeypatch.setattr("worker.log.model._catch_up", then_stop)
    model.rebuild(database)
    own.dispose()
    assert len(reached) >= 3
    assert model.check(database) == []
    take_all(database, late)
    assert status(database) == World(*WINTER).status()


def test_a_rebuild_that_fails_leaves_the_live_model_as_it_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_all(database, WINTER)
    before = status(database)

    class Crash(Exception):
        pass

    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr("worker.log.model._set_position", crash)
        with pytest.raises(Crash):
            model.rebuild(database)
    assert status(database) == before
    assert model.check(database) == []


def test_every_order_of_arrival_ends_in_the_same_status(sqlite_database: Database) -> None:
    # Revisions of one article arrive in their order; everything else in any.
    shuffled = WINTER.copy()
    random.Random(7).shuffle(shuffled)
    shuffled.sort(key=lambda intake: intake.article.revision)
    take_all(sqlite_database, shuffled)
    assert status(sqlite_database) == World(*WINTER).status()
    assert model.check(sqlite_database) == []


def test_deciding_on_the_same_article_again_records_nothing(database: Database) -> None:
    take_all(database, WINTER)
    with database.read() as conn:
        before = store.head(conn)
    take_all(database, [intake for intake in WINTER if intake.article.article_id not in ("a2", "a4")])
    with database.read() as conn:
        assert store.head(conn) == before


def test_four_workers_that_decide_at_once_end_in_the_status_of_one(database: Database) -> None:
    failures: list[BaseException] = []

    def work(share: list[Intake]) -> None:
        own = Database(database.url)
        try:
            for intake in share:
                take(own, intake)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            own.dispose()

    first = [intake for intake in WINTER if intake.article.revision == 1]
    threads = [threading.Thread(target=work, args=(first[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert status(database) == World(*first).status()
    assert model.check(database) == []
    with database.read() as conn:
        assert store.verify(conn).ok


# --- the neighbourhood -----------------------------------------------------------------------------------------------

PARTIES = ("US", "RU", "NATO", "FR", "DE", "G7", "UN")
DAYS = [date(2022, 1, 1) + timedelta(days=40 * n) for n in range(10)]

reports = st.builds(
    lambda parties, day: report(" ".join(sorted(parties)), "scheduled", day.isoformat()),
    st.sets(st.sampled_from(PARTIES), min_size=1, max_size=3),
    st.sampled_from(DAYS),
)
intakes = st.builds(
    lambda name, day, reported: article(f"a{name}", f"{day.isoformat()}T{name % 24:02}:00", *reported),
    st.integers(0, 30),
    st.sampled_from(DAYS),
    st.lists(reports, min_size=0, max_size=2),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.lists(intakes, max_size=12, unique_by=lambda i: i.article.article_id), intake=intakes)
def test_a_decision_sees_what_it_would_see_with_everything_in_memory(
    sqlite_database: Database, taken: list[Intake], intake: Intake
) -> None:
    clear(sqlite_database)
    take_all(sqlite_database, taken)
    with sqlite_database.read() as conn:
        every = [f for view in queries.meetings(conn) for f in queries.filed_reports(conn, view.meeting_id)]
        assert model.neighbourhood_for(conn, intake) == neighbourhood_of(every, intake)


def clear(database: Database) -> None:
    with database.begin() as conn:
        for table in ("meeting", "meeting_party", "filed_report", "change", "model_state"):
            conn.execute(text(f"DELETE FROM {table}"))


@pytest.mark.integration
def test_postgresql_finds_the_same_neighbourhood(postgresql_database: Database) -> None:
    take_all(postgresql_database, WINTER)
    with postgresql_database.read() as conn:
        every = [f for view in queries.meetings(conn) for f in queries.filed_reports(conn, view.meeting_id)]
        for intake in WINTER:
            assert model.neighbourhood_for(conn, intake) == neighbourhood_of(every, intake)


# --- questions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def winter(database: Database) -> Iterator[Database]:
    take_all(database, WINTER)
    return database


def test_meetings_come_by_date_and_can_be_narrowed_down(winter: Database) -> None:
    with winter.read() as conn:
        found = [view.when.start for view in queries.meetings(conn) if view.when]
        assert found == sorted(found)
        assert {v.status for v in queries.meetings(conn, statuses=[Status.CONCLUDED])} == {Status.CONCLUDED}
        assert all(
            v.when is None or v.when.end >= date(2022, 1, 14)
            for v in queries.meetings(conn, ends_from=date(2022, 1, 14))
        )
        late = queries.meetings(conn, published_from=datetime(2022, 1, 10, tzinfo=UTC))
        assert [line(v) for v in late] == ["RU-US concluded 2022-01-10 Geneva"]


def test_a_meeting_is_found_by_the_beginning_of_its_id(winter: Database) -> None:
    with winter.read() as conn:
        views = queries.meetings(conn)
        for view in views:
            shortest = next(
                view.meeting_id[:n]
                for n in range(1, 37)
                if sum(other.meeting_id.startswith(view.meeting_id[:n]) for other in views) == 1
            )
            assert queries.meeting(conn, shortest) == view
            assert queries.meeting(conn, view.meeting_id.upper()) == view
        assert queries.meeting(conn, "no-such-meeting") is None
        assert queries.meeting(conn, "%") is None
        assert queries.meeting(conn, " ") is None


def test_an_ambiguous_beginning_is_refused_with_the_ids_it_could_mean(database: Database) -> None:
    take_all(database, WINTER)
    with database.begin() as conn:
        conn.execute(text("UPDATE meeting SET meeting_id = 'abc' || substr(meeting_id, 4)"))
    with database.read() as conn, pytest.raises(AmbiguousMeeting, match=r"several meetings.*'abc': abc"):
        queries.meeting(conn, "abc")


def test_the_reports_of_a_meeting_come_in_publication_order_with_their_reasons(winter: Database) -> None:
    with winter.read() as conn:
        (talks,) = [view for view in queries.meetings(conn) if view.facts.parties == ("RU", "US")]
        filed = queries.filed_reports(conn, talks.meeting_id)
        assert [f.article.article_id for f in filed] == ["a1", "a3", "a6", "a8", "b1"]
        assert set(queries.matches(conn, talks.meeting_id)) >= {f.report_id for f in filed}


def test_changes_can_be_asked_by_position_time_meeting_and_number(winter: Database) -> None:
    with winter.read() as conn:
        every = queries.changes(conn)
        assert [r.position for r in every] == sorted(r.position for r in every)
        third = every[2]
        assert queries.changes(conn, after=third.position) == every[3:]
        assert queries.changes(conn, since=third.recorded_at) == [
            r for r in every if r.recorded_at >= third.recorded_at
        ]
        assert queries.changes(conn, limit=2) == every[-2:]
        meeting_id = third.event.meeting_id  # type: ignore[attr-defined]
        of_one = [r for r in every if r.event.meeting_id == meeting_id]  # type: ignore[attr-defined]
        assert queries.changes(conn, meeting_id=meeting_id) == of_one
        assert queries.changes(conn, meeting_id=meeting_id, limit=1) == of_one[-1:]


def test_what_was_known_at_each_hour_is_what_had_been_taken_by_then(winter: Database) -> None:
    with winter.read() as conn:
        for taken in range(len(WINTER) + 1):
            moment = NOW + timedelta(hours=taken) - timedelta(seconds=1)
            views = queries.views_as_of(conn, recorded_until=moment)
            known = World(*WINTER[:taken]).status()
            assert sorted(v.model_dump_json(exclude={"meeting_id"}) for v in views) == known


@pytest.mark.parametrize("published", ["2021-12-28T06:30", "2022-01-03T23:00", "2022-01-09T00:00"])
def test_what_the_world_had_said_is_the_status_from_what_was_published(database: Database, published: str) -> None:
    until = datetime.fromisoformat(published).replace(tzinfo=UTC)
    stories = [intake for intake in WINTER if intake.article.article_id != "a7"]  # the one that joins meetings later
    take_all(database, stories)
    said = World(*(intake for intake in stories if intake.article.published_at <= until))
    with database.read() as conn:
        views = queries.views_as_of(conn, published_until=until)
        assert sorted(v.model_dump_json(exclude={"meeting_id"}) for v in views) == said.status()
        both = queries.views_as_of(conn, recorded_until=NOW + timedelta(days=9), published_until=until)
        assert {v.model_dump_json() for v in both} == {v.model_dump_json() for v in views}


def test_a_clock_that_was_set_back_does_not_hide_what_was_known(database: Database) -> None:
    append(database, notice(number=1), at=NOW)
    append(database, notice(number=2), at=NOW + timedelta(hours=2))
    append(database, notice(number=3), at=NOW + timedelta(hours=1))
    with database.read() as conn:
        assert queries.position_at(conn, NOW - timedelta(seconds=1)) == 0
        assert queries.position_at(conn, NOW) == 1
        assert queries.position_at(conn, NOW + timedelta(hours=1)) == 3
        assert store.verify(conn).ok


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "parley.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.dispose()
    return path


@settings(max_examples=40, deadline=None)
@given(
    clock=st.lists(st.tuples(st.integers(0, 9), st.integers(0, queries.CLOCK_SET_BACK.days)), min_size=1, max_size=12)
)
def test_what_was_known_at_a_moment_ends_with_the_last_event_recorded_by_then(
    empty_file: Path, clock: list[tuple[int, int]]
) -> None:
    latest = accumulate(forward for forward, _ in clock)
    days = [day - set_back for day, (_, set_back) in zip(latest, clock)]
    with tempfile.TemporaryDirectory() as directory:
        shutil.copy(empty_file, f"{directory}/parley.db")
        database = Database(f"sqlite:///{directory}/parley.db?synchronous=off")
        for n, day in enumerate(days):
            store.record(database, [notice(number=n)], meta=Meta(), recorded_at=NOW + timedelta(days=day))
        with database.read() as conn:
            for day in range(min(days) - 1, max(days) + 2):
                expected = max((n for n, recorded in enumerate(days, 1) if recorded <= day), default=0)
                assert queries.position_at(conn, NOW + timedelta(days=day)) == expected
            assert queries.position_at(conn, datetime.max.replace(tzinfo=UTC)) == len(days)
        database.dispose()


def test_the_kinds_of_events_that_the_index_leaves_out_are_those_that_are_named() -> None:
    assert RARE.text == f"type NOT IN {FREQUENT!r}"
    assert set(FREQUENT) < set(EVENT_TYPES)


def test_statistics_count_what_is_there(winter: Database) -> None:
    with winter.begin() as conn:
        store.seal(conn, NOW)
    append(winter, notice())
    with winter.read() as conn:
        figures = queries.statistics(conn)
        assert figures["events"] == store.head(conn) == sum(figures["by_type"].values())
        assert figures["by_type"]["FeedNotice"] == 1
        assert figures["changes"] == len(queries.changes(conn))
        assert figures["meetings"] == len(queries.meetings(conn))
        assert figures["unsealed"] == 1
        assert figures["first_recorded"] == NOW.isoformat()
        assert figures["database_bytes"] > figures["event_bytes"] > 1000
