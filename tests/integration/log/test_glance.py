"""The quick look at the meetings: the same answer as the long way, or none."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.integration.log.stories import WINTER, take_all
from worker.cli import talks
from worker.log import glance, queries
from worker.log.database import Database


def test_it_sees_what_the_long_way_sees_in_the_same_order(database: Database) -> None:
    take_all(database, WINTER)
    with database.read() as conn:
        known = queries.meetings(conn)
    assert len(known) >= 4
    assert glance.meetings(url_of(database)) == known


def url_of(database: Database) -> str:
    """As an operator writes it: with the path of a file as it is, whatever characters are in it."""
    return f"sqlite:///{database.path}" if database.path else database.url.render_as_string(hide_password=False)


@pytest.mark.parametrize("today", [date(2022, 1, 1), date(2022, 1, 13), date(2022, 6, 1)])
@pytest.mark.parametrize("quiet_after", [timedelta(0), timedelta(days=3), timedelta(days=60)])
def test_what_is_current_is_what_the_command_would_choose_from_all(
    database: Database, today: date, quiet_after: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.cli.talks.QUIET_AFTER", quiet_after)
    take_all(database, WINTER)
    with database.read() as conn:
        expected = talks.select(queries.meetings(conn), show_all=False, today=today)
        assert queries.current(conn, today, quiet_after) == expected
    assert glance.current(url_of(database), today, quiet_after) == expected


def test_of_an_empty_log_nothing_is_current(database: Database) -> None:
    with database.read() as conn:
        assert queries.current(conn, date(2022, 1, 1), timedelta(days=60)) == ([], 0)
    assert glance.current(url_of(database), date(2022, 1, 1), timedelta(days=60)) == ([], 0)


def test_it_sees_what_a_writer_has_not_yet_moved_from_the_write_ahead_log(sqlite_database: Database) -> None:
    with sqlite_database.connection() as writer:
        writer.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
        assert glance.meetings(url_of(sqlite_database)) == []
        take_all(sqlite_database, WINTER)
        assert glance.meetings(url_of(sqlite_database))


def test_an_empty_log_is_an_answer(sqlite_database: Database) -> None:
    assert glance.meetings(url_of(sqlite_database)) == []


def test_a_missing_file_is_left_alone_and_to_the_long_way(tmp_path: Path) -> None:
    assert glance.meetings(f"sqlite:///{tmp_path / 'none.db'}") is None
    assert list(tmp_path.iterdir()) == []


def test_another_schema_is_left_to_the_long_way(sqlite_database: Database) -> None:
    with sqlite_database.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert glance.meetings(url_of(sqlite_database)) is None


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be looked at" * 40])
def test_a_file_that_is_no_log_is_left_to_the_long_way(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "parley.db"
    path.write_bytes(content)
    assert glance.meetings(f"sqlite:///{path}") is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+pg8000://parley@127.0.0.1:1/parley",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x.db?uri=true",
    ],
)
def test_other_databases_are_left_to_the_long_way(url: str) -> None:
    assert glance.meetings(url) is None
    assert glance.current(url, date(2022, 1, 1), timedelta(days=60)) is None


@pytest.mark.integration
def test_another_schema_another_trust_and_no_server_at_all_are_left_to_the_long_way(
    own_postgresql_database: Database,
) -> None:
    database = own_postgresql_database
    url = url_of(database)
    assert glance.meetings(url) == []
    for other in (
        f"{url}x",
        url + "?sslmode=require",
        url.replace("postgresql+pg8000", "mysql"),
        "postgresql://postgres@127.0.0.1:1/parley",
    ):
        assert glance.meetings(other) is None
    with database.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert glance.meetings(url) is None
