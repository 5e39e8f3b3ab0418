"""However many alerts were sent, finding the next costs the same: no question of delivery reads through the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert

from domain.alerts import Hook
from tests.integration.alerts.conftest import Told, record
from worker.alerts import claims, figures, operate, outbox, silences, upkeep
from worker.alerts.channels import Outcome
from worker.log.database import Database
from worker.log.tables import outbox as table

pytestmark = pytest.mark.slow

NOW = datetime(2022, 1, 4, 12, tzinfo=UTC)
HOOKS = [
    Hook.model_validate({"name": name, "kind": "log", **extra}) for name, extra in (("a", {}), ("b", {"group": "1s"}))
]


@pytest.fixture
def full(database: Database) -> Database:
    """Six thousand rows, nearly all of them sent."""
    rows = [
        {
            "outbox_id": f"{number:06}-{hook.name}",
            "change_id": f"x{number}",
            "position": number + 1000,
            "meeting_id": f"old{number // 4}",
            "hook": hook.name,
            "state": "dead" if number % 500 == 0 else "sent" if number % 3 else "skipped",
            "last_answer": "thank you very much indeed " * 4,
            "next_attempt_at": NOW - timedelta(days=2),
            "created_at": NOW - timedelta(days=2, seconds=3000 - number),
        }
        for number in range(3000)
        for hook in HOOKS
    ]
    with database.begin() as conn:
        conn.execute(insert(table), rows)
    record(database, [Told(f"m{n}") for n in range(6)], HOOKS, NOW)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("ANALYZE")
    return database


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if "outbox" in statement and statement.lstrip()[:6].upper() in ("SELECT", "UPDATE"):
            found.append((statement, parameters[0] if many else parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def read_through(database: Database, statement: str, parameters: Any) -> list[str]:
    """The steps of a plan that look at every row of the outbox."""
    explain = "EXPLAIN QUERY PLAN" if database.dialect == "sqlite" else "EXPLAIN"
    with database.begin() as conn:
        plan = conn.exec_driver_sql(f"{explain} {statement}", parameters).all()
    steps = [str(row[-1]) for row in plan]
    if database.dialect == "sqlite":
        # A scan of an index over some of the rows (pending, dead, …) is short.
        whole = ("ix_outbox_meeting_id", "ix_outbox_hook_created_at", "sqlite_autoindex")
        return [
            s
            for s in steps
            if s.startswith("SCAN outbox") and ("INDEX ix_outbox" not in s or any(w in s for w in whole))
        ]
    return [s for s in steps if "Seq Scan on outbox" in s]


def deliver_one(conn: Connection) -> None:
    row = claims.take(conn, HOOKS[0], NOW).row
    assert row is not None
    claims.record(conn, HOOKS[0], row, Outcome("sent"), NOW)


def deliver_together(conn: Connection) -> None:
    row = claims.take(conn, HOOKS[1], NOW + timedelta(seconds=1)).row
    assert row is not None
    assert row.kind == "bundle"
    claims.record(conn, HOOKS[1], row, Outcome("sent"), NOW)


@pytest.mark.parametrize(
    "work",
    [
        deliver_one,
        deliver_together,
        lambda conn: outbox.due_hooks(conn, HOOKS, NOW),
        lambda conn: outbox.next_due_at(conn, "a", NOW),
        lambda conn: figures.figures(conn, HOOKS, NOW),
        lambda conn: upkeep.clear_away(conn, HOOKS, NOW),
        lambda conn: silences.begin(conn, silences.About(), NOW + timedelta(hours=1), "ana", "x", NOW, HOOKS),
        lambda conn: operate.dead(conn, "a", 10),
        lambda conn: operate.rows_of(conn, "a", 10),
        lambda conn: operate.row_with(conn, "000012"),
        lambda conn: operate.replay(conn, "ana", NOW, ids=["000012-a"]),
    ],
    ids=[
        "delivery",
        "bundle",
        "due hooks",
        "next due",
        "figures",
        "clearing away",
        "silence",
        "dead",
        "rows of a hook",
        "row by id",
        "replay",
    ],
)
def test_no_question_reads_through_the_outbox(full: Database, work: Callable[[Connection], object]) -> None:
    with statements(full) as asked, full.begin() as conn:
        work(conn)
    assert asked
    found = {statement: steps for statement, values in asked if (steps := read_through(full, statement, values))}
    assert found == {}


def test_recording_a_change_reads_through_the_outbox_neither(full: Database) -> None:
    with statements(full) as asked:
        record(full, [Told("m1", "corrected"), Told("m9")], HOOKS, NOW, run="2")
    ours = [(statement, values) for statement, values in asked if "outbox_id" in statement]
    assert ours
    assert {s: steps for s, values in ours if (steps := read_through(full, s, values))} == {}
