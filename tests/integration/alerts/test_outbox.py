from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, select

from domain.alerts import Hook
from domain.events import derived_id
from domain.watches import Parties, Watch
from tests.integration.alerts.conftest import Told, pending, record
from worker.alerts import outbox
from worker.log import store
from worker.log.database import Database
from worker.log.tables import outbox as table

NOW = datetime(2022, 1, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def log_hook(name: str = "journal", **options: object) -> Hook:
    return Hook.model_validate({"name": name, "kind": "log", **options})


def rows(database: Database) -> list[tuple[str, str, str | None]]:
    with database.read() as conn:
        found = conn.execute(
            select(table.c.hook, table.c.state, table.c.reason).order_by(table.c.position, table.c.hook)
        )
        return [tuple(row) for row in found]


def test_a_change_has_one_row_for_each_hook_with_an_id_derived_from_both(database: Database) -> None:
    _, ids = record(database, [Told()], [log_hook("one"), log_hook("two")], NOW)
    assert ids == [derived_id("alert", "c1-0", "one"), derived_id("alert", "c1-0", "two")]
    assert rows(database) == [("one", "pending", None), ("two", "pending", None)]


def test_enqueuing_the_same_changes_again_makes_no_second_row(database: Database) -> None:
    recorded, ids = record(database, [Told(), Told("m2")], [log_hook()], NOW)
    assert len(ids) == 2
    with database.begin() as conn:
        assert outbox.enqueue(conn, recorded, [log_hook()], [], NOW + SECOND) == []
    assert len(rows(database)) == 2


def test_a_hook_that_is_added_later_gets_its_own_row_for_the_same_change(database: Database) -> None:
    recorded, _ = record(database, [Told()], [log_hook("one")], NOW)
    with database.begin() as conn:
        assert outbox.enqueue(conn, recorded, [log_hook("one"), log_hook("two")], [], NOW) == ["two"]
    assert rows(database) == [("one", "pending", None), ("two", "pending", None)]


def test_rows_vanish_with_the_transaction_that_decided(database: Database) -> None:
    recorded, _ = record(database, [Told()], [], NOW)

    def decide_and_die() -> None:
        with database.begin() as conn:
            assert outbox.enqueue(conn, recorded, [log_hook()], [], NOW)
            raise RuntimeError("torn")

    with pytest.raises(RuntimeError, match="torn"):
        decide_and_die()
    assert rows(database) == []


def test_what_a_hook_does_not_want_is_recorded_with_the_reason(database: Database) -> None:
    hooks = [
        log_hook("a-cancelled", kinds=["cancelled"]),
        log_hook("b-off", enabled=False),
        log_hook("c-watch", watch="us-russia"),
        log_hook("d-nato", watch="nato"),
    ]
    watches = [
        Watch(name="us-russia", parties=Parties(all=("RU", "US"))),
        Watch(name="nato", parties=Parties(any=("NATO",))),
    ]
    _, ids = record(database, [Told()], hooks, NOW, watches)
    assert len(ids) == 1
    assert rows(database) == [
        ("a-cancelled", "skipped", "announced is not among the hook's kinds"),
        ("c-watch", "skipped", 'outside the watch "us-russia"'),
        ("d-nato", "pending", None),
    ]


def test_a_backfill_is_recorded_and_not_sent(database: Database) -> None:
    _, ids = record(database, [Told(age=timedelta(days=40)), Told("m2")], [log_hook()], NOW)
    assert len(ids) == 1
    assert rows(database)[0] == ("journal", "skipped", "published 2021-11-25, before the hook's horizon")


def test_of_many_workers_only_one_claims_a_row(database: Database) -> None:
    _, (id_,) = record(database, [Told()], [log_hook()], NOW)
    barrier = threading.Barrier(6)
    claimed: list[object] = []

    def work() -> None:
        barrier.wait()
        with database.begin() as conn:
            row = outbox.claim(conn, id_, NOW)
        if row is not None:
            claimed.append(row)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 1


def test_a_row_is_claimed_again_only_when_its_lease_has_run_out(database: Database) -> None:
    _, (id_,) = record(database, [Told()], [log_hook()], NOW)
    for later, expected in [(0 * SECOND, 1), (outbox.LEASE - SECOND, None), (outbox.LEASE, 2)]:
        with database.begin() as conn:
            row = outbox.claim(conn, id_, NOW + later)
        assert (row.attempts if row else None) == expected


def test_a_worker_whose_lease_ran_out_cannot_overwrite_what_came_after_it(database: Database) -> None:
    _, (id_,) = record(database, [Told()], [log_hook()], NOW)
    with database.begin() as conn:
        slow = outbox.claim(conn, id_, NOW)
    with database.begin() as conn:
        quick = outbox.claim(conn, id_, NOW + outbox.LEASE)
    assert slow is not None
    assert quick is not None
    with database.begin() as conn:
        outbox.failed(conn, slow, NOW + outbox.LEASE, "too late")
        assert outbox.claim(conn, id_, NOW + outbox.LEASE + 10 * SECOND) is None
        outbox.sent(conn, quick, NOW + outbox.LEASE, 200)
        outbox.give_up(conn, slow, "too late")
    assert rows(database) == [("journal", "sent", None)]


def test_the_sweep_finds_the_hooks_for_which_something_is_due(database: Database) -> None:
    late, idle, busy = log_hook("late", group="5m"), log_hook("idle", kinds=["cancelled"]), log_hook("busy")
    record(database, [Told()], [late, idle, busy], NOW)
    with database.begin() as conn:
        assert outbox.due_hooks(conn, [late, idle, busy], NOW) == ["busy"]
        assert outbox.due_hooks(conn, [late, idle, busy], NOW + timedelta(minutes=5)) == ["late", "busy"]
        assert outbox.next_due_at(conn, "late", NOW) == NOW + timedelta(minutes=5)
        assert outbox.next_due_at(conn, "idle", NOW) is None


def ready(conn: Connection) -> set[str]:
    return set(conn.scalars(select(table.c.outbox_id).where(outbox.ready(NOW))))


def test_a_later_change_waits_for_an_earlier_one_of_the_same_meeting_and_hook_only(database: Database) -> None:
    changes = [Told("m1"), Told("m1", "rescheduled"), Told("m2")]
    _, ids = record(database, changes, [log_hook("a"), log_hook("b")], NOW)
    first_a, first_b, second_a, second_b, other_a, other_b = ids
    with database.begin() as conn:
        assert ready(conn) == {first_a, first_b, other_a, other_b}
        assert outbox.claim(conn, second_a, NOW) is None
        row = outbox.claim(conn, first_a, NOW)
        assert row is not None
        assert outbox.claim(conn, second_a, NOW) is None
        outbox.sent(conn, row, NOW, 200)
        assert outbox.following(conn, row, NOW) == second_a
        assert ready(conn) == {first_b, second_a, other_a, other_b}
        assert outbox.claim(conn, second_b, NOW) is None


def test_a_dead_alert_no_longer_holds_up_the_next_of_its_meeting(database: Database) -> None:
    _, (first, second) = record(database, [Told(), Told(kind="cancelled")], [log_hook()], NOW)
    with database.begin() as conn:
        row = outbox.claim(conn, first, NOW)
        assert row is not None
        outbox.give_up(conn, row, "unreadable")
        assert outbox.following(conn, row, NOW) == second


def test_retries_follow_the_stored_schedule_and_end(database: Database) -> None:
    _, (id_,) = record(database, [Told()], [log_hook()], NOW)
    now, waits = NOW, []
    for attempt in range(1, outbox.MAX_ATTEMPTS + 1):
        with database.begin() as conn:
            assert outbox.claim(conn, id_, now - SECOND) is None
            row = outbox.claim(conn, id_, now)
            assert row is not None
            assert row.attempts == attempt
            again = outbox.failed(conn, row, now, "500 Internal Server Error", status=500)
        with database.read() as conn:
            assert outbox.next_due_at(conn, "journal", now) == again
        if again is not None:
            waits.append(again - now)
            now = again
    assert again is None
    assert rows(database) == [("journal", "dead", "given up after 10 attempts: 500 Internal Server Error")]
    minute, hour = 60, 3600
    plan = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]
    assert waits[0] == timedelta(seconds=5)
    for wait, planned in zip(waits, plan, strict=True):
        assert planned <= wait.total_seconds() <= planned * 1.1


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        (timedelta(seconds=2), 5 * SECOND),
        (timedelta(minutes=10), timedelta(minutes=10)),
        (timedelta(days=90), timedelta(days=1)),
    ],
)
def test_a_receiver_may_ask_for_more_patience_but_not_for_more_than_a_day(
    sqlite_database: Database, asked: timedelta, waits: timedelta
) -> None:
    _, (id_,) = record(sqlite_database, [Told()], [log_hook()], NOW)
    with sqlite_database.begin() as conn:
        row = outbox.claim(conn, id_, NOW)
        assert row is not None
        assert outbox.failed(conn, row, NOW, "busy", status=503, retry_after=asked) == NOW + waits


steps = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["sent", "failed", "crashed", "dead"]), st.integers(0, 400)),
    max_size=60,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_interleaving_keeps_the_order_of_each_meeting_and_hook(
    sqlite_database: Database, steps: list[tuple[int, str, int]]
) -> None:
    """Whatever is tried when, and however it ends: of one hook and one meeting, alerts are sent in the order of the log."""
    with sqlite_database.begin() as conn:
        conn.execute(delete(table))
    hooks = [log_hook("a"), log_hook("b")]
    _, ids = record(sqlite_database, [Told(f"m{n % 2}") for n in range(6)], hooks, NOW)
    if not ids:  # the events are in the log from the last example; their rows are not
        with sqlite_database.begin() as conn:
            recorded = list(store.read(conn))
            outbox.enqueue(conn, recorded, hooks, [], NOW)
            ids = pending(conn, recorded, hooks)
    order = {id_: number for number, id_ in enumerate(ids)}
    sent: list[tuple[str, str, int]] = []
    now = NOW
    for number, outcome, seconds in steps:
        now += timedelta(seconds=seconds)
        with sqlite_database.begin() as conn:
            row = outbox.claim(conn, ids[number], now)
            if row is None or outcome == "crashed":
                continue
            if outcome == "sent":
                outbox.sent(conn, row, now, 200)
                sent.append((row.hook, row.meeting_id, order[row.outbox_id]))
            elif outcome == "failed":
                outbox.failed(conn, row, now, "500")
            else:
                outbox.give_up(conn, row, "dead")
    assert len(set(sent)) == len(sent)
    for hook in ("a", "b"):
        for meeting in ("m0", "m1"):
            mine = [position for h, m, position in sent if (h, m) == (hook, meeting)]
            assert mine == sorted(mine)
    with sqlite_database.read() as conn:
        assert conn.scalar(select(func.count()).select_from(table)) == 12


def test_a_gone_address_closes_its_hook_until_the_url_changes(database: Database, hook: Callable[..., Hook]) -> None:
    old, new = hook(url="https://old.example/key"), hook(url="https://new.example/key")
    other = log_hook("other")
    _, ids = record(database, [Told(), Told("m2")], [old, other], NOW)
    with database.begin() as conn:
        row = outbox.claim(conn, ids[0], NOW)
        assert row is not None
        assert outbox.close_gone(conn, row, "https://old.example/key", NOW) == 2
    record(database, [Told("m3")], [old, other], NOW, run="2")
    record(database, [Told("m4")], [new, other], NOW, run="3")
    states = [(name, state) for name, state, _ in rows(database)]
    assert states == [
        ("desk", "dead"),
        ("other", "pending"),
        ("desk", "dead"),
        ("other", "pending"),
        ("desk", "skipped"),
        ("other", "pending"),
        ("desk", "pending"),
        ("other", "pending"),
    ]
    reasons = [reason for name, state, reason in rows(database) if state in ("dead", "skipped")]
    assert all(reason is not None and "410 Gone" in reason and "/key" not in reason for reason in reasons)
