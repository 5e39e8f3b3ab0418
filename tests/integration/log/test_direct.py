"""Statements that go to the driver as they are: the same rows on both databases as through SQLAlchemy, and errors that stop
everything after them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from worker.log import direct
from worker.log.database import Database
from worker.log.errors import LogError
from worker.log.tables import meeting, model_state

NOON = datetime(2024, 3, 4, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=3)))


def row(
    meeting_id: str = "m", status: str = "scheduled", starts_on: date | None = date(2024, 3, 9)
) -> dict[str, object]:
    return {
        "meeting_id": meeting_id,
        "view": '{"note": "100 % sure? \'yes\' \\\\ “no”"}',
        "status": status,
        "starts_on": starts_on,
        "ends_on": None,
        "first_published": NOON,
        "last_published": NOON,
        "position": 7,
    }


def test_what_was_written_reads_as_if_sqlalchemy_had_written_it(database: Database) -> None:
    with database.begin() as conn:
        writes = direct.Writes(conn)
        writes.insert(meeting, [row("direct")])
        writes.send()
        conn.execute(meeting.insert(), [row("through")])
    with database.read() as conn:
        one, other = conn.execute(select(meeting).order_by(meeting.c.meeting_id)).all()
        assert one[1:] == other[1:]
        assert one.first_published == NOON
        stored = direct.query(conn, "SELECT meeting_id, first_published, starts_on FROM meeting ORDER BY meeting_id")
        assert list(stored[0][1:]) == list(stored[1][1:])
        assert direct.moment(stored[0][1]) == NOON
        since = direct.query(conn, "SELECT meeting_id FROM meeting WHERE first_published > ?", [NOON])
        assert since == []
        since = direct.query(
            conn, "SELECT count(*) FROM meeting WHERE first_published > ?", [NOON - timedelta(microseconds=1)]
        )
        assert since[0][0] == 2


def test_an_upsert_inserts_and_replaces(database: Database) -> None:
    with database.begin() as conn:
        writes = direct.Writes(conn)
        writes.upsert(meeting, [row("a"), row("b")])
        writes.upsert(meeting, [row("b", status="cancelled", starts_on=None)])
        writes.upsert(model_state, [{"name": "test", "position": 1}])
        writes.upsert(model_state, [{"name": "test", "position": 2}])
        writes.delete(meeting, "meeting_id", ["a", "nobody"])
        writes.send()
        writes.send()  # nothing is left to send
        left = conn.execute(select(meeting)).all()
        assert [(one.meeting_id, one.status, one.starts_on) for one in left] == [("b", "cancelled", None)]
        assert conn.execute(select(model_state.c.position).where(model_state.c.name == "test")).scalar_one() == 2


def test_more_rows_than_fit_on_the_way_are_written_in_order(database: Database) -> None:
    with database.begin() as conn:
        writes = direct.Writes(conn)
        writes.insert(meeting, [row(f"m{n}") | {"view": "x" * 1000} for n in range(450)])
        for status in ("moved", "held", "over"):
            writes.add("UPDATE meeting SET status = ? WHERE status <> ?", [(status, status)])
        writes.send()
    with database.read() as conn:
        assert [tuple(one) for one in direct.query(conn, "SELECT status, count(*) FROM meeting GROUP BY status")] == [
            ("over", 450)
        ]


def test_a_statement_that_fails_undoes_the_others_and_is_told_as_every_other_failure_is(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)unique"), database.begin() as conn:  # noqa: PT012
        writes = direct.Writes(conn)
        writes.insert(meeting, [row("a")])
        writes.insert(meeting, [row("a")])
        writes.insert(meeting, [row("b")])
        writes.send()
    with database.read() as conn:
        assert direct.query(conn, "SELECT 1 FROM meeting") == []
    with pytest.raises(LogError, match="append-only"), database.begin() as conn:  # noqa: PT012
        conn.exec_driver_sql("UPDATE log_head SET position = 1")
        writes = direct.Writes(conn)
        conn.exec_driver_sql(
            "INSERT INTO log_event VALUES (1, 's', 1, 'e', 'ArticleRead', 1, '{}', '{}', '2024-03-04T12:00:00Z', "
            + ("decode('00', 'hex')" if database.dialect == "postgresql" else "x'00'")
            + ")"
        )
        writes.add("DELETE FROM log_event WHERE position = ?", [(1,)])
        writes.send()


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="naive"), database.begin() as conn:
        direct.query(conn, "SELECT 1 FROM meeting WHERE first_published = ?", [naive])
    with pytest.raises(ValueError, match="naive"), database.begin() as conn:  # noqa: PT012
        writes = direct.Writes(conn)
        writes.insert(meeting, [row() | {"last_published": naive}])
        writes.send()
