"""Backup and restore as docs/operations.md tells them: what is restored is whole, and the work goes on from there."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.test_killed_anywhere import assert_whole, essence
from tests.integration.tasks.conftest import SetClock
from tests.integration.tasks.news import articles, receive
from tests.servers import PostgreSQL
from tests.waiting import PATIENCE
from worker import work
from worker.config import load
from worker.log import store
from worker.log.database import Database
from worker.pipeline import read_articles
from worker.runtime import Runtime


def half_done(runtime: Runtime, clock: SetClock) -> None:
    """Thirty articles, of which eighteen are read, and the log sealed up to there."""
    ids = receive(runtime.database, list(articles(30)), clock.now())
    list(read_articles(runtime, ids[:18]))
    with runtime.database.begin() as conn:
        store.seal(conn, clock.now())


def go_on(database: Database, directory: Path, clock: SetClock) -> Runtime:
    """Start on a restored database: what was in the queue is gone, and the sweep sends it again."""
    (directory / "restored").mkdir()
    runtime = Runtime(load(directory / "restored", {}), clock)
    runtime.__dict__["database"] = database
    database.check()
    with database.read() as conn:
        verified = store.verify(conn)
    assert verified.ok
    assert verified.checked > 40
    clock.advance(timedelta(minutes=10))
    waiting, _ = work.unfinished(runtime)
    assert len(waiting) == 12
    list(read_articles(runtime, waiting))
    return runtime


def test_a_copy_of_a_sqlite_database_goes_on_where_it_was_taken(
    sqlite_database: Database, clock: SetClock, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    runtime = Runtime(load(tmp_path / "config", {}), clock)
    runtime.__dict__["database"] = sqlite_database
    half_done(runtime, clock)
    # What `sqlite3 parley.db ".backup copy.db"` does; with a reader at work on the original.
    with sqlite_database.read() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM article")
        source, copy = sqlite3.connect(str(sqlite_database.path)), sqlite3.connect(str(tmp_path / "copy.db"))
        source.backup(copy)
        source.close()
        copy.close()
    restored = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    go_on(restored, tmp_path, clock)
    waiting, _ = work.unfinished(runtime)
    list(read_articles(runtime, waiting))
    assert essence(restored) == essence(sqlite_database)
    assert_whole(restored)
    restored.dispose()


@pytest.mark.integration
def test_a_dump_of_postgresql_goes_on_where_it_was_taken(
    postgresql: PostgreSQL, own_postgresql_database: Database, clock: SetClock, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    runtime = Runtime(load(tmp_path / "config", {}), clock)
    runtime.__dict__["database"] = own_postgresql_database
    half_done(runtime, clock)
    name = str(own_postgresql_database.url.database)
    at = ("--host=127.0.0.1", f"--port={postgresql.port}", "--username=postgres")

    def program(called: str, *arguments: str) -> Callable[[], bytes]:
        command = [str(postgresql._programs / called), *at, *arguments]
        return lambda: subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE).stdout

    dump = program("pg_dump", "--format=custom", name)()
    url = postgresql.create(f"restored_{name}")
    try:
        (tmp_path / "parley.dump").write_bytes(dump)
        program(
            "pg_restore", "--no-owner", "--exit-on-error", f"--dbname=restored_{name}", str(tmp_path / "parley.dump")
        )()
        restored = Database(url)
        go_on(restored, tmp_path, clock)
        waiting, _ = work.unfinished(runtime)
        list(read_articles(runtime, waiting))
        assert essence(restored) == essence(own_postgresql_database)
        assert_whole(restored)
        restored.dispose()
    finally:
        postgresql.drop(f"restored_{name}")
