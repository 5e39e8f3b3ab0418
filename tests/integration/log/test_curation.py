"""What people decide, in the database: the tables say what the ledger in memory says, whoever writes at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from domain.alerts import Hook
from domain.events import Curation, MeetingChange, MeetingReported, ReportWithdrawn
from domain.talks.curate import By, CurationRefused, correct, merge, retract_article, split, undo
from domain.talks.ledger import Ledger
from domain.talks.model import FiledReport, Intake
from tests.conftest import empty
from tests.domain.talks.test_curation_laws import draw_history, interleave
from tests.domain.talks.test_order_laws import articles
from tests.domain.talks.world import World, article, line, moment, on, report
from tests.integration.log.stories import NOW, WINTER, take, take_all
from worker.config import load
from worker.curation import Curated, Desk, curate
from worker.log import model, queries, store
from worker.log.database import Database
from worker.log.export import export_log, import_log
from worker.runtime import Runtime


class Fixed:
    """A clock that stands still."""

    def now(self) -> object:
        return NOW + timedelta(days=40)


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    return runtime_on(database, tmp_path)


def runtime_on(database: Database, tmp_path: Path) -> Runtime:
    config = tmp_path / "config"
    config.mkdir(exist_ok=True)
    url = database.url.render_as_string(hide_password=False)
    made = Runtime(load(config, {"PARLEY_DATABASE_URL": url}), Fixed())  # type: ignore[arg-type]
    made.__dict__["database"] = database
    return made


def lines(database: Database) -> list[str]:
    with database.read() as conn:
        return sorted(line(view) for view in queries.meetings(conn))


def named(database: Database, start: str) -> str:
    with database.read() as conn:
        (found,) = [view.meeting_id for view in queries.meetings(conn) if line(view).startswith(start)]
        return found


def by(state: Desk) -> By:
    return state.by("jane", "seen by a person")


def decided(runtime: Runtime, make: Callable[[Desk], Curation], *, dry_run: bool = False) -> Curated:
    return curate(runtime, make, dry_run=dry_run)


def same_as_the_log(database: Database) -> None:
    """The tables equal their rebuild, the ledger in memory, and the log verifies."""
    assert model.check(database) == []
    with database.read() as conn:
        ledger = Ledger(recorded.event for recorded in store.read(conn))
        shown = {view.meeting_id: view for view in queries.meetings(conn)}
        assert shown == {view.meeting_id: view for view in ledger.views()}
        assert model.standing_of(conn).joined == ledger.joined
        assert model.standing_of(conn).corrected == ledger.corrected
        assert store.verify(conn).ok


def test_correcting_merging_splitting_retracting_and_undoing_end_in_the_tables(
    database: Database, runtime: Runtime
) -> None:
    take_all(database, WINTER)
    before = lines(database)
    talks, council = named(database, "RU-US"), named(database, "NATO-RU")

    made = [
        decided(runtime, lambda s: correct(s.case(talks), {"when": on("2022-01-11")}, NOW + timedelta(days=40), by(s))),
        decided(runtime, lambda s: merge(s.case(council), [s.case(talks)], by(s))),
        decided(runtime, lambda s: retract_article("a7", s.made, by(s))),
        decided(
            runtime,
            lambda s: split(
                s.case(council),
                [f.report_id for f in s.case(council).reports if f.article.article_id in ("a1", "a3")],
                by(s),
            ),
        ),
    ]
    for one in made:
        assert {r.meta.actor for r in one.recorded} == {"jane"}
        assert {r.meta.causation for r in one.recorded} == {one.recorded[0].event_id}
    same_as_the_log(database)
    with database.read() as conn:
        assert queries.meeting(conn, talks) is not None, "a merged meeting's id leads to the one it is part of"
        assert [one.state for one in queries.curations(conn)] == ["in force"] * 4

    for one in reversed(made):
        wanted = one.made.curation_id
        decided(runtime, lambda s, wanted=wanted: undo(s.curation(wanted[:8]), s.made, by(s)))  # type: ignore[misc]
        same_as_the_log(database)
    assert lines(database) == before


def test_a_retraction_takes_the_report_out_of_every_table_and_leaves_it_in_the_log(
    database: Database, runtime: Runtime
) -> None:
    take_all(database, WINTER)
    decided(runtime, lambda s: retract_article("b1", s.made, by(s)))
    with database.read() as conn:
        filed = [f for v in queries.meetings(conn) for f in queries.filed_reports(conn, v.meeting_id)]
        assert "b1" not in {f.article.article_id for f in filed}
        log = [r.event for r in store.read(conn)]
    assert any(isinstance(e, MeetingReported) and e.article.article_id == "b1" for e in log)
    assert any(isinstance(e, ReportWithdrawn) and e.reason == "retracted" for e in log)
    assert "RU-US cancelled 2022-01-10 Geneva" in lines(database)
    take(database, article("b1", "2022-01-10T16:00", report("US RU", "concluded", "2022-01-10", "Paris"), revision=2))
    assert "RU-US cancelled 2022-01-10 Geneva" in lines(database)
    same_as_the_log(database)


def test_what_was_known_before_a_decision_is_known_as_it_was(database: Database, runtime: Runtime) -> None:
    take_all(database, WINTER)
    with database.read() as conn:
        head, before = store.head(conn), {v.model_dump_json() for v in queries.meetings(conn)}
    talks, council = named(database, "RU-US"), named(database, "NATO-RU")
    decided(runtime, lambda s: merge(s.case(council), [s.case(talks)], by(s)))
    decided(runtime, lambda s: correct(s.case(council), {"when": on("2022-01-11")}, moment("2022-01-20T00:00"), by(s)))
    with database.read() as conn:
        now = {v.model_dump_json() for v in queries.meetings(conn)}
        assert {v.model_dump_json() for v in queries.views_as_of(conn, position=head)} == before
        assert {v.model_dump_json() for v in queries.views_as_of(conn, position=store.head(conn))} == now
        assert {v.model_dump_json() for v in queries.views_as_of(conn, published_until=NOW + timedelta(days=90))} == now
        (early,) = queries.views_as_of(conn, published_until=moment("2021-12-28T06:30"))
        assert early.corrections == (), "a correction counts from its moment on"


def test_a_dry_run_tells_what_would_change_and_records_nothing(database: Database, runtime: Runtime) -> None:
    take_all(database, WINTER)
    with database.read() as conn:
        head = store.head(conn)
    told = decided(runtime, lambda s: retract_article("b1", s.made, by(s)), dry_run=True)
    assert [r.event.kind for r in told.changes if isinstance(r.event, MeetingChange)] == ["corrected"]
    with database.read() as conn:
        assert store.head(conn) == head
    same_as_the_log(database)


def test_a_refused_decision_records_nothing(database: Database, runtime: Runtime) -> None:
    take_all(database, WINTER)
    with database.read() as conn:
        head = store.head(conn)
    for make in (
        lambda s: merge(s.case("no-such"), [], by(s)),
        lambda s: undo(s.curation("c-1"), s.made, by(s)),
        lambda s: retract_article(s.article_or_report("abc"), s.made, by(s)),
    ):
        with pytest.raises(CurationRefused, match="parley"):
            decided(runtime, make)
    with database.read() as conn:
        assert store.head(conn) == head


def test_articles_and_reports_are_found_by_id_and_address(database: Database, runtime: Runtime) -> None:
    first = article("0b7e1111-aaaa", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10"))
    take_all(database, [first, article("0b7e2222-bbbb", "2022-01-03T08:00", report("RU UA", "scheduled"))])
    with database.read() as conn:
        from worker.curation import desk

        state = desk(conn)
        assert state.article_or_report("0b7e1") == "0b7e1111-aaaa"
        (filed,) = [f for f in state.known(["0b7e1111-aaaa"]) if f.article.article_id == "0b7e1111-aaaa"]
        found = state.article_or_report(filed.report_id[:12])
        assert isinstance(found, FiledReport)
        assert found == filed
        with pytest.raises(CurationRefused, match="several: 0b7e1111-aaaa, 0b7e2222-bbbb"):
            state.article_or_report("0b7e")
        with pytest.raises(CurationRefused, match="at least 4 characters"):
            state.article_or_report("0b7")


def test_a_decision_tells_hooks_once_and_within_their_horizon(database: Database, runtime: Runtime) -> None:
    take_all(database, WINTER)
    hooks = (Hook(name="near", kind="log", horizon_days=7), Hook(name="far", kind="log", horizon_days=3650))
    runtime.config.__dict__["hooks"] = hooks
    done = decided(runtime, lambda s: retract_article("b1", s.made, by(s)))
    with database.read() as conn:
        rows = conn.execute(text("SELECT hook, state FROM outbox ORDER BY hook")).all()
    assert [tuple(row) for row in rows] == [("far", "pending"), ("near", "skipped")]
    assert len(done.deliveries) == 1


def test_who_was_told_wrong_is_told_right_however_old_the_article_is(database: Database, runtime: Runtime) -> None:
    runtime.config.__dict__["hooks"] = (Hook(name="desk", kind="log", horizon_days=3),)
    take_all(database, WINTER)
    talks = named(database, "RU-US")
    with database.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO outbox (outbox_id, change_id, position, meeting_id, hook, state, next_attempt_at, created_at)"
                " SELECT 'o', event_id, position, meeting_id, 'desk', 'sent', recorded_at, recorded_at FROM change"
                " WHERE meeting_id = :talks AND kind = 'concluded'"
            ),
            {"talks": talks},
        )
    for name, states in (("a9", ["skipped"]), ("b1", ["pending"])):
        done = decided(runtime, lambda s, name=name: retract_article(name, s.made, by(s)))  # type: ignore[misc]
        with database.read() as conn:
            rows = conn.execute(text("SELECT change_id, state FROM outbox WHERE outbox_id <> 'o'")).all()
        ids = {change.event_id for change in done.changes}
        assert [row.state for row in rows if row.change_id in ids] == states


def test_a_person_and_four_workers_at_once_end_in_the_status_of_one_after_the_other(
    database: Database, tmp_path: Path
) -> None:
    first = [intake for intake in WINTER if intake.article.revision == 1]
    take_all(database, first[:4])
    failures: list[BaseException] = []

    def guarded(work: Callable[[Database], None]) -> None:
        own = Database(database.url)
        try:
            work(own)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            own.dispose()

    def read(share: list[Intake]) -> Callable[[Database], None]:
        def work(own: Database) -> None:
            for intake in share:
                take(own, intake)

        return work

    made: list[Curation] = []

    def person(own: Database) -> None:
        runtime = runtime_on(own, tmp_path)
        for name in ("a1", "a8", "a3"):
            made.append(decided(runtime, lambda s, name=name: retract_article(name, s.made, by(s))).made)  # type: ignore[misc]
        made.append(decided(runtime, lambda s: undo(made[0].curation_id, s.made, by(s))).made)

    jobs = [read(first[4 + n :: 3]) for n in range(3)] + [person]
    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    same_as_the_log(database)
    world = World(*first)
    for one in made:
        world.curate(one)
    with database.read() as conn:
        shown = sorted(view.model_dump_json(exclude={"meeting_id"}) for view in queries.meetings(conn))
    assert shown == world.status()


def test_an_exported_log_brings_the_decisions_along(database: Database, runtime: Runtime, tmp_path: Path) -> None:
    take_all(database, WINTER)
    talks, council = named(database, "RU-US"), named(database, "NATO-RU")
    decided(runtime, lambda s: merge(s.case(council), [s.case(talks)], by(s)))
    decided(runtime, lambda s: retract_article("a7", s.made, by(s)))
    with database.read() as conn:
        exported = list(export_log(conn))
        before = [view.model_dump_json() for view in queries.meetings(conn)]
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    other.migrate()
    with other.begin() as conn:
        import_log(conn, exported)
    model.rebuild(other)
    with other.read() as conn:
        assert [view.model_dump_json() for view in queries.meetings(conn)] == before
    same_as_the_log(other)
    other.dispose()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), written=articles())
def test_the_tables_say_what_the_world_in_memory_says_whatever_is_decided(
    sqlite_database: Database, tmp_path: Path, data: st.DataObject, written: list[list[Intake]]
) -> None:
    fresh = Database(f"sqlite:///{tmp_path / 'law.db'}")
    Path(tmp_path / "law.db").write_bytes(Path(str(sqlite_database.path)).read_bytes())
    try:
        _, made = draw_history(data, written)
        arrival = data.draw(st.permutations([intake for revisions in written for intake in revisions]))
        world = World()
        runtime = runtime_on(fresh, tmp_path)
        for step in interleave(data, list(arrival), made):
            if isinstance(step, Intake):
                world.take(step)
                take(fresh, step)
            else:
                world.curate(step)
                decided(runtime, lambda _, step=step: step)  # type: ignore[misc]
        with fresh.read() as conn:
            shown = sorted(view.model_dump_json(exclude={"meeting_id"}) for view in queries.meetings(conn))
        assert shown == world.status()
        same_as_the_log(fresh)
    finally:
        fresh.dispose()
        for leftover in tmp_path.glob("law.db*"):
            leftover.unlink()


def test_a_changed_watch_file_counts_for_alerts_without_a_restart(database: Database, tmp_path: Path) -> None:
    runtime = runtime_on(database, tmp_path)
    file = runtime.config.config_dir / "watches.toml"
    assert runtime.watches == ()
    file.write_text('[[watch]]\nname = "geneva"\nplaces = ["Geneva"]\n')
    assert [watch.name for watch in runtime.watches] == ["geneva"]
    file.write_text('[[watch]]\nname = "vienna"\nplaces = ["Vienna"]\n[[watch]]\nname = "Not a name"\n')
    assert [watch.name for watch in runtime.watches] == ["vienna"]
    file.write_text("[[watch]\n")
    assert [watch.name for watch in runtime.watches] == ["vienna"], "a file that cannot be read leaves what was"
    file.unlink()
    assert [watch.name for watch in runtime.watches] == ["vienna"]


def test_a_hook_on_a_word_hears_that_the_meeting_is_off_by_an_article_without_it(
    database: Database, tmp_path: Path
) -> None:
    runtime = runtime_on(database, tmp_path)
    (runtime.config.config_dir / "watches.toml").write_text('[[watch]]\nname = "grain"\nwords = ["grain"]\n')
    runtime.config.__dict__["hooks"] = (Hook(name="desk", kind="log", watch="grain", horizon_days=3650),)
    take(
        database,
        article("a", "2022-01-03T08:00", report("RU UA", "scheduled", "2022-01-10", quote="The grain talks are due.")),
    )
    off = article("b", "2022-01-04T08:00", report("RU UA", "cancelled", "2022-01-10", quote="The talks are off."))
    with database.begin() as conn:
        from domain.events import Meta
        from worker.pipeline import record_intake

        _, deliveries = record_intake(runtime, conn, off, Meta())
    assert len(deliveries) == 1


class Killed(Exception):
    pass


@pytest.mark.parametrize("verb", ["correct", "merge", "split", "retract", "undo"])
def test_a_decision_that_is_cut_off_at_any_statement_has_not_happened(
    database: Database, runtime: Runtime, verb: str
) -> None:
    take_all(database, WINTER)
    talks, council = named(database, "RU-US"), named(database, "NATO-RU")
    first = decided(runtime, lambda s: retract_article("a3", s.made, by(s)))
    makes: dict[str, Callable[[Desk], Curation]] = {
        "correct": lambda s: correct(s.case(talks), {"when": on("2022-01-11")}, NOW, by(s)),
        "merge": lambda s: merge(s.case(council), [s.case(talks)], by(s)),
        "split": lambda s: split(s.case(talks), [s.case(talks).reports[0].report_id], by(s)),
        "retract": lambda s: retract_article("b1", s.made, by(s)),
        "undo": lambda s: undo(first.made.curation_id, s.made, by(s)),
    }
    before, head = lines(database), head_of(database)
    statement, cut_at = 0, 1

    def before_each(*_: object) -> None:
        nonlocal statement
        statement += 1
        if statement == cut_at:
            raise Killed

    event.listen(database.engine, "before_cursor_execute", before_each)
    try:
        while True:
            statement = 0
            try:
                decided(runtime, makes[verb])
            except Killed:
                assert (head_of_raw(database), cut_at) == (head, cut_at)
                cut_at += 1 + cut_at // 12
                continue
            break
    finally:
        event.remove(database.engine, "before_cursor_execute", before_each)
    assert cut_at > 10
    assert head_of(database) > head
    assert lines(database) != before or verb in ("split", "undo")
    same_as_the_log(database)


def head_of(database: Database) -> int:
    with database.read() as conn:
        return store.head(conn)


def head_of_raw(database: Database) -> int:
    """Without the engine that is being cut off."""
    other = Database(database.url)
    try:
        return head_of(other)
    finally:
        other.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.integration)])
def another(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives the URL of a migrated, empty database each time."""
    if request.param == "postgresql":
        shared: Database = request.getfixturevalue("postgresql_database")

        def emptied() -> str:
            empty(shared)
            return shared.url.render_as_string(hide_password=False)

        return emptied
    template: Path = request.getfixturevalue("migrated_sqlite")
    path: Path = request.getfixturevalue("tmp_path") / "law.db"

    def copied() -> str:
        for leftover in path.parent.glob("law.db*"):
            leftover.unlink()
        path.write_bytes(template.read_bytes())
        return f"sqlite:///{path}"

    return copied


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), written=articles())
def test_any_split_over_runs_and_workers_ends_in_the_status_of_one_reader(
    another: Callable[[], str], data: st.DataObject, written: list[list[Intake]]
) -> None:
    """Runs come one after the other, each with its own connections; within a run, three workers read at once."""
    url = another()
    expected = World(*(revisions[-1] for revisions in written))
    every = [intake for revisions in written for intake in revisions]
    # A task that is delivered twice is read twice, also by two workers at once.
    arrival = data.draw(st.permutations(every + data.draw(st.lists(st.sampled_from(every), max_size=3))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(arrival)), max_size=2)))
    failures: list[BaseException] = []

    def work(share: list[Intake]) -> None:
        own = Database(url)
        try:
            for intake in share:
                take(own, intake)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            own.dispose()

    for start, end in zip([0, *cuts], [*cuts, len(arrival)]):
        run = list(arrival[start:end])
        threads = [threading.Thread(target=work, args=(run[n::3],)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failures
    database = Database(url)
    with database.read() as conn:
        shown = sorted(view.model_dump_json(exclude={"meeting_id"}) for view in queries.meetings(conn))
    assert shown == expected.status()
    same_as_the_log(database)
    database.dispose()
