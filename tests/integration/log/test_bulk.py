"""Many rows at once: the same as SQLAlchemy writes, on both databases."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.events import NAMESPACE, derived_id
from worker.log.bulk import insert_many
from worker.log.database import Database
from worker.log.tables import feed_entry, feed_host

NOON = datetime(2026, 1, 5, 12, 0, 0, 7, tzinfo=timezone(timedelta(hours=3)))


def rows(table: Any, database: Database) -> list[Any]:
    with database.read() as conn:
        return [tuple(row) for row in conn.execute(select(table).order_by(*table.primary_key.columns))]


def test_rows_are_written_as_sqlalchemy_writes_them(database: Database) -> None:
    given_rows = [
        {"host": f"host-{n}", "next_request_at": NOON + timedelta(days=n), "blocked_until": None if n % 2 else NOON}
        for n in range(50)
    ]
    with database.begin() as conn:
        conn.execute(feed_host.insert(), given_rows)
    expected = rows(feed_host, database)
    with database.begin() as conn:
        conn.execute(feed_host.delete())
        insert_many(conn, feed_host, given_rows)
        insert_many(conn, feed_host, [])
    assert rows(feed_host, database) == expected
    assert expected[0][1] == NOON.astimezone(UTC)


def test_a_row_that_is_there_already_is_told_and_none_of_the_others_is_written(database: Database) -> None:
    one = {"feed": "f", "identity": "k", "article_id": "a", "content_hash": "h", "last_seen_at": NOON}
    with database.begin() as conn:
        insert_many(conn, feed_entry, [one])
    with database.begin() as conn:
        with pytest.raises(IntegrityError), conn.begin_nested():
            insert_many(conn, feed_entry, [{**one, "identity": "l"}, one])
        insert_many(conn, feed_entry, [{**one, "identity": "m"}])
    assert [row[1] for row in rows(feed_entry, database)] == ["k", "m"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=20) | st.integers(), max_size=5))
def test_a_derived_id_is_a_version_5_uuid(parts: list[str | int]) -> None:
    try:
        expected = str(uuid.uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts)))
    except UnicodeEncodeError:
        with pytest.raises(UnicodeEncodeError):
            derived_id(*parts)
        return
    assert derived_id(*parts) == expected
