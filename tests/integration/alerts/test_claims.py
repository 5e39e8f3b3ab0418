"""Who is told next, of what: the laws that hold for any course of events, and the ways of telling together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from domain.alerts import Hook
from tests.integration.alerts.conftest import Told, record
from worker.alerts import claims, state
from worker.alerts.channels import Outcome
from worker.alerts.deliver import message_of
from worker.alerts.outbox import LEASE, OutboxRow
from worker.log.database import Database
from worker.log.tables import alert_hook, log_event
from worker.log.tables import outbox as table

NOW = datetime(2022, 1, 4, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

SENT, RETRY = Outcome("sent", status=204), Outcome("retry", "500 Internal Server Error", 500)


def log_hook(name: str = "desk", **options: object) -> Hook:
    return Hook.model_validate({"name": name, "kind": "log", **options})


def take(database: Database, hook: Hook, now: datetime) -> claims.Turn:
    with database.begin() as conn:
        return claims.take(conn, hook, now)


def settle(database: Database, hook: Hook, row: OutboxRow, outcome: Outcome, now: datetime) -> None:
    with database.begin() as conn:
        claims.record(conn, hook, row, outcome, now)


def members(database: Database, row: OutboxRow) -> list[str]:
    """The changes that a claimed row tells of, as meeting and kind."""
    with database.read() as conn:
        message = message_of(conn, row)
    return [f"{one.change.meeting_id} {one.change.kind}" for one in message.changes]


def told(database: Database, hook: Hook, now: datetime) -> list[list[str]]:
    """Send all that may be sent at ``now``; the messages, each as what it tells of."""
    messages = []
    while (turn := take(database, hook, now)).row is not None:
        messages.append(members(database, turn.row))
        settle(database, hook, turn.row, SENT, now)
    return messages


# --- the law --------------------------------------------------------------------------------------------------------


@dataclass
class Deliverer:
    """A process that may die at any moment, with a clock of its own."""

    skew: timedelta
    holding: list[OutboxRow] = field(default_factory=list)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("record"), st.integers(0, 2), st.integers(1, 3)),
        st.tuples(st.just("take"), st.integers(0, 2), st.integers(0, 1)),
        st.tuples(st.just("arrive"), st.integers(0, 2), st.sampled_from(["sent", "retry", "lost answer", "dead"])),
        st.tuples(st.just("die"), st.integers(0, 2), st.booleans()),
        st.tuples(st.just("clock"), st.sampled_from([1, 30, 95, 400, 4000, -60, -3600]), st.just(0)),
    ),
    min_size=5,
    max_size=60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.sampled_from([{}, {"group": "1m"}, {"rate": "3/1m"}, {"group": "30s", "group_by": "meeting"}]))
def test_any_course_of_events_tells_each_change_in_order_and_every_one(
    sqlite_database: Database, steps: list[tuple[str, Any, Any]], options: dict[str, Any]
) -> None:
    """Three deliverers with clocks that disagree serve two hooks; they are killed before or after what they send arrives,
    answers are lost, leases run out, clocks jump. Of each meeting and hook, changes first arrive in the order of the log;
    nothing but a whole message that was under way is repeated, under its own id; in the end everything has arrived or is
    dead."""
    with sqlite_database.begin() as conn:
        for emptied in (table, alert_hook):
            conn.execute(delete(emptied))
    hooks = [log_hook("a", concurrency=2, **options), log_hook("b", concurrency=1)]
    deliverers = [Deliverer(timedelta(seconds=s)) for s in (0, 40, -40)]
    now = NOW
    arrivals: list[tuple[str, str, tuple[str, ...]]] = []
    with sqlite_database.read() as conn:
        run = len(conn.execute(select(log_event.c.position)).all())

    def arrive(row: OutboxRow) -> None:
        with sqlite_database.read() as conn:
            message = message_of(conn, row)
        arrivals.append((row.hook, row.outbox_id, tuple(one.recorded.event_id for one in message.changes)))

    expected: dict[tuple[str, str], list[str]] = {}
    for step, one, other in steps:
        if step == "record":
            run += 1
            recorded, _ = record(
                sqlite_database, [Told(f"m{one}", "rescheduled") for _ in range(other)], hooks, now, run=str(run)
            )
            for change in recorded:
                if change.event_id.startswith("c"):
                    for hook in hooks:
                        expected.setdefault((hook.name, f"m{one}"), []).append(change.event_id)
        elif step == "take":
            turn = take(sqlite_database, hooks[other], now + deliverers[one].skew)
            if turn.row is not None:
                deliverers[one].holding.append(turn.row)
        elif step == "arrive" and deliverers[one].holding:
            row = deliverers[one].holding.pop(0)
            if other != "dead" and (other != "retry"):
                arrive(row)
            outcome = {"sent": SENT, "retry": RETRY, "lost answer": RETRY, "dead": Outcome("dead", "no")}[other]
            settle(
                sqlite_database, next(h for h in hooks if h.name == row.hook), row, outcome, now + deliverers[one].skew
            )
        elif step == "die":
            for row in deliverers[one].holding if other else ():
                arrive(row)
            deliverers[one].holding.clear()
        elif step == "clock":
            now += timedelta(seconds=one)

    # Then all is well again, and the receivers answer.
    for _ in range(40):
        now += timedelta(minutes=10)
        for hook in hooks:
            while (turn := take(sqlite_database, hook, now)).row is not None:
                arrive(turn.row)
                settle(sqlite_database, hook, turn.row, SENT, now)
        with sqlite_database.read() as conn:
            if not conn.execute(select(table.c.outbox_id).where(table.c.state == "pending")).first():
                break
    with sqlite_database.read() as conn:
        states = dict(conn.execute(select(table.c.outbox_id, table.c.state)).all())  # type: ignore[arg-type]
        dead = set(
            conn.execute(
                select(table.c.hook, table.c.change_id).where(table.c.state == "dead", table.c.kind == "change")
            ).all()
        )
    assert set(states.values()) <= {"sent", "dead"}
    contents: dict[str, tuple[str, ...]] = {}
    first: dict[tuple[str, str], int] = {}
    for number, (hook_name, id_, changes) in enumerate(arrivals):
        assert contents.setdefault(id_, changes) == changes, "the same id tells of the same changes"
        for change_id in changes:
            first.setdefault((hook_name, change_id), number)
    told_under: dict[tuple[str, str], str] = {}
    for hook_name, id_, changes in arrivals:
        for change_id in changes:
            assert told_under.setdefault((hook_name, change_id), id_) == id_, "a change is told under one id only"
    for (hook_name, _), ids in expected.items():
        arrived = [first[hook_name, change_id] for change_id in ids if (hook_name, change_id) in first]
        assert arrived == sorted(arrived), "the order of the log"
        for change_id in ids:
            assert (hook_name, change_id) in first or (hook_name, change_id) in dead, "nothing is lost"


# --- together -------------------------------------------------------------------------------------------------------


def record_at(
    database: Database, hooks: Sequence[Hook], times: Sequence[tuple[timedelta, str, str]], run: str = ""
) -> None:
    for number, (after, meeting, kind) in enumerate(times):
        record(database, [Told(meeting, kind)], hooks, NOW + after, run=f"{run}{number}")


def test_what_comes_within_the_window_is_told_in_one_message(database: Database) -> None:
    hook = log_hook(group="5m")
    record_at(
        database,
        [hook],
        [(0 * SECOND, "m1", "announced"), (MINUTE, "m2", "announced"), (4 * MINUTE, "m1", "rescheduled")],
    )
    assert take(database, hook, NOW + 4 * MINUTE).look_at == NOW + 5 * MINUTE
    assert told(database, hook, NOW + 5 * MINUTE) == [["m1 announced", "m2 announced", "m1 rescheduled"]]
    assert told(database, hook, NOW + HOUR) == []


def test_a_single_change_is_told_as_itself_when_its_window_closes(database: Database) -> None:
    hook = log_hook(group="5m")
    _, (id_,) = record(database, [Told()], [hook], NOW)
    turn = take(database, hook, NOW + 5 * MINUTE)
    assert turn.row is not None
    assert (turn.row.outbox_id, turn.row.kind) == (id_, "change")


def test_a_digest_goes_out_at_its_time_even_with_one_change_and_never_empty(database: Database) -> None:
    hook = log_hook(digest="daily 08:00", timezone="Europe/Berlin")
    record(database, [Told()], [hook], NOW)
    eight = datetime(2022, 1, 5, 7, tzinfo=UTC)
    assert take(database, hook, NOW).look_at == eight
    turn = take(database, hook, eight)
    assert turn.row is not None
    with database.read() as conn:
        message = message_of(conn, turn.row)
    assert (message.kind, message.data["reason"], message.data["count"]) == ("digest", "digest", 1)
    settle(database, hook, turn.row, SENT, eight)
    assert take(database, hook, eight + timedelta(days=1)).row is None


def test_a_message_that_was_made_keeps_its_changes_whatever_comes_in_before_it_arrives(database: Database) -> None:
    hook = log_hook(group="1m")
    record(database, [Told("m1"), Told("m2")], [hook], NOW)
    first = take(database, hook, NOW + MINUTE).row
    assert first is not None
    settle(database, hook, first, RETRY, NOW + MINUTE)
    record(database, [Told("m1", "cancelled"), Told("m3")], [hook], NOW + MINUTE, run="2")
    again = take(database, hook, NOW + MINUTE + 5 * SECOND).row
    assert again is not None
    assert again.outbox_id == first.outbox_id
    assert members(database, again) == ["m1 announced", "m2 announced"]
    # What came later is not told before it, though the rest of its window may go.
    assert told(database, hook, NOW + 2 * MINUTE) == [["m3 announced"]]
    settle(database, hook, again, SENT, NOW + 2 * MINUTE)
    assert told(database, hook, NOW + 2 * MINUTE) == [["m1 cancelled"]]


def test_a_message_that_is_dead_lets_the_next_go(database: Database) -> None:
    hook = log_hook(group="1m")
    record(database, [Told("m1"), Told("m2")], [hook], NOW)
    record(database, [Told("m1", "cancelled")], [hook], NOW + MINUTE, run="2")
    row = take(database, hook, NOW + MINUTE).row
    assert row is not None
    record(database, [Told("m1", "reinstated")], [hook], NOW + MINUTE, run="3")
    settle(database, hook, row, Outcome("dead", "refused"), NOW + MINUTE)
    assert told(database, hook, NOW + 2 * MINUTE) == [["m1 reinstated"]]
    with database.read() as conn:
        dead = conn.execute(select(table.c.kind, table.c.reason).where(table.c.state == "dead")).all()
    assert sorted(map(tuple, dead)) == [("bundle", "refused")] + [("change", "refused")] * 3


def test_changes_of_one_watch_or_meeting_stand_together_where_that_is_asked_for(database: Database) -> None:
    hook = log_hook(group="1m", group_by="meeting")
    record(
        database,
        [Told("m1"), Told("m2"), Told("m1", "rescheduled"), Told("m2", "cancelled")],
        [hook],
        NOW,
    )
    assert told(database, hook, NOW + MINUTE) == [
        ["m1 announced", "m1 rescheduled"],
        ["m2 announced", "m2 cancelled"],
    ]


def test_nothing_is_sent_in_quiet_hours_and_all_of_it_afterwards_in_one_message(database: Database) -> None:
    hook = log_hook(quiet="11:00-13:00")
    record(database, [Told("m1"), Told("m2")], [hook], NOW)
    turn = take(database, hook, NOW + MINUTE)
    assert (turn.row, turn.look_at) == (None, NOW + HOUR)
    assert told(database, hook, NOW + HOUR) == [["m1 announced", "m2 announced"]]


def test_what_was_due_before_the_quiet_hours_began_waits_too(database: Database) -> None:
    hook = log_hook(quiet="12:01-13:00")
    record(database, [Told("m1"), Told("m2")], [hook], NOW)
    assert take(database, hook, NOW + MINUTE).look_at == NOW + HOUR
    assert told(database, hook, NOW + HOUR) == [["m1 announced", "m2 announced"]]


def test_a_rate_lets_so_many_messages_go_and_tells_the_rest_together(database: Database) -> None:
    hook = log_hook(rate="2/1h")
    record(database, [Told(f"m{n}") for n in range(6)], [hook], NOW)
    assert told(database, hook, NOW) == [["m0 announced"], ["m1 announced"]]
    record(database, [Told("m9")], [hook], NOW + 10 * MINUTE, run="2")
    assert told(database, hook, NOW + 10 * MINUTE) == []
    assert take(database, hook, NOW + 10 * MINUTE).look_at == NOW + HOUR
    turn = take(database, hook, NOW + HOUR)
    assert turn.row is not None
    with database.read() as conn:
        message = message_of(conn, turn.row)
    assert message.data["reason"] == "rate_limit"
    assert message.data["count"] == 5
    settle(database, hook, turn.row, SENT, NOW + HOUR)
    with database.read() as conn:
        assert not conn.execute(select(table.c.outbox_id).where(table.c.state == "pending")).all()


# --- down, paused, bounded ------------------------------------------------------------------------------------------


def test_a_hook_that_is_down_is_asked_by_one_alert_at_a_time_and_gets_all_at_once_when_it_is_back(
    database: Database,
) -> None:
    hook = log_hook(concurrency=3)
    record(database, [Told(f"m{n}") for n in range(20)], [hook], NOW)
    attempts, now = 0, NOW
    while now < NOW + HOUR:
        turn = take(database, hook, now)
        if turn.row is not None:
            attempts += 1
            settle(database, hook, turn.row, RETRY, now)
        else:
            assert turn.look_at is not None
            now = max(turn.look_at, now + SECOND)
    assert attempts < 25, "twenty alerts, and an hour of trying"
    with database.read() as conn:
        own = state.load(conn, "desk")
    assert own.down
    assert own.retry_at is not None
    assert len(told(database, hook, own.retry_at)) == 20


def test_the_receivers_wish_to_be_left_alone_counts_for_all_that_waits_for_it(database: Database) -> None:
    hook = log_hook()
    record(database, [Told("m1"), Told("m2")], [hook], NOW)
    row = take(database, hook, NOW).row
    assert row is not None
    settle(database, hook, row, Outcome("retry", "busy", 429, retry_after=10 * MINUTE), NOW)
    turn = take(database, hook, NOW + MINUTE)
    assert (turn.row, turn.look_at) == (None, NOW + 10 * MINUTE)
    assert len(told(database, hook, NOW + 10 * MINUTE)) == 2


def test_one_alert_that_is_refused_does_not_hold_up_the_others(database: Database) -> None:
    hook = log_hook()
    record(database, [Told(f"m{n}") for n in range(4)], [hook], NOW)
    row = take(database, hook, NOW).row
    assert row is not None
    settle(database, hook, row, Outcome("retry", "400 Bad Request", 400), NOW)
    assert told(database, hook, NOW) == [["m1 announced"], ["m2 announced"], ["m3 announced"]]


@pytest.mark.parametrize("bound", [1, 3])
def test_no_more_messages_are_under_way_at_once_than_the_hook_allows(database: Database, bound: int) -> None:
    hook = log_hook(concurrency=bound)
    record(database, [Told(f"m{n}") for n in range(5)], [hook], NOW)
    taken = [take(database, hook, NOW) for _ in range(5)]
    assert [turn.row is not None for turn in taken] == [True] * bound + [False] * (5 - bound)
    assert [turn.more for turn in taken[:bound]] == [True] * (bound - 1) + [False]
    assert take(database, hook, NOW + LEASE).row is not None, "who died with them does not block the hook"


def test_a_paused_hook_is_told_nothing_until_it_is_resumed(database: Database) -> None:
    hook = log_hook()
    with database.begin() as conn:
        assert state.pause(conn, "desk", "ana", "moving house", NOW)
        assert not state.pause(conn, "desk", "ben", "again", NOW)
    record(database, [Told("m1"), Told("m2")], [hook], NOW)
    assert told(database, hook, NOW + HOUR) == []
    with database.begin() as conn:
        assert state.resume(conn, "desk", "ana", NOW + HOUR) == 2
        assert state.resume(conn, "desk", "ana", NOW + HOUR) is None
    assert told(database, hook, NOW + HOUR) == [["m1 announced"], ["m2 announced"]]


def test_after_a_pause_what_waits_may_be_told_in_one_message_or_set_aside(database: Database) -> None:
    one, none = log_hook("one"), log_hook("none")
    with database.begin() as conn:
        for name in ("one", "none"):
            state.pause(conn, name, "ana", "night", NOW)
    record(database, [Told("m1"), Told("m2")], [one, none], NOW)
    with database.begin() as conn:
        assert state.resume(conn, "one", "ana", NOW + HOUR, summary=True) == 2
        assert state.resume(conn, "none", "ana", NOW + HOUR, discard=True) == 2
    assert told(database, one, NOW + HOUR) == [["m1 announced", "m2 announced"]]
    assert told(database, none, NOW + HOUR) == []


@pytest.mark.parametrize("jump", [timedelta(hours=-2), timedelta(days=-400)])
def test_a_clock_that_was_ahead_and_is_put_back_holds_nothing_up(database: Database, jump: timedelta) -> None:
    hook = log_hook(rate="1/1h")
    record(database, [Told("m1"), Told("m2")], [hook], NOW + jump)
    with database.begin() as conn:  # both were taken by who believed that it is later
        conn.execute(update(table).values(lease_until=NOW + LEASE, attempts=1))
        state.lock(conn, "desk")
        conn.execute(update(alert_hook).values(rate_since=NOW, rate_count=1, retry_at=NOW + timedelta(days=2)))
    assert len(told(database, hook, NOW + jump)) == 2
